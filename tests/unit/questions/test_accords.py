"""What an agreement does: its parts are the scenarios that they stand for, its phases end where it is at once."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.records import FIELDS
from counterpoise.scenario import Scenario
from counterpoise.scenario.shocks import Agreement
from counterpoise.trade_agreements.agreed import COUNTRIES, SECTORS, VARIABLES
from counterpoise.trade_agreements.plan import TARIFFS, WHOLE
from tests.reference.asked import cp

PARTIES = ("KOR", "CHN", "JPN")
SAME = {"rtol": 0, "atol": 1e-6}
"""In percent: what a solution's tolerance leaves of a country, whatever it began from."""
SMALLEST = {"rtol": 0, "atol": 1e-5}
"""The same of a sector: a gap of 1e-10 of the world is more of a small sector than of a country."""


@pytest.fixture(scope="module")
def economy():
    return cp.load_economy().restrict(["KOR", "CHN", "JPN", "USA", "VNM", "DEU"])


@pytest.fixture(scope="module")
def found(economy):
    return cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, draws=0)


def same(answer, outcome, part, **labels):
    for name in VARIABLES:
        held = answer.data[name].sel(part=part, **labels)
        wanted = outcome._variable(name).transpose(*held.dims)
        scale = 1.0 if name.endswith("_pct") else float(abs(wanted).max()) or 1.0
        near = SMALLEST if "sector" in held.dims else SAME
        np.testing.assert_allclose(held.values / scale, wanted.values / scale, **near, err_msg=name)


def test_the_tariffs_are_those_of_the_scenario(economy, found):
    outcome = cp.simulate("agreement among KOR,CHN,JPN", economy=economy)
    np.testing.assert_array_equal(found.welfare_pct.sel(part=TARIFFS).values, outcome.welfare_pct.values)
    same(found, outcome, TARIFFS)


def test_the_whole_is_that_of_the_scenario(economy, found):
    shock = Agreement(parties=PARTIES, depth=7, from_depth=3)
    same(found, cp.simulate(Scenario(title="deep", shocks=(shock,)), economy=economy), WHOLE)


def test_without_an_effect_of_depth_the_parts_are_one(economy):
    answer = cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, depth_effect=0, draws=30, seed=3)
    for name in VARIABLES:
        for end in ("", "__low", "__high"):
            held = answer.data[name + end]
            one, other = (held.sel(part=part).values for part in (TARIFFS, WHOLE))
            scale = max(np.nanmax(np.abs(one)), 1.0)
            near = SMALLEST if "sector" in held.dims else SAME
            np.testing.assert_allclose(one / scale, other / scale, **near, err_msg=name + end)
    assert "the depth of 7 is no more than what binds the parties already: the whole agreement is its tariffs" in (
        answer.warnings
    )


def test_the_last_year_of_the_phases_is_the_agreement_at_once(economy, found):
    phased = cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, phase="3,A01:5,C29:0")
    assert phased.data["phase"].values.tolist() == [1, 2, 3, 4, 5]
    for part in (TARIFFS, WHOLE):
        same(phased, found.outcomes[part, None], part, phase=5)


def test_a_year_of_the_phases_is_its_share_of_every_cut(economy):
    phased = cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, phase={"": 4, "C29": 0})
    cars = Agreement(parties=PARTIES, depth=7, from_depth=3, sectors=("C29",))
    rest = Agreement(parties=PARTIES, depth=7, from_depth=3, exclude=("C29",), share=25)
    same(phased, cp.simulate(Scenario(title="a", shocks=(cars, rest)), economy=economy), WHOLE, phase=1)


def test_tariffs_fall_in_equal_cuts(economy):
    phased = cp.agree("KOR,CHN,JPN", economy=economy, phase="10,A01:20", tariffs_only=True)
    base = next(iter(phased.outcomes.values())).baseline
    o, d = (base.countries.index(one) for one in ("CHN", "KOR"))
    for sector, years in (("A01", 20), ("C29", 10)):
        s = base.sectors.index(sector)
        held = np.array([phased.outcomes[TARIFFS, year].said.policy.tariff[o, s, d] for year in range(1, 21)])
        wanted = base.tariff[o, s, d] * (1 - np.minimum(np.arange(1, 21) / years, 1))
        np.testing.assert_allclose(held, wanted, atol=1e-15)
        assert base.tariff[o, s, d] > 0


