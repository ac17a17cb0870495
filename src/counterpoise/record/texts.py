"""From the bytes of a source to the text in which its quotes are counted."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.core.errors import InputError

EXTRACTOR = "plain 1"
"""The way to the text, with its version: places in a text hold for one way only."""


@dataclass(frozen=True)
class Text:
    """A source's text, and what it says of itself."""

    text: str
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | None = None
    extractor: str = EXTRACTOR


def extract(data: bytes, media_type: str | None = None) -> Text:
    """Give the text of a source.

    Parameters
    ----------
    data
        Its bytes.
    media_type
        As ``text/plain``; plain text when None.

    Returns
    -------
    Text
        The text with line ends as they stand.

    Raises
    ------
    InputError
        If the bytes are no text in UTF-8, or of a type that is not read.
    """
    if media_type not in (None, "text/plain"):
        raise InputError(f"{media_type!r:.40} is not read", where="source", remedy="give plain text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is no text in UTF-8", where="source", remedy="save it as UTF-8") from None
    return Text(text)
