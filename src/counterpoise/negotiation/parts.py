"""The tables of a negotiation's document: who takes part, what each can do, and what it is worth."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from counterpoise.core.documents import Fault
from counterpoise.negotiation.unknowns import Number, Row, finite
from counterpoise.scenario.model import Closure, Deficits, HorizonName, Sourcing
from counterpoise.scenario.shocks import Model, Words

_WORD = re.compile(r"[^\W\d_][\w-]*")
MOST_LAG = 1000
"""Periods that a cheat can go unnoticed, at most."""


def word_of(value: Any) -> str:
    """Give a name that can be a key: letters, digits, - and _."""
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise Fault(f"{value!r:.60} can't be a name", "write a word of letters, digits, - and _")
    return value


def _levels(value: Any) -> Any:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise Fault(f"{value!r:.60} is not a list of words", 'write ["as it is", "freeze", "stop"]')
    names = tuple(one.strip() for one in value)
    if len(names) < 2:
        raise Fault(
            f"{list(names)!r:.60} leaves nothing to decide", "name two levels or more, the first as it is today"
        )
    if not all(names):
        raise Fault("a level has no name", "write a word for each")
    if twice := next((one for at, one in enumerate(names) if one in names[:at]), None):
        raise Fault(f"the level {twice!r:.60} is named twice", "give each another name")
    return names


def _reversible(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(one.strip() for one in value)
    raise Fault(f"{value!r:.60} does not say what can be taken back", "write true, false, or the levels that can")


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_LAG:
        raise Fault(f"{value!r:.60} is not a number of periods or levels", f"write a whole number, 1 to {MOST_LAG}")
    return value


def _power(value: Any) -> float:
    if (made := finite(value)) <= 0:
        raise Fault(f"{made:g} is no power", "write a number above 0")
    return made


Name = Annotated[str, BeforeValidator(word_of)]
Levels = Annotated[
    tuple[str, ...],
    BeforeValidator(_levels),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2}),
]
Reversible = Annotated[
    Any,
    BeforeValidator(_reversible),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]}),
]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_LAG})]
Power = Annotated[float, BeforeValidator(_power), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
After = Literal["fixed", "stay", "revert"]


class Outside(Model):
    """What a party has from then on if talks end."""

    after: After = Field(
        default="fixed",
        description=(
            "fixed: what value and by come to; stay: besides, its own payoff in the state that was reached; revert: "
            "besides, its own payoff once all that can be taken back is."
        ),
    )
    value: Number = Field(default=0.0, description="A number, a range or a sum.")
    by: dict[str, Row] = Field(
        default_factory=dict, description="By issue, what is added at each level that was reached when talks end."
    )


class Party(Model):
    """One who takes part."""

    name: str = Field(default="", description="What it is called; the country's name, or the key, if left out.")
    country: str = Field(default="", description="Its ISO code, or a group's: needed where the engine gives payoffs.")
    discount: Number | None = Field(
        default=None, description="What the next period counts against this one, between 0 and 1."
    )
    power: Power = Field(default=1.0, description="Its weight in Nash's product.")
    lag: Whole | None = Field(
        default=None, description="Periods until the others notice that it cheats; those of [monitoring] if left out."
    )
    detection: Number | None = Field(
        default=None, description="The chance a period that they notice, instead of a lag."
    )
    welfare: Number = Field(
        default=1.0,
        description="What one per cent of its country's real income is worth to it, where there is an engine.",
    )
    outside: Outside | None = Field(default=None, description="What it has from then on if talks end.")


class Issue(Model):
    """One thing that can be done, in levels, by the party that owns it."""

    name: Name = Field(description="A word, used as a key.")
    label: str = Field(default="", description="What it is, in a few words.")
    owner: str = Field(default="", description="The party that can do it.")
    domain: str = Field(default="", description="A word, such as security, economy or recognition.")
    levels: Levels = Field(
        description="What can be done, each level further than the one before; the first is nothing."
    )
    reversible: Reversible = Field(
        description="Whether it can be taken back: true, false, or the list of levels that can."
    )
    pace: Whole | None = Field(default=None, description="By how many levels it can rise in a period; any if left out.")
    worth: dict[str, Row] = Field(
        default_factory=dict, description="By party, what each level is worth a period; 0 to a party that is not named."
    )
    shocks: tuple[str, ...] = Field(
        default=(), description="With [engine]: what each level changes in the world, in the short form of scenarios."
    )

    @property
    def shown(self) -> str:
        """What it is called."""
        return self.label or self.name


class Together(Model):
    """What is worth something only together."""

    when: dict[str, str] = Field(description="By issue, the level that each must have reached.")
    worth: dict[str, Number] = Field(description="By party, what that is worth a period.")


class Requires(Model):
    """A step that no deal takes before others."""

    step: dict[str, str] = Field(description="By issue, the level of the step.")
    needs: dict[str, str] = Field(description="By issue, the level that must have been reached by then.")


class Monitoring(Model):
    """How a cheat is noticed, and how easily all breaks down without one."""

    hazard: Number = Field(default=0.0, description="The chance a period that it breaks down though all keep to it.")
    lag: Whole | None = Field(default=None, description="Periods until the others notice; 1 if nothing is said.")
    detection: Number | None = Field(
        default=None, description="The chance a period that they notice, instead of a lag."
    )
    withdrawal: bool = Field(default=True, description="Whether a cheat may take back its own reversible steps too.")


class Ratifier(Model):
    """Whose consent the final deal needs."""

    name: Name = Field(description="A word for it.")
    party: str = Field(description="Whose ratifier it is.")
    worth: dict[str, Row] = Field(default_factory=dict, description="By issue, what each level is worth to it.")
    share_of_party: bool = Field(
        default=False, description="Whether a deal is worth to it what it is to the party too."
    )
    at_least: Number = Field(default=0.0, description="Less than this, and it votes the deal down.")


class Payoffs(Model):
    """A table of payoffs, added to the worth of the issues."""

    table: str = Field(
        description="A CSV file beside the document: a column an issue, with levels, and a column a party."
    )


class Engine(Model):
    """The trade model that gives payoffs: real income in per cent, of each party's country."""

    horizon: HorizonName | None = Field(default=None, description="short, medium or long; the long run if left out.")
    closure: Closure = Field(default="additive", description="Trade deficits in the new equilibrium.")
    sourcing: Sourcing = Field(default="none", description="Whether the origins of a good differ by its use.")
    deficits: Deficits = Field(default="recorded", description="Deficits of the accounts: recorded, or purged.")
    elasticities: str = Field(default="default", description="A named set of trade elasticities.")
    source: str | None = Field(default=None, description="The accounts' dataset; the newest if left out.")
    year: int | None = Field(default=None, description="The year of the accounts.")
    tariffs: str | None = Field(default=None, description="A named set of tariffs, such as us-2024.")
    bystanders: Words | None = Field(default=None, description="Countries or groups whose real income is told beside.")


class Course(Model):
    """Other circumstances: what differs from the rest of the document, under the same keys."""

    label: str = Field(default="", description="What it is, in a few words.")
    parties: dict[str, Any] = Field(default_factory=dict, description="As [parties.NAME], what differs.")
    unknown: dict[str, Any] = Field(default_factory=dict, description="As [unknown.NAME], what differs.")
    issues: dict[str, Any] = Field(
        default_factory=dict, description="By the issue's name, its worth, reversible or pace where they differ."
    )
    monitoring: dict[str, Any] = Field(default_factory=dict, description="As [monitoring], what differs.")
    start: dict[str, Any] = Field(default_factory=dict, description="As [start], what differs.")
