"""Direct contiguity: spells, pairs by year, and what another package has of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.codes.state_numbers import state_numbers
from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.cow_contiguity import COLUMNS, SOURCE
from counterpoise.sources.source import Part, Raw

SPELLS = "contdir.csv"
SPELLS_HEAD = "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version"
SPELLS_LINES = [
    '2020,2,"USA",20,"CAN",1,192001,201612,"Canada joins, 1920",3.2',
    '2365,2,"USA",365,"RUS",2,195901,201612,,3.2',
    '731732,731,"PRK",732,"ROK",1,194907,201612,,3.2',
    '732740,732,"ROK",740,"JPN",4,195204,201612,,3.2',
    '255267,255,"GMY",267,"BAD",1,181606,187107,,3.2',
    '260265,260,"GFR",265,"GDR",1,195505,199010,,3.2',
    '220260,220,"FRN",260,"GFR",1,195505,199010,,3.2',
    '220255,220,"FRN",255,"GMY",1,199010,201612,,3.2',
    '345346,345,"YUG",346,"BOS",1,199204,201612,,3.2',
]
YEARS = "contdird.csv"
YEARS_HEAD = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version"
YEARS_LINES = [
    *(f'2020,2,"USA",20,"CAN",{year},1,3.2' for year in range(1930, 1950)),
    *(f'20002,20,"CAN",2,"USA",{year},1,3.2' for year in range(1930, 1950)),
    *(f'731732,731,"PRK",732,"ROK",{year},1,3.2' for year in (1949, 1950, 1953)),
    '255267,255,"GMY",267,"BAD",1850,1,3.2',
]


def written(path: Path, head: str, lines: list[str]) -> Path:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def taken(path: Path, year: int | None = None) -> tuple[Part, list[tuple[object, ...]]]:
    (part,) = list(SOURCE.read(Raw(path, None, year), Progress()))
    target = path.parent / "taken.parquet"
    assert part.tables["contiguity"](target) == part.numbers["rows"]
    found = pd.read_parquet(target)
    assert list(found.columns) == list(COLUMNS["contiguity"])
    return part, [tuple(row) for row in found.astype(object).to_numpy().tolist()]


def test_spells_are_of_countries_and_follow_their_codes(tmp_path: Path):
    part, rows = taken(written(tmp_path / SPELLS, SPELLS_HEAD, SPELLS_LINES))
    assert rows == [
        ("BIH", "SCG", 1, "1992-04", "2005-12"),
        ("BIH", "SRB", 1, "2006-01", "2016-12"),
        ("CAN", "USA", 1, "1920-01", "2016-12"),
        ("DDR", "DEU", 1, "1955-05", "1990-10"),
        ("DEU", "FRA", 1, "1955-05", "2016-12"),
        ("JPN", "KOR", 4, "1952-04", "2016-12"),
        ("KOR", "PRK", 1, "1949-07", "2016-12"),
        ("RUS", "USA", 2, "1959-01", "2016-12"),
    ]
    assert (part.edition, part.years, part.numbers["before"]) == ("3.2", tuple(range(1945, 2017)), 1)
    assert len(taken(tmp_path / SPELLS, 1950)[1]) == 2
    assert taken(tmp_path / SPELLS, 1950)[0].years == (1950,)


def test_years_that_follow_each_other_are_a_spell(tmp_path: Path):
    part, rows = taken(written(tmp_path / YEARS, YEARS_HEAD, YEARS_LINES))
    assert rows == [
        ("CAN", "USA", 1, "1945", "1949"), ("KOR", "PRK", 1, "1949", "1950"), ("KOR", "PRK", 1, "1953", "1953"),
    ]  # fmt: skip
    assert part.years == tuple(range(1945, 1954))


@pytest.mark.parametrize(
    ("name", "head", "lines"), [(SPELLS, SPELLS_HEAD, SPELLS_LINES), (YEARS, YEARS_HEAD, YEARS_LINES)]
)
def test_the_source_conforms_and_damage_is_refused_or_harmless(
    tmp_path: Path, hurt, name: str, head: str, lines: list[str]
):
    plain = written(tmp_path / name, head, lines)
    conforms(SOURCE, plain)
    hurt(SOURCE, plain)


def test_an_archive_with_both_is_read_by_its_spells(tmp_path: Path):
    packed = tmp_path / "DirectContiguity320.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(written(tmp_path / YEARS, YEARS_HEAD, YEARS_LINES), f"DirectContiguity320/{YEARS}")
        archive.write(written(tmp_path / SPELLS, SPELLS_HEAD, SPELLS_LINES), f"DirectContiguity320/{SPELLS}")
        archive.writestr("DirectContiguity320/contdirs.csv", "stateno,year\n2,1816\n")
    conforms(SOURCE, packed)
    assert len(taken(packed)[1]) == 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",1,194907", ",6,194907", "'6' is no whole number from 1 to 5"),
        (",1,194907", ",0,194907", "'0' is no whole number from 1 to 5"),
        ("194907", "194913", "'194913' is not a year and a month"),
        ("194907,201612", "194907,194812", "it ends in 194812, before it begins in 194907"),
        ('731,"PRK"', '730,"PRK"', "'730' is no state's number"),
        ("conttype", "kind", "the column 'conttype' is not there"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, old: str, new: str, said: str):
    path = written(tmp_path / SPELLS, SPELLS_HEAD, SPELLS_LINES)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(path)
    assert f"{SPELLS}, line " in str(caught.value)


def test_a_file_without_later_spells_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="no contiguity from 1945 on"):
        taken(written(tmp_path / SPELLS, SPELLS_HEAD, SPELLS_LINES[4:5]))
    with pytest.raises(DataError, match="no contiguity in it for 2020"):
        taken(written(tmp_path / SPELLS, SPELLS_HEAD, SPELLS_LINES), 2020)


def test_all_that_another_package_has_comes_back(shared: Path, tmp_path: Path):
    """The package has both directions, and adds rows of none (0), which the producer has not."""
    file = shared / "security" / "contiguity.parquet"
    if not file.exists():
        pytest.skip(f"there is no {file.name}")
    other = pd.read_parquet(file)
    numbers = {span.code: number for number, spans in state_numbers().items() for span in spans}
    other = other[(other.conttype > 0) & (other.enddate >= "1945")]
    lines, expected = [], set()
    for row in other.itertuples():
        one, two = numbers[row.iso3_a], numbers[row.iso3_b]
        begin, end = (day[:4] + day[5:7] for day in (row.stdate, row.enddate))
        if one < two:
            lines.append(f'{1000 * one + two},{one},"A",{two},"B",{row.conttype},{begin},{end},,3.2')
        pair = tuple(sorted((row.iso3_a, row.iso3_b)))
        expected |= {(*pair, row.conttype, year) for year in range(max(1945, int(begin[:4])), int(end[:4]) + 1)}
    _, rows = taken(written(tmp_path / SPELLS, SPELLS_HEAD, lines))
    found = {
        (*row[:3], year) for row in rows for year in range(max(1945, int(str(row[3])[:4])), int(str(row[4])[:4]) + 1)
    }
    serbian = {"YUG", "SCG", "SRB"}
    assert {key for key in found if serbian.isdisjoint(key)} == {key for key in expected if serbian.isdisjoint(key)}
    assert ("KOR", "PRK", 1, 2016) in found
    assert ("JPN", "KOR", 4, 2016) in found
