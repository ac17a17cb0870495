"""Whether an equilibrium exists under an embargo, before any iteration: which parts still trade, who lacks what.

Between inputs, and between final goods, spending shares are fixed (Cobb-Douglas): a producer that can't get one of
its inputs from anywhere can't produce, and a country that can't get one of its final goods has no finite price level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import NoSolution
from counterpoise.equilibrium.model import deficits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from counterpoise.equilibrium.model import Accounts, Change

    Names = tuple[Sequence[str], Sequence[str]]

_SHOWN = 4


@dataclass(frozen=True)
class Reach:
    """What an embargo leaves.

    Attributes
    ----------
    part
        The number of the part of the world that a country is in ``[country]``.
    parts
        How many there are; 1 where all trade with each other, however indirectly.
    stopped
        Producers that can't get an input from anywhere, while their buyers have others ``[country, sector]``.
    apart
        The number of the part in which deficits sum to zero: `part`, and on the way to a cut world that of the cut one.
    any_stopped
        Whether there are any.
    cut
        Whether an embargo has cut the world into more parts than it was in.
    """

    part: NDArray[np.intp]
    parts: int
    stopped: NDArray[np.bool_]
    apart: NDArray[np.intp]
    any_stopped: bool = False
    cut: bool = False


def everyone(accounts: Accounts) -> Reach:
    """Give the reach of the baseline itself, in which nobody is cut off who was not."""
    part, parts = accounts.parts
    return Reach(part, parts, np.zeros(accounts.output.shape, dtype=bool), part)


def reach(accounts: Accounts, change: Change, names: Names, closure: str, transfer: NDArray[np.float64]) -> Reach:
    """Find what an embargo leaves, and refuse one under which no equilibrium exists.

    Parameters
    ----------
    accounts
        The baseline's.
    change
        The flows whose landed costs change; infinite where embargoed.
    names
        Countries and sectors, for the words of a refusal.
    closure, transfer
        What becomes of deficits, and what countries give each other ``[country]``: who can only buy must be paid for.

    Raises
    ------
    NoSolution
        Naming the country, the good that it can't get, and the sectors that need it.
    """
    closed = np.isinf(change.kappa_hat)
    if not closed.any():
        return everyone(accounts)
    open_ = accounts.share > 0
    sector, destination, origin = (one[closed] for one in change.at)
    open_[(sector, destination, origin) if accounts.uses == 1 else (sector, destination, slice(None), origin)] = False
    stopped, first = _stopped(accounts, open_)
    supplied = _supplied(open_, stopped)
    _check_final(accounts, supplied, first, names)
    _check_producers(accounts, stopped, first, names)
    trade = np.asarray(open_.any(2)) if accounts.uses > 1 else open_
    between = np.asarray((trade & ~stopped.T[:, None, :]).any(0))  # destination, origin
    part, parts = parts_of(between)
    cut = parts > accounts.parts[1]
    held = deficits(closure, accounts.deficit, accounts.value_added, accounts.value_added, part)
    _check_transfer(transfer, part, parts, names)
    _check_one_way(held + transfer, between, parts, names)
    return Reach(part, parts, stopped, part, bool(stopped.any()), cut)


def _supplied(open_: NDArray[np.bool_], stopped: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which goods some producer still sells ``[sector, destination(, use)]``."""
    running = ~stopped.T
    return np.asarray((open_ & (running[:, None, :] if open_.ndim == 3 else running[:, None, None, :])).any(-1))


