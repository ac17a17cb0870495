"""A scenario: what changes, who answers, how the world adjusts, and what to show."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, PrivateAttr, model_validator

from counterpoise.codes import countries as table
from counterpoise.codes import groups as known
from counterpoise.core import documents
from counterpoise.core.canonical import canonical_json
from counterpoise.core.documents import Fault, known_keys
from counterpoise.core.errors import InputError, did_you_mean
from counterpoise.core.gallery import SCENARIOS
from counterpoise.scenario.model import BaselineChoice, ModelChoice, Report
from counterpoise.scenario.place import Place, in_text
from counterpoise.scenario.shocks import ALL, AnyShock, Model, Shock, Words
from counterpoise.scenario.stockpiles import Stockpile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Arrays:
    """A counterfactual as bare arrays, on the axes of a baseline's constructor; None is no change.

    Attributes
    ----------
    tariff
        New level ``[importer, exporter, sector]``, fraction.
    trade_cost_hat
        Relative change ``[importer, exporter, sector]``; infinite where trade stops.
    export_tax
        New level ``[importer, exporter, sector]``, fraction.
    productivity_hat
        Relative change ``[country, sector]``.
    transfer
        What each country receives, million USD; it sums to zero.
    """

    tariff: NDArray[Any] | None = None
    trade_cost_hat: NDArray[Any] | None = None
    export_tax: NDArray[Any] | None = None
    productivity_hat: NDArray[Any] | None = None
    transfer: NDArray[Any] | None = None

    def given(self) -> dict[str, NDArray[Any]]:
        """Give the arrays that there are, by name."""
        return {name: array for name, array in vars(self).items() if array is not None}

    def digest(self) -> str:
        """Give a hash of names, shapes and numbers."""
        found = hashlib.sha256()
        for name, array in self.given().items():
            found.update(repr((name, array.shape)).encode())
            found.update(array.tobytes())
        return found.hexdigest()


class Scenario(Model):
    """What changes in the world, against which baseline, and how the world adjusts.

    It is written as a TOML file (`from_file`), as a short text (`read`), as arrays (`from_arrays`), or made here from
    shocks. Countries and sectors stay words until they meet a baseline, which decides which it has.

    Attributes
    ----------
    title
        What it is, in a line.
    asks, found
        The question it was written for, and what came out, in a sentence each.
    baseline
        Accounts, year and tariffs that it is held against.
    shocks
        What changes.
    retaliation
        What others do in return; it happens together with the shocks, and is told apart.
    stockpiles
        What bridges a part of the first year.
    model
        Horizon, closure, sourcing, deficits and elasticities.
    report
        What to show.
    groups
        Own lists of countries, by name.

    Raises
    ------
    pydantic.ValidationError
        If it is made in Python from values that break a rule; a file or a text raises `InputError` with line and key.

    Examples
    --------
    >>> from counterpoise.scenario.shocks import Tariff
    >>> Scenario(title="A tariff", shocks=(Tariff(by="USA", on="CHN", sectors="C26,C27", up_by_points=25),)).describe()
    'USA raises tariffs on C26 and C27 from CHN by 25 points'
    """

    title: str = Field(description="What it is, in a line.")
    asks: str = Field(default="", description="The question that it was written for.")
    found: str = Field(default="", description="What came out, in a sentence.")
    baseline: BaselineChoice = Field(default=BaselineChoice(), description="What it is held against.")
    model: ModelChoice = Field(default=ModelChoice(), description="How the world adjusts.")
    report: Report = Field(default=Report(), description="What to show.")
    groups: dict[str, Words] = Field(default_factory=dict, description="Own lists of countries, by name.")
    shocks: tuple[AnyShock, ...] = Field(default=(), description="What changes.")
    retaliation: tuple[AnyShock, ...] = Field(default=(), description="What others do in return.")
    stockpiles: tuple[Stockpile, ...] = Field(default=(), description="What bridges a part of the first year.")

    _arrays: Arrays | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _own_names(self) -> Self:
        for name in self.groups:
            word = name.strip().upper()
            if word == ALL or word in table.countries() or known.is_group(word):
                raise Fault(f"{name!r} is already a country or a group", "give the list another name", f"groups.{name}")
            if not word or "," in name:
                raise Fault(f"{name!r} can't be the name of a list", "write a word", f"groups.{name}")
        return self

    @property
    def arrays(self) -> Arrays | None:
        """The counterfactual as arrays, where it was given so."""
        return self._arrays

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Read a scenario from a TOML file.

        Parameters
        ----------
        path
            The file.

        Returns
        -------
        Scenario
            Each shock knows its line.

        Raises
        ------
        InputError
            With the line, the key, the value and the nearest valid one.

        Examples
        --------
        >>> Scenario.from_file("no-such.toml")
        Traceback (most recent call last):
        ...
        counterpoise.core.errors.InputError: no-such.toml: can't be read (no such file or directory); check the name
        """
        name = os.fspath(path)
        return cls.from_text(documents.text_of(name), name=name)

    @classmethod
    def from_text(cls, toml: str, *, name: str = "scenario") -> Self:
        r"""Read a scenario from TOML text.

        Parameters
        ----------
        toml
            The text.
        name
            What stands for the file in errors.

        Returns
        -------
        Scenario
            Each shock knows its line.

        Raises
        ------
        InputError
            With the line, the key, the value and the nearest valid one.

        Examples
        --------
        >>> Scenario.from_text("title = 'Stop'\n[[shocks]]\nkind = 'embargo'\nby = 'ALL'\non = 'DEU'").describe()
        'ALL stops trade with DEU'
        """
        made = documents.loads(toml, cls, name=name)
        placed = {
            field: tuple(
                one.at(in_text(toml, name, field, index, known_keys(type(one))))
                for index, one in enumerate(getattr(made, field))
            )
            for field in ("shocks", "retaliation", "stockpiles")
        }
        return made.model_copy(update=placed)

    @classmethod
    def from_arrays(
        cls,
        *,
        tariff: ArrayLike | None = None,
        trade_cost_hat: ArrayLike | None = None,
        export_tax: ArrayLike | None = None,
        productivity_hat: ArrayLike | None = None,
        transfer: ArrayLike | None = None,
        title: str = "",
    ) -> Self:
        """Make a scenario from arrays on the axes of a baseline's constructor.

        Parameters
        ----------
        tariff
            New import tariffs ``[importer, exporter, sector]``, ad valorem fractions: 0.1 is 10 %. For a baseline of one
            sector this and the next two may be ``[importer, exporter]``.
        trade_cost_hat
            Relative changes of trade costs ``[importer, exporter, sector]``: 1.1 is 10 % more; infinite stops a flow.
        export_tax
            New export taxes ``[importer, exporter, sector]``, fractions of the price before the tax.
        productivity_hat
            Relative changes of productivity ``[country, sector]``.
        transfer
            What each country receives ``[country]``, million USD a year; it sums to zero.
        title
            What it is, in a line.

        Returns
        -------
        Scenario
            Shapes and signs are checked when it meets a baseline.

        Raises
        ------
        InputError
            If something given is not an array of numbers.

        Examples
        --------
        >>> Scenario.from_arrays(
        ...     tariff=[[[0.0], [0.1]], [[0.0], [0.0]]], title="10 % on all imports"
        ... ).arrays.tariff.shape
        (2, 2, 1)
        """
        given = {
            "tariff": tariff,
            "trade_cost_hat": trade_cost_hat,
            "export_tax": export_tax,
            "productivity_hat": productivity_hat,
            "transfer": transfer,
        }
        made = cls(title=title or "a counterfactual given as arrays")
        made._arrays = Arrays(**{name: _array(value, name) for name, value in given.items() if value is not None})
        return made

    def placed(self) -> Iterator[tuple[Shock, bool]]:
        """Give every shock, knowing where it was said, and whether it is retaliation.

        Returns
        -------
        Iterator[tuple[Shock, bool]]
            The shocks, then the retaliation.

        Examples
        --------
        >>> from counterpoise.scenario.shocks import Embargo
        >>> [str(one.place) for one, _ in Scenario(title="a", shocks=(Embargo(by="ALL", on="DEU"),)).placed()]
        ['shocks[0]']
        """
        for field in ("shocks", "retaliation"):
            for index, one in enumerate(getattr(self, field)):
                yield (one if str(one.place) else one.at(Place(path=f"{field}[{index}]"))), field == "retaliation"

    def stocked(self) -> Iterator[tuple[Stockpile, Place]]:
        """Give every stockpile, and where it was said.

        Examples
        --------
        >>> held = Scenario(title="a", stockpiles=(Stockpile(by="KOR", sectors="B05-B06", covers=25),))
        >>> [str(place) for _, place in held.stocked()]
        ['stockpiles[0]']
        """
        for index, one in enumerate(self.stockpiles):
            yield one, one.place if str(one.place) else Place(path=f"stockpiles[{index}]")

    def describe(self) -> str:
        """Give a short sentence of what changes, for a title.

        Returns
        -------
        str
            In the words of the scenario.

        Examples
        --------
        >>> read("embargo by ALL on DEU").describe()
        'ALL stops trade with DEU'
        """
        from counterpoise.scenario.explain import described  # noqa: PLC0415

        return described(self)

    def to_toml(self) -> str:
        r"""Write it as TOML text that reads as an equal scenario.

        Returns
        -------
        str
            The text of a file.

        Raises
        ------
        InputError
            If it was given as arrays.

        Examples
        --------
        >>> Scenario.from_text(read("embargo by ALL on DEU").to_toml()) == read("embargo by ALL on DEU")
        True
        """
        from counterpoise.scenario.template import written  # noqa: PLC0415

        if self._arrays is not None:
            raise InputError("a scenario given as arrays can't be written as TOML", remedy="keep the arrays in a file")
        return written(self.plain())

    def to_dict(self) -> dict[str, Any]:
        """Give what was said as plain values, for a cache's key or JSON; arrays are their hash.

        Returns
        -------
        dict[str, Any]
            Under the keys of the file; what is left at its default is left out.

        Examples
        --------
        >>> read("embargo by ALL on DEU").to_dict()["shocks"]
        [{'kind': 'embargo', 'by': ['ALL'], 'on': ['DEU']}]
        """
        return self.plain() | ({"arrays": self._arrays.digest()} if self._arrays is not None else {})

    def plain(self) -> dict[str, Any]:
        """Give what was said, as plain values under the keys of the file."""
        found = super().plain()
        for field in ("shocks", "retaliation"):
            if getattr(self, field):
                found[field] = [one.plain() for one in getattr(self, field)]
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(canonical_json(self.to_dict()))


