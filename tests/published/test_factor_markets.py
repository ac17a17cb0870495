"""Factors that are specific to a sector, labour that is supplied for its wage, and profits: closed forms.

The engine has one composite factor in a country, so the two mobile factors of Stolper and Samuelson (1941) are not in
it, and neither is their theorem. What it has is its companion, the specific-factors model of Jones (1971):
`test_jones` shows that the two are the same equations, and `test_the_specific_factors_theorem` is its magnification
effect.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from tests.reference.nested import World
from tests.reference.nested_worlds import (
    SOLVERS,
    balanced_world,
    closed_economy,
    domestic_hat,
    engine,
    foreign_shock,
    random_shock,
    welfare,
)

both = pytest.mark.parametrize("solver", SOLVERS.values(), ids=SOLVERS)

PRICES = ("welfare_pct", "real_wage_pct", "price_hat", "producer_price_hat", "output_new", "trade_new")


def protection(world):
    """Country 0 puts 30 % on good 0."""
    tariff = world.tariff.copy()
    tariff[1:, 0, 0] += 0.3
    return {"tariff": tariff}


# Specific factors ---------------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_jones(solver, share):
    """Jones (1971), "A three-factor model in theory, trade, and history": mobile labour, a specific factor a sector.

    Output y_k = L_k^b K_k^(1-b) with the labour share b the same everywhere. Labour is paid its marginal product,
    b p_k y_k = w L_k, so L_k ~ (p_k / w)^(1/(1-b)) and sales p_k y_k ~ p_k^(1/(1-b)) w^(-b/(1-b)). With iota = b /
    (1-b) this is the engine's supply, p_k y_k = VA_k p_k^(1+iota) w^(-iota), and full employment of labour is its
    index of wages, w^(1+iota) = sum share_k p_k^(1+iota). Here labour is shared out by hand at the prices that were
    found. (The same equations are the Roy-Frechet model of Galle, Rodriguez-Clare and Yi (2023) with kappa = 1 + iota.)
    """
    world = balanced_world(21, 3, 2, inputs=0.0).with_(factor_mobility=share / (1 - share))
    found = solver(world, **protection(world))
    for country in range(3):
        price, sold = found["producer_price_hat"][country], world.output[country]
        labour, capital = share * sold, (1 - share) * sold  # at a wage and a rental of one

        def hired(wage, price=price, labour=labour):
            return labour * (price / wage) ** (1 / (1 - share))

        total = labour.sum()
        wage = brentq(lambda w, h=hired, t=total: h(w).sum() - t, 0.2, 5.0, xtol=1e-15)
        output = sold * (hired(wage) / labour) ** share * (capital / capital) ** (1 - share)
        np.testing.assert_allclose(found["output_new"][country], price * output, rtol=1e-8)
        np.testing.assert_allclose(found["wage_hat"][country], wage, rtol=1e-8)


@both
@pytest.mark.parametrize("iota", [0.4, 1.5, 5.0])
@pytest.mark.parametrize("seed", [22, 23])
def test_the_specific_factors_theorem(solver, seed, iota):
    """Two goods, a tariff on one: its specific factor gains in terms of both goods, the other's loses in terms of both.

    Jones (1971), magnification effect: r_0 > p_0 > w > p_1 > r_1 (hats), where the rental r_k is a constant share of
    the sector's sales. The mobile factor's real wage may go either way: w / p_0 falls, w / p_1 rises (Mussa 1974).
    """
    world = balanced_world(seed, 2, 2, inputs=0.0).with_(factor_mobility=iota)
    found = solver(world, **protection(world))
    price, wage = found["producer_price_hat"][0], found["wage_hat"][0]
    rental = found["output_new"][0] / world.output[0]
    np.testing.assert_allclose(rental, price ** (1 + iota) * wage**-iota, rtol=1e-8)
    assert rental[0] > price[0] > wage > price[1] > rental[1]


@both
@pytest.mark.parametrize("seed", [22, 23])
def test_with_inputs_value_added_moves_by_more_than_prices(solver, seed):
    """All factors specific, and inputs at fixed cost shares: p_k = r_k^v_k P_M,k^(1-v_k), r_k the return in sector k.

    Where inputs got dearer by less than the product, r_k > p_k: effective protection (Corden 1966).
    """
    world = balanced_world(seed, 2, 2).with_(factor_mobility="specific")
    found = solver(world, **protection(world))
    price, v = found["producer_price_hat"][0], world.value_added_share[0]
    back = found["output_new"][0] / world.output[0]  # Cobb-Douglas: a fixed share of sales, and the factor stays
    needs = world.input_share[:, 0]
    material = (price / back**v) ** (1 / (1 - v))
    assert ((back > price) == (material < price)).all()
    paid = found["trade_new"][:, :, 0] * (1 + protection(world)["tariff"][:, :, 0])
    own = paid[0] / paid.sum(0) / (world.flow.sum(3)[0, :, 0] / world.flow.sum(3)[:, :, 0].sum(0))
    goods = price * own ** (1 / world.theta)
    np.testing.assert_allclose(material, np.exp((needs / needs.sum(0)).T @ np.log(goods)), rtol=1e-8)
    assert back[0] > back[1]


@both
def test_specific_factors_make_what_they_made(solver):
    """Without inputs and with nothing mobile, no quantity of output changes: sales move with prices alone."""
    world = balanced_world(24, 3, 3, inputs=0.0).with_(factor_mobility="specific")
    found = solver(world, **foreign_shock(24, world) | {"productivity": np.ones((3, 3))})
    np.testing.assert_allclose(found["output_new"], world.output * found["producer_price_hat"], rtol=1e-8)


@both
def test_one_sector_has_nowhere_to_go(solver):
    """With a single sector, mobility is without meaning."""
    world = balanced_world(25, 3, 1)
    shock = foreign_shock(25, world)
    usual = solver(world, **shock)
    for mobility in ("specific", 0.0, 2.0):
        found = solver(world.with_(factor_mobility=mobility), **shock)
        for name in PRICES:
            np.testing.assert_allclose(found[name], usual[name], rtol=1e-7, atol=1e-7)


@both
def test_who_can_move_gains_from_it(solver):
    """The value of a country's production at given prices is the larger, the easier factors move (revenue function).

    For a small economy that faces the prices abroad: more mobility, more real income. Home is 1e-4 of the world, and
    all it buys and sells has close substitutes.
    """
    size = 1e-4
    flow = np.zeros((2, 2, 2, 3))
    flow[:, 0, :, 2] = [[50 * size, 50 * size], [50 * size, 100.0]]
    flow[:, 1, :, 2] = [[50 * size, 50 * size], [50 * size, 100.0]]
    world = World(flow, np.zeros((2, 2, 2)), np.array([12.0, 12.0]))
    abroad = np.array([[1.0, 1.0], [1.2, 1.0]])  # good 0 gets cheap in the world
    real = [
        welfare(solver(world.with_(factor_mobility=m), productivity=abroad)) for m in ("specific", 1.0, 4.0, "mobile")
    ]
    assert (np.diff(real) > 0).all()


# Labour supply ------------------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("phi", [0.5, 2.0])
@pytest.mark.parametrize("inputs", [0.0, 0.6])
def test_labour_supply_multiplies_the_gains(solver, phi, inputs):
    """Utility C - phi/(1+phi) L^(1+1/phi) (Greenwood, Hercowitz and Huffman 1988): L_hat = R^phi, with R = w / P.

    With balanced trade and no tariffs C = R L. In units of the old real wage U = R L - phi/(1+phi) L^(1+1/phi), and
    L^(1/phi) = R, so U = R^(1+phi) / (1+phi): U_hat = R^(1+phi). R itself moves as without labour supply at the same
    domestic shares: R_hat is that of Arkolakis, Costinot and Rodriguez-Clare, with inputs of the closed economy of
    Baqaee and Farhi.
    """
    world = balanced_world(26, inputs=inputs).with_(labour_supply=phi)
    found = solver(world, **foreign_shock(26, world))
    real = 1 / closed_economy(world, domestic_hat(world, found) ** (1 / world.theta))
    assert 1 + found["real_wage_pct"][0] / 100 == pytest.approx(real, rel=1e-8)
    assert welfare(found) == pytest.approx(real ** (1 + phi), rel=1e-8)


@both
def test_labour_supply_of_one_country_alone(solver):
    """A closed world of twins in which productivity doubles: R = 2, labour 2^phi, income and prices follow.

    p = w / 2, and w L = value added, the numeraire, which does not change: w = 2^(-phi), P = 2^(-1-phi), U = 2^(1+phi).
    """
    one = balanced_world(27, 1, 2, inputs=0.0)
    world = World(np.tile(one.flow, (2, 1, 2, 1)) / 2, np.zeros((2, 2, 2)), one.theta).with_(labour_supply=1.5)
    found = solver(world, productivity=2 * np.ones((2, 2)))
    np.testing.assert_allclose(found["wage_hat"], 2**-1.5, rtol=1e-8)
    np.testing.assert_allclose(found["price_hat"], 2**-2.5, rtol=1e-8)
    assert welfare(found) == pytest.approx(2**2.5, rel=1e-8)


# Monopolistic competition --------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("theta", [1.5, 5.0])
def test_equal_elasticities_make_profits_a_tax_without_effect(solver, theta):
    """Profits are 1/sigma of sales in every sector: prices, trade and welfare are those of perfect competition.

    Arkolakis, Costinot and Rodriguez-Clare (2012): the Armington model and that of Krugman (1980) give the same
    numbers; with a fixed number of firms, as in Ossa (2014), too.
    """
    world = balanced_world(28, inputs=0.0).with_(theta=theta)
    shock = random_shock(28, world)
    perfect, other = solver(world, **shock), solver(world.with_(competition="monopolistic"), **shock)
    for name in PRICES:
        np.testing.assert_allclose(other[name], perfect[name], rtol=1e-7, atol=1e-7)


@both
def test_a_closed_economy_has_the_markups_of_its_taste(solver):
    """Twins without trade costs, Cobb-Douglas taste: spending shares, so labour and profits, are what they were.

    Labour in sector s gets (1 - 1/sigma_s) alpha_s of income, whatever productivity is: w_hat = 1, W_hat = prod
    A_s^alpha_s.
    """
    one = balanced_world(29, 1, 3, inputs=0.0)
    world = World(np.tile(one.flow, (2, 1, 2, 1)) / 2, np.zeros((2, 3, 2)), one.theta)
    a = np.array([1.4, 0.9, 1.1])
    found = solver(world.with_(competition="monopolistic"), productivity=np.tile(a, (2, 1)))
    taste = world.final[:, 0] / world.final[:, 0].sum()
    np.testing.assert_allclose(found["wage_hat"], 1.0, rtol=1e-9)
    assert welfare(found) == pytest.approx(np.exp(taste @ np.log(a)), rel=1e-9)


@both
def test_profits_are_shifted_to_who_makes_what_has_them(solver):
    """Ossa (2014), profit shifting: a small tariff where mark-ups are high gains more than the same where they are low.

    Two countries, mirrors of each other, two goods of equal weight that differ only in sigma; the tariff is one on a
    good of which as much is imported. The terms of trade move by more where sigma is low, too, so what is compared is
    what monopolistic competition adds to perfect.
    """
    flow = np.zeros((2, 2, 2, 3))
    flow[:, :, :, 2] = np.array([[80.0, 20.0], [20.0, 80.0]])[:, None, :]
    world = World(flow, np.zeros((2, 2, 2)), np.array([1.5, 6.0]))

    def gain(one, good):
        tariff = np.zeros((2, 2, 2))
        tariff[1, good, 0] = 0.01
        return solver(one, tariff=tariff)["welfare_pct"][0]

    profits = world.with_(competition="monopolistic")
    high, low = (gain(profits, good) - gain(world, good) for good in (0, 1))
    assert high > 0 > low


def test_profits_need_sigma_above_one():
    """With sigma <= 1 no firm has an optimal price."""
    from counterpoise.core.errors import InputError

    world = balanced_world(29, inputs=0.0)
    with pytest.raises(InputError):
        engine(world.with_(theta=[0.0, 2.0, 3.0], competition="monopolistic"), **random_shock(29, world))
