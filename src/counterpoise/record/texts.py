"""From a source's bytes to its text: plain text, a web page, or a feed's list of addresses.

The offsets of a quotation count the characters of this text, so a source names the extractor and its version. A page's
article is cut out by trafilatura (Barbaresi 2021), which is an extra; plain text in UTF-8 needs nothing.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version

from counterpoise.core.errors import InputError
from counterpoise.core.need import need
from counterpoise.record.languages import language_of

EXTRACTOR = "plain 2"
"""The way to a plain text, with its version: line ends are one character."""
PLAIN = "text/plain"
PAGE = "text/html"
FEED = "application/xml"

_LEAST = 120
"""Letters of the shortest article; below it a page holds a heading, a notice or nothing."""
_EAST = 2.5
"""How many Latin letters a Chinese, Japanese or Korean character is worth in that count."""

_BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, as Word documents are"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"RIFF", "a sound, a film or a picture"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})["']""", re.IGNORECASE)
_TAGS = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta)[\s>/]", re.IGNORECASE)
_FEEDS = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_LANG = re.compile(r"""<html[^>]{0,300}?\slang\s*=\s*["']?([A-Za-z]{2,3})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """A source's text, in which offsets count, and what the source says about itself.

    Attributes
    ----------
    text
        The characters that offsets count.
    title, outlet
        The headline and who published it; None where the source doesn't say.
    language
        ISO 639-1, or None where it can't be told.
    published
        The day of publication (ISO 8601), or None.
    extractor
        What made the text of the bytes, with its version.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | None = None
    extractor: str = EXTRACTOR


def kind_of(data: bytes, media_type: str | None = None) -> str:
    """Say what the bytes are: ``text/plain``, ``text/html`` or ``application/xml`` (a feed).

    Parameters
    ----------
    data
        The bytes.
    media_type
        What the server, or the file's ending, says that they are; the bytes' own beginning counts for more.

    Returns
    -------
    str
        The media type, without parameters.

    Examples
    --------
    >>> (
    ...     kind_of(b"<!doctype html><p>Hello"),
    ...     kind_of(b"He said no."),
    ...     kind_of(b"<?xml version='1.0'?><rss><channel/></rss>"),
    ... )
    ('text/html', 'text/plain', 'application/xml')
    """
    head = data[:4096].replace(b"\0", b"")  # UTF-16 reads as ASCII then
    if _FEEDS.search(head) and not re.search(rb"<html[\s>]", head, re.IGNORECASE):
        return FEED
    said = _declared(media_type)[0]
    if said in (PAGE, "application/xhtml+xml") or (said != PLAIN and _TAGS.search(head)):
        return PAGE
    return PLAIN


def _declared(media_type: str | None) -> tuple[str, str | None]:
    """Give a media type and its character set."""
    if not media_type:
        return "", None
    header = Message()
    header["Content-Type"] = media_type
    charset = header.get_param("charset")
    return header.get_content_type(), charset if isinstance(charset, str) else None


def decode(data: bytes, media_type: str | None = None, where: str = "") -> str:
    r"""Give the characters of some bytes, or say that they aren't text.

    A byte order mark counts first, then the character set that the server names, then UTF-8, then the one that the
    page names, and at last the likeliest by its letters (charset-normalizer).

    Parameters
    ----------
    data
        The bytes.
    media_type
        With the character set, where the server gives one (``text/html; charset=euc-kr``).
    where
        The file or address, for the message.

    Returns
    -------
    str
        The characters; line ends are ``\\n``.

    Raises
    ------
    InputError
        If they aren't text, or in no encoding that could be told.

    Examples
    --------
    >>> decode("“평화”".encode("cp949"), "text/plain; charset=euc-kr")
    '“평화”'
    """
    remedy = "save its text as .txt or .html, and add that"
    kind = next((name for mark, name in _BINARY if data.startswith(mark)), None)
    if kind:
        raise InputError(f"these bytes aren't text but {kind}", where=where, remedy=remedy)
    if not data.strip():
        raise InputError("this is empty", where=where, remedy="name a file or an address with a text")
    text = _decoded(data, media_type, where)
    bad = sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v\x85" for c in text)
    if bad > len(text) // 1000:
        raise InputError(f"these bytes aren't text ({bad:,} control characters)", where=where, remedy=remedy)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, media_type: str | None, where: str) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    named = _declared(media_type)[1]
    meta = _META.search(data[:4096]) or _XML.search(data[:4096])
    inside = meta[1].decode("ascii") if meta else None
    for encoding in (marked, named, "utf-8", inside):
        text = _try(data, encoding)
        if text is not None:
            return text
    best = need("charset_normalizer", "record").from_bytes(data).best()
    if best is None:
        remedy = "save it as UTF-8, and add that"
        raise InputError("these bytes aren't text in any encoding that is known", where=where, remedy=remedy)
    return str(best)


