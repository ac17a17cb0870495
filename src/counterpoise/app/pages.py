"""The built pages as files in memory, and a page that describes the interface without a script."""

from __future__ import annotations

import gzip
import hashlib
import html
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request as Call
from starlette.responses import HTMLResponse, Response

from counterpoise.app.room import Room, sent

TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

NOWHERE = (
    "<!doctype html><meta charset=utf-8><title>counterpoise</title>"
    "<p>There is no page at this address: <a href='/'>the first page</a>."
)


@dataclass(frozen=True)
class Page:
    """A file of the built pages, compressed once."""

    content: bytes
    media: str
    tag: str
    lasting: bool


def pages_of(folder: Path) -> dict[str, Page]:
    """Read the built pages.

    Parameters
    ----------
    folder
        Where they are.

    Returns
    -------
    dict[str, Page]
        By their address.
    """
    made = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        name, content = file.relative_to(folder).as_posix(), file.read_bytes()
        media = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = f"{media}; charset=utf-8" if media.startswith("text/") else media
        tag = hashlib.sha256(content).hexdigest()[:20]
        made[f"/{name}"] = Page(gzip.compress(content, 9, mtime=0), text, tag, name.startswith("assets/"))
    if "/index.html" in made:
        made["/"] = made["/index.html"]
    return made


def register(api: FastAPI, room: Room) -> None:
    """Make the routes."""
    held = pages_of(room.settings.static) if room.settings.static else {}

    @api.get("/api/docs", include_in_schema=False)
    async def described() -> Response:
        return HTMLResponse(_description(api.openapi()))

    @api.get("/{path:path}", include_in_schema=False)
    async def page(call: Call) -> Response:
        found = held.get(call.url.path)
        if found is None and call.url.path.startswith("/api"):
            raise HTTPException(404)
        if found is None:
            return HTMLResponse(NOWHERE, status_code=404, headers={"cache-control": "no-cache"})
        headers = {
            "etag": f'"{found.tag}"',
            "cache-control": "public, max-age=31536000, immutable" if found.lasting else "no-cache",
        }
        if call.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return sent(call, found.content, found.media, headers)


def _description(spec: dict[str, Any]) -> str:
    """Write the interface's description as a page."""
    parts = ["<!doctype html><html lang=en><meta charset=utf-8><title>counterpoise: the interface</title>"]
    parts.append("<h1>The interface</h1><p>Its description for programs: <a href='openapi.json'>openapi.json</a>.")
    for path, methods in spec["paths"].items():
        for method, about in methods.items():
            parts.append(f"<h2><code>{method.upper()} {html.escape(path)}</code></h2>")
            parts.append(f"<p>{html.escape(about.get('summary') or about.get('description', ''))}")
            rows = [
                f"<tr><th scope=row><code>{html.escape(one['name'])}</code><td>{html.escape(one.get('description', ''))}"
                for one in about.get("parameters", [])
            ]
            parts.append(f"<table>{''.join(rows)}</table>" if rows else "")
    return "".join(parts)
