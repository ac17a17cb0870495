"""A line as a TOML document: one issue, where each actor stands on it, how much it matters to it, and what it can bring to bear."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from counterpoise.codes.countries import parse
from counterpoise.codes.groups import is_group
from counterpoise.core import documents
from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.gallery import LINES

AMOUNTS = ("position", "salience", "capability")
"""The numbers of an actor, each of which may be a range."""

REMEDY = "write a number as 40, a range as [30, 50], or a range with a best guess as [30, 45, 50]"

_PAST = 1e12
"""What no number of a line reaches."""


@dataclass(frozen=True)
class Range:
    """A number, or where it lies.

    Attributes
    ----------
    low, high
        Its ends; the same where it is one number.
    guess
        The best guess, around which a triangle is drawn; None where any number between the ends is as good as any other.
    """

    low: float
    high: float
    guess: float | None = None

    @property
    def middle(self) -> float:
        """Give the number that stands for it: the best guess, else the middle."""
        return 0.5 * (self.low + self.high) if self.guess is None else self.guess

    @property
    def open(self) -> bool:
        """Whether it is more than one number."""
        return self.high > self.low

    def plain(self) -> float | list[float]:
        """Give it as the file has it."""
        if not self.open:
            return self.low
        return [self.low, self.high] if self.guess is None else [self.low, self.guess, self.high]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Fault(f"{value!r:.60} is not a number", "write it as 40")
    number = float(value)
    if not math.isfinite(number):
        raise Fault(f"{number} is not a finite number", "write it as 40")
    if abs(number) > _PAST:
        raise Fault(f"{number:g} is too large for a line", "choose another unit")
    return number


def _range(value: Any) -> Range:
    if isinstance(value, Range):
        return value
    if not isinstance(value, list | tuple):
        try:
            number = _number(value)
        except Fault as fault:
            raise Fault(fault.what, REMEDY) from None
        return Range(number, number)
    if len(value) not in (2, 3):
        raise Fault(f"a range has 2 or 3 numbers, not {len(value)}", REMEDY)
    numbers = [_number(one) for one in value]
    if sorted(numbers) != numbers:
        said = ", ".join(f"{one:g}" for one in numbers)
        raise Fault(f"the numbers of the range [{said}] do not rise", "write the lower end first")
    return Range(numbers[0], numbers[-1], numbers[1] if len(numbers) == 3 else None)


def _positive(value: Range) -> Range:
    if value.low < 0:
        raise Fault(f"{value.low:g} is below zero", "give zero or more")
    return value


def _words(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise Fault(f"{value!r:.60} is no name", "write it in one line")
    return value.strip()


def _country(value: str) -> str:
    if is_group(value):
        return value.upper()
    try:
        return parse(value)
    except InputError as error:
        raise Fault(error.what, error.remedy) from error


def _share(value: Any) -> float:
    number = _number(value)
    if not 0.5 <= number <= 1.0:
        hint = f"write {number / 100:g}" if 50 <= number <= 100 else "give a share from 0.5 to 1, as 0.7"
        raise Fault(f"{number:g} is no share of the votes that wins", hint)
    return number


def _count(value: Any) -> float:
    number = _number(value)
    if number < 0:
        raise Fault(f"{number:g} is below zero", "give zero or more")
    return number


Number = Annotated[float, BeforeValidator(_number)]
Amount = Annotated[Range, BeforeValidator(_range)]
Weight = Annotated[Range, BeforeValidator(_range), AfterValidator(_positive)]
Votes = Annotated[float, BeforeValidator(_count)]
Share = Annotated[float, BeforeValidator(_share)]
Name = Annotated[str, AfterValidator(_words)]
Code = Annotated[str, AfterValidator(_country)]


class Table(BaseModel):
    """A table of a line: checked when made, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Scale(Table):
    """The line's ends, and what its points mean.

    Attributes
    ----------
    low, high
        The ends: no actor may stand beyond them.
    unit
        What a point is, as years.
    labels
        What points mean, in words, by the point.
    """

    low: Number = Field(description="The lower end.")
    high: Number = Field(description="The upper end.")
    unit: str = Field(default="", description="What a point is, as years.")
    labels: dict[str, Name] = Field(default_factory=dict, description="What points mean, in words, by the point.")

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.low >= self.high:
            raise Fault(
                f"the scale from {self.low:g} to {self.high:g} has no length", "give the lower end first", "high"
            )
        for word in self.labels:
            try:
                point = float(word)
            except ValueError:
                point = math.nan
            if not self.low <= point <= self.high:
                said = f"{word!r:.30} is no point of the scale from {self.low:g} to {self.high:g}"
                raise Fault(said, "write a label as 0 = 'as today'", "labels")
        return self

    def points(self) -> dict[float, str]:
        """Give what points mean, from the lower end on.

        Returns
        -------
        dict[float, str]
            The words by the point.
        """
        return dict(sorted((float(word), said) for word, said in self.labels.items()))


