"""A measure is declared once, beside its function: everything else follows from the declaration.

The names of a function's positional arguments are the names of what it is computed from: other
measures, accounts quantities, or the roots that a world supplies. They make a graph, and from
the graph follow the order of computation and whether a measure rests on an estimate.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError, did_you_mean

if TYPE_CHECKING:
    import xarray as xr

ALL, RATIOS = "all", "ratios"
"""The words that stand for every measure, and for those that are no amounts of money."""

JUDGEMENT = ("country", "partner", "sector")
UNITS = ("share", "ratio", "index", "million USD", "persons", "")
"""What a measure's numbers can be; a quantity without a number has none."""


@dataclass(frozen=True)
class Measure:
    """A function of labelled arrays with its name, unit, dimensions, formula and source.

    Attributes
    ----------
    name
        The function's name; the name of the indicator everywhere.
    label
        The first line of the function's docstring.
    short
        A few words for the head of a column.
    symbol, formula
        In LaTeX.
    unit
        ``share`` (a fraction), ``ratio``, ``index``, ``million USD``.
    dims
        The dimensions of what it gives, in order.
    citation
        Author and year of the definition.
    inputs
        The names of what it is computed from.
    headline
        Whether it is shown when no indicator is named.
    published
        False for a quantity of the accounts: a step, not a result.
    stored
        Whether what it gives is dear enough to be kept in the user's cache.
    """

    name: str
    function: Callable[..., Any] = field(repr=False, compare=False)
    label: str
    short: str
    symbol: str
    unit: str
    dims: tuple[str, ...]
    formula: str
    citation: str
    inputs: tuple[str, ...]
    headline: bool = True
    published: bool = True
    stored: bool = False

    @property
    def dyadic(self) -> bool:
        """Whether it judges a country's tie to a partner."""
        return "partner" in self.dims

    @property
    def family(self) -> str:
        """The file that declares it: a word that stands for all of its measures."""
        return self.function.__module__.rpartition(".")[2]

    @property
    def own(self) -> bool:
        """Whether a person declared it, and not the program."""
        return not self.function.__module__.startswith("counterpoise.")

    def _fault(self, what: str) -> InputError:
        place = f"{self.function.__code__.co_filename}, {self.name}"
        return InputError(" ".join(what.split())[:300], where=place, remedy="mend the measure")

    @property
    def attrs(self) -> dict[str, Any]:
        """Give the attributes that an array of this measure carries."""
        return {
            "label": self.label,
            "short": self.short,
            "symbol": self.symbol,
            "unit": self.unit,
            "formula": self.formula,
            "citation": self.citation,
            "family": self.family,
        }

    def __call__(self, *inputs: Any) -> Any:
        """Compute from labelled arrays, whose labels must be equal, or from bare ones, where the function allows it.

        Raises
        ------
        ValueError
            If labels differ between the inputs (nothing is dropped in silence), or if the
            function does not give the dimensions that it declares.
        """
        import numpy as np  # noqa: PLC0415

        if inputs and all(type(one) is np.ndarray for one in inputs):
            return self.function(*inputs)  # bare arrays: there are no labels to hold to each other
        import xarray as xr  # noqa: PLC0415

        try:
            with xr.set_options(arithmetic_join="exact", keep_attrs=False):
                value = self.function(*inputs)
        except Exception as error:
            if not self.own:
                raise
            raise self._fault(f"{type(error).__name__}: {error}") from error
        if not isinstance(value, xr.DataArray):
            return value
        if set(value.dims) != set(self.dims):
            said = f"{self.name} declares {self.dims} and gives {value.dims}"
            raise self._fault(said) if self.own else ValueError(said)
        value = value.transpose(*self.dims).rename(self.name)
        value.attrs = self.attrs
        return value


measures: dict[str, Measure] = {}
"""Every declared measure and quantity by its name."""


def measure(
    *,
    unit: str,
    dims: str,
    symbol: str = "",
    formula: str = "",
    cite: str = "",
    short: str = "",
    headline: bool = True,
) -> Callable[[Callable[..., Any]], Measure]:
    """Declare a measure: an indicator that questions offer, tables show and the reference lists.

    Parameters
    ----------
    unit, dims, symbol, formula, cite, short, headline
        See `Measure`; `dims` are separated by spaces.

    Returns
    -------
    Callable
        A decorator that makes a `Measure` of a function.

    Raises
    ------
    TypeError
        If the function has no docstring: its first line is the label.
    ValueError
        If another function of this name has been declared.

    Examples
    --------
    >>> @measure(unit="share", dims="country", headline=False)
    ... def home_share(home, abroad):
    ...     \"\"\"Share that is at home.\"\"\"
    ...     return home / (home + abroad)
    >>> home_share.inputs, home_share.label
    (('home', 'abroad'), 'Share that is at home')
    >>> del measures["home_share"]
    """

    def declare(function: Callable[..., Any]) -> Measure:
        return _register(function, unit, dims, symbol, formula, cite, short, headline=headline, published=True)

    return declare


