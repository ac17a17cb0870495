"""The table of states with nuclear weapons."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from counterpoise import facts
from counterpoise.codes.countries import countries

ROWS = facts.read("nuclear_weapons")


def test_every_row_is_whole():
    for row in ROWS:
        assert row["country"] in countries(), row
        assert row["status"] in {"acknowledged", "undeclared", "given_up"}, row
        assert bool(row["until"]) == (row["status"] == "given_up"), row
        assert not row["until"] or row["since"] < row["until"], row
    assert len({row["country"] for row in ROWS}) == len(ROWS)


def test_nine_states_have_them():
    held = {row["country"] for row in ROWS if not row["until"]}
    assert held == {"USA", "RUS", "GBR", "FRA", "CHN", "ISR", "IND", "PAK", "PRK"}
    assert [row["country"] for row in ROWS if row["status"] == "undeclared"] == ["ISR"]


def test_years_against_a_list_of_others(shared):
    theirs = pd.read_parquet(shared / "security" / "nuclear_weapons.parquet")
    columns = zip(theirs.iso3, theirs.first_year, theirs.last_year, strict=True)
    listed = {one: (int(first), None if pd.isna(last) else int(last)) for one, first, last in columns}
    ours = {row["country"]: (int(row["since"][:4]), int(row["until"][:4]) if row["until"] else None) for row in ROWS}
    assert ours == listed


def test_how_much_rests_on_memory():
    seen = Counter(row["seen"] for row in ROWS)
    print(f"nuclear_weapons: {seen['memory']} of {seen.total()} rows rest on memory")
    assert set(seen) <= {"text", "memory"}
