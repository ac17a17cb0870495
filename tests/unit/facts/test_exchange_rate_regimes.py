"""The table of exchange-rate regimes is well-formed and covers every economy of the embedded table."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from counterpoise import load_economy
from counterpoise.codes.countries import countries
from counterpoise.codes.groups import members
from counterpoise.facts import read

REGIMES = {"float", "managed", "crawl", "peg", "board", "shared", "unknown"}


@pytest.fixture(scope="module")
def rows():
    return read("exchange_rate_regimes")


def test_every_economy_has_a_regime_that_is_still_on(rows):
    now = {row["country"] for row in rows if not row["until"]}
    assert now == {*map(str, load_economy().countries), "PRK"}


def test_words_and_codes_are_known(rows):
    for row in rows:
        assert row["regime"] in REGIMES, row
        assert row["anchor"] in {"", "basket", "EA"} or row["anchor"] in countries(), row
        assert row["anchor"] != row["country"], row
        if row["regime"] in {"crawl", "peg", "board", "shared"}:
            assert row["anchor"], row
        if row["regime"] in {"float", "unknown"}:
            assert not row["anchor"], row


def test_spells_of_a_country_follow_each_other(rows):
    for one, other in pairwise(rows):
        assert one["since"] < (one["until"] or "9999"), one
        if one["country"] == other["country"]:
            assert one["until"], one
            assert one["until"] <= other["since"], (one, other)
        else:
            assert one["country"] < other["country"]


def test_the_euro_area_is_the_groups(rows):
    shared = {row["country"]: row["since"] for row in rows if row["regime"] == "shared"}
    assert set(shared) == set(members("EA", date(2026, 11, 26)))
    for one, since in shared.items():
        assert one in members("EA", date.fromisoformat(since)), one
        assert since == "1999-01-01" or one not in members("EA", date.fromisoformat(since) - timedelta(1)), one


def test_how_many_rows_rest_on_memory(rows):
    memory = sum(row["seen"] == "memory" for row in rows)
    print(f"{memory} of {len(rows)} rows of exchange_rate_regimes rest on memory")
    assert memory < len(rows)
