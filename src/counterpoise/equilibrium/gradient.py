r"""Gradients of an outcome, by the implicit function theorem.

At a solution F(x, p) = 0 of the equations, the derivative of g(x, p) with respect to all policies and parameters p at once is

.. math:: \frac{dg}{dp} = \frac{\partial g}{\partial p} - \lambda' \frac{\partial F}{\partial p}, \qquad
          \left(\frac{\partial F}{\partial x}\right)' \lambda = \frac{\partial g}{\partial x}

so one linear system gives the derivative of one number of the outcome with respect to every tariff of the world.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.equilibrium.adjoint import FLOWS, Adjoint, system_at
from counterpoise.equilibrium.seeds import SEEDS, Place, seed

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome

    Array = NDArray[np.float64]

_WAY, _NODE, _ONE = ("origin", "sector", "destination"), ("country", "sector"), ("country",)
BY: dict[str, tuple[tuple[str, ...], str]] = {
    "tariff": (_WAY, "a tariff, as a fraction"),
    "export_tax": (_WAY, "an export tax, as a fraction"),
    "trade_cost": (_WAY, "the log of a trade cost"),
    "productivity": (_NODE, "the log of productivity"),
    "transfer": (_ONE, "a million USD received from all others, by their size"),
    "theta": (("sector",), "a trade elasticity"),
    "input_substitution": ((), "epsilon"),
    "value_added_substitution": ((), "eta"),
    "consumption_substitution": ((), "rho"),
    "labour_supply": ((), "phi"),
    "factor_mobility": ((), "iota"),
}
"""What a gradient can be taken with respect to: its dimensions, and of what one unit is a change."""


def gradient(
    outcome: Outcome,
    *,
    of: str = "welfare_pct",
    by: str = "tariff",
    country: str,
    sector: str | None = None,
    partner: str | None = None,
) -> xr.DataArray:
    """Give the derivative of one number of an outcome with respect to a policy of every flow, or a parameter.

    Parameters
    ----------
    outcome
        From `counterpoise.equilibrium.solve`; ``solve(baseline, None)`` for the baseline itself.
    of
        A variable of the outcome.
    by
        ``tariff``, ``export_tax`` (per unit: 1 is 100 percentage points) and ``trade_cost`` (per unit of its log)
        ``[origin, sector, destination]``; ``productivity`` (per unit of its log) ``[country, sector]``; ``transfer`` (per
        million USD, given by all others in proportion to their income) ``[country]``; ``theta`` ``[sector]``;
        ``input_substitution``, ``value_added_substitution``, ``consumption_substitution``, ``labour_supply``,
        ``factor_mobility``, a number each.
    country
        Whose; the origin of a flow.
    sector
        Of a sector's variable, or the good of a flow.
    partner
        The destination of a flow.

    Returns
    -------
    xarray.DataArray
        In the variable's unit per unit of the policy. A country's trade with itself has no policy: missing.

    Raises
    ------
    InputError
        If there is no such variable, policy, country or sector.
    NoSolution
        If the equations are singular at the solution.

    References
    ----------
    Griewank and Walther (2008), Evaluating Derivatives, 2nd ed., section 15.3; Kleinman, Liu and Redding (2024) for the
    matrices that it gives at first order.

    Examples
    --------
    >>> import counterpoise as cp
    >>> from counterpoise.equilibrium.gradient import gradient
    >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    >>> slope = gradient(cp.equilibrium.solve(base, None), country="A")
    >>> slope.sel(origin="B", sector="ALL", destination="A").round(2).item()
    11.11
    """
    return Gradient(outcome, of=of, country=country, sector=sector, partner=partner).by(by)


@dataclass
class Gradient:
    """The weights of one number of an outcome, from which its derivative by any policy follows.

    Attributes
    ----------
    outcome
        The solution.
    of, country, sector, partner
        See `gradient`.
    """

    outcome: Outcome
    of: str = "welfare_pct"
    country: str = ""
    sector: str | None = None
    partner: str | None = None

    def __post_init__(self) -> None:
        if self.of not in SEEDS:
            remedy = did_you_mean(self.of, SEEDS, "take one of " + ", ".join(SEEDS))
            raise InputError(f"an outcome has no {self.of!r}", where="of", remedy=remedy)
        self.place  # noqa: B018 - labels are checked before anything is solved

    @cached_property
    def place(self) -> Place:
        """Give the labels as positions."""
        base = self.outcome.baseline
        dims = DIMS.get(self.of, 1)
        country = _position(self.country, base.countries, "country")
        sector = _needed(self.sector, base.sectors, "sector", self.of) if dims > 1 else 0
        partner = _needed(self.partner, base.countries, "partner", self.of) if dims > 2 else 0
        return Place(country, sector, partner)

    @cached_property
    def adjoint(self) -> Adjoint:
        """Give the weights of the number at the solution."""
        self._check()
        base = self.outcome.baseline
        system = system_at(base, self.outcome.problem, self.outcome.solution)
        return Adjoint(system, lambda linear: seed(self.of, base, linear, self.place))

    def _check(self) -> None:
        """Refuse a number that the outcome does not have, or that nothing moves."""
        if self.of == "employment_pct" and self.outcome.baseline.accounts.factors.labour_supply == 0:
            what = "the supply of the factor is given (phi = 0), so that nothing moves employment"
            raise InputError(what, where="of", remedy="give labour_supply a number above 0")
        if self.of in MISSING_WHERE_CUT and not bool(
            getattr(self.outcome, self.of).sel(country=self.country).notnull()
        ):
            raise InputError(
                f"{self.of} of {self.country} is missing here",
                where="of",
                remedy="take welfare_pct, or a smaller shock",
            )

    def by(self, policy: str) -> xr.DataArray:
        """Give the derivative by a policy or parameter (see `gradient`)."""
        import xarray as xr  # noqa: PLC0415

        base = self.outcome.baseline
        labels = {"origin": base.countries, "destination": base.countries, "country": base.countries}
        dims = BY[policy][0] if policy in BY else ()
        coords = {dim: list(labels.get(dim, base.sectors)) for dim in dims}
        return xr.DataArray(self.values(policy), dims=dims, coords=coords, name="gradient")

    def values(self, policy: str) -> Array:
        """Give the derivative by a policy or parameter as a bare array (see `gradient` for its axes)."""
        if policy not in BY:
            remedy = did_you_mean(policy, BY, "take one of " + ", ".join(BY))
            raise InputError(f"no gradient is taken by {policy!r}", where="by", remedy=remedy)
        if policy in FLOWS:
            made = self.adjoint.of_flows(policy)
            n = np.arange(len(made))
            made[n, :, n] = np.nan
            return made
        return np.asarray(_OTHERS[policy](self.adjoint))


MISSING_WHERE_CUT = ("terms_of_trade_pct", "volume_of_trade_pct", "real_income_by_parts_pct", "relative_price_hat")
"""Variables that an outcome lacks where prices can't be compared."""

