"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import (
    agree,
    agreements,
    change,
    contests,
    ensemble,
    equation,
    figures,
    gradients,
    gravity,
    gravity_effect,
    leans,
    over_time,
    positions,
    products,
    tariffs,
    ties,
)

__all__ = [
    "agree",
    "agreements",
    "change",
    "contests",
    "ensemble",
    "equation",
    "figures",
    "gradients",
    "gravity",
    "gravity_effect",
    "leans",
    "over_time",
    "positions",
    "products",
    "tariffs",
    "ties",
]
