"""How long a search for paths takes, about: said before it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.games.programme import effort

if TYPE_CHECKING:
    from counterpoise.games.steps import Stakes, Steps

PAIR = 2

MANY = 200
"""States from which on a search for paths of more than two parties may take a minute or two; how much it has to keep is not known before."""

LONG = 10.0
"""Seconds of a search of which it is said beforehand that it takes longer."""

MINUTES = 120.0
"""Seconds that a search of more than two parties takes at most, about, before it would have to keep too much."""

PER_STATE, PER_CHAIN, PER_KEPT = 3e-4, 1e-5, 1.5e-5
"""Seconds that a search takes on one core, about: for a state, for a chain of moves that a lag remembers, and for what is kept."""


def seconds(steps: Steps, stakes: Stakes) -> float:
    """Tell about how long a search for paths takes, before it begins."""
    chains = effort(steps, stakes)
    labelled = max(stakes.lags) > 1 or stakes.detection is not None
    return PER_STATE * steps.size + (PER_CHAIN * chains if labelled else PER_CHAIN * chains / 10)


def foretold(steps: Steps, stakes: Stakes) -> str:
    """Say what comes, and how long it takes if that is long."""
    about = seconds(steps, stakes)
    if stakes.players > PAIR and not stakes.payments and steps.size >= MANY and about < MINUTES:
        return "paths, for some seconds, or up to two minutes"
    return "paths" if about < LONG else f"paths, for {spent(about)} or so"


def spent(about: float) -> str:
    """Write a time.

    Examples
    --------
    >>> spent(42.0), spent(400.0)
    ('42 seconds', '7 minutes')
    """
    return f"{about:.0f} seconds" if about < 100 else f"{about / 60:.0f} minutes"
