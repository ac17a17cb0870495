"""Which trade agreements bind whom, since when and how deep, and what is negotiated."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Provenance, Result
from counterpoise.questions.agreed_beside import said_beside
from counterpoise.questions.arguments import EVERYONE, Partners, Subjects, Year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterpoise.world.agreement import Agreement

FIRST, LAST = 1950, 2025
"""The years that the register tells of: until the end of the last it is known what came into force, and how talks stand."""

_OWN, _NAMED = "own reading", 8
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPLETE = ("G20", "EU", "ASEAN")
"""Among whose members each pair was held against DESTA's."""


@question(charts="counterpoise.charts")
def agreements(
    country: Subjects,
    *,
    on: Partners | None = None,
    year: Year | None = None,
    progress: Progress | None = None,
) -> Result:
    """Which trade agreements are in force, since when and how deep, and what is negotiated or was stopped.

    Parameters
    ----------
    country
        A country, several, or a group; ALL for every agreement.
    on
        With whom: countries or groups; everyone if left out.
    year
        The year, at its end: 2025 if left out, to whose end the facts reach.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        For each pair and agreement an ``[entry]`` with ``country``, ``partner``, ``year`` (of entry into force, else of
        signature or of the first talks), ``variable`` (the agreement), ``kind``, ``status``, ``since``, ``until`` and
        ``note``: whether it is in force (1 or 0), its depth (how many of seven provisions it has, Dür, Baccini and Elsig
        2014; missing where nobody has read it) and the year from which it counts in a model of annual trade. Where the
        store holds DESTA, Larch's or the World Bank's database, its warnings tell what these say of the same pairs.

    Raises
    ------
    InputError
        If a word is not known, a partner is the country itself, or the register does not tell of the year.

    References
    ----------
    Dür, A., L. Baccini and M. Elsig (2014), The design of international trade agreements: introducing a new dataset,
    Review of International Organizations 9(3), 353-375.

    Examples
    --------
    >>> import counterpoise as cp
    >>> held = cp.agreements("KOR", on="CHN", year=2024).data
    >>> held["variable"].values.tolist()
    ['Korea-China', 'RCEP', 'APTA', 'Korea-China second phase', 'China-Japan-Korea']
    >>> held["since"].values.tolist()[:3], held["agreement_depth"].values.tolist()[:3]
    (['2015-12-20', '2022-02-01', '2002-01-01'], [6.0, 6.0, 1.0])
    """
    tell = quietly(progress)
    tell.report("reading the register", 0.0)
    when = LAST if year is None else year
    if not FIRST <= when <= LAST:
        remedy = f"name a year from {FIRST} to {LAST}"
        raise InputError(f"the register does not tell of {when}", where="--year", remedy=remedy)
    subjects = None if tuple(country) == (EVERYONE,) else _countries(country, when, "country")
    partners = None if on is None or tuple(on) == (EVERYONE,) else _countries(on, when, "--on")
    if on and (itself := [one for one in country if one in on and one != EVERYONE]):
        raise InputError(f"{itself[0]} has no agreement with itself", where="--on", remedy="name another country")
    entries = [*_entries(subjects, partners, when)]
    entries += _without(entries, subjects, partners, when)
    told, sources = said_beside(entries, when)
    entries.sort(key=lambda one: (_ORDER.index(one["status"]), one["rank"], one["since"], one["variable"]))
    tell.report("done", 1.0)
    data = _dataset(entries)
    data.attrs = {
        "layout": "agreements",
        "entries": "entry",
        "subject": ", ".join(subjects or ()) or EVERYONE,
        "pairs": partners is not None,
        "day": f"{when}-12-31",
    }
    cautions = (*_cautions(entries, when), *_incomplete(entries, subjects, partners, when), *told)
    return Result(Asked("agreements", {}), data, (_provenance(entries), *sources), cautions)


def _countries(words: Sequence[str], year: int, where: str) -> tuple[str, ...]:
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    return parse_countries(words, year=year, where=where)


_ORDER = ("in force", "signed", "negotiating", "stopped", "ended", "none")
_KINDS = ("customs_union", "free_trade_agreement", "partial_scope")


def _entries(subjects: Sequence[str] | None, partners: Sequence[str] | None, year: int) -> Iterator[dict[str, Any]]:
    """Give an entry for each agreement and each pair that is asked for."""
    from counterpoise.world.register import agreements as register  # noqa: PLC0415

    for one in register().values():
        status = _standing(one, year)
        if not status:
            continue
        day = one.ended - timedelta(days=1) if status == "ended" and one.ended else year
        for pair in sorted(map(sorted, one.pairs(day))):
            ends = _ends(pair, subjects, partners)
            if ends:
                yield _entry(one, ends, status, day, year)


_TALKS = ("signed", "negotiating", "stopped")


