"""The table of promises by treaty that every producer's reader makes: who promises what to whom, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Key = tuple[str, str, int]

KINDS = ("defense", "offense", "neutrality", "nonaggression", "consultation")
"""The kinds of promise, by the categories of Leeds et al. (2002)."""

COLUMNS = {
    "obligations": {
        "promiser": "code of the country that promises",
        "beneficiary": "code of the country that it is promised to",
        "year": "some treaty was in force for some day of it",
        "defense": "0 or 1: to help when the other is attacked",
        "offense": "0 or 1: to help when the other attacks; null where the producer has no such kind",
        "neutrality": "0 or 1: not to help the other's enemy",
        "nonaggression": "0 or 1: not to attack the other",
        "consultation": "0 or 1: to consult, or to cooperate in a crisis",
    }
}
"""The columns of the table, of every producer."""


class Promises:
    """What was promised, each pair of countries once a year: a kind holds if some treaty or some state of a country's has it.

    Attributes
    ----------
    rows
        The kinds by promiser, beneficiary and year.
    merged
        How many lines went to a row that was there.
    at_home
        How many lines were left out because both states are one country by now.
    """

    def __init__(self) -> None:
        self.rows: dict[Key, tuple[int | None, ...]] = {}
        self.merged = self.at_home = 0

    def add(self, key: Key, kinds: tuple[int | None, ...]) -> None:
        """Add a line's kinds, in the order of `KINDS`."""
        if key[0] == key[1]:
            self.at_home += 1
            return
        before = self.rows.get(key)
        if before is not None:
            self.merged += 1
            kinds = tuple(
                None if one is None or other is None else max(one, other)
                for one, other in zip(before, kinds, strict=True)
            )
        self.rows[key] = kinds

    def years(self) -> tuple[int, ...]:
        """Give the years that there are."""
        return tuple(sorted({year for _, _, year in self.rows}))

    def countries(self) -> int:
        """Give the number of countries that promise."""
        return len({promiser for promiser, _, _ in self.rows})

    def empty(self) -> int:
        """Give the number of rows without any promise."""
        return sum(not any(kinds) for kinds in self.rows.values())

    def table(self) -> pa.Table:
        """Give the table, in the order of promiser, beneficiary and year."""
        import pyarrow as pa  # noqa: PLC0415

        held = [(*key, *self.rows[key]) for key in sorted(self.rows)]
        types = (pa.string(), pa.string(), pa.int16(), *(pa.int8() for _ in KINDS))
        names = COLUMNS["obligations"]
        columns = [pa.array(values, type=kind) for values, kind in zip(zip(*held, strict=True), types, strict=True)]
        return pa.Table.from_arrays(columns, names=list(names))
