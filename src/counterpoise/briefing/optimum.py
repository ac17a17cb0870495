"""The page on an optimum: which rates, what they are worth, who pays, and what the word means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import drawn, kicker, measures_of, rendered, sources_of
from counterpoise.charts.captions import cited
from counterpoise.codes.countries import spoken
from counterpoise.core.numbers import middle, places, written
from counterpoise.core.result import Result
from counterpoise.words.catalogue import capital, possessive
from counterpoise.words.findings import told

if TYPE_CHECKING:
    from counterpoise.questions.chosen import Optimal

MOST = 40
"""As many rates as the page lists; the other formats give all."""

EVERYONE = ("welfare_pct", "single_rate_welfare_pct", "terms_of_trade_pct", "tariff_revenue_change")

METHOD = (
    "The rates are a maximum of log real income within bounds: its slopes by all rates come from one linear system each (the implicit "
    "function theorem), a quasi-Newton search (L-BFGS-B) follows them in scaled logs of one plus the rates, and steps of the slopes' "
    "own length, mixed, end it. What a rate is worth is its slope times its move, added up along the straight way from today's rates "
    "(or from the best single rate), so that all add up to the gain. The methods page of the documentation has the formulas."
)


def page(answer: Optimal) -> str:
    """Give the page: one self-contained HTML file."""
    setter = str(answer.data.attrs["setter"])
    sentences = [one.text for one in told(answer)]
    return rendered(
        "optimum.html.j2",
        kind="What an adequate rate would be",
        kicker=kicker(answer.provenance[:1]),
        key=answer.question.key[:12],
        title=f"{capital(possessive(setter))} optimal rates",
        headline=sentences[0] if sentences else "",
        sentences=sentences[1:],
        sections=_sections(answer),
        annexes=[_rates(answer), _everyone(answer)],
        warnings=list(dict.fromkeys(capital(one.rstrip(".")) for one in answer.warnings)),
        method=METHOD,
        measures=measures_of({"optimum": answer}),
        diagnostics=_diagnostics(answer),
        sources=sources_of({"optimum": answer}),
    )


def _sections(answer: Optimal) -> list[dict[str, Any]]:
    every = (
        (
            "Which rates",
            "The rates that are worth most: today's, the optimal one, and what the move adds to real income. The dashed line is the best "
            "single rate for all of them: where the points lie about it, the pattern is worth little.",
            "rates",
        ),
        ("Who loses and who gains", "Change of real income in percent, if nobody answers.", "everyone"),
    )
    made = []
    for head, text, name in every:
        picture = drawn(answer, name)
        sources = picture["caption"].sources
        short = (*sources[:1], "tariffs and elasticities: see Sources") if len(sources) > 1 else sources
        picture["caption"] = replace(picture["caption"], sources=short)
        made.append({"title": head, "said": None, "text": text, "figures": [picture]})
    return made


def _rates(answer: Optimal) -> dict[str, Any]:
    frame: Any = answer.table()
    shown = frame.head(MOST)
    left = len(frame) - len(shown)
    return {
        "title": "The rates",
        "heads": [{"name": frame.attrs["heads"][one], "unit": ""} for one in frame.columns],
        "rows": [
            {"label": str(name), "cells": [_percent(frame[column], float(row[column])) for column in frame.columns]}
            for name, row in shown.iterrows()
        ],
        "said": f"Those that are worth most first{f'; {left:,} more are in the other formats' if left else ''}.",
    }


def _percent(column: Any, value: float) -> str:
    known = [abs(float(one)) for one in column if float(one) == float(one)]
    return written(value, "percent", places(middle(known), "percent"))


def _everyone(answer: Optimal) -> dict[str, Any]:
    names = [one for one in EVERYONE if one in answer.data]
    result = Result(answer.question, answer.data[names], answer.provenance)
    heads = [{"name": answer.data[one].attrs["short"], "unit": answer.data[one].attrs["unit"]} for one in names]
    decimals = {}
    for name in names:
        values, unit = [abs(float(one)) for one in result.data[name].values], result.data[name].attrs["unit"]
        decimals[name] = places(middle(values) if unit == "percent" else max(values), unit)
    rows = [
        {
            "label": spoken(one),
            "cells": [
                written(
                    float(result.data[name].sel(country=one)), result.data[name].attrs["unit"], decimals[name]
                ).removesuffix(" %")
                for name in names
            ],
        }
        for one in sorted((str(one) for one in result.data["country"].values), key=spoken)
    ]
    sources = "; ".join(cited(one) for one in answer.provenance)
    return {"title": "Every economy", "heads": heads, "rows": rows, "said": f"Source: {sources}." if sources else ""}


def _diagnostics(answer: Optimal) -> list[dict[str, str]]:
    held = answer.diagnostics
    rows = {
        "Largest slope left, per scaled step (zero at a maximum)": f"{held['slope_left']:.1e}",
        "Evaluations of the search that ended highest": str(held["evaluations"]),
        "Equilibria solved": str(held["equilibria"]),
        "Rates at a bound": f"{held['at_lower_bound'] + held['at_upper_bound']} of {held['rates']}",
        "What the rates are worth, added up": f"{held['worth_adds_up_to_pct']:.6g} %, of a gain of {held['gain_pct']:.6g} %",
        "Lashkaripour's (2021) formula at these shares, which leaves out inputs": f"{held['formula_tariff_pct']:.3g} %",
        "Largest gap left in a market, over world value added": f"{held['residual']:.1e}",
    }
    return [{"name": name, "value": value} for name, value in rows.items()]
