"""Schemes of sectors, the words for them, and the concordance between two schemes."""

import pytest

from counterpoise.codes import sectors
from counterpoise.codes._tables import rows
from counterpoise.codes.concordance import concordance, links
from counterpoise.core.errors import InputError


def words(text):
    return text.split()


# The producer's labels, in the producer's order.
ICIO = words(
    "A01 A02 A03 B05 B06 B07 B08 B09 C10T12 C13T15 C16 C17_18 C19 C20 C21 C22 C23 C24A C24B C25 C26 C27 C28 C29 C301 "
    "C302T309 C31T33 D E F G H49 H50 H51 H52 H53 I J58T60 J61 J62_63 K L M N O P Q R S T"
)
WIOD = [f"c{number}" for number in range(1, 36)]
WIOD_LABELS = words(
    "AtB C 15t16 17t18 19 20 21t22 23 24 25 26 27t28 29 30t33 34t35 36t37 E F 50 51 52 H 60 61 62 63 64 J 70 71t74 "
    "L M N O P"
)
ISIC4 = words(
    "01 02 03 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 35 36 37 38 39 41 "
    "42 43 45 46 47 49 50 51 52 53 55 56 58 59 60 61 62 63 64 65 66 68 69 70 71 72 73 74 75 77 78 79 80 81 82 84 85 86 "
    "87 88 90 91 92 93 94 95 96 97 98"
)
ISIC3 = words(
    "01 02 05 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 40 41 45 50 51 52 55 "
    "60 61 62 63 64 65 66 67 70 71 72 73 74 75 80 85 90 91 92 93 95"
)
BOTH = ("icio-2025", "wiod-2013")


def test_the_codes_are_the_producers():
    assert sectors.schemes() == BOTH
    assert list(sectors.scheme("icio-2025").codes) == ICIO
    assert list(sectors.scheme("WIOD-2013").codes) == WIOD


@pytest.mark.parametrize(("name", "divisions"), [("icio-2025", ISIC4), ("wiod-2013", ISIC3)])
def test_each_division_lies_in_one_sector(name, divisions):
    parts = [part for sector in sectors.scheme(name).sectors for part in sector.isic]
    assert len(set(parts)) == len(parts)
    assert sorted({part[:2] for part in parts}) == divisions


@pytest.mark.parametrize("name", BOTH)
def test_names_in_both_languages(name):
    scheme = sectors.scheme(name)
    for word in scheme.words:
        assert scheme.name(word)
        assert any("가" <= letter <= "힣" for letter in scheme.name(word, "ko")), word
    for language in ("en", "ko"):
        names = [scheme.name(code, language) for code in scheme.codes]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", BOTH)
def test_groups_are_made_of_whole_kinds(name):
    scheme = sectors.scheme(name)
    kinds = {kind: tuple(s.code for s in scheme.sectors if s.kind == kind) for kind in
             ("goods", "utilities", "construction", "services")}  # fmt: skip
    for kind, codes in kinds.items():
        assert scheme.members(kind) == codes
    assert sum(len(codes) for codes in kinds.values()) == len(scheme.codes)
    assert scheme.members("TOTAL") == scheme.codes
    parts = [scheme.members(word) for word in ("agriculture", "mining", "manufacturing")]
    assert scheme.members("goods") == tuple(code for part in parts for code in part)


def test_the_same_word_in_two_classifications():
    icio, wiod = (sectors.scheme(name) for name in BOTH)
    assert icio.members("manufacturing") == icio.members("C") == tuple(ICIO[8:27])
    assert wiod.members("manufacturing") == wiod.members("D") == tuple(WIOD[2:16])
    assert wiod.members("C") == wiod.members("mining") == ("c2",)
    assert [wiod.members(label) for label in WIOD_LABELS] == [(code,) for code in WIOD]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("c26", {"C26": ("C26",)}),
        ("C24", {"C24": ("C24A", "C24B")}),
        ("24", {"C24": ("C24A", "C24B")}),
        ("C30", {"C30": ("C301", "C302T309")}),
        ("C241_2431", {"C24A": ("C24A",)}),
        ("J", {"J": ("J58T60", "J61", "J62_63")}),
        ("D", {"D": ("D",)}),
        ("D35", {"D": ("D",)}),
        ("Agriculture,c21", {"agriculture": ("A01", "A02", "A03"), "C21": ("C21",)}),
        (["C21", "c26,C21"], {"C21": ("C21",), "C26": ("C26",)}),
    ],
)
def test_words_become_sectors(words, expected):
    found = sectors.parse(words)
    assert found == expected
    assert list(found) == list(expected)
    assert sectors.parse(words, sectors.scheme("icio-2025")) == expected


