"""A scenario's words as arrays on a baseline: which cells, by how much, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.policy import policy_of
from counterpoise.scenario import Scenario, read
from counterpoise.scenario.labels import Labels
from counterpoise.scenario.shocks import Embargo, Tariff

COUNTRIES = ("USA", "CHN", "KOR", "DEU", "ROW")
SECTORS = ("A01", "B06", "C26", "C27", "C28", "K")
GOODS = slice(0, 5)
SHAPE = (5, 6, 5)
USA, CHN, KOR, DEU, ROW = range(5)
BASE = np.full(SHAPE, 0.05)
BASE[range(5), :, range(5)] = 0.0


def policy(text, **more):
    scenario = text if isinstance(text, Scenario) else read(text)
    return policy_of(scenario, **{"countries": COUNTRIES, "sectors": SECTORS, "tariff": BASE, "theta": 4.0, **more})


def changed(new, old):
    return {tuple(int(i) for i in cell) for cell in np.argwhere(new != old)}


def test_points_are_added():
    found = policy("tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates")
    assert changed(found.tariff, BASE) == {(CHN, 2, USA), (CHN, 3, USA), (USA, 2, CHN), (USA, 3, CHN)}
    assert found.tariff[CHN, 2, USA] == pytest.approx(0.30)
    assert [(one.flows, one.answer) for one in found.touched] == [(2, False), (2, True)]


def test_three_words_are_three_things():
    level = [
        policy(f"tariff {said} by USA on CHN").tariff[CHN, 0, USA]
        for said in ("set to 10 %", "+10 points", "up by 10 per cent")
    ]
    assert level == pytest.approx([0.10, 0.15, 0.055])


def test_tariffs_are_on_goods_and_embargoes_on_everything():
    assert changed(policy("tariff +1 points by USA on CHN").tariff, BASE) == {(CHN, s, USA) for s in range(5)}
    stopped = policy("embargo by USA on CHN").trade_cost_hat
    assert changed(stopped, 1.0) == {(a, s, b) for a, b in ((USA, CHN), (CHN, USA)) for s in range(6)}
    assert np.isinf(stopped[USA, 5, CHN])


def test_an_embargo_has_a_direction():
    assert changed(policy("embargo by USA on imports from CHN in K").trade_cost_hat, 1.0) == {(CHN, 5, USA)}
    assert changed(policy("embargo by USA on exports to CHN in K").trade_cost_hat, 1.0) == {(USA, 5, CHN)}


def test_all_touches_no_domestic_flow():
    found = policy("embargo by ALL on DEU").trade_cost_hat
    assert found[DEU, 0, DEU] == 1.0
    assert np.isinf(found[DEU, 0, ROW])
    assert np.isinf(found[[USA, CHN, KOR, ROW], 0, DEU]).all()


@given(st.floats(0.1, 99.9), st.floats(0.3, 12))
def test_a_partial_embargo_cuts_the_flow_by_its_share(share, theta):
    made = Scenario(title="a", shocks=(Embargo(by="KOR", on="CHN", share=share),))
    hat = policy(made, theta=np.full(6, theta)).trade_cost_hat[KOR, 2, CHN]
    assert hat**-theta == pytest.approx(1 - share / 100, rel=1e-9)


def test_a_partial_embargo_rations_where_buyers_spend_no_less_on_what_is_dear():
    low = np.array([4, 4, -0.24, 4, 4, 4])
    found = policy("embargo 90 % by KOR on CHN", theta=low)
    assert found.trade_cost_hat[KOR, 2, CHN] == 1.0
    assert found.ration[KOR, 2, CHN] ** -(1 - 0.24) == pytest.approx(0.1, rel=1e-12)  # d^(-sigma)
    assert found.ration[CHN, 2, CHN] == found.ration[USA, 2, CHN] == 1.0
    assert any("leaves 10 % of the quantity" in note for note in found.notes)
    services = policy("embargo 90 % by KOR on CHN in K", theta=low)  # whose theta is above zero
    assert services.touched[0].flows == 2
    assert services.ration is None
    with pytest.raises(InputError, match="needs trade elasticities"):
        policy("embargo 90 % by KOR on CHN", theta=None)


@given(st.floats(0.1, 99.9), st.floats(-0.9, 12))
def test_where_a_time_is_named_what_arrives_is_cut_by_the_share(share, theta):
    made = Scenario(title="a", shocks=(Embargo(by="KOR", on="CHN", share=share),))
    sizes = {"theta": np.full(6, theta), "arriving": True}
    hat = policy(made, **sizes).ration[KOR, 2, CHN]
    assert hat ** -(1 + theta) == pytest.approx(1 - share / 100, rel=1e-9)


def test_costs_and_a_partial_embargo_multiply():
    found = policy("trade costs +10 % between KOR and CHN; embargo 90 % between KOR and CHN")
    assert found.trade_cost_hat[KOR, 0, CHN] == pytest.approx(1.1 * 0.1 ** (-1 / 4))


def test_the_other_instruments():
    found = policy(
        "export tax set to 10 % by CHN on USA sectors B06; productivity -5 % in KOR sectors C; transfer 10 million from USA,DEU to KOR"
    )
    assert changed(found.export_tax, 0.0) == {(CHN, 1, USA)}
    assert found.productivity_hat[KOR].tolist() == pytest.approx([1, 1, 0.95, 0.95, 0.95, 1])
    assert found.transfer.tolist() == [-5, 0, 10, -5, 0]
    assert found.transfer.sum() == 0
    assert [one.flows for one in found.touched] == [1, 3, 0]


def test_an_agreement_lowers_and_never_raises():
    base = BASE.copy()
    base[KOR, 0, CHN] = 0.01
    found = policy("agreement among KOR,CHN,USA set to 3 %", tariff=base)
    assert found.tariff[KOR, 0, CHN] == 0.01
    assert found.tariff[CHN, 0, KOR] == 0.03
    assert found.tariff[CHN, 5, KOR] == 0.05


def test_agreements_may_overlap():
    found = policy("agreement RCEP; agreement among KOR,CHN,USA set to 3 %")
    assert found.tariff[KOR, 0, CHN] == 0.0
    assert found.tariff[KOR, 0, USA] == 0.03
    assert "RCEP: the baseline lacks AUS, BRN" in found.notes[0]
    assert found.notes[0].endswith("; they are part of ROW")


def depths(countries, without):
    held = np.zeros((len(countries), len(countries)))
    held[KOR, CHN] = held[CHN, KOR] = 0.0 if without == "Korea-China" else 6.0
    held[KOR, USA] = held[USA, KOR] = np.nan
    return held


def agreed(**said):
    return Scenario.model_validate({"title": "a", "shocks": [{"kind": "agreement", **said}]})


def test_depth_lowers_other_costs_by_its_effect_over_the_trade_elasticity():
    theta = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 4.0])
    said = {"parties": ["KOR", "CHN", "USA", "DEU"], "depth": 7, "depth_effect": 0.1, "depth_error": 0.02}
    found = policy(agreed(**said), theta=theta, depths_of=depths)
    cost = found.trade_cost_hat
    assert cost[KOR, :5, CHN] ** -theta[:5] == pytest.approx(np.exp(0.1))  # a step more than the six that bind them
    assert cost[KOR, :5, DEU] ** -theta[:5] == pytest.approx(np.exp(0.6))  # six: the first is the tariffs themselves
    assert (cost[KOR, :, USA] == 1).all(), "what binds them has no known depth: nothing is added"
    assert (cost[:, 5] == 1).all(), "services are none of it"
    assert (cost[range(5), :, range(5)] == 1).all()
    assert found.eased is not None
    assert found.eased_error is not None
    assert found.eased[DEU, 0, KOR] == pytest.approx(0.6)
    assert found.eased_error[DEU, 0, KOR] == pytest.approx(0.12)
    from_given = policy(agreed(**said, from_depth=3), theta=theta, depths_of=depths).trade_cost_hat
    assert from_given[KOR, 2, USA] ** -4.0 == pytest.approx(np.exp(0.4))


def test_depth_is_counted_from_the_other_agreements_in_force():
    named = agreed(name="Korea-China", depth=7, depth_effect=0.1)
    found = policy(named, depths_of=depths, parties_of=lambda _: ("KOR", "CHN"))
    assert found.trade_cost_hat[KOR, 0, CHN] ** -4.0 == pytest.approx(np.exp(0.6))


def test_a_part_of_the_way_is_a_part_of_each_cut():
    said = {"parties": ["KOR", "CHN"], "depth": 3, "depth_effect": 0.1, "set_to": 1}
    whole, part = policy(agreed(**said)), policy(agreed(**said, share=25))
    assert part.tariff[KOR, 0, CHN] == pytest.approx(0.05 - 0.25 * (0.05 - 0.01))
    assert np.log(part.trade_cost_hat[KOR, 0, CHN]) == pytest.approx(0.25 * np.log(whole.trade_cost_hat[KOR, 0, CHN]))
    assert whole.tariff[KOR, 0, CHN] == pytest.approx(0.01)


def test_an_agreement_leaves_sectors_out():
    found = policy("agreement among KOR,CHN depth 3 except A01,C26", theta=4.0)
    assert changed(found.tariff, BASE) == {(a, s, b) for a, b in ((KOR, CHN), (CHN, KOR)) for s in (1, 3, 4)}
    assert changed(found.trade_cost_hat, 1.0) == changed(found.tariff, BASE)
    with pytest.raises(InputError, match="leaves out every sector"):
        policy("agreement among KOR,CHN in A01 except A01")


def test_an_agreement_of_two_sides_changes_nothing_within_a_side():
    sides = frozenset(frozenset(("KOR", other)) for other in ("CHN", "DEU"))
    found = policy(
        agreed(name="x", depth=7, depth_effect=0.1),
        parties_of=lambda _: ("KOR", "CHN", "DEU"),
        pairs_of=lambda _: sides,
    )
    cells = {(a, s, b) for a, b in ((KOR, CHN), (KOR, DEU), (CHN, KOR), (DEU, KOR)) for s in range(5)}
    assert changed(found.tariff, BASE) == changed(found.trade_cost_hat, 1.0) == cells


def test_the_register_s_sides_reach_the_engine():
    import counterpoise as cp
    from counterpoise.equilibrium.counterfactual import arrays_of

    base = cp.calibrate(cp.load_economy().restrict(["KOR", "FRA", "DEU"]))
    found = arrays_of(base, read("agreement EU-Korea depth 7"))
    assert found.eased is not None
    korea, france, germany = (base.countries.index(one) for one in ("KOR", "FRA", "DEU"))
    assert (found.eased[france, :, germany] == 0).all(), "what binds the two of them is no part of it"
    assert (found.eased[korea, :, germany] > 0).any()


def test_of_two_agreements_on_a_flow_the_greatest_ease_holds():
    deep = {"kind": "agreement", "parties": ["KOR", "CHN"], "depth_effect": 0.1}
    both = Scenario.model_validate({"title": "a", "shocks": [{**deep, "depth": 4}, {**deep, "depth": 6}]})
    other = Scenario.model_validate({"title": "a", "shocks": [{**deep, "depth": 6}, {**deep, "depth": 4}]})
    for one in (both, other):
        assert policy(one).trade_cost_hat[KOR, 0, CHN] ** -4.0 == pytest.approx(np.exp(0.5))


def test_depth_needs_elasticities_above_zero():
    with pytest.raises(InputError, match="not all above 0 here; ask for a later time, or leave out depth"):
        policy("agreement among KOR,CHN depth 3", theta=-0.24)


def test_an_agreement_s_parties_come_from_the_register():
    def parties_of(name):
        if name != "KAFTA":
            raise InputError("no such agreement")
        return ("KOR", "DEU", "BRN")

    found = policy("agreement KAFTA", parties_of=parties_of)
    assert changed(found.tariff, BASE) == {(a, s, b) for a, b in ((KOR, DEU), (DEU, KOR)) for s in range(5)}
    assert found.notes == ("KAFTA: the baseline lacks BRN",)
    with pytest.raises(InputError, match=r"^clause 1, name: no such agreement$"):
        policy("agreement KAFTAA", parties_of=parties_of)
    with pytest.raises(InputError, match=r"^clause 1, name: the baseline has no party of KAFTA; its parties are BRN"):
        policy("agreement KAFTA", parties_of=lambda _: ("BRN",))
    with pytest.raises(InputError, match="the agreement has one party in the baseline, USA"):
        policy("agreement USMCA", parties_of=parties_of)


def test_recorded_points_are_added_where_they_are():
    def recorded(table, start, end, countries, sectors):
        assert (table, start.isoformat(), end.isoformat()) == ("us_tariffs", "2025-01-01", "2025-11-25")
        added = np.zeros((len(countries), len(sectors), len(countries)))
        added[CHN, 2, USA] = added[USA, 2, CHN] = 0.2
        return added

    text = "recorded us_tariffs from 2025-01-01 to 2025-11-25"
    found = policy(text, recorded=recorded)
    assert changed(found.tariff, BASE) == {(CHN, 2, USA), (USA, 2, CHN)}
    assert changed(policy(f"{text} by USA", recorded=recorded).tariff, BASE) == {(CHN, 2, USA)}
    both = policy(f"{text} by USA; tariff +5 points by USA on CHN", recorded=recorded)
    assert both.tariff[CHN, 2, USA] == pytest.approx(0.30)
    with pytest.raises(InputError, match="recorded tariffs are not at hand"):
        policy(text)


def test_two_answers_with_points_add_up():
    assert policy("tariff +5 points by USA on CHN; tariff +2 points by USA on ALL").tariff[
        CHN, 0, USA
    ] == pytest.approx(0.12)


TOML = 'title = "a"\n' + 2 * '[[shocks]]\nkind = "tariff"\nby = "USA"\non = "CHN"\nset_to = 10\n'
REFUSED = {
    "tariff +10 points by USA on CHN sectors C26; tariff set to 5 % by USA on ALL": "clause 2: contradicts clause 1: both set "
    "the tariff of C26 from CHN to USA; keep one, or name other countries or sectors",
    "embargo by USA on CHN; embargo 50 % by CHN on exports to USA in K": "clause 2: contradicts clause 1: both set the embargo "
    "of K from CHN to USA; keep one, or name other countries or sectors",
    "trade costs +10 % between USA and CHN; trade costs +5 % among USA,CHN,KOR": "clause 2: contradicts clause 1: both set the "
    "trade cost of A01 from USA to CHN; keep one, or name other countries or sectors",
    "productivity -5 % in KOR; productivity +5 % in KOR sectors C26": "clause 2: contradicts clause 1: both set the "
    "productivity of KOR in C26; keep one, or name other countries or sectors",
    "tariff set to 5 % by KOR; agreement among KOR,CHN": "clause 2: contradicts clause 1: both set the tariff of A01 from CHN "
    "to KOR; keep one, or name other countries or sectors",
    "tariff -120 points by KOR on CHN": "clause 1: the tariff of A01 from CHN to KOR would be -115 %, not above -100 %; take "
    "away less",
    "tariff +10 points by KRO on CHN": "clause 1, by: 'KRO' is not a country or a group of the baseline; did you mean KOR "
    "(South Korea) or ROW or RIO?",
    "tariff +10 points by Korea on CHN": "clause 1, by: 'Korea' is not a country or a group of the baseline; did you mean KOR "
    "(South Korea)?",
    "tariff +10 points by USA on JPN": "clause 1, on: JPN (Japan) is not in the baseline; there it is part of ROW",
    "tariff +10 points by EAEU on USA": "clause 1, by: the baseline has no member of EAEU; its members are ARM, BLR, KAZ, KGZ, "
    "RUS",
    "tariff +10 points by USA on CHN in C266": "clause 1, sectors: 'C266' is not a sector of icio-2025 by itself; it is part "
    "of C26 (Computers, electronics and optical products)",
    "tariff +10 points by USA on CHN in C29": "clause 1, sectors: the baseline has no sector 'C29'; it has A01, B06, C26, C27, "
    "C28 and others",
    "tariff +10 points by USA on CHN in manufactring": "clause 1, sectors: 'manufactring' is not a sector of icio-2025; did you "
    "mean manufacturing (Manufacturing)?",
    "tariff +10 points by USA on CHN in C28-C26": "clause 1, sectors: 'C28-C26' runs backwards; write C26-C28",
    "tariff +10 points by USA on CHN in C26-C99": "clause 1, sectors: 'C99' is not a sector of icio-2025; did you mean C29 "
    "(Motor vehicles) or C19 (Coke and refined petroleum)?",
    "tariff +10 points by KOR on KOR": "clause 1: touches no flow; name two different sides; what stays at home is never touched",
    "tariff set to 5 % by USA": "'tariff set to 5 % by USA': the scenario changes nothing; clause 1 leaves every flow as it is",
    "export tax up by 10 per cent by USA": "'export tax up by 10 per cent by USA': the scenario changes nothing; clause 1 "
    "leaves every flow as it is",
    "transfer 10 million from USA to ALL": "clause 1: USA is on both sides; name it on one",
}


@pytest.mark.parametrize("text", REFUSED)
def test_it_is_refused(text):
    with pytest.raises(InputError) as caught:
        policy(text)
    assert str(caught.value) == REFUSED[text]
    assert caught.value.exit_code == 2


def test_a_file_s_contradiction_names_both_lines():
    with pytest.raises(InputError) as caught:
        policy(Scenario.from_text(TOML, name="a.toml"))
    assert str(caught.value) == (
        "a.toml, line 7, shocks[1]: contradicts a.toml, line 2, shocks[0]: both set the tariff of A01 from CHN to USA; "
        "keep one, or name other countries or sectors"
    )


def test_a_file_s_wrong_word_names_its_line():
    with pytest.raises(
        InputError, match=r"^a.toml, line 5, shocks\[0\]\.on: 'CHNN' is not a country .*; did you mean CHN"
    ):
        policy(Scenario.from_text(TOML.replace("CHN", "CHNN"), name="a.toml"))


def test_nothing():
    with pytest.raises(InputError, match=r"^'a': the scenario changes nothing: it has no shocks; add one$"):
        policy(Scenario(title="a"))
    assert policy(Scenario(title="a"), allow_nothing=True).touched == ()
    assert policy(Scenario.from_text('title = "a"\n[model]\nclosure = "balanced"')).touched == ()
    with pytest.raises(InputError, match="changes nothing"):
        policy(Scenario.from_arrays(tariff=BASE.transpose(2, 0, 1)))


def test_one_idle_shock_among_others_is_noted():
    found = policy("tariff set to 5 % by USA; tariff +5 points by CHN")
    assert found.notes == ("clause 1 leaves every flow as it is",)


def test_own_lists():
    text = 'title = "a"\n[groups]\nfriends = ["USA", "more"]\nmore = ["KOR"]\n[[shocks]]\nkind = "tariff"\nby = "friends"\non = "CHN"\nset_to = 1'
    assert policy(Scenario.from_text(text)).touched[0].flows == 10
    with pytest.raises(
        InputError, match=r"line 7, shocks\[0\].by \(friends\) \(more\): the list 'friends' holds itself"
    ):
        policy(Scenario.from_text(text.replace('["KOR"]', '["friends"]')))
    with pytest.raises(InputError, match=r"shocks\[0\].by \(friends\) \(more\): 'KRO' is not a country"):
        policy(Scenario.from_text(text.replace('["KOR"]', '["KRO"]')))


# Arrays -------------------------------------------------------------------------------------------------------


def test_arrays_come_on_the_axes_of_the_constructor():
    tariff = BASE.transpose(2, 0, 1).copy()
    tariff[USA, CHN, 3] = 0.4
    cost = np.ones(tariff.shape)
    cost[KOR, DEU, 1] = np.inf
    found = policy(Scenario.from_arrays(tariff=tariff, trade_cost_hat=cost))
    assert changed(found.tariff, BASE) == {(CHN, 3, USA)}
    assert changed(found.trade_cost_hat, 1.0) == {(DEU, 1, KOR)}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"tariff": np.zeros((5, 6, 5))},
            r"tariff: the shape is \(5, 6, 5\); give importer x exporter x sector, \(5, 5, 6\)",
        ),
        ({"tariff": np.full((5, 5, 6), -1.0)}, "tariff: its smallest entry is -1; every entry is above -1"),
        ({"tariff": np.full((5, 5, 6), np.nan)}, "tariff: it has entries that are not finite; give numbers"),
        ({"tariff": np.full((5, 5, 6), 0.1)}, "tariff: it changes domestic flows; leave importer = exporter"),
        ({"trade_cost_hat": np.zeros((5, 5, 6))}, "trade_cost_hat: its smallest entry is 0; every entry is above 0"),
        ({"trade_cost_hat": np.full((5, 5, 6), np.inf)}, "trade_cost_hat: it changes domestic flows"),
        ({"productivity_hat": np.zeros((5, 6))}, "productivity_hat: its smallest entry is 0; every entry is above 0"),
        (
            {"productivity_hat": np.ones((6, 5))},
            r"productivity_hat: the shape is \(6, 5\); give country x sector, \(5, 6\)",
        ),
        ({"transfer": np.ones(5)}, "transfer: transfers sum to 5; what one receives another pays"),
    ],
)
def test_wrong_arrays(given, told):
    with pytest.raises(InputError, match=f"^{told}"):
        policy(Scenario.from_arrays(**given))


def test_the_baseline_s_rates_have_its_shape():
    with pytest.raises(InputError, match=r"^tariff: the baseline's tariff has the shape \(2, 2\)"):
        policy("embargo by ALL on DEU", tariff=np.zeros((2, 2)))


# Labels of others ---------------------------------------------------------------------------------------------

NAMED = {
    "countries": ("Mexico", "USA", "Germany", "ROW"),
    "sectors": ("Agriculture", "Basic metals", "Services, other"),
    "scheme": "caliendo-parro",
}


def test_any_unique_labels_work():
    found = policy_of(read("tariff +5 points by mexico on USA"), **NAMED)
    assert changed(found.tariff, 0.0) == {(1, s, 0) for s in range(3)}
    assert found.notes == ("the labels don't tell goods from services: a tariff without sectors is on all of them",)
    assert changed(policy_of(read("tariff +5 points by MEX on EU27 in agriculture"), **NAMED).tariff, 0.0) == {
        (2, 0, 0)
    }
    made = Scenario(title="a", shocks=(Tariff(by="Mexico", on="USA", sectors=["Services, other"], set_to=1),))
    assert changed(policy_of(made, **NAMED).tariff, 0.0) == {(1, 2, 0)}
    with pytest.raises(
        InputError, match=r"by: 'Mexco' is not a country or a group of the baseline; did you mean MEX \(Mexico\)"
    ):
        policy_of(read("tariff +5 points by Mexco on USA"), **NAMED)
    with pytest.raises(
        InputError, match="sectors: 'Agricultur' is not a sector of the baseline; did you mean Agriculture"
    ):
        policy_of(read("tariff +5 points by Mexico on USA in Agricultur"), **NAMED)


def test_labels_that_are_groups_of_the_scheme():
    labels = Labels(("KOR", "CHN"), ("agriculture", "manufacturing", "services"), "icio-2025 in groups")
    assert labels.goods() == ((0, 1), "")
    assert labels.sectors_of(("goods",)) == (0, 1)
    with pytest.raises(
        InputError, match="'C26' is not a sector of the baseline by itself; it is part of manufacturing"
    ):
        labels.sectors_of(("C26",))


def test_a_shock_on_everything_is_touched_once():
    found = policy("tariff +1 points by ALL on ALL,USA,EU in TOTAL")
    assert found.touched[0].flows == 5 * 4 * 6
    assert found.touched[0].traded(np.ones(SHAPE)) == (120, 120.0)


def test_of_two_agreements_on_the_way_the_lower_tariff_holds():
    half = {"kind": "agreement", "parties": ["KOR", "CHN"]}
    for one, other in ((50, 40), (40, 50), (50, 50)):
        both = {"title": "a", "shocks": [{**half, "share": one}, {**half, "share": other}]}
        assert policy(Scenario.model_validate(both)).tariff[KOR, 0, CHN] == pytest.approx(0.025)


def test_an_agreement_on_given_arrays_cuts_the_tariffs_that_these_set():
    given_tariff = np.where(BASE > 0, 0.2, 0.0).transpose(2, 0, 1)
    one = Scenario.from_arrays(tariff=given_tariff)
    cut = {"kind": "agreement", "parties": ["KOR", "CHN"], "share": 50}
    shocks = Scenario.model_validate({"title": "a", "shocks": [cut, {**cut, "share": 25}]}).shocks
    found = policy(one.model_copy(update={"shocks": shocks}))
    assert found.tariff[KOR, 0, CHN] == pytest.approx(0.1)
    assert found.tariff[KOR, 0, USA] == pytest.approx(0.2)


def united(countries):
    held = np.eye(len(countries), dtype=bool)
    held[USA, CHN] = held[CHN, USA] = True
    return held


def test_a_customs_union_is_one_party():
    said = {"depth": 7, "depth_effect": 0.1}
    found = policy(agreed(parties=["USA", "CHN", "KOR"], **said), unions_of=united)
    cells = {(a, s, b) for a, b in ((KOR, CHN), (KOR, USA), (CHN, KOR), (USA, KOR)) for s in range(5)}
    assert changed(found.tariff, BASE) == changed(found.trade_cost_hat, 1.0) == cells
    assert found.notes[0].startswith("between members of one customs union nothing changes")


def test_an_agreement_among_members_of_one_customs_union_alone_binds_them():
    found = policy(agreed(parties=["USA", "CHN"]), unions_of=united)
    assert changed(found.tariff, BASE) == {(a, s, b) for a, b in ((USA, CHN), (CHN, USA)) for s in range(5)}
    assert found.notes == ()


def test_where_no_depth_is_known_a_note_says_so_once():
    deep = {"kind": "agreement", "parties": ["KOR", "CHN", "USA"], "depth": 7, "depth_effect": 0.1}
    both = Scenario.model_validate(
        {"title": "a", "shocks": [{**deep, "sectors": ["A01"]}, {**deep, "sectors": ["C26"]}]}
    )
    told = [one for one in policy(both, depths_of=depths).notes if "has not been read" in one]
    assert told == [
        "how deep the agreement in force is has not been read, so that depth adds nothing there: USA-KOR; from_depth names it"
    ]
