"""How charts look: safe for colour-blind readers and for print."""

from __future__ import annotations

from typing import Any

from counterpoise.core.need import need

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito (2008): told apart by colour-blind readers."""

FONT = "Source Sans 3, Helvetica Neue, Arial, Liberation Sans, sans-serif"
WIDTH = 560
INK = "#1b2b38"


def styled(chart: Any, title: str = "") -> Any:
    """Give a chart the house's fonts and lines."""
    if title:
        chart = chart.properties(title=title)
    return (
        chart.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_title(anchor="start", fontSize=14, color=INK)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=INK, gridColor="#e3e8ec")
        .configure_legend(labelFontSize=12, titleFontSize=12, orient="top", title=None, labelLimit=320)
    )


def altair() -> Any:
    """Give the charting library."""
    return need("altair", "brief")
