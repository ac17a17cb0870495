"""Canonical JSON as RFC 8785 has it, and lines that say what is wrong with them."""

from __future__ import annotations

import hashlib
import json

import pytest

from counterpoise.core.errors import InputError
from counterpoise.record.chain import START, allowed, canonical, opened, sealed


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
    assert opened(second, head, "here")["id"] == "2"


def wrong(line, previous=START):
    with pytest.raises(InputError) as said:
        opened(line, previous, "record.jsonl, line 7")
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
