"""Who a sentence in English, French or German says to speak: each verb of saying with its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from counterpoise.record.nouns import Token, inside, parse, phrase_left, phrase_right, tokens_of
from counterpoise.record.people import Phrase
from counterpoise.record.speech import Words, word_set

Kind = Literal["finite", "participle", "according", "colon", "around", "omitted"]

_PREPOSITIONS = word_set(
    "in on at by from with of to for near about against between among à en dans de du par avec aus von mit bei an im am"
)
_AND = frozenset(("and", "et", "und"))
_NOT = frozenset(("not", "never", "n't", "nicht", "nie", "pas", "jamais"))
_UNLESS = frozenset(("denied", "denies", "without", "avoided", "avoid", "stopped"))
_REACTING = word_set(
    "rejected dismissed denied criticised criticized denounced slammed blasted condemned welcomed hailed praised "
    "lauded referred quoted recalled accused rejects denies rejecting dismissing denying criticising criticizing "
    "condemning welcoming hailing praising referring recalling accusing dénonce dénoncé salue salué evoqué évoqué "
    "kritisierte lobte begrüßte wies"
)
"""Verbs whose object may be another's words: `rejected the "so-called plan"`."""
_WITH_PRONOUN = re.compile(r"^(?:[\w]+-)+(il|elle)$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of saying, or what stands for one, with its subject.

    Attributes
    ----------
    phrase
        The subject; None where there is one that can't be read, such as "an analyst".
    start, end
        From the subject to the verb, in the sentence.
    kind
        ``finite``; ``participle`` (the subject is the sentence's); ``according`` (to somebody); ``colon`` (a name before
        a colon); ``around`` (subject and verb on both sides, as in Korean and Japanese); ``omitted`` (such a sentence without
        a subject).
    addressee
        Who is spoken to.
    reacting
        Whether the words may be another's.
    """

    phrase: Phrase | None
    start: int
    end: int
    kind: Kind = "finite"
    addressee: Phrase | None = None
    reacting: bool = False


def attributions(sentence: str, words: Words) -> list[Attribution]:
    """Give the attributions of a sentence whose quotations are covered, in their order."""
    tokens = tokens_of(sentence)
    made = [one for k in range(len(tokens)) if (one := _at(tokens, k, words)) is not None]
    made += _according(tokens, words)
    colon = _colon(tokens, words)
    return _inherited(sorted([*made, *([colon] if colon else [])], key=lambda one: one.end), tokens, words)


def _at(tokens: list[Token], k: int, words: Words) -> Attribution | None:
    """Give the attribution whose verb a token is."""
    token = tokens[k]
    joined = _WITH_PRONOUN.match(token.word)
    if joined:
        return _joined(tokens, k, joined[1], words)
    if token.word in words.participles:
        return _participle(tokens, k, words)
    if token.word not in words.verbs or (token.capital and k > 0):
        return None
    if k and _WITH_PRONOUN.match(tokens[k - 1].word):
        return None
    return _finite(tokens, k, words)


def _joined(tokens: list[Token], k: int, pronoun: str, words: Words) -> Attribution | None:
    """Read `a-t-il dit` and `dit-il`."""
    verb = tokens[k].word.split("-")[0]
    after = next((j for j in range(k + 1, min(k + 4, len(tokens))) if tokens[j].word in words.verbs), None)
    if verb not in words.verbs and after is None:
        return None
    end = tokens[after].end if after is not None else tokens[k].end
    return Attribution(Phrase("pronoun", name=pronoun), tokens[k].start, end)


def _participle(tokens: list[Token], k: int, words: Words) -> Attribution | None:
    before = tokens[k - 1].word if k else ""
    if before in ("the", "a", "an", "is", "are", "was", "were", "of") or before in words.skipped - {"both"}:
        return None
    reacting = tokens[k].word in _REACTING
    if before in _UNLESS:
        return Attribution(None, tokens[k].start, tokens[k].end)
    if before == "as" and any(one.word == "quoted" for one in tokens[max(0, k - 8) : k]):
        return None
    first = phrase_left(tokens, k, words)
    if first < k and first and tokens[first - 1].word == "with":
        return Attribution(parse(tokens[first:k], words), tokens[first].start, tokens[k].end, reacting=reacting)
    return Attribution(Phrase("other"), tokens[k].start, tokens[k].end, "participle", reacting=reacting)


def _finite(tokens: list[Token], k: int, words: Words) -> Attribution | None:
    verb = tokens[k]
    j, refused, passive = k, False, False
    while j > 0 and tokens[j - 1].word in words.auxiliaries | words.adverbs | words.passive | _NOT:
        j -= 1
        refused = refused or tokens[j].word in _NOT
        passive = passive or tokens[j].word in words.passive
    before = tokens[j - 1] if j else None
    if before is not None and before.word in ("the", "a", "an", "so", "-", "to", "their", "its"):
        return None
    said = Attribution(None, verb.start, verb.end, addressee=_addressee(tokens, k, words))
    quoted = verb.word == "quoted" and any(one.word == "saying" for one in tokens[k : k + 8])
    if quoted:
        end = next(one.end for one in tokens[k : k + 8] if one.word == "saying")
        said, passive = replace(said, end=end), False
    if refused or (passive and words.passive & {"was"}):
        return said
    said = replace(said, reacting=verb.word in _REACTING and not quoted)
    return _with_subject(tokens, k, j, words, said)


def _with_subject(  # noqa: PLR0911 - a case a line
    tokens: list[Token], k: int, j: int, words: Words, said: Attribution
) -> Attribution:
    """Add the subject, before the verb or behind it."""
    before = tokens[j - 1] if j else None
    if before is not None and before.word in _AND:
        return replace(said, phrase=Phrase("other"), kind="participle")
    if before is not None and before.word in ("who", "qui"):
        end = j - 2 if j > 1 and tokens[j - 2].text == "," else j - 1
        first = phrase_left(tokens, end, words)
        return replace(said, phrase=parse(tokens[first:end], words), start=tokens[first].start) if first < end else said
    first = phrase_left(tokens, j, words)
    pronoun = before is not None and before.word in words.he | words.she
    if pronoun and before is not None:
        return replace(said, phrase=Phrase("pronoun", name=before.word), start=before.start)
    both = _both(tokens, j, words)
    if both is not None:
        return replace(said, phrase=Phrase("both"), start=tokens[both].start)
    if first < j and not (_preposed(tokens, first) and _begins(first, words)):
        return _left(tokens, first, j, words, said)
    if before is not None and before.text == ",":
        appended = _appended(tokens, j - 1, words)
        if appended is not None:
            phrase, at = appended
            return replace(said, phrase=phrase, start=tokens[at].start)
    return _right(tokens, k, j, words, said)


def _begins(first: int, words: Words) -> bool:
    """Tell whether a phrase with its preposition begins the sentence, and so is no subject (In Berlin sagte ...)."""
    return first == 1 and words.passive.isdisjoint({"was"})


def _preposed(tokens: list[Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].word in _PREPOSITIONS


def _left(tokens: list[Token], first: int, j: int, words: Words, said: Attribution) -> Attribution:
    """Read a subject before its verb."""
    said = replace(said, start=tokens[first].start)
    before = tokens[first - 1] if first else None
    phrase = parse(tokens[first:j], words)
    if before is not None and before.word in _PREPOSITIONS:
        papers = first > 1 and tokens[first - 2].word in words.papers | {"issued", "released", "published"}
        return replace(said, phrase=phrase if papers else None)
    if before is not None and before.word in _AND and first > 1 and inside(tokens[first - 2], words):
        return replace(said, phrase=None)  # two subjects
    if before is not None and before.text[0].isalpha() and before.text.islower() and phrase.kind == "other":
        return replace(said, phrase=None)
    if phrase.kind == "other" or (tokens[first].word in words.papers):
        return replace(said, phrase=None)
    return replace(said, phrase=phrase)


def _both(tokens: list[Token], j: int, words: Words) -> int | None:
    """Give where `both sides` begins, if it stands before a verb."""
    for length in (3, 2):
        if j >= length and " ".join(one.word for one in tokens[j - length : j]) in words.both:
            return j - length
    return None


def _appended(tokens: list[Token], comma: int, words: Words) -> tuple[Phrase, int] | None:
    """Read `Cho Hyun, South Korea's foreign minister, said` and `Lee, who took office in June, said`."""
    opening = next((c for c in range(comma - 1, max(0, comma - 14), -1) if tokens[c].text == ","), None)
    if opening is None or any(one.cover for one in tokens[opening:comma]):
        return None
    first = phrase_left(tokens, opening, words)
    if first == opening or _preposed(tokens, first):
        return None
    phrase = parse(tokens[first:opening], words)
    if phrase.kind != "person":
        return (phrase, first) if phrase.kind in ("title", "institution") else None
    more = apposition(tokens[opening + 1 : comma], words)
    if more is not None and not phrase.office:
        phrase = replace(phrase, office=more.office, country=phrase.country or more.country)
    return phrase, first


def apposition(tokens: list[Token], words: Words) -> Phrase | None:
    """Give the office that stands behind a name, if it is one."""
    end = phrase_right(tokens, 0, words)
    if end == 0:
        return None
    phrase = parse(tokens[:end], words)
    return phrase if phrase.kind == "title" else None


def _right(tokens: list[Token], k: int, j: int, words: Words, said: Attribution) -> Attribution:
    """Read a subject behind its verb: `"...," said Lee`."""
    before = next((tokens[i] for i in range(j - 1, -1, -1) if tokens[i].text not in ",.;-–—"), None)
    german = words.passive.isdisjoint({"was"})
    if not (before is not None and before.cover) and not german:
        return said
    start = k + 1
    while start < len(tokens) and tokens[start].word in words.adverbs:
        start += 1
    if start < len(tokens) and tokens[start].word in words.he | words.she:
        return replace(
            said, phrase=Phrase("pronoun", name=tokens[start].word), start=tokens[k].start, end=tokens[start].end
        )
    end = phrase_right(tokens, start, words)
    if end == start:
        return said
    phrase = parse(tokens[start:end], words)
    follows = tokens[end].word if end < len(tokens) else ""
    if follows in _AND and end + 1 < len(tokens) and inside(tokens[end + 1], words) and tokens[end + 1].capital:
        return said  # two subjects
    phrase = _appended_right(tokens, end, words, phrase)
    return replace(
        said, phrase=None if phrase.kind == "other" else phrase, start=tokens[j].start, end=tokens[end - 1].end
    )


def _appended_right(tokens: list[Token], end: int, words: Words, phrase: Phrase) -> Phrase:
    """Add what stands behind a comma: a name behind a title, or a title behind a name."""
    if end >= len(tokens) or tokens[end].text != ",":
        return phrase
    last = phrase_right(tokens, end + 1, words)
    if last == end + 1:
        return phrase
    more = parse(tokens[end + 1 : last], words)
    if phrase.kind == "title" and more.kind == "person" and not more.office:
        return replace(more, office=phrase.office, country=phrase.country)
    if phrase.kind == "person" and more.kind == "title" and not phrase.office:
        return replace(phrase, office=more.office, country=phrase.country or more.country)
    return phrase


def _addressee(tokens: list[Token], k: int, words: Words) -> Phrase | None:
    if tokens[k].word not in words.addressing:
        return None
    end = phrase_right(tokens, k + 1, words)
    return parse(tokens[k + 1 : end], words) if end > k + 1 else None


def _according(tokens: list[Token], words: Words) -> list[Attribution]:
    made: list[Attribution] = []
    for said in words.according:
        parts = said.split()
        for k in range(len(tokens) - len(parts)):
            if [one.word for one in tokens[k : k + len(parts)]] != parts:
                continue
            if said == "so" and (k == 0 or tokens[k - 1].text != "," or not tokens[k - 2].cover):
                continue
            start = k + len(parts)
            end = phrase_right(tokens, start, words)
            papers = [j for j in range(start, min(start + 6, len(tokens))) if tokens[j].word in words.papers]
            if papers:
                j = papers[0] + 1
                while j < len(tokens) and (tokens[j].word in _PREPOSITIONS or tokens[j].word in ("issued", "released")):
                    j += 1
                start, end = j, phrase_right(tokens, j, words)
            phrase = parse(tokens[start:end], words) if end > start else None
            if phrase is not None and phrase.kind == "other":
                phrase = None
            made.append(Attribution(phrase, tokens[k].start, tokens[max(start, end) - 1].end, "according"))
    return made


def _colon(tokens: list[Token], words: Words) -> Attribution | None:
    """Read `Lee: "..."`."""
    end = phrase_right(tokens, 0, words)
    if 0 < end < len(tokens) - 1 and tokens[end].text in ":：" and tokens[end + 1].cover:
        phrase = parse(tokens[:end], words)
        known = phrase.kind in ("person", "title", "institution", "country")
        return Attribution(phrase if known else None, tokens[0].start, tokens[end].end, "colon")
    return None


def _inherited(made: list[Attribution], tokens: list[Token], words: Words) -> list[Attribution]:
    """Give participles, and verbs behind `and`, the subject of their sentence."""
    finite = [one for one in made if one.kind in ("finite", "colon")]
    done: list[Attribution] = []
    for one in made:
        if one.kind != "participle":
            done.append(one)
            continue
        before = [other for other in finite if other.end <= one.start]
        if before:
            done.append(replace(one, phrase=before[-1].phrase))
            continue
        subject = opening(tokens, words)
        if subject is None or subject[1] > one.start:
            after = [other for other in finite if other.start >= one.end]
            done.append(replace(one, phrase=after[0].phrase if after else None))
        else:
            done.append(replace(one, phrase=subject[0]))
    return done


def opening(tokens: list[Token], words: Words) -> tuple[Phrase, int] | None:
    """Give the noun phrase with which a sentence begins, and where it ends."""
    if tokens and tokens[0].word in words.he | words.she:
        return Phrase("pronoun", name=tokens[0].word), tokens[0].end
    end = phrase_right(tokens, 0, words)
    if end == 0:
        return None
    if end < len(tokens) and tokens[end].word in _AND | _PREPOSITIONS:
        return None
    phrase = parse(tokens[:end], words)
    return (phrase, tokens[end - 1].end) if phrase.kind != "other" else None
