"""What can be read from a run: the measures of the studies, as near as a static model has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

import counterpoise as cp
from tools.agreements_compared import runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.equilibrium.outcome import Outcome

    Array = NDArray[np.float64]

WORLD = "World"
_PRODUCTIVE = "title = 'More'\n[[shocks]]\nkind = 'productivity'\nof = '{}'\nup_by_percent = 1.0\n"
MANUFACTURES = "C"


@dataclass(frozen=True)
class Answer:
    """A solved run. A code is a country's, ``World``, or the agreement's own (all its parties)."""

    outcome: Outcome
    inside: tuple[str, ...]

    @cached_property
    def parties(self) -> NDArray[np.bool_]:
        """Tell who is a party."""
        return np.isin(self.outcome.baseline.countries, self.inside)

    def who(self, code: str) -> NDArray[np.bool_]:
        """Tell whom a code means."""
        names = np.array(self.outcome.baseline.countries)
        if code == WORLD:
            return np.ones(len(names), bool)
        return names == code if code in names else self.parties

    @cached_property
    def trade(self) -> tuple[Array, Array]:
        """Give trade before and after, at producers' prices ``[sector, destination, origin]``."""
        new = self.outcome.trade_new.transpose("sector", "destination", "origin").values
        return np.asarray(self.outcome.baseline.trade), new

    @cached_property
    def dearer(self) -> Array:
        """Give the relative change of producers' prices less one ``[sector, country]``."""
        return self.outcome.producer_price_hat.transpose("sector", "country").fillna(1.0).values - 1.0

    @cached_property
    def before(self) -> Array:
        """Give income, which is final spending, before."""
        return np.asarray(self.outcome.baseline.accounts.income)

    @cached_property
    def after(self) -> Array:
        """Give real income after, at the prices of before; what work is felt to cost is not taken off."""
        return self.outcome.solution.point.income / self.outcome.price_hat.values

    def income(self, code: str) -> float:
        """Give the change of real income, per cent."""
        who = self.who(code)
        return 100.0 * (self.after[who].sum() / self.before[who].sum() - 1.0)

    def equivalent(self, code: str) -> float:
        """Give the same in billion USD."""
        who = self.who(code)
        return (self.after[who].sum() - self.before[who].sum()) / 1e3

    def real_wage(self, code: str) -> float:
        """Give the change of the real wage, per cent."""
        return float(self.outcome.real_wage_pct.sel(country=code))

    def linear(self, code: str) -> float:
        """Give terms and volume of trade added up, per cent of income: Caliendo and Parro's welfare."""
        return float(self.outcome.real_income_by_parts_pct.sel(country=code))

    def terms(self, code: str, *, inside: bool) -> float:
        """Give the terms of trade with the parties, or with all others, per cent of income."""
        j, (old, _) = self.outcome.baseline.countries.index(code), self.trade
        sold = (old[:, :, j] * self.dearer[:, [j]]).sum(0)
        bought = (old[:, j, :] * self.dearer).sum(0)
        return float(100.0 * (sold - bought)[self.parties == inside].sum() / self.before[j])

    def volume(self, code: str, *, inside: bool) -> float:
        """Give the volume of trade with the parties, or with all others, per cent of income."""
        j, (old, new) = self.outcome.baseline.countries.index(code), self.trade
        tariff = self.outcome.baseline.accounts.tariff[:, j, :]
        gain = tariff * (new[:, j, :] - old[:, j, :] - old[:, j, :] * self.dearer)
        return float(100.0 * gain.sum(0)[self.parties == inside].sum() / self.before[j])

    def terms_inside(self, code: str) -> float:
        """Give the terms of trade with the parties."""
        return self.terms(code, inside=True)

    def terms_outside(self, code: str) -> float:
        """Give the terms of trade with all others."""
        return self.terms(code, inside=False)

    def volume_inside(self, code: str) -> float:
        """Give the volume of trade with the parties."""
        return self.volume(code, inside=True)

    def volume_outside(self, code: str) -> float:
        """Give the volume of trade with all others."""
        return self.volume(code, inside=False)

    def quantities(self, code: str) -> float:
        """Give real income less the terms of trade, per cent: nearer to what statistics call real GDP."""
        return self.income(code) - float(self.outcome.terms_of_trade_pct.sel(country=code))

    def _between(self, sectors: list[int]) -> tuple[float, float]:
        who = np.flatnonzero(self.parties)
        at = np.ix_(np.array(sectors), who, who)
        old, new = (one[at] for one in self.trade)
        apart = ~np.eye(old.shape[1], dtype=bool)
        return float(old[:, apart].sum()), float(new[:, apart].sum())

    def inside_trade(self) -> float:
        """Give the change of the parties' trade in goods with each other, billion USD at world value added of before."""
        old, new = self._between(runs.bench().goods)
        return (new - old) / 1e3

    def manufactures(self) -> float:
        """Give the change of the parties' trade in manufactures with each other, per cent."""
        sectors = [k for k, one in enumerate(self.outcome.baseline.sectors) if one.startswith(MANUFACTURES)]
        old, new = self._between(sectors)
        return 100.0 * (new / old - 1.0)

    def of(self, measure: str, code: str) -> float:
        """Give a measure by its name in `tools.agreements_compared.studies`."""
        if measure in ("inside", "manufactures"):
            return self.inside_trade() if measure == "inside" else self.manufactures()
        return float(getattr(self, measure)(code))


@cache
def answer(word: str, recipe: runs.Recipe) -> Answer:
    """Give the answer to a question under a recipe."""
    return Answer(runs.solved(word, recipe), runs.members(word))


@cache
def productive(group: str) -> Answer:
    """Give what 1 % more from the same inputs in all sectors of a group does."""
    outcome = cp.equilibrium.solve(runs.plain_baseline(), cp.Scenario.from_text(_PRODUCTIVE.format(group)))
    return Answer(outcome, runs.members("rcep"))
