"""The families of Florence: betweenness in a network that books print."""

from __future__ import annotations

from functools import cache

import numpy as np

from counterpoise.games.brokerage import betweenness
from tools.published.cells import Cell, Source

MARRIAGES = (
    "Acciaiuoli-Medici Castellani-Peruzzi Castellani-Strozzi Castellani-Barbadori Medici-Barbadori Medici-Ridolfi "
    "Medici-Tornabuoni Medici-Albizzi Medici-Salviati Salviati-Pazzi Peruzzi-Strozzi Peruzzi-Bischeri Strozzi-Ridolfi "
    "Strozzi-Bischeri Ridolfi-Tornabuoni Tornabuoni-Guadagni Albizzi-Ginori Albizzi-Guadagni Bischeri-Guadagni "
    "Guadagni-Lamberteschi"
)
"""Which families are tied by marriage; one that married into none of them is left out, as in the book's figure."""


@cache
def _betweenness() -> dict[str, float]:
    pairs = [one.split("-") for one in MARRIAGES.split()]
    names = sorted({one for pair in pairs for one in pair})
    tie = np.zeros((len(names),) * 2, dtype=bool)
    for one, other in pairs:
        a, b = names.index(one), names.index(other)
        tie[a, b] = tie[b, a] = True
    return dict(zip(names, betweenness(tie).tolist(), strict=True))


def _of(family: str, printed: str) -> Cell:
    return Cell(f"betweenness of the {family}", printed, lambda: _betweenness()[family], "share")


SOURCES = (
    Source(
        title="Jackson, marriages in Florence",
        citation="Jackson, M. O. (2008), Social and Economic Networks, Princeton University Press; marriages from Padgett, J. F. and "
        "Ansell, C. K. (1993), Robust Action and the Rise of the Medici, American Journal of Sociology 98: 1259-1319.",
        place="section 1.2.1, figure 1.1: 15 families; cited from memory",
        kind="published",
        method="`games.brokerage.betweenness`",
        tolerance="half a unit of the last printed decimal: rounding alone",
        cells=(_of("Medici", "0.522"), _of("Guadagni", "0.255"), _of("Strozzi", "0.103")),
    ),
)
