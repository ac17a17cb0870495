"""What a change of the tie with each of some powers would cost: a rupture, its partial forms, an agreement; soon and later."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.codes.changes import CALLED
from counterpoise.core.errors import InputError, NoSolution
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import Country, Draws, Powers, Seed, Source, TariffChoice, Year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.ensemble import Case
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.scenario import Scenario
    from counterpoise.world.economy import Economy

HORIZONS = ("short", "long")
"""When: within a year, with what people know how to replace now, and once all has adjusted."""

RUPTURE, HALF, TECHNOLOGY, TARIFFS = "rupture", "half", "technology", "tariffs"
FREED, DEEPER, OWN = "freed", "deeper", "own"
STANDARD: Mapping[str, str] = {
    RUPTURE: "embargo 90 % between {country} and {power}",
    HALF: "embargo 50 % between {country} and {power}",
    TECHNOLOGY: "embargo 90 % between {country} and {power} sectors {goods}",
    TARIFFS: "tariff +25 points by {power} on {country}; {country} retaliates",
    FREED: "agreement between {country} and {power}",
    DEEPER: "agreement between {country} and {power} depth 7",
}
"""The short forms of the standard changes by kind; `counterpoise.codes.changes` has what they are called. The last
stands for the one before where no tariffs are left to free."""

TECHNOLOGY_GOODS = ("C26", "C27", "C28")
"""Computers and electronics, electrical equipment, machinery: ISIC divisions as in ICIO."""

INTERVAL = 90.0
"""Per cent of the draws between the ends of a band."""

FUNCTION = "counterpoise.equilibrium.ensemble:solved_in"

CLOSE = 1e-9
"""How closely the draws of a band are solved, as `counterpoise.equilibrium.solve` has it: within 1e-4 points of real income."""

_LABELS = {
    "welfare_pct": ("Change of its real income", "real income"),
    "partner_welfare_pct": ("Change of the partner's real income", "partner's real income"),
}


def _own(value: Any, where: str) -> tuple[Scenario, ...]:
    """Read changes of one's own: scenarios, files or short forms; in a text they are parted by ``|``."""
    from counterpoise.scenario import Scenario, read  # noqa: PLC0415

    if isinstance(value, Scenario | str | os.PathLike):
        value = value.split("|") if isinstance(value, str) else [value]
    made = []
    for one in value:
        if isinstance(one, str) and not one.strip():
            raise InputError("a change is missing", where=where, remedy="part changes by |")
        made.append(one if isinstance(one, Scenario) else read(one.strip() if isinstance(one, str) else one))
    return tuple(made)


Changes = Annotated["Sequence[Scenario]", Word("scenarios", _own, "SCENARIOS", local=True)]


@dataclass(frozen=True)
class Asking:
    """A change that is put to the accounts: of which kind, what it is called, with whom, and the scenario."""

    kind: str
    label: str
    partner: str
    scenario: Scenario


