"""The page on a change: what was asked, who loses and gains, why, and how the numbers were made."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.equations import equations, limits, method
from counterpoise.briefing.page import drawn, kicker, measures_of, rendered, sector_names, signed, sources_of
from counterpoise.charts.captions import cited
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.numbers import middle, places, written
from counterpoise.core.result import Result
from counterpoise.words.catalogue import capital, listed
from counterpoise.words.changes import dollars, level
from counterpoise.words.findings import told

if TYPE_CHECKING:
    from counterpoise.equilibrium.outcome import Outcome

GLANCE = ("welfare_pct", "real_wage_pct", "equivalent_variation", "exports_pct", "imports_pct", "tariff_revenue_new")
MOST = 8
"""As many rows as a glance takes in."""


def page(outcome: Outcome) -> str:
    """Give the page.

    Parameters
    ----------
    outcome
        Of a simulation; the countries that it shows are those that the page looks at beside the parties.

    Returns
    -------
    str
        One self-contained HTML file.
    """
    whole = outcome.showing(countries=outcome.baseline.countries)
    result = whole.plain(every=True)
    sentences = [one.text for one in told(result)]
    focus = _focus(outcome, result)
    listed_ones = whole.plain()
    tables = [one for one in listed_ones.variables if listed_ones.data[one].dims == ("country",)]
    shown = Result(outcome.question, result.data[list(dict.fromkeys([*GLANCE, *tables, *SHOWN]))], outcome.provenance)
    return rendered(
        "change.html.j2",
        kind="What a change would cost",
        kicker=kicker(outcome.provenance[:1]),
        key=outcome.question.key[:12],
        title=title(outcome),
        headline=_together(sentences[0]) if sentences else "",
        sentences=[_together(one) for one in (*sentences[1:], *spotlight(result, outcome))],
        glance=glance(result, focus),
        asks=outcome.said.scenario.asks if outcome.said.scenario is not None else "",
        asked=asked(outcome),
        sections=sections(result, focus),
        annex=annex(result, tables or list(GLANCE), focus),
        warnings=list(dict.fromkeys(capital(one.rstrip(".")) for one in outcome.warnings)),
        limits=limits(outcome.baseline),
        method={
            "said": method(outcome.baseline),
            "equations": [{"name": name, "formula": one} for name, one in equations(outcome.baseline)],
        },
        measures=measures_of({"outcome": shown}),
        diagnostics=diagnostics(outcome),
        sources=sources_of({"outcome": shown}),
    )


SHOWN = ("terms_of_trade_pct", "volume_of_trade_pct", "output_pct", "trade_change")
"""What the charts show, beside the tables."""


def _together(sentence: str) -> str:
    """Keep a number and its unit on one line."""
    return re.sub(r"(?<=\d) (?=%|million|billion|trillion)", "\u00a0", sentence)


def title(outcome: Outcome) -> str:
    """Give the scenario's title; of one in the short form, what it says."""
    from counterpoise.scenario import read  # noqa: PLC0415

    said = outcome.said.scenario
    if said is None:
        return "A counterfactual given as arrays"
    try:
        short = said.arrays is None and not said.title.endswith(".toml") and read(said.title).shocks == said.shocks
    except InputError:
        short = False
    changes = outcome.data.attrs["changes"]
    if not short or not changes:
        return capital(said.title)
    return capital("; ".join(re.sub(r" \([^)]*\)", "", one) for one in changes))


def _focus(outcome: Outcome, result: Result) -> list[str]:
    """Give the countries at a glance: the parties, then those that the question names, else the most affected."""
    named = list(outcome.among or ()) if len(outcome.among or ()) <= MOST else []
    ranked, large = (
        [str(one) for one in result.data[name].to_series().dropna().abs().sort_values(ascending=False).index]
        for name in ("welfare_pct", "equivalent_variation")
    )
    ours = [one for one in large if one in outcome.said.parties]
    first = list(outcome.said.parties) if len(ours) <= MOST else ours[:MOST]
    found = list(dict.fromkeys([*first, *named]))
    return found or ranked[: MOST - 2]


def glance(result: Result, focus: list[str]) -> dict[str, Any]:
    """Give the headline variables of a few countries, in words' figures."""
    heads = [result.data[name].attrs["short"] for name in GLANCE]
    rows = [
        {"label": spoken(one), "cells": [{"large": _prose(result, name, one), "small": []} for name in GLANCE]}
        for one in focus
    ]
    ours = result.data.attrs["parties"]
    left = len([one for one in ours if one not in focus])
    who = "the parties" if ours else "the most affected"
    more = f"the {len(ours) - left} parties with the largest gains and losses, of {len(ours)}" if left else who
    named = [spoken(one, in_text=True) for one in focus if one not in ours] if ours else []
    also = f", and {listed(named)}" if named else ""
    return {
        "heads": heads,
        "rows": rows,
        "said": f"At a glance: {more}{also}. Amounts in USD a year; each variable is defined under Methods.",
    }


def _prose(result: Result, name: str, country: str) -> str:
    value = float(result.data[name].sel(country=country))
    if not math.isfinite(value):
        return "missing"
    if result.data[name].attrs["unit"] == "percent":
        return signed(value)
    sign = "" if name.endswith("_new") or abs(value) < 1 else "-" if value < 0 else "+"
    return f"{sign}{dollars(value).removesuffix(' USD')}"


