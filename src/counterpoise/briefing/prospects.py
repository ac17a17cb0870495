"""The brief's sections on what could be: what changes would cost, who has leverage, the adequate level, and the talks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.page import pictured
from counterpoise.codes.changes import named
from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import capital, figures
from counterpoise.words.documents import written
from counterpoise.words.findings import told
from counterpoise.words.language import text
from counterpoise.words.phrases import translated

if TYPE_CHECKING:
    from counterpoise.briefing.case import Case
    from counterpoise.core.result import Result

TOLD_OF_TALKS = ("verdict", "weakest", "survival")
"""The findings of a negotiation that a brief has room for: its page tells all."""

ENFORCED = (
    "What each side can do and wants is the document's own judgement, with ranges for what nobody knows. A deal enforces itself if "
    "nobody does better by cheating, at any stage."
)

TOLD_OF_LEVERAGE = ("at_no_cost", "asymmetry")
TOLD_OF_COSTS = ("rupture", "theirs", "partly", "eased", "odd", "own")


def sentences_of(result: Result, language: str, wanted: Sequence[str] = ()) -> list[str]:
    """Give what a result's findings say: all of them, or those that are named."""
    return [one.text for one in told(result, language) if not wanted or one.finding in wanted]


def costs_section(
    here: str, results: Mapping[str, Result], lacking: Mapping[str, str], language: str = "en"
) -> dict[str, Any]:
    """Give the section on what a rupture, its partial forms and an agreement would cost.

    Parameters
    ----------
    here
        The country's name in a sentence.
    results, lacking
        Of the brief.
    language
        Of findings and figures; what is written here is English.
    """
    title = "What a change would cost"
    if "costs" not in results:
        why = lacking.get("costs", "it was not asked")
        return {"title": title, "said": None, "text": f"Nothing is told of it here: {why}.", "figures": []}
    held = results["costs"]
    said = sentences_of(held, language, TOLD_OF_COSTS)
    bands = " Lines are the bands of the draws." if "welfare_pct__low" in held.data else ""
    how = (
        "New equilibria of the world's trade, soon (each worker stays in the sector, and buyers can hardly turn elsewhere) and "
        f"once all has adjusted. They are conditional scenarios, not forecasts.{bands}"
    )
    return {
        "title": title,
        "said": said[0] if said else None,
        "text": how,
        "figures": pictured(held, "costs", language),
        "sentences": said[1:],
        "table": costs_table(here, held),
    }


def costs_table(here: str, held: Result) -> dict[str, Any]:
    """Give each change with both sides' changes of real income, soon and later, and their bands."""
    from counterpoise.charts.costs import RUNS  # noqa: PLC0415

    rows = []
    for scenario in held.data["scenario"].values.tolist():
        cells = [
            _changed(held, str(scenario), run, side) for side in ("welfare_pct", "partner_welfare_pct") for run in RUNS
        ]
        rows.append(
            {"label": capital(named(held.data, str(scenario))), "note": _form(held, str(scenario)), "cells": cells}
        )
    share = figures(float(held.diagnostics["interval"]))
    draws = held.diagnostics["draws"]
    band = f" Below, the middle {share} % of {draws} draws of the elasticities." if draws else ""
    return {
        "caption": f"Change of real income, per cent.{band}",
        "heads": [
            f"{capital(here)}, short run",
            f"{capital(here)}, long run",
            "the partner, short run",
            "the partner, long run",
        ],
        "rows": rows,
        "words": False,
        "dated": True,
        "stacked": True,
    }


def _form(held: Result, scenario: str) -> str:
    """Give a change's short form; nothing where its label says the same."""
    form = str(held.data["change"].sel(scenario=scenario).item())
    return form if form != scenario else ""


def _changed(held: Result, scenario: str, run: str, side: str) -> dict[str, Any]:
    at = held.data.sel(scenario=scenario, horizon=run)
    value = float(at[side])
    if not math.isfinite(value):
        partner = str(at["partner"].item())
        return {"large": "" if side != "welfare_pct" and not partner else "missing", "small": []}
    ends = [float(at[f"{side}__{end}"]) if f"{side}__{end}" in at else math.nan for end in ("low", "high")]
    small = [f"{_two(ends[0])} to {_two(ends[1])}"] if all(map(math.isfinite, ends)) else []
    return {"large": f"{_two(value)} %", "small": small}


def _two(value: float) -> str:
    """Write a change with its sign and two significant figures."""
    return f"{'-' if value < 0 else '+'}{figures(abs(value))}" if abs(value) >= LEAST else "0.00"


LEAST = 0.0005
"""Changes below it, per cent, are written as none."""


def level_section(results: Mapping[str, Result], lacking: Mapping[str, str], language: str = "en") -> dict[str, Any]:
    """Give the section on leverage both ways, and on the level of the tie that the stated risk implies."""
    ways = {name: one for name, one in results.items() if name.startswith("leverage ")}
    said = [line for one in ways.values() for line in sentences_of(one, language, TOLD_OF_LEVERAGE)]
    section: dict[str, Any] = {
        "title": "Leverage, and an adequate level",
        "said": None,
        "text": "Leverage is what one side can make the other lose by tariffs and taxes on their trade without losing itself, here "
        "to first order.",
        "figures": [],
    }
    if "hedge" in results:
        held = results["hedge"]
        said += sentences_of(held, language)
        section["text"] += (
            " The adequate level is the one that the stated probability of a rupture implies: a judgement that is put in, and no "
            "finding of the data."
        )
        section["table"] = hedge_table(held)
    elif "hedge" in lacking:
        section["text"] += f" No adequate level is told: {lacking['hedge']}."
    else:
        section["text"] += " No risk of a rupture was stated, so that no adequate level follows: --risk states one."
    if not said:
        section["text"] += f" Nothing is told of leverage: {_why(lacking, 'leverage ', 'it was asked of groups')}."
    return section | ({"said": said[0], "sentences": said[1:]} if said else {})


