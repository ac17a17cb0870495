"""A question is a typed function registered once; command, form, link and reference follow from it."""

from __future__ import annotations

import functools
import importlib
import inspect
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from counterpoise.core.canonical import plain
from counterpoise.core.errors import InputError
from counterpoise.core.result import Asked

WORLDS = ("world", "economy", "ties", "trade")
"""Names of a question's typed input; None means the newest in the store."""

ASIDE = (*WORLDS, "progress")


@dataclass(frozen=True)
class Word:
    """How what a person writes becomes a value; the annotation of a question's parameter.

    Attributes
    ----------
    name
        What it is, as ``country``.
    parse
        Called as ``parse(value, where)``; raises InputError.
    metavar
        How a command's help shows it.
    everyone
        For a subject: the word that stands for all, which becomes the flag ``--all``.
    flag
        Whether the option takes no value.
    local
        Whether it names a thing of this machine, such as a folder: it is not asked for over a network.
    choices
        Gives the words that there are, where they are few.
    """

    name: str
    parse: Callable[[Any, str], Any]
    metavar: str
    everyone: str = ""
    flag: bool = False
    local: bool = False
    choices: Callable[[], Sequence[str]] | None = None


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question."""

    name: str
    word: Word
    default: Any
    required: bool
    positional: bool
    help: str

    @property
    def option(self) -> str:
        """Give its name on the command line."""
        return "--" + self.name.rstrip("_").replace("_", "-")


class Answer(Protocol):
    """What every question gives: records and what stands beside them."""

    @property
    def meta(self) -> dict[str, Any]:
        """Give question, sources, warnings and diagnostics."""
        ...

    def records(self) -> list[dict[str, Any]]:
        """Give one dictionary a value."""
        ...

    def table(self) -> Any:
        """Give a `pandas.DataFrame` to read."""
        ...


@dataclass(frozen=True)
class Question:
    """A public verb: call it as a function; the program makes its command from the same signature.

    Attributes
    ----------
    name
        The function's name, after its group's and a point where it stands in one, as ``gravity.estimate``.
    label
        The first line of its docstring.
    parameters
        Its parameters, but for the world and the progress.
    charts, documents
        The packages that declare its charts and its documents.
    file
        Of an answer that is a document by itself: the name of its file where none is given, as ``brief-{country}.html``.
    writes
        Of such an answer: the function, as ``module:name``, that refuses a file's name before the work begins.
    """

    name: str
    label: str
    parameters: tuple[Parameter, ...]
    charts: str
    documents: str
    file: str
    function: Callable[..., Any] = field(repr=False, compare=False)
    writes: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words of its command: its group, where it stands in one, and itself."""
        return tuple(self.name.split("."))

    @property
    def local(self) -> bool:
        """Say whether it can't be asked without a thing of this machine, such as a file: no network offers it."""
        return any(one.required and one.word.local for one in self.parameters)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Ask it: read the arguments by their annotations, compute, and sign the answer."""
        try:
            bound = inspect.signature(self.function).bind(*args, **kwargs)
        except TypeError as error:
            names = ", ".join(p.name for p in self.parameters)
            raise InputError(str(error), where=self.name, remedy=f"it takes {names}") from error
        bound.apply_defaults()
        asked = self.read({k: v for k, v in bound.arguments.items() if k not in ASIDE})
        aside = {k: v for k, v in bound.arguments.items() if k in ASIDE}
        answer = self.function(**asked, **aside)
        signed = self.signed(asked)
        own = getattr(answer, "with_question", None)  # an answer that computes its data when they are read
        return own(signed) if own else replace(answer, question=signed)

    def check_file(self, path: str) -> None:
        """Refuse the name of a file that the answer can't be written to, before the work begins.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        InputError
            If there is no such format.
        """
        if self.writes:
            module, _, name = self.writes.partition(":")
            getattr(importlib.import_module(module), name)(path)

    def read(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Bring arguments into their canonical form.

        Parameters
        ----------
        arguments
            What was given, by the parameter's name; what is left out takes its default.

        Returns
        -------
        dict
            Every parameter with the value that its word gives.

        Raises
        ------
        InputError
            If a word is not understood, or an argument that is needed is missing.
        """
        asked: dict[str, Any] = {}
        for parameter in self.parameters:
            value = arguments.get(parameter.name, parameter.default)
            if value is None and parameter.required:
                raise InputError(f"{parameter.word.metavar} is missing", where=self.name, remedy=parameter.help)
            where = parameter.name if parameter.positional else parameter.option
            asked[parameter.name] = None if value is None else parameter.word.parse(value, where)
        return asked

    def signed(self, asked: Mapping[str, Any]) -> Asked:
        """Give the record of this question with these arguments.

        Parameters
        ----------
        asked
            The arguments in canonical form.

        Returns
        -------
        Asked
            With the program's version.
        """
        from counterpoise.core.version import __version__  # noqa: PLC0415

        return Asked(self.name, plain(dict(asked)), __version__, self.charts, self.documents)


