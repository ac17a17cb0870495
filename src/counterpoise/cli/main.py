"""``counterpoise``: the commands are made from the registered questions."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import click

from counterpoise.cli.app import app
from counterpoise.cli.case import case
from counterpoise.cli.data import data
from counterpoise.cli.output import (
    FORMATS,
    Collected,
    check_ending,
    check_folder,
    form_of,
    give,
    legend,
    progress,
    spelled,
    tell,
    write_chart,
)
from counterpoise.cli.record import record
from counterpoise.cli.scenario import scenario
from counterpoise.cli.talks import talks
from counterpoise.core.document import Document, documents_for
from counterpoise.core.errors import CounterpoiseError, did_you_mean
from counterpoise.core.question import GROUPS, Parameter, Question, questions
from counterpoise.core.version import __version__
from counterpoise.core.workers import one_thread_each

CHARTS = (".svg", ".png", ".html")
"""The endings of a chart's file."""

HELP = "On whom does a country rely, what would a change cost, which deal is possible?"


OTHER_SIDE = {"--on": "--against", "--against": "--on"}
"""What a command may call the other side: on whom one depends or acts, or against whom one chooses."""


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
    """Make a command from a question's signature, with an option for each document that its answer can write."""
    documents = documents_for(question.signed({}))
    subjects = [one for one in question.parameters if one.positional and one.word.everyone]

    def run(**words: Any) -> None:
        _answer(question, documents, subjects, words)

    run.__doc__ = question.label
    made: Any = run
    what = (
        f"Where to write it; {_pattern(question.file)} if left out."
        if question.file
        else "A file to write instead of showing."
    )
    made = click.option("-o", "--output", metavar="FILE", help=what)(made)
    if question.charts and not question.file:
        made = click.option("--chart", "chart", metavar="FILE", help="Draw it: a file ending in .svg, .png or .html.")(
            made
        )
    for name, document in reversed(documents.items()):
        made = click.option(f"--{name}", name, metavar="FILE", help=document.help)(made)
    forms = "html" if question.file else "as the file's ending says, else table"
    made = click.option(
        "--format", "form", type=click.Choice(FORMATS), default=None, help=f"Default: {forms}.", show_choices=True
    )(made)
    for parameter in reversed(question.parameters):
        if parameter in subjects:
            made = click.option("--all", "everyone", is_flag=True, help="Every country.")(made)
        made = _option(parameter)(made)
    return click.command(question.words[-1], short_help=question.label, help=question.label)(made)


def _answer(
    question: Question, documents: Mapping[str, Document], subjects: Sequence[Parameter], words: dict[str, Any]
) -> None:
    """Ask a question in the words of the command line, and give out its answer with its documents and its chart."""
    form, output = words.pop("form"), words.pop("output")
    form = form_of(form, None if question.file and form in (None, "table") else output)
    files = {name: file for name in documents if (file := words.pop(name))}
    everyone = words.pop("everyone", False)
    for parameter in subjects:
        _one_subject(words, parameter, everyone=everyone)
    drawn = words.pop("chart", None)
    check_folder(output)
    check_folder(drawn)
    check_ending(drawn, CHARTS, "--chart")
    for name, file in files.items():
        check_folder(file)
        check_ending(file, documents[name].ending, f"--{name}")
    given = {name: value for name, value in words.items() if value is not None and value is not False}
    if question.file:
        one_thread_each()  # a document's questions are asked beside each other
    whole = bool(question.file) and form == "table"
    if whole and output:
        question.check_file(output)
    with Collected() as collected:
        answer = question(**given, progress=progress())
        if drawn:
            write_chart(answer.chart(), drawn)
        for name, file in files.items():  # before anything is shown: an answer may have no such document
            documents[name](answer, file)
        if whole:
            output = output or question.file.format_map(vars(answer))
            answer.write(output)
        else:
            command = " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:]])  # noqa: PTH119
            records = [] if form == "table" else answer.records()
            give(form, records, answer.meta, lambda: spelled(answer), output, command)
    _beside(answer, form, collected.said, whole=whole)
    _written([output if whole else None, drawn, *files.values()])


def _beside(answer: Any, form: str, said: list[str], *, whole: bool) -> None:
    """Tell what stands beside an answer: the columns' legend, and notes; a document and JSON hold them."""
    notes = [*said, *(answer.meta["warnings"] if form != "json" and not whole else [])]
    tell([*(legend(answer) if form == "table" and not whole else []), *(f"note: {one}" for one in notes)])


def _written(files: list[str | None]) -> None:
    made = [file for file in files if file]
    tell([f"written: {', '.join(made)}"] if made else [])


def _pattern(file: str) -> str:
    """Write the name of a file with the parts that an answer fills in, in capitals."""
    return re.sub(r"\{(\w+)\}", lambda part: part[1].upper(), file)


def _one_subject(words: dict[str, Any], parameter: Parameter, *, everyone: bool) -> None:
    named = words[parameter.name] is not None
    if named == everyone:
        what = "name a country or --all, not both" if named else "a country is missing: name one, or --all"
        raise click.UsageError(what)
    if everyone:
        words[parameter.name] = parameter.word.everyone


commands.add_command(app)
commands.add_command(case)
commands.add_command(data)
commands.add_command(record)
commands.add_command(scenario)
commands.add_command(talks)


def _register() -> None:
    import counterpoise.briefing  # noqa: PLC0415
    import counterpoise.questions  # noqa: F401, PLC0415

    for question in questions.values():
        _group_of(question).add_command(command_of(question))


def _group_of(question: Question) -> click.Group:
    """Give the group that a question's command stands in, which is made with the first of its commands."""
    held: click.Group = commands
    for word in question.words[:-1]:
        inner = held.commands.get(word)
        if not isinstance(inner, click.Group):
            inner = Commands(word, help=GROUPS[word], short_help=GROUPS[word])
            held.add_command(inner)
        held = inner
    return held


def _what(error: click.MissingParameter) -> str:
    """Say what a missing argument of a question is, with its example."""
    words: list[str] = []
    context = error.ctx
    while context is not None and context.parent is not None:  # the outermost is the program itself
        words.insert(0, context.info_name or "")
        context = context.parent
    asked = questions.get(".".join(words))
    named = error.param.name if error.param else None
    said = next((one.help for one in asked.parameters if one.name == named), "") if asked else ""
    return f": {said[:1].lower()}{said[1:].removesuffix('.')}" if said else "."


def _instead(error: click.ClickException) -> str:
    """Name the option by which this command takes the other side, where another command's was given."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None or error.option_name not in OTHER_SIDE:
        return ""
    held = {one for parameter in error.ctx.command.params for one in parameter.opts}
    wanted = OTHER_SIDE[error.option_name]
    return f" Here it is {wanted}." if wanted in held else ""


def main() -> None:
    """Run the command line; any error of the user's is one line on standard error."""
    code = 0
    if "--scheduler" not in sys.argv:
        # xarray imports dask and its arrays, a quarter of a second, when it meets a NumPy array, and does without where
        # it can't be imported; a command holds no dask array, and only a cluster's scheduler needs the package
        sys.modules.setdefault("dask", cast("Any", None))
    try:
        _register()
        commands.main(standalone_mode=False)
    except CounterpoiseError as error:
        print(f"error: {error}", file=sys.stderr)
        code = error.exit_code
    except click.MissingParameter as error:
        print(f"error: {' '.join(error.format_message().split()).removesuffix('.')}{_what(error)}", file=sys.stderr)
        code = 2
    except click.ClickException as error:
        print(f"error: {' '.join(error.format_message().split())}{_instead(error)}", file=sys.stderr)
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
