"""The baseline: a world's accounts and elasticities as bare arrays, balanced once; every counterfactual reuses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import DataError, InputError
from counterpoise.equilibrium import model
from counterpoise.equilibrium.existence import everyone
from counterpoise.equilibrium.model import NO_CHANGE, Accounts
from counterpoise.equilibrium.precondition import Preconditioner
from counterpoise.equilibrium.problem import Problem
from counterpoise.equilibrium.rebase import rebased
from counterpoise.equilibrium.solver import Solution, renewed, solved
from counterpoise.equilibrium.variation import varied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance
    from counterpoise.equilibrium.firms import Firms, Plain

    Array = NDArray[np.float64]


BALANCED = 1e-13
"""The tolerance of a baseline: accounts that fit to it are taken as they are."""

EXACT = 1e-9
"""A correction of wages below this is rounding."""

NOTABLE = 1e-3
"""A correction of wages that is worth a note: policies often do no more."""

HIGH_TARIFF = 5.0
"""A tariff above this may have been given in per cent."""


@dataclass(frozen=True, eq=False, repr=False)
class Baseline:
    """Accounts and elasticities of one year's world, in equilibrium.

    Attributes
    ----------
    countries, sectors
        The labels, in the order of the arrays.
    accounts
        The bare arrays that the equations take; balanced (see `counterpoise.calibrate`).
    closure
        What becomes of deficits where a scenario does not say: ``additive``, ``multiplicative`` or ``balanced``.
    sourcing
        ``none``, ``kind`` or ``user``: whether the origins of a good differ by its use.
    correction
        The largest relative change of a wage when the accounts were balanced.
    correction_of
        The country whose wage that was.
    scheme
        The classification of the sectors; empty for labels of one's own.
    year
        Of the accounts.
    provenance, notes
        Sources, and what a reader must know.
    options
        The model that it was made with.
    estimated
        What of the accounts is an estimate.
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    accounts: Accounts
    closure: str = "additive"
    sourcing: str = "none"
    correction: float = 0.0
    correction_of: str = ""
    scheme: str = ""
    year: int | None = None
    provenance: tuple[Provenance, ...] = ()
    notes: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    estimated: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give countries and sectors."""
        return self.countries, self.sectors

    @property
    def theta(self) -> Array:
        """Give the trade elasticities ``[sector]``."""
        return self.accounts.theta

    @cached_property
    def tariff(self) -> Array:
        """Give the tariffs ``[origin, sector, destination]``, fractions."""
        return _fixed(self.accounts.tariff.transpose(2, 0, 1))

    @cached_property
    def export_tax(self) -> Array:
        """Give the export taxes ``[origin, sector, destination]``, fractions."""
        return _fixed(self.accounts.export_tax.transpose(2, 0, 1))

    @cached_property
    def bought(self) -> Array:
        """Give spending at buyers' prices ``[sector, destination, origin]``, million USD."""
        a = self.accounts
        spent = model.spending(a.input_share, a.final_share, a.output, a.income, a.uses)
        if a.uses == 1:
            return a.share * spent.T[:, :, None]
        return np.vecmat(spent, a.share)

    @cached_property
    def trade(self) -> Array:
        """Give trade at the producers' prices ``[sector, destination, origin]``, million USD."""
        return self.bought / ((1.0 + self.accounts.tariff) * (1.0 + self.accounts.export_tax))

    @cached_property
    def output(self) -> Array:
        """Give sales at producers' prices ``[country, sector]``, million USD: of which makers may pay for marketing."""
        return self.trade.sum(1).T if self.accounts.firms.tracked else self.accounts.output

    @cached_property
    def near(self) -> Preconditioner:
        """Give the approximate inverses around this point, made once."""
        here = _problem(self.accounts, self.closure)
        return renewed(here, here.start)

    def varied(
        self,
        *,
        theta: Array | None = None,
        input_substitution: float | None = None,
        value_added_substitution: float | None = None,
        consumption_substitution: float | None = None,
        factor_mobility: float | str | None = None,
        labour_supply: float | None = None,
        rebate: str | None = None,
        competition: str | None = None,
        firms: Firms | Plain | None = None,
    ) -> Baseline:
        """Give the same accounts under other elasticities: an equilibrium's shares do not depend on them.

        Parameters
        ----------
        theta
            Trade elasticities ``[sector]``, above -1; 0 is Cobb-Douglas over origins.
        input_substitution, value_added_substitution, consumption_substitution
            epsilon between inputs, eta between value added and inputs, rho between final goods; 0 is Leontief and 1
            Cobb-Douglas, exactly.
        factor_mobility
            ``mobile``, ``specific``, or iota, the elasticity of a sector's share of the factor to its relative wage.
        labour_supply
            phi, the elasticity of the factor's supply to the real wage.
        rebate
            What becomes of new revenue: ``lump_sum``, or ``income_tax``: it replaces a tax on what the factor earns, which
            matters where its supply responds.
        competition
            ``perfect``, or ``monopolistic``: firms in fixed number keep 1 / sigma of sales as profits (Ossa 2014); without
            inputs only.
        firms
            `counterpoise.equilibrium.firms.Firms`: marketing, selection and scale; `Plain` without. Trade stays what it was;
            who earns it follows, and with inputs what is left of it for final spending.

        Returns
        -------
        Baseline
            What is left out stays as it is.

        Raises
        ------
        InputError
            If a value has no meaning, or producers use inputs and profits are asked for.

        Examples
        --------
        >>> import counterpoise as cp
        >>> base = cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
        >>> base.varied(labour_supply=0.5).accounts.factors.labour_supply
        0.5
        """
        return replace(
            self,
            accounts=varied(
                self.accounts,
                theta=theta,
                nests=(input_substitution, value_added_substitution, consumption_substitution),
                mobility=factor_mobility,
                labour_supply=labour_supply,
                rebate=rebate,
                competition=competition,
                firms=firms,
            ),
        )

    def __repr__(self) -> str:
        moved = 100 * self.correction if self.correction > EXACT else 0
        size = f"{len(self.countries)} economies x {len(self.sectors)} sectors"
        return f"<Baseline {size}, {self.closure} deficits, balanced by {moved:.2g} % in wages>"


