"""The catalogue of the embedded datasets: what a person knows, with the counts and checksums of what was built."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from packages import Made, Package

from counterpoise.core.files import write_bytes, write_text
from counterpoise.store import codec

HERE = Path(__file__).resolve().parent
EMBEDDED = HERE.parents[1] / "src" / "counterpoise" / "store" / "embedded"
_CATALOGUE = "catalogue.json"


def facts() -> dict[str, Any]:
    """Read what a person knows (datasets.toml)."""
    with open(HERE / "datasets.toml", "rb") as file:
        return tomllib.load(file)


def package(known: dict[str, Any], name: str) -> Package:
    """Give a package that carries figures, with its pinned version and checksum."""
    return Package(name, **known["packages"][name])


def read(folder: Path) -> dict[str, Any]:
    """Read the datasets of a catalogue by name; none if there is no catalogue yet."""
    path = folder / _CATALOGUE
    return json.loads(path.read_text(encoding="utf-8"))["datasets"] if path.is_file() else {}


def write(name: str, known: dict[str, Any], made: Made, folder: Path) -> int:
    """Write a dataset's file and its place in the catalogue; give the file's size."""
    content = codec.encode(made.arrays, made.attributes)
    write_bytes(folder / known["datasets"][name]["file"], content)
    entries = read(folder)
    file = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    entries[name] = entry(name, known, made) | file
    ordered = {key: entries[key] for key in known["datasets"] if key in entries}
    text = json.dumps({"version": 1, "datasets": ordered}, indent=1, ensure_ascii=False)
    write_text(folder / _CATALOGUE, text + "\n")
    return len(content)


def entry(name: str, known: dict[str, Any], made: Made) -> dict[str, Any]:
    """Give a dataset's place in the catalogue, but for the checksum and the size of its file."""
    said = known["datasets"][name]
    carrier = known["packages"].get(said.get("package"))
    carried_by = None
    if carrier is not None:
        carried_by = {"package": said["package"], "version": carrier["version"], "licence": carrier["licence"]}
    copied = ("title", "kind", "producer", "edition", "licence", "terms", "citation", "file", "notes", "columns")
    return {
        **{key: said[key] for key in copied},
        "years": list(made.years),
        "carried_by": carried_by,
        "completeness": said["completeness"].format(**made.numbers),
        "numbers": dict(made.numbers),
        "verified": said["verified"],
        "arrays": {key: codec.checksum(stored.values) for key, stored in made.arrays.items()},
    }


def differences(name: str, known: dict[str, Any], made: Made, folder: Path) -> list[str]:
    """Say how a dataset as made now differs from the one that is recorded and written."""
    recorded = read(folder).get(name)
    if recorded is None:
        return ["it is not in the catalogue"]
    now = json.loads(json.dumps(entry(name, known, made)))
    found = [f"{key} differs from the catalogue" for key, value in now.items() if recorded.get(key) != value]
    path = folder / recorded["file"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != recorded["sha256"]:
        found.append("the file's SHA-256 is not the recorded one")
    header = codec.read_header(path)
    if {line.name: line.sha256 for line in header.arrays} != now["arrays"]:
        found.append("the arrays in the file differ")
    codec.decode(path)
    return found
