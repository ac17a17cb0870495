"""What the documentation tells a reader to type is run, and gives what the documentation shows.

Fences: ``python`` is executed, and written to a file if it has a title; ``toml`` is written to the file of its title;
``pycon`` is a doctest; ``console`` shows commands after ``$`` with what they print (both streams); of a bare fence, the
lines that call the program are run.
``...`` stands for anything. The cells of a page share their names, their folder and what they export.
With COUNTERPOISE_UPDATE_GOLDEN=1 the output in a console fence is written anew, unless it holds ``...``.
"""

from __future__ import annotations

import contextlib
import doctest
import functools
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import dask  # noqa: F401 - a command would mark it as absent, for other tests too
import pytest

from counterpoise.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "README.md",
    "docs/index.md",
    "docs/tutorial.md",
    "docs/methods/agreements-compared.md",
    "docs/methods/equation.md",
    "docs/methods/security.md",
    *(f"docs/howto/{p.name}" for p in sorted((ROOT / "docs/howto").glob("*.md"))),
    *(f"docs/coming-from/{p.name}" for p in sorted((ROOT / "docs/coming-from").glob("*.md"))),
    *(f"docs/cases/{p.name}" for p in sorted((ROOT / "docs/cases").glob("*.md"))),
]
HERE, THERE = PAGES[::2], PAGES[1::2]
"""Which pages are run in this file and in the other: each file has a process of its own."""
FENCE = re.compile(
    r"^```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
SHELL = re.compile(r"[|<>&;$`*?~]")
"""What a shell would do something with."""
CALLS = ("counterpoise ", ".venv/bin/counterpoise ")
LOOSELY = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PREAMBLE = f'set -o pipefail\ncounterpoise() {{ {shlex.quote(sys.executable)} -m counterpoise "$@"; }}\n'


class Page:
    """A page's cells: run one after another, as a reader would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.environment = {**os.environ}
        self.exported = False

    def python(self, body: str, title: str | None) -> None:
        if title:
            (self.folder / title).write_text(body, encoding="utf-8")
        exec(compile(body, title or "<cell>", "exec"), self.names)

    def pycon(self, body: str) -> None:
        cell = doctest.DocTestParser().get_doctest(body, self.names, "cell", None, 0)
        cell.globs = self.names  # a doctest works on a copy otherwise
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=LOOSELY)
        runner.run(cell, out=said.append, clear_globs=False)
        assert runner.summarize(verbose=False).failed == 0, "".join(said)

    def shell(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command; one that is the program's alone, before anything is exported, in this process, which has
        read it already."""
        words = [] if SHELL.search(command) or self.exported else shlex.split(command)
        if words and words[0].endswith("counterpoise"):
            return self.program(words[1:])
        return subprocess.run(
            ["bash", "-c", PREAMBLE + command.replace(".venv/bin/counterpoise", "counterpoise")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            cwd=self.folder,
            env=self.environment,
            timeout=300,
            check=False,
        )

    def program(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        """Run the program in the page's folder; its two streams are one, as in the shell."""
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            with (
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(said),
                pytest.MonkeyPatch.context() as patch,
            ):
                patch.setattr(sys, "argv", ["counterpoise", *words])
                status = 0
                try:
                    main()
                except SystemExit as end:
                    status = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            os.chdir(here)
        return subprocess.CompletedProcess(words, status, said.buffer.getvalue().decode())

    def console(self, body: str) -> str:
        """Run the commands; give the fence's body with what they printed."""
        fresh = []
        for command, shown in commands_in(body):
            tool = shlex.split(command)[0]
            if command.startswith("export "):
                self.environment |= dict([command.removeprefix("export ").split("=", 1)])
                self.exported = True
                fresh.append(f"$ {command}\n")
            elif tool not in ("counterpoise", "export") and shutil.which(tool) is None:
                fresh.append(f"$ {command}\n{shown}")
            else:
                done = self.shell(command)
                wrong = done.returncode and "error: " not in shown
                assert not wrong, f"{command} gives {done.returncode}:\n{done.stdout}"
                text = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
                fresh.append(f"$ {command}\n{shown if agree(shown, text) else text}")
        return "".join(fresh)


def commands_in(body: str):
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)
    assert not parts[0], "a console fence begins with $"
    for part in parts[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


@functools.cache
def shown_elsewhere() -> frozenset[str]:
    """Give the commands that some page shows with what they print: those are run there."""
    consoles = [
        fence["body"]
        for path in PAGES
        for fence in FENCE.finditer((ROOT / path).read_text(encoding="utf-8"))
        if fence["language"] == "console"
    ]
    return frozenset(command for body in consoles for command, _ in commands_in(body))


def agree(shown: str, text: str) -> bool:
    return doctest.OutputChecker().check_output(rounded(shown), rounded(text), LOOSELY)


def rounded(text: str) -> str:
    """Write long decimals with twelve figures: sums of floats differ beyond with where the memory lies."""
    return re.sub(r"\d+\.\d{13,}", lambda found: f"{float(found[0]):.12g}", text)


@pytest.fixture
def declared():
    """Take away the measures that a page declares."""
    from counterpoise.core.measure import measures

    yield
    for name in [name for name, measure in measures.items() if measure.own]:
        del measures[name]


@pytest.mark.parametrize("path", HERE)
def test_the_cells_of_a_page(path, tmp_path, monkeypatch, declared):
    monkeypatch.chdir(tmp_path)
    run_page(path, tmp_path)


def run_page(path, tmp_path):
    """Run what a page tells a reader to type, in a folder of its own, and hold what it shows against what comes out."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")  # the pages are read beside the galleries
    (tmp_path / "talks").symlink_to(ROOT / "talks")
    (tmp_path / "cases").symlink_to(ROOT / "cases")
    text = (ROOT / path).read_text(encoding="utf-8")
    page, fresh = Page(tmp_path), text
    for fence in FENCE.finditer(text):
        language, body = fence["language"], fence["body"]
        if language == "python":
            page.python(body, fence["title"])
        elif language == "toml" and fence["title"]:
            (tmp_path / fence["title"]).write_text(body, encoding="utf-8")
        elif language == "pycon":
            page.pycon(body)
        elif language == "console":
            fresh = fresh.replace(body, page.console(body))
        elif not language:
            for line in body.splitlines():
                command = line.removeprefix(".venv/bin/")
                if line.startswith(CALLS) and command not in shown_elsewhere():
                    done = page.shell(line)
                    assert done.returncode == 0, f"{line}:\n{done.stdout}"
    if fresh != text and os.environ.get("COUNTERPOISE_UPDATE_GOLDEN") == "1":
        (ROOT / path).write_text(fresh, encoding="utf-8")
    else:
        assert fresh == text


def test_the_file_beside_the_page_is_the_one_on_it():
    page = (ROOT / "docs/howto/new-indicator.md").read_text(encoding="utf-8")
    cells = [fence["body"] for fence in FENCE.finditer(page) if fence["title"]]
    assert cells == [(ROOT / "docs/howto/indicator.py").read_text(encoding="utf-8")]
