"""The OECD's Inter-Country Input-Output tables: editions of 2021, 2023 and 2025, regular and extended.

A year is a CSV file with labels ``AUS_C26`` on both sides. The extended tables split China and Mexico by processing for
export (CN1, CN2, MX1, MX2); their sums are read as CHN and MEX, so that both kinds give the same accounts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from counterpoise.codes.country_words import country_words
from counterpoise.codes.sectors import scheme
from counterpoise.sources import grids
from counterpoise.sources.accounts import Table, part_of
from counterpoise.sources.container import members
from counterpoise.sources.source import Download, Part, Raw, Source, refused

if TYPE_CHECKING:
    import numpy as np

    from counterpoise.core.progress import Progress

_2021 = (
    "AUS AUT BEL CAN CHL COL CRI CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ISR ITA JPN KOR LVA LTU LUX MEX NLD NZL NOR POL "
    "PRT SVK SVN ESP SWE CHE TUR GBR USA ARG BRA BRN BGR KHM CHN HRV CYP IND IDN HKG KAZ LAO MYS MLT MAR MMR PER PHL ROU "
    "RUS SAU SGP ZAF TWN THA TUN VNM ROW"
)
_2025 = (
    "AGO ARE ARG AUS AUT BEL BGD BGR BLR BRA BRN CAN CHE CHL CHN CIV CMR COD COL CRI CYP CZE DEU DNK EGY ESP EST FIN FRA "
    "GBR GRC HKG HRV HUN IDN IND IRL ISL ISR ITA JOR JPN KAZ KHM KOR LAO LTU LUX LVA MAR MEX MLT MMR MYS NGA NLD NOR NZL "
    "PAK PER PHL POL PRT ROU RUS SAU SEN SGP STP SVK SVN SWE THA TUN TUR TWN UKR USA VNM ZAF ROW"
)
ECONOMIES = {
    "2021": tuple(_2021.split()),
    "2023": tuple(code for code in _2025.split() if code not in ("AGO", "ARE", "COD", "STP")),
    "2025": tuple(_2025.split()),
}
"""The economies of each edition, in the producer's order."""

YEARS = {"2021": range(1995, 2019), "2023": range(1995, 2021), "2025": range(1995, 2023)}
SPLIT = dict(country_words("icio"))
FINAL = {
    "HFCE": "household consumption",
    "NPISH": "consumption of non-profit institutions serving households",
    "GGFC": "government consumption",
    "GFCF": "fixed investment",
    "INVNT": "changes in inventories and valuables",
    "DPABR": "direct purchases abroad by residents",
}
_ABROAD: dict[str, str] = dict.fromkeys(("P33", "DIRP", "DIRPA", "CONS_ABR"), "DPABR")
"""Names that other editions and tables give the last category; which of them that of 2021 has is not established."""

_BOTTOM = {
    "TLS": "taxes_on_products",
    "TAXSUB": "taxes_on_products",
    "VA": "value_added",
    "VALU": "value_added",
    "OUT": "output",
    "OUTPUT": "output",
}
_TOTAL = ("OUT", "TOTAL", "OUTPUT")

TOLERANCE = 1e-3
"""Files are rounded so that up to 0.8 million USD is left in a sum of 4,000 cells; median output is some 1,500 to 5,600
million USD, by year."""


def read(raw: Raw, progress: Progress) -> Iterator[Part]:
    """Give a part for each year of a file.

    Parameters
    ----------
    raw
        A year's CSV file, or an archive with one or several; its year restricts to one of them.
    progress
        Hears which year is read.

    Raises
    ------
    DataError
        If the file is not such a table, isn't whole, or its figures don't add up.
    """

    def wanted(name: str) -> bool:
        return name.lower().endswith(".csv") and (raw.year is None or str(raw.year) in _bare(name))

    with members(raw, wanted) as found:
        for member in found:
            progress.report(f"reading {member.name}")
            yield _part(raw, grids.read_csv(member), member.name)


def _bare(name: str) -> str:
    """Give a file's name without the edition's year in it."""
    return re.sub(r"(?i)icio-?20\d\d", "", name)


