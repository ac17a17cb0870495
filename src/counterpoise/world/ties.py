"""Ties between countries: who protects whom, arms, troops, votes, and the dated acts between them.

A tie's raw figures come in tables, each with what an absent row means: nothing, less than a threshold, or unknown. A
`Reading` gives a kind of tie for one year: the value where it is known, bounds where it is not, and beside each the
year and the source that it comes from. Missing is never zero.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.world.tie_tables import SHARES, Observations, Reading, RollCalls, Table, blank

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.core.result import Provenance, Result

_ROUNDING = 0.0101
"""What shares that are rounded can be above one together."""

ESTIMATED = "ideal-points-estimated"
"""The table of points that were estimated from votes."""

_BAND = 90.0
"""Per cent that the band of the producers' ideal points holds."""

EVERYONE = "ALL"
"""The other side of an act that was done to all."""


@dataclass(frozen=True)
class Kind:
    """A kind of raw figure on ties.

    Attributes
    ----------
    name, label, unit
        Its name, what it is in a line, and what its numbers are.
    dyadic
        Whether it is a figure of a country and a partner, and not of a country alone.
    absent
        What it means where a table that covers the country has no row, in words.
    directed
        Whether the partner does it to the country (it promises, supplies, stations), and not both to each other.
    """

    name: str
    label: str
    unit: str
    dyadic: bool
    absent: str
    directed: bool = True


def _kinds() -> dict[str, Kind]:
    none, unknown = "none", "unknown"
    dyadic = (
        ("defence_promise", "Whether a partner has promised to defend a country, by treaty", "0 or 1", none, True),
        ("clause_promise", "Whether a partner owes aid by Article 42(7) of the Treaty on European Union", "0 or 1", none, True),
        ("assurance", "Whether a partner has given an assurance that is no promise of defence", "0 or 1", none, True),
        ("consultation_promise", "Whether a partner has promised to consult", "0 or 1", none, True),
        ("nonaggression_promise", "Whether a partner has promised not to attack", "0 or 1", none, True),
        ("arms_delivered", "Deliveries of major arms by a partner in a year", "million TIV", none, True),
        ("arms_share", "Share of a partner in a country's deliveries of major arms over five years", "share", unknown, True),
        ("foreign_troops", "A partner's troops in a country", "persons", "below what the table lists", True),
        ("foreign_bases", "A partner's bases in a country", "count", none, True),
        ("joint_exercises", "Exercises in which both took part in a year", "count", none, False),
        ("joint_votes", "Roll calls of the year in which both voted", "count", none, False),
        ("voting_agreement", "Agreement of votes in the United Nations General Assembly", "share", unknown, False),
        ("shared_organisations", "International organisations of which both are full members", "count", unknown, False),
        ("bilateral_influence", "Formal bilateral influence capacity of a partner over a country (FBIC)", "index", unknown, True),
        ("influence_bandwidth", "Volume of interaction through which a partner has influence (FBIC)", "index", unknown, True),
        ("disputes", "Militarised disputes in which the two were on different sides in a year", "count", none, False),
        ("hostility", "Highest level of hostility in a dispute of the two in a year, 1 to 5", "index", unknown, False),
        ("rivalry", "Whether the two are strategic rivals", "0 or 1", none, False),
        ("contiguity", "How near they are, from 1 by land to 5 within 400 miles of water; 0 farther", "index", none, False),
        ("migrants", "Persons born in the partner who live in the country", "persons", unknown, True),
        ("students", "Students of the partner in the country", "persons", unknown, True),
        ("visits", "Visits of leaders and ministers of the partner in the country in a year", "count", unknown, True),
    )  # fmt: skip
    alone = (
        ("military_expenditure", "Military expenditure", "million USD"),
        ("expenditure_share", "Military expenditure as a share of GDP", "share"),
        ("armed_forces", "Active armed forces", "persons"),
        ("population", "Population", "persons"),
        ("capability_index", "Share of the world's material capabilities (CINC)", "share"),
        ("nuclear_weapons", "Whether it has nuclear weapons of its own", "0 or 1"),
        ("arms_volume", "Deliveries of major arms over five years, from all suppliers", "million TIV"),
        ("ideal_point", "Ideal point by votes in the United Nations General Assembly", "index"),
    )
    made = {n: Kind(n, label, unit, True, absent, directed) for n, label, unit, absent, directed in dyadic}
    return made | {
        n: Kind(n, label, unit, False, none if n == "nuclear_weapons" else unknown) for n, label, unit in alone
    }