def _stopped(accounts: Accounts, open_: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Find the producers that stop, round by round; the first round holds the cause."""
    needs = (accounts.input_share > 0) & (accounts.output > 0)[:, None, :]  # country, good, sector
    stopped = np.zeros(accounts.output.shape, dtype=bool)
    first: NDArray[np.bool_] | None = None
    while True:
        have = _supplied(open_, stopped).swapaxes(0, 1)  # country, good(, use)
        have = have[:, :, None] if have.ndim == 2 else have[:, :, : max(have.shape[2] - 1, 1)]
        lacking = needs & ~have
        if first is None:
            first = lacking
        now = stopped | lacking.any(1)
        if (now == stopped).all():
            return stopped, first
        stopped = now


def _check_final(accounts: Accounts, supplied: NDArray[np.bool_], first: NDArray[np.bool_], names: Names) -> None:
    have = supplied if supplied.ndim == 2 else supplied[:, :, -1]
    lacking = (accounts.final_share > 0) & ~have.T
    if lacking.any():
        country = int(np.argmax(lacking.sum(1)))
        raise _refusal(country, first, lacking[country], names)


def _check_producers(accounts: Accounts, stopped: NDArray[np.bool_], first: NDArray[np.bool_], names: Names) -> None:
    left = ((accounts.output > 0) & ~stopped & (accounts.value_added_share > 0)).any(1)
    if not left.all():
        country = int(np.argmin(left))
        raise _refusal(country, first, np.zeros(len(names[1]), dtype=bool), names)


def _refusal(country: int, first: NDArray[np.bool_], final: NDArray[np.bool_], names: Names) -> NoSolution:
    """Name the goods that are lacking from the start and the sectors that need them."""
    countries, sectors = names
    goods = np.flatnonzero(first[country].any(1))
    if len(goods):
        good = int(goods[np.argmax(first[country].sum(1)[goods])])
        users = _listed([sectors[k] for k in np.flatnonzero(first[country, good]).tolist()])
        others = _listed([sectors[k] for k in goods.tolist() if k != good])
        also = f" (nor {others})" if others else ""
        what = f"{countries[country]} can't get {sectors[good]}{also} from anywhere, an input of {users}"
    else:
        what = f"{countries[country]} can't get {_listed([sectors[k] for k in np.flatnonzero(final).tolist()])} from anywhere"
    return NoSolution(
        f"no equilibrium exists: {what}, which can't do without it when spending shares are fixed (Cobb-Douglas)",
        where="embargo",
        remedy="embargo a part of the trade (share = 99), or leave that sector out",
    )


def _listed(words: Sequence[object]) -> str:
    more = len(words) - _SHOWN
    return ", ".join(map(str, words[:_SHOWN])) + (f" and {more} more" if more > 0 else "")


def parts_of(trade: NDArray[np.bool_]) -> tuple[NDArray[np.intp], int]:
    """Number the parts of the world that trade with each other; ``trade[destination, origin]``."""
    return _numbered(_reached(trade | trade.T))


def _reached(trade: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say who reaches whom, over any number of others (scipy's graphs take longer to import than this to run)."""
    within = trade | np.eye(len(trade), dtype=bool)
    for _ in range(max(len(trade) - 1, 1).bit_length()):
        within = (within.astype(np.float32) @ within.astype(np.float32)) > 0
    return within


def _numbered(same: NDArray[np.bool_]) -> tuple[NDArray[np.intp], int]:
    """Number the groups of an equivalence."""
    first, number = np.unique(same.argmax(1), return_inverse=True)
    return number.astype(np.intp), len(first)


def _check_transfer(transfer: NDArray[np.float64], part: NDArray[np.intp], parts: int, names: Names) -> None:
    net = np.bincount(part, weights=transfer, minlength=parts)
    if parts > 1 and (np.abs(net) > 1e-9 * np.abs(transfer).sum()).any():
        who = _listed([names[0][k] for k in np.flatnonzero(part == int(np.abs(net).argmax())).tolist()])
        raise NoSolution(
            f"no equilibrium exists: a transfer reaches {who}, with whom the givers no longer trade",
            where="transfer",
            remedy="give it within a part of the world that trades, or leave a part of the trade (share = 99)",
        )


def _check_one_way(imbalance: NDArray[np.float64], between: NDArray[np.bool_], parts: int, names: Names) -> None:
    """Refuse a group of countries that can only buy, or only sell, beyond itself without an imbalance to match."""
    within = _reached(between)
    group, count = _numbered(within & within.T)
    if count == parts:
        return
    for one in range(count):
        inside = group == one
        buys, sells = between[np.ix_(inside, ~inside)].any(), between[np.ix_(~inside, inside)].any()
        deficit = float(imbalance[inside].sum())
        if (buys and not sells and deficit <= 0) or (sells and not buys and deficit >= 0):
            who = _listed([names[0][k] for k in np.flatnonzero(inside).tolist()])
            verb, other = ("buy", "sell") if buys else ("sell", "buy")
            raise NoSolution(
                f"no equilibrium exists: {who} can only {verb}, and not {other}, beyond itself, and no imbalance pays for it",
                where="embargo",
                remedy="close both directions, or leave a part of the trade (share = 99)",
            )
