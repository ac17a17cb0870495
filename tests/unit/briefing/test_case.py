"""A case: what it holds, the files that it names, its hash, and what is wrong with a wrong one."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import jsonschema
import pydantic
import pytest

import counterpoise as cp
from counterpoise.briefing import cases
from counterpoise.briefing.case import MOST_POWERS, Case, gallery, read_case
from counterpoise.briefing.case_schema import keys_page, schema, schema_text
from counterpoise.briefing.case_template import template
from counterpoise.core.errors import InputError
from counterpoise.questions.sides import SIDE_OF

ROOT = Path(__file__).resolve().parents[3]
CASES = sorted((ROOT / "cases").glob("*.toml"))
TALKS = (ROOT / "talks" / "freeze-for-relief.toml").read_text(encoding="utf-8")
SCENARIO = 'title = "A stop"\n[[shocks]]\nkind = "embargo"\nby = "DEU"\non = "RUS"\nshare = 50\n'
FULL = """\
title = "Whole"
about = "All keys."
country = "DEU"
powers = ["USA", "RUS", "EU"]
language = "ko"
year = 2022
source = "icio-2025-embedded"
seed = 3
draws = 7

[weights]
look_through = 1
arms_supplier_share = 2

[risk]
against = "RUS"
probability = 0.25

[[scenarios]]
change = "embargo 90 % between DEU and RUS"

[[scenarios]]
file = "stop.toml"

[[talks]]
file = "mine.toml"

[record]
ledger = "mine.jsonl"
on = ["RUS"]

[[sentences]]
said = "Words."
by = "Somebody"
on = 2021-05-06
citation = "made up for this test"
seen = "text"
ask = ["equation DEU --powers USA,RUS", "trend DEU --on RUS"]
doubt = "All of it."
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a case, and each file that it names."""
    ledger = cp.Ledger(tmp_path / "mine.jsonl")
    source = ledger.add_source(b"It was said to be fine.", outlet="made up for this test")
    ledger.quote(source["id"], "to be fine")
    for name, text in (("whole.toml", FULL), ("stop.toml", SCENARIO), ("mine.toml", TALKS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def plain(toml):
    """Give a document as an editor's schema sees it: a day is a text."""
    return json.loads(json.dumps(tomllib.loads(toml), default=str))


# What it gives ------------------------------------------------------------------------------------------------


def test_a_case_gives_what_the_questions_take(folder):
    case = read_case(folder / "whole.toml")
    assert (case.country, case.powers, case.language, case.year, case.draws) == (
        "DEU",
        ("USA", "RUS", "EU"),
        "ko",
        2022,
        7,
    )
    assert case.weights == {"look_through": 1, "arms_supplier_share": 2}
    assert (case.risk.against, case.risk.probability) == (("RUS",), 0.25)
    line, file = case.changes
    assert (line, file.title) == (cp.scenario.read("embargo 90 % between DEU and RUS"), "A stop")
    assert case.negotiations == (cp.Talks.from_text(TALKS),)
    assert case.ledger == folder / "mine.jsonl"
    assert case.facing == ("RUS",)
    assert case.sentences[0].ask == ("equation DEU --powers USA,RUS", "trend DEU --on RUS")
    assert case.files == {
        "scenarios[1].file": folder / "stop.toml",
        "talks[0].file": folder / "mine.toml",
        "record.ledger": folder / "mine.jsonl",
    }


def test_what_is_left_out():
    case = Case(country="kor", powers="usa,chn")
    assert (case.country, case.powers) == ("KOR", ("USA", "CHN"))
    assert (case.language, case.seed, case.draws, case.year, case.risk) == ("en", 0, 20, None, None)
    assert (case.changes, case.negotiations, case.ledger, case.facing) == ((), (), None, ("USA", "CHN"))
    assert case.name == "South Korea between the United States and China"
    assert Case(country="KOR", powers=["CHN"]).name == "South Korea and China"
    assert Case(country="KOR", powers=["CHN", "EU"], language="ko-KR").name == "한국: 중국, 유럽연합"