KINDS = _kinds()
"""Every kind of raw figure by its name."""


@dataclass(frozen=True)
class Act:
    """A dated act between countries: a treaty, a sanction, a coercive measure, a dispute, a rivalry, an agreement.

    Attributes
    ----------
    kind
        ``treaty``, ``assurance``, ``partnership``, ``agreement``, ``sanction``, ``coercion``, ``dispute``, ``rivalry`` or
        ``visit``.
    name
        What it is called.
    party, other
        Who promises, sends or does it, and to whom; codes.
    duty
        What it promises or does, in words.
    signed, since, until
        ISO dates, or years; empty where they are not known, or it has no end.
    citation, source
        Where it is from, and the table that holds it.
    mutual
        Whether it binds or touches both alike.
    """

    kind: str
    name: str
    party: str
    other: str
    duty: str = ""
    signed: str = ""
    since: str = ""
    until: str = ""
    citation: str = ""
    source: str = ""
    mutual: bool = False

    @property
    def year(self) -> int:
        """Give the year in which it began: in force, else signed; 0 where neither is known."""
        return int((self.since or self.signed or "0")[:4])

    @property
    def last_year(self) -> int | None:
        """Give the year in which it ended; None where it has no end."""
        return int(self.until[:4]) if self.until else None


def _by_age(read: Sequence[tuple[int, Reading]]) -> Iterator[list[NDArray[Any]]]:
    """Give value, bounds, year (0 for none) and table of every cell, its oldest first and of a year its first table last."""
    import numpy as np  # noqa: PLC0415

    if not read:
        return
    turned = [*reversed(read)]
    stacks = [np.stack([getattr(one, name) for _, one in turned]) for name in ("value", "low", "high")]
    stacks.append(np.stack([np.where(one.source >= 0, one.year, 0) for _, one in turned]))
    stacks.append(np.stack([np.full(one.source.shape, place) for place, one in turned]))
    order = np.argsort(stacks[3], axis=0, kind="stable")
    sorted_ = [np.take_along_axis(one, order, axis=0) for one in stacks]
    for k in range(len(turned)):
        yield [one[k] for one in sorted_]


