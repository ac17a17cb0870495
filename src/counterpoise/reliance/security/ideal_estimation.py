"""Dynamic ideal points from roll calls: where each state stands in each session, with what is known of the error.

The model is that of Bailey, Strezhnev and Voeten (2017): ordered answers on one line (see `ordered_votes`), points that
walk at random from session to session, and roll calls on the same text that share their cuts, so that sessions can be
compared. Theirs is sampled for a night; here the same distribution is approached by two normal ones, of the points and of
the roll calls, which are improved in turn (a variational expectation-maximisation): the points by a Kalman smoother, the
roll calls by Newton steps.

References
----------
Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting
Data, Journal of Conflict Resolution 61(2), 430-456, and their programs (github.com/evoeten, April 2020).
Opper, M. and Archambeau, C. (2009), The Variational Gaussian Approximation Revisited, Neural Computation 21(3), 786-792.
Imai, K., Lo, J. and Olmsted, J. (2016), Fast Estimation of Ideal Points with Massive Data, American Political Science
Review 110(4), 631-656.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.reliance.security.alignment import ABSTAIN, NO, VOTES, YES
from counterpoise.reliance.security.ordered_votes import Block, Slopes, of_cuts, of_items, of_states, slopes

Array = NDArray[np.float64]
Found = TypeVar("Found")

INNOVATION = 0.5
"""The walk's variance, times the session's share of its own and the last session's votes: the producers' choice."""

CUT_SPREAD = 3.0
"""Standard deviation of a cut before any vote is seen; the producers' cuts lie anywhere from -7 to 7."""

_STEP = 1.5
_FAR_CUT = 8.0
_ADAPTS = 0.25
_THREADS = 2


@dataclass(frozen=True, eq=False)
class Estimate:
    """Ideal points and what they rest on.

    Attributes
    ----------
    sessions
        [session]: in rising order.
    point, error
        [session, country]: place on the line, and its standard error; NaN where the country cast no vote that counts.
    votes
        [session, country]: number of votes that count.
    cuts
        [roll call, 3]: discrimination and the two cuts, on the same line; NaN for roll calls on which all agreed, infinite
        where an answer wasn't given.
    pull
        How strongly points are drawn to the middle, for each vote; what holds the spread at 1.
    rounds, change
        Rounds until the end, and how far the point that moved farthest moved in the last.
    objective
        After each round the bound of the log likelihood that is raised.
    """

    sessions: NDArray[np.int64]
    point: Array
    error: Array
    votes: NDArray[np.int64]
    cuts: Array
    pull: float
    rounds: int
    change: float
    objective: tuple[float, ...]


@dataclass(eq=False)
class _Case:
    """What doesn't change from round to round."""

    sessions: NDArray[np.int64]
    blocks: list[Block]
    votes: NDArray[np.int64]
    given: NDArray[np.int64]
    item: NDArray[np.int64]
    link: Array
    begins: NDArray[np.bool_]
    active: NDArray[np.bool_]

    @property
    def has(self) -> NDArray[np.bool_]:
        return self.votes > 0


@dataclass(eq=False)
class _Belief:
    """Two normal distributions: of the points, and of the roll calls."""

    point: Array
    spread: Array
    cuts: Array
    covariance: Array
    known: Array
    entropy: float = 0.0


