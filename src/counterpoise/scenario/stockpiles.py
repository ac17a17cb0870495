"""Stockpiles: what bridges a part of the first year after a change."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from counterpoise.core.documents import Fault
from counterpoise.scenario.shocks import PerCent, Placed, Words


class Stockpile(Placed):
    """Goods in stock for a part of the first year: ``by`` has them as if no cost of trade had risen and nothing were stopped.

    Taxes stay, and so does all else that changes. It needs a time: a horizon, or years after the change.
    """

    by: Words = Field(description="Who holds it: codes, groups, own lists or ALL.")
    sectors: Words | None = Field(default=None, description="Of what: sectors, groups or ranges; all if left out.")
    covers: PerCent = Field(description="How much of the first year it lasts, per cent.")

    @model_validator(mode="after")
    def _between(self) -> Self:
        if not 0 < self.covers <= 100:
            said = f"{self.covers:g} % is not a part of the year above 0 and up to 100 %"
            raise Fault(said, "write 25 for the first quarter of the year", "covers")
        return self
