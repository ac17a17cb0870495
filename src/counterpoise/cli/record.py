"""``counterpoise record``: add to the ledger of what was said and done, list, correct, join and check it."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import click

from counterpoise.cli.output import FORMATS, check_folder, form_of, give, tell
from counterpoise.cli.record_add import options, review
from counterpoise.core.errors import did_you_mean

LEDGER = "The ledger's file; record.jsonl if left out, or what COUNTERPOISE_LEDGER names."


class RecordCommands(click.Group):
    """The commands of the ledger; an unknown one is told in one line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which there are."""
        if args and self.get_command(ctx, args[0]) is None:
            remedy = did_you_mean(args[0], self.list_commands(ctx), "it has: " + ", ".join(self.list_commands(ctx)))
            raise click.UsageError(f"record has no command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)


@click.group(cls=RecordCommands)
def record() -> None:
    """Keep what was said and done: a ledger to which lines are only ever added, each chained to the one before."""


def _ledger(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--ledger", metavar="FILE", help=LEDGER)(function)


class Categories(click.Command):
    """A command whose help ends in PLOVER's categories."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write them, a line each."""
        from counterpoise.record.plover import VERSION, helped  # noqa: PLC0415

        formatter.write_paragraph()
        formatter.write(f"Categories of an event ({VERSION}):\n\n{helped()}\n")


@record.command("add", cls=Categories)
@click.argument("source", metavar="[SOURCE]", required=False)
@click.option("--event", metavar="CATEGORY", help="Add an event of this category of PLOVER; see below.")
@click.option("--actor", metavar="COUNTRIES", help="Of an event: who did it.")
@click.option("--recipient", metavar="COUNTRIES", help="Of an event: to whom.")
@click.option("--happened-on", metavar="DAY", help="Of an event: when, as 2025-09-17 or 2025-09.")
@click.option("--mode", metavar="WORD", help="Of an event: how, as visit or phone.")
@click.option("--quote", metavar="WORDS", help="Of a source: a sentence of it, word for word.")
@click.option("--start", metavar="N", type=click.IntRange(min=0), help="Where the quote begins, if it is there twice.")
@click.option("--speaker", metavar="NAME", help="Who said it.")
@click.option("--office", metavar="OFFICE", help="The speaker's office.")
@click.option("--country", metavar="COUNTRY", help="The speaker's country.")
@click.option("--addressee", metavar="COUNTRIES", help="To whom.")
@click.option("--said-on", metavar="DAY", help="When it was said.")
@click.option("--topic", metavar="TOPIC", help="security, trade, technology, diplomacy, nuclear, people or other.")
@click.option("--indicator", metavar="INDICATOR", help="Of a promise: what shows that it is kept, as in_force:RCEP.")
@click.option("--direction", metavar="WORD", help="Of a promise: rise, fall, or reach for what happens or does not.")
@click.option("--by", metavar="DAY", help="Of a promise: by when.")
@click.option("--outlet", metavar="NAME", help="Of a source: who published it.")
@click.option("--title", metavar="TITLE", help="Of a source.")
@click.option("--address", metavar="ADDRESS", help="Of a source: where it stands.")
@click.option("--published", metavar="DAY", help="Of a source: when.")
@click.option("--note", metavar="WORDS", help="What a reader should know.")
@click.option("--recorded-by", metavar="NAME", help="Who adds it.")
@options
@_ledger
def add(source: str | None, event: str | None, ledger: str | None, **words: Any) -> None:
    """Go through what a text quotes, add one quote of it, or an event that you code yourself.

    SOURCE is a file (.txt, .html), an address, a feed, or the id of a source in the ledger. Without --quote every quotation is
    proposed, and you accept, correct or reject it. Events are never coded from text by the program.
    """
    from counterpoise.questions import recording  # noqa: PLC0415

    reading = {name: words.pop(name) for name in ("form", "accept", "output", "allow_local", "language", "most")}

    common = ("topic", "note", "recorded_by")
    of_event = ("actor", "recipient", "happened_on", "mode", *common)
    if event is not None:
        kept = {name: words[name] for name in of_event}
        _only(words, of_event, "an event has no")
        made = recording.add_event(ledger, event, {**kept, "source": source})
        print(f"added: event {made['id']}")
        return
    if source is None:
        raise click.UsageError("name a SOURCE, or an event by --event")
    if words["quote"] is None and not recording.held_by(ledger, source):
        _reviewed(source, ledger, reading, words)
        return
    _only(words, [name for name in words if name not in of_event or name in common], "a quote has no")
    held, said = recording.add_quote(ledger, source, words.pop("quote"), words)
    print(f"source {held['id']}" if said is None else f"source {held['id']}\nadded: statement {said['id']}")


