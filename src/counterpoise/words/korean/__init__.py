"""Korean: names with their particles, numbers, and the findings as a Korean report writes them."""

from importlib import import_module

PARTS = (
    "accords",
    "changes",
    "contests",
    "costs",
    "equation",
    "findings",
    "gravity_effect",
    "insurance",
    "leverage",
    "line",
    "negotiation",
    "optimal",
    "positions",
    "record",
    "relations",
    "robustness",
    "security",
    "stances",
    "ties",
)
"""The modules of findings, which register themselves when they are read."""


def register() -> None:
    """Read the Korean findings."""
    for one in PARTS:
        import_module(f"counterpoise.words.korean.{one}")
