"""The numbers by which studies of war and peace name states, and the countries that they stand for.

The Correlates of War project numbers the members of the state system (``cow``); Gleditsch and Ward (``gw``) number
theirs alike, but for Germany, Yemen, Serbia and four island states. A country keeps one code while it goes on: the
Soviet Union and Russia are RUS, West Germany and Germany DEU, North Yemen and Yemen YEM, North Vietnam and Vietnam VNM;
Yugoslavia is YUG to 1991, SCG from 1992 to 2005, SRB from 2006.

The years of the table are those of membership, from 1945 on; before that, states and borders differ too much from the
codes of today. A file may name a state before it became a member or after it ceased to be (a treaty of 1978 with a
member of 1979), so a number keeps its nearest meaning outside its years.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from counterpoise.codes._tables import rows
from counterpoise.core.errors import InputError

FIRST_YEAR = 1945
"""The first year for which numbers are translated."""

Scheme = Literal["cow", "gw"]


@dataclass(frozen=True, slots=True)
class Span:
    """Years in which a number stands for a country.

    Attributes
    ----------
    code
        The code of `counterpoise.codes.countries`.
    since, until
        The first and the last year; None where the state goes on.
    """

    code: str
    since: int
    until: int | None

    def far(self, year: int) -> int:
        """Give how far a year is from the span.

        Parameters
        ----------
        year
            Any year.

        Returns
        -------
        int
            Years to the nearest of the span; zero within it.
        """
        return max(self.since - year, 0 if self.until is None else year - self.until, 0)


@cache
def state_numbers(scheme: Scheme = "cow") -> Mapping[int, tuple[Span, ...]]:
    """Give the countries of each number, in the order of their years.

    Parameters
    ----------
    scheme
        ``cow`` (Correlates of War) or ``gw`` (Gleditsch and Ward: where their list says nothing else, as ``cow``).

    Returns
    -------
    Mapping of int to tuple of Span
        By number.

    Raises
    ------
    InputError
        If there is no such scheme.

    Examples
    --------
    >>> [(span.code, span.since, span.until) for span in state_numbers()[345]]
    [('YUG', 1945, 1991), ('SCG', 1992, 2005), ('SRB', 2006, None)]
    """
    table = rows("state_numbers")
    if scheme not in {row["scheme"] for row in table}:
        raise InputError(f"{scheme!r} is no scheme of numbers", where="scheme", remedy="there are cow and gw")
    found: dict[int, list[Span]] = {}
    for row in table:
        if row["scheme"] == scheme:
            until = int(row["until"]) if row["until"] else None
            found.setdefault(int(row["number"]), []).append(Span(row["code"], int(row["since"]), until))
    own = {number: tuple(sorted(spans, key=lambda span: span.since)) for number, spans in found.items()}
    return MappingProxyType(own if scheme == "cow" else {**state_numbers("cow"), **own})


def from_state_number(number: int, year: int, where: str = "", scheme: Scheme = "cow") -> str:
    """Give the country that a number stands for in a year.

    Parameters
    ----------
    number, year
        The number, and a year from 1945 on.
    where
        The file and line that it comes from, for the message.
    scheme
        See `state_numbers`.

    Returns
    -------
    str
        Its code: of the number's countries, the one whose years are nearest.

    Raises
    ------
    InputError
        If no state has the number, or the year is before 1945.

    Examples
    --------
    >>> from_state_number(260, 1980), from_state_number(255, 2000), from_state_number(732, 2020)
    ('DEU', 'DEU', 'KOR')
    >>> from_state_number(970, 2005), from_state_number(970, 2005, scheme="gw")
    ('NRU', 'KIR')
    """
    if year < FIRST_YEAR:
        remedy = "the states of that time have no such codes"
        raise InputError(f"numbers are translated from {FIRST_YEAR} on, not for {year}", where=where, remedy=remedy)
    spans = state_numbers(scheme).get(number)
    if spans is None:
        raise InputError(f"{number} is no state's number", where=where, remedy="check the number and its scheme")
    return min(spans, key=lambda span: span.far(year)).code
