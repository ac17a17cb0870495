"""Design of Trade Agreements, in the layouts of its files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.desta import PROVISIONS, SOURCE, bound, read
from counterpoise.sources.source import Part, Raw
from tests.reference.agreement_files import desta_dyads, desta_indices, table

HEAD = (
    "country1,country2,iso1,iso2,number,base_treaty,name,entry_type,consolidated,year,entryforceyear,language,typememb,"
    "regioncon,wto_listed,wto_name\n"
)
DYADS = HEAD + (
    '"South Korea","Chile",410,152,"7001",7001,"Chile Korea","base_treaty",0,2003,2004,"English",1,"Asia",1,"K, C"\n'
    '"Albania","Kosovo",8,900,"10",10,"Albania Kosovo","base_treaty",0,2003,,"English",1,"Europe",NA,\n'
    '"Côte d\u2019Ivoire","Spain",384,724,"16+1",16,"Accession","accession",0,1985,1986,"English",6,"Africa",0,\n'
    '"Chile","Peru",152,604,"99",99,"Talks","negotiation",0,,,"",1,"Americas",0,\n'
)
WITHDRAWN = HEAD + '"UK","Chile",826,152,"7002_1",7002,"Left","withdrawal",0,2020,2020,"English",7,"Europe",,\n'
INDICES = (
    '"number","base_treaty","name","year","entry_type","full_fta","standards","investments","services","procurement",'
    '"competition","iprs","depth_index","depth_rasch","flexrigid","flexescape","enforce","enforce01"\n'
    '"7001",7001,"Chile Korea",2003,"base_treaty",1,1,1,1,0,1,1,6,1.5,4,3,8,4.25\n'
    '"7001a",7001,"Chile Korea (consolidated)",2010,"consolidated",1,1,1,1,1,1,1,7,NA,4,3,8,4.25\n'
)
TREATIES = (
    '"number";"base_treaty";"name";"entry_type";"consolidated";"year";"entryforceyear";"typememb";"wto_listed";'
    '"c1";"c2";"c3";"mc1";"mc2";"mc3"\n'
    '"1";1;"Chile; with two";"base_treaty";0;2002;2003;3;1;152;276;250;0;1;1\n'
    '"1+1";1;"Poland joins";"accession";0;2003;NA;6;NA;152;616;NA;3;2;NA\n'
    '"1_1";1;"France leaves";"withdrawal";0;2020;NA;7;NA;152;276;250;2;2;1\n'
    '"2";2;"Talks";"negotiation";0;NA;NA;1;NA;152;276;NA;0;0;NA\n'
)


def taken(path: Path) -> tuple[dict[str, pd.DataFrame], dict[str, Part]]:
    frames, parts = {}, {}
    for part in read(Raw(path), Progress()):
        (name,) = part.tables
        target = path.parent / "taken.parquet"
        assert part.tables[name](target) == part.numbers["rows"]
        frames[part.dataset], parts[part.dataset] = pd.read_parquet(target), part
    return frames, parts


def saved(folder: Path, text: str, name: str = "desta_list_of_treaties_02_02_dyads.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_pairs_and_entries(tmp_path: Path):
    path = saved(tmp_path, DYADS)
    frames, parts = taken(path)
    held = frames["desta"]
    assert held[["country_a", "country_b", "number", "signed"]].to_numpy().tolist() == [
        ["ALB", "XKX", "10", 2003],
        ["CHL", "KOR", "7001", 2003],
        ["CIV", "ESP", "16+1", 1985],
    ]
    assert held.in_force.isna().tolist() == [True, False, False]
    assert held.wto_listed.isna().tolist() == [True, False, False]
    part = parts["desta"]
    assert (part.edition, part.years[0], part.years[-1]) == ("2.2", 1985, 2004)
    assert part.numbers["undated"] == 1
    assert "1 line of negotiations" in part.completeness
    conforms(SOURCE, path)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(DYADS.replace("\u2019", "'").encode("latin-1"))
    assert len(taken(latin)[0]["desta"]) == 3


def test_indices_and_withdrawals_and_an_archive_of_all(tmp_path: Path):
    indices = saved(tmp_path, INDICES, "desta_indices_version_02_03.csv")
    frames, parts = taken(indices)
    held = frames["desta-indices"]
    assert held.depth_index.tolist() == [6, 7]
    assert held.depth_rasch.isna().tolist() == [False, True]
    assert parts["desta-indices"].edition == "2.3"
    conforms(SOURCE, indices)
    gone = saved(tmp_path, WITHDRAWN, "desta_dyadic_withdrawal_02_02.csv")
    assert taken(gone)[0]["desta-withdrawals"].country_a.tolist() == ["CHL"]
    conforms(SOURCE, gone)
    archive = tmp_path / "desta.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, text in (
            ("a.csv", DYADS),
            ("b.csv", INDICES),
            ("c.csv", WITHDRAWN),
            ("provisions.csv", "x,y\n1,2\n"),
        ):
            file.writestr(name, text)
    assert sorted(taken(archive)[0]) == ["desta", "desta-indices", "desta-withdrawals"]
    conforms(SOURCE, archive)


def test_members_in_columns_become_pairs(tmp_path: Path):
    path = saved(tmp_path, TREATIES, "DESTA.csv")
    frames, parts = taken(path)
    assert frames["desta-treaties"][["country_a", "country_b", "number", "entry_type"]].to_numpy().tolist() == [
        ["CHL", "DEU", "1", "base_treaty"],
        ["CHL", "FRA", "1", "base_treaty"],
        ["CHL", "FRA", "1_1", "withdrawal"],
        ["CHL", "POL", "1+1", "accession"],
        ["DEU", "FRA", "1_1", "withdrawal"],
    ]
    assert parts["desta-treaties"].edition == "not stated by the file"
    conforms(SOURCE, path)


@pytest.mark.parametrize(
    ("kind", "sides", "pairs"),
    [
        (1, (0, 0), 1),
        (2, (0, 0, 0), 3),
        (3, (0, 1, 1), 2),
        (4, (2, 2, 3, 3), 4),
        (4, (0, 0, 0), 3),
        (5, (1, 1, 2, 2), 5),
        (6, (3, 2, 2), 2),
        (7, (1, 2, 2), 2),
        (7, (1, -1, 2), 2),
    ],
)
def test_whom_a_treaty_binds(kind: int, sides: tuple[int, ...], pairs: int):
    assert len(list(bound([(str(at), side) for at, side in enumerate(sides)], kind))) == pairs


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (DYADS, "410,152", "410,999", "line 2: '999' is no country's number"),
        (DYADS, "410,152", "410,410", "line 2: KOR is paired with itself"),
        (DYADS, "410,152", "KOR,152", "line 2: 'KOR' is not a number"),
        (DYADS, '"base_treaty",0,2003,2004', '"treaty",0,2003,2004', "line 2: 'treaty' is no kind of entry"),
        (DYADS, "2003,2004", "2003,20004", "line 2: '20004' is no whole number from 1900 to 2099"),
        (DYADS, ',1,"Asia",1', ',8,"Asia",1', "'8' is no whole number from 1 to 7"),
        (DYADS, '8,900,"10",10', '410,152,"7001",10', "line 3: CHL and KOR have the entry 7001 twice"),
        (DYADS, ',"K, C"', "", "line 2: there are 15 cells, not 16"),
        (DYADS, "entryforceyear", "since", "'entryforceyear' is not there"),
        (WITHDRAWN, "2020,2020", ",", "a withdrawal has no year"),
        (INDICES, "1,1,6,", "1,1,5,", "line 2: the depth index is 5, its provisions are 6"),
        (INDICES, "1.5,", "15,", "15 is not from -5 to 5"),
        (INDICES, '"7001a"', '"7001"', "line 3: the entry '7001' is there twice"),
        (INDICES, ",1,1,1,1,0,1,1,6,", ",1,2,1,1,0,1,1,6,", "'2' is no whole number from 0 to 1"),
        (TREATIES, "152;276;250;0", "152;276;276;0", "line 2: a country is a member twice"),
        (TREATIES, "152;276;250;0", "152;276;2500;0", "'2500' is no whole number from 1 to 999"),
        (TREATIES, "2002;2003", "two;2003", "'two' is not a number"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, old: str, new: str, said: str):
    assert old in text
    with pytest.raises(DataError, match=said):
        taken(saved(tmp_path, text.replace(old, new, 1)))


def test_all_missing_columns_are_named(tmp_path: Path):
    short = "iso1,iso2,number,name,year\n410,152,7,K,2003\n"
    said = "the columns 'basetreaty', 'entrytype', 'entryforceyear', 'typememb' are not there"
    with pytest.raises(DataError, match=said):
        taken(saved(tmp_path, short))
    path = tmp_path / "dyads.xlsx"
    book = Workbook()
    for line in ([], ["a note"], *(line.split(",") for line in short.splitlines())):
        book.active.append(line)
    book.save(path)
    with pytest.raises(DataError, match=f"in no sheet are all columns: {said}"):
        taken(path)


def test_other_files_and_single_years_are_refused(tmp_path: Path):
    with pytest.raises(DataError, match="there is no list of treaties"):
        taken(saved(tmp_path, "number,wto,tbt\n1,0,1\n"))
    with pytest.raises(DataError, match="one year can't be taken"):
        list(read(Raw(saved(tmp_path, DYADS), None, 2003), Progress()))
    for content in (b"", b"<html>", b"PK\x03\x04", b"PAR1", b"\0\1", b"\n"):
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        with pytest.raises(DataError):
            taken(path)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_release_2_2_read_whole(shared: Path, tmp_path: Path, ending: str):
    """All pairs of release 2.2 and its indices, turned back into the layout."""
    held, coded = table(shared, "desta22_dyads_depth"), table(shared, "desta22_indices")
    frames, parts = taken(desta_dyads(held, tmp_path, f"desta_list_of_treaties_02_02_dyads.{ending}"))
    found = frames["desta"]
    assert len(found) == len(held) == 20_320
    assert parts["desta"].numbers["entries"] == held.number.nunique()
    sides = held.assign(**{one: held[one].fillna("XKX") for one in ("iso3_1", "iso3_2")})
    a, b = sides[["iso3_1", "iso3_2"]].min(axis=1), sides[["iso3_1", "iso3_2"]].max(axis=1)
    wanted = pd.DataFrame({"country_a": a, "country_b": b, "number": held.number, "in_force": held.in_force})
    both = found.merge(wanted, on=["country_a", "country_b", "number"], validate="1:1", suffixes=("", "_given"))
    assert len(both) == len(held)
    assert (both.in_force.fillna(0) == both.in_force_given.fillna(0)).all()
    content = taken(desta_indices(coded, tmp_path, f"desta_indices_version_02_02.{ending}"))[0]["desta-indices"]
    given = coded.set_index("number")
    content = content.set_index("number").loc[given.index]
    for name in (*PROVISIONS, "depth_index"):
        assert (content[name] == given[name]).all()
    assert content.loc["100", "depth_index"] == 1  # the Bangkok Agreement


CHANGED = {"181", "256", "437+2", "672+5", "810+1", "810+2", "895", "915", "988", "988+1", "997"}
"""Entries whose members release 2.2 gives otherwise than release 2.0 (or that one of them writes with a slip)."""


def test_members_in_columns_of_release_2_0_make_the_pairs_of_release_2_2(shared: Path, tmp_path: Path):
    path = shared / "desta" / "DESTA.csv"
    if not path.is_file():
        pytest.skip("desta/DESTA.csv is not among the third-party figures here")
    ours = next(iter(read(Raw(path), Progress())))
    target = tmp_path / "treaties.parquet"
    ours.tables["dyads"](target)
    old = pd.read_parquet(target)
    held = table(shared, "desta22_dyads_depth").fillna({"iso3_1": "XKX", "iso3_2": "XKX"})

    def pairs(frame: pd.DataFrame, one: str, other: str) -> dict[str, set[frozenset[str]]]:
        made: dict[str, set[frozenset[str]]] = {}
        for number, a, b in zip(frame.number, frame[one], frame[other], strict=True):
            made.setdefault(number, set()).add(frozenset((a, b)))
        return made

    first, second = pairs(old, "country_a", "country_b"), pairs(held, "iso3_1", "iso3_2")
    shared_numbers = first.keys() & second.keys()
    assert len(shared_numbers) > 1000
    assert {number for number in shared_numbers if first[number] != second[number]} == CHANGED
