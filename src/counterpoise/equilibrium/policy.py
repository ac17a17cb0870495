"""A scenario as bare arrays on a baseline's axes: what the engine solves for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.agreements import CEILING, DepthsOf, UnionsOf, laid
from counterpoise.equilibrium.checks import rates, sane
from counterpoise.scenario import shocks as kinds
from counterpoise.scenario.labels import Labels
from counterpoise.scenario.scenario import Arrays, Scenario
from counterpoise.scenario.touched import Touched

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Recorded = Callable[[str, date, date, Sequence[str], Sequence[str]], Floats]
"""``recorded(table, start, end, countries, sectors)`` gives the points to add, a fraction [origin, sector, destination]."""
PartiesOf = Callable[[str], tuple[str, ...]]
PairsOf = Callable[[str], frozenset[frozenset[str]]]


@dataclass(frozen=True, eq=False)
class Policy:
    """What a scenario sets, on the axes of a baseline.

    Attributes
    ----------
    tariff
        New import tariff ``[origin, sector, destination]``, fraction.
    export_tax
        New export tax ``[origin, sector, destination]``, fraction.
    trade_cost_hat
        Relative change of trade costs ``[origin, sector, destination]``; infinite where trade is stopped.
    productivity_hat
        Relative change of productivity ``[country, sector]``.
    transfer
        What each country receives, million USD; it sums to zero.
    touched
        Which flows each shock is about, in the scenario's order.
    notes
        What a reader must know: members of groups that the baseline lacks, shocks that change nothing.
    left
        What embargoes of a part leave of a flow at unchanged prices ``[origin, sector, destination]``, a fraction; the
        elasticities made trade costs, or rations, of it. None where there are none.
    ration
        What buyers would pay for what a rationing embargo leaves, over its price ``[origin, sector, destination]``, 1 or more;
        that scarcity value stays in their country. None where there is none.
    eased
        How much agreements raise trade beside tariffs at unchanged prices, in logarithms ``[origin, sector, destination]``; the
        elasticities made trade costs of it. None where none does.
    eased_error
        Its standard error: all flows move together. None where it is not known, or 0.
    """

    tariff: Floats
    export_tax: Floats
    trade_cost_hat: Floats
    productivity_hat: Floats
    transfer: Floats
    touched: tuple[Touched, ...] = ()
    notes: tuple[str, ...] = ()
    left: Floats | None = None
    ration: Floats | None = None
    eased: Floats | None = None
    eased_error: Floats | None = None


def policy_of(  # noqa: PLR0913 - the baseline in bare arrays
    scenario: Scenario,
    *,
    countries: Sequence[str],
    sectors: Sequence[str],
    tariff: Floats | None = None,
    export_tax: Floats | None = None,
    theta: Floats | float | None = None,
    scheme: str = "icio-2025",
    recorded: Recorded | None = None,
    parties_of: PartiesOf | None = None,
    size: Floats | None = None,
    allow_nothing: bool = False,
    arriving: bool = False,
    depths_of: DepthsOf | None = None,
    pairs_of: PairsOf | None = None,
    unions_of: UnionsOf | None = None,
) -> Policy:
    """Give the arrays that a scenario stands for in a baseline.

    Parameters
    ----------
    scenario
        What changes.
    countries, sectors
        The baseline's labels.
    tariff, export_tax
        The baseline's rates ``[origin, sector, destination]``, fractions; zero when None.
    theta
        Trade elasticities ``[sector]`` of tariff-inclusive spending, which a partial embargo needs.
    scheme
        The sectors' scheme.
    recorded
        Gives recorded changes of tariffs (see `Recorded`).
    parties_of
        Gives the parties of an agreement by name; groups of countries are known without it.
    size
        Value added ``[country]``: several who give or receive a transfer share it in proportion; equally when None.
    allow_nothing
        Don't refuse a scenario that changes nothing.
    arriving
        A partial embargo rations: it cuts what arrives by its share.
    depths_of
        Gives the depth of agreements in force (see `DepthsOf`); none are when None.
    pairs_of
        Gives the pairs that an agreement of the name binds; every pair of its parties when None.
    unions_of
        Gives the pairs in one customs union (see `UnionsOf`); none are when None.

    Returns
    -------
    Policy
        Domestic flows are as they were.

    Raises
    ------
    InputError
        If a word is not in the baseline, a rate is not above -100 %, two shocks contradict each other (with both
        places), or nothing changes.

    Examples
    --------
    >>> from counterpoise.scenario import read
    >>> found = policy_of(read("tariff +25 points by USA on CHN"), countries=["USA", "CHN"], sectors=["C26", "K"])
    >>> found.tariff[1, :, 0].tolist(), found.touched[0].flows
    ([0.25, 0.0], 1)
    """
    labels = Labels(countries, sectors, scheme, scenario.groups)
    build = _Build(labels, tariff, export_tax, theta, recorded, parties_of)
    build.arriving, build.depths_of, build.pairs_of, build.unions_of = arriving, depths_of, pairs_of, unions_of
    build.size = np.ones(len(labels.countries)) if size is None else np.asarray(size, dtype=np.float64)
    if scenario.arrays is not None:
        _given(build, scenario.arrays)
        build.start = {**build.new, "tariff": build.new["tariff"].copy()}
    for shock, answer in scenario.placed():
        build.apply(shock, answer=answer)
    policy = build.policy()
    nothing = build.same() and scenario.model.closure != "balanced"  # no deficits is a change by itself
    if nothing and not allow_nothing:
        what = "the scenario changes nothing" + ("" if build.touched else ": it has no shocks")
        remedy = "; ".join(dict.fromkeys(build.idle)) or "add one"
        raise InputError(what, where=f"{scenario.title!r:.80}", remedy=remedy)
    return policy


_POINTS = CEILING - 1
"""Shocks of one such kind may meet on a flow: points add up, the lowest ceiling holds. Anything else contradicts."""


class _Build:
    """The arrays while the shocks are laid on them, and who has touched each cell."""

    def __init__(
        self,
        labels: Labels,
        tariff: Floats | None,
        export_tax: Floats | None,
        theta: Floats | float | None,
        recorded: Recorded | None,
        parties_of: PartiesOf | None,
    ) -> None:
        n, s = len(labels.countries), len(labels.sectors)
        self.labels = labels
        self.shape = (n, s, n)
        self.base = {
            "tariff": rates(tariff, self.shape, "tariff"),
            "export_tax": rates(export_tax, self.shape, "export_tax"),
        }
        self.base |= {
            "trade_cost": np.broadcast_to(1.0, self.shape),
            "ration": np.broadcast_to(1.0, self.shape),
            "productivity": np.ones((n, s)),
            "transfer": np.zeros(n),
        }
        self.new = dict(self.base)  # an array is copied when it first changes
        self.start = self.base  # what the first shock is laid on
        self.laid = False
        self.theta = None if theta is None else np.broadcast_to(np.asarray(theta, dtype=np.float64), (s,))
        self.size = np.ones(n)
        self.recorded = recorded
        self.parties_of = parties_of
        self.owner: dict[str, NDArray[np.int32]] = {}
        self.met: list[tuple[str, int]] = []
        self.touched: list[Touched] = []
        self.notes: list[str] = []
        self.idle: list[str] = []
        self.arriving = False
        self.left: Floats | None = None
        self.depths_of: DepthsOf | None = None
        self.pairs_of: PairsOf | None = None
        self.unions_of: UnionsOf | None = None
        self.eased: Floats | None = None
        self.eased_error: Floats | None = None

    @cached_property
    def abroad(self) -> Mask:
        """Say which flows cross a border ``[origin, sector, destination]``."""
        return np.broadcast_to(~np.eye(self.shape[0], dtype=bool)[:, None, :], self.shape)

    def apply(self, shock: kinds.Shock, *, answer: bool) -> None:
        """Lay a shock on the arrays."""
        where = str(shock.place)
        self.laid = False
        mask = _LAY[type(shock)](self, shock)
        if not self.laid:
            self.idle.append(f"{where} leaves every flow as it is")
        self.touched.append(Touched(shock, mask, answer))

    def claim(self, instrument: str, mask: Mask, where: str, meets: int = 0) -> None:
        """Mark the cells of a shock; refuse those that another one has said something else about."""
        index = len(self.met)
        self.met.append((where, meets))
        first = instrument not in self.owner
        if first:
            self.owner[instrument] = np.full(mask.shape, -1, dtype=np.int32)
        owner = self.owner[instrument]
        may = np.array([bool(meets) and kind == meets for _, kind in self.met] + [True])
        clash = np.zeros(0, dtype=bool) if first else ~may[owner[mask]]  # the last entry stands for -1: nobody
        if clash.any():
            cell = np.argwhere(mask)[int(clash.argmax())]
            other = self.met[int(owner[tuple(cell)])][0]
            what = f"contradicts {other}: both set the {_NAMES[instrument]} of {self._cell(cell)}"
            raise InputError(what, where=where, remedy="keep one, or name other countries or sectors")
        owner[mask] = index

    def put(self, name: str, mask: Mask, values: Floats) -> None:
        """Write new values into the cells of a mask."""
        if (values == self.new[name][mask]).all():
            return
        if self.new[name] is self.base[name]:
            self.new[name] = self.base[name].copy()
        self.new[name][mask] = values
        self.laid = True

    def _cell(self, cell: Any) -> str:
        at = [int(one) for one in cell]
        names = self.labels.countries
        if len(at) == 2:
            return f"{names[at[0]]} in {self.labels.sectors[at[1]]}"
        return f"{self.labels.sectors[at[1]]} from {names[at[0]]} to {names[at[2]]}"

    def who(self, shock: kinds.Shock, key: str, field_name: str = "") -> tuple[int, ...]:
        """Give the countries that a key of a shock names."""
        place = shock.place.key(key)
        found, notes = self.labels.countries_of(getattr(shock, field_name or key), place)
        self.notes += [note for note in notes if note not in self.notes]
        return found

    def which(self, shock: Any, *, goods: bool) -> NDArray[np.bool_]:
        """Give the sectors of a shock ``[sector]``: those it names, all goods, or all."""
        chosen = np.zeros(self.shape[1], dtype=bool)
        if shock.sectors is not None:
            chosen[list(self.labels.sectors_of(shock.sectors, shock.place.key("sectors")))] = True
        elif goods:
            found, note = self.labels.goods()
            chosen[list(found)] = True
            if note and note not in self.notes:
                self.notes.append(note)
        else:
            chosen[:] = True
        return chosen

    def flows(self, origins: Sequence[int], sectors: Mask, destinations: Sequence[int], where: str) -> Mask:
        """Give the flows abroad of some origins and destinations ``[origin, sector, destination]``."""
        n = self.shape[0]
        sell, buy = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        sell[list(origins)], buy[list(destinations)] = True, True
        mask = sell[:, None, None] & sectors[None, :, None] & buy[None, None, :] & self.abroad
        if not mask.any():
            what = "touches no flow" + ("" if sectors.any() else ": the baseline has no goods")
            raise InputError(what, where=where, remedy="name two different sides; what stays at home is never touched")
        return mask

    def same(self) -> bool:
        """Say whether nothing has changed."""
        return all(
            array is self.base[name] or np.allclose(array, self.base[name], rtol=0, atol=1e-12)
            for name, array in self.new.items()
        )

    def policy(self) -> Policy:
        """Give the arrays."""
        return Policy(
            tariff=self.new["tariff"],
            export_tax=self.new["export_tax"],
            trade_cost_hat=self.new["trade_cost"],
            productivity_hat=self.new["productivity"],
            transfer=self.new["transfer"],
            touched=tuple(self.touched),
            notes=(*self.notes, *self.idle),
            left=self.left,
            ration=None if self.new["ration"] is self.base["ration"] else self.new["ration"],
            eased=self.eased,
            eased_error=self.eased_error,
        )


_NAMES = {
    "tariff": "tariff",
    "export_tax": "export tax",
    "trade_cost": "trade cost",
    "embargo": "embargo",
    "productivity": "productivity",
}


# One function a kind -----------------------------------------------------------------------------------------


def _rate(build: _Build, shock: Any, instrument: str, mask: Mask) -> Mask:
    old = build.new[instrument][mask]
    meets = _POINTS if shock.up_by_points is not None else 0
    build.claim(instrument, mask, str(shock.place), meets)
    if shock.set_to is not None:
        new = np.full_like(old, shock.set_to / 100)
    elif shock.up_by_points is not None:
        new = old + shock.up_by_points / 100
    else:
        new = old * (1 + shock.up_by_percent / 100)
    _above(build, new, mask, shock, instrument)
    build.put(instrument, mask, new)
    return mask


def _above(build: _Build, rates: Floats, mask: Mask, shock: kinds.Shock, instrument: str) -> None:
    """Refuse new rates of a mask's cells that leave no price."""
    low = ~(rates > -1)
    if low.any():
        at = int(low.argmax())
        name, rate = build._cell(np.argwhere(mask)[at]), 100 * float(rates[at])
        what = f"the {_NAMES[instrument]} of {name} would be {rate:g} %, not above -100 %"
        raise InputError(what, where=str(shock.place), remedy="take away less")


