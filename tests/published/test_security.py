"""Ties between states as they are known: from the producers' files, added by a user, to the program's answers.

The figures to meet are the producers' (Leeds et al. 2002; Singer 1987; SIPRI; Kane 2006; Bailey, Strezhnev and Voeten
2017; Felbermayr et al. 2020; Moyer et al. 2021; Palmer et al. 2021), or were computed from their files by other programs.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.world.ties import KINDS, Ties
from counterpoise.world.ties_facts import as_of
from tests.reference.security_files import table


def loaded(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_STORE", str(folder))
        return cp.load_ties()


@pytest.fixture(scope="module")
def stored(security_store):
    """The ties of a store that holds the producers' files."""
    return loaded(security_store)


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """The ties by the program's own facts alone."""
    return loaded(tmp_path_factory.mktemp("empty"))


@pytest.fixture(params=["facts", "stored"])
def either(request):
    """The ties without and with the producers' files."""
    return request.getfixturevalue(request.param)


def judged(ties, country, name, on=None, year=None):
    return cp.security(country, on=on, year=year, indicators=[name], ties=ties).data


def one(ties, country, name, on=None, year=None):
    return judged(ties, country, name, on, year)[name].item()


# Promises of defence ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("promiser", "beneficiary", "first", "last"),
    [
        ("USA", "KOR", 1953, 2018),
        ("KOR", "USA", 1953, 2018),
        ("CHN", "PRK", 1961, 2018),
        ("RUS", "PRK", 1961, 1996),
        ("USA", "TWN", 1954, 1980),
        ("USA", "NZL", 1951, 1986),
    ],
)
def test_a_promise_by_atop_has_its_years(stored, promiser, beneficiary, first, last):
    def promised(year):
        return one(stored, beneficiary, "defence_obligation", promiser, year)

    assert [promised(year) for year in (first - 1, first, last)] == [0, 1, 1]
    if last < 2018:
        assert promised(last + 1) == 0
    data = judged(stored, beneficiary, "defence_obligation", promiser, first)
    assert data.defence_obligation__source.item() == "atop"


@pytest.mark.parametrize(
    ("promiser", "beneficiary", "not_yet", "first", "last", "no_more"),
    [
        ("USA", "KOR", 1953, 1954, 2025, None),
        ("CHN", "PRK", 1960, 1961, 2025, None),
        ("RUS", "PRK", 1960, 1961, 1995, 1996),
        ("RUS", "PRK", 2023, 2024, 2025, None),
        ("USA", "TWN", 1954, 1955, 1979, 1980),
        ("USA", "NZL", 1951, 1952, 1985, 1986),
    ],
)
def test_a_promise_by_treaty_is_there_at_the_end_of_its_years(
    facts, promiser, beneficiary, not_yet, first, last, no_more
):
    """In force, not signed: so some begin a year later, and end a year earlier, than by ATOP."""
    years = (not_yet, first, last, *([no_more] if no_more else []))
    found = [one(facts, beneficiary, "defence_obligation", promiser, year) for year in years]
    assert found == [0, 1, 1, 0][: len(years)]


@pytest.mark.parametrize("year", [1965, 1990, 2018, None])
def test_some_promises_have_one_direction_or_none(either, year):
    data = judged(either, "JPN", "defence_obligation", "USA", year)
    assert data.defence_obligation.item() == 1
    assert data.defence_obligation__reverse.item() == 0
    for a, b in (("KOR", "JPN"), ("JPN", "KOR")):
        assert one(either, a, "defence_obligation", b, year) == 0


def test_the_united_states_promises_defence_to_66_states_by_atop(stored):
    held = stored.reading("defence_promise", 2018)
    column = held.countries.index("USA")
    told = held.source[:, column] == held.sources.index("atop")
    assert np.sum(held.value[told, column]) == 66
    others = np.array(held.countries)[~told & (held.value[:, column] == 1)]
    assert set(others) == {"FSM", "MHL", "PLW"}  # of their compacts ATOP has nothing, and the facts have


def test_switzerland_has_no_guarantor(either):
    held = cp.security("CHE", year=2018, indicators=["commitment"], ties=either).data
    for name in ("defence_obligation", "mutual_assistance_clause", "assurance_given", "protected_capability"):
        assert set(held[name].values.ravel()) == {0.0}


