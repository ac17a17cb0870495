"""A scenario's text: the one that a new file starts with, and that of a scenario made elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")

TEMPLATE = """\
# A scenario: what changes in the world. Check it with 'counterpoise scenario check FILE', and see what it does with
# 'counterpoise scenario explain FILE'. A line that starts with # is a remark.

title = {title}
asks = "What would it cost whom?"

# [baseline]
# source = "icio-2025"          # see 'counterpoise data list'; the newest if left out
# year = 2022

# [model]
# closure = "additive"          # or "multiplicative", "balanced": what becomes of trade deficits
# horizon = "short"             # within a year; or "medium", "long"; or years_after = 3. The long run if left out

# [groups]                      # own lists of countries
# chips = ["TWN", "KOR", "JPN", "NLD"]

[[shocks]]
kind = "tariff"                 # or export_tax, trade_cost, embargo, productivity, transfer, agreement, recorded
by = ["USA"]                    # codes, groups (EU27, G7, RCEP), own lists, or "ALL"
on = ["CHN"]
sectors = ["C26-C28"]           # codes, ranges, or groups such as "manufacturing"; all goods if left out
up_by_points = 25               # 5 % becomes 30 %. set_to = 25: 25 %. up_by_percent = 25: 5 % becomes 6.25 %.

# What others do in return.
# [[retaliation]]
# kind = "tariff"
# by = ["CHN"]
# on = ["USA"]
# sectors = ["C26-C28"]
# up_by_points = 25

# What bridges a part of the first year; it needs a horizon, or years_after.
# [[stockpiles]]
# by = ["USA"]
# sectors = ["C26"]
# covers = 25                   # per cent of the year
"""


def template(title: str = "A tariff and its answer") -> str:
    """Give the text of a new scenario, which is valid as it stands.

    Parameters
    ----------
    title
        What it is, in a line.

    Returns
    -------
    str
        TOML with remarks.

    Examples
    --------
    >>> template().splitlines()[3]
    'title = "A tariff and its answer"'
    """
    return TEMPLATE.replace("{title}", _value(title))


def written(plain: Mapping[str, Any]) -> str:
    """Write plain values as TOML: values, then tables, then arrays of tables.

    Examples
    --------
    >>> print(written({"title": "a", "model": {"closure": "balanced"}, "shocks": [{"kind": "embargo"}]}))
    title = "a"
    <BLANKLINE>
    [model]
    closure = "balanced"
    <BLANKLINE>
    [[shocks]]
    kind = "embargo"
    <BLANKLINE>
    """
    return "\n".join(_lines(plain, ())) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    lines = [f"{_key(key)} = {_value(value)}" for key, value in table.items() if not _nested(value)]
    for key, value in table.items():
        inner = (*path, _key(key))
        if isinstance(value, Mapping):
            lines += ["", f"[{'.'.join(inner)}]", *_lines(value, inner)]
        elif _nested(value):
            for one in value:
                lines += ["", f"[[{'.'.join(inner)}]]", *_lines(one, inner)]
    return lines


def _nested(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)
    )


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    # the escapes of JSON are TOML's too, but for the one control character that JSON leaves as it is
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
