"""Sums of unknowns: evaluated as Python would, and nothing else is ever let through."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.core.documents import Fault
from counterpoise.negotiation.expressions import LONGEST, parsed
from counterpoise.negotiation.unknowns import Parameter, extremes, number_of

WORDS = st.sampled_from(["a", "b", "1", "2.5", ".5", "1e2", "3."])


def joined(inner):
    return st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", " * ", " / "]), inner).map("".join),
        inner.map(lambda one: f"-({one})"),
        st.tuples(inner, inner).map(lambda two: f"max({two[0]}, {two[1]})"),
        st.tuples(inner, inner, inner).map(lambda three: f"min({', '.join(three)})"),
    )


@settings(max_examples=60, deadline=None)
@given(st.recursive(WORDS, joined, max_leaves=6), st.floats(0.1, 3), st.floats(0.1, 3))
def test_it_is_what_python_makes_of_it(text, a, b):
    made = parsed(text)
    try:
        want = eval(text, {"__builtins__": {}, "min": min, "max": max}, {"a": a, "b": b})
    except ZeroDivisionError:
        return
    assert made.at({"a": a, "b": b}) == pytest.approx(want, rel=1e-12)
    both = made.at({"a": np.array([a, 1.0]), "b": np.array([b, 2.0])})
    assert np.broadcast_to(both, 2)[0] == pytest.approx(want, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a ** 9999999", "holds a power"),
        ("9**9**9**9", "holds a power"),
        ("().__class__", "can't be read from '.__class__' on"),
        ("a.real", "can't be read from '.real' on"),
        ("__import__('os').system('true')", "can't be read from"),
        ("open(a)", "holds open()"),
        ("eval(a)", "holds eval()"),
        ("min()", "holds min() of nothing"),
        ("min", "holds min without its brackets"),
        ("max(a)(b)", "holds what is no sum"),
        ("a[0]", "can't be read from '[0]' on"),
        ("a if b else 1", "holds what is no sum"),
        ("lambda: 1", "can't be read from ': 1' on"),
        ("a, b", "holds a comma"),
        ("min(*a)", "holds what is no sum"),
        ("a // b", "holds what is no sum"),
        ("1a", "can't be read from '1a' on"),
        ("0x10", "can't be read from '0x10' on"),
        ("True + None", "holds what is no sum"),
        ("a +", "can't be read as a sum"),
        ("(a", "can't be read as a sum"),
        ("", "a number is missing"),
        ("1e999", "is too large"),
        ("9" * 150 + "." + "9" * 40 + "e300", "is too large"),
        ("-" * LONGEST + "a", "is longer than 200 characters"),
        ("(" * 150 + "a", "can't be read as a sum"),
        ("a\x00b", "can't be read from"),
        ("a := 1", "can't be read from ':= 1' on"),
        ("a & b", "can't be read from '& b' on"),
    ],
)
def test_nothing_else_is_let_through(text, said):
    with pytest.raises(Fault) as told:
        parsed(text)
    assert said in told.value.what


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        made = parsed(text)
    except Fault:
        return
    assert np.ndim(made.at(dict.fromkeys(made.names, 1.0))) == 0


def test_deep_sums_are_quick():
    deep = "1/(" * 40 + "a" + ")" * 40  # bounds are reckoned once a step, not twice
    assert parsed(deep).divides_by_zero({"a": (1.0, 2.0)}) is False
    assert parsed("-" * 190 + "a").at({"a": 1.0}) == 1.0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x + 1", "'x + 1' names 'x', which is no unknown; did you mean xi?"),
        ("1 / xi", "'1 / xi' divides by what can be 0; keep what it divides by away from 0"),
        ("1e12 * (2 + xi)", "'1e12 * (2 + xi)' becomes too large; write a sum of smaller numbers"),
    ],
)
def test_what_a_sum_must_keep_over_its_unknowns(value, said):
    with pytest.raises(Fault) as told:
        extremes(number_of(value), {"xi": (-1.0, 1.0)})
    assert str(told.value) == said


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("1/max(a, b)", False), ("1/min(a, b)", True), ("1/(-a)", False), ("1/(a - 3)", False), ("1/(a - 1.5)", True),
        ("1/(a*b)", True), ("1/(b + 2)", False), ("1/(1/a)", False), ("1/(1/b)", True), ("a/2", False), ("-(a/b)", True),
        ("max(1, 2/b)", True), ("1/(+a)", False),
    ],
)  # fmt: skip
def test_what_a_sum_divides_by(text, zero):
    assert parsed(text).divides_by_zero({"a": (1.0, 2.0), "b": (-1.0, 3.0)}) is zero


def test_the_ends_of_a_sum_are_found():
    ranges = {"a": (1.0, 2.0), "b": (-1.0, 0.0, 3.0)}
    assert extremes(number_of("a - b"), ranges) == (-2.0, 3.0)
    assert extremes(number_of([1, 2, 5]), ranges) == (1.0, 5.0)
    assert extremes(number_of("max(a, b)"), ranges) == (1.0, 3.0)
    assert extremes(number_of(4), ranges) == (4.0, 4.0)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "nan is not a number to reckon with"),
        (float("inf"), "inf is not a number to reckon with"),
        (10**400, "is not a number to reckon with"),
        (True, "True is not a number"),
        (None, "None is not a number"),
        ([2, 1], "the range from 2 to 1 is reversed; write [1, 2]"),
        ([1, 3, 2], "3 does not lie between 1 and 2; write [low, likely, high]"),
        ([1], "[1] is not a range"),
        ([1, 2, 3, 4], "[1, 2, 3, 4] is not a range"),
        (["a", 2], "'a' is not a number"),
        ([1, float("nan")], "nan is not a number to reckon with"),
    ],
)
def test_a_number_is_a_number_or_a_range(value, said):
    with pytest.raises(Fault) as told:
        number_of(value)
    assert said in str(told.value)


def below(x, low, likely, high):
    """The share of a triangular distribution below a number (Johnson, Kotz and Balakrishnan 1995, 26.9)."""
    left = (x - low) ** 2 / ((high - low) * (likely - low)) if likely > low else 0.0 * x
    right = 1 - (high - x) ** 2 / ((high - low) * (high - likely)) if high > likely else 1 + 0.0 * x
    return np.where(x <= likely, left if likely > low else right, right)


@pytest.mark.parametrize("ends", [(-1.0, 1.0, 4.0), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0)])
def test_draws_follow_their_distribution(ends):
    share = np.linspace(0.001, 0.999, 200)
    low, likely, high = ends
    assert below(Parameter("t", "", low, high, likely).quantile(share), *ends) == pytest.approx(share, abs=1e-12)
    assert Parameter("u", "", low, high).quantile(share) == pytest.approx(low + share * (high - low), abs=1e-12)
    mean, sd = sum(ends) / 3, np.sqrt((low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18)
    drawn = Parameter("t", "", low, high, likely).drawn(4000, 3)
    assert drawn.mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(4000))
    assert drawn.std() == pytest.approx(sd, rel=0.1)


def test_a_range_of_one_number_is_that_number():
    for likely in (None, 2.0):
        assert (Parameter("c", "", 2.0, 2.0, likely).drawn(5, 0) == 2.0).all()


def test_a_draw_depends_on_the_name_and_the_seed_alone():
    one, other = Parameter("a", "", 0.0, 1.0), Parameter("b", "", 0.0, 1.0)
    assert (one.drawn(10, 5) == one.drawn(100, 5)[:10]).all()
    assert not (one.drawn(10, 5) == other.drawn(10, 5)).any()
    assert not (one.drawn(10, 5) == one.drawn(10, 6)).any()
    assert Parameter("a", "", 2.0, 4.0).drawn(10, 5) == pytest.approx(2 + 2 * one.drawn(10, 5))
