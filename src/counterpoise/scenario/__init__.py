"""What changes in the world: a scenario as a TOML file, a short text or arrays; no engine is needed to write one."""

from counterpoise.scenario.scenario import Arrays, Scenario, read

__all__ = ["Arrays", "Scenario", "read"]
