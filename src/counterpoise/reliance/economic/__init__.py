"""Measures of economic reliance: one file a family; every file in this folder is read."""
