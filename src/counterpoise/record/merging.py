"""Two people's ledgers, joined: what both share stays, what the other added is written behind what this one added.

The lines of the other are chained anew, so their hashes change, but not their content or their ids. A record of type ``merge``
keeps what is needed to make the other's chain again: where the two parted, the other's head, and the ids of its records in
their order. So a head that either person lodged elsewhere can still be shown to have been one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from counterpoise.core.errors import InputError
from counterpoise.record.chain import START, identity, sealed
from counterpoise.record.reading import Record, State


def joined(ours: State, theirs: State) -> tuple[list[bytes], int]:
    """Give the lines that join another ledger to this one.

    Parameters
    ----------
    ours, theirs
        The two as they were read.

    Returns
    -------
    list of bytes
        The lines to add: none where this ledger has all of the other.
    int
        How many of them are the other's records.
    """
    shared = parted(ours, theirs)
    rest = theirs.records[shared:]
    if not rest or theirs.head in heads(ours):
        return [], 0
    head, lines = ours.head, []
    new = [one for one in rest if one["id"] not in ours.places]
    for one in new:
        line, head = sealed(one, head)
        lines.append(line)
    if shared < ours.count:
        base = ours.records[shared - 1]["hash"] if shared else START
        made: Record = {
            "type": "merge",
            "recorded_on": date.today().isoformat(),
            "base": base,
            "ours": ours.head,
            "theirs": theirs.head,
            "joined": [one["id"] for one in rest],
        }
        made["id"] = identity(made)
        lines.append(sealed(made, head)[0])
    return lines, len(new)


def parted(ours: State, theirs: State) -> int:
    """Give how many lines two ledgers share from their beginning."""
    for place, (one, other) in enumerate(zip(ours.records, theirs.records, strict=False)):
        if one["hash"] != other["hash"]:
            return place
    return min(ours.count, theirs.count)


def heads(state: State, file: str = "") -> set[str]:
    """Give every hash that was a ledger's head: of each line, and of each line of the branches that were merged.

    Raises
    ------
    InputError
        If the chain of a branch can't be made again: with the line of the merge.
    """
    held = {START, *(one["hash"] for one in state.records)}
    for place, one in enumerate(state.records):
        if one["type"] == "merge":
            where = f"{file}, line {place + 1}"
            found = list(_branch(one, state, where))
            if (found[-1] if found else one["base"]) != one["theirs"] or one["base"] not in held:
                what = (
                    f"the branch that was merged has the head {(found or [''])[-1][:16]}, expected {one['theirs'][:16]}"
                )
                raise InputError(what, where=where, remedy="restore the file from a copy")
            held |= set(found)
    return held


def _branch(merge: Mapping[str, Any], state: State, where: str) -> Iterator[str]:
    """Make the chain of a branch again; give the hash of each of its lines."""
    head = merge["base"]
    for name in merge["joined"]:
        if name not in state.places:
            remedy = "restore the file from a copy"
            raise InputError(f"record {name} of the branch that was merged is not there", where=where, remedy=remedy)
        _, head = sealed(state.records[state.places[name]], head)
        yield head
