"""A page on a hedge: what it is worth, what it costs, where it lies, and what it is not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn, kicker, measures_of, rendered, sector_names, sources_of
from counterpoise.core.result import Result
from counterpoise.words.catalogue import capital
from counterpoise.words.findings import told
from counterpoise.words.insurance import named, sides

if TYPE_CHECKING:
    from counterpoise.questions.insured import Insurance

SHOWN = 15
"""Sectors of the table."""


def page(answer: Insurance) -> str:
    """Give the page.

    Parameters
    ----------
    answer
        Of a hedge.

    Returns
    -------
    str
        One self-contained HTML file.
    """
    sentences = [one.text for one in told(answer)]
    who, whom = sides(answer)
    result = Result(answer.question, answer.data, answer.provenance)
    return rendered(
        "insurance.html.j2",
        kind="What a hedge is worth",
        kicker=kicker(answer.provenance[:1]),
        key=answer.question.key[:12],
        title=f"{capital(named(who))} against a rupture with {named(whom)}",
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        glance=_glance(answer),
        sections=_sections(answer),
        warnings=list(dict.fromkeys(capital(one.rstrip(".")) for one in answer.warnings)),
        measures=measures_of({"hedge": result}),
        sources=sources_of({"hedge": result}),
    )


def _glance(answer: Insurance) -> dict[str, Any]:
    frame: Any = answer.table()
    rows = [
        {
            "label": str(label),
            "cells": [{"large": _cell(v, frame.attrs["units"][c]), "small": []} for c, v in row.items()],
        }
        for label, row in frame.iterrows()
    ]
    return {"heads": [frame.attrs["heads"][one] for one in frame.columns], "rows": rows, "said": "Four policies"}


def _cell(value: float, unit: str) -> str:
    if math.isnan(value):
        return "missing"
    return f"{100 * value:.3g}\u00a0%" if unit == "share" else f"{value:+.3g}\u00a0%"


def _sections(answer: Insurance) -> list[dict[str, Any]]:
    names = sector_names(answer)
    frame: Any = answer.by_sector().head(SHOWN)
    units = frame.attrs.get("units") or answer.by_sector().attrs["units"]
    rows = [
        {
            "label": names.get(str(code), str(code)),
            "note": str(code),
            "cells": [_cell(v, units[c]) for c, v in row.items()],
        }
        for code, row in frame.iterrows()
    ]
    table = {
        "caption": "Sectors in which a lower share of the partner is worth most",
        "heads": [answer.data[one].attrs["short"] for one in frame.columns],
        "rows": rows,
        "words": False,
    }
    return [
        {
            "title": "The frontier",
            "said": "",
            "text": "Each point is the best policy at one probability: less in calm years buys more in the rupture.",
            "figures": [drawn(answer, "hedge_frontier"), drawn(answer, "policy_along")],
        },
        {
            "title": "Where the hedge lies",
            "said": "",
            "text": "Only what firms who foresee the risk would not do by themselves is a reason for policy; below zero they do too much.",
            "figures": [drawn(answer, "hedged_sectors", names=names)],
            "table": table,
        },
    ]
