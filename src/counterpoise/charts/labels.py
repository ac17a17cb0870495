"""Where names stand beside points, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_LETTER, _LINE = 5.6, 12.0
"""Width and height of a letter in pixels, at the size that labels have."""

_SIDES = (("left", 7, 0), ("right", -7, 0), ("center", 0, -11), ("center", 0, 12))
"""Right of the point, left of it, above, below: alignment and distance in pixels."""


def placed(
    frame: pd.DataFrame,
    x: str,
    y: str,
    spans: Mapping[str, tuple[float, float]],
    size: tuple[float, float],
    *,
    first: Sequence[str] = (),
    most: int = 40,
) -> Any:
    """Choose the points whose names fit, and the side on which each stands.

    Parameters
    ----------
    frame
        Points with the columns ``country``, ``name``, `x` and `y`.
    x, y
        The columns of the two axes, both logarithmic.
    spans
        The smallest and the largest value of each axis.
    size
        Width and height of the chart in pixels.
    first
        Countries whose names are placed before all others.
    most
        How many names at most; after `first` those farthest from the even line come first.

    Returns
    -------
    pandas.DataFrame
        The rows whose names are shown, with ``align``, ``dx`` and ``dy`` of each name.
    """
    across = [_place(v, spans[x]) * size[0] for v in frame[x]]
    down = [(1 - _place(v, spans[y])) * size[1] for v in frame[y]]
    names, codes = frame["name"].tolist(), frame["country"].tolist()
    order = sorted(
        range(len(names)), key=lambda i: (codes[i] not in first, -abs(across[i] / size[0] + down[i] / size[1] - 1))
    )
    taken = [(a - 4, d - 4, a + 4, d + 4) for a, d in zip(across, down, strict=True)]
    sides: dict[int, tuple[str, int, int]] = {}
    for i in order:
        if len(sides) == most:
            break
        width = _LETTER * len(names[i])
        for align, dx, dy in _SIDES:
            left = across[i] + dx - {"left": 0.0, "center": width / 2, "right": width}[align]
            box = (left, down[i] + dy - _LINE / 2, left + width, down[i] + dy + _LINE / 2)
            inside = box[0] >= 0 and box[2] <= size[0]
            if inside and not any(_meet(box, other) for k, other in enumerate(taken) if k != i):
                sides[i] = (align, dx, dy)
                taken.append(box)
                break
    rows = frame.iloc[list(sides)].copy()
    rows[["align", "dx", "dy"]] = list(sides.values())
    return rows


def _place(value: float, span: tuple[float, float]) -> float:
    low, high = map(math.log, span)
    return (math.log(value) - low) / (high - low)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
