"""What insurance against a rupture is worth: the policy that hedges it, and the frontier between a calm year and the rupture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import (
    Country,
    Flag,
    Partners,
    Sectors,
    Source,
    TariffChoice,
    Year,
    whole,
    words_of,
)
from counterpoise.questions.changes import Closure, Elasticities, Horizon, baseline_of, under_model
from counterpoise.questions.insured import CALM, Insurance, told

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.statecraft.hedging import Aim
    from counterpoise.statecraft.putty_clay import PuttyClay
    from counterpoise.world.economy import Economy

INSTRUMENTS = {
    "sector": "a rate for each sector on the partner's goods",
    "uniform": "one rate on the partner's goods",
    "others": "a rate for each sector on the partner's goods, and one on all others' goods",
    "each": "a rate for each sector on the partner's goods, and one for each sector on all others' goods",
}
"""What can be set."""

ON_PARTNER, ON_OTHERS = (0.0, 200.0), (-50.0, 200.0)
"""How far rates move from today's, percentage points: a subsidy on goods that may be lost is no insurance, and is left to who asks
for it."""


def _number(what: str, low: float, high: float, remedy: str) -> Callable[[Any, str], float]:
    def parse(value: Any, where: str) -> float:
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
            if isinstance(value, str) and value.strip().endswith("%") and high <= 1.0:
                share = _number(what, 100 * low, 100 * high, remedy)(value.strip().rstrip("%"), where) / 100
                raise InputError(f"{what} of {value[:40]} is none", where=where, remedy=f"write {share:g}") from None
        if not low <= number <= high:
            raise InputError(f"{what} of {str(value)[:40]} is none", where=where, remedy=remedy)
        return number

    return parse


def _cut(value: Any, where: str) -> float:
    number = _number("a cut", 0.0, 100.0, "give the per cent of trade that ends, above 0 to 100")(value, where)
    if number == 0.0:
        raise InputError(
            "a cut of 0 is none", where=where, remedy="give the per cent of trade that ends, above 0 to 100"
        )
    return number


def _bounds(value: Any, where: str) -> tuple[float, float]:
    remedy = "write two numbers of percentage points with 0 between, as -50,200"
    try:
        low, high = (float(one) for one in words_of(value, where))
    except (TypeError, ValueError):
        raise InputError(f"{str(value)[:40]!r} are no bounds", where=where, remedy=remedy) from None
    if not (-100.0 < low <= 0.0 <= high < math.inf and low < high):
        what = (
            f"bounds from {low:g} to {high:g} exclude zero"
            if low > 0 or high < 0
            else f"{low:g},{high:g} are no bounds"
        )
        raise InputError(what, where=where, remedy=remedy)
    return low, high


def _instruments(value: Any, where: str) -> str:
    word = str(value).strip().lower()
    if word not in INSTRUMENTS:
        remedy = did_you_mean(word, INSTRUMENTS, "take one of " + ", ".join(INSTRUMENTS))
        raise InputError(f"there are no instruments {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


def _scarcity(value: Any, where: str) -> str:
    from counterpoise.statecraft.putty_clay import SCARCITY  # noqa: PLC0415

    word = str(value).strip().lower()
    if word not in SCARCITY:
        remedy = did_you_mean(word, SCARCITY, "take home or partner")
        raise InputError(f"{str(value)[:40]!r} holds no scarcity value", where=where, remedy=remedy)
    return word


Probability = Annotated[
    float, Word("probability", _number("a probability", 0.0, 1.0, "give one between 0 and 1"), "PROBABILITY")
]
Cut = Annotated[float, Word("cut", _cut, "PERCENT")]
Bounds = Annotated["tuple[float, float]", Word("bounds", _bounds, "LOW,HIGH")]
Which = Annotated[str, Word("instruments", _instruments, "INSTRUMENTS", choices=lambda: tuple(INSTRUMENTS))]
Scarcity = Annotated[str, Word("scarcity", _scarcity, "home|partner", choices=lambda: ("home", "partner"))]
Aversion = Annotated[float, Word("aversion", _number("a risk aversion", 0.0, 50.0, "give one from 0 to 50"), "NUMBER")]
Deterrence = Annotated[
    float, Word("deterrence", _number("a deterrence", -10.0, 10.0, "give one from -10 to 10"), "NUMBER")
]
Stockpile = Annotated[
    float, Word("stockpile", _number("a cost", 0.0, 100.0, "give per cent of the goods' value a year"), "PERCENT")
]
Points = Annotated[int, whole("points", 2)]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def hedge(  # noqa: PLR0913 - what a person may say of it, each by its name
    country: Country,
    *,
    against: Partners,
    probability: Probability,
    instruments: Which = "sector",
    sector: Sectors | None = None,
    bounds: Bounds | None = None,
    cut: Cut = 90.0,
    scarcity: Scarcity = "home",
    horizon: Horizon = "short",
    aversion: Aversion = 1.0,
    worst: Flag = False,
    deterrence: Deterrence = 0.0,
    stockpile: Stockpile | None = None,
    points: Points = 20,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    elasticities: Elasticities | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Insurance:
    """What insurance against a rupture is worth: the policy that hedges it, and what it costs in a calm year.

    The policy is set in calm years, with the long run's elasticities. When the tie breaks, its accounts are what the rupture
    meets, with the little that substitutes within a year. The answer is conditional on the probability, which is the user's.

    Parameters
    ----------
    country
        Who hedges.
    against
        The partner that may be lost: a country or a group.
    probability
        Of the rupture in a year, 0 to 1: the user's own judgement.
    instruments
        sector (a rate for each sector on the partner's goods), uniform (one rate), others (and one on all others' goods), or
        each (and one for each sector on all others' goods).
    sector
        What rates can be set on: codes (C26), groups (goods, manufacturing); all goods if left out.
    bounds
        The lowest and the highest rate, percentage points on today's; zero lies between. If left out, 0 to 200 on the partner's
        goods, which are then not subsidised, and -50 to 200 on all others'.
    cut
        Per cent of the trade with the partner that ends, both ways; 90, the standard rupture, if left out.
    scarcity
        Who holds the scarcity value of the partner's goods that still arrive: home (its buyers' country, as in simulate) or
        partner (the partner's side keeps all that they cost).
    horizon
        What substitutes in the rupture: short (within a year), medium or long; short if left out.
    aversion
        Relative risk aversion over the level of real income: 1 is its log, 0 its mean.
    worst
        Whether the worst case alone counts, whatever its probability.
    deterrence
        By how much the log odds of a rupture fall for each per cent of real income that it costs the two sides together; below 0
        where cost provokes; 0, a given probability, if left out.
    stockpile
        What holding the partner's goods costs, per cent of their value a year: the share of a year that stocks last is then chosen
        too; no stocks if left out.
    points
        Points of the frontier.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those of today: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits: additive, multiplicative or balanced.
    elasticities
        A set of trade elasticities for the calm years, as caliendo-parro-2015.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Insurance
        Real income calm and in the rupture at today's rates, at the best without risk, at the adequate level and with what firms do
        unasked; rates by sector; the frontier along the probability.

    Raises
    ------
    InputError
        If a country is against itself, or a number has no meaning.
    NoSolution
        If the rupture has no equilibrium, or no optimum was found: with how far the slopes are from zero.

    References
    ----------
    Grossman, Helpman and Lhuillier (2023), Supply Chain Resilience: Should Policy Promote International Diversification or
    Reshoring?, Journal of Political Economy 131(12); Mayer, Mejean and Thoenig (2025), The Fragmentation Paradox, CEPR DP 20564.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.hedge("KOR", against="CHN", probability=0.02, instruments="uniform", points=2)
    >>> found.hedging_value_pct.item() > 0
    True
    """
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.statecraft.hedging import Aim, Hedging  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.02)
    asked = under_model(Scenario(title="hedge"), {"closure": closure, "elasticities": elasticities})
    base = baseline_of(asked, year, source, tariffs, economy)
    broken = under_model(Scenario(title="hedge"), {"closure": closure, "horizon": horizon})
    later = baseline_of(broken, year, source, tariffs, economy)
    broken_by = (cut / 100, scarcity)
    model = _model(
        base, later, country, against, (instruments, sector, bounds), broken_by, stockpile, both=bool(deterrence)
    )
    aim = Aim(probability, aversion, worst, deterrence)
    search = Hedging(model, aim)
    found = search.solved(points, tell)
    tell.report("done", 1.0)
    return Insurance(
        question=Asked("hedge", {}),
        data=told(search, found, country, against),
        provenance=_sources(base, later),
        warnings=(*_warnings(model, aim), *search.notes(found), *base.notes),
        diagnostics={
            "objective": search.objective,
            "slope": found.maximum.slope,
            "evaluations": model.evaluations,
            "rates": len(model.chosen),
            "rates_at_their_upper_bound": int(found.maximum.at_upper.sum()),
            "rates_at_their_lower_bound": int(found.maximum.at_lower.sum()),
            "corner": search.corner(found),
            "calm": found.best.calm,
            "rupture": found.best.rupture,
            "unhedged": found.calm.rupture,
        },
    )


def _model(
    base: Baseline,
    later: Baseline,
    country: str,
    against: Sequence[str],
    choice: tuple[str, Sequence[str] | None, tuple[float, float] | None],
    broken_by: tuple[float, str],
    stockpile: float | None,
    *,
    both: bool,
) -> PuttyClay:
    """Make the two years of who hedges against whom by what."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.scenario.labels import Labels  # noqa: PLC0415
    from counterpoise.statecraft.instruments import instruments  # noqa: PLC0415
    from counterpoise.statecraft.putty_clay import PuttyClay, Rupture, Stock  # noqa: PLC0415

    which, sector, bounds = choice
    home, partners = parties(base, country, against)
    labels = Labels(base.countries, base.sectors, base.scheme, {})
    goods = list(labels.goods()[0]) if sector is None else list(labels.sectors_of(tuple(sector), where="--sector"))
    others = [k for k in range(len(base.countries)) if k != home and k not in partners]
    ends, elsewhere = (ON_PARTNER, ON_OTHERS) if bounds is None else (bounds, bounds)
    across = "all" if which == "uniform" else "sector"
    chosen = instruments(base, home, partners, goods, across=across, bounds=_shares(ends))
    if which in ("others", "each"):
        way = "all" if which == "others" else "sector"
        chosen = chosen.joined(instruments(base, home, others, goods, across=way, bounds=_shares(elsewhere)))
    held = np.zeros(len(base.sectors), dtype=bool)
    held[list(labels.goods()[0])] = True
    stock = None if stockpile is None else Stock(stockpile / 100, held)
    return PuttyClay(base, later, Rupture(home, tuple(partners), *broken_by), chosen, stock, both)


def _shares(bounds: tuple[float, float]) -> tuple[float, float]:
    return bounds[0] / 100, bounds[1] / 100


def parties(base: Baseline, country: str, against: Sequence[str]) -> tuple[int, list[int]]:
    """Give the two sides as positions.

    Raises
    ------
    InputError
        If a country is against itself, or is not in the accounts.
    """
    from counterpoise.codes.groups import is_group, parse_countries  # noqa: PLC0415

    parse_countries([country], known=base.countries, where="country")
    found = parse_countries(list(against), known=base.countries, where="--against")
    if country in found and (len(found) == 1 or country in [one for one in against if not is_group(one)]):
        raise InputError(f"{country} can't hedge against itself", where="--against", remedy="name a partner")
    others = [base.countries.index(one) for one in found if one != country]
    if len(others) >= len(base.countries) - 1:
        raise InputError("nobody is left to trade with", where="--against", remedy="name a partner")
    return base.countries.index(country), others


def _sources(base: Baseline, later: Baseline) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*base.provenance, *later.provenance)))


