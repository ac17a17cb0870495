"""Lines of a ledger: canonical JSON, each with the hash of the line before and its own.

A line is ``{"hash":"<64 digits>",`` and the rest of the record's canonical JSON, which holds ``previous``. The hash is the
SHA-256 of the record's canonical JSON without ``hash``, so it covers the hash before it, and with it every line before.

The canonical form is that of RFC 8785 (sorted keys, no spaces, the shortest escapes) for what a ledger may hold: no floats,
whole numbers below 2**53, and keys of ASCII letters. Python's own encoder writes it, which is five times as fast as a
program for all of RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from counterpoise.core.errors import InputError

START = "0" * 64
"""What stands for the hash of the line before the first."""

LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly (RFC 8785, section 3.2.2.3)."""

ID_LENGTH = 16
"""Digits of a record's id: 64 bits of the hash of its content."""

_HEAD, _HASH, _REST = b'{"hash":"', slice(9, 73), b'",'
_decoder = json.JSONDecoder()
_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(record: Mapping[str, Any]) -> bytes:
    """Give the one JSON text of a record, in UTF-8.

    The record must be `allowed`.

    Examples
    --------
    >>> canonical({"type": "link", "kind": "replies_to"})
    b'{"kind":"replies_to","type":"link"}'
    """
    return _encoder.encode(record).encode("utf-8", "surrogatepass")


def allowed(value: Any, where: str = "") -> None:
    """Check that a value has one canonical form.

    Parameters
    ----------
    value
        What a record holds.
    where
        The place, for messages.

    Raises
    ------
    InputError
        If it holds a float, a number of 2**53 or more, half a character, a key that is no ASCII word, or what JSON has no
        word for.

    Examples
    --------
    >>> allowed({"confidence_pct": 90})
    """
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _text(value, where)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise InputError(f"{value} is too large a number", where=where, remedy="write it as text")
    elif isinstance(value, dict):
        for key, entry in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise InputError(f"{key!r:.40} is no name of a field", where=where, remedy="use letters from a to z")
            allowed(entry, f"{where}.{key}" if where else key)
    elif isinstance(value, list | tuple):
        for place, entry in enumerate(value):
            allowed(entry, f"{where}[{place}]")
    else:
        what = "a number with a fraction" if isinstance(value, float) else f"a {type(value).__name__}"
        raise InputError(f"{value!r:.40} is {what}", where=where, remedy="a ledger holds text and whole numbers")


