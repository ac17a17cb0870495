"""Questions as they come over the interface: their words read, their answers kept, drawn and written."""

from __future__ import annotations

import inspect
import json
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.app import memory
from counterpoise.app.cases import case_of
from counterpoise.app.limits import checked, enough, few
from counterpoise.app.same import same
from counterpoise.app.scenarios import scenario_of
from counterpoise.app.talks import talks_of
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.formats import content
from counterpoise.core.progress import Progress
from counterpoise.core.question import Parameter, Question, offered, questions
from counterpoise.core.result import Result

if TYPE_CHECKING:
    from counterpoise.core.figure import Figure

ANSWERS, BYTES = 40, 180_000_000
"""How many answers are kept, and how large they may be together."""
SOLVED = 30_000_000
"""Bytes of an answer that computes its data when they are read: a solved world of 80 economies."""
RENDERED = 64_000_000
"""Bytes of texts and pictures that are kept."""

FORMATS = ("csv", "json", "parquet", "xlsx", "html")
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
LANGUAGES = ("en", "ko")


READERS: Mapping[str, Callable[[Any], Any]] = {"scenario": scenario_of, "talks": talks_of, "case": case_of}
"""How documents are read from what a page sends, by the name of their word: never from files of this machine."""


class Unknown(InputError):  # noqa: N818 - told as an address that leads nowhere
    """There is nothing of this name."""


@dataclass(frozen=True)
class Request:
    """A question with the words that were given for it.

    Attributes
    ----------
    question
        The question.
    given
        The words by the parameter's name; flags are True.
    ledger
        The service's own, for a question that takes one; no page can name another.
    mark
        Of what the ledger holds: other lines, another answer.
    shown
        What a command needs besides the words to give the same answer.
    """

    question: Question
    given: Mapping[str, Any]
    ledger: Any = None
    mark: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)

    def read(self) -> dict[str, Any]:
        """Give the arguments for the question's function."""
        read = {
            name: READERS[kind](value) if (kind := self._parameter(name).word.name) in READERS else value
            for name, value in self.given.items()
        }
        return read if self.ledger is None else {**read, "ledger": self.ledger}

    @property
    def name(self) -> str:
        """Name it by what was asked, so that the same question is answered once."""
        said = [self.question.name, dict(sorted(self.given.items())), *([self.mark] if self.mark else [])]
        return json.dumps(said, ensure_ascii=False, default=str)

    def _parameter(self, name: str) -> Parameter:
        return next(one for one in self.question.parameters if one.name == name)


def _runs_along(answer: Any, dimensions: tuple[str, ...]) -> bool:
    """Whether an answer has one of some dimensions; one that computes its data when they are read says which it has."""
    data = vars(answer).get("data")
    held = (vars(answer).get("dimension", ""),) if data is None else data.dims
    return not dimensions or any(one in held for one in dimensions)


@dataclass(frozen=True)
class Drawn:
    """A chart.

    Attributes
    ----------
    spec
        The Vega-Lite specification.
    alternative
        What it shows in words.
    caption
        What stands below it.
    """

    spec: dict[str, Any]
    alternative: str
    caption: dict[str, Any]


def request_of(name: str, words: Mapping[str, Any]) -> Request:
    """Read the words for a question.

    Parameters
    ----------
    name
        The question's.
    words
        As a link or a form gives them; what is empty is left out.

    Returns
    -------
    Request
        With only parameters of the question.

    Raises
    ------
    Unknown
        If there is no such question.
    InputError
        If it has no such parameter, or one that names a thing of this machine.
    """
    if name not in questions:
        raise Unknown(f"there is no question {name[:40]!r}", remedy=did_you_mean(name, offered()))
    question = questions[name]
    if question.local:
        raise refused(question)
    known = {one.name: one for one in question.parameters}
    given: dict[str, Any] = {}
    for word, value in words.items():
        if word not in known:
            remedy = did_you_mean(word, known, "it takes " + ", ".join(known))
            raise InputError(f"{name} has no argument {word[:40]!r}", where=word[:40], remedy=remedy)
        if known[word].word.local:
            raise InputError(f"{word} names a thing of one machine", where=word, remedy="use the command line for it")
        read = _flag(word, value) if known[word].word.flag else checked(name, known[word], value)
        if read not in (None, "", False):
            given[word] = read
    for parameter in question.parameters:
        if parameter.positional and parameter.required and parameter.name not in given:
            raise InputError(f"{parameter.word.metavar} is missing", where=parameter.name, remedy=parameter.help)
    return Request(question, given)


def refused(question: Question) -> InputError:
    """Say why a question that needs a thing of one machine is not answered over a network."""
    what = next(one.word.name for one in question.parameters if one.required and one.word.local)
    command = " ".join(["counterpoise", *question.words])
    return InputError(f"{question.name} needs a {what} of one machine", where=question.name, remedy=f"use '{command}'")


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in ("true", "1", "false", "0", ""):
        raise InputError(f"{value!r:.40} is neither true nor false", where=name, remedy="give one of them")
    return word in ("true", "1")


