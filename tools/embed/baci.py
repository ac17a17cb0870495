"""Trade in raw materials from BACI: value and quantity by year, origin, destination and product."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray
from packages import Made, Wheel

from counterpoise.core.errors import DataError
from counterpoise.store.codec import Stored

_FILE = "geopolrisk/lib/baci.db"
_MISSING = -1
_PLACES = 3


def make(wheel: Wheel, facts: dict[str, Any]) -> Made:
    """Give the flows sorted by product, origin, destination and year."""
    with wheel.database(_FILE) as database:
        rows = database.execute("select k, i, j, t, v, q from baci_trade").fetchall()
        codes = database.execute(
            "select country_code, country_iso3, country_name from country_codes_V202401b"
        ).fetchall()
        described = dict(database.execute("select code, description from product_codes_HS92_V202401b").fetchall())
    product, origin, destination, year = (np.array([int(row[place]) for row in rows]) for place in range(4))
    value = np.array([thousandths(row[4]) for row in rows])
    quantity = np.array([thousandths(row[5]) for row in rows])
    products, product_at = np.unique(product, return_inverse=True)
    iso = {int(code): facts["countries"].get(code, alpha3) for code, alpha3, _ in codes}
    names = {int(code): _mended(name) for code, _, name in codes}
    used = np.unique([origin, destination])
    labels = sorted({iso[code] for code in used.tolist()})
    place = np.zeros(used.max() + 1, dtype="<i2")
    place[used] = [labels.index(iso[code]) for code in used.tolist()]
    order = np.lexsort((year, place[destination], place[origin], product_at))
    _no_duplicates(product_at[order], place[origin][order], place[destination][order], year[order])
    hs = np.array([f"{code:06d}" for code in products.tolist()])
    spans = [_span(code, origin, destination, year) for code in used.tolist()]
    arrays = {
        "trade/year": Stored(year[order].astype("<i2")),
        "trade/origin": Stored(place[origin][order], labels="labels/country"),
        "trade/destination": Stored(place[destination][order], labels="labels/country"),
        "trade/product": Stored(product_at[order].astype("<i2"), labels="labels/product"),
        "trade/value": Stored(value[order], per_unit=10**_PLACES),
        "trade/quantity": Stored(quantity[order], per_unit=10**_PLACES, missing=_MISSING),
        "products/product": Stored(hs),
        "products/description": Stored(np.array([described[code] for code in hs.tolist()])),
        "countries/country": Stored(np.array([iso[code] for code in used.tolist()])),
        "countries/baci_code": Stored(used.astype("<i2")),
        "countries/name": Stored(np.array([names[code] for code in used.tolist()])),
        "countries/first_year": Stored(np.array([first for first, _ in spans], dtype="<i2")),
        "countries/last_year": Stored(np.array([last for _, last in spans], dtype="<i2")),
        "labels/country": Stored(np.array(labels)),
        "labels/product": Stored(hs),
    }
    numbers = {
        "rows": len(rows),
        "products": len(products),
        "economies": len(labels),
        "quantities_missing": int((quantity == _MISSING).sum()),
    }
    return Made(arrays, {}, numbers, tuple(np.unique(year).tolist()))


def thousandths(text: str | None) -> int:
    """Read a decimal text as an integer of thousandths, exactly; none, or a blank one, is missing.

    A few texts show a binary fraction (29.141000000000002): they are taken for the decimal that they stand for.

    Examples
    --------
    >>> thousandths("88.98"), thousandths("16"), thousandths("   "), thousandths("29.141000000000002")
    (88980, 16000, -1, 29141)
    """
    text = (text or "").strip()
    whole, _, places = text.partition(".")
    if not whole:
        return _MISSING
    if len(places) <= _PLACES:
        return int(whole) * 10**_PLACES + int(places.ljust(_PLACES, "0"))
    exact = Decimal(text).scaleb(_PLACES)
    nearest = round(exact)
    if abs(exact - nearest) > Decimal("1e-6"):
        raise DataError(f"{text} has more than {_PLACES} decimals", where=_FILE, remedy="look at the package's figures")
    return nearest


def _span(code: int, origin: NDArray[Any], destination: NDArray[Any], year: NDArray[Any]) -> tuple[int, int]:
    years = year[(origin == code) | (destination == code)]
    return int(years.min()), int(years.max())


def _no_duplicates(*columns: NDArray[Any]) -> None:
    """Refuse two rows for one flow (two codes of one country must not meet in a year)."""
    same = np.ones(len(columns[0]) - 1, dtype=bool)
    for column in columns:
        same &= column[1:] == column[:-1]
    if same.any():
        raise DataError(f"{int(same.sum())} flows are there twice", where=_FILE, remedy="look at the package's figures")


def _mended(name: str) -> str:
    """Mend a name whose UTF-8 was read as another encoding (``CÃ´te`` for ``Côte``)."""
    try:
        return name.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return name
