"""What a ledger tells: where a formula was used, and what became of promises."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Provenance, Result
from counterpoise.questions.arguments import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterpoise.record.commitments import Judged
    from counterpoise.record.ledger import Ledger
    from counterpoise.record.phrases import Use


def _formula(value: Any, where: str) -> str:
    text = " ".join(str(value).split())
    if not text:
        raise InputError("the formula is empty", where=where, remedy="write its words, as 'stable and consistent'")
    return text


def _side(value: Any, where: str) -> str:
    """Read a country; the codes that ISO leaves to users, and bodies that speak for themselves, are countries here."""
    from counterpoise.codes.countries import meant  # noqa: PLC0415
    from counterpoise.record.records import country_known  # noqa: PLC0415

    word = str(value).strip()
    return word.upper() if country_known(word.upper()) else meant(word) if word else _missing(where)


def _missing(where: str) -> str:
    raise InputError("a country is missing", where=where, remedy="name one, as KOR")


def sides(value: Any, where: str) -> tuple[str, ...]:
    """Read countries, the bodies that speak for themselves, and codes that ISO leaves to users."""
    return tuple(dict.fromkeys(_checked_side(word, where) for word in words_of(value, where)))


def _checked_side(word: str, where: str) -> str:
    from counterpoise.codes.countries import nearest  # noqa: PLC0415
    from counterpoise.record.records import country_known  # noqa: PLC0415

    code = _side(word, where)
    if not country_known(code):
        near = nearest(word)
        remedy = f"did you mean {' or '.join(near)}?" if near else "write three letters, as KOR"
        raise InputError(f"{word[:40]!r} is no country", where=where, remedy=remedy)
    return code


def side(value: Any, where: str) -> str:
    """Read one country."""
    found = sides(value, where)
    if len(found) != 1:
        raise InputError(f"one country is needed, not {str(value)[:40]!r}", where=where, remedy="name one, as KOR")
    return found[0]


def day(value: Any, where: str) -> str:
    """Read a day, a month or a year."""
    from counterpoise.record.records import check_day  # noqa: PLC0415

    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    check_day(text, where)
    return text


def _share(value: Any, where: str) -> float:
    remedy = "give a share of its words, as 0.6; 1 for the formula itself only"
    try:
        share = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        raise InputError(f"{str(value)[:40]!r} is no share", where=where, remedy=remedy) from None
    if not 0.3 <= share <= 1:
        raise InputError(f"{share:g} is not from 0.3 to 1", where=where, remedy=remedy)
    return share


def _ledger(value: Any, where: str) -> Any:
    from counterpoise.record.place import ledger_of  # noqa: PLC0415

    return ledger_of(value, where=where)


Formula = Annotated[str, Word("formula", _formula, "WORDS")]
Side = Annotated[str, Word("country", side, "COUNTRY")]
Sides = Annotated["Sequence[str]", Word("countries", sides, "COUNTRIES")]
Day = Annotated[str, Word("day", day, "DAY")]
Share = Annotated[float, Word("share", _share, "SHARE")]
LedgerFile = Annotated["Any", Word("ledger", _ledger, "FILE", local=True)]

_DEFAULT_SHARE = 0.6
_FEW = 6

NO_LEDGER = "there is no ledger here, so that these are not statements: begin one with 'counterpoise record add', or try --ledger example"
SIGNED = (
    "who signs a trade agreement promises to bring it into force; a signature names no day, so that what is open is not yet kept and "
    "never broken"
)


@question()
def phrase(
    words: Formula,
    *,
    by: Sides | None = None,
    on: Sides | None = None,
    since: Day | None = None,
    kept: Share = _DEFAULT_SHARE,
    ledger: LedgerFile | None = None,
    progress: Progress | None = None,
) -> Result:
    """Where a formula was used: its first use, the gaps, the words that changed, and by whom.

    Parameters
    ----------
    words
        The formula, as "stable and consistent".
    by
        Whose statements: countries; everyone's if left out.
    on
        Addressed to these countries; to anyone if left out.
    since
        The first day, or year.
    kept
        The share of the formula's words that a use keeps, in their order: 0.6 if left out, so two of three. 1 finds the
        formula itself only.
    ledger
        The ledger's file; record.jsonl if left out, or what COUNTERPOISE_LEDGER names. "example" is the program's own.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        For each use an ``[entry]`` with ``country`` (of the speaker), ``partner`` (to whom), ``year``, ``day``, ``speaker``,
        ``said`` (the words that stand there), ``changes`` and ``quote``: the share of the words that it keeps, and the days
        since the use before by the same country (missing for its first).

    Raises
    ------
    InputError
        If there is no ledger, its chain is broken, or the formula has fewer than two words.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.phrase("stable and consistent", ledger="example")
    >>> found.data["day"].values.tolist(), found.phrase_kept.round(2).values.tolist()
    (['2021-03-12', '2022-10-04', '2025-06-15'], [1.0, 0.67, 1.0])
    """
    from counterpoise.record.choosing import chosen, ends, sources_of  # noqa: PLC0415
    from counterpoise.record.phrases import uses  # noqa: PLC0415
    from counterpoise.record.place import ledger_of  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("reading the ledger", 0.0)
    held = ledger_of(ledger)
    said = chosen(held, since=since, kinds=("statement",))
    said = [one for one in said if (not by or set(by) & set(ends(one)[0])) and (not on or set(on) & set(ends(one)[1]))]
    found = uses(words, said, kept)
    data = _uses(found, sources_of(held))
    data.attrs = {"layout": "phrase", "entries": "entry", "formula": words, "statements": len(said)}
    tell.report("done", 1.0)
    first = "a first use is the first in this record, not in the world"
    cautions = [f"statements searched in the ledger: {len(said):,}{_span(said)}; {first}"]
    if any(one.kept < 1 for one in found):
        cautions.append(
            "a use with changed words is a likeness of words: whether the meaning changed is for a reader to say"
        )
    if unknown := sum(not ends(one.record)[0] for one in found):
        cautions.append(f"uses by a speaker whose country is not resolved: {unknown:,}")
    return Result(Asked("phrase", {}), data, (provenance_of(held),), (*cautions, *_torn(held)))


@question()
def commitments(
    country: Side,
    *,
    on: Sides | None = None,
    at: Day | None = None,
    ledger: LedgerFile | None = None,
    progress: Progress | None = None,
) -> Result:
    """What was promised by a country and to it, the indicator that shows it, and whether it was kept, broken, or not yet.

    Promises are those that a ledger holds. Where none is named and the folder has none, they are the country's signatures under
    trade agreements, each a promise to bring it into force.

    Parameters
    ----------
    country
        Who promised, or to whom.
    on
        The other side: countries; everyone if left out.
    at
        The day on which to judge, as 2024-12-31: what the data tell of later days is left out. The last of which they tell if
        left out.
    ledger
        The ledger's file; record.jsonl if left out, or what COUNTERPOISE_LEDGER names. "example" is the program's own.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        For each promise an ``[entry]`` with ``country`` (who promised), ``partner`` (to whom), ``variable`` (the indicator),
        ``year``, ``day``, ``by``, ``verdict``, ``quote`` and others: whether it was kept (1), broken (0), or neither
        (missing), and the indicator's figure before and after.

    Raises
    ------
    InputError
        If the ledger that is named is not there, its chain is broken, or a word is not known.

    Examples
    --------
    >>> import counterpoise as cp
    >>> cp.commitments("XAL", ledger="example").data["verdict"].values.tolist()
    ['kept', 'broken', 'not yet']
    """
    from counterpoise.questions.ledgers import file_at_hand  # noqa: PLC0415
    from counterpoise.record.choosing import chosen, sources_of  # noqa: PLC0415
    from counterpoise.record.commitments import judged  # noqa: PLC0415
    from counterpoise.record.place import ledger_of  # noqa: PLC0415
    from counterpoise.record.signatures import signatures  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("reading the ledger", 0.0)
    if on and country in on:
        raise InputError(f"{country} promises itself nothing", where="--on", remedy="name another country")
    last = None if at is None else _last_day(at)
    held = None if ledger is None and file_at_hand() is None else ledger_of(ledger)
    if held is None:
        found = [judged(one, (), last) for one in signatures(country, tuple(on or ()), last)]
        data, origin, torn = _promises(found, {}), _register(), ()
    else:
        promised = [
            one
            for one in chosen(held, country, on=tuple(on or ()), until=at, kinds=("statement",))
            if one.get("commitment")
        ]
        found = [judged(one, held.records("event"), last) for one in promised]
        data, origin, torn = _promises(found, sources_of(held)), provenance_of(held), _torn(held)
    data.attrs = {
        "layout": "commitments",
        "entries": "entry",
        "subject": country,
        "at": last.isoformat() if last else "",
    }
    tell.report("done", 1.0)
    cautions = (SIGNED, NO_LEDGER) if held is None else _cautions(found, country)
    return Result(Asked("commitments", {}), data, (origin,), (*cautions, *torn))


def _last_day(text: str) -> date:
    from counterpoise.record.indicators import last_day  # noqa: PLC0415

    return last_day(text)


def _uses(found: Sequence[Use], sources: Mapping[str, Any]) -> Any:
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    rows = [{**_row(one.record, sources), "said": one.said, "changes": "; ".join(one.changes)} for one in found]
    data = xr.Dataset(
        {
            "phrase_kept": ("entry", np.array([one.kept for one in found], dtype=float), _attrs("phrase_kept")),
            "phrase_gap": (
                "entry",
                np.array([math.nan if one.gap is None else one.gap for one in found], dtype=float),
                _attrs("phrase_gap"),
            ),
        },
        coords={"entry": np.arange(len(found))},
    )
    return _with(data, rows, (*_SHOWN, "said", "changes"), ("phrase_kept", "phrase_gap"))


_SHOWN = ("country", "partner", "day", "speaker", "quote", "id")


def _promises(found: Sequence[Judged], sources: Mapping[str, Any]) -> Any:
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    def figures(values: Sequence[float | None]) -> Any:
        return np.array([math.nan if one is None else one for one in values], dtype=float)

    rows = [
        {
            **_row(one.record, sources),
            "variable": one.record["commitment"]["indicator"],
            "direction": one.record["commitment"]["direction"],
            "by": one.record["commitment"].get("by") or "",
            "verdict": one.verdict,
            "seen_on": one.on.isoformat() if one.on else "",
            "until": one.until.isoformat() if one.until else "",
            "figure_unit": one.unit,
            "figure_source": "the register of trade agreements" if "told" in one.record else one.source,
        }
        for one in found
    ]
    held = {
        "commitment_kept": figures([{"kept": 1.0, "broken": 0.0}.get(one.verdict) for one in found]),
        "commitment_before": figures([one.before for one in found]),
        "commitment_after": figures([one.after for one in found]),
    }
    made = {name: ("entry", values, _attrs(name)) for name, values in held.items()}
    data = xr.Dataset(made, coords={"entry": np.arange(len(found))})
    more = ("variable", "direction", "by", "verdict", "seen_on", "until", "figure_unit", "figure_source")
    data = _with(data, rows, (*_SHOWN, *more), tuple(held))
    kinds = np.array([one.verdict for one in found], dtype=object)
    return data.assign(commitment_kept__kind=("entry", kinds))


def _row(record: Mapping[str, Any], sources: Mapping[str, Any]) -> dict[str, Any]:
    """Give what stands beside a statement's numbers: who, to whom, when, the words, and where they stand."""
    from counterpoise.record.choosing import day_of, ends  # noqa: PLC0415

    who, whom = ends(record)
    speaker, source = record["speaker"], sources.get(record.get("source") or "", {})
    named = ", ".join(part for part in (speaker.get("name"), speaker.get("office")) if part)
    if "told" in record:  # without words of anybody
        few = whom if len(whom) <= _FEW else ()  # an agreement's name says more than a list of many
        both = {"country": ",".join(who), "partner": ",".join(few), "day": day_of(record), "speaker": named}
        return {**both, "quote": "", "id": "", "source": record["told"]}
    told = [source.get("outlet"), source.get("title"), source.get("published"), source.get("address")]
    return {
        "country": ",".join(who),
        "partner": ",".join(whom),
        "day": day_of(record),
        "speaker": named or "unresolved",
        "quote": " ".join(record["quote"]["exact"].split()),
        "id": record["id"],
        "source": f"“{record['quote']['exact']}”: {', '.join(one for one in told if one)} (record {record['id'][:8]})",
    }


