"""The page on two countries' relations: how steady each series was, the line of time, and what was said, word for word."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn_in, kicker, measure_in, measures_of, rendered, sources_of
from counterpoise.core.numbers import written
from counterpoise.questions.related import FOUR
from counterpoise.words.catalogue import capital
from counterpoise.words.findings import told
from counterpoise.words.language import short, text
from counterpoise.words.phrases import strictly
from counterpoise.words.phrases import translated as phrase
from counterpoise.words.relations import each_steady, series_name

if TYPE_CHECKING:
    from counterpoise.questions.related import Related
    from counterpoise.words.findings import Sentence

MOST = 40
"""As many statements as a page lists."""

LIMITS = (
    "A break is a lasting change of a series' mean, found by a test; what caused it, the test does not say",
    "Statements are those that somebody entered in the ledger: what is not there may have been said all the same",
    "That two statements contradict each other is a person's reading; both stand here word for word",
)
"""What the page is not; those of statements only where it has some."""


def page(answer: Related, language: str = "en") -> str:
    """Give the page: one self-contained HTML file.

    Parameters
    ----------
    answer
        On two countries.
    language
        One of `counterpoise.words.language.LANGUAGES`.
    """
    sentences = [line for one in told(answer, language) for line in _lines(answer, one, language)]
    sides = [str(answer.data[one].item()) for one in ("country", "partner")]
    named = [strictly(_name(one), language) or _name(one) if language != "en" else _name(one) for one in sides]
    limits = LIMITS if answer.statements else LIMITS[:1]
    warnings = [phrase(one.rstrip("."), language) for one in answer.warnings]
    timeline = drawn_in(answer, "timeline", language)
    return rendered(
        "relation.html.j2",
        language=language,
        kind=text("What was said and done between two countries", language),
        kicker=kicker(answer.provenance[:1]) if language == "en" else "",
        key=answer.question.key[:12],
        title=" · ".join(named),
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        glance=glance(answer, language),
        figure=timeline,
        apart=[tuple(_shown(one, language) for one in pair) for pair in answer.apart],
        statements=[_shown(one, language) for one in reversed(answer.statements[-MOST:])],
        left=max(len(answer.statements) - MOST, 0),
        limits=[*(text(one, language) for one in limits), *(capital(one) for one in dict.fromkeys(warnings))],
        measures=[measure_in(one, language) for one in measures_of({"relations": answer})],
        sources=sources_of({"relations": answer}),
    )


def _lines(answer: Related, said: Sentence, language: str) -> list[str]:
    """Give a finding as it stands in the page: the numbers of stability with a line for each series."""
    return each_steady(answer, language) if said.finding == "steady" else [said.text]


def _name(code: str) -> str:
    from counterpoise.codes.countries import spoken  # noqa: PLC0415

    return capital(spoken(code))


def glance(answer: Related, language: str) -> dict[str, Any] | None:
    """Give the four numbers of each series beside each other, and its breaks; None where no series is long enough."""
    if "series" not in answer.data.dims:
        return None
    rows = []
    for name in answer.data["series"].values.tolist():
        own = answer.data.sel(series=name)
        held = {one: float(own[one]) for one in FOUR}
        ends = [float(own[f"shock_half_life__{end}"]) for end in ("low", "high")]
        cells = [
            {"large": _number(held["break_p_value"]), "small": _breaks(answer, name)},
            {"large": _number(held["shock_half_life"]), "small": [f"{_number(ends[0])} – {_number(ends[1])}"]},
            {"large": _number(held["variance_ratio"]), "small": []},
            {"large": _number(held["smallest_shift"]), "small": []},
        ]
        rows.append({"label": series_name(name, language), "cells": cells})
    heads = [short(one, language, str(answer.data[one].attrs["short"])) for one in FOUR]
    return {
        "heads": heads,
        "rows": rows,
        "said": text(
            "The four numbers of stability, which are only told together: no break found is no evidence of stability where the "
            "smallest shift that would have been found is large.",
            language,
        ),
    }


def _breaks(answer: Related, name: str) -> list[str]:
    """Give after when each break lies, with the interval of its date."""
    return [f"{one['after']} ({one['first']} – {one['last']})" for one in answer.breaks if one["series"] == name]


def _number(value: float) -> str:
    return written(value, "index") if math.isfinite(value) else "∞"


def _shown(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give a statement or an event as the page shows it; an address only where a browser may open it."""
    address = str(one["address"])
    return {
        **one,
        "sides": " → ".join(part for part in (str(one["country"]), str(one["partner"])) if part),
        "topic": text(str(one["topic"]), language),
        "link": address if address.startswith(("https://", "http://")) else "",
        "spoken": one["type"] == "statement",
    }
