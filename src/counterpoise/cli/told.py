"""Answers whose figures differ in year and source, as text: a row for each, under the pair that it is of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from counterpoise.codes.countries import spoken
from counterpoise.core.numbers import places, written
from counterpoise.core.prose import source_label


def told(answer: Any) -> str:
    """Give an answer about ties of pairs: a block for each pair, then what is of a country alone."""
    import pandas as pd  # noqa: PLC0415

    data = answer.data
    held = {str(name): data[name].values for name in data.data_vars}
    units = {name: (data[name].attrs.get("short", name), data[name].attrs.get("unit", "")) for name in answer.variables}
    dyadic = [name for name in answer.variables if held[name].ndim > 1]
    alone = [name for name in answer.variables if name not in dyadic]
    partners = data["partner"].values.tolist() if dyadic else []
    if len(partners) * data.sizes["country"] > _BLOCKS:
        return _compact(data, held, units, partners)
    blocks = []
    for i, country in enumerate(data["country"].values.tolist()):
        for j, partner in enumerate(partners):
            rows = [row for name in dyadic if (row := _row(held, name, units[name], (i, j), ("", "__reverse")))]
            if rows and country != partner:
                heads = ["", f"{country} on {partner}", "year", f"{partner} on {country}", "coverage", "source"]
                blocks.append(_laid(pd.DataFrame(rows, columns=heads)))
        rows = [row for name in alone if (row := _row(held, name, units[name], (i,), ("",)))]
        if rows:
            blocks.append(_laid(pd.DataFrame(rows, columns=["", country, "year", "coverage", "source"])))
    return "\n\n".join([*blocks, *_treaties(data)])


_HEADS = (
    "defence_obligation",
    "living_guarantee",
    "protected_capability",
    "arms_supplier_share",
    "foreign_presence",
    "troops_stationed",
)
"""What a table of many pairs shows."""


def _compact(data: Any, held: Mapping[str, Any], units: Mapping[str, tuple[str, str]], partners: list[str]) -> str:
    """Give many pairs as a row each, with a few measures; those of whom a country has nothing are left out."""
    import pandas as pd  # noqa: PLC0415

    names = [name for name in _HEADS if name in units] or [name for name in units if held[name].ndim > 1][: len(_HEADS)]
    rows, left = [], 0
    for i, country in enumerate(data["country"].values.tolist()):
        for j, partner in enumerate(partners):
            cells = [_value(held, name, (i, j), units[name][1]) for name in names]
            if country == partner or all(
                one in ("no", "missing", "0", "0.00 %") or one.startswith("0 ") for one in cells
            ):
                left += country != partner
                continue
            rows.append([f"{country} on {partner}", *cells])
    more = f"; {left} more pairs have nothing of these" if left else ""
    note = f"name fewer partners with --on for every measure, the other direction, years, sources and treaties{more}"
    heads = ["", *(units[name][0] for name in names)]
    return f"{_laid(pd.DataFrame(rows, columns=heads)) if rows else 'nothing is known of these pairs'}\n{note}"


def _laid(frame: Any) -> str:
    """Lay a table out, its first and last columns to the left."""
    heads = list(frame.columns)
    wide = {h: max(len(str(h)), *(len(str(v)) for v in frame[h])) for h in heads}

    def line(cells: list[str]) -> str:
        return "  ".join(
            cell.ljust(wide[h]) if h in (heads[0], heads[-1]) else cell.rjust(wide[h])
            for h, cell in zip(heads, cells, strict=True)
        ).rstrip()

    return "\n".join([line([str(h) for h in heads]), *(line([str(v) for v in row]) for row in frame.values.tolist())])


def _row(
    held: Mapping[str, Any], name: str, words: tuple[str, str], at: tuple[int, ...], ways: tuple[str, ...]
) -> list[str] | None:
    """Give a figure's row, or None where nothing is known either way."""
    covered = [float(held[f"{name}{way}__coverage"][at]) for way in ways]
    told_ways = [way for way, one in zip(ways, covered, strict=True) if not math.isnan(one)]
    if not told_ways:
        return None
    short, unit = words
    values = [_value(held, f"{name}{way}", at, unit) for way in ways]
    first = f"{name}{told_ways[0]}"
    year, source = int(held[f"{first}__year"][at]) or "", str(held[f"{first}__source"][at])
    coverage = f"{100 * float(held[f'{first}__coverage'][at]):.0f} %"
    return [short, values[0], str(year), *values[1:], coverage, source]


def _value(held: Mapping[str, Any], name: str, at: tuple[int, ...], unit: str) -> str:
    value = float(held[name][at])
    if not math.isnan(value):
        return _number(value, unit)
    if f"{name}__low" in held:
        low, high = (float(held[f"{name}__{end}"][at]) for end in ("low", "high"))
        if not math.isnan(low):
            return f"{_number(low, unit)} to {_number(high, unit)}"
    return "missing"


