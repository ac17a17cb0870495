"""The economies of published results, as bare arrays: for the program's constructors and for the textbook solver."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.published.cells import shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.reference.textbook import Economy, Solution

    Array = NDArray[np.float64]

NAFTA = "cp2015/nafta_1993.npz"
WIOD = "wiod2014_cp/wiod2014_cp_parameters.npz"
ENLARGEMENT = "agreements/ge_gravity_eu_enlargement.parquet"
MEMBERS = {"MEX": "Mexico", "CAN": "Canada", "USA": "USA"}
FINE = 1e-13
"""The tolerance of solutions that are printed with many digits: the last is the same on every machine."""

THETA = 4.0
"""The trade elasticity that the results of the enlargement were computed with."""


@dataclass(frozen=True)
class World:
    """The parameters of Caliendo and Parro's model: the axes are those of ``from_caliendo_parro``."""

    pi: Array
    tariff: Array
    io_share: Array
    value_added_share: Array
    final_share: Array
    value_added: Array  # million USD
    deficit: Array  # million USD
    theta: Array
    countries: list[str]
    sectors: list[str]

    def keywords(self) -> dict[str, Any]:
        """Give the arguments of ``counterpoise.equilibrium.from_caliendo_parro``."""
        return dict(vars(self))

    def textbook(self) -> Economy:
        """Give the same for the textbook solver."""
        from tests.reference.textbook import Economy  # noqa: PLC0415

        return Economy(
            share=self.pi,
            tariff=self.tariff,
            input_share=self.io_share,
            value_added_share=self.value_added_share,
            final_share=self.final_share,
            value_added=self.value_added,
            deficit=self.deficit,
            theta=self.theta,
        )

    def place(self, country: str) -> int:
        """Give a country's place."""
        return self.countries.index(country)


@cache
def nafta() -> World:
    """Give the world of 1993: 31 countries, 40 sectors. Value added is in dollars in the file."""
    with np.load(shared() / NAFTA) as held:
        return World(
            pi=held["pi"],
            tariff=held["tau"] - 1,
            io_share=held["gamma"],
            value_added_share=held["beta"],
            final_share=held["alpha"],
            value_added=held["VA"] / 1e6,
            deficit=held["D"] / 1e6,
            theta=held["theta"],
            countries=held["regions"].tolist(),
            sectors=held["sectors"].tolist(),
        )


@cache
def nafta_tariff() -> Array:
    """Give the tariffs of 1993 with NAFTA's among the three."""
    with np.load(shared() / NAFTA) as held:
        return held["tau_cfl"] - 1


@cache
def wiod() -> World:
    """Give the world of 2014: 44 countries, 50 sectors. Tariffs are as in the file, transposed against their label."""
    with np.load(shared() / WIOD) as held:
        return World(
            pi=held["pi"],
            tariff=held["tau"] - 1,
            io_share=held["gamma"],
            value_added_share=held["beta"],
            final_share=held["alpha"],
            value_added=held["VA"],
            deficit=held["D"],
            theta=held["theta"],
            countries=held["countries"].tolist(),
            sectors=held["sectors"].tolist(),
        )


@cache
def second_opinion(world: str) -> tuple[Economy, Solution]:
    """Give the textbook solver's balanced economy of ``nafta`` or ``wiod``, and the solution with no shock."""
    from tests.reference import textbook  # noqa: PLC0415

    return textbook.balanced({"nafta": nafta, "wiod": wiod}[world]().textbook(), tolerance=1e-10)


@dataclass(frozen=True)
class Enlargement:
    """Trade of 2000, the partial effect of the enlargement of the European Union, and what Stata's ge_gravity gives."""

    countries: list[str]
    flows: Array  # exporter, importer
    effect: Array  # exporter, importer: log of the partial effect on trade
    welfare: dict[str, Array]  # by closure
    trade: dict[str, Array]  # by closure: exporter, importer

    @property
    def trade_cost_hat(self) -> Array:
        """Give the change of trade costs, importer, exporter, sector, that has this partial effect."""
        return np.exp(-self.effect.T / THETA)[:, :, None]


@cache
def enlargement() -> Enlargement:
    """Give the enlargement of the European Union in 44 countries."""
    import pandas as pd  # noqa: PLC0415

    table = pd.read_parquet(shared() / ENLARGEMENT).query("year == 2000")

    def matrix(column: str) -> Array:
        return table.pivot_table(index="exporter", columns="importer", values=column).to_numpy(float)

    return Enlargement(
        countries=sorted(table.exporter.unique()),
        flows=matrix("trade"),
        effect=matrix("eu_effect"),
        welfare={"additive": matrix("w_eu")[:, 0], "multiplicative": matrix("w_mult")[:, 0]},
        trade={"additive": matrix("X_eu"), "multiplicative": matrix("X_mult")},
    )