def _part(raw: Raw, grid: grids.Grid, name: str) -> Part:
    edition = _edition(raw, grid)
    year = grids.year_of(raw, _bare(name), YEARS[edition])
    renamed = _renamed(grid, edition)
    table, extended = _table(grid, edition, renamed)
    notes = ["Taxes less subsidies on products that final users pay are not kept."]
    notes += [f"The category {name} is taken for {FINAL['DPABR']}." for name in renamed if name not in _ABROAD]
    if extended:
        notes.append("From the extended table: CN1 and CN2 are added up to CHN, MX1 and MX2 to MEX.")
    return part_of(
        table,
        dataset=f"icio-{edition}",
        edition=edition,
        year=year,
        title=f"OECD Inter-Country Input-Output tables, {edition} edition",
        where=grid.where,
        notes=notes,
        tolerance=TOLERANCE,
    )


def _edition(raw: Raw, grid: grids.Grid) -> str:
    """Tell the edition from the sectors, then from the economies."""
    codes = {code for region, code in grid.rows if region} - set(_BOTTOM)
    regions = {region for region, _ in grid.rows if region}
    alike = {
        edition: (len(codes & set(scheme(f"icio-{edition}").codes)), len(regions & set(ECONOMIES[edition])))
        for edition in ECONOMIES
    }
    best = max(alike, key=lambda edition: (alike[edition][0], alike[edition][1], -len(ECONOMIES[edition])))
    if alike[best][0] * 2 < len(scheme(f"icio-{best}").codes):
        if raw.edition in ECONOMIES:
            return raw.edition
        raise refused(
            "the labels are of no edition of the ICIO tables that is known",
            f"{grid.where}, line 2",
            f"it reads the editions {', '.join(ECONOMIES)}; say which with --edition",
        )
    if raw.edition is not None and raw.edition != best:
        raise refused(
            f"the labels are those of the {best} edition, not {raw.edition}", grid.where, f"say --edition {best}"
        )
    return best


def _table(grid: grids.Grid, edition: str, renamed: dict[str, str]) -> tuple[Table, bool]:
    import numpy as np  # noqa: PLC0415

    economies, sectors = ECONOMIES[edition], scheme(f"icio-{edition}").codes
    extended = any(region in SPLIT for region, _ in grid.rows)
    regions = (*economies, *SPLIT) if extended else economies
    _check_labels(grid, regions, sectors, renamed)
    rows, columns = (grids.places(labels, regions, sectors) for labels in (grid.rows, grid.columns))
    spared = np.array([extended and code in SPLIT.values() for code in regions])
    for axis, found in (("row", rows), ("column", columns)):
        grids.require(grid, axis, np.where(spared[:, None], 0, found), regions, sectors)
    final = grids.places([(region, renamed.get(code, code)) for region, code in grid.columns], economies, tuple(FINAL))
    grids.require(grid, "column", final, economies, tuple(FINAL))
    _fill(grid.values, rows[spared])
    _fill(grid.values.T, columns[spared])
    fold = [regions.index(SPLIT.get(region, region)) for region in regions]
    body = _folded(_folded(grid.block(rows, columns, 0.0), fold, 0), fold, 2)
    demand = _folded(grid.block(rows, final), fold, 0)
    items = {item: _folded(array, fold, 0) for item, array in _items(grid, columns, economies).items()}
    return Table(
        countries=economies,
        sectors=sectors,
        intermediates=body,
        final={name: np.ascontiguousarray(demand[..., place]) for place, name in enumerate(FINAL)},
        value_added=items.pop("value_added"),
        output=items.pop("output"),
        other=items,
    ), extended


def _renamed(grid: grids.Grid, edition: str) -> dict[str, str]:
    """Give other names of the last category; in the edition of 2021, any that each economy has."""
    found = dict(_ABROAD)
    if edition == "2021" and not {code for _, code in grid.columns} & {"DPABR", *_ABROAD}:
        known = {*scheme("icio-2021").codes, *FINAL, *_BOTTOM, *_TOTAL}
        strange = [code for region, code in grid.columns if region and code not in known]
        if len(set(strange)) == 1 and len(strange) == len(ECONOMIES[edition]):
            found[strange[0]] = "DPABR"
    return found


