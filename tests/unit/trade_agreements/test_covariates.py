"""Agreements as columns of a panel of trade: what is joined, what stays missing, and the guide's own column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import InputError
from counterpoise.store import folder
from counterpoise.trade_agreements.covariates import with_agreements
from counterpoise.world.agreement_tables import AgreementTable
from tests.reference.agreement_stores import add_desta


def made(countries: dict[str, tuple[int, int]] | None = None) -> AgreementTable:
    """Chile and Korea from 2004; Romania and Hungary from 1997 to 2003, not coded from 2001; years 1990 to 2010."""
    rows = [("CHL", "KOR", year, 1, 1.0, 7.0) for year in range(2004, 2011)]
    rows += [("HUN", "ROU", year, 1, 1.0, 2.0 if year < 2001 else np.nan) for year in range(1997, 2004)]
    frame = pd.DataFrame(rows, columns=["country_a", "country_b", "year", "rta", "full_fta", "depth"])
    return AgreementTable("desta", frame, (1990, 2010), countries, ())


def panel(*rows: tuple[str, str, float]) -> pd.DataFrame:
    held = pd.DataFrame(rows, columns=["exporter", "importer", "year"])
    return held.assign(trade=1.0).set_index(np.arange(10, 10 + len(held)))


def test_both_directions_and_a_country_with_itself():
    given = panel(
        ("KOR", "CHL", 2006), ("CHL", "KOR", 2003), ("KOR", "KOR", 2006), ("ROM", "HUN", 2000), ("FRA", "ZAR", 2000)
    )
    found = with_agreements(given, made())
    assert found.columns.tolist() == ["exporter", "importer", "year", "trade", "rta", "full_fta", "depth"]
    assert found.index.tolist() == given.index.tolist()
    assert found[["rta", "full_fta", "depth"]].to_numpy().tolist() == [
        [1, 1, 7],
        [0, 0, 0],
        [0, 0, 0],
        [1, 1, 2],
        [0, 0, 0],
    ]
    assert given.columns.tolist() == ["exporter", "importer", "year", "trade"]
    assert found.exporter.tolist() == given.exporter.tolist()  # the panel's own codes stay


def test_lags_and_leads_come_from_the_table_not_from_the_panel():
    given = panel(("KOR", "CHL", 2006), ("KOR", "CHL", 2010), ("KOR", "KOR", 2010))
    found = with_agreements(given, made(), lags=(2, 4), leads=(1,))
    assert found.rta_lag2.tolist() == [1, 1, 0]
    assert found.rta_lag4.tolist() == [0, 1, 0]
    assert found.depth_lag4.tolist() == [0, 7, 0]
    assert found.rta_lead1.tolist()[0] == 1
    assert np.isnan(found.rta_lead1.tolist()[1])  # 2011: the table doesn't speak of it
    assert found.rta_lead1.tolist()[2] == 0


def test_what_the_table_does_not_know_is_missing():
    given = panel(
        ("ROU", "HUN", 2002), ("ROU", "HUN", 1989), ("FRA", "DEU", 2000), ("ROW", "KOR", 2000), ("ROW", "ROW", 2000)
    )
    found = with_agreements(
        given, made({"ROU": (1990, 2010), "HUN": (1990, 2010), "FRA": (1990, 1995), "KOR": (1990, 2010)})
    )
    assert found.rta.isna().tolist() == [False, True, True, True, False]
    assert found.depth.isna().tolist() == [True, True, True, True, False]
    assert found.rta.iloc[0] == 1


def test_a_prefix_where_the_panel_has_such_a_column():
    given = panel(("KOR", "CHL", 2006)).assign(rta=0.0)
    with pytest.raises(InputError, match="the panel has a column 'rta' already; give a prefix"):
        with_agreements(given, made())
    found = with_agreements(given, made(), lags=(1,), prefix="desta_")
    assert found[["rta", "desta_rta", "desta_depth_lag1"]].to_numpy().tolist() == [[0, 1, 7]]


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (lambda held: held.drop(columns="importer"), {}, "the panel has no column 'importer'"),
        (lambda held: held.assign(exporter="ROK"), {}, "ROK: no country's code"),
        (lambda held: held.assign(year=2006.5), {}, "a year that is no whole number"),
        (lambda held: held.assign(year="last"), {}, "a year that is no whole number"),
        (lambda held: held.iloc[:0], {}, "the panel holds no row"),
        (lambda held: held, {"lags": (0,)}, "0 is no number of years"),
        (lambda held: held, {"leads": (1.5,)}, "1.5 is no number of years"),
        (lambda held: held, {"lags": (True,)}, "True is no number of years"),
    ],
)
def test_what_is_refused(change, options, said: str):
    with pytest.raises(InputError, match=said):
        with_agreements(change(panel(("KOR", "CHL", 2006))), made(), **options)


def test_the_register_needs_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    given = panel(("KOR", "USA", 2016), ("USA", "KOR", 2011), ("DEU", "FRA", 2011), ("USA", "USA", 2016))
    found = with_agreements(given, "register", lags=(5,))
    assert found.full_fta.tolist() == [1, 0, 1, 0]
    assert found.full_fta_lag5.tolist() == [0, 0, 1, 0]
    with pytest.raises(InputError, match="the store has no agreements of desta"):
        with_agreements(given, "desta")


def test_the_guide_s_own_column_is_told_by_desta(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The Advanced Guide's rta (Yotov et al. 2016), 69 countries from 1986 to 2006, against DESTA's full free trade areas.

    Three in four rows are alike and nearly all others are of two kinds. The guide's column is 0 for a pair that was bound
    before its first year (all members of the Communities), which its pair effects absorb; and it is 1 for agreements on
    some goods only, the Global System of Trade Preferences of 1989 above all, which DESTA's full_fta leaves out.
    """
    path = shared / "agtpa" / "agtpa_applications.parquet"
    if not path.is_file():
        pytest.skip("agtpa/agtpa_applications.parquet is not among the third-party figures here")
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    add_desta(shared, tmp_path)
    given = pd.read_parquet(path)
    found = with_agreements(given, "desta", lags=(4,), leads=(4,), prefix="desta_")
    assert found[given.columns].equals(given)
    home = found.exporter == found.importer
    assert (found.loc[home, ["desta_rta", "desta_full_fta", "desta_depth_lag4"]] == 0).all(axis=None)
    abroad = found[~home]
    assert abroad.desta_rta.notna().all()
    assert abroad.desta_rta_lead4.notna().all()  # to 2010, within the table: no years are lost
    start = abroad[abroad.year == 1986].set_index(["exporter", "importer"]).desta_full_fta
    before = start.reindex(pd.MultiIndex.from_frame(abroad[["exporter", "importer"]])).to_numpy() == 1
    alike = abroad.rta == abroad.desta_full_fta
    bound = before & (abroad.rta == 0)
    partial = (abroad.rta == 1) & (abroad.desta_rta == 1) & (abroad.desta_full_fta != 1)
    share = alike.groupby(abroad.year).mean()
    told = (alike | bound | partial).groupby(abroad.year).mean()
    assert share.min() > 0.75
    assert told.min() > 0.94
    assert abroad.loc[abroad.year == 1986, "rta"].sum() == 0  # the guide has no agreement at all in its first year
    nafta = abroad[(abroad.exporter == "MEX") & (abroad.importer == "USA")].sort_values("year")
    assert nafta.rta.tolist() == nafta.desta_full_fta.tolist() == [0.0] * 8 + [1.0] * 13
