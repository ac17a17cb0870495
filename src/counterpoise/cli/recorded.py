"""Answers from a ledger as text: each use of a formula, and each promise, with its sentence and where it stands."""

from __future__ import annotations

import math
import textwrap
from typing import Any

_WIDE = 100
_DO = {"reach": "happen", "rise": "rise", "fall": "fall"}


def phrase(answer: Any) -> str:
    """Give a formula's uses, the oldest first."""
    data = answer.data
    formula = str(data.attrs["formula"])
    head = f"“{formula}”: {_counted(data.sizes['entry'], 'use')} in {_counted(data.attrs['statements'], 'statement')}"
    blocks = [head]
    seen: set[str] = set()
    for row in _rows(answer):
        first = row["country"] not in seen
        seen.add(row["country"])
        when = "first" if first else f"after {row['phrase_gap']:,.0f} days"
        whole = row["phrase_kept"] >= 1 and not row["changes"]
        kept = "word for word" if whole else f"{100 * row['phrase_kept']:.0f} % of the words; {row['changes']}"
        lines = [f"{row['day']}  {_pair(row)}  {when}; {kept}", f"  {row['speaker']}"]
        blocks.append("\n".join([*lines, *_quoted(row["phrase_kept__source"])]))
    return "\n\n".join(blocks)


def commitments(answer: Any) -> str:
    """Give promises, the oldest first."""
    data = answer.data
    at = f", judged on {data.attrs['at']}" if data.attrs["at"] else ""
    blocks = [f"{_counted(data.sizes['entry'], 'promise')} by {data.attrs['subject']} or to it{at}"]
    for row in _rows(answer):
        due = f" by {row['by']}" if row["by"] else ""
        lines = [
            f"{row['verdict']}: {row['variable']} is to {_DO[row['direction']]}{due}",
            f"  {_pair(row)}, {row['speaker']}, {row['day']}",
            *_quoted(row["commitment_kept__source"]),
            f"  {_figures(row)}",
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _rows(answer: Any) -> list[dict[str, Any]]:
    data = answer.data
    names = [str(one) for one in (*data.coords, *data.data_vars)]
    columns = {name: data[name].values.tolist() for name in names}
    return [{name: columns[name][k] for name in names} for k in range(data.sizes["entry"])]


def _pair(row: dict[str, Any]) -> str:
    who = row["country"] or "unresolved"
    return f"{who} to {row['partner']}" if row["partner"] else who


def _quoted(text: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDE,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _figures(row: dict[str, Any]) -> str:
    """Give the numbers by which a promise was judged, and what they are."""
    unit, source = row["figure_unit"], row["figure_source"]
    until = f"; the data tell to {row['until']}" if row["until"] else ""
    if math.isnan(row["commitment_after"]):
        before = "" if math.isnan(row["commitment_before"]) else f"{_number(row['commitment_before'])} {unit} before; "
        return f"{before}no figure that counts ({source}){until}"
    if row["direction"] == "reach":
        late = row["verdict"] == "broken" and row["seen_on"]
        happened = f"{'only ' if late else ''}on {row['seen_on']}" if row["seen_on"] else "not seen"
        return f"{happened} ({source}){until}"
    numbers = f"{_number(row['commitment_before'])} to {_number(row['commitment_after'])} {unit} on {row['seen_on']}"
    return f"{numbers} ({source}){until}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else f'{noun}s'}"
