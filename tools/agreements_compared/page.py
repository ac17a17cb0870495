"""The page: sentences written by hand, with tables and numbers put in.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``, a number in ``<span data-run="KEY">``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tools.agreements_compared.tables import TABLES, cited
from tools.published.cells import ROOT

PAGE = ROOT / "docs" / "methods" / "agreements-compared.md"
WRITE = "run `python -m tools.agreements_compared --write`"
TABLE = re.compile(r"(<!-- table: (?P<name>[^>]+) -->\n).*?(<!-- end -->)", re.DOTALL)
NUMBER = re.compile(r'(<span data-run="(?P<key>[^"]+)">)(?P<held>[^<]*)(</span>)')
_WRITTEN = re.compile(r"[+-]?\d+(?:\.\d+)?")


def read() -> str:
    """Give the page as it stands."""
    return PAGE.read_text(encoding="utf-8")


def written(old: str) -> str:
    """Give the page with the numbers of now; what is the same but for the last printed digit stays as it was."""

    def table(found: re.Match[str]) -> str:
        fresh = "\n".join(["", *TABLES[found["name"]](), "", ""])
        held = found[0][len(found[1]) : -len(found[3])]
        return found[1] + (held if alike(held, fresh) else fresh) + found[3]

    def number(found: re.Match[str]) -> str:
        fresh = cited(found["key"])
        return found[1] + (found["held"] if alike(found["held"], fresh) else fresh) + found[4]

    return NUMBER.sub(number, TABLE.sub(table, old))


def alike(held: str, fresh: str) -> bool:
    """Tell whether two texts differ by no more than one in the last printed digit of a number: other machines round otherwise.

    Examples
    --------
    >>> alike("0.12 of 3", "0.13 of 3"), alike("0.12 of 3", "0.14 of 3"), alike("0.12", "0.1")
    (True, False, False)
    """
    if _WRITTEN.sub("#", held) != _WRITTEN.sub("#", fresh):
        return False
    pairs = zip(_WRITTEN.findall(held), _WRITTEN.findall(fresh), strict=True)
    return all(_near(one, other) for one, other in pairs)


def _near(one: str, other: str) -> bool:
    digits = [len(word.partition(".")[2]) for word in (one, other)]
    allowed = 1.01 * 10.0 ** -digits[0] if digits[0] else 0.0
    whole = one == other or (not digits[0] and abs(float(one) - float(other)) <= 1 and abs(float(other)) > 20)
    return digits[0] == digits[1] and (whole or abs(float(one) - float(other)) <= allowed)


def rows(text: str, name: str) -> Iterator[Sequence[str]]:
    """Give the rows of a table of the page, cell by cell, without its head."""
    found = next(one for one in TABLE.finditer(text) if one["name"] == name)
    lines = [line for line in found[0].splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]
