"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import (
    agree,
    agreements,
    change,
    ensemble,
    equation,
    figures,
    gradients,
    gravity,
    gravity_effect,
    leans,
    optimal,
    over_time,
    products,
    tariffs,
    ties,
)

__all__ = [
    "agree",
    "agreements",
    "change",
    "ensemble",
    "equation",
    "figures",
    "gradients",
    "gravity",
    "gravity_effect",
    "leans",
    "optimal",
    "over_time",
    "products",
    "tariffs",
    "ties",
]
