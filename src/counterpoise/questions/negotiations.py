"""Which deal is possible: the zone of agreement, the deals that enforce themselves, by which steps, and how sure that is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.bargain import ALONE
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.gallery import TALKS
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import Draws, Seed, whole, words_of
from counterpoise.questions.negotiated import Negotiated
from counterpoise.questions.terms import MOST_DEALS, MOST_ENDINGS, SETS, unit_of

if TYPE_CHECKING:
    from counterpoise.negotiation.payoffs import Compiled
    from counterpoise.negotiation.solution import Solved
    from counterpoise.negotiation.talks import Talks
    from counterpoise.world.economy import Economy

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "raiffa", "rubinstein")


def read(value: Any, where: str) -> Talks:
    """Read a negotiation: one that was made, a file, or one of the gallery by its name."""
    from counterpoise.negotiation.talks import Talks  # noqa: PLC0415

    if isinstance(value, Talks):
        return value
    if not isinstance(value, str | os.PathLike):
        raise InputError(f"{str(value)[:40]!r} is no negotiation", where=where, remedy="give a file, or a Talks")
    name = os.fspath(value)
    if not name:
        raise InputError("the file's name is empty", where=where, remedy="give a path")
    if Path(name).name != name or Path(name).suffix or Path(name).exists():
        return Talks.from_file(name)
    known = TALKS.gallery()
    if name not in known:
        remedy = did_you_mean(name, known, "name a file, or one of the gallery: " + ", ".join(known))
        raise InputError(f"there is no file and no negotiation {name[:60]!r}", where=where, remedy=remedy)
    return Talks.from_file(known[name])


def _deal(value: Any, where: str) -> dict[str, str]:
    """Read a deal, as ``programme=cap,relief=half``, or a mapping."""
    remedy = "write it as programme=cap,relief=half"
    pairs = value.items() if isinstance(value, Mapping) else [one.split("=", 1) for one in words_of(value, where)]
    made: dict[str, str] = {}
    for pair in pairs:
        if len(pair) != 2:
            raise InputError(f"{pair[0][:40]!r} names no level", where=where, remedy=remedy)
        issue, level = (str(one).strip() for one in pair)
        if issue in made:
            raise InputError(f"{issue[:40]!r} is named twice", where=where, remedy="name each issue once")
        made[issue] = level
    return made


def _rules(value: Any, where: str) -> tuple[str, ...]:
    made = tuple(one.lower().replace("-", "_") for one in words_of(value, where))
    for one in made:
        if one not in RULES:
            remedy = did_you_mean(one, RULES, "take some of " + ", ".join(RULES))
            raise InputError(f"there is no rule {one[:40]!r}", where=where, remedy=remedy)
    return made


Document = Annotated["Talks", Word("talks", read, "FILE")]
Courses = Annotated[Sequence[str], Word("courses", words_of, "COURSES")]
Deal = Annotated["Mapping[str, str]", Word("deal", _deal, "DEAL")]
Rules = Annotated[Sequence[str], Word("rules", _rules, "RULES", choices=lambda: RULES)]
Unknowns = Annotated[Sequence[str], Word("unknowns", words_of, "UNKNOWNS")]
Points = Annotated[int, whole("points", 2)]
Anew = Annotated[int, whole("draws", 0)]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def negotiate(  # noqa: PLR0913 - what a person may say of it, each by its name
    talks: Document,
    *,
    course: Courses | None = None,
    deal: Deal | None = None,
    rules: Rules | None = None,
    over: Unknowns | None = None,
    points: Points | None = None,
    draws: Draws = 1000,
    anew: Anew | None = None,
    seed: Seed = 0,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Negotiated:
    """Which deal is possible: which enforces itself, by which steps, and how sure that is.

    A deal is a state of all issues that is kept for ever. It enforces itself if at every stage of the way to it, and then, each party
    does best to keep to it: no better by leaving, by withholding its further steps, or by taking back what it can.

    Parameters
    ----------
    talks
        A file of a negotiation ('talks new' begins one), one of the gallery by its name, or in Python a Talks.
    course
        Under which of its courses; all of them if left out.
    deal
        The deal whose path is asked for, as programme=cap,relief=half; what Nash's rule takes if left out.
    rules
        Which rules predict: nash, kalai_smorodinsky, egalitarian, raiffa, rubinstein; all if left out.
    over
        One or two unknowns, over whose ranges it is told where the deal enforces itself, and how.
    points
        Of that grid on each side; 41 of one unknown and 15 of two if left out.
    draws
        How many draws of what is not known the path is held against.
    anew
        How many of them are solved anew; as many as take some seconds if left out.
    seed
        Of the draws.
    economy
        The accounts of the trade model, where it gives payoffs; None means those that the document names, or the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Negotiated
        By course: ``outside_value`` and ``today_value`` ``[party]``, ``agreed_value`` ``[set, rule, party]`` with the deal
        ``agreed_level`` ``[set, rule, issue]``, the path's ``slack`` ``[stage, party]`` and ``margin``, critical values, and shares of
        draws.

    Raises
    ------
    InputError
        If the document is wrong, or a course, a rule, the deal or an unknown is not there.

    References
    ----------
    Nash (1950), The bargaining problem, Econometrica 18; Lockwood and Thomas (2002), Gradualism and Irreversibility, Review of Economic
    Studies 69(2); Putnam (1988), Diplomacy and Domestic Politics, International Organization 42(3).

    Examples
    --------
    >>> import counterpoise as cp
    >>> steps = [
    ...     dict(name="goods", owner="A", levels=["no", "yes"], reversible=True, worth=dict(A=[0, -1], B=[0, 2])),
    ...     dict(name="pay", owner="B", levels=["no", "yes"], reversible=True, worth=dict(A=[0, 2], B=[0, -1])),
    ... ]
    >>> talks = cp.Talks(parties=["A", "B"], issues=steps, outside=dict(A=0, B=0), discount=[0.4, 0.9])
    >>> found = cp.negotiate(talks)
    >>> found.margin.round(2).item(), found.critical_discount.values.round(2).tolist()
    (0.3, [[0.5, 0.5]])
    """
    from counterpoise.negotiation.robust import anew_of, regimes, robust  # noqa: PLC0415
    from counterpoise.negotiation.waits import PAIR  # noqa: PLC0415
    from counterpoise.questions.bargained import Found, dataset  # noqa: PLC0415

    tell, chosen = quietly(progress), tuple(rules or RULES)
    if rules and "rubinstein" in rules and len(talks.parties) > PAIR:
        said = f"rubinstein is a rule for two parties, and here are {len(talks.parties)}"
        raise InputError(said, where="--rules", remedy="take " + ", ".join(one for one in RULES if one != "rubinstein"))
    names: list[str | None] = list(course or talks.courses) or [None]
    made = [_compiled(talks, name, economy, tell) for name in names]
    ranges = None if over is None else _ranges(made, over, points)
    ends = [None if deal is None else _end(one, deal) for one in made]
    parts = _parts(tell, names, grid=over is not None)
    solved = [_solved(one, chosen, end, parts) for one, end in zip(made, ends, strict=True)]
    count = min(anew_of(one, draws) for one in solved) if anew is None else anew
    found = []
    for name, one in zip(names, solved, strict=True):
        sure = robust(one.compiled, one, draws=draws, seed=seed, anew=count, progress=next(parts))
        grid = None
        if over is not None:
            grid = regimes(one.compiled, over, points=points, ranges=ranges, progress=next(parts))
        label = (talks.courses[name].label or name) if name else ALONE
        found.append(Found(name or ALONE, label, one.compiled, one, sure, grid))
    data = dataset(found, chosen, unit_of(talks))
    data.attrs = _attrs(talks, made[0]) | _told(found) | {"over": list(over or ())}
    tell.report("done", 1.0)
    warnings = (*_warnings(found, deal), *(_of_draws(found) if anew is None else ()), *_of_model(made[0]))
    return Negotiated(Asked("negotiate", {}), data, _provenance(made[0]), warnings, _diagnostics(found, draws, seed))


# What was asked for ------------------------------------------------------------------------------------------------


def _compiled(talks: Talks, course: str | None, economy: Economy | None, tell: Progress) -> Compiled:
    from counterpoise.negotiation.payoffs import compiled  # noqa: PLC0415

    tell.report("the document", 0.0)
    if course is not None and course not in talks.courses:
        listed = f"the courses are {', '.join(talks.courses)}" if talks.courses else "the document has none"
        remedy = did_you_mean(course, talks.courses, listed)
        raise InputError(f"there is no course {course[:60]!r}", where="--course", remedy=remedy)
    return compiled(talks, course, economy=economy, progress=tell)


def _ranges(made: Sequence[Compiled], over: Sequence[str], points: int | None) -> list[tuple[float, float]]:
    """Give from where to where the unknowns of a grid go, which may differ by course."""
    from counterpoise.negotiation.robust import gridded  # noqa: PLC0415

    held = []
    for one in made:
        at, _ = gridded(one, over, points)
        held.append([(one.parameters[place].low, one.parameters[place].high) for place in at])
    return [(min(low for low, _ in some), max(high for _, high in some)) for some in zip(*held, strict=True)]


def _end(made: Compiled, deal: Mapping[str, str]) -> int:
    """Give the state of a deal that was asked for; what it leaves out stays as it is."""
    steps = made.steps
    start = made.name_of(steps.start)
    try:
        end = made.number_of({**start, **deal})
    except InputError as error:
        raise InputError(error.what, where="--deal", remedy=error.remedy) from None
    if end == steps.start:
        raise InputError("this deal changes nothing", where="--deal", remedy="name what differs from today")
    for issue, new, old in zip(made.issues, steps.levels[end], steps.levels[steps.start], strict=True):
        if new < old:
            what = f"{issue} can't go below {start[issue]!r}, where it is at the beginning"
            raise InputError(what, where="--deal", remedy="name that level, or one that goes further")
    if steps.allowed is not None and not steps.allowed[end]:
        what = "this deal takes a step before what the document requires for it"
        raise InputError(what, where="--deal", remedy="see [[requires]]")
    return end


def _solved(made: Compiled, rules: Sequence[str], end: int | None, parts: Iterator[Progress]) -> Solved:
    from counterpoise.negotiation.solution import solve  # noqa: PLC0415

    found = solve(made, rules=rules, end=end, progress=next(parts))
    if end is not None and found.path is None:
        raise InputError("no steps lead to this deal", where="--deal", remedy="see [[requires]], and the issues' pace")
    return found


def _parts(tell: Progress, names: Sequence[str | None], *, grid: bool) -> Iterator[Progress]:
    """Give one progress for each piece of work: each course solved, then each over its draws, and over the grid."""
    pieces = [*names, *(name for name in names for _ in range(1 + grid))]
    for at, name in enumerate(pieces):

        def report(label: str, share: float | None, name: str | None = name, at: int = at) -> None:
            head = f"{name}: " if name else ""
            tell.report(f"{head}{label}", (at + min(share or 0.0, 1.0)) / len(pieces) * 0.999)

        yield Progress(report)


# What stands beside ------------------------------------------------------------------------------------------------

MODEST = (
    "ranges and margins, no forecast of one deal: several rules stand beside each other, and a share of draws is one of draws from the "
    "ranges that were stated, no probability"
)
ASSUMED = (
    "what each side wants, and has without a deal, is assumed by who wrote the document, and known to all who talk"
)
PLAIN = "a path makes no pauses: each period raises something, until all is done; nobody mixes, and a cheat is answered by the end of talks"
UNSOUGHT = (
    "paths in stages were not looked for{course}, only deals at once: {why}; without the issue {issue} there would be {states:,} states "
    "and {moves:,} moves"
)
THINNED = "where very many paths differ by less than a thousandth of the range of payoffs, one stands for them{course}"
TOLD = "of {n:,} efficient deals ({set}{course}), {most} are told, at even distances by what the first party has"
FEW = "{n} of {draws:,} draws were solved anew, as each takes about {seconds} s: --anew solves more"
NOT_ANEW = "no draws were solved anew, as each would take {seconds} or so: --anew solves some"
ENDINGS = "draws come to more deals than the {most} that are told: the shares of the others are left out"
SPREAD = "how much of the margin's variance each unknown accounts for is not told{course}: the margin is far from linear in them"
VOTED = "the deal that was asked for is voted down where what is not known has its central value{course}"


def _warnings(found: Sequence[Any], deal: Mapping[str, str] | None) -> tuple[str, ...]:
    """Give what a reader must know."""
    from counterpoise.negotiation.cautions import MOVES, cautions  # noqa: PLC0415

    said = [MODEST, ASSUMED, PLAIN]
    begins = MOVES.partition("{")[0]
    said += [one for one in cautions(found[0].compiled) if not one.startswith(begins)]
    for one in found:
        of = f" under {one.name}" if len(found) > 1 else ""
        if one.solved.unsearched:
            said.append(UNSOUGHT.format(course=of, why=one.solved.unsearched, **_without(one.compiled)))
        if one.solved.thinned:
            said.append(THINNED.format(course=of))
        for which, deals in zip(SETS, (one.solved.possible, one.solved.enforced), strict=True):
            if len(deals) > MOST_DEALS:
                said.append(TOLD.format(n=len(deals), set=which, course=of, most=MOST_DEALS))
        fared = one.robust.path
        if fared is not None and _unshared(fared):
            said.append(SPREAD.format(course=of))
        if deal is not None and not one.compiled.ratified(states=[one.solved.end])[0]:
            said.append(VOTED.format(course=of))
    if len({end for one in found for end in one.robust.ends}) > MOST_ENDINGS:
        said.append(ENDINGS.format(most=MOST_ENDINGS))
    return tuple(said)


def _of_draws(found: Sequence[Any]) -> list[str]:
    """Say how few draws were solved anew, where there is something to draw."""
    from counterpoise.negotiation.robust import MOST_ANEW  # noqa: PLC0415
    from counterpoise.negotiation.waits import spent  # noqa: PLC0415

    first = found[0].robust
    if not len(found[0].compiled.parameters) or any(one.solved.unsearched for one in found):
        return []
    seconds, count = sum(one.solved.seconds for one in found), min(one.robust.anew for one in found)
    if count == 0:
        return [NOT_ANEW.format(seconds=spent(seconds))]
    if count >= min(MOST_ANEW, first.draws):
        return []
    return [FEW.format(n=count, draws=first.draws, seconds=f"{seconds:.1g}")]


def _unshared(fared: Any) -> bool:
    """Whether the shares of the margin's variance are missing though it varies."""
    import numpy as np  # noqa: PLC0415

    return len(fared.share) > 0 and bool(np.isnan(fared.share).all()) and bool(np.ptp(fared.margin) > 0)