def _standing(one: Agreement, year: int) -> str:
    """Give how an agreement stands at the end of a year; talks stop in the last year of which their note tells."""
    status = one.stands(year)
    return "negotiating" if status == "stopped" and _latest(one.note, LAST) > year else status


def _latest(note: str, last: int) -> int:
    """Give the newest year that a note names, of those up to the last that the register tells of."""
    return max((int(word) for sentence in _sentences(note) for word in _YEAR.findall(sentence) if int(word) <= last),
               default=0)  # fmt: skip


def _sentences(note: str) -> list[str]:
    """Give a note's sentences, without the last of every note on talks, which a caution says."""
    return [one.rstrip(".") for one in note.split(". ") if one and not one.startswith("As known at the end of")]


def _note(one: Agreement, status: str, year: int) -> tuple[str, int]:
    """Give what is known of talks by a year, and their rounds: what tells of a later year is left out."""
    rounds = one.rounds or 0
    if status not in _TALKS or year >= LAST:
        return one.note, rounds
    said = [text for text in _sentences(one.note) if all(int(word) <= year for word in _YEAR.findall(text))]
    said = [text for text in said if _YEAR.search(text) or (status == one.status and not text.startswith("No "))]
    latest = _latest(one.note, LAST)
    return ". ".join(said) + ("." if said else ""), rounds if 0 < latest <= year else 0


def _ends(
    pair: Sequence[str], subjects: Sequence[str] | None, partners: Sequence[str] | None
) -> tuple[str, str] | None:
    """Give a pair with the country that is asked about first, or None where it isn't asked about."""
    for one, other in (pair, pair[::-1]):
        if (subjects is None or one in subjects) and (partners is None or other in partners):
            return one, other
    return None


def _entry(one: Agreement, ends: tuple[str, str], status: str, day: Any, year: int) -> dict[str, Any]:
    from counterpoise.world.register import counts_from  # noqa: PLC0415

    bound = one.since(*ends, day) if one.in_force and status in ("in force", "ended") else None
    since = bound or (None if status in ("negotiating", "stopped") else one.signed) or one.launched
    note, rounds = _note(one, status, year)
    said = f"{one.kind.replace('_', ' ')}{', in part' if one.partial and one.kind != 'partial_scope' else ''}"
    return {
        "variable": one.name,
        "country": ends[0],
        "partner": ends[1],
        "year": since.year if since else 0,
        "kind": said,
        "rank": (_KINDS.index(one.kind), -(one.depth if one.depth is not None else -1)),
        "status": status,
        "since": since.isoformat() if since else "",
        "until": one.ended.isoformat() if one.ended and status == "ended" else "",
        "note": note,
        "rounds": rounds,
        "in_force": float(status == "in force"),
        "depth": math.nan if one.depth is None else one.depth,
        "read": math.nan if one.in_force is None and one.depth is None else float(one.depth is not None),
        "own": float(one.depth_from == _OWN),
        "depth_source": f"DESTA 2.2, number {one.desta}" if one.depth_from == "DESTA" else one.depth_from,
        "counts_from": counts_from(bound) if bound else math.nan,
        "source": one.citation,
        "memory": one.seen == "memory",
    }


def _without(
    entries: Sequence[dict[str, Any]], subjects: Sequence[str] | None, partners: Sequence[str] | None, year: int
) -> list[dict[str, Any]]:
    """Give an entry for each pair that is asked for, or else each country, with nothing in force."""
    bound = [one for one in entries if one["in_force"]]
    pairs = {(one["country"], one["partner"]) for one in bound} | {(one["partner"], one["country"]) for one in bound}
    some = {one for pair in pairs for one in pair}
    if partners is None:
        lacking = [(one, "") for one in subjects or () if one not in some]
    else:
        asked = dict.fromkeys((a, b) for a in subjects or () for b in partners if a != b)
        lacking = [pair for pair in asked if pair not in pairs and pair[::-1] not in {*asked} - {pair}]
    nothing = {"variable": "", "kind": "", "since": "", "until": "", "note": "", "depth_source": "", "source": ""}
    empty = {"year": year, "rank": (0, 0), "status": "none", "rounds": 0, "in_force": 0.0, "own": 0.0, "memory": False}
    known = {"depth": math.nan, "read": math.nan, "counts_from": math.nan}
    return [{**nothing, **empty, **known, "country": one, "partner": other} for one, other in lacking]


