"""Draw the README's picture from the embedded accounts: every country between the United States and China.

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
NAMED = ("KOR", "JPN", "AUS", "DEU", "IND", "BRA", "FRA", "GBR")


def main() -> None:
    """Write the picture."""
    result = cp.rely("ALL", on="USA,CHN", sector="TOTAL", indicators="look_through")
    shown = figures_for(result.question)["two_partners"]
    write_text(TARGET, svg(shown(result, labels=NAMED), alternative(result, shown)) + "\n")


if __name__ == "__main__":
    main()
