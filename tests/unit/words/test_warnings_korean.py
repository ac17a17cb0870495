"""What answers warn of and what scenarios do, in Korean: nothing of the embedded data's stays English, and no number changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterpoise.core.measure import measures
from counterpoise.questions.scenarios import explain
from counterpoise.scenario import Scenario
from counterpoise.words.cautions import caution
from counterpoise.words.language import short, table
from counterpoise.words.phrases import translated
from tests.reference import dealings, negotiations, roll_calls
from tests.reference.asked import cp

GALLERY = sorted((Path(__file__).parents[3] / "scenarios").glob("*.toml"))
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
EMBARGO = "embargo 90 % between KOR and CHN"
TARIFF = "tariff +10 points by USA on CHN in manufacturing"

ASKED: dict[str, Callable[[], Any]] = {
    "rely": lambda: cp.rely("KOR", on="CHN,USA", indicators="all"),
    "rely, both": lambda: cp.rely("KOR,IRL", on="CHN,EU", both=True, cut=(3, 8), indicators="welfare_exposure"),
    "equation": lambda: cp.equation("KOR", powers="USA,CHN"),
    "bridge": lambda: cp.bridge("USA", "CHN", country="KOR,USA", horizon="all"),
    "bridge, a group": lambda: cp.bridge("EU27", "CHN"),
    "equation, a bloc": lambda: cp.equation("JPN,PRK,VNM", powers="USA,EU"),
    "trend": lambda: cp.trend("KOR", on="CHN", sector="TOTAL", indicators="look_through"),
    "trend, a sector": lambda: cp.trend("VNM", on="CHN", sector="C26", indicators="look_through"),
    "security": lambda: cp.security("KOR,PRK", on="USA,CHN", indicators="all"),
    "ties": lambda: cp.ties("KOR", on="USA"),
    "votes": lambda: cp.votes("KOR,CUB", since=2018, ties=roll_calls.ties_of(roll_calls.assembly())),
    "products": lambda: cp.products("KOR", on="CHN,ASEAN"),
    "products, eu2021": lambda: cp.products("KOR", preset="eu2021", year=2010),
    "tariffs": lambda: cp.tariffs("CHN", on="USA,KOR", tariffs="importer-averages"),
    "tariffs, by sector": lambda: cp.tariffs("KOR", on="ALL", tariffs="sector-averages"),
    "tariffs, another year": lambda: cp.tariffs("KOR", on="ALL", year=2023),
    "tariffs, measures": lambda: cp.tariffs("USA", on="ALL", tariffs="us-2025"),
    "agreements": lambda: cp.agreements("KOR", on="CHN,JPN"),
    "agreements of all": lambda: cp.agreements("ALL"),
    "simulate": lambda: cp.simulate(TARIFF),
    "simulate, short": lambda: cp.simulate(EMBARGO, horizon="short"),
    "simulate, years": lambda: cp.simulate(EMBARGO, years="1,3,10"),
    "simulate, horizons": lambda: cp.simulate("embargo between KOR and CHN", horizon=("short", "medium", "long")),
    "simulate, to first order": lambda: cp.simulate(TARIFF, first_order=True),
    "simulate, balanced": lambda: cp.simulate(TARIFF, closure="balanced", tariffs="us-2025", deficits="recorded"),
    "simulate, an agreement": lambda: cp.simulate("agreement RCEP", tariffs="no-agreements"),
    "simulate, stockpiles": lambda: cp.simulate(_stocked()),
    "negotiate": lambda: negotiations.answer("courses"),
    "negotiate, a chain that unravels": lambda: negotiations.answer("chain"),
    "hedge": lambda: cp.hedge(
        "KOR",
        against="CHN",
        probability=1.0,
        instruments="uniform",
        points=2,
        aversion=2.0,
        deterrence=0.1,
        bounds="-50,20",
        scarcity="partner",
    ),
    "hedge, the worst case": lambda: cp.hedge(
        "KOR", against="CHN", probability=0.1, worst=True, points=2, sector="C26,C27", bounds="-10,10"
    ),
    "agree": lambda: cp.agree("KOR,CHN,JPN", draws=20),
    "agree, an agreement in force": lambda: cp.agree(
        "RCEP,IND", depth_effect=0.05, draws=0, tariffs="importer-averages"
    ),
    "agree, a customs union, and depths that nobody has read": lambda: cp.agree(
        "EU,GBR,TUR,ISR,CHL,IDN,EGY,MAR,JOR", depth=5, draws=0
    ),
    "agree, one depth that nobody has read": lambda: cp.agree("GBR,TUR,KOR", depth=5, draws=0),
    "agree, without one": lambda: cp.agree("KOR,PRK,JPN", without_absent=True, depth=2, from_depth=2, phase=2),
    "agree, in force": lambda: cp.agree("USMCA", draws=0, tariffs="importer-averages"),
    "agree, in force and in part": lambda: cp.agree("RCEP", draws=0, tariffs="sector-averages"),
    "agree, in force, against none": lambda: cp.agree("USMCA", draws=0, tariffs="no-agreements"),
    "agree, a list with a group": lambda: cp.agree("ASEAN,KOR", without_absent=True, draws=0, sectors="C29,J62_63"),
    "agree, a list with a union": lambda: cp.agree("EU,KOR,JPN", without_absent=True, draws=0),
    "ensemble": lambda: cp.ensemble(TARIFF, draws=20, seed=1),
    "effect": lambda: cp.gravity.effect("KOR,CHN,JPN", draws=20, workers=1),
    "effect, given": lambda: cp.gravity.effect(
        "USA,DEU,PRK", coefficient=0.3, remove=True, without_absent=True, model="gravity"
    ),
    "gravity.estimate": lambda: _estimated(effects="exporter-year,importer-year,pair", lags="5"),
    "gravity.estimate, ols": lambda: _estimated(
        estimator="ols", effects="exporter-year,importer-year", small_sample="full"
    ),
    "gravity.estimate, two-way": lambda: _estimated(cluster="exporter,importer", small_sample="none"),
    "gravity.estimate, register": lambda: _estimated(
        agreements="register", covariates="full_fta", years="2010,2015,2020"
    ),
    "gravity.estimate, alone": lambda: _estimated(apart=True),
    "leverage": lambda: cp.leverage("KOR", on="CHN", costs="0", sector="C26"),
    "leverage, a large coalition": lambda: cp.leverage(
        "KOR", on="CHN", coalition="USA,JPN,DEU,FRA,GBR,ITA,CAN,AUS", orders=4, first_order=True
    ),
    "leverage, several": lambda: cp.leverage("USA,JPN", on="CHN", sector="C26", first_order=True),
    "leverage, short": lambda: cp.leverage("KOR", on="CHN", first_order=True, horizon="short"),
    "leverage, a group": lambda: cp.leverage("EU27", on="CHN", first_order=True),
    "gradient": lambda: cp.gradient("KOR", of="welfare", by="tariff", on="CHN", sector="C26"),
    "optimal": lambda: cp.optimal("KOR", against="CHN"),
    "optimal, with little pattern": lambda: cp.optimal("KOR", by="partner", sector="ALL"),
    "optimal, within bounds": lambda: cp.optimal("KOR", against="CHN", instruments="tariff,export_tax", bounds=(-5, 5)),
    "optimal, within a year": lambda: cp.optimal("KOR", against="CHN", horizon="short", uniform=True),
    "positions": lambda: cp.positions("emission-standards"),
    "relations": lambda: dealings.answer(gap=True),
    "relations, with a ledger": dealings.spoken,
    "relations, what is embedded": lambda: cp.relations("KOR", on="CHN"),
    "positions, drawn and made up": lambda: cp.positions("reliance-on-a-neighbour", draws=50),
    "positions, a tie under a rule": lambda: cp.positions(_tie()),
    "war": lambda: cp.war("USA", "EU", retaliate="ARE", uniform=True, bounds="0:8"),
    "truce": lambda: cp.truce("USA", "CHN", from_="today", uniform=True, tariffs="us-2025"),
}


def _estimated(*, apart: bool = False, **words: Any) -> Any:
    from counterpoise.trade_agreements.example import example_panel

    pytest.importorskip("pyfixest")
    held = example_panel()
    gone = (held.exporter == "KOR") & (held.importer == "JPN") & (held.year > 2000)
    return cp.gravity.estimate(held[~gone] if apart else held, **words)


def _tie() -> Any:
    from counterpoise.negotiation.line import Line

    actors = [{"name": str(at), "position": at, "salience": 1, "capability": 1} for at in (0, 2.5)]
    return Line(title="tie", seen="memory", scale={"low": 0, "high": 10}, actors=actors, rule={"unanimity": True})


def _stocked() -> Scenario:
    return Scenario.from_text(
        'title = "stocks"\n[model]\nhorizon = "short"\n[[shocks]]\nkind = "embargo"\nby = "KOR"\non = "CHN"\nshare = 50\n'
        '[[stockpiles]]\nby = "KOR"\nsectors = ["C26"]\ncovers = 25\n',
        name="stocks",
    )


def numbers(text: str) -> Counter[str]:
    """Count the numbers of a text, but for those in the Korean names of measures."""
    for name in measures:
        text = text.replace(f"{short(name, 'ko')}({name}", f"({name}")
    return Counter(re.findall(r"\d+(?:[.,]\d+)*", text))


def english_in(text: str) -> bool:
    return bool(ENGLISH.search(re.sub(r"'[^']*'", "", text)))


@pytest.mark.parametrize("which", ASKED)
def test_no_warning_and_no_note_stays_english(which: str) -> None:
    answer = ASKED[which]()
    notes = [note for one in answer.provenance for note in one.notes if note]
    assert answer.warnings or which.startswith("products")
    for text in dict.fromkeys([*answer.warnings, *notes]):
        said = translated(text, "ko")
        assert said != text, text
        assert not english_in(said), said
        assert numbers(said) == numbers(text), (text, said)
        assert translated(text) == text


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.stem)
def test_a_scenario_of_the_gallery_is_told_in_korean(file: Path) -> None:
    said, english = explain(file, language="ko"), explain(file)
    assert not english_in(said), said
    assert numbers(said) == numbers(english)
    assert len(said.splitlines()) == len(english.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates",
        "embargo 50 % between KOR and CHN",
        "agreement among KOR,CHN,JPN",
    ],
)
def test_a_scenario_that_was_typed_is_told_line_by_line(words: str) -> None:
    said, english = explain(words, language="ko").splitlines(), explain(words).splitlines()
    assert said[0] == english[0]
    assert numbers("\n".join(said)) == numbers("\n".join(english))
    assert [bool(one) for one in said] == [bool(one) for one in english]


def test_stockpiles_and_the_time_are_told() -> None:
    said = explain(_stocked(), language="ko")
    assert "한국의 C26(컴퓨터, 전자 및 광학기기) 비축이 첫해의 처음 25%를 메운다." in said
    assert "한 해 안(short)" in said
    assert not english_in(said)
    assert numbers(said) == numbers(explain(_stocked()))


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("EU: the baseline lacks CYP, MLT", "유럽연합: 기준 자료에 없는 나라는 키프로스, 몰타"),
        (
            "an input can't be had: production stops of C29 in KOR, C26 in JPN and others",
            "구할 수 없는 투입이 있어 생산이 멈추는 곳: "
            "한국 C29(자동차), 일본 C26(컴퓨터, 전자 및 광학기기) 등",
        ),
        (
            "3 of 100 draws have no solution: 2 because the shock may leave no equilibrium, or be too large; 1 because take "
            "smaller ones; medians and intervals are of the others",
            "추출 100번 가운데 3번은 해가 없다(충격이 균형을 남기지 않거나 너무 클 수 있다: 2번, 더 작은 것을 쓴다: 1번). "
            "중앙값과 구간은 나머지의 것이다",
        ),
        ("no trade is recorded between KOR and PRK; JPN and PRK: their ratios are missing",
         "무역 기록이 없는 쌍: 한국과 북한, 일본과 북한. 이들의 비율은 비어 있다"),
        (
            "nearly exit, whatever the bounds: 2.3 % of the partner's share in imports is left",
            "한계와 관계없이 거의 벗어난다. 수입에서 상대국이 차지하는 몫의 2.3%가 남는다",
        ),
        ("closer to the unknown", None),
        ("share of inputs bought", None),
    ],
)  # fmt: skip
def test_parts_are_translated_and_particles_fit(english: str, korean: str | None) -> None:
    assert caution(english, "ko") == korean
    assert caution(english) is None


def test_each_template_has_the_places_of_its_text() -> None:
    place = re.compile(r"\{(\w+)")
    for row in table("cautions", "ko"):
        assert set(place.findall(row["text"])) <= set(place.findall(row["english"])), row["english"]
        assert re.search("[가-힣]", re.sub(r"\{[^}]*\}", "", row["text"])) or "{" in row["text"], row["text"]
