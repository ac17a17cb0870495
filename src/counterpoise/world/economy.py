"""One year's accounts of the world: who sold what to whom, for which use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from counterpoise.core.canonical import canonical_hash
from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.core.result import Provenance

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

FLOW_DIMS = ("origin", "sector", "destination", "use")
FINAL = "final"
"""The use that is final demand; every other use is a buying sector."""

REST = "ROW"
"""The rest of the world."""

LARGEST_RESIDUAL = 0.25
"""Taxes, margins and discrepancies above this share of an economy's output are taken for an error in the table."""


@dataclass(frozen=True, eq=False, repr=False)
class Economy:
    """One year's inter-country accounts, checked when made and never changed.

    The identity of each producer is: output = inputs at buyers' prices + value added + residual.
    Output is what it sold: the sum of its flows and of its sales to places outside the table.

    Attributes
    ----------
    flow
        Sales ``[origin, sector, destination, use]`` at basic prices, million USD; the uses are the
        buying sectors and ``final`` (final demand). Not negative: see `without_negatives`.
    value_added
        ``[country, sector]``, million USD; where the accounts don't give it, output less inputs
        at buyers' prices (so it holds what the table leaves out, such as taxes on products).
    tariff
        Ad valorem fraction ``[origin, sector, destination]``, or None where none is recorded.
    outside
        Sales ``[origin, sector]`` to places that the table leaves out, million USD; None in a
        closed economy.
    provenance
        Where the figures come from.
    estimated
        The names of the quantities that are estimates, for example ``final_demand``.
    attrs
        ``closed`` says whether the rest of the world is in the table; ``scheme`` names the sectors'
        classification; ``year``; ``purged`` what negative entries were set to zero (million USD), in
        all and, in ``purged_by``, by country; ``tariffs`` the choice of tariffs, what it is in words,
        its notes and its `Provenance`.

    Raises
    ------
    DataError
        If dimensions, labels or signs are wrong, or an economy's residual exceeds
        `LARGEST_RESIDUAL` of its output.

    References
    ----------
    Miller and Blair (2022), Input-Output Analysis, chapters 2 and 3.
    """

    flow: xr.DataArray
    value_added: xr.DataArray
    tariff: xr.DataArray | None = None
    outside: xr.DataArray | None = None
    provenance: Provenance = field(default_factory=lambda: Provenance("given numbers"))
    estimated: frozenset[str] = frozenset()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    lineage: InitVar[str] = ""
    _lineage: str = field(init=False)

    def __post_init__(self, lineage: str) -> None:
        """Check what every economy must keep."""
        import numpy as np  # noqa: PLC0415

        object.__setattr__(self, "_lineage", lineage)  # not a field: what replaces an array must not keep its name

        where = self.provenance.source
        if self.flow.dims != FLOW_DIMS:
            raise DataError(f"flow has the dimensions {self.flow.dims}", where=where, remedy=f"give {FLOW_DIMS}")
        _same(self.countries, self.flow["destination"].values.tolist(), "destinations", where)
        _same((*self.sectors, FINAL), self.flow["use"].values.tolist(), "uses", where)
        arrays = {
            "value_added": (self.value_added, ("country", "sector")),
            "tariff": (self.tariff, ("origin", "sector", "destination")),
            "outside": (self.outside, ("origin", "sector")),
        }
        labels = {"country": self.countries, "origin": self.countries, "destination": self.countries}
        for name, (array, dims) in arrays.items():
            if array is None:
                continue
            if array.dims != dims:
                raise DataError(f"{name} has the dimensions {array.dims}", where=where, remedy=f"give {dims}")
            for dim in dims:
                _same(labels.get(dim, self.sectors), array[dim].values.tolist(), f"{dim} labels of {name}", where)
            if not bool(np.isfinite(array.values).all()):
                raise DataError(f"{name} has entries that are not finite", where=where, remedy="give numbers")
        smallest = float(self.flow.values.min(initial=0.0))
        if not np.isfinite(smallest) or smallest < 0 or not np.isfinite(self.flow.values.sum()):
            raise DataError(
                f"flow has negative or missing entries (smallest {smallest:.6g})",
                where=where,
                remedy="see Economy.without_negatives for the rule on negative inventories",
            )
        self._check_residual(where)

    def _check_residual(self, where: str) -> None:
        total = self.output.sum("sector")
        purged = total * 0.0 + [float(self.attrs.get("purged_by", {}).get(one, 0.0)) for one in self.countries]
        left = abs(self.residual.sum("sector") - purged)  # what the rule on negative entries added to output
        share = (left / total.where(total > 0)).fillna(0.0)
        worst = str(share["country"].values[int(share.values.argmax())])
        if float(share.max()) > LARGEST_RESIDUAL:
            raise DataError(
                f"output less inputs and value added leaves {float(share.max()):.0%} of output in {worst}",
                where=where,
                remedy="check units and prices of flow and value added",
            )

    # What follows from the accounts -------------------------------------------------------------

    @property
    def countries(self) -> tuple[str, ...]:
        """Give the countries' codes, in the order of the arrays."""
        return tuple(self.flow["origin"].values.tolist())

    @property
    def sectors(self) -> tuple[str, ...]:
        """Give the sectors' codes, in the order of the arrays."""
        return tuple(self.flow["sector"].values.tolist())

    @property
    def year(self) -> int | None:
        """Give the year of the accounts."""
        return self.attrs.get("year")

    @property
    def scheme(self) -> str:
        """Give the name of the sectors' classification."""
        return self.attrs.get("scheme", "icio-2025")

    @property
    def closed(self) -> bool:
        """Say whether the rest of the world is in the table."""
        return bool(self.attrs.get("closed", self.outside is None))

    @cached_property
    def output(self) -> xr.DataArray:
        """Give gross output ``[country, sector]``: all sales, million USD."""
        sold = self.flow.sum(("destination", "use"), skipna=False)
        if self.outside is not None:
            sold = sold + self.outside
        return _judged(sold)

    @cached_property
    def sold(self) -> xr.DataArray:
        """Give what each country sells to each ``[origin, destination]``, for all uses, million USD."""
        return self.flow.sum(("sector", "use"))

    @cached_property
    def inputs(self) -> xr.DataArray:
        """Give the inputs bought ``[country, sector]`` at buyers' prices (tariffs included), million USD."""
        import xarray as xr  # noqa: PLC0415

        labels = {"country": list(self.countries), "sector": list(self.sectors)}
        total = bought_at(self.flow.values, None if self.tariff is None else self.tariff.values)
        return xr.DataArray(total, dims=("country", "sector"), coords=labels)

    @cached_property
    def residual(self) -> xr.DataArray:
        """Give output less inputs at buyers' prices and value added ``[country, sector]``, million USD.

        It holds taxes less subsidies on products, international margins and discrepancies.
        """
        left = self.output - self.inputs - self.value_added
        left.attrs = {"label": "Output less inputs and value added", "unit": "million USD"}
        return left

    @cached_property
    def fingerprint(self) -> str:
        """Give a hash that names these accounts: equal accounts have equal fingerprints, other tariffs another one."""
        tariffs = self.attrs.get("tariffs", {}).get("stamp", "")
        if self._lineage:
            return canonical_hash([self._lineage, tariffs]) if tariffs else canonical_hash(self._lineage)
        return self._digest(self.flow, self.value_added, self.tariff, self.outside)

    @cached_property
    def flow_fingerprint(self) -> str:
        """Give a hash that names the flows alone: what rests on nothing else is the same under any tariffs."""
        return canonical_hash(self._lineage) if self._lineage else self._digest(self.flow, self.outside)

    def _digest(self, *arrays: xr.DataArray | None) -> str:
        digest = hashlib.sha256(repr((self.countries, self.sectors)).encode())
        for array in arrays:
            if array is not None:
                digest.update(_contiguous(array.values).data)
        return digest.hexdigest()

    @property
    def roots(self) -> dict[str, Any]:
        """Give what measures can be computed from, by name."""
        return {"flow": self.flow, "value_added": self.value_added, "outside": self.outside, "tariff": self.tariff}

    # Others made from it ------------------------------------------------------------------------

    @classmethod
    def without_negatives(cls, flow: xr.DataArray, **rest: Any) -> Economy:
        """Make an economy from flows with negative entries, which final demand has where stocks were run down.

        Parameters
        ----------
        flow
            Sales ``[origin, sector, destination, use]``, million USD, of any sign.
        **rest
            The other attributes of `Economy`.

        Returns
        -------
        Economy
            Without negative flows.

        The rule: the categories of final demand are added up first; what is still negative is set
        to zero, and output (the sum of sales) rises by as much. The total is kept in
        ``attrs["purged"]``, and shows in the residual where value added is given.
        """
        purged = -flow.where(flow < 0, 0.0).sum(("sector", "destination", "use"))
        by = {
            str(one): float(value) for one, value in zip(purged["origin"].values, purged.values, strict=True) if value
        }
        attrs = {**rest.pop("attrs", {}), "purged": float(purged.sum()), "purged_by": by}
        return cls(flow=flow.clip(min=0.0), attrs=attrs, **rest)

    def aggregate(
        self, countries: Mapping[str, Sequence[str]] | None = None, sectors: Mapping[str, Sequence[str]] | None = None
    ) -> Economy:
        """Give the economy with some countries or sectors added up.

        Parameters
        ----------
        countries, sectors
            The members of each group by the group's new name; what is not named stays as it is.

        Returns
        -------
        Economy
            Flows, value added and sales outside are summed; tariffs are averages weighted by flow.

        Raises
        ------
        InputError
            If a member is not there or is named twice.
        """
        import xarray as xr  # noqa: PLC0415

        to_country = _mapping(self.countries, countries or {}, "countries")
        to_sector = _mapping(self.sectors, sectors or {}, "sectors")
        to_use = {**to_sector, FINAL: FINAL}
        four = {"origin": to_country, "sector": to_sector, "destination": to_country, "use": to_use}
        tariff = self.tariff
        if tariff is not None:
            trade = self.flow.sum("use")
            paid = _summed(trade * tariff, {k: v for k, v in four.items() if k != "use"})
            weight = _summed(trade, {k: v for k, v in four.items() if k != "use"})
            tariff = xr.where(weight > 0, paid / weight.where(weight > 0, 1.0), 0.0)
        outside = self.outside
        if outside is not None:
            outside = _summed(outside, {"origin": to_country, "sector": to_sector})
        groups = {"countries": dict(countries or {}), "sectors": dict(sectors or {})}
        scheme = self.attrs.get("scheme", "") if not sectors else f"{self.scheme} in groups"
        return replace(
            self,
            flow=_summed(self.flow, four),
            value_added=_summed(self.value_added, {"country": to_country, "sector": to_sector}),
            tariff=tariff,
            outside=outside,
            attrs={**self.attrs, "closed": self.closed, "scheme": scheme},
            lineage=canonical_hash([self.flow_fingerprint, groups]) if self._lineage else "",
        )

    def restrict(self, countries: Sequence[str]) -> Economy:
        """Give the economy of some countries, all others added up to one region, ``ROW``: nothing is lost.

        Parameters
        ----------
        countries
            The codes of those to keep.

        Returns
        -------
        Economy
            They and ``ROW``.

        Raises
        ------
        InputError
            If a country is not there.
        """
        for one in countries:
            if one not in self.countries:
                raise _absent(one, self.countries, "countries")
        others = [one for one in self.countries if one not in set(countries)]
        return self.aggregate(countries={REST: others}) if others else self

    def __repr__(self) -> str:
        closed = "closed" if self.closed else "the rest of the world left out"
        estimate = f"; estimated: {', '.join(sorted(self.estimated))}" if self.estimated else ""
        return (
            f"<Economy {self.provenance.source} {self.year or ''}: {len(self.countries)} economies x "
            f"{len(self.sectors)} sectors, output {float(self.output.sum()) / 1e6:.1f} trillion USD, "
            f"{closed}{estimate}>"
        )

    def _repr_html_(self) -> str:
        """Show a notebook's user the largest economies and what the table is."""
        import html  # noqa: PLC0415

        import pandas as pd  # noqa: PLC0415

        table: Any = pd.DataFrame(
            {
                "output": self.output.sum("sector").to_series(),
                "inputs": self.inputs.sum("sector").to_series(),
                "value added": self.value_added.sum("sector").to_series(),
                "residual": self.residual.sum("sector").to_series(),
            }
        ).sort_values("output", ascending=False)
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.provenance.notes)
        shown = table.head(8).to_html(float_format="{:,.0f}".format)
        return f"<b>{html.escape(repr(self)[1:-1])}</b> (million USD)<br>{shown}<ul>{notes}</ul>"


