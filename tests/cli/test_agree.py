"""An agreement from the command line: the table, the records, the chart, and what is refused."""

from __future__ import annotations

import csv
import io
import json

import pytest

from counterpoise.core.records import FIELDS


def test_a_table_shows_both_parts_and_says_what_it_rests_on(run):
    done = run("agree", "CJK", "--draws", "0", "--country", "KOR,JPN")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("China-Japan-Korea: the whole agreement, and its tariffs alone")
    assert "sectors of KOR" in done.stdout
    assert "a conditional scenario, not a forecast" in done.stderr
    assert "no depth of this agreement is known: 7, the deepest" in done.stderr
    assert "in force between parties in 2022: RCEP (2022), Korea-China (2015)" in done.stderr


def test_json_and_csv_hold_the_same_numbers(run):
    words = ["agree", "KOR,CHN,JPN", "--draws", "20", "--workers", "1"]
    made, table = (run(*words, "--format", form) for form in ("json", "csv"))
    records = json.loads(made.stdout)["records"]
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    assert len(records) == len(rows) == 2 * (8 * 80 + 80 * 50)
    for one, row in zip(records, rows, strict=True):
        assert set(one) <= set(FIELDS)
        for key in ("value", "low", "high"):
            assert (row[key] == "") == (one.get(key) is None)
            assert one.get(key) is None or float(row[key]) == one[key]


def test_a_chart_is_drawn(run, tmp_path):
    done = run("agree", "KOR,JPN", "--phase", "2", "--chart", "gains.svg", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "gains.svg").read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["KOR"], "error: agreement: KOR (South Korea) alone makes no agreement; name two parties or more, as KOR,JPN"),
        (["RCPE"], "did you mean RCEP"),
        ([], "error: Missing argument 'AGREEMENT': its name in the register, as RCEP"),
        (["KOR,PRK"], "error: agreement: the accounts lack PRK (North Korea); add --without-absent"),
        (["KOR,JPN", "--phase", "ten"], "error: --phase: 'ten' is no number of years"),
        (["KOR,JPN", "--depth", "9"], "error: --depth: a depth of '9' is not on the scale"),
        (["KOR,JPN", "--exclude", "goods"], "it leaves out every sector"),
        (["KOR,JPN", "--draws", "none"], "error: --draws: 'none' is not a whole number"),
    ],
)
def test_what_is_refused(run, words, said):
    done = run("agree", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
