"""In structure: the networks that two powers and all third countries make, by trade agreements and by security.

Ties are signed. A free trade agreement or a customs union in force is one; what has partial scope is none. In security a promise of
defence by treaty, either way, is a positive tie; without one a coercive measure or a sanction that is on, or a strategic rivalry, is
a negative one. Brokers, paths and constraint are of positive ties. Flows of value are not taken: between any two economies there is
one, so that whoever is tied to both powers stands between two that are tied themselves, and any threshold that changes this
decides the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.games.brokerage import betweenness, brokered, constraint, on_paths, paths, role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.world.ties import Act, Ties

    Array = NDArray[np.float64]

HOSTILE = ("coercion", "sanction")
"""Acts that are a negative tie while they are on."""

MOST = 0.5
"""A group of countries has a tie where more than this share of its pairs has it."""

CLOSED, ONE, NEITHER, UNKNOWN = "powers tied", "tied to {}", "tied to neither", "not known"
AGAINST = "at odds with {}"
"""What is told of a country that is no broker."""


@dataclass(frozen=True)
class Structure:
    """Where third countries stand in one network.

    Attributes
    ----------
    direct
        The sign of the tie between the two powers; not a number where it is not known.
    sign
        Of each third country's tie with each power ``[third, power]``: 1, 0, -1, or not a number.
    broker
        1 where it is tied to both powers and the two are not, else 0 ``[third]``.
    role
        The role of a broker between the two, else why it is none ``[third]``.
    between
        Share of the shortest paths between the two powers that pass through it.
    betweenness, constraint
        Freeman's and Burt's, in the whole network.
    counts
        By role, the ordered pairs that it brokers in the whole network ``[third]``.
    open
        Pairs of nodes of which it is not known whether they are tied: they count as not tied.
    """

    direct: float
    sign: Array
    broker: Array
    role: tuple[str, ...]
    between: Array
    betweenness: Array
    constraint: Array
    counts: dict[str, Array]
    open: int


def agreements(countries: Sequence[str], on: date) -> Array:
    """Give the network of trade agreements on a day.

    Parameters
    ----------
    countries
        Codes.
    on
        The day.

    Returns
    -------
    numpy.ndarray
        ``[country, country]``: 1 where a free trade agreement or a customs union binds the pair, else 0.

    Examples
    --------
    >>> agreements(["KOR", "USA", "CHN"], date(2022, 12, 31)).tolist()
    [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    """
    from counterpoise.world.register import pairs  # noqa: PLC0415

    return (pairs(tuple(countries), on).which >= 0).astype(np.float64)


def security(ties: Ties, countries: Sequence[str], year: int) -> Array:
    """Give the signed network of security in a year.

    Parameters
    ----------
    ties
        What is known of ties.
    countries
        Codes.
    year
        The year.

    Returns
    -------
    numpy.ndarray
        ``[country, country]``: 1 where one has promised by treaty to defend the other; -1 where none has, and a coercive
        measure, a sanction or a rivalry is on; 0 where neither is known of; not a number where promises are not known.

    Examples
    --------
    >>> from counterpoise.world.load import load_ties
    >>> security(load_ties(), ["KOR", "USA", "CHN"], 2025).tolist()
    [[0.0, 1.0, -1.0], [1.0, 0.0, -1.0], [-1.0, -1.0, 0.0]]
    """
    place = {code: k for k, code in enumerate(countries)}
    promised = _either(ties, "defence_promise", countries, year)
    made = promised.copy()
    bad = _either(ties, "rivalry", countries, year) == 1.0
    for act in ties.acts:
        if act.kind in HOSTILE and _is_on(act, year) and act.party in place and act.other in place:
            at = place[act.party], place[act.other]
            bad[at] = bad[at[::-1]] = True
    made[bad & (promised == 0.0)] = -1.0
    np.fill_diagonal(made, 0.0)
    return made


def hostile(ties: Ties, country: str, others: Sequence[str], year: int) -> list[str]:
    """Give what is on between a country and some others that makes a negative tie, the newest first.

    Parameters
    ----------
    ties
        What is known of ties.
    country
        A code.
    others
        Codes.
    year
        The year.

    Returns
    -------
    list of str
        Names of measures and sanctions; nothing of a rivalry.

    Examples
    --------
    >>> from counterpoise.world.load import load_ties
    >>> hostile(load_ties(), "KOR", ["CHN"], 2025)
    ['Korean culture 2016']
    """
    among = set(others)
    found = [
        act
        for act in ties.acts
        if act.kind in HOSTILE
        and _is_on(act, year)
        and ((act.party == country and act.other in among) or (act.other == country and act.party in among))
    ]
    return list(dict.fromkeys(act.name for act in sorted(found, key=lambda act: -act.year)))


def _is_on(act: Act, year: int) -> bool:
    return 0 < act.year <= year and (act.last_year is None or act.last_year > year)


def _either(ties: Ties, kind: str, countries: Sequence[str], year: int) -> Array:
    """Give a kind of tie in either direction; what is known of none of the two directions is not a number."""
    held = ties.reading(kind, year)
    place = {code: k for k, code in enumerate(held.countries)}
    made = np.full((len(countries),) * 2, np.nan)
    known = [(k, place[code]) for k, code in enumerate(countries) if code in place]
    if known:
        here, there = (list(one) for one in zip(*known, strict=True))
        value = held.value[np.ix_(there, there)]
        made[np.ix_(here, here)] = np.where(
            (value == 1.0) | (value.T == 1.0), 1.0, np.where(np.isnan(value + value.T), np.nan, 0.0)
        )
    return made


def contracted(tie: Array, sides: Sequence[Sequence[int]]) -> tuple[Array, list[int]]:
    """Make each power one node: the first, the second, then all third countries.

    Parameters
    ----------
    tie
        Signed ``[country, country]``.
    sides
        The members of each power, as positions.

    Returns
    -------
    network, third
        Signed ``[node, node]``: a power of several has a tie where more than half of its pairs have it, and none is known where
        those that are not known would decide; and the third countries' positions.
    """
    ours = [k for side in sides for k in side]
    third = [k for k in range(len(tie)) if k not in ours]
    nodes = [list(sides[0]), list(sides[1]), *([k] for k in third)]
    made = np.zeros((len(nodes),) * 2)
    made[2:, 2:] = tie[np.ix_(third, third)]
    for power in (0, 1):
        for node in range(power + 1, len(nodes)):
            made[power, node] = made[node, power] = _most(tie[np.ix_(nodes[power], nodes[node])])
    np.fill_diagonal(made, 0.0)
    return made, third


def _most(held: Array) -> float:
    """Give the sign that most pairs have."""
    lost = np.isnan(held).mean()
    for sign in (1.0, -1.0):
        share = (held == sign).mean()
        if share > MOST:
            return sign
        if share + lost > MOST:
            return np.nan
    return 0.0


def structure(network: Array, group: Sequence[int], powers: Sequence[str]) -> Structure:
    """Tell where third countries stand between the first two nodes of a network.

    Parameters
    ----------
    network
        Signed ``[node, node]``, from `contracted`.
    group
        Each node's group.
    powers
        The names of the first two, for words.

    Returns
    -------
    Structure
        A node of which no tie is known has no place in it.

    Examples
    --------
    >>> network = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]])
    >>> found = structure(network, [0, 1, 2, 3], ("A", "B"))
    >>> found.role, found.between.tolist()
    (('liaison', 'tied to A'), [1.0, 0.0])
    """
    n = len(network)
    apart: Any = ~np.eye(n, dtype=bool)
    known = (np.isfinite(network) & apart).any(axis=1).tolist()
    inside = np.flatnonzero(known)
    tie: Any = np.nan_to_num(network)[np.ix_(inside, inside)] > 0
    groups = [int(one) for one in group]
    sign, direct = network[2:, :2], float(network[0, 1])
    roles = tuple(
        _role((float(first), float(second)), direct, (groups[0], groups[k], groups[1]), powers)
        for k, (first, second) in enumerate(sign.tolist(), 2)
    )
    broker = np.where([one == UNKNOWN for one in roles], np.nan, (sign > 0).all(1) & (direct <= 0))

    def placed(values: Array) -> Array:
        made = np.full(n, np.nan)
        made[inside] = values
        return made[2:]

    both = known[0] and known[1] and np.isfinite(direct)
    between = on_paths(*paths(tie), 0, 1) if both else np.full(len(inside), np.nan)
    return Structure(
        direct=direct,
        sign=sign,
        broker=broker,
        role=roles,
        between=placed(between),
        betweenness=placed(betweenness(tie)),
        constraint=placed(constraint(tie.astype(np.float64))),
        counts={name: placed(one) for name, one in brokered(tie, np.array(groups)[inside]).items()},
        open=int((np.isnan(network[np.ix_(inside, inside)]) & apart[np.ix_(inside, inside)]).sum() // 2),
    )


def _role(sign: tuple[float, float], direct: float, group: tuple[int, int, int], powers: Sequence[str]) -> str:
    """Give the role of a node between the two powers, both ways, by its ties and the three groups; or why it has none."""
    if np.isnan(sign).any():
        return UNKNOWN
    if min(sign) > 0:
        if np.isnan(direct):
            return UNKNOWN
        if direct > 0:
            return CLOSED
        return " and ".join(dict.fromkeys(sorted((role(*group), role(*group[::-1])), reverse=True)))
    held = [word.format(name) for word, way in ((ONE, 1), (AGAINST, -1)) for name, one in zip(powers, sign, strict=True)
            if one * way > 0]  # fmt: skip
    return ", ".join(held) or NEITHER


def camps(network: Array) -> list[int]:
    """Give the groups that the promises of defence make: each power with those tied to it alone, all others by themselves.

    Parameters
    ----------
    network
        Of security, from `contracted`.

    Returns
    -------
    list of int
        Each node's group.

    Examples
    --------
    >>> camps(np.array([[0.0, -1.0, 1.0, 0.0], [-1.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]))
    [0, 1, 0, 3]
    """
    made = list(range(len(network)))
    for node in range(2, len(network)):
        ours = [power for power in (0, 1) if network[node, power] > 0]
        if len(ours) == 1:
            made[node] = ours[0]
    return made
