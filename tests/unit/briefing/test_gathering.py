"""What a brief asks: the same whether in this process or in one of its own."""

from __future__ import annotations

import xarray as xr

from counterpoise.briefing.case import Case
from counterpoise.briefing.gathering import prospects
from counterpoise.core.workers import Beside


def test_another_process_finds_the_same():
    case = Case.from_text('title = "Vietnam"\ncountry = "VNM"\npowers = ["USA", "CHN"]\n')
    asked = case, "VNM", ("USA", "CHN"), {"year": None, "source": None, "economy": None}
    beside = Beside("counterpoise.briefing.gathering:prospects", asked, None)
    here, lacking = prospects(asked, None)
    there, also = beside.result()
    assert lacking == also
    assert list(here) == list(there)
    assert {"costs", "leverage USA", "leverage CHN", "record USA", "record CHN"} <= set(here)
    for name, result in here.items():
        xr.testing.assert_allclose(result.data, there[name].data, rtol=1e-6)
        assert result.warnings == there[name].warnings
        assert result.provenance == there[name].provenance
