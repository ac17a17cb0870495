"""Trade by product: flows that stay in files, and what is asked of them.

A product's shares are a country's: of the imports of destination d of product k, origin o has the share

    s[o, d, k] = v[o, d, k] / sum over o of v[o, d, k],

and their concentration is the Herfindahl index, the sum of the squared shares (Hirschman 1964): 1 with a single
supplier, 1/n with n equal ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import DataError, InputError, did_you_mean
from counterpoise.core.result import Provenance
from counterpoise.sources.database import connection, literal

if TYPE_CHECKING:
    import pandas as pd

DIMS = ("year", "origin", "destination", "product")
"""What a flow is known by; its figures are `FIGURES`."""

FIGURES = ("value", "quantity")
"""Thousand USD, and tonnes where they are known."""

Words = str | Sequence[str] | None
Years = int | Sequence[int] | None

_PRODUCT = re.compile(r"\d{6}", re.ASCII)
_ORDER = ("year", "product", "destination", "origin")


@dataclass(frozen=True, repr=False)
class Trade:
    """Product flows ``(year, origin, destination, product, value, quantity)`` that stay in Parquet files.

    Nothing is held: each method reads what it needs, within a limit of memory, so that 200 million flows can be asked
    on a laptop. A year of BACI has some eleven million.

    Parameters
    ----------
    paths
        The files; each flow is in one of them, once. Sorted by product they are read fastest.
    provenance
        Where the flows come from.
    memory
        The most that a question may hold, in DuckDB's words; the rest goes to the folder for temporary files. 2 GB
        leave room for other programs on a machine with 8 GB.
    threads
        The most processors to use; all of them when None.
    names
        The products' names, where they are known.

    Raises
    ------
    InputError
        If no file is named.
    DataError
        If a file is missing, isn't Parquet, or hasn't the six columns.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from counterpoise.store.store import table
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name) / "trade.parquet"
    >>> table("baci-raw-materials").query("year == 2022").to_parquet(path)
    >>> trade = Trade([path])
    >>> trade.years
    (2022,)
    >>> lithium = trade.concentration(2022, destination="KOR", product="283691")
    >>> lithium[["largest", "share", "suppliers"]].round(2).values.tolist()
    [['CHL', 0.77, 19]]
    >>> folder.cleanup()
    """

    paths: tuple[Path, ...]
    provenance: Provenance | None = None
    memory: str = "2GB"
    threads: int | None = None
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __init__(
        self,
        paths: str | PathLike[str] | Sequence[str | PathLike[str]],
        *,
        provenance: Provenance | None = None,
        memory: str = "2GB",
        threads: int | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        named = [paths] if isinstance(paths, str | PathLike) else list(paths)
        if not named:
            raise InputError("no file of trade is named", where="paths", remedy="name a Parquet file")
        if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", memory):
            raise InputError(f"{memory!r} is not an amount of memory", where="memory", remedy="write it like 2GB")
        object.__setattr__(self, "paths", tuple(sorted({Path(path) for path in named})))
        object.__setattr__(self, "provenance", provenance)
        object.__setattr__(self, "memory", memory)
        object.__setattr__(self, "threads", threads)
        object.__setattr__(self, "names", dict(names or {}))
        for path in self.paths:
            _check_columns(path)

    def __repr__(self) -> str:
        """Say what it is, from what the files say of themselves."""
        source = self.provenance.source if self.provenance else "trade"
        files = f"{len(self.paths)} file{'s' if len(self.paths) > 1 else ''}"
        return f"<Trade {source}: {len(self):,} flows in {files}>"

    def __len__(self) -> int:
        """Give the number of flows, which the files say."""
        import pyarrow.parquet as pq  # noqa: PLC0415

        return sum(pq.read_metadata(path).num_rows for path in self.paths)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the flows."""
        return tuple(int(year) for year in self._known("year"))

    @cached_property
    def products(self) -> tuple[str, ...]:
        """The products of the flows, in the codes of the source."""
        return tuple(self._known("product"))

    def select(
        self, *, year: Years = None, origin: Words = None, destination: Words = None, product: Words = None
    ) -> pd.DataFrame:
        """Give the flows of years, origins, destinations and products.

        Parameters
        ----------
        year, origin, destination, product
            One or several; all when None. Countries are ISO 3166-1 alpha-3, products have six digits.

        Returns
        -------
        pandas.DataFrame
            ``year, origin, destination, product, value`` (thousand USD), ``quantity`` (tonnes, NaN where missing), in
            the order of year, product, destination and origin. It is held in memory, so ask for what you need.

        Raises
        ------
        InputError
            If a word is none of the data's.
        """
        where = self._where(year=year, origin=origin, destination=destination, product=product)
        columns = ", ".join((*DIMS, *FIGURES))
        return self._ask(f"select {columns} from {self._flows} where {where} order by {', '.join(_ORDER)}")

    def totals(
        self,
        by: str | Sequence[str],
        *,
        year: Years = None,
        origin: Words = None,
        destination: Words = None,
        product: Words = None,
    ) -> pd.DataFrame:
        """Give flows added up.

        Parameters
        ----------
        by
            The dimensions that stay: ``year``, ``origin``, ``destination``, ``product``.
        year, origin, destination, product
            As in `select`.

        Returns
        -------
        pandas.DataFrame
            The dimensions, ``value`` (thousand USD), ``quantity`` (tonnes, of the flows that have one), ``flows`` (their
            number) and ``without_quantity``, in the order of the dimensions.

        Raises
        ------
        InputError
            If a word is none of the data's, or a dimension is none.
        """
        dims = [by] if isinstance(by, str) else list(dict.fromkeys(by))
        for dim in dims:
            if dim not in DIMS:
                remedy = did_you_mean(dim, DIMS, f"there are {', '.join(DIMS)}")
                raise InputError(f"{dim!r} is no dimension of trade", where="by", remedy=remedy)
        if not dims:
            raise InputError("no dimension is named", where="by", remedy=f"there are {', '.join(DIMS)}")
        where = self._where(year=year, origin=origin, destination=destination, product=product)
        names = ", ".join(dims)
        return self._ask(
            f"""
            select {names}, sum(value) as value, sum(quantity) as quantity, count(*) as flows,
                count(*) - count(quantity) as without_quantity
            from {self._flows} where {where} group by {names} order by {names}
            """
        )

    def concentration(
        self, year: int | None = None, *, destination: Words = None, product: Words = None
    ) -> pd.DataFrame:
        """Give how concentrated a year's imports are, for each country and product.

        Parameters
        ----------
        year
            The year; the newest when None.
        destination, product
            As in `select`; the world's exports are always those to all destinations.

        Returns
        -------
        pandas.DataFrame
            In the order of ``country`` (that imports) and ``product``: ``imports`` (thousand USD), ``suppliers`` (their
            number), ``largest`` (the one with the most; of equal ones the first in the alphabet), ``share`` (its share of
            the imports, a fraction), ``herfindahl`` (of the suppliers' shares), ``world_exporters`` and
            ``world_herfindahl`` (the number and the concentration of the economies that export the product to anyone).

        Raises
        ------
        InputError
            If a word is none of the data's.

        References
        ----------
        Hirschman, A. O. (1964), The Paternity of an Index, American Economic Review 54: 761-762.
        """
        year = self.years[-1] if year is None else year
        imports = self._where(year=year, destination=destination, product=product)
        exports = self._where(year=year, product=product)
        return self._ask(
            f"""
            with sold as (
                select product, origin, sum(value) as value from {self._flows} where {exports} group by product, origin
            ), world as (
                select product, count(*) as world_exporters,
                    sum(value * value) / (sum(value) * sum(value)) as world_herfindahl from sold group by product
            ), bought as (
                select destination as country, product, sum(value) as imports, count(*) as suppliers,
                    arg_min(origin, (-value, origin)) as largest, max(value) / sum(value) as share,
                    sum(value * value) / (sum(value) * sum(value)) as herfindahl
                from {self._flows} where {imports} group by destination, product
            )
            select country, product, imports, suppliers, largest, share, herfindahl, world_exporters, world_herfindahl
            from bought join world using (product) order by country, product
            """
        )

    def markets(
        self, buyer: Sequence[str], years: Sequence[int], product: Words = None
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give a buyer's purchases by origin, and what every origin sells to anyone.

        Parameters
        ----------
        buyer
            An economy, or the members of a bloc.
        years, product
            As in `select`.

        Returns
        -------
        bought, sold : pandas.DataFrame
            ``year, product, origin, value``; those bought, members of the bloc among the origins, also with ``quantity``
            (tonnes, 0 where none is known) and ``value_with_quantity``. Products and origins are categories.

        Raises
        ------
        InputError
            If a word is none of the data's.
        """
        where = self._where(year=years, product=product)
        members = ", ".join(literal(self._checked("destination", one)) for one in buyer)
        labels = "year, product::products as product, origin::countries as origin"
        with self._connection() as database:
            for kind, codes in (("products", self.products), ("countries", sorted(self.countries))):
                database.execute(f"create type {kind} as enum ({', '.join(map(literal, codes))})")
            bought = database.execute(
                f"""
                select {labels}, sum(value) as value, coalesce(sum(quantity), 0) as quantity,
                    coalesce(sum(value) filter (quantity is not null), 0) as value_with_quantity
                from {self._flows} where {where} and destination in ({members}) group by year, product, origin
                """
            ).df()
            sold = database.execute(
                f"select {labels}, sum(value) as value from {self._flows} where {where} group by year, product, origin"
            ).df()
        return bought, sold

    @property
    def _flows(self) -> str:
        """Give the files as DuckDB reads them."""
        return f"read_parquet([{', '.join(literal(path) for path in self.paths)}])"

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        with connection(memory=self.memory, threads=self.threads, where=self.paths[0].parent.as_posix()) as database:
            yield database

    def _ask(self, query: str) -> pd.DataFrame:
        with self._connection() as database:
            return database.execute(query).df()

    def _known(self, dim: str) -> list[Any]:
        return self._ask(f"select distinct {dim} from {self._flows} order by {dim}")[dim].tolist()

    def _where(self, *, year: Years = None, **words: Words) -> str:
        """Give a condition of SQL, and refuse words that the data hasn't."""
        asked: dict[str, list[str]] = {
            dim: [one] if isinstance(one, str) else list(one) for dim, one in words.items() if one is not None
        }
        conditions = ["true"]
        if year is not None:
            years = [year] if isinstance(year, int) else [int(one) for one in year]
            for one in years:
                if one not in self.years:
                    have = f"there are {self.years[0]} to {self.years[-1]}"
                    raise InputError(f"there is no trade of {one}", where="year", remedy=have)
            conditions.append(f"year in ({', '.join(map(str, years))})" if years else "false")
        for dim, given in asked.items():
            clean = [self._checked(dim, word) for word in given]
            conditions.append(f"{dim} in ({', '.join(map(literal, clean))})" if clean else "false")
        return " and ".join(conditions)

    def _checked(self, dim: str, word: str) -> str:
        code = word.strip().upper()
        if dim == "product" and not _PRODUCT.fullmatch(code):
            raise InputError(f"{word!r} is not a product of six digits", where=dim, remedy="write it like 283691")
        known = self.products if dim == "product" else self.countries
        if code not in known:
            near = did_you_mean(code, known, "see Trade.products" if dim == "product" else "write it like KOR")
            raise InputError(f"there is no trade of {word!r}", where=dim, remedy=near)
        return code

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries that sell or buy."""
        found = self._ask(f"select distinct origin as c from {self._flows} union select destination from {self._flows}")
        return frozenset(found["c"])


def _check_columns(path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        names = pq.read_schema(path).names
    except (OSError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0][:120]
        raise DataError(f"is no file of trade ({reason})", where=str(path), remedy="add the source again") from error
    missing = [name for name in (*DIMS, *FIGURES) if name not in names]
    if missing:
        raise DataError(f"has no column {', '.join(missing)}", where=str(path), remedy="add the source again")
