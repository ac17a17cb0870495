"""Findings of an agreement's estimated effect: what becomes of it as ever more is let move; all of them conditional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.words.accords import Move, agreed, moved
from counterpoise.words.catalogue import listed
from counterpoise.words.changes import MOST
from counterpoise.words.findings import finding, value_of

if TYPE_CHECKING:
    from counterpoise.core.result import Result

PARTIAL, FULL, INPUT_OUTPUT = "partial", "full", "input-output"


def move_at(result: Result, name: str, step: str, country: str) -> Move | None:
    """Give a change at a step with the ends of its interval, or None where the step says nothing of it."""
    at = {"scenario": step, "country": country}
    if step not in result.data["scenario"].values.tolist() or (value := value_of(result, name, **at)) is None:
        return None
    return Move(value, *(value_of(result, f"{name}__{end}", **at) for end in ("low", "high")))


def parties_in(result: Result) -> list[str]:
    """Give the parties that the result holds, where a sentence has room for all of them."""
    held = result.data["country"].values.tolist()
    ours = [str(one) for one in result.attrs.get("parties", ()) if one in held]
    return ours if len(ours) <= MOST else []


def moves(result: Result, name: str, step: str) -> dict[str, Move]:
    """Give the known changes of the parties at a step."""
    found = {one: move_at(result, name, step, one) for one in parties_in(result)}
    return {one: held for one, held in found.items() if held is not None}


def condition(result: Result) -> str:
    """Write what changes: an agreement, or the end of one."""
    return f"without {agreed(result)}" if result.attrs.get("removed") else f"under {agreed(result)}"


def _said(found: dict[str, Move], word: str) -> str:
    return listed([f"{moved(held)} {word} {spoken(one, in_text=True)}" for one, held in found.items()])


@finding("gravity.effect")
def step_by_step(result: Result) -> str | None:
    """Tell trade at given prices, and exports once prices and incomes follow."""
    first = next(iter(moves(result, "exports_to_parties_pct", PARTIAL).values()), None)
    exports = moves(result, "exports_pct", FULL)
    if first is None or not exports:
        return None
    return (
        f"{condition(result)}, trade between its parties {moved(first)} at given prices and incomes; once these follow, with "
        f"goods as one sector, the value of all exports {_said(exports, 'from')}."
    )


@finding("gravity.effect")
def worth(result: Result) -> str | None:
    """Tell the parties' real income, with all sectors or with goods as one."""
    whole, one = (moves(result, "welfare_pct", step) for step in (INPUT_OUTPUT, FULL))
    if not (whole or one):
        return None
    how = "with all sectors and their inputs" if whole else "with goods as one sector"
    return f"all else as it was, real income in the long run {_said(whole or one, 'in')}, {how}."
