"""What can be done with a ledger: add to it, correct it, list it, join two, and check it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.record.ledger import Ledger, Merged, Verified

COLUMNS = (
    "id",
    "type",
    "day",
    "country",
    "partner",
    "speaker",
    "office",
    "resolved",
    "topic",
    "event_type",
    "quote",
    "verbatim",
    "language",
    "commitment",
    "said_on",
    "published_on",
    "recorded_on",
    "outlet",
    "address",
    "contradicts",
    "supersedes",
    "note",
)
"""The columns of a list of records."""


def opened(file: str | os.PathLike[str] | Ledger | None, *, new: bool = False) -> Ledger:
    """Give the ledger that is meant; see `counterpoise.record.place.ledger_of`."""
    from counterpoise.record.place import ledger_of  # noqa: PLC0415

    return ledger_of(file, new=new)


def listed(
    ledger: str | os.PathLike[str] | Ledger | None = None,
    country: str | None = None,
    *,
    on: Sequence[str] | str | None = (),
    since: str | None = None,
    until: str | None = None,
    topic: str | None = None,
    apart: bool = False,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """List what was said and done, the oldest first: rows with the same columns, whatever the record's type.

    Parameters
    ----------
    ledger
        The file; see `opened`.
    country, on, since, until, topic
        See `counterpoise.record.choosing.chosen`.
    apart
        Only records that a link sets beside others as contradicting.

    Returns
    -------
    list of dict
        A row for each record, with `COLUMNS`.
    dict
        What stands beside them: the ledger's head, and warnings.

    Raises
    ------
    InputError
        If a word is not known, or there is no ledger.
    """
    from counterpoise.questions.recorded import day, sides  # noqa: PLC0415
    from counterpoise.record import choosing  # noqa: PLC0415

    held = opened(ledger)
    one = sides(country, "country")[0] if country else None
    others = sides(on, "--on") if on else ()
    if others and one is None:
        raise InputError("the other side is named, and no country", where="--on", remedy="name both: KOR --on CHN")
    if one in others:
        raise InputError(f"{one} is named twice", where="--on", remedy="name another country")
    since, until = (day(word, where) if word else None for word, where in ((since, "--since"), (until, "--until")))
    found = choosing.chosen(held, one, on=others, since=since, until=until, topic=_topic(topic))
    against: dict[str, list[str]] = {}
    for _, first, second in choosing.apart(held):
        against.setdefault(first["id"], []).append(second["id"])
        against.setdefault(second["id"], []).append(first["id"])
    sources = {source["id"]: source for source in held.records("source")}
    rows = [_row(record, sources, against) for record in found if not apart or record["id"] in against]
    return rows, {"ledger": held.to_dict(), "warnings": _warnings(held, rows)}


def between(held: Ledger, country: str, on: str, *, since: str | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    """Give what was said and done between two countries, and beside it what contradicts it, to whomever that was said.

    Parameters
    ----------
    held
        The ledger.
    country, on
        The two.
    since
        The first day, or year.

    Returns
    -------
    list of dict
        By day: ``id``, ``type``, ``said_on``, ``speaker``, ``country``, ``partner``, ``quote``, ``topic``, ``verbatim``,
        ``source``, ``address`` and ``contradicts`` (ids). Texts are empty where nothing is known.
    list of str
        Warnings.
    """
    from counterpoise.record import choosing  # noqa: PLC0415

    found = {one["id"]: one for one in choosing.chosen(held, country, on=(on,), since=since)}
    against: dict[str, list[str]] = {}
    for _, first, second in choosing.apart(held):
        if first["id"] in found or second["id"] in found:
            against.setdefault(first["id"], []).append(second["id"])
            against.setdefault(second["id"], []).append(first["id"])
    found |= {one: held[one] for one in against if one not in found}
    sources = {source["id"]: source for source in held.records("source")}
    rows = [_row(one, sources, against) for one in sorted(found.values(), key=choosing.day_of)]
    return [_beside(row, sources.get(found[row["id"]].get("source") or "", {})) for row in rows], _warnings(held, rows)


def _beside(row: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row as it stands beside series: what is shown of it, as texts."""
    event = row["type"] == "event"
    who = ", ".join(one for one in (row["speaker"], row["office"]) if one)
    words = " ".join((row["quote"] or "").split())
    told = [source.get("outlet"), source.get("title"), source.get("published")]
    return {
        "id": row["id"],
        "type": row["type"],
        "said_on": row["day"],
        "speaker": row["country"] if event else who or "unresolved",
        "country": row["country"],
        "partner": row["partner"],
        "quote": ": ".join(one for one in (row["event_type"], row["note"]) if one) if event else words,
        "topic": row["topic"] or "",
        "verbatim": row["verbatim"] is not False,
        "source": ", ".join(one for one in told if one),
        "address": row["address"] or "",
        "contradicts": (row["contradicts"] or "").split(",") if row["contradicts"] else [],
    }


