"""What two countries did to each other over time, what they hold in common, and how steady that was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Provenance
from counterpoise.questions.arguments import Country, Draws, Seed, Source, Year
from counterpoise.questions.recorded import LedgerFile
from counterpoise.questions.related import Related, described

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.record.series import Series
    from counterpoise.record.stability import Stability
    from counterpoise.world.ties import Ties

DATASETS = ("icews", "polecat", "gdelt-2", "events")
"""The datasets of events, in the order in which one is taken where the store has several."""

NO_EVENTS = (
    "no events are in the store, so that nothing is told of what was done month by month: add a file of ICEWS, POLECAT, GDELT or "
    "your own ('counterpoise data add icews FILE')"
)
NO_VOTES = "no votes of the General Assembly are in the store ('counterpoise data add un-agreement FILE')"
NEWS = "counts follow the news: compare shares and rates over time, not counts"
MACHINE = "the producer's machine coded these events from news: some are wrong"
PARTLY = "{count} of {all} periods were read in part or not at all: counts of a part are not those of a whole, and what was not read is missing"
COARSE = "these rows count whole spans, and are counted as they are: duplicates can't be told"
OTHERS = "the store also holds events of {others}: name one by --source"
SHORT = "{name}: {count} observations are too few to say how steady it was (24 are needed)"
EVEN = "{name}: every observation is the same, so that nothing tells how steady it was"
EACH = "each series is tested by itself at 5 %: of twenty that never change, one shows a break"
UNSAID = "the ledger holds nothing that was said or done between {country} and {on}"
UNSHOWN = "no break found is no evidence of stability: read it with the smallest shift that the series could have shown"


def _one_of(name: str, metavar: str, known: tuple[str, ...]) -> Word:
    def parse(value: Any, where: str) -> str:
        word = str(value).strip().lower()
        if word not in known:
            raise InputError(
                f"{str(value)[:40]!r} is none of them",
                where=where,
                remedy=did_you_mean(word, known, "take one of " + ", ".join(known)),
            )
        return word

    return Word(name, parse, metavar, choices=lambda: known)


Every = Annotated[str, _one_of("every", "PERIOD", ("day", "month", "quarter", "year"))]
Direction = Annotated[str, _one_of("direction", "DIRECTION", ("both", "sent", "received"))]
Duplicates = Annotated[str, _one_of("duplicates", "COUNTED", ("raw", "sentence", "day"))]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def relations(  # noqa: PLR0913
    country: Country,
    *,
    on: Country,
    every: Every = "month",
    direction: Direction = "both",
    duplicates: Duplicates = "day",
    since: Year | None = None,
    source: Source | None = None,
    ledger: LedgerFile | None = None,
    draws: Draws = 399,
    seed: Seed = 0,
    ties: Ties | None = None,
    progress: Progress | None = None,
) -> Related:
    """What two countries did to each other over time, what they hold in common, and how steady that was.

    Events come from files whose producers coded them. Stability is told by four numbers together: the test of breaks, the
    half-life of shocks, the ratio of rolling variances, and the smallest shift that the series could have shown.

    Parameters
    ----------
    country
        The country.
    on
        The other one.
    every
        The length of a period: day, month, quarter or year; month if left out.
    direction
        Whose acts: both (undirected), sent (by the country) or received (by it); both if left out.
    duplicates
        What counts as one event: raw (every row), sentence (one of a code, a pair and a sentence) or day (one of a code, a
        pair and a day); day if left out.
    since
        The first year; all that there are if left out.
    source
        The dataset of events, as icews (see data list); the first that the store has if left out.
    ledger
        A ledger whose statements and events are set beside the series; none if left out. "example" is the program's own.
    draws
        Of each bootstrap; 399 if left out.
    seed
        Another one gives other draws; 0 if left out.
    ties
        The ties that votes and agreements are read from; the newest in the store if None.
    progress
        Told how far the work is.

    Returns
    -------
    Related
        ``events``, ``event_share`` and ``event_rate`` ``[class, period]``, ``goldstein_mean``, ``goldstein_sum`` and
        ``net_cooperation`` ``[period]``; ``voting_agreement``, ``input_share`` and ``agreements_in_force`` ``[year]``;
        ``break_p_value``, ``shock_half_life``, ``variance_ratio`` and ``smallest_shift`` ``[series]``, and ``break_shift``
        ``[break]``. What is not known is missing, and said. ``statements`` are the ledger's.

    Raises
    ------
    InputError
        If the two are one, a word is not known, the store lacks the dataset, or the ledger is not there or not whole.

    References
    ----------
    Goldstein (1992), A conflict-cooperation scale for WEIS events data, Journal of Conflict Resolution 36(2); Bai and
    Perron (1998, 2003).

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.relations("KOR", on="CHN")
    >>> int(found.agreements_in_force.sel(year=2022))
    4
    """
    if country == on:
        raise InputError(f"{country} is on both sides", where="--on", remedy="name another country")
    tell = quietly(progress)
    tell.report("the events", 0.0)
    said: list[str] = []
    origins: list[Provenance] = []
    made: dict[str, Any] = {}
    counted = {"every": every, "direction": direction, "duplicates": duplicates, "since": since}
    held = _events(country, on, counted, source, said, origins)
    made |= _by_period(held) if held else {}
    tell.report("votes, trade and agreements", 0.3)
    made |= _by_year(country, on, since, ties, said, origins)
    spoken = _spoken(country, on, since, ledger, said, origins)
    tell.report("stability", 0.6)
    steady = _steady(made, held, draws, seed, said)
    made |= _stability(steady)
    tell.report("done", 1.0)
    return Related(
        question=Asked("relations", {}),
        data=_data(made, country, on, held, steady, every, direction).assign_attrs(spoken),
        provenance=tuple(origins),
        warnings=tuple(dict.fromkeys(said)),
        diagnostics={"draws": draws, "series": len(steady), "breaks": sum(len(one.breaks) for one in steady.values())},
    )


def _events(
    country: str,
    on: str,
    words: Mapping[str, Any],
    source: str | None,
    said: list[str],
    origins: list[Provenance],
) -> Series | None:
    """Give the pair's events, or None where the store has none; say what a reader must know."""
    from counterpoise.store.folder import kept  # noqa: PLC0415

    parts = [one for one in kept() if one.dataset in DATASETS]
    names = [one for one in DATASETS if any(part.dataset == one for part in parts)]
    if source is not None and source not in names:
        remedy = did_you_mean(source, names, f"there is {', '.join(names)}" if names else NO_EVENTS)
        raise InputError(f"{source!r} holds no events", where="--source", remedy=remedy)
    if not names:
        said.append(NO_EVENTS)
        return None
    from counterpoise.record.series import files_of, pair_series  # noqa: PLC0415
    from counterpoise.store.added import dataset_of  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415

    name = source or names[0]
    if source is None and names[1:]:
        said.append(OTHERS.format(others=", ".join(names[1:])))
    chosen = [one for one in parts if one.dataset == name]
    held = pair_series(files_of(chosen), country, on, **words)
    about = dataset_of(chosen)
    origins.append(provenance_of(about, (about.years[0], about.years[-1])))
    said += [NEWS, MACHINE] if name != "events" else [NEWS]
    partly = int((held.coverage < 1).sum())
    said += [PARTLY.format(count=partly, all=len(held.periods))] if partly else []
    said += [COARSE] if held.duplicates != words["duplicates"] else []
    return held


