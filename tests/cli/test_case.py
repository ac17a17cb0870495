"""Cases by the command line: started, checked, explained; a wrong one is refused in a line with exit code 2."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from counterpoise.briefing.case_template import template
from counterpoise.cli import main
from counterpoise.core.errors import InputError

CASES = sorted((Path(__file__).resolve().parents[2] / "cases").glob("*.toml"))
BARE = 'country = "KOR"\npowers = ["USA", "CHN"]\n'
SENTENCE = '[[sentences]]\nsaid = "a"\nby = "b"\non = 2025-01-02\ncitation = "c"\nseen = "text"\nask = "{}"\n'


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    """Run the program in this process; give what it printed and what it told beside."""
    monkeypatch.chdir(tmp_path)
    main._register()

    def call(*words):
        main.commands.main(["case", *words], standalone_mode=False)
        return tuple(capsys.readouterr())

    return call


def test_a_case_s_life(run, said, tmp_path):
    started = run("case", "new", "mine.toml", "--country", "aus", "--powers", "USA,CHN", cwd=tmp_path)
    assert (started.returncode, started.stdout, started.stderr) == (0, "", "written: mine.toml\n")
    out, beside = said("check", "mine.toml")
    assert out.startswith(
        "ok: Australia between the United States and China: 0 scenarios, 0 negotiations, 0 sentences; hash "
    )
    assert beside == ""
    assert out.strip()[-64:] == said("explain", "mine.toml")[0].strip()[-64:]
    again = run("case", "new", "mine.toml", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr == "error: mine.toml: this file exists already; name another, or remove it first\n"
    assert (tmp_path / "mine.toml").read_text() == template("AUS", ["USA", "CHN"])
    assert [one.name for one in tmp_path.iterdir()] == ["mine.toml"]


def test_a_new_file_has_a_name_of_its_own(said, tmp_path):
    said("new")
    assert (tmp_path / "case.toml").read_text() == template()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", "nowhere.toml"], "nowhere.toml: can't be read (no such file or directory); check the name"),
        (["check", "korae"], "case: there is no file and no case 'korae'; did you mean korea?"),
        (["explain", "wrong.toml"], "wrong.toml, line 3, colour: there is no such key; "),
        (["new", "x.toml", "--country", "KOX"], "--country: 'KOX' is neither a country code nor a group; "),
        (["new", "x.toml", "--powers", "KOR,USA"], "--powers: KOR is among its own powers; leave it out"),
        (["new", "nowhere/x.toml"], "nowhere/x.toml: the folder does not exist; make it, or name another file"),
    ],
)
def test_a_wrong_one_is_refused_in_a_line(said, tmp_path, words, told):
    (tmp_path / "wrong.toml").write_text(f'{BARE}colour = "red"\n')
    with pytest.raises(InputError) as error:
        said(*words)
    assert str(error.value).startswith(told)
    assert not (tmp_path / "x.toml").exists()


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            "equatoin KOR",
            "'equatoin KOR' is no command that runs: there is no command 'equatoin'; did you mean equation",
        ),
        ("equation KOR", "'equation KOR' is no command that runs: Missing option '--powers'"),
        ("equation KOX --powers USA,CHN", "country: 'KOX' is neither a country code nor a group; "),
        ("record lst KOR", "'record lst KOR' is no command that runs: record has no command 'lst'; did you mean list"),
        ("record", "'record' is no command that runs: no command is named"),
        ("rely KOR --help", "'rely KOR --help' asks for help only"),
        ("rely 'KOR", "can't be read: no closing quotation"),
        ("phrase a --ledger no.jsonl", "'phrase a --ledger no.jsonl': --ledger: there is no ledger 'no.jsonl'"),
    ],
)
def test_a_command_that_does_not_run_is_told(said, tmp_path, ask, told):
    (tmp_path / "asks.toml").write_text(BARE + SENTENCE.format(ask))
    with pytest.raises(InputError) as error:
        said("check", "asks.toml")
    assert str(error.value).startswith("asks.toml, line 9, sentences[0].ask: ")
    assert told in str(error.value)


def test_commands_are_read_in_the_folder_of_the_case(said, tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "stop.toml").write_text('title = "a"\n[[shocks]]\nkind = "embargo"\nby = "KOR"\non = "CHN"\n')
    (tmp_path / "inner" / "asks.toml").write_text(BARE + SENTENCE.format("simulate stop.toml"))
    assert said("check", "inner/asks.toml")[0].startswith("ok: ")
    assert "answer it (run in inner)\n" in said("explain", "inner/asks.toml")[0]
    assert Path.cwd() == tmp_path


def test_an_unknown_command_is_told(said):
    with pytest.raises(click.UsageError, match=r"case has no command 'chek'; did you mean check\?"):
        said("chek", "a")


@pytest.mark.parametrize("name", [one.stem for one in CASES])
def test_a_case_of_the_program_checks_with_every_command(said, name):
    out, beside = said("check", name)
    assert out.startswith("ok: ")
    assert beside == ""
