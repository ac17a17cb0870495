"""On whom a country relies for its security: each measure with its year, its source and its coverage, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import EVERYONE, Indicators, Partners, Subjects, Year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterpoise.core.measure import Measure
    from counterpoise.core.result import Provenance
    from counterpoise.reliance.security.judge import Judged
    from counterpoise.world.ties import Ties

FIRST = 1946
"""The first year that may be asked for."""


@question(charts="counterpoise.charts")
def security(
    country: Subjects,
    *,
    on: Partners | None = None,
    year: Year | None = None,
    indicators: Indicators = ("all",),
    ties: Ties | None = None,
    progress: Progress | None = None,
) -> Result:
    """On whom a country relies for its security, with the treaties, arms and troops behind it.

    Parameters
    ----------
    country
        Who relies: a country, several, a group (EU, ASEAN), or ALL.
    on
        On whom: countries or groups; if left out, everyone with whom there is a tie.
    year
        The year; the newest of each figure if left out. A figure stands for at most ten years, and shows its own.
    indicators
        Measures by name or family (commitment, arms, presence), headline, or all.
    ties
        The ties to judge; None means the program's facts and the files of the store.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        A variable for each measure, ``[country, partner]`` or ``[country]``, each with its year, source and coverage and,
        of pairs, the other direction; bounds where a figure that it needs is missing.

    Raises
    ------
    InputError
        If a word is not known, a partner is the country itself, or nothing is known of the country.

    Examples
    --------
    >>> import counterpoise as cp
    >>> korea = cp.security("KOR", on="USA")
    >>> korea.defence_obligation.item(), korea.own_nuclear_weapons.item()
    (1.0, 0.0)
    """
    from counterpoise.questions.discover import SECURITY, discover  # noqa: PLC0415
    from counterpoise.reliance.security.judge import judged, labelled  # noqa: PLC0415
    from counterpoise.world.load import load_ties  # noqa: PLC0415

    tell = quietly(progress)
    discover(SECURITY)
    tell.report("loading the ties", 0.0)
    ties = load_ties() if ties is None else ties
    check_year(year, ties)
    picked = _picked(indicators)
    subjects = known_countries(country, ties, "country")
    partners = known_countries(on, ties, "--on") if on is not None else None
    tell.report("judging", 0.3)
    held = judged(ties, year, [one.name for one in picked])
    check_known(subjects, held, ties)
    if partners is not None and subjects == partners:
        raise InputError(f"{subjects[0]} can't rely on itself", where="--on", remedy="name a partner")
    if partners is not None and len(subjects) == 1 and subjects[0] in partners:
        if subjects[0] in (on or ()):
            raise InputError(f"{subjects[0]} is among its own partners", where="--on", remedy="leave it out")
        partners.remove(subjects[0])
    if partners is None:
        partners = _tied(subjects, held, ties)
    data = labelled(held, ties.countries, subjects, partners)
    empty = [one.name for one in picked if not bool(data[f"{one.name}__coverage"].notnull().any())]
    data = data.drop_vars([n for n in data.data_vars if str(n).partition("__")[0] in empty])
    data = _with_names(data, ties, year)
    data.attrs |= {"layout": "told", "everyone": on is None or list(on) == [EVERYONE]}
    tell.report("done", 1.0)
    return Result(
        question=Asked("security", {}),
        data=data,
        provenance=_sources(data, ties),
        warnings=(
            *passed_over([*country, *(on or ())], ties.countries, NOTHING),
            *_cautions(held, empty, ties),
            *_bounded(data),
        ),
    )


def _picked(words: Sequence[str]) -> tuple[Measure, ...]:
    """Give the measures that are named; what needs the accounts only where it is named by itself or by its family."""
    from counterpoise.core.measure import ALL, chosen  # noqa: PLC0415
    from counterpoise.reliance.security.judge import security_measures  # noqa: PLC0415

    found = chosen(words, security_measures())
    named = {one.lower() for one in words} - {ALL}
    return tuple(one for one in found if one.name != "economic_hierarchy" or named & {one.name, one.family})


def known_countries(words: Sequence[str], ties: Ties, where: str) -> list[str]:
    """Give the countries that words stand for, those of which the ties tell.

    Raises
    ------
    InputError
        If a country is not known, or the ties tell nothing of it.
    """
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    if list(words) == [EVERYONE]:
        return [one for one in ties.countries if one in ties.home]
    found = list(parse_countries(list(words), where=where))
    lacking = [one for one in found if one not in ties.countries]
    kept = [one for one in found if one not in lacking]
    if not kept:
        from counterpoise.codes.countries import label  # noqa: PLC0415

        remedy = f"there are figures on {len(ties.countries)} countries; add files with 'counterpoise data add'"
        raise InputError(f"there is no security data on {label(lacking[0])}", where=where, remedy=remedy)
    return kept


def passed_over(words: Sequence[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    """Say which countries that were named are not known; those of a group are passed over."""
    from counterpoise.codes.groups import is_group  # noqa: PLC0415

    lost = [one for one in words if one != EVERYONE and not is_group(one) and one not in known]
    return (f"left out, since {what}: {', '.join(lost)}",) if lost else ()


NOTHING = "there is no security data on them"
"""Why countries that were named are left out."""


def check_year(year: int | None, ties: Ties) -> None:
    """Refuse a year of which nothing can be known.

    Raises
    ------
    InputError
        If it is before `FIRST` or after the newest figure.
    """
    if year is not None and not FIRST <= year <= ties.newest:
        raise InputError(
            f"there are no ties of {year}", where="--year", remedy=f"name a year from {FIRST} to {ties.newest}"
        )


def check_known(subjects: Sequence[str], held: Mapping[str, Judged], ties: Ties) -> None:
    """Refuse a single country of which no measure is known.

    Raises
    ------
    InputError
        With the country, and what there is.
    """
    import numpy as np  # noqa: PLC0415

    if len(subjects) != 1:
        return
    place = ties.countries.index(subjects[0])
    if not any(bool(np.isfinite(one.coverage()[place]).any()) for one in held.values()):
        from counterpoise.codes.countries import label  # noqa: PLC0415

        remedy = f"the facts cover {len(ties.home)} countries; add files with 'counterpoise data add'"
        raise InputError(f"there is no security data on {label(subjects[0])}", where="country", remedy=remedy)


_TIES = ("defence_obligation", "mutual_assistance_clause", "assurance_given", "arms_supplier_share", "foreign_presence")
"""The measures of which any makes a partner worth showing."""


def _tied(subjects: Sequence[str], held: Mapping[str, Judged], ties: Ties) -> list[str]:
    """Give the partners with whom any of the subjects has a tie, the strongest protection first."""
    import numpy as np  # noqa: PLC0415

    rows = [ties.countries.index(one) for one in subjects]
    weight = np.zeros(len(ties.countries))
    for name in _TIES:
        if name in held:
            weight += np.nan_to_num(held[name].value[rows], nan=0.0).sum(0)
    first = held.get("protected_capability")
    strongest = np.nan_to_num(first.value[rows], nan=0.0).sum(0) if first is not None else weight
    order = np.lexsort((-weight, -strongest))
    found = [ties.countries[k] for k in order if weight[k] > 0]
    found = [one for one in found if [one] != list(subjects)]
    return found or [one for one in ties.countries if held and one in ("USA", "CHN", "RUS") and [one] != list(subjects)]


def _with_names(data: Any, ties: Ties, year: int | None) -> Any:
    """Add the treaties' names and days beside what they promise."""
    import numpy as np  # noqa: PLC0415

    when = ties.newest if year is None else year
    wanted = {
        "defence_obligation": ("treaty", "defense"),
        "mutual_assistance_clause": ("treaty", "Article 42(7)"),
        "assurance_given": ("assurance", ""),
    }
    for name, (kind, word) in wanted.items():
        for way in ("", "__reverse"):
            full = f"{name}{way}"
            if full not in data:
                continue
            named = np.full(data[full].shape, "", dtype=object)
            for i, one in enumerate(data["country"].values.tolist()):
                for j, other in enumerate(data["partner"].values.tolist()):
                    promiser, beneficiary = (one, other) if way else (other, one)
                    named[i, j] = "; ".join(_promised(ties, promiser, beneficiary, kind, word, when))
            if (named != "").any():
                data[f"{full}__kind"] = (("country", "partner"), named)
    return data