@pytest.mark.parametrize("country", ["AUT", "IRL"])
@pytest.mark.parametrize("year", [1956, 2006, 2018, None])
def test_neutral_members_of_the_union_have_its_clause_alone(either, country, year):
    """Of Austria's State Treaty of 1955 and of Ireland no file tells of a promise of defence either."""
    data = cp.security(country, on="EU27,USA,GBR", year=year, indicators=["commitment"], ties=either).data
    for name in ("defence_obligation", "living_guarantee", "capability_reliance"):
        assert set(data[name].sel(partner=[p for p in data.partner.values if p != country]).values.ravel()) == {0.0}
    clause = data.mutual_assistance_clause.sum().item()
    assert clause == {1956: 0, 2006: 0, 2018: 27, None: 26}[year]  # the United Kingdom owed it until 2020


def test_france_and_the_united_kingdom_have_nuclear_weapons_of_their_own(either):
    held = {code: one(either, code, "own_nuclear_weapons") for code in ("FRA", "GBR", "KOR", "JPN", "DEU", "CHE")}
    assert held == {"FRA": 1, "GBR": 1, "KOR": 0, "JPN": 0, "DEU": 0, "CHE": 0}
    assert one(either, "FRA", "own_nuclear_weapons", year=1959) == 0
    assert one(either, "FRA", "own_nuclear_weapons", year=1960) == 1


# Capabilities, arms and troops -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["capability_reliance", "protected_capability"])
def test_how_much_of_korea_s_protection_is_the_united_states_(stored, name):
    """The capabilities of the United States by those of both, which is all that Korea has or is promised."""
    data = judged(stored, "KOR", name, "USA", 2018)
    assert data[name].item() == pytest.approx(0.841, abs=5e-4)
    covered = data[f"{name}__coverage"].item()
    assert (covered == 1) is (name == "capability_reliance")  # no arms are known of 2018, and troops make it living
    assert 0.5 < covered <= 1
    assert one(stored, "KOR", name, "CHN", 2018) == 0


def test_capabilities_of_2022(stored):
    known = {"CHN": 0.2341, "USA": 0.1236, "IND": 0.0994, "RUS": 0.0382, "JPN": 0.0247, "KOR": 0.0200}
    data = cp.security(list(known), year=2022, indicators=["own_capability"], ties=stored).own_capability
    assert data.values == pytest.approx(list(known.values()), abs=5e-5)


def test_korea_s_arms(stored, facts):
    for ties in (stored, facts):
        assert one(ties, "KOR", "arms_supplier_share", "USA") == pytest.approx(0.632, abs=5e-4)
        assert one(ties, "KOR", "arms_herfindahl") == pytest.approx(0.478, abs=1e-3)
    assert one(stored, "KOR", "arms_herfindahl") == pytest.approx(0.478, abs=5e-4)
    assert one(stored, "KOR", "effective_arms_suppliers") == pytest.approx(1 / 0.478, abs=5e-3)
    assert one(stored, "IND", "arms_supplier_share", "RUS") == pytest.approx(0.460, abs=5e-4)


def test_shares_of_suppliers_sum_to_no_more_than_one(stored):
    """What an unknown supplier delivered is in the whole, and in no partner's part."""
    held = stored.reading("arms_share", 2021)
    here = held.source == held.sources.index("sipri-arms")
    sums = np.where(here, held.low, 0.0).sum(axis=1)
    assert np.all(sums <= 1 + 1e-12)
    assert np.any((sums > 0) & (sums < 1 - 1e-6))
    unsure = here & np.isnan(held.value)
    assert np.allclose((held.high - held.low)[unsure], (1 - np.broadcast_to(sums[:, None], here.shape))[unsure])


def test_shares_of_the_facts_hold_those_of_the_deliveries(stored, facts):
    """Listed shares to a tenth of a percent; and of who is not listed none has more than is left to him."""
    theirs, own = stored.reading("arms_share", 2021), facts.reading("arms_share", 2021)
    at = np.ix_(*[[theirs.countries.index(one) for one in own.countries]] * 2)
    told = (theirs.source[at] == theirs.sources.index("sipri-arms")) & (own.source >= 0)
    listed, bounded = (told & (own.value > 0), told & np.isnan(own.value))
    assert listed.sum() > 150
    assert bounded.sum() > 5000
    delivered = theirs.low[at]  # by who is named
    np.testing.assert_allclose(own.value[listed], delivered[listed], rtol=0, atol=5e-4 + 1e-9)
    assert np.all((own.low <= delivered)[bounded] & (delivered <= own.high + 1e-9)[bounded])


