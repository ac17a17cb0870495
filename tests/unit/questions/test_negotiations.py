"""The question of a negotiation: its numbers under labels, its records and texts, and what it refuses."""

import itertools
import math

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.cli.output import spelled
from counterpoise.core.errors import InputError
from counterpoise.core.gallery import TALKS
from counterpoise.core.progress import Cancelled, Progress
from counterpoise.core.records import FIELDS
from counterpoise.negotiation.payoffs import compiled
from counterpoise.questions import bargained, negotiations
from counterpoise.questions.terms import TOLD
from counterpoise.world.economy import from_arrays


def dilemma(discount=0.9, **more):
    """Two that cooperate for 1, cheat for 2, and are cheated for -1; without a deal they have what is said."""
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
    parts = {"parties": list(names), "issues": issues, "outside": dict.fromkeys(names, 0), "discount": discount}
    return cp.Talks(**{**parts, **more})


COURSES = {
    "calm": {"label": "Calm seas"},
    "rich": {"label": "Much without a deal", "parties": {"A": {"outside": {"value": 2}}}},
}


@pytest.fixture(scope="module")
def two():
    return cp.negotiate(dilemma(discount=[0.4, 0.9], courses=COURSES), over=["discount"], points=11, draws=200, anew=20)


def test_every_number_stands_under_its_labels(two):
    data = two.data
    assert set(two.variables) <= set(TOLD)
    assert data["course"].values.tolist() == ["calm", "rich"]
    assert data["outside_value"].sel(course="rich").values.tolist() == [2.0, 0.0]
    assert data["today_value"].values.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    calm = data.sel(course="calm")
    # at .65: V - D = 1 - 2 (1 - .65)
    assert float(calm["margin"]) == pytest.approx(0.3)
    assert calm["slack"].values == pytest.approx(np.full((2, 2), 0.3))
    assert calm["path_level"].values.tolist() == [[0, 0], [1, 1]]
    assert calm["path_value"].values == pytest.approx(np.ones((2, 2)))
    assert calm["instead_value"].values == pytest.approx(np.full((2, 2), 0.7))
    assert calm["cheat"].values.tolist() == [[1, 1], [2, 2]]  # withholds at first, takes back after
    assert calm["critical_discount"].values == pytest.approx([0.5, 0.5], abs=1e-5)
    assert np.isnan(calm["critical_discount_most"]).all()
    assert calm["critical_outside"].values == pytest.approx([0.3 / 0.65] * 2, abs=1e-5)
    assert calm["agreed_value"].sel(set="self-enforcing", rule="nash").values.tolist() == [1.0, 1.0]
    assert calm["agreed_level"].sel(set="any deal", rule="nash").values.tolist() == [1, 1]
    assert float(calm["regime"]) == 1
    # what nothing is known of is missing, and has no record
    rich = data.sel(course="rich")
    assert np.isnan(rich["margin"])
    assert np.isnan(rich["path_level"]).all()
    assert float(rich["regime"]) == 0
    assert float(rich["possible_share"]) == 0
    assert rich["deals"].values.tolist() == [0, 0]
    assert all(one["value"] is not None for one in two.records())


def test_draws_and_the_grid_have_their_thresholds_where_they_are(two):
    calm = two.data.sel(course="calm")
    drawn = compiled(dilemma(discount=[0.4, 0.9])).draw(200)[:, 0]
    assert float(calm["survival_share"]) == pytest.approx(np.mean(drawn >= 0.5))
    low, high = np.quantile(2 * drawn - 1, [0.05, 0.95])
    assert (float(calm["margin__low"]), float(calm["margin__high"])) == pytest.approx((low, high))
    assert float(calm["breaks_low"].sel(parameter="discount")) == pytest.approx(0.5, abs=1e-5)
    assert float(calm["breaks_high"].sel(parameter="discount")) == 0.9
    above = np.mean(drawn[:20] >= 0.5)
    assert calm["regime_share"].sel(outcome=["none", "at once"]).values == pytest.approx([1 - above, above])
    assert calm["ending_share"].sel(ending="a: yes, b: yes").item() == pytest.approx(above)
    assert calm["grid_regime"].values.tolist() == (two.data["x"].values >= 0.5).astype(float).tolist()
    assert two.diagnostics["anew"] == 20


