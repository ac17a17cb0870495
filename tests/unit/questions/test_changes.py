"""Which baseline a question about a change is held against."""

from __future__ import annotations

from dataclasses import replace

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError, NoSolution

ASKED = "tariff +10 points by USA on CHN"


def test_an_economy_with_other_tariffs_is_another_baseline():
    """Kept baselines go by the economy itself: what was replaced in it counts."""
    world = cp.load_economy()
    first = cp.simulate(ASKED, economy=world)
    dearer = replace(world, tariff=world.tariff * 2)
    assert dearer.fingerprint != world.fingerprint
    assert replace(world, value_added=world.value_added * 1).fingerprint != world.fingerprint
    second = cp.simulate(ASKED, economy=dearer)
    assert second.baseline.accounts.revenue.sum() > 1.5 * first.baseline.accounts.revenue.sum()
    assert cp.simulate(ASKED, economy=world).baseline is first.baseline


@pytest.mark.parametrize("words", [{"source": "icio-2025-embedded"}, {"tariffs": "us-2024"}, {"year": 2019}])
def test_an_economy_that_is_given_stands_alone(words):
    with pytest.raises(InputError, match="leave one out"):
        cp.simulate(ASKED, economy=cp.load_economy(), **words)


def test_a_scenario_s_baseline_that_is_passed_over_is_told():
    from counterpoise.scenario import Scenario

    text = "title = 'x'\n[baseline]\nyear = 2022\n[[shocks]]\nkind = 'tariff'\nby = 'USA'\non = 'CHN'\nup_by_points = 5"
    scenario = Scenario.from_text(text)
    assert any("passed over" in one for one in cp.simulate(scenario, economy=cp.load_economy()).warnings)
    assert not any("passed over" in one for one in cp.simulate(scenario).warnings)


def test_who_needs_an_input_that_nobody_at_home_makes_is_refused():
    economy = cp.load_economy(2022)
    flow = economy.flow.values  # [origin, sector, destination, use], final use last
    lacking = set()
    for place, country in enumerate(economy.countries):
        bought, made = flow[:, :, place, :-1].sum((0, 2)), flow[place].sum((1, 2))
        if ((bought > 0) & (made == 0)).any():
            lacking.add(country)
    refused = {}
    for country in economy.countries:
        others = ", ".join(one for one in economy.countries if one != country)
        try:
            cp.simulate(f"embargo by {country} on {others}")
        except NoSolution as no:
            refused[country] = str(no)
    assert refused.keys() == lacking
    assert all("an input of" in text for text in refused.values())
    assert len(refused) == 21  # as docs/methods/equilibrium.md tells
