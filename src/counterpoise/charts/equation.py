"""The picture of the equation: on whom each country relies for its economy, against on whom for its security.

The first power's side is right and above; a power keeps its colour. What is not known is not drawn at zero: it is
left out, or drawn as the bounds that are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, Literal

from counterpoise.charts.canvas import MUTED, SIZE, axes, drawn, now, passed, playable
from counterpoise.charts.labels import LETTER, LINE, Box, Plane, beside, least_covering, placed
from counterpoise.charts.strip import strip
from counterpoise.charts.theme import COLOURS, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

ECONOMY, SECURITY = "net_economic_reliance", "net_security_reliance"
FIRST, SECOND = COLOURS[0], COLOURS[1]
"""The colours of the two powers."""

CHOSEN = (COLOURS[2], COLOURS[3], COLOURS[4], COLOURS[5], COLOURS[6])
"""The colours of the countries that the question was asked about."""

TINT, CLOUD, RULE = "#faf3e6", "#b4c0c9", "#9fb0bc"
LEVEL = "#b0935a"
POINTS = "percentage points"

LEVELS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Of cross-pressure, at which lines may be drawn."""


@dataclass(frozen=True)
class Spot:
    """A country's place in percentage points, with its bounds; what is not known is NaN."""

    country: str
    across: float
    up: float
    left: float = nan
    right: float = nan
    below: float = nan
    above: float = nan

    @property
    def known(self) -> bool:
        """Whether both reliances are known."""
        return isfinite(self.across) and isfinite(self.up)

    @property
    def bounds(self) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Give the span across and the span up, a number known exactly being its own; None where one has no bounds."""
        spans = ((self.left, self.right, self.across), (self.below, self.above, self.up))
        ends = [(low, high) if isfinite(low) and isfinite(high) else (at, at) for low, high, at in spans]
        return (ends[0], ends[1]) if all(isfinite(one) for end in ends for one in end) else None


@figure(question="equation", variables=f"{ECONOMY} {SECURITY} cross_pressure")
def equation(
    result: Result,
    *,
    intervals: bool | Literal["all"] = True,
    labels: Sequence[str] = (),
    most: int = 24,
) -> Any:
    """Each country between two powers: its economy across, its security up."""
    powers = between(result)
    spots = _spots(result)
    chosen = [one for one in result.data.attrs.get("chosen", ()) if one in spots]
    if not any(one.known or (intervals and one.bounds) for one in spots.values()):
        raise InputError("no country's place is known", where="chart", remedy="ask with intervals=True for bounds")
    barred = list(spots) if intervals == "all" else chosen if intervals else []
    trails = {one: _trail(result, one) for one in chosen}
    plane = _plane(spots, barred, trails)
    others = [one for code, one in spots.items() if one.known and code not in chosen]
    ground, levels = _ground(plane)
    corners, clear = _corners(plane, powers)
    crosses, boxes = _crosses(plane, [spots[one] for one in barred if not spots[one].known])
    clear += [*levels, *boxes, *_barred(plane, [spots[one] for one in barred if one in chosen])]
    marks, kept = _past(plane, result, chosen, trails, clear)
    clear += kept
    lines, held = _own(plane, [spots[one] for one in chosen], trails, result.data.attrs.get("year"), [others, clear])
    layers = [
        *ground,
        *corners,
        *_bars(plane, [spots[one] for one in barred if spots[one].known], chosen),
        *crosses,
        *_cloud(plane, others, [*clear, *held], labels, most),
        *marks,
        *lines,
        *_ends(plane, powers),
    ]
    chart = altair().layer(*layers)
    played = playable(chart) if marks or any(trails.values()) else chart
    return styled(played).properties(
        title=_title(result, spots, chosen, powers), description=_said(spots, chosen, powers)
    )


def between(result: Result) -> tuple[str, str]:
    """Give the two powers in their order; refuse an answer without them, or without its dimension of countries."""
    if "country" not in result.data.dims:
        raise InputError("the result has no dimension 'country'", where="chart", remedy="keep it: sel(country=['KOR'])")
    powers = [str(one) for one in result.data["partner"].values.ravel().tolist()]
    if len(powers) != 2:
        raise InputError(f"two powers are needed, not {len(powers)}", where="chart", remedy="ask with powers=USA,CHN")
    return powers[0], powers[1]


def number(value: float, decimals: int = 1) -> str:
    """Write a difference in percentage points with its sign; what rounds to nothing has none.

    Examples
    --------
    >>> number(4.24), number(-0.62), number(0.01)
    ('+4.2', '−0.6', '0.0')
    """
    text = f"{value:+.{decimals}f}".replace("-", "−")
    return text if text.strip("+−0.") else text.lstrip("+−")


def _spots(result: Result) -> dict[str, Spot]:
    """Give every country's place by its code."""
    found = {}
    for name in (ECONOMY, SECURITY):
        if name not in result.data:
            raise InputError(f"this chart shows {name}, which the result lacks", where="chart", remedy="take another")
    columns = [result.data[ECONOMY], result.data[SECURITY]]
    columns += [result.companion(one, end) for one in (ECONOMY, SECURITY) for end in ("low", "high")]
    for place, code in enumerate(result.data["country"].values.tolist()):
        values = [nan if one is None else 100 * float(one.values[place]) for one in columns]
        found[str(code)] = Spot(str(code), *values)
    return found


