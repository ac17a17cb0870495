"""The country table, audited against pycountry, and the sentences of its errors."""

import subprocess
import sys

import pycountry
import pytest

from counterpoise.codes import countries as table
from counterpoise.codes._tables import rows
from counterpoise.core.errors import InputError

CURRENT = {code: c for code, c in table.countries().items() if c.current}
ISO = {country.alpha_3: country for country in pycountry.countries}


def hangul(text):
    return any("가" <= letter <= "힣" for letter in text)


def test_the_current_codes_are_those_of_iso_and_kosovo():
    assert len(ISO) == 249
    assert set(CURRENT) == set(ISO) | {"XKX"}


@pytest.mark.parametrize("code", sorted(ISO))
def test_a_row_agrees_with_iso(code):
    ours, theirs = CURRENT[code], ISO[code]
    assert (ours.alpha2, ours.numeric) == (theirs.alpha_2, theirs.numeric)
    assert table.from_alpha2(theirs.alpha_2) == code
    assert table.from_numeric(int(theirs.numeric)) == code
    for name in {theirs.name, getattr(theirs, "common_name", theirs.name)}:
        assert (
            code in table.nearest(name) or code in table.nearest(name.split(",")[0]) or name_shares_a_word(ours, name)
        )


def name_shares_a_word(ours, name):
    return bool({word for word in ours.name_en.split() if len(word) > 3} & set(name.replace(",", " ").split()))


def test_former_codes_are_those_iso_withdrew():
    withdrawn = {c.alpha_3: c for c in pycountry.historic_countries}
    former = {code: c for code, c in table.countries().items() if not c.current and code not in ("RVN", "EAZ")}
    assert {"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "VDR"} <= set(former) <= set(withdrawn)
    for code, ours in former.items():
        assert ours.alpha2 == withdrawn[code].alpha_2
        if code != "YUG":  # 890 was Yugoslavia before 1992; 891 passed on to Serbia and Montenegro
            assert ours.numeric == getattr(withdrawn[code], "numeric", "")
        assert abs(ours.until - int(withdrawn[code].withdrawal_date[:4])) <= 1
        assert ours.successors
        assert set(ours.successors) <= set(table.countries())


def test_a_successor_begins_when_the_former_code_ends():
    for ours in table.countries().values():
        for code in ours.successors:
            heir = table.country(code)
            if heir.since is not None and ours.code != "YUG":
                assert 0 <= heir.since - ours.until <= 1 or heir.code in {"FSM", "MHL", "MNP", "PLW"}
    assert table.country("KOR").until is None


def test_names_are_there_once_each_and_korean_ones_are_korean():
    for language in ("en", "ko"):
        names = [table.name(code, language) for code in table.countries()]
        assert len(set(names)) == len(names)
    assert all(hangul(c.name_ko) and c.name_ko == c.name_ko.strip() for c in table.countries().values())
    assert not any(hangul(c.name_en) for c in table.countries().values())


@pytest.mark.parametrize(
    ("code", "english", "korean", "in_text"),
    [
        ("KOR", "South Korea", "한국", "South Korea"),
        ("USA", "United States", "미국", "the United States"),
        ("GBR", "United Kingdom", "영국", "the United Kingdom"),
        ("NLD", "Netherlands", "네덜란드", "the Netherlands"),
        ("PHL", "Philippines", "필리핀", "the Philippines"),
        ("CHN", "China", "중국", "China"),
        ("JPN", "Japan", "일본", "Japan"),
        ("TWN", "Taiwan", "대만", "Taiwan"),
        ("ROW", "rest of the world", "기타 국가", "the rest of the world"),
    ],
)
def test_names(code, english, korean, in_text):
    assert table.name(code) == english
    assert table.name(code, "ko") == korean
    assert table.name(code, in_text=True) == in_text
    assert table.name(code, "ko", in_text=True) == korean


def test_a_language_that_is_not_there():
    with pytest.raises(InputError, match="'fr' is not a language of the names; use en or ko"):
        table.name("KOR", "fr")


def test_the_rest_of_the_world_is_not_a_country():
    assert "ROW" not in table.countries()
    with pytest.raises(InputError, match="'ROW' is the rest of the world, a remainder of the statistics"):
        table.parse("ROW")


@pytest.mark.parametrize("text", ["KOR", "kor", " Kor\n"])
def test_a_code_is_read_in_any_case(text):
    assert table.parse(text) == "KOR"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ROK", "did you mean KOR (South Korea)?"),
        ("South Korea", "did you mean KOR (South Korea)?"),
        ("대한민국", "did you mean KOR (South Korea)?"),
        ("KR", "did you mean KOR (South Korea)?"),
        ("410", "did you mean KOR (South Korea)?"),
        ("KRO", "did you mean KOR (South Korea)?"),
        ("JPX", "did you mean JPN (Japan)?"),
        ("Korea", "did you mean KOR (South Korea) or PRK (North Korea)?"),
        ("DPRK", "did you mean PRK (North Korea)?"),
        ("PRC", "did you mean CHN (China)?"),
        ("ROC", "did you mean TWN (Taiwan)?"),
        ("UK", "did you mean GBR (United Kingdom)?"),
        ("US", "did you mean USA (United States)?"),
        ("the United States of America", "did you mean USA (United States)?"),
        ("GER", "did you mean DEU (Germany)?"),
        ("Germny", "did you mean DEU (Germany)?"),
        ("USSR", "did you mean SUN (Soviet Union)?"),
        ("Viet Nam", "did you mean VNM (Vietnam)?"),
        ("Burma", "did you mean MMR (Myanmar)?"),
        ("Ivory Coast", "did you mean CIV (Côte d'Ivoire)?"),
        ("Cote d'Ivoire", "did you mean CIV (Côte d'Ivoire)?"),
        ("Turkey", "did you mean TUR (Türkiye)?"),
        ("Turkiye", "did you mean TUR (Türkiye)?"),
        ("Swaziland", "did you mean SWZ (Eswatini)?"),
        ("ZAR", "did you mean COD (DR Congo)?"),
        ("Czech Republic", "did you mean CZE (Czechia)?"),
        ("qqq", "write an ISO 3166-1 alpha-3 country code, such as KOR"),
    ],
)
def test_what_is_not_a_code_says_which_code_is_meant(text, meant):
    with pytest.raises(InputError) as raised:
        table.parse(text, where="case.toml: country")
    expected = f"case.toml: country: {text!r} is not an ISO 3166-1 alpha-3 country code; {meant}"
    assert str(raised.value) == expected
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_country(text):
    with pytest.raises(InputError) as raised:
        table.parse(text)
    assert str(raised.value) == "no country is named; write an ISO 3166-1 alpha-3 country code, such as KOR"


