"""Tables of raw figures on ties: rows with what an absent one means, roll calls, and what is read from them for a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from counterpoise.core.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHARES = "arms_share"
"""The kind of figures that are parts of one whole."""

PATIENCE = 10
"""Years for which a figure stands where there is no newer one; its own year is shown beside it."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A kind of tie in one year, over countries (and partners): bare arrays.

    Attributes
    ----------
    countries
        The labels of the axes.
    value
        Not a number where it is not known.
    low, high
        Bounds; infinite where nothing bounds it.
    year
        The year of each figure, 0 where there is none.
    source
        The place of each figure's table in `sources`, -1 where there is none.
    sources
        The names of the tables.
    """

    countries: tuple[str, ...]
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    year: NDArray[np.int64]
    source: NDArray[np.int64]
    sources: tuple[str, ...]


class Table(Protocol):
    """What gives figures of one kind, year by year."""

    @property
    def kind(self) -> str:
        """Give the kind."""
        ...

    @property
    def source(self) -> str:
        """Give the name of the dataset or the facts."""
        ...

    @property
    def years(self) -> tuple[int, int]:
        """Give the first and the last year."""
        ...

    def at(self, year: int, countries: Sequence[str]) -> Reading | None:
        """Give the newest figures up to a year, or None where it has none that still stand."""
        ...


@dataclass(frozen=True, eq=False)
class Observations:
    """Figures in rows.

    Attributes
    ----------
    kind, source, years
        See `Table`.
    country, partner, year, value, low, high
        The rows; `partner` is None for a figure of a country alone, `low` and `high` are None where they are the value.
    remark
        What is to be known of a row, in a word or two; None where nothing is.
    whole
        Whether each year is whole, so that a pair without a row in it has what `absent` says; else a row stands until
        there is a newer one of its pair, for `patience` years.
    patience
        Years for which a figure stands where there is no newer one; 0 for what happened in a year.
    covers
        The countries of whose rows the table can be taken to be whole; None for all that it names.
    partners, apart
        The partners of which this holds, None for all; and those of which it does not.
    absent, told_from
        The bounds of what has no row: (0, 0) for none, (0, threshold), or None where it is unknown; and the first year in
        which the table is whole enough to say so.

    Raises
    ------
    DataError
        If a share of arms is not between 0 and 1: the message names its row.
    """

    kind: str
    source: str
    years: tuple[int, int]
    country: NDArray[np.str_]
    partner: NDArray[np.str_] | None
    year: NDArray[np.int64]
    value: NDArray[np.float64]
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None
    remark: NDArray[np.str_] | None = None
    whole: bool = True
    patience: int = PATIENCE
    covers: frozenset[str] | None = None
    partners: frozenset[str] | None = None
    apart: frozenset[str] = frozenset()
    absent: tuple[float, float] | None = None
    told_from: int = 0

    def __post_init__(self) -> None:
        """Refuse shares of arms that are not between 0 and 1."""
        import numpy as np  # noqa: PLC0415

        if self.kind != SHARES:
            return
        wrong = np.flatnonzero((self.value < 0) | (self.value > 1))
        if len(wrong):
            k = int(wrong[0])
            whom = f" from {self.partner[k]}" if self.partner is not None else ""
            where = f"{self.source}, {self.country[k]}{whom}, {self.year[k]}"
            raise DataError(f"a share of {self.value[k]:g} is none", where=where, remedy="give a fraction of one")

    def at(self, year: int, countries: Sequence[str]) -> Reading | None:
        """Give the newest figures up to a year.

        Parameters
        ----------
        year
            The year.
        countries
            The labels of the axes.

        Returns
        -------
        Reading or None
            None where it has none that still stand.
        """
        import numpy as np  # noqa: PLC0415

        first, last = self.years
        when = min(year, last)
        if year < first or year - last > self.patience:
            return None
        if self.whole:
            held = self.year[self.year <= when]
            when = int(held.max()) if len(held) else 0
            if year - when > self.patience:  # a table may leave out years
                return None
            keep = np.flatnonzero(self.year == when)
        else:
            near = np.flatnonzero((self.year <= when) & (self.year >= year - self.patience))
            keep = near[np.argsort(self.year[near], kind="stable")]  # the newest of a pair is written last
        if not len(keep) and self.absent is None:
            return None
        made = blank(countries, (self.source,), dyadic=self.partner is not None)
        self._fill_absent(made, when)
        place = {code: k for k, code in enumerate(countries)}
        here = np.array([place.get(str(one), -1) for one in self.country[keep]], dtype=np.int64)
        ends = [here]
        if self.partner is not None:
            ends.append(np.array([place.get(str(one), -1) for one in self.partner[keep]], dtype=np.int64))
        known = np.all([one >= 0 for one in ends], axis=0)
        at = tuple(one[known] for one in ends)
        rows = keep[known]
        made.value[at] = self.value[rows]
        made.low[at] = (self.value if self.low is None else self.low)[rows]
        made.high[at] = (self.value if self.high is None else self.high)[rows]
        made.year[at] = self.year[rows]
        made.source[at] = 0
        return made

    def _fill_absent(self, made: Reading, when: int) -> None:
        """Give what has no row the bounds that `absent` says, where the table is whole."""
        import numpy as np  # noqa: PLC0415

        if self.absent is None or when < self.told_from:
            return
        told = np.array([self.covers is None or one in self.covers for one in made.countries])
        if self.partner is not None:
            of = np.array([one not in self.apart and one in (self.partners or (one,)) for one in made.countries])
            told = told[:, None] & of[None, :]
        low, high = self.absent
        made.low[told], made.high[told] = low, high
        made.value[told] = low if low == high else np.nan
        made.year[told], made.source[told] = when, 0


def blank(countries: Sequence[str], sources: tuple[str, ...], *, dyadic: bool) -> Reading:
    """Give a reading in which nothing is known."""
    import numpy as np  # noqa: PLC0415

    shape = (len(countries),) * (2 if dyadic else 1)
    return Reading(
        tuple(countries),
        np.full(shape, np.nan),
        np.full(shape, -np.inf),
        np.full(shape, np.inf),
        np.zeros(shape, dtype=np.int64),
        np.full(shape, -1, dtype=np.int64),
        sources,
    )


@dataclass(frozen=True, eq=False)
class RollCalls:
    """The votes of the General Assembly.

    Attributes
    ----------
    countries
        The labels of the votes' second axis.
    year
        ``[roll call]``: the session's year (session and 1945), in rising order.
    votes
        ``[roll call, country]``: 1 yes, 2 abstain, 3 no, 0 absent or no member.
    source
        The dataset.
    title
        ``[roll call]``: what each is about, in short; empty where no table tells.
    """

    countries: tuple[str, ...]
    year: NDArray[np.int64]
    votes: NDArray[np.int8]
    source: str
    title: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Give the kind of figures that it makes a table of."""
        return "joint_votes"

    @property
    def years(self) -> tuple[int, int]:
        """Give the first and the last year."""
        return int(self.year[0]), int(self.year[-1])

    def of(self, year: int, countries: Sequence[str]) -> NDArray[np.int8] | None:
        """Give the votes of the newest session up to a year, over other labels; None where none still stands.

        Parameters
        ----------
        year
            The last year that counts.
        countries
            The labels.

        Returns
        -------
        numpy.ndarray or None
            ``[roll call, country]``; 0 for a label that never voted.

        Examples
        --------
        >>> import numpy as np
        >>> calls = RollCalls(("KOR", "CHN"), np.array([2018, 2019]), np.array([[1, 3], [2, 1]], np.int8), "mine")
        >>> calls.of(2020, ["CHN", "JPN"]).tolist()
        [[1, 0]]
        """
        import numpy as np  # noqa: PLC0415

        held = self.year[self.year <= year]
        if not len(held) or year - int(held[-1]) > PATIENCE:
            return None
        rows = self.year == held[-1]
        made = np.zeros((int(rows.sum()), len(countries)), dtype=np.int8)
        place = {code: k for k, code in enumerate(self.countries)}
        both = [(k, place[one]) for k, one in enumerate(countries) if one in place]
        if both:
            here, there = (list(each) for each in zip(*both, strict=True))
            made[:, here] = self.votes[rows][:, there]
        return made

    def at(self, year: int, countries: Sequence[str]) -> Reading | None:
        """Give in how many roll calls both voted; see `Table`.

        Parameters
        ----------
        year
            The last year that counts.
        countries
            The labels.

        Returns
        -------
        Reading or None
            ``[country, country]``; None where no session still stands.

        Examples
        --------
        >>> import numpy as np
        >>> calls = RollCalls(("KOR", "CHN"), np.array([2019, 2019]), np.array([[1, 3], [2, 0]], np.int8), "mine")
        >>> float(calls.at(2019, ["KOR", "CHN"]).value[0, 1])
        1.0
        """
        import numpy as np  # noqa: PLC0415

        votes = self.of(year, countries)
        if votes is None:
            return None
        voted = (votes > 0).astype(np.float32)
        shared = (voted.T @ voted).astype(float)
        made = blank(countries, (self.source,), dyadic=True)
        known = shared > 0
        for array in (made.value, made.low, made.high):
            array[known] = shared[known]
        made.year[known], made.source[known] = int(self.year[self.year <= year][-1]), 0
        return made
