"""One module a source (or a few that share a calculation); each holds ``SOURCES``, and every module here is read."""