def _trail(result: Result, country: str) -> list[dict[str, Any]]:
    """Give a country's places by year; a year that is not known ends a run, so that no line crosses it."""
    if "trail_economic" not in result.data or "trail_security" not in result.data:
        return []
    rows, run = [], 0
    path = [result.data[f"trail_{one}"].sel(country=country).values for one in ("economic", "security")]
    for year, e, s in zip(result.data["year"].values.tolist(), *path, strict=True):
        if isfinite(e) and isfinite(s):
            rows.append({"country": country, "year": int(year), "x": 100 * float(e), "y": 100 * float(s), "run": run})
        else:
            run += 1
    return rows


def _plane(spots: dict[str, Spot], barred: Sequence[str], trails: dict[str, list[dict[str, Any]]]) -> Plane:
    """Give the plane on which everything has its place."""
    known = [one for one in spots.values() if one.known]
    bounds = [spots[one].bounds for one in barred]
    ends = [one for one in bounds if one is not None]
    across = [s.across for s in known] + [v for x, _ in ends for v in x] + [r["x"] for t in trails.values() for r in t]
    up = [s.up for s in known] + [v for _, y in ends for v in y] + [r["y"] for t in trails.values() for r in t]
    return Plane({"x": _span(across, 0.08), "y": _span(up, 0.13)}, SIZE)


def _span(values: Iterable[float], room: float) -> tuple[float, float]:
    """Give an axis that holds every value, has zero well inside, and room at its ends for the names of the quadrants."""
    held = list(values)
    low, high = min(0.0, *held), max(0.0, *held)
    least = 0.4 * max(-low, high) or 1.0
    low, high = min(low, -least), max(high, least)
    return low - room * (high - low), high + room * (high - low)


def _ground(plane: Plane) -> tuple[list[Any], list[Box]]:
    """Give the tint of the two cross-pressured quadrants, lines of equal cross-pressure, the zero lines; and boxes."""
    (left, right), (below, above) = plane.spans.values()
    tints = [{"x": left, "x2": 0, "y": 0, "y2": above}, {"x": 0, "x2": right, "y": below, "y2": 0}]
    rows, texts = _level_lines(plane)
    both = axes(plane)
    written = [
        drawn([one])
        .mark_text(color=LEVEL, fontSize=10, align="left" if one["x"] < 0 else "right", dx=4 if one["x"] < 0 else -4)
        .encode(**both, text="name:N")
        for one in texts
    ]
    boxes = []
    for one in texts:
        x, y = plane.at(one["x"], one["y"])
        wide = 5.2 * len(one["name"]) + 4
        boxes.append((x, y - 6, x + wide, y + 6) if one["x"] < 0 else (x - wide, y - 6, x, y + 6))
    layers = [
        drawn(tints).mark_rect(color=TINT).encode(**both, x2="x2:Q", y2="y2:Q"),
        drawn(rows).mark_line(color="white", strokeWidth=1.5).encode(**both, detail="line:N", order="x:Q"),
        *written,
        drawn([{"x": 0}]).mark_rule(color=RULE).encode(x=both["x"]),
        drawn([{"y": 0}]).mark_rule(color=RULE).encode(y=both["y"]),
    ]
    return layers, boxes


