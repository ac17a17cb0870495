"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import change, figures, products, tariffs

__all__ = ["change", "figures", "products", "tariffs"]
