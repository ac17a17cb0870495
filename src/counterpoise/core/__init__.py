"""Errors, files, documents, canonical forms, progress, and the spine: measure, question, result."""