_WIDER = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""Encodings that pages name, and the wider ones that they are in (WHATWG Encoding Standard)."""


def _try(data: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    encoding = encoding.lower()
    encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "us-ascii", "ascii") else _WIDER.get(encoding, encoding)
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def extract(data: bytes, media_type: str | None = None, where: str = "") -> Text:
    r"""Give the text of a source's bytes.

    Parameters
    ----------
    data
        The bytes, as they were loaded.
    media_type
        What the server, or the file's ending, says that they are.
    where
        The file or address, for messages.

    Returns
    -------
    Text
        The text, with what the source says about itself.

    Raises
    ------
    InputError
        If the bytes aren't text, are a page without an article, or a feed.

    References
    ----------
    Barbaresi (2021), "Trafilatura: A web scraping library and command-line tool for text discovery and extraction",
    Proceedings of ACL-IJCNLP, system demonstrations, 122-131.

    Examples
    --------
    >>> extract(b'The minister said: "We will talk."').language
    'en'
    """
    characters = decode(data, media_type, where)
    kind = kind_of(data, media_type)
    if kind == FEED:
        what = "this is a feed, a list of addresses, not a text"
        raise InputError(what, where=where, remedy="`counterpoise record add` takes its articles one by one")
    if kind == PAGE:
        return _article(characters, where)
    title = headline(characters)
    return Text(characters, title, None, language_of(characters), None, EXTRACTOR)


def headline(text: str) -> str | None:
    r"""Give the headline of a plain text: a first line without a full stop, before other lines.

    Examples
    --------
    >>> headline("Ministers meet\n\nThey spoke for an hour.")
    'Ministers meet'
    """
    first, _, rest = text.lstrip("\ufeff\n ").partition("\n")
    first = first.strip()
    ends = first.endswith((".", "。", "!", "?", "”", '"', "」", "다.")) or ": " in first[:40]
    return first if first and rest.strip() and len(first) <= 250 and not (ends and len(first) > 100) else None


def _article(page: str, where: str) -> Text:
    trafilatura = need("trafilatura", "record")
    from lxml.etree import LxmlError  # noqa: PLC0415 - comes with trafilatura

    try:
        found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True, favor_recall=True)
    except (LxmlError, ValueError, RecursionError) as error:
        said = str(error) or type(error).__name__
        raise InputError(f"this page can't be read ({said})", where=where, remedy="save its text as .txt") from error
    text = (found.text or "").strip() if found else ""
    if _weight(text) < _LEAST:
        what = f"this page holds no article ({len(text):,} characters of text were found)"
        remedy = "a page that a script fills in holds none: copy its text into a .txt file, and add that"
        raise InputError(what, where=where, remedy=remedy)
    said = _LANG.search(page)
    language = said[1].lower() if said else None
    return Text(
        text=text,
        title=found.title or None,
        outlet=found.sitename or None,
        language=language_of(text) or language,
        published=found.date or None,
        extractor=f"trafilatura/{version('trafilatura')}",
    )


def _weight(text: str) -> float:
    """Count letters, each of the East for several."""
    return sum((_EAST if ord(c) > 0x1100 else 1.0) for c in text if c.isalpha())