def from_arrays(
    intermediates: np.ndarray,
    final: np.ndarray,
    *,
    countries: Sequence[str],
    sectors: Sequence[str],
    value_added: np.ndarray | None = None,
    outside: np.ndarray | None = None,
    **rest: Any,
) -> Economy:
    """Make an economy from bare arrays, such as a textbook's.

    Parameters
    ----------
    intermediates
        ``[origin, sector, destination, use]``, million USD.
    final
        Final demand ``[origin, sector, destination]``, million USD.
    countries, sectors
        The labels.
    value_added
        ``[country, sector]``; None for output less inputs.
    outside
        ``[origin, sector]``; None in a closed economy.
    **rest
        The other attributes of `Economy`.

    Returns
    -------
    Economy
        Negative entries are set to zero by the rule of `Economy.without_negatives`.

    Raises
    ------
    DataError
        If labels, signs or units are wrong, as of `Economy`.

    Examples
    --------
    >>> import numpy as np
    >>> flows = np.array([[150.0, 500.0], [200.0, 100.0]]).reshape(2, 1, 2, 1)
    >>> final = np.array([[300.0, 50.0], [100.0, 1600.0]]).reshape(2, 1, 2)
    >>> economy = from_arrays(flows, final, countries=["AUT", "BEL"], sectors=["all"])
    >>> economy.output.values.ravel().tolist()
    [1000.0, 2000.0]
    """
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    flow = np.concatenate([intermediates, final[..., None]], axis=3)
    labels = {"origin": list(countries), "sector": list(sectors), "destination": list(countries)}
    labelled = xr.DataArray(flow, dims=FLOW_DIMS, coords={**labels, "use": [*sectors, FINAL]})
    beyond = (
        None
        if outside is None
        else xr.DataArray(outside, dims=("origin", "sector"), coords={k: labels[k] for k in ("origin", "sector")})
    )
    if value_added is None:
        sold = flow.sum((2, 3)) + (0.0 if outside is None else outside)
        value_added = sold - intermediates.sum((0, 1))
    added = xr.DataArray(
        value_added, dims=("country", "sector"), coords={"country": list(countries), "sector": list(sectors)}
    )
    return (
        Economy.without_negatives(labelled, value_added=added, outside=beyond, **rest)
        if (flow < 0).any()
        else Economy(labelled, added, outside=beyond, **rest)
    )


