"""Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), Tables 1 to 3, by the reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.reference import liberation_day as paper

FILES = (
    *(f"{name}.csv" for name in ("country_labels", "gdp", "tariffs", "trade_cepii")),
    *(f"Table_{number}.tex" for number in (1, 2, 3)),
)


@pytest.fixture(scope="module")
def folder(shared):
    for name in FILES:
        if not (shared / "liberation_day" / name).is_file():
            pytest.skip(f"liberation_day/{name} is not among the third-party figures here")
    return shared / "liberation_day"


@pytest.fixture(scope="module")
def base(folder):
    return paper.world(folder)


@pytest.fixture(scope="module")
def solved(base):
    return paper.solutions(base)


@pytest.mark.slow
def test_every_cell(folder, base, solved):
    theirs, ours = paper.printed(folder), paper.tables(base, solved)
    assert len(theirs) == 92
    assert theirs.keys() == ours.keys()
    assert {cell: ours[cell] for cell in theirs if not paper.agrees(theirs[cell], ours[cell])} == {}


@pytest.mark.slow
def test_each_equilibrium_keeps_the_accounts(base, solved):
    nu, size = base.overhead, base.spending
    for new in solved.values():
        spending = new.spending * size
        assert new.residual < 1e-12
        assert np.abs((new.flow * (1 + new.tariff)).sum(0) / spending - 1).max() < 1e-12
        assert new.income == pytest.approx(new.flow @ (1 - nu) + nu * new.flow.sum(0), rel=1e-9)  # and the one left out
        transfer = base.transfer * new.income.sum() / base.income.sum()
        deficit = new.flow.sum(0) - new.flow.sum(1)
        assert deficit == pytest.approx(transfer + nu * new.flow.sum(0) - new.flow @ nu, abs=1e-9 * size.max())  # (7)


def test_nothing_follows_no_tariff(base):
    new = paper.solve(base, np.zeros_like(base.flow))
    assert all(np.abs(value).max() < 1e-8 for value in paper.changes(base, new).values())


@pytest.mark.slow
def test_welfare_is_that_of_the_utility_but_for_the_tax(base, solved):
    """The authors' second part lacks 1 / (1 - tau): with it both are the same, and where tau is nought they are anyway."""
    for case in ("USTR", "USTR, lump sum"):
        new = solved[case]
        printed, exact = paper.changes(base, new)["welfare"], paper.welfare_of_the_utility(base, new)
        untaxed = replace(new, wage=new.wage / (1 - new.tax))
        assert paper.changes(base, untaxed)["welfare"] == pytest.approx(exact, abs=1e-9)
        assert (np.abs(printed - exact)[base.usa] < 1e-9) == (case == "USTR, lump sum")


# The engine beside it ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def outcomes(folder):
    from tools.published import liberation

    return {case: liberation.outcome(case) for case in liberation.rates()}


def test_the_cells_are_declared_as_printed(folder):
    """`tools/published` holds all 92, and its tests hold ours against them."""
    from tools.published.sources import liberation_day

    assert liberation_day.printed() == paper.printed(folder)


def test_every_cell_by_the_engine(folder, outcomes):
    from tools.published import liberation

    theirs, ours = paper.printed(folder), liberation.tables()
    assert theirs.keys() == ours.keys()
    assert {cell: ours[cell] for cell in theirs if not paper.agrees(theirs[cell], ours[cell])} == {}


@pytest.mark.slow
def test_the_engine_beside_the_reference(base, solved, outcomes):
    """Each country's wage, price, employment, income and welfare, and each flow, in all six cases."""
    from tools.published.liberation import changes, level

    for case, theirs in solved.items():
        ours = outcomes[case]
        unit = 1e3 * level(ours)  # million USD of world value added; thousands at the world's prices
        np.testing.assert_allclose(level(ours) * ours.wage_hat, theirs.wage, rtol=1e-8)
        np.testing.assert_allclose(ours.relative_price_hat, theirs.price, rtol=1e-8)
        np.testing.assert_allclose(1 + ours.employment_pct / 100, theirs.labour, rtol=1e-8)
        np.testing.assert_allclose(1 + ours.real_wage_pct / 100, theirs.wage / theirs.price, rtol=1e-8)
        np.testing.assert_allclose(
            unit * ours.solution.point.income, theirs.spending * base.spending, rtol=1e-8, err_msg=case
        )
        np.testing.assert_allclose(unit * ours.tariff_revenue_new, theirs.revenue, atol=1e-8 * theirs.income.max())
        trade = ours.trade_new.transpose("sector", "origin", "destination").values[0]
        np.testing.assert_allclose(unit * trade, theirs.flow, rtol=1e-8, atol=1e-10 * theirs.flow.max())
        np.testing.assert_allclose(ours.welfare_pct, paper.welfare_of_the_utility(base, theirs), atol=1e-8)
        wanted = paper.changes(base, theirs)
        for name, value in changes(ours).items():
            np.testing.assert_allclose(
                value, wanted[name], rtol=1e-8, atol=1e-8 * np.abs(wanted[name]).max(), err_msg=name
            )
