"""The gallery: each scenario runs, gives the numbers that are kept, and says no number that did not come out."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import counterpoise as cp
from counterpoise.codes.countries import name as country_name
from counterpoise.scenario import Scenario

ROOT = Path(__file__).parents[2]
GALLERY = sorted((ROOT / "scenarios").glob("*.toml"))
KEPT = Path(__file__).parent / "golden" / "gallery.json"
VARIABLES = ("welfare_pct", "real_wage_pct")
TOLERANCE = 5e-4
"""Points of a per cent: the elasticities and tariffs of the facts are exact, the solution is to ten digits."""


@pytest.fixture(scope="module")
def kept():
    held = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    yield held
    if os.environ.get("COUNTERPOISE_UPDATE_GOLDEN"):
        KEPT.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def rounded(value):
    return f"{abs(value):.2g}"


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_the_gallery(path, kept):
    scenario = Scenario.from_file(path)
    assert scenario.asks.endswith("?")
    outcome = cp.simulate(path)
    assert outcome.diagnostics["residual"] <= 1e-10
    found = {name: {c: round(v, 6) for c, v in outcome.data[name].to_series().items()} for name in VARIABLES}
    if os.environ.get("COUNTERPOISE_UPDATE_GOLDEN"):
        kept[path.stem] = found
    for name in VARIABLES:
        assert found[name] == pytest.approx(kept[path.stem][name], abs=TOLERANCE)
    told = [code for code in found["welfare_pct"] if country_name(code).split()[-1] in scenario.found]
    came_out = {rounded(found[name][code]) for name in VARIABLES for code in told}
    said = re.findall(r"([\d.]+) %", scenario.found)
    assert said
    assert {f"{float(one):.2g}" for one in said} <= came_out


def test_there_are_the_scenarios_that_are_promised():
    assert len(GALLERY) >= 8
