"""Run the project's commands: ``python3 dev.py brief|app|test|check|bench|docs|screenshot|lock``.

It needs Python 3.11 or newer and nothing else. The first run makes ``.venv`` beside this file and installs the locked
packages there, verified by their hashes; later runs find it made. Words after the command are passed on.
"""

# This file must parse on any Python 3, so that an old one gets a plain message.

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
MARK = VENV / ".installed"
RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
OLDEST = (3, 11)
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a banner of the theme, not of this project

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

BRIEF = ["KOR", "--powers", "CHN,USA,JPN", "-o", "brief-KOR.html", "--xlsx", "brief-KOR.xlsx"]


def call(*words):
    """Run a program in the repository and give its exit status."""
    return subprocess.call([str(word) for word in words], cwd=str(ROOT))


def captured(*words):
    """Run a program in the repository; give its exit status and what it said."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=str(ROOT),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def must(*words):
    """Run a program; end with its exit status if it fails."""
    status = call(*words)
    if status:
        sys.exit(status)


def tool(name):
    """Give the path of a program in the environment."""
    return BIN / (name + (".exe" if os.name == "nt" else ""))


def fingerprint(lock):
    """Give a hash of all that an installation follows from."""
    found = hashlib.sha256(sys.version.encode())
    for path in (lock, ROOT / "pyproject.toml"):
        found.update(path.read_bytes())
    found.update(str(ROOT).encode())
    return lock.name + " " + found.hexdigest()


def install(lock):
    """Make the environment hold what the lock names; the development lock holds the runtime's too."""
    done = MARK.read_text().splitlines() if MARK.exists() else []
    wanted = {fingerprint(lock), fingerprint(DEVELOPMENT)}
    if PYTHON.exists() and wanted & set(done):
        return
    print("installing from " + lock.name + " into .venv (once) ...", file=sys.stderr, flush=True)
    if MARK.exists():
        MARK.unlink()
    # No mark: what is there may be half an installation, or another Python's.
    must(sys.executable, "-m", "venv", "--clear", VENV)
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check"]
    must(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "--no-deps", "-r", lock)
    os.environ["COUNTERPOISE_FRONTEND"] = "0"  # an editable install packs none: `app` and `test` build it in place
    must(PYTHON, "-m", "pip", "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT)
    partial = MARK.with_suffix(".partial")
    partial.write_text(fingerprint(lock) + "\n")
    partial.replace(MARK)


def brief(words):
    """Write the example brief, or the one that the words ask for."""
    install(RUNTIME)
    return call(tool("counterpoise"), "brief", *(words or BRIEF))


def frontend(*words):
    """Build the application's front end unless that is done, or what the words say; give the exit status."""
    return call(PYTHON, Path("tools") / "frontend.py", *words)


def app(words):
    """Open the application in the browser; build its front end first if it has changed."""
    install(DEVELOPMENT)
    frontend()  # where it can't be built, an earlier build does, and without one the program says so
    return call(tool("counterpoise"), "app", *words)


def test(words):
    """Run the tests, a file a process and a process a core, and list the lines that they don't reach in those processes."""
    install(DEVELOPMENT)
    for name in THREADS:  # every core has its process, and more threads would wait for each other
        os.environ.setdefault(name, "1")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the tests start the program hundreds of times
    if frontend() == 1:
        print("warning: the front end is not built, so the tests that need it are skipped", file=sys.stderr, flush=True)
    tests = ["-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile", *words]
    return call(PYTHON, "-m", "slipcover", *tests)


def check(words):
    """Run all that must pass before a change is merged; the tests come last."""
    install(DEVELOPMENT)
    steps = [
        ("style", [PYTHON, "-m", "ruff", "check", "."]),
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("types", [PYTHON, "-m", "basedpyright"]),
        ("layers", [tool("lint-imports")]),
        ("documentation", [PYTHON, "-m", "mkdocs", "build", "--strict", "--quiet"]),
        ("facts", [PYTHON, "-m", "tools.facts"]),
        ("front end", [PYTHON, Path("tools") / "frontend.py", "check"]),
        ("embedded data", [PYTHON, Path("tools") / "embed" / "build.py", "--check"]),
    ]
    # Without npm's registry it can't be built, which is no fault of the change; over its budget it is.
    failed = ["size of the front end"] if frontend() > 1 else []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for name, done in [(name, pool.submit(captured, *command)) for name, command in steps]:
            status, said = done.result()
            print("== " + name + "\n" + said, end="", flush=True)
            if status:
                failed.append(name)
    print("== tests", flush=True)
    status = test(words)
    if failed:
        print("failed before the tests: " + ", ".join(failed), file=sys.stderr)
    return status or (1 if failed else 0)


def bench(words):
    """Run the benchmarks: all of them, or the named ones."""
    install(DEVELOPMENT)
    scripts = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if not words or path.stem in words)
    if not scripts:
        print("there is no such benchmark in benchmarks/", file=sys.stderr)
        return 2
    return max(call(PYTHON, path) for path in scripts)


def docs(words):
    """Build the documentation into site/ (``docs serve`` shows it while it is written)."""
    install(DEVELOPMENT)
    return call(PYTHON, "-m", "mkdocs", *(words or ["build", "--strict"]))


def screenshot(words):
    """Draw what a reader sees, with a headless browser: a brief, or by ``screenshot app FOLDER`` the rooms."""
    install(DEVELOPMENT)
    if words[:1] != ["app"]:
        return call(PYTHON, ROOT / "tools" / "screenshot.py", *words)
    frontend()
    return call(PYTHON, ROOT / "tools" / "app_pictures.py", *(words[1:] or [Path("docs") / "pictures"]))


def lock(words):
    """Compile the lock files again (``lock --upgrade`` takes the newest versions)."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not installed: it compiles the lock files; install it and try again", file=sys.stderr)
        return 1
    shared = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    shared += [
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--extra",
        "app",
        "--extra",
        "brief",
        "--extra",
        "data",
        "pyproject.toml",
        *words,
    ]
    must(uv, "pip", "compile", "--group", "dev", "-o", DEVELOPMENT.name, *shared)
    must(uv, "pip", "compile", "--group", "build", "-c", DEVELOPMENT.name, "-o", RUNTIME.name, *shared)
    install(DEVELOPMENT)
    return frontend("lock", *(word for word in words if word == "--upgrade"))


COMMANDS = {one.__name__: one for one in (brief, app, test, check, bench, docs, screenshot, lock)}


def main():
    """Run the command that is named."""
    if sys.version_info < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit("counterpoise needs Python 3.11 or newer; this is " + have + " (" + sys.executable + ")")
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print("usage: python3 dev.py " + "|".join(COMMANDS) + " [...]\n", file=sys.stderr)
        for name, one in COMMANDS.items():
            print("  %-11s %s" % (name, one.__doc__), file=sys.stderr)  # noqa: UP031
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    return COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
