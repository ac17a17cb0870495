"""Betweenness and constraint against numbers in print."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.games.brokerage import betweenness, constraint

MARRIAGES = (
    "Acciaiuoli-Medici Castellani-Peruzzi Castellani-Strozzi Castellani-Barbadori Medici-Barbadori Medici-Ridolfi "
    "Medici-Tornabuoni Medici-Albizzi Medici-Salviati Salviati-Pazzi Peruzzi-Strozzi Peruzzi-Bischeri Strozzi-Ridolfi "
    "Strozzi-Bischeri Ridolfi-Tornabuoni Tornabuoni-Guadagni Albizzi-Ginori Albizzi-Guadagni Bischeri-Guadagni "
    "Guadagni-Lamberteschi"
)
"""Padgett and Ansell's (1993) marriages among families of Florence, as Jackson (2008), figure 1.2.1, has them."""


def test_the_families_of_florence():
    """Jackson, M. O. (2008), Social and Economic Networks, section 1.2.1: Medici .522, Guadagni .255, Strozzi .103."""
    pairs = [one.split("-") for one in MARRIAGES.split()]
    names = sorted({one for pair in pairs for one in pair})
    tie = np.zeros((len(names),) * 2, dtype=bool)
    for one, other in pairs:
        a, b = names.index(one), names.index(other)
        tie[a, b] = tie[b, a] = True
    assert len(names) == 15
    found = dict(zip(names, betweenness(tie), strict=True))
    printed = {"Medici": 0.522, "Guadagni": 0.255, "Strozzi": 0.103}
    assert {name: round(float(found[name]), 3) for name in printed} == printed
    assert max(found, key=lambda name: found[name]) == "Medici"


@pytest.mark.parametrize(("n", "value"), [(2, 1.0), (3, 1.125), (4, 25 / 27)])
def test_constraint_where_all_are_tied(n, value):
    """Everett, M. G. and Borgatti, S. P. (2020), Unpacking Burt's constraint measure: its largest value is 9/8, of a triad."""
    assert constraint(np.ones((n, n))) == pytest.approx([value] * n, rel=1e-14)
