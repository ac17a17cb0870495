"""Strategic rivalries, as a package lays out the lists of two books."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from counterpoise.codes.state_numbers import state_numbers
from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.rivalries import COLUMNS, SOURCE, TYPES
from counterpoise.sources.source import Part, Raw

NEW = "tss_rivalries.csv"
NEW_HEAD = (
    '"","tssr_id","rivalry","ccode1","ccode2","start","end","positional","spatial","ideological","interventionary",'
    '"principal","aprin"'
)
NEW_LINES = [
    '"1",1,"Austria-Venice",300,324,1494,1799,NA,1,NA,NA,1,NA',
    '"20",20,"France-Germany",220,255,1756,1955,1,1,NA,NA,1,NA',
    '"114",114,"North Korea-South Korea",731,732,1948,2020,1,NA,1,1,1,NA',
    '"117",117,"E. Germany-W. Germany",260,265,1949,1973,NA,1,1,NA,1,NA',
    '"158",158,"Oman-S. Yemen",678,698,1967,1982,NA,1,1,1,NA,NA',
    '"165",165,"Eguatorial Guinea-Gabon",438,481,1972,2020,NA,1,NA,NA,1,NA',
    '"205",205,"Bosnia-Serbia",345,346,1992,2020,NA,1,NA,1,NA,NA',
]
OLD = "td_rivalries.csv"
OLD_HEAD = "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,region,type1,type2,type3"
OLD_LINES = [
    "1,Austria-France,220,300,1494,1918,European GPs,positional,spatial,NA",
    "131,North Korea-South Korea,731,732,1948,2010,East Asia,positional,ideological,NA",
    "132,China-United States 1,2,710,1949,1972,East Asia,positional,NA,NA",
]


def written(path: Path, head: str, lines: list[str]) -> Path:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def taken(path: Path, year: int | None = None) -> tuple[Part, pd.DataFrame]:
    (part,) = list(SOURCE.read(Raw(path, None, year), Progress()))
    target = path.parent / "taken.parquet"
    assert part.tables["rivalries"](target) == part.numbers["rows"]
    found = pd.read_parquet(target)
    assert list(found.columns) == list(COLUMNS["rivalries"])
    return part, found


def rows(found: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row[:6]) for row in found.astype(object).to_numpy().tolist()]


def test_the_list_of_2021(tmp_path: Path):
    part, found = taken(written(tmp_path / NEW, NEW_HEAD, NEW_LINES))
    assert rows(found) == [
        ("BIH", "SCG", 1992, 2005, "spatial, interventionary", 0),
        ("BIH", "SRB", 2006, 2020, "spatial, interventionary", 1),
        ("DDR", "DEU", 1949, 1973, "spatial, ideological", 0),
        ("DEU", "FRA", 1756, 1955, "positional, spatial", 0),
        ("GAB", "GNQ", 1972, 2020, "spatial", 1),
        ("KOR", "PRK", 1948, 2020, "positional, ideological, interventionary", 1),
        ("OMN", "YMD", 1967, 1982, "spatial, ideological, interventionary", 0),
    ]
    assert found.principal.tolist() == [0, 0, 1, 1, 1, 1, 0]
    assert (part.edition, part.years) == ("2021", tuple(range(1945, 2021)))
    assert {name: part.numbers[name] for name in ("before", "corrected", "ongoing", "rivalries")} == {
        "before": 1,
        "corrected": 2,
        "ongoing": 3,
        "rivalries": 6,
    }
    assert set(taken(tmp_path / NEW, 1960)[1].rivalry) == {114, 117}


def test_the_list_of_2012(tmp_path: Path):
    part, found = taken(written(tmp_path / OLD, OLD_HEAD, OLD_LINES))
    assert rows(found) == [
        ("CHN", "USA", 1949, 1972, "positional", 0),
        ("KOR", "PRK", 1948, 2010, "positional, ideological", 1),
    ]
    assert found.principal.isna().all()
    assert (part.edition, part.years[-1], part.numbers["before"]) == ("2012", 2010, 1)


@pytest.mark.parametrize(("name", "head", "lines"), [(NEW, NEW_HEAD, NEW_LINES), (OLD, OLD_HEAD, OLD_LINES)])
def test_the_source_conforms_and_damage_is_refused_or_harmless(
    tmp_path: Path, hurt, name: str, head: str, lines: list[str]
):
    plain = written(tmp_path / name, head, lines)
    conforms(SOURCE, plain)
    hurt(SOURCE, plain)


@pytest.mark.parametrize(
    ("name", "head", "lines", "old", "new", "said"),
    [
        (NEW, NEW_HEAD, NEW_LINES, "731,732", "730,732", "'730' is no state's number"),
        (NEW, NEW_HEAD, NEW_LINES, "1948,2020", "1948,1940", "it ends in 1940, before it begins in 1948"),
        (NEW, NEW_HEAD, NEW_LINES, "1948,2020,1", "1948,2020,2", "'2' is no whole number from 0 to 1"),
        (NEW, NEW_HEAD, NEW_LINES, '"114",114', '"114",20', "rivalry 20 is there twice"),
        (NEW, NEW_HEAD, NEW_LINES, "spatial", "space", "the column 'spatial' is not there"),
        (OLD, OLD_HEAD, OLD_LINES, "ideological", "personal", "'personal' is none of positional, spatial"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, name: str, head: str, lines: list[str], old: str, new: str, said: str):
    path = written(tmp_path / name, head, lines)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        taken(path)
    assert f"{name}, line " in str(caught.value)


def test_a_list_without_later_rivalries_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="no rivalry from 1945 on"):
        taken(written(tmp_path / NEW, NEW_HEAD, NEW_LINES[:1]))
    with pytest.raises(DataError, match="no rivalry in it for 2021"):
        taken(written(tmp_path / NEW, NEW_HEAD, NEW_LINES), 2021)


def test_all_that_the_package_has_comes_back(shared: Path, tmp_path: Path):
    file = shared / "security" / "rivalries.parquet"
    if not file.exists():
        pytest.skip(f"there is no {file.name}")
    other = pd.read_parquet(file)
    numbers = {span.code: number for number, spans in state_numbers().items() for span in spans}
    lines = []
    for row in other.itertuples():
        marks = ["1" if getattr(row, name) == 1 else "NA" for name in (*TYPES, "principal")]
        pair = f"{numbers[row.iso3_a]},{numbers[row.iso3_b]}"
        lines.append(f'"{row.Index}",{row.tssr_id},"{row.rivalry}",{pair},{row.start},{row.end},{",".join(marks)},NA')
    part, found = taken(written(tmp_path / NEW, NEW_HEAD, lines))
    assert (part.numbers["rivalries"], part.numbers["corrected"]) == (185, 2)
    expected = {
        row.tssr_id: (
            {row.iso3_a, row.iso3_b},
            row.start,
            row.end,
            ", ".join(name for name in TYPES if getattr(row, name) == 1),
        )
        for row in other.itertuples()
    }
    serbian = {"YUG", "SCG", "SRB"}
    read = {
        row.rivalry: ({row.country_a, row.country_b}, row.since, row.until, row.types)
        for row in found.itertuples()
        if serbian.isdisjoint({row.country_a, row.country_b})
    }
    differing = {key for key, told in read.items() if told != expected[key]}
    assert differing == {158, 165}  # Oman and South Yemen, Equatorial Guinea and Gabon: see the reader's slips
    korea = found[(found.country_a == "KOR") & (found.country_b == "PRK")].iloc[0]
    assert (korea.since, korea.until, korea.ongoing) == (1948, 2020, 1)
