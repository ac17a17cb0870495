"""Obligations: who has promised what to whom, and on which days."""

from __future__ import annotations

from datetime import date

import pytest

import counterpoise as cp
from counterpoise.core.errors import DataError
from counterpoise.world import treaties

HEAD = "treaty,kind,promisers,beneficiaries,duties,signed,in_force,ended,note,citation,seen,as_of\n"
ROW = "One,treaty,KOR USA,KOR USA,defense,1953-10-01,1954-11-17,,,A citation,memory,2026-11-26\n"


def defenders(country, on, kinds=(treaties.TREATY,)):
    some = treaties.obligations(on)
    return {
        one.promiser for one in some if one.beneficiary == country and one.kind in kinds and "defense" in one.duties
    }


def defended(country, on):
    some = treaties.obligations(on)
    return {
        one.beneficiary for one in some if one.promiser == country and one.kind == "treaty" and "defense" in one.duties
    }


def written(tmp_path, *rows):
    (tmp_path / "defence_treaties.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("one", "other", "on", "promised"),
    [
        ("USA", "KOR", date(1954, 11, 16), False),
        ("USA", "KOR", date(1954, 11, 17), True),
        ("USA", "JPN", 2018, True),
        ("JPN", "USA", 2018, False),
        ("USA", "NZL", 1985, True),
        ("USA", "NZL", 1986, False),
        ("AUS", "NZL", 2018, True),
        ("USA", "TWN", 1979, True),
        ("USA", "TWN", 1980, False),
        ("USA", "TWN", 2025, False),
        ("USA", "ISR", 2025, False),
        ("USA", "MEX", date(2004, 9, 5), True),
        ("USA", "MEX", date(2004, 9, 6), False),
        ("USA", "FIN", date(2023, 4, 3), False),
        ("USA", "FIN", date(2023, 4, 4), True),
        ("USA", "SWE", date(2024, 3, 7), True),
        ("RUS", "PRK", 1995, True),
        ("RUS", "PRK", 2010, False),
        ("PRK", "RUS", date(2024, 12, 4), True),
        ("CHN", "PRK", 2025, True),
        ("CHN", "RUS", 2025, False),
        ("RUS", "KAZ", 2025, True),
        ("RUS", "POL", 1990, True),
        ("RUS", "POL", 1992, False),
        ("PAK", "SAU", date(2025, 9, 17), True),
        ("GBR", "MYS", 2025, False),
        ("TUR", "CYP", 2025, False),
        ("SAU", "EGY", 1985, False),
        ("SAU", "EGY", 1990, True),
        ("DEU", "GBR", 2025, True),
    ],
)
def test_who_has_promised_defence_to_whom(one, other, on, promised):
    assert (one in defenders(other, on)) is promised


def test_nobody_has_promised_switzerland_anything():
    assert not any("CHE" in (one.promiser, one.beneficiary) for one in treaties.history())


@pytest.mark.parametrize("country", ["AUT", "IRL", "MLT"])
def test_neutral_members_of_the_union_have_its_clause_alone(country):
    assert defenders(country, 2025) == set()
    assert len(defenders(country, 2025, (treaties.CLAUSE,))) == 26
    assert defenders(country, 2008, treaties.KINDS) == set()


def test_an_assurance_is_told_from_a_promise():
    some = [one for one in treaties.obligations(2025) if one.beneficiary in ("TWN", "UKR") and one.promiser == "USA"]
    assert {one.kind for one in some} == {treaties.ASSURANCE}
    assert {one.treaty for one in some} == {
        "Taiwan Relations Act",
        "Budapest Memorandum",
        "Ukraine security agreements",
    }
    assert not any("defense" in one.duties for one in some)


def test_the_five_powers_consult():
    duties = {one.duties for one in treaties.obligations(2025) if (one.promiser, one.beneficiary) == ("GBR", "MYS")}
    assert duties == {("consultation",)}


def test_a_year_is_its_last_day():
    assert treaties.obligations(1980) == treaties.obligations(date(1980, 12, 31))
    assert treaties.obligations(1986) != treaties.obligations(date(1986, 1, 1))


def test_without_a_day_what_has_no_end():
    some = treaties.obligations()
    assert all(one.until is None for one in some)
    assert set(some) == {one for one in treaties.history() if one.holds(date.max)}


def test_what_is_not_in_force_obliges_nobody():
    signed = [one for one in treaties.treaties() if one.in_force is None]
    assert "Kensington Treaty" in [one.name for one in signed]
    assert not {one.treaty for one in treaties.history()} & {one.name for one in signed}


def test_members_of_a_group_are_bound_while_both_belong_to_it():
    found = {
        (one.promiser, one.beneficiary): (one.since, one.until)
        for one in treaties.history()
        if one.treaty in ("North Atlantic Treaty", "Warsaw Pact")
    }
    assert found["SWE", "FIN"] == (date(2024, 3, 7), None)
    assert found["RUS", "DDR"] == (date(1955, 6, 4), date(1990, 9, 24))
    assert ("FIN", "FIN") not in found


def test_the_united_states_promises_to_most_of_the_world_s_output():
    codes = cp.load_economy().countries
    allies = defended("USA", 2025) & set(codes)
    assert 40 <= len(allies) <= 42
    assert {"KOR", "JPN", "DEU", "AUS", "PHL", "FIN", "SWE"} <= allies
    assert allies.isdisjoint({"MEX", "IND", "SGP", "ISR", "SAU", "TWN", "AUT", "IRL", "NZL"})


def test_a_treaty_that_ends_before_it_starts_is_refused(tmp_path):
    wrong = ROW.replace("1954-11-17,", "1954-11-17,1953-11-17")
    folder = written(tmp_path, ROW, wrong)
    with pytest.raises(DataError, match=r"One ends on 1953-11-17, and begins on 1954-11-17") as raised:
        treaties.treaties(folder)
    assert raised.value.where.endswith("defence_treaties.csv, line 3")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",treaty,", ",pact,", "'pact' is no kind of treaty"),
        (",defense,", ",love,", "'love' is no duty"),
        ("KOR USA,KOR", "KOR XXX,KOR", "'XXX' is neither a country nor a group"),
        ("1953-10-01", "1953-13-01", "'1953-13-01' is no day"),
        ("memory", "hearsay", "lacks citation, date or seen"),
        ("2026-11-26", "", "lacks citation, date or seen"),
    ],
)
def test_what_no_treaty_can_be_is_refused(tmp_path, old, new, message):
    with pytest.raises(DataError, match=message):
        treaties.treaties(written(tmp_path, ROW.replace(old, new)))


def test_a_year_alone_is_its_first_day(tmp_path):
    (one,) = treaties.treaties(written(tmp_path, ROW.replace("1954-11-17", "1954")))
    assert one.in_force == date(1954, 1, 1)
    assert [(o.promiser, o.beneficiary) for o in one.obligations()] == [("KOR", "USA"), ("USA", "KOR")]
