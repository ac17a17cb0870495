"""The register of agreements: who is bound on which day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import counterpoise as cp
from counterpoise import facts
from counterpoise.codes.countries import countries
from counterpoise.codes.groups import is_group
from counterpoise.core.errors import InputError
from counterpoise.world import register


def names(one, other, on):
    return [found.name for found in register.between(one, other, on)]


def test_every_row_names_known_parties_and_days_in_order():
    for one in register.agreements().values():
        for word in (*one.parties, *one.partners):
            assert is_group(word) or word in countries(), (one.name, word)
        days = [day for day in (one.launched, one.signed, one.in_force, one.ended) if day]
        assert days == sorted(days), one.name
        assert one.kind in (register.CUSTOMS_UNION, "free_trade_agreement", register.PARTIAL_SCOPE)
        assert one.pairs(one.in_force), one.name
        assert one.status in ("in force", "ended", "signed", "negotiating", "stopped")
        assert (one.in_force is None) == (one.status in ("signed", "negotiating", "stopped")), one.name


def test_days_of_single_parties_name_parties_and_come_later():
    dated = [one for one in register.agreements().values() if one.by_party]
    assert {"RCEP", "CPTPP", "AFTA", "ASEAN-Korea", "APTA"} <= {one.name for one in dated}
    for one in dated:
        everyone = {*register.countries_of(one.parties, date.max), *register.countries_of(one.partners, date.max)}
        for key, when in one.by_party.items():
            assert set(key.split("-")) <= everyone, (one.name, key)
            assert when is None or when > (one.in_force or date.max), (one.name, key)


def test_depths_have_an_origin_and_lie_between_0_and_7():
    for one in register.agreements().values():
        assert (one.depth is None) == (one.depth_from == ""), one.name
        assert one.depth is None or one.depth in range(8), one.name
        assert one.depth_from in ("", "DESTA", "own reading"), one.name
        assert one.depth_from != "DESTA" or one.desta, one.name
        assert one.depth_from != "own reading" or "epth" in one.note, one.name


def test_depths_are_those_that_desta_publishes(shared):
    """Each depth that is credited to DESTA is that of the treaty with the number beside it."""
    theirs = pd.read_parquet(shared / "agreements" / "desta22_indices.parquet").set_index("number").depth_index
    ours = {one.name: (one.desta, one.depth) for one in register.agreements().values() if one.depth_from == "DESTA"}
    assert len(ours) > 200
    assert ours == {name: (number, float(theirs[number])) for name, (number, _) in ours.items()}


def test_names_are_told_apart():
    words = [word.casefold() for one in register.agreements().values() for word in (one.name, *one.also)]
    assert sorted(words) == sorted(set(words))


def test_an_agreement_is_found_by_its_other_names():
    assert register.agreement("korus") is register.agreement("Korea-US")
    with pytest.raises(InputError, match="no agreement 'KORUSS'; did you mean KORUS"):
        register.agreement("KORUSS")


def test_parties_have_their_days():
    assert "KOR" not in register.parties("RCEP", date(2022, 1, 31))
    assert "KOR" in register.parties("RCEP", date(2022, 2, 1))
    assert register.parties("NAFTA") == ("CAN", "MEX", "USA")
    assert names("CAN", "USA", 2019) == ["NAFTA"]
    assert names("CAN", "USA", 2020) == ["USMCA"]


def test_what_is_not_concluded_is_in_force_nowhere():
    assert register.parties("CJK") == ("CHN", "JPN", "KOR")
    assert "China-Japan-Korea" not in [one.name for one in register.in_force(2025)]


def test_the_united_kingdom_stays_in_the_customs_union_until_the_end_of_2020():
    assert "EU customs union" in names("GBR", "FRA", date(2020, 12, 31))
    assert "EU-Korea" in names("GBR", "KOR", date(2020, 12, 31))
    assert names("GBR", "FRA", date(2021, 1, 1)) == ["EU-UK"]
    assert names("GBR", "KOR", date(2021, 1, 1)) == ["UK-Korea"]


def test_a_hub_s_agreement_does_not_bind_its_members_among_themselves():
    assert frozenset(("FRA", "DEU")) not in register.agreement("EU-Korea").pairs(2022)


@pytest.mark.parametrize("year", [1975, 1995, 2004, 2013, 2020, 2025])
def test_the_matrix_is_symmetric_and_agrees_with_pairs(year):
    codes = ("KOR", "CHN", "JPN", "USA", "DEU", "FRA", "GBR", "TUR", "VNM", "MEX", "ROW")
    found = register.pairs(codes, date(year, 7, 1))
    assert (found.which == found.which.T).all()
    assert (found.which.diagonal() == -1).all()
    for a, one in enumerate(codes):
        for b, other in enumerate(codes):
            held = [] if a == b else register.between(one, other, date(year, 7, 1))
            bound = [act.name for act in held if act.kind != register.PARTIAL_SCOPE]
            assert (found.which[a, b] >= 0) == bool(bound)
            if bound:
                assert found.found[found.which[a, b]].name in bound


def test_a_customs_union_comes_first_and_what_is_partial_last():
    found = register.pairs(("FRA", "DEU", "KOR", "VNM", "CHN"), date(2022, 7, 1))
    held = {(a, b): found.found[found.which[a, b]] for a, b in ((0, 1), (2, 3), (2, 4)) if found.which[a, b] >= 0}
    assert held[0, 1].kind == register.CUSTOMS_UNION
    assert held[2, 3].name == "ASEAN-Korea"  # not RCEP
    assert held[2, 4].partial


def test_against_desta(shared):
    """DESTA's full free trade agreements of 2022 (Dür, Baccini and Elsig 2014) between the embedded economies."""
    theirs = pd.read_parquet(shared / "agreements" / "desta22_dyad_year.parquet")
    codes = cp.load_economy(2022, tariffs="none").countries
    some = theirs[
        (theirs.year == 2022) & (theirs.full_fta == 1) & theirs.iso3_1.isin(codes) & theirs.iso3_2.isin(codes)
    ]
    desta = {frozenset(pair) for pair in zip(some.iso3_1, some.iso3_2, strict=True)}
    which = register.pairs(codes, date(2022, 12, 31)).which
    ours = {frozenset((codes[a], codes[b])) for a, b in np.argwhere(which >= 0)}
    african = {"AGO", "CIV", "CMR", "COD", "EGY", "NGA", "SEN", "STP", "TUN", "ZAF"}
    both, left_out = len(ours & desta), {pair for pair in desta - ours if not pair & african}
    print(f"both {both}, ours alone {len(ours - desta)}, DESTA's alone {len(desta - ours)}: {left_out}")
    assert both / len(ours | desta) > 0.9  # what DESTA lacks is mostly the United Kingdom's, and RCEP among some pairs
    assert both / len(desta) > 0.98
    assert (
        len(left_out) <= 3
    )  # an end (Turkey and Jordan), a suspension (Russia and Ukraine), no free trade area (Laos)


