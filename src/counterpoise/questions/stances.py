"""Where countries stand by their votes in the General Assembly, estimated from the votes that the store holds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Result
from counterpoise.questions.arguments import EVERYONE, Partners, Subjects, Year
from counterpoise.questions.ensembles import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from counterpoise.reliance.security.ideal_estimation import Estimate
    from counterpoise.world.tie_tables import RollCalls
    from counterpoise.world.ties import Ties

ANCHOR = "USA"
"""Who stands on the positive side, as in the published points."""

PUBLISHED = "ideal_point"
OWN = "estimated here from the votes of the store, of sessions to {last}; the producers' own points are beside them where the store has them"
ALONE = "estimated here from the votes of the store, of sessions to {last}"
NOT_THERE = "left out, since they cast no vote that counts: {codes}"


@question(charts="counterpoise.charts")
def votes(
    country: Subjects,
    *,
    on: Partners | None = None,
    since: Year | None = None,
    interval: Interval = 90.0,
    ties: Ties | None = None,
    progress: Progress | None = None,
) -> Result:
    """Where countries stand by their votes in the General Assembly, session by session, with intervals.

    Dynamic ideal points (Bailey, Strezhnev and Voeten 2017), estimated from all votes of the store: no need to wait for a
    release. The United States stand on the positive side; mean 0 and spread 1 are those of all states in all sessions.

    Parameters
    ----------
    country
        Whose place: a country, several, a group, or ALL.
    on
        Beside whom: countries or groups; their distance from the country is told too.
    since
        The first year to show. All sessions count for the estimate, whatever is shown.
    interval
        Per cent that the intervals hold; 90 if left out.
    ties
        The ties that hold the votes; None means the files of the store.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        ``ideal_point``, ``[country, year]``, with ``__low`` and ``__high``; ``votes_counted``; ``published_ideal_point`` where the
        store has it; with ``on`` also ``ideal_gap``, ``[country, partner, year]``, the distance.

    Raises
    ------
    InputError
        If the store has no votes, a country is not known or never voted, or no session is that late.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting
    Data, Journal of Conflict Resolution 61(2), 430-456.

    Examples
    --------
    >>> import dataclasses
    >>> import counterpoise as cp
    >>> import numpy as np
    >>> from counterpoise.world.tie_tables import RollCalls
    >>> who, rng = ("USA", "GBR", "KOR", "FRA", "IND", "CHN", "CUB"), np.random.default_rng(2)
    >>> lean = rng.standard_normal((80, 1)) * 2 * np.linspace(2, -2, 7) + rng.standard_normal((80, 7))
    >>> cast = np.where(lean < -0.4, 1, np.where(lean < 0.4, 2, 3)).astype(np.int8)
    >>> ties = dataclasses.replace(cp.load_ties(), roll_calls=RollCalls(who, np.full(80, 2019), cast, "made up"))
    >>> found = cp.votes("KOR", on="USA,CUB", ties=ties).ideal_gap.sel(year=2019).squeeze()
    >>> bool(found.sel(partner="USA") < found.sel(partner="CUB"))
    True
    """
    from counterpoise.reliance.security.ideal_line import described, diagnosed, said  # noqa: PLC0415
    from counterpoise.world.load import load_ties  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("loading the votes", 0.0)
    ties = load_ties() if ties is None else ties
    calls = ties.roll_calls
    if calls is None:
        remedy = "add them: counterpoise data add un-votes FILE"
        raise InputError("the store has no votes of the General Assembly", where="votes", remedy=remedy)
    _check(since, calls)
    subjects = _voters(country, calls, "country")
    partners = [] if on is None else _voters(on, calls, "--on")
    tell.report("placing the states by their votes", 0.1)
    found = _estimated(calls)
    data = described(calls, found, interval)
    lost = [one for one in (*subjects, *partners) if one not in data["country"].values.tolist()]
    data = _with_published(data, ties)
    whole = data if since is None else data.sel(year=data["year"] >= since)
    shown = whole.sel(country=[one for one in subjects if one not in lost])
    if not bool(shown["ideal_point"].notnull().any()):
        what = f"{', '.join(subjects)} cast no vote that counts" + (f" since {since}" if since else "")
        raise InputError(what, where="country", remedy="name a country that votes, or an earlier year")
    partners = [one for one in partners if one not in lost]
    if partners:
        shown = _beside(shown, whole, partners, interval)
    tell.report("done", 1.0)
    last = int(data["year"].values[-1])
    told = (OWN if "published_ideal_point" in data else ALONE).format(last=last)
    named = () if not lost or EVERYONE in country else (NOT_THERE.format(codes=", ".join(lost)),)
    sources = [calls.source, *({PUBLISHED} if "published_ideal_point" in data else ())]
    return Result(
        question=Asked("votes", {}),
        data=shown,
        provenance=tuple(_sources(sources, ties)),
        warnings=(told, *said(interval), *named),
        diagnostics=diagnosed(found),
    )


@lru_cache(maxsize=2)
def _estimated(calls: RollCalls) -> Estimate:
    """Estimate once for each set of votes: it takes seconds."""
    from counterpoise.reliance.security.ideal_line import placed  # noqa: PLC0415

    return placed(calls, ANCHOR)[0]


def _check(since: int | None, calls: RollCalls) -> None:
    first, last = calls.years
    if since is not None and not first <= since <= last:
        remedy = f"name a year from {first} to {last}"
        raise InputError(f"there are no votes since {since}", where="--since", remedy=remedy)


def _voters(words: Sequence[str], calls: RollCalls, where: str) -> list[str]:
    """Give the countries that words stand for; one that never voted is refused where it stands alone."""
    from counterpoise.codes.countries import label  # noqa: PLC0415
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415

    if list(words) == [EVERYONE]:
        return list(calls.countries)
    found = list(parse_countries(list(words), where=where))
    if not any(one in calls.countries for one in found):
        what = f"there are no votes of {label(found[0])}"
        raise InputError(what, where=where, remedy=f"the votes have {len(calls.countries)} countries: name one of them")
    return found


def _with_published(data: xr.Dataset, ties: Ties) -> xr.Dataset:
    """Set the producers' own points beside, where the store has them."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.tie_tables import Observations  # noqa: PLC0415

    tables = [one for one in ties.tables.get(PUBLISHED, ()) if isinstance(one, Observations)]
    if not tables:
        return data
    places = {one: k for k, one in enumerate(data["country"].values.tolist())}
    years = {one: k for k, one in enumerate(data["year"].values.tolist())}
    held = np.full((len(places), len(years)), np.nan)
    for table in reversed(tables):
        for code, year, value in zip(table.country.tolist(), table.year.tolist(), table.value.tolist(), strict=True):
            if code in places and year in years:
                held[places[code], years[year]] = value
    if not np.isfinite(held).any():
        return data
    attrs = data["ideal_point"].attrs | {
        "label": "Ideal point as the producers publish it",
        "short": "published",
        "estimated": False,
    }
    return data.assign(published_ideal_point=(("country", "year"), held, attrs))


