"""The same elsewhere: the line of Python and the command give the records that the page shows."""

import json
import os
import shlex
import subprocess
import sys

import pytest

import counterpoise as cp
from counterpoise.core.canonical import plain

TOML = 'title = "It\'s a \\"test\\" of $HOME; `x`"\n\n[[shocks]]\nkind = "tariff"\nby = ["USA"]\non = ["CHN"]\nup_by_points = 25\n'
CASES = [
    ("rely", {"country": "KOR", "on": "USA,CHN"}),
    ("rely", {"country": "KOR", "on": "CHN", "sector": "C26", "year": "2022"}),
    ("equation", {"country": "KOR", "powers": "USA,CHN", "draws": "200"}),
    (
        "equation",
        {"country": "ALL", "powers": "USA,CHN", "draws": "50", "weights": "foreign_input_reliance=1,look_through=3"},
    ),
    ("security", {"country": "KOR", "on": "USA"}),
    ("products", {"country": "KOR", "on": "CHN"}),
    ("trend", {"country": "KOR", "on": "CHN"}),
    ("simulate", {"scenario": "tariff +25 points by USA on CHN; CHN retaliates", "country": "USA,CHN"}),
    ("simulate", {"scenario": TOML, "country": "USA", "horizon": "short"}),
]


def names(case):
    return " ".join([case[0], *(word for word in case[1].values() if "\n" not in word)])


@pytest.fixture
def answer(asked, tmp_path, monkeypatch):
    """Give what the service says, in a folder that holds the scenario that it asks to be kept."""
    monkeypatch.chdir(tmp_path)

    def ask(question, words):
        reply = asked.get(f"/api/ask/{question}", params=words)
        assert reply.status_code == 200, reply.text
        if "file" in reply.json()["same"] and reply.json()["same"]["file"]:
            (tmp_path / "scenario.toml").write_text(reply.json()["same"]["file"])
        return reply.json()

    return ask


@pytest.mark.parametrize("case", CASES, ids=names)
def test_the_line_of_python_gives_the_same_records(answer, case):
    told = answer(*case)
    first, *rest = told["same"]["python"].split("\n\n")
    assert first == "import counterpoise as cp"
    result = eval("".join(rest), {"cp": cp})
    assert plain(result.records()) == told["records"]
    assert plain(result.meta) == told["meta"]


@pytest.mark.parametrize("case", CASES, ids=names)
def test_the_command_gives_the_same_records(answer, case, capsys):
    told = answer(*case)
    words = shlex.split(told["same"]["command"])
    assert words[0] == "counterpoise"
    from counterpoise.cli.main import _register, commands

    _register()
    commands.main([*words[1:], "--format", "json"], standalone_mode=False)
    got = json.loads(capsys.readouterr().out)
    assert got["records"] == told["records"]
    got["meta"].pop("command", None)
    assert got["meta"] == told["meta"]


def worded(record):
    return {name: one for name, one in record.items() if not isinstance(one, float)}


def numbers(records):
    return [one for record in records for one in record.values() if isinstance(one, float)]


@pytest.mark.parametrize("case", [CASES[0], CASES[-1]], ids=names)
def test_a_shell_reads_the_command_as_it_is_meant(answer, case):
    told = answer(*case)
    program = f"{shlex.quote(sys.executable)} -m {told['same']['command']} --format json"
    done = subprocess.run(
        program, shell=True, capture_output=True, text=True, check=True, timeout=120, env=dict(os.environ)
    )
    got = json.loads(done.stdout)["records"]
    assert [worded(one) for one in got] == [worded(one) for one in told["records"]]
    # another process may share its linear algebra out otherwise, which moves the last digits
    assert numbers(got) == pytest.approx(numbers(told["records"]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", CASES, ids=names)
def test_the_query_asks_the_same(asked, answer, case):
    told = answer(*case)
    assert asked.get(f"/api/ask/{case[0]}?{told['same']['query']}").json()["records"] == told["records"]