def _by_period(held: Series) -> dict[str, Any]:
    """Give counts, shares, rates, weights and net cooperation by period."""
    import numpy as np  # noqa: PLC0415

    total = held.counts.sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, held.counts / total, np.nan)
        rate = np.where(held.base > 0, 1000 * held.counts / held.base, np.nan)
        mean = np.where(held.goldstein_count > 0, held.goldstein_sum / held.goldstein_count, np.nan)
        net = np.where(total > 0, (held.counts[:2].sum(0) - held.counts[2:].sum(0)) / total, np.nan)
    sums = np.where(held.goldstein_count > 0, held.goldstein_sum, np.nan)
    wide, long = ("class", "period"), ("period",)
    made = {
        "events": (wide, held.counts, described("events")),
        "event_share": (wide, share, described("event_share")),
        "event_rate": (wide, rate, described("event_rate")),
        "goldstein_mean": (long, mean, described("goldstein_mean")),
        "goldstein_sum": (long, sums, described("goldstein_sum")),
        "net_cooperation": (long, net, described("net_cooperation")),
    }
    return made | {f"{name}__coverage": (long, held.coverage) for name in made}


def _by_year(
    country: str, on: str, since: int | None, ties: Ties | None, said: list[str], origins: list[Provenance]
) -> dict[str, Any]:
    """Give votes, the share of inputs and the agreements in force, by year."""
    from counterpoise.world.load import load_ties  # noqa: PLC0415

    held = load_ties() if ties is None else ties
    votes = {year: value for year, value, _ in held.series("voting_agreement", country, on)}
    if not votes:
        said.append(NO_VOTES)
    inputs = _inputs(country, on, said, origins)
    acts = [one for one in held.between(country, on) if one.kind in ("agreement", "treaty", "partnership") and one.year]
    named = dict.fromkeys(one.source for one in acts)
    origins += [held.provenance[one] for one in named if one in held.provenance]
    starts = [*votes, *inputs, *(one.year for one in acts)]
    if not starts:
        return {}
    first = max(min(starts), since or 0)
    years = list(range(first, max(*starts, held.newest) + 1))
    force = [sum(one.year <= year and not (one.last_year or 9999) < year for one in acts) for year in years]
    columns = {
        "voting_agreement": [votes.get(year, float("nan")) for year in years],
        "input_share": [inputs.get(year, float("nan")) for year in years],
        "agreements_in_force": [float(one) for one in force],
    }
    made: dict[str, Any] = {
        name: (("year",), values, described(name)) for name, values in columns.items() if any(map(isfinite, values))
    }
    return {**made, "_years": years, "_acts": acts}


