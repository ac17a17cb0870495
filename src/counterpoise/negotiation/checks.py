"""What a whole document of a negotiation must keep: names that are there, lists as long as levels, numbers in their bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.games.steps import MOST_STATES
from counterpoise.negotiation.numbers import Path, numbers
from counterpoise.negotiation.parts import word_of
from counterpoise.negotiation.unknowns import check_name, extremes

if TYPE_CHECKING:
    from counterpoise.negotiation.parts import Issue
    from counterpoise.negotiation.talks import Talks


def checked(talks: Talks) -> None:
    """Check what no table of a document can check alone.

    Raises
    ------
    Fault
        With what is wrong, what to do, and the key.
    """
    _parties(talks)
    _issues(talks)
    _outside(talks)
    _combined(talks)
    _ratifiers(talks)
    _sizes(talks)
    _numbers(talks)
    _start(talks)
    _engine(talks)
    _varies(talks)


def known(word: str, names: Iterable[str], kind: str, path: Path) -> None:
    """Refuse a word that is not among names."""
    held = list(names)
    if word not in held:
        listed = f"there are {', '.join(held)}" if held else "there are none"
        raise Fault(f"{word!r:.60} is no {kind}", did_you_mean(word, held, listed), path)


def long_as(row: Sequence[Any], issue: Issue, path: Path) -> None:
    """Refuse a list that has not one number a level."""
    if len(row) != len(issue.levels):
        given = f"{len(row)} {'number is' if len(row) == 1 else 'numbers are'} given"
        said = f"{given} for the {len(issue.levels)} levels of {issue.name}"
        raise Fault(said, f"write one for each: {', '.join(issue.levels)}", path)


def _parties(talks: Talks) -> None:
    if len(talks.parties) < 2:
        raise Fault("a negotiation needs two parties or more", "add [parties.NAME]", ("parties",))
    for name, party in talks.parties.items():
        _at(("parties", name), word_of, name)
        if party.country:
            _country(party.country, ("parties", name, "country"))
        _not_both(party, ("parties", name))
    _not_both(talks.monitoring, ("monitoring",))
    for name in talks.unknown:
        _at(("unknown", name), check_name, name)


def _at(path: Path, check: Callable[[str], Any], value: str) -> None:
    try:
        check(value)
    except Fault as fault:
        raise Fault(fault.what, fault.remedy, path) from None


def _country(word: str, path: Path) -> None:
    from counterpoise.codes import countries, groups  # noqa: PLC0415

    if word not in countries.countries() and not groups.is_group(word):
        near = countries.nearest(word)
        remedy = f"did you mean {' or '.join(near)}?" if near else "write a code such as KOR, or a group such as EU27"
        raise Fault(f"{word!r:.60} is neither a country code nor a group", remedy, path)


def _not_both(table: Any, path: Path) -> None:
    if table.lag is not None and table.detection is not None:
        raise Fault("both a lag and a chance of detection are given", "keep one", (*path, "detection"))


def _issues(talks: Talks) -> None:
    if not talks.issues:
        raise Fault("there is no issue to negotiate", "add [[issues]]", ("issues",))
    seen: set[str] = set()
    for at, issue in enumerate(talks.issues):
        path: Path = ("issues", at)
        if issue.name in seen:
            raise Fault(f"there are two issues {issue.name!r:.60}", "give one another name", (*path, "name"))
        seen.add(issue.name)
        if not issue.owner:
            raise Fault(
                f"the issue {issue.name} has no owner", f"name one of {', '.join(talks.parties)}", (*path, "owner")
            )
        known(issue.owner, talks.parties, "party, so that the issue has no owner", (*path, "owner"))
        for party, row in issue.worth.items():
            known(party, talks.parties, "party", (*path, "worth", party))
            long_as(row, issue, (*path, "worth", party))
        if not isinstance(issue.reversible, bool):
            for level in issue.reversible:
                known(level, issue.levels, f"level of {issue.name}", (*path, "reversible"))
        if issue.shocks:
            long_as(issue.shocks, issue, (*path, "shocks"))


def _outside(talks: Talks) -> None:
    for name, party in talks.parties.items():
        if party.outside is None:
            remedy = (
                f'add [parties.{name}.outside] with a value, or with after = "stay" (what it has in the state reached)'
            )
            raise Fault(f"{name} has no outside option: what it has if talks end", remedy, ("parties", name, "outside"))
        for issue, row in party.outside.by.items():
            path = ("parties", name, "outside", "by", issue)
            known(issue, [one.name for one in talks.issues], "issue", path)
            long_as(row, talks.issue(issue), path)


def _combined(talks: Talks) -> None:
    for at, one in enumerate(talks.together):
        if not one.when:
            raise Fault("it does not say what must come together", "name issues and levels", ("together", at, "when"))
        levels(talks, one.when, ("together", at, "when"))
        for party in one.worth:
            known(party, talks.parties, "party", ("together", at, "worth", party))
    for at, one in enumerate(talks.requires):
        for key in ("step", "needs"):
            if not getattr(one, key):
                raise Fault("no level is named", "name an issue and its level", ("requires", at, key))
            levels(talks, getattr(one, key), ("requires", at, key))


def _ratifiers(talks: Talks) -> None:
    seen: set[str] = set()
    for at, one in enumerate(talks.ratifiers):
        path: Path = ("ratifiers", at)
        if one.name in seen:
            raise Fault(f"there are two ratifiers {one.name!r:.60}", "give one another name", (*path, "name"))
        seen.add(one.name)
        known(one.party, talks.parties, "party", (*path, "party"))
        for issue, row in one.worth.items():
            known(issue, [it.name for it in talks.issues], "issue", (*path, "worth", issue))
            long_as(row, talks.issue(issue), (*path, "worth", issue))
        if not one.worth and not one.share_of_party:
            remedy = "give it worth.ISSUE, or share_of_party = true"
            raise Fault(f"nothing is worth anything to the ratifier {one.name}", remedy, path)


def levels(talks: Talks, said: Mapping[str, str], path: Path) -> dict[int, int]:
    """Give the places of issues and of their levels, by what a table says of them."""
    names = [one.name for one in talks.issues]
    made: dict[int, int] = {}
    for issue, level in said.items():
        known(issue, names, "issue", (*path, issue))
        at = names.index(issue)
        known(level, talks.issues[at].levels, f"level of {issue}", (*path, issue))
        made[at] = talks.issues[at].levels.index(level)
    return made


def _sizes(talks: Talks) -> None:
    counts = {one.name: len(one.levels) for one in talks.issues}
    size = prod(counts.values())
    if size <= MOST_STATES:
        return
    left, dropped = size, []
    for name in sorted(counts, key=lambda one: counts[one], reverse=True):
        if left <= MOST_STATES:
            break
        left //= counts[name]
        dropped.append(f"{name} ({counts[name]} levels)")
    said = f"the {len(counts)} issues have {size:,} states together, more than {MOST_STATES:,}"
    remedy = f"leave out {' and '.join(dropped)}, which leaves {left:,}, or merge levels"
    raise Fault(said, remedy, ("issues",))


def _numbers(talks: Talks) -> None:
    ranges = {name: one.range for name, one in talks.unknown.items()}
    for path, _, _, value in numbers(talks):
        if value is None:  # a discount
            remedy = "add one between 0 and 1, here or as discount at the top for all"
            raise Fault(f"{path[1]} has no discount", remedy, path)
        try:
            low, high = extremes(value, ranges)
        except Fault as fault:
            raise Fault(fault.what, fault.remedy, path) from None
        _bounded(path, value, low, high)


BOUNDS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "discount": (
        lambda one: (one > 0) & (one < 1),
        "is not between 0 and 1",
        "give a discount factor inside (0, 1), such as 0.9",
    ),
    "hazard": (lambda one: (one >= 0) & (one < 1), "is no chance below 1", "give 0, or a chance a period"),
    "detection": (lambda one: (one > 0) & (one <= 1), "is no chance above 0", "give a chance a period, 1 at most"),
}
"""Which discounts and chances there are, and what is said of others."""


def _bounded(path: Path, value: Any, low: float, high: float) -> None:
    alone = len(path) == 1 or path[0] == "monitoring" or (path[0] == "parties" and len(path) == 3)
    if not alone or path[-1] not in BOUNDS:
        return
    fine, said, remedy = BOUNDS[str(path[-1])]
    for end in (low, high):
        if not fine(end):
            written = value if isinstance(value, str) else list(value) if isinstance(value, tuple) else ""
            of = f", which {written} can be," if written else ""
            raise Fault(f"{end:g}{of} {said}", remedy, path)


def _start(talks: Talks) -> None:
    start = levels(talks, talks.start, ("start",))
    for at, one in enumerate(talks.requires):
        step, needs = (levels(talks, said, ("requires", at)) for said in (one.step, one.needs))
        reached = all(start.get(issue, 0) >= level for issue, level in step.items())
        if reached and not all(start.get(issue, 0) >= level for issue, level in needs.items()):
            said = f"it forbids the state at the start: {spoken(one.step)} is reached without {spoken(one.needs)}"
            raise Fault(said, "change [start], or leave this out", ("requires", at))


def spoken(said: Mapping[str, str]) -> str:
    """Write levels of issues in words."""
    return " and ".join(f"{issue}: {level}" for issue, level in said.items())


def _engine(talks: Talks) -> None:
    shocked = [at for at, one in enumerate(talks.issues) if any(text.strip() for text in one.shocks)]
    if talks.engine is None:
        if shocked:
            remedy = "add [engine], or leave the shocks out"
            raise Fault("no engine says what shocks do", remedy, ("issues", shocked[0], "shocks"))
        return
    if not shocked:
        raise Fault("no level of an issue changes anything for the engine", "give an issue its shocks", ("engine",))
    if not any(one.country for one in talks.parties.values()):
        raise Fault("no party has a country whose real income could count", "give one its country", ("engine",))
    for word in talks.engine.bystanders or ():
        _country(word, ("engine", "bystanders"))
    for at in shocked:
        for level, text in zip(talks.issues[at].levels, talks.issues[at].shocks, strict=True):
            if text.strip():
                _short_form(text, level, ("issues", at, "shocks"))


def _short_form(text: str, level: str, path: Path) -> None:
    from counterpoise.scenario.shortform import parse  # noqa: PLC0415

    try:
        parse(text)
    except InputError as error:
        raise Fault(f"of {level!r}: {error.where}: {error.what}", error.remedy, path) from None


def _varies(talks: Talks) -> None:
    """Refuse a party whose payoff is the same in every state."""
    if talks.payoffs is not None or talks.evaluated:  # what a table or a function gives is not known yet
        return
    for name, party in talks.parties.items():
        rows = [one.worth[name] for one in talks.issues if name in one.worth]
        varied = any(len(set(row)) > 1 for row in rows)
        joint = any(name in one.worth and one.worth[name] != 0 for one in talks.together)
        computed = talks.engine is not None and bool(party.country) and party.welfare != 0
        if not (varied or joint or computed):
            raise unmoved(talks, name)


def unmoved(talks: Talks, name: str) -> Fault:
    """Make the fault of a party to which every state is worth the same."""
    what = f"an issue worth.{name} with a number for each level"
    if talks.engine is not None and not talks.parties[name].country:
        what = f"it its country, or {what}"
    remedy = f"give {what}, or leave the party out"
    return Fault(
        f"the payoff of {name} depends on nothing: every state is worth the same to it", remedy, ("parties", name)
    )
