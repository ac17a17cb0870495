"""The brief as one self-contained HTML file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.charts.captions import alternative, caption
from counterpoise.charts.render import svg
from counterpoise.codes.countries import name as country_name
from counterpoise.core.figure import figures_for
from counterpoise.core.need import need
from counterpoise.words.catalogue import country as in_text
from counterpoise.words.catalogue import listed, possessive
from counterpoise.words.findings import told

if TYPE_CHECKING:
    from counterpoise.core.result import Result

TEMPLATE = Path(__file__).parent / "brief.html.j2"


def page(country: str, powers: tuple[str, ...], results: Mapping[str, Result]) -> str:
    """Give the page.

    Parameters
    ----------
    country, powers
        Whom it is about.
    results
        ``partners`` (all partners), ``powers`` (both directions), ``sectors`` (each sector) and
        ``past``.
    """
    from counterpoise.core.version import __version__  # noqa: PLC0415

    jinja = need("jinja2", "brief")
    template = jinja.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    sentences = [s.text for one in ("powers", "past") for s in told(results[one])]
    others = listed([in_text(one) for one in powers])
    return template.render(
        title=f"{_capital(possessive(country))} economic reliance on {others}",
        version=__version__,
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        sections=sections(country, powers, results),
        measures=measures_of(results),
        sources=sources_of(results),
        warnings=list(dict.fromkeys(w for result in results.values() for w in result.warnings)),
    )


def sections(country: str, powers: tuple[str, ...], results: Mapping[str, Result]) -> list[dict[str, Any]]:
    """Give the page's sections: each with a heading, a sentence, figures and a table."""
    here = in_text(country)
    names = sector_names(results["sectors"])
    return [
        {
            "title": "On whom: reliance by partner",
            "text": f"The partners that sell {here} the most inputs for its manufacturing, as shares of all inputs that it "
            "buys, those from home included.",
            "figures": [drawn(results["partners"], "partners", always=powers)],
            "table": None,
        },
        {
            "title": "Face value against look-through",
            "text": "What a country buys directly hides what its suppliers buy in turn. Counting all stages shows who "
            "stands behind the inputs.",
            "figures": [drawn(results["partners"], "face_and_through", always=powers, most=8)],
            "table": powers_table(results["powers"]),
        },
        {
            "title": "The most exposed sectors",
            "text": f"The sectors whose final sales rest most on output made in {listed([in_text(p) for p in powers])}, "
            "all stages counted.",
            "figures": [drawn(results["sectors"], "exposed_sectors", names=names)],
            "table": None,
        },
        {
            "title": "Both directions",
            "text": f"A tie binds two sides: {here} as a buyer and a seller, and each partner's reliance on it.",
            "figures": [drawn(results["powers"], "both_directions")],
            "table": None,
        },
        past_section(here, results["past"]),
    ]


def sector_names(result: Result) -> dict[str, str]:
    """Give the names of a result's sectors, where their classification is known."""
    from counterpoise.codes.sectors import scheme, schemes  # noqa: PLC0415

    codes = result.data["sector"].values.tolist()
    known = next((scheme(one) for one in schemes() if set(codes) <= set(scheme(one).codes)), None)
    return {code: known.name(code) for code in codes} if known else {}


def past_section(here: str, past: Result) -> dict[str, Any]:
    """Give the section on the past, which says so where there is none."""
    frame: Any = past.frame()
    known = frame[(frame["indicator"] == "look_through") & frame["value"].notna()]
    sources = sorted(set(known["source"]))
    if len(sources) > 1:
        text = (
            f"Two sources, {listed(sources)}, differ in coverage and method: no line joins them, and a step between them "
            "is not a change."
        )
    else:
        text = (
            f"The series for 1995 to 2011 does not hold {here}, or not these partners: only the newest year is known."
        )
    return {"title": "The past", "text": text, "figures": [drawn(past, "past")] if len(known) else [], "table": None}


def drawn(result: Result, name: str, **choices: Any) -> dict[str, str]:
    """Give a figure as SVG with its caption."""
    shown = figures_for(result.question)[name]
    picture = svg(shown(result, **choices), alternative(result, shown))
    return {"svg": picture, "caption": caption(result, shown)}


def powers_table(result: Result) -> dict[str, Any]:
    """Give every measure of the powers, for the whole economy and for manufacturing."""
    partners = result.data["partner"].values.tolist()
    sectors = result.data["sector"].values.tolist()
    columns = [(p, s) for p in partners for s in sectors]
    rows = []
    for name in result.variables:
        array = result.data[name]
        if "partner" not in array.dims:
            continue
        cells = [_cell(float(array.sel(partner=p, sector=s).item()), array.attrs["unit"]) for p, s in columns]
        note = " (an estimate)" if array.attrs.get("estimated") else ""
        rows.append({"label": array.attrs["label"] + note, "cells": cells})
    return {
        "caption": "All measures of these ties. Shares in percent; ratios as numbers.",
        "heads": [{"name": country_name(p), "span": len(sectors)} for p in partners],
        "subheads": ["whole economy" if s == "TOTAL" else s for _, s in columns],
        "rows": rows,
    }


def _cell(value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "missing"
    return f"{100 * value:.2f} %" if unit == "share" else f"{value:.3g}"


def measures_of(results: Mapping[str, Result]) -> list[dict[str, str]]:
    """Give each measure's label, formula and source, once."""
    found: dict[str, dict[str, str]] = {}
    for result in results.values():
        for name in result.variables:
            attrs = result.data[name].attrs
            found.setdefault(
                name, {"name": name, **{k: attrs.get(k, "") for k in ("label", "formula", "unit", "citation")}}
            )
    return list(found.values())


def sources_of(results: Mapping[str, Result]) -> list[dict[str, Any]]:
    """Give each source once, with its licence and what it is not."""
    found: dict[str, dict[str, Any]] = {}
    for result in results.values():
        for one in result.provenance:
            found.setdefault(
                one.source,
                {
                    "name": one.source,
                    "title": one.title,
                    "edition": one.edition,
                    "licence": one.licence,
                    "citation": one.citation,
                    "notes": one.notes,
                },
            )
    return list(found.values())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
