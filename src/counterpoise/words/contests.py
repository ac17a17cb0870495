"""Findings of a trade war and of a truce: what it costs or gives whom, and at which tariffs; all of them conditional."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from counterpoise.codes.countries import countries, spoken
from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.words.catalogue import figures, listed
from counterpoise.words.changes import SMALL, dollars, level
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = 4
"""As many sides as a sentence names."""


def named(side: str) -> str:
    """Write who a side is.

    Examples
    --------
    >>> named("USA"), named("EU"), named("SAU+1")
    ('the United States', 'the European Union', 'Saudi Arabia and 1 more')
    """
    first, _, more = side.partition("+")
    if first in countries():
        return spoken(first, in_text=True) + (f" and {more} more" if more else "")
    whole = group_name(first) if is_group(first) else first
    return f"the {whole}" if whole.endswith("Union") else whole


def sides_in(result: Result) -> list[str]:
    """Give the sides that sentences name: the first few."""
    return list(result.attrs["sides"])[:MOST]


def change_of(result: Result, name: str, side: str) -> float | None:
    """Give a change in percent of a side: of several countries, that of what all have (weighted by today's amount)."""
    if name not in result.data:
        return None
    array = result.data[name]
    if "part" in array.dims:
        array = array.sel(part="truce")
    held = [one for one in result.attrs["members"][side] if one in array["country"].values.tolist()]
    if not held:
        return None
    if len(held) == 1:
        value = float(array.sel(country=held[0]))
        return value if isfinite(value) else None
    worth = result.data["equivalent_variation"]
    worth = worth.isel(part=-1) if "part" in worth.dims else worth
    base = result.data["welfare_pct"]
    base = base.isel(part=-1) if "part" in base.dims else base
    weight = (worth / base).sel(country=held)  # today's income over a hundred
    value = float((array.sel(country=held) * weight).sum() / weight.sum())
    return value if isfinite(value) else None


def mean_rate(result: Result, name: str, side: str) -> tuple[float, float, float] | None:
    """Give the mean over trade of a side's tariffs, the lowest and the highest."""
    held = [one for one in result.attrs["members"][side] if one in result.data["destination"].values.tolist()]
    rate, weight = (result.data[one].sel(destination=held) for one in (name, "trade"))
    weight = weight.where(rate.notnull())
    total = float(weight.sum())
    if total <= 0:
        return None
    return float((rate * weight).sum()) / total, float(rate.min()), float(rate.max())


def below(result: Result) -> list[str]:
    """Give the named sides whose Nash tariffs average less than today's."""
    held = [
        (one, *(mean_rate(result, name, one) for name in ("nash_tariff_pct", "tariff_today_pct")))
        for one in sides_in(result)
    ]
    return [one for one, new, old in held if new is not None and old is not None and new[0] < old[0]]


def outside(result: Result, name: str) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Give who else loses most, and who gains most, in percent."""
    array = result.data[name]
    array = array.sel(part="truce") if "part" in array.dims else array
    ours = set(result.attrs["parties"])
    held = sorted(
        ((str(one), float(v)) for one, v in array.to_series().dropna().items() if one not in ours),
        key=lambda pair: pair[1],
    )
    lose = [pair for pair in held if pair[1] <= -SMALL][:3]
    gain = [pair for pair in reversed(held) if pair[1] >= SMALL][:3]
    return lose, gain


def signed(value: float) -> str:
    """Write a change in percent with its sign."""
    return f"{'-' if value < 0 else '+'}{figures(abs(value))} %"


def among(result: Result) -> str:
    """Write between whom it is."""
    every = list(result.attrs["sides"])
    if len(every) <= MOST:
        return ("between " if len(every) == 2 else "among ") + listed([named(one) for one in every])
    return f"among {len(every)} sides"


@finding("war")
def cost(result: Result) -> str | None:
    """Tell what the war costs its sides."""
    said = [
        f"{level(v)} in {named(one)}"
        for one in sides_in(result)
        if (v := change_of(result, "welfare_pct", one)) is not None
    ]
    if not said:
        return None
    head = f"in a trade war {among(result)}, all else as it was, real income {result.attrs['when']} is"
    rest = len(result.attrs["sides"]) - len(said)
    more = f"; {rest} more {'sides are' if rest > 1 else 'side is'} in the table" if rest else ""
    return f"{head} {listed(said)}{more}."


@finding("war")
def disarmed(result: Result) -> str | None:
    """Tell whose Nash tariffs lie below today's: against today, the war is then a disarmament."""
    low = below(result)
    if not low:
        return None
    who = listed([named(one) for one in low])
    return f"the Nash tariffs of {who} average less than today's: from today, such a war would be a disarmament."


@finding("war")
def rates(result: Result) -> str | None:
    """Tell the Nash tariffs, against today's."""
    return _rates(result, "nash_tariff_pct", "Nash tariffs average")


@finding("truce")
def gains(result: Result) -> str | None:
    """Tell what the truce gives its sides over the threat point."""
    held = [(one, change_of(result, "gain_pct", one)) for one in sides_in(result)]
    said = [f"{signed(v)} in {named(one)}" for one, v in held if v is not None]
    threat = {"war": "in a trade war", "today": "today"}[str(result.diagnostics["from"])]
    if not said:
        return None
    return (
        f"under a truce {among(result)}, all else as it was, real income is above what it is {threat}: {listed(said)}."
    )


@finding("war")
@finding("truce")
def before(result: Result) -> str | None:
    """Tell that the tariffs before lack the measures of the United States since 2018."""
    if not result.attrs["before_measures"]:
        return None
    return "the tariffs called today's are those without the measures of the United States since 2018 and the answers to them."


@finding("truce")
def agreed(result: Result) -> str | None:
    """Tell the tariffs of the truce, against today's."""
    return _rates(result, "truce_tariff_pct", "the tariffs that they agree on average")


def _rates(result: Result, name: str, what: str) -> str | None:
    said = []
    for one in sides_in(result):
        new, old = (mean_rate(result, held, one) for held in (name, "tariff_today_pct"))
        if new is not None and old is not None:
            said.append(f"{figures(new[0])} % in {named(one)} ({figures(old[0])} % today)")
    return f"{what} {listed(said)}, weighted by today's trade." if said else None


@finding("war")
def others(result: Result) -> str | None:
    """Tell who else loses and gains by the war."""
    return _others(result, "welfare_pct")


@finding("truce")
def bystanders(result: Result) -> str | None:
    """Tell who else loses and gains by the truce."""
    return _others(result, "gain_pct")


def _others(result: Result, name: str) -> str | None:
    said = [
        f"{listed([f'{spoken(one, in_text=True)} ({signed(v)})' for one, v in some])} {verb} most"
        for some, verb in zip(outside(result, name), ("lose", "gain"), strict=True)
        if some
    ]
    return f"of the others, {' and '.join(said)} real income." if said else None


@finding("war")
def worth(result: Result) -> str | None:
    """Tell what that is worth, for the sides and for all economies together."""
    array = result.data["equivalent_variation"]
    if array.sizes["country"] < result.attrs["economies"]:
        return None
    ours = float(array.sel(country=list(result.attrs["parties"])).sum())
    every = float(array.sum())
    verbs = ["lose" if v < 0 else "gain" for v in (ours, every)]
    return (
        f"as income at old prices, the sides together {verbs[0]} {dollars(ours)} a year, and all economies {verbs[1]} "
        f"{dollars(every)}."
    )
