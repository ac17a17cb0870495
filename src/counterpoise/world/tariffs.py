"""Applied tariffs of a baseline: the best source for each cell, and where it comes from.

In order: a bilateral table that a person added to the store; 0 between parties of a trade agreement; national averages
by sector that were added; the importer's average over all goods (World Bank), on demand by sector in the shape of its
tariff profile. Services have none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.result import Provenance
from counterpoise.world import register, tariff_judgement, tariff_measures, tariff_profiles
from counterpoise.world.tariff_tables import TABLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.world.tariff_tables import Added

KINDS = (
    "none",
    "domestic",
    "importer_average",
    "shaped_average",
    "partial_agreement",
    "mean_of_importers",
    "free_trade_agreement",
    "customs_union",
    "sectoral_average",
    "bilateral_average",
    "bilateral_sectoral",
)
"""What a cell's rate is: of services; at home; the importer's over all goods; the same, in the shape of the importer's
tariff profile; either, though an agreement that frees a part only binds the pair; that of the rest of the world, the
mean of all importers known; free by an agreement or a customs union; the importer's in the sector; the pair's over all
goods; the pair's in the sector."""

AVERAGED = ("importer_average", "shaped_average", "partial_agreement")
"""The kinds of cells that hold an importer's average."""

AVERAGES = "importer-averages"
MEASURED = {"us-2024": date(2024, 12, 31), "us-2025": date(2025, 11, 25)}
"""Baselines with the measures of 2018 to 2025 that were in force on a day."""

NO_AGREEMENTS = "no-agreements"
"""The importer averages as if no free trade agreement were in force: against it, one can be asked what it brings."""

SECTOR_AVERAGES = "sector-averages"
"""The importer averages, spread over sectors as each importer's tariff profile has its duties."""

CHOICES = (AVERAGES, SECTOR_AVERAGES, NO_AGREEMENTS, *MEASURED, *TABLES, "none")
"""The words for a tariff baseline."""

NEWEST = 2022
"""The newest year of the facts on importers."""

REST = "ROW"
IMPORTERS, REGISTER = "World Bank, importer averages", "register of trade agreements"
PROFILES = "World Bank, importer averages; World Tariff Profiles"
"""The names of the tables of facts among the sources."""

_WEIGHTED = "World Bank, World Development Indicators, TM.TAX.MRCH.WM.AR.ZS"


@dataclass(frozen=True, eq=False)
class Tariffs:
    """Applied tariffs, ad valorem, with the kind, year and source of each.

    Attributes
    ----------
    rate
        Fraction ``[origin, sector, destination]``.
    added
        What the measures of 2018 to 2025 are of it, or None where the choice has none.
    kind
        ``[origin, sector, destination]``: places in `KINDS`.
    year
        ``[origin, sector, destination]``: of the rate; 0 where it has none.
    source
        ``[origin, sector, destination]``: places in `sources`.
    countries, sectors, scheme
        The labels of the axes.
    sources
        The names of the sources.
    choice
        The word for the baseline.
    label
        What it is, in words.
    notes
        What a reader must know.
    stamp
        A hash of all that it was made from.
    """

    rate: NDArray[np.float64]
    added: NDArray[np.float64] | None
    kind: NDArray[np.int8]
    year: NDArray[np.int16]
    source: NDArray[np.int16]
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    scheme: str
    sources: tuple[str, ...]
    choice: str
    label: str
    notes: tuple[str, ...]
    stamp: str

    @cached_property
    def provenance(self) -> Provenance:
        """Give where the figures come from."""
        used = [self.sources[k] for k in sorted({int(k) for k in _distinct(self.source)}) if self.sources[k]]
        years = sorted({int(y) for y in _distinct(self.year)} - {0})
        facts = not {IMPORTERS, PROFILES}.isdisjoint(used)
        cited = f"{_WEIGHTED}; {tariff_profiles.CITED}" if PROFILES in used else _WEIGHTED
        return Provenance(
            source=f"tariffs-{self.choice}",
            title="Applied tariffs",
            edition=self.label,
            year=(years[0], years[-1]) if len(years) > 1 else (years[0] if years else None),
            licence="CC BY 4.0 (World Bank)" if facts else "",
            citation=f"{cited}; agreements and measures: facts with a citation each" if facts else ", ".join(used),
            checksum=self.stamp,
            notes=self.notes,
        )

    def cell(self, origin: str, sector: str, destination: str) -> dict[str, Any]:
        """Give one cell.

        Parameters
        ----------
        origin, sector, destination
            Its labels.

        Returns
        -------
        dict
            Its ``rate``, ``kind``, ``year`` (None without one) and ``source``, and what measures ``added`` to it.
        """
        at = self.countries.index(origin), self.sectors.index(sector), self.countries.index(destination)
        return {
            "rate": float(self.rate[at]),
            "kind": KINDS[self.kind[at]],
            "year": int(self.year[at]) or None,
            "source": self.sources[self.source[at]],
            "added": 0.0 if self.added is None else float(self.added[at]),
        }


