"""The same answer elsewhere: as a line of Python, and as a command."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from counterpoise.core.question import Question

FILE, TALKS, CASE = "scenario.toml", "talks.toml", "case.toml"
"""The name under which a scenario, a negotiation or a case is kept that is longer than a line."""

_FILES = {"talks": TALKS, "case": CASE}


def same(question: Question, given: Mapping[str, Any], beside: Mapping[str, str] | None = None) -> dict[str, str]:
    """Say how to ask a question in Python, as a command and in a link.

    Parameters
    ----------
    question
        The question.
    given
        The arguments that were given, as text, by the parameter's name; flags are True.
    beside
        Arguments that a link has not, such as the name of the ledger.

    Returns
    -------
    dict[str, str]
        ``python``, ``command`` and ``query``; ``file`` too, where a scenario is to be kept in a file first.

    Examples
    --------
    >>> from counterpoise.questions import equation
    >>> said = same(equation, {"country": "KOR", "powers": "USA,CHN", "year": "2011"})
    >>> print(said["python"])
    import counterpoise as cp
    <BLANKLINE>
    cp.equation("KOR", powers="USA,CHN", year=2011)
    >>> said["command"]
    'counterpoise equation KOR --powers USA,CHN --year 2011'
    """
    kinds = {one.name: one.word.name for one in question.parameters}
    written = {name: _short(value, _FILES.get(kinds.get(name, ""), FILE)) for name, value in given.items()}
    kept = {name: given[name] for name, (_, held) in written.items() if held}
    words = {name: value for name, (value, _) in written.items()} | dict(beside or {})
    made = {
        "python": f"import counterpoise as cp\n\ncp.{question.name}({', '.join(_python(question, words))})",
        "command": shlex.join(["counterpoise", *question.words, *_command(question, words)]),
        "query": urlencode({name: "true" if value is True else value for name, value in given.items()}),
    }
    return {**made, **({"file": str(next(iter(kept.values())))} if kept else {})}


def _short(value: Any, file: str) -> tuple[Any, bool]:
    """Give a word as it is, or the name of the file that holds it."""
    if isinstance(value, str) and ("\n" in value.strip() or ("=" in value and "title" in value)):
        return file, True
    return value, False


def _python(question: Question, words: Mapping[str, Any]) -> list[str]:
    made = []
    for parameter in question.parameters:
        if parameter.name not in words:
            continue
        value = words[parameter.name]
        if isinstance(value, str) and parameter.word.name != "countries" and _number(value):
            said = value
        else:
            said = (
                '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if isinstance(value, str) else repr(value)
            )
        made.append(said if parameter.positional else f"{parameter.name}={said}")
    return made


def _number(word: str) -> bool:
    return word.isascii() and word.isdigit() and (word == "0" or not word.startswith("0"))


def _command(question: Question, words: Mapping[str, Any]) -> list[str]:
    made: list[str] = []
    for parameter in question.parameters:
        if parameter.name not in words:
            continue
        value = words[parameter.name]
        if parameter.positional:
            made.append("--all" if parameter.word.everyone and value == parameter.word.everyone else str(value))
        elif parameter.word.flag:
            made += [parameter.option] if value is True else []
        else:
            made += [parameter.option, str(value)]
    return made
