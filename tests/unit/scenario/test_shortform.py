"""The short form: what it means, and that whatever is written is read or refused in a line."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.core.errors import InputError
from counterpoise.scenario import Scenario, read
from counterpoise.scenario.shortform import HEADS, PHRASES, parse

MEANS = {
    "tariff +25 points by USA on CHN sectors C26,C27": {
        "kind": "tariff",
        "by": ["USA"],
        "on": ["CHN"],
        "sectors": ["C26", "C27"],
        "up_by_points": 25,
    },
    "tariff up by 25 points by USA on CHN": {"kind": "tariff", "by": ["USA"], "on": ["CHN"], "up_by_points": 25},
    "tariff down by 2.5 points by USA on CHN": {"kind": "tariff", "by": ["USA"], "on": ["CHN"], "up_by_points": -2.5},
    "tariff set to 10 % by USA on imports from CHN in manufacturing": {
        "kind": "tariff",
        "by": ["USA"],
        "on": ["CHN"],
        "sectors": ["manufacturing"],
        "set_to": 10,
    },
    "tariff up by 10 per cent by USA,EU27 and JPN on C24 from CHN": {
        "kind": "tariff",
        "by": ["USA", "EU27", "JPN"],
        "on": ["CHN"],
        "sectors": ["C24"],
        "up_by_percent": 10,
    },
    "tariff +10 percentage points by USA": {"kind": "tariff", "by": ["USA"], "up_by_points": 10},
    "+10 points tariff by USA": {"kind": "tariff", "by": ["USA"], "up_by_points": 10},
    "tariff \u22125 points by USA": {"kind": "tariff", "by": ["USA"], "up_by_points": -5},
    "tariff +5 points among USA, CHN and KOR": {
        "kind": "tariff",
        "by": ["USA", "CHN", "KOR"],
        "on": ["USA", "CHN", "KOR"],
        "up_by_points": 5,
    },
    "export tax set to 10 % by CHN on C26-C28 to USA": {
        "kind": "export_tax",
        "by": ["CHN"],
        "on": ["USA"],
        "sectors": ["C26-C28"],
        "set_to": 10,
    },
    "embargo by ALL on DEU": {"kind": "embargo", "by": ["ALL"], "on": ["DEU"]},
    "EMBARGO BY ALL ON DEU": {"kind": "embargo", "by": ["ALL"], "on": ["DEU"]},
    "embargo 90 % between KOR and CHN": {"kind": "embargo", "by": ["KOR"], "on": ["CHN"], "share": 90},
    "90 % embargo between KOR, JPN and CHN": {"kind": "embargo", "by": ["KOR", "JPN"], "on": ["CHN"], "share": 90},
    "embargo by G7 on imports from RUS sectors B06": {
        "kind": "embargo",
        "by": ["G7"],
        "on": ["RUS"],
        "direction": "imports",
        "sectors": ["B06"],
    },
    "embargo by AND,KOR, AND, USA on exports to RUS": {
        "kind": "embargo",
        "by": ["AND", "KOR", "USA"],
        "on": ["RUS"],
        "direction": "exports",
    },
    "trade costs +10 % between KOR and CHN": {"kind": "trade_cost", "by": ["KOR"], "on": ["CHN"], "up_by_percent": 10},
    "trade costs down by 5 per cent among RCEP": {
        "kind": "trade_cost",
        "by": ["RCEP"],
        "on": ["RCEP"],
        "up_by_percent": -5,
    },
    "productivity -5 % in KOR sectors C": {
        "kind": "productivity",
        "of": ["KOR"],
        "sectors": ["C"],
        "up_by_percent": -5,
    },
    "productivity of KOR up by 5 per cent": {"kind": "productivity", "of": ["KOR"], "up_by_percent": 5},
    "transfer 1,000 million USD from USA to KOR": {
        "kind": "transfer",
        "from": ["USA"],
        "to": ["KOR"],
        "million_usd": 1000,
    },
    "transfer 2.5 billion from USA to KOR": {"kind": "transfer", "from": ["USA"], "to": ["KOR"], "million_usd": 2500},
    "agreement RCEP": {"kind": "agreement", "name": "RCEP"},
    "agreement EU customs union set to 5 %": {"kind": "agreement", "name": "EU customs union", "set_to": 5},
    "free trade agreement among KOR,CHN,JPN": {"kind": "agreement", "parties": ["KOR", "CHN", "JPN"]},
    "agreement RCEP depth 6.5 except A01,B": {
        "kind": "agreement",
        "name": "RCEP",
        "depth": 6.5,
        "exclude": ["A01", "B"],
    },
    "agreement between KOR and CHN in C": {"kind": "agreement", "parties": ["KOR", "CHN"], "sectors": ["C"]},
    "recorded us_tariffs from 2025-01-01 to 2025-11-25": {
        "kind": "recorded",
        "table": "us_tariffs",
        "from": "2025-01-01",
        "to": "2025-11-25",
    },
}


@pytest.mark.parametrize("text", MEANS)
def test_it_means(text):
    (shock,) = parse(text).shocks
    assert shock.plain() == MEANS[text]
    assert str(shock.place) == "clause 1"
    assert parse(text).title == " ".join(text.split())


def test_retaliation_is_in_kind_against_each_imposer():
    made = read("tariff +25 points by USA,CAN on CHN,RUS in C26; CHN retaliates; RUS retaliates in kind")
    assert [one.plain() for one in made.retaliation] == [
        {"kind": "tariff", "by": [who], "on": ["USA", "CAN"], "sectors": ["C26"], "up_by_points": 25}
        for who in ("CHN", "RUS")
    ]
    assert [str(one.place) for one in made.retaliation] == ["clause 2", "clause 3"]


def test_an_embargo_one_way_is_answered_the_same_way():
    made = read("embargo 50 % by USA on imports from CHN; CHN retaliates")
    assert made.retaliation[0].plain() == {
        "kind": "embargo",
        "by": ["CHN"],
        "on": ["USA"],
        "direction": "imports",
        "share": 50,
    }


REFUSED = {
    "": "the scenario is empty; write one such as 'embargo 90 % between KOR and CHN'",
    " ; ": "the scenario is empty; write one such as 'embargo 90 % between KOR and CHN'",
    "tarif +25 points by USA": "clause 1, 'tarif': this opens no clause; did you mean tariff?",
    "embargo by ALL on DEU; emargo by ALL on KOR": "clause 2, 'emargo': this opens no clause; did you mean embargo?",
    "tariff +25 % by USA on CHN": "clause 1, '+25 %': this could mean several things; write 'set to 10 %', '+10 points' "
    "or 'up by 10 per cent': they are three different things",
    "tariff 25 points by USA on CHN": "clause 1, '25 points': this could mean several things; write 'set to 10 %', "
    "'+10 points' or 'up by 10 per cent': they are three different things",
    "tariff +25 pints by USA": "clause 1, 'pints': the amount has no unit; did you mean points?",
    "tariff +25": "clause 1: the amount has no unit; write %, points or million USD",
    "tariff set to by USA": "clause 1, 'by': a number is missing; write an amount such as 'set to 10 %', '+25 points', "
    "'up by 10 per cent'",
    "tariff by USA on CHN": "clause 1: no amount is given; write it as 'tariff +25 points by USA on CHN sectors C26,C27'",
    "tariff +5 points on CHN": "clause 1: 'by' is missing; write it as 'tariff +25 points by USA on CHN sectors C26,C27'",
    "tariff +5 points by USA onn CHN": "clause 1, 'onn': this is not understood here; did you mean on?",
    "tariff +5 points by USA by CHN": "clause 1, 'by': this is said twice; say it once",
    "tariff +5 points by on CHN": "clause 1, 'on': a word is missing after 'by'; write a list such as KOR,JPN",
    "tariff +5 points between USA and CHN": "clause 1, 'between': this doesn't say who levies it; write "
    "'by USA on CHN; CHN retaliates', or 'among USA,CHN'",
    "tariff +5 points by USA on exports to CHN": "clause 1, 'exports': a tariff is not on exports; write 'on imports'",
    "tariff set to -100 % by USA": "clause 1: -100 % is not above -100 %; nobody can be paid the whole price",
    "tariff 5 million by USA": "clause 1, '5 million': a tariff is not an amount of money; write it as "
    "'tariff +25 points by USA on CHN sectors C26,C27'",
    "embargo between KOR": "clause 1, 'between': two sides are needed; write 'between KOR and CHN'",
    "embargo +10 % by USA on CHN": "clause 1, '+10 %': an embargo takes a share; write 'embargo 90 %'",
    "embargo 0 % by USA on CHN": "clause 1: 0 % is not a share above 0 and up to 100 %; write 100 for a whole embargo",
    "embargo 120 % by USA on CHN": "clause 1: 120 % is not a share above 0 and up to 100 %; write 100 for a whole embargo",
    "embargo by USA from CHN": "clause 1, 'from': this doesn't say which way; write 'on imports from' or 'on exports to'",
    "embargo by USA on CHN; CHN retaliates": "clause 2: the embargo stops trade in both directions already; write "
    "'embargo ... on imports from' or 'on exports to', which can be answered",
    "CHN retaliates": "clause 1: there is nothing to retaliate against; write the measure before it",
    "agreement RCEP; CHN retaliates": "clause 2: nobody can retaliate in kind against agreement; only tariffs, export "
    "taxes and embargoes are answered so",
    "embargo by USA on CHN; CHN retaliates hard": "clause 2, 'hard': retaliation in kind takes no more words; write "
    "another clause for another measure",
    "productivity +5 % by KOR": "clause 1, 'by': a productivity has no 'by'; write it as 'productivity -5 % in KOR "
    "sectors C26'",
    "productivity -100 % in KOR": "clause 1: -100 % leaves nothing; write a number above -100",
    "transfer 10 % from USA to KOR": "clause 1, '10 %': a transfer is an amount of money; write it as 'transfer 1000 "
    "million from USA to KOR'",
    "transfer -5 million from USA to KOR": "clause 1, 'million_usd': input should be greater than 0, not -5.0; write it as "
    "'transfer 1000 million from USA to KOR'",
    "recorded": "clause 1: the table is missing; write 'recorded us_tariffs from 2025-01-01 to 2025-11-25'",
    "recorded us_tariffs from 2025-11-25 to 2025-01-01": "clause 1: 2025-01-01 is before 2025-11-25; exchange the days",
    "a\x00b": "the scenario has characters that can't be printed; write it as plain text",
}


@pytest.mark.parametrize("text", REFUSED, ids=repr)
def test_it_is_refused_with_the_clause_and_the_word(text):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert str(caught.value) == REFUSED[text]


WORDS = [
    *PHRASES,
    *" ".join(HEADS).split(),
    *[
        "and",
        ",",
        ";",
        "%",
        "+",
        "-",
        "5",
        "+5",
        "-5",
        "90",
        "1,000",
        "2025-01-01",
        "set",
        "up",
        "down",
        "by",
        "points",
        "per",
        "cent",
    ],
]
WORDS += [
    "million",
    "billion",
    "KOR",
    "CHN",
    "AND",
    "ALL",
    "EU27",
    "C26",
    "C26-C28",
    "retaliates",
    "imports",
    "exports",
    "kind",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_any_text_is_read_or_refused(text):
    try:
        made = parse(text)
    except InputError:
        return
    assert made.describe()
    assert Scenario.from_text(made.to_toml()) == made


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(MEANS)), st.data())
def test_a_slip_is_read_or_refused(text, data):
    at = data.draw(st.integers(0, len(text) - 1))
    slip = text[:at] + data.draw(st.sampled_from(["", "x", " ", ",", "%", "and "])) + text[at + 1 :]
    with contextlib.suppress(InputError):
        parse(slip)