def _fixed(array: Array) -> Array:
    made = np.ascontiguousarray(array)
    made = made.copy() if made is array or made.base is array.base else made
    made.flags.writeable = False
    return made


def balanced(  # noqa: PLR0913 - the parameters of a world, each by its name
    *,
    share: Array,
    input_share: Array,
    value_added_share: Array,
    final_share: Array,
    theta: Array,
    value_added: Array,
    deficit: Array,
    tariff: Array,
    export_tax: Array,
    output: Array | None = None,
    revenue: Array | None = None,
    countries: Sequence[str],
    sectors: Sequence[str],
    purge: bool = False,
    usual_theta: bool = True,
    **rest: Any,
) -> Baseline:
    """Make a baseline of parameters: bring them into equilibrium (solve with no shock) and take that as the base.

    Parameters
    ----------
    share, input_share, value_added_share, final_share, theta, value_added, deficit, tariff, export_tax
        See `counterpoise.equilibrium.model.Accounts`.
    output, revenue
        Where to begin; found from the rest if left out.
    countries, sectors
        The labels.
    purge
        Whether the base shall have no deficits (Ossa 2014): they are removed by the model itself.
    usual_theta
        Whether elasticities that are mostly below one are worth a note.
    **rest
        The other attributes of `Baseline`.

    Raises
    ------
    DataError
        If labels are not unique, or the accounts admit no equilibrium.
    """
    for labels, what in ((countries, "countries"), (sectors, "sectors")):
        if len(set(labels)) != len(labels):
            raise DataError(f"the {what} hold a label twice", where=what, remedy="give each once")
    names = (_plain(countries), _plain(sectors))
    accounts = Accounts(
        share=share,
        input_share=input_share,
        value_added_share=value_added_share,
        final_share=final_share,
        theta=theta,
        value_added=value_added,
        output=np.ones(input_share.shape[:2]) if output is None else output,
        deficit=deficit,
        revenue=np.zeros(len(value_added)) if revenue is None else revenue,
        tariff=tariff,
        export_tax=export_tax,
    )
    _check_supply(accounts, names)
    if output is None or revenue is None:
        accounts = _seeded(accounts, rough=output is None)
    _check_size(accounts, names)
    found = _still(accounts, names, "additive")
    moved = np.expm1(found.state.log_wage[:, 0])
    worst = int(np.argmax(np.abs(moved)))
    notes = list(rest.pop("notes", ()))
    if abs(moved[worst]) > NOTABLE:
        notes.append(
            f"the accounts were not an equilibrium: balancing them moved wages by up to {100 * abs(moved[worst]):.2g} % "
            f"({names[0][worst]})"
        )
    if float(np.abs(moved).max()) > 1e-13 or found.rounds > 1:
        accounts = rebased(_problem(accounts, "additive"), found.point)
    if purge:
        without = _still(accounts, names, "balanced")
        accounts = rebased(_problem(accounts, "balanced"), without.point)
        change = 100 * float(np.abs(np.expm1(without.state.log_wage)).max())
        notes.append(f"the baseline's deficits were removed first, which moved wages by up to {change:.2g} %")
    return Baseline(
        *names,
        accounts=accounts,
        correction=float(np.abs(moved).max()),
        correction_of=names[0][worst],
        notes=(*notes, *_odd(accounts, usual_theta=usual_theta)),
        **rest,
    )