def estimate(
    votes: NDArray[np.int8],
    session: NDArray[np.int64],
    *,
    anchor: int,
    same: NDArray[np.int64] | None = None,
    innovation: float = INNOVATION,
    pull: float | None = None,
    tolerance: float = 0.02,
    most: int = 60,
    told: Callable[[float], None] | None = None,
) -> Estimate:
    """Estimate where each country stands in each session.

    Parameters
    ----------
    votes
        [roll call, country]: 1 yes, 2 abstain, 3 no; any other number is an absence.
    session
        [roll call]: the session, or the year, of each; in any order.
    anchor
        The country, by its place, whose points are positive on average: the line has no direction of its own.
    same
        [roll call]: equal numbers for roll calls on the same text; all differ if left out.
    innovation
        Variance of the walk, times the session's share of its own and the last session's votes.
    pull
        How strongly points are drawn to the middle, for each vote; if left out, it is found so that the spread of the points
        is 1, and the points are brought to mean 0 and spread 1 after each round.
    tolerance
        The rounds end when no point moves farther.
    most
        Rounds at most.
    told
        Told the share of the work that is done.

    Returns
    -------
    Estimate
        See there.

    Raises
    ------
    InputError
        If there are too few votes to place anyone, or the anchor cast none.
    NoSolution
        If points still move after the last round.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> place = np.linspace(-2, 2, 20)
    >>> leaning = rng.standard_normal((60, 1)) * place + rng.standard_normal((60, 20))
    >>> votes = np.where(leaning < -0.3, 1, np.where(leaning < 0.3, 2, 3)).astype(np.int8)
    >>> found = estimate(votes, np.repeat([1, 2], 30), anchor=19)
    >>> bool(np.corrcoef(found.point[0], place)[0, 1] > 0.95)
    True
    """
    case = _arranged(votes, session, same, innovation)
    if anchor < 0 or not case.has[:, anchor].any():
        raise InputError("the country that gives the line its direction cast no vote that counts", where="anchor")
    belief = _start(case, votes, anchor)
    held, found, change = 0.0 if pull is None else pull, [], np.inf
    with ThreadPoolExecutor(_THREADS) as pool:
        for done in range(1, most + 1):
            before = belief.point
            found.append(_improved(case, belief, held, pool))
            if pull is None:
                held = max(0.0, held + _ADAPTS * _standardised(case, belief))
            change = float(np.abs(belief.point - before)[case.has].max())
            if told is not None:
                told(done / most)
            if change < tolerance:
                break
        else:
            what = f"points still move by {change:.3f} after {most} rounds"
            raise NoSolution(
                what, where="ideal points", remedy="allow more rounds, or leave out countries with few votes"
            )
        brought = _brought(case, belief, pool)
    sign = np.sign(np.nansum(np.where(case.has[:, anchor], belief.point[:, anchor], 0))) or 1.0
    error = np.sqrt(_variance(case, belief, held, brought))
    cuts = np.full((len(votes), 3), np.nan)
    counts = case.item >= 0
    cuts[counts] = belief.cuts[case.item[counts]]
    cuts[np.abs(cuts) == _FAR_CUT] = np.nan
    cuts[:, 0] *= sign
    return Estimate(
        case.sessions,
        np.where(case.has, sign * belief.point, np.nan),
        np.where(case.has, error, np.nan),
        case.votes,
        cuts,
        held,
        done,
        change,
        tuple(found),
    )


def _arranged(
    votes: NDArray[np.int8], session: NDArray[np.int64], same: NDArray[np.int64] | None, innovation: float
) -> _Case:
    """Leave out roll calls on which all agreed, and give each session its block."""
    label = np.arange(len(votes)) if same is None else np.unique(same, return_inverse=True)[1]
    size = int(label.max()) + 1 if len(label) else 0
    counts = np.stack([(votes == one).sum(1) for one in VOTES], axis=1)
    given = np.stack([np.bincount(label, counts[:, k], size) for k in range(3)], axis=1).astype(np.int64)
    divided = (given > 0).sum(1) > 1
    if not divided.any():
        raise InputError("no roll call has two answers: no one can be placed", where="votes")
    item = np.where(divided[label], (np.cumsum(divided) - 1)[label], -1)
    sessions, place = np.unique(session[item >= 0], return_inverse=True)
    blocks, cast = [], np.zeros((len(sessions), votes.shape[1]), np.int64)
    rows = np.flatnonzero(item >= 0)
    for k in range(len(sessions)):
        here = rows[place == k]
        part = votes[here]
        taken = (part >= YES) & (part <= NO)
        states = np.flatnonzero(taken.any(0))
        part = part[:, states]
        cast[k] = taken.sum(0)
        side = (part == YES).astype(np.float64) - (part == NO)
        row, column = np.nonzero(part == ABSTAIN)
        blocks.append(Block(k, states, item[here], side, (row, column)))
    link, begins, active = _walk(cast, innovation)
    return _Case(sessions.astype(np.int64), blocks, cast, given[divided], item, link, begins, active)


