from __future__ import annotations

import pytest

from counterpoise.codes._tables import rows
from counterpoise.codes.products import concordance_of_products, sector_of_product
from counterpoise.codes.sectors import scheme
from counterpoise.core.errors import InputError
from counterpoise.store.store import table

CHAPTERS = [f"{number:02d}" for number in range(1, 98) if number != 77]


def test_every_chapter_has_a_sector_of_goods():
    known = set(scheme("icio-2025").codes)
    assert sorted(code for code in concordance_of_products() if len(code) == 2) == CHAPTERS
    assert {sector_of_product(code) for code in CHAPTERS} <= known
    assert set(concordance_of_products().values()) <= known


def test_every_line_differs_from_the_shorter_one():
    lines = rows("concordance_hs_icio-2025")
    assert len({line["hs"] for line in lines}) == len(lines)
    for line in lines:
        if len(line["hs"]) > 2:
            assert sector_of_product(line["hs"][:-2]) != line["icio-2025"], line["hs"]


def test_raw_materials_come_from_mines_chemistry_and_metal_works():
    found = {code: sector_of_product(code) for code in table("baci-raw-materials", "products")["product"]}
    assert len(found) == 74
    assert set(found.values()) == {"B05", "B06", "B07", "B08", "C19", "C20", "C24A", "C24B", "C31T33", "E"}
    assert {code for code, sector in found.items() if sector == "B07"} == {code for code in found if code[:2] == "26"}
    assert found["270900"] == found["271111"] == "B06"
    assert found["270220"] == "C19"
    assert found["711290"] == "E"
    assert found["711510"] == "C31T33"
    assert found["720292"] == "C24A"
    assert found["810510"] == found["710812"] == "C24B"


@pytest.mark.parametrize(
    ("code", "sector"),
    [
        ("8703", "C29"),
        ("870120", "C29"),
        ("870190", "C28"),
        ("8802", "C302T309"),
        ("8901", "C301"),
        ("854231", "C26"),
        ("850760", "C27"),
        ("850511", "C25"),
        ("847130", "C26"),
        ("848620", "C28"),
        ("300490", "C21"),
        ("100199", "A01"),
        ("100630", "C10T12"),
        ("440320", "A02"),
        ("030212", "A03"),
        ("271600", "D"),
        ("720449", "E"),
    ],
)
def test_known_goods(code: str, sector: str):
    assert sector_of_product(code) == sector


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("77", "76 or 78"),
        ("990000", "97"),
        ("10121", "did you mean 010121"),
        ("", "six digits"),
        ("copper", "six digits"),
        ("28369100", "six digits"),
        ("२८३६९१", "six digits"),
    ],
)
def test_an_unknown_code_is_refused_with_the_nearest(code: str, said: str):
    with pytest.raises(InputError, match=said):
        sector_of_product(code)
