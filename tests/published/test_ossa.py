"""Ossa (2014), "Trade Wars and Trade Talks with Data": the engine's profits beside his equations and his tables.

The Nash tariffs are found here, by his equations (`tests/reference/ossa.py`): his files do not hold them. What they
call noncooperative tariffs are those of the data, which he fits the political weights to: the rates that China, the
EU, Japan and the United States put on those with whom they have no agreement. With weights of one, the paper has as
averages of the seven economies: optimal tariffs 58.9 %, Nash tariffs 58.1 %, welfare -2.4 %.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.reference import ossa


@pytest.fixture(scope="module")
def files(shared):
    folder = shared / "ossa2014"
    for name in ossa.FILES:
        if not (folder / name).is_file():
            pytest.skip(f"ossa2014/{name} is not among the third-party figures here")
    return ossa.read(folder)


@pytest.fixture(scope="module")
def world(files):
    return files[0].purged()


@pytest.fixture(scope="module")
def nash(world):
    return world.nash()


def baseline(one, labels, closure="additive"):
    import counterpoise as cp

    return cp.equilibrium.from_trade(
        flows=one.trade.transpose(0, 2, 1),
        tariff=one.tariff.transpose(1, 0, 2),
        theta=one.sigma - 1,
        countries=list(ossa.REGIONS),
        sectors=labels,
        competition="monopolistic",
        unit="million USD",
        closure=closure,
    )


def solved(base, tariff):
    import counterpoise as cp

    scenario = cp.Scenario.from_arrays(tariff=tariff.transpose(1, 0, 2))
    return cp.equilibrium.solve(base, scenario, tolerance=1e-13)


def compare(base, world, tariff):
    ours, theirs = solved(base, tariff), world.solve(tariff)
    np.testing.assert_allclose(1 + ours.welfare_pct / 100, theirs.welfare, rtol=1e-8)
    wage = np.asarray(ours.wage_hat)
    np.testing.assert_allclose(wage / wage[0], theirs.wage / theirs.wage[0], rtol=1e-8)
    trade = np.asarray(ours.trade_new.transpose("origin", "destination", "sector"))
    np.testing.assert_allclose(trade / trade.sum(), theirs.trade / theirs.trade.sum(), atol=1e-10)
    real = np.asarray(ours.real_wage_pct)
    np.testing.assert_allclose(1 + real / 100, theirs.wage / theirs.price, rtol=1e-8)
    return ours


# His equations by themselves ---------------------------------------------------------------------------------------


def test_the_first_column_of_elasticities_is_the_papers(files):
    """They average 3.42; of the noncooperative tariffs there are those of four importers."""
    world, applied, labels = files
    assert world.sigma.mean() == pytest.approx(3.42, abs=5e-3)
    assert len(labels) == len(world.sigma) == 33
    assert [name for name, rate in zip(ossa.REGIONS, applied.T, strict=True) if rate.any()] == [
        "China",
        "EU",
        "Japan",
        "US",
    ]


def test_the_reference_has_no_deficits_and_rests(world):
    assert np.abs(world.deficit).max() < 1e-9 * world.spent.sum()
    np.testing.assert_allclose(world.solve(world.tariff).welfare, 1.0, rtol=1e-12)


def test_the_derivatives_of_the_reference(world):
    tariff = np.where(np.eye(7, dtype=bool)[:, :, None], 0.0, 0.3) * np.ones(33)
    _, gradient, _ = world.marginal(2, tariff)
    for i, s in ((0, 3), (5, 20), (6, 32)):
        sides = []
        for step in (1e-5, -1e-5):
            moved = tariff.copy()
            moved[i, 2, s] = 1.3 * np.exp(step) - 1
            sides.append(np.log(world.solve(moved).welfare[2]))
        assert gradient[i, s] == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-4)


def test_optimal_tariffs(world):
    """Each economy's best, the others' as they are: on average 58.9 % (of the medians over partners and industries)."""
    medians = []
    for j in range(7):
        tariff = world.best(j, world.tariff)
        medians.append(np.median(np.delete(tariff[:, j], j, 0)))
        here = world.solve(tariff).welfare[j]
        assert here > 1
        for factor in (0.9, 1.1):
            other = tariff.copy()
            other[:, j] *= factor
            assert world.solve(other).welfare[j] < here
    assert 100 * np.mean(medians) == pytest.approx(58.9, abs=0.1)


def test_nash_tariffs_and_what_they_cost(world, nash):
    """On average 58.1 % (58.0 here), and -2.4 % of welfare in each economy."""
    for j in range(7):
        np.testing.assert_allclose(world.best(j, nash), nash, atol=1e-5)
    medians = [np.median(np.delete(nash[:, j], j, 0)) for j in range(7)]
    assert 100 * np.mean(medians) == pytest.approx(58.1, abs=0.2)
    assert 100 * (world.solve(nash).welfare.mean() - 1) == pytest.approx(-2.4, abs=0.05)


# The engine beside them --------------------------------------------------------------------------------------------


def test_the_engine_in_his_trade_war(files, world, nash):
    """Welfare -2.4 % on average, and every wage and flow as his equations have them."""
    outcome = compare(baseline(world, files[2]), world, nash)
    assert float(outcome.welfare_pct.mean()) == pytest.approx(-2.4, abs=0.05)


def test_the_engine_at_the_noncooperative_tariffs(files, world):
    """Four economies turn to the rates that they have for those without an agreement."""
    applied, tariff = files[1], world.tariff.copy()
    for j in np.flatnonzero(applied.any(0)):
        tariff[:, j] = applied[:, j]
        tariff[j, j] = 0.0
    compare(baseline(world, files[2]), world, tariff)


def test_the_engine_in_free_trade(files, world):
    compare(baseline(world, files[2]), world, np.zeros_like(world.tariff))


def test_the_engine_takes_deficits_away_as_he_does(files):
    """The factual tariffs, no deficits: his first step gives the trade on which all the rest builds."""
    raw, _, labels = files
    ours = solved(baseline(raw, labels, closure="balanced"), raw.tariff)
    trade = np.asarray(ours.trade_new.transpose("origin", "destination", "sector"))
    theirs = raw.purged().trade
    np.testing.assert_allclose(trade / trade.sum(), theirs / theirs.sum(), atol=1e-10)


def test_profits_matter(files, world, nash):
    """Without them, the same tariffs and trade give other numbers: the test above tells the two models apart."""
    base = baseline(world, files[2])
    perfect = solved(base.varied(competition="perfect"), nash).welfare_pct
    assert float(np.abs(perfect - solved(base, nash).welfare_pct).max()) > 0.05
