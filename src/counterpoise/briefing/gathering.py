"""The questions of a brief, asked one after the other; what has no answer says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import CounterpoiseError, InputError, NoSolution
from counterpoise.core.need import need
from counterpoise.core.progress import quietly
from counterpoise.core.workers import Beside, cores
from counterpoise.world.load import loaded

if TYPE_CHECKING:
    from counterpoise.briefing.case import Case
    from counterpoise.core.progress import Progress
    from counterpoise.core.result import Result
    from counterpoise.world.economy import Economy

RECENT = 5
"""Years of the record that a brief looks back on."""

TALKS_DRAWS = 200
"""Draws that a negotiation's path is held against; none is solved anew: 'counterpoise negotiate' does more."""

EXPOSED = (
    "look_through",
    "foreign_input_reliance",
    "sales_value_added",
    "input_sales_extraction",
    "export_content_reliance",
    "VALU",
)
"""The measures by which the page tells the most exposed sectors, and the sectors' value added."""

BY_PARTNER = ("look_through", "foreign_input_reliance", "look_through_direct")
"""What is shown of all partners."""

Found = dict[str, "Result"]


def gathered(
    case: Case, economy: Economy | None, tell: Progress
) -> tuple[str, tuple[str, ...], dict[str, Result], dict[str, str]]:
    """Ask all that a case asks.

    Parameters
    ----------
    case
        What is asked.
    economy
        The accounts; None means those that the case names, or the newest.
    tell
        Told how far the work is.

    Returns
    -------
    tuple
        The country; the powers, a group by its members; the results by name; and why one is lacking, by its name.

    Raises
    ------
    InputError
        If the accounts do not hold the country or a power.
    """
    from counterpoise.charts.render import begin  # noqa: PLC0415
    from counterpoise.questions import rely  # noqa: PLC0415

    country, named = case.country, tuple(case.powers)
    world: dict[str, Any] = {"year": case.year, "source": case.source, "economy": economy}
    tell.report("reliance by partner", 0.05)
    with ThreadPoolExecutor(2) as beside:
        beside.submit(begin)
        half = _begun(case, country, named, world)
        try:
            results: Found = {"partners": rely(country, indicators=BY_PARTNER, **world)}
            if half is None:
                half = beside.submit(_prospects, case, country, named, world, tell.part(0.3, 0.9))
            results["powers"] = _powers(country, named, world)
            members = _members(named, results["powers"].data["partner"].values.tolist())
            rest = beside.submit(_rest, country, members, case.year)
            found, lacking = _standing(case, country, named, members, world, tell)
            results |= found | rest.result()
            need("altair", "brief")  # loaded while the other half is still at work

            def waiting() -> None:
                tell.report("what a change would cost", 0.35)

            waiting()
            possible, unanswered = half.result(waiting) if isinstance(half, Beside) else half.result()
        except BaseException:
            tell.cancel()
            if isinstance(half, Beside):
                half.end()
            raise
    tell.report("the document", 0.9)
    return country, members, results | possible, lacking | unanswered


def _begun(case: Case, country: str, named: tuple[str, ...], world: Mapping[str, Any]) -> Beside | None:
    """Begin to work out what could be in a process of its own, where that is the faster way.

    It loads the accounts itself, so it is where they are not loaded here yet, and where no draws are asked for, which processes
    share out and tell of.
    """
    if case.draws or loaded() or world["economy"] is not None or cores() < 2:
        return None
    return Beside("counterpoise.briefing.gathering:prospects", (case, country, named, dict(world)), None)


def _powers(country: str, named: tuple[str, ...], world: Mapping[str, Any]) -> Result:
    """Ask how the country and the powers rely on each other."""
    from counterpoise.questions import rely  # noqa: PLC0415
    from counterpoise.questions.reliance import ELASTICITIES  # noqa: PLC0415

    try:
        return rely(country, on=named, both=True, indicators="ratios", cut=ELASTICITIES, **world)
    except InputError as error:
        where = "--powers" if error.where == "--on" else error.where
        raise InputError(error.what, where=where, remedy=error.remedy) from error


def _standing(
    case: Case,
    country: str,
    named: tuple[str, ...],
    members: tuple[str, ...],
    world: Mapping[str, Any],
    tell: Progress,
) -> tuple[Found, dict[str, str]]:
    """Ask how things are: sectors, and the economy and security."""
    from counterpoise.briefing.both import both_sides  # noqa: PLC0415
    from counterpoise.questions import rely  # noqa: PLC0415
    from counterpoise.questions.reliance import EACH  # noqa: PLC0415

    tell.report("sectors", 0.12)
    results: Found = {"sectors": rely(country, on=members, sector=EACH, indicators=EXPOSED, **world)}
    tell.report("the economy and security", 0.2)
    found, lacking = both_sides(country, named, members, weights=dict(case.weights), **world)
    return results | found, lacking


