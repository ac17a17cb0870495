"""What can be done with a case without asking its questions: start one, check it, say what it asks."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.case import Case, read_case
from counterpoise.briefing.case_template import template
from counterpoise.core.errors import InputError
from counterpoise.core.gallery import KINDS

if TYPE_CHECKING:
    from counterpoise.world.economy import Economy


def new(path: str | os.PathLike[str], *, country: str = "KOR", powers: Sequence[str] | str = ("USA", "CHN")) -> Path:
    """Write a case to start from, which is valid as it stands.

    Parameters
    ----------
    path
        The file; one that exists is left as it is.
    country, powers
        Whose brief it is, and whom it is set against.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the file exists, or can't be written, or a country is not known.

    Examples
    --------
    >>> import tempfile
    >>> new(Path(tempfile.mkdtemp()) / "mine.toml", country="VNM").name
    'mine.toml'
    """
    from counterpoise.core.files import write_text  # noqa: PLC0415
    from counterpoise.questions.arguments import Country, Powers  # noqa: PLC0415

    file = Path(path)
    if file.exists() or file.is_symlink():
        raise InputError("this file exists already", where=str(file), remedy="name another, or remove it first")
    one = _parsed(Country, country, "--country")
    text = template(one, _parsed(Powers, powers, "--powers"))
    try:
        Case.from_text(text)
    except InputError as error:
        raise InputError(error.what, where="--powers", remedy=error.remedy) from None
    write_text(file, text)
    return file


def _parsed(annotation: Any, value: Any, where: str) -> Any:
    return annotation.__metadata__[0].parse(value, where)


def check(
    named: str | os.PathLike[str] | Case, *, understood: Callable[[str], None] | None = None
) -> tuple[str, tuple[str, ...]]:
    """Check a case with all that it names, and give a line of what was understood.

    Nothing is solved: its scenarios and the shocks of its negotiations are laid on their accounts, its ledger is verified.

    Parameters
    ----------
    named
        A file, a case of the program by its name, or a case.
    understood
        Called with each command of its sentences in the folder of the case; raises InputError where it can't be run.

    Returns
    -------
    str
        What it holds, and its hash.
    tuple of str
        What a reader should know, a sentence each.

    Raises
    ------
    InputError
        With file, line and key, and the nearest valid one.

    Examples
    --------
    >>> said, notes = check(Case(country="VNM", powers=["USA", "CHN"]))
    >>> said.split("; hash ")[0], notes
    ('Vietnam between the United States and China: 0 scenarios, 0 negotiations, 0 sentences', ())
    """
    from counterpoise.questions import scenarios, talks  # noqa: PLC0415
    from counterpoise.record.ledger import Ledger  # noqa: PLC0415

    case = read_case(named)
    notes: list[str] = []
    economy = _accounts(case)
    for k, change in enumerate(case.changes):
        own = change.baseline
        against = None if own.year or own.source or own.tariffs else economy
        _told(case, ("scenarios", k), lambda one=change, it=against: scenarios.check(one, it))
    for k, one in enumerate(case.negotiations):
        _, said = _told(case, ("talks", k), lambda it=one: talks.check(it))
        notes += [f"{one.title or f'talks[{k}]'}: {note}" for note in said]
    if case.ledger is not None:
        Ledger(case.ledger).verify()
    if understood is not None:
        _understood(case, understood)
    silent = [k for k, one in enumerate(case.sentences) if not one.ask]
    notes += [f"{case.where('sentences', k)}: no command is asked about this sentence" for k in silent]
    return f"{case.name}: {', '.join(counted(case))}; hash {case.hash}", tuple(notes)


def _understood(case: Case, understood: Callable[[str], None]) -> None:
    """See whether each command is understood in the folder of the case, where the files lie that it names."""
    for k, sentence in enumerate(case.sentences):
        for line in sentence.ask:
            with contextlib.chdir(case.folder or Path()):
                _told(case, ("sentences", k, "ask"), lambda it=line: understood(it))


def counted(case: Case) -> list[str]:
    """Say how much of each a case holds."""
    parts = [
        (len(case.scenarios), "scenario"),
        (len(case.talks), "negotiation"),
        (len(case.sentences), "sentence"),
    ]
    said = [f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in parts]
    return [*said, *(["a ledger"] if case.record else [])]


def _accounts(case: Case) -> Economy:
    """Load its accounts, and see that they hold its country and its powers."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    key = "year" if case.year is not None else "source" if case.source is not None else "country"
    economy = _told(case, (key,), lambda: load_economy(case.year, source=case.source))
    name = f"{economy.provenance.source} {economy.year or ''}".strip()
    for where, words in (
        ("country", [case.country]),
        ("powers", case.powers),
        ("risk.against", case.risk.against if case.risk else ()),
    ):
        for word in words:
            path = tuple(where.split("."))
            _told(case, path, lambda it=word: parse_countries([it], known=economy.countries, source=name))
    return economy


def _told(case: Case, path: tuple[int | str, ...], ask: Callable[[], Any]) -> Any:
    """Ask, and say of an error where in the case it stands."""
    try:
        return ask()
    except InputError as error:
        where = ", ".join(dict.fromkeys(filter(None, [case.where(*path), error.where])))
        raise InputError(error.what, where=where, remedy=error.remedy) from error


def explain(named: str | os.PathLike[str] | Case, *, language: str = "en") -> str:
    """Say in plain words what a case asks, from which files, and with what hash.

    Parameters
    ----------
    named
        A file, a case of the program by its name, or a case.
    language
        One of `counterpoise.words.language.LANGUAGES`, of the plain words.

    Returns
    -------
    str
        Some lines of text.

    Raises
    ------
    InputError
        With file, line and key, and the nearest valid one.

    Examples
    --------
    >>> explain(Case(country="VNM", powers=["CHN"], draws=0)).splitlines()[2:4]
    ['A brief for Vietnam on China, in English.', 'Accounts: the newest of the store.']
    """
    from counterpoise.briefing import case_explained as english  # noqa: PLC0415
    from counterpoise.words.korean import case as korean  # noqa: PLC0415
    from counterpoise.words.language import known  # noqa: PLC0415

    case = read_case(named)
    spoken = known(language)
    files = {key: _short(path) for key, path in case.files.items()}
    writer = korean if spoken == "ko" else english
    folder = "" if case.folder is None else _short(case.folder)
    return writer.explained(case, files, records=_records(case), folder=folder)


def _records(case: Case) -> int:
    from counterpoise.record.ledger import Ledger  # noqa: PLC0415

    return 0 if case.ledger is None else len(Ledger(case.ledger))


def _short(path: Path) -> str:
    """Give a file's name as seen from here, where it lies below, or say that it comes with the program."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        own = path.is_file() and any(path == kind.gallery().get(path.stem) for kind in KINDS)
        return f"{path.name} of the program" if own else str(path)
