"""A chart in Korean is the same chart: as many marks in the same places, and no English word that a reader sees."""

from __future__ import annotations

import copy
import html
import re

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.core.figure import figures, figures_for
from counterpoise.words.chart_language import translated
from counterpoise.words.phrases import translated as phrase
from tests.reference import dealings, negotiations, roll_calls
from tests.reference.asked import cp

TARIFF = "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates"
ASKED = {
    "rely": lambda: cp.rely("KOR", on="USA,CHN", cut="0.5,2,5", both=True),
    "rely between two": lambda: cp.rely("ALL", on="USA,CHN"),
    "equation": lambda: cp.equation("KOR", powers="USA,CHN", draws=100),
    "equation of all": lambda: cp.equation("ALL", powers="USA,CHN", draws=100),
    "equation of groups": lambda: cp.equation("JPN,AUS", powers="NATO,CHN", draws=100),
    "bridge": lambda: cp.bridge("USA", "CHN"),
    "bridge of groups": lambda: cp.bridge("EU27", "ASEAN", horizon="short,long"),
    "trend": lambda: cp.trend("KOR", on="USA,CHN"),
    "security": lambda: cp.security("KOR", on="USA,CHN,JPN"),
    "products": lambda: cp.products("KOR"),
    "ties": lambda: cp.ties("KOR", on="USA"),
    "ties with two": lambda: cp.ties("KOR", on="CHN,JPN"),
    "ties of Australia": lambda: cp.ties("AUS", on="CHN"),
    "tariffs": lambda: cp.tariffs("USA", on="CHN,KOR,DEU"),
    "tariffs by sector": lambda: cp.tariffs("USA", on="CHN,KOR", sector="EACH"),
    "agreements": lambda: cp.agreements("KOR"),
    "agreements of two": lambda: cp.agreements("DEU", on="USA,KOR"),
    "simulate": lambda: cp.simulate(TARIFF).plain(every=True),
    "simulate horizons": lambda: cp.simulate(TARIFF, horizon="all").plain(every=True),
    "simulate years": lambda: cp.simulate(TARIFF, years="1,3,10").plain(every=True),
    "ensemble": lambda: cp.ensemble(TARIFF, draws=120),
    "agree": lambda: cp.agree("KOR,CHN,JPN", draws=40),
    "agree in phases": lambda: cp.agree("CJK", phase=3, draws=40),
    "hedge": lambda: cp.hedge("KOR", against="CHN", probability=0.02, instruments="uniform", points=2),
    "effect": lambda: cp.gravity.effect("KOR,CHN,JPN", draws=20, workers=1),
    "gradient": lambda: cp.gradient("KOR", of="welfare", by="tariff", on="CHN"),
    "optimal": lambda: cp.optimal("KOR", against="CHN"),
    "optimal taxes": lambda: cp.optimal("KOR", against="CHN", instruments="tariff,export_tax", uniform=True),
    "war": lambda: cp.war("USA", "CHN"),
    "war of a union": lambda: cp.war("USA", "EU", retaliate="ARE", uniform=True),
    "truce": lambda: cp.truce("USA", "CHN", sector="C26,C27"),
    "gravity.estimate": lambda: cp.gravity.estimate(panel(), covariates="RTA", lags="5", leads="5"),
    "gravity.estimate, the border": lambda: cp.gravity.estimate(
        panel(), covariates="RTA", lags="5", border_by_year=True, years="2005,2010,2015,2020"
    ),
    "gravity.estimate, a table": lambda: cp.gravity.estimate(guide(), preset="agtpa", years="2000,2005,2010,2015,2020"),
    "positions": lambda: cp.positions("emission-standards"),
    "relations": dealings.answer,
    "positions under a rule": lambda: cp.positions(drawn_line()),
    "leverage": lambda: cp.leverage("KOR", on="CHN", coalition="USA,EU", costs="0,0.1", sector="C26,C27"),
    "leverage, to first order": lambda: cp.leverage("KOR", on="CHN,JPN", first_order=True),
    "leverage of all": lambda: cp.leverage("ASEAN", on="CHN,USA"),
    "costs": lambda: cp.costs("KOR", on="CHN", draws=2),
    "negotiate": lambda: negotiations.answer("korean", over="patience", points=9),
    "negotiate over two unknowns": lambda: negotiations.answer("korean", over="patience,gain", points=3),
    "votes": lambda: cp.votes("KOR,CHN,USA", ties=roll_calls.ties_of(roll_calls.assembly())),
    "votes of one session": lambda: cp.votes("KOR", since=2019, ties=roll_calls.ties_of(roll_calls.assembly())),
    "gradient of costs": lambda: cp.gradient("KOR", of="exports", by="trade_cost", on="CHN"),
}


def panel():
    from counterpoise.trade_agreements.example import example_panel

    pytest.importorskip("pyfixest")
    return example_panel().rename(columns={"rta": "RTA"})


def drawn_line():
    """Give a line of countries with ranges, a status quo, and vetoes within and beside the median."""
    from counterpoise.negotiation.line import Line

    stand = {"South Korea": [2, 4], "Japan": [4, 6], "China": 9}
    actors = [{"name": name, "position": at, "salience": 1, "capability": 1} for name, at in stand.items()]
    rule = {"majority": 0.7, "veto": ["Japan", "China"]}
    return Line(title="line", scale={"low": 0, "high": 10}, actors=actors, status_quo=1, rule=rule)


def guide():
    """Give a made-up panel with every column that the guide's table needs."""
    held = panel()
    draw = np.random.default_rng(1)
    shifted = {name: draw.integers(0, 2, len(held)) for name in ("rta_lag4", "rta_lag8", "rta_lag12", "rta_lead4")}
    others = {name: draw.integers(0, 2, len(held)) for name in ("cntg", "lang", "clny")}
    return held.rename(columns={"RTA": "rta"}).assign(**shifted, **others)


