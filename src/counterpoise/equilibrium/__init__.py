"""The world's equilibrium after a change."""
