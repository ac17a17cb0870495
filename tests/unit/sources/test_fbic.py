"""Formal Bilateral Influence Capacity, in its documented layout."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.fbic import SOURCE, read
from counterpoise.sources.source import Raw
from tests.reference.security_files import influence, table

LINES = """countrya,countryb,year,iso3a,iso3b,fbic,bandwidth,securitybandwidth,totaltradeawithb
China,South Korea,2023,CHN,KOR,0.1537,0.4,0.1,310
South Korea,China,2023,KOR,CHN,0.0812,0.4,0.1,310
China,Kosovo,2023,CHN,UNK,0.01,,0,1
China,"Korea, North",2023,CHN,PRK,,,,
China,South Korea,2010,CHN,KOR,0.1266,0.35,NA,200
"""


def taken(path: Path, year: int | None = None):
    for part in read(Raw(path, None, year), Progress()):
        target = path.parent / "influence.parquet"
        assert part.tables["influence"](target) == part.numbers["rows"]
        return pd.read_parquet(target), part
    raise AssertionError("no part")


def test_who_has_influence_over_whom(tmp_path: Path):
    path = tmp_path / "fbic.csv"
    path.write_text(LINES)
    found, part = taken(path)
    assert found[["country", "partner", "year", "fbic"]].to_numpy().tolist() == [
        ["KOR", "CHN", 2023, 0.1537],
        ["CHN", "KOR", 2023, 0.0812],
        ["XKX", "CHN", 2023, 0.01],
        ["KOR", "CHN", 2010, 0.1266],
    ]
    assert found.loc[2, "securitybandwidth"] == 0
    assert found.loc[[2], "bandwidth"].isna().all()
    assert found["dependence"].isna().all()
    assert part.numbers["without_index"] == 1
    assert len(taken(path, 2010)[0]) == 1
    conforms(SOURCE, path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("KOR,0.1537", "XYZ,0.1537", "line 2: 'XYZ' is no country's code"),
        ("0.1537", "-0.1", "-0.1 is not from 0 to 10"),
        ("0.1537", "nan", "'nan' is not a number"),
        ("KOR,CHN,0.0812", "CHN,KOR,0.0812", "line 3: the influence of CHN over KOR is there twice"),
        ("CHN,UNK", "CHN,CHN", "line 4: the influence of CHN is over itself"),
        ("iso3b", "iso", "'iso3b' is not there"),
        (",310\nSouth", "\nSouth", "line 2: there are 8 cells, not 9"),
    ],
)
def test_what_is_refused(tmp_path: Path, old: str, new: str, said: str):
    path = tmp_path / "fbic.csv"
    path.write_text(LINES.replace(old, new, 1))
    with pytest.raises(DataError, match=said):
        taken(path)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b"PAR1", b"\0\1", b"a\n1\n", b"\n"])
def test_what_is_something_else_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "fbic.csv"
    path.write_bytes(content)
    with pytest.raises(DataError):
        taken(path)


def test_china_read_whole(shared: Path, tmp_path: Path):
    """Third-party figures of China's influence, turned back into the layout."""
    held = table(shared, "fbic_china")
    found, part = taken(influence(held, tmp_path))
    assert part.numbers["rows"] == len(held) == 5154
    assert set(found.partner) == {"CHN"}
    found = found.set_index(["country", "year"])["fbic"]
    for code, year, index in (
        ("KOR", 1994, 0.0454), ("KOR", 2010, 0.1266), ("KOR", 2023, 0.1537), ("PAK", 2023, 0.479), ("KHM", 2023, 0.457),
        ("LAO", 2023, 0.416), ("MMR", 2023, 0.404), ("THA", 2023, 0.376),
    ):  # fmt: skip
        assert found[code, year] == pytest.approx(index, abs=5e-4)
