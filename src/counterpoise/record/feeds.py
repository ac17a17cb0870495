"""The articles that an RSS or Atom feed lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from counterpoise.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a feed.

    Attributes
    ----------
    address
        Where it is.
    title
        Its headline; None where the feed has none.
    """

    address: str
    title: str | None


def entries(data: bytes, where: str = "", base: str | None = None) -> list[Entry]:
    """Give the articles of a feed, in its order.

    Parameters
    ----------
    data
        The feed's bytes.
    where
        The file or address, for messages.
    base
        The feed's address, from which relative ones count.

    Returns
    -------
    list of Entry
        Each address once; an entry without one is left out.

    Raises
    ------
    InputError
        If it is no well-formed feed, declares entities, or lists no article.

    References
    ----------
    RSS Advisory Board (2009), RSS 2.0 Specification. Nottingham and Sayre (2005), The Atom Syndication Format, RFC 4287.

    Examples
    --------
    >>> entries(b"<rss><channel><item><title>Talks</title><link>https://a.example/1</link></item></channel></rss>")
    [Entry(address='https://a.example/1', title='Talks')]
    """
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:100_000].replace(b"\0", b""), re.IGNORECASE):
        raise InputError(
            "this feed declares a document type, which a feed has no use for",
            where=where,
            remedy="add its articles by address",
        )
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise InputError(
            f"this feed can't be read ({error})", where=where, remedy="load it again: it may have been cut off"
        ) from error
    found: dict[str, Entry] = {}
    for element in root.iter():
        if _name(element) in ("item", "entry"):
            address = urljoin(base or "", _link(element))
            if urlsplit(address).scheme in ("http", "https"):
                found.setdefault(address, Entry(address, _title(element)))
    if not found:
        raise InputError(
            "this feed lists no article with an address", where=where, remedy="add an article by its address"
        )
    return list(found.values())


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _link(element: ElementTree.Element) -> str:
    for child in element:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = (child.get("href") or child.text or "").strip()
            if address:
                return address
    return ""


def _title(element: ElementTree.Element) -> str | None:
    for child in element:
        if _name(child) == "title":
            return " ".join("".join(child.itertext()).split()) or None
    return None
