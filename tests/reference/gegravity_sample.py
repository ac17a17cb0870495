"""gegravity (Herman 2021) on its own sample: a gravity model of the package registry, run beside ours.

The counterfactual is the one of its documentation: an agreement between Canada and Japan. The coefficients are those
of its documentation too.
"""

from __future__ import annotations

import warnings
from typing import Any

COEFFICIENTS = {
    "lndist": -0.3764,
    "contiguity": 0.8850,
    "pta": 0.4823,
    "common_language": 0.0392,
    "international": -3.4224,
}
ERROR = 0.02
"""A standard error for each, so that they can be drawn."""

SIGMA = 5.0
PARTNERS = ("CAN", "JPN")
REFERENCE = "DEU"
KEPT = {
    "price_hat": "factory gate price change (percent)",
    "consumer_price_hat": "imr change (percent)",
    "spending_hat": "expenditure change (percent)",
}


def read(sample: str) -> Any:
    """Give the sample as gegravity holds it."""
    import gegravity as ge  # pyright: ignore[reportMissingImports]
    import pandas as pd

    return ge.BaselineData(
        pd.read_csv(sample),
        imp_var_name="importer",
        exp_var_name="exporter",
        year_var_name="year",
        trade_var_name="trade",
        expend_var_name="E",
        output_var_name="Y",
    )


def agreed(data: Any) -> Any:
    """Give the sample's data with the agreement."""
    changed = data.copy()
    between = changed.importer.isin(PARTNERS) & changed.exporter.isin(PARTNERS) & (changed.importer != changed.exporter)
    changed.loc[between, "pta"] = 1
    return changed


def simulated(sample: str) -> Any:
    """Give gegravity's model of the sample, solved before and after the agreement."""
    import gegravity as ge  # pyright: ignore[reportMissingImports]
    import pandas as pd

    made = read(sample)
    table = pd.DataFrame([{"var": name, "coeff": value, "ste": 0.1} for name, value in COEFFICIENTS.items()])
    model = ge.OneSectorGE(
        made,
        year="2006",
        expend_var_name="E",
        output_var_name="Y",
        cost_coeff_values=ge.CostCoeffs(table, identifier_col="var", coeff_col="coeff", stderr_col="ste"),
        cost_variables=list(COEFFICIENTS),
        reference_importer=REFERENCE,
        sigma=SIGMA,
        quiet=True,
    )
    model.build_baseline(omr_rescale=10, mr_tolerance=1e-12)
    model.define_experiment(agreed(model.baseline_data))
    model.simulate(ge_tolerance=1e-12)
    return model


def results(sample: str) -> dict[str, Any]:
    """Give what it finds by country: the countries, and changes as new over old."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is its authors' code
        found = simulated(sample).country_results
    return {
        "countries": found.index.tolist(),
        **{name: (1 + found[column] / 100).to_numpy() for name, column in KEPT.items()},
        "welfare_hat": (1 / found["welfare statistic"]).to_numpy(),  # its statistic is old over new
    }


def drawn(sample: str, trials: int) -> Any:
    """Give gegravity's model of draws of all coefficients, each solved before and after the agreement."""
    import contextlib
    import io

    import gegravity as ge  # pyright: ignore[reportMissingImports]
    import numpy as np
    import pandas as pd

    names = list(COEFFICIENTS)
    table = pd.DataFrame([{"var": name, "coeff": value, "ste": ERROR} for name, value in COEFFICIENTS.items()])
    covariance = pd.DataFrame(np.eye(len(names)) * ERROR**2, index=names, columns=names)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # it is its authors' code
        model = ge.MonteCarloGE(
            read(sample),
            year="2006",
            trials=trials,
            sigma=SIGMA,
            reference_importer=REFERENCE,
            cost_variables=names,
            cost_coeff_values=ge.CostCoeffs(table, "var", "coeff", "ste", covariance),
            seed=1,
        )
        model.run_trials(
            agreed(model.baseline_data),
            omr_rescale=10,
            mr_tolerance=1e-12,
            ge_tolerance=1e-12,
            quiet=True,
            all_results=True,
        )
    return model
