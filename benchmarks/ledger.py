"""What a ledger takes: 100,000 records written at once, read, verified, listed; and the two ways to canonical JSON.

``python benchmarks/ledger.py`` prints a table. The records are statements in 1,000 sources whose texts are kept, so that reading
and verifying holds every quote against its source; medians of three.
"""

from __future__ import annotations

import hashlib
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

GOAL = 3.0
"""Seconds in which 100,000 records are to be verified."""

RECORDS, SOURCES = 100_000, 1_000
SENTENCE = "The two ministries hold number {} of their talks, and say so. "


def written(folder: Path, records: int = RECORDS, sources: int = SOURCES) -> Any:
    """Write a ledger of made-up statements."""
    from counterpoise.record.chain import identity, sealed  # noqa: PLC0415
    from counterpoise.record.ledger import Ledger  # noqa: PLC0415
    from counterpoise.record.texts import Text  # noqa: PLC0415

    ledger = Ledger(folder / "record.jsonl")
    each = (records - sources) // sources
    head, lines = "0" * 64, []
    for one in range(sources):
        sentences = [SENTENCE.format(one * each + k) for k in range(each)]
        text = "".join(sentences)
        sha, text_sha = ledger.sources.keep(text.encode(), Text(text))
        source = {
            "type": "source",
            "sha256": sha,
            "text_sha256": text_sha,
            "extractor": "plain 1",
            "recorded_on": "2026-01-05",
        }
        made: list[dict[str, Any]] = [source | {"id": identity(source)}]
        start = 0
        for sentence in sentences:
            exact = sentence[4:-9]
            statement = {
                "type": "statement",
                "source": made[0]["id"],
                "speaker": {"name": "A. Person", "office": "foreign minister", "country": "XAL", "resolved": "named"},
                "addressee": "XBO",
                "quote": {
                    "exact": exact,
                    "prefix": sentence[:4],
                    "suffix": sentence[-9:],
                    "start": start + 4,
                    "end": start + 4 + len(exact),
                },
                "language": "en",
                "verbatim": True,
                "said_on": "2026-01-04",
                "published_on": "2026-01-05",
                "topic": "diplomacy",
                "recorded_on": "2026-01-05",
            }
            made.append(statement | {"id": identity(statement)})
            start += len(sentence)
        for record in made:
            line, head = sealed(record, head)
            lines.append(line)
    ledger.path.write_bytes(b"\n".join(lines) + b"\n")
    return ledger


def median(work: Callable[[], Any], times: int = 3) -> tuple[float, float]:
    """Give the median seconds of some runs, by the clock and of the processor."""
    taken = []
    for _ in range(times):
        start = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    clock, processor = (statistics.median(one) for one in zip(*taken, strict=True))
    return clock, processor


def hashed(path: Path) -> None:
    """Hash each line, and nothing else: the least that any check of a chain costs."""
    for line in path.read_bytes().splitlines():
        hashlib.sha256(line).digest()


def main() -> None:
    from counterpoise.record.ledger import Ledger  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp())
    try:
        ledger = written(folder)
        checked = ledger.verify()
        assert (checked.lines, checked.quotes_checked) == (RECORDS, RECORDS - SOURCES)
        took = median(lambda: Ledger(ledger.path).verify())
        rows = [
            ("hash each line, and nothing else", median(lambda: hashed(ledger.path)), ""),
            ("read it: the chain, and every quote", median(lambda: len(Ledger(ledger.path))), ""),
            ("verify it: fields, ids and bytes too", took, f"{GOAL:g}"),
            ("add a record to it, as it was read", median(lambda: _add(ledger)), ""),
        ]
    finally:
        shutil.rmtree(folder)
    print(f"| {RECORDS:,} records, {SOURCES:,} sources | s | goal, s | processor s |\n| --- | ---: | ---: | ---: |")
    for name, (seconds, processor), goal in rows:
        print(f"| {name} | {seconds:.2f} | {goal} | {processor:.2f} |")
    if took[0] > GOAL:
        sys.exit(1)


def _add(ledger: Any) -> None:
    ledger.append({"type": "event", "actor": "XAL", "recipient": "XBO", "event_type": "CONSULT",
                   "happened_on": "2026-01-05", "note": f"made at {time.perf_counter_ns()}"})  # fmt: skip


if __name__ == "__main__":
    main()