def _level_lines(plane: Plane) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the lines on which the cross-pressure is the same, and its value where each leaves the plane at the side."""
    (left, right), (below, above) = plane.spans.values()
    rows: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for wide, high, way in ((-left, above, -1), (right, -below, 1)):
        levels = [one for one in LEVELS if (100 * one) ** 2 < 0.6 * wide * high]
        for level in levels[-3:]:
            square = (100 * level) ** 2
            steps = [square / high * (wide * high / square) ** (k / 40) for k in range(41)]
            rows += [{"x": way * x, "y": -way * square / x, "line": f"{way} {level}"} for x in steps]
            name = f"cross-pressure {level:g}" if level == levels[-1] else f"{level:g}"
            texts.append({"x": way * wide, "y": -way * square / wide, "name": name})
    zero = plane.at(0, 0)[1]
    return rows, [one for one in texts if abs(plane.at(one["x"], one["y"])[1] - zero) > 14]


def _corners(plane: Plane, powers: tuple[str, str]) -> tuple[list[Any], list[Box]]:
    """Give the names of the four quadrants at their corners, and the boxes that they take."""
    layers, boxes = [], []
    wide, high = plane.size
    for right in (True, False):
        for above in (True, False):
            lines = [("security", 0 if above else 1), ("economy", 0 if right else 1)]
            for place, (what, whose) in enumerate(lines):
                text = f"{what}: {spoken(powers[whose])}"
                top = 12 + 14 * place if above else high - 24 + 14 * place
                mark = drawn([{"text": text}]).mark_text(
                    align="right" if right else "left",
                    fontSize=11,
                    fontWeight="bold" if right != above else "normal",
                    color=(FIRST, SECOND)[whose],
                    opacity=0.9,
                )
                at = wide - 8 if right else 8
                layers.append(mark.encode(x=altair().XValue(at), y=altair().YValue(top), text=altair().Text("text:N")))
                long = 6.2 * len(text)
                boxes.append((at - long, top - 8, at, top + 8) if right else (at, top - 8, at + long, top + 8))
    return layers, boxes


def _barred(plane: Plane, spots: Sequence[Spot]) -> list[Box]:
    """Give the boxes along the intervals of the chosen, which names leave free."""
    points = []
    for spot in spots:
        if spot.known and spot.bounds is not None:
            (left, right), (below, above) = spot.bounds
            points += [(left + k / 40 * (right - left), spot.up) for k in range(41)]
            points += [(spot.across, below + k / 40 * (above - below)) for k in range(41)]
    return plane.around(points, 3)


def _past(
    plane: Plane, result: Result, chosen: Sequence[str], trails: dict[str, list[dict[str, Any]]], clear: Sequence[Box]
) -> tuple[list[Any], list[Box]]:
    """Give the economy's past of the one that is chosen where no trail shows it, its security being unknown then."""
    if len(chosen) != 1 or len(trails[chosen[0]]) > 1 or "trail_economic" not in result.data:
        return [], []
    past = result.data["trail_economic"].sel(country=chosen[0])
    rows = [
        {"country": chosen[0], "year": int(year), "x": 100 * float(value)}
        for year, value in zip(past["year"].values.tolist(), past.values.tolist(), strict=True)
        if isfinite(value)
    ]
    return strip(plane, rows, CHOSEN[0], clear)


def _bars(plane: Plane, spots: Sequence[Spot], chosen: Sequence[str]) -> list[Any]:
    """Give the intervals of known places: a bar across and a bar up."""
    layers = []
    for spot in spots:
        ink = CHOSEN[chosen.index(spot.country) % len(CHOSEN)] if spot.country in chosen else CLOUD
        layers += _cross(plane, spot, ink, 2.0 if spot.country in chosen else 0.7)
    return layers


def _cross(plane: Plane, spot: Spot, ink: str, width: float, dash: Sequence[int] = ()) -> list[Any]:
    """Give the two bars of one country, which meet at its place, or at the middle of what is not known."""
    if spot.bounds is None:
        return []
    (left, right), (below, above) = spot.bounds
    x = spot.across if isfinite(spot.across) else (left + right) / 2
    y = spot.up if isfinite(spot.up) else (below + above) / 2
    both = axes(plane)
    rows = [{"country": spot.country, "x": left, "x2": right, "y": y, "y2": y}]
    rows.append({"country": spot.country, "x": x, "x2": x, "y": below, "y2": above})
    mark = {"color": ink, "strokeWidth": width, "opacity": 0.85} | ({"strokeDash": list(dash)} if dash else {})
    return [
        drawn(rows[:1]).mark_rule(**mark).encode(**both, x2="x2:Q"),
        drawn(rows[1:]).mark_rule(**mark).encode(**both, y2="y2:Q"),
    ]


def _crosses(plane: Plane, spots: Sequence[Spot]) -> tuple[list[Any], list[Box]]:
    """Give the countries of which only bounds are known: a dashed grey cross without a point, and its name; and boxes."""
    layers, boxes = [], []
    for spot in spots:
        layers += _cross(plane, spot, MUTED, 1.2, (3, 2))
        if spot.bounds is not None:
            (_, right), (below, above) = spot.bounds
            y = spot.up if isfinite(spot.up) else (below + above) / 2
            row = {"x": right, "y": y, "name": spoken(spot.country)}
            mark = drawn([row]).mark_text(align="left", dx=4, fontSize=11, fontStyle="italic", color=MUTED)
            layers.append(mark.encode(**axes(plane), text="name:N"))
            boxes.append(beside(plane.at(right, y), ("left", 4, 0), 5.6 * len(row["name"])))
    return layers, boxes


