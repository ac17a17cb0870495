"""The chart of a path in stages: what is done, by whom, what each party has to lose at every stage, and where it is weakest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.charts.canvas import MUTED
from counterpoise.charts.sheet import LINE, SIZE, Place, Sheet, wide, wrapped
from counterpoise.charts.theme import COLOURS, INK
from counterpoise.core.bargain import NONE, ONCE, Bargain, Link
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

WHOLE = 720
"""Width in pixels."""

STAGE = 92
"""Width of the column of stages."""

PANEL = 215
"""Width of the panel of slacks."""

COLUMNS = 4
"""Issues that have a column of their own; of more it is told in words what is done."""

TOGETHER = "all together"
"""Whose slack it is where the parties can pay each other."""

NOWHERE = "there is no deal to go to"
UNSEARCHED = "the deal at once: paths in stages were not looked for"
FAILS = "this deal does not enforce itself: of the paths to it this one falls least short"
HOLDS = "this deal enforces itself at once"
STURDIER = "this deal enforces itself at once, and in these stages it has more to spare"
IN_STAGES = "this deal enforces itself in stages only"
WEAKEST, RED = "weakest", "#b00020"


@figure(question="negotiate", variables="slack")
def ladder(result: Result, *, most: int = 12) -> Any:
    """Path by stages: what is done, what keeping to it is worth above the best instead, and the weakest link."""
    read = Bargain(result)
    courses = read.courses[:most]
    sheet = Sheet(WHOLE)
    place = _place(read, courses)
    y = _key(sheet, read)
    for course in courses:
        y = _course(sheet, read, course, place, y)
    told = " ".join(_told(read, one) for one in courses)
    return sheet.chart(y + 4, told)


def colours(read: Bargain) -> dict[str, str]:
    """Give each party its colour."""
    return {one: COLOURS[at % len(COLOURS)] for at, one in enumerate(read.parties)}


def _place(read: Bargain, courses: Sequence[str]) -> Place:
    """Give the panel of slacks, which spans those of the courses with their ranges, and zero."""
    held: list[float] = []
    for course in courses:
        held += [value for row in read.slacks(course) for value in row]
        if not read.side_payments:
            stages = range(len(read.path(course)))
            ends = ("slack__low", "slack__high")
            held += [value for one in stages for end in ends for value in read.each(end, course, stage=one)]
    return Place.over(held, WHOLE - PANEL + 12, WHOLE - 62)


def _key(sheet: Sheet, read: Bargain) -> float:
    """Write whose colours they are; give the height below."""
    x, y = 0.0, 10.0
    who = [(TOGETHER, INK)] if read.side_payments else []
    for name, colour in [*((read.name(one), colour) for one, colour in colours(read).items()), *who]:
        room = wide(name) + 34
        if x + room > WHOLE:
            x, y = 0.0, y + 18
        sheet.dot(x + 6, y, colour, 70)
        sheet.text(x + 15, y, name)
        x += room
    return y + 20


def _course(sheet: Sheet, read: Bargain, course: str, place: Place, y: float) -> float:
    """Draw the ladder of a course; give the height below it."""
    if len(read.courses) > 1:
        sheet.text(0, y + 4, read.course(course), size=14, bold=True)
        y += 21
    path = read.path(course)
    sheet.text(0, y, _verdict(read, course), colour=MUTED)
    y += 18
    if not path:
        return y + 16
    moving = list(dict.fromkeys(step.issue for row in read.steps(course) for step in row))
    columns = len(moving) if len(moving) <= COLUMNS else 1
    room = (WHOLE - PANEL - STAGE) / columns
    rows = _rows(read, course, moving, room)
    y = _heads(sheet, read, moving, room, columns, y)
    weakest = read.weakest(course)
    for at, row in enumerate(rows):
        high = max(_height(row), 26.0 if at == 0 else 14.0 + 12.0 * len(read.slacks(course)[0]))
        _row(sheet, at, len(rows), row, room, y, high)
        if at:
            _slacks(sheet, read, course, at - 1, place, y, high, weakest)
            sheet.line((place.at(0), y, place.at(0), y + high), MUTED, 1.2)
        y += high
    return sheet.scale(place, y) + 22


def _verdict(read: Bargain, course: str) -> str:
    """Say in a line whether the path enforces itself."""
    if not read.path(course):
        return NOWHERE
    if read.unsearched(course):
        return UNSEARCHED
    if read.regime(course) == ONCE:
        return HOLDS if len(read.path(course)) == 2 or not read.sturdier(course) else STURDIER
    return FAILS if read.regime(course) == NONE else IN_STAGES


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: its lines, and the colour of who does it where something is done."""

    lines: tuple[str, ...]
    colour: str = ""


Row = list[list[Cell]]
"""A row of the ladder: in each column one thing or, where there are too many issues for columns, all that is done."""