def _walk(votes: NDArray[np.int64], innovation: float) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """Give the walk's precision into each session, where a country begins, and where it is on its way.

    A session in which a country doesn't vote widens the walk like any other.
    """
    link = np.zeros(votes.shape)
    begins, active = np.zeros(votes.shape, bool), np.zeros(votes.shape, bool)
    for country in range(votes.shape[1]):
        here = np.flatnonzero(votes[:, country])
        if not len(here):
            continue
        begins[here[0], country] = True
        active[here[0] : here[-1] + 1, country] = True
        for last, now in pairwise(here):
            share = votes[now, country] / (votes[now, country] + votes[last, country])
            link[last + 1 : now + 1, country] = 1 / (innovation * share)
    return link, begins, active


def _start(case: _Case, votes: NDArray[np.int8], anchor: int) -> _Belief:
    """Begin with the first principal component of the countries' answers, the same in all sessions."""
    from scipy.special import ndtri  # noqa: PLC0415

    kept = votes[case.item >= 0].astype(np.float64)
    cast = (kept >= YES) & (kept <= NO)
    answer = np.where(cast, kept, 0)
    answer = np.where(cast, answer - (answer.sum(1) / np.maximum(cast.sum(1), 1))[:, None], 0)
    values, vectors = np.linalg.eigh(answer.T @ answer)
    line = vectors[:, np.argmax(values)]
    line = line * (np.sign(line[anchor]) or 1.0)
    spread = line[case.has.any(0)].std()
    if not spread > 0:
        raise InputError("all countries answer alike: no one can be placed", where="votes")
    line = (line - line[case.has.any(0)].mean()) / spread
    total = case.given.sum(1)
    low = ndtri(np.clip(case.given[:, 0] / total, 0.01, 0.99))
    high = ndtri(np.clip((case.given[:, 0] + case.given[:, 1]) / total, 0.01, 0.99))
    cuts = np.stack([np.zeros(len(total)), low, np.maximum(high, low + 0.05)], axis=1)
    point = np.where(case.active, line, 0.0)
    spread = np.where(case.active, 0.1, 0.0)
    belief = _Belief(point, spread, cuts, np.zeros((len(total), 3, 3)), np.zeros_like(point))
    _bounded(case, belief)
    return belief


def _bounded(case: _Case, belief: _Belief) -> None:
    """Put the cuts of answers that weren't given where they belong: two as one without abstentions, or far away."""
    yes, abstain, no = (case.given > 0).T
    belief.cuts[~abstain, 2] = belief.cuts[~abstain, 1]
    belief.cuts[~yes, 1], belief.cuts[~no, 2] = -_FAR_CUT, _FAR_CUT
    for without, place in ((~yes, 1), (~no, 2)):
        belief.covariance[without, place, :] = 0
        belief.covariance[without, :, place] = 0


def _each(
    case: _Case, belief: _Belief, pool: ThreadPoolExecutor, work: Callable[[Block, Slopes, tuple[Array, ...]], Found]
) -> Iterator[tuple[Block, float, Found]]:
    """Give, session by session and in their order, what is asked of its votes."""

    def one(block: Block) -> tuple[Block, float, Found]:
        theta, spread = belief.point[block.session, block.states], belief.spread[block.session, block.states]
        cuts, covariance = belief.cuts[block.item], belief.covariance[block.item]
        held = slopes(block, theta, spread, cuts, covariance)
        return block, held.fit, work(block, held, (theta, spread, cuts, covariance))

    return pool.map(one, case.blocks)


