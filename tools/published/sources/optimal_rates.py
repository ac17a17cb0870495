"""Optimal and Nash tariffs: Gros (1987) and Ossa (2014)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tools.published import gros, wars
from tools.published.cells import Cell, Source

GAP_PLAIN, GAP_WEIGHTED, GAP_TALKS = 0.15, 0.25, 0.06
"""How far at most Nash tariffs, and the gain from talks of weighted governments, miss what is printed."""


def _ossa(name: str, theirs: tuple[str, str], ours: Callable[..., float], gaps: tuple[float | None, ...]) -> list[Cell]:
    words = ("weights of one", "estimated weights")
    return [
        Cell(f"{name}, {word}", printed, partial(ours, weighted=bool(k)), "percent", misses=gap)
        for k, (word, printed, gap) in enumerate(zip(words, theirs, gaps, strict=True))
    ]


OSSA = [
    *_ossa("mean optimal tariff", ("58.9", "62.4"), wars.optimal_rate, (None, None)),
    *_ossa("mean Nash tariff", ("58.1", "63.4"), wars.nash_rate, (GAP_PLAIN, GAP_WEIGHTED)),
    *_ossa("mean change of governments' welfare in a trade war", ("-2.4", "-2.9"), wars.loss, (None, None)),
    *_ossa("gain of each government from trade talks", ("0.5", "0.5"), wars.talks, (None, GAP_TALKS)),
]

SOURCES = (
    Source(
        title="Optimal tariffs of two countries",
        citation=(
            "Gros, D. (1987), A Note on the Optimal Tariff, Retaliation and the Welfare Loss from Tariff Wars in a Framework "
            "with Intra-industry Trade, Journal of International Economics 23; the values by a search for the maximum in the "
            "textbook's two-country model."
        ),
        place="the optimal tariff 1 / (theta lambda), lambda the other country's spending at home; iceberg costs of 1.5",
        kind="independent",
        method="`statecraft.optimal.optimum`",
        tolerance="half a unit of the last decimal: rounding alone",
        cells=tuple(
            Cell(f"optimal tariff, theta {theta:g}, size {size:g}", printed, partial(gros.optimal_rate, size, theta))
            for theta, size, printed in gros.PRINTED
        ),
    ),
    Source(
        title="Trade wars and trade talks",
        citation=(
            "Ossa, R. (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12): 4104-4146; trade, tariffs "
            "and elasticities from the author's replication files."
        ),
        place=(
            "Optimal tariffs, trade wars and trade talks, with political weights of one and as estimated: means over seven "
            "regions of medians over partners and industries, and of changes of governments' welfare"
        ),
        kind="published",
        method=(
            "`statecraft.war`, `statecraft.truce` and, for the weights, `statecraft.revealed`; Nash tariffs in full convergence: no "
            "region gains 1e-9 of its welfare by other tariffs"
        ),
        tolerance=(
            "half a unit of the last printed decimal: rounding alone. Three cells miss it: both Nash tariffs, as full convergence lies "
            "below what is printed, and the gain from talks with estimated weights. What that is owed to is not known"
        ),
        cells=tuple(OSSA),
        needs=wars.NEEDS,
        more=1,
    ),
)
