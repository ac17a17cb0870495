"""A store with third-party figures on trade agreements, read from files in the layouts of their producers."""

from __future__ import annotations

from pathlib import Path

from counterpoise.sources import desta
from counterpoise.sources.source import Raw
from counterpoise.store import folder
from tests.reference.agreement_files import desta_dyads, desta_indices, table


def add_desta(shared: Path, where: Path) -> None:
    """Add the treaties and indices of release 2.2, and release 2.0's list for its withdrawals."""
    folder.add(desta.SOURCE, Raw(desta_dyads(table(shared, "desta22_dyads_depth"), where)))
    folder.add(desta.SOURCE, Raw(desta_indices(table(shared, "desta22_indices"), where)))
    listed = shared / "desta" / "DESTA.csv"
    if listed.is_file():
        folder.add(desta.SOURCE, Raw(listed))
