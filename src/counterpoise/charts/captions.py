"""Captions and alternative texts, made from a result's attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import name as country_name

if TYPE_CHECKING:
    from counterpoise.core.figure import Figure
    from counterpoise.core.result import Result


def caption(result: Result, shown: Figure) -> str:
    """Say what a chart shows: measure and formula, source, year, coverage, and whether it is an estimate."""
    parts = [f"{shown.title}."]
    for name in shown.variables:
        if name not in result.data:
            continue
        attrs = result.data[name].attrs
        parts.append(
            f"{attrs['short'].capitalize()}: {attrs['label'].lower()}, {attrs['formula']} ({attrs['citation']})."
        )
        covered = result.companion(name, "coverage")
        if covered is not None and covered.notnull().values.any():
            parts.append(f"Coverage {float(covered.min()):.0%} to {float(covered.max()):.0%}.")
        if attrs.get("estimated"):
            parts.append("It rests on an estimate.")
    said = [f"{p.title or p.source} ({p.source}), edition {p.edition}, {_years(p.year)}" for p in result.provenance]
    return " ".join([*parts, "Source: " + "; ".join(said) + "."])


def alternative(result: Result, shown: Figure, most: int = 5) -> str:
    """Tell a reader who can't see the chart its leading values."""
    frame: Any = result.frame()
    keep = frame["indicator"].isin(shown.variables[-1:]) & frame["value"].notna()
    if "sector" in frame and (frame["sector"] == "manufacturing").any():
        keep &= frame["sector"] == "manufacturing"
    top = frame[keep].sort_values("value", ascending=False).head(most)
    values = [
        f"{country_name(str(row.country))} on {country_name(str(row.partner))} ({row.sector}, {row.year}) {row.value:.1%}"
        for row in top.itertuples()
    ]
    return f"{shown.title}. Largest: " + "; ".join(values) + "."


def _years(year: int | tuple[int, ...] | None) -> str:
    if isinstance(year, tuple):
        return f"{year[0]} to {year[-1]}"
    return str(year or "year not given")
