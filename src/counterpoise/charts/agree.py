"""The charts of an agreement: real income by tariffs and depth, the parties' sectors, and the years of its phases."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import GAIN, LOSS, signed
from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

TARIFFS, BEYOND, WHOLE = "tariffs only", "other costs of trade", "whole agreement"
PALE = "#9fb3c1"
LINES = len(COLOURS) - 1
"""As many countries as a reader tells apart."""


def _needed(result: Result, name: str) -> xr.DataArray:
    if name not in result.data or "part" not in result.data[name].dims:
        remedy = "take the chart of the answer itself, which holds every part and variable"
        raise InputError(f"this chart shows {name} by part, which the result lacks", where="chart", remedy=remedy)
    return result.data[name]


def _title(result: Result, what: str) -> str:
    """Say whose agreement a chart shows, and what of it."""
    return f"{result.data.attrs['agreement']}: {what}" if "agreement" in result.data.attrs else what


def _at(array: xr.DataArray, phase: int = 0) -> xr.DataArray:
    """Give an array in a year of the phases; at their end where none is named."""
    if not phase:
        return array.isel(phase=-1) if "phase" in array.dims else array
    years = array["phase"].values.tolist() if "phase" in array.dims else []
    if phase not in years:
        remedy = f"take a year from {years[0]} to {years[-1]}" if years else "ask with --phase 10"
        raise InputError(f"the agreement has no year {phase} of phases", where="chart", remedy=remedy)
    return array.sel(phase=phase)


def _when(what: str, phase: int) -> str:
    """Say of which year a chart is, where it is not of the end."""
    return f"{what}, year {phase}" if phase else what


def _shown(result: Result, welfare: xr.DataArray, countries: Sequence[str], most: int) -> list[str]:
    """Give the countries to show, the most helped first: those chosen, else the parties, the most harmed and helped."""
    value = {str(one): float(v) for one, v in welfare.to_series().dropna().items()}
    if countries:
        return sorted((one for one in countries if one in value), key=lambda one: -value[one])
    ours = sorted((one for one in result.data.attrs.get("parties", ()) if one in value), key=lambda one: -value[one])
    rest = sorted((one for one in value if one not in ours), key=lambda one: value[one])
    kept = ours if len(ours) <= 2 * most else [*ours[:most], *ours[-most:]]
    kept += [one for one in rest[:most] if value[one] < 0] + [one for one in rest[-most:] if value[one] > 0]
    return sorted(dict.fromkeys(kept), key=lambda one: -value[one])


@figure(question="agree", variables="welfare_pct")
def gains(result: Result, *, most: int = 5, countries: Sequence[str] = (), phase: int = 0) -> Any:
    """Real income: what the tariffs add, what other costs of trade add, and both with their interval."""
    alt = altair()
    array = _needed(result, "welfare_pct")
    parts = array["part"].values.tolist()
    whole = _at(array, phase).sel(part=parts[-1])
    shown = _shown(result, whole, countries, most)
    if not shown:
        raise InputError("real income is missing", where="chart", remedy="choose other countries")
    largest = middle([float(whole.sel(country=one)) for one in shown])
    ends = [
        _at(result.data[f"welfare_pct__{end}"], phase)
        for end in ("low", "high")
        if f"welfare_pct__{end}" in result.data
    ]
    bars, marks = [], []
    for one in shown:
        value = float(whole.sel(country=one))
        tariffs = float(_at(array, phase).sel(part=TARIFFS, country=one)) if TARIFFS in parts else value
        bars += [{"who": spoken(one), "part": TARIFFS, "value": tariffs}]
        bars += [{"who": spoken(one), "part": BEYOND, "value": value - tariffs}] if parts[-1] == WHOLE else []
        low, high = (float(end.sel(part=parts[-1], country=one)) for end in ends) if ends else (value, value)
        span = ", ".join(signed(end, largest).removesuffix(" %") for end in (low, high))
        number = signed(value, largest) + (f" [{span}]" if ends else "")
        marks.append({"who": spoken(one), "value": value, "low": low, "high": high, "number": number})
    order = [row["who"] for row in marks]
    y = alt.Y("who:N", sort=order, title=None)
    heads = list(dict.fromkeys(row["part"] for row in bars))
    base = alt.Chart(alt.Data(values=tuple(bars)), width=WIDTH - 260, height=alt.Step(STEP)).encode(y=y)
    stacks = base.mark_bar(height={"band": 0.72}).encode(
        x=alt.X("value:Q", title="real income, per cent", stack="zero", scale=alt.Scale(zero=True)),
        color=alt.Color("part:N", scale=alt.Scale(domain=heads, range=[COLOURS[0], PALE][: len(heads)])),
    )
    held = alt.Chart(alt.Data(values=tuple(marks))).encode(y=y)
    layers = [stacks]
    if ends:
        layers.append(held.mark_rule(strokeWidth=2, color=INK).encode(x="low:Q", x2="high:Q"))
    layers.append(held.mark_point(filled=True, size=50, opacity=1, color=INK).encode(x="value:Q"))
    layers.append(
        held.mark_text(align="left", color=INK, fontSize=12).encode(x=alt.value(WIDTH - 252), text=alt.Text("number:N"))
    )
    said = "; ".join(f"{row['who']} {row['number']}" for row in marks)
    return styled(alt.layer(*layers), _title(result, _when("real income", phase))).properties(
        description=f"Change of real income. {said}."
    )


@figure(question="agree", variables="output_pct")
def sectors(
    result: Result,
    *,
    most: int = 5,
    countries: Sequence[str] = (),
    phase: int = 0,
    names: dict[str, str] | None = None,
) -> Any:
    """Sectors of the parties: where output grows and shrinks most, in volume, with its interval."""
    alt = altair()
    share, size = (_at(_needed(result, name), phase) for name in ("output_pct", "output_change"))
    part = share["part"].values.tolist()[-1]
    share, size = share.sel(part=part), size.sel(part=part)
    ends = [
        _at(result.data[f"output_pct__{end}"], phase).sel(part=part)
        for end in ("low", "high")
        if f"output_pct__{end}" in result.data
    ]
    held = [str(one) for one in share["country"].values]
    ours = [one for one in (countries or result.data.attrs.get("parties", ())) if one in held][:3]
    panels, said = [], []
    for one in ours or held[:1]:
        rows = []
        for code in _leading(size.sel(country=one), most):
            at = {"country": one, "sector": code}
            value = float(share.sel(at))
            low, high = (float(end.sel(at)) for end in ends) if ends else (value, value)
            rows.append({"sector": (names or {}).get(code, code), "value": value, "low": low, "high": high})
        rows = sorted((row for row in rows if isfinite(row["value"])), key=lambda row: -row["value"])
        if not rows:
            continue
        largest = middle([row["value"] for row in rows])
        rows = [
            row | {"number": signed(row["value"], largest), "way": "<" if row["value"] < 0 else ">"} for row in rows
        ]
        base = alt.Chart(
            alt.Data(values=tuple(rows)), width=WIDTH // 3 - 40, height=alt.Step(STEP), title=spoken(one)
        ).encode(
            y=alt.Y("sector:N", sort=[row["sector"] for row in rows], title=None, axis=alt.Axis(labelLimit=160)),
            color=alt.Color("way:N", scale=alt.Scale(domain=["<", ">"], range=[LOSS, GAIN]), legend=None),
        )
        x = alt.X("low:Q", title="output volume, per cent", scale=alt.Scale(zero=True))
        lines = base.mark_rule(strokeWidth=3, opacity=0.5).encode(x=x, x2="high:Q")
        points = base.mark_point(filled=True, size=60, opacity=1).encode(x="value:Q")
        zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color="#999999").encode(x="zero:Q")
        panels.append(alt.layer(zero, lines, points))
        said.append(f"{spoken(one)}: " + "; ".join(f"{row['sector']} {row['number']}" for row in rows))
    if not panels:
        raise InputError("no sector's output changes", where="chart", remedy="choose other countries")
    drawn = panels[0] if len(panels) == 1 else alt.hconcat(*panels, spacing=16)
    return styled(drawn, _title(result, _when(f"output volume, {part}", phase))).properties(
        description=f"Change of output in volume. {'. '.join(said)}."
    )


def _leading(size: xr.DataArray, most: int) -> list[str]:
    """Give the sectors whose output grows and shrinks most in value."""
    value = {str(one): float(v) for one, v in size.to_series().dropna().items()}
    ranked = sorted(value, key=lambda one: -value[one])
    return [one for one in ranked[:most] if value[one] > 0] + [one for one in ranked[-most:] if value[one] < 0]


@figure(question="agree", variables="welfare_pct", along="phase")
def phases(result: Result, *, most: int = 5, countries: Sequence[str] = (), part: str = "") -> Any:
    """Real income in each year of the phases."""
    alt = altair()
    array = _needed(result, "welfare_pct")
    if "phase" not in array.dims:
        raise InputError("the agreement is not phased in", where="chart", remedy="ask with --phase 10")
    known = array["part"].values.tolist()
    if part and part not in known:
        raise InputError(f"there is no part {part!r}", where="chart", remedy="take one of " + ", ".join(known))
    held = array.sel(part=part or known[-1])
    welfare = held.isel(phase=-1)
    shown = _shown(result, welfare, countries, most)
    shown = sorted(shown, key=lambda one: -abs(float(welfare.sel(country=one))))[
        : min(LINES, max(most, len(countries)))
    ]
    usual = middle([float(welfare.sel(country=one)) for one in shown])
    ends = {
        end: result.data[f"welfare_pct__{end}"].sel(part=part or known[-1])
        for end in ("low", "high")
        if f"welfare_pct__{end}" in result.data
    }
    rows = [
        {"who": spoken(one), "time": year, "value": float(held.sel(country=one, phase=year))}
        | {end: float(ends[end].sel(country=one, phase=year)) for end in ends}
        for one in shown
        for year in array["phase"].values.tolist()
    ]
    if not rows:
        raise InputError("real income is missing", where="chart", remedy="choose other countries")
    who = list(dict.fromkeys(row["who"] for row in rows))
    years = sorted({row["time"] for row in rows})
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 60, height=260).encode(
        x=alt.X("time:Q", title="year of the phases", axis=alt.Axis(values=years, format="~f", grid=False)),
        color=alt.Color("who:N", scale=alt.Scale(domain=who, range=[*COLOURS[:LINES]][: len(who)])),
    )
    value = alt.Y("value:Q", title="real income, per cent", axis=alt.Axis(tickCount=6))
    zero = alt.Chart(alt.Data(values=[{"value": 0}])).mark_rule(color="#9fb0bc").encode(y="value:Q")
    layers = [
        zero,
        base.mark_line(strokeWidth=2).encode(y=value),
        base.mark_point(filled=True, size=36).encode(y=value),
    ]
    if ends:
        layers.insert(1, base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q"), y2="high:Q"))
    said = "; ".join(
        f"{row['who']}: year {row['time']} {signed(row['value'], usual)}"
        for row in rows
        if row["time"] in (years[0], years[-1])
    )
    return styled(alt.layer(*layers), _title(result, f"real income, {part or known[-1]}")).properties(
        description=f"Change of real income by the year of the phases. {said}."
    )
