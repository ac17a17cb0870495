"""What a line of BACI may say: the lists of an archive, and the first line that breaks a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from counterpoise.codes.countries import countries as all_countries
from counterpoise.core.errors import DataError
from counterpoise.sources import tabular
from counterpoise.sources.comtrade import OWN, numbers
from counterpoise.sources.container import Member, members
from counterpoise.sources.source import Raw, refused

COLUMNS = ["t", "i", "j", "k", "v", "q"]
"""Year, exporter, importer, product, value and quantity."""

FIGURE = r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?"
"""A figure that is 0 or above, as a regular expression."""

_COUNTRIES = re.compile(r"country_codes_.*\.csv", re.IGNORECASE)
_PRODUCTS = re.compile(r"product_codes_.*\.csv", re.IGNORECASE)
_DAMAGED = "get the file again: a cell is damaged"


@dataclass(frozen=True)
class Lists:
    """What the archive says of its codes: the country of each number, and each product's name (None: not said)."""

    countries: Mapping[int, str]
    products: Mapping[str, str] | None = None


def lists_of(raw: Raw) -> Lists:
    """Read the lists of an archive, and check that its countries are those that this program knows."""
    countries: dict[int, str] = dict(numbers())
    products: dict[str, str] = {}
    with members(raw, lambda name: bool(_COUNTRIES.fullmatch(name) or _PRODUCTS.fullmatch(name))) as files:
        for member in files:
            if _COUNTRIES.fullmatch(member.name):
                for place, number, code in _columns(member, ("country_code",), ("country_iso3", "iso_3digit_alpha")):
                    _add_country(countries, number, code, place)
            else:
                for place, product, name in _columns(member, ("code",), ("description",)):
                    products[_product(product, place)] = _text(name)
    return Lists(countries, products or None)


def _text(cell: str) -> str:
    """Give a text whose letters may be UTF-8's, read byte by byte as they were."""
    try:
        return " ".join(cell.encode("latin-1").decode("utf-8").split())
    except UnicodeError:
        return " ".join(cell.split())


def _columns(member: Member, *names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give place and cells of two columns of a list."""
    rows = tabular.lines(member, encoding="latin-1", whole=True)
    _, head = next(rows)
    head = [cell.removeprefix("\u00ef\u00bb\u00bf").strip().lower() for cell in head]
    at = [next((head.index(one) for one in options if one in head), -1) for options in names]
    if min(at) < 0:
        wanted = " and ".join(options[0] for options in names)
        raise refused(f"it has the columns {', '.join(head)[:80]}, not {wanted}", f"{member.where}, line 1")
    for line, cells in rows:
        if len(cells) != len(head):
            raise refused(f"there are {len(cells)} cells, not {len(head)}", f"{member.where}, line {line}", _DAMAGED)
        yield (f"{member.where}, line {line}", *(cells[one] for one in at))


def _add_country(countries: dict[int, str], number: str, code: str, place: str) -> None:
    """Add a country of the archive's list, or refuse one that contradicts this program's codes."""
    if not (number.strip().isascii() and number.strip().isdigit()):
        raise refused(f"{number[:20]!r} is no country's number", place, _DAMAGED)
    key, theirs = int(number), code.strip().upper()
    known = all_countries().get(theirs)
    ours = countries.setdefault(key, theirs) if known else countries.get(key)
    if known and ours != theirs and key not in OWN and known.current:
        raise refused(f"the list says that {key} is {theirs}; it is {ours}", place, "don't mix versions of BACI")


def _product(text: str, place: str) -> str:
    word = text.strip(" ")
    if not (word.isascii() and word.isdigit() and len(word) in (5, 6)):
        raise refused(f"{word[:20]!r} is not a product of six digits", place, _DAMAGED)
    return word.zfill(6)


def first_wrong(member: Member, year: int, lists: Lists, twice: str = "") -> DataError:
    """Find the first line that breaks a rule, or the second one of a flow; give the error that names it."""
    seen = False
    for line, cells in tabular.lines(member, whole=True):
        place = f"{member.where}, line {line}"
        if line == 1 or len(cells) != len(COLUMNS):
            continue
        try:
            key = _check_line(cells, year, lists, place)
        except DataError as error:
            return error
        if key == twice and seen:
            return refused(f"the flow {','.join(cells[:4])} is there twice", place, "get the file again")
        seen = seen or key == twice
    return refused("some line is not as it should be", member.where, "get the file again")


def _check_line(cells: list[str], year: int, lists: Lists, place: str) -> str:
    """Check a line as the query does; give product, importer and exporter."""
    said, i, j, k, v, q = (cell.strip(" ") for cell in cells)  # as the query trims
    if said != str(year):
        raise refused(f"the year is {said[:20]!r}, not {year}", place, "don't mix years in a file")
    origin, destination = (_country(one, lists, place) for one in (i, j))
    if origin == destination:
        raise refused(f"{origin} trades with itself", place, _DAMAGED)
    product = _product(k, place)
    if lists.products is not None and product not in lists.products:
        raise refused(f"{product} is not in the archive's list of products", place, "don't mix revisions")
    if not 0 < _figure(v, place) < float("inf"):
        raise refused(f"the value is {v[:40]}, not above 0", place, _DAMAGED)
    if q not in ("NA", ""):
        _figure(q, place)
    return product + destination + origin


def _country(text: str, lists: Lists, place: str) -> str:
    code = lists.countries.get(int(text)) if text.isascii() and text.isdigit() else None
    if code is None:
        remedy = "get the file again; if it is as its producer made it, this program does not know that economy"
        raise refused(f"{text[:20]!r} is no country's number", place, remedy)
    return code


def _figure(text: str, place: str) -> float:
    if not re.fullmatch(FIGURE, text) or float(text) == float("inf"):
        raise refused(f"{text[:40]!r} is not a figure that is 0 or above", place, _DAMAGED)
    return float(text)
