"""The ledger at the command line: what it prints, and what it refuses in one line, with the ledger untouched."""

from __future__ import annotations

import csv
import io
import json
import shutil

import click
import pytest

from counterpoise.cli.record import record
from counterpoise.core.errors import InputError
from counterpoise.record.ledger import Ledger
from counterpoise.record.place import ledger_of

TEXT = 'The minister said that Aldermark "will sign soon" and "will not wait".\n'
SAID = (
    "--speaker",
    "Mira Sandoval",
    "--country",
    "XAL",
    "--addressee",
    "XBO",
    "--topic",
    "trade",
    "--said-on",
    "2026-03-03",
)


@pytest.fixture
def said(capsysbinary, monkeypatch, tmp_path):
    """Run a command of the ledger in this process; give what it printed and what it told beside."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text(TEXT)

    def call(*words):
        record.main(list(words), standalone_mode=False)
        return tuple(one.decode() for one in capsysbinary.readouterr())

    return call


@pytest.fixture
def ids(said):
    """Give the ids of a source with a statement, and of an event."""
    added = said("add", "text.txt", "--quote", "will sign soon", *SAID)[0]
    event = said("add", "--event", "consult", "--actor", "XAL", "--recipient", "XBO", "--happened-on", "2026-03")[0]
    return added.split()[-1], event.split()[-1]


def test_a_tampered_line_is_told_in_one_line_with_exit_2(run, said, ids, tmp_path):
    file = tmp_path / "record.jsonl"
    file.write_text(file.read_text().replace('"topic":"trade"', '"topic":"other"'))
    done = run("record", "verify", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: record.jsonl, line 2: the line was changed: its hash is ")
    assert done.stderr.count("\n") == 1


def test_a_record_s_life(said, ids, tmp_path):
    statement, event = ids
    made = said(
        "correct", statement[:6], "--set", "topic=diplomacy", "--set", "speaker.office=minister", "--reason", "so"
    )
    newer = made[0].split()[2].rstrip(",")
    said("correct", event, "--withdraw", "--reason", "it was another day")
    rows = json.loads(said("list", "XAL", "--on", "XBO", "--format", "json")[0])["records"]
    assert [(one["id"], one["topic"], one["office"], one["supersedes"]) for one in rows] == [
        (newer, "diplomacy", "minister", statement)
    ]
    assert "ok: 5 lines: 1 source, 1 statement, 2 superseded" in said("verify")[0]
    assert said("verify", "--head")[0].strip() == Ledger(tmp_path / "record.jsonl").head


def test_a_list_is_chosen_by_the_words(said):
    def listed(*words):
        rows = csv.DictReader(io.StringIO(said("list", *words, "--ledger", "example", "--format", "csv")[0]))
        return [(one["day"], one["country"], one["topic"]) for one in rows]

    everything = listed()
    assert len(everything) == 14
    assert everything == sorted(everything, key=lambda one: one[0])
    assert listed("XAL", "--on", "XBO", "--topic", "trade", "--since", "2022-06") == [
        ("2022-10-04", "XAL", "trade"),
        ("2025-06-15", "XAL", "trade"),
    ]
    assert len(listed("XBO")) + 2 == len(everything)  # two by nobody who is known, to nobody who is named
    assert listed("XCE") == []


def test_two_ledgers_are_merged(said, ids, tmp_path):
    theirs = Ledger(tmp_path / "theirs.jsonl")
    shutil.copy(tmp_path / "record.jsonl", theirs.path)
    theirs.correct(ids[0], {"topic": "people"}, reason="theirs")
    said("correct", ids[0], "--set", "topic=security", "--reason", "ours")
    lodged = theirs.head
    out, notes = said("merge", "theirs.jsonl")
    assert out == "added: 1 record, 0 source files\n"
    assert notes.startswith(f"note: {ids[0][:8]} is corrected by ")
    assert f"lodged: {lodged[:16]} was this ledger's head" in said("verify", "--lodged", lodged)[0]


def test_a_torn_line_is_told(said, ids, tmp_path):
    file = tmp_path / "record.jsonl"
    file.write_bytes(file.read_bytes()[:-30])
    assert "the last line is cut off after" in said("verify")[1]
    assert "it is no record" in said("list")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["add", "text.txt", "--quote", "will sign late"], "'will sign late' is not in its source"),
        (["add", "nowhere.txt", "--quote", "will"], "there is no"),
        (
            ["add", "--event", "MEET", "--actor", "XAL", "--recipient", "XBO", "--happened-on", "2026"],
            "event_type: 'MEET'",
        ),
        (["add", "--event", "AID", "--actor", "XAL", "--happened-on", "2026"], "--recipient: recipient is missing"),
        (["add", "text.txt", "--quote", "will not wait", "--indicator", "export"], "did you mean exports or imports?"),
        (["add", "text.txt", "--quote", "will not wait", "--topic", "trades"], "did you mean trade?"),
        (["add", "binary", "--quote", "will"], "these bytes aren't text"),
        (["list", "KOR", "--topic", "trades"], "did you mean trade?"),
        (["list", "KRO"], "did you mean KOR"),
        (["list", "KOR", "--since", "yesterday"], "--since: 'yesterday' is no day"),
        (["list", "--ledger", "no.jsonl"], "there is no ledger 'no.jsonl'"),
        (["correct", "ffff", "--set", "topic=trade", "--reason", "so"], "there is no record 'ffff'"),
        (["merge", "no.jsonl"], "no.jsonl: there is no such ledger"),
        (["verify", "--lodged", "f" * 64], "ever had the hash"),
        (["add", "text.txt", "--ledger", "example"], "the example is not written to"),
    ],
)
def test_what_is_wrong_leaves_the_ledger_as_it_was(said, ids, tmp_path, words, told):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    before = (tmp_path / "record.jsonl").read_bytes()
    with pytest.raises(InputError) as error:
        said(*words)
    assert told in str(error.value)
    assert (tmp_path / "record.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    "words", [["add"], ["ad"], ["add", "--event", "AID", "--quote", "x"], ["add", "a", "--actor", "XAL"]]
)
def test_words_that_do_not_go_together(said, words):
    with pytest.raises(click.UsageError):
        said(*words)


def test_the_help_explains_every_category(said):
    from counterpoise.record.plover import CATEGORIES

    told = said("add", "--help")[0]
    assert all(f"  {name} " in told for name in CATEGORIES)


def test_the_usual_ledger_is_in_the_folder_at_hand_or_in_the_environment(said, ids, tmp_path, monkeypatch):
    assert ledger_of(None).path.name == "record.jsonl"
    monkeypatch.setenv("COUNTERPOISE_LEDGER", str(tmp_path / "mine.jsonl"))
    with pytest.raises(InputError, match=r"mine\.jsonl"):
        ledger_of(None)