def _reviewed(source: str, ledger: str | None, reading: Mapping[str, Any], words: dict[str, Any]) -> None:
    """Propose what a text quotes: here the reading of texts and the ledger meet."""
    from counterpoise.questions import recording  # noqa: PLC0415
    from counterpoise.questions.proposed import Holders  # noqa: PLC0415

    of_source = ("outlet", "title", "published", "recorded_by")
    _only(words, (*of_source, "said_on"), "without --quote there is no")
    book = recording.opened(ledger, new=True)  # a ledger that can't be written to is told before anybody decides
    review(
        source,
        lambda: book,
        said_on=words["said_on"],
        fields={name: words[name] for name in of_source},
        offices=Holders(),
        **reading,
    )


def _only(words: Mapping[str, Any], known: Any, what: str) -> None:
    wrong = [name for name, value in words.items() if value is not None and name not in known]
    if wrong:
        raise click.UsageError(f"{what} --{wrong[0].replace('_', '-')}")


@record.command("list")
@click.argument("country", metavar="[COUNTRY]", required=False)
@click.option("--on", metavar="COUNTRIES", help="The other side: what passes between the two, in either direction.")
@click.option("--since", metavar="DAY", help="The first day, or year.")
@click.option("--until", metavar="DAY", help="The last day, or year.")
@click.option("--topic", metavar="TOPIC", help="security, trade, technology, diplomacy, nuclear, people or other.")
@click.option("--apart", is_flag=True, help="Only what a link sets beside another record as contradicting.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default=None, help="Default: as the file's ending says, else table."
)
@click.option("-o", "--output", metavar="FILE", help="A file to write instead of showing.")
@_ledger
def show(country: str | None, form: str | None, output: str | None, **words: Any) -> None:
    """List what was said and done, the oldest first."""
    from counterpoise.questions import recording  # noqa: PLC0415

    check_folder(output)
    form = form_of(form, output)
    rows, meta = recording.listed(words.pop("ledger"), country, **{**words, "on": words["on"] or ()})
    command = " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:]])  # noqa: PTH119
    give(form, rows, meta, lambda: _told(rows), output, command)
    if form != "json":
        tell(f"note: {one}" for one in meta["warnings"])


_WIDE = 100