def _tariff(build: _Build, shock: kinds.Tariff) -> Mask:
    mask = build.flows(build.who(shock, "on"), build.which(shock, goods=True), build.who(shock, "by"), str(shock.place))
    return _rate(build, shock, "tariff", mask)


def _export_tax(build: _Build, shock: kinds.ExportTax) -> Mask:
    mask = build.flows(build.who(shock, "by"), build.which(shock, goods=True), build.who(shock, "on"), str(shock.place))
    return _rate(build, shock, "export_tax", mask)


def _sides(build: _Build, shock: Any) -> Mask:
    """Give the flows of an embargo or a trade cost: imports of ``by`` from ``on``, exports to it, or both."""
    by, on, which = build.who(shock, "by"), build.who(shock, "on"), build.which(shock, goods=False)
    where = str(shock.place)
    if shock.direction == "imports":
        return build.flows(on, which, by, where)
    if shock.direction == "exports":
        return build.flows(by, which, on, where)
    return build.flows(by, which, on, where) | build.flows(on, which, by, where)


def _trade_cost(build: _Build, shock: kinds.TradeCost) -> Mask:
    mask = _sides(build, shock)
    build.claim("trade_cost", mask, str(shock.place))
    build.put("trade_cost", mask, build.new["trade_cost"][mask] * (1 + shock.up_by_percent / 100))
    return mask