def test_rcep_s_pairs(shared):
    theirs = pd.read_csv(shared / "agreements" / "rcep_dyads.csv")
    rcep = register.agreement("RCEP")
    for one, other, day in theirs.itertuples(index=False):
        pair, first = frozenset((one, other)), date.fromisoformat(day)
        assert pair in rcep.pairs(first)
        assert pair not in rcep.pairs(first - timedelta(days=1))


def test_a_pair_is_bound_from_the_later_of_its_two_days():
    rcep, cptpp = register.agreement("RCEP"), register.agreement("CPTPP")
    assert rcep.since("KOR", "JPN") == date(2022, 2, 1)
    assert rcep.since("MYS", "KOR") == date(2022, 3, 18)
    assert rcep.since("IDN", "PHL") == date(2023, 6, 2)
    assert rcep.since("MMR", "CHN") == date(2022, 5, 1)
    assert rcep.since("MMR", "KOR") is None
    assert rcep.since("KOR", "IDN", 2022) is None
    assert cptpp.since("GBR", "AUS") == date(2024, 12, 24)
    assert cptpp.since("GBR", "JPN") == date(2024, 12, 15)
    assert cptpp.since("GBR", "CAN") is None
    assert "CPTPP" not in names("GBR", "CAN", 2025)
    assert register.agreement("ASEAN-Korea").since("KOR", "THA") == date(2010, 1, 1)
    assert register.agreement("EU-Korea").since("HRV", "KOR") == date(2013, 7, 1)
    assert register.agreement("Korea-US").since("KOR", "JPN") is None


def test_a_day_of_one_party_leaves_the_others_bound():
    assert names("KOR", "THA", date(2009, 12, 31)) == ["GSTP"]
    assert "ASEAN-Korea" in names("KOR", "THA", date(2010, 1, 1))
    assert "ASEAN-Korea" in names("KOR", "VNM", date(2007, 6, 1))


def test_partial_scope_frees_no_tariff():
    assert names("IND", "BGD", 1990) == ["APTA", "GSTP"]
    assert register.pairs(("IND", "BGD"), date(1990, 7, 1)).which.max() == -1


