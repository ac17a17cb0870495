"""Ties by the program's own facts: treaties, garrisons, forces, suppliers of arms, and coercive measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from counterpoise import facts
from counterpoise.core.errors import DataError
from counterpoise.core.result import Provenance
from counterpoise.world.tie_tables import Observations, Reading, Table, blank
from counterpoise.world.ties import EVERYONE, Act

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TREATIES = "defence treaties"
DESIGNATION = "major non-NATO ally"
"""A level that one side gives to the other."""
LICENCE = "Apache-2.0; each row cites its source"
STAND = 3
"""Years for which a garrison's figure stands."""
ROTATING = "with_rotations"
"""The basis of counts that hold units which come and go."""
WITHOUT_CONSENT = "without_consent"
"""The basis of troops that a country did not ask for."""
FIRST = 1945
"""The first year that the facts can tell of."""


@cache
def home() -> tuple[str, ...]:
    """Give the countries that the facts cover: those whose forces are listed."""
    return tuple(sorted({row["country"] for row in facts.read("armed_forces")}))


@cache
def as_of() -> int:
    """Give the year up to which the treaties are told."""
    return max(int(row["as_of"][:4]) for row in facts.read("defence_treaties"))


@dataclass(frozen=True, eq=False)
class Promises:
    """Promises by the facts' treaties: a table that expands treaties to pairs for a year.

    Attributes
    ----------
    kind
        Of the figures.
    treaties
        The kind of treaty: ``treaty``, ``mutual_assistance_clause`` or ``assurance``.
    duty
        The duty that counts; empty for any.
    source
        Its name.
    """

    kind: str
    treaties: str
    duty: str
    source: str = TREATIES

    @property
    def years(self) -> tuple[int, int]:
        """Give the first and the last year."""
        return FIRST, as_of()

    def at(self, year: int, countries: Sequence[str]) -> Reading | None:
        """Give who has promised whom on the last day of a year: 0 where no treaty is known between two countries."""
        import numpy as np  # noqa: PLC0415

        from counterpoise.world.treaties import obligations  # noqa: PLC0415

        if year < FIRST:
            return None
        when = min(year, as_of())
        made = blank(countries, (self.source,), dyadic=True)
        known = np.isin(np.array(countries), home())
        told = known[:, None] | known[None, :]  # the table has every treaty that touches one of them
        for array in (made.value, made.low, made.high):
            array[told] = 0.0
        made.year[told], made.source[told] = when, 0
        place = {code: k for k, code in enumerate(countries)}
        for one in obligations(when):
            if one.kind != self.treaties or (self.duty and self.duty not in one.duties):
                continue
            at = place.get(one.beneficiary), place.get(one.promiser)
            if None in at:
                continue
            for array in (made.value, made.low, made.high):
                array[at] = 1.0
            made.year[at], made.source[at] = when, 0
        return made


def tables() -> dict[str, list[Table]]:
    """Give the facts' tables by the kind of figure."""
    return {
        "defence_promise": [Promises("defence_promise", "treaty", "defense")],
        "clause_promise": [Promises("clause_promise", "mutual_assistance_clause", "")],
        "assurance": [Promises("assurance", "assurance", "")],
        "consultation_promise": [Promises("consultation_promise", "treaty", "consultation")],
        "nonaggression_promise": [Promises("nonaggression_promise", "treaty", "nonaggression")],
        "foreign_troops": _garrisons(),
        "arms_share": [_suppliers()],
        "arms_volume": [_volumes()],
        **{name: [_trait(name, *where)] for name, where in _TRAITS.items()},
        "nuclear_weapons": [_nuclear()],
    }


_TRAITS = {
    "armed_forces": ("armed_forces", "active"),
    "population": ("armed_forces", "population"),
    "military_expenditure": ("military_expenditure", "current_usd"),
    "expenditure_share": ("military_expenditure", "share_gdp"),
}


