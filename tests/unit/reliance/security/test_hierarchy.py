"""Lake's hierarchy on ties whose answers follow by hand, and on the public counts where they are at hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from counterpoise.core.errors import InputError
from counterpoise.reliance.security.hierarchy import (
    LARGEST_TROOPS_1995,
    PERMANENT_MEMBERS,
    independent_alliances_index,
    lake_economic,
    lake_security,
    lake_troops,
    relative_trade_dependence,
)

STATES = ["DJI", "FRA", "GBR", "JPN", "PRK", "CHN", "RUS", "SEN", "SWE", "USA"]
NATO = ["FRA", "GBR", "USA"]


def promises(mutual=(), directed=(), states=STATES):
    """Make promises of defence: country is who is defended, partner who promises."""
    found = xr.DataArray(
        np.zeros((len(states),) * 2), dims=("country", "partner"), coords={"country": states, "partner": states}
    )
    for one, other in [*mutual, *((b, a) for a, b in mutual), *directed]:
        found.loc[one, other] = 1.0
    return found


def dyads(numbers, states=STATES):
    """Make an array by country and partner from a few numbers; the rest is nothing."""
    found = promises(states=states)
    for (one, other), number in numbers.items():
        found.loc[one, other] = number
    return found


@pytest.fixture
def world():
    """France has two allies that the United States hasn't, North Korea two that aren't each other's."""
    nato = [(a, b) for a in NATO for b in NATO if a < b]
    return promises([*nato, ("FRA", "DJI"), ("FRA", "SEN"), ("PRK", "CHN"), ("PRK", "RUS")], directed=[("JPN", "USA")])


def at(array, country, partner):
    return array.sel(country=country, partner=partner).item()


def test_soldiers_per_thousand():
    troops = dyads({("JPN", "USA"): 54_000.0, ("JPN", "RUS"): np.nan, ("USA", "USA"): 1e6})
    people = xr.DataArray(np.full(len(STATES), 120e6), dims="country", coords={"country": STATES})
    found = lake_troops(troops, people)
    assert found.dims == ("country", "partner")
    assert at(found, "JPN", "USA") == pytest.approx(0.45)
    assert at(found, "SWE", "USA") == 0.0  # known to be none
    assert np.isnan(at(found, "JPN", "RUS"))
    assert np.isnan(at(found, "USA", "USA"))  # at home


@pytest.mark.parametrize(
    ("country", "partner", "expected"),
    [
        ("FRA", "USA", 1 / 2),  # Djibouti and Senegal are France's alone
        ("FRA", "GBR", 1 / 2),  # they aren't the United Kingdom's either
        ("GBR", "USA", 1.0),  # France is also the United States' ally
        ("DJI", "FRA", 1.0),
        ("SEN", "FRA", 1.0),
        ("JPN", "USA", 1.0),
        ("USA", "JPN", 0.0),  # promised to, but not by: the promise has a direction
        ("PRK", "CHN", 1.0),  # one ally of its own counts as none does
        ("DJI", "USA", 0.0),  # allied to an ally, not to it
        ("SWE", "USA", 0.0),  # no allies at all: under nobody
        ("CHN", "USA", 0.0),
        ("USA", "FRA", 1.0),  # Japan is its only ally that isn't France's
    ],
)
def test_independent_alliances(world, country, partner, expected):
    assert at(independent_alliances_index(world), country, partner) == pytest.approx(expected)


def test_two_allies_of_its_own_halve_the_index(world):
    world.loc["PRK", "SEN"] = 1.0
    found = independent_alliances_index(world)
    assert at(found, "PRK", "CHN") == pytest.approx(1 / 2)
    assert at(found, "PRK", "RUS") == pytest.approx(1 / 2)


def test_unknown_promises_stay_unknown_where_they_matter(world):
    world.loc["GBR", "SEN"] = np.nan  # Senegal may have promised to defend the United Kingdom
    found = independent_alliances_index(world)
    assert np.isnan(at(found, "GBR", "SEN"))
    assert at(found, "GBR", "USA") == 1.0  # one ally of its own at most
    assert np.isnan(at(found, "FRA", "GBR"))  # one of its own or two
    assert at(found, "FRA", "USA") == pytest.approx(1 / 2)
    assert at(found, "SWE", "GBR") == 0.0


def test_security_hierarchy_is_the_mean_of_two_scaled_parts(world):
    people = xr.DataArray(np.full(len(STATES), 1e6), dims="country", coords={"country": STATES})
    most = 1e3 * LARGEST_TROOPS_1995
    troops = dyads({("GBR", "USA"): most / 2, ("FRA", "USA"): np.nan, ("SWE", "USA"): most, ("JPN", "USA"): 2 * most})
    found = lake_security(troops, people, world)
    assert at(found, "GBR", "USA") == pytest.approx((1 / 2 + 1) / 2)
    assert at(found, "SWE", "USA") == pytest.approx(1 / 2)  # soldiers without an alliance
    assert at(found, "JPN", "USA") == pytest.approx(3 / 2)  # more than anyone in 1995
    assert np.isnan(at(found, "FRA", "USA"))  # unknown, not none


