"""What holds in any equilibrium."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.worlds import keywords, names, random_economy, random_tariff

SEEDS = st.integers(0, 10_000)
COUNTRIES, SECTORS = st.integers(2, 5), st.integers(1, 3)
CLOSURES = st.sampled_from(["additive", "multiplicative"])
some = settings(max_examples=25, deadline=None)


def baseline(economy, **options):
    import counterpoise as cp

    return cp.equilibrium.from_caliendo_parro(**(keywords(economy) | options))


def solved(base, **arrays):
    import counterpoise as cp

    return cp.equilibrium.solve(base, cp.Scenario.from_arrays(**arrays) if arrays else None).data


def close(one, other, tolerance=1e-8):
    assert np.abs(np.asarray(one) - np.asarray(other)).max() <= tolerance


def trade(data):
    return data.trade_new.transpose("origin", "sector", "destination").values


def spending(data, tariff):
    """Each country's spending on each sector at buyers' prices, [country, sector]; tariff is importer, exporter, sector."""
    return (trade(data).transpose(2, 0, 1) * (1 + tariff)).sum(1)


def income(economy, data, tariff):
    """Final spending: all spending less inputs."""
    inputs = np.einsum("nsk,nk->n", economy.input_share, data.output_new.transpose("country", "sector").values)
    return spending(data, tariff).sum(1) - inputs


@given(SEEDS, COUNTRIES, SECTORS, CLOSURES)
@some
def test_no_shock_no_change(seed, countries, sectors, closure):
    economy = random_economy(seed, countries, sectors)
    base = baseline(economy, closure=closure)
    assert base.correction < 1e-8
    data = solved(base)
    for name in ("welfare_pct", "real_wage_pct", "terms_of_trade_pct", "volume_of_trade_pct"):
        close(data[name], 0, 1e-7)
    close(data.wage_hat, 1)
    close(data.price_hat, 1)


@given(SEEDS, COUNTRIES, SECTORS, st.floats(1e-3, 1e3))
@some
def test_the_unit_of_value_does_not_matter(seed, countries, sectors, factor):
    """Homogeneity: with deficits scaled too, nothing real changes."""
    economy = random_economy(seed, countries, sectors)
    tariff = random_tariff(seed, economy)
    scaled = replace(economy, value_added=factor * economy.value_added, deficit=factor * economy.deficit)
    one, other = solved(baseline(economy), tariff=tariff), solved(baseline(scaled), tariff=tariff)
    close(one.welfare_pct, other.welfare_pct, 1e-6)
    close(one.wage_hat, other.wage_hat)
    close(
        factor * trade(one) / economy.value_added.sum(), trade(other) / economy.value_added.sum(), 1e-8 * max(1, factor)
    )


@given(SEEDS, COUNTRIES, SECTORS, CLOSURES)
@some
def test_accounts(seed, countries, sectors, closure):
    """World income is world spending; deficits sum to zero; Walras: every market clears; the numeraire stays."""
    economy = random_economy(seed, countries, sectors)
    tariff = random_tariff(seed, economy)
    base = baseline(economy, closure=closure)
    data = solved(base, tariff=tariff)
    flow, output = trade(data), data.output_new.transpose("country", "sector").values
    world = economy.value_added.sum()
    close(flow.sum(2) / world, output / world)  # goods
    paid = data.wage_hat.values * economy.value_added
    close((economy.value_added_share * output).sum(1) / world, paid / world)  # factors: the last follows from the rest
    close(paid.sum() / world, 1)  # the numeraire
    revenue = (tariff * flow.transpose(2, 0, 1)).sum((1, 2))
    close(revenue / world, data.tariff_revenue_new / world)
    deficit = flow.sum((0, 1)) - flow.sum((1, 2))
    close(deficit.sum() / world, 0)
    close((paid + revenue + deficit) / world, income(economy, data, tariff) / world)
    if closure == "additive":
        close(deficit / world, economy.deficit / world)
    else:
        own = economy.deficit / economy.value_added * paid
        close(deficit / world, (own - paid / paid.sum() * own.sum()) / world)


@given(SEEDS, COUNTRIES, SECTORS)
@some
def test_a_transfer_nets_out(seed, countries, sectors):
    """What one gives another gets: deficits move by it, and one back again is as if there had been none."""
    economy = random_economy(seed, countries, sectors)
    rng = np.random.default_rng(seed)
    gift = rng.uniform(-0.03, 0.03, countries) * economy.value_added.min()
    gift -= gift.mean()
    base = baseline(economy)
    given_, never = solved(base, transfer=gift), solved(base)
    world = economy.value_added.sum()
    deficit = [trade(one).sum((0, 1)) - trade(one).sum((1, 2)) for one in (given_, never)]
    close((deficit[0] - deficit[1]) / world, gift / world)
    close(never.welfare_pct, 0, 1e-7)
    close(trade(given_).sum() - deficit[0].sum(), trade(given_).sum(), 1e-6 * world)


@given(SEEDS, COUNTRIES, SECTORS)
@some
def test_the_order_of_countries_does_not_matter(seed, countries, sectors):
    economy = random_economy(seed, countries, sectors)
    tariff = random_tariff(seed, economy)
    order = np.random.default_rng(seed).permutation(countries)
    turned = replace(
        economy,
        share=economy.share[order][:, order],
        tariff=economy.tariff[order][:, order],
        input_share=economy.input_share[order],
        value_added_share=economy.value_added_share[order],
        final_share=economy.final_share[order],
        value_added=economy.value_added[order],
        deficit=economy.deficit[order],
    )
    labels = [names(countries, "C")[place] for place in order]
    one = solved(baseline(economy), tariff=tariff)
    other = solved(baseline(turned, countries=labels), tariff=tariff[order][:, order])
    close(one.welfare_pct.sel(country=labels), other.welfare_pct, 1e-6)
    close(one.wage_hat.sel(country=labels), other.wage_hat)


@given(SEEDS, COUNTRIES, SECTORS, st.floats(0.1, 0.9))
@some
def test_a_sector_split_into_identical_parts(seed, countries, sectors, part):
    economy = random_economy(seed, countries, sectors)
    tariff = random_tariff(seed, economy)
    parts = np.array([part, 1 - part])
    last = sectors - 1

    def twice(array, axis):
        return np.concatenate([array, array.take([last], axis)], axis)

    def shared_out(array, axis):
        made = np.moveaxis(twice(array, axis), axis, -1).copy()
        made[..., last:] *= parts
        return np.moveaxis(made, -1, axis)

    split = replace(
        economy,
        share=twice(economy.share, 2),
        tariff=twice(economy.tariff, 2),
        input_share=shared_out(twice(economy.input_share, 2), 1),
        value_added_share=twice(economy.value_added_share, 1),
        final_share=shared_out(economy.final_share, 1),
        theta=twice(economy.theta, 0),
    )
    one, other = solved(baseline(economy), tariff=tariff), solved(baseline(split), tariff=twice(tariff, 2))
    close(one.welfare_pct, other.welfare_pct, 1e-6)
    close(one.wage_hat, other.wage_hat)
    close(trade(one)[:, last] * part / economy.value_added.sum(), trade(other)[:, last] / economy.value_added.sum())


@given(SEEDS, COUNTRIES, SECTORS, st.floats(0.1, 0.9), CLOSURES)
@some
def test_a_country_split_into_identical_parts(seed, countries, sectors, part, closure):
    """Free trade in proportion between its halves: all buy from each half in proportion to its size."""
    economy = random_economy(seed, countries, sectors)
    tariff = random_tariff(seed, economy)
    parts = np.array([part, 1 - part])
    last = countries - 1

    def twice(array, axis):
        return np.concatenate([array, array.take([last], axis)], axis)

    def sized(array):
        made = twice(array, 0)
        made[last:] *= parts
        return made

    share = twice(twice(economy.share, 0), 1)
    share[:, last:] *= parts[:, None]
    split = replace(
        economy,
        share=share,
        tariff=twice(twice(economy.tariff, 0), 1),
        input_share=twice(economy.input_share, 0),
        value_added_share=twice(economy.value_added_share, 0),
        final_share=twice(economy.final_share, 0),
        value_added=sized(economy.value_added),
        deficit=sized(economy.deficit),
    )
    one = solved(baseline(economy, closure=closure), tariff=tariff)
    other = solved(baseline(split, closure=closure), tariff=twice(twice(tariff, 0), 1))
    for name in ("welfare_pct", "real_wage_pct"):
        close(twice(one[name].values, 0), other[name], 1e-6)
    close(twice(one.wage_hat.values, 0), other.wage_hat)
