"""Small balanced economies, files of them in each producer's documented layout, and damage to files of lines."""

from __future__ import annotations

import csv
import random
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from counterpoise.codes.sectors import scheme
from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources import adb, figaro, icio, wiod
from counterpoise.sources.source import Raw, Source

FINAL = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT")
ECONOMIES = ("CHN", "KOR", "MEX", "ROW")
BELOW = ("taxes", "cif", "abroad", "nonresidents", "margins")


def economy(countries, sectors, categories=FINAL, below=("taxes",), seed=7, decimals=6):
    """Give random accounts whose rows and columns add up."""
    rng = np.random.default_rng(seed)
    c, s = len(countries), len(sectors)
    flows = rng.lognormal(1, 1.2, (c, s, c, s)) * (rng.random((c, s, c, s)) > 0.2)
    final = {name: rng.lognormal(4, 1, (c, s, c)) for name in categories}
    final["INVNT"] -= 20.0
    flows = flows.round(decimals)
    final = {name: one.round(decimals) for name, one in final.items()}
    costs = flows.sum((0, 1))
    short = np.maximum(0, 1.4 * costs - flows.sum((2, 3)) - sum(one.sum(2) for one in final.values())).round(decimals)
    home = np.arange(c)
    final["HFCE"][home, :, home] += short
    final["HFCE"] = final["HFCE"].round(decimals)
    output = (flows.sum((2, 3)) + sum(one.sum(2) for one in final.values())).round(decimals)
    rows = {name: (costs * rng.uniform(0, 0.05, (c, s))).round(decimals) for name in below}
    added = (output - costs - sum(rows.values())).round(decimals)
    return SimpleNamespace(
        countries=tuple(countries), sectors=tuple(sectors), flows=flows, final=final, below=rows, added=added,
        output=output,
    )  # fmt: skip


def nodes(it, join="{}_{}"):
    return [join.format(c, s) for c in it.countries for s in it.sectors]


def table_icio(it, *, last="DPABR", tax="TLS", added="VA", out=("OUT", "OUT")):
    n = len(nodes(it))
    names = [last if name == "DPABR" else name for name in it.final]
    demand = np.stack(list(it.final.values()), axis=3).reshape(n, -1)
    body = np.hstack([it.flows.reshape(n, n), demand, it.output.reshape(n, 1)])
    lines = [["V1", *nodes(it), *(f"{c}_{name}" for c in it.countries for name in names), out[1]]]
    lines += [[label, *map(repr, row)] for label, row in zip(nodes(it), body.tolist(), strict=True)]
    rest = ["0"] * (demand.shape[1] + 1)
    taxes = it.below["taxes"].ravel()
    if tax == "TLS":
        lines.append(["TLS", *map(repr, taxes.tolist()), *(["1.5"] * len(rest))])
    else:  # one row for each economy that levies
        share = np.full((len(it.countries), 1), 1 / len(it.countries)) * taxes
        lines += [[f"{c}_{tax}", *map(repr, row), *rest] for c, row in zip(it.countries, share.tolist(), strict=True)]
    lines.append([added, *map(repr, it.added.ravel().tolist()), *rest])
    lines.append([out[0], *map(repr, it.output.ravel().tolist()), *rest])
    return lines


def extended(it, seed=3, *, blank=False):
    """Split China and Mexico of a regular table in two, and leave their own rows and columns empty."""
    rng = np.random.default_rng(seed)
    lines = table_icio(it)
    header, rows = lines[0], lines[1:]
    cells = np.array([row[1:] for row in rows], dtype=float)
    labels = [row[0] for row in rows]
    for axis in (0, 1):
        names = labels if axis == 0 else header[1:]
        cells = np.moveaxis(cells, axis, 0)
        at = {name: [i for i, label in enumerate(names) if label.startswith(name + "_")
                     and label.split("_", 1)[1] in it.sectors] for name in ("MEX", "CHN")}  # fmt: skip
        new, added = [], []
        for name in ("MEX", "CHN"):
            part = rng.random((len(at[name]), 1))
            for number, share in (("1", part), ("2", 1 - part)):
                new.append(cells[at[name]] * share)
                added += [f"{name[:2].replace('CH', 'CN').replace('ME', 'MX')}{number}_{s}" for s in it.sectors]
            cells[at[name]] = np.nan if blank else 0
        end = len(nodes(it))
        cells = np.concatenate([cells[:end], *new, cells[end:]])
        names[end:end] = added
        cells = np.moveaxis(cells, 0, axis)
        if axis == 1:
            header = ["V1", *names]
    return [header] + [
        [label, *("" if np.isnan(x) else repr(x) for x in row)]
        for label, row in zip(labels, cells.tolist(), strict=True)
    ]


