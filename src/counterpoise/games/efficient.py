r"""Which outcomes are efficient, and which every player prefers to what it has without a deal.

An outcome is efficient (Pareto) if no other gives some player more and none less. The answer is exact: payoffs are compared as they
are, without a tolerance. Nothing here is quadratic in the outcomes, nor exponential but in the players:

1. *Sift.* The efficient outcomes of a sample put out most of the others, in a few passes over all.
2. *Two players.* What is left is sorted by one payoff; the best of the other so far tells the rest: n log n.
3. *Three or more.* Outcomes are taken by the sum of their ranks, best first, and compared with the efficient ones so far, while that is
   cheaper than
4. *halving* (Kung, Luccio and Preparata 1975): outcomes are sorted by one payoff, and at each of the log n scales the better half of each
   block puts out outcomes of the worse half by the other payoffs: n (log n)^(players - 2), whatever the payoffs are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Ranks = NDArray[np.int32]

Kind = TypeVar("Kind", bound=np.generic)

SAMPLE, PICKS, FEW = 1024, 24, 1024
"""How many outcomes a sample has, how many of them sift the others at a time, and how many are few enough not to be sifted."""

WORTHWHILE = 0.7
"""What share may be left for another sifting to be tried."""

BLOCK = 256
"""Outcomes that are compared with the efficient ones so far at once."""

LEAF = 64
"""Blocks of this many outcomes are compared pair by pair."""

PAIRS = 1 << 20
"""Pairs that are compared at once: what fits a processor's cache."""

MOSTLY = 0.1
"""Where fewer than this share of outcomes have been put out, comparing gets this share of the time of halving, no more."""

PAIR, HALVING = 7e-10, {2: 1e-9, 3: 1.2e-7, 4: 4e-8, 5: 1e-8}
"""Seconds of comparing two payoffs, and of halving, for each outcome and power of log2 n, by players: which way is cheaper."""


def efficient(payoffs: ArrayLike, *, duplicates: bool = False, fronts: bool = False) -> Indices:
    """Give the outcomes that no other betters for one player without worsening it for another.

    Parameters
    ----------
    payoffs
        ``[outcome, player]``; infinities are allowed.
    duplicates
        Of outcomes with the same payoffs, give each; else the first alone stands for them.
    fronts
        Whether the outcomes are efficient ones of several sets, of which a sample puts out few: it is not tried then.

    Returns
    -------
    Indices
        Rows, in rising order; none where there is no outcome.

    Raises
    ------
    InputError
        If the payoffs are no table, or a payoff is missing.

    Notes
    -----
    A million outcomes take a fraction of a second where few are efficient. Where all are, two players take a quarter of a second,
    three about 4, four about 15, and five more than a minute: ``benchmarks/talks_frontier.py`` measures them.

    References
    ----------
    Kung, Luccio and Preparata (1975), On finding the maxima of a set of vectors, Journal of the ACM 22(4).

    Examples
    --------
    >>> efficient([[3, 0], [2, 2], [1, 1], [0, 3], [2, 2]]).tolist()
    [0, 1, 3]
    >>> efficient([[3, 0], [2, 2], [1, 1], [0, 3], [2, 2]], duplicates=True).tolist()
    [0, 1, 3, 4]
    """
    table = checked(payoffs)
    if not len(table):
        return np.empty(0, np.int64)
    rows, left = (np.arange(len(table)), table) if fronts else _sifted(table)
    best = _maxima(left)
    if not duplicates:
        return np.sort(rows[best])
    named = _names(left)
    return rows[np.isin(named, named[best])]


def zone(payoffs: ArrayLike, outside: ArrayLike) -> Indices:
    """Give the outcomes that every player likes at least as well as its outside option: the zone of agreement.

    Parameters
    ----------
    payoffs
        ``[outcome, player]``.
    outside
        What each player has without a deal ``[player]``, or of each outcome ``[outcome, player]`` where that depends on it.

    Returns
    -------
    Indices
        Rows, in rising order; none where there is no such outcome.

    Raises
    ------
    InputError
        If a payoff is missing, or the outside options are not one for each player.

    Examples
    --------
    >>> zone([[3, 0], [2, 2], [1, 1], [0, 3]], [1, 1]).tolist()
    [1, 2]
    """
    table = checked(payoffs)
    floor = np.asarray(outside, dtype=float)
    if floor.shape not in ((table.shape[1],), table.shape):
        what = f"outside options of shape {floor.shape} for {table.shape[1]} players"
        raise InputError(what, where="outside", remedy="give one for each player")
    if np.isnan(floor).any():
        raise InputError("an outside option is missing", where="outside", remedy="give one for each player")
    inside = np.ones(len(table), bool)
    for player in range(table.shape[1]):
        inside &= table[:, player] >= floor[..., player]
    return np.flatnonzero(inside)


