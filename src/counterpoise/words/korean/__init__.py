"""Korean: names with their particles, numbers, and the findings as a Korean report writes them."""


def register() -> None:
    """Read the Korean findings, which register themselves."""
    from counterpoise.words.korean import (
        accords,
        changes,
        contests,
        equation,
        findings,
        gravity_effect,
        positions,
        security,
    )
