"""The interface against its own description: whatever is asked, it answers as described and never fails inside."""

import asyncio
import json
import warnings

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from counterpoise.app.guard import LOOPBACK, Rules
from counterpoise.app.room import Settings
from counterpoise.app.server import application

TOKEN = "a-token-for-the-tests"
WORDS = {
    "country": ("KOR", "USA", "ALL", "EU", "KOR,JPN", "TWN", "ATLANTIS", "-", "kor"),
    "on": ("USA,CHN", "CHN", "KOR", "ROW", "EU", "XXX", ","),
    "powers": ("USA,CHN", "CHN,USA", "USA", "USA,USA", "EU,CHN", "USA,CHN,JPN", "BRICS,G7"),
    "sector": ("C26", "manufacturing", "EACH", "C99", "all"),
    "year": ("2022", "2011", "1900", "-1", "x", "2022.5"),
    "source": ("icio-2025-embedded", "wiod", "nothing"),
    "scenario": (
        "tariff +25 points by USA on CHN",
        "embargo by ALL on DEU",
        "embargo 90 % between KOR and CHN in C26",
        "tariff",
        "title = 3",
        '[[shocks]]\nkind = "tariff"',
    ),
    "talks": ("freeze-for-relief", "nothing", "title = 3", '[payoffs]\ntable = "/etc/passwd"'),
    "draws": ("50", "0", "-3", "two"),
    "weights": ("look_through=1", "look_through=-1", "look_through", "x=1"),
    "product": ("lithium", "2836", "'; drop table", "*"),
    "horizon": ("short", "long", "all", "never"),
    "years": ("1,3", "0", "-1", "99999"),
    "chart": ("equation", "partners", "welfare", "nothing"),
    "as": ("vega-lite", "svg", "png", "gif"),
    "format": ("csv", "json", "xlsx", "html", "parquet", "exe"),
    "language": ("en", "ko", "fr"),
    "parts": ("all", "records", "some"),
    "indicator": ("look_through", "nothing"),
    "variables": ("welfare_pct", "nothing", "welfare_pct,real_wage_pct"),
    "closure": ("additive", "balanced", "other"),
}
ODD = ("", " ", "true", "false", "1", "nan", "inf", "1e400", "\x00", "../../etc/passwd", "가", "a" * 500)
EXAMPLES = 15
HEAVY = (
    "ensemble",
    "agree",
    "gradient",
    "war",
    "truce",
    "leverage",
    "hedge",
    "bridge",
    "optimal",
    "negotiate",
    "nash",
    "bargain",
    "deal",
    "brief",
    "costs",
    "table",
)
"""Their own words are drawn seldom: each may be a minute's work."""


@pytest.fixture(scope="module")
def app():
    return application(Settings(Rules(TOKEN, hosts=LOOPBACK)))


@pytest.fixture(scope="module")
def described(app):
    import schemathesis

    reply = asyncio.run(request(app, "GET", "/api/openapi.json"))
    assert reply.status_code == 200
    schema = schemathesis.openapi.from_dict(reply.json())
    schema.config.update(base_url="http://127.0.0.1:8000")
    return schema


async def request(app, method, path, **words):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"X-Token": TOKEN, **words.pop("headers", {})}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as client:
        return await client.request(method, path, **words)


def operations(described, *kinds):
    found = [one.ok() for one in described.get_all_operations()]
    return [one for one in found if any(one.path.startswith(f"/api/{kind}") for kind in kinds)]


def plausible(operation):
    """Draw words as a page would send them, and some as it never would."""
    names = [one.name for one in operation.query]
    heavy = operation.path.split("/")[-1] in HEAVY

    def of(name):
        known = () if heavy and name in ("scenario", "talks", "country", "on") else WORDS.get(name, ())
        return st.sampled_from((*6 * known, *ODD))

    needed = {name: of(name) for name in names if name in ("country", "powers", "scenario", "talks", "format")}
    others = st.lists(st.sampled_from([name for name in names if name not in needed]), max_size=2, unique=True)
    return others.flatmap(lambda more: st.fixed_dictionaries({**needed, **{name: of(name) for name in more}}))


def judged(app, case, **words):
    """Send a case, and hold the answer against the description."""
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as of_schema

    path = case.formatted_path
    reply = asyncio.run(request(app, case.method, path, **words))
    sent = httpx.Request(
        case.method, f"http://127.0.0.1:8000{path}", **{k: v for k, v in words.items() if k != "headers"}
    )
    reply.request = sent
    wanted = [checks.not_a_server_error, of_schema.status_code_conformance, of_schema.content_type_conformance]
    if "application/json" in reply.headers.get("content-type", ""):
        json.loads(reply.content, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
        wanted.append(of_schema.response_schema_conformance)
    if reply.status_code >= 400:
        assert set(reply.json()["error"]) == {"what", "where", "remedy", "code"}
        assert "Traceback" not in reply.text
    reply.elapsed  # noqa: B018 - schemathesis reads it
    case.validate_response(reply, checks=wanted)


def drawn(strategy, check, examples=EXAMPLES):
    """Run a check on some draws, the same in every run; give what failed."""

    @seed(20250101)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(one=strategy)
    def run(one):
        check(one)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            run()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            return [f"{getattr(error, 'exceptions', error)}"]
    return []


@pytest.mark.parametrize("kind", ["ask", "chart", "file"])
def test_questions_in_words_that_a_page_might_send(app, described, kind):
    faults = []
    for operation in operations(described, f"{kind}/"):
        if operation.method.upper() != "GET":
            continue
        for bodied in (False, True):

            def check(words, operation=operation, bodied=bodied):
                if not bodied:
                    judged(app, operation.Case(query=words), params=words)
                    return
                post = described[operation.path]["POST"]
                aside = {name: words[name] for name in ("language", "chart", "as", "format", "parts") if name in words}
                rest = {name: word for name, word in words.items() if name not in aside}
                judged(app, post.Case(body={"arguments": rest, **aside}), json={"arguments": rest, **aside})

            faults += [
                f"{operation.path}: {one}"
                for one in drawn(plausible(operation), check, EXAMPLES // (3 if bodied else 1))
            ]
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("kind", ["ask", "chart", "file", "jobs", "scenario", "session", "labels", "data", "questions"])
def test_anything_that_its_description_allows(app, described, kind):
    found = operations(described, kind)
    assert found
    faults = []
    for operation in found:

        def check(case):
            words = {"params": case.query} if case.query else {}
            if isinstance(case.body, bytes):
                words["content"] = case.body
            elif case.method != "GET" and isinstance(case.body, dict | list | str | int | float | bool | None):
                words["json"] = case.body
            judged(app, case, **words)

        faults += [f"{operation.path}: {one}" for one in drawn(operation.as_strategy(), check, EXAMPLES // 3)]
    assert not faults, "\n\n".join(faults)
