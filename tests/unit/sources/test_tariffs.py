from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import DataError, InputError
from counterpoise.core.progress import Progress
from counterpoise.sources import tariffs_teti, tariffs_wits
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw

WITS = "DataJobID-1_1_Tariffs.csv"
TETI = "tariff_isic33_88_21_vbeta1-2024-12.csv"
NAMES = {"KOR": 410, "USA": 840, "JPN": 392, "TWN": 490, "EU": 918, "WLD": 0}
DUTIES = {"AHS": "applied", "MFN": "mfn", "PRF": "preferential", "BND": "bound"}
COLUMNS = ["importer", "exporter", "year", "classification", "product_or_sector", "kind", "rate", "weighting"]


def taken(read, path: Path, year: int | None = None) -> pd.DataFrame:
    parts = read(Raw(path, None, year), Progress())
    part = next(parts)  # its file is there until the next one is asked for
    target = path.parent / "taken.parquet"
    assert part.tables["tariffs"](target) == part.numbers["rows"]
    assert next(parts, None) is None
    found = pd.read_parquet(target)
    assert list(found.columns) == COLUMNS
    return ordered(found)


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values([one for one in COLUMNS if one != "rate"]).reset_index(drop=True)


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_exact=True)


@pytest.fixture(scope="module")
def wits() -> tuple[str, pd.DataFrame]:
    draw = random.Random(5)
    lines = [
        "Selected Nomen,Native Nomen,Reporter,Reporter Name,Product,Product Name,Partner,Partner Name,Tariff Year,Trade Year,"
        "Trade Source,DutyType,Simple Average,Weighted Average,Standard Deviation,Minimum Rate,Maximum Rate,Nbr of Total Lines"
    ]
    rows = []
    for importer, exporter, kind in (
        (one, other, kind) for one in NAMES for other in NAMES for kind in DUTIES if one not in (other, "WLD")
    ):
        product = draw.choice(["010121", "020110", "283691", "870323"])
        least, simple, most = sorted(round(draw.uniform(0, 60), 2) for _ in range(3))
        weighted = round(draw.uniform(least, most), 2) if draw.random() < 0.8 else None
        lines.append(
            f'H5,H5,{NAMES[importer]},"{importer}",{int(product)},"Goods, some",{NAMES[exporter]:03d},{exporter},2022,2022,CMT,'
            f"{kind} ,{simple},{'' if weighted is None else weighted},1.5,{least},{most},3"
        )
        key = (importer, exporter, 2022, "H5", product, DUTIES[kind])
        rows.append((*key, simple / 100, "simple"))
        if weighted is not None:
            rows.append((*key, weighted / 100, "trade"))
    return "\n".join(lines) + "\n", ordered(pd.DataFrame(rows, columns=COLUMNS))


def test_wits_comes_back(tmp_path: Path, wits: tuple[str, pd.DataFrame]):
    path = tmp_path / WITS
    path.write_text(wits[0], encoding="latin-1")
    same(taken(tariffs_wits.read, path), wits[1])
    with pytest.raises(DataError, match="no rate in it for 1999"):
        taken(tariffs_wits.read, path, 1999)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",AHS ,", ",XYZ ,", "'XYZ' is no duty"),
        ("H5,H5,410,", "H5,H5,999,", "'999' is no country's number"),
        (",2022,2022,CMT", ",22,2022,CMT", "'22' is not a year"),
        ("Simple Average", "Average", "'Simple Average' is not there"),
        ("Trade Year", "Partner", "'Partner' is there twice"),
        (",CMT,AHS ,", ",CMT,AHS ,-", "can't be"),
        (",CMT,AHS ,", ",CMT,AHS ,9", "is not between"),
        (",CMT,AHS ,", ",CMT,AHS ,1,", "there are 19 cells, not 18"),
        ("H5,H5,410,", "?,H5,410,", "no nomenclature"),
    ],
)
def test_wits_errors_name_the_line(tmp_path: Path, wits: tuple[str, pd.DataFrame], old: str, new: str, said: str):
    path = tmp_path / WITS
    assert old in wits[0]
    path.write_text(wits[0].replace(old, new, 1))
    with pytest.raises(DataError, match=said) as caught:
        taken(tariffs_wits.read, path)
    assert f"{WITS}, line " in str(caught.value)


