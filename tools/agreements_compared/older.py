"""The accounts of 2014 for the same questions: the World Input-Output Database as others' replication files carry it.

Their tariffs are transposed against their label; what those made of spending is undone here, and the rates of a recipe are put on.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

import counterpoise as cp
from counterpoise.scenario import Scenario
from counterpoise.world.elasticities import DEFAULT, theta
from counterpoise.world.tariffs import NO_AGREEMENTS, applied
from tools.published.cells import shared
from tools.published.worlds import WIOD
from tools.tariff_judge import OTHER_SECTORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome
    from tools.agreements_compared.runs import Recipe

    Array = NDArray[np.float64]

AS_ICIO = {"B": "B05", "C17": "C17_18", "C18": "C17_18", "C24": "C24A", "C30": "C302T309"}
"""The sector of the embedded accounts whose rate and elasticity a sector takes."""

YEAR = 2014


@cache
def _held() -> dict[str, Any]:
    with np.load(shared() / WIOD) as held:
        made = {name: held[name] for name in ("pi", "tau", "expenditure", "gamma", "beta")}
        names = held["countries"].tolist()
    sold = (
        made["pi"] * made["expenditure"][:, None, :] / made["tau"]
    )  # importer, exporter, sector, at producers' prices
    return {"sold": sold, "inputs": made["gamma"], "added": made["beta"], "countries": names}


def _codes(count: int) -> list[str]:
    goods = [AS_ICIO.get(one, one) for one in OTHER_SECTORS]
    return goods + ["G"] * (count - len(goods))


def rates(recipe: Recipe, table: Any) -> Array:
    """Give the rates of a recipe ``[importer, exporter, sector]``; ``table`` gives those of a pair by sector, or None."""
    held, codes = _held()["countries"], _codes(_held()["sold"].shape[2])
    unique = list(dict.fromkeys(codes))
    program = applied(held, unique, year=recipe.year, scheme="icio-2025", choice=NO_AGREEMENTS).rate
    made = np.stack([program[:, unique.index(code)].T for code in codes], axis=2)
    for place, code in enumerate(codes):
        found = None if code == "G" else table(code)
        if found is not None:
            wide = found.reindex(index=held, columns=held).to_numpy(float).T
            made[:, :, place] = np.where(np.isnan(wide), made[:, :, place], wide)
    home = np.arange(len(made))
    made[home, home] = 0.0
    return made


def solved(recipe: Recipe, inside: tuple[str, ...], table: Any) -> Outcome:
    """Free the trade in goods of the parties that these accounts have."""
    held = _held()
    tariff, names = rates(recipe, table), held["countries"]
    spent = held["sold"] * (1 + tariff)
    total, output = spent.sum(1), held["sold"].sum(0)
    final = np.maximum(total - np.einsum("jsk,jk->js", held["inputs"], output), 0.0)
    codes = _codes(output.shape[1])
    chosen = DEFAULT if recipe.elasticities == "default" else recipe.elasticities
    found = theta(list(dict.fromkeys(codes)), choice=chosen)
    by_code = dict(zip(found.sectors, found.value, strict=True))
    base = cp.equilibrium.from_caliendo_parro(
        pi=spent / np.where(total > 0, total, 1.0)[:, None],
        tariff=tariff,
        io_share=held["inputs"],
        value_added_share=held["added"],
        final_share=final / final.sum(1, keepdims=True),
        value_added=(held["added"] * output).sum(1),
        deficit=held["sold"].sum((1, 2)) - held["sold"].sum((0, 2)),
        theta=[by_code[code] for code in codes],
        countries=names,
        sectors=[*OTHER_SECTORS, *(f"S{place}" for place in range(len(codes) - len(OTHER_SECTORS)))],
        closure=recipe.closure,
    )
    free = np.isin(names, inside)
    return cp.equilibrium.solve(
        base, Scenario.from_arrays(tariff=np.where(np.outer(free, free)[:, :, None], 0.0, tariff))
    )
