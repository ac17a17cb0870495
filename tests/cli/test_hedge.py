"""A hedge from the command line: the table, the records, and what is refused."""

from __future__ import annotations

import json

import pytest

ASKED = ("hedge", "KOR", "--against", "CHN", "--probability", "0.02", "--instruments", "uniform", "--points", "2")


def test_the_records_hold_the_four_policies_and_the_frontier(run) -> None:
    asked = run(*ASKED, "--format", "json")
    assert asked.returncode == 0, asked.stderr
    records = json.loads(asked.stdout)
    records = records if isinstance(records, list) else records["records"]
    calm = {one["scenario"]: one["value"] for one in records if one["variable"] == "calm_pct"}
    assert list(calm) == ["today", "best without risk", "adequate level", "firms unasked"]
    assert calm["today"] == pytest.approx(0, abs=1e-6)
    assert calm["best without risk"] > calm["adequate level"] > 0
    along = {one["scenario"]: one["value"] for one in records if one["variable"] == "frontier_rupture_pct"}
    assert list(along) == ["probability 0", "probability 0.02", "probability 1"]
    assert along["probability 0"] < along["probability 0.02"] < along["probability 1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("KOR", "--against", "KOR", "--probability", "0.1"), "KOR can't hedge against itself"),
        (("KOR", "--against", "CHN", "--probability", "1.5"), "a probability of 1.5 is none"),
        (("KOR", "--against", "CHN", "--probability", "nan"), "a probability of nan is none"),
        (("KOR", "--against", "CHN", "--probability", "0.1", "--bounds", "10,20"), "bounds from 10 to 20 exclude zero"),
        (
            ("KOR", "--against", "CHN", "--probability", "0.1", "--instruments", "quota"),
            "there are no instruments 'quota'",
        ),
        (("KOR", "--against", "XYZ", "--probability", "0.1"), "XYZ"),
        (("KOR", "--against", "CHN", "--probability", "0.1", "--cut", "0"), "a cut of 0 is none"),
    ],
)
def test_what_makes_no_sense_is_refused(run, words, said) -> None:
    done = run("hedge", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_total_stop_that_has_no_equilibrium_is_refused(run) -> None:
    done = run("hedge", "KOR", "--against", "CHN", "--probability", "0.1", "--cut", "100")
    assert done.returncode == 3
    assert "no equilibrium exists" in done.stderr
    assert done.stdout == ""
