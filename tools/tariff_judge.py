"""Judge the default tariffs where bilateral tariffs by sector are known: ``python -m tools.tariff_judge [--write]``.

A tariff-free agreement of Korea, China and Japan is solved on the embedded accounts of 2022, all but 43 economies added
up, with one set of rates after another: the default's, those of a bilateral table, and sets between them that tell what
the error is made of. Flows and elasticities are the same throughout; value added is output less inputs at buyers'
prices in each. ``--write`` puts the figures in the package and the tables made of them in docs/methods/tariffs.md; with
``--write`` and without the third-party rates only the latter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

import counterpoise as cp
from counterpoise.core.files import write_text
from counterpoise.scenario import read
from counterpoise.world.tariff_judgement import DEFAULT, MEASURES, SHAPED, TABLE, TRUTH, figures
from counterpoise.world.tariffs import AVERAGES, SECTOR_AVERAGES, applied
from tools.published.cells import ROOT, shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]

RATES = "tariffs/applied_wits_44x44x15_2014_2023.parquet"
OTHER = "tariffs/wiod2014_applied_mfn_43x43x22.parquet"
YEAR = 2022
PARTIES = ("KOR", "CHN", "JPN")
REST = "ROW"
CAPS = (0.5, 0.3)
PAGE = ROOT / "docs" / "methods" / "tariffs.md"
LEVELS = ("<!-- The levels, by the same command. -->", "<!-- The levels end here. -->")
SPAN = range(2019, YEAR + 1)
BEGIN, END = "<!-- Written by `python -m tools.tariff_judge --write`. -->", "<!-- As far as here. -->"

HOLDERS = {
    "A": "A01 A02 A03",
    "B": "B05 B06 B07 B08",
    "C10T12": "C10T12",
    "C13T15": "C13T15",
    "C16": "C16",
    "C17_18": "C17_18",
    "C20_21": "C20 C21",
    "C22": "C22",
    "C23": "C23",
    "C24_25": "C24A C24B C25",
    "C26_27": "C26 C27",
    "C28": "C28",
    "C29_30": "C29 C301 C302T309",
    "C31T33": "C31T33",
}
"""The sectors of the accounts that each sector of the bilateral table holds. C19 (refined oil) is in none and keeps the
default's rate in every set; electricity (D) has a rate in the table, and none is taken, as in the default."""

OTHER_SECTORS: tuple[str, ...] = (
    *("A01", "A02", "A03", "B", "C10T12", "C13T15", "C16", "C17", "C18", "C19", "C20"),
    *("C21", "C22", "C23", "C24", "C25", "C26", "C27", "C28", "C29", "C30", "C31T33"),
)
"""What C01 ... C22 of the second table are (WIOD 2016)."""

OTHER_HOLDERS = {
    **dict.fromkeys(("B05", "B06", "B07", "B08"), "B"),
    "C17_18": "C17",
    "C24A": "C24",
    "C24B": "C24",
    "C301": "C30",
    "C302T309": "C30",
}

FARM = ("A", "C10T12")

TITLES = {
    DEFAULT: "the default: importer averages, 0 by agreements",
    SHAPED: "importer averages in the shape of tariff profiles (`sector-averages`)",
    "shaped_farm": "the same, farm goods and food as in the default",
    "level": "importer averages of the bilateral table, 0 by agreements",
    "two_groups": "the same, farm goods and food apart from the rest",
    "sectors": "the same, by sector",
    "pairs": "the mean of each pair",
    TRUTH: "**the rate of each pair and sector**",
    "capped_50": "the same, none above 50 %",
    "capped_30": "the same, none above 30 %",
    "farm_default": "the same, farm goods and food as in the default",
    "farm_true": "the default, farm goods and food of each pair",
    "bilateral_2018": "pair and sector, rates of 2018",
    "bilateral_2019": "pair and sector, rates of 2019",
    "bilateral_2020": "pair and sector, rates of 2020",
    "bilateral_2021": "pair and sector, rates of 2021",
    "default_2014": "the default for 2014",
    "bilateral_2014": "pair and sector, rates of 2014",
    "other_2014": "pair and sector, rates of 2014, second table",
    "other_pairs_2014": "the mean of each pair, second table",
}


