"""The theory of bargaining: Nash (1950), Rubinstein (1982), Fearon (1995), Spaniel (2019), Bagwell and Staiger (1990)."""

from __future__ import annotations

from collections.abc import Callable

from counterpoise.games import offers, solutions
from counterpoise.games.crisis import bomb, preventive_war, screening
from counterpoise.games.offers import Border, stationary
from counterpoise.games.supergame import TariffGame
from tools.published.bargaining import PARABOLA, bill_and_jack
from tools.published.cells import Cell, Source

ROUNDING = "half a unit of the last decimal given: rounding alone"


def _deal(rule: str, player: int, *, lotteries: bool) -> Callable[[], float]:
    return lambda: float(getattr(solutions, rule)(*bill_and_jack(), lotteries=lotteries).payoffs[player])


def _point(rule: str, outside: tuple[float, float], player: int) -> Callable[[], float]:
    return lambda: float(getattr(PARABOLA, rule)(outside).payoffs[player])


BILL_AND_JACK = (
    Cell("Bill's payoff at the deal", "24", _deal("nash", 0, lotteries=False), "utility"),
    Cell("Jack's payoff at the deal", "11", _deal("nash", 1, lotteries=False), "utility"),
    Cell(
        "the product of their gains",
        "60",
        lambda: float(solutions.nash(*bill_and_jack()).gains.prod()),
        "utility squared",
    ),
)

WITH_LOTTERIES = (
    Cell("egalitarian deal, Bill", "18.75", _deal("egalitarian", 0, lotteries=True), "utility"),
    Cell("egalitarian deal, Jack", "12.75", _deal("egalitarian", 1, lotteries=True), "utility"),
    Cell("Kalai and Smorodinsky's deal, Bill", "23.1724", _deal("kalai_smorodinsky", 0, lotteries=True), "utility"),
    Cell("Kalai and Smorodinsky's deal, Jack", "11.2759", _deal("kalai_smorodinsky", 1, lotteries=True), "utility"),
    Cell(
        "the ideal point, Jack", "14.5", lambda: float(solutions.ideal(*bill_and_jack(), lotteries=True)[1]), "utility"
    ),
)

POINTS = {
    ("nash", "Nash"): (("0.57735", "0.66667"), ("0.50000", "0.75000")),
    ("kalai_smorodinsky", "Kalai and Smorodinsky"): (("0.61803", "0.61803"), ("0.53523", "0.71353")),
    ("raiffa", "Raiffa"): (("0.60797", "0.63037"), ("0.52652", "0.72278")),
}
OUTSIDE = ((0.0, 0.0), (0.0, 0.25))

FRONTIER = tuple(
    Cell(f"{name}, outside {outside[1]:g}, u{player + 1}", printed[player], _point(rule, outside, player), "utility")
    for (rule, name), rows in POINTS.items()
    for outside, printed in zip(OUTSIDE, rows, strict=True)
    for player in (0, 1)
)

UNIT = Border(lambda u: 1.0 - u, lambda v: 1.0 - v, (0.0, 1.0))

OFFERS = (
    Cell("discounts .9 and .9", "0.526316", lambda: stationary(UNIT, (0.9, 0.9)).first[0]),
    Cell("discounts .9 and .8", "0.714286", lambda: stationary(UNIT, (0.9, 0.8)).first[0]),
    Cell(
        "discounts .9, the other's outside option .6", "0.4", lambda: stationary(UNIT, (0.9, 0.9), (0.0, 0.6)).first[0]
    ),
    Cell(
        "discounts .9, the other's outside option .3",
        "0.526316",
        lambda: stationary(UNIT, (0.9, 0.9), (0.0, 0.3)).first[0],
    ),
    Cell("discounts .9, the last of 2 offers takes all", "0.1", lambda: offers.finite(2, (0.9, 0.9))),
    Cell("discounts .9, the last of 3 offers takes all", "0.91", lambda: offers.finite(3, (0.9, 0.9))),
    Cell("discounts .9, the last of 10 offers takes all", "0.342801", lambda: offers.finite(10, (0.9, 0.9))),
)

CRISIS = (
    Cell("screening: what the proposer keeps", "0.65", lambda: screening(0.5, 0.1, 0.0, 0.4).kept),
    Cell("screening: probability of war", "0.375", lambda: screening(0.5, 0.1, 0.0, 0.4).war),
    Cell("preventive war: threshold, discount .5", "0.7", lambda: preventive_war(0.3, 0.5, 0.2, 0.5).threshold),
    Cell("preventive war: threshold, discount .9", "0.33556", lambda: preventive_war(0.3, 0.5, 0.2, 0.9).threshold),
)


