"""Documents' own texts in another language: what the program's scenarios, negotiations and cases call things.

Who writes a document of one's own writes it in the language of its readers; those that come with the program are English, and
a table has each of their texts in every other language.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.words.cautions import caution
from counterpoise.words.language import known, table
from counterpoise.words.phrases import strictly

if TYPE_CHECKING:
    from counterpoise.core.result import Result

_OWN = "own"
"""The kind of a change that is no standard one."""


def written(english: str, language: str = "en") -> str:
    """Give a text of a document in a language; as it is where it is not known there.

    Parameters
    ----------
    english
        A title, a label, a level, a sentence.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Examples
    --------
    >>> written("Sanctions relief", "ko"), written("of my own", "ko")
    ('제재 완화', 'of my own')
    """
    if known(language) == "en":
        return english
    text = " ".join(english.split())
    return _texts(language).get(text) or caution(text, language) or strictly(text, language) or english


@cache
def _texts(language: str) -> Mapping[str, str]:
    return {row["english"]: row["text"] for row in table("documents", language)}


def in_language(result: Result, language: str = "en") -> Result:
    """Give an answer with the texts of its document in a language, so that charts, tables and sentences have them alike.

    Parameters
    ----------
    result
        The answer; one that holds no texts of a document is given back.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Returns
    -------
    Result
        The same numbers.
    """
    if known(language) == "en" or result.question.name not in _SAID:
        return result
    return dataclasses.replace(result, data=_SAID[result.question.name](result.data, language))


def _of_talks(data: Any, language: str) -> Any:
    """Give the words of a negotiation of the program; of one's own, words that happen to be known would stand beside others."""
    attrs = dict(data.attrs)
    if attrs.get("title") not in _texts(language):
        return data
    for name in ("headline", "title", "asks"):
        attrs[name] = written(str(attrs.get(name, "")), language)
    for name in ("issue_labels", "courses", "parameter_labels"):
        attrs[name] = {key: written(str(text), language) for key, text in attrs.get(name, {}).items()}
    levels = attrs["levels"]
    for name in ("levels", "reversible"):
        attrs[name] = {key: tuple(written(str(one), language) for one in some) for key, some in attrs[name].items()}
    made = data.assign_attrs(attrs)
    if "ending" not in data.coords:
        return made
    return made.assign_coords(ending=[_deal(str(one), levels, language) for one in data["ending"].values.tolist()])


def _deal(ending: str, levels: Mapping[str, Sequence[str]], language: str) -> str:
    """Give a deal of the draws, ``issue: level, ...``, with its levels in a language."""
    for issue, names in levels.items():
        words = "|".join(re.escape(one) for one in sorted(map(str, names), key=len, reverse=True))
        place = re.compile(rf"(?:(?<=, )|^){re.escape(issue)}: (?P<level>{words})(?=, |$)")
        ending = place.sub(lambda found, name=issue: f"{name}: {written(found['level'], language)}", ending)
    return ending


def _of_changes(data: Any, language: str) -> Any:
    kinds = data["kind"].values.tolist()
    labels = [str(one) for one in data["scenario"].values.tolist()]
    said = [_change(one, language) if kind == _OWN else one for one, kind in zip(labels, kinds, strict=True)]
    forms = [
        label if kind == _OWN else one
        for one, label, kind in zip(data["change"].values.tolist(), said, kinds, strict=True)
    ]
    return data.assign_coords(scenario=said, change=("scenario", forms))


def _change(title: str, language: str) -> str:
    """Give what a scenario in the short form does, which is its title; of another the title."""
    from counterpoise.scenario.shortform import parse  # noqa: PLC0415
    from counterpoise.words.korean.scenario import sentences  # noqa: PLC0415

    try:
        return "; ".join(sentences(parse(title).to_dict()))
    except InputError:
        return written(title, language)


_SAID: dict[str, Callable[[Any, str], Any]] = {"negotiate": _of_talks, "costs": _of_changes}
