"""A country's ties: how much of its security each partner provides, and its dossier as a line of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from counterpoise.charts.equation import MUTED, RULE
from counterpoise.charts.leans import chosen_country
from counterpoise.charts.theme import COLOURS, INK, OTHER, SHAPES, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

ACTS = ("treaty", "assurance", "partnership", "agreement", "visit", "sanction", "coercion", "dispute", "rivalry")
"""What begins and may end; every other kind of entry is a series of numbers."""

LANES = {
    "treaty": "treaties",
    "assurance": "assurances",
    "partnership": "partnerships",
    "agreement": "agreements",
    "visit": "visits",
    "sanction": "sanctions",
    "coercion": "coercion",
    "dispute": "disputes",
    "rivalry": "rivalries",
}
ROW, WIDE = 17, WIDTH - 40
LETTER = 5.6


@figure(question="security", variables="security_reliance")
def protection(result: Result, *, country: str = "", powers: Sequence[str] = (), most: int = 5) -> Any:
    """Security by partner: each measure's shares."""
    subject = chosen_country(result, country)
    held = {one: _of(result.data[one], subject) for one in result.variables if _is_share(result.data[one])}
    if not held:
        raise InputError("the result holds no shares by partner", where="chart", remedy="ask for other measures")
    partners = _leading(held, powers, most)
    if not partners:
        raise InputError(f"no share of {spoken(subject)} is known", where="chart", remedy="choose another country")
    order = [result.data[one].attrs["short"] for one in held]
    rows = []
    for name, values in held.items():
        bounds = [result.companion(name, one) for one in ("low", "high")]
        ends = [{} if one is None else _of(one, subject) for one in bounds]
        for one in partners:
            if one in values:
                low, high = ends[0].get(one), ends[1].get(one)
                row = {"measure": result.data[name].attrs["short"], "who": spoken(one), "partner": one}
                rows.append(row | {"value": values[one], "low": low, "high": high})
    lost = [result.data[name].attrs["short"] for name, values in held.items() if not values]
    drawn = _dots(rows, order, lost, [spoken(one) for one in partners], _inks(partners, powers))
    said = "; ".join(
        f"{measure}: "
        + (", ".join(f"{r['who']} {r['value']:.0%}" for r in rows if r["measure"] == measure) or "not known")
        for measure in order
    )
    return styled(drawn, f"{spoken(subject)}: on whom its security rests").properties(
        description=f"Shares of {spoken(subject, in_text=True)}'s security by partner. {said}."
    )


def _is_share(array: xr.DataArray) -> bool:
    return {"country", "partner"} == set(array.dims) and array.attrs.get("unit") == "share"


def _of(array: xr.DataArray, country: str) -> dict[str, float]:
    """Give the known values of one country by partner."""
    own = array.sel(country=country)
    pairs = zip(own["partner"].values.tolist(), own.values.tolist(), strict=True)
    return {str(one): float(value) for one, value in pairs if isfinite(value) and one != country}


def _leading(held: dict[str, dict[str, float]], powers: Sequence[str], most: int) -> list[str]:
    """Give the partners to show: the powers, then those with the largest share of anything."""
    best: dict[str, float] = {}
    for values in held.values():
        for one, value in values.items():
            best[one] = max(best.get(one, 0.0), value)
    rest = sorted((one for one in best if one not in powers and best[one] > 0), key=lambda one: -best[one])
    return [*(one for one in powers if one in best), *rest][: max(most, len(powers))]


def _inks(partners: Sequence[str], powers: Sequence[str]) -> list[str]:
    """Give each partner's colour: a power's own, and the next that are free."""
    free = iter([*COLOURS[len(powers) :]])
    return [COLOURS[powers.index(one)] if one in powers[: len(COLOURS)] else next(free, OTHER) for one in partners]