def test_warm_or_cold_the_years_are_the_same(economy):
    from counterpoise.trade_agreements.plan import Parties, Plan
    from counterpoise.trade_agreements.solved import solved_parts

    base = cp.calibrate(economy)
    years = tuple((one, 4) for one in base.sectors[:20])
    plan = Plan(Parties("", "", PARTIES), 7.0, from_depth=3.0, years=years)
    like = Scenario(title="a")
    warm, cold = (solved_parts(base, plan, like, warm=one) for one in (True, False))
    assert list(warm) == list(cold)
    assert len(warm) == 8
    for key, outcome in warm.items():
        np.testing.assert_allclose(outcome.welfare_pct.values, cold[key].welfare_pct.values, **SAME)


def test_phases_of_nothing_are_at_once(economy, found):
    answer = cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, phase=0, draws=0)
    assert "phase" not in answer.data.dims
    np.testing.assert_array_equal(answer.welfare_pct.values, found.welfare_pct.values)


def test_groups_and_parties_make_one_list(economy):
    listed = cp.agree("KOR,CHN,VNM,USA", economy=economy, tariffs_only=True, draws=0)
    mixed = cp.agree(
        ["ASEAN", "kor", "CHN", "USA", "KOR"], economy=economy, tariffs_only=True, draws=0, without_absent=True
    )
    assert set(mixed.attrs["parties"]) == set(listed.attrs["parties"])
    np.testing.assert_allclose(mixed.welfare_pct.values, listed.welfare_pct.values, **SAME)


def test_exports_to_the_parties_are_sums_of_flows(found):
    outcome = found.outcomes[WHOLE, None]
    for country in ("KOR", "USA"):
        theirs = [one for one in PARTIES if one != country]
        new, change = (
            outcome.data[name].sel(origin=country, destination=theirs).sum(("sector", "destination")).item()
            for name in ("trade_new", "trade_change")
        )
        held = found.exports_to_parties_pct.sel(part=WHOLE, country=country).item()
        assert held == pytest.approx(100 * change / (new - change), rel=1e-9)
        assert (held > 0) == (country == "KOR")


def test_revenue_falls_where_duties_were(found):
    change = found.tariff_revenue_change.sel(part=TARIFFS)
    assert change.sel(country="KOR").item() < 0
    outcome = found.outcomes[TARIFFS, None]
    before = outcome.baseline.accounts.revenue
    np.testing.assert_allclose(change.values, outcome.tariff_revenue_new.values - before, rtol=1e-9)


def test_the_ends_are_quantiles_of_the_draws(economy):
    from counterpoise.equilibrium.ensemble import case_of, solved_batch
    from counterpoise.questions.ensembles import draws_of

    answer = cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, draws=30, seed=7, interval=80)
    whole = answer.outcomes[WHOLE, None]
    drawn = draws_of(whole.baseline, whole.said.scenario, 30, 7).easing(whole.said.policy, 7)
    held = solved_batch(case_of(whole, variables=COUNTRIES, nodes=SECTORS), drawn.batch(0, 30))
    for names, key in ((COUNTRIES, "value"), (SECTORS, "by_sector")):
        for place, name in enumerate(names):
            for end, share in (("low", 0.1), ("high", 0.9)):
                wanted = np.quantile(held[key][:, place], share, axis=0)
                found = answer.data[f"{name}__{end}"].sel(part=WHOLE).values
                np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6, err_msg=name)
    low, high = (answer.data[f"welfare_pct__{end}"].sel(part=WHOLE, country="KOR").item() for end in ("low", "high"))
    alone = [answer.data[f"welfare_pct__{end}"].sel(part=TARIFFS, country="KOR").item() for end in ("low", "high")]
    assert high - low > alone[1] - alone[0]  # what depth does is drawn too


def test_bands_do_not_depend_on_the_number_of_processes(economy):
    words = {"economy": economy, "from_depth": 3, "draws": 60, "seed": 2}
    one, two = (cp.agree("KOR,JPN", workers=workers, **words) for workers in (1, 2))
    assert one.data.identical(two.data)


