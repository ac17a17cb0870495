"""What is not known: a range instead of a number, named once and used anywhere, or written where it is."""

from __future__ import annotations

import keyword
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema

from counterpoise.core.documents import Fault
from counterpoise.core.errors import did_you_mean
from counterpoise.negotiation.expressions import FUNCTIONS, Expression, parsed
from counterpoise.scenario.shocks import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LARGEST = 1e12
"""The size of a number that is taken, at most."""

_CORNERS = 4096


def finite(value: Any) -> float:
    """Give a number that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise Fault(f"{value!r:.60} is not a number", "write one, such as 0.5")
    if not abs(value) <= LARGEST:
        raise Fault(f"{value!r:.40} is not a number to reckon with", "write a finite number")
    return float(value)


def range_of(value: Any) -> tuple[float, ...]:
    """Give a range: its low and high end, or those and the likeliest number between."""
    if not isinstance(value, list | tuple) or len(value) not in (2, 3):
        raise Fault(f"{value!r:.60} is not a range", "write [low, high] or [low, likely, high]")
    ends = tuple(finite(one) for one in value)
    if ends[0] > ends[-1]:
        said = f"the range from {ends[0]:g} to {ends[-1]:g} is reversed"
        raise Fault(said, f"write [{ends[-1]:g}, {ends[0]:g}]" if len(ends) == 2 else "write [low, likely, high]")
    if len(ends) == 3 and not ends[0] <= ends[1] <= ends[2]:
        raise Fault(f"{ends[1]:g} does not lie between {ends[0]:g} and {ends[2]:g}", "write [low, likely, high]")
    return ends


def number_of(value: Any) -> float | tuple[float, ...] | str:
    """Give a number, a range, or a sum of unknowns, each as it was written."""
    if isinstance(value, str):
        return parsed(value).text
    return range_of(value) if isinstance(value, list | tuple) else finite(value)


def row_of(value: Any) -> Any:
    """Give a list of numbers, one a level."""
    if not isinstance(value, list | tuple):
        raise Fault(f"{value!r:.60} is not a list", "write a number for each level, as in [0, -1, -2]")
    return tuple(value)


_RANGE_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "minLength": 1}, _RANGE_SCHEMA]}
Number = Annotated[Any, BeforeValidator(number_of), WithJsonSchema(NUMBER_SCHEMA)]
"""A number, ``[low, high]`` (uniform), ``[low, likely, high]`` (triangular), or a sum of unknowns as text."""
Row = Annotated[tuple[Number, ...], BeforeValidator(row_of)]
Range = Annotated[tuple[float, ...], BeforeValidator(range_of), WithJsonSchema(_RANGE_SCHEMA)]


class Unknown(Model):
    """What is not known, named once and used anywhere."""

    label: str = Field(default="", description="What it is, in a few words.")
    range: Range = Field(description="[low, high], all as likely, or [low, likely, high], most likely in the middle.")


def check_name(name: str) -> None:
    """Refuse a name of an unknown that no sum could hold."""
    plain = name.isidentifier() and unicodedata.normalize("NFKC", name) == name
    if not plain or keyword.iskeyword(name) or name in FUNCTIONS:
        raise Fault(f"{name!r:.60} can't be the name of an unknown", "write a word of letters, digits and _")


@dataclass(frozen=True)
class Parameter:
    """A number that is not known.

    Attributes
    ----------
    name
        Its name, or the place where its range stands, as ``parties.PRK.discount``.
    label
        What it is, in a few words.
    low, high
        The ends of its range.
    likely
        The likeliest number of a triangular distribution; None where all are as likely.

    Examples
    --------
    >>> Parameter("patience", "How much a year hurts", 0.2, 0.8).central, Parameter("a", "", 0.0, 1.0, 0.2).central
    (0.5, 0.2)
    """

    name: str
    label: str
    low: float
    high: float
    likely: float | None = None

    @property
    def central(self) -> float:
        """The likeliest number, or the middle."""
        return (self.low + self.high) / 2 if self.likely is None else self.likely

    def quantile(self, share: Any) -> Any:
        """Give the number below which a share of its distribution lies.

        Parameters
        ----------
        share
            Between 0 and 1, or an array of such.

        Returns
        -------
        float or numpy.ndarray
            The number, or one for each share.
        """
        width = self.high - self.low
        if self.likely is None:
            return self.low + share * width
        if width == 0:
            return self.low + 0 * share
        split = (self.likely - self.low) / width
        below = self.low + np.sqrt(share * split) * width
        above = self.high - np.sqrt((1 - share) * (1 - split)) * width
        return np.where(share <= split, below, above)

    def drawn(self, draws: int, seed: int) -> Array:
        """Draw it, by its name and the seed alone, so that its share is the same beside any others, and in any course.

        Parameters
        ----------
        draws
            How many times; fewer draws are the first of more.
        seed
            A whole number, 0 or more.

        Returns
        -------
        numpy.ndarray
            Numbers ``[draw]``.
        """
        rng = np.random.default_rng([seed, zlib.crc32(self.name.encode())])
        return np.asarray(self.quantile(rng.random(draws)), dtype=float)


def parameter(name: str, label: str, ends: Sequence[float]) -> Parameter:
    """Make a parameter of a range."""
    return Parameter(name, label or name, ends[0], ends[-1], ends[1] if len(ends) == 3 else None)


@dataclass(frozen=True, eq=False)
class Leaf:
    """A number of the document: a constant, one of the parameters, or a sum of them."""

    constant: float = 0.0
    at: int | None = None
    expression: Expression | None = None
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether it depends on no parameter."""
        return self.at is None and (self.expression is None or not self.expression.names)

    def value(self, theta: Array) -> Any:
        """Give its value, or one a draw, of parameters ``[..., parameter]``."""
        if self.expression is not None:
            return self.expression.at({name: theta[..., at] for name, at in self.places.items()})
        return self.constant if self.at is None else theta[..., self.at]


def extremes(value: Any, unknown: Mapping[str, Sequence[float]]) -> tuple[float, float]:
    """Give the least and the largest that a number comes to at the ends and in the middle of its unknowns' ranges.

    Parameters
    ----------
    value
        A number, a range, or a sum.
    unknown
        The range of each unknown, by its name.

    Raises
    ------
    Fault
        If a sum names what there is not, divides by what can be 0, or becomes no number.
    """
    if not isinstance(value, str):
        ends = value if isinstance(value, tuple) else (value,)
        return float(ends[0]), float(ends[-1])
    made = parsed(value)
    for name in sorted(made.names):
        if name not in unknown:
            known = f"name it under [unknown.{name}]" if not unknown else f"the unknowns are {', '.join(unknown)}"
            raise Fault(f"{value!r:.60} names {name!r}, which is no unknown", did_you_mean(name, unknown, known))
    if made.divides_by_zero({name: (unknown[name][0], unknown[name][-1]) for name in made.names}):
        raise Fault(f"{value!r:.60} divides by what can be 0", "keep what it divides by away from 0")
    names = sorted(made.names)
    points = np.array(list(islice(product(*((unknown[one][0], unknown[one][-1]) for one in names)), _CORNERS)))
    middle = [(unknown[one][0] + unknown[one][-1]) / 2 for one in names]
    points = np.vstack([points.reshape(len(points), len(names)), middle])
    found = np.broadcast_to(made.at({one: points[:, at] for at, one in enumerate(names)}), len(points))
    if not (np.abs(found) <= LARGEST).all():
        raise Fault(f"{value!r:.60} becomes too large", "write a sum of smaller numbers")
    return float(found.min()), float(found.max())