def _promised(ties: Ties, promiser: str, beneficiary: str, kind: str, word: str, year: int) -> list[str]:
    """Name the acts in force at the end of a year by which one country promised something to another."""
    found = []
    for act in ties.between(promiser, beneficiary):
        towards = act.mutual or (act.party == promiser and act.other == beneficiary)
        stands = act.since and act.year <= year and (act.last_year is None or act.last_year > year)
        clause = "42(7)" in act.duty
        if act.kind == kind and towards and stands and word in act.duty and clause == ("42(7)" in word):
            signed = f"signed {act.signed}, " if act.signed and act.signed != act.since else ""
            found.append(f"{act.name} ({signed}in force {act.since})")
    return found


def _sources(data: Any, ties: Ties) -> tuple[Provenance, ...]:
    """Give the sources that the figures name."""
    names: dict[str, None] = {}
    for variable in data.data_vars:
        if str(variable).endswith("__source"):
            for text in data[variable].values.ravel().tolist():
                names |= dict.fromkeys(part for part in str(text).split(" + ") if part)
    return tuple(found for one in names if (found := _source(one, ties)) is not None)


def _source(name: str, ties: Ties) -> Provenance | None:
    """Give a source of the ties, or the accounts of the store."""
    from counterpoise.store import datasets  # noqa: PLC0415
    from counterpoise.world.load import provenance_of  # noqa: PLC0415

    if name in ties.provenance:
        return ties.provenance[name]
    return next(
        (
            provenance_of(one, one.years[0] if len(one.years) == 1 else one.years)
            for one in datasets()
            if one.name == name
        ),
        None,
    )


