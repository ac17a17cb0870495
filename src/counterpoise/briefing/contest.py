"""The page on a trade war or a truce: what it costs or gives whom, at which tariffs, and how the numbers were made."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn, kicker, measures_of, rendered, signed, sources_of
from counterpoise.charts.captions import cited
from counterpoise.codes.countries import spoken
from counterpoise.core.numbers import middle, places, written
from counterpoise.core.result import Result
from counterpoise.words.catalogue import capital
from counterpoise.words.changes import dollars
from counterpoise.words.findings import told

if TYPE_CHECKING:
    from counterpoise.questions.fought import Contested

MOST = 8
"""As many rows as a glance takes in."""

_RATES = 40
"""As many tariffs as a page lists."""

KINDS = {
    "war": ("What a trade war would cost", "Nash tariffs", "cost", "nash_tariffs"),
    "truce": ("What a truce would give", "Tariffs of a truce", "gains", "truce_tariffs"),
}
"""Of each question: the page's kind, what the tariffs are called, and its charts."""


def page(answer: Contested) -> str:
    """Give the page: one self-contained HTML file."""
    kind, rates, first, second = KINDS[answer.question.name]
    sentences = [one.text for one in told(answer)]
    flat = everyone(answer)
    sides = ", ".join(map(str, answer.data.attrs["sides"]))
    return rendered(
        "contest.html.j2",
        kind=kind,
        kicker=kicker(answer.provenance[:1]),
        key=answer.question.key[:12],
        title=f"{rates}: {sides}",
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        glance=glance(flat, foremost(answer, flat)),
        sections=[
            _section(answer, "Who loses and who gains", "Change of real income in percent.", first),
            _section(answer, rates, "By sector, dots; today's, strokes. Of two sides, weighted by trade.", second),
        ],
        tariffs=tariffs(answer),
        annex=annex(flat, list(answer.data.attrs["parties"])),
        warnings=list(dict.fromkeys(capital(one.rstrip(".")) for one in answer.warnings)),
        measures=measures_of({"contest": answer}),
        diagnostics=[{"name": name.replace("_", " "), "value": _plain(v)} for name, v in answer.diagnostics.items()],
        sources=sources_of({"contest": answer}),
    )


def everyone(answer: Contested) -> Result:
    """Give what is told of every country; of a truce, in it."""
    data = answer.data
    names = [one for one in data.data_vars if data[one].dims[-1:] == ("country",)]
    held = data[names].sel(part="truce", drop=True) if "part" in data.dims else data[names]
    return Result(answer.question, answer.headed(held), answer.provenance)


def foremost(answer: Contested, flat: Result) -> list[str]:
    """Give the countries that a glance takes in: of each side in turn, the member for which most money is at stake."""
    stake = abs(flat.data["equivalent_variation"]).to_series()
    ranked = [sorted(held, key=lambda one: -stake[one]) for held in answer.data.attrs["members"].values()]
    turns = [one for turn in zip_longest(*ranked) for one in turn if one is not None]
    kept = set(turns[:MOST])
    return [one for held in ranked for one in held if one in kept]


def _section(answer: Contested, title: str, text: str, chart: str) -> dict[str, Any]:
    picture = drawn(answer, chart)
    picture["caption"] = replace(picture["caption"], sources=picture["caption"].sources[:1])
    return {"title": title, "said": None, "text": text, "figures": [picture]}


def glance(flat: Result, focus: list[str]) -> dict[str, Any]:
    """Give the variables of the first countries of the sides, in words' figures."""
    names = list(flat.data.data_vars)
    rows = [
        {"label": spoken(one), "cells": [{"large": _prose(flat, str(name), one), "small": []} for name in names]}
        for one in focus
    ]
    heads = [flat.data[name].attrs["short"] for name in names]
    return {"heads": heads, "rows": rows, "said": "The sides at a glance. Amounts in USD a year."}


def _prose(flat: Result, name: str, country: str) -> str:
    value = float(flat.data[name].sel(country=country))
    if not math.isfinite(value):
        return "missing"
    if flat.data[name].attrs["unit"] == "percent":
        return signed(value)
    return f"{'-' if value < 0 else ''}{dollars(value).removesuffix(' USD')}"


def tariffs(answer: Contested) -> dict[str, Any]:
    """Give the tariffs on the largest flows."""
    table: Any = answer.table()
    heads = [table.attrs["heads"][name] for name in table.columns]
    units = [table.attrs["units"][name] for name in table.columns]
    rows = [
        {
            "label": str(label),
            "cells": [f"{v:,.0f}" if u == "million USD" else f"{v:.1f}" for v, u in zip(row, units, strict=True)],
        }
        for label, row in zip(table.index[:_RATES], table.values.tolist(), strict=False)
    ]
    left = len(table) - len(rows)
    more = f"The {len(rows)} on the largest flows; {left:,} more are in the other formats." if left else "All of them."
    return {"heads": heads, "rows": rows, "said": f"Per cent: who taxes whose goods, by sector. {more}"}


def annex(flat: Result, focus: list[str]) -> dict[str, Any]:
    """Give the table of every economy, in the order of the names."""
    names = list(flat.data.data_vars)
    decimals = {}
    for name in names:
        values, unit = flat.data[name].values.ravel().tolist(), flat.data[name].attrs["unit"]
        decimals[name] = places(middle(values) if unit == "percent" else max(map(abs, values)), unit)
    rows = [
        {
            "label": spoken(one),
            "named": one in focus,
            "cells": [
                written(float(flat.data[n].sel(country=one)), flat.data[n].attrs["unit"], decimals[n]).removesuffix(
                    " %"
                )
                for n in names
            ],
        }
        for one in sorted(map(str, flat.data["country"].values), key=spoken)
    ]
    sources = "; ".join(cited(one) for one in flat.provenance)
    heads = [{"name": flat.data[n].attrs["short"], "unit": flat.data[n].attrs["unit"]} for n in names]
    return {"heads": heads, "rows": rows, "said": f"In bold: the sides. Source: {sources}."}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    return f"{value:.3g}" if isinstance(value, float) else str(value)
