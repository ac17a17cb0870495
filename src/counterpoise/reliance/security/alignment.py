"""How alike states answer: agreement, Signorino and Ritter's S, Cohen's kappa and Scott's pi, for all pairs at once.

All follow from one table: how often one state gave an answer while the other gave another. That table is a product of
matrices, so no loop goes over pairs. Only questions that both answered count: who was absent said nothing.

References
----------
Signorino, C. S. and Ritter, J. M. (1999), Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy Positions,
International Studies Quarterly 43(1), 115-144.
Haege, F. M. (2011), Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement,
Political Analysis 19(3), 287-305.
Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting
Data, Journal of Conflict Resolution 61(2), 430-456.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

YES, ABSTAIN, NO = 1, 2, 3
VOTES = (YES, ABSTAIN, NO)
"""The answers in their order; any other number (0, 8, 9) is an absence or no membership."""

Power = Literal[1, 2]
"""Whether distances between answers count as they are, or squared."""

_EXACT = 1 << 22
"""Questions up to which sums of four in single precision are exact."""


def agreement(votes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count how often each two countries vote alike.

    The same vote counts 2, an abstention beside a yes or a no 1, a yes beside a no 0, so that the agreement of the
    producers' files is ``agree2 / (2 * n)``. With v (votes at all), a (abstains) and x (1 yes, -1 no, else 0) it is
    v'v + a'a + x'x, and n is v'v.

    Parameters
    ----------
    votes
        [roll call, country]: 1 yes, 2 abstain, 3 no; any other number is an absence.

    Returns
    -------
    agree2, n
        [country, country], whole numbers: twice the agreements, and the roll calls in which both voted. The diagonal
        holds a country's own votes.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), the producers' codebook: agreement with abstentions at one half.

    Examples
    --------
    >>> agree2, n = agreement(np.array([[1, 1], [1, 2], [1, 3], [1, 8]]))
    >>> int(agree2[0, 1]), int(n[0, 1])
    (3, 3)
    """
    kind = np.float32 if len(votes) <= _EXACT else np.float64
    abstains = (votes == ABSTAIN).astype(kind)
    side = (votes == YES).astype(kind) - (votes == NO)
    voted = abstains + np.abs(side)
    n = voted.T @ voted
    agree2 = n + abstains.T @ abstains + side.T @ side
    return agree2.astype(np.int64), n.astype(np.int64)


