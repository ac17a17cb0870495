"""Whether an equilibrium exists under an embargo, before any iteration: which parts still trade, who lacks what.

Where an elasticity of substitution is one or less, nothing stands in for what can't be had: a producer that can't get one of
its inputs from anywhere can't produce, a country that can't get one of its final goods has no finite price level, and a
good whose origins substitute so little can't be had at all where one of them is cut off. Above one, buyers do without.
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
    lost_inputs, lost_final
        Goods that a producer ``[country, good, sector]``, or a country's final users ``[country, good]``, can't have and do
        without, since others stand in for them; None where there are none.
    """

    part: NDArray[np.intp]
    parts: int
    stopped: NDArray[np.bool_]
    apart: NDArray[np.intp]
    any_stopped: bool = False
    cut: bool = False
    lost_inputs: NDArray[np.bool_] | None = None
    lost_final: NDArray[np.bool_] | None = None


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
    bought = accounts.share > 0
    open_ = bought.copy()
    sector, destination, origin = (one[closed] for one in change.at)
    open_[(sector, destination, origin) if accounts.uses == 1 else (sector, destination, slice(None), origin)] = False
    found = _Embargo(accounts, bought, open_)
    _check_final(found, names)
    _check_producers(found, names)
    trade = np.asarray(open_.any(2)) if accounts.uses > 1 else open_
    between = np.asarray((trade & ~found.stopped.T[:, None, :]).any(0))  # destination, origin
    part, parts = parts_of(between)
    cut = parts > accounts.parts[1]
    held = deficits(closure, accounts.deficit, accounts.domestic_income, accounts.domestic_income, part)
    _check_transfer(transfer, part, parts, names)
    _check_one_way(held + transfer, between, parts, names)
    return Reach(
        part,
        parts,
        found.stopped,
        part,
        bool(found.stopped.any()),
        cut,
        found.lost_inputs if found.lost_inputs.any() else None,
        found.lost_final if found.lost_final.any() else None,
    )


class _Embargo:
    """Who lacks what, found round by round: who stops is lacking to others.

    Attributes
    ----------
    stopped
        Producers that stop ``[country, sector]``.
    first
        What producers lack in the first round, which holds the cause ``[country, good, sector]``.
    lost_inputs, lost_final
        See `Reach`.
    final
        The final goods that can't be had ``[country, good]``.
    """

    def __init__(self, accounts: Accounts, bought: NDArray[np.bool_], open_: NDArray[np.bool_]) -> None:
        self.accounts, self.bought, self.open = accounts, bought, open_
        needs = (accounts.input_share > 0) & (accounts.output > 0)[:, None, :]  # country, good, sector
        added = accounts.value_added_share > 0
        self.stopped = np.zeros(accounts.output.shape, dtype=bool)
        first: NDArray[np.bool_] | None = None
        while True:
            supplied = self.supplied()
            have = supplied.swapaxes(0, 1)  # country, good(, use)
            have = have[:, :, None] if have.ndim == 2 else have[:, :, : max(have.shape[2] - 1, 1)]
            lacking = needs & ~have
            first = lacking if first is None else first
            failing = np.asarray(lacking.any(1))
            if accounts.nests.inputs.elasticity > 1:
                failing &= ~(needs & have).any(1)
            stops = failing if accounts.nests.value_added.elasticity <= 1 else failing & ~added
            if not (stops & ~self.stopped).any():
                break
            self.stopped |= stops
        self.first = first
        self.lost_inputs = (lacking | (needs & failing[:, None, :])) & ~self.stopped[:, None, :]
        self.final = (accounts.final_share > 0) & ~(supplied if supplied.ndim == 2 else supplied[:, :, -1]).T
        self.lost_final = self.final if accounts.nests.consumption.elasticity > 1 else np.zeros_like(self.final)

    def supplied(self) -> NDArray[np.bool_]:
        """Say which goods can be had ``[sector, destination(, use)]``: from some producer, or from all where none stands in."""
        by_sector = ~self.stopped.T
        shape = by_sector[:, None, :] if self.open.ndim == 3 else by_sector[:, None, None, :]
        running = np.broadcast_to(shape, self.open.shape)
        made = np.asarray((self.open & running).any(-1))
        rigid = self.accounts.theta <= 0
        if rigid.any():
            made[rigid] &= ~(self.bought[rigid] & ~(self.open[rigid] & running[rigid])).any(-1)
        return made


def _check_final(found: _Embargo, names: Names) -> None:
    lacking = found.final
    if found.accounts.nests.consumption.elasticity > 1:
        lacking = lacking & ((found.accounts.final_share > 0) == lacking).all(1)[:, None]
    if lacking.any():
        country = int(np.argmax(lacking.sum(1)))
        raise _refusal(country, found, lacking[country], names)


def _check_producers(found: _Embargo, names: Names) -> None:
    accounts = found.accounts
    left = ((accounts.output > 0) & ~found.stopped & (accounts.value_added_share > 0)).any(1)
    if not left.all():
        country = int(np.argmin(left))
        raise _refusal(country, found, np.zeros(len(names[1]), dtype=bool), names)


def _refusal(country: int, found: _Embargo, final: NDArray[np.bool_], names: Names) -> NoSolution:
    """Name the goods that are lacking from the start and the sectors that need them."""
    countries, sectors = names
    first = found.first
    assert first is not None
    goods = np.flatnonzero(first[country].any(1))
    nests = found.accounts.nests
    if len(goods):
        good = int(goods[np.argmax(first[country].sum(1)[goods])])
        users = _listed([sectors[k] for k in np.flatnonzero(first[country, good]).tolist()])
        others = _listed([sectors[k] for k in goods.tolist() if k != good])
        also = f" (nor {others})" if others else ""
        what = f"{countries[country]} can't get {_whose(country, good, found, names)}{also}, an input of {users}"
        least = min(nests.inputs.elasticity, nests.value_added.elasticity)
    else:
        goods = np.flatnonzero(final)
        good = int(goods[0]) if len(goods) else 0
        rest = _listed([sectors[k] for k in goods.tolist()])
        whose = _whose(country, good, found, names) if len(goods) == 1 else f"{rest} from anywhere"
        what = f"{countries[country]} can't get {whose}"
        least = nests.consumption.elasticity
    why = "when spending shares are fixed (Cobb-Douglas)"
    if least < 1:
        why = f"with an elasticity of substitution of {least:g}, below one"
    return NoSolution(
        f"no equilibrium exists: {what}, which can't do without it {why}",
        where="embargo",
        remedy="embargo a part of the trade (share = 99), or leave that sector out",
    )


def _whose(country: int, good: int, found: _Embargo, names: Names) -> str:
    """Name a good that can't be had, and whose it is where its origins don't stand in for each other."""
    countries, sectors = names
    theta = float(found.accounts.theta[good])
    if theta > 0:
        return f"{sectors[good]} from anywhere"
    cut = found.bought[good, country] & ~found.open[good, country]
    cut = cut if cut.ndim == 1 else cut.any(0)
    who = _listed([countries[i] for i in np.flatnonzero(cut).tolist()])
    return f"{sectors[good]} of {who} (nothing stands in for it: its origins substitute with sigma = {1 + theta:.3g})"


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
