"""The question that the brief answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.files import write_text
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import Country, Powers, Source, Year

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from counterpoise.world.economy import Economy


MOST_POWERS = 7
"""As many as a reader tells apart by colour."""


@dataclass(frozen=True, repr=False)
class Brief:
    """A page about a country's reliance on some powers, with the results that it rests on.

    Attributes
    ----------
    question
        What was asked.
    country, powers
        Whom it is about.
    results
        The results by the name of the section that shows them.
    html
        The page: one self-contained file.
    """

    question: Asked
    country: str
    powers: tuple[str, ...]
    results: Mapping[str, Result] = field(repr=False)
    html: str = field(repr=False)

    @property
    def meta(self) -> dict[str, Any]:
        """Give what stands beside the records: sources and warnings of all results."""
        parts = [result.meta for result in self.results.values()]
        first = Result(self.question, next(iter(self.results.values())).data).meta
        baseline: list[Any] = []
        for part in parts:
            baseline += [one for one in part["baseline"] if one not in baseline]
        warnings = list(dict.fromkeys(warning for part in parts for warning in part["warnings"]))
        return {**first, "baseline": baseline, "warnings": warnings}

    def records(self) -> list[dict[str, Any]]:
        """Give the records of all results, each once."""
        from counterpoise.core.canonical import canonical_json  # noqa: PLC0415

        every = {canonical_json(one): one for result in self.results.values() for one in result.records()}
        return list(every.values())

    def table(self) -> pd.DataFrame:
        """Give the table of the powers."""
        return self.results["powers"].table()

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the page."""
        write_text(path, self.html)

    def write_spreadsheet(self, path: str | os.PathLike[str]) -> None:
        """Write the data behind the page as a spreadsheet (XLSX)."""
        from counterpoise.briefing.spreadsheet import write  # noqa: PLC0415

        write(path, self.results)

    def __repr__(self) -> str:
        return f"<brief on {self.country} and {', '.join(self.powers)}: {len(self.html) / 1e3:.0f} kB of HTML>"

    def _repr_html_(self) -> str:
        return self.html


def _members(words: Sequence[str], held: Sequence[str]) -> tuple[str, ...]:
    """Give the powers in the order in which they were named, a group by those members that the accounts hold."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    found = tuple(one for one in parse_countries(words) if one in held)
    if len(found) > MOST_POWERS:
        remedy = f"name at most {MOST_POWERS} countries: a group stands for its members, one by one"
        raise InputError(f"{len(found)} powers are too many for a page", where="--powers", remedy=remedy)
    return found


EXPOSED = (
    "look_through",
    "foreign_input_reliance",
    "sales_value_added",
    "input_sales_extraction",
    "export_content_reliance",
    "VALU",
)
"""The measures by which the page tells the most exposed sectors, and the sectors' value added."""


def _products(country: str, powers: Sequence[str], year: int | None) -> dict[str, Result]:
    """Screen the products that the store has; nothing where it knows none of the country's, or of the powers'."""
    from counterpoise.questions import products  # noqa: PLC0415

    for when in dict.fromkeys((year, None)):  # the accounts' year, else the newest of the flows
        try:
            return {"products": products(country, on=powers, year=when)}
        except InputError as error:
            if error.where != "--year":
                break
    return {}


@question(charts="counterpoise.charts", documents="counterpoise.briefing", file="brief-{country}.html")
def brief(
    country: Country,
    *,
    powers: Powers,
    year: Year | None = None,
    source: Source | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Brief:
    """Write a page on a country's reliance on some powers, for its economy and for its security.

    Parameters
    ----------
    country
        Whom it is about.
    powers
        The powers that it is compared on, as USA,CHN: the first two are set against each other.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset, as icio-2025 (see data list); the newest if left out.
    economy
        The accounts to judge; None means the newest in the store.
    progress
        Told how far the work is.

    Returns
    -------
    Brief
        The page with its results; ``write`` and ``write_spreadsheet`` keep them.

    Raises
    ------
    InputError
        If a country is not known, a power is named twice, or is the country itself.

    Examples
    --------
    >>> import counterpoise as cp
    >>> page = cp.brief("KOR", powers="USA,CHN")
    >>> page.country, page.powers
    ('KOR', ('USA', 'CHN'))
    """
    from counterpoise.briefing.both import both_sides  # noqa: PLC0415
    from counterpoise.briefing.html import page  # noqa: PLC0415
    from counterpoise.questions import rely, trend  # noqa: PLC0415
    from counterpoise.questions.reliance import EACH, ELASTICITIES  # noqa: PLC0415

    tell = quietly(progress)
    if country in powers:  # as a member of a group it is passed over
        raise InputError(f"{country} is among its own powers", where="--powers", remedy="leave it out")
    tell.report("reliance by partner", 0.1)
    world: dict[str, Any] = {"year": year, "source": source, "economy": economy}
    results = {"partners": rely(country, **world)}
    try:
        results["powers"] = rely(country, on=powers, both=True, indicators="ratios", cut=ELASTICITIES, **world)
    except InputError as error:
        where = "--powers" if error.where == "--on" else error.where
        raise InputError(error.what, where=where, remedy=error.remedy) from error
    named = tuple(powers)
    powers = _members(powers, results["powers"].data["partner"].values.tolist())
    tell.report("sectors", 0.3)
    results["sectors"] = rely(country, on=powers, sector=EACH, indicators=EXPOSED, **world)
    tell.report("products", 0.4)
    results |= _products(country, powers, year)
    tell.report("the past", 0.5)
    results["past"] = trend(country, on=powers)
    tell.report("the economy and security", 0.6)
    found, lacking = both_sides(country, named, powers, **world)
    results |= found
    tell.report("the page", 0.7)
    html = page(country, tuple(powers), results, named=named, lacking=lacking)
    tell.report("done", 1.0)
    return Brief(Asked("brief", {}), country, tuple(powers), results, html)
