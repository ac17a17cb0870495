"""The routes beside the questions: what a page must know, long work, scenarios, the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.requests import Request as Call
from starlette.responses import Response, StreamingResponse

from counterpoise.app import schema
from counterpoise.app.answers import LANGUAGES, Unknown, request_of, told
from counterpoise.app.asking import MEDIA, body_of, language_of, text_of
from counterpoise.app.places import fault
from counterpoise.app.room import Room, client_of, sent, stamp
from counterpoise.core.errors import CounterpoiseError, InputError
from counterpoise.core.version import __version__

if TYPE_CHECKING:
    from counterpoise.app.jobs import Tell
    from counterpoise.core.progress import Progress

BOUNDARIES = "Natural Earth"
DEFAULTS = {"country": "KOR", "powers": "USA,CHN"}
HELD_AS = ("csv", "json", "parquet", "xlsx")
"""The formats in which the list of datasets is given."""
STEPS = (40, 160, 480)
"""Draws after which a part of an ensemble is told."""
REFUSALS: dict[int | str, dict[str, Any]] = {
    404: {"model": schema.Refusal, "description": "There is no such thing."},
    422: {"model": schema.Refusal, "description": "The words are wrong."},
    429: {"model": schema.Refusal, "description": "Too much is asked at once."},
}


class Forbidden(CounterpoiseError):  # noqa: N818 - told by its own status
    """The service was started so that this can't be done."""


def _body(model: type[Any]) -> dict[str, Any]:
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": model.model_json_schema(by_alias=True)}},
        }
    }


def register(api: FastAPI, room: Room) -> None:
    """Make the routes."""
    _known(api, room)
    _scenarios(api, room)
    _talks(api, room)
    _jobs(api, room)
    _store(api, room)


def _known(api: FastAPI, room: Room) -> None:
    @api.get("/api/session", response_model=schema.Session)
    async def session() -> Any:
        """What a page needs to know first."""
        return {
            "version": __version__,
            "readonly": room.settings.readonly,
            "languages": list(LANGUAGES),
            "store": stamp(),
            "limits": {"upload_bytes": room.settings.upload},
            "defaults": DEFAULTS,
            "boundaries": BOUNDARIES,
        }

    @api.get("/api/questions", response_model=list[dict[str, Any]])
    async def questions(call: Call) -> Any:
        """Every question with its parameters, charts and documents."""
        from counterpoise.app.labels import forms  # noqa: PLC0415

        made = await room.made(call, (stamp(), "questions"), lambda _: text_of(forms()), lasting=True)
        return sent(call, made, "application/json")

    @api.get("/api/labels", response_model=dict[str, Any])
    async def labels(call: Call) -> Any:
        """The names of countries, groups, sectors, indicators and datasets."""
        from counterpoise.app.labels import labels as all_labels  # noqa: PLC0415

        word = language_of(call.query_params.get("language"))
        made = await room.made(call, (stamp(), "labels", word), lambda _: text_of(all_labels(word)), lasting=True)
        return sent(call, made, "application/json")


def _scenarios(api: FastAPI, room: Room) -> None:
    @api.post(
        "/api/scenario",
        response_model=schema.ScenarioShown,
        responses=REFUSALS,
        openapi_extra=_body(schema.ScenarioText),
    )
    async def scenario(call: Call) -> Any:
        """A scenario in every form, or what is wrong with it, with its line and key."""
        from counterpoise.app.scenarios import shown  # noqa: PLC0415

        body = await body_of(call)
        given = body.get("text") if body.get("scenario") is None else body["scenario"]
        word = language_of(body.get("language") or call.query_params.get("language"))
        key = (stamp(), "scenario", word, repr(given))
        return sent(call, await room.made(call, key, lambda _: text_of(shown(given, word))), "application/json")

    @api.get("/api/scenarios", response_model=list[schema.Preset])
    async def scenarios(call: Call) -> Any:
        """The scenarios that come with the program."""
        from counterpoise.app.scenarios import gallery  # noqa: PLC0415

        return sent(call, await room.made(call, ("gallery",), lambda _: text_of(gallery())), "application/json")


