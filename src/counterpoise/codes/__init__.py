"""Names for countries, groups of countries and sectors, and the rules by which they are written and read."""
