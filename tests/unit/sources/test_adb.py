"""The ADB reader, on workbooks written in the documented layout."""

import numpy as np
import pytest

from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.core.errors import DataError
from counterpoise.sources import adb
from counterpoise.sources.source import sources

ITEMS = {
    "taxes_on_products": "taxes", "cif_fob_adjustments": "cif", "purchases_abroad_by_residents": "abroad",
    "purchases_by_non_residents": "nonresidents", "transport_margins": "margins",
}  # fmt: skip
NAME = "ADB-MRIO62-2019_July 2025.xlsx"


def same(lay, it, part, folder):
    got = lay.arrays(part, folder)
    assert (got.countries, got.sectors) == (it.countries, it.sectors)
    np.testing.assert_allclose(got.flows, it.flows, rtol=1e-9, atol=1e-9)
    for name, one in it.final.items():
        np.testing.assert_allclose(got.final[name], one, rtol=1e-9, atol=1e-9)
    expected = {"value_added": it.added, "output": it.output} | {name: it.below[one] for name, one in ITEMS.items()}
    assert set(got.items) == set(expected)
    for name, one in expected.items():
        np.testing.assert_allclose(got.items[name], one, rtol=1e-9, atol=1e-9)


def test_it_is_declared():
    assert sources()["adb"] is adb.SOURCE
    assert set(country_words("adb").values()) <= set(countries())
    assert len(set(country_words("adb").values())) == len(country_words("adb")) == 26


def test_every_figure_comes_back(lay, made, small, tmp_path):
    it = made("adb")
    path = lay.save_xlsx(lay.table_adb(it), tmp_path / NAME, "ADB MRIO 2019")
    (part,) = lay.read(adb, path)
    assert (part.dataset, part.edition, part.years) == ("adb-3", "Jul 2025", (2019,))
    same(lay, it, part, tmp_path)
    archive = lay.save_zip(tmp_path / "all.zip", path)
    same(lay, it, lay.read(adb, archive)[0], tmp_path)


@pytest.mark.parametrize("size", [62, 72, 74])
def test_the_dataset_is_named_by_the_number_of_economies(lay, made, tmp_path, size, monkeypatch):
    back = {iso: code for code, iso in country_words("adb").items()}
    codes = [code for code, one in countries().items() if one.current][:size]
    monkeypatch.setattr(adb, "scheme", lambda _: type("S", (), {"codes": ("c1", "c2")}))
    it = lay.economy((*codes, "ROW"), ("c1", "c2"), below=lay.BELOW)
    lines = [[back.get(cell, cell) for cell in line] for line in lay.table_adb(it)]
    (part,) = lay.read(adb, lay.save_xlsx(lines, tmp_path / "ADB-MRIO-2019_Dec2022.xlsx", "ADB MRIO 2019"))
    assert part.dataset == f"adb-{size}"
    assert part.edition == "Dec 2022"
    same(lay, it, part, tmp_path)


def test_government_before_households(lay, made, small, tmp_path):
    """Names go before codes, on which readers of this table disagree."""
    it = made("adb")
    lines = lay.table_adb(it)
    names = {"households": "government", "NPISH": "households", "government": "NPISH"}
    full = {key: next(cell for cell in lay.FINAL_NAMES.values() if key in cell) for key in names}
    full["households"] = lay.FINAL_NAMES["HFCE"]
    swap = {full[old]: full[new] for old, new in names.items()}
    lines[4] = [swap.get(cell, cell) for cell in lines[4]]
    (part,) = lay.read(adb, lay.save_xlsx(lines, tmp_path / NAME, "ADB MRIO 2019"))
    got = lay.arrays(part, tmp_path)
    np.testing.assert_allclose(got.final["GGFC"], it.final["HFCE"])
    np.testing.assert_allclose(got.final["HFCE"], it.final["NPISH"])


def test_blank_cells_are_zero_and_counted(lay, made, small, tmp_path):
    it = made("adb")
    lines = lay.table_adb(it)
    row = lines[20]
    at = [place for place in range(4, 100) if row[place] == 0.0][:2]
    row[at[0]], row[at[1]] = " ", ""
    (part,) = lay.read(adb, lay.save_xlsx(lines, tmp_path / NAME, "ADB MRIO 2019"))
    assert part.notes == ("2 empty cells are read as zero.",)
    same(lay, it, part, tmp_path)


def test_what_is_refused(lay, made, small, tmp_path, monkeypatch):
    it = made("adb")
    path = tmp_path / NAME

    def broken(edit, edition=None, year=None):
        lines = lay.table_adb(it)
        edit(lines)
        with pytest.raises(DataError) as raised:
            lay.read(adb, lay.save_xlsx(lines, path, "ADB MRIO 2019"), edition, year)
        assert str(path) in str(raised.value)
        return str(raised.value)

    def put(row, column, value):
        return lambda lines: lines[row].__setitem__(column, value)

    assert "row 50: 'QQQ' is no economy" in broken(put(49, 2, "QQQ"))
    assert "'c99' is no sector" in broken(put(49, 3, "c99"))
    assert "the table has 4 economies" in broken(put(49, 2, "JPN"))
    assert "is not a number" in broken(put(49, 30, "n/a"))
    assert "the sum of intermediates is not" in broken(put(49, 30, 99999.0))
    assert "the flow is negative" in broken(put(49, 30, -1.0))
    assert "the row output is missing" in broken(lambda lines: lines.pop())
    assert "at constant prices" in broken(put(1, 0, "at constant 2010 prices"))
    assert "this is the year 2019, not 2018" in broken(list, year=2018)
    assert "the table has 3 economies, not 62; say --edition 3" in broken(list, edition="62")
    monkeypatch.setattr(adb, "SIZES", (62, 72, 74))
    assert "it reads those of 62, 72, 74 and the rest of the world" in broken(list)
    path.write_text("<html></html>")
    with pytest.raises(DataError, match="a web page"):
        lay.read(adb, path)
