"""On whom a country relies for its economy, directly and through third countries, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import (
    EVERYONE,
    Elasticities,
    Flag,
    Indicators,
    Partners,
    Sectors,
    Source,
    Subjects,
    Year,
    given_alone,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xarray as xr

    from counterpoise.core.measure import Measure
    from counterpoise.world.economy import Economy

EACH = "EACH"
"""The sector word that stands for every sector by itself."""

ELASTICITIES = (0.5, 2.0, 5.0)
"""The trade elasticities that the cost of cutting a tie is shown over where none are named."""

SECTORS = ("TOTAL", "manufacturing")
"""The groups of sectors where none are named."""

COSTS = ("cut_cost", "cut_cost__reverse")
"""The costs of cutting a tie, of the country and of the partner."""


@question(charts="counterpoise.charts")
def rely(  # noqa: PLR0913 - an argument for each option
    country: Subjects,
    *,
    on: Partners | None = None,
    year: Year | None = None,
    sector: Sectors | None = None,
    indicators: Indicators = ("headline",),
    cut: Elasticities | None = None,
    both: Flag = False,
    source: Source | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Result:
    """On whom a country relies for its economy.

    Parameters
    ----------
    country
        Who relies: a country, several, a group (EU, ASEAN), or ALL.
    on
        On whom: countries or groups; every partner if left out.
    year
        The year of the accounts; the newest if left out.
    sector
        The country's sectors: codes (C26), groups (TOTAL, manufacturing), EACH for every one; TOTAL and manufacturing if
        left out, and with all indicators every sector too.
    indicators
        Measures by name or family (gross_exports), headline, or all: these in both directions, with cut 0.5,2,5.
    cut
        Show what losing the partner as a supplier would cost, over these trade elasticities, as 0.5,2,5.
    both
        Whether to show the other direction too: the partner's reliance on the country.
    source
        The accounts' dataset, as icio-2025 (see data list); the newest if left out.
    economy
        The accounts to judge; None means the newest in the store.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        A variable for each measure, ``[country, partner, sector]``; shares are fractions.

    Raises
    ------
    InputError
        If a word is not known, or a partner is the country itself.

    Examples
    --------
    Chinese inputs in Korean manufacturing, bought directly and looked through:

    >>> import counterpoise as cp
    >>> korea = cp.rely("KOR", on="CHN", sector="manufacturing")
    >>> round(korea.foreign_input_reliance.item(), 4), round(korea.look_through.item(), 4)
    (0.0649, 0.0883)
    """
    from counterpoise.codes.sectors import parse as parse_sectors  # noqa: PLC0415
    from counterpoise.core.measure import ALL, chosen, offered  # noqa: PLC0415
    from counterpoise.questions.discover import discover  # noqa: PLC0415
    from counterpoise.world.judge import judge  # noqa: PLC0415
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    tell = quietly(progress)
    discover()
    tell.report("loading the economy", 0.0)
    economy = load_economy(year, source=source) if economy is None else given_alone(economy, year, source)
    if any(one.lower() in ("cut_cost", "rupture_cost") for one in indicators):
        raise InputError("cut_cost has no one value", where="indicators", remedy="ask for it by --cut 0.5,2,5")
    picked = chosen(indicators, offered(economy.roots))
    subjects, partners = _dyads(country, on, economy.countries, economy.provenance.source)
    every = ALL in indicators
    both = both or every
    cut = cut or (ELASTICITIES if every else None)
    named = sector or (*SECTORS, *([EACH] if every else []))
    words = [one for word in named for one in (economy.sectors if word.upper() == EACH else (word,))]
    groups = _own_sectors(words, economy) or parse_sectors(words, economy.scheme, where="--sector")
    tell.report("solving", 0.3)
    judged = judge(economy, picked, groups, countries=list(dict.fromkeys([*subjects, *partners])))
    data = _cut(judged, picked, subjects, partners, both=both)
    costs = {} if cut is None else _costs(economy, data, subjects, partners, cut, both=both)
    data = data.assign(costs)
    tell.report("done", 1.0)
    data = data.assign_coords(year=economy.year or 0, source=economy.provenance.source)
    return Result(
        question=Asked("rely", {}),
        data=data if economy.year else data.drop_vars("year"),
        provenance=(economy.provenance,),
        warnings=(
            *_cautions(economy, picked, subjects, partners, cut, [a for n, a in costs.items() if n in COSTS]),
            *_left_out((*country, *(on or ())), economy),
            *_without_trade(economy, subjects, partners),
        ),
    )


def _costs(
    economy: Economy,
    data: xr.Dataset,
    subjects: Sequence[str],
    partners: Sequence[str],
    elasticities: Sequence[float],
    *,
    both: bool,
) -> dict[str, xr.DataArray]:
    """Give what losing each partner as a supplier would cost, and each partner what losing the country would."""
    from counterpoise.reliance.economic.rupture_cost import over_elasticities, tie_remainder  # noqa: PLC0415

    who = data["country"].values.tolist() if "country" in data.dims else list(subjects)
    whom = data["partner"].values.tolist() if "partner" in data.dims else [p for p in partners if [p] != who]
    made = over_elasticities(tie_remainder(economy.flow, economy.outside, who, whom), elasticities)
    if both:
        mirrored = tie_remainder(economy.flow, economy.outside, whom, who)
        mirrored = mirrored.rename(country="partner", partner="country").transpose("country", "partner")
        made |= {
            name.replace("cut_cost", "cut_cost__reverse"): array
            for name, array in over_elasticities(mirrored, elasticities).items()
        }
    for array in made.values():
        array.attrs["estimated"] = "final_demand" in economy.estimated
    return made


def _left_out(words: Sequence[str], economy: Economy) -> tuple[str, ...]:
    """Say which members of the groups that were asked for the accounts don't have."""
    from counterpoise.codes.groups import is_group, members  # noqa: PLC0415

    known = set(economy.countries)
    lacking = {word: [one for one in members(word) if one not in known] for word in words if is_group(word)}
    source = economy.provenance.source
    return tuple(f"{source} lacks of {word}: {', '.join(codes)}" for word, codes in lacking.items() if codes)


