"""Measures of security reliance for one year, each with its bounds, its coverage, its year and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.measure import Evaluation, Measure, measures, roots_of
from counterpoise.reliance.security.hierarchy import PERMANENT_MEMBERS
from counterpoise.reliance.security.thresholds import Thresholds
from counterpoise.world.tie_tables import Reading
from counterpoise.world.ties import KINDS
from counterpoise.world.ties_economy import KINDS as ECONOMIC
from counterpoise.world.ties_economy import economic_reading

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.reliance.security.pool import Interval
    from counterpoise.world.ties import Ties

PACKAGE = "counterpoise.reliance.security"
FAMILIES = ("commitment", "arms", "presence", "own_means", "hierarchy", "voting", "context")
"""The order in which measures are shown."""

ASIDE = ("thresholds", "answers", "members")
"""Roots that are no readings."""

OPTIONAL = frozenset({"joint_exercises", "voting_agreement", "joint_votes"})
"""Kinds that a measure takes where there are figures, and can do without."""

WEIGHED = ("capability_index", "military_expenditure")
"""What capabilities are measured by: the first that the ties hold."""


class Roots(Mapping[str, Any]):
    """What ties supply to measures, by name: readings of a year, `capability`, and the thresholds."""

    def __init__(self, ties: Ties, year: int | None, thresholds: Thresholds) -> None:
        self._ties, self._year, self._thresholds = ties, year, thresholds

    def __getitem__(self, name: str) -> Any:
        """Give a root."""
        if name == "thresholds":
            return self._thresholds
        if name == "answers":
            return self._answers()
        if name == "members":
            return {code: k for k, code in enumerate(self._ties.countries) if code in PERMANENT_MEMBERS}
        if name in ECONOMIC:
            return economic_reading(name, self._year, self._ties.countries)
        return self._ties.reading(self.kind(name), self._year)

    def __contains__(self, name: object) -> bool:
        """Tell whether it is one."""
        return name in KINDS or name in ("capability", *ECONOMIC, *ASIDE)

    def _answers(self) -> NDArray[np.int8]:
        """Give the votes of the newest session, ``[roll call, country]``; none where the store has none."""
        import numpy as np  # noqa: PLC0415

        held, countries = self._ties.roll_calls, self._ties.countries
        votes = held.of(self._ties.newest if self._year is None else self._year, countries) if held else None
        return np.zeros((0, len(countries)), dtype=np.int8) if votes is None else votes

    def kind(self, name: str) -> str:
        """Give the kind of tie that a root is: of capabilities what they are measured by."""
        import numpy as np  # noqa: PLC0415

        if name != "capability":
            return name
        held = (one for one in WEIGHED if np.isfinite(self._ties.reading(one, self._year).value).any())
        return next(held, WEIGHED[-1])

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter((*KINDS, "capability", *ECONOMIC, *ASIDE))

    def __len__(self) -> int:
        """Count them."""
        return len(KINDS) + 1 + len(ECONOMIC) + len(ASIDE)


def security_measures() -> tuple[Measure, ...]:
    """Give every measure of security reliance, family by family; their modules must have been read."""
    own = [one for one in measures.values() if one.published and one.function.__module__.startswith(PACKAGE)]
    return tuple(
        sorted(own, key=lambda m: (FAMILIES.index(m.family), m.function.__module__, m.function.__code__.co_firstlineno))
    )


@dataclass(frozen=True, eq=False)
class Used:
    """A reading, and which cells of a measure rest on it.

    Attributes
    ----------
    reading
        The reading.
    where
        The cells of the measure; None for all.
    both
        Whether, of a figure of countries alone, a pair rests on both countries' figures.
    """

    reading: Reading
    where: NDArray[np.bool_] | None = None
    both: bool = False

    def spread(self, dims: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
        """Give, for each cell of a measure, the oldest year, whether there is a figure, and the share that is known."""
        import numpy as np  # noqa: PLC0415

        told: NDArray[np.bool_] = self.reading.source >= 0
        known: NDArray[np.bool_] = np.isfinite(self.reading.value)
        year: NDArray[np.int64] = np.where(told, self.reading.year, _ENDLESS)
        if told.ndim > dims:
            sure = (known & told).sum(1) / np.maximum(told.sum(1), 1)
            return np.asarray(year.min(1)), told.sum(1) > 0, sure
        if told.ndim < dims:
            shape = (len(told),) * 2
            year, told, known = (
                np.broadcast_to(year[:, None], shape),
                np.broadcast_to(told[:, None], shape),
                np.broadcast_to(known[:, None], shape),
            )
            if self.both:
                year, told, known = np.minimum(year, year.T), told | told.T, known & known.T
        if self.where is not None:
            year, told = np.where(self.where, year, _ENDLESS), told & self.where
        return year, np.asarray(told, dtype=bool), np.asarray(known, dtype=float)


_ENDLESS = 10**9
"""Later than any year."""

BOTH = ("capability", "ideal_point")
"""Figures of countries alone of which a pair's measure takes both countries'."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A measure of all countries in one year.

    Attributes
    ----------
    measure
        The measure.
    value, low, high
        ``[country, partner]`` or ``[country]``; the value is not a number where it is only bounded.
    used
        The readings that it rests on; of those that it can do without, the ones that have figures.
    covered
        The coverage, where the measure itself tells it.
    """

    measure: Measure
    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    used: tuple[Used, ...]
    covered: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Hold bounds of shares between nothing and everything."""
        if self.measure.unit == "share":
            object.__setattr__(self, "low", self.low.clip(0.0, 1.0))
            object.__setattr__(self, "high", self.high.clip(0.0, 1.0))

    def coverage(self) -> NDArray[np.float64]:
        """Give the share of the readings it needs that are known; not a number where there is a figure of none."""
        import numpy as np  # noqa: PLC0415

        if self.covered is not None:
            return self.covered
        held = [(one, *one.spread(self.value.ndim)) for one in self.used]
        if not held:
            return np.full(self.value.shape, np.nan)
        whole = np.ones(self.value.shape, dtype=bool)
        taken = np.array([whole if one.where is None else one.where for one, *_ in held])
        told = np.array([each for *_, each, _ in held])
        known = np.where(taken, np.array([each for *_, each in held]), 0.0)
        with np.errstate(invalid="ignore"):
            return np.where(told.any(0), known.sum(0) / taken.sum(0), np.nan)

    def year(self) -> NDArray[np.int64]:
        """Give the year of the oldest reading used; 0 where there is none."""
        import numpy as np  # noqa: PLC0415

        years = [one.spread(self.value.ndim)[0] for one in self.used]
        oldest = np.min([np.full(self.value.shape, _ENDLESS), *years], axis=0)
        return np.where(oldest == _ENDLESS, 0, oldest)

    def source(self, *place: int) -> str:
        """Give the names of the tables that a cell rests on."""
        names: dict[str, None] = {}
        for one in self.used:
            if one.where is None or one.where[place]:
                held = one.reading.source
                at = [held[k] for k in place] if one.both and held.ndim < len(place) else [held[place[: held.ndim]]]
                found = {int(k) for each in at for k in [*each.ravel()]}
                names |= dict.fromkeys(one.reading.sources[k] for k in sorted(found) if k >= 0)
        return " + ".join(names)


