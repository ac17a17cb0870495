"""Made-up events of two countries, and answers on them from a store of their own."""

from __future__ import annotations

import datetime
import random
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import counterpoise as cp
from counterpoise.core.progress import quietly
from counterpoise.sources.source import Raw, source
from counterpoise.store.folder import add

WEIGHTS = (2.0, 6.0, -3.0, -8.0)


def own_events(turn: str = "2009-06-01", months: int = 120, each: int = 3) -> str:
    """Give events of Korea, China and Japan by month from 2005; from the turn on Korea and China are less friendly."""
    draw = random.Random(5)
    lines = ["date,source,target,class,goldstein,count"]
    for k in range(months):
        month = datetime.date(2005 + k // 12, 1 + k % 12, 1)
        for pair in (("KOR", "CHN"), ("CHN", "KOR"), ("KOR", "JPN")):
            hard = month.isoformat() >= turn and "CHN" in pair
            for kind, share in enumerate((0.3, 0.1, 0.3, 0.3) if hard else (0.5, 0.2, 0.2, 0.1)):
                count = sum(draw.random() < share for _ in range(each * 4))
                lines.append(f"{month:%Y-%m},{','.join(pair)},{kind + 1},{WEIGHTS[kind]},{count}")
    return "\n".join(lines) + "\n"


def votes() -> Any:
    """Give ties that know the votes of Korea and China, and one agreement."""
    draw = random.Random(2)
    series = [(year, 0.6 + 0.1 * draw.random(), "made up") for year in range(1991, 2021)]
    act = SimpleNamespace(
        kind="agreement", name="pact", year=2015, last_year=None, since="2015-12-20", signed="", until="", source="x"
    )
    return SimpleNamespace(series=lambda *_: series, between=lambda *_: (act,), provenance={}, newest=2022)


WORDS = (
    'The minister said that Korea would be "a bridge". Later he said: "we stand with our ally in all things". '
    'Somebody spoke of "a winter", as it was translated.'
)


def ledger(folder: Path, *, vague: bool = False) -> cp.Ledger:
    """Give a ledger with two statements of Korea that contradict each other, one to China and one to nobody, and two events.

    A vague one also has a statement to China by somebody who is not known, translated.
    """
    made = cp.Ledger(folder / "record.jsonl")
    source = made.add_source(WORDS.encode(), retrieved="2010-02-01", outlet="made up", address="https://example.org/a")
    who = {"name": "A. Minister", "office": "minister", "country": "KOR", "resolved": "named"}
    first = made.quote(source["id"], "a bridge", speaker=who, addressee="CHN", said_on="2010-01-05", topic="security")
    second = made.quote(
        source["id"], "we stand with our ally in all things", speaker=who, said_on="2012-03-01", topic="security"
    )
    made.link("contradicts", first["id"], second["id"])
    made.append({"type": "event", "event_type": "CONSULT", "actor": "CHN", "recipient": "KOR", "happened_on": "2011"})
    made.append({"type": "event", "event_type": "CONSULT", "actor": "JPN", "recipient": "KOR", "happened_on": "2011"})
    if vague:
        nobody = {"name": None, "office": None, "country": None, "resolved": "unresolved"}
        made.quote(
            source["id"], "a winter", speaker=nobody, addressee="CHN", said_on="2013", verbatim=False, original=None
        )
    return made


@cache
def spoken() -> Any:
    """Give an answer with a vague ledger beside it."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as name:
        return answer(ledger=ledger(Path(name), vague=True))


def stored(folder: Path, text: str, name: str = "events", file: str = "own.csv") -> None:
    """Add a file to the store of a folder."""
    path = folder / file
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_STORE", str(folder / "store"))
        add(source(name), Raw(path), progress=quietly(None))


def asked(folder: Path, country: str = "KOR", on: str = "CHN", **words: Any) -> Any:
    """Ask for relations from the store of a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_STORE", str(folder / "store"))
        return cp.relations(country, on=on, draws=99, **words)


@cache
def answer(turn: str = "2009-06-01", *, with_votes: bool = True, gap: bool = False, **words: Any) -> Any:
    """Give an answer on the made-up events; with a gap, a month without a row."""
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as name:
        text = own_events(turn)
        if gap:
            text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("2007-03"))
        stored(Path(name), text)
        return asked(Path(name), **words, **({"ties": votes()} if with_votes else {}))
