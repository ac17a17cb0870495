"""The past of one side alone: ticks along the lower edge of the equation's picture, from the first year to the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.canvas import SIZE, axes, drawn, now, passed
from counterpoise.charts.labels import Box, beside, meet
from counterpoise.charts.theme import altair

if TYPE_CHECKING:
    from counterpoise.charts.labels import Plane

TALL, LETTER = 9, 5.4
"""Pixels: a tick's height, and a letter's width."""


def strip(plane: Plane, rows: Sequence[dict[str, Any]], ink: str, taken: Sequence[Box]) -> tuple[list[Any], list[Box]]:
    """Give the ticks of an economy's past with its first and last year, and the boxes that they take.

    Parameters
    ----------
    plane
        The plane on which everything has its place.
    rows
        Each year with its lean across, in order.
    ink
        The country's colour.
    taken
        What the words had better not cover.

    Returns
    -------
    tuple
        Layers and boxes; nothing of fewer than two years, or where the past leaves the plane.
    """
    alt = altair()
    left, right = plane.spans["x"]
    inside = [row for row in rows if left <= row["x"] <= right]
    if len(inside) < 2 or inside != list(rows):
        return [], []
    foot = SIZE[1]
    base = axes(plane)["x"]
    last = len(inside) - 1
    shown = [
        row | {"ink": 0.35 + 0.5 * k / last if k < last else 1, "wide": 1.5 if k < last else 3}
        for k, row in enumerate(inside)
    ]
    ticks = (
        drawn(shown)
        .mark_rule(color=ink)
        .encode(
            x=base,
            y=alt.YValue(foot - TALL),
            y2=alt.Y2Value(foot),
            opacity=alt.Opacity("ink:Q", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
            tooltip=["year:Q", "x:Q"],
        )
    )
    marker = drawn(inside).mark_point(shape="triangle-down", filled=True, size=70, color=ink, opacity=1)
    layers = [passed(ticks), now(marker.encode(x=base, y=alt.YValue(foot - TALL - 4)))]
    places = [plane.at(row["x"], 0)[0] for row in inside]
    boxes: list[Box] = [(min(places) - 3, foot - TALL - 1, max(places) + 3, foot)]
    for words, at, align, dx in _words(inside, places):
        wide = LETTER * len(words)
        heights = (foot - TALL / 2, foot - TALL - 8, foot - TALL - 20, foot - TALL - 32)
        tries = [beside((at, high), (align, dx, 0), wide) for high in heights]
        box = next((one for one in tries if not any(meet(one, other) for other in (*taken, *boxes))), tries[0])
        boxes.append(box)
        mark = drawn([{"x": 0, "name": words}]).mark_text(align=align, dx=dx, fontSize=10.5, color=ink)
        layers.append(mark.encode(x=alt.XValue(at), y=alt.YValue((box[1] + box[3]) / 2), text=alt.Text("name:N")))
    return layers, boxes


def _words(rows: Sequence[dict[str, Any]], places: Sequence[float]) -> list[tuple[str, float, str, int]]:
    """Give what is written at the ends, each with its place: outside of the ticks, on the side of its own year."""
    first, last = rows[0]["year"], rows[-1]["year"]
    forth = places[-1] >= places[0]
    low, high = min(places), max(places)
    sides = [("right", low, -6), ("left", high, 6)]
    early, late = sides if forth else sides[::-1]
    return [(f"{first}", early[1], early[0], early[2]), (f"economy {last}", late[1], late[0], late[2])]
