"""Quotes anchored in the text of their source: by their words, the words around them, and their place.

References
----------
W3C (2017), Web Annotation Data Model, sections 4.2.4 (TextQuoteSelector) and 4.2.5 (TextPositionSelector): places are counted
in characters, from 0, the end excluded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.core.errors import InputError

AROUND = 32
"""Characters that are kept before and after a quote."""


def anchor(text: str, exact: str, *, start: int | None = None, where: str = "quote") -> dict[str, Any]:
    """Anchor a quote in a text.

    Parameters
    ----------
    text
        The whole text.
    exact
        The quote, as it stands there.
    start
        Where it begins, if it stands there more than once.
    where
        The place, for messages.

    Returns
    -------
    dict
        ``exact``, ``prefix``, ``suffix``, ``start`` and ``end``.

    Raises
    ------
    InputError
        If the quote is not in the text, or there more than once and no place is named.

    Examples
    --------
    >>> anchor("Our policy remains stable, she said.", "remains stable")
    {'exact': 'remains stable', 'prefix': 'Our policy ', 'suffix': ', she said.', 'start': 11, 'end': 25}
    """
    if not exact:
        raise InputError("the quote is empty", where=where, remedy="give its words")
    if start is None:
        start = text.find(exact)
        again = text.find(exact, start + 1) if start >= 0 else -1
        if again >= 0:
            what = f"{_short(exact)} stands in its source at {start} and at {again}"
            raise InputError(what, where=where, remedy="give its place, or more of its words")
    if start < 0 or text[start : start + len(exact)] != exact:
        raise InputError(f"{_short(exact)} is not in its source", where=where, remedy=_nearly(text, exact))
    end = start + len(exact)
    prefix, suffix = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return {"exact": exact, "prefix": prefix, "suffix": suffix, "start": start, "end": end}


def anchored(text: str, quote: Mapping[str, Any], where: str = "quote") -> None:
    """Check that a quote stands where it says.

    Parameters
    ----------
    text
        The whole text.
    quote
        As `anchor` gives it.
    where
        The place, for messages.

    Raises
    ------
    InputError
        If other words stand there, or around it.
    """
    start, end, exact = quote["start"], quote["end"], quote["exact"]
    if text[start:end] != exact:
        found = text.find(exact)
        remedy = f"it stands at {found}" if found >= 0 else _nearly(text, exact)
        raise InputError(f"{_short(exact)} is not in its source at {start}", where=where, remedy=remedy)
    prefix, suffix = quote.get("prefix") or "", quote.get("suffix") or ""
    before = text.endswith(prefix, 0, start)
    if not before or not text.startswith(suffix, end):
        side = "after" if before else "before"
        raise InputError(f"other words stand {side} {_short(exact)}", where=where, remedy="anchor the quote anew")


def _short(exact: str) -> str:
    return repr(exact if len(exact) <= 50 else f"{exact[:47]}...")


def _nearly(text: str, exact: str) -> str:
    """Say what is in the text where it differs by spaces, case or quotation marks only."""
    plain, wanted = _loose(text), _loose(exact)
    if wanted and wanted in plain:
        return "it is there with other spaces, case or quotation marks: copy it from the source"
    return "copy it from the source, word for word"


_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def _loose(text: str) -> str:
    return " ".join(text.translate(_MARKS).casefold().split())