def _embargo(build: _Build, shock: kinds.Embargo) -> Mask:
    mask = _sides(build, shock)
    build.claim("embargo", mask, str(shock.place))
    if shock.share == 100:
        build.put("trade_cost", mask, np.full(int(mask.sum()), np.inf))
        return mask
    sectors = mask.any((0, 2))
    if build.theta is None:
        what = f"an embargo of {shock.share:g} % needs trade elasticities"
        raise InputError(what, where=str(shock.place), remedy="give theta, or a share of 100")
    # the flow falls by the share at unchanged costs and prices. Where a time is named, or buyers spend no less on what gets
    # dearer, it is rationed: d^(-sigma) = 1 - share, and d is a scarcity value. Else it gets dearer: d^(-theta) = 1 - share
    power = build.theta[sectors]
    rationed = build.arriving or bool((power <= 0).any())
    if rationed:
        power = 1.0 + power
        build.notes.append(
            f"an embargo of {shock.share:g} % leaves {100 - shock.share:g} % of the quantity at unchanged prices; the scarcity value of "
            "what still arrives stays in its buyers' country, with the revenue"
        )
    build.left = np.where(mask, 1 - shock.share / 100, 1.0 if build.left is None else build.left)
    factor = np.ones(build.shape[1])
    factor[sectors] = (1 - shock.share / 100) ** (-1 / power)
    kind = "ration" if rationed else "trade_cost"
    build.put(kind, mask, build.new[kind][mask] * factor[np.nonzero(mask)[1]])
    return mask


