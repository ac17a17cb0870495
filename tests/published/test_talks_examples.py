"""The negotiations in talks/: what must hold of them whatever their numbers, and that the trade model gives what it gives elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.games.paths import follow
from counterpoise.games.programme import self_enforcing
from counterpoise.negotiation.payoffs import Compiled, compiled
from counterpoise.negotiation.talks import Talks

FOLDER = Path(__file__).resolve().parents[2] / "talks"
FILES = ("nuclear", "cjk", "truce", "linkage")
FACT = re.compile(r"# fact: (.+?) \| citation: (.+?) \| seen: (text|memory) \| date: (\d{4}-\d\d-\d\d)$")


@cache
def talks(name: str) -> Talks:
    return Talks.from_file(FOLDER / f"{name}.toml")


@cache
def made(name: str, course: str | None = None) -> Compiled:
    return compiled(talks(name), course)


def changed(name: str, **kept: object) -> Talks:
    """Give the negotiation without its courses, with these changes."""
    return Talks.model_validate({**talks(name).model_dump(exclude={"courses"}, exclude_unset=True), **kept})


def irreversible(name: str, *issues: str) -> Talks:
    """Give the negotiation in which these issues' steps can't be taken back."""
    plain = talks(name).model_dump(exclude={"courses"}, exclude_unset=True)["issues"]
    return changed(name, issues=[one | ({"reversible": False} if one["name"] in issues else {}) for one in plain])


@cache
def ways() -> list[tuple[int, ...]]:
    """Every deal at once, and in one step after another by each party's issues in turn."""
    steps = made("nuclear").steps
    ends = [one for one in range(1, steps.size) if steps.allowed is None or steps.allowed[one]]
    paths: list[tuple[int, ...]] = [(0, end) for end in ends]
    for end in ends:
        level, path = [0] * len(steps.counts), [0]
        while tuple(level) != tuple(steps.levels[end]):
            level = [min(had + 1, int(goal)) for had, goal in zip(level, steps.levels[end], strict=True)]
            path.append(steps.number(level))
        paths.append(tuple(path))
    assert all((steps.levels[new] >= steps.levels[old]).all() for path in paths for old, new in pairwise(path))
    return paths


@pytest.mark.parametrize("name", FILES)
def test_each_fact_has_its_source(name):
    lines = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    said: list[str] = []
    for line in lines:
        if line.startswith("# fact: "):
            said.append(line)
        elif said and line.startswith("#   "):
            said[-1] += " " + line[1:].strip()
    assert said
    for fact in said:
        found = FACT.fullmatch(fact)
        assert found, fact
        date.fromisoformat(found[4])


class TestNuclear:
    """North Korea: nothing here rests on the size of a number but on its sign."""

    def test_each_step_costs_who_takes_it(self):
        one = made("nuclear")
        stakes = one.stakes(one.draw(200, 1))
        for issue, stride in enumerate(one.steps.strides):
            can = np.flatnonzero(one.steps.levels[:, issue] + 1 < one.steps.counts[issue])
            owner = one.steps.owner[issue]
            assert (stakes.payoff[:, can + stride, owner] < stakes.payoff[:, can, owner]).all()

    @pytest.mark.parametrize(
        "issues", [("production",), ("relief", "offices"), ("production", "relief", "offices")], ids="+".join
    )
    def test_without_a_stake_on_both_sides_that_can_be_taken_back_it_unravels(self, issues):
        one = compiled(irreversible("nuclear", *issues))
        for theta in (one.central(), *one.draw(2, 7)):
            found = self_enforcing(one.steps, one.stakes(theta))
            assert [found.path(at) for at in range(len(found))] == [(one.steps.start,)]

    def test_with_one_there_are_deals_that_hold(self):
        one = made("nuclear")
        found = self_enforcing(one.steps, one.stakes())
        assert any(len(found.path(at)) > 1 for at in range(len(found)))

    def test_the_later_cheating_is_noticed_the_fewer_deals_hold(self):
        one = made("nuclear")
        stakes, north = one.stakes(), one.parties.index("PRK")
        slack = []
        for lag in (1, 2, 3, 5, 9):
            lags = tuple(lag if at == north else 1 for at in range(len(one.parties)))
            late = replace(stakes, lag=lags, detection=None)
            slack.append([follow(one.steps, late, path).slack[:, north].min() for path in ways()])
        assert (np.diff(slack, axis=0) <= 1e-12).all()
        held = (np.array(slack) >= 0).sum(axis=1)
        assert held[0] > held[-1] > 0

    def test_the_likelier_cheating_is_noticed_the_more_deals_hold(self):
        one = made("nuclear")
        stakes, north = one.stakes(), one.parties.index("PRK")
        chance = np.full((5, len(one.parties)), np.nan)
        chance[:, north] = 0.05, 0.2, 0.4, 0.8, 1.0
        seen = replace(stakes, detection=chance)
        slack = np.array([follow(one.steps, seen, path).slack[..., north].min(axis=-1) for path in ways()])
        assert (np.diff(slack, axis=1) >= -1e-12).all()
        held = (slack >= 0).sum(axis=0)
        assert 0 <= held[0] < held[-1]
        at_once = replace(stakes, lag=(1,) * len(one.parties), detection=None)
        sure = [follow(one.steps, at_once, path).slack[:, north].min() for path in ways()]
        np.testing.assert_allclose(slack[:, -1], sure, rtol=0, atol=1e-12)

    def test_stages_create_no_surplus(self):
        plain = talks("nuclear").model_dump(exclude={"courses"}, exclude_unset=True)
        parties = {
            name: {key: one for key, one in party.items() if key != "discount"}
            for name, party in plain["parties"].items()
        }
        one = compiled(changed("nuclear", parties=parties, discount=0.9, monitoring={"hazard": 0.0}))
        stakes = one.stakes()
        found = self_enforcing(one.steps, stakes)
        weights = np.random.default_rng(3).dirichlet(np.ones(len(one.parties)), 500)
        at_once = (stakes.payoff[one.steps.allowed] @ weights.T).max(axis=0)
        assert len(found) > 10
        assert (found.values @ weights.T <= at_once + 1e-12).all()

    def test_courses_change_what_each_has_without_a_deal(self):
        engaged, pressed = made("nuclear", "engagement"), made("nuclear", "pressure")
        parties = list(engaged.parties)
        low, high = (one.stakes(one.draw(300, 5)) for one in (pressed, engaged))
        less = high.outside[:, 0] - low.outside[:, 0]
        assert (less[:, [parties.index("PRK"), parties.index("KOR")]] > 0).all()
        assert less[:, parties.index("USA")].mean() > 0
        assert (np.asarray(low.hazard) > np.asarray(high.hazard)).all()
        safe = made("nuclear", "safe-pressure")
        calm = safe.stakes(safe.draw(300, 5))
        np.testing.assert_array_equal(calm.outside, low.outside)  # as bad without a deal as under pressure,
        np.testing.assert_array_equal(calm.hazard, high.hazard)  # and as safe as under engagement
        assert (low.payoff[:, 0] == high.payoff[:, 0]).all()  # nothing done is worth nothing in either


