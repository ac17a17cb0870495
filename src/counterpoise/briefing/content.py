"""What a brief says and shows: the same for every format, in English or in another language of the program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.both import headline, opening, security_section
from counterpoise.briefing.economy import glance, powers_table, sections
from counterpoise.briefing.page import kicker, measure_in, measures_of, sources_of
from counterpoise.briefing.prospects import (
    costs_section,
    level_section,
    record_sections,
    said_sections,
    sentences_of,
    talks_sections,
)
from counterpoise.charts.captions import cited
from counterpoise.words.catalogue import capital
from counterpoise.words.catalogue import country as in_text
from counterpoise.words.documents import in_language, written
from counterpoise.words.findings import told
from counterpoise.words.language import short, table, text
from counterpoise.words.phrases import caution, strictly, translated

if TYPE_CHECKING:
    from counterpoise.briefing.question import Brief
    from counterpoise.core.result import Result

KEPT = ("svg", "formula", "symbol", "citation", "name", "key", "hash", "edition", "licence", "language", "notes")
"""Fields that are the same in every language."""

ASIDE = ("leverage ", "talks ", "relations ", "record ", "hedge")
"""Beginnings of the names of results whose measures the document does not define: their own pages and the docs do."""

_LETTERS = re.compile(r"[A-Za-z]")
_HANGUL = re.compile(r"[가-힣]")
_CODE = re.compile(r"(?P<open> ?\((?=[a-z_]+\)))?(?<![A-Za-z_])(?P<name>[A-Za-z]+(?:_[a-z]+)+)(?![a-z_])(?(open)\))")
"""A name as the program writes it."""
_LISTED = re.compile(r"\((?P<name>[a-z_]+); ")
"""The same behind its label, before what else is told of it."""

NOTATION = (
    "Country i relies on partner j; s, k are sectors. Z: flows of inputs between country-sectors; x: output; A: input "
    "coefficients; B: Leontief's inverse; z: final sales; v: value added over output; F: final demand. Of security, d: a promise of "
    "defence; g: a living guarantee; C: capabilities; v: arms delivered; T: troops. Of both sides, E and S: net reliance on the first "
    "power less on the second; X: cross-pressure; w: weights."
)

WORDS = (
    "an estimate",
    "Source",
    "Sources",
    "Methods",
    "Findings",
    "Made with",
    "key of the question",
    "On whom it relies for its economy",
    "What these numbers are, and are not",
    "All measures of these ties",
    "The case of this document",
    "The same case gives the same document",
)
"""Words of the templates."""

DESCRIBES = (
    "They describe who supplied whom in the year of the accounts, and who has promised, delivered or stationed what by the years "
    "that stand beside the figures; a scenario is conditional, and no forecast; ties are not causes",
    "Finance, technology and firms are not in them",
)


def content(made: Brief) -> dict[str, Any]:
    """Give all that a template shows.

    Parameters
    ----------
    made
        The brief with its results.

    Returns
    -------
    dict
        ``findings`` (three sentences), ``opening``, ``economic`` and ``sections`` (each with title, sentence, text, figures,
        findings, table), ``annex``, ``measures``, ``warnings``, ``sources``, and what names the document.
    """
    language, lacking = made.case.language, made.lacking
    results = {name: in_language(one, language) for name, one in made.results.items()}
    named = tuple(made.case.powers)
    here = in_text(made.country)
    economic = [one.text for name in ("powers", "past") if name in results for one in told(results[name], language)]
    warnings = [capital(one.rstrip(".")) for result in results.values() for one in result.warnings]
    said = {
        "kind": "Economy and security in brief",
        "title": made.case.name,
        "about": written(made.case.about, language),
        "kicker": kicker(results["powers"].provenance),
        "accounts": "; ".join(cited(one) for one in results["powers"].provenance),
        "findings": findings(made),
        "opening": [
            *opening(named, results, lacking, language),
            security_section(made.powers, results, lacking, language),
        ],
        "economic": economic[0] if economic else "",
        "sentences": economic[1:],
        "glance": glance(results["powers"]),
        "sections": [
            *sections(made.country, made.powers, results, language),
            costs_section(here, results, lacking, language),
            level_section(results, lacking, language),
            *talks_sections(results, lacking, language),
            *record_sections(results, lacking, language),
            *said_sections(made.case, language),
        ],
        "annex": powers_table(results["powers"]),
        "notation": NOTATION,
        "warnings": [*dict.fromkeys(warnings), *DESCRIBES],
    }
    spoken = spoken_in(said, language) if language != "en" else said
    return {
        **spoken,
        "warnings": [_without_codes(one, language) for one in spoken["warnings"]],
        "title": written(made.case.name, language),
        "measures": [measure_in(one, language) for one in measures_of(_defined(results))],
        "sources": sources_of(results),
        "language": language,
        "key": made.question.key[:12],
        "hash": made.case.hash,
        "command": command(made),
        "version": made.question.version,
        "words": {one: text(one, language) for one in WORDS},
    }


def _defined(results: Mapping[str, Result]) -> dict[str, Result]:
    """Give the results whose measures stand among the methods."""
    return {name: one for name, one in results.items() if not name.startswith(ASIDE)}


def findings(made: Brief) -> list[str]:
    """Give the three sentences that the document opens with: where both sides lean, who stands behind the economy, what a rupture costs."""
    language, results = made.case.language, made.results
    lean = headline(results, language)
    behind = [one.text for one in told(results["powers"], language)[:1]]
    cost = []
    if "costs" in results:
        cost = sentences_of(results["costs"], language, ("which",)) or sentences_of(
            results["costs"], language, ("rupture",)
        )
    rest = [one.text for one in told(results["powers"], language)[1:3]]
    return [one for one in (lean, *behind, *cost[:1], *rest) if one][:3]


def command(made: Brief) -> str:
    """Give the command that makes the document again; of a case its title and its hash stand for the file."""
    case = made.case
    if case.title or case.scenarios or case.talks or case.record or case.weights or case.sentences:
        return "counterpoise brief CASE.toml"
    words = [f"counterpoise brief {case.country} --powers {','.join(case.powers)}"]
    if case.risk is not None:
        words.append(f"--risk {','.join(case.risk.against)}={case.risk.probability:g}")
    given = {"draws": case.draws, "seed": case.seed, "year": case.year, "source": case.source}
    words += [f"--{name} {value}" for name, value in given.items() if value]
    return " ".join([*words, *([] if case.language == "en" else [f"--lang {case.language}"])])


def _without_codes(note: str, language: str) -> str:
    """Give a note with measures' short names in the place of their code names, by which a reader of a page can't look them up."""

    def named(found: re.Match[str]) -> str:
        name = found["name"][:1].lower() + found["name"][1:]
        if name not in _shorts():
            return found[0]
        if found["open"]:  # it stands behind its label
            return ""
        known = _shorts()[name] if language == "en" else short(name, language, _shorts()[name])
        return f"“{known if len(known) > 1 else name.replace('_', ' ')}”"

    note = _LISTED.sub(lambda found: "(" if found["name"] in _shorts() else found[0], note)
    return _CODE.sub(named, note)


@lru_cache(maxsize=1)
def _shorts() -> dict[str, str]:
    """Give the short English names of all measures, whether or not they were computed here."""
    return {row["name"]: row["english_short"] for row in table("measures", "ko") if row["english_short"]}


def _said(english: str, language: str) -> str:
    """Give a text in another language; one that begins with a capital letter may be known without."""
    ways = (english, english[:1].lower() + english[1:])
    whole = next((said for one in ways if (said := caution(one, language) or strictly(one, language))), None)
    parts = (made for one in ways if _HANGUL.search(made := translated(one, language)))
    return whole or next(parts, english)


def spoken_in(value: Any, language: str, field: str = "") -> Any:
    """Give texts in another language wherever they stand; what is in it already, or has no words, stays."""
    if field in KEPT:
        return value
    if isinstance(value, str):
        return _said(value, language) if _LETTERS.search(value) and not _HANGUL.search(value) else value
    if isinstance(value, Mapping):
        return {key: spoken_in(one, language, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [spoken_in(one, language, field) for one in value]
    return value
