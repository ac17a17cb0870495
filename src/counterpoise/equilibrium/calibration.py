"""From one year's accounts to a baseline: shares at buyers' prices, elasticities, and the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.errors import InputError
from counterpoise.core.result import Provenance
from counterpoise.equilibrium.baseline import Baseline, balanced
from counterpoise.equilibrium.parameters import Parameters, parameters
from counterpoise.scenario.model import ModelChoice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.world.economy import Economy

    Array = NDArray[np.float64]

LEAST_VALUE_ADDED = 0.01
"""Smallest share of value added in a producer's cost; where inputs leave less they are scaled down."""

LARGEST_TRACE = 1e-3
"""An estimated purchase below this share of final spending, of a good that is neither made nor used, is a trace."""


def calibrate(economy: Economy, model: ModelChoice | None = None) -> Baseline:
    """Make the baseline that counterfactuals are held against.

    Parameters
    ----------
    economy
        One year's accounts. Sales to places outside the table are kept as final demand at home, so that output and
        value added stay whole; they move with spending at home.
    model
        Closure, sourcing, deficits and elasticities; the default is Caliendo and Parro's (2015): one mix of origins a
        good and country, and deficits fixed as shares of world value added.

    Returns
    -------
    Baseline
        Bare arrays, labels, and the size of the correction that balanced it. Value added is output less inputs at
        buyers' prices; a deficit is final spending at buyers' prices less value added and tariff revenue.

    Raises
    ------
    InputError
        If an elasticity is missing or not positive.
    NoSolution
        If the accounts admit no equilibrium.

    Examples
    --------
    >>> import counterpoise as cp
    >>> cp.calibrate(cp.load_economy(2022))
    <Baseline 80 economies x 50 sectors, additive deficits, balanced by ... % in wages>
    """
    model = ModelChoice() if model is None else model
    if not isinstance(model, ModelChoice):
        remedy = "give ModelChoice(closure='balanced'), from counterpoise.scenario.model"
        raise InputError(f"{str(model)[:40]!r} is not a model", where="model", remedy=remedy)
    s = len(economy.sectors)
    flow = economy.flow.values
    tariff = np.zeros(flow.shape[:3]) if economy.tariff is None else economy.tariff.values
    home = np.zeros(flow.shape[:2]) if economy.outside is None else economy.outside.values
    between, final_flow = flow[..., :s], flow[..., s]
    output = between.sum((2, 3)) + final_flow.sum(2) + home
    moved = 0.0
    if "final_demand" in economy.estimated:
        final_flow, home, moved = _without_traces(between, final_flow, home, output)
    bought = _bought(between, final_flow, tariff, home, model.sourcing)
    spent = bought.sum(-1)
    share = bought / np.where(spent > 0, spent, 1.0)[..., None]
    taxed = 1.0 + tariff
    inputs = np.einsum("isjk,isj->jsk", between, taxed)
    final = np.einsum("isj,isj->js", final_flow, taxed) + home
    input_share, added, floored = _cost(inputs, output)
    value_added = (added * output).sum(1)
    revenue = inputs.sum((1, 2)) + final.sum(1) - home.sum(1) - between.sum((0, 1, 3)) - final_flow.sum((0, 1))
    deficit = final.sum(1) - value_added - revenue
    deficit -= deficit.sum() * value_added / value_added.sum()
    chosen = parameters(model, economy.sectors, economy.scheme)
    theta = np.asarray(chosen.theta.value, dtype=float)
    base = balanced(
        share=share,
        input_share=input_share,
        value_added_share=added,
        final_share=final / np.where(final.sum(1) > 0, final.sum(1), 1.0)[:, None],
        theta=np.where(theta > 0, theta, 1.0),  # the shares that come out do not depend on it
        usual_theta=False,
        value_added=value_added,
        output=output,
        revenue=revenue,
        deficit=deficit,
        tariff=np.ascontiguousarray(tariff.transpose(1, 2, 0)),
        export_tax=np.zeros((s, len(output), len(output))),
        countries=economy.countries,
        sectors=economy.sectors,
        purge=model.deficits == "purged",
        closure=model.closure,
        sourcing=model.sourcing,
        scheme=economy.scheme,
        year=economy.year,
        provenance=_sources(economy, chosen),
        notes=_notes(economy, floored, moved),
        options=model.model_dump(mode="json"),
        estimated=economy.estimated,
    )
    return base.varied(theta=theta, **chosen.rest)


