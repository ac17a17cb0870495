"""The chart of agreements holds those that have not ended, from their first year, in the colour of their depth."""

from __future__ import annotations

import pytest

import counterpoise as cp
from counterpoise.charts.agreements import DEPTHS
from counterpoise.charts.render import svg
from counterpoise.core.errors import InputError


def rows(chart):
    return {row["name"]: row for row in chart.to_dict()["data"]["values"]}


def test_each_agreement_has_a_bar_from_its_first_year():
    answer = cp.agreements("KOR", year=2024)
    chart = answer.chart(most=100)
    shown = rows(chart)
    held = answer.data["variable"].values[answer.data["status"].values != "ended"]
    assert set(shown) == set(held.tolist())
    assert (shown["Korea-China"]["from"], shown["Korea-China"]["text"]) == (2015, "6")
    assert (shown["EU-Korea"]["from"], shown["EU-Korea"]["to"]) == (2011, 2025)
    assert shown["Korea-Israel"]["band"] == [*DEPTHS][-1]
    assert shown["China-Japan-Korea"]["text"] == ""
    assert "</svg>" in svg(chart)


def test_the_most_shown_are_in_force():
    shown = rows(cp.agreements("KOR").chart(most=5))
    assert len(shown) == 5
    assert all(row["band"] in DEPTHS for row in shown.values())


def test_nothing_is_not_drawn():
    with pytest.raises(InputError, match="no agreement is in force"):
        cp.agreements("PRK").chart()


def test_signed_negotiated_and_stopped_have_colours_of_their_own():
    shown = rows(cp.agreements("KOR").chart())
    assert shown["China-Japan-Korea"]["band"] == "talks stopped"
    assert shown["Korea-GCC"]["band"] == "negotiated"
    norway = cp.agreements("NOR").chart().to_dict()
    assert rows(cp.agreements("NOR").chart())["EFTA-Thailand"]["band"] == "signed, not in force"
    scale = next(
        layer["encoding"]["color"]["scale"] for layer in norway["layer"] if "scale" in layer["encoding"]["color"]
    )
    assert len({*scale["range"]}) == len(scale["domain"]) == len({*scale["domain"]})


def test_what_is_left_out_is_told():
    answer = cp.agreements("KOR")
    whole = answer.chart(most=100).to_dict()
    total = len(whole["data"]["values"])
    assert "subtitle" not in whole["title"]
    assert len(answer.chart().to_dict()["data"]["values"]) == total
    few = answer.chart(most=5).to_dict()
    assert few["title"]["subtitle"] == [f"{total - 5} of {total} agreements and talks are left out"]
