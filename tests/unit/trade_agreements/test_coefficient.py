from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError
from counterpoise.trade_agreements.coefficient import coefficient
from counterpoise.trade_agreements.estimate import Estimate
from counterpoise.trade_agreements.specification import Specification


@pytest.fixture
def file(tmp_path):
    made = Estimate(
        names=("rta", "log(dist)", "rta_lag4"),
        coefficients=(0.3, -0.8, 0.15),
        covariance=((0.04, 0.0, -0.01), (0.0, 0.01, 0.0), (-0.01, 0.0, 0.02)),
        specification=Specification(covariates=("rta", "log(dist)"), lags=(4,)),
        observations=1234,
        rows=1300,
        source="panel.csv",
    )
    made.save(tmp_path / "made.json")
    return str(tmp_path / "made.json")


def test_the_program_s_own_is_that_of_the_guide_s_last_column():
    found = coefficient(None, None, None, None)
    assert (found.value, found.error) == (0.475, 0.1095)
    assert "Yotov" in found.citation


def test_of_a_file_the_agreement_and_its_lags_are_added_up(file):
    found = coefficient(None, None, file, None)
    assert found.value == pytest.approx(0.45)
    assert found.error == pytest.approx(np.sqrt(0.04 + 0.02 - 0.02))  # the covariance counts twice
    assert found.name == "rta + rta_lag4"
    assert "1,234" in found.citation


@pytest.mark.parametrize("named", [("sum_rta",), ("sum_rta", "rta")])
def test_the_sum_is_named_as_in_the_estimate_s_table(file, named):
    assert coefficient(None, None, file, named) == coefficient(None, None, file, None)


def test_one_of_them_can_be_named(file):
    found = coefficient(None, None, file, ("rta",))
    assert (found.value, found.error) == (0.3, pytest.approx(0.2))


def test_taken_away_it_has_the_other_sign():
    assert coefficient(0.4, 0.1, None, None).reversed.value == -0.4


def test_draws_rest_on_the_seed_and_their_number():
    found = coefficient(0.4, 0.1, None, None)
    assert (found.draws(20, 3)[:5] == found.draws(5, 3)).all()
    assert (found.draws(5, 3) != found.draws(5, 4)).all()
    many = found.draws(4000, 0)
    assert abs(many.mean()) < 0.06
    assert many.std() == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ((0.4, None, "a.json", None), "an estimate and a number are named"),
        ((None, 0.1, "a.json", None), "an estimate and a number are named"),
        ((None, None, None, ("rta",)), "a covariate is named, and no estimate"),
        ((None, 0.1, None, None), "an error of no coefficient"),
        ((6.0, None, None, None), "a coefficient of 6"),
        ((float("nan"), None, None, None), "a coefficient of nan"),
        ((0.4, 0.0, None, None), "a standard error of 0"),
        ((0.4, -0.1, None, None), "a standard error of -0.1"),
        ((None, None, "no such.json", None), "can't be read"),
    ],
)
def test_what_is_no_coefficient_is_refused(said, message):
    with pytest.raises(InputError, match=message):
        coefficient(*said)


def test_a_covariate_that_the_file_lacks_is_named(file):
    with pytest.raises(InputError, match=r"no covariate 'fta'.*rta"):
        coefficient(None, None, file, ("fta",))
