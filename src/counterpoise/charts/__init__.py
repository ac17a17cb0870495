"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import change, figures, gradients, products, tariffs

__all__ = ["change", "figures", "gradients", "products", "tariffs"]
