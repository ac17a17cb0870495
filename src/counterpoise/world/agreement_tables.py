"""Trade agreements by pair of countries and year, as the producers' files in the user's store say them.

Every table has one form: a row for each unordered pair (the earlier code in the alphabet first) and each year with an
agreement in force, and no row where the producer lists none. What is not coded is missing, never zero.

- ``desta``: `agreements` (their number), `rta`, `full_fta`, and `depth`, the most of DESTA's seven provisions that an
  agreement in force has.
- ``egger-larch``: `rta` and `full_fta` (a customs union or a free trade agreement); no number, no depth.
- ``wb-dta``: `agreements`, `rta`, and `areas_covered` and `areas_enforceable`, of 52 policy areas: another scale than
  DESTA's, so by another name.
- ``register``: the program's own list (`counterpoise.world.register`), with `agreements`, `rta`, `full_fta` and `depth`.

The producers' years are calendar years, in which a month counts as a whole year; the register counts a year in which an
agreement was in force on 1 July.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from counterpoise.core.result import Provenance
    from counterpoise.store.folder import Kept

REGISTER = "register"
SOURCES = ("desta", "egger-larch", "wb-dta", REGISTER)
"""The tables by name."""

PAIR = ["country_a", "country_b"]
_DATASETS = {
    "desta": ("desta", "desta-treaties", "desta-withdrawals", "desta-indices"),
    "egger-larch": ("egger-larch",),
    "wb-dta": ("wb-dta",),
}
_FULL = ("cu", "fta", "cueia", "ftaeia")
_NO_WITHDRAWALS = (
    "the store has no list of DESTA's withdrawals, so every treaty counts until now: add the file of dyadic withdrawals"
)
_NO_DEPTH = "the store has none of DESTA's indices, so the depth of every treaty is unknown: add the file of indices"

_PART_OF_RCEP = "DESTA lists RCEP for a part of its pairs only: Japan and Korea, and China and Japan, are missing; the register has all"
_SURVIVORS = "the World Bank codes agreements that are in force now: those that ended are mostly missing, so early years look shallow"


@dataclass(frozen=True, eq=False)
class AgreementTable:
    """Agreements in force, by pair of countries and year.

    Attributes
    ----------
    name
        One of `SOURCES`.
    rows
        Columns country_a, country_b, year, rta, and others; see the module.
    years
        The first and the last year that the producer speaks of: within these no row means no agreement.
    countries
        Those that it speaks of, with their first and last year; None where it speaks of all.
    provenance
        Where it comes from.
    warnings
        What a reader must know.
    """

    name: str
    rows: pd.DataFrame
    years: tuple[int, int]
    countries: dict[str, tuple[int, int]] | None
    provenance: tuple[Provenance, ...]
    warnings: tuple[str, ...] = ()

    @property
    def measures(self) -> list[str]:
        """Give the names of what it says of a pair and year."""
        return [str(name) for name in self.rows.columns if name not in (*PAIR, "year")]


def held() -> tuple[str, ...]:
    """Give the names of the tables that there are here: those whose files the store has, and the register.

    Examples
    --------
    >>> held()[-1]
    'register'
    """
    from counterpoise.store.folder import kept  # noqa: PLC0415

    there = {one.dataset for one in kept()}
    return tuple(name for name in SOURCES if name == REGISTER or not there.isdisjoint(_DATASETS[name][:2]))


def agreement_table(name: str, years: tuple[int, int] | None = None) -> AgreementTable:
    """Give a table of agreements by pair and year.

    Parameters
    ----------
    name
        ``desta``, ``egger-larch``, ``wb-dta`` or ``register``.
    years
        The first and the last year that are wanted of the register; the others give all that they have.

    Returns
    -------
    AgreementTable
        One row a pair and year with an agreement.

    Raises
    ------
    InputError
        If there is no such table, or the store hasn't its file.

    Examples
    --------
    >>> found = agreement_table("register", (2015, 2016)).rows
    >>> found[(found.country_a == "CHN") & (found.country_b == "KOR") & (found.full_fta == 1)].year.tolist()
    [2016]
    """
    if name not in SOURCES:
        remedy = did_you_mean(name, SOURCES, f"there are {', '.join(SOURCES)}")
        raise InputError(f"there is no table of agreements {name[:40]!r}", where="agreements", remedy=remedy)
    if name == REGISTER:
        return _register(years)
    parts = newest(_DATASETS[name])
    if not any(dataset in parts for dataset in _DATASETS[name][:2]):
        raise InputError(
            f"the store has no agreements of {name}",
            where="agreements",
            remedy=f"'counterpoise data add {name} FILE' reads the producer's; 'register' is the program's own list",
        )
    return _stored(name, tuple(one.folder for one in parts.values()))


def newest(datasets: Sequence[str]) -> dict[str, Kept]:
    """Give the part of each dataset that was added last; the store may hold two releases with different years."""
    from counterpoise.store.folder import kept  # noqa: PLC0415

    found: dict[str, Kept] = {}
    for one in kept():
        if one.dataset in datasets and (one.dataset not in found or one.retrieved >= found[one.dataset].retrieved):
            found[one.dataset] = one
    return found


@lru_cache(maxsize=8)
def _stored(name: str, _folders: tuple[str, ...]) -> AgreementTable:
    """Read a table of the store; a part's folder has a name of its own, so the cache never is stale."""
    return {"desta": _desta, "egger-larch": _egger_larch, "wb-dta": _wb_dta}[name](newest(_DATASETS[name]))