def test_relative_trade_dependence():
    gdp = xr.DataArray(np.full(len(STATES), 1000.0), dims="country", coords={"country": STATES})
    trade = dyads({("JPN", "USA"): 200.0, ("JPN", "CHN"): 120.0, ("JPN", "GBR"): 10.0, ("JPN", "SEN"): 5.0})
    trade.loc["FRA", "USA"], trade.loc["FRA", "FRA"] = 80.0, 700.0
    trade.loc["SWE", "RUS"] = np.nan
    found = relative_trade_dependence(trade, gdp)
    assert at(found, "JPN", "USA") == pytest.approx(0.2 - 0.12 - 0.01)
    assert at(found, "JPN", "CHN") == pytest.approx(0.12 - 0.2 - 0.01)
    assert at(found, "JPN", "SEN") == pytest.approx(0.005 - 0.33)  # all five are others
    assert at(found, "FRA", "USA") == pytest.approx(0.08)  # what it buys at home is no trade
    assert np.isnan(at(found, "SWE", "USA"))


def test_relative_trade_dependence_needs_the_permanent_members():
    states = ["JPN", "USA", "CHN"]
    gdp = xr.DataArray(np.ones(3), dims="country", coords={"country": states})
    with pytest.raises(InputError, match="FRA GBR RUS"):
        relative_trade_dependence(promises(states=states), gdp)


def test_lake_economic():
    gdp = xr.DataArray(np.full(len(STATES), 1000.0), dims="country", coords={"country": STATES})
    trade = dyads({("JPN", "USA"): 100.0, ("SEN", "FRA"): 400.0})
    anchor = dyads({("SEN", "FRA"): 2.0, ("DJI", "USA"): 3.0, ("SWE", "USA"): np.nan})
    found = lake_economic(trade, gdp, anchor)
    assert at(found, "SEN", "FRA") == pytest.approx((2 / 3 + 1) / 2)
    assert at(found, "JPN", "USA") == pytest.approx((0 + 1 / 4) / 2)
    assert at(found, "DJI", "USA") == pytest.approx(1 / 2)
    assert np.isnan(at(found, "SWE", "USA"))


def test_labels_that_differ_are_refused(world):
    people = xr.DataArray(np.ones(2), dims="country", coords={"country": ["JPN", "USA"]})
    with pytest.raises(ValueError, match="exact"):
        lake_security(dyads({}), people, world)


def test_the_permanent_members_are_five():
    assert len(set(PERMANENT_MEMBERS)) == 5


@pytest.fixture(scope="module")
def year_1995(shared):
    """Soldiers, people and promises of defence of 1995, from the public tables."""
    pandas = pytest.importorskip("pandas")
    folder = shared / "security"
    if not folder.is_dir():
        pytest.skip("the tables of security ties are not at hand")
    people = pandas.read_parquet(folder / "cinc.parquet").query("year == 1995").groupby("iso3")["tpop"].sum() * 1e3
    hosts = (
        pandas.read_parquet(folder / "us_troops.parquet").query("year == 1995 and not is_home").dropna(subset="iso3")
    )
    pacts = pandas.read_parquet(folder / "alliances.parquet").query("year == 1995 and defense == 1")
    states = sorted(people.index)
    troops = dyads({}, states).where(False)
    for host, number in hosts.groupby("iso3")["troops"].sum().items():
        if host in people.index:
            troops.loc[host, "USA"] = float(number)
    pairs = [(b, a) for a, b in zip(pacts["iso3_a"], pacts["iso3_b"], strict=True) if {a, b} <= set(states)]
    return troops, xr.DataArray(people.loc[states].to_numpy(), dims="country", coords={"country": states}), pairs


def test_the_largest_of_1995_is_icelands(year_1995):
    troops, people, _ = year_1995
    found = lake_troops(troops, people).sel(partner="USA")
    assert found.idxmax("country").item() == "ISL"
    assert found.max().item() == pytest.approx(LARGEST_TROOPS_1995)


def test_the_index_of_1995_as_it_is_counted_pair_by_pair(year_1995):
    _, people, pairs = year_1995
    states = people["country"].values.tolist()
    found = independent_alliances_index(promises(directed=pairs, states=states)).sel(partner="USA")
    allies: dict[str, set[str]] = {one: set() for one in states}
    for one, other in pairs:
        allies[one].add(other)
        allies[other].add(one)
    for one in set(states) - {"USA"}:
        own = len(allies[one] - allies["USA"] - {"USA"})
        expected = 1 / max(1, own) if (one, "USA") in pairs else 0.0
        assert found.sel(country=one).item() == pytest.approx(expected), one
    assert found.sel(country=["KOR", "ISL", "JPN"]).values.tolist() == [1.0, 1.0, 1.0]
    assert found.max().item() == 1.0


def test_korea_in_1995(year_1995):
    troops, people, pairs = year_1995
    states = people["country"].values.tolist()
    found = lake_security(troops, people, promises(directed=pairs, states=states))
    assert at(found, "KOR", "USA") == pytest.approx((36_016 / 45_093 / LARGEST_TROOPS_1995 + 1) / 2)
    assert at(found, "ISL", "USA") == pytest.approx(1.0)
    assert np.isnan(at(found, "KOR", "CHN"))  # no one counts China's soldiers
