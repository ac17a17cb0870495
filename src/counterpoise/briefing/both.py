"""The page's opening: both sides of the equation for two powers, and on whom the country relies for its security."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import pictured
from counterpoise.codes.countries import name as country_name
from counterpoise.codes.countries import spoken
from counterpoise.codes.groups import group, is_group
from counterpoise.core.errors import InputError
from counterpoise.core.numbers import places, written
from counterpoise.words.catalogue import capital, figures, listed, possessive
from counterpoise.words.findings import told
from counterpoise.words.language import text

if TYPE_CHECKING:
    from counterpoise.core.result import Result
    from counterpoise.world.economy import Economy

SHOWN = (
    "defence_obligation",
    "mutual_assistance_clause",
    "assurance_given",
    "living_guarantee",
    "protected_capability",
    "arms_supplier_share",
    "foreign_presence",
    "troops_stationed",
)
"""The measures of the table, in its order."""


def both_sides(
    country: str,
    named: Sequence[str],
    powers: Sequence[str],
    *,
    weights: Mapping[str, float] | None = None,
    year: int | None,
    source: str | None,
    economy: Economy | None,
) -> tuple[dict[str, Result], dict[str, str]]:
    """Answer the questions of both sides as far as they can be.

    Parameters
    ----------
    country
        Whom the page is about.
    named, powers
        The powers as they were named, and the countries that they stand for.
    weights
        Of the equation's indicators; its own where there are none.
    year, source, economy
        The accounts.

    Returns
    -------
    tuple
        The results by name (``equation``, ``security`` on the powers, ``guarantors`` on everyone), and by the same names why
        one is lacking.
    """
    from counterpoise.questions import equation, security  # noqa: PLC0415

    pair = list(named if len(named) == 2 else powers)[:2]
    asks = {
        "equation": lambda: equation(
            country, powers=pair, weights=weights or None, year=year, source=source, economy=economy
        ),
        "security": lambda: security(country, on=list(powers), year=year),
        "guarantors": lambda: security(country, year=year),
    }
    if len(pair) < 2:
        asks.pop("equation")
    results: dict[str, Result] = {}
    lacking = {} if len(pair) == 2 else {"equation": "it sets two powers against each other, and one was named"}
    for name, ask in asks.items():
        try:
            results[name] = ask()
        except InputError as error:
            lacking[name] = error.what
    return results, lacking


def headline(results: Mapping[str, Result], language: str = "en") -> str:
    """Give the page's first sentence: where the economy leans and where security does; nothing where it is not known."""
    said = [one.text for one in told(results["equation"], language)] if "equation" in results else []
    return said[0] if said else ""


def opening(
    named: Sequence[str], results: Mapping[str, Result], lacking: Mapping[str, str], language: str = "en"
) -> list[dict[str, Any]]:
    """Give the opening sections: the equation with its chart, and the indicators behind it."""
    if "equation" not in results:
        text = (
            f"Where its economy and its security lean can't be told here: {lacking.get('equation', 'it is not known')}."
        )
        return [{"title": "Economy and security", "said": None, "text": text, "figures": []}]
    held = results["equation"]
    first, second = (spoken(one, in_text=True) for one in held.data["partner"].values.tolist())
    drawing = _drawings(held, language)
    first_two = f" Of the {len(named)} powers it shows the first two that were named." if len(named) > 2 else ""
    whom = [f"{one} is the {_full(one)}" for one in held.data["partner"].values.tolist() if is_group(one)]
    groups = f" {'; '.join(whom)}: its members together." if whom else ""
    text = (
        f"Across, the share of a country's economy that rests on {first} less the share that rests on {second}; up, the same of "
        f"its security. In the shaded quarters the two go to different powers.{first_two}{groups}"
    )
    said = [one.text for one in told(held, language)[1:]]
    made = [
        {
            "title": f"Between {first} and {second}",
            "said": None,
            "text": text,
            "figures": drawing["equation"],
            "sentences": said,
        }
    ]
    if drawing["leans"]:
        text = (
            "Each indicator is a difference of shares. Bars show them, lines their bounds or, of a whole, its interval over "
            f"{held.diagnostics['draws']:,} random weightings; those without a weight are for comparison."
        )
        made.append(
            {"title": "What the two leans are made of", "said": None, "text": text, "figures": drawing["leans"]}
        )
    return made


def _full(code: str) -> str:
    """Give a group's name within a sentence."""
    return group(code).name_en


