"""The table of defence treaties, held against the Alliance Treaty Obligations and Provisions project (ATOP 5.1)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest

import counterpoise as cp
from counterpoise import facts
from counterpoise.codes.groups import is_group, members
from counterpoise.world import treaties

WORLD = frozenset((*cp.load_economy().countries, "PRK"))
FIRST, LAST = 1946, 2018

SIGNED = "ATOP counts from the year of signature, the table from the day on which it came into force"
GIVEN_UP = "ATOP sees it end a year later, or earlier, than the table"

ATOP_ALONE = {
    f"Rio Treaty: {SIGNED}, and it counts the Act of Chapultepec of 1945": (
        "ARG BRA CHL COL CRI MEX PER USA | ARG BRA CHL COL CRI MEX PER USA | 1946-1949",
    ),
    "Rio Treaty: ATOP goes on counting Mexico, which denounced it in 2002, with effect of 2004": (
        "MEX | ARG BRA CHL COL CRI PER USA | 2005-2018",
    ),
    f"North Atlantic Treaty: {SIGNED} (of the protocols of accession)": (
        "GRC TUR | NATO@1952 | 1951-1951",
        "DEU | NATO@1955 | 1954-1954",
        "ESP | NATO@1982 | 1981-1981",
        "CZE HUN POL | NATO@1999 | 1997-1998",
        "BGR EST LTU LVA ROU SVK SVN | NATO@2004 | 2003-2003",
        "HRV | NATO@2009 | 2008-2008",
    ),
    f"Treaty on European Union, Article 42(7): {SIGNED}": ("EU@2009 | EU@2009 | 2007-2008",),
    f"the Pacific treaties of the United States: {SIGNED}": (
        "AUS NZL | AUS NZL USA | 1951-1951",
        "PHL | USA | 1951-1951",
        "USA > JPN | 1951-1951",
        "KOR | USA | 1953-1953",
        "TWN | USA | 1954-1954",
    ),
    "United States-Republic of China 1954: it ended on 1 January 1980, which ATOP counts as a year": (
        "TWN | USA | 1980-1980",
    ),
    f"Manila Pact: {SIGNED}": ("AUS FRA GBR NZL PAK PHL THA USA | AUS FRA GBR NZL PAK PHL THA USA | 1954-1954",),
    f"Arab Joint Defence Treaty: {SIGNED}": ("EGY | SAU | 1950-1951",),
    f"Collective Security Treaty: {SIGNED}": ("BLR | KAZ RUS | 1993-1993",),
    f"ECOWAS Protocol on Mutual Assistance on Defence: {SIGNED}": ("NGA | CIV SEN | 1981-1985",),
    f"ECCAS Mutual Assistance Pact: {SIGNED}": ("AGO CMR COD STP | AGO CMR COD STP | 2000-2003",),
    "Angola, Congo, Namibia and Zimbabwe 1999: a wartime pact, of which no text was found": ("AGO | COD | 1999-1999",),
    f"SADC Mutual Defence Pact: {SIGNED}": ("ZAF | AGO COD | 2003-2007",),
    f"United Kingdom-Nigeria: {SIGNED}, and it was initialled before": ("GBR | NGA | 1960-1960",),
    "France-Senegal: ATOP goes on counting the treaty of 1974, which a partnership without assistance replaced": (
        "FRA | SEN | 2014-2018",
    ),
    "United States-Israel 1981: a memorandum on cooperation against the Soviet Union, no promise in law": (
        "USA > ISR | 1981-1991",
    ),
    "Spain-United States: agreements on bases of 1963 and 1976, which the table leaves out": (
        "ESP | USA | 1963-1970",
        "ESP | USA | 1976-1981",
    ),
    "Portugal-United States: the wartime agreement on the Azores, which the table leaves out": (
        "USA > PRT | 1946-1946",
    ),
    "France-Laos 1953: the treaty of association of a colony, which the table leaves out": ("FRA > LAO | 1953-1954",),
    "Italy-Malta 1980: a guarantee of neutrality, which the table leaves out": ("ITA > MLT | 1980-1984",),
    "African and Malagasy Union 1961: its pact of defence, which the table leaves out": (
        "CIV CMR SEN | CIV CMR SEN | 1961-1964",
    ),
    "Czechia-Slovakia 1992: ATOP reads a promise in the treaty of good neighbourliness; its text was not found": (
        "CZE | SVK | 1992-2003",
    ),
    "Czechoslovakia's pacts, which ATOP lets go on for a while with its successors": (
        "CZE SVK | RUS | 1993-1993",
        "SVK | ROU | 1993-1993",
        "CZE | ROU | 1993-1994",
    ),
}

OURS_ALONE = {
    "ANZUS: Australia and New Zealand hold that it goes on between them; ATOP ends it in 1986": (
        "AUS | NZL | 1987-2018",
    ),
    f"Manila Pact: {GIVEN_UP}: Pakistan's withdrawal took effect in 1973, and France did not denounce it": (
        "PAK | AUS FRA GBR NZL PHL THA USA | 1973-1973",
        "FRA | AUS NZL PHL THA | 1975-1977",
    ),
    "France's defence agreements of 1961, 1974 and 1995, named by its parliament, which ATOP does not code as defence": (
        "FRA > CIV | 1961-2013",
        "FRA > CMR | 1974-2011",
        "FRA > ARE | 1995-2018",
    ),
}

NO_CONSULTATION = {
    "Five Power Defence Arrangements": "a communiqué and notes, which ATOP does not count as a treaty",
}


def listed(line: str) -> set[tuple[str, str, int]]:
    """Give the pairs and years of a line of the lists above: "A B | C | 1951-1953", or "A > C | 1951-1953"."""
    *sides, years = (part.strip() for part in line.split("|"))
    one_way = ">" in line
    one, other = (side.strip() for side in sides[0].split(">")) if one_way else sides
    first, last = (int(year) for year in years.split("-"))
    pairs = {(a, b) for a in countries(one) for b in countries(other) if a != b}
    both = pairs if one_way else pairs | {(b, a) for a, b in pairs}
    return {(a, b, year) for a, b in both for year in range(first, last + 1)}


def countries(words: str) -> list[str]:
    """Give the countries of codes, and of groups in a year: NATO@1952."""
    found = []
    for word in words.split():
        group, _, year = word.partition("@")
        found += members(group, int(year)) if is_group(group) else [word]
    return found


def promised(duty: str, kinds: tuple[str, ...]) -> set[tuple[str, str, int]]:
    """Give the directed pairs of the world and the years of which some day saw such a promise, as ATOP counts."""
    found = set()
    for one in treaties.history():
        if one.kind in kinds and duty in one.duties and {one.promiser, one.beneficiary} <= WORLD:
            last = (one.until - timedelta(days=1)).year if one.until else LAST
            years = range(max(FIRST, one.since.year), min(LAST, last) + 1)
            found |= {(one.promiser, one.beneficiary, year) for year in years}
    return found


@pytest.fixture(scope="module")
def atop(shared) -> pd.DataFrame:
    table = pd.read_parquet(shared / "security" / "alliances.parquet")
    return table.loc[table.iso3_a.isin(WORLD) & table.iso3_b.isin(WORLD)]


def triples(table: pd.DataFrame) -> set[tuple[str, str, int]]:
    """Give its rows as promiser, beneficiary and year."""
    return set(zip(table.iso3_a, table.iso3_b, table.year.astype(int), strict=True))


def check(differences: set[tuple[str, str, int]], known: dict[str, tuple[str, ...]]) -> None:
    """Demand that every difference is listed, and that each listed line still has one in its first and last year."""
    lines = [line for some in known.values() for line in some]
    assert differences <= set().union(*(listed(line) for line in lines))
    for line in lines:
        years = {year for *_, year in listed(line) & differences}
        assert {min(year for *_, year in listed(line)), max(year for *_, year in listed(line))} <= years, line


def test_defence_against_atop(atop):
    theirs = triples(atop[atop.defense == 1])
    ours = promised("defense", (treaties.TREATY, treaties.CLAUSE))
    for first in (FIRST, 1990):
        both, alone, added = (
            sum(year >= first for *_, year in some) for some in (theirs & ours, theirs - ours, ours - theirs)
        )
        print(f"from {first}: both {both}, ATOP alone {alone}, the table alone {added}")
    check(theirs - ours, ATOP_ALONE)
    check(ours - theirs, OURS_ALONE)
    assert len(theirs & ours) > 0.94 * len(theirs | ours)


def test_consultation_is_in_atop_too(atop):
    """ATOP sees more of it than the table, which leaves out treaties that oblige to it alone, but for a few."""
    theirs = triples(atop[atop.consul == 1])
    found = {row for row in promised("consultation", (treaties.TREATY,)) - theirs if row[2] >= 1990}
    exempt = {(one.promiser, one.beneficiary) for one in treaties.history() if one.treaty in NO_CONSULTATION}
    assert {row[:2] for row in found} <= exempt
    for name in NO_CONSULTATION:
        pairs = {(one.promiser, one.beneficiary) for one in treaties.history() if one.treaty == name}
        assert pairs & {row[:2] for row in found}, name


def test_facts_that_atop_is_known_by(atop):
    ours = promised("defense", (treaties.TREATY, treaties.CLAUSE))
    assert {("USA", "KOR", year) for year in range(1954, 2019)} <= ours
    assert {("CHN", "PRK", year) for year in range(1961, 2019)} <= ours
    assert [year for year in range(FIRST, LAST + 1) if ("RUS", "PRK", year) in ours] == list(range(1961, 1997))
    assert not any({"KOR", "JPN"} == {one, other} for one, other, _ in ours)
    theirs = triples(atop[(atop.defense == 1) & (atop.year == 2018) & (atop.iso3_a == "USA")])
    allies = {other for one, other, year in ours if one == "USA" and year == 2018}
    assert {other for _, other, _ in theirs} - allies == {"MEX"}
    assert allies <= {other for _, other, _ in theirs}


def test_every_row_is_whole():
    rows = treaties.treaties()
    for one in rows:
        days = [day for day in (one.signed, one.in_force, one.ended) if day]
        assert days == sorted(days), one
        assert one.duties or one.kind == treaties.ASSURANCE, one
        assert one.signed, one
        assert len(one.citation) > 20, one
        assert any(one.obligations()) == bool(one.in_force), one
    keys = [(one.name, one.promisers, one.beneficiaries, one.duties, one.in_force) for one in rows]
    assert len(set(keys)) == len(keys)


def test_no_treaty_obliges_a_pair_twice_to_one_duty_at_a_time():
    spans: dict[tuple[str, str, str, str], list[tuple[date, date]]] = {}
    for one in treaties.history():
        for duty in one.duties:
            key = (one.treaty, one.promiser, one.beneficiary, duty)
            spans.setdefault(key, []).append((one.since, one.until or date.max))
    for key, some in spans.items():
        ordered = sorted(some)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered)), key


def test_every_row_touches_the_world():
    for one in treaties.treaties():
        words = (*one.promisers, *one.beneficiaries)
        assert any(is_group(word) or word in WORLD for word in words), one


def test_how_much_rests_on_memory():
    seen = Counter(row["seen"] for row in facts.read("defence_treaties"))
    print(f"defence_treaties: {seen['memory']} of {seen.total()} rows rest on memory")
    assert set(seen) == {"text", "memory"}
