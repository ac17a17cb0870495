"""Findings of a change: who loses and gains, how much that is, and where trade goes; all of them conditional."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from counterpoise.codes.countries import spoken
from counterpoise.words.catalogue import figures, listed
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = 4
"""As many countries as a sentence names."""

_LONG = "in the long run"
SMALL = 0.0005
"""Below this, in percent, a sentence calls a change none."""


def known_in(result: Result, name: str) -> dict[str, float]:
    """Give the known values of a variable by country, the lowest first."""
    array = result.get(name)
    if array is None or array.dims != ("country",):
        return {}
    held = array.to_series().dropna().sort_values()
    return {str(one): float(value) for one, value in held.items()}


def parties_in(result: Result) -> list[str]:
    """Give the scenario's parties of whom real income is known."""
    held = known_in(result, "welfare_pct")
    return [one for one in result.attrs.get("parties", ()) if one in held]


def _named(code: str) -> str:
    return spoken(code, in_text=True)


def size(percent: float) -> str:
    """Write a change in percent without its sign, with two significant figures.

    Examples
    --------
    >>> size(-0.0269), size(0.0001)
    ('0.027 %', 'less than 0.0005 %')
    """
    return f"{figures(abs(percent))} %" if abs(percent) >= SMALL else f"less than {SMALL} %"


def level(percent: float) -> str:
    """Write a change in percent as a level against what it was.

    Examples
    --------
    >>> level(-0.0269), level(0.0001)
    ('0.027 % lower', 'unchanged (by less than 0.0005 %)')
    """
    if abs(percent) < SMALL:
        return f"unchanged (by {size(percent)})"
    return f"{size(percent)} {'lower' if percent < 0 else 'higher'}"


def dollars(million: float) -> str:
    """Write an amount without its sign, with two significant figures.

    Examples
    --------
    >>> dollars(-6913.5), dollars(259.6), dollars(0.2)
    ('6.9 billion USD', '260 million USD', 'less than 1 million USD')
    """
    amount = abs(million)
    if amount < 1:
        return "less than 1 million USD"
    for unit, word in ((1e6, "trillion"), (1e3, "billion")):
        if amount >= 0.9995 * unit:
            return f"{figures(amount / unit)} {word} USD"
    return f"{figures(amount)} million USD"


def condition(result: Result) -> str:
    """Give the condition that a sentence is under: what changes, or that it is the scenario."""
    changes = result.attrs.get("changes", ())
    return f"if {listed(changes)}" if 0 < len(changes) <= 2 else "under this scenario"


@finding("simulate")
def outcome(result: Result) -> str | None:
    """Tell the real income of the parties, or of the most affected, in the new equilibrium."""
    welfare = known_in(result, "welfare_pct")
    if not welfare:
        return None
    if all(abs(value) < SMALL for value in welfare.values()):
        return f"{condition(result)}, all else as it was, real income stays as it was everywhere, to within {SMALL} %."
    ours = parties_in(result)
    if len(ours) > MOST or not ours:
        among = {one: value for one, value in welfare.items() if not ours or one in ours}
        first, last = next(iter(among)), list(among)[-1]
        whom = f"among the {len(among)} parties" if ours else f"among {len(among)} economies"
        where = f"{whom} it ranges from {_signed(among[first])} ({_named(first)}) to {_signed(among[last])} ({_named(last)})"
        return f"{condition(result)}, all else as it was, real income moves {result.attrs.get('when', _LONG)}: {where}."
    said = [f"{level(welfare[one])} in {_named(one)}" for one in ours]
    held = known_in(result, "real_wage_pct") if balances_vanish(result) else {}
    real = listed([f"{level(held[one])} in {_named(one)}" for one in ours if one in held]) if held else ""
    apart = f", trade balances that vanish included, and real wages are {real}" if real else ""
    when = result.attrs.get("when", _LONG).replace(_LONG, "in the new long-run equilibrium")
    return f"{condition(result)}, all else as it was, real income {when} is {listed(said)}{apart}."


