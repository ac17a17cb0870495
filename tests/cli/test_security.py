"""The commands of security, ties and the equation as a user meets them, with the program's own facts alone."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import struct

import pytest

from tests.reference.security_files import CASE, PAIRS_HEAD, expenditure_book, expenditure_sheets, pair_line

COMMANDS = {
    "security": ["security", "KOR", "--on", "USA,CHN"],
    "ties": ["ties", "KOR", "--on", "USA"],
    "equation": ["equation", "KOR", "--powers", "USA,CHN", "--draws", "300"],
}


@pytest.fixture
def ask(run, tmp_path_factory, tmp_path):
    """Run a command with an empty store, in a folder where it may leave nothing that was not asked for."""
    store = tmp_path_factory.mktemp("store")
    return lambda *words: run(*words, cwd=tmp_path, COUNTERPOISE_STORE=str(store))


def test_security_is_told_by_pairs(ask):
    done = ask(*COMMANDS["security"])
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["KOR", "on", "USA", "year", "USA", "on", "KOR", "coverage", "source"]
    (promise,) = [line for line in lines if line.startswith("defence promised  ") and "yes" in line]
    assert promise.split()[2:] == ["yes", promise.split()[3], "yes", "100", "%", "defence", "treaties"]
    assert any(re.match(r"arms supplied +63\.20 % +2021 +0\.00 % to 5\.00 % +100 %", line) for line in lines)
    assert any(line.startswith("defence promised, by the United States to South Korea: ") for line in lines)
    assert "source: Defence treaties" in done.stderr
    assert "treaty text alone misleads" in done.stderr


def test_what_is_missing_is_called_missing_or_bounded(ask):
    done = ask("security", "KOR", "--on", "USA,CHN", "--year", "2018")
    assert done.returncode == 0, done.stderr
    assert "nan" not in done.stdout
    told = done.stdout.splitlines()
    rows = [
        next(line for line in told if line.startswith(f"{name}  ")) for name in ("protection", "security hierarchy")
    ]
    assert "0.00 % to 100.00 %" in rows[0]
    assert "missing" in rows[1]
    assert not any("100 %  " in line for line in rows)  # of that year's troops, arms and people nothing is known


def test_the_dossier_is_told_by_kinds_and_years(ask):
    done = ask(*COMMANDS["ties"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Treaty with a promise of defence")
    assert "1954-      Korea-United States 1953" in done.stdout
    assert re.search(r"^2024 +24,515$", done.stdout, re.MULTILINE)
    assert "nan" not in done.stdout


def test_the_equation_is_told_by_indicators(ask):
    done = ask(*COMMANDS["equation"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("South Korea between the United States (+) and China (-)")
    for word in ("ECONOMY", "SECURITY", "protection", "value added sold", "cross-pressure 0."):
        assert word in done.stdout
    assert "no probability" in done.stderr


def test_all_countries_are_ranked(ask):
    done = ask("equation", "--all", "--powers", "USA,CHN", "--draws", "300")
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines()[2:] if line.strip()]
    assert len(rows) == 78
    levels = [float(found[1]) for line in rows if (found := re.search(r"  (0\.\d{3})  ", line))]
    assert levels == sorted(levels, reverse=True)
    assert "nan" not in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_json_and_csv_hold_the_same(ask, name):
    records = json.loads(ask(*COMMANDS[name], "--format", "json").stdout)["records"]
    rows = list(csv.DictReader(io.StringIO(ask(*COMMANDS[name], "--format", "csv").stdout)))
    assert len(rows) == len(records) > 0
    for row, record in zip(rows, records, strict=True):
        for field in ("indicator", "country", "partner", "variable", "unit", "source"):
            assert row.get(field, "") == str(record.get(field) or "")
        for field in ("value", "low", "high", "coverage", "year"):
            number = record.get(field)
            assert number is None or math.isfinite(number)
            assert (float(row[field]) if row.get(field) else None) == (
                None if number is None else pytest.approx(number)
            )


NETWORK = re.compile(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|\bimport\s*\(""")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_chart_is_drawn_as_picture_and_page(ask, tmp_path, name):
    for ending in ("svg", "png", "html"):
        done = ask(*COMMANDS[name], "--chart", str(tmp_path / f"a.{ending}"))
        assert done.returncode == 0, done.stderr
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg")
    assert "NaN" not in svg
    assert not NETWORK.search(svg)
    png = (tmp_path / "a.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n")
    assert min(struct.unpack(">II", png[16:24])) > 100
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    markup = re.sub(r"<script\b[^>]*>.*?</script>", "", page, flags=re.DOTALL)
    assert not NETWORK.search(markup)
    assert not re.search(r"<script\b[^>]*\bsrc=", page)


