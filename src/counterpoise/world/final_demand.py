"""Final demand by destination, estimated for a table that lacks it.

Known are the intermediate sales Z[o, s, d, u] and gross output x[o, s]; hence z = x - sum Z, what is left of a
row: final demand everywhere, and whatever the rest of the world buys. Wanted are F[o, s, d] >= 0 and the sales
R[o, s] >= 0 to the rest of the world, with sum_d F + R = z exactly. Two logit shares are used, whose
coefficients were learnt on the World Input-Output Database, where the answer is known:

1. z is shared among home, the table's other economies (abroad) and the rest of the world:
   log(abroad / home) = a_g + b . f,  log(rest / home) = c_g + e . f + log(size of the rest);
   g is the group of the sector, f four ratios read off the table.
2. what is sold abroad is shared among destinations: F ~ exp(k . h), a gravity equation in which
   intermediate sales stand for distance.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.core.errors import DataError
from counterpoise.facts import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

TABLES = Path(__file__).parent / "tables"
GROUPS = ("primary", "consumer_goods", "materials", "machinery", "services")
SPLIT = ("services_export_ratio", "export_to_final", "import_ratio", "openness")
DESTINATION = ("product_sales", "pair_sales", "size", "home_inputs", "home_final")
NAMES = {"abroad": (*GROUPS, *SPLIT), "row": (*GROUPS, *SPLIT), "destination": DESTINATION}
"""The names of the coefficients of each equation, in order."""


@dataclass(frozen=True)
class Sectors:
    """What the estimate must know of each sector: its group, whether it makes goods, whether it is a service user."""

    group: np.ndarray
    goods: np.ndarray
    service_user: np.ndarray


@dataclass(frozen=True)
class Sums:
    """Sums of the table that both shares are made from; o origin, s sector, d destination."""

    by_destination: np.ndarray  # [o, s, d]
    to_services: np.ndarray  # [o, s, d], sales to service industries
    left: np.ndarray  # [o, s], z
    output: np.ndarray  # [o, s]
    added: np.ndarray  # [d], output less recorded inputs
    home: np.ndarray  # [o, s], intermediate sales at home
    exports: np.ndarray  # [o, s]
    imports: np.ndarray  # [d, s], of product s for intermediate use
    tiny: float


def estimated(
    intermediates: np.ndarray, output: np.ndarray, *, sectors: Sequence[str], scheme: str, rest_size: float
) -> tuple[np.ndarray, np.ndarray]:
    """Estimate final demand by destination.

    Parameters
    ----------
    intermediates
        ``[origin, sector, destination, use]``, any unit.
    output
        Gross output ``[origin, sector]``, the same unit.
    sectors, scheme
        The sectors' codes and the name of their classification.
    rest_size
        GDP of the economies outside the table over the GDP of those in it.

    Returns
    -------
    final, outside
        Final demand ``[origin, sector, destination]`` and sales ``[origin, sector]`` to the rest of
        the world; together they are output less intermediate sales.

    Raises
    ------
    DataError
        If shapes differ, an entry is negative or missing, a node sells more than it makes, a sector's
        group is not known, there is but one economy, or `rest_size` is not positive.
    """
    about = sectors_of(scheme, tuple(sectors))
    return divided(sums_of(intermediates, output, about), about, parameters(), rest_size)


def divided(
    sums: Sums, about: Sectors, coefficients: Mapping[str, np.ndarray], rest_size: float
) -> tuple[np.ndarray, np.ndarray]:
    """Divide what is left of each row among destinations, by given coefficients.

    Parameters
    ----------
    sums, about
        The table's sums and its sectors.
    coefficients
        By equation, in the order of `NAMES`.
    rest_size
        GDP of the economies outside the table over the GDP of those in it.

    Returns
    -------
    final, outside
        As `estimated` gives them.
    """
    import numpy as np  # noqa: PLC0415

    if not (np.isfinite(rest_size) and rest_size > 0):
        raise DataError(
            f"the size of the rest of the world is {rest_size}", where="rest_size", remedy="give a positive"
        )
    own = np.arange(len(sums.output))
    f, g = split_features(sums), len(GROUPS)
    ratios = np.stack(
        [
            np.zeros(sums.output.shape),
            coefficients["abroad"][:g][about.group] + f @ coefficients["abroad"][g:],
            coefficients["row"][:g][about.group] + f @ coefficients["row"][g:] + np.log(rest_size),
        ],
        axis=-1,
    )
    home, abroad, rest = np.moveaxis(_shares(ratios) * sums.left[:, :, None], -1, 0)
    pull = destination_features(sums, about) @ coefficients["destination"]
    pull[own, :, own] = -np.inf
    final = _shares(pull) * abroad[:, :, None]
    final[own, :, own] = home
    return final, rest


def split_features(sums: Sums) -> np.ndarray:
    """Give the four logs ``[o, s, 4]`` that the first share rests on.

    Exports over home sales to service industries, whose purchases are the likest to final ones;
    intermediate exports over z; intermediate imports of the product over its intermediate home
    sales; the economy's intermediate exports over its z.
    """
    import numpy as np  # noqa: PLC0415

    own = np.arange(len(sums.output))
    at_home = sums.to_services[own, :, own]
    floor = 1e-4 * sums.output + sums.tiny
    openness = np.log(np.maximum(sums.exports.sum(1), sums.tiny) / np.maximum(sums.left.sum(1), sums.tiny))
    return np.stack(
        [
            np.log((sums.to_services.sum(2) - at_home + floor) / (at_home + floor)),
            np.log((sums.exports + floor) / (sums.left + floor)),
            np.log((sums.imports + floor) / (sums.home + floor)),
            np.broadcast_to(openness[:, None], sums.output.shape),
        ],
        axis=-1,
    )


def destination_features(sums: Sums, about: Sectors) -> np.ndarray:
    """Give the five logs ``[o, s, d, 5]`` that the second share rests on.

    Intermediate sales of the product to d (with a little of the expected flow, so that an empty cell
    is small, not nothing); of all goods, or all services, to d; d's size; d's intermediate use of its
    own product; d's own z of the product.
    """
    import numpy as np  # noqa: PLC0415

    own = np.arange(len(sums.output))
    shape = sums.by_destination.shape
    abroad = sums.by_destination.copy()
    abroad[own, :, own] = 0.0
    pair = abroad.sum(1)
    expected = sums.exports[:, :, None] * (pair / np.maximum(pair.sum(1, keepdims=True), sums.tiny))[:, None, :]
    world = (sums.imports / np.maximum(sums.imports.sum(0), sums.tiny)[None, :]).T[None]
    kinds = [sums.by_destination[:, mask].sum(1) for mask in (about.goods, ~about.goods)]
    kind = np.stack(kinds, 1)[:, np.where(about.goods, 0, 1)]
    total = sums.by_destination.sum(1)
    size = np.maximum(sums.added, sums.tiny)
    return np.stack(
        [
            np.log(sums.by_destination + 0.02 * expected + 0.01 * sums.exports[:, :, None] * world + sums.tiny),
            np.log(kind + 0.01 * total[:, None, :] + sums.tiny),
            np.broadcast_to(np.log(size)[None, None, :], shape),
            np.broadcast_to(np.log(sums.home + 1e-4 * sums.output + sums.tiny).T[None], shape),
            np.broadcast_to(np.log(sums.left + 1e-5 * size[:, None] + sums.tiny).T[None], shape),
        ],
        axis=-1,
    )


CONDUITS = ("LUX", "MLT")
"""Economies whose estimate is far beyond the bounds: see the caveats in the documentation's page on it."""


