"""Who stands between two powers: in production, in the structure of agreements and promises, and by interest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.adjustment import Horizons
from counterpoise.questions.agreed import FIRST, LAST
from counterpoise.questions.arguments import EVERYONE, Source, TariffChoice, Year, given_alone, words_of
from counterpoise.questions.changes import (
    Closure,
    Deficits,
    Elasticities,
    Shown,
    Sourcing,
    baseline_of,
    conditional,
    under_model,
)
from counterpoise.questions.standing import Standing, described

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance
    from counterpoise.statecraft.decoupling import Decoupling
    from counterpoise.statecraft.networks import Structure
    from counterpoise.statecraft.passage import Passage
    from counterpoise.world.economy import Economy
    from counterpoise.world.ties import Ties

PARTITIONS = ("own", "camps")

SMALLEST = 1e-5
"""A derivative nearer to zero than this (0.00001 % of real income for 1 % of trade costs) is told as neither."""

COMPLEMENT, BYSTANDER, NEITHER = "complement", "bystander", "neither"

POSITION = "a position between two powers is not acceptance by either of them"
OVERLAP = "one path can pass through several countries: the shares of different countries overlap, and have no sum"
SIGNS = (
    "the sign of an interest can differ between the short and the long run, and near zero with the elasticities: --horizon all "
    "shows the times side by side"
)


def _power(value: Any, where: str) -> str:
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    words = words_of(value, where)
    if len(words) != 1 or words[0].upper() == EVERYONE:
        raise InputError(
            f"one power is needed, not {str(value)[:40]!r}", where=where, remedy="name a country or a group"
        )
    parse_countries(words, where=where)
    return words[0].upper()


def _partition(value: Any, where: str) -> str:
    word = str(value).strip().lower()
    if word not in PARTITIONS:
        remedy = did_you_mean(word, PARTITIONS, "take one of " + ", ".join(PARTITIONS))
        raise InputError(f"there is no partition {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


def _size(value: Any, where: str) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 < number <= 1000:
        remedy = "give per cent above 0, up to 1000, as 10"
        raise InputError(f"{str(value)[:40]!r} is no change of trade costs", where=where, remedy=remedy)
    return number


Power = Annotated[str, Word("power", _power, "POWER")]
Partition = Annotated[str, Word("partition", _partition, "PARTITION", choices=lambda: PARTITIONS)]
Size = Annotated[float, Word("size", _size, "PERCENT")]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def bridge(  # noqa: PLR0913 - what a person may say of it, each by its name
    first: Power,
    second: Power,
    *,
    country: Shown | None = None,
    size: Size = 10.0,
    partition: Partition = "own",
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizons | None = None,
    economy: Economy | None = None,
    ties: Ties | None = None,
    progress: Progress | None = None,
) -> Standing:
    """Which countries stand between two powers: in production, by agreements and promises, and by their interest.

    Three meanings, which need not agree: what the powers make for each other passes through a country; it is tied to both while
    they are not tied to each other; it loses if the two decouple. A position is not acceptance by either power.

    Parameters
    ----------
    first
        A power: a country or a group, as USA or EU27.
    second
        The other power, as CHN.
    country
        Whom to show: countries or groups; every third country if left out, of whom a terminal shows those that stand out.
    size
        By how many per cent the cost of trade between the two rises, and in logs falls; 10 if left out.
    partition
        The groups that roles are told by: own, each country and each power by itself, or camps, whom promises of defence tie to
        one power alone in that power's.
    year
        The year of the accounts, the agreements and the promises; the newest of each if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those of the baseline: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits: additive, multiplicative or balanced.
    deficits
        Those of the baseline: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after a change: short, medium or long, or all side by side.
    economy
        The accounts; None means the newest.
    ties
        The ties between countries; None means the program's facts and the files of the store.
    progress
        Told how far the work is.

    Returns
    -------
    Standing
        For every third country, those through which most passes first: ``through_share`` ``[country, origin]``;
        ``agreement_broker`` and ``security_broker`` with the role as ``__kind``, ties, paths, betweenness, constraint and counts by
        role; ``decoupling_slope`` with ``complement`` or ``bystander`` as ``__kind``, and finite changes both ways.

    Raises
    ------
    InputError
        If a word is not known, the powers are one or share a country, or nobody is left between them.
    NoSolution
        If an equilibrium is not found.

    References
    ----------
    Gould, R. V. and Fernandez, R. M. (1989), Structures of mediation, Sociological Methodology 19, 89-126. Burt, R. S. (1992),
    Structural Holes, Harvard University Press.

    Examples
    --------
    >>> import counterpoise as cp
    >>> between = cp.bridge("USA", "CHN")
    >>> between.agreement_broker__kind.sel(country=["KOR", "VNM"]).values.tolist()
    ['liaison', 'tied to CHN']
    >>> between.through_share.sel(country="KOR").round(3).values.tolist()
    [0.032, 0.021]
    """
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.statecraft.decoupling import decoupling  # noqa: PLC0415
    from counterpoise.statecraft.passage import passage  # noqa: PLC0415
    from counterpoise.world.load import load_economy, load_ties  # noqa: PLC0415

    tell = quietly(progress)
    if first == second:
        raise InputError(f"{first} can't stand apart from itself", where="second", remedy="name another power")
    tell.report("loading the economy and the ties", 0.0)
    named = {"source": source, "tariffs": tariffs}
    held = load_economy(year, **named) if economy is None else given_alone(economy, year, **named)
    known = held.countries
    powers, members = (first, second), _members((first, second), held)
    third = _third(country, members, held)
    tell.report("agreements and promises of defence", 0.1)
    ties = load_ties() if ties is None else ties
    structures, days, sources = _structures(ties, known, members, powers, partition, year)
    tell.report("production", 0.2)
    sides = [[known.index(one) for one in codes] for codes in members]
    passes = passage(held, sides)
    tell.report("interest", 0.6)
    like = Scenario(title="decoupling")
    model = {"closure": closure, "deficits": deficits, "sourcing": sourcing, "elasticities": elasticities}
    like = under_model(like, model)
    times: list[Any] = list(horizon) if isinstance(horizon, tuple) else [horizon]
    at = {time: under_model(like, {"horizon": time}) for time in times}
    found = {
        time: decoupling(baseline_of(one, None, None, None, held), sides, size / 100.0) for time, one in at.items()
    }
    data = _data(held, members, powers, passes, structures, found)
    data = data.sel(country=[one for one in data["country"].values.tolist() if one in third])
    data.attrs = {
        "powers": list(powers),
        "members": dict(zip(powers, members, strict=True)),
        "asked": country is not None and list(country) != [EVERYONE],
        "size": size,
        "partition": partition,
        **days,
    }
    tell.report("done", 1.0)
    return Standing(
        question=Asked("bridge", {}),
        data=data if held.year is None else data.assign_coords(year=held.year),
        provenance=(held.provenance, *sources),
        warnings=(
            *_cautions(held, powers, members, structures, days, country),
            *dict.fromkeys(conditional(one.model) for one in at.values()),
            SIGNS,
            *dict.fromkeys(note for one in found.values() for note in one.notes),
        ),
        diagnostics={
            "residual": max(one.residual for one in found.values()),
            "rounds": passes.steps,
            "powers_tied": {kind: one.direct for kind, one in structures.items()},
        },
    )


def _members(powers: tuple[str, str], economy: Economy) -> list[list[str]]:
    """Give the members of each power that the accounts have."""
    from counterpoise.questions.sides import members_of  # noqa: PLC0415

    known = [one for one in economy.countries if one != "ROW"]
    return members_of(powers, known, where="second")


def _third(country: Sequence[str] | None, members: Sequence[Sequence[str]], economy: Economy) -> list[str]:
    """Give the third countries to show."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    ours = {one for held in members for one in held}
    every = [one for one in economy.countries if one not in ours and one != "ROW"]
    if not every:
        remedy = "name two smaller powers"
        raise InputError("no country of the accounts is left between them", where="second", remedy=remedy)
    if country is None or list(country) == [EVERYONE]:
        return every
    named = parse_countries(list(country), known=economy.countries, where="--country", source=economy.provenance.source)
    kept = [one for one in named if one in every]
    if not kept:
        raise InputError("who was asked for are the powers themselves", where="--country", remedy="name others")
    return kept


