"""The world's general equilibrium: a baseline, a policy put to it, and what comes out.

The public names are read when they are first used, so that nothing heavy is imported before it is needed.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline as Baseline
    from counterpoise.equilibrium.batches import solve_each as solve_each
    from counterpoise.equilibrium.calibration import calibrate as calibrate
    from counterpoise.equilibrium.counterfactual import solve as solve
    from counterpoise.equilibrium.firms import Firms as Firms
    from counterpoise.equilibrium.outcome import Outcome as Outcome
    from counterpoise.equilibrium.outcomes import Outcomes as Outcomes
    from counterpoise.equilibrium.published import from_caliendo_parro as from_caliendo_parro
    from counterpoise.equilibrium.published import from_gravity as from_gravity
    from counterpoise.equilibrium.published import from_trade as from_trade
    from counterpoise.equilibrium.published_firms import from_firms as from_firms

_PUBLIC = {
    "Baseline": "baseline",
    "Firms": "firms",
    "Outcome": "outcome",
    "Outcomes": "outcomes",
    "calibrate": "calibration",
    "from_caliendo_parro": "published",
    "from_firms": "published_firms",
    "from_gravity": "published",
    "from_trade": "published",
    "solve": "counterfactual",
    "solve_each": "batches",
}

__all__ = [
    "Baseline",
    "Firms",
    "Outcome",
    "Outcomes",
    "calibrate",
    "from_caliendo_parro",
    "from_firms",
    "from_gravity",
    "from_trade",
    "solve",
    "solve_each",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(f"{__name__}.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
