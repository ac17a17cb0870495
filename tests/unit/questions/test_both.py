"""The equation of both, for any country and two powers: what must hold, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.questions.sides import ECONOMY, SECURITY, WEIGHTS
from counterpoise.reliance.composite import NARROW
from counterpoise.world.ties import Observations
from tests.reference.asked import cp

DRAWS = 300
NETS = ("net_economic_reliance", "net_security_reliance")
SPANNED = (*NETS, "cross_pressure", "cross_pressure_rank", "cross_pressured_share")


@pytest.fixture(scope="module")
def ask(facts, accounts):
    kept = {}

    def call(country="KOR", powers="USA,CHN", **rest):
        key = (country, powers, repr(sorted(rest.items())))
        if key not in kept:
            words = {"draws": DRAWS, "ties": facts, "economy": accounts, **rest}
            kept[key] = cp.equation(country, powers=powers, **words)
        return kept[key]

    return call


def same(one, other, **tolerance):
    np.testing.assert_allclose(
        one.values, other.sel(country=one.country).values, **{"rtol": 0, "atol": 1e-9, **tolerance}
    )


def test_korea_leans_to_both(ask):
    data = ask().data.sel(country="KOR")
    assert data.net_economic_reliance.item() < 0 < data.net_security_reliance.item()
    expected = np.sqrt(-data.net_economic_reliance * data.net_security_reliance)
    assert data.cross_pressure.item() == pytest.approx(expected.item())
    assert data.cross_pressured_share__low.item() > 0.95


@pytest.mark.parametrize("powers", ["USA,CHN", "USA,RUS", "RUS,CHN", "EU27,CHN", "NATO,RUS", "JPN,IND"])
def test_with_the_powers_exchanged_the_leans_are_mirrored_and_the_pressure_stays(ask, powers):
    """Of every country, and of every indicator."""
    one = ask("ALL", powers).data
    other = ask("ALL", ",".join(reversed(powers.split(",")))).data
    for name in (*NETS, *(str(v) for v in one.data_vars if str(v).startswith("lean_") and "__" not in str(v))):
        same(one[name], -other[name])
        for low, high in (("__low", "__high"), ("__high", "__low")):
            if f"{name}{low}" in one:
                same(one[f"{name}{low}"], -other[f"{name}{high}"])
        for end in ("__coverage", "__year"):
            if f"{name}{end}" in one:
                same(one[f"{name}{end}"], other[f"{name}{end}"])
        if f"{name}__source" in one:
            turned = other[f"{name}__source"].sel(country=one.country).values
            assert one[f"{name}__source"].values.tolist() == turned.tolist(), name
    for name in SPANNED[2:]:
        for end in ("", "__low", "__high"):
            same(one[f"{name}{end}"], other[f"{name}{end}"])
    for name in ("economic_reliance", "security_reliance"):
        same(one[name].transpose("country", ...), other[name].sel(partner=one.partner).transpose("country", ...))


@pytest.mark.parametrize("factor", [1000.0, 1 / 1350.7])
def test_the_unit_of_account_does_not_matter(ask, facts, accounts, factor):
    """An economy in thousands, or in another currency; and what is spent on defence in it too."""
    outside = None if accounts.outside is None else accounts.outside * factor
    economy = replace(
        accounts, flow=accounts.flow * factor, value_added=accounts.value_added * factor, outside=outside, lineage=""
    )
    held = {
        kind: [replace(one, value=one.value * factor) for one in tables] if kind == "military_expenditure" else tables
        for kind, tables in facts.tables.items()
    }
    ties = cp.Ties(tables=held, acts=facts.acts, provenance=facts.provenance, home=facts.home)
    one = ask("ALL").data
    other = ask("ALL", economy=economy, ties=ties).data
    for name in SPANNED:
        for end in ("", "__low", "__high"):
            same(one[f"{name}{end}"], other[f"{name}{end}"], atol=1e-7)


@pytest.mark.parametrize("weights", [None, {"look_through": 1}, {"capability_reliance": 1}, {"foreign_presence": 1},
                                     {"final_demand_reliance": 3, "look_through": 1, "arms_supplier_share": 2}])  # fmt: skip
def test_a_value_lies_within_its_interval_and_within_its_scale(ask, weights):
    data = ask("ALL", weights=weights).data
    for name in SPANNED:
        value, low, high = (data[f"{name}{end}"].values for end in ("", "__low", "__high"))
        known = np.isfinite(value)
        assert np.all((low <= value + 1e-12)[known] & (value <= high + 1e-12)[known]), name
        assert np.all(low <= high + 1e-12), name
    for name in NETS:
        assert np.all(np.abs(data[f"{name}__low"]) <= 1 + 1e-12)
        assert np.all(np.abs(data[f"{name}__high"]) <= 1 + 1e-12)
    assert np.all((data.cross_pressure__low >= 0) & (data.cross_pressure__high <= 1))
    ranks = data.cross_pressure_rank
    assert np.all((data.cross_pressure_rank__low >= 1) & (data.cross_pressure_rank__high <= data.sizes["country"]))
    order = np.argsort(-data.cross_pressure.values[np.isfinite(ranks)], kind="stable")
    assert np.all(np.diff(ranks.values[np.isfinite(ranks)][order]) >= 0)


def corners(data, weights):
    """Give the bounds of both nets and of what pulls to both, from the leans that are shown and their weights."""
    nets = []
    for own in weights.values():
        ends = np.zeros((2, data.sizes["country"]))
        for name, weight in own.items():
            value = data[f"lean_{name}"]
            for k, end in enumerate(("__low", "__high")):
                bound = data.get(f"lean_{name}{end}", value)
                ends[k] += weight * bound.where(bound.notnull(), value).values
        nets.append(ends)
    products = np.stack([-e * s for e in nets[0] for s in nets[1]])
    pulls = np.sqrt(np.maximum(products, 0))
    return [*nets, np.stack([pulls.min(0), pulls.max(0)])]


@pytest.mark.parametrize("powers", ["USA,CHN", "USA,RUS", "EU27,CHN"])
@pytest.mark.parametrize(
    "weights", [None, {"foreign_presence": 1}, {"protected_capability": 9, "arms_supplier_share": 1}]
)
def test_a_number_is_given_where_its_own_bounds_are_narrow_and_nowhere_else(ask, powers, weights):
    """Of cross-pressure too: near nought two leans that are known leave it wide."""
    answer = ask("ALL", powers, weights=weights)
    bounds = corners(answer.data, answer.diagnostics["weights"])
    narrow = [high - low <= NARROW + 1e-9 for low, high in bounds]
    for name, known in zip(NETS, narrow, strict=False):
        assert np.array_equal(np.isfinite(answer.data[name].values), known), name
    pressure = answer.data.cross_pressure.values
    assert np.array_equal(np.isfinite(pressure), np.all(narrow, axis=0))
    low, high = bounds[2]
    known = np.isfinite(pressure)
    assert np.all((low <= pressure + 1e-9)[known] & (pressure <= high + 1e-9)[known])


def test_ranks_are_shared_where_pressures_agree(ask):
    """All whose leans agree have no pressure, and one rank."""
    for powers in ("USA,CHN", "USA,RUS", "EU27,CHN"):
        data = ask("ALL", powers).data
        known = data.cross_pressure.notnull().values
        values, ranks = (data[name].values[known] for name in ("cross_pressure", "cross_pressure_rank"))
        above = (np.round(values[None, :], 12) > np.round(values[:, None], 12)).sum(1)
        assert ranks.tolist() == (1 + above).tolist()
        assert len(set(ranks[values == 0])) == 1


@pytest.mark.parametrize("lost", ["foreign_troops", "arms_share", "military_expenditure", "armed_forces"])
def test_when_figures_go_missing_no_interval_narrows(ask, facts, lost):
    fewer = {kind: tables for kind, tables in facts.tables.items() if kind != lost}
    ties = cp.Ties(tables=fewer, acts=facts.acts, provenance=facts.provenance, home=facts.home)
    before, after = ask("ALL").data, ask("ALL", ties=ties).data
    for name in ("net_security_reliance", "cross_pressure"):
        low, high = (after[f"{name}{end}"].sel(country=before.country).values for end in ("__low", "__high"))
        assert np.all(low <= before[f"{name}__low"].values + 1e-12), name
        assert np.all(before[f"{name}__high"].values <= high + 1e-12), name
    same(before.net_economic_reliance, after.net_economic_reliance)
    assert np.isnan(after.net_security_reliance.sel(country="KOR"))  # and not as if what is missing were nought


def test_weights_and_indicators_make_a_side(ask):
    data = ask(weights={"sales_value_added": 2}).data.sel(country="KOR")
    assert data.net_economic_reliance.item() == pytest.approx(data.lean_sales_value_added.item())
    named = ask(indicators=["look_through", "foreign_input_reliance"]).data.sel(country="KOR")
    mean = (named.lean_look_through + named.lean_foreign_input_reliance) / 2
    assert named.net_economic_reliance.item() == pytest.approx(mean.item())
    assert named.net_security_reliance.item() == pytest.approx(
        ask().data.sel(country="KOR").net_security_reliance.item()
    )


def test_default_weights_sum_to_one_on_each_side(ask):
    for side in (ECONOMY, SECURITY):
        assert sum(WEIGHTS[side].values()) == pytest.approx(1)
        assert sum(ask().diagnostics["weights"][side].values()) == pytest.approx(1)


def test_the_seed_gives_the_draws(ask, facts, accounts):
    one = ask("ALL", seed=3).data
    again = cp.equation("ALL", powers="USA,CHN", seed=3, draws=DRAWS, ties=facts, economy=accounts).data
    other = ask("ALL", seed=4).data
    assert one.equals(again)
    assert not np.allclose(one.cross_pressure__high, other.cross_pressure__high.sel(country=one.country))
    same(one.cross_pressure, other.cross_pressure)  # under its own weights it has no seed


def test_a_group_as_a_power_is_its_members_but_the_country(ask):
    answer = ask("DEU", "NATO,CHN")
    assert any("NATO is" in text for text in answer.warnings)
    data = answer.data.sel(country="DEU")
    assert 0.5 < data.lean_protected_capability.item() < 1
    lone = ask("DEU", "USA,CHN").data.sel(country="DEU")
    assert data.lean_foreign_input_reliance.item() > lone.lean_foreign_input_reliance.item()
    union = ask("KOR", "EU27,CHN").data
    assert "DEU" in union.country.values  # a member leans too
    assert "CHN" not in union.country.values


def lacking(ties, code):
    """Give the same ties without a country."""

    def cut(one):
        if not isinstance(one, Observations):
            return one
        keep = (one.country != code) & (True if one.partner is None else one.partner != code)
        columns = ("country", "partner", "year", "value", "low", "high")
        return replace(one, **{name: held[keep] for name in columns if (held := getattr(one, name)) is not None})

    made = {kind: [cut(one) for one in tables] for kind, tables in ties.tables.items()}
    home = tuple(one for one in ties.home if one != code)
    return cp.Ties(tables=made, acts=ties.acts, provenance=ties.provenance, home=home)


def test_the_one_known_member_of_a_power_does_not_lean_on_itself(ask, facts):
    """Of the Gulf's council the accounts have two members: without the one, the other is all of it."""
    alone = lacking(facts, "SAU")
    with pytest.raises(InputError, match="ARE is all that is known of a power") as raised:
        ask("ARE", "GCC,CHN", ties=alone)
    assert "\n" not in str(raised.value)
    some = ask("ARE,KOR", "GCC,CHN", ties=alone)
    assert some.data.attrs["chosen"] == ["KOR"]
    assert any(text.startswith("left out") and text.endswith(": ARE") for text in some.warnings)
    for answer in (some, ask("ALL", "GCC,CHN", ties=alone)):
        assert {"ARE", "SAU", "CHN"}.isdisjoint(answer.data.country.values)
    both = ask("ARE", "GCC,CHN").data  # who has another member to lean on does
    assert np.isfinite(both.net_economic_reliance.sel(country="ARE"))