BAD = [
    (["security", "KOR", "--on", "KOR"], "can't rely on itself"),
    (["security", "LIE"], "there is no security data on LIE"),
    (["security"], "--all"),
    (["ties", "KOR"], "--on"),
    (["ties", "KOR", "--on", "KOR"], "no ties to itself"),
    (["equation", "KOR"], "--powers"),
    (["equation", "USA", "--powers", "USA,CHN"], "USA is among its own powers"),
    (["equation", "KOR", "--powers", "USA,USA"], "USA is named twice"),
    (["equation", "KOR", "--powers", "USA"], "two powers are needed"),
    (["equation", "KOR", "--powers", "NATO,USA"], "NATO and USA share USA"),
    (["equation", "PRK", "--powers", "USA,CHN"], "counterpoise security PRK"),
    (["equation", "KOR", "--powers", "USA,CHN", "--weights", "look_thru=1"], "look_through"),
    (["equation", "KOR", "--powers", "USA,CHN", "--chart", "a.pdf"], ".svg"),
    (["equation", "KOR", "--powers", "USA,CHN", "--chart", "/nonexistent/x/a.svg"], "folder"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_is_one_line_and_exit_code_2(ask, tmp_path, words, said):
    done = ask(*words)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert said in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def atop_file(path):
    head = "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB"
    path.write_text(f"{head}\n2732,2018,1,1,0,0,0,1,2,732\n2999,2018,1,1,0,0,0,1,2,999\n", encoding="utf-8")


def capabilities_file(path):
    head = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"
    path.write_text(f"{head}\nUSA,2,2016,1,1,1,1,1,1,.5,2025\nROK,732,2016,1,1,1,1,1,1,1.5,2025\n", encoding="utf-8")


def expenditure_file(path):
    shares = {name: [0.02] * 7 for name in ("Costa Rica", "Korea, South", "Japan", "Chile", "Peru", "Kenya", "Cuba")}
    shares["Korea, South"] = [3.5] * 7
    expenditure_book(path, expenditure_sheets(shares), range(1988, 1995))


def disputes_file(path):
    lines = [pair_line(51, 731, 732, 1950, 1950, "6,20,5/6,20,5"), pair_line(51, 731, 730, 1950, 1950, "6,20,5/6,20,5")]
    path.write_text("\n".join([PAIRS_HEAD, *lines]) + "\n", encoding="utf-8")


def sanctions_file(path):
    good = '1,"Korea, North",Japan,2006,2022,1,exp_part,1,0,1,1,0,0,0,prevent_war,ongoing'
    lines = [",".join(CASE), good, good.replace('1,"Korea, North"', "2,Ruritania")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def ended_file(path):
    sanctions_file(path)
    path.write_text(path.read_text().replace("2,Ruritania", "2,Cuba").replace("Japan,2006,2022", "Japan,2006,1999"))


@pytest.mark.parametrize(
    ("source", "name", "write", "where", "said"),
    [
        ("atop", "atop5_1ddyr.csv", atop_file, "line 3", "'999' is no state's number"),
        ("cow-capabilities", "NMC.csv", capabilities_file, "line 3", "a share of the world of 1.5 can't be"),
        ("sipri-milex", "SIPRI.xlsx", expenditure_file, "cell C", "a share of 3.5 is not a fraction"),
        ("cow-disputes", "dyadic_mid.csv", disputes_file, "line 3", "'730' is no state's number"),
        ("gsdb", "GSDB_V3.csv", sanctions_file, "line 3", "'Ruritania' is no state or group"),
        ("gsdb", "GSDB_V3.csv", ended_file, "line 2", "before it begins"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_nothing_is_stored(
    run, tmp_path, tmp_path_factory, source, name, write, where, said
):
    store = tmp_path_factory.mktemp("store")
    write(tmp_path / name)
    done = run("data", "add", source, str(tmp_path / name), COUNTERPOISE_STORE=str(store))
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr
    assert f"{name}" in done.stderr
    assert where in done.stderr
    assert not [one for one in store.rglob("*") if one.is_file() and one.suffix != ".lock"]