def _with(data: Any, rows: Sequence[dict[str, Any]], names: Sequence[str], told: Sequence[str]) -> Any:
    """Put words beside numbers: labels of the entries, and the source of each number."""
    import numpy as np  # noqa: PLC0415

    coords = {one: ("entry", np.array([row[one] for row in rows], dtype=object)) for one in names}
    years = np.array([int(row["day"][:4]) for row in rows], dtype=np.int64)
    data = data.assign_coords(**coords, year=("entry", years))
    return data.assign(
        {f"{one}__source": ("entry", np.array([row["source"] for row in rows], dtype=object)) for one in told}
    )


def _attrs(name: str) -> dict[str, Any]:
    label, short, unit = {
        "phrase_kept": ("Share of the formula's words that a use keeps, in their order", "words kept", "share"),
        "phrase_gap": ("Days since the use before by the same country", "gap", "days"),
        "commitment_kept": ("Whether a promise was kept (1) or broken (0)", "kept", "0 or 1"),
        "commitment_before": ("The indicator's figure on the day of the promise", "before", "index"),
        "commitment_after": ("The indicator's figure on the last day that counts", "after", "index"),
    }[name]
    held = {"label": label, "short": short, "unit": unit, "symbol": "", "formula": "", "citation": ""}
    return {**held, "estimated": False}


