"""The public verbs: each is a function, and a command made from it."""

from counterpoise.questions.reliance import rely, trend

__all__ = ["rely", "trend"]
