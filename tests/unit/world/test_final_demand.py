from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import DataError, InputError
from counterpoise.facts import read
from counterpoise.world.final_demand import bounds, estimated, rest_size

CODES = ["A01", "C26", "K"]


def table(seed=0, scale=1.0):
    rng = np.random.default_rng(seed)
    flows = rng.exponential(1.0, (4, 3, 4, 3)) * scale
    output = flows.sum((2, 3)) * rng.uniform(1.5, 3.0, (4, 3))
    return flows, output


def ask(flows, output, **changes):
    words = {"sectors": CODES, "scheme": "icio-2025", "rest_size": 0.05} | changes
    return estimated(flows, output, **words)


def test_rows_are_met_and_nothing_is_negative():
    flows, output = table()
    final, outside = ask(flows, output)
    assert np.allclose(final.sum(2) + outside, output - flows.sum((2, 3)), rtol=1e-12)
    assert final.min() >= 0
    assert outside.min() >= 0


def test_units_do_not_matter():
    one, other = ask(*table())[0], ask(*table(scale=1e-6))[0]
    assert np.allclose(one * 1e-6, other, rtol=1e-9)


def test_a_larger_rest_of_the_world_buys_more():
    flows, output = table()
    assert ask(flows, output, rest_size=0.1)[1].sum() > ask(flows, output)[1].sum()


def test_bad_tables_are_refused():
    flows, output = table()
    with pytest.raises(DataError, match="more to industries"):
        ask(flows, output / 10)
    with pytest.raises(DataError, match="shape"):
        ask(flows[:, :, :, :2], output)
    with pytest.raises(DataError, match="negative"):
        ask(-flows, output)
    with pytest.raises(InputError, match="ZZ"):
        ask(flows, output, sectors=["A01", "C26", "ZZ"])
    with pytest.raises(InputError, match="positive"):
        ask(flows, output, rest_size=0.0)


def test_bounds_hold_the_estimate():
    share = np.array([0.0, 0.0004, 0.003, 0.01, 0.2, 0.99])
    low, high = bounds("final_demand_reliance", share, share=True)
    assert (low <= share).all()
    assert (share <= high).all()
    assert high.max() <= 1.0


def test_the_fact_is_cited():
    assert 0 < rest_size(2022) < 0.2
    assert all(row["citation"] for row in read("rest_of_world"))


def test_a_fact_without_its_source_is_refused(tmp_path):
    (tmp_path / "bad.csv").write_text("year,value,citation,seen,date\n2022,1,,memory,2026-11-24\n")
    with pytest.raises(DataError, match="line 2"):
        read("bad", tmp_path)