def agreement_by_session(votes: np.ndarray, session: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count how often each two countries vote alike in each session.

    Parameters
    ----------
    votes
        [roll call, country], as in `agreement`.
    session
        [roll call]: the session, or the year, of each; in any order.

    Returns
    -------
    sessions, agree2, n
        [session] in rising order, and [session, country, country] as in `agreement`, in 32 bits.

    Examples
    --------
    >>> sessions, agree2, n = agreement_by_session(np.array([[1, 1], [1, 3], [3, 3]]), np.array([74, 73, 74]))
    >>> sessions.tolist(), agree2[:, 0, 1].tolist(), n[:, 0, 1].tolist()
    ([73, 74], [0, 4], [1, 2])
    """
    sessions, place = np.unique(session, return_inverse=True)
    shape = (len(sessions), votes.shape[1], votes.shape[1])
    agree2, n = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    order = np.argsort(place, kind="stable")
    for at, rows in enumerate(np.split(order, np.searchsorted(place[order], np.arange(1, len(sessions))))):
        agree2[at], n[at] = agreement(votes[rows])
    return sessions, agree2, n


def agreement_share(agree2: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Give agreement as a share from 0 to 1; missing where no question is shared.

    Examples
    --------
    >>> agreement_share(np.array([3, 0]), np.array([3, 0]))
    array([0.5, nan])
    """
    return np.divide(agree2, 2.0 * n, out=np.full(np.shape(n), np.nan), where=n > 0)


def cross_table(answers: np.ndarray, levels: Sequence[int] = VOTES, weights: np.ndarray | None = None) -> np.ndarray:
    """Count, for each two countries, how often one gave an answer while the other gave another.

    Parameters
    ----------
    answers
        [question, country]: votes by roll call, or ties to third states (0 and 1) by third state.
    levels
        The answers in their order; what is none of them is missing, and its question doesn't count for the pair.
    weights
        [question]: how much each counts, such as the capabilities of the third state; 1 where None.

    Returns
    -------
    np.ndarray
        [answer, answer, country, country]: the answer of the first country, then of the second.

    Examples
    --------
    >>> cross_table(np.array([[1, 1], [1, 3], [2, 8]]))[..., 0, 1]
    array([[1., 0., 1.],
           [0., 0., 0.],
           [0., 0., 0.]])
    """
    given = [(answers == level).astype(np.float64) for level in levels]
    weighted = given if weights is None else [one * np.asarray(weights, float)[:, None] for one in given]
    size = answers.shape[1]
    table = np.empty((len(levels), len(levels), size, size))
    for k, one in enumerate(weighted):
        for m in range(k, len(levels)):
            table[k, m] = one.T @ given[m]
            table[m, k] = table[k, m].T
    return table


def pair_table(
    one: np.ndarray, other: np.ndarray, levels: Sequence[int] = VOTES, weights: np.ndarray | None = None
) -> np.ndarray:
    """Count how often one country gave an answer while another gave another: `cross_table` for one pair.

    Examples
    --------
    >>> pair_table(np.array([1, 0]), np.array([1, 0]), levels=(0, 1))
    array([[1., 0.],
           [0., 1.]])
    """
    return cross_table(np.stack([one, other], axis=1), levels, weights)[..., 0, 1]


def similarity(table: np.ndarray, power: Power = 1) -> np.ndarray:
    """Signorino and Ritter's S: 1 less twice the mean distance of the answers, over the largest possible.

    S = 1 - 2 sum_k w_k |x_k - y_k|^p / (dmax^p sum_k w_k). With absolute distances on votes it is twice the agreement
    less 1.

    Parameters
    ----------
    table
        [answer, answer, ...] as `cross_table` gives it; it holds the weights.
    power
        1 for absolute distances (the authors' and the usual choice), 2 for squared ones.

    Returns
    -------
    np.ndarray
        [...] from -1 (always opposed) to 1 (always alike); missing where no question is shared.

    References
    ----------
    Signorino and Ritter (1999), the similarity index of two portfolios.

    Examples
    --------
    >>> float(similarity(pair_table(np.array([1, 1, 1]), np.array([1, 2, 3]))))
    0.0
    """
    return 1 - 2 * _observed(table, power)


def cohens_kappa(table: np.ndarray, power: Power = 2) -> np.ndarray:
    """Cohen's weighted kappa: 1 less the observed distance over what chance gives with each side's own habits.

    The distance that chance gives is that of two countries that give their own answers as often as they do, but
    independently of each other: sum_kl d_kl p_k q_l.

    Parameters
    ----------
    table
        [answer, answer, ...] as `cross_table` gives it.
    power
        2 weights distances by their squares, the usual choice for ordered answers; 1 takes them as they are.

    Returns
    -------
    np.ndarray
        [...] up to 1; 0 is what chance gives. Missing where no question is shared, or where chance leaves no
        distance (both give one and the same answer always).

    References
    ----------
    Cohen, J. (1968), Weighted Kappa, Psychological Bulletin 70(4), 213-220; Haege (2011).

    Examples
    --------
    >>> float(cohens_kappa(pair_table(np.array([1, 3, 1, 3]), np.array([1, 3, 3, 1]))))
    0.0
    """
    first, second = _habits(table)
    return _corrected(table, first, second, power)


def scotts_pi(table: np.ndarray, power: Power = 2) -> np.ndarray:
    """Scott's pi with distances: 1 less the observed distance over what chance gives with the pair's common habits.

    As `cohens_kappa`, but chance draws both answers from the mean of the two sides' habits, so that a difference
    between the habits counts as disagreement.

    Parameters
    ----------
    table
        [answer, answer, ...] as `cross_table` gives it.
    power
        2 weights distances by their squares, the usual choice for ordered answers; 1 takes them as they are.

    Returns
    -------
    np.ndarray
        [...] from -1 to 1; 0 is what chance gives. Missing where no question is shared, or where chance leaves no
        distance.

    References
    ----------
    Scott, W. A. (1955), Reliability of Content Analysis, Public Opinion Quarterly 19(3), 321-325; Haege (2011).

    Examples
    --------
    >>> float(scotts_pi(pair_table(np.array([1, 1]), np.array([3, 3]))))
    -1.0
    """
    first, second = _habits(table)
    common = (first + second) / 2
    return _corrected(table, common, common, power)


def _distances(levels: int, power: int) -> np.ndarray:
    """Distances between answers as a share of the largest: [answer, answer]."""
    steps = np.arange(levels)
    return (np.abs(steps[:, None] - steps) / (levels - 1)) ** power


def _shared(table: np.ndarray) -> np.ndarray:
    """The weight of the questions that both answered; missing where there is none."""
    whole = table.sum((0, 1))
    return np.where(whole > 0, whole, np.nan)


def _observed(table: np.ndarray, power: int) -> np.ndarray:
    """The mean distance of the answers, from 0 to 1."""
    return np.tensordot(_distances(len(table), power), table, axes=2) / _shared(table)


def _habits(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How often each side gives each answer, among the questions that both answered: [answer, ...]."""
    whole = _shared(table)
    return table.sum(1) / whole, table.sum(0) / whole


def _corrected(table: np.ndarray, first: np.ndarray, second: np.ndarray, power: int) -> np.ndarray:
    """1 less the observed distance over the expected one."""
    expected = np.einsum("kl,k...,l...->...", _distances(len(table), power), first, second)
    return 1 - _observed(table, power) / np.where(expected > 0, expected, np.nan)
