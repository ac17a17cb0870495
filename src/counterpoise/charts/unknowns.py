"""The charts of what a negotiation does not know: where one regime ends, what breaks the path, and how it fares over the draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from counterpoise.charts.canvas import MUTED
from counterpoise.charts.sheet import LINE, SIZE, Place, Sheet, Store, wide, wrapped
from counterpoise.charts.theme import COLOURS, INK, WIDTH, altair, styled
from counterpoise.core.bargain import NONE, ONCE, STAGED, UNSOUGHT, Bargain, few
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

REGIMES = {
    NONE: ("no deal enforces itself", "#e3a07a"),
    STAGED: ("the deal enforces itself in stages only", "#9ecae1"),
    ONCE: ("the deal enforces itself at once", COLOURS[0]),
    UNSOUGHT: ("paths were not looked for", "#d5dbe0"),
}
"""Regimes with their words and colours, from the worst to the best."""

KNOWN = (NONE, STAGED, ONCE)

CENTRAL = "central value"
WHOLE, LABELS, BAR = 720, 235, 330
"""Width of a sheet, of its column of labels, and of a bar, in pixels."""

MOST = 10
"""Unknowns that a chart shows."""

HOLDS, FAILS = COLOURS[0], "#e9d5c8"


@figure(question="negotiate", variables="grid_regime", along="x")
def regimes(result: Result) -> Any:
    """Regimes over what is not known: where a deal enforces itself at once, in stages only, or not at all."""
    read = Bargain(result)
    if "grid_regime" not in read.data:
        raise InputError("no grid was asked for", where="chart", remedy="name one unknown, or two, with --over")
    return _plane(read) if "y" in read.data.dims else _line(read)


def _colours(read: Bargain) -> Any:
    """Give the colours of the regimes; of what was not looked for only where there is such."""
    there = {one for course in read.courses for row in read.grid(course) for one in row}
    shown = [words for regime, words in REGIMES.items() if regime in there or regime in KNOWN]
    return altair().Scale(domain=[one[0] for one in shown], range=[one[1] for one in shown])


def _ends(values: Sequence[float]) -> list[tuple[float, float]]:
    """Give the ends of the cell around each point of an even grid; the outer cells end at their points."""
    middle = [(one + other) / 2 for one, other in pairwise(values)]
    return list(zip([values[0], *middle], [*middle, values[-1]], strict=True))


def stretches(read: Bargain, course: str) -> list[tuple[int, float, float]]:
    """Give the stretches of a grid of one unknown: the regime, from where, to where."""
    values = [float(one) for one in read.data["x"].values]
    held = [row[0] for row in read.grid(course)]
    cells = zip(held, _ends(values), strict=True)
    made = []
    for regime, some in groupby(cells, key=lambda one: one[0]):
        ends = [one[1] for one in some]
        made.append((int(regime), ends[0][0], ends[-1][1]))
    return made


def _line(read: Bargain) -> Any:
    """Draw one unknown: a bar a course."""
    alt = altair()
    name = str(read.attrs["over"][0])
    rows = [
        {"course": _lines(read, course), "from": low, "to": high, "regime": REGIMES[regime][0]}
        for course in read.courses
        for regime, low, high in stretches(read, course)
    ]
    ends = [one for row in rows for one in (row["from"], row["to"])]
    x = alt.Scale(domain=[min(ends), max(ends)], nice=False, zero=False)
    title = wrapped(read.parameter(name), WIDTH - 60)
    y = alt.Y("course:N", sort=[_lines(read, one) for one in read.courses], title=None, axis=_course_axis(read))
    bars = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 60, height=alt.Step(_tall(read))).mark_bar(height=20)
    bars = bars.encode(
        y=y,
        x=alt.X("from:Q", scale=x, title=title),
        x2="to:Q",
        color=alt.Color("regime:N", scale=_colours(read), legend=alt.Legend(columns=2)),
    )
    central = [
        {"course": _lines(read, one), "value": read.at("central", one, parameter=name), "mark": CENTRAL}
        for one in read.courses
    ]
    dots = alt.Chart(alt.Data(values=tuple(central))).mark_point(
        shape="diamond", filled=True, size=70, color=INK, stroke="white", strokeWidth=1
    )
    dots = dots.encode(y=y, x=alt.X("value:Q", scale=x), opacity=_named(CENTRAL))
    said = "; ".join(
        f"{read.course(one)}, " * (len(read.courses) > 1)
        + ", ".join(f"{low:.3g} to {high:.3g} {REGIMES[regime][0]}" for regime, low, high in stretches(read, one))
        for one in read.courses
    )
    return styled(alt.layer(bars, dots)).properties(description=f"{read.parameter(name)}. {said}.")


def _tall(read: Bargain) -> float:
    """Give the height of a row, which holds its course's name."""
    return max(34.0, *(15.0 * len(_lines(read, one).split("\n")) + 8 for one in read.courses))


