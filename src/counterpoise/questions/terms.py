"""What each variable of a negotiation's answer is: its label, short name, formula, citation and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.negotiation.talks import Talks

SETS = ("any deal", "self-enforcing")
"""Deals that all prefer to none, carried out at once and kept; paths that all do best to keep to."""

REGIMES = ("none", "at once", "in stages")
"""Whether the deal enforces itself, and how: by the number in ``regime``."""

MOST_DEALS = 300
"""Efficient deals of a set that are told."""

MOST_ENDINGS = 12
"""Deals that are told apart by how many draws they come out in."""

NOBODY = "no deal"

PAYOFF = "payoff"

# label, short name, formula, citation and unit (empty: that of the payoffs) of each variable
TOLD: dict[str, tuple[str, str, str, str, str]] = {
    "outside_value": ("What a party has if there are no talks", "without a deal", "w_i(s_0)", "", ""),
    "today_value": ("What a party has if all stays as it is", "today", "u_i(s_0)", "", ""),
    "ideal_value": ("The most that a party has in any deal of a set", "at best", r"\max_V V_i", "", ""),
    "deals": ("Deals that all prefer to none", "deals", r"|\{V \ge w\}|", "", "count"),
    "regime": (
        "Whether the deal enforces itself: 0 it does not, 1 at once, 2 in stages only",
        "regime",
        "",
        "",
        "",
    ),
    "regime_share": (
        "Share of the draws, of those that were solved anew, in which the deal enforces itself at once, in stages only, or not",
        "share of the draws",
        "",
        "",
        "share",
    ),
    "possible_share": (
        "Share of the draws in which there is a deal that all prefer to none once it is carried out",
        "a deal is possible",
        "",
        "",
        "share",
    ),
    "enforced_share": (
        "Share of the draws in which any deal enforces itself, at once or in stages",
        "a deal enforces itself",
        "",
        "",
        "share",
    ),
    "agreed_value": ("What a party has in the deal that a rule takes", "value", "", "", ""),
    "agreed_level": ("Level of an issue in the deal that a rule takes; the mean of a lottery", "level", "", "", ""),
    "payment": ("What a party is paid by the others, where sides can pay", "is paid", "", "", ""),
    "frontier_value": ("What a party has in a deal that no other betters for all", "value", "", "", ""),
    "frontier_level": ("Level of an issue in a deal that no other betters for all", "level", "", "", ""),
    "path_level": ("Level of an issue at a stage of the path; at stage 0 that of today", "level", "", "", ""),
    "path_value": (
        "What keeping to the path is worth from a stage on",
        "keeps",
        r"V_i(s) = (1-\beta_i) u_i(s') + \beta_i [(1-h) V_i(s') + h w_i(s')]",
        "Lockwood and Thomas (2002)",
        "",
    ),
    "instead_value": (
        "The best that a party can do instead at a stage: leave, withhold, or take back",
        "does instead",
        r"D_i(L) = \sum_{k<L} (1-\beta_i) \beta_i^k u_i(x_i, s_{-i,t+1+k}) + \beta_i^L w_i(x_i, s_{-i,t+L})",
        "",
        "",
    ),
    "slack": ("What keeping to the path is worth above the best instead", "slack", "V_i - \\max(D_i, w_i)", "", ""),
    "cheat": ("The best instead: 0 leave, 1 withhold, 2 take back", "instead", "", "", ""),
    "binds_share": ("Share of the draws in which the least slack is here", "binds", "", "", "share"),
    "margin": (
        "Least slack of the path: below zero it does not enforce itself",
        "margin",
        r"\min_{i,t} slack_{it}",
        "",
        "",
    ),
    "direct_margin": ("Least slack of the same deal at once", "margin at once", "", "", ""),
    "survival_share": (
        "Share of the draws in which the path enforces itself and the deal is ratified",
        "survives",
        "",
        "",
        "share",
    ),
    "ratified_share": ("Share of the draws in which all ratify the deal", "ratified", "", "Putnam (1988)", "share"),
    "delay_cost": ("What the stages cost a party, against the same deal at once", "stages cost", "", "", ""),
    "discount": ("What the next period counts against this one", "discount", r"\beta_i", "", "ratio"),
    "critical_discount": (
        "The least discount factor with which a party keeps to the path",
        "critical discount",
        "",
        "",
        "ratio",
    ),
    "critical_discount_most": (
        "The largest discount factor with which a party keeps to the path, where there is one below 1",
        "at most",
        "",
        "",
        "ratio",
    ),
    "critical_lag": (
        "The longest lag in noticing a party with which it keeps to the path, in periods",
        "critical lag",
        "",
        "",
        "periods",
    ),
    "critical_outside": (
        "By how much a party's outside option can rise until it leaves the path; below zero it has to fall",
        "outside can rise by",
        "",
        "",
        "",
    ),
    "critical_detection": (
        "The least chance a period of being noticed with which a party keeps to the path",
        "critical detection",
        "",
        "",
        "share",
    ),
    "critical_hazard": (
        "The largest chance a period of a breakdown with which all keep to the path",
        "critical hazard",
        "",
        "",
        "share",
    ),
    "central": ("Value of what is not known that is taken where one is meant", "central", "", "", "number"),
    "lowest": ("Low end of the range of what is not known", "low end", "", "", "number"),
    "highest": ("High end of the range of what is not known", "high end", "", "", "number"),
    "breaks_low": (
        "The path holds from here on, as this alone moves through its range",
        "holds from",
        "",
        "",
        "number",
    ),
    "breaks_high": ("The path holds up to here, as this alone moves through its range", "holds to", "", "", "number"),
    "margin_share": (
        "Share of the variance of the margin that comes from this alone",
        "share of the margin's variance",
        "",
        "",
        "share",
    ),
    "ending_share": (
        "Share of the draws, of those that were solved anew, in which Nash's rule takes this deal among those that enforce themselves",
        "share of the draws",
        "",
        "",
        "share",
    ),
    "grid_regime": (
        "Whether the deal enforces itself: 0 it does not, 1 at once, 2 in stages only",
        "regime",
        "",
        "",
        "",
    ),
    "grid_stages": ("Moves that lead to the deal", "stages", "", "", "count"),
    "real_income_pct": (
        "Real income of a party's country in the deal, against today",
        "real income",
        "",
        "",
        "percent",
    ),
    "bystander_pct": ("Real income of a country that takes no part, in the deal", "real income", "", "", "percent"),
}


def unit_of(talks: Talks) -> str:
    """Give the unit of the payoffs: per cent where all of them are real income."""
    alone = talks.engine is not None and not (talks.together or talks.payoffs or talks.evaluated)
    plain = all(not one.worth for one in talks.issues) and all(one.welfare == 1 for one in talks.parties.values())
    return "percent" if alone and plain else PAYOFF


def attrs_of(name: str, unit: str) -> dict[str, Any]:
    """Give the attributes of a variable."""
    label, short, formula, citation, own = TOLD[name]
    unit = own or (unit if name not in _BARE else "")
    held = {"label": label, "short": short, "unit": unit, "symbol": "", "formula": formula, "citation": citation}
    return held | {"indicator": False, "estimated": False}


_BARE = ("regime", "cheat", "agreed_level", "frontier_level", "path_level", "grid_regime")
