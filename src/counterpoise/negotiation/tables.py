"""A table of payoffs beside a document: a row for each combination of some issues' levels."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.documents import Fault, text_of
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.negotiation.unknowns import finite

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from counterpoise.negotiation.talks import Talks


@dataclass(frozen=True, eq=False)
class Table:
    """Payoffs by the levels of some issues.

    Attributes
    ----------
    issues
        The places of its issues, rising.
    values
        What each combination is worth to each party ``[level of each of its issues, party]``.
    digest
        A hash of the file.
    """

    issues: tuple[int, ...]
    values: NDArray[np.float64]
    digest: str


def read(talks: Talks, folder: Path) -> Table:
    """Read the table that a negotiation names, in the folder of its document.

    Raises
    ------
    InputError
        With the file and the line: a column that is no issue and no party, a level that there is not, a state that is missing
        or there twice, a number that is none.
    """
    assert talks.payoffs is not None
    path = folder / talks.payoffs.table
    try:
        text = text_of(path).lstrip("\ufeff")
    except InputError as error:
        place = talks.where("payoffs", "table")
        raise InputError(
            f"{error.where}: {error.what}", where=place, remedy="name a CSV file beside the document"
        ) from None
    rows = csv.reader(io.StringIO(text))
    try:
        head, body = [one.strip() for one in next(rows, [])], [(rows.line_num, row) for row in rows if any(row)]
    except csv.Error as error:
        raise InputError(
            f"is no CSV file ({error})", where=f"{path}, line {rows.line_num}", remedy="mend the line"
        ) from None
    issues, parties = _columns(talks, head, str(path))
    counts = tuple(len(talks.issues[at].levels) for at in issues)
    values = np.full((*counts, len(talks.parties)), np.nan)
    order = list(talks.parties)
    values[..., [at for at, name in enumerate(order) if name not in parties]] = 0.0
    for line, row in body:
        place = f"{path}, line {line}"
        if len(row) != len(head):
            raise InputError(f"there are {len(row)} cells for {len(head)} columns", where=place, remedy="mend the line")
        state = tuple(_level(talks, at, row[column], place) for at, column in issues.items())
        for name, column in parties.items():
            if not np.isnan(values[(*state, order.index(name))]):
                raise InputError(
                    f"the state {_said(talks, issues, state)} is there twice", where=place, remedy="keep one"
                )
            values[(*state, order.index(name))] = _number(row[column], f"{place}, {name}")
    missing = np.argwhere(np.isnan(values).any(axis=-1))
    if len(missing):
        state = tuple(int(one) for one in missing[0])
        more = f" (and {len(missing) - 1:,} more)" if len(missing) > 1 else ""
        said = f"the state {_said(talks, issues, state)}{more} is missing"
        raise InputError(said, where=str(path), remedy="add a row for it")
    values = np.transpose(values, (*np.argsort(list(issues)), values.ndim - 1))
    values.flags.writeable = False
    return Table(tuple(sorted(issues)), values, hashlib.sha256(text.encode()).hexdigest())


def _columns(talks: Talks, head: list[str], path: str) -> tuple[dict[int, int], dict[str, int]]:
    """Give the column of each issue and of each party."""
    names = {one.name: at for at, one in enumerate(talks.issues)}
    issues: dict[int, int] = {}
    parties: dict[str, int] = {}
    for column, word in enumerate(head):
        if word in names and word in talks.parties:
            raise InputError(f"{word!r:.60} is both an issue and a party", where=f"{path}, line 1", remedy="rename one")
        if word in names and names[word] not in issues:
            issues[names[word]] = column
        elif word in talks.parties and word not in parties:
            parties[word] = column
        else:
            twice = word in names or word in talks.parties
            said = f"the column {word!r:.60} is {'there twice' if twice else 'no issue and no party'}"
            known = [*names, *talks.parties]
            remedy = "keep one" if twice else did_you_mean(word, known, f"the columns can be {', '.join(known)}")
            raise InputError(said, where=f"{path}, line 1", remedy=remedy)
    if not issues or not parties:
        missing = "a party" if issues else "an issue"
        remedy = f"name a column after {missing}"
        raise InputError(f"no column is {missing}", where=f"{path}, line 1", remedy=remedy)
    return issues, parties


def _level(talks: Talks, issue: int, word: str, place: str) -> int:
    levels = talks.issues[issue].levels
    if word.strip() not in levels:
        remedy = did_you_mean(word, levels, f"the levels are {', '.join(levels)}")
        raise InputError(f"{word!r:.60} is no level of {talks.issues[issue].name}", where=place, remedy=remedy)
    return levels.index(word.strip())


def _number(word: str, place: str) -> float:
    try:
        return finite(float(word))
    except (ValueError, Fault):
        raise InputError(f"{word!r:.60} is not a number", where=place, remedy="write one") from None


def _said(talks: Talks, issues: dict[int, int], state: tuple[int, ...]) -> str:
    pairs = zip(issues, state, strict=True)
    return ", ".join(f"{talks.issues[at].name} = {talks.issues[at].levels[level]}" for at, level in pairs)
