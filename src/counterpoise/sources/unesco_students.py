"""Students from abroad by origin (UNESCO Institute for Statistics): the archive ``OPRI.zip``.

``OPRI_LABEL.csv`` names the indicators, among them one for each origin (``Students from Viet Nam, both sexes
(number)``); ``OPRI_DATA_NATIONAL.csv`` holds their figures by the host's alpha-3 code and year. What is checked: both
files and their columns; origins and hosts that are known; years; figures that are numbers and not below 0; no figure
twice. A line that is gone has no check but the archive's own checksums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from counterpoise.sources.container import members
from counterpoise.sources.country_names import from_name
from counterpoise.sources.source import Download, Part, Raw, Source, refused, written
from counterpoise.sources.tabular import year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, count_of, from_code, named_lines, tabled

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

LEAST_ORIGINS = 150
"""Fewest origins that a whole list of labels names."""

_LABEL = re.compile(r"(?:.*: )?Students from (.+), both sexes \(number\)")
_UNKNOWN = "unknown countries"
_NAMES = ("OPRI_LABEL.CSV", "OPRI_DATA_NATIONAL.CSV")
_NOTHING = frozenset({"", "NA"})
Key = tuple[str, str, int]


def read(raw: Raw, progress: Progress, least: int = LEAST_ORIGINS) -> Iterator[Part]:
    """Give the one part of the archive.

    Parameters
    ----------
    raw
        ``OPRI.zip``.
    progress
        Told of each file.
    least
        The fewest origins that a whole list names.

    Raises
    ------
    DataError
        If it is not the archive, or a cell is not what it should be; see the module.
    """
    origins = _origins(raw, progress)
    if len(origins) < least:
        raise refused(f"its labels name {len(origins)} origins, below {least}", raw.name, "get it again, whole")
    found = _figures(raw, progress, origins)
    if not found:
        raise refused("there is no figure" + (f" for {raw.year}" if raw.year else ""), raw.name)
    yield _described(found, raw)


def _origins(raw: Raw, progress: Progress) -> Mapping[str, str | None]:
    """Give the origin of each indicator that has one; None where it is unknown."""
    held: dict[str, str | None] = {}
    with members(raw, lambda name: name.upper() == _NAMES[0]) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            for place, cells in named_lines(member, ("INDICATOR_ID", "INDICATOR_LABEL_EN"), whole=True):
                told = _LABEL.fullmatch(cells["INDICATOR_LABEL_EN"])
                if told and cells["INDICATOR_ID"] in held:
                    raise refused(f"the indicator {cells['INDICATOR_ID']} is there twice", place, DAMAGED)
                if told:
                    name = told[1]
                    held[cells["INDICATOR_ID"]] = None if name == _UNKNOWN else from_name(name, place, "unesco")
    return held


def _figures(raw: Raw, progress: Progress, origins: Mapping[str, str | None]) -> dict[Key, float]:
    """Give the students by host, origin and year; an origin of two indicators (Sudan) is their sum."""
    found: dict[Key, float] = {}
    seen: set[tuple[str, str, int]] = set()
    needed = ("INDICATOR_ID", "COUNTRY_ID", "YEAR", "VALUE", "MAGNITUDE")
    with members(raw, lambda name: name.upper() == _NAMES[1]) as files:
        for member in files:
            progress.report(f"reading {member.name}")
            for place, cells in named_lines(member, needed, whole=True):
                indicator = cells["INDICATOR_ID"]
                if indicator not in origins:
                    continue
                host, year = from_code(cells["COUNTRY_ID"], place, "unesco"), year_of(cells["YEAR"], place)
                if (indicator, host, year) in seen:
                    raise refused(f"{indicator} of {host} in {year} is there twice", place, DAMAGED)
                seen.add((indicator, host, year))
                value, origin = _value(cells, place), origins[indicator]
                if value is not None and origin is not None and raw.year in (None, year):
                    found[host, origin, year] = found.get((host, origin, year), 0.0) + value
    return found


def _value(cells: Mapping[str, str], place: str) -> float | None:
    """Give a figure; none where it is not applicable, 0 where the magnitude says nil."""
    if cells["MAGNITUDE"].upper() == "NA":
        return None
    value = count_of(cells["VALUE"], place, _NOTHING)
    return 0.0 if value is None and cells["MAGNITUDE"].upper() == "NIL" else value


def _described(found: Mapping[Key, float], raw: Raw) -> Part:
    import pyarrow as pa  # noqa: PLC0415

    text = pa.string()
    schema = pa.schema([("host", text), ("origin", text), ("year", pa.int16()), ("students", pa.float64())])
    rows = [(*key, value) for key, value in sorted(found.items())]
    years = tuple(sorted({year for _, _, year in found}))
    return Part(
        dataset="unesco-students",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or f"years to {years[-1]}",
        years=years,
        tables={"students": written(tabled(rows, schema))},
        completeness=f"{len(rows):,} figures of {len({key[0] for key in found})} hosts and "
        f"{len({key[1] for key in found})} origins from {years[0]} to {years[-1]}; students of unknown origin are left out. "
        "No row means that the host reports none, not 0; hosts with few or no reports are missing (often China).",
        verified="Hosts and origins are known; no figure is there twice.",
        notes=(
            "Students who crossed a border to study at the tertiary level, in the year that the school year ends.",
            "The newest year holds the hosts that have reported by then.",
            "Sudan's figures are those before and after the secession, whichever a host reports.",
        ),
        numbers={"rows": len(rows)},
        columns={
            "students": {"host": COUNTRY, "origin": COUNTRY, "year": "", "students": "persons, tertiary level"},
        },
    )


def _downloads(edition: str, _year: int | None) -> tuple[Download, ...]:
    return (Download(f"https://download.uis.unesco.org/bdds/{edition}/OPRI.zip", "OPRI.zip"),)


SOURCE = Source(
    name="unesco-students",
    title="Inbound internationally mobile students by country of origin",
    producer="UNESCO Institute for Statistics",
    licence="CC BY-SA 3.0 IGO (as the institute says; not confirmed)",
    terms="https://databrowser.uis.unesco.org/resources/bulk",
    citation="UNESCO Institute for Statistics, Bulk Data Download Service, Other Policy Relevant Indicators (OPRI)",
    page="https://databrowser.uis.unesco.org/resources/bulk",
    editions=("202509",),
    verified="the documented layout only",
    read=read,
    downloads=_downloads,
)