questions: dict[str, Question] = {}
"""Every registered question by its name."""

GROUPS: Mapping[str, str] = {"gravity": "What a trade agreement does to trade, estimated, and what that is worth."}
"""The groups of questions, each with the line that says what its questions have in common."""


def offered() -> dict[str, Question]:
    """Give the questions that can be asked over a network, by name: those that need no thing of this machine."""
    return {name: one for name, one in questions.items() if not one.local}


def question(
    *, group: str = "", charts: str = "", documents: str = "", file: str = "", writes: str = ""
) -> Callable[[Callable[..., Any]], Question]:
    """Register a question.

    Its parameters are annotated with `Word`s, as ``Annotated[str, Word(...)]``; the parameters
    ``progress`` and the world (``economy``, ``ties``, ``trade``) are not part of what is asked.

    Parameters
    ----------
    group
        The group that it stands in, one of `GROUPS`: its name and its command begin with it.
    charts, documents, file, writes
        See `Question`.

    Returns
    -------
    Callable
        A decorator that makes a `Question` of a function.

    Raises
    ------
    TypeError
        If the function has no docstring, a parameter's annotation holds no `Word`, or there is no such group.

    Examples
    --------
    >>> from typing import Annotated
    >>> Count = Annotated[int, Word("count", lambda value, where: int(value), "N")]
    >>> @question()
    ... def counted(n: Count = 1):
    ...     \"\"\"How many.\"\"\"
    >>> counted.read({"n": "3"}), counted.parameters[0].option
    ({'n': 3}, '--n')
    >>> del questions["counted"]
    """

    def register(function: Callable[..., Any]) -> Question:
        notes = inspect.getdoc(function) or ""
        if not notes:
            raise TypeError(f"{function.__name__} needs a docstring")
        if group and group not in GROUPS:
            raise TypeError(f"{function.__name__}: there is no group {group!r}")
        made = Question(
            name=f"{group}.{function.__name__}" if group else function.__name__,
            label=notes.splitlines()[0].strip(),
            parameters=_parameters(function, notes),
            charts=charts,
            documents=documents,
            file=file,
            function=function,
            writes=writes,
        )
        for name in functools.WRAPPER_ASSIGNMENTS:
            object.__setattr__(made, name, getattr(function, name))
        object.__setattr__(made, "__wrapped__", function)  # help() and completion show the function's signature
        questions[made.name] = made
        return made

    return register


def _parameters(function: Callable[..., Any], notes: str) -> tuple[Parameter, ...]:
    helps = described(notes)
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in ASIDE:
            continue
        annotation = parameter.annotation
        if isinstance(annotation, str):
            annotation = eval(annotation, function.__globals__)
        either = (annotation, *typing.get_args(annotation))  # as in ``Year | None``
        word = next((m for one in either for m in getattr(one, "__metadata__", ()) if isinstance(m, Word)), None)
        if word is None:
            raise TypeError(f"{function.__name__}: {parameter.name} needs an annotation with a Word")
        required = parameter.default is inspect.Parameter.empty
        found.append(
            Parameter(
                name=parameter.name,
                word=word,
                default=None if required else parameter.default,
                required=required,
                positional=parameter.kind is not inspect.Parameter.KEYWORD_ONLY,
                help=helps.get(parameter.name, ""),
            )
        )
    return tuple(found)


def described(notes: str) -> dict[str, str]:
    r"""Give the description of each parameter in a NumPy-style docstring.

    Examples
    --------
    >>> described("Do it.\n\nParameters\n----------\nyear\n    The year.\n    Newest if none.\n")
    {'year': 'The year. Newest if none.'}
    """
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\S[^\n]*\n-{3,}\n|\Z)", notes, re.MULTILINE | re.DOTALL)
    helps: dict[str, str] = {}
    names: list[str] = []
    for line in section[1].splitlines() if section else ():
        if line and not line.startswith(" "):
            names = [name.strip() for name in line.split(":")[0].split(",")]
        else:
            for name in names:
                helps[name] = f"{helps.get(name, '')} {line.strip()}".strip()
    return helps
