"""Everything that a user meets by name has a Korean name: a new measure, sector or question can't be forgotten."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import counterpoise
from counterpoise.codes.products import product_names
from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figures
from counterpoise.core.measure import UNITS, measures
from counterpoise.core.question import questions
from counterpoise.words import language

HANGUL = re.compile("[가-힣]")
SYMBOLS = {"vote_similarity"}
"""What has a symbol for a short name in every language."""


@pytest.fixture(scope="module", autouse=True)
def everything():
    """Read every module, so that all that is declared is known."""
    for found in pkgutil.walk_packages(counterpoise.__path__, "counterpoise."):
        if "__main__" not in found.name and ".app" not in found.name:
            importlib.import_module(found.name)


def program(one):
    return one.function.__module__.startswith("counterpoise.")


def test_every_declared_measure_has_a_korean_label_and_short_name():
    lacking = []
    for one in filter(program, measures.values()):
        said = language.label(one.name, "ko")
        if not HANGUL.search(said):
            lacking.append(one.name)
        if one.published and one.name not in SYMBOLS and not HANGUL.search(language.short(one.name, "ko")):
            lacking.append(f"{one.name}: short")
    assert not lacking


def test_the_table_holds_what_the_measures_are_called_in_english():
    rows = {row["name"]: (row["english_label"], row["english_short"]) for row in language.table("measures", "ko")}
    held = {one.name: (one.label, one.short) for one in measures.values() if program(one) and one.published}
    assert {name: rows[name] for name in held} == held


def test_every_variable_of_the_dossier_and_of_the_equation_has_one():
    from counterpoise.questions.chosen import RATES
    from counterpoise.questions.dossier import ACTS, SERIES
    from counterpoise.questions.fought import TOLD
    from counterpoise.questions.placed import DESCRIBED as PLACED
    from counterpoise.questions.related import DESCRIBED as RELATED
    from counterpoise.questions.sides import SIDE_OF
    from counterpoise.questions.standing import DESCRIBED
    from counterpoise.questions.terms import TOLD as BARGAINED
    from counterpoise.world.ties import KINDS

    names = [*BARGAINED, *DESCRIBED, *ACTS, *SERIES, *KINDS, *(f"lean_{one}" for one in SIDE_OF)]
    names += [
        "economic_reliance",
        "net_economic_reliance",
        "security_reliance",
        "net_security_reliance",
        "cross_pressure",
    ]
    names += ["cross_pressure_rank", "cross_pressured_share", "agreeing_share", "trail_economic", "trail_security"]
    names += [
        "net_alignment",
        "income_lost_short",
        "income_lost_long",
        "protection_lost",
        "applied_tariff",
        "recorded_measures",
    ]
    names += [*TOLD, *PLACED, *RELATED]
    names += ["spread_share", "gradient", "chokepoint", "years_held", "imports", "single_rate_welfare_pct", *RATES]
    assert [one for one in names if not HANGUL.search(language.label(one, "ko"))] == []
    assert [one for one in names if not HANGUL.search(language.short(one, "ko"))] == []


def test_no_two_measures_have_one_label_or_one_short_name():
    rows = language.table("measures", "ko")
    for column in ("name", "label", "short"):
        counts = Counter(row[column] for row in rows if row[column])
        assert [word for word, count in counts.items() if count > 1] == []


def test_a_table_names_nothing_that_is_not_there():
    from counterpoise.questions.dossier import ACTS, SERIES
    from counterpoise.world.ties import KINDS

    others = {row["name"] for row in language.table("measures", "ko")} - {*measures, *ACTS, *SERIES, *KINDS}
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("questions", "equilibrium", "reliance", "statecraft")
        for path in (importlib.resources.files("counterpoise") / folder).rglob("*.py")  # pyright: ignore
    )
    assert [
        one
        for one in others
        if one not in source
        and not one.startswith(("meets_", "net_", "trail_", "income_lost_"))
        and not one.endswith("_reliance")
    ] == []


def test_every_sector_and_group_has_a_korean_name_of_its_own():
    for name in schemes():
        held = scheme(name)
        assert [one.code for one in held.sectors if not HANGUL.search(one.name_ko)] == []
        assert [one.word for one in held.groups if not HANGUL.search(one.name_ko)] == []
        counts = Counter(one.name_ko for one in held.sectors)
        assert [word for word, count in counts.items() if count > 1] == []
    assert language.sector("C26", "ko") == "컴퓨터, 전자 및 광학기기"
    assert language.sector("c14", "ko", "wiod-2013") != "c14"


def test_every_product_that_has_an_english_name_has_a_korean_one():
    assert [code for code in product_names() if not HANGUL.search(language.product(code, "ko"))] == []


def test_every_unit_has_a_word():
    assert [
        one for one in (*UNITS, "percent") if one and not HANGUL.search(language.unit(one, "ko")) and one != "percent"
    ] == []


def test_every_question_and_parameter_has_a_korean_text():
    lacking = []
    for one in filter(program, questions.values()):
        if not HANGUL.search(language.question(one.name, "ko")):
            lacking.append(one.name)
        lacking += [
            f"{one.name} {p.name}"
            for p in one.parameters
            if not HANGUL.search(language.parameter(one.name, p.name, "ko"))
        ]
    assert not lacking


def test_every_chart_has_a_korean_title():
    importlib.import_module("counterpoise.charts")
    own = [one for held in figures.values() for one in held.values() if program(one)]
    assert [one.name for one in own if not HANGUL.search(language.text(one.title, "ko"))] == []


def test_what_has_no_word_stays_english():
    assert language.label("my_own", "ko", "Mine") == "Mine"
    assert language.short("my_own", "ko", "mine") == "mine"
    assert language.unit("furlongs", "ko") == "furlongs"
    assert language.label("look_through") == measures["look_through"].label
    assert language.question("rely", "en", "On whom?") == "On whom?"
    with pytest.raises(InputError, match="not a language"):
        language.label("look_through", "fr")
