"""The chart of several times holds each time's number, and says it."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError

EMBARGO = "embargo 90 % between KOR and CHN"


@pytest.fixture(scope="module")
def horizons():
    return cp.simulate(EMBARGO, horizon="all")


@pytest.fixture(scope="module")
def years():
    return cp.simulate(EMBARGO, years="1,3,10")


def rows(chart):
    layers = chart.to_dict()["layer"]
    return next(layer["data"]["values"] for layer in layers if len(layer.get("data", {}).get("values", [])) > 1)


def shown(chart):
    made = chart.to_dict()
    return made["data"]["values"] if "data" in made and "values" in made["data"] else rows(chart)


def test_horizons_stand_side_by_side(horizons):
    chart = horizons.chart()
    held = {(row["country"], row["time"]): row["value"] for row in shown(chart)}
    assert len(held) == 15
    assert held["KOR", "short"] == pytest.approx(horizons["short"].welfare_pct.sel(country="KOR").item())
    each = ", ".join(f"{one} {held['KOR', one]:.2f} %" for one in ("short", "medium", "long"))
    said = chart.to_dict()["description"]
    assert said.startswith(f"Change of real income by the time after the change. South Korea: {each}; China:")


def test_years_are_lines(years):
    chart = years.chart("over_time", countries=["KOR"])
    solved = [(year, years[year].welfare_pct.sel(country="KOR").item()) for year in (1, 3, 10)]
    assert [(row["time"], row["value"]) for row in shown(chart)] == solved
    assert ", ".join(f"year {year} {value:.1f} %" for year, value in solved) in chart.to_dict()["description"]


def test_a_chart_of_one_time_and_one_of_several_are_told_apart(horizons):
    with pytest.raises(InputError, match=r"the result holds several; choose one, as outcomes\['short'\]"):
        horizons.chart("welfare")
    with pytest.raises(InputError, match="ask for several, as horizon='all'"):
        horizons["short"].chart("over_time")
    with pytest.raises(InputError, match="shows welfare_pct, which the result lacks"):
        horizons.showing(["real_wage_pct"]).sel(country=["KOR"]).chart("over_time")
    assert "description" in horizons["short"].chart().to_dict()