def _dataset(entries: Sequence[dict[str, Any]]) -> Any:
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    def column(name: str, kind: Any = float) -> tuple[str, Any]:
        return "entry", np.array([one[name] for one in entries], dtype=kind)

    stated = [_stated(one) for one in entries]
    made: dict[str, Any] = {
        "agreement_in_force": (*column("in_force"), _attrs("agreement_in_force")),
        "agreement_in_force__kind": ("entry", np.array(stated, dtype=object)),
        "agreement_in_force__source": column("source", object),
        "agreement_depth": (*column("depth"), _attrs("agreement_depth")),
        "agreement_depth__coverage": column("read"),
        "agreement_depth__estimated": column("own"),
        "agreement_depth__source": column("depth_source", object),
        "agreement_counts_from": (*column("counts_from"), _attrs("agreement_counts_from")),
        "agreement_counts_from__coverage": (
            "entry",
            np.array([math.nan if math.isnan(one["counts_from"]) else 1.0 for one in entries], dtype=float),
        ),
    }
    words = ("country", "partner", "variable", "kind", "status", "since", "until", "note")
    coords: dict[str, Any] = {one: column(one, object) for one in words}
    coords |= {one: column(one, np.int64) for one in ("year", "rounds")}
    return xr.Dataset(made, coords={"entry": np.arange(len(entries)), **coords})


def _stated(one: dict[str, Any]) -> str:
    if one["status"] == "none":
        return "the register knows none in force"
    ends = f" until {one['until']}" if one["until"] else ""
    return f"{one['kind']}; {one['status']}{' since ' + one['since'] if one['in_force'] else ends}"


def _attrs(name: str) -> dict[str, Any]:
    label, short, unit, cite = {
        "agreement_in_force": ("Trade agreement in force (1) or not (0)", "in force", "", ""),
        "agreement_depth": (
            "How many of seven provisions the agreement has",
            "depth",
            "index",
            "Dür, Baccini and Elsig (2014)",
        ),
        "agreement_counts_from": (
            "Year from which it counts in a model of annual trade",
            "counts from",
            "year",
            "",
        ),
    }[name]
    held = {"label": label, "short": short, "unit": unit, "symbol": "", "formula": "", "citation": cite}
    return {**held, "estimated": False}


def _provenance(entries: Sequence[dict[str, Any]]) -> Provenance:
    from counterpoise import facts  # noqa: PLC0415
    from counterpoise.core.canonical import canonical_hash  # noqa: PLC0415

    memory = {one["variable"]: one["memory"] for one in entries if one["variable"]}
    rows = facts.read("trade_agreements")
    return Provenance(
        source="trade agreements",
        title="Trade agreements: facts with a citation each",
        edition=max(row["date"] for row in rows),
        citation="Depth: Dür, Baccini and Elsig (2014), DESTA 2.2",
        licence="DESTA: free for research, with citation",
        checksum=canonical_hash(list(rows)),
        notes=(f"{sum(memory.values())} of {len(memory)} agreements rest on memory",) if any(memory.values()) else (),
    )


def _incomplete(
    entries: Sequence[dict[str, Any]], subjects: Sequence[str] | None, partners: Sequence[str] | None, year: int
) -> tuple[str, ...]:
    """Say of whom the register may lack agreements: of those named who stand outside, else of the others."""
    from counterpoise.world.agreement import countries_of  # noqa: PLC0415

    inside = {*countries_of(_COMPLETE, date(year, 12, 31)), *countries_of(_COMPLETE, date.max)}
    lacking = {code for one in entries if one["status"] == "none" for code in (one["country"], one["partner"]) if code}
    outside = sorted((lacking if partners is not None else lacking | {*(subjects or ())}) - inside)
    if partners is not None and not outside:
        return ()
    more = f" and {len(outside) - _NAMED} more" if len(outside) > _NAMED else ""
    whom = f"{', '.join(outside[:_NAMED])}{more}" if outside else "others"
    return (
        f"the register is complete among the G20, the European Union and ASEAN only; of {whom} it may lack agreements",
    )


def _cautions(entries: Sequence[dict[str, Any]], year: int) -> tuple[str, ...]:
    from counterpoise import facts  # noqa: PLC0415

    looked = max(row["date"] for row in facts.read("trade_agreements"))
    said = [
        f"as it stands at the end of {year}; the facts were looked up by {looked} and tell what is known to the end of {LAST}"
    ]
    if any(one["in_force"] for one in entries):
        said += [
            "depth is how many of seven provisions an agreement has by DESTA's index, from 0 to 7, and as it is now; "
            "missing means that nobody has read it, not that it is shallow",
            "an agreement counts in a model of annual trade from the first year by whose middle it is in force",
        ]
    own = dict.fromkeys(one["variable"] for one in entries if one["own"])
    if own:
        more = f" and {len(own) - _NAMED} more" if len(own) > _NAMED else ""
        said.append(f"own reading of depth by DESTA's questions, from memory: {', '.join([*own][:_NAMED])}{more}")
    if any(one["status"] in ("signed", "negotiating", "stopped") for one in entries):
        said.append(
            f"talks are told as known at the end of {LAST}; of an earlier year it is known what had begun and been signed, "
            "not whether talks stood still"
        )
    if any(one["kind"] == "partial scope" for one in entries):
        said.append("partial scope: some goods only; such an agreement frees no tariff of a baseline")
    return tuple(said)
