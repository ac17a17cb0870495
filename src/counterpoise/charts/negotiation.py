"""The chart of a negotiation's zone of agreement: what the deals are worth to two parties, and which the rules take."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counterpoise.charts.labels import Plane, least_covering
from counterpoise.charts.sheet import Store
from counterpoise.charts.theme import COLOURS, INK, OTHER, WIDTH, altair, styled
from counterpoise.core.bargain import ANY, KEPT, Bargain
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

LETTERS = {
    "nash": "N",
    "kalai_smorodinsky": "K",
    "egalitarian": "E",
    "raiffa": "R",
    "rubinstein": "O",
}
"""The rules in a picture, in the order in which they stand together."""

KEY = {
    "N": "N Nash",
    "K": "K Kalai-Smorodinsky",
    "E": "E egalitarian",
    "R": "R Raiffa",
    "O": "O alternating offers",
}
"""What each letter means."""

EFFICIENT, SELF, WITHOUT, TODAY = "efficient deals", "deals that enforce themselves", "without a deal", "as it is today"
RULED = {ANY: "predicted if all deals are kept", KEPT: "predicted of those that enforce themselves"}
KINDS = {
    EFFICIENT: (OTHER, "circle", 26),
    SELF: (COLOURS[0], "circle", 26),
    WITHOUT: (INK, "cross", 80),
    TODAY: (INK, "diamond", 80),
    RULED[ANY]: ("#8c3f78", "square", 190),
    RULED[KEPT]: (COLOURS[1], "square", 80),
}
"""What is drawn, with its colour, shape and size; what the rules take of all deals is an open square about it."""

SHADED = "shaded: both have more than without a deal"
SHADED_OF_MORE = "shaded: these two have more than without a deal; what the others have is not seen here"

NEAR = 0.004
"""Points that are nearer than this part of an axis are drawn as one."""

CROWD = 80
"""Deals beyond which their points are small."""

HIGH = 0.72
"""Height of a panel as a part of its width."""


@dataclass(frozen=True)
class Mark:
    """Something at a point: its kind, and where it is a prediction the letters of its rules."""

    x: float
    y: float
    kind: str
    letters: str = ""


@figure(question="negotiate", variables="outside_value agreed_value")
def zone(result: Result, *, between: str | Sequence[str] = ()) -> Any:
    """Zone of agreement: what the efficient deals are worth to two parties, and which of them the rules take."""
    alt = altair()
    read = Bargain(result)
    pair = _pair(read, between)
    marks = {one: _marks(read, one, pair) for one in read.courses}
    columns = 1 if len(read.courses) == 1 else 2
    width = (WIDTH - 30 if columns == 1 else WIDTH - 10) / columns
    plane = _plane([one for held in marks.values() for one in held], (width, width * HIGH))
    marks = {one: _joined(held, plane) for one, held in marks.items()}
    kinds = [kind for kind in KINDS if any(one.kind == kind for held in marks.values() for one in held)]
    store = Store()
    panels = [_panel(store, read, one, pair, marks[one], plane, kinds) for one in read.courses]
    chart = panels[0] if len(panels) == 1 else alt.concat(*panels, columns=columns, spacing=24)
    told = "; ".join(_told(read, one, marks[one]) for one in read.courses)
    used = {letter for held in marks.values() for one in held for letter in one.letters.split()}
    key = [", ".join(text for letter, text in KEY.items() if letter in used)] if used else []
    key.append(SHADED if len(read.parties) == 2 else SHADED_OF_MORE)
    title = alt.TitleParams(key, fontSize=12, fontWeight="normal", offset=8)
    chart = chart.properties(
        description=f"What deals are worth to {read.name(pair[0])} and {read.name(pair[1])}. {told}."
    )
    return store.into(styled(chart.properties(title=title)))


def _pair(read: Bargain, between: str | Sequence[str]) -> tuple[str, str]:
    """Give the two parties that are held against each other: the first two where nothing is said."""
    named = [one.strip() for one in between.split(",")] if isinstance(between, str) else list(between)
    named = [one for one in named if one] or read.parties[:2]
    for one in named:
        if one not in read.parties:
            remedy = did_you_mean(one, read.parties, "the parties are " + ", ".join(read.parties))
            raise InputError(f"{one[:40]!r} takes no part in the talks", where="between", remedy=remedy)
    if len(set(named)) != 2:
        raise InputError(f"{len(set(named))} parties span no plane", where="between", remedy="name two of them")
    return named[0], named[1]


def _marks(read: Bargain, course: str, pair: tuple[str, str]) -> list[Mark]:
    """Give all points of a course."""
    made = [
        Mark(x, y, kind)
        for name, kind in ((ANY, EFFICIENT), (KEPT, SELF))
        for x, y in _frontier(read, course, name, pair)
    ]
    for name, kind in (("outside_value", WITHOUT), ("today_value", TODAY)):
        x, y = (read.at(name, course, party=one) for one in pair)
        made.append(Mark(x, y, kind))
    for name in (ANY, KEPT):
        for rule, letter in LETTERS.items():
            held = read.agreed(course, name, rule) if rule in read.rules else None
            if held is not None:
                x, y = (held[1][read.parties.index(one)] for one in pair)
                made.append(Mark(x, y, RULED[name], letter))
    return [one for one in made if math.isfinite(one.x) and math.isfinite(one.y)]


def _frontier(read: Bargain, course: str, kind: str, pair: tuple[str, str]) -> list[tuple[float, float]]:
    """Give the deals of a set that no other beats for all, each point once."""
    if "frontier_value" not in read.data:
        return []
    held = read.data["frontier_value"].sel({"course": course, "set": kind})
    both = zip(*(held.sel(party=one).values.tolist() for one in pair), strict=True)
    return list(dict.fromkeys((x, y) for x, y in both if math.isfinite(x)))


def _plane(marks: Sequence[Mark], size: tuple[float, float]) -> Plane:
    """Give the plane that holds all points, with room about them."""
    spans = {}
    for axis in ("x", "y"):
        values = [getattr(one, axis) for one in marks]
        low, high = min(values), max(values)
        room = 0.12 * (high - low) or max(abs(high), 1.0) * 0.12
        spans[axis] = (low - room, high + room)
    return Plane(spans, size)


def _joined(marks: Sequence[Mark], plane: Plane) -> list[Mark]:
    """Join what rules take of one set at one point."""
    made: list[Mark] = []
    for one in marks:
        near = [
            at
            for at, held in enumerate(made)
            if one.letters
            and held.kind == one.kind
            and math.dist(plane.at(held.x, held.y), plane.at(one.x, one.y)) < NEAR * plane.size[0]
        ]
        if near:
            made[near[0]] = replace(made[near[0]], letters=f"{made[near[0]].letters} {one.letters}")
        else:
            made.append(one)
    return made


def _panel(
    store: Store,
    read: Bargain,
    course: str,
    pair: tuple[str, str],
    marks: Sequence[Mark],
    plane: Plane,
    kinds: Sequence[str],
) -> Any:
    """Draw one course."""
    alt = altair()
    axes = {
        axis: kind(
            f"{axis}:Q",
            title=f"value to {read.name(one)}",
            scale=alt.Scale(domain=list(plane.spans[axis]), nice=False, zero=False),
            axis=alt.Axis(tickCount=5),
        )
        for axis, kind, one in (("x", alt.X, pair[0]), ("y", alt.Y, pair[1]))
    }
    wide, high = plane.size

    def base(rows: Sequence[dict[str, Any]]) -> Any:
        return store.base(rows, width=wide, height=high).encode(**axes)

    out = next(one for one in marks if one.kind == WITHOUT)
    right, top = plane.spans["x"][1], plane.spans["y"][1]
    area = base([{"x": out.x, "y": out.y, "right": right, "top": top}]).mark_rect(color="#eef3f7")
    layers = [area.encode(x2="right:Q", y2="top:Q")]
    for row, colour in _shared(read, course, pair):
        layers.append(base([row]).mark_rule(color=colour, strokeWidth=1.5).encode(x2="x2:Q", y2="y2:Q"))
    crowd = sum(one.kind in (EFFICIENT, SELF) for one in marks) > CROWD
    order = list(KINDS)
    for filled in (True, False):
        some = sorted(
            (one for one in marks if (one.kind != RULED[ANY]) == filled), key=lambda one: order.index(one.kind)
        )
        rows = [{"x": one.x, "y": one.y, "kind": one.kind, "size": _size(one, crowd=crowd)} for one in some]
        layers.append(_points(base(rows), kinds, filled=filled))
    for (align, colour), rows in _letters(
        marks, plane
    ).items():  # coloured as a whole: a second field would part the legends
        drawn = base(rows).mark_text(align=align, baseline="middle", fontSize=11, fontWeight="bold", color=colour)
        layers.append(drawn.encode(text="letters:N"))
    made = alt.layer(*layers)
    return made.properties(title=read.course(course)) if len(read.courses) > 1 else made


def _size(mark: Mark, *, crowd: bool) -> float:
    """Give how large a mark is; of a crowd of deals each is small."""
    return 14 if crowd and mark.kind in (EFFICIENT, SELF) else KINDS[mark.kind][2]


def _points(base: Any, kinds: Sequence[str], *, filled: bool) -> Any:
    """Draw the points that are filled, or those that are open."""
    alt = altair()
    drawn = base.mark_point(filled=filled, opacity=0.85 if filled else 1, strokeWidth=1.8)
    legend = alt.Legend(columns=2, symbolOpacity=1, symbolSize=70)
    shown = [KINDS[one] for one in kinds]
    return drawn.encode(
        color=alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=[one[0] for one in shown]), legend=legend),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=list(kinds), range=[one[1] for one in shown]), legend=legend),
        size=alt.Size("size:Q", scale=None, legend=None),
    )


def _shared(read: Bargain, course: str, pair: tuple[str, str]) -> list[tuple[dict[str, float], str]]:
    """Give the lines along which two parties that can pay each other share what a deal brings."""
    if not read.side_payments or len(read.parties) != 2:
        return []
    made = []
    for kind, shown in ((ANY, EFFICIENT), (KEPT, SELF)):
        low = [read.at("outside_value", course, party=one) for one in pair]
        best = [read.at("ideal_value", course, set=kind, party=one) for one in pair]
        if all(map(math.isfinite, best)):
            made.append(({"x": low[0], "y": best[1], "x2": best[0], "y2": low[1]}, KINDS[shown][0]))
    return made


def _letters(marks: Sequence[Mark], plane: Plane) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Place the letters of the rules beside their points, by how they are aligned and their colour."""
    taken = plane.around(((one.x, one.y) for one in marks if one.kind not in (EFFICIENT, SELF)), 7)
    taken += plane.around(((one.x, one.y) for one in marks), 2)
    made: dict[tuple[str, str], list[dict[str, Any]]] = {}
    (left, right), (low, high) = plane.spans["x"], plane.spans["y"]
    for one in marks:
        if not one.letters:
            continue
        place = plane.at(one.x, one.y)
        align, dx, dy, box = least_covering(place, plane, (7.2 * len(one.letters), 12), taken, 10)
        taken.append(box)
        x = left + (place[0] + dx) / plane.size[0] * (right - left)
        y = high - (place[1] + dy) / plane.size[1] * (high - low)
        made.setdefault((align, KINDS[one.kind][0]), []).append({"x": x, "y": y, "letters": one.letters})
    return made


def _told(read: Bargain, course: str, marks: Sequence[Mark]) -> str:
    """Tell the leading points of a course in words."""
    head = f"{read.course(course)}, " if len(read.courses) > 1 else ""
    said = [
        f"{one.kind}{f' ({one.letters})' if one.letters else ''} {one.x:.3g} and {one.y:.3g}"
        for one in marks
        if one.kind not in (EFFICIENT, SELF)
    ]
    return head + ", ".join(said)
