"""Which deals are possible, which enforce themselves, by which steps they are reached, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.core.progress import Progress, quietly
from counterpoise.games import solutions
from counterpoise.games.direct import slack_at_once
from counterpoise.games.margins import LONGEST as LONGEST_LAG
from counterpoise.games.margins import (
    Span,
    critical_detection,
    critical_discount,
    critical_hazard,
    critical_lag,
    critical_outside,
    sturdiest,
)
from counterpoise.games.paths import Followed, follow, kept, needed
from counterpoise.games.programme import Programme, effort, scale, self_enforcing
from counterpoise.games.steps import MOST_MOVES
from counterpoise.negotiation.waits import PAIR, PER_KEPT, foretold, seconds, spent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps
    from counterpoise.negotiation.payoffs import Compiled

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

ANY, ENFORCED = "any deal", "self-enforcing"
"""The two sets of deals, at once or in stages: any that all prefer to none if it is kept to; and those that all do best to keep to."""

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "raiffa", "rubinstein")
"""The rules that say which deal of a set is agreed on."""

GRAIN = 1e-3
"""Where a state has very many continuations, those that differ by less than this share of the range of payoffs count as one."""

UNSOUGHT, NONE, ONCE, STAGED = -1, 0, 1, 2
"""Regimes: it was not looked for; the deal does not enforce itself; it does at once; it does in stages only."""

CLOSE = 1e-9
"""A path enforces itself if its least slack is not further below zero than this, in units of the range of payoffs."""

LONGEST = 900.0
"""Seconds that a search for paths may take, about, where it is begun."""


@dataclass(frozen=True, eq=False)
class Predicted:
    """What a rule says of a set of deals.

    Attributes
    ----------
    rule
        One of `RULES`.
    of
        `ANY` or `ENFORCED`.
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
        How many states all prefer to none once they are reached, those that others beat too; of self-enforcing deals those that are
        kept.
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
    possible, enforced
        The deals.
    predictions
        Of each rule that was asked for and each set.
    path
        The sturdiest path to the deal that Nash's rule takes among the self-enforcing ones (or, where there is none, among all), or
        to the deal that was asked for, held against what each party could do instead; None where there is no deal to go to.
    direct
        The same deal at once.
    regime
        Whether the path's deal enforces itself: `NONE`, `ONCE`, `STAGED`, or `UNSOUGHT` where it does not at once and no paths were
        looked for.
    thinned
        Whether deals that hardly differ were taken as one.
    unsearched
        Why paths were not looked for: then the self-enforcing deals are those that enforce themselves at once. Empty if they were.
    kept
        How many continuations the search for paths kept.
    critical
        Where the path breaks, where that was asked for.
    """

    compiled: Compiled
    stakes: Stakes
    outside: Array
    today: Array
    possible: Deals
    enforced: Deals
    predictions: tuple[Predicted, ...]
    path: Followed | None
    direct: Followed | None
    regime: int
    thinned: bool = False
    unsearched: str = ""
    kept: int = 0
    critical: Critical | None = None

    @property
    def end(self) -> int | None:
        """The state of the deal that the path leads to."""
        return None if self.path is None else self.path.path[-1]

    @property
    def margin(self) -> float:
        """The least slack of the path; with side payments of the sums. Missing where there is no path."""
        return float("nan") if self.path is None else float(least(self.compiled, self.path))

    @property
    def close(self) -> float:
        """How far below zero a slack still counts as none."""
        return CLOSE * scale(self.stakes)

    @property
    def seconds(self) -> float:
        """How long another such search takes, about, from what this one had to go through."""
        return seconds(self.compiled.steps, self.stakes) + PER_KEPT * self.kept

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
    outside, today = np.asarray(stakes.left(start)), np.asarray(kept(stakes, start))
    ends = compiled.ratified(theta)
    tell.report("deals", 0.0)
    tell.report(foretold(steps, stakes), 0.1)
    enforced, held, thinned, unsearched = _searched(compiled, stakes, ends)
    possible = _at_once(compiled, stakes, outside, ends)
    if sturdy and not unsearched:
        possible, thin = _possible(compiled, stakes, outside, ends, possible)
        thinned |= thin
    every = tuple(dict.fromkeys((*rules, "nash")))
    predictions = [
        one
        for deals, kind in ((possible, ANY), (enforced, ENFORCED))
        for one in _predicted(compiled, stakes, deals, kind, outside, today, every)
    ]
    tell.report("the path", 0.7)
    goal = _goal(predictions, possible, enforced) if end is None else end
    path = direct = None
    if goal is not None and goal != start:
        way = _known(predictions, enforced, goal)
        direct = follow(steps, stakes, (start, goal))
        path = (
            _sturdiest(compiled, stakes, goal, way)
            if sturdy and not unsearched
            else follow(steps, stakes, way or (start, goal))
        )
    made = Solved(
        compiled,
        stakes,
        outside,
        today,
        possible,
        enforced,
        tuple(one for one in predictions if one.rule in rules),
        path,
        direct,
        _regime(compiled, stakes, path, direct, unsearched),
        thinned,
        unsearched,
        held,
    )
    if path is None or not critical:
        return made
    tell.report("where it breaks", 0.85)
    return replace(made, critical=_critical(compiled, stakes, path.path))


def _searched(compiled: Compiled, stakes: Stakes, ends: NDArray[np.bool_]) -> tuple[Deals, int, bool, str]:
    """Look for self-enforcing paths; where that would take too long for those of one move alone."""
    steps = compiled.steps
    about, chains = seconds(steps, stakes), effort(steps, stakes)
    try:
        if chains > MOST_MOVES:
            why = f"about {chains:,} chains of moves would have to be gone through, more than {MOST_MOVES:,}"
        elif about > LONGEST:
            why = f"it would take {spent(about)} or so"
        else:
            found = self_enforcing(
                steps,
                stakes,
                ends=_with(ends, steps.start),
                transfers=compiled.side_payments,
                grain=GRAIN * scale(stakes),
            )
            return _moving(found), found.kept, found.thinned, ""
    except NoSolution as grown:
        why = grown.what
    return _enforced_at_once(compiled, stakes, ends), 0, False, why


def _enforced_at_once(compiled: Compiled, stakes: Stakes, ends: NDArray[np.bool_]) -> Deals:
    """Give the deals that enforce themselves at once."""
    steps = compiled.steps
    states = steps.moves_from(steps.start)
    states = states[ends[states]]
    slack = slack_at_once(steps, stakes, states)
    slack = slack.sum(axis=1) if compiled.side_payments else slack.min(axis=1)
    return _efficient(compiled, stakes, states[slack >= -CLOSE * scale(stakes)])


def _regime(compiled: Compiled, stakes: Stakes, path: Followed | None, direct: Followed | None, unsearched: str) -> int:
    """Say whether a deal enforces itself, and how."""
    if path is None or direct is None:
        return UNSOUGHT if unsearched else NONE
    low = -CLOSE * scale(stakes)
    if least(compiled, direct) >= low and not _slower(compiled.steps, path.path[-1]):
        return ONCE
    if least(compiled, path) >= low and len(path.path) > PAIR:
        return STAGED
    return UNSOUGHT if unsearched else NONE


def _slower(steps: Steps, goal: int) -> bool:
    """Whether the pace forbids to go to a state at once."""
    up = steps.levels[goal] - steps.levels[steps.start]
    return steps.pace is not None and bool((up > np.array(steps.pace)).any())


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
    gain = value - outside
    inside = gain.sum(axis=1) >= 0 if compiled.side_payments else (gain >= 0).all(axis=1)
    return _efficient(compiled, stakes, states[inside])


def _possible(
    compiled: Compiled, stakes: Stakes, outside: Array, ends: NDArray[np.bool_], at_once: Deals
) -> tuple[Deals, bool]:
    """Give the paths that all prefer to none if they are kept to, and whether some are left out; deals at once where there are too many."""
    steps, side = compiled.steps, compiled.side_payments
    free = replace(
        stakes, lag=None, detection=None
    )  # nobody is held to anything, so nothing of how cheats are noticed counts
    try:
        found = self_enforcing(
            steps,
            free,
            ends=_with(ends, steps.start),
            required=-np.inf,
            transfers=side,
            grain=GRAIN * scale(stakes),
        )
    except NoSolution:
        return at_once, True
    deals = _moving(found)
    floor = outside.sum(keepdims=True) if side else outside
    inside = np.flatnonzero((deals.value >= floor).all(axis=1))
    return Deals(tuple(deals.paths[at] for at in inside), deals.value[inside], at_once.count), found.thinned


def _efficient(compiled: Compiled, stakes: Stakes, states: Whole) -> Deals:
    """Give the deals at once that no other of some betters."""
    value = kept(stakes, states)
    if compiled.side_payments:
        value = value.sum(axis=1, keepdims=True)
    best = solutions.efficient(value)
    start = compiled.steps.start
    return Deals(tuple((start, int(one)) for one in states[best]), value[best], len(states))


def _moving(found: Programme) -> Deals:
    """Give the self-enforcing paths that change something."""
    paths = [found.path(one) for one in range(len(found))]
    moving = [at for at, one in enumerate(paths) if len(one) > 1]
    return Deals(tuple(paths[at] for at in moving), found.values[moving], len(moving))


def _predicted(
    compiled: Compiled, stakes: Stakes, deals: Deals, kind: str, outside: Array, today: Array, rules: Sequence[str]
) -> list[Predicted]:
    """Apply the rules to a set of deals."""
    if not len(deals):
        return []
    values, paths, lotteries = deals.value, deals.paths, False
    if compiled.side_payments:  # the surplus is shared out: a lottery over who gets all of it is the same
        best = int(deals.value[:, 0].argmax())
        surplus = float(deals.value[best, 0] - outside.sum())
        values, paths, lotteries = outside + max(surplus, 0.0) * np.eye(len(outside)), (deals.paths[best],), True
    problem = solutions.Problem.of(values, outside)
    made = []
    for rule in rules:
        found = _by(rule, problem, compiled, stakes, today, lotteries=lotteries)
        if found is None:
            continue
        if compiled.side_payments:
            made.append(Predicted(rule, kind, found.payoffs, paths, np.ones(1)))
            continue
        who = tuple(paths[int(one)] for one in found.outcomes)
        made.append(Predicted(rule, kind, found.payoffs, who, np.asarray(found.weights), len(found.ties)))
    return made


def _by(
    rule: str, problem: solutions.Problem, compiled: Compiled, stakes: Stakes, today: Array, *, lotteries: bool
) -> solutions.Solution | None:
    """Apply one rule; None where it says nothing: of so many parties, or as no deal is above what it asks for."""
    outside, powers = problem.outside, np.asarray(compiled.power, dtype=float)
    if rule == "rubinstein" and len(outside) != PAIR:
        return None
    patience = (float(stakes.discount[0]), float(stakes.discount[1]))
    by: dict[str, Callable[[], solutions.Solution]] = {
        "nash": lambda: solutions.nash(problem, outside, powers=powers, lotteries=lotteries),
        "kalai_smorodinsky": lambda: solutions.kalai_smorodinsky(problem, outside, lotteries=lotteries),
        "egalitarian": lambda: solutions.egalitarian(problem, outside, powers=powers, lotteries=lotteries),
        "raiffa": lambda: solutions.raiffa(problem, outside),
        "rubinstein": lambda: solutions.rubinstein(problem, outside, patience, impasse=today, lotteries=lotteries),
    }
    try:
        return by[rule]()
    except NoSolution:
        return None


def _goal(predictions: Sequence[Predicted], possible: Deals, enforced: Deals) -> int | None:
    """Give the deal that a path is asked to: Nash's among the self-enforcing ones, else among all."""
    for deals, kind in ((enforced, ENFORCED), (possible, ANY)):
        if len(deals):
            said = [one for one in predictions if one.of == kind and one.rule == "nash" and len(one.paths) == 1]
            return said[0].paths[0][-1] if said else deals.paths[int(deals.value.min(axis=1).argmax())][-1]
    return None