def _cloud(plane: Plane, spots: Sequence[Spot], clear: Sequence[Box], labels: Sequence[str], most: int) -> list[Any]:
    """Give all other countries: grey points, with names where they fit."""
    import pandas as pd  # noqa: PLC0415

    if not spots:
        return []
    ends = [max(abs(one.across) for one in spots) or 1, max(abs(one.up) for one in spots) or 1]
    rows = [
        {
            "country": one.country,
            "name": spoken(one.country),
            "x": one.across,
            "y": one.up,
            "far": abs(one.across) / ends[0] + abs(one.up) / ends[1],
        }
        for one in spots
    ]
    named = placed(pd.DataFrame(rows), plane, first=labels, most=most, rank="far", clear=clear)
    taken = [*clear, *named["box"], *plane.around((row["x"], row["y"]) for row in rows)]
    texts = _texts(plane, named, color=MUTED, fontSize=11)
    for row in rows:  # a name that is asked for is shown even where it covers something
        if row["country"] in labels and row["country"] not in named["country"].tolist():
            size = (LETTER * len(row["name"]), LINE)
            align, dx, dy, box = least_covering(plane.at(row["x"], row["y"]), plane, size, taken, 7)
            taken.append(box)
            text = drawn([row]).mark_text(align=align, dx=dx, dy=dy, color=MUTED, fontSize=11)
            texts.append(text.encode(**axes(plane), text="name:N"))
    points = drawn(rows).mark_point(filled=True, size=34, opacity=1, color=CLOUD, stroke="white", strokeWidth=0.6)
    return [
        points.encode(**axes(plane), tooltip=["name:N", "x:Q", "y:Q"]),
        *texts,
    ]


def _texts(plane: Plane, named: Any, **look: Any) -> list[Any]:
    """Give names on the sides that were chosen for them."""
    return [
        drawn(part[["country", "name", "x", "y"]].to_dict("records"))
        .mark_text(align=align, dx=dx, dy=dy, **look)
        .encode(**axes(plane), text="name:N")
        for (align, dx, dy), part in named.groupby(["align", "dx", "dy"])
    ]


def _own(
    plane: Plane,
    spots: Sequence[Spot],
    trails: dict[str, list[dict[str, Any]]],
    year: Any,
    others: Sequence[Any],
) -> tuple[list[Any], list[Box]]:
    """Give the chosen countries with their trails and names, and the boxes that they take."""
    dots, clear = others
    taken = [*plane.around((one.across, one.up) for one in dots), *clear]
    own = [*plane.around(((one.across, one.up) for one in spots if one.known), 8)]
    for trail in trails.values():
        own += plane.around(_along(trail), 3)
    layers: list[Any] = []
    for place, spot in enumerate(spots):
        ink = CHOSEN[place % len(CHOSEN)]
        trail = trails[spot.country]
        both = axes(plane)
        if trail:
            line = drawn(trail).encode(**both)
            path = line.mark_line(color=ink, strokeWidth=1.4).encode(detail="run:N", order="year:Q")
            dots = line.mark_point(filled=True, size=13, opacity=1, color=ink).encode(tooltip=["year:Q"])
            ring = line.mark_point(filled=False, size=120, opacity=1, color=ink, strokeWidth=2)
            layers += [passed(path), passed(dots), now(ring)]
        if spot.known:
            mark = drawn([{"country": spot.country, "x": spot.across, "y": spot.up}]).mark_point(
                filled=True, size=190, opacity=1, color=ink, stroke="white", strokeWidth=1.5
            )
            layers.append(mark.encode(**both))
        for row, size, weight in _captions(spot, trail, year):
            wide = (0.56 if weight == "bold" else 0.52) * size * len(row["name"])
            point = plane.at(row["x"], row["y"])
            align, dx, dy, box = least_covering(point, plane, (wide, size), [*taken, *own], 12 if size > 12 else 6)
            own.append(box)
            base = drawn([row]).encode(**both, text="name:N")
            look = {"align": align, "dx": dx, "dy": dy, "fontSize": size, "fontWeight": weight}
            layers.append(base.mark_text(color="white", stroke="white", strokeWidth=3, opacity=0.8, **look))
            layers.append(base.mark_text(color=ink, **look))
    return layers, own


