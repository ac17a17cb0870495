"""Votes as a table become ideal points with their countries, years and intervals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.result import Asked, Provenance, Result

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

    from counterpoise.reliance.security.ideal_estimation import Estimate
    from counterpoise.world.tie_tables import RollCalls

BAILEY = "Bailey, Strezhnev and Voeten (2017)"
ALIKE = 0.95
"""Share of the states that must answer two roll calls of one title alike for these to be taken as on one text."""

LEAST_CALLS = 3
"""Roll calls that a session must have: the nineteenth has one, as the states had agreed not to vote."""

_WORDS = {"yes": 1, "abstain": 2, "no": 3, "absent": 0, "": 0}
_CODES = (0, 1, 2, 3, 8, 9)
_FIRST = 1945
_AFTER = re.compile(r"\s+: (resolution|decision)\b.*")
_LETTERS = re.compile(r"[A-Z0-9]+")
_COUNTRY = re.compile(r"[A-Z]{3}")

SAID = {
    "ideal_point": ("Ideal point by votes in the General Assembly", "ideal point", r"\theta_{it}", "index"),
    "votes_counted": ("Votes of the session that count for the ideal point", "votes", "n_{it}", "count"),
}


def bridges(title: Sequence[str], year: NDArray[np.int64], votes: NDArray[np.int8]) -> NDArray[np.int64]:
    """Tell which roll calls of neighbouring sessions are on the same text, so that sessions can be compared.

    The titles are the same, no other roll call of either session has it, and of the states that voted in both, 20 or more,
    at least 95 % answered alike. The producers read the texts; short titles stand for them here.

    Parameters
    ----------
    title
        [roll call]; an empty one is not compared.
    year
        [roll call]: the session, or its year.
    votes
        [roll call, country]: 1 yes, 2 abstain, 3 no; any other number is an absence.

    Returns
    -------
    np.ndarray
        [roll call]: the same number for those on the same text.

    Examples
    --------
    >>> import numpy as np
    >>> votes = np.ones((3, 30), np.int8)
    >>> bridges(["Apartheid", "APARTHEID", "Korea"], np.array([1990, 1991, 1991]), votes).tolist()
    [0, 0, 2]
    """
    import numpy as np  # noqa: PLC0415

    plain = [" ".join(_LETTERS.findall(_AFTER.sub("", one).upper())) for one in title]
    often = Counter(zip(year.tolist(), plain, strict=True))
    label, last = np.arange(len(plain)), {}
    for k in np.argsort(year, kind="stable").tolist():
        if not plain[k] or often[int(year[k]), plain[k]] > 1:
            continue
        before = last.get(plain[k])
        if before is not None and year[k] - year[before] == 1 and _alike(votes[before], votes[k]):
            label[k] = label[before]
        last[plain[k]] = k
    return label


def _alike(one: NDArray[np.int8], other: NDArray[np.int8]) -> bool:
    both = (one > 0) & (one <= 3) & (other > 0) & (other <= 3)
    return int(both.sum()) >= 20 and float((one[both] == other[both]).mean()) >= ALIKE


def roll_calls_of(table: Any) -> RollCalls:
    """Read votes from a table.

    Parameters
    ----------
    table
        A `pandas.DataFrame` with a row a vote (rcid, country, vote, and year or session), or with a row a roll call and a
        column a country; with a title where there is one.

    Returns
    -------
    RollCalls
        The votes as a matrix.

    Raises
    ------
    InputError
        If a column is missing, a vote is none, or a country isn't known.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"rcid": [1, 1], "year": [2019, 2019], "country": ["KOR", "CHN"], "vote": ["yes", "no"]})
    >>> roll_calls_of(table).votes.tolist()
    [[3, 1]]
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.tie_tables import RollCalls  # noqa: PLC0415

    if isinstance(table, RollCalls):
        return table
    names = [str(one) for one in getattr(table, "columns", ())]
    if not names:
        remedy = "give a table with rcid, country, vote and year, or the roll_calls of load_ties()"
        raise InputError(f"{type(table).__name__} is no table of votes", where="votes", remedy=remedy)
    wide = "vote" not in names
    when = next((one for one in ("year", "session") if one in names), None)
    lacking = [one for one in ("rcid", *(() if wide else ("country", "vote"))) if one not in names]
    lacking += [] if when else ["year"]
    countries = [one for one in names if _COUNTRY.fullmatch(one)] if wide else []
    if lacking or (wide and not countries):
        what = (
            f"the column {lacking[0]!r} is not there" if lacking else "there is neither a vote nor a country's column"
        )
        raise InputError(what, where="votes", remedy="a table of votes has rcid, country, vote, and year or session")
    if not len(table):
        raise InputError("there is no vote in the table", where="votes", remedy="give at least one session's votes")
    titled = next((one for one in ("title", "short", "descr") if one in names), None)
    calls = table.drop_duplicates("rcid").sort_values([when, "rcid"], kind="stable")
    if wide:
        cells = [calls[one].tolist() for one in countries]
        matrix = np.array([_read(column, one) for column, one in zip(cells, countries, strict=True)], np.int8).T
    else:
        countries = sorted(set(table["country"].dropna().astype(str)))
        place = {one: k for k, one in enumerate(countries)}
        row = {one: k for k, one in enumerate(calls["rcid"].tolist())}
        held = table.dropna(subset=["country"])
        matrix = np.zeros((len(row), len(countries)), np.int8)
        rows, columns = held["rcid"].map(row).to_numpy(), held["country"].astype(str).map(place).to_numpy()
        matrix[rows, columns] = _read(held["vote"].tolist(), "vote")
    _known(countries)
    year = calls[when].to_numpy(np.int64)
    if when == "session" and int(year.max()) < _FIRST:
        year = year + _FIRST
    titles = tuple(one if isinstance(one, str) else "" for one in calls[titled]) if titled else ()
    return RollCalls(tuple(countries), year, matrix, "a table", titles)


