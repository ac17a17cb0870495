"""Trade agreements: what gravity says that they do to trade, and what that is worth in equilibrium."""