ASSUMED = (
    "a conditional scenario, not a forecast: the probability is the user's own, and each number is an equilibrium of the model under it, "
    "law and retaliation left out"
)
NO_REVENUE = (
    "in the rupture the partner's side keeps all that its remaining goods cost: no tariff and no scarcity value of them comes home; of "
    "what it still buys the scarcity value stays with its buyers; simulate leaves either with the buyers, and its loss is smaller"
)
AT_HOME = (
    "in the rupture the scarcity value of what still arrives stays in its buyers' country, as in simulate: buyers pay a price that their "
    "country does not, so that firms can hedge more than is worth it; --scarcity partner leaves it abroad, and the loss is larger"
)
LOCAL = "an optimum is the best nearby: no small move within the bounds raises the objective, and another may be higher"
FORESIGHT = (
    "what firms do unasked is that of buyers who know the probability, take all prices as given and make the expected log of their cost "
    "least; buyers who do not foresee the rupture, or expect to be rescued, do less"
)
JOINT = (
    "the probability moves with what a rupture costs the two sides together: cutting the tie makes it {way}, by an assumed strength "
    "that no data here estimate"
)


def _warnings(model: PuttyClay, aim: Aim) -> list[str]:
    held = NO_REVENUE if model.rupture.scarcity == "partner" else AT_HOME
    said = [ASSUMED, *([held] if model.rupture.cut < 1.0 else []), FORESIGHT, LOCAL]
    if aim.deterrence:
        said.append(JOINT.format(way="likelier" if aim.deterrence > 0 else "less likely"))
    return said


__all__ = ["CALM", "Insurance", "hedge", "parties"]