def _why(lacking: Mapping[str, str], begin: str, else_: str) -> str:
    return next((why for name, why in lacking.items() if name.startswith(begin)), else_)


def hedge_table(held: Result) -> dict[str, Any]:
    """Give the policies that a hedge sets beside each other."""
    names = ("calm_pct", "rupture_pct", "tie_level", "mean_rate")
    rows = [
        {
            "label": capital(str(part)),
            "note": "",
            "cells": [{"large": _of_hedge(float(held.data[name].sel(part=part)), name), "small": []} for name in names],
        }
        for part in held.data["part"].values.tolist()
    ]
    return {
        "caption": "Four policies: real income in a calm year and in the rupture, the partner's share in imports, and the mean "
        "tariff on its goods.",
        "heads": [capital(str(held.data[name].attrs["short"])) for name in names],
        "rows": rows,
        "words": False,
        "dated": True,
    }


def _of_hedge(value: float, name: str) -> str:
    if not math.isfinite(value):
        return "missing"
    return f"{_two(value)} %" if name.endswith("_pct") else f"{figures(100 * value) if value else '0'} %"


def talks_sections(
    results: Mapping[str, Result], lacking: Mapping[str, str], language: str = "en"
) -> list[dict[str, Any]]:
    """Give a section for each negotiation of the case; none where it has none."""
    made = []
    for name in sorted({*results, *lacking}):
        if not name.startswith("talks "):
            continue
        if name not in results:
            why = f"Nothing is told of these talks: {lacking[name]}."
            made.append({"title": "Talks", "said": None, "text": why, "figures": []})
            continue
        held = results[name]
        said = sentences_of(held, language, TOLD_OF_TALKS)
        courses = held.data.sizes.get("course", 1)
        how = [text(ENFORCED, language)]
        if courses > 1:
            how.append(
                translated(f"The chart is of the first of {courses} courses; the sentences tell of all.", language)
            )
        made.append(
            {
                "title": ": ".join(filter(None, [text("Talks", language), str(held.data.attrs.get("title", ""))])),
                "said": None,
                "text": " ".join(how),
                "figures": pictured(held, "ladder", language, most=1),
                "sentences": said,
            }
        )
    return made


def record_sections(
    results: Mapping[str, Result], lacking: Mapping[str, str], language: str = "en"
) -> list[dict[str, Any]]:
    """Give the section on the last years of the record: what was done, what binds, and with a ledger what was said."""
    said: list[str] = []
    rows: list[dict[str, Any]] = []
    for name, held in results.items():
        if name.startswith("record "):
            said += sentences_of(held, language)
            rows += act_rows(held)
        elif name.startswith("relations "):
            said += sentences_of(held, language)
    since = next(
        (int(one.data.attrs.get("since", 0)) for name, one in results.items() if name.startswith("record ")), 0
    )
    missing = [f"{name.removeprefix('record ')}: {why}" for name, why in lacking.items() if name.startswith("record ")]
    how = "Facts entered by hand, each with its source; what is not recorded is not shown not to have been."
    how += " Tariffs and their changes are not among them: 'counterpoise tariffs' has those."
    how += "".join(f" Nothing is told of {one}." for one in missing)
    section: dict[str, Any] = {
        "title": f"The record since {since}" if since else "The record",
        "said": None,
        "text": how,
        "figures": [],
        "sentences": said,
    }
    if rows:
        section["table"] = {
            "caption": "What was done, by year.",
            "heads": ["years", "by", "what it was"],
            "rows": rows,
            "words": True,
            "widths": [1.3, 0.5, 0.7, 3],
        }
    return [section]


def said_sections(case: Case, language: str = "en") -> list[dict[str, Any]]:
    """Give the section on what was said, as the case paraphrases it, with what the answer can't say; none where it has none."""
    if not case.sentences:
        return []
    rows = [
        {
            "label": written(one.by, language),
            "note": f"{one.on.isoformat()}",
            "cells": [written(one.said, language), written(one.doubt, language) or "–"],
        }
        for one in case.sentences
    ]
    return [
        {
            "title": text("What was said", language),
            "said": None,
            "text": "Paraphrases of the case, each with its source in the case's file.",
            "figures": [],
            "table": {
                "caption": "Who said what, and what the numbers above can't say of it.",
                "heads": ["in other words", "doubt"],
                "rows": rows,
                "words": True,
                "widths": [1.2, 2.4, 2.4],
            },
        }
    ]


MOST_ACTS = 8
"""Acts of a partner that a table lists."""


def act_rows(held: Result) -> list[dict[str, Any]]:
    """Give a row for each act that one side did to the other, the newest first."""
    from counterpoise.words.ties import DONE, entries  # noqa: PLC0415

    rows = []
    for one in entries(held, DONE)[:MOST_ACTS]:
        name, _, rest = one.what.partition("; ")
        years = f"{one.year}–" if one.ongoing else str(one.year)
        rows.append(
            {
                "label": capital(name),
                "note": "",
                "cells": [years, spoken(one.partner), rest.split(";")[0].split(" (")[0] or capital(one.kind)],
            }
        )
    return rows
