"""What is asked over the interface is of a sane form and size."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr

import counterpoise.questions  # noqa: F401 - it registers the questions
from counterpoise.app import limits
from counterpoise.app.answers import request_of
from counterpoise.core.errors import InputError

NEEDED: dict[str, dict[str, Any]] = {
    "equation": {"country": "KOR", "powers": "USA,CHN"},
    "rely": {"country": "KOR"},
    "ensemble": {"scenario": "embargo by ALL on DEU"},
    "simulate": {"scenario": "embargo by ALL on DEU"},
    "hedge": {"country": "KOR", "against": "CHN", "probability": "0.02"},
    "leverage": {"country": "KOR", "on": "CHN"},
    "war": {"first": "USA", "second": "CHN"},
}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("equation", {"draws": "1000000000"}),
        ("equation", {"draws": 10**9}),
        ("equation", {"draws": 1e9}),
        ("equation", {"draws": "1e9"}),
        ("equation", {"draws": float("inf")}),
        ("equation", {"draws": 10**400}),
        ("equation", {"powers": "1," * 5_000}),
        ("ensemble", {"draws": "10001"}),
        ("rely", {"cut": ",".join(map(str, range(1, 100)))}),
        ("rely", {"cut": list(range(1, 100))}),
        ("rely", {"on": "A," * 9_000}),
        ("rely", {"on": "a" * 50_000}),
        ("rely", {"year": 10**400}),
        ("rely", {"year": "-5"}),
        ("rely", {"year": float("nan")}),
        ("rely", {"year": float("inf")}),
        ("rely", {"country": [["KOR"]]}),
        ("rely", {"country": ["KOR", {"a": 1}]}),
        ("rely", {"country": "\ud800"}),
        ("rely", {"country": "KOR\x00"}),
        ("simulate", {"years": ",".join(map(str, range(60)))}),
        ("hedge", {"points": "52"}),
        ("leverage", {"orders": "1002"}),
        ("leverage", {"costs": ",".join(map(str, range(21)))}),
        ("war", {"deviations": "1001"}),
        ("simulate", {"scenario": ["embargo"]}),
        ("simulate", {"scenario": "\ud800"}),
    ],
)
def test_what_is_too_much_or_no_word_is_refused_before_anything_is_computed(
    question: str, words: dict[str, Any]
) -> None:
    with pytest.raises(InputError) as found:
        request_of(question, {**NEEDED[question], **words})
    assert found.value.where in words
    assert found.value.what
    assert found.value.remedy


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("equation", {"draws": "2000", "seed": 3, "weights": {"look_through": 1.0}}),
        ("rely", {"country": ["KOR", "DEU"], "year": 2011, "both": True}),
        ("rely", {"cut": "0.5,2,5", "year": "2011"}),
        ("ensemble", {"draws": 1000, "interval": "90"}),
        ("simulate", {"scenario": {"title": "a"}}),
        ("hedge", {"points": "51"}),
        ("leverage", {"costs": "0,0.05,0.1", "orders": "1000"}),
    ],
)
def test_sane_words_pass_as_they_are(question: str, words: dict[str, Any]) -> None:
    given = request_of(question, {**NEEDED[question], **words}).given
    assert {name: given[name] for name in words} == words


@pytest.mark.parametrize("word", ["scheduler", "workers", "state"])
def test_what_names_a_thing_of_this_machine_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="one machine"):
        request_of("ensemble", {**NEEDED["ensemble"], word: "tcp://10.0.0.1:8786"})


def test_an_answer_too_large_for_a_page_is_refused_before_its_records_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "RECORDS", 10)
    data = xr.Dataset({"a": ("country", np.zeros(11))})
    with pytest.raises(InputError, match="11 records"):
        limits.enough(SimpleNamespace(data=data, variables=("a",)))
    limits.enough(SimpleNamespace(data=data.isel(country=slice(10)), variables=("a",)))
    limits.enough(SimpleNamespace())
