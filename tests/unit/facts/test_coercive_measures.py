"""Coercive measures: each row well-formed, and none of them a sanction that GSDB has already without saying why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from counterpoise.codes.countries import countries
from counterpoise.codes.groups import ALL, is_group, members
from counterpoise.facts import read

TABLE = read("coercive_measures")
KINDS = {"trade", "export_control", "tourism", "investment", "finance", "energy", "other"}

# whom GSDB names together, or by an organization
SEVERAL = {
    "League of Arab States": "SAU KWT ARE QAT BHR LBY DZA IRQ SYR EGY",
    "Saudi Arabia, United Arab Emirates, Bahrain, Egypt, Arab Rep.": "SAU ARE BHR EGY",
    "Albania, Montenegro, Liechtenstein, Iceland": "ALB MNE ISL LIE",
    "EU": "EU",
}

DAYS = "GSDB gives years alone and ends in 2022; here are the days, the goods and how it ended"
PART = "GSDB's case is all that the sender did to the target in those years; this is one measure of it"
GAS = "GSDB's case is of the whole Union, and of all measures; this is one member's gas, cut on a day of its own"
JOINT = "GSDB cuts it into a case for each target; here it is one measure"

# each measure that GSDB has too, with its cases and why it is kept
KEPT: dict[str, tuple[set[int], str]] = {
    "pineapples 2021": ({1249}, PART),
    "sugar apples and wax apples 2021": ({1249}, PART),
    "grouper 2022": ({1249}, PART),
    "citrus and fish 2022": ({1249}, PART),
    "sand 2022": ({1249}, PART),
    "food and drink 2022": ({1249}, PART),
    "Lithuania 2021": ({1199, 1225}, f"{DAYS}; case 1199 is of the whole Union"),
    "salmon 2010": ({866, 867}, f"{DAYS}; case 866 is the diplomatic side"),
    "gas to Ukraine 2006": ({792}, DAYS),
    "gas to Ukraine 2009": ({848}, DAYS),
    "gas to Ukraine 2014": ({1020}, DAYS),
    "wine of Georgia 2006": ({771, 772}, f"{PART}; case 772 is the full blockade"),
    "wine of Moldova 2006": ({784}, DAYS),
    "wine of Moldova 2013": ({972}, PART),
    "dairy of Lithuania 2013": ({970, 989}, f"{DAYS}; case 989 is the food embargo of 2014"),
    "food embargo 2014": (
        {970, 981, 984, 989, 997, 1024},
        f"{JOINT}, and it goes on after 2022; case 970 is the dairy of Lithuania",
    ),
    "food embargo widened 2015": ({1027}, f"{DAYS}, and it goes on after 2022"),
    "gas to Poland 2022": ({1200, 1281, 1298}, DAYS),
    "gas to Bulgaria 2022": ({1200, 1274, 1281}, DAYS),
    "gas to Finland 2022": ({1200, 1281}, GAS),
    "gas to the Netherlands 2022": ({1200, 1281}, GAS),
    "gas to Denmark 2022": ({1200, 1281}, GAS),
    "gas to Germany by Shell 2022": ({1200, 1281}, GAS),
    "gas to Latvia 2022": ({1200, 1281}, GAS),
    "grain 1980": ({254, 261}, f"{PART}; case 261 is over Poland"),
    "metals of Turkey 2018": ({1107}, PART),
    "Qatar 2017": ({1070}, "GSDB has the travel and the diplomacy of it, not the trade"),
    "oil 1973": ({155, 164, 166, 167, 171, 173, 174}, JOINT),
    "Nepal 2015": ({1035}, DAYS),
}


def _places(codes: str, on: date) -> set[str]:
    """Give the countries that codes and groups stand for on a day."""
    return {one for code in codes.split() for one in (members(code, on) if is_group(code) else (code,))}


def _day(text: str, *, last: bool = False) -> date:
    """Give the first day, or a late one, of what a date leaves open."""
    parts = [int(part) for part in text.split("-")]
    year, month, day = parts + ([12, 28] if last else [1, 1])[len(parts) - 1 :]
    return date(year, month, day)


def _cases(path: Path) -> list[tuple[int, str, str, int]]:
    """Read GSDB's cases: number, codes of the senders, codes of the targets, first year."""
    table = duckdb.read_parquet(str(path))
    found = table.select("case_id, sender, sender_iso3, target, target_iso3, begin").order("case_id").fetchall()
    return [
        (number, SEVERAL.get(sender, by or ""), SEVERAL.get(target, at or ""), begin)
        for number, sender, by, target, at, begin in found
    ]