def judged(
    ties: Ties, year: int | None, names: Sequence[str], thresholds: Thresholds | None = None
) -> dict[str, Judged]:
    """Compute measures of all countries in one year.

    Parameters
    ----------
    ties
        The ties.
    year
        The year; None for the newest.
    names
        The measures.
    thresholds
        From where on something counts.

    Returns
    -------
    dict
        By the measure's name.

    Examples
    --------
    >>> from counterpoise.questions.discover import discover
    >>> from counterpoise.world.load import load_ties
    >>> discover()
    >>> ties = load_ties()
    >>> here = ties.countries.index("ISR"), ties.countries.index("USA")
    >>> judged(ties, None, ["troops_stationed"])["troops_stationed"].value[here]
    np.float64(115.0)
    """
    import numpy as np  # noqa: PLC0415

    roots = Roots(ties, year, thresholds or Thresholds())
    evaluation = Evaluation(roots)
    made = {}
    for name in names:
        value: Interval = evaluation[name]
        used = tuple(
            Used(roots[one], value.used.get(one), both=one in BOTH)
            for one in sorted(roots_of(name))
            if one in roots and one not in ASIDE and (one not in OPTIONAL or bool(np.any(roots[one].source >= 0)))
        )
        made[name] = Judged(measures[name], value.value, value.low, value.high, used, value.covered)
    return made


def labelled(
    held: Mapping[str, Judged], every: Sequence[str], countries: Sequence[str], partners: Sequence[str]
) -> xr.Dataset:
    """Give measures of some countries (and partners) with labels and companions.

    Parameters
    ----------
    held
        The measures of all countries.
    every
        The labels of all countries.
    countries, partners
        Whom to show, and on whom.

    Returns
    -------
    xarray.Dataset
        A variable for each measure with ``__low`` and ``__high`` where they are bounded, ``__coverage``, ``__year``,
        ``__source``; of pairs also ``__reverse`` with the same.
    """
    import xarray as xr  # noqa: PLC0415

    place = {code: k for k, code in enumerate(every)}
    rows, columns = [place[one] for one in countries], [place[one] for one in partners]
    made: dict[str, Any] = {}
    coords: dict[str, Any] = {"country": list(countries)}
    for name, one in held.items():
        attrs = {**one.measure.attrs, "estimated": False}
        ways = [("", rows, columns)]
        if one.measure.dyadic:
            coords["partner"] = list(partners)
            ways.append(("__reverse", columns, rows))
        for way, first, second in ways:
            for end, (dims, values) in _companions(one, first, second, reverse=bool(way)).items():
                made[f"{name}{way}{end}"] = (dims, values, attrs if not end else {})
    return xr.Dataset(made, coords=coords)


def _companions(one: Judged, rows: list[int], columns: list[int], *, reverse: bool) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415

    dyadic = one.measure.dyadic
    at = np.ix_(rows, columns) if dyadic else (np.array(rows),)

    def turned(array: Any) -> Any:
        return array.T if reverse else array

    dims = ("country", "partner") if dyadic else ("country",)
    value, low, high = one.value[at], one.low[at], one.high[at]
    cells = [(i, j) for i in rows for j in columns] if dyadic else [(i,) for i in rows]
    source = np.array([one.source(*cell) for cell in cells], dtype=object).reshape(value.shape)
    bounded = np.isfinite(low) & np.isfinite(high) & (low != high)
    given = {
        "": value,
        "__low": np.where(bounded, low, np.nan),
        "__high": np.where(bounded, high, np.nan),
        "__coverage": one.coverage()[at],
        "__year": one.year()[at],
        "__source": source,
    }
    if not bounded.any():
        del given["__low"], given["__high"]
    return {end: (dims, turned(array)) for end, array in given.items()}
