"""What a source is: who made it, where its files are, and how a file becomes parts that the store can keep.

A source's module declares one `Source`. Its reader gets a `Raw` file, and gives one `Part` after another, each checked:
whatever is wrong with a file raises `DataError` with the file, the line (or the cell) and the remedy, and nothing of
that file is stored. A reader knows no store, and the store knows no producer.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.core.own import own

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

Verified = Literal["the producer's file", "the documented layout only"]
"""Whether a reader has read a file as the producer distributes it, or is written from its documentation."""

Write = Callable[[Path], int]
"""Writes one table as a Parquet file to a path, and gives its number of rows; memory need not hold the table."""


@dataclass(frozen=True)
class Raw:
    """A file that a person has, or that was downloaded.

    Attributes
    ----------
    path
        Where it is.
    edition, year
        What the person said of it; None where it must say so itself.
    """

    path: Path
    edition: str | None = None
    year: int | None = None

    @property
    def name(self) -> str:
        """Give the file's name, for messages."""
        return str(self.path)


@dataclass(frozen=True)
class Part:
    """One unit that the store keeps whole: a year of accounts or trade, or a whole table.

    Attributes
    ----------
    dataset
        The name that it is asked for by, with the edition in it: ``icio-2025``, ``baci-hs92``.
    kind
        ``accounts``, ``trade`` or ``table``.
    title, edition
        As the producer says.
    years
        The years that it holds; a part of accounts or trade holds one.
    tables
        For each table its name and what writes it.
    completeness
        What is in it and what is not, in a sentence.
    verified
        What was checked while it was read, in a sentence.
    notes
        What a reader of the figures must know.
    numbers
        The same in numbers: rows, sizes, largest residuals.
    columns
        Units and codes of each table's columns.
    """

    dataset: str
    kind: Literal["accounts", "trade", "table"]
    title: str
    edition: str
    years: tuple[int, ...]
    tables: Mapping[str, Write]
    completeness: str
    verified: str
    notes: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Download:
    """A file that the producer offers.

    Attributes
    ----------
    address
        Where it is.
    name
        The name that it is kept under while it is read.
    sha256
        Its checksum where one is known, else empty.
    """

    address: str
    name: str
    sha256: str = ""


@dataclass(frozen=True)
class Source:
    """A producer's release, with its terms and its reader.

    Attributes
    ----------
    name
        The word after ``counterpoise data add``.
    title, producer, licence, terms, citation
        As the producer says; `terms` is an address.
    page
        Where a person finds the files.
    editions
        The editions that the reader knows; the newest last.
    verified
        See `Verified`.
    read
        Gives the parts of a file.
    downloads
        Gives the files of an edition (and a year, or None for all); None where the producer offers none to programs.
    """

    name: str
    title: str
    producer: str
    licence: str
    terms: str
    citation: str
    page: str
    editions: tuple[str, ...]
    verified: Verified
    read: Callable[[Raw, Progress], Iterator[Part]]
    downloads: Callable[[str, int | None], tuple[Download, ...]] | None = None

    def edition(self, word: str | None) -> str:
        """Give an edition by the word that a person wrote; None is the newest.

        Parameters
        ----------
        word
            The word.

        Returns
        -------
        str
            The edition.

        Raises
        ------
        InputError
            If the source has no such edition.
        """
        if word is None:
            return self.editions[-1]
        if word not in self.editions:
            remedy = f"it has {', '.join(self.editions)}"
            raise InputError(f"{self.name} has no edition {word!r}", where="--edition", remedy=remedy)
        return word


def written(table: pa.Table) -> Write:
    """Give what writes a table that is in memory."""

    def write(path: Path) -> int:
        import pyarrow.parquet as pq  # noqa: PLC0415

        pq.write_table(table, path, compression="zstd", use_dictionary=True)
        return table.num_rows

    return write


OWN = "COUNTERPOISE_SOURCES"
"""The environment variable that names a file, or a folder of files, with sources of one's own."""


@cache
def _built_in() -> Mapping[str, Source]:
    import counterpoise.sources as package  # noqa: PLC0415

    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        held = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "SOURCE", None)
        if held is not None:
            found[held.name] = held
    return found


def sources() -> Mapping[str, Source]:
    """Give every source by its name: each module of this package that declares a ``SOURCE``, and those that `OWN` names.

    Raises
    ------
    InputError
        If a file of one's own declares no source, or one whose name is taken.
    """
    found = dict(_built_in())
    for module in own(OWN, "sources"):
        held = getattr(module, "SOURCE", None)
        if not isinstance(held, Source):
            raise InputError(
                "it declares no source", where=str(module.__file__), remedy="end it with SOURCE = Source(...)"
            )
        if held.name in found:
            remedy = "give it another name"
            raise InputError(f"there is a source {held.name!r} already", where=str(module.__file__), remedy=remedy)
        found[held.name] = held
    return dict(sorted(found.items()))


def source(name: str) -> Source:
    """Give a source by its name.

    Raises
    ------
    InputError
        If there is no such source: the message names the nearest.
    """
    known = sources()
    if name not in known:
        raise InputError(
            f"{name!r} is no source", where="source", remedy=did_you_mean(name, known, f"there are {', '.join(known)}")
        )
    return known[name]


def refused(what: str, where: str, remedy: str = "take the file as its producer offers it") -> DataError:
    """Give the error for a file that can't be taken."""
    return DataError(what, where=where, remedy=remedy)