@dataclass(frozen=True, eq=False, repr=False)
class Ties:
    """What is known of ties between countries: figures by kind, and dated acts.

    Attributes
    ----------
    tables
        The tables of each kind; where two have a figure of the same year, the first is taken.
    acts
        Every dated act, in the order of years.
    provenance
        The sources by the name that figures and acts carry.
    home
        The countries of which the program's own facts tell.
    roll_calls
        The votes of the General Assembly, where the store has them.
    """

    tables: Mapping[str, Sequence[Table]]
    acts: tuple[Act, ...]
    provenance: Mapping[str, Provenance]
    home: tuple[str, ...]
    roll_calls: RollCalls | None = None
    _known: dict[tuple[str, int], Reading] = field(default_factory=dict, init=False)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Give every country that a table names, in alphabetical order."""
        found = set(self.home)
        for one in self._rows():
            found |= {str(code) for code in set(one.country.tolist())}
            if one.partner is not None:
                found |= {str(code) for code in set(one.partner.tolist())}
        found |= set(self.roll_calls.countries) if self.roll_calls else set()
        return tuple(sorted(found))

    @property
    def newest(self) -> int:
        """Give the last year of any table."""
        return max(one.years[1] for held in self.tables.values() for one in held)

    def kind(self, name: str) -> Kind:
        """Give a kind by its name.

        Parameters
        ----------
        name
            One of `KINDS`.

        Returns
        -------
        Kind
            With its unit, and what an absent row means.

        Raises
        ------
        InputError
            If there is none of this name.
        """
        if name not in KINDS:
            raise InputError(
                f"there is no kind of tie {name!r}", where="kind", remedy=did_you_mean(name, KINDS, ", ".join(KINDS))
            )
        return KINDS[name]

    def reading(self, name: str, year: int | None = None) -> Reading:
        """Give a kind of tie in one year.

        Parameters
        ----------
        name
            The kind; see `KINDS`.
        year
            The year; None for the newest. A figure of an earlier year stands for at most `PATIENCE` years.

        Returns
        -------
        Reading
            Of each cell the figure with the newest year; of the same year that of the first table. A bound without a
            figure takes the place of an older figure only where it contradicts it, and one without an upper end that of no
            other figure which it allows.
        """
        when = self.newest if year is None else year
        if (name, when) not in self._known:
            self._known[name, when] = self._read(name, when)
        return self._known[name, when]

    def _read(self, name: str, year: int) -> Reading:
        import numpy as np  # noqa: PLC0415

        kind = self.kind(name)
        held = self.tables.get(name, ())
        made = blank(self.countries, tuple(one.source for one in held), dyadic=kind.dyadic)
        read = [(place, one) for place, table in enumerate(held) if (one := table.at(year, self.countries)) is not None]
        for value, low, high, when, place in _by_age(read):
            held_by = (made.value >= low) & (made.value <= high) & ((made.year < when) | np.isinf(high))
            better = (when > 0) & ~(np.isnan(value) & held_by)  # a bound hides no older figure that it holds
            for array, new in zip(
                (made.value, made.low, made.high, made.year, made.source), (value, low, high, when, place), strict=True
            ):
                array[better] = new[better]
        if name == SHARES:
            self._check_whole(made, year)
        if kind.dyadic:
            for array in (made.value, made.low, made.high):
                np.fill_diagonal(array, np.nan)
            np.fill_diagonal(made.source, -1)
            np.fill_diagonal(made.year, 0)
        return made

    def _check_whole(self, made: Reading, year: int) -> None:
        """Refuse shares of a whole that sum above one, as where a table of one's own was put before another."""
        import numpy as np  # noqa: PLC0415

        sums = np.where(np.isfinite(made.low), made.low, 0.0).sum(1)
        if sums.max(initial=0.0) > 1.0 + _ROUNDING:
            k = int(sums.argmax())
            where = f"{SHARES}, {made.countries[k]}, {year}"
            remedy = "give every supplier of it in one table"
            raise DataError(f"its shares sum to {sums[k]:.3f}, above one", where=where, remedy=remedy)

    def series(self, name: str, country: str, partner: str | None = None) -> list[tuple[int, float, str]]:
        """Give the figures of a pair, or of a country, over the years.

        Parameters
        ----------
        name
            The kind; see `KINDS`.
        country, partner
            Of whom; a figure of a country alone has no partner.

        Returns
        -------
        list of tuple
            Year, value and source. Of one year the first table's figure is taken, and of its rows the last, as in a
            reading; years without a row are left out, whatever their absence means.
        """
        self.kind(name)
        found: dict[int, tuple[float, str]] = {}
        for one in self.tables.get(name, ()):
            if not isinstance(one, Observations):
                continue
            rows = one.country == country
            if one.partner is not None:
                rows &= one.partner == partner
            own = {  # the last row of a year stays, as in a reading
                int(year): (float(value), one.source)
                for year, value in zip(one.year[rows].tolist(), one.value[rows].tolist(), strict=True)
            }
            found = {**own, **found}
        return [(year, *found[year]) for year in sorted(found)]

    def with_ideal_points(self, found: Result) -> Ties:
        """Give the same ties with ideal points estimated from votes in place of those of the store.

        Parameters
        ----------
        found
            What `ideal_points` or `votes` gives, of all countries.

        Returns
        -------
        Ties
            Distances and net alignment then rest on these points, of all their years; intervals are brought to 90 %.

        Raises
        ------
        InputError
            If it has no ideal points.
        """
        import numpy as np  # noqa: PLC0415
        from scipy.special import ndtri  # noqa: PLC0415

        from counterpoise.core.result import Provenance  # noqa: PLC0415

        if "ideal_point" not in found.data:
            remedy = "give what ideal_points() or votes('ALL') gives"
            raise InputError("there are no ideal points in it", where="found", remedy=remedy)
        data = found.data.transpose("country", "year", ...)
        share = float(data.attrs.get("interval", _BAND))
        value, low, high = (data[f"ideal_point{end}"].values for end in ("", "__low", "__high"))
        scale = float(ndtri(0.5 + _BAND / 200) / ndtri(0.5 + share / 200))
        country, year = np.nonzero(np.isfinite(value))
        at = data["year"].values.astype(np.int64)
        points = Observations(
            kind="ideal_point",
            source=ESTIMATED,
            years=(int(at[0]), int(at[-1])),
            country=data["country"].values.astype(str)[country],
            partner=None,
            year=at[year],
            value=value[country, year],
            low=(value + (low - value) * scale)[country, year],
            high=(value + (high - value) * scale)[country, year],
        )
        told = Provenance(
            source=ESTIMATED,
            title="Ideal points estimated from votes",
            year=points.years,
            citation="the program's own estimate, after Bailey, Strezhnev and Voeten (2017)",
            notes=tuple(one.source for one in found.provenance),
        )
        tables = {**self.tables, "ideal_point": [points]}
        known = cast("dict[str, Provenance]", self.provenance)  # read when it is asked for
        return replace(self, tables=tables, provenance=ChainMap({ESTIMATED: told}, known))

    @cached_property
    def _by_pair(self) -> dict[frozenset[str], list[int]]:
        """Give the places of the acts of each pair, and of those that one did to all by the one alone."""
        found: dict[frozenset[str], list[int]] = {}
        for place, one in enumerate(self.acts):
            key = frozenset({one.party}) if one.other == EVERYONE else frozenset({one.party, one.other})
            found.setdefault(key, []).append(place)
        return found

    def remarks(self, name: str, country: str, partner: str) -> dict[int, str]:
        """Give what is to be known of a pair's figures, by year, where something is.

        Parameters
        ----------
        name
            The kind; see `KINDS`.
        country, partner
            Of whom.

        Returns
        -------
        dict
            A word or two by the year, as that a count holds units which rotate.
        """
        found: dict[int, str] = {}
        for one in self.tables.get(name, ()):
            if isinstance(one, Observations) and one.remark is not None and one.partner is not None:
                rows = (one.country == country) & (one.partner == partner)
                told = zip(one.year[rows].tolist(), one.remark[rows].tolist(), strict=True)
                found |= {int(year): str(words) for year, words in told}
        return {year: words for year, words in found.items() if words}

    def between(self, country: str, partner: str) -> tuple[Act, ...]:
        """Give the acts between two countries, both ways.

        Parameters
        ----------
        country, partner
            The two, in either order.

        Returns
        -------
        tuple of Act
            In the order of years; what one of them did to all is among them.
        """
        keys = (frozenset({country, partner}), frozenset({country}), frozenset({partner}))
        return tuple(self.acts[place] for place in sorted(p for key in keys for p in self._by_pair.get(key, ())))

    @cached_property
    def dyads(self) -> xr.Dataset:
        """Give all figures of pairs that have rows, ``[country, partner, year]``, missing where there is none."""
        return self._dataset(dyadic=True)

    @cached_property
    def traits(self) -> xr.Dataset:
        """Give all figures of countries alone, ``[country, year]``, missing where there is none."""
        return self._dataset(dyadic=False)

    def _rows(self) -> list[Observations]:
        return [one for held in self.tables.values() for one in held if isinstance(one, Observations)]

    def _dataset(self, *, dyadic: bool) -> xr.Dataset:
        import numpy as np  # noqa: PLC0415
        import xarray as xr  # noqa: PLC0415

        place = {code: k for k, code in enumerate(self.countries)}
        made: dict[str, Any] = {}
        rows = [one for one in self._rows() if KINDS[one.kind].dyadic == dyadic and len(one.year)]
        years = sorted({int(year) for one in rows for year in np.unique(one.year)})
        when = {year: k for k, year in enumerate(years)}
        dims = ("country", "partner", "year") if dyadic else ("country", "year")
        coords = {"country": list(self.countries), "partner": list(self.countries), "year": years}
        shape = tuple(len(coords[dim]) for dim in dims)
        for one in reversed(rows):  # the first table is written last, and stays
            array = made.setdefault(one.kind, np.full(shape, np.nan, dtype=np.float32 if dyadic else np.float64))
            at = [[place[str(code)] for code in one.country]]
            at += [[place[str(code)] for code in one.partner]] if one.partner is not None else []
            array[(*at, [when[int(year)] for year in one.year])] = one.value
        held = {
            name: xr.DataArray(
                array, dims=dims, attrs={k: getattr(KINDS[name], k) for k in ("label", "unit", "absent")}
            )
            for name, array in sorted(made.items())
        }
        return xr.Dataset(held, coords={dim: coords[dim] for dim in dims})

    def __repr__(self) -> str:
        kinds = sum(bool(held) for held in self.tables.values())
        return f"<Ties of {len(self.countries)} countries: {kinds} kinds of figures, {len(self.acts):,} acts, to {self.newest}>"
