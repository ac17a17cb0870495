"""The chart of one change at several times: horizons side by side, or real income by the years after it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import numbers, signed, spread
from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

SHADES = {"short": COLOURS[1], "medium": "#9fb3c1", "long": INK}
"""The colours of the horizons."""

LINES = len(COLOURS) - 1
"""As many countries as a reader tells apart."""


@figure(question="simulate", variables="welfare_pct", along="horizon years_after")
def over_time(result: Result, *, most: int = 5, countries: Sequence[str] = ()) -> Any:
    """Real income at each time after the change."""
    dimension = next((one for one in ("horizon", "years_after") if one in result.data.dims), "")
    if not dimension:
        remedy = "ask for several, as horizon='all' or years='1-10'"
        raise InputError("this chart shows several times, and the result holds one", where="chart", remedy=remedy)
    if "welfare_pct" not in result.data:
        remedy = "take the chart of the answer itself, which holds every variable"
        raise InputError("this chart shows welfare_pct, which the result lacks", where="chart", remedy=remedy)
    array = result.data["welfare_pct"].transpose(dimension, "country")
    shown = _chosen(result, array, countries, most)
    usual = middle([float(v) for v in array.sel(country=shown).values[-1]])  # the last is the least
    rows = [
        {
            "who": spoken(one),
            "country": one,
            "time": time,
            "value": float(value),
            "number": signed(float(value), usual),
        }
        for one in shown
        for time, value in zip(array[dimension].values.tolist(), array.sel(country=one).values, strict=True)
        if isfinite(value)
    ]
    if not rows:
        raise InputError("real income is missing", where="chart", remedy="choose other countries")
    unit = "" if dimension == "horizon" else "year "
    said = "; ".join(
        f"{spoken(one)}: " + ", ".join(f"{unit}{row['time']} {row['number']}" for row in rows if row["country"] == one)
        for one in shown
    )
    drawn = _side_by_side(rows) if dimension == "horizon" else _lines(rows)
    return styled(drawn).properties(description=f"Change of real income by the time after the change. {said}.")


def _chosen(result: Result, array: xr.DataArray, countries: Sequence[str], most: int) -> list[str]:
    """Give the countries to show: those chosen, else the parties, then the most affected at any time."""
    held = [str(one) for one in array["country"].values]
    if countries:
        return [one for one in countries if one in held][:LINES]
    size = abs(array).max(str(array.dims[0])).to_series().dropna().sort_values(ascending=False)
    ranked = [str(one) for one in size.index]
    parties = result.data.attrs.get("parties", ())
    ours = [one for one in ranked if one in parties][: min(most, LINES)]
    rest = [one for one in ranked if one not in parties]
    return ours + rest[: max(min(most, LINES) - len(ours), 0)]


def _side_by_side(rows: list[dict[str, Any]]) -> Any:
    """Give bars by country, one for each horizon."""
    alt = altair()
    times = list(dict.fromkeys(row["time"] for row in rows))
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 90, height=alt.Step(STEP - 2)).encode(
        x=alt.X("value:Q", axis=None, scale=spread([row["value"] for row in rows])),
        y=alt.Y("who:N", sort=list(dict.fromkeys(row["who"] for row in rows)), title=None),
        yOffset=alt.YOffset("time:N", sort=times),
    )
    bars = base.mark_bar(height={"band": 0.8}).encode(
        color=alt.Color("time:N", scale=alt.Scale(domain=times, range=[SHADES[one] for one in times]))
    )
    return alt.layer(bars, *numbers(base))


def _lines(rows: list[dict[str, Any]]) -> Any:
    """Give a line by country over the years, with its name at its end."""
    alt = altair()
    who = list(dict.fromkeys(row["who"] for row in rows))
    years = sorted({row["time"] for row in rows})
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 60, height=260).encode(
        x=alt.X(
            "time:Q",
            title="years after the change",
            scale=alt.Scale(domain=[min(years), max(years)], nice=False),
            axis=alt.Axis(values=years, format="~f", grid=False),
        ),
        y=alt.Y("value:Q", title="real income, per cent", axis=alt.Axis(tickCount=6)),
        color=alt.Color("who:N", scale=alt.Scale(domain=who, range=[*COLOURS[:LINES]][: len(who)])),
    )
    zero = alt.Chart(alt.Data(values=[{"value": 0}])).mark_rule(color="#9fb0bc").encode(y="value:Q")
    return alt.layer(zero, base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=36))
