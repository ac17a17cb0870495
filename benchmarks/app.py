"""The application as its users feel it: starting, the first data of each room, a slider, many users at once, memory.

``python benchmarks/app.py`` starts the service in a process of its own, with an empty store and a cache of its own, asks
it as the pages do, and prints a table of medians. A slider's tariffs are drawn with many digits, so that no answer is
there already. A peak of memory is the process's resident set, read while it is asked.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

TOKEN = "a-token-for-the-benchmark"
USERS, MOVES, PAUSE = 50, 10, 1.0
"""Users at once, how often each moves a slider, and the mean seconds between."""
PATIENCE = 60.0
"""Seconds after which an answer counts as lost."""
ROOMS = {
    "the equation": ("ask/equation", {"country": "KOR", "powers": "USA,CHN", "language": "en"}),
    "the equation's chart": ("chart/equation", {"country": "KOR", "powers": "USA,CHN", "chart": "equation"}),
    "reliance": ("ask/rely", {"country": "KOR", "language": "en"}),
    "change": ("ask/simulate", {"scenario": "tariff +25 points by USA on CHN; CHN retaliates", "language": "en"}),
    "data": ("data", {}),
    "names of countries and sectors": ("labels", {}),
}


@dataclass
class Service:
    """The service in a process."""

    process: subprocess.Popen[str]
    origin: str
    seconds: float
    """From the command to the first answer."""
    peak: float = 0.0

    def memory(self) -> float:
        """Give the resident set in GB, and keep its peak; nought where the system does not tell it."""
        try:
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            return 0.0
        now = pages * os.sysconf("SC_PAGE_SIZE") / 1e9
        self.peak = max(self.peak, now)
        return now

    def worked(self) -> float:
        """Give the seconds of processor time that it has used."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def client(self, name: str) -> httpx.AsyncClient:
        """Give one who asks as a page of its own."""
        headers = {"X-Token": TOKEN, "X-Client": name}
        limits = httpx.Limits(max_connections=2)
        return httpx.AsyncClient(base_url=self.origin, headers=headers, timeout=PATIENCE, limits=limits)


@contextmanager
def started(folder: Path) -> Iterator[Service]:
    """Start the service and stop it."""
    environment = {
        **os.environ,
        "COUNTERPOISE_STORE": str(folder / "store"),
        "COUNTERPOISE_CACHE": str(folder / "cache" / "kept"),
    }
    words = [sys.executable, "-m", "counterpoise", "app", "--no-browser", "--port", "0", "--token", TOKEN]
    begun = time.perf_counter()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"(http://[\d.]+:\d+)/", process.stdout.readline())
        if found is None:
            sys.exit("the service did not start; try `counterpoise app --no-browser`")
        while True:
            try:
                httpx.get(f"{found[1]}/api/session", headers={"X-Token": TOKEN}).raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.01)
        yield Service(process, found[1], time.perf_counter() - begun)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Took:
    """What requests took, in milliseconds, and how many were lost."""

    times: list[float] = field(default_factory=list)
    lost: int = 0

    async def ask(self, client: httpx.AsyncClient, path: str, words: dict[str, str]) -> None:
        """Send a request, again where the service asks to wait, and keep what it took."""
        begun = time.perf_counter()
        try:
            reply = await client.get(f"/api/{path}", params=words)
            tries = 0
            while reply.status_code == 429 and tries < 4:  # the page waits and asks again too
                tries += 1
                await asyncio.sleep(0.25 * 2**tries)
                reply = await client.get(f"/api/{path}", params=words)
            reply.raise_for_status()
        except httpx.HTTPError:
            self.lost += 1
            return
        self.times.append(1000 * (time.perf_counter() - begun))

    @property
    def median(self) -> float:
        """The middle."""
        return statistics.median(self.times)

    @property
    def late(self) -> float:
        """What 95 of 100 stay under."""
        return sorted(self.times)[min(len(self.times) - 1, round(0.95 * len(self.times)))]


Asks = Callable[[random.Random], dict[str, str]]
"""What is asked at a place of the slider."""


def slid(chance: random.Random) -> dict[str, str]:
    """Give what a page asks while a slider moves, at a place where none has been."""
    points = f"{chance.uniform(1, 60):.9f}"
    scenario = f"tariff +{points} points by USA on CHN; CHN retaliates"
    return {"scenario": scenario, "parts": "records", "variables": "welfare_pct", "language": "en"}


def rested(chance: random.Random) -> dict[str, str]:
    """Give what a page asks when a slider rests: the whole answer."""
    return {name: word for name, word in slid(chance).items() if name not in ("parts", "variables")}


async def rooms(service: Service, repeats: int) -> dict[str, Took]:
    """Ask for the first data of each room, from the warm service; the first time is not counted."""
    took = {name: Took() for name in ROOMS}
    async with service.client("rooms") as client:
        for name, (path, words) in ROOMS.items():
            await Took().ask(client, path, words)
            for _ in range(repeats):
                await took[name].ask(client, path, words)
                service.memory()
    return took