@dataclass(frozen=True)
class Bed:
    """The accounts of 43 economies and the rest; arrays are origin, sector, destination."""

    whole: Economy
    economy: Economy

    @cached_property
    def default(self) -> Array:
        """Give the default's rates."""
        return self.economy.tariff.values.copy()  # pyright: ignore[reportOptionalMemberAccess]

    @cached_property
    def goods(self) -> NDArray[np.intp]:
        """Give the places of the sectors that the bilateral table has."""
        return self.places(HOLDERS)

    @cached_property
    def trade(self) -> Array:
        """Give sales, those at home left out."""
        sold = self.economy.flow.values.sum(3)
        home = np.arange(len(sold))
        sold[home, :, home] = 0.0
        return sold

    @cached_property
    def free(self) -> NDArray[np.bool_]:
        """Tell which pairs the default holds free, origin and destination."""
        return self.default[:, self.economy.sectors.index("C26")] == 0

    def places(self, of: Sequence[str] | dict[str, str]) -> NDArray[np.intp]:
        """Give the places of sectors of the accounts, by those of the bilateral table that hold them."""
        return np.array([self.economy.sectors.index(one) for key in of for one in HOLDERS[key].split()])

    def dated(self, year: int) -> Array:
        """Give the default's rates of another year on these flows."""
        of_year = applied(self.whole.countries, self.whole.sectors, year=year, scheme="icio-2025", choice=AVERAGES)
        return self.restricted(of_year.rate)

    def restricted(self, rates: Array) -> Array:
        """Give rates of all economies for those of the bed."""
        tariff = self.whole.tariff
        assert tariff is not None
        return _tariff(replace(self.whole, tariff=tariff.copy(data=rates)).restrict(_kept(self.economy)))

    @cached_property
    def shaped(self) -> Array:
        """Give the rates of `sector-averages`."""
        world = self.whole.countries, self.whole.sectors
        held = applied(
            *world, year=YEAR, scheme="icio-2025", choice=SECTOR_AVERAGES, imports=self.whole.flow.values.sum(3)
        )
        return self.cleaned(self.restricted(held.rate).copy())

    def cleaned(self, rates: Array) -> Array:
        """Give rates with none at home, and with the default's where the rest of the world imports (the table has none)."""
        rest, home = self.economy.countries.index(REST), np.arange(len(rates))
        rates[:, :, rest] = self.default[:, :, rest]
        rates[home, :, home] = 0.0
        return rates

    def bilateral(self, year: int = YEAR) -> Array:
        """Give the rates of the bilateral table: each sector takes those of the sector that holds it."""
        import pandas as pd  # noqa: PLC0415

        table = pd.read_parquet(shared() / RATES)
        table = table[table.year == year]
        rates = self.default.copy()
        for key, codes in HOLDERS.items():
            found = self._matrix(table[table.sector == key])
            rates[:, [self.economy.sectors.index(one) for one in codes.split()]] = found[:, None]
        return self.cleaned(rates)

    def other(self) -> Array:
        """Give the rates of the second table (2014); it has no rest of the world, which keeps the default's."""
        import pandas as pd  # noqa: PLC0415

        table = pd.read_parquet(shared() / OTHER).query("kind == 'applied_weighted'")
        rates = self.default.copy()
        for place in (*self.goods, self.economy.sectors.index("C19")):
            code = self.economy.sectors[place]
            key = f"C{OTHER_SECTORS.index(OTHER_HOLDERS.get(code, code)) + 1:02d}"
            found = self._matrix(table[table.sector == key])
            rates[:, place] = np.where(np.isnan(found), rates[:, place], found)
        return self.cleaned(rates)

    def _matrix(self, table: Any) -> Array:
        wide = table.pivot_table(index="exporter", columns="importer", values="rate", observed=True)
        return wide.reindex(index=self.economy.countries, columns=self.economy.countries).to_numpy(float)

    def paired(self, rates: Array) -> Array:
        """Give rates averaged over the sectors of each pair, weighted by trade."""
        made = self.default.copy()
        made[:, self.goods] = self._mean(rates, self.goods, 1)
        return self.cleaned(made)

    def national(self, rates: Array, groups: Sequence[Sequence[str]]) -> Array:
        """Give rates averaged over all partners and the sectors of a group, 0 where the default holds a pair free."""
        made = self.default.copy()
        for group in groups:
            at = self.places(group)
            mean = self._mean(rates, at, (0, 1))
            made[:, at] = np.where(self.free[:, None], 0.0, mean)
        return self.cleaned(made)

    def _mean(self, rates: Array, at: NDArray[np.intp], axis: int | tuple[int, int]) -> Array:
        weight = self.trade[:, at]
        total = weight.sum(axis, keepdims=True)
        return (weight * rates[:, at]).sum(axis, keepdims=True) / np.where(total > 0, total, 1.0)

    def mixed(self, rates: Array, farm: Array) -> Array:
        """Give rates, with those of farm goods and food from another set."""
        made = rates.copy()
        made[:, self.places(FARM)] = farm[:, self.places(FARM)]
        return made

    def solved(self, rates: Array) -> dict[str, dict[str, float]]:
        """Give the measures of the agreement by country, per cent."""
        tariff = self.economy.tariff
        assert tariff is not None
        base = cp.calibrate(replace(self.economy, tariff=tariff.copy(data=rates)))
        asked = read("agreement among " + ",".join(PARTIES))
        outcome = cp.equilibrium.solve(base, asked)
        found = {name: getattr(outcome, name).to_series() for name in MEASURES}
        return {code: {name: float(one[code]) for name, one in found.items()} for code in self.economy.countries}


