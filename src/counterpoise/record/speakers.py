"""Who said what stands between quotation marks: found in the narrator's words, or left open.

The rules are few, and one stands above them: where two readings contradict each other, the speaker is unresolved. A verb of
saying beside the quotation counts first, then the nearest one before it in the sentence, then one at the sentence's end.
A short name is the person whom the text names in full; a pronoun is the subject of the sentence before (centering: Grosz,
Joshi and Weinstein 1995), unless more persons may be meant. A quotation within another is somebody else's, unless the
outer one says whose.

References
----------
Grosz, Joshi and Weinstein (1995), "Centering: A framework for modeling the local coherence of discourse",
Computational Linguistics 21(2), 203-225.

Pareti (2016), "PARC 3.0: A corpus of attribution relations", Proceedings of LREC, 3914-3920.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise.codes.countries import name as country_name
from counterpoise.record import attributions as western
from counterpoise.record import eastern
from counterpoise.record.attributions import Attribution, opening
from counterpoise.record.casting import CROWD, cast_of, institution
from counterpoise.record.nouns import Token, parse, phrases, tokens_of
from counterpoise.record.people import (
    Cast,
    Member,
    NoOffices,
    Offices,
    Person,
    Phrase,
    Speaker,
    nobody,
    plain,
    single,
)
from counterpoise.record.quotes import Quote
from counterpoise.record.sentences import COVER, Sentence, sentences
from counterpoise.record.speech import WORDS, Words

_BACK = 3
"""Sentences that a pronoun looks back over."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a quotation's speaker.

    Attributes
    ----------
    speaker
        Who said it, or that nobody could be told.
    addressee
        The country of the one who was spoken to, where the sentence names them.
    sentence
        The place of the sentence in the text.
    candidates
        Who it may have been, where it is unresolved: for a person to choose from.
    """

    speaker: Speaker
    addressee: str | None
    sentence: tuple[int, int]
    candidates: tuple[str, ...] = ()


def speakers_of(
    text: str, quotes: Sequence[Quote], language: str | None, *, offices: Offices | None = None, on: str | None = None
) -> list[Said]:
    """Give the speaker of each quotation.

    Parameters
    ----------
    text
        The text.
    quotes
        Its quotations (`quotes.quotes_in`).
    language
        ``en``, ``fr``, ``de``, ``ko``, ``zh`` or ``ja``; in any other one all speakers are unresolved.
    offices
        A table of office-holders; None for what the text itself says only.
    on
        The day on which it was published (ISO 8601), for that table.

    Returns
    -------
    list of Said
        One for each quotation, in their order.

    Examples
    --------
    >>> from counterpoise.record.quotes import quotes_in
    >>> text = 'Norwegian Foreign Minister Kari Lund met reporters. "We will sign," Lund said.'
    >>> speakers_of(text, quotes_in(text), "en")[0].speaker.country
    'NOR'
    """
    if language is None or (language not in WORDS and language not in eastern.MANNERS):
        why = "no rules for this language"
        return [Said(nobody(why), None, (one.outer_start, one.outer_end)) for one in quotes]
    return _Reading(text, quotes, language, offices or NoOffices(), on).all()


@dataclass(slots=True)
class _Line:
    """A sentence, what it attributes, and the person that it is about."""

    sentence: Sentence
    found: list[Attribution]
    subject: Member | None
    persons: list[Member]


class _Reading:
    """One text, read once from its beginning to its end."""

    def __init__(self, text: str, quotes: Sequence[Quote], language: str, offices: Offices, on: str | None) -> None:
        self.text, self.quotes, self.language, self.offices, self.on = text, quotes, language, offices, on
        self.words: Words | None = WORDS.get(language)
        self.lines: list[_Line] = []
        self.sentences = sentences(text, quotes)
        self.cast: Cast = cast_of(self.sentences, language)
        self.said: dict[int, Said] = {}

    def all(self) -> list[Said]:
        """Read every sentence, then what stands in other quotations."""
        for sentence in self.sentences:
            found = self._attributions(sentence)
            line = _Line(sentence, found, None, self._persons(sentence))
            self.lines.append(line)
            line.subject = self._subject(line)
            for k in sentence.quotes:
                self.said[k] = self._of(line, k)
        return [self.said[k] if k in self.said else self._inside(k) for k in range(len(self.quotes))]

    def _attributions(self, sentence: Sentence) -> list[Attribution]:
        if self.words is not None:
            return western.attributions(sentence.covered, self.words)
        return eastern.attributions(sentence.covered, self.language)

    def _inside(self, k: int) -> Said:
        """Leave a quotation within another one open, or one that no sentence holds."""
        quote = self.quotes[k]
        outer = self.said.get(quote.parent) if quote.parent is not None else None
        candidates = (_name(outer.speaker),) if outer and outer.speaker.known else ()
        place = outer.sentence if outer else (quote.outer_start, quote.outer_end)
        return Said(nobody("it stands inside another quotation"), None, place, candidates)

    # which attribution is a quotation's

    def _of(self, line: _Line, k: int) -> Said:
        quote, sentence = self.quotes[k], line.sentence
        place = (sentence.start, sentence.end)
        if quote.continues is not None:
            before = self.said.get(quote.continues)
            later = self._chosen(line, k)
            if later is not None:
                return self._backwards(k, self._told(line, later, place))
            if before is not None:
                return replace(before, sentence=place)
        if sentence.only_quotes:
            return self._alone(line, k, place)
        chosen = self._chosen(line, k)
        if chosen is None:
            if self.words is None and not line.found:
                return Said(nobody("no verb of saying in the sentence"), None, place, self._candidates(line))
            return Said(nobody("nobody is said to speak, or two may be"), None, place, self._candidates(line))
        return self._told(line, chosen, place)

    def _backwards(self, k: int, told: Said) -> Said:
        """Give the earlier paragraphs of one quotation the speaker whom the last one names."""
        before = self.quotes[k].continues
        while before is not None and not self.said[before].speaker.known:
            self.said[before] = replace(told, sentence=self.said[before].sentence)
            before = self.quotes[before].continues
        return told

    def _alone(self, line: _Line, k: int, place: tuple[int, int]) -> Said:
        """Read a sentence that is nothing but a quotation: it goes on with the one before it in the paragraph."""
        before = self.lines[-2] if len(self.lines) > 1 else None
        near = before is not None and before.sentence.paragraph == line.sentence.paragraph
        held = line.sentence.quotes.index(k)
        if held:
            return replace(self.said[line.sentence.quotes[held - 1]], sentence=place)
        if before is not None and near and before.sentence.quotes:
            last = self.said[before.sentence.quotes[-1]]
            if last.speaker.known and self._one_speaker(before):
                return replace(last, speaker=replace(last.speaker, why=f"goes on: {last.speaker.why}"), sentence=place)
        colon = before is not None and before.sentence.covered.rstrip().endswith((":", "："))
        if before is not None and colon and before.found and before.found[-1].phrase is not None:
            return self._told(before, before.found[-1], place)
        return Said(nobody("a quotation by itself"), None, place, self._candidates(line))

    def _one_speaker(self, line: _Line) -> bool:
        return len({self.said[k].speaker.name for k in line.sentence.quotes}) == 1

    def _chosen(self, line: _Line, k: int) -> Attribution | None:
        """Choose a quotation's attribution; None where there is none, or two contradict each other."""
        quote, sentence = self.quotes[k], line.sentence
        first, last = quote.outer_start - sentence.start, quote.outer_end - sentence.start
        around = [
            one for one in line.found if one.kind in ("around", "omitted") and one.start <= first and one.end >= last
        ]
        source = next((one for one in line.found if one.kind == "according"), None)
        if around:
            return source if source and around[-1].phrase is None and around[-1].kind == "omitted" else around[-1]
        finite = [one for one in line.found if one.kind not in ("around", "omitted", "according")]
        after = [one for one in finite if one.start >= last and one.kind != "participle"]
        post = after[0] if after and _beside(sentence.covered[last : after[0].start]) else None
        before = [one for one in finite if one.end <= first]
        strong = before[-1] if before and self._leads(sentence.covered[before[-1].end : first], before[-1]) else None
        chosen = self._preferred(line, (post, strong), before, after, (first, last))
        if source is not None:
            weak = chosen is None or (chosen.phrase is not None and chosen.phrase.kind in ("both", "country"))
            if weak and not (chosen is None and (before or post)):
                return source
            if weak and chosen is not None and chosen.phrase is not None:
                return source
        return chosen

    def _preferred(  # noqa: PLR0911 - a case a line
        self,
        line: _Line,
        beside: tuple[Attribution | None, Attribution | None],
        before: list[Attribution],
        after: list[Attribution],
        place: tuple[int, int],
    ) -> Attribution | None:
        post, strong = beside
        covered = line.sentence.covered
        if strong is not None and strong.reacting and not covered[: place[0]].rstrip().endswith(" as"):
            return post if post is not None and self._same(line, post, strong) else None
        if strong is not None and self.language == "zh":
            return strong  # "...said: " leads; what follows begins anew
        if post is not None and strong is not None:
            return post if self._same(line, post, strong) else None
        if post is not None:
            return None if _owned(covered[: place[0]]) else post
        if strong is not None:
            return strong
        closing = [one for one in after if _closing(covered, one)]
        if _owned(covered[: place[0]]):
            return None
        if before and closing:
            return before[-1] if self._same(line, before[-1], closing[0]) else None
        if before:
            return None if before[-1].reacting else before[-1]
        return closing[0] if closing else None

    def _same(self, line: _Line, one: Attribution, other: Attribution) -> bool:
        if one.phrase is None or other.phrase is None:
            return False
        found = [self._told(line, each, (0, 0)).speaker for each in (one, other)]
        return found[0].known and found[1].known and _name(found[0]) == _name(found[1])

    def _leads(self, between: str, one: Attribution) -> bool:
        """Tell whether only small words stand between a verb and the quotation."""
        if COVER in between:
            return False
        if self.words is None:
            return bool(re.fullmatch(r"[\s，,：:、。了道着著]*", between))
        tokens = [token for token in tokens_of(between) if token.text[0].isalnum()]
        small = [token for token in tokens if token.word in self.words.linking | self.words.adverbs]
        others = [token for token in tokens if token not in small]
        if one.addressee is not None or one.kind == "according":
            return len(others) <= 6
        return not others or (len(others) <= 2 and between.rstrip().endswith(":"))

    # who the words of an attribution mean

    def _told(self, line: _Line, one: Attribution, place: tuple[int, int]) -> Said:
        if one.kind == "omitted":
            member = self._antecedent(line, "", 0)
            why = "the sentence leaves its subject out; the one before has it"
            speaker = Speaker.of(self._full(member), "pronoun", why) if member else nobody("no subject")
        elif one.phrase is None:
            speaker = nobody("the one who speaks isn't named")
        else:
            speaker = self._speaker(line, one.phrase, one.start)
        addressee = self._country(line, one.addressee, one.end) if one.addressee else None
        candidates = () if speaker.known else self._candidates(line)
        return Said(speaker, addressee, place, candidates)

    def _country(self, line: _Line, phrase: Phrase, at: int) -> str | None:
        return self._speaker(line, phrase, at).country

    def _speaker(self, line: _Line, phrase: Phrase, at: int) -> Speaker:  # noqa: PLR0911 - a case a line
        shown = " ".join(dict.fromkeys(filter(None, [phrase.office, phrase.name]))) or phrase.kind
        why = f"“{shown}” in the sentence"
        match phrase.kind:
            case "pronoun":
                member = self._antecedent(line, phrase.name or "", at)
                if member is None:
                    return nobody(f"“{phrase.name}” may be several persons, or none")
                return Speaker.of(self._full(member), "pronoun", f"“{phrase.name}” after {member.person.name}")
            case "person":
                return self._person(line, phrase, at, why)
            case "title":
                return self._titled(phrase, why)
            case "institution":
                found = institution(phrase, self.cast, self.language)
                return Speaker.of(found, "named", why) if found else nobody(f"{why}, of which country isn't said")
            case "country":
                return Speaker(None, None, phrase.country, "metonym", why)
            case "both":
                return self._both(line)
            case _:
                return nobody("the one who speaks isn't named")

    def _person(self, line: _Line, phrase: Phrase, at: int, why: str) -> Speaker:
        members = self.cast.find(phrase)
        if len(members) > 1:
            return nobody(f"{why}: {len(members)} persons are called so")
        name = phrase.name or ""
        if not members or (members[0].person.name == name and " " not in name and name.isascii() and at == 0):
            # a capital at the beginning of a sentence makes no name
            lone = not phrase.office and not self._elsewhere(name, line)
            if plain(name) in CROWD or lone:
                return nobody(f"{why}: no person who is named")
        if plain(name) in CROWD:
            return nobody(f"{why}: no person who is named")
        person = members[0].person if members else Person(name, phrase.office, phrase.country)
        person = replace(person, office=person.office or phrase.office, country=person.country or phrase.country)
        return Speaker.of(self._known(person), "named", why)

    def _elsewhere(self, name: str, line: _Line) -> bool:
        """Tell whether a name stands somewhere in the middle of a sentence."""
        pattern = re.compile(rf"(?<=[a-z,] ){re.escape(name)}\b")
        return any(pattern.search(one.covered) for one in self.sentences if one is not line.sentence)

    def _known(self, person: Person) -> Person:
        """Add what the table of office-holders knows of a person; it never overrules the text."""
        if person.name and person.country and person.office:
            return person
        found = self.offices.resolve(person.name, self.on) if person.name else None
        if found is None or (person.country and found.country and found.country != person.country):
            return person
        return Person(found.name or person.name, person.office or found.office, person.country or found.country)

    def _full(self, member: Member) -> Person:
        return self._known(member.person)

    def _titled(self, phrase: Phrase, why: str) -> Speaker:
        office = phrase.office or ""
        holder = single(self.cast.holders(office, phrase.country))
        if holder is not None:
            return Speaker.of(self._full(holder), "named", why)
        if phrase.country is None:
            return nobody(f"{why}, of which country isn't said")
        found = self.offices.resolve(f"{office} of {country_name(phrase.country)}", self.on)
        return Speaker.of(found or Person(None, office, phrase.country), "named", why)

    def _both(self, line: _Line) -> Speaker:
        """Say which two countries met, if the sentences before name two."""
        for other in [line, *reversed(self.lines[:-1][-_BACK:])]:
            lands = list(dict.fromkeys(one.person.country for one in other.persons if one.person.country))
            if len(lands) == 2:
                return Speaker(
                    " and ".join(country_name(str(one)) for one in lands),
                    None,
                    None,
                    "metonym",
                    "both sides, of those who met",
                )
            if lands:
                break
        return nobody("“both sides”, and which they are isn't said")

    def _antecedent(self, line: _Line, pronoun: str, at: int) -> Member | None:
        """Give the person whom a pronoun means, or None where several may be meant."""
        here = self._before(line, at)
        if here:
            return here[0] if len(here) == 1 and here[0] is line.subject else self._speaking(line, here, at)
        for other in reversed(self.lines[:-1][-_BACK:]):
            if line.sentence.paragraph - other.sentence.paragraph > 1:
                return None
            if any(one.phrase is not None and one.phrase.kind == "both" for one in other.found):
                return None
            if other.subject is not None:
                return self._gendered(other.subject, pronoun)
            if other.persons:
                return None
        return None

    def _gendered(self, member: Member, pronoun: str) -> Member | None:
        if self.language == "de" and pronoun == "sie":
            return None  # it is they, too
        kind = {"he": "he", "il": "he", "er": "he", "she": "she", "elle": "she", "sie": "she"}.get(pronoun, "")
        if kind and member.pronoun and member.pronoun != kind:
            return None
        member.pronoun = member.pronoun or kind or None
        return member

    def _speaking(self, line: _Line, here: list[Member], at: int) -> Member | None:
        """Give the one who speaks earlier in the same sentence, of several whom it names."""
        spoken = [one for one in line.found if one.end < at and one.phrase is not None and one.phrase.kind == "person"]
        members = [self.cast.find(one.phrase) for one in spoken if one.phrase is not None]
        return members[0][0] if len(members) == 1 and len(members[0]) == 1 and members[0][0] in here else None

    def _before(self, line: _Line, at: int) -> list[Member]:
        """Give the persons whom the sentence names before a place."""
        return list(self._named(line.sentence, at).values())

    # what a sentence is about

    def _persons(self, sentence: Sentence) -> list[Member]:
        return list(self._named(sentence, len(sentence.covered)).values())

    def _named(self, sentence: Sentence, end: int) -> dict[int, Member]:
        """Give the members of the cast whom a sentence names before a place."""
        found: dict[int, Member] = {}
        for phrase in self._phrases(sentence, end):
            member = single(self.cast.find(phrase)) if phrase.kind == "person" else None
            if phrase.kind == "title" and phrase.office:
                member = single(self.cast.holders(phrase.office, phrase.country))
            if member is not None and (member.titled or member.person.country or " " in (member.person.name or "")):
                found.setdefault(id(member), member)
        return found

    def _phrases(self, sentence: Sentence, end: int) -> list[Phrase]:
        if self.words is None:
            return [phrase for _, last, phrase in eastern.persons(sentence.covered, self.language) if last <= end]
        tokens = tokens_of(sentence.covered)
        spans = [(a, b) for a, b in phrases(tokens, self.words) if tokens[b - 1].end <= end]
        return [parse(_without(tokens[a:b]), self.words) for a, b in spans]

    def _subject(self, line: _Line) -> Member | None:
        """Give the person of whom the sentence speaks first, or who speaks in it."""
        spoken = [one for one in line.found if one.kind in ("finite", "around", "colon", "omitted")]
        if self.words is not None and not spoken:
            begun = opening(tokens_of(line.sentence.covered), self.words)
            spoken = [Attribution(begun[0], 0, begun[1])] if begun else []
        for one in spoken:
            if one.kind == "omitted":
                return self._antecedent(line, "", 0)
            if one.phrase is not None and one.phrase.kind == "person":
                return single(self.cast.find(one.phrase))
            if one.phrase is not None and one.phrase.kind == "title":
                return single(self.cast.holders(one.phrase.office or "", one.phrase.country))
            if one.phrase is not None and one.phrase.kind == "pronoun":
                return self._antecedent(line, one.phrase.name or "", one.start)
        return None

    def _candidates(self, line: _Line) -> tuple[str, ...]:
        near = [*line.persons, *(one for other in reversed(self.lines[:-1][-_BACK:]) for one in other.persons)]
        return tuple(dict.fromkeys(one.person.name or "" for one in near if one.person.name))[:4]


