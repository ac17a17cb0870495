"""Compute on whom a country relies, what a change would cost and which deal is possible.

The public names are read when they are first used, so that ``import counterpoise`` is fast.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from counterpoise.core.version import __version__

if TYPE_CHECKING:
    from counterpoise import equilibrium as equilibrium
    from counterpoise.briefing import brief as brief
    from counterpoise.core.measure import measure as measure
    from counterpoise.core.result import Result as Result
    from counterpoise.equilibrium import Baseline as Baseline
    from counterpoise.equilibrium import Outcome as Outcome
    from counterpoise.equilibrium import Outcomes as Outcomes
    from counterpoise.equilibrium import calibrate as calibrate
    from counterpoise.negotiation.talks import Talks as Talks
    from counterpoise.questions import agree as agree
    from counterpoise.questions import agreements as agreements
    from counterpoise.questions import bridge as bridge
    from counterpoise.questions import commitments as commitments
    from counterpoise.questions import costs as costs
    from counterpoise.questions import ensemble as ensemble
    from counterpoise.questions import equation as equation
    from counterpoise.questions import gradient as gradient
    from counterpoise.questions import gravity as gravity
    from counterpoise.questions import hedge as hedge
    from counterpoise.questions import leverage as leverage
    from counterpoise.questions import negotiate as negotiate
    from counterpoise.questions import optimal as optimal
    from counterpoise.questions import phrase as phrase
    from counterpoise.questions import positions as positions
    from counterpoise.questions import products as products
    from counterpoise.questions import relations as relations
    from counterpoise.questions import rely as rely
    from counterpoise.questions import security as security
    from counterpoise.questions import simulate as simulate
    from counterpoise.questions import tariffs as tariffs
    from counterpoise.questions import ties as ties
    from counterpoise.questions import trend as trend
    from counterpoise.questions import truce as truce
    from counterpoise.questions import votes as votes
    from counterpoise.questions import war as war
    from counterpoise.record.ledger import Ledger as Ledger
    from counterpoise.record.stability import stability as stability
    from counterpoise.reliance.security.ideal_line import ideal_points as ideal_points
    from counterpoise.scenario import Scenario as Scenario
    from counterpoise.store import datasets as datasets
    from counterpoise.store import table as table
    from counterpoise.world.economy import Economy as Economy
    from counterpoise.world.load import load_economy as load_economy
    from counterpoise.world.load import load_ties as load_ties
    from counterpoise.world.load import load_trade as load_trade
    from counterpoise.world.ties import Ties as Ties
    from counterpoise.world.trade import Trade as Trade


_PUBLIC = {
    "Baseline": "counterpoise.equilibrium",
    "Economy": "counterpoise.world.economy",
    "Ledger": "counterpoise.record.ledger",
    "Outcome": "counterpoise.equilibrium",
    "Outcomes": "counterpoise.equilibrium",
    "Result": "counterpoise.core.result",
    "Scenario": "counterpoise.scenario",
    "Talks": "counterpoise.negotiation.talks",
    "agree": "counterpoise.questions",
    "agreements": "counterpoise.questions",
    "bridge": "counterpoise.questions",
    "brief": "counterpoise.briefing",
    "calibrate": "counterpoise.equilibrium",
    "commitments": "counterpoise.questions",
    "costs": "counterpoise.questions",
    "datasets": "counterpoise.store",
    "ensemble": "counterpoise.questions",
    "equation": "counterpoise.questions",
    "load_economy": "counterpoise.world.load",
    "load_ties": "counterpoise.world.load",
    "load_trade": "counterpoise.world.load",
    "measure": "counterpoise.core.measure",
    "optimal": "counterpoise.questions",
    "phrase": "counterpoise.questions",
    "positions": "counterpoise.questions",
    "products": "counterpoise.questions",
    "relations": "counterpoise.questions",
    "rely": "counterpoise.questions",
    "security": "counterpoise.questions",
    "gradient": "counterpoise.questions",
    "gravity": "counterpoise.questions",
    "leverage": "counterpoise.questions",
    "hedge": "counterpoise.questions",
    "ideal_points": "counterpoise.reliance.security.ideal_line",
    "negotiate": "counterpoise.questions",
    "simulate": "counterpoise.questions",
    "stability": "counterpoise.record.stability",
    "table": "counterpoise.store",
    "tariffs": "counterpoise.questions",
    "Ties": "counterpoise.world.ties",
    "Trade": "counterpoise.world.trade",
    "ties": "counterpoise.questions",
    "trend": "counterpoise.questions",
    "truce": "counterpoise.questions",
    "votes": "counterpoise.questions",
    "war": "counterpoise.questions",
}

__all__ = [
    "Baseline",
    "Economy",
    "Ledger",
    "Outcome",
    "Outcomes",
    "Result",
    "Scenario",
    "Talks",
    "Ties",
    "Trade",
    "__version__",
    "agree",
    "agreements",
    "bridge",
    "brief",
    "calibrate",
    "commitments",
    "costs",
    "datasets",
    "ensemble",
    "equation",
    "equilibrium",
    "gradient",
    "gravity",
    "hedge",
    "ideal_points",
    "leverage",
    "load_economy",
    "load_ties",
    "load_trade",
    "measure",
    "negotiate",
    "optimal",
    "phrase",
    "positions",
    "products",
    "relations",
    "rely",
    "security",
    "simulate",
    "stability",
    "table",
    "tariffs",
    "ties",
    "trend",
    "truce",
    "votes",
    "war",
]


_MODULES = ("equilibrium",)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _PUBLIC:
        return getattr(importlib.import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'counterpoise' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC, *_MODULES])
