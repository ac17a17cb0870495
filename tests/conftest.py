"""What the tests share."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forks
from tests.forks import Program

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party figures; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("COUNTERPOISE_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("the third-party figures are not here: set COUNTERPOISE_SHARED to the folder that holds data/")
    return folder


@pytest.fixture(scope="session")
def golden():
    """Compare a text with the file that holds what it was; COUNTERPOISE_UPDATE_GOLDEN=1 writes the file instead."""

    def compare(path: Path, text: str) -> None:
        if os.environ.get("COUNTERPOISE_UPDATE_GOLDEN") == "1":
            path.write_text(text, encoding="utf-8")
        held = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert text == held, f"{path.name} differs; if that is meant, run the test with COUNTERPOISE_UPDATE_GOLDEN=1"

    return compare


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Give the command line, each call a process."""
    with forks.program(tmp_path_factory.mktemp("program")) as made:
        yield made


@pytest.fixture(scope="session")
def security_store(shared: Path, program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to which the producers' files on ties between states were added by the command line."""
    from tests.reference.security_files import FILES, table

    folder, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("security")
    for name, (held, write) in FILES.items():
        path = write(table(shared, held), folder)
        done = program(["data", "add", name, str(path)], environment={"COUNTERPOISE_STORE": str(store)})
        assert done.returncode == 0, done.stderr
        assert "added: " in done.stderr
    return store


@pytest.fixture
def run(program: Program):
    """Run the command line; give the finished process."""

    def call(*words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return program(words, cwd, environment)

    return call
