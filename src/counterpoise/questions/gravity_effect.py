"""What an estimated effect of trade agreements is worth: from a coefficient to trade, real income and output."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Provenance
from counterpoise.questions.arguments import Draws, File, Flag, Seed, Source, TariffChoice, Year, words_of
from counterpoise.questions.changes import Closure, Elasticities, Shown, baseline_of, conditional, under_model
from counterpoise.questions.ensembles import Interval, Way, Workers

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario
    from counterpoise.trade_agreements.coefficient import Coefficient
    from counterpoise.trade_agreements.effects import Effects
    from counterpoise.trade_agreements.goods import Goods
    from counterpoise.trade_agreements.plan import Parties
    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]

GRAVITY, WHOLE, BOTH = "gravity", "input-output", "both"
MODELS = (GRAVITY, WHOLE, BOTH)

THETA = 6.0
"""The trade elasticity of the one sector: sigma = 7 in the Advanced Guide's applications (Yotov et al. 2016, chapter 2)."""

FUNCTION = "counterpoise.equilibrium.ensemble:solved_batch"

STEPS_SAY = (
    "partial and conditional effects hold output and spending as they are, so they say nothing of real income; goods are one "
    "sector with a trade elasticity of {theta}"
)
EASES = (
    "the whole effect is taken for lower costs of trade in goods: tariffs, whose end costs revenue, stay as they are; agree tells "
    "the two apart"
)
OF_DRAWS = "the interval is of draws of the coefficient alone: it leaves out trade elasticities, the model, its closure and its data"
NO_INTERVAL = "the coefficient has no standard error: there are no intervals"
BOUND = "agreements are in force between {pairs} already: the effect is counted on top of what they do"
UNBOUND = "no agreement is in force between {pairs}: what is taken away there is an agreement that isn't"
ABSENT = "the accounts lack {absent}: asked without them"

MOST_PAIRS = 6
"""As many pairs as a caution names."""


def _number(what: str, *, above: float | None = None) -> Word:
    """Give the word for a number."""

    def parse(value: Any, where: str) -> float:
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise InputError(f"{str(value)[:40]!r} is no {what}", where=where, remedy="give a number")
        if above is not None and number <= above:
            what_not = f"a {what} of {number:g} is not above {above:g}"
            raise InputError(what_not, where=where, remedy=f"give one above {above:g}")
        return number

    return Word(what, parse, "NUMBER")


