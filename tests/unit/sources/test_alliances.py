"""Promises by treaty: the layouts of ATOP and of the Correlates of War, and what is known of some alliances."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources import atop, cow_alliances
from counterpoise.sources.conformance import conforms
from counterpoise.sources.obligations import KINDS
from counterpoise.sources.source import Part, Raw, Source
from tests.reference.security_files import atop as in_its_layout
from tests.reference.security_files import table

ATOP = "atop5_1ddyr.csv"
ATOP_HEAD = (
    "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,bilatno,multino,number,asymm,stateA,stateB,version"
)
COW = "alliance_v4.1_by_directed_yearly.csv"
COW_HEAD = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,"
    "dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,year,version"
)
KEY = ["promiser", "beneficiary", "year"]


def atop_line(one: int, other: int, year: int, kinds: str) -> str:
    return f"{one}{other:03d},{year},1,{','.join(kinds)},1,0,1,0,{one},{other},5.1"


def cow_line(one: int, other: int, year: int, kinds: str, alliance: int = 1) -> str:
    dates = "1,1,1949,,,,0,1"
    return f'{alliance},{one},"A, of B",{other},"C",{dates},{",".join(kinds)},{year},4.1'


ATOP_LINES = [
    atop_line(2, 740, 2018, "10001"),
    atop_line(740, 2, 2018, "00001"),
    atop_line(300, 255, 1900, "10000"),
    atop_line(220, 255, 1990, "00001"),
    atop_line(220, 260, 1990, "10000"),
    atop_line(345, 365, 2008, "00010"),
]
COW_LINES = [
    cow_line(2, 200, 1950, "1000"),
    cow_line(2, 200, 1950, "0001", alliance=2),
    cow_line(200, 2, 1950, "1000"),
    cow_line(200, 300, 1850, "0001"),
    cow_line(200, 220, 0, "0001"),
    cow_line(260, 365, 1971, "0010"),
]


def written(path: Path, head: str, lines: list[str], end: str = "\n") -> Path:
    path.write_text(end.join([head, *lines]) + end, encoding="utf-8", newline="")
    return path


def taken(source: Source, path: Path, year: int | None = None) -> tuple[Part, pd.DataFrame]:
    (part,) = list(source.read(Raw(path, None, year), Progress()))
    target = path.parent / "taken.parquet"
    assert part.tables["obligations"](target) == part.numbers["rows"]
    found = pd.read_parquet(target, dtype_backend="numpy_nullable")
    assert list(found.columns) == [*KEY, *KINDS]
    assert not found.duplicated(KEY).any()
    return part, found


def rows(found: pd.DataFrame) -> dict[tuple[str, str, int], tuple[int | None, ...]]:
    return {
        (row[0], row[1], int(row[2])): tuple(None if pd.isna(one) else int(one) for one in row[3:])
        for row in found.itertuples(index=False)
    }


def test_atop_is_read_with_its_direction(tmp_path: Path):
    part, found = taken(atop.SOURCE, written(tmp_path / ATOP, ATOP_HEAD, ATOP_LINES))
    assert rows(found) == {
        ("USA", "JPN", 2018): (1, 0, 0, 0, 1),
        ("JPN", "USA", 2018): (0, 0, 0, 0, 1),
        ("FRA", "DEU", 1990): (1, 0, 0, 0, 1),
        ("SRB", "RUS", 2008): (0, 0, 0, 1, 0),
    }
    assert part.edition == "5.1"
    assert part.years == (1990, 2008, 2018)
    assert (part.numbers["before"], part.numbers["merged"]) == (1, 1)
    assert "1 lines before 1945 are left out" in part.completeness
    assert set(taken(atop.SOURCE, tmp_path / ATOP, 2018)[1].year) == {2018}
    with pytest.raises(DataError, match="no promise in it for 1999"):
        taken(atop.SOURCE, tmp_path / ATOP, 1999)


def test_formal_alliances_of_a_pair_become_one_row(tmp_path: Path):
    part, found = taken(cow_alliances.SOURCE, written(tmp_path / COW, COW_HEAD, COW_LINES, "\r\n"))
    assert rows(found) == {
        ("USA", "GBR", 1950): (1, None, 0, 0, 1),
        ("GBR", "USA", 1950): (1, None, 0, 0, 0),
        ("DEU", "RUS", 1971): (0, None, 0, 1, 0),
    }
    assert part.edition == "4.1"
    assert (part.numbers["before"], part.numbers["undated"], part.numbers["merged"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("source", "name", "head", "lines"),
    [(atop.SOURCE, ATOP, ATOP_HEAD, ATOP_LINES), (cow_alliances.SOURCE, COW, COW_HEAD, COW_LINES)],
)
def test_the_sources_conform(tmp_path: Path, source: Source, name: str, head: str, lines: list[str]):
    plain = written(tmp_path / name, head, lines)
    conforms(source, plain)
    packed = tmp_path / "producer.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plain, f"folder/{name}")
        archive.writestr(f"__MACOSX/folder/._{name}", b"\0\5\x16\7")
        archive.writestr("folder/atop5_1dy.csv", "mem1,mem2\n")
        archive.writestr("folder/alliance_v4.1_by_member.csv", "a\n")
    conforms(source, packed)
    pd.testing.assert_frame_equal(taken(source, plain)[1], taken(source, packed)[1])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2740,2018", "2741,2018", "the pair is '2741', and its states make 2740"),
        ("2740,2018,1,1", "2740,2018,1,2", "'2' is no whole number from 0 to 1"),
        ("2740,2018,1,1", "2740,2018,1,-9", "'-9' is no whole number"),
        ("2740,2018,1,1", "2740,2018,1,", "'' is not a number"),
        ("2740,2018,1,1", "2740,2018,0,1", "is not marked as an alliance"),
        ("2740,2018", "2740,18", "'18' is not a year"),
        (",740,5.1", ",999,5.1", "'999' is no state's number"),
        ("2740,2018,1", "2740,2018", "there are 14 cells, not 15"),
        ("740002,2018,1,0,0,0,0,1,1,0,1,0,740,2", "2740,2018,1,0,0,0,0,1,1,0,1,0,2,740", "there twice for 2018"),
        ("stateA", "A", "the column 'stateA' is not there"),
        ("asymm", "year", "the column 'year' is there twice"),
    ],
)
def test_errors_of_atop_name_the_line(tmp_path: Path, old: str, new: str, said: str):
    path = written(tmp_path / ATOP, ATOP_HEAD, ATOP_LINES)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(atop.SOURCE, path)
    assert f"{ATOP}, line " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1,1,0,0,0,1950", "1,3,0,0,0,1950", "'3' is no whole number from 0 to 1"),
        ("0,1971,", "0,71,", "'71' is not a year"),
        ("1,260,", "1,300,", "'300' is no state's number"),
        ("entente", "tie", "the column 'entente' is not there"),
    ],
)
def test_errors_of_formal_alliances_name_the_line(tmp_path: Path, old: str, new: str, said: str):
    path = written(tmp_path / COW, COW_HEAD, COW_LINES)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(cow_alliances.SOURCE, path)
    assert f"{COW}, line " in str(caught.value)


def test_pairs_without_direction_are_refused(tmp_path: Path):
    head = "dyad,mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul"
    path = written(tmp_path / "atop5_1dy.csv", head, ["2740,2,740,2018,1,1,0,0,0,1"])
    with pytest.raises(DataError, match=r"don't say who promises; add the file of directed pairs, atop5_1ddyr\.csv"):
        taken(atop.SOURCE, path)


@pytest.mark.parametrize(
    ("source", "name", "head", "lines"),
    [(atop.SOURCE, ATOP, ATOP_HEAD, ATOP_LINES), (cow_alliances.SOURCE, COW, COW_HEAD, COW_LINES)],
)
def test_damage_is_refused_or_harmless(tmp_path: Path, hurt, source: Source, name: str, head: str, lines: list[str]):
    hurt(source, written(tmp_path / name, head, lines))


@pytest.fixture(scope="module")
def other(shared: Path) -> pd.DataFrame:
    """Another reading of ATOP."""
    return table(shared, "alliances")


@pytest.fixture(scope="module")
def whole(other: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The same, written in the producer's layout and read again."""
    return taken(atop.SOURCE, in_its_layout(other, tmp_path_factory.mktemp("atop")))[1]


