"""The effect of a coefficient in a world of one sector of goods: partial, conditional and full, with draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.trade_agreements import structural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline

    Array = NDArray[np.float64]

PARTIAL, CONDITIONAL, FULL = "partial", "conditional", "full"
STEPS = (PARTIAL, CONDITIONAL, FULL)
"""The three steps, in the order in which ever more is let move."""

MANY = 250
"""Draws whose flows are held in memory together."""


@dataclass(frozen=True)
class Goods:
    """Trade in goods as one sector, with whose trade changes.

    Attributes
    ----------
    flows
        ``[exporter, importer]``, million USD, sales at home included.
    pairs
        Whose trade costs change ``[exporter, importer]``.
    parties
        The places of the parties.
    sigma
        The elasticity of substitution.
    deficits
        What becomes of deficits; see `counterpoise.trade_agreements.structural.full`.
    """

    flows: Array
    pairs: NDArray[np.bool_]
    parties: tuple[int, ...]
    sigma: float
    deficits: str

    @property
    def toward(self) -> NDArray[np.bool_]:
        """Say which exports are to the parties ``[exporter, importer]``: a party's to those it is bound to, else to all of them."""
        made = np.zeros_like(self.pairs)
        made[:, list(self.parties)] = True
        binds = self.pairs.any(1)
        made[binds] = self.pairs[binds]
        np.fill_diagonal(made, val=False)
        return made

    def outcomes(self, effects: Array) -> dict[str, Array]:
        """Give what effects on trade do, by variable ``[draw, step, country]``; missing where a step does not say.

        Parameters
        ----------
        effects
            Of the logarithm of trade, at given prices ``[draw]``.

        Returns
        -------
        dict of str to numpy.ndarray
            Per cent.
        """
        parts = [self._some(effects[first : first + MANY]) for first in range(0, len(effects), MANY)]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _some(self, effects: Array) -> dict[str, Array]:
        factor = np.where(self.pairs, np.exp(effects)[:, None, None], 1.0)
        worlds = (
            structural.partial(self.flows, factor),
            structural.conditional(self.flows, factor, sigma=self.sigma),
            structural.full(self.flows, factor, sigma=self.sigma, deficits=self.deficits),
        )
        real = np.full((len(effects), len(STEPS), len(self.flows)), np.nan)
        real[:, -1] = 100.0 * (worlds[-1].real_income_hat - 1.0)
        sums = [sums_of(world.trade, self.toward) for world in worlds]
        before = sums_of(self.flows, self.toward)
        made = {name: np.stack([one[name] for one in sums], axis=1) / before[name] for name in before}
        return {name: 100.0 * (held - 1.0) for name, held in made.items()} | {"welfare_pct": real}


def sums_of(trade: Array, toward: NDArray[np.bool_]) -> Mapping[str, Array]:
    """Give exports, imports and exports to the parties ``[..., country]``; missing where there are none.

    Parameters
    ----------
    trade
        ``[..., exporter, importer]``.
    toward
        Which exports are to the parties ``[exporter, importer]``.
    """
    own = np.diagonal(trade, axis1=-2, axis2=-1)
    to_them = np.where(toward, trade, 0.0).sum(-1)
    made = {"exports_pct": trade.sum(-1) - own, "imports_pct": trade.sum(-2) - own, "exports_to_parties_pct": to_them}
    return {name: np.where(held > 0, held, np.nan) for name, held in made.items()}


def bound_pairs(baseline: Baseline, name: str, parties: Sequence[int]) -> NDArray[np.bool_]:
    """Say which pairs of countries an agreement binds ``[country, country]``.

    Parameters
    ----------
    baseline
        The accounts.
    name
        Of the register's agreement, where it is one: of two sides it binds none within a side.
    parties
        Their places. Named by themselves all are bound to each other, but that a customs union is one party among others.
    """
    from counterpoise.equilibrium.counterfactual import unions_in  # noqa: PLC0415
    from counterpoise.world.register import bound  # noqa: PLC0415

    names = baseline.countries
    here = np.isin(np.arange(len(names)), list(parties))
    made = here[:, None] & here & ~np.eye(len(names), dtype=bool)
    if name:
        pairs = bound(name)
        return made & np.array([[frozenset((one, other)) in pairs for other in names] for one in names])
    unions = unions_in(baseline.year)
    among = made if unions is None else made & ~unions(names)
    return among if among.any() else made


def goods_of(
    baseline: Baseline,
    parties: Sequence[int],
    goods: NDArray[np.bool_],
    *,
    theta: float,
    deficits: str,
    name: str = "",
) -> Goods:
    """Put the goods of a baseline together as one sector.

    Parameters
    ----------
    baseline
        The accounts, balanced.
    parties
        The places of the parties.
    goods
        Which sectors are goods ``[sector]``.
    theta
        The trade elasticity, sigma - 1.
    deficits
        What becomes of deficits.
    name
        See `bound_pairs`.
    """
    flows = np.ascontiguousarray(baseline.trade[goods].sum(0).T)
    return Goods(flows, bound_pairs(baseline, name, parties), tuple(parties), 1.0 + theta, deficits)
