"""Tariffs as they were changed, from the tables of facts: what a scenario's recorded shocks add."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.equilibrium.policy import Floats, Recorded

RECORDED = "us_tariffs"
"""The table of facts that records tariffs as they were changed."""


def recorded_in(scheme: str, tariff: Floats | None) -> Recorded:
    """Give the reader of recorded tariffs (see `counterpoise.world.tariffs.measures_between`).

    Parameters
    ----------
    scheme
        The sectors' scheme.
    tariff
        The baseline's rates: a measure that fixes the whole duty adds what they lack.
    """

    def recorded(table: str, start: date, end: date, countries: Sequence[str], sectors: Sequence[str]) -> Floats:
        from counterpoise.world.tariffs import measures_between  # noqa: PLC0415

        if table != RECORDED:
            remedy = did_you_mean(table, (RECORDED,), f"take {RECORDED!r}")
            raise InputError(f"there is no table {table!r} of recorded tariffs", remedy=remedy)
        return measures_between(start, end, countries, sectors, scheme, base=tariff)

    return recorded
