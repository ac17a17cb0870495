"""Promises that the program knows by itself: who signs a trade agreement says that it is to come into force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from counterpoise.record.indicators import REGISTER_UNTIL
from counterpoise.world.register import agreements

ACCESSION = timedelta(days=5 * 365)
"""Who is bound later than this after the first is taken to have acceded, and not to have signed."""


def signatures(country: str, on: Sequence[str] = (), until: date | None = None) -> list[dict[str, Any]]:
    """Give a country's signatures under trade agreements as promises to bring them into force, the oldest first.

    Parameters
    ----------
    country
        Who signed.
    on
        Only agreements with one of these; with anyone if empty.
    until
        The last day of signature that counts; all if None.

    Returns
    -------
    list of dict
        As statements with a ``commitment``, without words: ``told`` says what was signed and by which source.

    Examples
    --------
    >>> [one["said_on"] for one in signatures("KOR", ("CHN",))]
    ['2015-06-01', '2020-11-15']
    """
    found = []
    for one in agreements().values():
        if one.signed is None or (until is not None and one.signed > until):
            continue
        if one.in_force is None:
            named = {code for side in one.sides(REGISTER_UNTIL) for code in side}
            others = sorted(named - {country}) if country in named else []
        else:
            day = min(one.in_force + ACCESSION, REGISTER_UNTIL)
            others = sorted({code for pair in one.pairs(day) if country in pair for code in pair} - {country})
        if not others or (on and not set(on) & set(others)):
            continue
        found.append(
            {
                "type": "statement",
                "id": "",
                "speaker": {"name": f"signature of {one.name}", "country": country},
                "addressee": others,
                "said_on": one.signed.isoformat(),
                "commitment": {"indicator": f"in_force:{one.name}", "direction": "reach", "by": None},
                "told": f"{one.name}, signed on {one.signed:%Y-%m-%d}: {one.citation}",
            }
        )
    return sorted(found, key=lambda one: one["said_on"])
