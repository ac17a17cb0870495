"""How steady a series was: four numbers that are only told together.

A series in which no break was found may be steady, or too short and too noisy to show one. So the test of breaks stands
beside the smallest shift that the series could have shown, how fast shocks fade, and how evenly it varies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import InputError
from counterpoise.record.breaks import break_dates, break_interval, levels, segments
from counterpoise.record.shifts import Design, largest_f, simulated, stationary

Floats = NDArray[np.floating[Any]]

LEAST = 24
"""The fewest observations: below, no test of breaks has power against anything but the largest shifts."""

DRAWS = 399
_BURN = 60
_ORDERS = 4
_GRID = np.linspace(0.5, 2.6, 8)


@dataclass(frozen=True)
class Break:
    """A change of the level of a series.

    Attributes
    ----------
    after
        The last observation before the change, by its label; `place` is its position, from 0.
    first, last
        The labels between which the date lies with the coverage that was asked for.
    before, level
        The mean before and after.
    """

    after: Any
    place: int
    first: Any
    last: Any
    before: float
    level: float

    @property
    def shift(self) -> float:
        """Give by how much the mean changes."""
        return self.level - self.before


@dataclass(frozen=True, eq=False, repr=False)
class Stability:
    """The four numbers of a series' stability, and what they rest on.

    Attributes
    ----------
    p_value
        Of the test that the mean is the same throughout: how often a series without a break, as persistent as this one,
        shows as much.
    breaks
        The breaks, with the intervals of their dates; none where the test finds none at `level`.
    half_life, half_life_low, half_life_high
        Steps until half of a shock is gone, and its interval; infinite where shocks may not fade.
    variance_ratio, variance_p
        The largest over the smallest variance in a rolling window, and how often a series with one variance throughout
        shows as much.
    smallest_shift
        The smallest lasting shift in the middle of the series that the test would have found with the power that was
        asked for, in units of the series; infinite where no shift is found so often.
    spread
        The standard deviation about the levels.
    labels, values
        The series.
    level, coverage, power
        What was asked for.
    order, persistence
        The lags of the autoregression, and the sum of their coefficients.
    window
        The observations of a rolling window.
    draws, seed
        Of the bootstrap.
    """

    p_value: float
    breaks: tuple[Break, ...]
    half_life: float
    half_life_low: float
    half_life_high: float
    variance_ratio: float
    variance_p: float
    smallest_shift: float
    spread: float
    labels: tuple[Any, ...]
    values: Floats
    level: float
    coverage: float
    power: float
    order: int
    persistence: float
    window: int
    draws: int
    seed: int

    @property
    def levels(self) -> Floats:
        """Give the mean of the segment that each observation lies in."""
        return levels(self.values, [one.place for one in self.breaks])

    def __repr__(self) -> str:
        dates = "; ".join(f"after {one.after} ({one.first} to {one.last}), {one.shift:+.4g}" for one in self.breaks)
        return "\n".join(
            [
                f"<stability of {int(np.isfinite(self.values).sum())} observations, {self.labels[0]} to {self.labels[-1]}>",
                f"  break test        p = {self.p_value:.3g}; {dates or 'no break found'}",
                f"  half-life         {self.half_life:.3g} steps ({self.half_life_low:.3g} to {self.half_life_high:.3g})",
                f"  rolling variances {self.variance_ratio:.3g} times (p = {self.variance_p:.3g})",
                f"  smallest shift    {self.smallest_shift:.4g} could have been seen with {100 * self.power:.0f} % power",
            ]
        )


def stability(
    series: Iterable[float] | Mapping[Any, float],
    *,
    most: int = 5,
    trim: float = 0.15,
    level: float = 0.05,
    coverage: float = 0.95,
    power: float = 0.80,
    draws: int = DRAWS,
    seed: int = 0,
) -> Stability:
    """How steady a series was: its breaks, how shocks fade, how evenly it varies, and the smallest shift it could show.

    Parameters
    ----------
    series
        One observation a step, in order: numbers, a mapping from dates to numbers, a `pandas.Series` or an
        `xarray.DataArray` of one dimension, whose index names the dates. Missing where not a number.
    most
        The most breaks that are looked for.
    trim
        The least share of the observations between two breaks; 0.15 as in Bai and Perron (2003).
    level
        The size of the tests.
    coverage
        Of the dates' intervals, and of the half-life's.
    power
        How often the smallest shift would be found.
    draws
        Of each bootstrap; with 399, (draws + 1) times 0.05 is a whole number.
    seed
        Another one gives other draws.

    Returns
    -------
    Stability
        The four numbers, always together.

    Raises
    ------
    InputError
        If the series has fewer than 24 observations, does not vary, or an option is out of its range.

    References
    ----------
    Bai and Perron (1998), Econometrica 66(1); Bai and Perron (2003), Journal of Applied Econometrics 18(1); Bai (1997),
    Review of Economics and Statistics 79(4); Diebold and Chen (1996), Journal of Econometrics 70(1), for the
    autoregressive bootstrap; Kilian (1998), Review of Economics and Statistics 80(2), for its bias.

    Examples
    --------
    >>> import counterpoise as cp
    >>> import numpy as np
    >>> noise = np.random.default_rng(1).standard_normal(80)
    >>> found = cp.stability(np.where(np.arange(80) < 50, noise, noise + 3))
    >>> [(one.after, one.first, one.last) for one in found.breaks]
    [(49, 48, 50)]
    """
    labels, values = _read(series)
    _check(values, most=most, trim=trim, level=level, coverage=coverage, power=power, draws=draws)
    known = np.isfinite(values)
    spreads = np.random.SeedSequence(seed).spawn(most + 3)
    least = max(math.ceil(trim * int(known.sum())), 5)
    partitions = break_dates(values, max(most, 2), least)
    order = order_of(values, known, partitions[min(2, len(partitions) - 1)], least)
    p_value, found = tested(values, known, partitions, order, least, level, draws, spreads)
    model = Model.of(values, Design(known, tuple(found), order, least), draws, np.random.default_rng(spreads[-1]))
    window = max(10, len(values) // 5)
    ratio, ratio_p = _variances(values, model, window)
    half = [_half_life(one) for one in model.bootstrapped]
    tail = (1 - coverage) / 2
    low, high = (float(np.quantile(half, share, method="nearest")) for share in (tail, 1 - tail))
    middle = _half_life(model.coefficients)
    return Stability(
        p_value=p_value,
        breaks=dated(values, labels, model, coverage),
        half_life=middle,
        half_life_low=min(low, middle),
        half_life_high=max(high, middle),
        variance_ratio=ratio,
        variance_p=ratio_p,
        smallest_shift=_smallest(model, known, order, least, level, power, np.random.default_rng(spreads[-2])),
        spread=float(np.nanstd(values - levels(values, found))),
        labels=labels,
        values=values,
        level=level,
        coverage=coverage,
        power=power,
        order=order,
        persistence=float(model.coefficients.sum()),
        window=window,
        draws=draws,
        seed=seed,
    )


def _read(series: Any) -> tuple[tuple[Any, ...], Floats]:
    """Give the labels and the numbers of a series."""
    if isinstance(series, Mapping):
        labels, held = list(series.keys()), list(series.values())
    elif hasattr(series, "to_series"):  # xarray's arrays; of a pandas index too
        held = series.to_series()
        labels, held = held.index.tolist(), held.to_numpy()
    elif hasattr(series, "index") and hasattr(series, "to_numpy"):
        labels, held = series.index.tolist(), series.to_numpy()
    else:
        held = list(series)
        labels = list(range(len(held)))
    try:
        values = np.array([np.nan if one is None else float(one) for one in held], dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"the series holds what is no number ({error})", where="series", remedy="give numbers"
        ) from None
    values[~np.isfinite(values)] = np.nan
    return tuple(labels), values


def _check(values: Floats, *, most: int, trim: float, draws: int, **shares: float) -> None:
    """Refuse what no test can be made of."""
    known = values[np.isfinite(values)]
    if len(known) < LEAST:
        remedy = f"give {LEAST} or more: fewer show nothing but the largest shifts"
        raise InputError(f"the series has {len(known)} observations", where="series", remedy=remedy)
    if np.ptp(known) <= 1e-12 * max(1.0, float(np.abs(known).max())):
        remedy = "there is nothing to test: every observation is the same"
        raise InputError("the series does not vary", where="series", remedy=remedy)
    if not 0.02 <= trim <= 0.4:
        raise InputError(f"a trim of {trim:g} is out of range", where="trim", remedy="give a share from 0.02 to 0.4")
    for name, value in shares.items():
        if not 0 < value < 1:
            raise InputError(f"{name} is {value:g}, no share", where=name, remedy="give a share between 0 and 1")
    for name, value, small in (("most", most, 1), ("draws", draws, 19)):
        if value < small:
            raise InputError(f"{name} is {value}", where=name, remedy=f"give {small} or more")


def order_of(values: Floats, known: NDArray[np.bool_], breaks: Sequence[int], least: int) -> int:
    """Choose the number of lags, from 1, by Schwarz's criterion, with the means of the best segments taken off."""
    top = max(1, min(_ORDERS, int(known.sum()) // 15))
    scores = []
    rows = Design(known, tuple(breaks), top, least).rows
    if len(rows) < LEAST // 2:
        return 1
    for order in range(1, top + 1):
        held = Design(known, tuple(breaks), order, least)
        left = held.residuals(values[None])[0][np.isin(held.rows, rows)]
        scores.append(len(rows) * math.log(max(float((left**2).mean()), 1e-300)) + order * math.log(len(rows)))
    return 1 + int(np.argmin(scores))


@dataclass(frozen=True, eq=False)
class Model:
    """A series' levels and autoregression, with its bias taken off, and series that it makes."""

    design: Design
    levels: Floats
    coefficients: Floats
    shocks: Floats
    bootstrapped: Floats
    """The coefficients of the made series less their bias: how they scatter."""
    made: Floats
    """Series around zero, ``[draw, time]``."""

    @classmethod
    def of(cls, values: Floats, design: Design, draws: int, rng: np.random.Generator) -> Model:
        """Fit it, and let it make series."""
        held = values[None]
        rough = design.coefficients(held)[0]
        left = design.residuals(held)[0]
        free = len(left) - design.order - len(design.breaks) - 1
        shocks = (left - left.mean()) * math.sqrt(len(left) / max(free, 1))
        drawn: Any = rng.choice(shocks, (draws, _BURN + len(values)))
        again = design.coefficients(simulated(stationary(rough), drawn, _BURN))
        bias = again.mean(0) - stationary(rough)
        found = stationary(rough - bias)
        made = simulated(found, drawn, _BURN)
        return cls(
            design, levels(values, design.breaks), found, shocks, again - bias + (found - stationary(rough)), made
        )


def tested(
    values: Floats,
    known: NDArray[np.bool_],
    partitions: Sequence[Sequence[int]],
    order: int,
    least: int,
    level: float,
    draws: int,
    spreads: Sequence[np.random.SeedSequence],
) -> tuple[float, list[int]]:
    """Test for any break, then for one more, one at a time; give the first test's p-value, and the breaks."""
    steps = iter(spreads)

    def chance(breaks: Sequence[int], *, pairs: bool) -> float:
        design = Design(known, tuple(breaks), order, least)
        if not len(design.places):
            return 1.0
        made = Model.of(values, design, draws, np.random.default_rng(next(steps))).made
        found = largest_f(values[None], design, pairs=pairs)[0]
        return float((1 + (largest_f(made, design, pairs=pairs) >= found).sum()) / (draws + 1))

    first = chance((), pairs=True)
    if first > level or len(partitions) < 2:
        return first, []
    # a shift that is undone later shows in two steps and not in one: then the search goes on from two
    count = 1 if len(partitions) < 3 or chance((), pairs=False) <= level else 2
    while count + 1 < len(partitions) and chance(partitions[count], pairs=False) <= level:
        count += 1
    return first, list(partitions[count])


def dated(values: Floats, labels: Sequence[Any], model: Model, coverage: float) -> tuple[Break, ...]:
    """Give the breaks with the intervals of their dates, by the long-run variance about the levels."""
    places = list(model.design.breaks)
    if not places:
        return ()
    parts = segments(len(values), places)
    means = [float(np.nanmean(values[start:end])) for start, end in parts]
    counts = [int(np.isfinite(values[start:end]).sum()) for start, end in parts]
    long_run = float(model.shocks.var()) / (1 - float(model.coefficients.sum())) ** 2
    found = []
    for at, place in enumerate(places):
        shift = means[at + 1] - means[at]
        noise = long_run * (1 / counts[at] + 1 / counts[at + 1])
        # the square of an estimate holds its variance, and once more since the date was chosen where the shift looks largest
        size = math.sqrt(max(shift**2 - 2 * noise, shift**2 / 4))
        first, last = break_interval(place, size, long_run, long_run, coverage)
        first, last = (min(max(one, 0), len(values) - 2) for one in (first, last))
        found.append(Break(labels[place], place, labels[first], labels[last], means[at], means[at + 1]))
    return tuple(found)


def _half_life(coefficients: Floats, longest: int = 2000) -> float:
    """Give the steps after which less than half of a shock is left, for good; infinite beyond the longest.

    Examples
    --------
    >>> round(_half_life(np.array([0.5])), 6)
    1.0
    """
    impulse = np.zeros(longest)
    impulse[0] = 1.0
    left = np.abs(simulated(coefficients, impulse[None], 0)[0])
    last = int(np.flatnonzero(left >= 0.5)[-1])
    if last + 1 >= longest or not np.isfinite(left[-1]):
        return math.inf
    return last + math.log(left[last] / 0.5) / math.log(left[last] / max(left[last + 1], 1e-9))


def _rolling(deviations: Floats, window: int) -> Floats:
    """Give the largest over the smallest variance in a window of each series, ``[series]``; half of it must be known."""
    known = np.isfinite(deviations)
    held = np.where(known, deviations, 0.0)
    sums = [np.cumsum(np.pad(one, ((0, 0), (1, 0))), 1) for one in (known.astype(float), held, held**2)]
    count, total, squares = (one[:, window:] - one[:, :-window] for one in sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        made = np.where(count >= window / 2, squares / count - (total / count) ** 2, np.nan)
        return np.nanmax(made, 1) / np.maximum(np.nanmin(made, 1), 0.0)


def _variances(values: Floats, model: Model, window: int) -> tuple[float, float]:
    """Give the ratio of rolling variances, and how often the model with one variance shows as much."""
    known = model.design.known
    own = float(_rolling((values - model.levels)[None], window)[0])
    made = _rolling(np.where(known, model.made, np.nan), window)
    return own, float((1 + (made >= own).sum()) / (len(made) + 1))


def _smallest(
    model: Model,
    known: NDArray[np.bool_],
    order: int,
    least: int,
    level: float,
    power: float,
    rng: np.random.Generator,
) -> float:
    """Give the smallest shift in the middle that the test finds with this power.

    The test's bootstrap takes an undetected shift for persistence: so the critical value at each size is that of series
    as persistent as the shifted ones look.
    """
    design = Design(known, (), order, least)
    if not len(design.places):
        return math.inf
    places = np.flatnonzero(known)
    step = (np.arange(len(known)) >= places[len(places) // 2]).astype(float)
    long_run = float(model.shocks.std()) / abs(1 - float(model.coefficients.sum()))
    unit = 3.6 * long_run * 2 / math.sqrt(len(places))
    noise = model.made
    calm = float(np.quantile(largest_f(noise, design, pairs=True), 1 - level))
    looks = design.coefficients(noise + unit * step).mean(0) - design.coefficients(noise).mean(0)
    drawn: Any = rng.choice(model.shocks, (len(noise), _BURN + len(known)))
    stirred = simulated(stationary(model.coefficients + looks), drawn, _BURN)
    bar = max(calm, float(np.quantile(largest_f(stirred, design, pairs=True), 1 - level)))
    sizes = unit * _GRID
    found = np.array([float((largest_f(noise + one * step, design, pairs=True) >= bar).mean()) for one in sizes])
    found = np.maximum.accumulate(found)
    at = int(np.searchsorted(found, power))
    if at == len(sizes):
        return math.inf
    if at == 0:
        return float(sizes[0])
    share = (power - found[at - 1]) / max(found[at] - found[at - 1], 1e-12)
    return float(sizes[at - 1] + share * (sizes[at] - sizes[at - 1]))
