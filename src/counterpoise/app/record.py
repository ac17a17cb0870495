"""The routes of the record: the ledger, its records, and texts whose statements a person accepts, corrects or rejects."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request as Call

from counterpoise.app import schema
from counterpoise.app.answers import Unknown
from counterpoise.app.asking import body_of, text_of
from counterpoise.app.book import EXAMPLE, beginning
from counterpoise.app.limits import few
from counterpoise.app.places import fault
from counterpoise.app.rest import REFUSALS, writable
from counterpoise.app.room import Room, client_of, sent
from counterpoise.app.uploads import TooLarge
from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.questions.proposed import Reading

TEXT = 5_000_000
"""Bytes of a text that is read for its quotations."""
FEED = 5
"""Articles of a feed that are loaded at a time."""
LONGEST = 500
"""Characters of a word that a person gives."""
MOST = 2_000
"""Proposals that are accepted at a time."""

OF_SOURCE = ("outlet", "title", "published", "recorded_by")
_WRITES: dict[int | str, dict[str, Any]] = REFUSALS | {
    403: {"model": schema.Refusal, "description": "The ledger is only read."},
    413: {"model": schema.Refusal, "description": "The text is too large."},
}


def register(api: FastAPI, room: Room) -> None:
    """Make the routes."""
    _reading(api, room)
    _proposing(api, room)
    _deciding(api, room)


def _words(*names: str) -> dict[str, Any]:
    return {
        "parameters": [
            {"name": one, "in": "query", "required": False, "schema": {"type": "string", "maxLength": LONGEST}}
            for one in names
        ]
    }


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}


def _reading(api: FastAPI, room: Room) -> None:
    @api.get("/api/record", response_model=schema.LedgerState)
    async def state(call: Call) -> Any:
        """Say which ledger this is, and check it: its chain, its records, and every quote whose source is kept."""
        made = await room.made(call, ("record", room.book.mark, room.book.kind), lambda _: text_of(_state(room)))
        return sent(call, made, "application/json")

    @api.get(
        "/api/record/list",
        response_model=schema.Records,
        responses=REFUSALS,
        openapi_extra=_words("country", "on", "since", "until", "topic", "apart"),
    )
    async def listed(call: Call) -> Any:
        """List what was said and done, the oldest first, as `counterpoise record list` does."""
        names = ("country", "on", "since", "until", "topic")
        words: dict[str, Any] = {name: word for name in names if (word := _word(call.query_params.get(name), name))}
        apart = call.query_params.get("apart") in ("true", "1")

        def make(_: Any) -> bytes:
            from counterpoise.questions import recording  # noqa: PLC0415

            rows, meta = recording.listed(room.book.ledger(), apart=apart, **words)
            few(len(rows))
            return text_of({"records": rows, "warnings": meta["warnings"]})

        key = ("record list", room.book.mark, repr((words, apart)))
        return sent(call, await room.made(call, key, make), "application/json")

    @api.get(
        "/api/record/between",
        response_model=schema.Records,
        responses=REFUSALS,
        openapi_extra=_words("country", "on", "since"),
    )
    async def between(call: Call) -> Any:
        """Give what was said and done between two countries, and beside it what contradicts it."""
        country, on, since = (_word(call.query_params.get(name), name) or "" for name in ("country", "on", "since"))

        def make(_: Any) -> bytes:
            from counterpoise.questions.recorded import day, side  # noqa: PLC0415
            from counterpoise.questions.recording import between as told  # noqa: PLC0415

            first = day(since, "since") if since else None
            rows, warnings = told(room.book.ledger(), side(country, "country"), side(on, "on"), since=first)
            few(len(rows))
            return text_of({"records": rows, "warnings": warnings})

        made = await room.made(call, ("record between", room.book.mark, country, on, since), make)
        return sent(call, made, "application/json")

    @api.get("/api/record/one/{name}", response_model=schema.OneRecord, responses=REFUSALS)
    async def one(call: Call, name: str) -> Any:
        """Give a record with its source, and the words around its quote."""

        def make(_: Any) -> bytes:
            from counterpoise.questions.ledgers import opened_record  # noqa: PLC0415

            try:
                return text_of(opened_record(room.book.ledger(), name))
            except InputError as error:
                if error.what.startswith("there is no record"):
                    raise Unknown(error.what, where="id", remedy="it may be of another ledger") from None
                raise

        made = await room.made(call, ("record one", room.book.mark, name), make)
        return sent(call, made, "application/json")


def _state(room: Room) -> dict[str, Any]:
    from counterpoise.questions.ledgers import state  # noqa: PLC0415
    from counterpoise.record.records import TOPICS  # noqa: PLC0415

    book = room.book
    about = {
        "kind": book.kind,
        "name": book.word,
        "writable": book.kind != EXAMPLE and not book.readonly,
        "topics": list(TOPICS),
    }
    try:
        return {**about, "whole": True, "fault": None, **state(book.ledger())}
    except InputError as error:
        return {**about, "whole": False, "fault": fault(book.without_folder(error))}


def _word(value: Any, where: str) -> str | None:
    """Read a word that a person gives; nothing where it is empty."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError("this is no word", where=where, remedy="give a text")
    if len(value) > LONGEST:
        raise InputError(f"this has {len(value):,} characters, more than {LONGEST}", where=where, remedy="shorten it")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("this holds half a character", where=where, remedy="write it as text") from error
    if any(ord(one) < 32 for one in value):
        raise InputError("this holds a character that no line has", where=where, remedy="write it in one line")
    return value.strip() or None


