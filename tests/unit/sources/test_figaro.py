"""The FIGARO reader, on files written in the documented layouts: the matrix and the flat list."""

import numpy as np
import pytest

from counterpoise import facts
from counterpoise.core.errors import DataError
from counterpoise.sources import figaro
from counterpoise.sources.source import sources

RATE = 1.0530  # of 2022
NAME = "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv"


def same(lay, it, part, folder, rate=RATE):
    got = lay.arrays(part, folder)
    assert (got.countries, got.sectors) == (it.countries, it.sectors)
    np.testing.assert_allclose(got.flows, it.flows * rate, rtol=1e-9, atol=1e-9)
    assert set(got.final) == set(it.final)
    for name, one in it.final.items():
        np.testing.assert_allclose(got.final[name], one * rate, rtol=1e-9, atol=1e-9)
    expected = {
        "value_added": it.added, "taxes_on_products": it.below["taxes"], "compensation_of_employees": it.added * 0.5,
        "other_taxes_on_production": it.added * 0.125, "operating_surplus_and_mixed_income": it.added * 0.375,
        "purchases_abroad_by_residents": 0 * it.added, "purchases_by_non_residents": 0 * it.added,
    }  # fmt: skip
    assert set(got.items) == set(expected)
    for name, one in expected.items():
        np.testing.assert_allclose(got.items[name], one * rate, rtol=1e-9, atol=1e-9)


def test_it_is_declared():
    assert sources()["figaro"] is figaro.SOURCE
    assert {edition: len(codes) for edition, codes in figaro.ECONOMIES.items()} == {
        "23": 46,
        "24": 46,
        "25": 50,
        "26": 50,
    }
    for codes in figaro.ECONOMIES.values():
        iso = [figaro._iso((code, ""))[0] for code in codes]
        assert len(set(iso)) == len(codes)
        assert {"GRC", "GBR", "ROW"} <= set(iso)


def test_there_is_a_rate_for_every_year():
    rates = {int(row["year"]): float(row["value"]) for row in facts.read("exchange_rates")}
    assert sorted(rates) == list(range(2010, 2025))
    assert all(1.0 < rate < 1.5 for rate in rates.values())
    assert max(figaro.LAST_YEAR.values()) in rates


def test_the_matrix(lay, made, small, tmp_path):
    it = made("figaro")
    (part,) = lay.read(figaro, lay.save_csv(lay.table_figaro(it), tmp_path / NAME))
    assert (part.dataset, part.edition, part.years) == ("figaro-24", "24", (2022,))
    assert "1.0530 US dollars for a euro" in part.notes[0]
    assert "European Central Bank" in part.notes[0]
    same(lay, it, part, tmp_path)


