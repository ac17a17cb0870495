"""Deep Trade Agreements database of the World Bank (Mattoo, Rocha and Ruta 2020): which policy areas agreements cover.

Two files are read. The workbook of horizontal content (``DTA 1.0 - Horizontal Content (v2).xlsx``) has a sheet for the
coverage (AC, 0 or 1) and one for the legal enforceability (LE, 0 to 2) of the 14 areas of the WTO's mandate (``WTO+``)
and of the 38 others (``WTO-X``), a row an agreement, by its number (WBID); and a sheet ``Bilateral Information`` with a
row a pair (iso1, iso2), an agreement in force and a year. And the selection of provisions of the deeper, vertical
content that an R package gives out: a CSV with an agreement in each line (id, agreement) and 0 or 1 for provisions such
as ``ad_prov_14``.

What is checked: the sheets and columns, 14 and 38 areas in each of two sheets; marks within their range; that an
agreement that is there twice is coded alike; codes of three letters (those of no country here are left out, and named);
years. What is not covered can't be enforceable: where a
row says so it is counted, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.headed import MISSING, counted, headed, heading, lacking
from counterpoise.sources.rows_by_name import known_code, sheet_rows, written
from counterpoise.sources.source import Download, Part, Raw, Source, refused
from counterpoise.sources.source import written as writes
from counterpoise.sources.state_lines import whole
from counterpoise.sources.ties import COUNTRY, DAMAGED, tabled
from counterpoise.sources.workbooks import Sheet, open_sheets

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

AREAS = {"WTO+": 14, "WTO-X": 38}
"""How many policy areas there are, within the mandate of the WTO and beyond it."""

BOOK = 2020
"""The year of the book that the provisions belong to: their file says none."""

_LE = {"AC": 1, "LE": 2}
_SHEETS = tuple(f"{group} {what}" for group in AREAS for what in _LE)
_BILATERAL = "Bilateral Information"
_NAMES = ("rtaid", "wbid", "agreement", "year", "type", "status")
_FILE = re.compile(r".*\.(csv|xlsx)", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_PROVISION = re.compile(r"[a-z]+prov\d+", re.ASCII)
Coded = dict[tuple[int, str, str], int]


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file.

    Parameters
    ----------
    raw
        The workbook of horizontal content, the CSV of provisions, or an archive with them.
    progress
        Told of each sheet.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            yield _workbook(member, raw, progress) if kind_of(member.path) == "zip" else _provisions(member, raw)


class _Horizontal:
    """What the workbook holds."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.coded: dict[str, Coded] = {what: {} for what in _LE}
        self.areas: dict[str, list[str]] = {}
        self.pairs: set[tuple[str, str, int, int]] = set()
        self.unknown: set[str] = set()
        self.undated = 0

    def sheet(self, sheet: Sheet, group: str, what: str) -> None:
        """Read a sheet of areas."""
        names = _area_names(sheet, AREAS[group])
        if self.areas.setdefault(group, names) != names:
            raise refused(f"the areas of {group} are others than in the sheet before", sheet.where, DAMAGED)
        plain = [_plain(name) for name in names]
        held = self.coded[what]
        for place, cells in sheet_rows(sheet, ("wbid", "agreement", *plain)):
            if not cells["wbid"]:
                continue  # a note below the table
            number = whole(cells["wbid"], place, 1, 9999)
            self.names.setdefault(number, cells["agreement"])
            for name, word in zip(names, plain, strict=True):
                if cells[word] in MISSING:
                    continue
                mark = whole(cells[word], place, 0, _LE[what])
                if held.setdefault((number, group, name), mark) != mark:
                    raise refused(f"agreement {number} is there twice, with another {name}", place, DAMAGED)

    def bilateral(self, sheet: Sheet, wanted: int | None) -> None:
        """Read the pairs."""
        for place, cells in sheet_rows(sheet, ("iso1", "iso2", "wbid", "year"), ("agreement",)):
            if cells["year"] in MISSING:
                self.undated += 1
                continue
            year = whole(cells["year"], place, 1900, 2099)
            number = whole(cells["wbid"], place, 1, 9999)
            one, other = (self._code(cells[name], place) for name in ("iso1", "iso2"))
            if one is not None and other is not None and one != other and wanted in (None, year):
                self.names.setdefault(number, cells.get("agreement", ""))
                a, b = sorted((one, other))  # both directions are there: one is kept
                self.pairs.add((a, b, year, number))

    def _code(self, text: str, place: str) -> str | None:
        """Give a country; None of three letters that are no country's here, which are told."""
        code = known_code(text, "wb-dta")
        if code is None:
            if not _CODE.fullmatch(text):
                raise refused(f"{text[:20]!r} is no country's code", place, DAMAGED)
            self.unknown.add(text)
        return code


