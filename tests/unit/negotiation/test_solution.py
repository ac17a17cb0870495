"""What a negotiation comes to, against plain enumeration of its paths and games whose solution is known."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from counterpoise.games.steps import Stakes, Steps
from counterpoise.negotiation import solution
from counterpoise.negotiation.payoffs import compiled
from counterpoise.negotiation.solution import ENFORCED, NONE, ONCE, STAGED, UNSOUGHT, least, solve
from counterpoise.negotiation.talks import Talks
from counterpoise.negotiation.waits import foretold
from tests.reference.plain_paths import Plain, efficient


def random_talks(seed, **more):
    """Talks whose payoffs are drawn state by state: each gives what others gain by; what is left without a deal differs in kind."""
    rng = np.random.default_rng(seed)
    parties = ["A", "B", "C"][: 2 + int(rng.random() < 0.3)]
    counts = [(3, 3), (3, 2, 2), (3, 3, 2), (2, 2, 2), (3, 2, 3)][rng.integers(5)]
    owners = [parties[at % len(parties)] for at in range(len(counts))]
    gain = rng.uniform(0.8, 2.0, (len(counts), len(parties)))
    for at, owner in enumerate(owners):
        gain[at, parties.index(owner)] = -rng.uniform(0.5, 1)
    noise = rng.normal(0, 0.1, (*counts, len(parties)))

    def payoffs(state):
        places = tuple(int(word) for word in state.values())
        return dict(zip(parties, (np.array(places) @ gain + noise[places]).tolist(), strict=True))

    issues = [
        {
            "name": f"i{at}",
            "owner": owner,
            "levels": [str(one) for one in range(count)],
            "reversible": bool(rng.random() < 0.5),
        }
        for at, (count, owner) in enumerate(zip(counts, owners, strict=True))
    ]
    outside = {
        one: {
            "after": str(rng.choice(["fixed", "stay", "revert"])),
            "value": float(rng.normal(-1.0, 0.3)),
            "by": {"i0": rng.normal(0, 0.2, counts[0]).tolist()},
        }
        for one in parties
    }
    return Talks.from_callable(
        payoffs=payoffs,
        parties=parties,
        issues=issues,
        outside=outside,
        discount=float(rng.uniform(0.4, 0.9)),
        monitoring={"lag": int(rng.integers(1, 3)), "hazard": float(rng.choice([0.0, 0.05]))},
        **more,
    )


def dilemma(discount=0.9, outside=0, **more):
    """Two that cooperate for 1, cheat for 2 and are cheated for -1; without a deal both have nothing."""
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


def plainly(made):
    """Every path of a negotiation with its slacks and values."""
    plain = Plain(made.steps, made.stakes())
    paths = {tuple(made.steps.number(one) for one in path): path for path in plain.paths()}
    slacks = {key: plain.slacks(path) for key, path in paths.items()}
    values = {
        key: np.array([plain.value(path, player)[0] for player in range(made.steps.players)])
        for key, path in paths.items()
    }
    return slacks, values


def test_the_deals_and_the_regime_are_those_of_plain_enumeration():
    regimes = []
    for seed in range(36):
        made = compiled(random_talks(seed))
        found = solve(made, rules=("nash",), critical=False)
        slacks, values = plainly(made)
        stakes, start = made.stakes(), made.steps.start
        assert found.outside == pytest.approx(stakes.outside[start])
        assert found.today == pytest.approx(values[(start,)], abs=1e-12)
        # deals that all prefer to none if they are kept to, at once or in stages; counted are those at once
        deals = {key: values[key] for key in values if len(key) > 1 and (values[key] >= found.outside).all()}
        assert found.possible.count == sum(len(key) == 2 for key in deals), seed
        stay = tuple(np.round(values[(start,)], 9))
        beaten = {one for one in efficient([*deals.values(), values[(start,)]]) if one != stay}
        assert {tuple(one) for one in found.possible.value.round(9)} == beaten, seed
        # paths that all do best to keep to, staying where they are apart
        fine = {key: values[key] for key in values if slacks[key].min() >= -1e-12}
        best = set(efficient(fine.values()))
        stay = tuple(np.round(values[(start,)], 9))
        expected = sorted(best - ({stay} if (start,) in fine else set()))
        assert sorted(tuple(one) for one in found.enforced.value.round(9)) == expected, seed
        # Nash's rule over each set, and the path to what it takes
        for some, kind in ((list(deals.values()), 0), ([np.array(one) for one in expected], 1)):
            told = [one for one in found.predictions if one.rule == "nash" and (one.of == ENFORCED) == bool(kind)]
            inside = [one for one in some if (one >= found.outside - 1e-9).all()]
            assert len(told) == (len(inside) > 0)
            if told:
                product = max(np.prod(np.maximum(one - found.outside, 0)) for one in inside)
                assert np.prod(told[0].value - found.outside) == pytest.approx(product, rel=1e-7)
        regimes.append(found.regime)
        if found.path is None:
            assert not deals
            assert not expected
            continue
        end = found.path.path[-1]
        sturdy = max(slacks[key].min() for key in slacks if key[-1] == end and len(key) > 1)
        unit = np.ptp(np.concatenate([stakes.payoff, stakes.outside]))
        assert found.margin == pytest.approx(sturdy, abs=2e-4 * unit)
        assert found.path.slack == pytest.approx(slacks[found.path.path], abs=1e-9)
        direct = slacks[(start, end)].min() >= -1e-12
        assert found.regime == (ONCE if direct else STAGED if sturdy >= -1e-12 else NONE), seed
        assert found.delay == pytest.approx(values[(start, end)] - values[found.path.path], abs=1e-12)
        quick = solve(made, rules=("nash",), critical=False, sturdy=False)
        assert quick.regime == found.regime
        if found.regime != NONE:  # else it is the nearest of the deals at once
            assert quick.end == end
    assert min(regimes.count(one) for one in (NONE, ONCE, STAGED)) > 1


def test_where_no_paths_are_looked_for_the_deals_that_enforce_themselves_at_once_are_told(monkeypatch):
    monkeypatch.setattr(solution, "LONGEST", 0.0)
    regimes = []
    for seed in range(12):
        made = compiled(random_talks(seed))
        found = solve(made, rules=("nash",), critical=False)
        slacks, values = plainly(made)
        once = [values[key] for key in slacks if len(key) == 2 and slacks[key].min() >= -1e-12]
        assert found.enforced.count == len(once)
        assert sorted(tuple(one) for one in found.enforced.value.round(9)) == (efficient(once) if once else [])
        assert "it would take" in found.unsearched
        assert found.regime == (ONCE if once else UNSOUGHT)
        regimes.append(found.regime)
    assert {ONCE, UNSOUGHT} == set(regimes)


def test_a_search_that_grows_too_large_is_told_with_what_is_known_without_it(monkeypatch):
    monkeypatch.setattr("counterpoise.games.search.MOST_KEPT", 3)
    found = solve(compiled(dilemma()))
    assert "continuations" in found.unsearched
    assert found.regime == ONCE


def test_a_search_of_many_parties_keeps_less_and_says_beforehand_how_long_it_may_take(monkeypatch):
    monkeypatch.setattr("counterpoise.games.search.MOST_OF_MANY", 3)
    assert not solve(compiled(dilemma())).unsearched
    names = ("A", "B", "C")
    issues = [
        {"name": one, "owner": one, "levels": ["no", "yes"], "reversible": True, "worth": {one: [0, -1], then: [0, 3]}}
        for one, then in zip(names, (*names[1:], names[0]), strict=True)
    ]
    made = compiled(Talks(parties=list(names), issues=issues, outside=dict.fromkeys(names, 0), discount=0.9))
    assert "more than 3 continuations" in solve(made).unsearched
    zero = np.zeros((216, 3))
    three = Stakes(zero, zero, np.full(3, 0.9))
    assert foretold(Steps((6, 6, 6), (0, 1, 2), 3), three) == "paths, for some seconds, or up to two minutes"
    assert foretold(Steps((6, 6, 6), (0, 1, 1), 2), Stakes(zero[:, :2], zero[:, :2], np.full(2, 0.9))) == "paths"


def test_critical_values_are_those_of_the_repeated_game():
    # 1 >= (1 - b^L) 2: b = 1/2, and at .9 a lag of ln(1/2) / ln(.9); 1 = (1 - b) 2 + b w; (1 - b) / (1 - b (1 - h)) = 2 (1 - b)
    found = solve(compiled(dilemma()))
    assert (found.regime, found.margin) == (ONCE, pytest.approx(0.8))
    assert [one.low for one in found.critical.discount] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert found.critical.lag == (6, 6)
    assert found.critical.outside == pytest.approx([0.8 / 0.9] * 2, abs=1e-5)
    assert found.critical.hazard.high == pytest.approx(0.4 / 0.9, abs=1e-5)
    assert found.critical.detection == (None, None)
    noticed = solve(compiled(dilemma(monitoring={"detection": 0.5})))
    assert [one.low for one in noticed.critical.detection] == pytest.approx([1 / 9, 1 / 9], abs=1e-6)
    assert noticed.critical.lag == (None, None)
    assert solve(compiled(dilemma(0.49))).regime == NONE
    exactly = solve(compiled(dilemma(0.5)))  # the slack is zero, but for rounding
    assert exactly.regime == ONCE
    assert exactly.critical.discount[0].holds
    assert exactly.critical.lag == (1, 1)


def test_what_lies_at_zero_but_for_rounding_holds():
    names, discount = ("A", "B"), 0.95
    issues = [
        {
            "name": one.lower(),
            "owner": one,
            "levels": ["no", "yes"],
            "reversible": True,
            "worth": {one: [0, -0.7], other: [0, 1.9]},
        }
        for one, other in itertools.permutations(names)
    ]
    least = (1.2 - (1 - discount) * 1.9) / discount  # what leaves a slack of zero
    made = compiled(Talks(parties=list(names), issues=issues, outside=dict.fromkeys(names, least), discount=discount))
    found = solve(made)
    assert -1e-15 < found.margin < 0
    assert found.regime == ONCE
    assert found.critical.discount[0].holds
    assert found.critical.outside == pytest.approx([0, 0], abs=1e-6)


def chain(levels, after, reversible=False):
    """Two that give each other what costs 1 and is worth 2, up to the same levels."""
    names = ("A", "B")
    words = [f"{one:.4f}" for one in levels]
    issues = [
        {
            "name": one.lower(),
            "owner": one,
            "levels": words,
            "reversible": reversible,
            "worth": {one: [-c for c in levels], other: [2 * c for c in levels]},
        }
        for one, other in itertools.permutations(names)
    ]
    return Talks(parties=list(names), issues=issues, outside=dict.fromkeys(names, after), discount=0.9)


def test_a_finite_chain_of_irreversible_steps_unravels_and_a_stake_that_goes_on_holds_it():
    # Lockwood and Thomas (2002): each step repays the one before it by a / (b delta), so a finite chain has a last one that nothing
    # repays: giving it costs its 1 - 0, and the others' is not lost by keeping it back
    steps = [0.0, *np.cumsum([0.44444, 0.24691, 0.13717, 0.07621])]
    found = solve(compiled(chain(steps, "stay")))
    assert found.regime == NONE
    assert found.margin < 0
    # the same steps, which end with the talks
    held = solve(compiled(chain(steps, "revert", reversible=True)))
    assert held.regime == ONCE
    assert held.margin > 0


def test_with_side_payments_the_largest_sum_is_shared_out_by_the_rules():
    for seed in range(11):
        made = compiled(random_talks(seed, side_payments=True))
        found = solve(made, rules=("nash", "kalai_smorodinsky", "egalitarian"), critical=False)
        slacks, values = plainly(made)
        fine = [values[key].sum() for key in slacks if slacks[key].sum(axis=1).min() >= -1e-12 and len(key) > 1]
        once = [values[key].sum() for key in values if len(key) == 2 and values[key].sum() >= found.outside.sum()]
        for one in found.predictions:
            best = max(fine if one.of == ENFORCED else once)
            assert one.value.sum() == pytest.approx(best, abs=1e-9)
            gains = one.value - found.outside  # alike where they can be shared as one likes
            assert gains == pytest.approx(np.full(len(gains), gains.mean()), abs=1e-6)
        if found.path is not None:
            assert found.margin == pytest.approx(found.path.slack.sum(axis=1).min())
            assert least(made, found.path) == found.margin
    powers = {"A": {"power": 3}, "B": {"power": 1}}
    shared = solve(compiled(Talks(**{**dilemma(side_payments=True).plain(), "parties": _with(powers)})))
    assert shared.predictions[0].value == pytest.approx([1.5, 0.5])  # three quarters of two


def _with(parties):
    return {name: {**one, "outside": {"value": 0}} for name, one in parties.items()}


def test_ratification_leaves_fewer_deals_all_of_them_ratified():
    fewer = 0
    for seed in range(10):
        talks = random_talks(seed)
        free, bound = compiled(talks), compiled(random_talks(seed, ratifiers=[_ratifier(talks)]))
        all_, some = (solve(one, rules=("nash",), critical=False) for one in (free, bound))
        fine = bound.ratified()
        assert some.possible.count <= all_.possible.count
        assert all(fine[path[-1]] for deals in (some.possible, some.enforced) for path in deals.paths)
        slacks, values = plainly(bound)
        inside = [
            values[key]
            for key in slacks
            if slacks[key].min() >= -1e-12 and (fine[key[-1]] or key[-1] == bound.steps.start)
        ]
        stay = tuple(np.round(values[(bound.steps.start,)], 9))
        expected = sorted(set(efficient(inside)) - {stay}) if inside else []
        assert sorted(tuple(one) for one in some.enforced.value.round(9)) == expected, seed
        fewer += some.possible.count < all_.possible.count
    assert fewer > 2


def _ratifier(talks):
    party = next(iter(talks.parties))
    return {"name": "assembly", "party": party, "share_of_party": True, "at_least": 0.8}


def test_a_deal_that_is_asked_for_has_its_own_path_and_rules_that_are_not_asked_for_say_nothing():
    made = compiled(dilemma())
    alone = made.number_of({"a": "yes"})
    found = solve(made, rules=("egalitarian",), end=alone)
    assert found.end == alone
    assert found.regime == NONE
    assert found.margin == pytest.approx(-1.0)  # what the other never gives, each period
    assert {one.rule for one in found.predictions} == {"egalitarian"}
    # the goal is Nash's though nobody asked for it
    assert solve(made, rules=("egalitarian",)).end == made.number_of({"a": "yes", "b": "yes"})


def test_pace_makes_a_deal_one_in_stages():
    talks = dilemma()
    parts = talks.plain()
    for one in parts["issues"]:
        other = "B" if one["owner"] == "A" else "A"
        one |= {"levels": ["no", "half", "yes"], "pace": 1, "worth": {one["owner"]: [0, -0.5, -1], other: [0, 1, 2]}}
    found = solve(compiled(Talks(**parts)))
    assert found.regime == STAGED
    assert len(found.path.path) == 3
    assert found.direct.margin > 0  # but for the pace it would do so at once


def test_progress_is_told_and_a_long_search_is_announced(monkeypatch):
    from counterpoise.core.progress import Progress

    told = []
    monkeypatch.setattr("counterpoise.negotiation.waits.LONG", 0.0)
    solve(compiled(dilemma()), progress=Progress(lambda label, share: told.append((label, share))))
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert any(label.startswith("paths, for 0 seconds") for label, _ in told)


def test_predictions_stay_with_each_draw():
    made = compiled(dilemma(discount=[0.3, 0.9]))
    low, high = (solve(made, np.array([one]), critical=False) for one in (0.3, 0.9))
    assert (low.regime, high.regime) == (NONE, ONCE)
    assert replace(low.stakes).discount.tolist() == [0.3, 0.3]
