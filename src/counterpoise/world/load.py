"""Economies from the store."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from counterpoise.core.result import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from counterpoise.store import Accounts, Dataset
    from counterpoise.world.economy import Economy

DEFAULT = "icio-2025-embedded"
_VERSION = 2
"""Raised when the making of an economy from the store's accounts changes."""


def load_economy(year: int | None = None, *, source: str = DEFAULT) -> Economy:
    """Give one year's economy from the store.

    Parameters
    ----------
    year
        The year; None for the newest.
    source
        The dataset, as in ``counterpoise data list``.

    Returns
    -------
    Economy
        Where the accounts lack final demand by destination it is estimated, and named so.

    Raises
    ------
    InputError
        If there is no such source or year: the message says which there are.

    Examples
    --------
    >>> load_economy(2022)
    <Economy icio-2025-embedded 2022: 80 economies x 50 sectors, output 192.4 trillion USD, the rest of the world left out; ...>
    """
    from counterpoise.store.store import accounts_source  # noqa: PLC0415

    found, of_year = accounts_source(source, year)
    return _economy(found.name, of_year)


@lru_cache(maxsize=2)
def _economy(source: str, year: int) -> Economy:
    import xarray as xr  # noqa: PLC0415

    from counterpoise.store import accounts, dataset  # noqa: PLC0415
    from counterpoise.store.cache import cached  # noqa: PLC0415
    from counterpoise.world.economy import FINAL, FLOW_DIMS, Economy  # noqa: PLC0415

    held = dataset(source)
    key = f"economy-{_VERSION}-{held.sha256[:16]}-{year}"
    made = cached(key, lambda: _made(accounts(source, year)))  # the accounts are not even mapped when it is kept
    countries, sectors = made["countries"].tolist(), made["sectors"].tolist()
    two = {"origin": countries, "sector": sectors}
    return Economy(
        flow=xr.DataArray(
            made["flow"], dims=FLOW_DIMS, coords={**two, "destination": countries, "use": [*sectors, FINAL]}
        ),
        value_added=xr.DataArray(
            made["value_added"], dims=("country", "sector"), coords={"country": countries, "sector": sectors}
        ),
        outside=xr.DataArray(made["outside"], dims=("origin", "sector"), coords=two),
        provenance=provenance_of(held, year),
        estimated=frozenset({"final_demand"}),
        attrs={"closed": False, "scheme": held.scheme, "year": year},
        lineage=key,
    )


def _made(found: Accounts) -> Mapping[str, np.ndarray]:
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
