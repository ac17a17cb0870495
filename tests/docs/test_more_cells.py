"""The cells of the other half of the pages, so that two processes share them: see `tests.docs.test_cells`."""

from __future__ import annotations

import dask  # noqa: F401 - a command would mark it as absent, for other tests too
import pytest

from tests.docs.test_cells import THERE, declared, run_page

__all__ = ["declared"]


@pytest.mark.parametrize("path", THERE)
@pytest.mark.usefixtures("declared")
def test_the_cells_of_a_page(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_page(path, tmp_path)
