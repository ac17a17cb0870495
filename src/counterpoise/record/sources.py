"""The sources beside a ledger: their bytes, and the text in which quotes are counted, each under the hash of the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counterpoise.core.errors import InputError
from counterpoise.core.files import write_bytes
from counterpoise.record.texts import Text, extract


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def alike(known: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Check that what is said of a source that is in the ledger already is what stands there.

    Raises
    ------
    InputError
        If its outlet, title or day is another: it would be lost without a word.
    """
    for name in ("outlet", "title", "published"):
        if given.get(name) and given[name] != known.get(name):
            what = f"the source is in the ledger already, with the {name} {known.get(name) or 'left open'!s:.60}"
            remedy = f"correct it there: counterpoise record correct {known['id'][:8]} --set {name}=..."
            raise InputError(what, where=name, remedy=remedy)


class Sources:
    """The folder of a ledger's sources, ``NAME.sources``; it may be absent, as where a licence forbids to pass them on.

    Parameters
    ----------
    ledger
        The ledger's file.
    """

    def __init__(self, ledger: Path) -> None:
        self.folder = ledger.with_name(f"{ledger.stem}.sources")

    def keep(self, data: bytes, text: Text) -> tuple[str, str]:
        """Keep a source's bytes and its text; give the hash of each."""
        sha, content = digest(data), text.text.encode("utf-8")
        if not self.folder.is_dir():
            self.folder.mkdir(exist_ok=True)
        kept = [(sha, data)] + ([(f"{sha}.txt", content)] if content != data else [])
        for name, held in kept:
            if not (self.folder / name).exists():
                write_bytes(self.folder / name, held)
        return sha, digest(content)

    def bytes_of(self, source: Mapping[str, Any], where: str) -> bytes | None:
        """Give a source's bytes, or None where they are not kept here.

        Raises
        ------
        InputError
            If they were changed.
        """
        file = self.folder / source["sha256"]
        if not file.is_file():
            return None
        data = file.read_bytes()
        if digest(data) != source["sha256"]:
            what = (
                f"the source's bytes were changed: their hash is {digest(data)[:16]}, expected {source['sha256'][:16]}"
            )
            raise InputError(what, where=f"{where}, {file}", remedy="restore the file from a copy")
        return data

    def text_of(self, source: Mapping[str, Any], where: str) -> str | None:
        """Give a source's text, or None where neither it nor the bytes are kept here.

        The text that was kept is taken where it is there; else it is made from the bytes anew, and counts if it is the same.

        Raises
        ------
        InputError
            If the kept text was changed.
        """
        file = self.folder / f"{source['sha256']}.txt"
        if file.is_file():
            content = file.read_bytes()
            if digest(content) != source["text_sha256"]:
                found, wanted = digest(content)[:16], source["text_sha256"][:16]
                what = f"the source's text was changed: its hash is {found}, expected {wanted}"
                raise InputError(
                    what, where=f"{where}, {file}", remedy="restore the file, or remove it where the bytes are there"
                )
            return content.decode("utf-8")
        data = self.bytes_of(source, where)
        if data is None:
            return None
        if source["sha256"] == source["text_sha256"]:
            return data.decode("utf-8")
        try:
            text = extract(data, source.get("media_type")).text
        except InputError:
            return None  # this version can't read it: the quote stays unchecked, and is counted
        return text if digest(text.encode("utf-8")) == source["text_sha256"] else None

    def take(self, other: Sources) -> int:
        """Copy what another ledger's folder has and this one lacks; give how many files."""
        taken = 0
        if not other.folder.is_dir() or other.folder == self.folder:
            return taken
        for file in sorted(other.folder.iterdir()):
            if file.is_file() and not (self.folder / file.name).exists():
                self.folder.mkdir(exist_ok=True)
                write_bytes(self.folder / file.name, file.read_bytes())
                taken += 1
        return taken
