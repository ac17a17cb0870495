"""The datasets that come with the program: what each is, its tables, its accounts.

They lie in ``embedded`` beside this file, were built by ``tools/embed/build.py``, and are never edited. A dataset is
read when it is first asked for; the large ones are then kept, decoded, in the user's cache folder (see
`counterpoise.store.cache`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import DataError, InputError, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from counterpoise.store.codec import Entry

EMBEDDED = Path(__file__).parent / "embedded"
_WORTH_CACHING = 1_000_000
"""Compressed bytes above which decoding takes longer than reading the decoded arrays from the cache."""


@dataclass(frozen=True)
class Carrier:
    """The package that carried a dataset's figures to the program.

    Attributes
    ----------
    package, version
        Its name and version in the Python package registry.
    licence
        The licence of the package; the figures keep their producer's terms.
    """

    package: str
    version: str
    licence: str


@dataclass(frozen=True)
class Dataset:
    """What there is to know about a dataset.

    Attributes
    ----------
    name
        The word that it is asked for by.
    title
        What it is.
    kind
        ``accounts``, ``trade``, ``table`` or ``series``.
    producer, edition, years
        Who made it, which release it is, and the years that it has.
    licence, terms
        The licence, and the address of the producer's terms.
    citation
        The published form to cite it by.
    carried_by
        The package that carried the figures, if one did.
    file, size, sha256
        The file that it is in, beside this module, with its length in bytes and its checksum.
    completeness
        What is in it and what is not, in words.
    numbers
        The same in numbers.
    verified
        What was checked when it was built.
    notes
        What a reader of the figures must know.
    columns
        Units and codes: by array, or by column within each part of a table.
    place
        The folder of the user's store; empty for what came with the program.
    retrieved
        When it was added to the user's store.
    reader
        Whether its reader has read the producer's file, or knows the documented layout only.
    """

    name: str
    title: str
    kind: str
    producer: str
    edition: str
    years: tuple[int, ...]
    licence: str
    terms: str
    citation: str
    carried_by: Carrier | None
    file: str
    size: int
    sha256: str
    completeness: str
    numbers: Mapping[str, float]
    verified: str
    notes: tuple[str, ...]
    columns: Mapping[str, Any]
    place: str = ""
    retrieved: str = ""
    reader: str = ""

    @property
    def embedded(self) -> bool:
        """Whether it came with the program, and was not added by its user."""
        return not self.place

    @property
    def scheme(self) -> str:
        """The classification of its sectors (see `counterpoise.codes.sectors`): its name, or the producer's."""
        from counterpoise.codes.sectors import schemes  # noqa: PLC0415

        name = self.name.removesuffix("-embedded")
        return name if name in schemes() else name.rpartition("-")[0] or name

    @property
    def path(self) -> Path:
        """The file that it is in."""
        return EMBEDDED / self.file


@dataclass(frozen=True, eq=False)
class Accounts:
    """One year of inter-country input-output accounts, as bare read-only arrays.

    Attributes
    ----------
    intermediates
        Sales to producing sectors, million USD, float64 [origin, sector, destination, use], C-contiguous.
    output
        Gross output, million USD, float64 [country, sector].
    countries, sectors
        The labels of the axes: ISO 3166-1 alpha-3, and the producer's sector codes.
    dataset
        Where the figures come from.
    year
        The year of the figures.
    """

    intermediates: NDArray[np.float64]
    output: NDArray[np.float64]
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    dataset: Dataset
    year: int


def datasets() -> tuple[Dataset, ...]:
    """List the datasets that are there: those that came with the program, then those that its user added.

    Returns
    -------
    tuple of Dataset
        In the order of the catalogue.

    Examples
    --------
    >>> [dataset.name for dataset in datasets()][:2]
    ['icio-2025-embedded', 'baci-raw-materials']
    """
    from counterpoise.store.added import added  # noqa: PLC0415

    return (*_embedded(), *added())


@cache
def _embedded() -> tuple[Dataset, ...]:
    path = EMBEDDED / "catalogue.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "install the package again, or run tools/embed/build.py"
        raise DataError(f"the catalogue can't be read ({error})", where=str(path), remedy=remedy) from error
    return tuple(_dataset(name, said) for name, said in raw["datasets"].items())