def _productivity(build: _Build, shock: kinds.Productivity) -> Mask:
    mask = np.zeros((build.shape[0], build.shape[1]), dtype=bool)
    mask[list(build.who(shock, "of"))] = build.which(shock, goods=False)
    build.claim("productivity", mask, str(shock.place))
    build.put("productivity", mask, build.new["productivity"][mask] * (1 + shock.up_by_percent / 100))
    return mask


def _transfer(build: _Build, shock: kinds.Transfer) -> None:
    senders, receivers = build.who(shock, "from", "sender"), build.who(shock, "to", "receiver")
    both = set(senders) & set(receivers)
    if both:
        name = build.labels.countries[min(both)]
        raise InputError(f"{name} is on both sides", where=str(shock.place), remedy="name it on one")
    change = np.zeros(build.shape[0])
    for side, sign in ((list(receivers), 1.0), (list(senders), -1.0)):
        change[side] = sign * shock.million_usd * build.size[side] / build.size[side].sum()
    build.put("transfer", np.ones(len(change), dtype=bool), build.new["transfer"] + change)


def _recorded(build: _Build, shock: kinds.Recorded) -> Mask:
    where = str(shock.place)
    if build.recorded is None:
        raise InputError("recorded tariffs are not at hand here", where=where, remedy="name the tariffs in numbers")
    try:
        added = build.recorded(shock.table, shock.start, shock.end, build.labels.countries, build.labels.sectors)
    except InputError as error:
        raise InputError(error.what, where=where, remedy=error.remedy) from error
    if added.shape != build.shape:
        raise InputError(f"{shock.table} gives the shape {added.shape}", where=where, remedy=f"it needs {build.shape}")
    chosen = build.flows(build.who(shock, "on"), build.which(shock, goods=False), build.who(shock, "by"), where)
    mask = chosen & (added != 0)
    build.claim("tariff", mask, where, _POINTS)
    new = build.new["tariff"][mask] + added[mask]
    _above(build, new, mask, shock, "tariff")
    build.put("tariff", mask, new)
    return mask


