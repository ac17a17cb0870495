"""What holds of any document of a negotiation: it reads as it is written, is worth what it says, and is refused in a line."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import counterpoise as cp
from counterpoise.core.errors import CounterpoiseError
from counterpoise.negotiation.cautions import cautions
from counterpoise.negotiation.explain import explained
from counterpoise.negotiation.payoffs import compiled
from counterpoise.scenario.template import written

some = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNKNOWN = {"a": [0.25, 0.75], "b": [-1, 0, 3]}
WHOLE = st.integers(-3, 3)
NUMBER = st.one_of(
    WHOLE,
    st.floats(-4, 4).map(lambda one: round(one, 3)),
    st.tuples(WHOLE, st.integers(0, 4)).map(lambda two: [two[0], sum(two)]),
    st.tuples(WHOLE, st.integers(0, 3), st.integers(0, 3)).map(lambda t: [t[0], t[0] + t[1], sum(t)]),
    st.sampled_from(["a", "-2*b", "max(a, b) - 1", "b/(1 + a)", "3"]),
)
CHANCE = st.sampled_from([0.5, [0.1, 0.4], "a", [0.1, 0.2, 0.3]])
TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@st.composite
def documents(draw):
    """A right document, as plain values under the keys of the file."""
    parties = ["KOR", "PRK", "third one".replace(" ", "-")][: draw(st.integers(2, 3))]
    counts = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    issues = [{"name": f"i{at}", "levels": ["no", "half way", "yes.all"][:count]} for at, count in enumerate(counts)]
    rows = {one["name"]: st.lists(NUMBER, min_size=len(one["levels"]), max_size=len(one["levels"])) for one in issues}
    some_levels = st.lists(st.sampled_from(issues), min_size=1, max_size=3, unique_by=lambda one: one["name"]).flatmap(
        lambda held: st.fixed_dictionaries({one["name"]: st.sampled_from(one["levels"]) for one in held})
    )
    made = {"title": draw(TITLES), "unknown": {name: {"range": ends} for name, ends in UNKNOWN.items()}, "parties": {}}
    for name in parties:
        outside = {"after": draw(st.sampled_from(["fixed", "stay", "revert"])), "value": draw(NUMBER)}
        if draw(st.booleans()):
            outside["by"] = {"i0": draw(rows["i0"])}
        made["parties"][name] = {"discount": draw(CHANCE), "outside": outside, "power": draw(st.sampled_from([1, 2.5]))}
        if draw(st.booleans()):
            made["parties"][name] |= draw(st.sampled_from([{"lag": 3}, {"detection": 0.25}, {"detection": "a"}]))
    for at, one in enumerate(issues):
        count = len(one["levels"])
        one["owner"] = draw(st.sampled_from(parties))
        one["reversible"] = draw(st.sampled_from([True, False, one["levels"][1:2], one["levels"][-1:]]))
        one["worth"] = {name: draw(rows[one["name"]]) for name in parties}
        if at == 0:  # somebody's payoff must depend on something
            one["worth"] |= {name: [0, *range(1, count)] for name in parties}
        if draw(st.booleans()):
            one["pace"] = draw(st.integers(1, 2))
    made["issues"] = issues
    made["together"] = draw(
        st.lists(
            st.fixed_dictionaries({"when": some_levels, "worth": st.dictionaries(st.sampled_from(parties), NUMBER)}),
            max_size=2,
        )
    )
    made["requires"] = draw(
        st.lists(
            st.fixed_dictionaries({"step": st.just({"i0": issues[0]["levels"][1]}), "needs": some_levels}), max_size=1
        )
    )
    made["monitoring"] = {"hazard": draw(CHANCE), "withdrawal": draw(st.booleans())} | draw(
        st.sampled_from([{}, {"lag": 2}, {"detection": [0.2, 0.9]}])
    )
    made["ratifiers"] = [
        {
            "name": "R",
            "party": parties[0],
            "worth": {"i0": draw(rows["i0"])},
            "share_of_party": draw(st.booleans()),
            "at_least": draw(NUMBER),
        }
    ][: draw(st.integers(0, 1))]
    made["courses"] = {
        "c d": {
            "label": draw(TITLES),
            "parties": {parties[1]: {"outside": {"value": draw(NUMBER)}, "lag": 4}},
            "issues": {"i0": {"worth": {parties[0]: [0, *range(2, counts[0] + 1)]}}},
            "monitoring": {"detection": 0.75},
            "unknown": {"a": {"range": [0.1, 0.2]}},
        }
    }
    return made


def reckoned(value, name, theta):
    """The value of a number as Python reckons it."""
    if isinstance(value, list):
        return theta[name]
    return eval(value, {"max": max, "min": min}, theta) if isinstance(value, str) else value


def payoff(document, levels, party, theta):
    """What a state is worth to a party: added up one number at a time."""
    total = 0.0
    for one in document["issues"]:
        row, level = one["worth"].get(party), levels[one["name"]]
        if row:
            name = one["levels"][level]
            total += reckoned(row[level], f"issues.{one['name']}.worth.{party}.{name}", theta)
    for at, one in enumerate(document["together"]):
        places = {it["name"]: it["levels"] for it in document["issues"]}
        if all(levels[issue] >= places[issue].index(level) for issue, level in one["when"].items()):
            total += reckoned(one["worth"].get(party, 0), f"together[{at}].worth.{party}", theta)
    return total


def reverted(document, levels):
    """What is left when all that can be taken back is: level by level."""
    made = dict(levels)
    for one in document["issues"]:
        back = one["reversible"]
        while made[one["name"]] and (back is True or (back and one["levels"][made[one["name"]]] in back)):
            made[one["name"]] -= 1
    return made


def without(document, levels, party, theta):
    option = document["parties"][party]["outside"]
    total = reckoned(option["value"], f"parties.{party}.outside.value", theta)
    for issue, row in option.get("by", {}).items():
        names = next(one["levels"] for one in document["issues"] if one["name"] == issue)
        total += reckoned(row[levels[issue]], f"parties.{party}.outside.by.{issue}.{names[levels[issue]]}", theta)
    if option["after"] == "stay":
        total += payoff(document, levels, party, theta)
    if option["after"] == "revert":
        total += payoff(document, reverted(document, levels), party, theta)
    return total


@some
@given(documents(), st.integers(0, 100))
def test_a_state_is_worth_what_the_document_says(document, seed):
    made = compiled(cp.Talks.model_validate(document))
    theta = made.draw(3, seed)
    stakes, central = made.stakes(theta), made.stakes()
    states = list(itertools.product(*(range(len(one["levels"])) for one in document["issues"])))
    for draw, held in ((None, made.central()), (0, theta[0]), (2, theta[2])):
        named = {one.name: float(value) for one, value in zip(made.parameters, held, strict=True)}
        found = central if draw is None else stakes
        for number, state in enumerate(states):
            levels = {one["name"]: level for one, level in zip(document["issues"], state, strict=True)}
            at = number if draw is None else (draw, number)
            for place, party in enumerate(document["parties"]):
                assert found.payoff[at][place] == pytest.approx(payoff(document, levels, party, named), abs=1e-9)
                assert found.outside[at][place] == pytest.approx(without(document, levels, party, named), abs=1e-9)
        for place, (party, one) in enumerate(document["parties"].items()):
            value = reckoned(one["discount"], f"parties.{party}.discount", named)
            assert found.discount[() if draw is None else draw][place] == pytest.approx(value)
    some_states = [len(states) - 1, 0]
    part = made.stakes(theta, some_states)
    assert part.payoff == pytest.approx(stakes.payoff[:, some_states])
    assert part.outside == pytest.approx(stakes.outside[:, some_states])


@some
@given(documents())
def test_it_reads_as_it_is_written(document):
    made = cp.Talks.from_text(written(document))
    again = cp.Talks.from_text(made.to_toml())
    assert again == made
    assert hash(again) == hash(made)
    assert again.to_dict() == made.to_dict()
    course = made.under("c d")
    assert cp.Talks.from_text(course.to_toml()) == course
    assert explained(made, notes=cautions(compiled(made)))


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.lists(st.one_of(WHOLE, st.text(max_size=3)), max_size=4), st.dictionaries(st.text(max_size=3), WHOLE, max_size=2),
)  # fmt: skip


def places(value, path=()):
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*path, key))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.data())
def test_a_broken_document_is_refused_in_a_line(document, data):
    broken = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from([one for one in places(broken) if one]))
        here = broken
        for key in path[:-1]:
            here = here[key]
        if data.draw(st.booleans()):
            del here[path[-1]]
        else:
            here[path[-1]] = data.draw(JUNK)
    try:
        text = written(broken)
    except (TypeError, AttributeError, ValueError, OverflowError):  # no TOML says it
        return
    said = refusal(text)
    assert said is None or (said.startswith("talks") and len(said.splitlines()) == 1)


def refusal(text):
    try:
        made = cp.Talks.from_text(text)
        stakes = compiled(made).stakes()
    except CounterpoiseError as error:
        return str(error)
    assert np.isfinite(stakes.payoff).all()
    assert explained(made)
    return None