def _dataset(name: str, said: dict[str, Any]) -> Dataset:
    carried_by = said["carried_by"]
    own = {
        "name": name,
        "years": tuple(said["years"]),
        "notes": tuple(said["notes"]),
        "carried_by": Carrier(**carried_by) if carried_by else None,
        "numbers": MappingProxyType(said["numbers"]),
        "columns": MappingProxyType(said["columns"]),
    }
    return Dataset(**{key: value for key, value in said.items() if key not in own and key != "arrays"}, **own)


def dataset(name: str) -> Dataset:
    """Give what there is to know about a dataset.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    Dataset
        Its place in the catalogue.

    Raises
    ------
    InputError
        If there is no such dataset.

    Examples
    --------
    >>> dataset("icio-2025-embedded").years
    (2022,)
    """
    known = {dataset.name: dataset for dataset in datasets()}
    if name not in known:
        remedy = did_you_mean(name, known, f"there are {', '.join(known)}")
        if f"{name}-embedded" in known:
            remedy = f"add it (see 'counterpoise data sources'), or take {name}-embedded"
        raise InputError(f"{name!r} is no dataset here", where="dataset", remedy=remedy)
    return known[name]


def table(name: str, part: str = "") -> pd.DataFrame:
    """Give a dataset as a tidy table.

    Parameters
    ----------
    name
        The dataset.
    part
        Which of its tables, by default its main one: ``baci-raw-materials`` has ``trade``, ``products`` and
        ``countries``. `Dataset.columns` lists them all, with units.

    Returns
    -------
    pandas.DataFrame
        A row an observation; countries are ISO 3166-1 alpha-3 codes, figures are floats with NaN where one is missing.

    Raises
    ------
    InputError
        If there is no such dataset or part, or it holds accounts.

    Examples
    --------
    >>> governance = table("wgi-political-stability")
    >>> governance.query("country == 'KOR' and year == 2022").estimate.round(2).tolist()
    [0.56]
    """
    import pandas as pd  # noqa: PLC0415

    from counterpoise.store import codec  # noqa: PLC0415

    source = dataset(name)
    if source.kind == "accounts":
        raise InputError(f"{name} holds accounts, not a table", where="dataset", remedy=f"use accounts({name!r})")
    part = part or next(iter(source.columns))
    if part not in source.columns:
        remedy = did_you_mean(part, source.columns, f"there are {', '.join(source.columns)}")
        raise InputError(f"{part!r} is no part of {name}", where="part", remedy=remedy)
    if not source.embedded:
        from counterpoise.store import added  # noqa: PLC0415

        if source.kind == "trade":
            raise InputError(f"{name} is too large for one table", where="dataset", remedy="use load_trade")
        return added.frame([one for one in added.kept() if one.dataset == name], part)
    header = codec.read_header(source.path)
    entries = [entry for entry in header.arrays if entry.name.startswith(f"{part}/")]
    arrays = _arrays(source, part, entries)
    columns = {}
    for entry in entries:
        values = codec.figures(arrays[entry.name], entry)
        if entry.labels:
            values = pd.Series(arrays[entry.labels].tolist()).take(values).array
        elif values.dtype.kind in "iu":
            values = values.astype("int64")
        elif values.dtype.kind == "U":
            values = values.tolist()
        elif not values.flags.writeable:
            values = values.copy()
        columns[entry.name.removeprefix(f"{part}/")] = values
    return pd.DataFrame(columns)


def _arrays(source: Dataset, part: str, entries: Sequence[Entry]) -> Mapping[str, NDArray[Any]]:
    """Give the stored columns of a part with their labels, through the cache if they are large."""
    from counterpoise.store import cache as kept  # noqa: PLC0415
    from counterpoise.store import codec  # noqa: PLC0415

    names = {entry.name for entry in entries} | {entry.labels for entry in entries if entry.labels}
    if sum(sum(entry.streams) for entry in entries) < _WORTH_CACHING:
        return codec.decode(source.path, names)
    return kept.cached(_key(source, part), lambda: codec.decode(source.path, names))


