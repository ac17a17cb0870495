"""Tariffs as if no free trade agreement were in force: what an agreement brings is asked against them."""

from __future__ import annotations

from counterpoise.world.tariffs import applied


def test_only_customs_unions_free():
    labels = ["KOR", "USA", "DEU", "FRA"], ["C29", "G"]
    usual, without = (
        applied(*labels, year=2022, scheme="icio-2025", choice=one) for one in ("importer-averages", "no-agreements")
    )
    assert usual.cell("KOR", "C29", "USA")["rate"] == 0
    assert without.cell("KOR", "C29", "USA")["rate"] == usual.cell("DEU", "C29", "USA")["rate"] > 0
    assert without.cell("KOR", "C29", "DEU")["rate"] > 0
    assert without.cell("FRA", "C29", "DEU")["rate"] == 0
    assert without.cell("KOR", "G", "USA")["rate"] == 0
    assert without.label != usual.label
    assert without.stamp != usual.stamp
