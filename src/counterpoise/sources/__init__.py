"""Sources: one module a producer, each of which turns the producer's files into tidy tables."""