def _area_names(sheet: Sheet, number: int) -> list[str]:
    """Give the names of a sheet's areas, of which there must be as many as there are."""
    for line in sheet.cells[:5]:
        words = [written(cell) for cell in line]
        if "wbid" in map(_plain, words):
            names = [word for word in words if word and _plain(word) not in _NAMES and not word.startswith("Unnamed")]
            if len(names) != number:
                raise refused(f"there are {len(names)} policy areas, not {number}", sheet.where, DAMAGED)
            return names
    names_there = [_plain(written(cell)) for line in sheet.cells[:5] for cell in line]
    raise refused(lacking(("wbid", "agreement"), names_there), sheet.where)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _workbook(member: Member, raw: Raw, progress: Progress) -> Part:
    found = _Horizontal()
    seen = set()
    for sheet in open_sheets(member):
        name = sheet.name.strip()
        progress.report(f"reading sheet {name}")
        if name in _SHEETS:
            group, what = name.split(" ")
            found.sheet(sheet, group, what)
        elif name == _BILATERAL:
            found.bilateral(sheet, raw.year)
        seen.add(name)
    missing = [name for name in (*_SHEETS, _BILATERAL) if name not in seen]
    if missing:
        named = f"sheet {missing[0]!r}" if len(missing) == 1 else f"sheets {', '.join(map(repr, missing))}"
        raise refused(f"the workbook has no {named}", member.where, "take the horizontal content")
    if len(found.unknown) > len({code for pair in found.pairs for code in pair[:2]}):
        raise refused(f"most of its codes are no country's ({', '.join(sorted(found.unknown)[:5])})", member.where)
    if not found.pairs:
        raise refused("no agreement is in force in it" + (f" in {raw.year}" if raw.year else ""), member.where)
    if not found.coded["AC"]:
        raise refused("no agreement is coded in it", member.where, DAMAGED)
    return _described(found, member, raw)


def _tables(found: _Horizontal) -> tuple[dict[str, Any], int]:
    """Give the tables, and how many cells are enforceable without being covered."""
    import pyarrow as pa  # noqa: PLC0415

    covered, enforced = found.coded["AC"], found.coded["LE"]
    keys = sorted(covered.keys() | enforced.keys())
    areas = [(*key, covered.get(key), enforced.get(key)) for key in keys]
    counts: dict[int, list[int]] = {}
    for number, _, _, ac, le in areas:
        held = counts.setdefault(number, [0, 0])
        held[0] += ac == 1
        held[1] += le == 2
    rows = [(number, name, *counts.get(number, (None, None))) for number, name in sorted(found.names.items())]
    kinds = {
        "areas": [("agreement", pa.int64()), ("mandate", pa.string()), ("area", pa.string()), ("covered", pa.int8()),
                  ("enforceable", pa.int8())],
        "agreements": [("agreement", pa.int64()), ("name", pa.string()), ("areas_covered", pa.int64()),
                       ("areas_enforceable", pa.int64())],
        "bilateral": [("country_a", pa.string()), ("country_b", pa.string()), ("year", pa.int16()),
                      ("agreement", pa.int64())],
    }  # fmt: skip
    held_rows: dict[str, Sequence[Any]] = {"areas": areas, "agreements": rows, "bilateral": sorted(found.pairs)}
    tables = {name: writes(tabled(held_rows[name], pa.schema(kinds[name]))) for name in kinds}
    return tables, sum(bool(le) and ac == 0 for _, _, _, ac, le in areas)


def _described(found: _Horizontal, member: Member, raw: Raw) -> Part:
    tables, odd = _tables(found)
    years = sorted({year for _, _, year, _ in found.pairs})
    coded = {number for number, _, _ in found.coded["AC"]}
    inside = {number for *_, number in found.pairs}
    countries = {code for pair in found.pairs for code in pair[:2]}
    said = re.search(r"\((v\d+)\)|_(v\d+)\b", member.name)
    return Part(
        dataset="wb-dta",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or (f"1.0 {said[1] or said[2]}" if said else "not stated by the file"),
        years=tuple(years),
        tables=tables,
        completeness=f"{counted(len(coded), 'agreement')} coded in {sum(AREAS.values())} policy areas; "
        f"{counted(len(found.pairs), 'pair, year and agreement', 'pairs, years and agreements')} of "
        f"{counted(len(countries), 'country', 'countries')}, {years[0]} to {years[-1]}; {len(inside - coded):,} agreements in "
        f"force are not coded (their depth is unknown), {found.undated:,} rows without a year left out.",
        verified="Countries are known, there are 14 and 38 areas, coverage is 0 or 1, enforceability 0 to 2.",
        notes=(
            "It codes agreements that are in force now: those that were replaced or ended are mostly missing, so early years "
            "look shallower than they were.",
            "An area is enforceable where the text is binding (1), and open to the settlement of disputes (2).",
            *(
                (f"Codes that are no country's here are left out: {', '.join(sorted(found.unknown))}.",)
                * bool(found.unknown)
            ),
            *((f"{odd:,} areas are enforceable without being covered.",) if odd else ()),
        ),
        numbers={"agreements": len(coded), "pairs": len(found.pairs), "countries": len(countries), "odd": odd},
        columns={
            "areas": {
                "agreement": "the World Bank's number (WBID)",
                "mandate": "WTO+ within the mandate of the WTO, WTO-X beyond it",
                "area": "as the producer names it",
                "covered": "1 where the agreement covers the area (AC)",
                "enforceable": "0 no, 1 binding without settlement of disputes, 2 with it (LE)",
            },
            "agreements": {
                "agreement": "the World Bank's number (WBID)",
                "areas_covered": "number of the 52 areas that are covered; null where it is not coded",
                "areas_enforceable": "number of the 52 areas that are enforceable with settlement of disputes",
            },
            "bilateral": {
                "country_a": f"{COUNTRY}, the earlier in the alphabet",
                "country_b": COUNTRY,
                "year": "a year in which the agreement is in force",
                "agreement": "the World Bank's number (WBID)",
            },
        },
    )