def _rest(country: str, members: tuple[str, ...], year: int | None) -> Found:
    """Ask what needs no accounts of the year: products, and the past."""
    from counterpoise.questions import trend  # noqa: PLC0415

    return _products(country, members, year) | {"past": trend(country, on=members)}


def prospects(shared: tuple[Case, str, tuple[str, ...], Mapping[str, Any]], _job: None) -> tuple[Found, dict[str, str]]:
    """Ask what could be, as a worker does."""
    return _prospects(*shared, quietly(None))


def _prospects(
    case: Case, country: str, named: tuple[str, ...], world: Mapping[str, Any], tell: Progress
) -> tuple[Found, dict[str, str]]:
    """Ask what could be: what changes would cost, leverage, talks; and what was done and said."""
    results: Found = {}
    lacking: dict[str, str] = {}
    pair = named[:2]
    asks = [
        *_costs(case, country, pair, world, tell.part(0.0, 0.7)),
        *_leverage(case, country, pair, world),
        *_negotiations(case),
        *_record(case, country, named),
    ]
    for k, (name, ask) in enumerate(asks):
        tell.report(name, k / len(asks))
        try:
            results[name] = ask()
        except (InputError, NoSolution) as error:
            if not _lacks(error):
                raise
            lacking[name] = error.what
    return results, lacking


def _lacks(error: CounterpoiseError) -> bool:
    """Say whether an error tells of data that lack, or of no solution, and not of a wrong file of the case."""
    return isinstance(error, NoSolution) or not str(error.where).endswith((".toml", ".jsonl"))


Ask = tuple[str, Callable[[], "Result"]]


def _members(words: Sequence[str], held: Sequence[str]) -> tuple[str, ...]:
    """Give the powers in the order in which they were named, a group by those members that the accounts hold."""
    from counterpoise.briefing.case import MOST_POWERS  # noqa: PLC0415
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    found = tuple(one for one in parse_countries(words) if one in held)
    if len(found) > MOST_POWERS:
        remedy = f"name at most {MOST_POWERS} countries: a group stands for its members, one by one"
        raise InputError(f"{len(found)} powers are too many for a page", where="--powers", remedy=remedy)
    return found


def _products(country: str, powers: Sequence[str], year: int | None) -> Found:
    """Screen the products that the store has; nothing where it knows none of the country's, or of the powers'."""
    from counterpoise.questions import products  # noqa: PLC0415

    for when in dict.fromkeys((year, None)):  # the accounts' year, else the newest of the flows
        try:
            return {"products": products(country, on=powers, year=when)}
        except InputError as error:
            if error.where != "--year":
                break
    return {}


def _costs(case: Case, country: str, pair: Sequence[str], world: Mapping[str, Any], tell: Progress) -> list[Ask]:
    from counterpoise.questions import costs  # noqa: PLC0415

    choices: dict[str, Any] = {"draws": case.draws or None, "seed": case.seed, "scenarios": case.changes or None}
    return [("costs", lambda: costs(country, on=pair, progress=tell, **choices, **world))]


def _leverage(case: Case, country: str, pair: Sequence[str], world: Mapping[str, Any]) -> list[Ask]:
    from counterpoise.codes.groups import is_group  # noqa: PLC0415
    from counterpoise.questions import hedge, leverage  # noqa: PLC0415

    def asked(power: str) -> Result:
        return leverage(country, on=power, first_order=True, **world)

    made: list[Ask] = [(f"leverage {one}", lambda one=one: asked(one)) for one in pair if not is_group(one)]
    if case.risk is not None and case.risk.probability > 0:
        risk = case.risk
        choices: dict[str, Any] = {"probability": risk.probability, "instruments": "uniform", "points": 2}
        made.append(("hedge", lambda: hedge(country, against=risk.against, **choices, **world)))
    return made


def _negotiations(case: Case) -> list[Ask]:
    from counterpoise.questions import negotiate  # noqa: PLC0415

    return [
        (f"talks {k}", lambda one=one: negotiate(one, draws=TALKS_DRAWS, anew=0, seed=case.seed))
        for k, one in enumerate(case.negotiations, 1)
    ]


def _record(case: Case, country: str, named: Sequence[str]) -> list[Ask]:
    """Ask what was done between the two in the last years, and with a ledger what was said."""
    from counterpoise.questions import relations, ties  # noqa: PLC0415
    from counterpoise.world.load import load_ties  # noqa: PLC0415

    facing = [one for one in case.facing if one != country] or list(named)
    since = load_ties().newest - RECENT + 1
    made: list[Ask] = [(f"record {one}", lambda one=one: ties(country, on=[one], since=since)) for one in facing]
    ledger = case.ledger
    if ledger is not None:
        made += [(f"relations {one}", lambda one=one: relations(country, on=one, ledger=str(ledger))) for one in facing]
    return made
