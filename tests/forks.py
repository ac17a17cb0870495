"""The command line in a process of its own, without what each such process would import and read anew.

A process that has imported the program, and has read the embedded world, waits for requests and forks. The child has its
own environment, folder, arguments and streams; it runs the program as ``python -m counterpoise`` does, and ends as that
does, but that nothing is taken apart at the end. A test compares it with the program started anew.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PROGRAM = [sys.executable, "-m", "counterpoise"]
HELD = (
    "altair click duckdb jinja2 latex2mathml.converter numpy pandas pyarrow.parquet pydantic scipy.linalg "
    "scipy.optimize scipy.sparse.linalg scipy.special scipy.stats xarray"
)
"""What the program's commands import of others."""

READ = (
    ["rely", "KOR", "--on", "CHN"],
    ["equation", "KOR", "--powers", "USA,CHN", "--draws", "10"],
    ["products", "KOR", "--on", "CHN"],
    ["simulate", "tariff +1 points by USA on CHN in C26", "--country", "USA"],
)
"""Commands that read what most others read: the accounts with their baseline, the ties, the products."""

SECONDS = 300
"""How long a command may take."""


class Program:
    """The command line; each call is a process."""

    def __init__(self, folder: Path) -> None:
        self.streams = folder / "out", folder / "err"
        self.server: subprocess.Popen[str] | None = None

    def __call__(
        self, words: Sequence[str], cwd: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line; give the finished process."""
        whole = {**os.environ, **(environment or {})}
        if sys.platform != "linux":
            quiet: Any = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
            return subprocess.run([*PROGRAM, *words], cwd=cwd, env=whole, timeout=SECONDS, check=False, **quiet)
        if self.server is None:
            pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.server = subprocess.Popen([sys.executable, __file__], start_new_session=True, **pipes)
        out, err = self.streams
        asked = [list(words), str(cwd or Path.cwd()), whole, str(out), str(err)]
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps(asked) + "\n")
        self.server.stdin.flush()
        if not select.select([self.server.stdout], [], [], SECONDS)[0]:
            self.close()
            raise subprocess.TimeoutExpired([*PROGRAM, *words], SECONDS)
        status = int(self.server.stdout.readline())
        return subprocess.CompletedProcess(
            [*PROGRAM, *words], status, *(one.read_text("utf-8") for one in self.streams)
        )

    def close(self) -> None:
        """End what waits, and what it has started."""
        if self.server is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.server.pid, 9)
            self.server.communicate()
            self.server = None


@contextlib.contextmanager
def program(folder: Path) -> Iterator[Program]:
    """Give the command line; what waits is ended afterwards."""
    made = Program(folder)
    try:
        yield made
    finally:
        made.close()


def serve() -> None:
    """Answer requests, a line each, by the line of a status."""
    sys.modules["dask"] = None  # type: ignore[assignment] # as the program has it, before xarray looks for it
    for name in HELD.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    read()
    del sys.modules["dask"]
    gc.collect()
    gc.freeze()  # a child's collector leaves the pages that are shared alone
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            be(*json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def read() -> None:
    """Have in memory what the commands of `READ` keep there, from the store without anything added."""
    from counterpoise.cli.main import main

    before = dict(os.environ)
    for name in [one for one in os.environ if one.startswith("COUNTERPOISE_") and one != "COUNTERPOISE_CACHE"]:
        del os.environ[name]
    os.environ["COUNTERPOISE_STORE"] = str(Path(__file__).with_name("no-store"))
    for words in READ:
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            sys.argv[1:] = words
            with contextlib.suppress(SystemExit):
                main()
    os.environ.clear()
    os.environ.update(before)


def be(words: list[str], folder: str, environment: dict[str, str], out: str, err: str) -> None:
    """Be the process that is asked for, to its end."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for at, name in enumerate((os.devnull, out, err)):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o666)
        os.dup2(opened, at)
        os.close(opened)
    sys.argv[1:] = words
    sys.path[0] = folder
    status: Any = 0
    try:
        runpy.run_module("counterpoise", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code or 0
    except BaseException:
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    serve()
