"""Charts as pictures, drawn without a network."""

from __future__ import annotations

import html
import re
from typing import Any

from counterpoise.core.need import need


def svg(chart: Any, alternative: str = "") -> str:
    """Give a chart, or its specification, as SVG to stand in a page, with its alternative text."""
    specification = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    drawn = need("vl_convert", "brief").vegalite_to_svg(specification)
    drawn = re.sub(r"^<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", drawn).strip()
    text = html.escape(alternative, quote=True)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{text}" ', 1)


def begin() -> None:
    """Start what draws pictures, which takes a second and leaves other threads at work."""
    need("vl_convert", "brief").vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})


def png(chart: Any, scale: float = 2.0) -> bytes:
    """Give a chart, or its specification, as PNG."""
    specification = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    return need("vl_convert", "brief").vegalite_to_png(specification, scale=scale)


def page(chart: Any) -> str:
    """Give a chart as a page of its own, with all that it needs to be drawn."""
    return need("vl_convert", "brief").vegalite_to_html(chart.to_json(), bundle=True)