def test_all_of_another_reading_comes_back(whole: pd.DataFrame, other: pd.DataFrame):
    names = {"iso3_a": "promiser", "iso3_b": "beneficiary", "neutral": "neutrality", "nonagg": "nonaggression"}
    other = other.rename(columns={**names, "consul": "consultation"})
    expected = other[[*KEY, *KINDS]].sort_values(KEY).reset_index(drop=True)
    pd.testing.assert_frame_equal(whole, expected, check_dtype=False)


def test_what_is_known_of_some_alliances_is_there(whole: pd.DataFrame):
    def defended(promiser: str, beneficiary: str) -> set[int]:
        one = whole[(whole.promiser == promiser) & (whole.beneficiary == beneficiary) & (whole.defense == 1)]
        return set(one.year)

    for one, two, first, last in (
        ("USA", "KOR", 1953, 2018), ("CHN", "PRK", 1961, 2018), ("RUS", "PRK", 1961, 1996), ("USA", "TWN", 1954, 1980),
        ("USA", "NZL", 1951, 1986),
    ):  # fmt: skip
        assert defended(one, two) == set(range(first, last + 1))
    assert defended("KOR", "USA") == defended("USA", "KOR")
    assert 2018 in defended("USA", "JPN") - defended("JPN", "USA")
    assert not defended("KOR", "JPN") | defended("JPN", "KOR")
    assert len(whole[(whole.promiser == "USA") & (whole.year == 2018) & (whole.defense == 1)]) == 66