def _read(cells: list[Any], column: str) -> list[int]:
    """Give votes as 1 yes, 2 abstain, 3 no, 0 absent or no member."""
    read: dict[Any, int] = {}
    made = []
    for place, cell in enumerate(cells):
        if cell not in read:
            missing = cell is None or cell != cell  # noqa: PLR0124 - NaN alone differs from itself
            word = "" if missing else str(cell).strip().lower().removesuffix(".0")
            code = _WORDS.get(word, int(word) if word.isdigit() and int(word) in _CODES else None)
            if code is None:
                where = f"votes, column {column}, row {place + 1}"
                remedy = "a vote is 1 yes, 2 abstain, 3 no, 0 or 8 absent, 9 no member"
                raise InputError(f"{str(cell)[:20]!r} is no vote", where=where, remedy=remedy)
            read[cell] = code if code <= 3 else 0
        made.append(read[cell])
    return made


def _known(codes: Sequence[str]) -> None:
    from counterpoise.codes.countries import countries, nearest  # noqa: PLC0415

    for one in codes:
        if one not in countries():
            remedy = did_you_mean(one, nearest(one), "countries are ISO 3166-1 alpha-3 codes, as KOR")
            raise InputError(f"there is no country {one[:20]!r}", where="votes, countries", remedy=remedy)


