"""What can change in a scenario: one class a kind, told apart by the key ``kind``.

Amounts are in per cent, and three words for them are kept apart: ``set_to = 10`` is the new level of a rate, 10 %;
``up_by_points = 10`` takes a rate of 5 % to 15 %; ``up_by_percent = 10`` takes it to 5.5 %.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)

from counterpoise.core.documents import Fault
from counterpoise.scenario.place import Place

ALL = "ALL"
"""The word for every country of the baseline."""

AMOUNTS = ("set_to", "up_by_points", "up_by_percent")

ORDER = ("kind", "name", "table", "by", "on", "of", "from", "to", "parties", "direction", "sectors")
"""The order of a shock's keys in a file; its amount comes last."""

_NUMBER = re.compile(
    r"\s*([+\-\u2212]?(?:\d+\.?\d*|\.\d+))\s*(%|per ?cent|percent|points?|percentage points?)?\s*", re.I
)
_WORDS_SCHEMA = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
}
_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\s*[+-]?[0-9.]+\s*\D*$"}]}


def words_of(value: Any) -> tuple[str, ...]:
    """Give the words of a list, or of a text with commas, each once."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise Fault(f"{value!r:.60} is not a list of words", 'write "KOR,JPN" or ["KOR", "JPN"]')
    words = tuple(dict.fromkeys(one.strip() for one in value))
    if not words or not all(words):
        raise Fault("a word is missing", 'write "KOR,JPN" or ["KOR", "JPN"]')
    return words


def _number(value: Any, unit: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Fault(f"{value!r:.60} is not a number", f"write the {unit} as a number, such as 10")
    said = (found[2] or unit).lower()
    if ("point" in said) != (unit == "points"):
        other = "up_by_percent or set_to" if unit == "points" else "up_by_points"
        raise Fault(f"{value!r:.60} is not in {unit}", f"write a number of {unit}, or use {other}")
    return float(found[1].replace("\u2212", "-"))


def _per_cent(value: Any) -> float:
    return _number(value, "per cent")


def _points(value: Any) -> float:
    return _number(value, "points")


Words = Annotated[tuple[str, ...], BeforeValidator(words_of), WithJsonSchema(_WORDS_SCHEMA)]
PerCent = Annotated[float, BeforeValidator(_per_cent), Field(allow_inf_nan=False), WithJsonSchema(_NUMBER_SCHEMA)]
Points = Annotated[float, BeforeValidator(_points), Field(allow_inf_nan=False), WithJsonSchema(_NUMBER_SCHEMA)]
DEEPEST = 7
"""The depth of an agreement that holds all that is counted."""


def _depth(value: float) -> float:
    if not 0 <= value <= DEEPEST:
        raise Fault(f"{value:g} is no depth", f"write a number from 0 to {DEEPEST}")
    return value


Depth = Annotated[float, AfterValidator(_depth), WithJsonSchema({"type": "number", "minimum": 0, "maximum": DEEPEST})]
Direction = Literal["imports", "exports", "both"]


class Model(BaseModel):
    """A value that is checked when made and never changed; where it was said doesn't count when two are compared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def plain(self) -> dict[str, Any]:
        """Give what was said, as plain values under the keys of the file; what is left at its default is left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.model_dump() == other.model_dump()  # pyright: ignore[reportAttributeAccessIssue]

    def __hash__(self) -> int:
        return hash((type(self), self.model_dump_json()))


class Placed(Model):
    """A table of a scenario that knows where it was said."""

    _place: Place = PrivateAttr(default_factory=Place)

    @property
    def place(self) -> Place:
        """Where it was said."""
        return self._place

    def at(self, place: Place) -> Self:
        """Give the same, said elsewhere."""
        moved = self.model_copy()
        moved._place = place
        return moved


class Shock(Placed):
    """What every kind has in common."""

    RETALIABLE: ClassVar[bool] = False
    """Whether the other side can answer in kind."""

    def plain(self) -> dict[str, Any]:
        """Give what was said, with its kind and its sides first, and its amount last."""
        said = {"kind": getattr(self, "kind", ""), **super().plain()}
        return dict(sorted(said.items(), key=lambda item: ORDER.index(item[0]) if item[0] in ORDER else len(ORDER)))


class _Rate(Shock):
    RETALIABLE: ClassVar[bool] = True

    sectors: Words | None = Field(default=None, description="Sectors, groups or ranges; all goods if left out.")
    set_to: PerCent | None = Field(default=None, description="The new level, per cent.")
    up_by_points: Points | None = Field(
        default=None, description="Percentage points added to the rate; may be negative."
    )
    up_by_percent: PerCent | None = Field(default=None, description="Per cent of the rate itself; may be negative.")

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        given = [name for name in AMOUNTS if getattr(self, name) is not None]
        if len(given) != 1:
            what = "no amount is given" if not given else f"{' and '.join(given)} are two amounts"
            remedy = f"give one of {', '.join(AMOUNTS)}"
            raise Fault(what, remedy, given[1] if given else "")
        if self.set_to is not None and self.set_to <= -100:
            raise Fault(f"{self.set_to:g} % is not above -100 %", "nobody can be paid the whole price", "set_to")
        if self.up_by_percent is not None and self.up_by_percent < -100:
            what = f"{self.up_by_percent:g} % takes away more than the whole rate"
            raise Fault(what, "write -100 or more, or set_to", "up_by_percent")
        return self


class Tariff(_Rate):
    """Import tariffs: ``by`` importers ``on`` what they buy from exporters; a negative rate is an import subsidy."""

    kind: Literal["tariff"] = "tariff"
    by: Words = Field(description="The importers that levy it: codes, groups, own lists or ALL.")
    on: Words = Field(default=(ALL,), description="The exporters that it hits; all if left out.")


class ExportTax(_Rate):
    """Export taxes: ``by`` exporters ``on`` what they sell to importers; a negative rate is an export subsidy."""

    kind: Literal["export_tax"] = "export_tax"
    by: Words = Field(description="The exporters that levy it.")
    on: Words = Field(default=(ALL,), description="The importers that it hits; all if left out.")


class TradeCost(Shock):
    """Costs of trade that nobody collects (transport, red tape; iceberg), as a factor on the price."""

    kind: Literal["trade_cost"] = "trade_cost"
    by: Words = Field(description="One side.")
    on: Words = Field(description="The other side.")
    direction: Direction = Field(
        default="both", description="Which flows: what `by` imports from `on`, exports to it, or both."
    )
    sectors: Words | None = Field(default=None, description="Sectors, groups or ranges; all if left out.")
    up_by_percent: PerCent = Field(description="Per cent of the cost factor; may be negative.")

    @model_validator(mode="after")
    def _above(self) -> Self:
        return _not_below(self, self.up_by_percent)


class Embargo(Shock):
    """A stop of trade, whole or in part: ``by`` stops buying from ``on``, selling to it, or both."""

    RETALIABLE: ClassVar[bool] = True

    kind: Literal["embargo"] = "embargo"
    by: Words = Field(description="Who stops the trade.")
    on: Words = Field(description="With whom.")
    direction: Direction = Field(
        default="both", description="Which flows: what `by` imports from `on`, exports to it, or both."
    )
    sectors: Words | None = Field(default=None, description="Sectors, groups or ranges; all if left out.")
    share: PerCent = Field(default=100.0, description="How much of each flow is cut at unchanged prices, per cent.")

    @model_validator(mode="after")
    def _between(self) -> Self:
        if not 0 < self.share <= 100:
            raise Fault(
                f"{self.share:g} % is not a share above 0 and up to 100 %", "write 100 for a whole embargo", "share"
            )
        return self


class Productivity(Shock):
    """How much is made from the same inputs."""

    kind: Literal["productivity"] = "productivity"
    of: Words = Field(description="The countries.")
    sectors: Words | None = Field(default=None, description="Sectors, groups or ranges; all if left out.")
    up_by_percent: PerCent = Field(description="Per cent; may be negative.")

    @model_validator(mode="after")
    def _above(self) -> Self:
        return _not_below(self, self.up_by_percent)


class Transfer(Shock):
    """Money that one side gives the other each year; several countries on a side share it in proportion to value added."""

    kind: Literal["transfer"] = "transfer"
    sender: Words = Field(alias="from", description="Who pays.")
    receiver: Words = Field(alias="to", description="Who receives.")
    million_usd: float = Field(gt=0, allow_inf_nan=False, description="Million USD a year.")


class Agreement(Shock):
    """A trade agreement: tariffs between its parties are at most ``set_to``; with a depth, other costs of trade fall too.

    Depth counts what the text holds beyond tariffs (Duer, Baccini and Elsig 2014: one each for a full free trade area,
    standards, investment, services, procurement, competition, intellectual property). Its first step is the tariffs
    themselves; each further one raises trade by ``depth_effect``, as what lowers its costs by that over the trade elasticity.
    """

    kind: Literal["agreement"] = "agreement"
    name: str | None = Field(
        default=None, min_length=1, description="Its name in the register of agreements, or a group such as RCEP."
    )
    parties: Words | None = Field(default=None, description="The parties: codes, groups or own lists.")
    sectors: Words | None = Field(default=None, description="Sectors, groups or ranges; all goods if left out.")
    exclude: Words | None = Field(default=None, description="Sectors, groups or ranges that it leaves out.")
    set_to: PerCent = Field(default=0.0, description="The highest tariff between the parties, per cent.")
    depth: Depth | None = Field(default=None, description="Its depth, 0 to 7; tariffs alone change if left out.")
    from_depth: Depth | None = Field(
        default=None, description="The depth that binds its parties already; the register's if left out."
    )
    depth_effect: float | None = Field(
        default=None,
        gt=-1,
        lt=1,
        description="How much one step of depth raises trade, in logarithms; the program's estimate if left out.",
    )
    depth_error: float | None = Field(
        default=None, ge=0, lt=1, description="The standard error of depth_effect, from which an ensemble draws."
    )
    share: PerCent = Field(default=100.0, description="How much of the way is gone, per cent.")

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if (self.name is None) == (self.parties is None):
            what = "neither name nor parties is given" if self.name is None else "name and parties are both given"
            raise Fault(what, "give one of them", "" if self.name is None else "parties")
        if self.set_to <= -100:
            raise Fault(f"{self.set_to:g} % is not above -100 %", "nobody can be paid the whole price", "set_to")
        if not 0 < self.share <= 100:
            raise Fault(f"{self.share:g} % is not above 0 and up to 100 %", "write 100 for the whole way", "share")
        return self

    @model_validator(mode="after")
    def _of_depth(self) -> Self:
        if self.depth is None:
            for key in ("from_depth", "depth_effect", "depth_error"):
                if getattr(self, key) is not None:
                    raise Fault("it says nothing without a depth", "give depth too", key)
        if self.depth_error is not None and self.depth_effect is None:
            raise Fault("it is the error of an effect that is not given", "give depth_effect too", "depth_error")
        return self


class Recorded(Shock):
    """Tariffs that were really changed: the points that a table of facts records between two days."""

    kind: Literal["recorded"] = "recorded"
    table: str = Field(min_length=1, description="The table of facts, such as us_tariffs.")
    start: date = Field(alias="from", description="The first day.")
    end: date = Field(alias="to", description="The last day.")
    by: Words = Field(default=(ALL,), description="Only the measures of these importers.")
    on: Words = Field(default=(ALL,), description="Only the measures that hit these exporters.")
    sectors: Words | None = Field(default=None, description="Only the measures on these sectors.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise Fault(f"{self.end} is before {self.start}", "exchange the days", "to")
        return self


def _not_below(shock: Any, amount: float) -> Any:
    if amount <= -100:
        raise Fault(f"{amount:g} % leaves nothing", "write a number above -100", "up_by_percent")
    return shock


AnyShock = Annotated[
    Tariff | ExportTax | TradeCost | Embargo | Productivity | Transfer | Agreement | Recorded,
    Field(discriminator="kind"),
]
KINDS: dict[str, type[Shock]] = {
    "tariff": Tariff,
    "export_tax": ExportTax,
    "trade_cost": TradeCost,
    "embargo": Embargo,
    "productivity": Productivity,
    "transfer": Transfer,
    "agreement": Agreement,
    "recorded": Recorded,
}