ISO2 = {"CHN": "CN", "KOR": "KR", "MEX": "MX", "ROW": "FIGW1"}
FIGARO_FINAL = {"P3_S13": "GGFC", "P3_S14": "HFCE", "P3_S15": "NPISH", "P51G": "GFCF", "P5M": "INVNT"}


def table_figaro(it):
    n = len(nodes(it))
    who = [ISO2[c] for c in it.countries]
    labels = [f"{c}_{s}" for c in who for s in it.sectors]
    demand = np.stack([it.final[name] for name in FIGARO_FINAL.values()], axis=3).reshape(n, -1)
    lines = [["rowLabels", *labels, *(f"{c}_{name}" for c in who for name in FIGARO_FINAL)]]
    body = np.hstack([it.flows.reshape(n, n), demand])
    lines += [[label, *map(repr, row)] for label, row in zip(labels, body.tolist(), strict=True)]
    rest = ["0"] * demand.shape[1]
    added = it.added.ravel()
    costs = {"D21X31": it.below["taxes"].ravel(), "OP_RES": 0 * added, "OP_NRES": 0 * added, "D1": added * 0.5,
             "D29X39": added * 0.125, "B2A3G": added * 0.375}  # fmt: skip
    lines += [[f"W2_{code}", *map(repr, row.tolist()), *rest] for code, row in costs.items()]
    return lines


def flat(lines):
    """Give a FIGARO matrix as its flat list."""
    out = [["icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"]]
    for row in lines[1:]:
        out += [[row[0], name, *row[0].split("_", 1), *name.split("_", 1), cell]
                for name, cell in zip(lines[0][1:], row[1:], strict=True)]  # fmt: skip
    return out


ROWS = {
    "r60": "Total intermediate consumption", "r99": "taxes less subsidies on products",
    "r61": "Cif/ fob adjustments on exports", "r62": "Direct purchases abroad by residents",
    "r63": "Purchases on the domestic territory by non-residents", "r64": "Value added at basic prices",
    "r65": "International Transport Margins", "r69": "Output at basic prices",
}  # fmt: skip
FINAL_NAMES = {
    "HFCE": "Final consumption expenditure by households",
    "NPISH": "Final consumption expenditure by non-profit organisations serving households (NPISH)",
    "GGFC": "Final consumption expenditure by government",
    "GFCF": "Gross fixed capital formation",
    "INVNT": "Changes in inventories and valuables",
}


def _below(it):
    order = [it.flows.sum((0, 1)), it.below["taxes"], it.below["cif"], it.below["abroad"], it.below["nonresidents"],
             it.added, it.below["margins"], it.output]  # fmt: skip
    return [row.ravel() for row in order]


def _figures(it):
    n = len(nodes(it))
    demand = np.stack(list(it.final.values()), axis=3).reshape(n, -1)
    body = np.hstack([it.flows.reshape(n, n), demand, it.output.reshape(n, 1)])
    return body.tolist(), [[*row.tolist(), *([0.0] * (demand.shape[1] + 1))] for row in _below(it)]


def table_wiod_2013(it, year=1999):
    who = ["RoW" if c == "ROW" else c for c in it.countries]
    codes = list(it.sectors) * len(who) + ["c37", "c38", "c39", "c41", "c42"] * len(who) + ["c43"]
    names = [f"Sector {s}" for s in it.sectors] * len(who) + list(FINAL_NAMES.values()) * len(who) + ["Total output"]
    regions = [c for c in who for _ in it.sectors] + [c for c in who for _ in FINAL] + ["TOT"]
    body, below = _figures(it)
    lines = [[f"Intercountry Input-Output Table, {year}"], ["(industry-by-industry)"]]
    lines += [[label, "", "", "", *row] for label, row in (("(millions of US$)", codes), ("", names), ("", regions),
                                                          ("", codes))]  # fmt: skip
    left = [(c, s) for c in who for s in it.sectors]
    lines += [[s, f"Sector {s}", c, s, *row] for (c, s), row in zip(left, body, strict=True)]
    return lines + [[code, name, "TOT", code, *row] for (code, name), row in zip(ROWS.items(), below, strict=True)]