def quantity(
    *, unit: str, dims: str, formula: str = "", cite: str = "", stored: bool = False
) -> Callable[[Callable[..., Any]], Measure]:
    """Declare a quantity of the accounts: what measures are computed from.

    Quantities are flows that add up, so groups of sectors are formed from them before any ratio
    is taken.

    Parameters
    ----------
    unit, dims, formula, cite, stored
        See `Measure`; `dims` are separated by spaces.

    Returns
    -------
    Callable
        A decorator that makes a `Measure` of a function.

    Examples
    --------
    >>> @quantity(unit="million USD", dims="origin sector destination")
    ... def sold_at_home(inputs):
    ...     \"\"\"Intermediate sales.\"\"\"
    ...     return inputs.sum("use")
    >>> sold_at_home.published, sold_at_home.dims
    (False, ('origin', 'sector', 'destination'))
    >>> del measures["sold_at_home"]
    """

    def declare(function: Callable[..., Any]) -> Measure:
        return _register(function, unit, dims, "", formula, cite, "", headline=False, published=False, stored=stored)

    return declare


@dataclass(frozen=True)
class Part:
    """What is particular to one of several measures that one computation gives: see `parts`.

    Attributes
    ----------
    label
        A line, as a docstring's first.
    short, symbol, formula
        See `Measure`.
    """

    label: str
    short: str
    formula: str
    symbol: str = ""


def parts(of: str, declared: Mapping[str, Part], *, unit: str, dims: str, cite: str, module: str) -> None:
    """Declare a measure for each of several flows that one quantity of the accounts holds by name.

    Parameters
    ----------
    of
        The quantity: a mapping from the measure's name to an array of flows that add up over sectors.
    declared
        What is particular to each measure, by its name.
    unit, dims, cite
        See `Measure`.
    module
        The module that declares them: its ``__name__``.

    Raises
    ------
    ValueError
        If a measure of this name has been declared elsewhere, or as a part of something else.
    """
    for name, part in declared.items():
        known = measures.get(f"{name}_flow") or measures.get(name)
        if known is not None and known.inputs != (of,):
            raise ValueError(f"there are two measures named {name}: {known.function.__module__} and {module}")

        def flow(held: Any, _name: str = name) -> Any:
            return held[_name]

        def shown(held: Any) -> Any:
            return held

        for function, title, takes in ((flow, f"{name}_flow", of), (shown, name, f"{name}_flow")):
            argument = inspect.Parameter(takes, inspect.Parameter.POSITIONAL_OR_KEYWORD)
            function.__name__, function.__module__, function.__doc__ = title, module, part.label
            function.__signature__ = inspect.Signature([argument])  # pyright: ignore[reportFunctionMemberAccess]
        quantity(unit=unit, dims=dims, formula=part.formula, cite=cite)(flow)
        measure(
            unit=unit,
            dims=dims,
            symbol=part.symbol,
            formula=part.formula,
            cite=cite,
            short=part.short,
            headline=False,
        )(shown)


def _register(
    function: Callable[..., Any], unit: str, dims: str, symbol: str, formula: str, cite: str, short: str, **flags: bool
) -> Measure:
    name = function.__name__
    if "__" in name:
        raise ValueError(f"{name} can't name a measure: what follows two underscores names what stands beside one")
    lines = (inspect.getdoc(function) or "").splitlines()
    if not lines or not lines[0].strip():
        raise TypeError(f"{name} needs a docstring: its first line is the label")
    known = measures.get(name)
    if known is not None and _origin(known.function) != _origin(function):
        raise ValueError(f"there are two measures named {name}: {_origin(known.function)} and {_origin(function)}")
    _check_unit(name, unit)
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    inputs = tuple(p.name for p in inspect.signature(function).parameters.values() if p.kind in kinds)
    declared = Measure(
        name=name,
        function=function,
        label=lines[0].strip().rstrip("."),
        short=short or name.replace("_", " "),
        symbol=symbol,
        unit=unit,
        dims=tuple(dims.split()),
        formula=formula,
        citation=cite,
        inputs=inputs,
        **flags,
    )
    measures[name] = declared
    return declared


def _check_unit(name: str, unit: str) -> None:
    """Hold a unit to those that tables and records know; only a change in percent may be one, by its name."""
    if unit not in UNITS and not (unit == "percent" and name.endswith("_pct")):
        remedy = (
            "give a fraction with unit='share'"
            if "percent" in unit or "%" in unit
            else "take one of " + ", ".join(UNITS)
        )
        raise InputError(f"{unit!r} is no unit of a measure", where=name, remedy=remedy)