def test_bands_of_phases_are_given_where_draws_are_asked(economy):
    bare = cp.agree("KOR,JPN", economy=economy, from_depth=3, phase=2)
    drawn = cp.agree("KOR,JPN", economy=economy, from_depth=3, phase=2, draws=20)
    assert "welfare_pct__low" not in bare.data
    assert drawn.data["welfare_pct__low"].dims == ("part", "phase", "country")
    end = cp.agree("KOR,JPN", economy=economy, from_depth=3, draws=20)
    for name, near in (("welfare_pct__low", SAME), ("output_pct__high", SMALLEST)):
        np.testing.assert_allclose(drawn.data[name].isel(phase=-1).values, end.data[name].values, **near)


def test_records_say_which_part_and_year(economy, found):
    phased = cp.agree(
        "KOR,JPN", economy=economy, from_depth=3, phase=2, variables="welfare_pct,output_pct", country="KOR"
    )
    records = phased.records()
    assert {one["scenario"] for one in records} == {
        f"{part}, year {year}" for part in (TARIFFS, WHOLE) for year in (1, 2)
    }
    assert {one["country"] for one in records} == {"KOR"}
    assert all(set(one) <= set(FIELDS) for one in records)
    at = next(
        one for one in records if one["scenario"] == "whole agreement, year 2" and one["variable"] == "welfare_pct"
    )
    assert at["value"] == phased.welfare_pct.sel(part=WHOLE, phase=2, country="KOR").item()
    assert {one["scenario"] for one in found.records()} == {TARIFFS, WHOLE}
    assert phased.sel(part=WHOLE).records()[0]["scenario"] == "whole agreement, year 1"


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        ("KOR", {}, "KOR (South Korea) alone makes no agreement"),
        ("KOR,", {}, "a party is missing"),
        ("KOR,XXQ", {}, "'XXQ' is not a country or a group of the baseline"),
        ("RCPE", {}, "did you mean RCEP"),
        ("RECP", {}, "did you mean RCEP?"),
        ("KOR,JPN", {"phase": "10,A01"}, "A01 has no years; write A01:20"),
        ("KOR,JPN", {"exclude": "farm"}, "--exclude: 'farm' is not a sector"),
        ("KOR,JPN", {"sectors": "farm"}, "--sectors: 'farm' is not a sector"),
        ("KOR,JPN", {"tariffs": "nope"}, "take one of importer-averages, sector-averages, no-agreements"),
        ("KOR,PRK", {}, "the accounts lack PRK (North Korea); add --without-absent"),
        ("KOR,PRK", {"without_absent": True}, "of the parties the accounts have KOR; name two or more"),
        ("PRK,LBN", {"without_absent": True}, "of the parties the accounts have none"),
        ("KOR,JPN", {"depth": 8}, "a depth of '8' is not on the scale"),
        ("KOR,JPN", {"depth": "deep"}, "a depth of 'deep' is not on the scale"),
        ("KOR,JPN", {"depth_effect": "much"}, "'much' is no effect of a step of depth"),
        ("KOR,JPN", {"phase": "10,10"}, "the years of all sectors are given twice"),
        ("KOR,JPN", {"phase": "ten"}, "'ten' is no number of years"),
        ("KOR,JPN", {"phase": 51}, "51 years; give 0 (at once) to 50 years"),
        ("KOR,JPN", {"phase": "10,A01:2.5"}, "'2.5' is no number of years"),
        ("KOR,JPN", {"phase": "10,K:5"}, "K is none of the agreement's sectors"),
        ("KOR,JPN", {"phase": "10,A01:5", "exclude": "A01"}, "A01 is none of the agreement's sectors"),
        ("KOR,JPN", {"phase": "10,XX:5"}, "--phase: 'XX'"),
        ("KOR,JPN", {"exclude": "goods", "phase": 3}, "it leaves out every sector"),
        ("KOR,JPN", {"exclude": "goods"}, "it leaves out every sector"),
        ("KOR,JPN", {"sectors": "C29", "exclude": "manufacturing"}, "it leaves out every sector"),
        ("KOR,JPN", {"draws": -1}, "-1 draws are too few"),
        ("KOR,JPN", {"interval": 100}, "an interval of '100' is not between 0 and 100"),
        ("KOR,JPN", {"variables": "welfare"}, "did you mean welfare_pct"),
        ("KOR,JPN", {"from_depth": 7, "tariffs": "none"}, "an economy was given, and tariffs named"),
    ],
)
def test_bad_words_are_told(economy, words, options, said):
    with pytest.raises(InputError) as error:
        cp.agree(words, economy=economy, **{"draws": 0, "from_depth": 3, **options})
    assert said in str(error.value)


