"""Inter-country input-output accounts from any producer: one form, the same checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterpoise.sources.source import Part, Write, refused, written

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

FINAL = "final/"
"""What the name of a category of final demand begins with, among the uses: ``final/HFCE``.

Categories are HFCE (households), NPISH (non-profit institutions that serve them), GGFC (government), GFCF (fixed
investment), INVNT (inventories and valuables) and DPABR (direct purchases abroad), as the OECD names them.
"""

COLUMNS = {
    "flow": {"value": "million USD at basic prices", "use": f"buying sector, or {FINAL}CATEGORY"},
    "added": {"value": "million USD", "item": "value_added, output, or the producer's word for another row"},
    "labels": {"axis": "country, sector or final", "place": "the producer's order"},
}


@dataclass(frozen=True, eq=False)
class Table:
    """One year's accounts as a producer gives them, in million USD at basic prices.

    Attributes
    ----------
    countries, sectors
        ISO 3166-1 alpha-3 codes (``ROW`` for the rest of the world), and the scheme's sector codes, in the order of the
        arrays.
    intermediates
        ``[origin, sector, destination, use]``, not negative.
    final
        ``[origin, sector, destination]`` by category; stocks that were run down are negative.
    value_added, output
        ``[country, sector]`` as the producer gives them; None where the table has no such row.
    other
        Further rows below the intermediates ``[country, sector]``, such as ``taxes_on_products``; each is a cost.
    detail
        Rows that are parts of value added, such as ``compensation_of_employees``: kept, and not added up.
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediates: np.ndarray
    final: Mapping[str, np.ndarray]
    value_added: np.ndarray | None
    output: np.ndarray | None
    other: Mapping[str, np.ndarray] = field(default_factory=dict)
    detail: Mapping[str, np.ndarray] = field(default_factory=dict)


def part_of(
    table: Table,
    *,
    dataset: str,
    edition: str,
    year: int,
    title: str,
    where: str,
    completeness: str = "",
    notes: Sequence[str] = (),
    tolerance: float = 1e-3,
) -> Part:
    """Check a year's accounts and make the part that the store keeps.

    Parameters
    ----------
    table
        The accounts.
    dataset, edition, year, title, completeness, notes
        See `Part`.
    where
        How messages name the file.
    tolerance
        Largest gap that is taken for rounding in either identity, measured as `check` says.

    Raises
    ------
    DataError
        If a label occurs twice, a figure is not finite, an intermediate flow or an output is negative, or sales or
        costs do not add up to output.
    """
    gaps = check(table, where, tolerance)
    size = f"{len(table.countries)} economies by {len(table.sectors)} sectors"
    rest = "with" if "ROW" in table.countries else "without"
    return Part(
        dataset=dataset,
        kind="accounts",
        title=title,
        edition=edition,
        years=(year,),
        tables=_tables(table),
        completeness=completeness
        or f"{size}, {rest} the rest of the world; final demand by destination in {len(table.final)} categories.",
        verified=f"Sales add up to output within {gaps['rows']:.1e} of it, costs within {gaps['columns']:.1e} "
        "(the largest gap over all country-sectors, relative to the larger of output and the median output).",
        notes=tuple(notes),
        numbers={
            "economies": len(table.countries),
            "sectors": len(table.sectors),
            "inactive": int((sold(table) <= 0).sum()),
            "row_gap": gaps["rows"],
            "column_gap": gaps["columns"],
        },
        columns=COLUMNS,
    )


def sold(table: Table) -> np.ndarray:
    """Give all sales of each node ``[country, sector]``."""
    return table.intermediates.sum((2, 3)) + sum(one.sum(2) for one in table.final.values())


def check(table: Table, where: str, tolerance: float) -> dict[str, float]:
    """Check labels, signs and both identities; give the largest gaps.

    A gap is measured against the larger of the node's output and the median output of active nodes, so that the rounding
    of small nodes is not taken for an error.
    """
    import numpy as np  # noqa: PLC0415

    _check_cells(table, where)
    sales = sold(table)
    output = sales if table.output is None else table.output
    active = output[output > 0]
    if not active.size:
        raise refused("no country-sector has any output", where)
    scale = np.maximum(output, float(np.median(active)))
    costs = table.intermediates.sum((0, 1)) + sum(table.other.values(), np.zeros_like(output))
    gaps = {"rows": np.abs(sales - output) / scale, "columns": np.zeros_like(output)}
    if table.value_added is not None:
        gaps["columns"] = np.abs(costs + table.value_added - output) / scale
    for name, said in (("rows", "sales do not add up to output"), ("columns", "costs do not add up to output")):
        worst = float(gaps[name].max())
        if worst > tolerance:
            place = _place(table, gaps[name] == worst)
            raise refused(
                f"{said} at {place}: {worst:.2%} of it is left", where, "get the file again: a figure is wrong"
            )
    return {name: float(gap.max()) for name, gap in gaps.items()}