def _trait(kind: str, file: str, column: str) -> Observations:
    rows = [row for row in facts.read(file) if row[column]]
    years = [int(row["year"]) for row in rows]
    return Observations(
        kind=kind,
        source=file.replace("_", " "),
        years=(min(years), max(years)),
        country=_words(row["country"] for row in rows),
        partner=None,
        year=_numbers(years),
        value=_floats(row[column] for row in rows),
        whole=False,
    )


def _garrisons() -> list[Table]:
    """Give a table for each sender of whom it is known from when on its garrisons are listed whole, and one for all others.

    Who is not asked hosts nobody. Of a host's year the figure that a sender's statistics count (assigned) comes before one
    with rotations.
    """
    rows = [row for row in facts.read("garrisons") if row["basis"] != WITHOUT_CONSENT]
    rows.sort(key=lambda row: row["basis"] != ROTATING)
    whole = {row["sender"]: row for row in facts.read("garrisons_whole")}
    named = frozenset(whole) - {EVERYONE}
    made: list[Table] = []
    for sender, told in whole.items():
        held = [row for row in rows if (row["sender"] == sender if sender in named else row["sender"] not in named)]
        years = [int(row["year"]) for row in held]
        since = int(told["since"])
        counted = [row["troops"] for row in held]
        made.append(
            Observations(
                kind="foreign_troops",
                source="garrisons",
                years=(min([since, *years]), max([as_of(), *years])),
                country=_words(row["host"] for row in held),
                partner=_words(row["sender"] for row in held),
                year=_numbers(years),
                value=_floats(one or "nan" for one in counted),
                low=_floats(one or "1" for one in counted),
                high=_floats(one or "inf" for one in counted),
                remark=_words("with rotations" if row["basis"] == ROTATING else "" for row in held),
                whole=False,
                covers=frozenset(home()),
                partners=frozenset({sender}) if sender in named else None,
                apart=frozenset() if sender in named else named,
                patience=STAND,
                absent=(0.0, float(told["below"]) - 1),
                told_from=since,
            )
        )
    return made


def _suppliers() -> Observations:
    """Give the suppliers' shares; one that is not listed has at most what is left, and less than `LISTED`.

    To a country without a row nothing was delivered.
    """
    import numpy as np  # noqa: PLC0415

    rows = facts.read("arms_suppliers")
    check_shares(rows)
    listed: dict[str, float] = {}
    count: dict[str, int] = {}
    for row in rows:
        listed[row["recipient"]] = listed.get(row["recipient"], 0.0) + float(row["share"])
        count[row["recipient"]] = count.get(row["recipient"], 0) + 1
    years = [int(row["last_year"]) for row in rows]
    named = {(row["recipient"], row["supplier"]) for row in rows}
    others = [(one, other) for one in home() for other in home() if one != other and (one, other) not in named]
    most = {one: _rest(listed[one], count[one]) if one in listed else 0.0 for one in home()}
    shares, left = _floats(row["share"] for row in rows), _floats(most[one] for one, _ in others)
    return Observations(
        kind="arms_share",
        source="arms suppliers",
        years=(min(years), max(years)),
        country=_words([*(row["recipient"] for row in rows), *(one for one, _ in others)]),
        partner=_words([*(row["supplier"] for row in rows), *(other for _, other in others)]),
        year=_numbers([*years, *(max(years) for _ in others)]),
        value=np.concatenate([shares, np.where(left > 0, np.nan, 0.0)]),
        low=np.concatenate([shares, np.zeros(len(others))]),
        high=np.concatenate([shares, left]),
        whole=False,
    )


LISTED = 0.05
"""The least share of a supplier that is listed."""


def _rest(total: float, listed: int) -> float:
    """Give the most that one who is not listed may have of what shares, rounded to a tenth of a percent, leave."""
    return min(max(1.0 - total, 0.0) + _HALF * listed, LISTED)


_HALF = 0.0005
"""Half of the last digit of a share."""