def _talks(api: FastAPI, room: Room) -> None:
    @api.post(
        "/api/talks",
        response_model=schema.TalksShown,
        responses=REFUSALS,
        openapi_extra=_body(schema.TalksText),
    )
    async def talks(call: Call) -> Any:
        """A negotiation's text, its size and its plain words, or what is wrong with it, with its line and key."""
        from counterpoise.app.talks import shown  # noqa: PLC0415

        body = await body_of(call)
        word = language_of(body.get("language") or call.query_params.get("language"))
        key = (stamp(), "talks", word, repr(body.get("text")))
        made = await room.made(call, key, lambda _: text_of(shown(body.get("text"), word)))
        return sent(call, made, "application/json")

    @api.get("/api/talks", response_model=list[schema.Example])
    async def gallery(call: Call) -> Any:
        """The negotiations that come with the program."""
        from counterpoise.app.talks import examples  # noqa: PLC0415

        return sent(call, await room.made(call, ("talks",), lambda _: text_of(examples())), "application/json")


def _jobs(api: FastAPI, room: Room) -> None:
    @api.post(
        "/api/jobs",
        status_code=202,
        response_model=schema.Started,
        responses=REFUSALS,
        openapi_extra=_body(schema.Starting),
    )
    async def start(call: Call) -> Any:
        """Begin long work."""
        body = await body_of(call)
        words, language = body.get("arguments", {}), body.get("language") or "en"
        if not isinstance(words, dict) or language not in LANGUAGES:
            raise InputError(
                "the arguments are no object", where="arguments", remedy='send {"question": ..., "arguments": {...}}'
            )
        request, mark = room.with_ledger(request_of(str(body.get("question", "")), words)), stamp()

        def work(progress: Progress, tell: Tell) -> dict[str, Any]:
            for draws in _steps(request):
                part = request_of(request.question.name, {**request.given, "draws": str(draws)})
                tell({"state": "partial", "answer": told(part, room.answers.answer(part, mark, progress), language)})
            return {"state": "done", "answer": told(request, room.answers.answer(request, mark, progress), language)}

        return {"id": room.jobs.start(client_of(call), work, _failing(room), party=room.party_of(call)).name}

    @api.get("/api/jobs/{job}", responses={**REFUSALS, 200: {"content": {"text/event-stream": {}}}})
    async def follow(job: str) -> Any:
        """Follow long work: a stream of events, each a line of JSON."""
        found = room.jobs.find(job)
        if found is None:
            raise Unknown("there is no such work", where=job[:20], remedy="begin it again")
        return StreamingResponse(
            room.jobs.stream(found), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
        )

    @api.delete("/api/jobs/{job}", status_code=202, response_model=schema.Started, responses=REFUSALS)
    async def stop(job: str) -> Any:
        """Stop long work."""
        found = room.jobs.find(job)
        if found is None:
            raise Unknown("there is no such work", where=job[:20], remedy="it may have ended")
        room.jobs.stop(found)
        return {"id": found.name}


def _steps(request: Any) -> list[int]:
    """Give the draws after which an ensemble tells a part; finished draws are kept, so parts cost nothing."""
    if request.question.name != "ensemble":
        return []
    word = str(request.given.get("draws", "1000"))
    return [one for one in STEPS if word.isdigit() and one < int(word)]


def _failing(room: Room) -> Callable[[BaseException], dict[str, Any]]:
    """Give what tells the last event of work that failed."""

    def failed(error: BaseException) -> dict[str, Any]:
        if not isinstance(error, CounterpoiseError):
            import sys  # noqa: PLC0415
            import traceback  # noqa: PLC0415

            traceback.print_exception(error, file=sys.stderr)
        return {"state": "failed", "error": fault(room.book.without_folder(error))}

    return failed


def _year(call: Call) -> int | None:
    year = call.query_params.get("year") or None
    if year is not None and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise InputError(f"{year[:20]!r} is not a year", where="year", remedy="write it as 2022")
    return None if year is None else int(year)


def writable(room: Room) -> None:
    """Refuse what would change something, where the service only reads."""
    if room.settings.readonly:
        raise Forbidden("this service only reads", remedy="start it without --readonly")


def _store(api: FastAPI, room: Room) -> None:
    _holdings(api)
    _adding(api, room)
    _removing(api, room)


