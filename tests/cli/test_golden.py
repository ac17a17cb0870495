"""What scripts and readers rely on: the output contract as a JSON Schema, and the help texts."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path

import click
import jsonschema
import pytest

from counterpoise.cli import main
from counterpoise.core.result import CONTRACT, FIELDS
from tests.reference.roll_calls import assembly, written

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads((GOLDEN / "contract.schema.json").read_text(encoding="utf-8"))
PANEL = "panel.csv"
GROUPED = ("data", "gravity")
ANSWERS = [
    ["rely", "KOR", "--on", "CHN,USA", "--both", "--indicators", "all"],
    ["rely", "--all", "--on", "CHN", "--indicators", "supplier_herfindahl,look_through"],
    ["rely", "EU", "--on", "CHN", "--sector", "EACH", "--indicators", "foreign_input_reliance"],
    ["rely", "KOR", "--on", "CHN,USA", "--both", "--cut", "0.5,2,5"],
    ["relations", "KOR", "--on", "CHN"],
    ["costs", "KOR", "--on", "CHN", "--draws", "2"],
    ["trend", "KOR", "--on", "CHN"],
    ["products", "KOR", "--on", "CHN,USA"],
    ["products", "EU", "--preset", "eu2021"],
    ["tariffs", "KOR", "--on", "CHN,USA", "--both", "--sector", "C26,G"],
    ["tariffs", "USA", "--on", "CHN", "--tariffs", "us-2025"],
    ["agreements", "KOR"],
    ["agreements", "KOR", "--on", "CHN,JPN", "--year", "2024"],
    ["security", "KOR", "--on", "USA,CHN"],
    ["security", "EU27", "--on", "USA", "--indicators", "commitment"],
    ["ties", "KOR", "--on", "USA,JPN"],
    ["votes", "KOR,CUB", "--on", "USA,CHN", "--since", "2017"],
    ["equation", "KOR", "--powers", "USA,CHN", "--draws", "200"],
    ["equation", "--all", "--powers", "EU27,CHN", "--draws", "200"],
    ["brief", "KOR", "--powers", "USA,CHN"],
    ["simulate", "tariff +10 points by USA on CHN", "--variables", "welfare_pct,output_pct"],
    ["simulate", "embargo 90 % between KOR and CHN", "--country", "KOR", "--variables", "welfare_pct,trade_change"],
    ["simulate", "embargo 90 % between KOR and CHN", "--horizon", "all"],
    ["simulate", "embargo 90 % between KOR and CHN", "--years", "1,2.5", "--variables", "welfare_pct,output_pct"],
    ["bridge", "USA", "CHN", "--country", "KOR,VNM", "--horizon", "short,long"],
    ["bridge", "EU27", "CHN", "--partition", "camps"],
    ["gradient", "KOR", "--on", "CHN", "--sector", "C26,C27"],
    ["hedge", "KOR", "--against", "CHN", "--probability", "0.02", "--instruments", "uniform", "--points", "2"],
    ["leverage", "KOR", "--on", "CHN", "--coalition", "USA,EU", "--sector", "C26,C27", "--first-order"],
    ["optimal", "KOR", "--against", "CHN", "--sector", "C26,C27"],
    ["positions", "reliance-on-a-neighbour", "--draws", "200"],
    ["negotiate", "freeze-for-relief", "--draws", "20", "--anew", "2", "--over", "attachment", "--points", "2"],
    ["gravity", "estimate", PANEL, "--effects", "exporter,importer", "--theta", "5"],
    ["gravity", "effect", "KOR,JPN", "--draws", "20", "--country", "KOR", "--workers", "1"],
    ["ensemble", "tariff +10 points by USA on CHN", "--draws", "20", "--country", "USA", "--workers", "1"],
    ["agree", "KOR,CHN,JPN", "--draws", "20", "--country", "KOR", "--workers", "1"],
    [
        "agree",
        "RCEP",
        "--tariffs-only",
        "--phase",
        "2,A01:3",
        "--country",
        "VNM",
        "--variables",
        "welfare_pct,output_change",
    ],
    ["war", "USA", "CHN", "--uniform"],
    ["truce", "USA", "CHN", "--uniform", "--from", "today"],
    ["phrase", "stable and consistent", "--ledger", "example"],
    ["commitments", "XAL", "--ledger", "example"],
    ["data", "list"],
    ["data", "sources"],
]


def write_panel(path):
    """Write the trade of five countries in three years, with an agreement between two of them from the second on."""
    rows = ["exporter,importer,year,trade,rta"]
    for year, (e, exporter), (i, importer) in itertools.product(
        (2000, 2004, 2008), enumerate("ABCDE"), enumerate("ABCDE")
    ):
        agreed = int({e, i} == {0, 1} and year > 2000)
        rows.append(f"{exporter},{importer},{year},{(3 + e) * (2 + i) + (7 * e * i + year) % 5 + 4 * agreed},{agreed}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def strict(schema):
    """Allow no property that the schema doesn't name: the program gives what is published, and nothing else."""
    closed = copy.deepcopy(schema)
    for part in [closed, *closed["$defs"].values()]:
        part["additionalProperties"] = False
    return jsonschema.Draft202012Validator(closed)


