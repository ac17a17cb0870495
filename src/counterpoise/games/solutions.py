r"""Solutions of a bargaining problem: which of the outcomes that are possible players agree on, by the rules of the theory.

The problem is a table of payoffs ``[outcome, player]``, and what each player has without a deal. Gains :math:`g_i = u_i - w_i` count in
the *zone of agreement*, where none is below zero; :math:`I_i` is the largest of player i there (its ideal).

- Nash (1950), with powers Harsanyi and Selten (1972): the largest :math:`\prod_i g_i^{b_i}`.
- Kalai and Smorodinsky (1975), Imai (1983): the largest least :math:`g_i / I_i`, then the next least, and so on.
- Egalitarian, with powers proportional (Kalai 1977): the largest least :math:`g_i / b_i`, then the next least, and so on.
- Raiffa (1953), discrete: again and again, each player's best where the others have what they have so far; all agree on the mean.
- Rubinstein (1982), with outside options Binmore, Shaked and Sutton (1989): two players offer in turns (`counterpoise.games.offers`).

**One outcome, or a lottery.** Without lotteries the rule is applied to the outcomes as they are: the two that even gains then take the
lexicographic maximin, which is efficient though no outcome may even gains; several outcomes may do equally well, and all are told. With
lotteries what can be agreed on is convex, the payoffs are unique, and ideals are taken over lotteries in the zone. Raiffa's rule needs
lotteries: its steps are midpoints.

**Players who cannot gain.** One whose best gain in the zone is zero is left out of the product and of the ratios to ideals; where each may
gain, but not all at once, the outcome is the limit of adding the same small share of its ideal to each: first as little power as possible
goes without a gain, then the product of the others decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.games.efficient import efficient, zone
from counterpoise.games.lotteries import EVEN, nowhere
from counterpoise.games.offers import Border, stationary
from counterpoise.games.problem import PAIR, SAME, Problem, Solution

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

__all__ = [
    "Problem",
    "Solution",
    "efficient",
    "egalitarian",
    "ideal",
    "kalai_smorodinsky",
    "nash",
    "predictions",
    "raiffa",
    "rubinstein",
    "zone",
]

STEPS = 400
"""Steps of Raiffa's rule, at most."""


def ideal(payoffs: ArrayLike | Problem, outside: ArrayLike, *, lotteries: bool = False) -> Array:
    """Give the ideal point: what each player has at best in the zone of agreement.

    Parameters
    ----------
    payoffs
        ``[outcome, player]``.
    outside
        What each player has without a deal.
    lotteries
        Look among lotteries too: some are in the zone though not all their outcomes are.

    Returns
    -------
    Array
        Payoffs; they can't be had together, but where one outcome is best for all.

    Raises
    ------
    InputError
        If the payoffs or outside options are wrong.
    NoSolution
        If there is no zone of agreement.

    Examples
    --------
    >>> (
    ...     ideal([[4, 0], [2, 2], [0, 4]], [1, 1]).tolist(),
    ...     ideal([[4, 0], [2, 2], [0, 4]], [1, 1], lotteries=True).tolist(),
    ... )
    ([2.0, 2.0], [3.0, 3.0])
    """
    problem = Problem.of(payoffs, outside)
    return problem.outside + problem.ideal(lotteries=lotteries)


def nash(
    payoffs: ArrayLike | Problem, outside: ArrayLike, *, powers: ArrayLike | None = None, lotteries: bool = False
) -> Solution:
    """Give the deal with the largest product of gains, each to the power of its player.

    Parameters
    ----------
    payoffs, outside, lotteries
        See `ideal`.
    powers
        Above zero, one for each player; equal if left out.

    Returns
    -------
    Solution
        Independent of the scales of payoffs, and of outcomes that are not chosen.

    Raises
    ------
    InputError
        If the payoffs, outside options or powers are wrong.
    NoSolution
        If there is no zone of agreement.

    References
    ----------
    Nash (1950), The bargaining problem, Econometrica 18; Harsanyi and Selten (1972), A generalized Nash solution for two-person
    bargaining games with incomplete information, Management Science 18. Of finite sets, with ties: Mariotti (1998), Nash bargaining theory
    when the number of alternatives can be finite, Social Choice and Welfare 15.

    Examples
    --------
    >>> deal = nash([[4, 0], [3, 2], [0, 4]], [0, 0])
    >>> deal.index, deal.gains.tolist(), deal.ties.tolist()
    (1, [3.0, 2.0], [])
    >>> nash([[4, 0], [0, 4]], [0, 0], powers=[3, 1], lotteries=True).weights.tolist()
    [0.25, 0.75]
    """
    problem = Problem.of(payoffs, outside)
    power = _powers(powers, len(problem.outside))
    if not lotteries:
        top = problem.gains.max(0)
        able = top > 0
        share = problem.gains[:, able] / top[able]
        none = share <= 0
        logs = np.log(np.where(none, 1.0, share))
        return problem.one("nash", -(none @ power[able]), logs @ power[able])
    if len(power) == PAIR:
        return problem.on_chain("nash", _largest_product(problem.chain.points, problem.outside, power))
    able = problem.ideal(lotteries=True) > 0
    if not able.any():
        return problem.in_mixture("nash", problem.mixture.leximin(np.ones(len(power))))
    counted = np.where(able, power, 0.0)
    return problem.in_mixture("nash", problem.mixture.product(counted / counted.sum()))


