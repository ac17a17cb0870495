"""Findings of the dossier: how much was done between two countries, by whom, and what of it goes on."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import listed
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

DONE = ("coercion", "sanction", "dispute", "visit")
"""What one does to another, or both together, in a year."""

BINDING = ("treaty", "assurance", "partnership", "agreement")
"""What binds them while it is in force."""


MOST = 6
"""Acts that a sentence names."""


@dataclass(frozen=True)
class Entry:
    """An act: its kind, on whom, by whom, its first year, whether it goes on, and what it is."""

    kind: str
    country: str
    partner: str
    year: int
    ongoing: bool
    what: str

    @property
    def name(self) -> str:
        """Give its name alone."""
        return self.what.split(";")[0].split(" (")[0]

    @property
    def on_all(self) -> bool:
        """Say whether it was done to all countries alike."""
        return _ALL.search(self.what) is not None


def entries(result: Result, kinds: tuple[str, ...]) -> list[Entry]:
    """Give the acts of some kinds, the newest first."""
    data = result.data
    found = []
    for kind in kinds:
        if kind not in data:
            continue
        for k, value in enumerate(data[kind].values.tolist()):
            if math.isfinite(value):
                who, by, year, what = (data[one].values[k] for one in ("country", "partner", "year", "variable"))
                found.append(Entry(kind, str(who), str(by), int(year), value > 0, str(what)))
    return sorted(found, key=lambda one: -one.year)


def newest(held: Sequence[Entry]) -> list[Entry]:
    """Give those of the last year, of entries that begin with the newest."""
    return [one for one in held if one.year == held[0].year]


def by_partner(held: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Give entries by who did them."""
    made: dict[str, list[Entry]] = {}
    for one in held:
        made.setdefault(one.partner, []).append(one)
    return made


def sides(result: Result) -> tuple[str, str]:
    """Give the two countries; nothing for the second where the dossier is of several partners."""
    partners = [str(one) for one in result.data.attrs.get("partners", ())]
    return str(result.data.attrs.get("subject", "")), partners[0] if len(partners) == 1 else ""


def since(result: Result) -> int:
    """Give the year from which the dossier tells; 0 where it tells all."""
    return int(result.data.attrs.get("since", 0))


_ONE = {"coercion": "coercive measure", "sanction": "sanction", "dispute": "militarised dispute", "visit": "visit"}


def _counted(number: int, kind: str) -> str:
    return f"{number} {_ONE[kind]}{'' if number == 1 else 's'}"


def _who(code: str) -> str:
    return spoken(code, in_text=True)


_ALL = re.compile(r"\(by \w+ on all;")


@finding("ties")
def acts(result: Result) -> str | None:
    """Tell how many acts each side has done to the other, and how many of them go on."""
    one, other = sides(result)
    if not other:
        return None
    held = entries(result, DONE)
    when = f"since {since(result)} " if since(result) else ""
    if not held:
        pair = f"between {_who(one)} and {_who(other)}"
        return (
            f"{when}the facts that are used here hold no coercive measure, sanction or dispute {pair}; what is not recorded may "
            "have been."
        )
    said = []
    for kind in DONE:
        for by in (other, one):
            own = [each for each in held if each.kind == kind and each.partner == by]
            if own:
                going = sum(each.ongoing for each in own)
                ongoing = f"{going} of them {'goes' if going == 1 else 'go'} on" if going else "none goes on"
                alike = sum(each.on_all for each in own)
                aimed = f"; {alike} on all countries alike" if alike else ""
                said.append(f"{_counted(len(own), kind)} by {_who(by)} ({ongoing}{aimed})")
    return f"of what was in force at some time {when}the facts that are used here hold {listed(said)}."


@finding("ties")
def latest(result: Result) -> str | None:
    """Tell the newest of them: all of the last year, since the record may know no more of when."""
    _, other = sides(result)
    held = newest(entries(result, DONE)) if other else []
    if not held:
        return None
    more = f"; and {len(held) - MOST} more" if len(held) > MOST else ""
    said = "; ".join(
        f"{listed([one.name for one in own])} by {_who(by)}" for by, own in by_partner(held[:MOST]).items()
    )
    return f"the newest {'is' if len(held) == 1 else 'are'} of {held[0].year}: {said}{more}."


@finding("ties")
def bound(result: Result) -> str | None:
    """Tell what binds the two."""
    one, other = sides(result)
    held = [each for each in entries(result, BINDING) if each.ongoing] if other else []
    if not held:
        return None
    named = list(dict.fromkeys(f"{each.what.split(';')[0].split(' (')[0]} ({each.year})" for each in reversed(held)))
    more = f", and {len(named) - MOST} more" if len(named) > MOST else ""
    return f"in force between {_who(one)} and {_who(other)}: {listed(named[:MOST])}{more}."
