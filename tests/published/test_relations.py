"""Breaks and events against what others have published."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.record.breaks import break_dates, break_interval
from tests.reference.dealings import asked, stored

NILE = """1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260
1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 698
845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918
986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740"""
"""Annual flow of the Nile at Aswan, 1871 to 1970, 10^8 m^3: Cobb (1978), The problem of the Nile, Biometrika 65(2), table 1;
as R's data set Nile and in statsmodels."""


def nile():
    return dict(zip(range(1871, 1971), map(float, NILE.split()), strict=True))


def test_the_nile_has_one_break():
    """Zeileis, Kleiber, Kraemer and Hornik (2003), Computational Statistics and Data Analysis 44, section 5.1: one, in 1898."""
    found = cp.stability(nile())
    [one] = found.breaks
    assert one.after == 1898
    assert one.shift == pytest.approx(-247.8, abs=0.05)  # 849.97 less 1097.75, as coef() of strucchange gives them
    assert found.p_value <= 0.01
    assert one.first <= 1895  # with the long-run variance the interval holds the one for independent noise
    assert one.last >= 1902


def test_the_niles_interval_for_independent_noise():
    """strucchange, example of confint.breakpointsfull: observations 25, 28, 32, with a variance for each segment."""
    values = np.array([*nile().values()])
    [at] = break_dates(values, 1, 15)[1]
    before, after = values[: at + 1], values[at + 1 :]
    interval = break_interval(at + 1, after.mean() - before.mean(), before.var(), after.var())
    assert (at + 1, *interval) == (28, 25, 32)


def test_icews_material_conflict_in_korea(tmp_path, shared):
    """ICEWS by year (Boschee et al. 2015; package netify): North to South Korea, 1,845 in 2010 and 52 in 2012."""
    pytest.importorskip("duckdb")
    path = shared / "security/events_icews_quad.parquet"
    import pandas as pd

    held = pd.read_parquet(path, filters=[("iso3_source", "in", ["PRK", "KOR"]), ("iso3_target", "in", ["PRK", "KOR"])])
    names = {"verbal_coop": 1, "material_coop": 2, "verbal_conf": 3, "material_conf": 4}
    long = held.melt(["iso3_source", "iso3_target", "year"], list(names), "class", "count").replace({"class": names})
    long = long.set_axis(["source", "target", "date", "class", "count"], axis=1)
    stored(tmp_path, long.to_csv(index=False))
    made = asked(tmp_path, "PRK", "KOR", every="year", direction="sent")
    conflict = made.events.sel({"class": "material conflict"})
    assert [int(conflict.sel(period=year)) for year in ("2010", "2012")] == [1845, 52]


def test_icews_repeats_within_a_sentence(tmp_path, shared):
    """400 rows of ICEWS of 1 June 2018: all pairs of countries, counted three ways."""
    pytest.importorskip("duckdb")
    path = shared / "record/samples/icews_2018_sample_400rows.tab"
    from counterpoise.record.series import all_pairs, files_of
    from counterpoise.store.folder import kept

    stored(tmp_path, path.read_text(encoding="utf-8"), "icews", "events.tab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERPOISE_STORE", str(tmp_path / "store"))
        files = files_of(kept())
        made = {one: all_pairs(files, duplicates=one, directed=False) for one in ("raw", "sentence", "day")}
    columns = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
    total = {one: int(held[columns].sum().sum()) for one, held in made.items()}
    import pandas as pd

    rows = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    ends = rows[["Source Country", "Target Country"]]
    rows = rows[(ends["Source Country"] != ends["Target Country"]) & (ends != "NA").all(axis=1)]
    rows = rows.assign(
        pair=[tuple(sorted(one)) for one in rows[["Source Country", "Target Country"]].to_numpy().tolist()]
    )
    by = {"raw": rows, "sentence": rows.drop_duplicates(["Story ID", "Sentence Number", "CAMEO Code", "pair"])}
    by["day"] = rows.drop_duplicates(["CAMEO Code", "pair"])
    assert total == {one: len(held) for one, held in by.items()}
    assert total["raw"] > total["sentence"] > total["day"]
