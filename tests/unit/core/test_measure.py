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


def test_a_name_with_two_underscores_is_refused():
    """What follows two underscores names what stands beside a measure: its bounds, its coverage."""
    with pytest.raises(ValueError, match="two underscores"):

        @measure(unit="share", dims="country")
        def share__low(made):
            """Nothing."""


def test_parts_are_declared_once():
    from counterpoise.core.measure import Part, parts

    given = {"part_of_all": Part("A part", "part", "p")}
    try:
        parts("all_of_it", given, unit="million USD", dims="country sector", cite="", module=__name__)
        parts("all_of_it", given, unit="million USD", dims="country sector", cite="", module=__name__)
        assert measures["part_of_all"].family == "test_measure"
        assert measures["part_of_all"].inputs == ("part_of_all_flow",)
        with pytest.raises(ValueError, match="two measures named part_of_all"):
            parts("another", given, unit="million USD", dims="country sector", cite="", module=__name__)
    finally:
        for name in ("part_of_all", "part_of_all_flow"):
            measures.pop(name, None)


def test_words_for_several_measures():
    from counterpoise.questions.discover import discover

    discover()
    every = offered(("flow", "outside", "value_added", "tariff"))
    names = [m.name for m in chosen(["ALL"], every)]
    assert [m.name for m in chosen(["all"], every)] == names
    assert names[: len(chosen(["headline"], every))] == [m.name for m in chosen(None, every)]
    assert {m.family for m in chosen(["tiva"], every)} == {"tiva"}
    assert {m.unit for m in chosen(["ratios"], every)} <= {"share", "ratio", "index"}
    assert [m.name for m in chosen(["exgr_dva"], every)] == ["EXGR_DVA"]


def test_a_persons_measure_does_not_hide_one_of_another_case():
    @measure(unit="million USD", dims="country sector")
    def exgr(own_output):
        """A person's own."""
        return own_output

    try:
        every = offered(("flow", "outside", "value_added", "tariff"))
        assert [m.name for m in chosen(["EXGR"], every)] == ["EXGR"]
        assert [m.name for m in chosen(["exgr"], every)] == ["exgr"]
    finally:
        del measures["exgr"]
