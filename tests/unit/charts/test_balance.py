"""What a page moves in the charts of a hedge and of leverage: a ring along the frontier, and whose way is drawn."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from counterpoise.charts.insurance import AT, hedge_frontier, policy_along
from counterpoise.charts.leverage import sectors
from counterpoise.core.errors import InputError
from counterpoise.core.result import Asked, Result

from .conftest import attrs

PROBABILITIES = [0.0, 0.01, 0.04]


def hedged() -> Result:
    def along(values):
        return ("probability", values, attrs("along"))

    data = xr.Dataset(
        {
            "frontier_calm_pct": along([0.03, 0.02, 0.01]),
            "frontier_rupture_pct": along([-17.0, -16.0, -15.0]),
            "frontier_tie": along([0.22, 0.21, 0.2]),
            "frontier_mean_rate": along([0.09, 0.1, 0.11]),
            "calm_pct": ("part", [0.0, 0.03], attrs("calm")),
            "rupture_pct": ("part", [-16.5, -17.0], attrs("rupture")),
        },
        coords={"part": ["today", "best without risk"], "probability": PROBABILITIES},
        attrs={"probability": 0.01},
    )
    return Result(Asked("hedge", {}), data)


def leveraged() -> Result:
    dims = ("country", "partner", "budget", "instrument", "sector")
    share = np.array([0.75, 0.25]).reshape(1, 1, 1, 1, 2).repeat(2, axis=2)
    loss = np.ones((1, 1, 2))
    data = xr.Dataset(
        {
            "leverage_share": (dims, share, attrs("share")),
            "leverage_share__reverse": (dims, share[..., ::-1], attrs("share")),
            "leverage_loss_pct": (dims[:3], 0.1 * loss, attrs("loss", unit="percent lost")),
            "leverage_loss_pct__reverse": (dims[:3], 2 * loss, attrs("loss", unit="percent lost")),
        },
        coords={
            "country": ["KOR"],
            "partner": ["CHN"],
            "budget": ["the sender's best", "cost at most 0 %"],
            "instrument": ["tariff"],
            "sector": ["C26", "C20"],
        },
    )
    return Result(Asked("leverage", {}), data)


def rings(chart, at: float | None) -> int:
    """Count the large open circles of a drawing with its parameter set."""
    specification = chart.to_dict(validate=False)
    if at is not None:
        [one] = [one for one in specification["params"] if one["name"] == AT]
        one["value"] = at
    drawn = pytest.importorskip("vl_convert").vegalite_to_svg(specification)
    return drawn.count('stroke="#1b2b38" stroke-width="2" opacity="1"')


@pytest.mark.parametrize(("figure", "each"), [(hedge_frontier, 1), (policy_along, 2)])
def test_a_ring_stands_at_the_probability_that_a_page_names_and_nowhere_before(figure, each) -> None:
    result = hedged()
    assert rings(figure(result), None) == 0
    for probability in PROBABILITIES:
        assert rings(figure(result), probability) == each
    assert rings(figure(result), 0.02) == 0


def test_what_is_drawn_is_the_way_that_is_asked_for() -> None:
    result = leveraged()
    first = {way: sectors(result, way=way.split(",")).to_dict() for way in ("KOR,CHN", "CHN,KOR")}
    assert "tariff C26 0.075 %; tariff C20 0.025 %" in first["KOR,CHN"]["description"]
    assert "tariff C20 1.5 %; tariff C26 0.5 %" in first["CHN,KOR"]["description"]
    named = sectors(result, names={"C26": "Computers"}).to_dict()["description"]
    assert named == first["KOR,CHN"]["description"].replace("C26", "Computers")
    assert sectors(result).to_dict()["description"] == first["KOR,CHN"]["description"]


@pytest.mark.parametrize("way", [["KOR", "USA"], ["KOR"], ["CHN,KOR"], []])
def test_a_way_that_is_none_of_the_results_is_refused(way) -> None:
    with pytest.raises(InputError, match="is no way of this result") as found:
        sectors(leveraged(), way=way)
    assert found.value.remedy == "take one of KOR on CHN, CHN on KOR"