def _plain(labels: Sequence[Any]) -> tuple[Any, ...]:
    """Give labels as Python's own words or numbers."""
    return tuple(one.item() if isinstance(one, np.generic) else one for one in labels)


def _check_supply(accounts: Accounts, names: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    """Refuse spending on a good that is bought from nobody."""
    bought = np.asarray(accounts.share.sum(-1) > 0)  # sector, destination(, use)
    final = bought if bought.ndim == 2 else bought[:, :, -1]
    inputs = bought if bought.ndim == 2 else bought[:, :, 0] if bought.shape[2] == 2 else bought[:, :, :-1]
    needs = accounts.input_share > 0  # country, good, sector
    lacking = needs & ~(inputs.T[:, :, None] if inputs.ndim == 2 else inputs.swapaxes(0, 1))
    where = np.argwhere(((accounts.final_share > 0) & ~final.T) | lacking.any(2))
    if len(where):
        country, good = where[0]
        what = f"{names[0][country]} spends on {names[1][good]}, and buys it from nobody"
        raise DataError(what, where="pi", remedy="give the shares of its origins, or no spending")


def _check_size(accounts: Accounts, names: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    """Refuse a country that makes or buys nothing, and deficits between those who do not trade."""
    for values, what in ((accounts.value_added, "makes nothing"), (accounts.income, "has nothing to spend")):
        if not (values > 0).all():
            country = names[0][int(np.argmin(values))]
            raise DataError(f"{country} {what}", where="accounts", remedy="leave it out, or add it to another")
    part, parts = accounts.parts
    net = np.bincount(part, weights=accounts.deficit, minlength=parts)
    if (np.abs(net) > 1e-6 * accounts.value_added.sum()).any():
        country = names[0][int(np.argmax(part == int(np.abs(net).argmax())))]
        what = (
            f"the part of the world that {country} trades in has a deficit with the rest, with which it does not trade"
        )
        raise DataError(what, where="deficit", remedy="give imports less exports")


def _odd(accounts: Accounts, *, usual_theta: bool) -> list[str]:
    """Tell of parameters that look like a slip of units."""
    said = []
    if float(accounts.tariff.max(initial=0.0)) > HIGH_TARIFF:
        said.append(f"a tariff of the baseline is {100 * float(accounts.tariff.max()):.0f} %: tariffs are fractions")
    if usual_theta and float(np.median(accounts.theta)) < 1.0:
        said.append(
            f"most trade elasticities are below 1 (median {float(np.median(accounts.theta)):.2g}): theta, not its inverse, is asked for"
        )
    return said


def _seeded(accounts: Accounts, *, rough: bool) -> Accounts:
    """Give the accounts with output and revenue that spending brings at their prices, by a few rounds."""
    for _ in range(40 if rough else 1):
        here = _problem(accounts, "additive")
        point = here.at(here.start)
        accounts = replace(accounts, output=point.sold if rough else accounts.output, revenue=point.revenue)
    return accounts


def _problem(accounts: Accounts, closure: str) -> Problem:
    return Problem(
        accounts=accounts,
        change=NO_CHANGE,
        log_productivity=np.zeros_like(accounts.output),
        transfer=np.zeros_like(accounts.value_added),
        closure=closure,
        reach=everyone(accounts),
    )


def _still(accounts: Accounts, names: tuple[Any, Any], closure: str) -> Solution:
    """Solve with no shock."""
    here = _problem(accounts, closure)
    return solved(here, renewed(here, here.start), names=names, tolerance=BALANCED)


def checked(array: Any, shape: tuple[int, ...], name: str, axes: str) -> Array:
    """Give an array of floats of a shape, or say what it should have been.

    Raises
    ------
    InputError
        If the shape differs or a number is missing.
    """
    try:
        made = np.asarray(array, dtype=float)
    except (TypeError, ValueError):
        raise InputError(
            f"{name} holds something that is no number", where=name, remedy=f"give {shape}: {axes}"
        ) from None
    if made.shape != shape:
        raise InputError(f"{name} has the shape {made.shape}", where=name, remedy=f"give {shape}: {axes}")
    if not np.isfinite(made).all():
        raise InputError(f"{name} has entries that are not finite", where=name, remedy="give numbers")
    return made
