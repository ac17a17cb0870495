"""No text that is sent names a folder of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterpoise.app.places import fault, without_places
from counterpoise.core.errors import DataError


def test_a_store_behind_a_link_is_named_by_neither_of_its_places(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path_factory.mktemp("real")
    link = tmp_path_factory.mktemp("link") / "store"
    try:
        link.symlink_to(real, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    monkeypatch.setenv("COUNTERPOISE_STORE", str(link))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(link))
    for folder in (link, real):
        assert (
            without_places(f"can't open {folder / 'parts' / 'a.parquet'}: damaged") == "can't open a.parquet: damaged"
        )


def test_every_part_of_an_error_is_told_without_places() -> None:
    place = str(Path.home() / "data" / "x.csv")
    said = fault(DataError(f"{place} is damaged", where=place, remedy=f"move {place} away"))
    assert said["what"] == "x.csv is damaged"
    assert said["where"] == "x.csv"
    assert said["remedy"] == "move x.csv away"


def test_what_nobody_foresaw_tells_nothing() -> None:
    assert "secret" not in str(fault(RuntimeError("secret")))