def _parties(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.trade_agreements.plan import parse_agreement  # noqa: PLC0415

    return parse_agreement(value, where)


def _model(value: Any, where: str) -> str:
    word = str(value).strip().lower()
    if word not in MODELS:
        remedy = did_you_mean(word, MODELS, "take one of " + ", ".join(MODELS))
        raise InputError(f"there is no model {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


def _variables(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.trade_agreements.effects import named  # noqa: PLC0415

    return named(value.split(",") if isinstance(value, str) else value, where)


Between = Annotated[Sequence[str], Word("agreement", _parties, "PARTIES")]
Covariates = Annotated[Sequence[str], Word("covariates", words_of, "NAMES")]
Size = Annotated[float, _number("coefficient")]
Error = Annotated[float, _number("standard error", above=0.0)]
Theta = Annotated[float, _number("trade elasticity", above=0.0)]
Model = Annotated[str, Word("model", _model, "MODEL", choices=lambda: MODELS)]
Variables = Annotated["Sequence[str]", Word("variables", _variables, "VARIABLES")]


@question(group="gravity", charts="counterpoise.charts")
def effect(  # noqa: PLR0913 - what a person may say of it, each by its name
    parties: Between,
    *,
    coefficient: Size | None = None,
    standard_error: Error | None = None,
    estimate: File | None = None,
    covariate: Covariates | None = None,
    model: Model = BOTH,
    theta: Theta = THETA,
    remove: Flag = False,
    without_absent: Flag = False,
    draws: Draws = 1000,
    interval: Interval = 90.0,
    seed: Seed = 0,
    country: Shown | None = None,
    variables: Variables | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    elasticities: Elasticities | None = None,
    workers: Workers | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Effects:
    """What an agreement's estimated effect on trade is worth: partial, conditional and full, and by sector.

    A coefficient of a gravity equation says by how much trade between two parties grows while everything else stays. Here prices,
    then incomes, then sectors and their inputs follow it, one after the other.

    Parameters
    ----------
    parties
        Whose trade: codes or groups, as KOR,CHN,JPN, or an agreement of the register, as RCEP or CJK.
    coefficient
        The effect on the logarithm of trade, as 0.4; the program's own (an agreement, whatever its depth) if left out.
    standard_error
        That of the coefficient; without it there are no intervals.
    estimate
        A file of coefficients that gravity estimate wrote, instead of a number.
    covariate
        Which of its coefficients; several are added up; the agreement's and its lags' if left out.
    model
        What to ask: gravity (the three steps with goods as one sector), input-output (all sectors), or both.
    theta
        The trade elasticity of the one sector of goods; 6 if left out, a sigma of 7 as in the Advanced Guide.
    remove
        Whether the agreement is taken away.
    without_absent
        Whether to go on without parties that the accounts lack.
    draws
        How many draws of the coefficient; 1000 if left out, whose 90 % interval leaves 50 beyond each end.
    interval
        Per cent of the draws between the ends of the interval; 90 if left out.
    seed
        Another one gives other draws; 0 if left out.
    country
        Whom to show: countries or groups, or ALL; if left out, all, of whom a terminal's table shows the most affected.
    variables
        What to show, as exports_pct,welfare_pct; all if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        The tariffs of the accounts: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced; additive if left out.
    elasticities
        A set of trade elasticities for the input-output model, as caliendo-parro-2015.
    workers
        How many processes at a time; one for each core if left out.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Effects
        ``exports_to_parties_pct``, ``exports_pct``, ``imports_pct`` and ``welfare_pct`` ``[scenario, country]``, of the
        coefficient itself with the ends of the intervals beside it; ``output_pct`` ``[country, sector]`` of the input-output
        model.

    Raises
    ------
    InputError
        If a word is not understood, a party is not in the accounts, or the file lacks the covariate.
    NoSolution
        If there is no equilibrium under the coefficient, or under too many of the draws.

    References
    ----------
    Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis, WTO and UNCTAD, chapter 2.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.gravity.effect("KOR,CHN,JPN", coefficient=0.4, standard_error=0.1, model="gravity", draws=100)
    >>> japan = found.welfare_pct.sel(country="JPN", scenario="full").item()
    >>> low, high = (
    ...     found.data[f"welfare_pct__{end}"].sel(country="JPN", scenario="full").item() for end in ("low", "high")
    ... )
    >>> low < japan < high
    True
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.equilibrium.agreements import UNITED  # noqa: PLC0415
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415
    from counterpoise.trade_agreements.coefficient import coefficient as chosen  # noqa: PLC0415
    from counterpoise.trade_agreements.effects import Effects  # noqa: PLC0415
    from counterpoise.trade_agreements.goods import goods_of  # noqa: PLC0415
    from counterpoise.trade_agreements.plan import parties_in  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.0)
    size = chosen(coefficient, standard_error, estimate, covariate)
    size = size.reversed if remove else size
    scenario = under_model(Scenario(title="an agreement's effect"), {"closure": closure, "elasticities": elasticities})
    base = baseline_of(scenario, year, source, tariffs, economy)
    labels = Labels(base.countries, base.sectors, base.scheme)
    whose = parties_in(parties, labels, without_absent=without_absent, where="parties")
    goods = np.isin(np.arange(len(base.sectors)), labels.goods()[0])
    places = [base.countries.index(one) for one in whose.here]
    world = goods_of(base, places, goods, theta=theta, deficits=scenario.model.closure, name=whose.name)
    if not world.pairs.any():
        raise InputError("it binds no pair of the accounts", where="parties", remedy="name parties of both sides")
    asked = _Case(base, scenario, world, goods, size, size.draws(draws, seed) if size.error is not None else None)
    data, notes = asked.solved(model, interval, Way(workers), tell)
    among = (
        () if country is None else tuple(base.countries[one] for one in labels.countries_of(country, "--country")[0])
    )
    tell.report("done", 1.0)
    return Effects(
        Asked("gravity.effect", {}),
        data.assign_attrs(_told(base, whose, size, theta), removed=remove).sel(country=list(among or base.countries)),
        (*base.provenance, *_source(size, estimate)),
        (
            conditional(scenario.model),
            *((STEPS_SAY.format(theta=f"{theta:g}"),) if model != WHOLE else ()),
            *((EASES,) if model != GRAVITY else ()),
            NO_INTERVAL if asked.errors is None else OF_DRAWS,
            *((UNITED,) if not whose.name and _within(world) else ()),
            *_known(base, whose, world.pairs, remove=remove),
            *notes,
            *base.notes,
        ),
        asked.details,
        _given(variables, model),
        among,
    )


@dataclass(frozen=True)
class _Case:
    """What is solved: under the coefficient itself first, then under draws of it."""

    base: Baseline
    scenario: Scenario
    world: Goods
    goods: NDArray[np.bool_]
    size: Coefficient
    errors: Array | None

    @property
    def drawn(self) -> Array:
        """Give by how many standard errors each differs from the coefficient."""
        import numpy as np  # noqa: PLC0415

        return np.concatenate([[0.0], [] if self.errors is None else self.errors])

    @property
    def details(self) -> dict[str, Any]:
        return {
            "coefficient": self.size.value,
            "standard_error": self.size.error,
            "trade_at_given_prices_pct": 100 * math.expm1(self.size.value),
            "trade_cost_pct": 100 * math.expm1(-self.size.value / (self.world.sigma - 1)),
            "sigma": self.world.sigma,
            "closure": self.world.deficits,
            "draws": 0 if self.errors is None else len(self.errors),
        }

    def solved(self, model: str, interval: float, way: Way, tell: Progress) -> tuple[xr.Dataset, tuple[str, ...]]:
        """Solve the models that are asked for; give the data, and what is to be said of draws without a solution."""
        from counterpoise.equilibrium.spread import beyond  # noqa: PLC0415
        from counterpoise.trade_agreements.effects import dataset_of  # noqa: PLC0415

        tell.report("the partial, the conditional and the full effect", 0.02)
        effects = self.size.value + self.drawn * (self.size.error or 0.0)
        steps = None if model == WHOLE else self.world.outcomes(effects)
        whole, notes = (None, ()) if model == GRAVITY else self._whole(way, tell)
        data = dataset_of(
            steps,
            whole,
            countries=self.base.countries,
            sectors=self.base.sectors,
            interval=None if self.errors is None else interval,
            estimated=bool(self.base.estimated),
        )
        if self.errors is not None and (few := beyond(len(self.errors), interval)):
            notes = (few, *notes)
        return data if self.base.year is None else data.assign_coords(year=self.base.year), notes

    def _whole(self, way: Way, tell: Progress) -> tuple[tuple[Array, Array], tuple[str, ...]]:
        """Solve the input-output model."""
        import numpy as np  # noqa: PLC0415

        from counterpoise.equilibrium.ensemble import solved_batch  # noqa: PLC0415
        from counterpoise.equilibrium.spread import check_failures  # noqa: PLC0415
        from counterpoise.trade_agreements.inputs import batches, case_for, policy_of  # noqa: PLC0415

        tell.report("the equilibrium of all sectors", 0.05)
        policy = policy_of(self.base, self.world, self.goods, self.size)
        case = case_for(self.base, policy, self.scenario, self.world)
        jobs = list(batches(case, self.drawn))
        pieces: dict[int, dict[str, Any]] = {}
        reasons: dict[int, str] = {}
        alone = len(jobs) == 1
        for place, found in ((0, solved_batch(case, jobs[0])),) if alone else way.results(case, jobs):
            pieces[place] = found
            reasons |= {jobs[place].first + k - 1: str(one) for k, one in enumerate(found["reason"]) if one}
            tell.report("draws of the coefficient", 0.05 + 0.9 * len(pieces) / len(jobs))
        value, by_sector = (
            np.concatenate([pieces[one][name] for one in sorted(pieces)]) for name in ("value", "by_sector")
        )
        return (value, by_sector), check_failures(reasons, len(value) - 1)


def _given(variables: Sequence[str] | None, model: str) -> tuple[str, ...]:
    """Give the variables that were chosen; refuse sectors where there is one alone."""
    if variables and model == GRAVITY and (lacking := [one for one in variables if one.startswith("output")]):
        what = f"the model of one sector of goods has no {lacking[0]}"
        raise InputError(what, where="--variables", remedy="ask with --model input-output")
    return tuple(variables or ())


def _told(base: Baseline, whose: Parties, size: Coefficient, theta: float) -> dict[str, Any]:
    """Give what charts, tables and sentences must know: they see only the data."""
    from counterpoise.codes.sectors import scheme  # noqa: PLC0415

    names: dict[str, str] = {}
    for code in base.sectors:
        try:
            names[code] = scheme(base.scheme).name(code)
        except InputError:  # a label of one's own
            names[code] = ""
    return {
        "agreement": whose.title,
        "parties": whose.here,
        "economies": len(base.countries),
        "coefficient": size.value,
        "theta": theta,
        "sector_names": names,
    }


def _source(size: Coefficient, file: str | None) -> tuple[Provenance, ...]:
    if not size.citation:
        return ()
    named = "gravity estimate" if file is not None else "agreement_effects"
    error = "" if size.error is None else f" ({size.error:.4g})"
    return (Provenance(named, title=f"a coefficient of {size.value:.4g}{error}: {size.name}", citation=size.citation),)


def _within(world: Goods) -> bool:
    """Say whether some parties are not bound to each other: members of one customs union."""
    size = len(world.parties)
    return int(world.pairs.sum()) < size * (size - 1)


def _known(base: Baseline, whose: Parties, bound: NDArray[np.bool_], *, remove: bool) -> tuple[str, ...]:
    """Tell of pairs that are bound already, or of those that are not where an agreement is taken away; of who is absent."""
    from datetime import date  # noqa: PLC0415
    from itertools import combinations  # noqa: PLC0415

    from counterpoise.world.register import between  # noqa: PLC0415

    said = (ABSENT.format(absent=", ".join(whose.absent)),) if whose.absent else ()
    if base.year is None:
        return said
    on = date(base.year, 7, 1)
    place = base.countries.index
    pairs = [
        (one, other)
        for one, other in combinations(whose.here, 2)
        if bound[place(one), place(other)] and bool(between(one, other, on)) != remove
    ]
    if not pairs:
        return said
    few = ", ".join(f"{one}-{other}" for one, other in pairs[:MOST_PAIRS])
    few += f" and {len(pairs) - MOST_PAIRS} more pairs" if len(pairs) > MOST_PAIRS else ""
    return (*said, (UNBOUND if remove else BOUND).format(pairs=few))
