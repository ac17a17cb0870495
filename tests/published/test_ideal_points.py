"""Ideal points from the roll calls beside those that Bailey, Strezhnev and Voeten publish (2017; release of July 2025).

The votes are those of the sessions from 2010 to 2019 alone, so that the test is quick: ``benchmarks/ideal_points.py`` takes
all. The producers estimate from other sets of votes (with paragraphs, or on final passage alone), and their own two sets of
points agree within years at 0.990 (median of these years, and of all). Ours must agree with each of them as well: 0.99.
"""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from tests.published.test_un_alignment import ABOUT, table

FIRST, LAST = 2010, 2019


@pytest.fixture(scope="module")
def both(shared):
    """Our points and theirs, by country and year."""
    held = table(shared, "un_votes").to_pandas()
    kept = held[(held["session"] + 1945 >= FIRST) & (held["session"] + 1945 <= LAST)]
    votes = kept[["rcid", "session", "short", *(one for one in kept if one not in ABOUT)]]
    ours = cp.ideal_points(votes).ideal_point.to_series().rename("ours").reset_index()
    theirs = table(shared, "un_ideal_points").to_pandas().rename(columns={"iso3": "country"})
    return ours.merge(theirs, on=["country", "year"], how="left")


def within(held, one, other):
    """Give the correlation of two sets of points in each year."""
    known = held.dropna(subset=[one, other])
    return np.array([year[one].corr(year[other]) for _, year in known.groupby("year")])


@pytest.mark.parametrize("published", ["ideal_fp", "ideal_all"])
def test_points_agree_within_years(both, published):
    assert np.median(within(both, "ours", published)) > 0.99


def test_every_point_that_is_published_is_there(both):
    cast = both.dropna(subset=["ideal_fp"])
    assert cast["ours"].notna().mean() > 0.99


def test_who_stands_where(both):
    last = both[both["year"] == LAST].set_index("country")["ours"]
    assert last.idxmax() in ("USA", "ISR")  # as published
    assert last["USA"] > last["KOR"] > last["CHN"] > last["SYR"]