def _topic(topic: str | None) -> str | None:
    from counterpoise.core.errors import did_you_mean  # noqa: PLC0415
    from counterpoise.record.records import TOPICS  # noqa: PLC0415

    if topic is not None and topic not in TOPICS:
        remedy = did_you_mean(topic, TOPICS, "take one of " + ", ".join(TOPICS))
        raise InputError(f"there is no topic {topic[:40]!r}", where="--topic", remedy=remedy)
    return topic


def _row(record: Mapping[str, Any], sources: Mapping[str, Any], against: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    from counterpoise.record.choosing import day_of, ends  # noqa: PLC0415

    who, whom = ends(record)
    speaker, source = record.get("speaker") or {}, sources.get(record.get("source") or "", {})
    promise = record.get("commitment") or {}
    told = {
        **{name: record.get(name) for name in COLUMNS},
        "day": day_of(record),
        "country": ",".join(who),
        "partner": ",".join(whom),
        "speaker": speaker.get("name"),
        "office": speaker.get("office"),
        "resolved": speaker.get("resolved"),
        "quote": (record.get("quote") or {}).get("exact"),
        "commitment": " ".join(str(one) for one in (*promise.values(),) if one) or None,
        "outlet": source.get("outlet"),
        "address": source.get("address"),
        "contradicts": ",".join(against.get(record["id"], ())) or None,
        "supersedes": ",".join(record.get("supersedes") or ()) or None,
    }
    return {name: told[name] for name in COLUMNS}


def _warnings(held: Ledger, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    said = []
    unresolved = sum(row["type"] == "statement" and not row["country"] for row in rows)
    if unresolved:
        said.append(f"{unresolved} of {len(rows)} by a speaker whose country is not resolved")
    if translated := sum(row["verbatim"] is False for row in rows):
        said.append(f"{translated} of {len(rows)} are translations, not verbatim")
    if held.torn:
        what = f"the last line is cut off after {len(held.torn)} bytes"
        said.append(f"{what}; it is no record, and the next writing sets it aside")
    return said


def add_event(ledger: str | os.PathLike[str] | None, category: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add an event that a person codes by PLOVER.

    Parameters
    ----------
    ledger
        The file.
    category
        The category, in any case.
    fields
        ``actor``, ``recipient``, ``happened_on`` and others of an event; ``source`` may be the first digits of an id.

    Returns
    -------
    dict
        The record.

    Raises
    ------
    InputError
        If a field is wrong.
    """
    from counterpoise.questions.recorded import day, sides  # noqa: PLC0415
    from counterpoise.record.records import needed_first  # noqa: PLC0415

    held = opened(ledger, new=True)
    given = {name: value for name, value in fields.items() if value is not None}
    needed_first(given, ("actor", "recipient", "happened_on"), {"happened_on": "--happened-on"})
    for name in ("actor", "recipient"):
        found = sides(given[name], f"--{name}")
        given[name] = found[0] if len(found) == 1 else list(found)
    given["happened_on"] = day(given["happened_on"], "--happened-on")
    if "source" in given:
        given["source"] = held[str(given["source"])]["id"]
    return held.append({"type": "event", "event_type": category.upper(), **given})


def add_quote(
    ledger: str | os.PathLike[str] | None, source: str, exact: str | None, fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Add a source, and a quote from it.

    Parameters
    ----------
    ledger
        The file.
    source
        A file of text, or the id of a source that is there.
    exact
        The quote; None for the source alone.
    fields
        Of the source: ``outlet``, ``title``, ``address``, ``published``. Of the statement: ``speaker``, ``office``, ``country``,
        ``addressee``, ``topic``, ``said_on``, ``start``, ``indicator``, ``direction``, ``by``.

    Returns
    -------
    dict
        The source's record.
    dict or None
        The statement's.

    Raises
    ------
    InputError
        If the file is no text, the quote is not in it, or a field is wrong. The ledger is then as it was.
    """
    held = opened(ledger, new=True)
    given = {name: value for name, value in fields.items() if value is not None}
    file = Path(source)
    of_source = {name: given.pop(name) for name in ("outlet", "title", "address", "published") if name in given}
    if not file.is_file():
        found = held[source] if len(held) else None
        if found is None:
            raise InputError(f"there is no file {source[:60]!r}", where="SOURCE", remedy="name a file of text")
        return found, None if exact is None else held.quote(found["id"], exact, **_statement(given))
    data = file.read_bytes()
    if exact is not None:  # before anything is written: a quote that is not in its source leaves the ledger as it was
        from counterpoise.record.anchors import anchor  # noqa: PLC0415
        from counterpoise.record.texts import extract  # noqa: PLC0415

        anchor(extract(data, None).text, exact, start=given.get("start"), where="--quote")
    statement = _statement(given)
    made = held.add_source(data, retrieved=date.today().isoformat(), **of_source)
    return made, None if exact is None else held.quote(made["id"], exact, **statement)


def held_by(ledger: str | os.PathLike[str] | None, source: str) -> bool:
    """Tell whether a word is the id of a source in the ledger, and no file or address."""
    if "://" in source or Path(source).exists():
        return False
    try:
        opened(ledger)[source]
    except InputError:
        return False
    return True


def _statement(given: dict[str, Any]) -> dict[str, Any]:
    """Give a statement's fields from single words."""
    from counterpoise.questions.recorded import sides  # noqa: PLC0415
    from counterpoise.record.indicators import parse  # noqa: PLC0415

    name, office, country = (given.pop(one, None) for one in ("speaker", "office", "country"))
    code = sides(country, "--country")[0] if country else None
    resolved = "named" if name and code else "unresolved"
    speaker = {"name": name, "office": office, "country": code, "resolved": resolved}
    made: dict[str, Any] = {"speaker": {key: value for key, value in speaker.items() if value}, **given}
    if "addressee" in given:
        found = sides(given["addressee"], "--addressee")
        made["addressee"] = found[0] if len(found) == 1 else list(found)
    promise = {key: made.pop(key) for key in ("indicator", "direction", "by") if key in made}
    if promise:
        if "indicator" not in promise:
            raise InputError(
                "a promise without an indicator", where="--indicator", remedy="name what shows that it is kept"
            )
        head, rest = parse(promise["indicator"], "--indicator")
        indicator = f"{head}:{rest}" if rest else head
        made["commitment"] = {"direction": "reach" if rest else "rise", **promise, "indicator": indicator}
    return made


def corrected(
    ledger: str | os.PathLike[str] | None, name: str, changes: Sequence[str], reason: str, *, back: bool = False
) -> dict[str, Any]:
    """Correct a record, or take it back.

    Parameters
    ----------
    ledger
        The file.
    name
        The record's id, or its first digits.
    changes
        Fields with their new content, as ``topic=trade`` or ``speaker.country=KOR``; ``topic=`` takes the field away.
    reason
        What was wrong.
    back
        Take the record back instead.

    Returns
    -------
    dict
        The new record.

    Raises
    ------
    InputError
        If there is no such record, it was corrected before, or a field is wrong.
    """
    held = opened(ledger, new=True)
    if back:
        if changes:
            raise InputError("a record is taken back, and changed", where="--set", remedy="leave one out")
        return held.take_back(name, reason=reason)
    if not changes:
        raise InputError("nothing is changed", where="--set", remedy="write --set topic=trade, or --withdraw")
    old = held[name]
    made: dict[str, Any] = {}
    for one in changes:
        key, mark, value = one.partition("=")
        if not mark:
            raise InputError(f"{one[:40]!r} has no =", where="--set", remedy="write it as topic=trade")
        top, _, inner = key.strip().partition(".")
        content = _content(value.strip())
        if inner:
            part = dict(made.get(top, old.get(top)) or {})
            made[top] = {k: v for k, v in {**part, inner: content}.items() if v is not None}
        else:
            made[top] = content
    if any(value == old.get(key) for key, value in made.items()) and all(v == old.get(k) for k, v in made.items()):
        raise InputError("the record says this already", where="--set", remedy="change something")
    return held.correct(name, made, reason=reason)


def _content(text: str) -> Any:
    """Give a field's content: true, false, a whole number, a list with commas of capitals, nothing, or words."""
    if not text:
        return None
    if text in ("true", "false"):
        return text == "true"
    if text.isascii() and text.isdigit() and len(text) < 4:
        return int(text)
    parts = text.split(",")
    return parts if len(parts) > 1 and all(one.isupper() and len(one) <= 5 for one in parts) else text


def linked(ledger: str | os.PathLike[str] | None, kind: str, one: str, other: str, note: str | None) -> dict[str, Any]:
    """Add a link between two records: ``contradicts``, ``replies_to`` or ``same_as``."""
    return opened(ledger, new=True).link(kind, one, other, note=note)


def merged(ledger: str | os.PathLike[str] | None, other: str) -> Merged:
    """Join another person's ledger to this one; see `counterpoise.record.ledger.Ledger.merge`."""
    return opened(ledger, new=True).merge(other)


def verified(ledger: str | os.PathLike[str] | None, lodged: str | None = None) -> Verified:
    """Check a ledger anew; see `counterpoise.record.ledger.Ledger.verify`."""
    return opened(ledger).verify(lodged)
