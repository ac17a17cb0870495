"""Judging a year: measures with their bounds, the share of their figures that is known, their year and their sources."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.questions.discover import discover
from counterpoise.reliance.security.judge import FAMILIES, Roots, judged, labelled, security_measures
from counterpoise.reliance.security.thresholds import Thresholds
from counterpoise.world.ties import KINDS, Observations, RollCalls, Ties
from counterpoise.world.ties_economy import KINDS as ECONOMIC

CODES = ("AAA", "BBB", "CCC")


def rows(kind, source, *held, **how):
    country, partner, year, value = zip(*held, strict=True)
    return Observations(
        kind=kind,
        source=source,
        years=(min(year), max(year)),
        country=np.array(country, dtype="U24"),
        partner=np.array(partner, dtype="U24") if KINDS[kind].dyadic else None,
        year=np.array(year, dtype=np.int64),
        value=np.array(value, dtype=float),
        whole=KINDS[kind].dyadic,
        **how,
    )


@pytest.fixture(scope="module")
def ties():
    discover()
    nought = {"absent": (0.0, 0.0)}
    tables = [
        rows("defence_promise", "treaties", ("AAA", "BBB", 2020, 1), **nought),
        rows("foreign_troops", "garrisons", ("AAA", "BBB", 2018, 5000), **nought),
        rows("arms_share", "arms", ("AAA", "BBB", 2021, 0.5), ("AAA", "CCC", 2021, 0.5), **nought),
        rows("arms_volume", "arms", *((code, "", 2021, 100) for code in CODES)),
        rows("military_expenditure", "money", ("AAA", "", 2019, 10), ("BBB", "", 2019, 90)),
        rows("armed_forces", "forces", *((code, "", 2019, 5000) for code in CODES)),
    ]
    return Ties(tables={one.kind: [one] for one in tables}, acts=(), provenance={}, home=CODES)


NAMES = ("living_guarantee", "protected_capability", "arms_supplier_share", "foreign_presence", "influence_capacity")


def test_measures_rest_on_readings_of_the_year(ties):
    held = judged(ties, 2021, NAMES)
    assert held["living_guarantee"].value[0, 1] == 1
    assert held["protected_capability"].value[0, 1] == 0.9
    assert held["foreign_presence"].value[0, 1] == 0.5
    assert np.isnan(held["influence_capacity"].value).all()


def test_an_unknown_capability_of_who_promised_nothing_changes_nothing(ties):
    """Nothing is known of what the third spends, and it has promised nobody anything."""
    one = judged(ties, 2021, NAMES)["protected_capability"]
    assert (one.low[0, 1], one.high[0, 1]) == (0.9, 0.9)
    assert one.value[0, 2] == 0


def test_a_judgement_has_the_year_of_its_oldest_figure_and_all_its_sources(ties):
    held = judged(ties, 2021, NAMES)
    assert held["arms_supplier_share"].year()[0, 1] == 2021
    assert held["foreign_presence"].year()[0, 1] == 2018
    assert held["living_guarantee"].year()[0, 1] == 2018
    assert held["foreign_presence"].source(0, 1).split(" + ") == ["forces", "garrisons"]
    assert set(held["protected_capability"].source(0, 1).split(" + ")) == {"money", "treaties", "garrisons", "arms"}
    assert held["influence_capacity"].year()[0, 1] == 0
    assert held["influence_capacity"].source(0, 1) == ""


def test_coverage_is_the_share_of_figures_that_are_known(ties):
    held = judged(ties, 2021, NAMES)
    assert held["foreign_presence"].coverage()[0, 1] == 1
    assert np.isnan(held["influence_capacity"].coverage()).all()
    assert held["protected_capability"].coverage()[0, 1] == 1
    assert held["protected_capability"].coverage()[2, 0] == 1  # nobody has promised it anything: so no means count


def without(ties, *kinds, **tables):
    """Give the same ties without some kinds, and with other tables of some."""
    held = {kind: one for kind, one in ties.tables.items() if kind not in kinds}
    return Ties(tables=held | tables, acts=(), provenance={}, home=CODES)


def test_what_is_not_known_of_either_country_is_not_covered(ties):
    """Of the five figures behind a living guarantee's share one is not known: the partner's means, or one's own."""
    for code in ("AAA", "BBB"):
        money = rows("military_expenditure", "money", (code, "", 2019, 10))
        one = judged(without(ties, military_expenditure=[money]), 2021, NAMES)["protected_capability"]
        assert one.coverage()[0, 1] == pytest.approx(4 / 5)
        assert one.coverage()[1, 0] == 1  # who has promised nothing has nothing to be known of


