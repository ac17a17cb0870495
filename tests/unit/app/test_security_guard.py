"""Who is let in: tokens, origins, hosts and cookies, as browsers and others send them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from counterpoise.app import guard
from counterpoise.app.guard import Guard, Rules, host_name

TOKEN = "0123456789abcdef0123"
OWN = (("host", "127.0.0.1:8765"), ("x-token", TOKEN))


async def _app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _asked(*headers: tuple[str, str], path: str = "/api/session", kind: str = "http") -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    lines = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    scope = {"type": kind, "path": path, "query_string": b"", "headers": lines, "server": ("127.0.0.1", 8765)}
    asyncio.run(Guard(_app, Rules(TOKEN))(scope, receive, send))
    return told


def _status(*headers: tuple[str, str], **words: str) -> int:
    return _asked(*headers, **words)[0]["status"]


def test_the_token_lets_in_and_nothing_else_does() -> None:
    assert _status(*OWN) == 200
    assert _status(OWN[0]) == 403
    assert _status(OWN[0], ("x-token", TOKEN[:-1])) == 403
    assert _status(OWN[0], ("x-token", "\xff")) == 403


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1/evil",
        "127.0.0.1:99999999",
        "127.0.0.1:x",
        "[::1",
        "[::1]evil",
        "localhost.evil.example",
        "127.0.0.1#",
        "127.0.0.1\t",
    ],
)
def test_only_the_names_of_this_machine_are_answered(host: str) -> None:
    assert _status(("host", host), OWN[1]) == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST:8765", "[::1]:8765"])
def test_the_names_of_this_machine_are_answered_in_any_case(host: str) -> None:
    assert _status(("host", host), ("origin", f"http://{host}"), OWN[1]) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://evil.example",
        "http://127.0.0.1:8766",
        "http://[bad",
        "http://x@127.0.0.1:8765",
        "127.0.0.1:8765",
    ],
)
def test_the_page_of_another_place_is_refused(origin: str) -> None:
    assert _status(*OWN, ("origin", origin)) == 403


def test_what_says_a_thing_twice_is_refused() -> None:
    own = ("origin", "http://127.0.0.1:8765")
    assert _status(*OWN, ("origin", "http://evil.example"), own) == 403
    assert _status(*OWN, ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-origin")) == 403
    assert _status(*OWN, ("x-token", TOKEN)) == 403


@pytest.mark.parametrize(
    "cookie",
    ["a=b{;{} ; {}", 'x="a b c; {}', "[]=1;;=;{}", "counterpoise-8765=wrong; {}", "counterpoise-8766=other; {}"],
)
def test_cookies_of_other_services_of_this_machine_do_not_hide_ours(cookie: str) -> None:
    own = f"counterpoise-8765={TOKEN}"
    assert _status(OWN[0], ("cookie", cookie.replace("{}", own))) == 200
    assert _status(OWN[0], ("cookie", cookie.replace("{}", "")), ("cookie", own)) == 200
    assert _status(OWN[0], ("cookie", cookie.replace("{}", f"counterpoise-1={TOKEN}"))) == 403


def test_a_web_socket_is_closed_before_anything_hears_of_it() -> None:
    assert [one["type"] for one in _asked(*OWN, kind="websocket")] == ["websocket.close"]


def test_a_refusal_carries_the_headers_of_safety() -> None:
    headers = dict(_asked(("host", "[bad"))[0]["headers"])
    assert {b"content-security-policy", b"x-content-type-options", b"cache-control"} <= set(headers)


def test_a_body_that_stalls_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "STALLED", 0.01)

    async def taken() -> tuple[str, str]:
        pieces: list[dict[str, Any]] = [{"type": "http.request", "body": b"a", "more_body": True}]

        async def receive() -> dict[str, Any]:
            if pieces:
                return pieces.pop()
            await asyncio.sleep(60)
            return {}

        brisk = guard.brisk(receive)
        return (await brisk())["type"], (await brisk())["type"]

    assert asyncio.run(taken()) == ("http.request", "http.disconnect")


def test_a_stream_that_waits_for_its_page_to_go_is_left_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "STALLED", 0.01)

    async def taken() -> str:
        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.05 if done else 0)
            return {"type": "http.disconnect"} if done else {"type": "http.request", "body": b"", "more_body": False}

        done: list[bool] = []
        brisk = guard.brisk(receive)
        await brisk()
        done.append(True)
        return (await asyncio.wait_for(brisk(), 1))["type"]

    assert asyncio.run(taken()) == "http.disconnect"


def test_the_name_in_a_host_header_is_read_whole() -> None:
    assert host_name("a.example:1") == "a.example"
    assert host_name("a b") == ""
