"""A document is one function that writes an answer to a file; it is declared once, as a chart is."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    import os

    from counterpoise.core.result import Asked


@dataclass(frozen=True)
class Document:
    """A document's function with its name and the question that it belongs to.

    Attributes
    ----------
    name
        On the command line it is an option that takes a file's name.
    question
        The question whose answers it writes.
    ending
        How the file's name ends.
    help
        The first line of the function's docstring.
    """

    name: str
    question: str
    ending: str
    help: str
    function: Callable[..., None] = field(repr=False, compare=False)

    def __call__(self, answer: Any, path: str | os.PathLike[str]) -> None:
        """Write an answer to a file."""
        self.function(answer, path)


documents: dict[str, dict[str, Document]] = {}
"""Every declared document by its question and its name."""


def document(*, question: str, ending: str, name: str = "") -> Callable[[Callable[..., None]], Document]:
    """Declare a document of a question's answers.

    Parameters
    ----------
    question
        The question's name.
    ending
        How the file's name ends, as ``.html``.
    name
        Its name; the function's if left out.

    Returns
    -------
    Callable
        A decorator that makes a `Document` of a function of an answer and a path.

    Raises
    ------
    TypeError
        If the function has no docstring.

    Examples
    --------
    >>> @document(question="rely", ending=".txt")
    ... def note(answer, path):
    ...     \"\"\"A note.\"\"\"
    >>> note.name, note.help
    ('note', 'A note.')
    >>> del documents["rely"]["note"]
    """

    def declare(function: Callable[..., None]) -> Document:
        lines = (inspect.getdoc(function) or "").splitlines()
        if not lines:
            raise TypeError(f"{function.__name__} needs a docstring: its first line is the option's help")
        declared = Document(name or function.__name__, question, ending, lines[0].strip(), function)
        documents.setdefault(question, {})[declared.name] = declared
        return declared

    return declare


def documents_for(asked: Asked) -> dict[str, Document]:
    """Give the documents of a question; the package that declares them is imported on demand."""
    if asked.documents:
        importlib.import_module(asked.documents)
    return documents.get(asked.name, {})


def write(answer: Any, path: str | os.PathLike[str]) -> None:
    """Write an answer as the document that the file's name ends in.

    Parameters
    ----------
    answer
        The answer.
    path
        The file.

    Raises
    ------
    InputError
        If the question has no such document.
    """
    known = documents_for(answer.question)
    ending = Path(path).suffix.lower()
    for one in known.values():
        if one.ending == ending:
            one(answer, path)
            return
    endings = " or ".join(one.ending for one in known.values())
    remedy = f"end the file's name in {endings}" if endings else "take its table, or its records"
    raise InputError(f"{answer.question.name!r} has no document {ending or str(path)!r}", where="write", remedy=remedy)