def _largest_product(points: Array, outside: Array, power: Array) -> float:
    """Give the first player's payoff where the product on a chain is largest: on each line it has one maximum."""
    if len(points) == 1:
        return float(points[0, 0])
    start, step = points[:-1] - outside, np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = -(power[0] * start[:, 1] / step[:, 1] + power[1] * start[:, 0] / step[:, 0]) / power.sum()
        at = np.clip(np.nan_to_num(at), 0.0, 1.0)
        value = np.log(np.maximum(start + at[:, None] * step, 0.0)) @ power
    best = int(value.argmax())
    return float(points[best, 0] + at[best] * step[best, 0])


def kalai_smorodinsky(payoffs: ArrayLike | Problem, outside: ArrayLike, *, lotteries: bool = False) -> Solution:
    """Give the deal at which gains are in proportion to the largest that each could have, or as near as outcomes allow.

    Parameters
    ----------
    payoffs, outside, lotteries
        See `ideal`.

    Returns
    -------
    Solution
        With lotteries the ratios of gains to ideals are equal for two players; else, and for more, the least ratio is as large as it can
        be, then the next (Imai 1983).

    Raises
    ------
    InputError
        If the payoffs or outside options are wrong.
    NoSolution
        If there is no zone of agreement.

    References
    ----------
    Kalai and Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica 43; Imai (1983), Individual monotonicity and
    lexicographic maxmin solution, Econometrica 51.

    Examples
    --------
    >>> kalai_smorodinsky([[4, 0], [3, 2], [0, 4]], [0, 0]).index
    1
    >>> kalai_smorodinsky([[4, 0], [0, 8]], [0, 0], lotteries=True).payoffs.tolist()
    [2.0, 4.0]
    """
    problem = Problem.of(payoffs, outside)
    return _evened("kalai_smorodinsky", problem, problem.ideal(lotteries=lotteries), lotteries=lotteries)


def egalitarian(
    payoffs: ArrayLike | Problem, outside: ArrayLike, *, powers: ArrayLike | None = None, lotteries: bool = False
) -> Solution:
    """Give the deal with equal gains, or as near as outcomes allow; with powers, in proportion to them.

    Parameters
    ----------
    payoffs, outside, lotteries
        See `ideal`. Gains are compared as they are: payoffs have to be in the same unit.
    powers
        See `nash`.

    Returns
    -------
    Solution
        The least gain over the power is as large as it can be, then the next.

    Raises
    ------
    InputError
        If the payoffs, outside options or powers are wrong.
    NoSolution
        If there is no zone of agreement.

    References
    ----------
    Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45.

    Examples
    --------
    >>> egalitarian([[4, 0], [3, 2], [0, 4]], [0, 0]).index
    1
    >>> egalitarian([[4, 0], [0, 8]], [0, 0], lotteries=True).payoffs.round(4).tolist()
    [2.6667, 2.6667]
    """
    problem = Problem.of(payoffs, outside)
    return _evened("egalitarian", problem, _powers(powers, len(problem.outside)), lotteries=lotteries)


