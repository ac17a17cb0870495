"""Statements that a text may hold, proposed for a person to accept, correct or reject. Nothing here enters a ledger.

Only words between quotation marks are proposed, each with its place in the text. Who said them, to whom and on what are
proposals too. Events are not coded from text: `NO_EVENTS` says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from counterpoise.core.errors import InputError
from counterpoise.core.version import __version__
from counterpoise.record.people import Offices
from counterpoise.record.quotes import AROUND, Quote, quotes_in
from counterpoise.record.speakers import Said, speakers_of
from counterpoise.record.texts import Text
from counterpoise.record.topics import topic_of

NO_EVENTS = (
    "Quotations are proposed, events are not: coded from text, the best program tried is right on class, source and target "
    "together for 20 in 100 of PLOVER's gold records. Events come from files whose producers coded them, or from you."
)
"""Why no events are coded from text (322 gold records of the Open Event Data Alliance, CC BY-SA 4.0)."""

PROPOSED = "proposed"
"""The key of what a proposal says about itself; a statement that is accepted has none."""


def propose(
    text: Text, *, offices: Offices | None = None, said_on: str | None = None, source: str | None = None
) -> list[dict[str, Any]]:
    """Give the statements that a text may hold.

    Parameters
    ----------
    text
        The text, with its language and its day.
    offices
        A table of office-holders; None for what the text itself says only.
    said_on
        The day on which the words were said, where the reader knows it.
    source
        The id of the source's record, where there is one.

    Returns
    -------
    list of dict
        A statement for each quoted string, in the order of the text, without id and hash. Under ``proposed`` stand the program
        that proposes, how the speaker was found, who else it may have been, and what to look at.

    Examples
    --------
    >>> from counterpoise.record.texts import extract
    >>> [one] = propose(extract('Norwegian Prime Minister Kari Lund said: "We will lower tariffs."'.encode()))
    >>> one["quote"]["exact"], one["speaker"]["name"], one["topic"]
    ('We will lower tariffs.', 'Kari Lund', 'trade')
    """
    quotes = quotes_in(text.text)
    said = speakers_of(text.text, quotes, text.language, offices=offices, on=said_on or text.published)
    last = len(text.title or "") if text.title and text.text.lstrip().startswith(text.title) else 0
    return [
        _statement(
            text, quote, one, in_title=quote.outer_end <= last + 2 and bool(last), said_on=said_on, source=source
        )
        for quote, one in zip(quotes, said, strict=True)
    ]


def _statement(
    text: Text, quote: Quote, said: Said, *, in_title: bool, said_on: str | None, source: str | None
) -> dict[str, Any]:
    who = said.speaker
    around = text.text[said.sentence[0] : said.sentence[1]]
    look = _look_at(quote, in_title)
    return {
        "type": "statement",
        "source": source,
        "speaker": {"name": who.name, "office": who.office, "country": who.country, "resolved": who.resolved},
        "addressee": said.addressee,
        "quote": {
            "exact": quote.text,
            "prefix": text.text[max(0, quote.start - AROUND) : quote.start],
            "suffix": text.text[quote.end : quote.end + AROUND],
            "start": quote.start,
            "end": quote.end,
        },
        "language": text.language,
        "verbatim": not in_title,
        "original": None,
        "said_on": said_on,
        "published_on": text.published,
        "recorded_on": None,
        "topic": topic_of(quote.text, around),
        "stance": None,
        "commitment": None,
        PROPOSED: {
            "by": f"counterpoise {__version__}, rules",
            "speaker_by": who.why,
            "topic_by": "keywords",
            "candidates": list(said.candidates),
            "look_at": look,
        },
    }


def _look_at(quote: Quote, in_title: bool) -> list[str]:
    """Say what a person should look at before accepting."""
    said: list[str] = []
    if in_title:
        said.append("a headline often shortens what was said: it is not proposed as verbatim")
    if not quote.closed:
        said.append("its closing mark is missing: where it ends is a guess")
    if quote.depth:
        said.append("it stands inside another quotation")
    if quote.continues is not None:
        said.append("it goes on from the paragraph before")
    return said


def accepted(proposal: Mapping[str, Any], text: Text, *, source: str, recorded_on: str) -> dict[str, Any]:
    """Make a statement of a proposal that a person accepted, perhaps corrected.

    Parameters
    ----------
    proposal
        As `propose` gave it, or changed by a person.
    text
        The source's text, in which the quote must stand at its place.
    source
        The id of the source's record.
    recorded_on
        The day on which it was accepted (ISO 8601).

    Returns
    -------
    dict
        The statement, without id and hash.

    Raises
    ------
    InputError
        If its quote isn't in the text at its place, or a field that a statement has is missing.

    Examples
    --------
    >>> from counterpoise.record.texts import extract
    >>> text = extract(b'The minister said: "We will talk."')
    >>> made = accepted(propose(text)[0], text, source="0" * 16, recorded_on="2026-01-02")
    >>> made["recorded_on"], "proposed" in made
    ('2026-01-02', False)
    """
    check_quote(proposal, text)
    made = {key: value for key, value in proposal.items() if key != PROPOSED}
    return {**made, "type": "statement", "source": source, "recorded_on": recorded_on}


def check_quote(proposal: Mapping[str, Any], text: Text, where: str = "quote") -> None:
    """Refuse a proposal whose quote doesn't stand in its source, word for word."""
    quote, speaker = proposal.get("quote"), proposal.get("speaker")
    if not isinstance(quote, Mapping) or not isinstance(speaker, Mapping):
        remedy = "take a proposal as `counterpoise record add SOURCE --format json` prints it"
        raise InputError("this proposal has no quote or no speaker", where=where, remedy=remedy)
    exact, start, end = quote.get("exact"), quote.get("start"), quote.get("end")
    if not (isinstance(exact, str) and exact and isinstance(start, int) and isinstance(end, int)):
        raise InputError("its quote lacks exact, start or end", where=where, remedy="keep them as they were proposed")
    if text.text[start:end] != exact:
        found = text.text[start:end]
        what = f"{exact[:60]!r} is not in its source at {start} to {end}, where {found[:60]!r} stands"
        raise InputError(what, where=where, remedy="leave the quote as it was proposed, or correct its place")


def whose(proposals: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Count the proposals whose speaker was found, and those left open."""
    open_ones = sum(one["speaker"]["resolved"] == "unresolved" for one in proposals)
    return len(proposals) - open_ones, open_ones


def told(proposal: Mapping[str, Any], number: int, of: int) -> str:
    """Tell a proposal in a few lines, for a person to decide on."""
    speaker, about = proposal["speaker"], proposal.get(PROPOSED, {})
    who = ", ".join(filter(None, [speaker.get("name"), speaker.get("office"), speaker.get("country")]))
    lines = [f"{number} of {of}  “{proposal['quote']['exact']}”"]
    if speaker["resolved"] == "unresolved":
        may = ", ".join(_all(about.get("candidates")))
        lines.append(
            f"  speaker    unresolved: {about.get('speaker_by') or 'nobody is named'}"
            + (f" (near it: {may})" if may else "")
        )
    else:
        lines.append(f"  speaker    {who}  ({speaker['resolved']}: {about.get('speaker_by') or 'as you said'})")
    to = proposal.get("addressee")
    lines.append(f"  addressee  {', '.join(_all(to)) or '-'}")
    lines.append(f"  topic      {proposal.get('topic') or '-'}")
    lines += [f"  note       {one}" for one in _all(about.get("look_at"))]
    return "\n".join(lines)


def _all(value: Any) -> Iterable[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value]