def test_an_agreement_that_changes_nothing_is_refused():
    free = cp.load_economy(tariffs="none").restrict(["KOR", "JPN", "USA"])
    with pytest.raises(InputError, match="the agreement changes nothing"):
        cp.agree("KOR,JPN", economy=free, depth=3, from_depth=3, draws=0)
    with pytest.raises(InputError, match="the agreement changes nothing: no tariff is left between its parties; "):
        cp.agree("KOR,JPN", economy=free, tariffs_only=True, draws=0)
    deep = cp.agree("KOR,JPN", economy=free, depth=5, from_depth=3, draws=0)
    assert abs(deep.welfare_pct.sel(part=TARIFFS)).max() == 0
    assert deep.welfare_pct.sel(part=WHOLE, country="KOR").item() > 0


def test_who_is_left_out_is_told(economy):
    answer = cp.agree("KOR,JPN,PRK,LBN", economy=economy, from_depth=3, draws=0, without_absent=True)
    assert "left out, as the accounts lack them: PRK, LBN" in answer.warnings
    assert answer.attrs["parties"] == ("KOR", "JPN")


def test_a_depth_that_is_not_known_is_the_deepest_and_said(economy, found):
    assert any(one.startswith("no depth of this agreement is known: 7, the deepest") for one in found.warnings)
    asked = cp.agree("KOR,JPN", economy=economy, depth=5, from_depth=3, draws=0)
    assert not any(one.startswith("no depth") for one in asked.warnings)
    assert asked.attrs["depth"] == 5


def test_a_named_agreement_in_force_says_what_the_accounts_hold():
    answer = cp.agree("Korea-China", from_depth=3, draws=0)
    said = " ".join(answer.warnings)
    assert (
        "Korea-China has been in force since 2015-12-20: the accounts of 2022 hold a part of it already, and here all of it"
        in said
    )
    assert "RCEP (2022)" in said


def begins(answer, *words):
    """Give the places of the notes that begin so."""
    return [next((k for k, one in enumerate(answer.warnings) if one.startswith(word)), None) for word in words]


def test_an_agreement_in_force_is_told_first_of_all():
    answer = cp.agree("USMCA", draws=0)
    assert answer.warnings[0].startswith(
        "USMCA has been in force since 2020-07-01: the accounts of 2022 hold it already, and here it is added a second time"
    )
    assert "no-agreements" in answer.warnings[0]
    alone = cp.agree("USMCA", draws=0, tariffs="no-agreements", tariffs_only=True)
    assert not any("second time" in one for one in alone.warnings)
    both = cp.agree("USMCA", draws=0, tariffs="no-agreements")
    assert "hold its depth already, and the whole agreement adds it a second time" in both.warnings[0]


def test_what_decides_on_a_number_stands_before_the_rest():
    answer = cp.agree("CJK", draws=0, tariffs="importer-averages")
    first = (
        "judged on",
        "an importer has one",
        "between parties of an",
        "no depth",
        "in force between",
        "a conditional",
    )
    assert begins(answer, *first) == [0, 1, 2, 3, 4, 5]
    assert sum(one.startswith("judged on") for one in answer.warnings) == 1
    assert "measured, it is too low among such pairs" in answer.warnings[2]
    assert not any("overstated" in one for one in answer.warnings)


def test_the_notes_on_tariffs_are_those_of_the_tariffs_in_use():
    answer = cp.agree("CJK", draws=0, tariffs="sector-averages")
    assert begins(answer, "judged on", "between parties of an", "an importer has one") == [0, 1, None]
    assert "sector averages put" in answer.warnings[0]
    assert "average of the sector" in answer.warnings[1]
    other = cp.agree("USA,GBR", draws=0, tariffs="importer-averages")
    assert begins(other, "an importer has one", "a conditional") == [0, 2]
    assert begins(other, "judged on")[0] > 2


def test_a_list_with_a_group_says_that_it_binds_within_the_group(economy):
    def said(words, **more):
        held = cp.agree(words, draws=0, without_absent=True, from_depth=1, **more).warnings
        return [one for one in held if one.startswith("a list binds every pair")]

    assert "members of ASEAN with each other too" in said("ASEAN,KOR")[0]
    assert said("ASEAN") == said("KOR,JPN", economy=economy) == said("EU,KOR") == said("EU,BRA,ARG") == []
    assert "KOR, JPN with each other too" in said("EU,KOR,JPN")[0]


