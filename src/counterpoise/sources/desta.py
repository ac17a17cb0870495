"""Design of Trade Agreements (Dür, Baccini and Elsig): which pairs of countries signed which treaty, and how deep it goes.

Four of the project's files are read, as text or as workbooks, each by the names of its columns:

- the list of treaties in dyadic form (``desta_list_of_treaties_02_02_dyads``: iso1, iso2, number, base_treaty, name,
  entry_type, year, entryforceyear, typememb, ...), a line a pair and an entry, and the withdrawals in the same columns
  (``desta_dyadic_withdrawal_02_02``);
- the list of treaties with members in columns (``desta_list_of_treaties_02_02``: c1 to c91, and mc1 to mc91 for the
  side that each is on), which is turned into pairs;
- the indices (``desta_indices_version_02_02``): seven provisions, and the depth that is their number.

Countries are numbers of ISO 3166-1; Kosovo is 900. What is checked: the columns; known countries, kinds of entry and of
membership; years; that no pair has an entry twice; that the depth index is the number of its provisions. A year that
was changed into another, or a line that is gone, has no check but a workbook's or an archive's checksum.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries
from counterpoise.codes.country_words import country_words
from counterpoise.sources.container import Member, members
from counterpoise.sources.headed import MISSING, UNKNOWN, Cells, counted, figure
from counterpoise.sources.rows_by_name import columns_of, rows_by_name
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import whole
from counterpoise.sources.ties import COUNTRY, DAMAGED, tabled

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

PROVISIONS = ("full_fta", "standards", "investments", "services", "procurement", "competition", "iprs")
"""The seven provisions whose number is the depth index."""

WITHDRAWAL = "withdrawal"
_BINDING = ("base_treaty", "accession", "consolidated")
ENTRIES = (*_BINDING, WITHDRAWAL, "protocol or amendment", "negotiation")
"""Kinds of entry."""

_INDICES = ("depth_rasch", "flexrigid", "flexescape", "enforce")
_RANGE = {"depth_rasch": (-5.0, 5.0), "flexrigid": (0.0, 20.0), "flexescape": (0.0, 20.0), "enforce": (0.0, 20.0)}
_MEMBERS = 91
_RCEP = "Release 2.2 lists RCEP for pairs of an ASEAN member and a partner alone, 50 of 105."
_FILE = re.compile(r".*\.(csv|tsv|tab|txt|xlsx)", re.IGNORECASE)
_EDITION = re.compile(r"_0?(\d+)_0?(\d+)(?=[_.])")
_ENTRY = ("number", "basetreaty", "name", "entrytype", "year", "entryforceyear", "typememb")
_BILATERAL, _AMONG, _THIRD, _REGIONS, _JOINS, _JOINS_THIRD, _LEAVES = range(1, 8)
"""DESTA's kinds of membership: bilateral; plurilateral; plurilateral with a third country; region with region; accession
to the second kind, and to the third; withdrawal."""


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each of DESTA's files.

    Parameters
    ----------
    raw
        One of the files, or an archive of them; what else an archive holds is passed over.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is none of DESTA's, or not as its producer makes it; see the module.
    """
    if raw.year is not None:
        raise refused("treaties last, so one year can't be taken of them", raw.name, "leave --year out")
    found = False
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            part = _part(member, raw)
            found = found or part is not None
            if part is not None:
                yield part
    if not found:
        said = "there is no list of treaties with iso1 and iso2 or with c1 and c2, and no depth_index"
        raise refused(said, raw.name, "take the lists of treaties and the indices of DESTA, not the coded provisions")


def _part(member: Member, raw: Raw) -> Part | None:
    """Give what a file holds, by its columns; None where it is another file."""
    names = columns_of(member)
    if {"iso1", "iso2"} <= names:
        return _dyads(_Pairs().of_dyads(member, raw), member, raw)
    if "depthindex" in names:
        return _content(member, raw)
    if {"c1", "c2"} <= names:
        return _dyads(_Pairs().of_treaties(member, raw), member, raw, members_in_columns=True)
    return None


