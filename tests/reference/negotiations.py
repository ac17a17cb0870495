"""Small negotiations of every kind, and their answers, for tests of what is shown of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import counterpoise as cp

STEPS = """
title = "Step by step"
asks = "In how many steps?"
period = "month"

[unknown.patience]
label = "How much next month counts"
range = [0.2, 0.45, 0.7]
[unknown.gain]
label = "What others' steps are worth"
range = [1.5, 2.5]

[parties.PRK]
country = "PRK"
discount = "patience"
outside.value = 0
[parties.USA]
country = "USA"
discount = "patience"
outside.value = 0

[[issues]]
name = "pullback"
label = "Withdrawal, beyond old lines"
owner = "PRK"
levels = ["none", "a third", "two thirds", "all"]
reversible = false
worth.PRK = [0, -0.444, -0.691, -0.828]
worth.USA = [0, "0.444*gain", "0.691*gain", "0.828*gain"]
[[issues]]
name = "aid"
label = "Aid"
owner = "USA"
levels = ["nothing", "some", "more", "full"]
reversible = false
worth.USA = [0, -0.444, -0.691, -0.828]
worth.PRK = [0, "0.444*gain", "0.691*gain", "0.828*gain"]
"""
"""Irreversible steps that both lose if talks end: in stages at the central discount, at once above it, never below it."""

COURSES = """
[courses.calm]
label = "Calm"
[courses.crisis]
label = "A crisis, with sudden breakdowns"
monitoring.hazard = 0.1
parties.PRK.outside.value = [-0.1, 0.3]
[courses.war]
label = "War"
parties.PRK.outside.value = 2
"""

CHAIN = STEPS.partition("[unknown.patience]")[0] + STEPS.partition("range = [1.5, 2.5]")[2].replace(
    '"patience"', "0.9"
).replace("*gain", "*2").replace("outside.value = 0", 'outside.after = "stay"')
"""Lockwood and Thomas (2002) cut short: steps that nobody can take back, nothing at stake after them, and nothing unknown."""

TABLE = """
title = "Five at a table"
period = "year"
"""
PARTIES = ("USA", "CHN", "KOR", "JPN", "RUS")
LONG = "Whatever {} does for {}, with effects for everyone else present as well"


def table(count: int, *, side_payments: bool = False) -> str:
    """Give talks of so many parties, each of which does something for the next that it can take back."""
    parts = [TABLE + ("side_payments = true\n" if side_payments else "")]
    names = PARTIES[:count]
    parts += [f'[parties.{one}]\ncountry = "{one}"\ndiscount = 0.8\noutside.value = [-0.2, 0.1]\n' for one in names]
    for at, one in enumerate(names):
        other = names[(at + 1) % count]
        parts.append(
            f'[[issues]]\nname = "step{at}"\nlabel = "{LONG.format(one, other)}"\nowner = "{one}"\nreversible = true\n'
            f'levels = ["as it is", "a first step, which all can see"]\nworth.{one} = [0, -0.1]\nworth.{other} = [0, 0.5]\n'
        )
    return "\n".join(parts)


KOREAN = STEPS + COURSES
for _english, _korean in {
    "Step by step": "한 걸음씩",
    "In how many steps?": "몇 걸음에?",
    "How much next month counts": "다음 달의 무게",
    "What others' steps are worth": "상대가 한 일의 값",
    "Withdrawal, beyond old lines": "철수",
    '"Aid"': '"지원"',
    '"none", "a third", "two thirds", "all"': '"없음", "셋째 하나", "셋째 둘", "모두"',
    '"nothing", "some", "more", "full"': '"하지 않음", "조금", "더", "다"',
    '"Calm"': '"평온"',
    "A crisis, with sudden breakdowns": "위기",
    '"War"': '"전쟁"',
}.items():
    KOREAN = KOREAN.replace(_english, _korean)

DOCUMENTS = {
    "one": STEPS,
    "courses": STEPS + COURSES,
    "korean": KOREAN,
    "chain": CHAIN,
    "nothing": STEPS.replace("outside.value = 0", "outside.value = 2"),
    "two": table(2),
    "side": table(3, side_payments=True),
    "five": table(5),
    "at once": STEPS.replace("[0.2, 0.45, 0.7]", "[0.8, 0.9]"),
}


@cache
def answer(name: str, **asked: Any) -> Any:
    """Give the answer on one of `DOCUMENTS`."""
    return cp.negotiate(cp.Talks.from_text(DOCUMENTS[name]), **({"draws": 40, "anew": 4} | asked))