_LAY: dict[type[kinds.Shock], Callable[[_Build, Any], Mask | None]] = {
    kinds.Tariff: _tariff,
    kinds.ExportTax: _export_tax,
    kinds.TradeCost: _trade_cost,
    kinds.Embargo: _embargo,
    kinds.Productivity: _productivity,
    kinds.Transfer: _transfer,
    kinds.Agreement: laid,
    kinds.Recorded: _recorded,
}


# A counterfactual as arrays ----------------------------------------------------------------------------------


def _given(build: _Build, arrays: Arrays) -> None:
    """Lay arrays on the baseline: their axes are importer, exporter, sector."""
    n, s, _ = build.shape
    shapes = {"productivity_hat": (n, s), "transfer": (n,)}
    for name, given in arrays.given().items():
        shape = shapes.get(name, (n, n, s))
        array = given[:, :, None] if s == 1 and len(shape) == 3 and given.shape == (n, n) else given
        if array.shape != shape:
            axes = (
                "importer x exporter x sector"
                if len(shape) == 3
                else "country x sector"
                if len(shape) == 2
                else "country"
            )
            raise InputError(f"the shape is {array.shape}", where=name, remedy=f"give {axes}, {shape}")
        sane(name, array)
        target = name.removesuffix("_hat")
        build.new[target] = np.array(array.transpose(1, 2, 0), order="C") if array.ndim == 3 else array.copy()
        if array.ndim == 3:
            _home(build, target, name)


def _home(build: _Build, target: str, name: str) -> None:
    """Refuse a change of what a country buys from itself, but for the costs of trade within it."""
    home = np.arange(build.shape[0])
    new, old = (one[target][home, :, home] for one in (build.new, build.base))
    fault = np.isinf(new) if target == "trade_cost" else new != old
    if fault.any():
        raise InputError("it changes domestic flows", where=name, remedy="leave importer = exporter as in the baseline")
