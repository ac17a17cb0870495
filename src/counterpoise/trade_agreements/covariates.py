"""Trade agreements as columns of a panel of trade: of any table of the store, or of the program's own register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from counterpoise.world.agreement_tables import AgreementTable

KEYS = ("exporter", "importer", "year")
_REST = "ROW"


def with_agreements(
    panel: pd.DataFrame,
    source: str | AgreementTable,
    lags: Sequence[int] = (),
    leads: Sequence[int] = (),
    *,
    prefix: str = "",
) -> pd.DataFrame:
    """Add columns of trade agreements to a panel of trade, with lags and leads that lose no years of it.

    A lag or lead is looked up in the table of agreements itself, for the earlier or the later year, so the panel needs
    not hold that year (nor every year between).

    Parameters
    ----------
    panel
        A row a flow, with columns exporter and importer (ISO 3166-1 alpha-3; codes that changed with a name, such as
        ROM, are known) and year.
    source
        ``desta``, ``egger-larch``, ``wb-dta``, ``register``, or a table; see `counterpoise.world.agreement_tables`.
    lags, leads
        Years: 4 adds ``rta_lag4``, the agreement of four years before, or ``rta_lead4``, that of four years later.
    prefix
        Put before the name of each column, where the panel has such a column already.

    Returns
    -------
    pandas.DataFrame
        The panel with the columns ``rta`` (any agreement), ``full_fta`` and ``depth`` where the table has them, and for
        wb-dta ``areas_covered`` and ``areas_enforceable``. Domestic flows and pairs without an agreement have 0; missing
        is what the table doesn't know: depth that is not coded, years and countries that it doesn't speak of.

    Raises
    ------
    InputError
        If the panel lacks a column, has one of the new ones, holds codes that are no country's, or a lag is no number of
        years.

    References
    ----------
    Baier, S. L. and Bergstrand, J. H. (2007), Do free trade agreements actually increase members' international trade?,
    Journal of International Economics 71(1), 72-95 (lags, and leads as a test of strict exogeneity).

    Examples
    --------
    >>> import pandas as pd
    >>> panel = pd.DataFrame({"exporter": ["KOR", "KOR"], "importer": ["CHL", "KOR"], "year": [2006, 2006]})
    >>> with_agreements(panel, "register", lags=(4,))[["full_fta", "full_fta_lag4"]].to_numpy().tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.world.agreement_tables import AgreementTable, agreement_table  # noqa: PLC0415

    shifts = [
        ("", 0),
        *((f"_lag{k}", -k) for k in _spans(lags, "lags")),
        *((f"_lead{k}", k) for k in _spans(leads, "leads")),
    ]
    missing = [name for name in KEYS if name not in panel.columns]
    if missing:
        have = ", ".join(map(str, panel.columns[:8]))
        raise InputError(f"the panel has no column {missing[0]!r}", where="panel", remedy=f"it has {have}")
    years = _years(panel)
    if isinstance(source, AgreementTable):
        table = source
    else:
        far = [shift for _, shift in shifts]
        table = agreement_table(source, (int(years.min()) + min(far), int(years.max()) + max(far)))
    names = [name for name in table.measures if name != "agreements"]
    wanted = [f"{prefix}{name}{suffix}" for suffix, _ in shifts for name in names]
    taken = [name for name in wanted if name in panel.columns]
    if taken:
        remedy = "give a prefix for the new columns, or drop the panel's"
        raise InputError(f"the panel has a column {taken[0]!r} already", where="panel", remedy=remedy)
    one, other = (_codes(panel, side) for side in KEYS[:2])
    a, b = np.where(one < other, one, other), np.where(one < other, other, one)
    made = panel.copy()
    for suffix, shift in shifts:
        found = _looked_up(table, a, b, years + shift)
        for name in names:
            made[f"{prefix}{name}{suffix}"] = found[name]
    return made


def _spans(spans: Sequence[int], what: str) -> tuple[int, ...]:
    for span in spans:
        if isinstance(span, bool) or int(span) != span or span < 1:
            raise InputError(
                f"{span!r} is no number of years", where=what, remedy="write whole numbers from 1, such as 4"
            )
    return tuple(dict.fromkeys(map(int, spans)))


def _years(panel: pd.DataFrame) -> Any:
    import numpy as np  # noqa: PLC0415

    try:
        years = panel["year"].to_numpy(float)
    except (TypeError, ValueError):
        years = np.full(len(panel), np.nan)
    if not len(years) or not np.isfinite(years).all() or (years != np.floor(years)).any():
        said = "holds no row" if not len(years) else "has a year that is no whole number"
        raise InputError(f"the panel {said}", where="panel, year", remedy="give a year to each row, such as 2006")
    return years.astype(int)


def _codes(panel: pd.DataFrame, side: str) -> Any:
    """Give the codes of one side, those of the past under the names of today; the rest of the world stays."""
    from counterpoise.codes.countries import meant  # noqa: PLC0415
    from counterpoise.sources.rows_by_name import known_code  # noqa: PLC0415

    words = [str(word) for word in panel[side].unique()]
    codes: Any = {word: word if word == _REST else known_code(word) for word in words}
    unknown = sorted(word for word, code in codes.items() if code is None)
    if unknown:
        names = ", ".join(unknown[:6])
        raise InputError(f"{names}: no country's code", where=f"panel, {side}", remedy=meant(unknown[0]))
    return panel[side].astype(str).map(codes).to_numpy(str)


def _looked_up(table: AgreementTable, a: Any, b: Any, years: Any) -> dict[str, Any]:
    """Give what the table says of each pair and year: 0 where it has none, missing where it doesn't know."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    rows = table.rows.set_index(["country_a", "country_b", "year"])
    at = rows.index.get_indexer(pd.MultiIndex.from_arrays([a, b, years]))
    home = a == b
    silent = (years < table.years[0]) | (years > table.years[1]) | (a == _REST) | (b == _REST)
    if table.countries is not None:
        spans = {code: np.array(span) for code, span in table.countries.items()}
        first, last = (pd.Series({code: span[end] for code, span in spans.items()}, dtype=float) for end in (0, 1))
        for side in (a, b):
            begins, ends = (pd.Series(side).map(bound).to_numpy(float) for bound in (first, last))
            silent |= ~((begins <= years) & (years <= ends))
    made = {}
    for name in table.measures:
        values = rows[name].to_numpy(float)
        held = np.where(at >= 0, values[at], 0.0) if len(values) else np.zeros(len(a))
        made[name] = np.where(home, 0.0, np.where(silent, np.nan, held))
    return made