def _bomb(build: float) -> Callable[[], float]:
    return lambda: bomb(0.3, 0.6, (0.15, 0.15), build, 0.9).offer


BOMB = (
    Cell("offer, building costs 1", "0.338889", _bomb(1.0)),
    Cell("offer, building costs 3", "0.15", _bomb(3.0)),
    Cell("the most that is offered", "0.405", lambda: bomb(0.3, 0.6, (0.15, 0.15), 1.0, 0.9).zone[1]),
    Cell("cost below which it builds", "0.405", lambda: bomb(0.3, 0.6, (0.15, 0.15), 1.0, 0.9).builds_below, "ratio"),
    Cell(
        "cost above which nothing is offered",
        "2.7",
        lambda: bomb(0.3, 0.6, (0.15, 0.15), 1.0, 0.9).nothing_above,
        "ratio",
    ),
)


def _cut(discount: float) -> Callable[[], float]:
    return lambda: TariffGame().most_cooperative(discount) / TariffGame().nash


TARIFFS = (
    Cell("discount from which free trade is kept", "0.6", lambda: TariffGame().critical()),
    Cell(
        "discount from which free trade is kept, noticed after 2 periods",
        "0.7746",
        lambda: TariffGame().critical(lag=2),
    ),
    *(
        Cell(f"most cooperative tariff over Nash tariff, discount {discount:g}", printed, _cut(discount))
        for discount, printed in ((0.2, "0.71429"), (0.4, "0.38462"), (0.5, "0.20000"), (0.6, "0.00000"))
    ),
)

SOURCES = (
    Source(
        title="Bill and Jack",
        citation="Nash, J. F. (1950), The Bargaining Problem, Econometrica 18: 155-162.",
        place="the example of nine goods, none of which is divided: the deal is the largest of 2^9 products of gains",
        kind="published",
        method="`games.solutions.nash`",
        tolerance=ROUNDING,
        cells=BILL_AND_JACK,
    ),
    Source(
        title="Bill and Jack with lotteries",
        citation="by hand, from the lines between ways to share the goods of Nash's (1950) example.",
        place="other rules where goods may be given by lot: ideals are taken over what neither loses by",
        kind="independent",
        method="`games.solutions`, `lotteries=True`",
        tolerance=ROUNDING,
        cells=WITH_LOTTERIES,
    ),
    Source(
        title="Rules of bargaining over a parabola",
        citation="by hand: roots of quadratic equations, and midpoints repeated.",
        place="the frontier u2 = 1 - u1^2, with nothing outside, and with 1/4 outside for the second player",
        kind="independent",
        method="`games.curves`",
        tolerance=ROUNDING,
        cells=FRONTIER,
    ),
    Source(
        title="Offers in turns",
        citation=(
            "Rubinstein, A. (1982), Perfect Equilibrium in a Bargaining Model, Econometrica 50: 97-109; Binmore, K., Shaked, A. and "
            "Sutton, J. (1989), An Outside Option Experiment, Quarterly Journal of Economics 104: 753-770; their formulas by hand."
        ),
        place="share of who proposes first; an outside option is taken after refusing",
        kind="independent",
        method="`games.offers.stationary`, a root, and `games.offers.finite`, backwards",
        tolerance=ROUNDING,
        cells=OFFERS,
    ),
    Source(
        title="Offers in the shadow of war",
        citation=(
            "Fearon, J. D. (1995), Rationalist Explanations for War, International Organization 49: 379-414; its formulas by hand."
        ),
        place="even chances, costs of .1 and uniform up to .4; power from .3, a one-off cost of .2",
        kind="independent",
        method="`games.crisis.screening`, `games.crisis.preventive_war`",
        tolerance=ROUNDING,
        cells=CRISIS,
    ),
    Source(
        title="Bargaining over a bomb",
        citation=(
            "Spaniel, W. (2019), Bargaining over the Bomb: The Successes and Failures of Nuclear Negotiations, Cambridge University "
            "Press; its formulas by hand."
        ),
        place="power .3, with the bomb .6; war costs each .15; a discount of .9",
        kind="independent",
        method="`games.crisis.bomb`",
        tolerance=ROUNDING,
        cells=BOMB,
    ),
    Source(
        title="Tariffs that repetition sustains",
        citation=(
            "Bagwell, K. and Staiger, R. W. (1990), A Theory of Managed Trade, American Economic Review 80: 779-795; with linear demand "
            "and endowments, by hand."
        ),
        place="two alike countries, import tariffs only, Nash tariffs for ever after one deviates",
        kind="independent",
        method="`games.supergame.TariffGame`",
        tolerance=ROUNDING,
        cells=TARIFFS,
    ),
)
