"""Who may ask: the one with the link, from the page itself, at this machine's own names."""

import asyncio
import json

import pytest

from counterpoise.app.frontend import STATIC
from counterpoise.app.guard import HEADERS, Guard, Rules, cookie_name
from counterpoise.app.room import Settings

from .conftest import TOKEN, Asked

SESSION = "/api/session"


def status(asked, **headers):
    return asked.get(SESSION, headers=headers).status_code


def test_without_the_token_nothing_is_told(asked):
    refused = asked.get(SESSION, headers={"X-Token": ""})
    assert refused.status_code == 403
    assert set(refused.json()["error"]) == {"what", "where", "remedy", "code"}
    assert "open the link" in refused.json()["error"]["what"]
    assert status(asked) == 200
    assert status(asked, **{"X-Token": "a-token-for-the-testS"}) == 403
    assert status(asked, **{"X-Token": "é".encode() * 20}) == 403


def test_the_cookie_of_this_port_stands_for_the_token(asked):
    name = cookie_name({"server": ("127.0.0.1", 8000)})
    assert status(asked, **{"X-Token": "", "Cookie": f"{name}={TOKEN}"}) == 200
    assert status(asked, **{"X-Token": "", "Cookie": f"counterpoise-8001={TOKEN}"}) == 403
    assert status(asked, **{"X-Token": "", "Cookie": "a=\x01;;=;"}) == 403


def test_the_link_becomes_a_cookie_and_the_token_leaves_the_address(asked):
    entered = asked.get(f"/?token={TOKEN}&lang=ko")
    assert entered.status_code == 303
    assert entered.headers["location"] == "./?lang=ko"
    cookie = entered.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "set-cookie" not in asked.get("/?token=another-token-of-this-length").headers


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", "https://127.0.0.1:8001", "http://127.0.0.1:8000.evil"]
)
def test_another_page_is_refused(asked, origin):
    assert status(asked, Origin=origin) == 403


def test_the_page_itself_is_let_in(asked):
    assert status(asked, Host="127.0.0.1:8000", Origin="http://127.0.0.1:8000") == 200
    assert status(asked, **{"Sec-Fetch-Site": "same-origin"}) == 200


@pytest.mark.parametrize("host", ["rebound.example", "rebound.example:80", "127.0.0.1.rebound.example", "", "[::2]:80"])
def test_another_name_for_this_machine_is_refused(asked, host):
    """A name whose address was changed to 127.0.0.1 would make the service the page's own origin."""
    assert status(asked, Host=host) == 403
    assert asked.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_page_elsewhere_loads_is_refused(asked, site):
    assert status(asked, **{"Sec-Fetch-Site": site}) == 403


def test_a_proxy_says_whom_it_knows():
    asked = Asked(Settings(Rules("", hosts=(), header="X-User")))
    assert status(asked, **{"X-Token": "", "X-User": "kim", "Host": "tools.example"}) == 200
    assert status(asked, **{"X-Token": "", "Host": "tools.example"}) == 403
    assert status(asked, **{"X-Token": "", "X-User": "", "Host": "tools.example"}) == 403


def test_every_answer_carries_the_headers_of_safety(asked):
    told = [asked.get(SESSION), asked.get(SESSION, headers={"X-Token": ""}), asked.get("/nowhere"), asked.get("/api/x")]
    told += [asked.get("/api/ask/rely"), asked.get(f"/?token={TOKEN}")]
    if (STATIC / "index.html").is_file():
        pages = Asked(Settings(Rules(TOKEN), static=STATIC))
        told += [pages.get("/"), pages.get("/icon.svg")]
    for one in told:
        assert {name: one.headers.get(name) for name in HEADERS} == dict(HEADERS), one.url
        policy = one.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "http" not in policy
        assert one.headers["cache-control"]


def test_what_only_reads_changes_nothing():
    asked = Asked(Settings(Rules(TOKEN), readonly=True))
    assert asked("POST", "/api/data/wdi?filename=a.csv", content=b"1").status_code == 403
    assert asked("DELETE", "/api/data/icio").status_code == 403
    assert asked.get(SESSION).json()["readonly"] is True


@pytest.mark.parametrize("begun", [False, True])
def test_who_still_waits_when_the_service_ends_hears_so(begun):
    sent = []

    async def receive():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    async def slow(_scope, _receive, send):
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(60)

    async def ended():
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1")],
        }
        task = asyncio.create_task(Guard(slow, Rules(""))(scope, receive, send))
        await asyncio.sleep(0.05)
        task.cancel()
        await task  # and not CancelledError, of which the server would print a traceback

    asyncio.run(ended())
    assert sent[0]["status"] == (200 if begun else 503)
    if not begun:
        assert "stopped" in json.loads(sent[1]["body"])["error"]["what"]
