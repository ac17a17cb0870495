"""What a change would cost everyone: a scenario put to the world's accounts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.questions.arguments import Source, Subjects, Year
from counterpoise.scenario import Scenario, read
from counterpoise.scenario.model import ModelChoice

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.world.economy import Economy


def _scenario(value: Any, where: str) -> Scenario:
    if isinstance(value, Scenario):
        return value
    if not isinstance(value, str | os.PathLike):
        remedy = "give a file, the short form, or a Scenario"
        raise InputError(f"{str(value)[:40]!r} is not a scenario", where=where, remedy=remedy)
    return read(value)


def _choice(name: str) -> Word:
    def parse(value: Any, where: str) -> str:
        known = _choices(name)
        word = str(value).strip().lower()
        if word not in known:
            remedy = did_you_mean(word, known, "take one of " + ", ".join(known))
            raise InputError(f"there is no {name} {str(value)[:40]!r}", where=where, remedy=remedy)
        return word

    return Word(name, parse, "|".join(_choices(name)).upper() if False else name.upper())


def _choices(name: str) -> tuple[str, ...]:
    import typing  # noqa: PLC0415

    return typing.get_args(ModelChoice.model_fields[name].annotation)


def _variables(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.equilibrium.effects import OUTCOME  # noqa: PLC0415

    words = [one.strip() for one in (value.split(",") if isinstance(value, str) else value)]
    for word in words:
        if word not in OUTCOME:
            remedy = did_you_mean(word, OUTCOME, "take " + ", ".join(OUTCOME))
            raise InputError(f"an outcome has no {word!r}", where=where, remedy=remedy)
    return tuple(dict.fromkeys(words))


Change = Annotated[Scenario, Word("scenario", _scenario, "SCENARIO")]
Closure = Annotated[str, _choice("closure")]
Sourcing = Annotated[str, _choice("sourcing")]
Variables = Annotated["Sequence[str]", Word("variables", _variables, "VARIABLES")]


@question(charts="counterpoise.charts")
def simulate(
    scenario: Change,
    *,
    country: Subjects | None = None,
    variables: Variables | None = None,
    year: Year | None = None,
    source: Source | None = None,
    closure: Closure | None = None,
    sourcing: Sourcing | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """What a change of tariffs, trade costs, embargoes or productivity would cost everyone.

    The answer is conditional: it holds all else equal, it is a new long-run equilibrium and not a forecast, and values
    are in units of world value added.

    Parameters
    ----------
    scenario
        A scenario file, or the short form, as "tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates".
    country
        Whom to show: countries or groups; all if left out.
    variables
        What to show, as welfare_pct,real_wage_pct; the headline variables if left out.
    year
        The year of the accounts; the scenario's, or the newest, if left out.
    source
        The accounts' dataset (see data list); the scenario's, or the newest, if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced; the scenario's if left out.
    sourcing
        Whether the origins of a good differ by its use: none, kind or user; the scenario's if left out.
    economy
        The accounts to change; None means those that the scenario names, or the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Outcome
        The new equilibrium against the old, by country; ``data`` holds every variable.

    Raises
    ------
    InputError
        If the scenario can't be read, contradicts itself or changes nothing.
    NoSolution
        If no equilibrium exists, or none was found.

    Examples
    --------
    >>> import counterpoise as cp
    >>> outcome = cp.simulate("embargo 90 % between KOR and CHN")
    >>> outcome.welfare_pct.sel(country="KOR").item() < outcome.welfare_pct.sel(country="CHN").item() < 0
    True
    """
    from counterpoise.equilibrium import solve  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.1)
    given = {"closure": closure, "sourcing": sourcing}
    changed = {name: word for name, word in given.items() if word is not None}
    if changed:
        model = ModelChoice(**{**_said(scenario.model), **changed})
        scenario = scenario.model_copy(update={"model": model})
    base = _baseline_of(scenario, year, source, economy)
    tell.report("the new equilibrium", 0.6)
    found = solve(base, scenario)
    tell.report("done", 1.0)
    return found.showing(variables or _reported(scenario), _shown(country, scenario, base))


def _said(model: ModelChoice) -> dict[str, Any]:
    return {name: getattr(model, name) for name in model.model_fields_set}


def _baseline_of(scenario: Scenario, year: int | None, source: str | None, economy: Economy | None) -> Baseline:
    """Give the baseline that a scenario asks for; what the question names goes first."""
    from counterpoise.equilibrium import calibrate  # noqa: PLC0415
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    wanted = scenario.baseline
    if economy is not None:
        return calibrate(economy, scenario.model)
    economy = load_economy(
        year if year is not None else wanted.year,
        source=source if source is not None else wanted.source,
        tariffs=wanted.tariffs,
    )
    return _calibrated(economy.fingerprint, scenario.model.model_dump_json(), _Held(economy, scenario.model))


class _Held:
    """Carries what a baseline is made from past the cache's key, which is made of names."""

    def __init__(self, economy: Economy, model: ModelChoice) -> None:
        self.economy, self.model = economy, model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _calibrated(fingerprint: str, model: str, held: _Held) -> Baseline:
    """Keep the last baselines: another scenario on the same accounts starts at once."""
    from counterpoise.equilibrium import calibrate  # noqa: PLC0415

    del fingerprint, model
    return calibrate(held.economy, held.model)
