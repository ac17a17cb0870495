"""The Advanced Guide's table of what trade agreements do, and the partial effect of the European Union's enlargement."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tools.published.cells import Cell, Source, shared
from tools.published.worlds import ENLARGEMENT

if TYPE_CHECKING:
    from counterpoise.trade_agreements.estimate import Estimate

PANEL = "agtpa/agtpa_applications.parquet"

TABLE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "OLS": (("rta", "-0.0044", "0.0531"),),
    "PPML": (("rta", "0.1907", "0.0658"),),
    "PPML_INTRA": (("rta", "0.4085", ""),),
    "PPML_PAIR": (("rta", "0.5572", "0.1022"),),
    "PPML_LEAD": (
        ("rta", "0.5200", "0.0859"),
        ("rta_lead4", "0.0774", "0.0921"),
    ),
    "PPML_LAGS": (
        ("rta", "0.2914", "0.0892"),
        ("rta_lag4", "0.4135", "0.0672"),
        ("rta_lag8", "0.1687", "0.0431"),
        ("rta_lag12", "0.1189", "0.0301"),
        ("sum_rta", "0.9926", "0.0943"),
    ),
    "PPML_GLOB": (
        ("rta", "0.1157", "0.0867"),
        ("rta_lag4", "0.2877", "0.0617"),
        ("rta_lag8", "0.0693", "0.0482"),
        ("rta_lag12", "0.0024", "0.0291"),
        ("intl_1986", "-0.7056", "0.0478"),
        ("intl_1990", "-0.4803", "0.0429"),
        ("intl_1994", "-0.3665", "0.0335"),
        ("intl_1998", "-0.1581", "0.0233"),
        ("intl_2002", "-0.1409", "0.0169"),
        ("sum_rta", "0.4750", "0.1095"),
    ),
}
"""Each column: covariate, coefficient, and standard error where it is printed."""

FLOWS = {
    "OLS": "25689",
    "PPML": "28152",
    "PPML_INTRA": "28566",
    "PPML_PAIR": "28482",
    "PPML_LEAD": "28482",
    "PPML_LAGS": "28482",
    "PPML_GLOB": "28482",
}
"""Flows that each column is estimated on."""


@cache
def panel() -> Any:
    """Give the guide's panel, with what every column needs."""
    from counterpoise.trade_agreements.panel import read_panel  # noqa: PLC0415
    from counterpoise.trade_agreements.presets import PRESETS  # noqa: PLC0415

    chosen = list(PRESETS.values())
    shifted = [name for one in chosen for name in (*one.lagged, *one.led)]
    return read_panel(shared() / PANEL, [name for one in chosen for name in one.columns], optional=shifted)


@cache
def column(name: str) -> Estimate:
    """Give a column of the guide's table, estimated."""
    from counterpoise.trade_agreements.estimate import estimate  # noqa: PLC0415
    from counterpoise.trade_agreements.presets import PRESETS  # noqa: PLC0415

    return estimate(panel(), next(one for one in PRESETS.values() if one.name == name))


@cache
def enlargement() -> Estimate:
    """Give the estimate of the enlargement."""
    from counterpoise.trade_agreements.estimate import estimate  # noqa: PLC0415
    from counterpoise.trade_agreements.panel import read_panel  # noqa: PLC0415
    from counterpoise.trade_agreements.specification import Specification  # noqa: PLC0415

    chosen = Specification(covariates=("eu_enlargement", "other_fta"), flows="international")
    return estimate(read_panel(shared() / ENLARGEMENT, chosen.columns), chosen)


def _sum(name: str, variable: str, place: int) -> float:
    found = column(name)
    return found.combined(found.agreement if variable == "sum_rta" else [variable])[place]


def _cells(place: str) -> list[Cell]:
    made = [Cell(f"{place}: flows", FLOWS[place], lambda: float(column(place).observations), "count")]
    for variable, value, error in TABLE[place]:
        name = f"{place}: {variable}"
        made.append(Cell(name, value, lambda v=variable: _sum(place, v, 0), "coefficient"))
        if error:
            made.append(Cell(f"{name}, standard error", error, lambda v=variable: _sum(place, v, 1), "coefficient"))
    return made


SOURCES = (
    Source(
        title="What trade agreements do: the Advanced Guide's table",
        citation=(
            "Yotov, Y. V., Piermartini, R., Monteiro, J.-A. and Larch, M. (2016), An Advanced Guide to Trade Policy Analysis: The "
            "Structural Gravity Model, United Nations and World Trade Organization; to four decimals as published with the R "
            "package tradepolicy."
        ),
        place=(
            "chapter 1, application 3, every column: 69 countries, every fourth year from 1986 to 2006. Standard errors are clustered "
            "by pair, times G/(G-1); those of PPML_INTRA are not printed."
        ),
        kind="published",
        method="`gravity estimate` with the presets `agtpa-ols` to `agtpa-glob`",
        tolerance="half a unit of the last printed decimal: rounding alone",
        cells=tuple(cell for place in TABLE for cell in _cells(place)),
        needs=(PANEL,),
    ),
    Source(
        title="The partial effect of the European Union's enlargement",
        citation=(
            "Baier, S. L., Yotov, Y. V. and Zylkin, T. (2019), On the widely differing effects of free trade agreements, Journal "
            "of International Economics 116: 206-226; the partial effect that the results of `ge_gravity` are computed with."
        ),
        place="44 countries, 2000 to 2014, effects of exporters and importers by year and of directed pairs, without domestic trade",
        kind="published",
        method="`gravity estimate --covariates eu_enlargement,other_fta --international`",
        tolerance="half a unit of the last printed decimal: rounding alone",
        cells=(
            Cell(
                "partial effect of the enlargement",
                "0.2242490",
                lambda: enlargement().coefficient("eu_enlargement"),
                "coefficient",
            ),
            Cell("flows of the enlargement's panel", "7568", lambda: float(enlargement().observations), "count"),
        ),
        needs=(ENLARGEMENT,),
    ),
)
