"""Checking a ledger anew: every line, every record, every source's bytes, every quote."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError
from counterpoise.record.merging import heads
from counterpoise.record.reading import ASIDE, State
from counterpoise.record.records import check
from counterpoise.record.sources import Sources

if TYPE_CHECKING:
    from counterpoise.record.ledger import Verified

LEAST = 16
"""Digits of a lodged hash that must be given."""


def verified(state: State, sources: Sources, file: str, head: str | None) -> Verified:
    """Check a ledger that was read anew; see `counterpoise.record.ledger.Ledger.verify`."""
    from counterpoise.record.ledger import Verified  # noqa: PLC0415

    kept, quotes, held = 0, 0, 0
    for place, record in enumerate(state.records):
        where = f"{file}, line {place + 1}"
        check(record, where)
        state.check_names(record, {}, where)
        if record["type"] == "source":
            data = sources.bytes_of(record, where)
            kept += data is not None or sources.text_of(record, where) is not None
        if record.get("quote"):
            quotes += 1
            held += state.check_quote(place, sources, file)
    known = heads(state, file)
    if head is not None:
        _lodged(head, known, file)
    stand = Counter(one["type"] for one in state.records if state.stands(one["id"]) and one["type"] not in ASIDE)
    counts = {**stand, "superseded": sum(one in state.places for one in state.over)}
    total = sum(one["type"] == "source" for one in state.records)
    return Verified(
        lines=state.count,
        head=state.head,
        counts=counts,
        sources=total,
        sources_kept=kept,
        quotes=quotes,
        quotes_checked=held,
        torn=len(state.torn),
        disputed=tuple(state.disputed()),
    )


def _lodged(head: str, known: set[str], file: str) -> None:
    wanted = head.strip().lower()
    if len(wanted) < LEAST:
        raise InputError(
            f"{head!r:.40} is too short", where="--lodged", remedy=f"give {LEAST} digits or more of the hash"
        )
    if not any(one.startswith(wanted) for one in known):
        what = f"no line, and no branch that was merged, ever had the hash {wanted[:16]}"
        remedy = "the ledger is not the one whose head was lodged, or it was rebuilt since"
        raise InputError(what, where=file, remedy=remedy)
