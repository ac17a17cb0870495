"""What a negotiation says in Korean: line by line what it says in English, with no number changed and nothing left English."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import counterpoise as cp
from counterpoise.negotiation import cautions
from counterpoise.questions.talks import explain
from counterpoise.words.cautions import caution

GALLERY = sorted((Path(__file__).parents[3] / "talks").glob("*.toml"))
WHOLE = """\
period = "quarter"
side_payments = true
[unknown.u]
label = "딱지"
range = [0, 1, 2]
[engine]
bystanders = ["VNM", "JPN"]
[parties.KOR]
country = "KOR"
discount = [0.8, 0.9]
power = 2
lag = 3
[parties.KOR.outside]
after = "revert"
value = -1
by.y = [0, 4]
[parties.CHN]
name = "중국 쪽"
country = "CHN"
discount = 0.7
detection = 0.25
[parties.CHN.outside]
after = "stay"
[[issues]]
name = "x"
label = "딱지"
domain = "security"
owner = "KOR"
levels = ["ㄱ", "ㄴ", "ㄷ"]
reversible = ["ㄴ"]
pace = 1
worth.KOR = [0, 1, "-2*u"]
[[issues]]
name = "y"
owner = "CHN"
levels = ["ㄱ", "ㄴ"]
reversible = false
worth.CHN = [0, [5, 6]]
shocks = ["", "tariff +5 points by KOR on CHN"]
[[together]]
when = { x = "ㄴ", y = "ㄴ" }
worth = { KOR = 8 }
[[requires]]
step = { y = "ㄴ" }
needs = { x = "ㄴ" }
[monitoring]
detection = [0.1, 0.2]
withdrawal = false
[[ratifiers]]
name = "의회"
party = "KOR"
worth.x = [0, 0, 9]
share_of_party = true
at_least = 7
[start]
x = "ㄴ"
[courses.c]
label = "딱지"
parties.KOR.outside.value = -2
parties.KOR.outside.after = "fixed"
parties.KOR.outside.by.x = [0, 1, 2]
parties.CHN.lag = 4
issues.x.worth.KOR = [0, 3, 4]
issues.y.reversible = ["ㄴ"]
issues.x.pace = 2
unknown.u.range = [1, 2]
monitoring.withdrawal = true
start.x = "ㄷ"
[courses.d]
"""


def numbers(text):
    return Counter(re.findall(r"\d+(?:\.\d+)?", re.sub(r"'[^']*'", "", text)))


@pytest.mark.parametrize("which", [*GALLERY, WHOLE], ids=lambda one: getattr(one, "stem", "whole"))
def test_it_is_told_line_by_line(which):
    talks = cp.Talks.from_file(which) if isinstance(which, Path) else cp.Talks.from_text(which)
    english, korean = explain(talks).splitlines(), explain(talks, language="ko").splitlines()
    assert [bool(one) for one in english] == [bool(one) for one in korean]
    for one, other in zip(english, korean, strict=True):
        assert numbers(one) == numbers(other), (one, other)


def test_nothing_stays_english():
    said = explain(cp.Talks.from_text(WHOLE), language="ko")
    left = re.sub(r"tariff \+5 points by KOR on CHN|-2\*u", "", said)
    assert set(re.findall(r"[A-Za-z]+", left)) <= {"x", "y", "u", "c", "d", "KOR", "CHN", "VNM", "JPN", "pace"}
    assert "한국은 x(딱지)를 ㄱ에서 ㄴ, ㄷ까지 옮길 수 있다. 한 분기에 많아야 1단계씩이다." in said


@pytest.mark.parametrize(
    "text",
    [
        cautions.NOTHING.format(who="KOR"),
        cautions.UNPAID.format(who="KOR", what="x and y"),
        cautions.OWN.format(what="x", who="PRK"),
        cautions.IDLE.format(level="half way", what="x"),
        cautions.UNRAVELS,
        cautions.UNUSED.format(what="x"),
        cautions.SAME.format(what="x"),
        cautions.MOVES.format(moves=21_000_000, most=20_000_000),
    ],
)
def test_each_caution_has_its_korean(text):
    said = caution(text, "ko")
    assert said
    assert re.search("[가-힣]", said)
    assert numbers(said.replace(",", "")) == numbers(text.replace(",", ""))
