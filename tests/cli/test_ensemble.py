"""An ensemble from the command line: the table, the files, a run that is killed, and what is refused."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

SHOCK = "tariff +10 points by USA on CHN in manufacturing"
FILE = """
title = "A tariff"

[[shocks]]
kind = "tariff"
by = "USA"
on = "CHN"
up_by_points = {points}
"""


def records(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["records"]


def test_a_run_that_is_killed_goes_on_and_gives_the_same(run, tmp_path):
    (tmp_path / "tariff.toml").write_text(FILE.format(points=10))
    words = ["ensemble", "tariff.toml", "--draws", "150", "--workers", "2", "--format", "json"]
    command = [sys.executable, "-m", "counterpoise", *words, "--state", "killed"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ}, **quiet) as process:
        end = time.monotonic() + 120
        while (
            process.poll() is None and not list((tmp_path / "killed").glob("draws-*.piece")) and time.monotonic() < end
        ):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "killed").glob("draws-*.piece")}
    assert 0 < len(kept) < 6
    resumed = records(run(*words, "--state", "killed", cwd=tmp_path))
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert resumed == records(run(*words, "--state", "whole", cwd=tmp_path))
    (tmp_path / "tariff.toml").write_text(FILE.format(points=20))
    other = run(*words, "--state", "killed", cwd=tmp_path)
    assert other.returncode == 2
    assert "killed: it holds another run: scenario.shocks[0].up_by_points changed: 10" in other.stderr
    assert "name another folder for the new run" in other.stderr


def test_fewer_draws_than_are_kept_give_what_they_give_alone(run, tmp_path):
    words = ["ensemble", SHOCK, "--workers", "1", "--country", "USA", "--format", "json", "--draws"]
    first, second = (str(tmp_path / name) for name in ("first", "second"))
    alone = records(run(*words, "20", COUNTERPOISE_CACHE=first))
    assert records(run(*words, "60", COUNTERPOISE_CACHE=second))
    assert records(run(*words, "20", COUNTERPOISE_CACHE=second)) == alone


def test_a_run_that_is_interrupted_stops_at_once_and_keeps_what_is_finished(tmp_path):
    command = [sys.executable, "-m", "counterpoise", "ensemble", SHOCK, "--draws", "100000", "--state", "state"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    held = signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ}, text=True, **quiet) as process:
        signal.signal(signal.SIGINT, held)
        try:
            end = time.monotonic() + 120
            while process.poll() is None and not list((tmp_path / "state").glob("draws-*")) and time.monotonic() < end:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert said.strip() == "stopped"
    assert list((tmp_path / "state").glob("draws-*.piece"))


def test_the_table_shows_medians_with_their_intervals_and_the_notes(run):
    done = run("ensemble", SHOCK, "--draws", "240")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert sum(line.startswith(("parties", "most")) for line in lines) == 3
    assert "[-" in next(line for line in lines if " CHN " in line)
    assert any("58 more of 80 are not shown" in line for line in lines)
    assert sum("what the spread of real income comes from" in line for line in lines) == 2
    assert "note: a conditional scenario, not a forecast" in done.stderr
    assert (
        "note: the interval is of draws of the elasticities alone: it leaves out the uncertainty of the model"
        in done.stderr
    )
    assert "median [90 % of the draws]" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--draws", "0"], "error: --draws: 0 draws are too few; take 1 or more"),
        (["--draws", "-3"], "error: --draws: -3 draws are too few"),
        (["--interval", "100"], "error: --interval: an interval of '100' is not between 0 and 100"),
        (["--interval", "-1"], "error: --interval: an interval of '-1' is not between 0 and 100"),
        (["--variables", "trade_new"], "error: --variables: an ensemble has no 'trade_new'"),
    ],
)
def test_words_that_are_refused_in_one_line(run, words, said):
    done = run("ensemble", SHOCK, *words)
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_scheduler_that_does_not_answer_is_told_in_one_line(run):
    pytest.importorskip("distributed", reason="Dask is not installed")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        done = run("ensemble", SHOCK, "--scheduler", f"127.0.0.1:{held.getsockname()[1]}")
    assert done.returncode == 2
    assert done.stderr.startswith("error: --scheduler: the scheduler at 127.0.0.1:")
    assert (
        "does not answer within 5 seconds; check that it runs, or leave out --scheduler to run on this machine"
        in done.stderr
    )
    assert done.stderr.count("\n") == 1
