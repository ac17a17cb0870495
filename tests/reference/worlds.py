"""Small random economies for the properties, and the same as arguments of the program's constructor."""

from __future__ import annotations

import string

import numpy as np

from tests.reference.textbook import Array, Economy, balanced


def random_economy(seed: int, countries: int, sectors: int, *, tariffs: bool = True, deficits: bool = True) -> Economy:
    """Give an economy in equilibrium with its own parameters."""
    return balanced(random_parameters(seed, countries, sectors, tariffs=tariffs, deficits=deficits))[0]


def random_parameters(
    seed: int, countries: int, sectors: int, *, tariffs: bool = True, deficits: bool = True, home: float = 3.0
) -> Economy:
    """Give parameters that are no equilibrium yet; ``home`` is the weight of domestic purchases."""
    rng = np.random.default_rng(seed)
    share = rng.exponential(1, (countries, countries, sectors)) + home * np.eye(countries)[:, :, None]
    added = rng.uniform(0.3, 0.9, (countries, sectors))
    inputs = rng.exponential(1, (countries, sectors, sectors))
    rate = rng.uniform(0, 0.4, share.shape) * (1 - np.eye(countries))[:, :, None] * tariffs
    size = rng.uniform(50, 500, countries)
    gap = rng.uniform(-0.05, 0.05, countries) * size * deficits
    return Economy(
        share=share / share.sum(1, keepdims=True),
        tariff=rate,
        input_share=inputs / inputs.sum(1, keepdims=True) * (1 - added[:, None, :]),
        value_added_share=added,
        final_share=rng.dirichlet(np.full(sectors, 3.0), countries),
        value_added=size,
        deficit=gap - gap.sum() * size / size.sum(),
        theta=rng.uniform(1.5, 8, sectors),
    )


def random_tariff(seed: int, economy: Economy) -> Array:
    """Give new tariffs."""
    n = len(economy.value_added)
    rng = np.random.default_rng(seed + 1_000_000)
    return rng.uniform(0, 0.6, economy.tariff.shape) * (1 - np.eye(n))[:, :, None]


def names(count: int, prefix: str) -> list[str]:
    """Give labels."""
    return [prefix + letter for letter in string.ascii_uppercase[:count]]


def keywords(economy: Economy) -> dict[str, object]:
    """Give the arguments of ``counterpoise.equilibrium.from_caliendo_parro``."""
    n, s = economy.final_share.shape
    return {
        "pi": economy.share,
        "tariff": economy.tariff,
        "io_share": economy.input_share,
        "value_added_share": economy.value_added_share,
        "final_share": economy.final_share,
        "value_added": economy.value_added,
        "deficit": economy.deficit,
        "theta": economy.theta,
        "countries": names(n, "C"),
        "sectors": names(s, "S"),
    }
