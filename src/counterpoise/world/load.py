"""Economies, trade and ties from the store."""

from __future__ import annotations

from collections import ChainMap
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.result import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from counterpoise.store import Accounts, Dataset
    from counterpoise.store.folder import Kept
    from counterpoise.world.economy import Economy
    from counterpoise.world.tariffs import Tariffs
    from counterpoise.world.ties import Ties
    from counterpoise.world.trade import Trade

_VERSION = 3
"""Raised when the making of an economy from the store's accounts changes."""


def load_economy(year: int | None = None, *, source: str | None = None, tariffs: str | None = None) -> Economy:
    """Give one year's economy from the store.

    Parameters
    ----------
    year
        The year; None for the newest.
    source
        The dataset, as in ``counterpoise data list``; None for the newest (see
        `counterpoise.store.store.newest_accounts`).
    tariffs
        The applied tariffs: None for the best of the store, or a baseline by name, as ``importer-averages``, ``us-2025``
        or ``none`` (see `counterpoise.world.tariffs.applied`).

    Returns
    -------
    Economy
        Where the accounts lack final demand by destination it is estimated, and named so. Where they lack value added it
        is output less inputs at buyers' prices, tariffs included.

    Raises
    ------
    InputError
        If there is no such source, year or tariff baseline: the message says which there are.

    Examples
    --------
    >>> load_economy(2022)
    <Economy icio-2025-embedded 2022: 80 economies x 50 sectors, output 192.4 trillion USD, the rest of the world left out; ...>
    """
    from counterpoise.store.store import accounts_source, newest_accounts  # noqa: PLC0415

    found, of_year = accounts_source(newest_accounts(year) if source is None else source, year)
    return _economy(found.name, of_year, found.sha256, *_choice(tariffs))


def scheme_of(source: str | None) -> str | None:
    """Give the classification of a dataset's sectors, where it is one that the program has tables for.

    Parameters
    ----------
    source
        The dataset; None for the newest.

    Examples
    --------
    >>> scheme_of("icio-2025-embedded")
    'icio-2025'
    """
    from counterpoise.codes.sectors import schemes  # noqa: PLC0415
    from counterpoise.store.store import accounts_source, newest_accounts  # noqa: PLC0415

    found, _ = accounts_source(newest_accounts(None) if source is None else source, None)
    return found.scheme if found.scheme in schemes() else None


def _choice(tariffs: str | None) -> tuple[str | None, str]:
    """Give the choice of tariffs in its proper form, with a hash of what the store has of them."""
    from counterpoise.store.folder import kept  # noqa: PLC0415
    from counterpoise.world.tariffs import TABLES, parse_choice  # noqa: PLC0415

    word = parse_choice(tariffs, "tariffs")
    return word, " ".join(one.sha256 for one in kept() if one.dataset in TABLES) if word in (None, *TABLES) else ""


def loaded() -> bool:
    """Say whether accounts are in memory already."""
    return _economy.cache_info().currsize > 0


