"""The template of the how-to conforms, and a source that breaks a rule is told which."""

from __future__ import annotations

import dataclasses
import gzip
import math
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from counterpoise.core.errors import DataError, InputError
from counterpoise.core.own import own
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import OWN, Download, Raw, refused, source, sources, written

HOWTO = Path(__file__).resolve().parents[3] / "docs" / "howto"
TEMPLATE = HOWTO / "source.py"
LINES = "country,year,rate\n" + "".join(f"{c},{y},{y / 1000}\n" for c in ("KOR", "JPN") for y in range(2010, 2020))


@pytest.fixture
def toy(monkeypatch):
    monkeypatch.setenv(OWN, str(TEMPLATE))
    return source("toy-rates")


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(LINES)
    return path


def test_the_template_is_short_and_the_how_to_shows_it():
    assert len(TEMPLATE.read_text().splitlines()) < 60
    assert TEMPLATE.read_text() in (HOWTO / "new-source.md").read_text()


def test_the_template_conforms(toy, sample):
    conforms(toy, sample)
    conforms(toy, sample, edition="2025", year=2019)


def test_the_template_conforms_with_archives(toy, tmp_path):
    packed = tmp_path / "rates.csv.gz"
    packed.write_bytes(gzip.compress(LINES.encode()))
    conforms(toy, packed)
    archive = tmp_path / "rates.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("rates.csv", LINES)
        file.writestr("read.me", "")
    conforms(toy, archive)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("KOR,2019", "line 3"),
        ("KOR,2019,1,2", "line 3"),
        ("KOR,x,1", "line 3"),
        ("KOR," + "9" * 30 + ",1", "line 3"),
        ("KOR,2019,inf", "line 3"),
        ("KOR,2019," + "1" * 200_000, "line 3"),
    ],
)
def test_the_template_refuses_a_line(toy, tmp_path, line, said):
    path = tmp_path / "rates.csv"
    path.write_text(f"country,year,rate\nKOR,2018,1\n{line}\n")
    with pytest.raises(DataError, match=said):
        list(toy.read(Raw(path), Progress()))


def test_own_sources_are_found(toy, monkeypatch, tmp_path):
    assert "toy-rates" in sources()
    monkeypatch.delenv(OWN)
    assert "toy-rates" not in sources()
    monkeypatch.setenv(OWN, str(tmp_path / "none"))
    with pytest.raises(InputError, match="of sources"):
        sources()


def test_a_file_without_a_source_and_a_name_that_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv(OWN, str(tmp_path))
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(TEMPLATE.read_text())
    with pytest.raises(InputError, match=r"b\.py: there is a source 'toy-rates' already"):
        sources()
    (tmp_path / "b.py").write_text("X = 1")
    monkeypatch.setenv(OWN, str(tmp_path / "c.py"))
    (tmp_path / "c.py").write_text("SOURCE = 1")
    with pytest.raises(InputError, match="declares no source"):
        sources()
    assert own("COUNTERPOISE_NOTHING", "x") == ()


# sources that break a rule


def changed(toy, **part):
    """A source whose parts are other ones; a callable gets the part."""

    def read(raw, progress):
        for one in toy.read(raw, progress):
            yield dataclasses.replace(one, **{name: new(one) if callable(new) else new for name, new in part.items()})

    return dataclasses.replace(toy, read=read)


