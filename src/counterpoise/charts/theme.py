"""How charts look: safe for colour-blind readers and for print."""

from __future__ import annotations

from typing import Any

from counterpoise.core.need import need

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito (2008): told apart by colour-blind readers."""

OTHER = "#8a9ba8"
"""Everyone else."""

FONT = "'Source Sans 3', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
"""Names with a digit or a space are quoted: without quotes a browser drops the whole list."""

WIDTH = 560
STEP = 19
"""Pixels from one row to the next."""

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
INK = "#1b2b38"


def styled(chart: Any, title: str = "") -> Any:
    """Give a chart the house's fonts and lines."""
    alt = altair()
    if title:
        chart = chart.properties(title=title)
    # altair's own way, configure_axis and the like, copies the whole chart each time
    chart.config = alt.Config(
        font=FONT,
        background="white",
        view=alt.ViewConfig(stroke=None),
        title=alt.TitleConfig(anchor="start", fontSize=14, color=INK),
        axis=alt.AxisConfig(
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor="#e3e8ec",
            domainColor="#9fb0bc",
            tickColor="#9fb0bc",
            labelLimit=300,
        ),
        header=alt.HeaderConfig(labelFontSize=12, labelColor=INK, labelFontWeight="bold"),
        legend=alt.LegendConfig(
            labelFontSize=12, titleFontSize=12, orient="top", title=None, labelLimit=320, labelColor=INK
        ),
    )
    return chart


def altair() -> Any:
    """Give the charting library."""
    return need("altair", "brief")
