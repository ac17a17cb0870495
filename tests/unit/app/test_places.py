"""No path of this machine in whatever is answered."""

import itertools
import os
from pathlib import Path

import pytest

from counterpoise.app.places import fault, without_places
from counterpoise.core.errors import DataError

from .conftest import Asked

ODD = ("", "KOR'", "../..", "/etc/passwd", "scenario.toml", "\x00", "é" * 50, "-1", "1e999", "nan", "{}", "a" * 3000)
WRONG = [
    ("/api/ask/rely", {"country": "ATLANTIS"}),
    ("/api/ask/rely", {"country": "KOR", "source": "no-such-accounts"}),
    ("/api/ask/rely", {"country": "KOR", "year": "1066"}),
    ("/api/ask/rely", {"country": "KOR", "table": "/etc/passwd"}),
    ("/api/ask/trade", {"product": "../../etc"}),
    ("/api/ask/products", {"country": "KOR", "table": "/etc"}),
    ("/api/ask/simulate", {"scenario": "tariff +25 points by USA on CHN", "tariffs": "/etc/passwd"}),
    ("/api/ask/simulate", {"scenario": "tariff +25 points by USA on CHN", "elasticities": "/etc/passwd"}),
    ("/api/ask/simulate", {"scenario": "tariff +25 points by USA on CHN", "economy": "x"}),
    ("/api/ask/ensemble", {"scenario": "tariff +25 points by USA on CHN", "draws": "0"}),
    ("/api/file/rely", {"country": "KOR", "format": "exe"}),
    ("/api/chart/rely", {"country": "KOR", "chart": "../x"}),
    ("/api/chart/rely", {"country": "KOR", "choice.most": "-3"}),
    ("/api/jobs/none", {}),
    ("/api/nothing", {}),
]


@pytest.fixture
def machine(own):
    """Give a service in a place that is known again, and a look whether an answer names it."""
    store = Path(os.environ["COUNTERPOISE_STORE"])
    store.mkdir(parents=True)
    (store / "index.json").write_text("{ this is damaged")
    told = (
        str(own),
        "store-of-kim",
        "cache-of-kim",
        str(Path.home()) + "/",
        str(Path(__file__).parents[3]),
        "site-packages",
    )
    return Asked(), told


def test_a_damaged_store_is_told_without_its_place(machine):
    asked, told = machine
    for path in ("/api/data", "/api/labels", "/api/ask/rely?country=KOR", "/api/questions"):
        answer = asked.get(path)
        assert answer.status_code in (200, 422), answer.text
        assert not [one for one in told if one in answer.text], answer.text


@pytest.mark.parametrize(("path", "words"), WRONG)
def test_wrong_words_are_told_without_a_place(own, path, words):
    answer = Asked().get(path, params=words)
    assert answer.status_code in (404, 422)
    assert set(answer.json()["error"]) == {"what", "where", "remedy", "code"}
    for word in (str(own), "store-of-kim", str(Path.home()) + "/", str(Path(__file__).parents[3]), "Traceback"):
        assert word not in answer.text


@pytest.mark.parametrize("question", ["rely", "equation", "simulate", "trend", "products", "security"])
def test_odd_words_are_refused(asked, question):
    names = {"rely": "country", "equation": "powers", "simulate": "scenario"}
    for word, name in itertools.product(ODD, {names.get(question, "country"), "year"}):
        answer = asked.get(
            f"/api/ask/{question}", params={"country": "KOR", name: word} if question != "simulate" else {name: word}
        )
        assert answer.status_code in (200, 422), (name, word, answer.text)
        assert str(Path(__file__).parents[3]) not in answer.text


def test_a_wrong_file_is_told_by_its_own_name(own):
    asked = Asked()
    posted = asked("POST", "/api/data/wdi?filename=../../x/wrong.csv", content=b"a,b\n1,2\n")
    assert posted.status_code == 202
    assert str(own) not in posted.text


def test_what_nobody_foresaw_tells_nothing():
    said = fault(KeyError(f"{Path.home()}/secret"))
    assert "secret" not in str(said)
    assert said["code"] == 1


def test_the_files_own_name_stays(own):
    place = Path(os.environ["COUNTERPOISE_STORE"])
    error = DataError("it is empty", where=f"{place}/parts/a-b/flows.parquet, line 3", remedy=f"see {Path.home()}/x")
    assert fault(error)["where"] == "flows.parquet, line 3"
    assert without_places(f"{os.getcwd()}/a/b.toml") == "b.toml"  # noqa: PTH109
    assert without_places("KOR on CHN, a/b") == "KOR on CHN, a/b"
