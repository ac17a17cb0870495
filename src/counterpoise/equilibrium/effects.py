"""What a counterfactual did, as declared measures: each is a function of the old and the new equilibrium.

The roots are arrays of `counterpoise.equilibrium.outcome`: what ends in ``_hat`` is a new value over the old one, ``base_`` is
the baseline and ``new_`` the counterfactual; values are million USD in units of the numeraire (world value added stays
what it was). Those of a country are arithmetic alone, and so hold for bare arrays too: an ensemble computes them so, draw by
draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.measure import measure

if TYPE_CHECKING:
    import xarray as xr

CALIENDO_PARRO = "Caliendo and Parro (2015)"
DEKLE_EATON_KORTUM = "Dekle, Eaton and Kortum (2008)"
FIRMS = "Ignatenko, Lashkaripour, Macedoni and Simonovska (2025)"

HEADLINE = (
    "welfare_pct",
    "real_wage_pct",
    "equivalent_variation",
    "terms_of_trade_pct",
    "volume_of_trade_pct",
    "exports_pct",
    "imports_pct",
    "tariff_revenue_new",
)
"""What a table of an outcome shows where nothing is named."""

OUTCOME = (
    *HEADLINE,
    "wage_hat",
    "price_hat",
    "relative_price_hat",
    "welfare_by_gross_wages_pct",
    "employment_pct",
    "sector_wage_hat",
    "real_income_by_parts_pct",
    "output_new",
    "output_pct",
    "output_change",
    "producer_price_hat",
    "trade_new",
    "trade_change",
    "trade_pct",
)
"""All variables of an outcome."""

AMONG_PARTIES = ("exports_to_parties_pct", "tariff_revenue_change")
"""What an agreement's answer holds beside them."""


@measure(
    symbol=r"100 (\hat I_j / \hat P_j - 1)",
    unit="percent",
    dims="country",
    formula=r"100 \left( \frac{I'_j - G'_j}{I_j - G_j} \Big/ \hat P_j - 1 \right), \quad I = w L + T + D, \quad "
    r"G = \frac{\phi}{1 + \phi} (1 - \tau) w L",
    cite=DEKLE_EATON_KORTUM,
    short="real income",
)
def welfare_pct(
    new_income: xr.DataArray,
    base_income: xr.DataArray,
    new_effort: xr.DataArray,
    base_effort: xr.DataArray,
    price_hat: xr.DataArray,
) -> xr.DataArray:
    """Change of final spending over its price index.

    Where labour supply responds (phi above 0), less what the work is felt to cost (Greenwood, Hercowitz and Huffman 1988); tau is
    the rate of the tax on its income that revenue replaces, before that, and 0 where revenue is a lump sum.
    """
    return 100.0 * ((new_income - new_effort) / (base_income - base_effort) / price_hat - 1.0)


@measure(
    unit="percent",
    dims="country",
    formula=r"100 \left( \frac{I'_j - (1 - \tau_j) G'_j}{I_j - G_j} \Big/ \hat P_j - 1 \right)",
    cite=FIRMS,
    short="welfare as printed",
    headline=False,
)
def welfare_by_gross_wages_pct(
    new_income: xr.DataArray,
    base_income: xr.DataArray,
    new_effort: xr.DataArray,
    base_effort: xr.DataArray,
    price_hat: xr.DataArray,
    kept: xr.DataArray,
) -> xr.DataArray:
    """Welfare as Ignatenko et al. publish it: what work costs grows with real wages before the tax that revenue replaces.

    It is `welfare_pct` where revenue is a lump sum, or labour supply is given.
    """
    return 100.0 * ((new_income - kept * new_effort) / (base_income - base_effort) / price_hat - 1.0)


@measure(
    unit="percent",
    dims="country",
    formula=r"100 \left( \hat w_j / \hat P_j - 1 \right)",
    cite=CALIENDO_PARRO,
    short="real wage",
)
def real_wage_pct(wage_hat: xr.DataArray, price_hat: xr.DataArray) -> xr.DataArray:
    """Change of the factor's price over prices of final goods."""
    return 100.0 * (wage_hat / price_hat - 1.0)