def accounts(name: str = "icio-2025-embedded", year: int | None = None) -> Accounts:
    """Give one year of inter-country input-output accounts.

    The first call on a machine decodes them (about a second and a half); later ones map them from the cache.

    Parameters
    ----------
    name
        The dataset.
    year
        The year; None means the newest that it has.

    Returns
    -------
    Accounts
        The arrays with their labels.

    Raises
    ------
    InputError
        If there is no such dataset or year, or it holds no accounts.

    Warns
    -----
    counterpoise.store.cache.CacheWarning
        If the decoded arrays could not be kept.

    Examples
    --------
    >>> accounts().intermediates.shape
    (80, 50, 80, 50)
    """
    source, found = accounts_source(name, year)
    if source.embedded:
        return _accounts(source.name, found)
    from counterpoise.store.added import accounts_arrays  # noqa: PLC0415
    from counterpoise.store.folder import part_of  # noqa: PLC0415

    made = accounts_arrays(part_of(name, found))
    return Accounts(
        intermediates=made["flow"][..., :-1],
        output=made["flow"].sum((2, 3)),
        countries=tuple(made["countries"].tolist()),
        sectors=tuple(made["sectors"].tolist()),
        dataset=source,
        year=found,
    )


def accounts_source(name: str, year: int | None = None) -> tuple[Dataset, int]:
    """Give the dataset that accounts come from, and their year, without reading them.

    Parameters
    ----------
    name, year
        As in `accounts`.

    Returns
    -------
    tuple of Dataset and int
        What there is to know about the dataset; the year, the newest if none was named.

    Raises
    ------
    InputError
        If there is no such dataset or year, or it holds no accounts.

    Examples
    --------
    >>> accounts_source("icio-2025-embedded")[1]
    2022
    """
    source = dataset(name)
    if source.kind != "accounts":
        others = ", ".join(dataset.name for dataset in datasets() if dataset.kind == "accounts")
        raise InputError(f"{name} holds no accounts", where="--source", remedy=f"there are accounts in {others}")
    if year is not None and year not in source.years:
        have = ", ".join(str(one) for one in source.years)
        raise InputError(f"{name} has no year {year}", where="--year", remedy=f"there is {have}")
    year = source.years[-1] if year is None else year
    if source.embedded:
        return source, year
    from counterpoise.store.added import dataset_of  # noqa: PLC0415
    from counterpoise.store.folder import part_of  # noqa: PLC0415

    return dataset_of([part_of(name, year)]), year


def newest_accounts(year: int | None = None) -> str:
    """Give the name of the accounts that are taken where none are named.

    Of all that hold the year (None: the newest year that any holds), official files come before what is embedded, and
    of several the one whose name comes last, which is the newest edition of one producer.

    Raises
    ------
    InputError
        If no accounts hold the year.

    Examples
    --------
    >>> newest_accounts(2022)
    'icio-2025-embedded'
    """
    held = [one for one in datasets() if one.kind == "accounts"]
    years = sorted({each for one in held for each in one.years})
    wanted = years[-1] if year is None else year
    fit = [one for one in held if wanted in one.years]
    if not fit:
        have = "; ".join(f"{one.name} has {_span(one.years)}" for one in held)
        raise InputError(f"there are no accounts of {year}", where="--year", remedy=have)
    return max(fit, key=lambda one: (not one.embedded, one.name)).name


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


@lru_cache(maxsize=2)
def _accounts(name: str, year: int) -> Accounts:
    from counterpoise.store import cache as kept  # noqa: PLC0415

    source = dataset(name)
    arrays = kept.cached(_key(source, "accounts"), lambda: _decoded_accounts(source.path))
    return Accounts(
        intermediates=arrays["intermediates"],
        output=arrays["output"],
        countries=tuple(arrays["countries"].tolist()),
        sectors=tuple(arrays["sectors"].tolist()),
        dataset=source,
        year=year,
    )


def _decoded_accounts(path: Path) -> dict[str, NDArray[Any]]:
    from counterpoise.store import codec  # noqa: PLC0415

    header = codec.read_header(path)
    stored = codec.decode(path)
    flows = codec.figures(stored["intermediates"], header.named("intermediates"))
    for (country, sector), column in zip(stored["capped_at"].tolist(), stored["capped"], strict=True):
        flows[:, :, country, sector] = column
    return {
        "intermediates": flows,
        "output": codec.figures(stored["output"], header.named("output")),
        "countries": stored["countries"],
        "sectors": stored["sectors"],
    }


def _key(source: Dataset, what: str) -> str:
    return f"{source.name}-{what}-{source.sha256[:16]}"
