"""What a reader meets: few lines for many pairs, entries as rows, only who was asked for, and no past of others' accounts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import xarray as xr

import counterpoise as cp
from counterpoise.cli.output import spelled
from counterpoise.core.errors import DataError
from counterpoise.questions.both import _flips
from counterpoise.world.economy import Economy
from counterpoise.world.tie_tables import Observations
from counterpoise.world.ties import Ties


def test_many_pairs_are_a_row_each_and_who_gives_nothing_is_counted(facts):
    answer = cp.security("POL", ties=facts)
    lines = spelled(answer).splitlines()
    partners = answer.data["partner"].values.tolist()
    shown = [line.split()[2] for line in lines[1:-1]]
    assert set(shown) <= set(partners)
    left = f"; {len(partners) - len(shown)} more pairs" if len(shown) < len(partners) else ""
    assert lines[-1].endswith("treaties") if not left else left in lines[-1]
    by_name = {line.split()[2]: line for line in lines[1:-1]}
    for partner, line in by_name.items():
        told = answer.data.defence_obligation.sel(country="POL", partner=partner).item()
        assert line.split()[3] == {1.0: "yes", 0.0: "no"}[told]


def test_few_pairs_keep_every_measure_and_both_ways(facts):
    text = spelled(cp.security("POL", on="USA", ties=facts))
    assert "POL on USA" in text
    assert "USA on POL" in text
    assert "North Atlantic Treaty" in text


def test_a_dossier_is_a_table_of_entries(facts):
    answer = cp.ties("KOR", on="JPN", ties=facts)
    table = answer.table()
    assert len(table) == answer.data.sizes["entry"] == len(answer.records())
    assert {"kind", "country", "partner", "year", "until", "variable", "source", "value"} <= set(table.columns)
    assert set(table["kind"]) == set(answer.variables)


def test_only_who_was_asked_for_has_records(facts, accounts):
    answer = cp.equation("POL", powers="USA,CHN", draws=50, ties=facts, economy=accounts)
    assert {one["country"] for one in answer.records()} == {"POL"}
    assert answer.data.sizes["country"] > 70  # the others stand in the chart


def test_accounts_of_ones_own_have_no_past_of_the_store(facts, accounts):
    """Albania stands in Iceland's place: the store's accounts don't know it."""
    names = ["ALB" if one == "ISL" else one for one in accounts.countries]
    own = Economy(
        flow=accounts.flow.assign_coords(origin=names, destination=names),
        value_added=accounts.value_added.assign_coords(country=names),
        tariff=None,
        outside=accounts.outside.assign_coords(origin=names),
        provenance=dataclasses.replace(accounts.provenance, source="mine"),
        estimated=accounts.estimated,
        attrs={"closed": False, "scheme": "icio-2025", "year": 2022},
    )
    known = Ties(facts.tables, facts.acts, facts.provenance, (*facts.home, "ALB"))
    answer = cp.equation("ALB", powers="USA,CHN", draws=50, ties=known, economy=own)
    theirs = cp.equation("ISL", powers="USA,CHN", draws=50, ties=facts, economy=accounts)
    one, other = (each.lean_look_through.sel(country=who) for each, who in ((answer, "ALB"), (theirs, "ISL")))
    assert one.item() == pytest.approx(other.item(), rel=1e-12)
    assert "trail_economic" not in answer.data
    assert answer.diagnostics["crossings"] == {}


def rows(kind, partner, value):
    return Observations(
        kind=kind,
        source="mine",
        years=(2024, 2024),
        country=np.array(["KOR"]),
        partner=np.array([partner]),
        year=np.array([2024]),
        value=np.array([value]),
        whole=False,
    )


def test_shares_that_sum_above_one_over_two_tables_are_refused():
    both = {"arms_share": [rows("arms_share", "USA", 0.7), rows("arms_share", "DEU", 0.5)]}
    with pytest.raises(DataError, match=r"arms_share, KOR, 2024: its shares sum to 1.200, above one"):
        Ties(both, (), {}, ("KOR", "USA", "DEU")).reading("arms_share")


def test_a_share_above_one_is_refused_with_its_row():
    with pytest.raises(DataError, match=r"mine, KOR from USA, 2024: a share of 1\.4 is none"):
        rows("arms_share", "USA", 1.4)


def test_counts_with_rotations_are_marked_and_no_other(facts):
    marked = facts.remarks("foreign_troops", "POL", "USA")
    assert set(marked.values()) == {"with rotations"}
    figures = {year: value for year, value, _ in facts.series("foreign_troops", "POL", "USA")}
    assert set(marked) < set(figures)  # assigned troops stand there too, unmarked
    assert facts.remarks("foreign_troops", "KOR", "USA") == {}  # of the same year the assigned count is taken


def row_of(crossed, agreed):
    """Make a country whose leans go to different powers, and to the same, in these shares of weightings."""
    values = {"cross_pressured_share": crossed, "agreeing_share": agreed}
    held = {f"{name}__{end}": ("country", [value]) for name, value in values.items() for end in ("low", "high")}
    indicators = (
        "foreign_input_reliance look_through sales_value_added final_demand_reliance value_added_absorbed "
        "protected_capability arms_supplier_share foreign_presence capability_reliance"
    )
    held |= {f"lean_{name}": ("country", [0.0]) for name in indicators.split()}
    return xr.Dataset(held, coords={"country": ["NZL"]})


@pytest.mark.parametrize(
    ("crossed", "agreed", "said"),
    [
        (
            0.5,
            0.4,
            "flips with the weights: New Zealand leans to different powers in 50 % of them, and to the same in 40 %",
        ),
        (
            0.5,
            0.0,
            "depends on the weights: New Zealand leans to different powers in 50 % of them, and in the others one",
        ),
        (1.0, 0.0, ""),
        (0.0, 1.0, ""),
    ],
)
def test_what_flips_is_told_from_what_is_none(crossed, agreed, said):
    found = _flips(row_of(crossed, agreed), "NZL")
    assert (said in found[0]) if said else found == []
