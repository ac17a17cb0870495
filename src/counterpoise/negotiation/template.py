"""The text that a new negotiation starts with."""

from __future__ import annotations

import json

TEMPLATE = """\
# A negotiation: what each side can do, what that is worth to whom, and what each has without a deal. Check it with
# 'counterpoise talks check FILE', and see what it says with 'counterpoise talks explain FILE'. A line that starts with # is a
# remark.
#
# A number can be a number; a range of what is not known, [low, high] or [low, likely, high]; or a sum of unknowns in quotes.
# Payoffs are a period's, on any scale that is one's own: only what a party prefers to what counts.

title = {title}
asks = "How far can each side go, and in which steps, so that neither does better by cheating?"
period = "year"

[unknown.attachment]            # what is not known, named once and used anywhere below
label = "What North's programme is worth to it"
range = [0.5, 1, 2]             # from 0.5 to 2, most likely 1

[parties.North]
# country = "PRK"               # a code or a group, where a trade model gives payoffs
discount = [0.8, 0.9]           # what the next year counts against this one, between 0 and 1
[parties.North.outside]         # what it has from then on if talks end
after = "revert"                # its payoff once all that can be taken back is; "stay": its payoff as things stand; "fixed"
value = 0                       # and this besides
# by.programme = [0, 0, -1, -3] # and this, by the level that was reached

[parties.South]
discount = 0.9
[parties.South.outside]
after = "revert"

[[issues]]
name = "programme"
owner = "North"                 # who can do it
domain = "security"
levels = ["as it is", "freeze", "cap", "dismantle"]    # the first is today's, each further goes further
reversible = ["freeze"]         # what can be taken back: true, false, or the levels that can
worth.North = [0, "-attachment", "-2*attachment", "-5*attachment"]
worth.South = [0, 2, 4, 7]

[[issues]]
name = "relief"
owner = "South"
domain = "economy"
levels = ["none", "half", "full"]
reversible = true
worth.North = [0, 2, 6]
worth.South = [0, -1, -3]

[[issues]]
name = "access"
owner = "North"
levels = ["none", "inspectors"]
reversible = true
# pace = 1                      # levels that it can rise by in a year
worth.North = [0, -0.5]
worth.South = [0, 1]

[[together]]                    # worth something only together
when = { programme = "dismantle", access = "inspectors" }
worth = { South = 3 }

# [[requires]]                  # a step that no deal takes before another
# step = { relief = "full" }
# needs = { programme = "cap" }

[monitoring]
hazard = 0.02                   # the chance a year that it breaks down though all keep to it
lag = 1                         # years until a cheat is noticed; or detection = 0.5, the chance a year
withdrawal = true               # a cheat may take back its own steps too

# [[ratifiers]]                 # whose consent the final deal needs
# name = "Assembly"
# party = "South"
# share_of_party = true
# at_least = 1

[courses.pressure]              # other circumstances: what differs, under the same keys
label = "Sanctions if talks end"
parties.North.outside.value = [-2, -1]
parties.South.outside.value = -0.5
monitoring.hazard = 0.05

# [start]                       # levels at the beginning, where they are not the first
# programme = "freeze"
"""


def template(title: str = "A freeze for relief") -> str:
    """Give the text of a new negotiation, which is valid as it stands.

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
    >>> template().splitlines()[7]
    'title = "A freeze for relief"'
    """
    return TEMPLATE.replace("{title}", json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f"))