def _without(made: Compiled) -> dict[str, Any]:
    """Give the issue without which the fewest moves are left, and how many states and moves that would be."""
    from dataclasses import replace  # noqa: PLC0415

    steps = made.steps
    few = []
    for at in range(len(steps.counts)):
        kept = [one for one in range(len(steps.counts)) if one != at]
        counts = tuple(steps.counts[one] for one in kept)
        pace = None if steps.pace is None else tuple(steps.pace[one] for one in kept)
        left = replace(steps, counts=counts, owner=tuple(steps.owner[one] for one in kept), pace=pace, start=0)
        left = replace(left, floor=None, allowed=None)
        few.append((left.moves(), left.size, made.issues[at]))
    moves, states, issue = min(few)
    return {"issue": issue, "states": states, "moves": moves}


def _of_model(made: Compiled) -> tuple[str, ...]:
    """Say what a reader must know of payoffs that come from the trade model."""
    if made.engine is None:
        return ()
    from counterpoise.questions.changes import conditional  # noqa: PLC0415
    from counterpoise.scenario.model import ModelChoice  # noqa: PLC0415

    choice = made.engine.choice.model_dump(include={"horizon", "closure", "sourcing", "deficits", "elasticities"})
    return conditional(ModelChoice(**choice)), *made.engine.baseline.notes


