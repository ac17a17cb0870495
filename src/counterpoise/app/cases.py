"""Cases as they come over the interface: texts, objects and names, never files of this machine."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.briefing.case import Case

LONGEST = 200_000
"""Characters of a case."""

DRAWS = 400
"""Draws behind the bands of a brief that is asked over a network."""

OWN = 12
"""Scenarios of its own, and negotiations, each."""

_TOML = re.compile(r"\s*(#|\[|[\w\"-]+\s*=)")
_NAME = re.compile(r"[\w-]+")
_LESS = "or use the command line, which takes more"


def case_of(value: Any) -> Case | str:
    r"""Read a case from what a page sends, or a country.

    Parameters
    ----------
    value
        TOML text, an object with the keys of the file, the name of a case that comes with the program, or a country's code.

    Returns
    -------
    Case or str
        Of files, a case can name those alone that come with the program.

    Raises
    ------
    InputError
        With line and key; or if it asks for too much over a network.

    Examples
    --------
    >>> case_of("country = 'KOR'\npowers = 'USA,CHN'").name
    'South Korea between the United States and China'
    >>> case_of("/etc/case.toml")
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: case: '/etc/case.toml' is no country and no case; send a case's text, or name one of ...
    """
    from counterpoise.briefing.case import Case, gallery  # noqa: PLC0415
    from counterpoise.questions.arguments import Country  # noqa: PLC0415

    text = _text(value)
    word = text.strip()
    if _TOML.match(text):
        return allowed(Case.from_text(text, name="case"))
    known = gallery()
    if word in known:
        path = known[word]
        return allowed(Case.from_text(path.read_text(encoding="utf-8"), name=word, folder=path.parent))
    if not _NAME.fullmatch(word):
        remedy = "send a case's text, or name one of " + ", ".join(known)
        raise InputError(f"{word[:60]!r} is no country and no case", where="case", remedy=remedy)
    annotation: Any = Country
    code: str = annotation.__metadata__[0].parse(word, "case")
    return code


def _text(value: Any) -> str:
    """Give the text of a case."""
    from counterpoise.scenario.template import written  # noqa: PLC0415

    if isinstance(value, dict):
        try:
            value = written(value)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise InputError("this is no case", where="case", remedy="send its keys as the file has them") from error
    if not isinstance(value, str) or not value.strip():
        raise InputError("there is no case", where="case", remedy="name a country and its powers")
    if len(value) > LONGEST:
        raise InputError("this case is too long", where="case", remedy=f"keep it under {LONGEST:,} characters")
    return value


def allowed(case: Case) -> Case:
    """Give a case, if what it asks may be asked over a network."""
    if case.draws > DRAWS:
        raise InputError(f"{case.draws:,} draws are more than {DRAWS}", where=case.where("draws"), remedy=_take())
    for key in ("scenarios", "talks"):
        if len(getattr(case, key)) > OWN:
            what = f"{len(getattr(case, key))} {key} are more than {OWN}"
            raise InputError(what, where=case.where(key), remedy=_take())
    return case


def _take() -> str:
    return f"ask for less, {_LESS}"


def shown(value: Any, language: str = "en") -> dict[str, Any]:
    """Give a case in every form that a page shows, once it and all that it names are checked.

    Parameters
    ----------
    value
        As `case_of` takes it.
    language
        Of the plain words.

    Returns
    -------
    dict
        Its keys, its file, what it asks in plain words, its title, its hash, and what a reader should know.

    Raises
    ------
    InputError
        With line and key, or if the value is a country alone.
    """
    from counterpoise.briefing import cases  # noqa: PLC0415

    case = case_of(value)
    if isinstance(case, str):
        raise InputError("a country alone is no case", where="case", remedy="name its powers too")
    _, notes = cases.check(case)
    plain = cases.explain(case, language=language)
    return {
        "case": case.plain(),
        "toml": case.to_toml(),
        "plain": [line for line in plain.splitlines() if line.strip()],
        "title": case.titled(language),
        "hash": case.hash,
        "notes": list(notes),
    }


@cache
def offered() -> dict[str, Any]:
    """Give the cases that come with the program, and the files that a case can name."""
    from counterpoise.briefing.case import Case, gallery  # noqa: PLC0415
    from counterpoise.core.gallery import LEDGERS, SCENARIOS, TALKS  # noqa: PLC0415
    from counterpoise.negotiation.talks import Talks  # noqa: PLC0415
    from counterpoise.scenario import Scenario  # noqa: PLC0415

    held = []
    for name, path in gallery().items():
        text = path.read_text(encoding="utf-8")
        case = Case.from_text(text, name=name, folder=path.parent)
        held.append({"name": name, "title": case.name, "about": case.about, "toml": text, "case": case.plain()})
    return {
        "cases": held,
        "scenarios": [
            {"name": name, "title": Scenario.from_file(path).title} for name, path in SCENARIOS.gallery().items()
        ],
        "talks": [{"name": name, "title": Talks.from_file(path).title} for name, path in TALKS.gallery().items()],
        "ledgers": ["example", *(path.name for path in LEDGERS.gallery().values())],
    }