def table_wiod_2016(it):
    numbers = [f"c{n}" for n in range(1, len(it.sectors) + 1)] * len(it.countries) + [
        f"c{n}" for n in range(57, 62)] * len(it.countries) + ["c62"]  # fmt: skip
    codes = list(it.sectors) * len(it.countries) + ["CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"] * len(it.countries)
    names = [f"Sector {s}" for s in it.sectors] * len(it.countries) + list(FINAL_NAMES.values()) * len(it.countries)
    regions = [c for c in it.countries for _ in it.sectors] + [c for c in it.countries for _ in FINAL] + ["TOT"]
    body, below = _figures(it)
    lines = [["Intercountry Input-Output Table"], ["(current prices)"]]
    lines += [["", "", "", "", *row] for row in ([*codes, "GO"], [*names, "Total output"], regions, numbers)]
    left = [(c, s) for c in it.countries for s in it.sectors]
    lines += [[s, f"Sector {s}", c, f"r{n}", *row] for n, ((c, s), row) in enumerate(zip(left, body, strict=True), 1)]
    codes = ("II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO")
    return lines + [[code, name, "TOT", f"r{n}", *row]
                    for n, (code, name, row) in enumerate(zip(codes, ROWS.values(), below, strict=True), 65)]  # fmt: skip


def frame_wiod_2016(it, year=2014):
    """Give the Stata form."""
    import pandas as pd

    body, below = _figures(it)
    codes = list(it.sectors) * len(it.countries) + ["II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO"]
    frame = pd.DataFrame({
        "IndustryCode": codes,
        "IndustryDescription": ["Sector"] * len(codes),
        "Country": [c for c in it.countries for _ in it.sectors] + ["TOT"] * 8,
        "RNr": np.arange(1, len(codes) + 1, dtype=np.int32),
        "Year": np.full(len(codes), year, dtype=np.int32),
    })  # fmt: skip
    names = [f"v{c}{n}" for c in it.countries for n in range(1, len(it.sectors) + 1)]
    names += [f"v{c}{n}" for c in it.countries for n in range(57, 62)] + ["TOT"]
    return pd.concat([frame, pd.DataFrame(body + below, columns=names)], axis=1)


ADB_CODES = {"CHN": "PRC", "ROW": "RoW", "DEU": "GER"}


def table_adb(it, year=2019):
    who = [ADB_CODES.get(c, c) for c in it.countries]
    codes = list(it.sectors) * len(who) + ["F1", "F2", "F3", "F4", "F5"] * len(who) + ["TOT"]
    names = [f"Sector {s}" for s in it.sectors] * len(who) + list(FINAL_NAMES.values()) * len(who) + ["TOTAL"]
    regions = [c for c in who for _ in it.sectors] + [c for c in who for _ in FINAL] + ["ToT"]
    body, below = _figures(it)
    lines = [[f"{len(who) - 1} economies, {year}"], ["industry by industry"], ["In millions of US$"], []]
    lines += [["", "", "", "", *row] for row in (names, regions, codes)]
    left = [(c, s) for c in who for s in it.sectors]
    lines += [["", f"Sector {s}", c, s, *row] for (c, s), row in zip(left, body, strict=True)]
    rows = {**ROWS, "trs": ROWS["r65"]}
    order = ["r60", "r99", "r61", "r62", "r63", "r64", "trs", "r69"]
    return lines + [["", "TOTAL" if code == "r69" else rows[code], "ToT", code, *row]
                    for code, row in zip(order, below, strict=True)]  # fmt: skip


def save_csv(lines, path):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    return path


def save_xlsx(lines, path, sheet="WIOT"):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for line in lines:
        page.append([None if cell == "" else cell for cell in line])
    book.create_sheet("Legend").append(["Code", "Country"])
    book.save(path)
    return path


