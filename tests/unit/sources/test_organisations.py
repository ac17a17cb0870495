"""Membership of international organisations: both layouts, and what another package counts of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.codes.state_numbers import state_numbers
from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.cow_organisations import COLUMNS, SOURCE
from counterpoise.sources.source import Part, Raw

STATES = "state_year_formatv3.csv"
STATES_HEAD = "ccode,year,state,AAAID,NATO,UN,OECD"
STATES_LINES = [
    "2,1816,usa,-1,-1,-1,-1",
    "2,1990,usa,0,1,1,1",
    "732,1990,southkorea,0,0,0,3",
    "732,1991,southkorea,0,0,1,3",
    "260,1990,wgermany,0,1,0,-9",
    "255,1990,germany,0,0,1,1",
    "345,1999,yugoslavia,2,0,0,0",
    "345,2006,yugoslavia,0,0,1,0",
]
PAIRS = "dyadic_formatv3.csv"
PAIRS_HEAD = "aalco,nato,un,ccode1,country1,ccode2,country2,year,dyadid"
PAIRS_LINES = [
    "-1,-1,-1,2,usa,200,uk,1900,2200",
    "0,0,1,2,usa,732,southkorea,2014,2732",
    "0,0,-9,731,northkorea,732,southkorea,2014,731732",
    "-1,-1,-1,731,northkorea,732,southkorea,1947,731732",
    "0,1,1,220,france,260,wgermany,1990,220260",
    "0,1,0,220,france,255,germany,1990,220255",
    "0,0,1,255,germany,260,wgermany,1990,255260",
]


def written(path: Path, head: str, lines: list[str]) -> Path:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def taken(path: Path, year: int | None = None) -> tuple[Part, list[tuple[object, ...]]]:
    (part,) = list(SOURCE.read(Raw(path, None, year), Progress()))
    ((table, write),) = part.tables.items()
    target = path.parent / "taken.parquet"
    # a table of pairs is spooled, and gone once the reader went on
    for one in SOURCE.read(Raw(path, None, year), Progress()):
        assert one.tables[table](target) == part.numbers["rows"]
    found = pd.read_parquet(target)
    assert list(found.columns) == list(COLUMNS[table])
    assert write is not None
    return part, [tuple(row) for row in found.astype(object).to_numpy().tolist()]


def test_full_members_alone_are_kept(tmp_path: Path):
    part, rows = taken(written(tmp_path / STATES, STATES_HEAD, STATES_LINES))
    assert rows == [
        ("NATO", "DEU", 1990), ("NATO", "USA", 1990), ("OECD", "DEU", 1990), ("OECD", "USA", 1990),
        ("UN", "DEU", 1990), ("UN", "KOR", 1991), ("UN", "SRB", 2006), ("UN", "USA", 1990),
    ]  # fmt: skip
    assert (part.dataset, part.edition) == ("cow-organisations", "3")
    assert (part.numbers["before"], part.numbers["unknown"]) == (1, 1)
    assert part.years == (1990, 1991, 1999, 2006)
    assert taken(tmp_path / STATES, 1991)[1] == [("UN", "KOR", 1991)]


def test_pairs_have_a_number_and_what_is_unknown(tmp_path: Path):
    part, rows = taken(written(tmp_path / PAIRS, PAIRS_HEAD, PAIRS_LINES))
    assert rows == [("DEU", "FRA", 1990, 2, 0), ("KOR", "PRK", 2014, 0, 1), ("KOR", "USA", 2014, 1, 0)]
    assert part.dataset == "cow-organisations-dyadic"
    assert (part.numbers["before"], part.numbers["empty"], part.numbers["at_home"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("name", "head", "lines"), [(STATES, STATES_HEAD, STATES_LINES), (PAIRS, PAIRS_HEAD, PAIRS_LINES)]
)
def test_the_source_conforms_and_damage_is_refused_or_harmless(
    tmp_path: Path, hurt, name: str, head: str, lines: list[str]
):
    plain = written(tmp_path / name, head, lines)
    conforms(SOURCE, plain)
    packed = tmp_path / "producer.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, f"IGO/{name}")
        archive.writestr("igo_year_formatv3.csv", "ioname,year\nUN,1945\n")
    conforms(SOURCE, packed)
    hurt(SOURCE, plain)


@pytest.mark.parametrize(
    ("name", "head", "lines", "old", "new", "said"),
    [
        (STATES, STATES_HEAD, STATES_LINES, "1,1,1", "1,4,1", "'4' is no mark of membership"),
        (STATES, STATES_HEAD, STATES_LINES, "732,", "730,", "'730' is no state's number"),
        (STATES, STATES_HEAD, STATES_LINES, "UN", "NATO", "the column 'nato' is there twice"),
        (STATES, STATES_HEAD, STATES_LINES, "year", "when", "the column 'year' is not there"),
        (STATES, STATES_HEAD, STATES_LINES, "732,1990,", "732,,", "'' is not a year"),
        (STATES, STATES_HEAD, STATES_LINES, "0,0,0,3", "0,0,3", "there are 6 cells, not 7"),
        (STATES, "ccode,year,state", ["2,1990,usa"], "usa", "us", "there is no organisation in it"),
        (PAIRS, PAIRS_HEAD, PAIRS_LINES, "0,0,1,2,", "0,0,2,2,", "'2' is no mark of membership"),
        (PAIRS, PAIRS_HEAD, PAIRS_LINES, "2014,2732", "2014,2731", "'2731' is not the number of the pair 2 and 732"),
    ],
)  # fmt: skip
def test_errors_name_the_line(tmp_path: Path, name: str, head: str, lines: list[str], old: str, new: str, said: str):
    path = written(tmp_path / name, head, lines)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(path)
    assert f"{name}, line " in str(caught.value)


def test_a_year_without_lines_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="there is no membership in it for 1970"):
        taken(written(tmp_path / STATES, STATES_HEAD, STATES_LINES), 1970)


def test_all_that_another_package_counted_comes_back(shared: Path, tmp_path: Path):
    file = shared / "security" / "igo_shared.parquet"
    if not file.exists():
        pytest.skip(f"there is no {file.name}")
    other = pd.read_parquet(file)
    other = other[other.year.isin((1990, 2006, 2014))]
    numbers = {
        (span.code, year): number
        for number, spans in state_numbers().items()
        for span in spans
        for year in (1990, 2006, 2014)
        if span.far(year) == 0
    }
    most = int(other.shared_igos.max())
    lines = []
    for row in other.itertuples():
        one, two = sorted(numbers[code, row.year] for code in (row.iso3_a, row.iso3_b))
        marks = ",".join(["1"] * row.shared_igos + ["0"] * (most - row.shared_igos))
        lines.append(f'{1000 * one + two},{one},"a",{two},"b",{row.year},{marks}')
    head = "dyadid,ccode1,country1,ccode2,country2,year," + ",".join(f"o{k}" for k in range(most))
    _, rows = taken(written(tmp_path / PAIRS, head, lines))
    expected = {(*sorted((row.iso3_a, row.iso3_b)), row.year): row.shared_igos for row in other.itertuples()}
    assert {row[:3]: row[3] for row in rows} == expected
    assert expected["KOR", "USA", 2014] == 62
