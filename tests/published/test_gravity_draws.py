"""gegravity's Monte Carlo (Herman 2021) on its sample: its draws of the coefficients, solved here.

Multilateral resistances agree draw by draw. Its prices come from a last system in which output and spending keep their old
values (see `test_equilibrium`); with that system its prices come out in every draw, and with ours they are near.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from counterpoise.trade_agreements import structural
from tests.reference import gegravity_sample as gegravity

SAMPLE = "gegravity/sample_data_set.csv"
TRIALS = 5


@pytest.fixture(scope="module")
def sample(shared):
    if not (shared / SAMPLE).is_file():
        pytest.skip(f"{SAMPLE} is not among the third-party figures here")
    return str(shared / SAMPLE)


@pytest.fixture(scope="module")
def theirs(sample):
    return gegravity.drawn(sample, TRIALS)


@pytest.fixture(scope="module")
def ours(sample, theirs):
    """The worlds of its draws that it solved: trade before, and the factor by which the agreement eases it."""
    return [world(sample, theirs, draw) for draw in range(TRIALS) if draw not in theirs.failed_trials]


def world(sample, theirs, draw):
    table = pd.read_csv(sample)
    names = theirs.all_country_mr_terms.index.tolist()

    def matrix(data, column):
        return data.pivot_table(index="exporter", columns="importer", values=column).loc[names, names].to_numpy()

    made = table.groupby("exporter").Y.first().loc[names].to_numpy(float)
    spent = table.groupby("importer").E.first().loc[names].to_numpy(float)
    values = theirs.coeff_sample.set_index("var")[draw]
    cost = np.exp(sum(values[name] * matrix(table, name) for name in values.index))
    joined = matrix(gegravity.agreed(table), "pta") - matrix(table, "pta")
    reference = names.index(gegravity.REFERENCE)
    old = structural.resistances(cost, made * spent.sum() / made.sum(), spent, reference=reference)
    return old, np.exp(values["pta"] * joined), reference


def test_most_draws_are_solved_by_both(theirs, ours):
    assert len(ours) >= TRIALS - 1  # it finds no solution in some
    assert theirs.coeff_sample.set_index("var").std(axis=1).min() > 0


def test_resistances_agree_in_every_draw(theirs, ours):
    power = 1 / (1 - gegravity.SIGMA)
    for place, (old, factor, reference) in enumerate(ours):
        table = theirs.all_country_mr_terms[place]
        found = structural.conditional(old.trade, factor, sigma=gegravity.SIGMA, reference=reference)
        index = old.inward**power
        np.testing.assert_allclose(index, table["baseline imr"], rtol=1e-9)
        np.testing.assert_allclose(index * found.consumer_price_hat, table["conditional imr"], rtol=1e-9)
        outward = (table["conditional omr"] / table["baseline omr"]).to_numpy()
        np.testing.assert_allclose(found.outward_hat**power, outward, rtol=1e-9)


def test_prices_agree_in_every_draw_by_its_last_system(theirs, ours):
    for place, (old, factor, reference) in enumerate(ours):
        price = 1 + theirs.all_country_results[place]["factory gate price change (percent)"].to_numpy() / 100
        np.testing.assert_allclose(with_old_sizes(old.trade, factor, reference), price, rtol=1e-9)


def test_the_distributions_are_near(theirs, ours):
    """Means over the draws to 4e-4, standard deviations to a fifth: what the last system makes, and no more."""
    column = "factory gate price change (percent)"
    price = np.array([1 + theirs.all_country_results[place][column].to_numpy() / 100 for place in range(len(ours))])
    full = np.array(
        [
            structural.full(old.trade, factor, sigma=gegravity.SIGMA, reference=place).output_hat
            for old, factor, place in ours
        ]
    )
    assert 1e-4 < np.abs(full.mean(0) - price.mean(0)).max() < 4e-4
    parties = np.argsort(-price.std(0))[:2]  # those whose prices the draws move
    np.testing.assert_allclose(full.std(0)[parties], price.std(0)[parties], rtol=0.2)


def with_old_sizes(trade, factor, reference):
    """Solve Y_i = sum_j E_j s_ij t_ij p_i^(1-sigma) / P_j^(1-sigma) for prices, with the old output and spending."""
    output, spending = trade.sum(1), trade.sum(0)
    weight = trade / spending * factor
    power = np.ones(len(trade))
    for _ in range(1000):
        power = output / (weight * (spending / (power @ weight))).sum(1)
        power /= (power @ weight)[reference]
    return power ** (1 / (1 - gegravity.SIGMA))
