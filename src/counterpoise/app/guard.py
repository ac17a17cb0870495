"""Who may ask: a token, the page's own origin, and the headers that keep a page from doing what it should not."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

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
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal:
            await _refused(send, refusal)
            return
        entry = self._entry(scope)
        if entry is not None:
            await _let_in(send, *entry)
            return
        secure = scope["path"].startswith("/api")

        async def answered(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                extra = dict(HEADERS)
                if secure:
                    extra["cache-control"] = "no-store"
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in extra.items() if n.encode() not in own),
                ]
            await send(message)

        await self._app(scope, receive, answered)

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> str:
        """Say why a request is refused; nothing where it is not."""
        host = headers.get("host", "")
        name = urlsplit(f"//{host}").hostname or ""
        if self._rules.hosts and name not in self._rules.hosts:
            return "the address is not one of this service"
        origin = headers.get("origin", "")
        if origin and urlsplit(origin).netloc != host:
            return "another page asks"
        api = scope["path"].startswith("/api")
        if api and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "another page asks"
        if api and not self._known(scope, headers):
            return "the link lacks its token: open the link that the command printed"
        return ""

    def _known(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        if self._rules.header and headers.get(self._rules.header.lower()):
            return True
        if not self._rules.token:
            return False
        given = headers.get("x-token", "") or _cookies(headers).get(cookie_name(scope), "")
        return hmac.compare_digest(given.encode(), self._rules.token.encode())

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


def cookie_name(scope: Scope) -> str:
    """Give the cookie's name: browsers share cookies between the ports of a machine."""
    return f"counterpoise-{(scope.get('server') or ('', 0))[1]}"


def _cookies(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


async def _refused(send: Send, why: str) -> None:
    body = json.dumps({"error": {"what": why, "where": "", "remedy": "", "code": 1}}).encode()
    await _sent(send, 403, {**HEADERS, "content-type": "application/json", "cache-control": "no-store"}, body)


async def _let_in(send: Send, cookie: str, place: str) -> None:
    headers = {**HEADERS, "set-cookie": cookie, "location": place, "cache-control": "no-store"}
    await _sent(send, 303, headers, b"")


async def _sent(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    lines = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
