"""The content of exports and hypothetical extraction against the textbook's way: worlds that are solved anew."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.core.errors import InputError, NoSolution
from counterpoise.questions import rely
from counterpoise.reliance.economic.gross_exports import GrossExports, decompose
from counterpoise.reliance.economic.rupture import extracted_output
from counterpoise.world.economy import from_arrays
from counterpoise.world.leontief import Leontief

C, S = 4, 3
N = C * S


@pytest.fixture(scope="module")
def table():
    """A random closed world."""
    random = np.random.default_rng(7)
    flows, final = random.uniform(0, 1, (N, N)), random.uniform(0, 5, (N, C))
    output = flows.sum(1) + final.sum(1)
    rates = 1 - flows.sum(0) / output
    return flows, final.reshape(C, S, C), output, rates


@pytest.fixture(scope="module")
def world(table):
    flows, _, output, rates = table
    return GrossExports(Leontief(flows, output), flows.reshape(C, S, C, S), output.reshape(C, S), rates.reshape(C, S))


def nodes(country):
    return slice(country * S, (country + 1) * S)


def without(table, seller, buyers):
    """Give the inverse of the world in which the buyers take no inputs of the seller."""
    coefficients = table[0] / table[2]
    for buyer in buyers:
        if buyer != seller:
            coefficients[nodes(seller), nodes(buyer)] = 0
    return np.linalg.inv(np.eye(N) - coefficients)


def exports(table):
    used = table[0].reshape(C, S, C, S).sum(3) + table[1]
    return used * ~np.eye(C, dtype=bool)[:, None, :]


@pytest.mark.parametrize("seller", range(C))
def test_one_block_gives_the_world_without_a_countrys_inputs(table, world, seller):
    other = without(table, seller, range(C))
    rates = table[3]
    abroad = sum(rates[nodes(t)] @ other[nodes(t), nodes(seller)] for t in range(C) if t != seller)
    assert world.foreign[seller] == pytest.approx(abroad, abs=1e-12)
    assert world.domestic[seller] == pytest.approx(
        rates[nodes(seller)] @ other[nodes(seller), nodes(seller)], abs=1e-12
    )


@pytest.mark.parametrize("seller", range(C))
def test_by_sink_value_is_counted_when_it_leaves_for_good(table, world, seller):
    """What returns to be exported again is counted twice: its last leaving is found by solving the world without it."""
    flows, final, output, rates = table
    found = decompose(world, final, "sink")
    other = without(table, seller, range(C))
    leaving = exports(table)[seller]
    own = np.linalg.inv(np.eye(N) - flows / output)[nodes(seller), nodes(seller)]
    for partner in (p for p in range(C) if p != seller):
        again = (flows / output)[nodes(seller), nodes(partner)] @ other[nodes(partner), nodes(seller)] @ leaving.sum(1)
        expected = (rates[nodes(seller)] @ own) * (leaving[:, partner] - again)
        assert found["domestic_value_added"][seller, :, partner] == pytest.approx(expected, abs=1e-12)


def test_source_and_sink_agree_over_all_partners(world, table):
    source, sink = (decompose(world, table[1], one) for one in ("source", "sink"))
    for name, values in sink.items():
        assert values.sum((1, 2)) == pytest.approx(source[name].sum((1, 2)), abs=1e-11)
        assert values.min() >= 0
    apart = np.abs(sink["domestic_value_added"] - source["domestic_value_added"]).max()
    assert apart > 0.01  # by partner they don't
    for found in (source, sink):
        parts = [f"{where}_{what}" for where in ("domestic", "foreign") for what in ("value_added", "double_counting")]
        assert sum(found[one] for one in parts) == pytest.approx(found["exports"], abs=1e-12)


def test_extraction_of_one_partner_is_not_the_source_based_term(table, world):
    """Of exports to one partner the value added lost is of the bilateral perimeter."""
    flows, _, output, rates = table
    sold = exports(table)
    lost = extracted_output(flows.reshape(C, S, C, S), output.reshape(C, S), sold) * rates.reshape(C, S, 1)
    source = decompose(world, table[1])["domestic_value_added"]
    for seller in range(C):
        for partner in (p for p in range(C) if p != seller):
            other = without(table, seller, [partner])[nodes(seller), nodes(seller)]
            expected = rates[nodes(seller)] * (other @ sold[seller, :, partner])
            assert lost[seller, :, partner] == pytest.approx(expected, abs=1e-12)
            assert lost[seller, :, partner].sum() > source[seller, :, partner].sum() + 1e-3


def test_it_is_what_the_world_without_these_sales_lacks(table):
    """Solved anew with final demand as it was: the seller's GDP falls by so much."""
    flows, final, output, _ = table
    shape = flows.reshape(C, S, C, S)
    lost = extracted_output(shape, output.reshape(C, S), shape.sum(3))
    made = without(table, 0, [1]) @ final.reshape(N, C).sum(1)
    assert lost[0, :, 1] == pytest.approx((output - made)[nodes(0)], abs=1e-11)
    fewer = final.copy()
    fewer[0, :, 1] = 0
    made = without(table, 0, [1]) @ fewer.reshape(N, C).sum(1)
    lost = extracted_output(shape, output.reshape(C, S), exports(table))
    assert lost[0, :, 1] == pytest.approx((output - made)[nodes(0)], abs=1e-11)


