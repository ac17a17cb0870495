"""Screens of products: published criteria of dependency, what of them is known, and the verdict.

A criterion is met, not met, or not known. A product is a chokepoint if every criterion is met; it is none if one is
not met; and where none fails but one is not known it can't be told. What is missing never counts as diversified.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

Evidence = Callable[["xr.Dataset", float], "xr.DataArray"]


@dataclass(frozen=True)
class Criterion:
    """One criterion of a screen.

    Attributes
    ----------
    name
        What its threshold is asked for by; most are a measure's name.
    threshold
        It is met above this.
    said
        What it says, in a few words.
    evidence
        Gives 1 (met), 0 (not met) or missing (not known) from a year's measures and the threshold.
    most
        The largest threshold that could ever be exceeded.
    """

    name: str
    threshold: float
    said: str
    evidence: Evidence
    most: float = 1.0

    @property
    def told(self) -> str:
        """Say it with its threshold."""
        told = self.said.format(self.threshold).replace("%", " %")
        return told.replace("more than 1 times", "larger than")

    def above(self, threshold: float, where: str) -> Criterion:
        """Give it with another threshold.

        Raises
        ------
        InputError
            If the threshold is no number, or one that nothing, or everything, is above.
        """
        import dataclasses  # noqa: PLC0415

        if not (math.isfinite(threshold) and 0 <= threshold < self.most):
            remedy = (
                f"give a number from 0 to below {self.most:g}" if math.isfinite(self.most) else "give a number from 0"
            )
            if self.most == 1 and 1 < threshold <= 100:
                remedy = f"did you mean {threshold / 100:g}? It is a fraction"
            raise InputError(f"{threshold:g} is no threshold of {self.name}", where=where, remedy=remedy)
        return dataclasses.replace(self, threshold=threshold)


@dataclass(frozen=True)
class Preset:
    """A screen: its criteria, how often they must hold, and where they come from.

    Attributes
    ----------
    name, title, citation, seen
        What it is; `seen` tells whether its thresholds were read in a text of the authors or rest on memory.
    criteria
        All must be met.
    years, of
        In how many of how many years, the newest the last of them.
    now
        Whether they must hold in the newest year too.
    note
        What a reader must know.
    """

    name: str
    title: str
    citation: str
    seen: str
    criteria: tuple[Criterion, ...]
    years: int
    of: int
    now: bool = True
    note: str = ""

    def changed(self, thresholds: Mapping[str, float], where: str = "") -> Preset:
        """Give it with other thresholds.

        Raises
        ------
        InputError
            If it has no such criterion, or its thresholds are published ones.
        """
        import dataclasses  # noqa: PLC0415

        if not thresholds:
            return self
        if self.name != "open":
            remedy = "take --preset open, whose thresholds are yours to set"
            raise InputError(f"the thresholds of {self.name} are published ones", where=where, remedy=remedy)
        known = {one.name: one for one in (*self.criteria, *OPTIONAL)}
        for name in thresholds:
            if name not in known:
                remedy = did_you_mean(name, known, f"there are {', '.join(known)}")
                raise InputError(f"{name!r} is no criterion", where=where, remedy=remedy)
        kept = [*self.criteria, *(one for one in OPTIONAL if one.name in thresholds)]
        made = tuple(one.above(thresholds[one.name], where) if one.name in thresholds else one for one in kept)
        return dataclasses.replace(self, criteria=made)


def _above(name: str) -> Evidence:
    """A measure above the threshold; not known where it is missing."""

    def evidence(held: xr.Dataset, threshold: float) -> xr.DataArray:
        return _known(held[name] > threshold, held[name].notnull())

    return evidence


def _not_replaced(held: xr.Dataset, threshold: float) -> xr.DataArray:
    """Imports over exports above the threshold; who imports and exports nothing is above any."""
    ratio = held["import_export_ratio"]
    imported = held["import_herfindahl"].notnull()
    return _known((ratio > threshold) | ratio.isnull(), imported)


def _concentrated_anywhere(held: xr.Dataset, threshold: float) -> xr.DataArray:
    """Exports or mining above the threshold; not known where exports are not and mining is not recorded."""
    exports, mining = held["world_export_herfindahl"], held["production_herfindahl"]
    met = (exports > threshold) | (mining > threshold)
    return _known(met, met | (exports.notnull() & mining.notnull()))


def _known(met: xr.DataArray, known: xr.DataArray) -> xr.DataArray:
    return met.astype(float).where(known)


IMPORTS = Criterion(
    "import_herfindahl", 0.4, "its imports are concentrated (Herfindahl above {:g})", _above("import_herfindahl")
)
EXPORTS = Criterion(
    "world_export_herfindahl",
    0.4,
    "the world's exports are concentrated (Herfindahl above {:g})",
    _above("world_export_herfindahl"),
)
REPLACED = Criterion(
    "import_export_ratio", 1.0, "its imports are more than {:g} times its exports", _not_replaced, math.inf
)
OPTIONAL = (
    Criterion(
        "replacement_need",
        0.1,
        "to replace the partner, more than {:.0%} of what others sell elsewhere would have to come",
        _above("replacement_need"),
        math.inf,
    ),
    Criterion("geopolrisk", 0.1, "its GeoPolRisk score is above {:g}", _above("geopolrisk")),
    Criterion("imports", 1000.0, "the partner's supplies are above {:,.0f} thousand USD", _above("imports"), math.inf),
)
"""Criteria that the open screen takes when a threshold is set for them."""

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        one.name: one
        for one in (
            Preset(
                "open",
                "the open screen, whose thresholds are yours to set",
                "its own: criteria of the two others, the partner's share, and mining beside exports",
                "text",
                (
                    Criterion(
                        "supplier_share", 0.5, "the partner supplies more than {:.0%} of it", _above("supplier_share")
                    ),
                    IMPORTS,
                    Criterion(
                        "world_concentration",
                        0.4,
                        "the world's exports, or mining, are concentrated (Herfindahl above {:g})",
                        _concentrated_anywhere,
                    ),
                    REPLACED,
                ),
                2,
                3,
            ),
            Preset(
                "eu2021",
                "the European Commission's screen of 2021",
                "European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352 final",
                "memory",
                (
                    IMPORTS,
                    Criterion(
                        "external_share",
                        0.5,
                        "more than {:.0%} of its imports come from outside",
                        _above("external_share"),
                    ),
                    REPLACED,
                ),
                1,
                1,
                note="the second criterion is made for a bloc: of a single country all imports come from outside, so it is always "
                "met; as a share of demand it would need output by product, which is not in these data",
            ),
            Preset(
                "geodep",
                "the screen of CEPII's GeoDep",
                "Lefebvre, K. and Wibaux, P. (2024), Import dependencies: where does the EU stand?, CEPII Policy Brief 47",
                "text",
                (IMPORTS, EXPORTS, REPLACED),
                2,
                3,
                now=False,
            ),
        )
    }
)


@dataclass(frozen=True)
class Verdict:
    """What a screen found.

    Attributes
    ----------
    criteria
        ``meets_x`` for each criterion, of the newest year: 1, 0 or missing.
    years
        In how many years all were met; missing where that can't be told of each year.
    known
        Of how many years it can be told.
    chokepoint
        1, 0 (none) or missing (it can't be told).
    """

    criteria: xr.Dataset
    years: xr.DataArray
    known: xr.DataArray
    chokepoint: xr.DataArray


def met(preset: Preset, years: Sequence[xr.Dataset]) -> Verdict:
    """Tell which criteria are met, in how many years all were, and the verdict.

    Parameters
    ----------
    preset
        The screen.
    years
        The measures of each year of the window, the newest last; fewer where the data begin later.
    """
    import xarray as xr  # noqa: PLC0415

    alone = [_together(preset, one) for one in years]
    newest = {f"meets_{one.name}": one.evidence(years[-1], one.threshold) for one in preset.criteria}
    held = sum((one.fillna(0.0) for one in alone[1:]), alone[0].fillna(0.0))
    known = sum((one.notnull().astype(float) for one in alone[1:]), alone[0].notnull().astype(float))
    possible = held + preset.of - known
    now, nan = alone[-1], float("nan")
    enough = (held >= preset.years) & ((now == 1) | (not preset.now))
    never = (possible < preset.years) | ((now == 0) & preset.now)
    verdict = xr.where(never, 0.0, xr.where(enough, 1.0, nan))
    return Verdict(xr.Dataset(newest), held.where(known == preset.of), known, verdict)


def _together(preset: Preset, held: xr.Dataset) -> xr.DataArray:
    """Give 1 where all criteria are met, 0 where one is not, else missing."""
    import xarray as xr  # noqa: PLC0415

    found = xr.broadcast(*(one.evidence(held, one.threshold) for one in preset.criteria))
    failed = found[0] == 0
    known = found[0].notnull()
    for one in found[1:]:
        failed, known = failed | (one == 0), known & one.notnull()
    return xr.where(failed, 0.0, xr.where(known, 1.0, float("nan")))


def partner_leads(supplier_share: xr.DataArray) -> xr.DataArray:
    """Tell whether a partner is the largest supplier; not known without imports."""
    most = supplier_share.max("partner")
    return (supplier_share >= most).astype(float).where(most.notnull())


def summary(result: Result) -> str:
    """Say how many products a screen found, and of how many it can't tell."""
    told = result.diagnostics
    count = told["chokepoints"]
    one = "meets" if count == 1 else "meet"
    parts = [f"{count} of {told['products']} products {one} every criterion of {told['preset']}"]
    if told["untold"]:
        parts.append(f"of {told['untold']} it can't be told, evidence is missing")
    if told["not_imported"]:
        parts.append(f"{told['not_imported']} {'has' if told['not_imported'] == 1 else 'have'} no recorded imports")
    if told["quiet"]:
        quiet = f"no imports from {told['quiet']} are recorded at all, so nothing is told of them"
        parts = [*parts, quiet] if count or told["untold"] else [quiet]
    return "; ".join(parts)
