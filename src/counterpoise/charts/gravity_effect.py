"""The charts of an agreement's effect: partial, conditional and full by country, and the sectors of its parties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import needed, ranked, signed
from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

INKS = {"partial": "#9fb3c1", "conditional": COLOURS[1], "full": INK, "input-output": COLOURS[0]}
"""The ink of each step."""


@figure(question="gravity.effect", variables="exports_pct")
def exports(result: Result, *, most: int = 4, countries: Sequence[str] = ()) -> Any:
    """Exports: what is let move step by step, with the interval over the draws."""
    return _dots(result, "exports_pct", most, countries)


@figure(question="gravity.effect", variables="welfare_pct")
def real_income(result: Result, *, most: int = 4, countries: Sequence[str] = ()) -> Any:
    """Real income: with goods as one sector, and with all sectors and their inputs."""
    return _dots(result, "welfare_pct", most, countries)


@figure(question="gravity.effect", variables="output_pct", along="sector")
def sectors(
    result: Result, *, most: int = 5, countries: Sequence[str] = (), names: dict[str, str] | None = None
) -> Any:
    """Sectors: where the parties' output grows and shrinks most, in volume, with the interval over the draws."""
    alt = altair()
    if "output_pct" not in result.data or "output_change" not in result.data:
        raise InputError("this answer has no sectors", where="chart", remedy="ask with --model input-output")
    share, size = needed(result, "output_pct", "output_change")
    held = [str(one) for one in result.data["country"].values]
    shown = [one for one in (countries or result.data.attrs.get("parties", ())) if one in held] or held
    words = names or result.data.attrs.get("sector_names", {})
    panels, said = [], []
    for one in shown[:3]:
        moved = sorted(ranked(size.sel(country=one)), key=lambda pair: pair[1])
        fall, rise = [p for p in moved if p[1] < 0][:most], [p for p in moved if p[1] > 0][-most:]
        codes = [code for code, _ in (*fall, *rise)]
        rows = [
            {"sector": words.get(code) or code, **_ends(result, share.sel(country=one, sector=code), "output_pct")}
            for code in codes
        ]
        if not rows:
            continue
        largest = middle([row["value"] for row in rows])
        base = alt.Chart(
            alt.Data(values=tuple(rows)), width=WIDTH - 300, height=alt.Step(STEP), title=spoken(one)
        ).encode(y=alt.Y("sector:N", sort=[row["sector"] for row in reversed(rows)], title=None))
        panels.append(_layers(base, alt.value(INK)))
        said.append(f"{spoken(one)}: " + "; ".join(f"{row['sector']} {signed(row['value'], largest)}" for row in rows))
    if not panels:
        raise InputError("no sector's output changes", where="chart", remedy="choose other countries")
    whole = panels[0] if len(panels) == 1 else alt.vconcat(*panels, spacing=16)
    return styled(whole).properties(description=f"Change of output in volume. {'. '.join(said)}.")


def _dots(result: Result, name: str, most: int, countries: Sequence[str]) -> Any:
    """Give a dot with its interval for each country and step that says something of the variable."""
    alt = altair()
    (array,) = needed(result, name)
    steps = [one for one in map(str, array["scenario"].values) if bool(array.sel(scenario=one).notnull().any().item())]
    if not steps:
        remedy = "take the chart of exports, or ask with --model both"
        raise InputError("no step says what becomes of it", where="chart", remedy=remedy)
    shown = _shown(result, array.sel(scenario=steps[-1]), most, countries)
    rows = [
        {
            "who": spoken(one),
            "step": step,
            **_ends(result, array.sel(country=one, scenario=step), name),
        }
        for one in shown
        for step in steps
    ]
    rows = [row for row in rows if row["value"] == row["value"]]
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 130, height=alt.Step(STEP // 2)).encode(
        y=alt.Y("who:N", sort=[spoken(one) for one in shown], title=None),
        yOffset=alt.YOffset("step:N", sort=steps),
    )
    colour = alt.Color("step:N", sort=steps, scale=alt.Scale(domain=steps, range=[INKS[one] for one in steps]))
    largest = middle([row["value"] for row in rows])
    said = "; ".join(f"{row['who']}, {row['step']} {signed(row['value'], largest)}" for row in rows)
    whole = styled(_layers(base, colour))
    return whole.properties(description=f"Change step by step, {array.attrs.get('short', name)}. {said}.")


def _layers(base: Any, colour: Any) -> Any:
    """Give intervals, dots and a line at zero."""
    alt = altair()
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color="#999999").encode(x="zero:Q")
    axis = alt.X("low:Q", title="percent", scale=alt.Scale(zero=True))
    lines = base.mark_rule(strokeWidth=3, opacity=0.7).encode(x=axis, x2="high:Q", color=colour)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(x="value:Q", color=colour)
    return alt.layer(zero, lines, points)


def _ends(result: Result, cell: xr.DataArray, name: str) -> dict[str, float]:
    """Give a value with the ends of its interval; itself where there is none."""
    value = float(cell)
    at = {str(one): cell[one].item() for one in cell.coords if one in ("country", "scenario", "sector")}
    ends = {}
    for side in ("low", "high"):
        beside = result.companion(name, side)
        ends[side] = value if beside is None else float(beside.sel(at))
    return {"value": value, **ends}


def _shown(result: Result, last: xr.DataArray, most: int, countries: Sequence[str]) -> list[str]:
    """Give the countries of a chart: those chosen, or the parties and those outside who lose and gain most."""
    held = [str(one) for one in result.data["country"].values]
    if chosen := [one for one in countries if one in held]:
        return chosen
    every = ranked(last)
    ours = [one for one, _ in every if one in result.data.attrs.get("parties", ())]
    rest = [pair for pair in every if pair[0] not in ours]
    lose, gain = [p for p in rest if p[1] < 0][:most], [p for p in rest if p[1] > 0][:most]
    return [*ours[: 3 * most], *(one for one, _ in (*gain, *reversed(lose)))]
