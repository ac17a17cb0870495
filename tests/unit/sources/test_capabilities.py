"""National Material Capabilities in the producer's layout, and what is known of 2022."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.cow_capabilities import SOURCE
from counterpoise.sources.source import Part, Raw
from tests.reference.security_files import FIGURES, capabilities, table

NAME = "NMC-70-abridged.csv"
HEAD = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"
LINES = [
    "USA,2,1816,3823,17,80,254,8659,101,.039697491,2025",
    "USA,2,1989,304085000,2241,88852,2662144,247286,55371,.7,2025",
    "GFR,260,1989,33604000,503,41073,362000,61990,20700,.3,2025",
    "USA,2,1990,293000000,2181,89726,2700000,249907,55400,.6,2025",
    "GFR,260,1990,35610000,545,38433,366237,63253,21254,.2,2025",
    "GMY,255,1990,37200000,545,38434,-9,79402,25673,.2,2025",
    "YAR,678,1990,-9,-9,0,,9196,230,.01,2025",
]


def written(path: Path, lines: list[str], end: str = "\r\n") -> Path:
    path.write_text(end.join([HEAD, *lines]) + end, encoding="utf-8", newline="")
    return path


def taken(path: Path, year: int | None = None) -> tuple[Part, pd.DataFrame]:
    (part,) = list(SOURCE.read(Raw(path, None, year), Progress()))
    target = path.parent / "taken.parquet"
    assert part.tables["capabilities"](target) == part.numbers["rows"]
    found = pd.read_parquet(target)
    assert list(found.columns) == ["country", "year", *FIGURES, "state", "main"]
    assert not found[found.main == 1].duplicated(["country", "year"]).any()
    return part, found


def test_figures_are_read_and_missing_ones_are_null(tmp_path: Path):
    part, found = taken(written(tmp_path / NAME, LINES))
    assert found[["country", "year", "state", "main"]].to_numpy().tolist() == [
        ["DEU", 1989, 260, 1],
        ["DEU", 1990, 255, 1],
        ["DEU", 1990, 260, 0],
        ["USA", 1989, 2, 1],
        ["USA", 1990, 2, 1],
        ["YEM", 1990, 678, 1],
    ]
    united = found[found.state == 255].iloc[0]
    assert (united.milex, united.cinc) == (37_200_000, 0.2)
    assert pd.isna(united.pec)
    assert found[found.state == 678][FIGURES].iloc[0].isna().tolist() == [True, True, False, True, False, False, False]
    assert part.edition == "7.0"
    assert part.numbers == {"rows": 6, "countries": 3, "second_states": 1, "before": 1, "missing": 4}
    assert set(taken(tmp_path / NAME, 1989)[1].year) == {1989}


def test_the_source_conforms_in_the_archive_within_the_archive(tmp_path: Path):
    plain = written(tmp_path / NAME, LINES)
    conforms(SOURCE, plain)
    inner, packed = tmp_path / "NMC-v7-abridged.zip", tmp_path / "NMCv7.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(plain, NAME)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(inner, f"NMCv7/{inner.name}")
        archive.writestr(f"__MACOSX/NMCv7/._{inner.name}", b"\0\5\x16\7")
    conforms(SOURCE, packed)
    pd.testing.assert_frame_equal(taken(plain)[1], taken(packed)[1])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("GMY,255,1990,37200000", "GMY,255,1990,-7", "-7 is below 0"),
        ("GMY,255,1990,37200000", "GMY,255,1990,n/a", "'n/a' is not a number"),
        ("GMY,255,1990", "GMY,267,1990", "'267' is no state's number"),
        ("GMY,255,1990", "GMY,260,1990", "state 260 is there twice for 1990"),
        ("GMY,255,1990", "GMY,255,199", "'199' is not a year"),
        ("25673,.2", "25673,2", "a share of the world of 2 can't be"),
        ("25673,.2,2025", "25673,.2", "there are 10 cells, not 11"),
        ("milper", "men", "the column 'milper' is not there"),
        ("upop", "tpop", "the column 'tpop' is there twice"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, old: str, new: str, said: str):
    path = written(tmp_path / NAME, LINES)
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    with pytest.raises(DataError, match=said) as caught:
        taken(path)
    assert f"{NAME}, line " in str(caught.value)


def test_a_world_that_is_not_whole_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match=r"the shares of the world add up to 0\.700 in 1989"):
        taken(written(tmp_path / NAME, [line for line in LINES if ",260,1989" not in line]))


def test_damage_is_refused_or_harmless(tmp_path: Path, hurt):
    hurt(SOURCE, written(tmp_path / NAME, LINES))


@pytest.fixture(scope="module")
def other(shared: Path) -> pd.DataFrame:
    """The figures of version 7.0 from 1946 on, as another package carries them."""
    return table(shared, "cinc")


@pytest.fixture(scope="module")
def whole(other: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return taken(capabilities(other, tmp_path_factory.mktemp("capabilities")))[1]


def test_all_of_another_reading_comes_back(whole: pd.DataFrame, other: pd.DataFrame):
    order = ["country", "year", "state"]
    expected = other.rename(columns={"iso3": "country", "ccode": "state"}).sort_values(order).reset_index(drop=True)
    pd.testing.assert_frame_equal(whole[expected.columns], expected, check_dtype=False, check_exact=True)
    second = whole[whole.main == 0]
    assert sorted(zip(second.country, second.year, second.state, strict=True)) == [
        ("DEU", 1990, 260),
        ("YEM", 1990, 678),
    ]


def test_what_is_known_of_2022_is_there(whole: pd.DataFrame):
    world = whole[whole.year == 2022].set_index("country").cinc
    assert len(world) == 195
    assert world.sum() == pytest.approx(1.007, abs=5e-4)
    known = {"CHN": 0.2341, "USA": 0.1236, "IND": 0.0994, "RUS": 0.0382, "JPN": 0.0247, "KOR": 0.0200}
    for code, share in known.items():
        assert world[code] == pytest.approx(share, abs=5e-5)
