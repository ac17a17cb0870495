"""The Global Sanctions Data Base (Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov): one row a sender and target.

The case-level file (releases 3 and 4, CSV or workbook) has a line for each case: case_id, sanctioned_state,
sanctioning_state, begin, end, trade, descr_trade, arms, military, financial, travel, other, target_mult, sender_mult,
objective, success. Several senders or targets stand in one cell, joined by commas, and so do the parts of some names
(``Korea, South``). Groups of states are kept under this program's code where it has one, else by name alone.

What is checked: the columns; known states; years in order; marks that are 0 or 1; known words for trade, objectives and
success; cases that are there once. A mark that was changed, or a line that is gone, has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.codes.groups import groups
from counterpoise.core.errors import DataError
from counterpoise.sources.container import Member, kind_of, members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.headed import MISSING, UNKNOWN, Cells, counted, headed, plain
from counterpoise.sources.source import Part, Raw, Source, refused, written
from counterpoise.sources.state_lines import whole
from counterpoise.sources.tabular import year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, continuing, tabled
from counterpoise.sources.workbooks import open_sheet

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

MARKS = ("trade", "arms", "military", "financial", "travel", "other")
"""Kinds of sanctions."""

TRADE = frozenset({"exp_part", "exp_compl", "imp_part", "imp_compl"})
_OBJECTIVES = (
    "policy_change destab_regime territorial_conflict prevent_war terrorism end_war human_rights democracy other"
)
OBJECTIVES = frozenset(_OBJECTIVES.split())
SUCCESS = frozenset({"success_total", "success_part", "nego_settlement", "failed", "ongoing"})

_ENDING = re.compile(
    r"The|South|North|(Arab |Islamic |Dem\. )?Rep\.|(Democratic )?Republic of( the)?|Rep\. of|PDR|RB|Fed\. Sts\."
)
"""What follows a comma within one name."""

_GROUP = re.compile(
    r".*\b(union|league|organi[sz]ations?|communit(y|ies)|commonwealth|signatories|participants|forum|countries"
    r"|balkans|terrorists?|groups?|members|council|alliance|coalition)\b.*",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z0-9]|[A-Z]\w*[Cc][Oo][Mm]|Comecon")
_NAMELESS = frozenset({"Cyprus (Northern)"})
_LAST_OF_SAIGON = 1975
_NEEDED = (
    "caseid",
    "sanctionedstate",
    "sanctioningstate",
    "begin",
    "end",
    *MARKS,
    "descrtrade",
    "objective",
    "success",
)
_FILE = re.compile(r"(?!.*dyad).*\.(csv|tab|tsv|xlsx|txt)", re.IGNORECASE)


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file.

    Parameters
    ----------
    raw
        The case-level file, as CSV or as a workbook, or an archive with it.
    progress
        Told of each file.

    Raises
    ------
    DataError
        If the file is not as its producer makes it; see the module.
    """
    with members(raw, lambda name: bool(_FILE.fullmatch(name))) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            rows: list[dict[str, Any]] = []
            seen: set[int] = set()
            for place, cells in _lines(member, raw):
                case = whole(cells["caseid"], place, 1, 99_999)
                if case in seen:
                    raise refused(f"case {case} is there twice", place, DAMAGED)
                seen.add(case)
                rows += _pairs(case, cells, place)
            if raw.year is not None:
                rows = [row for row in rows if row["begin"] <= raw.year <= row["end"]]
            if not rows:
                raise refused("there is no case in it" + (f" for {raw.year}" if raw.year else ""), member.where)
            yield _described(rows, raw)


def _lines(member: Member, raw: Raw) -> Iterator[tuple[str, Cells]]:
    """Give each line of a text, or each row of a workbook's first sheet."""
    if kind_of(member.path) != "zip":
        yield from headed(member, raw, _NEEDED)
        return
    sheet = open_sheet(member, lambda _: True)
    head = [plain(str(cell)) for cell in sheet.cells[0]] if sheet.cells else []
    for name in _NEEDED:
        if head.count(name) != 1:
            raise refused(f"the column {name!r} is not there once", f"{sheet.where}, row 1")
    for row, cells in enumerate(sheet.cells[1:], 2):
        if any(cell != "" for cell in cells):
            yield f"{sheet.where}, row {row}", {name: _text(cells[head.index(name)]) for name in _NEEDED}


