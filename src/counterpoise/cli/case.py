"""``counterpoise case``: start a case, check it with all that it names, and say what it asks."""

from __future__ import annotations

import shlex
import sys

import click

from counterpoise.cli.output import tell
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.question import questions


class CaseCommands(click.Group):
    """The commands of cases; an unknown one is told in one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which there are."""
        if args and self.get_command(ctx, args[0]) is None:
            remedy = did_you_mean(args[0], self.list_commands(ctx), "it has: " + ", ".join(self.list_commands(ctx)))
            raise click.UsageError(f"case has no command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)


@click.group(cls=CaseCommands)
def case() -> None:
    """Start a case, from which a brief is made; check it, and say in plain words what it asks."""


@case.command("new")
@click.argument("file", metavar="[FILE]", default="case.toml")
@click.option("--country", metavar="COUNTRY", default="KOR", help="Whose brief it is, as KOR.")
@click.option("--powers", metavar="COUNTRIES", default="USA,CHN", help="Whom it is set against, as USA,CHN.")
def new(file: str, country: str, powers: str) -> None:
    """Write a case to start from: case.toml if no file is named. No file is overwritten."""
    from counterpoise.briefing import cases  # noqa: PLC0415

    print(f"written: {cases.new(file, country=country, powers=powers)}", file=sys.stderr)


@case.command("check")
@click.argument("case", metavar="CASE")
@click.pass_context
def check(context: click.Context, case: str) -> None:
    """Check a case with its scenarios, talks, ledger and commands: a file, or one of the program by its name."""
    from counterpoise.briefing import cases  # noqa: PLC0415

    root = context.find_root().command
    assert isinstance(root, click.Group)
    said, notes = cases.check(case, understood=lambda line: understood(root, line))
    print(f"ok: {said}")
    tell(f"note: {one}" for one in notes)


@case.command("explain")
@click.argument("case", metavar="CASE")
def explain(case: str) -> None:
    """Say in plain words what a case asks, from which files, and with what hash."""
    from counterpoise.briefing import cases  # noqa: PLC0415

    print(cases.explain(case))


def understood(root: click.Group, line: str) -> None:
    """See that a line is a command of the program whose words can be read; nothing is computed.

    Parameters
    ----------
    root
        The program's commands.
    line
        The command, without the program's name.

    Raises
    ------
    InputError
        If it is none, or a word in it is wrong.
    """
    try:
        path, given = _parsed(root, shlex.split(line))
    except ValueError as error:  # a quote that is not closed
        raise InputError(f"{line[:60]!r} can't be read: {str(error).lower()}", remedy="mend it") from error
    except click.exceptions.Exit:
        raise InputError(f"{line[:60]!r} asks for help only", remedy="write what it is to answer") from None
    except click.ClickException as error:
        said = " ".join(error.format_message().split()).removesuffix(".")
        remedy = "" if said.endswith("?") else "see counterpoise --help"
        raise InputError(f"{line[:60]!r} is no command that runs: {said}", remedy=remedy) from error
    asked = questions.get(".".join(path))
    if asked is None:
        return
    words = {one.name: given.get(one.name) for one in asked.parameters}
    if given.get("everyone"):
        words |= {one.name: one.word.everyone for one in asked.parameters if one.word.everyone}
    try:
        asked.read({name: value for name, value in words.items() if value is not None and value is not False})
    except InputError as error:
        what = f"{line[:60]!r}: {error.where + ': ' if error.where else ''}{error.what}"
        raise InputError(what, remedy=error.remedy) from error


def _parsed(root: click.Group, words: list[str]) -> tuple[list[str], dict[str, object]]:
    """Give the words of the command, and what its options and arguments were given."""
    context, held, path = click.Context(root, info_name=root.name), root, []
    while True:
        if not words:
            raise click.UsageError("no command is named")
        name, command, words = held.resolve_command(context, words)
        assert name is not None
        assert command is not None
        path.append(name)
        if not isinstance(command, click.Group):
            return path, dict(command.make_context(name, words, parent=context).params)
        held, context = command, click.Context(command, parent=context, info_name=name)
