"""Producers' words for countries, against ISO's own codes."""

from __future__ import annotations

import pytest

from counterpoise.codes._tables import rows
from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.core.errors import InputError
from counterpoise.sources.comtrade import UNITS

TABLE = rows("concordance_countries")


def test_every_word_leads_to_a_country_once_and_says_whence():
    words = [(row["scheme"], row["word"]) for row in TABLE]
    assert len(words) == len(set(words)) >= 45
    for row in TABLE:
        assert row["code"] in countries() or row["code"] in ("ROW", *UNITS)
        assert row["citation"]
        assert row["seen"] in ("text", "memory")
        assert row["date"]


@pytest.mark.parametrize("scheme", ["adb", "icio", "wiod"])
def test_no_word_is_the_code_of_another_current_country(scheme):
    for word, code in country_words(scheme).items():
        known = countries().get(word)
        assert known is None or not known.current or known.code == code


def test_an_unknown_scheme_is_named():
    with pytest.raises(
        InputError, match="there are adb, colt, comtrade, desta, dmdc, fbic, figaro, gsdb, icio, iso-3166-3, sipri, "
    ):
        country_words("nobody")
