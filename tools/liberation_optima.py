"""The USA's best tariffs in Ignatenko and others' (2025) worlds, without inputs and with: ``python -m tools.liberation_optima``.

By the welfare that they print, and by the utility from which the supply of labour follows. It needs their figures, and prints what
docs/methods/optimal.md quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.equilibrium.outcome import Outcome
from counterpoise.equilibrium.seeds import Place, seed
from counterpoise.games.best_response import Maximum, maximum
from counterpoise.statecraft.instruments import Instruments, instruments
from counterpoise.statecraft.optimal import merged, optimum
from counterpoise.statecraft.position import Position, World
from tools.published import liberation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.baseline import Baseline

    Array = NDArray[np.float64]

MEASURE = "welfare_by_gross_wages_pct"


def usa_of(base: Baseline) -> int:
    """Give the place of the USA."""
    return base.countries.index("USA")


def by_origin(base: Baseline) -> Instruments:
    """Give a rate of the USA for each origin."""
    return instruments(base, usa_of(base), range(len(base.countries)), [0])


def printed(position: Position) -> float:
    """Give the USA's welfare as they print it, per cent."""
    base = position.baseline
    return float(getattr(Outcome(base, position.problem, position.solution), MEASURE)[usa_of(base)])


def best_printed(base: Baseline, chosen: Instruments, start: float) -> Maximum:
    """Give the rates that are best by the welfare that they print; its value is a fraction."""
    world, usa = World(base), usa_of(base)

    def gain(x: Array) -> tuple[float, Array]:
        here = world.at(chosen, np.expm1(x))
        slopes = here.adjoint_of(lambda linear: seed(MEASURE, base, linear, Place(usa)))
        return printed(here) / 100, chosen.gathered(slopes) * np.exp(x) / 100

    return maximum(
        gain,
        np.full(len(chosen), np.log1p(start)),
        lower=np.zeros(len(chosen)),
        upper=np.full(len(chosen), np.log(2.0)),
        scale=np.sqrt(chosen.stiffness(base)),
        tolerance=1e-6,
    )


def main() -> None:
    """Print the table."""
    print("| world | measure | rates | best single rate, % | gains, % | best rates gain, % |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for name, base in (("without inputs", liberation.base_of("income_tax")), ("with inputs", liberation.with_inputs())):
        chosen = by_origin(base)
        one, many = best_printed(base, merged(chosen), 0.2), best_printed(base, chosen, 0.2)
        rate = 100 * np.expm1(one.x[0])
        print(f"| {name} | as printed | {len(chosen)} | {rate:.1f} | {100 * one.value:.4f} | {100 * many.value:.4f} |")
        best = optimum(World(base), chosen)
        rate, level, gain = 100 * best.levels[0], 100 * best.level_gain, 100 * best.gain
        print(f"| {name} | by utility | {len(chosen)} | {rate:.1f} | {level:.4f} | {gain:.4f} |")


if __name__ == "__main__":
    main()
