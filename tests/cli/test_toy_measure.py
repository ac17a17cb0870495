"""A measure declared in one file of a person's own appears everywhere, and no other file is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TOY = Path(__file__).resolve().parents[2] / "docs" / "howto" / "indicator.py"
NAME = "share_of_imported_inputs"


def test_the_file_is_short():
    assert len(TOY.read_text().splitlines()) < 30


def test_in_the_records_and_the_table(run):
    done = run("rely", "KOR", "--on", "CHN", "--format", "json", COUNTERPOISE_MEASURES=str(TOY))
    assert done.returncode == 0, done.stderr
    found = [r for r in json.loads(done.stdout)["records"] if r["indicator"] == NAME]
    assert {r["sector"] for r in found} == {"TOTAL", "manufacturing"}
    manufacturing = next(r for r in found if r["sector"] == "manufacturing")
    assert 0.0649 < manufacturing["value"] < 1
    assert manufacturing["unit"] == "share"
    table = run("rely", "KOR", "--on", "CHN", COUNTERPOISE_MEASURES=str(TOY))
    assert "abroad only" in table.stdout


def test_by_name(run):
    done = run("rely", "KOR", "--on", "CHN", "--indicators", NAME, "--format", "csv", COUNTERPOISE_MEASURES=str(TOY))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3


def test_in_the_brief(run, tmp_path):
    done = run("brief", "KOR", "--powers", "USA,CHN", "-o", str(tmp_path / "b.html"), COUNTERPOISE_MEASURES=str(TOY))
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert "Share of a country&#39;s imported inputs" in page or "Share of a country's imported inputs" in page


def test_in_a_notebook(monkeypatch):
    import counterpoise as cp
    from counterpoise.core.measure import measures

    monkeypatch.setenv("COUNTERPOISE_MEASURES", str(TOY))
    try:
        found = cp.rely("KOR", on="CHN", sector="TOTAL")
        assert NAME in found.variables
        assert NAME in found._repr_html_()
    finally:
        measures.pop(NAME, None)


def test_a_file_with_a_fault_is_told_in_one_line(run, tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("1/0\n")
    done = run("rely", "KOR", "--on", "CHN", COUNTERPOISE_MEASURES=str(bad))
    assert done.returncode == 2
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["none.py", "none"])
def test_a_file_that_is_not_there(run, tmp_path, name):
    done = run("rely", "KOR", "--on", "CHN", COUNTERPOISE_MEASURES=str(tmp_path / name))
    assert done.returncode == 2


def test_in_the_reference(monkeypatch, tmp_path):
    """The page of the measures is made from the declarations, a person's own among them."""
    import importlib.util

    from counterpoise.core.measure import measures

    own = tmp_path / "mine.py"  # a file is read once
    own.write_text(TOY.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("COUNTERPOISE_MEASURES", str(own))
    spec = importlib.util.spec_from_file_location("hooks", TOY.parents[1] / "hooks.py")
    assert spec is not None
    assert spec.loader is not None
    hooks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hooks)
    try:
        hooks.declared()
        assert f"### `{NAME}`" in hooks.measures_page()
    finally:
        measures.pop(NAME, None)
