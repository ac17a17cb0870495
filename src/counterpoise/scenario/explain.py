"""What a scenario does, in plain words: who, on whom, in which sectors, by how much, and which flows it touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.codes import countries as table
from counterpoise.codes import groups as known
from counterpoise.codes import sectors as lists
from counterpoise.core.errors import InputError
from counterpoise.scenario import moment
from counterpoise.scenario.shocks import ALL, Shock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoise.scenario.scenario import Scenario
    from counterpoise.scenario.stockpiles import Stockpile
    from counterpoise.scenario.touched import Touched

Say = Callable[[Sequence[str]], str]
"""Writes a list of words."""


def described(scenario: Scenario) -> str:
    """Give a short sentence of what changes, in the scenario's own words (see `Scenario.describe`)."""
    if scenario.arrays is not None:
        return scenario.title
    said = [sentence(shock, joined, joined) for shock in scenario.shocks]
    for answer in scenario.retaliation:
        in_kind = any(mirrored(answer, shock) for shock in scenario.shocks)
        by = getattr(answer, "by", ())
        said.append(
            f"{joined(by)} {_verb(by, 'retaliate')}" if in_kind else f"in return, {sentence(answer, joined, joined)}"
        )
    return "; ".join(said) or scenario.title


def sentences(scenario: Scenario, scheme: str = "icio-2025") -> tuple[str, ...]:
    """Give a sentence, without its point, of each shock and each answer, with names in place of codes.

    Parameters
    ----------
    scenario
        The scenario.
    scheme
        The sectors' scheme, for their names.

    Examples
    --------
    >>> from counterpoise.scenario import read
    >>> sentences(read("tariff +5 points by USA on CHN sectors C26; CHN retaliates"))[1]
    'China answers in kind'
    """
    who, what = _namer(scenario.groups), _sector_namer(scheme)
    said = []
    for shock, is_answer in scenario.placed():
        in_kind = is_answer and any(mirrored(shock, one) for one in scenario.shocks)
        by = getattr(shock, "by", ())
        said.append(f"{who(by)} {_verb(by, 'answer')} in kind" if in_kind else sentence(shock, who, what))
    return tuple(said)


def mirrored(answer: Shock, shock: Shock) -> bool:
    """Say whether an answer is the same measure, against those who imposed it."""
    if type(answer) is not type(shock) or not shock.RETALIABLE:
        return False
    said, given = answer.model_dump(), shock.model_dump()
    against, by = said.pop("on"), given.pop("by")
    said.pop("by")
    given.pop("on")
    return against == by and said == given


