"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import figures, tariffs

__all__ = ["figures", "tariffs"]
