"""What a case asks, in plain words; `counterpoise.words.korean.case` says the same in Korean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from counterpoise.codes import countries, groups

if TYPE_CHECKING:
    from counterpoise.briefing.case import Case, Sentence

_SEEN = {"text": "the text was read", "memory": "from memory"}


def explained(case: Case, files: Mapping[str, str], *, records: int = 0, folder: str = "") -> str:
    """Say in plain words what a case asks.

    Parameters
    ----------
    case
        The case.
    files
        Where each file was found, by the key that names it.
    records
        How many records its ledger holds.
    folder
        Where its commands are run.

    Returns
    -------
    str
        Some lines of text.
    """
    lines = [case.titled("en"), *([f"About: {' '.join(case.about.split())}"] if case.about else []), ""]
    lines += list(_asked(case))
    for heading, said in _sections(case, files, records, folder):
        lines += ["", heading, *said] if said else []
    return "\n".join([*lines, "", "Hash", case.hash])


def _asked(case: Case) -> Iterator[str]:
    powers = [_place(one) for one in case.powers]
    against = f"; {powers[0]} and {powers[1]} against each other" if len(powers) > 1 else ""
    yield f"A brief for {_place(case.country)} on {listed(powers)}{against}, in {_LANGUAGES[case.language]}."
    accounts = " ".join(filter(None, [case.source or "", str(case.year or "")])) or "the newest of the store"
    yield f"Accounts: {accounts}."
    yield f"Bands: {case.draws} draws from seed {case.seed}." if case.draws else "Bands: none."
    weights = ", ".join(f"{name} {weight:g}" for name, weight in case.weights.items())
    rest = "; a side that none is named of keeps its own"
    yield f"Weights of the equation: {weights}{rest}." if weights else "Weights of the equation: its own."
    if case.risk is not None:
        lost = listed([_place(one) for one in case.risk.against])
        yield f"Stated risk: a rupture with {lost} with probability {case.risk.probability:g} in a year."
    else:
        yield "Stated risk: none."


_LANGUAGES = {"en": "English", "ko": "Korean"}


def _sections(case: Case, files: Mapping[str, str], records: int, folder: str) -> Iterator[tuple[str, list[str]]]:
    changes = zip(case.scenarios, case.changes, strict=True)
    yield (
        "What it simulates beside the standard scenarios",
        [
            f"{k}. {change.title or one.change}{_from(files, f'scenarios[{k - 1}].file')}: {change.describe()}."
            for k, (one, change) in enumerate(changes, 1)
        ],
    )
    yield (
        "What it negotiates",
        [
            f"{k}. {talks.describe()}{_from(files, f'talks[{k - 1}].file')}."
            for k, talks in enumerate(case.negotiations, 1)
        ],
    )
    ledger = files.get("record.ledger")
    noun = "record" if records == 1 else "records"
    with_whom = listed([_place(one) for one in case.facing])
    yield "Its record", [f"{ledger}: {records:,} {noun}, read for {with_whom}."] if ledger else []
    yield (
        f"What was said, and which commands answer it{f' (run in {folder})' if folder not in ('', '.') else ''}",
        [line for k, one in enumerate(case.sentences, 1) for line in _sentence(k, one)],
    )


def _sentence(number: int, one: Sentence) -> Iterator[str]:
    yield f"{number}. {one.by}, {one.on.isoformat()}: {' '.join(one.said.split())}"
    yield f"   Source: {' '.join(one.citation.split())} ({_SEEN[one.seen]})."
    yield from (f"   counterpoise {line}" for line in one.ask)
    if one.doubt:
        yield f"   Doubt: {' '.join(one.doubt.split())}"


def _from(files: Mapping[str, str], key: str) -> str:
    return f" ({files[key]})" if key in files else ""


def _place(word: str) -> str:
    return groups.name(word) if groups.is_group(word) else countries.name(word, in_text=True)


def listed(words: Sequence[str]) -> str:
    """Join words with commas and ``and``.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
