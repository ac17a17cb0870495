"""The sample of a gravity equation: which flows of a panel it takes, and its variables and effects as bare arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterpoise.core.errors import DataError, InputError
from counterpoise.trade_agreements.specification import EFFECTS, Specification, column_of, is_log

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from counterpoise.trade_agreements.panel import Panel

BORDER = "intl"
"""What the coefficients of international trade by year begin with, as ``intl_1986``."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The flows that an equation is estimated on.

    Attributes
    ----------
    trade
        ``[flow]``: the dependent variable, its logarithm where the equation says so.
    terms
        ``[flow, covariate]``.
    names
        Of the covariates.
    effects, clusters
        ``[flow]`` each: which level of the set a flow belongs to, from 0 on, by the set's name.
    rows
        Flows of the panel in the years and with the ends that were asked for.
    missing, zeros, separated, singletons
        Flows that were left out: for a missing number; because they are zero and have no logarithm; because fixed effects
        tell that they are zero; because they are the only one of a level.
    years
        The years that the sample has.
    domestic
        Whether it holds trade of countries with themselves.
    """

    trade: NDArray[np.float64]
    terms: NDArray[np.float64]
    names: tuple[str, ...]
    effects: Mapping[str, NDArray[np.int64]]
    clusters: Mapping[str, NDArray[np.int64]]
    rows: int
    missing: int
    zeros: int
    separated: int
    singletons: int
    years: tuple[int, ...]
    domestic: bool


def sample_of(panel: Panel, chosen: Specification) -> Sample:
    """Make the sample of an equation.

    Parameters
    ----------
    panel
        The panel, with every year that lags need.
    chosen
        The equation.

    Returns
    -------
    Sample
        Without flows that can't tell of the covariates: alone in a level, or zero because all of a level are.

    Raises
    ------
    InputError
        If the panel lacks the years or the flows that the equation asks for, trade is negative, nothing is left, or a
        covariate does not vary.
    """
    import numpy as np  # noqa: PLC0415

    source = panel.source
    taken = _years(panel, chosen) & (~panel.domestic if chosen.flows == "international" else True)
    data = _with_lags(panel, chosen, taken)
    if data.empty:
        raise DataError(
            "no flow is left", where=source, remedy="the panel holds trade of countries with themselves alone"
        )
    own = (data["exporter"] == data["importer"]).to_numpy()
    if (chosen.border or "own-pair" in chosen.effects) and not own.any():
        what = "the panel has no trade of countries with themselves, which the border needs"
        raise DataError(what, where=source, remedy="add it: output less exports")
    trade = _trade(data[chosen.dependent].to_numpy(float), chosen, source)
    terms = np.column_stack([_term(data, one, source) for one in chosen.terms])
    known = np.isfinite(trade) & np.isfinite(terms).all(axis=1)
    border, by_year = _border(data, own, known, chosen)
    terms = np.column_stack([terms, *border])
    positive = trade > 0 if chosen.estimator == "ols" else np.ones(len(trade), dtype=bool)
    effects = {
        one: _levels(data, own, EFFECTS[one], unordered=one == "pair" and chosen.symmetric) for one in chosen.effects
    }
    clusters = {one: _cluster(data, own, one) for one in chosen.cluster}
    kept, separated, singletons = _left(trade, known & positive, list(effects.values()), ols=chosen.estimator == "ols")
    names = (*chosen.terms, *by_year)
    if not kept.any():
        raise DataError("no flow is left to estimate from", where=source, remedy="name fewer effects, or more years")
    _varied(terms[kept], trade[kept], names, chosen, source)
    return Sample(
        trade=np.log(trade[kept]) if chosen.estimator == "ols" else trade[kept],
        terms=terms[kept],
        names=names,
        effects={one: _dense(codes[kept]) for one, codes in effects.items()},
        clusters={one: _dense(codes[kept]) for one, codes in clusters.items()},
        rows=len(data),
        missing=int((~known).sum()),
        zeros=int((known & ~positive).sum()),
        separated=separated,
        singletons=singletons,
        years=tuple(int(one) for one in np.unique(data["year"].to_numpy()[kept])),
        domestic=bool(own[kept].any()),
    )


def without(held: Sample, gone: NDArray[np.bool_]) -> Sample:
    """Give a sample without some flows that were found to be separated, and what then can't tell of the covariates either.

    Parameters
    ----------
    held
        The sample.
    gone
        ``[flow]``: those that go.

    Returns
    -------
    Sample
        With its counts.
    """
    kept, separated, singletons = _left(held.trade, ~gone, list(held.effects.values()), ols=False)
    return replace(
        held,
        trade=held.trade[kept],
        terms=held.terms[kept],
        effects={one: _dense(codes[kept]) for one, codes in held.effects.items()},
        clusters={one: _dense(codes[kept]) for one, codes in held.clusters.items()},
        separated=held.separated + int(gone.sum()) + separated,
        singletons=held.singletons + singletons,
    )


def check_left(held: Sample, source: str) -> None:
    """Refuse a sample that nothing is left of, or whose flows are all in one cluster.

    Parameters
    ----------
    held
        The sample.
    source
        The panel, for the message.

    Raises
    ------
    DataError
        If it can't be estimated from.
    """
    if not len(held.trade):
        what = "no flow is left to estimate from: all that remain are told to be zero, or alone in an effect"
        raise DataError(what, where=source, remedy="name fewer effects, or more years")
    for one, codes in held.clusters.items():
        if (codes == codes[0]).all():
            what = f"all flows are in one cluster by {one}: nothing tells how far it may vary"
            raise DataError(what, where=source, remedy="cluster by another, or take more years and countries")


def _years(panel: Panel, chosen: Specification) -> NDArray[np.bool_]:
    there = panel.years
    wanted = chosen.years or tuple(one for one in there if (one - there[0]) % chosen.every == 0)
    lacking = [one for one in wanted if one not in there]
    if lacking:
        what = f"the panel has no {', '.join(map(str, lacking[:6]))}"
        raise InputError(what, where=panel.source, remedy=f"it has {_spans(there)}; --years names others")
    return panel.data["year"].isin(wanted).to_numpy()


def _spans(years: Sequence[int]) -> str:
    """Write years as spans.

    Examples
    --------
    >>> _spans((1986, 1987, 1988, 1990))
    '1986-1988, 1990'
    """
    ends: list[list[int]] = []
    for one in years:
        if ends and one == ends[-1][-1] + 1:
            ends[-1][1:] = [one]
        else:
            ends.append([one])
    return ", ".join("-".join(map(str, span)) for span in ends)


def _with_lags(panel: Panel, chosen: Specification, taken: NDArray[np.bool_]) -> pd.DataFrame:
    """Give the rows taken, with lags and leads that the panel has no column for from its other years."""
    data = panel.data.loc[taken].reset_index(drop=True)
    column = column_of(chosen.agreement)
    lacking = [
        (name, shift)
        for names, years, sign in ((chosen.lagged, chosen.lags, -1), (chosen.led, chosen.leads, 1))
        for name, shift in zip(names, (sign * one for one in years), strict=True)
        if name not in data
    ]
    if not lacking:
        return data
    keys = ["exporter", "importer", "year"]
    held = panel.data.set_index(keys)[column]
    made = {}
    for name, shift in lacking:
        wanted = data[keys].assign(year=data["year"] + shift)
        found = held.reindex(wanted.set_index(keys).index).to_numpy()
        if _all_missing(found):
            years = f"{data['year'].min() + shift} to {data['year'].max() + shift}"
            what = f"{name} can't be computed: the panel has no {column} of {years}"
            raise InputError(what, where=panel.source, remedy=f"add a column {name}, or name fewer years")
        made[name] = _logarithm(found, column, panel.source) if is_log(chosen.agreement) else found
    return data.assign(**made)


def _all_missing(values: NDArray[np.float64]) -> bool:
    import numpy as np  # noqa: PLC0415

    return bool(np.isnan(values).all())


def _trade(trade: NDArray[np.float64], chosen: Specification, source: str) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    negative = np.flatnonzero(trade < 0)
    if negative.size:
        what = f"{chosen.dependent} is negative ({trade[negative[0]]:g}) in {negative.size:,} rows"
        raise DataError(what, where=source, remedy="correct it: trade is zero or more")
    if not (trade > 0).any():
        raise DataError(f"{chosen.dependent} is nowhere positive", where=source, remedy="check the column")
    return trade


def _term(data: pd.DataFrame, term: str, source: str) -> NDArray[np.float64]:

    values = data[term if not is_log(term) else column_of(term)].to_numpy(float)
    return _logarithm(values, column_of(term), source) if is_log(term) else values


def _logarithm(values: NDArray[np.float64], column: str, source: str) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    if (values <= 0).any():
        what = f"{column} is {values[values <= 0][0]:g} in a row, which has no logarithm"
        raise DataError(what, where=source, remedy="correct it, or leave it empty where it is not known")
    return np.log(values)


def _border(
    data: pd.DataFrame, own: NDArray[np.bool_], known: NDArray[np.bool_], chosen: Specification
) -> tuple[list[NDArray[np.float64]], tuple[str, ...]]:
    """Give the covariates of international trade by year; where effects hold its mean, the last year is the reference."""
    if not chosen.border:
        return [], ()
    year = data["year"].to_numpy()
    years = sorted(set(year[known].tolist()))
    if {"pair", "own-pair"} & set(chosen.effects):
        years = years[:-1]
    return [((year == one) & ~own).astype(float) for one in years], tuple(f"{BORDER}_{one}" for one in years)


def _cluster(data: pd.DataFrame, own: NDArray[np.bool_], name: str) -> NDArray[np.int64]:
    return _levels(data, own, EFFECTS[name.removeprefix("directed-")], unordered=name == "pair")


def _levels(
    data: pd.DataFrame, own: NDArray[np.bool_], parts: Sequence[str], *, unordered: bool = False
) -> NDArray[np.int64]:
    """Number the levels of a set of effects."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    if tuple(parts) == ("own",):
        exporter = _dense(pd.factorize(data["exporter"])[0])
        return np.where(own, exporter + 1, 0)
    both = pd.factorize(pd.concat([data["exporter"], data["importer"]], ignore_index=True))[0]
    ends = {"exporter": both[: len(data)], "importer": both[len(data) :], "year": _dense(data["year"].to_numpy())}
    held = [ends[one].astype(np.int64) for one in parts]
    if unordered:
        held = [np.minimum(*held), np.maximum(*held)]
    codes = held[0]
    for one in held[1:]:
        codes = codes * (int(one.max()) + 1) + one
    return codes


