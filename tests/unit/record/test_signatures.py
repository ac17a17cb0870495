"""Signatures under trade agreements as promises, by days that anyone can look up; and what is told where no ledger is."""

from __future__ import annotations

from datetime import date

import pytest

import counterpoise as cp
from counterpoise.record.commitments import judged
from counterpoise.record.signatures import signatures


@pytest.mark.parametrize(
    ("country", "on", "name", "signed", "verdict", "seen"),
    [
        ("KOR", "USA", "Korea-US", "2007-06-30", "kept", date(2012, 3, 15)),
        ("KOR", "JPN", "RCEP", "2020-11-15", "kept", date(2022, 2, 1)),  # a month after the first ten
        ("JPN", "AUS", "RCEP", "2020-11-15", "kept", date(2022, 1, 1)),
        ("KOR", "ARE", "Korea-UAE", "2024-05-29", "not yet", None),
    ],
)
def test_what_was_signed_and_came_of_it(country, on, name, signed, verdict, seen):
    held = {one["commitment"]["indicator"]: one for one in signatures(country, (on,))}
    one = held[f"in_force:{name}"]
    found = judged(one, ())
    assert (one["said_on"], found.verdict, found.on) == (signed, verdict, seen)


def test_who_acceded_did_not_sign():
    named = {code: {one["commitment"]["indicator"] for one in signatures(code)} for code in ("GBR", "CHL", "CHN")}
    assert "in_force:CPTPP" not in named["GBR"]  # acceded in 2024
    assert "in_force:CPTPP" in named["CHL"]  # signed in 2018, and ratified in 2023
    assert "in_force:APTA" not in named["CHN"]  # acceded in 2002
    assert not signatures("KOR", ("USA",), date(2007, 6, 29))


def test_without_a_ledger_signatures_are_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COUNTERPOISE_LEDGER", raising=False)
    found = cp.commitments("KOR", on="USA")
    assert found.data["speaker"].values.tolist() == ["signature of Korea-US"]
    assert "there is no ledger here" in " ".join(found.warnings)
    early = cp.commitments("KOR", on="USA", at="2011-12-31")
    assert early.data["verdict"].values.tolist() == ["not yet"]
    cp.Ledger(tmp_path / "record.jsonl").append(
        {"type": "event", "event_type": "AID", "actor": "KOR", "recipient": "USA", "happened_on": "2020"}
    )
    assert cp.commitments("KOR", on="USA").data.sizes["entry"] == 0  # a ledger's own promises, and it has none
