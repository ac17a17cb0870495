"""A formula and its uses: the first, the gaps, the words that changed, and by whom."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counterpoise.core.errors import InputError
from counterpoise.record.choosing import day_of, ends

LEAST = 0.6
"""The share of a formula's words that a use must keep, in their order: two of three, three of four."""

_SLACK = 2
"""Words more than the formula has, among which its words are looked for."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")
"""A word: letters and digits; in Chinese and Japanese, where words have no spaces, a character."""


@dataclass(frozen=True)
class Use:
    """A use of a formula.

    Attributes
    ----------
    record
        The statement.
    kept
        The share of the formula's words that it keeps, in their order.
    said
        The words that stand there.
    changes
        What became of the words that it does not keep, as ``consistent: predictable``.
    gap
        Days since the use before by the same speaker's country; None for the first.
    """

    record: Mapping[str, Any]
    kept: float
    said: str
    changes: tuple[str, ...]
    gap: int | None = None


def words_in(text: str) -> list[tuple[str, int, int]]:
    """Give the words of a text in one spelling, each with its place.

    Examples
    --------
    >>> [word for word, _, _ in words_in("Stable, and CONSISTENT.")]
    ['stable', 'and', 'consistent']
    """
    return [(_spelled(one[0]), one.start(), one.end()) for one in _WORD.finditer(text)]


def _spelled(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def uses(formula: str, statements: Iterable[Mapping[str, Any]], least: float = LEAST) -> list[Use]:
    """Give the uses of a formula, the oldest first.

    Parameters
    ----------
    formula
        The words.
    statements
        Statements of a ledger.
    least
        The share of the words that a use must keep; 1 for the formula itself only.

    Returns
    -------
    list of Use
        One for each statement that uses it, at its best place.

    Raises
    ------
    InputError
        If the formula has fewer than two words.
    """
    wanted = [word for word, _, _ in words_in(formula)]
    if len(wanted) < 2:
        raise InputError(f"{formula!r:.40} is no formula", where="words", remedy="give two words or more")
    found = []
    for one in sorted(statements, key=day_of):
        texts = [one["quote"]["exact"], (one.get("original") or {}).get("text") or ""]
        best = max((_best(wanted, text) for text in texts), key=lambda held: held[0])
        if best[0] >= least - 1e-9:
            found.append(Use(one, *best))
    return list(_with_gaps(found))


def _with_gaps(found: Sequence[Use]) -> Iterator[Use]:
    last: dict[tuple[str, ...], str] = {}
    for one in found:
        who, day = ends(one.record)[0], day_of(one.record)
        before = last.get(who)
        gap = None if before is None else (_day(day) - _day(before)).days
        last[who] = day
        yield Use(one.record, one.kept, one.said, one.changes, gap)


def _day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def _best(wanted: Sequence[str], text: str) -> tuple[float, str, tuple[str, ...]]:
    """Give the share of the words that a text keeps, the stretch in which it keeps most, and what changed."""
    words = words_in(text)
    plain = [word for word, _, _ in words]
    held: tuple[float, int, int, list[tuple[int, int]]] = (0.0, 0, 0, [])
    known = set(wanted)
    for start, word in enumerate(plain):
        if word not in known:
            continue
        window = plain[start : start + len(wanted) + _SLACK]
        pairs = _common(wanted, window)
        span = pairs[-1][1] + 1 if pairs else 0
        if pairs and (len(pairs), -span) > (round(held[0] * len(wanted)), -held[2]):
            held = (len(pairs) / len(wanted), start, span, pairs)
    kept, start, span, pairs = held
    if not span:
        return 0.0, "", ()
    before, after = (
        pairs[0][0],
        len(wanted) - 1 - pairs[-1][0],
    )  # words that stand outside the stretch, where there are any
    first, last = max(0, start - before), min(len(words), start + span + after)
    changes = _changes(wanted, plain, [(one, start + other) for one, other in pairs], first, last)
    return kept, text[words[first][1] : words[last - 1][2]], changes


def _common(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Give the longest common run of words in order, as pairs of places (Wagner and Fischer 1974)."""
    size = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for a in range(len(one) - 1, -1, -1):
        for b in range(len(other) - 1, -1, -1):
            size[a][b] = size[a + 1][b + 1] + 1 if one[a] == other[b] else max(size[a + 1][b], size[a][b + 1])
    pairs, a, b = [], 0, 0
    while a < len(one) and b < len(other):
        if one[a] == other[b]:
            pairs.append((a, b))
            a, b = a + 1, b + 1
        elif size[a + 1][b] >= size[a][b + 1]:
            a += 1
        else:
            b += 1
    return pairs


def _changes(
    wanted: Sequence[str], plain: Sequence[str], pairs: Sequence[tuple[int, int]], first: int, last: int
) -> tuple[str, ...]:
    """Give what stands between the words that are kept, in the formula and in the text, where that differs."""
    marks = [(-1, first - 1), *pairs, (len(wanted), last)]
    said = []
    for (a, b), (c, d) in itertools.pairwise(marks):
        old, new = " ".join(wanted[a + 1 : c]), " ".join(plain[b + 1 : d])
        if old != new:
            said.append(f"{old or '(nothing)'}: {new or '(nothing)'}")
    return tuple(said)
