"""A brief for every economy of the accounts: none fails, none has an empty section, none says what its numbers don't."""

from __future__ import annotations

import re
from concurrent.futures import Future

import pytest

import counterpoise as cp
from counterpoise.briefing import both, economy, gathering, prospects
from counterpoise.core import workers

WHY = ("Nothing is told", "can't be told", "is known", "Where its economy")
"""How a section says why it has nothing to show."""

DRAWN = ("Face value against look-through", "Both directions", "What the two leans are made of", "Since when: the past")
"""Sections that are a picture and how to read it."""

POWERS = {"USA": "CHN,DEU", "CHN": "USA,DEU"}


def economies():
    return [one for one in cp.load_economy().countries if one != "ROW"]


EVERY = 4
"""Of so many countries one has its pictures drawn: they take half the time, and are the same functions for all."""


class Here:
    """Does at once what a thread would do beside: the tests have a process a core already."""

    def __init__(self, *_):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, function, *arguments):
        done = Future()
        done.set_result(function(*arguments))
        return done


DRAWS = 1
"""Draws of a band: few, since what they are worth is tested elsewhere; here each country's page has bands."""


def spread_here(function, shared, jobs, _workers):
    """Do at once what worker processes would do."""
    for place, job in enumerate(jobs):
        yield place, workers.call(function, shared, job)


@pytest.mark.parametrize("country", economies())
def test_a_brief_for(country, monkeypatch):
    monkeypatch.setattr(gathering, "ThreadPoolExecutor", Here)
    monkeypatch.setattr(workers, "spread", spread_here)
    pictured = economies().index(country) % EVERY == 0
    if not pictured:
        for module in (both, economy, prospects):
            monkeypatch.setattr(module, "pictured", lambda *_, **__: [])
    brief = cp.brief(country, powers=POWERS.get(country, "USA,CHN"), draws=DRAWS)
    page = brief.html
    body = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|NaN|\bNone\b|\binf\b|Undefined", body)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert len(brief.content["findings"]) == 3
    assert all(re.search(r"\d", one) for one in brief.content["findings"])
    for one in (*brief.content["opening"], *brief.content["sections"]):
        held = [one["said"], *one.get("sentences", []), *one["figures"], one.get("table")]
        if one["title"] in DRAWN and not pictured:
            continue
        assert any(held) or any(word in one["text"] for word in WHY), one["title"]
    assert {"costs", "powers", "partners", "sectors"} <= set(brief.results)
    assert "welfare_pct__low" in brief.results["costs"].data
