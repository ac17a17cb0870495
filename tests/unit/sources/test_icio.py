"""The ICIO reader, on files written in the producer's documented layout."""

import numpy as np
import pytest

from counterpoise.core.errors import DataError
from counterpoise.sources import icio
from counterpoise.sources.source import sources

CASES = {
    "2025": {},
    "2023": {},
    "2021": {"tax": "TAXSUB", "added": "VALU", "out": ("OUTPUT", "TOTAL")},
}


def written(lay, it, folder, name="2019_SML.csv", **shape):
    return lay.save_csv(lay.table_icio(it, **shape), folder / name)


def same(lay, it, part, folder, *, close=1e-9):
    got = lay.arrays(part, folder)
    assert (got.countries, got.sectors) == (it.countries, it.sectors)
    np.testing.assert_allclose(got.flows, it.flows, rtol=close, atol=close)
    assert list(got.final) == list(it.final)
    for name, one in it.final.items():
        np.testing.assert_allclose(got.final[name], one, rtol=close, atol=close)
    np.testing.assert_allclose(got.items["value_added"], it.added, rtol=close, atol=close)
    np.testing.assert_allclose(got.items["output"], it.output, rtol=close, atol=close)
    np.testing.assert_allclose(got.items["taxes_on_products"], it.below["taxes"], rtol=close, atol=close)
    assert set(got.items) == {"value_added", "output", "taxes_on_products"}


def message(raised):
    text = str(raised.value)
    assert "Traceback" not in text
    return text


def test_it_is_declared():
    assert sources()["icio"] is icio.SOURCE
    assert [len(icio.ECONOMIES[edition]) for edition in ("2021", "2023", "2025")] == [67, 77, 81]
    assert all(len(set(codes)) == len(codes) and codes[-1] == "ROW" for codes in icio.ECONOMIES.values())


@pytest.mark.parametrize("edition", CASES)
def test_every_figure_comes_back(lay, made, small, tmp_path, edition):
    it = made(f"icio-{edition}")
    name = "ICIO2021_2018.csv" if edition == "2021" else "2019_SML.csv"
    (part,) = lay.read(icio, written(lay, it, tmp_path, name, **CASES[edition]))
    assert (part.dataset, part.edition, part.kind) == (f"icio-{edition}", edition, "accounts")
    assert part.years == ((2018,) if edition == "2021" else (2019,))
    same(lay, it, part, tmp_path)


@pytest.mark.parametrize("last", ["P33", "DIRP", "DIRPA", "ABROAD"])
def test_the_last_category_of_2021_may_have_another_name(lay, made, small, tmp_path, last):
    it = made("icio-2021")
    (part,) = lay.read(icio, written(lay, it, tmp_path, "ICIO2021_2018.csv", last=last, **CASES["2021"]))
    same(lay, it, part, tmp_path)
    assert any("ABROAD" in note for note in part.notes) == (last == "ABROAD")


def test_taxes_by_economy(lay, made, small, tmp_path):
    it = made("icio-2023")
    (part,) = lay.read(icio, written(lay, it, tmp_path, tax="TLS"))
    same(lay, it, part, tmp_path)
    lines = lay.table_icio(it, tax="TAXSUB")
    lines = [[row[0].replace("_TAXSUB", "_TLS"), *row[1:]] for row in lines]
    (part,) = lay.read(icio, lay.save_csv(lines, tmp_path / "2018_SML.csv"))
    same(lay, it, part, tmp_path)
    gone = [row for row in lines if row[0] != "KOR_TLS"]
    with pytest.raises(DataError, match="the row KOR_TLS is missing"):
        lay.read(icio, lay.save_csv(gone, tmp_path / "2017_SML.csv"))


@pytest.mark.parametrize("blank", [False, True])
def test_the_extended_table_is_added_up(lay, made, small, tmp_path, blank):
    it = made("icio-2025")
    lines = lay.extended(it, blank=blank)
    (part,) = lay.read(icio, lay.save_csv(lines, tmp_path / "2020.csv"))
    same(lay, it, part, tmp_path)
    assert any("CN1 and CN2" in note for note in part.notes)


def test_the_extended_table_without_empty_rows(lay, made, small, tmp_path):
    it = made("icio-2023")
    lines = lay.extended(it)
    empty = {f"{c}_{s}" for c in ("CHN", "MEX") for s in it.sectors}
    keep = [place for place, label in enumerate(lines[0]) if label not in empty]
    lines = [[row[place] for place in keep] for row in lines if row[0] not in empty]
    (part,) = lay.read(icio, lay.save_csv(lines, tmp_path / "2020.csv"))
    same(lay, it, part, tmp_path)
    gone = [row for row in lines if row[0] != "CN2_C26"]
    with pytest.raises(DataError, match="the row CN2_C26 is missing"):
        lay.read(icio, lay.save_csv(gone, tmp_path / "2020.csv"))


