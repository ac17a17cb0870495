"""``counterpoise data``: what is there, which edition, licence, source, how complete."""

from __future__ import annotations

import sys
from typing import Any

import click

from counterpoise.cli.output import FORMATS, check_folder, give
from counterpoise.core.errors import did_you_mean


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
    """Say what data is there, and where it comes from."""


@data.command("list")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="Default: table.")
@click.option("-o", "--output", metavar="FILE", help="A file to write instead of showing.")
def listed(form: str, output: str | None) -> None:
    """Each dataset with its edition, years, licence, source and completeness."""
    from counterpoise.core.result import CONTRACT  # noqa: PLC0415
    from counterpoise.core.version import __version__  # noqa: PLC0415

    check_folder(output)
    records = dataset_records()
    meta: dict[str, Any] = {
        "contract": CONTRACT,
        "version": __version__,
        "baseline": [],
        "warnings": [],
        "diagnostics": {},
    }
    give(form, records, meta, lambda: _text(records), output, " ".join(["counterpoise", *sys.argv[1:]]))


def dataset_records() -> list[dict[str, Any]]:
    """Give a record for each dataset."""
    from counterpoise.store import datasets  # noqa: PLC0415

    return [
        {
            "dataset": one.name,
            "title": one.title,
            "kind": one.kind,
            "producer": one.producer,
            "edition": one.edition,
            "years": _span(one.years),
            "licence": one.licence,
            "source": one.citation,
            "completeness": one.completeness,
            "verified": one.verified,
            "checksum": one.sha256,
            "bytes": one.size,
        }
        for one in datasets()
    ]


def _span(years: Any) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _text(records: list[dict[str, Any]]) -> str:
    import textwrap  # noqa: PLC0415

    lines = []
    for record in records:
        lines.append(f"{record['dataset']}  ({record['kind']}, {record['years']}, {record['bytes'] / 1e6:.1f} MB)")
        for key in ("title", "producer", "edition", "licence", "source", "completeness", "verified"):
            body = textwrap.fill(str(record[key]), 96, subsequent_indent=" " * 15)
            lines.append(f"  {key:<13}{body}")
        lines.append("")
    return "\n".join(lines).rstrip()
