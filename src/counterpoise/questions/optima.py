"""What an adequate rate is: the tariffs, export taxes or subsidies that maximise a country's real income in the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.adjustment import (
    ConsumptionSubstitution,
    FactorMobility,
    InputSubstitution,
    LabourSupply,
    ValueAddedSubstitution,
    Years,
)
from counterpoise.questions.arguments import (
    EVERYONE,
    Bounds,
    By,
    Country,
    Flag,
    Partners,
    Sectors,
    Source,
    TariffChoice,
    Year,
    across,
    words_of,
)
from counterpoise.questions.changes import (
    Closure,
    Deficits,
    Elasticities,
    Horizon,
    Sourcing,
    baseline_of,
    conditional,
    under_model,
)
from counterpoise.questions.chosen import WORDS, Optimal, dataset

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario
    from counterpoise.statecraft.instruments import Instruments
    from counterpoise.statecraft.optimal import Optimum
    from counterpoise.world.economy import Economy

INSTRUMENTS = {
    "tariff": ("tariff", 1),
    "export_tax": ("export_tax", 1),
    "import_subsidy": ("tariff", -1),
    "export_subsidy": ("export_tax", -1),
}
"""The kind of tax that each word stands for, and its sign: a subsidy is a tax below zero."""

USUAL = (-0.5, 5.0)
"""Bounds where none are named: a subsidy of a half, a tax of five times the price."""

FLAT = 0.05
"""A pattern that adds less than this part of the gain is no pattern to read anything into."""

MEANING = "optimal means: maximises the real income of {who} in this model, ignoring law and retaliation; it is no forecast and no advice"
LOCAL = (
    "a local optimum: no small change of these rates raises real income; searches from today's rates and from the best single rate "
    "ended {where}, and a higher one elsewhere is not ruled out"
)
PATTERN = "the pattern of the {n} rates adds {beyond} % of real income to the {single} % of the best single rate: read one rate, not a pattern"
STOPPED = "{n} of {all} rates stop at a bound: another bound gives other rates"
FREE = "no rate is at a bound: wider bounds would not move this optimum"
OUTSIDE = "{n} of today's rates lie outside the bounds, and are moved within: --bounds can make room for them"
UNEVEN = "what the rates are worth adds up to {share} % of the gain: on the way to them real income moves too unevenly"
LERNER = (
    "a tariff and an export tax on everything do the same (Lerner 1936): only what they do together is determined, not how it is "
    "shared between them"
)


def _kinds(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str) and not value.strip():
        raise InputError("no instrument is named", where=where, remedy="take some of " + ", ".join(INSTRUMENTS))
    words = tuple(one.lower().replace("-", "_").replace(" ", "_") for one in words_of(value, where))
    for word in words:
        if word not in INSTRUMENTS:
            remedy = did_you_mean(word, INSTRUMENTS, "take some of " + ", ".join(INSTRUMENTS))
            raise InputError(f"there is no instrument {word[:40]!r}", where=where, remedy=remedy)
    taxes = [INSTRUMENTS[word][0] for word in words]
    twice = next((tax for tax in taxes if taxes.count(tax) > 1), None)
    if twice:
        what = f"the {WORDS[twice][1]} is named twice: a subsidy is one below zero"
        raise InputError(what, where=where, remedy="name one of them, and give bounds")
    return words


Kinds = Annotated[Sequence[str], Word("instruments", _kinds, "INSTRUMENTS")]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def optimal(  # noqa: PLR0913 - what a person may say of it, each by its name
    country: Country,
    *,
    against: Partners | None = None,
    instruments: Kinds = ("tariff",),
    by: By | None = None,
    uniform: Flag = False,
    sector: Sectors | None = None,
    bounds: Bounds | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizon | None = None,
    years: Years | None = None,
    input_substitution: InputSubstitution | None = None,
    value_added_substitution: ValueAddedSubstitution | None = None,
    consumption_substitution: ConsumptionSubstitution | None = None,
    factor_mobility: FactorMobility | None = None,
    labour_supply: LabourSupply | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Optimal:
    """Which tariffs, export taxes or subsidies maximise a country's real income, ignoring law and retaliation.

    The answer is conditional: all other policies stay as they are, nobody answers, and real income is the model's. It tells what
    each rate is worth, and what the best single rate would bring, so that a pattern that is noise is not taken for one.

    Parameters
    ----------
    country
        Who sets the rates, and whose real income is maximised.
    against
        On whose trade: countries or groups; all others if left out.
    instruments
        Some of tariff, export_tax, import_subsidy, export_subsidy; taxes below zero are subsidies, where the bounds allow them.
    by
        What has a rate of its own: sector-partner, sector (whoever the partner), or partner; sector-partner if left out.
    uniform
        One rate for all (of each instrument).
    sector
        On which sectors: codes (C26), groups (goods, manufacturing), ALL; goods if left out.
    bounds
        The lowest and the highest rate in per cent, with zero between, as 0:50 or -20:100; -50:500 if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those of the baseline: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits: additive, multiplicative or balanced.
    deficits
        Those of the baseline: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after the change: short, medium or long.
    years
        Years after the change, as 3, in place of a horizon.
    input_substitution
        Elasticity of substitution between inputs, in place of the horizon's: 0 is Leontief, 1 Cobb-Douglas.
    value_added_substitution
        The same between value added and inputs.
    consumption_substitution
        The same between final goods.
    factor_mobility
        Whether factors move between sectors: mobile, specific, or an elasticity; the horizon's if left out.
    labour_supply
        Elasticity of the factor's supply to the real wage, in place of the horizon's; 0 is a given supply.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Optimal
        ``tariff_optimal_pct`` (or ``export_tax_optimal_pct``) ``[setter, partner, sector]``, with today's rates, what each is worth
        and what it is worth beyond the best single rate; ``welfare_pct``, ``terms_of_trade_pct``, ``tariff_revenue_change`` and others
        of every country.

    Raises
    ------
    InputError
        If a word is not known, a country is set against itself, or bounds exclude zero.
    NoSolution
        If no optimum was found: with how far the slopes are from zero.

    References
    ----------
    Gros (1987); Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104; Beshkar and Lashkaripour (2020);
    Lashkaripour (2021), The Cost of a Global Tariff War, Journal of International Economics 131.

    Examples
    --------
    >>> import counterpoise as cp
    >>> best = cp.optimal("KOR", against="CHN")
    >>> best.welfare_pct.sel(country="KOR").item() > 0 > best.welfare_pct.sel(country="CHN").item()
    True
    >>> cp.optimal("KOR", uniform=True).tariff_optimal_pct.round(0).item()
    16.0
    """
    from counterpoise.equilibrium.counterfactual import INELASTIC  # noqa: PLC0415
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.statecraft.optimal import optimum  # noqa: PLC0415
    from counterpoise.statecraft.position import World  # noqa: PLC0415

    differ = across(by, uniform=uniform)
    tell = quietly(progress)
    tell.report("the baseline", 0.1)
    model: dict[str, Any] = {
        "closure": closure,
        "deficits": deficits,
        "sourcing": sourcing,
        "elasticities": elasticities,
        "input_substitution": input_substitution,
        "value_added_substitution": value_added_substitution,
        "consumption_substitution": consumption_substitution,
        "factor_mobility": factor_mobility,
        "labour_supply": labour_supply,
    }
    asked = under_model(_timed(Scenario(title="optimal rates"), horizon, years), model)
    base = baseline_of(asked, year, source, tariffs, economy)
    chosen, notes = _chosen(base, country, against, instruments, differ, sector, bounds)
    world = World(base, asked.model.closure)
    best = optimum(world, chosen, tell=tell.report)
    data = dataset(base, best)
    data.attrs = _told(base, best, asked, against)
    tell.report("done", 1.0)
    return Optimal(
        question=Asked("optimal", {}),
        data=data,
        provenance=base.provenance,
        warnings=(
            MEANING.format(who=country),
            conditional(asked.model),
            *cautions(best),
            *([INELASTIC] if bool((base.theta < 0).any()) else []),
            *notes,
            *base.notes,
        ),
        diagnostics=_diagnostics(best, world.solutions),
    )


def _timed(scenario: Scenario, horizon: str | None, years: Any) -> Scenario:
    from counterpoise.equilibrium.path import at  # noqa: PLC0415

    if isinstance(years, tuple):
        raise InputError("an optimum is at one time", where="--years", remedy="name one number of years, as 3")
    if horizon is not None and years is not None:
        raise InputError("both a horizon and years are named", where="--years", remedy="name one")
    return scenario if horizon is None and years is None else at(scenario, horizon=horizon, years_after=years)


def _chosen(
    base: Baseline,
    country: str,
    against: Sequence[str] | None,
    words: Sequence[str],
    differ: str,
    sector: Sequence[str] | None,
    bounds: tuple[float, float] | None,
) -> tuple[Instruments, tuple[str, ...]]:
    """Give the rates that are free, and what is to be said of them."""
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415
    from counterpoise.statecraft.instruments import instruments  # noqa: PLC0415

    if country not in base.countries:
        remedy = did_you_mean(country, base.countries, "see 'counterpoise data list' for other accounts")
        raise InputError(f"these accounts hold no {country}", where="country", remedy=remedy)
    whom = _partners(base, country, against)
    labels = Labels(base.countries, base.sectors, base.scheme, {})
    if sector is None:
        goods, note = labels.goods()
    else:
        every = [one.upper() for one in sector] == [EVERYONE]
        goods = tuple(range(len(base.sectors))) if every else labels.sectors_of(tuple(sector), where="--sector")
        note = ""
    low, high = USUAL if bounds is None else (bounds[0] / 100, bounds[1] / 100)
    made: Instruments | None = None
    for word in words:
        tax, sign = INSTRUMENTS[word]
        ends = (low, high) if sign > 0 else (low, 0.0)
        if sign < 0 and low == 0:
            remedy = "let the bounds reach below zero: --bounds=-50:0"
            raise InputError(
                "a subsidy is a rate below zero, which the bounds exclude", where="--bounds", remedy=remedy
            )
        one = instruments(base, base.countries.index(country), whom, goods, kinds=(tax,), across=differ, bounds=ends)
        made = one if made is None else made.joined(one)
    if made is None:
        raise InputError(
            "no instrument is named", where="--instruments", remedy="take some of " + ", ".join(INSTRUMENTS)
        )
    return made, (note,) if note else ()


def _partners(base: Baseline, country: str, against: Sequence[str] | None) -> list[int]:
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    if against is None or list(against) == [EVERYONE]:
        return [place for place, one in enumerate(base.countries) if one != country]
    if country in against:
        raise InputError(f"{country} is set against itself", where="--against", remedy="name others")
    found = [one for one in parse_countries(list(against), known=base.countries, where="--against") if one != country]
    if not found:
        raise InputError(f"{country} is set against itself alone", where="--against", remedy="name others")
    return [base.countries.index(one) for one in found]


def cautions(best: Optimum) -> list[str]:
    """Give what a reader must know of an optimum."""
    from counterpoise.statecraft.optimal import ADDS_UP, APART, NOTHING  # noqa: PLC0415

    ends = best.starts
    where = "there" if max(ends) - min(ends) <= APART else f"at gains from {_gain(min(ends))} to {_gain(max(ends))} %"
    said = [LOCAL.format(where=where)]
    n, single = len(best.rates), best.level_gain
    beyond = best.gain - single
    if n > len(best.levels) and beyond < max(FLAT * best.gain, NOTHING):
        said.append(PATTERN.format(n=n, beyond=f"{max(100 * beyond, 0):.2g}", single=f"{100 * single:.3g}"))
    stopped = int((best.found.at_lower | best.found.at_upper).sum())
    if stopped:
        said.append(STOPPED.format(n=stopped, all=n))
    else:
        said.append(FREE)
    outside = int(((best.today < best.chosen.lower - 1e-12) | (best.today > best.chosen.upper + 1e-12)).sum())
    if outside:
        said.append(OUTSIDE.format(n=outside))
    if abs(best.worth.sum() - best.gain) > ADDS_UP * max(abs(best.gain), NOTHING):
        said.append(UNEVEN.format(share=f"{100 * best.worth.sum() / best.gain:.4g}"))
    if len(best.levels) > 1 and _on_everything(best):
        said.append(LERNER)
    return said


def _on_everything(best: Optimum) -> bool:
    """Say whether both taxes are on all that the setter trades: only there they do the same."""
    trade = best.position.baseline.trade.transpose(2, 0, 1) > 0  # origin, sector, destination
    k, chosen = best.country, best.chosen
    for kind, mine in chosen.by_kind.items():
        left = trade.copy()
        left[tuple(one[mine] for one in chosen.flow)] = False
        abroad = left[:, :, k] if kind == "tariff" else left[k].T  # whom, sector
        if bool(abroad[[one for one in range(len(trade)) if one != k]].any()):
            return False
    return True


def _gain(hat: float) -> str:
    return f"{100 * (hat - 1):.4g}"


def _told(base: Baseline, best: Optimum, asked: Scenario, against: Sequence[str] | None) -> dict[str, Any]:
    """Give what charts and sentences must know: they see only the data."""
    from counterpoise.scenario.moment import when  # noqa: PLC0415

    return {
        "setter": base.countries[best.country],
        "against": tuple(against or ()),
        "economies": len(base.countries),
        "rates": len(best.rates),
        "gain_pct": 100.0 * best.gain,
        "single_gain_pct": 100.0 * best.level_gain,
        "when": when(asked.model),
        "stopped": int((best.found.at_lower | best.found.at_upper).sum()),
        "inelastic": bool((base.theta[sorted(set(best.chosen.flow[1].tolist()))] < 0).any()),
    }


def _diagnostics(best: Optimum, solutions: int) -> dict[str, Any]:
    found = best.found
    return {
        "gain_pct": 100.0 * best.gain,
        "single_gain_pct": 100.0 * best.level_gain,
        "pattern_gain_pct": 100.0 * (best.gain - best.level_gain),
        "worth_adds_up_to_pct": 100.0 * float(best.worth.sum()),
        "formula_tariff_pct": 100.0 * best.formula,
        "slope_left": found.slope,
        "evaluations": found.evaluations,
        "equilibria": solutions,
        "rates": len(best.rates),
        "at_lower_bound": int(found.at_lower.sum()),
        "at_upper_bound": int(found.at_upper.sum()),
        "residual": best.position.solution.residual,
    }
