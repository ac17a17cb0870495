"""What a gravity equation is made of: its dependent variable, covariates, fixed effects, sample and clusters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from counterpoise.core.errors import InputError, did_you_mean

EFFECTS: Mapping[str, tuple[str, ...]] = {
    "exporter-year": ("exporter", "year"),
    "importer-year": ("importer", "year"),
    "pair": ("exporter", "importer"),
    "own-pair": ("own",),
    "exporter": ("exporter",),
    "importer": ("importer",),
    "year": ("year",),
}
"""Each set of fixed effects, with what it has a level for; ``own-pair``: a country's trade with itself, all else together."""

CLUSTERS = ("pair", "directed-pair", "exporter", "importer", "year", "exporter-year", "importer-year")
"""What errors may be correlated within; ``pair`` holds both directions, ``directed-pair`` each alone."""

SMALL_SAMPLE: Mapping[str, str] = {
    "clusters": "times G/(G-1), with G clusters",
    "full": "times G/(G-1) and (N-1)/(N-K), with G clusters and K parameters, effects that lie within clusters left out",
    "none": "without a correction for a small sample",
}
"""What the covariance is multiplied by: as maximum-likelihood programs do, as fixest does, or by nothing."""

ESTIMATORS = ("ppml", "ols")
FLOWS = ("all", "international")

_LOG = re.compile(r"log\((\w+)\)")


@dataclass(frozen=True)
class Specification:
    """A gravity equation.

    Attributes
    ----------
    name
        What it is called in an answer.
    dependent
        The column of trade.
    covariates
        Columns, or their logarithms, as ``log(dist)``; the first is the agreement.
    effects
        Sets of fixed effects, from `EFFECTS`.
    symmetric
        Whether a pair has one effect for both directions.
    flows
        ``all``, with the trade of countries with themselves where the panel has it, or ``international``.
    border
        Whether international trade has a coefficient of its own in each year: globalisation.
    lags, leads
        Years by which the agreement is also taken earlier, and later.
    years
        Those that are taken; empty for all.
    every
        Take each so many years, from the first on; 1 for all.
    cluster
        What errors are correlated within, from `CLUSTERS`; several are multi-way.
    small_sample
        One of `SMALL_SAMPLE`.
    estimator
        ``ppml``, or ``ols`` of the logarithm of positive trade.

    Examples
    --------
    >>> Specification(covariates=("rta", "log(dist)"), lags=(4,)).terms
    ('rta', 'log(dist)', 'rta_lag4')
    """

    name: str = "estimate"
    dependent: str = "trade"
    covariates: tuple[str, ...] = ("rta",)
    effects: tuple[str, ...] = ("exporter-year", "importer-year", "pair")
    symmetric: bool = False
    flows: str = "all"
    border: bool = False
    lags: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    every: int = 1
    cluster: tuple[str, ...] = ("pair",)
    small_sample: str = "clusters"
    estimator: str = "ppml"

    def __post_init__(self) -> None:
        _known(self.effects, EFFECTS, "--effects")
        _known(self.cluster, CLUSTERS, "--cluster")
        _known((self.small_sample,), SMALL_SAMPLE, "--small-sample")
        _known((self.estimator,), ESTIMATORS, "--estimator")
        if not self.covariates:
            raise InputError("there is no covariate", where="--covariates", remedy="name the agreement's column")
        if not self.cluster or len(self.cluster) > 2:
            raise InputError(f"{len(self.cluster)} clusters are named", where="--cluster", remedy="name one or two")
        if self.border and self.flows == "international":
            what = "a border by year needs countries' trade with themselves"
            raise InputError(what, where="--border-by-year", remedy="leave --international out")
        if "own-pair" in self.effects and self.flows == "international":
            what = "own-pair effects need countries' trade with themselves"
            raise InputError(what, where="--effects", remedy="leave --international out")
        if self.years and self.every > 1:
            raise InputError("years and an interval are given", where="--every", remedy="leave one out")
        for one in (*self.lags, *self.leads):
            if one < 1:
                raise InputError(f"{one} years are no lag", where="--lags", remedy="give one or more")

    @property
    def agreement(self) -> str:
        """Give the covariate that lags and leads are of."""
        return self.covariates[0]

    @property
    def terms(self) -> tuple[str, ...]:
        """Give the covariates with lags and leads, without the border's."""
        return (*self.covariates, *self.lagged, *self.led)

    @property
    def lagged(self) -> tuple[str, ...]:
        """Give the names of the lags."""
        return tuple(f"{self.agreement}_lag{one}" for one in self.lags)

    @property
    def led(self) -> tuple[str, ...]:
        """Give the names of the leads."""
        return tuple(f"{self.agreement}_lead{one}" for one in self.leads)

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the panel's columns that it needs, but for lags and leads, which may be computed."""
        return tuple(dict.fromkeys([self.dependent, *(column_of(one) for one in self.covariates)]))

    def to_dict(self) -> dict[str, Any]:
        """Give it in JSON's types."""
        return {name: list(one) if isinstance(one, tuple) else one for name, one in asdict(self).items()}

    @classmethod
    def from_dict(cls, held: Mapping[str, Any]) -> Specification:
        """Read what `to_dict` gives.

        Parameters
        ----------
        held
            The entries by name.

        Returns
        -------
        Specification
            With the usual value where an entry is lacking.
        """
        known = {one.name for one in fields(cls)}
        entries: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in held.items() if k in known}
        return cls(**entries)


def column_of(term: str) -> str:
    """Give the column behind a covariate.

    Examples
    --------
    >>> column_of("log(dist)"), column_of("rta")
    ('dist', 'rta')
    """
    found = _LOG.fullmatch(term)
    return found[1] if found else term


def is_log(term: str) -> bool:
    """Tell whether a covariate is a logarithm."""
    return _LOG.fullmatch(term) is not None


def _known(words: Sequence[str], known: Mapping[str, Any] | Sequence[str], where: str) -> None:
    for one in words:
        if one not in known:
            remedy = did_you_mean(one, known, "take " + ", ".join(known))
            raise InputError(f"{one[:40]!r} is not known here", where=where, remedy=remedy)
