"""What a change would cost everyone: a scenario put to the world's accounts."""

from __future__ import annotations

import os
import typing
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.questions.adjustment import (
    ConsumptionSubstitution,
    FactorMobility,
    Horizons,
    InputSubstitution,
    LabourSupply,
    ValueAddedSubstitution,
    Years,
)
from counterpoise.questions.arguments import Flag, Source, TariffChoice, Year, given_alone, words_of

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.equilibrium.outcomes import Outcomes
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.model import ModelChoice
    from counterpoise.world.economy import Economy


def _scenario(value: Any, where: str) -> Scenario:
    from counterpoise.scenario import Scenario, read  # noqa: PLC0415

    if isinstance(value, Scenario):
        return value
    if not isinstance(value, str | os.PathLike):
        remedy = "give a file, the short form, or a Scenario"
        raise InputError(f"{str(value)[:40]!r} is not a scenario", where=where, remedy=remedy)
    return read(value)


def _of_model(name: str) -> Word:
    """Give the word for one of the model's choices; the model's schema knows which there are."""

    def parse(value: Any, where: str) -> str:
        known = choices()
        word = str(value).strip().lower()
        if word not in known:
            remedy = did_you_mean(word, known, "take one of " + ", ".join(known))
            raise InputError(f"there is no {name} {str(value)[:40]!r}", where=where, remedy=remedy)
        return word

    def choices() -> Sequence[str]:
        from counterpoise.scenario.model import ModelChoice  # noqa: PLC0415

        return _choices(ModelChoice.model_fields[name].annotation)

    return Word(name, parse, name.upper(), choices=choices)


def _choices(annotation: Any) -> tuple[str, ...]:
    """Give the words of a choice, which may be left out."""
    words = typing.get_args(annotation)
    return tuple(one for word in words for one in ((word,) if isinstance(word, str) else _choices(word)))


