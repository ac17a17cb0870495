"""Who can hurt whom, by what, and at what cost to itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import (
    EVERYONE,
    Flag,
    Partners,
    Sectors,
    Seed,
    Source,
    Subjects,
    TariffChoice,
    Year,
    whole,
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
from counterpoise.questions.coerced import Coerced

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.scenario import Scenario
    from counterpoise.statecraft.coalition import Sanction
    from counterpoise.statecraft.leverage_data import Answers, Choices, Joined
    from counterpoise.statecraft.position import World
    from counterpoise.world.economy import Economy

MOST_FRONTIERS = 6
"""Pairs whose frontiers are found in full where nothing is said; of more, to first order."""

LAWLESS = "what a sender could do, not what is lawful or wise: it holds the target's answer, and everyone else's, at nothing, and all else equal"
GOODS_ALONE = "power over goods is of goods alone: it understates a power whose strength is its finance, its services or its currency"
NEARBY = (
    "each point of the frontier is an optimum nearby, found under the cost as a constraint; where there are several, a larger loss "
    "is not ruled out"
)
QUICK = (
    "to first order, instruments of {size:g} points or per cent: what a tariff costs its sender rises with its square and is left out, "
    "so costs are too low"
)
ESSENTIAL = "{count} goods have no power of their own told: one sender controls all imports, or no origin substitutes for another"
APART = "{name}: each of its {count} members acts, or is acted on, by itself; only in a coalition (--coalition) a group acts as one"
UNSOLVED = "{count} of {all} sanctions have no equilibrium: they are missing"
RANGE = (
    "a member adds less than nothing, or more than all together, in some coalitions, so that the sampling error has no bound that "
    "holds for any game; its standard error stands"
)
SAMPLED = (
    "{members} members have too many coalitions to solve all: {orders} orders of joining were sampled, each with its reverse; the "
    "interval holds with 95 % or more (Maleki et al. 2013) if every member adds between nothing and the loss by all"
)


def _numbers(name: str, least: float, most: float) -> Any:
    """Give a parser of a list of numbers within bounds."""

    def parse(value: Any, where: str) -> tuple[float, ...]:
        made = []
        for word in words_of(value, where):
            number = _number(name, word, where)
            if not least <= number <= most:
                remedy = f"take {least:g} to {most:g}" if math.isfinite(most) else f"take {least:g} or more"
                raise InputError(f"a {name} of {word[:40]} is out of range", where=where, remedy=remedy)
            made.append(number)
        return tuple(sorted(set(made)))

    return parse


def _number(name: str, word: Any, where: str) -> float:
    try:
        number = float(word)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(word, bool) or not math.isfinite(number):
        raise InputError(f"{str(word)[:40]!r} is no {name}", where=where, remedy="give a number")
    return number


def _size(name: str, most: float) -> Any:
    def parse(value: Any, where: str) -> float:
        number = _number(name, value, where)
        if not 0 < number <= most:
            raise InputError(f"a {name} of {number:g}", where=where, remedy=f"take more than 0, and {most:g} at most")
        return number

    return parse


def _instruments(value: Any, where: str) -> tuple[str, ...]:
    from counterpoise.statecraft.exposure import INSTRUMENTS  # noqa: PLC0415

    found = []
    for word in words_of(value, where):
        name = word.lower().replace("-", "_")
        if name not in INSTRUMENTS:
            remedy = did_you_mean(name, INSTRUMENTS, "take some of " + ", ".join(INSTRUMENTS))
            raise InputError(f"there is no instrument {word[:40]!r}", where=where, remedy=remedy)
        found.append(name)
    return tuple(dict.fromkeys(found))


def _sanction(value: Any, where: str) -> str:
    from counterpoise.scenario import read  # noqa: PLC0415

    word = " ".join(str(value).split())
    try:
        read(f"{word} by USA on CHN")
    except InputError as error:
        remedy = 'write it as "embargo 90 %" or "tariff +25 points"'
        raise InputError(f"{word[:60]!r} is no sanction: {error.what}", where=where, remedy=remedy) from error
    return word


Instruments = Annotated[Sequence[str], Word("instruments", _instruments, "INSTRUMENTS")]
Costs = Annotated[Sequence[float], Word("costs", _numbers("cost", 0.0, 100.0), "PERCENT")]
Size = Annotated[float, Word("size", _size("size", 1000.0), "PERCENT")]
Members = Annotated[Sequence[str], Word("countries", words_of, "COUNTRIES")]
SanctionWord = Annotated[str, Word("sanction", _sanction, "SANCTION")]
Orders = Annotated[int, whole("orders", 4)]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def leverage(  # noqa: PLR0913 - what a person may say of it, each by its name
    country: Subjects,
    *,
    on: Partners,
    coalition: Members | None = None,
    sanction: SanctionWord = "embargo 90 %",
    instruments: Instruments = ("tariff", "export_tax"),
    costs: Costs = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2),
    size: Size = 10.0,
    most: Size = 100.0,
    sector: Sectors | None = None,
    orders: Orders = 200,
    seed: Seed = 0,
    first_order: Flag = False,
    exact: Flag = False,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizon | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Coerced:
    """Who can hurt whom, by which instrument and sector, and at what cost to itself.

    The answer is a frontier: the largest loss of the target for a cost to the sender of at most this. A ratio of the two would
    explode near zero, since a sender gains from a small tariff. Both directions are told.

    Parameters
    ----------
    country
        Who acts: a country, several, a group (each of its members by itself), or ALL.
    on
        On whom: countries or groups (each member by itself), or ALL.
    coalition
        Who may join the one country that acts: countries, or groups, which act as one.
    sanction
        What the coalition does, as "embargo 90 %" or "tariff +25 points", as a scenario's short form has it.
    instruments
        On the frontier: some of tariff, export_tax, import_cost, export_cost; the two taxes if left out.
    costs
        What the sender may lose at most, per cent of its real income, as 0,0.05,0.1.
    size
        Of an instrument on all goods, and of what is told to first order: points of a tax, per cent of a cost; 10 if left out.
    most
        How far a rate may be raised on the frontier: points of a tax, per cent of a cost; 100 if left out.
    sector
        On which goods: codes (C26), groups (manufacturing), ALL; agriculture, mining and manufacturing if left out.
    orders
        How many orders of joining are sampled where a coalition has more than eight members, an even number; 200 if left out.
    seed
        Another one gives other orders; 0 if left out.
    first_order
        Whether to leave the frontier in full out: of more than six pairs it is always left out.
    exact
        Whether to solve the instruments on all goods in full for every pair, however many; of a few pairs it is always done.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those before: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits afterwards: additive, multiplicative or balanced.
    deficits
        Those before: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after: short, medium or long.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Coerced
        Frontiers ``[country, partner, budget]`` with their rates, instruments and sectors to first order, power over goods and
        the asymmetry of trade; of a coalition what each member adds ``[party]``.

    Raises
    ------
    InputError
        If a country is to act on itself, a coalition contains its target, or a word is not known.
    NoSolution
        If an optimum is not found: with how far its conditions are from holding.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.leverage("KOR", on="CHN", costs="0", sector="C26", instruments="tariff")
    >>> free = found.leverage_loss_pct.sel(budget="cost at most 0 %").item()
    >>> free < found.leverage_loss_pct__reverse.sel(budget="cost at most 0 %").item()
    True
    """
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.statecraft.leverage_data import Answers, Choices  # noqa: PLC0415
    from counterpoise.statecraft.position import World  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the baseline", 0.02)
    model = {"closure": closure, "deficits": deficits, "sourcing": sourcing, "elasticities": elasticities}
    asked = under_model(Scenario(title="the baseline"), model | {"horizon": horizon})
    base = baseline_of(asked, year, source, tariffs, economy)
    senders, targets = _pairs(country, on, base)
    goods = _goods(sector, base)
    choices = Choices(senders, targets, goods, tuple(instruments), tuple(costs), size, most)
    few = len(choices.pairs) <= MOST_FRONTIERS
    answers = Answers(World(base), choices)
    ask = _Ask(answers, tell, few=few, frontier=few and not first_order, exact=exact or few)
    joined = None
    if coalition is not None:
        acted = _acting(answers.world, choices, tuple(country), coalition, (sanction, asked))
        joined = ask.coalition(acted, orders=orders, seed=seed)
    return ask.answer(joined, (conditional(asked.model), *_apart((*country, *on), base)), sanction)


# Words ------------------------------------------------------------------------------------------------------


def _pairs(country: Sequence[str], on: Sequence[str], base: Baseline) -> tuple[list[int], list[int]]:
    """Give who acts and on whom, as positions."""
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    labels = Labels(base.countries, base.sectors, base.scheme, {})

    def held(words: Sequence[str], where: str) -> list[int]:
        found, _ = labels.countries_of(tuple(words), where)
        every = [one.upper() for one in words] == [EVERYONE]
        return [one for one in found if not (every and base.countries[one] == "ROW")]

    senders, targets = held(country, "country"), held(on, "--on")
    if len(senders) == 1 and len(targets) > 1 and [one.upper() for one in on] == [EVERYONE]:
        targets = [one for one in targets if one != senders[0]]
    if len(targets) == 1 and len(senders) > 1 and [one.upper() for one in country] == [EVERYONE]:
        senders = [one for one in senders if one != targets[0]]
    both = set(senders) & set(targets)
    if both and min(len(senders), len(targets)) == 1:
        name = base.countries[min(both)]
        raise InputError(f"{name} can't act on itself", where="--on", remedy="name another country")
    return senders, targets


def _apart(words: Sequence[str], base: Baseline) -> list[str]:
    """Say of groups that they are their members here, one by one."""
    from counterpoise.codes.groups import is_group  # noqa: PLC0415
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    labels = Labels(base.countries, base.sectors, base.scheme, {})
    groups = [one.upper() for one in dict.fromkeys(words) if is_group(one)]
    return [APART.format(name=one, count=len(labels.countries_of((one,), "country")[0])) for one in groups]


def _goods(sector: Sequence[str] | None, base: Baseline) -> tuple[int, ...]:
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    labels = Labels(base.countries, base.sectors, base.scheme, {})
    if sector is None:
        return tuple(labels.goods()[0])
    if [one.upper() for one in sector] == [EVERYONE]:
        return tuple(range(len(base.sectors)))
    return tuple(labels.sectors_of(tuple(sector), where="--sector"))


def _acting(
    world: World, choices: Choices, country: Sequence[str], coalition: Sequence[str], says: tuple[str, Scenario]
) -> Sanction:
    """Give the sanction of a coalition: the one country that acts, and those that may join it."""
    from counterpoise.codes.groups import is_group  # noqa: PLC0415
    from counterpoise.scenario import read  # noqa: PLC0415
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415
    from counterpoise.statecraft.coalition import Sanction  # noqa: PLC0415

    base = world.baseline
    if len(choices.targets) != 1 or len(country) != 1:
        what = "a coalition has one country that begins, and one target"
        raise InputError(what, where="--coalition", remedy="name one country, and one after --on")
    labels = Labels(base.countries, base.sectors, base.scheme, {})
    members: dict[str, list[str]] = {}
    for word in (country[0], *coalition):
        found, _ = labels.countries_of((word,), "--coalition")
        name = word.upper() if is_group(word) else base.countries[found[0]]
        if name in members:
            raise InputError(f"{name} is in the coalition twice", where="--coalition", remedy="name it once")
        members[name] = [base.countries[one] for one in found]
    target = base.countries[choices.targets[0]]
    text, asked = says

    def scenario(who: Sequence[str]) -> Scenario:
        return read(f"{text} by {','.join(who)} on {target}").model_copy(update={"model": asked.model})

    return Sanction(world, members, target, scenario)


# The answer -------------------------------------------------------------------------------------------------


@dataclass
class _Ask:
    """The parts of an answer, filled in one after the other."""

    answers: Answers
    tell: Progress
    few: bool
    frontier: bool
    exact: bool

    def report(self, label: str, share: float) -> None:
        """Tell how far the parts are: the frontier takes longest."""
        begin, end = {"to first order": (0.05, 0.2), "instruments on all goods": (0.2, 0.4)}.get(label, (0.4, 0.95))
        self.tell.report(label, begin + (end - begin) * share)

    def coalition(self, sanction: Sanction, *, orders: int, seed: int) -> Joined:
        """Give what each member of a coalition adds."""
        from counterpoise.statecraft.leverage_data import coalition  # noqa: PLC0415

        sanction.tell = lambda solved: self.tell.report(f"{solved} coalitions", 0.05)
        return coalition(sanction, self.answers.asked.goods, orders=orders + orders % 2, seed=seed)

    def answer(self, joined: Joined | None, told: Sequence[str], sanction: str) -> Coerced:
        """Give the answer."""
        import xarray as xr  # noqa: PLC0415

        from counterpoise.equilibrium.counterfactual import INELASTIC  # noqa: PLC0415
        from counterpoise.statecraft import leverage_data as parts  # noqa: PLC0415

        answers, asked, base = self.answers, self.answers.asked, self.answers.world.baseline
        said = [*told, LAWLESS, *([INELASTIC] if bool((base.theta < 0).any()) else [])]
        parts.quickly(answers, self.report, by_sector=self.few)
        gap = parts.frontiers(answers, self.report) if self.frontier else None
        failed = parts.exactly(answers, self.report) if self.exact else 0
        said += [NEARBY] if self.frontier else []
        said.append(QUICK.format(size=asked.size))
        if failed:
            said.append(UNSOLVED.format(count=failed, all=len(asked.ways) * len(asked.instruments)))
        if alone := parts.accounted(answers, by_sector=self.few):
            said.append(ESSENTIAL.format(count=alone))
        said.append(GOODS_ALONE)
        data = answers.dataset()
        diagnostics: dict[str, Any] = {"equilibria": answers.world.solutions, "size": asked.size, "most": asked.most}
        diagnostics |= {} if gap is None else {"largest_gap": gap}
        if joined is not None:
            data = xr.merge([data, joined.data], combine_attrs="drop_conflicts")
            diagnostics |= {**joined.diagnostics, "sanction": sanction}
            said += _of_coalition(joined)
        data = data if base.year is None else data.assign_coords(year=base.year)
        self.tell.report("done", 1.0)
        return Coerced(Asked("leverage", {}), data, base.provenance, (*said, *base.notes), diagnostics)


def _of_coalition(joined: Joined) -> list[str]:
    if not joined.sampled:
        return []
    told: Mapping[str, Any] = joined.diagnostics
    if not joined.harmless:
        return [RANGE]
    return [SAMPLED.format(members=joined.data.sizes["party"], orders=told["orders"])]