def _check_cells(table: Table, where: str) -> None:
    """Check labels and signs, and that every figure is one."""
    import numpy as np  # noqa: PLC0415

    for what, labels in (("country", table.countries), ("sector", table.sectors)):
        twice = [one for one in labels if labels.count(one) > 1]
        if twice:
            raise refused(f"the {what} {twice[0]} occurs twice", where)
    everything: dict[str, np.ndarray | None] = {
        "intermediate flows": table.intermediates,
        "value added": table.value_added,
        "output": table.output,
        **{f"final demand {name}": one for name, one in table.final.items()},
        **table.other,
        **table.detail,
    }
    for name, array in everything.items():
        if array is not None and not np.isfinite(array).all():
            raise refused(
                f"a figure of {name} is missing or not a number at {_place(table, ~np.isfinite(array))}", where
            )
    for name in ("intermediate flows", "output"):
        array = everything[name]
        if array is not None and (array < 0).any():
            low = float(array.min())
            raise refused(f"{name} hold a negative figure ({low:.6g}) at {_place(table, array == low)}", where)


def _place(table: Table, mask: np.ndarray) -> str:
    """Name the first cell of a mask by its labels."""
    import numpy as np  # noqa: PLC0415

    at = np.argwhere(mask)[0]
    axes = (table.countries, table.sectors, table.countries, table.sectors)
    names = [axes[axis][place] if place < len(axes[axis]) else str(place) for axis, place in enumerate(at)]
    return " to ".join("_".join(names[start : start + 2]) for start in range(0, len(names), 2))


def _tables(table: Table) -> dict[str, Write]:
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    uses = [*table.sectors, *(FINAL + name for name in table.final)]

    def flow(path: Any) -> int:
        import pyarrow.parquet as pq  # noqa: PLC0415

        rows = 0
        schema = pa.schema(
            [(name, pa.dictionary(pa.int16(), pa.string())) for name in ("origin", "sector", "destination", "use")]
            + [("value", pa.float64())]
        )
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for o in range(len(table.countries)):  # one origin at a time: a year has some twenty million cells
                block = np.concatenate(
                    [table.intermediates[o], *(one[o][:, :, None] for one in table.final.values())], axis=2
                )
                at = np.nonzero(block)
                rows += len(at[0])
                columns = [
                    _coded(np.full(len(at[0]), o), table.countries),
                    _coded(at[0], table.sectors),
                    _coded(at[1], table.countries),
                    _coded(at[2], uses),
                    pa.array(block[at]),
                ]
                writer.write_table(pa.table(columns, schema=schema))
        return rows

    items = {"value_added": table.value_added, "output": table.output, **table.other, **table.detail}
    added = [
        pa.table(
            {
                "country": np.repeat(np.array(table.countries), len(table.sectors)).tolist(),
                "sector": list(table.sectors) * len(table.countries),
                "item": [name] * array.size,
                "value": np.asarray(array, dtype=np.float64).ravel(),
            }
        )
        for name, array in items.items()
        if array is not None
    ]
    axes = {"country": table.countries, "sector": table.sectors, "final": tuple(table.final)}
    labels = [(axis, code, place) for axis, codes in axes.items() for place, code in enumerate(codes)]
    return {
        "flow": flow,
        "added": written(pa.concat_tables(added)),
        "labels": written(
            pa.table(dict(zip(("axis", "code", "place"), map(list, zip(*labels, strict=True)), strict=True)))
        ),
    }


def _coded(places: np.ndarray, labels: Sequence[str]) -> pa.DictionaryArray:
    import pyarrow as pa  # noqa: PLC0415

    return pa.DictionaryArray.from_arrays(pa.array(places.astype("int16")), pa.array(list(labels)))
