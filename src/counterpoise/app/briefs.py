"""The routes of the brief: cases in every form, and documents made from them as long work."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.requests import Request as Call
from starlette.responses import Response

from counterpoise.app import schema
from counterpoise.app.answers import LANGUAGES, Request, Unknown, request_of
from counterpoise.app.asking import MEDIA, body_of, language_of, text_of
from counterpoise.app.rest import REFUSALS, _body, _failing
from counterpoise.app.room import Room, client_of, sent, stamp
from counterpoise.app.same import same
from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.app.jobs import Tell
    from counterpoise.briefing.question import Brief
    from counterpoise.core.progress import Progress

FORMS: Mapping[str, str] = {"html": MEDIA["html"], "pdf": "application/pdf", "xlsx": MEDIA["xlsx"]}
"""The formats of a brief."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; sandbox"
"""Of a brief's page: it runs nothing, loads nothing, and stands in a frame of this service's pages alone."""

KEPT = 40
"""Briefs that can be shown again under their names."""


class Made:
    """The briefs that were made, by their names in addresses: what was asked, of which data and country."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[Request, str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, request: Request, mark: str, country: str) -> str:
        """Keep what was asked, of which country, and give its name."""
        name = hashlib.sha256(f"{mark} {request.name}".encode()).hexdigest()[:24]
        with self._lock:
            self._held[name] = (request, mark, country)
            self._held.move_to_end(name)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return name

    def get(self, name: str) -> tuple[Request, str, str]:
        """Give what was asked under a name."""
        with self._lock:
            if name not in self._held:
                raise Unknown("there is no such brief", where=name[:24], remedy="make it again")
            return self._held[name]


def register(api: FastAPI, room: Room) -> None:
    """Make the routes."""
    made = Made()
    _cases(api, room)
    _making(api, room, made)
    _showing(api, room, made)


def _cases(api: FastAPI, room: Room) -> None:
    @api.get("/api/cases", response_model=schema.Cases)
    async def cases(call: Call) -> Any:
        """The cases that come with the program, and the files that a case can name."""
        from counterpoise.app.cases import offered  # noqa: PLC0415

        return sent(call, await room.made(call, ("cases",), lambda _: text_of(_plain(offered()))), "application/json")

    @api.post("/api/case", response_model=schema.CaseShown, responses=REFUSALS, openapi_extra=_body(schema.CaseText))
    async def case(call: Call) -> Any:
        """A case in every form, or what is wrong with it, with its line and key."""
        from counterpoise.app.cases import shown  # noqa: PLC0415

        body = await body_of(call)
        given = body.get("text") if body.get("case") is None else body["case"]
        word = language_of(body.get("language"))
        key = (stamp(), "case", word, repr(given))
        made = await room.made(call, key, lambda _: text_of(_plain(shown(given, word))))
        return sent(call, made, "application/json")


def _plain(value: Any) -> Any:
    from counterpoise.core.canonical import plain  # noqa: PLC0415

    return plain(value)


def _making(api: FastAPI, room: Room, made: Made) -> None:
    @api.post(
        "/api/briefs",
        status_code=202,
        response_model=schema.Started,
        responses=REFUSALS,
        openapi_extra=_body(schema.CaseText),
    )
    async def start(call: Call) -> Any:
        """Begin a brief; the last event of the work names it."""
        body = await body_of(call)
        given = body.get("text") if body.get("case") is None else body["case"]
        language = body.get("language") or "en"
        if language not in LANGUAGES:
            raise InputError("this is no language here", where="language", remedy=" or ".join(LANGUAGES))
        request, mark = request_of("brief", {"case": given}), stamp()

        def work(progress: Progress, tell: Tell) -> dict[str, Any]:  # noqa: ARG001
            brief = room.answers.answer(request, mark, progress)
            progress.report("the page", 0.93)
            _ = brief.html
            progress.report("done", 1.0)
            return {"state": "done", "answer": _told(request, brief, language, made.put(request, mark, brief.country))}

        return {"id": room.jobs.start(client_of(call), work, _failing(room), party=room.party_of(call)).name}


def _told(request: Request, brief: Brief, language: str, name: str) -> dict[str, Any]:
    """Give what stands beside a brief: what it is, what it lacks, its sources and warnings; its records are in its data."""
    from counterpoise.words.phrases import translated  # noqa: PLC0415

    meta = _plain(brief.meta)
    return {
        "meta": meta,
        "records": [],
        "variables": {},
        "sentences": [],
        "warnings": [translated(one, language) for one in meta.get("warnings") or ()],
        "notes": [
            [translated(note, language) for note in one.get("notes") or ()] for one in meta.get("baseline") or ()
        ],
        "charts": [],
        "documents": list(FORMS),
        "same": same(request.question, request.given),
        "brief": {
            "id": name,
            "title": brief.case.titled(brief.case.language),
            "language": brief.case.language,
            "country": brief.country,
            "powers": list(brief.powers),
            "hash": brief.case.hash,
            "lacking": dict(brief.lacking),
        },
    }


def _showing(api: FastAPI, room: Room, made: Made) -> None:
    @api.get(
        "/api/briefs/{name}.{form}",
        responses={**REFUSALS, 200: {"content": {one.partition(";")[0]: {} for one in FORMS.values()}}},
    )
    async def show(call: Call, name: str, form: str) -> Response:
        """A brief that was made, as a page, as PDF, or its data as a spreadsheet."""
        request, mark, country = made.get(name)
        if form not in FORMS:
            raise Unknown(f"there is no format {form[:20]!r}", where="format", remedy="take one of " + ", ".join(FORMS))

        def make(progress: Progress) -> bytes:
            return _written(room.answers.answer(request, mark, progress), form)

        content = await room.made(call, (mark, request.name, "brief", form), make)
        headers = {
            "content-security-policy": POLICY,
            "content-disposition": f'{"inline" if form == "html" else "attachment"}; filename="brief-{country}.{form}"',
        }
        return sent(call, content, FORMS[form], headers)


def _written(brief: Brief, form: str) -> bytes:
    """Write a brief in one of `FORMS`."""
    from counterpoise.briefing.question import check_output  # noqa: PLC0415

    if form == "html":
        return brief.html.encode("utf-8")
    if form == "pdf":
        check_output("brief.pdf")
        return brief.pdf
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        path = Path(folder) / "brief.xlsx"
        brief.write_spreadsheet(path)
        return path.read_bytes()