def test_concentration_is_bounded_where_not_all_suppliers_are_named(stored):
    """From what is named alone to where one who is named delivered all that nobody is named for."""
    held = stored.reading("arms_share", 2021)
    low, high = (np.nan_to_num(array) for array in (held.low, held.high))
    for country in ("AGO", "SAU", "ARE", "SYR"):
        row = held.countries.index(country)
        named, unknown = low[row], 1 - low[row].sum()
        data = judged(stored, country, "arms_herfindahl", year=2021)
        index, bounds = data.arms_herfindahl.item(), [data.get(f"arms_herfindahl__{end}") for end in ("low", "high")]
        worst = max(
            np.sum(np.square(named + unknown * (np.arange(len(named)) == k))) for k in np.flatnonzero(high[row])
        )
        least, most = (index if one is None or np.isnan(one) else one.item() for one in bounds)
        rounded = 5e-4 if np.isfinite(index) else 1e-12  # a value is given to the digits of the shares
        assert least <= np.sum(np.square(named)) + rounded
        assert most >= worst - rounded


def test_germany_of_1990_is_the_state_that_lasted(stored, shared):
    """And not the sum of it and of the one that it went on from."""
    theirs = table(shared, "cinc").query("year == 1990 and ccode == 255").cinc.item()
    assert one(stored, "DEU", "own_capability", year=1990) == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize(
    ("country", "year", "share"),
    [("KOR", 2024, 0.0256), ("USA", 2024, 0.0342), ("JPN", 1990, 0.0094), ("JPN", 2024, 0.0137)],
)
def test_military_expenditure(stored, facts, country, year, share):
    assert one(stored, country, "own_expenditure_share", year=year) == pytest.approx(share, abs=5e-5)
    if year == 2024:
        assert one(facts, country, "own_expenditure_share", year=year) == pytest.approx(share, abs=5e-5)


def test_military_expenditure_in_dollars_by_the_facts(facts):
    for country, million in (("KOR", 47_571), ("USA", 997_309)):
        assert one(facts, country, "own_expenditure", year=2024) == pytest.approx(million, abs=1)


def test_american_troops(stored):
    korea = {1953: 326_863, 1969: 66_531, 1990: 41_344, 2008: 25_771, 2018: 26_372, 2024: 24_515}
    assert {year: one(stored, "KOR", "troops_stationed", "USA", year) for year in korea} == korea
    assert one(stored, "JPN", "troops_stationed", "USA", 2024) == 55_154
    assert one(stored, "DEU", "troops_stationed", "USA", 2024) == 36_541
    data = cp.ties("KOR", on="USA", ties=stored).data
    here = data.foreign_troops.notnull() & (data.country == "KOR")
    series = dict(zip(data.year.values[here], data.foreign_troops.values[here], strict=True))
    assert {year: series[year] for year in korea} == korea


def test_the_dossier_and_the_judgement_have_one_figure(facts):
    """Where the facts have a count with rotations too, both take the one without."""
    data = cp.ties("KOR", on="USA", ties=facts).data
    here = data.foreign_troops.notnull() & (data.year == 2024)
    assert data.foreign_troops.values[here].tolist() == [one(facts, "KOR", "troops_stationed", "USA", 2024)] == [24_515]


# Votes -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "year", "share", "votes"),
    [
        ("KOR", "USA", 2019, 0.5385, 91),
        ("KOR", "CHN", 2019, 0.6517, 89),
        ("USA", "CHN", 2019, 0.2022, 89),
        ("USA", "ISR", 2019, 0.9607, 89),
        ("KOR", "USA", 2018, 0.5106, None),
    ],
)
def test_agreement_of_votes(stored, a, b, year, share, votes):
    data = judged(stored, a, "votes_alike", b, year)
    assert data.votes_alike.item() == pytest.approx(share, abs=5e-5)
    assert data.votes_alike__reverse.item() == data.votes_alike.item()
    held = stored.reading("joint_votes", year)
    assert votes in (None, held.value[held.countries.index(a), held.countries.index(b)])


