"""Judging a year: measures with their bounds, the share of their figures that is known, their year and their sources."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.questions.discover import discover
from counterpoise.reliance.security.judge import FAMILIES, Roots, judged, labelled, security_measures
from counterpoise.reliance.security.thresholds import Thresholds
from counterpoise.world.ties import KINDS, Observations, Ties

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
        rows("armed_forces", "forces", *((code, "", 2019, 5000) for code in CODES[:2])),
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


def test_a_figure_of_which_there_is_none_at_all_is_not_covered(ties):
    """Without forces presence has one of its two figures; exercises are taken where there are any."""
    fewer = {kind: held for kind, held in ties.tables.items() if kind != "armed_forces"}
    one = judged(Ties(tables=fewer, acts=(), provenance={}, home=CODES), 2021, NAMES)
    assert one["foreign_presence"].coverage()[0, 1] == 0.5
    assert one["living_guarantee"].coverage()[0, 1] == 1


def test_thresholds_can_be_chosen(ties):
    assert judged(ties, 2021, ["foreign_presence"], Thresholds(troops=5001))["foreign_presence"].value[0, 1] == 0


def test_capabilities_are_what_is_held_of_them(ties):
    assert Roots(ties, 2021, Thresholds()).kind("capability") == "military_expenditure"
    index = rows("capability_index", "index", ("AAA", "", 2020, 0.1), ("BBB", "", 2020, 0.3))
    both = Ties(tables={**ties.tables, "capability_index": [index]}, acts=(), provenance={}, home=CODES)
    assert Roots(both, 2021, Thresholds()).kind("capability") == "capability_index"
    assert judged(both, 2021, ["protected_capability"])["protected_capability"].value[0, 1] == pytest.approx(0.75)
    assert Roots(both, 2015, Thresholds()).kind("capability") == "military_expenditure"


def test_roots_are_the_kinds_of_ties_and_what_is_beside_them(ties):
    roots = Roots(ties, 2021, Thresholds())
    assert len(roots) == len(list(roots))
    assert {*KINDS, "capability", "thresholds", "answers"} <= set(roots)
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
    names = [one.name for one in security_measures() if one.family in ("commitment", "arms", "presence", "own_means")]
    for one in judged(ties, 2021, names).values():
        if one.measure.unit == "share":
            known = np.isfinite(one.low) & np.isfinite(one.high)
            assert np.all((one.low >= 0)[known] & (one.high <= 1)[known])


def test_measures_come_family_by_family():
    discover()
    families = [one.family for one in security_measures()]
    assert families == sorted(families, key=FAMILIES.index)
    assert set(families) == set(FAMILIES)
