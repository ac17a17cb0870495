"""On whom does a country rely?"""
