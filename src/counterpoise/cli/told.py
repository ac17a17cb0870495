"""Answers whose figures differ in year and source, as text: a row for each, under the pair that it is of."""

from __future__ import annotations

from typing import Any

from counterpoise.codes.countries import spoken
from counterpoise.core.numbers import places, written


def told(answer: Any) -> str:
    """Give an answer about ties of pairs: a block for each pair, then what is of a country alone."""
    import pandas as pd  # noqa: PLC0415

    data = answer.data
    blocks = []
    dyadic = [one for one in answer.variables if "partner" in data[one].dims]
    alone = [one for one in answer.variables if one not in dyadic]
    for country in data["country"].values.tolist():
        for partner in data["partner"].values.tolist() if dyadic else ():
            if country == partner:
                continue
            cells = {"country": country, "partner": partner}
            rows = [row for name in dyadic if (row := _row(data, name, cells, both=True))]
            if rows:
                heads = ["", f"{country} on {partner}", "year", f"{partner} on {country}", "coverage", "source"]
                blocks.append(_laid(pd.DataFrame(rows, columns=heads)))
        rows = [row for name in alone if (row := _row(data, name, {"country": country}, both=False))]
        if rows:
            blocks.append(_laid(pd.DataFrame(rows, columns=["", country, "year", "coverage", "source"])))
    return "\n\n".join([*blocks, *_treaties(data)])


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


def _row(data: Any, name: str, cells: dict[str, str], *, both: bool) -> list[str] | None:
    """Give a figure's row, or None where nothing is known either way."""
    import math  # noqa: PLC0415

    ways = ["", "__reverse"] if both else [""]
    known = [not math.isnan(float(data[f"{name}{way}__coverage"].sel(cells))) for way in ways]
    if not any(known):
        return None
    values = [_value(data, f"{name}{way}", cells, data[name].attrs.get("unit", "")) for way in ways]
    year = int(data[f"{name}__year"].sel(cells)) or int(data[f"{name}{ways[-1]}__year"].sel(cells))
    coverage = float(data[f"{name}__coverage"].sel(cells))
    source = str(data[f"{name}__source"].sel(cells).item()) or str(data[f"{name}{ways[-1]}__source"].sel(cells).item())
    covered = "" if math.isnan(coverage) else f"{100 * coverage:.0f} %"
    return [data[name].attrs.get("short", name), values[0], str(year or ""), *values[1:], covered, source]


def _value(data: Any, name: str, cells: dict[str, str], unit: str) -> str:
    import math  # noqa: PLC0415

    value = float(data[name].sel(cells))
    if not math.isnan(value):
        return _number(value, unit)
    if f"{name}__low" in data:
        low, high = (float(data[f"{name}__{end}"].sel(cells)) for end in ("low", "high"))
        if not math.isnan(low):
            return f"{_number(low, unit)} to {_number(high, unit)}"
    return "missing"


def _number(value: float, unit: str) -> str:
    if unit == "":
        return {0.0: "no", 1.0: "yes"}.get(value, f"{value:,.0f}")
    if unit == "persons":
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