class Actor(Table):
    """Who stands where, and how much it counts.

    Attributes
    ----------
    name
        Who it is.
    country
        Its code, where it is a country or a group of countries.
    position
        What it wants, on the scale.
    salience
        How much the issue matters to it, in any unit that is the same for all.
    capability
        What it could bring to bear, in any unit that is the same for all.
    votes
        What it has under the rule; its capability where no actor's votes are given.
    """

    name: Name = Field(description="Who it is.")
    country: Code | None = Field(default=None, description="Its code, where it is a country or a group of countries.")
    position: Amount = Field(description="What it wants, on the scale; a range where that is not known.")
    salience: Weight = Field(description="How much the issue matters to it, in any unit that is the same for all.")
    capability: Weight = Field(description="What it could bring to bear, in any unit that is the same for all.")
    votes: Votes | None = Field(
        default=None, description="Its votes under the rule; its capability if nobody's are given."
    )


class Rule(Table):
    """What it takes to leave the status quo.

    Attributes
    ----------
    majority
        The share of the votes that wins: above 0.5; 0.5 is more than one half.
    unanimity
        Whether everyone with a vote must agree.
    veto
        Who must agree, whatever the votes.
    """

    majority: Share | None = Field(default=None, description="The share of the votes that wins; 0.5 is more than half.")
    unanimity: bool = Field(default=False, description="Whether everyone with a vote must agree.")
    veto: tuple[Name, ...] = Field(default=(), description="Who must agree, whatever the votes.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.unanimity and self.majority is not None:
            raise Fault("a majority and unanimity are both asked for", "leave one out", "unanimity")
        if self.share is None and not self.veto:
            raise Fault("the rule says nothing", "give a majority, unanimity = true, or a veto")
        return self

    @property
    def share(self) -> float | None:
        """The share of the votes that wins; None where votes decide nothing."""
        return 1.0 if self.unanimity else self.majority


class Line(Table):
    """One issue as a line.

    It is written as a TOML file (`read`), as text (`from_text`), or made here.

    Attributes
    ----------
    title, description
        What is to be decided.
    source, seen, as_of
        Where the numbers come from, whether that text was seen or they rest on memory, and when they were entered.
    illustration
        Whether the numbers are made up.
    scale
        The line's ends.
    actors
        Who stands where.
    status_quo
        The point that stays without a decision.
    rule
        What it takes to leave it.

    Raises
    ------
    pydantic.ValidationError
        If it is made in Python from values that break a rule; a file or a text raises `InputError` with line and key.

    Examples
    --------
    >>> line = read("emission-standards")
    >>> line.title, len(line.actors), line.actors[0].position.middle
    ('Years until emission standards for medium-sized cars', 10, 4.0)
    """

    title: Name = Field(description="What is to be decided, in a line.")
    description: str = Field(default="", description="The same at length.")
    source: str = Field(default="", description="Where the numbers come from.")
    seen: Literal["", "text", "memory"] = Field(default="", description="Whether that was seen, or rests on memory.")
    as_of: date | None = Field(default=None, description="When the numbers were entered.")
    illustration: bool = Field(default=False, description="Whether the numbers are made up.")
    scale: Scale = Field(description="The line's ends.")
    actors: tuple[Actor, ...] = Field(default=(), description="Who stands where.")
    status_quo: Number | None = Field(default=None, description="The point that stays without a decision.")
    rule: Rule | None = Field(default=None, description="What it takes to leave it.")

    @classmethod
    def from_text(cls, toml: str, *, name: str = "line") -> Self:
        r"""Read a line from TOML text.

        Parameters
        ----------
        toml
            The text.
        name
            What stands for the file in errors.

        Returns
        -------
        Line
            Checked.

        Raises
        ------
        InputError
            With the line, the key, the value and what to do.

        Examples
        --------
        >>> Line.from_text("title = 'Aid'\n[scale]\nlow = 0\nhigh = 10")
        Traceback (most recent call last):
        ...
        counterpoise.core.errors.InputError: line, actors: there are no actors; add some, each below [[actors]]
        """
        made = documents.loads(toml, cls, name=name)
        made.check(toml, name)
        return made

    def check(self, toml: str = "", name: str = "line") -> None:
        """Hold the actors to the scale, to each other and to the rule.

        Parameters
        ----------
        toml
            The text that it was read from, for the lines of errors.
        name
            What stands for the file in errors.

        Raises
        ------
        InputError
            With the line, the key, the value and what to do.

        Examples
        --------
        >>> read("emission-standards").check()
        """
        for path, what, remedy in self._faults():
            at = documents.line_of(toml, path) if toml else None
            where = ", ".join([name, *([f"line {at}"] if at else []), documents.spelled(path)])
            raise InputError(what, where=where, remedy=remedy)

    def _faults(self) -> Any:
        """Give what is wrong, each with its place and what to do."""
        ends = f"the scale from {self.scale.low:g} to {self.scale.high:g}"
        if not self.actors:
            yield ("actors",), "there are no actors", "add some, each below [[actors]]"
            return
        names = [one.name for one in self.actors]
        for place, one in enumerate(self.actors):
            if one.name in names[:place]:
                yield ("actors", place, "name"), f"{one.name!r} is named twice", "give each actor a name of its own"
            for point in (one.position.low, one.position.high):
                if not self.scale.low <= point <= self.scale.high:
                    said = f"{one.name}'s {point:g} is outside {ends}"
                    yield ("actors", place, "position"), said, "give a point of it, or another scale"
        if not any(one.salience.high * one.capability.high > 0 for one in self.actors):
            said = "nobody counts: every salience or capability is zero"
            yield ("actors", 0, "salience"), said, "give some actor both above zero"
        if self.status_quo is not None and not self.scale.low <= self.status_quo <= self.scale.high:
            yield ("status_quo",), f"{self.status_quo:g} is outside {ends}", "give a point of it, or another scale"
        yield from self._rule_faults(names)

    def _rule_faults(self, names: list[str]) -> Any:
        if self.rule is None:
            return
        for word in self.rule.veto:
            if word not in names:
                remedy = did_you_mean(word, names, "the actors are " + ", ".join(names[:12]))
                yield ("rule", "veto"), f"there is no actor {word!r:.60}", remedy
        votes = [one.votes for one in self.actors]
        given = any(one is not None for one in votes)
        held = [one or 0.0 for one in votes] if given else [one.capability.high for one in self.actors]
        if self.rule.share is not None and not any(held):
            yield ("rule", "majority"), "nobody has a vote", "give some actor votes above zero"

    @property
    def drawn(self) -> bool:
        """Whether any number is a range."""
        return any(getattr(one, name).open for one in self.actors for name in AMOUNTS)

    def ends(self, name: str) -> tuple[list[float], list[float], list[float]]:
        """Give the low end, the best guess and the high end of one of the `AMOUNTS` for each actor.

        Parameters
        ----------
        name
            Which.

        Returns
        -------
        tuple of list
            The guess is missing where there is none.

        Examples
        --------
        >>> read("emission-standards").ends("position")[0][:2]
        [4.0, 7.0]
        """
        held = [getattr(one, name) for one in self.actors]
        guesses = [math.nan if one.guess is None else one.guess for one in held]
        return [one.low for one in held], guesses, [one.high for one in held]

    def votes(self) -> list[float]:
        """Give what each actor has under the rule.

        Returns
        -------
        list[float]
            Votes, none where they are not given; capability where nobody's are.

        Examples
        --------
        >>> read("emission-standards").votes()[:2]
        [8.0, 8.0]
        """
        if any(one.votes is not None for one in self.actors):
            return [one.votes or 0.0 for one in self.actors]
        return [one.capability.middle for one in self.actors]

    def to_dict(self) -> dict[str, Any]:
        """Give what was said as plain values under the keys of the file; what is left at its default is left out.

        Returns
        -------
        dict[str, Any]
            For a cache's key or JSON.

        Examples
        --------
        >>> read("emission-standards").to_dict()["actors"][0]
        {'name': 'Netherlands', 'country': 'NLD', 'position': 4.0, 'salience': 80.0, 'capability': 8.0}
        """
        made = self.model_dump(mode="json", exclude_defaults=True, exclude={"actors"})
        actors = [
            one.model_dump(mode="json", exclude_defaults=True, exclude=set(AMOUNTS))
            | {name: getattr(one, name).plain() for name in AMOUNTS}
            for one in self.actors
        ]
        return made | {"actors": actors}


def read(words: str | os.PathLike[str]) -> Line:
    """Read a line from a file, or by the name of one that comes with the program.

    Parameters
    ----------
    words
        A path, or one of the names that `examples` gives.

    Returns
    -------
    Line
        Checked.

    Raises
    ------
    InputError
        With the line, the key, the value and what to do.

    Examples
    --------
    >>> read("emission-standards").status_quo is None
    True
    """
    name = os.fspath(words)
    known = examples()
    if name in known and not Path(name).exists():
        return Line.from_text(documents.text_of(known[name]), name=name)
    try:
        text = documents.text_of(name)
    except InputError as error:
        if Path(name).exists() or Path(name).suffix:
            raise
        remedy = did_you_mean(name, known, f"name a file, or one of {', '.join(known)}")
        raise InputError("there is no such line", where=name[:80], remedy=remedy) from error
    return Line.from_text(text, name=name)


def examples() -> Mapping[str, Path]:
    """Give the lines that come with the program, by name.

    Returns
    -------
    Mapping[str, Path]
        Each with its file.

    Examples
    --------
    >>> sorted(examples())
    ['emission-standards', 'reliance-on-a-neighbour']
    """
    return LINES.gallery()


def is_line(toml: str) -> bool:
    r"""Tell whether a TOML text is a line, whatever is wrong with it, and no other document.

    Parameters
    ----------
    toml
        The text.

    Returns
    -------
    bool
        Whether it has a scale, or actors who stand somewhere; never of a text that is no TOML.

    Examples
    --------
    >>> is_line("[scale]\nlow = 0\nhigh = 1"), is_line("parties = ['KOR']"), is_line("not TOML")
    (True, False, False)
    """
    try:
        held = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return False
    actors = held.get("actors")
    placed = isinstance(actors, list) and any(isinstance(one, dict) and "position" in one for one in actors)
    return isinstance(held.get("scale"), dict) or placed
