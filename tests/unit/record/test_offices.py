"""The table of office-holders: whole, without two at once but where one acts, and open where a name is not clear."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from counterpoise.core.errors import DataError
from counterpoise.record import offices
from counterpoise.record.offices import holders, in_office, who

POWERS = ("KOR", "USA", "CHN", "JPN", "RUS", "IND", "EU")
MET = date(2025, 9, 17)


def test_the_powers_have_a_foreign_minister_every_day_but_in_known_gaps():
    gaps = {"KOR": 35, "USA": 27, "JPN": 7, "IND": 3, "CHN": 0, "RUS": 0, "EU": 0}
    for code in POWERS:
        held = sorted(
            (one for one in holders() if (one.country, one.office) == (code, "foreign minister")),
            key=lambda one: one.since,
        )
        assert held[0].since <= date(2009, 2, 1)
        assert held[-1].until is None
        between = [(b.since - a.until).days for a, b in itertools.pairwise(held)]
        assert min(between, default=0) >= 0
        assert max(between, default=0) <= gaps[code]


def test_no_two_hold_an_office_but_those_who_act():
    for one, other in itertools.combinations(holders(), 2):
        if (one.country, one.office) == (other.country, other.office) and "cting" not in one.note + other.note:
            last = [each.until or date.max for each in (one, other)]
            assert min(last) <= max(one.since, other.since), (one.name, other.name)


def test_every_row_says_whether_it_was_seen():
    assert {one.seen for one in holders()} == {"text", "memory"}
    assert all(one.citation and one.forms for one in holders())


@pytest.mark.parametrize(
    ("text", "on", "found"),
    [
        ("South Korean President Lee Jae Myung", MET, ["Lee Jae-myung"]),  # as the papers of that week had it
        ("South Korean Foreign Minister Cho Hyun", MET, ["Cho Hyun"]),
        ("Chinese Foreign Minister Wang Yi", MET, ["Wang Yi"]),
        ("Wang", MET, ["Wang Yi"]),
        ("the Chinese foreign minister", date(2023, 3, 7), ["Qin Gang"]),
        ("the US secretary of state", date(2017, 1, 25), []),
        ("President Trump", date(2018, 1, 1), ["Donald Trump"]),
        ("조현 외교부 장관", MET, ["Cho Hyun"]),
        ("王毅", MET, ["Wang Yi"]),
        ("the president", MET, []),
        ("North Korea's foreign minister", MET, ["Choe Son-hui"]),
        ("Kim Jong Un", MET, ["Kim Jong-un"]),
        ("India's external affairs minister", MET, ["Subrahmanyam Jaishankar"]),
    ],
)
def test_whom_a_title_or_a_name_means(text, on, found):
    assert [one.name for one in who(text, on)] == found


def test_what_is_not_clear_is_left_open():
    assert {one.country for one in who("Kim", MET)} == {"KOR", "PRK"}
    assert [one.name for one in who("Kim", MET, among=["PRK"])] == ["Kim Jong-un"]


def test_on_the_day_of_a_handover_both_are_in_office_and_the_day_after_one():
    day = date(2022, 5, 10)
    assert len(in_office(day, "KOR", "head of state")) == 2
    assert len(in_office(day + timedelta(1), "KOR", "head of state")) == 1


def test_a_reader_adds_office_holders(tmp_path, monkeypatch):
    file = tmp_path / "own.csv"
    file.write_text(
        "country,office,title,name,forms,since,until,note,citation,seen,date\n"
        "XAL,foreign minister,Foreign Minister,Mira Sandoval,Sandoval,2020-01-01,,,ours,text,2026-01-01\n"
    )
    monkeypatch.setenv(offices.VARIABLE, str(file))
    assert [one.country for one in who("Minister Sandoval", MET)] == ["XAL"]
    file.write_text(file.read_text().replace("foreign minister,", "minister,"))
    offices._held.cache_clear()
    with pytest.raises(DataError, match="line 2: there is no office 'minister'"):
        who("Sandoval", MET)
    offices._held.cache_clear()