def _dots(rows: list[dict[str, Any]], order: list[str], lost: list[str], names: list[str], inks: list[str]) -> Any:
    """Give points by measure in the partners' colours and shapes; a measure that is not known says so."""
    alt = altair()
    scale = alt.Scale(domain=[0, max(1.0, *(row["value"] for row in rows))], nice=False)
    shapes = [SHAPES[k % len(SHAPES)] for k in range(len(names))]
    down = alt.Y("measure:N", sort=order, scale=alt.Scale(domain=order), title=None, axis=alt.Axis(grid=True))
    across = alt.X("value:Q", scale=scale, axis=alt.Axis(title="share", format=".0%", tickCount=6, grid=False))
    key = alt.Legend(symbolOpacity=1, columnPadding=14, columns=4)
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 160, height=(STEP + 15) * len(order)).encode(
        y=down,
        yOffset=alt.YOffset("who:N", sort=names, scale=alt.Scale(domain=names, paddingOuter=0.5)),
        color=alt.Color("who:N", scale=alt.Scale(domain=names, range=inks), legend=key),
    )
    bars = base.transform_filter("isValid(datum.low) && isValid(datum.high)").mark_rule(strokeWidth=2.5, opacity=0.4)
    points = base.mark_point(filled=True, size=50, opacity=1).encode(
        x=across, shape=alt.Shape("who:N", scale=alt.Scale(domain=names, range=shapes), legend=key)
    )
    texts = (
        alt.Chart(alt.Data(values=[{"measure": one, "text": "not known"} for one in lost]))
        .mark_text(align="left", fontSize=11, fontStyle="italic", color=MUTED)
        .encode(y=down, x=alt.value(6), text="text:N")
    )
    return alt.layer(bars.encode(x=alt.X("low:Q", scale=scale), x2="high:Q"), points, texts)


@figure(question="ties", variables="treaty assurance partnership sanction coercion")
def time_line(
    result: Result,
    *,
    countries: Sequence[str] = (),
    powers: Sequence[str] = (),
    most: int = 20,
    since: int | None = None,
) -> Any:
    """The dossier as a line of time: what began and ended, by kind, and the series below."""
    entries = _entries(result, countries, since)
    if not entries:
        raise InputError("the dossier has no entry to draw", where="chart", remedy="choose other countries or years")
    subject = _subject(result, entries)
    for one in entries:
        one["who"] = spoken(one["country"] if one["partner"] == subject else one["partner"])
    ink = _identity(entries, [spoken(one) for one in powers])
    last = max(int(max(one["year"], one["until"] or 0)) for one in entries)
    first = max(min(int(one["year"]) for one in entries), since if since is not None else -9999)
    span = (first - 0.5, last + 1.0)
    lanes = _lanes(entries, span, most)
    series = list(dict.fromkeys(one["kind"] for one in entries if not one["act"]))
    panels = [_swim(lanes, span, ink)] if lanes else []
    for one in series:
        held = [entry for entry in entries if entry["kind"] == one]
        panels.append(_series(result.data[one].attrs, held, span, ink, labels=one == series[-1]))
    others = list(dict.fromkeys(one["who"] for one in entries))
    whom = f" and {' and '.join(others)}" if len(others) <= _NAMED else ": ties"
    drawn = styled(altair().vconcat(*panels, spacing=12), f"{spoken(subject)}{whom}, {first} to {last}")
    return drawn.properties(description=_told(result, subject, entries, lanes, series))


def _entries(result: Result, countries: Sequence[str], since: int | None) -> list[dict[str, Any]]:
    """Give the entries of the dossier, each with its kind; of another kind an entry has no value."""
    data = result.data
    size = data.sizes.get("entry", 0)
    words = ("country", "partner", "year", "variable", "until")
    columns = {one: data[one].values.tolist() if one in data.coords else [nan] * size for one in words}
    found = []
    for kind in map(str, result.variables):
        values = data[kind].values.tolist() if data[kind].dims == ("entry",) else []
        for place, value in enumerate(values):
            row: dict[str, Any] = {one: held[place] for one, held in columns.items()}
            if not (isfinite(value) and isfinite(row["year"]) and row["year"]):
                continue
            row["until"] = float(row["until"]) if isfinite(row["until"]) else None
            row |= {"kind": kind, "value": float(value), "act": kind in ACTS, "name": str(row["variable"] or kind)}
            if _wanted(row, countries, since):
                found.append(row)
    return sorted(found, key=lambda row: (row["year"], row["name"]))


def _identity(entries: Sequence[dict[str, Any]], powers: Sequence[str]) -> Any:
    """Give each partner's colour: the powers come first, then those with the most acts."""
    alt = altair()
    counts = dict.fromkeys(powers, 0)
    for one in entries:
        counts[one["who"]] = counts.get(one["who"], 0) + one["act"]
    names = [*powers, *sorted((one for one in counts if one not in powers), key=lambda one: -counts[one])]
    inks = [COLOURS[place] if place < len(COLOURS) else OTHER for place in range(len(names))]
    legend = alt.Legend(symbolOpacity=1, columnPadding=14, columns=5, symbolType="square")
    return alt.Color("who:N", scale=alt.Scale(domain=names, range=inks), legend=legend)


