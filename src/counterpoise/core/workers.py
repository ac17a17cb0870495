"""Work shared out among processes of this machine, each with one thread of linear algebra.

A worker is a Python process of its own that is told which function to call: nothing of the caller's script is run again in
it, on no system. It ends when the one who started it ends. A worker that dies (of too little memory, say) is replaced, and its
job is given out again. One thread each makes the numbers the same whatever the number of workers.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from counterpoise.core.errors import CounterpoiseError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "BLIS_NUM_THREADS")
"""What the libraries of linear algebra read, when they are loaded."""

ROOM = {"MALLOC_MMAP_THRESHOLD_": str(32 * 2**20), "MALLOC_TRIM_THRESHOLD_": str(2**30)}
"""Let the C library (glibc's) keep the memory of arrays that were freed: to give it back and ask again takes a fifth of the time."""

TRIES = 3
"""How often a job is given out whose worker dies."""


def cores() -> int:
    """Give the number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_thread_each() -> None:
    """Let the libraries of linear algebra take one thread where they are not loaded yet: threads of this program share the cores.

    What the environment says already stays.
    """
    for name in THREADS:
        os.environ.setdefault(name, "1")


def call(function: str, shared: Any, job: Any) -> Any:
    """Call a function by its name, ``module:function``, with what all jobs share and one job."""
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(shared, job)


def spread(function: str, shared: Any, jobs: Sequence[Any], workers: int) -> Iterator[tuple[int, Any]]:
    """Call a function once for each job, in processes of their own.

    Parameters
    ----------
    function
        Its name, ``module:function``; it is called as ``function(shared, job)``.
    shared
        What all jobs share; each worker is given it once.
    jobs
        What differs.
    workers
        How many processes there are at most.

    Yields
    ------
    tuple of int and Any
        The place of a job and what the function gave, in the order in which they are finished.

    Raises
    ------
    CounterpoiseError
        If workers die over one job `TRIES` times. What the function raises is raised here.

    Examples
    --------
    >>> sorted(spread("operator:add", 10, [1, 2, 3], workers=2))
    [(0, 11), (1, 12), (2, 13)]
    """
    crew = _Crew(function, shared, jobs)
    try:
        crew.start(min(max(workers, 1), len(jobs)))
        for _ in jobs:
            place, given = crew.next()
            yield place, given
    finally:
        crew.end()


_SOON = 0.2
"""Seconds between two looks whether somebody wishes to stop."""


class Beside:
    """One call of a function in a process of its own, while this one goes on.

    Parameters
    ----------
    function, shared, job
        As of `spread`.

    Examples
    --------
    >>> Beside("operator:add", 10, 1).result()
    11
    """

    def __init__(self, function: str, shared: Any, job: Any) -> None:
        self._crew = _Crew(function, shared, [job])
        self._crew.start(1)

    def result(self, waiting: Callable[[], None] | None = None) -> Any:
        """Wait for what the function gives; what it raises is raised here, and so is what ``waiting`` raises, which is called meanwhile."""
        try:
            while True:
                try:
                    return self._crew.next(None if waiting is None else _SOON)[1]
                except queue.Empty:
                    if waiting is not None:
                        waiting()
        finally:
            self.end()

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._crew.end()


class _Crew:
    """The workers, with a thread each that hands them jobs."""

    def __init__(self, function: str, shared: Any, jobs: Sequence[Any]) -> None:
        self.first = pickle.dumps((function, shared), protocol=5)
        self.jobs = jobs
        self.waiting: queue.SimpleQueue[tuple[int, int] | None] = queue.SimpleQueue()
        self.done: queue.SimpleQueue[tuple[int, bool, Any]] = queue.SimpleQueue()
        self.alive: set[subprocess.Popen[bytes]] = set()
        self.lock, self.over = threading.Lock(), False
        self.threads: list[threading.Thread] = []

    def start(self, workers: int) -> None:
        for place in range(len(self.jobs)):
            self.waiting.put((place, 1))
        self.threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for one in self.threads:
            one.start()

    def next(self, seconds: float | None = None) -> tuple[int, Any]:
        """Wait for the next answer; raise `queue.Empty` after so many seconds."""
        place, good, given = self.done.get(timeout=seconds)
        if good:
            return place, given
        raise given

    def end(self) -> None:
        with self.lock:
            self.over = True
            for process in self.alive:
                process.kill()
        for _ in self.threads:
            self.waiting.put(None)
        for one in self.threads:
            one.join()

    def _serve(self) -> None:
        """Hand jobs to a worker until there are no more; start another where it dies."""
        process: subprocess.Popen[bytes] | None = None
        try:
            while not self.over and (taken := self.waiting.get()) is not None:
                place, tried = taken
                try:
                    process = process or self._started()
                    _send(process.stdin, pickle.dumps(self.jobs[place], protocol=5))
                    good, given = pickle.loads(_received(process.stdout))
                except (OSError, EOFError, pickle.UnpicklingError) as error:
                    self._ended(process)
                    process = None
                    self._again(place, tried, error)
                else:
                    self.done.put((place, good, given))
        except BaseException as error:
            self.done.put((0, False, error))
        finally:
            self._ended(process)

    def _again(self, place: int, tried: int, error: Exception) -> None:
        if self.over:
            return
        if tried < TRIES:
            self.waiting.put((place, tried + 1))
            return
        what = f"a worker process has ended {tried} times over the same part of the work ({type(error).__name__})"
        remedy = "there may be too little memory: take fewer workers (--workers 1)"
        self.done.put((place, False, CounterpoiseError(what, where="workers", remedy=remedy)))

    def _started(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**ROOM, **os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}
        command = [sys.executable, "-P", "-c", "from counterpoise.core.workers import work; work()"]
        with self.lock:
            if self.over:
                raise EOFError
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
            )
            self.alive.add(process)
        _send(process.stdin, self.first)
        return process

    def _ended(self, process: subprocess.Popen[bytes] | None) -> None:
        if process is None:
            return
        with self.lock:
            self.alive.discard(process)
        for pipe in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(OSError):
                pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def work() -> None:
    """Be a worker: read jobs from standard input and write what they give, until the input ends."""
    given, taken = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the work prints is no answer
    function, shared = pickle.loads(_received(given))
    while True:
        try:
            job = pickle.loads(_received(given))
        except EOFError:
            return
        try:
            answer = True, call(function, shared, job)
        except Exception as error:
            answer = False, _portable(error)
        try:
            _send(taken, pickle.dumps(answer, protocol=5))
        except OSError:  # the one who asked has ended
            os._exit(1)


def _portable(error: Exception) -> Exception:
    """Give an error that another process can read."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _send(pipe: BinaryIO | Any, content: bytes) -> None:
    pipe.write(len(content).to_bytes(8, "big"))
    pipe.write(content)
    pipe.flush()


def _received(pipe: BinaryIO | Any) -> bytes:
    head = pipe.read(8)
    size = int.from_bytes(head, "big")
    content = pipe.read(size) if len(head) == 8 else b""
    if len(head) < 8 or len(content) < size:
        raise EOFError
    return content
