"""The brief's sections on the economy: who stands behind it, where, by which products, and since when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import pictured, sector_names
from counterpoise.codes.countries import name as country_name
from counterpoise.core.prose import source_label
from counterpoise.words.catalogue import capital, listed, percent, times
from counterpoise.words.catalogue import country as in_text
from counterpoise.words.findings import exposed, exposed_by, told
from counterpoise.words.phrases import translated

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result


def sections(
    country: str, powers: tuple[str, ...], results: Mapping[str, Result], language: str = "en"
) -> list[dict[str, Any]]:
    """Give the sections: each with a heading, what the numbers say, how to read them, and a figure.

    Parameters
    ----------
    country, powers
        Whom the brief is about.
    results
        ``partners`` (all partners), ``powers`` (both directions), ``sectors`` (each sector), ``past`` and, as far as they are
        known, ``products``.
    language
        Of findings and figures; what is written here is English.
    """
    here = in_text(country)
    names = sector_names(results["sectors"])
    large = sizeable(results["sectors"])

    def draw(name: str, figure: str, **choices: Any) -> list[dict[str, Any]]:
        return pictured(large if name == "sectors" else results[name], figure, language, powers=powers, **choices)

    return [
        {
            "title": "Face value against look-through",
            "said": None,
            "text": "What a country buys directly hides what its suppliers buy in turn. Counting all stages shows who "
            "stands behind the inputs. The two shares have different denominators.",
            "figures": draw("partners", "face_and_through"),
        },
        {
            "title": "The most exposed sectors",
            "said": exposed(large, names, language),
            "text": f"Sectors whose final sales rest most on output made in {listed([in_text(p) for p in powers])}, "
            f"all stages counted. Sectors with less than {percent(_SMALL)} of value added are left out.",
            "figures": draw("sectors", "exposed_sectors", names=names),
            "table": exposed_table(large, names),
        },
        {
            "title": "Both directions",
            "said": None,
            "text": f"A tie binds two sides: {here} as a buyer and a seller, and each partner's reliance on it.",
            "figures": draw("powers", "both_directions"),
        },
        past_section(here, powers, results["past"], language),
        *products_section(powers, results, language),
    ]


_SMALL = 0.001
"""Share of value added below which a sector is too small to be called exposed."""


def sizeable(sectors: Result) -> Result:
    """Leave out the sectors that make next to nothing."""
    if "VALU" not in sectors.data:
        return sectors
    added = sectors.data["VALU"].isel(country=0)
    kept = added["sector"].values[(added >= _SMALL * added.sum()).values].tolist()
    return sectors.sel(sector=kept) if kept else sectors


def exposed_table(result: Result, names: Mapping[str, str]) -> dict[str, Any]:
    """Give the most exposed sectors by each measure."""
    rows = [
        {
            "label": capital(result.data[name].attrs["short"])
            + (" (an estimate)" if result.data[name].attrs.get("estimated") else ""),
            "note": result.data[name].attrs["label"],
            "cells": cells,
        }
        for name, cells in exposed_by(result, names)
    ]
    heads = [country_name(one) for one in result.data["partner"].values.tolist()]
    return {
        "caption": "The most exposed sectors by each measure, with their values.",
        "heads": heads,
        "rows": rows,
        "words": True,
    }


def _screened(screen: Result, language: str) -> str:
    """Say how products were screened: by which criteria, in how many years."""
    criteria = [translated(one, language) for one in screen.diagnostics["criteria"].values()]
    year = screen.data["year"].item()
    often, of = screen.diagnostics["years"].split(" of ")
    if language == "ko":
        return (
            f"{year}년의 품목 교역. {of}개 해 가운데 {often}개 해에서 다음을 모두 채우는 품목을 싣는다: {'; '.join(criteria)}. 채굴은 "
            "수출 곁에 둔다. 적은 곳에서 캐도 여러 곳에서 실려 나갈 수 있기 때문이다."
        )
    return (
        f"Product flows of {year}. A product is listed where, in {often} of {of} years, {'; '.join(criteria)}. Mining stands "
        "beside exports, since a product that is mined in few places can be shipped from many."
    )


def products_section(
    powers: tuple[str, ...], results: Mapping[str, Result], language: str = "en"
) -> list[dict[str, Any]]:
    """Give the section on chokepoints: the products with their evidence, and what the data cover."""
    title = "Chokepoints: products that are hard to buy elsewhere"
    if "products" not in results:
        text = "The product flows that are here lack this country or these powers: nothing is known of its chokepoints."
        return [{"title": title, "said": None, "text": text, "figures": []}]
    screen = results["products"]
    sentences = told(screen, language)
    text = _screened(screen, language)
    pairs: list[tuple[str, str]] = getattr(screen, "chokepoints", list)()
    section: dict[str, Any] = {
        "title": title,
        "said": sentences[0].text if sentences else None,
        "text": text,
        "sentences": [one.text for one in sentences[1:]],
        "figures": pictured(screen, "chokepoints", language, powers=powers) if pairs else [],
    }
    if pairs:
        section["table"] = chokepoint_table(screen, pairs)
    return [section]


def chokepoint_table(screen: Result, pairs: list[tuple[str, str]], most: int = 8) -> dict[str, Any]:
    """Give the evidence on each chokepoint with the share of the data behind it."""
    names = (
        "supplier_share",
        "import_herfindahl",
        "world_export_herfindahl",
        "production_herfindahl",
        "import_export_ratio",
    )
    said = dict(screen.diagnostics.get("names", {}))
    rows = []
    for partner, product in pairs[:most]:
        labels = {"country": screen.data["country"].values[0], "partner": partner, "product": product}
        cells = [_cell(screen, name, **labels) for name in names]
        if cells[-1] == "missing":
            cells[-1] = "none exported"
        held = _one(screen.data["years_held"], labels)
        cells.append(f"{held:.0f}" if math.isfinite(held) else "missing")
        reported = _one(screen.data["production_herfindahl__coverage"], labels)
        amount = _one(screen.data["imports"], labels) / 1000
        value = f"{amount:,.0f} million USD" if amount >= 1 else "under 1 million USD"
        mined = f"; {100 * reported:.0f} % of mining reported" if reported > 0 else "; mining not recorded"
        note = f"from {in_text(partner)}, {value}{mined}"
        rows.append({"label": capital(said.get(product, product)), "note": f"HS {product}, {note}", "cells": cells})
    left = f" {len(pairs) - most} more are not shown: 'counterpoise products' lists all." if len(pairs) > most else ""
    return {
        "caption": f"Chokepoints, the most imported first. HHI: Herfindahl index.{left}",
        "heads": [capital(screen.data[one].attrs["short"]) for one in (*names, "years_held")],
        "rows": rows,
        "words": False,
    }


def past_section(here: str, powers: tuple[str, ...], past: Result, language: str = "en") -> dict[str, Any]:
    """Give the section on the past, which says so where there is none."""
    frame: Any = past.frame()
    known = frame[(frame["indicator"] == "look_through") & frame["value"].notna()]
    sources = sorted({source_label(one) for one in known["source"]})
    if len(sources) > 1:
        text = (
            f"Two sources, {listed(sources)}, differ in coverage and method: no line joins them, and a step between them "
            "is not a change."
        )
    else:
        text = (
            f"The series for 1995 to 2011 does not hold {here}, or not these partners: only the newest year is known."
        )
    years = known.groupby("partner").size().max() if len(known) else 0
    shown = pictured(past, "past", language, powers=powers) if years > 1 else []  # of a single year there is no line
    return {"title": "Since when: the past", "said": None, "text": text, "figures": shown}


def _dyadic(result: Result) -> list[str]:
    return [name for name in result.variables if "partner" in result.data[name].dims]


def glance(result: Result) -> dict[str, Any]:
    """Give the headline measures of each power: manufacturing large, the whole economy small."""
    from counterpoise.core.measure import measures  # noqa: PLC0415

    names = [name for name in _dyadic(result) if name in measures and measures[name].headline]
    large, *small = sorted(result.data["sector"].values.tolist(), key=lambda one: one != "manufacturing")
    rows = []
    for p in result.data["partner"].values.tolist():
        cells = [
            {
                "large": _cell(result, name, prose=True, partner=p, sector=large),
                "small": [_cell(result, name, prose=True, partner=p, sector=one) for one in small],
            }
            for name in names
        ]
        rows.append({"label": country_name(p), "cells": cells})
    heads = [result.data[name].attrs["short"] for name in names]
    beside = "; small, the whole economy" if small else ""
    said = f"At a glance: {large}{beside}. Each measure is defined under Methods."
    return {"heads": heads, "rows": rows, "said": said}


def powers_table(result: Result) -> dict[str, Any]:
    """Give every measure of the powers, for the whole economy and for manufacturing."""
    partners = result.data["partner"].values.tolist()
    sectors = result.data["sector"].values.tolist()
    rows = []
    for name in _dyadic(result):
        attrs = result.data[name].attrs
        cells = [
            {"value": _cell(result, name, partner=p, sector=s), "span": _span(result, name, partner=p, sector=s)}
            if "sector" in result.data[name].dims or s == sectors[0]
            else {"value": "", "span": ""}
            for p in partners
            for s in sectors
        ]
        rows.append(
            {
                "name": name,
                "attrs": {key: attrs.get(key, "") for key in ("short", "label", "estimated")},
                "cells": cells,
            }
        )
    return {
        "said": "Shares in percent; ratios as numbers. Below an estimate stand its bounds, which hold 80 % of the errors measured where "
        "the truth is known, over all pairs together; those of the cost of cutting are its range of elasticities.",
        "heads": [{"label": country_name(p), "span": len(sectors)} for p in partners],
        "subheads": ["whole economy" if s == "TOTAL" else s for _ in partners for s in sectors],
        "rows": rows,
    }


def _cell(result: Result, name: str, *, prose: bool = False, **labels: str) -> str:
    value = _one(result.data[name], labels)
    if not math.isfinite(value):
        return "missing"
    if result.data[name].attrs["unit"] == "share":
        return percent(value) if prose else f"{100 * value:.2f} %"
    return times(value) if prose and result.data[name].attrs["unit"] == "ratio" else f"{value:.3g}"


def _one(array: xr.DataArray, labels: Mapping[str, str]) -> float:
    """Give the number with these labels; a measure of the whole economy has no sector."""
    return float(array.sel({dimension: one for dimension, one in labels.items() if dimension in array.dims}).item())


def _span(result: Result, name: str, **labels: str) -> str:
    """Give the bounds of an estimate, or nothing."""
    low, high = (result.companion(name, end) for end in ("low", "high"))
    if low is None or high is None:
        return ""
    ends = [_one(one, labels) for one in (low, high)]
    if not all(map(math.isfinite, ends)):
        return ""
    if low.attrs["unit"] == "share":
        return f"{100 * ends[0]:.1f} to {100 * ends[1]:.1f} %"
    return f"{ends[0]:.3g} to {ends[1]:.3g}"