def test_order_does_not_matter(lay, made, small, tmp_path):
    it = made("icio-2025")
    lines = lay.table_icio(it)
    rng = np.random.default_rng(5)
    columns = [0, *(1 + rng.permutation(len(lines[0]) - 1))]
    lines = [lines[0], *(lines[1 + place] for place in rng.permutation(len(lines) - 1))]
    lines = [[row[place] for place in columns] for row in lines]
    path = lay.save_csv(lines, tmp_path / "2019_SML.csv")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (part,) = lay.read(icio, path)
    same(lay, it, part, tmp_path)


def test_archives(lay, made, small, tmp_path):
    one, two = made("icio-2025"), lay.economy(lay.ECONOMIES, made("icio-2025").sectors, (*lay.FINAL, "DPABR"), seed=11)
    files = [written(lay, it, tmp_path, f"{year}_SML.csv") for it, year in ((one, 2016), (two, 2017))]
    (tmp_path / "ReadMe.txt").write_text("a note")
    whole = lay.save_zip(tmp_path / "2016-2022_SML.zip", *files, tmp_path / "ReadMe.txt")
    parts = lay.read(icio, whole)
    assert [part.years for part in parts] == [(2016,), (2017,)]
    (second,) = lay.read(icio, whole, year=2017)
    same(lay, two, second, tmp_path)
    inner = [lay.save_zip(tmp_path / f"{year}.SML.zip", file) for year, file in zip((2016, 2017), files, strict=True)]
    nested = lay.save_zip(tmp_path / "ICIO-2016-2020-small.zip", *inner)
    assert [part.years for part in lay.read(icio, nested)] == [(2016,), (2017,)]
    assert [part.years for part in lay.read(icio, nested, year=2016)] == [(2016,)]
    with pytest.raises(DataError, match="holds no table"):
        lay.read(icio, whole, year=2019)


def test_upper_case_names(lay, made, small, tmp_path):
    path = written(lay, made("icio-2023"), tmp_path, "2010.CSV")
    assert lay.read(icio, lay.save_zip(tmp_path / "a.zip", path))[0].years == (2010,)


def test_edition_and_year(lay, made, small, tmp_path):
    path = written(lay, made("icio-2023"), tmp_path, "table.csv")
    with pytest.raises(DataError) as raised:
        lay.read(icio, path)
    assert "the year can't be told from the file; say which with --year" in message(raised)
    assert lay.read(icio, path, year=2012)[0].years == (2012,)
    with pytest.raises(DataError, match="there is no year 2022 in this release; it has 1995 to 2020"):
        lay.read(icio, path, year=2022)
    with pytest.raises(DataError, match="the labels are those of the 2023 edition, not 2025; say --edition 2023"):
        lay.read(icio, path, edition="2025", year=2012)
    named = written(lay, made("icio-2023"), tmp_path, "2011_SML.csv")
    with pytest.raises(DataError, match="this is the year 2011, not 2012"):
        lay.read(icio, named, year=2012)


def changed(lay, it, edit):
    lines = lay.table_icio(it)
    edit(lines)
    return lines


def set_cell(row, column, value):
    def edit(lines):
        place = next(i for i, line in enumerate(lines) if line[0] == row)
        lines[place][lines[0].index(column)] = value

    return edit


def drop_row(label):
    def edit(lines):
        lines[:] = [line for line in lines if line[0] != label]

    return edit


def drop_column(label):
    def edit(lines):
        at = lines[0].index(label)
        for line in lines:
            del line[at]

    return edit


def rename(old, new, *, rows=True):
    def edit(lines):
        if rows:
            next(line for line in lines if line[0] == old)[0] = new
        else:
            lines[0][lines[0].index(old)] = new

    return edit


def twice(label):
    def edit(lines):
        lines.append(list(next(line for line in lines if line[0] == label)))

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (drop_row("KOR_C26"), "the row KOR_C26 is missing"),
        (drop_column("KOR_C26"), "the column KOR_C26 is missing"),
        (drop_column("KOR_GFCF"), "the column KOR_GFCF is missing"),
        (drop_row("VA"), "the row VA is missing"),
        (drop_row("TLS"), "the row TLS is missing"),
        (drop_row("OUT"), "the row OUT is missing"),
        (twice("KOR_C26"), "line 205: the label KOR_C26 occurs twice, as at line 72"),
        (twice("OUT"), "occurs twice"),
        (rename("KOR_C26", "KOR_C25"), "the label KOR_C25 occurs twice"),
        (rename("KOR_C26", "KRO_C26"), "line 72: 'KRO' is no economy that this table has (label KRO_C26); did you mean ROW or KOR?"),
        (rename("KOR_C26", "KOR_C2G"), "line 72: 'C2G' is no sector that this table has (label KOR_C2G); did you mean C2"),
        (rename("KOR_C26", "KOR_C2G", rows=False), "column KOR_C2G: 'C2G' is no sector"),
        (rename("KOR_HFCE", "KOR_HFC", rows=False), "did you mean HFCE"),
        (set_cell("KOR_C26", "CHN_C27", ""), "line 72, column CHN_C27: the figure is missing or not a number"),
        (set_cell("KOR_C26", "CHN_C27", "NaN"), "line 72, column CHN_C27: the figure is missing"),
        (set_cell("KOR_C26", "CHN_C27", "inf"), "line 72, column CHN_C27: the figure is missing"),
        (set_cell("KOR_C26", "CHN_C27", "n.a."), "line 72, column CHN_C27: 'n.a.' is not a number"),
        (set_cell("KOR_C26", "CHN_C27", "-1000"), "line 72, column CHN_C27: the flow is negative (KOR_C26 to CHN_C27)"),
        (set_cell("OUT", "KOR_C26", "-5"), "output hold a negative figure (-5) at KOR_C26"),
        (set_cell("KOR_C26", "CHN_C27", "99999"), "sales do not add up to output at KOR_C26"),
        (set_cell("VA", "KOR_C26", "99999"), "costs do not add up to output at KOR_C26"),
        (set_cell("TLS", "KOR_C26", "99999"), "costs do not add up to output at KOR_C26"),
    ],
)  # fmt: skip
def test_what_is_refused(lay, made, small, tmp_path, edit, said):
    path = lay.save_csv(changed(lay, made("icio-2025"), edit), tmp_path / "2019_SML.csv")
    with pytest.raises(DataError) as raised:
        lay.read(icio, path)
    text = message(raised)
    assert said in text
    assert str(path) in text
    assert raised.value.remedy


