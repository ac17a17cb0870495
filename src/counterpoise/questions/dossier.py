"""The dossier of two countries: treaties, troops, arms, votes, sanctions, coercion and disputes, by year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import Country, Partners, Year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterpoise.world.ties import Act, Ties

ACTS = {
    "treaty": "Treaty with a promise of defence, consultation, neutrality or nonaggression",
    "assurance": "Law or declaration that is no promise of defence",
    "partnership": "Partnership by joint statement",
    "agreement": "Trade agreement",
    "sanction": "Sanction",
    "coercion": "Coercive measure that no list of sanctions has",
    "dispute": "Militarised dispute",
    "rivalry": "Strategic rivalry",
    "visit": "Visit of a leader or minister",
}
"""The kinds of acts, in the order in which they are shown."""

SERIES = (
    "foreign_troops",
    "foreign_bases",
    "joint_exercises",
    "arms_share",
    "arms_delivered",
    "voting_agreement",
    "shared_organisations",
    "bilateral_influence",
    "hostility",
    "contiguity",
    "migrants",
    "students",
    "visits",
)
"""The figures that are shown over the years."""


@question(charts="counterpoise.charts")
def ties(
    country: Country,
    *,
    on: Partners,
    since: Year | None = None,
    ties: Ties | None = None,
    progress: Progress | None = None,
) -> Result:
    """What ties two countries: treaties, troops, arms, votes, sanctions, coercion and disputes, by year.

    Parameters
    ----------
    country
        One of the two.
    on
        The other, several, or a group.
    since
        Leave out what ended, and figures, before this year.
    ties
        The ties; None means the program's facts and the files of the store.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        A variable for each kind of act (1 while it is on, 0 once it has ended) and of figure, ``[entry]``, the entries with
        ``country`` (to whom), ``partner`` (by whom), ``year``, ``until``, ``variable`` (what, in words) and ``source``.

    Raises
    ------
    InputError
        If a word is not known, a partner is the country itself, or nothing is known between them.

    Examples
    --------
    >>> import counterpoise as cp
    >>> dossier = cp.ties("KOR", on="JPN")
    >>> any("Export" in str(one) or "export" in str(one) for one in dossier.data["variable"].values)
    True
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.questions.protection import NOTHING, known_countries, passed_over  # noqa: PLC0415
    from counterpoise.world.load import load_ties  # noqa: PLC0415
    from counterpoise.world.ties import KINDS  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("loading the ties", 0.0)
    held = load_ties() if ties is None else ties
    subject = known_countries([country], held, "country")[0]
    partners = [one for one in known_countries(on, held, "--on") if one != subject]
    if since is not None and since > held.newest:
        remedy = f"name a year up to {held.newest}"
        raise InputError(f"there are no ties since {since}", where="--since", remedy=remedy)
    if not partners or subject in on:
        raise InputError(f"{subject} has no ties to itself", where="--on", remedy="name another country")
    entries = [
        one for partner in partners for one in (*_acts(held, subject, partner), *_figures(held, subject, partner))
    ]
    entries = [one for one in entries if since is None or one["until"] >= since]
    if not entries:
        after = f" since {since}" if since else ""
        what = f"nothing is known between {subject} and {', '.join(partners[:5])}{after}"
        raise InputError(what, where="--on", remedy="name another pair, or add files with 'counterpoise data add'")
    order = {kind: k for k, kind in enumerate((*ACTS, *SERIES))}
    entries.sort(key=lambda one: (order[one["kind"]], one["year"], one["country"] != subject, one["variable"]))
    made: dict[str, Any] = {}
    for kind in (one for one in order if any(entry["kind"] == one for entry in entries)):
        here = np.array([entry["kind"] == kind for entry in entries])
        values = np.array([entry["value"] for entry in entries], dtype=float)
        label, unit = (ACTS[kind], "") if kind in ACTS else (KINDS[kind].label, KINDS[kind].unit)
        attrs = {
            "label": label,
            "short": kind.replace("_", " "),
            "unit": unit,
            "symbol": "",
            "formula": "",
            "citation": "",
        }
        made[kind] = ("entry", np.where(here, values, np.nan), {**attrs, "estimated": False, "act": kind in ACTS})
        made[f"{kind}__coverage"] = ("entry", np.where(here, 1.0, np.nan))
    words = ("country", "partner", "variable", "source")
    coords: dict[str, Any] = {
        one: ("entry", np.array([entry[one] for entry in entries], dtype=object)) for one in words
    }
    coords["year"] = ("entry", np.array([entry["year"] for entry in entries], dtype=np.int64))
    until = [math.nan if math.isinf(entry["until"]) else float(entry["until"]) for entry in entries]
    coords["until"] = ("entry", np.array(until))
    data = xr.Dataset(made, coords={"entry": np.arange(len(entries)), **coords})
    data.attrs = {
        "layout": "dossier",
        "subject": subject,
        "partners": partners,
        "since": since or 0,
        "entries": "entry",
    }
    tell.report("done", 1.0)
    names = list(dict.fromkeys(entry["source"] for entry in entries))
    return Result(
        question=Asked("ties", {}),
        data=data,
        provenance=tuple(held.provenance[one] for one in names if one in held.provenance),
        warnings=(*passed_over(on, held.countries, NOTHING), *_cautions(held, entries)),
    )


