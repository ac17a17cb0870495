"""Both sides over the years: which source each year of a country is from, and what is no crossing."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

import counterpoise as cp
from counterpoise.questions.trails import all_crossings, economic_trail

POWERS = (["USA"], ["CHN"])
WEIGHTS = {"look_through": 0.5, "sales_value_added": 0.5, "foreign_input_reliance": 0.0}
YEARS = range(1995, 2003)


def past(held):
    """Make the past: for each source, country, indicator and year the shares of both powers."""
    sources = list(dict.fromkeys(source for source, *_ in held))
    countries = list(dict.fromkeys(country for _, country, *_ in held))
    coords = {"country": countries, "partner": ["USA", "CHN"], "source": sources, "year": list(YEARS)}
    names = ("look_through", "sales_value_added")
    made = {
        name: xr.DataArray(np.full([len(one) for one in coords.values()], np.nan), coords=coords, dims=list(coords))
        for name in names
    }
    for (source, country, *only), shares in held.items():
        for name in only or names:
            for year, (first, second) in shares.items():
                made[name].loc[{"source": source, "country": country, "year": year}] = [first, second]
    return xr.Dataset(made)


@pytest.fixture
def told(monkeypatch):
    """Let the store know of a past, and give the trail by it."""

    def call(held, countries=("KOR", "JPN"), first="new"):
        data = past(held)
        monkeypatch.setattr(
            "counterpoise.questions.past.trend", lambda *_, **__: SimpleNamespace(data=data, provenance=())
        )
        years, lean, source, _origins = economic_trail(list(countries), POWERS, WEIGHTS, None, first)
        assert years == list(YEARS)
        return lean, source

    return call


def over(first, last, shares):
    return dict.fromkeys(range(first, last + 1), shares)


def test_a_source_that_lacks_a_country_does_not_hide_another_s_years(told):
    """Of Japan the newer accounts have nothing: its years are the older ones'."""
    lean, source = told({
        ("old", "KOR"): over(1995, 2000, (0.4, 0.1)),
        ("old", "JPN"): over(1995, 2000, (0.5, 0.1)),
        ("new", "KOR"): over(1998, 2002, (0.1, 0.4)),
    })  # fmt: skip
    assert source.tolist() == [["old"] * 3 + ["new"] * 5, ["old"] * 6 + ["new"] * 2]
    np.testing.assert_allclose(lean.value[0], [0.3] * 3 + [-0.3] * 5)
    np.testing.assert_allclose(lean.value[1], [0.4] * 6 + [np.nan] * 2)
    np.testing.assert_array_equal([lean.low[1, -1], lean.high[1, -1]], [-1, 1])


def test_a_year_is_from_the_first_source_that_knows_every_weighted_indicator(told):
    """The economy's own first, then the one that ends latest."""
    held = {
        ("early", "KOR"): over(1995, 2000, (0.9, 0.0)),
        ("late", "KOR"): over(1995, 2001, (0.4, 0.1)),
        ("new", "KOR", "look_through"): over(1995, 2002, (0.1, 0.4)),
        ("new", "KOR", "sales_value_added"): over(2000, 2002, (0.1, 0.4)),
    }
    _, source = told(held, ("KOR",))
    assert source.tolist() == [["late"] * 5 + ["new"] * 3]
    _, source = told(held, ("KOR",), "early")
    assert source.tolist() == [["early"] * 6 + ["new"] * 2]


def trails(leans, sources):
    """Make the data of a trail of the economy alone, in which all is known."""
    cells = {f"trail_economic{end}": (("country", "year"), np.array([leans])) for end in ("__low", "__high")}
    cells["trail_economic__source"] = (("country", "year"), np.array([sources], dtype=object))
    cells |= {
        f"trail_security{end}": (("country", "year"), np.full((1, len(leans)), np.nan)) for end in ("__low", "__high")
    }
    years = list(range(2000, 2000 + len(leans)))
    return xr.Dataset(cells, coords={"country": ["KOR"], "year": years}, attrs={"chosen": ["KOR"]})


def test_a_crossing_is_told_within_a_source_only():
    within = all_crossings(trails([0.1, -0.1, -0.1], ["old"] * 3), ("USA", "CHN"))
    assert within == {"KOR": {"economy": [(2000, 2001, "CHN")], "security": []}}
    between = all_crossings(trails([0.1, -0.1, -0.1], ["old", "new", "new"]), ("USA", "CHN"))
    assert between == {"KOR": {"economy": [], "security": []}}


def test_the_past_has_its_source():
    answer = cp.equation("KOR", powers="USA,CHN", draws=10)
    told = {str(one) for one in answer.data["trail_economic__source"].values.ravel() if isinstance(one, str)}
    assert told == {"icio-2025-embedded", "wiod-2013"}
    assert told <= {one.source.removesuffix("-reliance") for one in answer.provenance}
    everyone = cp.equation("ALL", powers="USA,CHN", draws=10)
    assert not [one for one in everyone.provenance if one.source.startswith("wiod")]
