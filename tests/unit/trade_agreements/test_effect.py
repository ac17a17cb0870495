from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.trade_agreements import effects, structural
from counterpoise.trade_agreements.goods import goods_of

ASKED = {"coefficient": 0.4, "standard_error": 0.1}


@pytest.fixture(scope="module")
def found():
    return cp.gravity.effect("KOR,CHN,JPN", **ASKED, draws=60, workers=1)


@pytest.fixture(scope="module")
def base():
    return cp.equilibrium.calibrate(cp.load_economy())


def goods(base):
    from counterpoise.scenario.labels import Labels

    held = Labels(base.countries, base.sectors, base.scheme).goods()[0]
    return np.isin(np.arange(len(base.sectors)), held)


def test_the_partial_effect_is_the_coefficient_itself(found):
    trade = found.exports_to_parties_pct.sel(scenario="partial")
    np.testing.assert_allclose(trade.sel(country=["KOR", "CHN", "JPN"]), 100 * np.expm1(0.4), rtol=1e-12)
    assert (found.exports_pct.sel(scenario="partial", country=["USA", "DEU"]) == 0).all()


def test_partial_and_conditional_effects_say_nothing_of_real_income(found):
    assert found.welfare_pct.sel(scenario=["partial", "conditional"]).isnull().all()
    assert found.welfare_pct.sel(scenario=["full", "input-output"]).notnull().all()
    assert "say nothing of real income" in found.warnings[1]


def test_the_full_effect_is_the_engine_s_on_goods_as_one_sector(found, base):
    """The same flows put to the engine, which solves its own equations."""
    places = [base.countries.index(one) for one in ("KOR", "CHN", "JPN")]
    world = goods_of(base, places, goods(base), theta=6.0, deficits="additive")
    one = cp.equilibrium.from_gravity(flows=world.flows, theta=6.0, countries=base.countries, closure="additive")
    cost = np.where(world.pairs, np.exp(-0.4 / 6.0), 1.0).T
    data = cp.equilibrium.solve(one, cp.Scenario.from_arrays(trade_cost_hat=cost), tolerance=1e-12).data
    ours = found.data.sel(scenario="full")
    for name in ("welfare_pct", "exports_pct", "imports_pct"):
        np.testing.assert_allclose(ours[name], data[name], atol=1e-8)


def test_the_input_output_answer_is_the_engine_s_with_cheaper_trade_in_goods(found, base):
    cost = np.ones((len(base.countries), len(base.countries), len(base.sectors)))  # importer, exporter, sector
    places = [base.countries.index(one) for one in ("KOR", "CHN", "JPN")]
    for one in places:
        for other in places:
            if one != other:
                cost[one, other, goods(base)] = np.exp(-0.4 / base.theta[goods(base)])
    data = cp.equilibrium.solve(base, cp.Scenario.from_arrays(trade_cost_hat=cost)).data
    ours = found.data.sel(scenario="input-output")
    for name in ("welfare_pct", "exports_pct", "imports_pct"):
        np.testing.assert_allclose(ours[name], data[name], atol=1e-6)
    np.testing.assert_allclose(ours["output_pct"], data["output_pct"], atol=1e-5)


def test_the_ends_are_those_of_each_draw_solved_by_itself(found, base):
    """Quantiles of the draws, each put to the equations alone."""
    from counterpoise.world.elasticity_draws import normal

    places = [base.countries.index(one) for one in ("KOR", "CHN", "JPN")]
    world = goods_of(base, places, goods(base), theta=6.0, deficits="additive")
    each = []
    for error in normal(60, 0):
        factor = np.where(world.pairs, np.exp(0.4 + 0.1 * error), 1.0)
        after = structural.full(world.flows, factor, sigma=7.0, deficits="additive")
        each.append(100 * (after.real_income_hat - 1))
    low, high = np.quantile(each, [0.05, 0.95], axis=0)
    np.testing.assert_allclose(found.data.welfare_pct__low.sel(scenario="full"), low, atol=1e-9)
    np.testing.assert_allclose(found.data.welfare_pct__high.sel(scenario="full"), high, atol=1e-9)


def test_intervals_hold_the_estimate_and_the_parties_gain(found):
    held = found.data.sel(scenario=["full", "input-output"], country=["KOR", "CHN", "JPN"])
    assert (held.welfare_pct__low < held.welfare_pct).all()
    assert (held.welfare_pct < held.welfare_pct__high).all()
    assert (held.welfare_pct__low > 0).all()
    assert found.diagnostics["draws"] == 60


