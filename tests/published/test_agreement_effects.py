"""What depth does to trade: the table of facts is what the tool estimates, and lies where the literature does."""

from __future__ import annotations

import pytest

from counterpoise.world.agreement_effects import effect, effects


def test_the_facts_are_what_the_tool_estimates(shared):
    pytest.importorskip("pyfixest")
    from tools import agreement_effects as tool

    assert shared.is_dir()
    for row in tool.rows():
        held = effect(row["name"])
        assert (f"{held.coefficient:.4f}", f"{held.standard_error:.4f}") == (row["coefficient"], row["standard_error"])
        assert held.observations == int(row["observations"])


def test_the_page_holds_the_table_of_facts():
    from counterpoise.facts import read
    from tools import agreement_effects as tool

    held = tool.PAGE.read_text(encoding="utf-8")
    assert held == tool.page(held, read("agreement_effects")), "run `python -m tools.agreement_effects --write`"


def test_the_guide_s_dummy_is_the_sum_that_it_prints(shared):
    import csv

    with (shared / "agreements" / "gravity_reference.csv").open(newline="") as file:
        printed = next(
            row for row in csv.DictReader(file) if (row["column"], row["variable"]) == ("PPML_GLOB", "sum_rta")
        )
    held = effect("agreement")
    assert held.coefficient == float(printed["coef"])
    assert held.standard_error == float(printed["se_published_or_R_port"])
    assert held.observations == int(printed["N"])


def test_what_made_all_trade_grow_is_not_counted_as_the_agreements():
    assert effects()["depth"].coefficient < effects()["depth, without borders"].coefficient / 2
