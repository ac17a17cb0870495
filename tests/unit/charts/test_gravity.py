"""The charts of an estimate."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.trade_agreements.example import example_panel

pytest.importorskip("altair")
pytest.importorskip("pyfixest", reason="the extra 'gravity' is not installed")


@pytest.fixture(scope="module")
def lagged():
    return cp.gravity.estimate(example_panel(), lags="5", leads="5")


def rows(chart):
    held = chart.to_dict()
    return next(one["data"]["values"] for one in held["layer"] if "value" in one.get("data", {}).get("values", [{}])[0])


def test_a_row_for_each_coefficient_with_its_interval(lagged):
    drawn = rows(lagged.chart("coefficients"))
    assert [one["row"] for one in drawn] == ["rta", "rta, 5 years after", "rta, 5 years before", "rta with its lags"]
    array = lagged.coefficient.isel(scenario=0)
    assert [one["value"] for one in drawn] == array.values.tolist()
    assert all(one["low"] < one["value"] < one["high"] for one in drawn)
    assert "rta, 5 years before" in lagged.chart("coefficients").to_dict()["description"]


def test_leads_stand_before_and_lags_after(lagged):
    drawn = rows(lagged.chart("timing"))
    assert [one["year"] for one in drawn] == [-5, 0, 5]
    names = ["rta_lead5", "rta", "rta_lag5"]
    assert [one["value"] for one in drawn] == lagged.coefficient.isel(scenario=0).sel(parameter=names).values.tolist()


def test_without_lags_there_is_no_timing():
    found = cp.gravity.estimate(example_panel())
    with pytest.raises(InputError, match="lags and leads, and the equation has none"):
        found.chart("timing")


def test_equations_side_by_side_have_a_row_each():
    held = example_panel().assign(
        rta_lag4=0.0, rta_lag8=0.0, rta_lag12=0.0, rta_lead4=0.0, cntg=0.0, lang=0.0, clny=0.0
    )
    for k, name in enumerate(("rta_lag4", "rta_lag8", "rta_lag12", "rta_lead4", "cntg", "lang", "clny")):
        held[name] = ((held.index * (3 + k)) % 13 < 5).astype(float)
    found = cp.gravity.estimate(held, preset="agtpa", years="2000,2005,2010,2015,2020")
    drawn = rows(found.chart())
    assert [one["row"] for one in drawn] == [one.specification.name for one in found.estimates]
    whole = found.estimates[-1]
    assert drawn[-1]["value"] == pytest.approx(whole.combined(whole.agreement)[0])
    with pytest.raises(InputError, match="7 equations were estimated"):
        found.estimate  # noqa: B018
