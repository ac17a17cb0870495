"""Chapter 2 of the Advanced Guide: trade without borders, and without the agreements of NAFTA."""

from __future__ import annotations

from functools import cache
from typing import Any

from tools.published.cells import Cell, Source, shared

PANEL = "agtpa/agtpa_applications.parquet"
FILES = {"borders": "agtpa/1_TradeWithoutBorder_FULL_PROD.csv", "nafta": "agtpa/2_RTAsEffects_FULL_PROD.csv"}
WITHOUT = {"borders": "without borders", "nafta": "without NAFTA's effect"}
COUNTRIES = ("CAN", "CHN", "DEU", "JPN", "KOR", "MEX", "USA")


@cache
def _world(case: str) -> Any:
    import pandas as pd  # noqa: PLC0415

    from tests.reference import guide_chapter2 as guide  # noqa: PLC0415

    panel = pd.read_parquet(shared() / PANEL)
    return guide.without_borders(panel) if case == "borders" else guide.without_nafta(panel)[0]


@cache
def _exports(case: str) -> dict[str, float]:
    """Give the conditional change of exports to others by country, per cent of what they were."""
    from counterpoise.trade_agreements import structural  # noqa: PLC0415
    from tests.reference import guide_chapter2 as guide  # noqa: PLC0415

    world = _world(case)
    old = structural.resistances(world.cost, world.trade.sum(1), world.trade.sum(0), reference=world.reference)
    found = structural.conditional(old.trade, world.changed / world.cost, sigma=guide.SIGMA, reference=world.reference)
    change = 100 * (guide.abroad(found.trade) / guide.abroad(old.trade) - 1)
    return dict(zip(world.countries, change.tolist(), strict=True))


@cache
def _published(case: str) -> Any:
    import pandas as pd  # noqa: PLC0415

    return pd.read_csv(shared() / FILES[case], index_col="country")


def _cell(case: str, country: str) -> Cell:
    def theirs() -> float:
        row = _published(case).loc[country]
        return 100 * (row.Xi_CDL / row.Xi_BLN - 1)

    return Cell(
        f"conditional change of exports {WITHOUT[case]}, {country}",
        theirs,
        lambda: _exports(case)[country],
        "percent",
        tolerance=1e-3,
    )


_BECAUSE = (
    "The guide's iteration stops where prices move by less than 0.01, and does not tie spending to output: run on it comes to rest "
    "elsewhere without borders, and runs away without NAFTA. With its rule its numbers come out to seven digits in every country "
    "(`tests/published/test_gravity_general_equilibrium.py`); the equilibrium itself, which the engine finds too, has {ours} %."
)
_PRICES = {  # the guide's, and the equilibrium's
    "borders": {"KOR": ("25.6973", "25.6036"), "DEU": ("24.3132", "24.4062"), "USA": ("11.1409", "10.9588")},
    "nafta": {"MEX": ("-1.3029", "-1.4013"), "CAN": ("-1.8369", "-1.9496"), "USA": ("-0.1491", "-0.1751")},
}

SOURCES = (
    Source(
        title="The Advanced Guide, chapter 2",
        citation=(
            "Yotov, Y. V., Piermartini, R., Monteiro, J.-A. and Larch, M. (2016), An Advanced Guide to Trade Policy Analysis: The "
            "Structural Gravity Model, WTO and UNCTAD; results published with the R package tradepolicy."
        ),
        place="chapter 2, applications 1 (trade without borders, 2006) and 2 (NAFTA, 1994): 69 countries, sigma 7; Germany's price index is 1",
        kind="published",
        method="`trade_agreements.structural`, with trade costs estimated on the guide's panel",
        tolerance="1e-3 of a per cent: theirs is estimated to about seven digits",
        cells=(
            *(_cell(case, country) for case in FILES for country in COUNTRIES),
            *(
                Cell(
                    f"full change of the factory-gate price {WITHOUT[case]}, {country}",
                    theirs,
                    None,
                    "percent",
                    because=_BECAUSE.format(ours=ours),
                )
                for case, held in _PRICES.items()
                for country, (theirs, ours) in held.items()
            ),
        ),
        needs=(PANEL, *FILES.values()),
    ),
)