def bed() -> Bed:
    """Make the bed; the accounts' fixed tariffs play no part but for what the bilateral table lacks."""
    import pandas as pd  # noqa: PLC0415

    kept = sorted(set(pd.read_parquet(shared() / RATES, columns=["importer"]).importer) - {REST})
    whole = cp.load_economy(YEAR, source="icio-2025-embedded", tariffs=AVERAGES)
    return Bed(whole, whole.restrict(kept))


def _kept(economy: Economy) -> list[str]:
    return [one for one in economy.countries if one != REST]


def _tariff(economy: Economy) -> Array:
    assert economy.tariff is not None
    return economy.tariff.values


def sets(here: Bed) -> Iterator[tuple[str, Array]]:
    """Give the sets of rates, by the names of `TITLES`."""
    true, other = here.bilateral(), here.other()
    rest = [one for one in HOLDERS if one not in FARM]
    yield DEFAULT, here.default
    yield SHAPED, here.shaped
    yield "shaped_farm", here.mixed(here.shaped, here.default)
    yield "level", here.national(true, [list(HOLDERS)])
    yield "two_groups", here.national(true, [FARM, rest])
    yield "sectors", here.national(true, [[one] for one in HOLDERS])
    yield "pairs", here.paired(true)
    yield TRUTH, true
    for cap in CAPS:
        yield f"capped_{100 * cap:.0f}", np.minimum(true, cap)
    yield "farm_default", here.mixed(true, here.default)
    yield "farm_true", here.mixed(here.default, true)
    for year in range(2018, YEAR):
        yield f"bilateral_{year}", here.bilateral(year)
    yield "default_2014", here.dated(2014)
    yield "bilateral_2014", here.bilateral(2014)
    yield "other_2014", other
    yield "other_pairs_2014", here.paired(other)


def judged(here: Bed) -> list[str]:
    """Give the table of figures: the parties, and of the others the one with the largest error, under each set."""
    found = {name: here.solved(rates) for name, rates in sets(here)}
    error = {
        code: abs(one["welfare_pct"] - found[TRUTH][code]["welfare_pct"])
        for code, one in found[DEFAULT].items()
        if code not in (*PARTIES, REST)
    }
    shown = (*PARTIES, max(error, key=lambda code: error[code]))
    lines = ["rates,country," + ",".join(MEASURES)]
    for name, by in found.items():
        lines += [f"{name},{code}," + ",".join(f"{by[code][one]:.4f}" for one in MEASURES) for code in shown]
    return lines


