"""The answer of a negotiation, read by its names: for what draws it, and for what tells of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

UNSOUGHT, NONE, ONCE, STAGED = -1, 0, 1, 2
"""What ``regime`` is: the deal does not enforce itself; it does at once; it does in stages only; missing where that was not looked for."""

LEAVE, WITHHOLD, TAKE_BACK = 0, 1, 2
"""What ``cheat`` is: what a party does best instead of keeping to the path."""

ANY, KEPT = "any deal", "self-enforcing"
"""The two sets of deals."""

ALONE = "talks"
"""The name of the only course of a document that has none."""

SAME = 1e-9
"""Numbers that differ by less than this are one."""


FEW = 100
"""Of fewer draws than this their number is told, not their share."""


def few(count: int) -> bool:
    """Whether draws are so few that a share of them would say more than is known.

    Examples
    --------
    >>> few(5), few(200)
    (True, False)
    """
    return 0 < count < FEW


@dataclass(frozen=True)
class Step:
    """What is done at a stage of a path on one issue."""

    issue: str
    owner: str
    before: int
    after: int


@dataclass(frozen=True)
class Link:
    """Where a path holds least: its stage, who is tempted most there, and by how much keeping to the path is better.

    Where the parties can pay each other their sum counts, and nobody is named.
    """

    stage: int
    parties: tuple[str, ...]
    slack: float


def regime_of(value: float) -> int:
    """Give a regime; `UNSOUGHT` where it is missing."""
    return int(value) if math.isfinite(value) else UNSOUGHT


class Bargain:
    """The answer of a negotiation, read by its names.

    Parameters
    ----------
    result
        The answer; of one course alone, the dimension may be gone.
    """

    def __init__(self, result: Result) -> None:
        data = result.data
        self.data: xr.Dataset = data if "course" in data.dims else data.expand_dims("course")
        self.attrs = result.attrs
        self.diagnostics = result.diagnostics

    # Who and what ----------------------------------------------------------------------------------------------

    @cached_property
    def courses(self) -> list[str]:
        """The courses."""
        return [str(one) for one in self.data["course"].values.tolist()]

    @cached_property
    def parties(self) -> list[str]:
        """The parties."""
        return [str(one) for one in self.data["party"].values.tolist()]

    @cached_property
    def issues(self) -> list[str]:
        """The issues."""
        return [str(one) for one in self.attrs["levels"]]

    @cached_property
    def rules(self) -> list[str]:
        """The rules that predict."""
        return [str(one) for one in self.data["rule"].values.tolist()] if "rule" in self.data.dims else []

    @cached_property
    def parameters(self) -> list[str]:
        """What is not known."""
        return [str(one) for one in self.data["parameter"].values.tolist()] if "parameter" in self.data.dims else []

    def name(self, party: str) -> str:
        """Give what a party is called."""
        return str(self.attrs["names"].get(party, party))

    def issue(self, issue: str) -> str:
        """Give what an issue is called."""
        return str(self.attrs["issue_labels"].get(issue, issue))

    def course(self, course: str) -> str:
        """Give what a course is called."""
        return str(self.attrs["courses"].get(course, course))

    def parameter(self, name: str) -> str:
        """Give what something unknown is called; what is a party's own by what the party is called."""
        label = str(self.attrs["parameter_labels"].get(name, name))
        party, mark, rest = label.partition(": ")
        return f"{self.name(party)}: {rest}" if mark and party in self.parties else label

    @property
    def side_payments(self) -> bool:
        """Whether the parties can pay each other."""
        return bool(self.attrs["side_payments"])

    # Numbers ---------------------------------------------------------------------------------------------------

    def at(self, name: str, course: str, **labels: Any) -> float:
        """Give a number; NaN where it is not there."""
        held = self._held(name)
        if held is None:
            return math.nan
        dims, values = held
        wanted = {"course": course, **labels}
        places = [self._place(dim).get(wanted[dim], -1) for dim in dims]
        return math.nan if min(places) < 0 else float(values[tuple(places)])

    def _held(self, name: str) -> tuple[tuple[str, ...], Any] | None:
        """Give a variable's dimensions and its bare array, which is read once."""
        if name not in self._arrays:
            array = self.data[name] if name in self.data else None  # noqa: SIM401 - get looks for names that are near
            self._arrays[name] = None if array is None else (tuple(map(str, array.dims)), array.values)
        return self._arrays[name]

    @cached_property
    def _arrays(self) -> dict[str, tuple[tuple[str, ...], Any] | None]:
        return {}

    @cached_property
    def _places(self) -> dict[str, dict[Any, int]]:
        return {}

    def _place(self, dim: str) -> dict[Any, int]:
        """Give the place of each label of a dimension."""
        if dim not in self._places:
            self._places[dim] = {label: at for at, label in enumerate(self.data[dim].values.tolist())}
        return self._places[dim]

    def each(self, name: str, course: str, **labels: Any) -> list[float]:
        """Give a number for each party; NaN where it is not there."""
        return [self.at(name, course, party=one, **labels) for one in self.parties]

    def known(self, name: str) -> bool:
        """Whether any number of a variable is there."""
        return name in self.data and bool(self.data[name].notnull().any())

    def regime(self, course: str) -> int:
        """Give whether the deal enforces itself, and how."""
        return regime_of(self.at("regime", course))

    def grid(self, course: str) -> list[list[int]]:
        """Give the regimes of a grid ``[x][y]``; of one unknown each row holds one."""
        held = self.data["grid_regime"].sel(course=course)
        rows = held.transpose("x", "y").values if "y" in held.dims else held.values[:, None]
        return [[regime_of(one) for one in row] for row in rows.tolist()]

    def count(self, course: str, kind: str) -> int:
        """Give how many deals of a set there are."""
        value = self.at("deals", course, set=kind)
        return int(value) if math.isfinite(value) else 0

    def unsearched(self, course: str) -> str:
        """Give why paths in stages were not looked for; empty where they were."""
        return str(self.attrs.get("unsearched", {}).get(course, ""))

    # Deals and paths -------------------------------------------------------------------------------------------

    def start(self, course: str) -> list[int]:
        """Give the level of each issue at the beginning."""
        path = self.path(course)
        return path[0] if path else [int(self.attrs["start"][one]) for one in self.issues]

    def path(self, course: str) -> list[list[int]]:
        """Give the levels at each stage of the path, today's first; empty where there is none."""
        if course not in self._paths:
            stages = self._place("stage") if "path_level" in self.data else ()
            rows = [[self.at("path_level", course, stage=at, issue=one) for one in self.issues] for at in stages]
            self._paths[course] = [[int(one) for one in row] for row in rows if all(map(math.isfinite, row))]
        return self._paths[course]

    @cached_property
    def _paths(self) -> dict[str, list[list[int]]]:
        return {}

    def steps(self, course: str) -> list[list[Step]]:
        """Give what is done at each stage."""
        owners = self.attrs["owners"]
        return [
            [
                Step(issue, str(owners[issue]), before, after)
                for issue, before, after in zip(self.issues, old, new, strict=True)
                if before != after
            ]
            for old, new in pairwise(self.path(course))
        ]

    def slacks(self, course: str) -> list[list[float]]:
        """Give the slack of each party at each stage, or where the parties can pay each other of all together."""
        stages = range(len(self.path(course)))
        every = [self.each("slack", course, stage=one) for one in stages]
        return [[sum(row)] for row in every] if self.side_payments else every

    def weakest(self, course: str) -> Link | None:
        """Give the weakest link of the path, the first of several; None where there is no path."""
        slacks = self.slacks(course)
        held = [(value, at, who) for at, row in enumerate(slacks) for who, value in enumerate(row)]
        if not held or not all(math.isfinite(one[0]) for one in held):
            return None
        value, stage, _ = min(held, key=lambda one: one[0])
        near = 1e-6 * max(1e-6, abs(value))
        tied = [] if self.side_payments else [at for at, one in enumerate(slacks[stage]) if one - value <= near]
        return Link(stage, tuple(self.parties[at] for at in tied), value)

    def sturdier(self, course: str) -> bool:
        """Whether the stages of a path leave it more to spare than the same deal has at once."""
        margin, direct = self.at("margin", course), self.at("direct_margin", course)
        return margin - direct > 0.005 * max(abs(margin), abs(direct))

    def level(self, issue: str, level: float, between: str = " to ") -> str:
        """Give a level in words; of a lottery's mean the levels between which it lies, joined by a word or a sign."""
        names = self.attrs["levels"][issue]
        if abs(level - round(level)) < SAME:
            return str(names[round(level)])
        return f"{names[math.floor(level)]}{between}{names[math.ceil(level)]}"

    def changed(self, levels: Sequence[float], course: str) -> list[tuple[str, float]]:
        """Give the issues on which a deal differs from the beginning, with their levels."""
        pairs = zip(self.issues, levels, self.start(course), strict=True)
        return [(issue, new) for issue, new, was in pairs if math.isfinite(new) and abs(new - was) > SAME]

    def deal(self, levels: Sequence[float], course: str, between: str = " to ") -> str:
        """Give a deal in words: the levels that differ from those at the beginning; empty where none does."""
        changed = self.changed(levels, course)
        return "; ".join(f"{self.issue(issue)}: {self.level(issue, new, between)}" for issue, new in changed)

    def agreed(self, course: str, kind: str, rule: str) -> tuple[list[float], list[float]] | None:
        """Give what a rule takes of a set: the level of each issue, and what each party has; None where it says nothing."""
        values = self.each("agreed_value", course, set=kind, rule=rule)
        levels = [self.at("agreed_level", course, set=kind, rule=rule, issue=one) for one in self.issues]
        return (levels, values) if all(map(math.isfinite, [*values, *levels])) else None