@question(charts="counterpoise.charts")
def costs(  # noqa: PLR0913 - what a person may say of it, each by its name
    country: Country,
    *,
    on: Powers,
    scenarios: Changes | None = None,
    draws: Draws | None = None,
    seed: Seed = 0,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Result:
    """What a rupture with each of some powers would cost a country, what its partial forms, and an agreement; soon and later.

    Parameters
    ----------
    country
        Whom it is about.
    on
        With whom the tie changes: countries or groups, one after the other.
    scenarios
        Changes of one's own beside the standard ones: files, names of the gallery or short forms, parted by |.
    draws
        How many draws of the elasticities stand behind a band; no bands if left out.
    seed
        Of the draws; 0 if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset, as icio-2025 (see data list); the newest if left out.
    tariffs
        Those before the change: importer-averages, us-2024, us-2025 ...; if left out, the best of the store, for an agreement those
        that agree takes, and for a change of one's own those that its file names.
    economy
        The accounts to change; None means the newest in the store.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        ``welfare_pct`` and ``partner_welfare_pct`` ``[scenario, horizon]``, per cent of real income, with ``partner[scenario]``
        (with whom the tie changes), ``kind[scenario]`` and ``change[scenario]`` (its short form); with draws, the ends of
        the 90 % interval of the draws as ``__low`` and ``__high``.

    Raises
    ------
    InputError
        If a word is not known, or the country is among the powers.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.costs("KOR", on="CHN")
    >>> rupture, half = (found.welfare_pct.sel(scenario=one) for one in ("rupture with CHN", "half the trade with CHN"))
    >>> bool((rupture < half).all()), bool((rupture.sel(horizon="short") < rupture.sel(horizon="long")).all())
    (True, True)
    """
    tell = quietly(progress)
    if country in on:
        raise InputError(f"{country} is among the powers", where="--on", remedy="leave it out")
    worlds = Worlds(year, source, tariffs, economy)
    asked, free = _asked(country, on, scenarios or (), worlds)
    found: dict[tuple[str, int], Outcome] = {}
    reasons: dict[tuple[str, int], str] = {}
    for step, (horizon, place) in enumerate((one, k) for one in HORIZONS for k in range(len(asked))):
        tell.report(asked[place].label, 0.6 * step / (2 * len(asked)))
        try:
            found[horizon, place] = _solved(asked[place], horizon, worlds)
        except NoSolution as error:
            reasons[horizon, place] = error.what
        except InputError as error:  # depth has no answer where a trade elasticity is not above zero
            if asked[place].kind != DEEPER:
                raise
            reasons[horizon, place] = error.what
    if not found:
        raise NoSolution("no change has an equilibrium", where="costs", remedy=next(iter(reasons.values())))
    ends, failed = _bands(country, asked, found, draws, seed, tell) if draws else ({}, ())
    tell.report("done", 1.0)
    first = next(iter(found.values()))
    return Result(
        Asked("costs", {}),
        _dataset(country, asked, found, ends),
        _sources(found),
        (*_warnings(asked, found, reasons, draws, failed), *free, *_united((country, *on), first)),
        {
            "horizons": list(HORIZONS),
            "draws": draws or 0,
            "interval": INTERVAL,
            "residual": first.diagnostics["residual"],
        },
    )


@dataclass(frozen=True)
class Worlds:
    """The accounts that changes are put to: those that the question names, with the tariffs that each kind of change needs.

    An agreement is about which sectors' tariffs fall, and takes those that ``agree`` takes; a scenario of one's own takes what its
    file names, unless the question names another, as ``simulate`` does.
    """

    year: int | None
    source: str | None
    tariffs: str | None
    economy: Economy | None

    def of(self, asking: Asking) -> Economy:
        """Give the accounts of a change."""
        from counterpoise.questions.changes import by_sector, world_of  # noqa: PLC0415

        tariffs = self.tariffs
        if asking.kind in (FREED, DEEPER):
            tariffs = by_sector(tariffs, self.source, self.economy)
        return world_of(asking.scenario, self.year, self.source, tariffs, self.economy)


def _asked(
    country: str, on: Sequence[str], own: Sequence[Scenario], worlds: Worlds
) -> tuple[list[Asking], tuple[str, ...]]:
    """Give the changes, the standard ones of each power, then one's own; and with whom no agreement is left to make."""
    held = set(worlds.of(_standard(RUPTURE, country, on[0], "")).flow["sector"].values.tolist())
    goods = ",".join(one for one in TECHNOLOGY_GOODS if one in held)
    made, free = [], []
    for power in on:
        kinds = [kind for kind in (RUPTURE, HALF, TECHNOLOGY, TARIFFS) if kind != TECHNOLOGY or goods]
        made += [_standard(kind, country, power, goods) for kind in kinds]
        possible = (_standard(kind, country, power, goods) for kind in (FREED, DEEPER))
        agreed = next((one for one in possible if _changes(one, worlds)), None)
        made += [] if agreed is None else [agreed]
        if agreed is None:
            free.append(
                f"no agreement with {power} is priced: nothing that an agreement is taken to free is left between the two"
            )
    return [*made, *(Asking(OWN, one.title, "", one) for one in own)], tuple(free)


def _standard(kind: str, country: str, power: str, goods: str) -> Asking:
    from counterpoise.scenario.shortform import parse  # noqa: PLC0415

    form = STANDARD[kind].format(country=country, power=power, goods=goods)
    return Asking(kind, CALLED[kind].format(power=power), power, parse(form))


def _changes(asking: Asking, worlds: Worlds) -> bool:
    """Say whether a change moves anything in the long run."""
    from counterpoise.equilibrium.counterfactual import arrays_of  # noqa: PLC0415
    from counterpoise.questions.changes import baseline_of, under_model  # noqa: PLC0415

    timed = under_model(asking.scenario, {"horizon": "long"})
    try:
        arrays_of(baseline_of(timed, None, None, None, worlds.of(asking)), timed)
    except InputError:
        return False
    return True


def _solved(asking: Asking, horizon: str, worlds: Worlds) -> Outcome:
    from counterpoise.equilibrium import solve  # noqa: PLC0415
    from counterpoise.questions.changes import baseline_of, under_model  # noqa: PLC0415

    timed = under_model(asking.scenario, {"horizon": horizon})
    return solve(baseline_of(timed, None, None, None, worlds.of(asking)), timed)


def _variable(outcome: Outcome, name: str) -> Any:
    """Give a variable of an outcome, which alone is computed."""
    return outcome.get(name)


def _income(outcome: Outcome) -> Any:
    """Give each country's real income before the change ``[country]``: what a per cent of it is worth, times a hundred."""
    import numpy as np  # noqa: PLC0415

    worth, change = (_variable(outcome, name).values for name in ("equivalent_variation", "welfare_pct"))
    return np.divide(100.0 * worth, change, out=np.zeros_like(worth), where=change != 0)


def _of(values: Any, countries: Sequence[str], who: Sequence[str], weights: Any) -> Any:
    """Give the change of a country's real income ``[...]``, or of several countries' together, weighted by their income."""
    import numpy as np  # noqa: PLC0415

    at = [countries.index(one) for one in who if one in countries]
    if not at:
        return np.full(np.shape(values)[:-1], math.nan)
    return (values[..., at] * weights[at]).sum(-1) / weights[at].sum()


def _sides(country: str, asking: Asking, outcome: Outcome, values: NDArray[Any]) -> dict[str, Any]:
    """Give both sides' changes of real income from those of all countries ``[..., country]``."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    countries = list(outcome.baseline.countries)
    weights = _income(outcome)
    partner = parse_countries([asking.partner]) if asking.partner else ()
    return {
        "welfare_pct": _of(values, countries, (country,), weights),
        "partner_welfare_pct": _of(values, countries, partner, weights),
    }


def _bands(
    country: str,
    asked: Sequence[Asking],
    found: Mapping[tuple[str, int], Outcome],
    draws: int,
    seed: int,
    tell: Progress,
) -> tuple[dict[tuple[str, int], dict[str, tuple[float, float]]], tuple[str, ...]]:
    """Solve the draws of every change, shared out among processes; give the ends of each band, and which have none."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.core.workers import cores, spread  # noqa: PLC0415
    from counterpoise.equilibrium.ensemble import case_of  # noqa: PLC0415
    from counterpoise.equilibrium.spread import MOST_FAILED  # noqa: PLC0415
    from counterpoise.questions.changes import under_model  # noqa: PLC0415
    from counterpoise.questions.ensembles import draws_of  # noqa: PLC0415

    groups: dict[Any, list[tuple[str, int]]] = {}
    for (horizon, place), outcome in found.items():  # of one group are those that a draw means the same to
        model = under_model(asked[place].scenario, {"horizon": horizon}).model
        groups.setdefault((id(outcome.baseline), repr(model)), []).append((horizon, place))
    cases, jobs = [], []
    for place, keys in enumerate(groups.values()):
        held: list[Case] = []
        for key in keys:
            like = held[0] if held else None
            held.append(case_of(found[key], variables=("welfare_pct",), like=like, tolerance=CLOSE))
        cases.append(tuple(held))
        horizon, first = keys[0]
        drawn = draws_of(found[keys[0]].baseline, under_model(asked[first].scenario, {"horizon": horizon}), draws, seed)
        jobs += [(place, drawn.batch(draw, draw + 1)) for draw in range(draws)]
    values = {key: np.full((draws, len(outcome.baseline.countries)), np.nan) for key, outcome in found.items()}
    keys_of = list(groups.values())
    for done, (job, given) in enumerate(spread(FUNCTION, cases, jobs, cores()), 1):
        place, batch = jobs[job]
        for key, value in zip(keys_of[place], given["value"], strict=True):
            values[key][batch.first] = value[0, 0]
        tell.report(f"{done} of {len(jobs)} parts of the draws", 0.6 + 0.39 * done / len(jobs))
    ends, failed = {}, []
    for key, each in values.items():
        solved = each[~np.isnan(each).all(1)]
        if len(solved) < (1.0 - MOST_FAILED) * draws:
            failed.append(f"{asked[key[1]].label} ({key[0]} run)")
            continue
        edge = (100.0 - INTERVAL) / 2.0
        central = _sides(country, asked[key[1]], found[key], _variable(found[key], "welfare_pct").values)
        ends[key] = {
            name: _holding(np.percentile(one, [edge, 100.0 - edge]).tolist(), float(central[name]))
            for name, one in _sides(country, asked[key[1]], found[key], solved).items()
        }
    return ends, tuple(failed)


def _holding(ends: Sequence[float], value: float) -> tuple[float, float]:
    """Give a band that holds its number: few draws may all lie on one side of it."""
    low, high = ends
    return min(low, value), max(high, value)


def _dataset(
    country: str, asked: Sequence[Asking], found: Mapping[tuple[str, int], Outcome], ends: Mapping[Any, Any]
) -> Any:
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    shape = (len(asked), len(HORIZONS))
    made = {f"{name}{end}": np.full(shape, np.nan) for name in _LABELS for end in ("", "__low", "__high")}
    for (horizon, place), outcome in found.items():
        at = place, HORIZONS.index(horizon)
        for name, value in _sides(country, asked[place], outcome, _variable(outcome, "welfare_pct").values).items():
            made[name][at] = float(value)
            if (horizon, place) in ends:
                made[f"{name}__low"][at], made[f"{name}__high"][at] = ends[horizon, place][name]
    first = next(iter(found.values()))
    attrs = _variable(first, "welfare_pct").attrs
    kept = {name: array for name, array in made.items() if ends or not name.endswith(("__low", "__high"))}
    texts = {name: {"label": label, "short": short} for name, (label, short) in _LABELS.items()}
    data = xr.Dataset(
        {
            name: (("scenario", "horizon"), array, {**attrs, **texts[name]} if name in texts else {})
            for name, array in kept.items()
        },
        coords={
            "scenario": [one.label for one in asked],
            "horizon": list(HORIZONS),
            "country": country,
            "partner": ("scenario", [one.partner for one in asked]),
            "kind": ("scenario", [one.kind for one in asked]),
            "change": ("scenario", [one.scenario.title for one in asked]),
            "year": int(first.baseline.year or 0),
        },
    )
    data.attrs = {"layout": "costs"}
    return data


def _sources(found: Mapping[tuple[str, int], Outcome]) -> tuple[Any, ...]:
    return tuple({one.source: one for outcome in found.values() for one in outcome.provenance}.values())


def _united(words: Sequence[str], outcome: Outcome) -> tuple[str, ...]:
    """Say who of those that are asked about shares its tariffs with others, and can't change them alone."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415
    from counterpoise.equilibrium.counterfactual import unions_in  # noqa: PLC0415

    united = unions_in(outcome.baseline.year)
    if united is None:
        return ()
    held = list(outcome.baseline.countries)
    same = united(held)
    asked = {one: {held.index(code) for code in parse_countries([one]) if code in held} for one in words}
    bound = [
        one
        for one, own in asked.items()
        if any({k for k in range(len(held)) if same[at, k]} - own - {at} for at in own)
    ]
    if not bound:
        return ()
    return (
        f"members of customs unions, whose tariffs and trade agreements are the union's: {', '.join(bound)}; the scenarios of tariffs and "
        "of agreements let each act alone",
    )


SHORT_RUN = (
    "in the short run production can hardly turn to other origins or goods, so a cut costs most then; how much is known least "
    "of all: no rupture of this size has been observed"
)


def _warnings(
    asked: Sequence[Asking],
    found: Mapping[tuple[str, int], Outcome],
    reasons: Mapping[tuple[str, int], str],
    draws: int | None,
    failed: Sequence[str],
) -> tuple[str, ...]:
    from counterpoise.equilibrium.spread import CONDITIONAL, beyond  # noqa: PLC0415
    from counterpoise.questions.changes import _APART  # noqa: PLC0415
    from counterpoise.questions.changes import CONDITIONAL as ALL_ELSE  # noqa: PLC0415

    said = [ALL_ELSE.format(what=_APART), SHORT_RUN]
    said += [one for outcome in found.values() for one in outcome.warnings]
    said += [
        f"{asked[place].label}, {horizon} run: no equilibrium ({why})" for (horizon, place), why in reasons.items()
    ]
    if draws:
        few = beyond(draws, INTERVAL, draws)
        said += [CONDITIONAL, *([few] if few else [])]
    said += [f"{one}: no band, since too many draws have no equilibrium" for one in failed]
    return tuple(dict.fromkeys(said))
