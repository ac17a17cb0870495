"""Korean: names with their particles, numbers, and the findings as a Korean report writes them."""


def register() -> None:
    """Read the Korean findings, which register themselves."""
    from counterpoise.words.korean import accords, changes, equation, findings, gravity_effect, optimal, security  # noqa: F401, PLC0415
