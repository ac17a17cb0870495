"""The rates that somebody chooses, and the flows that each is put on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.equilibrium.adjoint import Adjoint
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.policy import Policy

Array = NDArray[np.float64]
Index = NDArray[np.intp]

KINDS = ("tariff", "export_tax")
"""Taxes on imports, and on exports; below zero they are subsidies."""

ACROSS = ("each", "sector", "partner", "all")
"""One rate for each sector and partner; for each sector, whoever the partner (MFN); for each partner, whatever the sector; for all."""


@dataclass(frozen=True, eq=False)
class Instruments:
    """Rates that somebody chooses, and the flows that each is put on.

    Attributes
    ----------
    kind
        ``tariff`` or ``export_tax`` of each rate ``[rate]``.
    country, partner, sector
        Who sets a rate, on whom and on what, as positions; -1 for all of those that are chosen ``[rate]``.
    flow
        Where the flows are, in an array ``[origin, sector, destination]``: three arrays ``[flow]``.
    rate
        Which rate a flow bears ``[flow]``.
    lower, upper
        Bounds ``[rate]``, fractions above -1.
    """

    kind: NDArray[np.str_]
    country: Index
    partner: Index
    sector: Index
    flow: tuple[Index, Index, Index]
    rate: Index
    lower: Array
    upper: Array

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def by_kind(self) -> dict[str, NDArray[np.bool_]]:
        """Give which flows each kind of tax is put on ``[flow]``."""
        return {kind: self.kind[self.rate] == kind for kind in dict.fromkeys(self.kind.tolist())}

    def _cells(self, mask: NDArray[np.bool_]) -> tuple[Index, Index, Index]:
        origin, sector, destination = self.flow
        return origin[mask], sector[mask], destination[mask]

    def laid(self, policy: Policy, rates: Array) -> Policy:
        """Give a policy in which the flows bear these rates ``[rate]``, fractions; all else stays."""
        changed = {}
        for kind, mask in self.by_kind.items():
            changed[kind] = np.array(getattr(policy, kind))
            changed[kind][self._cells(mask)] = rates[self.rate[mask]]
        return replace(policy, **changed)

    def gathered(self, adjoint: Adjoint) -> Array:
        """Give the derivative of a number by each rate ``[rate]``, per unit of the rate."""
        made = np.zeros(len(self))
        for kind, mask in self.by_kind.items():
            by_flow = adjoint.at_flows(kind, self._cells(mask))
            made += np.bincount(self.rate[mask], weights=by_flow, minlength=len(self))
        return made

    def summed(self, by_flow: dict[str, Array]) -> Array:
        """Add up over the flows of each rate what is given by kind ``[origin, sector, destination]``."""
        made = np.zeros(len(self))
        for kind, mask in self.by_kind.items():
            made += np.bincount(self.rate[mask], weights=by_flow[kind][self._cells(mask)], minlength=len(self))
        return made

    def average(self, baseline: Baseline, policy: Policy | None = None) -> Array:
        """Give today's rates ``[rate]``: the average over the flows of each, weighted by the baseline's trade.

        Parameters
        ----------
        baseline
            Whose trade, and whose rates where no policy is given.
        policy
            Whose rates.
        """
        held = baseline if policy is None else policy
        trade = baseline.trade.transpose(2, 0, 1)
        weight = self.summed(dict.fromkeys(self.by_kind, trade))
        paid = self.summed({kind: trade * getattr(held, kind) for kind in self.by_kind})
        plain = self.summed({kind: getattr(held, kind) for kind in self.by_kind})
        count = np.bincount(self.rate, minlength=len(self))
        return np.where(weight > 0, paid / np.where(weight > 0, weight, 1.0), plain / np.maximum(count, 1))

    def stiffness(self, baseline: Baseline) -> Array:
        """Give about how fast the setter's log real income bends with the log of one plus a rate ``[rate]``.

        The part of income that the taxed flows are, times the elasticity of their trade: a small economy's first order
        condition, all else as it is.
        """
        trade = baseline.trade.transpose(2, 0, 1)
        theta = np.maximum(np.abs(baseline.theta), 0.1)[None, :, None]
        bends = self.summed(dict.fromkeys(self.by_kind, trade * theta))
        return bends / baseline.accounts.income[self.country]

    def joined(self, other: Instruments) -> Instruments:
        """Give these rates and others after them; no flow may bear two of one kind."""
        made = Instruments(
            kind=np.concatenate([self.kind, other.kind]),
            country=np.concatenate([self.country, other.country]),
            partner=np.concatenate([self.partner, other.partner]),
            sector=np.concatenate([self.sector, other.sector]),
            flow=tuple(np.concatenate(pair) for pair in zip(self.flow, other.flow, strict=True)),  # pyright: ignore[reportArgumentType]
            rate=np.concatenate([self.rate, other.rate + len(self)]),
            lower=np.concatenate([self.lower, other.lower]),
            upper=np.concatenate([self.upper, other.upper]),
        )
        _once(made)
        return made


def instruments(
    baseline: Baseline,
    country: int,
    partners: Sequence[int],
    sectors: Sequence[int],
    *,
    kinds: Sequence[str] = ("tariff",),
    across: str = "each",
    bounds: tuple[float, float] = (-0.5, 5.0),
) -> Instruments:
    """Give the rates that a country may set on its trade with others.

    Parameters
    ----------
    baseline
        Whose flows; what nobody trades bears no rate.
    country
        Who sets them, as a position.
    partners, sectors
        On whom and on what.
    kinds
        Of `KINDS`.
    across
        Of `ACROSS`.
    bounds
        The lowest and the highest rate, fractions; zero must lie between.

    Raises
    ------
    InputError
        If there is nothing to set a rate on, or the bounds exclude zero.

    Examples
    --------
    >>> import counterpoise as cp
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> instruments(base, 0, [1], [0], kinds=KINDS).kind.tolist()
    ['tariff', 'export_tax']
    """
    low, high = bounds
    if not -1.0 < low <= 0.0 <= high or not np.isfinite(high) or low == high:
        what = f"rates from {100 * low:g} to {100 * high:g} % are no bounds"
        raise InputError(what, where="bounds", remedy="give two, from above -100 to below infinity, with 0 between")
    trade = baseline.trade > 0
    whom = [one for one in partners if one != country]
    single = {
        "each": list(product(whom, sectors)),
        "sector": [(-1, one) for one in sectors],
        "partner": [(one, -1) for one in whom],
        "all": [(-1, -1)],
    }[across]
    held: list[tuple[str, int, int]] = []
    flows: list[tuple[int, int, int, int]] = []
    for kind in kinds:
        for partner, sector in single:
            over = list(product(whom if partner < 0 else [partner], sectors if sector < 0 else [sector]))
            cells = [(k, s, country) if kind == "tariff" else (country, s, k) for k, s in over]
            cells = [(i, s, j) for i, s, j in cells if trade[s, j, i]]
            if cells:
                flows += [(i, s, j, len(held)) for i, s, j in cells]
                held.append((kind, partner, sector))
    if not held:
        name = baseline.countries[country]
        raise InputError(
            f"{name} has no trade there to set a rate on", where="instruments", remedy="name other partners or sectors"
        )
    origin, sector, destination, rate = (np.array(one, dtype=np.intp) for one in zip(*flows, strict=True))
    return Instruments(
        kind=np.array([one[0] for one in held]),
        country=np.full(len(held), country, dtype=np.intp),
        partner=np.array([one[1] for one in held], dtype=np.intp),
        sector=np.array([one[2] for one in held], dtype=np.intp),
        flow=(origin, sector, destination),
        rate=rate,
        lower=np.full(len(held), low),
        upper=np.full(len(held), high),
    )


def _once(made: Instruments) -> None:
    for mask in made.by_kind.values():
        cells = np.stack(made._cells(mask))
        if np.unique(cells, axis=1).shape[1] != cells.shape[1]:
            raise InputError("a flow would bear two rates of one kind", where="instruments", remedy="name each once")