def _named(word: str) -> Any:
    """Give an encoding whose only use is that the legend names a mark."""
    alt = altair()
    return alt.Opacity("mark:N", scale=alt.Scale(domain=[word], range=[1]), legend=alt.Legend(symbolFillColor=INK))


def _lines(read: Bargain, course: str) -> str:
    return "\n".join(wrapped(read.course(course), 150, most=3))


def _course_axis(read: Bargain) -> Any:
    """Give the axis of courses, which has no labels where there is one only."""
    alt = altair()
    one = len(read.courses) == 1
    broken = "split(datum.label, '\\n')"
    return alt.Axis(labels=not one, labelExpr=broken, ticks=False, domain=False, labelPadding=8)


def _plane(read: Bargain) -> Any:
    """Draw two unknowns: a plane a course."""
    alt = altair()
    names = [str(one) for one in read.attrs["over"]]
    xs, ys = (_ends([float(one) for one in read.data[dim].values]) for dim in ("x", "y"))
    columns = 1 if len(read.courses) == 1 else 2
    width = (WIDTH - 60 if columns == 1 else WIDTH - 40) / columns
    size = {"width": width, "height": width * (0.62 if columns == 1 else 0.9)}
    axes = {
        dim: kind(
            f"{dim}:Q",
            scale=alt.Scale(domain=[ends[0][0], ends[-1][1]], nice=False, zero=False),
            title=wrapped(read.parameter(name), size["width" if dim == "x" else "height"]),
            axis=alt.Axis(tickCount=5, grid=False),
        )
        for dim, kind, ends, name in (("x", alt.X, xs, names[0]), ("y", alt.Y, ys, names[1]))
    }
    panels, store = [], Store()
    for course in read.courses:
        held = read.grid(course)
        rows = [
            {"x": x[0], "x2": x[1], "y": y[0], "y2": y[1], "regime": REGIMES[held[i][j]][0]}
            for i, x in enumerate(xs)
            for j, y in enumerate(ys)
        ]
        cells = store.base(rows, **size).mark_rect(strokeWidth=0.4)
        colour = alt.Color("regime:N", scale=_colours(read), legend=alt.Legend(columns=2))
        stroke = alt.Stroke("regime:N", scale=_colours(read), legend=None)
        cells = cells.encode(**axes, x2="x2:Q", y2="y2:Q", color=colour, stroke=stroke)
        at = {dim: read.at("central", course, parameter=name) for dim, name in zip("xy", names, strict=True)}
        dot = store.base([{**at, "mark": CENTRAL}]).mark_point(
            shape="diamond", filled=True, size=90, color=INK, stroke="white", strokeWidth=1
        )
        made = alt.layer(cells, dot.encode(**axes, opacity=_named(CENTRAL)))
        panels.append(made.properties(title=read.course(course)) if len(read.courses) > 1 else made)
    chart = panels[0] if len(panels) == 1 else alt.concat(*panels, columns=columns, spacing=24)
    said = "; ".join(_shares(read, one) for one in read.courses)
    said = f"{read.parameter(names[0])} and {read.parameter(names[1])}. {said}."
    return store.into(styled(chart.properties(description=said)))


def _shares(read: Bargain, course: str) -> str:
    """Tell which part of a grid each regime has."""
    held = [one for row in read.grid(course) for one in row]
    parts = [(words, held.count(regime) / len(held)) for regime, (words, _) in REGIMES.items()]
    head = f"{read.course(course)}, " if len(read.courses) > 1 else ""
    return head + ", ".join(f"{100 * part:.0f}% {words}" for words, part in parts if part)


# What breaks the path ----------------------------------------------------------------------------------------------


