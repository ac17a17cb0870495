"""Negotiations by the command line: started, checked, explained; a wrong one is refused in a line with exit code 2."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from counterpoise.cli.talks import talks
from counterpoise.core.errors import InputError
from counterpoise.negotiation.template import template
from counterpoise.questions import talks as documents

GALLERY = sorted((Path(__file__).resolve().parents[2] / "talks").glob("*.toml"))


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    """Run a command of negotiations in this process; give what it printed and what it told beside."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        talks.main(list(words), standalone_mode=False)
        return tuple(capsys.readouterr())

    return call


def test_a_negotiation_s_life(run, said, tmp_path):
    started = run("talks", "new", "mine.toml", "--title", "My talks", cwd=tmp_path)
    assert (started.returncode, started.stdout, started.stderr) == (0, "", "written: mine.toml\n")
    counted = "ok: My talks: 24 states, 156 moves, 2 parties, 3 issues, 2 unknowns, 1 course\n"
    assert said("check", "mine.toml") == (counted, "")
    assert "1. North can take programme from as it is to freeze, cap, dismantle." in said("explain", "mine.toml")[0]
    again = run("talks", "new", "mine.toml", cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr == "error: mine.toml: this file exists already; name another, or remove it first\n"
    assert (tmp_path / "mine.toml").read_text() == template("My talks")


def test_a_new_file_has_a_name_of_its_own(said, tmp_path):
    said("new")
    assert (tmp_path / "talks.toml").read_text() == template()


def test_what_is_idle_is_noted(said, tmp_path):
    text = template().replace("[unknown.attachment]", "[unknown.spare]\nrange = [0, 1]\n[unknown.attachment]")
    (tmp_path / "idle.toml").write_text(text)
    assert said("check", "idle.toml")[1] == "note: nothing depends on spare, which is not known\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", "nowhere.toml"], "nowhere.toml: can't be read (no such file or directory); check the name"),
        (
            ["explain", "wrong.toml"],
            "wrong.toml, line 2, parties.A.colour: there is no such key; did you mean country?",
        ),
        (
            ["new", "x.toml", "--title", "two\nlines"],
            "--title: 'two\\nlines' is not a line of text; write it in one line",
        ),
    ],
)
def test_a_wrong_one_is_refused_in_a_line(said, tmp_path, words, told):
    (tmp_path / "wrong.toml").write_text('[parties.A]\ncolour = "red"\n[parties.B]\n')
    with pytest.raises(InputError) as error:
        said(*words)
    assert str(error.value).startswith(told)
    assert not (tmp_path / "x.toml").exists()


def test_an_unknown_command_is_told(said):
    with pytest.raises(click.UsageError, match=r"talks has no command 'chek'; did you mean check\?"):
        said("chek", "a")


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_the_gallery_fits(path):
    counted, _ = documents.check(path)
    assert counted
    assert documents.explain(path)
