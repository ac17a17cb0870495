"""Starting the service: a port, a link with its token, the browser."""

from __future__ import annotations

import secrets
import socket
import sys
import threading
import webbrowser
from pathlib import Path

from counterpoise.app.guard import LOOPBACK, Rules
from counterpoise.app.memory import few_pools
from counterpoise.core.errors import InputError

PORT = 8765
TRIES = 50
"""Ports after the first that are tried."""


def rules_of(host: str, token: str | None, header: str | None) -> Rules:
    """Say who may ask.

    Parameters
    ----------
    host
        The address to listen on.
    token
        What links carry; None makes one, where only this machine listens.
    header
        A header by which a proxy says that it knows the user.

    Returns
    -------
    Rules
        For the guard.

    Raises
    ------
    InputError
        If others than this machine could listen, and neither is given; if the token is short.
    """
    alone = host in LOOPBACK
    if not alone and not token and not header:
        remedy = "add --token TOKEN, or --proxy-header NAME where a proxy lets in those whom it knows"
        raise InputError(f"{host} can be reached from elsewhere", where="--host", remedy=remedy)
    if token is not None and (
        len(token) < 16 or not token.isascii() or not token.isprintable() or ";" in token or " " in token
    ):
        raise InputError("the token is no safe one", where="--token", remedy="take 16 or more letters and digits")
    made = token or ("" if header and not alone else secrets.token_urlsafe(24))
    return Rules(made, LOOPBACK if alone else (), header or "")


def listening(host: str, port: int, *, exact: bool = False) -> socket.socket:
    """Take a port: the one that is named, or the next that is free.

    Parameters
    ----------
    host
        The address.
    port
        The first to try; 0 takes any.
    exact
        Whether no other will do.

    Returns
    -------
    socket.socket
        Bound, not yet listening.

    Raises
    ------
    InputError
        If none is free, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for one in range(port, port + (1 if exact or port == 0 else TRIES)):
        if one > 65535:
            break
        # asyncio sends at once only where the protocol is named; else each answer waits 40 ms for an acknowledgement
        held = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((host, one))
            held.listen(128)
        except OSError as error:
            held.close()
            import errno  # noqa: PLC0415

            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            reason = (error.strerror or str(error)).lower()
            raise InputError(
                f"{host} can't be listened on ({reason})", where="--host", remedy="take 127.0.0.1"
            ) from error
        return held
    raise InputError(f"the ports from {port} on are in use", where="--port", remedy="name another")


def serve(
    *,
    host: str,
    port: int,
    browser: bool,
    readonly: bool,
    token: str | None,
    header: str | None,
    static: Path,
    ledger: str | None = None,
) -> None:
    """Run the service until it is stopped.

    Parameters
    ----------
    host, port
        Where it listens.
    browser
        Whether the link is opened.
    readonly
        Whether nothing of the store may be changed.
    token, header
        See `rules_of`.
    static
        The folder of the built pages.
    ledger
        The file of the ledger; the one at hand where None.
    """
    few_pools()
    rules = rules_of(host, token, header)
    held = listening(host, port)
    taken = held.getsockname()[1]
    if port and taken != port:
        print(f"note: port {port} is in use; this is {taken}", file=sys.stderr, flush=True)
    link = _link(host, taken, rules.token)

    import uvicorn  # noqa: PLC0415

    from counterpoise.app.room import Settings  # noqa: PLC0415
    from counterpoise.app.server import application  # noqa: PLC0415

    app = application(Settings(rules, readonly=readonly, static=static, ledger=ledger))
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
        proxy_headers=bool(header),  # without a proxy, who forwards what is whatever the sender says
    )
    print(f"counterpoise is at {link}", flush=True)
    print("Ctrl+C stops it", file=sys.stderr, flush=True)
    threading.Thread(target=_ready, name="ready", daemon=True).start()
    if browser:
        threading.Timer(0.2, webbrowser.open, [link]).start()
    uvicorn.Server(config).run(sockets=[held])


def _link(host: str, port: int, token: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/{f'?token={token}' if token else ''}"


def _ready() -> None:
    """Read the accounts and the ties while the page is still being opened, so that its first question finds them."""
    from counterpoise.app.answers import request_of  # noqa: PLC0415
    from counterpoise.app.rest import DEFAULTS  # noqa: PLC0415
    from counterpoise.core.errors import CounterpoiseError  # noqa: PLC0415

    try:
        request = request_of("equation", DEFAULTS)
        request.question(**request.read())
    except CounterpoiseError:
        return  # the page will say it
