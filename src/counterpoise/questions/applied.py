"""Which tariffs a country applies to its partners' goods in a baseline, and where each figure comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import EVERYONE, Country, Flag, Partners, Sectors, Source, TariffChoice, Year
from counterpoise.questions.reliance import EACH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.world.economy import Economy
    from counterpoise.world.tariffs import Tariffs

SEVERAL = "several"
"""The kind, or the source, of a group of sectors whose sectors differ in it."""

_OF_COUNTRIES = (
    "of other years",
    "no average",
    "no tariff profile",
    "most of the tariff profile",
    "the figures of the tariff profile",
)
"""How notes begin that end in a list of codes."""

_NAMED = 6
"""Partners of whom the agreements are named one by one."""


@question(charts="counterpoise.charts")
def tariffs(
    country: Country,
    *,
    on: Partners,
    sector: Sectors = ("goods",),
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    both: Flag = False,
    progress: Progress | None = None,
) -> Result:
    """Which tariffs a country applies to its partners' goods, by which rule, of which year and source.

    Unless a table was added to the store these are importer averages, not by sector, and 0 between parties of a trade
    agreement.

    Parameters
    ----------
    country
        Who buys.
    on
        Who sells: countries or groups.
    sector
        The sellers' sectors: codes (C26), groups (goods, manufacturing), EACH for every one with goods.
    year
        The year of the tariffs; the newest accounts' if left out. Where no accounts have it, the newest give sectors and
        weights.
    source
        The accounts whose sectors and trade are taken, as icio-2025 (see data list); the newest if left out.
    tariffs
        A tariff baseline: importer-averages, sector-averages, us-2024, us-2025, tariffs-wits, tariffs-teti; the best
        source of the store if left out.
    both
        Whether to show the other direction too: the partner's tariffs on the country's goods.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        ``applied_tariff``, ``[country, partner, sector]``, a fraction of the price; of a group of sectors the average
        weighted by what the country buys from the partner (a plain mean where it buys nothing). Beside it stand the
        kind, the year and the source; with us-2024 and us-2025 also ``recorded_measures``, the part that the measures
        since 2018 make.

    Raises
    ------
    InputError
        If a word is not known, or a partner is the country itself.

    Examples
    --------
    >>> import counterpoise as cp
    >>> china = cp.tariffs("CHN", on="USA,KOR", tariffs="importer-averages")
    >>> china.applied_tariff.sel(partner="USA").item(), china.applied_tariff__kind.sel(partner="KOR").item()
    (0.0218, 'partial_agreement')
    """
    from counterpoise.world.tariffs import NEWEST, SECTOR_AVERAGES, applied  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("loading the economy", 0.0)
    economy = _accounts(year, source)
    when = year or economy.year
    partners = _partners(country, on, economy)
    groups = _groups(sector, economy)
    tell.report("the tariffs", 0.6)
    imports = economy.flow.values.sum(3) if tariffs == SECTOR_AVERAGES else None
    held = applied(
        economy.countries, economy.sectors, year=when, scheme=economy.scheme, choice=tariffs, imports=imports
    )
    data = _data(economy, held, country, partners, groups, both=both)
    tell.report("done", 1.0)
    return Result(
        question=Asked("tariffs", {}),
        data=data,
        provenance=(held.provenance, economy.provenance),
        warnings=(
            *_said(held, country, partners),
            *_agreements(held, country, partners, when or NEWEST),
            *([f"no accounts of {when}: sectors and weights are of {economy.year}"] if when != economy.year else []),
        ),
    )


def _accounts(year: int | None, source: str | None) -> Economy:
    """Give the accounts of a year, else the newest: tariffs are known of more years than accounts."""
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    try:
        return load_economy(year, source=source, tariffs="none")
    except InputError as error:
        if year is None or error.where != "--year":
            raise
        return load_economy(source=source, tariffs="none")


def _partners(country: str, on: Sequence[str], economy: Economy) -> list[str]:
    from counterpoise.codes.groups import is_group, parse_countries  # noqa: PLC0415

    known, source = economy.countries, economy.provenance.source
    parse_countries([country], known=known, where="country", source=source)
    if list(on) == [EVERYONE]:
        return [one for one in known if one != country]
    found = parse_countries(list(on), known=known, where="--on", source=source)
    if country in found and (found == (country,) or country in [word for word in on if not is_group(word)]):
        raise InputError(f"{country} puts no tariffs on its own goods", where="--on", remedy="name a partner")
    return [one for one in found if one != country]


def _groups(sector: Sequence[str], economy: Economy) -> Mapping[str, tuple[str, ...]]:
    from counterpoise.codes.sectors import parse  # noqa: PLC0415
    from counterpoise.world.tariff_measures import goods  # noqa: PLC0415

    if [word.upper() for word in sector] == [EACH]:
        physical = goods(economy.sectors, economy.scheme).tolist()
        return {code: (code,) for code, is_good in zip(economy.sectors, physical, strict=True) if is_good}
    return parse(sector, economy.scheme, where="--sector")


def _data(
    economy: Economy,
    held: Tariffs,
    country: str,
    partners: Sequence[str],
    groups: Mapping[str, tuple[str, ...]],
    *,
    both: bool,
) -> xr.Dataset:
    import xarray as xr  # noqa: PLC0415

    place = {code: k for k, code in enumerate(held.countries)}
    members = [[held.sectors.index(code) for code in codes] for codes in groups.values()]
    here, others = place[country], [place[one] for one in partners]
    dims = ("country", "partner", "sector")
    made: dict[str, Any] = {}
    for way, pairs in (("", [(o, here) for o in others]), ("__reverse", [(here, o) for o in others])):
        if way and not both:
            continue
        cells = [[_cell(economy, held, origin, to, codes) for codes in members] for origin, to in pairs]
        names = ["applied_tariff", *(["recorded_measures"] if held.added is not None else [])]
        for k, name in enumerate(names):
            made[f"{name}{way}"] = (dims, [[[cell[k] for cell in row] for row in cells]], _attrs(name, held))
        for k, word in enumerate(("kind", "year", "source"), 2):
            unit = {"unit": "year"} if word == "year" else {}
            made[f"applied_tariff{way}__{word}"] = (dims, [[[cell[k] for cell in row] for row in cells]], unit)
    return xr.Dataset(made, coords={"country": [country], "partner": list(partners), "sector": list(groups)})


def _cell(
    economy: Economy, held: Tariffs, origin: int, to: int, sectors: Sequence[int]
) -> tuple[float, float, str, int, str]:
    """Give a group's average tariff, the measures' part of it, its kind, its year and its source."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.tariffs import KINDS  # noqa: PLC0415

    physical = [k for k in sectors if held.kind[origin, k, to]]  # services are of the kind 0
    if not physical:
        return 0.0, 0.0, KINDS[0], 0, ""
    weight = economy.flow.values[origin, physical, to].sum(-1)
    weight = weight / weight.sum() if weight.sum() > 0 else np.full(len(physical), 1 / len(physical))

    def mean(array: NDArray[np.float64]) -> float:
        values = array[origin, physical, to]
        return float(values[0]) if (values == values[0]).all() else float(weight @ values)

    kinds = {KINDS[k] for k in held.kind[origin, physical, to].tolist()}
    sources = {held.sources[k] for k in held.source[origin, physical, to].tolist()}
    source = sources.pop() if len(sources) == 1 else SEVERAL
    measures = mean(held.added) if held.added is not None else 0.0
    kind = kinds.pop() if len(kinds) == 1 else SEVERAL
    return (
        mean(held.rate),
        measures,
        f"{kind}_and_measures" if measures else kind,
        int(held.year[origin, physical, to].max()),
        f"{source}; measures, facts" if measures else source,
    )


