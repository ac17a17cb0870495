"""Payoffs from the trade model: each state is a scenario, solved once and kept."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress
from counterpoise.negotiation import engine
from counterpoise.negotiation.payoffs import compiled
from counterpoise.questions.talks import check
from counterpoise.scenario.model import ModelChoice
from counterpoise.world.economy import from_arrays

TEXT = """\
discount = 0.9
[engine]
bystanders = ["JPN"]
[parties.union]
country = "EU27"
welfare = 2
[parties.union.outside]
[parties.KOR]
country = "KOR"
welfare = [1, 3]
[parties.KOR.outside]
after = "stay"
[parties.watcher.outside]
[[issues]]
name = "cars"
owner = "union"
levels = ["as today", "half", "free"]
reversible = true
shocks = ["", "tariff +10 points by EU27 on KOR", "tariff +30 points by EU27 on KOR"]
[[issues]]
name = "chips"
owner = "KOR"
levels = ["as today", "cut"]
reversible = true
shocks = ["", "embargo 40 % by KOR on exports to JPN in C26"]
[[issues]]
name = "visits"
owner = "watcher"
levels = ["no", "yes"]
reversible = true
worth.watcher = [0, 1]
worth.KOR = [0, 5]
"""


@pytest.fixture(scope="module")
def economy():
    rng = np.random.default_rng(5)
    n, s = 4, 2
    near = np.einsum("ij,sk->isjk", rng.uniform(1, 4, (n, n)) + 20 * np.eye(n), rng.uniform(0.5, 2, (s, s)))
    final = rng.uniform(5, 20, (n, s, n)) + 60 * np.eye(n)[:, None, :]
    return from_arrays(near, final, countries=["DEU", "FRA", "KOR", "JPN"], sectors=["A01", "C26"])


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path))


def test_a_state_is_the_equilibrium_of_its_shocks(economy, monkeypatch):
    talks = cp.Talks.from_text(TEXT)
    found = compiled(talks, economy=economy)
    payoff, beside = found.stakes().payoff, found.bystanders()
    base = cp.calibrate(economy, ModelChoice())
    words = ["tariff +30 points by EU27 on KOR", "embargo 40 % by KOR on exports to JPN in C26"]
    outcome = cp.equilibrium.solve(base, "; ".join(words))
    state = found.number_of({"cars": "free", "chips": "cut", "visits": "yes"})
    ev = outcome.equivalent_variation.sel(country=["DEU", "FRA"]).sum()
    union = 100 * ev / base.accounts.income[:2].sum()
    korea, japan = outcome.welfare_pct.sel(country="KOR").item(), outcome.welfare_pct.sel(country="JPN").item()
    assert payoff[state] == pytest.approx([2 * union.item(), 5 + 2 * korea, 1], rel=1e-6)
    assert beside[state] == pytest.approx([japan], rel=1e-6)
    assert payoff[found.number_of({"visits": "yes"})].tolist() == [0, 5, 1]
    draws = found.draw(3)
    many = found.stakes(draws, [state]).payoff[:, 0]
    assert many[:, 1] == pytest.approx(5 + korea * draws[:, 0], rel=1e-6)
    monkeypatch.setattr(engine.Solved, "_solved", None)  # what is kept is not solved again
    again = compiled(cp.Talks.from_text(TEXT), economy=economy).stakes()
    assert again.payoff == pytest.approx(payoff, abs=0)
    changed = cp.Talks.from_text(TEXT.replace("+30", "+20"))
    with pytest.raises(TypeError):
        compiled(changed, economy=economy).stakes()


def test_only_what_is_asked_is_solved(economy):
    said = []
    found = compiled(cp.Talks.from_text(TEXT), economy=economy, progress=Progress(lambda label, _: said.append(label)))
    assert found.bystanders([0, 1]).tolist() == [[0.0], [0.0]]
    found.stakes(states=[2, 3])
    assert said == ["1 of 1 states of the world", "1 of 1 states of the world"]
    plain = compiled(cp.Talks.from_text(TEXT.replace('bystanders = ["JPN"]', "")), economy=economy)
    assert plain.bystanders([0]).shape == (1, 0)


def test_a_change_that_changes_nothing_is_nothing(economy):
    text = TEXT.replace("tariff +10 points by EU27 on KOR", "agreement among EU27,KOR")
    assert laid(text, economy)
    assert compiled(cp.Talks.from_text(text), economy=economy).stakes(states=[4]).payoff[0, 1] == pytest.approx(
        0, abs=1e-6
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "tariff +10 points by EU27 on KOR", "tarif +10 points by EU27 on KOR",
            "t.toml, line 19, issues[0].shocks: of 'half': clause 1, 'tarif': this opens no clause; did you mean tariff?",
        ),
        (
            '"embargo 40 % by KOR', '"embargo 40 % by CHN',
            "t.toml, line 25, issues[1].shocks: where chips = cut: clause 1, by: CHN (China) is not in the baseline",
        ),
        ('country = "KOR"', 'country = "CHN"', "t.toml, line 9, parties.KOR.country: CHN (China) is not in the baseline"),
        ('["JPN"]', '["CHN"]', "t.toml, line 3, engine.bystanders: CHN (China) is not in the baseline"),
        ('["JPN"]', '["JNP"]', "t.toml, line 3, engine.bystanders: 'JNP' is neither a country code nor a group"),
        (
            'country = "EU27"\n', "",
            "t.toml, line 4, parties.union: the payoff of union depends on nothing: every state is worth the same to it; give it "
            "its country, or an issue worth.union with a number for each level, or leave the party out",
        ),
        ('shocks = ["", "embargo', 'shocks = ["embargo', "t.toml, line 25, issues[1].shocks: 1 number is given for the 2 levels"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(economy, old, new, said):
    with pytest.raises(InputError) as told:
        laid(TEXT.replace(old, new), economy)
    assert str(told.value).startswith(said)


def laid(text, economy):
    return check(cp.Talks.from_text(text, name="t.toml"), economy)


def test_shocks_that_contradict_each_other_name_the_state(economy):
    text = TEXT.replace("embargo 40 % by KOR on exports to JPN in C26", "tariff set to 3 % by EU27 on KOR")
    text = text.replace("+10 points", "set to 5 %")
    assert laid(text, economy)
    found = compiled(cp.Talks.from_text(text, name="t.toml"), economy=economy)
    with pytest.raises(
        InputError, match=r"t.toml, line 19, issues\[0\].shocks: where cars = half, chips = cut: clause 2: contradicts"
    ):
        found.stakes()


def test_nobody_has_a_country():
    text = TEXT.replace('country = "EU27"\n', "").replace('country = "KOR"\n', "")
    with pytest.raises(InputError, match="line 2, engine: no party has a country whose real income could count"):
        cp.Talks.from_text(text)


def test_too_many_equilibria_are_refused_beforehand():
    levels = [f"l{at}" for at in range(20)]
    shocks = ["", *(f"tariff +{at} points by KOR on JPN" for at in range(1, 20))]
    issue = {"owner": "KOR", "levels": levels, "reversible": True, "shocks": shocks}
    talks = cp.Talks(
        parties={one: {"country": one} for one in ("KOR", "JPN")},
        issues=[{**issue, "name": f"i{at}"} for at in range(4)],
        outside={"KOR": 0, "JPN": 0},
        discount=0.9,
        engine={},
    )
    with pytest.raises(
        InputError, match=r"engine: the trade model would have to be solved 160,000 times, about 7 hours; leave out"
    ):
        compiled(talks)