def _evened(rule: str, problem: Problem, scale: Array, *, lotteries: bool) -> Solution:
    """Give the lexicographic maximin of gains over a scale, where it is not zero."""
    if not lotteries:
        ratio = problem.gains[:, scale > 0] / scale[scale > 0]
        ratio /= max(float(ratio.max(initial=0.0)), np.finfo(float).tiny)
        return problem.one(rule, *np.sort(ratio, axis=1).T)
    if len(scale) == PAIR:
        points = problem.chain.points
        if len(points) == 1 or not scale.all():
            return problem.on_chain(rule, float(points[0, 0]))
        gains = (points - problem.outside) / scale
        return problem.on_chain(rule, float(np.interp(0.0, gains[:, 0] - gains[:, 1], points[:, 0])))
    counted = scale / problem.unit
    top = counted.max()
    return problem.in_mixture(rule, problem.mixture.leximin(counted / top if top > 0 else np.ones(len(scale))))


def raiffa(payoffs: ArrayLike | Problem, outside: ArrayLike) -> Solution:
    """Give the deal of Raiffa's discrete rule, over lotteries: agree on the mean of each one's best, and begin anew from there.

    Parameters
    ----------
    payoffs, outside
        See `ideal`.

    Returns
    -------
    Solution
        A lottery. Its steps are midpoints, which single outcomes do not have.

    Raises
    ------
    InputError
        If the payoffs or outside options are wrong.
    NoSolution
        If there is no zone of agreement.

    References
    ----------
    Raiffa (1953), Arbitration schemes for generalized two-person games, Annals of Mathematics Studies 28; Trockel (2015), Axiomatization of
    the discrete Raiffa solution, Economic Theory Bulletin 3.

    Examples
    --------
    >>> raiffa([[4, 0], [3, 2], [0, 4]], [0, 0]).payoffs.round(4).tolist()
    [2.5, 2.3333]
    """
    problem = Problem.of(payoffs, outside)
    if len(problem.outside) == PAIR:
        chain, held = problem.chain, problem.outside
        for _ in range(STEPS):
            best = np.array([chain.first(held[1]), chain.at(held[0])])
            if (best - held <= SAME * problem.unit).all():
                break
            held = (held + best) / 2.0
        return problem.on_chain("raiffa", float(held[0]))
    held, mixture = np.zeros(len(problem.outside)), problem.mixture
    for _ in range(STEPS):
        best = np.array([mixture.most(player, held)[0] for player in range(len(held))])
        if (best - held).max() <= EVEN / 10:
            break
        held = held + np.maximum(best - held, 0.0) / len(held)
    return problem.in_mixture("raiffa", mixture.programme(np.ones(len(held)), 0.0, np.zeros(len(held)), held)[2])


def rubinstein(
    payoffs: ArrayLike | Problem,
    outside: ArrayLike,
    discounts: tuple[float, float],
    *,
    impasse: ArrayLike | None = None,
    lotteries: bool = False,
    proposer: int = 0,
) -> Solution:
    """Give the deal of two players who offer in turns, and may take their outside options after refusing.

    Parameters
    ----------
    payoffs, outside, lotteries
        See `ideal`.
    discounts
        What the part of a payoff above the impasse is worth a period earlier, for each player, in (0, 1).
    impasse
        What each has if they go on for ever without agreeing; the outside options if left out, which then never bind.
    proposer
        Who proposes first.

    Returns
    -------
    Solution
        Without lotteries, of the outcomes that stationary equilibria agree on, the one nearest to that with lotteries; the others are its
        ties. There are the more of them the more patient the players are (van Damme, Selten and Winter 1990).

    Raises
    ------
    InputError
        If the players are not two, or the payoffs, outside options or discounts are wrong.
    NoSolution
        If there is no zone of agreement.

    References
    ----------
    Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50(1); Binmore, Shaked and Sutton (1989), An outside option
    experiment, Quarterly Journal of Economics 104(4); van Damme, Selten and Winter (1990), Alternating bid bargaining with a smallest
    money unit, Games and Economic Behavior 2.

    Examples
    --------
    >>> table = [[step / 100, 1 - step / 100] for step in range(101)]
    >>> rubinstein(table, [0, 0], (0.9, 0.8), lotteries=True).payoffs.round(4).tolist()
    [0.7143, 0.2857]
    >>> rubinstein(table, [0, 0.6], (0.9, 0.9), impasse=[0, 0]).payoffs.tolist()
    [0.4, 0.6]
    """
    problem = Problem.of(payoffs, outside)
    if len(problem.outside) != PAIR or proposer not in (0, 1):
        what = f"{len(problem.outside)} players offer in turns, player {proposer} first"
        raise InputError(what, where="rubinstein", remedy="take two players, 0 and 1, or another rule")
    never = problem.outside if impasse is None else Problem.of(problem.payoffs, impasse).outside
    binding = (never > problem.outside).any()
    within = Problem(problem.payoffs, np.maximum(problem.outside, never)) if binding else problem
    if not lotteries and not len(within.inside):
        raise nowhere()
    chain = within.chain
    span = float(chain.points[0, 0]), float(chain.points[-1, 0])
    limits = tuple(problem.outside.tolist()), tuple(never.tolist())
    met = stationary(Border(chain.at, chain.first, span), discounts, *limits)
    deal = met.second if proposer else met.first
    if lotteries:
        made = within.on_chain("rubinstein", deal[0])
        return Solution("rubinstein", made.payoffs, made.payoffs - problem.outside, made.outcomes, made.weights)
    rows = within.rows[np.argsort(within.payoffs[within.rows, 0])]
    agreed = rows[_agreed(problem.payoffs[rows], discounts, problem.outside, never, proposer)]
    best = agreed[np.abs(problem.payoffs[agreed, 0] - deal[0]).argmin()]
    ties = within.equal(agreed, int(best))
    chosen = problem.payoffs[best]
    return Solution("rubinstein", chosen, chosen - problem.outside, np.array([best]), np.ones(1), ties)


