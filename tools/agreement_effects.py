"""Estimate what a step of an agreement's depth does to trade: ``python -m tools.agreement_effects [--write]``.

The panel is that of the Advanced Guide to Trade Policy Analysis (69 countries, manufacturing, with domestic trade, 1986-2006),
the depth that of DESTA 2.2. The equation is the guide's last one (chapter 1, application 3) with the depth in place of the
dummy: exporter-year, importer-year and pair effects, a border effect for each year, and lags of 4, 8 and 12 years, whose
sum is what depth does in the end. ``--write`` puts the figures in the package and its table in docs/methods/gravity.md; without
it they are printed.
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
PAGE = ROOT / "docs" / "methods" / "gravity.md"
BEGIN, END = "<!-- Written by `python -m tools.agreement_effects --write`. -->", "<!-- As far as here. -->"
COLUMNS = ("name", "unit", "coefficient", "standard_error", "observations", "note", "citation", "seen", "date")
EVERY_FOURTH = (1986, 1990, 1994, 1998, 2002, 2006)
LAGS = (4, 8, 12)
COVERS = {"depth": "depth_index", "full": "full_fta", "beyond": "beyond"}
"""The columns that are made, each of one of the table's: ``beyond`` are the steps besides a full free trade area."""
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
    depths = pd.read_parquet(shared() / "agreements/desta22_dyad_year.parquet")
    depths["beyond"] = (depths["depth_index"] - depths["full_fta"]).clip(lower=0)
    depths = depths[["iso3_1", "iso3_2", "year", *COVERS.values()]]
    ways: list[Any] = [depths.set_axis([*ends, "year", *COVERS], axis=1) for ends in (("from", "to"), ("to", "from"))]
    both = pd.DataFrame(pd.concat(ways)).dropna().drop_duplicates(subset=["from", "to", "year"])
    held["from"], held["to"] = (held[end].replace(RENAMED) for end in ("exporter", "importer"))
    abroad = held["exporter"] != held["importer"]
    for lag in (0, *LAGS):
        named = {one: lagged(one, lag) for one in COVERS}
        later = both.assign(year=both["year"] + lag).rename(columns=named)
        held = held.merge(later, on=["from", "to", "year"], how="left")
        for name in named.values():
            held[name] = held[name].fillna(0.0).astype(float).where(abroad, 0.0)
    for year in sorted(held["year"].unique())[:-1]:
        held[f"border_{year}"] = (abroad & (held["year"] == year)).astype(float)
    ends = np.sort(held[["exporter", "importer"]].to_numpy(dtype=str), axis=1)
    held["pair"] = [f"{one} {other}" for one, other in ends]
    return held


def lagged(name: str, lag: int) -> str:
    """Give the name of a column of earlier years."""
    return f"{name}_lag{lag}" if lag else name


Found = tuple[float, float, int]


def effect(
    held: pd.DataFrame, years: Sequence[int], lags: Sequence[int], *, borders: bool, of: Sequence[str] = ("depth",)
) -> list[Found]:
    """Give of each column the sum of its coefficient and its lags', its standard error (by pair), and the observations."""
    import pyfixest  # noqa: PLC0415

    fit: Any = pyfixest.fepois  # its types are made as it is imported

    part = held[held["year"].isin(years)]
    sums = [[lagged(one, lag) for lag in (0, *lags)] for one in of]
    names = [name for some in sums for name in some]
    border = [f"border_{year}" for year in years[:-1]] if borders else []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of separated observations: the count says so
        model = fit(
            f"trade ~ {' + '.join(names + border)} | exporter^year + importer^year + pair", part, vcov={"CRV1": "pair"}
        )
    found = model.coef()
    places = [[list(found.index).index(name) for name in some] for some in sums]
    return [
        (float(found.iloc[at].sum()), float(np.sqrt(model._vcov[np.ix_(at, at)].sum())), int(model._N)) for at in places
    ]


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
        ((coefficient, error, count),) = effect(held, years, lags, borders=borders)
        made.append(_row(name, "a step of depth", coefficient, error, str(count), note, SOURCES, "text"))
    apart = effect(held, EVERY_FOURTH, LAGS, borders=True, of=("full", "beyond"))
    for (coefficient, error, count), name, unit in zip(
        apart, ("full, told apart", "beyond, told apart"), ("an agreement", "a step of depth"), strict=True
    ):
        what = "a full free trade area" if name.startswith("full") else "the steps besides it"
        note = f"{what}, in one equation with {'the steps besides it' if name.startswith('full') else 'a full free trade area'}; {asked[0][4]}"
        made.append(_row(name, unit, coefficient, error, str(count), note, SOURCES, "text"))
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


def table(made: Sequence[dict[str, str]]) -> str:
    """Give the rows as a table of the page."""
    head = ["| effect | of | log points | standard error | flows | how |", "| --- | --- | ---: | ---: | ---: | --- |"]
    cells = ("name", "unit", "coefficient", "standard_error", "observations", "note")
    return "\n".join([*head, *("| " + " | ".join(row[one] for one in cells) + " |" for row in made)])


def page(held: str, made: Sequence[dict[str, str]]) -> str:
    """Give the text of the page with the table in its place."""
    before, _, rest = held.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table(made)}\n\n{END}{rest.partition(END)[2]}"


def main(words: Sequence[str]) -> None:
    made = rows()
    if "--write" in words:
        write_text(FACTS, text(made))
        write_text(PAGE, page(PAGE.read_text(encoding="utf-8"), made))
    for row in made:
        print(
            f"{row['name']:<24} {row['coefficient']:>8} ({row['standard_error']})  N = {row['observations']}  {row['note']}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
