"""A made-up world of the shape of Ossa's, for tests that can't have his figures."""

from __future__ import annotations

import numpy as np

from tests.reference.ossa import Ossa


def made_up(regions: int = 4, industries: int = 6, seed: int = 0) -> Ossa:
    """Give trade, tariffs and elasticities drawn at random, with trade in balance."""
    draw = np.random.default_rng(seed)
    sigma = np.clip(1 + np.exp(draw.normal(np.log(2.2), 0.5, industries)), 1.9, 14)
    size = np.exp(draw.normal(0, 0.9, regions))
    own = np.eye(regions, dtype=bool)
    trade = np.outer(size, size)[:, :, None] * np.where(own, 12.0, 1.0)[:, :, None]
    trade = trade * np.exp(draw.normal(0, 0.8, (regions, regions, industries))) * 1e6
    tariff = np.abs(draw.normal(0.05, 0.05, trade.shape)) * ~own[:, :, None]
    return Ossa(trade, tariff, sigma).purged()
