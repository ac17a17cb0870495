"""The record of what was said and done between countries, and how steady it was."""
