"""Solutions of the Leontief system against dense inverses, a textbook's numbers and the series of stages."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import NoSolution
from counterpoise.store import accounts
from counterpoise.world import leontief
from counterpoise.world.leontief import TOLERANCE, Leontief


def random_table(seed: int, countries: int, sectors: int, value_added: float = 0.5):
    """Give flows and output of a random table with mostly domestic inputs; the mean share of value added is given."""
    rng = np.random.default_rng(seed)
    n = countries * sectors
    flows = rng.lognormal(0, 2, (n, n)) * np.where(np.kron(np.eye(countries), np.ones((sectors, sectors))), 5, 0.2)
    output = rng.lognormal(3, 2, n)
    return flows / flows.sum(0) * output * (1 - value_added) * rng.uniform(0.9, 1.0, n), output


def coefficients(flows, output):
    return flows / np.where(output > 0, output, 1.0)


def test_miller_and_blair():
    """Miller and Blair (2022), section 2.3: L = [[1.254, .330], [.264, 1.122]]."""
    solver = Leontief(np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]))
    assert solver.solve(np.eye(2)) == pytest.approx(np.array([[1.254, 0.330], [0.264, 1.122]]), abs=6e-4)
    assert solver.solve(np.array([[600.0], [1500.0]])).ravel() == pytest.approx([1247.52, 1841.58], abs=5e-3)


@pytest.mark.parametrize(("countries", "sectors"), [(1, 1), (1, 30), (30, 1), (8, 12)])
@pytest.mark.parametrize("value_added", [0.5, 1e-2])
@pytest.mark.parametrize("seed", range(3))
def test_both_solutions_are_those_of_a_dense_solver(countries, sectors, value_added, seed):
    flows, output = random_table(seed, countries, sectors, value_added)
    matrix = np.eye(len(output)) - coefficients(flows, output)
    right = np.random.default_rng(seed).uniform(-1, 1, (len(output), 3))
    solver = Leontief(flows, output)
    for found, true in (
        (solver.solve(right), np.linalg.solve(matrix, right)),
        (solver.adjoint(right), np.linalg.solve(matrix.T, right)),
    ):
        assert np.abs(found - true).max() <= 1e-11 * np.abs(true).max()
        assert solver.residual <= TOLERANCE


def test_it_is_the_sum_of_all_stages():
    flows, output = random_table(4, 5, 4)
    stage = total = np.eye(20)
    for _ in range(200):
        stage = coefficients(flows, output) @ stage
        total = total + stage
    assert Leontief(flows, output).solve(np.eye(20)) == pytest.approx(total, rel=1e-10)


def test_the_whole_table_of_output_is_what_its_final_sales_need():
    flows, output = random_table(5, 6, 7)
    final = output - flows.sum(1)
    assert Leontief(flows, output).solve(final[:, None]).ravel() == pytest.approx(output, rel=1e-10)
    added = 1 - coefficients(flows, output).sum(0)
    assert Leontief(flows, output).adjoint(added[:, None]).ravel() == pytest.approx(np.ones(42), rel=1e-10)


def test_the_embedded_economy():
    held = accounts()
    n = held.output.size
    flows, output = held.intermediates.reshape(n, n), held.output.reshape(n)
    of_country = np.repeat(np.eye(len(held.countries)), len(held.sectors), axis=0)[:, ::20]
    matrix = np.eye(n) - coefficients(flows, output)
    solver = Leontief(flows, output)
    for found, true in (
        (solver.solve(of_country), np.linalg.solve(matrix, of_country)),
        (solver.adjoint(of_country), np.linalg.solve(matrix.T, of_country)),
    ):
        assert np.abs(found - true).max() <= 1e-11 * np.abs(true).max()
        assert solver.residual <= TOLERANCE


def test_nodes_without_output_need_nothing_and_are_needed_by_none():
    flows, output = random_table(6, 4, 5)
    flows[[3, 11]] = flows[:, [3, 11]] = output[[3, 11]] = 0.0
    inverse = np.linalg.inv(np.eye(20) - coefficients(flows, output))
    solver = Leontief(flows, output)
    assert solver.solve(np.eye(20)) == pytest.approx(inverse, rel=1e-11, abs=1e-14)
    assert solver.adjoint(np.eye(20))[3].tolist() == np.eye(20)[3].tolist()


def test_inputs_above_output_in_one_sector_are_solved():
    flows, output = random_table(7, 3, 4)
    flows[:, 2] *= 2.5  # worth 1.2 times its output
    inverse = np.linalg.inv(np.eye(12) - coefficients(flows, output))
    assert Leontief(flows, output).solve(np.eye(12)) == pytest.approx(inverse, rel=1e-10)


def test_units_and_sizes_of_right_hand_sides_do_not_matter():
    flows, output = random_table(8, 3, 4)
    right = np.random.default_rng(8).uniform(0, 1, (12, 2))
    one = Leontief(flows, output).solve(right)
    assert Leontief(flows * 1e9, output * 1e9).solve(right * 1e-60) == pytest.approx(one * 1e-60, rel=1e-11)
    assert not Leontief(flows, output).solve(np.zeros((12, 2))).any()


def test_double_precision_takes_over_where_refinement_fails(monkeypatch):
    flows, output = random_table(9, 5, 8, 1e-2)
    solver = Leontief(flows, output)
    solver.solve(np.eye(40))
    assert solver.steps > 1
    monkeypatch.setattr(leontief, "_MOST_STEPS", 1)  # one step in single precision is never enough
    found = solver.solve(np.eye(40))
    assert solver.steps == 1
    assert solver.residual <= TOLERANCE
    assert found == pytest.approx(np.linalg.inv(np.eye(40) - coefficients(flows, output)), rel=1e-9)


def test_a_coefficient_beyond_single_precision_is_solved():
    flows, output = np.array([[0.0, 1e39], [1e-41, 0.0]]), np.ones(2)
    found = Leontief(flows, output).solve(np.array([[1.0], [0.0]]))
    assert found.ravel() == pytest.approx([1 / 0.99, 1e-41 / 0.99], rel=1e-12, abs=0.0)


@pytest.mark.parametrize("flows", [[[1.0, 0.0], [0.0, 0.5]], [[0.5, 0.5], [0.5, 0.5]], [[0.0, 1.0], [1.0, 0.0]]])
def test_inputs_worth_all_output_have_no_solution(flows):
    with pytest.raises(NoSolution):
        Leontief(np.array(flows), np.ones(2)).solve(np.ones((2, 1)))


def test_flows_that_are_not_numbers_have_no_solution():
    with pytest.raises(NoSolution):
        Leontief(np.array([[0.1, np.nan], [0.1, 0.1]]), np.ones(2)).solve(np.ones((2, 1)))