def _without(tokens: list[Token]) -> list[Token]:
    """Take the genitive from a phrase's last word."""
    last = tokens[-1]
    return [*tokens[:-1], Token(re.sub(r"['’]s?$", "", last.text) or last.text, last.start, last.end)]


def _name(speaker: Speaker) -> str:
    return speaker.name or " ".join(filter(None, [speaker.office, speaker.country]))


def _beside(between: str) -> bool:
    """Tell whether nothing but a mark stands between a quotation and its verb."""
    return bool(re.fullmatch(r"[\s,.;:!?—–，。-]*", between))


def _closing(covered: str, one: Attribution) -> bool:
    """Tell whether an attribution stands at the end of its clause, between commas (`..., he added`)."""
    return covered[: one.start].rstrip()[-1:] in (",", COVER, "—", "–", "，") and (
        not covered[one.end :].strip() or covered[one.end :].lstrip()[0] in ".,;，。"
    )


_OWNED = re.compile(r"(?:[A-Z][\w.-]*(?:['’]s|s['’])|\b(?:his|her|their)) (?:[\w-]+ ){0,2}$")


def _owned(before: str) -> bool:
    """Tell whether the words may be another's, as in `Wang's "bridge"`."""
    found = _OWNED.search(before)
    return bool(found) and found[0][0].isupper() if found else False
