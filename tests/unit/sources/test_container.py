"""Files from outside that are wrong, or malicious: each is refused in one line, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import gzip
import io
import struct
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.core.errors import DataError
from counterpoise.sources import container
from counterpoise.sources.container import LONGEST_LINE, MOST_MEMBERS, Member, check_text, members
from counterpoise.sources.source import Raw

TABLE = b"country,year,value\nKOR,2019,1.5\n"


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory, monkeypatch):
    """A temporary folder of the test's own, which must be empty at its end."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def zipped(path: Path, content: dict[str | zipfile.ZipInfo, bytes]) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that occur twice
        for name, data in content.items():
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return path


def held(path: Path, ending: str = ".csv") -> list[tuple[str, bytes]]:
    """All that a file holds."""
    with members(Raw(path), lambda name: name.endswith(ending)) as found:
        return [(one.name, one.path.read_bytes()) for one in found]


def refusal(path: Path, match: str, ending: str = ".csv") -> DataError:
    with pytest.raises(DataError, match=match) as caught:
        held(path, ending)
    told(caught.value, path)
    return caught.value


def told(error: DataError, path: Path) -> None:
    assert path.name in error.where
    assert error.remedy
    assert "\n" not in str(error)


def patched(path: Path, *changes: tuple[bytes, int, str, int]) -> Path:
    """Overwrite numbers at a place behind a mark, wherever the mark occurs."""
    data = bytearray(path.read_bytes())
    for mark, offset, form, value in changes:
        at = data.find(mark)
        while at >= 0:
            struct.pack_into(form, data, at + offset, value)
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    return path


# what is right


def test_a_plain_file_is_given_as_it_is(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE)
    with members(Raw(path), str.isdigit) as found:
        (only,) = found
    assert only == Member("a.csv", path, str(path))


def test_the_wanted_members_one_at_a_time_in_the_order_of_their_names(tmp_path, temporary):
    path = zipped(tmp_path / "a.zip", {"x/b.csv": b"2", "a.csv": b"1", "read.me": b"3", "x/": b""})
    with members(Raw(path), lambda name: name.endswith(".csv")) as found:
        first = next(found)
        assert (first.name, first.path.read_bytes(), first.path.suffix) == ("a.csv", b"1", ".csv")
        assert first.where == f"{path}: a.csv"
        second = next(found)
        assert not first.path.exists() or first.path == second.path
        assert len([one for one in temporary.rglob("*") if one.is_file()]) == 1
        assert (second.name, second.path.read_bytes()) == ("b.csv", b"2")
        assert next(found, None) is None


