"""Militarized disputes: pairs made from participants, pairs as the producer gives them, and what is known of Korea."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.cow_disputes import COLUMNS, SOURCE
from counterpoise.sources.source import Part, Raw
from tests.reference.security_files import PAIRS_HEAD, disputes, numbers, pair_line, table

MIDB = "MIDB 5.0.csv"
MIDB_HEAD = (
    "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,"
    "hiact,hostlev,orig,version"
)
MIDB_LINES = [
    '2,"USA",2,-9,7,1902,24,1,1903,1,1,1,-9,0,0,7,3,1,5',
    '2,"UKG",200,-9,7,1902,24,1,1903,0,0,0,-9,0,0,0,1,1,5',
    '51,"PRK",731,25,6,1950,27,7,1953,1,1,1,-9,6,-9,20,5,1,5',
    '51,"ROK",732,25,6,1950,27,7,1953,0,0,-9,-9,6,-9,20,5,1,5',
    '51,"CHN",710,27,10,1950,27,7,1953,1,1,1,-9,6,-9,20,5,0,5',
    '51,"BEL",211,20,1,1951,-9,3,1951,0,0,-9,-9,-9,-9,20,5,0,5',
    '51,"BEL",211,2,1,1953,27,7,1953,0,0,-9,-9,3,-9,17,4,0,5',
    '60,"GFR",260,1,9,1990,2,10,1990,1,1,1,-9,0,0,1,2,1,5',
    '60,"GMY",255,3,10,1990,5,2,1991,1,1,1,-9,0,0,7,3,1,5',
    '60,"IRQ",645,-9,-9,1990,-9,-9,1991,0,0,-9,-9,0,0,0,1,1,5',
]
PAIRS = "dyadic_mid_4.03.csv"
PAIR_LINES = [
    pair_line(2, 2, 200, 1902, 1902, "0,7,3/0,0,1"),
    pair_line(51, 731, 732, 1950, 1950, "6,20,5/6,20,5"),
    pair_line(51, 731, 732, 1950, 1951, "6,20,5/6,20,5"),
    pair_line(77, 345, 339, 1998, 1999, "-9,16,4/1,0,0", side=0),
]
KEY = ["dispute", "country_a", "country_b", "year"]


def written(path: Path, head: str, lines: list[str]) -> Path:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def taken(path: Path, year: int | None = None) -> tuple[Part, pd.DataFrame]:
    (part,) = list(SOURCE.read(Raw(path, None, year), Progress()))
    target = path.parent / "taken.parquet"
    assert part.tables["disputes"](target) == part.numbers["rows"]
    found = pd.read_parquet(target, dtype_backend="numpy_nullable")
    assert list(found.columns) == list(COLUMNS["disputes"])
    assert not found.duplicated(KEY).any()
    return part, found


def rows(found: pd.DataFrame) -> dict[tuple[int, str, str, int], tuple[int | None, ...]]:
    return {
        (int(row[0]), row[1], row[2], int(row[3])): tuple(None if pd.isna(one) else int(one) for one in row[4:])
        for row in found.itertuples(index=False)
    }


def test_participants_on_different_sides_on_a_common_day_are_pairs(tmp_path: Path):
    part, found = taken(written(tmp_path / MIDB, MIDB_HEAD, MIDB_LINES))
    held = rows(found)
    years = {(a, b): [key[3] for key in held if key[1:3] == (a, b)] for _, a, b, _ in held}
    assert years == {
        ("PRK", "KOR"): [1950, 1951, 1952, 1953], ("KOR", "PRK"): [1950, 1951, 1952, 1953],
        ("CHN", "KOR"): [1950, 1951, 1952, 1953], ("KOR", "CHN"): [1950, 1951, 1952, 1953],
        ("PRK", "BEL"): [1951, 1953], ("BEL", "PRK"): [1951, 1953],
        ("CHN", "BEL"): [1951, 1953], ("BEL", "CHN"): [1951, 1953],
        ("DEU", "IRQ"): [1990, 1991], ("IRQ", "DEU"): [1990, 1991],
    }  # fmt: skip
    assert held[51, "PRK", "KOR", 1950] == (5, 20, 1, 6, 1, 1)
    assert held[51, "KOR", "PRK", 1951] == (5, 20, 0, 6, 0, 1)
    assert held[51, "BEL", "PRK", 1951] == (5, 20, 1, None, 0, 0)
    assert held[51, "BEL", "PRK", 1953] == (4, 17, 1, 3, 0, 0)
    assert held[60, "DEU", "IRQ", 1990] == (3, 7, 1, 0, 1, 1)  # of its two states, the higher numbers
    assert held[60, "IRQ", "DEU", 1991][:3] == (1, 0, 0)
    assert (part.dataset, part.edition) == ("cow-disputes", "5.0")
    assert (part.numbers["before"], part.numbers["merged"], part.numbers["disputes"]) == (2, 2, 2)
    assert set(taken(tmp_path / MIDB, 1952)[1].year) == {1952}


def test_pairs_of_the_producer_are_given_in_both_directions(tmp_path: Path):
    part, found = taken(written(tmp_path / PAIRS, PAIRS_HEAD, PAIR_LINES))
    assert rows(found) == {
        (51, "PRK", "KOR", 1950): (5, 20, 1, 6, 1, 1),
        (51, "KOR", "PRK", 1950): (5, 20, 1, 6, 0, 0),
        (51, "PRK", "KOR", 1951): (5, 20, 0, 6, 1, 1),
        (51, "KOR", "PRK", 1951): (5, 20, 0, 6, 0, 0),
        (77, "SCG", "ALB", 1999): (4, 16, 0, None, 0, 1),
        (77, "ALB", "SCG", 1999): (None, 0, 0, 1, 1, 0),
    }
    assert (part.dataset, part.edition) == ("cow-disputes-dyadic", "4.03")
    both = [*PAIR_LINES, pair_line(51, 732, 731, 1950, 1950, "5,19,4/6,20,5", side=0)]
    turned = rows(taken(written(tmp_path / PAIRS, PAIRS_HEAD, both))[1])
    assert len(turned) == 6
    assert turned[51, "KOR", "PRK", 1950] == (4, 19, 1, 5, 0, 1)  # as the file has it, not as it was turned


@pytest.mark.parametrize(("name", "head", "lines"), [(MIDB, MIDB_HEAD, MIDB_LINES), (PAIRS, PAIRS_HEAD, PAIR_LINES)])
def test_the_source_conforms(tmp_path: Path, name: str, head: str, lines: list[str]):
    plain = written(tmp_path / name, head, lines)
    conforms(SOURCE, plain)
    packed = tmp_path / "producer.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, name)
        archive.writestr("MIDA 5.0.csv", "dispnum,stday\n2,1\n")
    conforms(SOURCE, packed)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("20,5,1,5", "20,6,1,5", "'6' is no whole number from -9 to 5"),
        ("20,5,1,5", "-3,5,1,5", "-3 is no number of the scale"),
        ('"PRK",731', '"PRK",730', "'730' is no state's number"),
        ("25,6,1950,27,7,1953", "25,6,1950,27,7,1949", "begins on 1950-06-25, after its end on 1949-07-27"),
        ("25,6,1950,27,7,1953", "31,6,1950,27,7,1953", "there is no 31. 6. 1950"),
        ("25,6,1950,27,7,1953", "25,13,1950,27,7,1953", "'13' is no whole number"),
        ("51,", "x,", "'x' is not a number"),
        (MIDB_LINES[3], MIDB_LINES[2], "the same participation is there twice"),
        ("hostlev", "level", "the column 'hostlev' is not there"),
    ],
)
def test_errors_of_participants_name_the_line(tmp_path: Path, old: str, new: str, said: str):
    path = written(tmp_path / MIDB, MIDB_HEAD, MIDB_LINES)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(path)
    assert f"{MIDB}, line " in str(caught.value)


def test_a_dispute_with_one_side_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="dispute 51 has one side only"):
        taken(written(tmp_path / MIDB, MIDB_HEAD, MIDB_LINES[2:3]))


def test_errors_of_pairs_name_the_line(tmp_path: Path):
    path = written(tmp_path / PAIRS, PAIRS_HEAD, PAIR_LINES)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1,1,1998,31,12,1999", "1,1,2001,31,12,1999"), encoding="utf-8")
    with pytest.raises(DataError, match="line 5: it begins in 2001, after its year 1999"):
        taken(path)


@pytest.mark.parametrize(("name", "head", "lines"), [(MIDB, MIDB_HEAD, MIDB_LINES), (PAIRS, PAIRS_HEAD, PAIR_LINES)])
def test_damage_is_refused_or_harmless(tmp_path: Path, hurt, name: str, head: str, lines: list[str]):
    hurt(SOURCE, written(tmp_path / name, head, lines))


@pytest.fixture(scope="module")
def other(shared: Path) -> pd.DataFrame:
    """Version 5.0 as another package makes pairs of it."""
    found, known = table(shared, "mids"), numbers()
    return found.assign(a=found.iso3_a.map(known), b=found.iso3_b.map(known))


def test_all_of_another_reading_comes_back_from_pairs(other: pd.DataFrame, tmp_path: Path):
    held = rows(taken(disputes(other, tmp_path))[1])
    expected = {
        (row.dispnum, row.iso3_a, row.iso3_b, row.year): (
            row.hostlev1, row.hiact1, row.disponset, None if row.fatality1 == -9 else row.fatality1, row.sidea1
        )
        for row in other.itertuples()
    }  # fmt: skip
    assert {key: one[:5] for key, one in held.items()} == expected
    korea = {key[0] for key in held if {key[1], key[2]} == {"KOR", "PRK"} and 1946 <= key[3] <= 2014}
    assert len(korea) == 31


def test_nearly_all_of_another_reading_comes_back_from_participants(other: pd.DataFrame, tmp_path: Path):
    """Participants are made of the pairs' years, so two that left before the other came can't be told apart."""
    lines = []
    for (dispute, number, side), found in other.groupby(["dispnum", "a", "sidea1"]):
        row, years = found.iloc[0], sorted(set(found.year))
        starts = [year for year in years if year - 1 not in years]
        for start in starts:
            end = next(year for year in range(start, 2020) if year + 1 not in years)
            numbers = f"{row.fatality1},-9,{row.hiact1},{row.hostlev1}"
            lines.append(f'{dispute},"A",{number},1,1,{start},31,12,{end},{side},0,-9,-9,{numbers},1,5')
    held = rows(taken(written(tmp_path / MIDB, MIDB_HEAD, lines))[1])
    expected = set(zip(other.dispnum, other.iso3_a, other.iso3_b, other.year, strict=True))
    assert expected <= set(held)
    assert len(held) < 1.02 * len(expected)
    korea = {key[0] for key in held if {key[1], key[2]} == {"KOR", "PRK"} and 1946 <= key[3] <= 2014}
    assert len(korea) == 31
