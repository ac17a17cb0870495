from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.trade_agreements import structural


def world(countries=5, seed=0, home=10.0):
    made = np.random.default_rng(seed).lognormal(0.0, 1.5, (countries, countries))
    return made + np.diag(home * made.sum(1))


def changed(countries=5, seed=1, size=0.5):
    factor = np.exp(np.random.default_rng(seed).normal(0.0, size, (countries, countries)))
    np.fill_diagonal(factor, 1.0)
    return factor


def test_resistances_meet_both_sums_and_the_reference():
    flows, cost = world(), changed(size=2.0)
    made, spent = flows.sum(1), flows.sum(0)
    found = structural.resistances(cost, made, spent, reference=3)
    np.testing.assert_allclose(found.trade.sum(1), made, rtol=1e-11)
    np.testing.assert_allclose(found.trade.sum(0), spent, rtol=1e-11)
    assert found.inward[3] == 1.0
    gravity = np.outer(made / found.outward, spent / found.inward) * cost
    np.testing.assert_allclose(found.trade, gravity, rtol=1e-12)
    np.testing.assert_allclose(found.outward, cost @ (spent / found.inward), rtol=1e-11)  # G2
    np.testing.assert_allclose(found.inward, cost.T @ (made / found.outward), rtol=1e-11)  # G3


def test_resistances_agree_with_scaling_in_turn():
    """The old way: rows and columns are scaled in turn until both sums are met."""
    flows, factor = world(seed=4), changed(seed=5)
    made, spent = flows.sum(1), flows.sum(0)
    turned = flows * factor
    for _ in range(5000):
        turned = turned * (made / turned.sum(1))[:, None]
        turned = turned * (spent / turned.sum(0))
    found = structural.conditional(flows, factor, sigma=5.0)
    np.testing.assert_allclose(found.trade, turned, rtol=1e-9)


def test_the_conditional_effect_keeps_output_and_spending():
    flows = world()
    found = structural.conditional(flows, changed(), sigma=5.0, reference=2)
    np.testing.assert_allclose(found.trade.sum(1), flows.sum(1), rtol=1e-11)
    np.testing.assert_allclose(found.trade.sum(0), flows.sum(0), rtol=1e-11)
    assert found.consumer_price_hat[2] == 1.0
    assert (found.output_hat == 1).all()


@pytest.mark.parametrize("deficits", structural.DEFICITS)
def test_the_full_effect_solves_the_equations(deficits):
    flows, factor, sigma = world(seed=2), changed(seed=3), 4.0
    found = structural.full(flows, factor, sigma=sigma, deficits=deficits)
    made, spent = flows.sum(1), flows.sum(0)
    after, earned = found.expenditure_hat * spent, found.output_hat * made
    np.testing.assert_allclose(found.trade.sum(1), earned, rtol=1e-10)
    np.testing.assert_allclose(found.trade.sum(0), after, rtol=1e-10)
    np.testing.assert_allclose(earned.sum(), made.sum(), rtol=1e-11)
    price = (flows / spent * factor * (found.output_hat ** (1 - sigma))[:, None]).sum(0) ** (1 / (1 - sigma))
    np.testing.assert_allclose(found.consumer_price_hat, price, rtol=1e-11)
    wanted = {
        "additive": earned + spent - made,
        "multiplicative": earned * spent / made - earned * ((spent / made - 1) * earned).sum() / earned.sum(),
        "balanced": earned,
    }
    np.testing.assert_allclose(after, wanted[deficits], rtol=1e-10)


def test_a_reference_changes_the_unit_alone():
    flows, factor = world(), changed()
    free, bound = (structural.full(flows, factor, sigma=6.0, reference=place) for place in (None, 1))
    assert bound.consumer_price_hat[1] == pytest.approx(1.0, abs=1e-14)
    unit = free.consumer_price_hat[1]
    np.testing.assert_allclose(bound.output_hat, free.output_hat / unit, rtol=1e-12)
    np.testing.assert_allclose(bound.real_income_hat, free.real_income_hat, rtol=1e-12)
    np.testing.assert_allclose(bound.trade, free.trade / unit, rtol=1e-12)


def test_outward_resistances_follow_prices():
    """Solved from costs with the new output and spending, they are those that the prices imply (G4)."""
    flows, factor = world(seed=6), changed(seed=7)
    found = structural.full(flows, factor, sigma=7.0, reference=0)
    made, spent = flows.sum(1), flows.sum(0)
    cost = flows / made[:, None] / spent * factor
    again = structural.resistances(cost, found.trade.sum(1), found.trade.sum(0), reference=0)
    np.testing.assert_allclose(found.outward_hat, again.outward, rtol=1e-9)


