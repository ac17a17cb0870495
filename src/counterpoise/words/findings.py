"""Findings: sentences that are made from a result's numbers, with the hedges that they need."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.core.prose import source_label
from counterpoise.words.catalogue import capital, country, figures, listed, percent, possessive, times, uncapital

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@dataclass(frozen=True)
class Sentence:
    """A sentence with the finding's name."""

    finding: str
    text: str


Finding = Callable[["Result"], "str | None"]
findings: dict[str, list[Finding]] = {}
"""The findings of each question, in the order in which they are told."""


def finding(question: str) -> Callable[[Finding], Finding]:
    """Register a finding of a question's results: it gives a sentence, or None where it has nothing to say."""

    def register(function: Finding) -> Finding:
        findings.setdefault(question, []).append(function)
        return function

    return register


def told(result: Result) -> list[Sentence]:
    """Give all sentences that a result supports."""
    from counterpoise.words import changes, equation, security  # noqa: F401, PLC0415 - they register their findings

    made = [(each.__name__, each(result)) for each in findings.get(result.question.name, [])]
    return [Sentence(name, capital(text)) for name, text in made if text]


def _value(result: Result, name: str, **labels: object) -> float | None:
    """Give a number, or None where it is missing or not there."""
    if name not in result.data:
        return None
    array = result.data[name]
    labels = {k: v for k, v in labels.items() if k in array.dims}
    if any(v not in array[k].values.tolist() for k, v in labels.items()):
        return None
    value = float(array.sel(labels))
    return value if math.isfinite(value) else None


def _subject(result: Result) -> str:
    return result.data["country"].values.tolist()[0]


def _partners(result: Result) -> list[str]:
    return result.data["partner"].values.tolist()


def _year(result: Result) -> str:
    return f"in {result.data['year'].item()}" if "year" in result.data.coords else "in these accounts"


def _known(result: Result, name: str, sector: str) -> list[tuple[str, float | None]]:
    """Give the partners with their values of a measure, the largest first."""
    who = _subject(result)
    found = [(p, _value(result, name, country=who, partner=p, sector=sector)) for p in _partners(result)]
    return sorted(found, key=lambda one: -(one[1] or 0))


@finding("rely")
def standing(result: Result) -> str | None:
    """Tell who stands behind what the country makes, all stages counted."""
    known = [(p, v) for p, v in _known(result, "look_through", "manufacturing") if v is not None]
    if not known:
        return None
    (first, share), *rest = known
    behind = listed(
        [f"{country(first)} stood behind {percent(share)}", *(f"{country(p)} behind {percent(v)}" for p, v in rest)]
    )
    return (
        f"{_year(result)}, {behind} of all the output that {possessive(_subject(result))} manufacturing needed, "
        "all stages of production counted."
    )


@finding("rely")
def suppliers(result: Result) -> str | None:
    """Tell the shares of purchased inputs in manufacturing."""
    who = _subject(result)
    known = _known(result, "foreign_input_reliance", "manufacturing")
    shares = [f"{percent(v)} from {country(p)}" for p, v in known if v is not None]
    missing = [country(p) for p, v in known if v is None]
    if not shares:
        return f"how much {country(who)} buys from {listed(missing)} is missing from these accounts"
    absent = f" (missing: {listed(missing)})" if missing else ""
    return (
        f"at face value the shares are those of direct purchases: of all inputs that {possessive(who)} manufacturers "
        f"bought, at home and abroad, {listed(shares)}{absent}."
    )


@finding("rely")
def hidden(result: Result) -> str | None:
    """Tell what looking through changes, for the partner that stands behind most."""
    labels = {"country": _subject(result), "sector": "manufacturing"}
    for p, through in _known(result, "look_through", "manufacturing"):
        face = _value(result, "foreign_input_reliance", partner=p, **labels)
        direct = _value(result, "look_through_direct", partner=p, **labels)
        if not (face and through):
            continue
        same = f"; over one denominator, it is {figures(through / direct)} times the direct part" if direct else ""
        return (
            f"looked through to the source, the share of {country(p)} is {percent(through)}, {figures(through / face)} "
            f"times its {percent(face)} of purchased inputs (the two have different denominators{same})."
        )
    return None


@finding("rely")
def customers(result: Result) -> str | None:
    """Tell the sales side."""
    known = [(p, v) for p, v in _known(result, "sales_value_added", "TOTAL") if v is not None]
    if not known:
        return None
    (first, share), *rest = known
    who = possessive(_subject(result))
    said = [
        f"the final sales of producers in {country(first)} hold {percent(share)} of {who} value added (whole economy)"
    ]
    said += [f"those in {country(p)} {percent(v)}" for p, v in rest]
    return f"as customers the partners count too: {listed(said)}."