def table(**columns):
    return {"rates": written(pa.table(columns))}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"dataset": "Toy Rates"}, "dataset's name"),
        ({"years": (2019, 2018)}, "aren't sorted"),
        ({"years": (2018, 2018)}, "aren't sorted"),
        ({"years": ()}, "years is empty"),
        ({"kind": "trade"}, "holds one year"),
        ({"kind": "other"}, "isn't known"),
        ({"tables": {}}, "tables is empty"),
        ({"completeness": ""}, "completeness is empty"),
        ({"columns": {}}, "no column is described"),
        ({"columns": {"rates": {"country": "x"}}}, "unit of rate"),
        ({"columns": {"rates": {"rate": "x", "none": "y"}}}, "hasn't: none"),
        ({"tables": lambda _: table(country=["KOR"], rate=[math.nan])}, "figures that are none"),
        ({"tables": lambda _: table(country=["KOR"], rate=[math.inf])}, "figures that are none"),
        ({"tables": lambda one: {"rates": lambda path: one.tables["rates"](path) + 1}}, "its writer says 21 rows"),
        ({"tables": lambda one: {"Rates 1": one.tables["rates"]}}, "one lower-case word"),
    ],
)
def test_a_part_that_breaks_a_rule(toy, sample, part, said):
    with pytest.raises(AssertionError, match=said):
        conforms(changed(toy, **part), sample)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"licence": ""}, "licence is empty"),
        ({"editions": ()}, "editions is empty"),
        ({"name": "Toy"}, "lower-case"),
        ({"verified": "yes"}, "isn't known"),
        ({"terms": "see the page"}, "terms is no address"),
        ({"downloads": lambda *_: (Download("x", "a"),)}, "is no address"),
        ({"downloads": lambda *_: (Download("https://a.example/x", "../a"),)}, "no name of a file"),
    ],
)
def test_a_declaration_that_breaks_a_rule(toy, sample, fields, said):
    with pytest.raises(AssertionError, match=said):
        conforms(dataclasses.replace(toy, **fields), sample)


def reading(toy, how):
    return dataclasses.replace(toy, read=how)


def test_a_reader_that_is_not_lazy(toy, sample):
    def eager(raw, progress):
        return iter(list(toy.read(raw, progress)))

    with pytest.raises(AssertionError, match="not lazy"):
        conforms(reading(toy, eager), sample)


def test_a_reader_that_gives_nothing_or_something_else_each_time(toy, sample):
    with pytest.raises(AssertionError, match="no part"):
        conforms(reading(toy, lambda *_: iter(())), sample)
    turn = iter(range(99))
    other = changed(toy, tables=lambda _: table(country=["KOR"], rate=[float(next(turn))]))
    with pytest.raises(AssertionError, match="other figures"):
        conforms(other, sample)
    with pytest.raises(AssertionError, match="given twice"):
        conforms(reading(toy, lambda *given: iter([*toy.read(*given), *toy.read(*given)])), sample)


def test_a_reader_that_takes_anything(toy, sample):
    part = next(toy.read(Raw(sample), Progress()))

    def careless(raw, progress):
        yield part

    with pytest.raises(AssertionError, match=r"a file \(empty\) is not refused"):
        conforms(reading(toy, careless), sample)


def test_a_reader_that_fails_otherwise(toy, sample):
    def failing(raw, progress):
        if raw.path.read_bytes() == b"":
            raise IndexError
        yield from toy.read(raw, progress)

    with pytest.raises(AssertionError, match=r"\(empty\) gives IndexError, not DataError"):
        conforms(reading(toy, failing), sample)


def test_a_reader_that_leaves_files(toy, sample):
    import tempfile

    def untidy(raw, progress):
        tempfile.mkstemp()
        yield from toy.read(raw, progress)

    with pytest.raises(AssertionError, match="leaves temporary files"):
        conforms(reading(toy, untidy), sample)

    def beside(raw, progress):
        if raw.path.stat().st_size == 0:
            raw.path.with_suffix(".log").write_text("empty")
        yield from toy.read(raw, progress)

    with pytest.raises(AssertionError, match=r"beside it: rates\.log"):
        conforms(reading(toy, beside), sample)


def test_a_refusal_that_says_too_little(toy, sample):
    def silent(raw, progress):
        try:
            yield from toy.read(raw, progress)
        except DataError:
            raise refused("bad", where="somewhere") from None

    with pytest.raises(AssertionError, match="doesn't name it"):
        conforms(reading(toy, silent), sample)