def checked(payoffs: ArrayLike) -> Array:
    """Give payoffs as a table of numbers, or say what is wrong with them.

    Examples
    --------
    >>> checked([[1, 2]]).shape
    (1, 2)
    """
    table = np.asarray(payoffs, dtype=float)
    if table.ndim != 2 or not table.shape[1]:
        what = f"payoffs of shape {table.shape} are no table of outcomes and players"
        raise InputError(what, where="payoffs", remedy="give a row an outcome and a column a player")
    if np.isnan(table).any():
        row, player = np.argwhere(np.isnan(table))[0].tolist()
        raise InputError(
            f"the payoff of player {player} at outcome {row} is missing", where="payoffs", remedy="give it"
        )
    return table


def _sifted(table: Array) -> tuple[Indices, Array]:
    """Put out what the efficient outcomes of samples dominate; give the rows that are left, and their payoffs."""
    columns = [np.ascontiguousarray(table[:, k]) for k in range(table.shape[1])]
    rows = np.arange(len(table))
    while (before := len(rows)) > FEW:
        for pick in _picks(np.stack([column[:: before // SAMPLE] for column in columns], axis=1)):
            worse, less = columns[0] <= pick[0], columns[0] < pick[0]
            for column, best in zip(columns[1:], pick[1:], strict=True):
                worse &= column <= best
                less |= column < best
            if (worse := worse & less).any():
                rows, columns = rows[~worse], [column[~worse] for column in columns]
        if len(rows) > WORTHWHILE * before:
            break
    return rows, np.stack(columns, axis=1)


def _picks(sample: Array) -> Array:
    """Give the efficient outcomes of a sample that dominate most of it: one after the other, each by what the former left."""
    best = sample[_maxima(sample)]
    under = np.ones((len(best), len(sample)), bool)
    for k in range(sample.shape[1]):
        under &= sample[None, :, k] <= best[:, None, k]
    picked, left, more = [], np.ones(len(sample), bool), np.count_nonzero(under, axis=1)
    while len(picked) < PICKS:
        if more[next_one := int(more.argmax())] <= 2:
            break
        picked.append(next_one)
        gone = left & under[next_one]
        left &= ~gone
        more -= np.count_nonzero(under[:, gone], axis=1)
    return best[picked]


def _ranks(table: Array) -> Ranks:
    """Give each payoff its rank among its player's, from 0; equal payoffs have the same."""
    made = np.empty(table.shape, np.int32)
    for k in range(table.shape[1]):
        order = np.argsort(table[:, k])
        value = table[order, k]
        made[order[0], k] = 0
        made[order[1:], k] = np.cumsum(value[1:] != value[:-1])
    return made


def _distinct(ranks: Ranks) -> tuple[Indices, Ranks]:
    """Give the first row of each kind, and their ranks."""
    order = np.lexsort(ranks.T[::-1])
    new = np.ones(len(order), bool)
    new[1:] = (ranks[order[1:]] != ranks[order[:-1]]).any(1)
    first = order[new]
    return first, ranks[first]


def _names(table: Array) -> Indices:
    """Give rows with the same payoffs the same number."""
    return np.unique(_ranks(table), axis=0, return_inverse=True)[1].reshape(-1)


def _maxima(table: Array) -> Indices:
    """Give the rows that no other row dominates; of equal rows the first."""
    if table.shape[1] == 1:
        return np.array([table[:, 0].argmax()])
    if table.shape[1] == 2:
        return _stairs(table)
    first, ranks = _distinct(_ranks(table))
    return first[_by_sum(ranks)]


def _stairs(table: Array) -> Indices:
    """Do it for two players: by the first payoff, best first, the second has to rise."""
    order = np.lexsort((-table[:, 1], -table[:, 0]))
    second = table[order, 1]
    best = np.maximum.accumulate(second)
    return order[np.concatenate([[True], second[1:] > best[:-1]])]


def _by_sum(ranks: Ranks) -> Indices:
    """Do it for different rows by comparing with the efficient ones so far, best sums first: none that follows dominates any before.

    As soon as this has taken as long as halving would, or a tenth of it where nearly all are efficient, halve: so it takes at most
    about twice as long as the better of both.
    """
    rows, players = ranks.shape
    order = np.argsort(-ranks.sum(1, dtype=np.int64), kind="stable")
    allowed = HALVING.get(players, 2e-9) * rows * np.log2(max(rows, 2)) ** (players - 2) / (PAIR * players)
    held, names = np.empty((players, rows), np.int32), np.empty(rows, np.int64)
    made = compared = 0
    for start in range(0, rows, BLOCK):
        if compared > allowed * (MOSTLY if made > (1.0 - MOSTLY) * start else 1.0):
            open_ = np.concatenate([names[:made], order[start:]])
            return open_[_halved(ranks[open_])]
        who = order[start : start + BLOCK]
        here, done, width = np.ascontiguousarray(ranks[who].T), 0, LEAF
        while done < made and len(who):
            stop = min(made, done + width)
            compared += (stop - done) * len(who)
            free = ~_over(held[:, done:stop], here).any(0)
            who, here, done, width = who[free], here[:, free], stop, min(2 * width, PAIRS // BLOCK)
        free = _over(here, here).sum(0) == 1  # itself alone
        who, here = who[free], here[:, free]
        held[:, made : made + len(who)], names[made : made + len(who)] = here, who
        made += len(who)
    return names[:made]


def _over(one: Ranks, other: Ranks) -> Mask:
    """Say which of one are as good as which of the other, for all players ``[one, other]``; both ``[player, row]``."""
    made = one[0][:, None] >= other[0][None]
    for k in range(1, len(one)):
        made &= one[k][:, None] >= other[k][None]
    return made


def _halved(ranks: Ranks) -> Indices:
    """Do it by halving; rows are sorted by all payoffs, so that only an earlier one may dominate a later one."""
    rows, players = ranks.shape
    order = np.lexsort(-ranks.T[::-1])
    size = 1 << (rows - 1).bit_length()
    rest = np.full((players - 1, 1, size), -1, np.int32)  # what fills up is worse than all
    rest[:, 0, :rows] = ranks[order, 1:].T
    real = (np.arange(size) < rows)[None]
    return order[~_put_out(rest, real, real)[0, :rows]]


def _put_out(rest: Ranks, better: Mask, worse: Mask) -> Mask:
    """Say which worse rows an earlier, better row of their block is as good as, in all payoffs that are left.

    ``rest[payoff, block, row]``, and ``[block, row]`` who may put out and who may be; a block's rows are a power of 2.
    """
    size = better.shape[1]
    half = min(LEAF, size)
    earlier = np.triu(np.ones((half, half), bool), 1)
    out = _by_pairs(_cut(rest, half), _cut(better, half), _cut(worse, half), earlier).reshape(better.shape)
    while half < size:
        first, second = np.split(_cut(better, 2 * half), 2, axis=1)[0], np.split(_cut(worse, 2 * half), 2, axis=1)[1]
        nobody = np.zeros_like(first)
        sides = np.concatenate([first, nobody], axis=1), np.concatenate([nobody, second], axis=1)
        out |= _across(_cut(rest, 2 * half), *sides).reshape(out.shape)
        half *= 2
    return out


def _cut(array: NDArray[Kind], size: int) -> NDArray[Kind]:
    """Cut the blocks of an array into blocks of another size."""
    return array.reshape(*array.shape[:-2], -1, size)


def _across(rest: Ranks, better: Mask, worse: Mask) -> Mask:
    """Say which worse rows any better row of their block is as good as."""
    if better.shape[1] <= LEAF:
        return _by_pairs(rest, better, worse, np.True_)
    order = np.argsort(-2 * rest[0].astype(np.int64) + worse, axis=1)  # the better first where they are equal
    left = np.stack([np.take_along_axis(one, order, 1) for one in rest[1:]])
    first, second = np.take_along_axis(better, order, 1), np.take_along_axis(worse, order, 1)
    if len(left) == 1:
        best = np.maximum.accumulate(np.where(first, left[0], -2), axis=1)
        found = second & (best >= left[0])
    else:
        found = _put_out(left, first, second)
    out = np.empty_like(found)
    np.put_along_axis(out, order, found, 1)
    return out


def _by_pairs(rest: Ranks, better: Mask, worse: Mask, may: Mask | np.bool_) -> Mask:
    """Say the same by comparing each pair of a block that may be."""
    out, step = np.empty_like(worse), max(1, PAIRS // better.shape[1] ** 2)
    for start in range(0, len(better), step):
        here = slice(start, start + step)
        over = better[here, :, None] & worse[here, None, :] & may
        for one in rest:
            over &= one[here, :, None] >= one[here, None, :]
        out[here] = over.any(1)
    return out
