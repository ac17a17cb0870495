"""A ledger keeps what it is given, refuses what is wrong, and is as it was where it refuses."""

from __future__ import annotations

import hashlib
import resource
import shutil
import subprocess
import sys

import pytest

from counterpoise.core.errors import InputError
from counterpoise.record import records
from counterpoise.record.anchors import anchor, anchored
from counterpoise.record.ledger import Ledger
from counterpoise.record.texts import Text

TEXT = 'She said that the policy "remains stable and consistent". It does. “É 평화”, he said. It does.'
PERSON = {"name": "A. Person", "country": "XAL", "resolved": "named"}
EVENT = {"type": "event", "event_type": "CONSULT", "actor": "XAL", "recipient": "XBO", "happened_on": "2026-01-05"}


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "record.jsonl")


@pytest.fixture
def source(ledger):
    return ledger.add_source(TEXT.encode(), outlet="Ours")["id"]


def unchanged(ledger, act, match):
    before = ledger.path.read_bytes()
    with pytest.raises(InputError, match=match):
        act()
    assert ledger.path.read_bytes() == before


def test_places_are_counted_in_characters(ledger, source):
    said = ledger.quote(source, "É 평화", speaker=PERSON)
    start = TEXT.index("É")
    assert (said["quote"]["start"], said["quote"]["end"]) == (start, start + 4)
    assert said["quote"]["prefix"].endswith("“")
    assert Ledger(ledger.path).verify().quotes_checked == 1


def test_a_quote_that_is_not_in_its_source_is_refused(ledger, source):
    unchanged(ledger, lambda: ledger.quote(source, "remains stable and predictable"), "is not in its source")
    unchanged(ledger, lambda: ledger.quote(source, '"É 평화"'), "other spaces, case or quotation marks")
    unchanged(ledger, lambda: ledger.quote(source, "It does."), "stands in its source at 58 and at")
    moved = {"exact": "stable", "start": 3, "end": 9}
    made = {"type": "statement", "source": source, "speaker": PERSON, "quote": moved, "verbatim": True}
    unchanged(ledger, lambda: ledger.append(made), r"not in its source at 3; it stands at \d+")
    around = anchor(TEXT, "stable") | {"prefix": "other "}
    unchanged(ledger, lambda: ledger.append(made | {"quote": around}), "other words stand before")


def test_anchors_are_those_of_the_web_annotation_model():
    quote = anchor(TEXT, "stable")
    assert TEXT[quote["start"] : quote["end"]] == quote["exact"] == "stable"
    assert TEXT.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    anchored(TEXT, quote)


def test_a_source_that_was_changed_is_found_when_the_ledger_is_read(ledger, source):
    ledger.quote(source, "stable", speaker=PERSON)
    file = ledger.sources.folder / hashlib.sha256(TEXT.encode()).hexdigest()
    file.write_bytes(TEXT.replace("stable", "staple").encode())
    with pytest.raises(InputError, match="the source's bytes were changed"):
        len(Ledger(ledger.path))


def test_a_text_of_its_own_is_kept_beside_the_bytes(ledger):
    page = b"<p>We remain as we are.</p>"
    source = ledger.add_source(page, Text("We remain as we are.", extractor="own 1"), media_type="text/html")
    ledger.quote(source["id"], "as we are", speaker=PERSON)
    assert Ledger(ledger.path).verify().quotes_checked == 1
    kept = ledger.sources.folder / f"{source['sha256']}.txt"
    kept.write_text("We remain as they are.")
    with pytest.raises(InputError, match="the source's text was changed"):
        len(Ledger(ledger.path))
    kept.unlink()  # another version of the program can't make the same text: the quote is counted as unchecked
    assert (Ledger(ledger.path).verify().quotes, Ledger(ledger.path).verify().quotes_checked) == (1, 0)


def test_without_its_sources_a_ledger_still_verifies_and_says_how_many_quotes_it_could_not_check(ledger, source):
    ledger.quote(source, "stable", speaker=PERSON)
    shutil.rmtree(ledger.sources.folder)
    found = Ledger(ledger.path).verify()
    assert (found.lines, found.quotes, found.quotes_checked, found.sources_kept) == (2, 1, 0, 0)


