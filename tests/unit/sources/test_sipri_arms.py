"""SIPRI's trend-indicator values: the register, its older form, and tables of one country's trade."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.sipri_arms import read
from counterpoise.sources.source import Raw, source
from tests.reference.security_files import arms, arms_table, table

REGISTER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,"
    "Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,SIPRI estimate,"
    "TIV deal unit,TIV delivery values,Local production"
)


def taken(path: Path, year: int | None = None) -> pd.DataFrame:
    (part,) = read(Raw(path, None, year), Progress())
    target = path.parent / "taken.parquet"
    assert part.tables["transfers"](target) == part.numbers["rows"]
    return pd.read_parquet(target)


def register(deliveries: list[tuple[str, str, int, float]]) -> str:
    lines = [
        f'{at},{supplier},{recipient},F-16C,"fighter, aircraft",Aircraft,2012,No,2,No,{year},No,N,0.9,1,{tiv},No'
        for at, (supplier, recipient, year, tiv) in enumerate(deliveries)
    ]
    return "\n".join([*(f"Line {at} of text" for at in range(11)), f"{REGISTER};", *lines]) + "\n"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


KOREA = {
    "Germany (FRG)".removesuffix(" (FRG)"): {2017: 120, 2019: 310},
    "United States": {2017: 700, 2018: 900, 2019: 0},
    "Unknown supplier(s)": {2018: 5},
}


def test_a_table_of_one_country(tmp_path):
    path = written(
        tmp_path / "TIV-Import-ROK-2017-2019.csv", arms_table("South Korea", range(2017, 2020), KOREA, "exports to")
    )
    found = taken(path)
    assert list(found.columns)[:4] == ["supplier", "recipient", "year", "tiv"]
    assert set(found.recipient) == {"KOR"}
    assert found.query("supplier == 'USA'").tiv.tolist() == [700, 900, 0]
    assert found.query("supplier.isna()").supplier_name.tolist() == ["Unknown supplier(s)"]
    assert set(taken(path, 2018).year) == {2018}
    conforms(source("sipri-arms"), path)
    with pytest.raises(DataError, match="no transfer in it for 1990"):
        taken(path, 1990)


def test_former_states_and_what_is_no_state(tmp_path):
    lines = {name: {1975: 10.0, 1990: 3.0} for name in (
        "Soviet Union", "East Germany (GDR)", "South Vietnam", "Yugoslavia", "Viet Cong*", "NATO**", "Libya GNC",
        "Yemen Arab Republic (North Yemen)", "South Yemen", "Biafra", "DR Congo", "Congo", "UAE", "Cote d'Ivoire",
        "Bosnia-Herzegovina", "Turkiye", "eSwatini", "unknown recipient(s)",
    )}  # fmt: skip
    text = arms_table("Czechoslovakia", range(1975, 1991), lines)
    found = taken(written(tmp_path / "a.csv", text)).query("year == 1975").set_index("recipient_name").recipient
    assert set(taken(tmp_path / "a.csv").supplier) == {"CSK"}
    expected = {
        "Soviet Union": "RUS", "East Germany (GDR)": "DDR", "South Vietnam": "RVN", "Yugoslavia": "YUG",
        "Libya GNC": "LBY", "Yemen Arab Republic (North Yemen)": "YEM", "South Yemen": "YMD", "DR Congo": "COD",
        "Congo": "COG", "UAE": "ARE", "Cote d'Ivoire": "CIV", "Bosnia-Herzegovina": "BIH", "Turkiye": "TUR",
        "eSwatini": "SWZ",
    }  # fmt: skip
    assert found.dropna().to_dict() == expected
    assert set(found[found.isna()].index) == {"Viet Cong*", "NATO**", "Biafra", "unknown recipient(s)"}


def test_a_register_is_added_up(tmp_path):
    deliveries = [("United States", "South Korea", 2018, 12.5), ("United States", "South Korea", 2018, 0.25),
                  ("Israel", "South Korea", 2019, 3.0), ("Serbia", "Angola", 1999, 1.0)]  # fmt: skip
    path = written(tmp_path / "trade-register.csv", register(deliveries).replace("\n", "\r\n"))
    found = taken(path).set_index(["supplier", "recipient", "year"]).tiv.to_dict()
    assert found == {("USA", "KOR", 2018): 12.75, ("ISR", "KOR", 2019): 3.0, ("SCG", "AGO", 1999): 1.0}
    conforms(source("sipri-arms"), path)


def test_lines_of_a_register_may_end_with_a_semicolon(tmp_path):
    quoted = [";".join([",".join(f'"{cell}"' for cell in line.split(",")), ""]) for line in (
        REGISTER, "1,Israel,South Korea,a,b,c,2012,No,2,No,2018,No,N,0.9,1,3.5,No")]  # fmt: skip
    found = taken(written(tmp_path / "register.csv", "\n".join(["Text", *quoted])))
    assert found[["supplier", "recipient", "year", "tiv"]].values.tolist() == [["ISR", "KOR", 2018, 3.5]]


def test_the_older_register_may_hold_its_separator_in_a_description(tmp_path):
    head = (
        REGISTER.replace("SIPRI AT Database ID", "Deal ID").replace("Supplier", "Seller").replace("Recipient", "Buyer")
    )
    line = "7;France;T\u00fcrkiye;AM39;anti-ship; missile;Missiles;1985;No;2;No;1987;No;N;0.9;1;4.5;No"
    text = f" Database search results\n\n{head.replace(',', ';')}\n{line}\n"
    found = taken(written(tmp_path / "DealsAndTIVs.txt", text, "latin-1"))
    assert found[["supplier", "recipient", "year", "tiv"]].values.tolist() == [["FRA", "TUR", 1987, 4.5]]


def test_tables_of_both_sides_are_put_together(tmp_path):
    both = arms_table("United States", range(2017, 2020), {"South Korea": {2017: 700, 2018: 900, 2019: 0}})
    other = arms_table("United States", range(2017, 2020), {"South Korea": {2017: 750, 2018: 900, 2019: 0}})
    for text, said in ((both, ""), (other, "is 750 here and 700 before")):
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            archive.writestr("a-import.csv", arms_table("South Korea", range(2017, 2020), KOREA, "imports to"))
            archive.writestr("b-export.csv", text)
        if said:
            with pytest.raises(DataError, match=said):
                taken(tmp_path / "all.zip")
        else:
            assert len(taken(tmp_path / "all.zip")) == 6


GOOD = arms_table("South Korea", range(2017, 2020), KOREA, "exports to")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("Germany", "Atlantis"), "line 8: 'Atlantis' is no country"),
        (lambda text: text.replace("700,", "x,"), "line 9: 'x' is not a number"),
        (lambda text: text.replace("700,", "-700,"), "line 9: -700 is below 0"),
        (lambda text: text.replace("700,", "709,"), "2017: the lines add up to 829, the total is 820"),
        (lambda text: text.rsplit("Total", 1)[0], "no total below"),
        (lambda text: text.replace("United States", "Germany"), "Germany is there twice"),
        (lambda text: text.replace(",2018", ",2028"), "don't follow one another"),
        (lambda text: text.replace("arms exports to South Korea", "arms exports to all countries"), "the one country"),
        (lambda text: text.replace("TIV of arms", "A table of"), "the one country"),
        (lambda text: text.replace("South Korea,", "Korea,"), "'Korea' is no country"),
    ],
)
def test_an_error_names_the_line(tmp_path, change, said):
    with pytest.raises(DataError, match=said) as caught:
        taken(written(tmp_path / "table.csv", change(GOOD)))
    assert "table.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("South Korea", "Atlantis", 1), "line 13: 'Atlantis' is no country"),
        (lambda text: text.replace(",2018,", ",20x8,", 1), "'20x8' is not a year"),
        (lambda text: text.replace(",12.5,", ",,", 1), "'' is not a number"),
        (lambda text: text.replace("Delivery year,", "Year(s) of delivery,", 1), "several years of delivery"),
        (lambda text: text[:-8], "cells, not 17"),
        (lambda _: "some text\n" * 40, "no line names"),
    ],
)
def test_an_error_in_a_register_names_the_line(tmp_path, change, said):
    text = register([("United States", "South Korea", 2018, 12.5)])
    with pytest.raises(DataError, match=said):
        taken(written(tmp_path / "register.csv", change(text)))


def test_the_figures_of_2017_to_2021_come_back_whole(tmp_path, shared):
    """Every supplier's table, in SIPRI's layout, with its shares as published."""
    figures = table(shared, "arms_tiv")
    found = taken(arms(figures, tmp_path)).rename(
        columns={"supplier_name": "supplier_as", "recipient_name": "recipient_as"}
    )
    ours = found.set_index(["supplier_as", "recipient_as", "year"]).sort_index()
    theirs = figures.rename(columns={"supplier": "supplier_as", "recipient": "recipient_as"})
    theirs = theirs.set_index(["supplier_as", "recipient_as", "year"]).sort_index()
    pd.testing.assert_series_equal(ours.tiv, theirs.tiv, check_dtype=False)
    for side in ("supplier", "recipient"):
        codes = theirs[f"{side}_iso3"].replace("UAE", "ARE")  # the shared file's slip
        assert ours[side].fillna("").tolist() == codes.fillna("").tolist()
    world = found.groupby("supplier").tiv.sum() / found.tiv.sum()
    assert found.tiv.sum() == 136_095
    assert world[["USA", "RUS", "FRA"]].round(3).tolist() == [0.386, 0.186, 0.107]
    korea = found.query("recipient == 'KOR'").groupby("supplier").tiv.sum()
    assert round(korea["USA"] / korea.sum(), 3) == 0.632
    assert round(((korea / korea.sum()) ** 2).sum(), 3) == 0.478
    india = found.query("recipient == 'IND'").groupby("supplier").tiv.sum()
    assert round(india["RUS"] / india.sum(), 3) == 0.460