_TEXT = (
    "treaty text alone misleads: a promise counts as a living guarantee only with troops (1,000 or more), a tenth of the arms, or "
    "exercises beside it"
)

_ADDED_BY = {
    "bases_hosted": "us-bases",
    "exercises_together": "exercises",
    "own_capability": "cow-capabilities",
    "disputes_with": "cow-disputes",
    "rivals": "rivalries",
    "contiguous": "cow-contiguity",
    "organisations_shared": "cow-organisations",
    "influence_capacity": "fbic",
    "votes_alike": "un-agreement or un-votes",
    "vote_similarity": "un-votes",
    "ideal_distance": "un-ideal-points",
}


def _cautions(held: Mapping[str, Judged], empty: Sequence[str], ties: Ties) -> tuple[str, ...]:
    from counterpoise.core.measure import roots_of  # noqa: PLC0415

    said = []
    if {"defence_obligation", "living_guarantee", "protected_capability"} & held.keys():
        said.append(_TEXT)
    silent = [one for one in empty if one in _ADDED_BY and any(ties.tables.get(kind) for kind in roots_of(one))]
    absent = [f"{one} ({_ADDED_BY[one]})" for one in empty if one in _ADDED_BY and one not in silent]
    if silent:
        said.append(
            f"the store has nothing of these countries that still stands: {', '.join(silent)}; try an earlier --year"
        )
    if absent:
        said.append(f"not in the store, so missing: {', '.join(absent)}; see 'counterpoise data sources'")
    return tuple(said)


def _bounded(data: Any) -> tuple[str, ...]:
    """Name the measures that are only bounded."""
    import numpy as np  # noqa: PLC0415

    names = [
        str(name)
        for name in data.data_vars
        if f"{name}__low" in data and bool((np.isnan(data[name]) & data[f"{name}__low"].notnull()).any())
    ]
    named = list(dict.fromkeys(one.partition("__")[0] for one in names))
    told = "a figure that they need is missing, and what is missing is not zero"
    return (f"{', '.join(named)}: known only within bounds for some pairs, since {told}",) if named else ()
