"""The page on who stands between two powers: in production, in structure and by interest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn, kicker, measures_of, rendered, signed, sources_of
from counterpoise.charts.captions import cited
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.words.catalogue import capital
from counterpoise.words.findings import told
from counterpoise.words.positions import brokers, power

if TYPE_CHECKING:
    from counterpoise.questions.standing import Standing

MOST = 6
"""As many rows as a glance takes in."""


def page(answer: Standing) -> str:
    """Give the page.

    Parameters
    ----------
    answer
        Of a bridge, at one time.

    Returns
    -------
    str
        One self-contained HTML file.

    Raises
    ------
    InputError
        If the answer holds several times.
    """
    if "horizon" in answer.data.dims:
        remedy = "name one horizon; a table, or another format, holds them all"
        raise InputError("a page is on one time, and the answer holds several", where="--brief", remedy=remedy)
    first, second = (power(one) for one in answer.data.attrs["powers"])
    sentences = [one.text for one in told(answer)]
    return rendered(
        "positions.html.j2",
        kind="Position between two powers",
        kicker=kicker(answer.provenance[:1]),
        key=answer.question.key[:12],
        title=capital(f"who stands between {first} and {second}"),
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        glance=glance(answer),
        sections=sections(answer),
        annex=annex(answer),
        warnings=list(dict.fromkeys(capital(one.rstrip(".")) for one in answer.warnings)),
        measures=measures_of({"bridge": answer}),
        sources=sources_of({"bridge": answer}),
    )


def _focus(answer: Standing) -> list[str]:
    """Give the countries at a glance: who was asked for, else those through which most passes and who is tied to both."""
    names = [str(one) for one in answer.data["country"].values.tolist()]
    if answer.data.attrs["asked"]:
        return names[: 2 * MOST]
    return list(dict.fromkeys([*names[:MOST], *brokers(answer, "agreement")[:MOST]]))


def _heads(answer: Standing) -> list[str]:
    ways = zip(answer.data["origin"].values.tolist(), answer.data["destination"].values.tolist(), strict=True)
    return [f"{one} to {other}" for one, other in ways]


def _cells(answer: Standing, code: str) -> list[str]:
    """Give a country's shares, roles and changes in words' figures."""
    row = answer.data.sel(country=code)
    shares = [f"{100 * one:.2f} %" if math.isfinite(one) else "missing" for one in row["through_share"].values.tolist()]
    roles = [str(row[f"{kind}_broker__kind"].item()) for kind in ("agreement", "security")]
    changes = [_signed(row[name].item()) for name in ("decoupling_rise_pct", "decoupling_fall_pct")]
    return [*shares, *roles, str(row["decoupling_slope__kind"].item()), *changes]


def _signed(value: float) -> str:
    if not math.isfinite(value):
        return "missing"
    return signed(value, least=0.00005, none="0 %")


def _columns(answer: Standing) -> list[str]:
    size = f"{answer.data.attrs['size']:g} %"
    return [
        *_heads(answer),
        "by trade agreements",
        "by promises of defence",
        "interest",
        f"trade dearer by {size}",
        "cheaper by as much",
    ]


def glance(answer: Standing) -> dict[str, Any]:
    """Give the three meanings of a few countries, each by its leading number or word."""
    heads = [*_heads(answer), "by trade agreements", "by promises of defence", "interest"]
    rows = []
    for one in _focus(answer):
        cells = _cells(answer, one)
        shown = cells[:5]
        rows.append({"label": spoken(one), "cells": [{"large": cell, "small": []} for cell in shown]})
    said = (
        "At a glance: the share of the value added that one power absorbs from the other which passes through a country, each way; "
        "where trade agreements and promises of defence place it; and whether it loses (complement) or gains (bystander) if the two "
        "decouple, or either by the size and direction of the change (mixed)."
    )
    return {"heads": heads, "rows": rows, "said": said}


def sections(answer: Standing) -> list[dict[str, Any]]:
    """Give the sections with a figure."""
    return [
        {
            "title": "Three meanings in one picture",
            "said": None,
            "text": "Across, what passes through a country; up, what it gains where trade between the two gets dearer. In colour, those "
            "that trade agreements tie to both.",
            "figures": [drawn(answer, "positions")],
        },
        {
            "title": "What passes through whom",
            "said": None,
            "text": "Value added that one power's final buyers absorb from the other, by the third countries on its way. One path can "
            "pass through several, so that the bars overlap.",
            "figures": [drawn(answer, "passages")],
        },
    ]


def annex(answer: Standing) -> dict[str, Any]:
    """Give the table of every country, those through which most passes first."""
    named = set(_focus(answer))
    names = [str(one) for one in answer.data["country"].values.tolist()]
    rows = [{"label": spoken(one), "named": one in named, "cells": _cells(answer, one)} for one in names]
    sources = "; ".join(cited(one) for one in answer.provenance)
    return {"heads": _columns(answer), "rows": rows, "said": f"In bold: the countries at a glance. Source: {sources}."}
