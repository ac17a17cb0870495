"""The JSON Schema of a case's file, and the page that lists its keys."""

from __future__ import annotations

import json
from typing import Any

from counterpoise.briefing.case import Case
from counterpoise.questions.sides import SIDE_OF
from counterpoise.scenario.schema import keys_table, without_null, without_titles

_TABLES = (
    ("Risk", "[risk]"),
    ("Own", "[[scenarios]]"),
    ("Negotiation", "[[talks]]"),
    ("Recorded", "[record]"),
    ("Sentence", "[[sentences]]"),
)


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a case's file.

    Returns
    -------
    dict[str, Any]
        Draft 2020-12; an editor that knows it completes the keys and marks wrong ones.

    Examples
    --------
    >>> schema()["required"], schema()["$defs"]["Risk"]["required"]
    (['country', 'powers'], ['against', 'probability'])
    """
    made = Case.model_json_schema(by_alias=True)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **without_titles(made)}
    made["title"] = "A case of counterpoise"
    made["description"] = "The country, the powers, scenarios, talks, ledger, weights and sentences of a brief."
    for one in (made, *made["$defs"].values()):
        one["properties"] = {key: without_null(value) for key, value in one["properties"].items()}
    weights = made["properties"]["weights"]
    weight = {"type": "number", "minimum": 0}
    made["properties"]["weights"] = {
        **weights,
        "properties": dict.fromkeys(SIDE_OF, weight),
        "additionalProperties": False,
    }
    for name in ("change", "file"):
        made["$defs"]["Own"]["properties"][name].pop("default")
    made["$defs"]["Own"]["oneOf"] = [{"required": ["change"]}, {"required": ["file"]}]
    return made


def schema_text() -> str:
    """Give the schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def keys_page() -> str:
    """Give the page of a case's keys, as Markdown."""
    made = schema()
    parts = [
        "# Case files",
        "The keys of a case's TOML file, made from its [schema](../../case.schema.json); "
        "[how to write one](../../howto/case.md).",
        "## The document\n\n" + keys_table(made, made),
    ]
    parts.append("## `[weights]`\n\nBy indicator, zero or more: " + ", ".join(f"`{one}`" for one in SIDE_OF) + ".")
    for name, title in _TABLES:
        part = made["$defs"][name]
        parts.append(f"## `{title}`\n\n{part['description']}\n\n{keys_table(part, made)}")
    return "\n\n".join(parts) + "\n"