def _known(predictions: Sequence[Predicted], enforced: Deals, goal: int) -> tuple[int, ...] | None:
    """Give a self-enforcing path to a deal, that of Nash's rule before others."""
    said = [way for one in predictions if one.of == ENFORCED and one.rule == "nash" for way in one.paths]
    return next((way for way in (*said, *enforced.paths) if way[-1] == goal), None)


def _sturdiest(compiled: Compiled, stakes: Stakes, goal: int, way: tuple[int, ...] | None) -> Followed | None:
    """Find the sturdiest path to a deal; one that is known where the search for it would grow too large; None where no moves lead to it."""
    steps = compiled.steps
    known = None if way is None else follow(steps, stakes, way)
    try:
        found = sturdiest(steps, stakes, goal, grain=GRAIN * scale(stakes), transfers=compiled.side_payments)
    except NoSolution:
        return known or follow(steps, stakes, (steps.start, goal))
    return found if found is None or known is None or least(compiled, found) >= least(compiled, known) else known


def _critical(compiled: Compiled, stakes: Stakes, path: tuple[int, ...]) -> Critical:
    """Find where a path breaks; of the states those alone are held that it needs."""
    steps = compiled.steps
    states = needed(steps, replace(stakes, lag=(LONGEST_LAG,) * stakes.players), path)
    rows = np.full(steps.size, -1, dtype=np.int32)
    rows[states] = np.arange(len(states), dtype=np.int32)
    outside = stakes.outside[states] - CLOSE * scale(stakes)  # what is at zero now holds now
    stakes = replace(stakes, payoff=stakes.payoff[states], outside=outside, rows=rows)
    players = range(stakes.players)
    rates = [stakes.chance(one) is not None for one in players]
    return Critical(
        tuple(critical_discount(steps, stakes, path, one) for one in players),
        tuple(None if rates[one] else critical_lag(steps, stakes, path, one) for one in players),
        tuple(critical_outside(steps, stakes, path, one) for one in players),
        tuple(critical_detection(steps, stakes, path, one) if rates[one] else None for one in players),
        critical_hazard(steps, stakes, path),
    )
