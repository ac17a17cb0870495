"""The application as a reader has it: the service in a process of its own, and a browser that sees nothing else."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from counterpoise.app.frontend import missing

TOKEN = "a-token-for-the-tests"
ELSEWHERE = re.compile(r"^(?!http://127\.0\.0\.1:\d+/|data:|blob:|about:)")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
GONE = re.compile(r"Failed to load resource: net::ERR_|net::ERR_")


class Service:
    """``counterpoise app`` in a process, with a store and a cache of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options = folder, options
        self.store, self.cache = folder / "the-store-of-this-machine", folder / "cache" / "kept"
        self.said = folder / "said.txt"
        self.process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> "Service":
        environment = {
            **os.environ,
            "COUNTERPOISE_STORE": str(self.store),
            "COUNTERPOISE_CACHE": str(self.cache),
            "PYTHONUNBUFFERED": "1",
        }
        words = ["app", "--no-browser", "--port", str(self.port), "--token", TOKEN, *self.options]
        with self.said.open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "counterpoise", *words],
                cwd=self.folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, f"the service said {line!r} and {self.said.read_text()!r}"
        self.port = int(found[1])
        end = time.monotonic() + 60
        while True:  # the link is printed a moment before the program listens
            try:
                with self.client() as client:
                    assert client.get("/api/session").status_code == 200
                return self
            except httpx.TransportError:
                assert time.monotonic() < end
                time.sleep(0.05)

    def stop(self, sign: int = signal.SIGTERM) -> None:
        assert self.process is not None
        self.process.send_signal(sign)
        try:
            self.process.wait(timeout=20)
        finally:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self, fragment: str = "") -> str:
        return f"{self.origin}/?token={TOKEN}" + (f"#/{fragment}" if fragment else "")

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.origin, headers={"X-Token": TOKEN, **headers}, timeout=60)

    def ask(self, question: str, **words: str) -> dict:
        with self.client() as client:
            reply = client.get(f"/api/ask/{question}", params=words)
        assert reply.status_code == 200, reply.text
        return reply.json()


def start(folder: Path, *options: str) -> Service:
    """Start a service, or skip the test where there are no pages for it to show."""
    reason = missing()
    if reason:
        pytest.skip(f"the front end is not built: {reason}")
    return Service(folder, *options).start()


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """Give the service that the tests of a process share."""
    made = start(tmp_path_factory.mktemp("service"))
    yield made
    made.stop()
    said = made.said.read_text()
    assert "Traceback" not in said, said


@pytest.fixture(scope="module")
def browser():
    """Give Chromium; by the module, for while it is there no other event loop can run in this thread."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium on the path")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=found, args=quiet)
        yield made
        made.close()


@pytest.fixture
def expect():
    """Give what waits for a page to be as it should, also on a machine that has much else to do."""
    from playwright.sync_api import expect as waited

    waited.set_options(timeout=30_000)
    return waited


def focused(page, wanted, most=40, key="Tab") -> None:
    """Go on by the tabulator key until something has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} can't be reached by the tabulator key")


class Reader:
    """Opens pages, and takes down whatever a page should not do."""

    def __init__(self, browser, service: Service) -> None:
        self.browser, self.service = browser, service
        self.faults: list[str] = []
        self.contexts = []

    def context(self, **options):
        made = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        made.set_default_timeout(20_000)
        made.route(ELSEWHERE, self._elsewhere)
        self.contexts.append(made)
        return made

    def _elsewhere(self, route) -> None:
        self.faults.append(f"asked for {route.request.url}")
        route.abort()

    def open(self, fragment: str = "equation", *, allowed: re.Pattern | None = None, service=None, **options):
        """Open a room by its link in a fresh browser; what is allowed may stand in the console."""
        page = self.context(**options).new_page()

        def spoken(message) -> None:
            if message.type == "error" and not (allowed and allowed.search(message.text)):
                self.faults.append(f"the console says: {message.text} ({message.location.get('url')})")

        page.on("console", spoken)
        page.on("pageerror", lambda error: self.faults.append(f"the page failed: {error}"))
        page.goto((service or self.service).link(fragment))
        return page

    def close(self) -> None:
        for one in self.contexts:
            one.close()


@pytest.fixture
def reader(browser, service):
    """Give one who opens pages; the test fails where a page asked elsewhere, or reported an error."""
    made = Reader(browser, service)
    yield made
    made.close()
    assert made.faults == []


def fragment(room: str, **params: str) -> str:
    """Write a link's fragment."""
    query = "&".join(f"{name}={quote(value)}" for name, value in params.items())
    return f"{room}?{query}" if query else room
