"""Where a shock was said, so that an error can name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from counterpoise.core.documents import line_of, spelled


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shock was said: a table of a file, a clause of the short form, or an item of a Python list.

    Attributes
    ----------
    name
        The file, or ``clause 2``; empty in Python.
    path
        The table, such as ``shocks[0]``; empty in the short form.
    line
        The line of the table's head, from 1; None where there is none.
    lines
        The line of each of its keys.
    """

    name: str = ""
    path: str = ""
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        return ", ".join(part for part in (self.name, line, self.path) if part)

    def key(self, key: str) -> str:
        """Say where one of its keys is."""
        line = self.lines.get(key, self.line)
        whole = f"{self.path}.{key}" if self.path else key
        return ", ".join(part for part in (self.name, f"line {line}" if line else "", whole) if part)


def in_text(text: str, name: str, table: str, index: int, keys: Iterable[str]) -> Place:
    """Find a table of a TOML text, and each of its keys."""
    lines = {key: line for key in keys if (line := line_of(text, (table, index, key))) is not None}
    return Place(name, spelled((table, index)), line_of(text, (table, index)), lines)
