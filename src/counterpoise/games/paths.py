r"""Paths of steps, what they are worth, and whether each player does best to keep to them.

A path is a list of states, each reached by one move from the one before; in the last all stay. At stage t the state is
:math:`s_t` and the move to :math:`s_{t+1}` is due. Keeping to the path is worth

.. math:: V_{it} = (1-\beta_i) u_i(s_{t+1}) + \beta_i [(1-h) V_{i,t+1} + h w_i(s_{t+1})], \quad
    V_{iT} = \frac{(1-\beta_i) u_i(s_T) + \beta_i h w_i(s_T)}{1 - \beta_i (1-h)}

Who withholds from t on, while the others go on with their own steps until they notice after L periods, has

.. math:: D_{it} = \sum_{k=0}^{L-1} (1-\beta_i) \beta_i^k u_i(x, s_{-i,t+1+k}) + \beta_i^L w_i(x, s_{-i,t+L})

with its own steps x as they are at :math:`s_t`, or with any of those taken back that can be. Noticed at rate q a period, it has

.. math:: W_{it}(x) = (1-\beta_i) u_i(x, s_{-i,t+1}) + \beta_i [q w_i(x, s_{-i,t+1}) + (1-q) W_{i,t+1}(x)]

which is :math:`[(1-\beta) u + \beta q w] / (1 - \beta(1-q))` where the others have no step left. A path enforces itself if
:math:`V_{it} \ge \max(D_{it}, w_i(s_t))` at every stage for every player. Who has nothing left to withhold, and takes nothing back,
has not cheated: only the outside option counts for it then.

Where players pay each other after each period (`Stakes.payments`), nobody is made to. Who has gone along can keep back what it has to pay,
and has its outside option once that is noticed: that is to withhold, too, and counts for everyone at every stage. With payments the slacks
of a stage only have to add up to zero or more. For a lag of one that is exact: with what is left after paying, :math:`X_i \ge \beta
w_i(s')`, and :math:`(1-\beta) u_i(s') + X_i` at least what else i could do, payments that add up to zero exist just where the sums are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.games.steps import Stakes, Steps

    Array = NDArray[np.float64]

STAY, WITHHOLD, WITHDRAW = 0, 1, 2
"""What the best a player can do against a path is: leave (its outside option), withhold its further steps, or take back."""


@dataclass(frozen=True, eq=False)
class Followed:
    """A path held against the best that each player could do instead.

    Attributes
    ----------
    path
        Its states.
    value
        What keeping to it is worth from each stage on ``[..., stage, player]``.
    best
        The best that a player can do instead ``[..., stage, player]``.
    slack
        The one less the other ``[..., stage, player]``: below zero where the path fails.
    kind
        What the best is: `STAY`, `WITHHOLD` or `WITHDRAW` ``[..., stage, player]``.
    """

    path: tuple[int, ...]
    value: Array
    best: Array
    slack: Array
    kind: NDArray[np.int64]

    @property
    def margin(self) -> Any:
        """The least slack of all stages and players ``[...]``."""
        return self.slack.min(axis=(-2, -1))

    @property
    def weakest(self) -> tuple[int, int]:
        """The stage and the player of the least slack, where there is one draw only."""
        stage, player = np.unravel_index(int(np.argmin(self.slack)), self.slack.shape)
        return int(stage), int(player)


def worth(stakes: Stakes, path: Sequence[int]) -> Array:
    """Give what keeping to a path is worth from each of its stages on ``[..., stage, player]``.

    Parameters
    ----------
    stakes
        Payoffs, outside options, discounts and the hazard.
    path
        Its states.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes
    >>> stakes = Stakes(np.array([[0.0], [1.0]]), np.zeros((2, 1)), np.array([0.9]))
    >>> worth(stakes, [0, 1]).ravel().tolist()
    [1.0, 1.0]
    """
    beta, hazard = stakes.discount, np.asarray(stakes.hazard)[..., None]
    made = [kept(stakes, path[-1])]
    for state in path[:0:-1]:
        u, w = stakes.flow(state), stakes.left(state)
        made.append((1 - beta) * u + beta * ((1 - hazard) * made[-1] + hazard * w))
    return np.stack(made[::-1], axis=-2)


def kept(stakes: Stakes, state: Any) -> Array:
    """Give what staying in a state, or in each of several, is worth ``[..., player]``."""
    beta, hazard = stakes.discount, np.asarray(stakes.hazard)[..., None]
    if np.ndim(state):
        beta, hazard = beta[..., None, :], hazard[..., None]
    u, w = stakes.flow(state), stakes.left(state)
    return ((1 - beta) * u + beta * hazard * w) / (1 - beta * (1 - hazard))


def follow(steps: Steps, stakes: Stakes, path: Sequence[int]) -> Followed:
    """Hold a path against the best that each player could do instead, at every stage.

    Parameters
    ----------
    steps
        Issues and owners.
    stakes
        What each player has; draws may lead.
    path
        States, each reached by raising levels from the one before.

    Returns
    -------
    Followed
        Values, the best alternatives, and the slack between them.

    Raises
    ------
    InputError
        If the path is empty, or a state of it lies not above the one before.

    References
    ----------
    Lockwood and Thomas (2002), Gradualism and Irreversibility, Review of Economic Studies 69(2), whose conditions these are for
    irreversible steps, a lag of one and an outside option that is to stay.

    Examples
    --------
    Two give in turn what costs 1 and is worth 2 to the other, for ever to stay; nothing can be taken back.

    >>> from counterpoise.games.steps import Stakes, Steps
    >>> steps = Steps((2, 2), (0, 1), 2, floor=((0, 1), (0, 1)))
    >>> payoff = np.array([[0.0, 0.0], [2.0, -1.0], [-1.0, 2.0], [1.0, 1.0]])
    >>> follow(steps, Stakes(payoff, payoff, np.full(2, 0.9)), [0, 3]).margin.item()
    -1.0
    """
    states = tuple(int(one) for one in path)
    if not states:
        raise InputError("the path has no state", where="path", remedy="begin it with the state of today")
    for old, new in pairwise(states):
        if new == old or (steps.levels[new] < steps.levels[old]).any():
            raise InputError(f"no move leads from state {old} to state {new}", where="path", remedy="raise levels only")
    shape = (*stakes.draws, len(states), stakes.players)
    value = np.broadcast_to(worth(stakes, states), shape)
    best = np.array(np.broadcast_to(stakes.left(list(states)), shape))
    kind = np.zeros(shape, dtype=np.int64)
    for player in range(stakes.players):
        for stage in range(len(states)):
            made = cheated(steps, stakes, states, stage, player)
            for gain, what in made:
                better = gain > best[..., stage, player]
                kind[..., stage, player] = np.where(better, what, kind[..., stage, player])
                best[..., stage, player] = np.where(better, gain, best[..., stage, player])
    return Followed(states, value, best, value - best, kind)


def cheated(steps: Steps, stakes: Stakes, path: tuple[int, ...], stage: int, player: int) -> list[tuple[Array, int]]:
    """Give what withholding from a stage on, and taking back, are worth to a player, with the kind of each."""
    here = path[stage]
    own = steps.takes_back(player, here) if stakes.withdrawal else steps.own[player][here : here + 1]
    withholds = stakes.payments or steps.own[player][path[-1]] != steps.own[player][here]
    made: list[tuple[Array, int]] = []
    if withholds:
        made.append((_alone(steps, stakes, path, stage, player, own[:1])[..., 0], WITHHOLD))
    if stakes.payments:
        made.append((_alone(steps, stakes, path, stage, player, None)[..., 0], WITHHOLD))
    if len(own) > 1:
        made.append((_alone(steps, stakes, path, stage, player, own[1:]).max(axis=-1), WITHDRAW))
    return made


def _alone(steps: Steps, stakes: Stakes, path: tuple[int, ...], stage: int, player: int, own: Any) -> Array:
    """Give what a player has whose own part is held at each of some, while the others go on until they notice ``[..., part]``.

    Without parts it goes along, and keeps back what it has to pay.
    """
    beta = stakes.discount[..., player, None]
    chance = stakes.chance(player)
    last = len(path) - 1

    def at(ahead: int) -> tuple[Array, Array]:
        state = path[min(stage + ahead, last)]
        there = np.array([state]) if own is None else own + state - steps.own[player][state]
        return stakes.flow(there)[..., player], stakes.left(there)[..., player]

    if chance is not None:
        q = chance[..., None]
        u, w = at(last)
        value = ((1 - beta) * u + beta * q * w) / (1 - beta * (1 - q))
        for ahead in range(last - stage, 0, -1):
            u, w = at(ahead)
            value = (1 - beta) * u + beta * (q * w + (1 - q) * value)
        return value
    lag, value = stakes.lags[player], np.zeros(())
    for ahead in range(1, lag + 1):
        u, w = at(ahead)
        value = value + (1 - beta) * beta ** (ahead - 1) * u
        if ahead == lag:
            value = value + beta**lag * w
    return value


def needed(steps: Steps, stakes: Stakes, path: Sequence[int]) -> NDArray[np.int64]:
    """Give the states whose payoffs and outside options `follow` looks at, in rising order.

    Parameters
    ----------
    steps, stakes, path
        See `follow`; of the stakes only lags, rates of detection and withdrawal count.

    Examples
    --------
    >>> from counterpoise.games.steps import Stakes, Steps
    >>> zero = np.zeros((4, 2))
    >>> needed(Steps((2, 2), (0, 1), 2), Stakes(zero, zero, np.full(2, 0.9)), [0, 3]).tolist()
    [0, 1, 2, 3]
    """
    states = [int(one) for one in path]
    made = [np.array(states, dtype=np.int64)]
    last = len(states) - 1
    for player in range(stakes.players):
        for stage, here in enumerate(states):
            own = steps.takes_back(player, here) if stakes.withdrawal else steps.own[player][here : here + 1]
            reach = last if stakes.chance(player) is not None else min(stage + stakes.lags[player], last)
            until = {*states[stage + 1 : reach + 1], states[reach]}
            made += [own + ahead - steps.own[player][ahead] for ahead in until]
    return np.unique(np.concatenate(made))