@lru_cache(maxsize=2)
def _economy(source: str, year: int, checksum: str, tariffs: str | None, added: str) -> Economy:  # noqa: ARG001
    import xarray as xr  # noqa: PLC0415

    from counterpoise.store.cache import cached  # noqa: PLC0415
    from counterpoise.store.store import accounts_source  # noqa: PLC0415
    from counterpoise.world.economy import FINAL, FLOW_DIMS, REST, Economy, bought_at  # noqa: PLC0415

    held, _ = accounts_source(source, year)
    key = f"economy-{_VERSION}-{checksum[:16]}-{year}"
    made = cached(key, lambda: _made(source, year))  # the accounts are not even mapped when it is kept
    countries, sectors = made["countries"].tolist(), made["sectors"].tolist()
    two = {"origin": countries, "sector": sectors}
    duties = _tariffs(countries, sectors, held.scheme, year, tariffs, made["flow"])
    value_added = made["value_added"]
    if duties is not None and not bool(made.get("official", False)):
        value_added = value_added - bought_at(made["flow"], duties.rate, duties_only=True)
    return Economy(
        flow=xr.DataArray(
            made["flow"], dims=FLOW_DIMS, coords={**two, "destination": countries, "use": [*sectors, FINAL]}
        ),
        value_added=xr.DataArray(
            value_added, dims=("country", "sector"), coords={"country": countries, "sector": sectors}
        ),
        tariff=None
        if duties is None
        else xr.DataArray(
            duties.rate, dims=("origin", "sector", "destination"), coords={**two, "destination": countries}
        ),
        outside=xr.DataArray(made["outside"], dims=("origin", "sector"), coords=two) if "outside" in made else None,
        provenance=provenance_of(held, year),
        estimated=frozenset({"final_demand"} if held.embedded else ()),
        attrs={
            "closed": REST in countries,
            "scheme": held.scheme,
            "year": year,
            "tariffs": {}
            if duties is None
            else {
                "choice": duties.choice,
                "label": duties.label,
                "notes": duties.notes,
                "provenance": duties.provenance,
                "stamp": duties.stamp,
            },
            "purged": float(made["purged"].sum()) if "purged" in made else 0.0,
            "purged_by": dict(zip(countries, made["purged"].tolist(), strict=True)) if "purged" in made else {},
        },
        lineage=key,
    )


def _tariffs(
    countries: list[str], sectors: list[str], scheme: str, year: int, choice: str | None, flow: np.ndarray
) -> Tariffs | None:
    """Give the tariffs, or None where there are to be none or the sectors' classification is a person's own."""
    from counterpoise.codes.sectors import schemes  # noqa: PLC0415
    from counterpoise.world.tariffs import SECTOR_AVERAGES, applied  # noqa: PLC0415

    if choice == "none" or (choice is None and scheme not in schemes()):
        return None
    imports = flow.sum(3) if choice == SECTOR_AVERAGES else None
    return applied(countries, sectors, year=year, scheme=scheme, choice=choice, imports=imports)


def _made(source: str, year: int) -> Mapping[str, np.ndarray]:
    from counterpoise.store import accounts, dataset  # noqa: PLC0415

    return _estimated(accounts(source, year)) if dataset(source).embedded else _official(source, year)