def _wanted(row: dict[str, Any], countries: Sequence[str], since: int | None) -> bool:
    """Tell whether an entry is among the countries and the years that are asked for."""
    if countries and not {row["country"], row["partner"]} & set(countries):
        return False
    still = row["act"] and row["until"] is None
    return since is None or still or max(row["year"], row["until"] or 0) >= since


def _subject(result: Result, entries: Sequence[dict[str, Any]]) -> str:
    """Give the country whose dossier it is: the one asked about, else the one that most entries name."""
    chosen = result.data.attrs.get("chosen", ())
    if chosen:
        return str(chosen[0])
    named = [one[end] for one in entries for end in ("country", "partner")]
    return max(dict.fromkeys(named), key=named.count)


def _lanes(entries: Sequence[dict[str, Any]], span: tuple[float, float], most: int) -> list[dict[str, Any]]:
    """Give each kind's acts with a row for each, so that neither bars nor names overlap; crowded lanes have no names."""
    lanes = []
    year = WIDE / (span[1] - span[0])
    top = 0
    for kind in ACTS:
        acts = [dict(one) for one in entries if one["kind"] == kind]
        if not acts:
            continue
        named = len(acts) <= most
        ends: list[float] = []
        for one in acts:
            one["open"], one["begun"] = one["until"] is None, one["year"] >= span[0]
            one["from"] = max(float(one["year"]), span[0])
            one["to"] = span[1] if one["open"] else max(one["until"], one["from"])
            left, right = (one["from"] - span[0]) * year, (one["to"] - span[0]) * year
            one["text"] = _shortly(one["name"]) if named else ""
            wide = LETTER * len(one["text"]) + 6 if named else 0
            one["after"] = right + wide <= WIDE and wide > right - left
            one["inside"] = not one["after"] and wide <= right - left
            start, end = left, right + (wide if one["after"] else 0)
            start = min(start, left - wide - 4) if named and not one["after"] and not one["inside"] else start
            row = next((k for k, taken in enumerate(ends) if taken + 5 <= start), len(ends))
            ends[row:] = [end, *ends[row + 1 :]]
            one["row"] = top + row
        lanes.append({"kind": kind, "name": LANES[kind], "acts": acts, "top": top, "rows": len(ends)})
        top += len(ends)
    return lanes


_NAMED = 2
"""Partners whom a title names."""

_LONGEST = 48
"""Letters of a name beside a bar."""


def _shortly(name: str) -> str:
    """Give what an act is called, without what it promises: that is told where one points at it."""
    head = re.split(r";| \((?=mutual|by )", name, maxsplit=1)[0].strip()
    return head if len(head) <= _LONGEST else head[: _LONGEST - 1].rstrip() + "…"


def _swim(lanes: Sequence[dict[str, Any]], span: tuple[float, float], ink: Any) -> Any:
    """Give the lanes: a bar from the year in which an act began to that in which it ended."""
    alt = altair()
    rows = [one for lane in lanes for one in lane["acts"]]
    high = ROW * sum(lane["rows"] for lane in lanes)
    down = alt.Scale(domain=[0, high / ROW], nice=False, zero=False, reverse=True)
    shown = [{"y": one["row"] + 0.5, **_plain(one)} for one in rows]
    base = alt.Chart(alt.Data(values=tuple(shown)), width=WIDE, height=high).encode(
        y=alt.Y("y:Q", scale=down, axis=None), color=ink
    )
    x = _years(span)
    tips = ["name:N", "who:N", "kind:N", "year:Q", "until:Q"]
    bars = base.transform_filter("datum.to > datum.from")
    edges = [{"y": lane["top"]} for lane in lanes[1:]]
    heads = [{"y": lane["top"] + 0.5, "name": lane["name"]} for lane in lanes]
    plain = {"y": alt.Y("y:Q", scale=down, axis=None)}
    layers = [
        alt.Chart(alt.Data(values=tuple(edges))).mark_rule(color="#e3e8ec").encode(**plain),
        alt.Chart(alt.Data(values=tuple(heads)))
        .mark_text(align="right", fontSize=12, fontWeight="bold", color=INK)
        .encode(**plain, x=alt.value(-10), text="name:N"),
        bars.mark_rule(strokeWidth=ROW - 4, opacity=0.3).encode(x=x, x2="to:Q", tooltip=tips),
        base.transform_filter("datum.begun")
        .mark_tick(thickness=3, height=ROW - 4, orient="vertical", opacity=1)
        .encode(x=x, tooltip=tips),
    ]
    sides = (("datum.inside", "from", "left", 5), ("datum.after", "to", "left", 5))
    for test, field, align, dx in (*sides, ("!datum.inside && !datum.after", "from", "right", -5)):
        mark = base.transform_filter(test).mark_text(align=align, dx=dx, fontSize=11)
        layers.append(mark.encode(x=_years(span, field), text="text:N", color=alt.value(INK)))
    return alt.layer(*layers)


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    keys = ("name", "text", "who", "kind", "year", "until", "from", "to", "inside", "after", "open", "begun")
    return {key: one[key] for key in keys}


