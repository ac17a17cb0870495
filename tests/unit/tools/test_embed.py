"""The script that builds the embedded world, on small packages with the traps of the real ones."""

import importlib
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.files import sha256
from counterpoise.store import codec

EMBED = Path(__file__).resolve().parents[3] / "tools" / "embed"
MODULES = ("packages", "icio", "baci", "mining", "governance", "catalogue", "build")


class Embed:
    """The script's modules, as when it is run from its folder."""

    def __init__(self):
        for name in MODULES:
            setattr(self, name, importlib.import_module(name))


@pytest.fixture(scope="module")
def embed():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(EMBED))
        yield Embed()
        for name in MODULES:
            sys.modules.pop(name, None)


@pytest.fixture
def wheel(embed, tmp_path):
    """Give a function that packs files into a wheel."""

    def make(**members):
        path = tmp_path / "small.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return embed.packages.Wheel(path)

    return make


def database(*statements):
    with sqlite3.connect(":memory:") as connection:
        for statement, *rows in statements:
            if rows:
                connection.executemany(statement, rows)
            else:
                connection.execute(statement)
        connection.commit()
        return connection.serialize()


def columns(made, part):
    """Read a part of a made dataset as plain lists."""
    found = {}
    for name, stored in made.arrays.items():
        if name.startswith(f"{part}/"):
            values = stored.values
            if stored.labels:
                values = made.arrays[stored.labels].values[values]
            found[name.partition("/")[2]] = values.tolist()
    return found


NETWORK = {
    # two sectors (rows of a node run sector by sector) and two countries; 0.1234 is 1234 units of 100 USD
    "countries": np.array(["AAA", "BBB"]),
    "sectors": np.array(["S1", "S2"]),
    "A": np.array([[0.5, 0, 1.0, 0], [0.25, 0, 0, 0], [0.25, 0, 0, 0], [0, 0, 0, 0]]),
    "omb": np.array([0.5, 0.0, 0.98, 0.0]),
    "go": np.array([16.0, 8.0, 3.3333, 0.0]),
}


def packed(network):
    file = io.BytesIO()
    np.savez(file, **network)
    return {"sanction_simulator/data/bench_cache.npz": file.getvalue()}


def test_icio_runs_country_by_country_and_keeps_capped_columns_aside(embed, wheel):
    made = embed.icio.make(wheel(**packed(NETWORK)), {})
    flows = made.arrays["intermediates"].values / 1e4
    assert flows.shape == (2, 2, 2, 2)
    assert flows[0, 0, 0, 0] == 4  # AAA S1 to itself
    assert flows[1, 0, 0, 0] == 2  # BBB S1 to AAA S1
    assert flows[0, 1, 0, 0] == 2  # AAA S2 to AAA S1
    assert not flows[:, :, 0, 1].any()
    assert made.arrays["capped_at"].values.tolist() == [[0, 1]]
    assert made.arrays["capped"].values[0, 0, 0] == 0.98 * 3.3333
    assert made.arrays["output"].values.tolist() == [[160_000, 33_333], [80_000, 0]]
    assert made.numbers["inactive_nodes"] == 1
    assert made.numbers["nodes_without_inputs"] == 1
    assert made.numbers["capped_columns"] == 1


@pytest.mark.parametrize(("place", "value", "said"), [(0, 16.00001, "multiple"), (1, 1.0, "more than its output")])
def test_icio_refuses_figures_that_it_does_not_know(embed, wheel, place, value, said):
    output = NETWORK["go"].copy()
    output[place] = value
    with pytest.raises(DataError, match=said):
        embed.icio.make(wheel(**packed(NETWORK | {"go": output})), {})


FLOWS = [
    ("1997", "58", "842", 250410, "1.5", "2"),
    ("1997", "699", "842", 250410, "29.141000000000002", None),
    ("2010", "736", "490", 260300, "16", "   "),
    ("2012", "729", "490", 260300, "0.001", "0.25"),
]
CODES = [
    ("58", "Belgium-Luxembourg (...1998)", "BEL"),
    ("842", "USA", "USA"),
    ("699", "India", "IND"),
    ("490", "Other Asia, nes", "S19"),
    ("736", "Sudan (...2011)", "SDN"),
    ("729", "Sudan", "SDN"),
    ("384", "CÃ´te d'Ivoire", "CIV"),
]


def trade(flows):
    return {
        "geopolrisk/lib/baci.db": database(
            ("create table baci_trade (t text, i text, j text, k integer, v text, q text)",),
            ("insert into baci_trade values (?, ?, ?, ?, ?, ?)", *flows),
            ("create table country_codes_V202401b (country_code text, country_name text, country_iso3 text)",),
            ("insert into country_codes_V202401b values (?, ?, ?)", *CODES),
            ("create table product_codes_HS92_V202401b (code text, description text)",),
            ("insert into product_codes_HS92_V202401b values (?, ?)", ("250410", "Graphite"), ("260300", "Copper")),
        )
    }