def _elasticities(value: Any, where: str) -> str:
    word, known = str(value).strip().lower(), _sets()
    if word not in known:
        remedy = did_you_mean(word, known, "take one of " + ", ".join(known))
        raise InputError(f"there are no elasticities {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


def _variables(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.equilibrium.outcome import named  # noqa: PLC0415

    return named(value.split(",") if isinstance(value, str) else value, where)


def _sets() -> Sequence[str]:
    from counterpoise.world.elasticities import choices  # noqa: PLC0415

    return ("default", *choices())


CONDITIONAL = "a conditional scenario, not a forecast: {what}, all else equal; values are in units of world value added"
"""What a reader must know of every outcome."""

Change = Annotated["Scenario", Word("scenario", _scenario, "SCENARIO")]
Closure = Annotated[str, _of_model("closure")]
Deficits = Annotated[str, _of_model("deficits")]
Sourcing = Annotated[str, _of_model("sourcing")]
Horizon = Annotated[str, _of_model("horizon")]
Elasticities = Annotated[str, Word("elasticities", _elasticities, "SET", choices=_sets)]
Shown = Annotated[Sequence[str], Word("countries", words_of, "COUNTRIES")]
Variables = Annotated["Sequence[str]", Word("variables", _variables, "VARIABLES")]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def simulate(  # noqa: PLR0913 - what a person may say of it, each by its name
    scenario: Change,
    *,
    country: Shown | None = None,
    variables: Variables | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizons | None = None,
    years: Years | None = None,
    input_substitution: InputSubstitution | None = None,
    value_added_substitution: ValueAddedSubstitution | None = None,
    consumption_substitution: ConsumptionSubstitution | None = None,
    factor_mobility: FactorMobility | None = None,
    labour_supply: LabourSupply | None = None,
    first_order: Flag = False,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Outcome | Outcomes:
    """What a change of tariffs, trade costs, embargoes or productivity would cost everyone.

    The answer is conditional: it holds all else equal, it is a new equilibrium (of the long run, where no time is named) and
    not a forecast, and values are in units of world value added.

    Parameters
    ----------
    scenario
        A scenario file, one of the gallery by its name, or the short form, as "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates".
    country
        Whom to show: countries or groups, or ALL; if left out, all, of whom a terminal's table shows the most affected.
    variables
        What to show, as welfare_pct,real_wage_pct; the headline variables if left out.
    year
        The year of the accounts; the scenario's, or the newest, if left out.
    source
        The accounts' dataset (see data list); the scenario's, or the newest, if left out.
    tariffs
        Those before the change: importer-averages, us-2024, us-2025 ...; the scenario's, or the best of the store, if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced; the scenario's if left out.
    deficits
        Those before the change: recorded, or purged (removed first); the scenario's if left out.
    sourcing
        Whether the origins of a good differ by its use: none, kind or user; the scenario's if left out.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015; the scenario's if left out.
    horizon
        How long after the change: short, medium or long, or all side by side; the scenario's if left out.
    years
        Years after the change, as 3, or several side by side, as 1,3,10 or 1-10; the scenario's if left out.
    input_substitution
        Elasticity of substitution between inputs, in place of the horizon's: 0 is Leontief, 1 Cobb-Douglas.
    value_added_substitution
        The same between value added and inputs.
    consumption_substitution
        The same between final goods.
    factor_mobility
        Whether factors move between sectors: mobile, specific, or an elasticity; the horizon's if left out.
    labour_supply
        Elasticity of the factor's supply to the real wage, in place of the horizon's; 0 is a given supply.
    first_order
        Whether to take the first step towards the equilibrium only: fast where the model is large, and marked as such.
    economy
        The accounts to change; None means those that the scenario names, or the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Outcome or Outcomes
        The new equilibrium against the old, by country; ``data`` holds every variable. Of several times, their outcomes side
        by side, along ``horizon`` or ``years_after``.

    Raises
    ------
    InputError
        If the scenario can't be read, contradicts itself or changes nothing.
    NoSolution
        If no equilibrium exists, or none was found, at any of the times.

    Examples
    --------
    >>> import counterpoise as cp
    >>> outcome = cp.simulate("embargo 90 % between KOR and CHN")
    >>> outcome.welfare_pct.sel(country="KOR").item() < outcome.welfare_pct.sel(country="CHN").item() < 0
    True
    >>> cp.simulate("embargo 90 % between KOR and CHN", years="1,3,10").welfare_pct.sel(country="KOR").round(
    ...     1
    ... ).values.tolist()
    [-16.9, -7.7, -2.1]
    """
    from counterpoise.equilibrium import solve  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.1)
    scenario = _timed(scenario, horizon, years)
    model: dict[str, Any] = {
        "closure": closure,
        "deficits": deficits,
        "sourcing": sourcing,
        "elasticities": elasticities,
    }
    model |= {"input_substitution": input_substitution, "value_added_substitution": value_added_substitution}
    model |= {"consumption_substitution": consumption_substitution, "factor_mobility": factor_mobility}
    scenario = under_model(scenario, model | {"labour_supply": labour_supply})
    quick = _quick(scenario) if first_order else scenario
    alike = () if quick is scenario else (ALIKE,)
    scenario = quick
    world = world_of(scenario, year, source, tariffs, economy)
    tell.report("the new equilibrium", 0.6)
    found: Outcome | Outcomes
    if isinstance(horizon, tuple) or isinstance(years, tuple):
        if first_order:
            raise InputError(
                "several times have no answer to first order", where="--first-order", remedy="name one time"
            )
        found = _side_by_side(world, scenario, horizon, years)
        base, told = found.first.baseline, CONDITIONAL.format(what=_PATH if horizon is None else _APART)
    else:
        base, told = _calibrated(world, scenario.model.model_dump_json()), conditional(scenario.model)
        found = solve(base, scenario, linear=first_order)
    found = found.with_warnings(told, *alike, *passed_over(scenario, economy))
    tell.report("done", 1.0)
    return found.showing(variables or scenario.report.variables, shown_of(country, scenario, base))


ALIKE = "to be quick, the origins of a good are taken to be the same for all its uses (sourcing none)"
"""What a reader must know of an answer to first order where origins differ by use."""


def _quick(scenario: Scenario) -> Scenario:
    """Give a scenario without what makes its linear system large."""
    if scenario.model.sourcing == "none":
        return scenario
    return scenario.model_copy(update={"model": scenario.model.model_copy(update={"sourcing": "none"})})


_PATH = "an equilibrium at each time after the change, on the way from the short to the long run"
_APART = "an equilibrium at each horizon"


def conditional(model: ModelChoice) -> str:
    """Say what a reader must know of every outcome of a model."""
    from counterpoise.scenario.moment import equilibrium  # noqa: PLC0415

    return CONDITIONAL.format(what=equilibrium(model))


def _timed(scenario: Scenario, horizon: Any, years: Any) -> Scenario:
    """Give the scenario at the time that the question names; of several, at the first."""
    from counterpoise.equilibrium.path import at  # noqa: PLC0415

    if horizon is not None and years is not None:
        raise InputError("both a horizon and years are named", where="--years", remedy="name one")
    if horizon is None and years is None:
        return scenario
    first = horizon[0] if isinstance(horizon, tuple) else horizon
    return at(scenario, horizon=first, years_after=years[0] if isinstance(years, tuple) else years)


def _side_by_side(world: Economy, scenario: Scenario, horizon: Any, years: Any) -> Outcomes:
    """Solve the scenario at each of the times that the question names."""
    from counterpoise.equilibrium.path import at_horizons, over_years  # noqa: PLC0415

    if isinstance(years, tuple):
        return over_years(_accounts(world, scenario.model.settled.model_dump_json()), world, scenario, years)
    return at_horizons(lambda model: _calibrated(world, model.model_dump_json()), scenario, horizon)


def unbridged(scenario: Scenario, what: str) -> None:
    """Refuse a scenario with stockpiles where each answer is one equilibrium, not a year's mean."""
    for _, place in scenario.stocked():
        raise InputError(f"{what} holds no stockpiles", where=str(place), remedy="leave them out, or ask simulate")


def passed_over(scenario: Scenario, economy: Economy | None) -> tuple[str, ...]:
    """Tell where a given economy stands in for the baseline that a scenario names."""
    named = [f"{key} = {value}" for key, value in scenario.baseline if value is not None]
    if economy is None or not named:
        return ()
    return (f"the scenario's baseline ({', '.join(named)}) is passed over: the economy that was given is used",)


def under_model(scenario: Scenario, choices: dict[str, Any]) -> Scenario:
    """Give the scenario under another model, where the question names one."""
    named = {name: word for name, word in choices.items() if word is not None}
    if not named:
        return scenario
    if "horizon" in named:
        named = {"years_after": None, **named}
    model = scenario.model
    return scenario.model_copy(update={"model": model.model_copy(update=named)})


def shown_of(country: Sequence[str] | None, scenario: Scenario, base: Baseline) -> tuple[str, ...] | None:
    """Give the countries to show: those that the question names, or the scenario's report, or all."""
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    wanted = country or scenario.report.countries
    if not wanted:
        return None
    where = "--country" if country else "report.countries"
    found, _ = Labels(base.countries, base.sectors, base.scheme, scenario.groups).countries_of(wanted, where)
    return tuple(base.countries[one] for one in found)


def baseline_of(
    scenario: Scenario, year: int | None, source: str | None, tariffs: str | None, economy: Economy | None
) -> Baseline:
    """Give the baseline that a scenario asks for; what the question names goes first."""
    return _calibrated(world_of(scenario, year, source, tariffs, economy), scenario.model.model_dump_json())


def by_sector(tariffs: str | None, source: str | None, economy: Economy | None) -> str | None:
    """Give the tariffs that an agreement is taken to end: where none are named and the store has none by pair and sector, averages by sector.

    An agreement is about which sectors' tariffs fall, and these rates are nearer to measured ones (see `tools.tariff_errors`).
    """
    from counterpoise.store.folder import kept  # noqa: PLC0415
    from counterpoise.world.load import scheme_of  # noqa: PLC0415
    from counterpoise.world.tariffs import SECTOR_AVERAGES, TABLES  # noqa: PLC0415

    if tariffs is not None or economy is not None or any(one.dataset in TABLES for one in kept()):
        return tariffs
    return SECTOR_AVERAGES if scheme_of(source) is not None else None


def world_of(
    scenario: Scenario, year: int | None, source: str | None, tariffs: str | None, economy: Economy | None
) -> Economy:
    """Give the accounts that a scenario asks for; what the question names goes first."""
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    wanted = scenario.baseline
    if economy is None:
        return load_economy(
            year if year is not None else wanted.year,
            source=source if source is not None else wanted.source,
            tariffs=tariffs if tariffs is not None else wanted.tariffs,
        )
    return given_alone(economy, year, source, tariffs)


@lru_cache(maxsize=6)
def _calibrated(economy: Economy, model: str) -> Baseline:
    """Keep the last baselines: another scenario on the same accounts (the very object) starts at once."""
    from counterpoise.equilibrium.calibration import adjusted  # noqa: PLC0415
    from counterpoise.scenario.model import ModelChoice  # noqa: PLC0415

    choice = ModelChoice.model_validate_json(model)
    return adjusted(_accounts(economy, choice.settled.model_dump_json()), economy, choice)


@lru_cache(maxsize=2)
def _accounts(economy: Economy, model: str) -> Baseline:
    """Keep the last balanced accounts, which all times share."""
    from counterpoise.equilibrium import calibrate  # noqa: PLC0415
    from counterpoise.scenario.model import ModelChoice  # noqa: PLC0415

    return calibrate(economy, ModelChoice.model_validate_json(model))