def _judged(array: xr.DataArray) -> xr.DataArray:
    return array.rename(origin="country").transpose("country", "sector")


def _same(expected: Sequence[str], found: Sequence[str], what: str, where: str) -> None:
    if list(expected) != list(found):
        odd = sorted(set(expected) ^ set(found))[:5]
        detail = f"they differ in {', '.join(odd)}" if odd else "they are in another order"
        raise DataError(f"the {what} are not those of the flow", where=where, remedy=detail)
    if len(set(found)) != len(found):
        raise DataError(f"the {what} hold a label twice", where=where, remedy="give each once")


def _absent(word: str, known: Sequence[str], where: str) -> InputError:
    return InputError(
        f"{word!r} is not in this economy", where=where, remedy=did_you_mean(word, known, "see .countries")
    )


def _mapping(labels: Sequence[str], groups: Mapping[str, Sequence[str]], where: str) -> dict[str, str]:
    to: dict[str, str] = {}
    for name, members in groups.items():
        for member in members:
            if member not in labels:
                raise _absent(member, labels, where)
            if member in to:
                raise InputError(f"{member!r} is in two groups", where=where, remedy="name it once")
            to[member] = name
    clash = [name for name in groups if name in labels and name not in to]
    if clash:
        raise InputError(f"the group {clash[0]!r} has the name of one outside it", where=where, remedy="rename it")
    return {label: to.get(label, label) for label in labels}