def test_baci_keeps_every_figure_and_turns_the_codes_into_iso(embed, wheel):
    made = embed.baci.make(wheel(**trade(FLOWS)), {"countries": {"58": "BLX", "490": "TWN"}})
    assert columns(made, "trade") == {
        "year": [1997, 1997, 2010, 2012],
        "origin": ["BLX", "IND", "SDN", "SDN"],
        "destination": ["USA", "USA", "TWN", "TWN"],
        "product": ["250410", "250410", "260300", "260300"],
        "value": [1500, 29141, 16000, 1],
        "quantity": [2000, -1, -1, 250],
    }
    assert made.numbers == {"rows": 4, "products": 2, "economies": 5, "quantities_missing": 2}
    countries = columns(made, "countries")
    assert dict(zip(countries["baci_code"], countries["last_year"], strict=True))[736] == 2010
    assert made.years == (1997, 2010, 2012)


def test_baci_refuses_a_flow_that_is_there_twice_and_too_many_decimals(embed, wheel):
    twice = [*FLOWS, ("2012", "736", "490", 260300, "5", "")]
    with pytest.raises(DataError, match="1 flows are there twice"):
        embed.baci.make(wheel(**trade(twice)), {"countries": {}})
    with pytest.raises(DataError, match="decimals"):
        embed.baci.thousandths("0.1234")


@pytest.mark.parametrize(
    ("text", "value"), [("88.98", 88980), ("16", 16000), ("", -1), (None, -1), ("0.8109999999999999", 811), ("0", 0)]
)
def test_texts_are_read_exactly(embed, text, value):
    assert embed.baci.thousandths(text) == value


def test_names_read_in_the_wrong_encoding_are_mended(embed):
    assert [embed.baci._mended(name) for name in ("CÃ´te", "Côte", "Peru")] == ["Côte", "Côte", "Peru"]


def test_mining_leaves_totals_out_and_withholds_what_it_is_told_to(embed, wheel):
    years = ", ".join(f'"{year}" real' for year in range(2018, 2025))
    head = f"Country text, Country_Code text, Country_ISO text, {years}, unit text, data_source text"
    content = database(
        (f"create table Gold ({head})",),
        (
            f"insert into Gold values ({', '.join('?' * 12)})",
            ("Guyana", "328", "GUY", 1, 2, 3, 4, 5, 6, 7, "kg", "r"),
            ("French Guiana", "328", "GUY", 9, 9, 9, 9, 9, 6, 7, "kg", "e"),
            ("Kosovo", "697", "R20", None, 0, 0.5, 1, 1, 1, 1, "kg", "p"),
            ("Total", "DELETE", "DELETE", 1, 1, 1, 1, 1, 1, 1, "kg", "nan"),
        ),
        ('create table "HS Code Map" (x text)',),
    )
    member = {"geopolrisk/lib/world_mining_data.db": content}
    withheld = [{"material": "Gold", "country": "GUY", "years": [2023, 2024]}]
    facts = {"countries": {"French Guiana": "GUF", "Kosovo": "XKX"}, "withheld": withheld}
    found = columns(embed.mining.make(wheel(**member), facts), "production")
    rows = dict(zip(zip(found["country"], found["year"], strict=True), found["value"], strict=True))
    assert len(rows) == 21
    assert [rows["GUY", year] for year in range(2018, 2025)] == [1000, 2000, 3000, 4000, 5000, -1, -1]
    assert [rows["XKX", year] for year in (2018, 2019, 2020)] == [-1, 0, 500]
    assert rows["GUF", 2024] == 7000
    with pytest.raises(DataError, match="two figures"):
        embed.mining.make(wheel(**member), {"countries": {}, "withheld": []})


def test_governance_tells_two_lines_with_one_code_apart(embed, wheel):
    head = '("Country/Territory" text, Code text, "1996" text, "2023" text, country_code text)'
    lines = {
        "Estimate": [("Guyana", "GUY", "0.04", "0.42", "328"), ("Guyana", "GUY", "-0.27", "0.42", "328")],
        "StdErr": [("Guyana", "GUY", "0.6", "0.3", "328"), ("Guyana", "GUY", "0.4", "0.3", "328")],
        "NumSrc": [("Guyana", "GUY", "1.0", "3.0", "328"), ("Guyana", "GUY", "3.0", "3.0", "328")],
    }
    for rows, left_out in zip(lines.values(), ("nan", "nan", "nan"), strict=True):
        rows.append(("US Misc. Pacific Isds", "PUS", "1", None, "849"))
        rows.append(("Kosovo", "R20", left_out, "1", "697"))
    statements = []
    for table, rows in lines.items():
        statements += [(f"create table {table} {head}",), (f"insert into {table} values (?, ?, ?, ?, ?)", *rows)]
    facts = {
        "countries": {"R20": "XKX"},
        "first_of_two": {"GUY": "GUF"},
        "left_out": ["PUS"],
        "withheld": [{"country": "GUY", "years": [2023]}],
    }
    made = embed.governance.make(wheel(**{"geopolrisk/lib/wgi.db": database(*statements)}), facts)
    assert columns(made, "governance") == {
        "country": ["GUF", "GUF", "GUY", "XKX"],
        "year": [1996, 2023, 1996, 2023],
        "estimate": [0.04, 0.42, -0.27, 1.0],
        "standard_error": [0.6, 0.3, 0.4, 1.0],
        "sources": [1, 3, 3, 1],
    }