def _without_trade(economy: Economy, subjects: Sequence[str], partners: Sequence[str]) -> tuple[str, ...]:
    """Name the pairs between which nothing is sold either way: their ratios are missing, not zero."""
    sold = economy.sold
    either = (sold + sold.rename(origin="destination", destination="origin")).transpose("origin", "destination")
    ties = either.sel(origin=list(subjects), destination=list(partners)).values
    none = [f"{a} and {b}" for a, row in zip(subjects, ties, strict=True) for b, v in zip(partners, row, strict=True)
            if a != b and v == 0]  # fmt: skip
    more = f" and {len(none) - _FEW} more pairs" if len(none) > _FEW else ""
    return (f"no trade is recorded between {'; '.join(none[:_FEW])}{more}: their ratios are missing",) if none else ()


_FEW = 5
"""Pairs that a note names."""


def _own_sectors(words: Sequence[str], economy: Economy) -> Mapping[str, tuple[str, ...]] | None:
    """Sectors of an economy whose classification the program does not know: its own codes and TOTAL."""
    from counterpoise.codes.sectors import scheme  # noqa: PLC0415

    try:
        if set(economy.sectors) <= set(scheme(economy.scheme).codes):
            return None
    except InputError:
        pass
    known = {"TOTAL": economy.sectors, **{code: (code,) for code in economy.sectors}}
    return {word: known[word] for word in words if word in known} or {"TOTAL": economy.sectors}


def _dyads(
    country: Sequence[str], on: Sequence[str] | None, known: Sequence[str], source: str
) -> tuple[list[str], list[str]]:
    from counterpoise.codes.groups import is_group, parse_countries  # noqa: PLC0415

    def held(words: Sequence[str], where: str) -> list[str]:
        if list(words) == [EVERYONE]:
            return [one for one in known if one != "ROW"]
        return list(parse_countries(list(words), known=known, where=where, source=source))

    subjects = held(country, "country")
    partners = held(on, "--on") if on is not None else held((EVERYONE,), "--on")
    if len(subjects) == 1 and partners == subjects:
        raise InputError(f"{subjects[0]} can't rely on itself", where="--on", remedy="name a partner")
    if on is not None and list(on) != [EVERYONE] and len(subjects) == 1:
        single = [word for word in on if not is_group(word)]
        if single and subjects[0] in parse_countries(single):
            raise InputError(f"{subjects[0]} is among its own partners", where="--on", remedy="leave it out")
    return subjects, partners


def _cut(
    judged: xr.Dataset, picked: Sequence[Measure], subjects: list[str], partners: list[str], *, both: bool
) -> xr.Dataset:
    """Keep the dyads that were asked for; a country's tie to itself is none."""
    made: dict[str, Any] = {}
    for measure in picked:
        names = [n for n in map(str, judged.data_vars) if n == measure.name or n.startswith(f"{measure.name}__")]
        for name in names:
            array = judged[name]
            if "partner" not in array.dims:
                made[name] = array.sel(country=subjects)
                continue
            made[name] = _apart(array.sel(country=subjects, partner=partners))
            if both:
                mirrored = array.rename(country="partner", partner="country").transpose(*array.dims)
                head, _, tail = name.partition("__")
                full = f"{head}__reverse" + (f"__{tail}" if tail else "")
                made[full] = _apart(mirrored.sel(country=subjects, partner=partners)).assign_attrs(array.attrs)
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    data = xr.Dataset(made)
    if "partner" in data.dims and len(subjects) == 1:
        data = data.sel(partner=[p for p in partners if p != subjects[0]])
        first = picked[0].name
        if first in data and "partner" in data[first].dims:
            order = (
                data[first]
                .isel(country=0, sector=0, missing_dims="ignore")
                .fillna(-np.inf)
                .values.argsort(kind="stable")[::-1]
            )
            data = data.isel(partner=order)
    elif "partner" in data.dims and len(partners) == 1:
        data = data.sel(country=[c for c in subjects if c != partners[0]])
        first = picked[0].name
        if "partner" in data[first].dims:
            order = (
                data[first]
                .isel(partner=0, sector=0, missing_dims="ignore")
                .fillna(-np.inf)
                .values.argsort(kind="stable")[::-1]
            )
            data = data.isel(country=order)
    return data


