"""The errors that the estimate makes in each measure that rests on it, where the truth is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from bed import INDUSTRIES, SCHEME, Bed, whole

from counterpoise.codes.sectors import parse
from counterpoise.core.measure import Evaluation, measures, offered, roots_of
from counterpoise.questions.discover import discover
from counterpoise.reliance.economic.rupture_cost import tie_remainder
from counterpoise.world.economy import Economy, from_arrays
from counterpoise.world.judge import grouped

GROUPS = parse(("TOTAL", "manufacturing"), SCHEME) | {code: (code,) for code in INDUSTRIES}
SCOPES = {"group": slice(0, 2), "sector": slice(2, None)}
"""Groups of several sectors, pooled, and single sectors, pooled: their places among `GROUPS`."""
CUT = "cut_cost"
THETA = 2.0
"""The trade elasticity of `CUT`. It moves costs, and hardly the ratio of the true cost to the estimated one."""
SIGNED = ("income_exposure", "welfare_exposure", "BALGR", "BALVAFD")
"""What can have either sign: a ratio of truth to estimate says nothing there, so the errors are differences."""
SMALLEST = 10.0
"""Million USD: WIOD's cells are whole millions, so that of smaller flows the truth is not known."""
LARGEST_CUT = 0.5
"""A cost from here on is of a good that one partner alone supplies: in whole millions, often an accident of rounding."""
FEWEST = 200
RATIO_EDGES = (1e-6, 1e-5, 1e-4, 1e-3, 5e-3, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9)
DIFFERENCE_EDGES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Edges of classes of the estimate's size, where there are observations enough."""
HEAD = "indicator,scope,kind,size_low,size_high,n,p10,p90,median_abs_error"
BEHIND = {
    "final_demand_reliance": ("DFD_FVA",),
    "value_added_absorbed": ("FFD_DVA",),
    "export_content_reliance": ("DEXFVAP",),
    "BALGR": ("EXGR", "IMGR"),
    "BALVAFD": ("FFD_DVA", "DFD_FVA"),
    CUT: ("IMGR",),
}
"""The flows that a measure is made of, any of which must be large enough; see `behind` for the others."""


@dataclass(frozen=True)
class Observed:
    """A measure's true and estimated values, in million USD over the country's value added where they are flows."""

    indicator: str
    scope: str
    true: np.ndarray
    estimated: np.ndarray


def resting() -> tuple[str, ...]:
    """Give the names of the program's measures that rest on final demand by destination."""
    discover()
    known = offered(("flow", "value_added", "outside", "tariff"))
    return tuple(m.name for m in known if not m.own and "final_demand" in roots_of(m.name))


def behind(name: str) -> tuple[str, ...]:
    """Give the flows that a measure is made of; none where it has no flow of its own."""
    if name in BEHIND:
        return BEHIND[name]
    if name.startswith(("export", "EXGR")) and name != "EXGR_FNL":
        return ("EXGR",)
    return (name,) if measures[name].unit == "million USD" else ()


@cache
def truth(year: int) -> Economy:
    """Give the true accounts: 41 economies, final demand by destination as it is."""
    countries, flows, final = whole(year)
    return from_arrays(flows, final, countries=countries, sectors=INDUSTRIES, attrs={"scheme": SCHEME, "year": year})


def dressed(bed: Bed, final: np.ndarray, outside: np.ndarray) -> Economy:
    """Give the accounts as the program would have them: 40 economies, final demand estimated."""
    attrs = {"scheme": SCHEME, "year": bed.year}
    return from_arrays(
        bed.intermediates,
        final,
        countries=bed.countries,
        sectors=INDUSTRIES,
        outside=outside,
        estimated=frozenset({"final_demand"}),
        attrs=attrs,
    )


def evaluated(economy: Economy, countries: Iterable[str], names: Iterable[str]) -> dict[str, np.ndarray]:
    """Give each measure ``[country, partner, sector]`` (what it has of these), and the total value added, ``GDP``.

    As `counterpoise.world.judge.judge` does, but nothing is kept in the user's cache.
    """
    kept = list(countries)
    known = Evaluation(economy.roots, prepare=lambda array: grouped(array, GROUPS))
    found = {}
    for name in names:
        array = known[name]
        cut = array.sel({dim: kept for dim in ("country", "partner") if dim in array.dims})
        found[name] = cut.transpose("country", "partner", "sector", missing_dims="ignore").values
    found[CUT] = 1 - tie_remainder(economy.flow, economy.outside, kept, kept).values ** (1 / THETA)
    found["GDP"] = known["own_value_added"].sum("sector").sel(country=kept).values
    return found


