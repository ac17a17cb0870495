"""Draw the pictures of the case of Korea: ``python -m tools.case_pictures [NAME ...]``.

Each is a chart of the program's own, of the answer to a question of the case; they are written to ``docs/pictures``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import counterpoise as cp
from counterpoise.charts.captions import alternative
from counterpoise.charts.render import svg
from counterpoise.core.figure import figures_for
from counterpoise.core.files import write_text

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
RUPTURE = "embargo 90 % between KOR and CHN"
PICTURES: Mapping[str, tuple[Callable[[], Any], str]] = {
    "bridge": (lambda: cp.bridge("USA", "CHN"), ""),
    "alliance": (lambda: cp.ties("KOR", on="USA"), ""),
    "rupture": (lambda: cp.simulate(RUPTURE, horizon="short"), ""),
    "hedge": (lambda: cp.hedge("KOR", against="CHN", probability=0.02, instruments="uniform", points=6), ""),
    "talks": (lambda: cp.negotiate("nuclear", course="engagement", draws=100, anew=0), "ladder"),
    "china": (lambda: cp.ties("KOR", on="CHN"), ""),
    "trend": (lambda: cp.trend("KOR", on="CHN,USA", sector="TOTAL"), ""),
    "leverage": (lambda: cp.leverage("CHN", on="KOR"), ""),
    "cjk": (lambda: cp.agree("CJK", draws=0), ""),
}
"""Each picture's name, the answer that it shows, and the name of the chart, where it is not the first."""

PLACES = re.compile(r' (?:d|transform|x|y|x1|x2|y1|y2|cx|cy|width|height)="[^"]*"')
"""The attributes of a picture that say where something is."""


def file_of(name: str) -> Path:
    """Give the file of a picture."""
    return FOLDER / f"korea-{name}.svg"


def draw(name: str) -> None:
    """Draw one picture."""
    ask, chart = PICTURES[name]
    result = ask()
    known = figures_for(result.question)
    shown = known[chart] if chart else next(iter(known.values()))
    drawn = shown(result)
    said = drawn.to_dict(validate=False).get("description") or alternative(result, shown)
    write_text(file_of(name), _rounded(svg(drawn, said)) + "\n")


def _rounded(text: str) -> str:
    """Write places on the picture with two decimals: more can't be seen, and make the file larger. Words keep theirs."""
    short = re.compile(r"\d+\.\d{3,}")
    return PLACES.sub(lambda part: short.sub(lambda one: f"{float(one[0]):.2f}".rstrip("0").rstrip("."), part[0]), text)


def main() -> None:
    """Draw those that are named, or all."""
    for name in sys.argv[1:] or PICTURES:
        draw(name)


if __name__ == "__main__":
    main()
