"""Damage to files of input-output tables: each is refused, or does not touch a figure that is read.

A figure that changes by less than what a producer's rounding leaves open can't be found, so figures are changed by at
least twenty times the tolerance here (of the larger of output and median output), and bits are flipped so that a digit
becomes something else than a digit, or the file's own checksums are broken.
"""

from __future__ import annotations

import zipfile

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.sources import adb, figaro, icio, wiod

SEED = 20261124
TEXT = {
    "icio-2025": (icio, "2019_SML.csv", icio.TOLERANCE),
    "icio-2021": (icio, "ICIO2021_2018.csv", icio.TOLERANCE),
    "icio-extended": (icio, "2019.csv", icio.TOLERANCE),
    "figaro": (figaro, "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv", figaro.TOLERANCE),
    "figaro-flat": (figaro, "flatfile_eu-ic-io_ind-by-ind_24ed_2022.csv", figaro.TOLERANCE),
}
BOOKS = {
    "wiod-2013": (wiod, "WIOT99_ROW_Apr12.xlsx", "WIOT", wiod.TOLERANCE["2013"]),
    "wiod-2016": (wiod, "WIOT2014_Nov16_ROW.xlsx", "2014", wiod.TOLERANCE["2016"]),
    "adb": (adb, "ADB-MRIO62-2019_July 2025.xlsx", "ADB MRIO 2019", adb.TOLERANCE),
}


def sample(lay, made, kind):
    """Give the lines of a small valid file."""
    if kind == "icio-extended":
        return lay.extended(made("icio-2025"))
    if kind == "icio-2021":
        return lay.table_icio(made(kind), tax="TAXSUB", added="VALU", out=("OUTPUT", "TOTAL"))
    if kind.startswith("icio"):
        return lay.table_icio(made(kind))
    if kind.startswith("figaro"):
        lines = lay.table_figaro(made("figaro"))
        return lay.flat(lines) if kind == "figaro-flat" else lines
    return {"wiod-2013": lay.table_wiod_2013, "wiod-2016": lay.table_wiod_2016, "adb": lay.table_adb}[kind](made(kind))


class Damage:
    """Ways to damage lines of cells, each by a random generator."""

    def __init__(self, rng, top, left, large):
        self.rng, self.top, self.left, self.large = rng, top, left, large

    def cell(self, lines):
        r = int(self.rng.integers(self.top, len(lines)))
        return r, int(self.rng.integers(self.left, len(lines[r])))

    def put(self, value):
        def edit(lines):
            r, c = self.cell(lines)
            lines[r][c] = value

        return edit

    def figure(self, sign):
        """Change a figure by more than rounding can hide."""

        def edit(lines):
            r, c = self.cell(lines)
            lines[r][c] = type(lines[r][c])(float(lines[r][c]) + sign * self.large)

        return edit

    def drop_row(self, lines):
        del lines[self.cell(lines)[0]]

    def drop_rows(self, lines):
        del lines[self.cell(lines)[0] :]

    def twice_row(self, lines):
        r, _ = self.cell(lines)
        lines.insert(r, list(lines[r]))

    def swap_rows(self, lines):
        a, b = self.cell(lines)[0], self.cell(lines)[0]
        lines[a], lines[b] = lines[b], lines[a]

    def swap_figures_of_rows(self, lines):
        """Swap two rows below their labels: the figures stand under the wrong names."""
        a, b = self.cell(lines)[0], self.cell(lines)[0]
        lines[a][self.left :], lines[b][self.left :] = lines[b][self.left :], lines[a][self.left :]

    def drop_column(self, lines):
        c = self.cell(lines)[1]
        for line in lines:
            if len(line) > c:
                del line[c]

    def twice_column(self, lines):
        c = self.cell(lines)[1]
        for line in lines:
            if len(line) > c:
                line.insert(c, line[c])

    def swap_columns(self, lines):
        a, b = self.cell(lines)[1], self.cell(lines)[1]
        for line in lines:
            if len(line) > max(a, b):
                line[a], line[b] = line[b], line[a]

    def row_label(self, lines):
        r, _ = self.cell(lines)
        c = int(self.rng.integers(0, self.left))
        lines[r][c] = self.another(lines, lines[r][c], c)

    def column_label(self, lines):
        r = int(self.rng.choice([row for row in range(self.top) if len(lines[row]) > self.left]))
        c = int(self.rng.integers(self.left, len(lines[r])))
        lines[r][c] = self.another(lines, lines[r][c], 0)

    def another(self, lines, label, column):
        """Give another label: a slip, one that another row has, or a code that doesn't exist."""
        other = lines[self.cell(lines)[0]][column]
        return self.rng.choice([str(label)[:-1], f"{label}x", str(other), "QQQ_C26", "", "\N{SNOWMAN}"])

    def short_line(self, lines):
        r, c = self.cell(lines)
        del lines[r][c:]

    def rename_country(self, lines):
        """Rename an economy in every row but no column."""
        for line in lines[self.top :]:
            line[: self.left] = [cell.replace("KOR", "JPN").replace("KR_", "JP_") if isinstance(cell, str) else cell
                                 for cell in line[: self.left]]  # fmt: skip

    def ways(self):
        return [
            *map(self.put, ("x", "", "NaN", "inf", "-1e9", "1.2.3", "1,5", "#REF!", "1e400", "\N{SNOWMAN}")),
            self.figure(1), self.figure(-1), self.drop_row, self.drop_rows, self.twice_row, self.swap_rows,
            self.swap_figures_of_rows, self.drop_column, self.twice_column, self.swap_columns, self.row_label,
            self.row_label, self.column_label, self.column_label, self.short_line, self.rename_country,
        ]  # fmt: skip