def named(group, words=()):
    """Give the words of every command."""
    yield words
    for name, command in group.commands.items():
        inner = (*words, name)
        yield from named(command, inner) if isinstance(command, click.Group) else [inner]


def commands():
    main._register()
    return list(named(main.commands))


def test_the_schema_is_one_and_names_the_fields_in_order():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert tuple(SCHEMA["$defs"]["record"]["properties"]) == FIELDS
    assert SCHEMA["$defs"]["meta"]["properties"]["contract"]["const"] == CONTRACT


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
def test_every_answer_keeps_the_contract(run, words, tmp_path):
    if PANEL in words:
        write_panel(tmp_path / PANEL)
    store = {}
    if words[0] == "votes":
        store = {"COUNTERPOISE_STORE": str(tmp_path / "store")}
        added = run("data", "add", "un-votes", str(written(assembly(), tmp_path / "UNVotes.csv")), **store)
        assert added.returncode == 0, added.stderr
    done = run(*words, "--format", "json", cwd=tmp_path, **store)
    assert done.returncode == 0, done.stderr
    faults = [
        f"{list(fault.absolute_path)}: {fault.message}" for fault in strict(SCHEMA).iter_errors(json.loads(done.stdout))
    ]
    assert faults == []


def test_every_command_is_asked():
    asked = {tuple(words[: 2 if words[0] in GROUPED else 1]) for words in ANSWERS}
    assert {words for words in commands() if _answers(words)} == asked


def _answers(words):
    """Say whether a command gives records of the contract; those of a ledger, and what a text proposes, have columns of their own."""
    if words in (("record", "list"), ("record", "add")):
        return False
    command = main.commands
    for word in words:
        command = command.commands[word]
    return any("--format" in parameter.opts for parameter in command.params)


@pytest.mark.parametrize(
    "answer",
    [
        {"indicator": "a", "value": "1", "unit": "share", "estimated": False},
        {"indicator": "a", "value": 1, "unit": "share"},
        {"value": 1, "unit": "share", "estimated": False},
        {"indicator": "a", "country": "Korea", "value": 1, "unit": "share", "estimated": False},
    ],
)
def test_the_schema_refuses(answer):
    meta = {"command": "", "contract": 1, "version": "", "baseline": [], "warnings": [], "diagnostics": {}}
    assert list(strict(SCHEMA).iter_errors({"meta": meta, "records": [answer]}))
    assert not list(strict(SCHEMA).iter_errors({"meta": meta, "records": []}))


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words) or "counterpoise")
def test_help(run, golden, words):
    done = run(*words, "--help", COLUMNS="100", COUNTERPOISE_MEASURES="")
    assert done.returncode == 0, done.stderr
    text = done.stdout.replace("python -m counterpoise", "counterpoise")
    golden(GOLDEN / ("-".join(["help", *words]) + ".txt"), text)


def test_no_help_is_left_over():
    known = {"-".join(["help", *words]) + ".txt" for words in commands()}
    assert {path.name for path in GOLDEN.glob("help*.txt")} == known