@pytest.fixture(scope="module")
def teti() -> pd.DataFrame:
    draw = np.random.default_rng(9)
    codes = ["KOR", "USA", "JPN", "BRA", "NAM"]
    rows = [
        (one, other, year, sector)
        for one in codes
        for other in codes
        for year in (2020, 2021)
        for sector in ("151", "341")
        if one != other
    ]
    frame = pd.DataFrame(rows, columns=["iso1", "iso2", "year", "sector"])
    for name in ("tariff", "mfn", "tariff_w", "mfn_w", "tariff95", "mfn95", "tariff95_w", "mfn95_w"):
        frame[name] = np.where(draw.random(len(frame)) < 0.1, np.nan, draw.uniform(0, 300, len(frame)).round(3))
    return frame


def melted(given: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for name, (kind, weighting) in tariffs_teti.RATES.items():
        some = given[given[name].notna()]
        parts.append(
            pd.DataFrame(
                {
                    "importer": some.iso1,
                    "exporter": some.iso2,
                    "year": some.year,
                    "classification": "ISIC 3, three digits",
                    "product_or_sector": some.sector,
                    "kind": kind,
                    "rate": some[name] / 100,
                    "weighting": weighting,
                }
            )
        )
    return ordered(pd.concat(parts))


def test_teti_comes_back(tmp_path: Path, teti: pd.DataFrame):
    path = tmp_path / TETI
    teti.to_csv(path, index=False)
    same(taken(tariffs_teti.read, path), melted(teti))
    assert set(taken(tariffs_teti.read, path, 2021).year) == {2021}
    other = path.with_suffix(".parquet")
    teti.to_parquet(other, index=False)
    same(taken(tariffs_teti.read, other), melted(teti))


def test_products_and_pairs(tmp_path: Path, teti: pd.DataFrame):
    path = tmp_path / "tariff2021_beta1-2024-12.csv"
    teti.rename(columns={"sector": "hs92"}).assign(hs92=lambda t: t.hs92 + "00").to_csv(path, index=False)
    found = taken(tariffs_teti.read, path)
    assert set(found.product_or_sector) == {"015100", "034100"}
    assert set(found.classification) == {"HS92"}
    teti[teti.sector == "151"].drop(columns="sector").to_csv(path, index=False)
    assert set(taken(tariffs_teti.read, path).product_or_sector) == {""}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.assign(year=t.year.astype(float)), "column year is of type DOUBLE"),
        (lambda t: t.assign(year=pd.Timestamp("2021-01-01")), "column year is of type TIMESTAMP"),
        (lambda t: t.assign(tariff=t.tariff.astype(str)), "column tariff is of type VARCHAR"),
        (lambda t: t.assign(mfn=True), "column mfn is of type BOOLEAN"),
        (lambda t: t.assign(iso1=410), "column iso1 is of type BIGINT"),
        (lambda t: t.assign(iso2=t.iso2.str.encode("ascii")), "column iso2 is of type BLOB"),
        (lambda t: t.assign(mfn=[[1.0]] * len(t)), r"column mfn is of type DOUBLE\[\]"),
        (lambda t: t.assign(mfn=float("inf")), "mfn is 'inf', no rate"),
        (lambda t: t.assign(mfn=-1.0), "mfn is '-1.0', no rate"),
        (lambda t: t.assign(mfn=2e4), "which can't be"),
        (lambda t: t.assign(iso1="XYZ"), "'XYZ' is no country"),
        (lambda t: t.assign(year=21), "'21' is not a year"),
        (lambda t: t.assign(sector="?"), "no sector or product"),
        (lambda t: pd.concat([t, t.head(1)]), "is there twice"),
        (lambda t: t.drop(columns="tariff"), "column tariff is not there"),
        (lambda t: t.assign(more=1), "unknown or second column 'more'"),
    ],
)
def test_foreign_parquet_is_refused(tmp_path: Path, teti: pd.DataFrame, change, said: str):
    path = tmp_path / TETI.replace(".csv", ".parquet")
    change(teti).to_parquet(path, index=False)
    with pytest.raises(DataError, match=said):
        taken(tariffs_teti.read, path)