@finding("rely")
def balance(result: Result) -> str | None:
    """Tell how unequal the ties are."""
    who = _subject(result)
    told_ones = []
    for p in _partners(result):
        ratio = _value(result, "input_asymmetry", country=who, partner=p, sector="TOTAL")
        if ratio is None or ratio == 0:
            continue
        if ratio >= 1:
            told_ones.append(
                f"{country(who)} relies on {country(p)} for inputs {times(ratio)} as much as {country(p)} on it"
            )
        else:
            told_ones.append(f"{country(p)} relies on {country(who)} {times(1 / ratio)} as much as the other way round")
    return f"the ties are unequal (whole economy): {'; '.join(told_ones)}." if told_ones else None


@finding("rely")
def in_final_demand(result: Result) -> str | None:
    """Tell whose value added is consumed: an estimate, so with its bounds."""
    who = _subject(result)
    said = []
    for p in _partners(result):
        value, low, high = (
            _value(result, f"final_demand_reliance{end}", country=who, partner=p, sector="TOTAL")
            for end in ("", "__low", "__high")
        )
        if value is None:
            continue
        bounds = f" (between {percent(low)} and {percent(high)})" if low is not None and high is not None else ""
        said.append(f"{percent(value)}{bounds} is value added of {country(p)}")
    if not said:
        return None
    hedge = "by an estimate, " if result.data["final_demand_reliance"].attrs.get("estimated") else ""
    return f"{hedge}of what {country(who)} consumes and invests, {listed(said)}."


@finding("rely")
def without_supplies(result: Result) -> str | None:
    """Tell what losing each partner as a supplier would cost, as a range: never one number alone."""
    if "cut_cost" not in result.data:
        return None
    who = _subject(result)
    said = []
    for p in _partners(result):
        low, high = (_value(result, f"cut_cost__{end}", country=who, partner=p) for end in ("low", "high"))
        if low is not None and high is not None:
            said.append((possessive(p), f"{percent(low)} to {percent(high)}"))
    if not said:
        return None
    ends = result.data["cut_cost"].attrs.get("elasticities", "")
    over = f"{ends}; " if ends else ""
    (first, cost), *rest = said
    more = "".join(f", without {other} {lost}" for other, lost in rest)
    return (
        f"without {first} supplies {possessive(who)} real income would be {cost} lower{more}: the harder goods are to "
        f"replace, the more ({over}every other price and all wages held still)."
    )


@finding("rely")
def unsold(result: Result) -> str | None:
    """Tell the value added that is lost if a partner buys no more inputs."""
    who = _subject(result)
    known = _known(result, "input_sales_extraction", "TOTAL")
    said = [(country(p), percent(v)) for p, v in known if v is not None]
    if not said:
        return None
    (first, lost), *rest = said
    more = "".join(f"; if those in {other} did, by {fall}" for other, fall in rest)
    return (
        f"if producers in {first} stopped buying its inputs and nothing were sold elsewhere instead, {possessive(who)} value "
        f"added would fall by {lost}{more}."
    )


_SHOWN = 5
"""Products that a sentence names."""


@finding("products")
def chokepoints(result: Result) -> str | None:
    """Tell which products meet every criterion of the screen."""
    told_by = result.diagnostics
    pairs: list[tuple[str, str]] = getattr(result, "chokepoints", list)()
    who = _subject(result)
    buyer = group_name(who) if is_group(who) else country(who)
    held = f"of the {told_by['products']} products in the data"
    if told_by["quiet"] and not pairs:
        return f"no imports of {buyer} from {told_by['quiet']} are recorded: nothing is told of chokepoints there."
    if not pairs:
        return f"{held}, none meets every criterion of the preset '{told_by['preset']}' for {buyer}."
    named = [
        f"{product_name(result, k)} ({percent(_share(result, p, k))} from {country(p)})" for p, k in pairs[:_SHOWN]
    ]
    more = f"; and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
    several = "partner" in result.data["supplier_share"].dims
    main = f" with {' or '.join(country(p) for p in _partners(result))} as main supplier" if several else ""
    count = told_by["chokepoints"]
    return (
        f"{held}, {count} {'meets' if count == 1 else 'meet'} every criterion of a chokepoint for {buyer}{main}: "
        f"{'; '.join(named)}{more}."
    )


