"""Findings: sentences that are made from a result's numbers, with the hedges that they need."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from counterpoise.codes.groups import is_group
from counterpoise.codes.groups import name as group_name
from counterpoise.core.prose import source_label
from counterpoise.words.catalogue import capital, country, figures, listed, percent, possessive, times, uncapital
from counterpoise.words.language import sector as sector_name

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

translations: dict[tuple[str, str], dict[str, Finding]] = {}
"""The findings of each language but English and each question, by the name of the English one that they stand for."""


def finding(question: str, language: str = "en") -> Callable[[Finding], Finding]:
    """Register a finding of a question's results: it gives a sentence, or None where it has nothing to say.

    In another language than English it has the name of the English one: it says the same, under the same conditions.
    """

    def register(function: Finding) -> Finding:
        if language == "en":
            findings.setdefault(question, []).append(function)
        else:
            translations.setdefault((language, question), {})[function.__name__] = function
        return function

    return register


PARTS = (
    "accords",
    "changes",
    "contests",
    "costs",
    "equation",
    "gravity_effect",
    "insurance",
    "leverage",
    "line",
    "negotiation",
    "optimal",
    "positions",
    "record",
    "relations",
    "robustness",
    "security",
    "stances",
    "ties",
)
"""The modules of findings, which register themselves when they are read."""


def told(result: Result, language: str = "en") -> list[Sentence]:
    """Give all sentences that a result supports, in a language; in English where that has none of its own.

    Parameters
    ----------
    result
        The answer.
    language
        One of `counterpoise.words.language.LANGUAGES`.

    Returns
    -------
    list[Sentence]
        In the order of the English findings.
    """
    for one in PARTS:
        import_module(f"counterpoise.words.{one}")
    from counterpoise.words.language import known  # noqa: PLC0415

    if known(language) == "ko":
        from counterpoise.words import korean  # noqa: PLC0415
        from counterpoise.words.documents import in_language  # noqa: PLC0415

        korean.register()
        result = in_language(result, language)
    own = translations.get((known(language), result.question.name), {})
    made = [(each.__name__, own.get(each.__name__, each)(result)) for each in findings.get(result.question.name, [])]
    return [Sentence(name, capital(text)) for name, text in made if text]


def value_of(result: Result, name: str, **labels: object) -> float | None:
    """Give a number, or None where it is missing or not there."""
    variables = result.data.variables  # thousands are read for a page, and bare arrays are read the fastest
    if name not in variables:
        return None
    variable, place = variables[name], []
    for dim in variable.dims:
        known = variables[dim].values.tolist() if dim in labels else []
        if dim in labels and labels[str(dim)] not in known:
            return None
        place.append(known.index(labels[str(dim)]) if dim in labels else slice(None))
    value = float(variable.values[tuple(place)].item())
    return value if math.isfinite(value) else None


def subject_of(result: Result) -> str:
    """Give the country that a result is about: its first."""
    return result.data["country"].values.tolist()[0]


def partners_of(result: Result) -> list[str]:
    """Give the partners of a result."""
    return result.data["partner"].values.tolist()


def _year(result: Result) -> str:
    return f"in {result.data['year'].item()}" if "year" in result.data.coords else "in these accounts"


def known_by(result: Result, name: str, sector: str) -> list[tuple[str, float | None]]:
    """Give the partners with their values of a measure, the largest first; nobody where it was not asked for."""
    if name not in result.data or sector not in result.data.coords.get("sector", ()):
        return []
    who = subject_of(result)
    found = [(p, value_of(result, name, country=who, partner=p, sector=sector)) for p in partners_of(result)]
    return sorted(found, key=lambda one: -(one[1] or 0))


MAKERS = "manufacturing"


def sector_told(result: Result) -> str:
    """Give the sector whose inputs are told of: manufacturing, else the one that was asked for; none of several."""
    held = result.data["sector"].values.tolist() if "sector" in result.data.dims else []
    return MAKERS if MAKERS in held else held[0] if len(held) == 1 else ""


def _buyers(result: Result, makers: str) -> str:
    """Write whose inputs are told of."""
    who, sector = subject_of(result), sector_told(result)
    if sector == MAKERS:
        return f"{possessive(who)} {makers}"
    return (
        country(who) if sector == "TOTAL" else f"{possessive(who)} sector {sector} ({uncapital(sector_name(sector))})"
    )


@finding("rely")
def standing(result: Result) -> str | None:
    """Tell who stands behind what the country makes, all stages counted."""
    known = [(p, v) for p, v in known_by(result, "look_through", sector_told(result)) if v is not None]
    if not known:
        return None
    (first, share), *rest = known
    behind = listed(
        [f"{country(first)} stood behind {percent(share)}", *(f"{country(p)} behind {percent(v)}" for p, v in rest)]
    )
    return (
        f"{_year(result)}, {behind} of all the output that {_buyers(result, 'manufacturing')} needed, "
        "all stages of production counted."
    )


@finding("rely")
def suppliers(result: Result) -> str | None:
    """Tell the shares of purchased inputs in manufacturing."""
    who = subject_of(result)
    known = known_by(result, "foreign_input_reliance", sector_told(result))
    shares = [f"{percent(v)} from {country(p)}" for p, v in known if v is not None]
    missing = [country(p) for p, v in known if v is None]
    if not known:
        return None
    if not shares:
        return f"how much {country(who)} buys from {listed(missing)} is missing from these accounts"
    absent = f" (missing: {listed(missing)})" if missing else ""
    return (
        f"at face value the shares are those of direct purchases: of all inputs that {_buyers(result, 'manufacturers')} "
        f"bought, at home and abroad, {listed(shares)}{absent}."
    )


@finding("rely")
def hidden(result: Result) -> str | None:
    """Tell what looking through changes, for the partner that stands behind most."""
    labels = {"country": subject_of(result), "sector": sector_told(result)}
    for p, through in known_by(result, "look_through", sector_told(result)):
        face = value_of(result, "foreign_input_reliance", partner=p, **labels)
        direct = value_of(result, "look_through_direct", partner=p, **labels)
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
    known = [(p, v) for p, v in known_by(result, "sales_value_added", "TOTAL") if v is not None]
    if not known:
        return None
    (first, share), *rest = known
    who = possessive(subject_of(result))
    said = [
        f"the final sales of producers in {country(first)} hold {percent(share)} of {who} value added (whole economy)"
    ]
    said += [f"those in {country(p)} {percent(v)}" for p, v in rest]
    return f"as customers the partners count too: {listed(said)}."


@finding("rely")
def balance(result: Result) -> str | None:
    """Tell how unequal the ties are."""
    who = subject_of(result)
    told_ones = []
    for p in partners_of(result):
        ratio = value_of(result, "input_asymmetry", country=who, partner=p, sector="TOTAL")
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
    who = subject_of(result)
    said = []
    for p in partners_of(result):
        value, low, high = (
            value_of(result, f"final_demand_reliance{end}", country=who, partner=p, sector="TOTAL")
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
    who = subject_of(result)
    said = []
    for p in partners_of(result):
        low, high = (value_of(result, f"cut_cost__{end}", country=who, partner=p) for end in ("low", "high"))
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
    who = subject_of(result)
    known = known_by(result, "input_sales_extraction", "TOTAL")
    said = [(country(p), percent(v)) for p, v in known if v is not None]
    if not said:
        return None
    (first, lost), *rest = said
    more = "".join(f"; if those in {other} did, by {fall}" for other, fall in rest)
    return (
        f"if producers in {first} stopped buying its inputs and nothing were sold elsewhere instead, {possessive(who)} value "
        f"added would fall by {lost}{more}."
    )


SHOWN = 5
"""Products that a sentence names."""


@finding("products")
def chokepoints(result: Result) -> str | None:
    """Tell which products meet every criterion of the screen."""
    told_by = result.diagnostics
    pairs: list[tuple[str, str]] = getattr(result, "chokepoints", list)()
    who = subject_of(result)
    buyer = group_name(who) if is_group(who) else country(who)
    held = f"of the {told_by['products']} products in the data"
    if told_by["quiet"] and not pairs:
        return f"no imports of {buyer} from {told_by['quiet']} are recorded: nothing is told of chokepoints there."
    if not pairs:
        return f"{held}, none meets every criterion of the preset '{told_by['preset']}' for {buyer}."
    named = [
        f"{product_name(result, k)} ({percent(share_of(result, p, k))} from {country(p)})" for p, k in pairs[:SHOWN]
    ]
    more = f"; and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
    several = "partner" in result.data["supplier_share"].dims
    main = f" with {' or '.join(country(p) for p in partners_of(result))} as main supplier" if several else ""
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
        some = listed(list(dict.fromkeys(product_name(result, k) for _, k in pairs))[:SHOWN]) if pairs else ""
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


def share_of(result: Result, partner: str, product: str) -> float:
    """Give a supplier's share of a product's imports."""
    held = result.data["supplier_share"].isel(country=0)
    return float(
        held.sel(product=product) if "partner" not in held.dims else held.sel(product=product, partner=partner)
    )


@finding("trend")
def since(result: Result) -> str | None:
    """Tell the change within the longest source."""
    who = subject_of(result)
    said = []
    sources: set[str] = set()
    for p in partners_of(result):
        change = change_of(result, who, p)
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


def change_of(result: Result, who: str, partner: str) -> tuple[str, int, float, int, float] | None:
    """Give the source with the most years, and its first and last year with their values."""
    best: list[tuple[int, float]] = []
    named = ""
    for source in result.data["source"].values.tolist():
        points = [
            (
                year,
                value_of(
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


def exposed_by(result: Result, names: Mapping[str, str], most: int = 3) -> list[tuple[str, list[str]]]:
    """Give the most exposed sectors by each measure: its name, and for each partner the first few with their values."""
    made = []
    for measure in (one for one in result.variables if "partner" in result.data[one].dims):
        cells = []
        for p in partners_of(result):
            found = {
                s: value_of(result, measure, country=subject_of(result), partner=p, sector=s)
                for s in result.data["sector"].values.tolist()
            }
            top = sorted(((v, s) for s, v in found.items() if v), reverse=True)[:most]
            cells.append("; ".join(f"{uncapital(names.get(s, s))} {percent(v)}" for v, s in top))
        if any(cells):
            made.append((measure, cells))
    return made


def exposed(result: Result, names: Mapping[str, str], language: str = "en") -> str | None:
    """Tell the sector that is most exposed to each partner."""
    tops = []
    for p in partners_of(result):
        found = {
            s: value_of(result, "look_through", country=subject_of(result), partner=p, sector=s)
            for s in result.data["sector"].values.tolist()
        }
        known = {s: v for s, v in found.items() if v}
        if known:
            top = max(known, key=lambda s: known[s])
            tops.append((p, top, percent(known[top])))
    if not tops:
        return None
    if language == "ko":
        from counterpoise.words.language import place  # noqa: PLC0415

        said = [f"{place(p, 'ko')}에는 {sector_name(top, 'ko')}({share.replace(' ', '')})" for p, top, share in tops]
        return f"가장 크게 노출된 산업은 {', '.join(said)}이다."
    return f"Most exposed are, {'; '.join(f'to {country(p)}, {uncapital(names.get(top, top))} ({share})' for p, top, share in tops)}."
