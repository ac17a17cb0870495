"""Estimate what a step of an agreement's depth does to trade: ``python -m tools.agreement_effects [--write]``.

The panel is that of the Advanced Guide to Trade Policy Analysis (69 countries, manufacturing, with domestic trade, 1986-2006),
the depth that of DESTA 2.2. The equation is the guide's last one (chapter 1, application 3) with the depth in place of the
dummy: exporter-year, importer-year and pair effects, a border effect for each year, and lags of 4, 8 and 12 years, whose
sum is what depth does in the end. ``--write`` puts the figures in the package; without it they are printed beside those that are there.
"""

from __future__ import annotations

import csv
import io
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.files import write_text
from tools.published.cells import ROOT, shared

if TYPE_CHECKING:
    import pandas as pd

FACTS = ROOT / "src" / "counterpoise" / "facts" / "agreement_effects.csv"
COLUMNS = ("name", "unit", "coefficient", "standard_error", "observations", "note", "citation", "seen", "date")
EVERY_FOURTH = (1986, 1990, 1994, 1998, 2002, 2006)
LAGS = (4, 8, 12)
RENAMED = {"ROM": "ROU", "ZAR": "COD", "SER": "SRB"}
SOURCES = (
    "counterpoise's own estimate (tools/agreement_effects.py) from the data of Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide "
    "to Trade Policy Analysis, WTO and UNCTAD, and DESTA 2.2 (Dür, Baccini and Elsig 2014)"
)
GUIDE = (
    "Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis, WTO and UNCTAD, chapter 1, application 3, "
    "last column (sum of the dummy and its lags)"
)
DAY = "2026-11-26"


def panel() -> pd.DataFrame:
    """Give the guide's panel with the depth of the deepest agreement in force, and that of earlier years."""
    import pandas as pd  # noqa: PLC0415

    held = pd.read_parquet(shared() / "agtpa/agtpa_applications.parquet").astype({"year": int})
    depths = pd.read_parquet(shared() / "agreements/desta22_dyad_year.parquet")[
        ["iso3_1", "iso3_2", "year", "depth_index"]
    ]
    ways: list[Any] = [depths.set_axis([*ends, "year", "depth"], axis=1) for ends in (("from", "to"), ("to", "from"))]
    both = pd.DataFrame(pd.concat(ways)).dropna().drop_duplicates(subset=["from", "to", "year"])
    held["from"], held["to"] = (held[end].replace(RENAMED) for end in ("exporter", "importer"))
    abroad = held["exporter"] != held["importer"]
    for lag in (0, *LAGS):
        name = f"depth_lag{lag}" if lag else "depth"
        later = both.assign(year=both["year"] + lag).rename(columns={"depth": name})
        held = held.merge(later, on=["from", "to", "year"], how="left")
        held[name] = held[name].fillna(0.0).astype(float).where(abroad, 0.0)
    for year in sorted(held["year"].unique())[:-1]:
        held[f"border_{year}"] = (abroad & (held["year"] == year)).astype(float)
    ends = np.sort(held[["exporter", "importer"]].to_numpy(dtype=str), axis=1)
    held["pair"] = [f"{one} {other}" for one, other in ends]
    return held


def effect(held: pd.DataFrame, years: Sequence[int], lags: Sequence[int], *, borders: bool) -> tuple[float, float, int]:
    """Give the sum of the depth's coefficient and its lags', its standard error (clustered by pair), and the observations."""
    import pyfixest  # noqa: PLC0415

    fit: Any = pyfixest.fepois  # its types are made as it is imported

    part = held[held["year"].isin(years)]
    names = ["depth", *(f"depth_lag{lag}" for lag in lags)]
    border = [f"border_{year}" for year in years[:-1]] if borders else []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of separated observations: the count says so
        model = fit(
            f"trade ~ {' + '.join(names + border)} | exporter^year + importer^year + pair", part, vcov={"CRV1": "pair"}
        )
    found = model.coef()
    at = [list(found.index).index(name) for name in names]
    return float(found.iloc[at].sum()), float(np.sqrt(model._vcov[np.ix_(at, at)].sum())), int(model._N)


def rows() -> list[dict[str, str]]:
    """Give the table of facts: ours, and the guide's dummy."""
    held = panel()
    every = sorted(int(year) for year in held["year"].unique())
    said = "sum over 0, 4, 8 and 12 years; manufacturing, 69 countries, 1986-2006, standard error clustered by pair"
    asked = (
        ("depth", EVERY_FOURTH, LAGS, True, f"every fourth year, with a border effect for each year; {said}"),
        ("depth, all years", every, LAGS, True, f"all years, with a border effect for each year; {said}"),
        (
            "depth, without lags",
            EVERY_FOURTH,
            (),
            True,
            "every fourth year, with a border effect for each year; what is there in the same year alone",
        ),
        (
            "depth, without borders",
            EVERY_FOURTH,
            LAGS,
            False,
            f"every fourth year, without border effects: what made all trade grow counts as the agreements'; {said}",
        ),
    )
    made = []
    for name, years, lags, borders, note in asked:
        coefficient, error, count = effect(held, years, lags, borders=borders)
        made.append(_row(name, "a step of depth", coefficient, error, str(count), note, SOURCES, "text"))
    note = "every fourth year, with a border effect for each year; the dummy of agreements notified to the WTO"
    made.append(_row("agreement", "an agreement", 0.4750, 0.1095, "28482", note, GUIDE, "text"))
    return made


def _row(
    name: str, unit: str, coefficient: float, error: float, count: str, note: str, citation: str, seen: str
) -> dict[str, str]:
    cells = (name, unit, f"{coefficient:.4f}", f"{error:.4f}", count, note, citation, seen, DAY)
    return dict(zip(COLUMNS, cells, strict=True))


def text(made: Sequence[dict[str, str]]) -> str:
    """Give the rows as the text of the file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list[str](COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue()


def main(words: Sequence[str]) -> None:
    made = rows()
    if "--write" in words:
        write_text(FACTS, text(made))
    for row in made:
        print(
            f"{row['name']:<24} {row['coefficient']:>8} ({row['standard_error']})  N = {row['observations']}  {row['note']}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
