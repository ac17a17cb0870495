"""TOML documents read into typed objects; an error names the file, the line and the key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

T = TypeVar("T")

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_ENTRY = re.compile(r"^\s*([A-Za-z0-9_\-.\"']+)\s*=")
_MOST_BYTES = 16_000_000
_MISSING = ("missing", "missing_argument")
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")


class Fault(ValueError):  # noqa: N818 - not an error of the program yet
    """What a model's own check finds wrong; a document's reader adds the line and the key.

    Parameters
    ----------
    what
        What is wrong, with the value.
    remedy
        What to do about it.
    key
        The key that it concerns, where the check is about a whole table: words with dots, or its parts, where some are places
        in a list or names that may hold dots.
    """

    def __init__(self, what: str, remedy: str = "", key: str | tuple[int | str, ...] = "") -> None:
        super().__init__(f"{what}; {remedy}" if remedy else what)
        self.what = what
        self.remedy = remedy
        self.key = key

    @property
    def path(self) -> tuple[int | str, ...]:
        """The parts of its key."""
        if isinstance(self.key, tuple):
            return self.key
        return tuple(self.key.split(".")) if self.key else ()


def load(path: str | Path, model: type[T]) -> T:
    """Read a TOML file into a typed object.

    Parameters
    ----------
    path
        The file.
    model
        A dataclass or pydantic model; keys that it doesn't have are errors if it forbids them.

    Raises
    ------
    InputError
        If the file is missing, isn't TOML, or breaks the model: with line and key.
    """
    return loads(text_of(path), model, name=str(path))


def text_of(path: str | Path) -> str:
    """Read a file as the text of a document (see `load` for the errors)."""
    file = Path(path)
    try:
        with file.open("rb") as handle:
            raw = handle.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"can't be read ({reason})", where=str(path), remedy="check the name") from error
    if len(raw) > _MOST_BYTES:
        raise InputError("is too large for a TOML document", where=str(path), remedy="check that it is the right file")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError("is not UTF-8 text", where=f"{path}, line {line}", remedy="save it as UTF-8") from error


def loads(text: str, model: type[T], *, name: str = "document") -> T:
    r"""Read TOML text into a typed object (see `load`); `name` stands for the file in errors.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Power:
    ...     country: str
    ...     weight: float
    >>> loads("country = 'USA'\nweight = 'heavy'", Power)
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: document, line 2, weight: input should be a valid number, ...
    """
    import pydantic  # noqa: PLC0415

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        what = re.sub(r"\s*\(at .*\)$", "", str(error)).lower()
        where = f"{name}, line {place[1]}, column {place[2]}" if place else f"{name}, line {len(text.splitlines())}"
        raise InputError(f"not TOML: {what}", where=where, remedy="mend the line") from error
    try:
        return pydantic.TypeAdapter(model).validate_python(document)
    except pydantic.ValidationError as error:
        found = fault_of(error, document, model)
        where = placed(text, name, found.path)
        raise InputError(found.what, where=where, remedy=found.remedy) from error


def fault_of(error: ValidationError, document: dict[str, Any], model: Any) -> Fault:
    """Give the first thing that is wrong with a document, by its own keys.

    Parameters
    ----------
    error
        What pydantic found.
    document
        The document as plain values.
    model
        The model that it was read into.
    """
    faults = error.errors()
    unknown = [one for one in faults if one["type"] in _UNKNOWN]  # a key that is missing may be there, misspelt
    fault = (unknown or faults)[0]
    path = _own_keys(fault["loc"], document, missing=fault["type"] in _MISSING)
    context = fault.get("ctx", {})
    what, remedy = _told(fault, model)
    cause = context.get("error")
    if isinstance(cause, Fault):
        path = (*path, *cause.path)
    if fault["type"].startswith("union_tag"):
        path = (*path, str(context.get("discriminator", "")).strip("'"))
    return Fault(what, remedy, path)


def placed(text: str, name: str, path: tuple[int | str, ...]) -> str:
    """Say where a key of a TOML text is: the file, the line and the key."""
    line = line_of(text, path)
    where = f"{name}, line {line}, {spelled(path)}" if line else f"{name}, {spelled(path)}"
    return where.removesuffix(", ")


def _told(fault: ErrorDetails, model: type) -> tuple[str, str]:
    """Say what is wrong with a value, and what to do."""
    kind, context = fault["type"], fault.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, Fault):
        return cause.what, cause.remedy
    if kind in (*_MISSING, "union_tag_not_found"):
        return "this key is missing", "add it"
    if kind in _UNKNOWN:
        known = known_keys(model, fault["loc"][:-1])
        listed = f"the keys are {', '.join(known)}" if known else "remove it"
        return "there is no such key", did_you_mean(str(fault["loc"][-1]), known, listed)
    if kind in ("literal_error", "union_tag_invalid"):
        said = context.get("tag", fault["input"])
        known = re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags"))))
        return f"{said!r:.60} is not one of its values", did_you_mean(str(said), known, f"write {' or '.join(known)}")
    message = fault["msg"][0].lower() + fault["msg"][1:]
    return f"{message}, not {fault['input']!r:.60}", "change the value"


def known_keys(model: Any, location: tuple[int | str, ...] = ()) -> list[str]:
    """Give the keys that a model has at a place, as an error's location names it."""
    here = model
    for part in location:
        here = _inside(here, part)
    if get_origin(here) in (Union, UnionType):  # a table that may be left out
        here = next((one for one in get_args(here) if hasattr(one, "model_fields")), here)
    fields = getattr(here, "model_fields", None)
    if fields is None:
        return list(getattr(here, "__annotations__", {}))
    return [field.alias or key for key, field in fields.items()]