@measure(
    symbol=r"EV_j",
    unit="million USD",
    dims="country",
    formula=r"(I_j - G_j) \left( \hat U_j - 1 \right)",
    cite="Hicks (1942); Varian (1992), section 10.1",
    short="equivalent variation",
)
def equivalent_variation(
    welfare_pct: xr.DataArray, base_income: xr.DataArray, base_effort: xr.DataArray
) -> xr.DataArray:
    """Income at old prices that is worth as much as the change."""
    return welfare_pct / 100.0 * (base_income - base_effort)


@measure(
    symbol=r"100 (\hat L_j - 1)",
    unit="percent",
    dims="country",
    formula=r"100 \left[ \left( \frac{\hat w_j}{(1 - \tau_j) \hat P_j} \right)^\phi - 1 \right]",
    cite="Greenwood, Hercowitz and Huffman (1988)",
    short="employment",
    headline=False,
)
def employment_pct(log_employment: xr.DataArray) -> xr.DataArray:
    """Change of the quantity of the factor that is supplied; 0 where its supply is given."""
    import numpy as np  # noqa: PLC0415

    return 100.0 * np.expm1(log_employment)  # pyright: ignore[reportReturnType] - a labelled array stays one


@measure(
    symbol=r"\hat w_{jk}",
    unit="ratio",
    dims="country sector",
    formula=r"w'_{jk} / w_{jk}",
    cite="Jones (1971)",
    short="factor price",
    headline=False,
)
def sector_wage_hat(log_sector_wage: xr.DataArray) -> xr.DataArray:
    """Relative change of the factor's price in a sector: the country's wage where the factor is mobile."""
    import numpy as np  # noqa: PLC0415

    return np.exp(log_sector_wage)  # pyright: ignore[reportReturnType] - a labelled array stays one


@measure(
    symbol=r"ToT_j",
    unit="percent",
    dims="country",
    formula=r"\frac{100}{I_j} \sum_{is} \left[ E_{jsi} (\hat c_{js} - 1) - M_{isj} (\hat c_{is} - 1) \right]",
    cite="Caliendo and Parro (2015), Table 2",
    short="terms of trade",
)
def terms_of_trade_pct(
    export_gain: xr.DataArray, import_loss: xr.DataArray, base_income: xr.DataArray, one_world: xr.DataArray
) -> xr.DataArray:
    """Gain from prices of exports and imports, over income.

    Missing where the world falls into parts (prices of two numeraires can't be compared), and of those who trade with a producer
    that stops (its goods have no price).
    """
    return 100.0 * (export_gain - import_loss) / base_income * one_world


@measure(
    symbol=r"VoT_j",
    unit="percent",
    dims="country",
    formula=r"\frac{100}{I_j} \sum_{is} \tau_{isj} M_{isj} \left[ (\hat M_{isj} - 1) - (\hat c_{is} - 1) \right]",
    cite="Caliendo and Parro (2015), Table 2",
    short="volume of trade",
)
def volume_of_trade_pct(taxed_gain: xr.DataArray, base_income: xr.DataArray, one_world: xr.DataArray) -> xr.DataArray:
    """Gain from quantities of taxed imports, over income.

    Sales at home count where a region taxes them, as some regions of several countries do.
    """
    return 100.0 * taxed_gain / base_income * one_world


@measure(
    symbol=r"ToT_j + VoT_j",
    unit="percent",
    dims="country",
    formula=r"ToT_j + VoT_j",
    cite="Caliendo and Parro (2015), Table 2",
    short="linear welfare",
    headline=False,
)
def real_income_by_parts_pct(terms_of_trade_pct: xr.DataArray, volume_of_trade_pct: xr.DataArray) -> xr.DataArray:
    """Welfare as Caliendo and Parro publish it: terms and volume of trade added up, linear in the changes."""
    return terms_of_trade_pct + volume_of_trade_pct


