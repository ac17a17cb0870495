"""Mario Larch's Regional Trade Agreements Database, in its documented layout."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.egger_larch import SOURCE, read
from counterpoise.sources.source import Part, Raw

LINES = """exporter,importer,year,cu,fta,psa,eia,cueia,ftaeia,psaeia,rta
KOR,CHL,2003,0,0,0,0,0,0,0,0
KOR,CHL,2004,0,1,0,0,0,1,0,1
CHL,KOR,2004,0,1,0,0,0,1,0,1
KOR,KOR,2004,0,0,0,0,0,0,0,1
ROM,HUN,1997,0,1,0,0,0,0,0,1
HUN,ROM,1997,0,1,0,0,0,0,0,1
KOR,XQZ,2004,0,0,0,0,0,0,0,0
KOR,IND,2005,0,0,1,0,0,0,0,1
"""


def taken(path: Path, year: int | None = None) -> tuple[dict[str, pd.DataFrame], Part]:
    (part,) = list(read(Raw(path, None, year), Progress()))
    frames = {}
    for name, write in part.tables.items():
        target = path.parent / f"{name}.parquet"
        write(target)
        frames[name] = pd.read_parquet(target)
    assert len(frames["agreements"]) == part.numbers["rows"]
    return frames, part


def saved(folder: Path, text: str = LINES, name: str = "rta_20240712.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def stata(folder: Path, text: str = LINES, version: int = 118) -> Path:
    path = folder / "rta_20240712.dta"
    frame = pd.read_csv(saved(folder, text))
    frame.to_stata(path, write_index=False, version=version)  # type: ignore[arg-type]
    return path


def check(frames: dict[str, pd.DataFrame], part: Part) -> None:
    held = frames["agreements"]
    assert held[["exporter", "importer", "year", "fta", "psa", "rta"]].to_numpy().tolist() == [
        ["CHL", "KOR", 2004, 1, 0, 1],
        ["HUN", "ROU", 1997, 1, 0, 1],
        ["KOR", "CHL", 2004, 1, 0, 1],
        ["KOR", "IND", 2005, 0, 1, 1],
        ["ROU", "HUN", 1997, 1, 0, 1],
    ]
    assert frames["coverage"].to_numpy().tolist() == [
        ["CHL", 2003, 2004],
        ["HUN", 1997, 1997],
        ["IND", 2005, 2005],
        ["KOR", 2003, 2005],
        ["ROU", 1997, 1997],
    ]
    assert (part.edition, part.years) == ("2024-07-12", (1997, 2003, 2004, 2005))
    assert part.numbers["without"] == 2
    assert part.numbers["one_direction"] == 1
    assert any("XQZ" in note for note in part.notes)


def test_pairs_with_an_agreement(tmp_path: Path):
    path = saved(tmp_path)
    check(*taken(path))
    conforms(SOURCE, path)
    assert len(taken(path, 2004)[0]["agreements"]) == 2
    archive = tmp_path / "rta_20240712_csv.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(path, "rta_20240712.csv")
    check(*taken(archive))
    conforms(SOURCE, archive)
    packed = tmp_path / "rta_20240712.csv.gz"
    packed.write_bytes(gzip.compress(LINES.encode()))
    check(*taken(packed))


@pytest.mark.parametrize("version", [114, 117, 118])
def test_the_same_from_a_stata_file(tmp_path: Path, version: int):
    path = stata(tmp_path, version=version)
    check(*taken(path))
    whole = path.read_bytes()
    for cut in (20, len(whole) // 3, len(whole) // 2, len(whole) - len(whole) // 8):
        path.write_bytes(whole[:cut])
        with pytest.raises(DataError, match=r"rta_20240712\.dta"):
            taken(path)


def test_a_stata_file_conforms(tmp_path: Path):
    conforms(SOURCE, stata(tmp_path))


def test_marks_that_are_missing_and_that_do_not_add_up(tmp_path: Path):
    frames, part = taken(saved(tmp_path, LINES.replace("2004,0,1,0,0,0,1,0,1", "2004,NA,0,0,0,0,0,0,1", 1)))
    assert frames["agreements"]["cu"].isna().sum() == 1
    assert part.numbers["kindless"] == 1
    assert any("rta is not the sum" in note for note in part.notes)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("KOR,CHL,2004", "K0R,CHL,2004", "line 3: 'K0R' is no country's code"),
        ("KOR,CHL,2004", "KOR,CHL,204", "line 3: '204' is not a year"),
        ("2004,0,1,0", "2004,0,2,0", "line 3: '2' is not 0 or 1"),
        ("CHL,KOR,2004", "KOR,CHL,2004", "line 4: KOR and CHL are there twice in 2004"),
        (",rta\n", ",any\n", "'rta' is not there"),
        ("0,0,1,0,1\nCHL", "0,0,1,0\nCHL", "line 3: there are 10 cells, not 11"),
    ],
)
def test_what_is_refused(tmp_path: Path, old: str, new: str, said: str):
    assert old in LINES
    with pytest.raises(DataError, match=said):
        taken(saved(tmp_path, LINES.replace(old, new, 1)))


def test_files_of_something_else_are_refused(tmp_path: Path):
    strange = LINES.replace("KOR", "XQA").replace("CHL", "XQB").replace("HUN", "XQC")
    with pytest.raises(DataError, match="no agreement in it"):
        taken(saved(tmp_path, strange))
    mostly = strange + "FRA,DEU,1990,1,0,0,0,0,0,0,1\n"
    with pytest.raises(DataError, match="most of its codes are no country's"):
        taken(saved(tmp_path, mostly))
    with pytest.raises(DataError, match="no agreement in it for 1999"):
        taken(saved(tmp_path), 1999)
    for name in ("rta.csv", "rta.dta"):
        for content in (
            b"",
            b"<html>",
            b"PK\x03\x04",
            b"PAR1",
            b"\0\1",
            b"a\n1\n",
            b"<stata_dta>",
            b"\x72\x02\x01\x00",
        ):
            path = tmp_path / name
            path.write_bytes(content)
            with pytest.raises(DataError):
                taken(path)
    other = tmp_path / "rta.dta"
    pd.DataFrame({"exporter": ["KOR"], "year": [2004]}).to_stata(other, write_index=False)
    with pytest.raises(DataError, match="the columns 'importer', 'cu', 'fta', 'psa', 'eia', 'rta' are not there"):
        taken(other)


TOY = "exporter,importer,year,trade,rta\nKOR,CHL,2004,12.5,1\nCHL,KOR,2004,8.5,1\nKOR,IND,2004,3,0\n"


def test_a_panel_of_trade_with_a_column_rta_is_refused(tmp_path: Path):
    for name in ("panel.csv", "rta_panel.csv"):
        with pytest.raises(DataError, match=r"the columns 'cu', .*, 'eia' are not there; take the bilateral panel"):
            taken(saved(tmp_path, TOY, name))
    with pytest.raises(
        DataError, match=r"the columns 'cu', 'fta', 'psa', 'eia' are not there; take the bilateral panel"
    ):
        taken(stata(tmp_path, TOY))


def many(contrary: int, of: int = 300) -> str:
    """Give a panel of a pair and as many years, in some of which rta is another than its kinds say."""
    head = LINES.splitlines()[0]
    lines = []
    for k in range(of):
        pair = ("KOR,CHL", "CHL,KOR", "KOR,IND", "IND,KOR")[k % 4]
        marks = "0,0,0,0,0,0,0,1" if k < contrary else "0,1,0,0,0,1,0,1"
        lines.append(f"{pair},{1925 + k // 4},{marks}")
    return "\n".join([head, *lines]) + "\n"


def test_rta_must_be_what_its_kinds_say_but_for_a_trace(tmp_path: Path):
    assert taken(saved(tmp_path, many(3)))[1].numbers["kindless"] == 3
    with pytest.raises(DataError, match="in 4 of 300 rows with an agreement rta is not what its kinds say"):
        taken(saved(tmp_path, many(4)))
    empty = many(300).replace("0,0,0,0,0,0,0,1", "NA,NA,NA,NA,NA,NA,NA,1")
    with pytest.raises(DataError, match="in 300 of 300 rows"):
        taken(saved(tmp_path, empty))
