"""The same accounts under other elasticities and components of the model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.equilibrium import markets, model
from counterpoise.equilibrium.factors import REBATES, factors
from counterpoise.equilibrium.firms import Firms, Plain
from counterpoise.equilibrium.nests import Nests, nest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.model import Accounts

    Array = NDArray[np.float64]

COMPETITION = ("perfect", "monopolistic")
MOBILITY = ("mobile", "specific")
LEAST_SIGMA = 0.0
ROUNDING = 1e-12
"""Final spending below this part of all spending on a good is none."""

NESTS = ("input_substitution", "value_added_substitution", "consumption_substitution")


def varied(
    accounts: Accounts,
    *,
    theta: Array | None,
    nests: tuple[float | None, float | None, float | None],
    mobility: float | str | None,
    labour_supply: float | None,
    rebate: str | None,
    competition: str | None,
    firms: Firms | Plain | None,
) -> Accounts:
    """Give accounts with other elasticities (see `counterpoise.equilibrium.baseline.Baseline.varied`).

    Raises
    ------
    InputError
        If a value has no meaning.
    """
    changes: dict[str, Any] = {}
    if theta is not None:
        changes["theta"] = _theta(theta, accounts)
    if any(one is not None for one in nests):
        held = (accounts.nests.inputs, accounts.nests.value_added, accounts.nests.consumption)
        made = [
            old if new is None else nest(_at_least_zero(new, name))
            for old, new, name in zip(held, nests, NESTS, strict=True)
        ]
        changes["nests"] = Nests(*made)
    if any(one is not None for one in (mobility, labour_supply, rebate)):
        supply = accounts.factors.labour_supply if labour_supply is None else labour_supply
        iota = accounts.factors.mobility if mobility is None else _mobility(mobility)
        back = accounts.factors.rebate if rebate is None else _rebate(rebate)
        changes["factors"] = factors(iota, _at_least_zero(supply, "labour_supply"), back)
    made = replace(accounts, **changes) if changes else accounts
    if competition is not None or (theta is not None and made.profit_share is not None):
        made = _competing(made, competition or "monopolistic")
    if firms is not None:
        made = _selling(made, firms)
    if made.firms.tracked:
        _check_firms(made)
    return made


def _theta(theta: Array, accounts: Accounts) -> Array:
    try:
        made = np.broadcast_to(np.asarray(theta, dtype=np.float64), accounts.theta.shape)
    except (TypeError, ValueError):
        what = "theta is not one number, nor one for each sector"
        raise InputError(what, where="theta", remedy=f"give an array of {accounts.theta.size} numbers") from None
    if not np.isfinite(made).all() or (made <= -1).any():
        worst = float(made.min())
        raise InputError(
            f"a theta of {worst:g} means a sigma of {1 + worst:g}, which is not above 0",
            where="theta",
            remedy="give sigma - 1, above -1",
        )
    return made


def _at_least_zero(value: float, name: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not (np.isfinite(number) and number >= 0):
        least = "0, a given supply," if name == "labour_supply" else "0, which is Leontief,"
        raise InputError(f"{name} is {value!r}", where=name, remedy=f"give an elasticity of {least} or above")
    return number


def _mobility(value: float | str) -> float:
    if isinstance(value, str):
        if value not in MOBILITY:
            remedy = did_you_mean(value, MOBILITY, "take mobile, specific, or a number of 0 or above")
            raise InputError(f"there is no factor mobility {value!r}", where="factor_mobility", remedy=remedy)
        return np.inf if value == "mobile" else 0.0
    if not value >= 0:
        raise InputError(f"factor_mobility is {value!r}", where="factor_mobility", remedy="give 0 or above")
    return float(value)


def _competing(accounts: Accounts, competition: str) -> Accounts:
    """Give accounts in which firms keep profits, or none; what a country's producers earn stays what it was."""
    if competition not in COMPETITION:
        remedy = did_you_mean(competition, COMPETITION, "take one of " + ", ".join(COMPETITION))
        raise InputError(f"there is no competition {competition!r}", where="competition", remedy=remedy)
    earned = accounts.domestic_income
    if competition == "perfect":
        return replace(accounts, profit_share=None, value_added=earned)
    if accounts.input_share.any():
        raise InputError(
            "firms' profits are modelled without inputs, and the producers of this baseline use some",
            where="competition",
            remedy="take competition = 'perfect', or a baseline without inputs (from_trade, from_gravity)",
        )
    if (accounts.theta <= 0).any():
        raise InputError(
            "firms' profits need sigma above 1 in every sector", where="competition", remedy="give theta above 0"
        )
    share = 1.0 / (1.0 + accounts.theta)
    return replace(accounts, profit_share=share, value_added=earned - accounts.output @ share)


def _rebate(word: str) -> str:
    if word not in REBATES:
        remedy = did_you_mean(word, REBATES, "take one of " + ", ".join(REBATES))
        raise InputError(f"there is no rebate {word!r}", where="rebate", remedy=remedy)
    return word


def _selling(accounts: Accounts, firms: Firms | Plain) -> Accounts:
    """Give accounts in which these firms sell: trade stays; who earns it, what inputs cost and what is given away follow.

    Makers who pay for marketing spend less on labour and inputs; what inputs leave of a country's spending is final.
    """
    made = replace(accounts, firms=firms)
    if not (firms.tracked or accounts.firms.tracked):
        return made
    if firms.tracked:
        _check_firms(made)
    a, power = accounts, np.ones(accounts.output.shape)
    market = markets.sales(a, a.share, model.NO_CHANGE, np.zeros(power.shape, dtype=bool))
    index = np.where(a.idle > 0, 1.0, a.share.sum(-1))
    spent = model.spending(a.input_share, a.final_share, a.output, a.income, a.uses)
    output = firms.makers(market, power, index, spent, market(power, index, spent)[0])
    final = spent - np.matvec(a.input_share, output)
    final[np.abs(final) < ROUNDING * spent] = 0.0
    income = final.sum(1)
    if (final < 0).any() or (income <= 0).any():
        worst = int(np.argmin(np.where(income > 0, final.min(1), -np.inf)))
        raise InputError(
            f"inputs leave nothing for final spending in country {worst + 1} of {len(income)}",
            where="inputs",
            remedy="give smaller shares of inputs, or flows with more sales at home",
        )
    paid = model.labour_income(a.value_added_share, output, a.profit_share)
    earned = firms.paid(market, power, index, spent, paid).sum(1)
    return replace(
        made,
        output=output,
        final_share=final / income[:, None],
        value_added=earned,
        deficit=income - a.revenue - earned - a.profits(output),
    )


def _check_firms(accounts: Accounts) -> None:
    """Refuse what the equations of firms do not hold for."""
    no = {
        "a mix of origins for each use": accounts.uses > 1,
        "profits": accounts.profit_share is not None,
        "a factor that is tied to sectors": np.isfinite(accounts.factors.mobility),
        "final goods that substitute": accounts.nests.consumption.elasticity != 1.0,
    }
    for what, there in no.items():
        if there:
            raise InputError(
                f"firms' marketing and selection are modelled without {what}",
                where="firms",
                remedy="take the usual nest of final goods and factor, sourcing of one mix, and competition = 'perfect'",
            )
