"""The World Bank's Deep Trade Agreements database, in its documented layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Part, Raw
from counterpoise.sources.wb_dta import AREAS, SOURCE, read

Sheets = dict[str, list[list[object]]]


def sheets() -> Sheets:
    """Two agreements that are coded, one that is not, and its pairs."""
    made: Sheets = {"Read me": [["Deep Trade Agreements"]], "Agreements": [["WB ID", "Agreement"], [1, "A"]]}
    for group, number in AREAS.items():
        names: list[object] = [f"{group[-1]}Area{at}" for at in range(number)]
        for what, most in (("AC", 1), ("LE", 2)):
            made[f"{group} {what}"] = [
                ["RTAID", "WBID", "Agreement", *names],
                [129, 1, "Chile - Korea", *[most] * number],
                [1176, 1, "Chile - Korea", *[most] * number],
                [12, 2, "Shallow", most, *[0] * (number - 1)],
                [None, 3, "Not coded", *[None] * number],
            ]
    made["Bilateral Information"] = [
        ["iso1", "Economy1", "iso2", "Economy2", "RTAID", "WBID", "Agreement", "year"],
        ["KOR", "Korea, Rep.", "CHL", "Chile", 129, 1, "Chile - Korea", 2004],
        ["CHL", "Chile", "KOR", "Korea, Rep.", 129, 1, "Chile - Korea", 2004],
        ["KOR", "Korea, Rep.", "CHL", "Chile", 129, 1, "Chile - Korea", 2005],
        ["ROM", "Romania", "MDA", "Moldova", 12, 2, "Shallow", 1995],
        ["KOR", "Korea, Rep.", "XQZ", "Nowhere", 12, 2, "Shallow", 1995],
        ["PER", "Peru", "BRA", "Brazil", None, 3, "Not coded", None],
        ["PER", "Peru", "CHL", "Chile", None, 3, "Not coded", 2022],
    ]
    return made


def saved(folder: Path, made: Sheets | None = None, name: str = "DTA 1.0 - Horizontal Content (v2).xlsx") -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, lines in (sheets() if made is None else made).items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    path = folder / name
    book.save(path)
    return path


def taken(path: Path, year: int | None = None) -> tuple[dict[str, pd.DataFrame], Part]:
    (part,) = list(read(Raw(path, None, year), Progress()))
    frames = {}
    for name, write in part.tables.items():
        target = path.parent / f"{name}.parquet"
        write(target)
        frames[name] = pd.read_parquet(target)
    return frames, part


def test_what_the_workbook_holds(tmp_path: Path):
    path = saved(tmp_path)
    frames, part = taken(path)
    agreements = frames["agreements"].set_index("agreement")
    assert agreements.areas_covered[[1, 2]].tolist() == [52, 2]
    assert agreements.areas_enforceable[[1, 2]].tolist() == [52, 2]
    assert agreements.loc[[3], ["areas_covered", "areas_enforceable"]].isna().all(axis=None)
    assert len(frames["areas"]) == 2 * 52
    assert frames["bilateral"].to_numpy().tolist() == [
        ["CHL", "KOR", 2004, 1],
        ["CHL", "KOR", 2005, 1],
        ["CHL", "PER", 2022, 3],
        ["MDA", "ROU", 1995, 2],
    ]
    assert (part.edition, part.years) == ("1.0 v2", (1995, 2004, 2005, 2022))
    assert "2 agreements coded in 52 policy areas" in part.completeness
    assert "1 agreements in force are not coded" in part.completeness
    assert any("XQZ" in note for note in part.notes)
    assert len(taken(path, 2004)[0]["bilateral"]) == 1
    conforms(SOURCE, path)


def test_what_is_enforceable_without_being_covered_is_told(tmp_path: Path):
    made = sheets()
    made["WTO+ LE"][3][4] = 1
    assert any(
        "1 areas are enforceable without being covered" in note for note in taken(saved(tmp_path, made))[1].notes
    )


def put(sheet: str, row: int, column: int, value: object) -> Callable[[Sheets], object]:
    def edit(made: Sheets) -> None:
        made[sheet][row][column] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda made: made.pop("WTO-X LE"), "no sheet 'WTO-X LE'"),
        (lambda made: made.pop("Bilateral Information"), "no sheet 'Bilateral Information'"),
        (put("WTO+ AC", 0, 1, "ID"), "'wbid' is not there"),
        (lambda made: (made.pop("WTO+ LE"), made.pop("WTO-X LE")), "no sheets 'WTO. LE', 'WTO-X LE'"),
        (
            lambda made: made["Bilateral Information"][0].__setitem__(slice(None), ["x"] * 8),
            "the columns 'iso1', 'iso2', 'wbid', 'year' are not there",
        ),
        (put("WTO+ AC", 0, 5, None), "there are 13 policy areas, not 14"),
        (put("WTO+ LE", 0, 5, "Other"), "the areas of WTO[+] are others"),
        (put("WTO+ AC", 1, 5, 2), "row 2: '2' is no whole number from 0 to 1"),
        (put("WTO-X LE", 1, 5, 3), "row 2: '3' is no whole number from 0 to 2"),
        (put("WTO+ AC", 2, 5, 0), "row 3: agreement 1 is there twice, with another"),
        (put("Bilateral Information", 1, 0, "Korea"), "row 2: 'Korea' is no country's code"),
        (put("Bilateral Information", 1, 7, 20004), "'20004' is no whole number from 1900 to 2099"),
        (put("Bilateral Information", 0, 2, "partner"), "the column 'iso2' is not there"),
    ],
)
def test_what_is_refused(tmp_path: Path, edit: Callable[[Sheets], object], said: str):
    made = sheets()
    edit(made)
    with pytest.raises(DataError, match=said):
        taken(saved(tmp_path, made))


PROVISIONS = """id,agreement,ad_prov_14,cp_prov_23,tbt_prov_07
4,"EU, Overseas Territories",0,1,0
275,SAFTA,1,NA,0
"""


def test_a_selection_of_provisions(tmp_path: Path):
    path = tmp_path / "provisions.csv"
    path.write_text(PROVISIONS)
    frames, part = taken(path)
    held = frames["provisions"]
    assert held[["agreement", "provision"]].to_numpy().tolist()[:3] == [
        [4, "ad_prov_14"],
        [4, "cp_prov_23"],
        [4, "tbt_prov_07"],
    ]
    assert held.present.isna().tolist() == [False] * 4 + [True, False]
    assert part.dataset == "wb-dta-provisions"
    conforms(SOURCE, path)
    path.write_text(PROVISIONS + "275,NA,0,1,0\n")
    again, part = taken(path)
    assert again["provisions"].present.tolist() == [0, 1, 0, 1, 1, 0]
    assert again["provisions"].name.tolist()[3:] == ["SAFTA"] * 3
    assert (part.numbers["again"], part.numbers["unlike"]) == (1, 1)
    for old, new, said in (
        ("275", "SAFTA", "line 3: 'SAFTA' is not a number"),
        ("0,1,0", "0,5,0", "line 2: '5' is no whole number from 0 to 1"),
        ("_prov_", "_", "no column is a provision"),
    ):
        path.write_text(PROVISIONS.replace(old, new))
        with pytest.raises(DataError, match=said):
            taken(path)


def test_the_third_party_selection_is_read_whole(shared: Path, tmp_path: Path):
    path = shared / "agreements" / "wb_dta_16provisions_by_agreement.csv"
    if not path.is_file():
        pytest.skip("agreements/wb_dta_16provisions_by_agreement.csv is not among the third-party figures here")
    given = pd.read_csv(path)
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    frames, part = taken(copy)
    assert part.numbers["provisions"] == 16
    assert part.numbers["agreements"] + part.numbers["again"] == len(given)
    wide = frames["provisions"].pivot_table(index="agreement", columns="provision", values="present")
    wanted = given.drop(columns="agreement").groupby("id").max()
    pd.testing.assert_frame_equal(wide[sorted(wanted)], wanted[sorted(wanted)], check_names=False, check_dtype=False)
