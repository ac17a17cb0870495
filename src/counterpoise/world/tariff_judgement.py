"""What the importer averages get wrong where bilateral tariffs by sector are known: our own measurement, kept as figures.

``tools/tariff_judge.py`` makes the table: a tariff-free agreement of Korea, China and Japan on the accounts of 2022,
solved with different rates on the same flows and elasticities. docs/methods/tariffs.md shows it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "tables" / "tariff_judgement.csv"
MEASURES = ("welfare_pct", "real_wage_pct", "terms_of_trade_pct")
DEFAULT, TRUTH = "default", "bilateral"
SHAPED = "shaped"
"""The rates that are judged, those that they are judged on, and those in the shape of tariff profiles."""

PUT = {"importer-averages": (DEFAULT, "importer averages put"), "sector-averages": (SHAPED, "sector averages put")}

NAMES = {"KOR": "Korea", "CHN": "China", "JPN": "Japan"}


@cache
def figures() -> dict[tuple[str, str], dict[str, float]]:
    """Give the figures, per cent, of each set of rates and country.

    Returns
    -------
    dict
        The `MEASURES` by ``(rates, country)``.

    References
    ----------
    Rates: UNCTAD TRAINS through WITS, effectively applied, 43 economies, 14 sectors of goods, of 2022, as compiled in
    github.com/tsupohwaran/DeGlobEnvCost (4044ca2). Computed on 25 November 2026.
    """
    with TABLE.open(newline="", encoding="utf-8") as handle:
        rows = tuple(csv.DictReader(handle))
    return {(row["rates"], row["country"]): {name: float(row[name]) for name in MEASURES} for row in rows}


def said(choice: str = "importer-averages") -> str:
    """Give the judgement in a sentence, for the notes of whatever rests on the averages.

    Parameters
    ----------
    choice
        The baseline: importer averages or sector averages.

    Examples
    --------
    >>> said()[:70]
    'judged on bilateral tariffs by sector of 43 economies (WITS, 2022), im'
    """
    held = figures()
    judged, put = PUT[choice]
    why = "for Korea mostly because farm goods and food bear more than the average"
    if judged == SHAPED:
        why = "the rates are nearer than one average for all goods, though no pair's own"
    ours, theirs = ([f"{held[rates, code]['welfare_pct']:.2f}" for code in NAMES] for rates in (judged, TRUTH))
    korea, china, japan = (f"{one} % for {name}" for one, name in zip(ours, NAMES.values(), strict=True))
    return (
        f"judged on bilateral tariffs by sector of 43 economies (WITS, 2022), {put} the welfare of a "
        f"tariff-free Korea-China-Japan at {korea}, {china} and {japan}, where those give {theirs[0]}, {theirs[1]} and "
        f"{theirs[2]} %; {why}"
    )