def damaged(content: bytes, draw: random.Random, columns: tuple[int, ...]) -> bytes:
    """Give a file with one damage.

    One rate, code or name for another that could stand there has no check, and neither has a line that is gone.
    """
    lines = content.split(b"\n")[:-1]
    at = draw.randrange(1, len(lines))
    row = lines[at].split(b",")
    kind = draw.randrange(6)
    if kind == 0:
        end = draw.randrange(1, len(content) - 1)
        return content[:end] if content[end - 1 : end] != b"\n" else content[: end - 1]
    if kind == 1:
        row[draw.choice(columns)] = draw.choice([b"nan", b"inf", b"-1", b"text", b"1;5", b"0x1", b"1e999", b"?", b"\0"])
    elif kind == 2:
        row = row[:-1] if draw.random() < 0.5 else [*row, b"1"]
    elif kind == 3:
        lines.insert(draw.randrange(1, len(lines)), lines[at])
    elif kind == 4:
        return content.replace(b",", draw.choice([b";", b"\t"]))
    else:
        name = lines[0].split(b",")[draw.choice(columns)]
        lines[0] = lines[0].replace(name, name[:-1], 1)
    lines[at] = b",".join(row) if kind != 3 else lines[at]
    return b"\n".join(lines) + b"\n"


def test_damaged_wits_is_refused_or_harmless(tmp_path: Path, wits: tuple[str, pd.DataFrame]):
    path, draw = tmp_path / WITS, random.Random(21)
    for _ in range(80):
        path.write_bytes(damaged(wits[0].encode("latin-1"), draw, (2, -7)))
        refused_or_same(tariffs_wits.read, path, wits[1])


def test_damaged_teti_is_refused_or_harmless(tmp_path: Path, teti: pd.DataFrame):
    path, draw = tmp_path / TETI, random.Random(22)
    content = teti.to_csv(index=False, lineterminator="\n").encode()
    for _ in range(60):
        path.write_bytes(damaged(content, draw, (0, 1, 2, 4, 7)))
        refused_or_same(tariffs_teti.read, path, melted(teti))


def test_damaged_parquet_is_refused_or_harmless(tmp_path: Path, teti: pd.DataFrame):
    """A file that was cut has lost its end, where Parquet keeps what it holds; its pages have no checksum by default."""
    path, draw = tmp_path / TETI.replace(".csv", ".parquet"), random.Random(23)
    teti.to_parquet(path, index=False)
    content = path.read_bytes()
    for _ in range(20):
        path.write_bytes(content[: draw.randrange(1, len(content))])
        refused_or_same(tariffs_teti.read, path, melted(teti))


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"PK\x03\x04", b"PAR1", b"7z\xbc\xaf\x27\x1c", b"\0\1", b"a\n1\n", b"\n"]
)
@pytest.mark.parametrize("module", [tariffs_wits, tariffs_teti])
def test_what_is_something_else_is_refused(tmp_path: Path, module, content: bytes):
    path = tmp_path / TETI
    path.write_bytes(content)
    with pytest.raises(DataError):
        taken(module.read, path)


def refused_or_same(read, path: Path, expected: pd.DataFrame) -> None:
    try:
        found = taken(read, path)
    except InputError:
        return
    same(found, expected)


def test_they_do_what_any_source_must(tmp_path: Path, wits: tuple[str, pd.DataFrame], teti: pd.DataFrame):
    path = tmp_path / WITS
    path.write_text(wits[0], encoding="latin-1")
    conforms(tariffs_wits.SOURCE, path)
    path = tmp_path / TETI
    teti.to_csv(path, index=False)
    conforms(tariffs_teti.SOURCE, path)
