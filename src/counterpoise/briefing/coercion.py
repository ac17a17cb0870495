"""The page on leverage: what each side can do to the other, by what, at what cost, and how the numbers were made."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn, kicker, measures_of, rendered, sources_of
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.numbers import middle, places, written
from counterpoise.core.result import Result
from counterpoise.words.catalogue import capital, listed
from counterpoise.words.findings import told

if TYPE_CHECKING:
    from counterpoise.questions.coerced import Coerced


def page(answer: Coerced) -> str:
    """Give the page.

    Parameters
    ----------
    answer
        Of a leverage question on one sender or more; the first pair is the one that the page is about.

    Returns
    -------
    str
        One self-contained HTML file.
    """
    sender, target = answer.pairs[0]
    sentences = [one.text for one in told(answer)]
    shown = Result(answer.question, answer.data, answer.provenance)
    return rendered(
        "coercion.html.j2",
        kind="Who can hurt whom, and at what cost",
        kicker=kicker(answer.provenance[:1]),
        key=answer.question.key[:12],
        title=f"{spoken(sender)} and {spoken(target)}: leverage",
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        tables=[*(frontier(answer, *pair) for pair in answer.pairs[:6]), *extra(answer)],
        sections=sections(answer),
        warnings=list(dict.fromkeys(capital(one.rstrip(".")) for one in answer.warnings)),
        method=METHOD,
        measures=measures_of({"leverage": shown}),
        diagnostics=[
            {"name": name.replace("_", " "), "value": str(value)} for name, value in answer.diagnostics.items()
        ],
        sources=sources_of({"leverage": shown}),
    )


METHOD = (
    "The sender raises taxes on its trade in goods with the target, each sector's between nothing and a bound. On the frontier no other "
    "set of rates makes the target lose more for that cost. Each point is found with the gradients of the whole equilibrium, under the "
    "cost as a constraint."
)


def _table(title: str, caption: str, heads: list[str], rows: list[tuple[str, list[str]]]) -> dict[str, Any]:
    return {
        "title": title,
        "caption": caption,
        "heads": heads,
        "rows": [{"label": label, "cells": cells} for label, cells in rows],
    }


def _written(values: list[float], unit: str) -> list[str]:
    decimals = places(middle([one for one in values if math.isfinite(one)]), unit) if unit.startswith("percent") else 1
    return [written(one, unit, decimals) for one in values]


def frontier(answer: Coerced, sender: str, target: str) -> dict[str, Any]:
    """Give the table of one direction: for each cost the target's loss, and what most of it is done by."""
    head = "leverage" if answer.full else "quick"
    budgets = [str(one) for one in answer.data["budget"].values.tolist()]
    names = [f"{head}_loss_pct", f"{head}_cost_pct"]
    columns = [
        _written(answer.of(name, sender, target).values.tolist(), answer.data[name].attrs["unit"]) for name in names
    ]
    heads = [answer.data[name].attrs["short"] for name in names]
    if answer.full:
        columns.append([answer.most_by(sender, target, one) for one in budgets])
        heads.append("most of it by")
    who = f"{spoken(sender)} on {spoken(target)}"
    rows = [(one, [column[k] for column in columns]) for k, one in enumerate(budgets)]
    return _table(who, "Per cent of each one's real income; rates are points above today's.", heads, rows)


def extra(answer: Coerced) -> list[dict[str, Any]]:
    """Give the table from the accounts alone, and that of a coalition where there is one."""
    names = ["geoeconomic_power_pct", "trade_dependence", "trade_in_income", "hirschman_asymmetry"]
    heads = [answer.data[name].attrs["short"] for name in names]
    columns = [
        _written([float(answer.of(name, *pair)) for pair in answer.pairs], answer.data[name].attrs["unit"])
        for name in names
    ]
    rows = [
        (f"{spoken(one)} on {spoken(other)}", [column[k] for column in columns])
        for k, (one, other) in enumerate(answer.pairs)
    ]
    made = [_table("From the accounts alone", "Goods alone: they understate a financial power.", heads, rows)]
    if "party" in answer.data.dims:
        made.append(_coalition(answer))
    return made


def _coalition(answer: Coerced) -> dict[str, Any]:
    names = ["shapley_loss_pct", "alone_loss_pct", "added_loss_pct", "joined_loss_pct", "member_cost_pct"]
    parties = [str(one) for one in answer.data["party"].values.tolist()]
    columns = [_written(answer.data[name].values.tolist(), answer.data[name].attrs["unit"]) for name in names]
    rows = [(spoken(one), [column[k] for column in columns]) for k, one in enumerate(parties)]
    target = spoken(str(answer.data["partner"].values.ravel()[0]), in_text=True)
    caption = f"{capital(str(answer.diagnostics['sanction']))} on {target}; members in the order in which they join."
    return _table("Who must join", caption, [answer.data[name].attrs["short"] for name in names], rows)


def sections(answer: Coerced) -> list[dict[str, Any]]:
    """Give the sections with a figure; one whose figure has nothing to show is left out."""
    pairs = answer.pairs[:2]
    every: list[tuple[str, str, str, dict[str, Any]]] = [
        (
            "Harm and cost",
            "Left of the line the sender gains: a small tariff pays a large buyer. To the right harm is bought.",
            "frontiers",
            {},
        ),
        *(
            (
                f"What {spoken(one, in_text=True)} does it by",
                f"At no cost to itself: the parts of {listed([spoken(other, in_text=True)])}'s loss by instrument and sector.",
                "sectors",
                {"way": (one, other)},
            )
            for one, other in pairs
        ),
        ("What each member adds", "The mean over all orders in which members may join.", "members", {}),
    ]
    found = []
    for head, text, name, choices in every:
        try:
            picture = drawn(answer, name, **choices)
        except InputError:  # nothing to show
            continue
        picture["caption"] = replace(picture["caption"], sources=picture["caption"].sources[:1])
        found.append({"title": head, "said": None, "text": text, "figures": [picture]})
    return found
