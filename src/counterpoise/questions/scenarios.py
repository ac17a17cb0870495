"""What can be done with a scenario without solving it: start one, check it, say what it does."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.scenario import Scenario
    from counterpoise.world.economy import Economy


def new(path: str | os.PathLike[str], *, title: str | None = None) -> Path:
    """Write a scenario to start from, which is valid as it stands.

    Parameters
    ----------
    path
        The file; one that exists is left as it is.
    title
        What it is, in a line.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the file exists, or can't be written.
    """
    from counterpoise.core.files import write_text  # noqa: PLC0415
    from counterpoise.scenario.template import template  # noqa: PLC0415

    file = Path(path)
    if file.exists() or file.is_symlink():
        raise InputError("this file exists already", where=str(file), remedy="name another, or remove it first")
    if title is not None and not title.isprintable():
        raise InputError(f"{title!r:.60} is not a line of text", where="--title", remedy="write it in one line")
    write_text(file, template(title) if title else template())
    return file


def check(words: str | os.PathLike[str] | Scenario, economy: Economy | None = None) -> str:
    """Check a scenario against a baseline, and give a line of what was understood.

    Parameters
    ----------
    words
        A file, one of the gallery by its name, the short form, or a scenario.
    economy
        The accounts; those that the scenario names, or the newest, when None.

    Returns
    -------
    str
        What it holds and how many flows it touches.

    Raises
    ------
    InputError
        With line and key, or clause and word, and the nearest valid one.
    """
    scenario, against, policy, accounts = met(words, economy)
    _check_rest(scenario, accounts)
    parts = [_counted(len(scenario.shocks), "shock")]
    if scenario.retaliation:
        parts.append(f"{_counted(len(scenario.retaliation), 'shock')} in return")
    if scenario.stockpiles:
        parts.append(_counted(len(scenario.stockpiles), "stockpile"))
    told = f"{scenario.title}: {', '.join(parts)}, against {against}"
    flows = sum(one.flows for one in policy.touched if one.mask is not None and one.mask.ndim == 3)
    return f"{told}; {_counted(flows, 'flow')} touched" if flows else told


def _check_rest(scenario: Scenario, accounts: Economy) -> None:
    """Check what only the solution and the report need: elasticities, variables, countries to show."""
    from counterpoise.equilibrium.outcome import named  # noqa: PLC0415
    from counterpoise.equilibrium.parameters import parameters  # noqa: PLC0415
    from counterpoise.equilibrium.stockpiles import UNTIMED  # noqa: PLC0415
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    parameters(scenario.model, accounts.sectors, accounts.scheme)
    if scenario.stockpiles and not scenario.model.timed:
        place = next(str(place) for _, place in scenario.stocked())
        raise InputError("stockpiles matter in the first year only", where=place, remedy=UNTIMED)
    named(scenario.report.variables or (), "report.variables")
    if scenario.report.countries:
        labels = Labels(accounts.countries, accounts.sectors, accounts.scheme, scenario.groups)
        labels.countries_of(scenario.report.countries, "report.countries")


def explain(words: str | os.PathLike[str] | Scenario, economy: Economy | None = None, *, language: str = "en") -> str:
    """Say in plain words what a scenario does, how many flows it touches and how much trade that is.

    Parameters
    ----------
    words
        A file, one of the gallery by its name, the short form, or a scenario.
    economy
        The accounts; those that the scenario names, or the newest, when None.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Returns
    -------
    str
        Some lines of text.

    Raises
    ------
    InputError
        With line and key, or clause and word, and the nearest valid one.
    """
    from counterpoise.equilibrium.parameters import parameters  # noqa: PLC0415
    from counterpoise.scenario import explain as english  # noqa: PLC0415
    from counterpoise.words.korean import explained as korean  # noqa: PLC0415
    from counterpoise.words.language import known  # noqa: PLC0415

    scenario, against, policy, accounts = met(words, economy)
    chosen = parameters(scenario.model, accounts.sectors, accounts.scheme)
    writer = korean if known(language) == "ko" else english
    return writer.explained(
        scenario,
        policy.touched,
        trade=accounts.flow.values.sum(axis=3),
        scheme=accounts.scheme,
        against=against,
        elasticities=f"between origins {chosen.theta.choice}; {chosen.words}" if chosen.named else "",
        notes=policy.notes,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def met(
    words: str | os.PathLike[str] | Scenario, economy: Economy | None, *, allow_nothing: bool = False
) -> tuple[Scenario, str, Policy, Economy]:
    """Read a scenario and lay it on its baseline; one that changes nothing is refused, where that is not allowed."""
    from counterpoise.equilibrium.counterfactual import depths_in, unions_in  # noqa: PLC0415
    from counterpoise.equilibrium.policy import policy_of  # noqa: PLC0415
    from counterpoise.equilibrium.recorded import recorded_in  # noqa: PLC0415
    from counterpoise.scenario import Scenario, read  # noqa: PLC0415
    from counterpoise.world.load import load_economy  # noqa: PLC0415
    from counterpoise.world.register import bound, parties  # noqa: PLC0415

    scenario = words if isinstance(words, Scenario) else read(words)
    chosen = scenario.baseline
    accounts = load_economy(chosen.year, source=chosen.source, tariffs=chosen.tariffs) if economy is None else economy
    against = f"{accounts.provenance.source} {accounts.year or ''}".strip()
    if chosen.tariffs:
        against += f" with the tariffs {chosen.tariffs}"
    tariff = None if accounts.tariff is None else accounts.tariff.values
    policy = policy_of(
        scenario,
        countries=accounts.countries,
        sectors=accounts.sectors,
        tariff=tariff,
        theta=1.0,  # how far a partial embargo raises costs is not asked here
        scheme=accounts.scheme,
        size=accounts.value_added.values.sum(1),
        recorded=recorded_in(accounts.scheme, tariff),
        parties_of=parties,
        pairs_of=bound,
        unions_of=unions_in(accounts.year),
        depths_of=depths_in(accounts.year),
        allow_nothing=allow_nothing,
    )
    if scenario.stockpiles:
        policy = replace(policy, notes=(*policy.notes, *_stocked(scenario, accounts)))
    return scenario, against, policy, accounts


def _stocked(scenario: Scenario, accounts: Economy) -> tuple[str, ...]:
    """Check the stockpiles of a scenario against its accounts and its time."""
    from counterpoise.equilibrium.stockpiles import UNTIMED, cover_of  # noqa: PLC0415

    cover = cover_of(scenario, accounts.countries, accounts.sectors, accounts.scheme)
    time = () if scenario.model.timed else (f"stockpiles need a time to be solved: {UNTIMED}",)
    return (*time, *cover.notes)