def _may_write(room: Room) -> None:
    """Refuse what would end in the ledger, where it is only read."""
    writable(room)
    if room.book.kind == EXAMPLE:
        from counterpoise.app.rest import Forbidden  # noqa: PLC0415

        error = beginning()
        raise Forbidden(error.what, where=error.where, remedy=error.remedy)


def _aside(given: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a person says of a text before it is read."""
    from counterpoise.questions.recorded import day  # noqa: PLC0415

    language, said_on = (_word(given.get(name), name) for name in ("language", "said_on"))
    if language is not None and not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
        raise InputError(f"{language[:20]!r} is no language", where="language", remedy="write its code, as ko")
    return {"language": language, "said_on": day(said_on, "said_on") if said_on else None}


async def _received(call: Call) -> bytes:
    """Take a text in, under its limit."""
    held = bytearray()
    async for piece in call.stream():
        held += piece
        if len(held) > TEXT:
            what = f"the text is larger than {TEXT / 1e6:g} MB"
            raise TooLarge(what, where="text", remedy="cut the article out of it, or use 'counterpoise record add'")
    return bytes(held)


def _proposing(api: FastAPI, room: Room) -> None:
    @api.post(
        "/api/record/read",
        response_model=schema.Proposed,
        responses=_WRITES,
        openapi_extra={
            **_words("filename", "language", "said_on"),
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            },
        },
    )
    async def read(call: Call) -> Any:
        """Read a text for its quotations; nothing is written."""
        from counterpoise.questions.proposed import Holders, read_bytes  # noqa: PLC0415

        _may_write(room)
        aside, name = _aside(call.query_params), _word(call.query_params.get("filename"), "filename") or ""
        with room.gate.passed(room.party_of(call)):
            data = await _received(call)
        name = name.replace("\\", "/").rpartition("/")[2]

        def work(_: Any) -> dict[str, Any]:
            return _proposals(room, [read_bytes(data, name, offices=Holders(), **aside)])

        return await room.waited(call, room.desk.put(client_of(call), work, party=room.party_of(call)))

    @api.post(
        "/api/record/load", response_model=schema.Proposed, responses=_WRITES, openapi_extra=_body(schema.Address)
    )
    async def load(call: Call) -> Any:
        """Load a page from a public address, and read it for its quotations; nothing is written."""
        from counterpoise.questions.proposed import Holders  # noqa: PLC0415
        from counterpoise.questions.proposed import read as readings  # noqa: PLC0415
        from counterpoise.record.fetching import is_address  # noqa: PLC0415

        _may_write(room)
        body = await body_of(call)
        address, aside = _word(body.get("address"), "address") or "", _aside(body)
        if not is_address(address):  # else it would be the name of a file of this machine
            raise InputError("this is no address", where="address", remedy="write it with its https://")

        def work() -> dict[str, Any]:
            return _proposals(room, list(readings(address, most=FEED, offices=Holders(), **aside)))

        with room.gate.passed(room.party_of(call)):
            return await asyncio.to_thread(work)


def _proposals(room: Room, readings: list[Reading]) -> dict[str, Any]:
    from counterpoise.questions.ledgers import already  # noqa: PLC0415
    from counterpoise.record.proposals import NO_EVENTS  # noqa: PLC0415

    ledger = room.book.ledger()
    texts = [
        {
            "text": room.waiting.put(reading),
            "source": reading.source(),
            "proposals": [
                {**one, "held": held} for one, held in zip(reading.proposals, already(ledger, reading), strict=True)
            ],
        }
        for reading in readings
    ]
    return {"texts": texts, "no_events": NO_EVENTS}


def _deciding(api: FastAPI, room: Room) -> None:
    @api.post("/api/record/accept", response_model=schema.Kept, responses=_WRITES, openapi_extra=_body(schema.Decided))
    async def accept(call: Call) -> Any:
        """Write the proposals that a person accepted, as they corrected them; the others are rejected."""
        from counterpoise.questions import ledgers  # noqa: PLC0415

        _may_write(room)
        body = await body_of(call)
        reading, decisions = room.waiting.find(body.get("text")), _decisions(body.get("accepted"))
        fields = {name: _word(body.get(name), name) for name in OF_SOURCE}

        def work(_: Any) -> dict[str, Any]:
            ledger = room.book.ledger()
            made = ledgers.accept(ledger, reading, decisions, **fields)
            return {"kept": [one["id"] for one in made], "head": ledger.head}

        return await room.waited(call, room.desk.put(client_of(call), work, party=room.party_of(call)))


def _decisions(given: Any) -> dict[int, dict[str, str | None]]:
    """Read which proposals are accepted, and what is corrected of each."""
    if not isinstance(given, list) or not given:
        raise InputError("nothing is accepted", where="accepted", remedy="name the numbers of the proposals")
    if len(given) > MOST:
        raise InputError(f"{len(given):,} are more than {MOST:,}", where="accepted", remedy="send fewer at a time")
    made: dict[int, dict[str, str | None]] = {}
    for one in given:
        number = one.get("number") if isinstance(one, dict) else None
        changes = one.get("changes", {}) if isinstance(one, dict) else None
        if not isinstance(number, int) or isinstance(number, bool) or not isinstance(changes, dict):
            remedy = 'write {"number": 1, "changes": {...}}'
            raise InputError("a decision has no number", where="accepted", remedy=remedy)
        if number in made:
            raise InputError(f"proposal {number} is decided twice", where="accepted", remedy="leave one out")
        made[number] = {
            str(name): _word(value, f"proposal {number}, {str(name)[:40]}") for name, value in changes.items()
        }
    return made
