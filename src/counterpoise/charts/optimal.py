"""The charts of an optimum: the rates that are worth most, and who loses and gains by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import GAIN, LOSS, signed
from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle

if TYPE_CHECKING:
    from counterpoise.core.result import Result

TODAY, BEST, ONE = "today", "optimal", "best single rate"


@figure(question="optimal", variables="tariff_optimal_pct export_tax_optimal_pct tariff_worth_pct export_tax_worth_pct")
def rates(result: Result, *, most: int = 14) -> Any:
    """The rates that are worth most: today's, the optimal one, the best single rate, and what the change is worth."""
    alt = altair()
    held: Any = result.table().head(most)
    order = [str(one) for one in held.index]
    largest = middle([abs(float(one)) for one in held["worth_pct"]])
    rows = [
        {
            "rate": str(name),
            TODAY: float(row["today_pct"]),
            BEST: float(row["optimal_pct"]),
            "number": signed(float(row["worth_pct"]), largest),
        }
        for name, row in held.iterrows()
    ]
    points = [{"rate": row["rate"], "value": row[part], "part": part} for row in rows for part in (TODAY, BEST)]
    y = alt.Y("rate:N", sort=order, title=None)
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 230, height=alt.Step(STEP)).encode(y=y)
    way = base.mark_rule(color=INK, opacity=0.4, strokeWidth=2).encode(
        x=alt.X(f"{TODAY}:Q", title="rate, per cent"), x2=f"{BEST}:Q"
    )
    dots = (
        alt.Chart(alt.Data(values=tuple(points)))
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            y=y,
            x=alt.X("value:Q", scale=alt.Scale(zero=True)),
            color=alt.Color(
                "part:N", scale=alt.Scale(domain=[TODAY, BEST, ONE], range=["#8a9ba8", COLOURS[0], COLOURS[1]])
            ),
        )
    )
    singles = [{"value": float(result.data[name].item()), "part": ONE} for name in _singles(result)]
    rule = (
        alt.Chart(alt.Data(values=tuple(singles)))
        .mark_rule(strokeDash=[5, 3], strokeWidth=1.5)
        .encode(x="value:Q", color="part:N")
    )
    worth = base.mark_text(align="left", color=INK, fontSize=12).encode(
        x=alt.value(WIDTH - 222), text=alt.Text("number:N")
    )
    said = "; ".join(f"{row['rate']} {row[BEST]:.1f} %, {row['number']}" for row in rows)
    return styled(alt.layer(rule, way, dots, worth), _title(result)).properties(
        description=f"Optimal rates, and what they add to real income. {said}."
    )


def _singles(result: Result) -> list[str]:
    return [name for kind in ("tariff", "export_tax") if (name := f"{kind}_single_pct") in result.data]


def _title(result: Result) -> str:
    """Say whose rates they are, and what the column of numbers is."""
    return f"{spoken(result.data.attrs['setter'])}: optimal rates, and what they add to real income"


@figure(question="optimal", variables="welfare_pct")
def everyone(result: Result, *, most: int = 7) -> Any:
    """Real income: the country that sets the rates, and who loses and gains most by them."""
    alt = altair()
    welfare = result.data["welfare_pct"].to_series().dropna().sort_values(ascending=False)
    setter = str(result.data.attrs["setter"])
    others: Any = welfare.drop(setter)
    kept = [setter, *others[others > 0].index[:most], *others[others < 0].index[-most:]]
    shown = welfare.loc[kept].sort_values(ascending=False)
    if not len(shown):
        raise InputError("real income is missing", where="chart", remedy="take another answer")
    largest = middle([abs(float(one)) for one in shown])
    rows = [
        {
            "who": spoken(str(one)),
            "value": float(value),
            "number": signed(float(value), largest),
            "way": "<" if value < 0 else ">",
        }
        for one, value in shown.items()
    ]
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 230, height=alt.Step(STEP)).encode(
        y=alt.Y("who:N", sort=[row["who"] for row in rows], title=None)
    )
    bars = base.mark_bar(height={"band": 0.72}).encode(
        x=alt.X("value:Q", title="real income, per cent", scale=alt.Scale(zero=True)),
        color=alt.Color("way:N", scale=alt.Scale(domain=["<", ">"], range=[LOSS, GAIN]), legend=None),
    )
    numbers = base.mark_text(align="left", color=INK, fontSize=12).encode(
        x=alt.value(WIDTH - 222), text=alt.Text("number:N")
    )
    said = "; ".join(f"{row['who']} {row['number']}" for row in rows)
    return styled(alt.layer(bars, numbers), "real income").properties(description=f"Change of real income. {said}.")
