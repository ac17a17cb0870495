"""``counterpoise record add SOURCE``: what a text quotes is proposed, and kept only where a person accepts it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from counterpoise.cli.output import tell
from counterpoise.core.errors import InputError
from counterpoise.core.files import write_text
from counterpoise.questions.proposed import FIELDS, Book, Reading, corrected, decided, field_of, keep, read

Ask = Callable[[str], str]

KEYS = "[a]ccept, [c]orrect, [r]eject, [q]uit and keep what was accepted"


def review(  # noqa: PLR0913 - an option each
    what: str,
    book: Callable[[], Book],
    *,
    form: str | None = None,
    accept: str | None = None,
    output: str | None = None,
    allow_local: bool = False,
    language: str | None = None,
    said_on: str | None = None,
    most: int = 20,
    fields: Mapping[str, Any] | None = None,
    offices: Any = None,
    terminal: bool | None = None,
    ask: Ask | None = None,
) -> int:
    """Read a source, propose its statements, and keep those that a person accepts.

    Parameters
    ----------
    what
        A file or an address.
    book
        What opens the ledger; it is opened only where something is kept.
    form
        ``json`` prints the proposals and accepts none; so does a standard input that is no terminal.
    accept
        A file of proposals that a person has gone through: all that is in it is accepted.
    output
        The file that the proposals are written to instead of being printed; none is then accepted.
    allow_local, language, said_on, most, offices
        As of `counterpoise.questions.proposed.read`.
    fields
        What the person says of the source: ``outlet``, ``recorded_by``.
    terminal, ask
        Whether a person is there, and how they are asked; the standard input's own if None.

    Returns
    -------
    int
        How many statements were kept.
    """
    from counterpoise.record.proposals import NO_EVENTS  # noqa: PLC0415

    readings = read(what, allow_local=allow_local, language=language, said_on=said_on, most=most, offices=offices)
    given = dict(fields or {})
    if accept:
        every = list(readings)
        kept = [
            one
            for reading, chosen in zip(every, decided(accept, every), strict=True)
            for one in keep(book(), reading, chosen, **given)
        ]
        tell([f"kept: {len(kept)} statements, as {accept} has them"])
        return len(kept)
    here = sys.stdin.isatty() and sys.stdout.isatty() if terminal is None else terminal
    if form == "json" or output or not here:
        every = list(readings)
        text = json.dumps({"accepted": 0, "sources": [one.to_dict() for one in every]}, ensure_ascii=False, indent=2)
        if output:
            write_text(output, f"{text}\n")
        else:
            print(text)
        found = sum(len(one.proposals) for one in every)
        tell(
            [
                f"note: {found} proposals, none accepted: correct them in a file, then add --accept FILE",
                f"note: {NO_EVENTS}",
            ]
        )
        return 0
    tell([f"note: {NO_EVENTS}"])
    total = 0
    for reading in readings:
        chosen, stopped = _gone_through(reading, ask or _asked)
        total += len(keep(book(), reading, chosen, **given)) if chosen else 0
        if stopped:
            break
    tell([f"kept: {total} statements"])
    return total


def _asked(question: str) -> str:
    return input(question)


def _gone_through(reading: Reading, ask: Ask) -> tuple[list[dict[str, Any]], bool]:
    """Show the proposals one by one; give those accepted, and whether the person stopped."""
    from counterpoise.record.proposals import told, whose  # noqa: PLC0415

    named, left = whose(reading.proposals)
    print(
        f"{reading.text.title or reading.address or 'text'}: {len(reading.proposals)} quotations, {named} with a speaker, {left} without\n{KEYS}"
    )
    chosen: list[dict[str, Any]] = []
    for number, proposal in enumerate(reading.proposals, 1):
        print(f"\n{told(proposal, number, len(reading.proposals))}")
        try:
            answer, one = _decision(proposal, ask)
        except (EOFError, KeyboardInterrupt):
            return chosen, True
        if answer == "q":
            return chosen, True
        if answer == "a":
            chosen.append(one)
    return chosen, False


def _decision(proposal: dict[str, Any], ask: Ask) -> tuple[str, dict[str, Any]]:
    from counterpoise.record.proposals import told  # noqa: PLC0415

    one = proposal
    while True:
        answer = ask("a, c, r or q? ").strip().lower()[:1]
        if answer in ("a", "r", "q"):
            return answer, one
        if answer == "c":
            one = asked_anew(one, ask)
            print(told(one, 1, 1).partition("\n")[2])


def asked_anew(proposal: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
    """Ask for each field; nothing leaves it as it is, a dash empties it."""
    changes: dict[str, str | None] = {}
    for field in FIELDS:
        of = proposal["speaker"] if field in proposal["speaker"] else proposal
        while word := ask(f"  {field} [{of.get(field) or '-'}] ").strip():
            try:
                if word != "-":
                    field_of(field, word)
            except InputError as error:
                print(f"  {error}")
                continue
            changes[field] = None if word == "-" else word
            break
    return corrected(proposal, changes)


def options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of reading a text to a command."""
    for one in reversed(
        [
            click.option(
                "--format", "form", type=click.Choice(("json",)), help="Print the proposals, and accept none."
            ),
            click.option("-o", "--output", metavar="FILE", help="A file to write the proposals to; none is accepted."),
            click.option(
                "--accept", metavar="FILE", help="Proposals that you have gone through, as JSON: all in it are kept."
            ),
            click.option(
                "--allow-local", is_flag=True, help="Load from an address of this computer or of a private network."
            ),
            click.option("--language", metavar="CODE", help="The text's language, as ko, where it is told wrongly."),
            click.option(
                "--most",
                metavar="N",
                type=click.IntRange(min=1),
                default=20,
                help="Articles of a feed; 20 if left out.",
            ),
        ]
    ):
        function = one(function)
    return function
