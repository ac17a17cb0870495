"""Products: Chinese shares of Korea's imports, and the GeoPolRisk scores of the method's own program."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np

from counterpoise.core.measure import Evaluation
from counterpoise.questions import products
from counterpoise.reliance.economic import chokepoints  # noqa: F401 - it declares the measures
from counterpoise.world.load import load_trade
from counterpoise.world.market import Market, markets
from tools.published.cells import Cell, Source

RAW = "baci-raw-materials"
YEARS = (2022, 2023, 2024)
CODES = {
    "graphite": "250410",
    "lithium": "282520",
    "rare earths": "284690",
    "cobalt": "282200",
    "tungsten": "261100",
    "copper": "260300",
    "nickel": "260400",
    "antimony": "261710",
    "niobium": "720293",
    "vanadium": "282530",
}
SCORES = {
    "KOR": "0.183336 0.171309 0.268920 0.304411 0.331408 0.051357 0.083008 0.115086 0.477597 0.288986",
    "DEU": "0.280486 0.134328 0.261017 0.213488 0.236126 0.053634 0.127063 0.139151 0.352206 0.214437",
    "JPN": "0.274874 0.174543 0.281488 0.198200 0.337727 0.050512 0.114054 0.152870 0.426375 0.235898",
}
"""As geopolrisk-py 2.0.1 gives them for 2022, in the order of `CODES`."""


def _pooled(*codes: str) -> float:
    """Give China's share in Korea's imports of some products, by value, three years together."""
    bought = load_trade(RAW).totals("origin", year=YEARS, destination="KOR", product=codes).set_index("origin").value
    return float(bought["CHN"] / bought.sum())


def _share(product: str, year: int) -> float:
    return products("KOR", on="CHN", product=product, year=year, source=RAW).supplier_share.item()


@cache
def _market(country: str) -> Market:
    """Give a market of 2022 with Taiwan unrated, as that program has it: its trade data call it otherwise."""
    flows = load_trade(RAW)
    (found,) = markets(flows, [country], [2022], flows.products)
    rated = found.instability.where(found.instability["partner"] != "TWN", np.nan)
    return dataclasses.replace(found, instability=rated)


def _score(country: str, material: str) -> float:
    return float(Evaluation(_market(country).roots)["geopolrisk"].sel(product=CODES[material]))


def _scores() -> tuple[Cell, ...]:
    return tuple(
        Cell(
            f"GeoPolRisk of {material}, {country} 2022",
            theirs,
            lambda c=country, m=material: _score(c, m),
            "index",
            tolerance=3e-6,
        )
        for country, scores in SCORES.items()
        for material, theirs in zip(CODES, scores.split(), strict=True)
    )


SOURCES = (
    Source(
        title="Chinese shares of Korea's imports of battery materials",
        citation="Korea International Trade Association, trade statistics, as reported by Thailand Daily on 24 January 2023 "
        "and by BusinessKorea on 13 March 2024.",
        place="the articles' figures, by value",
        kind="published",
        method="`products KOR --on CHN --product 282520 --year 2022`; customs' own figures against BACI, which reconciles both "
        "sides' reports",
        tolerance="one point of percent, the difference of the two sources",
        cells=(
            Cell(
                "lithium hydroxide and oxide, China's share 2022",
                "0.879",
                lambda: _share("282520", 2022),
                tolerance=0.01,
            ),
            Cell(
                "lithium hydroxide and oxide, China's share 2023",
                "0.796",
                lambda: _share("282520", 2023),
                tolerance=0.01,
            ),
            Cell(
                "cobalt oxide and hydroxide, China's share 2022",
                "0.728",
                lambda: _share("282200", 2022),
                tolerance=0.01,
            ),
            Cell(
                "graphite, China's share 2022",
                "0.939",
                None,
                because="The article does not say which graphite it counts; natural graphite in BACI has 0.91 in 2022 and "
                "0.94 over 2022 to 2024.",
            ),
        ),
    ),
    Source(
        title="Chinese shares of Korea's imports, 2022 to 2024, counted independently",
        citation="Gaulier, G. and Zignago, S. (2010), BACI, CEPII Working Paper 2010-23; the flows of the embedded raw materials.",
        place="sums of the three years by value, made without this program",
        kind="independent",
        method="`load_trade().totals('origin', year=(2022, 2023, 2024), destination='KOR', product=...)`",
        tolerance="half a unit of the last printed decimal",
        cells=(
            Cell("natural graphite in powder or flakes (250410)", "0.94", lambda: _pooled("250410")),
            Cell("lithium oxide and hydroxide (282520)", "0.83", lambda: _pooled("282520")),
            Cell("rare-earth compounds without cerium (284690)", "0.66", lambda: _pooled("284690")),
            Cell("all rare-earth compounds (2846)", "0.475", lambda: _pooled("284610", "284690")),
        ),
    ),
    Source(
        title="GeoPolRisk scores of ten raw materials for three countries",
        citation="Koyamparambath, A. et al. (2024), geopolrisk-py: a Python library to operationalize the GeoPolRisk method "
        "(version 2.0.1, run for this comparison).",
        place="`gprs_calc([2022], [410, 276, 392], [...])`",
        kind="independent",
        method="`geopolrisk` on the same flows, with Taiwan unrated as in that program; `products` rates Taiwan by its own "
        "indicator",
        tolerance="3e-6: that program cuts production to whole units",
        cells=_scores(),
    ),
)
