"""What an answer on a negotiation takes for granted: its document in plain words, from the answer itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.core.result import Result
    from counterpoise.negotiation.talks import Talks


@dataclass(frozen=True)
class Part:
    """A part of a document in words: its heading, and its points, each a line with those that belong to it.

    Attributes
    ----------
    heading
        What it is about.
    points
        Each a sentence, and the sentences below it.
    """

    heading: str
    points: tuple[tuple[str, tuple[str, ...]], ...]


def assumed(answer: Result, language: str = "en") -> list[Part]:
    """Give the document of a negotiation's answer in plain words.

    Parameters
    ----------
    answer
        Of `counterpoise.negotiate`: its question holds the document.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Returns
    -------
    list[Part]
        None where the answer holds no document that can be read.

    Examples
    --------
    >>> from counterpoise.core.result import Asked, Result
    >>> import xarray as xr
    >>> steps = [
    ...     dict(name="goods", owner="A", levels=["no", "yes"], reversible=True, worth=dict(A=[0, -1], B=[0, 2])),
    ...     dict(name="pay", owner="B", levels=["no", "yes"], reversible=True, worth=dict(A=[0, 2], B=[0, -1])),
    ... ]
    >>> document = dict(parties=dict(A=dict(discount=0.9, outside={}), B=dict(discount=0.9, outside={})), issues=steps)
    >>> answer = Result(Asked("negotiate", {"talks": document}), xr.Dataset())
    >>> assumed(answer)[0].points[0][0]
    'A: the next period counts 0.9 of this one.'
    """
    from counterpoise.negotiation import explain as english  # noqa: PLC0415
    from counterpoise.negotiation.courses import changes  # noqa: PLC0415
    from counterpoise.words.language import known  # noqa: PLC0415

    held = answer.question.arguments.get("talks")
    if not isinstance(held, Mapping):
        return []
    talks = _talks(held)
    if known(language) != "ko":
        return _parts(english.explained(talks))
    from counterpoise.words.korean import talks as korean  # noqa: PLC0415

    whole = talks.model_dump(mode="json")
    changed = {name: list(changes(whole, one.plain())) for name, one in talks.courses.items()}
    return _parts(korean.explained(talks, changed))


def _talks(plain: Mapping[str, Any]) -> Talks:
    """Read a document again: without what only tells two apart, the digest of a table and the name of a function."""
    from counterpoise.negotiation.talks import Talks  # noqa: PLC0415

    held = {key: value for key, value in plain.items() if key != "function"}
    if isinstance(held.get("payoffs"), Mapping):
        held["payoffs"] = {key: value for key, value in held["payoffs"].items() if key != "digest"}
    if "function" not in plain:
        return Talks.model_validate(held)
    others = {key: value for key, value in held.items() if key != "payoffs"}  # that name is the function's here
    return Talks.from_callable(payoffs=lambda state: {}, **others)  # noqa: ARG005 - it is not called


def _parts(text: str) -> list[Part]:
    """Take a text apart into its headings, their numbered lines and those set in below."""
    made = []
    for block in text.split("\n\n")[1:]:  # the first is the title
        heading, *lines = block.split("\n")
        points: list[tuple[str, tuple[str, ...]]] = []
        for line in lines:
            if line.startswith("   ") and points:
                first, below = points[-1]
                points[-1] = (first, (*below, line.strip()))
            else:
                number, mark, rest = line.partition(". ")
                points.append((rest if mark and number.isdigit() else line, ()))
        made.append(Part(heading, tuple(points)))
    return made
