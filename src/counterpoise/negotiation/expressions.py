"""Sums of what is not known: ``-8*attachment``, ``max(0, stake - 1)``; parsed, never executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from counterpoise.core.documents import Fault

LONGEST = 200
"""Characters at most."""

FUNCTIONS = {"min": np.minimum, "max": np.maximum}
"""The functions that there are, each of two arguments; of more it is taken again."""

_REMEDY = "write names of unknowns, numbers, + - * / ( ), min and max"
_TOKEN = re.compile(r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?!\w)|(?P<name>[^\W\d]\w*)|[-+*/(),])")
_OPERATIONS: dict[type[ast.AST], Any] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.USub: np.negative,
    ast.UAdd: np.positive,
}


@dataclass(frozen=True)
class Expression:
    """A sum of unknowns and numbers.

    Attributes
    ----------
    text
        As it was written.
    tree
        What it was parsed into.
    names
        The unknowns that it holds.

    Examples
    --------
    >>> made = parsed("-8*attachment + max(0, stake)")
    >>> sorted(made.names), float(made.at({"attachment": 0.5, "stake": 1.0}))
    (['attachment', 'stake'], -3.0)
    """

    text: str
    tree: ast.expr
    names: frozenset[str]

    def at(self, values: Mapping[str, Any]) -> Any:
        """Give its value, or values, where the unknowns have these."""
        with np.errstate(all="ignore"):
            return _value(self.tree, values)

    def divides_by_zero(self, ranges: Mapping[str, tuple[float, float]]) -> bool:
        """Tell whether it divides by what can be 0 while the unknowns stay within their ranges."""
        with np.errstate(all="ignore"):
            return any(
                low <= 0 <= high
                for node in ast.walk(self.tree)
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
                for low, high in [_bounds(node.right, ranges)]
            )


@lru_cache(maxsize=4096)
def parsed(text: str) -> Expression:
    """Parse a sum.

    Parameters
    ----------
    text
        Names, numbers, + - * / ( ), min, max.

    Returns
    -------
    Expression
        Which can be evaluated; nothing of it is ever executed.

    Raises
    ------
    Fault
        If there is anything else in it.

    Examples
    --------
    >>> parsed("attachment ** 2")
    Traceback (most recent call last):
    ...
    counterpoise.core.documents.Fault: 'attachment ** 2' holds a power; write names of unknowns, ...
    """
    said = " ".join(text.split())
    if not said:
        raise Fault("a number is missing", _REMEDY)
    if len(said) > LONGEST:
        raise Fault(f"{said!r:.60} is longer than {LONGEST} characters", "break it into unknowns")
    _check_tokens(said)
    try:
        tree = ast.parse(said, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Fault(f"{said!r:.60} can't be read as a sum", _REMEDY) from None
    return Expression(said, tree, frozenset(_names(tree, said)))


def _check_tokens(said: str) -> None:
    at = 0
    while at < len(said):
        found = _TOKEN.match(said, at)
        if found is None:
            raise Fault(f"{said!r:.60} can't be read from {said[at:].strip()!r:.20} on", _REMEDY)
        if found["number"] and not np.isfinite(float(found["number"])):
            raise Fault(f"{found['number']!r:.40} is too large", "write a smaller number")
        at = found.end()


def _names(node: ast.AST, said: str) -> Iterator[str]:
    """Give the names in a tree; anything but a sum is refused."""
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return
        case ast.Name(id=name) if name not in FUNCTIONS:
            yield name
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
            yield from _names(inner, said)
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), left=left, right=right):
            yield from _names(left, said)
            yield from _names(right, said)
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, *_] as args, keywords=[]):
            for one in args:
                yield from _names(one, said)
        case _:
            raise Fault(f"{said!r:.60} holds {_called(node)}", _REMEDY)


def _called(node: ast.AST) -> str:
    match node:
        case ast.BinOp(op=ast.Pow()):
            return "a power"
        case ast.Call(func=ast.Name(id=name)):
            return f"{name}()" if name not in FUNCTIONS else f"{name}() of nothing"
        case ast.Name(id=name):
            return f"{name} without its brackets"
        case ast.Tuple():
            return "a comma"
    return "what is no sum"


def _value(node: ast.AST, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=number):
            return np.float64(number)  # pyright: ignore[reportArgumentType]
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=op, operand=inner):
            return _OPERATIONS[type(op)](_value(inner, values))
        case ast.BinOp(op=op, left=left, right=right):
            return _OPERATIONS[type(op)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=args):
            made = _value(args[0], values)
            for one in args[1:]:
                made = FUNCTIONS[name](made, _value(one, values))
            return made
    raise AssertionError(node)  # parsed lets nothing else through


def _bounds(node: ast.AST, ranges: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    """Give bounds of a sum by interval arithmetic: never too narrow, at times too wide."""
    match node:
        case ast.Name(id=name):
            made = ranges[name]
        case ast.UnaryOp(op=op, operand=inner):
            low, high = _bounds(inner, ranges)
            made = (-high, -low) if isinstance(op, ast.USub) else (low, high)
        case ast.BinOp(op=op, left=left, right=right):
            a, b = _bounds(left, ranges), _bounds(right, ranges)
            ends = [-np.inf, np.inf]
            if not (isinstance(op, ast.Div) and b[0] <= 0 <= b[1]):
                ends = [_OPERATIONS[type(op)](x, y) for x in a for y in b]
            made = (float(np.nanmin(ends)), float(np.nanmax(ends)))
        case ast.Call(func=ast.Name(id=name), args=args):
            choose = min if name == "min" else max
            ends = [_bounds(one, ranges) for one in args]
            made = (choose(low for low, _ in ends), choose(high for _, high in ends))
        case _:
            number = float(getattr(node, "value"))  # noqa: B009 - a constant: parsed lets nothing else through
            made = (number, number)
    return made
