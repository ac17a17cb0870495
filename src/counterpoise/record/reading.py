"""What a ledger's file holds, read once: its records by id, which of them stand, and a torn last line."""

from __future__ import annotations

import contextlib
import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.record.anchors import anchored
from counterpoise.record.chain import START, Reader
from counterpoise.record.records import REFERS, TARGETS
from counterpoise.record.sources import Sources

Record = dict[str, Any]

ASIDE = ("merge", "supersedes")
"""Types that say something of other records only."""

SHORTEST = 4
"""Digits of an id that a person must give at least."""

MANY = 5_000
"""Lines from which on a quicker program is worth its start."""


@dataclass
class State:
    """A ledger as it was read.

    Attributes
    ----------
    records, places
        The records in order, and the place of each id.
    over
        For each record, those that supersede it.
    quoted
        The statements on a place in a source.
    head
        The hash of the last line.
    size, ended, torn
        The bytes of the whole lines, whether the last of them has its end, and what follows them.
    stamp
        What the system says of the file; None where there is none.
    count, continues
        How many records there are, and whether the first of them were read before.
    """

    records: list[Record] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    over: dict[str, list[str]] = field(default_factory=dict)
    quoted: dict[tuple[str, int, int], list[str]] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    head: str = START
    size: int = 0
    ended: bool = True
    torn: bytes = b""
    stamp: tuple[int, int, int] | None = None
    continues: bool = False

    @property
    def count(self) -> int:
        """Give how many records there are."""
        return len(self.records)

    def take(self, record: Record, where: str) -> None:
        """Take in the next record."""
        name = record.get("id")
        if not isinstance(name, str) or name in self.places:
            what = "the record has no id" if not isinstance(name, str) else f"the id {name} stands here twice"
            raise InputError(what, where=where, remedy="restore the file from a copy")
        self.places[name] = len(self.records)
        self.records.append(record)
        for one in record.get("supersedes") or ():
            self.over.setdefault(one, []).append(name)
        if record.get("type") == "statement" and isinstance(quote := record.get("quote"), dict):
            place = (str(record.get("source")), quote.get("start", -1), quote.get("end", -1))
            self.quoted.setdefault(place, []).append(name)
        self.head = record["hash"]

    def copy(self) -> State:
        """Give a state that can grow while readers hold this one."""
        made = State(list(self.records), dict(self.places), head=self.head, size=self.size, stamp=self.stamp)
        made.over = {name: list(later) for name, later in self.over.items()}
        made.quoted = {place: list(names) for place, names in self.quoted.items()}
        made.texts = dict(self.texts)
        return made

    def find(self, name: str, where: str) -> Record:
        """Give a record by its id, or by the first digits of it.

        Raises
        ------
        InputError
            If there is none, or several.
        """
        if name in self.places:
            return self.records[self.places[name]]
        near = [one for one in self.places if one.startswith(name)] if len(name) >= SHORTEST else []
        if len(near) == 1:
            return self.records[self.places[near[0]]]
        if near:
            what = f"{len(near)} records begin with {name}"
            raise InputError(what, where=where, remedy=f"give more digits: {', '.join(near[:4])}")
        remedy = did_you_mean(name, self.places, "record list shows the ids; give four digits or more")
        raise InputError(f"there is no record {name[:40]!r}", where=where, remedy=remedy)

    def stands(self, name: str) -> bool:
        """Tell whether no correction supersedes a record."""
        return name not in self.over

    def standing(self, name: str, where: str) -> Record:
        """Give a record that stands.

        Raises
        ------
        InputError
            If it was corrected before: with what stands in its place.
        """
        record = self.find(name, where)
        if not self.stands(record["id"]):
            later = [one["id"] for one in self.newest(record["id"])]
            remedy = f"correct {' or '.join(later)}" if later else "it was taken back; add a new one"
            raise InputError(f"{record['id']} was superseded already", where=where, remedy=remedy)
        return record

    def newest(self, name: str) -> list[Record]:
        """Give what stands in a record's place."""
        found: dict[str, Record] = {}
        wait, seen = [name], set()
        while wait:
            one = wait.pop()
            if one in seen:
                continue
            seen.add(one)
            if one not in self.over:
                record = self.records[self.places[one]]
                if record["type"] not in ASIDE:
                    found[one] = record
            wait += self.over.get(one, [])
        return sorted(found.values(), key=lambda one: self.places[one["id"]])

    def disputed(self) -> Iterator[tuple[str, ...]]:
        """Give each record that several standing records supersede, with these: two people corrected it differently."""
        for name, later in self.over.items():
            held = [one for one in later if self.stands(one)]
            if len(held) > 1:
                yield name, *held

    def check_names(self, record: Mapping[str, Any], beside: Mapping[str, Record], where: str) -> None:
        """Check that the records which a new one names are there, and of the right type."""
        for key in REFERS:
            named = record.get(key)
            if named is None:
                continue
            target = beside.get(named) or self._held(named)
            if target is None:
                raise InputError(f"there is no record {named}", where=f"{where}.{key}", remedy="add it first")
            if key in TARGETS and target["type"] != TARGETS[key]:
                what = f"{named} is a record of type {target['type']}"
                raise InputError(what, where=f"{where}.{key}", remedy=f"name a {TARGETS[key]}")
        for one in record.get("supersedes") or ():
            target = beside.get(one) or self._held(one)
            if target is None:
                raise InputError(
                    f"there is no record {one}", where=f"{where}.supersedes", remedy="name one that is there"
                )
            if record["type"] not in ("supersedes", target["type"]):
                what = f"a {record['type']} supersedes {one}, which is of type {target['type']}"
                raise InputError(what, where=f"{where}.supersedes", remedy="a correction keeps the type")
        if record.get("quote") and not record.get("source"):
            raise InputError("a quote without a source", where=where, remedy="name its source")

    def _held(self, name: str) -> Record | None:
        place = self.places.get(name)
        return None if place is None else self.records[place]

    def check_quote(self, place: int, sources: Sources, file: str) -> bool:
        """Hold the quote of a record against its source; tell whether the source's text is kept here."""
        record = self.records[place]
        source = self._held(record["source"])
        if source is None:
            what = f"its source {record['source']} is not in the ledger"
            raise InputError(what, where=f"{file}, line {place + 1}", remedy="restore the file from a copy")
        return self.check_anchor(record, source, sources, f"{file}, line {place + 1}")

    def check_anchor(self, record: Mapping[str, Any], source: Record, sources: Sources, where: str) -> bool:
        """Hold a quote against the text of its source; tell whether that is kept here."""
        name = source["id"]
        if name not in self.texts:
            self.texts[name] = sources.text_of(source, where)
        text = self.texts[name]
        if text is None:
            return False
        anchored(text, record["quote"], where)
        return True


