"""Negotiation: which deals are possible, which enforce themselves, and by which steps they are reached."""
