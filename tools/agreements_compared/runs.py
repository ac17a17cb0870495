"""Our answers under one set of assumptions after another, all on the embedded accounts of 2022."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

import counterpoise as cp
from counterpoise.codes import groups
from counterpoise.equilibrium.calibration import adjusted
from counterpoise.scenario import Scenario
from counterpoise.scenario.model import Closure, ModelChoice
from counterpoise.scenario.shocks import Agreement
from counterpoise.world.tariffs import AVERAGES, NO_AGREEMENTS, applied
from tools.agreements_compared import older
from tools.published.cells import shared
from tools.published.worlds import WIOD
from tools.tariff_judge import HOLDERS, OTHER, OTHER_HOLDERS, OTHER_SECTORS, RATES, REST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]

YEAR = 2022
DEPTHS = "agreements/desta22_dyad_year.parquet"
NEEDS = (RATES, OTHER, DEPTHS, WIOD)
CAPITAL = 0.4
"""The share of capital in value added for the steady state; what it makes of the factor's supply is `RESPONSE`."""

RESPONSE = CAPITAL / (1 - CAPITAL)
"""If capital grows until its return in units of final goods is what it was, the bundle of labour and capital grows with the
real wage to this power."""

QUESTIONS: dict[str, dict[str, Any]] = {
    "korea-china": {"parties": ["KOR", "CHN"]},
    "korea-japan": {"parties": ["KOR", "JPN"]},
    "cjk": {"parties": ["CHN", "JPN", "KOR"]},
    "rcep": {"name": "RCEP"},
    "rcep-india": {"parties": ["RCEP", "IND"]},
    "cptpp": {"parties": ["AUS", "BRN", "CAN", "CHL", "JPN", "MYS", "MEX", "NZL", "PER", "SGP", "VNM"]},
}
FARM = ("A01", "A02", "A03", "C10T12")
"""Farm goods, forestry, fish and food: what such agreements leave out first."""

CALIENDO_PARRO = "caliendo-parro-2015"
BEFORE = {"rcep": 2021, "cptpp": 2017}
"""The year whose agreements bind the parties already, for depth; 2014 for the others."""


@dataclass(frozen=True)
class Recipe:
    """What one run assumes.

    Attributes
    ----------
    rates
        The tariffs before: ``averages`` (the program's default), ``no-agreements``, ``bilateral`` (of pair and sector where the
        table has them, ``under`` elsewhere) or ``other`` (the second table).
    year
        Of the rates.
    under
        What stands where a table has nothing.
    elasticities, closure
        As in a scenario.
    exclude
        Sectors that the agreement leaves out.
    depth
        Of the agreement; None for tariffs alone.
    before
        The depth that binds the parties already: ``none`` (nothing beyond tariffs), or pair by pair: ``desta``, or the
        program's ``register``.
    response
        The elasticity of the factor's supply to the real wage.
    cap
        The highest rate that is believed.
    accounts
        Those of 2022, or of 2014 (43 economies and the rest; rates by pair and sector, for tariffs alone).
    own
        Importers with one rate on all goods from the parties to the Regional Comprehensive Economic Partnership.
    """

    rates: Literal["averages", "no-agreements", "bilateral", "other"] = "averages"
    year: int = YEAR
    under: str = AVERAGES
    elasticities: str = "default"
    closure: Closure = "additive"
    exclude: tuple[str, ...] = ()
    depth: float | None = None
    before: Literal["none", "desta", "register"] = "none"
    response: float | None = None
    cap: float | None = None
    accounts: Literal["icio-2022", "wiod-2014"] = "icio-2022"
    own: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Bench:
    """The accounts, and rates to put on them; arrays are origin, sector, destination."""

    economy: Economy

    @cached_property
    def goods(self) -> list[int]:
        """Give the places of the sectors that have a tariff."""
        at = self.economy.tariff
        assert at is not None
        return np.flatnonzero(at.values.any((0, 2))).tolist()

    def places(self, codes: Sequence[str]) -> list[int]:
        """Give the places of countries."""
        return [self.economy.countries.index(code) for code in codes]

    def dated(self, choice: str, year: int) -> Array:
        """Give the program's rates of a year on these labels."""
        return applied(self.economy.countries, self.economy.sectors, year=year, scheme="icio-2025", choice=choice).rate

    def rates(self, recipe: Recipe) -> Array:
        """Give the rates before the agreement."""
        if recipe.rates in ("averages", "no-agreements"):
            return self.dated(AVERAGES if recipe.rates == "averages" else NO_AGREEMENTS, recipe.year)
        made = self.dated(recipe.under, recipe.year).copy()
        table = _bilateral(recipe.year) if recipe.rates == "bilateral" else _second()
        for place in self.goods:
            found = table(self.economy.sectors[place])
            if found is not None:
                wide = found.reindex(index=self.economy.countries, columns=self.economy.countries).to_numpy(float)
                made[:, place] = np.where(np.isnan(wide), made[:, place], wide)
        made[np.ix_(self.places(members("rcep")), self.goods, self.places([code for code, _ in recipe.own]))] = [
            rate for _, rate in recipe.own
        ]
        home = np.arange(len(made))
        made[home, :, home] = 0.0
        return made if recipe.cap is None else np.minimum(made, recipe.cap)