def _structures(
    ties: Ties,
    countries: Sequence[str],
    members: Sequence[Sequence[str]],
    powers: tuple[str, str],
    partition: str,
    year: int | None,
) -> tuple[dict[str, Structure], dict[str, Any], tuple[Provenance, ...]]:
    """Give both networks, what they are of, and their sources; the rest of the world is in none."""
    from datetime import date  # noqa: PLC0415

    from counterpoise.questions.protection import check_year  # noqa: PLC0415
    from counterpoise.statecraft import networks  # noqa: PLC0415

    check_year(year, ties)
    if year is not None and not FIRST <= year <= LAST:
        remedy = f"name a year from {FIRST} to {LAST}"
        raise InputError(f"the register does not tell of {year}", where="--year", remedy=remedy)
    named = [one for one in countries if one != "ROW"]
    sides = [[named.index(one) for one in codes] for codes in members]
    day = date(LAST if year is None else year, 12, 31)
    when = ties.newest if year is None else year
    held = {
        "agreement": networks.contracted(networks.agreements(named, day), sides)[0],
        "security": networks.contracted(networks.security(ties, named, when), sides)[0],
    }
    group = networks.camps(held["security"]) if partition == "camps" else list(range(len(held["security"])))
    made = {kind: networks.structure(one, group, powers) for kind, one in held.items()}
    return made, {"day": day.isoformat(), "security_year": when}, _sources(ties)


