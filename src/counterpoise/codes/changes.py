"""What the standard changes of a tie are called, by their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken

if TYPE_CHECKING:
    import xarray as xr

CALLED = {
    "rupture": "rupture with {power}",
    "half": "half the trade with {power}",
    "technology": "technology goods with {power}",
    "tariffs": "tariffs with {power}",
    "freed": "free trade with {power}",
    "deeper": "deeper agreement with {power}",
}
"""What a standard change is called, by its kind."""


def named(data: xr.Dataset, scenario: str) -> str:
    """Give what a change is called, with its partner by name; of one's own its title.

    Parameters
    ----------
    data
        Of an answer of ``costs``, with ``kind`` and ``partner`` by scenario.
    scenario
        Its label there.
    """
    held = data.sel(scenario=scenario)
    kind, partner = str(held["kind"].item()), str(held["partner"].item())
    return CALLED[kind].format(power=spoken(partner, in_text=True)) if kind in CALLED else scenario