def damaged_bytes(content, rng):
    """Give a text file's bytes, damaged."""
    at = int(rng.integers(1, len(content) - 1))
    head = int(rng.integers(0, min(len(content), 3000)))

    def flip(place, mask):
        changed = bytearray(content)
        changed[place] ^= mask
        return bytes(changed)

    yield content[:at]
    yield content[:head]
    yield content[at:]
    yield from (flip(place, mask) for place in (at, head) for mask in (0x40, 0x80))
    yield content[:at] + bytes(rng.integers(0, 256, 40, dtype=np.uint8)) + content[at:]
    yield content[:at] + b"\0" + content[at:]
    yield content.replace(b",", b";")
    yield content.replace(b",", b"\t")
    yield content.replace(b".", b",")
    yield content.replace(b".", b"")
    yield content[:at] + b'"' + content[at:]
    yield content[:at] + b"\n" + content[at:]
    yield b"\n" + content
    yield content + b"\n\n"
    yield content.replace(b"\n", b"\r\n")
    yield b"\xef\xbb\xbf" + content
    yield content.decode().encode("utf-16")


def outcome(lay, module, path, folder, right, way=""):
    """Read a damaged file: refused, or the same arrays; anything else fails."""
    try:
        parts = lay.read(module, path)
    except InputError as error:
        told = (error.what, error.where)
    else:
        told = ()
    if told:
        assert all(told), told
        return "refused"
    assert len(parts) == 1
    got = lay.arrays(parts[0], folder)
    same = (
        got.countries == right.countries
        and got.sectors == right.sectors
        and np.array_equal(got.flows, right.flows)
        and set(got.final) == set(right.final)
        and all(np.array_equal(got.final[name], one) for name, one in right.final.items())
        and set(got.items) == set(right.items)
        and all(np.array_equal(got.items[name], one) for name, one in right.items.items())
    )
    assert same, f"{way}: other figures were taken without a word"
    return "harmless"


def large(right, tolerance):
    """Give twenty times what the tolerance leaves open at the largest node."""
    output = right.flows.sum((2, 3)) + sum(one.sum(2) for one in right.final.values())
    return 20 * tolerance * float(output.max())


@pytest.mark.parametrize("kind", TEXT)
def test_damaged_text(lay, made, small, tmp_path, kind):
    module, name, tolerance = TEXT[kind]
    path = tmp_path / name
    good = sample(lay, made, kind)
    right = lay.arrays(lay.read(module, lay.save_csv(good, path))[0], tmp_path)
    content = path.read_bytes()
    rng = np.random.default_rng(SEED)
    flat = kind == "figaro-flat"
    ways = Damage(rng, 1, 6 if flat else 1, large(right, tolerance)).ways()
    told = []
    for edit in ways * (1 if flat else 2):
        lines = [list(line) for line in good]
        edit(lines)
        told.append(outcome(lay, module, lay.save_csv(lines, path), tmp_path, right, edit))
    for _ in range(1 if flat else 2):
        for changed in damaged_bytes(content, rng):
            path.write_bytes(changed)
            told.append(outcome(lay, module, path, tmp_path, right))
    assert len(told) >= (40 if flat else 86)
    assert told.count("refused") > 0.5 * len(told)


