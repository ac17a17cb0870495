"""The documents of each question, declared once: the command line makes an option of each."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from counterpoise.core.document import document
from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.briefing.question import Brief
    from counterpoise.core.result import Result
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.equilibrium.outcomes import Outcomes
    from counterpoise.questions.chosen import Optimal
    from counterpoise.questions.coerced import Coerced
    from counterpoise.questions.fought import Contested
    from counterpoise.questions.insured import Insurance
    from counterpoise.questions.placed import Placed
    from counterpoise.questions.related import Related
    from counterpoise.questions.standing import Standing

MOST_PAIRS = 12
"""Directions that a page has room for."""


@document(question="brief", ending=".xlsx", name="xlsx")
def data_of_brief(answer: Brief, path: str | os.PathLike[str]) -> None:
    """A spreadsheet of its data beside it."""
    answer.write_spreadsheet(path)


@document(question="simulate", ending=".html", name="brief")
def page_of_change(answer: Outcome | Outcomes, path: str | os.PathLike[str]) -> None:
    """A page on the change at one time: a self-contained HTML file."""
    from counterpoise.briefing.change import page  # noqa: PLC0415
    from counterpoise.equilibrium.outcomes import Outcomes  # noqa: PLC0415

    if isinstance(answer, Outcomes):
        remedy = "name one horizon, or one year; a spreadsheet (--xlsx) holds them all"
        raise InputError("a page is on one time, and the answer holds several", where="--brief", remedy=remedy)
    _written(path, page(answer.in_words()))


@document(question="simulate", ending=".xlsx", name="xlsx")
def data_of_change(answer: Outcome | Outcomes, path: str | os.PathLike[str]) -> None:
    """A spreadsheet of every economy, sector and flow."""
    from counterpoise.briefing.sheets import write_change, write_changes  # noqa: PLC0415
    from counterpoise.equilibrium.outcomes import Outcomes  # noqa: PLC0415

    if isinstance(answer, Outcomes):
        write_changes(answer, path)
    else:
        write_change(answer.in_words(), path)


@document(question="leverage", ending=".html", name="brief")
def page_of_leverage(answer: Coerced, path: str | os.PathLike[str]) -> None:
    """A page on what each side can do to the other: a self-contained HTML file."""
    from counterpoise.briefing.coercion import page  # noqa: PLC0415

    if len(answer.pairs) > MOST_PAIRS:
        what = f"a page is on a few pairs, and the answer holds {len(answer.pairs)}"
        raise InputError(what, where="--brief", remedy="name one country, and one after --on")
    _written(path, page(answer))


@document(question="bridge", ending=".html", name="brief")
def page_of_positions(answer: Standing, path: str | os.PathLike[str]) -> None:
    """A page on who stands between the two: a self-contained HTML file."""
    from counterpoise.briefing.positions import page  # noqa: PLC0415

    _written(path, page(answer))


@document(question="war", ending=".html", name="brief")
def page_of_war(answer: Contested, path: str | os.PathLike[str]) -> None:
    """A page on the war: a self-contained HTML file."""
    _page_of_contest(answer, path)


@document(question="truce", ending=".html", name="brief")
def page_of_truce(answer: Contested, path: str | os.PathLike[str]) -> None:
    """A page on the truce: a self-contained HTML file."""
    _page_of_contest(answer, path)


def _page_of_contest(answer: Contested, path: str | os.PathLike[str]) -> None:
    from counterpoise.briefing.contest import page  # noqa: PLC0415

    _written(path, page(answer))


@document(question="positions", ending=".html", name="brief")
def page_of_line(answer: Placed, path: str | os.PathLike[str]) -> None:
    """A page on the line: a self-contained HTML file."""
    from counterpoise.briefing.line import page  # noqa: PLC0415

    _written(path, page(answer))


@document(question="negotiate", ending=".html", name="brief")
def page_of_negotiation(answer: Result, path: str | os.PathLike[str]) -> None:
    """A page on the negotiation: a self-contained HTML file; in Korean where its name ends in .ko.html."""
    from counterpoise.briefing.negotiation import page  # noqa: PLC0415

    _written(path, page(answer, _language(path)))


@document(question="relations", ending=".html", name="brief")
def page_of_relations(answer: Related, path: str | os.PathLike[str]) -> None:
    """A page on the two: a self-contained HTML file; in Korean where its name ends in .ko.html."""
    from counterpoise.briefing.relation import page  # noqa: PLC0415

    _written(path, page(answer, _language(path)))


@document(question="hedge", ending=".html", name="brief")
def page_of_hedge(answer: Insurance, path: str | os.PathLike[str]) -> None:
    """A page on the hedge: a self-contained HTML file."""
    from counterpoise.briefing.insurance import page  # noqa: PLC0415

    _written(path, page(answer))


@document(question="optimal", ending=".html", name="brief")
def page_of_optimum(answer: Optimal, path: str | os.PathLike[str]) -> None:
    """A page on the optimum: a self-contained HTML file."""
    from counterpoise.briefing.optimum import page  # noqa: PLC0415

    _written(path, page(answer))


def _language(path: str | os.PathLike[str]) -> str:
    """Give the language that a file's name asks for."""
    return "ko" if os.fspath(path).lower().endswith(".ko.html") else "en"


def _written(path: str | os.PathLike[str], text: str) -> None:
    from counterpoise.core.files import write_text  # noqa: PLC0415

    write_text(path, text)