def _improved(case: _Case, belief: _Belief, pull: float, pool: ThreadPoolExecutor) -> float:
    """Improve the roll calls, then the points; give the bound that is raised, as it was between the two."""
    gradient, known = np.zeros_like(belief.cuts), np.zeros_like(belief.covariance)
    for block, _, (first, second) in _each(case, belief, pool, lambda b, s, at: of_items(b, s, at[0], at[1], at[2])):
        np.add.at(gradient, block.item, first)
        np.add.at(known, block.item, second)
    _move_items(case, belief, gradient, known)
    gradient, known, fit = np.zeros_like(belief.point), np.zeros_like(belief.point), 0.0
    for block, one, (first, second) in _each(case, belief, pool, lambda b, s, at: of_states(b, s, at[0], at[2], at[3])):
        gradient[block.session, block.states], known[block.session, block.states] = first, second
        fit += one
    bound = fit - _divergence(case, belief, pull)
    told = known + pull * case.votes
    push = known * belief.point + gradient
    belief.point, belief.spread, belief.entropy = smoothed(case.link, case.begins, case.active, told, push)
    belief.known = known
    return bound


def _move_items(case: _Case, belief: _Belief, gradient: Array, known: Array) -> None:
    """Take a Newton step of each roll call's cuts, kept in their order."""
    precision = np.array([1.0, 1 / CUT_SPREAD**2, 1 / CUT_SPREAD**2])
    gradient = gradient - precision * belief.cuts
    known = known + np.diag(precision)
    yes, abstain, no = (case.given > 0).T
    one = ~abstain
    known[one, 1, 1] += known[one, 2, 2] + 2 * known[one, 1, 2] - precision[2]
    known[one, 0, 1] += known[one, 0, 2]
    known[one, 1, 0] = known[one, 0, 1]
    gradient[one, 1] += gradient[one, 2] + precision[2] * belief.cuts[one, 2]
    fixed = ((one | ~no, 2), (~yes, 1))
    for held, place in fixed:
        known[held, place, :] = known[held, :, place] = 0
        known[held, place, place], gradient[held, place] = 1, 0
    covariance = np.linalg.inv(known).astype(np.float64)
    step = np.clip(np.einsum("nij,nj->ni", covariance, gradient), -_STEP, _STEP)
    for held, place in fixed:
        covariance[held, place, place] = 0
    step[one, 2] = step[one, 1]
    covariance[one, 2, :], covariance[one, :, 2] = covariance[one, 1, :], covariance[one, :, 1]
    covariance[one, 2, 2] = covariance[one, 1, 1]
    gap = belief.cuts[:, 2] - belief.cuts[:, 1]
    closes = step[:, 1] - step[:, 2]
    share = np.where((closes > 0.8 * gap) & ~one, 0.8 * gap / np.maximum(closes, 1e-12), 1.0)
    belief.cuts, belief.covariance = belief.cuts + share[:, None] * step, covariance


def smoothed(
    link: Array, begins: NDArray[np.bool_], active: NDArray[np.bool_], known: Array, push: Array
) -> tuple[Array, Array, float]:
    """Give mean and variance of points on a random walk, all countries at once: a Kalman smoother in information form.

    Parameters
    ----------
    link
        [session, country]: the precision of the step into a session.
    begins, active
        [session, country]: where a country begins (its point is then standard normal), and where it is on its way.
    known, push
        [session, country]: what a session tells, as precision, and as precision times value; 0 where it tells nothing.

    Returns
    -------
    mean, variance
        [session, country]; 0 where a country isn't on its way.
    entropy
        Of all the paths together, up to a constant: minus half the log of the precision's determinant.

    Examples
    --------
    >>> link, told, push = np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]), np.array([[2.0], [0.0]])
    >>> mean, variance, _ = smoothed(link, np.array([[True], [False]]), np.ones((2, 1), bool), told, push)
    >>> mean[:, 0].round(9).tolist(), variance[:, 0].round(9).tolist()
    ([1.0, 1.0], [0.5, 1.5])
    """
    own = known + begins + link
    own[:-1] += link[1:]
    own = np.where(active, own, 1.0)
    mean, variance = np.where(active, push, 0.0), np.empty_like(own)
    for k in range(1, len(own)):
        share = link[k] / own[k - 1]
        own[k] -= share * link[k]
        mean[k] += share * mean[k - 1]
    entropy = -0.5 * float(np.log(own).sum())
    mean[-1] /= own[-1]
    variance[-1] = 1 / own[-1]
    for k in range(len(own) - 2, -1, -1):
        share = link[k + 1] / own[k]
        mean[k] = mean[k] / own[k] + share * mean[k + 1]
        variance[k] = 1 / own[k] + share * share * variance[k + 1]
    return np.where(active, mean, 0.0), np.where(active, variance, 0.0), entropy


