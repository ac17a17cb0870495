"""A case: the country, the powers, scenarios, talks, ledger, weights and sentences that a brief is made from, in one file."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from counterpoise.briefing.case_parts import Compared, Negotiation, One, Own, Recorded, Risk, Sentence
from counterpoise.codes.groups import parse_countries
from counterpoise.core import documents
from counterpoise.core.canonical import canonical_hash
from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.gallery import CASES, LEDGERS, SCENARIOS, TALKS, Kind
from counterpoise.questions.arguments import EVERYONE
from counterpoise.questions.sides import SIDE_OF, WEIGHTS
from counterpoise.scenario.shocks import Model
from counterpoise.words.language import LANGUAGES, known

if TYPE_CHECKING:
    from counterpoise.negotiation.talks import Talks
    from counterpoise.record.ledger import Ledger
    from counterpoise.scenario import Scenario

MOST_POWERS = 7
"""As many as a reader tells apart by colour."""


class Case(Model):
    """All that a brief is made from, in one file.

    It is read from a TOML file (`read_case`) or text (`from_text`), or made here. The files that it names are read when they
    are first asked for; reading a case from a file reads them all.

    Attributes
    ----------
    title, about
        What it is, in a line and in a few sentences.
    country
        Whose brief it is: a code.
    powers
        Whom it is set against: codes and groups, the first two against each other.
    language
        Of the brief, ``en`` or ``ko``.
    year, source
        Of the accounts; the newest of the store where they are None.
    seed, draws
        Behind the bands; no bands with 0 draws.
    weights
        Of the equation's indicators; its own where there are none.
    risk
        The stated risk of a rupture.
    scenarios, talks, record
        Named files, as they are written; see `changes`, `negotiations` and `ledger`.
    sentences
        What was said, and which commands answer it.

    Raises
    ------
    pydantic.ValidationError
        If it is made in Python from values that break a rule; a file or a text raises `InputError` with line and key.

    Examples
    --------
    >>> case = Case(country="KOR", powers=["USA", "CHN"])
    >>> case.name, len(case.hash), case.changes
    ('South Korea between the United States and China', 64, ())
    """

    title: str = Field(default="", description="What it is, in a line; made of its countries if left out.")
    about: str = Field(default="", description="What it is about, in a few sentences.")
    country: One = Field(description="Whose brief it is: a code, as KOR.")
    powers: Compared = Field(
        description="The powers that it is compared on, at most seven: the first two are set against each other."
    )
    language: str = Field(
        default="en", description="Of the brief.", json_schema_extra={"enum": list(LANGUAGES), "type": "string"}
    )
    year: int | None = Field(default=None, description="The year of the accounts; the newest if left out.")
    source: str | None = Field(
        default=None, description="The accounts' dataset, as in `counterpoise data list`.", min_length=1
    )
    seed: int = Field(default=0, description="Of the draws.", ge=0)
    draws: int = Field(default=20, description="How many stand behind a band; 0 for no bands.", ge=0)
    weights: dict[str, float] = Field(default_factory=dict, description="Weights of the equation's indicators.")
    risk: Risk | None = Field(default=None, description="The stated risk of a rupture.")
    scenarios: tuple[Own, ...] = Field(default=(), description="Scenarios beside the standard ones.")
    talks: tuple[Negotiation, ...] = Field(default=(), description="Negotiations.")
    record: Recorded | None = Field(default=None, description="The ledger of what was said and done.")
    sentences: tuple[Sentence, ...] = Field(default=(), description="What was said, and what the program is asked.")

    _folder: Path | None = PrivateAttr(default_factory=Path)
    _said: tuple[str, str] = PrivateAttr(default=("", ""))
    _kept: dict[str, Any] = PrivateAttr(default_factory=dict)

    @field_validator("language", mode="before")
    @classmethod
    def _spoken(cls, value: object) -> str:
        try:
            return known(str(value))
        except InputError as error:
            raise Fault(error.what, error.remedy) from None

    @field_validator("year", "seed", "draws", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        if isinstance(value, bool):
            raise Fault(f"{str(value).lower()} is not a number", "write one")
        return value

    @field_validator("weights", mode="before")
    @classmethod
    def _weighed(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            raise Fault(f"{value!r:.60} are no weights", "write a table: look_through = 1")
        for name, weight in value.items():
            if name not in SIDE_OF:
                remedy = did_you_mean(str(name), SIDE_OF, f"those that can be weighed are {', '.join(SIDE_OF)}")
                raise Fault(f"{name!r:.60} can't be weighed", remedy, (str(name),))
            number = isinstance(weight, int | float) and not isinstance(weight, bool)
            if not (number and math.isfinite(weight) and weight >= 0):
                raise Fault(f"{weight!r:.60} is no weight", "give zero or more", (str(name),))
        for side, names in WEIGHTS.items():
            given = [value[name] for name in names if name in value]
            if given and not sum(given) > 0:
                raise Fault(f"the {side} weights sum to nothing", "give one a weight above zero")
        return value

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.country in self.powers:
            raise Fault(f"{self.country} is among its own powers", "leave it out", "powers")
        if EVERYONE in self.powers:
            raise Fault(f"{EVERYONE} names no power", f"name at most {MOST_POWERS}", "powers")
        if len(self.powers) > MOST_POWERS:
            raise Fault(f"{len(self.powers)} powers are too many", f"name at most {MOST_POWERS}", "powers")
        held = [set(parse_countries([one])) for one in self.powers[:2]]
        if len(held) == 2 and held[0] & held[1]:
            raise Fault(f"{self.powers[0]} and {self.powers[1]} share a country", "name two powers apart", "powers")
        if self.risk is not None and self.country in self.risk.against:
            raise Fault(f"{self.country} can't lose itself", "name a partner", "risk.against")
        return self

    @classmethod
    def from_text(cls, toml: str, *, name: str = "case", folder: str | os.PathLike[str] | None = None) -> Self:
        r"""Read a case from TOML text, with the files that it names.

        Parameters
        ----------
        toml
            The text.
        name
            What stands for the file in errors.
        folder
            Where the files lie that it names; those of the program alone can be named if None.

        Returns
        -------
        Case
            Whose files are read.

        Raises
        ------
        InputError
            With the line, the key, the value and the nearest valid one.

        Examples
        --------
        >>> Case.from_text("country = 'KOR'\npowers = 'USA,KOR'")
        Traceback (most recent call last):
        ...
        counterpoise.core.errors.InputError: case, line 2, powers: KOR is among its own powers; leave it out
        """
        made = documents.loads(toml, cls, name=name)
        made._said = (name, toml)
        made._folder = None if folder is None else Path(folder)
        _ = made.changes, made.negotiations, made.ledger
        return made

    @property
    def name(self) -> str:
        """Its title, or whom it is about, in its language."""
        return self.titled(self.language)

    def titled(self, language: str) -> str:
        """Give its title, or whom it is about.

        Parameters
        ----------
        language
            One of `counterpoise.words.language.LANGUAGES`.

        Returns
        -------
        str
            A line.

        Examples
        --------
        >>> Case(country="KOR", powers=["USA", "CHN"]).titled("ko")
        '한국: 미국, 중국'
        """
        from counterpoise.codes import countries, groups  # noqa: PLC0415

        if self.title:
            return self.title
        words = "ko" if language == "ko" else "en"
        powers = [
            groups.name(one, words) if groups.is_group(one) else countries.name(one, words, in_text=words == "en")
            for one in self.powers
        ]
        whose = countries.name(self.country, words)
        if words == "ko":
            return f"{whose}: {', '.join(powers)}"
        if not powers[1:]:
            return f"{whose} and {powers[0]}"
        return f"{whose} between {', '.join(powers[:-1])} and {powers[-1]}"

    @property
    def changes(self) -> tuple[Scenario, ...]:
        """Its own scenarios, as `counterpoise.simulate` takes them."""
        return self._once("changes", lambda: tuple(self._change(k, one) for k, one in enumerate(self.scenarios)))

    @property
    def negotiations(self) -> tuple[Talks, ...]:
        """Its negotiations, as `counterpoise.negotiate` takes them."""
        return self._once("talks", lambda: tuple(self._negotiation(k, one) for k, one in enumerate(self.talks)))

    @property
    def ledger(self) -> Path | None:
        """The file of its ledger, which was read and found whole; None where it names none."""
        held = self._once("ledger", self._ledger)
        return None if held is None else held.path

    @property
    def files(self) -> dict[str, Path]:
        """The files that it names, by the key that names each: where they were found."""
        kinds = {"scenarios": SCENARIOS, "talks": TALKS}
        found = {
            documents.spelled((key, k, "file")): self._find(kind, one.file, self.where(key, k, "file"))
            for key, kind in kinds.items()
            for k, one in enumerate(getattr(self, key))
            if one.file
        }
        return found | ({"record.ledger": self.ledger} if self.ledger is not None else {})

    @property
    def folder(self) -> Path | None:
        """Where the files lie that it names, and where its commands are run; None where it has no folder."""
        return self._folder

    @property
    def facing(self) -> tuple[str, ...]:
        """With whom the record is asked for: whom it names, else the powers."""
        return self.powers if self.record is None or self.record.on is None else self.record.on

    @property
    def hash(self) -> str:
        """The SHA-256 of what it says and of what the files say that it names, wherever they lie."""
        return canonical_hash(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Give what it says as plain values, with the content of the files instead of their names.

        Returns
        -------
        dict
            Under the keys of the file; what is left at its default is left out. Of a ledger, how many lines it has and the hash
            of its last, to which all before it are chained.

        Raises
        ------
        InputError
            If a file isn't there, or breaks a rule.
        """
        found = self.plain()
        if self.scenarios:
            found["scenarios"] = [one.to_dict() for one in self.changes]
        if self.talks:
            found["talks"] = [one.to_dict() for one in self.negotiations]
        held = self._once("ledger", self._ledger)
        if held is not None:
            found["record"]["ledger"] = {"lines": len(held), "head": held.head}
        return found

    def to_toml(self) -> str:
        r"""Write it as TOML text that reads as an equal case, where the files that it names are.

        Returns
        -------
        str
            The text of a file.

        Examples
        --------
        >>> case = Case(country="KOR", powers=["USA", "CHN"], draws=0)
        >>> Case.from_text(case.to_toml()) == case
        True
        """
        from counterpoise.scenario.template import written  # noqa: PLC0415

        return written(self.model_dump(mode="python", by_alias=True, exclude_defaults=True))

    def where(self, *path: int | str) -> str:
        """Say where a key was written.

        Parameters
        ----------
        path
            The parts of the key.

        Returns
        -------
        str
            The file, the line and the key; of what was made in Python the key alone.
        """
        name, text = self._said
        return documents.placed(text, name, path) if name else documents.spelled(path)

    def _once(self, key: str, make: Callable[[], Any]) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _find(self, kind: Kind, name: str, where: str) -> Path:
        try:
            return kind.find(name, self._folder)
        except (OSError, ValueError):  # too long for a name, or with a character that names can't have
            raise InputError(f"{name[:60]!r} is no file's name", where=where, remedy="check the name") from None
        except InputError as error:
            raise InputError(error.what, where=where, remedy=error.remedy) from None

    def _change(self, place: int, one: Own) -> Scenario:
        from counterpoise.scenario import Scenario  # noqa: PLC0415
        from counterpoise.scenario.shortform import parse  # noqa: PLC0415

        if one.file:
            return Scenario.from_file(self._find(SCENARIOS, one.file, self.where("scenarios", place, "file")))
        try:
            return parse(one.change)
        except InputError as error:
            where = ", ".join(filter(None, [self.where("scenarios", place, "change"), error.where]))
            raise InputError(error.what, where=where, remedy=error.remedy) from None

    def _negotiation(self, place: int, one: Negotiation) -> Talks:
        from counterpoise.negotiation.talks import Talks  # noqa: PLC0415

        return Talks.from_file(self._find(TALKS, one.file, self.where("talks", place, "file")))

    def _ledger(self) -> Ledger | None:
        from counterpoise.record.place import EXAMPLE, ledger_of  # noqa: PLC0415

        if self.record is None:
            return None
        name = self.record.ledger
        beside = self._folder is not None and (self._folder / name).is_file()
        ours = name == EXAMPLE and not beside
        held = ledger_of(EXAMPLE if ours else self._find(LEDGERS, name, self.where("record", "ledger")))
        _ = held.head  # its chain and its quotes are checked as it is read
        return held


