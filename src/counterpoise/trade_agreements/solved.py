"""The equilibria of an agreement: of its parts, at once or year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.equilibrium.agreements import UNKNOWN
from counterpoise.equilibrium.counterfactual import arrays_of, under_policy
from counterpoise.trade_agreements.plan import TARIFFS, WHOLE, Plan

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress
    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.equilibrium.policy import Policy
    from counterpoise.scenario import Scenario

Key = tuple[str, int | None]
"""A part, and a year of its phases; None where all is at once."""

FLAT = "the depth of {depth:g} is no more than what binds the parties already: the whole agreement is its tariffs"


def keys_of(plan: Plan, *, tariffs_only: bool) -> tuple[Key, ...]:
    """Give the parts and years of a plan, year by year.

    Examples
    --------
    >>> from counterpoise.trade_agreements.plan import Parties
    >>> keys_of(Plan(Parties("", "", ("KOR", "CHN")), 7.0), tariffs_only=False)
    (('tariffs only', None), ('whole agreement', None))
    """
    parts = (TARIFFS,) if tariffs_only else (TARIFFS, WHOLE)
    return tuple((part, year) for year in plan.phases or (None,) for part in parts)


def solved_parts(
    base: Baseline,
    plan: Plan,
    like: Scenario,
    *,
    tariffs_only: bool = False,
    warm: bool = True,
    tell: Progress | None = None,
) -> dict[Key, Outcome]:
    """Solve the parts of an agreement, each year from the year before.

    Parameters
    ----------
    base
        The baseline.
    plan
        What changes when.
    like
        Whose model and report the scenarios take.
    tariffs_only
        Leave out the whole.
    warm
        Begin where the year before ended; else each begins at the baseline. It changes the time, not the solution.
    tell
        Told which is solved.

    Raises
    ------
    InputError
        If it changes nothing at all.
    NoSolution
        If there is no equilibrium.
    """
    found: dict[Key, Outcome] = {}
    keys = keys_of(plan, tariffs_only=tariffs_only)
    for done, (part, year) in enumerate(keys):
        if tell is not None:
            tell.report("the new equilibrium" if year is None else f"year {year}", done / len(keys))
        scenario = plan.scenario(part, like, year)
        policy = arrays_of(base, scenario, allow_nothing=True)
        near = _near(found, part, year) if warm else None
        found[part, year] = under_policy(base, policy, scenario, start=None if near is None else near.state)
    if all(_same(outcome) for outcome in found.values()):
        what = "the agreement changes nothing: no tariff is left between its parties" + (
            ""
            if tariffs_only
            else ", and its depth is no more than what binds them already, as far as that has been read"
            if unread(found)
            else ", and its depth is no more than what binds them already"
        )
        remedy = (
            "name that depth with --from-depth"
            if unread(found) and not tariffs_only
            else "name others, or ask with --tariffs no-agreements what those in force bring"
        )
        raise InputError(what, where="agreement", remedy=remedy)
    return found


def _near(found: Mapping[Key, Outcome], part: str, year: int | None) -> Outcome | None:
    """Give the solution that is nearest: that of the year before, else that of the other part."""
    before = found.get((part, year - 1)) if year is not None and year > 1 else None
    return before or found.get((TARIFFS, year))


def _same(outcome: Outcome) -> bool:
    policy = outcome.said.policy
    return policy is not None and bool((policy.tariff == outcome.baseline.tariff).all()) and not _eases(policy)


def _eases(policy: Policy) -> bool:
    """Say whether a policy changes costs of trade beside tariffs."""
    return bool((policy.trade_cost_hat != 1.0).any())


def flat(found: Mapping[Key, Outcome]) -> bool:
    """Say whether depth adds nothing to the tariffs, in no year and nowhere."""
    wholes = [one.said.policy for (part, _), one in found.items() if part == WHOLE]
    return bool(wholes) and not any(one is not None and _eases(one) for one in wholes)


def unread(found: Mapping[Key, Outcome]) -> bool:
    """Say whether depth adds nothing between some as nobody has read how deep what binds them is."""
    return any(one.startswith(UNKNOWN[:20]) for outcome in found.values() for one in _notes(outcome))


def _notes(outcome: Outcome) -> tuple[str, ...]:
    return () if outcome.said.policy is None else outcome.said.policy.notes


def bound_in(outcome: Outcome) -> frozenset[frozenset[str]]:
    """Give the pairs of countries that the agreement of an outcome binds."""
    names = outcome.baseline.countries
    pairs = (np.asarray(one.mask.any(1)) for one in outcome.said.touched if one.mask is not None)
    return frozenset(frozenset((names[a], names[b])) for held in pairs for a, b in zip(*held.nonzero(), strict=True))


def by_year(found: Mapping[Key, Outcome]) -> Iterator[dict[Key, Outcome]]:
    """Give the outcomes of each year, all its parts together."""
    for year in dict.fromkeys(year for _, year in found):
        yield {key: one for key, one in found.items() if key[1] == year}
