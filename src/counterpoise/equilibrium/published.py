"""Baselines from the parameters that others publish: Caliendo and Parro's, and a gravity model's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.equilibrium.baseline import Baseline, balanced, checked

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

UNITS = {"USD": 1e-6, "thousand USD": 1e-3, "million USD": 1.0, "billion USD": 1e3}
"""Million USD in one of each."""

LARGEST_GAP = 1e-3
"""Shares that fail to sum to one by more than this are taken for an error; by less, for rounding."""

LEAST_INPUT = -0.01
"""Input shares below this are taken for an error."""


def from_caliendo_parro(  # noqa: PLR0913 - what replication files carry, each by its name
    *,
    pi: ArrayLike,
    tariff: ArrayLike,
    io_share: ArrayLike,
    value_added_share: ArrayLike,
    final_share: ArrayLike,
    value_added: ArrayLike,
    deficit: ArrayLike,
    theta: ArrayLike,
    countries: Sequence[str],
    sectors: Sequence[str],
    unit: str = "million USD",
    closure: str = "additive",
) -> Baseline:
    """Make a baseline from the parameters that replication files of Caliendo and Parro (2015) carry.

    Parameters
    ----------
    pi
        Share of an exporter in an importer's spending on a sector, at buyers' prices ``[importer, exporter, sector]``.
    tariff
        Ad valorem fractions (0.1 is 10 %) ``[importer, exporter, sector]``.
    io_share
        Share of an input in the cost of a sector ``[country, input, using sector]``; over inputs it sums to one less the
        value-added share.
    value_added_share
        Share of value added in the cost of a sector ``[country, sector]``.
    final_share
        Share of a sector in final spending ``[country, sector]``.
    value_added
        Value added ``[country]``, in ``unit``.
    deficit
        Imports less exports ``[country]``, in ``unit``; it sums to zero.
    theta
        Trade elasticities ``[sector]``, of spending at buyers' prices to costs: the theta of the paper.
    countries, sectors
        Any unique labels.
    unit
        ``USD``, ``thousand USD``, ``million USD`` or ``billion USD``.
    closure
        What becomes of deficits: ``additive``, ``multiplicative`` or ``balanced``.

    Returns
    -------
    Baseline
        Balanced: published parameters are often not an equilibrium, and ``correction`` says by how much.

    Raises
    ------
    InputError
        If shapes, signs or sums are wrong.

    References
    ----------
    Caliendo and Parro (2015), Estimates of the Trade and Welfare Effects of NAFTA, Review of Economic Studies 82.

    Examples
    --------
    >>> import numpy as np
    >>> import counterpoise as cp
    >>> base = cp.equilibrium.from_caliendo_parro(
    ...     pi=np.array([[0.8, 0.2], [0.3, 0.7]])[:, :, None],
    ...     tariff=np.zeros((2, 2, 1)),
    ...     io_share=np.full((2, 1, 1), 0.5),
    ...     value_added_share=np.full((2, 1), 0.5),
    ...     final_share=np.ones((2, 1)),
    ...     value_added=[300.0, 200.0],
    ...     deficit=[0.0, 0.0],
    ...     theta=[4.0],
    ...     countries=["Home", "Abroad"],
    ...     sectors=["Goods"],
    ... )
    >>> base
    <Baseline 2 economies x 1 sectors, additive deficits, balanced by 0 % in wages>
    """
    n, s = len(countries), len(sectors)
    size = _unit(unit)
    share = checked(pi, (n, n, s), "pi", "importer, exporter, sector")
    taxed = checked(tariff, (n, n, s), "tariff", "importer, exporter, sector")
    inputs = checked(io_share, (n, s, s), "io_share", "country, input, using sector")
    added = checked(value_added_share, (n, s), "value_added_share", "country, sector")
    final = checked(final_share, (n, s), "final_share", "country, sector")
    given = checked(theta, (s,), "theta", "sector")
    sizes = checked(value_added, (n,), "value_added", "country") * size
    gaps = checked(deficit, (n,), "deficit", "country") * size
    _check_signs(taxed, added, given, sizes)
    inputs, added = _cost_shares(inputs, added)
    return balanced(
        share=np.ascontiguousarray(
            _to_one(_positive(share, "pi"), 1, "pi", "exporters", empty=True).transpose(2, 0, 1)
        ),
        input_share=inputs,
        value_added_share=added,
        final_share=_to_one(_positive(final, "final_share"), 1, "final_share", "sectors"),
        theta=given,
        value_added=sizes,
        deficit=_to_zero(gaps, sizes),
        tariff=np.ascontiguousarray(taxed.transpose(2, 0, 1)),
        export_tax=np.zeros((s, n, n)),
        countries=countries,
        sectors=sectors,
        closure=_closure(closure),
    )


def from_gravity(
    *,
    flows: ArrayLike,
    theta: float,
    tariff: ArrayLike | None = None,
    countries: Sequence[str] | None = None,
    unit: str = "million USD",
    closure: str = "additive",
) -> Baseline:
    """Make the baseline of a structural gravity model: one sector, no inputs.

    Parameters
    ----------
    flows
        Trade at producers' prices with domestic sales on the diagonal ``[exporter, importer]``, in ``unit``.
    theta
        The trade elasticity, sigma - 1 where tariffs are absent.
    tariff
        Ad valorem fractions ``[importer, exporter]`` or ``[importer, exporter, 1]``; none if left out.
    countries
        Any unique labels; numbers if left out.
    unit
        ``USD``, ``thousand USD``, ``million USD`` or ``billion USD``.
    closure
        What becomes of deficits: ``additive``, ``multiplicative`` or ``balanced``.

    Returns
    -------
    Baseline
        Its one sector is called ``ALL``. Value added is a country's sales, so the flows are an equilibrium as they are.

    Raises
    ------
    InputError
        If shapes or signs are wrong.

    References
    ----------
    Baier, Yotov and Zylkin (2019), On the widely differing effects of free trade agreements, Journal of International
    Economics 116 (the model of Stata's ge_gravity).

    Examples
    --------
    >>> import counterpoise as cp
    >>> cp.equilibrium.from_gravity(flows=[[80.0, 20.0], [20.0, 60.0]], theta=4.0, countries=["A", "B"])
    <Baseline 2 economies x 1 sectors, additive deficits, balanced by 0 % in wages>
    """
    made = _numbers(flows, "flows")
    n = len(made)
    labels = [str(one) for one in range(n)] if countries is None else list(countries)
    if made.shape != (len(labels), len(labels)):
        raise InputError(f"flows has the shape {made.shape}", where="flows", remedy="give exporter x importer")
    sold = _positive(checked(made, (n, n), "flows", "exporter, importer"), "flows").T * _unit(unit)
    given = np.zeros((n, n)) if tariff is None else _numbers(tariff, "tariff")
    taxed = checked(np.squeeze(given, 2) if given.shape == (n, n, 1) else given, (n, n), "tariff", "importer, exporter")
    elasticity = np.array([float(theta)])
    output = sold.sum(0)
    _check_signs(taxed, np.ones((n, 1)), elasticity, output)
    bought = sold * (1.0 + taxed)
    spent = bought.sum(1)
    if not (spent > 0).all():
        raise InputError(f"{labels[int(np.argmin(spent))]} buys nothing", where="flows", remedy="leave it out")
    revenue = (bought - sold).sum(1)
    return balanced(
        share=(bought / spent[:, None])[None],
        input_share=np.zeros((n, 1, 1)),
        value_added_share=np.ones((n, 1)),
        final_share=np.ones((n, 1)),
        theta=elasticity,
        value_added=output,
        output=output[:, None],
        revenue=revenue,
        deficit=spent - output - revenue,
        tariff=taxed[None].copy(),
        export_tax=np.zeros((1, n, n)),
        countries=labels,
        sectors=["ALL"],
        closure=_closure(closure),
    )


def from_trade(
    *,
    flows: ArrayLike,
    theta: ArrayLike,
    tariff: ArrayLike | None = None,
    countries: Sequence[str] | None = None,
    sectors: Sequence[str] | None = None,
    competition: str = "perfect",
    unit: str = "million USD",
    closure: str = "additive",
) -> Baseline:
    """Make the baseline of a model of trade in several sectors, without inputs.

    Parameters
    ----------
    flows
        Trade before tariffs with domestic sales ``[exporter, sector, importer]``, in ``unit``.
    theta
        Trade elasticities, sigma - 1 ``[sector]``.
    tariff
        Ad valorem fractions ``[importer, exporter, sector]``; none if left out.
    countries, sectors
        Any unique labels; numbers if left out.
    competition
        ``perfect``, or ``monopolistic``: firms in fixed number keep 1 / sigma of sales as profits (Ossa 2014).
    unit
        ``USD``, ``thousand USD``, ``million USD`` or ``billion USD``.
    closure
        What becomes of deficits: ``additive``, ``multiplicative`` or ``balanced``.

    Returns
    -------
    Baseline
        Value added is a country's sales, so the flows are an equilibrium as they are.

    Raises
    ------
    InputError
        If shapes or signs are wrong.

    References
    ----------
    Ossa (2014), Trade Wars and Trade Talks with Data, American Economic Review 104(12).

    Examples
    --------
    >>> import counterpoise as cp
    >>> cp.equilibrium.from_trade(
    ...     flows=[[[60.0, 20.0], [30.0, 5.0]], [[10.0, 50.0], [15.0, 40.0]]],
    ...     theta=[4.0, 6.0],
    ...     countries=["A", "B"],
    ...     sectors=["Food", "Cars"],
    ...     competition="monopolistic",
    ... )
    <Baseline 2 economies x 2 sectors, additive deficits, balanced by 0 % in wages>
    """
    made = _numbers(flows, "flows")
    if made.ndim != 3:
        raise InputError(f"flows has the shape {made.shape}", where="flows", remedy="give exporter x sector x importer")
    n, s = len(made), made.shape[1]
    labels = [str(one) for one in range(n)] if countries is None else list(countries)
    goods = [str(one) for one in range(s)] if sectors is None else list(sectors)
    if made.shape != (len(labels), len(goods), len(labels)):
        raise InputError(f"flows has the shape {made.shape}", where="flows", remedy="give exporter x sector x importer")
    made = checked(made, (n, s, n), "flows", "exporter, sector, importer")
    sold = np.ascontiguousarray(_positive(made, "flows").transpose(1, 2, 0)) * _unit(unit)  # sector, importer, exporter
    given = np.zeros((n, n, s)) if tariff is None else _numbers(tariff, "tariff")
    taxed = np.ascontiguousarray(checked(given, (n, n, s), "tariff", "importer, exporter, sector").transpose(2, 0, 1))
    elasticity = checked(theta, (s,), "theta", "sector")
    output = sold.sum(1).T
    _check_signs(taxed, np.ones((n, s)), elasticity, output.sum(1))
    bought = sold * (1.0 + taxed)
    spent = bought.sum(2)
    if not (spent.sum(0) > 0).all():
        raise InputError(f"{labels[int(np.argmin(spent.sum(0)))]} buys nothing", where="flows", remedy="leave it out")
    revenue = (bought - sold).sum((0, 2))
    base = balanced(
        share=bought / np.where(spent > 0, spent, 1.0)[:, :, None],
        input_share=np.zeros((n, s, s)),
        value_added_share=np.ones((n, s)),
        final_share=(spent / spent.sum(0)).T.copy(),
        theta=elasticity,
        value_added=output.sum(1),
        output=output,
        revenue=revenue,
        deficit=spent.sum(0) - output.sum(1) - revenue,
        tariff=taxed,
        export_tax=np.zeros((s, n, n)),
        countries=labels,
        sectors=goods,
        closure=_closure(closure),
    )
    return base if competition == "perfect" else base.varied(competition=competition)


def _unit(word: str) -> float:
    if word not in UNITS:
        raise InputError(
            f"{word!r} is not a unit", where="unit", remedy=did_you_mean(word, UNITS, "take " + ", ".join(UNITS))
        )
    return UNITS[word]


def _closure(word: str) -> str:
    from counterpoise.equilibrium.model import CLOSURES  # noqa: PLC0415

    if word not in CLOSURES:
        remedy = did_you_mean(word, CLOSURES, "take " + ", ".join(CLOSURES))
        raise InputError(f"there is no closure {word!r}", where="closure", remedy=remedy)
    return word


def _check_signs(tariff: Any, added: Any, theta: Any, value_added: Any) -> None:
    if (tariff <= -1).any():
        raise InputError(
            f"a tariff of {100 * tariff.min():g} % leaves no price", where="tariff", remedy="give fractions"
        )
    if (theta <= 0).any():
        raise InputError(f"a theta of {theta.min():g} is not positive", where="theta", remedy="give sigma - 1")
    if (value_added <= 0).any() or (added < 0).any():
        raise InputError("value added is not positive everywhere", where="value_added", remedy="leave the country out")


def _numbers(array: Any, name: str) -> Any:
    """Give an array of numbers, or say that it is none."""
    try:
        return np.asarray(array, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} holds something that is no number", where=name, remedy="give numbers") from None


def _positive(array: Any, name: str) -> Any:
    if array.min() < -1e-6:
        what = "trade of 0 or above" if name == "flows" else "shares"
        raise InputError(f"{name} has negative entries (smallest {array.min():.3g})", where=name, remedy=f"give {what}")
    return np.maximum(array, 0.0)


def _to_one(array: Any, axis: int, name: str, over: str, *, empty: bool = False) -> Any:
    total = array.sum(axis, keepdims=True)
    off = np.abs(total - 1.0)
    if empty:
        off = np.where(total == 0, 0.0, off)
    if off.max() > LARGEST_GAP:
        raise InputError(
            f"{name} sums to {total.flat[off.argmax()]:.6g} over {over}", where=name, remedy="it must be 1"
        )
    return array / np.where(total > 0, total, 1.0)


def _cost_shares(inputs: Any, added: Any) -> tuple[Any, Any]:
    """Scale both parts of cost to sum to one; they do but for rounding.

    A small negative share stays as it is published (NAFTA's file has one, -0.0006): the equations bear it.
    """
    if inputs.min() < LEAST_INPUT:
        what = f"io_share has negative entries (smallest {inputs.min():.3g})"
        raise InputError(what, where="io_share", remedy="give shares")
    total = inputs.sum(1) + added
    off = np.abs(total - 1.0)
    if off.max() > LARGEST_GAP:
        worst = float(total.flat[off.argmax()])
        what = f"io_share over inputs and value_added_share sum to {worst:.6g}"
        raise InputError(what, where="io_share", remedy="it must be 1: give [country, input, using sector]")
    return inputs / total[:, None, :], added / total


def _to_zero(deficit: Any, value_added: Any) -> Any:
    world = float(value_added.sum())
    if abs(deficit.sum()) > LARGEST_GAP * world:
        what = f"deficits sum to {deficit.sum() / world:.3g} of world value added"
        raise InputError(what, where="deficit", remedy="give imports less exports")
    return deficit - deficit.sum() * value_added / world
