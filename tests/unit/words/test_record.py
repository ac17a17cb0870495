"""What is said of a ledger, in English and in Korean, with the same numbers; and nothing that it warns of stays English."""

from __future__ import annotations

import shutil

import counterpoise as cp
from counterpoise.record.place import ledger_of
from counterpoise.words.cautions import caution
from counterpoise.words.findings import told
from tests.unit.words.test_korean import compare


def test_a_formula_and_promises():
    found = cp.phrase("stable and consistent", ledger="example")
    assert told(found)[0].text == (
        "In this record “stable and consistent” is first used on 2021-03-12 by XAL; of its uses, 3 in all, 2 keep it word for "
        "word; the longest gap between two uses by one country is 985 days."
    )
    promises = cp.commitments("XAL", ledger="example")
    assert told(promises)[0].text == (
        "Of the promises by or to XAL in this record, 1 is kept, 1 is broken and 1 is not yet due or done, "
        "by the data that they name."
    )


def test_korean_has_the_same_numbers(monkeypatch):
    import counterpoise.words.record as english

    assert compare_loosely(cp.phrase("stable and consistent", ledger="example"))
    assert compare(cp.commitments("XAL", ledger="example")) == {"kept"}
    assert compare_loosely(cp.phrase("firm as rock", ledger="example"))
    assert compare(cp.commitments("KOR", ledger="example")) == {"kept"}
    assert english.longest_gap(cp.phrase("firm as rock", ledger="example")) == 0


def compare_loosely(result):
    """Hold the numbers of both languages to each other where an English formula is quoted in the Korean sentence."""
    from tests.unit.words.test_korean import numbers

    pairs = list(zip(told(result), told(result, "ko"), strict=True))
    return pairs and all(numbers(one.text) == numbers(other.text) for one, other in pairs)


def test_every_caution_has_a_korean_one(tmp_path):
    ledger = ledger_of("example")
    file = tmp_path / "record.jsonl"
    shutil.copy(ledger.path, file)
    with file.open("ab") as handle:
        handle.write(b'{"hash":"00')
    answers = [
        cp.phrase("stable and consistent", ledger=file),
        cp.phrase("über alles zu", ledger=file),
        cp.phrase("über alles zu", ledger=file, by="USA"),
        cp.commitments("XAL", ledger=file),
        cp.commitments("KOR", ledger=file),
    ]
    said = [one for answer in answers for one in answer.warnings]
    assert sum("cut off" in one for one in said) == len(answers)
    assert any("not resolved" in one for one in said)
    assert [one for one in said if caution(one, "ko") in (None, one)] == []
