"""Measures of one economy, with groups of sectors, coverage and error."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from counterpoise.core.measure import Evaluation, Measure, roots_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    import xarray as xr

    from counterpoise.world.economy import Economy

_KEPT_ANSWERS = 16
_KEPT_BYTES = 8_000_000
"""How many answers are kept with an economy, while it is there, and up to which size: a page asks the same more than once."""

_KEPT_STEPS = 3
"""Groupings of sectors whose steps are kept with an economy, so that another country's answer is a choice from them."""

_evaluated: WeakKeyDictionary[Economy, OrderedDict[Hashable, Evaluation]] = WeakKeyDictionary()
_answered: WeakKeyDictionary[Economy, OrderedDict[Hashable, xr.Dataset]] = WeakKeyDictionary()
_keeping = Lock()
_WORTH_KEEPING = 500
"""Nodes above which solving takes longer than reading the answer from the cache."""


def judge(
    economy: Economy,
    measures: Sequence[Measure],
    sectors: Mapping[str, Sequence[str]],
    countries: Sequence[str] | None = None,
) -> xr.Dataset:
    """Compute measures of an economy for groups of sectors.

    Flows are added up over each group before a ratio is taken: over the buying sectors where a flow
    has them, else over the selling ones.

    Parameters
    ----------
    economy
        The accounts.
    measures
        What to compute.
    sectors
        The member codes of each group by its name.
    countries
        Whom to judge, and on whom; everyone when None.

    Returns
    -------
    xarray.Dataset
        A variable for each measure, with ``__coverage`` (the share of the group's output made by
        sectors whose purchases are recorded) and, where it rests on an estimate whose error has been
        measured for it, ``__low`` and ``__high``.
    """
    # a measure of one's own may rest on what was declared anew
    if any(measure.own for measure in measures):
        return _judged(economy, _evaluation(economy, sectors), measures, sectors, countries)
    named = None if countries is None else tuple(countries)
    key = (tuple(measures), tuple((name, tuple(codes)) for name, codes in sectors.items()), named)
    with _keeping:
        kept = _answered.setdefault(economy, OrderedDict())
        held = kept.get(key)
        if held is not None:
            kept.move_to_end(key)
    if held is not None:
        return held.copy(deep=True)
    made = _judged(economy, _steps(economy, sectors), measures, sectors, countries).copy(deep=True)
    if made.nbytes <= _KEPT_BYTES:
        with _keeping:
            kept[key] = made.copy(deep=True)
            if len(kept) > _KEPT_ANSWERS:
                kept.popitem(last=False)
    return made


def _evaluation(economy: Economy, sectors: Mapping[str, Sequence[str]]) -> Evaluation:
    return Evaluation(economy.roots, prepare=lambda a: grouped(a, sectors), keep=_keeper(economy))


def _steps(economy: Economy, sectors: Mapping[str, Sequence[str]]) -> Evaluation:
    """Give the evaluation of a grouping of sectors that is kept with the economy: a step is computed once for all countries."""
    key = tuple((name, tuple(codes)) for name, codes in sectors.items())
    with _keeping:
        kept = _evaluated.setdefault(economy, OrderedDict())
        if key not in kept:
            kept[key] = _evaluation(economy, sectors)
            if len(kept) > _KEPT_STEPS:
                kept.popitem(last=False)
        kept.move_to_end(key)
        return kept[key]


def _judged(
    economy: Economy,
    evaluation: Evaluation,
    measures: Sequence[Measure],
    sectors: Mapping[str, Sequence[str]],
    countries: Sequence[str] | None,
) -> xr.Dataset:
    import xarray as xr  # noqa: PLC0415

    made: dict[str, xr.DataArray] = {}
    coverage: xr.DataArray | None = None
    for measure in measures:
        value = evaluation[measure.name]
        if countries is not None:
            value = value.sel({dim: list(countries) for dim in ("country", "partner") if dim in value.dims})
        value.attrs["estimated"] = bool(roots_of(measure.name) & economy.estimated)
        made[measure.name] = value
        if "sector" in value.dims:
            coverage = _coverage(evaluation, sectors) if coverage is None else coverage
            made[f"{measure.name}__coverage"] = _covered(measure.name, value, coverage)
        if value.attrs["estimated"]:
            made |= _bounds(measure, value, sectors, evaluation)
    return xr.Dataset(made)


def _covered(name: str, value: xr.DataArray, coverage: xr.DataArray) -> xr.DataArray:
    """Give the coverage of whose sectors a measure has: the country's, the partner's, or the smaller of the two."""
    import xarray as xr  # noqa: PLC0415

    from counterpoise.world.final_demand import BALANCES, MIRRORED  # noqa: PLC0415

    own = coverage.sel(country=value["country"])
    if name in MIRRORED or name in BALANCES:
        theirs = coverage.sel(country=value["partner"].values).rename(country="partner")
        own = theirs if name in MIRRORED else xr.where(own < theirs, own, theirs)
    return own.where(value.notnull(), 0.0).transpose(*value.dims)


