"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import (
    agree,
    change,
    ensemble,
    equation,
    figures,
    gradients,
    gravity_effect,
    leans,
    over_time,
    products,
    tariffs,
    ties,
)

__all__ = [
    "agree",
    "change",
    "ensemble",
    "equation",
    "figures",
    "gradients",
    "gravity_effect",
    "leans",
    "over_time",
    "products",
    "tariffs",
    "ties",
]
