"""What a scenario says about the model: closure, sourcing, deficits and elasticities, and about its baseline and report."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from counterpoise.core.documents import Fault
from counterpoise.scenario.shocks import Model, Words

Closure = Literal["additive", "multiplicative", "balanced"]
Sourcing = Literal["none", "kind", "user"]
Deficits = Literal["recorded", "purged"]
HorizonName = Literal["short", "medium", "long"]
Mobility = Literal["mobile", "specific"]


NESTS = ("input_substitution", "value_added_substitution", "consumption_substitution")
"""The keys of the nests above the mix of origins: epsilon, eta and rho."""


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
    horizon: HorizonName | None = Field(
        default=None,
        description=(
            "How long after the change: short (within a year: little substitutes, factors stay in their sectors), medium or "
            "long. It names the elasticities below, each of which can be set by itself; long if left out."
        ),
    )
    years_after: float | None = Field(
        default=None,
        description="Years after the change, instead of a horizon: elasticities on their way from the short to the long run.",
    )
    elasticities: str = Field(
        default="default", description="A named set of trade elasticities; the horizon's if left out."
    )
    theta: dict[str, float] = Field(
        default_factory=dict, description="Trade elasticities of one's own, by sector: sigma - 1, above -1 and not 0."
    )
    input_substitution: float | None = Field(
        default=None, description="Elasticity of substitution between inputs (epsilon): 0 is Leontief, 1 Cobb-Douglas."
    )
    value_added_substitution: float | None = Field(
        default=None, description="Elasticity of substitution between value added and inputs (eta)."
    )
    consumption_substitution: float | None = Field(
        default=None, description="Elasticity of substitution between final goods (rho)."
    )
    factor_mobility: Mobility | float | None = Field(
        default=None,
        description=(
            "Whether the factor moves between a country's sectors: mobile, specific, or the elasticity of a sector's share of "
            "it to its relative wage."
        ),
    )
    labour_supply: float | None = Field(
        default=None, description="Elasticity of the factor's supply to the real wage (phi); 0 is a given supply."
    )

    @field_validator("years_after", *NESTS, "factor_mobility", "labour_supply", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        if isinstance(value, bool):
            raise Fault(f"{str(value).lower()} is not a number", "write one, such as 0.5")
        return value

    @model_validator(mode="after")
    def _finite(self) -> Self:
        for word, value in self.theta.items():
            if value <= -1:
                said = f"a theta of {value:g} means a sigma of {1 + value:g}, which is not above 0"
                raise Fault(said, "give sigma - 1, such as 4", f"theta.{word}")
            if value == 0:
                raise Fault("a theta of 0 is not taken here", "write 0.01, which is next to it", f"theta.{word}")
            if not abs(value) < float("inf"):
                raise Fault(f"{value:g} is not a trade elasticity", "write a number such as 4", f"theta.{word}")
        for name in (*NESTS, "labour_supply", "factor_mobility", "years_after"):
            value = getattr(self, name)
            if isinstance(value, float) and not 0 <= value < float("inf"):
                raise Fault(f"{value:g} is no value of {name}", "give a number of 0 or above", name)
        if self.horizon is not None and self.years_after is not None:
            raise Fault("both a horizon and years_after are named", "name one", "years_after")
        return self

    @property
    def timed(self) -> bool:
        """Whether a time after the change is named."""
        return self.horizon is not None or self.years_after is not None

    @property
    def first_year(self) -> bool:
        """Whether the time is the first year after the change."""
        return self.horizon == "short" or (self.years_after is not None and self.years_after <= 1)

    @property
    def settled(self) -> ModelChoice:
        """The model of the accounts themselves: without a time, and without what is set in place of a time's values."""
        aside = ("horizon", "years_after", *NESTS, "factor_mobility", "labour_supply")
        return self.model_copy(update=dict.fromkeys(aside))


class Report(Model):
    """What to show."""

    variables: Words | None = Field(default=None, description="Variables of the outcome, such as welfare_pct.")
    countries: Words | None = Field(default=None, description="Countries, groups or own lists; all if left out.")
