"""Noun phrases of English, French and German: a title, a name, a ministry, a country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.record.people import Phrase, country_of
from counterpoise.record.sentences import COVER
from counterpoise.record.speech import Words

_TOKEN = re.compile(
    rf"{COVER}+|(?:[A-Z]\.){{2,}}|\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Sen|Gov|Rep|M)\.(?=\s)|[^\W_]+(?:[’'‐‑-][^\W_]+)*|[^\w\s]"
)
_ELIDED = re.compile(r"^([ldLD]|qu)['’](?=\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a covered quotation."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """In lower case, with a plain apostrophe."""
        return self.text.replace("’", "'").lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()

    @property
    def cover(self) -> bool:
        """Whether it is a quotation."""
        return self.text[0] == COVER


def tokens_of(sentence: str) -> list[Token]:
    """Give the words and marks of a sentence; a French article that is joined to its noun is one of its own."""
    made: list[Token] = []
    for match in _TOKEN.finditer(sentence):
        text, start = match[0], match.start()
        elided = _ELIDED.match(text)
        if elided:
            made.append(Token(elided[0], start, start + elided.end()))
            text, start = text[elided.end() :], start + elided.end()
        made.append(Token(text, start, match.end()))
    return made


def _bare(word: str) -> str:
    """Take the genitive from a word."""
    return re.sub(r"['’]s?$", "", word)


def inside(token: Token, words: Words) -> bool:
    """Tell whether a word can stand in a noun phrase that names a speaker."""
    if token.cover or not token.text[0].isalnum():
        return token.text.endswith(".") and token.capital
    word = _bare(token.word)
    vocabulary = word in words.titles or word in words.bodies or word in words.skipped or word in words.honorifics
    if vocabulary or word in words.papers or _ELIDED.match(token.text) or word in ("l'", "d'", "l", "d"):
        return True
    if word in words.closed or word in words.verbs:
        return False
    if token.capital:
        return True
    return country_of(word, seats=False) is not None or word in words.particles


def phrase_left(tokens: list[Token], end: int, words: Words) -> int:
    """Give where the noun phrase begins that ends before a token; ``end`` itself if there is none."""
    k = end
    while k > 0:
        token = tokens[k - 1]
        joined = token.word in words.joining and k - 1 > 0 and k < end and inside(tokens[k - 2], words)
        if joined and token.word in ("and", "et", "und"):
            joined = tokens[k].word in words.titles and tokens[k - 2].word in words.titles
        if not (inside(token, words) or joined):
            break
        k -= 1
        if token.word in ("the", "a", "an") and not (k and tokens[k - 1].word in words.joining):
            break
    while k < end and tokens[k].word in words.joining and tokens[k].word not in words.skipped:
        k += 1
    return k


def phrase_right(tokens: list[Token], start: int, words: Words) -> int:
    """Give where the noun phrase ends that begins at a token; ``start`` itself if there is none."""
    k = start
    while k < len(tokens):
        token = tokens[k]
        joined = token.word in words.joining and k > start and k + 1 < len(tokens) and inside(tokens[k + 1], words)
        titled = tokens[k - 1].word in words.titles and k + 1 < len(tokens) and tokens[k + 1].word in words.titles
        if joined and token.word in ("and", "et", "und") and not titled:
            break
        if not (inside(token, words) or joined):
            break
        k += 1
    return k


def phrases(tokens: list[Token], words: Words) -> Iterator[tuple[int, int]]:
    """Give every noun phrase with a capital of a sentence, as spans of its tokens."""
    k = 0
    while k < len(tokens):
        end = phrase_right(tokens, k, words)
        if end > k and any(one.capital for one in tokens[k:end]):
            yield k, end
        k = max(end, k + 1)


def parse(tokens: list[Token], words: Words) -> Phrase:
    """Say what a noun phrase names.

    Examples
    --------
    >>> from counterpoise.record.speech import ENGLISH
    >>> parse(tokens_of("South Korean Foreign Minister Cho Hyun"), ENGLISH)
    Phrase(kind='person', name='Cho Hyun', office='Foreign Minister', country='KOR')
    >>> parse(tokens_of("the Chinese Foreign Ministry"), ENGLISH).name
    'Foreign Ministry'
    """
    said = " ".join(one.text for one in tokens).lower().replace("’", "'")
    if said in words.both:
        return Phrase("both")
    if len(tokens) == 1 and tokens[0].word in words.he | words.she:
        return Phrase("pronoun", name=tokens[0].word)
    whole = country_of(re.sub(r"^(?:the|la|le|l'|der|die|das) ?", "", said).strip()) or country_of(said)
    if whole and tokens[-1].capital and tokens[-1].word not in words.titles:
        return Phrase("country", name=" ".join(one.text for one in tokens), country=whole)
    country, rest, foreign = _without_country(tokens, words)
    if foreign:
        return Phrase("other")
    return _named(country, rest, words)


def _without_country(tokens: list[Token], words: Words) -> tuple[str | None, list[Token], bool]:
    """Take the country out of a phrase; say whether it belongs to somebody else (Lee's office)."""
    country: str | None = None
    kept: list[Token] = []
    k = 0
    foreign = False
    while k < len(tokens):
        for length in (4, 3, 2, 1):
            part = tokens[k : k + length]
            said = _bare(" ".join(one.text for one in part).replace(" - ", "-"))
            found = country_of(said, seats=False) if len(part) == length else None
            if found and (part[0].capital or length == 1):
                following = tokens[k + length : k + length + 1]
                named_so = bool(kept) and not following and kept[-1].capital and kept[-1].word not in words.titles
                if named_so:
                    continue  # a surname, as in Michael Jordan
                country = country or found
                k += length
                if kept and kept[-1].word in words.joining:
                    kept.pop()
                break
        else:
            token = tokens[k]
            if re.search(r"['’]s?$", token.text) and token.capital and k + 1 < len(tokens):
                seat = country_of(_bare(token.text))
                if seat is None:
                    foreign = True
                country = country or seat
            else:
                kept.append(token)
            k += 1
    return country, kept, foreign


def _named(country: str | None, tokens: list[Token], words: Words) -> Phrase:
    """Tell title and name apart in what is left of a phrase."""
    k = 0
    while k < len(tokens) and tokens[k].word in words.skipped | words.honorifics:
        k += 1
    polite = any(one.word in words.honorifics for one in tokens[:k])
    rest = tokens[k:]
    body = next((j for j, one in enumerate(rest) if _bare(one.word) in words.bodies), None)
    head = max((j for j, one in enumerate(rest) if one.word in words.heads), default=None)
    if body is not None and (head is None or head < body):
        office = " ".join(one.text for one in rest[: _body_end(rest, body, words)])
        if head is not None and rest[head].word.startswith(("spokes", "porte-parole", "sprecher")):
            return Phrase("title", None, _bare(office), country)
        return Phrase("institution", _bare(office), _bare(office), country)
    first = 0
    while first < len(rest) and (
        rest[first].word in words.titles
        or rest[first].word in words.bodies
        or rest[first].word in words.honorifics
        or (first and rest[first].word in words.joining)
        or (first and rest[first].word in words.skipped)
    ):
        first += 1
    if head is None:
        first = 0 if polite or not first else first
    office = _office(rest[:first], words) if head is not None and head < first else None
    name_tokens = rest[first:]
    good = name_tokens and all(one.capital or one.word in words.particles for one in name_tokens)
    named = good and name_tokens[0].word not in words.papers
    name = _bare(" ".join(one.text for one in name_tokens)) if named and len(name_tokens) <= 5 else None
    if name:
        return Phrase("person", name, office, country)
    if office and not name_tokens:
        return Phrase("title", None, office, country)
    return Phrase("other", country=country)


def _body_end(tokens: list[Token], body: int, words: Words) -> int:
    """Give where an institution's name ends: behind "of Foreign Affairs"."""
    end = body + 1
    while end < len(tokens) and (tokens[end].word in words.joining or tokens[end].word in words.titles):
        end += 1
    while tokens[end - 1].word in words.joining:
        end -= 1
    return end


def _office(tokens: list[Token], words: Words) -> str:
    kept = [one for one in tokens if one.word not in words.honorifics]
    while kept and kept[0].word in words.skipped | words.joining:
        kept = kept[1:]
    while kept and kept[-1].word in words.skipped | words.joining:
        kept = kept[:-1]
    return _bare(" ".join(one.text for one in kept).replace("' ", "'").replace("’ ", "’"))
