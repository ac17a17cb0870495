"""Hierarchy between states after Lake: whose soldiers, guarantees, currency and trade a country lives by.

Lake (2007, 2009) measures the authority of a dominant state over a subordinate in security and in
the economy, by two indicators each. An indicator is divided by its largest value in 1995 and the two
are averaged, so a value above 1 is possible in any other year. Countries and partners must be the
same list wherever third parties count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError
from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

LARGEST_TROOPS_1995 = 1982 / 267.0
"""Soldiers of the United States per thousand inhabitants of Iceland in 1995, more than in any other country.

Computed from the Defense Manpower Data Center's counts as Allen, Flynn and Machain (2022) compile them
and the populations of National Material Capabilities 7.0, so it may differ from the figure that Lake divides by.
"""
LARGEST_INDEX_1995 = 1.0
"""The index of independent alliances of a country with no ally that the dominant state hasn't: so in any year."""
LARGEST_ANCHOR_1995 = 3.0
"""The exchange rate of a country that uses the dominant state's currency, as Panama did the dollar in 1995."""

PERMANENT_MEMBERS = ("CHN", "FRA", "GBR", "RUS", "USA")
"""The permanent members of the Security Council (Charter of the United Nations, Article 23)."""


def lake_troops(foreign_troops: xr.DataArray, population: xr.DataArray) -> xr.DataArray:
    """Soldiers of the partner in the country per thousand of its inhabitants.

    A country's soldiers at home are no one's hierarchy: missing.
    """
    return _abroad(1000.0 * foreign_troops / population.where(population > 0))


def independent_alliances_index(defence_promise: xr.DataArray) -> xr.DataArray:
    """Dependence of a country's alliances on the partner: 1 over the allies that are not the partner's too.

    An alliance is a promise of defence in either direction. Zero where the partner has promised the country
    no defence, whatever other allies it has or lacks (a country without allies is under nobody), and 1 where
    it has at most one ally of its own, as those who rebuilt the index code it. Missing where an unknown promise
    could change it.
    """
    promised = defence_promise.where(defence_promise.isnull(), defence_promise > 0)
    mirrored = promised.rename(country="partner", partner="country")
    surely = (promised == 1) | (mirrored == 1)
    maybe = surely | promised.isnull() | mirrored.isnull()
    fewest, most = _of_its_own(surely, maybe), _of_its_own(maybe, surely)
    index = promised / fewest.clip(min=1)
    unsure = (promised != 0) & (fewest.clip(min=1) != most.clip(min=1))
    return _abroad(index.where(~unsure))


def lake_security(
    foreign_troops: xr.DataArray, population: xr.DataArray, defence_promise: xr.DataArray
) -> xr.DataArray:
    """Lake's security hierarchy: the partner's soldiers in the country and its hold on the country's alliances.

    Both parts are divided by the largest value that the United States had in 1995, whoever the partner is,
    so that partners can be compared.
    """
    import xarray as xr  # noqa: PLC0415

    with xr.set_options(arithmetic_join="exact"):
        troops = lake_troops(foreign_troops, population) / LARGEST_TROOPS_1995
        return (troops + independent_alliances_index(defence_promise) / LARGEST_INDEX_1995) / 2


def relative_trade_dependence(bilateral_trade: xr.DataArray, own_gdp: xr.DataArray) -> xr.DataArray:
    """Trade with the partner as a share of GDP, less that with the permanent members of the Security Council.

    The partner itself is not among those that are taken off, nor is the country. Negative where the others
    matter more. Missing where the trade with one of them is unknown.
    """
    lacking = sorted(set(PERMANENT_MEMBERS) - set(map(str, bilateral_trade["partner"].values)))
    if lacking:
        what = f"relative trade dependence needs all permanent members, and there is no {' '.join(lacking)}"
        raise InputError(what, where="partner", remedy=f"give trade with {', '.join(PERMANENT_MEMBERS)}")
    share = bilateral_trade / own_gdp.where(own_gdp > 0)
    of_others = share.where(share["country"] != share["partner"], 0.0)
    member = of_others["partner"].isin(PERMANENT_MEMBERS)
    all_members = of_others.where(member, 0.0).sum("partner", skipna=False)
    rivals = all_members - of_others.where(member, 0.0)
    return _abroad(share - rivals)


