"""Every number of a negotiation's document, with its key, its name and what it is in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.negotiation.talks import Talks

Path = tuple[int | str, ...]
Said = tuple[Path, str, str, Any]
"""The key of a number, the name that it has as a parameter, what it is in words, and what is written there."""


def numbers(talks: Talks) -> Iterator[Said]:
    """Give every number of a document; the discount of a party that has none is None."""
    yield from _of_parties(talks)
    for at, issue in enumerate(talks.issues):
        for party, row in issue.worth.items():
            name, label = f"issues.{issue.name}.worth.{party}", f"{party}: worth of {issue.name}"
            yield from _row(issue.levels, row, ("issues", at, "worth", party), name, label)
    for at, one in enumerate(talks.together):
        for party, value in one.worth.items():
            label = f"{party}: worth of {' with '.join(one.when)}"
            yield ("together", at, "worth", party), f"together[{at}].worth.{party}", label, value
    for at, one in enumerate(talks.ratifiers):
        path, name = ("ratifiers", at), f"ratifiers.{one.name}"
        yield (*path, "at_least"), f"{name}.at_least", f"{one.name}: least that it accepts", one.at_least
        for issue, row in one.worth.items():
            levels, label = talks.issue(issue).levels, f"{one.name}: worth of {issue}"
            yield from _row(levels, row, (*path, "worth", issue), f"{name}.worth.{issue}", label)
    for key, word in (("hazard", "chance of breakdown"), ("detection", "chance that cheating is noticed")):
        if getattr(talks.monitoring, key) is not None:
            yield ("monitoring", key), f"monitoring.{key}", word, getattr(talks.monitoring, key)


def _of_parties(talks: Talks) -> Iterator[Said]:
    for name, party in talks.parties.items():
        path, whole = ("parties", name), f"parties.{name}"
        if party.discount is None and talks.discount is not None:
            yield ("discount",), "discount", "discount of all", talks.discount
        else:
            yield (*path, "discount"), f"{whole}.discount", f"{name}: discount", party.discount
        if party.detection is not None:
            label = f"{name}: chance that its cheating is noticed"
            yield (*path, "detection"), f"{whole}.detection", label, party.detection
        yield (*path, "welfare"), f"{whole}.welfare", f"{name}: worth of 1 % of real income", party.welfare
        if party.outside is not None:
            path, whole, label = (*path, "outside"), f"{whole}.outside", f"{name}: outside option"
            yield (*path, "value"), f"{whole}.value", label, party.outside.value
            for issue, row in party.outside.by.items():
                levels = talks.issue(issue).levels
                yield from _row(levels, row, (*path, "by", issue), f"{whole}.by.{issue}", f"{label} after {issue}")


def _row(levels: Sequence[str], row: Sequence[Any], path: Path, name: str, label: str) -> Iterator[Said]:
    for level, value in zip(levels, row, strict=True):
        yield path, f"{name}.{level}", f"{label}: {level}", value
