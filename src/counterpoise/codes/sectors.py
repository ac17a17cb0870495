"""Sectors as the producers of input-output tables name them, and the words by which they are asked for.

A scheme is one producer's list of sectors, such as ``icio-2025`` (50 industries, ISIC Rev. 4) or ``wiod-2013`` (35
industries, ISIC Rev. 3). A word is, in this order: a sector's code, a group's name (``TOTAL``, ``manufacturing``), a section of the
classification (``C``), or a division or group of it (``C24``, which is C24A and C24B). Letters mean what the scheme's
own classification says: C is manufacturing in ISIC Rev. 4 and mining in Rev. 3.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from counterpoise.codes._tables import Language, rows, split_words
from counterpoise.core.errors import InputError

_DIVISION = re.compile(r"([A-Z]?)(\d{2,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of a scheme.

    Attributes
    ----------
    code
        As the producer writes it.
    name_en, name_ko
        A short name.
    isic
        The divisions, groups or classes of ISIC that it holds.
    section
        The section of ISIC to which they belong; ``R_S`` where a producer has joined two.
    kind
        ``goods`` (agriculture, mining, manufacturing), ``utilities``, ``construction`` or ``services``.
    also
        Other codes under which producers publish the same sector.
    """

    code: str
    name_en: str
    name_ko: str
    isic: tuple[str, ...]
    section: str
    kind: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorGroup:
    """A named set of sections, or one section, of a classification."""

    word: str
    name_en: str
    name_ko: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One producer's list of sectors.

    Attributes
    ----------
    key
        The scheme's name, such as ``icio-2025``.
    title
        What it is, in full.
    classification
        The revision of ISIC that its letters and numbers follow.
    sectors
        In the producer's order.
    groups
        The named groups of sectors, then the sections.
    """

    key: str
    title: str
    classification: str
    sectors: tuple[Sector, ...]
    groups: tuple[SectorGroup, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all sectors, in the producer's order."""
        return tuple(sector.code for sector in self.sectors)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for a sector, a group of sectors or a section."""
        return tuple(dict.fromkeys((*(group.word for group in self.groups), *self.codes)))

    def name(self, word: str, language: Language = "en") -> str:
        """Give the name of a sector or of a group of sectors.

        Parameters
        ----------
        word
            A sector's code, a group, a section or a division, in any case.
        language
            ``en`` or ``ko``.

        Returns
        -------
        str
            The name; of a division that is several sectors, their names.

        Raises
        ------
        InputError
            If the scheme has no such word.

        Examples
        --------
        >>> scheme("icio-2025").name("C24A", "ko"), scheme("icio-2025").name("manufacturing")
        ('철강', 'Manufacturing')
        """
        label, members = self.resolve(word)
        named = [group for group in self.groups if group.word == label and label not in self.codes]
        named = named[:1] or [sector for sector in self.sectors if sector.code in members]
        return "; ".join(each.name_ko if language == "ko" else each.name_en for each in named)

    def members(self, word: str) -> tuple[str, ...]:
        """Give the codes of the sectors that a word stands for, in the producer's order.

        Parameters
        ----------
        word
            A sector's code, a group, a section or a division, in any case.

        Returns
        -------
        tuple[str, ...]
            At least one code.

        Raises
        ------
        InputError
            If the scheme has no such word.

        Examples
        --------
        >>> scheme("icio-2025").members("C24"), scheme("icio-2025").members("agriculture")
        (('C24A', 'C24B'), ('A01', 'A02', 'A03'))
        """
        return self.resolve(word)[1]

    def resolve(self, word: str, where: str = "") -> tuple[str, tuple[str, ...]]:
        """Give a word as it is properly written, and the codes of the sectors that it stands for.

        Parameters
        ----------
        word
            A sector's code, a group, a section or a division, in any case.
        where
            Where it comes from, for the message.

        Returns
        -------
        word, codes
            The word in the scheme's own spelling, and the sectors in the producer's order.

        Raises
        ------
        InputError
            If the scheme has no such word, or only a sector that holds more than it.

        Examples
        --------
        >>> scheme("wiod-2013").resolve("15T16")
        ('c3', ('c3',))
        """
        wanted = word.strip().casefold()
        for sector in self.sectors:
            if wanted in {code.casefold() for code in (sector.code, *sector.also)}:
                return sector.code, (sector.code,)
        for group in self.groups:
            if wanted == group.word.casefold():
                return group.word, tuple(s.code for s in self.sectors if s.section in group.sections)
        inside, across = self._division(wanted.upper())
        if inside and not across:  # C24 is C24A and C24B together
            whole = f"{inside[0].section}{wanted.upper().lstrip(inside[0].section)}"
            return inside[0].code if len(inside) == 1 else whole, tuple(sector.code for sector in inside)
        raise self._unknown(word.strip(), across, where)

    def _division(self, word: str) -> tuple[tuple[Sector, ...], tuple[Sector, ...]]:
        """Give the sectors that lie inside a division of ISIC, and those that hold it with others."""
        matched = _DIVISION.fullmatch(word)
        if not matched:
            return (), ()
        letter, digits = matched.groups()
        inside: list[Sector] = []
        across: list[Sector] = []
        for sector in self.sectors:
            if letter and letter not in sector.section.split("_"):
                continue
            if all(part.startswith(digits) for part in sector.isic):
                inside.append(sector)
            elif any(part.startswith(digits) or digits.startswith(part) for part in sector.isic):
                across.append(sector)
        return tuple(inside), tuple(across)

    def _unknown(self, word: str, holders: tuple[Sector, ...], where: str) -> InputError:
        if holders:
            parts = " and ".join(f"{sector.code} ({sector.name_en})" for sector in holders)
            what = f"{word!r} is not a sector of {self.key} by itself"
            return InputError(what, where=where, remedy=f"it is part of {parts}")
        what = f"{word!r} is not a sector of {self.key}"
        return InputError(what, where=where, remedy=self._nearest(word))

    def _nearest(self, word: str) -> str:
        """Say which words are near, or what can be written."""
        plain = {known.casefold(): known for known in self.words}
        named = {sector.name_en.casefold(): sector.code for sector in self.sectors}
        named |= {sector.name_ko: sector.code for sector in self.sectors}
        wanted = word.casefold()
        near = difflib.get_close_matches(wanted, plain, n=3, cutoff=0.6)
        exact = [named[name] for name in named if len(wanted) > 2 and wanted in name][:3]
        if exact:
            words = exact
        elif near:
            words = [plain[known] for known in near]
        else:
            words = [named[name] for name in difflib.get_close_matches(wanted, named, n=2, cutoff=0.6)]
        if not words:
            lots = ", ".join(group.word for group in self.groups if len(group.word) > 3)
            return f"write a code from {self.codes[0]} to {self.codes[-1]}, or one of {lots}"
        return f"did you mean {' or '.join(f'{w} ({self.name(w)})' for w in dict.fromkeys(words))}?"


def schemes() -> tuple[str, ...]:
    """Give the names of the schemes.

    Examples
    --------
    >>> schemes()
    ('icio-2025', 'wiod-2013', 'icio-2023', 'icio-2021', 'wiod-2016', 'figaro', 'adb')
    """
    return tuple(row["scheme"] for row in rows("schemes"))


def scheme(name: str) -> Scheme:
    """Give a scheme by its name.

    Parameters
    ----------
    name
        One of `schemes`, such as ``icio-2025`` or ``wiod-2013``.

    Returns
    -------
    Scheme
        Its sectors and groups.

    Raises
    ------
    InputError
        If there is no such scheme.

    Examples
    --------
    >>> len(scheme("icio-2025").codes), len(scheme("wiod-2013").codes)
    (50, 35)
    """
    return _by_name(name)


def _by_name(name: str) -> Scheme:
    found = _schemes().get(name.strip().casefold())
    if found is None:
        raise InputError(f"{name!r} is not a scheme of sectors", remedy=f"the schemes are {', '.join(schemes())}")
    return found


@cache
def _schemes() -> Mapping[str, Scheme]:
    return MappingProxyType({row["scheme"]: _scheme(row) for row in rows("schemes")})


def _scheme(row: dict[str, str]) -> Scheme:
    classification = row["classification"]
    named = [
        SectorGroup(line["group"], line["name_en"], line["name_ko"], tuple(line["sections"].split()))
        for line in rows("sector_groups")
        if line["classification"] == classification
    ]
    sectors = tuple(
        Sector(
            code=line["code"],
            name_en=line["name_en"],
            name_ko=line["name_ko"],
            isic=tuple(line["isic"].split()),
            section=line["section"],
            kind=line["kind"],
            also=tuple(line["also"].split()),
        )
        for line in rows(f"sectors_{row['list']}")
    )
    held = {sector.section for sector in sectors}
    sections = [
        SectorGroup(line["section"], line["name_en"], line["name_ko"], (line["section"],))
        for line in rows("sections")
        if line["classification"] == classification and line["section"] in held
    ]
    return Scheme(row["scheme"], row["title"], classification, sectors, (*named, *sections))


def parse(
    text_or_sequence: str | Sequence[str], scheme: Scheme | str = "icio-2025", where: str = ""
) -> dict[str, tuple[str, ...]]:
    """Give the sectors that words ask for, each word with the sectors it stands for.

    Parameters
    ----------
    text_or_sequence
        ``TOTAL``, ``manufacturing,C26``, ``C24``, or a list of such words, in any case.
    scheme
        The scheme or its name.
    where
        Where the words come from, for the message.

    Returns
    -------
    dict[str, tuple[str, ...]]
        The word as it is properly written, and the codes of its sectors in the producer's order; words in the order
        asked for, each once.

    Raises
    ------
    InputError
        If no word is given, or the scheme doesn't have one of them.

    Examples
    --------
    >>> parse("c26,C24")
    {'C26': ('C26',), 'C24': ('C24A', 'C24B')}
    >>> parse("C10")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    counterpoise.core.errors.InputError: 'C10' is not a sector of icio-2025 by itself; it is part of C10T12 (Food, ...)
    """
    found = scheme if isinstance(scheme, Scheme) else _by_name(scheme)
    words = split_words(text_or_sequence)
    if not words:
        raise InputError("no sector is named", where=where, remedy="write TOTAL, manufacturing, or codes such as C26")
    return dict(found.resolve(word, where) for word in words)
