"""``counterpoise``: the commands are made from the registered questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from counterpoise.cli.data import data
from counterpoise.cli.output import FORMATS, Collected, check_folder, give, legend, progress, spelled, tell
from counterpoise.cli.scenario import scenario
from counterpoise.core.errors import CounterpoiseError, did_you_mean
from counterpoise.core.question import Parameter, Question, questions
from counterpoise.core.version import __version__

HELP = "On whom does a country rely, what would a change cost, which deal is possible?"


class Commands(click.Group):
    """A group of commands whose errors are told in one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or name the nearest."""
        name = args[0] if args else ""
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            remedy = did_you_mean(name, self.list_commands(ctx), "see " + ctx.command_path + " --help")
            raise click.UsageError(f"there is no command {name!r}; {remedy}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="counterpoise")
def commands() -> None:
    """Hold the commands."""


def _option(parameter: Parameter) -> Callable[[Any], Any]:
    word = parameter.word
    if parameter.positional:
        return click.argument(parameter.name, required=not word.everyone, metavar=word.metavar)
    if word.flag:
        return click.option(parameter.option, parameter.name, is_flag=True, help=parameter.help)
    return click.option(
        parameter.option, parameter.name, required=parameter.required, metavar=word.metavar, help=parameter.help
    )


def command_of(question: Question) -> click.Command:
    """Make a command from a question's signature."""
    document = question.name == "brief"

    def run(**words: Any) -> None:
        form, output, sheet = words.pop("form"), words.pop("output"), words.pop("xlsx", None)
        everyone = words.pop("everyone", False)
        for parameter in question.parameters:
            if parameter.positional and parameter.word.everyone:
                _one_subject(words, parameter, everyone=everyone)
        check_folder(output)
        check_folder(sheet)
        given = {name: value for name, value in words.items() if value is not None and value is not False}
        with Collected() as collected:
            answer = question(**given, progress=progress())
            if document and form == "table":
                _write(answer, output or f"brief-{answer.country}.html", sheet)
            else:
                command = " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:]])  # noqa: PTH119
                give(form, answer.records(), answer.meta, lambda: spelled(answer), output, command)
        shown = form == "table" and not document
        notes = [*collected.said, *(answer.meta["warnings"] if form != "json" and not document else [])]
        tell([*(legend(answer) if shown else []), *(f"note: {one}" for one in notes)])

    run.__doc__ = question.label
    made: Any = run
    what = "Where to write it; brief-COUNTRY.html if left out." if document else "A file to write instead of showing."
    made = click.option("-o", "--output", metavar="FILE", help=what)(made)
    if document:
        made = click.option("--xlsx", metavar="FILE", help="A spreadsheet of its data beside it.")(made)
    forms = "html" if document else "table"
    made = click.option(
        "--format", "form", type=click.Choice(FORMATS), default="table", help=f"Default: {forms}.", show_choices=True
    )(made)
    for parameter in reversed(question.parameters):
        if parameter.positional and parameter.word.everyone:
            made = click.option("--all", "everyone", is_flag=True, help="Every country.")(made)
        made = _option(parameter)(made)
    return click.command(question.name, short_help=question.label, help=question.label)(made)


def _one_subject(words: dict[str, Any], parameter: Parameter, *, everyone: bool) -> None:
    named = words[parameter.name] is not None
    if named == everyone:
        what = "name a country or --all, not both" if named else "a country is missing: name one, or --all"
        raise click.UsageError(what)
    if everyone:
        words[parameter.name] = parameter.word.everyone


def _write(answer: Any, output: str, sheet: str | None) -> None:
    answer.write(output)
    written = [output]
    if sheet:
        answer.write_spreadsheet(sheet)
        written.append(sheet)
    print(f"written: {', '.join(written)}", file=sys.stderr)


commands.add_command(data)
commands.add_command(scenario)


def _register() -> None:
    import counterpoise.briefing  # noqa: PLC0415
    import counterpoise.questions  # noqa: F401, PLC0415

    for question in questions.values():
        commands.add_command(command_of(question))


def main() -> None:
    """Run the command line; any error of the user's is one line on standard error."""
    code = 0
    try:
        _register()
        commands.main(standalone_mode=False)
    except CounterpoiseError as error:
        print(f"error: {error}", file=sys.stderr)
        code = error.exit_code
    except click.ClickException as error:
        print(f"error: {' '.join(error.format_message().split())}", file=sys.stderr)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        # the reader has gone, as `head` does; Python would complain again when it closes the stream
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
    sys.exit(code)
