"""Every quoted string of a text, with its place: the quotation marks of English, Korean, Chinese, Japanese, French, German.

Quotes come first, their speakers after (`speakers`): what stands between marks is kept whoever said it. Marks of one
family may be mixed, as typing and editing mix them: a straight mark may be closed by a curled one. Apostrophes are told
from single marks by their neighbours. A quotation that goes on over paragraphs, each opened anew and only the last one
closed, is given paragraph by paragraph, since its marks are not its words.

References
----------
Unicode Consortium, The Unicode Standard, section 6.2, "General Punctuation: Language-Based Usage of Quotation Marks".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

AROUND = 32
"""Characters kept before and after a quotation."""

_CLOSERS = {
    '"': '"”“„＂',
    "＂": '＂"”',
    "“": '”"“',
    "„": '“”"',
    "”": '”"',
    "〝": "〟〞",
    "``": "''",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "｢": "｣",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
}
"""What closes what each mark opens."""

_DIRECTED = "「｢『﹁﹃〝"
"""Marks that only open."""
_SINGLE = "‘‚'"
_MARK = re.compile(r"``|''|[\"“”„‟＂«»‹›「」『』｢｣﹁﹂﹃﹄〝〞〟‘’‚']")
_SPACES = " \t\n\u00a0\u202f\u3000"
_BEFORE = _SPACES + "([{—–-…/:：,，（【［\ufeff"
"""What stands before a mark that opens."""
_AFTER = _SPACES + ".,;:!?)]}—–-…/。，、；：！？）】］"
"""What stands after a mark that closes."""
_ELISIONS = re.compile(r"['’‘](?:\d\ds?\b|em\b|tis\b|twas\b|til\b|cause\b|n['’ ]|round\b)", re.IGNORECASE)
_FAR = 2_000
"""Characters within which a single mark has to be closed."""
_DEEPEST = 8
"""Marks that may be open at a time: more are a fault of the text."""
_MOST_PARAGRAPHS = 12
"""How far a quotation that no paragraph closes is followed."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted string.

    Attributes
    ----------
    start, end
        Its characters in the text, the marks left out: ``text[start:end]`` is what was quoted.
    outer_start, outer_end
        The same with its marks.
    text
        The characters themselves.
    depth
        0, or how many quotations it stands in.
    parent
        The position, in the list, of the quotation that it stands in; None at depth 0.
    continues
        The position of the quotation that it goes on with from the paragraph before.
    closed
        Whether its closing mark was found.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    text: str
    depth: int = 0
    parent: int | None = None
    continues: int | None = None
    closed: bool = True


@dataclass(slots=True)
class _Open:
    """A mark that waits for its closing one."""

    mark: str
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """A pair of marks: where the opening one begins and the closing one ends, and the words between."""

    opened: int
    start: int
    end: int
    closed: int
    mark: str
    whole: bool
    before: bool = False
    """Whether it goes on with the quotation of the paragraph before."""


def quotes_in(text: str) -> list[Quote]:
    """Give every quoted string of a text, in the order in which they begin.

    Parameters
    ----------
    text
        Any text; its paragraphs end with line ends.

    Returns
    -------
    list of Quote
        Nested quotations follow the one that they stand in. An empty pair of marks is none.

    Examples
    --------
    >>> [one.text for one in quotes_in('"We won’t," she said, "call it ‘a bridge’ yet."')]
    ['We won’t,', 'call it ‘a bridge’ yet.', 'a bridge']
    >>> [one.text for one in quotes_in("외교부는 “협의 중”이라고, 外相は「協議中」と、le ministre : « oui ».")]
    ['협의 중', '協議中', 'oui']
    """
    spans: list[_Span] = []
    lines = list(_paragraphs(text))
    k = 0
    carried: str | None = None
    while k < len(lines):
        first, last = lines[k]
        found, left = _scan(text, first, last, carried)
        carried = None
        spans += found
        if left:
            outer = left[0]
            after = lines[k + 1] if k + 1 < len(lines) else None
            if after and _opens_again(text, after[0], outer.mark):
                spans.append(_unclosed(text, outer, last, whole=True))
                carried = outer.mark
            elif (far := _closed_later(text, lines, k, outer)) is not None:
                spans += far
                k = next(j for j, line in enumerate(lines) if line[1] >= far[0].closed)
            elif outer.mark not in _SINGLE:
                spans.append(_unclosed(text, outer, last, whole=False))
        k += 1
    return _arranged(text, spans)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Give the first and last place of every paragraph that isn't empty."""
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            yield match.start(), match.end()


