"""Sentences whose quotations are covered, so that only the narrator's words are read for who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.record.quotes import Quote

COVER = "\ue000"
"""Stands for each character of a quotation, its marks too, so that places stay as they are."""

_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Sen|Rep|Gov|Lt|Col|Capt|St|Prof|Jr|Sr|No|vs|M|Mme|bzw|Nr|Jan|Feb|Sept|Oct|Nov|Dec)|\b[A-Z])\.$"
)
_ENDS = re.compile(r"[.!?。！？](?=\s|$|\ue000|[^\x00-\u02ff])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence.

    Attributes
    ----------
    start, end
        Its place in the text.
    covered
        Its characters, quotations covered.
    quotes
        The positions, in the list of quotations, of those at depth 0 in it.
    paragraph
        The number of its paragraph.
    """

    start: int
    end: int
    covered: str
    quotes: tuple[int, ...]
    paragraph: int

    @property
    def only_quotes(self) -> bool:
        """Whether nothing but quotations stands in it."""
        return bool(self.quotes) and not re.search(r"[^\W_]", self.covered.replace(COVER, ""))


def cover(text: str, quotes: Sequence[Quote]) -> str:
    """Cover the quotations of a text; line ends stay.

    Examples
    --------
    >>> from counterpoise.record.quotes import quotes_in
    >>> text = 'He said "no."'
    >>> cover(text, quotes_in(text)).replace(COVER, "_")
    'He said _____'
    """
    parts: list[str] = []
    at = 0
    for one in quotes:
        if one.depth == 0 and one.outer_start >= at:
            inside = text[one.outer_start : one.outer_end]
            parts += [text[at : one.outer_start], "".join("\n" if c == "\n" else COVER for c in inside)]
            at = one.outer_end
    return "".join([*parts, text[at:]])


def sentences(text: str, quotes: Sequence[Quote]) -> list[Sentence]:
    """Split a text into sentences.

    A stop inside a quotation ends the sentence where a new one begins behind it: a capital that no verb of saying takes
    up is looked for by the caller, so here only a stop of the narrator ends one, or a line's end.

    Parameters
    ----------
    text
        The text.
    quotes
        Its quotations.

    Returns
    -------
    list of Sentence
        In the order of the text.
    """
    covered = cover(text, quotes)
    outer = [(k, one) for k, one in enumerate(quotes) if one.depth == 0]
    made: list[Sentence] = []
    at = 0
    for number, line in enumerate(re.finditer(r"[^\n]+", covered)):
        for start, end in _split(line[0], line.start(), text):
            held: list[int] = []
            while at < len(outer) and outer[at][1].outer_start < end:
                if outer[at][1].outer_start >= start:
                    held.append(outer[at][0])
                at += 1
            made.append(Sentence(start, end, covered[start:end], tuple(held), number))
    return made


def _split(line: str, offset: int, text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in re.finditer(rf"{_ENDS.pattern}|{COVER}+", line):
        end = match.end()
        if match[0][0] == COVER:
            inner = text[offset + match.start() : offset + end].rstrip("\"”“’'»«」』›‹ \u00a0\u202f")
            rest = line[end:]
            if not inner.endswith((".", "!", "?", "。", "！", "？")) or not rest.startswith(" "):
                continue
            first = rest.lstrip()[:1]
            alone = not re.search(r"[^\W_]", line[begin : match.start()].replace(COVER, ""))
            if not first or not (first == COVER or _starts_anew(rest, alone=alone)):
                continue
        elif _ABBREVIATED.search(line[max(0, end - 8) : end]):
            continue
        if line[begin:end].strip():
            yield offset + begin, offset + end
        begin = end
    if line[begin:].strip():
        yield offset + begin, offset + len(line)


_SAYS = re.compile(
    r"^ (?!(?:The|A|An|He|She|They|It|In|On|At|But|And)\b)(?:[A-Z][\w’'.-]*,? ){1,6}(?:also |later |then )?"
    r"(?:said|says|told|added|explained|asked|replied|declared|stated|noted|insisted|warned)\b"
)


def _starts_anew(rest: str, *, alone: bool) -> bool:
    """Tell whether a capital behind a finished quotation begins a sentence, and is not `Lee said` of that quotation."""
    return rest.lstrip()[:1].isupper() and not (alone and _SAYS.match(rest))
