"""The tariffs that the United States raised from 2018 to 2025, and what others raised against them.

Customs databases leave them out. Each measure is a fact with its days, its points and its legal instrument
(``facts/us_tariffs.csv``). Where only a part of a sector's products is hit, its points count for the share of the
sector's imports that is (``facts/us_tariff_coverage.csv``), so what is given is an average over the sector.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FINEST = "icio-2025"
"""The scheme that the facts are written in."""

NOT_GOODS = frozenset({"B09"})
"""Sectors among the goods whose products pass no customs: services to mining."""

LAST = date(2025, 12, 31)
"""The day up to which the table was kept."""

SAID = (
    "the measures of 2018 to 2025 are averages over sectors: points times the share of a sector's imports that is hit, and "
    "most shares are judgements"
)


@dataclass(frozen=True)
class TariffMeasure:
    """One measure.

    Attributes
    ----------
    name, instrument, note, citation, seen
        What it is, its legal form, what a reader must know, where it was read, and whether it was.
    importer
        Who raised it.
    origins, without
        On whom: codes, groups or ``ALL``; and who is exempt.
    sectors
        Of ``icio-2025``, with the share of each sector's imports that is hit.
    since, until
        The first day, and the day from which it holds no more (None: no end known).
    points
        Percentage points.
    total
        Whether the points are the whole duty, the normal one included.
    """

    name: str
    importer: str
    origins: tuple[str, ...]
    without: tuple[str, ...]
    sectors: Mapping[str, float]
    since: date
    until: date | None
    points: float
    total: bool
    instrument: str
    note: str
    citation: str
    seen: str

    def holds(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@cache
def measures() -> tuple[TariffMeasure, ...]:
    """Give every measure of the table, in its order.

    Examples
    --------
    >>> first = measures()[0]
    >>> first.name, first.importer, first.points
    ('steel 2018', 'USA', 25.0)
    """
    from counterpoise import facts  # noqa: PLC0415
    from counterpoise.codes.sectors import parse  # noqa: PLC0415

    shares: dict[str, dict[str, float]] = {}
    for row in facts.read("us_tariff_coverage"):
        shares.setdefault(row["coverage"], {})[row["sector"]] = float(row["share"])
    made = []
    for row in facts.read("us_tariffs"):
        codes = [code for held in parse(row["sectors"].split(), FINEST).values() for code in held]
        share = shares[row["coverage"]] if row["coverage"] else dict.fromkeys(codes, 1.0)
        made.append(
            TariffMeasure(
                name=row["measure"],
                importer=row["importer"],
                origins=tuple(row["origin"].split()),
                without=tuple(row["without"].split()),
                sectors={code: share[code] for code in codes if share.get(code) and code not in NOT_GOODS},
                since=date.fromisoformat(row["since"]),
                until=date.fromisoformat(row["until"]) if row["until"] else None,
                points=float(row["points"]),
                total=row["total"] == "yes",
                instrument=row["instrument"],
                note=row["note"],
                citation=row["citation"],
                seen=row["seen"],
            )
        )
    return tuple(made)


def points_on(
    on: date,
    countries: Sequence[str],
    sectors: Sequence[str],
    scheme: str,
    *,
    base: NDArray[np.float64] | None = None,
    chosen: Sequence[TariffMeasure] | None = None,
) -> NDArray[np.float64]:
    """Give what the measures in force on a day add to the duties.

    Parameters
    ----------
    on
        The day, up to `LAST`.
    countries, sectors, scheme
        The labels of the axes, and the sectors' classification.
    base
        The duties without them, a fraction ``[origin, sector, destination]``: a measure that fixes the whole duty adds
        what is missing to it. None for no duties.
    chosen
        Some measures only; None for all.

    Returns
    -------
    numpy.ndarray
        Fractions ``[origin, sector, destination]``.

    Raises
    ------
    InputError
        If the day is after `LAST`, or the scheme is not known.
    """
    import numpy as np  # noqa: PLC0415

    if on > LAST:
        what = f"the measures of {on.isoformat()} are not in the table"
        raise InputError(what, where="tariffs", remedy=f"it ends on {LAST.isoformat()}")
    place = {code: k for k, code in enumerate(countries)}
    onto = spread(sectors, scheme)
    added = np.zeros((len(countries), len(sectors), len(countries)))
    for one in measures() if chosen is None else chosen:
        if not one.holds(on) or one.importer not in place:
            continue
        here = place[one.importer]
        rows = [place[code] for code in _origins(one, countries, on) if code != one.importer]
        share = onto @ np.array([one.sectors.get(code, 0.0) for code in finest()])
        level = np.full((len(rows), len(sectors)), one.points / 100)
        if one.total and base is not None:
            level = np.maximum(level - base[rows, :, here], 0.0)
        added[rows, :, here] += level * share
    return added


def _origins(one: TariffMeasure, countries: Sequence[str], on: date) -> list[str]:
    from counterpoise.world.register import countries_of  # noqa: PLC0415

    out = set(countries_of(one.without, on))
    held = set(countries) if one.origins == ("ALL",) else set(countries_of(one.origins, on))
    return [code for code in countries if code in held and code not in out]


@cache
def finest() -> tuple[str, ...]:
    """Give the sectors of the scheme that the facts are written in."""
    from counterpoise.codes.sectors import scheme  # noqa: PLC0415

    return scheme(FINEST).codes


def goods(sectors: Sequence[str], scheme: str) -> NDArray[np.bool_]:
    """Tell which sectors' products pass customs: agriculture, mining without its services, manufacturing.

    Raises
    ------
    InputError
        If the scheme is not known.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.codes.sectors import scheme as named  # noqa: PLC0415

    kinds = {one.code: one.kind for one in named(scheme).sectors}
    return np.array([kinds.get(code) == "goods" and code not in NOT_GOODS for code in sectors])


def spread(sectors: Sequence[str], scheme: str) -> NDArray[np.float64]:
    """Give the matrix ``[sector, sector of icio-2025]`` that takes figures onto a scheme: plain means of linked goods."""
    return _spread(tuple(sectors), scheme)


@cache
def _spread(sectors: tuple[str, ...], scheme: str) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    from counterpoise.codes.concordance import concordance  # noqa: PLC0415

    fine = finest()
    physical = dict(zip(fine, goods(fine, FINEST).tolist(), strict=True))
    linked = {code: (code,) for code in fine} if scheme == FINEST else concordance(scheme, FINEST)
    made = np.zeros((len(sectors), len(fine)))
    for k, (code, is_good) in enumerate(zip(sectors, goods(sectors, scheme).tolist(), strict=True)):
        targets = [fine.index(one) for one in linked.get(code, ()) if physical[one]]
        if is_good and targets:
            made[k, targets] = 1 / len(targets)
    made.flags.writeable = False
    return made
