"""What can be done with a negotiation without solving it: start one, check it, say what it is about."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    from counterpoise.negotiation.engine import Solved
    from counterpoise.negotiation.talks import Talks
    from counterpoise.world.economy import Economy


def new(path: str | os.PathLike[str], *, title: str | None = None) -> Path:
    """Write a negotiation to start from, which is valid as it stands.

    Parameters
    ----------
    path
        The file; one that exists is left as it is.
    title
        What it is, in a line.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the file exists, or can't be written.
    """
    from counterpoise.core.files import write_text  # noqa: PLC0415
    from counterpoise.negotiation.template import template  # noqa: PLC0415

    file = Path(path)
    if file.exists() or file.is_symlink():
        raise InputError("this file exists already", where=str(file), remedy="name another, or remove it first")
    if title is not None and not title.isprintable():
        raise InputError(f"{title!r:.60} is not a line of text", where="--title", remedy="write it in one line")
    write_text(file, template(title) if title else template())
    return file


def check(file: str | os.PathLike[str] | Talks, economy: Economy | None = None) -> tuple[str, tuple[str, ...]]:
    """Check a negotiation, and give a line of what was understood.

    Nothing is solved: the shocks of each level are laid on the accounts, and a function of payoffs is not called.

    Parameters
    ----------
    file
        A file, or a negotiation.
    economy
        The accounts, where the trade model gives payoffs; those that the document names, or the newest, when None.

    Returns
    -------
    str
        How many states, moves, parties, issues, unknowns and courses there are.
    tuple of str
        What a reader should know, a sentence each.

    Raises
    ------
    InputError
        With line and key, and the nearest valid one.
    """
    from counterpoise.negotiation.cautions import cautions  # noqa: PLC0415
    from counterpoise.negotiation.payoffs import compiled  # noqa: PLC0415

    talks = _read(file)
    made = compiled(talks, economy=economy)
    for course in talks.courses:
        compiled(talks, course, economy=economy)
    if made.engine is not None:
        _lay(made.engine)
    parts = [
        _counted(made.steps.size, "state"),
        _counted(made.steps.moves(), "move"),
        _counted(len(made.parties), "party", "parties"),
        _counted(len(made.issues), "issue"),
        _counted(len(made.parameters), "unknown"),
        _counted(len(talks.courses), "course"),
    ]
    return f"{talks.describe()}: {', '.join(parts)}", cautions(made)


def explain(file: str | os.PathLike[str] | Talks, *, language: str = "en") -> str:
    """Say in plain words what a negotiation is about.

    Parameters
    ----------
    file
        A file, or a negotiation.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Returns
    -------
    str
        Some lines of text.

    Raises
    ------
    InputError
        With line and key, and the nearest valid one.
    """
    from counterpoise.negotiation import explain as english  # noqa: PLC0415
    from counterpoise.negotiation.cautions import cautions  # noqa: PLC0415
    from counterpoise.negotiation.courses import changes  # noqa: PLC0415
    from counterpoise.negotiation.payoffs import compiled  # noqa: PLC0415
    from counterpoise.words.korean import talks as korean  # noqa: PLC0415
    from counterpoise.words.language import known  # noqa: PLC0415

    talks = _read(file)
    made = compiled(talks)
    states, moves, notes = made.steps.size, made.steps.moves(), cautions(made)
    if known(language) != "ko":
        return english.explained(talks, states=states, moves=moves, notes=notes)
    whole = talks.model_dump(mode="json")
    changed = {name: list(changes(whole, one.plain())) for name, one in talks.courses.items()}
    return korean.explained(talks, changed, states=states, moves=moves, notes=notes)


def _lay(engine: Solved) -> None:
    """Lay the shocks of each level on the accounts."""
    from counterpoise.negotiation.engine import in_state  # noqa: PLC0415
    from counterpoise.questions.scenarios import met  # noqa: PLC0415
    from counterpoise.scenario.shortform import parse  # noqa: PLC0415

    _ = engine.members
    for place, state, text in engine.single():
        try:
            met(parse(text), engine.economy, allow_nothing=True)
        except InputError as error:
            raise in_state(error, state, place) from error


def _read(file: str | os.PathLike[str] | Talks) -> Talks:
    from counterpoise.questions.negotiations import read  # noqa: PLC0415

    return read(file, "talks")


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