def test_what_is_taken_away_has_the_other_sign():
    here, gone = (cp.gravity.effect("KOR,JPN", coefficient=0.3, model="gravity", remove=one) for one in (False, True))
    assert (here.welfare_pct.sel(scenario="full", country=["KOR", "JPN"]) > 0).all()
    assert (gone.welfare_pct.sel(scenario="full", country=["KOR", "JPN"]) < 0).all()
    assert gone.exports_to_parties_pct.sel(scenario="partial", country="KOR").item() == pytest.approx(
        100 * np.expm1(-0.3)
    )


def test_without_a_standard_error_there_are_no_intervals():
    found = cp.gravity.effect("KOR,JPN", coefficient=0.3, model="gravity")
    assert not [one for one in found.data.data_vars if "__" in str(one)]
    assert any("no standard error" in one for one in found.warnings)


def test_a_negative_draw_is_solved_as_it_is():
    found = cp.gravity.effect("KOR,JPN", coefficient=0.05, standard_error=0.3, draws=40, model="gravity")
    low, high = (
        found.data[f"welfare_pct__{end}"].sel(scenario="full", country="KOR").item() for end in ("low", "high")
    )
    assert low < 0 < high


def test_an_agreement_of_the_register_can_be_named_and_bound_pairs_are_told():
    found = cp.gravity.effect("cjk", **ASKED, draws=2, model="gravity")
    assert set(found.data.attrs["parties"]) == {"KOR", "CHN", "JPN"}
    assert any("in force between" in one and "KOR" in one for one in found.warnings)


@pytest.mark.parametrize("named", ["EU-Korea", "EU,KOR"])
def test_an_agreement_of_two_sides_changes_no_trade_within_a_side(named):
    """Each member of the Union is bound with Korea: by the coefficient alone France's trade with Germany stays."""
    found = cp.gravity.effect(named, coefficient=0.4, workers=1)
    both = found.exports_to_parties_pct.sel(scenario="partial", country=["KOR", "DEU", "FRA"])
    np.testing.assert_allclose(both, 100 * np.expm1(0.4), rtol=1e-12)
    assert (found.exports_pct.sel(scenario="partial", country=["DEU", "FRA"]) < 5).all()
    assert (found.exports_pct.sel(scenario="input-output", country=["DEU", "FRA"]) < 2).all()
    assert (found.exports_to_parties_pct.sel(scenario="input-output", country=["DEU", "FRA"]) > 10).all()
    assert any("AUT-KOR" in note for note in found.warnings)
    assert not any("AUT-BEL" in note for note in found.warnings)
    assert any("one customs union" in note for note in found.warnings) == (named == "EU,KOR")


def test_members_of_one_union_alone_are_bound_to_each_other():
    found = cp.gravity.effect("DEU,FRA", coefficient=0.4, model="gravity")
    assert found.exports_to_parties_pct.sel(scenario="partial", country="DEU") == pytest.approx(100 * np.expm1(0.4))


def test_pairs_that_are_not_bound_are_told_where_an_agreement_is_taken_away():
    found = cp.gravity.effect("USA,DEU", coefficient=0.3, model="gravity", remove=True)
    assert any("no agreement is in force between USA-DEU" in one for one in found.warnings)


def test_a_file_of_estimates_gives_what_its_numbers_give(tmp_path):
    from counterpoise.trade_agreements.estimate import Estimate
    from counterpoise.trade_agreements.specification import Specification

    path = tmp_path / "made.json"
    Estimate(("rta",), (0.4,), ((0.01,),), Specification(), 100, 100, source="a.csv").save(path)
    one = cp.gravity.effect("KOR,JPN", estimate=str(path), draws=30, model="gravity")
    other = cp.gravity.effect("KOR,JPN", **ASKED, draws=30, model="gravity")
    for name in ("welfare_pct", "welfare_pct__low"):
        np.testing.assert_allclose(one.data[name], other.data[name], rtol=1e-12)
    assert one.provenance[-1].source == "gravity estimate"


def test_records_and_the_screen(found):
    records = found.records()
    one = next(
        r for r in records if r["country"] == "KOR" and r["scenario"] == "full" and r["variable"] == "welfare_pct"
    )
    assert one["low"] < one["value"] < one["high"]
    assert {r["variable"] for r in records} == set(effects.RECORDED)
    parts = found.excerpt()
    assert [part.result.variables for part in parts[:3]] == [
        ("partial", "conditional", "full", "input-output"),
        ("partial", "conditional", "full", "input-output"),
        ("full", "input-output"),
    ]
    assert [part.dimension for part in parts[3:]] == ["sectors of KOR", "sectors of CHN", "sectors of JPN"]
    named = dict(parts[0].blocks)
    assert set(named["parties"]) == {"KOR", "CHN", "JPN"}