@finding("products")
def not_told(result: Result) -> str | None:
    """Tell what the screen can't judge: what is not recorded is not diversified."""
    told_by = result.diagnostics
    said = []
    if told_by["untold"]:
        pairs: list[tuple[str, str]] = getattr(result, "untold", list)()
        some = listed(list(dict.fromkeys(product_name(result, k) for _, k in pairs))[:_SHOWN]) if pairs else ""
        said.append(
            f"of {told_by['untold']} more it can't be told, since evidence is missing{f' ({some})' if some else ''}"
        )
    if told_by["not_imported"]:
        one = told_by["not_imported"] == 1
        said.append(f"{told_by['not_imported']} {'has' if one else 'have'} no recorded imports")
    return f"{'; '.join(said)}: what is not recorded is not shown to be safe." if said else None


def product_name(result: Result, product: str) -> str:
    """Write a product's name in a sentence, or its code where it has none."""
    return dict(result.diagnostics.get("names", {})).get(product) or f"HS {product}"


def _share(result: Result, partner: str, product: str) -> float:
    held = result.data["supplier_share"].isel(country=0)
    return float(
        held.sel(product=product) if "partner" not in held.dims else held.sel(product=product, partner=partner)
    )


@finding("trend")
def since(result: Result) -> str | None:
    """Tell the change within the longest source."""
    who = _subject(result)
    said = []
    sources: set[str] = set()
    for p in _partners(result):
        change = _change(result, who, p)
        if change:
            source, first, before, last, after = change
            sources.add(source)
            said.append(f"from {percent(before)} in {first} to {percent(after)} in {last} on {country(p)}")
    if not said:
        return None
    return (
        f"within one source and method ({listed(sorted(sources))}), the looked-through reliance of "
        f"{possessive(who)} manufacturing went {listed(said)}."
    )


def _change(result: Result, who: str, partner: str) -> tuple[str, int, float, int, float] | None:
    """Give the source with the most years, and its first and last year with their values."""
    best: list[tuple[int, float]] = []
    named = ""
    for source in result.data["source"].values.tolist():
        points = [
            (
                year,
                _value(
                    result,
                    "look_through",
                    country=who,
                    partner=partner,
                    sector="manufacturing",
                    source=source,
                    year=year,
                ),
            )
            for year in result.data["year"].values.tolist()
        ]
        known = [(year, value) for year, value in points if value is not None]
        if len(known) > len(best):
            best, named = known, source
    return (source_label(named), *best[0], *best[-1]) if len(best) > 1 else None


def ranks(result: Result, powers: Sequence[str]) -> str | None:
    """Tell where the powers stand among all partners as suppliers of inputs to manufacturing."""
    known = [p for p, v in _known(result, "foreign_input_reliance", "manufacturing") if v is not None]
    places = [(known.index(p) + 1, p) for p in powers if p in known]
    if not places:
        return None
    said = [f"{country(p)} is {_ordinal(place)}" for place, p in sorted(places)]
    return capital(
        f"{listed(said)} among the {len(known)} economies that supply inputs to {possessive(_subject(result))} manufacturing."
    )


def exposed_by(result: Result, names: Mapping[str, str], most: int = 3) -> list[tuple[str, list[str]]]:
    """Give the most exposed sectors by each measure: its name, and for each partner the first few with their values."""
    made = []
    for measure in (one for one in result.variables if "partner" in result.data[one].dims):
        cells = []
        for p in _partners(result):
            found = {
                s: _value(result, measure, country=_subject(result), partner=p, sector=s)
                for s in result.data["sector"].values.tolist()
            }
            top = sorted(((v, s) for s, v in found.items() if v), reverse=True)[:most]
            cells.append("; ".join(f"{uncapital(names.get(s, s))} {percent(v)}" for v, s in top))
        if any(cells):
            made.append((measure, cells))
    return made


def exposed(result: Result, names: Mapping[str, str]) -> str | None:
    """Tell the sector that is most exposed to each partner."""
    said = []
    for p in _partners(result):
        found = {
            s: _value(result, "look_through", country=_subject(result), partner=p, sector=s)
            for s in result.data["sector"].values.tolist()
        }
        known = {s: v for s, v in found.items() if v}
        if known:
            top = max(known, key=lambda s: known[s])
            said.append(f"to {country(p)}, {uncapital(names.get(top, top))} ({percent(known[top])})")
    return f"Most exposed are, {'; '.join(said)}." if said else None


def _ordinal(place: int) -> str:
    return ("first", "second", "third")[place - 1] if place <= 3 else f"number {place}"
