"""Numbers of states, against the list of countries and another concordance."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from counterpoise.codes._tables import rows
from counterpoise.codes.countries import countries
from counterpoise.codes.state_numbers import FIRST_YEAR, from_state_number, state_numbers
from counterpoise.core.errors import InputError

TABLE = rows("state_numbers")


def test_every_row_leads_to_a_country_and_says_whence():
    assert len({(row["scheme"], row["number"], row["since"]) for row in TABLE}) == len(TABLE) > 200
    for row in TABLE:
        assert row["code"] in countries()
        assert FIRST_YEAR <= int(row["since"]) <= int(row["until"] or 2016)
        assert row["citation"]
        assert row["seen"] in ("text", "memory")
        assert row["date"]


def test_the_spans_of_a_number_follow_one_another():
    for spans in state_numbers().values():
        for before, after in pairwise(spans):
            assert before.until == after.since - 1


def test_two_numbers_share_a_code_only_where_a_country_goes_on():
    shared: dict[str, set[int]] = {}
    for number, spans in state_numbers().items():
        for span in spans:
            shared.setdefault(span.code, set()).add(number)
    assert {code: numbers for code, numbers in shared.items() if len(numbers) > 1} == {
        "DEU": {255, 260},
        "YEM": {678, 679},
    }


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [
        (260, 1960, "DEU"), (255, 1990, "DEU"), (255, 2020, "DEU"), (265, 1989, "DDR"),
        (678, 1989, "YEM"), (679, 1990, "YEM"), (680, 1989, "YMD"),
        (345, 1991, "YUG"), (345, 1992, "SCG"), (345, 2005, "SCG"), (345, 2006, "SRB"),
        (816, 1960, "VNM"), (816, 2020, "VNM"), (817, 1974, "RVN"), (347, 2010, "XKX"), (713, 1980, "TWN"),
        (365, 1950, "RUS"), (365, 2000, "RUS"), (315, 1992, "CSK"), (511, 1964, "EAZ"),
        (315, 1993, "CSK"), (946, 1979, "KIR"), (260, 1954, "DEU"), (713, 1947, "TWN"),
    ],
)  # fmt: skip
def test_a_number_stands_for_its_country_and_outside_its_years_for_the_nearest(number: int, year: int, code: str):
    assert from_state_number(number, year) == code


def test_the_list_of_gleditsch_and_ward_differs_where_it_says_so():
    apart = {
        (260, 2000): ("DEU", "DEU"), (678, 2000): ("YEM", "YEM"), (345, 2006): ("SRB", "SCG"),
        (970, 2000): ("NRU", "KIR"), (732, 2000): ("KOR", "KOR"),
    }  # fmt: skip
    for (number, year), (cow, gw) in apart.items():
        assert (from_state_number(number, year), from_state_number(number, year, scheme="gw")) == (cow, gw)
    assert from_state_number(340, 2010, scheme="gw") == "SRB"


def test_what_is_no_number_is_refused():
    with pytest.raises(InputError, match="line 3: 999 is no state's number"):
        from_state_number(999, 2000, "line 3")
    with pytest.raises(InputError, match="340 is no state's number"):
        from_state_number(340, 2010)
    with pytest.raises(InputError, match="from 1945 on, not for 1914"):
        from_state_number(300, 1914)
    with pytest.raises(InputError, match="there are cow and gw"):
        state_numbers("iso")  # type: ignore[arg-type]


def test_another_concordance_says_the_same(shared: Path):
    file = shared / "security" / "cow_iso3.parquet"
    if not file.exists():
        pytest.skip(f"there is no {file.name}")
    other = pd.read_parquet(file)
    spans = {(number, span.code): span for number, found in state_numbers().items() for span in found}
    assert set(spans) == set(zip(other.ccode, other.iso3, strict=True))
    for row in other.itertuples():
        span = spans[int(row.ccode), str(row.iso3)]
        assert (span.since, span.until or 2025) == (row.first_year, row.last_year)
        middle = (int(row.first_year) + int(row.last_year)) // 2
        assert from_state_number(int(row.gwcode), middle, scheme="gw") == row.iso3
