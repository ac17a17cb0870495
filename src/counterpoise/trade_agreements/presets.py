"""Published gravity equations by name, with the columns that their data have.

The Advanced Guide's table of what trade agreements do (Yotov, Piermartini, Monteiro and Larch 2016, chapter 1,
application 3): 69 countries, every fourth year from 1986 to 2006.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.trade_agreements.specification import Specification

YEARS = (1986, 1990, 1994, 1998, 2002, 2006)
_DISTANCE = ("log(dist)", "cntg", "lang", "clny")
_SIDES = ("exporter-year", "importer-year")

_TRADITIONAL = Specification("PPML", "trade", ("rta", *_DISTANCE), _SIDES, flows="international", years=YEARS)
_PAIR = Specification("PPML_PAIR", "trade", ("rta",), (*_SIDES, "pair"), symmetric=True, years=YEARS)

PRESETS: Mapping[str, Specification] = {
    "agtpa-ols": replace(_TRADITIONAL, name="OLS", estimator="ols"),
    "agtpa-ppml": _TRADITIONAL,
    "agtpa-intra": replace(_TRADITIONAL, name="PPML_INTRA", effects=(*_SIDES, "own-pair"), flows="all"),
    "agtpa-pair": _PAIR,
    "agtpa-lead": replace(_PAIR, name="PPML_LEAD", leads=(4,)),
    "agtpa-lags": replace(_PAIR, name="PPML_LAGS", lags=(4, 8, 12)),
    "agtpa-glob": replace(_PAIR, name="PPML_GLOB", lags=(4, 8, 12), border=True),
}
"""Each column of the guide's table."""

TABLES: Mapping[str, tuple[str, ...]] = {"agtpa": tuple(PRESETS)}
"""Whole tables: the names of their columns."""


def preset(name: str, where: str = "--preset") -> tuple[Specification, ...]:
    """Give the equations of a preset: one, or those of a whole table.

    Parameters
    ----------
    name
        One of `PRESETS` or `TABLES`.
    where
        Where it comes from, for the message.

    Returns
    -------
    tuple of Specification
        In the table's order.

    Raises
    ------
    InputError
        If there is no such preset.

    Examples
    --------
    >>> [one.name for one in preset("agtpa")][-2:], preset("agtpa-lead")[0].terms
    (['PPML_LAGS', 'PPML_GLOB'], ('rta', 'rta_lead4'))
    """
    if name in TABLES:
        return tuple(PRESETS[one] for one in TABLES[name])
    if name not in PRESETS:
        known = [*TABLES, *PRESETS]
        remedy = did_you_mean(name, known, "take " + ", ".join(known))
        raise InputError(f"there is no preset {name[:40]!r}", where=where, remedy=remedy)
    return (PRESETS[name],)
