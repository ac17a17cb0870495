"""The past while other questions are answered beside it."""

import xarray as xr

import counterpoise as cp
from counterpoise.core.canonical import plain


def test_another_thread_that_aligns_exactly_changes_nothing():
    """xarray's options hold for all threads: while another question aligns exactly, a page may ask for the past."""
    usual = plain(cp.trend("KOR", on="CHN").records())
    with xr.set_options(arithmetic_join="exact"):
        assert plain(cp.trend("KOR", on="CHN").records()) == usual
