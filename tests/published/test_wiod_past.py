"""Chinese value added in Korean final demand, 1995 and 2011, from WIOD 2013 (Timmer et al. 2015)."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp


@pytest.mark.parametrize(("year", "value"), [(1995, 0.0094), (2011, 0.0550)])
def test_embedded_past(year, value):
    past = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="final_demand_reliance")
    found = past.final_demand_reliance.sel(source="wiod-2013", year=year, partner="CHN", sector="TOTAL", country="KOR")
    assert found.item() == pytest.approx(value, abs=5e-5)


def test_embedded_past_against_a_direct_calculation(shared):
    """The textbook formula in plain numpy, from the table itself."""
    with np.load(shared / "wiod2013" / "wiot_2005.npz") as held:
        flows, final = held["Z"].astype(float), held["F"].astype(float)
        countries = held["countries"].tolist()
    n = len(flows) // len(countries)
    final = final.reshape(len(flows), len(countries), -1).sum(2).clip(min=0)
    output = flows.sum(1) + final.sum(1)
    coefficients = flows / np.where(output > 0, output, 1)
    z = final.sum(1)
    needed = np.linalg.solve(np.eye(len(flows)) - coefficients, np.diag(z))
    china, korea = (slice(n * countries.index(c), n * countries.index(c) + n) for c in ("CHN", "KOR"))
    expected = needed[china, korea].sum() / needed[:, korea].sum()
    past = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="look_through")
    assert past.look_through.sel(source="wiod-2013", year=2005).item() == pytest.approx(expected, abs=1e-8)
