"""The variables of an answer about leverage: what each is, its unit and its formula."""

from __future__ import annotations

from typing import Any

LOST = "percent lost"
LOSS = r"-100 (\hat W_t - 1)"
COST = r"-100 (\hat W_s - 1)"

TERMS: dict[str, dict[str, Any]] = {
    "leverage_loss_pct": {
        "label": "Largest loss of the target's real income for a cost to the sender of at most this",
        "short": "target's loss",
        "unit": LOST,
        "symbol": "L(c)",
        "formula": r"\max_{0 \le x \le \bar x} -100 (\hat W_t(x) - 1) \ : \ -100 (\hat W_s(x) - 1) \le c",
    },
    "leverage_cost_pct": {
        "label": "What the sender then loses of its real income; below 0 it gains",
        "short": "sender's cost",
        "unit": LOST,
        "symbol": "C_s",
        "formula": COST,
    },
    "leverage_price": {
        "label": "How much more the target would lose for one more of the sender's cost: missing at the sender's best, where more costs it "
        "nothing at first; 0 where the bounds of the rates, not the cost, end the frontier",
        "short": "loss per cost",
        "unit": "ratio",
        "symbol": "L'(c)",
        "formula": r"\frac{d L}{d c}",
    },
    "leverage_rate_pct": {
        "label": "How far the rate is raised on the frontier: points of a tax, per cent of a cost of trade",
        "short": "rise of the rate",
        "unit": "percent",
        "symbol": "x_s",
        "formula": "100 x_s",
    },
    "leverage_share": {
        "label": "The rate's share of the target's loss: its rise times the mean of its slopes today and there",
        "short": "share of the loss",
        "unit": "share",
        "symbol": "q_s",
        "formula": r"\frac{x_s (g_s(0) + g_s(x))}{\sum_r x_r (g_r(0) + g_r(x))}",
    },
    "quick_loss_pct": {
        "label": "Largest loss of the target's real income for a cost to the sender of at most this, to first order",
        "short": "target's loss, first order",
        "unit": LOST,
        "symbol": "L_1(c)",
        "formula": r"\max_{0 \le y_s \le 1} \sum_s y_s l_s \ : \ \sum_s y_s k_s \le c",
        "citation": "Dantzig (1957)",
    },
    "quick_cost_pct": {
        "label": "What the sender then loses of its real income, to first order; below 0 it gains",
        "short": "sender's cost, first order",
        "unit": LOST,
        "symbol": "C_1",
        "formula": r"\sum_s y_s k_s",
    },
    "sanction_loss_pct": {
        "label": "What the target loses of its real income when the sender raises an instrument on all goods",
        "short": "target's loss, all goods",
        "unit": LOST,
        "symbol": "L_m",
        "formula": LOSS,
    },
    "sanction_cost_pct": {
        "label": "What the sender then loses of its real income; below 0 it gains",
        "short": "sender's cost, all goods",
        "unit": LOST,
        "symbol": "C_m",
        "formula": COST,
    },
    "sanction_quick_loss_pct": {
        "label": "What the target loses of its real income when the sender raises an instrument on all goods, to first order",
        "short": "target's loss, all goods, first order",
        "unit": LOST,
        "symbol": "L_{m,1}",
        "formula": r"\sum_s l_{ms}",
    },
    "sanction_quick_cost_pct": {
        "label": "What the sender then loses of its real income, to first order; below 0 it gains",
        "short": "sender's cost, all goods, first order",
        "unit": LOST,
        "symbol": "C_{m,1}",
        "formula": r"\sum_s k_{ms}",
    },
    "exposure_loss_pct": {
        "label": "What the target loses of its real income when the sender raises an instrument on one sector, to first order",
        "short": "target's loss, one sector",
        "unit": LOST,
        "symbol": "l_{ms}",
        "formula": r"-100 \frac{\partial \ln W_t}{\partial x_{ms}} \Delta x",
    },
    "exposure_cost_pct": {
        "label": "What the sender then loses of its real income, to first order; below 0 it gains",
        "short": "sender's cost, one sector",
        "unit": LOST,
        "symbol": "k_{ms}",
        "formula": r"-100 \frac{\partial \ln W_s}{\partial x_{ms}} \Delta x",
    },
    "geoeconomic_power_pct": {
        "label": "What the target would lose of its spending were the sender's goods withheld, at given prices of all else",
        "short": "power over goods",
        "unit": LOST,
        "symbol": "P",
        "formula": r"100 \sum_s \Omega_s \frac{-\ln(1 - \omega_s)}{\sigma_s - 1}",
        "citation": "Clayton, Maggiori and Schreger (2024)",
    },
    "power_in_sector_pct": {
        "label": "The part of the power over goods that is in a sector",
        "short": "power, one sector",
        "unit": LOST,
        "symbol": "P_s",
        "formula": r"100 \Omega_s \frac{-\ln(1 - \omega_s)}{\sigma_s - 1}",
        "citation": "Clayton, Maggiori and Schreger (2024)",
    },
    "controlled_share": {
        "label": "The sender's share of what the target imports of a good",
        "short": "share controlled",
        "unit": "share",
        "symbol": r"\omega_s",
        "formula": r"\frac{M_{sst}}{\sum_{i \ne t} M_{ist}}",
        "citation": "Clayton, Maggiori and Schreger (2024)",
    },
    "trade_dependence": {
        "label": "The sender's trade in these goods with the target, of all its trade in them",
        "short": "share of trade",
        "unit": "share",
        "symbol": "h_{st}",
        "formula": r"\frac{X_{st} + X_{ts}}{\sum_j (X_{sj} + X_{js})}",
        "citation": "Hirschman (1945)",
    },
    "trade_in_income": {
        "label": "The sender's trade in these goods with the target, over its value added",
        "short": "trade over value added",
        "unit": "share",
        "symbol": "g_{st}",
        "formula": r"\frac{X_{st} + X_{ts}}{VA_s}",
        "citation": "Hirschman (1945)",
    },
    "hirschman_asymmetry": {
        "label": "By how much more of the target's trade in these goods is with the sender than of the sender's with the target",
        "short": "asymmetry of trade",
        "unit": "share",
        "symbol": "a_{st}",
        "formula": "h_{ts} - h_{st}",
        "citation": "Hirschman (1945)",
    },
    "coalition_loss_pct": {
        "label": "What the target loses of its real income when all members sanction it",
        "short": "target's loss, all members",
        "unit": LOST,
        "symbol": "v(N)",
        "formula": LOSS,
    },
    "coalition_power_pct": {
        "label": "What the target would lose of its spending were all members' goods withheld, at given prices of all else",
        "short": "power over goods, all members",
        "unit": LOST,
        "symbol": "P_N",
        "formula": r"100 \sum_s \Omega_s \frac{-\ln(1 - \sum_{i \in N} \omega_{is})}{\sigma_s - 1}",
        "citation": "Clayton, Maggiori and Schreger (2024)",
    },
    "shapley_loss_pct": {
        "label": "What a member adds to the target's loss, in the mean over all orders in which members may join",
        "short": "Shapley value",
        "unit": LOST,
        "symbol": r"\varphi_i",
        "formula": r"\sum_{S \subseteq N \setminus i} \frac{|S|! (n - |S| - 1)!}{n!} [v(S \cup i) - v(S)]",
        "citation": "Shapley (1953)",
    },
    "shapley_error_pct": {
        "label": "Standard error of the Shapley value, from the orders that were sampled",
        "short": "standard error",
        "unit": LOST,
        "symbol": r"e_i",
        "formula": r"\frac{s_i}{\sqrt m}",
        "citation": "Castro, Gómez and Tejada (2009)",
    },
    "alone_loss_pct": {
        "label": "What the target loses of its real income when the member sanctions it alone",
        "short": "alone",
        "unit": LOST,
        "symbol": r"v(i)",
        "formula": LOSS,
    },
    "added_loss_pct": {
        "label": "What the target would be spared were this member alone to stay out",
        "short": "added to all others",
        "unit": LOST,
        "symbol": r"v(N) - v(N \setminus i)",
        "formula": r"v(N) - v(N \setminus i)",
    },
    "joined_loss_pct": {
        "label": "What the target loses once this member has joined those above it: after the country that acts, each time the one that adds most",
        "short": "with those above",
        "unit": LOST,
        "symbol": r"v(S_k)",
        "formula": r"v(S_{k-1} \cup i_k)",
    },
    "member_cost_pct": {
        "label": "What the member loses of its real income when all sanction the target; below 0 it gains",
        "short": "member's cost",
        "unit": LOST,
        "symbol": "C_i",
        "formula": r"-100 (\hat W_i - 1)",
    },
    "member_power_pct": {
        "label": "What the target would lose of its spending were this member's goods alone withheld, at given prices of all else",
        "short": "power over goods, alone",
        "unit": LOST,
        "symbol": "P_i",
        "formula": r"100 \sum_s \Omega_s \frac{-\ln(1 - \omega_{is})}{\sigma_s - 1}",
        "citation": "Clayton, Maggiori and Schreger (2024)",
    },
}
"""Attributes by variable."""


def attributes(name: str) -> dict[str, Any]:
    """Give what an array of a variable says of itself.

    Examples
    --------
    >>> attributes("hirschman_asymmetry")["citation"]
    'Hirschman (1945)'
    """
    return {"citation": "", "indicator": False, **TERMS[name]}