def _check_labels(
    grid: grids.Grid, regions: tuple[str, ...], sectors: tuple[str, ...], renamed: Collection[str]
) -> None:
    """Refuse labels of no known economy, sector, category or row."""
    for axis, labels, more in (("row", grid.rows, _BOTTOM), ("column", grid.columns, (*FINAL, *renamed))):
        alone = (*_BOTTOM, *_TOTAL)
        grids.known(grid, axis, (code for region, code in labels if not region), alone, "row or column", which=1)
        grids.known(grid, axis, (region for region, _ in labels), ("", *regions), "economy", which=0)
        grids.known(grid, axis, (code for region, code in labels if region), (*sectors, *more), "sector", which=1)


def _fill(values: np.ndarray, places: np.ndarray) -> None:
    """Take blank cells of a split economy's own rows for zero: its figures are in its parts' rows."""
    import numpy as np  # noqa: PLC0415

    for place in places[places >= 0]:
        values[place][np.isnan(values[place])] = 0.0


def _folded(array: np.ndarray, fold: list[int], axis: int) -> np.ndarray:
    """Add the parts of a split economy to it, along one axis."""
    import numpy as np  # noqa: PLC0415

    extra = [place for place, target in enumerate(fold) if target != place]
    if not extra:
        return array
    array = np.moveaxis(array, axis, 0)
    for place in extra:
        array[fold[place]] += array[place]
    return np.ascontiguousarray(np.moveaxis(array[: len(fold) - len(extra)], 0, axis))


def _items(grid: grids.Grid, columns: np.ndarray, economies: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Add up the rows below the intermediates by item: one row for all, or one for each economy."""
    import numpy as np  # noqa: PLC0415

    rows: dict[str, dict[str, int]] = {}
    for place, (region, code) in enumerate(grid.rows):
        if code in _BOTTOM:
            held = rows.setdefault(_BOTTOM[code], {})
            if region in held or (held and (not region or "" in held)):
                grid.refuse(f"{_BOTTOM[code].replace('_', ' ')} is given twice", place)
            held[region] = place
    for item, said in (("value_added", "VA"), ("output", "OUT"), ("taxes_on_products", "TLS")):
        held = rows.get(item, {})
        gone = [code for code in economies if code not in held]
        if not held or ("" not in held and gone):
            label = f"{gone[0]}_{said}" if held else said
            raise refused(f"the row {label} is missing", grid.where, grids.AGAIN)
    return {item: grid.block(np.array(list(held.values())), columns).sum(0) for item, held in rows.items()}


# The host is known to answer ordinary programs with a refusal (403), and people's browsers with the file.
_HOST = "https://webfs-sti.oecd.org/files/STI-PIE/ICIO"
_FILES = {
    "2021": ("1995-1999", "2000-2004", "2005-2009", "2010-2014", "2015-2018"),
    "2023": ("1995-2000", "2001-2005", "2006-2010", "2011-2015", "2016-2020"),
    "2025": ("1995-2000", "2001-2005", "2006-2010", "2011-2015", "2016-2022"),
}
_SHA256 = {"2025/2016-2022_SML.zip": "46db55c45747e26dde5c1716d072b2aa74ace362a4424491ac646d2ab175befb"}
"""Of the files after the revision of January 2026, as a public program's page gives it."""


def downloads(edition: str, year: int | None) -> tuple[Download, ...]:
    """Give the archives of an edition, or the one that holds a year.

    Examples
    --------
    >>> [one.name for one in downloads("2023", 2019)]
    ['2016-2020_SML.zip']
    """
    pattern = "ICIO2021_{}.zip" if edition == "2021" else "{}_SML.zip"
    names = [pattern.format(span) for span in _FILES[edition] if year is None or int(span[:4]) <= year <= int(span[5:])]
    return tuple(Download(f"{_HOST}/{edition}/{name}", name, _SHA256.get(f"{edition}/{name}", "")) for name in names)


SOURCE = Source(
    name="icio",
    title="OECD Inter-Country Input-Output tables",
    producer="Organisation for Economic Co-operation and Development",
    licence="CC BY 4.0 (the OECD's default for data since July 2024)",
    terms="https://www.oecd.org/en/about/oecd-open-by-default-policy.html",
    citation="OECD (2025), OECD Inter-Country Input-Output Database, http://oe.cd/icio (the year is the edition's)",
    page="https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
    editions=tuple(ECONOMIES),
    verified="the documented layout only",
    read=read,
    downloads=downloads,
)
