"""``counterpoise talks``: start a negotiation, check it, and say what it is about before it is solved."""

from __future__ import annotations

import sys

import click

from counterpoise.cli.output import tell
from counterpoise.core.errors import did_you_mean


class TalksCommands(click.Group):
    """The commands of negotiations; an unknown one is told in one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which there are."""
        if args and self.get_command(ctx, args[0]) is None:
            remedy = did_you_mean(args[0], self.list_commands(ctx), "it has: " + ", ".join(self.list_commands(ctx)))
            raise click.UsageError(f"talks has no command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)


@click.group(cls=TalksCommands)
def talks() -> None:
    """Start a negotiation, check it, and say in plain words what it is about."""


@talks.command("new")
@click.argument("file", metavar="[FILE]", default="talks.toml")
@click.option("--title", metavar="TITLE", help="What it is, in a line.")
def new(file: str, title: str | None) -> None:
    """Write a negotiation to start from: talks.toml if no file is named. No file is overwritten."""
    from counterpoise.questions import talks as documents  # noqa: PLC0415

    print(f"written: {documents.new(file, title=title)}", file=sys.stderr)


@talks.command("check")
@click.argument("file", metavar="FILE")
def check(file: str) -> None:
    """Check a negotiation, a file or one of the gallery by its name, and say how large it is and what in it is idle."""
    from counterpoise.questions import talks as documents  # noqa: PLC0415

    said, notes = documents.check(file)
    print(f"ok: {said}")
    tell(f"note: {one}" for one in notes)


@talks.command("explain")
@click.argument("file", metavar="FILE")
def explain(file: str) -> None:
    """Say in plain words what a negotiation is about: who can do what, and what each has with a deal and without."""
    from counterpoise.questions import talks as documents  # noqa: PLC0415

    print(documents.explain(file))