def _origin(function: Callable[..., Any]) -> tuple[str, str]:
    return function.__module__, function.__code__.co_filename


def roots_of(name: str) -> frozenset[str]:
    """Give everything that a measure rests on, near and far: quantities and roots alike."""
    seen: set[str] = set()
    waiting = list(measures[name].inputs) if name in measures else []
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(measures[one].inputs if one in measures else ())
    return frozenset(seen)


def offered(roots: Collection[str]) -> tuple[Measure, ...]:
    """Give the published judgements that can be computed from these roots.

    The headline comes first, then file by file in the order of the alphabet, whatever was read first.

    Raises
    ------
    InputError
        If a person's own measure takes something that nothing gives.
    """
    for one in measures.values():
        lacking = [r for r in sorted(roots_of(one.name)) if r not in measures and r not in roots]
        if one.own and one.published and lacking:
            known = [*roots, *measures]
            place = f"{one.function.__code__.co_filename}, {one.name}"
            remedy = did_you_mean(lacking[0], known, "the reference lists the quantities")
            raise InputError(f"nothing gives {lacking[0]!r}, which it takes", where=place, remedy=remedy)
    found = (
        m
        for m in measures.values()
        if m.published
        and set(m.dims) <= set(JUDGEMENT)
        and "country" in m.dims
        and all(one in measures or one in roots for one in roots_of(m.name))
    )
    return tuple(
        sorted(found, key=lambda m: (m.own, not m.headline, m.function.__module__, m.function.__code__.co_firstlineno))
    )


def chosen(words: Iterable[str] | None, among: Iterable[Measure]) -> tuple[Measure, ...]:
    """Give the measures that a person names: names, families, ``headline``, ``ratios`` or ``all``; None is the headline.

    A family is a file of measures, by its name; ``ratios`` are all that are no amounts of money.

    Raises
    ------
    InputError
        If a name is not among them.
    """
    known = {m.name: m for m in among}
    spelled = {n.lower(): n for n in reversed(known)}  # of two that differ in case, the program's comes first
    families = dict.fromkeys(m.family for m in known.values() if not m.own)
    picked: dict[str, Measure] = {}
    for word in words or ("headline",):
        lower = word.lower()
        if lower in ("headline", RATIOS, ALL):
            kept = {RATIOS: lambda m: m.unit != "million USD", ALL: lambda _: True}.get(lower, lambda m: m.headline)
            picked |= {n: m for n, m in known.items() if kept(m)}
        elif word in known or word.lower() in spelled:
            name = word if word in known else spelled[word.lower()]
            picked[name] = known[name]
        elif lower in families:
            picked |= {n: m for n, m in known.items() if m.family == lower}
        else:
            groups = ["headline", RATIOS, ALL, *families]
            remedy = did_you_mean(word, [*known, *groups], f"take a measure, or {', '.join(groups)}")
            raise InputError(f"there is no indicator {word!r}", where="indicators", remedy=remedy)
    return tuple(picked.values())


Keep = Callable[[Measure, Callable[[], Any]], Any]


class Evaluation:
    """Computes measures from the roots of one world, each step once.

    Parameters
    ----------
    roots
        What the world supplies, by name.
    prepare
        Applied to each quantity that a published measure takes (it forms groups of sectors).
    keep
        Called for a stored quantity with the measure and a function that computes it.
    """

    def __init__(
        self,
        roots: Mapping[str, Any],
        *,
        prepare: Callable[[xr.DataArray], xr.DataArray] | None = None,
        keep: Keep | None = None,
    ) -> None:
        self._roots = roots
        self._prepare = prepare or (lambda array: array)
        self._keep = keep or (lambda _, compute: compute())
        self._known: dict[str, Any] = {}
        self._prepared: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Give a measure, a quantity or a root by its name."""
        if name not in self._known:
            self._known[name] = self._compute(name)
        return self._known[name]

    def _compute(self, name: str) -> Any:
        if name in self._roots:
            return self._roots[name]
        if name not in measures:
            raise InputError(
                f"nothing gives {name!r}", where="measure", remedy="declare it, or check the argument's name"
            )
        node = measures[name]
        if node.published:
            return node(*(self._for_measure(one) for one in node.inputs))
        if node.stored:
            return self._keep(node, lambda: node(*(self[one] for one in node.inputs)))
        return node(*(self[one] for one in node.inputs))

    def _for_measure(self, name: str) -> Any:
        if name in measures and measures[name].published:
            return self[name]
        if name not in self._prepared:
            self._prepared[name] = self._prepare(self[name])
        return self._prepared[name]
