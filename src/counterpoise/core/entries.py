"""Answers whose entries are of several kinds, as a table: a row for each entry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from counterpoise.core.result import Result


def entries_table(result: Result, dimension: str) -> pd.DataFrame:
    """Give a row for each entry, with its kind, its labels and its value.

    Parameters
    ----------
    result
        The answer: a variable for each kind, missing where an entry is of another.
    dimension
        The dimension of the entries.

    Returns
    -------
    pandas.DataFrame
        The columns ``kind``, the entries' labels, and ``value``.
    """
    import pandas as pd  # noqa: PLC0415

    data = result.data
    labels = {str(one): data[one].values for one in data.coords if str(one) != dimension}
    rows = [
        {"kind": name, **{label: values[place] for label, values in labels.items()}, "value": value}
        for name in result.variables
        for place, value in enumerate(data[name].values)
        if math.isfinite(value)
    ]
    return pd.DataFrame(rows)
