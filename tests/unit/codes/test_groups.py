"""Dated membership, and the words by which countries are asked for."""

from datetime import date

import pytest

from counterpoise.codes import groups as table
from counterpoise.codes._tables import rows
from counterpoise.codes.countries import countries
from counterpoise.core.errors import InputError

KNOWN = ("KOR", "JPN", "DEU", "FRA", "RUS", "CZE", "SVK", "ROW")


@pytest.mark.parametrize(
    ("group", "on", "number"),
    [
        ("EU", 1958, 6),
        ("EU", 1973, 9),
        ("EU", 1981, 10),
        ("EU", 1986, 12),
        ("EU", 1995, 15),
        ("EU", date(2004, 4, 30), 15),
        ("EU", 2004, 25),
        ("EU", 2007, 27),
        ("EU", 2013, 28),
        ("EU", date(2020, 1, 31), 28),
        ("EU", date(2020, 2, 1), 27),
        ("EU", 2020, 27),
        ("EA", 1999, 11),
        ("EA", 2001, 12),
        ("EA", 2015, 19),
        ("EA", 2023, 20),
        ("EA", 2026, 21),
        ("G7", 1975, 6),
        ("G7", 1976, 7),
        ("G7", None, 7),
        ("G20", None, 19),
        ("ASEAN", 1967, 5),
        ("ASEAN", 1984, 6),
        ("ASEAN", 1999, 10),
        ("ASEAN", 2024, 10),
        ("ASEAN", date(2025, 10, 25), 10),
        ("ASEAN", 2025, 11),
        ("NATO", 1949, 12),
        ("NATO", 1952, 14),
        ("NATO", 1955, 15),
        ("NATO", 1982, 16),
        ("NATO", 1999, 19),
        ("NATO", 2004, 26),
        ("NATO", 2009, 28),
        ("NATO", 2020, 30),
        ("NATO", 2023, 31),
        ("NATO", 2024, 32),
        ("OECD", 1962, 20),
        ("OECD", 1973, 24),
        ("OECD", 1996, 29),
        ("OECD", 2000, 30),
        ("OECD", date(2010, 5, 10), 31),
        ("OECD", 2010, 34),
        ("OECD", 2016, 35),
        ("OECD", 2018, 36),
        ("OECD", 2020, 37),
        ("OECD", 2021, 38),
        ("BRICS", 2009, 4),
        ("BRICS", 2010, 5),
        ("BRICS", 2023, 5),
        ("BRICS", 2024, 9),
        ("BRICS", 2025, 10),
        ("CPTPP", 2018, 6),
        ("CPTPP", 2019, 7),
        ("CPTPP", 2021, 8),
        ("CPTPP", 2023, 11),
        ("CPTPP", 2024, 12),
        ("RCEP", date(2022, 1, 1), 10),
        ("RCEP", 2023, 15),
        ("USMCA", 2020, 3),
        ("NAFTA", 2019, 3),
        ("GCC", 1981, 6),
        ("MERCOSUR", 1991, 4),
        ("MERCOSUR", 2013, 5),
        ("MERCOSUR", 2017, 4),
        ("MERCOSUR", 2024, 5),
        ("EFTA", 1960, 7),
        ("EFTA", 1973, 6),
        ("EFTA", 1995, 4),
        ("QUAD", None, 4),
        ("AUKUS", None, 3),
        ("FVEY", 1956, 5),
        ("SCO", 2001, 6),
        ("SCO", 2017, 8),
        ("SCO", 2024, 10),
        ("EAEU", date(2015, 1, 1), 3),
        ("EAEU", 2015, 5),
        ("RIO", 1956, 21),
        ("RIO", 2003, 22),
        ("RIO", 2020, 17),
        ("CSTO", 1994, 9),
        ("CSTO", 2000, 6),
        ("CSTO", 2010, 7),
        ("CSTO", 2020, 6),
        ("AJDT", 1952, 7),
        ("AJDT", 1980, 18),
        ("WARSAW", 1955, 8),
        ("WARSAW", 1990, 6),
        ("WEU", 1948, 5),
        ("WEU", 1995, 10),
    ],
)
def test_the_number_of_members(group, on, number):
    assert len(table.members(group, on)) == number


@pytest.mark.parametrize(
    ("group", "country", "first"),
    [
        ("EU", "HRV", date(2013, 7, 1)),
        ("EA", "BGR", date(2026, 1, 1)),
        ("ASEAN", "TLS", date(2025, 10, 26)),
        ("NATO", "FIN", date(2023, 4, 4)),
        ("NATO", "SWE", date(2024, 3, 7)),
        ("OECD", "KOR", date(1996, 12, 12)),
        ("OECD", "CRI", date(2021, 5, 25)),
        ("CPTPP", "PER", date(2021, 9, 19)),
        ("CPTPP", "GBR", date(2024, 12, 15)),
        ("RCEP", "KOR", date(2022, 2, 1)),
        ("BRICS", "IDN", date(2025, 1, 6)),
        ("SCO", "IRN", date(2023, 7, 4)),
    ],
)
def test_a_member_belongs_from_its_first_day(group, country, first):
    assert country not in table.members(group, date.fromordinal(first.toordinal() - 1))
    assert country in table.members(group, first)


def test_who_is_in_and_who_is_out():
    assert table.members("G7") == ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
    assert table.members("EFTA") == ("CHE", "ISL", "LIE", "NOR")
    assert table.members("AUKUS") == ("AUS", "GBR", "USA")
    assert {"GBR"} == set(table.members("EU", 2019)) - set(table.members("EU"))
    assert {"SAU", "ARG"}.isdisjoint(table.members("BRICS"))
    assert set(table.members("EA")) < set(table.members("EU"))
    assert "VEN" not in table.members("MERCOSUR")


