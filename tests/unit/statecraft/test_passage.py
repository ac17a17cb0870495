"""What passes through a country is what is lost where it is taken out of the table."""

from __future__ import annotations

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import NoSolution
from counterpoise.core.measure import Evaluation
from counterpoise.statecraft.passage import passage, passed
from counterpoise.world import accounts  # noqa: F401 - declares the quantities
from counterpoise.world.leontief import Leontief


def table(seed, countries, sectors, *, abroad=0.3):
    """Give a random table, with a sector that makes nothing: inputs, output, value added in a unit, final demand."""
    rng = np.random.default_rng(seed)
    shape = (countries, sectors, countries, sectors)
    home = np.eye(countries)[:, None, :, None]
    coefficient = rng.exponential(1, shape) * (home + abroad * (1 - home))
    coefficient *= rng.uniform(0.3, 0.8, (countries, sectors)) / coefficient.sum((0, 1))
    final = rng.exponential(1, (countries, sectors, countries))
    coefficient[1, 0], coefficient[:, :, 1, 0], final[1, 0] = 0.0, 0.0, 0.0
    n = countries * sectors
    output = np.linalg.solve(np.eye(n) - coefficient.reshape(n, n), final.sum(2).ravel()).reshape(countries, sectors)
    inputs = coefficient * output
    bought = inputs.sum((0, 1))
    added = np.divide(output - bought, output, out=np.zeros_like(output), where=output > 0)
    return inputs, output, added, final


def left(held, sides, without):
    """Give what the second of two sides absorbs of the first's value added in a table without some countries, in full."""
    inputs, output, added, final = held
    c, s = output.shape
    coefficient = np.divide(inputs, output, out=np.zeros_like(inputs), where=np.broadcast_to(output > 0, inputs.shape))
    final, gone = final.copy(), list(without)
    coefficient = coefficient.copy()
    coefficient[gone], coefficient[:, :, gone], final[gone] = 0.0, 0.0, 0.0
    inverse = np.linalg.inv(np.eye(c * s) - coefficient.reshape(c * s, c * s))
    carried = np.zeros((c, s))
    carried[sides[0]] = added[sides[0]]
    return float(carried.ravel() @ inverse @ final[:, :, sides[1]].sum(2).ravel())


def found(held, sides):
    inputs, output, added, final = held
    system = Leontief(inputs.reshape(output.size, output.size), output.ravel())
    return passed(system, inputs=inputs, output=output, added=added, final=final, sides=sides)


@pytest.mark.parametrize(
    ("seed", "countries", "sectors", "abroad", "sides"),
    [
        (0, 4, 3, 0.3, ([0], [2])),
        (1, 6, 2, 1.0, ([5], [1])),
        (2, 6, 3, 3.0, ([0, 3], [1, 4])),
        (3, 3, 1, 0.1, ([0], [1])),
    ],
)
def test_it_is_hypothetical_extraction_of_each_country(seed, countries, sectors, abroad, sides):
    held = table(seed, countries, sectors, abroad=abroad)
    one = found(held, sides)
    ours = [k for side in sides for k in side]
    third = [k for k in range(countries) if k not in ours]
    for way, pair in enumerate((sides, sides[::-1])):
        whole = left(held, pair, [])
        assert one.absorbed[way] == pytest.approx(whole, rel=1e-11)
        for k in third:
            assert one.through[k, way] == pytest.approx(whole - left(held, pair, [k]), rel=1e-8, abs=1e-9 * whole)
        assert one.through_none[way] == pytest.approx(left(held, pair, third), rel=1e-11)
    assert np.isnan(one.through[ours]).all()


def test_shares_overlap():
    """On one path through both, each of two countries has all of it."""
    inputs, final = np.zeros((4, 1, 4, 1)), np.zeros((4, 1, 4))
    inputs[0, 0, 2, 0], inputs[2, 0, 3, 0], final[3, 0, 1] = 10.0, 12.0, 15.0
    output, added = np.array([[10.0], [1.0], [12.0], [15.0]]), np.array([[1.0], [1.0], [2 / 12], [3 / 15]])
    final[1, 0, 1] = 1.0
    one = found((inputs, output, added, final), ([0], [1]))
    assert one.absorbed[0] == pytest.approx(10.0)
    assert one.through[[2, 3], 0] == pytest.approx([10.0, 10.0])
    assert one.through_none[0] == 0.0


def test_what_is_absorbed_is_what_the_accounts_say():
    economy = cp.load_economy(2022)
    first, second = ([economy.countries.index(one)] for one in ("USA", "CHN"))
    known = Evaluation(economy.roots)["absorbed_value_added"].sum("sector")
    one = passage(economy, (first, second))
    for way, (maker, buyer) in enumerate((("USA", "CHN"), ("CHN", "USA"))):
        assert one.absorbed[way] == pytest.approx(float(known.sel(origin=maker, destination=buyer)), rel=1e-9)
    others = np.delete(one.through, [*first, *second], axis=0)
    assert (others >= 0).all()
    assert (others.max(0) <= one.absorbed - one.through_none).all()
    assert (
        one.absorbed - one.through_none <= others.sum(0)
    ).all()  # every path not counted there passes through somebody


def test_a_country_of_the_embedded_table_taken_out():
    """Korea's share by a table without Korea, solved again from the start."""
    economy = cp.load_economy(2022)
    who = [economy.countries.index(one) for one in ("USA", "CHN", "KOR")]
    one = passage(economy, ([who[0]], [who[1]]))
    held = Evaluation(economy.roots)
    inputs, output, final = (held[name].values.copy() for name in ("inputs", "output", "final_demand"))
    inputs[who[2]], inputs[:, :, who[2]], final[who[2]] = 0.0, 0.0, 0.0
    system = Leontief(inputs.reshape(output.size, output.size), output.ravel())
    needed = system.solve(final[:, :, who[1]].reshape(-1, 1)).reshape(output.shape)
    kept = float((needed * held["value_added_share"].values)[who[0]].sum())
    assert one.through[who[2], 0] == pytest.approx(one.absorbed[0] - kept, rel=1e-8)


def test_a_singular_table_is_refused():
    inputs = np.full((3, 1, 3, 1), 1.0)
    with pytest.raises(NoSolution):
        found((inputs, np.full((3, 1), 3.0), np.zeros((3, 1)), np.ones((3, 1, 3))), ([0], [1]))