def _first(text: str, at: int) -> int:
    """Skip white space."""
    while at < len(text) and text[at] in _SPACES:
        at += 1
    return at


def _opens_again(text: str, at: int, mark: str) -> bool:
    """Tell whether a paragraph begins with the mark that the one before left open."""
    again = {"«": "«»", "‹": "‹›", "»": "«»"}.get(mark, mark)
    return text[_first(text, at) : _first(text, at) + 1] in tuple(again)


def _unclosed(text: str, opened: _Open, last: int, *, whole: bool) -> _Span:
    """Give the rest of a paragraph behind a mark that nothing closes in it."""
    end = last
    while end > opened.end and text[end - 1] in _SPACES:
        end -= 1
    return _Span(opened.at, opened.end, end, end, opened.mark, whole)


def _closed_later(text: str, lines: list[tuple[int, int]], k: int, opened: _Open) -> list[_Span] | None:
    """Give a quotation that runs on over paragraphs without being opened anew, with those in it; None if nothing closes it."""
    if opened.mark in "\"＂'" or opened.mark == "``":
        return None
    for _, last in lines[k + 1 : k + 1 + _MOST_PARAGRAPHS]:
        found, left = _scan(text, opened.at, last, None)
        outer = [one for one in found if one.opened == opened.at]
        if outer and outer[0].closed > lines[k][1]:
            return [*outer, *(one for one in found if outer[0].opened < one.opened)]
        if not left:
            break
    return None


def _scan(text: str, first: int, last: int, carried: str | None) -> tuple[list[_Span], list[_Open]]:
    """Pair the marks of a stretch of text; ``carried`` is the mark of a quotation that goes on in it."""
    done: list[_Span] = []
    stack: list[_Open] = []
    goes_on = -1
    at = first
    while (match := _MARK.search(text, at, last)) is not None:
        mark, here, at = match[0], match.start(), match.end()
        if carried and not stack and goes_on < 0:
            goes_on = here
            stack.append(_Open(carried, here, at))
            continue
        level = _closes(text, stack, mark, here, at, last)
        if level is not None:
            lost = [other for other in stack[level + 1 :] if other.mark not in _SINGLE]
            done += [_unclosed(text, other, here, whole=False) for other in lost]
            one = stack[level]
            del stack[level:]
            done.append(_Span(one.at, one.end, here, at, one.mark, True, one.at == goes_on))
        elif _opens(text, stack, mark, here, at, last):
            again = next((one for one in stack if one.mark == mark and mark in '"＂'), None)
            if again:  # a straight mark can't open twice: the earlier one was never closed
                done.append(_unclosed(text, again, here, whole=False))
                stack.remove(again)
            stack = [*stack[-_DEEPEST:], _Open(mark, here, at)]
    return done, [one for one in stack if one.mark not in _SINGLE] or stack


def _closes(text: str, stack: list[_Open], mark: str, here: int, after: int, last: int) -> int | None:
    """Give the open mark that this one closes, if it closes any."""
    before = text[here - 1] if here else " "
    follows = text[after] if after < last else " "
    for level in range(len(stack) - 1, -1, -1):
        one = stack[level]
        if mark not in _CLOSERS[one.mark] or one.end > here:
            continue
        if mark in "'’‘" and one.mark in _SINGLE and not _single_ends(text, here, after, last):
            continue
        if one.mark in "‘‚'" and _apostrophe(text, here, after, last):
            continue
        opening = (before in _BEFORE) and follows not in _AFTER
        if mark in '"＂“„' and opening and one.mark != "„" and here > one.end + 1:
            continue  # it looks like another one that opens
        if mark == "“" and one.mark == "“" and opening:
            continue
        return level
    return None


