"""Who held which office when: a dated table, by which a title or a name on a day becomes a person and a country.

The table is ``facts/office_holders.csv``: heads of state and of government and foreign ministers of Korea, the powers and some
others, since about 2008. A reader adds rows in a file of the same columns, which the environment variable
``COUNTERPOISE_OFFICES`` names; a row there for the same country, office and first day takes the place of the program's.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from counterpoise.core.errors import DataError
from counterpoise.record.records import country_known

VARIABLE = "COUNTERPOISE_OFFICES"

OFFICES = ("head of state", "head of government", "foreign minister")

COLUMNS = ("country", "office", "title", "name", "forms", "since", "until", "note", "citation", "seen", "date")

SPOKEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "KOR": ("South Korea", "South Korean", "Republic of Korea", "ROK", "Seoul", "한국", "대한민국", "韩国"),
        "PRK": ("North Korea", "North Korean", "DPRK", "Pyongyang", "북한", "朝鲜"),
        "USA": ("United States", "US", "U.S.", "American", "Washington", "미국", "美国"),
        "CHN": ("China", "Chinese", "Beijing", "중국", "中国"),
        "JPN": ("Japan", "Japanese", "Tokyo", "일본", "日本"),
        "RUS": ("Russia", "Russian", "Moscow", "Kremlin", "러시아", "俄罗斯"),
        "IND": ("India", "Indian", "New Delhi", "Delhi", "인도", "印度"),
        "EU": ("European Union", "EU", "European", "Brussels", "유럽연합", "欧盟"),
        "GBR": ("United Kingdom", "UK", "U.K.", "British", "London", "영국", "英国"),
        "FRA": ("France", "French", "Paris", "프랑스", "法国"),
        "DEU": ("Germany", "German", "Berlin", "독일", "德国"),
    }
)
"""Words that stand for a country: its name, its people's, and its capital (a metonym: who speaks is left open)."""

TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "foreign minister": (
            "foreign minister",
            "minister of foreign affairs",
            "minister for foreign affairs",
            "minister of external affairs",
            "external affairs minister",
            "secretary of state",
            "high representative",
            "외교부 장관",
            "외교장관",
            "외무상",
            "外交部长",
            "外長",
            "外相",
        ),
        "head of government": (
            "prime minister",
            "premier",
            "chancellor",
            "commission president",
            "총리",
            "总理",
            "首相",
        ),
        "head of state": ("president", "emperor", "대통령", "主席", "总统", "国务委员"),
    }
)
"""Words for each office, the longest meaning first: a foreign minister is not the prime minister."""


@dataclass(frozen=True)
class Holder:
    """A person in an office.

    Attributes
    ----------
    country, office, title
        Where, one of `OFFICES`, and what it is called there.
    name, forms
        The person, and the forms under which newspapers write the name.
    since, until
        Days; the last is the first day on which the person was not in office, None where that is not known to be past.
    note, citation, seen
        What a reader must know; where it was read, and whether it was ("text") or is remembered ("memory").
    """

    country: str
    office: str
    title: str
    name: str
    forms: tuple[str, ...]
    since: date
    until: date | None
    note: str
    citation: str
    seen: str

    def holds(self, on: date) -> bool:
        """Tell whether the person is in office on a day; on the day of a handover both are."""
        return self.since <= on and (self.until is None or on <= self.until)


def holders() -> tuple[Holder, ...]:
    """Give every row of the table, those that a reader adds included.

    Raises
    ------
    DataError
        If a row of the reader's file is wrong: with its line.

    Examples
    --------
    >>> [one.name for one in holders() if one.country == "CHN" and one.office == "foreign minister"]
    ['Yang Jiechi', 'Wang Yi', 'Qin Gang', 'Wang Yi']
    """
    named = os.environ.get(VARIABLE)
    return _held(named, Path(named).stat().st_mtime_ns if named and Path(named).is_file() else 0)


@cache
def _held(named: str | None, changed: int) -> tuple[Holder, ...]:  # noqa: ARG001 - the time of change is a key of the cache
    from counterpoise import facts  # noqa: PLC0415

    made = {(row["country"], row["office"], row["since"]): _holder(row, "") for row in facts.read("office_holders")}
    if named:
        file = Path(named)
        if not file.is_file():
            raise DataError(f"there is no file {named!r}", where=VARIABLE, remedy="name a table of office-holders")
        with file.open(newline="", encoding="utf-8-sig") as handle:
            for line, row in enumerate(csv.DictReader(handle), 2):
                one = _holder(row, f"{file}, line {line}")
                made[one.country, one.office, one.since.isoformat()] = one
    return tuple(made.values())