@measure(
    symbol=r"100 (\hat X_j - 1)",
    unit="percent",
    dims="country",
    formula=r"100 (\sum_{si} X'_{jsi} / \sum_{si} X_{jsi} - 1)",
    cite=DEKLE_EATON_KORTUM,
    short="exports",
)
def exports_pct(base_exports: xr.DataArray, new_exports: xr.DataArray) -> xr.DataArray:
    """Change of the value of exports, at producers' prices."""
    return 100.0 * (new_exports / base_exports - 1.0)


@measure(
    symbol=r"100 (\hat M_j - 1)",
    unit="percent",
    dims="country",
    formula=r"100 (\sum_{is} X'_{isj} / \sum_{is} X_{isj} - 1)",
    cite=DEKLE_EATON_KORTUM,
    short="imports",
)
def imports_pct(base_imports: xr.DataArray, new_imports: xr.DataArray) -> xr.DataArray:
    """Change of the value of imports, at producers' prices."""
    return 100.0 * (new_imports / base_imports - 1.0)


@measure(
    symbol=r"T'_j",
    unit="million USD",
    dims="country",
    formula=r"\sum_{is} \tau'_{isj} (1 + \chi'_{isj}) X'_{isj} + \sum_{si} \chi'_{jsi} X'_{jsi}",
    cite=CALIENDO_PARRO,
    short="new revenue",
)
def tariff_revenue_new(new_revenue: xr.DataArray) -> xr.DataArray:
    """Revenue of tariffs and export taxes afterwards."""
    return new_revenue + 0.0


@measure(
    symbol=r"\Delta T_j",
    unit="million USD",
    dims="country",
    formula=r"T'_j - T_j",
    cite=CALIENDO_PARRO,
    short="change of revenue",
    headline=False,
)
def tariff_revenue_change(new_revenue: xr.DataArray, base_revenue: xr.DataArray) -> xr.DataArray:
    """Change of the revenue of tariffs and export taxes."""
    return new_revenue - base_revenue


@measure(
    symbol=r"100 (\hat X_{jB} - 1)",
    unit="percent",
    dims="country",
    formula=r"100 (\sum_{s, i \in B, i \ne j} X'_{jsi} / \sum_{s, i \in B, i \ne j} X_{jsi} - 1)",
    cite=DEKLE_EATON_KORTUM,
    short="exports to the parties",
    headline=False,
)
def exports_to_parties_pct(base_to_parties: xr.DataArray, new_to_parties: xr.DataArray) -> xr.DataArray:
    """Change of the value of exports to the parties of an agreement, at producers' prices.

    Of a party it is trade within the agreement, of everyone else what is diverted from it.
    """
    return 100.0 * (new_to_parties / base_to_parties - 1.0)


@measure(symbol=r"\hat w_j", unit="ratio", dims="country", formula=r"w'_j / w_j", cite=DEKLE_EATON_KORTUM, short="wage")
def wage_hat(log_wage: xr.DataArray) -> xr.DataArray:
    """Relative change of the factor's price, in units of the numeraire."""
    return np.exp(log_wage)  # pyright: ignore[reportReturnType] - a labelled array stays one


@measure(
    symbol=r"\hat P_j",
    unit="ratio",
    dims="country",
    formula=r"\left( \sum_s \alpha_{sj} \hat P_{sj}^{1 - \rho} \right)^{1 / (1 - \rho)}",
    cite="Caliendo and Parro (2015), where rho = 1 and the sum is its limit, a product; Baqaee and Farhi (2024)",
    short="consumer prices",
)
def price_hat(log_consumer_price: xr.DataArray) -> xr.DataArray:
    """Relative change of the price index of final goods."""
    return np.exp(log_consumer_price)  # pyright: ignore[reportReturnType] - a labelled array stays one


@measure(
    symbol=r"\hat P_j / \hat P",
    unit="ratio",
    dims="country",
    formula=r"\hat P_j \Big/ \frac{\sum_k I_k \hat P_k}{\sum_k I_k}",
    cite=FIRMS,
    short="consumer prices, over the world's",
    headline=False,
)
def relative_price_hat(price_hat: xr.DataArray, base_income: xr.DataArray, one_world: xr.DataArray) -> xr.DataArray:
    """Relative change of the price index of final goods, over the world's mean; missing where the world falls into parts."""
    return price_hat * (base_income.sum() / (base_income * price_hat).sum()) * one_world