@cache
def _numbers() -> dict[int, str]:
    held = {int(one.numeric): code for code, one in countries().items() if one.numeric}
    return held | {int(word): code for word, code in country_words("desta").items()}


def _country(text: str, place: str) -> str:
    code = _numbers().get(whole(text, place, 1, 999))
    if code is None:
        raise refused(f"{text[:20]!r} is no country's number", place, UNKNOWN)
    return code


def _year(text: str, place: str) -> int | None:
    return None if text in MISSING else whole(text, place, 1900, 2099)


class _Pairs:
    """Rows of pairs and entries, so that no pair has one twice."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []
        self.seen: set[tuple[str, str, str]] = set()
        self.treaties: set[str] = set()
        self.undated = self.negotiated = 0

    def of_dyads(self, member: Member, raw: Raw) -> _Pairs:
        """Read the dyadic form."""
        for place, cells in rows_by_name(member, raw, ("iso1", "iso2", *_ENTRY), ("wtolisted",)):
            one, other = (_country(cells[name], place) for name in ("iso1", "iso2"))
            if one == other:
                raise refused(f"{one} is paired with itself", place, DAMAGED)
            entry = self._entry(cells, place)
            if entry is not None:
                self._add(one, other, entry, place)
        return self

    def of_treaties(self, member: Member, raw: Raw) -> _Pairs:
        """Read the form with members in columns, and pair those that a treaty binds to each other."""
        places = [f"{letter}{at}" for letter in ("c", "mc") for at in range(1, _MEMBERS + 1)]
        for place, cells in rows_by_name(member, raw, ("c1", "c2", "mc1", "mc2", *_ENTRY), ("wtolisted", *places[2:])):
            entry = self._entry(cells, place)
            if entry is None:
                continue
            held = []
            for at in range(1, _MEMBERS + 1):
                number = cells.get(f"c{at}", "")
                if number not in MISSING:
                    side = cells.get(f"mc{at}", "")
                    held.append((_country(number, place), -1 if side in MISSING else whole(side, place, 0, 9)))
            if len({code for code, _ in held}) < len(held):
                raise refused("a country is a member twice", place, DAMAGED)
            for one, other in bound(held, whole(cells["typememb"], place, 1, 7)):
                self._add(one, other, entry, place)
        return self

    def _entry(self, cells: Cells, place: str) -> tuple[object, ...] | None:
        """Give what is said of an entry; None of negotiations and of protocols, whose text is in a consolidated entry."""
        kind = cells["entrytype"]
        if kind not in ENTRIES:
            raise refused(f"{kind[:30]!r} is no kind of entry ({', '.join(ENTRIES)})", place, DAMAGED)
        if not cells["number"] or len(cells["number"]) > 20:
            raise refused(f"{cells['number'][:30]!r} is no number of an entry", place, DAMAGED)
        base = whole(cells["basetreaty"], place, 1, 99_999)
        if kind not in (*_BINDING, WITHDRAWAL):
            self.negotiated += 1
            return None
        signed, in_force = (_year(cells[name], place) for name in ("year", "entryforceyear"))
        if kind == WITHDRAWAL and signed is None and in_force is None:
            raise refused("a withdrawal has no year", place, DAMAGED)
        kept = whole(cells["typememb"], place, 1, 7)
        listed = cells.get("wtolisted", "")
        wto = None if listed in MISSING else whole(listed, place, 0, 1)
        return cells["number"], base, cells["name"], kind, signed, in_force, kept, wto

    def _add(self, one: str, other: str, entry: tuple[object, ...], place: str) -> None:
        a, b = sorted((one, other))
        number = str(entry[0])
        if (a, b, number) in self.seen:
            raise refused(f"{a} and {b} have the entry {number} twice", place, DAMAGED)
        self.seen.add((a, b, number))
        self.treaties.add(number)
        self.undated += entry[5] is None and entry[3] != WITHDRAWAL
        self.rows.append((a, b, *entry))


def bound(held: Sequence[tuple[str, int]], kind: int) -> Iterator[tuple[str, str]]:
    """Give the pairs that a treaty binds, from its members with their sides and its kind of membership.

    A region's own members are not bound to each other by its treaty with a third country; by an accession those that
    accede are bound to all, by a withdrawal those that leave are freed from all.

    Parameters
    ----------
    held
        Codes with DESTA's marks of the side (mc).
    kind
        DESTA's kind of membership, 1 to 7.

    Yields
    ------
    tuple of str
        Two codes.

    Examples
    --------
    >>> list(bound([("CHL", 0), ("DEU", 1), ("FRA", 1)], 3))
    [('CHL', 'DEU'), ('CHL', 'FRA')]
    >>> list(bound([("POL", 1), ("DEU", 2), ("FRA", 2)], 5))
    [('POL', 'DEU'), ('POL', 'FRA')]
    """
    pairs = list(itertools.combinations(held, 2))
    if kind in (_THIRD, _REGIONS, _JOINS_THIRD):
        across = [pair for pair in pairs if pair[0][1] != pair[1][1]]
    elif kind in (_JOINS, _LEAVES):
        across = [pair for pair in pairs if 1 in (pair[0][1], pair[1][1])]
    else:
        across = pairs
    for (one, _), (other, _) in across or pairs:  # sides that are not told apart: all are bound, as the dyads have it
        yield one, other


def _edition(member: Member, raw: Raw) -> str:
    if raw.edition is not None:
        return SOURCE.edition(raw.edition)
    said = _EDITION.search(f"{member.name}.")
    return f"{said[1]}.{said[2]}" if said else "not stated by the file"


def _schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    texts = [(name, pa.string()) for name in ("country_a", "country_b", "number")]
    more = [("name", pa.string()), ("entry_type", pa.string())]
    whole_numbers = [(name, pa.int64()) for name in ("signed", "in_force", "membership", "wto_listed")]
    return pa.schema([*texts, ("base_treaty", pa.int64()), *more, *whole_numbers])


def _dyads(found: _Pairs, member: Member, raw: Raw, *, members_in_columns: bool = False) -> Part:
    """Describe a list of pairs: of treaties, or of withdrawals alone."""
    rows = sorted(found.rows, key=lambda row: tuple(map(str, row[:3])))
    if not rows:
        raise refused("there is no treaty in it", member.where)
    years = sorted({year for row in rows for year in row[6:8] if isinstance(year, int)})
    if not years:
        raise refused("no treaty in it has a year", member.where, DAMAGED)
    only = all(row[5] == WITHDRAWAL for row in rows)
    what = counted(len(found.treaties), "withdrawal" if only else "entry", "withdrawals" if only else "entries")
    names = {code for row in rows for code in row[:2]}
    return Part(
        dataset="desta-withdrawals" if only else "desta-treaties" if members_in_columns else "desta",
        kind="table",
        title=f"{SOURCE.title}: {'withdrawals' if only else 'treaties'}, by pair of countries",
        edition=_edition(member, raw),
        years=tuple(range(years[0], years[-1] + 1)),
        tables={"dyads": written(tabled(rows, _schema()))},
        completeness=f"{counted(len(rows), 'pair and entry', 'pairs and entries')}: {what} of "
        f"{counted(len(names), 'country', 'countries')}, {years[0]} to {years[-1]}; {counted(found.negotiated, 'line')} of "
        "negotiations and protocols left out. A pair without a row has no treaty in the list.",
        verified="Countries and kinds of entry are known; no pair has an entry twice.",
        notes=(
            "Years are calendar years: a treaty that came into force in December counts for that year.",
            f"{counted(found.undated, 'row')} without a year of entry into force: signed, never (or not yet) in force.",
            *(("Pairs are made from the members and their sides.",) if members_in_columns else ()),
            *(() if only or members_in_columns else (_RCEP,)),
        ),
        numbers={"rows": len(rows), "countries": len(names), "entries": len(found.treaties), "undated": found.undated},
        columns={
            "dyads": {
                "country_a": f"{COUNTRY}, the earlier in the alphabet",
                "country_b": COUNTRY,
                "number": "DESTA's number of the entry; 16+1 an accession to treaty 16, 27a a consolidated text, 8_1 a "
                "withdrawal",
                "base_treaty": "DESTA's number of the treaty that it belongs to",
                "signed": "year",
                "in_force": "year; null where it is not in force, or not stated",
                "membership": "DESTA's typememb, 1 to 7",
                "wto_listed": "1 where the WTO lists it",
            }
        },
    )


def _content(member: Member, raw: Raw) -> Part:
    """Read the indices."""
    import pyarrow as pa  # noqa: PLC0415

    flags = [name.replace("_", "") for name in PROVISIONS]
    needed = ("number", "basetreaty", "name", "year", "entrytype", *flags, "depthindex")
    rows: list[tuple[object, ...]] = []
    seen: set[str] = set()
    for place, cells in rows_by_name(member, raw, needed, tuple(name.replace("_", "") for name in _INDICES)):
        if cells["number"] in seen or not cells["number"]:
            raise refused(f"the entry {cells['number']!r} is there twice, or has no number", place, DAMAGED)
        seen.add(cells["number"])
        given = [whole(cells[name], place, 0, 1) for name in flags]
        depth = whole(cells["depthindex"], place, 0, len(flags))
        if depth != sum(given):
            raise refused(f"the depth index is {depth}, its provisions are {sum(given)}", place, DAMAGED)
        more = [figure(cells.get(name.replace("_", "")), place, *_RANGE[name]) for name in _INDICES]
        year = whole(cells["year"], place, 1900, 2099)
        base = whole(cells["basetreaty"], place, 1, 99_999)
        rows.append((cells["number"], base, cells["name"], cells["entrytype"], year, *given, depth, *more))
    if not rows:
        raise refused("there is no treaty in it", member.where)
    rows.sort(key=lambda row: str(row[0]))
    years = sorted({int(str(row[4])) for row in rows})
    names = [("number", pa.string()), ("base_treaty", pa.int64()), ("name", pa.string()), ("entry_type", pa.string())]
    whole_numbers = [(name, pa.int64()) for name in ("signed", *PROVISIONS, "depth_index")]
    schema = pa.schema([*names, *whole_numbers, *((name, pa.float64()) for name in _INDICES)])
    return Part(
        dataset="desta-indices",
        kind="table",
        title=f"{SOURCE.title}: indices of depth, flexibility and enforcement",
        edition=_edition(member, raw),
        years=tuple(range(years[0], years[-1] + 1)),
        tables={"content": written(tabled(rows, schema))},
        completeness=f"{counted(len(rows), 'treaty', 'treaties')} signed {years[0]} to {years[-1]}. A treaty that is not "
        "among them is not coded: its depth is unknown, not zero.",
        verified="Provisions are 0 or 1, and the depth index is their number.",
        notes=("An accession has the provisions of its base treaty; a consolidated text has its own.",),
        numbers={"rows": len(rows), "consolidated": sum(row[3] == "consolidated" for row in rows)},
        columns={
            "content": {
                "number": "DESTA's number of the entry",
                "base_treaty": "DESTA's number of the treaty that it belongs to",
                "signed": "year",
                **dict.fromkeys(PROVISIONS, "1 where the treaty has substantive provisions of this kind"),
                "full_fta": "1 where it frees substantially all trade in goods",
                "depth_index": "number of the seven provisions, 0 to 7",
                "depth_rasch": "index from a latent trait analysis of 48 variables, about -1.5 to 2.1",
                "flexrigid": "index: restrictions on the use of escape clauses",
                "flexescape": "index: escape clauses",
                "enforce": "index: settlement of disputes",
            }
        },
    )


SOURCE = Source(
    name="desta",
    title="Design of Trade Agreements (DESTA)",
    producer="Andreas Dür, Leonardo Baccini and Manfred Elsig",
    licence="Free for research with citation (terms not confirmed)",
    terms="https://www.designoftradeagreements.org/downloads/",
    citation="Dür, A., Baccini, L. and Elsig, M. (2014), The Design of International Trade Agreements: Introducing a New "
    "Dataset, Review of International Organizations 9(3), 353-375",
    page="https://www.designoftradeagreements.org/downloads/",
    editions=("2.0", "2.1", "2.2", "2.3"),
    verified="the producer's file",
    read=read,
)
