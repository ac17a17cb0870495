"""The register's agreements as a column of a panel."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from counterpoise.core.errors import InputError
from counterpoise.trade_agreements.in_force import with_register
from counterpoise.trade_agreements.panel import read_panel
from counterpoise.trade_agreements.specification import Specification


def panel(countries, years):
    rows = [(*pair, year, 1.0) for pair in itertools.product(countries, repeat=2) for year in years]
    return read_panel(pd.DataFrame(rows, columns=["exporter", "importer", "year", "trade"]), ["trade"])


def column(held, exporter, importer, name="rta"):
    data = held.data
    rows = data[(data.exporter == exporter) & (data.importer == importer)]
    return dict(zip(rows.year, rows[name], strict=True))


def test_an_agreement_counts_from_the_year_by_whose_middle_it_is_in_force():
    """Korea-US of 15 March 2012 counts for 2012, Korea-China of 20 December 2015 from 2016 on."""
    held = with_register(panel(["KOR", "USA", "CHN"], range(2011, 2018)), Specification())
    assert column(held, "KOR", "USA") == {2011: 0, **dict.fromkeys(range(2012, 2018), 1)}
    assert column(held, "CHN", "KOR") == column(held, "KOR", "CHN")
    assert column(held, "KOR", "CHN") == {**dict.fromkeys(range(2011, 2016), 0), 2016: 1, 2017: 1}
    assert set(column(held, "USA", "CHN").values()) == {0}
    assert set(column(held, "KOR", "KOR").values()) == {0}


def test_lags_and_leads_are_of_the_register_s_years_not_of_the_panel_s():
    held = with_register(panel(["KOR", "USA"], [2012, 2016]), Specification(lags=(4,), leads=(1,)))
    assert column(held, "KOR", "USA", "rta_lag4") == {2012: 0, 2016: 1}
    assert column(held, "KOR", "USA", "rta_lead1") == {2012: 1, 2016: 1}


def test_members_of_a_union_are_those_of_the_year():
    held = with_register(panel(["DEU", "POL"], [2000, 2010]), Specification())
    assert column(held, "DEU", "POL")[2010] == 1


def test_countries_that_are_no_codes_are_refused():
    with pytest.raises(InputError, match="no codes that the register knows"):
        with_register(panel(["Korea", "China"], [2012]), Specification())