def _provisions(member: Member, raw: Raw) -> Part:
    """Read a selection of provisions, a line an agreement."""
    import pyarrow as pa  # noqa: PLC0415

    names = sorted(name for name in heading(member) if _PROVISION.fullmatch(name))
    if not names:
        raise refused("no column is a provision (such as ad_prov_14)", member.where)
    held: dict[int, dict[str, int | None]] = {}
    called: dict[int, str] = {}
    again = unlike = 0
    for place, cells in headed(member, raw, ("id", "agreement", *names)):
        number = whole(cells["id"], place, 1, 99_999)
        marks = {name: None if cells[name] in MISSING else whole(cells[name], place, 0, 1) for name in names}
        if number in held:
            again += 1
            unlike += held[number] != marks
            marks = {name: _either(held[number][name], mark) for name, mark in marks.items()}
        held[number] = marks
        if cells["agreement"] not in MISSING:
            called.setdefault(number, cells["agreement"])
    if not held:
        raise refused("there is no agreement in it", member.where)
    rows = [
        (number, called.get(number), name.replace("prov", "_prov_"), mark)
        for number, marks in sorted(held.items())
        for name, mark in sorted(marks.items())
    ]
    kinds = [("agreement", pa.int64()), ("name", pa.string()), ("provision", pa.string()), ("present", pa.int8())]
    return Part(
        dataset="wb-dta-provisions",
        kind="table",
        title=f"{SOURCE.title}: selected provisions",
        edition=raw.edition or "not stated by the file",
        years=(raw.year or BOOK,),
        tables={"provisions": writes(tabled(rows, pa.schema(kinds)))},
        completeness=f"{counted(len(held), 'agreement')}, {counted(len(names), 'provision')} each: a selection, not the "
        "whole of the vertical content.",
        verified="Provisions are 0 or 1.",
        notes=(
            f"The file has no years: it stands under {BOOK}, the year of the book.",
            "A selection of provisions is no index of depth.",
            *(
                (f"{again:,} agreements are there on two lines, {unlike:,} of them unlike: what any line says counts.",)
                * (again > 0)
            ),
        ),
        numbers={"agreements": len(held), "provisions": len(names), "again": again, "unlike": unlike},
        columns={
            "provisions": {
                "agreement": "the file's id",
                "provision": "policy area and number in the codebook of the vertical content",
                "present": "1 where the agreement has it",
            }
        },
    )


def _either(one: int | None, other: int | None) -> int | None:
    """Give what either line says."""
    known = [mark for mark in (one, other) if mark is not None]
    return max(known) if known else None


def _downloads(_edition: str, _year: int | None) -> tuple[Download, ...]:
    name = "DTA 1.0 - Horizontal Content (v2).xlsx"
    folder = "https://datacatalogfiles.worldbank.org/ddh-published/0065624/2/DR0093615"
    return (Download(f"{folder}/{name.replace(' ', '%20')}", name),)


SOURCE = Source(
    name="wb-dta",
    title="Deep Trade Agreements database, horizontal content",
    producer="World Bank",
    licence="CC BY 4.0, as the World Bank's data catalogue says of its own data (not confirmed for this file)",
    terms="https://www.worldbank.org/en/about/legal/terms-of-use-for-datasets",
    citation="Mattoo, A., Rocha, N. and Ruta, M. (2020), Handbook of Deep Trade Agreements, World Bank; Hofmann, C., "
    "Osnago, A. and Ruta, M. (2017), Horizontal Depth: A New Database on the Content of Preferential Trade Agreements, World "
    "Bank Policy Research Working Paper 7981",
    page="https://datatopics.worldbank.org/dta/table.html",
    editions=("1.0 v2",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
