"""Panels as files and tables: their columns, and what is no panel."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import InputError
from counterpoise.trade_agreements.example import example_panel
from counterpoise.trade_agreements.panel import read_panel

WANTED = ["trade", "rta"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "dta"])
def test_a_file_gives_what_the_table_gives(tmp_path, ending):
    held = example_panel()
    path = tmp_path / f"panel.{ending}"
    {
        "csv": lambda: held.to_csv(path, index=False),
        "parquet": lambda: held.to_parquet(path),
        "dta": lambda: held.to_stata(path, write_index=False),
    }[ending]()
    read, given = read_panel(str(path), WANTED), read_panel(held, WANTED)
    pd.testing.assert_frame_equal(read.data, given.data, check_exact=False)
    assert read.years == (2000, 2005, 2010, 2015, 2020)
    assert read.domestic.sum() == 100
    assert len(read.checksum) == len(given.checksum) == 64


def test_columns_of_another_name_are_read(tmp_path):
    path = tmp_path / "gravity.csv"
    names = {"exporter": "iso3_o", "importer": "iso3_d", "trade": "tradeflow_comtrade_d", "rta": "fta_wto"}
    example_panel().rename(columns=names).to_csv(path, index=False)
    with pytest.raises(InputError, match="look like those of cepii: add --columns cepii"):
        read_panel(str(path), WANTED)
    assert list(read_panel(str(path), WANTED, columns=names).data) == ["exporter", "importer", "year", "trade", "rta"]


def test_namibia_is_no_missing_code_and_a_gap_is_no_zero(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("exporter,importer,year,trade,rta\nNA,ZA,2000,1.5,0\nZA,NA,2000,NA,0\n")
    held = read_panel(str(path), WANTED)
    assert held.data.exporter.tolist() == ["NA", "ZA"]
    assert np.isnan(held.data.trade[1])


def test_a_stata_file_names_countries_by_their_labels(tmp_path):
    """Numbers behind labels differ between exporters and importers: trade at home would not be seen."""
    held = example_panel()
    held = held[held.exporter != "ARG"].reset_index(drop=True)
    held.assign(exporter=held.exporter.astype("category"), importer=held.importer.astype("category")).to_stata(
        tmp_path / "p.dta", write_index=False
    )
    read, given = read_panel(str(tmp_path / "p.dta"), WANTED), read_panel(held, WANTED)
    pd.testing.assert_frame_equal(read.data, given.data, check_exact=False)
    assert read.domestic.sum() == 95


def test_one_column_may_stand_for_two():
    held = example_panel().rename(columns={"trade": "flow"})
    read = read_panel(held, ["trade", "size"], columns={"trade": "flow", "size": "flow"})
    assert (read.data["trade"] == read.data["size"]).all()


def spoilt(**columns):
    return example_panel().head(20).assign(**columns)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (spoilt().drop(columns="importer"), "no column 'importer'"),
        (spoilt().rename(columns={"trade": "trades"}), "did you mean trades"),
        (pd.concat([spoilt(), spoilt().head(1)]), "ARG to ARG in 2000 is there twice"),
        (spoilt(trade="much"), "trade holds 'much', which is no number"),
        (spoilt(trade=np.inf), "trade is infinite in row 1"),
        (spoilt(year=2000.5), "2000.5 is not a year"),
        (spoilt(year=np.nan), "is not a year"),
        (spoilt(year=pd.Timestamp(2000, 1, 1)), "is not a year"),
        (spoilt(importer=lambda held: held.importer.replace("AUS", "Aus").where(held.index < 9, "AUS")), "AUS and Aus"),
        (pd.concat([spoilt(), spoilt().trade], axis=1), "two columns have one name"),
        (spoilt(exporter=None), "row 1 names no exporter"),
        (spoilt().head(0), "the panel has no row"),
    ],
)
def test_what_is_no_panel_is_refused(data, said):
    with pytest.raises(InputError, match=said):
        read_panel(data, WANTED)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "no such file"),
        ("empty.csv", b"", "the file is empty"),
        ("a.xlsx", b"x", "no panel that can be read"),
        ("bad.parquet", b"not parquet", "no .parquet file"),
        ("bad.dta", b"not stata", "no .dta file"),
        ("bad.csv", b"\xff\xfe\x00\x01,a\n1,2", "no .csv file|can't be read"),
        ("head.csv", b"exporter,importer,year,trade,rta\n", "the panel has no row"),
    ],
)
def test_what_is_no_file_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_panel(str(path), WANTED)
