"""The document of a negotiation: what it takes, what it refuses and in which words, and that it reads as it was written."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pydantic
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.negotiation.schema import schema, schema_text
from counterpoise.negotiation.template import template

ROOT = Path(__file__).resolve().parents[3]
GALLERY = sorted((ROOT / "talks").glob("*.toml"))
PAGE = (ROOT / "docs/howto/talks.md").read_text(encoding="utf-8")

BASE = """\
title = "Relief for restraint"
period = "year"
[unknown.patience]
range = [0.2, 0.6]
[parties.PRK]
discount = 0.85
[parties.PRK.outside]
value = -1
by.programme = [0, "-patience", -3]
[parties.USA]
discount = [0.8, 0.9]
[parties.USA.outside]
after = "stay"
[[issues]]
name = "programme"
owner = "PRK"
levels = ["as it is", "freeze", "dismantle"]
reversible = ["freeze"]
worth.PRK = [0, -1, "-8*patience"]
worth.USA = [0, 1, [2, 4]]
[[issues]]
name = "relief"
owner = "USA"
levels = ["none", "full"]
reversible = true
worth.PRK = [0, 4]
worth.USA = [0, -2]
[[together]]
when = { programme = "dismantle", relief = "full" }
worth = { USA = 2 }
[[requires]]
step = { relief = "full" }
needs = { programme = "freeze" }
[monitoring]
hazard = 0.02
lag = 2
[[ratifiers]]
name = "Senate"
party = "USA"
worth.relief = [0, -1]
[start]
relief = "none"
[courses.pressure]
parties.PRK.outside.value = -2
issues.relief.worth.PRK = [0, 5]
monitoring.detection = 0.5
"""


def told(text):
    with pytest.raises(InputError) as error:
        cp.Talks.from_text(text, name="t.toml")
    assert error.value.exit_code == 2
    assert "\n" not in str(error.value)
    return str(error.value)


WRONG = {
    # a key, what stands there instead, and what is said of it
    "no owner": ('owner = "PRK"\n', "", "line 14, issues[0].owner: the issue programme has no owner; name one of PRK, USA"),
    "owner no party": (
        'owner = "PRK"', 'owner = "PRKK"',
        "line 16, issues[0].owner: 'PRKK' is no party, so that the issue has no owner; did you mean PRK?",
    ),
    "no outside option": (
        '[parties.USA.outside]\nafter = "stay"\n', "",
        "line 10, parties.USA.outside: USA has no outside option: what it has if talks end; add [parties.USA.outside] "
        'with a value, or with after = "stay" (what it has in the state reached)',
    ),
    "discount of 1": (
        "discount = 0.85", "discount = 1",
        "line 6, parties.PRK.discount: 1 is not between 0 and 1; give a discount factor inside (0, 1), such as 0.9",
    ),
    "discount that leaves": (
        "[0.8, 0.9]", "[0.8, 1.1]",
        "line 11, parties.USA.discount: 1.1, which [0.8, 1.1] can be, is not between 0 and 1; give a discount factor inside "
        "(0, 1), such as 0.9",
    ),
    "discount of a sum": (
        "discount = 0.85", 'discount = "2*patience"',
        "line 6, parties.PRK.discount: 1.2, which 2*patience can be, is not between 0 and 1; give a discount factor inside "
        "(0, 1), such as 0.9",
    ),
    "no discount": (
        "discount = 0.85\n", "",
        "line 5, parties.PRK.discount: PRK has no discount; add one between 0 and 1, here or as discount at the top for all",
    ),
    "length": (
        "worth.PRK = [0, -1, ", "worth.PRK = [0, ",
        "line 19, issues[0].worth.PRK: 2 numbers are given for the 3 levels of programme; write one for each: as it is, freeze, "
        "dismantle",
    ),
    "length outside": (
        'by.programme = [0, "-patience", -3]', "by.programme = [0]",
        "line 9, parties.PRK.outside.by.programme: 1 number is given for the 3 levels of programme; write one for each: as it "
        "is, freeze, dismantle",
    ),
    "outside by no issue": (
        "by.programme", "by.programmes",
        "line 9, parties.PRK.outside.by.programmes: 'programmes' is no issue; did you mean programme?",
    ),
    "worth of no party": (
        "worth.USA = [0, -2]", "worth.US = [0, -2]", "line 27, issues[1].worth.US: 'US' is no party; did you mean USA?",
    ),
    "no level": (
        'when = { programme = "dismantle"', 'when = { programme = "dismantel"',
        "line 29, together[0].when.programme: 'dismantel' is no level of programme; did you mean dismantle?",
    ),
    "no level to take back": (
        'reversible = ["freeze"]', 'reversible = ["freese"]',
        "line 18, issues[0].reversible: 'freese' is no level of programme; did you mean freeze?",
    ),
    "no issue required": (
        'step = { relief = "full" }', 'step = { reliev = "full" }',
        "line 32, requires[0].step.reliev: 'reliev' is no issue; did you mean relief?",
    ),
    "together of nobody": (
        "worth = { USA = 2 }", "worth = { JPN = 2 }",
        "line 30, together[0].worth.JPN: 'JPN' is no party; there are PRK, USA",
    ),
    "unknown key": (
        "hazard = 0.02", "hasard = 0.02", "line 35, monitoring.hasard: there is no such key; did you mean hazard?",
    ),
    "NaN": ("value = -1", "value = nan", "line 8, parties.PRK.outside.value: nan is not a number to reckon with; write a finite number"),
    "infinite": (
        "worth.PRK = [0, 4]", "worth.PRK = [0, inf]",
        "line 26, issues[1].worth.PRK[1]: inf is not a number to reckon with; write a finite number",
    ),
    "reversed": (
        "range = [0.2, 0.6]", "range = [0.6, 0.2]",
        "line 4, unknown.patience.range: the range from 0.6 to 0.2 is reversed; write [0.2, 0.6]",
    ),
    "reversed in a row": (
        "[2, 4]", "[4, 2]", "line 20, issues[0].worth.USA[2]: the range from 4 to 2 is reversed; write [2, 4]",
    ),
    "unknown in a sum": (
        "-8*patience", "-8*patiense",
        "line 19, issues[0].worth.PRK: '-8*patiense' names 'patiense', which is no unknown; did you mean patience?",
    ),
    "not a sum": (
        "-8*patience", "-8**patience",
        "line 19, issues[0].worth.PRK[2]: '-8**patience' holds a power; write names of unknowns, numbers, + - * / ( ), min "
        "and max",
    ),
    "hazard of 1": ("hazard = 0.02", "hazard = 1", "line 35, monitoring.hazard: 1 is no chance below 1; give 0, or a chance a period"),
    "lag of 0": (
        "lag = 2", "lag = 0",
        "line 36, monitoring.lag: 0 is not a number of periods or levels; write a whole number, 1 to 1000",
    ),
    "both": (
        "lag = 2", "lag = 2\ndetection = 0.5",
        "line 37, monitoring.detection: both a lag and a chance of detection are given; keep one",
    ),
    "one name twice": (
        'name = "relief"', 'name = "programme"',
        "line 22, issues[1].name: there are two issues 'programme'; give one another name",
    ),
    "one level twice": (
        '["none", "full"]', '["none", "none"]',
        "line 24, issues[1].levels: the level 'none' is named twice; give each another name",
    ),
    "one level": (
        '["none", "full"]', '["none"]',
        "line 24, issues[1].levels: ['none'] leaves nothing to decide; name two levels or more, the first as it is today",
    ),
    "a table twice": ("[start]", "[monitoring]", "t.toml, line 41, column 12: not TOML: cannot declare ('monitoring',) twice"),
    "start forbidden": (
        '[start]\nrelief = "none"', '[start]\nrelief = "full"',
        "line 31, requires[0]: it forbids the state at the start: relief: full is reached without programme: freeze; change "
        "[start], or leave this out",
    ),
    "start without a level": (
        'relief = "none"\n[courses', 'relief = "nothing"\n[courses',
        "line 42, start.relief: 'nothing' is no level of relief; there are none, full",
    ),
    "nothing varies": (
        "worth.USA = [0, 1, [2, 4]]\n", "",
        None,  # the relief costs it
    ),
    "ratifier of nobody": (
        'party = "USA"', 'party = "JPN"', "line 39, ratifiers[0].party: 'JPN' is no party; there are PRK, USA",
    ),
    "ratifier of nothing": (
        "worth.relief = [0, -1]\n", "",
        "line 37, ratifiers[0]: nothing is worth anything to the ratifier Senate; give it worth.ISSUE, or share_of_party = true",
    ),
    "a course of another party": (
        "parties.PRK.outside.value = -2", "parties.PRC.outside.value = -2",
        "line 44, courses.pressure.parties.PRC: there is no 'PRC' to change; did you mean PRK?",
    ),
    "a course of another issue": (
        "issues.relief.worth", "issues.reliefs.worth",
        "line 45, courses.pressure.issues.reliefs: there is no issue 'reliefs' to change; did you mean relief?",
    ),
    "a course of another key": (
        "issues.relief.worth.PRK = [0, 5]", 'issues.relief.owner = "PRK"',
        "line 45, courses.pressure.issues.relief.owner: a course can't change the 'owner' of an issue; it can change worth, "
        "reversible, pace",
    ),
    "a course with a wrong key": (
        "parties.PRK.outside.value = -2", "parties.PRK.outside.valu = -2",
        "line 44, courses.pressure.parties.PRK.outside.valu: there is no such key; did you mean value?",
    ),
    "a course with a wrong number": (
        "monitoring.detection = 0.5", "monitoring.detection = 1.5",
        "line 46, courses.pressure.monitoring.detection: 1.5 is no chance above 0; give a chance a period, 1 at most",
    ),
    "a course with a short list": (
        "issues.relief.worth.PRK = [0, 5]", "issues.relief.worth.PRK = [0]",
        "line 45, courses.pressure.issues.relief.worth.PRK: 1 number is given for the 2 levels of relief; write one for each: "
        "none, full",
    ),
    "a course that is no table": (
        "parties.PRK.outside.value = -2", "parties.PRK = 3",
        "line 44, courses.pressure.parties.PRK: 3 does not say what differs; write a table, as in outside.value = -2",
    ),
    "a shock without an engine": (
        "[[together]]", 'shocks = ["", "tariff +5 points by USA on CHN"]\n[[together]]',
        "line 28, issues[1].shocks: no engine says what shocks do; add [engine], or leave the shocks out",
    ),
    "an engine without shocks": (
        "[monitoring]", "[engine]\n[monitoring]",
        "line 34, engine: no level of an issue changes anything for the engine; give an issue its shocks",
    ),
    "a country that is none": (
        "[parties.PRK]\n", '[parties.PRK]\ncountry = "KRO"\n',
        "line 6, parties.PRK.country: 'KRO' is neither a country code nor a group; did you mean KOR?",
    ),
    "an outside option apart": (
        "[start]", "[outside.USA]\n[start]", "line 41, outside.USA: there is no such key; write outside under [parties.NAME]",
    ),
    "a name that is none": (
        'name = "relief"', 'name = "re lief"',
        "line 22, issues[1].name: 're lief' can't be a name; write a word of letters, digits, - and _",
    ),
    "an unknown that is none": (
        "[unknown.patience]", "[unknown.max]\nrange=[0,1]\n[unknown.patience]",
        "line 3, unknown.max: 'max' can't be the name of an unknown; write a word of letters, digits and _",
    ),
    "a missing range": ("range = [0.2, 0.6]\n", "", "line 3, unknown.patience.range: this key is missing; add it"),
    "after what": (
        'after = "stay"', 'after = "leave"',
        "line 13, parties.USA.outside.after: 'leave' is not one of its values; write fixed or stay or revert",
    ),
    "together of nothing": (
        'when = { programme = "dismantle", relief = "full" }', "when = {}",
        "line 29, together[0].when: it does not say what must come together; name issues and levels",
    ),
    "a step without a need": (
        'needs = { programme = "freeze" }', "needs = {}",
        "line 33, requires[0].needs: no level is named; name an issue and its level",
    ),
    "what can't be taken back how": (
        "reversible = true", 'reversible = "yes"',
        "line 25, issues[1].reversible: 'yes' does not say what can be taken back; write true, false, or the levels that can",
    ),
    "no list of levels": (
        '["none", "full"]', '"none"', "line 24, issues[1].levels: 'none' is not a list of words; write [",
    ),
    "a level without a name": ('["none", "full"]', '["none", " "]', "line 24, issues[1].levels: a level has no name; write a word"),
    "no row": (
        "worth.PRK = [0, 4]", "worth.PRK = 4",
        "line 26, issues[1].worth.PRK: 4 is not a list; write a number for each level, as in [0, -1, -2]",
    ),
    "no power": ("discount = 0.85", "discount = 0.85\npower = 0", "line 7, parties.PRK.power: 0 is no power; write a number above 0"),
}  # fmt: skip


@pytest.mark.parametrize("which", WRONG)
def test_what_is_wrong_is_told_in_a_line(which):
    old, new, said = WRONG[which]
    assert BASE.count(old) >= 1, old
    text = BASE.replace(old, new, 1)
    if said is None:
        assert cp.Talks.from_text(text)
    else:
        assert (f"t.toml, {said}" if said.startswith("line") else said) in told(text)


def test_the_base_of_these_is_right():
    made = cp.Talks.from_text(BASE)
    assert made.under("pressure").monitoring.lag is None  # a chance takes the place of a lag
    assert made.under("pressure").parties["PRK"].outside.value == -2
    assert made.under("pressure").issue("relief").worth == {"PRK": (0, 5), "USA": (0, -2)}
    assert made.under(None) is made
    with pytest.raises(InputError, match=r"there is no course 'presure'; did you mean pressure\?"):
        made.under("presure")


def test_a_payoff_that_depends_on_nothing_is_refused():
    text = re.sub(r"worth.USA = .*\n", "", BASE).replace("worth = { USA = 2 }", "worth = { PRK = 2 }")
    assert told(text) == (
        "t.toml, line 10, parties.USA: the payoff of USA depends on nothing: every state is worth the same to it; give an issue "
        "worth.USA with a number for each level, or leave the party out"
    )
    constant = text.replace("worth.PRK = [0, 4]", "worth.PRK = [0, 4]\nworth.USA = [3, 3]")
    assert "depends on nothing" in told(constant)


def test_too_many_states_are_counted_and_what_to_drop_is_named():
    issue = '[[issues]]\nname = "i{0}"\nowner = "A"\nlevels = {1}\nreversible = true\nworth.A = {2}\nworth.B = {2}\n'
    sizes = [12, 9, 11, 10, 10, 10, 10, 10, 4]
    issues = "".join(
        issue.format(at, json.dumps([f"l{k}" for k in range(size)]), list(range(size))) for at, size in enumerate(sizes)
    )
    head = "discount = 0.9\n[parties.A.outside]\n[parties.B.outside]\n"
    assert told(head + issues) == (
        "t.toml, line 4, issues: the 9 issues have 475,200,000 states together, more than 10,000,000; leave out i0 (12 levels) and "
        "i2 (11 levels), which leaves 3,600,000, or merge levels"
    )


@pytest.mark.parametrize(
    "text", ["", "title = 3", "parties = 3", "[parties]", "issues = 3\n[parties.A]\n[parties.B]", "x ="]
)
def test_hardly_a_document_is_told_in_a_line(text):
    assert told(text).startswith("t.toml, ")


def test_a_lone_party_and_no_issue():
    assert told("[parties.A]") == "t.toml, line 1, parties: a negotiation needs two parties or more; add [parties.NAME]"
    assert told("[parties.A]\n[parties.B]") == "t.toml, issues: there is no issue to negotiate; add [[issues]]"


# Read as written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_the_gallery_is_valid(path):
    made = cp.Talks.from_file(path)
    assert made.asks.endswith("?")
    jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), schema())
    again = cp.Talks.from_text(made.to_toml())
    assert again == made
    assert hash(again) == hash(made)
    assert json.dumps(made.to_dict())


def test_the_template_is_valid_with_and_without_its_remarks():
    made = cp.Talks.from_text(template('A "title"'))
    assert made.title == 'A "title"'
    assert not made.ratifiers
    lines = [
        line[2:] if line.startswith("# ") and re.match(r"# (\[|[\w.]+ +=)", line) else line
        for line in template().splitlines()
    ]
    whole = cp.Talks.from_text("\n".join(lines))
    assert whole.ratifiers[0].name == "Assembly"
    assert whole.start == {"programme": "freeze"}
    assert whole.parties["North"].outside.by["programme"] == (0, 0, -1, -3)
    assert (ROOT / "talks" / "freeze-for-relief.toml").read_text(encoding="utf-8") == template()


def test_python_makes_what_a_file_says():
    made = cp.Talks(
        parties={"PRK": "North Korea", "USA": "United States"},
        issues=[
            {
                "name": "relief", "owner": "USA", "levels": ["none", "full"], "reversible": True,
                "worth": {"PRK": [0, 4], "USA": [0, [-3, -2]]},
            }
        ],
        outside={"PRK": {"after": "fixed", "value": [-2, -1]}, "USA": "stay"},
        discount=0.8,
        monitoring={"hazard": 0.1},
    )  # fmt: skip
    text = """
    discount = 0.8
    [parties.PRK]
    name = "North Korea"
    outside.value = [-2, -1]
    [parties.USA]
    name = "United States"
    outside.after = "stay"
    [[issues]]
    name = "relief"
    owner = "USA"
    levels = ["none", "full"]
    reversible = true
    worth.PRK = [0, 4]
    worth.USA = [0, [-3, -2]]
    [monitoring]
    hazard = 0.1
    """
    assert made == cp.Talks.from_text(text)
    assert cp.Talks.from_text(made.to_toml()) == made
    assert made.describe() == "talks among North Korea and United States on relief"
    assert made != cp.Talks.from_text(text.replace("0.8", "0.7"))


def test_discounts_apart_in_python():
    issue = {
        "name": "x",
        "owner": "A",
        "levels": ["no", "yes"],
        "reversible": True,
        "worth": {"A": [0, 1], "B": [0, 2]},
    }
    made = cp.Talks(
        parties=["A", "B"], issues=[issue], outside={"A": 0, "B": "stay"}, discount={"A": 0.8, "B": [0.5, 0.6]}
    )
    assert made.discount is None
    assert [made.discount_of(one) for one in "AB"] == [0.8, (0.5, 0.6)]


def test_python_is_told_what_is_wrong():
    with pytest.raises(pydantic.ValidationError, match="the issue x has no owner; name one of A, B"):
        cp.Talks(parties=["A", "B"], outside={"A": 0, "B": 0}, discount=0.9,
                 issues=[{"name": "x", "levels": ["no", "yes"], "reversible": True}])  # fmt: skip
    with pytest.raises(pydantic.ValidationError, match="'C' is no party"):
        cp.Talks(parties=["A", "B"], outside={"C": 0}, discount=0.9, issues=[])


def test_a_ratifier_twice():
    more = BASE.replace("[start]", '[[ratifiers]]\nname = "Senate"\nparty = "USA"\nshare_of_party = true\n[start]')
    assert told(more).startswith(
        "t.toml, line 42, ratifiers[1].name: there are two ratifiers 'Senate'; give one another name"
    )


def test_names_are_those_of_countries():
    made = cp.Talks.from_text(BASE)
    assert [made.named("PRK"), made.named("USA", in_text=True), made.named("USA", "ko")] == [
        "North Korea", "the United States", "미국",
    ]  # fmt: skip


# The schema and the page ------------------------------------------------------------------------------------------


def test_the_schema_is_the_one_that_is_published(golden):
    golden(ROOT / "docs" / "talks.schema.json", schema_text())
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(tomllib.loads(BASE), schema())


@pytest.mark.parametrize(
    ("old", "new"), [('owner = "PRK"\n', ""), ("lag = 2", "lag = 0"), ("hazard", "hasard"), ("[2, 4]", "[2]")]
)
def test_the_schema_refuses(old, new):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(BASE.replace(old, new, 1)), schema())


def test_the_page_tells_of_every_key():
    keys = {key for one in (schema(), *schema()["$defs"].values()) for key in one["properties"]}
    first = {re.sub(r"[`\\\s]", "", line.split("|")[1]) for line in PAGE.splitlines() if line.startswith("| `")}
    said = {part for cell in first for part in re.split(r"[,.]", cell)}
    assert keys - said == set()
