"""The two applications of chapter 2 of the Advanced Guide (Yotov, Piermartini, Monteiro and Larch 2016), from its panel.

What the guide does, read from its command files and written anew: the estimation of trade costs, and the iteration by which it
looks for the full endowment equilibrium. Its iteration refits flows that already have the form of trade costs times a term of
the exporter and one of the importer; a fit of such flows by Poisson pseudo-maximum likelihood is exact, so each round is plain
algebra on these terms, and it is done as such here.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

SIGMA = 7.0
REFERENCE = "DEU"
NEAR = 0.01
"""The guide stops where prices change by less than this from round to round, in standard deviation and at most."""

YEARS = (1986, 1990, 1994, 1998, 2002, 2006)
NAFTA = ("CAN", "MEX", "USA")
SHARP = {"iwls_tol": 1e-13, "fixef_tol": 1e-13, "iwls_maxiter": 200}


@dataclass(frozen=True)
class World:
    """Trade and trade costs to the power 1 - sigma, before and after, ``[exporter, importer]``, by country."""

    countries: list[str]
    trade: Any
    cost: Any
    changed: Any

    @property
    def reference(self) -> int:
        return self.countries.index(REFERENCE)


def poisson(formula: str, data: pd.DataFrame, **options: Any) -> Any:
    import pyfixest

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of singletons and pairs without trade, which the guide drops too
        return pyfixest.fepois(formula, data, **SHARP, **options)


def matrix(data: pd.DataFrame, column: str) -> Any:
    return data.pivot_table(index="exporter", columns="importer", values=column).to_numpy()


def without_borders(panel: pd.DataFrame) -> World:
    """Application 1: 2006, every border between countries removed while distance and contiguity stay."""
    year = panel[panel.year == 2006].copy()
    year["log_dist"] = np.log(year.dist)
    year["border"] = (year.exporter != year.importer).astype(float)
    found = poisson("trade ~ log_dist + cntg + border | exporter + importer", year).coef()
    year["log_cost"] = sum(found[name] * year[name] for name in ("log_dist", "cntg", "border"))
    cost, border = matrix(year, "log_cost"), matrix(year, "border")
    return World(
        sorted(year.exporter.unique()),
        matrix(year, "trade"),
        np.exp(cost),
        np.exp(cost - found["border"] * border),
    )


def without_nafta(panel: pd.DataFrame) -> tuple[World, float]:
    """Application 2: 1994, the agreements' effect taken from trade among Canada, Mexico and the United States.

    Trade costs are the fixed effects of pairs; of pairs that never traded in these years, what distance, contiguity, language
    and colonial ties say of them. The coefficient of agreements comes with it.
    """
    held = panel[panel.year.isin(YEARS)].copy()
    held["abroad"] = held.exporter != held.importer
    held["pair"] = np.where(held.abroad, held.pair_id.astype(int).astype(str), "home")
    held["maker"] = held.exporter + held.year.astype(int).astype(str)
    held["buyer"] = held.importer + held.year.astype(int).astype(str)
    first = poisson("trade ~ rta | maker + buyer + pair", held)
    effect = float(first.coef()["rta"])
    first.fixef(atol=1e-14, btol=1e-14)
    known = dict(first._fixef_dict["C(pair)"])
    traded = held.groupby("pair").trade.sum() > 0
    known |= {
        pair: 0.0 for pair in traded.index[traded] if pair not in known
    }  # the one that the others are told against
    year = held[held.year == 1994].copy()
    year["log_cost"] = year.pair.map(known) - known["home"]
    year["cost"] = np.exp(year.log_cost)
    year["log_dist"] = np.log(year.dist)
    second = poisson(
        "cost ~ log_dist + cntg + lang + clny | exporter + importer", year[year.abroad & year.log_cost.notna()]
    )
    year["log_cost"] = year.log_cost.fillna(pd.Series(second.predict(newdata=year, type="link"), index=year.index))
    within = year.abroad & year.exporter.isin(NAFTA) & year.importer.isin(NAFTA)
    year["before"] = year.log_cost + effect * year.rta
    year["after"] = year.log_cost + effect * year.rta.mask(within, 0.0)
    return World(
        sorted(year.exporter.unique()),
        matrix(year, "trade"),
        np.exp(matrix(year, "before")),
        np.exp(matrix(year, "after")),
    ), effect


def iterated(world: World, rounds: int | None = None) -> dict[str, Any]:
    """Run the guide's iteration until it stops, or for a number of rounds; give its columns by country."""
    from counterpoise.trade_agreements import structural

    made, spent, own = world.trade.sum(1), world.trade.sum(0), world.reference
    multiple = spent / made
    old = structural.resistances(world.cost, made, spent, reference=own)
    new = structural.resistances(world.changed, made, spent, reference=own)
    # the terms of exporters and of importers, as fixed effects with the reference importer's at 1
    sells, buys = [made * spent[own] / one.outward for one in (old, new)], spent / new.inward / spent[own]
    price, before = (sells[1] / sells[0]) ** (1 / (1 - SIGMA)), np.zeros(len(made))
    outward, inward, trade = new.outward, new.inward, new.trade
    out_hat, in_hat, spends = np.ones(len(made)), np.ones(len(made)), spent
    done = 0
    while True:
        by_maker, by_buyer = price / out_hat, price / in_hat
        trade = trade * np.outer(by_maker, by_buyer)
        sells.append(sells[-1] * by_maker * by_buyer[own])
        buys = buys * by_buyer / by_buyer[own]
        earned = trade.sum(1)
        last, spends = spends, multiple * earned
        change = price - before
        price, before = ((sells[-1] / sells[-2]) / (spends[own] / last[own])) ** (1 / (1 - SIGMA)), price
        out_hat, outward = earned * spends[own] / sells[-1] / outward, earned * spends[own] / sells[-1]
        in_hat, inward = spends / (buys * spends[own]) / inward, spends / (buys * spends[own])
        done += 1
        if done == rounds or (rounds is None and change.std(ddof=1) <= NEAR and abs(change.max()) <= NEAR):
            break
    total = ((sells[-1] / sells[0]) / (spends[own] / spent[own])) ** (1 / (1 - SIGMA))
    value = total * made
    outward = value * spends[own] / sells[-1]
    flows = np.outer(value, multiple * value) * world.changed / np.outer(outward, inward)
    return {
        "OMR_BLN": old.outward,
        "OMR_CDL": new.outward,
        "OMR_FULL": outward,
        "Xi_BLN": abroad(old.trade),
        "Xi_CDL": abroad(new.trade),
        "Xi_FULL": abroad(flows),
        "Y_BLN": made,
        "Y_FULL": value,
        "change_pricei_FULL": total,
        "rounds": done,
    }


def abroad(trade: Any) -> Any:
    """Give exports to others by country."""
    return trade.sum(1) - np.diagonal(trade)


def changes(columns: dict[str, Any], *, lifted: bool) -> dict[str, Any]:
    """Give the guide's changes in per cent: after over before, or, of what is taken away, before over after."""

    def change(before: Any, after: Any) -> Any:
        return 100 * (after / before - 1) if lifted else 100 * (before / after - 1)

    root = 1 / (1 - SIGMA)
    price = columns["change_pricei_FULL"]
    return {
        "change_price_FULL": 100 * (price - 1) if lifted else 100 * (1 - price),
        "change_OMR_CDL": change(columns["OMR_BLN"] ** root, columns["OMR_CDL"] ** root),
        "change_OMR_FULL": change(columns["OMR_BLN"] ** root, columns["OMR_FULL"] ** root),
        "change_Xi_CDL": change(columns["Xi_BLN"], columns["Xi_CDL"]),
        "change_Xi_FULL": change(columns["Xi_BLN"], columns["Xi_FULL"]),
    }
