"""Take pictures of the application's rooms in headless Chromium, small enough for the documentation.

Run it as ``python tools/app_pictures.py docs/pictures``. It starts the service with an empty store and opens each room as
a reader would, 1280 pixels wide; a picture that stays above its limit is left out, and said so.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    from tools.screenshot import browser as chromium
except ModuleNotFoundError:  # run as a script
    from screenshot import browser as chromium  # pyright: ignore[reportMissingImports, reportImplicitRelativeImport]

TOKEN = "a-token-for-the-pictures"
WIDTH, HEIGHT = 1280, 860
LIMIT = 150_000
"""Bytes of a picture."""
ROOMS = {
    "equation": "equation?country=KOR&powers=USA,CHN",
    "reliance": "reliance?country=KOR&powers=USA,CHN",
    "change": "change?s=tariff %2B25 points by USA on CHN%3B CHN retaliates",
    "balance": "balance?view=hedge&country=KOR&on=CHN",
    "talks": "talks?talks=nuclear&course=pressure&view=path",
    "record": "record?view=ledger",
    "data": "data",
}
READY = """() => document.querySelector('main h1') && document.querySelector('main table, main figure, main article')
  && !document.querySelector('main progress, main .chart-waiting, main .map-waiting, main figure[aria-busy=true]')"""


@contextmanager
def service(folder: Path) -> Iterator[str]:
    """Start the application and give its address."""
    environment = {**os.environ, "COUNTERPOISE_STORE": str(folder / "store")}
    words = [sys.executable, "-m", "counterpoise", "app", "--no-browser", "--port", "0", "--token", TOKEN]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+/", process.stdout.readline())
        if found is None:
            sys.exit("app_pictures: the application did not start; see what it said above")
        yield found[0]
    finally:
        process.terminate()
        process.wait(20)


def opened(page: Any, address: str) -> None:
    """Open an address; the link is printed a moment before the service listens."""
    for tried in range(100):
        try:
            page.goto(address)
            return
        except Exception:
            if tried == 99:
                raise
            time.sleep(0.1)


def picture(page: Any, target: Path) -> Path | None:
    """Take a picture as WebP, at the best quality that keeps to the limit."""
    session = page.context.new_cdp_session(page)
    import base64  # noqa: PLC0415

    for quality in (90, 80, 65, 50):
        made = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        content = base64.b64decode(made["data"])
        if len(content) <= LIMIT:
            target.write_bytes(content)
            return target
    print(f"app_pictures: {target.name} is larger than {LIMIT:,} bytes and left out", file=sys.stderr)
    return None


def pictures(folder: Path, language: str = "en", scheme: str = "light") -> list[Path]:
    """Take a picture of every room; give the files."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    ending = "".join(f"-{word}" for word in (language, scheme) if word not in ("en", "light"))
    with tempfile.TemporaryDirectory() as place, service(Path(place)) as address, sync_playwright() as playwright:
        held = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        dark: Any = scheme
        context = held.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=dark, reduced_motion="reduce"
        )
        context.set_default_timeout(90_000)
        for name, fragment in ROOMS.items():
            page = context.new_page()
            joint = "&" if "?" in fragment else "?"
            opened(page, f"{address}?token={TOKEN}#/{fragment}{joint}lang={language}")
            page.wait_for_function(READY)
            page.wait_for_timeout(6000)  # what was said in passing has gone, and the chart has its size
            page.wait_for_function(READY)
            taken = picture(page, folder / f"app-{name}{ending}.webp")
            made += [taken] if taken else []
            page.close()
        held.close()
    return made


def main() -> None:
    reader = argparse.ArgumentParser(description="Take pictures of the application's rooms in headless Chromium.")
    reader.add_argument("outdir", type=Path, help="where the pictures go")
    reader.add_argument("--language", default="en", choices=["en", "ko"])
    reader.add_argument("--scheme", default="light", choices=["light", "dark"])
    asked = reader.parse_args()
    for file in pictures(asked.outdir, asked.language, asked.scheme):
        print(f"{file}  {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