def test_a_service_that_is_named_is_told(economy):
    named = cp.agree("KOR,JPN", economy=economy, sectors="C29,J62_63", from_depth=1, draws=0)
    note = "what depth does is estimated for manufactures; here it is taken for services too: J62_63"
    assert note in named.warnings
    assert not any(
        "services too" in one for one in cp.agree("KOR,JPN", economy=economy, from_depth=1, draws=0).warnings
    )


def test_what_began_in_december_is_not_in_force_in_that_year():
    answer = cp.agree("IND,AUS", draws=0)
    assert not any("India-Australia" in one for one in answer.warnings)


def test_what_no_agreement_in_force_leaves_is_more(economy):
    base = cp.agree("RCEP", tariffs="no-agreements", tariffs_only=True, draws=0)
    left = cp.agree("RCEP", tariffs="importer-averages", tariffs_only=True, draws=0)
    for one in ("VNM", "SGP"):  # whose partners in ASEAN free all trade already
        more, less = (held.exports_to_parties_pct.sel(part=TARIFFS, country=one).item() for held in (base, left))
        assert more > less


def test_a_screen_shows_both_parts_and_the_sectors(found, economy):
    first, *sectors = found.excerpt()
    assert first.above == "KOR, CHN, JPN: the whole agreement, and its tariffs alone"
    assert list(first.result.data.data_vars) == ["welfare_pct", "of_tariffs", "real_wage_pct", "exports_pct"]
    assert [one.dimension for one in sectors] == ["sectors of KOR", "sectors of CHN", "sectors of JPN"]
    phased = cp.agree("KOR,JPN", economy=economy, from_depth=3, phase=12)
    whole, tariffs = phased.excerpt()
    assert len(whole.result.data.data_vars) == 8
    assert tariffs.above == "KOR, JPN: tariffs only, real income, percent"
    assert list(whole.result.data.data_vars)[-1] == "year 12"
    assert first.result.data.of_tariffs.attrs["short"] == "real income, tariffs only"
    assert sectors[-1].below.startswith("sectors shown: the 4 whose output grows")
    assert all(one.below == "" for one in sectors[:-1])


def test_a_chart_is_of_the_year_of_the_phases_that_it_is_told(economy, found):
    phased = cp.agree("KOR,CHN,JPN", economy=economy, from_depth=3, phase=2)
    for year in (1, 2):
        marks = phased.chart("gains", phase=year).to_dict()["layer"][-1]["data"]["values"]
        wanted = phased.welfare_pct.sel(part=WHOLE, phase=year)
        for code, name in (("KOR", "South Korea"), ("JPN", "Japan")):
            assert next(row["value"] for row in marks if row["who"] == name) == wanted.sel(country=code).item()
    first = phased.chart("sectors", phase=1, countries=["KOR"]).to_dict()
    assert first["title"] == "KOR, CHN, JPN: output volume, whole agreement, year 1"
    drawn = {row["sector"]: row["value"] for row in first["layer"][1]["data"]["values"]}
    wanted = phased.output_pct.sel(part=WHOLE, phase=1, country="KOR")
    names = phased.sector_words()
    assert drawn
    assert drawn.items() <= {names[code]: wanted.sel(sector=code).item() for code in names}.items()
    assert phased.chart("gains").to_dict()["title"] == "KOR, CHN, JPN: real income"
    with pytest.raises(InputError, match="no year 3 of phases; take a year from 1 to 2"):
        phased.chart("gains", phase=3)
    with pytest.raises(InputError, match="ask with --phase 10"):
        found.chart("sectors", phase=1)


def test_a_chart_tells_whose_agreement_it_is_and_of_years_where_there_are_any(economy, found):
    pytest.importorskip("altair")
    phased = cp.agree("KOR,JPN", economy=economy, from_depth=3, phase=2)
    first = phased.chart().to_dict()
    assert first["title"] == "KOR, JPN: real income, whole agreement"
    assert "year 2" in first["description"]
    gains = found.chart().to_dict()
    assert gains["title"] == "KOR, CHN, JPN: real income"
    x = gains["layer"][0]["encoding"]["x"]
    assert x["title"] == "real income, per cent"
    assert x["scale"]["zero"] is True
    sectors = found.chart("sectors").to_dict()
    assert "C29 Motor vehicles" in sectors["description"]