def spotlight(result: Result, outcome: Outcome) -> list[str]:
    """Give a sentence on each country that the question names and the scenario doesn't."""
    named = [one for one in outcome.among or () if one not in outcome.said.parties]
    if len(named) > MOST:
        return []
    said = []
    for one in named:
        welfare, wage, worth = (
            float(result.data[name].sel(country=one))
            for name in ("welfare_pct", "real_wage_pct", "equivalent_variation")
        )
        if all(map(math.isfinite, (welfare, wage, worth))):
            said.append(
                capital(
                    f"real income in {spoken(one, in_text=True)} is {level(welfare)}, which is "
                    f"{'a loss' if worth < 0 else 'a gain'} of {dollars(worth)} a year; real wages are {level(wage)}."
                )
            )
    return said


def asked(outcome: Outcome) -> list[dict[str, Any]]:
    """Give what the scenario says, in plain words, with the flows that it touches."""
    from counterpoise.scenario.explain import explained  # noqa: PLC0415

    said = outcome.said.scenario
    if said is None:
        return [
            {
                "head": "",
                "numbered": False,
                "lines": [{"text": "New taxes, costs and productivities, given as arrays."}],
            }
        ]
    base = outcome.baseline
    model = said.model.model_copy(update={"closure": outcome.problem.closure, "sourcing": base.sourcing})
    text = explained(
        said.model_copy(update={"model": model}),
        outcome.said.touched,
        trade=base.trade.transpose(2, 0, 1),
        scheme=base.scheme,
    )
    blocks = []
    for part in text.split("\n\n")[1:]:
        head, *rest = part.splitlines()
        lines: list[dict[str, str]] = []
        for line in rest:
            if line.startswith("   ") and lines:
                lines[-1]["note"] = capital(line.strip().partition(": ")[2]) + "."
            else:
                number = re.match(r"(\d+)\. ", line)
                text = line[number.end() :] if number else line
                lines.append({"number": number[1] if number else "", "text": text, "note": ""})
        blocks.append({"head": head, "numbered": any(one["number"] for one in lines), "lines": lines})
    return blocks


def sections(result: Result, focus: list[str]) -> list[dict[str, Any]]:
    """Give the sections with a figure; one whose figure has nothing to show is left out."""
    names = sector_names(result)
    every = [
        (
            "Who loses and who gains",
            "Change of real income in percent: the parties, and of the others those that lose and gain most.",
            "welfare",
            {"countries": focus if not result.data.attrs["parties"] else (), "most": 6},
        ),
        (
            "Where it comes from",
            "Better terms of trade: what a country sells gains in price against what it buys. Volume of trade: it buys more of "
            "what its tariffs had kept out. Both are linear in the changes and at the old tariffs, so for a large change they do "
            "not add up to the change of real income.",
            "decomposition",
            {"countries": focus},
        ),
        (
            "Which sectors",
            "Output in volume, in percent: the sectors in which it changes most by value at old prices.",
            "sectors",
            {"names": names, "countries": focus},
        ),
        (
            "Which flows",
            "All sectors together, at producers' prices: the flows from and to the parties that change most.",
            "trade",
            {},
        ),
    ]
    found = []
    for head, text, name, choices in every:
        try:
            picture = drawn(result, name, **choices)
        except InputError:  # nothing to show, as where no trade changes
            continue
        picture["caption"] = replace(picture["caption"], sources=_in_short(picture["caption"].sources))
        found.append({"title": head, "said": None, "text": text, "figures": [picture]})
    return found


def _in_short(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Name the accounts, and leave the rest to the page's end."""
    return (*sources[:1], "tariffs and elasticities: see Sources") if len(sources) > 1 else sources


def _places(array: Any) -> int:
    """Give the decimals of a column: of changes by its middle, of amounts by its largest number."""
    values, unit = array.values.ravel().tolist(), array.attrs["unit"]
    return places(middle(values) if unit == "percent" else max(map(abs, values)), unit)


def annex(result: Result, names: list[str], focus: list[str]) -> dict[str, Any]:
    """Give the table of every economy, in the order of the names."""
    attrs = {name: result.data[name].attrs for name in names}
    decimals = {name: _places(result.data[name]) for name in names}
    held = [str(one) for one in result.data["country"].values]
    rows = [
        {
            "label": spoken(one),
            "named": one in focus,
            "cells": [
                written(float(result.data[name].sel(country=one)), attrs[name]["unit"], decimals[name]).removesuffix(
                    " %"
                )
                for name in names
            ],
        }
        for one in sorted(held, key=spoken)
    ]
    sources = "; ".join(cited(one) for one in result.provenance)
    said = ["In bold: the countries at a glance.", f"Source: {sources}." if sources else ""]
    heads = [{"name": attrs[name]["short"], "unit": attrs[name]["unit"]} for name in names]
    return {"heads": heads, "rows": rows, "said": " ".join(one for one in said if one)}


def diagnostics(outcome: Outcome) -> list[dict[str, str]]:
    """Give how the calculation went, in words."""
    held = outcome.diagnostics
    where = spoken(str(held["baseline_correction_of"]), in_text=True)
    parts = held["parts"]
    rows = {
        "Largest gap left in a market, over world value added": f"{held['residual']:.1e}",
        "Rounds": f"{held['iterations']} ({held['method']})",
        "Deficits": str(held["closure"]),
        "Parts of the world that trade with each other": str(parts),
        "Largest change of a wage when the accounts were balanced": f"{held['baseline_correction']:.1e} ({where})",
    }
    return [
        {"name": name, "value": value} for name, value in rows.items() if parts != 1 or not name.startswith("Parts")
    ]
