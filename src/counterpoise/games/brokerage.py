r"""Who stands between others in a network: brokerage roles, shortest paths, betweenness and constraint.

A node b brokers the ordered pair (i, j) where i is tied to b, b to j, and i is not tied to j. Which role that is depends on the
groups of the three (Gould and Fernandez 1989):

==============  ===============  =================================
role            groups           who is in the broker's group
==============  ===============  =================================
coordinator     A to A to A      both
representative  A to A to B      who speaks
gatekeeper      B to A to A      who is spoken to
itinerant       B to A to B      neither; the two share a group
liaison         B to A to C      neither; the two are apart
==============  ===============  =================================

References
----------
Burt, R. S. (1992), Structural Holes: the Social Structure of Competition, Harvard University Press, chapter 2.
Freeman, L. C. (1977), A set of measures of centrality based on betweenness, Sociometry 40(1), 35-41.
Gould, R. V. and Fernandez, R. M. (1989), Structures of mediation: a formal approach to brokerage in transaction networks,
Sociological Methodology 19, 89-126.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

ROLES = ("coordinator", "representative", "gatekeeper", "itinerant", "liaison")
"""The five roles of Gould and Fernandez."""


def role(first: int, broker: int, last: int) -> str:
    """Give the role of who brokers from one node to another, by the groups of the three.

    Parameters
    ----------
    first, broker, last
        Their groups.

    Returns
    -------
    str
        One of `ROLES`.

    Examples
    --------
    >>> role(0, 1, 2), role(0, 0, 1), role(1, 0, 0), role(1, 0, 1), role(0, 0, 0)
    ('liaison', 'representative', 'gatekeeper', 'itinerant', 'coordinator')
    """
    inside, outside = first == broker, last == broker
    if inside or outside:
        return "coordinator" if inside and outside else "representative" if inside else "gatekeeper"
    return "itinerant" if first == last else "liaison"


def brokered(tie: Mask, group: Sequence[int] | NDArray[np.int64]) -> dict[str, Array]:
    """Count the ordered pairs that each node brokers, by role.

    Parameters
    ----------
    tie
        Who is tied to whom ``[from, to]``; the diagonal does not count.
    group
        Each node's group.

    Returns
    -------
    dict
        Of each of `ROLES` the counts ``[node]``. In a network of mutual ties each pair counts twice, once each way.

    Examples
    --------
    Two who are tied to a third only, each a group of its own:

    >>> tie = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> brokered(tie, [0, 1, 2])["liaison"].tolist()
    [0.0, 2.0, 0.0]
    """
    own = np.eye(len(tie), dtype=bool)
    to = (tie & ~own).astype(np.float64)
    apart = (~tie & ~own).astype(np.float64)
    of = np.asarray(group)
    same = (of[:, None] == of[None, :]).astype(np.float64)
    other = 1.0 - same

    def counted(into: Array, out: Array, between: Array) -> Array:
        return np.einsum("ib,ij,bj->b", into, between, out, optimize=True)

    return {
        "coordinator": counted(to * same, to * same, apart),
        "representative": counted(to * same, to * other, apart),
        "gatekeeper": counted(to * other, to * same, apart),
        "itinerant": counted(to * other, to * other, apart * same),
        "liaison": counted(to * other, to * other, apart * other),
    }


def paths(tie: Mask) -> tuple[Array, Array]:
    """Give how far each node is from each, and how many shortest paths there are.

    Parameters
    ----------
    tie
        ``[from, to]``.

    Returns
    -------
    distance, count
        ``[from, to]``: steps, infinite where there is no path, and 0 on the diagonal; numbers of shortest paths.

    Examples
    --------
    >>> distance, count = paths(np.array([[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]], dtype=bool))
    >>> distance[0].tolist(), count[0].tolist()
    ([0.0, 1.0, 1.0, 2.0], [1.0, 1.0, 1.0, 2.0])
    """
    n = len(tie)
    to = (tie & ~np.eye(n, dtype=bool)).astype(np.float64)
    distance = np.where(np.eye(n, dtype=bool), 0.0, np.inf)
    count = np.eye(n)
    front = np.eye(n)
    for step in range(1, n):
        front = np.where(np.isinf(distance), front @ to, 0.0)
        if not front.any():
            break
        distance[front > 0] = step
        count += front
    return distance, count


def on_paths(distance: Array, count: Array, first: int, last: int) -> Array:
    """Give the share of the shortest paths between two nodes that pass through each other node.

    Parameters
    ----------
    distance, count
        From `paths`.
    first, last
        The two.

    Returns
    -------
    numpy.ndarray
        ``[node]``: 0 of the two themselves, and of all where the two are tied or no path joins them.

    Examples
    --------
    >>> tie = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]], dtype=bool)
    >>> on_paths(*paths(tie), 0, 3).tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    made = np.zeros(len(distance))
    if not np.isfinite(distance[first, last]) or first == last:
        return made
    on = distance[first] + distance[:, last] == distance[first, last]
    made[on] = count[first, on] * count[on, last] / count[first, last]
    made[[first, last]] = 0.0
    return made


