"""Captions and alternative texts, made from a result's attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import spoken
from counterpoise.core.prose import coverage_words, source_label

if TYPE_CHECKING:
    from counterpoise.core.figure import Figure
    from counterpoise.core.result import Provenance, Result


@dataclass(frozen=True)
class Shown:
    """What a caption says of one measure.

    Attributes
    ----------
    short, label, citation
        As the measure declares them.
    formula
        In LaTeX, with its symbol.
    coverage
        Which part of the data behind it is recorded, in words.
    estimated
        Whether it rests on an estimate.
    """

    short: str
    label: str
    citation: str
    formula: str
    coverage: str
    estimated: bool


@dataclass(frozen=True)
class Caption:
    """What stands below a chart: its title, its measures with their formulas, and its sources with their years."""

    title: str
    measures: tuple[Shown, ...]
    sources: tuple[str, ...]

    def __str__(self) -> str:
        """Write it as plain text, the formulas in LaTeX."""
        parts = [f"{self.title}."]
        for one in self.measures:
            estimate = ", an estimate" if one.estimated else ""
            parts.append(f"{one.short.capitalize()}: {one.label}{estimate}, {one.formula} ({one.citation}).")
            parts.append(f"{one.coverage}." if one.coverage else "")
        return " ".join([*(p for p in parts if p), f"Source: {'; '.join(self.sources)}."])


def caption(result: Result, shown: Figure) -> Caption:
    """Say what a chart shows: measure and formula, source, year, coverage, and whether it is an estimate."""
    measures = [_shown(result, name) for name in shown.variables if name in result.data]
    return Caption(shown.title, tuple(measures), tuple(cited(one) for one in result.provenance))


def cited(one: Provenance) -> str:
    """Name a source with its edition and its years."""
    edition = f", edition {one.edition}" if one.edition else ""
    return ", ".join(part for part in (f"{one.title or source_label(one.source)}{edition}", years(one.year)) if part)


def _shown(result: Result, name: str) -> Shown:
    attrs = result.data[name].attrs
    return Shown(
        short=attrs["short"],
        label=attrs["label"][:1].lower() + attrs["label"][1:],
        citation=attrs["citation"],
        formula=" = ".join(part for part in (attrs["symbol"], attrs["formula"]) if part),
        coverage=coverage(result, name),
        estimated=bool(attrs.get("estimated")),
    )


def coverage(result: Result, name: str) -> str:
    """Tell which part of the output behind a measure is made by sectors whose purchases are recorded.

    Values that are nothing or missing are left out: there is nothing to cover.
    """
    covered = result.companion(name, "coverage")
    if covered is None:
        return ""
    held = covered.where(abs(result.data[name]) > 0)
    if not held.notnull().values.any():
        return ""
    what = result.data[name].attrs.get("covers")
    return coverage_words(float(held.min()), float(held.max()), *([what] if what else []))


def alternative(result: Result, shown: Figure, most: int = 5) -> str:
    """Tell a reader who can't see the chart its leading values."""
    frame: Any = result.frame()
    named = frame["indicator" if "indicator" in frame else "variable"]
    keep = named.isin(shown.variables[-1:]) & frame["value"].notna()
    if "sector" in frame and (frame["sector"] == "manufacturing").any():
        keep &= frame["sector"] == "manufacturing"
    top = frame[keep].sort_values("value", ascending=False).head(most)
    values = [_told(dict(zip(top.columns, row, strict=True))) for row in top.itertuples(index=False)]
    return f"{shown.title}. Largest: " + "; ".join(values) + "."


def _told(row: dict[str, Any]) -> str:
    """Say one number of a result: whose it is, on whom, of which sector and year, as far as it has these."""
    who = " on ".join(spoken(str(row[end])) for end in ("country", "partner") if row.get(end) is not None)
    what = ", ".join(str(row[one]) for one in ("sector", "year") if row.get(one) is not None)
    value = row["value"]
    return " ".join(
        [who, *([f"({what})"] if what else []), f"{value:.1%}" if row["unit"] == "share" else f"{value:.3g}"]
    )


def years(year: int | tuple[int, ...] | None) -> str:
    """Write the years of a source; nothing where it has none."""
    if isinstance(year, tuple):
        return f"{year[0]} to {year[-1]}"
    return str(year or "")
