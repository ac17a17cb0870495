"""Words for what stands beside numbers: how much is covered, and which dataset it is."""

from __future__ import annotations

import math
from collections.abc import Sequence


def coverage_words(low: float, high: float, what: str = "coverage within the table") -> str:
    """Write how much of the data behind numbers is recorded; only what is whole is 100 %.

    Examples
    --------
    >>> coverage_words(0.9989, 1.0), coverage_words(1.0, 1.0)
    ('coverage within the table 99.8% to 100%', 'coverage within the table 100%')
    """
    ends = dict.fromkeys(f"{math.floor(1000 * one) / 10:g}%" for one in (low, high))
    return f"{what} {' to '.join(ends)}"


def source_label(name: str) -> str:
    """Write a dataset's name as prose and legends have it.

    Examples
    --------
    >>> source_label("icio-2025"), source_label("wiod-2013-reliance"), source_label("icio-2025-embedded")
    ('ICIO 2025', 'WIOD 2013', 'ICIO 2025 (embedded)')
    """
    head, _, rest = name.partition("-")
    release, _, part = rest.partition("-")
    return f"{head.upper()} {release}".strip() + (" (embedded)" if part == "embedded" else "")


def brief(names: Sequence[str]) -> list[str]:
    """Write names without what stands in brackets at their end, where that tells no two of them apart.

    Examples
    --------
    >>> brief(["theta: Oil (a-2022)", "theta: Gas (a-2022)"]), brief(["Oil (a)", "Oil (b)"])
    (['theta: Oil', 'theta: Gas'], ['Oil (a)', 'Oil (b)'])
    """
    short = [one.rpartition(" (")[0] or one for one in names]
    return short if len(set(short)) == len(short) else list(names)