def betweenness(tie: Mask) -> Array:
    """Give Freeman's betweenness: the share of shortest paths that pass through each node, the mean over all pairs of others.

    Parameters
    ----------
    tie
        ``[from, to]``.

    Returns
    -------
    numpy.ndarray
        ``[node]``, from 0 to 1; a pair that no path joins counts with 0. Of fewer than three nodes all are 0.

    References
    ----------
    Freeman (1977).

    Examples
    --------
    >>> betweenness(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)).tolist()
    [0.0, 1.0, 0.0]
    """
    n = len(tie)
    if n < 3:
        return np.zeros(n)
    distance, count = paths(tie)
    reached = np.isfinite(distance) & ~np.eye(n, dtype=bool)
    made = np.zeros(n)
    for k in range(n):
        on = reached & (distance[:, k, None] + distance[None, k, :] == distance)
        on[k], on[:, k] = False, False
        through = count[:, k, None] * count[None, k, :]
        made[k] = (through[on] / count[on]).sum()
    return made / ((n - 1) * (n - 2))


def constraint(weight: Array) -> Array:
    r"""Give Burt's constraint: how far a node's contacts are tied to each other, so that it can't play one against another.

    .. math:: c_i = \sum_{j} \Big(p_{ij} + \sum_{q \ne i, j} p_{iq} p_{qj}\Big)^2, \qquad
              p_{ij} = \frac{a_{ij} + a_{ji}}{\sum_{k \ne i} (a_{ik} + a_{ki})}

    with j over the contacts of i.

    Parameters
    ----------
    weight
        ``[from, to]``, zero where there is no tie; the diagonal does not count.

    Returns
    -------
    numpy.ndarray
        ``[node]``: low where the contacts don't know each other; not a number of a node without contacts.

    References
    ----------
    Burt (1992), pages 54 to 56.

    Examples
    --------
    The middle of a star of four, and three who are all tied:

    >>> star = np.zeros((5, 5))
    >>> star[0, 1:] = star[1:, 0] = 1.0
    >>> float(constraint(star)[0]), constraint(np.ones((3, 3))).tolist()
    (0.25, [1.125, 1.125, 1.125])
    """
    mutual = np.asarray(weight, dtype=np.float64) + np.asarray(weight, dtype=np.float64).T
    np.fill_diagonal(mutual, 0.0)
    whole = mutual.sum(1)
    part = mutual / np.where(whole > 0, whole, 1.0)[:, None]
    invested = part + part @ part  # of q neither is i (p_ii is 0), nor j (p_jj is 0)
    made = np.where(mutual > 0, invested**2, 0.0).sum(1)
    return np.where(whole > 0, made, np.nan)
