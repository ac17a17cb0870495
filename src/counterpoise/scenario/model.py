"""What a scenario says about the model: closure, sourcing, deficits and elasticities, and about its baseline and report."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from counterpoise.core.documents import Fault
from counterpoise.scenario.shocks import Model, Words

Closure = Literal["additive", "multiplicative", "balanced"]
Sourcing = Literal["none", "kind", "user"]
Deficits = Literal["recorded", "purged"]


class BaselineChoice(Model):
    """Against what the scenario is held: accounts, year and tariffs; the newest of the store where nothing is said."""

    source: str | None = Field(default=None, description="The dataset, as in `counterpoise data list`.")
    year: int | None = Field(default=None, description="The year of the accounts.")
    tariffs: str | None = Field(default=None, description="A named set of tariffs, such as us-2024.")


class ModelChoice(Model):
    """How the world adjusts."""

    closure: Closure = Field(
        default="additive",
        description=(
            "Trade deficits in the new equilibrium: additive (fixed in units of world value added, as Dekle, Eaton and "
            "Kortum), multiplicative (a fixed share of own GDP) or balanced (zero)."
        ),
    )
    sourcing: Sourcing = Field(
        default="none",
        description=(
            "Whether the origins of a good differ by its use: none (one mix a country), kind (inputs and final goods) "
            "or user (each buying sector)."
        ),
    )
    deficits: Deficits = Field(
        default="recorded",
        description="Deficits of the baseline: recorded, or purged (removed first, then held against that).",
    )
    elasticities: str = Field(default="default", description="A named set of trade elasticities.")
    theta: dict[str, float] = Field(default_factory=dict, description="Trade elasticities of one's own, by sector.")

    @model_validator(mode="after")
    def _finite(self) -> Self:
        for word, value in self.theta.items():
            if not abs(value) < float("inf") or value <= -1 or value == 0:
                raise Fault(f"{value:g} is not a trade elasticity", "write a number such as 4", f"theta.{word}")
        return self


class Report(Model):
    """What to show."""

    variables: Words | None = Field(default=None, description="Variables of the outcome, such as welfare_pct.")
    countries: Words | None = Field(default=None, description="Countries, groups or own lists; all if left out.")