MIRRORED = {
    "IMGR": "EXGR",
    "IMGR_INT": "EXGR_INT",
    "IMGR_FNL": "EXGR_FNL",
    "DFD_FVA": "FFD_DVA",
    "FEXDVAP": "DEXFVAP",
}
"""Measures that are another one as the partner has it: its sectors, its coverage, its bounds."""

BALANCES = ("BALGR", "BALVAFD")
"""Measures of which the partner has the negative."""

FACTORIES = ("CHN", "KOR", "TWN")
"""Economies that trade inputs so much that the estimate overstates the final sales between them: see there too."""


@dataclass(frozen=True)
class Errors:
    """The measured errors of a measure, by class of the absolute size of its estimate."""

    ratio: bool  # true over estimated; else true less estimated
    edges: np.ndarray  # the upper ends of all classes but the last
    p10: np.ndarray
    p90: np.ndarray


def measured(*, either_sign: bool = False) -> frozenset[str]:
    """Give the names of the measures for which the estimate's errors have been measured: these have bounds.

    Parameters
    ----------
    either_sign
        Only those that can be negative: their errors are differences.
    """
    return frozenset(name for (name, _), errors in _errors().items() if not (either_sign and errors.ratio))


def bounds(
    name: str, value: np.ndarray, scale: np.ndarray | float = 1.0, *, scope: str = "group", share: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Give the low and high bounds of a measure that rests on the estimate.

    They span 80 % of the errors measured on the World Input-Output Database (1995, 1999, 2003, 2007,
    2011; the estimate learnt on other years and other countries), by size of the estimate. Where all of these
    lie on one side they are the rest of the world's, of which WIOD leaves out more than the embedded table does:
    so the estimate itself always stays within.

    Parameters
    ----------
    name
        One of `measured`.
    value
        What was estimated; a missing value has no bounds, and nothing stays nothing.
    scale
        What the classes' sizes are relative to, in the value's unit: the country's value added where the measure is
        in million USD.
    scope
        ``group`` of several sectors, or single ``sector``.
    share
        Whether the measure can't leave 0 to 1.

    Returns
    -------
    low, high
        Of the value's shape.
    """
    import numpy as np  # noqa: PLC0415

    errors = _errors()[name, scope]
    place = np.searchsorted(errors.edges, np.nan_to_num(np.abs(value / scale)), side="right")
    ends = [
        value * one[place] if errors.ratio else value + np.where(value == 0, 0.0, one[place] * scale)
        for one in (errors.p10, errors.p90)
    ]
    low, high = np.minimum(*ends), np.maximum(*ends)
    if share:
        low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    return np.minimum(low, value), np.maximum(high, value)


@cache
def _errors() -> dict[tuple[str, str], Errors]:
    import numpy as np  # noqa: PLC0415

    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in _rows("final_demand_errors"):
        rows.setdefault((row["indicator"], row["scope"]), []).append(row)
    return {
        key: Errors(
            ratio=each[0]["kind"] == "ratio",
            edges=np.array([float(row["size_high"]) for row in each[:-1]]),
            p10=np.array([float(row["p10"]) for row in each]),
            p90=np.array([float(row["p90"]) for row in each]),
        )
        for key, each in rows.items()
    }


def rest_size(year: int) -> float:
    """Give the GDP of the economies outside the embedded table over the GDP of those in it (see ``facts``).

    The nearest year that is known is taken: the estimate moves little with it.
    """
    known = {int(row["year"]): float(row["value"]) for row in read("rest_of_world")}
    return known[min(known, key=lambda one: abs(one - year))]


def sums_of(intermediates: np.ndarray, output: np.ndarray, about: Sectors) -> Sums:
    """Add up a table, once it is seen to be one."""
    import numpy as np  # noqa: PLC0415

    _check(intermediates, output, about)
    left = output - intermediates.sum((2, 3))
    to = intermediates.sum(3)
    own = np.arange(len(output))
    home = to[own, :, own]
    return Sums(
        by_destination=to,
        to_services=intermediates[:, :, :, about.service_user].sum(3),
        left=np.maximum(left, 0.0),
        output=output,
        added=(output - intermediates.sum((0, 1))).sum(1),
        home=home,
        exports=to.sum(2) - home,
        imports=to.sum(0).T - home,
        tiny=1e-10 * float(output.sum()),
    )


def _check(intermediates: np.ndarray, output: np.ndarray, about: Sectors) -> None:
    import numpy as np  # noqa: PLC0415

    if output.ndim != 2 or len(output) < 2 or output.shape[1] != len(about.group):
        raise DataError(
            f"output has the shape {output.shape} for {len(about.group)} sectors",
            where="accounts",
            remedy="give [origin, sector] of two economies or more",
        )
    c, s = output.shape
    if intermediates.shape != (c, s, c, s):
        raise DataError(f"flows have the shape {intermediates.shape}", where="accounts", remedy=f"give {(c, s, c, s)}")
    if (
        not (np.isfinite(intermediates).all() and np.isfinite(output).all())
        or intermediates.min() < 0
        or output.min() < 0
    ):
        raise DataError("an entry is negative or missing", where="accounts", remedy="give flows that are not")
    left = output - intermediates.sum((2, 3))
    if left.min() < -1e-6 * output.max():
        o, k = np.unravel_index(int(left.argmin()), left.shape)
        raise DataError(
            f"economy {o}, sector {k} sells more to industries than it makes", where="accounts", remedy="check units"
        )


def _shares(logs: np.ndarray) -> np.ndarray:
    import numpy as np  # noqa: PLC0415

    weights = np.exp(logs - logs.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (TABLES / f"{name}.csv").open(newline="", encoding="utf-8") as handle:
        return tuple(csv.DictReader(handle))


def parameters() -> dict[str, np.ndarray]:
    """Give the learnt coefficients by equation, in the order of `NAMES`."""
    import numpy as np  # noqa: PLC0415

    found = {(row["equation"], row["name"]): float(row["value"]) for row in _rows("final_demand_parameters")}
    return {equation: np.array([found[equation, name] for name in each]) for equation, each in NAMES.items()}


def sectors_of(scheme: str, codes: tuple[str, ...]) -> Sectors:
    """Give what the estimate must know of the sectors of a scheme."""
    import numpy as np  # noqa: PLC0415

    rows = {row["code"]: row for row in _rows("final_demand_sectors") if row["scheme"] == scheme}
    missing = [code for code in codes if code not in rows]
    if missing:
        raise DataError(
            f"the group of {', '.join(missing)[:60]} of {scheme} is not known", where="final demand", remedy="add it"
        )
    return Sectors(
        group=np.array([GROUPS.index(rows[code]["group"]) for code in codes]),
        goods=np.array([rows[code]["goods"] == "1" for code in codes]),
        service_user=np.array([rows[code]["service_user"] == "1" for code in codes]),
    )
