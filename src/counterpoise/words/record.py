"""Findings of a ledger: where a formula was used, and what became of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries, spoken
from counterpoise.words.catalogue import listed
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

VERDICTS = ("kept", "broken", "not yet", "so already", "can't be told")


def first_use(result: Result) -> tuple[str, str] | None:
    """Give the day of the first use, and the country of its speaker, which is empty where it is not resolved."""
    days = result.data["day"].values.tolist()
    return (days[0], result.data["country"].values.tolist()[0]) if days else None


def counts(result: Result) -> dict[str, int]:
    """Give how many uses there are, how many of them word for word, and by how many countries."""
    kept = result.data["phrase_kept"].values.tolist()
    whole = sum(
        one >= 1 and not change for one, change in zip(kept, result.data["changes"].values.tolist(), strict=True)
    )
    return {"uses": len(kept), "whole": whole}


def longest_gap(result: Result) -> int:
    """Give the most days between two uses by one country; 0 where none used it twice."""
    return int(result.data["phrase_gap"].max().fillna(0)) if result.data.sizes["entry"] else 0


def by_verdict(result: Result) -> list[tuple[str, int]]:
    """Give each verdict that occurs, with how often."""
    held = result.data["verdict"].values.tolist()
    return [(one, held.count(one)) for one in VERDICTS if one in held]


def _named(code: str) -> str:
    return spoken(code, in_text=True) if code in countries() else code


@finding("phrase")
def used(result: Result) -> str:
    """Tell of a formula's uses."""
    formula, first = result.attrs["formula"], first_use(result)
    if first is None:
        return f"“{formula}” is not used in this record"
    by = f" by {_named(first[1])}" if first[1] else ""
    held, gap = counts(result), longest_gap(result)
    between = f"; the longest gap between two uses by one country is {gap:,} days" if gap else ""
    return (
        f"in this record “{formula}” is first used on {first[0]}{by}; of its uses, {held['uses']} in all, "
        f"{held['whole']} keep it word for word{between}."
    )


@finding("commitments")
def kept(result: Result) -> str:
    """Tell what became of promises."""
    whose, held = _named(str(result.attrs["subject"])), by_verdict(result)
    if not held:
        return f"this record holds no promise by or to {whose}"
    parts = [f"{number} {'are' if number > 1 else 'is'} {_said(verdict)}" for verdict, number in held]
    return f"of the promises by or to {whose} in this record, {listed(parts)}, by the data that they name."


def _said(verdict: str) -> str:
    return {
        "so already": "about what was so already",
        "can't be told": "not to be told",
        "not yet": "not yet due or done",
    }.get(verdict, verdict)
