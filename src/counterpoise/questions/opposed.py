"""Who is a side in a contest of tariffs, and how governments weigh sectors: from words and tables to positions."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.questions.arguments import EVERYONE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario.labels import Labels
    from counterpoise.statecraft.contest import Side

COLUMNS = ("country", "sector", "weight")
"""The columns of a table of political weights."""


def parse_side(value: Any, where: str) -> str:
    """Read one country or group; which members the accounts hold, they decide."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    word = str(value).strip().upper()
    if not word or "," in word:
        remedy = "name one country or group; others join by --retaliate or --also"
        raise InputError(f"one side is needed, not {str(value)[:40]!r}", where=where, remedy=remedy)
    parse_countries((word,), where=where)
    return word


def sides_of(base: Baseline, labels: Labels, words: Sequence[str], *, alone: bool) -> tuple[list[Side], list[str]]:
    """Give the sides that words stand for, and what to say of them.

    Parameters
    ----------
    base, labels
        Whose countries.
    words
        The first two fight each other; those who come later are passed over where they are a side already.
    alone
        Whether members of customs unions set their own tariffs.

    Raises
    ------
    InputError
        If the first two are one side.
    """
    from counterpoise.statecraft.contest import Side  # noqa: PLC0415

    together = _unions(base, alone=alone)
    sides: dict[tuple[int, ...], Side] = {}
    said: list[str] = []
    for number, word in enumerate(words):
        found = range(len(base.countries)) if word == EVERYONE else _found(labels, word, number, said)
        groups = list(dict.fromkeys(together[one] for one in found))
        if number == 1 and any(one in sides for one in groups):
            same = words[0] == word
            what = f"{word} is set against itself" if same else f"{words[0]} and {word} set their tariffs together"
            remedy = "name another country" if same or alone else "name another country, or add --alone"
            raise InputError(what, where="other", remedy=remedy)
        for members in groups:
            if members not in sides:
                sides[members] = Side(_name(base, word, members, found), members)
    return list(sides.values()), said


def _found(labels: Labels, word: str, number: int, said: list[str]) -> tuple[int, ...]:
    where = ("side", "other")[number] if number < 2 else "--retaliate"
    found, notes = labels.countries_of((word,), where)
    said += [one for one in notes if one not in said]
    return found


def _unions(base: Baseline, *, alone: bool) -> list[tuple[int, ...]]:
    """Give by country the members of its customs union in the accounts, itself among them."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.equilibrium.counterfactual import unions_in  # noqa: PLC0415

    n = len(base.countries)
    united = None if alone else unions_in(base.year)
    if united is None:
        return [(k,) for k in range(n)]
    mask = np.asarray(united(base.countries)) | np.eye(n, dtype=bool)
    return [tuple(np.flatnonzero(row).tolist()) for row in mask]


def _name(base: Baseline, word: str, members: tuple[int, ...], found: Sequence[int]) -> str:
    """Give a side's name: the country's, the group's where it is the whole side, else its largest member's and how many more."""
    if len(members) == 1:
        return str(base.countries[members[0]])
    if word != EVERYONE and set(found) == set(members) and len(found) > 1:
        return word
    largest = max(members, key=lambda one: base.accounts.income[one])
    return f"{base.countries[largest]}+{len(members) - 1}"


def political_weights(base: Baseline, labels: Labels, path: str) -> NDArray[np.float64]:
    """Read a table of political weights ``[country, sector]``; what it does not name counts one.

    Raises
    ------
    InputError
        If the file is no such table, names what the accounts lack, or a weight is below 0.
    """
    import numpy as np  # noqa: PLC0415

    made = np.ones(base.accounts.output.shape)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise InputError(
            f"{path} can't be read: {why}", where="--political-weights", remedy="give a CSV file"
        ) from None
    if not rows or any(one not in rows[0] for one in COLUMNS):
        remedy = "give a CSV file with the columns " + ", ".join(COLUMNS)
        raise InputError(f"{path} is no table of weights", where="--political-weights", remedy=remedy)
    for number, row in enumerate(rows, 2):
        where = f"{path}, line {number}"
        countries, _ = labels.countries_of((str(row["country"]).strip(),), where)
        sectors = labels.sectors_of((str(row["sector"]).strip(),), where=where)
        made[np.ix_(countries, sectors)] = _weight(row["weight"], where)
    return made


def _weight(word: Any, where: str) -> float:
    try:
        weight = float(word)
    except (TypeError, ValueError):
        weight = -1.0
    if not 0.0 <= weight < float("inf"):
        raise InputError(
            f"{str(word)[:40]!r} is no weight", where=where, remedy="give 0 or more; 1 is as any other sector"
        )
    return weight
