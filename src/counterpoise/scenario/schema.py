"""The JSON Schema of a scenario's file, and the page that lists its keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from counterpoise.scenario.scenario import Scenario
from counterpoise.scenario.shocks import KINDS, ORDER


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a scenario's file.

    Returns
    -------
    dict[str, Any]
        Draft 2020-12; an editor that knows it completes the keys and marks wrong ones.

    Examples
    --------
    >>> schema()["required"], sorted(schema()["$defs"])[:3]
    (['title'], ['Agreement', 'BaselineChoice', 'Embargo'])
    """
    made = Scenario.model_json_schema(by_alias=True)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **without_titles(made)}
    made["title"] = "A scenario of counterpoise"
    made["description"] = "What changes in the world, against which baseline, and how the world adjusts."
    for one in (made, *made["$defs"].values()):
        one["properties"] = {key: without_null(value) for key, value in sorted(one["properties"].items(), key=_order)}
        if "kind" in one["properties"]:
            one["required"] = ["kind", *one.get("required", [])]
            one["properties"]["kind"].pop("default", None)
    return made


def _order(item: tuple[str, Any]) -> int:
    return ORDER.index(item[0]) if item[0] in ORDER else len(ORDER)


def without_null(value: dict[str, Any]) -> dict[str, Any]:
    """Drop the null that stands for a key that is left out: TOML has none."""
    found = {key: one for key, one in value.items() if key != "default" or one is not None}
    if "anyOf" not in found:
        return found
    kept = [one for one in found.pop("anyOf") if one.get("type") != "null"]
    return {**(kept[0] if len(kept) == 1 else {"anyOf": kept}), **found}


def without_titles(part: Any) -> Any:
    """Drop the titles that only repeat a key."""
    if isinstance(part, list):
        return [without_titles(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: without_titles(one) for key, one in part.items() if key != "title" or not isinstance(one, str)}


def schema_text() -> str:
    """Give the schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def keys_page() -> str:
    """Give the page of a scenario's keys, as Markdown."""
    made = schema()
    parts = [
        "# Scenario files",
        "The keys of a scenario's TOML file, made from its [schema](../../scenario.schema.json).",
    ]
    parts.append("## The document\n\n" + keys_table(made, made))
    for name, title in (("BaselineChoice", "[baseline]"), ("ModelChoice", "[model]"), ("Report", "[report]")):
        parts.append(f"## `{title}`\n\n{made['$defs'][name]['description']}\n\n{keys_table(made['$defs'][name], made)}")
    held = made["$defs"]["Stockpile"]
    about = f"{held['description']} In Python: `counterpoise.scenario.stockpiles.Stockpile`."
    parts.append(f"## `[[stockpiles]]`\n\n{about}\n\n{keys_table(held, made)}")
    parts.append("## `[[shocks]]` and `[[retaliation]]`\n\nWhich keys there are depends on `kind`.")
    for kind, model in KINDS.items():
        found = made["$defs"][model.__name__]
        renamed = [f"`{key}` for `{field.alias}`" for key, field in model.model_fields.items() if field.alias]
        python = f"In Python: `counterpoise.scenario.shocks.{model.__name__}`{', with ' * bool(renamed)}{' and '.join(renamed)}."
        parts.append(f'### `kind = "{kind}"`\n\n{found["description"]} {python}\n\n{keys_table(found, made)}')
    return "\n\n".join(parts) + "\n"


def keys_table(part: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Give the keys of a table of a document as a table of Markdown: key, type, what holds where it is left out, what it is."""
    rows = ["| Key | Value | If left out | |", "|---|---|---|---|"]
    for key, value in part["properties"].items():
        if key == "kind":
            continue
        default = "needed" if key in part.get("required", []) else _default(value)
        about = value.get("description") or whole["$defs"][value["$ref"].split("/")[-1]]["description"]
        cells = [f"`{key}`", " or ".join(dict.fromkeys(_types(value, whole))), default, about]
        rows.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join(rows)


def _default(value: Mapping[str, Any]) -> str:
    default = value.get("default")
    return "" if default in (None, "", [], {}) or isinstance(default, dict) else f"`{json.dumps(default)}`"


def _types(value: Mapping[str, Any], whole: Mapping[str, Any]) -> Iterator[str]:
    """Give the types that a value may have, in words."""
    if "$ref" in value or "oneOf" in value:
        yield "table"
    elif "enum" in value:
        yield from (f"`{json.dumps(one)}`" for one in value["enum"])
    elif "anyOf" in value:
        for one in value["anyOf"]:
            yield from _types(one, whole)
    elif value.get("type") == "array":
        yield "tables" if {"oneOf", "$ref"} & set(value.get("items", {})) else "list"
    elif value.get("type") not in (None, "null"):
        words = {"string": "text", "integer": "whole number", "object": "table"}
        yield "day" if value.get("format") == "date" else words.get(str(value["type"]), str(value["type"]))
