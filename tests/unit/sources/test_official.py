"""From a producer's file through the store to an answer, in which nothing is estimated any more."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.sources import adb, figaro, icio, wiod
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw
from counterpoise.store import folder


def laid(lay, made, where, name):
    """Write a small economy in a producer's layout; give its source, its file and its figures."""
    if name.startswith("icio"):
        return icio.SOURCE, lay.save_csv(lay.table_icio(made(name)), where / "2019_SML.csv"), made(name)
    if name == "figaro-24":
        file = lay.save_csv(lay.table_figaro(made("figaro")), where / "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv")
        return figaro.SOURCE, file, made("figaro")
    if name == "wiod-2013":
        it = made("wiod-2013")
        return wiod.SOURCE, lay.save_xlsx(lay.table_wiod_2013(it), where / "WIOT99_ROW_Apr12.xlsx"), it
    it = made("adb")
    return adb.SOURCE, lay.save_xlsx(lay.table_adb(it), where / "ADB-MRIO-2019_Dec2022.xlsx", "ADB MRIO 2019"), it


NAMES = ("icio-2025", "icio-2023", "figaro-24", "wiod-2013", "adb-3")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path / "cache"))


def truth(it):
    """Give value added in final demand, and look-through, ``[partner, country]``, in plain numpy."""
    c, s = len(it.countries), len(it.sectors)
    n = c * s
    flows = it.flows.reshape(n, n)
    final = np.maximum(sum(it.final.values()), 0.0).reshape(n, c)
    output = flows.sum(1) + final.sum(1)
    inverse = np.linalg.inv(np.eye(n) - flows / output)
    share = 1 - flows.sum(0) / output
    absorbed = (share[:, None] * (inverse @ final)).reshape(c, s, c).sum(1)
    needed = (inverse * final.sum(1)).reshape(c, s, c, s).sum((1, 3))
    return absorbed / final.sum(0), needed / needed.sum(0)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_answers_questions(store, lay, made, small, tmp_path, name):
    source, file, it = laid(lay, made, tmp_path, name)
    (kept,) = folder.add(source, Raw(file))
    assert kept.dataset == name
    economy = cp.load_economy(source=name)
    assert economy.closed
    assert economy.estimated == frozenset()
    assert economy.provenance.checksum == kept.sha256
    answer = cp.rely("KOR", on="CHN", source=name, sector="TOTAL", indicators="final_demand_reliance,look_through")
    absorbed, needed = truth(it)
    china, korea = it.countries.index("CHN"), it.countries.index("KOR")
    assert answer.final_demand_reliance.item() == pytest.approx(absorbed[china, korea], rel=1e-9)
    assert answer.look_through.item() == pytest.approx(needed[china, korea], rel=1e-9)
    assert not answer.final_demand_reliance.attrs["estimated"]
    assert "final_demand_reliance__low" not in answer.data
    assert not any("left out" in warning for warning in answer.warnings)
    assert answer.records()[0]["source"] == name
    manufacturing = cp.rely("KOR", on="CHN", source=name, sector="manufacturing")
    assert 0 < manufacturing.look_through.item() < 1


def test_what_is_official_comes_before_what_is_embedded(store, lay, made, small, tmp_path):
    source, file, _ = laid(lay, made, tmp_path, "icio-2025")
    assert cp.load_economy().provenance.source == "icio-2025-embedded"
    folder.add(source, Raw(file))
    assert cp.load_economy().provenance.source == "icio-2025-embedded"  # of 2022: newer
    assert cp.load_economy(2019).provenance.source == "icio-2025"
    file.rename(file.with_name("2022_SML.csv"))
    folder.add(source, Raw(file.with_name("2022_SML.csv")))
    assert cp.load_economy().provenance.source == "icio-2025"
    assert cp.load_economy(source="icio-2025-embedded").provenance.source == "icio-2025-embedded"
    with pytest.raises(InputError, match=r"icio-2025 has no year 2020; there is 2019, 2022"):
        cp.rely("KOR", source="icio-2025", year=2020)


def test_the_trend_walks_all_years_of_the_store(store, lay, made, small, tmp_path):
    source, file, it = laid(lay, made, tmp_path, "icio-2025")
    for year in (2019, 2020, 2022):
        path = file.rename(file.with_name(f"{year}_SML.csv"))
        folder.add(source, Raw(path))
        file = path
    past = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="look_through")
    frame = past.frame()
    years = frame.groupby("source")["year"].apply(list).to_dict()
    assert years["icio-2025"] == [2019, 2020, 2022]
    assert years["wiod-2013"] == list(range(1995, 2012))
    assert "icio-2025-embedded" not in years  # the same release and year
    found = past.look_through.sel(source="icio-2025", year=2020).item()
    assert found == pytest.approx(truth(it)[1][it.countries.index("CHN"), it.countries.index("KOR")], rel=1e-9)
    own = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="look_through", source="icio-2025")
    assert set(own.frame()["year"]) == {2019, 2020, 2022}
    assert own.provenance[0].year == (2019, 2020, 2022)


@pytest.mark.parametrize("name", NAMES)
def test_the_program_s_own_sources_conform(lay, made, small, tmp_path, name):
    source, file, _ = laid(lay, made, tmp_path, name)
    conforms(source, file)


def test_only_what_is_estimated_says_so(store, lay, made, small, tmp_path):
    source, file, _ = laid(lay, made, tmp_path, "icio-2025")
    folder.add(source, Raw(file))
    past = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="final_demand_reliance")
    said = {(one["source"], one["year"]): one["estimated"] for one in past.records()}
    assert said["icio-2025-embedded", 2022] is True
    assert said["icio-2025", 2019] is False
    assert said["wiod-2013", 2000] is False


def test_a_sector_that_the_series_lacks_is_told_from_the_accounts(store, lay, made, small, tmp_path):
    past = cp.trend("KOR", on="CHN", sector="C26", indicators="look_through")
    assert set(past.frame()["year"]) == {2022}
    assert any("the past has no sector C26" in warning for warning in past.warnings)