def _spoken(
    country: str, on: str, since: int | None, ledger: Any, said: list[str], origins: list[Provenance]
) -> dict[str, Any]:
    """Give what a ledger holds between the two, as an attribute; nothing where none is named."""
    if ledger is None:
        return {}
    from counterpoise.questions.recorded import provenance_of  # noqa: PLC0415
    from counterpoise.questions.recording import between, opened  # noqa: PLC0415

    held = opened(ledger)
    rows, warnings = between(held, country, on, since=None if since is None else str(since))
    said += [UNSAID.format(country=country, on=on)] if not rows else [f"statements: {one}" for one in warnings]
    origins.append(provenance_of(held))
    return {"statements": rows}


def _inputs(country: str, on: str, said: list[str], origins: list[Provenance]) -> dict[int, float]:
    """Give the partner's share of purchased inputs by year, from the one source that has most years: none are joined."""
    from counterpoise.questions.past import SERIES, past_of, trend  # noqa: PLC0415
    from counterpoise.store import dataset, datasets  # noqa: PLC0415

    name = "foreign_input_reliance"
    longest = max(
        (one for one in datasets() if one.kind == "accounts" and not one.embedded), key=_years_of, default=None
    )
    try:
        if longest is not None and _years_of(longest) > _years_of(dataset(SERIES)):
            answer = trend(country, on=on, sector="TOTAL", indicators=name, source=longest.name)
            data, found = answer.data, answer.provenance
        else:
            data, origin = past_of(SERIES, (name,), (country,), (on,), ("TOTAL",))
            found = (origin,)
    except InputError as error:
        said.append(f"no trade shares: {error.what}")
        return {}
    series = data[name].squeeze([one for one in data[name].dims if one != "year"], drop=True)
    known = {int(y): float(v) for y, v in zip(series["year"].values, series.values, strict=True) if isfinite(v)}
    if known:
        origins += found
    else:
        said.append(f"no trade shares of {country} and {on} are in {found[0].source}")
    return known


def _years_of(about: Any) -> int:
    """Give the number of years that a dataset has."""
    return len(about.years)