def test_the_flat_list_in_a_zip(lay, made, small, tmp_path):
    it = made("figaro")
    path = lay.save_csv(lay.flat(lay.table_figaro(it)), tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2022.csv")
    archive = lay.save_zip(tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2022.zip", path)
    for file in (path, archive):
        (part,) = lay.read(figaro, file)
        same(lay, it, part, tmp_path)


def test_other_codes_and_any_order(lay, monkeypatch, tmp_path):
    monkeypatch.setattr(figaro, "ECONOMIES", {"25": ("FIGW1", "GR", "GB")})
    monkeypatch.setitem(lay.ISO2, "GRC", "EL")
    monkeypatch.setitem(lay.ISO2, "GBR", "UK")
    it = lay.economy(("ROW", "GRC", "GBR"), made_sectors())
    lines = [
        [cell.replace("_L", "_L68") if cell.endswith("_L") else cell for cell in line] for line in lay.table_figaro(it)
    ]
    lines = [lines[0], *lines[:0:-1]]
    path = lay.save_csv(lines, tmp_path / "table.csv")
    with pytest.raises(DataError, match="the edition can't be told from the name; say which with --edition: 25"):
        lay.read(figaro, path)
    with pytest.raises(DataError, match="the year can't be told"):
        lay.read(figaro, path, edition="25")
    (part,) = lay.read(figaro, path, edition="25", year=2022)
    assert part.dataset == "figaro-25"
    same(lay, it, part, tmp_path)


def made_sectors():
    from counterpoise.codes.sectors import scheme

    return scheme("figaro").codes


def test_rounding_below_zero_is_zero(lay, made, small, tmp_path):
    lines = lay.table_figaro(made("figaro"))
    row = next(line for line in lines if line[0] == "KR_C26")
    place = row.index("0.0")
    row[place] = "-0.001"
    (part,) = lay.read(figaro, lay.save_csv(lines, tmp_path / NAME))
    assert part.notes[-1].startswith("1 intermediate flows of at least -0.001")
    row[place] = "-0.01"
    with pytest.raises(DataError, match="the flow is negative"):
        lay.read(figaro, lay.save_csv(lines, tmp_path / NAME))


def test_tables_by_product_are_refused(lay, made, small, tmp_path):
    lines = lay.table_figaro(made("figaro"))
    for name, header in (
        ("matrix_eu-ic-io_prod-by-prod_24ed_2022.csv", lines[0]),
        ("matrix_24ed_2022.csv", ["rowLabels", "AT_CPA_A01", "AT_CPA_A02"]),
        ("flat_24ed_2022.csv", ["iciopRow", "iciopCol", "obsValue"]),
        ("flat_24ed_2022.csv", ["icuseRow", "icuseCol", "obsValue"]),
        ("flat_24ed_2022.csv", ["icsupRow", "icsupCol", "obsValue"]),
    ):
        with pytest.raises(DataError) as raised:
            lay.read(figaro, lay.save_csv([header, *lines[1:]], tmp_path / name))
        assert "only those of industry by industry are read; take the file whose name holds ind-by-ind" in str(
            raised.value
        )


def test_edition_and_year(lay, made, small, tmp_path):
    path = lay.save_csv(lay.table_figaro(made("figaro")), tmp_path / NAME)
    with pytest.raises(DataError, match="the name says edition 24, not 25"):
        lay.read(figaro, path, edition="25")
    with pytest.raises(DataError, match="this is the year 2022, not 2021"):
        lay.read(figaro, path, year=2021)
    for name, said in (("m_22ed_2015.csv", "no edition 22"), ("m_24ed_2023.csv", "the year can't be told")):
        with pytest.raises(DataError, match=said):
            lay.read(figaro, path.rename(tmp_path / name))
        path = tmp_path / name


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda t: t.pop(5), "the row CHN_C10T12 is missing"),
        (lambda t: t.pop(-1), "the row B2A3G is missing"),
        (lambda t: [line.pop(5) for line in t], "the column CHN_C10T12 is missing"),
        (lambda t: t.append(t[5]), "the label CN_C10T12 occurs twice"),
        (lambda t: t[70].__setitem__(0, "KX_A01"), "line 71: 'KX' is no economy that this table has (label KX_A01); this reader knows CN, KR, MX"),
        (lambda t: t[70].__setitem__(0, "KR_A1"), "line 71: 'A1' is no sector"),
        (lambda t: t[-1].__setitem__(0, "W2_B2A3"), "no row of costs|no economy"),
        (lambda t: t[70].__setitem__(9, ""), "line 71, column CN_C18: the figure is missing"),
        (lambda t: t[70].__setitem__(9, "x"), "line 71, column CN_C18: 'x' is not a number"),
        (lambda t: t[70].__setitem__(9, "99999"), "costs do not add up to output at"),
        (lambda t: t[-3].__setitem__(9, "99999"), "costs do not add up to output at CHN_C18"),
    ],
)  # fmt: skip
def test_what_is_refused(lay, made, small, tmp_path, edit, said):
    lines = [list(line) for line in lay.table_figaro(made("figaro"))]
    edit(lines)
    path = lay.save_csv(lines, tmp_path / NAME)
    with pytest.raises(DataError) as raised:
        lay.read(figaro, path)
    assert any(one in str(raised.value) for one in said.split("|")), str(raised.value)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda t: t.pop(500), "the figure is missing"),
        (lambda t: t.append(t[500]), "this row and column occur twice"),
        (lambda t: t[0].__setitem__(6, "value"), "line 1: the column obsValue is missing"),
        (lambda t: t[500].__setitem__(6, "x"), "line 501, column obsValue: 'x' is not a number"),
        (lambda t: t[500].__setitem__(0, "CN_A77"), "row CN_A77: 'A77' is no sector"),
        (lambda t: t[500].pop(), "line 501: this line has 6 cells"),
        (lambda t: t.__delitem__(slice(1, None)), "there is no line after the first|can't be read"),
    ],
)
def test_flat_lists_that_are_refused(lay, made, small, tmp_path, edit, said):
    lines = lay.flat(lay.table_figaro(made("figaro")))
    edit(lines)
    path = lay.save_csv(lines, tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2022.csv")
    with pytest.raises(DataError) as raised:
        lay.read(figaro, path)
    assert any(one in str(raised.value) for one in said.split("|")), str(raised.value)


def test_a_web_page(lay, small, tmp_path):
    path = tmp_path / NAME
    path.write_text("<html><body>Sign in</body></html>")
    with pytest.raises(DataError, match="this is a web page"):
        lay.read(figaro, path)