def _opens(  # noqa: PLR0911 - a case a line
    text: str, stack: list[_Open], mark: str, here: int, after: int, last: int
) -> bool:
    if mark not in _CLOSERS:
        return False
    before = text[here - 1] if here else " "
    follows = text[after] if after < last else " "
    if mark in _DIRECTED:
        return True
    if mark in "'‘‚":
        return _single_opens(text, mark, before, here, after, last)
    if mark in "«»‹›":
        spaced = follows in "\u00a0\u202f " and mark in "«‹"  # French sets a space inside
        return follows not in _AFTER or spaced
    if mark in '"＂”':
        if before.isdigit() and follows in _AFTER:
            return False  # inches, seconds
        east = ord(before) > 0x1100
        if mark == "”":
            return before in _BEFORE and follows not in _AFTER and not stack
        return (before in _BEFORE or east or before in "‘“„«'」』") and (follows not in _SPACES) and after < last
    return follows not in _SPACES or mark in "“„"


def _apostrophe(text: str, here: int, after: int, last: int) -> bool:
    """Tell whether a single mark stands inside a word, or for letters left out."""
    before = text[here - 1] if here else " "
    follows = text[after] if after < last else " "
    latin = before.isalnum() and follows.isalnum() and ord(before) < 0x1100 and ord(follows) < 0x1100
    return latin or bool(_ELISIONS.match(text, here))


def _single_opens(text: str, mark: str, before: str, here: int, after: int, last: int) -> bool:
    """Tell whether a single mark opens a quotation: it begins a word, and another one closes it in the paragraph."""
    follows = text[after] if after < last else " "
    east = ord(before) > 0x1100 or ord(follows) > 0x1100
    begins = before in _BEFORE or before in '"“„«‘「『' or (mark in "‘‚" and east) or (mark == "'" and east)
    if not begins or follows in _SPACES or _apostrophe(text, here, after, last):
        return False
    if mark in "‘‚":
        return True
    return _single_close(text, after, last) is not None


def _single_close(text: str, at: int, last: int) -> int | None:
    """Give the place of the single mark that ends what one opened."""
    last = min(last, at + _FAR)
    for match in re.finditer(r"['’]", text[at:last]):
        here = at + match.start()
        if not _apostrophe(text, here, here + 1, last) and _single_ends(text, here, here + 1, last):
            return here
    return None


def _single_ends(text: str, here: int, after: int, last: int) -> bool:
    """Tell whether a single mark can close: behind a word or its stop, and not the genitive of a plural."""
    before = text[here - 1] if here else " "
    follows = text[after] if after < last else " "
    if before in _SPACES or _apostrophe(text, here, after, last):
        return False
    east = ord(before) > 0x1100 or ord(follows) > 0x1100
    if follows.isalnum() and not east:
        return False
    if before == "s" and follows == " " and after + 1 < last and text[after + 1].islower():
        rest = text[after : min(last, after + _FAR)]  # "the ministers' meeting": another mark closes it
        return re.search(r"[^\W_.,!?][,.!?]?['’](?![^\W_])", rest) is None
    return True


def _arranged(text: str, spans: list[_Span]) -> list[Quote]:
    """Put the pairs in order, and say which stands in which."""
    spans = [one for one in spans if text[one.start : one.end].strip()]
    spans.sort(key=lambda one: (one.opened, -one.closed))
    made: list[Quote] = []
    around: list[int] = []
    outer: int | None = None
    for span in spans:
        while around and made[around[-1]].outer_end <= span.opened:
            around.pop()
        start, end = span.start, span.end
        while text[start] in _SPACES:
            start += 1
        while text[end - 1] in _SPACES:
            end -= 1
        parent = around[-1] if around else None
        continues = outer if parent is None and outer is not None and _goes_on(text, span, made[outer]) else None
        outer = len(made) if parent is None else outer
        made.append(
            Quote(start, end, span.opened, span.closed, text[start:end], len(around), parent, continues, span.whole)
        )
        around.append(len(made) - 1)
    return made


def _goes_on(text: str, span: _Span, before: Quote) -> bool:
    """Tell whether a quotation opens anew what the paragraph before left open."""
    between = text[before.outer_end : span.opened]
    open_still = before.closed and before.outer_end == before.end
    return open_still and "\n" in between and not between.strip()