def _steady(
    made: Mapping[str, Any], held: Series | None, draws: int, seed: int, said: list[str]
) -> dict[str, Stability]:
    """Give the stability of each series that is long enough; say of which it can't be told."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.record.stability import LEAST, stability  # noqa: PLC0415

    found: dict[str, Stability] = {}
    series: dict[str, dict[Any, float]] = {}
    if held is not None:
        for name in ("net_cooperation", "goldstein_mean"):
            series[name] = dict(zip(held.periods, made[name][1], strict=True))
        series["material_conflict_rate"] = dict(zip(held.periods, made["event_rate"][1][3], strict=True))
    for name in ("voting_agreement", "input_share"):
        if name in made:
            series[name] = dict(zip(made["_years"], made[name][1], strict=True))
    for name, values in series.items():
        known = np.array([one for one in values.values() if np.isfinite(one)])
        if not len(known):
            continue
        if len(known) < LEAST or np.ptp(known) == 0:
            text = SHORT if len(known) < LEAST else EVEN
            said.append(text.format(name=name.replace("_", " "), count=len(known)))
            continue
        found[name] = stability(_trimmed(values), draws=draws, seed=seed)
    if found:
        said += [EACH, UNSHOWN]
    return found


def _trimmed(values: Mapping[Any, float]) -> dict[Any, float]:
    """Leave out what is missing at the two ends."""
    labels = list(values)
    known = [k for k, one in enumerate(labels) if isfinite(values[one])]
    return {one: values[one] for one in labels[known[0] : known[-1] + 1]}


def _stability(steady: Mapping[str, Stability]) -> dict[str, Any]:
    """Give the four numbers of each series, and its breaks."""
    if not steady:
        return {}
    along = ("series",)
    columns = {
        "break_p_value": [one.p_value for one in steady.values()],
        "shock_half_life": [one.half_life for one in steady.values()],
        "variance_ratio": [one.variance_ratio for one in steady.values()],
        "variance_p_value": [one.variance_p for one in steady.values()],
        "smallest_shift": [one.smallest_shift for one in steady.values()],
        "series_spread": [one.spread for one in steady.values()],
    }
    made: dict[str, Any] = {name: (along, values, described(name)) for name, values in columns.items()}
    made["shock_half_life__low"] = (along, [one.half_life_low for one in steady.values()])
    made["shock_half_life__high"] = (along, [one.half_life_high for one in steady.values()])
    breaks = [each for one in steady.values() for each in one.breaks]
    if breaks:
        made["break_shift"] = (("break",), [one.shift for one in breaks], described("break_shift"))
        made["break_before"] = (("break",), [one.before for one in breaks], described("break_before"))
        made["break_level"] = (("break",), [one.level for one in breaks], described("break_level"))
    return made


def _data(
    made: dict[str, Any],
    country: str,
    on: str,
    held: Series | None,
    steady: Mapping[str, Stability],
    every: str,
    direction: str,
) -> xr.Dataset:
    """Put everything together; what is said of it as a whole stands in the attributes."""
    import xarray as xr  # noqa: PLC0415

    years: Sequence[int] = made.pop("_years", [])
    acts = made.pop("_acts", [])
    coords: dict[str, Any] = {"country": country, "partner": on}
    if held is not None:
        from counterpoise.sources.event_rows import CLASSES  # noqa: PLC0415

        coords |= {"class": list(CLASSES), "period": list(held.periods)}
    if len(years):
        coords["year"] = list(years)
    breaks = [
        {
            "series": name,
            "after": str(one.after),
            "first": str(one.first),
            "last": str(one.last),
            "before": one.before,
            "level": one.level,
        }
        for name, each in steady.items()
        for one in each.breaks
    ]
    if steady:
        coords["series"] = list(steady)
    if breaks:
        coords["break"] = [f"{one['series']} after {one['after']} ({one['first']} to {one['last']})" for one in breaks]
    told = [{"name": one.name, "since": one.since or one.signed, "until": one.until, "kind": one.kind} for one in acts]
    attrs = {
        "every": every,
        "direction": direction,
        "duplicates": held.duplicates if held else "",
        "breaks": breaks,
        "agreements": told,
        "levels": {name: [float(v) for v in one.levels] for name, one in steady.items()},
        "labels": {name: [str(v) for v in one.labels] for name, one in steady.items()},
    }
    return xr.Dataset(made, coords=coords, attrs={k: v for k, v in attrs.items() if v not in ({}, [], ())})
