"""The charts of a bridge: the three meanings of a position in one picture, and what passes through whom."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, OTHER, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

BOTH, NOT = "agreements with both powers", "not with both"


def _rows(result: Result) -> list[dict[str, Any]]:
    """Give a row for each country: what passes, its slope at the last of the times, and whether agreements tie it to both."""
    data = result.data
    slope = data["decoupling_slope"]
    slope = slope.isel(horizon=-1) if "horizon" in slope.dims else slope
    columns = zip(
        data["country"].values.tolist(),
        data["through_both"].values.tolist(),
        slope.values.tolist(),
        data["agreement_broker"].values.tolist(),
        strict=True,
    )
    return [
        {"code": code, "who": spoken(code), "share": 100 * share, "slope": change, "tie": BOTH if tied == 1 else NOT}
        for code, share, change, tied in columns
        if isfinite(share) and isfinite(change)
    ]


@figure(question="bridge", variables="through_both decoupling_slope")
def positions(result: Result, *, most: int = 16) -> Any:
    """Position between two powers: what passes through a country, and what it gains or loses if the two decouple."""
    alt = altair()
    rows = _rows(result)
    if not rows:
        raise InputError("nothing is known of these countries", where="chart", remedy="choose others")
    ends = sorted(rows, key=lambda row: row["slope"])
    named = {row["code"] for row in [*rows[:most], *ends[:2], *ends[-2:]]} | {
        r["code"] for r in rows if r["tie"] == BOTH
    }
    points = [{**row, "label": row["code"] if row["code"] in named else ""} for row in rows]
    inks = alt.Scale(domain=[BOTH, NOT], range=[COLOURS[1], OTHER])
    base = alt.Chart(alt.Data(values=tuple(points)), width=WIDTH, height=340).encode(
        x=alt.X(
            "share:Q",
            axis=alt.Axis(tickCount=6),
            title="passes through it, per cent of what the two absorb from each other",
        ),
        y=alt.Y("slope:Q", title="real income, per cent per 1 % dearer trade between the two"),
        color=alt.Color("tie:N", scale=inks),
    )
    level = alt.Chart(alt.Data(values=[{}])).mark_rule(color=INK, strokeDash=[3, 3]).encode(y=alt.datum(0))
    dots = base.mark_point(filled=True, size=55, opacity=0.9).encode(tooltip=["who:N", "share:Q", "slope:Q", "tie:N"])
    words = base.mark_text(align="left", dx=6, dy=-5, fontSize=11).encode(text="label:N")
    title = _title(result, "position between {} and {}")
    said = "; ".join(f"{row['who']} {row['share']:.1f} %, {row['slope']:+.2g}" for row in rows[:8])
    return styled(alt.layer(level, dots, words), title).properties(description=f"{title}. {said}.")


@figure(question="bridge", variables="through_value")
def passages(result: Result, *, most: int = 20) -> Any:
    """What passes through whom: value added of each power that the other absorbs, by third country."""
    alt = altair()
    data = result.data
    ways = [
        f"from {spoken(one, in_text=True)} to {spoken(other, in_text=True)}"
        for one, other in zip(data["origin"].values.tolist(), data["destination"].values.tolist(), strict=True)
    ]
    shown = [str(one) for one in data["country"].values[:most]]
    values = data["through_value"].sel(country=shown).values / 1000.0
    rows = [
        {"who": spoken(code), "way": way, "value": float(value), "order": k}
        for code, held in zip(shown, values, strict=True)
        for k, (way, value) in enumerate(zip(ways, held, strict=True))
    ]
    bars = (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 160, height=alt.Step(STEP))
        .mark_bar(height={"band": 0.72})
        .encode(
            x=alt.X("value:Q", title="billion USD"),
            y=alt.Y("who:N", sort=[spoken(one) for one in shown], title=None),
            color=alt.Color("way:N", scale=alt.Scale(domain=ways, range=[COLOURS[0], COLOURS[4]])),
            order=alt.Order("order:Q"),
        )
    )
    title = _title(result, "value added that passes through others between {} and {}")
    said = "; ".join(f"{row['who']} {row['way']} {row['value']:.1f}" for row in rows[:8])
    return styled(bars, title).properties(description=f"{title}, billion USD. {said}.")


def _title(result: Result, words: str) -> str:
    return words.format(*(spoken(one, in_text=True) for one in result.data.attrs["powers"]))
