"""The WIOD reader, on files written in the documented layouts of both releases."""

import numpy as np
import pytest

from counterpoise.core.errors import DataError
from counterpoise.sources import wiod
from counterpoise.sources.source import sources

ITEMS = {
    "taxes_on_products": "taxes", "cif_fob_adjustments": "cif", "purchases_abroad_by_residents": "abroad",
    "purchases_by_non_residents": "nonresidents", "transport_margins": "margins",
}  # fmt: skip


def same(lay, it, part, folder):
    got = lay.arrays(part, folder)
    assert (got.countries, got.sectors) == (it.countries, it.sectors)
    np.testing.assert_allclose(got.flows, it.flows, rtol=1e-9, atol=1e-9)
    assert set(got.final) == set(it.final)
    for name, one in it.final.items():
        np.testing.assert_allclose(got.final[name], one, rtol=1e-9, atol=1e-9)
    expected = {"value_added": it.added, "output": it.output} | {name: it.below[one] for name, one in ITEMS.items()}
    assert set(got.items) == set(expected)
    for name, one in expected.items():
        np.testing.assert_allclose(got.items[name], one, rtol=1e-9, atol=1e-9)


def test_it_is_declared():
    assert sources()["wiod"] is wiod.SOURCE
    assert [len(codes) for codes in wiod.ECONOMIES.values()] == [41, 44]
    assert all(codes[-1] == "ROW" for codes in wiod.ECONOMIES.values())


def test_2013(lay, made, small, tmp_path):
    it = made("wiod-2013")
    path = lay.save_xlsx(lay.table_wiod_2013(it), tmp_path / "WIOT99_ROW_Apr12.xlsx", "WIOT_1999")
    (part,) = lay.read(wiod, path)
    assert (part.dataset, part.edition, part.years) == ("wiod-2013", "2013", (1999,))
    assert not part.notes
    same(lay, it, part, tmp_path)


def test_2016(lay, made, small, tmp_path):
    it = made("wiod-2016")
    path = lay.save_xlsx(lay.table_wiod_2016(it), tmp_path / "WIOT2014_Nov16_ROW.xlsx", "2014")
    (part,) = lay.read(wiod, path)
    assert (part.dataset, part.years) == ("wiod-2016", (2014,))
    same(lay, it, part, tmp_path)
    wrong = lay.save_xlsx(lay.table_wiod_2016(it), tmp_path / "WIOT2013_Nov16_ROW.xlsx", "2014")
    with pytest.raises(DataError, match="the file's name says 2013, its table 2014"):
        lay.read(wiod, wrong)


def stata(lay, it, path, year=2014):
    lay.frame_wiod_2016(it, year).to_stata(path, write_index=False, version=118)
    return path


def test_2016_stata(lay, made, small, tmp_path):
    it = made("wiod-2016")
    path = stata(lay, it, tmp_path / "WIOT2014_October16_ROW.dta")
    (part,) = lay.read(wiod, path)
    assert (part.dataset, part.years) == ("wiod-2016", (2014,))
    same(lay, it, part, tmp_path)
    archive = lay.save_zip(
        tmp_path / "WIOTS_in_STATA.zip", path, stata(lay, it, tmp_path / "WIOT2013_October16_ROW.dta", 2013)
    )
    assert [part.years for part in lay.read(wiod, archive)] == [(2013,), (2014,)]
    assert [part.years for part in lay.read(wiod, archive, year=2014)] == [(2014,)]