def _holdings(api: FastAPI) -> None:
    @api.get("/api/data", response_model=schema.Holdings)
    async def data() -> Any:
        """What the store holds, and what can be added."""
        from counterpoise.questions.holdings import dataset_records, fact_records, source_records  # noqa: PLC0415

        held = [one | {"place": "embedded" if one["place"] == "embedded" else "added"} for one in dataset_records()]
        return {"datasets": held, "sources": source_records(), "facts": fact_records()}

    @api.get(
        "/api/holdings",
        responses={**REFUSALS, 200: {"content": {"application/octet-stream": {}}}},
        openapi_extra={
            "parameters": [
                {"name": "format", "in": "query", "required": True, "schema": {"type": "string", "enum": list(HELD_AS)}}
            ]
        },
    )
    async def holdings(call: Call) -> Any:
        """List the datasets as a file; a spreadsheet holds the tables of facts and the producers too."""
        form = call.query_params.get("format", "")
        if form not in HELD_AS:
            raise InputError(
                f"there is no format {form[:40]!r}", where="format", remedy="take one of " + ", ".join(HELD_AS)
            )
        headers = {"content-disposition": f'attachment; filename="datasets.{form}"'}
        return Response(await asyncio.to_thread(_held_as, form), media_type=MEDIA[form], headers=headers)


def _held_as(form: str) -> bytes:
    """Write what the store holds as a file."""
    import tempfile  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import pandas as pd  # noqa: PLC0415

    from counterpoise.briefing.spreadsheet import write  # noqa: PLC0415
    from counterpoise.core.formats import content  # noqa: PLC0415
    from counterpoise.questions.holdings import dataset_records, fact_records, source_records  # noqa: PLC0415

    held = [one | {"place": "embedded" if one["place"] == "embedded" else "added"} for one in dataset_records()]
    if form != "xlsx":
        return content(form, held, {"version": __version__})
    tables = {"datasets": held, "facts": fact_records(), "producers": source_records()}
    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        path = Path(folder) / "datasets.xlsx"
        write(path, {}, {name: pd.DataFrame(rows) for name, rows in tables.items()})
        return path.read_bytes()


def _adding(api: FastAPI, room: Room) -> None:
    @api.post(
        "/api/data/{source}",
        status_code=202,
        response_model=schema.Started,
        responses=REFUSALS | {413: {"model": schema.Refusal}, 403: {"model": schema.Refusal}},
        openapi_extra={
            "parameters": [
                {"name": name, "in": "query", "required": name == "filename", "schema": {"type": "string"}}
                for name in ("filename", "year", "edition")
            ],
            "requestBody": {
                "required": True,
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            },
        },
    )
    async def add(call: Call, source: str) -> Any:
        """Send a producer's file; the job's last event says what was added."""
        from counterpoise.app.uploads import REMEDY, TooLarge, Upload  # noqa: PLC0415
        from counterpoise.sources.source import source as named  # noqa: PLC0415

        writable(room)
        named(source)
        words, year = call.query_params, _year(call)
        size = call.headers.get("content-length", "0")
        if size.isdigit() and int(size) > room.settings.upload:
            limit = f"{room.settings.upload / 1e6:,.0f} MB"
            raise TooLarge(f"the file is larger than {limit}", where=words.get("filename", "")[:80], remedy=REMEDY)
        with room.gate.passed(room.party_of(call)):
            upload = Upload(words.get("filename", ""))
            try:
                await upload.receive(call.stream(), room.settings.upload)
            except BaseException:
                upload.drop()
                raise

        def work(progress: Progress, tell: Tell) -> dict[str, Any]:  # noqa: ARG001
            made = upload.read(source, words.get("edition") or None, year, progress)
            room.answers.clear()
            return {"state": "done", **made}

        try:
            job = room.jobs.start(client_of(call), work, _failing(room), party=room.party_of(call))
        except BaseException:
            upload.drop()
            raise
        if job.work is not None:
            job.work.future.add_done_callback(lambda _: upload.drop())
        return {"id": job.name}


def _removing(api: FastAPI, room: Room) -> None:
    @api.delete(
        "/api/data/{dataset}",
        response_model=dict[str, list[str]],
        responses=REFUSALS | {403: {"model": schema.Refusal}},
    )
    async def remove(call: Call, dataset: str) -> Any:
        """Take a dataset that was added out of the store."""
        from counterpoise.store import datasets  # noqa: PLC0415
        from counterpoise.store.folder import remove as drop  # noqa: PLC0415

        writable(room)
        year = _year(call)
        if any(one.embedded and one.name == dataset for one in datasets()):
            raise InputError(f"{dataset} came with the program", where="dataset", remedy="it can't be removed")

        def work(_: Progress) -> list[str]:
            gone = [one.dataset for one in drop(dataset, year)]
            room.answers.clear()
            return gone

        put = room.desk.put(client_of(call), work, party=room.party_of(call))
        return {"removed": await room.waited(call, put)}