@measure(
    symbol=r"Y'_{is}",
    unit="million USD",
    dims="country sector",
    formula=r"\sum_j X'_{isj}",
    cite=CALIENDO_PARRO,
    short="output",
)
def output_new(new_output: xr.DataArray) -> xr.DataArray:
    """Output in the counterfactual, at producers' prices."""
    return new_output + 0.0


@measure(
    symbol=r"100 (\hat q_{is} - 1)",
    unit="percent",
    dims="country sector",
    formula=r"100 \left( \frac{Y'_{is} / Y_{is}}{\hat c_{is}} - 1 \right)",
    cite=CALIENDO_PARRO,
    short="output volume",
    headline=False,
)
def output_pct(new_output: xr.DataArray, positive_output: xr.DataArray, cost_hat: xr.DataArray) -> xr.DataArray:
    """Change of a sector's output in volume: its value over its producer's price."""
    return 100.0 * (new_output / positive_output / cost_hat - 1.0)


@measure(
    symbol=r"\Delta q_{is}",
    unit="million USD",
    dims="country sector",
    formula=r"Y'_{is} / \hat c_{is} - Y_{is}",
    cite=CALIENDO_PARRO,
    short="output volume, at old prices",
    headline=False,
)
def output_change(new_output: xr.DataArray, base_output: xr.DataArray, cost_hat: xr.DataArray) -> xr.DataArray:
    """Change of a sector's output in volume, at the baseline's prices."""
    return new_output / cost_hat - base_output


@measure(
    symbol=r"\hat c_{is}",
    unit="ratio",
    dims="country sector",
    formula=r"\frac{1}{\hat A_{is}} \left( v_{is} \hat w_{is}^{1 - \eta} + (1 - v_{is}) (\hat P^M_{is})^{1 - \eta} "
    r"\right)^{1 / (1 - \eta)}",
    cite="Caliendo and Parro (2015), where eta = 1 and the sum is its limit, a product; Baqaee and Farhi (2024)",
    short="producer price",
    headline=False,
)
def producer_price_hat(cost_hat: xr.DataArray, producing: xr.DataArray) -> xr.DataArray:
    """Relative change of a producer's price, which is its unit cost; missing where it has stopped."""
    return cost_hat * producing


@measure(
    symbol=r"X'_{isj}",
    unit="million USD",
    dims="origin sector destination",
    formula=r"\frac{\pi'_{isj} E'_{sj}}{(1 + \tau'_{isj}) (1 + \chi'_{isj})}",
    cite=CALIENDO_PARRO,
    short="trade",
)
def trade_new(new_trade: xr.DataArray) -> xr.DataArray:
    """Trade in the counterfactual, at producers' prices, sales at home included."""
    return new_trade + 0.0


@measure(
    symbol=r"\Delta X_{isj}",
    unit="million USD",
    dims="origin sector destination",
    formula=r"X'_{isj} - X_{isj}",
    cite=CALIENDO_PARRO,
    short="change of trade",
    headline=False,
)
def trade_change(new_trade: xr.DataArray, base_trade: xr.DataArray) -> xr.DataArray:
    """Change of trade, at producers' prices in units of the numeraire."""
    return new_trade - base_trade


@measure(
    symbol=r"100 (\hat X_{isj} - 1)",
    unit="percent",
    dims="origin sector destination",
    formula=r"100 (X'_{isj} / X_{isj} - 1)",
    cite=CALIENDO_PARRO,
    short="trade",
    headline=False,
)
def trade_pct(new_trade: xr.DataArray, base_trade: xr.DataArray) -> xr.DataArray:
    """Change of trade, at producers' prices in units of the numeraire."""
    return 100.0 * (new_trade / base_trade.where(base_trade > 0) - 1.0)
