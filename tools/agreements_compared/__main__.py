"""Write or check ``docs/methods/agreements-compared.md``: ``python -m tools.agreements_compared [--write | --check]``.

With neither the tables are printed. All but the plain answers need third-party rates.
"""

from __future__ import annotations

import argparse
import sys

from counterpoise.core.files import write_text
from tools.agreements_compared.page import PAGE, WRITE, read, written
from tools.agreements_compared.runs import NEEDS
from tools.agreements_compared.tables import TABLES
from tools.published.cells import shared


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.agreements_compared", description=f"Write {PAGE.name}.")
    parser.add_argument("--write", action="store_true", help="put the numbers of now on the page")
    parser.add_argument("--check", action="store_true", help="compare; write nothing")
    options = parser.parse_args()
    absent = next((name for name in NEEDS if not (shared() / name).is_file()), None)
    if absent:
        print(f"a third-party file is not here: {shared() / absent}", file=sys.stderr)
        return 1
    if not (options.write or options.check):
        for name, made in TABLES.items():
            print(f"## {name}", *made(), "", sep="\n")
        return 0
    old = read()
    new = written(old)
    if options.write:
        write_text(PAGE, new)
    elif new != old:
        print(f"{PAGE.name} differs; {WRITE}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
