"""What the store's tables of agreements say beside the register's answer, in English and in Korean."""

from __future__ import annotations

from pathlib import Path

import pytest

import counterpoise as cp
from counterpoise.sources import desta, egger_larch
from counterpoise.sources.source import Raw
from counterpoise.store import folder
from counterpoise.words.phrases import translated
from tests.unit.world.test_agreement_tables import DYADS, INDICES, LEFT, PANEL


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    return tmp_path


def add(where: Path, source, text: str, name: str) -> None:
    path = where / name
    path.write_text(text)
    folder.add(source, Raw(path))


def told(answer, title: str) -> list[str]:
    return [one for one in answer.warnings if one.startswith(title)]


def test_desta_beside_the_register(store: Path):
    plain = cp.agreements("KOR", on="CHN,JPN,MEX", year=2020)
    assert not told(plain, "DESTA")
    assert len(plain.provenance) == 1
    for text, name in ((DYADS, "desta_02_02_dyads.csv"), (LEFT, "desta_left_02_02.csv"), (INDICES, "desta_02_02.csv")):
        add(store, desta.SOURCE, text, name)
    answer = cp.agreements("KOR", on="CHN,JPN,MEX,PER,GBR", year=2020)
    assert sorted(told(answer, "DESTA on")) == [
        "DESTA on KOR and CHN in 2020: full free trade since 2015, depth 6 of 7",
        "DESTA on KOR and GBR in 2020: no agreement in force",
        "DESTA on KOR and JPN in 2020: no agreement in force",
        "DESTA on KOR and MEX in 2020: no agreement in force",
        "DESTA on KOR and PER in 2020: an agreement since 2018, kind and depth not coded",
    ]
    assert {one.source for one in answer.provenance} == {
        "trade agreements",
        "desta",
        "desta-withdrawals",
        "desta-indices",
    }
    assert "DESTA on KOR and CHN in 2014: an agreement without full free trade since 1976, depth 1 of 7" in told(
        cp.agreements("KOR", on="CHN", year=2014), "DESTA"
    )
    assert told(cp.agreements("KOR", on="CHN"), "DESTA") == [  # its last year is 2021
        "DESTA's last year here is 2021: of 2025 it does not tell",
        "DESTA on KOR and CHN in 2021: full free trade since 2015, depth 6 of 7",
    ]


def test_many_partners_are_told_together(store: Path):
    for text, name in ((DYADS, "desta_02_02_dyads.csv"), (LEFT, "desta_left_02_02.csv"), (INDICES, "desta_02_02.csv")):
        add(store, desta.SOURCE, text, name)
    answer = cp.agreements("KOR", year=2020)
    pairs = {one for one in answer.data["partner"].values.tolist() if one}
    first, second = told(answer, "DESTA")
    assert first == f"DESTA in 2020: an agreement for 2 of {len(pairs)} pairs, full free trade for 1"
    without = sorted(pairs - {"CHN", "PER"})
    named = ", ".join(without[:8])
    assert second == f"DESTA lists no agreement in 2020 with {named} and {len(without) - 8} more"
    assert not told(cp.agreements("ALL", year=2020), "DESTA")


def test_what_is_lacking_in_the_store_is_told(store: Path):
    add(store, desta.SOURCE, DYADS, "desta_02_02_dyads.csv")
    add(store, egger_larch.SOURCE, PANEL, "rta_20240712.csv")
    answer = cp.agreements("KOR", on="CHN,CHL", year=2004)
    assert (
        "the store has none of DESTA's indices, so the depth of every treaty is unknown: add the file of indices"
        in (answer.warnings)
    )
    assert sorted(told(answer, "Larch's")) == [
        "Larch's database on KOR and CHL in 2004: full free trade",
        "Larch's database on KOR and CHN in 2004: an agreement without full free trade",
    ]
    for text in answer.warnings:
        assert translated(text, "ko") != text, text


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        (
            "DESTA on KOR and CHN in 2020: full free trade since 2015, depth 6 of 7",
            "DESTA로 본 한국·중국(2020년): 2015년부터 전면 자유무역, 깊이 7 가운데 6",
        ),
        (
            "DESTA lists no agreement in 2020 with ARE, JPN and 3 more",
            "DESTA에 2020년의 협정이 없는 상대: 아랍에미리트, 일본 외 3곳",
        ),
        (
            "the World Bank's database on KOR and CHN in 2020: an agreement that covers 20 of 52 policy areas",
            "세계은행 데이터베이스로 본 한국·중국(2020년): 정책 영역 52개 가운데 20개를 다루는 협정",
        ),
        (
            "DESTA's last year here is 2004: of 2025 it does not tell",
            "여기 있는 DESTA의 마지막 해는 2004년이다. 2025년은 말하지 않는다",
        ),
        (
            "the last year of Larch's database here is 2004: of 2025 it does not tell",
            "여기 있는 라르흐 데이터베이스의 마지막 해는 2004년이다. 2025년은 말하지 않는다",
        ),
        (
            "DESTA on KOR and PER in 2020: an agreement since 2018, kind and depth not coded",
            "DESTA로 본 한국·페루(2020년): 2018년부터의 협정(종류와 깊이는 부호화되지 않음)",
        ),
        (
            "DESTA's files in the store are of several editions (2.2, 2.3)",
            "저장소의 DESTA 파일은 판이 여럿이다(2.2, 2.3)",
        ),
        (
            "Larch's database in 2020: an agreement for 50 of 58 pairs, full free trade for 49",
            "라르흐 데이터베이스(2020년): 국가쌍 58개 가운데 50개에 협정이, 49개에 전면 자유무역이 있다",
        ),
    ],
)
def test_in_korean(english: str, korean: str):
    assert translated(english, "ko") == korean
