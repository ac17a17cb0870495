"""What is lost if a power withdraws: real income by the model's equilibrium, and protection, beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterpoise.core.progress import Progress
    from counterpoise.questions.sides import Side
    from counterpoise.world.economy import Economy

HORIZONS = ("short", "long")
"""The times at which real income is shown."""


def lost(
    chosen: Sequence[str],
    powers: Sequence[str],
    members: Sequence[Sequence[str]],
    economy: Economy,
    side: Side,
    everyone: Sequence[str],
    tell: Progress,
) -> dict[str, Any]:
    """Give what each country would lose if a power broke off its trade, and if it withdrew its protection.

    Parameters
    ----------
    chosen
        Who would lose.
    powers, members
        The powers, and their members.
    economy
        The accounts; the elasticities are the program's own for each time.
    side
        The security side of everyone.
    everyone
        The countries of that side.
    tell
        Told how far the work is.

    Returns
    -------
    dict
        ``income_lost_short`` and ``income_lost_long`` ``[country, partner]``: the share of real income that is lost when
        `CUT` percent of the trade with the power end, both ways, missing where that has no equilibrium;
        ``protection_lost``: the share of the capabilities that protect it.
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.core.errors import NoSolution  # noqa: PLC0415
    from counterpoise.questions.changes import simulate  # noqa: PLC0415

    income = {word: np.full((len(chosen), 2), np.nan) for word in HORIZONS}
    for i, country in enumerate(chosen):
        for p, held in enumerate(members):
            others = [one for one in held if one != country]
            tell.report(f"{country} without {powers[p]}", 0.9)
            for word in HORIZONS:
                try:
                    made = simulate(
                        f"embargo {CUT} % between {country} and {','.join(others)}", economy=economy, horizon=word
                    )
                except NoSolution:  # the loss is missing, and not zero
                    continue
                income[word][i, p] = -float(made.data["welfare_pct"].sel(country=country)) / 100
    place = [list(everyone).index(one) for one in chosen]
    names = list(side.names)
    shares = side.value[names.index("protected_capability")][place]
    made = {
        f"income_lost_{word}": (("country", "partner"), income[word], _attrs(
            f"Share of real income that is lost if {CUT} % of the trade with a power ends, {_TIME[word]}", f"income lost, {word} run"))
        for word in HORIZONS
    }  # fmt: skip
    made["protection_lost"] = (("country", "partner"), shares, _attrs(
        "Share of the capabilities that protect a country that is lost if a power withdraws", "protection lost"))  # fmt: skip
    return {
        str(name): array
        for name, array in xr.Dataset(made, coords={"country": list(chosen), "partner": list(powers)}).data_vars.items()
    }


CUT = 90
"""Percent of the trade that ends: the standard rupture of the gallery. Of all of it there is no equilibrium in the short run,
where some use can't do without a good."""

_TIME = {"short": "within a year", "long": "in the long run"}


def _attrs(label: str, short: str) -> dict[str, Any]:
    return {
        "label": label,
        "short": short,
        "symbol": "",
        "unit": "share",
        "formula": "",
        "citation": "see docs/methods/equation",
        "estimated": False,
    }
