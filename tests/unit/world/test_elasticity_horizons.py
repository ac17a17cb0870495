"""Horizons against the papers' numbers, and the path between them against its own ends."""

from __future__ import annotations

from math import inf
from pathlib import Path

import numpy as np
import pytest

from counterpoise.codes.sectors import scheme
from counterpoise.core.errors import DataError, InputError
from counterpoise.facts import read
from counterpoise.world.elasticities import DEFAULT, theta
from counterpoise.world.elasticity_horizons import (
    NEAREST,
    NESTS,
    SHORT,
    adjustment,
    at_year,
    horizon,
    horizon_at,
    horizons,
    nest_limits,
)

ICIO = scheme("icio-2025").codes


@pytest.mark.parametrize("name", ["short", "medium"])
def test_the_near_horizons_have_the_nests_of_baqaee_and_farhi(name):
    found = horizon(name)
    assert list(found.nests().values()) == [0.2, 0.5, 0.9, 0.0]
    assert found.intervals["value_added_substitution"] == pytest.approx((0.88 - 1.96 * 0.35, 0.88 + 1.96 * 0.35))
    assert "Baqaee and Farhi (2024)" in found.citation


def test_each_horizon_has_its_trade_elasticities_and_its_factors():
    assert [(one.choice, one.factor_mobility) for one in map(horizon, horizons())] == [
        (SHORT, "specific"),
        ("caliendo-parro-2015", "mobile"),
        (DEFAULT, "mobile"),
    ]
    assert horizon("Long ").nests() == dict(zip(NESTS, (1.0, 1.0, 1.0, 0.0), strict=True))


def test_every_uncertain_nest_has_an_interval_around_it():
    for found in map(horizon, horizons()):
        assert set(found.intervals) == set(NESTS)
        for nest, value in found.nests().items():
            low, high = found.intervals[nest]
            assert low <= value <= high
            assert (low < high) == (nest != "labour_supply")
    assert all(row["interval_seen"] in ("text", "memory") for row in read("horizons") if row["low"])


def test_the_path_is_that_of_the_estimates():
    # 0.76, 1.24 and 2.12 one, five and ten years after the change: Boehm et al. (2023), Tables 1 and 3
    assert [adjustment(year) for year in (0, 0.5, 1)] == [0, 0, 0]
    assert adjustment(5) == pytest.approx((1.24 - 0.76) / (2.12 - 0.76))
    assert adjustment(3) == pytest.approx(adjustment(5) / 2)
    assert adjustment(7.5) == pytest.approx((adjustment(5) + 1) / 2)
    assert [adjustment(year) for year in (10, 40)] == [1, 1]
    made = [adjustment(year) for year in np.linspace(0, 12, 200)]
    assert (np.diff(made) >= 0).all()


@pytest.mark.parametrize("year", [-1, float("nan"), float("inf"), "soon", None])
def test_a_time_that_is_none_is_refused(year):
    with pytest.raises(InputError, match=r"year: .* is no time after a shock; write years"):
        adjustment(year)


def test_the_path_runs_from_one_set_to_the_other():
    short, long = theta(ICIO, choice=SHORT), theta(ICIO)
    first, last = at_year(ICIO, 0), at_year(ICIO, 10)
    assert np.array_equal(first.value, short.value)
    assert np.array_equal(last.value, long.value)
    assert (first.choice, last.choice, last.kind) == (SHORT, DEFAULT, long.kind)
    between = at_year(ICIO, 5)
    assert between.value == pytest.approx(short.value + adjustment(5) * (long.value - short.value))
    assert between.choice == f"35 % of the way from {SHORT} to {DEFAULT}"
    assert between.notes[ICIO.index("K")].startswith("35 % of the way from -0.24 to 4.96")
    assert "Boehm" in between.citation
    assert "Fontagné" in between.citation
    assert not between.value.flags.writeable


def test_the_authors_own_path_gives_their_estimate_of_the_fifth_year():
    found = at_year(["C26", "K"], 5, long="boehm-levchenko-pandalai-nayar-2023-long")
    assert found.value == pytest.approx(theta(["C26", "K"], choice="boehm-levchenko-pandalai-nayar-2023-year-5").value)


def test_given_values_hold_in_every_year_and_none_is_at_zero():
    given = {"C26": 3.0, "C29": -0.4}
    for year in (0, 2, 10):
        found = at_year(["C26", "C29", "K"], year, overrides=given)
        assert found.value[:2].tolist() == [3.0, -0.4]
        assert found.notes[:2] == ("", "")
    crossing = 1 + 4 * (0.24 / 5.24) / adjustment(5)  # where -0.24 + share (5 + 0.24) is 0
    for year in np.linspace(crossing - 0.02, crossing + 0.02, 9):
        value = at_year(["C26"], year, long="uniform").value.item()
        assert abs(value) >= NEAREST
        assert abs(value) < 0.05


def test_groups_and_other_schemes_have_a_path_too():
    found = at_year(["C26", "services", "the rest"], 3, scheme="icio-2025 in groups")
    assert found.value.shape == (3,)
    assert "mean over the sectors of services" in found.notes[1]


def test_nests_and_factors_keep_the_pace_of_trade():
    share = adjustment(5)
    found = horizon_at(5)
    assert found.input_substitution == pytest.approx(0.2 + share * 0.8)
    assert found.factor_mobility == pytest.approx(share / (1 - share))
    low, high = found.intervals["input_substitution"]
    assert low == pytest.approx(0.05 + share * (0.49 - 0.05))
    assert low < found.input_substitution < high
    assert (horizon_at(0).factor_mobility, horizon_at(10).factor_mobility) == (0, inf)
    assert horizon_at(0).nests() == horizon("short").nests()
    assert horizon_at(10).nests() == horizon("long").nests()
    assert horizon_at(0).choice == SHORT
    assert horizon_at(3, short="medium").factor_mobility == inf


def test_wrong_words_and_rows_say_what_to_do():
    with pytest.raises(InputError, match="'medum' is no horizon; did you mean medium"):
        horizon("medum")
    with pytest.raises(InputError, match="write one of short, medium, long"):
        horizon("1")
    row = {"item": "input_substitution", "value": "0.2", "low": "0", "high": "0.5"}
    with pytest.raises(DataError, match=r"line 3: input_substitution is 0.2, from 0 to 0.5; .* above 0"):
        nest_limits(row, "line 3")
    with pytest.raises(DataError, match=r"does not hold the value 0\.2"):
        nest_limits({**row, "low": "0.3"}, "line 3")


def test_the_documentation_shows_these_values():
    page = (Path(__file__).parents[3] / "docs" / "methods" / "elasticities.md").read_text("utf-8")
    rows = {
        cells[1].strip(): cells[2:-1] for cells in (line.split("|") for line in page.splitlines()) if len(cells) == 6
    }
    for nest, label in zip(
        NESTS, (r"between inputs, $\varepsilon$", r"value added and inputs, $\eta$", r"goods in final spending, $\rho$"),
        strict=False,
    ):  # fmt: skip
        for name, cell in zip(horizons(), rows[label], strict=True):
            found = horizon(name)
            shown = [float(word) for word in cell.strip(" )").replace("(", "").replace("to", "").split()]
            assert shown == pytest.approx([found.nests()[nest], *found.intervals[nest]], abs=0.005)