def _without_traces(between: Array, final: Array, home: Array, output: Array) -> tuple[Array, Array, float]:
    """Move traces of estimated final demand back to their makers.

    Where a country makes none of a good and uses none as an input, an estimate still gives it a trace of final purchases
    (private households' services, above all). They would make it unable to live without its suppliers.
    """
    used = between.sum((0, 3))  # sector, destination
    trace = (output.T == 0) & (used == 0) & (final.sum(0) < LARGEST_TRACE * final.sum((0, 1)))
    moved = final * trace[None]
    return final - moved, home + moved.sum(2), float(moved.sum())


def _bought(between: Array, final: Array, tariff: Array, home: Array, sourcing: str) -> Array:
    """Give purchases at buyers' prices by origin ``[sector, destination, (use,) origin]``."""
    countries = np.arange(len(final))
    taxed = 1.0 + tariff
    if sourcing == "none":
        made = np.ascontiguousarray(((between.sum(3) + final) * taxed).transpose(1, 2, 0))
        made[:, countries, countries] += home.T
        return made
    if sourcing == "kind":
        made = np.stack([between.sum(3) * taxed, final * taxed], axis=3)
    else:
        made = np.concatenate([between * taxed[..., None], (final * taxed)[..., None]], axis=3)
    made = np.ascontiguousarray(made.transpose(1, 2, 3, 0))
    made[:, countries, -1, countries] += home.T
    return made


def _cost(inputs: Array, output: Array) -> tuple[Array, Array, int]:
    """Give input shares and value-added shares, and how many producers had their inputs scaled down."""
    share = inputs / np.where(output > 0, output, 1.0)[:, None, :]
    share *= (output > 0)[:, None, :]
    total = share.sum(1)
    most = 1.0 - LEAST_VALUE_ADDED
    over = total > most
    share *= np.where(over, most / np.where(total > 0, total, 1.0), 1.0)[:, None, :]
    return share, 1.0 - share.sum(1), int(over.sum())


def _notes(economy: Economy, floored: int, moved: float) -> tuple[str, ...]:
    said = [*economy.attrs.get("tariffs", {}).get("notes", ())]
    if economy.tariff is None:
        said.append("the baseline has no tariffs")
    if economy.outside is not None:
        share = float(economy.outside.sum()) / float(economy.value_added.sum())
        said.append(f"sales outside the table ({100 * share:.1f} % of value added) are taken as final demand at home")
    if economy.estimated:
        said.append("the baseline rests on an estimate of final demand by destination")
    if moved:
        said.append(
            f"traces of estimated final demand ({moved:,.0f} million USD) are taken to be bought where they are made"
        )
    if floored:
        said.append(f"inputs of {floored} producers were scaled down: they left less than 1 % of cost for value added")
    return tuple(said)


def _sources(economy: Economy, chosen: Parameters) -> tuple[Provenance, ...]:
    """Give the sources of a baseline: accounts, tariffs and elasticities."""
    found = chosen.theta
    duties = economy.attrs.get("tariffs", {}).get("provenance")
    counted = {kind: found.kind.count(kind) for kind in dict.fromkeys(found.kind)}
    of_kinds = ", ".join(f"{number} {kind}" for kind, number in counted.items())
    values = Provenance(
        source=f"elasticities-{found.choice}",
        title="Trade elasticities",
        edition=f"{found.choice}; sectors by kind: {of_kinds}",
        citation=found.citation,
        notes=tuple(f"{code}: {note}" for code, note in zip(found.sectors, found.notes, strict=True) if note),
    )
    nests = Provenance(
        source=f"horizon-{chosen.name.replace(' ', '-')}",
        title="Substitution between goods, and moving factors",
        edition=chosen.words,
        citation=chosen.citation,
    )
    return tuple(
        one for one in (economy.provenance, duties, values, nests if chosen.named else None) if one is not None
    )