def test_exports_to_the_parties_are_those_to_the_other_side():
    held = cp.load_economy().restrict(["KOR", "FRA", "DEU", "USA"])
    answer = cp.agree("EU-Korea", without_absent=True, economy=held, draws=0, from_depth=1)
    outcome = answer.outcomes[WHOLE, None]
    names = outcome.baseline.countries
    korea, france, germany, states = (names.index(one) for one in ("KOR", "FRA", "DEU", "USA"))
    old, new = outcome.baseline.trade.sum(0), outcome.problem.trade_at(outcome.solution.point).sum(0)
    found = answer.exports_to_parties_pct.sel(part=WHOLE)
    theirs = {germany: [korea], korea: [germany, france], states: [germany, france, korea]}
    for one, others in theirs.items():
        wanted = 100 * (new[others, one].sum() / old[others, one].sum() - 1)
        assert found.sel(country=names[one]).item() == pytest.approx(wanted)
    drawn = cp.agree("EU-Korea", without_absent=True, economy=held, draws=20, from_depth=1).exports_to_parties_pct
    assert drawn.sel(part=WHOLE, country="DEU").item() == pytest.approx(found.sel(country="DEU").item())


def test_the_members_of_a_group_that_is_a_customs_union_do_not_agree_with_one_another():
    held = cp.load_economy().restrict(["KOR", "FRA", "DEU", "USA"])
    named = cp.agree("EU-Korea", without_absent=True, economy=held, draws=0, from_depth=1)
    group = cp.agree("FRA,DEU,KOR", economy=held, draws=0, from_depth=1)
    np.testing.assert_allclose(group.welfare_pct.values, named.welfare_pct.values, rtol=0, atol=1e-7)
    assert any("customs union" in one for one in group.warnings)


def test_what_binds_within_a_side_is_none_of_the_agreements_that_are_told():
    held = cp.load_economy().restrict(["KOR", "FRA", "DEU", "USA"])
    answer = cp.agree("EU-Korea", without_absent=True, economy=held, draws=0, depth=7, from_depth=1)
    assert not any("EU customs union" in one for one in answer.warnings)


def test_an_unread_depth_is_not_told_as_one_that_is_deep_enough():
    held = cp.load_economy().restrict(["GBR", "TUR", "CHL", "IDN"])
    told = "as far as that has been read; name that depth with --from-depth"
    with pytest.raises(InputError, match=told):
        cp.agree("GBR,TUR", economy=held, draws=0)
    some = cp.agree("GBR,TUR,IDN", economy=held, draws=0, depth=1).warnings
    assert any("depth adds nothing there: " in one and "GBR-TUR" in one for one in some)
    assert not any("no more than what binds" in one for one in some)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"draws": 10**9}, "^--draws: 1000000000 draws are too many; take 20000 or fewer"),
        ({"exclude": "A01,ZZZ"}, "^--exclude: 'ZZZ' is not a sector"),
        ({"sectors": "C29", "exclude": "C29"}, "^--exclude: it leaves out every sector"),
    ],
)
def test_what_is_refused_names_its_option(economy, words, told):
    with pytest.raises(InputError, match=told):
        cp.agree("KOR,JPN", economy=economy, **{"draws": 0, **words})


def test_the_doubt_tells_what_was_drawn(economy):
    said = {"economy": economy, "draws": 10, "from_depth": 3}
    depth_too = "of what a step of depth does: it leaves out"
    alone = "of the elasticities alone"
    for more, told in ({}, depth_too), ({"depth_effect": 0.05}, alone):
        assert any(told in one for one in cp.agree("KOR,JPN", **said, **more).warnings)
    only = cp.agree("KOR,JPN", economy=economy, draws=10, tariffs_only=True).warnings
    assert any(alone in one for one in only)
    assert not any(depth_too in one for one in only)


def test_an_explained_agreement_knows_the_year_of_its_accounts(economy):
    from counterpoise.questions.scenarios import explain

    said = explain("agreement among KOR,JPN depth 7", economy=economy)
    assert "South Korea and Japan" in said
    assert "no year" not in said
