"""What was done to whom: the categories of PLOVER, each with what it is, for a person who enters an event.

The names are those of PLOVER's manual (draft 0.8, 17 September 2021), which POLECAT uses too. PLOVER codes no mere comment and
no appeal without content: words count as events where they say that a policy or a thing changes. What it calls an actor is who
did it, a recipient to whom it was done.

References
----------
Open Event Data Alliance (2021), PLOVER: Political Language Ontology for Verifiable Event Records, event and actor coding manual.

Halterman, A., B. E. Bagozzi, A. Beger, P. A. Schrodt and G. Scarborough (2023), PLOVER and POLECAT: a new political event
ontology and dataset.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VERSION = "PLOVER 0.8"

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""Words or deeds, with or against each other."""

CATEGORIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "AGREE": (QUADS[0], "says that it will cooperate: agrees, offers or promises to meet, to give, to yield"),
        "CONSULT": (QUADS[0], "meets, visits, hosts, telephones, negotiates or mediates"),
        "SUPPORT": (QUADS[0], "stands by in words or form: praises, recognises, apologises, signs an agreement"),
        "COOPERATE": (QUADS[1], "works together in deed: trade, exercises, extradition, shared intelligence"),
        "AID": (QUADS[1], "gives money, arms, relief, shelter or peacekeepers"),
        "CONCEDE": (QUADS[1], "yields in deed: eases sanctions, frees prisoners, lets inspectors in"),
        "RETREAT": (QUADS[1], "withdraws its forces, keeps a ceasefire, gives up arms or land"),
        "REQUEST": (QUADS[2], "asks for or demands an act: aid, reform, talks, an end to something"),
        "ACCUSE": (QUADS[2], "criticises, blames, charges, or begins an inquiry"),
        "REJECT": (QUADS[2], "refuses an offer, a demand or talks; vetoes; will not yield"),
        "THREATEN": (QUADS[2], "warns of harm: sanctions, a break, force"),
        "PROTEST": (QUADS[3], "people demonstrate, strike, hunger or riot; not a diplomatic note, which is ACCUSE"),
        "SANCTION": (QUADS[3], "lessens ties in deed: embargo, tariff as a penalty, recall, expulsion, broken talks"),
        "MOBILIZE": (QUADS[3], "shows or readies force: alert, exercise as a threat, blockade prepared"),
        "COERCE": (QUADS[3], "uses power short of killing: seizes, arrests, deports, blocks, hacks"),
        "ASSAULT": (QUADS[3], "uses deadly or bodily violence: attacks, bombs, kills"),
    }
)
"""Each category with its class and what it is. PLOVER's description counts SANCTION among words, data sets count it as deed, as here."""


def helped() -> str:
    """Give the categories with what each is, a line each.

    Examples
    --------
    >>> print(helped().splitlines()[1])
      AGREE      says that it will cooperate: agrees, offers or promises to meet, to give, to yield
    """
    lines: list[str] = []
    for quad in QUADS:
        lines.append(quad)
        lines += [f"  {name:<10} {said}" for name, (held, said) in CATEGORIES.items() if held == quad]
    return "\n".join(lines)
