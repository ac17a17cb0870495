"""Each number of `tools/published` beside ours, and the page that shows them."""

from __future__ import annotations

import dataclasses

import pytest

from tests.reference.published_cells import HOMES, compare, differences, names, pairs
from tools.published import page
from tools.published.cells import Cell, Source, sources

PAIRS = pairs()


@pytest.mark.parametrize(("source", "cell"), PAIRS, ids=names(PAIRS))
def test_ours_is_theirs(source, cell):
    compare(source, cell)


def test_the_page_shows_what_is_computed():
    assert differences() == []


def test_each_source_has_a_home():
    assert {source.title for source in sources()} >= set(HOMES)
    assert set(HOMES.values()) == {"gravity", "wars"}


def test_cells_are_named_once():
    keys = [(cell.name, cell.unit) for source in sources() for cell in source.cells if cell.ours is not None]
    assert len(set(keys)) == len(keys)


@pytest.fixture
def toy():
    cells = (
        Cell("a", "0.12", lambda: 0.1234567),
        Cell("b", lambda: 1.0, lambda: 1.0005, "ratio", tolerance=0.001),
        Cell("c", "7", None, because="Its data are lost."),
    )
    return (Source("Toy", "Nobody (2000).", "table 1", "published", "`f()`", "rounding", cells),)


def absent(sources):
    return tuple(dataclasses.replace(source, needs=("no/such.npz",)) for source in sources)


def test_the_page(toy):
    text = page.written(toy, "")
    assert "| a | share | 0.12 | 0.123457 | +0.003457 | yes |" in text
    assert "| b | ratio | 1.0000000 | 1.0005000 | +0.0005000 | yes |" in text
    assert "- Toy, c: 7. Its data are lost." in text
    assert page.differences(toy, text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.123457 |", "0.123459 |"),
        ("| 0.12 |", "| 0.13 |"),
        ("yes |", "NO |"),
        ("Nobody", "Somebody"),
        ("| a |", "| A |"),
        ("None", "none"),
    ],
)
def test_an_edit_by_hand_is_found(toy, old, new):
    text = page.written(toy, "")
    edited = text.replace(old, new)
    assert (page.differences(toy, edited) == []) == (edited == text)


def test_the_last_decimal_is_another_machines(toy):
    text = page.written(toy, "")
    other = text.replace("0.123457 | +0.003457", "0.123456 | +0.003456")
    assert page.differences(toy, other) == []
    assert page.written(toy, other) == other


def test_what_cannot_be_computed_here_stays(toy):
    text = page.written(absent(toy), page.written(toy, "").replace("- Tolerance", "- tolerance"))
    assert "| a | share | 0.12 | 0.123457 | +0.003457 | yes |" in text
    assert page.differences(absent(toy), text) == []
    assert page.differences(absent(toy), text.replace("0.123457", "words")) != []


def test_a_declaration_is_whole():
    with pytest.raises(ValueError, match="tolerance"):
        Cell("a", lambda: 1.0, lambda: 1.0)
    with pytest.raises(ValueError, match="why"):
        Cell("a", "1.0", None)


def test_the_last_bits_of_a_double_are_no_difference():
    """Theirs and ours near 76 with thirteen decimals: beyond what a double holds."""
    cells = (Cell("a", lambda: 76.4586513261456, lambda: 76.4586513261456, "ratio", tolerance=1e-9),)
    source = (Source("Toy", "Nobody (2000).", "table 1", "independent", "`f()`", "rounding", cells),)
    text = page.written(source, "")
    assert page.differences(source, text.replace("76.4586513261456 | +", "76.4586513261453 | -")) == []
    assert page.differences(source, text.replace("76.4586513261456 | +", "76.4586513261956 | +")) != []
