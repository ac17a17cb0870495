"""Write ``docs/published.md``: ``python -m tools.published [--check]``, in the repository's folder.

``--check`` writes nothing: exit code 1 if the page differs from the declarations or from what they give now.
Numbers whose third-party figures are not here are left as they stand.
"""

from __future__ import annotations

import argparse
import sys

from counterpoise.core.files import write_text
from tools.published.cells import sources
from tools.published.page import PAGE, WRITE, differences, read, written


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.published", description="Write docs/published.md.")
    parser.add_argument("--check", action="store_true", help="compare; write nothing")
    options = parser.parse_args()
    for source in sources():
        if source.missing:
            print(f"not computed here: {source.title} ({source.missing} is absent)", file=sys.stderr)
    if options.check:
        found = differences(sources(), read())
        if found:
            print(f"docs/published.md differs; {WRITE}", *found, sep="\n", file=sys.stderr)
        return 1 if found else 0
    new = written(sources(), read())
    if "| ? |" in new:
        print("a new number can't be computed here: its third-party figures are absent", file=sys.stderr)
        return 1
    write_text(PAGE, new)
    return 1 if "| NO |" in new else 0


if __name__ == "__main__":
    sys.exit(main())