def observed(bed: Bed, final: np.ndarray, outside: np.ndarray) -> Iterator[Observed]:
    """Give what an estimate of a year makes of each measure, beside the truth.

    Left out are a country's tie to itself; what the estimate makes of flows below `SMALLEST` (as it is
    the estimate that decides, this selects no errors); where it gives nothing or can't be computed; and
    where the truth can't be computed: a share of exports that are not there.
    """
    names = resting()
    true, made = (evaluated(one, bed.countries, names) for one in (truth(bed.year), dressed(bed, final, outside)))
    for name in (*names, CUT):
        dyadic = name == CUT or measures[name].dyadic
        flows = [made[one] if made[name].ndim == 3 or not dyadic else made[one][..., 0] for one in behind(name)]
        kept = np.max(flows, axis=0) >= SMALLEST if flows else np.ones(made[name].shape, dtype=bool)
        if name == CUT:
            kept &= made[name] < LARGEST_CUT
        if dyadic:
            kept[np.eye(len(bed.countries), dtype=bool)] = False
        kept &= np.isfinite(made[name]) & np.isfinite(true[name]) & (made[name] != 0)
        scale = made["GDP"].reshape(-1, *[1] * (made[name].ndim - 1)) if _is_flow(name) else 1.0
        right, ours = true[name] / scale, made[name] / scale
        if name == CUT or "sector" not in measures[name].dims:
            yield Observed(name, "group", right[kept], ours[kept])
            continue
        for scope, place in SCOPES.items():
            at = kept[..., place]
            yield Observed(name, scope, right[..., place][at], ours[..., place][at])


def _is_flow(name: str) -> bool:
    return measures[name].unit == "million USD"


def table(found: Iterable[Observed]) -> list[str]:
    """Give the lines of the table of errors, the observations of each measure and scope pooled."""
    pooled: dict[tuple[str, str], list[Observed]] = {}
    for one in found:
        pooled.setdefault((one.indicator, one.scope), []).append(one)
    lines = [HEAD]
    for (name, scope), parts in pooled.items():
        true, ours = (np.concatenate([getattr(one, end) for one in parts]) for end in ("true", "estimated"))
        lines += classes(name, scope, true, ours)
    return lines


def wrong_signs(found: Iterable[Observed]) -> dict[tuple[str, str], float]:
    """Give how often the estimate of a `SIGNED` measure has the wrong sign, by measure and scope."""
    wrong: dict[tuple[str, str], list[np.ndarray]] = {}
    for one in found:
        if one.indicator in SIGNED:
            wrong.setdefault((one.indicator, one.scope), []).append(one.true * one.estimated < 0)
    return {key: float(np.concatenate(parts).mean()) for key, parts in wrong.items()}


def classes(name: str, scope: str, true: np.ndarray, ours: np.ndarray) -> Iterator[str]:
    """Give a line for each class of the estimate's absolute size; a class with too few joins the one below it."""
    kind, edges = ("difference", DIFFERENCE_EDGES) if name in SIGNED else ("ratio", RATIO_EDGES)
    errors = true - ours if kind == "difference" else true / ours
    size = np.abs(ours)
    for low, high in pairwise(merged(size, edges)):
        inside = errors[(size >= low) & (size < high)]
        p10, p90 = np.quantile(inside, [0.1, 0.9])
        median = np.median(np.abs(inside - (kind == "ratio")))
        numbers = ",".join(f"{number:.4g}" for number in (p10, p90, median))
        yield f"{name},{scope},{kind},{low:g},{high:g},{len(inside)},{numbers}"


def merged(size: np.ndarray, edges: Iterable[float]) -> list[float]:
    """Give the edges that leave `FEWEST` observations or more in every class, from nothing to infinity."""
    kept = [0.0]
    for edge in edges:
        if ((size >= kept[-1]) & (size < edge)).sum() >= FEWEST:
            kept.append(edge)
    while len(kept) > 1 and (size >= kept[-1]).sum() < FEWEST:
        kept.pop()
    return [*kept, np.inf]