def read(path: Path, known: State, *, strict: bool = False) -> State:
    """Read a ledger's file: only what is new where the file has grown since it was known.

    Parameters
    ----------
    path
        The file; where there is none the ledger is empty.
    known
        What was read before.
    strict
        Whether to check the form and the id of each line, too (`counterpoise.record.chain.Reader`).

    Returns
    -------
    State
        The same object if the file is as it was.

    Raises
    ------
    InputError
        If the chain is broken: with the line's number and what was expected.
    """
    try:
        stat = path.stat()
    except FileNotFoundError:
        return known if known.stamp is None else State()
    except OSError as error:
        raise InputError(f"can't be read ({(error.strerror or str(error)).lower()})", where=str(path)) from error
    stamp = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    if stamp == known.stamp:
        return known
    grown = known.stamp is not None and known.stamp[0] == stamp[0] and stamp[1] > known.size > 0 and known.ended
    if grown:
        try:
            return _parse(path, known.copy(), stamp, continues=True, strict=strict)
        except InputError:
            pass  # another file may stand in its place: read it whole, and say what is wrong with that
    return _parse(path, State(), stamp, continues=False, strict=strict)


def _parse(path: Path, state: State, stamp: tuple[int, int, int], *, continues: bool, strict: bool) -> State:
    with open(path, "rb") as file:
        file.seek(state.size)
        content = file.read()
    if not continues and content[:3] == b"\xef\xbb\xbf":
        remedy = "save it without, or restore it from a copy"
        raise InputError("the file begins with a byte order mark", where=f"{path}, line 1", remedy=remedy)
    *lines, last = content.split(b"\n")
    reader, name = Reader(strict=strict, quick=len(lines) >= MANY), str(path)
    with without_collecting():
        for number, line in enumerate(lines, state.count + 1):
            where = f"{name}, line {number}"
            state.take(reader.opened(line, state.head, where), where)
    state.size += len(content) - len(last)
    state.stamp, state.continues = stamp, continues
    if last:
        _last(last, state, reader, name)
    return state


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Let no search for cycles run over records that are only growing, which takes half as long again as reading them."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _last(last: bytes, state: State, reader: Reader, path: str) -> None:
    """Read a last line without an end: whole, but for its end, or torn; a whole one that does not fit is an error."""
    where = f"{path}, line {state.count + 1}"
    try:
        record = reader.opened(last, state.head, where)
    except InputError:
        if _is_whole(last):
            raise
        state.torn = last
        return
    state.take(record, where)
    state.size += len(last)
    state.ended = False


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def view_of(state: State, kind: str | None, *, every: bool) -> Iterable[Record]:
    """Give the records of a type that stand, or all of them."""
    for one in state.records:
        if kind is None and one["type"] in ASIDE and not every:
            continue
        if kind in (None, one["type"]) and (every or state.stands(one["id"])):
            yield one
