"""A negotiation: who takes part, what each can do, what each gets by it, and what each has without a deal."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from counterpoise.core import documents
from counterpoise.core.canonical import canonical_json
from counterpoise.core.documents import Fault
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.negotiation.courses import merged, tidied, within
from counterpoise.negotiation.folding import folded
from counterpoise.negotiation.parts import (
    Course,
    Engine,
    Issue,
    Monitoring,
    Party,
    Payoffs,
    Ratifier,
    Requires,
    Together,
)
from counterpoise.negotiation.unknowns import Number, Unknown
from counterpoise.scenario.shocks import Model

if TYPE_CHECKING:
    from counterpoise.codes.countries import Language
    from counterpoise.negotiation.tables import Table

Evaluated = Callable[[dict[str, str]], Mapping[str, float]]
"""A function from a state, the level of each issue by name, to what it is worth to each party."""


class Talks(Model):
    """What parties can do for each other, what it is worth to them, and what each has if talks end.

    It is written as a TOML file (`from_file`) or made here. A number anywhere can be a range of what is not known, or a sum of
    unknowns as text.

    Attributes
    ----------
    title
        What it is, in a line.
    asks
        The question it was written for.
    period
        A word for one period.
    side_payments
        Whether the parties can pay each other after the fact.
    discount
        What the next period counts against this one, to every party that names none of its own.
    unknown
        What is not known, by name.
    parties
        Who takes part, by name; in Python also a list of names, or the name to show by the key.
    issues
        What can be done, by whom, and what it is worth.
    together, requires
        What is worth something only together; which step no deal takes before others.
    payoffs, engine
        A table, and the trade model, whose payoffs are added.
    monitoring
        How a cheat is noticed.
    ratifiers
        Whose consent the final deal needs.
    start
        The levels at the beginning.
    courses
        Other circumstances, by name.

    Raises
    ------
    pydantic.ValidationError
        If it is made in Python from values that break a rule; a file or a text raises `InputError` with line and key.

    Examples
    --------
    In Python the outside options can stand apart, and an outside option can be a number:

    >>> talks = Talks(
    ...     parties=["buyer", "seller"],
    ...     issues=[
    ...         dict(
    ...             name="goods",
    ...             owner="seller",
    ...             levels=["no", "yes"],
    ...             reversible=False,
    ...             worth=dict(buyer=[0, 3], seller=[0, -1]),
    ...         ),
    ...         dict(
    ...             name="pay",
    ...             owner="buyer",
    ...             levels=["no", "yes"],
    ...             reversible=True,
    ...             worth=dict(buyer=[0, -2], seller=[0, 2]),
    ...         ),
    ...     ],
    ...     outside=dict(buyer=0, seller="stay"),
    ...     discount=0.9,
    ...     monitoring=dict(lag=2),
    ... )
    >>> talks.describe(), talks.parties["seller"].outside.after
    ('talks among buyer and seller on goods and pay', 'stay')
    """

    title: str = Field(default="", description="What it is, in a line.")
    asks: str = Field(default="", description="The question that it was written for.")
    period: str = Field(default="period", description="A word for one period, such as year.")
    side_payments: bool = Field(default=False, description="Whether the parties can pay each other after the fact.")
    discount: Number | None = Field(
        default=None, description="What the next period counts against this one, to every party that names none."
    )
    unknown: dict[str, Unknown] = Field(default_factory=dict, description="What is not known, by name.")
    parties: dict[str, Party] = Field(description="Who takes part, by name.")
    issues: tuple[Issue, ...] = Field(default=(), description="What can be done, by whom, and what it is worth.")
    together: tuple[Together, ...] = Field(default=(), description="What is worth something only together.")
    requires: tuple[Requires, ...] = Field(default=(), description="Steps that no deal takes before others.")
    payoffs: Payoffs | None = Field(default=None, description="A table of payoffs.")
    engine: Engine | None = Field(default=None, description="The trade model that gives payoffs.")
    monitoring: Monitoring = Field(default=Monitoring(), description="How a cheat is noticed.")
    ratifiers: tuple[Ratifier, ...] = Field(default=(), description="Whose consent the final deal needs.")
    start: dict[str, str] = Field(
        default_factory=dict, description="By issue, its level at the beginning; the first if left out."
    )
    courses: dict[str, Course] = Field(default_factory=dict, description="Other circumstances, by name.")

    _function: Evaluated | None = PrivateAttr(default=None)
    _table: Any = PrivateAttr(default=None)
    _kept: dict[Any, Any] = PrivateAttr(default_factory=dict)
    _said: tuple[str, str, Path] = PrivateAttr(default=("", "", Path()))

    @model_validator(mode="before")
    @classmethod
    def _folded(cls, given: Any) -> Any:
        return folded(given) if isinstance(given, Mapping) else given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        from counterpoise.negotiation.checks import checked  # noqa: PLC0415

        checked(self)
        for name, course in self.courses.items():
            self._course(name, course)
        return self

    def _course(self, name: str, course: Course) -> Talks:
        plain = {key: value for key, value in self.plain().items() if key != "courses"}
        try:
            document = merged(plain, course.plain())
        except Fault as fault:
            raise Fault(fault.what, fault.remedy, ("courses", name, *fault.path)) from None
        try:
            made = _Pending.model_validate(document) if self.evaluated else Talks.model_validate(document)
        except ValidationError as error:
            fault = documents.fault_of(error, document, Talks)
            raise Fault(fault.what, fault.remedy, within(fault.path, name, document)) from None
        for one in ("_function", "_said", "_table", "_kept"):
            setattr(made, one, getattr(self, one))
        return made

    @property
    def evaluated(self) -> bool:
        """Whether a function gives payoffs."""
        return self._function is not None

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Read a negotiation from a TOML file.

        Parameters
        ----------
        path
            The file.

        Returns
        -------
        Talks
            It knows the line of each key.

        Raises
        ------
        InputError
            With the line, the key, the value and the nearest valid one.

        Examples
        --------
        >>> Talks.from_file("no-such.toml")
        Traceback (most recent call last):
        ...
        counterpoise.core.errors.InputError: no-such.toml: can't be read (no such file or directory); check the name
        """
        name = os.fspath(path)
        return cls.from_text(documents.text_of(name), name=name, folder=Path(name).parent)

    @classmethod
    def from_text(cls, toml: str, *, name: str = "talks", folder: str | os.PathLike[str] = ".") -> Self:
        r"""Read a negotiation from TOML text.

        Parameters
        ----------
        toml
            The text.
        name
            What stands for the file in errors.
        folder
            Where a table of payoffs lies.

        Returns
        -------
        Talks
            It knows the line of each key.

        Raises
        ------
        InputError
            With the line, the key, the value and the nearest valid one.

        Examples
        --------
        >>> Talks.from_text(
        ...     "discount = 0.9\n[parties.A]\n[parties.B]\n[[issues]]\nname = 'x'\nlevels = ['no', 'yes']\nreversible = true"
        ... )
        Traceback (most recent call last):
        ...
        counterpoise.core.errors.InputError: talks, line 4, issues[0].owner: the issue x has no owner; name one of A, B
        """
        made = documents.loads(toml, cls, name=name)
        made._said = (name, toml, Path(folder))
        plain = tomllib.loads(toml)  # what Python alone may write
        for key in ("outside", "discount"):
            if (key == "outside" and key in plain) or isinstance(plain.get(key), dict):
                where = made.where(key, *list(plain[key])[:1]) if isinstance(plain[key], dict) else made.where(key)
                raise InputError("there is no such key", where=where, remedy=f"write {key} under [parties.NAME]")
        if made.payoffs is not None:
            _ = made.table
        return made

    @classmethod
    def from_callable(cls, *, payoffs: Evaluated, **parts: Any) -> Talks:
        """Make a negotiation whose payoffs a function gives.

        Parameters
        ----------
        payoffs
            From a state, the level of each issue by name, to what it is worth a period to each party. It is called once a
            state, and added to what the issues are worth.
        parts
            All else, as of `Talks`.

        Returns
        -------
        Talks
            Which can't be written as TOML.

        Raises
        ------
        pydantic.ValidationError
            If the parts break a rule.

        Examples
        --------
        >>> talks = Talks.from_callable(
        ...     payoffs=lambda state: {"A": float(state["x"] == "yes"), "B": 0.5 * (state["x"] == "yes")},
        ...     parties=["A", "B"],
        ...     issues=[dict(name="x", owner="A", levels=["no", "yes"], reversible=True)],
        ...     outside=dict(A=0, B=0),
        ...     discount=0.9,
        ... )
        >>> talks.evaluated
        True
        """
        made = _Pending(**parts)
        made._function = payoffs
        return made

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
        name, text, _ = self._said
        return documents.placed(text, name, path) if name else documents.spelled(path)

    @property
    def table(self) -> Table | None:
        """The table of payoffs, where there is one."""
        from counterpoise.negotiation.tables import read  # noqa: PLC0415

        if self.payoffs is not None and self._table is None:
            self._table = read(self, self._said[2])
        return self._table

    @property
    def function(self) -> Evaluated | None:
        """The function that gives payoffs, where there is one."""
        return self._function

    def kept(self, key: Any, shape: tuple[int, ...]) -> Any:
        """Give the array that values of a key are kept in, for all courses; missing where they are not computed yet.

        Parameters
        ----------
        key
            All that the values rest on.
        shape
            The shape of the array.

        Returns
        -------
        numpy.ndarray
            To be filled by whoever computes them.
        """
        import numpy as np  # noqa: PLC0415

        return self._kept.setdefault(key, np.full(shape, np.nan))

    def issue(self, name: str) -> Issue:
        """Give an issue by its name.

        Parameters
        ----------
        name
            Its name.

        Returns
        -------
        Issue
            The issue.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        found = next((one for one in self.issues if one.name == name), None)
        if found is None:
            names = [one.name for one in self.issues]
            remedy = did_you_mean(name, names, f"the issues are {', '.join(names)}")
            raise InputError(f"{name!r:.60} is no issue", where="issues", remedy=remedy)
        return found

    def discount_of(self, party: str) -> Any:
        """Give a party's discount as it was written: its own, or that of all.

        Parameters
        ----------
        party
            Its name.

        Returns
        -------
        float, tuple or str
            A number, a range or a sum; None where none is written.
        """
        own = self.parties[party].discount
        return self.discount if own is None else own

    def named(self, party: str, language: Language = "en", *, in_text: bool = False) -> str:
        """Give the name of a party as it is shown.

        Parameters
        ----------
        party
            Its key.
        language
            ``en`` or ``ko``, for the name of a country.
        in_text
            Whether the name stands inside a sentence.

        Returns
        -------
        str
            Its name, or its country's, or its key.
        """
        from counterpoise.codes import countries, groups  # noqa: PLC0415

        one = self.parties[party]
        code = one.country or party
        if one.name:
            return one.name
        if code in countries.countries():
            return countries.name(code, language, in_text=in_text)
        return groups.name(code, language) if groups.is_group(code) else party

    def under(self, course: str | None) -> Talks:
        """Give the negotiation under one of its courses.

        Parameters
        ----------
        course
            The name of the course; None for the document as it stands.

        Returns
        -------
        Talks
            Without courses.

        Raises
        ------
        InputError
            If there is no such course.
        """
        if course is None:
            return self
        if course not in self.courses:
            listed = f"the courses are {', '.join(self.courses)}" if self.courses else "the document has none"
            remedy = did_you_mean(course, self.courses, listed)
            raise InputError(f"there is no course {course!r:.60}", where=self.where("courses"), remedy=remedy)
        return self._course(course, self.courses[course])

    def describe(self) -> str:
        """Give a short sentence of what is negotiated, for a title.

        Returns
        -------
        str
            The title, or who and what.
        """
        from counterpoise.negotiation.explain import listed  # noqa: PLC0415

        who, what = listed([self.named(one) for one in self.parties]), listed([one.name for one in self.issues])
        return self.title or f"talks among {who} on {what}"

    def to_toml(self) -> str:
        """Write it as TOML text that reads as an equal negotiation.

        Returns
        -------
        str
            The text of a file.

        Raises
        ------
        InputError
            If a function gives its payoffs.
        """
        from counterpoise.scenario.template import written  # noqa: PLC0415

        if self.evaluated:
            remedy = "write its payoffs as a table"
            raise InputError("a negotiation whose payoffs a function gives can't be written as TOML", remedy=remedy)
        return written(self.plain())

    def to_dict(self) -> dict[str, Any]:
        """Give what was said as plain values, for a cache's key or JSON; a table is its hash, a function its name.

        Returns
        -------
        dict
            Under the keys of the file; what is left at its default is left out.
        """
        made = self.plain()
        if self.table is not None:
            made["payoffs"] = {**made["payoffs"], "digest": self.table.digest}
        if self._function is not None:
            made["function"] = (
                f"{getattr(self._function, '__module__', '')}.{getattr(self._function, '__qualname__', '')}"
            )
        return made

    def plain(self) -> dict[str, Any]:
        """Give what was said, as plain values under the keys of the file."""
        found = tidied(super().plain())
        found["parties"] = {name: found["parties"].get(name, {}) for name in self.parties}
        for name, party in self.parties.items():
            if party.outside is not None:  # the outside option of a party is said even where all is at its default
                found["parties"][name].setdefault("outside", {})
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Talks) and self.to_dict() == other.to_dict() and self._function is other._function

    def __hash__(self) -> int:
        return hash(canonical_json(self.to_dict()))


class _Pending(Talks):
    """A negotiation whose function of payoffs is not there yet."""

    @property
    def evaluated(self) -> bool:
        return True

    __eq__, __hash__ = Talks.__eq__, Talks.__hash__
