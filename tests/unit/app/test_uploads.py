"""Files that a page sends: under a limit, by a plain name, and nothing is left of what is refused."""

import asyncio
import json
from pathlib import Path

import pytest

from counterpoise.app.guard import Rules
from counterpoise.app.room import Settings
from counterpoise.app.uploads import TooLarge, Upload
from counterpoise.core.errors import DataError

from .conftest import TOKEN, Asked

CODES = ("KOR", "JPN", "USA", "CHN", "DEU")


def wdi() -> bytes:
    """Give a small file of the World Bank's layout."""
    years = range(1990, 2023)
    head = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years]
    rows = [[f"Name of {code}", code, "GDP (current US$)", "NY.GDP.MKTP.CD", *range(1000, 1033)] for code in CODES]
    lines = [",".join(f'"{cell}"' for cell in row) + "," for row in (head, *rows)]
    return (
        '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-04-15",\n\n'
        + "\n".join(lines)
        + "\n"
    ).encode()


WDI = "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1234.csv"


async def pieces(*parts: bytes):
    for part in parts:
        yield part


def left(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and "upload-" in str(one)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kim\\a b.csv", "a b.csv"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("표.csv", "표.csv"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_file_lies_under_a_plain_name_in_a_folder_of_its_own(own, given, kept):
    upload = Upload(given)
    assert upload.path.name == kept
    assert upload.path.parent == upload.folder
    assert (own / "store-of-kim") in upload.folder.parents
    upload.drop()
    assert not upload.folder.exists()


def test_more_than_the_limit_is_refused_as_soon_as_it_has_come(own):
    upload = Upload("a.csv")
    with pytest.raises(TooLarge, match="larger than"):
        asyncio.run(upload.receive(pieces(b"12345", b"67890", b"1"), 10))
    upload.drop()
    fits = Upload("a.csv")
    assert asyncio.run(fits.receive(pieces(b"12345", b"67890"), 10)) == 10
    fits.drop()
    empty = Upload("a.csv")
    with pytest.raises(DataError, match="empty"):
        asyncio.run(empty.receive(pieces(), 10))
    empty.drop()


def test_the_service_refuses_what_is_too_large_and_keeps_nothing_of_it(own):
    asked = Asked(Settings(Rules(TOKEN), upload=1000))
    told = asked("POST", "/api/data/wdi?filename=a.csv", content=b"x" * 1001)
    assert told.status_code == 413
    assert set(told.json()["error"]) == {"what", "where", "remedy", "code"}
    assert "counterpoise data add" in told.json()["error"]["remedy"]

    async def unsized():
        async def body():
            for _ in range(11):
                yield b"x" * 100

        async with asked.client() as client:
            return await client.post("/api/data/wdi?filename=a.csv", content=body())

    assert asyncio.run(unsized()).status_code == 413
    assert left(own) == []
    assert asked.get("/api/session").json()["limits"]["upload_bytes"] == 1000


def sent(asked, path, content):
    """Send a file and give the last event of the job."""

    async def follow():
        async with asked.client() as client:
            started = await client.post(path, content=content)
            assert started.status_code == 202, started.text
            reply = await client.get(f"/api/jobs/{started.json()['id']}")
            return [json.loads(line[6:]) for line in reply.text.splitlines() if line.startswith("data: ")][-1]

    return asyncio.run(follow())


def test_a_file_is_added_and_taken_away(own):
    asked = Asked()
    before = asked.get("/api/session").json()["store"]
    told = sent(asked, f"/api/data/wdi?filename={WDI}", wdi())
    assert told["state"] == "done", told
    (added,) = told["added"]
    held = asked.get("/api/data").json()["datasets"]
    (mine,) = [one for one in held if one["place"] == "added"]
    assert mine["dataset"] == added["dataset"]
    assert asked.get("/api/session").json()["store"] != before
    assert str(own) not in json.dumps(held)
    gone = asked("DELETE", f"/api/data/{added['dataset']}")
    assert gone.json() == {"removed": [added["dataset"]]}
    assert [one for one in asked.get("/api/data").json()["datasets"] if one["place"] == "added"] == []
    assert left(own) == []


@pytest.mark.parametrize("source", ["icio", "wdi", "baci", "atop", "figaro"])
@pytest.mark.parametrize("content", [b"a plain text\n", b"\x00\xff" * 500, b"PK\x03\x04 damaged", b"a,b\n1,2\n"])
def test_a_wrong_file_is_refused_by_its_reader_and_nothing_is_left(own, source, content):
    asked = Asked()
    told = sent(asked, f"/api/data/{source}?filename=2022_SML.csv&year=2022", content)
    assert told["state"] == "failed"
    assert told["error"]["what"]
    assert told["error"]["code"] == 2
    assert str(own) not in json.dumps(told)
    assert left(own) == []
    assert [one for one in asked.get("/api/data").json()["datasets"] if one["place"] == "added"] == []


def test_what_came_with_the_program_stays(asked):
    for one in asked.get("/api/data").json()["datasets"]:
        assert asked("DELETE", f"/api/data/{one['dataset']}").status_code == 422
    assert asked("DELETE", "/api/data/nothing").status_code in (404, 422)
    assert asked("DELETE", "/api/data/nothing?year=soon").status_code == 422
    assert asked("POST", "/api/data/nothing?filename=a.csv", content=b"1").status_code in (404, 422)
