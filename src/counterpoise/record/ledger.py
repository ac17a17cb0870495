"""A ledger: an append-only file of records, each line chained to the one before."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from counterpoise.core.errors import InputError
from counterpoise.record.chain import allowed, identity, sealed
from counterpoise.record.files import add, alone
from counterpoise.record.reading import State, read, view_of, without_collecting
from counterpoise.record.records import check
from counterpoise.record.sources import Sources, alike, digest
from counterpoise.record.texts import Text, extract

Record = dict[str, Any]


class Ledger:
    """A ledger of sources, statements, events, codings and links.

    Truth is the file: JSON Lines that a person can read, diff and keep in git. Nothing in it is ever overwritten: a
    correction is a new record that names the one it supersedes. The chain, and every quote whose source is kept here, are
    checked whenever the ledger is read.

    Parameters
    ----------
    path
        The file, as ``record.jsonl``; it is made with the first record.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> ledger = Ledger(pathlib.Path(tempfile.mkdtemp()) / "record.jsonl")
    >>> source = ledger.add_source("Our policy remains stable.".encode(), outlet="Ministry of Examples")
    >>> said = ledger.quote(source["id"], "remains stable", speaker={"name": "A. Person", "resolved": "named"})
    >>> len(ledger), ledger.verify().quotes_checked
    (2, 1)
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if self.path.is_dir():
            raise InputError("this is a folder, not a ledger", where=str(self.path), remedy="name a file in it")
        self.sources = Sources(self.path)
        self._state = State()

    def __len__(self) -> int:
        return len(self._read().records)

    def __iter__(self) -> Iterator[Record]:
        return iter([dict(one) for one in self._read().records])

    def __getitem__(self, name: str) -> Record:
        """Give a record by its id, or by the first digits of it."""
        return dict(self._read().find(name, str(self.path)))

    def __repr__(self) -> str:
        return f"<counterpoise ledger {str(self.path)!r}: {len(self)} records, head {self.head[:16]}>"

    @property
    def head(self) -> str:
        """Give the hash of the last line: lodged elsewhere, it proves what the ledger held on that day."""
        return self._read().head

    def to_dict(self) -> dict[str, str]:
        """Name this ledger as it is now: its file and its head."""
        return {"ledger": self.path.name, "head": self.head}

    @property
    def torn(self) -> bytes:
        """Give the beginning of a last line that was cut off, which is no record; empty where there is none."""
        return self._read().torn

    def _read(self) -> State:
        """Read what is new, check its chain and its quotes."""
        state = read(self.path, self._state)
        if state is not self._state:
            with without_collecting():
                self._check_quotes(state, self._state.count if state.continues else 0)
            self._state = state
        return state

    def _check_quotes(self, state: State, since: int) -> None:
        for place in range(since, state.count):
            if state.records[place].get("quote"):
                state.check_quote(place, self.sources, str(self.path))

    def records(self, kind: str | None = None, *, every: bool = False) -> list[Record]:
        """Give the records that stand, in the order in which they were written.

        Parameters
        ----------
        kind
            ``statement``, ``event``, ``source``, ``coding`` or ``link``; all of these if None.
        every
            Give those too that a correction has superseded.

        Returns
        -------
        list of dict
            Copies.
        """
        return [dict(one) for one in view_of(self._read(), kind, every=every)]

    def append(self, record: Mapping[str, Any]) -> Record:
        """Add a record.

        Parameters
        ----------
        record
            With ``type`` and the fields of that type (`counterpoise.record.records.TYPES`); ``recorded_on`` is today if left
            out. ``id``, ``previous`` and ``hash`` are made here.

        Returns
        -------
        dict
            The record as it stands. One that is there already, word for word, is given back and not written again.

        Raises
        ------
        InputError
            If a field is wrong, a record that it names is not there, its quote is not in its source, or the disk is full.
            The ledger is then as it was.
        """
        return self.extend([record])[0]

    def extend(self, records: Sequence[Mapping[str, Any]]) -> list[Record]:
        """Add several records at once, in one writing; none is added where one is wrong.

        Parameters
        ----------
        records
            As `append` takes them.

        Returns
        -------
        list of dict
            The records as they stand.

        Raises
        ------
        InputError
            As `append` does, with the record's place.
        """
        with alone(self.path):
            state = self._read()
            made: dict[str, Record] = {}
            for place, one in enumerate(records):
                ready = self._ready(one, f"record {place + 1}" if len(records) > 1 else "")
                if ready["id"] not in state.places and ready["id"] not in made:
                    self._fits(ready, state, made)
                made.setdefault(ready["id"], ready)
            new = [one for name, one in made.items() if name not in state.places]
            self._write(new)
            state = self._read()
            return [dict(state.records[state.places[one]]) for one in made]

    def _ready(self, record: Mapping[str, Any], where: str) -> Record:
        if record.get("type") == "merge":
            raise InputError("a merge is written by a merge", where=where, remedy="use counterpoise record merge")
        given = {k: v for k, v in record.items() if v is not None and k not in ("id", "previous", "hash")}
        ready = {"recorded_on": date.today().isoformat(), **given}
        allowed(ready, where)
        check(ready, where)
        return {**ready, "id": identity(ready)}

    def _fits(self, record: Record, state: State, beside: Mapping[str, Record]) -> None:
        """Check a new record against those that are there."""
        state.check_names(record, beside, record["type"])
        if record.get("quote"):
            source = beside.get(record["source"]) or state.records[state.places[record["source"]]]
            state.check_anchor(record, source, self.sources, record["type"])
        if record["type"] == "statement":
            self._only(record, state)

    def _only(self, record: Record, state: State) -> None:
        """Refuse a quote that is recorded already; a correction says which record it supersedes."""
        place = (record["source"], record["quote"]["start"], record["quote"]["end"])
        for name in state.quoted.get(place, ()):
            if state.stands(name) and name not in record.get("supersedes", ()):
                remedy = f"correct it: counterpoise record correct {name[:8]}"
                raise InputError(f"this quote is recorded already, as {name}", where="statement", remedy=remedy)

    def _write(self, records: Sequence[Record]) -> None:
        state = self._read()
        lines, head = [], state.head
        for one in records:
            line, head = sealed(one, head)
            lines.append(line)
        self._add(lines)

    def _add(self, lines: Sequence[bytes]) -> None:
        state = self._read()
        if lines:
            add(self.path, lines, after=state.size, torn=state.torn, ended=state.ended)

    def add_source(
        self,
        data: bytes,
        text: Text | None = None,
        *,
        media_type: str | None = None,
        keep: bool = True,
        **fields: Any,
    ) -> Record:
        """Add a source, and keep its bytes and its text beside the ledger.

        Parameters
        ----------
        data
            Its bytes.
        text
            Its text, with what it says of itself; made from the bytes when None.
        media_type
            As ``text/html``.
        keep
            Keep bytes and text. Without them no quote can be checked later.
        **fields
            ``address``, ``outlet``, ``title``, ``language``, ``published``, ``retrieved``, ``recorded_by``, ``note``.

        Returns
        -------
        dict
            The record; the one that is there, if the same bytes were added before.

        Raises
        ------
        InputError
            If the bytes are no text, a field is wrong, or the same bytes are there with another outlet, title or day.
        """
        text = extract(data, media_type) if text is None else text
        sha = digest(data)
        known = next((one for one in self.records("source") if one["sha256"] == sha), None)
        if known:
            alike(known, fields)
        own = {name: getattr(text, name) for name in ("title", "outlet", "language", "published")}
        made = {
            "type": "source",
            "sha256": sha,
            "media_type": media_type,
            "text_sha256": digest(text.text.encode("utf-8")),
            "extractor": text.extractor,
            **own,
            **{name: value for name, value in fields.items() if value is not None},
        }
        self._ready(made, "source")
        if keep:
            self.sources.keep(data, text)
        return known or self.append(made)

    def quote(self, source: str, exact: str, *, start: int | None = None, **fields: Any) -> Record:
        """Add a statement by its words.

        Parameters
        ----------
        source
            The id of its source, or the first digits of it.
        exact
            The quote, as it stands in the source.
        start
            Where it begins there, if it stands there more than once.
        **fields
            ``speaker`` (unresolved if left out), ``addressee``, ``topic``, ``said_on``, ``commitment`` and others of a
            statement; ``verbatim`` is true if left out.

        Returns
        -------
        dict
            The record.

        Raises
        ------
        InputError
            If the words are not in the source, or its text is not kept here.
        """
        from counterpoise.record.anchors import anchor  # noqa: PLC0415

        held = self._read().find(source, str(self.path))
        text = self.sources.text_of(held, str(self.path)) if held["type"] == "source" else None
        if text is None:
            raise InputError("the text of the source is not kept here", where=source, remedy="add the source again")
        usual = {"speaker": {"resolved": "unresolved"}, "verbatim": True, "published_on": held.get("published")}
        quoted = {"source": held["id"], "quote": anchor(text, exact, start=start)}
        return self.append({"type": "statement", **usual, **fields, **quoted})

    def correct(self, name: str, changes: Mapping[str, Any], *, reason: str, recorded_by: str | None = None) -> Record:
        """Correct a record: add one that supersedes it.

        Parameters
        ----------
        name
            The id of the record, or the first digits of it.
        changes
            The fields that change; None takes one away.
        reason
            What was wrong.
        recorded_by
            Who corrects.

        Returns
        -------
        dict
            The new record.

        Raises
        ------
        InputError
            If there is no such record, it was corrected before, or a field is wrong.
        """
        old = self._read().standing(name, str(self.path))
        if old["type"] in ("merge", "supersedes"):
            raise InputError(f"a record of type {old['type']} is not corrected", where=name, remedy="correct another")
        aside = ("id", "previous", "hash", "recorded_on", "recorded_by", "reason", "supersedes")
        kept = {key: value for key, value in old.items() if key not in aside}
        if changes.get("type", old["type"]) != old["type"]:
            raise InputError(
                "a correction keeps the type of its record", where=name, remedy="take it back, add another"
            )
        new = {**kept, **changes, "supersedes": [old["id"]], "reason": reason, "recorded_by": recorded_by}
        return self.append(new)

    def take_back(self, name: str, *, reason: str, recorded_by: str | None = None) -> Record:
        """Take a record back without another in its place; it stays in the file, superseded.

        Parameters
        ----------
        name
            The id of the record, or the first digits of it.
        reason
            What was wrong.
        recorded_by
            Who takes it back.

        Returns
        -------
        dict
            The record that says so.
        """
        old = self._read().standing(name, str(self.path))
        made = {"type": "supersedes", "supersedes": [old["id"]], "reason": reason, "recorded_by": recorded_by}
        return self.append(made)

    def link(self, kind: str, one: str, other: str, **fields: Any) -> Record:
        """Add a link from a record to another.

        Parameters
        ----------
        kind
            ``replies_to``, ``same_as`` or ``contradicts``.
        one, other
            The ids of the two, or the first digits of them.
        **fields
            ``note``, ``recorded_by``, ``recorded_on``.

        Returns
        -------
        dict
            The link.
        """
        state = self._read()
        ends = {"from": state.find(one, str(self.path))["id"], "to": state.find(other, str(self.path))["id"]}
        if ends["from"] == ends["to"]:
            raise InputError("a record is linked to itself", where=one, remedy="name another")
        return self.append({"type": "link", "kind": kind, **ends, **fields})

    def newest(self, name: str) -> list[Record]:
        """Give what stands in a record's place now: itself, its corrections, or nothing where it was taken back.

        Parameters
        ----------
        name
            The id of the record, or the first digits of it.

        Returns
        -------
        list of dict
            Several where two people corrected it differently.
        """
        state = self._read()
        return [dict(one) for one in state.newest(state.find(name, str(self.path))["id"])]

    def merge(self, other: str | os.PathLike[str]) -> Merged:
        """Add what another ledger holds and this one lacks; see `counterpoise.record.merging`.

        Parameters
        ----------
        other
            The other ledger's file, which begins as this one does.

        Returns
        -------
        Merged
            What was added, and which corrections of the two sides disagree.

        Raises
        ------
        InputError
            If either ledger's chain is broken.
        """
        from counterpoise.record.merging import joined  # noqa: PLC0415

        theirs = Ledger(other)
        if not theirs.path.is_file():
            raise InputError("there is no such ledger", where=str(theirs.path), remedy="name the other person's file")
        with alone(self.path):
            files = self.sources.take(theirs.sources)
            lines, added = joined(self._read(), theirs._read())
            self._add(lines)
            return Merged(added, files, tuple(self._read().disputed()))

    def index(self, path: str | os.PathLike[str]) -> Path:
        """Write a Parquet table of the statements and events that stand; see `counterpoise.record.index`.

        Parameters
        ----------
        path
            The file.

        Returns
        -------
        Path
            The file.
        """
        from counterpoise.record.index import written  # noqa: PLC0415

        return written(self, path)

    def verify(self, head: str | None = None) -> Verified:
        """Check everything anew: the chain, the records, each source's bytes, each quote.

        Parameters
        ----------
        head
            A hash that was lodged elsewhere, or the first 16 digits or more of it: it must be of a line, or of a branch that
            was merged.

        Returns
        -------
        Verified
            What was checked, and what could not be.

        Raises
        ------
        InputError
            With the number of the first line that is wrong, and what was expected; or if no line has the hash.
        """
        from counterpoise.record.verifying import verified  # noqa: PLC0415

        with without_collecting():
            state = read(self.path, State(), strict=True)
            made = verified(state, self.sources, str(self.path), head)
        self._state = state
        return made


@dataclass(frozen=True)
class Merged:
    """What a merge did: the records and files that it added, and pairs of corrections that disagree."""

    added: int
    files: int
    disputed: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Verified:
    """What was checked.

    Attributes
    ----------
    lines, head
        How many lines the ledger has, and the hash of the last.
    counts
        Records that stand, by type; ``superseded`` are those that do not.
    sources, sources_kept
        Sources, and those whose bytes or text are kept here.
    quotes, quotes_checked
        Quotes, and those that were held against their source; the others' sources are not kept here.
    torn
        Bytes of a last line that was cut off.
    disputed
        Records that two corrections supersede in different words.
    """

    lines: int
    head: str
    counts: Mapping[str, int]
    sources: int
    sources_kept: int
    quotes: int
    quotes_checked: int
    torn: int
    disputed: tuple[tuple[str, ...], ...] = field(default=())
