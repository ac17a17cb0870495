"""Measures of security and of political alignment: one file a family, on bare arrays."""