def gallery() -> dict[str, Path]:
    """Give the cases that come with the program, by name.

    Returns
    -------
    dict
        Each with its file.
    """
    return CASES.gallery()


def read_case(named: str | os.PathLike[str] | Case) -> Case:
    """Read a case, with the files that it names.

    Parameters
    ----------
    named
        Its file, one of the program by its name, or a case, which is given back.

    Returns
    -------
    Case
        Whose files are read.

    Raises
    ------
    InputError
        With the file, the line, the key, the value and the nearest valid one.

    Examples
    --------
    >>> read_case("no-such.toml")
    Traceback (most recent call last):
    ...
    counterpoise.core.errors.InputError: no-such.toml: can't be read (no such file or directory); check the name
    """
    if isinstance(named, Case):
        return named
    name = os.fspath(named)
    if not name:
        raise InputError("the file's name is empty", where="case", remedy="give a path")
    path = Path(name)
    if path.name == name and not path.suffix and not path.exists():
        known = gallery()
        if name not in known:
            remedy = did_you_mean(name, known, "name a file, or one of the program's: " + ", ".join(known))
            raise InputError(f"there is no file and no case {name[:60]!r}", where="case", remedy=remedy)
        path = known[name]
        name = str(path)
    return Case.from_text(documents.text_of(name), name=name, folder=path.parent)