def _dense(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    import numpy as np  # noqa: PLC0415

    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _left(
    trade: NDArray[np.float64], start: NDArray[np.bool_], effects: Sequence[NDArray[np.int64]], *, ols: bool
) -> tuple[NDArray[np.bool_], int, int]:
    """Leave out, until nothing changes, flows that are alone in a level, and those of a level without any trade.

    Such a level's effect would be minus infinity, its flows fitted perfectly as zero: they tell nothing of the covariates
    (Correia, Guimaraes and Zylkin 2021).
    """
    import numpy as np  # noqa: PLC0415

    kept = start.copy()
    separated = singletons = 0
    dense = [_dense(one) for one in effects]
    while True:
        before = kept.copy()
        for codes in dense:
            size = np.bincount(codes, weights=kept)
            if not ols:
                positive = np.bincount(codes, weights=kept & (trade > 0))
                empty = kept & ((positive == 0) & (size > 0))[codes]
                separated += int(empty.sum())
                kept &= ~empty
                size = np.bincount(codes, weights=kept)
            alone = kept & (size == 1)[codes]
            singletons += int(alone.sum())
            kept &= ~alone
        if (kept == before).all():
            return kept, separated, singletons


def _varied(
    terms: NDArray[np.float64],
    trade: NDArray[np.float64],
    names: Sequence[str],
    chosen: Specification,
    source: str,
) -> None:
    """Refuse covariates that do not vary, and dummies whose flows are all zero."""
    for k, name in enumerate(names):
        values = terms[:, k]
        if values.min() == values.max():
            what = f"{name} is {values[0]:g} in all of the {len(values):,} flows that are left: it does not vary"
            raise DataError(what, where=source, remedy="leave it out, or take more years and pairs")
        switched = values > values.min()
        if chosen.estimator == "ppml" and not (trade[switched] > 0).any():
            what = f"each of the {int(switched.sum()):,} flows with a higher {name} is zero: it tells them perfectly"
            raise DataError(what, where=source, remedy="no effect can be estimated; leave it out")