def _acts(held: Ties, country: str, partner: str) -> list[dict[str, Any]]:
    return [_entry(one, country, partner) for one in held.between(country, partner) if one.year]


def _entry(act: Act, country: str, partner: str) -> dict[str, Any]:
    """Give an act as an entry: to whom, by whom, from when to when, and what, in words."""
    other = country if act.mutual or (act.other == "ALL" and act.party == partner) else act.other
    if act.other == "ALL" and act.party == country:
        other = partner
    party = partner if other == country else country
    spans = f"{act.since or act.signed}{f' to {act.until}' if act.until and act.until != act.since else ''}"
    signed = f"signed {act.signed}; " if act.signed and act.signed != act.since else ""
    ways = "mutual" if act.mutual else f"by {act.party}" + (" on all" if act.other == "ALL" else f" to {act.other}")
    words = "; ".join(part for part in (act.name, act.duty) if part)
    return {
        "kind": act.kind,
        "country": other,
        "partner": party,
        "year": act.year,
        "until": math.inf if act.last_year is None else act.last_year,
        "value": float(not act.until),
        "variable": f"{words} ({ways}; {signed}{spans})",
        "source": act.source,
    }


def _figures(held: Ties, country: str, partner: str) -> list[dict[str, Any]]:
    """Give the figures over the years, both ways where they have a direction."""
    from counterpoise.world.ties import KINDS  # noqa: PLC0415

    found = []
    for kind in SERIES:
        ways = [(country, partner), (partner, country)] if KINDS[kind].directed else [(country, partner)]
        for one, other in ways:
            remarks = held.remarks(kind, one, other)
            found += [
                {
                    "kind": kind,
                    "country": one,
                    "partner": other,
                    "year": year,
                    "until": year,
                    "value": value,
                    "variable": remarks.get(year, ""),
                    "source": source,
                }
                for year, value, source in held.series(kind, one, other)
                if not math.isnan(value) and (value or kind != _OF_ALL)  # who supplies nothing is no supplier
            ]
    return found


_OF_ALL = "arms_share"
"""The figure that tables give of every pair, most of them nought."""


def _cautions(held: Ties, entries: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    said = ["a row that is absent is not a zero: what is not recorded here may have been"]
    told = {entry["kind"] for entry in entries}
    absent = [
        kind.replace("_", " ")
        for kind in ("arms_delivered", "voting_agreement", "disputes")
        if not held.tables.get(kind)
    ]
    if "sanction" not in told and "gsdb" not in held.provenance:
        absent.append("sanctions")
    if absent:
        said.append(f"no file of the store tells of {', '.join(absent)}; see 'counterpoise data sources'")
    return tuple(said)
