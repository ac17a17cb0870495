"""Take pictures of a brief: of a page in headless Chromium, on a desktop's screen, on a phone's and on A4 paper; of a PDF its pages.

Run it as ``python tools/screenshot.py brief-KOR.html pictures``, with ``brief-KOR.pdf``, or with countries, as
``python tools/screenshot.py KOR,VNM,POL pictures``, whose briefs between the United States and China are written first. Chromium, and
pdftoppm for the pages on paper, must be on the path.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--hide-scrollbars",
)
WIDTHS = {"desktop": (1280, 6400), "phone": (500, 9000)}


def browser() -> str:
    """Find Chromium on the path."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        sys.exit(f"screenshot: there is no {' or '.join(BROWSERS)} on the path; install chromium")
    return found


def pictures(page: Path, folder: Path) -> list[Path]:
    """Take every picture of a page; give the files."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium, address, made = browser(), page.resolve().as_uri(), []
    with tempfile.TemporaryDirectory() as profile:
        base = [chromium, *QUIET, f"--user-data-dir={profile}"]
        for name, (width, height) in WIDTHS.items():
            target = folder / f"{page.stem}-{name}.png"
            _run([*base, f"--window-size={width},{height}", f"--screenshot={target}", address])
            made.append(target)
        paper = folder / f"{page.stem}.pdf"
        _run([*base, "--no-pdf-header-footer", f"--print-to-pdf={paper}", address])
        made.append(paper)
    if shutil.which("pdftoppm"):
        _run(["pdftoppm", "-png", "-r", "70", str(paper), str(folder / f"{page.stem}-a4")])
        made += sorted(folder.glob(f"{page.stem}-a4-*.png"))
    else:
        print("screenshot: pdftoppm is missing, so the pages on paper stay a PDF", file=sys.stderr)
    return made


def pages(document: Path, folder: Path) -> list[Path]:
    """Draw every page of a PDF; give the files."""
    folder.mkdir(parents=True, exist_ok=True)
    _run(["pdftoppm", "-png", "-r", "70", str(document), str(folder / document.stem)])
    return sorted(folder.glob(f"{document.stem}-*.png"))


def briefs(countries: list[str], folder: Path) -> list[Path]:
    """Write the briefs of some countries as PDF and draw their pages; give the files."""
    import counterpoise as cp  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for country in countries:
        target = folder / f"brief-{country}.pdf"
        cp.brief(country, powers={"USA": "CHN,DEU", "CHN": "USA,DEU"}.get(country, "USA,CHN")).write(target)
        made += [target, *pages(target, folder)]
    return made


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        sys.exit(f"screenshot: {command[0]} failed: {done.stderr.strip()[-400:]}")


def main() -> None:
    reader = argparse.ArgumentParser(description="Take pictures of a brief.")
    reader.add_argument("what", help="the page (.html), the document (.pdf), or countries, as KOR,VNM")
    reader.add_argument("outdir", type=Path, help="where the pictures go")
    asked = reader.parse_args()
    made = {".html": pictures, ".pdf": pages}.get(Path(asked.what).suffix)
    files = made(Path(asked.what), asked.outdir) if made else briefs(asked.what.split(","), asked.outdir)
    for file in files:
        print(file)


if __name__ == "__main__":
    main()