def test_records_say_what_they_are_of(two):
    records = two.records()
    assert all(set(one) <= set(FIELDS) for one in records)

    def of(name):
        return [one for one in records if str(one["variable"]).startswith(name)]

    assert {one["scenario"] for one in of("slack")} == {"calm, stage 0", "calm, stage 1"}
    assert of("path_level")[0]["variable"] == "path_level: a"
    assert {one["scenario"] for one in of("agreed_value")} >= {"calm, any deal, nash", "calm, self-enforcing, raiffa"}
    assert of("grid_regime")[0]["scenario"] == "calm, discount 0.4"
    margin = of("margin")[0]
    assert (margin["unit"], margin["value"]) == ("payoff", pytest.approx(0.3))
    assert margin["low"] < margin["value"] < margin["high"]
    assert {one["unit"] for one in of("survival_share")} == {"share"}


def test_a_screen_shows_the_verdict_the_rules_and_the_weakest_link(two):
    text = spelled(two)
    assert "Calm seas: a deal (a: yes; b: yes) enforces itself at once, with a margin of 0.30." in text
    assert "CALM SEAS" in text
    assert "MUCH WITHOUT A DEAL" in text
    row = next(line for line in text.splitlines() if line.startswith("stage 1"))
    assert row.split() == ["stage", "1", "yes", "yes", "0.300", "0.300", "A", "withholds,", "B", "withholds"]
    kept = next(line for line in text.splitlines() if line.startswith("self-enforcing Nash"))
    assert kept.split() == ["self-enforcing", "Nash", "1.00", "1.00", "yes", "yes"]
    assert "1 deal that all prefer to none; 3 paths enforce themselves and are bettered by no other for all" in text
    assert "discount" in text
    assert "from 0.5" in text  # where in its range the path holds
    frame = two.table()
    assert frame.loc["calm, self-enforcing, nash"].tolist() == [1.0, 1.0, "a: yes; b: yes"]
    assert {"margin", "slack"} <= set(two.shown)


def test_what_a_reader_must_know_is_said(two, monkeypatch):
    assert any("no forecast of one deal" in one for one in two.warnings)
    assert any("assumed by who wrote the document" in one for one in two.warnings)
    assert not any("anew" in one for one in two.warnings)  # how many was said by who asked
    monkeypatch.setattr("counterpoise.negotiation.robust.SECONDS", 0.02)
    few = cp.negotiate(dilemma(discount=[0.4, 0.9]), draws=50)
    assert any(f"{few.diagnostics['anew']} of 50 draws were solved anew" in one for one in few.warnings)
    monkeypatch.setattr("counterpoise.negotiation.robust.SECONDS", 0.0)
    assert any(one.startswith("no draws were solved") for one in cp.negotiate(dilemma([0.4, 0.9])).warnings)


def test_payments_are_what_the_rules_move_from_one_to_the_other():
    found = cp.negotiate(dilemma(side_payments=True), draws=20)
    payment, value = found.payment, found.agreed_value
    assert payment.sum("party").max().item() == pytest.approx(0, abs=1e-9)
    assert value.sum("party").values == pytest.approx(np.full((1, 2, 5), 2.0))
    assert "slack of all" in spelled(found)


def test_a_game_too_large_says_what_to_leave_out(monkeypatch):
    monkeypatch.setattr("counterpoise.negotiation.solution.LONGEST", 0.0)
    talks = _three()
    found = cp.negotiate(talks, draws=20)
    said = next(one for one in found.warnings if one.startswith("paths in stages were not looked for"))
    name = said.partition("without the issue ")[2].partition(" ")[0]
    assert name == "c"  # which has most levels
    rest = compiled(
        cp.Talks(**{**talks.plain(), "issues": [one for one in talks.plain()["issues"] if one["name"] != name]})
    )
    assert f"there would be {rest.steps.size} states and {rest.steps.moves()} moves" in said
    assert found.attrs["unsearched"].keys() == {"talks"}
    assert found.deals.sel(set="self-enforcing").item() > 0
    assert "enforce themselves at once" in spelled(found)


