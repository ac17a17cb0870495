"""Estimating a gravity equation from a panel of bilateral trade."""

from __future__ import annotations

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import question
from counterpoise.core.result import Asked, Provenance, Result
from counterpoise.questions.arguments import File


@question(group="gravity")
def estimate(panel: File, *, progress: Progress | None = None) -> Result:
    """What a trade agreement does to the trade of its parties, estimated from a panel of bilateral trade.

    Parameters
    ----------
    panel
        A file of trade with a row for each exporter, importer and year: .parquet, .csv or .dta.
    progress
        Told how far the work is.

    Returns
    -------
    Result
        ``observations``, ``[year]``: the flows that the panel holds.

    Raises
    ------
    InputError
        If the file can't be read, or lacks a column.

    Examples
    --------
    >>> import counterpoise as cp
    >>> cp.gravity.estimate.name, cp.gravity.estimate.words
    ('gravity.estimate', ('gravity', 'estimate'))
    """
    import pandas as pd  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("reading the panel", 0.0)
    readers = {"parquet": pd.read_parquet, "csv": pd.read_csv, "dta": pd.read_stata}
    ending = panel.rpartition(".")[2].lower()
    if ending not in readers:
        raise InputError("this is no panel that can be read", where=panel, remedy="give a .parquet, .csv or .dta file")
    try:
        held = readers[ending](panel)
    except (OSError, ValueError) as error:
        raise InputError("the panel can't be read", where=panel, remedy="check the file") from error
    if "year" not in held:
        raise InputError("the panel has no column 'year'", where=panel, remedy="name its columns")
    counts = held.groupby("year").size()
    observations = xr.DataArray(
        counts.to_numpy(float),
        {"year": counts.index.to_numpy(int)},
        attrs={"label": "Flows in the panel", "short": "flows", "unit": "count"},
    )
    tell.report("done", 1.0)
    return Result(Asked("gravity.estimate", {}), xr.Dataset({"observations": observations}), (Provenance(panel),))
