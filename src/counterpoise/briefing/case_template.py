"""The text that a new case starts with."""

from __future__ import annotations

import json
from collections.abc import Sequence

TEMPLATE = """\
# A case: all that a brief is made from. Check it with 'counterpoise case check FILE', see what it asks with
# 'counterpoise case explain FILE', and write the brief with 'counterpoise brief FILE'. A line that starts with # is a remark.
# A file is looked for beside this one, then among those that come with the program.

# title = "A country between two powers"
# about = "What the brief is for, in a few sentences."
country = {country}
powers = {powers}          # at most seven; the first two are set against each other
language = "en"                 # or "ko"
# year = 2022                   # of the accounts, the newest if left out; see 'counterpoise data list'
# source = "icio-2025"
seed = 0
draws = 20                      # behind the bands; 0 for no bands

# [weights]                     # of the equation's indicators; see 'counterpoise equation --help'
# look_through = 1
# arms_supplier_share = 1

# [risk]                        # the stated risk of a rupture: somebody's own judgement
# against = {last}
# probability = 0.02            # in a year

# [[scenarios]]                 # beside the standard ones: a line of the short form, or a file
# change = {change}

# [[scenarios]]
# file = "two-bloc-decoupling"

# [[talks]]
# file = "nuclear"

# [record]                      # the ledger of what was said and done; see 'counterpoise record --help'
# ledger = "record.jsonl"
# on = [{last}]

# [[sentences]]                 # what was said, and what the program finds under it
# said = "They can't rely on one power alone."       # in other words than the speaker's
# by = "A minister"
# on = 2026-01-31
# citation = "Where it stands, with its address"
# seen = "text"                 # or "memory", where nobody here read the text
# ask = {ask}
# doubt = "What the answer can't say."
"""


def template(country: str = "KOR", powers: Sequence[str] = ("USA", "CHN")) -> str:
    """Give the text of a new case, which is valid as it stands.

    Parameters
    ----------
    country
        Its code.
    powers
        Codes and groups.

    Returns
    -------
    str
        TOML with remarks.

    Examples
    --------
    >>> template().splitlines()[6:8]
    ['country = "KOR"', 'powers = ["USA", "CHN"]          # at most seven; the first two are set against each other']
    """
    last = powers[-1]
    ask = (
        f"equation {country} --powers {','.join(powers[:2])}" if len(powers) > 1 else f"rely {country} --on {powers[0]}"
    )
    values = {
        "country": json.dumps(country),
        "powers": f"[{', '.join(json.dumps(one) for one in powers)}]",
        "last": json.dumps(last),
        "change": json.dumps(f"embargo 90 % between {country} and {last}"),
        "ask": json.dumps(ask),
    }
    text = TEMPLATE
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
