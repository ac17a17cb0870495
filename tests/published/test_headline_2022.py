"""Korea's reliance in 2022, as computed independently on the same OECD table (four decimals)."""

from __future__ import annotations

import pytest

import counterpoise as cp

MANUFACTURING = {
    "foreign_input_reliance": {"CHN": 0.0649, "USA": 0.0310, "JPN": 0.0231},
    "look_through": {"CHN": 0.0883, "USA": 0.0282, "JPN": 0.0231},
    "look_through_direct": {"CHN": 0.0168},
}
TOTAL = {
    "sales_output_to_gdp": {"CHN": 0.1575},
    "sales_value_added": {"CHN": 0.0563},
}


@pytest.fixture(scope="module")
def korea():
    return cp.rely("KOR", on=["CHN", "USA", "JPN"], indicators="all")


CASES = [(m, p, "manufacturing", v) for m, each in MANUFACTURING.items() for p, v in each.items()]
CASES += [(m, p, "TOTAL", v) for m, each in TOTAL.items() for p, v in each.items()]


@pytest.mark.parametrize(("measure", "partner", "sector", "value"), CASES)
def test_measure(korea, measure, partner, sector, value):
    assert korea.data[measure].sel(country="KOR", partner=partner, sector=sector).item() == pytest.approx(
        value, abs=5e-5
    )


def test_ratios_keep_their_own_denominators(korea):
    china = korea.data.sel(country="KOR", partner="CHN")
    assert china.look_through_to_direct.sel(sector="manufacturing").item() == pytest.approx(5.3, abs=0.05)
    assert china.look_through_to_inputs.sel(sector="manufacturing").item() == pytest.approx(1.4, abs=0.05)
    assert china.intermediate_exports_to_gdp.sel(sector="TOTAL").item() == pytest.approx(0.086, abs=5e-4)
