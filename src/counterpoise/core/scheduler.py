"""Work shared out among machines, by a Dask scheduler; nothing of Dask is imported unless one is named."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from counterpoise.core.errors import CounterpoiseError, InputError
from counterpoise.core.need import need
from counterpoise.core.version import __version__
from counterpoise.core.workers import TRIES, call

PATIENCE = 5.0
"""Seconds that a scheduler is given to answer."""

ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx)://)?(\[[0-9a-fA-F:.%]+\]|[^\s/:\[\]]+):\d{1,5}/?")
"""What the address of a scheduler looks like."""

WRITTEN = "write it as tcp://10.0.0.1:8786, or leave out --scheduler to run on this machine"

LOCALLY = "check that it runs, or leave out --scheduler to run on this machine"


def spread_over(address: str, function: str, shared: Any, jobs: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Call a function once for each job, on the workers of a Dask scheduler (Rocklin 2015).

    Parameters
    ----------
    address
        Of the scheduler, as ``tcp://10.0.0.1:8786`` or ``10.0.0.1:8786``.
    function
        Its name, ``module:function``; it is called as ``function(shared, job)``.
    shared
        What all jobs share; each worker is given it once.
    jobs
        What differs.

    Yields
    ------
    tuple of int and Any
        The place of a job and what the function gave, in the order in which they are finished. A job whose worker is lost
        is given to another.

    Raises
    ------
    InputError
        If Dask is not installed, the scheduler does not answer, has no workers, or these have another version.
    CounterpoiseError
        If a job loses its worker `TRIES` times. What the function raises is raised here.
    """
    client = _client(address)
    try:
        _check(client, address)
        yield from _results(client, function, shared, jobs)
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def answering(address: str) -> None:
    """Refuse a scheduler that does not answer, or whose workers can't do the work, before anything else is done.

    Raises
    ------
    InputError
        As of `spread_over`.
    """
    client = _client(address)
    try:
        _check(client, address)
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _client(address: str) -> Any:
    distributed = need("distributed", "scale")
    if not ADDRESS.fullmatch(address):
        raise InputError(f"{address[:60]!r} is not a scheduler's address", where="--scheduler", remedy=WRITTEN)
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except ValueError as error:
        raise InputError(
            f"{address[:60]!r} is not a scheduler's address", where="--scheduler", remedy=WRITTEN
        ) from error
    except (OSError, TimeoutError) as error:
        what = f"the scheduler at {address[:60]} does not answer within {PATIENCE:.0f} seconds"
        raise InputError(what, where="--scheduler", remedy=LOCALLY) from error


def _version() -> str:
    return __version__


def _check(client: Any, address: str) -> None:
    """Refuse a scheduler without workers, or with workers of another version."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        remedy = f"start some with 'dask worker {address}', or leave out --scheduler to run on this machine"
        raise InputError(f"the scheduler at {address} has no workers", where="--scheduler", remedy=remedy) from error
    try:
        found = set(client.run(_version, on_error="ignore").values())
    except Exception:
        found = set()
    if found != {__version__}:
        what = f"workers have counterpoise {', '.join(sorted(found - {__version__})) or 'not installed'}, not {__version__}"
        raise InputError(what, where="--scheduler", remedy="install the same version there")


def _results(client: Any, function: str, shared: Any, jobs: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    distributed = need("distributed", "scale")
    tried = dict.fromkeys(range(len(jobs)), 0)
    while tried:
        # what all share is sent to every worker there is: a worker that is lost does not take it along
        try:
            held = client.scatter(shared, broadcast=True, hash=False, timeout=PATIENCE)
        except TimeoutError as error:
            what = "the scheduler has lost all of its workers"
            raise CounterpoiseError(
                what, where="--scheduler", remedy=f"start some, and ask again; or {LOCALLY}"
            ) from error
        sent = {client.submit(call, function, held, jobs[place], pure=False, retries=TRIES): place for place in tried}
        for future in distributed.as_completed(list(sent), loop=client.loop):
            place = sent[future]
            if future.status == "finished":
                yield place, future.result()
                del tried[place]
            else:
                _lost(future, place, tried)
            future.release()


def _lost(future: Any, place: int, tried: dict[int, int]) -> None:
    """Raise what the function raised; count a job that was lost with its worker, to be given out again."""
    error = future.exception() if future.status == "error" else None
    if error is not None and not isinstance(error, need("distributed", "scale").KilledWorker):
        raise error
    tried[place] += 1
    if tried[place] >= TRIES:
        what = f"workers were lost {tried[place]} times over the same part of the work"
        raise CounterpoiseError(
            what, where="--scheduler", remedy="see the workers' logs: there may be too little memory"
        )
