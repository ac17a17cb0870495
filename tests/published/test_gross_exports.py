"""The content of exports beside decompr 6.8.0 (WWZ, KWW) and exvatools 0.9.0 (Borin-Mancini, OECD TiVA)."""

from __future__ import annotations

import json

import numpy as np
import pytest

from counterpoise.reliance.economic.gross_exports import GrossExports, decompose
from counterpoise.reliance.economic.tiva import tiva
from counterpoise.world.leontief import Leontief

TOLERANCE = 1e-9
TERMS = {
    "exports": "EXGR",
    "domestic_value_added": "DVA",
    "domestic_double_counting": "DDC",
    "foreign_value_added": "FVA",
    "foreign_double_counting": "FDC",
    "reflected": "REF",
    "direct": "DAVAX",
}
WWZ_DOMESTIC = [
    "DVA_FIN",
    "DVA_INT",
    "DVA_INTrexI1",
    "DVA_INTrexF",
    "DVA_INTrexI2",
    "RDV_INT",
    "RDV_FIN",
    "RDV_FIN2",
    "DDC_FIN",
    "DDC_INT",
]
WWZ_FOREIGN = ["OVA_FIN", "MVA_FIN", "OVA_INT", "MVA_INT", "ODC", "MDC"]


def read(shared, name):
    path = shared / "value_added_vectors" / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"{path.name} is not among the third-party figures here")
    return json.loads(path.read_text(encoding="utf-8"))


def accounts(flows, output, added, countries):
    flows, shape = np.array(flows), (countries, len(flows) // countries)
    return GrossExports(
        Leontief(flows, output), flows.reshape(*shape, *shape), output.reshape(shape), added.reshape(shape)
    )


@pytest.fixture(scope="module")
def wiod(shared):
    """Six countries by three sectors, with the value added that is supplied."""
    held = read(shared, "wiodtest_input")
    output, added = (np.array(held[one]["data"]).ravel() for one in ("X", "VA"))
    return accounts(held["Z"]["data"], output, added / output, 6), np.array(held["Y"]["data"]).reshape(6, 3, 6)


@pytest.fixture(scope="module")
def leather(shared):
    """Three countries by three sectors."""
    held = read(shared, "leather_input")
    flows, output = np.array(held["Z"]), np.array(held["out"])
    return accounts(flows, output, 1 - flows.sum(0) / output, 3), np.array(held["Y"]).reshape(3, 3, 3)


def near(ours, theirs):
    np.testing.assert_allclose(ours, np.array(theirs).reshape(ours.shape), rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("term", [*TERMS, "VAX"])
def test_borin_and_mancini_by_source(wiod, shared, term):
    found, theirs = decompose(*wiod), read(shared, "wiodtest_exvatools_bm_src_standard")
    if term == "VAX":
        near(found["direct"] + found["indirect"], theirs["VAX"]["data"])
    else:
        near(found[term], theirs[TERMS[term]]["data"])


def test_the_terms_of_borin_and_mancini_add_up_to_ours(wiod, shared):
    found, theirs = decompose(*wiod), read(shared, "wiodtest_exvatools_bm_src_terms")
    for ours, names in {
        "reflected": ("REF1", "REF2"),
        "foreign_value_added": ("FVA1", "FVA2", "FVA3", "FVA4"),
        "domestic_value_added": ("VAX1", "VAX2", "VAX3", "VAX4", "REF1", "REF2"),
    }.items():
        near(found[ours], sum(np.array(theirs[name]["data"]) for name in names))


def test_the_oecds_indicators(wiod, shared):
    found, theirs = tiva(*wiod), read(shared, "wiodtest_exvatools_oecd_tiva")
    theirs["VALU"] = theirs.pop("VA")
    del theirs["REF"]  # exvatools' own, no indicator of the OECD's
    assert set(theirs) == set(found)
    for code, table in theirs.items():
        near(found[code], table["data"])


def test_wang_wei_and_zhu(leather, shared):
    """Their 16 terms by exporter, sector and partner add up to domestic and foreign content, and to what comes back."""
    found, theirs = decompose(*leather), read(shared, "leather_decompr_wwz16")
    near(found["exports"], theirs["texp"])
    for ours, names in {
        ("domestic_value_added", "domestic_double_counting"): WWZ_DOMESTIC,
        ("foreign_value_added", "foreign_double_counting"): WWZ_FOREIGN,
        ("reflected",): ("RDV_INT", "RDV_FIN", "RDV_FIN2"),
    }.items():
        near(sum(found[one] for one in ours), sum(np.array(theirs[name]) for name in names))


def test_koopman_wang_and_wei(leather, shared):
    """Their domestic terms of a country's exports are ours; of foreign content, which they split otherwise, the sum is."""
    theirs, (world, final) = read(shared, "leather_decompr_kww9"), leather
    for perspective in ("source", "sink"):
        found = {name: value.sum((1, 2)) for name, value in decompose(world, final, perspective).items()}
        domestic = ("DVA_FIN", "DVA_INT", "DVA_INTrex", "RDV_FIN", "RDV_INT")
        near(found["domestic_value_added"], sum(np.array(theirs[name]) for name in domestic))
        near(found["reflected"], sum(np.array(theirs[name]) for name in ("RDV_FIN", "RDV_INT")))
        near(found["domestic_double_counting"], theirs["DDC"])
        foreign = found["foreign_value_added"] + found["foreign_double_counting"]
        near(foreign, sum(np.array(theirs[name]) for name in ("FVA_FIN", "FVA_INT", "FDC")))


def test_value_added_in_exports_and_final_demand(leather, shared):
    world, final = leather
    found, theirs = tiva(world, final), read(shared, "leather_decompr_leontief")
    near(found["FD_VA"], theirs["VBY"])
    content = world.made_of * found["EXGR"].sum(2)
    near(content, np.array(theirs["VBE"]).reshape(3, 3, 9).sum(1))
