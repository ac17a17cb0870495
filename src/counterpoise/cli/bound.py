"""Trade agreements as text: a row for each agreement, its partners together, or for each pair that was asked for."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from counterpoise.codes.countries import spoken

_HEADS = {
    "in force": "In force",
    "signed": "Signed, not in force",
    "negotiating": "Negotiated",
    "stopped": "Talks stopped",
    "ended": "Ended",
}

_KNOWN = "As known at the end of 2025."
"""What every note on talks ends in, and a note beside the answer says."""

_FEW, _WIDE = 4, 60
"""Partners that are named one by one; letters of a note."""


def agreements(answer: Any) -> str:
    """Give the agreements by how they stand, the widest and deepest first."""
    data = answer.data
    rows = [
        {
            name: data[name].values[k].item() if hasattr(data[name].values[k], "item") else data[name].values[k]
            for name in _READ
        }
        for k in range(data.sizes["entry"])
    ]
    asked, day, by_pair = str(data.attrs["subject"]), str(data.attrs["day"]), bool(data.attrs["pairs"])
    whose = "all economies" if asked == "ALL" else _named(asked)
    several = len({row["country"] for row in rows}) > 1
    blocks = [f"Trade agreements of {whose} on {day}"]
    for status, head in _HEADS.items():
        held = [row for row in rows if row["status"] == status]
        if held and not (status == "ended" and not by_pair):
            lines = _by_pair(held, several=several) if by_pair else _by_agreement(held, int(day[:4]), several=several)
            blocks.append(f"{head}\n{_laid(lines, by_pair=by_pair)}")
    ended = {row["variable"] for row in rows if row["status"] == "ended"}
    if ended and not by_pair:
        blocks.append(f"ended before: {', '.join(sorted(ended))}")
    none = [
        f"{row['country']}{' with ' + row['partner'] if row['partner'] else ''}" for row in rows if not row["variable"]
    ]
    if none:
        blocks.append(f"the register knows none in force: {', '.join(none)}")
    return "\n\n".join(blocks)


_READ = (
    "country",
    "partner",
    "variable",
    "kind",
    "status",
    "since",
    "until",
    "note",
    "rounds",
    "agreement_depth",
    "agreement_depth__estimated",
    "agreement_counts_from",
)


def _named(asked: str) -> str:
    codes = asked.split(", ")
    return (
        spoken(codes[0], in_text=True)
        if len(codes) == 1
        else asked
        if len(codes) <= _FEW
        else f"{len(codes)} economies"
    )


def _by_pair(held: list[dict[str, Any]], *, several: bool) -> list[list[str]]:
    def partner(row: dict[str, Any]) -> str:
        return f"{row['country']}-{row['partner']}" if several else row["partner"]

    order = {
        name: k for k, name in enumerate(dict.fromkeys(map(partner, sorted(held, key=lambda row: row["partner"]))))
    }
    return [
        [partner(row), row["variable"], *_told(row, [row["since"]])]
        for row in sorted(held, key=lambda row: order[partner(row)])
    ]


def _by_agreement(held: list[dict[str, Any]], year: int, *, several: bool) -> list[list[str]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        grouped.setdefault(row["variable"], []).append(row)
    return [
        [name, _whom(rows, year, several=several), *_told(rows[0], [row["since"] for row in rows])]
        for name, rows in grouped.items()
    ]


def _told(row: dict[str, Any], since: list[str]) -> list[str]:
    """Give kind, days and depth of an agreement in force; of talks when they began, and what is known."""
    days = sorted({one for one in since if one})
    when = days[0] if days else ""
    if len(days) > 1:
        when = f"{when} to {days[-1]}"
    if row["status"] in ("in force", "ended"):
        until = f" until {row['until']}" if row["until"] else ""
        counts = "" if math.isnan(row["agreement_counts_from"]) else f"{row['agreement_counts_from']:.0f}"
        return [row["kind"], f"{when}{until}", counts if len(days) == 1 else "", _depth(row)]
    rounds = f"{row['rounds']} rounds. " if row["rounds"] else ""
    return [when, rounds + _shortly(row["note"])]


def _depth(row: dict[str, Any]) -> str:
    if math.isnan(row["agreement_depth"]):
        return "missing"
    return f"{row['agreement_depth']:.0f}{' (own reading)' if row['agreement_depth__estimated'] else ''}"


def _shortly(note: str) -> str:
    """Give a note's first sentences, as many as fit."""
    said = ""
    for sentence in note.removesuffix(_KNOWN).split(". "):
        if said and len(said) + len(sentence) > _WIDE:
            break
        said += ("" if not said else ". ") + sentence
    return said.strip().rstrip(".")


def _whom(rows: list[dict[str, Any]], year: int, *, several: bool) -> str:
    """Name the partners: a group by its name where all its members of the year are among them, else the first few."""
    if several:
        parties = {code for row in rows for code in (row["country"], row["partner"])}
        return _codes(parties, year)
    return _codes({row["partner"] for row in rows}, year, rows[0]["country"])


_GROUPS = ("EU", "ASEAN", "EFTA", "GCC", "EAEU")

_APART = {"TLS"}
"""Who joined ASEAN in 2025, and none of its agreements yet."""


def _codes(codes: set[str], year: int, whose: str = "") -> str:
    from counterpoise.codes.groups import groups  # noqa: PLC0415

    day = date(year, 12, 31)
    left, said = set(codes), []
    for name in _GROUPS:
        core = {one.member for one in groups()[name].memberships if one.holds(day)} - _APART
        others = core - {whose}
        if others and others <= left:
            said.append(f"{name} ({len(core)})" if others == core else f"others of {name} ({len(others)})")
            left -= others
    rest = sorted(left)
    if len(rest) > _FEW + 1:
        return f"{', '.join([*said, *rest[:_FEW]])} and {len(rest) - _FEW} more"
    return ", ".join([*said, *rest])


def _laid(rows: list[list[str]], *, by_pair: bool) -> str:
    """Lay rows out in columns, all to the left."""
    first = ["with", "agreement"] if by_pair else ["agreement", "with"]
    more = ["kind", "since", "counts from", "depth"] if len(rows[0]) == 6 else ["since", "what is known"]
    lines = [[*first, *more], *rows]
    wide = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join("  " + "  ".join(cell.ljust(wide[k]) for k, cell in enumerate(line)).rstrip() for line in lines)
