"""The page on a line: where the outcome may lie, who pulls it, and what the numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn, measures_of, rendered, sources_of
from counterpoise.core.numbers import written
from counterpoise.words.catalogue import capital
from counterpoise.words.findings import told

if TYPE_CHECKING:
    from counterpoise.questions.placed import Placed

OUTCOME = ("compromise", "median_position", "usual_error", "position_spread", "polarisation")
RULE = ("core_low", "core_high", "winset_low", "winset_high", "support_share", "pass_share", "median_kept_share")
ANNEX = (
    "stated_position",
    "stated_salience",
    "stated_capability",
    "weight_share",
    "pull",
    "mean_without",
    "pivot_share",
)


def page(answer: Placed) -> str:
    """Give the page: one self-contained HTML file."""
    sentences = [one.text for one in told(answer)]
    return rendered(
        "line.html.j2",
        kind="Positions on a line",
        kicker="",
        key=answer.question.key[:12],
        title=str(answer.data.attrs["title"]),
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        glance=glance(answer),
        sections=sections(answer),
        annex=annex(answer),
        warnings=[capital(one) for one in answer.warnings],
        measures=measures_of({"positions": answer}),
        sources=sources_of({"positions": answer}),
    )


def glance(answer: Placed) -> dict[str, Any]:
    """Give the outcome as a whole: each number with its interval."""
    names = [one for one in (*OUTCOME, *RULE) if one in answer.data]
    rows = [
        {"label": capital(str(answer.data[name].attrs["short"])), "cells": [{"large": answer.point(name), "small": []}]}
        for name in names
    ]
    low, high = answer.data.attrs["scale"]
    unit = str(answer.data.attrs["unit"])
    said = f"At a glance: points of a line from {low:g} to {high:g}{f' ({unit})' if unit else ''}."
    if answer.data.attrs["drawn"]:
        said += f" In brackets: {answer.data.attrs['interval']:g} % of the draws from the ranges."
    return {"heads": ["outcome"], "rows": rows, "said": said}


def sections(answer: Placed) -> list[dict[str, Any]]:
    """Give the sections with a figure."""
    return [
        {
            "title": "Where actors stand",
            "said": None,
            "text": "Circles: positions, the larger the more salience times capability. Grey strokes: the ranges that the line gives.",
            "figures": [drawn(answer, "line")],
        },
        {
            "title": "Who pulls the outcome",
            "said": None,
            "text": "What a tenth more of an actor's salience, or of its capability, moves the weighted mean by.",
            "figures": [drawn(answer, "pulls")],
        },
    ]


def annex(answer: Placed) -> dict[str, Any]:
    """Give the table of every actor, in the order of their positions."""
    names = [one for one in (*ANNEX, "status_quo_gain") if one in answer.data]
    rows = [
        {"label": who, "named": who in answer.pivots, "cells": [_cell(answer, name, who) for name in names]}
        for who in answer.data["party"].values.tolist()
    ]
    heads = [str(answer.data[name].attrs["short"]) for name in names]
    return {
        "heads": heads,
        "rows": rows,
        "said": "In bold: who holds the median. In brackets: ranges, and intervals of the draws.",
    }


def _cell(answer: Placed, name: str, who: str) -> str:
    unit = answer.data[name].attrs["unit"]
    value, low, high = (
        float(answer.data[full].sel(party=who)) if (full := f"{name}{end}") in answer.data else float("nan")
        for end in ("", "__low", "__high")
    )
    return written(value, unit) + (f" [{written(low, unit)}, {written(high, unit)}]" if low < high else "")