def _number(value: float, unit: str) -> str:
    if unit == "":
        return {0.0: "no", 1.0: "yes"}.get(value, f"{value:,.0f}")
    if unit in ("persons", "count"):
        return f"{value:,.0f}"
    return written(value, unit, places(abs(value), unit))


def _treaties(data: Any) -> list[str]:
    """Name the promises in force, once each."""
    lines: dict[str, None] = {}
    for name in map(str, data.data_vars):
        if not name.endswith("__kind"):
            continue
        way = "__reverse" in name
        label = data[name.partition("__")[0]].attrs.get("short", "")
        for i, country in enumerate(data["country"].values.tolist()):
            for j, partner in enumerate(data["partner"].values.tolist()):
                words = str(data[name].values[i, j])
                if words and country != partner:
                    giver, taker = (country, partner) if way else (partner, country)
                    lines[f"{label}, by {spoken(giver, in_text=True)} to {spoken(taker, in_text=True)}: {words}"] = None
    return ["\n".join(lines)] if lines else []


def dossier(answer: Any) -> str:
    """Give a dossier: the acts by kind, then the figures by year."""
    import pandas as pd  # noqa: PLC0415

    data = answer.data
    subject = data.attrs.get("subject", "")
    several = len(set(_others(data, subject))) > 1
    blocks = []
    for name in answer.variables:
        here = data[name].notnull().values
        rows = data.isel(entry=here)
        years = [_span(y, u) for y, u in zip(rows["year"].values, rows["until"].values, strict=True)]
        label = data[name].attrs.get("label", name)
        if data[name].attrs.get("act"):
            with_ = [f"{one}: " if several else "" for one in _others(rows, subject)]
            acts = zip(years, with_, rows["variable"].values, strict=True)
            blocks.append("\n".join([label, *(f"  {year}  {one}{act}" for year, one, act in acts)]))
            continue
        frame = pd.DataFrame(
            {
                "year": rows["year"].values,
                "pair": [f"{p} to {c}" for c, p in zip(rows["country"].values, rows["partner"].values, strict=True)],
                "value": [
                    " ".join(filter(None, [_number(float(v), data[name].attrs["unit"]), str(remark)]))
                    for v, remark in zip(rows[name].values, rows["variable"].values, strict=True)
                ],
            }
        ).drop_duplicates(["year", "pair"])
        wide = frame.pivot_table(index="year", columns="pair", values="value", aggfunc="first", sort=False).fillna("")
        wide = wide.sort_index()
        left = len(wide) - _YEARS
        if left > 0:
            wide = wide.iloc[-_YEARS:]
        note = f"\n{left} earlier years are not shown; --format csv gives all" if left > 0 else ""
        blocks.append(f"{label}, {data[name].attrs['unit']}\n{wide.to_string()}{note}")
    return "\n\n".join(blocks)


def _others(rows: Any, subject: str) -> list[str]:
    """Give, of each entry, the country that is not the one asked about."""
    ends = zip(rows["country"].values.tolist(), rows["partner"].values.tolist(), strict=True)
    return [other if one == subject else one for one, other in ends]


_YEARS = 15
"""Years of a figure that a screen shows."""


def _span(year: int, until: float) -> str:
    """Write from when to when; what has no end ends in a dash."""
    end = "" if math.isnan(until) else f"{until:.0f}"
    return f"{year}" + ("     " if end == str(year) else f"-{end:<4}")


def equation(answer: Any) -> str:
    """Give the equation: for who was asked for a block of leans, for all a ranking."""
    chosen = answer.data.attrs.get("chosen") or []
    if not chosen or len(chosen) > _BLOCKS:
        return _ranking(answer, chosen)
    return "\n\n".join(_leans(answer, one) for one in chosen)


_BLOCKS = 6
"""Countries that are shown one by one."""


def _points(value: float, low: float = float("nan"), high: float = float("nan")) -> str:
    """Write a lean in percentage points, with its interval."""
    ends = f" [{100 * low:+.1f}, {100 * high:+.1f}]" if not (math.isnan(low) or math.isnan(high)) else ""
    return ("missing" if math.isnan(value) else f"{100 * value:+.1f}") + ends


