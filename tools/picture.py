"""Draw the README's picture from what comes with the package: every country between the United States and China.

Run it as ``python tools/picture.py``; it writes ``docs/picture.svg``.
"""

from __future__ import annotations

from pathlib import Path

import counterpoise as cp
from counterpoise.charts.captions import alternative
from counterpoise.charts.render import svg
from counterpoise.core.figure import figures_for
from counterpoise.core.files import write_text

TARGET = Path(__file__).resolve().parents[1] / "docs" / "picture.svg"
NAMED = ("JPN", "AUS", "TWN", "VNM", "LAO", "PAK", "MEX", "CAN", "GBR")
"""Whose names are shown first."""


def main() -> None:
    """Write the picture."""
    result = cp.equation("KOR", powers="USA,CHN")
    shown = figures_for(result.question)["equation"]
    drawn = shown(result, labels=NAMED, intervals=False)
    said = drawn.to_dict(validate=False).get("description") or alternative(result, shown)
    write_text(TARGET, svg(drawn, said) + "\n")


if __name__ == "__main__":
    main()
