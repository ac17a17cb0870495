"""The charts of the equation hold the answer's numbers, say them, and draw nothing that is not known."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from counterpoise.charts.captions import alternative, caption
from counterpoise.charts.labels import Plane, least_covering, meet, placed
from counterpoise.charts.render import svg
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figures_for


@pytest.fixture(scope="module")
def korea(equation_of):
    return equation_of()


def rows(chart, key="country"):
    """All rows of a chart's specification that have a field."""
    found = []

    def walk(part):
        if isinstance(part, dict):
            values = part.get("data", {}).get("values", []) if isinstance(part.get("data"), dict) else []
            found.extend(row for row in values if key in row)
            for one in part.values():
                walk(one)
        elif isinstance(part, list):
            for one in part:
                walk(one)

    walk(chart.to_dict())
    return found


def points(chart):
    """The place of each country that is a point."""
    made = chart.to_dict()["layer"]
    dots = [layer for layer in made if layer["mark"].get("type") == "point" and layer["mark"]["size"] > 20]
    return {row["country"]: (row["x"], row["y"]) for layer in dots for row in layer["data"]["values"]}


def test_the_picture_is_the_first(korea):
    assert list(figures_for(korea.question)) == ["equation", "leans", "ranking"]


@pytest.mark.parametrize("name", ["equation", "leans", "ranking"])
def test_each_is_drawn_with_words_for_those_who_do_not_see_it(korea, name):
    chart = korea.chart(name)
    said = chart.to_dict()["description"]
    assert "South Korea" in said
    assert "nan" not in said
    assert "</svg>" in svg(chart, said)
    shown = figures_for(korea.question)[name]
    assert "Nobody (2026)" in str(caption(korea, shown))
    assert alternative(korea, shown).startswith(shown.title)


def test_each_country_stands_at_its_numbers(korea):
    shown = points(korea.chart())
    for code, (x, y) in shown.items():
        assert x == pytest.approx(100 * korea.net_economic_reliance.sel(country=code).item())
        assert y == pytest.approx(100 * korea.net_security_reliance.sel(country=code).item())
    known = korea.net_security_reliance.notnull()
    assert set(shown) == set(korea.data["country"].values[known.values])


def test_the_other_order_of_the_powers_mirrors_it(equation_of):
    here = points(equation_of().chart())
    there = points(equation_of(powers=("CHN", "USA")).chart())
    assert set(here) == set(there)
    for code, (x, y) in here.items():
        assert there[code] == pytest.approx((-x, -y))


def test_what_is_not_known_is_a_cross_and_only_where_asked_for(korea):
    assert "UZB" not in {row["country"] for row in rows(korea.chart())}
    assert "UZB" not in {row["country"] for row in rows(korea.chart(intervals=True))}
    chart = korea.chart(intervals="all")
    assert "UZB" not in points(chart)
    bars = [row for row in rows(chart) if row["country"] == "UZB"]
    assert len(bars) == 2
    across = korea.net_economic_reliance.sel(country="UZB").item()
    assert bars[1]["x"] == bars[1]["x2"] == pytest.approx(100 * across)
    low, high = (korea.companion("net_security_reliance", one).sel(country="UZB").item() for one in ("low", "high"))
    assert (bars[1]["y"], bars[1]["y2"]) == pytest.approx((100 * low, 100 * high))


def test_a_chosen_country_that_is_not_known_says_so(equation_of):
    result = equation_of(chosen=("UZB",))
    made = result.chart().to_dict()
    assert "not known, but for bounds: Uzbekistan" in str(made["title"])
    assert "security not known (−15.0 to +4.9)" in made["description"]
    held = [row for row in rows(result.chart(intervals=True)) if row["country"] == "UZB"]
    assert len([row for row in held if "year" not in row]) == 2


def test_intervals_of_the_chosen_alone(korea):
    bars = [row for row in rows(korea.chart(), "x2") if "country" in row]
    assert {row["country"] for row in bars} == {"KOR"}
    assert len([row for row in rows(korea.chart(intervals=False), "x2") if "country" in row]) == 0


def test_no_line_of_a_trail_crosses_a_year_that_is_not_known(korea):
    trail = {row["year"]: row["run"] for row in rows(korea.chart(), "run")}
    assert set(trail) == set(range(1995, 2023)) - {2004}
    assert trail[2003] != trail[2005]
    assert trail[1995] == trail[2003]
    assert {row["name"] for row in rows(korea.chart(), "name")} >= {"1995", "South Korea 2022"}


def test_everyone_without_a_chosen_country(equation_of):
    chart = equation_of(chosen=(), trail=False).chart(labels=["MNG"], most=8)
    assert len(points(chart)) == 67
    assert "67 countries between the United States and China" in str(chart.to_dict()["title"])
    names = {row["name"] for layer in chart.to_dict()["layer"] if layer["mark"].get("fontSize") == 11
             for row in layer["data"]["values"] if "country" in row}  # fmt: skip
    assert len(names) == 9  # the one that is asked for is shown even where it doesn't fit
    assert "Mongolia" in names


