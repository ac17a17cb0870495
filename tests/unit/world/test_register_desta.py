"""The register against DESTA 2.2 (Dür, Baccini and Elsig 2014): every pair of the G20 and ASEAN in every year to 2020.

DESTA's dyads say, for each pair and calendar year, how many agreements are in force, whether one of them is a full free
trade area, and the deepest index. Each difference stands here by name with its reason; another one fails.
"""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd
import pytest

from counterpoise.codes.groups import members
from counterpoise.world import register

YEARS = range(1949, 2021)
EC = "DEU FRA ITA"
FIRST_SIX = "BRN IDN MYS PHL SGP THA"


def span(first, last):
    return set(range(first, last + 1))


def each(one, others, years):
    return {(frozenset((one, other)), year) for other in others.split() for year in years}


def among(some, years):
    return {(frozenset(pair), year) for pair in combinations(some.split(), 2) for year in years}


def afta_s_later_members():
    """DESTA has no year of entry into force for the accessions to AFTA; the register has the days of CEPT."""
    found = each("VNM", FIRST_SIX, span(1996, 2009))
    for other in ("LAO", "MMR"):
        found |= each(other, f"{FIRST_SIX} VNM", span(1998, 2009))
    return found | each("LAO", "MMR", span(1998, 2009)) | each("KHM", f"{FIRST_SIX} VNM LAO MMR", span(2000, 2009))


def cptpp_by_party():
    """DESTA counts all eleven signatories of the CPTPP from 2018; Vietnam was bound in 2019, Brunei and Malaysia later."""
    return each("BRN", "CAN MEX", span(2018, 2020)) | each("CAN", "MYS", span(2018, 2020)) | each("CAN", "VNM", {2018})


def united_kingdom_in_2020():
    """DESTA ends the Union's agreements with the United Kingdom in 2019; they bound it through 2020."""
    return each("GBR", "CAN JPN KOR MEX SGP VNM TUR ZAF", {2020})


def asean_partners_by_party():
    """DESTA counts an agreement of ASEAN for all parties from its first year; some were bound later."""
    found = each("AUS", "IDN", span(2010, 2011)) | each("AUS", "KHM LAO", {2010})
    found |= each("KOR", "BRN KHM LAO PHL", {2007}) | each("IND", "KHM LAO PHL", {2010}) | each("JPN", "KHM", {2008})
    return found | each("JPN", "PHL BRN MYS THA IDN", {2008})


HERE_ONLY = {
    "accessions to AFTA": afta_s_later_members(),
    "Brunei joined ASEAN's preferences in 1984, for which DESTA has no year": each(
        "BRN", "IDN MYS PHL SGP THA", span(1984, 1991)
    ),
    "the United Kingdom was bound through 2020": united_kingdom_in_2020(),
    "Korea-Canada: DESTA has 2017 (the year of CETA) for 1 January 2015": each("CAN", "KOR", span(2015, 2016)),
    "the Auto Pact: signed and applied in January 1965, ratified in 1966": each("CAN", "USA", {1965}),
    "the Additional Protocol with Turkey: DESTA counts it for the United Kingdom from 1974": each("GBR", "TUR", {1973}),
}
"""Pairs and years with an agreement here and none in DESTA."""

DESTA_ONLY = {
    "Mercosur-SACU of 2004, replaced before it came into force by that of 2008": each(
        "ZAF", "ARG BRA", span(2010, 2015)
    ),
    "Australia-United Kingdom of 1957: signed in 1957, and ended in 1973, for which DESTA has no end": each(
        "AUS", "GBR", {1956} | span(1973, 2020)
    ),
    "GCC-Singapore: DESTA has 2009 for 1 September 2013": each("SAU", "SGP", span(2009, 2012)),
    "CPTPP by party": cptpp_by_party(),
    "agreements of ASEAN by party": asean_partners_by_party(),
}
"""Pairs and years with an agreement in DESTA and none here."""

FULL_HERE_ONLY = {
    **HERE_ONLY,
    "CPTPP and others after 2015, which DESTA has not coded": each("CAN", "AUS JPN SGP", span(2018, 2020))
    | each("MEX", "AUS SGP", span(2018, 2020))
    | among("CAN MEX VNM", span(2019, 2020))
    | each("RUS", "VNM", span(2016, 2020)),
    "the association of Turkey: duties fell, though DESTA counts no free trade area": each(
        "TUR", f"{EC} GBR", span(1964, 1995)
    ),
    "Thailand joined ASEAN-Korea in 2010; DESTA leaves it out": each("KOR", "THA", span(2010, 2020)),
    "Laos-Thailand, of 1991, is all that DESTA has before 2010": each("LAO", "THA", span(1998, 2009)),
    "the economic partnership agreement with southern Africa, through 2020": each("GBR", "ZAF", {2020}),
}
"""Pairs and years with more than partial scope here, and no full free trade area in DESTA."""

FULL_DESTA_ONLY = {
    **DESTA_ONLY,
    "AFTA: of 1992, with the first duties cut on 1 January 1993": among(FIRST_SIX, {1992}),
    "Mercosur: its customs union began in 1995": each("ARG", "BRA", span(1991, 1994)),
    "Mercosur-SACU: about 1,000 lines, no free trade area": each("ZAF", "ARG BRA", span(2016, 2020)),
    "US-Laos: trade relations, no free trade area": each("LAO", "USA", span(2005, 2020)),
}
"""Pairs and years with a full free trade area in DESTA and none here."""

