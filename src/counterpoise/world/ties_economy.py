"""Economic ties of pairs as readings: trade both ways, GDP, and whose currency an exchange rate is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise import facts
from counterpoise.core.errors import InputError
from counterpoise.world.tie_tables import Reading, blank

if TYPE_CHECKING:
    from collections.abc import Sequence

REGIMES = "exchange rate regimes"
ANCHORS = {"float": 0.0, "managed": 0.0, "crawl": 1.0, "peg": 2.0, "board": 2.0, "shared": 3.0}
"""Lake's scale of the exchange rate's tie, by the regimes of the facts' table."""

KINDS = ("bilateral_trade", "own_gdp", "exchange_rate_anchor")
"""What is read here."""


def economic_reading(kind: str, year: int | None, countries: Sequence[str]) -> Reading:
    """Give an economic tie as a reading.

    Parameters
    ----------
    kind
        ``bilateral_trade`` (million USD, exports and imports of goods and services), ``own_gdp`` (million USD, value
        added), or ``exchange_rate_anchor`` (0 floating, 1 crawling, 2 fixed, 3 the partner's currency).
    year
        The year; None for the newest. Accounts of another year are not taken: then trade and GDP are not known.
    countries
        The labels.
    """
    return _anchors(year, countries) if kind == "exchange_rate_anchor" else _accounts(kind, year, countries)


def _accounts(kind: str, year: int | None, countries: Sequence[str]) -> Reading:
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.load import load_economy  # noqa: PLC0415

    dyadic = kind == "bilateral_trade"
    try:
        economy = load_economy(year)
    except InputError:  # the store has no accounts of this year
        return blank(countries, ("",), dyadic=dyadic)
    made = blank(countries, (economy.provenance.source,), dyadic=dyadic)
    known = [k for k, one in enumerate(countries) if one in economy.countries]
    there = [economy.countries.index(countries[k]) for k in known]
    if dyadic:
        sold = economy.sold.values
        figures = (sold + sold.T)[np.ix_(there, there)]
    else:
        figures = economy.value_added.sum("sector").values[there]
    at = np.ix_(known, known) if dyadic else (np.array(known),)
    for array in (made.value, made.low, made.high):
        array[at] = figures
    made.year[at], made.source[at] = economy.year or 0, 0
    return made


def _anchors(year: int | None, countries: Sequence[str]) -> Reading:
    import numpy as np  # noqa: PLC0415

    rows = facts.read("exchange_rate_regimes")
    newest = max(int(row["as_of"][:4]) for row in rows)
    when = newest if year is None else min(year, newest)
    made = blank(countries, (REGIMES,), dyadic=True)
    place = {code: k for k, code in enumerate(countries)}
    for row in rows:
        stands = row["since"][:4] <= str(when) and (not row["until"] or row["until"][:4] > str(when))
        if not stands or row["country"] not in place or row["regime"] not in ANCHORS:
            continue
        here = place[row["country"]]
        for array in (made.value, made.low, made.high):
            array[here] = 0.0
            if row["anchor"] in place:
                array[here, place[row["anchor"]]] = ANCHORS[row["regime"]]
        made.year[here], made.source[here] = when, 0
    np.fill_diagonal(made.value, np.nan)
    return made