def test_each_row_is_well_formed():
    names = [row["name"] for row in TABLE]
    assert len(names) == len(set(names)) >= 60
    for row in TABLE:
        name = row["name"]
        assert row["kind"].split(), name
        assert set(row["kind"].split()) <= KINDS, name
        assert all(row[field] for field in ("what", "dispute", "outcome", "citation")), name
        assert _day(row["since"]) <= date.fromisoformat(row["as_of"]), name
        assert (not row["until"]) == row["outcome"].startswith("continuing"), name
        if row["until"]:
            assert _day(row["since"]) <= _day(row["until"], last=True) <= date.fromisoformat(row["as_of"]), name


def test_senders_and_targets_are_known_and_not_the_same():
    world = countries()
    for row in TABLE:
        since = _day(row["since"])
        senders = _places(row["sender"], since)
        assert senders, row["name"]
        assert all(code in world for code in senders), row["name"]
        if row["target"] == ALL:
            assert row["kind"] == "export_control", row["name"]
            assert row["note"], row["name"]
            continue
        targets = _places(row["target"], since)
        assert targets, row["name"]
        assert all(code in world for code in targets), row["name"]
        assert not senders & targets, row["name"]


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("rare earths 2010", "2010-09-21", "2010-11-20"),
        ("group tours to Korea 2017", "2017-03-15", "2023-08-10"),
        ("three materials 2019", "2019-07-04", "2023-03-23"),
        ("Japan's white list 2019", "2019-08-28", "2023-07-21"),
        ("wine 2020", "2020-11-28", "2024-03-29"),
        ("grain 1980", "1980-01-04", "1981-04-24"),
    ],
)
def test_the_measures_that_are_told_most_have_their_days(name, since, until):
    (row,) = [row for row in TABLE if row["name"] == name]
    assert (row["since"], row["until"]) == (since, until)


@pytest.mark.parametrize(
    ("name", "measure", "origin"),
    [
        ("metals of Turkey 2018", "steel 2018", "TUR"),
        ("Brazil 2025", "Brazil", "BRA"),
        ("Russian oil 2025", "Russian oil", "IND"),
    ],
)
def test_united_states_tariffs_have_the_days_of_their_own_table(name, measure, origin):
    (mine,) = [row for row in TABLE if row["name"] == name]
    (known,) = [row for row in read("us_tariffs") if (row["measure"], row["origin"]) == (measure, origin)]
    assert mine["since"] == known["since"]
    assert known["until"] in ("", mine["until"])


def test_few_rows_rest_on_memory():
    from_memory = [row["name"] for row in TABLE if row["seen"] == "memory"]
    print(f"coercive measures: {len(from_memory)} of {len(TABLE)} rows rest on memory: {', '.join(from_memory)}")
    assert len(from_memory) <= len(TABLE) / 10


def test_what_gsdb_has_too_is_listed_with_the_reason_for_keeping_it(shared):
    path = shared / "security" / "sanctions.parquet"
    if not path.is_file():
        pytest.skip("GSDB's cases are not among the third-party figures")
    cases = _cases(path)
    found: dict[str, set[int]] = {}
    for row in TABLE:
        since = _day(row["since"])
        if since.year > 2022 or row["target"] == ALL:
            continue
        senders, targets = _places(row["sender"], since), _places(row["target"], since)
        for number, by, at, begin in cases:
            near = abs(begin - since.year) <= 1
            if near and senders & _places(by, since) and targets & _places(at, since):
                found.setdefault(row["name"], set()).add(number)
    assert found == {name: numbers for name, (numbers, _) in KEPT.items()}
    assert all(reason for _, reason in KEPT.values())
