"""Trade elasticities by sector, from cited sets of estimates.

The elasticity here is theta = sigma - 1: by how many percent spending, tariffs included, on one origin relative to
another falls when its price at the buyer rises by one percent. Estimates are published in several conventions, kept as
published in ``facts/elasticities.csv`` and converted once, by `elasticity_estimates.convert`. Which estimate serves
which sector of icio-2025 is in ``facts/elasticity_sectors.csv``: where several do, the simple mean of theta; where
none does, another stands in, and the row says why. The sectors of another scheme take the mean of the icio-2025
sectors that hold their activities.

Services have no tariffs, so the estimates that rest on tariffs say nothing of them. With Fontagné, Guimbard and
Orefice they take 4.96, which Felbermayr, Gröschl and Heiland (2022) use for every service and which comes from an
estimate on trade in services (Egger, Larch and Staub 2012). The uniform 5 of Costinot and Rodríguez-Clare (2014) is
next to it; the 8.22 that Caliendo and Parro (2015) put on services is their mean over manufacturing, not an estimate
on services, and stays within their set.

Within a year of a shock buyers switch so little that sigma is below 1 and theta below 0 (Boehm, Levchenko and
Pandalai-Nayar 2023). Such values are good for changes that leave every origin some trade. Which set belongs to which
time, and what lies between, is in `elasticity_horizons`; draws from the estimates' errors are in `elasticity_draws`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterpoise.codes.concordance import concordance
from counterpoise.codes.sectors import Scheme, parse, schemes
from counterpoise.codes.sectors import scheme as scheme_named
from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.facts import read
from counterpoise.world.elasticity_estimates import Estimate, estimates

if TYPE_CHECKING:
    import numpy as np

DEFAULT = "fontagne-guimbard-orefice-2022"
"""The finest set of estimates on goods, from the tariffs of all countries in 2001 to 2016."""

REFERENCE = "icio-2025"
"""The scheme for which the table says which estimate serves which sector."""

IN_GROUPS = " in groups"
"""What an economy whose sectors were added up writes after its scheme."""

KINDS = ("published", "mean", "stand-in", "service", "uniform", "given")
"""Where a sector's value comes from: its own estimate, the mean of several, the estimate of another good, a value for
services, one value for all sectors, or the caller."""


@dataclass(frozen=True, slots=True, eq=False)
class Elasticities:
    """A trade elasticity for each sector, with where it comes from.

    Attributes
    ----------
    sectors
        The labels, as they were asked.
    value
        theta ``[sector]``, above -1 and not 0: the elasticity of spending with tariffs included, sigma - 1. Read only.
    kind
        One of `KINDS` for each sector.
    notes
        For each sector, what a reader must know of it; empty where there is nothing.
    choice
        The set of estimates.
    citation
        The publications from which the values of these sectors come; empty if all are given.
    """

    sectors: tuple[str, ...]
    value: np.ndarray
    kind: tuple[str, ...]
    notes: tuple[str, ...]
    choice: str
    citation: str


@dataclass(frozen=True, slots=True)
class _One:
    """The value of one sector."""

    value: float
    kind: str
    note: str = ""
    citations: tuple[str, ...] = ()
    parts: tuple[tuple[Estimate, float], ...] = ()


def choices() -> tuple[str, ...]:
    """Give the names of the sets of estimates that have a value for every sector.

    Examples
    --------
    >>> choices()[0] == DEFAULT, "uniform" in choices()
    (True, True)
    """
    return tuple(dict.fromkeys(row["choice"] for row in read("elasticity_sectors")))


def theta(
    sectors: Sequence[str],
    *,
    scheme: str = REFERENCE,
    choice: str = DEFAULT,
    overrides: Mapping[str, float] | None = None,
) -> Elasticities:
    """Give the trade elasticity of each sector.

    Parameters
    ----------
    sectors
        The labels of an economy's sectors, in its order.
    scheme
        The scheme they belong to, as `Economy.scheme` says it; ``icio-2025 in groups`` where sectors were added up.
        There a label that is the scheme's word keeps that word's value, and any other takes the mean over the
        sectors that no label names, with a note.
    choice
        One of `choices`. The default has the finest estimates for goods; ``uniform`` is the usual yardstick.
    overrides
        theta by sector word (a code, a group, a division) or by label; the narrowest word that holds a sector counts.

    Returns
    -------
    Elasticities
        Values, their kinds and notes, and the citation.

    Raises
    ------
    InputError
        If there is no such choice, a label belongs to no scheme and is not given, a word of the overrides is not
        among the sectors, a theta is -1 or below (a sigma of 0 or below), or it is 0, where the CES formula has no
        value of its own but only a limit.

    References
    ----------
    Costinot and Rodríguez-Clare (2014), Handbook of International Economics 4, on the trade elasticity; the sets'
    own citations are in the result.

    Examples
    --------
    >>> found = theta(["C26", "C29", "K"], overrides={"manufacturing": 4.0, "C29": 8.0})
    >>> found.value.tolist(), found.kind
    ([4.0, 8.0, 4.9591], ('given', 'given', 'service'))
    """
    import numpy as np  # noqa: PLC0415

    chosen = _chosen(choice)
    found = _resolved(sectors, scheme, chosen, overrides)
    value = np.array([one.value for one in found.values()])
    value.flags.writeable = False
    cited = dict.fromkeys(citation for one in found.values() for citation in one.citations)
    return Elasticities(
        tuple(found),
        value,
        tuple(one.kind for one in found.values()),
        tuple(one.note for one in found.values()),
        chosen,
        "; and ".join(cited),
    )


def parts(
    sectors: Sequence[str],
    *,
    scheme: str = REFERENCE,
    choice: str = DEFAULT,
    overrides: Mapping[str, float] | None = None,
) -> tuple[tuple[tuple[Estimate, float], ...], ...]:
    """Give the estimates that make each sector's theta, with their weights.

    Parameters
    ----------
    sectors, scheme, choice, overrides
        As for `theta`.

    Returns
    -------
    tuple
        For each sector, pairs of an `Estimate` and its weight; the weights of a sector add up to 1, and the weighted
        sum is its theta. A sector whose theta is given has none.

    Raises
    ------
    InputError
        As for `theta`.

    Examples
    --------
    >>> [(one.parameter, round(weight, 2)) for one, weight in parts(["C24A"], choice="caliendo-parro-2015")[0]]
    [('theta: Basic metals (caliendo-parro-2015)', 1.0)]
    """
    return tuple(one.parts for one in _resolved(sectors, scheme, _chosen(choice), overrides).values())


def _resolved(
    sectors: Sequence[str], scheme: str, chosen: str, overrides: Mapping[str, float] | None
) -> dict[str, _One]:
    """Give what is known of each sector, in the order asked."""
    labels = tuple(sectors)
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        raise InputError(f"the sector {twice!r} is there twice", where="sectors", remedy="name each once")
    base = scheme.strip().casefold().split(IN_GROUPS)[0]
    known = scheme_named(base) if base in schemes() else None
    given = _given(labels, known, overrides or {})
    left = [label for label in labels if label not in given]
    found = {**_looked_up(left, labels, known, scheme, chosen), **given}
    for label in labels:
        _check(label, found[label].value, chosen)
    return {label: found[label] for label in labels}


def _chosen(choice: str) -> str:
    wanted = choice.strip().casefold()
    if wanted not in choices():
        sets = f"the sets are {', '.join(choices())}"
        near = did_you_mean(wanted, choices())
        raise InputError(f"{choice!r} is not a set of trade elasticities", remedy=f"{near} {sets}" if near else sets)
    return wanted


def _check(label: str, value: float, choice: str) -> None:
    fault = _fault(value)
    if fault:
        remedy = f"take another set, or give theta for this sector: {fault[1]}"
        raise InputError(f"theta of {label} is {value:.3g} in {choice}{fault[0]}", remedy=remedy)


def _fault(value: float) -> tuple[str, str] | None:
    """Say what is wrong with a theta, and what to do; None if nothing is."""
    if not isfinite(value):
        return "", "write a number above -1: theta is sigma - 1, with 5 a usual value"
    if value <= -1:
        return ", a sigma of 0 or below", "write a number above -1: theta is sigma - 1, with 5 a usual value"
    if value == 0:
        return ", a sigma of exactly 1, which the formula reaches only in the limit", "write a number near it, as 0.01"
    return None


# What the caller gives -------------------------------------------------------------------------


def _given(labels: tuple[str, ...], known: Scheme | None, overrides: Mapping[str, float]) -> dict[str, _One]:
    """Give the values of the overrides by label; of several words for one label, the narrowest counts."""
    meant: list[tuple[str, tuple[str, ...], float]] = []
    for word, value in overrides.items():
        number = _number(word, value)
        meant += [(one, members, number) for one, members in _meant(word, labels, known).items()]
    said = [one for one, _, _ in meant]
    if len(set(said)) < len(said):
        twice = next(one for one in said if said.count(one) > 1)
        raise InputError(f"theta of {twice!r} is given twice", where="overrides", remedy="give it once")
    meant.sort(key=lambda each: -len(each[1]))  # the narrower after the wider, and so on top of it
    return {label: _One(value, "given") for _, members, value in meant for label in members}


def _number(word: str, value: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    fault = _fault(number)
    if fault:
        raise InputError(f"theta of {word!r} is {value!r}{fault[0]}", where="overrides", remedy=fault[1])
    return number


def _meant(word: str, labels: tuple[str, ...], known: Scheme | None) -> dict[str, tuple[str, ...]]:
    """Give the labels that a word of the overrides stands for."""
    exact = {label.casefold(): label for label in labels}.get(word.strip().casefold())
    if exact is not None:
        return {exact: (exact,)}
    if known is None:
        near = did_you_mean(word, labels, f"the sectors are {', '.join(labels)}")
        raise InputError(f"{word!r} is not a sector", where="overrides", remedy=near)
    found = {
        said: tuple(label for label in labels if label in members)
        for said, members in parse(word, known, "overrides").items()
    }
    for said, members in found.items():
        if not members:
            has = f"it has {', '.join(labels)}"
            raise InputError(f"{said!r} is no sector of this economy by itself", where="overrides", remedy=has)
    return found


# What the sets hold ----------------------------------------------------------------------------


def _looked_up(
    left: Sequence[str], labels: tuple[str, ...], known: Scheme | None, scheme: str, choice: str
) -> dict[str, _One]:
    if not left:
        return {}
    if known is None:
        what = f"{scheme!r} is not a scheme of sectors, so no estimate is known for {', '.join(left[:5])}"
        remedy = f"give theta for each sector, or name one of the schemes {', '.join(schemes())}"
        raise InputError(what, where="sectors", remedy=remedy)
    table = _by_scheme(known.key, choice)
    found = {label: table[label] for label in left if label in table}
    others = [label for label in left if label not in table]
    if others and IN_GROUPS not in scheme.casefold():
        what = f"{', '.join(map(repr, others[:5]))} {'is' if len(others) == 1 else 'are'} not in {known.key}"
        raise InputError(what, where="sectors", remedy="give theta for each sector that belongs to no scheme")
    free = [code for code in known.codes if code not in labels]
    return found | {label: _group(label, free, known, table) for label in others}


def _group(label: str, free: Sequence[str], known: Scheme, table: Mapping[str, _One]) -> _One:
    """Give the mean over a group's sectors; the scheme's word says which they are, else all that no label names."""
    try:
        members, of = known.members(label), f"the sectors of {label}"
    except InputError:
        members, of = tuple(free), "all sectors that no label names"
    members = tuple(code for code in members if code in free)
    if not members:
        members, of = known.codes, "all sectors"
    return _mean([table[code] for code in members], f"mean over {of}")


def _mean(of: Sequence[_One], note: str) -> _One:
    value = sum(part.value for part in of) / len(of)
    cited = tuple(dict.fromkeys(one for part in of for one in part.citations))
    kinds = {part.kind for part in of}
    kind = kinds.pop() if len(kinds) == 1 and kinds <= {"service", "uniform", "stand-in"} else "mean"
    return _One(
        value, kind, note, cited, _weighted([(one, share / len(of)) for part in of for one, share in part.parts])
    )


def _weighted(pairs: Sequence[tuple[Estimate, float]]) -> tuple[tuple[Estimate, float], ...]:
    """Give pairs of an estimate and its weight, each estimate once."""
    weight: dict[Estimate, float] = {}
    for one, share in pairs:
        weight[one] = weight.get(one, 0.0) + share
    return tuple(weight.items())


@cache
def _by_scheme(key: str, choice: str) -> Mapping[str, _One]:
    """Give the value of every sector of a scheme."""
    own = _reference(choice)
    if key == REFERENCE:
        return own
    found: dict[str, _One] = {}
    for code, linked in concordance(key, REFERENCE).items():
        if len(linked) == 1:
            found[code] = own[linked[0]]
        elif linked:
            found[code] = _mean([own[one] for one in linked], f"mean over {', '.join(linked)} of {REFERENCE}")
        else:  # extraterritorial organisations
            found[code] = _mean([own["O"]], f"{REFERENCE} has no such sector; public administration stands in")
    return MappingProxyType(found)


@cache
def _reference(choice: str) -> Mapping[str, _One]:
    """Give the value of every sector of the reference scheme."""
    found: dict[str, _One] = {}
    for line, row in enumerate(read("elasticity_sectors"), 2):
        if row["choice"] != choice:
            continue
        one = _row(row, f"facts/elasticity_sectors.csv, line {line}")
        for code in (code for members in parse(row["sectors"], REFERENCE).values() for code in members):
            if code in found:
                raise DataError(f"{code} is in {choice} twice", where=f"line {line}", remedy="name it once")
            found[code] = one
    missing = [code for code in scheme_named(REFERENCE).codes if code not in found]
    if missing:
        raise DataError(f"{choice} has no value for {missing}", where="facts/elasticity_sectors.csv", remedy="add them")
    return MappingProxyType(found)


def _row(row: dict[str, str], where: str) -> _One:
    found: list[Estimate] = []
    for source in row["source"].split("|"):
        name, _, sector = source.rpartition("/")
        one = estimates().get((name or row["choice"], sector))
        if one is None:
            raise DataError(f"there is no estimate {source!r}", where=where, remedy="see facts/elasticities.csv")
        found.append(one)
    several = f"mean of {row['source'].replace('|', ', ')}" if len(found) > 1 else ""
    note = "; ".join(part for part in (several, row["note"]) if part)
    kind = row["kind"] or ("mean" if several else "published")
    value = sum(one.theta for one in found) / len(found)
    cited = tuple(dict.fromkeys(one.citation for one in found))
    return _One(value, kind, note, cited, _weighted([(one, 1 / len(found)) for one in found]))