def test_a_correction_supersedes_and_overwrites_nothing(ledger, source):
    first = ledger.quote(source, "stable", speaker=PERSON, topic="trade")
    before = ledger.path.read_bytes()
    second = ledger.correct(first["id"][:8], {"topic": "diplomacy"}, reason="wrong topic")
    assert ledger.path.read_bytes().startswith(before)
    assert [one["topic"] for one in ledger.records("statement")] == ["diplomacy"]
    assert len(ledger.records("statement", every=True)) == 2
    unchanged(ledger, lambda: ledger.correct(first["id"], {"topic": "people"}, reason="again"), second["id"])
    ledger.take_back(second["id"], reason="not said")
    assert ledger.records("statement") == []
    assert ledger.newest(first["id"]) == []
    unchanged(ledger, lambda: ledger.correct(second["id"], {}, reason="again"), "was taken back")


def test_wrong_records_are_refused(ledger, source):
    said = {"type": "statement", "source": source, "speaker": PERSON, "quote": anchor(TEXT, "stable"), "verbatim": True}
    ledger.append(said)
    for change, match in [
        ({"topic": "people"}, "recorded already"),
        ({"topic": "weather"}, "topic: 'weather'"),
        ({"speaker": PERSON | {"country": "XX"}}, "speaker.country: 'XX' is no country"),
        ({"speaker": {"resolved": "unresolved", "country": "KOR"}}, "unresolved speaker has a country"),
        ({"original": {"text": "안정", "language": "ko"}}, "not verbatim"),
        ({"said_on": "2026-02-30"}, "said_on: '2026-02-30' is no day"),
        ({"mood": "grim"}, "there is no field 'mood'"),
        ({"source": "0" * 16}, "there is no record 0000"),
        ({"commitment": {"indicator": "exports", "direction": "up"}}, "commitment.direction"),
        ({"recorded_on": 1.5}, "fraction"),
        ({"supersedes": ["0" * 16]}, "needs its reason"),
    ]:
        unchanged(ledger, lambda change=change: ledger.append(said | change), match)
    unchanged(ledger, lambda: ledger.append({"type": "event"}), "actor is missing")
    unchanged(ledger, lambda: ledger.append({"type": "rumour"}), "no type of record 'rumour'")
    unchanged(
        ledger, lambda: ledger.append({**EVENT, "source": ledger.records("statement")[0]["id"]}), "of type statement"
    )


def test_the_same_record_is_written_once(ledger):
    assert ledger.append(EVENT)["id"] == ledger.append(EVENT)["id"]
    assert len(ledger) == 1


def test_a_batch_with_one_wrong_record_adds_none(ledger, source):
    unchanged(ledger, lambda: ledger.extend([EVENT, EVENT | {"event_type": "MEET"}]), "record 2: event_type: 'MEET'")


def test_two_writers_lose_nothing(tmp_path):
    script = (
        "import sys; from counterpoise.record.ledger import Ledger; ledger = Ledger(sys.argv[1])\n"
        "for k in range(15): ledger.append({'type': 'event', 'event_type': 'AID', 'actor': 'XAL', 'recipient': 'XBO',"
        " 'happened_on': '2026', 'note': f'{sys.argv[2]} {k}'})"
    )
    path = tmp_path / "record.jsonl"
    both = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in ("one", "two")]
    assert [one.wait() for one in both] == [0, 0]
    assert Ledger(path).verify().lines == 30
    assert {one["note"] for one in Ledger(path)} == {f"{name} {k}" for name in ("one", "two") for k in range(15)}