def test_a_file_is_looked_for_beside_the_case_and_then_in_the_galleries(folder):
    text = 'country = "KOR"\npowers = "USA,CHN"\n[[talks]]\nfile = "{}"\n'
    here = read_case(ROOT / "cases" / "korea.toml").negotiations[0]
    for word in ("nuclear", "nuclear.toml", "../talks/nuclear.toml"):  # none of them lies there
        assert Case.from_text(text.format(word), folder=folder).negotiations == (here,)
    assert Case.from_text(text.format("nuclear")).negotiations == (here,)
    shutil.copy(folder / "mine.toml", folder / "nuclear.toml")
    assert Case.from_text(text.format("nuclear"), folder=folder).negotiations == (cp.Talks.from_text(TALKS),)
    with pytest.raises(InputError, match=r"there is no negotiation 'mine\.toml'"):
        Case.from_text(text.format("mine.toml"))  # without a folder no file of this machine is read


def test_a_case_of_the_program_has_a_name():
    assert read_case("korea").hash == read_case(ROOT / "cases" / "korea.toml").hash
    assert read_case(read_case("gulf")).country == "SAU"
    assert {one.stem for one in CASES} == set(gallery())
    with pytest.raises(InputError, match=re.escape("there is no file and no case 'korae'; did you mean korea?")):
        read_case("korae")


# The hash -----------------------------------------------------------------------------------------------------


def test_the_hash_is_of_what_is_said_wherever_it_lies(folder, tmp_path_factory):
    first = read_case(folder / "whole.toml").hash
    assert re.fullmatch("[0-9a-f]{64}", first)
    moved = tmp_path_factory.mktemp("elsewhere") / "deep" / "er"
    shutil.copytree(folder, moved)
    assert read_case(moved / "whole.toml").hash == first
    (moved / "mine.toml").rename(moved / "renamed.toml")
    (moved / "whole.toml").write_text(FULL.replace("mine.toml", "renamed.toml").replace("\n", "\r\n"))
    assert read_case(moved / "whole.toml").hash == first


def test_the_order_of_the_keys_does_not_matter(folder):
    first = read_case(folder / "whole.toml").hash
    head, *tables = FULL.split("\n\n")
    turned = "\n".join(reversed(head.splitlines()))
    weights, risk, *lists, record, sentence = tables
    title, *rest = sentence.splitlines()
    other = ["# a remark", turned, record, "\n".join([title, *reversed(rest)]), *lists, risk, weights]
    (folder / "whole.toml").write_text("\n\n".join(other))
    assert read_case(folder / "whole.toml").hash == first
    (folder / "whole.toml").write_text(FULL.replace('country = "DEU"', 'country = "deu"').replace("= 0.25", "= 25e-2"))
    assert read_case(folder / "whole.toml").hash == first


def test_a_default_that_is_written_is_no_other_case():
    short = Case(country="KOR", powers=["USA", "CHN"])
    assert Case(country="KOR", powers=["USA", "CHN"], draws=20, seed=0, language="en").hash == short.hash


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("whole.toml", "probability = 0.25", "probability = 0.26"),
        ("whole.toml", '"USA", "RUS"', '"RUS", "USA"'),
        ("whole.toml", "draws = 7", "draws = 8"),
        ("whole.toml", "doubt = ", "# doubt = "),
        ("whole.toml", "2021-05-06", "2021-05-07"),
        ("whole.toml", "embargo 90 %", "embargo 91 %"),
        ("stop.toml", "share = 50", "share = 51"),
        ("mine.toml", "range = [0.5, 1, 2]", "range = [0.5, 1, 2.5]"),
        ("mine.jsonl", "", ""),
    ],
)
def test_what_is_changed_changes_the_hash(folder, file, old, new):
    before = read_case(folder / "whole.toml").hash
    if old:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new))
    else:
        cp.Ledger(folder / file).append(
            {
                "type": "event",
                "event_type": "CONSULT",
                "actor": "DEU",
                "recipient": "RUS",
                "happened_on": "2021-05-06",
                "recorded_on": "2021-05-07",
            }
        )
    assert read_case(folder / "whole.toml").hash != before


# Written and read ---------------------------------------------------------------------------------------------


