"""Charts see only a result, and show what it holds."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.charts.captions import caption
from counterpoise.charts.labels import Plane, placed
from counterpoise.codes.countries import name
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figures_for


def rows(chart):
    """All rows of all data of a chart's specification."""
    return [row for held in chart.to_dict()["datasets"].values() for row in held]


@pytest.fixture(scope="module")
def korea():
    return cp.rely("KOR", on="CHN,USA,JPN", both=True)


@pytest.fixture(scope="module")
def everyone():
    return cp.rely("ALL", on="USA,CHN", sector="TOTAL", indicators="look_through")


@pytest.mark.parametrize("chart", ["partners", "face_and_through"])
def test_a_chart_holds_the_result_s_values(korea, chart):
    shown = rows(korea.chart(chart, powers=("CHN", "USA")))
    values = {(r["partner"], r["indicator"]): r["value"] for r in shown if r["country"] == "KOR"}
    for (partner, indicator), value in values.items():
        assert value == korea.data[indicator].sel(country="KOR", partner=partner, sector="manufacturing").item()
    assert {p for p, _ in values} == {"CHN", "USA", "JPN"}


def test_a_power_keeps_its_colour(korea):
    colours = {}
    for chart in ("partners", "exposed_sectors"):
        text = korea.chart(chart, powers=("CHN", "USA")).to_json()
        assert '"#0072B2"' in text
        spec = korea.chart(chart, powers=("CHN", "USA")).to_dict()
        layer = next(one for one in spec["layer"] if "partner_name" in str(one["encoding"].get("color")))
        scale = layer["encoding"]["color"]["scale"]
        colours[chart] = dict(zip(scale["domain"], scale["range"], strict=True))
    assert colours["partners"]["China"] == colours["exposed_sectors"]["China"] == "#0072B2"
    assert colours["partners"]["United States"] == colours["exposed_sectors"]["United States"]


def test_both_directions_show_both(korea):
    shown = rows(korea.chart("both_directions"))
    assert {(r["country"], r["partner"]) for r in shown} >= {("KOR", "CHN"), ("CHN", "KOR")}


def test_two_partners_need_two(korea):
    with pytest.raises(InputError, match="two partners"):
        korea.chart("two_partners")


def test_a_chart_of_what_the_result_lacks_says_so():
    with pytest.raises(InputError, match="indicators=foreign_input_reliance"):
        cp.rely("KOR", on="CHN", indicators="look_through").chart("partners")


def test_every_country_is_a_point(everyone):
    shown = {r["country"] for r in rows(everyone.chart("two_partners")) if "country" in r}
    assert len(shown) == 78  # a country's tie to itself is none, so the two partners are not among them
    assert {"KOR", "DEU"} <= shown


def test_names_cover_neither_points_nor_names():
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(3)
    codes = ["KOR", "JPN", "DEU", "USA", "CHN", "FRA", "GBR", "IND", "BRA", "VNM"] * 6
    frame = pd.DataFrame({"country": codes, "name": [name(c) for c in codes]})
    frame["a"], frame["b"] = np.exp(draw.normal(-4, 0.5, (2, len(codes))))
    span = {"a": (1e-3, 0.2), "b": (1e-3, 0.2)}
    shown = placed(frame, Plane(span, (600, 400), log=True))
    assert 5 < len(shown) < len(codes)
    boxes, low, high = [], np.log(1e-3), np.log(0.2)
    for row in shown.itertuples():
        x = (np.log(row.a) - low) / (high - low) * 600 + row.dx
        y = 400 - (np.log(row.b) - low) / (high - low) * 400 + row.dy
        wide = 5.6 * len(row.name)
        left = x - {"left": 0, "center": wide / 2, "right": wide}[row.align]
        boxes.append((left, y - 6, left + wide, y + 6))
    for i, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= 600
        for other in boxes[:i]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart


def test_a_caption_states_source_year_formula_and_coverage(korea):
    said = str(caption(korea, figures_for(korea.question)["partners"]))
    for word in ("OECD Inter-Country", "2025", "2022", r"\sum_{s,k} Z_{js,ik}", "coverage", "Baldwin"):
        assert word in said