def _frame(part: Kept, table: str) -> Any:
    from counterpoise.store.added import frame  # noqa: PLC0415

    return frame([part], table)


def _said(parts: Sequence[Kept]) -> tuple[Provenance, ...]:
    from counterpoise.store.added import dataset_of  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415

    return tuple(provenance_of(dataset_of([one]), (one.years[0], one.years[-1])) for one in parts)


def _desta(parts: dict[str, Kept]) -> AgreementTable:
    found, last = spells(parts)
    length = found["until"].to_numpy(int) - found["since"].to_numpy(int) + 1
    rows = found.loc[found.index.repeat(length)]
    rows = rows.assign(year=rows["since"] + rows.groupby(level=0).cumcount())
    made = rows.groupby([*PAIR, "year"], as_index=False).agg(
        agreements=("base_treaty", "nunique"), full_fta=("full_fta", "max"), depth=("depth", "max")
    )
    made.insert(3, "rta", 1)
    warnings = [*_lacking(parts)]
    rcep = found[found["name"].str.contains("RCEP|Regional Comprehensive Economic Partnership")]
    if len(rcep) and not ((rcep["country_a"] == "JPN") & (rcep["country_b"] == "KOR")).any():
        warnings.append(_PART_OF_RCEP)
    editions = {one.edition for one in parts.values()}
    if len(editions) > 1:
        warnings.append(f"DESTA's files in the store are of several editions ({', '.join(sorted(editions))})")
    first = int(found["since"].min())
    return AgreementTable("desta", made, (first, last), None, _said(list(parts.values())), tuple(warnings))


def _lacking(parts: dict[str, Kept]) -> list[str]:
    said = []
    if "desta-withdrawals" not in parts and "desta-treaties" not in parts:
        said.append(_NO_WITHDRAWALS)
    if "desta-indices" not in parts:
        said.append(_NO_DEPTH)
    return said