def grouped(array: xr.DataArray, sectors: Mapping[str, Sequence[str]]) -> xr.DataArray:
    """Add up an array's buying sectors, or else its selling ones, to groups."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    dim = "use" if "use" in array.dims else "sector"
    if dim not in array.dims:
        return array
    codes = array[dim].values.tolist()
    member = np.array([[float(code in set(codes_of)) for codes_of in sectors.values()] for code in codes])
    shape = array.transpose(..., dim)
    return xr.DataArray(
        shape.values @ member,
        dims=shape.dims,
        coords={**{d: array[d] for d in shape.dims if d != dim}, dim: list(sectors)},
    ).transpose(*array.dims)


def _coverage(evaluation: Evaluation, sectors: Mapping[str, Sequence[str]]) -> xr.DataArray:
    covered, whole = (grouped(evaluation[name], sectors) for name in ("covered_output", "own_output"))
    return (covered / whole.where(whole > 0)).fillna(0.0)


def _bounds(
    measure: Measure, value: xr.DataArray, sectors: Mapping[str, Sequence[str]], evaluation: Evaluation
) -> dict[str, xr.DataArray]:
    """Give the bounds of an estimate, where its errors have been measured; one number has one pair of bounds.

    What the partner has as another measure has that one's bounds, a balance the wider of both sides', and value added
    absorbed those of the amount, since value added is known.
    """
    import xarray as xr  # noqa: PLC0415

    from counterpoise.world.final_demand import BALANCES, MIRRORED, measured  # noqa: PLC0415

    name = measure.name
    if measure.own or name not in measured():
        return {}
    of = {**MIRRORED, "FD_VA": "FFD_DVA"}.get(name, name)
    low, high = _ends(of, _turned(value) if name in MIRRORED else value, sectors, evaluation)
    if name in MIRRORED:
        low, high = _turned(low), _turned(high)
    elif name in BALANCES:
        low, high = (
            xr.where(low < -_turned(high), low, -_turned(high)),
            xr.where(high > -_turned(low), high, -_turned(low)),
        )
    elif name == "value_added_absorbed":
        added = evaluation["own_value_added"]
        added = grouped(added, sectors).sel(country=value["country"])
        amount = (value * added).transpose(*value.dims)
        ends = _ends("FFD_DVA", amount, sectors, evaluation)
        low, high = ((one / added.where(added > 0)).clip(0.0, 1.0) for one in ends)
    named = (("low", low), ("high", high))
    return {f"{name}__{end}": value.copy(data=one.transpose(*value.dims).values) for end, one in named}


def _turned(array: xr.DataArray) -> xr.DataArray:
    """Give a measure of pairs as the partner has it."""
    return array.rename(country="partner", partner="country").transpose(*array.dims)


def _ends(
    name: str, value: xr.DataArray, sectors: Mapping[str, Sequence[str]], evaluation: Evaluation
) -> tuple[xr.DataArray, xr.DataArray]:
    """Give the low and the high ends of a measure's estimates, by its table of errors."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.core.measure import measures as declared  # noqa: PLC0415
    from counterpoise.world.final_demand import bounds  # noqa: PLC0415

    unit = declared[name].unit
    amount, share = unit == "million USD", unit == "share"
    whole = evaluation["own_value_added"].sum("sector") if amount else xr.DataArray(1.0)
    added = whole.sel(country=value["country"]) if amount else whole
    scale = xr.broadcast(added.where(added > 0), value)[0].transpose(*value.dims).values
    ends = np.array(bounds(name, value.values, scale, share=share))
    single = [place for place, codes in enumerate(sectors.values()) if len(codes) == 1]
    if single and "sector" in value.dims:
        one, of = value.values[..., single], scale[..., single]
        ends[..., single] = bounds(name, one, of, scope="sector", share=share)
    return value.copy(data=ends[0]), value.copy(data=ends[1])


def _keeper(economy: Economy) -> Callable[[Measure, Callable[[], Any]], Any]:
    if len(economy.countries) * len(economy.sectors) < _WORTH_KEEPING:
        return lambda _, compute: compute()

    def keep(measure: Measure, compute: Callable[[], Any]) -> Any:
        import xarray as xr  # noqa: PLC0415

        from counterpoise.store.cache import cached  # noqa: PLC0415

        priced = roots_of(measure.name) & {"tariff", "value_added"}
        name = economy.fingerprint if priced else economy.flow_fingerprint  # other tariffs don't change what flows give
        values = cached(f"{measure.name}-1-{name[:24]}", lambda: {"values": compute().values})["values"]
        labels = {"origin": economy.countries, "destination": economy.countries}
        coords = {dim: list(labels.get(dim, economy.sectors)) for dim in measure.dims}
        return xr.DataArray(values, dims=measure.dims, coords=coords, name=measure.name, attrs=measure.attrs)

    return keep