class Answers:
    """Answers that are kept while they are asked for again: by their chart, their file, their next sentence."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._rendered: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._size = 0
        self._gone = 0
        self._lock = threading.Lock()

    def answer(self, request: Request, stamp: str, progress: Progress | None = None) -> Any:
        """Give the answer to a question, from those that are kept or anew.

        Parameters
        ----------
        request
            The question.
        stamp
            Of the data in the store: other data, another answer.
        progress
            Told how far it is.

        Returns
        -------
        Result
            Or a document.
        """
        name = (stamp, request.name)
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
                return self._held[name]
        made = (
            request.question(**request.read(), progress=progress)
            if _tells(request.question)
            else (request.question(**request.read()))
        )
        with self._lock:
            self._held[name] = made
            sizes = [_size(one) for one in self._held.values()]
            while len(self._held) > 1 and (len(self._held) > ANSWERS or sum(sizes) > BYTES):
                self._held.popitem(last=False)
                sizes.pop(0)
                self._gone += 1
            tidy, self._gone = self._gone >= memory.EVERY, self._gone % memory.EVERY
        if tidy:
            memory.give_back()
        return made

    def rendered(self, request: Request, stamp: str, kind: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        """Give a text or a picture of an answer, from those that are kept or anew."""
        name = (stamp, request.name, *kind)
        held = self.kept(name)
        return held if held is not None else self.keep(name, make())

    def kept(self, name: tuple[str, ...]) -> bytes | None:
        """Give what is kept under a name."""
        with self._lock:
            if name in self._rendered:
                self._rendered.move_to_end(name)
                return self._rendered[name]
        return None

    def keep(self, name: tuple[str, ...], content: bytes) -> bytes:
        """Keep a text or a picture."""
        with self._lock:
            old = self._rendered.pop(name, b"")
            self._rendered[name] = content
            self._size += len(content) - len(old)
            while self._size > RENDERED and len(self._rendered) > 1:
                _, gone = self._rendered.popitem(last=False)
                self._size -= len(gone)
        return content

    def clear(self) -> None:
        """Forget every answer, as when the data has changed."""
        with self._lock:
            self._held.clear()
            self._rendered.clear()
            self._size = 0


def _tells(question: Question) -> bool:
    return "progress" in inspect.signature(question.function).parameters


def _size(answer: Any) -> int:
    """Give an answer's bytes; of one that computes its data when they are read, what a solved world takes."""
    return int(answer.data.nbytes) if type(answer) is Result else SOLVED


# What is given of an answer -----------------------------------------------------------------------------------


def told(request: Request, answer: Any, language: str, *, bare: bool = False) -> dict[str, Any]:
    """Give an answer as the interface does: the records of the command, and what a page shows beside them.

    Parameters
    ----------
    request
        The question.
    answer
        Its answer.
    language
        Of its sentences and warnings; what has no translation stays English.
    bare
        Whether the records are enough, without sentences, as while a slider moves.
    """
    from counterpoise.core.canonical import plain  # noqa: PLC0415
    from counterpoise.core.document import documents_for  # noqa: PLC0415
    from counterpoise.words.findings import told as sentences  # noqa: PLC0415
    from counterpoise.words.phrases import translated  # noqa: PLC0415

    whole = isinstance(answer, Result)
    enough(answer)
    records = answer.records()
    few(len(records))
    meta = plain(answer.meta)
    return {
        "meta": meta,
        "records": plain(records),
        "variables": _variables(answer, language) if whole else {},
        "sentences": []
        if bare or not whole
        else [{"kind": one.finding, "text": one.text} for one in sentences(answer, language)],
        "warnings": [translated(one, language) for one in meta.get("warnings") or ()],
        "notes": [
            [translated(note, language) for note in one.get("notes") or ()] for one in meta.get("baseline") or ()
        ],
        "charts": charts_of(answer, language) if whole else [],
        "documents": sorted(
            {"csv", "json", "parquet", "xlsx", *(d.ending[1:] for d in documents_for(answer.question).values())}
        ),
        "same": same(request.question, request.given, request.shown),
    }


def _variables(answer: Result, language: str) -> dict[str, dict[str, Any]]:
    from counterpoise.words.language import label, short  # noqa: PLC0415

    words = ("unit", "symbol", "formula", "citation", "family")
    return {
        name: {word: str(attrs.get(word, "")) for word in words}
        | {"label": label(name, language, str(attrs.get("label", name)))}
        | {"short": short(name, language, str(attrs.get("short", name)))}
        | {"mathml": _formula(str(attrs.get("symbol", "")), str(attrs.get("formula", "")))}
        | {"estimated": bool(attrs.get("estimated", False))}
        for name in answer.variables
        for attrs in [getattr(answer, name).attrs]
    }


@lru_cache(maxsize=1000)
def _formula(symbol: str, formula: str) -> str:
    """Write a measure's formula as MathML; nothing where it has none."""
    from counterpoise.briefing.mathml import mathml  # noqa: PLC0415

    return mathml(" = ".join(part for part in (symbol, formula) if part)) if formula else ""