def spells(parts: dict[str, Kept]) -> tuple[Any, int]:
    """Give every treaty of DESTA's in force between two countries, with its years, and the last year of the list.

    A treaty holds from the year of its entry into force to the year before a withdrawal (from the treaty, with all texts
    that were in force by then); what was agreed anew in a later year holds on. An accession has the provisions of its
    base treaty, a consolidated text its own where it is coded.

    Parameters
    ----------
    parts
        The parts of the store by dataset; see `newest`.

    Returns
    -------
    tuple
        A frame with country_a, country_b, number, base_treaty, name, since, until, full_fta and depth, of which the last
        two are missing where the treaty is not coded; and the year.
    """
    import pandas as pd  # noqa: PLC0415

    from counterpoise.sources.desta import WITHDRAWAL  # noqa: PLC0415

    tables = {name: _frame(parts[name], "dyads") for name in _DATASETS["desta"][:3] if name in parts}
    listed = tables.get("desta", tables.get("desta-treaties"))
    if listed is None:
        raise InputError("the store has no list of DESTA's treaties", where="agreements", remedy="add the dyadic list")
    latest: Any = pd.concat([listed["signed"], listed["in_force"]]).max()
    last = int(latest)
    left = next((tables[name] for name in ("desta-withdrawals", "desta-treaties") if name in tables), listed)
    left = left[left["entry_type"] == WITHDRAWAL]
    gone = left.assign(gone=left["in_force"].fillna(left["signed"]))[[*PAIR, "base_treaty", "gone"]]
    found = listed[(listed["entry_type"] != WITHDRAWAL) & listed["in_force"].notna()].reset_index(drop=True)
    found = found.assign(since=found["in_force"].astype(int))[[*PAIR, "number", "base_treaty", "name", "since"]]
    ends = found.reset_index().merge(gone.drop_duplicates(), on=[*PAIR, "base_treaty"])
    ends = ends[ends["gone"] >= ends["since"]].groupby("index")["gone"].min()
    found["until"] = (ends.reindex(found.index) - 1).fillna(last).astype(int)
    return _coded(found[found["until"] >= found["since"]].reset_index(drop=True), parts), last


@lru_cache(maxsize=4)
def _spelled(_folders: tuple[str, ...]) -> Any:
    """Give the treaties with their years, read once for each state of the store."""
    return spells(newest(_DATASETS["desta"]))[0]


def _coded(found: Any, parts: dict[str, Kept]) -> Any:
    """Add what the indices say: of a treaty's own text where it is coded, else of its base treaty."""
    if "desta-indices" not in parts:
        return found.assign(full_fta=float("nan"), depth=float("nan"))
    content = _frame(parts["desta-indices"], "content")
    own = content.set_index("number")
    base = content[content["entry_type"] == "base_treaty"].drop_duplicates("base_treaty").set_index("base_treaty")
    for name, column in (("full_fta", "full_fta"), ("depth", "depth_index")):
        said = found["number"].map(own[column]).astype(float)
        found[name] = said.fillna(found["base_treaty"].map(base[column]).astype(float))
    return found


def _egger_larch(parts: dict[str, Kept]) -> AgreementTable:
    """Read the panel; where one direction alone has an agreement, the pair has it."""
    part = parts["egger-larch"]
    rows, cover = _frame(part, "agreements"), _frame(part, "coverage")
    one, other = rows["exporter"], rows["importer"]
    full = rows[list(_FULL)].astype(float).max(axis=1)
    rows = rows.assign(country_a=one.where(one < other, other), country_b=other.where(one < other, one), full_fta=full)
    made = rows.groupby([*PAIR, "year"], as_index=False).agg(rta=("rta", "max"), full_fta=("full_fta", "max"))
    made["year"] = made["year"].astype(int)
    span = {str(code): (int(a), int(b)) for code, a, b in cover.itertuples(index=False)}
    years = (part.years[0], part.years[-1])
    return AgreementTable("egger-larch", made.astype({"rta": float}), years, span, _said([part]))


def _wb_dta(parts: dict[str, Kept]) -> AgreementTable:
    part = parts["wb-dta"]
    rows = _frame(part, "bilateral").merge(_frame(part, "agreements"), on="agreement", how="left", validate="m:1")
    made = rows.groupby([*PAIR, "year"], as_index=False).agg(
        agreements=("agreement", "nunique"),
        areas_covered=("areas_covered", "max"),
        areas_enforceable=("areas_enforceable", "max"),
    )
    made.insert(3, "rta", 1)
    made["year"] = made["year"].astype(int)
    return AgreementTable("wb-dta", made, (part.years[0], part.years[-1]), None, _said([part]), (_SURVIVORS,))