@pytest.mark.parametrize("seller", range(C))
def test_extraction_of_all_exports_is_the_value_added_in_them(table, world, seller):
    """GDP with exports less GDP without them is v_s L_s E_s (Los, Timmer and de Vries 2016)."""
    _, final, output, rates = table
    fewer = final.copy()
    fewer[seller] *= np.arange(C) == seller
    made = without(table, seller, range(C)) @ fewer.reshape(N, C).sum(1)
    gone = rates[nodes(seller)] @ (output - made)[nodes(seller)]
    assert decompose(world, final)["domestic_value_added"][seller].sum() == pytest.approx(gone, abs=1e-11)


def test_a_wrong_word_and_a_singular_table(world, table):
    with pytest.raises(InputError, match="perspective"):
        decompose(world, table[1], "third")  # pyright: ignore[reportArgumentType]
    with pytest.raises(NoSolution, match="singular"):
        extracted_output(np.ones((1, 1, 1, 1)), np.ones((1, 1)), np.ones((1, 1, 1)))


def test_measures_of_a_table(table, world):
    flows, final, output, rates = table
    economy = from_arrays(
        flows.reshape(C, S, C, S),
        final,
        countries=["AUT", "BEL", "CHE", "DNK"],
        sectors=list("abc"),
        attrs={"scheme": "x"},
    )
    found = rely("AUT", on="BEL", sector="TOTAL", indicators="all", economy=economy)
    parts = {name: values[0, :, 1].sum() for name, values in decompose(world, final).items()}
    assert found.export_domestic_share.item() == pytest.approx(parts["domestic_value_added"] / parts["exports"])
    assert found.export_foreign_share.item() == pytest.approx(parts["foreign_value_added"] / parts["exports"])
    sold = exports(table)[0].sum(1)
    inverse = np.linalg.inv(np.eye(N) - flows / output)
    content = rates[nodes(1)] @ inverse[nodes(1), nodes(0)] @ sold
    assert found.export_content_reliance.item() == pytest.approx(content / sold.sum())
    gdp = (rates * output)[nodes(0)].sum()
    absorbed = rates[nodes(0)] @ (inverse @ final.reshape(N, C)[:, 1])[nodes(0)]
    assert found.value_added_absorbed.item() == pytest.approx(absorbed / gdp)
    lost = without(table, 0, [1])[nodes(0), nodes(0)] @ flows[nodes(0), nodes(1)].sum(1)
    assert found.input_sales_extraction.item() == pytest.approx(rates[nodes(0)] @ lost / gdp)
    assert found.export_extraction.item() > found.input_sales_extraction.item()
    assert found.upstreamness.item() == pytest.approx((inverse @ output)[nodes(0)].sum() / output[nodes(0)].sum())
    abroad = flows.reshape(C, S, C, S)[1:, :, 0].sum(2)
    by_input = ((abroad / abroad.sum(0)) ** 2).sum(0)
    expected = by_input @ abroad.sum(0) / abroad.sum()
    assert found.supplier_herfindahl_by_input.item() == pytest.approx(expected)
    assert found.supplier_herfindahl_by_input.item() >= found.supplier_herfindahl.item()


def test_korea_without_chinas_purchases():
    """Of inputs: about 5.7 % of GDP, from flows alone; with final goods it rests on an estimate, and has bounds."""
    found = rely("KOR", on="CHN", sector="TOTAL", indicators="input_sales_extraction,export_extraction")
    assert found.input_sales_extraction.item() == pytest.approx(0.0572, abs=5e-5)
    records = {r["indicator"]: r for r in found.records()}
    assert records["input_sales_extraction"]["estimated"] is False
    assert records["export_extraction"]["estimated"] is True
    one = records["export_extraction"]
    assert one["low"] < one["value"] < one["high"]
    assert any("80 % of the errors measured" in warning for warning in found.warnings)