def _drawings(held: Result, language: str) -> dict[str, list[dict[str, Any]]]:
    """Draw the equation and its indicators; none where no country's place is known, which the sentences say."""
    made: dict[str, list[dict[str, Any]]] = {}
    for name, choices in (("equation", {"intervals": True}), ("leans", {})):
        made[name] = []
        for picture in pictured(held, name, language, **choices):
            short = replace(picture["caption"], measures=() if name == "leans" else _brief(picture["caption"].measures))
            short = replace(short, sources=(*short.sources[:1], text("security: see Sources", language)))
            made[name].append(picture | {"caption": short, "size": "large" if name == "equation" else "small"})
    return made


def _brief(measures: Sequence[Any]) -> tuple[Any, ...]:
    """Leave out of a caption what Methods say."""
    return tuple(replace(one, citation="", coverage="") for one in measures if one.short == "cross-pressure")


def security_section(
    powers: Sequence[str], results: Mapping[str, Result], lacking: Mapping[str, str], language: str = "en"
) -> dict[str, Any]:
    """Give the section on whom the country relies for its security: what is promised by whom, and the powers' measures."""
    title = "On whom it relies for its security"
    whole = results.get("guarantors", results.get("security"))
    if whole is None:
        why = lacking.get("security", lacking.get("guarantors", "there is no data"))
        return {"title": title, "said": None, "text": f"Nothing is told of its security here: {why}.", "figures": []}
    sentences = [one.text for one in told(whole, language)]
    section: dict[str, Any] = {
        "title": title,
        "said": sentences[0] if sentences else None,
        "text": "All partners, as far as they are known; what is not recorded is not shown to be absent.",
        "sentences": sentences[1:],
        "figures": [],
    }
    if "security" in results:
        section["table"] = security_table(results["security"])
        absent = [one for one in powers if one not in results["security"].data["partner"].values.tolist()]
        if absent:
            section["text"] += f" There is no security data on {listed([spoken(one, in_text=True) for one in absent])}."
    elif "security" in lacking:
        section["text"] += f" Of the powers nothing is told: {lacking['security']}."
    return section


def security_table(result: Result) -> dict[str, Any]:
    """Give each power's measures: the value or its bounds, its year, the treaty by name and days, and the source."""
    who = str(result.data["country"].values[0])
    partners = [str(one) for one in result.data["partner"].values.tolist()]
    rows = []
    for name in SHOWN:
        if name not in result.data:
            continue
        attrs = result.data[name].attrs
        cells = [_measured(result, name, who, one) for one in partners]
        if name in SHOWN[1:3] and all(cell["large"] == "no" for cell in cells):
            continue
        note = "; ".join(dict.fromkeys(part for one in partners for part in _sources(result, name, who, one)))
        rows.append({"label": capital(attrs["short"]), "note": note, "cells": cells})
    return {
        "caption": f"What each power is to {possessive(who)} security, with the year of each figure and, beside "
        "each measure, its sources. Where a figure is missing its bounds stand instead: missing is not zero.",
        "heads": [country_name(one) for one in partners],
        "rows": rows,
        "words": False,
        "dated": True,
    }


def _sources(result: Result, name: str, who: str, partner: str) -> list[str]:
    named = result.companion(name, "source")
    text = "" if named is None else str(named.sel(country=who, partner=partner).item())
    return [part for part in text.split(" + ") if part]


def _measured(result: Result, name: str, who: str, partner: str) -> dict[str, Any]:
    """Give one cell: the value as large, its year and its acts as small."""
    labels = {"country": who, "partner": partner}
    value = float(result.data[name].sel(labels))
    unit = result.data[name].attrs.get("unit", "")
    year, kind = (result.companion(name, end) for end in ("year", "kind"))
    small = [] if year is None or not int(year.sel(labels)) else [str(int(year.sel(labels)))]
    if kind is not None:
        small += [part for part in str(kind.sel(labels).item()).split("; ") if part]
    return {
        "large": _number(value, unit) if math.isfinite(value) else _bounds(result, name, labels, unit),
        "small": small,
    }


def _bounds(result: Result, name: str, labels: Mapping[str, str], unit: str) -> str:
    ends = [result.companion(name, end) for end in ("low", "high")]
    values = [math.nan if one is None else float(one.sel(labels)) for one in ends]
    if not all(map(math.isfinite, values)):
        return "missing"
    low, high = (_number(one, unit) for one in values)
    return f"{low.removesuffix(' %')} to {high}"


def _number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{figures(100 * value) if value else '0'} %"
    if unit == "":
        return {0.0: "no", 1.0: "yes"}.get(value, f"{value:,.0f}")
    return f"{value:,.0f}" if unit == "persons" else written(value, unit, places(abs(value), unit))