def test_evidence_counts_only_beside_a_promise(ties):
    """Without troops the promise lives by arms, of three of four figures; without arms too it may live."""
    lives = judged(without(ties, "foreign_troops"), 2021, NAMES)["living_guarantee"]
    assert (lives.value[0, 1], lives.coverage()[0, 1]) == (1, pytest.approx(3 / 4))
    assert set(lives.source(0, 1).split(" + ")) == {"treaties", "arms"}
    one = judged(without(ties, "foreign_troops", "arms_share"), 2021, NAMES)["living_guarantee"]
    assert (one.low[0, 1], one.high[0, 1], one.coverage()[0, 1]) == (0, 1, pytest.approx(2 / 4))
    assert one.coverage()[1, 0] == one.coverage()[0, 2] == 1
    assert one.source(1, 0) == one.source(0, 2) == "treaties"
    assert one.year()[1, 0] == 2020


def test_a_pooled_share_names_the_partner_s_figure_and_its_year(ties):
    """The country's own means are of 2020, and its protector's of 2015, in another table."""
    tables = [
        rows("military_expenditure", "money", ("AAA", "", 2020, 10)),
        rows("military_expenditure", "other money", ("BBB", "", 2015, 90), ("CCC", "", 2013, 5)),
    ]
    held = judged(without(ties, military_expenditure=tables), 2021, (*NAMES, "capability_reliance"))
    text, lives = held["capability_reliance"], held["protected_capability"]
    assert text.value[0, 1] == lives.value[0, 1] == 0.9
    assert text.year()[0, 1] == lives.year()[0, 1] == 2015
    assert set(text.source(0, 1).split(" + ")) == {"money", "other money", "treaties"}
    assert set(lives.source(0, 1).split(" + ")) == {"money", "other money", "treaties", "garrisons", "arms"}
    assert text.year()[0, 2] == 2020  # by no promise: so it rests on nobody's means
    assert text.source(0, 2) == "treaties"
    data = labelled(held, CODES, ["AAA"], ["BBB", "CCC"])
    assert data.capability_reliance__year.values.tolist() == [[2015, 2020]]
    assert data.capability_reliance__reverse__year.values.tolist() == [[2020, 2020]]


def test_a_distance_names_both_countries_figures(ties):
    tables = [rows("ideal_point", "votes", ("AAA", "", 2021, 1.0)), rows("ideal_point", "more", ("BBB", "", 2014, 0.5))]
    one = judged(without(ties, ideal_point=tables), 2021, ["ideal_distance"])["ideal_distance"]
    for pair in ((0, 1), (1, 0)):
        assert one.value[pair] == 0.5
        assert one.year()[pair] == 2014
        assert set(one.source(*pair).split(" + ")) == {"votes", "more"}
        assert one.coverage()[pair] == 1
    assert one.coverage()[0, 2] == 0  # of the third there is none


@pytest.mark.parametrize("most", [0.02, 0.5])
def test_concentration_is_covered_by_the_suppliers_who_are_named(ties, most):
    """0.02 or 0.5 is left to a supplier who is not listed: the one moves the index by less than its digits."""
    ends = {"low": np.array([1 - most, 0.0]), "high": np.array([1 - most, most])}
    shares = rows("arms_share", "arms", ("AAA", "BBB", 2021, 1 - most), ("AAA", "CCC", 2021, np.nan), **ends)
    held = judged(without(ties, arms_share=[shares]), 2021, ["arms_herfindahl", "effective_arms_suppliers"])
    one = held["arms_herfindahl"]
    assert held["effective_arms_suppliers"].coverage()[0] == one.coverage()[0] == pytest.approx(1 - most)
    assert np.isfinite(one.value[0]) == (most == 0.02)
    assert (one.low[0], one.high[0]) == (pytest.approx((1 - most) ** 2), pytest.approx((1 - most) ** 2 + most**2))
    assert np.isnan(one.coverage()[1])


def alike(ties, year):
    found = judged(ties, year, ["votes_alike"])["votes_alike"]
    return [(found.value[0, k], found.year()[0, k], found.source(0, k)) for k in (1, 2)]


