"""Which sectors of one scheme hold the activities of another's.

The links say where activities went, not how much: they carry no weights. A ``main`` link joins sectors that share the
bulk of an activity, a ``part`` link a small one that moved when the classification was revised (the repair of ships).
Where a sector has several main links and its partner has several too, no sector of one list can be told from the
other's: only sums over both can be compared. Extraterritorial organisations (``U``) have no sector in the ICIO tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from counterpoise.codes._tables import rows
from counterpoise.codes.sectors import scheme
from counterpoise.core.errors import InputError

_TABLES = {
    (one, "icio-2025"): f"concordance_{one}_icio-2025"
    for one in ("wiod-2013", "icio-2023", "icio-2021", "wiod-2016", "figaro")
}
_TABLES["adb", "icio-2025"] = _TABLES["wiod-2013", "icio-2025"]
_SAME_LIST = {"adb": "wiod-2013"}
"""A scheme with another's list of sectors, whose links are written once."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link from a sector of a scheme to a sector of another."""

    source: str
    target: str
    main: bool
    note: str


@cache
def links(source: str, target: str) -> tuple[Link, ...]:
    """Give the links between the sectors of two schemes.

    Parameters
    ----------
    source, target
        Names of schemes, such as ``wiod-2013`` and ``icio-2025``; either way round.

    Returns
    -------
    tuple[Link, ...]
        In the order of the table.

    Raises
    ------
    InputError
        If there is no such scheme, or no concordance between the two.

    Examples
    --------
    >>> links("wiod-2013", "icio-2025")[0]
    Link(source='c1', target='A01', main=True, note='')
    """
    one, other = scheme(source).key, scheme(target).key
    table = _TABLES.get((one, other)) or _TABLES.get((other, one))
    if table is None:
        known = ", ".join(f"{a} to {b}" for a, b in _TABLES)
        raise InputError(f"there is no concordance from {one} to {other}", remedy=f"there is one from {known}")
    here, there = (_SAME_LIST.get(key, key) for key in (one, other))
    return tuple(Link(row[here], row[there], row["link"] == "main", row["note"]) for row in rows(table))


def concordance(source: str, target: str, *, parts: bool = False) -> dict[str, tuple[str, ...]]:
    """Give, for each sector of one scheme, the sectors of another that hold its activities.

    Parameters
    ----------
    source, target
        Names of schemes, such as ``wiod-2013`` and ``icio-2025``; either way round.
    parts
        Whether to follow the links for small parts too.

    Returns
    -------
    dict[str, tuple[str, ...]]
        Every sector of the source, in its order, with the linked sectors in the target's order (none where the target
        has no such activity).

    Raises
    ------
    InputError
        If there is no such scheme, or no concordance between the two.

    Examples
    --------
    >>> concordance("wiod-2013", "icio-2025")["c12"]
    ('C24A', 'C24B', 'C25')
    >>> concordance("icio-2025", "wiod-2013", parts=True)["C28"]
    ('c13', 'c14')
    >>> concordance("icio-2023", "icio-2025")["C24"], concordance("figaro", "icio-2025")["U"]
    (('C24A', 'C24B'), ())
    """
    followed = [link for link in links(source, target) if link.main or parts]
    order = scheme(target).codes
    return {
        code: tuple(sorted({link.target for link in followed if link.source == code}, key=order.index))
        for code in scheme(source).codes
    }
