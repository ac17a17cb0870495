"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import change, ensemble, figures, gradients, products, tariffs

__all__ = ["change", "ensemble", "figures", "gradients", "products", "tariffs"]
