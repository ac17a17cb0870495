"""The data of a change as a spreadsheet: every economy, every sector, and the parties' trade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.briefing.spreadsheet import write
from counterpoise.charts.change import parties
from counterpoise.codes.countries import spoken
from counterpoise.equilibrium.path import at

if TYPE_CHECKING:
    import os

    import pandas as pd

    from counterpoise.equilibrium.outcome import Outcome
    from counterpoise.equilibrium.outcomes import Outcomes

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
    outcome = outcome.showing(countries=outcome.baseline.countries)  # whichever the tables show
    tables = {name: table(outcome) for name, table in TABLES.items()}
    tables |= {"scenario": scenario(outcome, outcome)}
    write(path, {}, tables, of=outcome.plain(every=True))


def write_changes(outcomes: Outcomes, path: str | os.PathLike[str]) -> None:
    """Write the sheets of several times, each below the one before, with a column that tells which.

    Parameters
    ----------
    outcomes
        Of a simulation.
    path
        The file.
    """
    import pandas as pd  # noqa: PLC0415

    each = {label: one.in_words().showing(countries=one.baseline.countries) for label, one in outcomes.outcomes.items()}
    tables: dict[str, Any] = {}
    for name, table in TABLES.items():
        parts = {label: table(one) for label, one in each.items()}
        for label, part in parts.items():
            part.insert(0, outcomes.dimension, label)
        tables[name] = pd.concat(list(parts.values()), ignore_index=True)
    tables |= {"scenario": scenario(outcomes.first, outcomes)}
    write(path, {}, tables, of=outcomes.plain(every=True))


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


def _flat(diagnostics: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in diagnostics.items():
        if isinstance(value, Mapping):
            yield from _flat(value, "" if name in ("times", "lacking") else f"{name}: ")
        else:
            yield f"{before}{name}", value


TABLES = {"countries": countries, "sectors": sectors, "trade": trade}


def scenario(outcome: Outcome, answer: Outcome | Outcomes) -> pd.DataFrame:
    """Give what was asked, what a reader must know, and how the calculation went, of the whole answer."""
    import pandas as pd  # noqa: PLC0415

    said: Any = outcome.said.scenario
    if said is not None and answer is not outcome:
        said = at(said)  # which times there are is told in a column
    about = outcome.data.attrs
    rows = [("title", about["title"]), *(("change", one) for one in about["changes"])]
    if said is not None and said.arrays is None:
        rows += [("file", line) for line in said.to_toml().splitlines()]
    rows += [("note", one) for one in answer.warnings]
    rows += [(name, value) for name, value in _flat(answer.diagnostics) if value not in ("", None)]
    rows += [("key", answer.question.key)]
    return pd.DataFrame([row for row in rows if row[1] != ""], columns=["what", "value"])
