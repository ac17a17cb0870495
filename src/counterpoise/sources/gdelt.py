"""GDELT 2.0 events (Leetaru and Schrodt 2013): the export files, each of 15 minutes or several of them together.

A file has 61 columns, separated by tabs, without a heading and without quotes. What is checked: the number of columns of
each row, its date and its class; a file that ends within a line is refused. An event's day is that on which it is said to
have taken place, often before the file's; days are covered where a file was added on them, so that a lone mention of the
past makes no year of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.event_rows import GDELT, Layout, expect, gathered
from counterpoise.sources.source import Part, Raw, Source

if TYPE_CHECKING:
    from counterpoise.core.progress import Progress

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code")
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
NAMES = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{k}{one}" for k in (1, 2) for one in (*_ACTOR, "Type2Code", "Type3Code")),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{one}" for who in ("Actor1", "Actor2", "Action") for one in _PLACE),
    *("DATEADDED", "SOURCEURL"),
)
"""The columns, as in the GDELT Event Codebook V2.0 (19 February 2015)."""

TYPES = {"SQLDATE": "INTEGER", "QuadClass": "TINYINT", "GoldsteinScale": "FLOAT", "DATEADDED": "BIGINT"}

WORDS = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "WSB": "PSE", "GZS": "PSE"}
"""CAMEO's codes of countries that ISO 3166-1 writes otherwise (CAMEO codebook 1.1b3, chapter 3; from memory): Romania, East
Timor, Zaire, the West Bank and Gaza."""


def _day(number: str) -> str:
    """Write the date of a number such as 20240131."""
    return f"try(make_date(({number}) // 10000, ({number}) // 100 % 100, ({number}) % 100))"


LAYOUT = Layout(
    schema=GDELT,
    names={name: TYPES.get(name, "VARCHAR") for name in NAMES},
    header=False,
    day=_day("SQLDATE"),
    source="Actor1CountryCode",
    target="Actor2CountryCode",
    code="EventCode",
    kind="QuadClass",
    goldstein="GoldsteinScale",
    covers=_day("(DATEADDED // 1000000)::integer"),
    words=WORDS,
)


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give the part of a file, or of an archive.

    Parameters
    ----------
    raw
        An export file, or an archive with several.
    progress
        Told of each.

    Raises
    ------
    DataError
        If a file is of another schema, which is named, or was cut; see the module.
    """
    with members(raw, lambda name: name.lower().endswith((".csv", ".txt", ".tsv"))) as files:
        found = ((member, _layout(member, progress)) for member in files)
        with gathered(found, where=raw.name, dataset="gdelt-2", title="GDELT 2.0 events", edition="2.0") as part:
            yield part


def _layout(member: Member, progress: Progress) -> Layout:
    expect(member, GDELT)
    progress.report(f"reading {member.name}")
    return LAYOUT


SOURCE = Source(
    name="gdelt",
    title="GDELT 2.0 Event Database",
    producer="The GDELT Project",
    licence="free for any use with citation of the GDELT Project and a link to it",
    terms="https://www.gdeltproject.org/about.html#termsofuse",
    citation="Leetaru, K. and Schrodt, P. A. (2013), GDELT: Global Data on Events, Location and Tone, ISA Annual Convention",
    page="http://data.gdeltproject.org/gdeltv2/masterfilelist.txt",
    editions=("2.0",),
    verified="the documented layout only",
    read=read,
)