def test_few_draws_are_told_and_what_is_estimated_is_marked():
    found = cp.gravity.effect("KOR,JPN", **ASKED, draws=20, model="gravity")
    assert any("20 draws leave 1 beyond each end" in one for one in found.warnings)
    assert all(one["estimated"] for one in found.records())
    assert not any(
        "beyond each end" in one for one in cp.gravity.effect("KOR,JPN", **ASKED, draws=100, model="gravity").warnings
    )


def test_variables_and_countries_can_be_chosen():
    found = cp.gravity.effect("KOR,JPN", **ASKED, draws=5, model="gravity", country="KOR,USA", variables="exports_pct")
    assert found.table().columns.tolist() == ["exports_pct"]
    assert found.data["country"].values.tolist() == ["KOR", "USA"]
    assert [part.blocks for part in found.excerpt()] == [(("", ("KOR", "USA")),)]


def test_the_input_output_model_alone():
    found = cp.gravity.effect("KOR,JPN", coefficient=0.3, model="input-output", workers=1)
    assert found.data["scenario"].values.tolist() == ["input-output"]
    assert not any("real income; goods are one" in one for one in found.warnings)


def test_charts_have_a_dot_for_each_country_and_step(found):
    pytest.importorskip("altair")
    exports = found.chart("exports").to_dict()
    rows = next(iter(one for one in exports["datasets"].values() if len(one) > 1)) if "datasets" in exports else None
    rows = rows or next(layer["data"]["values"] for layer in exports["layer"] if "value" in layer["data"]["values"][0])
    steps = [row["step"] for row in rows if row["who"] == "South Korea"]
    assert steps == ["partial", "conditional", "full", "input-output"]
    income = found.chart("real_income").to_dict()
    assert "South Korea, full" in income["description"]
    assert "Chemicals" in found.chart("sectors").to_dict()["description"]


def test_a_chart_of_sectors_needs_them():
    pytest.importorskip("altair")
    found = cp.gravity.effect("KOR,JPN", coefficient=0.3, model="gravity")
    with pytest.raises(InputError, match="no sectors"):
        found.chart("sectors")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"parties": "KOR"}, "alone makes no agreement"),
        ({"parties": "KOR,PRK"}, "the accounts lack PRK"),
        ({"parties": "KOR,PRK", "without_absent": True}, "of the parties the accounts have KOR"),
        ({"parties": "KOR,JPN", "model": "full"}, "no model 'full'"),
        ({"parties": "KOR,JPN", "theta": 0}, "trade elasticity of 0 is not above 0"),
        ({"parties": "KOR,JPN", "theta": "much"}, "'much' is no trade elasticity"),
        ({"parties": "KOR,JPN", "draws": 0}, "0 draws are too few"),
        ({"parties": "KOR,JPN", "coefficient": True}, "'True' is no coefficient"),
        ({"parties": "KOR,JPN", "variables": "trade"}, "an effect has no 'trade'"),
        ({"parties": "KOR,JPN", "variables": "output_pct", "model": "gravity"}, "has no output_pct"),
        ({"parties": "KOR,JPN", "interval": 100}, "not between 0 and 100"),
    ],
)
def test_bad_input_is_refused(asked, message):
    with pytest.raises(InputError, match=message):
        cp.gravity.effect(**{"coefficient": 0.3, "model": "gravity", **asked})


def test_absent_parties_can_be_left_out():
    found = cp.gravity.effect("KOR,JPN,PRK", coefficient=0.3, model="gravity", without_absent=True)
    assert found.data.attrs["parties"] == ("KOR", "JPN")
    assert any("the accounts lack PRK" in one for one in found.warnings)


def test_an_elasticity_that_is_not_above_zero_has_no_cost_that_does_it(base):
    from counterpoise.trade_agreements.coefficient import coefficient
    from counterpoise.trade_agreements.inputs import policy_of

    low = base.varied(theta=np.where(np.arange(len(base.theta)) == 3, -0.2, base.theta))
    world = goods_of(base, (0, 1), goods(base), theta=6.0, deficits="additive")
    with pytest.raises(InputError, match="trade elasticity of B05 is not above 0"):
        policy_of(low, world, goods(base), coefficient(0.4, None, None, None))