def test_what_is_written_reads_back_to_the_same(folder):
    case = read_case(folder / "whole.toml")
    again = Case.from_text(case.to_toml(), folder=folder)
    assert (again, again.hash, again.to_toml()) == (case, case.hash, case.to_toml())
    assert tomllib.loads(case.to_toml()) == tomllib.loads(FULL.replace('"RUS"\nprob', '["RUS"]\nprob'))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_of_the_program_reads_back_to_the_same(path):
    case = read_case(path)
    again = Case.from_text(case.to_toml(), folder=path.parent)
    assert (again, again.hash) == (case, case.hash)
    jsonschema.validate(plain(path.read_text(encoding="utf-8")), schema())


def test_a_new_case_is_valid_as_it_stands():
    assert Case.from_text(template()) == Case(country="KOR", powers=["USA", "CHN"])
    bare = re.sub(r"^# (?=\w+ = |\[)", "", template("VNM", ["CHN"]), flags=re.MULTILINE)
    whole = Case.from_text(bare.replace("record.jsonl", "example").replace('"icio-2025"', '"icio-2025-embedded"'))
    assert len(whole.scenarios) == 2
    assert whole.sentences[0].ask == ("rely VNM --on CHN",)


# Wrong ones ---------------------------------------------------------------------------------------------------

WRONG = [
    ("title", "titel", "line 1, titel: there is no such key; did you mean title?"),
    ('country = "DEU"', "", "country: this key is missing; add it"),
    (
        'country = "DEU"',
        'country = "DEX"',
        "line 3, country: 'DEX' is neither a country code nor a group; did you mean",
    ),
    ('country = "DEU"', 'country = "EU"', "line 3, country: one country is needed"),
    ('country = "DEU"', "country = 3", "line 3, country: 3 is no country"),
    ('"RUS", "EU"]', '"RUX"]', "line 4, powers: 'RUX' is neither a country code nor a group; did you mean RUS"),
    ('"RUS", "EU"]', '"DEU"]', "line 4, powers: DEU is among its own powers; leave it out"),
    ('"RUS", "EU"]', '"USA"]', "line 4, powers: USA is named twice; name each power once"),
    ('"RUS", "EU"]', '"USMCA"]', "line 4, powers: USA and USMCA share a country; name two powers apart"),
    ('["USA", "RUS", "EU"]', '"all"', "line 4, powers: ALL names no power; name at most 7"),
    ('["USA", "RUS", "EU"]', "[]", "line 4, powers: a word is missing"),
    (
        '["USA", "RUS", "EU"]',
        '"USA,RUS,CHN,JPN,GBR,IND,BRA,KOR"',
        f"line 4, powers: 8 powers are too many; name at most {MOST_POWERS}",
    ),
    ('language = "ko"', 'language = "fr"', "line 5, language: 'fr' is not a language of the program; use en or ko"),
    ("year = 2022", "year = true", "line 6, year: true is not a number"),
    ("year = 2022", 'year = "new"', "line 6, year: input should be a valid integer"),
    ("seed = 3", "seed = -1", "line 8, seed: input should be greater than or equal to 0, not -1"),
    ("draws = 7", "draws = 0.5", "line 9, draws: input should be a valid integer"),
    (
        "look_through",
        "look_throgh",
        "line 12, weights.look_throgh: 'look_throgh' can't be weighed; did you mean look_through",
    ),
    ("look_through = 1", "look_through = -1", "line 12, weights.look_through: -1 is no weight; give zero or more"),
    ("look_through = 1", "look_through = 0", "line 11, weights: the economic weights sum to nothing"),
    ('against = "RUS"', 'against = "DEU"', "line 16, risk.against: DEU can't lose itself; name a partner"),
    ("0.25", "1.25", "line 17, risk.probability: 1.25 is not a probability; write a number from 0 to 1"),
    ("0.25", "-0.1", "line 17, risk.probability: -0.1 is not a probability"),
    ("0.25", '"often"', "line 17, risk.probability: 'often' is not a probability"),
    ("0.25", "nan", "line 17, risk.probability: nan is not a probability"),
    ("change = ", "chance = ", "line 20, scenarios[0].chance: there is no such key; did you mean change?"),
    ('file = "stop.toml"', "", "line 22, scenarios[1]: neither a change nor a file is named; name one of them"),
    ('file = "stop.toml"', 'file = "a"\nchange = "b"', "line 22, scenarios[1]: both a change and a file are named"),
    ("embargo 90 %", "embrago 90 %", "line 20, scenarios[0].change, clause 1"),
    ('"stop.toml"', '"stopp.toml"', "line 23, scenarios[1].file: there is no scenario 'stopp.toml' in "),
    ('"mine.toml"', '"nuclaer"', "line 26, talks[0].file: there is no negotiation 'nuclaer' in "),
    ('"mine.toml"', f'"{"n" * 5000}"', "line 26, talks[0].file: 'nnn"),
    ('"mine.jsonl"', '"yours.jsonl"', "line 29, record.ledger: there is no ledger 'yours.jsonl' in "),
    ("2021-05-06", '"soon"', "line 35, sentences[0].on: input should be a valid date"),
    ('"text"', '"heard"', "line 37, sentences[0].seen: 'heard' is not one of its values; write text or memory"),
    ("citation = ", "# citation = ", "sentences[0].citation: this key is missing; add it"),
    ("draws = 7", "draws = = 7", "line 9, column 9: not TOML"),
]


