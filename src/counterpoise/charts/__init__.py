"""The charts: one definition each, for the notebook, the brief and the application."""

from counterpoise.charts import figures

__all__ = ["figures"]