_OTHERS: dict[str, Callable[[Adjoint], Array]] = {
    "productivity": Adjoint.productivity,
    "transfer": Adjoint.transfer,
    "theta": Adjoint.theta,
    "input_substitution": Adjoint.epsilon,
    "value_added_substitution": Adjoint.eta,
    "consumption_substitution": Adjoint.rho,
    "labour_supply": Adjoint.phi,
    "factor_mobility": Adjoint.iota,
}
DIMS = {
    "output_new": 2,
    "output_pct": 2,
    "output_change": 2,
    "producer_price_hat": 2,
    "sector_wage_hat": 2,
    "trade_new": 3,
    "trade_change": 3,
    "trade_pct": 3,
}
"""How many labels a variable of an outcome has, where it is more than a country."""


def _position(word: str | None, labels: tuple[str, ...], name: str) -> int:
    if word not in labels:
        known = [str(one) for one in labels]
        more = " and others" if len(known) > 6 else ""
        remedy = did_you_mean(str(word), known, f"it has {', '.join(known[:6])}{more}")
        raise InputError(f"{word!r} is not in the baseline", where=name, remedy=remedy)
    return labels.index(word)


def _needed(word: str | None, labels: tuple[str, ...], name: str, of: str) -> int:
    if word is None:
        raise InputError(f"{of} needs a {name}", where=name, remedy=f"give {name}=, such as {labels[0]!r}")
    return _position(word, labels, name)
