"""Where names stand beside points, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels, from the upper left corner."""

LETTER, LINE = 5.6, 12.0
"""Width and height of a letter in pixels, at the size that labels have."""

SIDES = (("left", 7, 0), ("right", -7, 0), ("center", 0, -11), ("center", 0, 12))
"""Right of the point, left of it, above, below: alignment and distance in pixels."""


@dataclass(frozen=True)
class Plane:
    """The plane of a chart: two axes and its size in pixels.

    Attributes
    ----------
    spans
        The smallest and the largest value of each axis by its column: first the one across, then the one up.
    size
        Width and height in pixels.
    log
        Whether the axes are logarithmic.
    """

    spans: Mapping[str, tuple[float, float]]
    size: tuple[float, float]
    log: bool = False

    def at(self, across: float, up: float) -> tuple[float, float]:
        """Give a point's place in pixels.

        Examples
        --------
        >>> Plane({"x": (-1, 1), "y": (0, 10)}, (200, 100)).at(0, 2.5)
        (100.0, 75.0)
        """
        x, y = self.spans.values()
        return self._share(across, x) * self.size[0], (1 - self._share(up, y)) * self.size[1]

    def _share(self, value: float, span: tuple[float, float]) -> float:
        low, high = map(math.log, span) if self.log else span
        return ((math.log(value) if self.log else value) - low) / (high - low)

    def around(self, points: Iterable[tuple[float, float]], room: float = 4) -> list[Box]:
        """Give the boxes around points, which names leave free."""
        places = [self.at(*point) for point in points]
        return [(x - room, y - room, x + room, y + room) for x, y in places]

    def holds(self, box: Box) -> bool:
        """Tell whether a box lies within the plane."""
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.size[0] and box[3] <= self.size[1]


def placed(
    frame: pd.DataFrame,
    plane: Plane,
    *,
    first: Sequence[str] = (),
    most: int = 40,
    rank: str = "",
    clear: Sequence[Box] = (),
) -> Any:
    """Choose the points whose names fit, and the side on which each stands.

    Parameters
    ----------
    frame
        Points with the columns ``country``, ``name`` and those of the plane's axes.
    plane
        The plane on which they are drawn.
    first
        Countries whose names are placed before all others.
    most
        How many names at most.
    rank
        The column whose largest values come after `first`; without one those farthest from the even line do.
    clear
        What else names must not cover.

    Returns
    -------
    pandas.DataFrame
        The rows whose names are shown, with ``align``, ``dx`` and ``dy`` of each name, and its ``box``.
    """
    x, y = plane.spans
    places = [plane.at(a, b) for a, b in zip(frame[x], frame[y], strict=True)]
    names, codes = frame["name"].tolist(), frame["country"].tolist()
    far = [abs(a / plane.size[0] + d / plane.size[1] - 1) for a, d in places] if not rank else frame[rank].tolist()
    order = sorted(range(len(names)), key=lambda i: (codes[i] not in first, -far[i]))
    taken = [*plane.around(zip(frame[x], frame[y], strict=True)), *clear]
    chosen: dict[int, tuple[str, int, int, Box]] = {}
    for i in order:
        if len(chosen) == most:
            break
        for side in SIDES:
            box = beside(places[i], side, LETTER * len(names[i]))
            if plane.holds(box) and not any(meet(box, other) for k, other in enumerate(taken) if k != i):
                chosen[i] = (*side, box)
                taken.append(box)
                break
    rows = frame.iloc[list(chosen)].copy()
    for place, column in enumerate(("align", "dx", "dy", "box")):
        rows[column] = [one[place] for one in chosen.values()]
    return rows


def beside(point: tuple[float, float], side: tuple[str, int, int], width: float, high: float = LINE) -> Box:
    """Give the box of a name on one side of its point."""
    align, dx, dy = side
    left = point[0] + dx - {"left": 0.0, "center": width / 2, "right": width}[align]
    return left, point[1] + dy - high / 2, left + width, point[1] + dy + high / 2


def least_covering(
    point: tuple[float, float], plane: Plane, size: tuple[float, float], taken: Sequence[Box], away: float = 10
) -> tuple[str, int, int, Box]:
    """Find a side for a name that must be shown: the nearest of those on which it covers least.

    Parameters
    ----------
    point
        Where its point is, in pixels.
    plane
        The plane, within which the name stays if it can.
    size
        Width and height of the name.
    taken
        What it had better not cover.
    away
        How far it stands from its point at least.
    """
    wide, high = size
    found = []
    for step in range(5):
        far = away + 7 * step
        beyond = far + high / 2
        for side in (
            ("left", far, 0),
            ("right", -far, 0),
            ("center", 0, -beyond),
            ("center", 0, beyond),
            ("left", 2, -beyond),
            ("left", 2, beyond),
            ("right", -2, -beyond),
            ("right", -2, beyond),
            ("left", -wide / 4, -beyond),
            ("left", -wide / 4, beyond),
        ):
            rounded = (side[0], round(side[1]), round(side[2]))
            box = beside(point, rounded, wide, high)
            found.append((not plane.holds(box), sum(meet(box, one) for one in taken), step, len(found), rounded, box))
    *_, side, box = min(found)
    return (*side, box)


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
