"""The published numbers of `tools.published`, divided among the files of tests that compute the same things anyway."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from tools.published import page
from tools.published.cells import Cell, Source, sources

HOMES = {
    "What trade agreements do: the Advanced Guide's table": "gravity",
    "The partial effect of the European Union's enlargement": "gravity",
    "Trade wars and trade talks": "wars",
}
"""Where a source is compared, by its title; the others are in `test_cells`."""


def pairs(home: str = "cells") -> list[tuple[Source, Cell]]:
    """Give each number of a home's sources that has one of ours beside it."""
    return [(source, cell) for source in _of(home) for cell in source.cells if cell.ours is not None]


def names(held: Iterable[tuple[Source, Cell]]) -> list[str]:
    """Give each pair's name."""
    return [f"{source.title}: {cell.name}" for source, cell in held]


def compare(source: Source, cell: Cell) -> None:
    """Hold ours to theirs."""
    if source.missing:
        pytest.skip(f"{source.missing} is not among the third-party figures here")
    assert cell.ours is not None
    theirs, ours = cell.value(), cell.ours()
    if cell.misses is not None:
        assert not cell.agrees(theirs, ours), "it is not missed: take that out"
        assert abs(ours - theirs) <= cell.misses
        return
    assert cell.agrees(theirs, ours), f"theirs {theirs}, ours {ours}, allowed {cell.allowed}"


class Elsewhere(Source):
    """A source that another file computes: its rows on the page may hold any numbers here."""

    @property
    def missing(self) -> str:
        """Name what isn't here."""
        return "what another file of tests computes"


def differences(home: str = "cells") -> list[str]:
    """Say where the page differs from what is declared, and from what a home's sources give."""
    here = {source.title for source in _of(home)}
    every = [
        source
        if source.title in here
        else Elsewhere(**{one.name: getattr(source, one.name) for one in dataclasses.fields(source)})
        for source in sources()
    ]
    return page.differences(every, page.read())


def _of(home: str) -> list[Source]:
    return [source for source in sources() if HOMES.get(source.title, "cells") == home]