SAME = re.compile(r"ICIO|WIOD|HHI|USD|GDP|FBIC|CINC|TiVA|NATO|\(embedded\)|…\d+ entries|\d+k")
"""What is the same in every language."""

drawn: set[tuple[str, str]] = set()


def pictures(specification):
    return pytest.importorskip("vl_convert").vegalite_to_svg(specification)


def texts(svg):
    return [html.unescape(re.sub("<[^>]*>", "", one)) for one in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


def marks(svg):
    """Give the shapes of a picture's marks with their colours: what moves with the words' widths left out."""
    return sorted(re.findall(r'<path[^>]*aria-roledescription="(\w+)"[^>]*?(?:fill|stroke)="(#\w+|\w+)"', svg))


@pytest.mark.parametrize("asked", ASKED)
def test_a_chart_has_the_same_marks_and_no_english_word(asked):
    pytest.importorskip("altair")
    result = ASKED[asked]()
    for name, figure in figures_for(result.question).items():
        try:
            specification = figure(result).to_dict()
        except InputError:
            continue  # this answer has no such chart
        before = copy.deepcopy(specification)
        korean = translated(specification, "ko")
        assert repr(specification) == repr(before), name
        first, second = pictures(specification), pictures(korean)
        assert marks(first) == marks(second), name
        said = texts(second)
        assert len(said) == len(texts(first)), name
        english = [one for one in said if re.search("[a-z]{2,}|[A-Z][a-z]", SAME.sub("", one))]
        assert english == [], name
        drawn.add((result.question.name, name))


def test_every_declared_chart_was_drawn():
    """Runs last, and only where all of the above ran in this process."""
    own = {
        (q, n)
        for q, held in figures.items()
        for n, one in held.items()
        if one.function.__module__[:12] == "counterpoise"
    }
    if len({question for question, _ in drawn}) < 10:
        pytest.skip("not every chart was drawn by this process")
    assert own - drawn == set()


def test_keys_are_translated_everywhere_at_once():
    rows = [{"who": "South Korea", "value": 1}, {"who": "economy as a whole", "value": 2}]
    bold = {"condition": {"test": 'datum.value == "economy as a whole"', "value": "bold"}, "value": "normal"}
    specification = {
        "data": {"values": rows},
        "transform": [{"filter": "datum.who == 'South Korea' || datum.who != 'nobody'"}],
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "who",
                "type": "nominal",
                "sort": ["economy as a whole", "South Korea"],
                "axis": {"labelFontWeight": bold},
            },
            "color": {
                "field": "who",
                "type": "nominal",
                "scale": {"domain": ["South Korea", "economy as a whole"], "range": ["red", "blue"]},
            },
            "x": {"field": "value", "type": "quantitative", "title": "share"},
            "tooltip": [{"field": "who", "type": "nominal"}, {"field": "year", "type": "quantitative"}],
        },
    }
    made = translated(specification, "ko")
    assert [row["who"] for row in made["data"]["values"]] == ["한국", "경제 전체"]
    assert made["encoding"]["y"]["sort"] == ["경제 전체", "한국"]
    assert made["encoding"]["color"]["scale"] == {"domain": ["한국", "경제 전체"], "range": ["red", "blue"]}
    assert made["encoding"]["y"]["axis"]["labelFontWeight"]["condition"]["test"] == 'datum.value == "경제 전체"'
    assert made["transform"][0]["filter"] == "datum.who == \"한국\" || datum.who != 'nobody'"
    assert made["encoding"]["x"]["title"] == "비율"
    assert [one["title"] for one in made["encoding"]["tooltip"]] == ["상대국", "연도"]


def test_two_words_of_one_field_never_become_one():
    rows = [{"who": one} for one in ("South Korea", "the South Korea", "Netherlands", "the Netherlands")]
    made = translated({"data": {"values": rows}, "encoding": {"y": {"field": "who", "type": "nominal"}}}, "ko")
    assert [row["who"] for row in made["data"]["values"]] == [
        "한국",
        "the South Korea",
        "Netherlands",
        "the Netherlands",
    ]


def test_english_stays_as_it_is_and_what_is_not_known_stays_english():
    specification = {"title": "My own chart", "mark": "bar", "data": {"values": [{"a": "of mine"}]}}
    assert translated(specification) == specification
    assert translated(specification, "ko")["title"] == "My own chart"


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("South Korea between the European Union and China, 2022", "유럽연합과 중국 사이의 한국, 2022년"),
        ("78 countries between the United States and China, 2022", "미국과 중국 사이의 78개 국가·지역, 2022년"),
        ("← security leans to the Netherlands", "← 안보는 네덜란드 쪽"),
        ("China without South Korea", "한국이 없을 때의 중국"),
        ("iron ore, not agglomerated (260111)", "철광석(응결하지 않은 것)(260111)"),
        ("real income, per point, percent", "실질소득, 관세 1%p당(%)"),
        ("weight 33 %", "가중치 33%"),
        ("Korea-US", "한국·미국"),
        ("not known (−6.0 to +0.3)", "알 수 없음(−6.0~+0.3)"),
        (
            "Chokepoints. lignite (270210) 100% from Indonesia; and nothing.",
            "공급망 취약 품목. 갈탄(270210): 인도네시아 100%; and nothing.",
        ),
        ("2023-08-18", "2023-08-18"),
        ("C26", "C26"),
        ("nothing of ours", "nothing of ours"),
        ("", ""),
    ],
)
def test_phrases(english, korean):
    assert phrase(english, "ko") == korean
