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
ICIO_2023 = words(
    "A01_02 A03 B05_06 B07_08 B09 C10T12 C13T15 C16 C17_18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31T33 D E F "
    "G H49 H50 H51 H52 H53 I J58T60 J61 J62_63 K L M N O P Q R S T"
)
ICIO_2021 = words(
    "01T02 03 05T06 07T08 09 10T12 13T15 16 17T18 19 20 21 22 23 24 25 26 27 28 29 30 31T33 35 36T39 41T43 45T47 49 50 "
    "51 52 53 55T56 58T60 61 62T63 64T66 68 69T75 77T82 84 85 86T88 90T93 94T96 97T98"
)
WIOD_2016 = words(
    "A01 A02 A03 B C10-C12 C13-C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31_C32 C33 D35 E36 "
    "E37-E39 F G45 G46 G47 H49 H50 H51 H52 H53 I J58 J59_J60 J61 J62_J63 K64 K65 K66 L68 M69_M70 M71 M72 M73 M74_M75 N "
    "O84 P85 Q R_S T U"
)
FIGARO = words(
    "A01 A02 A03 B C10T12 C13T15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31_32 C33 D35 E36 E37T39 "
    "F G45 G46 G47 H49 H50 H51 H52 H53 I J58 J59_60 J61 J62_63 K64 K65 K66 L M69_70 M71 M72 M73 M74_75 N77 N78 N79 "
    "N80T82 O84 P85 Q86 Q87_88 R90T92 R93 S94 S95 S96 T U"
)
CODES = {
    "icio-2025": ICIO, "wiod-2013": WIOD, "icio-2023": ICIO_2023, "icio-2021": ICIO_2021, "wiod-2016": WIOD_2016,
    "figaro": FIGARO, "adb": WIOD,
}  # fmt: skip
LINKED = ("wiod-2013", "icio-2023", "icio-2021", "wiod-2016", "figaro", "adb")


def test_the_codes_are_the_producers():
    assert sectors.schemes() == tuple(CODES)
    for name, codes in CODES.items():
        assert list(sectors.scheme(name).codes) == codes
    assert sectors.scheme("WIOD-2013") is sectors.scheme("wiod-2013")


@pytest.mark.parametrize(
    ("name", "divisions"),
    [
        *((name, ISIC4) for name in ("icio-2025", "icio-2023", "icio-2021")),
        *((name, [*ISIC4, "99"]) for name in ("wiod-2016", "figaro")),
        *((name, ISIC3) for name in ("wiod-2013", "adb")),
    ],
)
def test_each_division_lies_in_one_sector(name, divisions):
    parts = [part for sector in sectors.scheme(name).sectors for part in sector.isic]
    assert len(set(parts)) == len(parts)
    assert sorted({part[:2] for part in parts}) == divisions


@pytest.mark.parametrize("name", CODES)
def test_names_in_both_languages(name):
    scheme = sectors.scheme(name)
    for word in scheme.words:
        assert scheme.name(word)
        assert any("가" <= letter <= "힣" for letter in scheme.name(word, "ko")), word
    for language in ("en", "ko"):
        names = [scheme.name(code, language) for code in scheme.codes]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", CODES)
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


@pytest.mark.parametrize("name", ["icio-2025", "icio-2023", "icio-2021", "wiod-2016", "figaro"])
def test_the_same_words_in_every_list_of_revision_4(name):
    scheme = sectors.scheme(name)
    assert all(len(scheme.members(code)) == 1 for code in ("C26", "C27", "C28", "C29", "H50", "J61"))
    assert scheme.members("C28") == tuple(s.code for s in scheme.sectors if s.isic == ("28",))
    made = scheme.members("manufacturing")
    assert made == scheme.members("C")
    assert {part[:2] for s in scheme.sectors if s.code in made for part in s.isic} == {str(n) for n in range(10, 34)}
    assert set(scheme.members("C24")) == {s.code for s in scheme.sectors if s.isic[0].startswith("24")}


def test_a_section_that_is_joined_with_another_is_no_word():
    scheme = sectors.scheme("wiod-2016")
    assert scheme.members("R_S") == ("R_S",)
    assert "R_S" in scheme.members("services")
    for word in ("R", "S", "R93"):
        with pytest.raises(InputError):
            scheme.resolve(word)
    with pytest.raises(InputError):
        sectors.scheme("icio-2025").resolve("U")


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
        sectors.parse("C26", "icio-2016")
    known = ", ".join(CODES)
    assert str(raised.value) == f"'icio-2016' is not a scheme of sectors; the schemes are {known}"


def test_the_name_of_a_division_names_its_sectors():
    assert sectors.scheme("icio-2025").name("C24") == "Iron and steel; Non-ferrous metals"
    assert sectors.scheme("wiod-2013").name("utilities") == "Utilities"


@pytest.mark.parametrize(
    "table",
    ["schemes", "sector_groups", *(f"concordance_{name}_icio-2025" for name in LINKED if name != "adb")],
)
def test_every_row_is_cited_and_dated(table):
    for line in rows(table):
        assert len(line["citation"]) > 10, line
        assert line["seen"] in {"text", "memory"}, line
        assert line["date"] == "2026-11-24", line


@pytest.mark.parametrize(
    ("source", "target"), [pair for name in LINKED for pair in ((name, "icio-2025"), ("icio-2025", name))]
)
def test_the_concordance_reaches_every_sector(source, target):
    main = concordance(source, target)
    assert list(main) == list(sectors.scheme(source).codes)
    assert {code for code, linked in main.items() if not linked} <= {"U"}  # which the ICIO tables don't have
    assert {code for codes in main.values() for code in codes} == set(sectors.scheme(target).codes) - {"U"}
    wide = concordance(source, target, parts=True)
    assert all(set(main[code]) <= set(wide[code]) for code in main)
    assert (wide != main) == bool({source, target} & {"wiod-2013", "adb"})


@pytest.mark.parametrize("name", ["icio-2023", "icio-2021", "wiod-2016", "figaro"])
def test_lists_of_one_revision_are_linked_where_they_share_a_division(name):
    here, there = sectors.scheme(name), sectors.scheme("icio-2025")
    expected = {
        (a.code, b.code)
        for a in here.sectors
        for b in there.sectors
        if {part[:2] for part in a.isic} & {part[:2] for part in b.isic}
    }
    found = links(name, "icio-2025")
    assert {(link.source, link.target) for link in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("name", ["icio-2023", "icio-2021"])
def test_an_older_list_of_the_same_producer_only_adds_up(name):
    back = concordance("icio-2025", name)
    assert all(len(linked) == 1 for linked in back.values())
    assert len(back) - len(concordance(name, "icio-2025")) == 5


def test_the_bank_writes_the_list_of_the_first_release():
    assert concordance("adb", "icio-2025") == concordance("wiod-2013", "icio-2025")
    assert [s.code for s in sectors.scheme("adb").sectors] == WIOD


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
