"""Scenarios as files: what they hold, that they can be written and read again, and what a wrong one is told."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterpoise.core import gallery
from counterpoise.core.errors import InputError
from counterpoise.scenario import Scenario, read
from counterpoise.scenario.explain import explained, joined
from counterpoise.scenario.schema import keys_page, schema, schema_text
from counterpoise.scenario.shocks import (
    Agreement,
    Embargo,
    ExportTax,
    Productivity,
    Recorded,
    Tariff,
    TradeCost,
    Transfer,
)
from counterpoise.scenario.template import template

ROOT = Path(__file__).resolve().parents[3]
GALLERY = sorted((ROOT / "scenarios").glob("*.toml"))
FULL = """\
title = "A tariff"
asks = "Who pays?"

[baseline]
source = "icio-2025"
year = 2022
tariffs = "us-2024"

[model]
closure = "balanced"
sourcing = "user"

[model.theta]
C26 = 4.5

[report]
variables = ["welfare_pct"]

[groups]
chips = ["TWN", "KOR"]

[[shocks]]
kind = "tariff"
by = "USA, chips"
on = ["CHN"]
sectors = "C26-C28"
up_by_points = "25 points"

[[retaliation]]
kind = "embargo"
by = "CHN"
on = "USA"
direction = "exports"
share = "90 %"
"""


def test_a_whole_file():
    made = Scenario.from_text(FULL, name="a.toml")
    assert made.shocks[0].by == ("USA", "chips")
    assert made.shocks[0].up_by_points == 25
    assert made.retaliation[0].share == 90
    assert made.model.theta == {"C26": 4.5}
    assert made.groups == {"chips": ("TWN", "KOR")}
    assert [str(one.place) for one, _ in made.placed()] == [
        "a.toml, line 22, shocks[0]",
        "a.toml, line 29, retaliation[0]",
    ]
    assert made.shocks[0].place.key("on") == "a.toml, line 25, shocks[0].on"
    assert made.shocks[0].place.key("set_to") == "a.toml, line 22, shocks[0].set_to"


SHOCK = '[[shocks]]\nkind = "tariff"\nby = "USA"\n'
WRONG = {
    "": "a.toml, title: this key is missing; add it",
    "title = ": "a.toml, line 1: not TOML: invalid value; mend the line",
    'title = "a"\ntitel = "b"': "a.toml, line 2, titel: there is no such key; did you mean title?",
    f'title = "a"\n{SHOCK}set_to = 5\nonn = "CHN"': "a.toml, line 6, shocks[0].onn: there is no such key; did you mean on?",
    f'title = "a"\n{SHOCK}colour = 5': "a.toml, line 5, shocks[0].colour: there is no such key; the keys are sectors, "
    "set_to, up_by_points, up_by_percent, kind, by, on",
    'title = "a"\n[[shocks]]\nkind = "tarif"': "a.toml, line 3, shocks[0].kind: 'tarif' is not one of its values; "
    "did you mean tariff?",
    'title = "a"\n[[shocks]]\nby = "USA"': "a.toml, line 2, shocks[0].kind: this key is missing; add it",
    'title = "a"\n[[shocks]]\nkind = "tariff"\nset_to = 1': "a.toml, line 2, shocks[0].by: this key is missing; add it",
    f'title = "a"\n{SHOCK}': "a.toml, line 2, shocks[0]: no amount is given; give one of set_to, up_by_points, up_by_percent",
    f'title = "a"\n{SHOCK}set_to = 1\nup_by_points = 2': "a.toml, line 6, shocks[0].up_by_points: set_to and up_by_points "
    "are two amounts; give one of set_to, up_by_points, up_by_percent",
    f'title = "a"\n{SHOCK}set_to = -120': "a.toml, line 5, shocks[0].set_to: -120 % is not above -100 %; nobody can be paid "
    "the whole price",
    f'title = "a"\n{SHOCK}up_by_percent = -120': "a.toml, line 5, shocks[0].up_by_percent: -120 % takes away more than the "
    "whole rate; write -100 or more, or set_to",
    f'title = "a"\n{SHOCK}up_by_points = "25 %"': "a.toml, line 5, shocks[0].up_by_points: '25 %' is not in points; write a "
    "number of points, or use up_by_percent or set_to",
    f'title = "a"\n{SHOCK}set_to = "25 points"': "a.toml, line 5, shocks[0].set_to: '25 points' is not in per cent; write a "
    "number of per cent, or use up_by_points",
    f'title = "a"\n{SHOCK}set_to = "much"': "a.toml, line 5, shocks[0].set_to: 'much' is not a number; write the per cent as "
    "a number, such as 10",
    f'title = "a"\n{SHOCK}set_to = true': "a.toml, line 5, shocks[0].set_to: True is not a number; write the per cent as a "
    "number, such as 10",
    f'title = "a"\n{SHOCK}set_to = nan': "a.toml, line 5, shocks[0].set_to: input should be a finite number, not nan; "
    "change the value",
    'title = "a"\n[[shocks]]\nkind = "tariff"\nby = ["USA", 1]\nset_to = 1': "a.toml, line 4, shocks[0].by: ['USA', 1] is not "
    'a list of words; write "KOR,JPN" or ["KOR", "JPN"]',
    'title = "a"\n[[shocks]]\nkind = "tariff"\nby = "USA,,"\nset_to = 1': "a.toml, line 4, shocks[0].by: a word is missing; "
    'write "KOR,JPN" or ["KOR", "JPN"]',
    'title = "a"\n[[shocks]]\nkind = "embargo"\nby = "USA"\non = "CHN"\nshare = 0': "a.toml, line 6, shocks[0].share: 0 % is "
    "not a share above 0 and up to 100 %; write 100 for a whole embargo",
    'title = "a"\n[[shocks]]\nkind = "embargo"\nby = "USA"\non = "CHN"\ndirection = "import"': "a.toml, line 6, "
    "shocks[0].direction: 'import' is not one of its values; did you mean imports or exports?",
    'title = "a"\n[[shocks]]\nkind = "agreement"': "a.toml, line 2, shocks[0]: neither name nor parties is given; give one "
    "of them",
    'title = "a"\n[[shocks]]\nkind = "agreement"\nname = "RCEP"\nparties = "KOR"': "a.toml, line 5, shocks[0].parties: name "
    "and parties are both given; give one of them",
    'title = "a"\n[[shocks]]\nkind = "agreement"\nname = "RCEP"\ndepth = 8': "a.toml, line 5, shocks[0].depth: 8 is no depth; write "
    "a number from 0 to 7",
    'title = "a"\n[[shocks]]\nkind = "agreement"\nname = "RCEP"\nfrom_depth = 3': "a.toml, line 5, shocks[0].from_depth: it says "
    "nothing without a depth; give depth too",
    'title = "a"\n[[shocks]]\nkind = "agreement"\nname = "RCEP"\nshare = 0': "a.toml, line 5, shocks[0].share: 0 % is not above "
    "0 and up to 100 %; write 100 for the whole way",
    'title = "a"\n[model]\nclosure = "aditive"': "a.toml, line 3, model.closure: 'aditive' is not one of its values; did you "
    "mean additive?",
    'title = "a"\n[model]\nclosur = "additive"': "a.toml, line 3, model.closur: there is no such key; did you mean closure?",
    'title = "a"\n[model.theta]\nC26 = 0': "a.toml, line 3, model.theta.C26: a theta of 0 is not taken here; write 0.01, which "
    "is next to it",
    'title = "a"\n[groups]\nEU = ["KOR"]': "a.toml, line 3, groups.EU: 'EU' is already a country or a group; give the list "
    "another name",
    'title = "a"\n[[shocks]]\nkind = "recorded"\ntable = "t"\nfrom = 2025-02-01\nto = 2025-01-01': "a.toml, line 6, "
    "shocks[0].to: 2025-01-01 is before 2025-02-01; exchange the days",
}


@pytest.mark.parametrize("text", WRONG, ids=repr)
def test_a_wrong_file_is_told_the_line_and_the_key(text):
    with pytest.raises(InputError) as caught:
        Scenario.from_text(text, name="a.toml")
    assert str(caught.value) == WRONG[text]


def test_a_path_and_a_text_are_told_apart(tmp_path):
    file = tmp_path / "a scenario"
    file.write_text(FULL)
    assert read(file).title == "A tariff"
    assert read("embargo by ALL on DEU").title == "embargo by ALL on DEU"
    with pytest.raises(InputError, match="can't be read"):
        read("embargo.toml")
    with pytest.raises(InputError, match=r"^x{80}: there is no such scenario; name a file, one of the gallery"):
        read("x" * 5000)
    with pytest.raises(InputError, match="clause 1: 'by' is missing"):
        read("tariff")
    with pytest.raises(InputError, match=r"^scenarios/none: there is no such file"):
        read("scenarios/none")


def test_a_scenario_of_the_gallery_is_read_by_its_name_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, path in gallery.SCENARIOS.gallery().items():
        assert read(name) == read(path)
    for wrong, said in (
        ("us-tarifs-2025", "there is no such scenario; did you mean us-tariffs-2025"),
        ("./us-tariffs-2025", "there is no such file; did you mean us-tariffs-2025"),
    ):
        with pytest.raises(InputError, match=said):
            read(wrong)
    (tmp_path / name).write_text(FULL)  # a file of that name, where one stands, is what is meant
    assert read(name).title == "A tariff"


def test_arrays_are_kept_and_can_t_be_written():
    made = Scenario.from_arrays(tariff=np.zeros((2, 2, 1)))
    assert made.arrays is not None
    assert list(made.arrays.given()) == ["tariff"]
    assert made == Scenario.from_arrays(tariff=np.zeros((2, 2, 1)))
    assert made != Scenario.from_arrays(tariff=np.ones((2, 2, 1)))
    with pytest.raises(InputError, match="can't be written as TOML"):
        made.to_toml()
    with pytest.raises(InputError, match="tariff: this is not an array of numbers"):
        Scenario.from_arrays(tariff=[[1], [2, 3]])


# Written and read again ---------------------------------------------------------------------------------------

SCHEMA = schema()
WORD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9).filter(
    lambda word: word.strip() == word and word
)
LIST = st.lists(WORD, min_size=1, max_size=3, unique=True).map(tuple)
MAYBE = st.none() | LIST
NUMBER = st.floats(-99, 1e6, allow_nan=False)
WAY = st.sampled_from(["imports", "exports", "both"])
AMOUNT = st.sampled_from(["set_to", "up_by_points", "up_by_percent"])
DAY = st.dates(date(1990, 1, 1), date(2030, 1, 1))
RATES = st.builds(
    lambda kind, by, on, sectors, key, amount: kind(by=by, on=on, sectors=sectors, **{key: amount}),
    st.sampled_from([Tariff, ExportTax]),
    LIST,
    LIST,
    MAYBE,
    AMOUNT,
    NUMBER,
)
SHOCKS = st.one_of(
    RATES,
    st.builds(TradeCost, by=LIST, on=LIST, direction=WAY, sectors=MAYBE, up_by_percent=NUMBER),
    st.builds(Embargo, by=LIST, on=LIST, direction=WAY, sectors=MAYBE, share=st.floats(0.1, 100)),
    st.builds(Productivity, of=LIST, sectors=MAYBE, up_by_percent=NUMBER),
    st.builds(lambda a, b, c: Transfer(sender=a, receiver=b, million_usd=c), LIST, LIST, st.floats(1e-9, 1e12)),
    st.builds(Agreement, name=WORD, set_to=NUMBER),
    st.builds(Agreement, parties=LIST, sectors=MAYBE),
    st.builds(lambda a, b: Recorded(table="t", start=min(a, b), end=max(a, b)), DAY, DAY),
)
SCENARIOS = st.builds(
    Scenario,
    title=st.text(st.characters(exclude_categories=["Cs"])),
    asks=st.text(st.characters(exclude_categories=["Cs"])),
    shocks=st.lists(SHOCKS, max_size=3).map(tuple),
    retaliation=st.lists(SHOCKS, max_size=2).map(tuple),
    groups=st.dictionaries(WORD.map(lambda word: f"own {word.replace(',', ' ')}"), LIST, max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(SCENARIOS)
@example(Scenario(title="nothing", retaliation=(Productivity(of="KOR", up_by_percent=-0.0),)))
def test_what_is_written_reads_as_an_equal_scenario(made):
    text = made.to_toml()
    again = Scenario.from_text(text)
    assert again == made
    assert hash(again) == hash(made)
    assert again.to_toml() == text
    jsonschema.validate(tomllib.loads(text), SCHEMA)
    assert explained(made)
    assert made.describe() or not made.title


def test_where_it_was_said_makes_no_other_scenario():
    text = 'title = "a"\n{}[[shocks]]\nkind = "embargo"\nby = "ALL"\non = "DEU"'
    assert Scenario.from_text(text.format("")) == Scenario.from_text(text.format("\n\n"), name="b")


# Published ----------------------------------------------------------------------------------------------------


def test_the_schema_is_the_published_one(golden):
    jsonschema.Draft202012Validator.check_schema(schema())
    golden(ROOT / "docs" / "scenario.schema.json", schema_text())


def test_the_page_names_every_key():
    page = keys_page()
    names = {key for one in (schema(), *schema()["$defs"].values()) for key in one["properties"]}
    assert [name for name in names - {"kind"} if f"`{name}`" not in page] == []


@pytest.mark.parametrize(
    "text", [FULL.replace('kind = "tariff"', 'kind = "tarif"'), 'title = "a"\n[[shocks]]\nby = "USA"']
)
def test_the_schema_refuses(text):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), schema())


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_the_gallery_is_valid(path):
    made = Scenario.from_file(path)
    assert made.asks.endswith("?")
    assert made.shocks
    jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), schema())
    assert json.dumps(made.to_dict())


def test_there_are_eight_scenarios_to_start_from():
    assert len(GALLERY) == 8


def test_the_template_is_valid_with_and_without_its_remarks():
    made = Scenario.from_text(template('A "title"'))
    assert made.title == 'A "title"'
    assert not made.retaliation
    said = [
        line[2:] if line.startswith("# ") and ("=" in line or "[" in line) else line for line in template().splitlines()
    ]
    whole = Scenario.from_text("\n".join(line for line in said if not line.startswith("a ")))
    assert whole.retaliation
    assert whole.groups["chips"]


# In words -----------------------------------------------------------------------------------------------------

SAID = {
    "tariff +1 points by USA on CHN": "USA raises tariffs on goods from CHN by 1 point",
    "tariff -5 points by USA,CAN on CHN": "USA and CAN lower tariffs on goods from CHN by 5 points",
    "tariff up by 10 per cent by USA on CHN": "USA raises tariffs on goods from CHN by 10 per cent of what they are",
    "tariff set to 10 % by USA on CHN": "USA sets tariffs on goods from CHN to 10 %",
    "export tax set to 10 % by CHN on USA": "CHN sets export taxes on goods sold to USA to 10 %",
    "embargo 90 % by USA on imports from CHN in C26": "USA cuts 90 % of imports of C26 from CHN, at unchanged prices",
    "embargo by USA on exports to CHN": "USA stops exports to CHN",
    "embargo by USA on CHN in C": "USA stops trade in C with CHN",
    "trade costs +10 % between KOR and CHN": "the costs of trade rise by 10 per cent between KOR and CHN",
    "trade costs -10 % by KOR on imports from CHN": "the costs of trade fall by 10 per cent from CHN to KOR",
    "trade costs -10 % among RCEP": "the costs of trade fall by 10 per cent among RCEP",
    "productivity -5 % in KOR sectors C": "productivity in KOR in C falls by 5 per cent",
    "transfer 1000 million from USA to KOR,JPN": "USA gives KOR and JPN 1,000 million USD a year, in proportion to value added",
    "agreement RCEP": "the agreement RCEP removes tariffs on goods between its parties",
    "agreement RCEP depth 7 except A01": "the agreement RCEP removes tariffs on goods but for A01 between its parties, and "
    "lowers other costs of their trade as a depth of 7 does",
    "agreement among KOR,CHN set to 5 %": "an agreement among KOR and CHN holds tariffs at 5 % or less on goods between its "
    "parties",
    "recorded t from 2025-01-01 to 2025-02-01 by USA": "tariffs by USA change as t records from 2025-01-01 to 2025-02-01",
    "tariff +5 points by USA on CHN; CHN retaliates": "USA raises tariffs on goods from CHN by 5 points; CHN retaliates",
}


@pytest.mark.parametrize("text", SAID)
def test_it_is_said_in_a_sentence(text):
    assert read(text).describe() == SAID[text]


def test_an_answer_of_another_kind_is_said_in_full():
    made = Scenario(
        title="a",
        shocks=(Tariff(by="USA", on="CHN", set_to=5),),
        retaliation=(Embargo(by="CHN", on="USA", sectors="B07"),),
    )
    assert made.describe().endswith("; in return, CHN stops trade in B07 with USA")


def test_explaining_uses_names():
    text = explained(Scenario.from_text(FULL))
    assert "The United States and chips (TWN, KOR) raise tariffs on C26-C28 from China by 25 points." in text
    assert "What others do in return\n2. China cuts 90 % of exports to the United States, at unchanged prices." in text
    assert "Trade deficits vanish (balanced)" in text
    assert "Set by itself: trade elasticities of its own for C26 (4.5)." in text
    assert joined(["a"]) == "a"
