"""Which deal is possible: the zone of agreement, the deals that enforce themselves, by which steps, and how sure that is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import Draws, Seed, whole, words_of
from counterpoise.questions.negotiated import Negotiated

if TYPE_CHECKING:
    from counterpoise.negotiation.payoffs import Compiled
    from counterpoise.negotiation.talks import Talks
    from counterpoise.world.economy import Economy

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "raiffa", "rubinstein")


def _talks(value: Any, where: str) -> Talks:
    from counterpoise.negotiation.talks import Talks  # noqa: PLC0415

    if isinstance(value, Talks):
        return value
    if not isinstance(value, str | os.PathLike):
        raise InputError(f"{str(value)[:40]!r} is no negotiation", where=where, remedy="give a file, or a Talks")
    return Talks.from_file(value)


def _deal(value: Any, where: str) -> dict[str, str]:
    """Read a deal, as ``programme=cap,relief=half``, or a mapping."""
    remedy = "write it as programme=cap,relief=half"
    pairs = value.items() if hasattr(value, "items") else (word.split("=", 1) for word in words_of(value, where))
    made: dict[str, str] = {}
    for pair in pairs:
        if len(pair) != 2:
            raise InputError(f"{pair[0][:40]!r} names no level", where=where, remedy=remedy)
        made[str(pair[0]).strip()] = str(pair[1]).strip()
    return made


def _rules(value: Any, where: str) -> tuple[str, ...]:
    made = tuple(one.lower().replace("-", "_") for one in words_of(value, where))
    for one in made:
        if one not in RULES:
            remedy = did_you_mean(one, RULES, "take some of " + ", ".join(RULES))
            raise InputError(f"there is no rule {one[:40]!r}", where=where, remedy=remedy)
    return made


Document = Annotated["Talks", Word("talks", _talks, "FILE", local=True)]
Courses = Annotated[Sequence[str], Word("courses", words_of, "COURSES")]
Deal = Annotated["dict[str, str]", Word("deal", _deal, "DEAL")]
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
    """Which deal is possible: what enforces itself, by which steps, and how sure that is.

    Parameters
    ----------
    talks
        A file of a negotiation (see 'talks new'), one of the gallery by its name, or in Python a Talks.
    course
        Under which of its courses; all of them if left out.
    deal
        The deal whose path is asked for, as programme=cap,relief=half; what Nash's rule takes if left out.
    rules
        Which rules predict: nash, kalai_smorodinsky, egalitarian, raiffa, rubinstein; all if left out.
    over
        One or two unknowns, over whose ranges it is told which regime rules.
    points
        Of that grid on each side; 41 of one unknown and 15 of two if left out.
    draws
        How many draws of what is not known the path is held against.
    anew
        How many of them are solved anew; as many as take some seconds if left out.
    seed
        Of the draws.
    economy
        The accounts of the trade model; None means those that the document names.
    progress
        Told how far the work is.

    Returns
    -------
    Negotiated
        By course: ``outside_value`` and ``today_value`` ``[party]``, ``agreed_value`` ``[set, rule, party]``, the path with ``slack``
        ``[stage, party]``, its ``margin``, critical values, and shares of draws.

    Raises
    ------
    InputError
        If the document is wrong, or a course, rule, deal or unknown is not there.

    Examples
    --------
    >>> import counterpoise as cp
    """
    from counterpoise.negotiation.payoffs import compiled  # noqa: PLC0415
    from counterpoise.negotiation.robust import regimes, robust  # noqa: PLC0415
    from counterpoise.negotiation.solution import solve  # noqa: PLC0415
    from counterpoise.questions.bargained import Found, dataset  # noqa: PLC0415

    tell = quietly(progress)
    chosen = list(rules or RULES)
    found = []
    names: list[str | None] = list(course or talks.courses) or [None]
    for name in names:
        made = compiled(talks, name)
        end = None if deal is None else made.number_of(deal)
        solved = solve(made, rules=chosen, end=end, progress=tell)
        sure = robust(made, solved, draws=draws, seed=seed, anew=anew, progress=tell)
        grid = None if over is None else regimes(made, over, points=points, progress=tell)
        label = talks.courses[name].label or name if name else "talks"
        found.append(Found(name or "talks", label, made, solved, sure, grid))
    data = dataset(found, chosen)
    data.attrs = _attrs(talks, found[0].compiled) | {"courses": {one.name: one.label for one in found}}
    data.attrs |= {"unsearched": {one.name: one.solved.unsearched for one in found if one.solved.unsearched}}
    data.attrs |= {"thinned": [one.name for one in found if one.solved.thinned]}
    data.attrs |= {"over": [] if over is None else list(over)}
    return Negotiated(Asked("negotiate", {}), data, (), (), {})


def _attrs(talks: Talks, compiled: Compiled) -> dict[str, Any]:
    """Give what a reader needs to know of the document: names, labels, levels, owners, and what can be taken back."""
    steps = compiled.steps
    start = dict(zip(compiled.issues, steps.levels[steps.start].tolist(), strict=True))
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
        "start": start,
        "parameter_labels": {one.name: one.label for one in compiled.parameters},
        "side_payments": talks.side_payments,
    }