def test_nothing_known_and_other_than_two_powers_are_refused(korea):
    import dataclasses

    lost = korea.data.copy()
    lost["net_economic_reliance"] = lost["net_economic_reliance"] * np.nan
    with pytest.raises(InputError, match="no country's place is known"):
        dataclasses.replace(korea, data=lost).chart(intervals=False)
    with pytest.raises(InputError, match="two powers are needed"):
        dataclasses.replace(korea, data=korea.data.isel(partner=[0])).chart()
    with pytest.raises(InputError, match="no dimension 'country'"):
        korea.sel(country="KOR").chart()
    assert set(points(korea.sel(country=["KOR", "DEU"]).chart())) == {"KOR", "DEU"}
    with pytest.raises(InputError, match="shows net_security_reliance"):
        dataclasses.replace(korea, data=korea.data.drop_vars("net_security_reliance")).chart()


def test_names_on_linear_axes_cover_neither_points_nor_names():
    draw = np.random.default_rng(4)
    frame = pd.DataFrame(draw.normal(0, 1, (80, 2)), columns=["x", "y"])
    frame["country"] = frame["name"] = [f"country {one}" for one in range(80)]
    frame["far"] = abs(frame["x"]) + abs(frame["y"])
    plane = Plane({"x": (-3, 3), "y": (-3, 3)}, (600, 400))
    corner = (0.0, 0.0, 150.0, 40.0)
    shown = placed(frame, plane, rank="far", most=30, clear=[corner])
    boxes = [*shown["box"], corner]
    assert len(boxes) == 31
    assert not any(meet(*pair) for pair in combinations(boxes, 2))
    for row in shown.itertuples():
        others = frame.drop(index=row.Index)
        assert plane.holds(row.box)
        assert not any(meet(row.box, dot) for dot in plane.around(zip(others["x"], others["y"], strict=True)))


def test_a_name_that_must_be_shown_stays_inside_and_takes_a_free_side():
    plane = Plane({"x": (0, 100), "y": (0, 100)}, (100, 100))
    taken = [(60.0, 0.0, 100.0, 100.0)]
    align, _, _, box = least_covering((55, 50), plane, (30, 12), taken)
    assert align == "right"
    assert plane.holds(box)
    assert not meet(box, taken[0])


def test_leans_hold_every_indicator_and_turn_with_the_powers(korea, equation_of):
    held = {row["indicator"]: row for row in rows(korea.chart("leans"), "indicator")}
    assert {one for one in held if one.startswith("lean_")} == {v for v in korea.variables if v.startswith("lean_")}
    assert held["net_economic_reliance"]["number"] == "−6.2"
    assert (held["lean_look_through"]["way"], held["lean_foreign_input_reliance"]["way"]) == ("first", "second")
    assert held["lean_protected_capability"]["weight"] == "weight 40 %"
    assert held["lean_foreign_presence"]["value"] is None
    assert held["lean_foreign_presence"]["number"] == "not known"
    other = {row["indicator"]: row for row in rows(equation_of(powers=("CHN", "USA")).chart("leans"), "indicator")}
    assert other["net_economic_reliance"]["number"] == "+6.2"
    assert other["lean_look_through"]["way"] == "second"
    with pytest.raises(InputError, match="no country 'XYZ'"):
        korea.chart("leans", country="XYZ")


def test_the_most_pressed_are_ranked_and_the_chosen_is_among_them(korea, equation_of):
    ranked = rows(korea.chart("ranking", most=10))
    values = [row["value"] for row in ranked]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(korea.cross_pressure.max().item())
    assert len(values) == 10
    assert {row["country"] for row in rows(korea.chart("ranking", most=100)) if row["value"] <= 0} == set()
    last = rows(equation_of(chosen=("MNG",)).chart("ranking", most=3))
    assert [row["country"] for row in last][-1] == "MNG"


def test_the_past_of_an_economy_whose_security_was_unknown_is_ticks_along_the_edge(equation_of):
    result = equation_of()
    known = [row for row in rows(result.chart()) if "ink" in row]
    assert not known  # the trail shows both
    data = result.data.copy(deep=True)
    data["trail_security"][:] = np.nan
    drawn = dataclasses.replace(result, data=data).chart()
    ticks = [row for row in rows(drawn) if "ink" in row]
    assert [ticks[0]["year"], ticks[-1]["year"]] == [1995, 2022]
    assert len(ticks) == 27  # the year that is not known has none
    assert {"1995", "economy 2022"} <= {row["name"] for row in rows(drawn, "name")}
