"""How sure a deal is: draws against games whose thresholds are known, and identities."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Cancelled, Progress
from counterpoise.games.paths import WITHHOLD, follow
from counterpoise.negotiation import robust as module
from counterpoise.negotiation.payoffs import compiled
from counterpoise.negotiation.robust import along, anew_of, breaking, regimes, robust
from counterpoise.negotiation.solution import ONCE, STAGED, UNSOUGHT, solve
from counterpoise.negotiation.talks import Talks
from tests.reference.plain_paths import Plain, game


def dilemma(discount=0.9, outside=0, tempt=2, **more):
    """Two that cooperate for 1, and cheat for what tempts; without a deal both have nothing."""
    names = ("A", "B")
    issues = [
        {
            "name": one.lower(),
            "owner": one,
            "levels": ["no", "yes"],
            "reversible": True,
            "worth": {one: [0, -1], other: [0, 2]},
        }
        for one, other in itertools.permutations(names)
    ]
    return Talks(parties=list(names), issues=issues, outside=dict.fromkeys(names, outside), discount=discount, **more)


def test_a_deal_survives_where_the_discount_is_above_the_critical_one():
    made = compiled(dilemma([0.3, 0.9]))
    found = robust(made, solve(made), draws=400, seed=5, anew=60)
    discount = found.theta[:, 0]
    assert (found.path.holds == (discount >= 0.5)).all()
    assert found.path.survival == pytest.approx(np.mean(discount >= 0.5), abs=1e-12)
    # V - D = 1 - 2 (1 - b)
    assert found.path.margin == pytest.approx(2 * discount - 1, abs=1e-12)
    assert (found.path.breaks[0].low, found.path.breaks[0].high) == pytest.approx((0.5, 0.9), abs=1e-6)
    assert found.path.share == pytest.approx([1.0], abs=0.01)
    assert found.outside.shape == (400, 2)
    assert found.anew == 60 < anew_of(solve(made), 400)
    above = np.mean(discount[: found.anew] >= 0.5)
    assert found.regimes == pytest.approx([1 - above, above, 0.0])
    assert found.ends == {3: pytest.approx(above)}


def test_where_ranges_are_points_all_draws_are_the_central_one():
    for discount, holds in ((0.6, 1.0), (0.4, 0.0), (0.5, 1.0)):
        made = compiled(dilemma([discount, discount]))
        solved = solve(made)
        found = robust(made, solved, draws=50, anew=3)
        assert found.path.survival == holds
        assert np.ptp(found.path.margin) == 0.0
        assert found.path.margin[0] == solved.margin
        assert found.path.slack_low == pytest.approx(solved.path.slack)
        assert found.regimes[solved.regime] == 1.0
        assert found.possible == 1.0
        assert found.path.binds.sum() == 1.0
        span = found.path.breaks[0]
        assert span.holds == bool(holds)
        assert [span.low, span.high] == ([discount] * 2 if holds else [pytest.approx(np.nan, nan_ok=True)] * 2)
    nothing = compiled(dilemma(0.6))
    assert robust(nothing, solve(nothing), draws=20).anew == 1  # all draws are alike


def test_whether_a_deal_is_possible_is_told_where_there_is_none_at_the_central_values():
    made = compiled(dilemma(outside=[0.9, 1.5]))  # above 1 no deal is worth it to both
    solved = solve(made)
    found = robust(made, solved, draws=300, seed=2, anew=10)
    assert solved.path is None
    assert found.path is None
    inside = (found.outside <= 1).all(axis=1)
    assert (found.looked, found.possible) == (300, pytest.approx(inside.mean()))
    # V - D = 1 - 2 (1 - b) - b w: w <= .8 / .9 never
    assert found.regimes.tolist() == [1.0, 0.0, 0.0]


def test_in_how_many_draws_any_deal_enforces_itself_is_what_solving_each_finds(monkeypatch):
    talks = dilemma([0.3, 0.9], outside=[-0.4, 0.4])
    for side in (False, True):
        made = compiled(talks.model_copy(update={"side_payments": side}))
        solved = solve(made)
        found = robust(made, solved, draws=40, seed=3, anew=0)
        each = [
            solve(made, one, rules=("nash",), critical=False, sturdy=False).regime in (ONCE, STAGED)
            for one in found.theta
        ]
        assert 0.2 < np.mean(each) < 0.8
        assert (found.searched, found.enforced) == (40, (np.mean(each), np.mean(each)))
        monkeypatch.setattr(module, "GONE_THROUGH", 25 * 9)
        assert robust(made, solved, draws=40, seed=3, anew=0).enforced[0] == np.mean(each[:25])
        monkeypatch.undo()
    monkeypatch.setattr("counterpoise.negotiation.solution.LONGEST", 0.0)
    found = robust(made, solve(made), draws=40, seed=3)
    assert found.searched == 0
    assert np.isnan(found.enforced).all()


def test_ratification_is_judged_in_every_draw():
    votes = {"name": "assembly", "party": "A", "share_of_party": True, "at_least": [0.5, 1.5]}
    made = compiled(dilemma(ratifiers=[votes]))
    found = robust(made, solve(made), draws=300, seed=1, anew=0)
    agreed = found.theta[:, 0] <= 1
    assert (found.path.ratified == agreed).all()
    assert (found.path.holds == agreed).all()
    assert found.possible == pytest.approx(agreed.mean())
    assert found.enforced == (agreed.mean(), agreed.mean())
    assert found.path.breaks[0].high == pytest.approx(1.0, abs=1e-5)


def test_draws_do_not_depend_on_the_size_of_blocks_nor_on_how_many_there_are(monkeypatch):
    made = compiled(dilemma([0.3, 0.9], outside=[-0.2, 0.2]))
    path = solve(made).path.path
    theta = made.draw(101, 7)
    whole = along(made, theta, path)
    monkeypatch.setattr(module, "CELLS", 60)
    parts = along(made, theta, path)
    for name in ("value", "best", "slack", "kind"):
        assert (getattr(parts, name) == getattr(whole, name)).all()
    several = robust(made, solve(made), draws=101, seed=7, anew=0)
    assert several.possible == np.mean((several.outside <= 1).all(axis=1))
    assert (made.draw(40, 7) == theta[:40]).all()
    every = follow(made.steps, made.stakes(theta), path)
    assert (every.slack == whole.slack).all()


def test_a_longer_lag_never_helps_against_withholding_where_no_deal_is_the_worst():
    binding = 0
    for seed in range(60):
        steps, stakes = game(seed)
        if stakes.detection is not None:
            continue
        worst = np.full_like(stakes.outside, stakes.payoff.min() - 0.1)
        path = max(Plain(steps, stakes).paths(), key=lambda one: (len(one), one))
        path = [steps.number(one) for one in path]
        held = [follow(steps, replace(stakes, outside=worst, lag=(lag,) * steps.players), path) for lag in range(1, 6)]
        for shorter, longer in itertools.pairwise(held):
            assert (longer.slack <= shorter.slack + 1e-12).all(), seed
            binding += int((longer.kind == WITHHOLD).sum())
    assert binding > 50


def test_what_is_found_critical_is_where_the_slack_crosses_zero():
    crossed = 0
    for seed in range(8):
        made = compiled(_random(seed))
        found = solve(made, rules=("nash",))
        if found.path is None or found.critical is None:
            continue
        stakes, path = found.stakes, found.path.path
        for player in range(stakes.players):
            rise = found.critical.outside[player]
            if np.isfinite(rise):
                lifted = stakes.outside.copy()
                signs = []
                for step in (-1e-4, 1e-4):
                    lifted[:, player] = stakes.outside[:, player] + rise + step
                    signs.append(follow(made.steps, replace(stakes, outside=lifted), path).slack[:, player].min())
                assert signs[0] > 0 > signs[1], seed
                crossed += 1
            low = found.critical.discount[player].low
            if 0.01 < low < 0.99:
                signs = []
                for step in (-1e-4, 1e-4):
                    discount = stakes.discount.copy()
                    discount[player] = low + step
                    signs.append(follow(made.steps, replace(stakes, discount=discount), path).slack[:, player].min())
                assert signs[0] < 0 < signs[1], seed
                crossed += 1
            lag = found.critical.lag[player]
            if lag:
                for more, sign in ((0, 1), (1, -1)):
                    lags = tuple(lag + more if one == player else held for one, held in enumerate(stakes.lags))
                    slack = follow(made.steps, replace(stakes, lag=lags), path).slack[:, player].min()
                    assert sign * slack >= -1e-9
                crossed += 1
    assert crossed > 10


def _random(seed):
    rng = np.random.default_rng(seed)
    names = ["A", "B"]
    issues = []
    for at, (owner, other) in enumerate((("A", "B"), ("B", "A"), ("A", "B"))):
        cost, gain = rng.uniform(0.5, 1, 2).cumsum(), rng.uniform(0.8, 2, 2).cumsum()
        worth = {owner: [0, *(-cost)], other: [0, *gain]}
        issues.append({"name": f"i{at}", "owner": owner, "levels": list("012"), "reversible": at != 2, "worth": worth})
    return Talks(
        parties=names,
        issues=issues,
        outside=dict.fromkeys(names, float(rng.uniform(-1.5, 0))),
        discount=float(rng.uniform(0.5, 0.9)),
        monitoring={"lag": int(rng.integers(1, 3)), "hazard": float(rng.choice([0, 0.03]))},
    )


def test_the_grid_has_its_border_where_the_deal_begins_to_hold():
    made = compiled(dilemma([0.3, 0.9], outside=[-1, 0.5]))
    found = regimes(made, ["discount"], points=13, ranges=[(0.2, 0.8)])
    assert (found.values[0][0], found.values[0][-1]) == (0.2, 0.8)
    # at the middle of the outside options, -.25 each: 1 >= (1 - b) 2 - .25 b
    assert (found.regime == np.where(found.values[0] >= 1 / 2.25, ONCE, 0)).all()
    assert (found.stages == (found.regime == ONCE)).all()
    assert (found.end == np.where(found.regime == ONCE, 3, -1)).all()
    both = regimes(made, ["discount", "parties.A.outside.value"], points=4)
    assert both.regime.shape == (4, 4)
    assert (both.values[0][[0, -1]].tolist(), both.values[1][[0, -1]].tolist()) == ([0.3, 0.9], [-1.0, 0.5])


def test_what_can_span_no_grid_is_told():
    made = compiled(dilemma([0.3, 0.9], outside=[-1, 0.5]))
    with pytest.raises(InputError, match=r"'discont' is nothing that is unknown; did you mean discount"):
        regimes(made, ["discont"])
    with pytest.raises(InputError, match="2 unknowns can't span a chart"):
        regimes(made, ["discount", "discount"])
    with pytest.raises(InputError, match=r"--points: a grid of 51 points a side; take 2 to 50"):
        regimes(made, ["discount", "parties.A.outside.value"], points=51)
    with pytest.raises(InputError, match="what is not known is nothing"):
        regimes(compiled(dilemma()), ["discount"])


def test_draws_are_not_solved_anew_where_paths_are_not_looked_for(monkeypatch):
    monkeypatch.setattr("counterpoise.negotiation.solution.LONGEST", 0.0)
    made = compiled(dilemma([0.3, 0.9]))
    found = robust(made, solve(made), draws=20, anew=5)
    assert found.anew == 0
    assert regimes(made, ["discount"], points=3).regime.tolist() == [UNSOUGHT, ONCE, ONCE]


def test_it_tells_how_far_it_is_and_stops_where_it_is_asked_to():
    made = compiled(dilemma([0.3, 0.9]))
    told = []
    robust(made, solve(made), draws=20, anew=4, progress=Progress(lambda label, share: told.append((label, share))))
    assert told[-1] == ("draw 4 of 4 anew", 0.75)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        robust(made, solve(made), draws=20, anew=4, progress=stopped)


def test_a_parameter_that_breaks_nothing_has_its_whole_range():
    made = compiled(dilemma([0.6, 0.9], outside=[-1, -0.5]))
    spans = breaking(made, solve(made).path.path)
    ends = [(one.low, one.high) for one in made.parameters]
    assert [(one.low, one.high) for one in spans] == ends
    assert all(one.holds for one in spans)