async def slider(service: Service, moves: int) -> Took:
    """Move a slider, each time when the last answer has come."""
    took, chance = Took(), random.Random(7)
    async with service.client("slider") as client:
        await Took().ask(client, "ask/simulate", slid(chance))
        for _ in range(moves):
            await took.ask(client, "ask/simulate", slid(chance))
            service.memory()
    return took


async def user(service: Service, number: int, took: Took, asks: Asks) -> None:
    chance = random.Random(1000 + number)
    async with service.client(f"user-{number}") as client:
        for _ in range(MOVES):
            await asyncio.sleep(chance.expovariate(1 / PAUSE))
            await took.ask(client, "ask/simulate", asks(chance))


async def pulse(service: Service, took: Took, done: asyncio.Event) -> None:
    """Ask something that takes no time: what it waits is the event loop's doing."""
    async with service.client("pulse") as client:
        while not done.is_set():
            await took.ask(client, "session", {})
            service.memory()
            await asyncio.sleep(0.1)


async def crowd(service: Service, asks: Asks = slid) -> tuple[Took, Took, float, float]:
    """Give what the users' moves took and what the pulse did; the seconds, and the processor's share in them."""
    took, beat, done = Took(), Took(), asyncio.Event()
    worked, begun = service.worked(), time.perf_counter()
    beating = asyncio.create_task(pulse(service, beat, done))
    await asyncio.gather(*(user(service, number, took, asks) for number in range(USERS)))
    seconds = time.perf_counter() - begun
    used = (service.worked() - worked) / seconds
    done.set()
    await beating
    return took, beat, seconds, used


def line(what: str, value: str, goal: str = "", met: bool | None = None) -> str:
    return f"| {what} | {value} | {goal} | {'' if met is None else 'yes' if met else 'no'} |"


def table(first: Service, again: Service, firsts: dict[str, Took], slide: Took) -> Iterator[str]:
    yield "| what | ms | goal | met |"
    yield "| --- | ---: | ---: | --- |"
    for name, one in (("first start, to answering", first), ("later start, to answering", again)):
        yield line(name, f"{1000 * one.seconds:,.0f}", "2,000", one.seconds <= 2)
    for name, took in firsts.items():
        yield line(f"first data: {name}", f"{took.median:.0f}", "100", took.median <= 100)
    yield line("a slider's move, median", f"{slide.median:.0f}", "300", slide.median <= 300)
    yield line("a slider's move, 95 %", f"{slide.late:.0f}", "300", slide.late <= 300)


def load(took: Took, beat: Took, seconds: float, used: float) -> Iterator[str]:
    cores = os.cpu_count() or 1
    yield f"{USERS} users, each moving a slider {MOVES} times with pauses of {PAUSE:g} s on average, for {seconds:.0f} s:\n"
    yield "| what | value |"
    yield "| --- | ---: |"
    yield f"| median, ms | {took.median:,.0f} |"
    yield f"| 95 %, ms | {took.late:,.0f} |"
    yield f"| answers | {len(took.times)} |"
    yield f"| lost | {took.lost} |"
    yield f"| answers a second | {len(took.times) / seconds:.1f} |"
    yield f"| cores that the service used, of {cores} | {used:.2f} |"
    yield f"| a request that takes no time, median and 95 %, ms | {beat.median:.0f} and {beat.late:.0f} |"
    full = "The processor is what is short" if used > 0.8 * min(2, cores) else "The processor is not used up"
    loop = "and the event loop keeps requests waiting" if beat.late > 300 else "and the event loop is free"
    yield f"\n{full}, {loop}."


def shown(lines: Sequence[str] | Iterator[str]) -> None:
    for one in lines:
        print(one)


def main(repeats: int = 21, moves: int = 60) -> None:
    """Start the service twice, ask it, and print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with started(folder) as first:
            asyncio.run(rooms(first, 1))  # the cache and the shelf are filled
        with started(folder) as service:
            firsts = asyncio.run(rooms(service, repeats))
            slide = asyncio.run(slider(service, moves))
            alone = service.peak
            found = asyncio.run(crowd(service))
            whole, _, _, used = asyncio.run(crowd(service, rested))
            print(f"The application on {os.cpu_count()} cores, from a service of its own, medians of {repeats}.\n")
            shown(table(first, service, firsts, slide))
            print()
            shown(load(*found))
            said = f"median {whole.median:,.0f} ms, {whole.lost} lost, {used:.2f} cores used"
            print(f"\nThe same users asking for the whole answer at every move: {said}.")
            print(f"\nPeak memory: {alone:.2f} GB with one user, {service.peak:.2f} GB with all (goal 1.5).\n")


if __name__ == "__main__":
    main()