def test_2016_stata_damaged(lay, made, small, tmp_path):
    it = made("wiod-2016")
    frame = lay.frame_wiod_2016(it)
    path = tmp_path / "WIOT2014_October16_ROW.dta"
    for edit, said in (
        (lambda f: f.drop(columns="vKOR3"), "the column KOR_A03 is missing"),
        (lambda f: f.drop(index=7), "the row CHN_C17 is missing"),
        (lambda f: f.drop(columns="Country"), "the column Country is missing"),
        (lambda f: f.rename(columns={"vKOR3": "vKOX3"}), "'KOX' is no economy"),
        (lambda f: f.assign(Country=f["Country"].replace("KOR", "KRO")), "'KRO' is no economy"),
        (lambda f: f.assign(vKOR3=np.nan), "observation 1, variable vKOR3: the figure is missing"),
        (lambda f: f.assign(vKOR3=f["vKOR3"] * 2), "the sum of intermediates|add up"),
        (lambda f: f.assign(Year=range(len(f))), "the column Year holds"),
        (lambda f: f.assign(vKOR3="word"), "a column holds text"),
    ):
        edit(frame).to_stata(path, write_index=False, version=118)
        with pytest.raises(DataError, match=said) as raised:
            lay.read(wiod, path)
        assert str(path) in str(raised.value)
    stata(lay, it, path)
    content = path.read_bytes()
    for cut in (0, 10, 300, 5000, len(content) // 2, len(content) - 200):
        path.write_bytes(content[:cut])
        with pytest.raises(DataError):
            lay.read(wiod, path)


def test_zips_of_workbooks(lay, made, small, tmp_path):
    it = made("wiod-2013")
    files = [lay.save_xlsx(lay.table_wiod_2013(it, year), tmp_path / name)
             for year, name in ((1995, "WIOT95_ROW_Apr12.xlsx"), (2009, "wiot09_row_sep12.xlsx"))]  # fmt: skip
    archive = lay.save_zip(tmp_path / "WIOTS_in_EXCEL.zip", *files)
    assert [part.years for part in lay.read(wiod, archive)] == [(1995,), (2009,)]
    assert [part.years for part in lay.read(wiod, archive, year=2009)] == [(2009,)]


def test_empty_cells_of_2013_are_zero_and_counted(lay, made, small, tmp_path):
    it = made("wiod-2013")
    lines = lay.table_wiod_2013(it)
    zeros = [(r, c) for r in range(6, 40) for c in range(4, 60) if lines[r][c] == 0.0][:5]
    for (r, c), blank in zip(zeros, ("", " ", "", "  ", ""), strict=True):
        lines[r][c] = blank
    (part,) = lay.read(wiod, lay.save_xlsx(lines, tmp_path / "WIOT99_ROW_Apr12.xlsx"))
    assert part.notes == ("5 empty cells are read as zero.",)
    same(lay, it, part, tmp_path)


def test_an_old_code_of_romania(lay, monkeypatch, tmp_path):
    codes = ("DEU", "ROU", "ROW")
    monkeypatch.setattr(wiod, "ECONOMIES", dict.fromkeys(wiod.ECONOMIES, codes))
    it = lay.economy(codes, [f"c{n}" for n in range(1, 36)], below=lay.BELOW)
    lines = [["ROM" if cell == "ROU" else cell for cell in line] for line in lay.table_wiod_2013(it)]
    (part,) = lay.read(wiod, lay.save_xlsx(lines, tmp_path / "WIOT99_ROW_Apr12.xlsx"))
    same(lay, it, part, tmp_path)


def at(lines, row, column):
    """Give the place of a cell by its labels in a table of the release of 2013."""
    r = next(i for i, line in enumerate(lines) if len(line) > 4 and (line[2], line[3]) == row)
    c = next(i for i in range(4, len(lines[4])) if (lines[4][i], lines[5][i]) == column)
    return r, c


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("n.a.", "cell AZ81: 'n.a.' is not a number"),
        (True, "cell AZ81: 'True' is not a number"),
        ("#REF!", "cell AZ81: the cell holds an error"),
        (-500.0, "the flow is negative (KOR_c5 to KOR_c13)"),
        (99999.0, "the sum of intermediates is not that of the rows above"),
        ("", "sales do not add up to output at KOR_c5|the sum of intermediates"),
    ],
)
def test_cells_that_are_refused(lay, made, small, tmp_path, value, said):
    it = made("wiod-2013")
    lines = lay.table_wiod_2013(it)
    r, c = at(lines, ("KOR", "c5"), ("KOR", "c13"))
    if value == "":
        c = max(range(4, len(lines[r]) - 1), key=lambda place: lines[r][place])
    lines[r][c] = value
    path = lay.save_xlsx(lines, tmp_path / "WIOT99_ROW_Apr12.xlsx", "WIOT")
    with pytest.raises(DataError) as raised:
        lay.read(wiod, path)
    name = f"cell {chr(64 + (c // 26)) if c > 25 else ''}{chr(65 + c % 26)}{r + 1}"
    said = said.replace("cell AZ81", name)
    assert any(one in str(raised.value) for one in said.split("|"))
    assert str(path) in str(raised.value)


