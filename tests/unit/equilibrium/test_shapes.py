"""The shape of everything that goes into the equations and comes out, checked by jaxtyping while worlds are solved.

Countries, sectors and uses have different numbers, so that an axis in another's place can't pass.
"""

from __future__ import annotations

import functools
import inspect

import numpy as np
import pytest
from beartype import beartype
from jaxtyping import Float64, jaxtyped

import counterpoise as cp
from counterpoise.equilibrium import model
from counterpoise.equilibrium.nests import Nests
from tests.reference.levels import flows
from tests.unit.equilibrium.test_levels import ModelChoice, economy_of

NODE, ONE, GOOD = "country sector", "country", "country good"
SHAPES = {
    "source_price": {"cost": NODE, "theta": "sector"},
    "unit_cost": {
        "log_wage": "country market",
        "log_inputs": NODE,
        "value_added_share": NODE,
        "inputs_weight": NODE,
        "return": NODE,
    },
    "input_price": {"input_share": "country good sector", "inputs_weight": NODE, "return": NODE},
    "consumer_price": {"final_share": GOOD, "return": ONE},
    "spending": {"input_share": "country good sector", "final_share": GOOD, "output": NODE, "income": ONE},
    "deficits": {"deficit": ONE, "value_added": ONE, "factor_income": ONE, "return": ONE},
    "labour_income": {"value_added_share": NODE, "output": NODE, "return": NODE},
}
BY_SOURCING = {
    "none": {
        "source_price": {"weight": "sector country country", "idle": "sector country"},
        "input_price": {"log_price": "good country"},
        "consumer_price": {"log_price": "good country"},
        "spending": {"return": GOOD},
    },
    "kind": {
        "source_price": {"weight": "sector country 2 country", "idle": "sector country 2"},
        "input_price": {"log_price": "good country 2"},
        "consumer_price": {"log_price": "good country 2"},
        "spending": {"return": "good country 2"},
    },
    "user": {
        "source_price": {"weight": "sector country sector+1 country", "idle": "sector country sector+1"},
        "input_price": {"log_price": "good country sector+1"},
        "consumer_price": {"log_price": "good country _"},
        "spending": {"return": "good country sector+1"},
    },
}


def checked(function, shapes, calls):
    """Give the function with its arrays' shapes checked at every call."""

    @functools.wraps(function)
    def counted(*args, **options):
        calls.append(function.__name__)
        return function(*args, **options)

    kinds = {name: Float64[np.ndarray, dims] for name, dims in shapes.items()}
    counted.__signature__ = inspect.Signature(
        [
            one.replace(annotation=kinds.get(name, inspect.Parameter.empty))
            for name, one in inspect.signature(function).parameters.items()
        ],
        return_annotation=kinds.get("return", inspect.Signature.empty),
    )
    counted.__annotations__ = kinds
    del counted.__wrapped__
    return jaxtyped(counted, typechecker=beartype)


NESTED = {"input_substitution": 0.3, "value_added_substitution": 0.6, "consumption_substitution": 0.8}


@pytest.mark.parametrize(
    "options", [{}, NESTED, NESTED | {"factor_mobility": "specific"}], ids=["usual", "nested", "tied"]
)
@pytest.mark.parametrize("sourcing", list(BY_SOURCING))
def test_shapes(monkeypatch, sourcing, options):
    flow, tariff = flows(1, 4, 3)
    theta = {f"S{k}": 4.0 + k for k in range(3)}
    calls = []
    for name, shapes in SHAPES.items():
        whole = shapes | BY_SOURCING[sourcing].get(name, {})
        monkeypatch.setattr(model, name, checked(getattr(model, name), whole, calls))
    base = cp.calibrate(economy_of(flow, tariff), ModelChoice(sourcing=sourcing, theta=theta, **options))
    new = np.zeros((4, 4, 3))
    new[0, 1] = 0.2
    outcome = cp.equilibrium.solve(base, cp.Scenario.from_arrays(tariff=new, export_tax=0.5 * new))
    assert outcome.welfare_pct.shape == (4,)
    assert set(calls) == set(SHAPES)


def test_a_wrong_shape_is_noticed():
    held = checked(model.unit_cost, SHAPES["unit_cost"], [])
    good = np.zeros((4, 3))
    held(Nests(), np.zeros((4, 1)), good, good, good)
    with pytest.raises(Exception, match=r"shape|Type-check"):
        held(Nests(), np.zeros((4, 1)), good, good, np.zeros((3, 4)))
