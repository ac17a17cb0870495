"""The page ``docs/published.md``: written from the declarations, and compared with what they give now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.published.cells import MORE, ROOT, Cell, Source

PAGE = ROOT / "docs" / "published.md"
WRITE = "run `python -m tools.published`"
HEAD = ("cell", "unit", "theirs", "ours", "difference", "within tolerance")
COMPUTED = slice(2, 6)
"""The columns that stay as they were where the figures to compute them are not here."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def written(sources: Sequence[Source], old: str) -> str:
    """Give the page, with the numbers of now.

    A number that rounds differently on another machine, and what can't be computed here, stays as it
    was, so that the page changes only when a number does.
    """
    before = dict(_rows(old.splitlines()))
    lines = []
    for line in _lines(sources):
        key, row = _row(line)
        kept = before.get(key)
        lines.append(_line(kept) if row and kept and _same(row, kept) else line)
    return "\n".join(lines) + "\n"


def differences(sources: Sequence[Source], old: str) -> list[str]:
    """Say where the page as it stands differs from the declarations and from what they give now."""
    fresh, stands = list(_lines(sources)), old.splitlines()
    found = [
        f"line {place}: it reads {there!r} and should read {wanted!r}"
        for place, (wanted, there) in enumerate(zip(fresh, stands, strict=False), start=1)
        if not _alike(wanted, there)
    ]
    if len(fresh) != len(stands):
        found.append(f"it has {len(stands)} lines and should have {len(fresh)}")
    return found


def _alike(wanted: str, there: str) -> bool:
    row, kept = _row(wanted)[1], _row(there)[1]
    return wanted == there or (bool(row) and bool(kept) and _same(row, kept))


def _same(row: Sequence[str], kept: Sequence[str]) -> bool:
    """Compare two rows: numbers within a unit of their last decimal, the rest as text.

    Sums of doubles differ with where the memory lies: that much is within too.
    """
    if len(row) != len(kept):
        return False
    absent = row[COMPUTED.start] == ABSENT
    if absent:
        whole = all(_NUMBER.fullmatch(one) for one in kept[2:5]) and kept[5] in ("yes", MISSED)
        return whole and list(row[:2]) == list(kept[:2])
    digits = len(row[3].partition(".")[2])  # what is printed with fewer is as it was declared
    allowed = (100 if digits >= _FINE else 1.01) * 10.0**-digits
    return all(one == other or _near(one, other, digits, allowed) for one, other in zip(row, kept, strict=True))


_FINE = 12
"""Decimals from which the last two are those of sums of doubles, and no machine's like another's."""


def _near(one: str, other: str, digits: int, allowed: float) -> bool:
    if not all(_NUMBER.fullmatch(word) and len(word.partition(".")[2]) == digits for word in (one, other)):
        return False
    return abs(float(one) - float(other)) <= allowed


MISSED = "no, see the tolerance"
"""Stands where ours is known to miss theirs."""

ABSENT = "?"
"""Stands in a fresh row for what can't be computed here."""


def _lines(sources: Sequence[Source]) -> Iterator[str]:
    yield from (
        "# Published results beside ours",
        "",
        f"<!-- Written by tools/published from its declarations: to change it, {WRITE}. -->",
        "",
        "Each number below is declared once, in `tools/published/sources`. `tests/published` computes ours again and",
        "fails where a difference exceeds the tolerance, or where this page differs from what is computed. Ours is",
        f"printed with {MORE} decimals more than theirs, or fewer where the last are not settled. How wrong the estimate of",
        "final demand is, a measurement and not a reproduction, stands under [its method](methods/final-demand.md).",
    )
    for source in sources:
        yield from _section(source)
    yield from ("", "## Cells that can't be reproduced", "")
    cannot = [(source, cell) for source in sources for cell in source.cells if cell.ours is None]
    if not cannot:
        yield "None."
    for source, cell in cannot:
        yield f"- {source.title}, {cell.name}: {cell.theirs}. {cell.because}"


def _section(source: Source) -> Iterator[str]:
    yield from ("", f"## {source.title}", "")
    kind = "Published" if source.kind == "published" else "Computed independently"
    yield f"- {kind}: {source.citation}"
    yield f"- Where: {source.place}"
    yield f"- Ours: {source.method}"
    yield f"- Tolerance: {source.tolerance}"
    if source.needs:
        yield "- Needs third-party figures that are not in the repository: " + ", ".join(f"`{n}`" for n in source.needs)
    computed = [cell for cell in source.cells if cell.ours is not None]
    if computed:
        yield from ("", _line(HEAD), _line(["---", "---", "---:", "---:", "---:", "---"]))
    for cell in computed:
        yield _line(_numbers(source, cell))


def _numbers(source: Source, cell: Cell) -> list[str]:
    if cell.ours is None or source.missing:
        return [cell.name, cell.unit, ABSENT, ABSENT, ABSENT, ABSENT]
    theirs, ours = cell.value(), cell.ours()
    digits = cell.decimals + source.more
    printed = cell.theirs if isinstance(cell.theirs, str) else f"{theirs:.{digits}f}"
    agrees = "yes" if cell.agrees(theirs, ours) else "NO" if cell.misses is None else MISSED
    return [cell.name, cell.unit, printed, f"{ours:.{digits}f}", f"{ours - theirs:+.{digits}f}", agrees]


def _line(row: Iterable[str]) -> str:
    return "| " + " | ".join(row) + " |"


def _row(line: str) -> tuple[str, list[str]]:
    """Give a table's row by its first two columns; nothing for another line."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
    if len(cells) != len(HEAD) or cells[0] in (HEAD[0], "---"):
        return "", []
    return "|".join(cells[:2]), cells


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    return (found for found in map(_row, lines) if found[1])


def read(path: Path = PAGE) -> str:
    """Give the page as it stands, or nothing."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""
