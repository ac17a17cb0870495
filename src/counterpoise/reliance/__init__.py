"""Measures of a country's reliance on others."""
