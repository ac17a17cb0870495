"""Negotiations as they come over the interface: texts and objects, never files of this machine."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from counterpoise.negotiation.talks import Talks

LONGEST = 200_000
"""Characters of a negotiation."""

STATES = 200_000
"""States of one that is asked over a network."""

SOLVED = 500
"""Combinations of levels for which the trade model is solved."""

_NAME = re.compile(r"[\w-]+")


def talks_of(value: Any) -> Talks:
    r"""Read a negotiation from what a page sends.

    Parameters
    ----------
    value
        TOML text, an object with the keys of the file, or the name of one that comes with the program.

    Returns
    -------
    Talks
        Nothing is read from a file that the text names.

    Raises
    ------
    InputError
        With line and key; or if it is too large for a network.

    Examples
    --------
    >>> talks_of("freeze-for-relief").describe()
    'A freeze for relief'
    >>> talks_of("[payoffs]\ntable = '/etc/passwd'")
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: payoffs: a table is a file of one machine; give what levels are worth, or use the command line
    """
    from counterpoise.negotiation.talks import Talks  # noqa: PLC0415

    text = _text(value)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        given = {}  # whoever reads it says what is wrong, and where
    if "payoffs" in given:
        remedy = "give what levels are worth, or use the command line"
        raise InputError("a table is a file of one machine", where="payoffs", remedy=remedy)
    talks = Talks.from_text(text, name="talks")
    states = prod(len(one.levels) for one in talks.issues)
    if states > STATES:
        raise InputError(f"{states:,} states are more than {STATES:,}", where="issues", remedy=_LESS)
    solved = prod(len(one.levels) for one in talks.issues if any(word.strip() for word in one.shocks))
    if talks.engine is not None and solved > SOLVED:
        what = f"the trade model would have to be solved {solved:,} times, more than {SOLVED:,}"
        raise InputError(what, where="engine", remedy=_LESS)
    return talks


_LESS = "leave out issues or levels, or use the command line, which takes more"


def shown(value: Any, language: str = "en") -> dict[str, Any]:
    """Give what a page shows of a negotiation that is not solved yet: its text, how large it is, and what it says in plain words.

    Parameters
    ----------
    value
        As `talks_of` takes it.
    language
        Of the plain words and the warnings.

    Returns
    -------
    dict
        ``title``, ``text``, ``counts`` of what it holds, ``plain`` in lines, ``warnings``.

    Raises
    ------
    InputError
        With line and key, as 'talks check' does.

    Examples
    --------
    >>> shown("freeze-for-relief")["counts"]
    {'states': 24, 'moves': 156, 'parties': 2, 'issues': 3, 'unknowns': 2, 'courses': 1}
    """
    from counterpoise.questions.talks import check, explain  # noqa: PLC0415
    from counterpoise.words.phrases import translated  # noqa: PLC0415

    talks = talks_of(value)
    line, notes = check(talks)
    return {
        "title": talks.describe(),
        "text": _text(value),
        "counts": _counts(line.removeprefix(f"{talks.describe()}: ")),
        "plain": explain(talks, language=language).splitlines(),
        "warnings": [translated(one, language) for one in notes],
    }


def _counts(line: str) -> dict[str, int]:
    """Read how many of what the line of a check counts, in its order."""
    numbers = [int(one.split()[0].replace(",", "")) for one in line.split(", ")]
    return dict(zip(("states", "moves", "parties", "issues", "unknowns", "courses"), numbers, strict=True))


@cache
def examples() -> tuple[dict[str, str], ...]:
    """Give the negotiations that come with the program: name, title, question and text, and one to begin with."""
    from counterpoise.core.gallery import TALKS  # noqa: PLC0415
    from counterpoise.negotiation.talks import Talks  # noqa: PLC0415

    made = []
    for name, file in TALKS.gallery().items():
        text = file.read_text(encoding="utf-8")
        talks = Talks.from_text(text, name=name)
        made.append({"name": name, "title": talks.describe(), "asks": talks.asks, "text": text})
    return tuple(made)


def _text(value: Any) -> str:
    """Give the text of a negotiation."""
    from counterpoise.core.gallery import TALKS  # noqa: PLC0415
    from counterpoise.scenario.template import written  # noqa: PLC0415

    if isinstance(value, dict):
        try:
            value = written(value)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            remedy = "send its keys as the file has them"
            raise InputError("this is no negotiation", where="talks", remedy=remedy) from error
    if not isinstance(value, str) or not value.strip():
        raise InputError("there is no negotiation", where="talks", remedy="send the text of a file, or a name")
    if len(value) > LONGEST:
        remedy = f"keep it under {LONGEST:,} characters"
        raise InputError("this negotiation is too long", where="talks", remedy=remedy)
    if not _NAME.fullmatch(value.strip()):
        return value
    known = TALKS.gallery()
    if value.strip() not in known:
        remedy = did_you_mean(value.strip(), known, "there are " + ", ".join(known))
        raise InputError(f"there is no negotiation {value.strip()[:60]!r}", where="talks", remedy=remedy)
    return known[value.strip()].read_text(encoding="utf-8")
