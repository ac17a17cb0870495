"""What a form needs to know: the questions with their words, countries, sectors, indicators, datasets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.core.question import Parameter, offered

if TYPE_CHECKING:
    from counterpoise.core.measure import Measure

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "A01": ("food", "grain", "식량"),
    "B05": ("coal", "석탄"),
    "B06": ("oil", "gas", "crude", "석유", "가스", "원유"),
    "B07": ("ores", "rare earths", "광물", "희토류"),
    "C10T12": ("food", "식품"),
    "C19": ("petrol", "fuel", "연료"),
    "C20": ("chemicals", "fertilizers", "화학", "비료"),
    "C21": ("medicines", "drugs", "vaccines", "의약품", "백신"),
    "C24A": ("steel", "iron", "철강"),
    "C24B": ("aluminium", "copper", "알루미늄", "구리"),
    "C26": ("semiconductors", "chips", "computers", "phones", "반도체", "컴퓨터"),
    "C27": ("batteries", "배터리"),
    "C29": ("cars", "vehicles", "자동차"),
    "C301": ("ships", "선박", "조선"),
    "J61": ("telephone", "통신"),
    "K": ("banks", "finance", "금융"),
}
"""What people call what a sector makes, or a part of it: a search finds the sector by these too."""


def forms() -> list[dict[str, Any]]:
    """Describe every question that can be asked over a network: its parameters, charts and documents.

    Returns
    -------
    list[dict[str, Any]]
        A new question appears here without a line of its own.
    """
    from counterpoise.core.document import documents_for  # noqa: PLC0415
    from counterpoise.core.figure import figures_for  # noqa: PLC0415

    return [
        {
            "name": one.name,
            "label": one.label,
            "parameters": [_parameter(p) for p in one.parameters if not p.word.local],
            "charts": [{"name": f.name, "title": f.title} for f in figures_for(one.signed({})).values()],
            "documents": sorted(d.ending[1:] for d in documents_for(one.signed({})).values()),
        }
        for one in offered().values()
    ]


def _parameter(one: Parameter) -> dict[str, Any]:
    from counterpoise.core.canonical import plain  # noqa: PLC0415

    said = {
        "name": one.name,
        "word": one.word.name,
        "metavar": one.word.metavar,
        "help": one.help,
        "default": plain(one.default),
        "required": one.required,
        "positional": one.positional,
        "flag": one.word.flag,
        "everyone": one.word.everyone,
    }
    return said | ({"choices": list(one.word.choices())} if one.word.choices else {})


def labels(language: str = "en") -> dict[str, Any]:
    """Give the names of what can be asked for: of places and sectors in every language.

    Parameters
    ----------
    language
        Of the indicators' names.

    Returns
    -------
    dict[str, Any]
        Countries and groups, sectors of the newest accounts, indicators, datasets, trade agreements that have a name of
        their own in the language.
    """
    from counterpoise.codes.countries import countries  # noqa: PLC0415
    from counterpoise.codes.groups import groups  # noqa: PLC0415
    from counterpoise.store import datasets  # noqa: PLC0415
    from counterpoise.world.load import load_economy  # noqa: PLC0415

    economy = load_economy()
    held = set(economy.countries)
    return {
        "countries": [
            {"code": code, "en": one.name_en, "ko": one.name_ko, "accounts": code in held}
            for code, one in countries().items()
            if one.current or code in held
        ],
        "groups": [
            {
                "code": code,
                "en": one.name_en,
                "ko": one.name_ko,
                "members": sorted(m.member for m in one.memberships if m.holds(None)),
            }
            for code, one in groups().items()
        ],
        "sectors": _sectors(economy.scheme),
        "indicators": _indicators(economy.roots, language),
        "agreements": _agreements(language),
        "datasets": [
            {"name": one.name, "title": one.title, "kind": one.kind, "years": list(one.years)} for one in datasets()
        ],
        **_choices(),
        "baseline": {"source": economy.provenance.source, "year": economy.year},
    }


def _choices() -> dict[str, list[str]]:
    """Give the words of those arguments that several questions share."""
    found = {p.word.name: p.word.choices for q in offered().values() for p in q.parameters if p.word.choices}
    return {name: list(found[word]()) for name, word in (("elasticities", "elasticities"), ("tariffs", "tariffs"))}


def _agreements(language: str) -> dict[str, str]:
    """Give the agreements of the register that are called otherwise in a language."""
    from counterpoise.words.phrases import translated  # noqa: PLC0415
    from counterpoise.world.register import agreements  # noqa: PLC0415

    found = {name: translated(name, language) for name in agreements()}
    return {name: text for name, text in found.items() if text != name}


def _sectors(name: str) -> list[dict[str, Any]]:
    from counterpoise.codes.sectors import scheme  # noqa: PLC0415

    held = scheme(name)
    return [
        *({"code": g.word, "en": g.name_en, "ko": g.name_ko, "kind": "group"} for g in held.groups),
        *(
            {"code": s.code, "en": s.name_en, "ko": s.name_ko, "kind": s.kind, "words": list(SPOKEN.get(s.code, ()))}
            for s in held.sectors
        ),
    ]


def _indicators(roots: Collection[str], language: str) -> list[dict[str, Any]]:
    from counterpoise.core.measure import offered  # noqa: PLC0415
    from counterpoise.questions.discover import discover  # noqa: PLC0415
    from counterpoise.reliance.security.judge import security_measures  # noqa: PLC0415

    discover()
    return [
        *(_measure(one, language) | {"question": "rely"} for one in offered(roots)),
        *(_measure(one, language) | {"question": "security"} for one in security_measures()),
    ]


def _measure(one: Measure, language: str) -> dict[str, Any]:
    from counterpoise.words.language import label, short  # noqa: PLC0415

    words = ("name", "symbol", "unit", "formula", "citation", "family", "headline")
    named = {"label": label(one.name, language, one.label), "short": short(one.name, language, one.short)}
    return (
        {word: getattr(one, word) for word in words}
        | named
        | {
            "sector": "sector" in one.dims,
            "partner": "partner" in one.dims,
        }
    )
