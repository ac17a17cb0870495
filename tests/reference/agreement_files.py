"""Third-party figures on trade agreements, turned back into the layouts of the files that their producers give out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from counterpoise.codes.countries import countries
from counterpoise.sources.desta import PROVISIONS

KOSOVO = "900"
"""DESTA's number of Kosovo, whose rows have no code in the third-party table."""

CODED = [*PROVISIONS, "depth_index", "depth_rasch", "flexrigid", "flexescape", "enforce"]


def table(shared: Path, name: str) -> pd.DataFrame:
    """Give a table of the third-party figures; the test skips where it is absent."""
    path = shared / "agreements" / f"{name}.parquet"
    if not path.is_file():
        pytest.skip(f"agreements/{name}.parquet is not among the third-party figures here")
    return pd.read_parquet(path)


def numbered(codes: pd.Series) -> pd.Series:
    """Give numbers of ISO 3166-1, as DESTA writes them."""
    held = {code: str(int(one.numeric)) for code, one in countries().items() if one.numeric}
    return codes.map(held).fillna(KOSOVO)


def desta_dyads(held: pd.DataFrame, folder: Path, name: str = "desta_list_of_treaties_02_02_dyads.csv") -> Path:
    """Write the list of treaties in dyadic form."""
    lines = pd.DataFrame({"country1": held.iso3_1.fillna("Kosovo"), "country2": held.iso3_2.fillna("Kosovo")})
    lines["iso1"], lines["iso2"] = numbered(held.iso3_1), numbered(held.iso3_2)
    for column in ("number", "base_treaty", "name", "entry_type"):
        lines[column] = held[column]
    lines["consolidated"] = (held.entry_type == "consolidated").astype(int)
    lines["year"], lines["entryforceyear"] = held.signed, held.in_force
    lines["language"], lines["typememb"], lines["regioncon"] = "English", held.typememb, "Asia"
    lines["wto_listed"], lines["wto_name"] = held.wto_listed.astype("Int64"), ""
    return _written(lines, folder / name)


def desta_indices(held: pd.DataFrame, folder: Path, name: str = "desta_indices_version_02_02.csv") -> Path:
    """Write the indices."""
    columns = ["number", "base_treaty", "name", "year", "entry_type", *CODED, "enforce01"]
    return _written(held[columns], folder / name)


def _written(lines: pd.DataFrame, path: Path) -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        book.active.title = "about"
        book.active.append(["This workbook holds the list of treaties."])
        sheet = book.create_sheet("data")
        sheet.append(list(lines.columns))
        for row in lines.astype(object).where(lines.notna(), None).itertuples(index=False):
            sheet.append(list(row))
        book.save(path)
    else:
        lines.to_csv(path, index=False, quoting=2)
    return path
