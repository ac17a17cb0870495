"""Numbers in tables: as many decimals in a column as most of its numbers need, so that they stand below each other."""

from __future__ import annotations

import math
from collections.abc import Iterable

PERCENT = ("percent", "percent lost")
"""Units in percent: of a change, which has its sign, and of what is lost, which has none."""


def middle(values: Iterable[float]) -> float:
    """Give the size of a column's middle number that is not zero (0 where there is none): one giant hides nobody.

    Examples
    --------
    >>> middle([12.9, -0.031, 0.02, float("nan"), 0.0])
    0.031
    """
    sizes = sorted(abs(one) for one in values if math.isfinite(one) and one != 0)
    return sizes[len(sizes) // 2] if sizes else 0.0


def places(most: float, unit: str, figures: int = 3) -> int:
    """Give the decimals of a column.

    Parameters
    ----------
    most
        The size of its middle number (see `middle`).
    unit
        Its unit; a change in percent gets `figures` significant figures, amounts none or one decimal.
    figures
        How many figures that number shows.

    Examples
    --------
    >>> places(0.0459, "percent"), places(2.1, "percent"), places(8003.4, "million USD"), places(3.2, "million USD")
    (4, 2, 0, 1)
    """
    if unit == "years":
        return 0
    if not math.isfinite(most) or most == 0:
        return 1
    if unit in PERCENT:
        return min(max(figures - 1 - math.floor(math.log10(abs(most))), figures - 2, 0), 6)
    return 0 if abs(most) >= 1000 else 1


def written(value: float, unit: str, decimals: int = 1) -> str:
    """Write a number of a table: a share in percent, a change with its sign, an amount with separators.

    Examples
    --------
    >>> written(0.0649, "share"), written(-0.0459, "percent", 4), written(0.00001, "percent", 2)
    ('6.49 %', '-0.0459 %', '0.00 %')
    >>> written(1.87, "percent", 2), written(1.87, "percent lost", 2)
    ('+1.87 %', '1.87 %')
    >>> written(-8003.4, "million USD", 0), written(-0.2, "million USD", 0), written(1.0449, "ratio")
    ('-8,003', '0', '1.04')
    """
    if not math.isfinite(value):
        return "∞" if value == math.inf else "missing"
    if unit == "share":
        return f"{100 * value:.2f} %"
    if unit in ("ratio", "index"):
        return f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}"
    if unit in ("slope", "coefficient"):
        return f"{value:+.3g}" if unit == "slope" else _signed(f"{value:.4f}")
    if unit in PERCENT:
        sign = "+" if unit == "percent" else ""
        return f"{_signed(f'{value:{sign}.{decimals}f}')} %"
    return _signed(f"{value:,.{decimals}f}")


def _signed(text: str) -> str:
    """Take the sign from what rounds to nothing."""
    return text if text.strip("+-0.") else text.lstrip("+-")