def check_shares(rows: Sequence[Mapping[str, str]]) -> None:
    """Refuse shares of a recipient that sum above one.

    Raises
    ------
    DataError
        With the recipient and the sum.
    """
    sums: dict[str, float] = {}
    for row in rows:
        share = float(row["share"])
        if not 0 <= share <= 1:
            where = f"arms_suppliers, {row['recipient']} from {row['supplier']}"
            raise DataError(f"a share of {share:g} is none", where=where, remedy="give a fraction of one")
        sums[row["recipient"]] = sums.get(row["recipient"], 0.0) + share
    for recipient, total in sums.items():
        if total > 1.0 + _ROUNDING:
            where = f"arms_suppliers, recipient {recipient}"
            raise DataError(f"its shares sum to {total:.3f}, above one", where=where, remedy="mend the shares")


_ROUNDING = 0.0051
"""What three or four shares that are rounded to a tenth of a percent, or to one, can be above one together."""


def _volumes() -> Observations:
    """Give what was delivered in all; to a country without a row nothing was."""
    rows = {row["recipient"]: row for row in facts.read("arms_suppliers") if row["volume"]}
    volumes = {**dict.fromkeys(home(), 0.0), **{one: float(row["volume"]) for one, row in rows.items()}}
    last = max(int(row["last_year"]) for row in rows.values())
    return Observations(
        kind="arms_volume",
        source="arms suppliers",
        years=(last, last),
        country=_words(volumes),
        partner=None,
        year=_numbers([last] * len(volumes)),
        value=_floats(volumes.values()),
        whole=False,
    )


def _nuclear() -> Observations:
    """Give for each year since 1945 who had nuclear weapons on its last day: 0 for all others."""
    last = as_of()
    rows = [
        (row["country"], year)
        for row in facts.read("nuclear_weapons")
        for year in range(int(row["since"][:4]), int(row["until"][:4]) if row["until"] else last + 1)
    ]
    return Observations(
        kind="nuclear_weapons",
        source="nuclear weapons",
        years=(FIRST, last),
        country=_words(country for country, _ in rows),
        partner=None,
        year=_numbers([year for _, year in rows]),
        value=_floats(1 for _ in rows),
        covers=None,
        absent=(0.0, 0.0),
    )


def acts() -> list[Act]:
    """Give the facts' acts between pairs: treaties, assurances, partnerships, trade agreements, coercive measures."""
    return [*_treaties(), *_partnerships(), *_agreements(), *_coercion()]


def _treaties() -> list[Act]:
    """Give a treaty's obligations between each pair; those that bind both alike once."""
    from counterpoise.world.treaties import ASSURANCE, CLAUSE, treaties  # noqa: PLC0415

    made = [
        Act(
            kind="assurance" if one.kind == ASSURANCE else "treaty",
            name=one.treaty,
            party=one.promiser,
            other=one.beneficiary,
            duty=", ".join(one.duties) + (" (Article 42(7))" if one.kind == CLAUSE else ""),
            signed=held.signed.isoformat() if held.signed else "",
            since=one.since.isoformat(),
            until=one.until.isoformat() if one.until else "",
            citation=one.citation,
            source=TREATIES,
        )
        for held in treaties()
        for one in held.obligations()
    ]
    return _joined(made)


def _joined(acts: Sequence[Act]) -> list[Act]:
    """Put the two directions of the same promise into one act."""
    import dataclasses  # noqa: PLC0415

    held = {(one.name, one.party, one.other, one.duty, one.since, one.until): one for one in acts}
    made = []
    for key, one in held.items():
        name, party, other, *rest = key
        if (name, other, party, *rest) not in held:
            made.append(one)
        elif party < other:
            made.append(dataclasses.replace(one, mutual=True))
    return made


def _partnerships() -> list[Act]:
    return [
        Act(
            kind="partnership",
            name=row["level"],
            party=row["partner"],
            other=row["country"],
            since=row["since"],
            until=row["until"],
            citation=row["citation"],
            source="partnerships",
            mutual=not row["level"].startswith(DESIGNATION),
        )
        for row in facts.read("partnerships")
    ]


