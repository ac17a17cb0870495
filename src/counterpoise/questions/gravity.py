"""What a trade agreement does to trade, estimated from the trade of many pairs, and what that is worth."""

from counterpoise.questions.estimates import estimate
from counterpoise.questions.gravity_effect import effect

__all__ = ["effect", "estimate"]
