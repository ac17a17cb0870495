"""Findings of leverage: what each side can do at no cost to itself, by what, and who adds most to a coalition; all conditional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import figures, listed, uncapital
from counterpoise.words.changes import size
from counterpoise.words.findings import finding
from counterpoise.words.language import sector as sector_name

if TYPE_CHECKING:
    from counterpoise.core.result import Result

FREE, BEST = "cost at most 0 %", "the sender's best"
FEW = 3
"""As many sectors as a sentence names."""


@dataclass(frozen=True)
class Way:
    """What one country can do to another at no cost to itself, per cent of real income."""

    sender: str
    target: str
    free: float
    gain: float
    full: bool


def ways(result: Result) -> list[Way]:
    """Give both directions of a pair; nothing of many pairs, or where a frontier holds no point without cost."""
    data = result.data
    one, other = (data[dim].values.ravel().tolist() for dim in ("country", "partner"))
    head = "leverage" if "leverage_loss_pct" in data else "quick"
    names = (f"{head}_loss_pct", f"{head}_loss_pct__reverse")
    if len(one) != 1 or len(other) != 1 or names[1] not in data or FREE not in data["budget"].values.tolist():
        return []

    def at(name: str, budget: str) -> float:
        return float(data[name].sel(budget=budget).values.ravel()[0])

    made = []
    for end, pair in (("", (one[0], other[0])), ("__reverse", (other[0], one[0]))):
        free, gain = at(f"{head}_loss_pct{end}", FREE), -at(f"{head}_cost_pct{end}", BEST)
        made.append(Way(str(pair[0]), str(pair[1]), free, gain, head == "leverage"))
    return made


def rates_of(result: Result, reverse: bool, most: int = 2) -> list[tuple[str, str, float]]:
    """Give instrument, sector and rise of the rates that do most of the loss at no cost."""
    end = "__reverse" if reverse else ""
    if f"leverage_share{end}" not in result.data:
        return []
    parts, rates = (
        result.data[f"{name}{end}"].sel(budget=FREE).squeeze(drop=True)
        for name in ("leverage_share", "leverage_rate_pct")
    )
    if parts.dims != ("instrument", "sector"):
        return []
    flat: Any = parts.stack(rate=("instrument", "sector")).dropna("rate")
    order = flat.values.argsort()[::-1][:most]
    held = [flat["rate"].values[k] for k in order if flat.values[k] > 0]
    return [(str(one), str(sector), float(rates.sel(instrument=one, sector=sector))) for one, sector in held]


def goods_of(result: Result) -> list[str]:
    """Give the sectors that were named; none where all goods are meant."""
    named = result.diagnostics.get("sectors") and "sector" in result.data.coords
    return [str(one) for one in result.data["sector"].values.tolist()] if named else []


def _goods(result: Result) -> str:
    held = goods_of(result)
    if not held:
        return ""
    said = listed([uncapital(sector_name(one)) for one in held]) if len(held) <= FEW else f"{len(held)} sectors"
    return f", by trade in {said} alone"


def _named(code: str) -> str:
    return spoken(code, in_text=True)


WORDS = {
    "tariff": "a tariff on",
    "export_tax": "an export tax on",
    "import_cost": "a dearer import of",
    "export_cost": "a dearer export of",
}


@finding("leverage")
def at_no_cost(result: Result) -> str | None:
    """Tell what each side can do at no cost to itself."""
    found = ways(result)
    if not found:
        return None
    quick = "" if found[0].full else ", to first order"
    said = [
        f"{_named(one.sender)} can make {_named(one.target)} lose {size(one.free)} of its real income" for one in found
    ]
    return f"all else equal{quick}{_goods(result)}, and at no cost to itself, {said[0]}; {said[1]}."


@finding("leverage")
def by_what(result: Result) -> str | None:
    """Tell the rates that do most of it."""
    found = ways(result)
    said = []
    for reverse, way in enumerate(found):
        rates = rates_of(result, bool(reverse))
        if rates:
            named = listed(
                [
                    f"{WORDS[one]} {uncapital(sector_name(sector))} ({figures(rise)} points)"
                    for one, sector, rise in rates
                ]
            )
            said.append(f"most of what {_named(way.sender)} can do is done by {named}")
    return f"{'; '.join(said)}." if said else None


@finding("leverage")
def begins(result: Result) -> str | None:
    """Tell what the sender itself gains where the frontier begins."""
    found = [one for one in ways(result) if one.gain > 0 and one.full]
    if not found:
        return None
    said = listed([f"{_named(one.sender)} would itself gain {size(one.gain)}" for one in found])
    return f"the frontier begins where the sender is best off: there {said}, as long as nobody answers."


@finding("leverage")
def asymmetry(result: Result) -> str | None:
    """Tell whose trade depends more on the other's."""
    found = ways(result)
    if not found or "trade_dependence__reverse" not in result.data:
        return None
    own, theirs = (float(result.data[f"trade_dependence{end}"].values.ravel()[0]) for end in ("", "__reverse"))
    goods = "these goods" if goods_of(result) else "goods"
    one, other = _named(found[0].sender), _named(found[0].target)
    return (
        f"{figures(100 * own)} % of the trade in {goods} of {one} is with {other}, and {figures(100 * theirs)} % of that of "
        f"{other} is with {one}."
    )


@finding("leverage")
def joining(result: Result) -> str | None:
    """Tell who adds most to a coalition."""
    if "party" not in result.data.dims:
        return None
    values = result.data["shapley_loss_pct"].to_series().sort_values(ascending=False)
    whole = float(result.data["coalition_loss_pct"])
    target = str(result.data["partner"].values.ravel()[0])
    said = listed([f"{_named(str(one))} {size(value)}" for one, value in values.iloc[:3].items()])
    return (
        f"together the {len(values)} members would make {_named(target)} lose {size(whole)}; of that the most is added by {said} "
        "(Shapley values)."
    )