def _standardised(case: _Case, belief: _Belief) -> float:
    """Bring the points to mean 0 and spread 1, the roll calls with them; give by how much the spread was off."""
    mean, spread = belief.point[case.has].mean(), belief.point[case.has].std()
    belief.point = np.where(case.active, (belief.point - mean) / spread, 0.0)
    belief.spread = belief.spread / spread**2
    turn = np.array([[spread, 0, 0], [-mean, 1, 0], [-mean, 0, 1]])
    belief.cuts = belief.cuts @ turn.T
    belief.covariance = turn @ belief.covariance @ turn.T
    _bounded(case, belief)
    return float(spread) - 1


def _divergence(case: _Case, belief: _Belief, pull: float) -> float:
    """Give how far the two distributions are from what was known before the votes, up to a constant."""
    precision = np.array([1.0, 1 / CUT_SPREAD**2, 1 / CUT_SPREAD**2])
    yes, abstain, no = (case.given > 0).T
    free = np.stack([np.ones_like(yes), yes, abstain & no], axis=1)
    spread = np.diagonal(belief.covariance, axis1=1, axis2=2)
    far = 0.5 * float((free * precision * (belief.cuts**2 + spread)).sum())
    closed = np.where(free[:, :, None] & free[:, None, :], belief.covariance, np.eye(3))
    far -= 0.5 * float(np.linalg.slogdet(closed)[1].sum()) if belief.covariance.any() else 0.0
    step = belief.point[1:] - belief.point[:-1]
    far += 0.5 * float((case.link[1:] * step**2).sum() + (case.begins * belief.point**2).sum())
    far += 0.5 * float((pull * case.votes * belief.point**2).sum())
    return far - 0.5 * float((belief.known * belief.spread).sum()) - belief.entropy


def _brought(case: _Case, belief: _Belief, pool: ThreadPoolExecutor) -> Array:
    """Give the variance that the roll calls' own error brings into each point's gradient."""
    brought = np.zeros_like(belief.point)
    for block, _, one in _each(case, belief, pool, lambda b, s, at: of_cuts(b, s, at[0], at[2], at[3])):
        brought[block.session, block.states] = one
    return brought


def _variance(case: _Case, belief: _Belief, pull: float, brought: Array) -> Array:
    """Add to the points' variance what comes from the roll calls' own error: P brought P, with P their covariance."""
    own = belief.known + pull * case.votes + case.begins + case.link
    own[:-1] += case.link[1:]
    sessions = np.arange(len(own))
    precision = np.zeros((own.shape[1], len(own), len(own)))
    precision[:, sessions, sessions] = np.where(case.active, own, 1.0).T
    precision[:, sessions[1:], sessions[:-1]] = precision[:, sessions[:-1], sessions[1:]] = -case.link[1:].T
    covariance = np.linalg.inv(precision)
    added = np.einsum("ctu,uc->tc", covariance**2, brought)
    return np.where(case.active, np.einsum("ctt->tc", covariance) + added, 0.0)