def test_a_year_is_its_last_day():
    assert table.members("EU", 2013) == table.members("EU", date(2013, 12, 31))
    assert table.members("EU", 2013) != table.members("EU", date(2013, 1, 1))


def test_a_group_before_and_after_its_time():
    with pytest.raises(InputError) as raised:
        table.members("EU", 1950)
    assert str(raised.value) == "EU had no members on 1950-12-31; ask for a day from 1958-01-01 on"
    with pytest.raises(InputError) as raised:
        table.members("NAFTA", 2021)
    assert str(raised.value).endswith("ask for a day from 1994-01-01 on and before 2020-07-01")
    with pytest.raises(InputError, match="NAFTA has ended; ask for a day before 2020-07-01"):
        table.members("NAFTA")


def test_every_row_is_cited_and_dated():
    lines = rows("groups")
    assert {line["group"] for line in lines} == set(table.groups())
    for line in lines:
        assert line["member"] in countries(), line
        assert len(line["citation"]) > 10, line
        assert line["seen"] in {"text", "memory"}, line
        assert line["date"] in {"2026-11-24", "2026-11-26"}, line
        assert not line["until"] or line["since"] < line["until"], line
    pairs = [(line["group"], line["member"], line["since"]) for line in lines]
    assert len(set(pairs)) == len(pairs)


def test_groups_have_names_in_both_languages_and_hide_no_country():
    for group in table.groups().values():
        assert group.name_en
        assert any("가" <= letter <= "힣" for letter in group.name_ko), group
    assert not set(table.groups()) & (set(countries()) | {"ALL", "ROW"})
    assert table.name("EAEU", "ko") == "유라시아경제연합"
    assert table.name("ea") == "euro area"


def test_is_group():
    assert table.is_group(" eu ")
    assert not table.is_group("KOR")
    assert not table.is_group("ALL")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("KOR", ("KOR",)),
        ("kor, jpn", ("KOR", "JPN")),
        ("ALL", KNOWN),
        ("EU", ("CZE", "DEU", "FRA", "SVK")),
        ("EU,JPN", ("CZE", "DEU", "FRA", "SVK", "JPN")),
        (["JPN,KOR", "G7"], ("JPN", "KOR", "DEU", "FRA")),
        ("FRA,EU,FRA", ("FRA", "CZE", "DEU", "SVK")),
        ("ROW,KOR", ("ROW", "KOR")),
    ],
)
def test_words_become_countries(words, expected):
    assert table.parse_countries(words, KNOWN) == expected


def test_the_year_decides_on_the_members():
    assert "GBR" in table.parse_countries("EU", year=2015)
    assert "GBR" not in table.parse_countries("EU")


def test_all_countries_without_a_source_are_the_current_ones():
    every = table.parse_countries("ALL")
    assert len(every) == 250
    assert "SUN" not in every
    assert "ROW" not in every


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("PRK", "no data for PRK (North Korea) in icio-2025; there it is part of ROW (rest of the world)"),
        ("KOR,CSK", "no data for CSK (Czechoslovakia) in icio-2025; it has CZE, SVK, which followed it"),
        ("KRO", "'KRO' is neither a country code nor a group; did you mean KOR (South Korea)?"),
        ("Korea", "'Korea' is neither a country code nor a group; did you mean KOR (South Korea)?"),
        ("UK", "'UK' is neither a country code nor a group; "
               "did you mean GBR (United Kingdom)? There is no data for it in icio-2025"),
        ("EU28", "'EU28' is neither a country code nor a group; did you mean EU?"),
        ("G-7", "'G-7' is neither a country code nor a group; did you mean G7?"),
        ("the European Union", "'the European Union' is neither a country code nor a group; did you mean EU?"),
        ("eurozone", "'eurozone' is neither a country code nor a group; did you mean EA?"),
        ("ASAEN", "'ASAEN' is neither a country code nor a group; did you mean ASEAN?"),
        ("GCC", "no data for any member of GCC in icio-2025; its members are ARE, BHR, KWT, OMN, QAT, SAU"),
        (" , ", "no country is named; write codes such as KOR,JPN, a group such as EU, or ALL"),
        ("!", "'!' is neither a country code nor a group; write codes such as KOR,JPN, a group such as EU, or ALL"),
        ("EU,NAFTA", "NAFTA had no members on 2022-12-31; ask for a day from 1994-01-01 on and before 2020-07-01"),
    ],
)  # fmt: skip
def test_sentences_of_errors(words, sentence):
    with pytest.raises(InputError) as raised:
        table.parse_countries(words, KNOWN, year=2022, where="--from", source="icio-2025")
    assert str(raised.value) == f"--from: {sentence}"


def test_a_source_without_a_remainder():
    with pytest.raises(InputError) as raised:
        table.parse_countries("PRK", ["KOR", "JPN"])
    assert str(raised.value) == "no data for PRK (North Korea) in the data; it has 2 countries; ALL asks for every one"
    with pytest.raises(InputError, match=r"no data for ROW \(rest of the world\) in the data"):
        table.parse_countries("ROW", ["KOR", "JPN"])
    with pytest.raises(InputError, match="'ROW' is the rest of the world"):
        table.parse_countries("ROW")


def test_an_unknown_group():
    with pytest.raises(InputError, match=r"'ASEA' is not a group of countries; did you mean ASEAN\?"):
        table.group("ASEA")
    with pytest.raises(InputError, match="the groups are EU, EA, G7, G20"):
        table.members("XQZ")
