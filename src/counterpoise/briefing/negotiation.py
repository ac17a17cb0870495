"""The page on a negotiation: which deal enforces itself, by which steps, how sure that is, and what it takes for granted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn_in, measure_in, measures_of, rendered, sources_of
from counterpoise.core.bargain import ANY, KEPT, LEAVE, WITHHOLD, Bargain
from counterpoise.core.numbers import middle
from counterpoise.questions.assumed import assumed
from counterpoise.words.catalogue import capital
from counterpoise.words.documents import in_language
from counterpoise.words.findings import told
from counterpoise.words.language import text
from counterpoise.words.phrases import strictly
from counterpoise.words.phrases import translated as phrase

if TYPE_CHECKING:
    from counterpoise.core.result import Result

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "raiffa": "Raiffa",
    "rubinstein": "alternating offers",
}

SETS = {ANY: "of all, if kept", KEPT: "self-enforcing"}

SECTIONS = (
    (
        "The zone of agreement",
        "What deals are worth to the parties: each point is a deal that no other betters for all. A deal that enforces itself is one that "
        "everybody does best to keep, at every stage. The rules of bargaining take different deals; where they part, nothing here says "
        "which comes about.",
        ("zone",),
        "zone",
        ("zone", "foretold", "enforcement", "payments", "incomes"),
    ),
    (
        "The path, step by step",
        "What is done at each stage. Slack is what keeping to the path is worth to a party above the best that it could do instead: to "
        "leave, to withhold what is left of its steps, or to take back what it can. Below zero the path fails. Bars are 90 % of the draws "
        "of what is not known.",
        ("ladder",),
        "path",
        ("stages", "stages_cost"),
    ),
    (
        "How sure that is",
        "How the path fares over draws of what is not known, from the ranges that were stated; and what comes out where draws are solved "
        "anew. A share of these draws is no probability.",
        ("survival", "breaks", "regimes"),
        "sure",
        ("possible", "enforced", "ratified", "breaks", "anew", "thresholds"),
    ),
)
"""Of each section with figures: its title, its text, its charts, its tables, and the findings that are told there; all others are told first."""

TABLED = ("bears",)
"""Findings that a table tells."""

LIMITS = (
    "Payoffs are on each party's own scale: those of two parties can't be added up or compared, but where the parties can pay each other",
    "A path is held against what one party alone does instead, while the others go on with their own steps until they notice. Parties that "
    "cheat together are left out",
    "Paths raise levels and never lower them; what is taken back is taken back by a cheat, or when talks end",
    "What is not known is drawn independently from the ranges that were stated. They are judgements, and so are the worths of the levels",
)
"""What the numbers are not, whatever the document."""

METHOD = (
    "Values of a path are discounted flows, with the chance of a breakdown at every period. All self-enforcing paths are found backwards "
    "over the states, in each of which the values that no other betters for all are kept. The path shown is the one to its deal that has "
    "the largest least slack. The methods pages of the documentation have the formulas."
)

MANY = 6
"""Courses and parties beyond which a page would be no page."""


def page(answer: Result, language: str = "en") -> str:
    """Give the page: one self-contained HTML file.

    Parameters
    ----------
    answer
        Of a negotiation.
    language
        One of `counterpoise.words.language.LANGUAGES`.
    """
    answer = in_language(answer, language)
    read = Bargain(answer)
    sentences = {one.finding: one.text for one in told(answer, language)}
    later = {*TABLED, *(one for *_, names in SECTIONS for one in names)}
    first = [said for finding, said in sentences.items() if finding not in later]
    warnings = [phrase(one.rstrip("."), language) for one in answer.warnings]
    return rendered(
        "negotiation.html.j2",
        language=language,
        kind=text("Which deal is possible", language),
        kicker="",
        key=answer.question.key[:12],
        title=str(read.attrs["title"] or read.attrs["headline"]),
        asks=str(read.attrs["asks"]),
        headline=first[0] if first else "",
        sentences=first[1:],
        glance=glance(read, language),
        sections=[_section(answer, read, part, sentences, language) for part in SECTIONS],
        assumptions=assumed(answer, language),
        limits=[capital(one) for one in (*(text(one, language) for one in LIMITS), *dict.fromkeys(warnings))],
        method=text(METHOD, language),
        measures=[measure_in(one, language) for one in measures_of({"negotiation": answer})],
        diagnostics=_diagnostics(answer, language),
        sources=sources_of({"negotiation": answer}),
    )


# Names and numbers -------------------------------------------------------------------------------------------------


def name(read: Bargain, party: str, language: str) -> str:
    """Give what a party is called; a country that goes by its English name by its own in another language."""
    return (strictly(read.name(party), language) if language != "en" else None) or read.name(party)


def number(value: float, low: float = math.nan, high: float = math.nan, *, places: int = 2) -> str:
    """Write a number with its range, where that is one.

    Examples
    --------
    >>> number(0.6049), number(-0.2, -0.31, 0.12), number(float("nan"))
    ('0.60', '-0.20 [-0.31, 0.12]', '–')
    """
    if not math.isfinite(value):
        return "–"
    span = f" [{_plain(low, places)}, {_plain(high, places)}]" if math.isfinite(low) and high - low > 1e-9 else ""
    return _plain(value, places) + span


def _plain(value: float, places: int) -> str:
    written = f"{value:,.{places}f}"
    return written if written.strip("-0.,") else written.lstrip("-")


def decimals(values: Sequence[float]) -> int:
    """Give the decimals that most of some numbers need for three figures."""
    size = middle(values)
    return min(max(2 - math.floor(math.log10(size)), 0), 6) if size > 0 else 2


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %" if math.isfinite(value) else "–"


# Tables ------------------------------------------------------------------------------------------------------------


def glance(read: Bargain, language: str) -> dict[str, Any]:
    """Give what each party has without a deal, today and at best, by course."""
    places = min(decimals([one for course in read.courses for one in read.each("outside_value", course)]), 2)
    rows = []
    kinds = (
        ("outside_value", {}, "without a deal"),
        ("today_value", {}, "as it is today"),
        ("ideal_value", {"set": ANY}, "at best"),
    )
    for course in read.courses:
        for kind, labels, words in kinds:
            head = f"{read.course(course)}: " if len(read.courses) > 1 else ""
            ends = (read.each(f"{kind}{end}", course, **labels) for end in ("", "__low", "__high"))
            cells = [_pair(number(*three, places=places)) for three in zip(*ends, strict=True)]
            rows.append({"label": f"{head}{text(words, language)}", "cells": cells})
    said = text("At a glance: payoffs a period, on each party's own scale. In brackets: 90 % of the draws.", language)
    return {"heads": [name(read, one, language) for one in read.parties], "rows": rows, "said": said}


def _pair(written: str) -> dict[str, Any]:
    first, _, rest = written.partition(" ")
    return {"large": first, "small": [rest] if rest else []}


def _table(heads: list[str], rows: list[dict[str, Any]], said: str, *, words: bool = False) -> dict[str, Any]:
    return {"caption": said, "heads": heads, "rows": rows, "words": words}


def predictions(read: Bargain, course: str, language: str) -> dict[str, Any]:
    """Give what each rule takes of each set: values, and the deal in words."""
    found = [
        (kind, rule, held)
        for kind in (KEPT, ANY)
        for rule in RULES
        if rule in read.rules and (held := read.agreed(course, kind, rule)) is not None
    ]
    places = decimals([one for *_, (_, values) in found for one in values])
    rows = [
        {
            "label": text(RULES[rule], language),
            "note": text(SETS[kind], language),
            "cells": [*(number(one, places=places) for one in values), _deal(read, levels, course, language)],
        }
        for kind, rule, (levels, values) in found
    ]
    heads = [*(name(read, one, language) for one in read.parties), text("deal", language)]
    return _table(heads, rows, _headed(read, course, "What the rules of bargaining take.", language), words=True)


def _deal(read: Bargain, levels: Sequence[float], course: str, language: str) -> str:
    return read.deal(levels, course, "~" if language == "ko" else " to ") or text("no change", language)


def _headed(read: Bargain, course: str, said: str, language: str) -> str:
    return (f"{read.course(course)}. " if len(read.courses) > 1 else "") + text(said, language)


def path(read: Bargain, course: str, language: str) -> dict[str, Any] | None:
    """Give the path: at each stage what is done, the slack of each party, and what it would do instead."""
    states = read.path(course)
    if not states:
        return None
    slacks = [read.each("slack", course, stage=stage) for stage in range(len(states))]
    places = min(decimals([one for row in slacks for one in row]), 3)
    rows = []
    for stage, row in enumerate(slacks):
        done = read.steps(course)[stage] if stage + 1 < len(states) else []
        words = "; ".join(f"{read.issue(one.issue)}: {read.level(one.issue, one.after)}" for one in done)
        ends = [read.each(f"slack__{end}", course, stage=stage) for end in ("low", "high")]
        cells = [number(value, low, high, places=places) for value, low, high in zip(row, *ends, strict=True)]
        instead = [_instead(read.at("cheat", course, stage=stage, party=one), language) for one in read.parties]
        head = text("from then on", language) if not done else phrase(f"stage {stage + 1}", language)
        both = [f"{one} ({other})" for one, other in zip(cells, instead, strict=True)]
        rows.append({"label": head, "note": words, "cells": both})
    said = "Slack of each party, in brackets over 90 % of the draws, and the best that it could do instead."
    return _table([name(read, one, language) for one in read.parties], rows, _headed(read, course, said, language))


def _instead(kind: float, language: str) -> str:
    words = {LEAVE: "leave", WITHHOLD: "withhold"}.get(int(kind) if math.isfinite(kind) else LEAVE, "take back")
    return text(words, language)


LIMIT_ROWS = (
    ("discount", "discount factor that is taken"),
    ("critical_discount", "least with which it keeps to the path"),
    ("critical_outside", "rise of its outside option that it bears"),
    ("critical_lag", "longest lag in noticing it that the path bears, in periods"),
    ("critical_detection", "least chance of noticing it that the path bears"),
)


def limits(read: Bargain, course: str, language: str) -> dict[str, Any] | None:
    """Give where each party leaves the path, all else as it is."""
    if not read.path(course) or read.side_payments:
        return None
    rows = []
    for kind, words in LIMIT_ROWS:
        held = read.each(kind, course)
        if any(map(math.isfinite, held)):
            places = 0 if kind == "critical_lag" else 3
            rows.append(
                {"label": text(words, language), "note": "", "cells": [number(one, places=places) for one in held]}
            )
    said = "Where each party leaves the path, all else as it is; a dash where nothing of the kind breaks it."
    return _table([name(read, one, language) for one in read.parties], rows, _headed(read, course, said, language))


def shares(read: Bargain, language: str) -> dict[str, Any]:
    """Give by course the margin and the shares of draws."""
    rows = []
    for one in read.courses:
        margin = number(*(read.at(f"margin{end}", one) for end in ("", "__low", "__high")), places=3)
        direct = number(read.at("direct_margin", one), places=3)
        rest = [
            _percent(read.at(kind, one))
            for kind in ("survival_share", "ratified_share", "possible_share", "enforced_share")
        ]
        rows.append(
            {
                "label": read.course(one) if len(read.courses) > 1 else text("the talks", language),
                "note": "",
                "cells": [margin, direct, *rest],
            }
        )
    heads = (
        "margin",
        "margin at once",
        "path holds",
        "ratified",
        "a deal all prefer to none",
        "a deal enforces itself",
    )
    said = "Margins, in brackets over 90 % of the draws, and shares of the draws."
    return _table([text(one, language) for one in heads], rows, text(said, language))


def _tables(read: Bargain, kind: str, language: str) -> list[dict[str, Any]]:
    """Give the tables of a section."""
    if kind == "zone":
        every = [predictions(read, one, language) for one in read.courses]
    elif kind == "path":
        every = [path(read, one, language) for one in read.courses]
    else:
        every = [shares(read, language), *(limits(read, one, language) for one in read.courses)]
    return [one for one in every if one is not None and one["rows"]]


# Sections ----------------------------------------------------------------------------------------------------------


def _section(
    answer: Result, read: Bargain, part: tuple[Any, ...], sentences: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Give a section: its figures, as far as the answer has them, its findings and its tables."""
    title, said, charts, kind, names = part
    figures = [one for chart in charts if (one := _drawn(answer, chart, language)) is not None]
    return {
        "title": text(title, language),
        "text": text(said, language),
        "figures": figures,
        "sentences": [sentences[one] for one in names if one in sentences],
        "tables": _tables(read, kind, language),
    }


def _drawn(answer: Result, chart: str, language: str) -> dict[str, Any] | None:
    """Give a figure in a language, with its caption; None where this answer has none."""
    held = drawn_in(answer, chart, language)
    tall = chart in ("ladder", "breaks") or (chart == "zone" and answer.data.sizes.get("course", 1) > 2)
    return held and held | ({"size": "large"} if tall else {})


def _diagnostics(answer: Result, language: str) -> list[dict[str, str]]:
    """Give how the calculation went."""
    return [
        {"name": text(one.replace("_", " "), language), "value": f"{v:.3g}" if isinstance(v, float) else str(v)}
        for one, v in answer.diagnostics.items()
        if not isinstance(v, dict | list | tuple)
    ]
