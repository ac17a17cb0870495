"""The data of a change as a spreadsheet: every economy, every sector, and the parties' trade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.briefing.spreadsheet import write
from counterpoise.charts.change import parties
from counterpoise.codes.countries import spoken

if TYPE_CHECKING:
    import os

    import pandas as pd

    from counterpoise.equilibrium.outcome import Outcome

FLOWS = ("trade_new", "trade_change")


def write_change(outcome: Outcome, path: str | os.PathLike[str]) -> None:
    """Write the sheets: countries, sectors, trade, scenario, and what the numbers are.

    Parameters
    ----------
    outcome
        Of a simulation.
    path
        The file.
    """
    tables = {"countries": countries(outcome), "sectors": sectors(outcome), "trade": trade(outcome)}
    tables |= {"scenario": scenario(outcome)}
    write(path, {}, tables, of=outcome.plain(every=True))


def countries(outcome: Outcome) -> pd.DataFrame:
    """Give a row for each country, with every variable of countries."""
    names = [name for name, array in outcome.data.data_vars.items() if array.dims == ("country",)]
    table = outcome.data[names].to_dataframe()[names].reset_index()
    table.insert(1, "name", [spoken(one) for one in table["country"]])
    return table


def sectors(outcome: Outcome) -> pd.DataFrame:
    """Give a row for each sector of each country."""
    names = [name for name, array in outcome.data.data_vars.items() if array.dims == ("country", "sector")]
    return outcome.data[names].to_dataframe()[names].reset_index()


def trade(outcome: Outcome) -> pd.DataFrame:
    """Give the flows from and to the parties: all sectors together, and among the parties each sector."""
    import pandas as pd  # noqa: PLC0415

    who = parties(outcome.plain(every=True))
    data = outcome.data[list(FLOWS)]
    whole = data.sum("sector").to_dataframe()[list(FLOWS)].reset_index()
    whole.insert(1, "sector", "TOTAL")
    whole = whole[whole["origin"].isin(who) | whole["destination"].isin(who)]
    among = data.sel(origin=who, destination=who).to_dataframe()[list(FLOWS)].reset_index()
    among = among[["origin", "sector", "destination", *FLOWS]]
    table: Any = pd.concat([whole, among], ignore_index=True)
    table = table[(table["origin"] != table["destination"]) & (table[list(FLOWS)] != 0).any(axis=1)].copy()
    before = table["trade_new"] - table["trade_change"]
    table.insert(3, "trade_before", before)
    table["trade_pct"] = 100.0 * table["trade_change"] / before.where(before > 0)
    return table


def scenario(outcome: Outcome) -> pd.DataFrame:
    """Give what was asked, what a reader must know, and how the calculation went."""
    import pandas as pd  # noqa: PLC0415

    said: Any = outcome.said.scenario
    about = outcome.data.attrs
    rows = [("title", about["title"]), *(("change", one) for one in about["changes"])]
    if said is not None and said.arrays is None:
        rows += [("file", line) for line in said.to_toml().splitlines()]
    rows += [("note", one) for one in outcome.warnings]
    rows += [(name, value) for name, value in outcome.diagnostics.items() if value not in ("", None)]
    rows += [("key", outcome.question.key)]
    return pd.DataFrame([row for row in rows if row[1] != ""], columns=["what", "value"])