DEPTH = {
    "Mercosur as consolidated, of which DESTA's dyads have the base treaty": ("ARG", "BRA", 3, 2),
    **{
        f"ASEAN-China as consolidated in 2007 ({one})": ("CHN", one, 3, 2)
        for one in ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "THA", "VNM"]
    },
    **{
        f"ASEAN-Korea as consolidated in 2009 ({one})": ("KOR", one, 3, 2)
        for one in ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL"]
    },
    "Thailand is left out of ASEAN-Korea by DESTA": ("KOR", "THA", 3, 0),
    **{
        f"CPTPP, uncoded ({pair})": (*pair.split("-"), 7, at)
        for pair, at in {
            "AUS-CAN": 0,
            "AUS-MEX": None,
            "AUS-VNM": 6,
            "CAN-JPN": None,
            "CAN-SGP": None,
            "CAN-VNM": None,
            "JPN-VNM": 6,
            "MEX-SGP": 0,
            "MEX-VNM": 0,
            "SGP-VNM": 2,
        }.items()
    },
    **{f"CPTPP, not in force yet ({pair})": (*pair.split("-"), 0, None) for pair in ("BRN-CAN", "BRN-MEX", "CAN-MYS")},
    **{
        f"the Union's agreements, through 2020 (GBR-{one})": ("GBR", one, here, there)
        for one, (here, there) in {
            "CAN": (7, 0),
            "JPN": (7, 0),
            "KOR": (7, 0),
            "MEX": (4, 0),
            "SGP": (7, 0),
            "VNM": (7, 0),
            "TUR": (4, None),
            "ZAF": (4, 2),
        }.items()
    },
    "Australia-United Kingdom of 1957, which has ended": ("AUS", "GBR", 0, None),
    "Japan-US, uncoded": ("JPN", "USA", 0, None),
}
"""Pairs whose depth in 2020 differs, with the register's and DESTA's (0: no agreement, None: one without an index)."""


@pytest.fixture(scope="module")
def economies():
    return sorted({*members("G20"), *members("ASEAN", 2024)})


@pytest.fixture(scope="module")
def desta(shared, economies):
    table = pd.read_parquet(shared / "agreements" / "desta22_dyad_year.parquet")
    table = table[table.iso3_1.isin(economies) & table.iso3_2.isin(economies) & table.year.isin(YEARS)]
    columns = (table[name].tolist() for name in ("iso3_1", "iso3_2", "year", "full_fta", "depth_index"))
    return {
        (frozenset((one, other)), year): (full == 1, depth)
        for one, other, year, full, depth in zip(*columns, strict=True)
    }


@pytest.fixture(scope="module")
def here(economies):
    """Give the pairs and years bound on 31 December, and those of them by more than an agreement on some goods."""
    every = {frozenset(pair) for pair in combinations(economies, 2)}
    bound, full = set(), set()
    for year in YEARS:
        for one in register.in_force(year):
            found = {(pair, year) for pair in one.pairs(year) & every}
            bound |= found
            full |= found if one.kind != register.PARTIAL_SCOPE else set()
    return bound, full


def told(named):
    return set().union(*named.values())


def shown(found):
    return sorted(("-".join(sorted(pair)), year) for pair, year in found)


def test_every_pair_and_year_with_an_agreement_in_force(here, desta, economies):
    bound, theirs = here[0], set(desta)
    total = len(economies) * (len(economies) - 1) // 2 * len(YEARS)
    print(f"{1 - len(bound ^ theirs) / total:.2%} of {total} alike, {len(bound ^ theirs)} different, each named")
    assert total == 27216
    assert shown(bound - theirs - told(HERE_ONLY)) == []
    assert shown(theirs - bound - told(DESTA_ONLY)) == []


def test_every_pair_and_year_with_a_free_trade_area(here, desta):
    bound, theirs = here[1], {at for at, (full, _) in desta.items() if full}
    assert shown(bound - theirs - told(FULL_HERE_ONLY)) == []
    assert shown(theirs - bound - told(FULL_DESTA_ONLY)) == []


def test_no_reason_is_given_for_nothing(here, desta):
    """Each named reason explains a difference that there is."""
    bound, wide = here
    full = {at for at, (whole, _) in desta.items() if whole}
    for named, known, differences in (
        (HERE_ONLY, {}, bound - set(desta)),
        (DESTA_ONLY, {}, set(desta) - bound),
        (FULL_HERE_ONLY, HERE_ONLY, wide - full),
        (FULL_DESTA_ONLY, DESTA_ONLY, full - wide),
    ):
        assert [reason for reason, some in named.items() if reason not in known and not some & differences] == []


def test_the_depth_of_every_pair_in_2020(desta, economies):
    differ = {}
    for one, other in combinations(economies, 2):
        ours = register.depth_between(one, other, 2020)
        theirs = desta.get((frozenset((one, other)), 2020), (False, 0.0))[1]
        at = None if math.isnan(theirs) else theirs
        if ours != at:
            differ[frozenset((one, other))] = (ours, at)
    assert differ == {frozenset((one, other)): (ours, theirs) for one, other, ours, theirs in DEPTH.values()}


def test_rcep_s_days_are_those_of_the_table(shared):
    theirs = pd.read_csv(shared / "agreements" / "rcep_dyads.csv")
    rcep = register.agreement("RCEP")
    assert len(theirs) == 91
    for one, other, day in theirs.itertuples(index=False):
        assert str(rcep.since(one, other)) == day, (one, other)


def test_checked_dates_of_the_agreements_that_the_examples_name(shared):
    theirs = pd.read_csv(shared / "agreements" / "key_agreements.csv").set_index("agreement")
    for name, wanted in {
        "Korea-China": "Korea-China FTA",
        "Korea-US": "Korea-US FTA (KORUS)",
        "EU-Korea": "EU-Korea FTA",
    }.items():
        one = register.agreement(name)
        assert (str(one.signed), str(one.in_force)) == tuple(theirs.loc[wanted, ["signed", "in_force"]])
    assert register.agreement("CJK").in_force is None
