"""What the words of a scenario mean in a baseline: its own labels first, then codes, groups and own lists."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from counterpoise.codes import countries as table
from counterpoise.codes import groups as known
from counterpoise.codes import sectors as lists
from counterpoise.codes._tables import key
from counterpoise.core.errors import InputError
from counterpoise.scenario.shocks import ALL

_RANGE = re.compile(r"(.+?)\s*(?:-|\u2013|\.\.)\s*(.+)")


class Labels:
    """The countries and sectors of a baseline, and what words mean among them.

    Parameters
    ----------
    countries, sectors
        The labels, in the order of the arrays: codes, or any names that are each there once.
    scheme
        The list of sectors that the labels come from (see `counterpoise.codes.sectors`); labels that it doesn't know
        are taken as they are.
    groups
        Own lists of countries.

    Examples
    --------
    >>> labels = Labels(("KOR", "CHN", "USA"), ("A01", "C26", "C27", "C28"))
    >>> labels.countries_of(("RCEP",))[0], labels.sectors_of(("C26-C28",))
    ((1, 0), (1, 2, 3))
    """

    def __init__(
        self,
        countries: Sequence[str],
        sectors: Sequence[str],
        scheme: str = "icio-2025",
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.countries = tuple(map(str, countries))
        self.sectors = tuple(map(str, sectors))
        self._scheme = _scheme(scheme)
        self._own = {name.strip().upper(): (name, tuple(members)) for name, members in (groups or {}).items()}
        self._country = {str(label).upper(): index for index, label in enumerate(self.countries)}
        self._sector = {str(label).casefold(): index for index, label in enumerate(self.sectors)}

    @cached_property
    def _code(self) -> Mapping[str, int]:
        return _codes_of(self.countries)

    @cached_property
    def _parts(self) -> Sequence[frozenset[str]]:
        return [self._members(label) for label in self.sectors]

    def _members(self, label: str) -> frozenset[str]:
        try:
            return frozenset(self._scheme.members(str(label)))
        except InputError:
            return frozenset()

    # Countries -------------------------------------------------------------------------------------------------

    def countries_of(self, words: Sequence[str], where: str = "") -> tuple[tuple[int, ...], list[str]]:
        """Give the countries that words stand for.

        Parameters
        ----------
        words
            Labels, codes, groups, own lists or ALL.
        where
            Where they were said, for errors.

        Returns
        -------
        indices, notes
            Positions in the baseline, each once; and which members of groups it lacks.

        Raises
        ------
        InputError
            If the baseline has no such country, or no member of a group.
        """
        found: list[int] = []
        notes: list[str] = []
        for word in words:
            found += self._one(word, where, notes, ())
        return tuple(dict.fromkeys(found)), notes

    def _one(self, word: str, where: str, notes: list[str], inside: tuple[str, ...]) -> list[int]:
        plain = word.strip().upper()
        if plain in self._country:
            return [self._country[plain]]
        if plain == ALL:
            return list(range(len(self.countries)))
        if plain in self._own:
            if plain in inside:
                raise InputError(f"the list {word!r} holds itself", where=where, remedy="name its members")
            name, members = self._own[plain]
            return [
                one for member in members for one in self._one(member, f"{where} ({name})", notes, (*inside, plain))
            ]
        if (group := known.counted_group(plain)) is not None:
            return self._group(group, word, where, notes)
        if plain in self._code:
            return [self._code[plain]]
        raise self._no_country(word, plain, where)

    def _group(self, group: str, word: str, where: str, notes: list[str]) -> list[int]:
        try:
            members = known.members(group)
        except InputError as error:
            raise InputError(error.what, where=where, remedy=error.remedy) from None
        here, absent = self.members(members)
        if not here:
            remedy = f"its members are {', '.join(members)}"
            raise InputError(f"the baseline has no member of {word}", where=where, remedy=remedy)
        if absent:
            rest = f"; they are part of {table.REST_OF_WORLD}" if table.REST_OF_WORLD in self._country else ""
            notes.append(f"{word}: the baseline lacks {', '.join(absent)}{rest}")
        return here

    def is_group(self, word: str) -> bool:
        """Say whether a word is a group of countries, or an own list."""
        return word.strip().upper() in self._own or known.is_group(word)

    def members(self, codes: Sequence[str]) -> tuple[list[int], list[str]]:
        """Give the positions of those codes that the baseline has, and the codes that it lacks."""
        here = [self._code[code] for code in codes if code in self._code]
        return here, [code for code in codes if code not in self._code]

    def _no_country(self, word: str, plain: str, where: str) -> InputError:
        if plain in table.countries():
            what = f"{table.label(plain)} is not in the baseline"
            if table.REST_OF_WORLD in self._country:
                return InputError(what, where=where, remedy=f"there it is part of {table.REST_OF_WORLD}")
            heirs = [self.countries[i] for i in self.members(table.countries()[plain].successors)[0]]
            near = heirs or [code for code in table.nearest(plain, self._code) if code != plain]
            remedy = f"did you mean {' or '.join(_label(one) for one in near[:3])}?" if near else self._list()
            return InputError(what, where=where, remedy=remedy)
        near = [*table.nearest(word, set(self._code))]
        words = [*self.countries, *(name for name, _ in self._own.values()), *known.groups()]
        loud = {one.upper(): one for one in words}
        near += [loud[one] for one in difflib.get_close_matches(plain, loud, n=3, cutoff=0.6)]
        shown = [_label(one) for one in dict.fromkeys(near)][:3]
        remedy = f"did you mean {' or '.join(shown)}?" if shown else self._list()
        return InputError(f"{word!r} is not a country or a group of the baseline", where=where, remedy=remedy)

    def _list(self) -> str:
        first = ", ".join(self.countries[:5])
        return f"it has {first}{' and others' if len(self.countries) > 5 else ''}, groups such as EU27, or ALL"

    # Sectors ---------------------------------------------------------------------------------------------------

    def sectors_of(self, words: Sequence[str], where: str = "") -> tuple[int, ...]:
        """Give the sectors that words stand for.

        Parameters
        ----------
        words
            Labels, codes, groups such as ``manufacturing``, or ranges such as ``C26-C28``.
        where
            Where they were said, for errors.

        Returns
        -------
        tuple[int, ...]
            Positions in the baseline, in its order.

        Raises
        ------
        InputError
            If the baseline has no such sector.
        """
        found = {index for word in words for index in self._sectors_of(word, where)}
        return tuple(sorted(found))

    def _sectors_of(self, word: str, where: str) -> Sequence[int]:
        exact = self._plain(word)
        if exact:
            return exact
        between = _RANGE.fullmatch(word)
        ends = [self._plain(end) for end in between.groups()] if between else []
        if between and all(ends):
            first, last = min(ends[0]), max(ends[1])
            if last < first:
                remedy = f"write {between[2]}-{between[1]}"
                raise InputError(f"{word!r} runs backwards", where=where, remedy=remedy)
            return range(first, last + 1)
        wrong = (
            next((end for end, got in zip(between.groups(), ends, strict=True) if not got), word) if between else word
        )
        raise self._no_sector(wrong, where)

    def _plain(self, word: str) -> tuple[int, ...]:
        """Give the sectors of a word that is not a range; none where it is unknown."""
        plain = word.strip().casefold()
        if plain in self._sector:
            return (self._sector[plain],)
        if plain in ("total", "all"):
            return tuple(range(len(self.sectors)))
        wanted = self._members(word)
        return tuple(index for index, parts in enumerate(self._parts) if parts and parts <= wanted)

    def _no_sector(self, word: str, where: str) -> InputError:
        wanted = self._members(word)
        holders = [self.sectors[i] for i, parts in enumerate(self._parts) if wanted and wanted <= parts]
        if holders:
            remedy = f"it is part of {holders[0]}"
            return InputError(f"{word!r} is not a sector of the baseline by itself", where=where, remedy=remedy)
        if wanted:
            return InputError(f"the baseline has no sector {word!r}", where=where, remedy=self._sector_list())
        if all(self._parts):
            try:
                self._scheme.resolve(word, where)
            except InputError as error:
                return error
        near = difflib.get_close_matches(word.strip().casefold(), self._sector, n=3, cutoff=0.6)
        shown = " or ".join(self.sectors[self._sector[one]] for one in near)
        remedy = f"did you mean {shown}?" if near else self._sector_list()
        return InputError(f"{word!r} is not a sector of the baseline", where=where, remedy=remedy)

    def _sector_list(self) -> str:
        return f"it has {', '.join(self.sectors[:5])}{' and others' if len(self.sectors) > 5 else ''}"

    def goods(self) -> tuple[tuple[int, ...], str]:
        """Give the sectors that make goods, which are what tariffs are levied on.

        Returns
        -------
        indices, note
            Agriculture, mining and manufacturing; every sector where the labels don't tell, with a note that says so.
        """
        goods = {sector.code for sector in self._scheme.sectors if sector.kind == "goods"}
        if not all(self._parts):
            every = tuple(range(len(self.sectors)))
            return every, "the labels don't tell goods from services: a tariff without sectors is on all of them"
        return tuple(index for index, parts in enumerate(self._parts) if parts <= goods), ""


def _scheme(name: str) -> lists.Scheme:
    plain = name.split(" in groups", maxsplit=1)[0]
    return lists.scheme(plain if plain in lists.schemes() else "icio-2025")


@lru_cache(maxsize=8)
def _codes_of(labels: tuple[str, ...]) -> Mapping[str, int]:
    return {code: index for index, label in enumerate(labels) for code in _codes(label)}


def _codes(label: str) -> tuple[str, ...]:
    """Give the code that a label is, or whose name it is."""
    label = str(label)
    if label.upper() in table.countries():
        return (label.upper(),)
    return tuple(code for code, one in table.countries().items() if one.current and key(one.name_en) == key(label))


def _label(word: str) -> str:
    return table.label(word) if word in table.countries() else word
