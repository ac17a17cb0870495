"""On whom does a country rely, what would a change cost, which deal is possible?"""

__version__ = "0.1.0"