def _beside(shown: xr.Dataset, whole: xr.Dataset, partners: list[str], interval: float) -> xr.Dataset:
    """Add the distance to each partner, with its interval if the errors of the two are independent."""
    import numpy as np  # noqa: PLC0415
    from scipy.special import ndtri  # noqa: PLC0415

    from counterpoise.reliance.security.ideal_points import distance_band  # noqa: PLC0415

    half = float(ndtri(0.5 + interval / 200))
    error = (whole["ideal_point__high"] - whole["ideal_point__low"]) / (2 * half)
    one, other = shown["ideal_point"].values, whole["ideal_point"].sel(country=partners).values
    gap = np.abs(one[:, None, :] - other[None, :, :])
    errors = error.sel(country=shown["country"]).values, error.sel(country=partners).values
    low, high = distance_band(gap, errors[0][:, None, :], errors[1][None, :, :], interval / 100)
    same = np.array([[a == b for b in partners] for a in shown["country"].values.tolist()])
    dims = ("country", "partner", "year")
    attrs = shown["ideal_point"].attrs | {
        "label": "Distance of two countries' ideal points",
        "short": "distance",
        "symbol": r"\delta_{ij}",
        "formula": r"|\theta_i - \theta_j|",
    }
    cells = {"ideal_gap": gap, "ideal_gap__low": low, "ideal_gap__high": high}
    made = {name: (dims, np.where(same[:, :, None], np.nan, value)) for name, value in cells.items()}
    beside = shown.assign_coords(partner=partners).assign(made)
    beside["ideal_gap"].attrs = attrs
    return beside


def _sources(names: list[str], ties: Ties) -> list[Any]:
    """Give the sources: of the votes, and of the published points."""
    found = [ties.provenance[names[0]]] if names[0] in ties.provenance else []
    if len(names) > 1:
        told = list(dict.fromkeys(one.source for one in ties.tables[PUBLISHED]))
        found += [ties.provenance[one] for one in told if one in ties.provenance]
    return found
