"""The equations that a page on a change shows: those that its numbers were made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.equilibrium.factors import Mobile
from counterpoise.equilibrium.parameters import model_of
from counterpoise.scenario import moment

if TYPE_CHECKING:
    from counterpoise.equilibrium.baseline import Baseline

LIMITS = (
    "They hold where the scenario holds: nothing else changes, and nobody else answers.",
    "They compare the baseline with {what}. The way there, with idle workers and plants, is not in them.",
    "Values are in units of the numeraire: world value added stays what it was, so a value tells a share of the world's. "
    "Only real variables (real income, real wages, volumes) tell gains and losses.",
)

METHOD = (
    "Exact hat algebra (Dekle, Eaton and Kortum 2008; {cited}): a hat is a new value over the old one, a "
    "prime a new value. i sells good s to j; k are the sectors that buy inputs. w: the factor's price; P: prices to buyers; "
    "v, m: shares of value added and of goods in cost; A: productivity; d: trade costs; τ, χ: tariff and export tax; π: share of "
    "an origin in spending; θ: trade elasticity; E: spending; T: revenue; D: deficit. The numeraire is world value added.{more}"
)

LANDED = r"\hat\kappa_{isj} = \hat d_{isj} \frac{(1 + \tau'_{isj})(1 + \chi'_{isj})}{(1 + \tau_{isj})(1 + \chi_{isj})}"


def limits(baseline: Baseline) -> tuple[str, ...]:
    """Say what the numbers leave out."""
    return tuple(one.format(what=moment.equilibrium(model_of(baseline.options))) for one in LIMITS)


def method(baseline: Baseline) -> str:
    """Say what the equations are, in a paragraph."""
    a = baseline.accounts
    plain = isinstance(a.factors, Mobile) and a.nests.fixed and a.nests.consumption.elasticity == 1
    if plain and not a.factors.labour_supply:
        return METHOD.format(cited="Caliendo and Parro 2015", more="")
    held = [
        f"{symbol} = {value:.3g}"
        for symbol, value in (
            ("ε", a.nests.inputs.elasticity),
            ("η", a.nests.value_added.elasticity),
            ("ρ", a.nests.consumption.elasticity),
        )
    ]
    held += [] if isinstance(a.factors, Mobile) else [f"ι = {a.factors.mobility:.3g}"]
    held += [f"φ = {a.factors.labour_supply:.3g}"] if a.factors.labour_supply else []
    more = (
        " ε, η, ρ: elasticities of substitution between inputs, between value added and inputs, and between final goods; ι: of "
        f"factors between sectors; φ: of their supply. Here {', '.join(held)}; a sum with a power of 0 is its limit, a product."
    )
    return METHOD.format(cited="Caliendo and Parro 2015; Baqaee and Farhi 2024", more=more)


def equations(baseline: Baseline) -> tuple[tuple[str, str], ...]:
    """Give the equations, each with its name."""
    a = baseline.accounts
    nests, mobile = a.nests, isinstance(a.factors, Mobile)
    wage = r"\hat w_j" if mobile else r"\hat w_{jk}"
    supply = r"(\hat W_j / \hat P_j)^{\phi}" if a.factors.labour_supply else ""
    if nests.fixed:
        found = [
            (
                "Unit cost of sector k",
                rf"\hat c_{{jk}} = {wage}^{{v_{{jk}}}} \prod_s \hat P_{{sj}}^{{m_{{sjk}}}} / \hat A_{{jk}}",
            )
        ]
    else:
        found = [
            ("Inputs of sector k", r"(\hat P^M_{jk})^{1 - \varepsilon} = \sum_s m_{sjk} \hat P_{sj}^{1 - \varepsilon}"),
            (
                "Unit cost of sector k",
                rf"(\hat A_{{jk}} \hat c_{{jk}})^{{1 - \eta}} = v_{{jk}} {wage}^{{1 - \eta}} + (1 - v_{{jk}}) (\hat P^M_{{jk}})^{{1 - \eta}}",
            ),
        ]
    found += [
        ("Price of good s", r"\hat P_{sj}^{-\theta_s} = \sum_i \pi_{isj} (\hat\kappa_{isj} \hat c_{is})^{-\theta_s}"),
        ("Landed cost", LANDED),
        ("Sourcing", r"\pi'_{isj} = \pi_{isj} (\hat\kappa_{isj} \hat c_{is} / \hat P_{sj})^{-\theta_s}"),
    ]
    if nests.consumption.elasticity != 1:
        found.append(("Consumer prices", r"\hat P_j^{1 - \rho} = \sum_s \alpha_{sj} \hat P_{sj}^{1 - \rho}"))
    added = r"v_{jk}" if nests.fixed else r"v'_{jk}"
    if mobile:
        earned = rf"\hat w_j {supply} w_j L_j"
        market = rf"{earned} = \sum_k {added} Y'_{{jk}}"
    else:
        earned = r"\sum_k \hat w_{jk} \hat L_{jk} w_j L_{jk}"
        market = rf"\hat w_{{jk}} \hat L_{{jk}} w_j L_{{jk}} = {added} Y'_{{jk}}"
        moved = r"(\hat w_{jk} / \hat W_j)^{\iota}" if a.factors.mobility else ""
        if moved or supply:
            found.append(("Factors of sector k", rf"\hat L_{{jk}} = {moved} {supply}"))
        else:
            market, earned = (one.replace(r" \hat L_{jk}", "") for one in (market, earned))
    found += [
        ("Income", rf"I'_j = {earned} + T'_j + D'_j"),
        ("Markets of goods", r"Y'_{is} = \sum_j \frac{E'_{isj}}{(1 + \tau'_{isj})(1 + \chi'_{isj})}"),
        ("Markets of factors", market),
    ]
    return tuple(found)
