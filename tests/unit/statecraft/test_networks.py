"""The networks that two powers and third countries make: thresholds, signs, what is not known, and groups as one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.statecraft.networks import agreements, camps, contracted, security, structure
from counterpoise.world.register import between


@pytest.fixture(scope="module")
def ties(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_STORE", str(tmp_path_factory.mktemp("empty")))
        return cp.load_ties()


def test_agreements_are_those_of_the_register_but_for_partial_scope():
    codes, day = ["KOR", "USA", "CHN", "IND", "BRA", "MEX", "DEU", "FRA"], date(2025, 12, 31)
    found = agreements(codes, day)
    for i, one in enumerate(codes):
        for j, other in enumerate(codes):
            wide = [a for a in between(one, other, day) if a.kind != "partial_scope"] if one != other else []
            assert found[i, j] == float(bool(wide)), (one, other)
    assert any(a.kind == "partial_scope" for a in between("IND", "CHN", day))  # APTA: no tie by itself
    assert found[codes.index("IND"), codes.index("CHN")] == 0


def test_korea_is_a_liaison_since_it_has_agreements_with_both():
    codes = ["USA", "CHN", "KOR"]
    roles = {}
    for year in (2011, 2012, 2014, 2015):
        network, third = contracted(agreements(codes, date(year, 12, 31)), ([0], [1]))
        assert third == [2]
        roles[year] = structure(network, [0, 1, 2], ("USA", "CHN")).role[0]
    assert roles == {2011: "tied to neither", 2012: "tied to USA", 2014: "tied to USA", 2015: "liaison"}


def test_a_promise_comes_before_coercion_and_coercion_ends(ties):
    codes = ["USA", "CHN", "KOR", "JPN", "CAN"]
    found = security(ties, codes, 2025)
    assert found[codes.index("KOR")].tolist()[:2] == [1.0, -1.0]
    assert found[0, codes.index("CAN")] == 1.0
    assert any(a.kind == "coercion" and {a.party, a.other} == {"USA", "CAN"} for a in ties.acts)
    assert security(ties, ["CHN", "NOR"], 2013)[0, 1] == -1.0  # salmon, after the Nobel prize of 2010, until 2016
    assert security(ties, ["CHN", "NOR"], 2020)[0, 1] == 0.0
    assert np.array_equal(found, found.T)


def test_what_the_facts_do_not_cover_is_not_known(ties):
    beyond = [one for one in ties.countries if one not in ties.home][:2]
    found = security(ties, ["USA", *beyond], 2025)
    assert len(beyond) == 2
    assert np.isnan(found[1, 2])
    assert np.isfinite(found[0]).all()
    assert np.isnan(security(ties, ["XX1", "USA"], 2025)[0, 1])


def test_a_group_has_a_tie_where_more_than_half_of_its_pairs_have_it():
    tie = np.zeros((5, 5))
    tie[3, [0, 1]] = tie[[0, 1], 3] = 1.0  # two of three
    tie[4, 0] = tie[0, 4] = 1.0  # one of three
    network, third = contracted(tie, ([0, 1, 2], [3]))
    assert third == [4]
    assert (network[0, 1], network[0, 2]) == (1.0, 0.0)
    tie[4, 1] = tie[1, 4] = np.nan  # one and one that is not known: it decides
    assert np.isnan(contracted(tie, ([0, 1, 2], [3]))[0][0, 2])
    tie[3, 2] = tie[2, 3] = np.nan  # two of three already
    assert contracted(tie, ([0, 1, 2], [3]))[0][0, 1] == 1.0


def laid(*edges, n=5):
    made = np.zeros((n, n))
    for a, b, sign in edges:
        made[a, b] = made[b, a] = sign
    return made


def test_roles_and_why_there_is_none():
    network = laid((0, 2, 1), (1, 2, 1), (0, 3, 1), (1, 3, -1), (1, 4, -1), (0, 1, -1))
    found = structure(network, range(5), ("A", "B"))
    assert found.role == ("liaison", "tied to A, at odds with B", "at odds with B")
    assert found.broker.tolist() == [1.0, 0.0, 0.0]
    assert found.between.tolist() == [1.0, 0.0, 0.0]
    tied = structure(laid((0, 2, 1), (1, 2, 1), (0, 1, 1)), range(5), ("A", "B"))
    assert (tied.role[0], tied.broker[0], tied.between[0]) == ("powers tied", 0.0, 0.0)


def test_in_camps_a_broker_stands_for_its_own():
    network = laid((0, 2, 1), (1, 2, 1), (0, 3, 1), (1, 3, 1))
    allies = laid((0, 2, 1), (1, 3, 1), (0, 4, 1), (1, 4, 1))
    group = camps(allies)
    assert group == [0, 1, 0, 1, 4]
    found = structure(network, group, ("A", "B"))
    assert found.role[:2] == ("representative and gatekeeper", "representative and gatekeeper")
    assert found.counts["liaison"][0] == 0


def test_what_is_not_known_is_missing_and_not_zero():
    network = laid((0, 2, 1), (1, 2, 1), (0, 3, 1))
    network[3, 1] = network[1, 3] = np.nan
    network[4, :] = network[:, 4] = np.nan
    found = structure(network, range(5), ("A", "B"))
    assert found.role == ("liaison", "not known", "not known")
    assert np.isnan(found.broker[1:]).all()
    assert np.isnan([found.between[2], found.betweenness[2], found.constraint[2], found.counts["liaison"][2]]).all()
    assert found.open == 1


def test_a_power_of_which_nothing_is_known():
    network = laid((0, 2, 1), n=4)
    network[1, :] = network[:, 1] = np.nan
    network[1, 1] = 0.0
    found = structure(network, range(4), ("A", "B"))
    assert found.role == ("not known", "not known")
    assert np.isnan(found.between).all()
    assert np.isfinite(found.betweenness).all()