@pytest.mark.parametrize(("old", "new", "told"), WRONG, ids=[one[2][:60] for one in WRONG])
def test_a_wrong_case_is_told_with_file_line_and_key(folder, old, new, told):
    assert FULL.count(old), old
    (folder / "whole.toml").write_text(FULL.replace(old, new, 1))
    with pytest.raises(InputError) as error:
        read_case(folder / "whole.toml")
    assert told in str(error.value)
    assert str(error.value).startswith(f"{folder / 'whole.toml'}, ")
    assert error.value.exit_code == 2


def test_a_file_that_is_wrong_is_told_by_its_own_name(folder):
    (folder / "mine.toml").write_text(TALKS.replace("[[issues]]", "[[isues]]"))
    with pytest.raises(InputError, match=r"mine\.toml, line \d+, isues: there is no such key; did you mean issues"):
        read_case(folder / "whole.toml")
    (folder / "mine.toml").write_text(TALKS)
    text = (folder / "mine.jsonl").read_text()
    (folder / "mine.jsonl").write_text(text.replace("made up", "MADE up"))
    with pytest.raises(InputError, match=r"mine\.jsonl"):
        read_case(folder / "whole.toml")


def test_in_python_a_wrong_value_is_pydantic_s():
    with pytest.raises(pydantic.ValidationError, match="KOR is among its own powers"):
        Case(country="KOR", powers=["KOR"])
    with pytest.raises(InputError, match=r"^talks\[0\]\.file: there is no negotiation 'none'"):
        _ = Case(country="KOR", powers=["USA"], talks=[{"file": "none"}]).negotiations


# Checked and explained ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("year = 2022", "year = 1999", "line 6, year, --year: "),
        ('"RUS", "EU"]', '"PRK"]', "line 4, powers: no data for PRK (North Korea) in icio-2025-embedded"),
        ('against = "RUS"', 'against = "PRK"', "line 16, risk.against: no data for PRK"),
        ('by = "DEU"', 'by = "PRK"', "scenarios[1], "),
    ],
)
def test_the_accounts_decide_what_is_known(folder, old, new, told):
    for name in ("whole.toml", "stop.toml"):
        text = (folder / name).read_text()
        (folder / name).write_text(text.replace(old, new))
    with pytest.raises(InputError) as error:
        cases.check(folder / "whole.toml")
    assert told in str(error.value)


def test_a_whole_case_is_checked(folder):
    asked = []
    said, notes = cases.check(folder / "whole.toml", understood=asked.append)
    assert (
        said == f"Whole: 2 scenarios, 1 negotiation, 1 sentence, a ledger; hash {read_case(folder / 'whole.toml').hash}"
    )
    assert asked == ["equation DEU --powers USA,RUS", "trend DEU --on RUS"]
    assert notes == ()


def test_a_sentence_that_nothing_is_asked_about_is_noted(folder):
    (folder / "whole.toml").write_text(FULL.replace("ask = ", "# ask = "))
    _, notes = cases.check(folder / "whole.toml")
    assert [one.split(": ", 1)[1] for one in notes] == ["no command is asked about this sentence"]


NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_a_case_asks_is_told_whole(folder, language, monkeypatch):
    monkeypatch.chdir(folder)
    case = read_case("whole.toml")
    told = cases.explain(case, language=language)
    expected = ["Whole", "All keys.", "icio-2025-embedded 2022", "look_through 1", "0.25", "stop.toml", "mine.toml"]
    expected += ["mine.jsonl", "Somebody", "2021-05-06", "Words.", "made up for this test", "All of it.", case.hash]
    expected += ["counterpoise equation DEU --powers USA,RUS", "counterpoise trend DEU --on RUS"]
    assert [one for one in expected if one not in told] == []


def test_both_languages_say_the_same_numbers_line_by_line(folder, monkeypatch):
    monkeypatch.chdir(folder)
    english, korean = (cases.explain("whole.toml", language=one).splitlines() for one in ("en", "ko"))
    assert [sorted(NUMBER.findall(one)) for one in english] == [sorted(NUMBER.findall(one)) for one in korean]
    bare = cases.explain(Case(country="KOR", powers=["CHN"], draws=0), language="ko")
    assert not re.search(r"[a-z]{3,}", bare.rsplit("\n", 1)[0])


# Published ----------------------------------------------------------------------------------------------------


def test_the_schema_is_the_published_one(golden):
    jsonschema.Draft202012Validator.check_schema(schema())
    golden(ROOT / "docs" / "case.schema.json", schema_text())
    jsonschema.validate(plain(FULL), schema())


@pytest.mark.parametrize(
    ("old", "new"),
    [("title", "titel"), ("0.25", "1.25"), ('"ko"', '"fr"'), ("look_through", "look"), ('file = "stop.toml"', "")],
)
def test_the_schema_refuses(old, new):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain(FULL.replace(old, new, 1)), schema())


def test_the_page_names_every_key():
    page = keys_page()
    names = {key for one in (schema(), *schema()["$defs"].values()) for key in one["properties"]} | set(SIDE_OF)
    assert [name for name in names if f"`{name}`" not in page] == []


# The cases of the program, and their pages ---------------------------------------------------------------------


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_sentence_has_a_source_a_command_and_a_doubt(path):
    case = read_case(path)
    assert case.about
    assert case.risk
    for one in case.sentences:
        assert one.ask, one.said
        assert one.doubt, one.said
        assert re.search(r"\w\.\w", one.citation), one.citation  # an address


def words(text):
    return " ".join(re.sub(r"^> ?", "", text, flags=re.MULTILINE).split())


def test_the_page_of_korea_tells_every_sentence_with_its_doubt():
    page = words((ROOT / "docs" / "cases" / "korea.md").read_text(encoding="utf-8"))
    case = read_case("korea")
    assert [one.said for one in case.sentences if words(one.said) not in page] == []
    assert [one.doubt for one in case.sentences if f"**Doubt.** {words(one.doubt)}" not in page] == []


def test_what_a_page_quotes_of_another_stands_there():
    page = (ROOT / "docs" / "cases" / "korea.md").read_text(encoding="utf-8")
    hedge = (ROOT / "docs" / "howto" / "hedge.md").read_text(encoding="utf-8")
    for fence in re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        assert [line for line in fence.splitlines() if line not in hedge] == []
    assert "hedge KOR --against CHN --probability 0.02 --instruments uniform --points 6" in hedge


def test_every_picture_on_the_page_is_one_that_is_drawn():
    from tools.case_pictures import PICTURES, file_of

    page = (ROOT / "docs" / "cases" / "korea.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\(\.\./pictures/(korea-[\w-]+\.svg)\)", page))
    assert shown == {file_of(one).name for one in PICTURES}
    assert [one for one in shown if not (ROOT / "docs" / "pictures" / one).is_file()] == []


def test_the_ledger_of_korea_quotes_a_few_words_of_what_it_cites():
    ledger = cp.Ledger(ROOT / "cases" / "korea.jsonl")
    assert ledger.verify().quotes == len(ledger.records("statement")) > 10
    assert [one for one in ledger.records("statement") if len(one["quote"]["exact"].split()) > 8] == []
    assert not (ROOT / "cases" / "korea.sources").exists()  # the texts are their publishers'
    assert all(one["address"].startswith("http") for one in ledger.records("source"))