@figure(question="negotiate", variables="breaks_low breaks_high margin_share", along="parameter")
def breaks(result: Result, *, most: int = MOST) -> Any:
    """What breaks the path: the range of each unknown, and the part of it in which the path holds."""
    read = Bargain(result)
    if not read.known("lowest"):
        raise InputError("the document calls nothing unknown", where="chart", remedy="give ranges instead of numbers")
    sheet = Sheet(WHOLE)
    y = _key(sheet)
    told = []
    for course in read.courses:
        names = ranked(read, course)
        y = _bars(sheet, read, course, names[:most], y)
        said = "; ".join(f"{read.parameter(one)} {_said(read, course, one)}" for one in names[:most])
        told.append(f"{read.course(course)}: {said}" if len(read.courses) > 1 else said)
    return sheet.chart(y, ". ".join(told) + ".")


def ranked(read: Bargain, course: str) -> list[str]:
    """Give the unknowns of a course, those first from which most of the margin's spread comes."""
    held = [one for one in read.parameters if math.isfinite(read.at("lowest", course, parameter=one))]
    share = {one: read.at("margin_share", course, parameter=one) for one in held}
    return sorted(held, key=lambda one: -share[one] if math.isfinite(share[one]) else 0.0)


def _key(sheet: Sheet) -> float:
    """Write what the colours mean; give the height below."""
    x = 0.0
    for words, colour in (("the path holds", HOLDS), ("it does not", FAILS)):
        sheet.box(x, 5, x + 18, 15, colour)
        sheet.text(x + 24, 10, words)
        x += wide(words) + 54
    sheet.line((x + 5, 4, x + 5, 16), INK, 2.5)
    sheet.text(x + 13, 10, CENTRAL)
    sheet.text(WHOLE, 10, "share of the margin's variance", colour=MUTED, align="right")
    return 26.0


def _bars(sheet: Sheet, read: Bargain, course: str, names: Sequence[str], y: float) -> float:
    """Draw the bars of a course; give the height below them."""
    if len(read.courses) > 1:
        y += 10
        sheet.text(0, y + 2, read.course(course), size=14, bold=True)
        y += 18
    if not read.path(course):
        sheet.text(0, y + 4, "there is no path that could break", colour=MUTED)
        return y + 22
    for one in names:
        y = _bar(sheet, read, course, one, y)
    return y


def _bar(sheet: Sheet, read: Bargain, course: str, name: str, y: float) -> float:
    """Draw a bar: the range of one unknown; give the height below it."""
    lines = wrapped(read.parameter(name), LABELS - 16, most=3)
    high = max(len(lines) * SIZE * LINE + 12, 44.0)
    middle = y + high / 2 - 4
    low, top, centre = (read.at(one, course, parameter=name) for one in ("lowest", "highest", "central"))
    holds = [read.at(one, course, parameter=name) for one in ("breaks_low", "breaks_high")]
    left = LABELS + 50

    def at(value: float) -> float:
        return left + ((value - low) / (top - low) if top > low else 0.5) * BAR

    sheet.lines(0, middle, lines)
    sheet.box(left, middle - 7, left + BAR, middle + 7, FAILS)
    if all(map(math.isfinite, holds)):
        sheet.box(at(holds[0]), middle - 7, at(holds[1]), middle + 7, HOLDS)
        for value in holds:
            if low + 1e-6 * (top - low) < value < top - 1e-6 * (top - low):
                sheet.text(at(value), middle + 16, _number(value), size=11, align="center", bold=True)
    sheet.line((at(centre), middle - 10, at(centre), middle + 10), INK, 2.5)
    sheet.text(left - 6, middle, _number(low), size=11, colour=MUTED, align="right")
    sheet.text(left + BAR + 6, middle, _number(top), size=11, colour=MUTED)
    share = read.at("margin_share", course, parameter=name)
    sheet.text(WHOLE, middle, f"{100 * share:.0f}%" if math.isfinite(share) else "–", align="right")
    return y + high


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _said(read: Bargain, course: str, name: str) -> str:
    """Tell where the path holds, of one unknown."""
    low, high = (read.at(one, course, parameter=name) for one in ("breaks_low", "breaks_high"))
    return f"{low:.3g} to {high:.3g}" if math.isfinite(low) else "nowhere"


# Over the draws ----------------------------------------------------------------------------------------------------


