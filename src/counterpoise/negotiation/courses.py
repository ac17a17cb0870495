"""Courses: the same negotiation under other circumstances, written as what differs."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from counterpoise.core.documents import Fault
from counterpoise.core.errors import did_you_mean

OF_ISSUES = ("worth", "reversible", "pace")
"""What a course can change about an issue."""

_INSTEAD = {"lag": "detection", "detection": "lag"}


def merged(plain: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what differs over a document's plain values.

    Parameters
    ----------
    plain
        The document without its courses.
    over
        A course.

    Returns
    -------
    dict
        Plain values; a lag takes the place of a chance of detection, and the other way round.

    Raises
    ------
    Fault
        If the course names what the document does not have.

    Examples
    --------
    >>> merged(
    ...     {"parties": {"A": {"discount": 0.9, "outside": {"value": 1}}}},
    ...     {"parties": {"A": {"outside": {"value": 2}}}},
    ... )
    {'parties': {'A': {'discount': 0.9, 'outside': {'value': 2}}}}
    """
    made = copy.deepcopy(dict(plain))
    for section in ("parties", "unknown"):
        held = made.get(section, {})
        for name, changes in over.get(section, {}).items():
            if name not in held:
                known = f"the document has {', '.join(held)}" if held else "the document has none"
                raise Fault(f"there is no {name!r:.60} to change", did_you_mean(name, held, known), (section, name))
            held[name] = _laid(held[name], _table(changes, (section, name)))
    issues = {one["name"]: at for at, one in enumerate(made.get("issues", ()))}
    for name, changes in over.get("issues", {}).items():
        if name not in issues:
            remedy = did_you_mean(name, issues, f"the issues are {', '.join(issues)}")
            raise Fault(f"there is no issue {name!r:.60} to change", remedy, ("issues", name))
        for key in _table(changes, ("issues", name)):
            if key not in OF_ISSUES:
                remedy = did_you_mean(key, OF_ISSUES, f"it can change {', '.join(OF_ISSUES)}")
                raise Fault(f"a course can't change the {key!r:.40} of an issue", remedy, ("issues", name, key))
        made["issues"][issues[name]] = _laid(made["issues"][issues[name]], changes)
    for section in ("monitoring", "start"):
        if over.get(section):
            made[section] = _laid(made.get(section, {}), over[section])
    return made


def _table(changes: Any, path: tuple[int | str, ...]) -> Mapping[str, Any]:
    if not isinstance(changes, Mapping):
        raise Fault(f"{changes!r:.60} does not say what differs", "write a table, as in outside.value = -2", path)
    return changes


def _laid(held: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(held)
    for key, value in changes.items():
        inner = made.get(key)
        made[key] = _laid(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
        other = _INSTEAD.get(key)
        if other is not None and other not in changes:
            made.pop(other, None)
    return made


def within(path: tuple[int | str, ...], course: str, document: Mapping[str, Any]) -> tuple[int | str, ...]:
    """Give the key in a course of what is wrong with the document that it makes."""
    if len(path) > 1 and path[0] == "issues" and isinstance(path[1], int):
        path = ("issues", document["issues"][path[1]]["name"], *path[2:])
    return ("courses", course, *path)


def tidied(value: Any) -> Any:
    """Give plain values in the one form that TOML reads back: whole numbers as such, lists as lists."""
    if isinstance(value, Mapping):
        return {str(key): tidied(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [tidied(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def changes(whole: Mapping[str, Any], over: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Give what a course changes: each key, with the issue's name in place of its number, the old value and the new.

    Parameters
    ----------
    whole
        The document with what is left out at its default.
    over
        A course.

    Examples
    --------
    >>> list(changes({"monitoring": {"hazard": 0.0}}, {"monitoring": {"hazard": 0.1}}))
    [(('monitoring', 'hazard'), 0.0, 0.1)]
    """
    issues = {"issues": {one["name"]: one for one in whole.get("issues", ())}}
    for section, held in over.items():
        if isinstance(held, Mapping):
            yield from _leaves({**whole, **issues}.get(section, {}), held, (section,))


def _leaves(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(new, Mapping):
        for key, value in new.items():
            yield from _leaves(old.get(key) if isinstance(old, Mapping) else None, value, (*path, str(key)))
    else:
        yield path, old, new