def ideal_points(
    votes: Any, *, anchor: str = "USA", interval: float = 90.0, progress: Progress | None = None
) -> Result:
    """Estimate where states stand by their votes: dynamic ideal points, with intervals.

    Parameters
    ----------
    votes
        A table with a row a vote (rcid, country, vote, year or session, and a title where there is one) or with a column
        a country; or the ``roll_calls`` of `load_ties`. Votes are 1 yes, 2 abstain, 3 no, 0 or 8 absent, 9 no member.
    anchor
        Who stands on the positive side: the line has no direction of its own. The United States, as in the published ones.
    interval
        Per cent that the interval holds; 90 as the producers' own.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        ``ideal_point``, ``[country, year]``, on a line on which all states' points have mean 0 and spread 1, with ``__low``
        and ``__high``: of each state alone, if errors are normal; the line's own stretch is not in them. ``votes_counted``
        beside it.

    Raises
    ------
    InputError
        If there are no votes, a vote or a country is none, or the anchor did not vote.
    NoSolution
        If the estimate does not settle.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating Dynamic State Preferences from United Nations Voting
    Data, Journal of Conflict Resolution 61(2), 430-456.

    Examples
    --------
    >>> import counterpoise as cp
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(2)
    >>> places = {"USA": 2.0, "GBR": 1.5, "FRA": 1.0, "KOR": 0.5, "IND": -0.5, "CHN": -1.0, "PRK": -1.5, "CUB": -2.0}
    >>> lean = rng.standard_normal((80, 1)) * 2 * list(places.values()) + rng.standard_normal((80, 8))
    >>> votes = pd.DataFrame(np.where(lean < -0.4, 1, np.where(lean < 0.4, 2, 3)), columns=list(places))
    >>> found = cp.ideal_points(votes.assign(rcid=range(80), year=2019))
    >>> bool(found.ideal_point.sel(year=2019, country=["USA", "KOR", "CUB"]).diff("country").values.max() < 0)
    True
    """
    calls = roll_calls_of(votes)
    tell = quietly(progress)
    tell.report("placing the states by their votes", 0.0)
    found, sessions = placed(calls, anchor, lambda share: tell.report("placing the states by their votes", share))
    data = described(calls, found, interval)
    tell.report("done", 1.0)
    return Result(
        question=Asked("ideal_points", {}),
        data=data,
        provenance=(Provenance(calls.source, title="votes", year=(int(sessions[0]), int(sessions[-1]))),),
        warnings=said(interval),
        diagnostics=diagnosed(found),
    )


def placed(
    calls: RollCalls, anchor: str, told: Callable[[float], None] | None = None
) -> tuple[Estimate, NDArray[np.int64]]:
    """Estimate the points of a matrix of votes.

    Returns
    -------
    found, sessions
        The estimate, and the years that it has.

    Raises
    ------
    InputError
        If the anchor cast no vote, or no session has votes enough.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.security.ideal_estimation import estimate  # noqa: PLC0415

    if anchor not in calls.countries:
        remedy = did_you_mean(anchor, calls.countries, "name a country that votes")
        raise InputError(f"{anchor} has no votes", where="anchor", remedy=remedy)
    years, counted = np.unique(calls.year, return_counts=True)
    kept = np.isin(calls.year, years[counted >= LEAST_CALLS])
    if not kept.any():
        what = f"no session has {LEAST_CALLS} roll calls"
        raise InputError(what, where="votes", remedy="give a whole session's votes")
    votes, year = calls.votes[kept], calls.year[kept]
    title = [one for one, here in zip(calls.title, kept.tolist(), strict=True) if here] if calls.title else None
    same = bridges(title, year, votes) if title else None
    found = estimate(votes, year, anchor=calls.countries.index(anchor), same=same, told=told)
    return found, found.sessions


def described(calls: RollCalls, found: Estimate, interval: float) -> xr.Dataset:
    """Give the points with countries, years and the ends of their intervals."""
    import xarray as xr  # noqa: PLC0415
    from scipy.special import ndtri  # noqa: PLC0415

    half = float(ndtri(0.5 + interval / 200)) * found.error
    dims = ("country", "year")
    attrs = {
        name: {
            "label": label,
            "short": short,
            "symbol": symbol,
            "unit": unit,
            "formula": "",
            "citation": BAILEY,
            "estimated": name == "ideal_point",
        }
        for name, (label, short, symbol, unit) in SAID.items()
    }
    voted = (found.votes > 0).any(0)
    data = xr.Dataset(
        {
            "ideal_point": (dims, found.point.T, attrs["ideal_point"]),
            "ideal_point__low": (dims, (found.point - half).T),
            "ideal_point__high": (dims, (found.point + half).T),
            "votes_counted": (dims, found.votes.T.astype(float), attrs["votes_counted"]),
        },
        coords={"country": list(calls.countries), "year": found.sessions},
    )
    return data.isel(country=voted).assign_attrs(interval=float(interval))


def said(interval: float) -> tuple[str, ...]:
    """Say what points and intervals are, and are not."""
    return (
        "an ideal point tells how a state votes on the Assembly's agenda, beside the other states: it is no measure of its whole policy",
        f"intervals hold {interval:g} % of each state's own error under the model; errors of two states hang together",
    )


def diagnosed(found: Estimate) -> dict[str, Any]:
    """Tell how the estimate ended."""
    return {"rounds": found.rounds, "last_change": found.change, "pull": found.pull, "bound": found.objective[-1]}
