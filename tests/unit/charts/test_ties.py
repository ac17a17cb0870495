"""The charts of security and of ties hold what the answer holds, and no more."""

from __future__ import annotations

import dataclasses

import pytest

from counterpoise.charts.labels import meet
from counterpoise.charts.render import svg
from counterpoise.charts.ties import WIDE, _lanes
from counterpoise.core.errors import InputError


def rows(chart, key):
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


def test_protection_shows_shares_alone_and_what_is_not_known_as_words(security):
    chart = security.chart("protection", powers=("USA", "CHN"), most=4)
    shown = rows(chart, "value")
    assert {row["partner"] for row in shown} == {"USA", "CHN", "DEU", "ISR"}
    assert "Troops" not in str(chart.to_dict())
    for row in shown:
        named = [one for one in security.variables if security.data[one].attrs["short"] == row["measure"]]
        assert row["value"] == security.data[named[0]].sel(country="KOR", partner=row["partner"]).item()
    assert {row["measure"] for row in rows(chart, "text")} == {"intelligence shared"}
    assert "intelligence shared: not known" in chart.to_dict()["description"]
    assert "</svg>" in svg(chart)


def test_a_power_keeps_its_colour(security):
    text = security.chart(powers=("CHN", "USA")).to_dict()
    scale = text["layer"][1]["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True))["China"] == "#0072B2"


def test_protection_of_nothing_known_is_refused(security):
    with pytest.raises(InputError, match="no shares by partner"):
        dataclasses.replace(security, data=security.data[["troops"]]).chart()
    with pytest.raises(InputError, match="no share of South Korea is known"):
        dataclasses.replace(security, data=security.data[["intelligence"]]).chart()


def test_a_bar_lasts_from_the_year_to_its_end(ties_of):
    chart = ties_of().chart()
    bars = {(row["name"], row["who"]): row for row in rows(chart, "from")}
    assert bars["export controls", "Japan"]["from"] == 2019
    assert bars["export controls", "Japan"]["to"] == 2023
    assert bars["Mutual Defense Treaty", "United States"]["to"] == 2024
    assert bars["garlic", "China"]["to"] == bars["garlic", "China"]["from"] == 2000
    said = chart.to_dict()["description"]
    assert "garlic (China, 2000), after the deployment of THAAD (China, 2016 to 2017)" in said
    assert "disputes" not in said
    assert "troops: 28,500 (United States, 2023)" in said
    assert "</svg>" in svg(chart)


def test_a_line_ends_where_a_year_is_not_known(ties_of):
    troops = [row for row in rows(ties_of().chart(), "line") if row["value"] > 1000]
    lines = {row["year"]: row["line"] for row in troops}
    assert 1999 not in lines
    assert lines[1998] != lines[2000]
    assert lines[2000] == lines[2023]


@pytest.mark.parametrize("kinds", [(), ("visit",), ("treaty", "sanction")])
def test_empty_kinds_have_no_lane(ties_of, kinds):
    result = ties_of(kinds=kinds, series=not kinds)
    chart = result.chart()
    assert {row["kind"] for row in rows(chart, "from")} == set(kinds)
    assert "</svg>" in svg(chart)


def test_an_empty_dossier_is_refused(ties_of):
    with pytest.raises(InputError, match="no entry to draw"):
        ties_of(kinds=(), series=False).chart()
    with pytest.raises(InputError, match="no entry to draw"):
        ties_of().chart(countries=["BRA"])


def test_since_keeps_what_is_still_on(ties_of):
    shown = {row["name"]: row for row in rows(ties_of().chart(since=2012), "from")}
    assert shown["Mutual Defense Treaty"]["from"] == 2011.5
    assert not shown["Mutual Defense Treaty"]["begun"]
    assert "garlic" not in shown


def test_bars_and_names_of_a_lane_do_not_overlap():
    acts = [
        {"kind": "visit", "name": f"visit {k}", "year": 2000 + k % 7, "until": 2000.0 + k % 7 + k % 3}
        for k in range(12)
    ]
    (lane,) = _lanes(acts, (1990, 2010), 12)
    boxes = []
    for one in lane["acts"]:
        left, right = ((one[end] - 1990) * WIDE / 20 for end in ("from", "to"))
        wide = 5.6 * len(one["name"])
        if one["after"]:
            right += wide
        elif not one["inside"]:
            left -= wide
        boxes.append((left, one["row"], right + 1, one["row"] + 1))
    assert not any(meet(one, other) for k, one in enumerate(boxes) for other in boxes[:k])