def _along(trail: Sequence[dict[str, Any]]) -> list[tuple[float, float]]:
    """Give points along a trail, close enough together that no name slips between them."""
    points = [(row["x"], row["y"]) for row in trail]
    for (x, y), (right, up) in pairwise(points[:]):
        points += [(x + k / 12 * (right - x), y + k / 12 * (up - y)) for k in range(1, 12)]
    return points


def _captions(spot: Spot, trail: Sequence[dict[str, Any]], year: Any) -> list[tuple[dict[str, Any], int, str]]:
    """Give what is written at a chosen country, its size and weight: its name, the first and the last year."""
    last = bool(trail) and trail[-1]["year"] == year
    texts: list[tuple[dict[str, Any], int, str]] = []
    if spot.known:
        name = f"{spoken(spot.country)} {year}" if last else spoken(spot.country)
        texts.append(({"country": spot.country, "name": name, "x": spot.across, "y": spot.up}, 14, "bold"))
    ends = [*trail[:1], *(trail[-1:] if len(trail) > 1 else [])]
    return texts + [(row | {"name": str(row["year"])}, 11, "normal") for row in ends if row["year"] != year]


def _ends(plane: Plane, powers: tuple[str, str]) -> list[Any]:
    """Say beside both axes to which power each end leans."""
    alt = altair()
    wide, high = plane.size
    layers = []
    for place, (whose, ink) in enumerate(zip(powers, (FIRST, SECOND), strict=True)):
        name = spoken(whose, in_text=True)
        for what, angle in (("economy", 0), ("security", 270)):
            text = f"{what} leans to {name}"
            text = f"{text} →" if place == 0 else f"← {text}"
            along = wide if angle == 0 else 0
            x = (along if place == 0 else 0) if angle == 0 else -44
            y = high + 34 if angle == 0 else (0 if place == 0 else high)
            mark = drawn([{"text": text}]).mark_text(
                align="right" if place == 0 else "left", angle=angle, fontSize=12, color=ink
            )
            layers.append(mark.encode(x=alt.XValue(x), y=alt.YValue(y), text=alt.Text("text:N")))
    return layers


def _title(result: Result, spots: dict[str, Spot], chosen: Sequence[str], powers: tuple[str, str]) -> Any:
    """Give the heading: who, between whom, when, and what is measured."""
    first, second = (spoken(one, in_text=True) for one in powers)
    names = [spoken(one) for one in chosen]
    who = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    who = who or f"{sum(one.known for one in spots.values())} countries"
    year = result.data.attrs.get("year")
    when = f", {year}" if year else ""
    lost = [spoken(one) for one in chosen if not spots[one].known]
    notes = [f"net reliance in {POINTS}: on {first} less on {second}"]
    notes += [f"not known, but for bounds: {', '.join(lost)}"] if lost else []
    return altair().TitleParams(
        f"{who} between {first} and {second}{when}",
        subtitle=notes,
        subtitleFontSize=11.5,
        subtitleColor=MUTED,
        subtitlePadding=3,
        offset=12,
        anchor="start",
        frame="bounds",
    )


def _said(spots: dict[str, Spot], chosen: Sequence[str], powers: tuple[str, str]) -> str:
    """Tell a reader who can't see the chart its leading values."""
    first, second = (spoken(one, in_text=True) for one in powers)
    parts = [f"Net economic reliance across, net security reliance up, in {POINTS}: on {first} less on {second}"]
    for code in chosen:
        spot = spots[code]
        values = [("economy", spot.across, spot.left, spot.right), ("security", spot.up, spot.below, spot.above)]
        parts.append(f"{spoken(code)}: " + ", ".join(_side(*one, powers) for one in values))
    for up, across in ((0, 1), (1, 0)):
        ways = [1 if one == 0 else -1 for one in (across, up)]
        inside = [
            one.country for one in spots.values() if one.known and one.across * ways[0] > 0 and one.up * ways[1] > 0
        ]
        where = f"security with {(first, second)[up]} and economy with {(first, second)[across]}"
        parts.append(f"{len(inside)} of {sum(one.known for one in spots.values())} countries have {where}")
    return ". ".join(parts) + "."


def _side(what: str, value: float, low: float, high: float, powers: tuple[str, str]) -> str:
    """Say one of a country's two numbers."""
    bounds = f" ({number(low)} to {number(high)})" if isfinite(low) and isfinite(high) else ""
    if not isfinite(value):
        return f"{what} not known{bounds}"
    lean = f" leans to {spoken(powers[0 if value > 0 else 1], in_text=True)}" if value else ""
    return f"{what}{lean} {number(value)}{bounds}"