@pytest.fixture
def pinned(embed, wheel, tmp_path, monkeypatch):
    """Pin the small package in place of the real one, and build it."""
    known = embed.catalogue.facts()
    folder = tmp_path / "packages"
    folder.mkdir()
    path = wheel(**packed(NETWORK)).path.rename(folder / "sanction_simulator-0.1.4-py3-none-any.whl")
    known["packages"]["sanction-simulator"]["sha256"] = sha256(path)
    monkeypatch.setattr(embed.catalogue, "facts", lambda: known)
    output = tmp_path / "embedded"
    output.mkdir()
    options = ["--only", "icio-2025-embedded", "--packages", str(folder), "--output", str(output)]
    assert embed.build.main(options) == 0
    return options, output, path


def test_build_writes_the_same_bytes_again_and_check_agrees(embed, pinned, capsys):
    options, output, _ = pinned
    before = {path.name: path.read_bytes() for path in output.iterdir()}
    assert embed.build.main(options) == 0
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before
    assert embed.build.main([*options, "--check"]) == 0
    assert "icio-2025-embedded: as recorded" in capsys.readouterr().out
    said = json.loads(before["catalogue.json"])["datasets"]["icio-2025-embedded"]
    assert said["completeness"].startswith("2 economies by 2 sectors")
    assert said["carried_by"]["version"] == "0.1.4"


def test_check_finds_a_difference(embed, pinned, capsys):
    options, output, _ = pinned
    path = output / "icio-2025-2022.cpa"
    header = codec.read_header(path)
    arrays = {name: codec.Stored(array) for name, array in codec.decode(path).items()}
    arrays["output"].values[0, 0] += 1
    path.write_bytes(codec.encode(arrays, header.attributes))
    assert embed.build.main([*options, "--check"]) == 1
    assert "the arrays in the file differ" in capsys.readouterr().out


def test_check_finds_a_stale_catalogue_and_a_missing_dataset(embed, pinned, capsys):
    options, output, _ = pinned
    catalogue = output / "catalogue.json"
    catalogue.write_text(catalogue.read_text().replace('"edition": "2025"', '"edition": "2024"'))
    assert embed.build.main([*options, "--check"]) == 1
    assert "edition differs" in capsys.readouterr().out
    catalogue.unlink()
    assert embed.build.main([*options, "--check"]) == 1


def test_a_package_that_is_not_the_pinned_one_is_refused(embed, pinned, capsys):
    options, _, path = pinned
    path.write_bytes(path.read_bytes() + b"x")
    assert embed.build.main(options) == 1
    assert "not the pinned" in capsys.readouterr().err


def test_check_passes_when_the_registry_does_not_answer(embed, monkeypatch, capsys):
    def download(package, _):
        raise embed.packages.NoAnswerError(package.name)

    monkeypatch.setattr(embed.packages, "_download", download)
    assert embed.build.main(["--check"]) == 0
    assert "doesn't answer" in capsys.readouterr().err
    assert embed.build.main([]) == 1


def test_a_failed_download_is_no_answer(embed, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(embed.packages.NoAnswerError, match=r"x 1\.0"):
        embed.packages.fetch(embed.packages.Package("x", "1.0", "", ""), tmp_path, download=True)


def test_a_missing_pip_is_not_taken_for_a_registry_that_does_not_answer(embed, monkeypatch, capsys):
    def run(*_, **__):
        return subprocess.CompletedProcess([], 1, "", "/usr/bin/python: No module named pip")

    monkeypatch.setattr(subprocess, "run", run)
    assert embed.build.main(["--check"]) == 1
    assert "pip is not installed" in capsys.readouterr().err


def test_what_is_embedded_is_what_the_catalogue_records(embed):
    recorded = embed.catalogue.read(embed.catalogue.EMBEDDED)
    assert set(recorded) <= set(embed.catalogue.facts()["datasets"])
    for name, said in recorded.items():
        header = codec.read_header(embed.catalogue.EMBEDDED / said["file"])
        assert {entry.name: entry.sha256 for entry in header.arrays} == said["arrays"], name