def parse_choice(word: str | None, where: str = "--tariffs") -> str | None:
    """Give the word for a tariff baseline in its proper form; None, the best source of the store, stays.

    Raises
    ------
    InputError
        If there is no such baseline.
    """
    if word is None:
        return None
    plain = word.strip().casefold()
    if plain not in CHOICES:
        near = did_you_mean(word, CHOICES)
        remedy = f"take one of {', '.join(CHOICES)}{'; ' if near else ''}{near}"
        raise InputError(f"{word[:40]!r} is no tariff baseline", where=where, remedy=remedy)
    return plain


def applied(
    countries: Sequence[str],
    sectors: Sequence[str],
    *,
    year: int | None,
    scheme: str,
    choice: str | None = None,
    imports: NDArray[np.float64] | None = None,
) -> Tariffs:
    """Give the tariffs that are applied between countries.

    Parameters
    ----------
    countries
        Codes; ``ROW`` may be among them.
    sectors, scheme
        Codes, and the classification that they are of.
    year
        The year: of each source the newest figure that is not after it, else its oldest. Agreements count if they were
        in force in the middle of the year. None for the newest year of the facts.
    choice
        One of `CHOICES`: ``importer-averages`` leaves aside what was added to the store, a dataset's name takes that
        one only, ``us-2024`` and ``us-2025`` add the measures in force on 31 December 2024 and 25 November 2025 to the
        importer averages, ``no-agreements`` takes the averages also where a free trade agreement frees (customs unions
        stay), ``sector-averages`` gives the averages the shape of tariff profiles, ``none`` has no tariffs. None is the
        best of the store.
    imports
        What is sold, ``[origin, sector, destination]``: ``sector-averages`` needs it for the level.

    Returns
    -------
    Tariffs
        Each cell with its kind, year and source.

    Raises
    ------
    InputError
        If the choice or the scheme is not known, the dataset is not in the store, or the imports are lacking.

    Examples
    --------
    >>> held = applied(["KOR", "USA", "CHN"], ["C29", "G"], year=2022, scheme="icio-2025", choice="importer-averages")
    >>> (
    ...     held.cell("CHN", "C29", "USA")["rate"],
    ...     held.cell("KOR", "C29", "USA")["kind"],
    ...     held.cell("CHN", "G", "USA")["kind"],
    ... )
    (0.0149, 'free_trade_agreement', 'none')
    """
    word = parse_choice(choice, "tariffs")
    when = NEWEST if year is None else year
    made = _Making(tuple(countries), tuple(sectors), scheme, when)
    if word != "none":
        made.averages(agreements=word != NO_AGREEMENTS)
        if word == SECTOR_AVERAGES:
            made.shape(imports)
        names = TABLES if word is None else (word,) if word in TABLES else ()
        found = [made.add(name, needed=word is not None) for name in names]
        used = [one for one in found if one]
        if word is None:
            word = used[-1] if used else AVERAGES
    return made.finished(word)