def _text(value: str, where: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError("the text holds half a character", where=where, remedy="read its source again") from None


def identity(record: Mapping[str, Any]) -> str:
    """Give a record's id: the beginning of the hash of its content, wherever it stands.

    Two people who write the same down make the same id, so that a merge knows it for one.
    """
    content = {key: value for key, value in record.items() if key not in ("id", "previous", "hash")}
    return hashlib.sha256(canonical(content)).hexdigest()[:ID_LENGTH]


def sealed(record: Mapping[str, Any], previous: str) -> tuple[bytes, str]:
    """Give a record's line, without its end, and its hash.

    Parameters
    ----------
    record
        The record with its id.
    previous
        The hash of the line before.

    Returns
    -------
    bytes
        The line.
    str
        Its hash.

    Examples
    --------
    >>> line, made = sealed({"id": "1", "type": "link"}, START)
    >>> line[:9], made == hashlib.sha256(b'{"id":"1","previous":"' + b"0" * 64 + b'","type":"link"}').hexdigest()
    (b'{"hash":"', True)
    """
    body = canonical({**{key: value for key, value in record.items() if key != "hash"}, "previous": previous})
    made = hashlib.sha256(body).hexdigest()
    return _HEAD + made.encode() + _REST + body[1:], made


class Reader:
    """What reads the lines of one file.

    Parameters
    ----------
    strict
        Whether each line must be in canonical form, with the id that its content makes: another program may have written it.
    quick
        Whether the lines are many, so that a program is worth its start which then takes half the time for each.
    """

    def __init__(self, *, strict: bool = False, quick: bool = False) -> None:
        self.strict = strict
        self._loads, self._dumps = _quick() if quick else (_loads, canonical)
        self._orders: set[tuple[str, ...]] = set()

    def opened(self, line: bytes, previous: str, where: str) -> dict[str, Any]:
        """Give the record of a line that follows another.

        Parameters
        ----------
        line
            The line, without its end.
        previous
            The hash of the line before.
        where
            The file and the line's number, for messages.

        Returns
        -------
        dict
            The record, with ``id``, ``previous`` and ``hash``.

        Raises
        ------
        InputError
            If the line was changed, or another line stood before it: with the hash that was expected and the one found.
        """
        body = b"{" + line[75:]
        made = hashlib.sha256(body).hexdigest()
        if line[:75] != _HEAD + made.encode() + _REST:
            raise _changed(line, made, where)
        record = self._record(body, where)
        if record.get("previous") != previous:
            what = (
                f"the line before has the hash {previous[:16]}, and this one follows {str(record.get('previous'))[:16]}"
            )
            remedy = "a line was removed, added or moved; restore the file, or join two people's with 'record merge'"
            raise InputError(what, where=where, remedy=remedy)
        if self.strict:
            self._check(record, body, where)
        record["hash"] = made
        return record

    def _record(self, body: bytes, where: str) -> dict[str, Any]:
        try:
            return self._loads(body)
        except (ValueError, RecursionError):
            pass
        try:  # the quick program refuses some that the plain one reads, as half a character
            return _loads(body)
        except (ValueError, RecursionError):
            raise InputError("the line is no JSON", where=where, remedy=RESTORE) from None

    def _check(self, record: dict[str, Any], body: bytes, where: str) -> None:
        """Check that a line is the one text of its record, and that the record's id is the hash of its content.

        A record keeps the order in which its keys were read. So the line is canonical where the keys stand in their order
        and the record, written as it is, gives the line again: no space, longer escape or key that stands twice comes back.
        """
        if not (self._in_order(record) and self._again(record) == body):
            raise InputError("the line is not in canonical form", where=where, remedy=RESTORE)
        name, previous = record.get("id"), record["previous"]
        # no field inside another is called id or previous, and marks inside text are escaped
        own = body.replace(f'"id":"{name}",'.encode(), b"", 1).replace(f'"previous":"{previous}",'.encode(), b"", 1)
        made = hashlib.sha256(own).hexdigest()[:ID_LENGTH]
        if name != made:
            raise InputError(f"its id is {name}, its content makes {made}", where=where, remedy=RESTORE)

    def _again(self, record: Mapping[str, Any]) -> bytes | None:
        try:
            return self._dumps(record)
        except (ValueError, RecursionError):  # half a character, no number, or a depth that no record has
            return None

    def _in_order(self, value: dict[str, Any] | list[Any]) -> bool:
        """Tell whether the keys of an object, and of all inside it, stand in their order."""
        if isinstance(value, dict):
            keys, inside = tuple(value), value.values()
            if keys not in self._orders:
                if sorted(keys) != list(keys):
                    return False
                self._orders.add(keys)
        else:
            inside = value
        held = [one for one in inside if type(one) in _HOLD_OTHERS]
        return not held or all(map(self._in_order, held))


_HOLD_OTHERS = frozenset((dict, list))


def _loads(body: bytes) -> Any:
    return _decoder.decode(body.decode("utf-8"))


def _quick() -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    """Give two functions that do what `_loads` and `canonical` do, but for the order of keys: the second keeps it."""
    from pydantic_core import from_json, to_json  # noqa: PLC0415

    return partial(from_json, allow_inf_nan=False), partial(to_json, inf_nan_mode="strings")


RESTORE = "restore the file from a copy, as git's; a ledger is corrected by 'record correct', never in an editor"


def _changed(line: bytes, made: str, where: str) -> InputError:
    """Say what is wrong with a line whose hash does not fit it."""
    text = line.rstrip(b"\r")
    if text.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        remedy = "take one side's file whole, and add the other by 'counterpoise record merge FILE'"
        return InputError("git could not merge this file and left its marks in it", where=where, remedy=remedy)
    if text != line and text[_HASH] == hashlib.sha256(b"{" + text[75:]).hexdigest().encode():
        remedy = "write '*.jsonl -text' into .gitattributes and check the file out again"
        return InputError("the ends of lines were changed (CRLF)", where=where, remedy=remedy)
    try:
        held = json.loads(line)
        written = held.pop("hash", None)
        same = hashlib.sha256(canonical(held)).hexdigest() == written
    except (ValueError, TypeError, AttributeError, RecursionError):
        return InputError("the line is no JSON", where=where, remedy=RESTORE)
    if same:
        return InputError("the line was written anew, with other spaces or order", where=where, remedy=RESTORE)
    return InputError(
        f"the line was changed: its hash is {made[:16]}, expected {str(written)[:16]}", where=where, remedy=RESTORE
    )
