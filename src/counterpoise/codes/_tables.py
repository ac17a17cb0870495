"""Read the tables of this package, each once."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "ko"]


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a table of this package, as they are written.

    Parameters
    ----------
    table
        The name of the table, without ``.csv``.

    Examples
    --------
    >>> rows("group_names")[0]["group"]
    'EU'
    """
    text = files("counterpoise.codes").joinpath("tables", f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def key(text: str) -> str:
    """Give the form of a name by which it is compared: no case, accents, points or article.

    Examples
    --------
    >>> key("The Côte-d'Ivoire")
    'cote d ivoire'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in plain.replace("&", " and ")).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return unicodedata.normalize("NFC", " ".join("saint" if w == "st" else w for w in words))


def split_words(text_or_sequence: str | Iterable[str]) -> tuple[str, ...]:
    """Split a text at its commas, or every text of a sequence, and drop what is empty.

    Examples
    --------
    >>> split_words("KOR, JPN")
    ('KOR', 'JPN')
    >>> split_words(["EU,JPN", "KOR"])
    ('EU', 'JPN', 'KOR')
    """
    texts = [text_or_sequence] if isinstance(text_or_sequence, str) else text_or_sequence
    parts = (part.strip() for text in texts for part in text.split(","))
    return tuple(part for part in parts if part)
