"""Scenarios as they come over the interface: texts and objects, never files of this machine."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.gallery import SCENARIOS

if TYPE_CHECKING:
    from counterpoise.scenario import Scenario

LONGEST = 200_000
"""Characters of a scenario."""
_TOML = re.compile(r"\s*(#|\[|[\w\"-]+\s*=)")


def scenario_of(value: Any) -> Scenario:
    r"""Read a scenario from what a page sends.

    Parameters
    ----------
    value
        TOML text, the short form, or an object with the keys of the file.

    Returns
    -------
    Scenario
        Nothing is read from a file, whatever the text says.

    Raises
    ------
    InputError
        With line and key, or clause and word.

    Examples
    --------
    >>> scenario_of("embargo by ALL on DEU").describe()
    'ALL stops trade with DEU'
    >>> scenario_of({"title": "a", "shocks": [{"kind": "embargo", "by": "ALL", "on": "DEU"}]}).title
    'a'
    """
    from counterpoise.scenario import Scenario  # noqa: PLC0415
    from counterpoise.scenario.shortform import parse  # noqa: PLC0415
    from counterpoise.scenario.template import written  # noqa: PLC0415

    if isinstance(value, dict):
        try:
            value = written(value)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise InputError(
                "this is no scenario", where="scenario", remedy="send its keys as the file has them"
            ) from error
    if not isinstance(value, str) or not value.strip():
        raise InputError("there is no scenario", where="scenario", remedy="say what changes, by whom and on whom")
    if len(value) > LONGEST:
        raise InputError("this scenario is too long", where="scenario", remedy=f"keep it under {LONGEST:,} characters")
    if _TOML.match(value):
        return Scenario.from_text(value, name="scenario")
    return parse(value)


def shown(value: Any, language: str = "en") -> dict[str, Any]:
    """Give a scenario in every form that a page shows: its keys, its file, and what it does in plain words.

    Parameters
    ----------
    value
        As `scenario_of` takes it.
    language
        Of the plain words.
    """
    from counterpoise.questions.scenarios import explain  # noqa: PLC0415

    scenario = scenario_of(value)
    said = scenario.to_dict()
    plain = explain(scenario, language=language)
    return {
        "scenario": said,
        "toml": scenario.to_toml(),
        "plain": [line for line in plain.splitlines() if line.strip()],
        "title": scenario.title,
        "parties": list(dict.fromkeys(one for shock, _ in scenario.placed() for one in _named(shock.plain()))),
    }


def _named(shock: dict[str, Any]) -> list[str]:
    words = [shock.get(key) for key in ("by", "on", "between", "country", "countries", "to")]
    return [str(one) for word in words if word for one in (word if isinstance(word, list | tuple) else [word])]


@cache
def gallery() -> tuple[dict[str, Any], ...]:
    """Give the scenarios that come with the program."""
    from counterpoise.scenario import Scenario  # noqa: PLC0415

    made = []
    for name, file in SCENARIOS.gallery().items():
        text = file.read_text(encoding="utf-8")
        scenario = Scenario.from_text(text, name=file.name)
        made.append({"name": name, "title": scenario.title, "toml": text, "plain": scenario.describe()})
    return tuple(made)
