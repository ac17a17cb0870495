"""Findings on two countries' relations: what was done, what is held in common, and how steady it was.

No series is called stable: where no break was found, the sentence says which shift could have been found.
"""

from __future__ import annotations

from math import isfinite, isinf
from typing import TYPE_CHECKING, Any

from counterpoise.words.catalogue import capital, country, figures, listed, percent
from counterpoise.words.findings import finding

if TYPE_CHECKING:
    from counterpoise.core.result import Result

NAMES = {
    "net_cooperation": "net cooperation",
    "goldstein_mean": "the mean on Goldstein's scale",
    "material_conflict_rate": "the rate of material conflict",
    "voting_agreement": "the agreement of votes",
    "input_share": "the share of inputs",
}
STEPS = {"day": "days", "month": "months", "quarter": "quarters", "year": "years"}
YEARLY = ("voting_agreement", "input_share")


def series_name(name: str, language: str = "en") -> str:
    """Give what a series is called."""
    if language == "ko":
        from counterpoise.words.korean.relations import NAMES as KOREAN  # noqa: PLC0415

        return KOREAN[name]
    return NAMES[name].removeprefix("the ")


def spoken(result: Result) -> tuple[int, int, str, str, int] | None:
    """Give how many statements and events the ledger holds, the first and last day, and the pairs that pull apart."""
    held = list(result.data.attrs.get("statements", []))
    if not held:
        return None
    said = sum(one["type"] == "statement" for one in held)
    known = {one["id"] for one in held}
    pairs = sum(other in known for one in held for other in one["contradicts"]) // 2
    return said, len(held) - said, held[0]["said_on"], held[-1]["said_on"], pairs


def sides(result: Result) -> tuple[str, str]:
    """Give the codes of the two."""
    return str(result.data["country"].item()), str(result.data["partner"].item())


def tally(result: Result) -> tuple[str, str, int, float] | None:
    """Give the first and the last period, the events, and the share of cooperation; nothing where there are none."""
    if "events" not in result.data:
        return None
    held = result.data["events"].sum("period").values
    total = int(held.sum())
    periods = result.data["period"].values.tolist()
    return (periods[0], periods[-1], total, float(held[:2].sum()) / total) if total else None


def gaps(result: Result) -> tuple[int, int] | None:
    """Give how many periods are missing, and how many there are; nothing where none is missing."""
    if "events" not in result.data:
        return None
    values = result.data["events"].values[0]
    missing = sum(not isfinite(one) for one in values.tolist())
    return (missing, len(values)) if missing else None


def steadiness(result: Result) -> list[dict[str, Any]]:
    """Give the numbers of each series, with its breaks and its step."""
    if "series" not in result.data.dims:
        return []
    found = []
    for name in result.data["series"].values.tolist():
        own = result.data.sel(series=name)
        found.append(
            {
                "name": name,
                "step": "year" if name in YEARLY else result.data.attrs["every"],
                "p": float(own["break_p_value"]),
                "half": float(own["shock_half_life"]),
                "half_ends": tuple(float(own[f"shock_half_life__{end}"]) for end in ("low", "high")),
                "ratio": float(own["variance_ratio"]),
                "smallest": float(own["smallest_shift"]),
                "breaks": [one for one in result.data.attrs.get("breaks", []) if one["series"] == name],
            }
        )
    return found


def ends_of(result: Result, name: str) -> tuple[int, float, int, float] | None:
    """Give the first and the last year of a yearly series, with their values."""
    if name not in result.data:
        return None
    values = result.data[name].dropna("year")
    years = values["year"].values.tolist()
    return (years[0], float(values[0]), years[-1], float(values[-1])) if years else None


def chance(p: float) -> str:
    """Write a p-value.

    Examples
    --------
    >>> chance(0.0025), chance(0.62)
    ('0.0025', '0.62')
    """
    return figures(p)


def size(value: float) -> str:
    """Write a level or a shift with its sign where it is below zero.

    Examples
    --------
    >>> size(-0.138), size(0.436), size(0.0)
    ('-0.14', '0.44', '0')
    """
    return f"-{figures(-value)}" if value < 0 else figures(value)


