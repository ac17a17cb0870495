"""Cases over the interface: texts and names, never files of this machine, and not more than a network may ask."""

import asyncio

import httpx
import pytest

from counterpoise.app.answers import request_of
from counterpoise.app.cases import case_of, shown
from counterpoise.app.guard import POLICY, Rules
from counterpoise.app.room import Settings
from counterpoise.app.server import application
from counterpoise.briefing.case import Case, gallery, read_case
from counterpoise.core.errors import InputError

TEXT = 'country = "KOR"\npowers = ["USA", "CHN"]\n'
TOKEN = "a-token-for-the-tests"


@pytest.fixture(scope="module")
def app():
    return application(Settings(Rules(TOKEN)))


def read(value) -> Case:
    case = case_of(value)
    assert isinstance(case, Case)
    return case


def ask(app, method, path, **words):
    async def asked():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, headers={"X-Token": TOKEN}, **words)

    return asyncio.run(asked())


def test_a_case_is_read_from_text_from_keys_and_by_its_name():
    wanted = Case(country="KOR", powers=("USA", "CHN"))
    assert case_of(TEXT) == wanted
    assert case_of({"country": "KOR", "powers": "USA,CHN"}) == wanted
    for name in gallery():
        assert read(name).hash == read_case(name).hash
    assert case_of("kor") == "KOR"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ('[[scenarios]]\nfile = "{}"', "scenarios[0].file"),
        ('[[talks]]\nfile = "{}"', "talks[0].file"),
        ('[record]\nledger = "{}"', "record.ledger"),
    ],
)
def test_no_file_of_this_machine_is_read(tmp_path, monkeypatch, said, where):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(TEXT)
    (tmp_path / "korea").write_text(TEXT.replace("KOR", "JPN"))
    for word in ("mine.toml", "./mine.toml", str(tmp_path / "mine.toml"), "mine"):
        with pytest.raises(InputError):
            request_of("brief", {"case": word, "powers": "USA,CHN"}).read()
        with pytest.raises(InputError) as caught:
            case_of(TEXT + said.format(word))
        assert where in caught.value.where
    assert read("korea").country == "KOR"


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("draws = 401", "401 draws are more than 400"),
        ("\n".join(13 * ['[[scenarios]]\nfile = "rcep"']), "13 scenarios are more than 12"),
        ("\n".join(13 * ['[[talks]]\nfile = "truce"']), "13 talks are more than 12"),
        ("#" * 200_000, "this case is too long"),
    ],
)
def test_no_more_is_asked_than_a_network_may(more, what):
    with pytest.raises(InputError, match=what):
        case_of(TEXT + more)


def test_draws_beside_a_case_have_the_same_limit():
    with pytest.raises(InputError, match="401 is more than 400"):
        request_of("brief", {"case": TEXT, "draws": "401"})


def test_a_case_is_shown_with_its_hash_and_as_a_text_that_reads_as_the_same():
    told = shown(read_case("korea").to_toml(), "ko")
    assert told["hash"] == read_case("korea").hash
    assert read(told["toml"]).hash == told["hash"]
    assert read(told["case"]).hash == told["hash"]
    assert told["plain"][-2:] == ["해시", told["hash"]]


def test_the_routes_say_what_is_wrong_and_where(app):
    reply = ask(app, "POST", "/api/case", json={"text": TEXT + 'language = "fr"'})
    assert reply.status_code == 422
    assert reply.json()["error"]["where"] == "case, line 3, language"
    assert ask(app, "POST", "/api/case", json={"text": "KOR"}).json()["error"]["remedy"] == "name its powers too"
    assert ask(app, "GET", "/api/briefs/nothing.html").status_code == 404
    assert ask(app, "POST", "/api/briefs", json={"text": TEXT, "language": "fr"}).status_code == 422
    offered = ask(app, "GET", "/api/cases").json()
    assert [one["name"] for one in offered["cases"]] == list(gallery())
    assert all(read(one["toml"]).hash == read(one["name"]).hash for one in offered["cases"])


def test_the_same_brief_elsewhere_is_of_a_file(app):
    from counterpoise.app.same import same

    said = same(request_of("brief", {"case": TEXT}).question, {"case": TEXT})
    assert (said["command"], said["file"]) == ("counterpoise brief case.toml", TEXT)
    assert 'cp.brief("case.toml")' in said["python"]
    assert "frame-src 'self'" in POLICY