@pytest.mark.parametrize(
    ("a", "b", "s", "s_squared", "kappa", "pi"),
    [
        ("KOR", "USA", 0.0769, 0.1978, 0.2069, 0.0196),
        ("KOR", "CHN", 0.3034, 0.4607, 0.0779, 0.0240),
        ("USA", "CHN", -0.5955, -0.5281, -0.1798, -0.6732),
        ("USA", "ISR", 0.9213, 0.9382, 0.9102, 0.9101),
    ],
)
def test_similarity_in_session_74(stored, a, b, s, s_squared, kappa, pi):
    names = ["vote_similarity", "vote_similarity_squared", "vote_kappa", "vote_pi"]
    data = cp.security(a, on=b, year=2019, indicators=names, ties=stored).data
    found = [data[name].item() for name in names]
    np.testing.assert_allclose(found, (s, s_squared, kappa, pi), rtol=0, atol=5.01e-5)
    assert {data[f"{name}__year"].item() for name in names} == {2019}


@pytest.mark.parametrize(("year", "to_us", "to_china"), [(1995, 2.522, 2.184), (2024, 1.136, 1.924)])
def test_distances_of_ideal_points(stored, year, to_us, to_china):
    data = judged(stored, "KOR", "ideal_distance", ["USA", "CHN"], year)
    assert data.ideal_distance.values[0] == pytest.approx([to_us, to_china], abs=5.01e-4)
    assert np.all(data.ideal_distance__low.values < data.ideal_distance.values)
    assert np.all(data.ideal_distance.values < data.ideal_distance__high.values)


def test_korea_went_towards_the_united_states_beyond_the_error(stored):
    before, after = (judged(stored, "KOR", "ideal_distance", "USA", year) for year in (1995, 2024))
    assert after.ideal_distance__high.item() < before.ideal_distance__low.item()


def test_places_in_2024(stored):
    held = stored.reading("ideal_point", 2024)
    known = {"USA": 2.206, "ISR": 2.152, "KOR": 1.070, "IND": -0.201, "RUS": -0.598, "PRK": -0.794, "CHN": -0.854}
    assert [held.value[held.countries.index(code)] for code in known] == pytest.approx(list(known.values()), abs=5e-4)


# Influence, sanctions and disputes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "year", "index", "digits"),
    [
        ("KOR", 1994, 0.0454, 4),
        ("KOR", 2010, 0.1266, 4),
        ("KOR", 2023, 0.1537, 4),
        ("PAK", 2023, 0.479, 3),
        ("KHM", 2023, 0.457, 3),
        ("LAO", 2023, 0.416, 3),
        ("MMR", 2023, 0.404, 3),
        ("THA", 2023, 0.376, 3),
    ],
)
def test_china_s_influence(stored, country, year, index, digits):
    found = one(stored, country, "influence_capacity", "CHN", year)
    assert found == pytest.approx(index, abs=0.5 * 10**-digits)


def test_pakistan_is_under_the_most_influence_of_china(stored):
    held = stored.reading("bilateral_influence", 2023)
    column = held.value[:, held.countries.index("CHN")]
    best = [held.countries[k] for k in np.argsort(-np.nan_to_num(column))[:5]]
    assert best == ["PAK", "KHM", "LAO", "MMR", "THA"]


def test_sanctions(stored):
    """Of 476 American cases four have a target that is no state, and so no pair."""
    senders: dict[str, set[str]] = {}
    for act in stored.acts:
        if act.kind == "sanction":
            senders.setdefault(re.search(r"case (\d+)", act.name)[1], set()).add(act.party)
    assert sum(found == {"USA"} for found in senders.values()) == 476 - 4
    on_korea = [
        (act.party, act.since, act.until) for act in stored.acts if act.kind == "sanction" and act.other == "KOR"
    ]
    assert on_korea == [("USA", "1961", "1961"), ("USA", "1973", "1977")]
    data = cp.ties("KOR", on="USA", ties=stored).data
    here = data.sanction.notnull()
    assert data.year.values[here].tolist() == [1961, 1973]
    assert data.until.values[here].tolist() == [1961, 1977]
    assert data.sanction.values[here].tolist() == [0, 0]


@pytest.mark.parametrize(("other", "years"), [("CHN", {2016, 2017}), ("JPN", {2019})])
def test_what_no_list_of_sanctions_has_is_in_the_dossier(either, other, years):
    """China's measures over the missile defence THAAD, and Japan's controls of exports."""
    data = cp.ties("KOR", on=other, since=2000, ties=either).data
    assert "sanction" not in data
    assert years <= set(data.year.values[data.coercion.notnull() & (data.partner == other)].tolist())