@finding("relations")
def deeds(result: Result) -> str | None:
    """Tell how many events there were, and the share of cooperation."""
    held = tally(result)
    if held is None:
        return None
    first, last, total, share = held
    one, other = (country(code) for code in sides(result))
    way = {
        "both": f"between {one} and {other}",
        "sent": f"by {one} towards {other}",
        "received": f"by {other} towards {one}",
    }
    rest = percent(1 - share)
    return (
        f"from {first} to {last} the source tells {total:,} events {way[result.data.attrs['direction']]}: {percent(share)} are "
        f"cooperation and {rest} conflict, in words or in deeds."
    )


@finding("relations")
def unread(result: Result) -> str | None:
    """Tell how many periods are missing."""
    held = gaps(result)
    if held is None:
        return None
    missing, whole = held
    return f"nothing was read of {missing} of {whole} {STEPS[result.data.attrs['every']]}: what is missing is not without events."


@finding("relations")
def steady(result: Result) -> str | None:
    """Tell the four numbers of each series together, whatever they are."""
    return " ".join(each_steady(result)) or None


def each_steady(result: Result, language: str = "en") -> list[str]:
    """Tell the four numbers of each series, a sentence each."""
    if language == "ko":
        from counterpoise.words.korean.relations import four  # noqa: PLC0415

        return [four(one) for one in steadiness(result)]
    return [capital(_four(one)) for one in steadiness(result)]


def _four(one: dict[str, Any]) -> str:
    steps = STEPS[one["step"]]
    if one["breaks"]:
        moves = [
            f"after {each['after']} (interval {each['first']} to {each['last']}) from {size(each['before'])} to {size(each['level'])}"
            for each in one["breaks"]
        ]
        found = f"{NAMES[one['name']]} changed its level {listed(moves)} (p = {chance(one['p'])})"
    else:
        found = f"no break is found in {NAMES[one['name']]} (p = {chance(one['p'])})"
    low, high = one["half_ends"]
    span = f"from {figures(low)} to {figures(high)}" if isfinite(high) else f"from {figures(low)} to no end"
    fade = (
        "shocks may never fade"
        if isinf(one["half"])
        else f"half of a shock is gone after {figures(one['half'])} {steps} ({span})"
    )
    vary = (
        f"the largest variance in a rolling window is {figures(one['ratio'])} times the smallest"
        if isfinite(one["ratio"])
        else "in some window it does not vary at all"
    )
    if isinf(one["smallest"]):
        seen = "no single lasting shift of a size that was tried would have been found in 80 % of cases"
    else:
        seen = (
            f"a single lasting shift below {figures(one['smallest'])} would have been missed in more than 20 % of cases"
        )
    return f"{found}; {fade}; {vary}; {seen}."


@finding("relations")
def common(result: Result) -> str | None:
    """Tell votes, the share of inputs, and the agreements in force."""
    _, other = sides(result)
    said = []
    votes = ends_of(result, "voting_agreement")
    if votes:
        said.append(
            f"votes in the General Assembly agreed at {percent(votes[1])} in {votes[0]} and at {percent(votes[3])} in {votes[2]}"
        )
    inputs = ends_of(result, "input_share")
    if inputs:
        said.append(
            f"{country(other)} supplied {percent(inputs[1])} of purchased inputs in {inputs[0]} and {percent(inputs[3])} in {inputs[2]}"
        )
    held = ends_of(result, "agreements_in_force")
    if held:
        number = int(held[3])
        said.append(
            f"{number} {'agreement or partnership was' if number == 1 else 'agreements or partnerships were'} in force in {held[2]}"
        )
    return f"{'; '.join(said)}." if said else None


@finding("relations")
def words_of_both(result: Result) -> str | None:
    """Tell what the ledger holds, and how many statements pull apart."""
    held = spoken(result)
    if held is None:
        return None
    statements, events, first, last, pairs = held
    parts = [
        f"{count:,} {word}{'' if count == 1 else 's'}"
        for count, word in ((statements, "statement"), (events, "event"))
        if count
    ]
    span = f"on {first}" if first == last else f"from {first} to {last}"
    said = f"the ledger holds {' and '.join(parts)} between the two, {span}"
    if not pairs:
        return f"{said}."
    return f"{said}; {pairs} {'pair was' if pairs == 1 else 'pairs were'} set beside each other as contradicting."
