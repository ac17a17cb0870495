"""What may be asked over the interface: words of a sane form and size. The command line has no such limits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from counterpoise.app.cases import DRAWS
from counterpoise.core.errors import InputError
from counterpoise.core.question import Parameter

REMEDY = "ask for less, or use the command line, which has no such limit"

LONGEST = 20_000
"""Characters of an argument, but for documents, which have limits of their own."""

DOCUMENTS = ("scenario", "talks", "case")
"""The words that are whole documents: texts, or objects with the keys of the file."""

WORDS = 1_000
"""Words of an argument: more than there are countries, sectors or indicators."""

MOST_WORDS: Mapping[str, int] = {
    "elasticities": 50,
    "powers": 10,
    "years": 50,
    "horizon": 50,
    "seed": 1,
    "draws": 1,
    "costs": 20,
    "points": 1,
}
"""Words of an argument that costs more, by the name of its word."""

MOST: Mapping[str, float] = {"draws": 100_000, "seed": 2**63 - 1}
"""The largest number, by the name of its word."""

MOST_OF: Mapping[tuple[str, str], float] = {
    ("ensemble", "draws"): 10_000,
    ("agree", "draws"): 1_000,
    ("brief", "draws"): DRAWS,
    ("gravity.effect", "draws"): 1_000,
    ("hedge", "points"): 51,
    ("leverage", "orders"): 1_000,
    ("war", "deviations"): 1_000,
    ("negotiate", "draws"): 10_000,
    ("negotiate", "anew"): 200,
    ("negotiate", "points"): 101,
}
"""The largest number of a question that takes longer, by its name and the argument's."""

LARGEST = 1e18
"""What no number that is asked for reaches."""

YEARS = (1500, 2500)
"""Years that a table could be of."""

RECORDS = 300_000
"""Records of an answer: some 60 MB as text; a page shows none of so many."""


def checked(question: str, parameter: Parameter, value: Any) -> Any:
    """Give an argument as it came, if it has the form and the size of one.

    Parameters
    ----------
    question
        Whose argument it is.
    parameter
        Which of its arguments.
    value
        What a link or a body says.

    Returns
    -------
    Any
        A text, a truth, a number, a list of such, or an object of such.

    Raises
    ------
    InputError
        If it is something else, too long, or asks for too much.
    """
    kind, where = parameter.word.name, parameter.name
    if kind in DOCUMENTS:
        return value if isinstance(value, dict) else _text(value, where, whole=True)
    if isinstance(value, Mapping):
        words = [_plain(one, where) for pair in value.items() for one in pair]
        _few(len(value), kind, where)
        return dict(zip(words[::2], words[1::2], strict=True))
    if isinstance(value, list):
        _few(len(value), kind, where)
        given: Any = [_plain(one, where) for one in value]
        numbers = [str(one) for one in given]
    else:
        given = _plain(value, where)
        numbers = str(given).split(",")
        _few(len(numbers), kind, where)
    if kind == "year":
        _between(numbers, where, *YEARS)
    most = MOST_OF.get((question, where), MOST.get(kind))
    if most is not None:
        _between(numbers, where, -math.inf, most)
    return given


def _plain(value: Any, where: str) -> Any:
    """Give a text, a truth or a finite number."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        try:
            if math.isfinite(value) and abs(value) < LARGEST:  # OverflowError for a whole number of too many digits
                return value
        except OverflowError:
            pass
        raise InputError("this is no number of a sane size", where=where, remedy="give a smaller one")
    return _text(value, where)


def _text(value: Any, where: str, *, whole: bool = False) -> str:
    if not isinstance(value, str):
        raise InputError("this is no word", where=where, remedy="give a text, a number, or a list of them")
    if not whole and len(value) > LONGEST:
        raise InputError(f"this has {len(value):,} characters, more than {LONGEST:,}", where=where, remedy=REMEDY)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("this holds half a character", where=where, remedy="write it as text") from error
    if "\x00" in value:
        raise InputError("this holds a character that no text has", where=where, remedy="write it as text")
    return value


def _few(count: int, kind: str, where: str) -> None:
    most = MOST_WORDS.get(kind, WORDS)
    if count > most:
        raise InputError(f"{count:,} words are more than {most:,}", where=where, remedy=REMEDY)


def _between(words: Iterable[str], where: str, least: float, most: float) -> None:
    for word in words:
        try:
            number = float(word)
        except ValueError:
            continue  # the question says what is wrong with it
        if number > most:
            raise InputError(f"{word.strip()[:40]} is more than {most:,.0f}", where=where, remedy=REMEDY)
        if number < least:
            raise InputError(f"{word.strip()[:40]} is less than {least:.0f}", where=where, remedy="check the number")


def enough(answer: Any) -> None:
    """Refuse to write an answer that no page could show, before its records are made.

    Parameters
    ----------
    answer
        An answer whose data has been computed; one that computes them when they are read tells its size by its records.

    Raises
    ------
    InputError
        If it has more values than `RECORDS`.
    """
    data = vars(answer).get("data")
    if data is None:
        return
    shown = data.sel(country=asked) if (asked := data.attrs.get("recorded")) else data
    few(sum(shown[one].size for name in answer.variables for one in (name, f"{name}__reverse") if one in shown))


def few(records: int) -> None:
    """Refuse more records than are sent to a page.

    Raises
    ------
    InputError
        If they are more than `RECORDS`.
    """
    if records > RECORDS:
        what = f"{records:,} records are more than the {RECORDS:,} that are sent"
        raise InputError(what, where="records", remedy="name fewer countries, partners, sectors or indicators")