def _summed(array: xr.DataArray, onto: Mapping[str, Mapping[str, str]]) -> xr.DataArray:
    """Add up the labels of each dimension that go onto the same new label; new labels in order of appearance."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    for dim, mapping in onto.items():
        old = array[dim].values.tolist()
        new = list(dict.fromkeys(mapping[label] for label in old))
        if len(new) == len(old):
            continue
        member = np.zeros((len(old), len(new)))
        member[range(len(old)), [new.index(mapping[label]) for label in old]] = 1.0
        selector = xr.DataArray(member, dims=(dim, "_group"), coords={dim: old, "_group": new})
        array = xr.dot(array, selector, dim=dim).rename(_group=dim).transpose(*array.dims)
    return array


def bought_at(flow: np.ndarray, tariff: np.ndarray | None = None, *, duties_only: bool = False) -> np.ndarray:
    """Give what each sector pays for its inputs ``[country, sector]``, with the tariffs or the tariffs alone.

    Parameters
    ----------
    flow
        ``[origin, sector, destination, use]``; the last use is final demand, and left out.
    tariff
        ``[origin, sector, destination]``; None for none.
    duties_only
        Whether to give the tariffs alone.
    """
    import numpy as np  # noqa: PLC0415

    inputs = flow[..., :-1]
    if tariff is None:
        return inputs.sum((0, 1)) * (0.0 if duties_only else 1.0)
    if not duties_only:
        return np.einsum("osdu,osd->du", inputs, 1 + tariff)
    taxed = np.flatnonzero(tariff.any((0, 2)))
    return np.einsum("osdu,osd->du", inputs[:, taxed], tariff[:, taxed])


def _contiguous(values: np.ndarray) -> np.ndarray:
    import numpy as np  # noqa: PLC0415

    return np.ascontiguousarray(values)