@pytest.mark.parametrize("kind", BOOKS)
def test_damaged_workbooks(lay, made, small, tmp_path, kind):
    module, name, page, tolerance = BOOKS[kind]
    path = tmp_path / name
    good = sample(lay, made, kind)
    right = lay.arrays(lay.read(module, lay.save_xlsx(good, path, page))[0], tmp_path)
    content = path.read_bytes()
    rng = np.random.default_rng(SEED)
    top = next(place for place, line in enumerate(good) if len(line) > 4 and isinstance(line[4], float))
    told = []
    for edit in Damage(rng, top, 4, large(right, tolerance)).ways():
        lines = [list(line) for line in good]
        if getattr(edit, "__name__", "") == "short_line" or edit_is_blank(edit):
            continue  # an empty cell is a zero in these layouts: see their own tests
        edit(lines)
        told.append(outcome(lay, module, lay.save_xlsx(lines, path, page), tmp_path, right, edit))
    for changed in damaged_archives(content, rng):
        path.write_bytes(changed)
        told.append(outcome(lay, module, path, tmp_path, right))
    assert len(told) >= 40
    assert told.count("refused") > 0.5 * len(told)


def edit_is_blank(edit):
    return "" in [one.cell_contents for one in (edit.__closure__ or ()) if isinstance(one.cell_contents, str)]


def damaged_archives(content, rng):
    """Give an archive's bytes, damaged."""
    for _ in range(12):
        at = int(rng.integers(1, len(content) - 1))
        changed = bytearray(content)
        changed[at] ^= int(1 << rng.integers(0, 8))
        yield bytes(changed)
    for _ in range(6):
        yield content[: int(rng.integers(1, len(content) - 1))]
    at = int(rng.integers(1, len(content) - 1))
    yield content[:at] + content[at + 7 :]
    yield content[:at] + b"counterpoise" + content[at:]
    yield content[at:]


@pytest.mark.parametrize("kind", ["icio-2025", "figaro"])
def test_damaged_archives(lay, made, small, tmp_path, kind):
    module, name, _ = TEXT[kind]
    file = lay.save_csv(sample(lay, made, kind), tmp_path / name)
    path = lay.save_zip(tmp_path / f"24ed_{name}.zip", file)
    right = lay.arrays(lay.read(module, path)[0], tmp_path)
    content = path.read_bytes()
    told = []
    for changed in damaged_archives(content, np.random.default_rng(SEED)):
        path.write_bytes(changed)
        told.append(outcome(lay, module, path, tmp_path, right))
    assert told.count("refused") > 0.7 * len(told)


def test_damaged_stata(lay, made, small, tmp_path):
    """In its archive, whose checksum finds a flipped bit: bare, a bit of a figure may change without a trace."""
    file = tmp_path / "WIOT2014_October16_ROW.dta"
    lay.frame_wiod_2016(made("wiod-2016")).to_stata(file, write_index=False, version=118)
    content = file.read_bytes()
    path = lay.save_zip(tmp_path / "WIOTS_in_STATA.zip", file)
    right = lay.arrays(lay.read(wiod, path)[0], tmp_path)
    rng = np.random.default_rng(SEED)
    told = []
    packed = path.read_bytes()
    for changed in damaged_archives(packed, rng):
        path.write_bytes(changed)
        told.append(outcome(lay, wiod, path, tmp_path, right))
    for _ in range(30):  # the head, where names and types are
        head = bytearray(content)
        head[int(rng.integers(0, 3000))] ^= int(1 << rng.integers(0, 8))
        file.write_bytes(bytes(head))
        told.append(outcome(lay, wiod, file, tmp_path, right))
    for _ in range(10):
        file.write_bytes(content[: int(rng.integers(1, len(content)))])
        told.append(outcome(lay, wiod, file, tmp_path, right))
    assert told.count("refused") > 0.5 * len(told)
    assert zipfile.is_zipfile(path) or told
