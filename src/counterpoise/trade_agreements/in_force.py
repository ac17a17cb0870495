"""The dummy of an agreement in force, from the program's register, for the flows of a panel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from counterpoise.core.errors import DataError
from counterpoise.trade_agreements.specification import Specification, column_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.trade_agreements.panel import Panel

KINDS = ("customs_union", "free_trade_agreement")
"""What counts as an agreement."""

DAY = (7, 1)
"""Month and day: an agreement counts for a year if it is in force at its middle."""


def with_register(panel: Panel, chosen: Specification) -> Panel:
    """Give a panel in which the agreement's column, its lags and its leads, are those of the register.

    Parameters
    ----------
    panel
        Its exporters and importers as ISO 3166-1 alpha-3 codes.
    chosen
        The equation, whose first covariate is the agreement.

    Returns
    -------
    Panel
        With a 1 where both ends are parties of one agreement that is in force on 1 July of the year.

    Raises
    ------
    InputError
        If no country of the panel is one that the register knows.
    """
    from counterpoise.codes.countries import countries  # noqa: PLC0415

    ends = sorted({*panel.data["exporter"], *panel.data["importer"]})
    if not set(ends) & set(countries()):
        what = f"the panel's countries ({', '.join(ends[:3])}) are no codes that the register knows"
        raise DataError(what, where=panel.source, remedy="write them as ISO 3166-1 alpha-3, as KOR")
    shifts = {column_of(chosen.agreement): 0}
    shifts |= {name: -one for name, one in zip(chosen.lagged, chosen.lags, strict=True)}
    shifts |= dict(zip(chosen.led, chosen.leads, strict=True))
    made = {name: _bound(panel, tuple(ends), shift) for name, shift in shifts.items()}
    return replace(panel, data=panel.data.assign(**made))


def _bound(panel: Panel, ends: tuple[str, ...], shift: int) -> NDArray[np.float64]:
    """Tell of each flow whether an agreement bound its ends so many years from its own."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    index = pd.Index(ends)
    here, there = (index.get_indexer(panel.data[one]) for one in ("exporter", "importer"))
    year = panel.data["year"].to_numpy()
    bound = np.zeros(len(year))
    for one in np.unique(year):
        rows = year == one
        bound[rows] = _matrix(ends, int(one) + shift)[here[rows], there[rows]]
    return bound


def _matrix(ends: tuple[str, ...], year: int) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.register import in_force  # noqa: PLC0415

    day = date(year, *DAY)
    place = {code: k for k, code in enumerate(ends)}
    bound = np.zeros((len(ends), len(ends)), dtype=bool)
    for one in in_force(day):
        if one.kind in KINDS:
            here, there = ([place[c] for c in side if c in place] for side in one.sides(day))
            bound[np.ix_(here, there)] = True
            bound[np.ix_(there, here)] = True
    np.fill_diagonal(bound, val=False)
    return bound
