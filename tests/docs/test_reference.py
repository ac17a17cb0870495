"""The reference says of every public name what it takes, gives and raises."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

import counterpoise as cp
from counterpoise.core.question import Question, described
from counterpoise.core.result import FIELDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted((DOCS / "reference").glob("*.md"))
BLOCK = re.compile(r"^::: (\S+)((?:\n    .*)*)", re.MULTILINE)


def found(path):
    """Give what a dotted name stands for."""
    head, _, tail = path.rpartition(".")
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        return getattr(importlib.import_module(head), tail)


def documented():
    """Give each documented thing by its dotted name; of a module, the members that the page names."""
    for page in PAGES:
        for path, options in BLOCK.findall(page.read_text(encoding="utf-8")):
            members = re.search(r"members: \[(.*)\]", options)
            for name in members[1].split(", ") if members else ():
                yield f"{path}.{name}"
            if not members:
                yield path


NAMES = list(documented())


def functions():
    for path in NAMES:
        one = found(path)
        if not inspect.isclass(one):
            yield path, one.function if isinstance(one, Question) else one
            continue
        for name, member in vars(one).items():
            ours = getattr(getattr(one, name), "__module__", "").startswith(
                "counterpoise"
            )  # pydantic adds some of its own
            if ours and not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, classmethod)):
                yield f"{path}.{name}", getattr(one, name)


FUNCTIONS = dict(functions())


def test_every_public_name_is_there():
    shown = [found(path) for path in NAMES]
    public = {name: getattr(cp, name) for name in cp.__all__ if name != "__version__"}
    missing = [name for name, one in public.items() if not inspect.ismodule(one) and one not in shown]
    assert missing == []


@pytest.mark.parametrize("path", NAMES)
def test_it_has_a_docstring(path):
    one = found(path)
    assert inspect.getdoc(one)
    if inspect.isclass(one):
        bare = [name for name, member in vars(one).items() if isinstance(member, property) and not member.__doc__]
        assert bare == []


@pytest.mark.parametrize("path", FUNCTIONS)
def test_its_docstring_is_whole(path):
    function = inspect.unwrap(FUNCTIONS[path])
    notes = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    said = described(notes)
    told = {name.lstrip("*") for name in said}
    assert [p.name for p in signature.parameters.values() if p.name not in told and p.name != "self"] == []
    if told and signature.return_annotation not in (None, "None"):
        assert "\nReturns\n---" in notes
    if path in NAMES:
        assert ">>>" in notes, "it needs an example"


def test_the_contract_names_every_field():
    page = (DOCS / "howto" / "script.md").read_text(encoding="utf-8")
    rows = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    assert [name for name in FIELDS if f"`{name}`" not in rows] == []