def timed(result: Result) -> dict[str, list[tuple[float, str]]]:
    """Give the real income at several times, each with its words: of the parties, or of the most affected.

    Of many times it holds the first, one between and the last.
    """
    array = result.get("welfare_pct")
    dimension = "" if array is None else next((one for one in ("horizon", "years_after") if one in array.dims), "")
    if array is None or not dimension:
        return {}
    words = list(result.attrs.get("times", map(str, array[dimension].values.tolist())))
    array = array.transpose(dimension, "country")
    held = {str(one): array.sel(country=one).values.tolist() for one in array["country"].values}
    ours = [one for one in result.attrs.get("parties", ()) if one in held]
    if not ours or len(ours) > MOST:
        ours = sorted(ours or held, key=lambda one: -max(abs(value) for value in held[one]))[:2]
    at = range(len(words)) if len(words) <= MOST else (0, len(words) // 2, len(words) - 1)
    told = {one: [(held[one][k], words[k]) for k in at if isfinite(held[one][k])] for one in ours}
    return {one: parts for one, parts in told.items() if parts}


@finding("simulate")
def over_time(result: Result) -> str | None:
    """Tell the real income of the parties, or of the most affected, at several times."""
    held = timed(result)
    said = [
        f"in {_named(one)} it is {listed([f'{level(value)} {when}' for value, when in parts])}"
        for one, parts in held.items()
    ]
    if not said:
        return None
    return f"{condition(result)}, all else as it was, real income depends on the time to adjust: {'; '.join(said)}."


def balances_vanish(result: Result) -> bool:
    """Say whether deficits and surpluses end: then real income moves for that reason too."""
    return bool(result.diagnostics.get("alone")) or result.diagnostics.get("closure") == "balanced"


def _whose(result: Result) -> str:
    alone = [one for one in str(result.diagnostics.get("alone", "")).split(", ") if one]
    if result.diagnostics.get("closure") == "balanced" or not alone:
        return "all trade balances"
    few = [_named(one) for one in alone[:3]]
    return f"the trade balances of {listed(few) if len(alone) <= 3 else f'{len(alone)} economies'}"


@finding("simulate")
def balances(result: Result) -> str | None:
    """Tell that real income moves because trade balances vanish, where they do."""
    if not balances_vanish(result):
        return None
    return (
        f"in this scenario {_whose(result)} vanish: what a country with a surplus lent abroad it now spends at home, and what a "
        "country with a deficit borrowed it can no longer spend. Real income and real wages hold that too; to see the "
        "change apart from it, ask with deficits = 'purged'."
    )


def _signed(percent: float) -> str:
    return f"{'-' if percent < 0 else '+'}{figures(abs(percent))} %" if abs(percent) >= SMALL else "no change"


@finding("simulate")
def worth(result: Result) -> str | None:
    """Tell what that is worth: the equivalent variation, for the parties and for all together."""
    held = known_in(result, "equivalent_variation")
    ours = [one for one in parties_in(result) if one in held][: MOST + 1]
    if not held:
        return None
    said = [
        f"{'a loss' if held[one] < 0 else 'a gain'} of {dollars(held[one])} a year for {_named(one)}" for one in ours
    ]
    parts = [f"as income at old prices that is {listed(said)}"] if said and len(ours) <= MOST else []
    if len(held) > len(ours) and len(held) == result.attrs.get("economies"):
        total = sum(held.values())
        which = "all economies of the table together" if parts else "As income at old prices all economies together"
        parts.append(f"{which} {'lose' if total < 0 else 'gain'} {dollars(total)} a year")
    return "; ".join(parts) + "." if parts else None


@finding("simulate")
def others(result: Result) -> str | None:
    """Tell who else loses and gains most."""
    welfare = known_in(result, "welfare_pct")
    ours = set(parties_in(result))
    rest = {one: value for one, value in welfare.items() if one not in ours and abs(value) >= SMALL}
    harmed = [(one, v) for one, v in rest.items() if v < 0][:3]
    helped = [(one, v) for one, v in reversed(rest.items()) if v > 0][:3]
    said = [
        f"{listed([f'{_named(one)} ({_signed(v)})' for one, v in some])} {verb} most"
        for some, verb in ((harmed, "lose"), (helped, "gain"))
        if some
    ]
    if not said:
        return None
    return f"{'of the others' if ours else 'in real income'}, {' and '.join(said)}."


@finding("simulate")
def wages(result: Result) -> str | None:
    """Tell the parties' real wages, which leave out tariff revenue."""
    held, welfare = known_in(result, "real_wage_pct"), known_in(result, "welfare_pct")
    if balances_vanish(result):  # they are in the first sentence
        return None
    ours = [one for one in parties_in(result) if one in held and max(abs(held[one]), abs(welfare[one])) >= SMALL]
    if not ours or len(ours) > MOST:
        return None
    said = [f"{level(held[one])} in {_named(one)}" for one in ours]
    return f"real wages, which hold neither tariff revenue nor transfers, are {listed(said)}."


@dataclass(frozen=True)
class Sale:
    """What becomes of one party's sales to another: in million USD and as a share, and who sells more instead."""

    seller: str
    buyer: str
    moved: float
    share: float
    instead: str = ""
    more: float = 0.0


def sales_between(result: Result) -> list[Sale]:
    """Give the changes of trade among the parties that are worth a word; none where the parties are too many."""
    ours = parties_in(result)
    if "trade_change" not in result.names or not 1 < len(ours) <= MOST:
        return []
    change, new = (flows_of(result, name) for name in ("trade_change", "trade_new"))
    found = []
    for seller, buyer in ((one, other) for one in ours for other in ours if one != other):
        moved = change[seller, buyer]
        before = new[seller, buyer] - moved
        if before <= 0 or abs(moved / before) < 0.005:
            continue
        rest = {one: value for (one, to), value in change.items() if to == buyer and one not in (*ours, buyer)}
        most = max(rest, key=lambda one: rest[one], default="")
        diverted = moved < 0 and most and rest[most] >= 1
        instead, more = (most, rest[most]) if diverted else ("", 0.0)
        found.append(Sale(seller, buyer, moved, moved / before, instead, more))
    return found if len(found) <= MOST else []


@finding("simulate")
def between(result: Result) -> str | None:
    """Tell what becomes of trade among the parties, and who sells more to them instead."""
    sales = sales_between(result)
    said = [
        f"sales from {_named(one.seller)} to {_named(one.buyer)} {'fall' if one.moved < 0 else 'rise'} by "
        f"{figures(100 * abs(one.share))} % ({dollars(one.moved)} a year)"
        for one in sales
    ]
    instead = [
        f"{_named(one.instead)} sells {dollars(one.more)} more to {_named(one.buyer)}" for one in sales if one.instead
    ]
    if not said:
        return None
    diverted = f" Trade is diverted in part: {listed(list(dict.fromkeys(instead)))}." if instead else ""
    return f"{listed(said)}.{diverted}"


def flows_of(result: Result, name: str) -> dict[tuple[str, str], float]:
    """Give a variable of flows by seller and buyer, all sectors together."""
    table = getattr(result, name).sum("sector").transpose("origin", "destination")
    sellers, buyers = (table[one].values.tolist() for one in ("origin", "destination"))
    return {
        (o, d): v
        for o, row in zip(sellers, table.values.tolist(), strict=True)
        for d, v in zip(buyers, row, strict=True)
    }


@finding("simulate")
def terms(result: Result) -> str | None:
    """Tell which party loses although its terms of trade improve."""
    gained, welfare = known_in(result, "terms_of_trade_pct"), known_in(result, "welfare_pct")
    ours = parties_in(result)
    found = [one for one in ours if gained.get(one, 0) >= 0.005 and welfare[one] < -SMALL]
    if not found or len(ours) > MOST:
        return None
    said = listed([f"for {_named(one)} (by {size(gained[one])} of income)" for one in found])
    return f"the terms of trade improve {said}, which does not make up for what the change costs otherwise."