def test_candidates_keep_to_what_is_known():
    assert table.nearest("Korea", among=["KOR"]) == ("KOR",)
    assert table.nearest("UK", among=["UKR"]) == ()
    assert "DEU" in table.nearest("DEX", among=["DEU", "FRA"])
    assert "DNK" not in table.nearest("DEX", among=["DEU", "FRA"])


def test_aliases_lead_to_countries_and_hide_no_code():
    aliases = rows("aliases")
    assert {row["code"] for row in aliases} <= set(table.countries())
    assert not {row["alias"].upper() for row in aliases} & set(table.countries())
    pairs = [(row["alias"], row["code"]) for row in aliases]
    assert len(set(pairs)) == len(pairs)
    for alias, code in pairs:
        assert code in table.nearest(alias), alias


def test_other_codes():
    assert table.from_numeric("4") == "AFG"
    assert (table.from_numeric(890), table.from_numeric(891)) == ("YUG", "SCG")
    assert table.from_alpha2("su") == "SUN"
    with pytest.raises(InputError, match=r"'CS' has stood for several countries; did you mean CSK .* or SCG"):
        table.from_alpha2("CS")
    with pytest.raises(InputError, match=r"'UK' is not an ISO 3166-1 alpha-2 country code; did you mean GBR"):
        table.from_alpha2("UK")
    with pytest.raises(InputError, match=r"'000' is not an ISO 3166-1 numeric country code$"):
        table.from_numeric("")


def test_the_table_of_countries_cannot_be_changed():
    with pytest.raises(TypeError):
        table.countries()["XXX"] = table.country("KOR")
    with pytest.raises(AttributeError):
        table.country("KOR").name_en = "Corea"


def test_nothing_heavy_is_imported():
    program = (
        "import sys, counterpoise.codes.countries, counterpoise.codes.groups, counterpoise.codes.concordance;"
        "print([m for m in ('numpy', 'pandas', 'xarray', 'scipy', 'click', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
