"""``counterpoise app``: open the application in the browser."""

from __future__ import annotations

import click

from counterpoise.core.need import need
from counterpoise.core.workers import one_thread_each


@click.command("app")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help="The port; the next free one if it is in use, any if 0.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen; another than this machine needs --token or --proxy-header.",
)
@click.option("--token", metavar="TOKEN", help="What the link carries; made anew at each start if left out.")
@click.option("--proxy-header", "header", metavar="NAME", help="A header that a proxy sets for those whom it lets in.")
@click.option("--no-browser", "quiet", is_flag=True, help="Print the link, and open nothing.")
@click.option("--readonly", is_flag=True, help="Nothing of the store or the ledger may be changed.")
@click.option(
    "--ledger",
    metavar="FILE",
    help="The ledger of the record; record.jsonl if left out, or what COUNTERPOISE_LEDGER names. A new one begins with its first statement.",
)
def app(
    port: int, host: str, token: str | None, header: str | None, quiet: bool, readonly: bool, ledger: str | None
) -> None:
    """Open the application in the browser; it needs no network."""
    one_thread_each()  # two questions at a time share the cores
    need("fastapi", "app")
    need("uvicorn", "app")
    from counterpoise.app.frontend import folder  # noqa: PLC0415
    from counterpoise.app.serve import serve  # noqa: PLC0415

    serve(
        host=host,
        port=port,
        browser=not quiet,
        readonly=readonly,
        token=token,
        header=header,
        static=folder(),
        ledger=ledger,
    )
