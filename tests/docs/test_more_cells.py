"""The cells of the other half of the pages, so that two processes share them: see `tests.docs.test_cells`."""

from __future__ import annotations

import re

import dask  # noqa: F401 - a command would mark it as absent, for other tests too
import pytest

from tests.docs.test_cells import ROOT, THERE, declared, run_page, shown_elsewhere

__all__ = ["declared"]


@pytest.mark.parametrize("path", THERE)
@pytest.mark.usefixtures("declared")
def test_the_cells_of_a_page(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_page(path, tmp_path)


def test_a_page_shows_what_each_command_of_the_readme_prints():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    asked = re.findall(r"\| `(counterpoise [^`]+)` \|", readme)
    assert len(asked) > 5
    assert [one for one in asked if one not in shown_elsewhere()] == []