def test_a_reader_sees_what_another_writes(ledger):
    other = Ledger(ledger.path)
    ledger.append(EVENT)
    assert len(other) == 1
    other.append(EVENT | {"note": "again"})
    assert ledger.append(EVENT | {"note": "and again"})["previous"] == other.records()[1]["hash"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_a_full_disk_leaves_the_ledger_as_it_was(ledger):
    """A limit on a file's size stops the writing after part of a line, as a full disk does."""
    ledger.append(EVENT)
    before = ledger.path.read_bytes()
    script = (
        "import signal, resource, sys\n"
        "from counterpoise.record.ledger import Ledger\n"
        "from counterpoise.core.errors import InputError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))\n"
        "try: Ledger(sys.argv[1]).append({'type': 'event', 'event_type': 'AID', 'actor': 'XAL', 'recipient': 'XBO',"
        " 'happened_on': '2026', 'note': 'long ' * 50})\n"
        "except InputError as error: print(error)"
    )
    words = [sys.executable, "-c", script, str(ledger.path), str(len(before) + 40)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "the disk is full" in said
    assert ledger.path.read_bytes() == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != len(before) + 40


def test_a_lodged_head_is_known_again_and_a_rebuilt_ledger_is_not(ledger, tmp_path):
    ledger.append(EVENT)
    head = ledger.head
    ledger.append(EVENT | {"note": "later"})
    ledger.verify(head)
    ledger.verify(head[:16].upper())
    rebuilt = Ledger(tmp_path / "rebuilt.jsonl")
    rebuilt.append(EVENT | {"note": "as the owner would have it"})
    rebuilt.append(EVENT | {"note": "later"})
    rebuilt.verify()
    with pytest.raises(InputError, match="ever had the hash"):
        rebuilt.verify(head)
    with pytest.raises(InputError, match="too short"):
        ledger.verify(head[:6])


def test_a_merge_joins_two_branches_and_shows_where_they_disagree(ledger, source, tmp_path):
    said = ledger.quote(source, "stable", speaker=PERSON, topic="trade")
    theirs = Ledger(tmp_path / "theirs.jsonl")
    shutil.copy(ledger.path, theirs.path)
    ledger.correct(said["id"], {"topic": "people"}, reason="ours")
    theirs.correct(said["id"], {"topic": "security"}, reason="theirs")
    theirs.add_source(b"Another text.")
    lodged = theirs.head
    made = ledger.merge(theirs.path)
    assert (made.added, made.files) == (2, 1)
    assert len(made.disputed[0]) == 3
    assert {one["topic"] for one in ledger.records("statement")} == {"people", "security"}
    assert ledger.verify(lodged).disputed == made.disputed
    assert ledger.merge(theirs.path).added == 0
    assert theirs.merge(ledger.path).added == 2  # ours, and the record of the merge
    assert theirs.verify(ledger.head).lines == 7
    settled = ledger.records("statement")
    ledger.append({**{k: v for k, v in settled[0].items() if k not in ("id", "hash", "previous", "recorded_on")},
                   "supersedes": [one["id"] for one in settled], "reason": "settled"})  # fmt: skip
    assert ledger.verify().disputed == ()


def test_a_merge_goes_forward_where_only_the_other_was_added_to(ledger, tmp_path):
    ledger.append(EVENT)
    theirs = Ledger(tmp_path / "theirs.jsonl")
    shutil.copy(ledger.path, theirs.path)
    theirs.append(EVENT | {"note": "more"})
    ledger.merge(theirs.path)
    assert ledger.path.read_bytes() == theirs.path.read_bytes()


def test_what_git_makes_of_two_branches_is_never_taken_for_whole(ledger, tmp_path):
    ledger.append(EVENT)
    base = ledger.path.read_bytes()
    ledger.append(EVENT | {"note": "ours"})
    ours = ledger.path.read_bytes()[len(base) :]
    theirs = Ledger(tmp_path / "theirs.jsonl")
    theirs.path.write_bytes(base)
    theirs.append(EVENT | {"note": "theirs"})
    other = theirs.path.read_bytes()[len(base) :]
    ledger.path.write_bytes(base + ours + other)  # merge=union
    with pytest.raises(InputError, match="line 3: the line before has the hash"):
        ledger.verify()
    ledger.path.write_bytes(base + b"<<<<<<< HEAD\n" + ours + b"=======\n" + other + b">>>>>>> theirs\n")
    with pytest.raises(InputError, match="line 2: git could not merge"):
        ledger.verify()


def test_an_index_is_derived_and_knows_its_ledger(ledger, source, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    from counterpoise.record.index import is_current

    ledger.quote(source, "stable", speaker=PERSON, said_on="2026-01-04")
    ledger.append(EVENT)
    file = ledger.index(tmp_path / "index.parquet")
    rows = duckdb.sql(f"select type, day, country[1] from '{file}'").fetchall()
    assert rows == [("statement", "2026-01-04", "XAL"), ("event", "2026-01-05", "XAL")]
    assert is_current(ledger, file)
    ledger.append(EVENT | {"note": "more"})
    assert not is_current(ledger, file)


def test_every_type_has_the_fields_of_all():
    assert all(set(records.COMMON) <= set(one.checks) for one in records.TYPES.values())
    assert all(len(one.split(":")) == 2 for one in records.PROV.values())


def test_the_example_is_ours_and_whole():
    from counterpoise.record.place import ledger_of

    ledger = ledger_of("example")
    found = ledger.verify()
    assert found.quotes == found.quotes_checked == 12
    assert {one["outlet"] for one in ledger.records("source")} == {"invented for this program"}
    assert all(
        b"invented" in file.read_bytes() or b"erfunden" in file.read_bytes() for file in ledger.sources.folder.iterdir()
    )
    with pytest.raises(InputError, match="not written to"):
        ledger_of("example", new=True)