def _rows(read: Bargain, course: str, moving: Sequence[str], room: float) -> list[Row]:
    """Give the rows of the ladder: today's levels, those after each stage, and from then on."""
    path, steps, shown = read.path(course), read.steps(course), colours(read)
    made: list[Row] = []
    for at, levels in enumerate([*path, path[-1]]):
        done = {one.issue: one for one in (steps[at - 1] if 0 < at <= len(steps) else [])}
        if len(moving) > COLUMNS:
            each = [
                Cell(
                    tuple(wrapped(f"{read.issue(one)}: {read.level(one, step.after)}", room - 18, most=2)),
                    shown[step.owner],
                )
                for one, step in done.items()
            ]
            made.append([each or [Cell(("–",))]])
            continue
        made.append(
            [[_cell(read, issue, levels, shown[done[issue].owner] if issue in done else "", room)] for issue in moving]
        )
    return made


def _cell(read: Bargain, issue: str, levels: Sequence[int], colour: str, room: float) -> Cell:
    words = read.level(issue, levels[read.issues.index(issue)])
    return Cell(tuple(wrapped(words, room - 18)), colour)


def _height(row: Row) -> float:
    return max(sum(len(one.lines) * SIZE * LINE + 12 for one in column) for column in row)


def _heads(sheet: Sheet, read: Bargain, moving: Sequence[str], room: float, columns: int, y: float) -> float:
    """Write the heads of the columns; give the height below them."""
    shown, owners = colours(read), read.attrs["owners"]
    heads = [wrapped(read.issue(one), room - 18) for one in moving] if columns == len(moving) else []
    high = max([1, *map(len, heads)]) * SIZE * LINE + 8
    for at, (issue, head) in enumerate(zip(moving, heads, strict=False)):
        sheet.lines(STAGE + at * room + 10, y + high / 2, head, colour=shown[owners[issue]], bold=True)
    if not heads:
        sheet.text(STAGE + 10, y + high / 2, "what is done", bold=True)
    sheet.text(WHOLE - PANEL + 12, y + high / 2, "slack", bold=True)
    sheet.line((0, y + high, WHOLE, y + high), MUTED, 1.2)
    return y + high


def _row(sheet: Sheet, at: int, rows: int, row: Row, room: float, y: float, high: float) -> None:
    """Draw a row of the ladder."""
    head = "today" if at == 0 else "from then on" if at == rows - 1 else f"stage {at}"
    sheet.text(4, y + high / 2, head, bold=0 < at < rows - 1)
    for place, column in enumerate(row):
        left, top = STAGE + place * room, y
        for cell in column:
            tall = high if len(column) == 1 else len(cell.lines) * SIZE * LINE + 12
            if cell.colour:
                sheet.box(left + 1, top + 3, left + room - 5, top + tall - 3, cell.colour, 0.16)
                sheet.box(left + 1, top + 3, left + 4, top + tall - 3, cell.colour)
            sheet.lines(left + 10, top + tall / 2, list(cell.lines), colour=INK if cell.colour else MUTED)
            top += tall
    sheet.line((0, y + high, WHOLE, y + high), "#dde4e9", 1.0)


def _slacks(
    sheet: Sheet, read: Bargain, course: str, stage: int, place: Place, y: float, high: float, weakest: Link | None
) -> None:
    """Draw the slack of each party at a stage, with its range over the draws; the weakest link has a ring."""
    slacks = read.slacks(course)[stage]
    who = [""] if read.side_payments else read.parties
    step = (high - 14) / len(who)
    for at, (party, slack) in enumerate(zip(who, slacks, strict=True)):
        level = y + 7 + (at + 0.5) * step
        colour = colours(read)[party] if party else INK
        ends = [read.at(f"slack__{end}", course, stage=stage, party=party) for end in ("low", "high")] if party else []
        if ends and all(map(math.isfinite, ends)) and ends[1] > ends[0]:
            sheet.line((place.at(ends[0]), level, place.at(ends[1]), level), colour, 2.0)
        sheet.dot(place.at(slack), level, colour, 55)
        if weakest is not None and weakest.stage == stage and party in (weakest.parties or ("",)):
            sheet.dot(place.at(slack), level, RED, 130, ring=True)
            after = max([place.at(slack) + 12, *(place.at(one) + 6 for one in ends if math.isfinite(one))])
            if party in ("", *weakest.parties[:1]):
                sheet.text(after, level, WEAKEST, size=11, colour=RED, bold=True)


def _told(read: Bargain, course: str) -> str:
    """Tell the ladder of a course in words."""
    head = f"{read.course(course)}: " if len(read.courses) > 1 else ""
    rows = [
        f"stage {at}: " + ", ".join(f"{read.issue(one.issue)} {read.level(one.issue, one.after)}" for one in steps)
        for at, steps in enumerate(read.steps(course), 1)
    ]
    weakest = read.weakest(course)
    last = "" if weakest is None else f"weakest slack {weakest.slack:.3g}"
    return head + "; ".join(one for one in (_verdict(read, course), *rows, last) if one) + "."