def _inside(model: Any, part: int | str) -> Any:
    """Give the type of a key, an element, or a union's member that its tag names."""
    while get_origin(model) is Annotated:
        model = get_args(model)[0]
    if (fields := getattr(model, "model_fields", None)) is not None:
        return next((f.annotation for key, f in fields.items() if part in (key, f.alias)), None)
    members = [one for one in get_args(model) if one is not Ellipsis]
    for one in members:
        tags = [get_args(f.annotation) for f in getattr(one, "model_fields", {}).values()]
        if any((part,) == tag for tag in tags):
            return one
    if isinstance(part, int) and members:
        return members[0]
    return members[-1] if members and get_origin(model) is dict else model


def _own_keys(location: tuple[int | str, ...], document: Any, *, missing: bool) -> tuple[int | str, ...]:
    """Keep the parts of an error's location that are keys of the document, or a missing one; not names of types."""
    path: list[int | str] = []
    here = document
    for position, part in enumerate(location):
        if (isinstance(here, dict) and part in here) or (isinstance(here, list) and isinstance(part, int)):
            inside: Any = here
            here = inside[part]
            path.append(part)
        elif missing and position == len(location) - 1:
            path.append(part)
    return tuple(path)


def spelled(path: tuple[int | str, ...]) -> str:
    """Write a key's path as in ``shocks[0].by``."""
    words = ""
    for part in path:
        words += f"[{part}]" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return words


def line_of(text: str, path: tuple[int | str, ...]) -> int | None:
    r"""Find the line (from 1) of a key in a TOML text; else the first line inside it, else the nearest table around it.

    Examples
    --------
    >>> line_of("a = 1\n[[shocks]]\nby = 'USA'\n[[shocks]]\nby = 3", ("shocks", 1, "by"))
    5
    >>> line_of("[shock]\nby.first = 'USA'", ("shock", "by")), line_of("[shock]\nby.first = 'USA'", ("shock", "on"))
    (2, 1)
    """
    best: tuple[int, int] | None = None
    inside: int | None = None
    found: tuple[int | str, ...]
    prefix: tuple[int | str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            prefix = _table_path(header[2], header[1] == "[[", counts)
            found = prefix
        elif entry := _ENTRY.match(line):
            found = prefix + _keys(entry[1])
        else:
            continue
        if found == path[: len(found)] and (best is None or len(found) > best[0]):
            best = (len(found), number)
        if inside is None and path and found[: len(path)] == path:
            inside = number
    if best and (best[0] == len(path) or inside is None):
        return best[1]
    return inside


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _table_path(dotted: str, array: bool, counts: dict[tuple[str, ...], int]) -> tuple[int | str, ...]:
    """Give the path of a table's header, with the index of each array of tables that it is in."""
    keys = _keys(dotted)
    if array:
        counts[keys] = counts.get(keys, -1) + 1
    path: list[int | str] = []
    for depth, key in enumerate(keys, 1):
        path.append(key)
        if keys[:depth] in counts:
            path.append(counts[keys[:depth]])
    return tuple(path)