def _attrs(name: str, held: Tariffs) -> dict[str, Any]:
    texts = {
        "applied_tariff": ("Applied tariff on a partner's goods", "tariff", r"\tau_{isj}"),
        "recorded_measures": (
            "Part of the tariff that measures since 2018 make",
            "of it measures",
            r"\Delta\tau_{isj}",
        ),
    }
    label, short, symbol = texts[name]
    return {
        "label": label,
        "short": short,
        "symbol": symbol,
        "unit": "share",
        "formula": "",
        "citation": held.label,
        "indicator": False,
        "estimated": held.added is not None,  # the shares of sectors that are hit are judgements
    }


def _said(held: Tariffs, country: str, partners: Sequence[str]) -> list[str]:
    """Give the notes that concern these countries; a list of codes only if one of them is in it."""
    asked = {country, *partners}
    said = []
    for note in held.notes:
        head, _, codes = note.partition(": ")
        if not head.startswith(_OF_COUNTRIES):
            said.append(note)
        elif mine := [one for one in codes.split(", ") if one[:3] in asked]:
            said.append(f"{head}: {', '.join(mine)}")
    return said


def _agreements(held: Tariffs, country: str, partners: Sequence[str], year: int) -> list[str]:
    """Name the agreements that make tariffs 0, and say which lift a part of the duties only."""
    from datetime import date  # noqa: PLC0415

    from counterpoise.world.register import PARTIAL_SCOPE, between, pairs  # noqa: PLC0415
    from counterpoise.world.tariffs import REGISTER  # noqa: PLC0415

    if REGISTER not in held.sources:
        return []
    bound = pairs(held.countries, date(year, 7, 1))
    place = {code: k for k, code in enumerate(held.countries)}
    found = {one: bound.found[k] for one in partners if (k := int(bound.which[place[one], place[country]])) >= 0}
    said = []
    for one in found if len(found) <= _NAMED else ():
        freeing = (act for act in between(country, one, date(year, 7, 1)) if act.kind != PARTIAL_SCOPE)
        acts = [f"{act.name} ({act.in_force})" for act in freeing]
        said.append(f"in force between {country} and {one}: {', '.join(acts)}")
    partial = [one for one, act in found.items() if act.partial]
    if partial:
        some = ", ".join(partial[:_NAMED]) + (" and others" if len(partial) > _NAMED else "")
        said.append(
            f"the agreement with {some} leaves many duties, or lifts them over ten years and more: the importer's average stands"
        )
    return said
