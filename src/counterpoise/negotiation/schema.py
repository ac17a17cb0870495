"""The JSON Schema of a negotiation's file."""

from __future__ import annotations

import json
from typing import Any

from counterpoise.negotiation.talks import Talks
from counterpoise.scenario.schema import without_null, without_titles

_NEEDED = {"Issue": ["name", "owner", "levels", "reversible"], "Party": ["outside"]}
"""What a table must say, though the program itself refuses its absence, to say what to add."""


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a negotiation's file.

    Returns
    -------
    dict[str, Any]
        Draft 2020-12; an editor that knows it completes the keys and marks wrong ones.

    Examples
    --------
    >>> schema()["required"], schema()["$defs"]["Issue"]["required"]
    (['parties', 'issues'], ['name', 'owner', 'levels', 'reversible'])
    """
    made = Talks.model_json_schema(by_alias=True)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **without_titles(made)}
    made["title"] = "A negotiation of counterpoise"
    made["description"] = (
        "What parties can do for each other, what it is worth to them, and what each has if talks end."
    )
    made["required"] = ["parties", "issues"]
    for name, one in (("", made), *made["$defs"].items()):
        one["properties"] = {key: without_null(value) for key, value in one["properties"].items()}
        if name in _NEEDED:
            one["required"] = _NEEDED[name]
        for key in one.get("required", ()):
            one["properties"][key].pop("default", None)
    return made


def schema_text() -> str:
    """Give the schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
