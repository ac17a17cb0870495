"""What a negotiation comes to, as labelled numbers: from what was solved under each course to one dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.questions.terms import MOST_DEALS, MOST_ENDINGS, NOBODY, PAYOFF, REGIMES, SETS, attrs_of

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.games.margins import Span
    from counterpoise.negotiation.payoffs import Compiled
    from counterpoise.negotiation.robust import Regimes, Robust
    from counterpoise.negotiation.solution import Deals, Predicted, Solved

    Array = Any


@dataclass(frozen=True, eq=False)
class Found:
    """What was found under one course."""

    name: str
    label: str
    compiled: Compiled
    solved: Solved
    robust: Robust
    grid: Regimes | None = None


class Cells:
    """Arrays of missing numbers, to be filled in by name."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self.sizes = sizes
        self.held: dict[str, tuple[tuple[str, ...], Array]] = {}

    def of(self, name: str, *dims: str) -> Array:
        """Give the array of a variable, which is made at the first call."""
        import numpy as np  # noqa: PLC0415

        if name not in self.held:
            self.held[name] = dims, np.full([self.sizes[one] for one in dims], np.nan)
        return self.held[name][1]


def dataset(courses: Sequence[Found], rules: Sequence[str], unit: str = PAYOFF) -> xr.Dataset:
    """Give one dataset of what was found under several courses.

    Parameters
    ----------
    courses
        Under each what was solved.
    rules
        Which rules predict.
    unit
        Of the payoffs.
    """
    import xarray as xr  # noqa: PLC0415

    first = courses[0].compiled
    parameters = list(dict.fromkeys(one.name for found in courses for one in found.compiled.parameters))
    endings = endings_of(courses)
    stages = max([1, *(len(one.solved.path.path) for one in courses if one.solved.path is not None)])
    deals = max([1, *(min(len(held), MOST_DEALS) for one in courses for held in _sets(one.solved))])
    coords: dict[str, list[Any]] = {
        "course": [one.name for one in courses],
        "party": list(first.parties),
        "issue": list(first.issues),
        "set": list(SETS),
        "rule": list(rules),
        "outcome": list(REGIMES),
        "stage": list(range(stages)),
        "deal": list(range(deals)),
        "parameter": parameters,
        "ending": list(endings.values()),
    }
    if first.engine is not None:
        coords["bystander"] = list(first.engine.bystanders)
    grid = courses[0].grid
    if grid is not None:
        coords |= {dim: values.tolist() for dim, values in zip("xy", grid.values, strict=False)}
    cells = Cells({dim: len(values) for dim, values in coords.items()})
    for at, one in enumerate(courses):
        _values(cells, at, one, rules)
        _path(cells, at, one)
        _critical(cells, at, one)
        _sure(cells, at, one, parameters, list(endings))
        _grid(cells, at, one)
        _real_income(cells, at, one)
    data = {
        name: xr.DataArray(values, dims=dims, attrs=attrs_of(name.partition("__")[0], unit))
        for name, (dims, values) in cells.held.items()
        if dims != ("course", "parameter") or parameters
    }
    used = {dim for array in data.values() for dim in array.dims}
    return xr.Dataset(data, coords={dim: values for dim, values in coords.items() if dim in used})


def _known(regime: Any) -> Any:
    """Give regimes as numbers; one that was not looked for is missing."""
    import numpy as np  # noqa: PLC0415

    made = np.asarray(regime, dtype=float)
    return np.where(made < 0, np.nan, made)


def endings_of(courses: Sequence[Found]) -> dict[int, str]:
    """Give the deals that draws come to, by state, in words: those of most draws first."""
    total: dict[int, float] = {}
    for one in courses:
        for state, share in one.robust.ends.items():
            total[state] = total.get(state, 0.0) + share
    some = sorted(total, key=lambda state: -total[state])[:MOST_ENDINGS]
    compiled = courses[0].compiled
    return {state: in_words(compiled, compiled.steps.levels[state].tolist()) for state in some}


def in_words(compiled: Compiled, levels: Sequence[float], before: Sequence[float] | None = None) -> str:
    """Give a deal in words: the levels that differ from today's, or from those before.

    Parameters
    ----------
    compiled
        The negotiation in numbers.
    levels
        The level of each issue.
    before
        What they are held against; those at the beginning if left out.
    """
    steps = compiled.steps
    old = steps.levels[steps.start].tolist() if before is None else list(before)
    said = [
        f"{issue}: {names[round(new)]}" if abs(new - round(new)) < 1e-9 else f"{issue}: {new:.2f}"
        for issue, names, new, was in zip(compiled.issues, compiled.levels, levels, old, strict=True)
        if abs(new - was) > 1e-9
    ]
    return ", ".join(said) or NOBODY