def measures_between(
    start: date | None,
    end: date,
    countries: Sequence[str],
    sectors: Sequence[str],
    scheme: str,
    *,
    importer: str | None = None,
    base: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Give what the measures of 2018 to 2025 have changed between two days.

    Parameters
    ----------
    start, end
        The days; a start of None is before all measures. The change is the points in force on the last day less those
        in force on the first.
    countries, sectors, scheme
        The labels of the axes, and the sectors' classification.
    importer
        Whose measures: one country only.
    base
        The tariffs without measures, ``[origin, sector, destination]``: see `counterpoise.world.tariff_measures.points_on`.

    Returns
    -------
    numpy.ndarray
        Fractions ``[origin, sector, destination]``, negative where more was lifted than raised.

    Raises
    ------
    InputError
        If a day is after the table's last, or they are the wrong way round.

    Examples
    --------
    >>> steel = measures_between(None, date(2018, 4, 1), ["CHN", "USA"], ["C24A", "C29"], "icio-2025")
    >>> steel[0, :, 1].round(4).tolist()
    [0.2125, 0.0]
    """
    if start is not None and start > end:
        raise InputError(f"{start} is after {end}", where="tariffs", remedy="give the earlier day first")
    chosen = [one for one in tariff_measures.measures() if importer in (None, one.importer)]
    last = tariff_measures.points_on(end, countries, sectors, scheme, base=base, chosen=chosen)
    if start is None:
        return last
    return last - tariff_measures.points_on(start, countries, sectors, scheme, base=base, chosen=chosen)


class _Making:
    """The arrays while they are filled, the poorest source first."""

    def __init__(self, countries: tuple[str, ...], sectors: tuple[str, ...], scheme: str, year: int) -> None:
        import numpy as np  # noqa: PLC0415

        self.countries, self.sectors, self.scheme, self.year = countries, sectors, scheme, year
        self.goods = tariff_measures.goods(sectors, scheme)
        shape = (len(countries), len(sectors), len(countries))
        self.rate = np.zeros(shape)
        self.kind = np.zeros(shape, dtype=np.int8)
        self.years = np.zeros(shape, dtype=np.int16)
        self.source = np.zeros(shape, dtype=np.int16)
        self.sources = [""]
        self.notes: list[str] = []
        self.stamps: list[str] = []

    def averages(self, *, agreements: bool = True) -> None:
        """Fill in the importers' averages, and what agreements free; without them only customs unions do."""
        import numpy as np  # noqa: PLC0415

        found = [importer_average(code, self.year) for code in self.countries]
        self.sources += [IMPORTERS, REGISTER]
        bound = register.pairs(self.countries, date(self.year, 7, 1))
        partial = np.array([one.partial for one in bound.found] or [False])[bound.which] & (bound.which >= 0)
        kinds = np.array([KINDS.index(one.kind) for one in bound.found] or [0], dtype=np.int8)
        partial &= agreements
        free = (bound.which >= 0) & ~partial & (agreements | (kinds[bound.which] == KINDS.index("customs_union")))
        at = np.flatnonzero(self.goods)
        for array, of_importer, of_pair in (
            (self.rate, [one[0] for one in found], 0.0),
            (self.kind, [KINDS.index(one[2]) for one in found], kinds[bound.which]),
            (self.years, [one[1] for one in found], self.year),
            (self.source, 1, 2),
        ):
            array[:, at, :] = np.where(free, of_pair, of_importer)[:, None, :]  # the same in all sectors
        self.kind[:, at, :] = np.where(partial, KINDS.index("partial_agreement"), self.kind[:, at[0], :])[:, None, :]
        self.stamps.append(facts_stamp())
        lacking = [c for c, one in zip(self.countries, found, strict=True) if not one[1]]
        old = [f"{c} {one[1]}" for c, one in zip(self.countries, found, strict=True) if one[1] and one[1] != self.year]
        bound_by = (
            "a trade agreement, but for agreements that free a part only (such as RCEP and Korea-China), where the average stands"
            if agreements
            else "a customs union"
        )
        self.notes.append(
            "importer averages, not by sector: the importer's applied tariff over all goods, weighted by trade, whoever sells; "
            f"0 between parties of {bound_by}"
        )
        if old:
            self.notes.append(f"of other years than {self.year}: {', '.join(old)}")
        if lacking:
            self.notes.append(f"no average is known, 0 is taken: {', '.join(lacking)}")

    def shape(self, imports: NDArray[np.float64] | None) -> None:
        """Spread the averages over sectors, where the importer's tariff profile is known."""
        import numpy as np  # noqa: PLC0415

        if imports is None:
            raise InputError("sector averages rest on trade", where="imports", remedy="give what is sold to whom")
        economies = [
            (code, economy_of(code, self.year), importer_average(code, self.year)[0]) for code in self.countries
        ]
        freeing = [KINDS.index("free_trade_agreement"), KINDS.index("customs_union")]
        free = np.isin(self.kind[:, self.goods.argmax()], freeing)
        found = tariff_profiles.shaped(economies, (self.sectors, self.scheme), self.year, imports, free)
        average, partial = KINDS.index("importer_average"), KINDS.index("partial_agreement")
        where = np.isin(self.kind, [average, partial]) & ~np.isnan(found.rate)
        self.sources.append(PROFILES)
        self.rate = np.where(where, found.rate, self.rate)
        self.source[where] = len(self.sources) - 1
        self.kind[where & (self.kind == average)] = KINDS.index("shaped_average")
        self.stamps += [tariff_profiles.stamp(), hashlib.sha256(np.ascontiguousarray(imports).tobytes()).hexdigest()]
        self.notes[0] = tariff_profiles.SAID
        self.notes += tariff_profiles.notes(self.countries, found.profiles, besides=REST)

    def add(self, name: str, *, needed: bool) -> str:
        """Put a table of the store over what is there; give its name, or nothing if it has no rates."""
        import numpy as np  # noqa: PLC0415

        from counterpoise.world.tariff_tables import added  # noqa: PLC0415

        found = added(name, self.countries, self.sectors, self.scheme, self.year)
        if found is None:
            if needed:
                word = name.removeprefix("tariffs-")
                remedy = f"add it with 'counterpoise data add {'tariffs-' + word} FILE'"
                raise InputError(f"the store has no rates of {name} for {self.year}", where="--tariffs", remedy=remedy)
            return ""
        self.sources.append(name)
        free = np.isin(self.kind, [KINDS.index("free_trade_agreement"), KINDS.index("customs_union")])
        national = ~np.isnan(found.national) & ~free & self.goods[None, :, None]
        self._put(found, found.national, national, KINDS.index("sectoral_average"))
        own = ~np.isnan(found.bilateral)
        self._put(found, found.bilateral, own & found.by_sector, KINDS.index("bilateral_sectoral"))
        self._put(found, found.bilateral, own & ~found.by_sector, KINDS.index("bilateral_average"))
        self.notes += [*found.source.notes, *found.notes]
        self.stamps.append(found.source.sha256)
        return name

    def _put(self, found: Added, values: NDArray[Any], where: NDArray[Any], kind: int) -> None:
        self.rate[where] = values[where]
        self.kind[where] = kind
        self.years[where] = found.year[where]
        self.source[where] = len(self.sources) - 1

    def finished(self, word: str) -> Tariffs:
        """Clear what is at home, and add the measures of a choice that has them."""
        import numpy as np  # noqa: PLC0415

        from counterpoise.core.canonical import canonical_hash  # noqa: PLC0415

        home = np.arange(len(self.countries))
        for array, value in ((self.rate, 0), (self.kind, 1), (self.years, 0), (self.source, 0)):
            array[home, :, home] = value
        added = None
        if word in MEASURED:
            args = (self.countries, self.sectors, self.scheme)
            added = tariff_measures.points_on(MEASURED[word], *args, base=self.rate)
            self.rate = self.rate + added
            self.notes.insert(0, f"with the measures in force on {MEASURED[word].isoformat()}; {tariff_measures.SAID}")
            self.notes.append(
                "the measures of 2018 to 2025 are of the United States, China and Canada; others are left out"
            )
        elif IMPORTERS in self.sources:
            self.notes.append(
                "without the measures of the United States from 2018 on and the answers to them: tariffs us-2024 and us-2025 have them"
            )
        if np.isin(self.kind, [KINDS.index(one) for one in AVERAGED]).any():
            self.notes.append(tariff_judgement.said(SECTOR_AVERAGES if word == SECTOR_AVERAGES else AVERAGES))
        stamp = canonical_hash([word, self.countries, self.sectors, self.scheme, self.year, self.stamps])
        return Tariffs(
            rate=self.rate,
            added=added,
            kind=self.kind,
            year=self.years,
            source=self.source,
            countries=self.countries,
            sectors=self.sectors,
            scheme=self.scheme,
            sources=tuple(self.sources),
            choice=word,
            label=_label(word),
            notes=tuple(dict.fromkeys(self.notes)),
            stamp=stamp,
        )


def _label(word: str) -> str:
    if word == "none":
        return "no tariffs"
    if word == NO_AGREEMENTS:
        return "importer averages, not by sector, as if no free trade agreement were in force"
    if word == SECTOR_AVERAGES:
        return "importer averages, by sector in the shape of tariff profiles"
    if word in MEASURED:
        return f"importer averages, not by sector, with the measures in force on {MEASURED[word].isoformat()}"
    return "importer averages, not by sector" + (f", below the rates of {word}" if word in TABLES else "")


def importer_average(code: str, year: int) -> tuple[float, int, str]:
    """Give an importer's average, its year (0 where none is known) and its kind."""
    rates = _averages()
    if code == REST:
        held = [_nearest(one, year) for one in rates.values()]
        return sum(rate for rate, _ in held) / len(held), max(when for _, when in held), "mean_of_importers"
    held = rates.get(economy_of(code, year)) or rates.get(code)
    return (*_nearest(held, year), "importer_average") if held else (0.0, 0, "importer_average")


def economy_of(code: str, year: int) -> str:
    """Give whose tariff a country has: the European Union's, or its own."""
    return "EU" if code in register.countries_of(("EU",), date(year, 7, 1)) else code


def _nearest(rates: dict[int, float], year: int) -> tuple[float, int]:
    """Give the newest rate that is not after a year, else the oldest, with its year."""
    when = max((one for one in rates if one <= year), default=min(rates))
    return rates[when], when


@cache
def _averages() -> dict[str, dict[int, float]]:
    from counterpoise import facts  # noqa: PLC0415

    held: dict[str, dict[int, float]] = {}
    for row in facts.read("applied_tariffs"):
        held.setdefault(row["importer"], {})[int(row["year"])] = float(row["rate"])
    return held


def facts_stamp() -> str:
    """Give a hash of the tables of facts that tariffs are made from."""
    from counterpoise.facts import FOLDER  # noqa: PLC0415

    digest = hashlib.sha256()
    for name in ("applied_tariffs", "trade_agreements", "us_tariffs", "us_tariff_coverage"):
        digest.update((FOLDER / f"{name}.csv").read_bytes())
    return digest.hexdigest()


def _distinct(array: NDArray[Any]) -> list[int]:
    import numpy as np  # noqa: PLC0415

    return np.unique(array).tolist()
