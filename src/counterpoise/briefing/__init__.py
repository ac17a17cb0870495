"""The brief: one command that turns results into a page that an aide forwards."""

from counterpoise.briefing import documents
from counterpoise.briefing.question import brief

__all__ = ["brief", "documents"]
