"""Arrays in one small file: lossless, self-describing, and checked when they are read.

A file is a magic line, the length and SHA-256 of a header, the header (JSON) and then compressed streams. The header
names each array with its type, its shape and the SHA-256 of its decoded bytes. Numbers are split into planes (all the
lowest bytes, then all the next ones), which xz compresses far better than whole numbers; planes of zeros at the high
end are left out. Decimal figures are kept as integers with the number of stored units in one unit, so that nothing is
rounded: 12.345 is 12345 with ``per_unit=1000``.

The same arrays give the same bytes (as long as the xz library is the same; the checksums of the decoded bytes hold for
any).
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.core.errors import DataError

MAGIC = b"counterpoise arrays 1\n"
_FILTERS: list[dict[str, Any]] = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
_START = len(MAGIC) + 8 + 32
_THREADS = 4
_REMEDY = "the file is damaged: install the package again, or rebuild it with tools/embed/build.py"


@dataclass(frozen=True)
class Stored:
    """An array with what is needed to read it.

    Attributes
    ----------
    values
        Booleans, integers, floats or text, of any shape.
    per_unit
        How many stored units make one unit of the figure (0 for figures that are stored as they are).
    missing
        The stored integer that stands for a missing figure, if there is one.
    labels
        The name of the array of labels that the integers point into, if they do.
    delta
        Store the differences of neighbours (for sorted integers).
    """

    values: NDArray[Any]
    per_unit: int = 0
    missing: int | None = None
    labels: str = ""
    delta: bool = False


@dataclass(frozen=True)
class Entry:
    """One array's line in the header of a file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    streams: tuple[int, ...]
    sha256: str
    per_unit: int = 0
    missing: int | None = None
    labels: str = ""
    delta: bool = False


@dataclass(frozen=True)
class Header:
    """What a file says about itself: its arrays, in order, and free attributes."""

    arrays: tuple[Entry, ...]
    attributes: dict[str, Any] = field(default_factory=dict)

    def named(self, name: str) -> Entry:
        """Give the line of one array.

        Raises
        ------
        DataError
            If there is no such array.
        """
        for entry in self.arrays:
            if entry.name == name:
                return entry
        raise DataError(f"has no array {name!r}", remedy=_REMEDY)


