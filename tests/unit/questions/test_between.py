"""Who stands between two powers: the three meanings side by side, groups as powers, times, records, and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from counterpoise.briefing.positions import glance
from counterpoise.core.errors import InputError
from counterpoise.questions.standing import DESCRIBED
from counterpoise.words.findings import told
from tests.reference.asked import cp

SHARES = ["through_share", "through_both", "through_none"]


@pytest.fixture(scope="module")
def between(without_store):
    ties, accounts = without_store
    return cp.bridge("USA", "CHN", ties=ties, economy=accounts)


@pytest.fixture(scope="module")
def union(without_store):
    ties, accounts = without_store
    return cp.bridge("EU27", "CHN", ties=ties, economy=accounts)


def test_korea_is_a_liaison_on_trade_agreements(between):
    row = between.data.sel(country="KOR")
    assert row.agreement_broker.item() == 1
    assert row.agreement_broker__kind.item() == "liaison"
    assert row.agreement_tie.values.tolist() == [1, 1]
    assert between.diagnostics["powers_tied"]["agreement"] == 0
    brokers = between.data["country"].values[between.agreement_broker.values == 1]
    assert row.agreement_paths.item() == pytest.approx(1 / len(brokers))


def test_its_security_is_tied_to_one_and_at_odds_with_the_other(between):
    row = between.data.sel(country="KOR")
    assert row.security_tie.values.tolist() == [1, -1]
    assert (row.security_broker.item(), row.security_paths.item()) == (0, 0)
    assert row.security_broker__kind.item() == "tied to USA, at odds with CHN"


def test_every_third_country_is_there_those_through_which_most_passes_first(between):
    data = between.data
    assert data.sizes["country"] == 78
    assert not {"USA", "CHN"} & set(data["country"].values.tolist())
    assert (np.diff(data.through_both.values) <= 0).all()
    both = (data.through_value.sum("origin") / data.absorbed_between.sum()).values
    assert data.through_both.values == pytest.approx(both, rel=1e-12)
    assert all(bool(((data[one] >= 0) & (data[one] <= 1)).all()) for one in SHARES)


def test_an_interest_has_the_sign_of_its_slope(between):
    data = between.data
    slope, kind = data.decoupling_slope.values, data.decoupling_slope__kind.values
    assert set(kind[slope < -1e-5]) <= {"complement", "mixed"}
    assert set(kind[slope > 1e-5]) <= {"bystander", "mixed"}
    assert set(kind[np.abs(slope) < 1e-5]) <= {"neither"}
    near = 100 * slope * np.log(1.1)  # of ten per cent, to first order
    assert np.corrcoef(near, data.decoupling_rise_pct.values)[0, 1] > 0.95
    assert np.corrcoef(near, -data.decoupling_fall_pct.values)[0, 1] > 0.9
    logs = np.log1p(data.decoupling_rise_pct / 100) + np.log1p(data.decoupling_fall_pct / 100)
    assert data.decoupling_asymmetry.values == pytest.approx(100 * logs.values, abs=1e-12)


def test_a_smaller_change_is_nearer_to_the_slope(without_store):
    ties, accounts = without_store
    one = cp.bridge("USA", "CHN", country="VNM", size=1, ties=ties, economy=accounts).data
    changes = [one.decoupling_rise_pct.item(), -one.decoupling_fall_pct.item()]
    assert np.mean(changes) == pytest.approx(100 * np.log(1.01) * one.decoupling_slope.item(), rel=1e-3)


def test_camps_tell_other_roles(without_store):
    ties, accounts = without_store
    one = cp.bridge("USA", "CHN", country="KOR,SGP", partition="camps", ties=ties, economy=accounts).data
    assert one.agreement_broker__kind.sel(country="KOR").item() == "representative and gatekeeper"
    assert one.agreement_broker__kind.sel(country="SGP").item() == "liaison"
    assert one.agreement_coordinator.sel(country="KOR").item() > 0


def test_where_each_is_its_own_group_every_role_is_a_liaison(between):
    data = between.data
    for kind in ("agreement", "security"):
        counts = {
            role: float(data[f"{kind}_{role}"].sum())
            for role in ("coordinator", "representative", "gatekeeper", "itinerant")
        }
        assert set(counts.values()) == {0.0}
        assert float(data[f"{kind}_liaison"].sum()) > 0


def test_a_group_is_one_power(union):
    assert union.data.sizes["country"] == 80 - 27 - 1
    assert len(union.data.attrs["members"]["EU27"]) == 27
    assert union.agreement_broker__kind.sel(country="KOR").item() == "liaison"
    assert union.security_broker__kind.sel(country="USA").item() == "tied to EU27, at odds with CHN"
    assert union.agreement_tie.sel(country="USA").values.tolist() == [0, 0]
    assert any("EU27 is the 27 of its members" in one for one in union.warnings)


def test_times_stand_side_by_side(without_store, between):
    ties, accounts = without_store
    one = cp.bridge("USA", "CHN", country="KOR,VNM", horizon="all", ties=ties, economy=accounts)
    assert one.data.decoupling_slope.dims == ("country", "horizon")
    assert one.data.horizon.values.tolist() == ["short", "medium", "long"]
    long = one.data.decoupling_slope.sel(horizon="long")
    assert long.sel(country="KOR").item() == pytest.approx(between.decoupling_slope.sel(country="KOR").item(), rel=1e-6)
    assert len(set(np.sign(one.data.decoupling_slope.sel(country="KOR").values.tolist()))) == 2
    assert [row["scenario"] for row in one.records() if row.get("variable") == "decoupling_slope"][:3] == [
        "short",
        "medium",
        "long",
    ]
    assert "interest short" in one.table().columns
    with pytest.raises(InputError, match="several"):
        one.write("page.html")


def test_records_have_both_directions_and_roles(between):
    rows = between.records()
    mine = [one for one in rows if one.get("country") == "KOR"]
    ways = {(one["origin"], one["destination"]) for one in mine if one["variable"] == "through_share"}
    assert ways == {("USA", "CHN"), ("CHN", "USA")}
    roles = {
        one["variable"]: one["source"] for one in mine if one["variable"] in ("agreement_broker", "decoupling_slope")
    }
    assert roles == {"agreement_broker": "liaison", "decoupling_slope": "bystander"}
    assert {one["variable"] for one in rows} == set(DESCRIBED)
    assert all(one["estimated"] == (not one["variable"].startswith(("agreement_", "security_"))) for one in rows)


def test_without_security_data_it_is_missing_and_not_zero(without_store):
    ties, accounts = without_store
    bare = replace(ties, tables={**ties.tables, "defence_promise": [], "rivalry": []}, acts=())
    one = cp.bridge("USA", "CHN", country="KOR,VNM", ties=bare, economy=accounts)
    assert set(one.data.security_broker__kind.values.tolist()) == {"not known"}
    assert one.data.security_tie.isnull().all()
    assert all(
        one.data[f"security_{name}"].isnull().all()
        for name in ("broker", "paths", "betweenness", "constraint", "liaison")
    )
    assert one.data.agreement_broker.sel(country="KOR").item() == 1
    for language in ("en", "ko"):
        assert "security" not in [sentence.finding for sentence in told(one, language)]


def test_the_table_and_the_screen(between):
    table = between.table()
    assert table.index[0] == between.data["country"].values[0]
    assert table.attrs["heads"]["through_share USA"] == "USA to CHN"
    (part,) = between.excerpt()
    assert [head for head, _ in part.blocks] == [
        "most passes through",
        "others that agreements tie to both",
        "others that lose most",
    ]
    shown = [one for _, held in part.blocks for one in held]
    assert len(set(shown)) == len(shown)
    assert f"{78 - len(shown)} more of 78" in part.below
    assert between.table("low").isna().all().all()


@pytest.mark.parametrize(
    ("words", "options", "where", "message"),
    [
        (("USA", "USA"), {}, "second", "itself"),
        (("USA", "EU"), {"country": "DEU"}, "--country", "powers themselves"),
        (("EU27", "DEU"), {}, "second", "share DEU"),
        (("USA", "Atlantis"), {}, "second", "neither a country code nor a group"),
        (("USA,JPN", "CHN"), {}, "first", "one power"),
        (("ALL", "CHN"), {}, "first", "one power"),
        (("USA", "CHN"), {"size": 0}, "--size", "no change of trade costs"),
        (("USA", "CHN"), {"size": "ten"}, "--size", "no change of trade costs"),
        (("USA", "CHN"), {"partition": "clubs"}, "--partition", "no partition"),
        (("USA", "CHN"), {"year": 1850}, "--year", ""),
        (("USA", "CHN"), {"horizon": "soon"}, "--horizon", "no horizon"),
    ],
)
def test_what_is_refused(words, options, where, message):
    with pytest.raises(InputError) as error:
        cp.bridge(*words, **options)
    assert error.value.where == where
    assert message in str(error.value)


def numbers(text):
    return sorted(re.findall(r"\d+\.\d+", text))


def test_sentences_say_the_same_in_both_languages(between, union):
    for answer in (between, union):
        english, korean = told(answer), told(answer, "ko")
        assert [one.finding for one in english] == [one.finding for one in korean]
        assert all(re.search("[가-힣]", one.text) for one in korean)
        for one, other in zip(english, korean, strict=True):
            assert numbers(one.text) == numbers(other.text)
    assert "not acceptance" in told(between)[-1].text
    assert "South Korea" in told(between)[1].text


def test_where_the_powers_are_tied_nobody_brokers(without_store):
    ties, accounts = without_store
    one = cp.bridge("USA", "KOR", country="JPN", ties=ties, economy=accounts)
    assert one.data.agreement_broker.item() == 0
    assert "tied by trade agreements themselves" in told(one)[1].text


def test_the_page(between, tmp_path):
    between.write(tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|NaN|\bNone\b|\binf\b|Undefined", body)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert page.count("<figure") == page.count('role="img"') == 2
    assert body.count("<tr") > 78
    assert "acceptance by either" in body


def test_an_interest_is_mixed_where_finite_changes_disagree_with_its_slope(between):
    data = between.data
    assert data.sel(country="AUS").decoupling_slope__kind.item() == "mixed"
    for code in data["country"].values:
        row = data.sel(country=code)
        turn = row.decoupling_slope.item(), row.decoupling_rise_pct.item(), -row.decoupling_fall_pct.item()
        if abs(turn[0]) >= 1e-5:
            assert (row.decoupling_slope__kind.item() == "mixed") == (len(set(np.sign(turn))) > 1)
    assert "its sign turns" in " ".join(one.text for one in told(between))


def test_what_makes_a_country_at_odds_is_named(between):
    assert "KOR and CHN are at odds by Korean culture 2016" in between.warnings
    assert any(one.startswith("ties (as ties KOR --on CHN)") for one in between.warnings)


def test_one_country_is_told_by_its_name_and_the_page_has_every_meaning(without_store):
    ties, accounts = without_store
    one = cp.bridge("USA", "CHN", country="KOR", ties=ties, economy=accounts)
    said = " ".join(sentence.text for sentence in told(one))
    assert "real income rises in South Korea by" in said
    assert "of 1 others" not in said
    assert re.search("한국에서 .*는다", " ".join(sentence.text for sentence in told(one, "ko")))
    (row,) = glance(one)["rows"]
    assert "tied to USA, at odds with CHN" in [cell["large"] for cell in row["cells"]]
    assert len(row["cells"]) == len(glance(one)["heads"])


def test_a_column_says_which_change_it_is_of(between):
    heads = between.table().attrs["heads"]
    assert [heads[f"decoupling_{one}"] for one in ("slope", "rise_pct", "fall_pct")] == [
        "1 % dearer",
        "10 % dearer",
        "as much cheaper",
    ]
