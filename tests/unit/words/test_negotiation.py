"""What is told of a negotiation follows its numbers: every sentence, in every kind of case, in both languages."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import pytest

from counterpoise.core.bargain import ALONE, Bargain
from counterpoise.negotiation.talks import Talks
from counterpoise.questions import negotiate
from counterpoise.words.catalogue import capital, figures
from counterpoise.words.findings import findings, told, translations
from tests.reference.negotiations import DOCUMENTS, answer
from tests.unit.words.test_korean import compare, numbers


def said(result, language="en"):
    return {one.finding: one.text for one in told(result, language)}


def one_said(result, finding, language="en"):
    """Give what one finding tells, with a capital letter."""
    told(answer("nothing"), language)  # the findings register themselves
    own = {each.__name__: each for each in findings["negotiate"]}
    text = (own if language == "en" else translations[language, "negotiate"])[finding](result)
    return text and capital(text)


def changed(result, name, value, **labels):
    """Give an answer with one number changed."""
    data = result.data.copy(deep=True)
    if name not in data:
        data[name] = (
            ("course", "party"),
            np.full((data.sizes["course"], data.sizes["party"]), np.nan),
            {"unit": "percent"},
        )
    data[name].loc[labels] = value
    data.attrs = dict(result.data.attrs)
    return dataclasses.replace(result, data=data)


def one(**asked):
    return answer("one", **asked)


def courses():
    return answer("courses")


KEPT, ANY = "self-enforcing", "any deal"

# the finding, the answer, the variable, where, the new number, and what the sentence then holds
CHANGES = [
    ("verdict", one, "margin", {}, 0.0777, "a margin of 0.078"),
    ("verdict", one, "direct_margin", {}, -0.0555, "at once it would fall short by 0.056"),
    ("verdict", one, "regime", {}, 0, "the sturdiest path to the deal"),
    (
        "courses",
        courses,
        "agreed_value",
        {"course": "calm", "party": "PRK"},
        0.123,
        "North Korea has 0.12 under “Calm”",
    ),
    ("courses", courses, "regime", {"course": "crisis"}, 0, "a deal enforces itself under “Calm”, and not under"),
    ("zone", one, "outside_value", {"party": "PRK"}, -0.321, "without a deal North Korea has -0.32"),
    ("zone", one, "ideal_value", {"party": "USA"}, 3.21, "the United States up to 3.2"),
    ("zone", one, "deals", {"set": ANY}, 1, "there is 1 deal that all prefer to none"),
    ("foretold", one, "agreed_value", {"set": KEPT, "rule": "raiffa", "party": "USA"}, 0.911, "0.91"),
    ("foretold", one, "agreed_level", {"set": KEPT, "rule": "nash", "issue": "aid"}, 1.5, "Aid: some to full"),
    (
        "enforcement",
        one,
        "agreed_value",
        {"set": ANY, "rule": "nash", "party": "PRK"},
        2.22,
        "would leave North Korea 2.2",
    ),
    ("stages", one, "path_level", {"stage": 1, "issue": "aid"}, 2, "the United States (Aid: more)"),
    ("weakest", one, "slack", {"stage": 1, "party": "USA"}, 0.0123, "comes at stage 2, where the United States"),
    ("weakest", one, "slack", {"stage": 2, "party": "USA"}, 0.0123, "comes once all is done"),
    ("weakest", one, "cheat", {"stage": 0}, 2, "would else do best to take back what they can"),
    (
        "weakest",
        one,
        "binds_share",
        {"stage": 0, "party": "PRK"},
        0.37,
        "the least slack is there in 37 % of the draws",
    ),
    ("stages_cost", one, "delay_cost", {"party": "USA"}, -0.0444, "the United States gains 0.044"),
    ("survival", one, "survival_share", {}, 0.123, "in 12 % of the 40 draws"),
    ("survival", one, "margin__low", {}, -0.777, "between -0.78 and"),
    ("ratified", one, "ratified_share", {}, 0.62, "ratified in 62 % of the draws"),
    ("breaks", one, "breaks_low", {"parameter": "patience"}, 0.4321, "below 0.43 (range 0.20 to 0.70)"),
    ("breaks", one, "breaks_high", {"parameter": "patience"}, 0.65, "to 0.65 (range"),
    (
        "breaks",
        one,
        "margin_share",
        {"parameter": "patience"},
        0.91,
        "“How much next month counts” by itself makes 91 %",
    ),
    ("possible", one, "possible_share", {}, 0.87, "a deal that all prefer to none in 87 % of the draws"),
    ("enforced", one, "enforced_share", {}, 0.87, "itself, at once or in stages, in 87 % of the draws"),
    (
        "anew",
        one,
        "regime_share",
        {"outcome": "at once"},
        0.5,
        "enforces itself at once in 2",
    ),
    ("anew", one, "ending_share", {}, 0.75, "takes one in 3 (Withdrawal, beyond old lines: all; Aid: full)"),
    (
        "bears",
        one,
        "critical_discount",
        {"party": "PRK"},
        0.3333,
        "its discount factor is 0.33 or more (0.45 is taken)",
    ),
    ("bears", one, "critical_outside", {"party": "PRK"}, 0.7654, "rises by no more than 0.77"),
    ("bears", one, "critical_lag", {"party": "USA"}, 7, "the others notice within 7 months that it cheats"),
    ("bears", one, "critical_hazard", {}, 0.071, "a breakdown is 7.1 % a month or less"),
    ("unravels", lambda: answer("chain"), "slack", {"stage": 3}, 0.1, None),
    ("payments", lambda: answer("side"), "payment", {"party": "USA"}, -0.99, "the United States pays 0.99"),
    ("incomes", one, "real_income_pct", {"party": "PRK"}, -1.234, "North Korea -1.2 %"),
    (
        "thresholds",
        lambda: one(over="patience", points=5),
        "grid_regime",
        {},
        1,
        "from 0.20 to 0.70 the deal enforces itself at once.",
    ),
    (
        "thresholds",
        lambda: one(over="patience", points=5),
        "grid_regime",
        {"x": 0.7},
        0,
        "at 0.70 no deal enforces itself",
    ),
    (
        "thresholds",
        lambda: one(over="patience,gain", points=3),
        "grid_regime",
        {},
        2,
        "the deal enforces itself in stages only in 100 %",
    ),
]


@pytest.mark.parametrize(("finding", "of", "name", "where", "value", "holds"), CHANGES)
def test_a_number_that_changes_changes_its_sentence(finding, of, name, where, value, holds):
    after = changed(of(), name, value, **where)
    new = one_said(after, finding)
    assert one_said(of(), finding) != new
    assert new is None if holds is None else holds.lower() in new.lower()
    korean = one_said(after, finding, "ko")
    assert one_said(of(), finding, "ko") != korean
    assert numbers(new or "") == numbers(korean or "")


def test_a_share_between_bounds_is_told_as_them():
    found = changed(one(), "enforced_share", 0.5)
    found.data["enforced_share__high"] = found.data["enforced_share"] + 0.25
    assert "in 50 to 75 % of the draws" in one_said(found, "enforced")
    assert (
        one_said(changed(one(), "enforced_share", 1.0), "enforced")
        == "Some deal enforces itself in every one of the draws."
    )
    part = dataclasses.replace(found, diagnostics={**found.diagnostics, "draws": 5000, "enforced_draws": 1234})
    assert "in 50 to 75 % of the first 1,234 draws" in one_said(part, "enforced")
    assert "1,234번의 50%~75%" in one_said(part, "enforced", "ko")
    assert one_said(changed(one(), "enforced_share", 0.0), "enforced") == "No deal enforces itself in any of the draws."


def test_every_finding_is_tried():
    told(one())
    assert {each.__name__ for each in findings["negotiate"]} - {row[0] for row in CHANGES} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_languages_say_the_same_of_every_kind(name):
    compare(answer(name))


def test_the_same_where_a_deal_was_asked_for_or_a_grid():
    for asked in ({"deal": "pullback=all"}, {"deal": "pullback=all,aid=full"}, {"over": "patience", "points": 5}):
        compare(one(**asked))
    compare(one(over="patience,gain", points=3))


@pytest.mark.parametrize("name", [one for one in DOCUMENTS if one != "korean"])
def test_the_words_agree_with_the_tables(name):
    """Margins, regimes, the weakest link and the predictions in the words are those of the numbers."""
    result = answer(name)
    read, words = Bargain(result), said(result)
    for course in read.courses:
        margin, regime = read.at("margin", course), read.regime(course)
        if not math.isfinite(margin):
            assert "there is no deal that all prefer to none" in words["verdict"].lower()
            continue
        number = figures(abs(read.at("direct_margin", course) if regime == 1 else margin))
        assert (f"a margin of {number}" in words["verdict"]) == (regime > 0)
        assert (f"falls short by {number}" in words["verdict"]) == (regime == 0)
        held = [read.agreed(course, "self-enforcing", rule) for rule in read.rules]
        known = [one[1] for one in held if one is not None]
        for at, _ in enumerate(read.parties if known else []):
            ends = [figures(f([one[at] for one in known])) for f in (min, max)]
            assert " to ".join(dict.fromkeys(ends)) in words["foretold"]
    for text in words.values():
        assert not re.search(r"\bnan\b|\binf\b|  |\(\)", text), text
        assert text[0] == text[0].upper()
        assert text.endswith(".")


def test_no_zone_at_all():
    words = said(answer("nothing"))
    assert words["verdict"] == "There is no deal that all prefer to none."
    assert words["zone"].endswith("and no deal leaves all as well off.")
    assert not {"foretold", "weakest", "stages", "breaks", "bears", "stages_cost"} & set(words)


def test_a_zone_that_a_veto_may_have_closed_is_not_called_empty():
    """With one whose consent is needed the words say of which deals there are none; without the consent there are some."""
    steps = [
        {"name": one, "owner": one, "levels": ["no", "yes"], "reversible": True, "worth": {one: [0, -1], other: [0, 2]}}
        for one, other in ("AB", "BA")
    ]
    parts = {"parties": ["A", "B"], "issues": steps, "outside": {"A": 0, "B": 0}, "discount": 0.9}
    house = {"name": "house", "party": "A", "share_of_party": True, "at_least": 9}
    closed, free = (
        negotiate(Talks.model_validate(parts | {"ratifiers": some}), draws=2, anew=0) for some in ([house], [])
    )
    assert (Bargain(closed).count(ALONE, ANY), Bargain(free).count(ALONE, ANY)) == (0, 1)
    words = said(closed)
    assert words["verdict"] == "There is no deal that all prefer to none and that is ratified."
    assert words["zone"].endswith("and no deal that is ratified leaves all as well off.")
    assert "비준" in said(closed, "ko")["verdict"]
    assert "비준" in said(closed, "ko")["zone"]
    assert "ratified" not in " ".join(said(free).values())


def test_a_chain_of_steps_that_nobody_can_take_back_unravels():
    words = said(answer("chain"))
    assert words["unravels"].startswith("None of these steps can be taken back")
    assert words["verdict"].startswith("No deal enforces itself; the sturdiest path to the deal that Nash's rule takes")
    assert "North Korea and the United States would rather withhold what is left of their steps" in words["verdict"]
    assert words["foretold"].startswith("Of all deals, if they were kept,")
    for other in ("one", "courses", "two", "at once", "nothing"):
        assert "unravels" not in said(answer(other))
    back = changed(answer("chain"), "regime", 0)
    back.data.attrs["reversible"] = {one: list(levels[1:]) for one, levels in back.data.attrs["levels"].items()}
    assert "unravels" not in said(back)


def test_stages_are_told_with_what_they_cost_and_that_they_create_nothing():
    words = said(one())
    assert words["verdict"].startswith(
        "A deal (Withdrawal, beyond old lines: all; Aid: full) enforces itself in 2 stages, with a margin of 0.13; at once it would fall"
    )
    assert words["stages_cost"].startswith("The stages make the deal keep, and they create nothing")
    spare = said(answer("at once"))
    assert "; in 2 stages the margin is 0.64." in spare["verdict"]
    assert spare["stages_cost"].startswith("The stages give the deal more to spare")
    same = changed(answer("at once"), "direct_margin", 0.6372)
    assert "in 2 stages" not in said(same)["verdict"]
    assert said(same)["stages_cost"].startswith("The stages are not what makes the deal keep")
    assert "stages_cost" not in said(answer("two"))
    paced = changed(one(), "direct_margin", 0.2)
    assert "the pace of its steps lets nobody go there at once" in said(paced)["verdict"]
    assert said(paced)["stages_cost"].startswith("The stages follow from the pace of the steps")


def test_courses_are_held_against_each_other():
    words = said(answer("courses"))["courses"]
    assert words.startswith(
        "A deal enforces itself under “Calm” and “A crisis, with sudden breakdowns”, and not under “War”"
    )
    assert "or without one where none enforces itself, North Korea has" in words
    assert "and 2.0 under “War”" in words
    assert words.endswith("What a course itself costs is in this only if the document has it.")
    assert "courses" not in said(one())


def test_nothing_unknown_and_nothing_that_hedges_is_left_out():
    assert said(answer("chain"))["survival"].startswith("Nothing is called unknown")
    assert said(one())["survival"].endswith("A share of draws from the ranges that were stated is no probability.")
    assert said(one())["foretold"].endswith("These are ranges to reckon with, and no forecast of one deal.")
    alone = said(one(rules="nash"))["foretold"]
    assert "1 rule (Nash) leaves" in alone
    assert alone.endswith("no forecast of one deal.")


def test_paths_that_were_not_looked_for():
    result = changed(answer("chain"), "regime", math.nan)
    result.data.attrs["unsearched"] = {"talks": "about 30,000,000 moves"}
    words = said(result)
    assert words["verdict"].startswith("Paths in stages were not looked for; at once the deal that Nash's rule takes")
    assert "unravels" not in words
    compare(result)
    holds = changed(answer("two"), "margin", 0.34)
    holds.data.attrs["unsearched"] = {"talks": "about 30,000,000 moves"}
    assert said(holds)["verdict"].endswith("; paths in stages were not looked for.")


def test_a_deal_that_was_asked_for_is_not_called_that_of_a_rule():
    words = said(one(deal="pullback=all"))
    assert "the deal that was asked for (Withdrawal, beyond old lines: all) falls short by 0.83" in words["verdict"]
    assert "No deal enforces itself" not in words["verdict"]


def test_side_payments_are_told_as_a_sum():
    words = said(answer("side"))
    assert words["weakest"].count("all parties together are better off by") == 1
    assert words["payments"].startswith("The parties can pay each other, so that the sum counts")
    assert words["zone"].endswith(", if all that is gained went to it.")
    assert said(answer("two"))["zone"].endswith(", though not all of them at once.")
    assert "bears" not in words


def test_what_would_make_a_path_hold_that_fails():
    failing = changed(one(), "regime", 0)
    for name, value in (("breaks_low", 0.5), ("breaks_high", 0.7), ("margin", -0.1)):
        labels = {"parameter": "patience"} if name.startswith("breaks") else {}
        failing = changed(failing, name, value, **labels)
    words = said(failing)
    assert "the path would hold by one alone for" in words["breaks"]
    assert "“How much next month counts” 0.50 or more (range 0.20 to 0.70)" in words["breaks"]
    assert not {"bears", "weakest", "stages_cost"} & set(words)
    none = changed(changed(failing, "breaks_low", math.nan), "breaks_high", math.nan)
    assert "no unknown makes the path hold by itself within its range" in said(none)["breaks"]


def test_korean_puts_each_number_where_it_belongs():
    result = changed(changed(one(), "breaks_high", 0.65, parameter="patience"), "survival_share", 0.77)
    read, words = Bargain(result), said(result, "ko")
    low, high = (figures(read.at(f"margin__{end}", "talks")) for end in ("low", "high"))
    assert (
        f"40번의 추출 가운데 77%에서 이 경로가 스스로 지켜지며 추출의 90%에서 여유는 {low}~{high} 사이에 있다"
        in words["survival"]
    )
    assert (
        f"‘How much next month counts’ {figures(read.at('breaks_low', 'talks', parameter='patience'))}~0.65 밖(범위 0.20~0.70)"
        in words["breaks"]
    )
    assert words["verdict"].startswith(
        "합의(Withdrawal, beyond old lines: all; Aid: full)는 2단계로 나누면 스스로 지켜지며 여유는 0.13이다. 한꺼번에 이행하면"
    )
    assert "북한은 0.21 손해, 미국은 0.21 손해" in words["stages_cost"]
