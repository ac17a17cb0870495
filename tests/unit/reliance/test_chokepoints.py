"""Measures of products by hand, and screens: what is not known is never diversified."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from counterpoise.core.errors import InputError
from counterpoise.reliance.economic.chokepoints import (
    external_share,
    geopolrisk,
    import_export_ratio,
    import_herfindahl,
    production_herfindahl,
    replacement_need,
    supplier_share,
    world_export_herfindahl,
)
from counterpoise.reliance.economic.screen import OPTIONAL, PRESETS, met, partner_leads

NAN = float("nan")


def goods(values):
    return xr.DataArray(np.array(values, dtype=float), coords={"product": [f"p{k}" for k in range(len(values))]})


def by(dim, rows):
    codes = list(rows)
    values = np.array(list(rows.values()), dtype=float)
    return xr.DataArray(values, coords={dim: codes, "product": [f"p{k}" for k in range(values.shape[1])]})


def test_shares_and_concentration():
    bought = by("partner", {"CHN": [60, 0], "MOZ": [20, 0], "USA": [20, 0]})
    share = supplier_share(bought)
    assert share.sel(partner="CHN").values[0] == pytest.approx(0.6)
    assert share.sel(product="p1").isnull().all()  # nothing bought is no share of nothing
    found = import_herfindahl(share)
    assert found.values[0] == pytest.approx(0.36 + 0.04 + 0.04)
    assert np.isnan(found.values[1])


def test_exports_and_mining_stand_apart():
    sold = by("origin", {"CHN": [50], "DEU": [50]})
    mined = by("origin", {"CHN": [90], "DEU": [NAN], "MOZ": [10]})
    assert world_export_herfindahl(sold).item() == pytest.approx(0.5)
    assert production_herfindahl(mined).item() == pytest.approx(0.82)
    assert np.isnan(production_herfindahl(by("origin", {"CHN": [NAN], "DEU": [NAN]})).item())


def test_ratios_are_missing_where_there_is_nothing_to_divide_by():
    bought = by("partner", {"CHN": [10, 10]})
    assert import_export_ratio(bought, goods([5, 0])).values.tolist() == pytest.approx([2, NAN], nan_ok=True)
    assert external_share(bought, goods([0, 30])).values.tolist() == [1, 0.25]


def test_what_would_have_to_be_redirected():
    """KOR buys 30 of China and 10 of Mozambique; Mozambique sells 50 in all, so 40 elsewhere."""
    bought = by("partner", {"CHN": [30], "MOZ": [10]})
    sold = by("origin", {"CHN": [100], "MOZ": [50], "KOR": [5]})
    found = replacement_need(bought, sold, goods([5]))
    assert found.sel(partner="CHN").item() == pytest.approx(30 / 40)
    assert found.sel(partner="MOZ").item() == pytest.approx(10 / 70)
    alone = replacement_need(by("partner", {"CHN": [30]}), by("origin", {"CHN": [30], "KOR": [0]}), goods([0]))
    assert np.isnan(alone.item())  # nobody else sells it


def test_geopolrisk_by_hand():
    """HHI of mining .82; 8 t from a partner of instability .6, 2 t from one without an estimate; 10 t mined at home."""
    weight = by("partner", {"CHN": [8], "XXX": [2]})
    unstable = xr.DataArray([0.6, NAN], coords={"partner": ["CHN", "XXX"]})
    found = geopolrisk(goods([0.82]), weight, goods([10]), unstable)
    assert found.item() == pytest.approx(0.82 * (8 * 0.6 + 2 * 0.5) / 20)
    unweighed = geopolrisk(goods([0.82]), weight * NAN, goods([10]), unstable)
    assert np.isnan(unweighed.item())  # imports without a weight are not imports of nothing


def year(**changed):
    """Give the measures of a year of one partner and one product, a chokepoint by every screen."""
    held = {
        "import_herfindahl": 0.7,
        "world_export_herfindahl": 0.5,
        "production_herfindahl": 0.5,
        "import_export_ratio": 3.0,
        "external_share": 1.0,
        **{k: v for k, v in changed.items() if k != "supplier_share"},
    }
    data = xr.Dataset({name: ("product", [value]) for name, value in held.items()}, coords={"product": ["p"]})
    data["supplier_share"] = (("partner", "product"), [[changed.get("supplier_share", 0.8)]])
    return data.assign_coords(partner=["CHN"])


def verdict(name, *years):
    return float(met(PRESETS[name], years).chokepoint.squeeze())


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_chokepoint_by_every_criterion(name):
    assert verdict(name, year(), year(), year()) == 1


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("open", {"supplier_share": 0.5}),
        ("open", {"import_herfindahl": 0.4}),
        ("open", {"world_export_herfindahl": 0.3, "production_herfindahl": 0.3}),
        ("open", {"import_export_ratio": 1.0}),
        ("geodep", {"world_export_herfindahl": 0.4}),
        ("geodep", {"import_export_ratio": 0.9}),
        ("eu2021", {"external_share": 0.5}),
        ("eu2021", {"import_herfindahl": 0.39}),
    ],
)
def test_one_criterion_that_fails_is_enough(name, changed):
    assert verdict(name, year(**changed), year(**changed), year(**changed)) == 0


def test_mining_counts_where_exports_look_diversified():
    graphite = year(world_export_herfindahl=0.3)
    assert verdict("open", graphite, graphite, graphite) == 1
    assert verdict("geodep", graphite, graphite, graphite) == 0


def test_missing_evidence_never_reads_as_diversified():
    unknown = year(world_export_herfindahl=0.3, production_herfindahl=NAN)
    assert np.isnan(verdict("open", unknown, unknown, unknown))
    # where another criterion fails the verdict is known all the same
    assert verdict("open", unknown, unknown, year(import_herfindahl=0.1, production_herfindahl=NAN)) == 0
    found = met(PRESETS["open"], [unknown, year(), year()])
    assert float(found.chokepoint.squeeze()) == 1  # two years are enough, whatever the third was
    assert np.isnan(float(found.years.squeeze()))  # but in how many it held is not known
    assert float(found.known.squeeze()) == 2
    nothing = year(import_herfindahl=NAN, supplier_share=NAN, import_export_ratio=NAN)
    assert np.isnan(verdict("geodep", nothing, nothing, nothing))


def test_who_exports_nothing_can_not_replace_imports():
    silent = year(import_export_ratio=NAN)
    assert verdict("eu2021", silent) == 1


def test_persistence_is_two_of_three_years():
    before = year(import_herfindahl=0.1)
    assert verdict("geodep", before, year(), year()) == 1
    assert verdict("geodep", before, before, year()) == 0
    assert np.isnan(verdict("geodep", year()))  # two years are not there: it can't be told
    assert verdict("geodep", year(), year()) == 1
    assert np.isnan(verdict("geodep", before, year()))
    assert verdict("eu2021", year()) == 1


def test_geodep_asks_for_two_years_of_three_whichever():
    """Lefebvre and Wibaux ask for two years of a window of three; the open screen asks for the newest too."""
    now = year(import_export_ratio=0.5)
    assert verdict("geodep", year(), year(), now) == 1
    assert verdict("open", year(), year(), now) == 0


def test_thresholds_are_yours_in_the_open_screen_only():
    strict = PRESETS["open"].changed({"supplier_share": 0.9})
    assert float(met(strict, [year(), year(), year()]).chokepoint.squeeze()) == 0
    added = PRESETS["open"].changed({OPTIONAL[0].name: 0.5})
    assert len(added.criteria) == len(PRESETS["open"].criteria) + 1
    with pytest.raises(InputError, match="published"):
        PRESETS["geodep"].changed({"import_herfindahl": 0.3})
    with pytest.raises(InputError, match="no criterion"):
        PRESETS["open"].changed({"share": 0.3})
    for wrong in (90, float("nan"), float("inf"), -1, 1):
        with pytest.raises(InputError, match="no threshold"):
            PRESETS["open"].changed({"supplier_share": wrong})
    with pytest.raises(InputError, match=r"did you mean 0\.9"):
        PRESETS["open"].changed({"supplier_share": 90})


def test_the_leading_partner():
    share = by("partner", {"CHN": [0.6, NAN], "USA": [0.4, NAN]})
    found = partner_leads(share)
    assert found.sel(product="p0").values.tolist() == [1, 0]
    assert found.sel(product="p1").isnull().all()
