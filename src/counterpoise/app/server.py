"""The service: a typed interface over the registered questions, and the pages that use it."""

from __future__ import annotations

import asyncio
import json
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Call
from starlette.responses import Response

from counterpoise.app import asking, briefs, pages, record, rest
from counterpoise.app.answers import Unknown
from counterpoise.app.desk import Busy
from counterpoise.app.guard import Guard
from counterpoise.app.places import fault
from counterpoise.app.room import Room, Settings
from counterpoise.app.uploads import TooLarge, sweep
from counterpoise.core.errors import CounterpoiseError
from counterpoise.core.progress import Cancelled
from counterpoise.core.version import __version__


def refusal(error: BaseException) -> Response:
    """Give an error as the interface tells it."""
    status, extra = 500, {}
    if isinstance(error, Busy):
        status, extra = 429, {"retry-after": "1"}
    elif isinstance(error, TooLarge):
        status = 413
    elif isinstance(error, rest.Forbidden):
        status = 403
    elif isinstance(error, Unknown):
        status = 404
    elif isinstance(error, Cancelled):
        status = 499
    elif isinstance(error, CounterpoiseError):
        status = 422
    else:
        traceback.print_exception(error, file=sys.stderr)
    body = json.dumps({"error": fault(error)}, ensure_ascii=False)
    return Response(body, status_code=status, media_type="application/json", headers=extra)


def application(settings: Settings) -> Any:
    """Make the service.

    Parameters
    ----------
    settings
        How it is run.

    Returns
    -------
    ASGI application
        Behind its guard.
    """
    import counterpoise.briefing  # noqa: PLC0415
    import counterpoise.questions  # noqa: F401, PLC0415 - they register the questions

    room = Room(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(sweep)
        yield
        room.desk.close()
        room.long.close()

    api = FastAPI(
        title="counterpoise",
        version=__version__,
        description="The registered questions, as `counterpoise --help` lists them.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    _errors(api, room)
    asking.register(api, room)
    rest.register(api, room)
    record.register(api, room)
    briefs.register(api, room)
    pages.register(api, room)
    return Guard(api, settings.rules)


def _errors(api: FastAPI, room: Room) -> None:
    async def told(_: Call, error: Exception) -> Response:
        return refusal(room.book.without_folder(error))

    async def invalid(_: Call, error: Exception) -> Response:
        first = error.errors()[0] if isinstance(error, RequestValidationError) and error.errors() else {}
        where = ".".join(str(one) for one in first.get("loc", ())[1:])
        body = {"error": {"what": str(first.get("msg", "this can't be read")), "where": where, "remedy": "", "code": 2}}
        return Response(json.dumps(body), status_code=422, media_type="application/json")

    async def unknown(_: Call, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        words = {404: "there is nothing at this address", 405: "this can't be done at this address"}
        body = {"error": {"what": words.get(status, "this was refused"), "where": "", "remedy": "", "code": 1}}
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        return Response(json.dumps(body), status_code=status, media_type="application/json", headers=headers)

    api.add_exception_handler(CounterpoiseError, told)
    api.add_exception_handler(RequestValidationError, invalid)

    async def broken(_: Call, error: Exception) -> Response:  # noqa: ARG001 - the page is gone, or fell silent
        body = {"error": {"what": "the request did not come whole", "where": "", "remedy": "send it again", "code": 1}}
        return Response(json.dumps(body), status_code=408, media_type="application/json")

    api.add_exception_handler(HTTPException, unknown)
    api.add_exception_handler(ClientDisconnect, broken)
    api.add_exception_handler(Exception, told)
