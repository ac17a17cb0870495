"""The record: what was said and done between countries, kept so that each word can be shown to a sceptic."""