def _leans(answer: Any, country: str) -> str:
    import pandas as pd  # noqa: PLC0415

    data = answer.data.sel(country=country)
    first, second = answer.data["partner"].values.tolist()
    heads = ["", f"{first} less {second}", "weight", "year"]
    rows: list[list[str]] = []
    sides = {"economic": ("economy", "net_economic_reliance"), "security": ("security", "net_security_reliance")}
    for side, (word, net) in sides.items():
        for name in answer.variables:
            attrs = answer.data[name].attrs
            if not name.startswith("lean_") or attrs.get("side") != side:
                continue
            ends = [float(data[f"{name}__{end}"]) if f"{name}__{end}" in data else math.nan for end in ("low", "high")]
            year = int(data[f"{name}__year"]) or ""
            rows.append(
                [attrs["short"], _points(float(data[name]), *ends), f"{100 * attrs['weight']:.0f} %", str(year)]
            )
        ends = [float(data[f"{net}__{end}"]) for end in ("low", "high")]
        rows.append([f"{word.upper()}", _points(float(data[net]), *ends), "", ""])
    lines = [
        f"{spoken(country)} between {spoken(first, in_text=True)} (+) and {spoken(second, in_text=True)} (-), percentage points",
        _laid(pd.DataFrame(rows, columns=heads)),
    ]
    lines.append(_pressure(data))
    if "net_alignment" in data and not math.isnan(float(data["net_alignment"])):
        ends = [float(data[f"net_alignment{end}"]) for end in ("", "__low", "__high")]
        lines.append(
            f"alignment by votes, from -1 (as {second}) to 1 (as {first}): {ends[0]:+.2f} [{ends[1]:+.2f}, {ends[2]:+.2f}], "
            f"{int(data['net_alignment__year'])}"
        )
    for name in [one for one in answer.variables if one.endswith(("_lost", "_lost_short", "_lost_long"))]:
        cells = [f"{spoken(p)} {_number(float(data[name].sel(partner=p)), 'share')}" for p in (first, second)]
        lines.append(f"{answer.data[name].attrs['short']}: {', '.join(cells)}")
    return "\n".join([*lines, *_crossed(answer, country)])


def _pressure(data: Any) -> str:
    value, low, high = (float(data[f"cross_pressure{end}"]) for end in ("", "__low", "__high"))
    rank, best, worst = (float(data[f"cross_pressure_rank{end}"]) for end in ("", "__low", "__high"))
    share = [float(data[f"cross_pressured_share__{end}"]) for end in ("low", "high")]
    said = "missing" if math.isnan(value) else f"{value:.3f}"
    ranked = "" if math.isnan(rank) or not value else f", rank {rank:.0f} [{best:.0f} to {worst:.0f}]"
    of = f"{100 * share[0]:.0f} %" if share[1] - share[0] < 0.005 else f"{100 * share[0]:.0f} to {100 * share[1]:.0f} %"
    return f"cross-pressure {said} [{low:.3f}, {high:.3f}]{ranked}; leans to different powers in {of} of weightings"


def _crossed(answer: Any, country: str) -> list[str]:
    """Say when a lean went from one power to the other, within a source."""
    told_by = answer.diagnostics.get("crossings", {}).get(country, {})
    said = []
    for word, found in told_by.items():
        for before, after, to in found:
            of = _source_of(answer, country, word, after)
            said.append(f"its {word} crossed to {spoken(to, in_text=True)} between {before} and {after}{of}")
    return said


def _source_of(answer: Any, country: str, word: str, year: int) -> str:
    """Name the source of a year of the trail, and up to when it tells; the newest figures can be another's."""
    name = f"trail_{'economic' if word == 'economy' else word}__source"
    if name not in answer.data:
        return ""
    row = answer.data[name].sel(country=country)
    source = str(row.sel(year=year).item())
    last = max(int(one) for one, held in zip(row["year"].values, row.values, strict=True) if str(held) == source)
    return f" ({source_label(source)}, which ends in {last})"


def _ranking(answer: Any, chosen: list[str]) -> str:
    import pandas as pd  # noqa: PLC0415

    data = answer.data
    rows = []
    for country in data["country"].values.tolist():
        if chosen and country not in chosen:
            continue
        row = data.sel(country=country)
        numbers = [float(row[name]) for name in ("cross_pressure_rank__low", "cross_pressure_rank__high")]
        share = [100 * float(row[f"cross_pressured_share__{end}"]) for end in ("low", "high")]
        value = float(row["cross_pressure"])
        rows.append(
            [
                spoken(country),
                "missing" if math.isnan(value) else f"{value:.3f}",
                f"{float(row['cross_pressure__low']):.3f} to {float(row['cross_pressure__high']):.3f}",
                f"{numbers[0]:.0f} to {numbers[1]:.0f}",
                _points(float(row["net_economic_reliance"])),
                _points(float(row["net_security_reliance"])),
                f"{share[0]:.0f} %" if share[1] - share[0] < 0.5 else f"{share[0]:.0f} to {share[1]:.0f} %",
            ]
        )
    heads = ["", "cross-pressure", "interval", "rank", "economy", "security", "weightings"]
    first, second = data["partner"].values.tolist()
    head = (
        f"leans in percentage points, {first} less {second}; weightings: the share in which they go to different powers"
    )
    return f"{head}\n{_laid(pd.DataFrame(rows, columns=heads))}"