def test_of_agreement_the_newer_figure_is_taken_cell_by_cell(ties):
    """The producer's of 2019 of one pair and of 2021 of the other, beside the roll calls of 2020: twice alike of four."""
    calls = RollCalls(
        CODES, np.full(4, 2020), np.array([[1, 1, 3], [1, 1, 3], [1, 3, 1], [3, 1, 3]], dtype=np.int8), "votes"
    )
    agreement = rows("voting_agreement", "agreement", ("AAA", "BBB", 2019, 0.7), ("AAA", "CCC", 2021, 0.9))
    agreement = replace(agreement, whole=False)
    held = replace(without(ties, voting_agreement=[agreement], joint_votes=[calls]), roll_calls=calls)
    assert alike(held, 2021) == [(0.5, 2020, "votes"), (0.9, 2021, "agreement")]
    assert alike(held, 2020) == [(0.5, 2020, "votes"), (0.5, 2020, "votes")]
    assert alike(held, 2019)[0] == (0.7, 2019, "agreement")


def test_a_figure_of_which_there_is_none_at_all_is_not_covered(ties):
    """Without forces presence has one of its two figures; exercises are taken where there are any."""
    fewer = {kind: held for kind, held in ties.tables.items() if kind != "armed_forces"}
    one = judged(Ties(tables=fewer, acts=(), provenance={}, home=CODES), 2021, NAMES)
    assert one["foreign_presence"].coverage()[0, 1] == 0.5
    assert one["living_guarantee"].coverage()[0, 1] == 1


def test_thresholds_can_be_chosen(ties):
    for least, share in ((5000, 0.5), (5001, 0)):
        held = judged(ties, 2021, ["foreign_presence"], Thresholds(troops=least))
        assert held["foreign_presence"].value[0, 1] == share


def test_capabilities_are_what_is_held_of_them(ties):
    assert Roots(ties, 2021, Thresholds()).kind("capability") == "military_expenditure"
    index = rows("capability_index", "index", ("AAA", "", 2020, 0.1), ("BBB", "", 2020, 0.3))
    both = Ties(tables={**ties.tables, "capability_index": [index]}, acts=(), provenance={}, home=CODES)
    assert Roots(both, 2021, Thresholds()).kind("capability") == "capability_index"
    assert judged(both, 2021, ["protected_capability"])["protected_capability"].value[0, 1] == pytest.approx(0.75)
    assert Roots(both, 2015, Thresholds()).kind("capability") == "military_expenditure"


def test_roots_are_the_kinds_of_ties_and_what_is_beside_them(ties):
    roots = Roots(ties, 2021, Thresholds())
    beside = ("capability", *ECONOMIC, "thresholds", "answers", "members")
    assert set(roots) == {*KINDS, *beside}
    assert len(roots) == len(list(roots)) == len(KINDS) + len(beside)
    assert all(one in roots for one in roots)
    assert "love" not in roots
    assert roots["answers"].shape == (0, 3)


def test_with_labels_each_measure_has_its_companions_both_ways(ties):
    data = labelled(judged(ties, 2021, NAMES), CODES, ["AAA"], ["BBB", "CCC"])
    assert data.living_guarantee.dims == ("country", "partner")
    assert data.living_guarantee.sel(partner="BBB").item() == 1
    assert data.living_guarantee__reverse.sel(partner="BBB").item() == 0
    for end in ("coverage", "year", "source"):
        assert f"foreign_presence__{end}" in data
        assert f"foreign_presence__reverse__{end}" in data
    assert "living_guarantee__low" not in data  # nothing of it is only bounded


def test_shares_are_held_between_nothing_and_everything(ties):
    names = [one.name for one in security_measures() if one.name != "economic_hierarchy"]
    for one in judged(ties, 2021, names).values():
        if one.measure.unit == "share":
            known = np.isfinite(one.low) & np.isfinite(one.high)
            assert np.all((one.low >= 0)[known] & (one.high <= 1)[known])


def test_without_the_permanent_members_there_is_no_economic_hierarchy(ties):
    with pytest.raises(InputError, match="needs all permanent members, and there is no CHN FRA GBR RUS USA"):
        judged(ties, 2021, ["economic_hierarchy"])


def test_measures_come_family_by_family():
    discover()
    families = [one.family for one in security_measures()]
    assert families == sorted(families, key=FAMILIES.index)
    assert set(families) == set(FAMILIES)
