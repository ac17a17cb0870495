"""Who may ask: a token, the page's own origin, and the headers that keep a page from doing what it should not."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

Scope = Any
Receive = Any
Send = Any

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from elsewhere, no script in the page itself, none made from text."""

HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

LOOPBACK = ("127.0.0.1", "localhost", "::1")

STALLED = 30.0
"""Seconds in which a piece of a body must come."""

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?", re.IGNORECASE)
"""A name or an address with its port, and nothing else: what a library would make of more is no matter of safety."""

_ONCE = ("host", "origin", "sec-fetch-site", "x-token")
"""What a browser sends once at most: of two, the first and the last could be believed by different readers."""


@dataclass(frozen=True)
class Rules:
    """Who may ask.

    Attributes
    ----------
    token
        What the link carries; empty where a proxy's header stands for it.
    hosts
        The names by which the service may be called; empty for any, as behind a proxy.
    header
        A header that a proxy sets once it knows the user; empty where there is no proxy.
    """

    token: str
    hosts: tuple[str, ...] = LOOPBACK
    header: str = ""


class Guard:
    """Lets through what its rules allow, and puts the headers of safety on every answer."""

    def __init__(self, app: Any, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over a web socket, whose pages may be anybody's
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = _headers(scope)
        refusal = self._refusal(scope, headers)
        if refusal:
            await _refused(send, refusal)
            return
        entry = self._entry(scope)
        if entry is not None:
            await _let_in(send, *entry)
            return
        secure = scope["path"].startswith("/api")
        begun = False

        async def answered(message: Any) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name.lower() for name, _ in message["headers"]}
                extra = dict(HEADERS)
                if secure:
                    extra["cache-control"] = "no-store"
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in extra.items() if n.encode() not in own),
                ]
            await send(message)

        try:
            await self._app(scope, brisk(receive), answered)
        except (
            asyncio.CancelledError
        ):  # the service ends while somebody waits, who hears so; its screen shows no failure
            if not begun:
                await _refused(send, "the service was stopped before it had an answer", 503)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> str:
        """Say why a request is refused; nothing where it is not."""
        lines = [name for name, _ in scope["headers"]]
        if any(lines.count(name.encode()) > 1 for name in _ONCE):
            return "the request says a thing twice"
        host = headers.get("host", "").lower()
        if self._rules.hosts and host_name(host) not in self._rules.hosts:
            return "the address is not one of this service"
        # A proxy may speak https to the page and http to the service, so the scheme says nothing.
        origin = headers.get("origin", "").lower()
        if origin and (not host or origin not in (f"http://{host}", f"https://{host}")):
            return "another page asks"
        api = scope["path"].startswith("/api")
        if api and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "another page asks"
        if api and not self._known(scope, headers):
            return "the token is missing: open the link that the command printed (of a link from elsewhere, keep what follows the #)"
        return ""

    def _known(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        if self._rules.header and headers.get(self._rules.header.lower()):
            return True
        if not self._rules.token:
            return False
        given = headers.get("x-token", "")
        offered = (given,) if given else tuple(_cookies(headers, cookie_name(scope)))
        return any(hmac.compare_digest(one.encode(), self._rules.token.encode()) for one in offered)

    def _entry(self, scope: Scope) -> tuple[str, str] | None:
        """Give the cookie and the address without the token, where a page is opened by the link that carries it."""
        words = parse_qs(scope["query_string"].decode("latin-1"))
        if scope["path"] != "/" or "token" not in words or not self._rules.token:
            return None
        given = words.pop("token")[0]
        if not hmac.compare_digest(given.encode(), self._rules.token.encode()):
            return None
        rest = urlencode(words, doseq=True)
        cookie = f"{cookie_name(scope)}={self._rules.token}; Path=/; HttpOnly; SameSite=Strict"
        return cookie, f"./{'?' if rest else ''}{rest}"


def brisk(receive: Receive) -> Receive:
    """Give the way in for a request's body, which ends where nothing comes for `STALLED` seconds.

    Parameters
    ----------
    receive
        The server's.

    Returns
    -------
    Receive
        After the body it waits without end, for the page to go.
    """
    whole = False

    async def received() -> Any:
        nonlocal whole
        if whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), STALLED)
        except TimeoutError:
            whole = True
            return {"type": "http.disconnect"}
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return received


def cookie_name(scope: Scope) -> str:
    """Give the cookie's name: browsers share cookies between the ports of a machine."""
    return f"counterpoise-{(scope.get('server') or ('', 0))[1]}"


def host_name(host: str) -> str:
    """Give the name in a host header; nothing where it is no name with at most a port.

    Examples
    --------
    >>> host_name("[::1]:8765"), host_name("localhost"), host_name("evil.example@127.0.0.1")
    ('::1', 'localhost', '')
    """
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found else ""


def _headers(scope: Scope) -> dict[str, str]:
    """Give the headers by name; of cookies, which may come in several lines, all."""
    made: dict[str, str] = {}
    for name, value in scope["headers"]:
        word, text = name.decode("latin-1"), value.decode("latin-1")
        made[word] = f"{made[word]}; {text}" if word == "cookie" and word in made else text
    return made


def _cookies(headers: Mapping[str, str], wanted: str) -> Iterator[str]:
    """Give the cookies of a name: every service of a machine's address adds its own, which may be of any form."""
    for pair in headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted:
            yield value.strip('"')


async def _refused(send: Send, why: str, status: int = 403) -> None:
    body = json.dumps({"error": {"what": why, "where": "", "remedy": "", "code": 1}}).encode()
    await _sent(send, status, {**HEADERS, "content-type": "application/json", "cache-control": "no-store"}, body)


async def _let_in(send: Send, cookie: str, place: str) -> None:
    headers = {**HEADERS, "set-cookie": cookie, "location": place, "cache-control": "no-store"}
    await _sent(send, 303, headers, b"")


async def _sent(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
