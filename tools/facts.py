"""Print how many rows of each table of facts rest on memory: ``python -m tools.facts``."""

from __future__ import annotations

from counterpoise.questions.holdings import fact_records


def main() -> None:
    """Print a line for each table, and one for all."""
    tables = [(one["table"], one["rows"], one["memory"]) for one in fact_records()]
    total = ("all tables of facts", sum(rows for _, rows, _ in tables), sum(memory for *_, memory in tables))
    for name, rows, memory in (*tables, total):
        print(f"{name:<28} {rows:>6} rows {memory:>6} from memory")


if __name__ == "__main__":
    main()