@pytest.mark.parametrize(
    ("words", "name", "sentence"),
    [
        ("C99", "icio-2025",
         "'C99' is not a sector of icio-2025; did you mean C29 (Motor vehicles) or C19 (Coke and refined petroleum)?"),
        ("C10", "icio-2025",
         "'C10' is not a sector of icio-2025 by itself; it is part of C10T12 (Food, beverages and tobacco)"),
        ("C303", "icio-2025",
         "'C303' is not a sector of icio-2025 by itself; it is part of C302T309 (Other transport equipment)"),
        ("C2610", "icio-2025",
         "'C2610' is not a sector of icio-2025 by itself; "
         "it is part of C26 (Computers, electronics and optical products)"),
        ("ships", "icio-2025", "'ships' is not a sector of icio-2025; did you mean C301 (Ships and boats)?"),
        ("철강", "icio-2025", "'철강' is not a sector of icio-2025; did you mean C24A (Iron and steel)?"),
        ("C26,manufactring", "icio-2025",
         "'manufactring' is not a sector of icio-2025; did you mean manufacturing (Manufacturing)?"),
        ("xyz", "icio-2025",
         "'xyz' is not a sector of icio-2025; write a code from A01 to T, or one of TOTAL, agriculture, mining, "
         "manufacturing, utilities, construction, goods, services"),
        ("15", "wiod-2013",
         "'15' is not a sector of wiod-2013 by itself; it is part of c3 (Food, beverages and tobacco)"),
        ("", "icio-2025", "no sector is named; write TOTAL, manufacturing, or codes such as C26"),
    ],
)  # fmt: skip
def test_sentences_of_errors(words, name, sentence):
    with pytest.raises(InputError) as raised:
        sectors.parse(words, name, where="--sectors")
    assert str(raised.value) == f"--sectors: {sentence}"


def test_an_unknown_scheme():
    with pytest.raises(InputError) as raised:
        sectors.parse("C26", "icio-2023")
    assert str(raised.value) == "'icio-2023' is not a scheme of sectors; the schemes are icio-2025, wiod-2013"


def test_the_name_of_a_division_names_its_sectors():
    assert sectors.scheme("icio-2025").name("C24") == "Iron and steel; Non-ferrous metals"
    assert sectors.scheme("wiod-2013").name("utilities") == "Utilities"


@pytest.mark.parametrize("table", ["schemes", "sector_groups", "concordance_wiod-2013_icio-2025"])
def test_every_row_is_cited_and_dated(table):
    for line in rows(table):
        assert len(line["citation"]) > 10, line
        assert line["seen"] in {"text", "memory"}, line
        assert line["date"] == "2026-11-24", line


@pytest.mark.parametrize(("source", "target"), [BOTH, BOTH[::-1]])
def test_the_concordance_reaches_every_sector(source, target):
    main = concordance(source, target)
    assert list(main) == list(sectors.scheme(source).codes)
    assert all(main.values())
    assert {code for codes in main.values() for code in codes} == set(sectors.scheme(target).codes)
    wide = concordance(source, target, parts=True)
    assert all(set(main[code]) <= set(wide[code]) for code in main)
    assert wide != main


def test_the_concordance_reads_both_ways():
    there, back = concordance(*BOTH, parts=True), concordance(*BOTH[::-1], parts=True)
    assert {(a, b) for a, bs in there.items() for b in bs} == {(a, b) for b, as_ in back.items() for a in as_}
    assert concordance(*BOTH)["C13T15"] == ("c4", "c5")
    assert concordance(*BOTH[::-1])["c14"] == ("C26", "C27")


def test_the_concordance_keeps_kinds_apart():
    """Along main links a good stays a good; only waste management and publishing changed their kind."""
    kinds = {s.code: s.kind for name in BOTH for s in sectors.scheme(name).sectors}
    crossing = {(link.source, link.target) for link in links(*BOTH) if link.main}
    changed = {pair for pair in crossing if kinds[pair[0]] != kinds[pair[1]]}
    assert changed == {("E", "c34"), ("J58T60", "c7")}


def test_a_small_part_says_what_moved():
    for link in links(*BOTH):
        assert bool(link.note) != link.main


def test_no_concordance():
    with pytest.raises(InputError, match="there is no concordance from icio-2025 to icio-2025; there is one from"):
        links("icio-2025", "icio-2025")