def _holder(row: Mapping[str, str], where: str) -> Holder:
    lacking = [name for name in ("country", "office", "name", "since", "citation") if not (row.get(name) or "").strip()]
    if lacking:
        raise DataError(f"{lacking[0]} is missing", where=where, remedy=f"the columns are {', '.join(COLUMNS)}")
    if not country_known(row["country"]):
        raise DataError(
            f"{row['country']!r:.40} is no country's code", where=where, remedy="write three letters, as KOR"
        )
    if row["office"] not in OFFICES:
        raise DataError(
            f"there is no office {row['office']!r:.40}", where=where, remedy="take one of " + ", ".join(OFFICES)
        )
    try:
        since = date.fromisoformat(row["since"])
        until = date.fromisoformat(row["until"]) if row.get("until") else None
    except ValueError:
        raise DataError(
            f"{row['since']} to {row.get('until')} are no days", where=where, remedy="as 2025-07-19"
        ) from None
    if until is not None and until < since:
        raise DataError(f"{until} is before {since}", where=where, remedy="the last day comes after the first")
    forms = tuple(one for one in (row.get("forms") or "").split(";") if one)
    title = row.get("title") or row["office"]
    told = (row.get("note") or "", row["citation"], row.get("seen") or "text")
    return Holder(row["country"], row["office"], title, row["name"], forms, since, until, *told)


def in_office(on: date, country: str | None = None, office: str | None = None) -> tuple[Holder, ...]:
    """Give who is in office on a day.

    Parameters
    ----------
    on
        The day.
    country, office
        Of this country, and in this office (`OFFICES`); all when None.

    Returns
    -------
    tuple of Holder
        In the table's order.

    Examples
    --------
    >>> [one.name for one in in_office(date(2025, 9, 17), "KOR", "foreign minister")]
    ['Cho Hyun']
    """
    return tuple(
        one for one in holders() if one.holds(on) and country in (None, one.country) and office in (None, one.office)
    )


def who(text: str, on: date, among: Iterable[str] = ()) -> tuple[Holder, ...]:
    """Give whom a name or a title means on a day.

    Parameters
    ----------
    text
        As ``Chinese Foreign Minister Wang Yi``, ``Wang``, or ``the South Korean president``.
    on
        The day.
    among
        Countries that it may be about, where known; all when empty.

    Returns
    -------
    tuple of Holder
        One where it is clear, several where it is not, none where the table knows nobody: what is not clear is left open.

    Examples
    --------
    >>> [(one.name, one.country) for one in who("Chinese Foreign Minister Wang Yi", date(2025, 9, 17))]
    [('Wang Yi', 'CHN')]
    >>> [one.name for one in who("Lee", date(2025, 9, 17))]
    ['Lee Jae-myung']
    >>> who("a spokesman", date(2025, 9, 17))
    ()
    """
    countries, office = countries_in(text), office_in(text)
    found = [one for one in in_office(on) if not among or one.country in set(among)]
    named = [one for one in found if any(_stands(form, text) for form in (one.name, *one.forms))]
    if not named and not office:
        return ()
    kept = named or [one for one in found if one.office == office and countries]
    by_country = [one for one in kept if not countries or one.country in countries]
    by_office = [one for one in by_country if office in ("", one.office)] or (by_country if named else [])
    whole = [one for one in by_office if any(_stands(form, text) for form in (one.name, *_full(one)))]
    return tuple(_one_each(whole or by_office))


def _full(one: Holder) -> tuple[str, ...]:
    """Give the forms that are more than a family name."""
    return tuple(form for form in one.forms if " " in form or (not form.isascii() and len(form) > 2))


def _one_each(found: Iterable[Holder]) -> Iterable[Holder]:
    """Give each person once: some hold two offices."""
    return {(one.name, one.country): one for one in found}.values()


def countries_in(text: str) -> tuple[str, ...]:
    """Give the countries that a text names by name, people or capital; the longest word counts where one holds another.

    Examples
    --------
    >>> countries_in("Seoul and Pyongyang"), countries_in("North Korean leader")
    (('KOR', 'PRK'), ('PRK',))
    """
    return tuple(code for code, words in SPOKEN.items() if any(_stands(word, text) for word in words))


def office_in(text: str) -> str:
    """Give the office that a text names, or nothing."""
    plain = text.casefold()
    for office, words in TITLES.items():
        if any(word in plain for word in words):
            return office
    return ""


def _stands(word: str, text: str) -> bool:
    """Tell whether a word stands in a text: between its own letters none of the Latin alphabet's."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text) is not None
