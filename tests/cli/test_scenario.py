"""Scenarios by the command line: started, checked, explained; a wrong one is refused in a line with exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterpoise.core.errors import InputError
from counterpoise.questions import scenarios
from counterpoise.scenario import Scenario, read
from counterpoise.world.economy import from_arrays

GALLERY = Path(__file__).resolve().parents[2] / "scenarios"


def test_a_scenario_s_life(run, tmp_path):
    started = run("scenario", "new", "mine.toml", "--title", "My tariff", cwd=tmp_path)
    assert (started.returncode, started.stdout, started.stderr) == (0, "", "written: mine.toml\n")
    checked = run("scenario", "check", "mine.toml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout == "ok: My tariff: 1 shock, against icio-2025-embedded 2022; 3 flows touched\n"
    explained = run("scenario", "explain", "mine.toml", cwd=tmp_path)
    assert "1. The United States raises tariffs on C26-C28 from China by 25 points." in explained.stdout
    assert "mine.toml, line 18, shocks[0]: it touches 3 flows, 3 of them with trade, worth" in explained.stdout
    text = (tmp_path / "mine.toml").read_text()
    again = run("scenario", "new", "mine.toml", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr == "error: mine.toml: this file exists already; name another, or remove it first\n"
    assert (tmp_path / "mine.toml").read_text() == text


def test_a_new_file_has_a_name_of_its_own(run, tmp_path):
    assert run("scenario", "new", cwd=tmp_path).returncode == 0
    assert (tmp_path / "scenario.toml").is_file()
    refused = run("scenario", "new", "other.toml", "--title", "two\nlines", cwd=tmp_path)
    assert refused.returncode == 2
    assert not (tmp_path / "other.toml").exists()


def test_the_short_form_is_explained(run):
    done = run("scenario", "explain", "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates")
    assert done.returncode == 0, done.stderr
    assert "What others do in return\n2. China raises tariffs on C26" in done.stdout
    assert "clause 2: it touches 2 flows" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chek", "a"], "scenario has no command 'chek'; did you mean check?"),
        (["check", "nowhere.toml"], "nowhere.toml: can't be read (no such file or directory); check the name"),
        (
            ["explain", "embargo by ALL on DEUU"],
            "clause 1, on: 'DEUU' is not a country or a group of the baseline; did you",
        ),
        (
            ["explain", "productivity +0 % in KOR"],
            "'productivity +0 % in KOR': the scenario changes nothing; clause 1 leaves",
        ),
        (
            ["check", "embargo by USA on CHN; embargo by CHN on USA"],
            "clause 2: contradicts clause 1: both set the embargo of",
        ),
    ],
)
def test_a_wrong_one_is_refused_in_a_line(run, words, told):
    done = run("scenario", *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {told}")
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize("path", sorted(GALLERY.glob("*.toml")), ids=lambda path: path.stem)
def test_the_gallery_fits_the_newest_accounts(path):
    assert scenarios.check(path)
    assert scenarios.explain(path)


def test_accounts_of_one_s_own():
    import numpy as np

    flows = np.full((2, 1, 2, 1), 10.0)
    economy = from_arrays(flows, np.full((2, 1, 2), 30.0), countries=["KOR", "CHN"], sectors=["C26"])
    text = scenarios.explain(read("embargo by KOR on imports from CHN"), economy)
    assert (
        "it touches 1 flow, 1 of them with trade, worth 40 million USD a year, 50 % of trade between countries" in text
    )
    assert "1 flow touched" in scenarios.check("embargo by KOR on imports from CHN", economy)
    assert "productivity" in scenarios.check("productivity +5 % in KOR", economy)


def test_a_scenario_names_its_accounts():
    text = 'title = "a"\n[baseline]\nsource = "nowhere"\n[[shocks]]\nkind = "embargo"\nby = "ALL"\non = "DEU"'
    with pytest.raises(InputError, match="nowhere"):
        scenarios.check(Scenario.from_text(text))
    assert "2022" in scenarios.check(Scenario.from_text(text.replace('source = "nowhere"', "year = 2022")))