def _three():
    issues = dilemma().plain()["issues"]
    issues.append(
        {
            "name": "c",
            "owner": "A",
            "levels": ["0", "1", "2"],
            "reversible": True,
            "worth": {"A": [0, -0.2, -0.3], "B": [0, 0.5, 0.9]},
        }
    )
    return dilemma(issues=issues)


def test_of_many_efficient_deals_some_are_told(monkeypatch):
    for module in (bargained, negotiations):
        monkeypatch.setattr(module, "MOST_DEALS", 3)
    found = cp.negotiate(_three(), draws=10)
    assert found.data.sizes["deal"] == 3
    value = found.frontier_value.sel(set="self-enforcing", course="talks").values
    ideal = found.ideal_value.sel(set="self-enforcing", course="talks").values
    assert np.nanmax(value[:, 0]) == pytest.approx(ideal[0])  # the ends are among them
    assert np.nanmax(value[:, 1]) == pytest.approx(ideal[1])
    assert any("3 are told" in one for one in found.warnings)


def test_what_a_deal_leaves_out_stays_as_it_is():
    talks = dilemma(start={"a": "yes"})
    found = cp.negotiate(talks, deal={"b": "yes"}, draws=10)
    assert found.path_level.values.astype(int).tolist() == [[[1, 0], [1, 1]]]
    assert found.question.arguments["deal"] == {"b": "yes"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"course": "clam"}, "--course: there is no course 'clam'; did you mean calm?"),
        ({"deal": "a"}, "--deal: 'a' names no level; write it as"),
        ({"deal": "x=yes"}, "--deal: 'x' is no issue"),
        ({"deal": "a=yse"}, "--deal: 'yse' is no level of a; did you mean yes?"),
        ({"deal": "a=yes,a=no"}, "--deal: 'a' is named twice"),
        ({"deal": "a=no"}, "--deal: this deal changes nothing"),
        ({"rules": "nahs"}, "--rules: there is no rule 'nahs'; did you mean nash?"),
        ({"over": "discont"}, "--over: 'discont' is nothing that is unknown; did you mean discount?"),
        ({"over": "discount", "points": 1}, "--points: 1 points are too few"),
        ({"draws": 0}, "--draws: 0 draws are too few"),
        ({"anew": -1}, "--anew: -1 draws are too few"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(words, said):
    with pytest.raises(InputError) as told:
        cp.negotiate(dilemma(discount=[0.4, 0.9], courses=COURSES), **words)
    assert str(told.value).startswith(said)


def trio():
    """Three that each give what is worth more to the next."""
    names = ("A", "B", "C")
    issues = [
        {
            "name": one.lower(),
            "owner": one,
            "levels": ["no", "yes"],
            "reversible": True,
            "worth": {one: [0, -1], then: [0, 3]},
        }
        for one, then in zip(names, (*names[1:], names[0]), strict=True)
    ]
    return cp.Talks(parties=list(names), issues=issues, outside=dict.fromkeys(names, 0), discount=0.9)


def test_offers_in_turns_are_a_rule_for_two():
    with pytest.raises(InputError, match="--rules: rubinstein is a rule for two parties, and here are 3; take nash"):
        cp.negotiate(trio(), rules="nash,rubinstein")
    assert "rubinstein" in cp.negotiate(dilemma(), rules="rubinstein").data["rule"].values


def test_the_chart_is_of_what_was_asked_for(two):
    assert two.chart().to_dict() == two.chart("regimes").to_dict()
    assert two.chart("zone").to_dict() != two.chart("regimes").to_dict()
    plain = cp.negotiate(dilemma())
    assert plain.chart().to_dict() == plain.chart("zone").to_dict()


def test_the_screen_names_the_only_course_and_says_what_its_stages_are_worth():
    def screen(**asked):
        return "\n".join(f"{one.above}\n{one.below}" for one in cp.negotiate(**asked).excerpt())

    named = screen(talks=dilemma(courses=COURSES), course="calm")
    assert "CALM SEAS" in named
    assert "by these stages the deal is worth A 1.00, B 1.00" in named  # each has 2 - 1
    assert "TALKS" not in screen(talks=dilemma())


def test_a_deal_that_can_t_be_reached_is_refused():
    requires = [{"step": {"a": "yes"}, "needs": {"b": "yes"}}]
    with pytest.raises(InputError, match="--deal: this deal takes a step before what the document requires for it"):
        cp.negotiate(dilemma(requires=requires), deal="a=yes")
    with pytest.raises(InputError, match="--deal: a can't go below 'yes', where it is at the beginning"):
        cp.negotiate(dilemma(start={"a": "yes"}), deal="a=no,b=yes")


def test_talks_are_a_file_a_name_of_the_gallery_or_an_object(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, path in TALKS.gallery().items():
        (tmp_path / "copy.toml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        held = negotiations.read(name, "talks")
        assert held == negotiations.read(tmp_path / "copy.toml", "talks")
    assert negotiations.read(held, "talks") is held
    for wrong, said in (
        ("freze-for-relief", "did you mean freeze-for-relief"),
        ("none.toml", "can't be read"),
        ("", "name is empty"),
        (3, "'3' is no negotiation"),
    ):
        with pytest.raises(InputError, match=said):
            cp.negotiate(wrong)


def test_progress_goes_up_and_a_wish_to_stop_is_heard():
    told = []
    listener = Progress(lambda label, share: told.append((label, share)))
    talks = dilemma(discount=[0.4, 0.9], courses=COURSES)
    cp.negotiate(talks, draws=20, anew=2, over="discount", points=2, progress=listener)
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any(label.startswith("rich: ") for label, _ in told)
    stop = Progress(lambda label, share: stop.cancel())
    with pytest.raises(Cancelled):
        cp.negotiate(talks, draws=20, progress=stop)


def test_a_voted_down_deal_and_unknown_shares_are_told():
    ratifiers = [{"name": "assembly", "party": "A", "share_of_party": True, "at_least": 1.5}]
    found = cp.negotiate(dilemma(ratifiers=ratifiers), deal="a=yes,b=yes", draws=10)
    assert any("voted down" in one for one in found.warnings)
    assert found.ratified_share.item() == 0
    assert "the deal is not ratified" in spelled(found)


@pytest.fixture
def economy(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path))
    rng = np.random.default_rng(5)
    n, s = 4, 2
    near = np.einsum("ij,sk->isjk", rng.uniform(1, 4, (n, n)) + 20 * np.eye(n), rng.uniform(0.5, 2, (s, s)))
    final = rng.uniform(5, 20, (n, s, n)) + 60 * np.eye(n)[:, None, :]
    return from_arrays(near, final, countries=["DEU", "FRA", "KOR", "JPN"], sectors=["A01", "C26"])


def test_real_incomes_of_parties_and_bystanders_are_told_beside(economy):
    border = "trade cost -10 % between DEU and KOR"
    parts = {
        "parties": {one: {"country": one} for one in ("DEU", "KOR")},
        "outside": {"DEU": "stay", "KOR": "stay"},
        "discount": 0.9,
        "engine": {"bystanders": ["JPN"]},
    }
    issue = {"name": "border", "owner": "DEU", "levels": ["as today", "easier"], "reversible": True}
    found = cp.negotiate(cp.Talks(issues=[{**issue, "shocks": ["", border]}], **parts), economy=economy, draws=5)
    solved = cp.simulate(border, economy=economy, country="ALL").welfare_pct
    for name, who in (("real_income_pct", ["DEU", "KOR"]), ("bystander_pct", ["JPN"])):
        expected = solved.sel(country=who).values
        assert found.data[name].sel(course="talks").values == pytest.approx(expected, rel=1e-6)
    assert found.margin.attrs["unit"] == "percent"
    assert any("a conditional scenario, not a forecast" in one for one in found.warnings)
    record = next(one for one in found.records() if one["variable"] == "bystander_pct")
    assert record["country"] == "JPN"
    assert "real income in the deal: DEU +" in spelled(found)


def test_where_all_holds_in_every_draw_nothing_is_infinite_in_records():
    found = cp.negotiate(dilemma(), draws=10)
    assert all(math.isfinite(one["value"]) for one in found.records())
    assert found.critical_lag.values.tolist() == [[6.0, 6.0]]  # ln(1/2) / ln(.9) = 6.58
