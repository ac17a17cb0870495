"""Cooperation that enforces itself, beside the equilibrium payoffs of repeated games that QuantEcon computes (Abreu and Sannikov 2014)."""

import numpy as np
import pytest
from scipy.spatial import QhullError

from counterpoise.games.margins import critical_discount
from counterpoise.games.paths import follow
from counterpoise.games.steps import Stakes, Steps

CLOSE = 1e-9


@pytest.fixture(scope="module")
def equilibria():
    """A function from both players' payoffs and a discount factor to the vertices of the set of equilibrium payoffs."""
    quantecon = pytest.importorskip("quantecon.game_theory")
    from quantecon.game_theory import repeated_game

    for name in ("_R", "_find_C", "_intersect"):  # run as they are written: compiling them takes longer
        if hasattr(getattr(repeated_game, name, None), "py_func"):
            setattr(repeated_game, name, getattr(repeated_game, name).py_func)

    def found(one, other, discount):
        game = quantecon.NormalFormGame([quantecon.Player(one), quantecon.Player(other)])
        try:
            hull = quantecon.RepeatedGame(game, discount).equilibrium_payoffs()
        except QhullError:  # a single point has no hull: the equilibrium of the stage game for ever
            return np.zeros((1, 2))
        return hull.points[hull.vertices]

    return found


def within(vertices, point):
    """Whether a point lies in a convex hull."""
    from scipy.optimize import linprog

    made = linprog(
        np.zeros(len(vertices)), A_eq=np.vstack([vertices.T, np.ones(len(vertices))]), b_eq=np.append(point, 1.0)
    )
    return made.status == 0


@pytest.mark.parametrize(
    ("temptation", "sucker"), [((2.0, 2.0), (-1.0, -1.0)), ((1.5, 2.5), (-0.6, -2.0)), ((3.0, 1.2), (-2.5, -0.3))]
)
def test_cooperation_enforces_itself_where_it_is_an_equilibrium_of_the_repeated_game(equilibria, temptation, sucker):
    # a prisoners' dilemma: 1 each together, 0 each apart, which is also the least that either can be held to
    one = np.array([[1.0, sucker[0]], [temptation[0], 0.0]])
    other = np.array([[1.0, sucker[1]], [temptation[1], 0.0]])
    payoff = np.array([[0.0, 0.0], [temptation[0], sucker[1]], [sucker[0], temptation[1]], [1.0, 1.0]])
    steps = Steps((2, 2), (0, 1), 2)  # cooperation as a step of each, which can be taken back

    def stakes(discount):
        return Stakes(payoff, np.zeros((4, 2)), np.full(2, discount))

    critical = max(critical_discount(steps, stakes(0.95), [0, 3], player).low for player in (0, 1))
    assert critical == pytest.approx(1 - 1 / max(temptation), abs=1e-6)
    for discount, holds in ((critical - 0.01, False), (critical + 0.01, True)):
        assert (follow(steps, stakes(discount), [0, 3]).margin >= 0) == holds
        assert within(equilibria(one, other, discount), [1 - CLOSE, 1 - CLOSE]) == holds
