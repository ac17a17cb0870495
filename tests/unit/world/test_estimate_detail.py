from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import DataError
from counterpoise.facts import read
from counterpoise.world.final_demand import bounds, estimated, rest_size

SECTORS = ("c1", "c4", "c9", "c14", "c20", "c30")
SCHEME = "wiod-2013"


def table(seed: int = 0, countries: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """A random table with empty cells, a node that sells nothing, and one that sells to industries only."""
    rng = np.random.default_rng(seed)
    c, s = countries, len(SECTORS)
    flows = rng.lognormal(0, 2, (c, s, c, s)) * rng.integers(0, 2, (c, s, c, s))
    flows[np.arange(c), :, np.arange(c)] *= 20
    flows[1, 2] = 0
    left = rng.lognormal(3, 1, (c, s))
    left[1, 2] = left[2, 3] = 0
    return flows, flows.sum((2, 3)) + left


def estimate(flows: np.ndarray, output: np.ndarray, rest: float = 0.045, sectors=SECTORS, scheme: str = SCHEME):
    return estimated(flows, output, sectors=sectors, scheme=scheme, rest_size=rest)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rest", [1e-9, 0.045, 3.0])
def test_rows_are_kept_exactly_and_nothing_is_negative(seed, rest):
    flows, output = table(seed)
    final, outside = estimate(flows, output, rest)
    assert final.shape == (5, 6, 5)
    assert outside.shape == (5, 6)
    assert min(final.min(), outside.min()) >= 0
    gap = final.sum(2) + outside - (output - flows.sum((2, 3)))
    assert np.abs(gap).max() <= 1e-9
    assert not final[2, 3].any()
    assert not final[1, 2].any()


def test_the_unit_does_not_matter():
    flows, output = table()
    final, outside = estimate(flows, output)
    other, other_outside = estimate(flows * 1e3, output * 1e3)
    assert np.allclose(other, final * 1e3, rtol=1e-9, atol=0)
    assert np.allclose(other_outside, outside * 1e3, rtol=1e-9, atol=0)


def test_the_order_of_countries_does_not_matter():
    flows, output = table()
    final, outside = estimate(flows, output)
    order = [3, 0, 4, 1, 2]
    other, other_outside = estimate(flows[order][:, :, order], output[order])
    assert np.allclose(other, final[order][:, :, order], rtol=1e-9)
    assert np.allclose(other_outside, outside[order], rtol=1e-9)


def test_a_larger_rest_of_the_world_buys_more():
    flows, output = table()
    small, large = (estimate(flows, output, rest)[1] for rest in (0.02, 0.2))
    assert (large >= small).all()
    assert large.sum() > 2 * small.sum()


def spoilt(what: str) -> tuple[np.ndarray, np.ndarray]:
    flows, output = table()
    if what == "negative flow":
        flows[0, 0, 1, 1] = -1
    elif what == "missing flow":
        flows[0, 0, 1, 1] = np.nan
    elif what == "infinite output":
        output[0, 0] = np.inf
    elif what == "negative output":
        output[1, 2] = -1
    elif what == "sells too much":
        output[0, 0] /= 1e3
    elif what == "shape of flows":
        flows = flows[:, :, :4]
    elif what == "one economy":
        flows, output = flows[:1, :, :1], output[:1]
    elif what == "shape of output":
        output = output.ravel()
    return flows, output


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("negative flow", "negative or missing"),
        ("missing flow", "negative or missing"),
        ("infinite output", "negative or missing"),
        ("negative output", "negative or missing"),
        ("sells too much", "economy 0, sector 0 sells more"),
        ("shape of flows", "shape"),
        ("shape of output", "shape"),
        ("one economy", "two economies"),
    ],
)
def test_bad_tables_are_refused(what, message):
    with pytest.raises(DataError, match=message):
        estimate(*spoilt(what))


@pytest.mark.parametrize("rest", [0.0, -1.0, np.nan, np.inf])
def test_a_bad_size_of_the_rest_is_refused(rest):
    with pytest.raises(DataError, match="size of the rest"):
        estimate(*table(), rest=rest)


def test_unknown_sectors_are_refused():
    with pytest.raises(DataError, match="c99"):
        estimate(*table(), sectors=(*SECTORS[:-1], "c99"))
    with pytest.raises(DataError, match="no-such"):
        estimate(*table(), scheme="no-such")
    with pytest.raises(DataError, match="5 sectors"):
        estimate(*table(), sectors=SECTORS[:-1])


def test_bounds_enclose_the_share_and_narrow_as_it_grows():
    share = np.array([0.0, 0.0005, 0.003, 0.01, 0.05, 0.99, np.nan])
    low, high = bounds("final_demand_reliance", share, share=True)
    assert (low[1:6] < share[1:6]).all()
    assert (share[1:6] < high[1:6]).all()
    assert high.max(where=~np.isnan(high), initial=0) <= 1
    ratio = high[1:5] / low[1:5]
    assert (np.diff(ratio) < 0).all()
    assert low[0] == high[0] == 0
    assert np.isnan([low[6], high[6]]).all()
    assert high[4] / share[4] == pytest.approx(1.139)


def test_the_rest_of_the_world_is_a_cited_fact():
    assert rest_size(2022) == pytest.approx(0.045)
    assert rest_size(1995) == rest_size(2022)  # the nearest year that is known


@pytest.mark.parametrize("row", [",memory,2025-01-01", "A book,memory,", "A book,hearsay,2025-01-01"])
def test_a_fact_without_its_source_is_refused(tmp_path, row):
    (tmp_path / "some.csv").write_text(f"value,citation,seen,date\n1,A book,text,2025-01-01\n2,{row}\n")
    with pytest.raises(DataError, match="line 3"):
        read("some", tmp_path)