def test_how_an_agreement_stands():
    assert [register.agreement("Korea-US").stands(year) for year in (2006, 2007, 2012)] == ["", "signed", "in force"]
    assert [register.agreement("NAFTA").stands(year) for year in (1993, 2019, 2020)] == ["signed", "in force", "ended"]
    assert [register.agreement("CJK").stands(year) for year in (2011, 2012, 2025)] == ["", "stopped", "stopped"]
    assert register.agreement("Korea-China second phase").stands(2025) == "negotiating"
    assert register.agreement("EFTA-Thailand").stands(2010) == "negotiating"  # signed on 23 January 2025
    assert register.agreement("CJK").rounds == 16


def test_efta_in_eastern_europe_and_others_that_are_outside_of_the_g20():
    days = {("GEO", "NOR"): "2017-09-01", ("GEO", "CHE"): "2018-05-01", ("ALB", "NOR"): "2011-08-01"}
    for (one, other), day in days.items():
        (held,) = register.between(one, other, 2024)
        assert held.since(one, other, 2024) == date.fromisoformat(day)
    assert register.between("CHN", "TWN", 2012)[0].kind == register.PARTIAL_SCOPE
    assert "Mercosur-Bolivia" in names("BRA", "BOL", 1998)


@pytest.mark.parametrize(
    ("day", "year"),
    [("2015-12-20", 2016), ("2022-02-01", 2022), ("2011-07-01", 2011), ("2011-07-02", 2012), ("1994-01-01", 1994)],
)
def test_an_agreement_counts_from_the_first_year_on_whose_first_of_july_it_is_in_force(day, year):
    assert register.counts_from(date.fromisoformat(day)) == year


def test_depth_between_two_countries():
    assert register.depth_between("KOR", "CHN", date(2015, 12, 19)) == 1  # APTA
    assert register.depth_between("KOR", "CHN", date(2015, 12, 20)) == 6
    assert register.depth_between("KOR", "CHN", 2016, without="korea-china") == 1
    assert register.depth_between("KOR", "USA", 2024) == 7
    assert register.depth_between("CHN", "USA", 2024) == 0.0
    assert register.depth_between("RUS", "BLR", 2024, without="CIS free trade area") is None
    with pytest.raises(InputError, match="no agreement 'Nowhere'"):
        register.depth_between("KOR", "CHN", 2024, without="Nowhere")


def test_preferences_on_some_goods_do_not_stand_for_a_free_trade_area_that_nobody_has_read():
    held = register.between("KOR", "ISR", 2024)  # a free trade area of 2022, and preferences of 1973 of depth 0
    assert {(one.kind, one.depth) for one in held} == {("free_trade_agreement", None), ("partial_scope", 0.0)}
    assert register.depth_between("KOR", "ISR", 2024) is None
    assert register.depth_between("KOR", "ISR", 2024, without="Korea-Israel") == 0.0
    assert np.isnan(register.depths(("KOR", "ISR"), 2024)[0, 1])


@pytest.mark.parametrize("word", ["EFTA-Mexico", "efta-south africa", "Japan-Singapore", "EFTA-Hong Kong"])
def test_an_agreement_of_a_code_is_found_by_the_country_s_name(word):
    code = {"Mexico": "MEX", "south africa": "ZAF", "Singapore": "SGP", "Hong Kong": "HKG"}[word.partition("-")[2]]
    assert register.agreement(word).name.casefold() == f"{word.partition('-')[0]}-{code}".casefold()


def test_no_word_names_two_agreements():
    words = [word.casefold() for one in register.agreements().values() for word in (one.name, *one.also)]
    assert len(words) == len(set(words))


def test_who_is_in_one_customs_union():
    codes = ("DEU", "GBR", "TUR", "BRA", "ARG", "KOR")
    found = register.united(codes, 2022)
    pairs = {(codes[a], codes[b]) for a, b in np.argwhere(np.triu(found, 1))}
    assert pairs == {("BRA", "ARG")}, "the United Kingdom has left, and Turkey is on the other side of its own union"
    assert register.united(codes, 2015)[0, 1]


@pytest.mark.parametrize("year", [1985, 2005, 2022, 2025])
@pytest.mark.parametrize("without", [None, "RCEP", "EU customs union"])
def test_the_matrix_of_depths_agrees_with_the_pairs(year, without):
    codes = ("KOR", "CHN", "JPN", "USA", "DEU", "GBR", "BLR", "RUS", "VNM", "MMR", "CAN", "ISR", "ROW")
    found = register.depths(codes, year, without)
    for a, one in enumerate(codes):
        for b, other in enumerate(codes):
            expected = 0.0 if a == b else register.depth_between(one, other, year, without)
            assert found[a, b] == expected or (expected is None and np.isnan(found[a, b])), (one, other)


def test_the_table_is_read_by_the_reader_of_facts():
    assert len(facts.read("trade_agreements")) == len(register.agreements())