def explained(
    scenario: Scenario,
    touched: Sequence[Touched] = (),
    *,
    trade: NDArray[Any] | None = None,
    scheme: str = "icio-2025",
    against: str = "",
    elasticities: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Say in plain words what a scenario does.

    Parameters
    ----------
    scenario
        The scenario.
    touched
        Which flows each shock touches, in the scenario's order; counts are left out without it.
    trade
        The baseline's flows ``[origin, sector, destination]``, million USD, for how much trade that is.
    scheme
        The sectors' scheme, for their names.
    against
        The baseline, in a few words.
    elasticities
        Those that hold at the scenario's time, in a few words.
    notes
        What else a reader must know.

    Returns
    -------
    str
        Some lines of text.

    Examples
    --------
    >>> from counterpoise.scenario import read
    >>> print(explained(read("embargo by ALL on DEU")))
    embargo by ALL on DEU
    <BLANKLINE>
    What changes
    1. Every country stops trade with Germany.
    <BLANKLINE>
    How the world adjusts
    Trade deficits stay fixed in units of world value added (additive); one mix of origins serves every use (none).
    """
    lines = [scenario.title, *([f"Asks: {scenario.asks}"] if scenario.asks else [])]
    lines += [f"Against: {against}"] if against else []
    who, what = _namer(scenario.groups), _sector_namer(scheme)
    for heading, answers in (("What changes", False), ("What others do in return", True)):
        shocks = [(at, one) for at, (one, is_answer) in enumerate(scenario.placed()) if is_answer == answers]
        if shocks:
            lines += ["", heading]
        for at, shock in shocks:
            said = sentence(shock, who, what)
            lines.append(f"{at + 1}. {said[0].upper()}{said[1:]}.")
            if at < len(touched):
                lines.append(f"   {_count(touched[at], trade)}")
    if scenario.arrays is not None:
        lines += ["", "What changes", f"Arrays: {', '.join(scenario.arrays.given())}."]
    if scenario.stockpiles:
        lines += ["", "What bridges the first year"]
        for at, one in enumerate(scenario.stockpiles):
            said = stock(one, who, what)
            lines.append(f"{at + 1}. {said[0].upper()}{said[1:]}.")
    lines += [
        "",
        "How the world adjusts",
        _adjusts(scenario),
        *([f"Elasticities: {elasticities}."] if elasticities else []),
    ]
    if notes:
        lines += ["", "Notes", *(f"- {note}" for note in notes)]
    return "\n".join(lines)


def _count(one: Touched, trade: NDArray[Any] | None) -> str:
    where = str(one.shock.place)
    if one.mask is None:
        return f"{where}: it touches no flow of goods by itself"
    if one.mask.ndim == 2:
        return f"{where}: it touches {one.flows:,} {'producer' if one.flows == 1 else 'producers'}"
    flows = f"{where}: it touches {one.flows:,} {'flow' if one.flows == 1 else 'flows'}"
    if trade is None:
        return flows
    held, worth, share = traded(one, trade)
    held_in = f"{flows}, {held:,} of them with trade, worth {worth:,.0f} million USD a year"
    return f"{held_in}, {share.replace('%', ' %')} of trade between countries"


def traded(one: Touched, trade: NDArray[Any]) -> tuple[int, float, str]:
    """Give how many flows of a shock have trade, what they are worth, and their share of trade between countries, in %.

    Parameters
    ----------
    one
        The flows that a shock touches.
    trade
        The baseline's flows ``[origin, sector, destination]``, million USD.
    """
    held, worth = one.traded(trade)
    n = trade.shape[0]
    abroad = float(trade.sum() - trade[range(n), :, range(n)].sum())
    part = 100 * worth / abroad if abroad > 0 else 0.0
    return held, worth, f"{part:.0f}%" if part >= 10 else f"{part:.2g}%"


_CLOSURES = {
    "additive": "Trade deficits stay fixed in units of world value added",
    "multiplicative": "Trade deficits stay a fixed share of each country's own GDP",
    "balanced": "Trade deficits vanish",
}
_SOURCING = {
    "none": "one mix of origins serves every use",
    "kind": "inputs and final goods have origins of their own",
    "user": "each buying sector has origins of its own",
}


def _adjusts(scenario: Scenario) -> str:
    model = scenario.model
    said = f"{_CLOSURES[model.closure]} ({model.closure}); {_SOURCING[model.sourcing]} ({model.sourcing})"
    if model.deficits == "purged":
        said += "; the baseline's deficits are removed first (purged)"
    return " ".join(part for part in (f"{said}.", moment.explained(model)) if part)


# One sentence a kind -----------------------------------------------------------------------------------------


def sentence(shock: Shock, who: Say, what: Say) -> str:
    """Give a sentence, without its point, of what a shock does.

    Parameters
    ----------
    shock
        The shock.
    who, what
        Write lists of countries and of sectors.
    """
    return _SENTENCES[shock.plain()["kind"]](shock, who, what)


def _verb(words: Sequence[str], verb: str) -> str:
    return verb if len(words) > 1 else f"{verb}s"


def _change(shock: Any, by: Sequence[str], noun: str, after: str) -> str:
    """Say how a rate changes; the three words for amounts are kept apart."""
    if shock.set_to is not None:
        return f"{_verb(by, 'set')} {noun}{after} to {shock.set_to:g} %"
    points = shock.up_by_points is not None
    amount = shock.up_by_points if points else shock.up_by_percent
    verb = _verb(by, "raise" if amount >= 0 else "lower")
    unit = ("point" if abs(amount) == 1 else "points") if points else "per cent of what they are"
    return f"{verb} {noun}{after} by {abs(amount):g} {unit}"


def _tariff(shock: Any, who: Say, what: Say) -> str:
    on = f" on {what(shock.sectors) if shock.sectors else 'goods'} from {who(shock.on)}"
    return f"{who(shock.by)} {_change(shock, shock.by, 'tariffs', on)}"


def _export_tax(shock: Any, who: Say, what: Say) -> str:
    on = f" on {what(shock.sectors) if shock.sectors else 'goods'} sold to {who(shock.on)}"
    return f"{who(shock.by)} {_change(shock, shock.by, 'export taxes', on)}"


def _sectors(shock: Any, what: Say) -> str:
    return f" in {what(shock.sectors)}" if shock.sectors else ""


def _trade_cost(shock: Any, who: Say, what: Say) -> str:
    up = shock.up_by_percent
    change = f"the costs of trade{_sectors(shock, what)} {'rise' if up >= 0 else 'fall'} by {abs(up):g} per cent"
    if shock.direction == "both":
        if set(shock.by) == set(shock.on):
            return f"{change} among {who(shock.by)}"
        return f"{change} between {who(shock.by)} and {who(shock.on)}"
    origin, destination = (shock.on, shock.by) if shock.direction == "imports" else (shock.by, shock.on)
    return f"{change} from {who(origin)} to {who(destination)}"


def _embargo(shock: Any, who: Say, what: Say) -> str:
    cut = _verb(shock.by, "stop") if shock.share == 100 else f"{_verb(shock.by, 'cut')} {shock.share:g} % of"
    goods = what(shock.sectors) if shock.sectors else ""
    part = "" if shock.share == 100 else ", at unchanged prices"
    if shock.direction == "both":
        trade = f"trade in {goods}" if goods else "trade"
        return f"{who(shock.by)} {cut} {trade} with {who(shock.on)}{part}"
    way = "imports" if shock.direction == "imports" else "exports"
    whole = f"{way} of {goods}" if goods else way
    return f"{who(shock.by)} {cut} {whole} {'from' if way == 'imports' else 'to'} {who(shock.on)}{part}"


def _productivity(shock: Any, who: Say, what: Say) -> str:
    up = shock.up_by_percent
    return f"productivity in {who(shock.of)}{_sectors(shock, what)} {'rises' if up >= 0 else 'falls'} by {abs(up):g} per cent"


def _transfer(shock: Any, who: Say, what: Say) -> str:  # noqa: ARG001 - one signature for all
    parts = ", in proportion to value added" if len(shock.sender) + len(shock.receiver) > 2 else ""
    verb = _verb(shock.sender, "give")
    return f"{who(shock.sender)} {verb} {who(shock.receiver)} {shock.million_usd:,.10g} million USD a year{parts}"


def _agreement(shock: Any, who: Say, what: Say) -> str:
    named = f"the agreement {shock.name}" if shock.name else f"an agreement among {who(shock.parties)}"
    goods = what(shock.sectors) if shock.sectors else "goods"
    level = "removes tariffs" if shock.set_to == 0 else f"holds tariffs at {shock.set_to:g} % or less"
    if shock.share != 100:
        goal = "removing tariffs" if shock.set_to == 0 else f"holding tariffs at {shock.set_to:g} % or less"
        level = f"goes {shock.share:g} % of the way to {goal}"
    but = f" but for {what(shock.exclude)}" if shock.exclude else ""
    deep = "" if shock.depth is None else f", and lowers other costs of their trade as a depth of {shock.depth:g} does"
    return f"{named} {level} on {goods}{but} between its parties{deep}"


def _recorded(shock: Any, who: Say, what: Say) -> str:
    by = "" if shock.by == (ALL,) else f" by {who(shock.by)}"
    on = "" if shock.on == (ALL,) else f" on {who(shock.on)}"
    days = f"from {shock.start.isoformat()} to {shock.end.isoformat()}"
    return f"tariffs{by}{on}{_sectors(shock, what)} change as {shock.table} records {days}"


def stock(one: Stockpile, who: Say, what: Say) -> str:
    """Give a sentence, without its point, of what a stockpile bridges."""
    goods = f"stocks of {what(one.sectors)}" if one.sectors else "stocks of everything"
    part = "all of the first year" if one.covers == 100 else f"the first {one.covers:g} % of the first year"
    return f"{goods} in {who(one.by)} last {part}"


_SENTENCES: dict[str, Callable[[Any, Say, Say], str]] = {
    "tariff": _tariff,
    "export_tax": _export_tax,
    "trade_cost": _trade_cost,
    "embargo": _embargo,
    "productivity": _productivity,
    "transfer": _transfer,
    "agreement": _agreement,
    "recorded": _recorded,
}


# Names -------------------------------------------------------------------------------------------------------


def joined(words: Sequence[str]) -> str:
    """Write a list as a sentence has it.

    Examples
    --------
    >>> joined(["KOR", "CHN", "JPN"])
    'KOR, CHN and JPN'
    """
    head, last = ", ".join(words[:-1]), words[-1]
    return f"{head} and {last}" if head else last


def _namer(own: Mapping[str, Sequence[str]]) -> Say:
    mine = {name.upper(): f"{name} ({', '.join(members)})" for name, members in own.items()}

    def name(word: str) -> str:
        plain = word.upper()
        if plain == ALL:
            return "every country"
        if plain in mine:
            return mine[plain]
        if plain in table.countries() or plain == table.REST_OF_WORLD:
            return table.name(plain, in_text=True)
        return f"the {known.name(plain)}".replace("the BRICS", "BRICS") if known.is_group(plain) else word

    return lambda words: joined([name(word) for word in words])


def _sector_namer(scheme: str) -> Say:
    names = lists.scheme(scheme if scheme in lists.schemes() else "icio-2025")

    def name(word: str) -> str:
        try:
            said = names.name(word)
        except InputError:
            return word
        return word if said.casefold() == word.casefold() else f"{word} ({said})"

    return lambda words: joined([name(word) for word in words])
