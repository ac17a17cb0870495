"""``counterpoise data``: what is there, which edition, licence, source, how complete."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from counterpoise.cli.output import FORMATS, check_folder, give, progress, tell
from counterpoise.core.errors import did_you_mean
from counterpoise.questions.holdings import span


class DataCommands(click.Group):
    """The data commands; an unknown one is told in one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which there are."""
        if args and self.get_command(ctx, args[0]) is None:
            remedy = did_you_mean(args[0], self.list_commands(ctx), "it has: " + ", ".join(self.list_commands(ctx)))
            raise click.UsageError(f"data has no command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)


@click.group(cls=DataCommands)
def data() -> None:
    """Say what data is there, and where it comes from; add official files, check and remove them."""


@data.command("list")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="Default: table.")
@click.option("-o", "--output", metavar="FILE", help="A file to write instead of showing.")
def listed(form: str, output: str | None) -> None:
    """Each dataset with its edition, years, licence, source and completeness."""
    check_folder(output)
    from counterpoise.questions.holdings import dataset_records  # noqa: PLC0415

    records = dataset_records()
    give(form, records, _meta(), lambda: _text(records), output, " ".join(["counterpoise", *sys.argv[1:]]))


def _meta() -> dict[str, Any]:
    from counterpoise.core.result import CONTRACT  # noqa: PLC0415
    from counterpoise.core.version import __version__  # noqa: PLC0415

    return {"contract": CONTRACT, "version": __version__, "baseline": [], "warnings": [], "diagnostics": {}}


def _text(records: list[dict[str, Any]]) -> str:
    import textwrap  # noqa: PLC0415

    lines = []
    for record in records:
        lines.append(f"{record['dataset']}  ({record['kind']}, {record['years']}, {record['bytes'] / 1e6:.1f} MB)")
        keys = ("title", "producer", "edition", "licence", "source", "completeness", "verified", "retrieved", "place")
        for key in keys:
            if key not in record:
                continue
            body = textwrap.fill(str(record[key]), 96, subsequent_indent=" " * 15)
            lines.append(f"  {key:<13}{body}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _source_options(command: Any) -> Any:
    """Give a command the words that name a source's release."""
    command = click.option("--year", type=int, metavar="YEAR", help="One year of it; all that there are if left out.")(
        command
    )
    command = click.option(
        "--edition", metavar="EDITION", help="As the producer names it; found in the file if left out."
    )(command)
    return click.argument("source", metavar="SOURCE")(command)


@data.command("add")
@_source_options
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def add(source: str, files: tuple[str, ...], edition: str | None, year: int | None) -> None:
    """Read a producer's files that are here, and keep them in the store."""
    from counterpoise.sources.source import Raw  # noqa: PLC0415
    from counterpoise.sources.source import source as named  # noqa: PLC0415

    about = named(source)
    edition = edition if edition is None else about.edition(edition)
    for file in files:  # each is kept whole or not at all; those before a refused one stay
        _added(about, Raw(Path(file), edition, year))


@data.command("get")
@_source_options
def get(source: str, edition: str | None, year: int | None) -> None:
    """Download from the producer what the store lacks, and keep it; a broken download is resumed."""
    from counterpoise.core.errors import InputError  # noqa: PLC0415
    from counterpoise.sources.fetch import fetch  # noqa: PLC0415
    from counterpoise.sources.source import Raw  # noqa: PLC0415
    from counterpoise.sources.source import source as named  # noqa: PLC0415
    from counterpoise.store.folder import alone, downloads_folder  # noqa: PLC0415

    about = named(source)
    if about.downloads is None:
        remedy = f"download it from {about.page}, then 'counterpoise data add {about.name} FILE'"
        raise InputError(f"{about.name} can't be downloaded by a program", where="source", remedy=remedy)
    edition = about.edition(edition)
    offered = about.downloads(edition, year)
    if not offered:
        remedy = f"see {about.page}, or leave the year out"
        raise InputError(f"{about.name} {edition} has no file of {year}", where="--year", remedy=remedy)
    with alone(f"get-{about.name}", 3600.0):
        for one in offered:
            path = fetch(one, downloads_folder(), progress=progress(), source=about.name)
            try:
                _added(about, Raw(path, edition, year))
            finally:  # what it held is in the store with its checksum, or was refused and must come anew
                path.unlink(missing_ok=True)


def _added(about: Any, raw: Any) -> None:
    from counterpoise.store.folder import add as keep  # noqa: PLC0415

    for one in keep(about, raw, progress=progress()):
        rows = sum(held["rows"] for held in one.tables.values())
        years = span(one.years)
        print(f"added: {one.dataset} {years} ({rows:,} rows, {one.size / 1e6:.1f} MB)", file=sys.stderr)
        for note in one.notes:
            print(f"note: {note}", file=sys.stderr)
    if about.verified != "the producer's file":
        tell(
            [
                f"note: the reader of {about.name} is written from {about.verified}: compare a few figures with the producer's"
            ]
        )


@data.command("remove")
@click.argument("name", metavar="DATASET")
@click.option("--year", type=int, metavar="YEAR", help="One year of it; all if left out.")
def remove(name: str, year: int | None) -> None:
    """Take a dataset that was added out of the store."""
    from counterpoise.store import datasets  # noqa: PLC0415
    from counterpoise.store.folder import remove as drop  # noqa: PLC0415

    if any(one.embedded and one.name == name for one in datasets()):
        raise click.UsageError(f"{name} came with the program and can't be removed")
    for one in drop(name, year):
        print(f"removed: {one.dataset} {span(one.years)}", file=sys.stderr)


@data.command("where")
def where() -> None:
    """Print the folder of the store."""
    from counterpoise.store.folder import store_folder  # noqa: PLC0415

    print(store_folder())


@data.command("check")
def check() -> None:
    """Compare every stored file with its checksum."""
    from counterpoise.core.errors import DataError  # noqa: PLC0415
    from counterpoise.store.folder import faults, kept, store_folder  # noqa: PLC0415

    found = faults()
    for line in found[1:]:
        print(f"error: {line}", file=sys.stderr)
    if found:
        place, _, what = found[0].partition(": ")
        raise DataError(what, where=place)
    tables = sum(len(one.tables) for one in kept())
    said = f"{tables} tables in {store_folder()} are as they were written"
    print(said if tables else f"nothing was added yet to {store_folder()}")


@data.command("sources")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="Default: table.")
@click.option("-o", "--output", metavar="FILE", help="A file to write instead of showing.")
def listed_sources(form: str, output: str | None) -> None:
    """List the producers whose files can be added, with their editions and pages."""
    from counterpoise.questions.holdings import source_records  # noqa: PLC0415

    check_folder(output)
    records = source_records()
    give(form, records, _meta(), lambda: _spelled(records), output, " ".join(["counterpoise", *sys.argv[1:]]))


def _spelled(records: list[dict[str, Any]]) -> str:
    lines = []
    for record in records:
        lines.append(f"{record['source']}  ({record['editions']}; {record['download']})")
        lines += [f"  {key:<10}{record[key]}" for key in ("title", "producer", "licence", "page", "verified")]
        lines.append("")
    return "\n".join(lines).rstrip()