def _official(source: str, year: int) -> Mapping[str, np.ndarray]:
    """Give the accounts of an official file, final demand and all; see `Economy.without_negatives` for the rule."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.store.added import accounts_arrays  # noqa: PLC0415
    from counterpoise.store.folder import part_of  # noqa: PLC0415

    made = dict(accounts_arrays(part_of(source, year)))
    flow = made["flow"]
    purged = np.array([-float(one[one < 0].sum()) for one in flow])
    np.maximum(flow, 0.0, out=flow)
    made["official"] = np.array("value_added" in made)
    if "value_added" not in made:
        made["value_added"] = flow.sum((2, 3)) - flow[..., :-1].sum((0, 1))
    return {**made, "purged": purged}


def _estimated(found: Accounts) -> Mapping[str, np.ndarray]:
    import numpy as np  # noqa: PLC0415

    from counterpoise.world import final_demand  # noqa: PLC0415

    final, outside = final_demand.estimated(
        found.intermediates,
        found.output,
        sectors=found.sectors,
        scheme=found.dataset.scheme,
        rest_size=final_demand.rest_size(found.year),
    )
    return {
        "flow": np.concatenate([found.intermediates, final[..., None]], axis=3),
        "value_added": found.output - found.intermediates.sum((0, 1)),
        "outside": outside,
        "countries": np.array(found.countries),
        "sectors": np.array(found.sectors),
    }


def load_trade(source: str | None = None) -> Trade:
    """Give product flows: those that were added to the store, else the raw materials that came with the program.

    Parameters
    ----------
    source
        The dataset, as ``baci-hs92``, or ``baci-raw-materials``; None for the added one with the newest year.

    Returns
    -------
    counterpoise.world.trade.Trade
        Its years stay in their files: nothing is read until it is asked.

    Raises
    ------
    InputError
        If there is no such trade: see ``counterpoise data add baci FILE``.

    Examples
    --------
    >>> load_trade("baci-raw-materials")
    <Trade baci-raw-materials: 1,264,888 flows in 1 file>
    """
    from counterpoise.store.added import dataset_of  # noqa: PLC0415
    from counterpoise.store.folder import kept  # noqa: PLC0415
    from counterpoise.store.parquet import parquet  # noqa: PLC0415
    from counterpoise.store.store import datasets  # noqa: PLC0415
    from counterpoise.world.trade import Trade  # noqa: PLC0415

    held = [one for one in kept() if one.kind == "trade"]
    embedded = {one.name: one for one in datasets() if one.embedded and one.kind == "trade"}
    if source in embedded or (source is None and not held):
        about = embedded[source or next(iter(embedded))]
        return Trade([parquet(about.name)], provenance=provenance_of(about, about.years))
    name = source or max(held, key=lambda one: (one.years[-1], one.dataset)).dataset
    parts = [one for one in held if one.dataset == name]
    if not parts:
        names = sorted({one.dataset for one in held} | set(embedded))
        remedy = did_you_mean(
            name, names, f"there is {', '.join(names)}; add others with 'counterpoise data add baci FILE'"
        )
        raise InputError(f"there is no trade {name!r}", where="--source", remedy=remedy)
    about = dataset_of(parts)
    years = about.years[0] if len(about.years) == 1 else about.years
    paths = [one.path("trade") for one in parts]
    return Trade(paths, provenance=provenance_of(about, years), names=_product_names(parts))


def _product_names(parts: Sequence[Kept]) -> dict[str, str]:
    """Give the names that the newest part with a list has; a year's own file has none."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    listed = [one for one in parts if "products" in one.tables]
    if not listed:
        return {}
    held = pq.read_table(max(listed, key=lambda one: one.years).path("products")).to_pydict()
    return dict(zip(held["product"], held["description"], strict=True))


def provenance_of(dataset: Dataset, year: int | tuple[int, ...] | None) -> Provenance:
    """Give a dataset's provenance."""
    return Provenance(
        source=dataset.name,
        title=dataset.title,
        edition=dataset.edition,
        year=year,
        licence=dataset.licence,
        citation=dataset.citation,
        checksum=dataset.sha256,
        notes=(dataset.completeness, *dataset.notes),
    )


def load_ties() -> Ties:
    """Give the ties between countries: the program's own facts, and the official files that the store holds.

    Returns
    -------
    counterpoise.world.ties.Ties
        Where the store has a file on a kind of tie, its figures come before the facts' of the same year.

    Examples
    --------
    >>> ties = load_ties()
    >>> [act.name for act in ties.between("KOR", "USA") if act.kind == "treaty"]
    ['Korea-United States 1953']
    """
    from counterpoise.store.folder import kept  # noqa: PLC0415

    return _ties(" ".join(f"{one.dataset} {one.sha256}" for one in kept() if one.kind == "table"))


@lru_cache(maxsize=1)
def _ties(held: str) -> Ties:  # noqa: ARG001
    from counterpoise.world import ties_facts, ties_store  # noqa: PLC0415
    from counterpoise.world.tie_tables import RollCalls  # noqa: PLC0415
    from counterpoise.world.ties import KINDS, Ties  # noqa: PLC0415

    official, acts, sources = ties_store.stored()
    own = ties_facts.tables()
    every = sorted([*ties_facts.acts(), *acts], key=lambda one: (one.year, one.name))
    return Ties(
        tables={kind: [*official.get(kind, []), *own.get(kind, [])] for kind in KINDS},
        acts=tuple(every),
        provenance=ChainMap(sources, cast("dict[str, Provenance]", ties_facts.Origins())),
        home=ties_facts.home(),
        roll_calls=next((one for one in official.get("joint_votes", []) if isinstance(one, RollCalls)), None),
    )