def test_a_block_that_is_left_early_leaves_nothing(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": b"1", "b.csv": b"2"})
    with contextlib.suppress(KeyboardInterrupt), members(Raw(path), bool) as found:
        next(found)
        raise KeyboardInterrupt


def test_an_archive_in_an_archive(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.csv": b"1"}).read_bytes()
    path = zipped(tmp_path / "a.zip", {"inner.zip": inner, "b.csv": b"2"})
    assert held(path) == [("b.csv", b"2"), ("a.csv", b"1")]


def test_what_macos_notes_beside_files_is_passed_over(tmp_path: Path):
    inner = zipped(tmp_path / "inner.zip", {"a.csv": b"1"}).read_bytes()
    content = {"inner.zip": inner, "__MACOSX/._inner.zip": b"\0\5\x16\7", "__MACOSX/._b.csv": b"\0", "b.csv": b"2"}
    assert sorted(held(zipped(tmp_path / "a.zip", content))) == [("a.csv", b"1"), ("b.csv", b"2")]


def test_an_archive_in_an_archive_in_an_archive_is_not_opened(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.csv": b"1"}).read_bytes()
    middle = zipped(tmp_path / "middle.zip", {"inner.zip": inner}).read_bytes()
    refusal(zipped(tmp_path / "a.zip", {"middle.zip": middle}), "holds no table")


def test_a_gzip_file(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TABLE))
    assert held(path) == [("a.csv", TABLE)]


@pytest.mark.parametrize("name", ["n" * 250 + ".csv", "CON.csv", "a?.csv", "ä.csv", "a.c s v"])
def test_a_name_that_a_system_does_not_take_is_no_obstacle(tmp_path, name):
    path = zipped(tmp_path / "a.zip", {name: b"1"})
    with members(Raw(path), bool) as found:
        assert [one.name for one in found] == [name]


def test_a_workbook_is_given_whole(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active["A1"] = 1.5
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert held(path) == [("a.xlsx", path.read_bytes())]
    outer = zipped(tmp_path / "a.zip", {"a.xlsx": path.read_bytes()})
    assert held(outer, ".xlsx") == [("a.xlsx", path.read_bytes())]


# names


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "x/../../a.csv", "/etc/a.csv", "C:/a.csv", "c:a.csv", "..\\a.csv", "\\\\host\\share\\a.csv", "../x/"],
)
def test_a_name_that_leads_elsewhere(tmp_path, name):
    refusal(zipped(tmp_path / "a.zip", {name: b"1", "b.csv": b"2"}), "leads elsewhere")
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_a_link(tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    refusal(zipped(tmp_path / "a.zip", {link: b"/etc/passwd"}), "a link")


# sizes


def test_a_bomb_by_its_ratio(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": bytes(100_000_000)})
    assert path.stat().st_size < 500_000
    refusal(path, "would unpack to 100,000,000 bytes")


def test_a_bomb_within_an_archive(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.csv": bytes(100_000_000)}).read_bytes()
    refusal(zipped(tmp_path / "a.zip", {"inner.zip": inner}), "inner.zip: 'a.csv' would unpack")


def test_a_bomb_that_says_it_is_small(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": bytes(100_000_000)})
    patched(path, (b"PK\x01\x02", 24, "<L", 1000), (b"PK\x03\x04", 22, "<L", 1000))
    refusal(path, "unpacks to more than")


def test_a_bomb_that_says_its_packed_bytes_are_many(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": bytes(100_000_000)})
    patched(path, (b"PK\x01\x02", 20, "<L", 1_000_000_000))
    refusal(path, "longer than the archive")


def test_a_length_that_is_a_lie(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": TABLE * 10})
    patched(path, (b"PK\x01\x02", 24, "<L", len(TABLE)))
    refusal(path, "instead of")


def test_a_gzip_bomb(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(bytes(100_000_000), 6))
    refusal(path, "unpacks to more than")


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_a_workbook_that_is_a_bomb(tmp_path, small, packed):
    path = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<Types/>", "xl/sheet1.xml": bytes(100_000_000)})
    if small:
        patched(path, (b"PK\x01\x02", 24, "<L", 1000))
    if packed:
        path = zipped(tmp_path / "a.zip", {"a.xlsx": path.read_bytes()})
    refusal(path, "instead of 1,000|more than" if small else "would unpack", ".xlsx")


def test_a_workbook_of_many_large_sheets(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "MOST_WORKBOOK", 5_000)
    path = zipped(tmp_path / "a.xlsb", {"[Content_Types].xml": b"", "a": bytes(3_000), "b": bytes(3_000)})
    refusal(path, "workbook unpacks to more than 5,000")


def test_too_many_members(tmp_path):
    refusal(zipped(tmp_path / "a.zip", {f"{one}.csv": b"" for one in range(MOST_MEMBERS + 1)}), "2,001 files")


def test_a_directory_too_large_to_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "_MOST_DIRECTORY", 1_000)
    refusal(zipped(tmp_path / "a.zip", {f"{one}.csv": b"" for one in range(100)}), "directory takes")


def test_a_full_disk_while_unpacking(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {"a.csv": TABLE})
    whole = Path.open

    class Full(io.RawIOBase):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(
        Path, "open", lambda self, mode="r", *a, **k: Full() if "w" in mode else whole(self, mode, *a, **k)
    )
    with pytest.raises(DataError, match=r"no space left on device\); free some space"):
        held(path)


def test_no_temporary_folder(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {"a.csv": TABLE})
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
        with pytest.raises(DataError, match="set TMPDIR"):
            held(path)


# damage


def test_a_locked_archive(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": TABLE})
    patched(path, (b"PK\x01\x02", 8, "<H", 1), (b"PK\x03\x04", 6, "<H", 1))
    refusal(path, "password")


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_whose_memory_is_not_bounded(tmp_path, way):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", way) as archive:
        archive.writestr("a.csv", TABLE)
    refusal(path, "isn't opened here")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive(tmp_path, share):
    path = zipped(tmp_path / "a.zip", {"a.csv": TABLE * 1000})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    refusal(path, "damaged")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_truncated_gzip_file(tmp_path, share):
    path = tmp_path / "a.csv.gz"
    data = gzip.compress(TABLE * 1000)
    path.write_bytes(data[: max(3, int(len(data) * share))])
    refusal(path, "damaged")


def test_a_gzip_file_with_a_wrong_byte(tmp_path):
    path = tmp_path / "a.csv.gz"
    data = bytearray(gzip.compress(TABLE * 1000))
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    refusal(path, "damaged")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_refused_or_does_no_harm(tmp_path, data):
    path = zipped(tmp_path / "a.zip", {"a.csv": TABLE * 3, "x/b.csv": b"1", "c.zip": b"PK\x05\x06" + bytes(18)})
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        assert {content for _, content in held(path)} <= {TABLE * 3, b"1", bytes(content)}
    except DataError as error:
        told(error, path)


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"), (b"BZh9", "bzip2"), (b"\xfd7zXZ\0", "xz")],
)
def test_another_archive(tmp_path, head, kind):
    path = tmp_path / "a.csv"
    path.write_bytes(head + bytes(100))
    assert "unpack it" in refusal(path, f"a {kind} archive").remedy


def test_an_empty_file(tmp_path):
    path = tmp_path / "a.csv"
    path.touch()
    refusal(path, "empty")


def test_an_empty_archive(tmp_path):
    refusal(zipped(tmp_path / "a.zip", {}), "it holds nothing")


def test_a_folder(tmp_path):
    refusal(tmp_path, "not a file")


def test_a_missing_file(tmp_path):
    refusal(tmp_path / "none.csv", "no such file")


# text


def refused_text(path: Path, match: str) -> DataError:
    with pytest.raises(DataError, match=match) as caught:
        check_text(Member(path.name, path, str(path)))
    told(caught.value, path)
    return caught.value


def text(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_the_first_line(tmp_path):
    path = text(tmp_path / "a.csv", b'\xef\xbb\xbf"country"; year;v\r\nKOR;1;2\r\n')
    assert check_text(Member("a.csv", path, "a"), separator=";") == ["country", "year", "v"]


def test_a_line_at_the_limit(tmp_path):
    longest = b"x" * LONGEST_LINE
    for content in (longest, longest + b"\n", b"a\n" + longest + b"\n" + longest + b"\nb"):
        path = text(tmp_path / "a.csv", content)
        check_text(Member("a.csv", path, "a"))


@pytest.mark.parametrize("before", [0, 1, 5, 700_000])
def test_a_line_above_the_limit(tmp_path, before):
    path = text(tmp_path / "a.csv", b"a\n" * before + b"x" * (LONGEST_LINE + 1) + b"\nb\n")
    assert refused_text(path, "longer than").where.endswith(f"line {before + 1}")


def test_one_line_of_three_gigabytes_costs_neither_time_nor_memory(tmp_path):
    path = text(tmp_path / "a.csv", b"country,year" * 300_000)
    with path.open("r+b") as file:
        file.truncate(3_000_000_000)
    program = (
        "import pathlib, resource, sys; from counterpoise.sources.container import Member, check_text\n"
        "resource.setrlimit(resource.RLIMIT_AS, (300_000_000,) * 2)\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (2, 2))\n"
        "check_text(Member('a', pathlib.Path(sys.argv[1]), 'a'))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
    assert "DataError" in done.stderr
    assert "longer than" in done.stderr


def test_nul_bytes_anywhere(tmp_path):
    path = text(tmp_path / "a.csv", b"a,b\n" * 2_000_000 + b"c\0\n")
    assert refused_text(path, "not text").where.endswith("line 2000001")


def test_a_sparse_file_of_three_gigabytes(tmp_path):
    path = text(tmp_path / "a.csv", b"a,b\n")
    with path.open("r+b") as file:
        file.truncate(3_000_000_000)
    assert refused_text(path, "not text").where.endswith("line 2")


@pytest.mark.parametrize("page", [b"<!DOCTYPE html>", b"\xef\xbb\xbf\n  <HTML>", b"<?xml version='1.0'?>"])
def test_a_web_page(tmp_path, page):
    assert "download" in refused_text(text(tmp_path / "a.csv", page), "web page").remedy


@pytest.mark.parametrize("code", ["utf-16", "utf-16-be"])
def test_utf_16(tmp_path, code):
    refused_text(text(tmp_path / "a.csv", TABLE.decode().encode(code)), "UTF-16|not text")


@pytest.mark.parametrize("head", [b"PAR1", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"\x1f\x8b"])
def test_another_kind_of_file(tmp_path, head):
    refused_text(text(tmp_path / "a.csv", head + bytes(20)), "not text")


@settings(max_examples=500)
@given(
    st.lists(st.integers(0, 9).map(lambda n: b"x" * n) | st.just(b"\n") | st.just(b"\0"), max_size=20).map(b"".join),
    st.integers(1, 8),
    st.integers(1, 12),
)
def test_lines_are_checked_as_a_naive_reader_would(data, longest, size):
    expected = None
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line) > longest or b"\0" in line:
            expected = number
            break
    with contextlib.nullcontext() if expected is None else pytest.raises(DataError, match=f"a, line {expected}:"):
        container._check_lines(io.BytesIO(data), "a", longest, size)