def _apart(array: xr.DataArray) -> xr.DataArray:
    """Leave out a country's tie to itself."""
    if not set(array["country"].values.tolist()) & set(array["partner"].values.tolist()):
        return array
    return array.where(array["country"] != array["partner"]).assign_attrs(array.attrs)


def _cautions(
    economy: Economy,
    picked: Sequence[Measure],
    subjects: Sequence[str],
    partners: Sequence[str],
    cut: Sequence[float] | None,
    costs: Sequence[xr.DataArray],
) -> tuple[str, ...]:
    said = []
    if not economy.closed:
        said.append(
            "the rest of the world is left out of these accounts: bilateral flows are lower bounds, and shares of "
            "inputs can err upward"
        )
    if cut is not None:
        said.append(
            "the cost of cutting (cut_cost) is of losing the partner as a supplier, every other price and all wages held "
            f"still; it spans trade elasticities of {cut[0]:g} to {cut[-1]:g}: quote the range, not one number"
        )
    return (*said, *_of_the_estimate(economy, picked, subjects, partners, costs))


_ESTIMATE = "an estimate of final demand by destination"
_WRONG_SIGN = (
    "the sign of welfare_exposure was wrong for one pair in five where the truth is known: by this estimate it does not "
    "tell friends from enemies"
)


def _of_the_estimate(
    economy: Economy,
    picked: Sequence[Measure],
    subjects: Sequence[str],
    partners: Sequence[str],
    costs: Sequence[xr.DataArray],
) -> list[str]:
    """Say what rests on estimated final demand, and what is known of its error."""
    from counterpoise.codes.countries import name  # noqa: PLC0415
    from counterpoise.core.measure import roots_of  # noqa: PLC0415
    from counterpoise.world.final_demand import CONDUITS, FACTORIES, measured  # noqa: PLC0415

    resting = [m for m in picked if roots_of(m.name) & economy.estimated]
    bounded = [m for m in resting if not m.own and m.name in measured()]
    unknown = [m.name for m in resting if m not in bounded]
    said = []
    if bounded:
        first = bounded[0]
        alone = f"{first.label[:1].lower()}{first.label[1:]} ({first.name}) rests on {_ESTIMATE}: its"
        many = f"{', '.join(m.name for m in bounded)} rest on {_ESTIMATE}: their"
        known = (
            "bounds hold 80 % of the errors measured where the truth is known, over all pairs together: of one country they can "
            "hold far less"
        )
        signed = "; where they hold both signs, the sign is not known"
        either = any(m.name in measured(either_sign=True) for m in bounded)
        said.append(f"{alone if len(bounded) == 1 else many} {known}{signed if either else ''}")
        said += [_WRONG_SIGN for m in bounded if m.name == "welfare_exposure"]
    if unknown:
        said.append(
            f"{', '.join(unknown)}: estimates too, through final demand by destination, whose error has not been "
            "measured for them"
        )
    also = bool(costs) and "final_demand" in economy.estimated
    if also:
        said.append(
            f"the cost of cutting (cut_cost) rests on {_ESTIMATE}: its bounds are those of the elasticities only"
            + _cost_error(costs)
        )
    near = [name(one, in_text=True) for one in FACTORIES if one in (*subjects, *partners)]
    if bounded and len(near) > 1 and any(one in FACTORIES for one in subjects):
        said.append(
            f"between {' and '.join(near)} the estimate overstates final sales: where the truth is known South Korea's "
            "share in China's final demand came out 45 % (1995) and 48 % (2011) too high"
        )
    if resting or also:
        said += [
            f"the estimate is unreliable for {name(one, in_text=True)}, a conduit of trade and finance: rest no argument on it"
            for one in subjects
            if one in CONDUITS
        ]
    return said


def _cost_error(costs: Sequence[xr.DataArray]) -> str:
    """Give a clause on what the estimate alone does to the costs that are shown, size by size."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.final_demand import bounds  # noqa: PLC0415

    shown = np.concatenate([each.values.ravel() for each in costs])
    shown = np.sort(shown[np.isfinite(shown) & (shown > 0)])[::-1]
    ends = zip(shown.tolist(), *(end / shown - 1 for end in bounds("cut_cost", shown)), strict=True)
    classes: dict[str, list[float]] = {}
    for value, low, high in ends:
        classes.setdefault(f"{100 * low:+.0f} to {100 * high:+.0f} %", []).append(value)
    told = [
        f"{band} off a cost of {_size(min(held))}{f' to {_size(max(held))}' if _size(max(held)) != _size(min(held)) else ''}"
        for band, held in classes.items()
    ]
    return f"; by the estimate alone the truth is {', '.join(told)} (80 % of the errors measured)" if told else ""


def _size(cost: float) -> str:
    return f"{100 * cost:.2g} %"