def _agreements() -> list[Act]:
    """Give the trade agreements of the register between each pair, as its newest members have them."""
    from counterpoise.world.register import agreements  # noqa: PLC0415

    made = []
    for one in agreements().values():
        if one.in_force is None:
            continue
        for pair in one.pairs(one.ended or None):
            party, other = sorted(pair)
            since = one.since(party, other, one.ended) or one.in_force
            made.append(
                Act(
                    kind="agreement",
                    name=one.name,
                    party=party,
                    other=other,
                    duty=one.kind.replace("_", " "),
                    signed=one.signed.isoformat() if one.signed else "",
                    since=since.isoformat(),
                    until=one.ended.isoformat() if one.ended else "",
                    citation=one.citation,
                    source="trade agreements",
                    mutual=True,
                )
            )
    return made


def _coercion() -> list[Act]:
    return [
        Act(
            kind="coercion",
            name=row["name"],
            party=sender,
            other=target,
            duty="; ".join(part for part in (row["what"], row["dispute"], row["outcome"]) if part),
            since=row["since"],
            until=row["until"],
            citation=row["citation"],
            source="coercive measures",
        )
        for row in facts.read("coercive_measures")
        for sender in row["sender"].split()
        for target in row["target"].split()
    ]


SOURCES = {
    TREATIES: "Defence treaties, by who owes what to whom",
    "garrisons": "Foreign garrisons",
    "armed forces": "Armed forces and population",
    "military expenditure": "Military expenditure",
    "arms suppliers": "Main suppliers of arms",
    "nuclear weapons": "Nuclear-armed states",
    "partnerships": "Partnerships by joint statement",
    "trade agreements": "Register of trade agreements",
    "coercive measures": "Coercive measures",
    "exchange rate regimes": "Exchange-rate regimes and anchors",
}
"""The facts' tables by the name that figures carry."""


class Origins(Mapping[str, Provenance]):
    """Each table's provenance by its name, with how many of its rows rest on memory; read when it is asked for."""

    def __getitem__(self, name: str) -> Provenance:
        """Give a table's provenance."""
        rows = (
            facts.read("defence_treaties" if name == TREATIES else name.replace(" ", "_")) if name in SOURCES else None
        )
        if rows is None:
            raise KeyError(name)
        remembered = sum(row["seen"] == "memory" for row in rows)
        return Provenance(
            source=name,
            title=SOURCES[name],
            edition=max(row.get("as_of") or row["date"] for row in rows),
            year=_years(rows),
            licence=LICENCE,
            citation=_CITED.get(name, "the sources that its rows cite"),
            notes=(f"{remembered} of its {len(rows)} rows rest on memory",) if remembered else (),
        )

    def __contains__(self, name: object) -> bool:
        """Tell whether it is one of the tables."""
        return name in SOURCES

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(SOURCES)

    def __len__(self) -> int:
        """Count the tables."""
        return len(SOURCES)


def _years(rows: Sequence[Mapping[str, str]]) -> tuple[int, ...] | int | None:
    """Give the years that rows are of, where they are of years."""
    held = sorted({int(row[one]) for row in rows for one in ("year", "first_year", "last_year") if row.get(one)})
    return None if not held else held[0] if held[0] == held[-1] else (held[0], held[-1])


_CITED = {
    "military expenditure": "SIPRI Military Expenditure Database, as its rows cite it",
    "arms suppliers": "SIPRI Arms Transfers Database, as its rows cite it",
    "garrisons": "US Defense Manpower Data Center and others, as its rows cite them",
}


def _words(words: object) -> NDArray[np.str_]:
    import numpy as np  # noqa: PLC0415

    return np.array(list(words), dtype="U24")  # pyright: ignore[reportArgumentType]


def _numbers(numbers: Sequence[int]) -> NDArray[np.int64]:
    import numpy as np  # noqa: PLC0415

    return np.array(numbers, dtype=np.int64)


def _floats(numbers: object) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    return np.array([float(one) for one in numbers], dtype=float)  # pyright: ignore[reportGeneralTypeIssues]
