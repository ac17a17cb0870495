"""A sheet to draw on in pixels: for pictures that are half a table, whose words stand in rows of their own height."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from counterpoise.charts.canvas import MUTED
from counterpoise.charts.theme import INK, altair, styled

SIZE = 12
"""Of letters, in pixels."""

LINE = 1.25
"""Height of a line, as a part of the letters' size."""


def wide(text: str, size: float = SIZE) -> float:
    """Give how wide a text is, about: a letter of Hangul or of Chinese is as wide as high.

    Examples
    --------
    >>> wide("abc", 10), wide("한국", 10)
    (16.5, 19.0)
    """
    return sum(0.95 if unicodedata.east_asian_width(one) in "WF" else 0.55 for one in text) * size


def wrapped(text: str, room: float, size: float = SIZE, most: int = 4) -> list[str]:
    """Break a text into lines that fit, the last with dots where it has to end.

    Parameters
    ----------
    text
        What stands there.
    room
        Pixels across.
    size
        Of its letters.
    most
        Lines at most.

    Examples
    --------
    >>> wrapped("a first step, which all can see", 100), wrapped("inseparable", 30, most=2)
    (['a first step,', 'which all can', 'see'], ['inse', 'par…'])
    """
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if wide(joined, size) <= room:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and wide(lines[-1] + letter, size) > room:
                lines.append("")
            lines[-1] += letter
    if len(lines) > most:
        last = lines[most - 1]
        while last and wide(f"{last}…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}…"]
    return lines


class Store:
    """The rows of a chart of many layers, kept apart until it is whole: the library copies what a layer holds again and again."""

    def __init__(self) -> None:
        self.held: dict[str, list[dict[str, Any]]] = {}

    def base(self, rows: Sequence[Mapping[str, Any]], **size: float) -> Any:
        """Give a layer's base, of some rows."""
        name = f"rows{len(self.held)}"
        self.held[name] = [dict(one) for one in rows]
        return altair().Chart(altair().NamedData(name=name), **size)

    def into(self, chart: Any) -> Any:
        """Give a whole chart its rows."""
        chart.datasets = self.held
        return chart


@dataclass(frozen=True)
class Place:
    """Where numbers stand across: from where to where, in pixels, and which numbers that spans."""

    left: float
    right: float
    low: float
    high: float

    @classmethod
    def over(cls, values: Iterable[float], left: float, right: float) -> Place:
        """Give the place of numbers, and of zero, with room at both ends; what is missing is left out."""
        known = [0.0, *(one for one in values if math.isfinite(one))]
        room = 0.06 * (max(known) - min(known)) or 1.0
        return cls(left, right, min(known) - room, max(known) + room)

    def at(self, value: float) -> float:
        """Give the place of a number."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def round(self) -> list[float]:
        """Give some round numbers that it spans.

        Examples
        --------
        >>> Place(0, 100, -0.2, 1.1).round()
        [0.0, 0.5, 1.0]
        """
        rough = (self.high - self.low) / 4
        ten = 10.0 ** math.floor(math.log10(rough))
        step = next(one * ten for one in (1, 2, 5, 10) if one * ten >= rough)
        ends = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [round(step * one, 10) for one in range(ends[0], ends[1] + 1)]


class Sheet:
    """Texts, boxes, lines and dots, placed in pixels from the upper left corner.

    Parameters
    ----------
    width
        Of the sheet, in pixels.
    """

    def __init__(self, width: float) -> None:
        self.width = width
        self.rows: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        colour: str = INK,
        align: str = "left",
        bold: bool = False,
    ) -> None:
        """Write one line, its middle at a height."""
        self.rows.append(("text", (size, align, bold), {"x": x, "y": y, "text": text, "colour": colour}))

    def lines(self, x: float, y: float, lines: list[str], *, size: float = SIZE, **how: Any) -> None:
        """Write some lines below each other, around a height: one text, so that no line is taken for another's word."""
        if len(lines) == 1:
            self.text(x, y, lines[0], size=size, **how)
        else:
            self.text(x, y - len(lines) * size * LINE / 2, "\n".join(lines), size=size, **how)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, opacity: float = 1.0) -> None:
        """Fill a box."""
        place = {"x": left, "y": top, "x2": right, "y2": bottom}
        self.rows.append(("box", (opacity,), {**place, "colour": colour}))

    def line(
        self, ends: tuple[float, float, float, float], colour: str = INK, width: float = 1.0, *, dashed: bool = False
    ) -> None:
        """Draw a line, from and to a place."""
        place = dict(zip(("x", "y", "x2", "y2"), ends, strict=True))
        self.rows.append(("line", (width, dashed), {**place, "colour": colour}))

    def dot(self, x: float, y: float, colour: str, size: float = 60, *, ring: bool = False) -> None:
        """Draw a dot, or a ring."""
        self.rows.append(("dot", (size, ring), {"x": x, "y": y, "colour": colour}))

    def scale(self, place: Place, y: float) -> float:
        """Write round numbers below a panel; give the height below them."""
        for value in place.round():
            self.line((place.at(value), y, place.at(value), y + 4), MUTED, 1.0)
            self.text(place.at(value), y + 12, f"{value:g}".replace("-", "−"), size=11, colour=MUTED, align="center")
        return y + 18

    def chart(self, height: float, description: str, title: str = "") -> Any:
        """Give the chart."""
        order = ("box", "line", "dot", "text")
        every = sorted(self.rows, key=lambda one: (order.index(one[0]), one[1]))
        store = Store()
        layers = [
            self._layer(store, kind, how, [one[2] for one in rows], height)
            for (kind, how), rows in groupby(every, key=itemgetter(0, 1))
        ]
        made = altair().layer(*layers).properties(width=self.width, height=height, description=description)
        return store.into(styled(made, title))

    def _layer(
        self, store: Store, kind: str, how: tuple[Any, ...], rows: Sequence[Mapping[str, Any]], height: float
    ) -> Any:
        alt = altair()
        place = {
            "x": alt.X("x:Q", scale=alt.Scale(domain=[0, self.width], nice=False), axis=None),
            "y": alt.Y("y:Q", scale=alt.Scale(domain=[0, height], nice=False, reverse=True), axis=None),
        }
        if kind in ("box", "line"):
            place |= {"x2": alt.X2("x2:Q"), "y2": alt.Y2("y2:Q")}
        place["color"] = alt.Color("colour:N", scale=None, legend=None)
        base = store.base(rows)
        if kind == "box":
            return base.mark_rect(opacity=how[0]).encode(**place)
        if kind == "line":
            dash = {"strokeDash": [4, 3]} if how[1] else {}
            return base.mark_rule(strokeWidth=how[0], **dash).encode(**place)
        if kind == "dot":
            shown = {"filled": False, "strokeWidth": 2} if how[1] else {"filled": True}
            return base.mark_point(size=how[0], opacity=1, **shown).encode(**place)
        size, align, bold = how
        weight = "bold" if bold else "normal"
        upper = alt.ExprRef("indexof(datum.text, '\\n') < 0 ? 'middle' : 'top'")
        drawn = base.mark_text(
            align=align, baseline=upper, lineBreak="\n", lineHeight=size * LINE, fontSize=size, fontWeight=weight
        )
        return drawn.encode(**place, text=alt.Text("text:N"))
