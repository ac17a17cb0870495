"""Small worlds for the nested model, and the same question put to the engine."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import xarray as xr

from tests.reference import levels
from tests.reference.nested import Array, Options, World
from tests.reference.worlds import names

NAMES = (
    "welfare_pct",
    "real_wage_pct",
    "wage_hat",
    "price_hat",
    "producer_price_hat",
    "output_new",
    "trade_new",
    "tariff_revenue_new",
)
"""What the levels and the engine both give."""

WITHIN = 1e-13
"""The tolerance that the engine is asked for."""


def random_world(
    seed: int, countries: int = 3, sectors: int = 3, *, inputs: bool = True, tariffs: bool = True
) -> World:
    """Give random flows with value added everywhere, tariffs and deficits."""
    flow, tariff = levels.flows(seed, countries, sectors)
    if not inputs:
        flow[..., :sectors] = 0.0
    theta = np.random.default_rng(seed + 7).uniform(0.8, 9, sectors)
    return World(flow, tariff * tariffs, theta)


def balanced_world(seed: int, countries: int = 3, sectors: int = 3, *, inputs: float = 0.6, home: float = 6.0) -> World:
    """Give flows without tariffs in which nobody has a deficit in any good; ``inputs`` bounds their share in sales."""
    rng = np.random.default_rng(seed)
    n, s = countries, sectors
    total = rng.uniform(0.5, 2, (n, s, n))
    total = total + total.transpose(2, 1, 0)
    total[np.arange(n), :, np.arange(n)] *= home
    sales = total.sum(2)
    need = inputs * rng.uniform(0.2, 1, (n, s, s)) * sales[:, :, None] * sales[:, None, :] / sales.sum(1)[:, None, None]
    use = np.concatenate([need, (sales - need.sum(2))[..., None]], 2)  # destination, good, use
    flow = (total / total.sum(0))[..., None] * use.transpose(1, 0, 2)[None]
    return World(flow, np.zeros_like(total), rng.uniform(1.5, 7, s))


def random_shock(seed: int, world: World, size: float = 1.0) -> dict[str, Array]:
    """Give a shock with every instrument; ``size`` scales how far it goes."""
    n, s = world.shape
    rng = np.random.default_rng(seed)
    away = (~np.eye(n, dtype=bool))[:, None, :] * np.ones((1, s, 1))
    transfer = rng.normal(0, 0.02, n) * world.value_added
    return {
        "tariff": world.tariff + size * (rng.uniform(0, 0.6, (n, s, n)) * away - world.tariff),
        "export_tax": size * rng.uniform(-0.3, 0.4, (n, s, n)) * away,
        "trade_cost": np.exp(size * rng.normal(0, 0.2, (n, s, n)) * away),
        "productivity": np.exp(size * rng.normal(0, 0.2, (n, s))),
        "transfer": size * (transfer - transfer.mean()),
    }


def economy_of(world: World) -> Any:
    """Give the accounts as `counterpoise.calibrate` takes them."""
    from counterpoise.world.economy import from_arrays

    n, s = world.shape
    countries, sectors = names(n, "C"), names(s, "S")
    made = from_arrays(world.flow[..., :s], world.flow[..., s], countries=countries, sectors=sectors)
    labels = {"origin": countries, "sector": sectors, "destination": countries}
    return replace(made, tariff=xr.DataArray(world.tariff, dims=tuple(labels), coords=labels))


def keywords_of(world: World) -> dict[str, Any]:
    """Give the accounts as `counterpoise.equilibrium.from_caliendo_parro` takes them: shares that no use changes."""
    n, s = world.shape
    bought = world.paid.sum(3)
    return {
        "pi": (bought / bought.sum(0)).transpose(2, 0, 1),
        "tariff": world.tariff.transpose(2, 0, 1),
        "io_share": world.input_share.transpose(1, 0, 2),
        "value_added_share": world.value_added_share,
        "final_share": (world.final / world.final.sum(0)).T,
        "value_added": world.value_added,
        "deficit": world.deficit,
        "theta": np.where(world.theta > 0, world.theta, 1.0),
        "countries": names(n, "C"),
        "sectors": names(s, "S"),
        "closure": world.options.closure,
    }


def baseline_of(world: World) -> Any:
    """Give the engine's baseline of the same world; what is as in Caliendo and Parro (2015) is left to its default."""
    import counterpoise as cp
    from counterpoise.scenario.model import ModelChoice

    o = world.options
    if o.sourcing == "none":
        base = cp.equilibrium.from_caliendo_parro(**keywords_of(world))
    else:
        positive = {name: float(max(v, 0.1)) for name, v in zip(names(len(world.theta), "S"), world.theta, strict=True)}
        base = cp.calibrate(economy_of(world), ModelChoice(sourcing=o.sourcing, closure=o.closure, theta=positive))
    assert base.correction < 1e-10
    asked = {
        one.name: getattr(o, one.name)
        for one in fields(Options)
        if one.name not in ("sourcing", "closure") and getattr(o, one.name) != one.default
    }
    if (world.theta <= 0).any():
        asked["theta"] = world.theta
    return base.varied(**asked) if asked else base


