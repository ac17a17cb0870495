"""Which deals are possible, which enforce themselves, by which steps they are reached, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.progress import Progress, quietly
from counterpoise.games import solutions
from counterpoise.games.margins import (
    Span,
    critical_detection,
    critical_discount,
    critical_hazard,
    critical_lag,
    critical_outside,
    sturdiest,
)
from counterpoise.games.paths import Followed, follow, kept
from counterpoise.games.programme import Programme, effort, scale, self_enforcing
from counterpoise.games.steps import MOST_MOVES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes
    from counterpoise.negotiation.payoffs import Compiled

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

AT_ONCE, ENFORCED = "any deal", "self-enforcing"
"""The two sets of deals: any that all prefer to none, carried out at once and kept; and paths that all do best to keep to."""

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "raiffa", "rubinstein")
"""The rules that say which deal of a set is agreed on."""

GRAIN = 1e-3
"""Where a state has very many continuations, those that differ by less than this share of the range of payoffs count as one."""

NONE, ONCE, STAGED = 0, 1, 2
"""Regimes: no deal enforces itself; one does at once; one does in stages only."""


@dataclass(frozen=True, eq=False)
class Predicted:
    """What a rule says of a set of deals.

    Attributes
    ----------
    rule
        One of `RULES`.
    of
        `AT_ONCE` or `ENFORCED`.
    value
        What it is worth to each party ``[party]``.
    paths
        The deals: one, or those of a lottery, each by its states.
    chances
        Of each.
    ties
        How many other deals do equally well by the rule.
    """

    rule: str
    of: str
    value: Array
    paths: tuple[tuple[int, ...], ...]
    chances: Array
    ties: int = 0


@dataclass(frozen=True, eq=False)
class Deals:
    """Deals that no other of the same set beats for every party.

    Attributes
    ----------
    paths
        The states that each goes through, the last for ever.
    value
        What each is worth ``[deal, party]``; with side payments the sum ``[deal, 1]``.
    count
        How many deals there are that all prefer to none, the ones that others beat too; of self-enforcing ones those that are kept.
    """

    paths: tuple[tuple[int, ...], ...]
    value: Array
    count: int

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True, eq=False)
class Critical:
    """Where the path breaks as one thing changes; each by party but the hazard."""

    discount: tuple[Span, ...]
    lag: tuple[int | None, ...]
    outside: tuple[float, ...]
    detection: tuple[Span | None, ...]
    hazard: Span


@dataclass(frozen=True, eq=False)
class Solved:
    """What a negotiation comes to where all that is not known has its central value.

    Attributes
    ----------
    compiled, stakes
        The negotiation in numbers.
    outside, today
        What each party has if there are no talks, and if all stays as it is ``[party]``.
    at_once, enforced
        The deals.
    predictions
        Of each rule and set.
    path
        The sturdiest path to the deal that Nash's rule takes among the self-enforcing ones (or, where there is none, among all), held
        against what each party could do instead; None where there is no deal to go to.
    direct
        The same deal at once.
    regime
        `NONE`, `ONCE` or `STAGED`.
    thinned
        Whether deals that hardly differ were taken as one.
    unsearched
        Why paths were not looked for; empty if they were.
    """

    compiled: Compiled
    stakes: Stakes
    outside: Array
    today: Array
    at_once: Deals
    enforced: Deals
    predictions: tuple[Predicted, ...]
    path: Followed | None
    direct: Followed | None
    regime: int
    thinned: bool = False
    unsearched: str = ""
    critical: Critical | None = field(default=None)

    @property
    def end(self) -> int | None:
        """The state of the deal that the path leads to."""
        return None if self.path is None else self.path.path[-1]

    @property
    def margin(self) -> float:
        """The least slack of the path; with side payments of the sums. Missing where there is no path."""
        return float("nan") if self.path is None else float(least(self.compiled, self.path))

    @property
    def delay(self) -> Array:
        """What the stages cost each party: the deal at once less the path ``[party]``."""
        if self.path is None or self.direct is None:
            return np.full(len(self.outside), np.nan)
        return np.asarray(self.direct.value[0] - self.path.value[0])


def least(compiled: Compiled, path: Followed) -> Any:
    """Give the least slack of a path ``[...]``: of all parties, or of their sum where they can pay each other."""
    return path.slack.sum(axis=-1).min(axis=-1) if compiled.side_payments else path.margin


def solve(
    compiled: Compiled,
    theta: Array | None = None,
    *,
    rules: Sequence[str] = RULES,
    end: int | None = None,
    critical: bool = True,
    sturdy: bool = True,
    progress: Progress | None = None,
) -> Solved:
    """Solve a negotiation where what is not known has given values.

    Parameters
    ----------
    compiled
        The negotiation in numbers.
    theta
        What is not known ``[parameter]``; its central values if left out.
    rules
        Which rules predict.
    end
        The deal whose path is asked for; the one that Nash's rule takes if left out.
    critical
        Whether to find where the path breaks.
    sturdy
        Whether to look for the sturdiest path to the deal; that of Nash's rule serves if not, or the deal at once where none enforces
        itself.
    progress
        Told how far it is.

    Returns
    -------
    Solved
        Deals, predictions, path.

    Raises
    ------
    NoSolution
        If the search grows beyond what can be held.
    """
    tell = quietly(progress)
    steps, stakes = compiled.steps, compiled.stakes(theta)
    start = steps.start
    outside = np.asarray(stakes.left(start))
    ends = compiled.ratified(theta)
    tell.report("deals", 0.0)
    at_once = _at_once(compiled, stakes, outside, ends)
    tell.report("paths", 0.1)
    unsearched, thinned, enforced = "", False, Deals((), np.zeros((0, stakes.players)), 0)
    if effort(steps, stakes) > MOST_MOVES:
        unsearched = f"about {effort(steps, stakes):,} moves, more than {MOST_MOVES:,}"
    else:
        found = self_enforcing(
            steps, stakes, ends=_with(ends, start), transfers=compiled.side_payments, grain=GRAIN * scale(stakes)
        )
        enforced, thinned = _moving(found), found.thinned
    predictions = [
        one
        for deals, kind in ((at_once, AT_ONCE), (enforced, ENFORCED))
        for one in _predicted(compiled, deals, kind, outside, rules)
    ]
    tell.report("the path", 0.7)
    goal = _goal(predictions, at_once, enforced) if end is None else end
    path = direct = None
    if goal is not None and goal != start:
        way = _known(predictions, enforced, goal)
        path = _way(compiled, stakes, goal, unsearched) if sturdy else follow(steps, stakes, way or (start, goal))
        direct = follow(steps, stakes, (start, goal))
    regime = NONE
    if path is not None and direct is not None and least(compiled, path) >= -1e-9 * scale(stakes):
        regime = (
            ONCE if least(compiled, direct) >= -1e-9 * scale(stakes) and not _slower(steps, start, goal) else STAGED
        )
    made = Solved(
        compiled,
        stakes,
        outside,
        np.asarray(kept(stakes, start)),
        at_once,
        enforced,
        tuple(predictions),
        path,
        direct,
        regime,
        thinned,
        unsearched,
    )
    if path is None or not critical:
        return made
    tell.report("where it breaks", 0.85)
    return replace(made, critical=_critical(compiled, stakes, path.path))


def _slower(steps: Any, start: int, goal: int | None) -> bool:
    """Whether the pace forbids to go to a state at once."""
    return goal is not None and not (steps.moves_from(start) == goal).any()


def _with(ends: NDArray[np.bool_] | None, start: int) -> NDArray[np.bool_] | None:
    """Let a path end where it begins: no deal needs no consent."""
    if ends is None:
        return None
    made = np.array(ends, dtype=bool)
    made[start] = True
    return made


def _at_once(compiled: Compiled, stakes: Stakes, outside: Array, ends: NDArray[np.bool_] | None) -> Deals:
    """Give the deals that all prefer to none if they are kept for ever, from the first period on."""
    steps = compiled.steps
    fine = (steps.levels >= steps.levels[steps.start]).all(axis=1)
    for some in (steps.allowed, ends):
        if some is not None:
            fine &= some
    fine[steps.start] = False
    states = np.flatnonzero(fine)
    value = kept(stakes, states)
    if compiled.side_payments:
        value, outside = value.sum(axis=1, keepdims=True), outside.sum(keepdims=True)
    inside = (value >= outside).all(axis=1)
    states, value = states[inside], value[inside]
    if not len(states):
        return Deals((), value, 0)
    best = solutions.efficient(value)
    return Deals(tuple((steps.start, int(one)) for one in states[best]), value[best], int(inside.sum()))


def _moving(found: Programme) -> Deals:
    """Give the self-enforcing paths that change something."""
    paths = [found.path(one) for one in range(len(found))]
    moving = [at for at, one in enumerate(paths) if len(one) > 1]
    return Deals(tuple(paths[at] for at in moving), found.values[moving], len(moving))


def _predicted(compiled: Compiled, deals: Deals, kind: str, outside: Array, rules: Sequence[str]) -> list[Predicted]:
    """Apply the rules to a set of deals."""
    if not len(deals):
        return []
    powers = np.asarray(compiled.power, dtype=float)
    values, paths, lotteries = deals.value, deals.paths, False
    if compiled.side_payments:  # the surplus is shared out: a lottery over who gets all of it is the same
        best = int(deals.value[:, 0].argmax())
        surplus = float(deals.value[best, 0] - outside.sum())
        values, paths, lotteries = outside + max(surplus, 0.0) * np.eye(len(outside)), (deals.paths[best],), True
    made = []
    for rule in rules:
        found = _by(rule, values, outside, powers, compiled, lotteries=lotteries)
        if found is None:
            continue
        if compiled.side_payments:
            made.append(Predicted(rule, kind, found.payoffs, paths, np.ones(1)))
            continue
        who = [int(one) for one in found.outcomes]
        made.append(
            Predicted(
                rule, kind, found.payoffs, tuple(paths[at] for at in who), np.asarray(found.weights), len(found.ties)
            )
        )
    return made


def _by(rule: str, values: Array, outside: Array, powers: Array, compiled: Compiled, *, lotteries: bool) -> Any:
    """Apply one rule; None where it says nothing of so many parties."""
    if rule == "nash":
        return solutions.nash(values, outside, powers, lotteries=lotteries)
    if rule == "kalai_smorodinsky":
        return solutions.kalai_smorodinsky(values, outside, lotteries=lotteries)
    if rule == "egalitarian":
        return solutions.egalitarian(values, outside, lotteries=lotteries)
    if rule == "raiffa":
        return solutions.raiffa(values, outside)
    if len(outside) != 2:
        return None
    return solutions.rubinstein(values, outside, compiled.stakes().discount)


def _goal(predictions: Sequence[Predicted], at_once: Deals, enforced: Deals) -> int | None:
    """Give the deal that a path is asked to: Nash's among the self-enforcing ones, else among all."""
    for deals, kind in ((enforced, ENFORCED), (at_once, AT_ONCE)):
        if len(deals):
            said = [one for one in predictions if one.of == kind and one.rule == "nash" and len(one.paths) == 1]
            return said[0].paths[0][-1] if said else deals.paths[int(deals.value.min(axis=1).argmax())][-1]
    return None


