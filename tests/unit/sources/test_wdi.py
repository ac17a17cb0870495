from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError, InputError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw, source
from counterpoise.sources.wdi import read

INDICATOR = "NY.GDP.MKTP.CD"
NAME = f"API_{INDICATOR}_DS2_en_csv_v2_1234.csv"
YEARS = list(range(1990, 2023))
CODES = ["KOR", "JPN", "NAM", "XKX", "USA", "WLD", "EUU", "CHI"]
COUNTRIES = ["KOR", "JPN", "NAM", "XKX", "USA"]


def taken(path: Path, year: int | None = None) -> pd.DataFrame:
    (part,) = tables(path, year)
    return part


def tables(path: Path, year: int | None = None) -> list[pd.DataFrame]:
    found = []
    for at, part in enumerate(read(Raw(path, None, year), Progress())):
        target = path.parent / f"taken-{at}.parquet"
        assert part.tables["series"](target) == part.numbers["rows"]
        found.append(pd.read_parquet(target))
    return found


def cells() -> dict[str, list[str]]:
    draw = random.Random(3)
    return {code: ["" if draw.random() < 0.2 else repr(draw.uniform(1, 1e13)) for _ in YEARS] for code in CODES}


def csv_text() -> str:
    head = '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-04-15",\n\n'
    names = ",".join(f'"{one}"' for one in ("Country Name", "Country Code", "Indicator Name", "Indicator Code", *YEARS))
    rows = [
        f'"Name, of {code}","{code}","GDP (current US$)","{INDICATOR}",' + ",".join(f'"{one}"' for one in values) + ","
        for code, values in cells().items()
    ]
    return head + names + ",\n" + "\n".join(rows) + "\n"


def expected() -> pd.DataFrame:
    rows = [
        (INDICATOR, code, year, float(cell))
        for code, values in cells().items()
        if code in COUNTRIES
        for year, cell in zip(YEARS, values, strict=True)
        if cell
    ]
    return pd.DataFrame(rows, columns=["indicator", "country", "year", "value"])


def json_text(**about: int) -> str:
    rows = [
        {
            "indicator": {"id": INDICATOR, "value": "GDP"},
            "country": {"id": "1W" if code == "WLD" else code[:2], "value": code},
            "countryiso3code": "" if code == "WLD" else code,
            "date": str(year),
            "value": float(cell) if cell else None,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for code, values in cells().items()
        for year, cell in zip(YEARS, values, strict=True)
    ]
    return json.dumps([{"page": 1, "pages": 1, "per_page": 20000, "total": len(rows), **about}, rows])


def same(found: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected(), check_dtype=False, check_exact=True)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_text(csv_text(), encoding="utf-8")
    return path


def test_a_csv_comes_back_without_aggregates(plain: Path):
    same(taken(plain))
    assert set(taken(plain, 2000).year) == {2000}


def test_an_archive_and_the_bulk_file(tmp_path: Path):
    path = tmp_path / "API.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("Metadata_Country_API.csv", "a,b\n")
        target.writestr(NAME, csv_text())
    same(taken(path))
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("WDICountry.csv", "a,b\n")
        target.writestr("WDICSV.csv", csv_text().split("\n\n")[-1])
    same(taken(path))


def test_json_of_the_api(tmp_path: Path):
    path = tmp_path / "gdp.json"
    path.write_text(json_text())
    same(taken(path))
    for about, said in (({"pages": 3}, "page 1 of 3"), ({"total": 5}, "not the 5")):
        path.write_text(json_text(**about))
        with pytest.raises(DataError, match=said):
            taken(path)
    path.write_text('[{"message": [{"id": "120", "value": "Invalid value"}]}]')
    with pytest.raises(DataError, match="not an answer with data"):
        taken(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"JPN"', '"JPX"', "'JPX' is neither a country nor a known aggregate"),
        ('"JPN"', '"KOR"', "KOR is there twice"),
        ('"1995"', '"1996"', "don't follow one another"),
        ('"Country Code"', '"Code"', "no line begins with"),
        (f'"{cells()["JPN"][0]}"', '"nan"', "'nan' is not a number"),
        (f'"{cells()["JPN"][0]}"', '"1e999"', "is not a number"),
        (f'"{cells()["JPN"][0]}",', "", "there are 37 cells, not 38"),
    ],
)
def test_an_error_names_the_line(plain: Path, old: str, new: str, said: str):
    assert old in csv_text()
    plain.write_text(csv_text().replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(plain)
    assert NAME in str(caught.value)


def damaged(content: bytes, draw: random.Random) -> bytes:
    """Give a file with one damage; one figure or code for another that could stand there has no check."""
    lines = content.split(b"\n")
    at = draw.choice([row for row, line in enumerate(lines) if line.startswith(b'"Name')])
    row = lines[at].split(b",")
    kind = draw.randrange(7)
    if kind == 0:
        return content[: draw.randrange(1, len(content) - 1)]
    if kind == 1:
        place = draw.randrange(content.index(b'"Country Name"'), len(content))
        new = bytes([draw.choice([one for one in range(256) if chr(one) not in "0123456789.eE+-"])])
        return content[:place] + new + content[place + 1 :]
    if kind == 2:
        row[draw.randrange(5, len(row))] = draw.choice([b'"nan"', b'"-inf"', b'"x"', b'"1,5"', b"\0", b'"1_0"', b'"'])
    elif kind == 3:
        del row[draw.randrange(len(row))]
    elif kind == 4:
        lines.insert(at, lines[at])
        return b"\n".join(lines)
    elif kind == 5:
        return content.replace(b",", b";")
    else:
        return content[:at] + draw.randbytes(40) + content[at:]
    lines[at] = b",".join(row)
    return b"\n".join(lines)


def test_damage_is_refused_or_harmless(plain: Path):
    content, draw = plain.read_bytes(), random.Random(11)
    for _ in range(100):
        plain.write_bytes(damaged(content, draw))
        try:
            found = taken(plain)
        except InputError:
            continue
        same(found)


def test_damaged_json_is_refused_or_harmless(tmp_path: Path):
    path = tmp_path / "gdp.json"
    content, draw = json_text().encode(), random.Random(12)
    for _ in range(60):
        place = draw.randrange(len(content))
        new = bytes([draw.choice([one for one in range(256) if chr(one) not in "0123456789.eE+- "])])
        path.write_bytes(content[:place] if draw.random() < 0.3 else content[:place] + new + content[place + 1 :])
        try:
            found = taken(path)
        except InputError:
            continue
        same(found)


@pytest.mark.parametrize(
    "content", [b"", b"<!doctype html>", b"PK\x03\x04", b"PAR1", b"\0\1\2", b"a,b\n1,2\n", b"[1, 2]", b"{}"]
)
def test_what_is_something_else_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(DataError):
        taken(path)


def test_it_does_what_any_source_must(plain: Path):
    conforms(source("wdi"), plain)