def test_lines_of_other_lengths(lay, made, small, tmp_path):
    lines = lay.table_icio(made("icio-2025"))
    lines[30] = lines[30][:-3]
    with pytest.raises(DataError, match=r"line 31: this line has 223 cells, where line 1 has 226"):
        lay.read(icio, lay.save_csv(lines, tmp_path / "2019_SML.csv"))


def test_files_that_are_something_else(lay, made, small, tmp_path):
    path = tmp_path / "2019_SML.csv"
    path.write_text("<!DOCTYPE html><html><body>Access denied</body></html>")
    with pytest.raises(DataError, match="this is a web page, not data"):
        lay.read(icio, path)
    path.write_text("a;b;c\n1;2;3\n")
    with pytest.raises(DataError, match="line 1: line 1 has 1 cells, where labels separated by commas are due"):
        lay.read(icio, path)
    path.write_text("a,b,c\n")
    with pytest.raises(DataError, match="2019_SML"):
        lay.read(icio, path)
    path.write_text("a,b,c\nx,1,2\n")
    with pytest.raises(DataError, match="of no edition of the ICIO tables that is known"):
        lay.read(icio, path)
    text = written(lay, made("icio-2025"), tmp_path, "2018_SML.csv").read_bytes()
    path.write_bytes(text[: len(text) // 2])
    with pytest.raises(DataError):
        lay.read(icio, path)


def test_downloads():
    every = icio.downloads("2025", None)
    assert len(every) == 5
    assert every[-1].address.endswith("/ICIO/2025/2016-2022_SML.zip")
    assert [bool(one.sha256) for one in every] == [False] * 4 + [True]
    assert [one.name for one in icio.downloads("2021", 2018)] == ["ICIO2021_2015-2018.zip"]
    assert all(icio.downloads(edition, year) for edition in icio.YEARS for year in icio.YEARS[edition])


@pytest.mark.slow
def test_a_year_of_real_size(lay, tmp_path):
    """81 by 50, from the embedded accounts with an invented rest of the world."""
    import pyarrow as pa
    from pyarrow.csv import write_csv

    from counterpoise.store import accounts

    held = accounts()
    rng = np.random.default_rng(2)
    codes, s = icio.ECONOMIES["2025"], len(held.sectors)
    flows = rng.exponential(0.5, (81, s, 81, s)).round(1)
    flows[:80, :, :80] = held.intermediates
    final = {name: rng.exponential(2.0, (81, s, 81)).round(2) for name in icio.FINAL}
    assert held.countries == codes[:80]
    home = np.arange(81)
    final["HFCE"][home, :, home] += 1.2 * flows.sum((0, 1))
    output = flows.sum((2, 3)) + sum(one.sum(2) for one in final.values())
    taxes = 0.02 * flows.sum((0, 1))
    added = output - taxes - flows.sum((0, 1))
    body = np.zeros((4053, 4537))
    body[:4050, :4050] = flows.reshape(4050, 4050)
    body[:4050, 4050:-1] = np.stack(list(final.values()), axis=3).reshape(4050, 486)
    body[:4050, -1] = output.ravel()
    body[4050:, :4050] = taxes.ravel(), added.ravel(), output.ravel()
    nodes = [f"{c}_{s}" for c in codes for s in held.sectors]
    columns = ["V1", *nodes, *(f"{c}_{name}" for c in codes for name in final), "OUT"]
    path = tmp_path / "2022_SML.csv"
    table = pa.table([pa.array([*nodes, "TLS", "VA", "OUT"]), *map(pa.array, body.T)], names=columns)
    write_csv(table, path)
    del table, body
    (part,) = lay.read(icio, path)
    assert part.numbers["economies"] == 81
    got = lay.arrays(part, tmp_path)
    np.testing.assert_allclose(got.flows, flows, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(got.items["value_added"], added, rtol=1e-9, atol=1e-9)