def _told(rows: list[dict[str, Any]]) -> str:
    """Give records as text: the day, who and to whom, then the words or the deed."""
    blocks = [f"{len(rows):,} {'record' if len(rows) == 1 else 'records'}"]
    for row in rows:
        pair = f"{row['country'] or 'unresolved'}{' to ' + row['partner'] if row['partner'] else ''}"
        who = ", ".join(one for one in (row["speaker"], row["office"]) if one)
        head = "  ".join(
            one for one in (row["day"], pair, row["event_type"] or who, row["topic"] or "", row["id"][:8]) if one
        )
        lines = [head]
        if row["quote"]:
            mark = "" if row["verbatim"] is not False else " (a translation)"
            lines += textwrap.wrap(
                f"“{' '.join(row['quote'].split())}”{mark}", _WIDE, initial_indent="  ", subsequent_indent="  "
            )
        told = [row["outlet"], row["address"], row["note"] if not row["quote"] else None]
        lines += [f"  {', '.join(one for one in told if one)}"] if any(told) else []
        if row["commitment"]:
            lines.append(f"  promise: {row['commitment']}")
        if row["contradicts"]:
            lines.append(f"  contradicts {', '.join(one[:8] for one in row['contradicts'].split(','))}")
        if row["supersedes"]:
            lines.append(f"  corrects {', '.join(one[:8] for one in row['supersedes'].split(','))}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


@record.command("correct")
@click.argument("name", metavar="ID")
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="As topic=trade or speaker.country=KOR.")
@click.option("--reason", required=True, metavar="WORDS", help="What was wrong.")
@click.option("--withdraw", "back", is_flag=True, help="Take the record back, without another in its place.")
@_ledger
def correct(name: str, changes: tuple[str, ...], reason: str, back: bool, ledger: str | None) -> None:
    """Correct a record by a new one that supersedes it; nothing is overwritten."""
    from counterpoise.questions import recording  # noqa: PLC0415

    made = recording.corrected(ledger, name, changes, reason, back=back)
    old = made["supersedes"][0]
    print(f"withdrawn: {old}" if back else f"added: {made['type']} {made['id']}, which supersedes {old}")


@record.command("link")
@click.argument("kind", metavar="KIND")
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--note", metavar="WORDS", help="Why.")
@_ledger
def link(kind: str, one: str, other: str, note: str | None, ledger: str | None) -> None:
    """Set two records beside each other: KIND is contradicts, replies_to or same_as."""
    from counterpoise.questions import recording  # noqa: PLC0415

    print(f"added: link {recording.linked(ledger, kind.replace('-', '_'), one, other, note)['id']}")


@record.command("merge")
@click.argument("other", metavar="FILE")
@_ledger
def merge(other: str, ledger: str | None) -> None:
    """Join another person's ledger to yours: what it holds and yours lacks is added behind your last line."""
    from counterpoise.questions import recording  # noqa: PLC0415

    made = recording.merged(ledger, other)
    print(f"added: {made.added} {'record' if made.added == 1 else 'records'}, {made.files} source files")
    for old, *new in made.disputed:
        tell(
            [
                f"note: {old[:8]} is corrected by {' and '.join(one[:8] for one in new)}: correct one of them, or withdraw it"
            ]
        )


@record.command("verify")
@click.option("--head", is_flag=True, help="Print the hash of the last line alone, to lodge elsewhere.")
@click.option(
    "--lodged", metavar="HASH", help="A hash that was lodged before: it must be of a line, or of a merged branch."
)
@_ledger
def verify(head: bool, lodged: str | None, ledger: str | None) -> None:
    """Check the chain, every record, and every quote against its source."""
    from counterpoise.questions import recording  # noqa: PLC0415

    found = recording.verified(ledger, lodged)
    if head:
        print(found.head)
        return
    parts = [f"{number} {_plural(kind, number)}" for kind, number in found.counts.items() if number]
    print(f"ok: {found.lines} lines: {', '.join(parts)}")
    print(f"quotes: {found.quotes_checked} of {found.quotes} stand in their source as they say")
    print(f"head: {found.head}")
    if lodged:
        print(f"lodged: {lodged.strip().lower()[:16]} was this ledger's head")
    notes = []
    if found.quotes_checked < found.quotes:
        left = found.quotes - found.quotes_checked
        notes.append(f"{left} can't be checked: {found.sources - found.sources_kept} sources are not kept here")
    if found.torn:
        notes.append(f"the last line is cut off after {found.torn} bytes; the next writing sets it aside")
    notes += [f"{old[:8]} has several corrections: {', '.join(one[:8] for one in new)}" for old, *new in found.disputed]
    tell(f"note: {one}" for one in notes)


def _plural(kind: str, number: int) -> str:
    return kind if number == 1 or kind == "superseded" else f"{kind}s"
