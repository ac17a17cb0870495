"""The past while other questions are answered beside it."""

import contextlib

import xarray as xr

import counterpoise as cp
from counterpoise.core.canonical import plain


def test_another_thread_that_aligns_exactly_changes_nothing(monkeypatch):
    """xarray's options hold for all threads: another question may turn exact alignment on at any moment."""
    usual = plain(cp.trend("KOR", on="CHN").records())
    with xr.set_options(arithmetic_join="exact"):
        monkeypatch.setattr(xr, "set_options", lambda **_: contextlib.nullcontext())
        assert plain(cp.trend("KOR", on="CHN").records()) == usual
