"""How numbers, names and lists are written in Korean."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.codes.countries import REST_OF_WORLD, countries, name
from counterpoise.words.catalogue import figures
from counterpoise.words.korean.particles import with_particle

SMALL = 0.0005
"""Below this, in percent, a sentence calls a change none."""


def country(code: str, particle: str = "") -> str:
    """Give a country's name with a particle, or the word itself where it is a label of one's own.

    Examples
    --------
    >>> country("KOR", "은"), country("AUS", "은"), country("Home")
    ('한국은', '호주는', 'Home')
    """
    known = code in countries() or code == REST_OF_WORLD
    said = name(code, "ko") if known else code
    return with_particle(said, particle) if particle else said


def percent(share: float) -> str:
    """Write a share in percent with two significant figures.

    Examples
    --------
    >>> percent(0.06486)
    '6.5%'
    """
    return f"{figures(100 * share)}%"


def span(low: float, high: float) -> str:
    """Write a span of shares in percent.

    Examples
    --------
    >>> span(0.057, 0.0838), span(0.0, 0.023)
    ('5.7~8.4%', '0~2.3%')
    """
    return f"{figures(100 * low) if low else '0'}~{percent(high)}"


def times(ratio: float) -> str:
    """Write a ratio as a multiple; beyond a thousand only that it is beyond.

    Examples
    --------
    >>> times(8.96), times(5.8e6)
    ('9.0배', '1,000배 이상')
    """
    return f"{figures(ratio)}배" if ratio < 1000 else "1,000배 이상"


def listed(words: Sequence[str], particle: str = "") -> str:
    """Join words as Korean prose does, with a particle after the last.

    Examples
    --------
    >>> listed(["중국", "미국", "일본"]), listed(["중국", "호주"], "은"), listed(["호주", "일본"])
    ('중국, 미국, 일본', '중국과 호주는', '호주와 일본')
    """
    held = list(words)
    said = f"{with_particle(held[0], '과')} {held[1]}" if len(held) == 2 else ", ".join(held)
    return with_particle(said, particle) if particle else said


def named(codes: Sequence[str], particle: str = "") -> str:
    """Join countries' names, with a particle after the last.

    Examples
    --------
    >>> named(["USA", "JPN"], "이")
    '미국과 일본이'
    """
    return listed([country(one) for one in codes], particle)


def dollars(million: float) -> str:
    """Write an amount without its sign, with two significant figures, in the Korean myriads.

    Examples
    --------
    >>> dollars(-6913.5), dollars(259.6), dollars(45.2), dollars(0.2), dollars(1.24e6)
    ('69억 달러', '2.6억 달러', '4,500만 달러', '100만 달러 미만', '1.2조 달러')
    """
    amount = abs(million)
    if amount < 1:
        return "100만 달러 미만"
    for unit, word in ((1e6, "조"), (1e2, "억")):
        if amount >= 0.9995 * unit:
            return f"{_plain(amount / unit)}{word} 달러"
    return f"{float(figures(amount)) * 100:,.0f}만 달러"


def _plain(value: float) -> str:
    """Write two significant figures, from 1,000 on with separators."""
    said = figures(value)
    return f"{float(said):,.0f}" if value >= 100 else said


def size(change: float) -> str:
    """Write a change in percent without its sign.

    Examples
    --------
    >>> size(-0.0269), size(0.0001)
    ('0.027%', '0.0005% 미만')
    """
    return f"{figures(abs(change))}%" if abs(change) >= SMALL else f"{SMALL}% 미만"


def signed(change: float) -> str:
    """Write a change in percent with its sign."""
    return f"{'-' if change < 0 else '+'}{figures(abs(change))}%" if abs(change) >= SMALL else "변화 없음"


def day(text: str) -> str:
    """Write a day, a month or a year of a record.

    Examples
    --------
    >>> day("1953-10-01"), day("2025-11"), day("2025")
    ('1953년 10월 1일', '2025년 11월', '2025년')
    """
    parts = text.split("-")
    if not all(one.isdigit() for one in parts) or len(parts[0]) != 4:
        return text
    return " ".join(f"{int(one)}{unit}" for one, unit in zip(parts, "년월일", strict=False))
