"""What a negotiation says, in plain words: who can do what, what each gets, what each has without a deal, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.negotiation.courses import changes

if TYPE_CHECKING:
    from counterpoise.negotiation.parts import Issue, Outside, Party
    from counterpoise.negotiation.talks import Talks

_AFTER = {
    "fixed": "",
    "stay": "its payoff in the state that was reached",
    "revert": "its payoff once all that can be taken back is taken back",
}


def explained(talks: Talks, *, states: int = 0, moves: int = 0, notes: Sequence[str] = ()) -> str:
    """Say in plain words what a negotiation is about.

    Parameters
    ----------
    talks
        The negotiation.
    states, moves
        How many there are; nothing is said of it if left out.
    notes
        What else a reader must know.

    Returns
    -------
    str
        Some lines of text.
    """
    lines = [talks.describe(), *([f"Asks: {talks.asks}"] if talks.asks else [])]
    for heading, said in _sections(talks):
        if said:
            lines += ["", heading, *said]
    if states:
        lines += ["", "How large it is", f"{counted(states, 'state')} and {counted(moves, 'move')} between them."]
    lines += ["", "Notes", *(f"- {one}" for one in notes)] if notes else []
    return "\n".join(lines)


def _sections(talks: Talks) -> Iterator[tuple[str, list[str]]]:
    yield "Who takes part, and what each has without a deal", _numbered(_party(talks, one) for one in talks.parties)
    yield "What each can do", _numbered(_issue(talks, one) for one in talks.issues)
    yield "What is worth something only together", _numbered(_together(talks))
    yield (
        "What must come first",
        _numbered([f"No deal has {reached(one.step)} before {reached(one.needs)}."] for one in talks.requires),
    )
    yield "What adds to these payoffs", _numbered(_added(talks))
    yield "Where it begins", [f"At {reached(talks.start)}; all else at its first level."] if talks.start else []
    yield "How promises hold", list(_monitored(talks))
    yield "Whose consent the deal needs", _numbered(_ratifiers(talks))
    yield "What is not known", _numbered(_unknown(talks))
    yield "Other circumstances", _numbered(_courses(talks))


def _numbered(said: Any) -> list[str]:
    """Number what has a line each, or more; the lines below the first are set in."""
    lines = []
    for at, (first, *more) in enumerate(said, 1):
        lines += [f"{at}. {first}", *(f"   {one}" for one in more)]
    return lines


def number(value: Any) -> str:
    """Write a number, a range or a sum."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        middle = f", most likely {value[1]:g}" if len(value) == 3 else ""
        return f"from {value[0]:g} to {value[-1]:g}{middle}"
    return f"{value:g}"


def reached(levels: Mapping[str, str]) -> str:
    """Write the levels of issues, as ``programme at freeze and relief at half``."""
    return listed([f"{issue} at {level}" for issue, level in levels.items()])


def listed(words: Sequence[str]) -> str:
    """Write a list of words."""
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"


def row(levels: Sequence[str], values: Sequence[Any]) -> str:
    """Write a number for each level."""
    return "; ".join(f"{level} {number(value)}" for level, value in zip(levels, values, strict=True))


def _party(talks: Talks, name: str) -> Iterator[str]:
    party = talks.parties[name]
    weight = f" Its weight in Nash's product is {party.power:g}." if party.power != 1 else ""
    yield f"{_called(talks, name)}: the next {talks.period} counts {number(talks.discount_of(name))} of this one.{weight}"
    assert party.outside is not None
    yield f"If talks end it has, a {talks.period}: {_outside(party.outside)}."
    for issue, values in party.outside.by.items():
        yield f"Besides, by the level of {issue} that was reached: {row(talks.issue(issue).levels, values)}."
    yield from _noticed(talks, party)


def _called(talks: Talks, name: str) -> str:
    shown, code = talks.named(name), talks.parties[name].country
    words = [one for one in dict.fromkeys((name, code)) if one and one != shown]
    return f"{shown} ({', '.join(words)})" if words else shown


def _who(talks: Talks, name: str) -> str:
    return talks.named(name, in_text=True)


def _outside(option: Outside) -> str:
    value, flow = number(option.value), _AFTER[option.after]
    return value if not flow else flow if option.value == 0 else f"{flow}, and {value} besides"


def _noticed(talks: Talks, party: Party) -> Iterator[str]:
    if party.lag is not None:
        yield f"Its cheating is noticed after {counted(party.lag, talks.period)}."
    if party.detection is not None:
        yield f"Its cheating is noticed with chance {number(party.detection)} a {talks.period}."


