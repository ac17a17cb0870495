"""The estimate of final demand against WIOD 2013 (Timmer et al. 2015), where final demand by destination is known.

The package's coefficients were learnt on these tables, 1995 and 2011 among them: this checks that the program does
what docs/methods/final-demand.md says, and the errors out of sample stand there. Plain numpy, not the program's solver.
"""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.world.final_demand import estimated

C, S = 40, 35
ABROAD = ~np.eye(C, dtype=bool)


@pytest.fixture(scope="module", params=[1995, 2011])
def world(request, shared):
    path = shared / "wiod2013" / f"wiot_{request.param}.npz"
    if not path.is_file():
        pytest.skip(f"the World Input-Output Table of {request.param} is not among the third-party figures")
    with np.load(path) as held:
        flows, final = held["Z"].astype(float).clip(min=0), held["F"].astype(float)
    final = final.reshape(len(flows), C + 1, -1).sum(2).clip(min=0)
    output = flows.sum(1) + final.sum(1)
    added = output - flows.sum(0)
    needed = np.linalg.solve(np.eye(len(flows)) - flows / np.where(output > 0, output, 1), final)
    absorbed = ((added / np.where(output > 0, output, 1))[:, None] * needed).reshape(C + 1, S, C + 1).sum(1)
    size = added.reshape(C + 1, S).sum(1)
    return {
        "flows": flows.reshape(C + 1, S, C + 1, S)[:C, :, :C],
        "output": output.reshape(C + 1, S)[:C],
        "final": final.reshape(C + 1, S, C + 1)[:C, :, :C],
        "absorbed": absorbed[:C, :C],
        "spent": final.sum(0)[:C],
        "rest": size[C] / size[:C].sum(),
    }


def pair_error(world, final) -> float:
    """Absolute errors of sales from country to country, over the sales."""
    found, true = final.sum(1)[ABROAD], world["final"].sum(1)[ABROAD]
    return np.abs(found - true).sum() / true.sum()


def share_error(world, final) -> float:
    """Likewise of the shares of value added in final demand, weighted by final demand."""
    n = C * S
    output = np.where(world["output"] > 0, world["output"], 1).ravel()
    flows = world["flows"].reshape(n, n)
    rates = (world["output"].ravel() - flows.sum(0)) / output
    needed = np.linalg.solve(np.eye(n) - flows / output, final.reshape(n, C))
    share = (rates[:, None] * needed).reshape(C, S, C).sum(1) / final.sum((0, 1))
    return np.abs(share * world["spent"] - world["absorbed"])[ABROAD].sum() / world["absorbed"][ABROAD].sum()


def import_proportional(world) -> np.ndarray:
    """The usual first try: final sales go where intermediate sales go, each country spending its value added."""
    flows, output = world["flows"], world["output"]
    left = output - flows.sum((2, 3))
    added = (output - flows.sum((0, 1))).sum(1)
    goal = added * left.sum() / added.sum()
    final = flows.sum(3) + 1e-9 * output[:, :, None] * added / added.sum() + 1e-12
    for _ in range(3000):
        ratio = goal / final.sum((0, 1))
        final *= ratio
        rows = final.sum(2)
        final *= np.divide(left, rows, out=np.zeros_like(left), where=rows > 0)[:, :, None]
        if np.abs(ratio - 1).max() < 1e-6:
            break
    return final


def test_hidden_final_demand_is_found_again(world):
    final, outside = estimated(
        world["flows"],
        world["output"],
        sectors=[f"c{k}" for k in range(1, S + 1)],
        scheme="wiod-2013",
        rest_size=world["rest"],
    )
    left = world["output"] - world["flows"].sum((2, 3))
    assert np.abs(final.sum(2) + outside - left).max() <= 1e-9 * left.max()
    assert pair_error(world, final) < 0.32
    assert share_error(world, final) < 0.14
    plain = import_proportional(world)
    assert pair_error(world, plain) > 1.6 * pair_error(world, final)
    assert share_error(world, plain) > 1.6 * share_error(world, final)