def test_labels_that_are_refused(lay, made, small, tmp_path):
    it = made("wiod-2013")
    path = tmp_path / "WIOT99_ROW_Apr12.xlsx"

    def broken(edit):
        lines = lay.table_wiod_2013(it)
        edit(lines)
        with pytest.raises(DataError) as raised:
            lay.read(wiod, lay.save_xlsx(lines, path))
        return str(raised.value)

    def put(row, column, value):
        def edit(lines):
            lines[row][column] = value

        return edit

    assert "row 42: 'KRO' is no economy that this table has" in broken(put(41, 2, "KRO"))
    assert "'c77' is no sector" in broken(put(41, 3, "c77"))
    assert "occurs twice" in broken(put(41, 3, "c2"))
    assert "'Zzz' is no row of totals" in broken(
        lambda lines: lines[-4].__setitem__(slice(0, 4), ["z", "Zzz", "TOT", "Zzz"])
    )
    assert "the row value_added is missing" in broken(lambda lines: lines.pop(-3))
    assert "the row KOR_c1 is missing" in broken(lambda lines: lines.pop(41))
    assert "no row of codes c1, c2" in broken(lambda lines: lines.__delitem__(slice(2, 6)))
    assert "neither release" in broken(lambda lines: [line.clear() for line in lines])


def test_edition_and_year(lay, made, small, tmp_path):
    it = made("wiod-2013")
    path = lay.save_xlsx(lay.table_wiod_2013(it), tmp_path / "table.xlsx")
    with pytest.raises(DataError, match="the year can't be told"):
        lay.read(wiod, path)
    assert lay.read(wiod, path, year=2001)[0].years == (2001,)
    with pytest.raises(DataError, match="there is no year 2012 in this release"):
        lay.read(wiod, path, year=2012)
    with pytest.raises(DataError, match="this is the release of 2013, not 2016; say --edition 2013"):
        lay.read(wiod, path, edition="2016", year=2001)


def test_files_that_are_something_else(lay, made, small, tmp_path):
    path = tmp_path / "WIOT99_ROW_Apr12.xlsx"
    for content, said in (
        (b"<html></html>", "a web page, not a workbook"),
        (b"a,b\n1,2\n", "this is not a workbook"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"", "empty"),
    ):
        path.write_bytes(content)
        with pytest.raises(DataError, match=said):
            lay.read(wiod, path)
    lay.save_zip(path, lay.save_csv([["a"]], tmp_path / "a.csv"))
    with pytest.raises(DataError, match="holds no table that this source reads"):
        lay.read(wiod, path)


def test_whole_million_copies_close_within_the_tolerance(shared):
    """The tolerance's reason: whole million USD, as a package of the R archive carries the release of 2013."""
    worst = 0.0
    for file in sorted((shared / "wiod2013").glob("wiot_*.npz")):
        held = np.load(file)
        output = held["output"].astype(float)
        gap = np.abs(held["Z"].sum(1, dtype=float) + held["F"].sum(1, dtype=float) - output)
        worst = max(worst, float((gap / np.maximum(output, np.median(output[output > 0]))).max()))
    assert 0.01 < worst < wiod.TOLERANCE["2013"]