def scenario_of(shock: dict[str, Array]) -> Any:
    """Give a shock as the engine takes it ``[origin, destination, sector]`` by its importers first."""
    import counterpoise as cp

    turned = {
        name: np.asarray(shock[key]).transpose(2, 0, 1)
        for key, name in (("tariff", "tariff"), ("export_tax", "export_tax"), ("trade_cost", "trade_cost_hat"))
        if key in shock
    }
    plain = {
        name: shock[key]
        for key, name in (("productivity", "productivity_hat"), ("transfer", "transfer"))
        if key in shock
    }
    return cp.Scenario.from_arrays(**turned, **plain)


def engine(world: World, **shock: Array) -> dict[str, Array]:
    """Ask the engine; the answer is on bare arrays, as `World.solve` gives it."""
    import counterpoise as cp

    outcome = cp.equilibrium.solve(baseline_of(world), scenario_of(shock), tolerance=WITHIN)
    orders = {
        "trade_new": ("origin", "sector", "destination"),
        "output_new": ("country", "sector"),
        "producer_price_hat": ("country", "sector"),
    }
    found = {}
    for name in NAMES:
        held = getattr(outcome, name)
        found[name] = np.asarray(held.transpose(*orders[name]) if name in orders else held)
    return found


def in_levels(world: World, **shock: Array) -> dict[str, Array]:
    """Ask the model in levels."""
    return world.solve(**shock)


SOLVERS = {"levels": in_levels, "engine": engine}
"""Who is asked: a closed form must hold for both."""


# What closed forms are made of --------------------------------------------------------------------------------------


def foreign_shock(seed: int, world: World, size: float = 1.0) -> dict[str, Array]:
    """Trade costs and foreign productivity change; country 0's own productivity and domestic costs do not."""
    n, s = world.shape
    rng = np.random.default_rng(seed)
    cost = np.exp(size * rng.normal(0, 0.3, (n, s, n)) * ~np.eye(n, dtype=bool)[:, None, :])
    productivity = np.exp(size * rng.normal(0, 0.3, (n, s)))
    productivity[0] = 1.0
    return {"trade_cost": cost, "productivity": productivity}


def domestic(trade: Array) -> Array:
    """Give the share of domestic goods ``[good]`` of country 0 from trade ``[origin, sector, destination]``."""
    return trade[0, :, 0] / trade[:, :, 0].sum(0)


def domestic_hat(world: World, found: dict[str, Array]) -> Array:
    """Give by how much it changed."""
    return domestic(found["trade_new"]) / domestic(world.flow.sum(3))


def welfare(found: dict[str, Array]) -> float:
    """Give real income of country 0, new over old."""
    return 1 + found["welfare_pct"][0] / 100


def ces(share: Array, price: Array, sigma: float) -> Array:
    """Give a CES price index, with shares along the first axis."""
    if abs(sigma - 1) < 1e-12:
        return np.exp((share * np.log(price)).sum(0))
    return (share * price ** (1 - sigma)).sum(0) ** (1 / (1 - sigma))


def closed_economy(world: World, wedge: Array) -> float:
    """Give the price of consumption of country 0, closed, at a wage of one, where good s costs its buyers ``wedge``
    times its unit cost.
    """
    o = world.options
    v, needs = world.value_added_share[0], world.input_share[:, 0]
    inputs = needs / np.maximum(needs.sum(0), 1e-300)
    taste = world.final[:, 0] / world.final[:, 0].sum()
    cost = np.ones(len(v))
    for _ in range(3000):
        price = cost * wedge
        material = ces(inputs, price[:, None], o.input_substitution)
        cost = ces(np.stack([v, 1 - v]), np.stack([np.ones_like(v), material]), o.value_added_substitution)
    return float(ces(taste, cost * wedge, o.consumption_substitution))