class TestTradeModel:
    """What the documents take from the trade model is what the trade model says of the same change."""

    def test_the_whole_agreement_of_korea_china_and_japan(self):
        one = made("cjk")
        whole = one.steps.size - 1
        stakes = one.stakes(states=[0, whole])
        told = cp.simulate("agreement among KOR,CHN,JPN set to 0 %", tariffs="sector-averages").welfare_pct
        costs = dict(zip((part.name for part in one.parameters), one.central(), strict=True))
        politics = np.array([costs["farms_korea"], 0.0, costs["farms_japan"]])
        np.testing.assert_allclose(
            stakes.payoff[1] + politics, told.sel(country=list(one.parties)).values, rtol=0, atol=1e-9
        )
        assert not stakes.payoff[0].any()
        assert not stakes.outside.any()  # today's tariffs, to which all can go back

    def test_the_war_of_the_truce(self):
        one = made("truce")
        war, peace = one.steps.start, one.number_of({"american_tariffs": "nothing", "chinese_tariffs": "nothing"})
        stakes = one.stakes(states=[war, peace])
        told = cp.simulate(
            "tariff +145 points by USA on CHN; tariff +125 points by CHN on USA", tariffs="us-2024", horizon="short"
        ).welfare_pct
        np.testing.assert_allclose(stakes.payoff[0], told.sel(country=["USA", "CHN"]).values, rtol=0, atol=1e-9)
        np.testing.assert_allclose(
            one.bystanders([war])[0, :4], told.sel(country=["KOR", "VNM", "MEX", "TWN"]).values, rtol=0, atol=1e-9
        )
        np.testing.assert_array_equal(stakes.outside, np.tile(stakes.payoff[0], (2, 1)))  # without a truce, the war

    def test_spent_money_holds_nobody(self):
        """Whatever way the money was spent, the last stage is the same: only what can be taken back binds the guarantor."""
        one = made("linkage")
        steps, held = one.steps, {"tariff": "15 points", "guarantee": "kept", "costs": "three times"}
        slow = [0, *(one.number_of({**held, "investment": level}) for level in one.levels[2][1:])]
        end, stakes = slow[-1], one.stakes()
        lumped, staged = (follow(steps, stakes, path) for path in ((0, end), slow))
        np.testing.assert_allclose(lumped.slack[-1], staged.slack[-1], rtol=0, atol=1e-12)
        unpaid = follow(steps, stakes, (0, one.number_of(held)))
        guarantor = one.parties.index("USA")
        assert lumped.slack[-1, guarantor] == pytest.approx(unpaid.slack[-1, guarantor], abs=1e-12)
        bound = compiled(irreversible("linkage", "costs"))
        free = follow(bound.steps, bound.stakes(), (0, end)).slack[-1, guarantor]
        beta, hazard = stakes.discount[guarantor], float(stakes.hazard)
        lost = (
            0.13 * beta * (1 - hazard / (1 - beta * (1 - hazard)))
        )  # what it keeps of Korea's share after it has cheated
        assert free == pytest.approx(lumped.slack[-1, guarantor] - lost, abs=1e-12)
