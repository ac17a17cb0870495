"""From where on a tie counts: the project's choices, stated and open."""

from __future__ import annotations

from dataclasses import dataclass, fields

from counterpoise.core.errors import InputError


@dataclass(frozen=True)
class Thresholds:
    """From where on something counts; each is a choice that a person can change.

    Attributes
    ----------
    troops
        Troops of a partner in a country that make its promise living, and that count as a presence.
    arms
        Share of a partner in a country's deliveries of arms that makes its promise living.
    volume
        Deliveries of arms over five years (million TIV) below which a supplier's share is no reliance.
    exercises
        Exercises together in a year that make a promise living.

    Raises
    ------
    InputError
        If a threshold is negative or no number.
    """

    troops: float = 1000.0
    arms: float = 0.10
    volume: float = 50.0
    exercises: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a threshold that is none."""
        for one in fields(self):
            value = getattr(self, one.name)
            if not value >= 0:
                raise InputError(f"a threshold of {value!r} is none", where=one.name, remedy="give 0 or more")
