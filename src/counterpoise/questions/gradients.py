"""Which policies matter most, at once: the derivative of one outcome by every tariff of the world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked
from counterpoise.questions.arguments import EVERYONE, Country, Partners, Sectors, Source, TariffChoice, Year
from counterpoise.questions.changes import (
    Change,
    Closure,
    Deficits,
    Elasticities,
    Horizon,
    Sourcing,
    baseline_of,
    unbridged,
    under_model,
)
from counterpoise.questions.slopes import Slope

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.equilibrium.gradient import Gradient
    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.world.economy import Economy

STEPS = {
    "tariff": (0.01, "per point"),
    "export_tax": (0.01, "per point"),
    "trade_cost": (0.01, "per 1 % of trade costs"),
    "productivity": (0.01, "per 1 % of productivity"),
    "transfer": (1000.0, "per billion USD"),
}
"""How large a change of each policy the derivative is told for; of a parameter, one."""

TAXES = ("tariff", "export_tax")
"""Policies that are put on goods."""

LOCAL = (
    "a derivative: it holds for small changes, all else equal, in a new equilibrium; of large changes it tells the direction and "
    "the order of magnitude"
)


def _of(value: Any, where: str) -> str:
    from counterpoise.equilibrium.gradient import DIMS  # noqa: PLC0415
    from counterpoise.equilibrium.seeds import SEEDS  # noqa: PLC0415

    word, *rest = str(value).strip().split(":")
    found = next((word + end for end in ("", "_pct", "_hat", "_new") if word + end in SEEDS), None)
    if found is None:
        short = sorted({one.removesuffix("_pct").removesuffix("_hat").removesuffix("_new") for one in SEEDS})
        remedy = did_you_mean(word, [*SEEDS, *short], "take one of " + ", ".join(short))
        raise InputError(f"an outcome has no {word[:40]!r}", where=where, remedy=remedy)
    needs = ("sector", "partner")[: DIMS.get(found, 1) - 1]
    if len(rest) != len(needs):
        wanted = ":".join([word, *(("C26", "USA")[: len(needs)])])
        what = f"{found} is {'a number a country' if not needs else 'named with its ' + ' and '.join(needs)}"
        raise InputError(what, where=where, remedy=f"write it as {wanted}")
    return ":".join([found, *(one.strip().upper() for one in rest)])


def _by(value: Any, where: str) -> str:
    from counterpoise.equilibrium.gradient import BY  # noqa: PLC0415

    word = str(value).strip().lower().replace("-", "_")
    if word not in BY:
        remedy = did_you_mean(word, BY, "take one of " + ", ".join(BY))
        raise InputError(f"no gradient is taken by {str(value)[:40]!r}", where=where, remedy=remedy)
    return word


Of = Annotated[str, Word("of", _of, "OUTCOME")]
By = Annotated[str, Word("by", _by, "POLICY")]


@question(charts="counterpoise.charts")
def gradient(  # noqa: PLR0913 - what a person may say of it, each by its name
    country: Country,
    *,
    of: Of = "welfare_pct",
    by: By = "tariff",
    on: Partners | None = None,
    sector: Sectors | None = None,
    scenario: Change | None = None,
    year: Year | None = None,
    source: Source | None = None,
    tariffs: TariffChoice | None = None,
    closure: Closure | None = None,
    deficits: Deficits | None = None,
    sourcing: Sourcing | None = None,
    elasticities: Elasticities | None = None,
    horizon: Horizon | None = None,
    economy: Economy | None = None,
    progress: Progress | None = None,
) -> Slope:
    """Which flows matter most: how a country's outcome moves with every tariff, trade cost or parameter.

    One linear system gives the derivative by every flow of the world (the implicit function theorem). It holds for small
    changes.

    Parameters
    ----------
    country
        Whose outcome.
    of
        A variable of the outcome: welfare, real_wage, exports ...; of a sector output:C26, of a flow trade:C26:USA.
    by
        tariff, export_tax, trade_cost, productivity, transfer, or a parameter: theta, input_substitution,
        value_added_substitution, consumption_substitution, labour_supply, factor_mobility.
    on
        Only flows from or to these countries; all if left out.
    sector
        Only flows of these sectors: codes (C26), groups (goods, manufacturing), ALL; goods for taxes, else all, if left out.
    scenario
        Where: after this scenario (a file, one of the gallery by its name, or the short form); at the baseline if left out.
    year
        The year of the accounts; the newest if left out.
    source
        The accounts' dataset (see data list); the newest if left out.
    tariffs
        Those of the baseline: importer-averages, us-2024, us-2025 ...; the best of the store if left out.
    closure
        Trade deficits: additive, multiplicative or balanced.
    deficits
        Those of the baseline: recorded, or purged (removed first).
    sourcing
        Whether the origins of a good differ by its use: none, kind or user.
    elasticities
        A set of trade elasticities, as caliendo-parro-2015.
    horizon
        How long after a change: short, medium or long.
    economy
        The accounts; None means the newest.
    progress
        Told how far the work is.

    Returns
    -------
    Slope
        ``gradient``: of a policy on flows ``[origin, sector, destination]``, of productivity ``[country, sector]``, of
        transfers ``[country]``, of theta ``[sector]``.

    Raises
    ------
    InputError
        If a word is not known.
    NoSolution
        If the scenario has no equilibrium, or the equations are singular there.

    Examples
    --------
    >>> import counterpoise as cp
    >>> slope = cp.gradient("KOR", of="welfare", by="tariff", on="CHN", sector="C26")
    >>> slope.gradient.sel(origin="KOR", sector="C26", destination="CHN").item() < 0
    True
    """
    from counterpoise.equilibrium import solve  # noqa: PLC0415
    from counterpoise.equilibrium.gradient import Gradient  # noqa: PLC0415
    from counterpoise.scenario import Scenario  # noqa: PLC0415

    if scenario is None and by not in STEPS:
        what = f"at the baseline nothing has changed yet, so {by} matters to nothing"
        raise InputError(what, where="--by", remedy='add --scenario, as "tariff +10 points by USA on CHN"')
    tell = quietly(progress)
    tell.report("the baseline", 0.1)
    model = {
        "closure": closure,
        "deficits": deficits,
        "sourcing": sourcing,
        "elasticities": elasticities,
        "horizon": horizon,
    }
    asked = under_model(Scenario(title="the baseline") if scenario is None else scenario, model)
    unbridged(asked, "a gradient")
    base = baseline_of(asked, year, source, tariffs, economy)
    tell.report("the equilibrium", 0.5)
    outcome = solve(base, None if scenario is None else asked)
    variable, *rest = of.split(":")
    labels = dict(zip(("sector", "partner"), rest, strict=False))
    tell.report("the gradient", 0.8)
    found = Gradient(outcome, of=variable, country=country, **labels)
    data = _data(found, outcome, of, by, _chosen(on, sector, outcome, by))
    tell.report("done", 1.0)
    return Slope(
        question=Asked("gradient", {}),
        data=data,
        provenance=base.provenance,
        warnings=(LOCAL, *outcome.warnings),
        diagnostics={
            "residual": outcome.diagnostics["residual"],
            "at": "the baseline" if scenario is None else asked.title,
            "of": of,
            "by": by,
        },
    )


def _chosen(
    on: Sequence[str] | None, sector: Sequence[str] | None, outcome: Outcome, by: str
) -> tuple[list[str] | None, list[str] | None]:
    """Give the partners and the goods to show; taxes are on goods, where no sector is named."""
    from counterpoise.codes.groups import parse_countries  # noqa: PLC0415
    from counterpoise.equilibrium.gradient import BY  # noqa: PLC0415
    from counterpoise.scenario.labels import Labels  # noqa: PLC0415

    base, dims = outcome.baseline, BY[by][0]
    for word, option, needs in ((on, "--on", {"origin", "country"}), (sector, "--sector", {"sector"})):
        if word is not None and not needs & set(dims):
            raise InputError(f"a gradient by {by} has no such label", where=option, remedy="leave it out")
    whom = None
    if on is not None and list(on) != [EVERYONE]:
        whom = list(parse_countries(list(on), known=base.countries, where="--on"))
    labels = Labels(base.countries, base.sectors, base.scheme, {})
    if sector is not None:
        every = [one.upper() for one in sector] == [EVERYONE]
        found = range(len(base.sectors)) if every else labels.sectors_of(tuple(sector), where="--sector")
    elif by in TAXES:
        found = labels.goods()[0]
    else:
        return whom, None
    return whom, [base.sectors[one] for one in found]


def _data(
    found: Gradient, outcome: Outcome, of: str, by: str, chosen: tuple[list[str] | None, list[str] | None]
) -> xr.Dataset:
    """Give the derivative for a change of a usual size, and beside flows their trade."""
    import xarray as xr  # noqa: PLC0415

    from counterpoise.equilibrium.effects import OUTCOME  # noqa: F401, PLC0415 - declares the measures
    from counterpoise.equilibrium.gradient import BY  # noqa: PLC0415

    size, per = STEPS.get(by, (1.0, f"per unit of {by}"))
    array = found.by(by) * size
    variable = getattr(outcome, found.of)
    named = " ".join(
        [found.country, *([found.sector] if found.sector else []), *([f"to {found.partner}"] if found.partner else [])]
    )
    array.attrs = {
        "label": f"{variable.attrs.get('label', found.of)} ({named}): change {per}",
        "short": f"{variable.attrs.get('short', found.of)}, {per}",
        "unit": f"{variable.attrs.get('unit', '')} {per}",
        "symbol": r"\frac{d g}{d p}",
        "formula": r"\frac{\partial g}{\partial p} - \lambda' \frac{\partial F}{\partial p}",
        "citation": "Griewank and Walther (2008), section 15.3",
        "indicator": False,
        "estimated": bool(outcome.baseline.estimated),
        "of": of,
        "by": by,
        "of_unit": variable.attrs.get("unit", ""),
        "per": per,
    }
    data = xr.Dataset({"gradient": array})
    if BY[by][0] == ("origin", "sector", "destination"):
        trade = outcome.trade_new
        data = data.assign_coords(
            trade=(("origin", "sector", "destination"), trade.transpose("origin", "sector", "destination").values)
        )
    whom, goods = chosen
    if goods is not None:
        data = data.sel(sector=goods)
    if whom is not None and "origin" in data.dims:
        data["gradient"] = _only(data["gradient"], whom)
    elif whom is not None:
        data = data.sel(country=whom)
    return data if outcome.baseline.year is None else data.assign_coords(year=outcome.baseline.year)


def _only(array: xr.DataArray, whom: Sequence[str]) -> xr.DataArray:
    """Leave flows from or to some countries."""
    made = array.where(array["origin"].isin(whom) | array["destination"].isin(whom))
    made.attrs = array.attrs
    return made