def save_zip(path, *files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return path


def read(source, path, edition=None, year=None):
    """Read a file; give its parts with their accounts."""
    return list(source.read(Raw(path, edition, year), Progress()))


def arrays(part, folder):
    """Give the arrays of a part, as its tables have them."""
    import pyarrow.parquet as pq

    for name, write in part.tables.items():
        write(folder / f"{name}.parquet")
    labels = pq.read_table(folder / "labels.parquet").to_pylist()
    axes = {axis: [row["code"] for row in labels if row["axis"] == axis] for axis in ("country", "sector", "final")}
    c, s = axes["country"], axes["sector"]
    uses = [*s, *(f"final/{name}" for name in axes["final"])]
    flow = pq.read_table(folder / "flow.parquet").to_pandas()
    values = np.zeros((len(c), len(s), len(c), len(uses)))
    places = (c, s, c, uses)
    at = tuple(
        np.array([known.index(code) for code in flow[name].cat.categories])[flow[name].cat.codes]
        for name, known in zip(("origin", "sector", "destination", "use"), places, strict=True)
    )
    values[at] = flow["value"].to_numpy()
    items = {}
    for name, rows in pq.read_table(folder / "added.parquet").to_pandas().groupby("item"):
        items[name] = rows["value"].to_numpy().reshape(len(c), len(s))
    return SimpleNamespace(
        countries=tuple(c), sectors=tuple(s), flows=values[..., : len(s)],
        final={name: values[..., len(s) + place] for place, name in enumerate(axes["final"])}, items=items,
    )  # fmt: skip


@pytest.fixture
def small(monkeypatch):
    """Make every source know four economies only."""
    monkeypatch.setattr(icio, "ECONOMIES", dict.fromkeys(icio.ECONOMIES, ECONOMIES))
    monkeypatch.setattr(wiod, "ECONOMIES", dict.fromkeys(wiod.ECONOMIES, ECONOMIES))
    monkeypatch.setattr(figaro, "ECONOMIES", dict.fromkeys(figaro.ECONOMIES, tuple(ISO2.values())))
    monkeypatch.setattr(adb, "SIZES", (3,))


@pytest.fixture(scope="session")
def made():
    """Give the small economy of a scheme, made once."""
    kept = {}

    def make(name):
        if name not in kept:
            six = (*FINAL, "DPABR") if name.startswith("icio") else FINAL
            below = ("taxes",) if name.startswith(("icio", "figaro")) else BELOW
            kept[name] = economy(ECONOMIES, scheme(name).codes, six, below)
        return kept[name]

    return make


@pytest.fixture(scope="session")
def lay():
    """Give the functions of this file."""
    return SimpleNamespace(**{name: one for name, one in globals().items() if callable(one) or name.isupper()})


def _tables(source: Source, path: Path) -> dict[str, pd.DataFrame]:
    found = {}
    for part in source.read(Raw(path), Progress()):
        for name, write in part.tables.items():
            write(path.parent / "taken.parquet")
            found[name] = pd.read_parquet(path.parent / "taken.parquet")
    return found


def _damaged(content: bytes, draw: random.Random) -> bytes:
    lines = content.split(b"\n")[:-1]
    at = draw.randrange(1, len(lines))
    cells = lines[at].split(b",")
    way = draw.randrange(6)
    if way == 0:
        return content[: draw.randrange(1, len(content) - 1)].rstrip(b"\n")
    if way == 1:
        cells[draw.randrange(len(cells))] = draw.choice(
            [b"nan", b"inf", b"text", b"1;5", b"0x1", b"1e999", b"?", b"\0"]
        )
    elif way == 2:
        cells = cells[:-1] if draw.random() < 0.5 else [*cells, b"1"]
    elif way == 3:
        return content.replace(b",", draw.choice([b";", b"\t"]))
    elif way == 4:
        return content.replace(lines[0][: lines[0].index(b",") + 3], b"x,y", 1)
    else:
        return b"\n".join([*lines[: at + 1], *lines[at:]]) + b"\n"  # a line is there twice
    return b"\n".join([*lines[:at], b",".join(cells), *lines[at + 1 :]]) + b"\n"


@pytest.fixture
def hurt():
    """Damage a file of lines about states in many ways: each is refused, or leaves every figure as it was.

    A number of a scale, a state or a year that became another of its kind has no check in a plain file, so digits only
    become what is no digit, and lines are only cut, doubled or given a cell more or less.
    """

    def check(source: Source, path: Path) -> None:
        content, draw = path.read_bytes(), random.Random(11)
        right, refusals = _tables(source, path), 0
        for _ in range(120):
            path.write_bytes(_damaged(content, draw))
            told = ()
            try:
                found = _tables(source, path)
            except DataError as error:
                told, found = (path.name in error.where, bool(error.remedy)), {}
            assert all(told), told
            refusals += bool(told)
            for one, table in found.items():
                pd.testing.assert_frame_equal(table, right[one])
        assert refusals > 60

    return check
