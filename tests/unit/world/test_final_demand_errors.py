from __future__ import annotations

import csv
from itertools import pairwise

import numpy as np
import pytest

from counterpoise.core.measure import offered, roots_of
from counterpoise.questions.discover import discover
from counterpoise.world.final_demand import TABLES, bounds, measured
from counterpoise.world.judge import judge
from counterpoise.world.load import load_economy

with (TABLES / "final_demand_errors.csv").open(newline="", encoding="utf-8") as handle:
    ROWS = list(csv.DictReader(handle))
SIGNED = {"income_exposure", "welfare_exposure", "BALGR", "BALVAFD"}


def resting():
    discover()
    known = offered(load_economy().roots)
    return {m.name: m for m in known if not m.own and "final_demand" in roots_of(m.name)}


def of(name, scope):
    return [row for row in ROWS if (row["indicator"], row["scope"]) == (name, scope)]


def test_every_measure_that_rests_on_the_estimate_has_its_errors_and_no_other():
    known = resting()
    assert measured() == {*known, "cut_cost"}
    for name, one in known.items():
        assert of(name, "group"), name
        assert bool(of(name, "sector")) == ("sector" in one.dims), name


def test_the_classes_cover_every_size_and_hold_enough():
    assert list(ROWS[0]) == [
        "indicator",
        "scope",
        "kind",
        "size_low",
        "size_high",
        "n",
        "p10",
        "p90",
        "median_abs_error",
    ]
    for name, scope in {(row["indicator"], row["scope"]) for row in ROWS}:
        rows = of(name, scope)
        ends = [(float(row["size_low"]), float(row["size_high"])) for row in rows]
        assert ends[0][0] == 0
        assert np.isinf(ends[-1][1])
        assert all(one[1] == other[0] for one, other in pairwise(ends))
        assert len({row["kind"] for row in rows}) == 1


def test_the_numbers_are_errors():
    for row in ROWS:
        low, high, median = (float(row[end]) for end in ("p10", "p90", "median_abs_error"))
        assert int(row["n"]) >= 200
        assert low < high
        assert median > 0
        assert row["kind"] == ("difference" if row["indicator"] in SIGNED else "ratio")
        if row["kind"] == "ratio":
            assert low >= 0
            assert median < 1
    assert measured(either_sign=True) == SIGNED


@pytest.mark.parametrize("scope", ["group", "sector"])
def test_bounds_enclose_the_value_and_shares_stay_shares(scope):
    for name, one in resting().items():
        if scope == "sector" and "sector" not in one.dims:
            continue
        share = one.unit == "share"
        value = np.array([0.0, 1e-9, 1e-5, 0.004, 0.3, 0.97, 1.0, np.nan])
        low, high = bounds(name, value, scope=scope, share=share)
        assert (low[:-1] <= value[:-1]).all()
        assert (value[:-1] <= high[:-1]).all()
        assert low[0] == high[0] == 0
        assert np.isnan([low[-1], high[-1]]).all()
        if share:
            assert low[:-1].min() >= 0
            assert high[:-1].max() <= 1


def test_the_size_is_against_the_scale():
    for name in ("EXGR", "BALGR"):
        value = np.array([[2.0, 30.0]])
        one = np.array(bounds(name, value, 1000.0))
        other = np.array(bounds(name, 1e6 * value, 1e9))
        assert np.allclose(other, 1e6 * one)


def test_a_difference_does_not_depend_on_the_sign():
    above, below = bounds("BALGR", np.array([5.0]), 1000.0), bounds("BALGR", np.array([-5.0]), 1000.0)
    assert above[0] - 5 == pytest.approx(below[0] + 5)
    assert above[1] - 5 == pytest.approx(below[1] + 5)


def test_every_share_of_the_embedded_table_has_bounds_within_0_and_1():
    economy = load_economy()
    shares = [m for m in resting().values() if m.unit == "share"]
    found = judge(economy, shares, {"TOTAL": economy.sectors, "C26": ("C26",)})
    for one in shares:
        value, low, high = (found[f"{one.name}{end}"].values for end in ("", "__low", "__high"))
        known = np.isfinite(value)
        assert (np.isfinite(low) == known).all()
        assert (low[known] <= value[known]).all()
        assert (value[known] <= high[known]).all()
        plain = known & (value >= 0) & (value <= 1)
        assert low[plain].min() >= 0
        assert high[plain].max() <= 1
