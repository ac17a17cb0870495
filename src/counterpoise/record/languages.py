"""Which language a text is in: by its script, and for the Latin one by its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

KNOWN = ("en", "fr", "de", "ko", "zh", "ja")
"""The languages in which a speaker is looked for; quotation marks are found in every one."""

_COMMON = {
    "en": "the of and to in that is was for on with as by at from his it has have be said an are which not their would we will they she but",
    "fr": "le la les des et est dans que pour une sur avec du au aux par qui pas plus ont sont ses cette été ce il elle",
    "de": "der die das und ist von den mit für auf dem nicht eine ein zu im sich auch als dass des sagte wird werden er",
    "es": "el los las que y en una por con para del es se su más como ha pero no lo dijo entre sobre desde sus este al",
    "it": "il che di e la per un con del della non sono da si nel alla ha più le gli dei delle anche ma dal questo",
    "pt": "o que e da do em um para com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua disse",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door maar naar heeft werd zei dan",
    "vi": "và của là các trong được cho không với một những có người đã này về khi đến từ để nói ông",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena tersebut oleh telah kata saya",
    "tr": "ve bir bu için ile da de olarak çok daha olan gibi ne dedi kadar sonra ancak",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}


def language_of(text: str) -> str | None:
    """Give a text's language (ISO 639-1), or None where it can't be told.

    Examples
    --------
    >>> (
    ...     language_of("외교부는 논의했다고 밝혔다."),
    ...     language_of("外相は「協議した」と述べた。"),
    ...     language_of("外长说：“会谈很好。”"),
    ... )
    ('ko', 'ja', 'zh')
    >>> language_of("The ministers said that it was the end of the talks.")
    'en'
    """
    scripts = Counter(_script(c) for c in text[:20_000] if c.isalpha())
    east = {key: scripts[key] for key in ("hangul", "kana", "han")}
    if sum(east.values()) * 4 > sum(scripts.values()):
        if east["hangul"] >= max(east["kana"], east["han"] // 2, 1):
            return "ko"
        return "ja" if east["kana"] * 12 > east["han"] else "zh"
    if scripts["cyrillic"] * 2 > sum(scripts.values()):
        return None
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    counts = {language: sum(word in common for word in words) for language, common in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    others = max(count for language, count in counts.items() if language != best)
    return best if counts[best] > max(1, 0.04 * len(words)) and counts[best] > 1.2 * others else None


def _script(character: str) -> str:
    point = ord(character)
    if point < 0x250:
        return "latin"
    name = unicodedata.name(character, "")
    if name.startswith("HANGUL"):
        return "hangul"
    if name.startswith(("HIRAGANA", "KATAKANA")):
        return "kana"
    if name.startswith("CJK"):
        return "han"
    return "cyrillic" if name.startswith("CYRILLIC") else "other"