def _sources(ties: Ties) -> tuple[Provenance, ...]:
    """Give the register, and what tells of promises, coercion and rivalry."""
    from counterpoise.statecraft.networks import HOSTILE  # noqa: PLC0415
    from counterpoise.world.ties_facts import Origins  # noqa: PLC0415

    named = [one.source for kind in ("defence_promise", "rivalry") for one in ties.tables.get(kind, ())]
    named += [one.source for one in ties.acts if one.kind in HOSTILE]
    found = [ties.provenance[one] for one in dict.fromkeys(named) if one in ties.provenance]
    return (Origins()["trade agreements"], *found)


def _data(
    economy: Economy,
    members: Sequence[Sequence[str]],
    powers: tuple[str, str],
    passes: Passage,
    structures: Mapping[str, Structure],
    found: Mapping[str | None, Decoupling],
) -> xr.Dataset:
    """Put the three meanings together, the country through which most passes first."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    ours = {one for held in members for one in held}
    places = [k for k, one in enumerate(economy.countries) if one not in ours and one != "ROW"]
    rest = "final_demand" in economy.estimated
    through = passes.through[places]
    made: dict[str, Any] = {
        "through_share": (("country", "origin"), through / passes.absorbed),
        "through_value": (("country", "origin"), through),
        "through_both": (("country",), through.sum(1) / passes.absorbed.sum()),
        "absorbed_between": (("origin",), passes.absorbed),
        "through_none": (("origin",), passes.through_none / passes.absorbed),
    }
    for kind, one in structures.items():
        made |= _of_structure(kind, one)
    made |= _of_interest(found, places)
    with_attrs = {
        name: held if name.endswith("__kind") else (*held, described(name, estimated=rest and not _of_ties(name)))
        for name, held in made.items()
    }
    coords = {
        "country": [economy.countries[k] for k in places],
        "partner": list(powers),
        "origin": list(powers),
        "destination": ("origin", list(reversed(powers))),
    }
    times = [str(one) for one in found if one is not None]
    data = xr.Dataset(with_attrs, coords={**coords, "horizon": times} if len(found) > 1 else coords)
    return data.isel(country=np.argsort(-data["through_both"].values, kind="stable"))


def _of_ties(name: str) -> bool:
    return name.startswith(("agreement_", "security_"))


def _of_structure(kind: str, one: Structure) -> dict[str, Any]:
    """Give the variables of one network."""
    import numpy as np  # noqa: PLC0415

    made: dict[str, Any] = {
        f"{kind}_tie": (("country", "partner"), one.sign),
        f"{kind}_broker": (("country",), one.broker),
        f"{kind}_broker__kind": (("country",), np.array(one.role, dtype=object)),
        f"{kind}_paths": (("country",), one.between),
        f"{kind}_betweenness": (("country",), one.betweenness),
        f"{kind}_constraint": (("country",), one.constraint),
    }
    return made | {f"{kind}_{name}": (("country",), count) for name, count in one.counts.items()}


def _of_interest(found: Mapping[str | None, Decoupling], places: Sequence[int]) -> dict[str, Any]:
    """Give the variables of interest, along times where there are several."""
    import numpy as np  # noqa: PLC0415

    dims = ("country", "horizon") if len(found) > 1 else ("country",)

    def laid(values: list[NDArray[Any]]) -> Any:
        chosen = [one[list(places)] for one in values]
        return dims, np.stack(chosen, 1) if len(chosen) > 1 else chosen[0]

    held = list(found.values())
    logs = [100.0 * (np.log1p(one.rise / 100.0) + np.log1p(one.fall / 100.0)) for one in held]
    return {
        "decoupling_slope": laid([one.slope for one in held]),
        "decoupling_slope__kind": laid([_interest(one.slope) for one in held]),
        "decoupling_rise_pct": laid([one.rise for one in held]),
        "decoupling_fall_pct": laid([one.fall for one in held]),
        "decoupling_asymmetry": laid(logs),
    }


def _interest(slope: NDArray[Any]) -> NDArray[Any]:
    import numpy as np  # noqa: PLC0415

    made = np.where(slope < 0, COMPLEMENT, BYSTANDER).astype(object)
    made[np.abs(slope) < SMALLEST] = NEITHER
    return made


def _cautions(
    economy: Economy,
    powers: Sequence[str],
    members: Sequence[Sequence[str]],
    structures: Mapping[str, Structure],
    days: Mapping[str, Any],
    country: Sequence[str] | None,
) -> tuple[str, ...]:
    """Say what the numbers are not."""
    said = [POSITION, OVERLAP]
    for word, codes in zip(powers, members, strict=True):
        if len(codes) > 1:
            said.append(
                f"{word} is the {len(codes)} of its members that the accounts have, as one: it has a tie where more than half of "
                "its pairs have it"
            )
    said.append(
        f"a tie is a free trade agreement or a customs union in force on {days['day']}, or a promise of defence by treaty in "
        f"{days['security_year']}; agreements of partial scope are none"
    )
    said.append(
        "a negative tie of security is a coercive measure of the facts, or a sanction or a rivalry of the store's files: none known is "
        "not none"
    )
    for kind, one in structures.items():
        if one.open:
            what = "trade agreements" if kind == "agreement" else "promises of defence"
            said.append(f"{one.open} pairs of which {what} are not known count as not tied")
    if country is not None and (lost := [one for one in country if one in {c for held in members for c in held}]):
        said.append(f"left out, since they are powers: {', '.join(lost)}")
    if not economy.closed:
        said.append("the rest of the world is left out of the accounts: their bilateral flows are lower bounds")
    if "final_demand" in economy.estimated:
        said.append(
            "what passes through a country rests on an estimate of final demand by destination: where that is known, eight of ten "
            "true shares lay from 22 % below to 34 % above those estimated at 1 % or more, and from 25 % below to 52 % above those "
            "of 0.2 to 1 %; what passes through no third country was up to 14 points lower, 7 in the median"
        )
    return tuple(said)
