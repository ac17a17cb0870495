"""Files on trade agreements by the command line: added, listed, checked, told beside the register, and removed."""

from __future__ import annotations

import json

import pytest

from tests.unit.world.test_agreement_tables import DYADS, INDICES, LEFT

FILES = {
    "desta_list_of_treaties_02_02_dyads.csv": DYADS,
    "desta_dyadic_withdrawal_02_02.csv": LEFT,
    "desta_indices_version_02_02.csv": INDICES,
}


def test_agreements_from_their_files_to_an_answer(run, tmp_path):
    store = {"COUNTERPOISE_STORE": str(tmp_path / "store")}
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
        done = run("data", "add", "desta", str(tmp_path / name), **store)
        assert done.returncode == 0, done.stderr
        assert "added: desta" in done.stderr
    listed = json.loads(run("data", "list", "--format", "json", **store).stdout)["records"]
    own = {one["dataset"]: one for one in listed if one["place"] == store["COUNTERPOISE_STORE"]}
    assert own.keys() == {"desta", "desta-withdrawals", "desta-indices"}
    assert {one["edition"] for one in own.values()} == {"2.2"}
    assert all("Dür" in one["source"] and one["completeness"] for one in own.values())
    assert "3 tables" in run("data", "check", **store).stdout
    told = run("agreements", "KOR", "--on", "CHN", "--year", "2020", **store)
    assert told.returncode == 0, told.stderr
    assert "DESTA on KOR and CHN in 2020: full free trade since 2015, depth 6 of 7" in told.stdout + told.stderr
    for name in own:
        assert run("data", "remove", name, **store).returncode == 0
    assert "DESTA on" not in run("agreements", "KOR", "--on", "CHN", "--year", "2020", **store).stdout


@pytest.mark.parametrize("source", ["desta", "egger-larch", "wb-dta"])
@pytest.mark.parametrize("content", [b"", b"<html>", b"a,b\n1,2\n", b"PK\x03\x04" + b"\0" * 40, bytes(range(256)) * 20])
def test_a_wrong_file_is_refused_in_a_line(run, tmp_path, source, content):
    path = tmp_path / "rta.csv"
    path.write_bytes(content)
    done = run("data", "add", source, str(path), COUNTERPOISE_STORE=str(tmp_path / "store"))
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "rta.csv" in done.stderr
    assert not list((tmp_path / "store").rglob("*.parquet"))
