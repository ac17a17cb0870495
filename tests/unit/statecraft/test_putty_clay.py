"""The two years' slopes by every choice, beside central differences of solved equilibria."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.equilibrium import solve
from counterpoise.statecraft.instruments import instruments
from counterpoise.statecraft.position import World
from counterpoise.statecraft.putty_clay import PuttyClay, Rupture, Stock
from tests.reference.worlds import keywords, random_economy

STEP, CLOSE = 1e-5, 1e-6
NESTS: dict[str, Any] = {"input_substitution": 0.3, "value_added_substitution": 0.6, "consumption_substitution": 0.9}
LATER: dict[str, dict[str, Any]] = {
    "the same": {},
    "stiff": {"theta": np.array([0.5, 1.0, 2.0])},
    "nests": {"theta": np.array([0.5, 1.0, 2.0]), **NESTS},
    "specific": {"theta": np.full(3, -0.24), "factor_mobility": "specific", **NESTS},
    "tied": {"theta": np.array([0.5, 1.0, 2.0]), "factor_mobility": 0.5, "labour_supply": 0.4, **NESTS},
}


def world(seed: int = 3, closure: str = "additive") -> cp.Baseline:
    made = cp.equilibrium.from_caliendo_parro(**keywords(random_economy(seed, 4, 3)))
    return replace(made, closure=closure)


READINGS = ("home", "partner")


def model(
    base: cp.Baseline,
    later: dict[str, Any],
    cut: float,
    stock: Stock | None = None,
    *,
    both: bool = False,
    scarcity: str = "home",
) -> PuttyClay:
    chosen = instruments(base, 0, [1, 2, 3], range(3))
    return PuttyClay(
        base, base.varied(**later), Rupture(0, (1,), cut, scarcity), chosen, stock, both, tolerance=1e-13, loose=1e-9
    )


def differs(made: PuttyClay) -> dict[str, float]:
    x = np.random.default_rng(0).uniform(0.0, 0.3, len(made))
    held = made.at(x)
    slopes = {"calm": held.of_calm, "rupture": held.of_rupture}
    if held.partner is not None:
        slopes["partner"] = held.partner[1]
    worst = dict.fromkeys(slopes, 0.0)
    for k in range(len(x)):
        step = np.zeros(len(x))
        step[k] = STEP
        up, down = made.at(x + step, slopes=made.both), made.at(x - step, slopes=made.both)
        for name, slope in slopes.items():
            ends = [one.partner[0] if name == "partner" and one.partner else getattr(one, name) for one in (up, down)]
            worst[name] = max(worst[name], abs((ends[0] - ends[1]) / (2 * STEP) - slope[k]))
    assert all(np.abs(one).max() > 1e-3 for one in slopes.values())  # there is something to get wrong
    return worst


@pytest.mark.parametrize("scarcity", READINGS)
@pytest.mark.parametrize("cut", [0.9, 1.0])
@pytest.mark.parametrize("name", LATER)
def test_the_slopes_are_those_of_differences(name: str, cut: float, scarcity: str) -> None:
    if cut == 1.0 and scarcity == "partner":
        pytest.skip("nothing arrives: there is no scarcity value to hold")
    if name == "specific" and cut == 1.0:
        pytest.skip("without what it buys there is no equilibrium where sigma is below 1")
    assert max(differs(model(world(), LATER[name], cut, scarcity=scarcity)).values()) < CLOSE


@pytest.mark.parametrize("closure", ["multiplicative", "balanced"])
def test_under_other_closures(closure: str) -> None:
    base = world(5, closure) if closure == "multiplicative" else replace(world(5), closure=closure)
    assert max(differs(model(base, LATER["specific"], 0.9)).values()) < CLOSE


@pytest.mark.parametrize("scarcity", READINGS)
def test_of_stocks_and_of_the_partner(scarcity: str) -> None:
    stock = Stock(0.1, np.array([True, True, False]))
    made = model(world(), LATER["nests"], 0.9, stock, both=True, scarcity=scarcity)
    assert max(differs(made).values()) < CLOSE


def test_who_keeps_a_tariff_within_the_scarcity_value_does_not_matter() -> None:
    base = world()
    made = model(base, LATER["stiff"], 0.9)
    held = made.at(np.full(len(made), 0.2))
    part = held.parts[0][1]
    policy, flows = part.policy, made.rupture.between(part.policy.tariff.shape)
    assert policy.ration is not None
    lapsed = replace(
        policy,
        tariff=np.where(flows, 0.0, policy.tariff),
        ration=np.where(flows, policy.ration * (1.0 + policy.tariff), 1.0),
    )
    assert np.abs(policy.tariff[flows]).max() > 0.1
    again = World(part.baseline).under(lapsed).welfare
    assert again == pytest.approx(part.welfare, abs=1e-10)


def test_at_todays_rates_the_calm_year_is_today_and_the_rupture_is_one_equilibrium() -> None:
    base = world()
    made = model(base, LATER["specific"], 0.9)
    found = made.at(np.zeros(len(made)))
    later = base.varied(**LATER["specific"])
    direct = solve(later, made.cut(later))
    assert abs(found.calm) < 1e-10
    assert found.rupture == pytest.approx(float(np.log1p(direct.welfare_pct.values[0] / 100)), abs=1e-9)


def test_nothing_of_the_partners_goods_comes_home() -> None:
    base = world()
    made = model(base, LATER["stiff"], 0.9, scarcity="partner")
    part = made.at(np.full(len(made), 0.2)).parts[0][1]
    flow = part.problem
    assert np.all(flow.tariff[:, 0, 1] == 0.0)
    landed = (
        (1 + flow.tariff)
        * (1 + flow.export_tax)
        / ((1 + part.baseline.accounts.tariff) * (1 + part.baseline.accounts.export_tax))
    )
    assert np.allclose(landed[:, 0, 1], 0.1 ** (-1 / (1 + LATER["stiff"]["theta"])))
    assert np.allclose(flow.tariff[:, 0, 2], part.baseline.accounts.tariff[:, 0, 2])


def test_moving_spending_shares_in_the_calm_year_are_refused() -> None:
    base = world().varied(**NESTS)
    with pytest.raises(InputError, match="spending shares"):
        model(base, {}, 0.9)
