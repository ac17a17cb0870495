"""Negotiations as a page sends them: nothing is read from a file, and nothing too large is begun."""

import re
import tomllib

import pytest

from counterpoise.app import talks as module
from counterpoise.app.answers import request_of
from counterpoise.app.same import same
from counterpoise.app.talks import examples, shown, talks_of
from counterpoise.core.errors import InputError
from counterpoise.core.gallery import TALKS
from counterpoise.negotiation.talks import Talks
from counterpoise.negotiation.template import template
from counterpoise.questions import negotiate
from counterpoise.questions.talks import check, explain


def test_a_text_its_keys_and_a_name_are_one():
    text = template()
    assert talks_of(text) == Talks.from_text(text) == talks_of(tomllib.loads(text))
    assert talks_of("freeze-for-relief") == Talks.from_text(template("A freeze for relief"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "there is no negotiation"),
        (3, "there is no negotiation"),
        ("freeze-for-relif", "did you mean freeze-for-relief"),
        ("../talks/freeze-for-relief.toml", "talks, line 1"),
        ({"title": object()}, "this is no negotiation"),
        ("# " + "a" * 200_000, "this negotiation is too long"),
        ('title = "a"\n[payoffs]\ntable = "/etc/passwd"', "payoffs: a table is a file of one machine"),
        ("title = 3", "talks, line 1, title"),
    ],
)
def test_what_is_none_is_refused(value, said):
    with pytest.raises(InputError, match=said):
        talks_of(value)


def test_what_is_too_large_for_a_network_is_refused(monkeypatch):
    monkeypatch.setattr(module, "STATES", 23)
    with pytest.raises(InputError, match="issues: 24 states are more than 23"):
        talks_of(template())
    monkeypatch.setattr(module, "STATES", 24)
    monkeypatch.setattr(module, "SOLVED", 2)
    solved = template().replace("[monitoring]", "[engine]\n[monitoring]", 1)
    solved = solved.replace("[parties.North]", '[parties.North]\ncountry = "KOR"')
    shocks = 'levels = ["none", "half", "full"]\nshocks = ["", "tariff +1 point by KOR on JPN", "tariff +2 points by KOR on JPN"]'
    with pytest.raises(InputError, match="engine: the trade model would have to be solved 3 times, more than 2"):
        talks_of(solved.replace('levels = ["none", "half", "full"]', shocks))
    for name, most in (("draws", 10_001), ("anew", 201), ("points", 102)):
        with pytest.raises(InputError, match="is more than"):
            request_of("negotiate", {"talks": "freeze-for-relief", name: str(most)})


def test_the_same_question_elsewhere_has_its_text_in_a_file():
    said = same(negotiate, {"talks": template(), "course": "pressure"})
    assert said["command"] == "counterpoise negotiate talks.toml --course pressure"
    assert said["file"] == template()
    assert same(negotiate, {"talks": "nuclear"})["command"] == "counterpoise negotiate nuclear"


def test_the_gallery_is_given_word_for_word_and_each_of_it_is_understood():
    found = {one["name"]: one for one in examples()}
    assert set(found) == set(TALKS.gallery())
    for name, file in TALKS.gallery().items():
        assert found[name]["text"] == file.read_text(encoding="utf-8")
    assert {one["title"] for one in found.values() if "Korea" in one["title"]} >= {"Nuclear talks with North Korea"}


def test_what_is_shown_before_it_is_solved_is_what_the_command_says():
    text = template()
    found = shown(text, "ko")
    line, notes = check(Talks.from_text(text))
    assert found["text"] == text
    assert [f"{number:,}" for number in found["counts"].values()] == re.findall(
        r"\d[\d,]*(?= )", line.partition(": ")[2]
    )
    assert (len(found["plain"]), len(found["warnings"])) == (len(explain(talks_of(text)).splitlines()), len(notes))
    assert any("북" in one or "협상" in one or "당사자" in one for one in found["plain"])
    with pytest.raises(InputError, match=r"line \d+, parties.South.discount: 1.5 is not between 0 and 1"):
        shown(text.replace("discount = 0.9\n", "discount = 1.5\n"))
