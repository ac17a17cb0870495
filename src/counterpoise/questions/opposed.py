"""Who is a side in a contest of tariffs, and how governments weigh sectors: from words and tables to positions."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Words(NamedTuple):
    """Who is named as a side: two, who joins them, and by which option."""

    first: str
    second: str
    more: tuple[str, ...] = ()
    option: str = "--retaliate"


def sides_of(base: Baseline, labels: Labels, words: Words, *, alone: bool) -> tuple[list[Side], list[str]]:
    """Give the sides that words stand for, and what to say of them.

    Parameters
    ----------
    base, labels
        Whose countries.
    words
        The first two fight each other; of a group that joins, members who are a side already are passed over.
    alone
        Whether members of customs unions set their own tariffs.

    Raises
    ------
    InputError
        If the first two are one side, or who joins is a side already.
    """
    from counterpoise.statecraft.contest import Side  # noqa: PLC0415

    together = _unions(base, alone=alone)
    sides: dict[tuple[int, ...], Side] = {}
    said: list[str] = []
    for number, word in enumerate((words.first, words.second, *words.more)):
        where = ("first", "second")[number] if number < 2 else words.option
        found = range(len(base.countries)) if word == EVERYONE else _found(labels, word, where, said)
        groups = list(dict.fromkeys(together[one] for one in found))
        if number == 1 and any(one in sides for one in groups):
            same = words.first == word
            what = f"{word} is set against itself" if same else f"{words.first} and {word} set their tariffs together"
            remedy = "name another country" if same or alone else "name another country, or add --alone"
            raise InputError(what, where=where, remedy=remedy)
        if number > 1 and groups and all(one in sides for one in groups):
            names = ", ".join(sides[one].name for one in groups)
            what = f"{word} is a side already" + ("" if names == word else f" ({names})")
            raise InputError(what, where=where, remedy="name each side once")
        for members in groups:
            if members not in sides:
                sides[members] = Side(_name(base, word, members, found), members)
    return list(sides.values()), said


def _found(labels: Labels, word: str, where: str, said: list[str]) -> tuple[int, ...]:
    found, notes = labels.countries_of((word,), where)
    said += [one for one in notes if one not in said]
    return found


def shown_of(base: Baseline, country: Sequence[str] | None) -> tuple[str, ...]:
    """Give the countries that a table shows beside the sides; none where nobody was asked for."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    if country is None:
        return ()
    if [one.upper() for one in country] == [EVERYONE]:
        return tuple(base.countries)
    source = base.provenance[0].source if base.provenance else ""
    return tuple(parse_countries(list(country), known=base.countries, where="--country", source=source))


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
