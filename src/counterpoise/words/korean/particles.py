"""Korean particles: which form follows a word depends on the sound at its end."""

from __future__ import annotations

import re

_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8

_PAIRS = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이나": ("이나", "나"),
    "이라": ("이라", "라"),
    "이다": ("이다", "다"),
    "아": ("아", "야"),
}
"""Each particle by its form after a consonant: that form, and the one after a vowel."""

_FORMS = {form: name for name, forms in _PAIRS.items() for form in forms}

_DIGITS = {"0": 21, "1": 8, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": 8, "8": 8, "9": 0}
"""The final consonant of a digit as it is read: yeong, il, i, sam, sa, o, yuk, chil, pal, gu."""

_LETTERS = {"L": 8, "R": 8, "M": 16, "N": 4}
"""The final consonant of a Latin letter as it is read: el, al, em, en; the others end in a vowel."""

_SIGNS = {"%": 0, "％": 0}
"""A per cent sign is read as peosenteu."""


def final(word: str) -> int:
    """Give the place of a word's final consonant among those of Hangul; 0 where it ends in a vowel.

    What stands in brackets at the end is passed over; digits and Latin letters count by their Korean reading.

    Examples
    --------
    >>> final("한국"), final("중국(0.14)"), final("호주"), final("2022"), final("OECD")
    (1, 1, 0, 0, 0)
    """
    plain = re.sub(r"(\([^()]*\)|[\s\"'”’»])+$", "", word) or word.strip("() ")
    if not plain:
        return 0
    last = plain[-1]
    if _FIRST <= ord(last) <= _LAST:
        return (ord(last) - _FIRST) % _FINALS
    if last.isdigit():
        return _of_number(plain)
    return _SIGNS.get(last, _LETTERS.get(last.upper(), 0))


def _of_number(plain: str) -> int:
    """Give the final consonant of a number: of one that ends in zeros that of ten, hundred, thousand or ten thousand."""
    digits = re.search(r"([\d,]*\.)?[\d,]*$", plain)
    said = digits[0].replace(",", "") if digits else plain[-1]
    zeros = len(said) - len(said.rstrip("0"))
    if "." in said or zeros == 0 or not said.strip("0"):
        return _DIGITS[said[-1]]
    return (0, 17, 1, 4, 4, 4, 4, 4, 1)[min(zeros, 8)]  # sip, baek, cheon, man, ..., eok


def after(word: str, particle: str) -> str:
    """Give the form of a particle that follows a word.

    Parameters
    ----------
    word
        The word.
    particle
        Either of its forms, as ``은`` or ``는``; what has one form only, as ``의``, is given as it is.

    Examples
    --------
    >>> after("한국", "은"), after("호주", "은"), after("한국", "가"), after("서울", "으로"), after("중국", "으로")
    ('은', '는', '이', '로', '으로')
    >>> after("중국", "의")
    '의'
    """
    name = _FORMS.get(particle)
    if name is None:
        return particle
    closed, opened = _PAIRS[name]
    end = final(word)
    if name == "으로" and end == _RIEUL:
        return opened
    return closed if end else opened


def with_particle(word: str, particle: str) -> str:
    """Give a word with its particle.

    Examples
    --------
    >>> (
    ...     with_particle("미국", "와"),
    ...     with_particle("멕시코", "와"),
    ...     with_particle("54%p", "으로"),
    ...     with_particle("프랑스", "을"),
    ... )
    ('미국과', '멕시코와', '54%p로', '프랑스를')
    """
    return word + after(word, particle)