def test_disputes_of_the_two_koreas(stored):
    data = cp.ties("KOR", on="PRK", ties=stored).data
    here = data.dispute.notnull().values
    assert here.sum() == 31
    words = {int(re.search(r"dispute (\d+)", text)[1]): text for text in data["variable"].values[here]}
    assert "hostility 5 of 5" in words[51]
    assert "1950 to 1953" in words[51]
    assert "hostility 4 of 5" in words[3917]  # force by the North alone
    level = data.hostility.notnull() & (data.year == 1989)
    assert data.hostility.values[level].tolist() == [4]
    assert one(stored, "KOR", "disputes_with", "PRK", 1953) == 1
    assert one(stored, "KOR", "disputes_with", "PRK", 2006) == 0
    with pytest.raises(InputError, match="nothing is known between CHE and LUX since 2015"):
        cp.ties("CHE", on="LUX", since=2015, ties=dataless(stored))


def dataless(ties):
    """The same without the figures on pairs, and without agreements."""
    tables = {kind: held for kind, held in ties.tables.items() if not KINDS[kind].dyadic}
    acts = tuple(act for act in ties.acts if act.kind == "dispute")
    return Ties(tables=tables, acts=acts, provenance=ties.provenance, home=ties.home)


# Both sides ------------------------------------------------------------------------------------------------------------


def test_korea_leans_to_one_power_for_its_security_and_to_the_other_for_its_sales(either):
    data = cp.equation("KOR", powers="USA,CHN", draws=500, ties=either).data.sel(country="KOR")
    assert data.lean_sales_value_added.item() < 0 < data.net_security_reliance.item()
    assert data.lean_protected_capability.item() > 0.8
    assert data.cross_pressure.item() > 0


def test_in_2022_too(stored):
    data = cp.equation("KOR", powers="USA,CHN", year=2022, draws=500, ties=stored).data.sel(country="KOR")
    assert data.lean_sales_value_added.item() < 0 < data.net_security_reliance.item()
    assert data.lean_protected_capability.item() > 0.8
    assert data.lean_arms_supplier_share.item() == pytest.approx(0.632, abs=5e-4)
    trail = data.sel(year=2022)
    assert trail.trail_economic__high.item() < 0 < trail.trail_security__low.item()


# Missing is never zero -------------------------------------------------------------------------------------------------


def test_after_the_end_of_a_table_its_last_year_is_named(stored):
    data = judged(stored, "NIC", "defence_obligation", ["USA", "SLV"])
    assert data.defence_obligation__year.sel(partner="SLV").item() == 2018  # by ATOP: no fact tells of this pair
    assert data.defence_obligation__source.sel(partner="SLV").item() == "atop"
    assert data.defence_obligation__year.sel(partner="USA").item() == as_of()


def test_what_is_too_old_is_unknown(stored):
    """Exercises are counted by year, and listed to 2010: of later years nothing is known."""
    assert one(stored, "KOR", "exercises_together", "USA", 2010) == 15
    answer = cp.security("KOR", on="USA", year=2021, indicators=["presence"], ties=stored)
    assert "exercises_together" not in answer.data
    assert any("nothing of these countries that still stands: exercises_together" in text for text in answer.warnings)


def test_before_a_table_begins_all_is_unknown(stored):
    """Arms are known from 2017 on: in 2016 no share is nought."""
    data = cp.security("KOR", on="USA", year=2016, indicators=["all"], ties=stored).data
    assert "arms_supplier_share" not in data
    held = stored.reading("arms_share", 2016)
    assert not np.isfinite(held.value).any()
    assert np.all(held.source == -1)


def test_countries_outside_a_table_are_unknown(stored):
    """A table of China's influence says nothing of the United States', and one of American troops of no others."""
    held = stored.reading("bilateral_influence", 2023)
    assert np.isnan(held.value[:, held.countries.index("USA")]).all()
    data = judged(stored, "NIC", "troops_stationed", ["USA", "RUS"], 2018)
    assert data.troops_stationed.sel(partner="USA").item() >= 0
    assert np.isnan(data.troops_stationed.sel(partner="RUS").item())


def test_a_partner_of_whom_the_facts_do_not_tell_is_refused(facts):
    with pytest.raises(InputError, match="there is no security data on NIC"):
        cp.security("NIC", on="USA", ties=facts)