def _sets(solved: Solved) -> tuple[Deals, Deals]:
    return solved.possible, solved.enforced


# Under one course --------------------------------------------------------------------------------------------------


def _values(cells: Cells, at: int, one: Found, rules: Sequence[str]) -> None:
    """Fill in what there is without a deal, the sets of deals and what the rules take of them."""
    import numpy as np  # noqa: PLC0415

    solved = one.solved
    cells.of("outside_value", "course", "party")[at] = solved.outside
    cells.of("today_value", "course", "party")[at] = solved.today
    cells.of("regime", "course")[at] = _known(solved.regime)
    low, high = np.quantile(one.robust.outside, [0.05, 0.95], axis=0)
    cells.of("outside_value__low", "course", "party")[at] = low
    cells.of("outside_value__high", "course", "party")[at] = high
    for which, deals in enumerate(_sets(solved)):
        cells.of("deals", "course", "set")[at, which] = deals.count
        if len(deals):
            _frontier(cells, at, which, one, deals)
    for said in solved.predictions:
        _predicted(cells, (at, SETS.index(said.of), list(rules).index(said.rule)), one, said)


def _frontier(cells: Cells, at: int, which: int, one: Found, deals: Deals) -> None:
    """Fill in the efficient deals of a set: those of a large one at even distances by what the first party has."""
    import numpy as np  # noqa: PLC0415

    solved, steps = one.solved, one.compiled.steps
    ideal = cells.of("ideal_value", "course", "set", "party")
    value = cells.of("frontier_value", "course", "set", "deal", "party")
    level = cells.of("frontier_level", "course", "set", "deal", "issue")
    if one.compiled.side_payments:
        ideal[at, which] = solved.outside + float(deals.value.max()) - solved.outside.sum()
        own = np.stack([worth_of(solved, path) for path in deals.paths])
    else:
        ideal[at, which] = deals.value.max(axis=0)
        own = deals.value
    order = np.argsort(own[:, 0], kind="stable")
    some = order[np.unique(np.linspace(0, len(order) - 1, min(len(order), MOST_DEALS)).round().astype(int))]
    value[at, which, : len(some)] = own[some]
    level[at, which, : len(some)] = steps.levels[[deals.paths[deal][-1] for deal in some]]


def worth_of(solved: Solved, path: Sequence[int]) -> Array:
    """Give what a path is worth to each party at its beginning."""
    from counterpoise.games.paths import worth  # noqa: PLC0415

    return worth(solved.stakes, path)[0]


def _predicted(cells: Cells, place: tuple[int, int, int], one: Found, said: Predicted) -> None:
    """Fill in what a rule takes of a set; of a lottery the mean."""
    import numpy as np  # noqa: PLC0415

    steps = one.compiled.steps
    cells.of("agreed_value", "course", "set", "rule", "party")[place] = said.value
    levels = steps.levels[[path[-1] for path in said.paths]]
    cells.of("agreed_level", "course", "set", "rule", "issue")[place] = np.asarray(said.chances) @ levels
    if one.compiled.side_payments:
        own = worth_of(one.solved, said.paths[0])
        cells.of("payment", "course", "set", "rule", "party")[place] = said.value - own


def _path(cells: Cells, at: int, one: Found) -> None:
    """Fill in the path, stage by stage, and its margin."""
    from counterpoise.negotiation.solution import least  # noqa: PLC0415

    path, direct = one.solved.path, one.solved.direct
    dims = ("course", "stage", "party")
    if path is None or direct is None:
        cells.of("margin", "course")
        return
    upto = slice(0, len(path.path))
    cells.of("path_level", "course", "stage", "issue")[at, upto] = one.compiled.steps.levels[list(path.path)]
    for name, values in (
        ("path_value", path.value),
        ("instead_value", path.best),
        ("slack", path.slack),
        ("cheat", path.kind),
    ):
        cells.of(name, *dims)[at, upto] = values
    cells.of("margin", "course")[at] = one.solved.margin
    cells.of("direct_margin", "course")[at] = least(one.compiled, direct)
    cells.of("delay_cost", "course", "party")[at] = one.solved.delay