def encode(arrays: Mapping[str, Stored], attributes: Mapping[str, Any] | None = None) -> bytes:
    """Give the bytes of a file that holds some arrays.

    Parameters
    ----------
    arrays
        The arrays by name; their order is kept.
    attributes
        Anything else that JSON can say.

    Returns
    -------
    bytes
        The same bytes for the same input.

    Raises
    ------
    DataError
        If an array is of a type that can't be stored.
    """
    entries: list[dict[str, Any]] = []
    body: list[bytes] = []
    with ThreadPoolExecutor(_THREADS) as pool:
        for name, stored in arrays.items():
            content = _content(stored.values, name)
            streams = list(pool.map(_compress, _planes(stored, content)))
            body.extend(streams)
            line = {
                "name": name,
                "dtype": _dtype(stored.values),
                "shape": list(stored.values.shape),
                "streams": [len(stream) for stream in streams],
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            extra = {
                "per_unit": stored.per_unit,
                "missing": stored.missing,
                "labels": stored.labels,
                "delta": stored.delta,
            }
            entries.append(line | {key: value for key, value in extra.items() if value not in (0, None, "", False)})
    head = json.dumps({"arrays": entries, "attributes": dict(attributes or {})}, sort_keys=True, ensure_ascii=False)
    header = head.encode()
    return b"".join([MAGIC, len(header).to_bytes(8, "little"), hashlib.sha256(header).digest(), header, *body])


def read_header(path: str | os.PathLike[str]) -> Header:
    """Read what a file says about itself, without its arrays.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    content = _read(path, _START)
    if len(content) == _START:
        content = _read(path, _START + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 8], "little"))
    return _header(content, str(path))[0]


def decode(path: str | os.PathLike[str], names: Collection[str] | None = None) -> dict[str, NDArray[Any]]:
    """Read the arrays of a file, as stored, and check each against its checksum.

    Parameters
    ----------
    path
        The file.
    names
        Which arrays are wanted; None means all.

    Returns
    -------
    dict of str to numpy.ndarray
        The stored arrays (see `figures` for decimal figures), C-contiguous, in the order of the file.

    Raises
    ------
    DataError
        If the file is missing, cut short or damaged, or lacks a wanted array.
    """
    content = _read(path)
    header, start = _header(content, str(path))
    for name in names or ():
        header.named(name)
    if len(content) != start + sum(sum(entry.streams) for entry in header.arrays):
        raise DataError("its length is not what its header says", where=str(path), remedy=_REMEDY)
    found = {}
    with ThreadPoolExecutor(_THREADS) as pool:
        for entry in header.arrays:
            streams = []
            for length in entry.streams:
                streams.append(content[start : start + length])
                start += length
            if names is None or entry.name in names:
                found[entry.name] = _decoded(entry, streams, pool, str(path))
    return found


def checksum(values: NDArray[Any]) -> str:
    """Give the SHA-256 that `encode` records for an array, without compressing anything."""
    return hashlib.sha256(_content(values, "the array")).hexdigest()


def figures(stored: NDArray[Any], entry: Entry) -> NDArray[Any]:
    """Turn stored integers into figures.

    Parameters
    ----------
    stored
        The array as `decode` gives it.
    entry
        Its line in the header.

    Returns
    -------
    numpy.ndarray
        Float64, each the double nearest to the decimal figure, NaN where it is missing; the array itself where it is
        stored as it is.
    """
    if not entry.per_unit:
        return stored
    values = stored / entry.per_unit
    if entry.missing is not None:
        values[stored == entry.missing] = np.nan
    return values


def _read(path: str | os.PathLike[str], length: int = -1) -> memoryview:
    try:
        with open(path, "rb") as file:
            return memoryview(file.read(length))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DataError(f"can't be read ({reason})", where=str(path), remedy=_REMEDY) from error


def _header(content: memoryview, where: str) -> tuple[Header, int]:
    damaged = DataError("its header is damaged, or it is no file of arrays", where=where, remedy=_REMEDY)
    start = _START
    if len(content) < start or content[: len(MAGIC)] != MAGIC:
        raise damaged
    end = start + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 8], "little")
    head = bytes(content[start:end])
    if hashlib.sha256(head).digest() != content[len(MAGIC) + 8 : start]:
        raise damaged
    raw = json.loads(head)
    entries = tuple(
        Entry(**{**line, "shape": tuple(line["shape"]), "streams": tuple(line["streams"])}) for line in raw["arrays"]
    )
    return Header(entries, raw["attributes"]), end


def _decoded(entry: Entry, streams: list[memoryview], pool: ThreadPoolExecutor, where: str) -> NDArray[Any]:
    try:
        planes = list(pool.map(_decompress, streams))
        values, content = _assembled(entry, planes)
    except (lzma.LZMAError, ValueError) as error:
        raise DataError(f"{entry.name} is damaged ({error})", where=where, remedy=_REMEDY) from error
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise DataError(f"{entry.name} differs from its checksum", where=where, remedy=_REMEDY)
    return values


def _assembled(entry: Entry, planes: list[bytes]) -> tuple[NDArray[Any], bytes | memoryview]:
    """Put the planes of one array together; give it, and the bytes that its checksum is of."""
    if entry.dtype == "text":
        content = b"".join(planes)
        words = content.decode().split("\0")[:-1]
        return np.array(words, dtype=np.str_).reshape(entry.shape), content
    dtype = np.dtype(entry.dtype)
    count = int(np.prod(entry.shape, dtype=np.int64))
    octets = np.zeros((count, dtype.itemsize), dtype=np.uint8)
    for place, plane in enumerate(planes):
        octets[:, place] = np.frombuffer(plane, dtype=np.uint8)
    if entry.delta:
        unsigned = octets.view(f"<u{dtype.itemsize}").reshape(count)
        np.cumsum(unsigned, dtype=unsigned.dtype, out=unsigned)
    values = octets.view(dtype).reshape(entry.shape)
    return values, octets.data.cast("B") if count else b""


def _dtype(values: NDArray[Any]) -> str:
    return "text" if values.dtype.kind == "U" else values.dtype.newbyteorder("<").str


def _content(values: NDArray[Any], name: str) -> bytes:
    """Give the bytes that an array's checksum is of."""
    if values.dtype.kind == "U":
        words = values.ravel().tolist()
        if any("\0" in word for word in words):
            raise DataError(f"{name} holds a text with a null character", remedy="remove it")
        return "".join(f"{word}\0" for word in words).encode()
    if values.dtype.kind not in "biuf":
        raise DataError(f"{name} is of type {values.dtype}", remedy="store booleans, integers, floats or text")
    return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<")).tobytes()


def _planes(stored: Stored, content: bytes) -> list[bytes]:
    if stored.values.dtype.kind == "U":
        return [content]
    size = stored.values.dtype.itemsize
    octets = np.frombuffer(content, dtype=np.uint8).reshape(-1, size)
    if stored.delta:
        unsigned = octets.view(f"<u{size}").ravel()
        octets = np.diff(unsigned, prepend=unsigned.dtype.type(0)).view(np.uint8).reshape(-1, size)
    planes = [np.ascontiguousarray(octets[:, place]) for place in range(size)]
    while planes and not planes[-1].any():
        planes.pop()
    return [plane.tobytes() for plane in planes]


def _compress(content: bytes) -> bytes:
    return lzma.compress(content, format=lzma.FORMAT_XZ, check=lzma.CHECK_NONE, filters=_FILTERS)


def _decompress(content: memoryview) -> bytes:
    return lzma.decompress(content, format=lzma.FORMAT_XZ)
