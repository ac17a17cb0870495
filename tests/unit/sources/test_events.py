"""Event files in each producer's layout: what is read, what counts as missing, and what is refused with its schema named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import quietly
from counterpoise.sources.event_rows import schema_of
from counterpoise.sources.gdelt import NAMES
from counterpoise.sources.source import Raw, source

pytest.importorskip("duckdb")

ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)
POLECAT = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tActor Country\tRecipient Country"


def gdelt(day="20240131", one="KOR", other="CHN", kind="1", weight="1.0", added=None, code="040"):
    cells = dict.fromkeys(NAMES, "")
    cells |= {
        "GLOBALEVENTID": "1",
        "SQLDATE": day,
        "Actor1CountryCode": one,
        "Actor2CountryCode": other,
        "EventCode": code,
    }
    cells |= {
        "QuadClass": kind,
        "GoldsteinScale": weight,
        "DATEADDED": f"{added or day}001500",
        "SOURCEURL": 'a "quote',
    }
    return "\t".join(cells.values()) + "\n"


def icews(day="2018-06-01", one="South Korea", other="China", code="190", weight="-10", story="1", sentence="1"):
    rest = ["", "", other, story, sentence, *[""] * 7]
    return "\t".join(["1", day, "", "", one, "text", code, weight, *rest]) + "\n"


def read(tmp_path, name, text, file="file.csv", **words):
    path = tmp_path / file
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    made = []
    for part in source(name).read(Raw(path, **words), quietly(None)):
        tables = {}
        for table, write in part.tables.items():
            write(tmp_path / table)
            tables[table] = pq.read_table(tmp_path / table).to_pylist()
        made.append((part, tables))
    [(part, tables)] = made
    return part, tables["events"], tables["days"]


def test_gdelt_has_61_columns():
    assert len(NAMES) == len(set(NAMES)) == 61
    assert [NAMES.index(one) + 1 for one in ("SQLDATE", "Actor1CountryCode", "Actor2CountryCode", "EventCode")] == [
        2,
        8,
        18,
        27,
    ]
    assert [NAMES.index(one) + 1 for one in ("QuadClass", "GoldsteinScale", "DATEADDED")] == [30, 31, 60]


def test_gdelt(tmp_path):
    text = (
        gdelt()
        + gdelt(one="ROM", kind="4", weight="")
        + gdelt(other="")
        + gdelt(other="KOR")
        + gdelt("20240203", other="EUR")
    )
    part, events, days = read(tmp_path, "gdelt", text + gdelt("19790203", added="20240203"))
    assert [(one["source"], one["target"], one["class"]) for one in events][:2] == [
        ("KOR", "CHN", 1),
        ("ROU", "CHN", 4),
    ]
    assert [one["goldstein"] for one in events] == [1.0, None, 1.0]
    assert [(str(one["first"]), one["events"], one["between"]) for one in days] == [
        ("2024-01-31", 4, 2),
        ("2024-02-03", 2, 0),
    ]
    assert part.numbers["missing"] == 2  # 1 and 2 February; the event of 1979 makes no year of its own
    assert part.years == (2024,)
    assert any("EUR (1)" in note for note in part.notes)


def test_an_archive_of_files_is_one_part(tmp_path):
    path = tmp_path / "day.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20240131000000.export.CSV", gdelt())
        archive.writestr("20240131001500.export.CSV", gdelt(kind="4"))
    _, events, days = read(tmp_path, "gdelt", path.read_bytes(), "again.zip")
    assert sorted(one["class"] for one in events) == [1, 4]
    assert len(days) == 1


def test_icews(tmp_path):
    text = ICEWS + "\n" + icews() + icews(one="China", other="South Korea", code="010") + icews(other="NA")
    part, events, _ = read(tmp_path, "icews", text)
    assert sorted((one["source"], one["target"], one["class"]) for one in events) == [
        ("CHN", "KOR", 1),
        ("KOR", "CHN", 4),
    ]
    assert {one["sentence"] for one in events} == {"1-1"}
    assert part.numbers["events"] == 3


def test_polecat(tmp_path):
    row = "1\t2023-02-01\tSANCTION\t\t-6.5\tMATERIAL_CONFLICT\tKOR\t{other}\n"
    _, events, _ = read(tmp_path, "polecat", f"{POLECAT}\n{row.format(other='PRK')}{row.format(other='PRK;CHN')}")
    assert [(one["target"], one["class"], one["code"]) for one in events] == [("PRK", 4, "SANCTION")]


def test_own_days_without_a_row_had_no_event(tmp_path):
    text = "date,source,target,class\n2024-01-01,KOR,CHN,verbal cooperation\n2024-01-03,CHN,KOR,4\n"
    part, events, days = read(tmp_path, "events", text)
    assert (len(events), len(days), part.numbers["missing"]) == (2, 3, 0)


def test_own_years_without_a_row_are_missing(tmp_path):
    text = "date,source,target,code,count\n2010,PRK,KOR,190,1845\n2012,PRK,KOR,190,52\n"
    part, events, days = read(tmp_path, "events", text)
    assert {one["class"] for one in events} == {4}
    assert (len(days), part.numbers["missing"]) == (2, 1)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("gdelt", ICEWS + "\n" + icews(), "this is ICEWS .* and not GDELT 2.0 .*data add icews FILE"),
        ("icews", gdelt(), "this is GDELT 2.0 .* and not ICEWS"),
        ("polecat", "date,source,target,class\n", "this is own events"),
        ("events", POLECAT + "\n", "this is POLECAT"),
        ("gdelt", "\t".join(["1"] * 58) + "\n", "this is GDELT 1.0"),
        ("gdelt", "a,b\n", "this is 2 columns, the first 'a'"),
        ("gdelt", "<!doctype html><html>", "a web page"),
        ("gdelt", gdelt() + gdelt()[:40], "ends within a line"),
        ("gdelt", gdelt() + gdelt()[:40] + "\n", "line 2: there are .* columns, not 61"),
        ("gdelt", gdelt() + gdelt(kind="7"), "1 of 2 rows have no class"),
        ("gdelt", gdelt() + gdelt("20241331"), "1 of 2 rows have no date"),
        ("gdelt", gdelt() + gdelt(weight="warm"), "'warm' can't stand in the column GoldsteinScale"),
        ("gdelt", gdelt() + gdelt(weight="12"), "weight that is not from -10 to 10"),
        ("icews", ICEWS.removesuffix("\tLongitude") + "\n", "19 columns, not 20"),
        ("polecat", POLECAT.replace("Quad Code", "Quad") + "\n", "no column Quad Code"),
        ("events", "date,source,target\n2024,KOR,CHN\n", "neither a column 'class' nor 'code'"),
        ("events", "date,source,target,class\nsoon,KOR,CHN,1\n", "'soon' is no date"),
        ("events", "date,source,target,class\n2024,KOR,CHN,1\n2024-01,KOR,CHN,1\n", "1 of 2 rows have no date"),
        ("events", "date,source,target,class\n2024,KOR,CHN,war\n", "1 of 1 rows have no class"),
    ],
)
def test_what_is_refused(tmp_path, name, text, said):
    with pytest.raises(DataError, match=said):
        read(tmp_path, name, text)


def test_schemas_are_told_apart():
    assert schema_of(["1"] * 61)[:9] == "GDELT 2.0"
    assert schema_of(["date", "source", "target", "class"])[:10] == "own events"
    assert schema_of([""]) == "1 column, the first ''"


def test_no_file(tmp_path):
    with pytest.raises(DataError, match="can't be read"):
        list(source("gdelt").read(Raw(Path(tmp_path / "none.csv")), quietly(None)))
