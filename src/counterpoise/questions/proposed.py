"""Reading a source for the record: its statements are proposed, and kept only where a person accepts them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from counterpoise.record.people import Offices, Person
    from counterpoise.record.texts import Text

_MOST = 20_000_000
"""Bytes of the largest file that is read as one text."""
FIELDS = ("name", "office", "country", "addressee", "topic", "said_on")
"""What a person may correct of a proposal; the quote's words they may not."""

_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain", ".md": "text/plain"}


class Book(Protocol):
    """What a ledger has to do for the statements that are kept."""

    def add_source(
        self, data: bytes, text: Any = None, *, media_type: str | None = None, **fields: Any
    ) -> dict[str, Any]:
        """Add a source, or find it, and give its record with ``id``."""
        ...

    def extend(self, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Add records, all of them or none."""
        ...


@dataclass(frozen=True)
class Reading:
    """A source that was read, with what it may hold.

    Attributes
    ----------
    data, media_type, address
        The bytes, what they are, and where they came from; a file has no address.
    text
        The text of them.
    proposals
        Its statements (`counterpoise.record.proposals.propose`).
    """

    data: bytes
    media_type: str
    address: str | None
    text: Text
    proposals: list[dict[str, Any]] = field(default_factory=list)

    def source(self) -> dict[str, Any]:
        """Say what the source is: its hash, its text's hash, and what it says about itself."""
        import hashlib  # noqa: PLC0415

        return {
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "address": self.address,
            "outlet": self.text.outlet,
            "title": self.text.title,
            "language": self.text.language,
            "published": self.text.published,
            "retrieved": _today() if self.address else None,
            "media_type": self.media_type,
            "text_sha256": hashlib.sha256(self.text.text.encode("utf-8")).hexdigest(),
            "extractor": self.text.extractor,
        }

    def to_dict(self) -> dict[str, Any]:
        """Give the source and its proposals as JSON has them."""
        return {"source": self.source(), "proposals": self.proposals}


def _today() -> str:
    return date.today().isoformat()


def read(
    what: str,
    *,
    allow_local: bool = False,
    language: str | None = None,
    said_on: str | None = None,
    most: int = 20,
    offices: Offices | None = None,
) -> Iterator[Reading]:
    """Read a source: a page, a plain text, an address, or the articles of a feed.

    Parameters
    ----------
    what
        A file, or an address that begins with ``https://`` or ``http://``.
    allow_local
        Whether an address of this computer or of a private network may be asked.
    language
        ISO 639-1, where the program tells it wrongly.
    said_on
        The day on which the words were said.
    most
        How many articles of a feed are read, in its order.
    offices
        A table of office-holders; None for what the text itself says only.

    Yields
    ------
    Reading
        One for a text, one for each article of a feed.

    Raises
    ------
    InputError
        If it can't be loaded, is no text, or holds no article.
    """
    from counterpoise.record.feeds import entries  # noqa: PLC0415
    from counterpoise.record.fetching import fetch  # noqa: PLC0415
    from counterpoise.record.texts import FEED, kind_of  # noqa: PLC0415

    data, declared, address = _bytes_of(what, allow_local)
    given = {"language": language, "said_on": said_on, "offices": offices}
    if kind_of(data, declared) != FEED:
        yield _reading(data, declared, address, what, **given)
        return
    for entry in entries(data, what, address)[:most]:
        page = fetch(entry.address, allow_local=allow_local)
        if kind_of(page.data, page.media_type) == FEED:
            raise InputError(
                "this article of the feed is a feed itself", where=entry.address, remedy="add it by itself"
            )
        yield _reading(page.data, page.media_type, page.address, entry.address, **given)


def read_bytes(
    data: bytes,
    name: str = "",
    *,
    language: str | None = None,
    said_on: str | None = None,
    offices: Offices | None = None,
) -> Reading:
    """Read a text that a person brings: a page or a plain text, never a feed.

    Parameters
    ----------
    data
        Its bytes.
    name
        Of its file; its ending says what it is, and where there is none the bytes do.
    language, said_on, offices
        As of `read`.

    Returns
    -------
    Reading
        The text with its proposals.

    Raises
    ------
    InputError
        If it is no text, or holds no article.

    Examples
    --------
    >>> [one] = read_bytes(b'The minister said: "We will talk."').proposals
    >>> one["quote"]["exact"]
    'We will talk.'
    """
    declared = _TYPES.get(Path(name).suffix.lower())
    return _reading(data, declared, None, name or "text", language=language, said_on=said_on, offices=offices)


def _bytes_of(what: str, allow_local: bool) -> tuple[bytes, str | None, str | None]:
    from counterpoise.record.fetching import fetch, is_address  # noqa: PLC0415

    if is_address(what):
        page = fetch(what, allow_local=allow_local)
        return page.data, page.media_type, page.address
    path = Path(what)
    try:
        if path.is_file() and path.stat().st_size > _MOST:
            raise InputError(f"the file has more than {_MOST:,} bytes", where=what, remedy="cut the text out of it")
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise InputError("this is a folder, not a text", where=what, remedy="name a file in it") from error
    except FileNotFoundError as error:
        remedy = "name a file, or an address that begins with https://"
        raise InputError("there is no such file", where=what, remedy=remedy) from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the file can't be read ({said.lower()})", where=what, remedy="name another file") from error
    return data, _TYPES.get(path.suffix.lower()), None


def _reading(
    data: bytes,
    declared: str | None,
    address: str | None,
    where: str,
    *,
    language: str | None,
    said_on: str | None,
    offices: Offices | None,
) -> Reading:
    from dataclasses import replace  # noqa: PLC0415

    from counterpoise.record.proposals import propose  # noqa: PLC0415
    from counterpoise.record.texts import extract, kind_of  # noqa: PLC0415

    text = extract(data, declared, where)
    text = replace(text, language=language) if language else text
    media_type = declared or kind_of(data, declared)
    return Reading(data, media_type, address, text, propose(text, offices=offices, said_on=said_on))


class Holders:
    """The program's table of office-holders, as a text asks it: one person, or none."""

    def resolve(self, name_or_title: str, on: str | None) -> Person | None:
        """Give the only one whom a name or an office means on a day; without a whole day nobody."""
        from counterpoise.record.offices import who  # noqa: PLC0415
        from counterpoise.record.people import Person  # noqa: PLC0415

        if on is None or len(on) != 10:
            return None
        found = who(name_or_title, date.fromisoformat(on))
        return Person(found[0].name, found[0].office, found[0].country) if len(found) == 1 else None


def keep(book: Book, reading: Reading, proposals: Iterable[Mapping[str, Any]], **fields: Any) -> list[dict[str, Any]]:
    """Write the statements that a person accepted to a ledger, with their source before them.

    Parameters
    ----------
    book
        The ledger.
    reading
        The source.
    proposals
        Those accepted, perhaps corrected.
    **fields
        What the person says of the source (``outlet``, ``recorded_by``).

    Returns
    -------
    list of dict
        The records as the ledger has them; nothing is written, not even the source, where none is accepted.

    Raises
    ------
    InputError
        If a quote isn't in the source word for word, or a field is wrong: nothing is written then.
    """
    from counterpoise.record.proposals import accepted, check_quote  # noqa: PLC0415
    from counterpoise.record.records import check  # noqa: PLC0415

    chosen = list(proposals)
    for number, one in enumerate(chosen, 1):
        check_quote(one, reading.text, f"proposal {number}")
        ready = accepted(one, reading.text, source="0" * 16, recorded_on=_today())
        check({key: value for key, value in ready.items() if value is not None}, f"proposal {number}")
    if not chosen:
        return []
    said = {key: value for key, value in fields.items() if value is not None}
    about = {"address": reading.address, "retrieved": _today() if reading.address else None, **said}
    source = book.add_source(reading.data, reading.text, media_type=reading.media_type, **about)
    return book.extend([accepted(one, reading.text, source=source["id"], recorded_on=_today()) for one in chosen])


def corrected(proposal: Mapping[str, Any], changes: Mapping[str, str | None]) -> dict[str, Any]:
    """Change what a person corrects of a proposal.

    Parameters
    ----------
    proposal
        As it was proposed.
    changes
        The words for some of `FIELDS`; nothing empties one.

    Returns
    -------
    dict
        The proposal with them. Its speaker is named where the person says who it was, by name, office or country.

    Raises
    ------
    InputError
        If a word is no country, no topic or no day, with the field.

    Examples
    --------
    >>> [one] = read_bytes(b'The minister said: "We will talk."').proposals
    >>> changed = corrected(one, {"name": "Kari Lund", "country": "NOR", "addressee": "chn, JPN"})
    >>> changed["speaker"]["country"], changed["speaker"]["resolved"], changed["addressee"]
    ('NOR', 'named', ['CHN', 'JPN'])
    """
    made = {**proposal, "speaker": dict(proposal["speaker"])}
    for name, word in changes.items():
        of = made["speaker"] if name in made["speaker"] else made
        of[name] = field_of(name, word) if word and word.strip() else None
    speaker = made["speaker"]
    if speaker != proposal["speaker"]:
        named = any(speaker.get(one) for one in ("name", "office", "country"))
        speaker["resolved"] = "named" if named else "unresolved"
    return made


def field_of(name: str, word: str) -> Any:
    """Read a person's word for one of `FIELDS`.

    Raises
    ------
    InputError
        If there is no such field, or the word is none for it.

    Examples
    --------
    >>> field_of("addressee", "CHN, EU"), field_of("said_on", "2025-09-18")
    (['CHN', 'EU'], '2025-09-18')
    """
    from counterpoise.record.topics import TOPICS  # noqa: PLC0415

    text = " ".join(word.split())
    if name not in FIELDS:
        raise InputError(
            f"{name[:40]!r} can't be corrected", where=name[:40], remedy="take one of " + ", ".join(FIELDS)
        )
    if name in ("country", "addressee"):
        codes = list(dict.fromkeys(_country_of(one.strip(), name) for one in text.split(",") if one.strip()))
        if not codes or (name == "country" and len(codes) > 1):
            raise InputError("a speaker speaks for one country", where=name, remedy="name one, as KOR")
        return codes[0] if len(codes) == 1 else codes
    if name == "topic" and text not in TOPICS:
        remedy = did_you_mean(text, TOPICS, "one of " + ", ".join(TOPICS))
        raise InputError(f"{text[:40]!r} is no topic", where=name, remedy=remedy)
    if name == "said_on":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise InputError(f"{text[:40]!r} is no day", where=name, remedy="write it as 2025-09-18") from error
    return text


def _country_of(word: str, where: str) -> str:
    """Read a country by its code, or a body that speaks for itself, as EU."""
    from counterpoise.codes.countries import parse  # noqa: PLC0415
    from counterpoise.record.records import country_known  # noqa: PLC0415

    return word.upper() if country_known(word.upper()) else parse(word, where)


def decided(file: str, readings: Sequence[Reading]) -> list[list[dict[str, Any]]]:
    """Read a file of proposals that a person has gone through: what is in it is accepted.

    Parameters
    ----------
    file
        JSON as ``--format json`` prints it, with the proposals that were rejected taken out and the others corrected.
    readings
        The sources anew, in their order.

    Returns
    -------
    list of list of dict
        The proposals accepted of each source.

    Raises
    ------
    InputError
        If the file is no such JSON, or is about other bytes.
    """
    try:
        held = json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError("there is no such file", where=file, remedy="name the file that you corrected") from error
    except ValueError as error:
        raise InputError(f"this is no JSON ({error})", where=file, remedy="correct it") from error
    parts = held.get("sources") if isinstance(held, dict) else None
    if not isinstance(parts, list) or not all(
        isinstance(one, dict) and isinstance(one.get("proposals"), list) for one in parts
    ):
        remedy = "take what `counterpoise record add SOURCE --format json` prints"
        raise InputError("this file holds no proposals", where=file, remedy=remedy)
    by = {(one.get("source") or {}).get("sha256"): one["proposals"] for one in parts}
    known = {reading.source()["sha256"] for reading in readings}
    strange = [str(one)[:16] for one in by if one not in known]
    if strange:
        what = f"these proposals are about other bytes ({strange[0]}...) than the source has now"
        raise InputError(what, where=file, remedy="print the proposals of this source anew")
    return [by.get(reading.source()["sha256"], []) for reading in readings]