def _years(span: tuple[float, float], field: str = "from", *, labels: bool = True) -> Any:
    """Give the axis of years, the same in every panel."""
    alt = altair()
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100) if (span[1] - span[0]) / one <= 12 or one == 100)
    ticks = [year for year in range(int(span[0]), int(span[1]) + 1) if year % step == 0 and year >= span[0]]
    axis = alt.Axis(format="d", values=ticks, title=None, labels=labels, domain=False, tickColor=RULE)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=list(span), nice=False, zero=False), axis=axis)


def _series(
    attrs: dict[str, Any], rows: Sequence[dict[str, Any]], span: tuple[float, float], ink: Any, *, labels: bool
) -> Any:
    """Give one series as lines; a year without a number ends a line."""
    alt = altair()
    before: dict[tuple[str, ...], tuple[float, int]] = {}
    step = _step(rows)
    shown = []
    for row in rows:
        key = (row["country"], row["partner"], row["name"])
        year, run = before.get(key, (row["year"], 0))
        run += row["year"] - year > step
        before[key] = (row["year"], run)
        shown.append({"year": row["year"], "value": row["value"], "who": row["who"], "line": f"{key} {run}"})
    large = max(abs(row["value"]) for row in rows) >= 1000
    shape = ".0%" if attrs.get("unit") == "share" else "~s" if large else ",~f"
    up = alt.Y(
        "value:Q", axis=alt.Axis(title=None, tickCount=3, format=shape, domain=False), scale=alt.Scale(zero=True)
    )
    base = alt.Chart(alt.Data(values=tuple(shown)), width=WIDE, height=64).encode(
        x=_years(span, "year", labels=labels), y=up, color=ink
    )
    unit = attrs.get("unit", "")
    head = attrs["short"] + (f", {unit}" if unit not in ("", "share", "index") else "")
    title = alt.TitleParams(head, fontSize=12, anchor="start", frame="group", color=INK, offset=4)
    return alt.layer(
        base.mark_line(strokeWidth=1.8).encode(detail="line:N", order="year:Q"),
        base.mark_point(filled=True, size=12, opacity=1),
    ).properties(title=title)


def _step(rows: Sequence[dict[str, Any]]) -> float:
    """Give the years from one number to the next, as most of a series has them."""
    years = sorted({row["year"] for row in rows})
    steps = sorted(b - a for a, b in pairwise(years))
    return steps[len(steps) // 2] if steps else 1


def _told(
    result: Result,
    subject: str,
    entries: Sequence[dict[str, Any]],
    lanes: Sequence[dict[str, Any]],
    series: Sequence[str],
) -> str:
    """Tell a reader who can't see the chart what it holds."""
    parts = []
    for lane in lanes:
        acts = [f"{one['name']} ({one['who']}, {_when(one)})" for one in lane["acts"][:4]]
        more = f" and {len(lane['acts']) - 4} more" if len(lane["acts"]) > 4 else ""
        parts.append(f"{lane['name']}: {', '.join(acts)}{more}")
    for kind in series:
        held = [one for one in entries if one["kind"] == kind]
        last = [one for one in held if one["year"] == held[-1]["year"]][:3]
        values = [f"{_number(one['value'])} ({one['who']}, {one['year']:g})" for one in last]
        parts.append(f"{result.data[kind].attrs['short']}: {', '.join(values)}")
    return f"Ties of {spoken(subject, in_text=True)} by year. " + ". ".join(parts) + "."


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _when(one: dict[str, Any]) -> str:
    if one["open"]:
        return f"since {one['year']:g}"
    return f"{one['year']:g}" if one["until"] == one["year"] else f"{one['year']:g} to {one['until']:g}"
