"""Estimating gravity equations from a panel of bilateral trade."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Provenance
from counterpoise.questions.arguments import File, Flag, _path, words_of
from counterpoise.questions.estimated import Estimates

if TYPE_CHECKING:
    import pandas as pd

    from counterpoise.trade_agreements.estimate import Estimate
    from counterpoise.trade_agreements.panel import Panel
    from counterpoise.trade_agreements.specification import Specification
    from counterpoise.world.agreement_tables import AgreementTable

AGREED = ("rta", "full_fta", "depth", "areas_covered", "areas_enforceable")
"""Columns that a table of agreements gives."""

FEW = 50
"""Clusters below which standard errors are too small (Cameron and Miller 2015)."""


@dataclass(frozen=True, eq=False)
class Table:
    """A panel in memory, which signs a question by its size and its columns."""

    frame: pd.DataFrame = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give what stands for it in the record of the question."""
        from counterpoise.trade_agreements.panel import _checksum  # noqa: PLC0415

        return {"rows": len(self.frame), "columns": list(map(str, self.frame.columns)), "sha256": _checksum(self.frame)}


def _panel(value: Any, where: str) -> str | Table:
    if isinstance(value, Table):
        return value
    return Table(value) if hasattr(value, "columns") and hasattr(value, "iloc") else _path(value, where)


def _whole(value: Any, where: str) -> tuple[int, ...]:
    found = []
    for word in [value] if isinstance(value, int) else words_of(value, where):
        if not str(word).lstrip("+-").isdigit():
            raise InputError(f"{str(word)[:40]!r} is not a whole number", where=where, remedy="write them as 4,8,12")
        found.append(int(word))
    return tuple(sorted(set(found)))


def _every(value: Any, where: str) -> int:
    found = _whole(value, where)
    if len(found) != 1 or found[0] < 1:
        raise InputError(f"{str(value)[:40]!r} is no interval of years", where=where, remedy="write it as 4")
    return found[0]