@cache
def bench() -> Bench:
    """Give the accounts of all economies."""
    return Bench(cp.load_economy(YEAR, source="icio-2025-embedded", tariffs=AVERAGES))


def _wide(table: Any) -> Any:
    kept = table[(table.importer != REST) & (table.exporter != REST)]
    return kept.pivot_table(index="exporter", columns="importer", values="rate", observed=True)


@cache
def _table(name: str) -> Any:
    import pandas as pd  # noqa: PLC0415

    return pd.read_parquet(shared() / name)


@cache
def _bilateral(year: int) -> Any:
    holder = {code: key for key, codes in HOLDERS.items() for code in codes.split()}
    table = _table(RATES).query(f"year == {year}")
    return cache(lambda code: _wide(table[table.sector == holder[code]]) if code in holder else None)


@cache
def _second() -> Any:
    table = _table(OTHER).query("kind == 'applied_weighted'")

    def of(code: str) -> Any:
        key = OTHER_HOLDERS.get(code, code)
        return _wide(table[table.sector == f"C{OTHER_SECTORS.index(key) + 1:02d}"]) if key in OTHER_SECTORS else None

    return cache(of)


@cache
def _desta(year: int) -> dict[frozenset[str], float]:
    """Give the deepest agreement in force in a year by pair; where it is unknown, as deep as can be."""
    table = _table(DEPTHS).query(f"year == {year}")
    return {
        frozenset((row.iso3_1, row.iso3_2)): 7.0 if np.isnan(row.depth_index) else float(row.depth_index)
        for row in table.itertuples()
    }


def members(word: str) -> tuple[str, ...]:
    """Give the countries of a question that the accounts have."""
    asked = QUESTIONS[word]
    named = asked["parties"] if "parties" in asked else [asked["name"]]
    codes = [code for one in named for code in (groups.members(one) if groups.is_group(one) else (one,))]
    return tuple(code for code in dict.fromkeys(codes) if code in bench().economy.countries)


def scenario(word: str, recipe: Recipe) -> Scenario:
    """Give the scenario of a question."""
    base: dict[str, Any] = QUESTIONS[word] | ({"exclude": recipe.exclude} if recipe.exclude else {})
    shocks = [base]
    if recipe.depth is not None and recipe.before != "desta":
        shocks = [base | {"depth": recipe.depth, "from_depth": 1.0 if recipe.before == "none" else None}]
    elif recipe.depth is not None:
        shocks += [
            base | {"name": None, "parties": pair, "depth": recipe.depth, "from_depth": there}
            for pair in combinations(members(word), 2)
            if (there := _desta(BEFORE.get(word, 2014)).get(frozenset(pair), 0.0)) < recipe.depth
        ]
    model = ModelChoice(elasticities=recipe.elasticities, closure=recipe.closure, labour_supply=recipe.response)
    return Scenario(title=word, model=model, shocks=tuple(Agreement.model_validate(one) for one in shocks))


_LATER: dict[str, Any] = {"elasticities": "default", "exclude": (), "depth": None, "before": "none", "response": None}
"""What a recipe says of the agreement and of elasticities, which leave the accounts as they are."""


@cache
def _baseline(recipe: Recipe) -> Baseline:
    held = bench().economy
    assert held.tariff is not None
    taxed = replace(held, tariff=held.tariff.copy(data=bench().rates(recipe)))
    return cp.calibrate(taxed, ModelChoice(closure=recipe.closure))


def plain_baseline() -> Baseline:
    """Give the baseline as the program has it."""
    return _baseline(Recipe())


@cache
def solved(word: str, recipe: Recipe) -> Outcome:
    """Solve a question under a recipe."""
    if recipe.accounts == "wiod-2014":
        return older.solved(recipe, members(word), _second() if recipe.rates == "other" else _bilateral(recipe.year))
    asked, held = scenario(word, recipe), bench().economy
    return cp.equilibrium.solve(adjusted(_baseline(replace(recipe, **_LATER)), held, asked.model), asked)
