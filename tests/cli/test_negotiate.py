"""Negotiations by the command line: what is shown, written, and refused."""

import json

from counterpoise.negotiation.template import template

FEW = ("--draws", "20", "--anew", "2")


def test_a_file_of_one_s_own_is_shown_and_written(run, tmp_path):
    (tmp_path / "mine.toml").write_text(template("Mine"))
    shown = run("negotiate", "mine.toml", *FEW, cwd=tmp_path)
    assert shown.returncode == 0
    assert shown.stdout.startswith("Mine\n")
    assert "from then on" in shown.stdout
    assert "note: ranges and margins, no forecast of one deal" in shown.stderr
    assert run("negotiate", "mine.toml", *FEW, "-o", "mine.json", cwd=tmp_path).returncode == 0
    answer = json.loads((tmp_path / "mine.json").read_text())
    assert answer["meta"]["arguments"]["talks"]["title"] == "Mine"
    assert {"outside_value", "slack", "survival_share"} <= {one["variable"] for one in answer["records"]}
    margin = next(one for one in answer["records"] if one["variable"] == "margin")
    assert margin["scenario"] == "pressure"


def test_what_is_wrong_is_told_in_a_line(run, tmp_path):
    for words, said in (
        (
            ["negotiate", "nowhere.toml"],
            "error: nowhere.toml: can't be read (no such file or directory); check the name",
        ),
        (["negotiate", "freeze-for-relif"], "error: talks: there is no file and no negotiation 'freeze-for-relif'"),
        (
            ["negotiate", "freeze-for-relief", "--deal", "programme=capp"],
            "error: --deal: 'capp' is no level of programme",
        ),
    ):
        done = run(*words, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.startswith(said)
        assert done.stderr.count("\n") == 1
