from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from counterpoise.core.errors import InputError
from counterpoise.core.measure import Evaluation, chosen, measure, measures, offered, quantity, roots_of


@pytest.fixture
def declared():
    before = dict(measures)

    @quantity(unit="million USD", dims="country")
    def twice_made(made):
        """Twice what is made."""
        return made * 2

    @measure(unit="share", dims="country", headline=True)
    def share_made(twice_made, used):
        """Share that is made."""
        return twice_made / used

    yield share_made
    measures.clear()
    measures.update(before)


def array(values, labels=("DEU", "FRA")):
    return xr.DataArray(values, dims="country", coords={"country": list(labels)}, attrs={"units": "old"})


def test_the_graph_follows_from_the_arguments(declared):
    found = Evaluation({"made": array([1.0, 2.0]), "used": array([4.0, 4.0])})["share_made"]
    assert found.values.tolist() == [0.5, 1.0]
    assert roots_of("share_made") == {"twice_made", "made", "used"}


def test_attributes_replace_the_old_ones(declared):
    found = declared(array([1.0, 2.0]), array([4.0, 4.0]))
    assert found.attrs["unit"] == "share"
    assert "units" not in found.attrs


def test_unequal_labels_lose_no_country_in_silence(declared):
    with pytest.raises(InputError, match="exact"):
        declared(array([1.0, 2.0]), array([4.0, 4.0], labels=("GER", "FRA")))


def test_offered_only_where_the_roots_suffice(declared):
    assert declared in offered({"made", "used"})
    with pytest.raises(InputError, match=r"share_made: nothing gives 'used', which it takes"):
        offered({"made"})


@pytest.mark.parametrize("unit", ["percent", "%", "USD"])
def test_a_unit_that_tables_do_not_know_is_refused(unit):
    with pytest.raises(InputError, match="is no unit of a measure"):

        @measure(unit=unit, dims="country")
        def odd_unit(made):
            """Nothing."""

    assert "odd_unit" not in measures


def test_a_fault_in_a_person_s_measure_is_told_in_a_line(declared):
    @measure(unit="share", dims="country", headline=False)
    def breaks(made):
        """Nothing."""
        return made.sel(country="ZZZ")

    with pytest.raises(InputError, match=r"test_measure.py, breaks: KeyError"):
        breaks(array([1.0, 2.0]))


def test_a_step_is_computed_once(declared):
    calls = []
    evaluation = Evaluation(
        {"made": array([1.0, 2.0]), "used": array([4.0, 4.0])}, prepare=lambda a: calls.append(a.name) or a
    )
    assert evaluation["share_made"] is evaluation["share_made"]
    assert len(calls) == 2


def test_wrong_dimensions_are_a_fault():
    @measure(unit="share", dims="country partner", headline=False)
    def wrong_dims_here(made):
        """Nothing."""
        return made

    try:
        with pytest.raises(InputError, match="declares"):
            wrong_dims_here(array([1.0, 2.0]))
    finally:
        del measures["wrong_dims_here"]


def test_an_unknown_indicator_names_the_near_ones(declared):
    with pytest.raises(InputError, match="share_made"):
        chosen(["share_mad"], [declared])


def test_values_are_float(declared):
    assert declared(array(np.array([1, 2])), array(np.array([4, 4]))).dtype == np.float64