@figure(question="negotiate", variables="margin survival_share", along="parameter")
def survival(result: Result) -> Any:
    """How sure it is: the margin of the path over the draws, and the share of them that each regime has."""
    read = Bargain(result)
    if not read.known("lowest"):
        raise InputError("the document calls nothing unknown", where="chart", remedy="give ranges instead of numbers")
    sheet = Sheet(WHOLE)
    names = {one: wrapped(read.course(one), 130, most=3) for one in read.courses} if len(read.courses) > 1 else {}
    first = 145.0 if names else 0.0
    second = first + (WHOLE - first) * 0.47
    place = _scaled(read, first + 12, second - 50)
    sheet.text(first, 10, "margin, with 90% of the draws", bold=True)
    sheet.text(second, 10, "draws that were solved anew", bold=True)
    y = 24.0
    for course in read.courses:
        high = max(len(names.get(course, [])) * SIZE * LINE + 12, 46.0)
        if names:
            sheet.lines(0, y + high / 2, names[course])
        _margin(sheet, read, course, place, y + high / 2)
        sheet.line((place.at(0.0), y - 2, place.at(0.0), y + high / 2 + 5), MUTED, 1.2)
        _outcomes(sheet, read, course, second, y + high / 2)
        y += high
    sheet.scale(place, y)
    y = _regime_key(sheet, second, y + 12)
    return sheet.chart(y, "; ".join(_sure(read, one) for one in read.courses) + ".")


def _scaled(read: Bargain, left: float, right: float) -> Place:
    """Give the panel of margins, which spans those of all courses with their ranges, and zero."""
    ends = ("margin", "margin__low", "margin__high")
    return Place.over([read.at(name, one) for one in read.courses for name in ends], left, right)


def _margin(sheet: Sheet, read: Bargain, course: str, place: Place, y: float) -> None:
    """Draw the margin of a course and its range, and say in how many draws the path holds."""
    value = read.at("margin", course)
    if not math.isfinite(value):
        sheet.text(place.left, y, "no path", colour=MUTED)
        return
    low, high = (read.at(f"margin__{end}", course) for end in ("low", "high"))
    if math.isfinite(low) and high > low:
        sheet.line((place.at(low), y - 4, place.at(high), y - 4), COLOURS[0], 3.0)
    sheet.dot(place.at(value), y - 4, COLOURS[0], 75)
    share = read.at("survival_share", course)
    if math.isfinite(share):
        middle = min(max(place.at(value), place.left + 66), place.right - 40)
        sheet.text(middle, y + 13, f"holds in {100 * share:.0f}% of the draws", size=11, colour=MUTED, align="center")


def _outcomes(sheet: Sheet, read: Bargain, course: str, left: float, y: float) -> None:
    """Draw the shares of the draws in which no deal enforces itself, one does in stages only, or at once."""
    if not read.known("regime_share") or "outcome" not in read.data.dims:
        sheet.text(left, y, "no draw was solved anew", colour=MUTED)
        return
    held = read.data["regime_share"].sel(course=course).values.tolist()
    if not all(map(math.isfinite, held)):
        sheet.text(left, y, "no draw was solved anew", colour=MUTED)
        return
    count = read.diagnostics.get("anew", 0)
    at = left
    for regime in KNOWN:
        colour = REGIMES[regime][1]
        room = held[regime] * (WHOLE - left)
        sheet.box(at, y - 11, at + room, y + 11, colour)
        if room > 30:
            light = "white" if regime == ONCE else INK
            sheet.text(
                at + room / 2,
                y,
                f"{round(held[regime] * count):,}" if few(count) else f"{100 * held[regime]:.0f}%",
                size=11,
                colour=light,
                align="center",
            )
        at += room


def _regime_key(sheet: Sheet, left: float, y: float) -> float:
    """Write what the colours of the regimes mean; give the height below."""
    for words, colour in (REGIMES[one] for one in KNOWN):
        sheet.box(left, y - 5, left + 14, y + 5, colour)
        sheet.text(left + 20, y, words, size=11)
        y += 17
    return y


def _sure(read: Bargain, course: str) -> str:
    """Tell the margin and the shares of a course."""
    head = f"{read.course(course)}, " if len(read.courses) > 1 else ""
    value, share = read.at("margin", course), read.at("survival_share", course)
    if not math.isfinite(value):
        return f"{head}no path"
    return f"{head}margin {value:.3g}" + (f", holds in {100 * share:.0f}% of the draws" if math.isfinite(share) else "")