def _register(years: tuple[int, int] | None) -> AgreementTable:
    """Give the register's agreements: those in force on 1 July of each year."""
    import pandas as pd  # noqa: PLC0415

    from counterpoise.core.result import Provenance  # noqa: PLC0415
    from counterpoise.world.register import CUSTOMS_UNION, MIDDLE, agreements  # noqa: PLC0415

    known = [one for one in agreements().values() if one.in_force]
    days = [day.year for one in known for day in (one.in_force, one.ended) if day]
    first, last = years or (min(days), max(days))
    rows: list[tuple[Any, ...]] = []
    for year in range(first, last + 1):
        day = date(year, *MIDDLE)
        for one in known:
            if one.holds(day):
                full = float(one.kind in (CUSTOMS_UNION, "free_trade_agreement"))
                depth = getattr(one, "depth", None)
                rows += [(*sorted(pair), year, one.name, full, depth) for pair in one.pairs(day)]
    frame = pd.DataFrame(rows, columns=[*PAIR, "year", "name", "full_fta", "depth"]).astype({"depth": float})
    made = frame.groupby([*PAIR, "year"], as_index=False).agg(
        agreements=("name", "nunique"), full_fta=("full_fta", "max"), depth=("depth", "max")
    )
    made.insert(3, "rta", 1)
    about = Provenance(source=REGISTER, title="Register of trade agreements", year=(first, last))
    said = "the register is a list of the large agreements of today: of others, and of those that ended, it knows few"
    return AgreementTable(REGISTER, made, (first, last), None, (about,), (said,))


def beside(country: str, partners: Sequence[str], year: int) -> list[dict[str, Any]]:
    """Give what the store's tables say of agreements between a country and its partners, to stand beside the register.

    Parameters
    ----------
    country, partners
        Codes.
    year
        The year; a table that ends before it tells of its own last year, one that begins later is left out.

    Returns
    -------
    list of dict
        A record for each table and partner that it speaks of: partner, source, edition, year (that it tells of), rta (1,
        or 0 where it lists none), full_fta, depth, areas_covered, areas_enforceable, agreements, and for DESTA names and
        since (the first year of the oldest treaty in force with full_fta, or of the oldest where none has). What a table
        doesn't say is None.

    Examples
    --------
    >>> beside("KOR", ["CHN"], 1700)
    []
    """
    made = []
    for name in held():
        if name == REGISTER:
            continue
        table = agreement_table(name)
        when = min(year, table.years[1])
        if when < table.years[0]:
            continue
        rows = table.rows[table.rows["year"] == when].set_index(PAIR)
        treaties = _treaties(country, when) if name == "desta" else {}
        for partner in partners:
            if not _speaks_of(table, (country, partner), when):
                continue
            pair = tuple(sorted((country, partner)))
            row = rows.loc[pair] if pair in rows.index else None
            about = {"partner": partner, "source": name, "edition": table.provenance[0].edition, "year": when}
            made.append({**about, **_record(row), **treaties.get(partner, {"names": [], "since": None})})
    return made


def _speaks_of(table: AgreementTable, pair: Sequence[str], year: int) -> bool:
    spans = [(0, year) if table.countries is None else table.countries.get(code, (1, 0)) for code in pair]
    return all(first <= year <= last for first, last in spans)


_RECORD = ("agreements", "full_fta", "depth", "areas_covered", "areas_enforceable")


def _record(row: Any) -> dict[str, Any]:
    if row is None:
        return {"rta": 0, **dict.fromkeys(_RECORD)}
    values = {name: row.get(name) for name in _RECORD}
    return {"rta": int(row["rta"]), **{name: None if v is None or v != v else int(v) for name, v in values.items()}}  # noqa: PLR0124


def _treaties(country: str, year: int) -> dict[str, dict[str, Any]]:
    """Give the names of DESTA's treaties in force with each partner, and since when."""
    parts = newest(_DATASETS["desta"])
    found = _spelled(tuple(one.folder for one in parts.values()))
    mine = (found["country_a"] == country) | (found["country_b"] == country)
    rows = found[mine & (found["since"] <= year) & (found["until"] >= year)].sort_values(["since", "number"])
    rows = rows.assign(partner=rows["country_b"].where(rows["country_a"] == country, rows["country_a"]))
    made = {}
    for partner, held_rows in rows.groupby("partner"):
        full = held_rows[held_rows["full_fta"] == 1]
        since = (full if len(full) else held_rows)["since"].min()
        made[str(partner)] = {"names": list(dict.fromkeys(held_rows["name"])), "since": int(since)}
    return made