@pytest.mark.parametrize(
    ("country", "powers"),
    [
        ("DEU", "USA,RUS"),
        ("SAU", "USA,CHN"),
        ("ARE", "USA,CHN"),
        ("KAZ", "RUS,CHN"),
        ("VNM", "USA,CHN"),
        ("CHE", "USA,RUS"),
    ],
)
def test_any_country_between_any_powers(ask, country, powers):
    data = ask(country, powers).data.sel(country=country)
    for name in NETS:
        assert -1 <= data[f"{name}__low"].item() <= data[f"{name}__high"].item() <= 1
    assert np.isfinite(data.net_economic_reliance.item())


def test_what_is_known_of_some_countries(ask):
    def lean(country, powers, name):
        return ask(country, powers).data.sel(country=country)[name].item()

    assert lean("DEU", "USA,RUS", "net_security_reliance") > 0
    assert lean("KAZ", "RUS,CHN", "net_security_reliance") > 0
    assert lean("SAU", "USA,CHN", "lean_arms_supplier_share") > 0
    assert lean("SAU", "USA,CHN", "lean_protected_capability") == 0
    assert lean("CHE", "USA,RUS", "lean_protected_capability") == 0


def test_several_countries_and_all(ask):
    some = ask("KOR,JPN,AUS")
    assert some.data.attrs["chosen"] == ["KOR", "JPN", "AUS"]
    trail = some.data.trail_economic.notnull().any("year")
    assert set(trail.country.values[trail.values]) == {"KOR", "JPN", "AUS"}
    every = ask("ALL")
    assert every.data.attrs["chosen"] == []
    assert {"USA", "CHN", "ROW"}.isdisjoint(every.data.country.values)
    values = every.data.cross_pressure.values
    known = values[np.isfinite(values)]
    assert np.all(np.diff(known) <= 1e-12)  # ranked


