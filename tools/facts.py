"""Print how many rows of each table of facts rest on memory: ``python -m tools.facts``."""

from __future__ import annotations

from counterpoise import facts


def counted() -> list[tuple[str, int, int]]:
    """Give each table's name, its rows, and those that nobody saw in a text."""
    made = []
    for file in sorted(facts.FOLDER.glob("*.csv")):
        rows = facts.read(file.stem)
        made.append((file.stem, len(rows), sum(row["seen"] == "memory" for row in rows)))
    return made


def main() -> None:
    """Print a line for each table, and one for all."""
    tables = counted()
    total = ("all tables of facts", sum(rows for _, rows, _ in tables), sum(memory for *_, memory in tables))
    for name, rows, memory in (*tables, total):
        print(f"{name:<28} {rows:>6} rows {memory:>6} from memory")


if __name__ == "__main__":
    main()
