"""``counterpoise scenario``: start one, check it, and say what it does before it is solved."""

from __future__ import annotations

import sys

import click

from counterpoise.core.errors import did_you_mean


class ScenarioCommands(click.Group):
    """The scenario commands; an unknown one is told in one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which there are."""
        if args and self.get_command(ctx, args[0]) is None:
            remedy = did_you_mean(args[0], self.list_commands(ctx), "it has: " + ", ".join(self.list_commands(ctx)))
            raise click.UsageError(f"scenario has no command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)


@click.group(cls=ScenarioCommands)
def scenario() -> None:
    """Start a scenario, check it, and say in plain words what it does."""


@scenario.command("new")
@click.argument("file", metavar="[FILE]", default="scenario.toml")
@click.option("--title", metavar="TITLE", help="What it is, in a line.")
def new(file: str, title: str | None) -> None:
    """Write a scenario to start from: scenario.toml if no file is named. No file is overwritten."""
    from counterpoise.questions import scenarios  # noqa: PLC0415

    print(f"written: {scenarios.new(file, title=title)}", file=sys.stderr)


@scenario.command("check")
@click.argument("scenario", metavar="FILE")
def check(scenario: str) -> None:
    """Check a scenario against its baseline: a file, one of the gallery by its name, or one line of the short form."""
    from counterpoise.questions import scenarios  # noqa: PLC0415

    print(f"ok: {scenarios.check(scenario)}")


@scenario.command("explain")
@click.argument("scenario", metavar="SCENARIO")
def explain(scenario: str) -> None:
    """Say in plain words what a scenario does: a file, one of the gallery by its name, or one line such as "embargo by ALL on DEU"."""
    from counterpoise.questions import scenarios  # noqa: PLC0415

    print(scenarios.explain(scenario))