def _theta(value: Any, where: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not (math.isfinite(number) and number > 0):
        remedy = "give a positive number, as 5"
        raise InputError(f"{str(value)[:40]!r} is no trade elasticity", where=where, remedy=remedy)
    return number


def _columns(value: Any, where: str) -> dict[str, str]:
    """Read what columns are called: a dataset's name, or ``exporter=iso3_o,trade=flow``, or a mapping."""
    from counterpoise.trade_agreements.panel import NAMES  # noqa: PLC0415

    if isinstance(value, Mapping):
        return {str(here): str(there) for here, there in value.items()}
    made: dict[str, str] = {}
    for word in words_of(value, where):
        here, equals, there = (part.strip() for part in word.partition("="))
        if not equals and here in NAMES:
            made |= NAMES[here]
        elif here and there:
            made[here] = there
        else:
            remedy = did_you_mean(word, NAMES, f"take {' or '.join(NAMES)}, or write exporter=iso3_o,importer=iso3_d")
            raise InputError(f"{word[:40]!r} names no columns", where=where, remedy=remedy)
    return made


def _effects(value: Any, where: str) -> tuple[str, ...]:
    words = words_of(value, where)
    return () if words == ("none",) else words


def _word(value: Any, where: str) -> str:
    word = str(value).strip()
    if not word:
        raise InputError("a word is missing", where=where, remedy="see the help")
    return word


def _tables() -> Sequence[str]:
    from counterpoise.world.agreement_tables import SOURCES  # noqa: PLC0415

    return SOURCES


def _agreements(value: Any, where: str) -> str:
    word = str(value).strip().lower()
    if word not in _tables():
        remedy = did_you_mean(word, _tables(), "take " + ", ".join(_tables()))
        raise InputError(f"there is no table of agreements {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


HeldPanel = Annotated[Any, Word("file", _panel, "PANEL", local=True)]
Name = Annotated[str, Word("name", _word, "NAME")]
Names = Annotated[Sequence[str], Word("names", words_of, "NAMES")]
Effects = Annotated[Sequence[str], Word("effects", _effects, "EFFECTS")]
Numbers = Annotated[Sequence[int], Word("whole numbers", _whole, "YEARS")]
Every = Annotated[int, Word("interval", _every, "N")]
Columns = Annotated[Mapping[str, str], Word("columns", _columns, "COLUMNS")]
Theta = Annotated[float, Word("trade elasticity", _theta, "THETA")]
Agreements = Annotated[str, Word("agreements", _agreements, "SOURCE", choices=_tables)]


@question(group="gravity", charts="counterpoise.charts")
def estimate(  # noqa: PLR0913 - what a person may say of an equation, each by its name
    panel: HeldPanel,
    *,
    preset: Name | None = None,
    dependent: Name | None = None,
    covariates: Names | None = None,
    effects: Effects | None = None,
    symmetric: Flag = False,
    domestic: Flag = False,
    international: Flag = False,
    border_by_year: Flag = False,
    lags: Numbers | None = None,
    leads: Numbers | None = None,
    years: Numbers | None = None,
    every: Every | None = None,
    cluster: Names | None = None,
    small_sample: Name | None = None,
    estimator: Name | None = None,
    agreements: Agreements | None = None,
    columns: Columns | None = None,
    theta: Theta | None = None,
    save: File | None = None,
    progress: Progress | None = None,
) -> Estimates:
    """What a trade agreement does to the trade of its parties, estimated from a panel of bilateral trade.

    A gravity equation by Poisson pseudo maximum likelihood with fixed effects: what exporters and importers are in each
    year, and what a pair is always, is taken out, so that the agreement is told by when its parties' trade changed.

    Parameters
    ----------
    panel
        Trade with a row for each exporter, importer and year: a file ending in .parquet, .csv or .dta.
    preset
        A published equation: agtpa-ols, agtpa-ppml, agtpa-intra, agtpa-pair, agtpa-lead, agtpa-lags, agtpa-glob, or agtpa
        for the whole table (Yotov et al. 2016, chapter 1). What is named beside it takes the place of the preset's.
    dependent
        The column of trade; trade if left out.
    covariates
        Columns, or log(COLUMN), the agreement's first; rta if left out.
    effects
        Sets of fixed effects: exporter-year, importer-year, pair, own-pair, exporter, importer, year, or none; the first
        three if left out.
    symmetric
        One fixed effect for both directions of a pair.
    domestic
        Insist on trade of countries with themselves, which is taken anyway where the panel has it.
    international
        Leave trade of countries with themselves out.
    border_by_year
        A coefficient of international trade for each year: globalisation.
    lags
        Years by which the agreement is also taken earlier, as 4,8,12: columns as rta_lag4, else computed.
    leads
        Years by which it is also taken later, as 4: a coefficient of zero tells that trade did not come before it.
    years
        The years that are taken; all if left out.
    every
        Take every so many years, from the first on: trade adjusts over some.
    cluster
        What errors may be correlated within: pair (both directions), directed-pair, exporter, importer, year,
        exporter-year, importer-year; two, as exporter,importer, are two-way. pair if left out.
    small_sample
        How the covariance is corrected: clusters, G/(G-1) as maximum-likelihood programs do; full, also (N-1)/(N-K) as
        fixest does; none. clusters if left out.
    estimator
        ppml, or ols of the logarithm of positive trade; ppml if left out.
    agreements
        Columns of agreements from a table: desta, egger-larch or wb-dta of the store, or register, the program's own. They
        are rta, full_fta and depth, which covariates may name, with their lags and leads.
    columns
        What columns are called in the file: cepii, itpd, or exporter=iso3_o,importer=iso3_d.
    theta
        A trade elasticity: coefficients are also given as the tariff change of the same effect.
    save
        A .json file to keep the estimate in, for gravity effect.
    progress
        Told how far the work is.

    Returns
    -------
    Estimates
        ``coefficient``, ``standard_error``, ``t_value``, ``p_value`` and ``trade_effect_pct``, ``[scenario, parameter]``,
        with the bounds of 95 %; ``observations`` and others ``[scenario]``. ``estimate.covariance`` is the matrix.

    Raises
    ------
    InputError
        If the panel is no panel, or can't tell of the covariates.
    NoSolution
        If the iterations do not end.

    References
    ----------
    Yotov, Piermartini, Monteiro and Larch (2016), "An Advanced Guide to Trade Policy Analysis".

    Examples
    --------
    >>> import counterpoise as cp
    >>> from counterpoise.trade_agreements.example import example_panel
    >>> found = cp.gravity.estimate(example_panel())
    >>> round(found.coefficient.item(), 2), found.estimate.observations
    (0.46, 1950)
    """
    from counterpoise.trade_agreements.estimate import estimate as estimated  # noqa: PLC0415

    flags = {"symmetric": symmetric, "border": border_by_year}
    words = {"dependent": dependent, "covariates": covariates, "effects": effects, "lags": lags, "leads": leads}
    words |= {"years": years, "every": every, "cluster": cluster, "small_sample": small_sample, "estimator": estimator}
    named = {name: one for name, one in words.items() if one is not None} | {
        name: True for name, one in flags.items() if one
    }
    if domestic and international:
        raise InputError("both are named", where="--international", remedy="leave --domestic or --international out")
    named |= {"flows": "international" if international else "all"} if domestic or international else {}
    chosen = _chosen(preset, named)
    _check_place(save, chosen)
    tell = quietly(progress)
    tell.report("reading the panel", 0.0)
    held, table = _read(panel, chosen, columns, agreements)
    if domestic and not held.domestic.any():
        raise InputError("the panel has no trade of countries with themselves", where="--domestic", remedy="add it")
    found = []
    for k, one in enumerate(chosen):
        tell.report(f"estimating {one.name}", 0.1 + 0.9 * k / len(chosen))
        found.append(estimated(held, one))
    if save is not None:
        found[0].save(save)
    tell.report("done", 1.0)
    return _answer(tuple(found), theta, table)


def _check_place(save: str | None, chosen: Sequence[Specification]) -> None:
    """Refuse a file for the estimate that can't be, before the work begins."""
    if save is None:
        return
    if len(chosen) > 1:
        what = "a whole table can't be kept as one estimate"
        raise InputError(what, where="--save", remedy="name one of its columns")
    if not Path(save).absolute().parent.is_dir():
        raise InputError("the folder does not exist", where=save, remedy="make it, or name another file")


def _chosen(preset: str | None, named: Mapping[str, Any]) -> tuple[Specification, ...]:
    """Give the equations that are asked for."""
    from counterpoise.trade_agreements.presets import preset as of  # noqa: PLC0415
    from counterpoise.trade_agreements.specification import Specification  # noqa: PLC0415

    if preset is None:
        return (Specification(**named),)
    held = of(preset)
    if "every" in named and "years" not in named:
        named = {**named, "years": ()}
    free = {"years", "every", "cluster", "small_sample", "flows"}
    if len(held) > 1 and (other := sorted(set(named) - free)):
        what = f"{other[0].replace('_', '-')} is named beside a whole table"
        raise InputError(what, where="--preset", remedy=f"name one of its columns, as {preset}-pair")
    return tuple(replace(one, **named) for one in held)


def _read(
    panel: str | Table, chosen: Sequence[Specification], columns: Mapping[str, str] | None, agreements: str | None
) -> tuple[Panel, AgreementTable | None]:
    """Read the panel, with the columns of a table of agreements where one is named."""
    from counterpoise.trade_agreements.covariates import with_agreements  # noqa: PLC0415
    from counterpoise.trade_agreements.panel import read_panel  # noqa: PLC0415
    from counterpoise.world.agreement_tables import agreement_table  # noqa: PLC0415

    made = AGREED if agreements else ()
    wanted = [name for one in chosen for name in one.columns if name not in made]
    shifted = [name for one in chosen if one.agreement not in made for name in (*one.lagged, *one.led)]
    held = read_panel(panel.frame if isinstance(panel, Table) else panel, wanted, columns=columns, optional=shifted)
    if agreements is None:
        return held, None
    lags, leads = (sorted({year for one in chosen for year in getattr(one, kind)}) for kind in ("lags", "leads"))
    first, last = held.years[0] - max(lags, default=0), held.years[-1] + max(leads, default=0)
    table = agreement_table(agreements, (first, last))
    for name in (name for one in chosen for name in one.columns):
        if name in made and name not in table.measures:
            has = ", ".join(one for one in table.measures if one in AGREED)
            raise InputError(f"{agreements} has no {name}", where="--agreements", remedy=f"it has {has}")
    return replace(held, data=with_agreements(held.data, table, lags, leads)), table


ATTRS: Mapping[str, tuple[str, str, str]] = {
    "coefficient": ("Coefficient of the gravity equation, in log points of trade", "coefficient", "coefficient"),
    "standard_error": ("Standard error of the coefficient", "standard error", "coefficient"),
    "t_value": ("Coefficient over its standard error", "t", "ratio"),
    "p_value": ("Probability of a t so far from zero if the coefficient is zero", "p", "coefficient"),
    "trade_effect_pct": ("Change of trade by the agreement, prices and incomes as they are", "trade effect", "percent"),
    "ad_valorem_pct": ("Change of trade costs of the same effect", "as a tariff", "percent"),
    "observations": ("Flows that the equation is estimated on", "flows used", "count"),
    "flows": ("Flows of the panel that were asked for", "flows", "count"),
    "separated": ("Flows left out because they are told to be zero", "separated", "count"),
    "singletons": ("Flows left out because they are alone in a fixed effect", "singletons", "count"),
    "fixed_effects": ("Fixed effects", "fixed effects", "count"),
    "deviance": ("Deviance; of least squares the sum of squares", "deviance", "index"),
    "fit": ("Pseudo R squared; of least squares R squared", "fit", "share"),
}
"""Label, short name and unit of each variable."""


def _answer(found: tuple[Estimate, ...], theta: float | None, table: AgreementTable | None) -> Estimates:
    """Lay the equations out as an answer."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    rows = [_rows(one, theta) for one in found]
    names = list(dict.fromkeys(name for held in rows for name in held))
    names.sort(key=lambda one: one.startswith("sum_"))
    scenarios = [one.specification.name for one in found]
    data: Any = xr.Dataset(coords={"scenario": scenarios, "parameter": names})
    kinds = dict.fromkeys(kind for held in rows for values in held.values() for kind in values)
    for kind in kinds:
        values = [[held.get(name, {}).get(kind, np.nan) for name in names] for held in rows]
        data[kind] = (("scenario", "parameter"), np.array(values, dtype=float), _attrs(kind))
    for kind in ("observations", "flows", "separated", "singletons", "fixed_effects", "deviance", "fit"):
        data[kind] = (("scenario",), np.array([_whole_of(one, kind) for one in found], dtype=float), _attrs(kind))
    first = found[0]
    return Estimates(
        Asked("gravity.estimate", {}),
        data,
        (_provenance(first), *(table.provenance if table else ())),
        _warnings(found, table.warnings if table else ()),
        {"program": first.program, "estimates": {one.specification.name: one.to_dict() for one in found}},
        found,
    )


def _attrs(kind: str) -> dict[str, Any]:
    name, _, companion = kind.partition("__")
    if companion:
        return {}
    label, short, unit = ATTRS[name]
    return {"label": label, "short": short, "unit": unit, "indicator": False, "estimated": True}


def _rows(one: Estimate, theta: float | None) -> dict[str, dict[str, float]]:
    """Give what is said of each coefficient, and of the sum of the agreement's."""
    from scipy.special import stdtr  # noqa: PLC0415

    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in one.names}
    if len(one.agreement) > 1:
        groups[f"sum_{one.specification.agreement}"] = one.agreement
    of_agreement = {*one.agreement, *one.specification.led, f"sum_{one.specification.agreement}"}
    made = {}
    for name, parts in groups.items():
        value, error = one.combined(parts)
        low, high = one.interval(parts)
        t = value / error if error > 0 else math.nan
        held = {"coefficient": value, "coefficient__low": low, "coefficient__high": high, "standard_error": error}
        held |= {"t_value": t, "p_value": 2 * float(stdtr(one.freedom, -abs(t)))}
        if name in of_agreement:
            held |= _spread("trade_effect_pct", value, low, high, 1.0)
            held |= _spread("ad_valorem_pct", value, high, low, -1 / theta) if theta else {}
        made[name] = held
    return made


def _spread(kind: str, value: float, low: float, high: float, by: float) -> dict[str, float]:
    """Give a coefficient and its bounds as changes in per cent."""
    ends = {kind: value, f"{kind}__low": low, f"{kind}__high": high}
    return {name: 100 * math.expm1(by * one) for name, one in ends.items()}


def _whole_of(one: Estimate, kind: str) -> float:
    if kind == "fixed_effects":
        return float(sum((one.levels or {}).values()))
    return float(getattr(one, "rows" if kind == "flows" else kind))


def _provenance(one: Estimate) -> Provenance:
    return Provenance(source=Path(one.source).name, title="panel of trade", year=one.years, checksum=one.checksum)


def _warnings(found: Sequence[Estimate], more: Sequence[str]) -> tuple[str, ...]:
    """Say what a reader must know of how it was estimated."""
    return tuple(dict.fromkeys([*(text for one in found for text in _notes(one)), *more]))


_CORRECTION: Mapping[str, str] = {
    "clusters": "and corrected by G/(G-1) for G clusters, as maximum-likelihood programs do",
    "full": "and corrected by G/(G-1) for G clusters and by (N-1)/(N-K) for K parameters, as fixest does",
    "none": "without a correction for a small sample",
}


def _notes(one: Estimate) -> list[str]:
    held = one.specification
    notes = [f"standard errors are clustered by {' and '.join(held.cluster)} {_CORRECTION[held.small_sample]}"]
    few = min((one.clusters or {"": FEW}).values())
    if few < FEW:
        notes.append(f"only {few} clusters: with fewer than {FEW} standard errors are too small")
    reasons = (
        (one.separated, "effects or covariates tell that they are zero"),
        (one.singletons, "they are alone in a fixed effect"),
        (one.missing, "a number is missing, or the year that a lag needs"),
        (one.zeros, "zero has no logarithm"),
    )
    notes += [f"{n:,} of {one.rows:,} flows are left out: {why}" for n, why in reasons if n]
    if held.estimator == "ppml" and {"exporter-year", "importer-year", "pair"} <= set(held.effects):
        notes.append(
            "with effects of exporters and importers by year and of pairs, coefficients are a little biased and standard "
            "errors somewhat too small where the countries are few (Weidner and Zylkin 2021)"
        )
    return notes