def test_nothing_changes_where_costs_do_not():
    flows = world()
    for found in (
        structural.conditional(flows, np.ones((5, 5)), sigma=5.0),
        structural.full(flows, np.ones((5, 5)), sigma=5.0),
    ):
        np.testing.assert_allclose(found.trade, flows, rtol=1e-12)
        np.testing.assert_allclose(found.real_income_hat, 1.0, rtol=1e-12)


def test_many_draws_are_each_what_one_is():
    flows, draws = world(), np.stack([changed(seed=k) for k in range(structural.BLOCK + 3)])
    together = structural.full(flows, draws, sigma=5.0), structural.conditional(flows, draws, sigma=5.0)
    for place in (0, structural.BLOCK, structural.BLOCK + 2):
        alone = (
            structural.full(flows, draws[place], sigma=5.0),
            structural.conditional(flows, draws[place], sigma=5.0),
        )
        for many, one in zip(together, alone, strict=True):
            np.testing.assert_allclose(many.trade[place], one.trade, rtol=1e-10)
            np.testing.assert_allclose(many.consumer_price_hat[place], one.consumer_price_hat, rtol=1e-10)
    grid = structural.full(flows, draws[:6].reshape(2, 3, 5, 5), sigma=5.0)
    assert grid.trade.shape == (2, 3, 5, 5)
    assert grid.output_hat.shape == (2, 3, 5)


@pytest.mark.parametrize("log_factor", [-20.0, -3.0, 3.0, 12.0])
def test_large_changes_are_solved(log_factor):
    factor = np.exp(np.full((5, 5), log_factor))
    np.fill_diagonal(factor, 1.0)
    found = structural.full(world(), factor, sigma=3.0, deficits="balanced")
    assert (found.real_income_hat > 1).all() == (log_factor > 0)


def test_autarky_costs_what_the_share_of_home_says():
    """Arkolakis, Costinot and Rodriguez-Clare (2012): the home share to the power 1 / (sigma - 1)."""
    flows = world()
    found = structural.full(flows, np.eye(5), sigma=5.0, deficits="balanced")
    share = np.diagonal(flows) / flows.sum(0)
    np.testing.assert_allclose(found.consumer_price_hat / found.output_hat, share ** (-1 / 4), rtol=1e-10)


def test_flows_may_be_zero():
    flows = world()
    flows[0, 1] = flows[3, 4] = 0.0
    assert structural.full(flows, changed(), sigma=5.0).trade[0, 1] == 0.0


def test_what_can_not_be_solved_is_refused():
    flows = world()
    with pytest.raises(InputError, match="sigma of 1 is not above 1"):
        structural.full(flows, changed(), sigma=1.0)
    with pytest.raises(InputError, match="sigma of nan"):
        structural.conditional(flows, changed(), sigma=float("nan"))
    with pytest.raises(InputError, match="negative or missing"):
        structural.partial(-flows, changed())
    with pytest.raises(InputError, match="negative or missing"):
        structural.full(flows, np.full((5, 5), np.nan), sigma=5.0)
    with pytest.raises(InputError, match="no number"):
        structural.full([["a", "b"], ["c", "d"]], np.ones((2, 2)), sigma=5.0)
    with pytest.raises(InputError, match="shape"):
        structural.full(flows, np.ones((4, 4)), sigma=5.0)
    with pytest.raises(InputError, match="shape"):
        structural.full(np.stack([flows, flows]), changed(), sigma=5.0)
    with pytest.raises(InputError, match="no closure 'none'"):
        structural.full(flows, changed(), sigma=5.0, deficits="none")
    with pytest.raises(InputError, match="one number a country"):
        structural.resistances(flows, [1.0], flows.sum(0))
    with pytest.raises(InputError, match="take both from the same flows"):
        structural.resistances(flows, flows.sum(1), 2 * flows.sum(0))
    idle = flows.copy()
    idle[2] = 0.0
    with pytest.raises(InputError, match="not positive in country 2"):
        structural.full(idle, changed(), sigma=5.0)


@pytest.mark.parametrize("solve", [structural.conditional, structural.full])
def test_a_world_cut_in_two_can_not_keep_its_deficits(solve):
    flows = world(countries=4)
    with pytest.raises(NoSolution, match=r"found|parts"):
        solve(flows, np.kron(np.eye(2), np.ones((2, 2))), sigma=5.0)