def test_who_was_named_and_is_not_known_is_told(ask):
    answer = ask("KOR,PRK")
    assert answer.data.attrs["chosen"] == ["KOR"]
    assert any(text.startswith("left out") and text.endswith(": PRK") for text in answer.warnings)
    assert not any(text.startswith("left out") for text in ask("ASEAN").warnings)


def test_a_year_is_of_both_sides(facts):
    data = cp.equation("KOR", powers="USA,CHN", year=2022, draws=50, ties=facts).data
    assert data.attrs["year"] == 2022
    assert set(data.lean_look_through__year.values.tolist()) == {2022}
    assert int(data.lean_foreign_presence__year.max()) <= 2022


@pytest.mark.parametrize(
    ("country", "powers", "rest", "said"),
    [
        ("USA", "USA,CHN", {}, "USA is among its own powers"),
        ("KOR", "USA,USA", {}, "USA is named twice"),
        ("KOR", "USA", {}, "two powers are needed, not 1"),
        ("KOR", "USA,CHN,RUS", {}, "two powers are needed, not 3"),
        ("KOR", "NATO,USA", {}, "NATO and USA share USA"),
        ("KOR", "EU27,NATO", {}, "EU27 and NATO share BEL, BGR, CZE and others"),
        ("KOR", "USA,PRK", {}, "nothing is known of PRK here"),
        ("KOR", "USA,XXX", {}, "neither a country code nor a group"),
        ("PRK", "USA,CHN", {}, "is not in the accounts.*counterpoise security PRK"),
        ("LIE", "USA,CHN", {}, "nothing is known of LIE"),
        ("USA,CHN", "USA,CHN", {}, "the powers themselves"),
        ("KOR", "USA,CHN", {"weights": {"look_through": 0}}, "the economic weights sum to nothing"),
        ("KOR", "USA,CHN", {"weights": "foreign_presence=0"}, "the security weights sum to nothing"),
        ("KOR", "USA,CHN", {"weights": {"look_through": -1}}, "weight"),
        ("KOR", "USA,CHN", {"weights": {"look_thru": 1}}, "did you mean look_through"),
        ("KOR", "USA,CHN", {"indicators": "look_through", "weights": {"look_through": 1}}, "both named"),
        ("KOR", "USA,CHN", {"draws": 0}, "draws"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(ask, country, powers, rest, said):
    with pytest.raises(InputError, match=said) as raised:
        ask(country, powers, **rest)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 2


def test_no_security_data_is_no_nought(ask, facts):
    """A country of the accounts of which the ties tell nothing is refused, with what can be asked of it."""
    home = tuple(one for one in facts.home if one != "KOR")
    ties = cp.Ties(tables={"nuclear_weapons": facts.tables["nuclear_weapons"]}, acts=(), provenance={}, home=home)
    with pytest.raises(InputError, match=r"there is no security data on KOR.*counterpoise rely KOR"):
        ask("KOR", ties=ties)


def test_what_a_withdrawal_would_cost(ask):
    data = ask("KOR", withdrawal=True).data.sel(country="KOR")
    assert np.all(data.income_lost_short >= data.income_lost_long)
    assert np.all((data.income_lost_long > 0) & (data.income_lost_short < 1))
    assert data.protection_lost.values.tolist() == pytest.approx([data.lean_protected_capability.item(), 0.0])