def _array(value: ArrayLike, name: str) -> NDArray[Any]:
    import numpy as np  # noqa: PLC0415

    try:
        made = np.array(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError("this is not an array of numbers", where=name, remedy="give one") from error
    made.flags.writeable = False
    return made


def read(words: str | os.PathLike[str]) -> Scenario:
    """Read a scenario from a file, or from the short form.

    Parameters
    ----------
    words
        A path that ends in ``.toml`` or is a file's; one of the gallery by its name, as in ``us-tariffs-2025``; otherwise the
        short form, as in ``embargo by ALL on DEU``.

    Returns
    -------
    Scenario
        Each shock knows its line or clause.

    Raises
    ------
    InputError
        With the line and key, or the clause and word, and the nearest valid one.

    Examples
    --------
    >>> read("tariff +25 points by USA on CHN sectors C26,C27; CHN retaliates").describe()
    'USA raises tariffs on C26 and C27 from CHN by 25 points; CHN retaliates'
    """
    from counterpoise.scenario.shortform import HEADS, parse  # noqa: PLC0415

    text = os.fspath(words)
    if _is_file(text):
        return Scenario.from_file(text)
    word = text.strip()
    if len(word.split()) != 1 or word.lower() in HEADS:
        return parse(text)
    ours = SCENARIOS.gallery()  # no clause is one word
    if word in ours:
        return Scenario.from_file(ours[word])
    remedy = f"name a file, one of the gallery ({', '.join(ours)}), or write a line of the short form"
    if any(mark in word for mark in "/.\\"):
        raise InputError("there is no such file", where=word[:80], remedy=did_you_mean(Path(word).stem, ours, remedy))
    raise InputError("there is no such scenario", where=word[:80], remedy=did_you_mean(word, ours, remedy))


def _is_file(text: str) -> bool:
    if text.strip().lower().endswith(".toml"):
        return True
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a name, or with a character that names can't have
        return False
