"""The question that the brief answers."""

from __future__ import annotations

import os
import typing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError
from counterpoise.core.files import write_bytes, write_text
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import Country, Draws, Powers, Seed, Source, Year

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from counterpoise.briefing.case import Case
    from counterpoise.world.economy import Economy

_COUNTRY: Word = typing.get_args(Country)[1]

ENDINGS = (".html", ".pdf")
"""The endings of a brief's file."""


def _subject(value: Any, where: str) -> Case | str:
    """Read a case, its file or its name; or a country."""
    from counterpoise.briefing.case import Case, gallery, read_case  # noqa: PLC0415

    if isinstance(value, Case):
        return value
    word = os.fspath(value) if isinstance(value, os.PathLike) else str(value).strip()
    if word in gallery() or word.endswith(".toml") or os.sep in word:
        return read_case(word)
    try:
        return _COUNTRY.parse(value, where)
    except InputError as error:
        names = ", ".join(gallery())
        remedy = f"{error.remedy}{' ' if error.remedy.endswith('?') else '; '}or name a case: a file, or one of {names}"
        raise InputError(error.what, where=error.where, remedy=remedy) from error


def _language(value: Any, where: str) -> str:
    from counterpoise.words.language import known  # noqa: PLC0415

    try:
        return known(str(value))
    except InputError as error:
        raise InputError(error.what, where=where, remedy=error.remedy) from error


def _languages() -> tuple[str, ...]:
    from counterpoise.words.language import LANGUAGES  # noqa: PLC0415

    return LANGUAGES


def _risk(value: Any, where: str) -> tuple[str, float]:
    """Read a stated risk, as ``CHN=0.02``, or a pair."""
    remedy = "write it as CHN=0.02: whom the tie may break with, and the probability in a year"
    pair = value.split("=") if isinstance(value, str) else list(value) if isinstance(value, tuple | list) else []
    if len(pair) != 2:
        raise InputError(f"{str(value)[:40]!r} is no risk", where=where, remedy=remedy)
    try:
        probability = float(pair[1])
    except (TypeError, ValueError):
        raise InputError(f"{str(pair[1])[:40]!r} is no probability", where=where, remedy=remedy) from None
    if not 0.0 < probability < 1.0:
        raise InputError(f"a probability of {probability:g} is not between 0 and 1", where=where, remedy=remedy)
    return _COUNTRY.parse(pair[0], where), probability


Subject = Annotated["Case | str", Word("case", _subject, "COUNTRY|CASE")]
Language = Annotated[str, Word("language", _language, "LANGUAGE", choices=_languages)]
Risk = Annotated["tuple[str, float]", Word("risk", _risk, "COUNTRY=PROBABILITY")]