def _provenance(made: Compiled) -> tuple[Any, ...]:
    return () if made.engine is None else tuple(made.engine.baseline.provenance)


def _diagnostics(found: Sequence[Any], draws: int, seed: int) -> dict[str, Any]:
    """Give how the calculation went."""
    steps = found[0].compiled.steps
    return {
        "states": steps.size,
        "moves": steps.moves(),
        "continuations": {one.name: one.solved.kept for one in found},
        "draws": draws,
        "seed": seed,
        "anew": min(one.robust.anew for one in found),
        "zone_draws": min(one.robust.looked for one in found),
        "enforced_draws": min(one.robust.searched for one in found),
    }


def _told(found: Sequence[Any]) -> dict[str, Any]:
    """Give what is said of each course."""
    return {
        "courses": {one.name: one.label for one in found},
        "unsearched": {one.name: one.solved.unsearched for one in found if one.solved.unsearched},
        "thinned": [one.name for one in found if one.solved.thinned],
        "parameter_labels": {held.name: held.label for one in found for held in one.compiled.parameters},
    }


def _attrs(talks: Talks, made: Compiled) -> dict[str, Any]:
    """Give what a reader needs to know of the document: names, labels, levels, owners, and what can be taken back."""
    steps = made.steps
    return {
        "headline": talks.describe(),
        "title": talks.title,
        "asks": talks.asks,
        "period": talks.period,
        "names": {one: talks.named(one) for one in talks.parties},
        "issue_labels": {one.name: one.shown for one in talks.issues},
        "levels": {one.name: one.levels for one in talks.issues},
        "owners": {one.name: one.owner for one in talks.issues},
        "reversible": {
            one.name: [level for level in one.levels[1:] if one.reversible is True or level in (one.reversible or ())]
            for one in talks.issues
        },
        "start": dict(zip(made.issues, steps.levels[steps.start].tolist(), strict=True)),
        "side_payments": talks.side_payments,
        "ratifiers": list(made.ratifiers),
        "engine": made.engine is not None,
    }