def _text(cell: Any) -> str:
    """Give a cell of a workbook as text; numbers there have a decimal point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _pairs(case: int, cells: Cells, place: str) -> Iterator[dict[str, Any]]:
    """Give a row for each sender and target of a case."""
    begin, end = (year_of(str(whole(cells[name], place, 1900, 2099)), place) for name in ("begin", "end"))
    if end < begin:
        raise refused(f"it ends in {end}, before it begins in {begin}", place, DAMAGED)
    marks = {name: whole(cells[name], place, 0, 1) for name in MARKS}
    success = _words(cells["success"], SUCCESS, place)
    about = {
        "begin": begin,
        "end": end,
        "ongoing": int("ongoing" in (success or "").split(", ")),
        "trade": marks["trade"],
        "trade_description": _words(cells["descrtrade"], TRADE, place),
        **{name: marks[name] for name in MARKS[1:]},
        "objective": _words(cells["objective"], OBJECTIVES, place),
        "success": success,
    }
    senders, targets = (_names(cells[name], place) for name in ("sanctioningstate", "sanctionedstate"))
    for sender in senders:
        for target in targets:
            codes = {"sender": _code(sender, begin, place), "target": _code(target, begin, place)}
            yield {"case": case, **codes, **about, "sender_name": sender, "target_name": target}


def _names(text: str, place: str) -> list[str]:
    """Split a cell at its commas, but for those within a name.

    Examples
    --------
    >>> _names("Korea, South, Gambia, The,Japan", "line 2")
    ['Korea, South', 'Gambia, The', 'Japan']
    """
    found: list[str] = []
    for word in (part.strip() for part in text.split(",")):
        if found and _ENDING.fullmatch(word):
            found[-1] = f"{found[-1]}, {word}"
        elif word:
            found.append(word)
    if not found or len(set(found)) < len(found):
        raise refused(f"{text[:40]!r} names no state, or one twice", place, DAMAGED)
    return found


def _words(text: str, known: frozenset[str], place: str) -> str | None:
    """Give the words of a cell, joined alike; None where it is empty."""
    if text in MISSING or text == "0":
        return None
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in known:
            raise refused(f"{word[:30]!r} is none of {', '.join(sorted(known))}", place, DAMAGED)
    return ", ".join(words)


def _code(name: str, year: int, place: str) -> str | None:
    """Give the code of a state or of a known group; None for what is no state and has no code."""
    known = _group(name)
    if known:
        return known
    try:
        known = continuing(from_name(name, place, "gsdb"), year)
    except DataError as error:
        if name in _NAMELESS or _GROUP.fullmatch(name) or _ACRONYM.fullmatch(name):
            return None
        raise refused(f"{name[:40]!r} is no state or group that this program knows", place, UNKNOWN) from error
    return "VNM" if known == "RVN" and year > _LAST_OF_SAIGON else known


def _group(name: str) -> str | None:
    """Give the code of a known group; the European Economic Community is kept as the European Union."""
    return {"EEC": "EU", "EEU": "EAEU"}.get(name, name if name in groups() else None)


def _described(rows: Sequence[dict[str, Any]], raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    text, number, mark = pa.string(), pa.int64(), pa.int8()
    kinds = {"case": number, "begin": number, "end": number, "ongoing": mark, **dict.fromkeys(MARKS, mark)}
    schema = pa.schema([(name, kinds.get(name, text)) for name in rows[0]])
    years = sorted({year for row in rows for year in (row["begin"], row["end"])})
    cases = len({row["case"] for row in rows})
    numbers = {
        "rows": len(rows),
        "cases": cases,
        "states_and_groups": len({row[side] for row in rows for side in ("sender", "target")} - {None}),
        "without_code": sum(row["sender"] is None or row["target"] is None for row in rows),
        "ongoing": len({row["case"] for row in rows if row["ongoing"]}),
    }
    return Part(
        dataset="gsdb",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=tuple(years),
        tables={"sanctions": written(tabled([tuple(row.values()) for row in rows], schema))},
        completeness=f"{counted(cases, 'case')}, {years[0]} to {years[-1]}, as {counted(len(rows), 'pair')} of sender and "
        f"target; in {numbers['without_code']:,} pairs a group, or no state, has a name alone. Pressure that was never "
        "announced (China's on Korea in 2016 and 2017) and export controls are mostly not in it: no row is not none.",
        verified="States, kinds of trade sanctions, objectives and outcomes are known; each case is there once.",
        notes=(
            "A case in its last known year may be over or still on: `ongoing` says what the producers' outcome says.",
            "Objectives and outcomes stand in the same order, one outcome an objective.",
            "Members of a group are not written out: EU stands for its members of the time.",
        ),
        numbers=numbers,
        columns={
            "sanctions": {
                "case": "the producers' number",
                "sender": f"{COUNTRY}, or the code of a group; null where the sender has a name alone",
                "target": f"{COUNTRY}, or the code of a group; null where the target has a name alone",
                "begin": "first year",
                "end": "last year; the last of the file where it is still on",
                "ongoing": "1 where an outcome is still open",
                "trade_description": "exports or imports, partial or complete, from the sender's side",
                **dict.fromkeys(MARKS, "1 where the case has sanctions of this kind, else 0"),
                "objective": "the producers' words, joined by commas",
                "success": "the producers' words, one an objective",
                "sender_name": "as in the file",
                "target_name": "as in the file",
            }
        },
    )


SOURCE = Source(
    name="gsdb",
    title="Global Sanctions Data Base",
    producer="Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov (Drexel University and others)",
    licence="Handed out on request by the producers; terms not confirmed",
    terms="https://www.globalsanctionsdatabase.com",
    citation="Felbermayr, G., Kirilakha, A., Syropoulos, C., Yalcin, E. and Yotov, Y. V. (2020), The Global Sanctions "
    "Data Base, European Economic Review 129, 103561; Syropoulos, C. et al. (2024), The Global Sanctions Data "
    "Base, Release 3, Review of International Economics 32(1)",
    page="https://www.globalsanctionsdatabase.com",
    editions=("3", "4"),
    verified="the documented layout only",
    read=read,
)