@dataclass(frozen=True, repr=False)
class Brief:
    """A document about a country's reliance on some powers, with the results that it rests on.

    Attributes
    ----------
    question
        What was asked.
    case
        All that it is made from.
    country, powers
        Whom it is about.
    results
        The results by the name of the section that shows them.
    lacking
        Why a result is not there, by its name.
    """

    question: Asked
    case: Case = field(repr=False)
    country: str
    powers: tuple[str, ...]
    results: Mapping[str, Result] = field(repr=False)
    lacking: Mapping[str, str] = field(repr=False, default_factory=dict)

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

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """What the document says and shows, in its language: the same for every format."""
        from counterpoise.briefing.content import content  # noqa: PLC0415

        return content(self)

    @cached_property
    def html(self) -> str:
        """The document as a page: one self-contained file."""
        from counterpoise.briefing.page import rendered  # noqa: PLC0415

        return rendered("brief.html.j2", **self.content)

    @cached_property
    def pdf(self) -> bytes:
        """The document as PDF, A4, with its fonts in it."""
        from counterpoise.briefing.typst import pdf  # noqa: PLC0415

        return pdf(self.content)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the document as its file's name ends: .html or .pdf.

        Parameters
        ----------
        path
            The file.

        Raises
        ------
        InputError
            If the name ends otherwise; nothing is written then.
        """
        if check_output(path) == ".pdf":
            write_bytes(path, self.pdf)
        else:
            write_text(path, self.html)

    def write_spreadsheet(self, path: str | os.PathLike[str]) -> None:
        """Write the data behind the document as a spreadsheet (XLSX)."""
        from counterpoise.briefing.spreadsheet import write  # noqa: PLC0415

        write(path, self.results)

    def __repr__(self) -> str:
        return f"<brief on {self.country} and {', '.join(self.powers)}: {len(self.results)} results>"

    def _repr_html_(self) -> str:
        return self.html


def check_output(path: str | os.PathLike[str]) -> str:
    """Give the ending of a brief's file, if one can be written.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If there is no such format, or what PDF needs is not installed: said before the work begins.
    """
    ending = os.path.splitext(os.fspath(path))[1].lower()  # noqa: PTH122
    if ending not in ENDINGS:
        raise InputError(
            f"{os.fspath(path)!r} has no format that a brief is written in",
            where="--output",
            remedy=f"end its name in {' or '.join(ENDINGS)}; --xlsx writes its data beside it",
        )
    if ending == ".pdf":
        from counterpoise.briefing.typst import ready  # noqa: PLC0415

        ready()
    return ending


@question(
    charts="counterpoise.charts",
    documents="counterpoise.briefing",
    file="brief-{country}.html",
    writes="counterpoise.briefing.question:check_output",
)
def brief(  # noqa: PLR0913 - what a person may say of it, each by its name
    case: Subject,
    *,
    powers: Powers | None = None,
    lang: Language | None = None,
    risk: Risk | None = None,
    draws: Draws | None = None,
    seed: Seed | None = None,
    year: Year | None = None,
    source: Source | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Brief:
    """Write a brief on whom a country relies, what a change would cost, and which deal is possible.

    Parameters
    ----------
    case
        Whom it is about: a country, or a case, its file or its name, as cases/korea.toml or korea.
    powers
        The powers that a country is compared on, as USA,CHN: the first two are set against each other; a case names its own.
    lang
        The language, en or ko; the case's, or English, if left out.
    risk
        The stated risk of a rupture in a year, as CHN=0.02; the case's, or none, if left out.
    draws
        How many draws of the elasticities stand behind the bands of costs; the case's, or no bands, if left out.
    seed
        Of the draws; the case's, or 0, if left out.
    year
        The year of the accounts; the case's, or the newest, if left out.
    source
        The accounts' dataset, as icio-2025 (see data list); the case's, or the newest, if left out.
    economy
        The accounts to judge; None means the newest in the store.
    progress
        Told how far the work is.

    Returns
    -------
    Brief
        The document with its results; ``write`` (.html, .pdf) and ``write_spreadsheet`` keep them.

    Raises
    ------
    InputError
        If a country is not known, a power is named twice, or is the country itself; or if a case can't be read.

    Examples
    --------
    >>> import counterpoise as cp
    >>> page = cp.brief("KOR", powers="USA,CHN")
    >>> page.country, page.powers
    ('KOR', ('USA', 'CHN'))
    """
    from counterpoise.briefing.gathering import gathered  # noqa: PLC0415

    made = _case(
        case,
        {
            "powers": powers,
            "language": lang,
            "risk": risk,
            "draws": draws,
            "seed": seed,
            "year": year,
            "source": source,
        },
    )
    country, members, results, lacking = gathered(made, economy, quietly(progress))
    return Brief(Asked("brief", {}), made, country, members, results, lacking)


def _case(subject: Case | str, given: dict[str, Any]) -> Case:
    """Give the case with what the question names in its place."""
    from counterpoise.briefing.case import Case, Risk  # noqa: PLC0415
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    named = {name: value for name, value in given.items() if value is not None}
    if "risk" in named:
        against, probability = named["risk"]
        named["risk"] = Risk(against=(against,), probability=probability)
    if isinstance(subject, Case):
        if "powers" in named:
            remedy = "leave it out, or change the case"
            raise InputError("a case names its own powers", where="--powers", remedy=remedy)
        return subject.model_copy(update=named) if named else subject
    if "powers" not in named:
        raise InputError("whom it is compared on is missing", where="--powers", remedy="name two powers, as USA,CHN")
    if subject in named["powers"]:  # as a member of a group it is passed over
        raise InputError(f"{subject} is among its own powers", where="--powers", remedy="leave it out")
    if "risk" in named and not set(named["risk"].against) & set(parse_countries(named["powers"])):
        what = f"{','.join(named['risk'].against)} is not among the powers"
        raise InputError(what, where="--risk", remedy="name it after --powers too")
    return _made(Case, {"country": subject, "draws": 0, **named})


def _made(kind: type[Case], values: dict[str, Any]) -> Case:
    from pydantic import ValidationError  # noqa: PLC0415

    from counterpoise.core.documents import Fault  # noqa: PLC0415

    try:
        return kind(**values)
    except ValidationError as error:
        first = error.errors()[0]
        fault = first.get("ctx", {}).get("error")
        what, remedy = (fault.what, fault.remedy) if isinstance(fault, Fault) else (first["msg"], "check the words")
        where = "--" + ".".join(map(str, first["loc"])) if first["loc"] else "--powers"
        raise InputError(what, where=where, remedy=remedy) from error
