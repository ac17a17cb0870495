"""What a page shows of a ledger: which one it is, whether it holds, one of its records with its source."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.questions.proposed import Reading
    from counterpoise.record.ledger import Ledger

AROUND = 240
"""Characters of the source that are shown before a quote, and after it."""

_OF_SOURCE = ("id", "title", "outlet", "published", "retrieved", "address", "language", "sha256", "media_type")


def file_at_hand(named: str | os.PathLike[str] | None = None) -> Path | None:
    """Give the file of the ledger that is meant: the one named, else the environment's, else the usual one if it is there.

    Parameters
    ----------
    named
        The file; it may be absent.

    Returns
    -------
    Path or None
        None where none is named, and the folder at hand holds none.

    Examples
    --------
    >>> file_at_hand("mine.jsonl").name
    'mine.jsonl'
    """
    from counterpoise.record.place import USUAL, VARIABLE  # noqa: PLC0415

    word = named or os.environ.get(VARIABLE)
    if word:
        return Path(word).absolute()
    usual = Path(USUAL).absolute()
    return usual if usual.is_file() else None


def state(ledger: Ledger) -> dict[str, Any]:
    """Check a ledger anew, and tell what was found.

    Parameters
    ----------
    ledger
        The ledger; one without a file has no lines.

    Returns
    -------
    dict
        ``lines``, ``head``, ``counts``, ``quotes``, ``quotes_checked``, ``sources``, ``sources_kept``, ``torn``, ``disputed``,
        and ``countries``: those that speak, act or are addressed in it.

    Raises
    ------
    InputError
        With the number of the first line that is wrong.

    Examples
    --------
    >>> from counterpoise.questions.recording import opened
    >>> found = state(opened("example"))
    >>> found["quotes"] == found["quotes_checked"], found["countries"]
    (True, ['XAL', 'XBO'])
    """
    from counterpoise.record.choosing import KINDS, ends  # noqa: PLC0415

    found = ledger.verify()
    places = {code for kind in KINDS for one in ledger.records(kind) for end in ends(one) for code in end}
    names = ("lines", "head", "quotes", "quotes_checked", "sources", "sources_kept", "torn")
    return {
        **{name: getattr(found, name) for name in names},
        "counts": {kind: number for kind, number in found.counts.items() if number},
        "disputed": [list(one) for one in found.disputed],
        "countries": sorted(places),
    }


def opened_record(ledger: Ledger, name: str) -> dict[str, Any]:
    """Give a record with its source, and what a link sets beside it.

    Parameters
    ----------
    ledger
        The ledger.
    name
        The record's id, or the first digits of it.

    Returns
    -------
    dict
        ``record``; ``quote`` (``before``, ``exact``, ``after``: the words around it where the source is kept here, else the few
        that its anchor holds); ``source``; ``beside``: the records that contradict it; ``newest``: the ids of what stands in its
        place.

    Raises
    ------
    InputError
        If there is no such record.

    Examples
    --------
    >>> from counterpoise.questions.recording import opened
    >>> held = opened("example")
    >>> shown = opened_record(held, held.records("statement")[0]["id"])
    >>> shown["quote"]["exact"], shown["source"]["outlet"]
    ('remains stable and consistent', 'invented for this program')
    """
    from counterpoise.record.choosing import apart  # noqa: PLC0415

    record = ledger[name]
    source = ledger[record["source"]] if record.get("source") else None
    pairs = [(one, other) for _, one, other in apart(ledger)]
    beside = [b if a["id"] == record["id"] else a for a, b in pairs if record["id"] in (a["id"], b["id"])]
    return {
        "record": {key: value for key, value in record.items() if key not in ("previous", "hash", "quote")},
        "quote": _around(ledger, record, source) if record.get("quote") and source else None,
        "source": {name: source.get(name) for name in _OF_SOURCE} if source else None,
        "beside": list(dict.fromkeys(one["id"] for one in beside)),
        "newest": [one["id"] for one in ledger.newest(record["id"])],
    }


def _around(ledger: Ledger, record: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """Give a quote with the words around it, from the end of a paragraph to the next."""
    quote = record["quote"]
    text = ledger.sources.text_of(source, str(ledger.path))
    if text is None:
        before, after = quote.get("prefix") or "", quote.get("suffix") or ""
    else:
        before = text[max(0, quote["start"] - AROUND) : quote["start"]].rpartition("\n\n")[2]
        after = text[quote["end"] : quote["end"] + AROUND].partition("\n\n")[0]
    return {"before": before, "exact": quote["exact"], "after": after, "checked": text is not None}


def already(ledger: Ledger, reading: Reading) -> list[str | None]:
    """Give for each proposal of a text the record that holds its quote already.

    Parameters
    ----------
    ledger
        The ledger.
    reading
        The text with its proposals.

    Returns
    -------
    list of str or None
        Ids, in the order of the proposals.
    """
    sha = reading.source()["sha256"]
    sources = {one["id"] for one in ledger.records("source") if one["sha256"] == sha}
    held = {
        (one["quote"]["start"], one["quote"]["end"]): one["id"]
        for one in ledger.records("statement")
        if one["source"] in sources
    }
    return [held.get((one["quote"]["start"], one["quote"]["end"])) for one in reading.proposals]


def accept(
    ledger: Ledger, reading: Reading, decisions: Mapping[int, Mapping[str, str | None]], **fields: str | None
) -> list[dict[str, Any]]:
    """Keep the proposals that a person accepted, each as they corrected it.

    Parameters
    ----------
    ledger
        The ledger; it is begun with the first statement.
    reading
        The text with its proposals.
    decisions
        The number of each proposal that is accepted, from 1, with what is corrected of it
        (`counterpoise.questions.proposed.corrected`).
    **fields
        What the person says of the source: ``outlet``, ``title``, ``published``, ``recorded_by``.

    Returns
    -------
    list of dict
        The records as the ledger has them.

    Raises
    ------
    InputError
        If there is no such proposal, or a word is wrong: nothing is written then.
    """
    from counterpoise.questions.proposed import corrected, keep  # noqa: PLC0415

    chosen = []
    for number in sorted(decisions):
        if not 1 <= number <= len(reading.proposals):
            remedy = f"there are {len(reading.proposals)}"
            raise InputError(f"there is no proposal {number}", where="accepted", remedy=remedy)
        try:
            chosen.append(corrected(reading.proposals[number - 1], decisions[number]))
        except InputError as error:
            where = f"proposal {number}, {error.where}"
            raise InputError(error.what, where=where, remedy=error.remedy) from None
    taken = [id_ for number, id_ in enumerate(already(ledger, reading), 1) if number in decisions and id_]
    if taken:
        remedy = "leave it out, or correct the record"
        raise InputError(f"this quote is recorded already, as {taken[0]}", where="accepted", remedy=remedy)
    return keep(ledger, reading, chosen, **fields)
