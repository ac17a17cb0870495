"""Formal Bilateral Influence Capacity (Pardee Center, University of Denver): what one state can do to another, by year.

The file is a CSV with a line for each directed pair and year: iso3a (who has influence), iso3b (over whom), year, fbic,
and its parts; further columns (the inputs of the index) are passed over.

What is checked: the columns; known states, each pair once a year; indices from 0 to 10 (the producers' are from 0 to
about 1). An index that was changed into another such index, or a line that is gone, has no check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.sources.container import Member, members
from counterpoise.sources.headed import counted, figure, headed
from counterpoise.sources.source import Part, Raw, Source, refused
from counterpoise.sources.state_lines import whole
from counterpoise.sources.tabular import Spool, copied, spooled, year_of
from counterpoise.sources.ties import COUNTRY, DAMAGED, from_code

if TYPE_CHECKING:
    import pyarrow as pa

    from counterpoise.core.progress import Progress

INDICES = {
    "fbic": "index: bandwidth and dependence together, 1 the most of any pair to 2018",
    "bandwidth": "index of the volume of ties",
    "politicalbandwidth": "index of political ties: representation, shared organisations",
    "economicbandwidth": "index of economic ties: trade, trade agreements",
    "securitybandwidth": "index of security ties: arms transfers, alliances",
    "dependence": "index of how much the country depends on those ties",
    "economicdependence": "index of economic dependence: trade and aid",
    "securitydependence": "index of dependence on arms",
}
"""The index and its parts, as the producers' codebook and users describe them; each part is read where it is there."""

_FILE = re.compile(r".*\.(csv|tsv|tab)", re.IGNORECASE)
_MOST = 10.0


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each file.

    Parameters
    ----------
    raw
        The CSV of pairs and years, or an archive with it.
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
            found = _Found()
            with spooled(_schema()) as spool:
                found.fill(member, raw, spool)
                spool.close()
                if not spool.rows:
                    raise refused("there is no index in it" + (f" for {raw.year}" if raw.year else ""), member.where)
                yield _described(found, spool, raw)


def _schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    names = [("country", pa.string()), ("partner", pa.string()), ("year", pa.int64())]
    return pa.schema([*names, *((name, pa.float64()) for name in INDICES)])


class _Found:
    """What was found, so that no pair is there twice."""

    def __init__(self) -> None:
        self.pairs: dict[int, set[tuple[str, str]]] = {}
        self.codes: dict[str, str] = {}
        self.without = 0

    def fill(self, member: Member, raw: Raw, spool: Spool) -> None:
        """Read a file line by line."""
        parts = tuple(name for name in INDICES if name != "fbic")
        for place, cells in headed(member, raw, ("iso3a", "iso3b", "year", "fbic"), parts):
            year = year_of(str(whole(cells["year"], place, 1900, 2099)), place)
            if raw.year not in (None, year):
                continue
            partner, country = (self._code(cells[name], place) for name in ("iso3a", "iso3b"))
            held = self.pairs.setdefault(year, set())
            if (country, partner) in held or country == partner:
                said = "is over itself" if country == partner else f"over {country} is there twice in {year}"
                raise refused(f"the influence of {partner} {said}", place, DAMAGED)
            held.add((country, partner))
            values = [figure(cells.get(name), place, 0, _MOST) for name in INDICES]
            if all(value is None for value in values):
                self.without += 1
            else:
                spool.add((country, partner, year, *values))

    def _code(self, text: str, place: str) -> str:
        if text not in self.codes:
            self.codes[text] = from_code(text, place, "fbic")
        return self.codes[text]


def _described(found: _Found, spool: Spool, raw: Raw) -> Part:
    years = tuple(sorted(found.pairs))
    numbers = {"rows": spool.rows, "countries": len(set(found.codes.values())), "without_index": found.without}
    return Part(
        dataset="fbic",
        kind="table",
        title=SOURCE.title,
        edition=raw.edition or "not stated by the file",
        years=years,
        tables={"influence": copied(spool.path)},
        completeness=f"{counted(spool.rows, 'directed pair and year', 'directed pairs and years')} of "
        f"{counted(numbers['countries'], 'state')}, {years[0]} to {years[-1]}; {counted(found.without, 'line')} without an "
        "index left out. A pair without a row is not known, not zero.",
        verified="States are known, each pair is there once a year, indices are from 0 to 10.",
        notes=("The index is rescaled by its producers: it is not the plain product of bandwidth and dependence.",),
        numbers=numbers,
        columns={
            "influence": {
                "country": f"{COUNTRY}: over whom (the file's iso3b)",
                "partner": f"{COUNTRY}: who has influence (the file's iso3a)",
                "year": "",
                **INDICES,
            }
        },
    )


SOURCE = Source(
    name="fbic",
    title="Formal Bilateral Influence Capacity",
    producer="Frederick S. Pardee Institute for International Futures, University of Denver (Diplometrics)",
    licence="The producer's terms (not confirmed)",
    terms="https://korbel.du.edu/pardee/",
    citation="Moyer, J. D., Meisel, C. J., Matthews, A. S., Bohl, D. K. and Burrows, M. J. (2021), China-US Competition: "
    "Measuring Global Influence, Atlantic Council and Pardee Center",
    page="https://korbel.du.edu/pardee/",
    editions=("newest",),
    verified="the documented layout only",
    read=read,
)