def _agreed(payoffs: Array, discounts: tuple[float, float], outside: Array, never: Array, proposer: int) -> Indices:
    """Give what stationary equilibria agree on, of efficient outcomes of which the first player's payoffs rise.

    Each proposes what is best for it of what the other does not refuse; an equilibrium is an outcome that comes back after both have.
    """
    waits = never + np.asarray(discounts) * (payoffs - never)
    least = np.maximum(waits, outside) - SAME * np.abs(payoffs).max()
    second = np.searchsorted(payoffs[:, 0], least[:, 0])  # what the second proposes where the first would have each
    first = len(payoffs) - 1 - np.searchsorted(payoffs[::-1, 1], least[:, 1])  # and the first, where the second would
    back = first[second] if proposer == 0 else second[first]
    return np.flatnonzero(back == np.arange(len(payoffs)))


def predictions(
    payoffs: ArrayLike,
    outside: ArrayLike,
    *,
    powers: ArrayLike | None = None,
    discounts: tuple[float, float] | None = None,
    impasse: ArrayLike | None = None,
    lotteries: bool = False,
) -> dict[str, Solution | None]:
    """Give what each rule predicts, from a problem that is prepared once; None where a rule has no answer.

    Parameters
    ----------
    payoffs, outside, lotteries
        See `ideal`.
    powers
        Of Nash's deal and the egalitarian one.
    discounts, impasse
        See `rubinstein`, which has an answer for two players who are given discounts.

    Returns
    -------
    dict
        By the rule's name; all None where there is no zone of agreement. Raiffa's is a lottery always.

    Raises
    ------
    InputError
        If something given is wrong.

    Examples
    --------
    >>> found = predictions([[4, 0], [3, 2], [0, 4]], [0, 0])
    >>> {rule: deal and deal.payoffs.round(2).tolist() for rule, deal in found.items()}
    {'nash': [3.0, 2.0], 'kalai_smorodinsky': [3.0, 2.0], 'egalitarian': [3.0, 2.0], 'raiffa': [2.5, 2.33], 'rubinstein': None}
    >>> set(predictions([[1, 1]], [2, 2]).values())
    {None}
    """
    problem = Problem.of(payoffs, outside)
    offered = len(problem.outside) == PAIR and discounts is not None
    rules = {
        "nash": lambda: nash(problem, outside, powers=powers, lotteries=lotteries),
        "kalai_smorodinsky": lambda: kalai_smorodinsky(problem, outside, lotteries=lotteries),
        "egalitarian": lambda: egalitarian(problem, outside, powers=powers, lotteries=lotteries),
        "raiffa": lambda: raiffa(problem, outside),
        "rubinstein": lambda: (
            rubinstein(problem, outside, discounts, impasse=impasse, lotteries=lotteries)
            if discounts and offered
            else None
        ),
    }
    found: dict[str, Solution | None] = {}
    for rule, answer in rules.items():
        try:
            found[rule] = answer()
        except NoSolution:
            found[rule] = None
    return found


def _powers(powers: ArrayLike | None, players: int) -> Array:
    made = np.ones(players) if powers is None else np.asarray(powers, dtype=float)
    if made.shape != (players,) or not (np.isfinite(made) & (made > 0)).all():
        raise InputError(
            f"powers of {made.tolist()} for {players} players", where="powers", remedy="give one above 0 each"
        )
    return made / made.sum()
