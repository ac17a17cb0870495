"""What all layers of the equation's picture share: its size, its axes and the base of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import altair

if TYPE_CHECKING:
    from counterpoise.charts.labels import Plane

MUTED = "#6b7d89"
SIZE = (540, 372)


UNTIL = "until"
"""The chart's parameter that holds the last year of a past that is drawn: a page plays it."""
ALWAYS = 9999


def passed(layer: Any) -> Any:
    """Give a layer of a past without the years after `UNTIL`."""
    return layer.transform_filter(f"datum.year <= {UNTIL}")


def now(layer: Any) -> Any:
    """Give a layer of a past of the year `UNTIL` alone."""
    return layer.transform_filter(f"datum.year == {UNTIL}")


def playable(chart: Any) -> Any:
    """Give a chart with the parameter `UNTIL`, which shows all of the past."""
    return chart.add_params(altair().param(name=UNTIL, value=ALWAYS))


def ticks(span: tuple[float, float]) -> list[float]:
    """Give round numbers within an axis, some six of them, and none that no share can reach."""
    low, high = max(span[0], -100), min(span[1], 100)
    step = next(one for one in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if (high - low) / one <= 9 or one == 50)
    return [step * k for k in range(ceil(low / step), floor(high / step) + 1)]


def axes(plane: Plane) -> dict[str, Any]:
    """Give the encodings of both axes, which all layers share."""
    alt = altair()
    made = {}
    for column, kind in (("x", alt.X), ("y", alt.Y)):
        axis = alt.Axis(
            title=None,
            labelExpr="datum.value == 0 ? '0' : format(datum.value, '+~f')",
            values=ticks(plane.spans[column]),
            grid=False,
            domain=False,
            tickSize=4,
            labelColor=MUTED,
            labelFontSize=11,
        )
        scale = alt.Scale(domain=list(plane.spans[column]), nice=False, zero=False)
        made[column] = kind(f"{column}:Q", scale=scale, axis=axis)
    return made


def drawn(rows: Sequence[dict[str, Any]]) -> Any:
    """Give a layer's base."""
    return altair().Chart(altair().Data(values=tuple(rows)), width=SIZE[0], height=SIZE[1])
