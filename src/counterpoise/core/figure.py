"""A chart is one function of a result; it is declared once, and shown wherever the result is."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.core.result import Asked, Result


@dataclass(frozen=True)
class Figure:
    """A chart's function with its name and the question that it belongs to.

    Attributes
    ----------
    name
        The function's name.
    question
        The question whose results it draws.
    title
        The first line of the function's docstring.
    variables
        The measures that it shows: its caption and its alternative text are made from them.
    along
        Dimensions of which an answer must have one to be drawn so; none where any answer will do.
    """

    name: str
    question: str
    title: str
    variables: tuple[str, ...]
    function: Callable[..., Any] = field(repr=False, compare=False)
    along: tuple[str, ...] = ()

    def __call__(self, result: Result, **choices: Any) -> Any:
        """Draw a result: give an `altair.Chart`."""
        return self.function(result, **choices)


figures: dict[str, dict[str, Figure]] = {}
"""Every declared chart by its question and its name."""


def figure(*, question: str, variables: str = "", along: str = "") -> Callable[[Callable[..., Any]], Figure]:
    """Declare a chart of a question's results.

    Parameters
    ----------
    question
        The question's name.
    variables
        The measures that it shows, separated by spaces.
    along
        Dimensions of which an answer must have one to be drawn so, separated by spaces.

    Returns
    -------
    Callable
        A decorator that makes a `Figure` of a function of a `Result`; the first line of the function's
        docstring is the title.

    Raises
    ------
    TypeError
        If the function has no docstring.

    Examples
    --------
    >>> @figure(question="rely", variables="look_through")
    ... def plain_bars(result):
    ...     \"\"\"Reliance by partner.\"\"\"
    >>> plain_bars.title, plain_bars.variables
    ('Reliance by partner', ('look_through',))
    >>> del figures["rely"]["plain_bars"]
    """

    def declare(function: Callable[..., Any]) -> Figure:
        lines = (inspect.getdoc(function) or "").splitlines()
        if not lines:
            raise TypeError(f"{function.__name__} needs a docstring: its first line is the title")
        title = lines[0].strip().rstrip(".")
        declared = Figure(function.__name__, question, title, tuple(variables.split()), function, tuple(along.split()))
        figures.setdefault(question, {})[declared.name] = declared
        return declared

    return declare


def figures_for(asked: Asked) -> dict[str, Figure]:
    """Give the charts of a question; the package that declares them is imported on demand."""
    if asked.charts:
        importlib.import_module(asked.charts)
    return figures.get(asked.name, {})
