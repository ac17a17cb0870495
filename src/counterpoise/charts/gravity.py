"""The charts of an estimated gravity equation: its coefficients with their intervals, and an agreement's over time."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import INK, OTHER, STEP, WIDTH, altair, styled
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

_SHIFT = re.compile(r"(.+)_(lag|lead)(\d+)")
_BORDER = re.compile(r"intl_(\d{4})")
_ZERO = "#999999"


@figure(question="gravity.estimate", variables="coefficient")
def coefficients(result: Result) -> Any:
    """Coefficients of the gravity equation with their 95 % intervals."""
    several = result.data.sizes["scenario"] > 1
    rows = _across(result) if several else _down(result)
    if not rows:
        raise InputError("there is no coefficient to draw", where="chart", remedy="take the table")
    alt = altair()
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 260, height=alt.Step(STEP)).encode(
        y=alt.Y("row:N", sort=[one["row"] for one in rows], title=None)
    )
    lines = base.mark_rule(strokeWidth=3, color=OTHER).encode(
        x=alt.X("low:Q", title="log points of trade"), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=70, opacity=1, color=INK).encode(x="value:Q")
    numbers = base.mark_text(align="left", color=INK, fontSize=12).encode(
        x=alt.value(WIDTH - 252), text=alt.Text("number:N")
    )
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=_ZERO).encode(x="zero:Q")
    said = "; ".join(f"{one['row']} {one['number']}" for one in rows)
    what = "The agreement's effect by equation" if several else "Coefficients"
    return styled(alt.layer(zero, lines, points, numbers)).properties(
        description=f"{what}, with 95 % intervals, in log points of trade. {said}."
    )


@figure(question="gravity.estimate", variables="coefficient")
def timing(result: Result) -> Any:
    """The agreement's coefficients before it came into force, as it did, and after."""
    rows = next((found for k in range(result.data.sizes["scenario"]) if (found := _timed(result, k))), [])
    if not rows:
        remedy = "ask for some, as lags='4,8,12' or leads='4'"
        raise InputError("this chart shows lags and leads, and the equation has none", where="chart", remedy=remedy)
    alt = altair()
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 40, height=240).encode(
        x=alt.X(
            "year:Q",
            title="years after the agreement",
            axis=alt.Axis(values=[one["year"] for one in rows], format="d", grid=False),
            scale=alt.Scale(padding=24, nice=False),
        )
    )
    bars = base.mark_rule(strokeWidth=3, color=OTHER).encode(
        y=alt.Y("low:Q", title="log points of trade"), y2=alt.Y2("high:Q")
    )
    points = base.mark_point(filled=True, size=80, opacity=1, color=INK).encode(y="value:Q")
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=_ZERO).encode(y="zero:Q")
    said = "; ".join(f"year {one['year']}: {one['number']}" for one in rows)
    return styled(alt.layer(zero, bars, points)).properties(
        description=f"Coefficients by the years after the agreement, with 95 % intervals, in log points of trade. {said}."
    )


def _values(result: Result, scenario: int, name: str) -> dict[str, Any] | None:
    """Give a coefficient with its bounds, or nothing where the equation has none."""
    at = {"scenario": scenario}
    ends = {
        word: float(result.data[held].isel(at).sel(parameter=name))
        for word, held in (("value", "coefficient"), ("low", "coefficient__low"), ("high", "coefficient__high"))
    }
    if not isfinite(ends["value"]):
        return None
    return {**ends, "number": f"{ends['value']:.3f} [{ends['low']:.3f}, {ends['high']:.3f}]"}


def _down(result: Result) -> list[dict[str, Any]]:
    """Give a row for each coefficient."""
    names = [str(one) for one in result.data["parameter"].values]
    held = [(name, _values(result, 0, name)) for name in names]
    return [{"row": spoken_term(name), **values} for name, values in held if values is not None]


def _across(result: Result) -> list[dict[str, Any]]:
    """Give a row for each equation: the agreement's whole effect, with its lags."""
    names = [str(one) for one in result.data["parameter"].values]
    wanted = [*(one for one in names if one.startswith("sum_")), names[0]]
    rows = []
    for k, scenario in enumerate(result.data["scenario"].values.tolist()):
        found = next((held for name in wanted if (held := _values(result, k, name)) is not None), None)
        rows += [{"row": str(scenario), **found}] if found else []
    return rows


def _timed(result: Result, scenario: int) -> list[dict[str, Any]]:
    """Give a row for each lag and lead of an equation, and one for the agreement itself."""
    names = [str(one) for one in result.data["parameter"].values]
    rows: list[dict[str, Any]] = []
    for name in names:
        found, values = _SHIFT.fullmatch(name), _values(result, scenario, name)
        if found and values is not None:
            rows.append({"year": int(found[3]) * (1 if found[2] == "lag" else -1), **values, "of": found[1]})
    at_once = _values(result, scenario, rows[0]["of"]) if rows and rows[0]["of"] in names else None
    rows += [{"year": 0, **at_once}] if at_once else []
    return sorted(rows, key=lambda one: one["year"])


def spoken_term(name: str) -> str:
    """Give the words for a covariate.

    Examples
    --------
    >>> spoken_term("rta_lag4"), spoken_term("rta_lead4"), spoken_term("intl_1986"), spoken_term("sum_rta")
    ('rta, 4 years after', 'rta, 4 years before', 'border in 1986', 'rta with its lags')
    """
    if shift := _SHIFT.fullmatch(name):
        return f"{shift[1]}, {shift[3]} years {'after' if shift[2] == 'lag' else 'before'}"
    if border := _BORDER.fullmatch(name):
        return f"border in {border[1]}"
    return f"{name.removeprefix('sum_')} with its lags" if name.startswith("sum_") else name
