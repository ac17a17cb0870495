"""Alignment between two powers by votes in the General Assembly: a third axis beside the equation, and no reliance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterpoise.world.ties import Ties


def alignment(
    ties: Ties, year: int | None, countries: Sequence[str], powers: Sequence[str], seed: int
) -> dict[str, Any]:
    """Give each country's net alignment between two powers, where the store has ideal points of both.

    Parameters
    ----------
    ties, year
        The ties, and the year (None for the newest).
    countries, powers
        Whose alignment, and between whom: a group has no ideal point.
    seed
        Of the draws behind the band.

    Returns
    -------
    dict
        ``net_alignment`` ``[country]``: 1 as the first power, -1 as the second; ``__low`` and ``__high`` hold 90 %. Empty
        where nothing is known of one of the powers.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.security.ideal_points import (  # noqa: PLC0415
        error_of_band,
        net_alignment,
        net_alignment_band,
    )

    reading = ties.reading("ideal_point", year)
    place = {code: k for k, code in enumerate(ties.countries)}
    at = [place.get(one, -1) for one in (*powers, *countries)]
    points, low, high = (
        np.where(np.array(at) >= 0, each[at], np.nan) for each in (reading.value, reading.low, reading.high)
    )
    if not np.isfinite(points[:2]).all():
        return {}
    gaps = np.abs(points[2:, None] - points[None, :2])
    value = net_alignment(gaps[:, 0], gaps[:, 1], np.abs(points[0] - points[1]))
    ends = net_alignment_band(points, error_of_band(low, high), seed=seed)
    attrs = {
        "label": f"Net alignment by votes in the General Assembly: 1 as {powers[0]}, -1 as {powers[1]}",
        "short": "alignment",
        "symbol": "A_i",
        "unit": "index",
        "formula": r"(d_{iB} - d_{iA}) / d_{AB}",
        "citation": "Bailey, Strezhnev and Voeten (2017); the form is the project's own",
        "estimated": False,
    }
    years = np.where(np.isfinite(points[2:]), reading.year[at[2:]], 0)
    told = [reading.sources[reading.source[k]] if k >= 0 and reading.source[k] >= 0 else "" for k in at[2:]]
    return {
        "net_alignment": (("country",), value, attrs),
        "net_alignment__low": (("country",), ends[0]),
        "net_alignment__high": (("country",), ends[1]),
        "net_alignment__coverage": (("country",), np.where(np.isfinite(value), 1.0, np.nan)),
        "net_alignment__year": (("country",), years),
        "net_alignment__source": (("country",), np.array(told, dtype=object)),
    }