def _cautions(found: Sequence[Judged], country: str) -> list[str]:
    if not found:
        return [
            f"the ledger holds no promise by or to {country}: a statement becomes one when a person names its indicator"
        ]
    said = [
        "a promise is a statement to which a person gave an indicator, a direction and a day: its tone counts for nothing"
    ]
    if any(one.record["commitment"]["indicator"].startswith("events:") for one in found):
        said.append("indicators of events count what this ledger holds: an event that nobody entered is not seen")
    if any(one.verdict == "can't be told" for one in found):
        said.append("of some promises the data can't tell: add the years that are missing to the store")
    return said


def _torn(held: Ledger) -> tuple[str, ...]:
    if not held.torn:
        return ()
    return (
        f"the ledger's last line is cut off after {len(held.torn)} bytes; it is no record, and the next writing sets it aside",
    )


def _register() -> Provenance:
    """Give where signatures come from."""
    from counterpoise.record.indicators import REGISTER_UNTIL  # noqa: PLC0415

    return Provenance(
        source="trade agreements",
        title="Register of trade agreements",
        edition=REGISTER_UNTIL.isoformat(),
        citation="facts with a citation each",
    )


def provenance_of(held: Ledger) -> Provenance:
    """Give where what a ledger tells comes from: its head is the checksum."""
    found = [one["recorded_on"] for one in held]
    return Provenance(
        source="ledger",
        title=f"Ledger {held.path.name}",
        edition=max(found, default=""),
        checksum=held.head,
        notes=(f"its head is {held.head}",),
    )


def _span(said: Sequence[Mapping[str, Any]]) -> str:
    from counterpoise.record.choosing import day_of  # noqa: PLC0415

    days = sorted(day_of(one) for one in said)
    return f", from {days[0]} to {days[-1]}" if days else ""
