"""Canonical JSON as RFC 8785 has it, and lines that say what is wrong with them."""

from __future__ import annotations

import hashlib
import json

import pytest

from counterpoise.core.errors import InputError
from counterpoise.record.chain import START, Reader, allowed, canonical, identity, sealed


def test_text_is_written_as_rfc_8785_section_3_2_3_writes_it():
    given = json.loads(
        '{"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}'
    )
    wanted = (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22e282ac245c75303030665c6e4127425c"
        "225c5c5c5c5c222f227d"
    )
    assert canonical(given).hex() == wanted


def test_keys_are_sorted_and_whole_numbers_plain():
    assert canonical({"b": 1, "a": {"d": -7, "c": []}}) == b'{"a":{"c":[],"d":-7},"b":1}'


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, "\ud800", {1: "a"}, {"é": 1}, {1, 2}, b"a"])
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(InputError, match=r"a\.b"):
        allowed({"a": {"b": value}})


def test_a_line_holds_the_hash_of_the_one_before():
    first, head = sealed({"id": "1", "type": "link"}, START)
    second, _ = sealed({"id": "2", "type": "link"}, head)
    record = json.loads(second)
    assert record["previous"] == json.loads(first)["hash"] == head
    rest = {key: value for key, value in json.loads(first).items() if key != "hash"}
    assert head == hashlib.sha256(canonical(rest)).hexdigest()
    assert Reader().opened(second, head, "here")["id"] == "2"


def wrong(line, previous=START):
    with pytest.raises(InputError) as said:
        Reader().opened(line, previous, "record.jsonl, line 7")
    return str(said.value)


def test_each_harm_is_named():
    line, head = sealed({"id": "1", "type": "link", "note": "as it was"}, START)
    assert "record.jsonl, line 7: the line was changed: its hash is" in wrong(line.replace(b"as it was", b"as it is"))
    assert head[:16] in wrong(line.replace(b"as it was", b"as it is"))
    assert "CRLF" in wrong(line + b"\r")
    assert "written anew" in wrong(json.dumps(json.loads(line), indent=None).encode())
    assert "git could not merge" in wrong(b"<<<<<<< HEAD")
    assert "no JSON" in wrong(b"{")
    assert f"the line before has the hash {'f' * 16}, and this one follows {'0' * 16}" in wrong(line, "f" * 64)


def line_of(body):
    """Give a line whose hash fits, whatever stands in it."""
    return b'{"hash":"' + hashlib.sha256(body).hexdigest().encode() + b'",' + body[1:]


def body_of(record):
    return canonical({**record, "id": identity(record), "previous": START})


QUICK = pytest.mark.parametrize("quick", [False, True])


@QUICK
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"note":"a', b'"note": "a'),
        (b'"note":"a', b'"note":"\\u0061'),
        (b"\\u000f", b"\\u000F"),
        (b'"note"', b'"note":"first","note"'),
        (b'"b":1,"c":2', b'"c":2,"b":1'),
        (b'"b":1,"c":2', b'"b":1,"b":1,"c":2'),
        (b'"z":[{"d":0,"e":1}]', b'"z":[{"e":1,"d":0}]'),
        (b'"d":0', b'"d":-0'),
        (b'"d":0', b'"d":0.0e0'),
        (b'"d":0', b'"d":NaN'),
        (b'"note":"a', b'"note":"\\ud800a'),
        (b"}", b"} "),
    ],
)
def test_a_line_that_is_not_the_one_text_of_its_record_is_found_though_its_hash_fits(quick, old, new):
    body = body_of({"type": "link", "note": 'a\x0f"é한', "y": {"b": 1, "c": 2}, "z": [{"d": 0, "e": 1}]})
    assert Reader(strict=True, quick=quick).opened(line_of(body), START, "")["note"] == 'a\x0f"é한'
    changed = new.join(body.rsplit(old, 1))
    assert changed != body
    with pytest.raises(InputError, match="line 7: the line is not in canonical form"):
        Reader(strict=True, quick=quick).opened(line_of(changed), START, "record.jsonl, line 7")


@QUICK
def test_a_line_whose_id_is_not_that_of_its_content_is_found(quick):
    body = body_of({"type": "link", "note": "as it was"}).replace(b"as it was", b"as it is")
    with pytest.raises(InputError, match=r"line 7: its id is [0-9a-f]{16}, its content makes [0-9a-f]{16}"):
        Reader(strict=True, quick=quick).opened(line_of(body), START, "record.jsonl, line 7")
    assert Reader(quick=quick).opened(line_of(body), START, "")["note"] == "as it is"


@QUICK
@pytest.mark.parametrize("body", [b"{" + b'"a":' * 3, b'{"a":' + b"[" * 100_000, b'{"a":"\xff"}', b'{"a":1}{'])
def test_what_is_no_json_is_said_to_be_none(quick, body):
    with pytest.raises(InputError, match="line 7: the line is no JSON"):
        Reader(quick=quick).opened(line_of(body), START, "record.jsonl, line 7")


def test_both_ways_to_read_a_line_agree_on_every_character_and_on_the_ends_of_the_numbers():
    every = [chr(one) for one in range(0x110000) if not 0xD800 <= one < 0xE000]
    texts = ["".join(every[k : k + 4096]) for k in range(0, len(every), 4096)]
    others = [0, -1, 2**53 - 1, 1 - 2**53, True, False, None, "", [], {}, [[]], [{"a": [{"b": 1}]}]]
    both = [Reader(strict=True, quick=quick) for quick in (False, True)]
    for value in texts + others:
        record = {"Z": value, "_": "", "a": value, "aB": [value], "type": "link"}
        line = line_of(body_of(record))
        one, other = (reader.opened(line, START, "") for reader in both)
        assert one == other
        assert list(one) == list(other)
        assert record.items() <= one.items()