def tables() -> str:
    """Give the tables of the documentation, from the figures in the package."""
    held = figures()
    shown = list(dict.fromkeys(code for _, code in held))
    words = {"welfare_pct": "welfare", "real_wage_pct": "real wage", "terms_of_trade_pct": "terms of trade"}
    lines = [BEGIN, "", "| per cent | | default | pair and sector | error |", "| --- | --- | ---: | ---: | ---: |"]
    for code in shown:
        for name in MEASURES if code in PARTIES else MEASURES[:1]:
            ours, true = held[DEFAULT, code][name], held[TRUTH, code][name]
            lines.append(f"| {code} | {words[name]} | {ours:.3f} | {true:.3f} | {ours - true:+.3f} |")
    lines += ["", "| welfare, per cent, under | " + " | ".join(shown) + " |", "| --- |" + " ---: |" * len(shown)]
    for name, title in TITLES.items():
        numbers = " | ".join(f"{held[name, code]['welfare_pct']:.3f}" for code in shown)
        lines.append(f"| {title} | {numbers} |")
    return "\n".join([*lines, "", END])


def levels() -> str:
    """Give the table of what the bilateral rates are where the default holds pairs free, partly free, or not at all."""
    import pandas as pd  # noqa: PLC0415

    rates: Any = pd.read_parquet(shared() / RATES)
    seen = rates[(rates.kind != "assumed_zero") & rates.sector.isin(HOLDERS) & rates.year.isin(SPAN)]
    seen = seen[(seen.importer != seen.exporter) & ~seen[["importer", "exporter"]].isin([REST]).any(axis=1)]
    true = seen.groupby(["importer", "exporter"]).rate.mean().rename("true").reset_index()
    codes = sorted({*true.importer, *true.exporter})
    held = applied(codes, ["C29"], year=YEAR, scheme="icio-2025", choice=AVERAGES)
    cells = [held.cell(row.exporter, "C29", row.importer) for row in true.itertuples()]
    true["kind"], true["ours"] = [one["kind"] for one in cells], [one["rate"] for one in cells]
    own = true.groupby("importer").true.mean()
    years = f"{SPAN[0]} to {SPAN[-1]}"
    lines = [
        f"| per cent, plain means over sectors and {years} | pairs | bilateral rates | default |",
        "| --- | ---: | ---: | ---: |",
    ]
    for title, kinds in (
        ("free: customs union, free trade agreement", ("customs_union", "free_trade_agreement")),
        ("partial agreement: the average stands", ("partial_agreement",)),
        ("no agreement", ("importer_average",)),
    ):
        some = true[true.kind.isin(kinds)]
        lines.append(f"| {title} | {len(some)} | {100 * some.true.mean():.1f} | {100 * some.ours.mean():.1f} |")
    lines += [
        f"| rank correlation over all pairs | {len(true)} | {true.true.corr(true.ours, method='spearman'):.2f} | |"
    ]
    lines += ["", "| importer | on | bilateral rates | on all partners |", "| --- | --- | ---: | ---: |"]
    at = true.set_index(["importer", "exporter"]).true
    for one, other in ((a, b) for a in PARTIES for b in (*PARTIES, "USA") if a != b):
        lines.append(f"| {one} | {other} | {100 * at[one, other]:.1f} | {100 * own[one]:.1f} |")
    return "\n".join([LEVELS[0], "", *lines, "", LEVELS[1]])


def page(old: str, *fresh: str) -> str:
    """Give the page with the tables of now; others, each between its own first and last line, stay if they aren't given."""
    before, rest = old.split(BEGIN)
    made = before + tables() + rest.split(END)[1]
    for block in fresh:
        first, *_, last = block.splitlines()
        before, rest = made.split(first)
        made = before + block + rest.split(last)[1]
    return made


def main(words: Sequence[str]) -> int:
    from tools.tariff_errors import errors  # noqa: PLC0415

    write, fresh = "--write" in words, ()
    if (shared() / RATES).is_file() and (shared() / OTHER).is_file():
        here = bed()
        lines = judged(here)
        fresh = levels(), errors(here)
        print("\n".join(lines), *fresh, sep="\n\n")
        if write:
            write_text(TABLE, "\n".join(lines) + "\n")
            figures.cache_clear()
    elif not write:
        print(f"the third-party rates are not here: {shared() / 'tariffs'}", file=sys.stderr)
        return 1
    if write:
        write_text(PAGE, page(PAGE.read_text(encoding="utf-8"), *fresh))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