def charts_of(answer: Any, language: str = "en") -> list[dict[str, str]]:
    """List the charts that an answer has what it takes for."""
    from counterpoise.core.figure import figures_for  # noqa: PLC0415
    from counterpoise.words.language import text  # noqa: PLC0415

    return [
        {"name": one.name, "title": text(one.title, language)}
        for one in sorted(figures_for(answer.question).values(), key=lambda one: not one.along)
        if all(name in answer.names for name in one.variables[:1]) and _runs_along(answer, one.along)
    ]


def drawn(answer: Any, chart: str, choices: Mapping[str, Any], language: str) -> Drawn:
    """Draw an answer.

    Parameters
    ----------
    answer
        The answer.
    chart
        Which of its charts; the first where empty.
    choices
        Words for the chart's function.
    language
        Of its texts.

    Returns
    -------
    Drawn
        The Vega-Lite specification, what it shows in words, and what stands below it.
    """
    from counterpoise.charts.captions import alternative  # noqa: PLC0415
    from counterpoise.core.figure import figures_for  # noqa: PLC0415
    from counterpoise.words.chart_language import translated  # noqa: PLC0415
    from counterpoise.words.documents import in_language  # noqa: PLC0415

    known = figures_for(answer.question) if isinstance(answer, Result) else {}
    if not known:
        raise InputError(f"there is no chart for {answer.question.name!r}", where="chart", remedy="take its table")
    if chart and chart not in known:
        raise InputError(f"there is no chart {chart[:40]!r}", where="chart", remedy="take one of " + ", ".join(known))
    shown = known[chart or next(iter(known))]
    answer = in_language(answer, language)
    specification = shown(answer, **_choices(shown.function, choices, answer)).to_dict(validate=False)
    specification.setdefault("description", alternative(answer, shown))
    specification = translated(specification, language)
    return Drawn(specification, str(specification["description"]), _caption(answer, shown, language))


def _caption(answer: Result, shown: Figure, language: str) -> dict[str, Any]:
    """Give what stands below a chart: its measures with their formulas, and its sources."""
    from counterpoise.briefing.mathml import mathml  # noqa: PLC0415
    from counterpoise.charts.captions import caption  # noqa: PLC0415
    from counterpoise.words.language import label, short, text  # noqa: PLC0415

    made = caption(answer, shown)
    names = [name for name in shown.variables if name in answer.names]
    return {
        "title": text(made.title, language),
        "measures": [
            {
                "name": name,
                "short": short(name, language, one.short),
                "label": label(name, language, one.label),
                "formula": mathml(one.formula) if one.formula else "",
                "citation": one.citation,
                "coverage": text(one.coverage, language),
                "estimated": one.estimated,
            }
            for name, one in zip(names, made.measures, strict=True)
        ],
        "sources": list(made.sources),
    }


def _choices(function: Callable[..., Any], words: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    """Read what a chart may be told, by the annotations of its function."""
    known = {
        name: one
        for name, one in inspect.signature(function).parameters.items()
        if one.kind is inspect.Parameter.KEYWORD_ONLY
    }
    made: dict[str, Any] = {}
    for word, value in words.items():
        if word not in known or word == "names":
            remedy = did_you_mean(word, known, "it takes " + (", ".join(known) or "none"))
            raise InputError(f"the chart has no choice {word[:40]!r}", where=f"choice.{word[:40]}", remedy=remedy)
        made[word] = _choice(word, str(value), str(known[word].annotation))
    if "names" in known:
        from counterpoise.briefing.page import sector_names  # noqa: PLC0415

        made["names"] = sector_names(answer)
    return made


def _choice(word: str, value: str, annotation: str) -> Any:
    if "Sequence" in annotation:
        return [one.strip() for one in value.split(",") if one.strip()]
    if annotation.startswith("int"):
        if not value.isascii() or not value.isdigit() or not 0 < int(value) <= 1000:
            raise InputError(f"{value[:40]!r} is no number of things to draw", where=word, remedy="give 1 to 1000")
        return int(value)
    if "bool" in annotation and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def file_of(answer: Any, form: str) -> bytes:
    """Write an answer as a file.

    Parameters
    ----------
    answer
        The answer.
    form
        One of `FORMATS`.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    InputError
        If there is no such form of this answer.
    """
    if form not in FORMATS:
        raise InputError(
            f"there is no format {form[:40]!r}", where="format", remedy="take one of " + ", ".join(FORMATS)
        )
    enough(answer)
    if form in ("csv", "json", "parquet"):
        return content(form, answer.records(), answer.meta)
    return _document(answer, form)


def _document(answer: Any, form: str) -> bytes:
    from counterpoise.core.document import documents_for  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="counterpoise-") as folder:
        path = Path(folder) / f"answer.{form}"
        known = {one.ending: one for one in documents_for(answer.question).values()}
        if path.suffix in known:
            known[path.suffix](answer, path)
        elif form == "html" and hasattr(answer, "html"):
            answer.write(path)
        elif form == "xlsx":
            from counterpoise.briefing.spreadsheet import write  # noqa: PLC0415

            write(path, {answer.question.name: answer})
        else:
            raise InputError(
                f"{answer.question.name!r} has no page", where="format", remedy="take its table, or its records"
            )
        return path.read_bytes()