def _critical(cells: Cells, at: int, one: Found) -> None:
    """Fill in where the path breaks."""
    import numpy as np  # noqa: PLC0415

    cells.of("discount", "course", "party")[at] = one.solved.stakes.discount
    found = one.solved.critical
    if found is None:
        return
    low = cells.of("critical_discount", "course", "party")
    high = cells.of("critical_discount_most", "course", "party")
    for party, held in enumerate(found.discount):
        low[at, party], high[at, party] = _ends(held, 0.0, 1.0)
    lags = [np.nan if held is None else held for held in found.lag]
    cells.of("critical_lag", "course", "party")[at] = lags
    cells.of("critical_outside", "course", "party")[at] = found.outside
    for party, held in enumerate(found.detection):
        if held is not None:
            cells.of("critical_detection", "course", "party")[at, party] = _ends(held, 0.0, 1.0)[0]
    cells.of("critical_hazard", "course")[at] = found.hazard.high


def _ends(held: Span, low: float, high: float) -> tuple[float, float]:
    """Give the ends of a range: its own end where nothing breaks there; above, missing where nothing does."""
    import numpy as np  # noqa: PLC0415

    return (low if held.low < low + 1e-5 else held.low), (np.nan if held.high > high - 1e-5 else held.high)


def _sure(cells: Cells, at: int, one: Found, parameters: Sequence[str], endings: Sequence[int]) -> None:
    """Fill in how the path fares over what is not known, and what comes out anew in each draw."""
    import numpy as np  # noqa: PLC0415

    known = {name: place for place, name in enumerate(parameters)}
    sure, fared = one.robust, one.robust.path
    for own, parameter in enumerate(one.compiled.parameters):
        place = at, known[parameter.name]
        for name, value in (
            ("central", parameter.central),
            ("lowest", parameter.low),
            ("highest", parameter.high),
        ):
            cells.of(name, "course", "parameter")[place] = value
        if fared is not None:
            cells.of("breaks_low", "course", "parameter")[place] = fared.breaks[own].low
            cells.of("breaks_high", "course", "parameter")[place] = fared.breaks[own].high
            cells.of("margin_share", "course", "parameter")[place] = fared.share[own]
    cells.of("possible_share", "course")[at] = sure.possible
    if sure.searched:
        low, high = sure.enforced
        cells.of("enforced_share", "course")[at] = low
        if high > low:  # a search was given up
            cells.of("enforced_share__low", "course")[at], cells.of("enforced_share__high", "course")[at] = low, high
    if sure.anew:
        cells.of("regime_share", "course", "outcome")[at] = sure.regimes
        if endings:
            cells.of("ending_share", "course", "ending")[at] = [sure.ends.get(state, 0.0) for state in endings]
    if fared is None:
        return
    upto = slice(0, fared.slack_low.shape[0])
    dims = ("course", "stage", "party")
    cells.of("slack__low", *dims)[at, upto] = fared.slack_low
    cells.of("slack__high", *dims)[at, upto] = fared.slack_high
    cells.of("binds_share", *dims)[at, upto] = fared.binds
    low, high = np.quantile(fared.margin, [0.05, 0.95])
    cells.of("margin__low", "course")[at], cells.of("margin__high", "course")[at] = low, high
    cells.of("survival_share", "course")[at] = fared.survival
    cells.of("ratified_share", "course")[at] = fared.ratified.mean()


def _grid(cells: Cells, at: int, one: Found) -> None:
    """Fill in which regime rules over the ranges of what was asked for."""
    if one.grid is None:
        return
    dims = ("course", *"xy"[: len(one.grid.names)])
    cells.of("grid_regime", *dims)[at] = _known(one.grid.regime)
    cells.of("grid_stages", *dims)[at] = one.grid.stages


def _real_income(cells: Cells, at: int, one: Found) -> None:
    """Fill in what the trade model says of the deal: real income of the parties' countries, and of those that take no part."""
    compiled, end = one.compiled, one.solved.end
    if compiled.engine is None or end is None:
        return
    import numpy as np  # noqa: PLC0415

    own = [bool(word) for word in compiled.engine.words[: len(compiled.parties)]]
    cells.of("real_income_pct", "course", "party")[at] = np.where(own, compiled.real_incomes([end])[0], np.nan)
    if compiled.engine.bystanders:
        cells.of("bystander_pct", "course", "bystander")[at] = compiled.bystanders([end])[0]
