"""A ledger under random appends, corrections, kills at any byte, and merges: afterwards it verifies, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from counterpoise.core.errors import InputError
from counterpoise.record.ledger import Ledger

START = "0" * 64
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


def by_hand(path):
    """Read a ledger without the program: the ids of its whole lines, after checking the chain from the bytes alone."""
    ids, head = [], START
    *lines, torn = path.read_bytes().split(b"\n")
    for line in lines:
        record = json.loads(line)
        rest = {key: value for key, value in record.items() if key != "hash"}
        plain = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert record["hash"] == hashlib.sha256(plain.encode()).hexdigest()
        assert record["previous"] == head
        head = record["hash"]
        ids.append(record["id"])
    return ids, head, torn


class Ledgers(RuleBasedStateMachine):
    """Two people's ledgers, which begin alike."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        ours = Ledger(self.folder / "ours.jsonl")
        self.count = 0
        self.text = "Our policy remains stable and consistent, she said, and will remain so."
        source = ours.add_source(self.text.encode(), recorded_on="2026-01-05")
        self.source = source["id"]
        shutil.copy(ours.path, self.folder / "theirs.jsonl")
        shutil.copytree(self.folder / "ours.sources", self.folder / "theirs.sources")
        self.paths = [ours.path, self.folder / "theirs.jsonl"]
        self.known = [{self.source}, {self.source}]
        self.lodged = [{ours.head}, {ours.head}]

    def teardown(self):
        shutil.rmtree(self.folder)

    def held(self, side):
        return Ledger(self.paths[side])

    def note(self, side, record):
        self.known[side].add(record["id"])
        self.lodged[side].add(self.held(side).head)

    @rule(side=st.integers(0, 1), note=WORDS)
    def event(self, side, note):
        self.count += 1
        made = self.held(side).append(
            {"type": "event", "event_type": "CONSULT", "actor": "XAL", "recipient": ["XBO", "XCE"],
             "happened_on": "2026-01", "note": f"{note} {self.count}", "recorded_on": "2026-01-06"}
        )  # fmt: skip
        self.note(side, made)

    @rule(side=st.integers(0, 1), ends=st.tuples(st.integers(0, 70), st.integers(1, 20)))
    def statement(self, side, ends):
        exact = self.text[ends[0] : ends[0] + ends[1]]
        ledger = self.held(side)
        same = [one for one in ledger.records("statement") if one["quote"]["start"] == ends[0]]
        if exact.strip() and not same:
            self.note(side, ledger.quote(self.source, exact, start=ends[0], recorded_on="2026-01-07"))

    @rule(side=st.integers(0, 1), which=st.integers(0, 99), note=WORDS, back=st.booleans())
    def correct(self, side, which, note, back):
        ledger = self.held(side)
        standing = [one for one in ledger.records() if one["type"] in ("event", "statement")]
        if standing:
            old = standing[which % len(standing)]
            self.count += 1
            reason = f"{note} {self.count}"
            if back:
                self.note(side, ledger.take_back(old["id"], reason=reason))
            else:
                self.note(side, ledger.correct(old["id"], {"note": reason}, reason=reason))

    @rule(side=st.integers(0, 1), share=st.floats(0, 1), note=WORDS)
    def killed(self, side, share, note):
        """A writer is killed at some byte of its line; what others wrote before stays, its rest is set aside."""
        path = self.paths[side]
        before = path.read_bytes()
        self.count += 1
        made = self.held(side).append(
            {"type": "event", "event_type": "REJECT", "actor": "XAL", "recipient": "XBO", "happened_on": "2026",
             "note": f"{note} {self.count}", "recorded_on": "2026-01-06"}
        )  # fmt: skip
        whole = path.read_bytes()
        cut = len(before) + int(share * (len(whole) - len(before)))
        path.write_bytes(whole[:cut])
        ledger = self.held(side)
        if cut >= len(whole) - 1:  # all but the end of the line is there: the record counts
            assert ledger[made["id"]]["note"] == made["note"]
            self.note(side, made)
            return
        assert ledger.torn == whole[len(before) : cut]
        assert ledger.verify().torn == cut - len(before)
        after = ledger.append({"type": "event", "event_type": "AID", "actor": "XBO", "recipient": "XAL",
                               "happened_on": "2026", "note": str(self.count), "recorded_on": "2026-01-06"})  # fmt: skip
        self.note(side, after)
        if cut > len(before):
            aside = list(path.parent.glob(f"{path.name}.torn-{len(before)}-*"))
            assert whole[len(before) : cut] in [one.read_bytes() for one in aside]

    @rule(side=st.integers(0, 1))
    def merge(self, side):
        other = 1 - side
        theirs = self.held(other).head
        self.held(side).merge(self.paths[other])
        self.known[side] |= self.known[other]
        self.lodged[side] |= self.lodged[other] | {theirs, self.held(side).head}
        again = self.paths[side].read_bytes()
        assert self.held(side).merge(self.paths[other]).added == 0
        assert self.paths[side].read_bytes() == again

    @rule(side=st.integers(0, 1), data=st.data())
    def tampered(self, side, data):
        """A changed byte of a whole line is found, with its line."""
        path = self.paths[side]
        held = path.read_bytes()
        place = data.draw(st.integers(0, len(held) - 2))
        if 10 in (held[place], held[place] ^ 1) or not held.endswith(b"\n"):
            return
        path.write_bytes(held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :])
        line = held[:place].count(b"\n") + 1
        with pytest.raises(InputError) as said:
            self.held(side).verify()
        assert f"line {line}:" in str(said.value)
        path.write_bytes(held)

    @precondition(lambda self: hasattr(self, "paths"))
    @invariant()
    def whole(self):
        for side in (0, 1):
            ids, head, torn = (
                by_hand(self.paths[side]) if self.paths[side].read_bytes().endswith(b"\n") else (None, None, b"")
            )
            checked = self.held(side).verify()
            assert checked.quotes == checked.quotes_checked
            if ids is not None:
                assert len(ids) == len(set(ids)) == checked.lines
                assert self.known[side] <= set(ids)
                assert (checked.head, torn) == (head, b"")
            for one in self.lodged[side]:
                self.held(side).verify(one)


TestLedgers = Ledgers.TestCase
TestLedgers.settings = settings(
    max_examples=15, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