def counted(number: int, noun: str) -> str:
    """Write how many there are of something."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _issue(talks: Talks, issue: Issue) -> Iterator[str]:
    label = f" ({issue.label})" if issue.label else ""
    pace = f", by {counted(issue.pace, 'level')} a {talks.period} at most" if issue.pace else ""
    domain = f" Domain: {issue.domain}." if issue.domain else ""
    who = _who(talks, issue.owner)
    yield (
        f"{who[0].upper()}{who[1:]} can take {issue.name}{label} from {issue.levels[0]} to "
        f"{', '.join(issue.levels[1:])}{pace}. {_back(issue)}.{domain}"
    )
    for party, values in issue.worth.items():
        yield f"Worth to {_who(talks, party)} a {talks.period}: {row(issue.levels, values)}."
    for level, text in zip(issue.levels, issue.shocks, strict=False):
        if text.strip():
            yield f"At {level} the world changes so: {text.strip()}."


def _back(issue: Issue) -> str:
    if isinstance(issue.reversible, bool):
        return "It can be taken back" if issue.reversible else "It can't be taken back"
    held = [one for one in issue.levels[1:] if one in issue.reversible]
    rest = [one for one in issue.levels[1:] if one not in issue.reversible]
    if not held or not rest:
        return "It can be taken back" if held else "It can't be taken back"
    return f"What can be taken back is {listed(held)}; {listed(rest)} can't"


def _together(talks: Talks) -> Iterator[list[str]]:
    for one in talks.together:
        gains = listed([f"{number(value)} to {_who(talks, party)}" for party, value in one.worth.items()])
        yield [f"With {reached(one.when)}, or further: {gains or 'nothing'} a {talks.period}."]


def _added(talks: Talks) -> Iterator[list[str]]:
    if talks.payoffs is not None:
        yield [f"The table {talks.payoffs.table}."]
    if talks.evaluated:
        yield ["A function of the state."]
    if talks.engine is not None:
        who = [
            f"{_who(talks, name)} ({number(one.welfare)} each per cent)"
            for name, one in talks.parties.items()
            if one.country
        ]
        shown = [_place(one) for one in talks.engine.bystanders or ()]
        beside = f" Told beside: {listed(shown)}." if shown else ""
        yield [f"The trade model: the change of real income of {listed(who)}.{beside}"]


def _place(word: str) -> str:
    from counterpoise.codes import countries, groups  # noqa: PLC0415

    return groups.name(word) if groups.is_group(word) else countries.name(word, in_text=True)


def _monitored(talks: Talks) -> Iterator[str]:
    watch = talks.monitoring
    if watch.detection is not None:
        yield f"A cheat is noticed with chance {number(watch.detection)} a {talks.period}."
    else:
        yield f"A cheat is noticed after {counted(watch.lag or 1, talks.period)}."
    yield (
        "A cheat may withhold its further steps, and take back its own."
        if watch.withdrawal
        else "A cheat may withhold its further steps, and take nothing back."
    )
    yield f"The chance that it breaks down though all keep to it is {number(watch.hazard)} a {talks.period}."
    yield (
        "The parties can pay each other after the fact." if talks.side_payments else "The parties can't pay each other."
    )


def _ratifiers(talks: Talks) -> Iterator[list[str]]:
    for one in talks.ratifiers:
        share = f" It counts what the deal is worth to {_who(talks, one.party)}." if one.share_of_party else ""
        said = (
            f"{one.name}, of {_who(talks, one.party)}, wants {number(one.at_least)} a {talks.period} at least.{share}"
        )
        yield [
            said,
            *(
                f"Worth to it by {issue}: {row(talks.issue(issue).levels, values)}."
                for issue, values in one.worth.items()
            ),
        ]


def _unknown(talks: Talks) -> Iterator[list[str]]:
    for name, one in talks.unknown.items():
        label = f" ({one.label})" if one.label else ""
        yield [f"{name}{label}: {number(one.range)}."]


def _courses(talks: Talks) -> Iterator[list[str]]:
    whole = talks.model_dump(mode="json")
    for name, course in talks.courses.items():
        label = f" ({course.label})" if course.label else ""
        said = [_change(talks, *one) for one in changes(whole, course.plain())]
        yield [f"{name}{label}", *said]


_KEYS = {
    "discount": "discount",
    "power": "weight in Nash's product",
    "lag": "periods until a cheat is noticed",
    "detection": "chance that a cheat is noticed",
    "welfare": "worth of one per cent of real income",
    "value": "outside option",
    "after": "outside option",
    "hazard": "chance that all breaks down",
    "withdrawal": "whether a cheat may take its own steps back",
    "reversible": "what can be taken back",
    "pace": "levels a period at most",
    "range": "range",
    "label": "what it is",
    "name": "name",
    "country": "country",
}


def _change(talks: Talks, path: tuple[str, ...], old: Any, new: Any) -> str:
    """Say one thing that a course changes."""
    levels = _levels(talks, path)
    was = "" if old is None else f" instead of {_value(old, levels)}"
    return f"{_key(talks, path)}: {_value(new, levels)}{was}."


def _key(talks: Talks, path: tuple[str, ...]) -> str:
    match path:
        case ("parties", party, "outside", "by", issue):
            return f"{talks.named(party)}, outside option by the level of {issue}"
        case ("parties", party, *_):
            return f"{talks.named(party)}, {_KEYS.get(path[-1], path[-1])}"
        case ("issues", issue, "worth", party):
            return f"{issue}, worth to {_who(talks, party)}"
        case ("issues" | "unknown", name, *_):
            return f"{name}, {_KEYS.get(path[-1], path[-1])}"
        case ("start", issue):
            return f"{issue} at the beginning"
    return _KEYS.get(path[-1], path[-1])


def _levels(talks: Talks, path: tuple[str, ...]) -> tuple[str, ...]:
    """Give the levels that the numbers of a key are for; none where it has no such list."""
    if path[0] == "parties" and "by" in path:
        return talks.issue(path[-1]).levels
    return talks.issue(path[1]).levels if path[0] == "issues" and "worth" in path else ()


def _value(value: Any, levels: tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple) and levels:
        return row(levels, value)
    if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
        return listed(value)
    if isinstance(value, str) and value in _AFTER:
        return _AFTER[value] or "a number of its own"
    return number(value)
