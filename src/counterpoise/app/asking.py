"""The routes of the questions: one for each that is registered, made from its signature."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request as Call
from starlette.responses import Response

from counterpoise.app import schema
from counterpoise.app.answers import (
    FORMATS,
    LANGUAGES,
    PICTURES,
    Request,
    Unknown,
    drawn,
    file_of,
    refused,
    request_of,
    told,
)
from counterpoise.app.room import Room, sent, stamp
from counterpoise.core.errors import InputError
from counterpoise.core.question import Question, offered, questions

BODY = 1_000_000
"""Bytes of a request that asks."""
CHOICE = "choice."
_ASIDE = ("language", "chart", "as", "format", "parts")
PARTS = ("all", "records")
_FIRST = {"country", "powers", "draws"}


@dataclass(frozen=True)
class Asked:
    """What a request asks: a question, and in which form its answer is wanted."""

    request: Request
    language: str = "en"
    chart: str = ""
    form: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    bare: bool = False

    @property
    def lasting(self) -> bool:
        """Whether the first page shows it."""
        return self.request.question.name == "equation" and set(self.request.given) <= _FIRST


async def asked_of(room: Room, call: Call, name: str, aside: str = "") -> Asked:
    """Read a request, its words in the address or in its body."""
    if call.method == "POST":
        body = {**_aside(call), **await body_of(call)}
        words = body.get("arguments", {})
        choices = {**_chosen(call), **body.get("choices", {})} if isinstance(body.get("choices", {}), dict) else None
        if not isinstance(words, dict) or not isinstance(choices, dict):
            raise InputError("the arguments are no object", where="arguments", remedy='send {"arguments": {...}}')
    else:
        body, choices = _aside(call), _chosen(call)
        words = {k: v for k, v in call.query_params.items() if k not in _ASIDE and not k.startswith(CHOICE)}
    language = language_of(body.get("language"))
    made = tuple(sorted((str(key), str(value)) for key, value in choices.items()))
    parts = str(body.get("parts") or "all")
    if parts not in PARTS:
        raise InputError(f"{parts[:20]!r} is no part of an answer", where="parts", remedy=" or ".join(PARTS))
    form = str(body.get(aside) or "")
    return Asked(
        room.with_ledger(request_of(name, words)),
        language,
        str(body.get("chart") or ""),
        form,
        made,
        parts == "records",
    )


def _aside(call: Call) -> dict[str, Any]:
    return {key: value for key, value in call.query_params.items() if key in _ASIDE}


def _chosen(call: Call) -> dict[str, str]:
    return {k[len(CHOICE) :]: v for k, v in call.query_params.items() if k.startswith(CHOICE)}


def language_of(word: Any) -> str:
    """Read a language; English if none is named."""
    if (word or "en") not in LANGUAGES:
        raise InputError(f"{str(word)[:20]!r} is no language here", where="language", remedy=" or ".join(LANGUAGES))
    return str(word or "en")


async def body_of(call: Call) -> dict[str, Any]:
    """Read a body of JSON, under a limit."""
    from counterpoise.app.uploads import TooLarge  # noqa: PLC0415

    held = bytearray()
    async for piece in call.stream():
        held += piece
        if len(held) > BODY:
            raise TooLarge(f"the request is larger than {BODY / 1e6:g} MB", where="body", remedy="send less")
    try:
        body = json.loads(held or b"{}")
    except (ValueError, RecursionError) as error:
        raise InputError("the request is no JSON", where="body", remedy="send an object") from error
    if not isinstance(body, dict):
        raise InputError("the request is no object", where="body", remedy='send {"arguments": {...}}')
    return body


def register(api: FastAPI, room: Room) -> None:
    """Make the routes of every question, and one that refuses the names of others."""
    for question in offered().values():
        for kind, endpoint, answer in (
            ("ask", _ask, schema.Answer),
            ("chart", _chart, schema.Drawing),
            ("file", _file, None),
        ):
            if kind == "chart" and (not question.charts or question.file):
                continue
            _add(api, kind, question, endpoint(room, question.name), answer)
    for kind in ("ask", "chart", "file"):
        api.add_api_route(f"/api/{kind}/{{question}}", _nobody, methods=["GET", "POST"], include_in_schema=False)


async def _nobody(question: str) -> Response:
    if question in questions and questions[question].local:
        raise refused(questions[question])
    known = ", ".join(offered())
    raise Unknown(f"there is no question {question[:40]!r}, or it has no such form", remedy=f"there are {known}")


def _add(api: FastAPI, kind: str, question: Question, endpoint: Any, answer: Any) -> None:
    words = [_described(one) for one in question.parameters if not one.word.local]
    words.append(_word("language", "Of texts.", list(LANGUAGES)))
    if kind == "ask":
        words.append(_word("parts", "All of the answer, or its records without sentences.", list(PARTS)))
    if kind == "chart":
        words.append(_word("chart", "Which chart; the first if left out.", None))
        words.append(_word("as", "As what.", ["vega-lite", *PICTURES]))
    if kind == "file":
        words.append(_word("format", "The format.", list(FORMATS)) | {"required": True})
    responses: dict[int | str, dict[str, Any]] = {
        422: {"model": schema.Refusal, "description": "The words are wrong, or there is no solution."},
        429: {"model": schema.Refusal, "description": "Too much is asked at once."},
        413: {"model": schema.Refusal, "description": "The request is too large."},
    }
    responses[200] = (
        {"model": answer}
        if answer
        else {"description": "A file.", "content": {media.partition(";")[0]: {} for media in MEDIA.values()}}
    )
    if kind == "chart":
        responses[200]["content"] = {media: {"schema": {"type": "string"}} for media in PICTURES.values()}
    api.add_api_route(
        f"/api/{kind}/{question.name}",
        endpoint,
        methods=["GET"],
        summary=question.label,
        operation_id="_".join([kind, *question.words]),
        responses=responses,
        openapi_extra={"parameters": words},
        tags=[kind],
    )
    body = {
        "content": {"application/json": {"schema": schema.Asking.model_json_schema(by_alias=True)}},
        "required": True,
    }
    api.add_api_route(
        f"/api/{kind}/{question.name}",
        endpoint,
        methods=["POST"],
        summary=question.label,
        operation_id="_".join([kind, *question.words, "in_body"]),
        responses=responses,
        openapi_extra={"requestBody": body},
        tags=[kind],
    )


def _described(one: Any) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "boolean"} if one.word.flag else {"type": "string"}
    if one.word.choices:
        kind["examples"] = list(one.word.choices())
    return {
        "name": one.name,
        "in": "query",
        "required": one.positional and one.required,
        "description": one.help,
        "schema": kind,
    }


def _word(name: str, help_: str, choices: list[str] | None) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "string"} | ({"enum": choices} if choices else {})
    return {"name": name, "in": "query", "required": False, "description": help_, "schema": kind}


def _ask(room: Room, name: str) -> Any:
    async def endpoint(call: Call) -> Response:
        asked, mark = await asked_of(room, call, name), stamp()

        def make(progress: Any) -> bytes:
            answer = room.answers.answer(asked.request, mark, progress)
            return text_of(told(asked.request, answer, asked.language, bare=asked.bare))

        key = (mark, asked.request.name, "ask", asked.language, str(asked.bare))
        return sent(call, await room.made(call, key, make, lasting=asked.lasting), "application/json")

    return endpoint


def _chart(room: Room, name: str) -> Any:
    async def endpoint(call: Call) -> Response:
        asked, mark = await asked_of(room, call, name, "as"), stamp()
        form = asked.form or "vega-lite"
        if form != "vega-lite" and form not in PICTURES:
            raise InputError(f"{form[:20]!r} is no form of a chart", where="as", remedy="vega-lite, svg or png")

        def make(progress: Any) -> bytes:
            answer = room.answers.answer(asked.request, mark, progress)
            made = drawn(answer, asked.chart, dict(asked.choices), asked.language)
            return text_of(vars(made)) if form == "vega-lite" else picture(made.spec, made.alternative, form)

        key = (mark, asked.request.name, "chart", asked.chart, form, asked.language, repr(asked.choices))
        made = await room.made(call, key, make, lasting=asked.lasting and form != "png")
        if form == "vega-lite":
            return sent(call, made, "application/json")
        title = f"{name.replace('.', '-')}-{asked.chart or 'chart'}.{form}"
        return sent(call, made, PICTURES[form], {"content-disposition": f'inline; filename="{title}"'})

    return endpoint


def picture(spec: dict[str, Any], alternative: str, form: str) -> bytes:
    """Draw a specification."""
    from counterpoise.charts.render import png, svg  # noqa: PLC0415

    return svg(spec, alternative).encode("utf-8") if form == "svg" else png(spec)


def _file(room: Room, name: str) -> Any:
    async def endpoint(call: Call) -> Response:
        asked, mark = await asked_of(room, call, name, "format"), stamp()
        if asked.form not in FORMATS:
            what = f"there is no format {asked.form[:40]!r}" if asked.form else "no format is named"
            raise InputError(what, where="format", remedy="take one of " + ", ".join(FORMATS))

        def make(progress: Any) -> bytes:
            return file_of(room.answers.answer(asked.request, mark, progress), asked.form)

        key = (mark, asked.request.name, "file", asked.form)
        made = await room.made(call, key, make)
        headers = {"content-disposition": f'attachment; filename="{_named(asked.request)}.{asked.form}"'}
        return sent(call, made, MEDIA[asked.form], headers)

    return endpoint


MEDIA: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


def _named(request: Request) -> str:
    """Name a file by its question and its subject."""
    subject = str(request.given.get("country", "")).replace(",", "-")
    plain = "".join(
        one for one in "-".join([*request.question.words, subject]) if one.isascii() and (one.isalnum() or one == "-")
    )
    return plain.strip("-")[:60]


def text_of(body: Any) -> bytes:
    """Write JSON as the interface sends it."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