def _known(predictions: Sequence[Predicted], enforced: Deals, goal: int) -> tuple[int, ...] | None:
    """Give a self-enforcing path to a deal, that of Nash's rule before others."""
    said = [way for one in predictions if one.of == ENFORCED and one.rule == "nash" for way in one.paths]
    return next((way for way in (*said, *enforced.paths) if way[-1] == goal), None)


def _way(compiled: Compiled, stakes: Stakes, goal: int, unsearched: str) -> Followed | None:
    """Give the sturdiest path to a deal; the deal at once where paths were not looked for."""
    steps = compiled.steps
    if unsearched:
        return follow(steps, stakes, (steps.start, goal))
    return sturdiest(steps, stakes, goal, grain=GRAIN * scale(stakes), transfers=compiled.side_payments)


def _critical(compiled: Compiled, stakes: Stakes, path: tuple[int, ...]) -> Critical:
    """Find where a path breaks."""
    steps = compiled.steps
    players = range(stakes.players)
    rates = [stakes.chance(one) is not None for one in players]
    return Critical(
        tuple(critical_discount(steps, stakes, path, one) for one in players),
        tuple(None if rates[one] else critical_lag(steps, stakes, path, one) for one in players),
        tuple(critical_outside(steps, stakes, path, one) for one in players),
        tuple(critical_detection(steps, stakes, path, one) if rates[one] else None for one in players),
        critical_hazard(steps, stakes, path),
    )