def lake_economic(
    bilateral_trade: xr.DataArray, own_gdp: xr.DataArray, exchange_rate_anchor: xr.DataArray
) -> xr.DataArray:
    """Lake's economic hierarchy: the hold of the partner's currency and of its trade on the country.

    The exchange rate to the partner's currency is 0 floating, 1 crawling, 2 fixed, 3 that currency itself.
    Trade is divided by the largest value among the ties that are given, where Lake takes that of 1995: values
    of two years are on one scale only if both are in one table.
    """
    trade = relative_trade_dependence(bilateral_trade, own_gdp)
    largest = trade.max()
    return (exchange_rate_anchor / LARGEST_ANCHOR_1995 + trade / largest.where(largest > 0)) / 2


@measure(
    symbol=r"\mathit{SH}_{ij}",
    unit="index",
    dims="country partner",
    short="security hierarchy",
    formula=r"\tfrac{1}{2} (m_{ij} / \max_{1995} m + q_{ij} / \max_{1995} q)",
    cite="Lake (2007; 2009)",
    headline=False,
)
def security_hierarchy(foreign_troops: Known, population: Known, defence_promise: Known) -> Interval:
    """Lake's security hierarchy: a partner's troops in the country and its hold on the country's alliances.

    See `lake_security`; with q the index of independent alliances and m troops for 1,000 inhabitants.
    """
    labels = [str(one) for one in range(len(population.value))]
    ties = [_labelled(one.value, labels) for one in (foreign_troops, population, defence_promise)]
    value = lake_security(*ties).transpose("country", "partner").values
    return Interval(value, value, value)


@measure(
    symbol=r"\mathit{EH}_{ij}",
    unit="index",
    dims="country partner",
    short="economic hierarchy",
    formula=r"\tfrac{1}{2} (e_{ij} / 3 + r_{ij} / \max r)",
    cite="Lake (2007; 2009)",
    headline=False,
)
def economic_hierarchy(
    bilateral_trade: Known, own_gdp: Known, exchange_rate_anchor: Known, members: list[int]
) -> Interval:
    """Lake's economic hierarchy: the hold of a partner's currency and of its trade on the country.

    See `lake_economic`; with e the exchange rate's tie to the partner's currency, and r the trade with it over GDP less that
    with the (other) permanent members of the Security Council.
    """
    labels = [f"country {k}" for k in range(len(own_gdp.value))]
    for code, k in zip(PERMANENT_MEMBERS, members, strict=True):
        labels[k] = code
    ties = [_labelled(one.value, labels) for one in (bilateral_trade, own_gdp, exchange_rate_anchor)]
    value = lake_economic(*ties).transpose("country", "partner").values
    return Interval(value, value, value)


def _labelled(values: NDArray[np.float64], labels: Sequence[str]) -> xr.DataArray:
    import xarray as xr  # noqa: PLC0415

    dims = ("country", "partner")[: values.ndim]
    return xr.DataArray(values, dims=dims, coords={one: list(labels) for one in dims})


def _of_its_own(allied: xr.DataArray, allied_to_partner: xr.DataArray) -> xr.DataArray:
    """Count a country's allies other than the partner that are not allied to the partner, by country and partner."""
    third = allied.where(allied["country"] != allied["partner"], other=False).rename(partner="third")
    theirs = allied_to_partner.rename(country="third").transpose("partner", "third")
    apart = theirs["partner"] != theirs["third"]
    return (third.astype(int) * (~theirs & apart).astype(int)).sum("third")


def _abroad(value: xr.DataArray) -> xr.DataArray:
    """Leave out a country's tie to itself."""
    return value.where(value["country"] != value["partner"])
