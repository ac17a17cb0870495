"""What a trade war would come to, and what a truce could: tariffs that each side chooses, and tariffs that they agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import (
    EVERYONE,
    Bounds,
    By,
    File,
    Flag,
    Partners,
    Sectors,
    Source,
    TariffChoice,
    Weights,
    Year,
    across,
    whole,
)
from counterpoise.questions.changes import (
    Closure,
    Deficits,
    Elasticities,
    Horizon,
    Shown,
    Sourcing,
    baseline_of,
    conditional,
    under_model,
)
from counterpoise.questions.fought import LACKING, Contested, everyone, of_flows
from counterpoise.questions.opposed import Words, parse_side, political_weights, shown_of, sides_of

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario
    from counterpoise.scenario.labels import Labels
    from counterpoise.statecraft.contest import Contest
    from counterpoise.statecraft.truce import Truce
    from counterpoise.statecraft.war import War
    from counterpoise.world.economy import Economy

USUAL = (0.0, 1000.0)
"""Bounds where none are named, per cent: no import subsidies, as in Ossa (2014)."""

THREATS = ("war", "today")
SOLUTIONS = ("nash", "even")

MEANING = (
    "a Nash point of the model: with the others' tariffs as they are there, no side gains real income by other tariffs of its own "
    "within the bounds; it ignores law, and is no forecast"
)
ONE_OF = "there may be other Nash points (no trade at all is always one): this is the one that first-order conditions lead to from 1 / theta"
EFFICIENT = (
    "the truce is efficient among its sides only, within the bounds and without transfers: no other tariffs on each other's goods give "
    "all of them more; countries that are no side were not asked"
)
ALL_PLAY = "every side sets tariffs on the goods of all other sides: {n} sides of {all} economies play, the others keep their tariffs"
UNIONS = (
    "customs unions among the sides: {n}; their members set one tariff together, and with --alone each sets its own"
)
STOPPED = "{n} of {all} rates stop at a bound: another bound gives other rates"
AT_ZERO = (
    "{n} of {all} rates are 0, as the bounds exclude subsidies to imports: with --bounds=-20:100 they can be lower"
)
AVERAGED = (
    "where one rate stands for several flows, today's tariffs are moved to their average before the search begins"
)


def _one_of(words: Sequence[str], what: str) -> Word:
    def parse(value: Any, where: str) -> str:
        word = str(value).strip().lower()
        if word not in words:
            remedy = did_you_mean(word, words, "take one of " + ", ".join(words))
            raise InputError(f"there is no {what} {str(value)[:40]!r}", where=where, remedy=remedy)
        return word

    return Word(what, parse, what.upper().replace(" ", "_"), choices=lambda: words)


Party = Annotated[str, Word("side", parse_side, "SIDE")]
Threat = Annotated[str, _one_of(THREATS, "threat")]
Solution = Annotated[str, _one_of(SOLUTIONS, "solution")]
Deviations = Annotated[int, whole("deviations", 1)]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def war(  # noqa: PLR0913 - what a person may say of it, each by its name
    first: Party,
    second: Party,
    *,
    retaliate: Partners | None = None,
    by: By | None = None,
    uniform: Flag = False,
    sector: Sectors | None = None,
    bounds: Bounds | None = None,
    political_weights: File | None = None,
    alone: Flag = False,
    deviations: Deviations | None = None,
    country: Shown | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizon | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Contested:
    """What a trade war would come to: Nash tariffs, and what they cost everyone.

    Each side sets the tariffs on the goods of the other sides that are best for its real income, the tariffs of the others held; a
    Nash point is where all do at once. Countries that are no side keep their tariffs.

    Parameters
    ----------
    first
        A side: a country, or a group, as EU: the members of a customs union are one side.
    second
        Its opponent, likewise.
    retaliate
        Who fights too, each against all others: countries, groups, or ALL.
    by
        What has a rate of its own: sector-partner (as if left out), sector (the same for all other sides), or partner.
    uniform
        One rate a side, whatever the sector and partner.
    sector
        The goods that bear tariffs: codes, groups or ranges; all goods if left out.
    bounds
        The lowest and the highest rate in per cent, as -20:100; 0:1000 if left out.
    political_weights
        A table (CSV) of country, sector and weight: how much a sector's income counts; 1 where nothing is said.
    alone
        Let the members of customs unions set their own tariffs.
    deviations
        Try so many random deviations of single sides, and say what the best of them gains.
    country
        Whom to show beside the sides; who loses and gains most if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those before: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced.
    deficits
        Those before: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after: short, medium or long.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Contested
        ``nash_tariff_pct`` and ``tariff_today_pct`` ``[origin, sector, destination]`` (whose goods, who taxes them), their averages
        ``[origin, destination]``, and by country real income, wages, trade and revenue.

    Raises
    ------
    InputError
        If a side fights itself, nothing bears a tariff, or the bounds exclude zero.
    NoSolution
        If no Nash point was found: with how far the slopes are from zero.

    References
    ----------
    Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12).

    Examples
    --------
    >>> import counterpoise as cp
    >>> fought = cp.war("USA", "CHN", uniform=True)
    >>> fought.mean_tariff_pct.sel(origin="CHN", destination="USA").round(0).item()
    7.0
    """
    from counterpoise.statecraft.war import war as fight  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.0)
    asked = _asked("a trade war", closure, deficits, sourcing, elasticities, horizon)
    base = baseline_of(asked, year, source, tariffs, economy)
    sides = Words(first, second, tuple(retaliate or ()), "--retaliate")
    game, said = _game(base, sides, across(by, uniform=uniform), sector, bounds, political_weights, alone=alone)
    asked_for = shown_of(base, country)
    found = fight(game, tell=tell.report)
    diagnostics = _how(found)
    if deviations:
        tell.report("random deviations", 0.9)
        diagnostics |= {"deviations": deviations, "deviation_gain_pct": 100.0 * found.temptation(deviations)[0]}
    data = everyone(game, found.position).merge(of_flows(game, found.position, {"nash_tariff_pct": found.rates}))
    tell.report("done", 1.0)
    head = (
        "Nash tariffs of "
        + ", ".join(one.name for one in game.sides[:6])
        + (" and others" if len(game.sides) > 6 else "")
    )
    return _answer(
        "war", game, data, head, (MEANING, ONE_OF, *said, conditional(asked.model)), diagnostics, found.rates, asked_for
    )


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def truce(  # noqa: PLR0913 - what a person may say of it, each by its name
    first: Party,
    second: Party,
    *,
    also: Partners | None = None,
    from_: Threat = "war",
    solution: Solution = "nash",
    powers: Weights | None = None,
    by: By | None = None,
    uniform: Flag = False,
    sector: Sectors | None = None,
    bounds: Bounds | None = None,
    political_weights: File | None = None,
    alone: Flag = False,
    country: Shown | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizon | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Contested:
    """What a truce could be: the tariffs that sides agree on, from a war or from today.

    The sides bargain over the tariffs on each other's goods. Without a deal they fight (the Nash tariffs of ``war``), or keep
    today's tariffs. Nothing else is paid.

    Parameters
    ----------
    first
        A side: a country, or a group, as EU: the members of a customs union are one side.
    second
        With whom it talks, likewise.
    also
        Who talks too, as --retaliate of war: countries, groups, or ALL.
    from_
        What happens without a deal: war, or today's tariffs.
    solution
        nash: the largest product of gains; even: the largest gains that are equal in per cent (Ossa 2014).
    powers
        Bargaining power, as USA=2,CHN=1; 1 each if left out.
    by
        What has a rate of its own: sector-partner (as if left out), sector (the same for all other sides), or partner.
    uniform
        One rate a side, whatever the sector and partner.
    sector
        The goods that bear tariffs: codes, groups or ranges; all goods if left out.
    bounds
        The lowest and the highest rate in per cent, as -20:100; 0:1000 if left out.
    political_weights
        A table (CSV) of country, sector and weight: how much a sector's income counts; 1 where nothing is said.
    alone
        Let the members of customs unions set their own tariffs.
    country
        Whom to show beside the sides; who loses and gains most if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those before: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced.
    deficits
        Those before: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after: short, medium or long.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Contested
        ``truce_tariff_pct`` and ``threat_tariff_pct`` ``[origin, sector, destination]``; ``gain_pct`` ``[country]`` over the threat
        point; real income and the rest ``[part, country]`` without a deal and in the truce, against today.

    Raises
    ------
    InputError
        If a side talks to itself, nothing bears a tariff, or a power is not above 0.
    NoSolution
        If no deal makes all sides gain, or none was found.

    References
    ----------
    Nash (1950), The bargaining problem, Econometrica 18; Ossa (2014), Trade Wars and Trade Talks with Data, American Economic
    Review 104(12).

    Examples
    --------
    >>> import counterpoise as cp
    >>> agreed = cp.truce("USA", "CHN", uniform=True)
    >>> bool((agreed.gain_pct.sel(country=["USA", "CHN"]) > 0).all())
    True
    """
    from counterpoise.statecraft.truce import truce as talk  # noqa: PLC0415
    from counterpoise.statecraft.war import war as fight  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.0)
    asked = _asked("a truce", closure, deficits, sourcing, elasticities, horizon)
    base = baseline_of(asked, year, source, tariffs, economy)
    sides = Words(first, second, tuple(also or ()), "--also")
    game, said = _game(base, sides, across(by, uniform=uniform), sector, bounds, political_weights, alone=alone)
    asked_for = shown_of(base, country)
    weights = _powers(game, powers)
    held = game.world.under(game.world.today)
    fought = fight(game, tell=tell.report) if from_ == "war" else None
    tell.report("the talks", 0.7)
    threat, before = (game.today, held) if fought is None else (fought.choices, fought.position)
    found = talk(game, threat, powers=weights, solution=solution, held=before)
    data = _both(game, found, from_)
    data = data.merge(of_flows(game, found.position, {"truce_tariff_pct": found.rates}, before=found.before))
    tell.report("done", 1.0)
    diagnostics = {"slope": found.deal.slope, "solution": solution, "from": from_, "equilibria": game.world.solutions}
    gains = zip(game.sides, found.deal.gains, found.deal.weights, strict=True)
    diagnostics["gains_pct"] = {one.name: 100.0 * gain for one, gain, _ in gains}
    head = "tariffs of a truce between " + ", ".join(one.name for one in game.sides)
    spread = (AVERAGED,) if fought is None and len(game.chosen) < len(game.chosen.rate) else ()
    warnings = (EFFICIENT, *((MEANING, ONE_OF) if fought else ()), *spread, *said, conditional(asked.model))
    return _answer("truce", game, data, head, warnings, diagnostics, found.rates, asked_for)


def _asked(title: str, *model: Any) -> Scenario:
    from counterpoise.scenario import Scenario  # noqa: PLC0415

    names = ("closure", "deficits", "sourcing", "elasticities", "horizon")
    return under_model(Scenario(title=title), dict(zip(names, model, strict=True)))


def _game(
    base: Baseline,
    words: Words,
    differ: str,
    sector: Sequence[str] | None,
    bounds: tuple[float, float] | None,
    table: str | None,
    *,
    alone: bool,
) -> tuple[Contest, list[str]]:
    """Give the contest that words stand for, and what to say of its sides."""
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415
    from counterpoise.statecraft.contest import contest  # noqa: PLC0415
    from counterpoise.statecraft.politics import Politics  # noqa: PLC0415
    from counterpoise.statecraft.position import World  # noqa: PLC0415

    labels = Labels(base.countries, base.sectors, base.scheme, {})
    sides, said = sides_of(base, labels, words, alone=alone)
    goods = _taxed(labels, sector)
    politics = Politics(base, None if table is None else political_weights(base, labels, table))
    low, high = bounds or USUAL
    game = contest(World(base), politics, sides, goods, across=differ, bounds=(low / 100.0, high / 100.0))
    unions = [one.name for one in sides if len(one.members) > 1]
    if unions:
        said.append(UNIONS.format(n=len(unions)))
    if len(sides) > 2:
        said.append(ALL_PLAY.format(n=len(sides), all=len(base.countries)))
    return game, said


def _taxed(labels: Labels, sector: Sequence[str] | None) -> list[int]:
    """Give the sectors that bear tariffs; all goods where none is named."""
    if sector is None:
        return list(labels.goods()[0])
    if [one.upper() for one in sector] == [EVERYONE]:
        return list(range(len(labels.sectors)))
    return list(labels.sectors_of(tuple(sector), where="--sector"))


def _powers(game: Contest, powers: Mapping[str, float] | None) -> Any:
    """Give bargaining powers in the order of the sides."""
    import numpy as np  # noqa: PLC0415

    made = np.ones(len(game.sides))
    names = [one.name for one in game.sides]
    for word, weight in (powers or {}).items():
        if word.upper() not in names:
            remedy = did_you_mean(word, names, "name " + ", ".join(names))
            raise InputError(f"{word[:40]!r} is no side of the talks", where="--powers", remedy=remedy)
        if not weight > 0:
            raise InputError(f"{word} has no power at all", where="--powers", remedy="give numbers above 0")
        made[names.index(word.upper())] = weight
    return made


def _how(found: War) -> dict[str, Any]:
    """Give how a war was found."""
    return {
        "gain_left_pct": 100.0 * found.gain,
        "rounds": found.rounds,
        "answers": found.answers,
        "equilibria": found.equilibria,
        "rates": len(found.contest.chosen),
        "residual": found.position.solution.residual,
    }


def _both(game: Contest, found: Truce, threat: str) -> xr.Dataset:
    """Give what the threat point and the truce mean for every country, and what the one gives over the other."""
    import xarray as xr  # noqa: PLC0415

    from counterpoise.questions.fought import attrs_of  # noqa: PLC0415

    parts = [everyone(game, one) for one in (found.before, found.position)]
    data = xr.concat(parts, xr.Variable("part", [threat, "truce"]), combine_attrs="override")
    gain = parts[0]["welfare_pct"].copy(data=100.0 * (found.position.welfare / found.before.welfare - 1.0))
    gain.attrs = attrs_of("gain_pct", estimated=bool(game.world.baseline.estimated))
    return data.assign(gain_pct=gain)


def _answer(
    name: str,
    game: Contest,
    data: xr.Dataset,
    head: str,
    warnings: Sequence[str],
    diagnostics: dict[str, Any],
    rates: Any,
    asked_for: Sequence[str],
) -> Contested:
    from counterpoise.equilibrium.parameters import model_of  # noqa: PLC0415
    from counterpoise.scenario.moment import when  # noqa: PLC0415

    base = game.world.baseline
    parties = tuple(base.countries[k] for one in game.sides for k in one.members)
    data.attrs = {
        "headline": head,
        "sides": tuple(one.name for one in game.sides),
        "parties": parties,
        "asked": tuple(asked_for),
        "before_measures": "USA" in parties and any(str(one).startswith(LACKING) for one in base.notes),
        "members": {one.name: tuple(base.countries[k] for k in one.members) for one in game.sides},
        "when": when(model_of(base.options)),
        "economies": len(base.countries),
    }
    if base.year is not None:
        data = data.assign_coords(year=base.year)
    return Contested(
        Asked(name, {}), data, base.provenance, (*warnings, *_stops(game, rates), *base.notes), diagnostics
    )


def _stops(game: Contest, rates: Any) -> list[str]:
    """Say how many rates stop at a bound, those at zero apart: there it is the ban on subsidies that binds."""
    low, high = rates <= game.chosen.lower + 1e-9, rates >= game.chosen.upper - 1e-9
    zero = low & (game.chosen.lower == 0.0)
    counts = ((AT_ZERO, int(zero.sum())), (STOPPED, int(((low | high) & ~zero).sum())))
    return [text.format(n=n, all=len(rates)) for text, n in counts if n]
