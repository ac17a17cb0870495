"""The codec: what goes in comes out, to the bit, and damage is refused."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from counterpoise.core.errors import DataError
from counterpoise.store import codec
from counterpoise.store.codec import Stored

ANY_DTYPE = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(sizes=(32, 64), endianness="?"),
)
ANY_ARRAY = hnp.arrays(ANY_DTYPE, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=6))
TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=5)


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.cpa"
    arrays = {
        "figures": Stored(np.array([12345, -1, 7]), per_unit=1000, missing=-1),
        "years": Stored(np.arange(1995, 2025, dtype="<i2"), delta=True),
        "labels": Stored(np.array(["KOR", "CHN", ""])),
    }
    path.write_bytes(codec.encode(arrays, {"year": 2022}))
    return path


def same(one, other):
    # bit by bit: NaN and -0.0 count too
    assert one.shape == other.shape
    assert one.tobytes() == other.astype(one.dtype).tobytes()


@settings(max_examples=60, deadline=None)
@given(array=ANY_ARRAY, delta=st.booleans())
def test_numbers_come_back_to_the_bit(array, delta, tmp_path_factory):
    path = tmp_path_factory.mktemp("codec") / "x.cpa"
    path.write_bytes(codec.encode({"x": Stored(array, delta=delta and array.dtype.kind in "iu")}))
    found = codec.decode(path)["x"]
    assert found.dtype == array.dtype.newbyteorder("<")
    same(array.astype(found.dtype), found)


@settings(max_examples=40, deadline=None)
@given(words=st.lists(TEXT, max_size=5))
def test_text_comes_back(words, tmp_path_factory):
    path = tmp_path_factory.mktemp("codec") / "x.cpa"
    array = np.array(words, dtype=np.str_)
    path.write_bytes(codec.encode({"x": Stored(array)}))
    assert codec.decode(path)["x"].tolist() == array.tolist()


def test_the_same_arrays_give_the_same_bytes():
    arrays = {"x": Stored(np.random.default_rng(1).integers(0, 10**9, (50, 40)))}
    assert codec.encode(arrays, {"b": 1, "a": 2}) == codec.encode(dict(arrays), {"a": 2, "b": 1})


def test_checksum_is_that_of_the_decoded_bytes(small):
    entry = codec.read_header(small).named("years")
    values = codec.decode(small, ["years"])["years"]
    assert entry.sha256 == hashlib.sha256(values.tobytes()).hexdigest() == codec.checksum(values)


def test_figures_are_the_nearest_doubles_and_missing_is_nan(small):
    header = codec.read_header(small)
    found = codec.figures(codec.decode(small)["figures"], header.named("figures"))
    np.testing.assert_array_equal(found, [12.345, np.nan, 0.007])
    assert header.attributes == {"year": 2022}


def test_only_wanted_arrays_are_decoded(small):
    assert list(codec.decode(small, ["labels"])) == ["labels"]
    with pytest.raises(DataError, match="no array 'nothing'"):
        codec.decode(small, ["nothing"])


def test_every_single_damaged_byte_is_refused(small):
    whole = small.read_bytes()
    good = codec.decode(small)
    for place in range(len(whole)):
        small.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            found = codec.decode(small)
        except DataError:
            continue
        # a few bits of an xz stream carry no content; then the content must be the true one
        for name, array in good.items():
            same(array, found[name])


@pytest.mark.parametrize("length", [0, 5, 40, 80, -40, -1])
def test_a_file_cut_short_is_refused(small, length):
    small.write_bytes(small.read_bytes()[:length])
    with pytest.raises(DataError, match="tools/embed"):
        codec.decode(small)


def test_a_longer_or_a_missing_file_is_refused(small, tmp_path):
    small.write_bytes(small.read_bytes() + b"x")
    with pytest.raises(DataError, match="length"):
        codec.decode(small)
    with pytest.raises(DataError, match="can't be read"):
        codec.read_header(tmp_path / "none.cpa")


@pytest.mark.parametrize("array", [np.array(["a\0b"]), np.array([1j]), np.array([None])])
def test_what_can_not_be_stored_is_refused(array):
    with pytest.raises(DataError):
        codec.encode({"x": Stored(array)})
