"""The service's numbers are those of Python, to the last digit."""

import json
import os
import subprocess
import sys

import pytest

CASES = [
    ("equation", {"country": "KOR", "powers": "USA,CHN"}),
    ("equation", {"country": "ALL", "powers": "USA,CHN", "draws": "100"}),
    ("rely", {"country": "KOR", "on": "USA,CHN"}),
    ("rely", {"country": "DEU", "sector": "C26"}),
    ("simulate", {"scenario": "tariff +25 points by USA on CHN; CHN retaliates"}),
    ("simulate", {"scenario": "embargo by USA on CHN in C26", "country": "KOR,TWN", "variables": "welfare_pct"}),
    ("trend", {"country": "KOR", "on": "CHN"}),
    ("products", {"country": "KOR", "on": "CHN"}),
    ("security", {"country": "KOR", "on": "USA,CHN"}),
    ("agree", {"agreement": "KOR,CHN,JPN", "depth": "5", "draws": "20"}),
    ("agree", {"agreement": "RCEP", "phase": "2", "country": "KOR", "variables": "welfare_pct,output_pct"}),
]
NAMES = [f"{question}-{next(iter(words.values()))}" for question, words in CASES]


PROGRAM = """
import json, sys
import counterpoise as cp
from counterpoise.core.canonical import plain

said = []
for question, words in json.load(sys.stdin):
    subject = words.pop(next(iter(words)))
    result = getattr(cp, question)(subject, **{name: int(word) if word.isdigit() else word for name, word in words.items()})
    said.append({"records": plain(result.records()), "meta": plain(result.meta)})
json.dump(said, sys.stdout)
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Give what Python answers in a process of its own; with another number of threads the last digit may be another."""
    folder = tmp_path_factory.mktemp("python")
    own = {"COUNTERPOISE_STORE": str(folder / "store"), "COUNTERPOISE_CACHE": str(folder / "cache")}
    threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(CASES),
        env={**os.environ, **own, **threads},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("at", range(len(CASES)), ids=NAMES)
def test_records_equal_those_of_python(service, python, at):
    question, words = CASES[at]
    told = service.ask(question, **words)
    assert told["records"] == python[at]["records"]
    assert told["meta"] == python[at]["meta"]


def test_records_alone_are_the_same_records(service):
    words = {"scenario": "tariff +7.31 points by USA on CHN", "variables": "welfare_pct"}
    bare, whole = service.ask("simulate", **words, parts="records"), service.ask("simulate", **words)
    assert bare["records"] == whole["records"]
    assert bare["sentences"] == []
    assert whole["sentences"]


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "parquet"])
def test_files_are_downloads_with_a_name(service, form):
    with service.client() as client:
        got = client.get("/api/file/rely", params={"country": "KOR", "on": "USA,CHN", "format": form})
    assert got.status_code == 200
    assert got.headers["content-disposition"] == f'attachment; filename="rely-KOR.{form}"'
    heads = {"csv": b"", "json": b"{", "xlsx": b"PK", "parquet": b"PAR1"}
    assert got.content.startswith(heads[form])
    if form == "json":
        assert got.json()["records"] == service.ask("rely", country="KOR", on="USA,CHN")["records"]


@pytest.mark.parametrize(("form", "head"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_charts_are_pictures(service, form, head):
    with service.client() as client:
        words = {"country": "KOR", "powers": "USA,CHN", "chart": "equation", "as": form}
        got = client.get("/api/chart/equation", params=words)
    assert got.status_code == 200
    assert got.content.startswith(head)
