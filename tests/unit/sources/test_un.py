"""Votes, agreement and ideal points of the General Assembly, in their producers' layouts."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources import un_agreement, un_ideal_points, un_votes
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw
from tests.reference import security_files
from tests.reference.security_files import table as held

NUMBERS = {"USA": 2, "GBR": 200, "CHN": 710, "PRK": 731, "KOR": 732}


def taken(module, path: Path, year: int | None = None):
    """The tables of a file, and its part."""
    found, part = {}, None
    for part in module.read(Raw(path, None, year), Progress()):
        for name, write in part.tables.items():
            assert name not in found
            target = path.parent / f"{name}.parquet"
            write(target)
            found[name] = pd.read_parquet(target)
    assert part is not None
    return found, part


@pytest.fixture
def votes() -> pd.DataFrame:
    """Three roll calls of two sessions, as in UNVotes.csv."""
    cast = {9001: (1, 1, 3, 8, 9), 9002: (3, 2, 1, 1, 1), 9003: (1, 1, 2, 3, 8)}
    rows = []
    for rcid, all_votes in cast.items():
        session = 45 if rcid == 9001 else 74
        counts = [all_votes.count(vote) for vote in (1, 3, 2)]
        for code, vote in zip(NUMBERS, all_votes, strict=True):
            rows.append(
                [rcid, NUMBERS[code], session, vote, code, "a, name", f"{1945 + session}-12-03", f"R/{session}/{rcid}",
                 "NA" if session < 70 else 1, *counts, "On, something", int(rcid == 9002), int(rcid == 9002)]
            )  # fmt: skip
    names = ["rcid", "ccode", "session", "vote", "Country", "Countryname", "date", "unres"]
    names += ["importantvote", "yes", "no", "abstain", "short", "me", "nu"]
    return pd.DataFrame(rows, columns=names)


def test_votes(tmp_path: Path, votes: pd.DataFrame):
    path = tmp_path / "UNVotes.csv"
    votes.to_csv(path)
    found, part = taken(un_votes, path)
    cast = found["votes"].pivot(index="rcid", columns="country", values="vote")
    assert cast.loc[9001, ["USA", "GBR", "CHN", "PRK"]].tolist() == [1, 1, 3, 0]
    assert pd.isna(cast.loc[9001, "KOR"])  # no member is no row
    assert cast.loc[9003].to_dict() == {"USA": 1, "GBR": 1, "CHN": 2, "PRK": 3, "KOR": 0}
    calls = found["resolutions"].set_index("rcid")
    assert calls["year"].to_dict() == {9001: 1990, 9002: 2019, 9003: 2019}
    assert str(calls.loc[9002, "date"]) == "2019-12-03"
    assert calls["issues"].fillna("").to_dict() == {9001: "", 9002: "me|nu", 9003: ""}
    assert pd.isna(calls.loc[9001, "important"])
    assert calls.loc[9002, "title"] == "On, something"
    assert part.numbers["compared_with_totals"] == 3
    assert part.numbers["unlike_totals"] == 0
    assert set(taken(un_votes, path, 1990)[0]["votes"].rcid) == {9001}
    conforms(un_votes.SOURCE, path)


def test_votes_with_descriptions_beside_them(tmp_path: Path, votes: pd.DataFrame):
    path = tmp_path / "votes.zip"
    calls = votes.drop(columns=["ccode", "vote", "Country", "Countryname"]).drop_duplicates("rcid")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("UNVotes.csv", votes[["rcid", "ccode", "session", "vote"]].to_csv(index=False))
        archive.writestr("descriptions.tab", calls.to_csv(index=False, sep="\t"))
    whole = tmp_path / "UNVotes.csv"
    votes.to_csv(whole, index=False)
    for name, table in taken(un_votes, whole)[0].items():
        pd.testing.assert_frame_equal(table, taken(un_votes, path)[0][name])


def package(path: Path, *names: str) -> None:
    """An archive of the tables of the package unvotes."""
    tables = {
        "un_votes.csv": "rcid,country,country_code,vote\n3,United States,US,yes\n3,Namibia,NA,no\n3,Yugoslavia,YU,abstain\n"
        "4,Yugoslavia,YU,yes\n4,Yemen People's Republic,YD,yes\n",
        "un_roll_calls.csv": "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        "3,46,0,1991-12-01,R/46/1,0,0,ONE,TEXT\n4,47,NA,1992-12-01,R/47/1,NA,NA,TWO,TEXT\n",
        "un_roll_call_issues.csv": "rcid,short_name,issue\n3,hr,Human rights\n3,co,Colonialism\n",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name in names or tables:
            archive.writestr(name, tables[name])


def test_the_package_of_votes(tmp_path: Path):
    path = tmp_path / "unvotes.zip"
    package(path)
    found, part = taken(un_votes, path)
    assert found["votes"].to_numpy().tolist() == [
        [3, "NAM", 3],
        [3, "USA", 1],
        [3, "YUG", 2],
        [4, "SCG", 1],
        [4, "YMD", 1],
    ]
    assert found["resolutions"]["issues"].fillna("").tolist() == ["co|hr", ""]
    assert "does not tell them apart" in part.completeness
    conforms(un_votes.SOURCE, path)
    package(path, "un_votes.csv")
    with pytest.raises(DataError, match="no session is known of roll call 3"):
        taken(un_votes, path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.assign(vote=4), "'4' is no vote"),
        (lambda t: t.assign(ccode=999), "'999' is no state's number"),
        (lambda t: t.assign(ccode="x"), "'x' is not a number"),
        (lambda t: t.assign(session=0), "no whole number from 1 to 154"),
        (lambda t: pd.concat([t, t.head(1)]), "2 votes twice in roll call 9001"),
        (lambda t: pd.concat([t.head(5), t.tail(5).assign(rcid=9001, ccode=20)]), "of session 45 and of 74"),
        (lambda t: t.assign(date="3/12/2019"), "is no date such as"),
        (lambda t: t.drop(columns="ccode"), "'countrycode' is not there"),
        (lambda t: t.drop(columns="rcid"), "'rcid' is not there"),
        (lambda t: t.assign(importantvote=2), "no whole number from 0 to 1"),
    ],
)
def test_votes_that_are_refused(tmp_path: Path, votes: pd.DataFrame, change, said: str):
    path = tmp_path / "UNVotes.csv"
    change(votes).to_csv(path, index=False)
    with pytest.raises(DataError, match=said):
        taken(un_votes, path)


def test_a_union_leaves_one_vote_of_a_code(tmp_path: Path, votes: pd.DataFrame):
    """West and united Germany in the session of 1990: who was absent gives way, two votes are refused."""
    path = tmp_path / "UNVotes.csv"
    here = votes.head(2).assign(ccode=[260, 255], vote=[8, 3])
    here.to_csv(path, index=False)
    assert taken(un_votes, path)[0]["votes"].to_numpy().tolist() == [[9001, "DEU", 3]]
    here.assign(vote=[1, 3]).to_csv(path, index=False)
    with pytest.raises(DataError, match="DEU votes twice"):
        taken(un_votes, path)


AGREED = [(2, 732, 0.5, 1.1), (710, 732, 0.65, 1.9), (2, 710, 0.2, 3.0)]
PLACES = {2: 2.2, 732: 1.1, 710: -0.8}


def agreement_table() -> pd.DataFrame:
    """Both directions, as in AgreementScoresAll_Jun2024.csv."""
    rows = [(a, b, agree, 2019, 74, PLACES[a], PLACES[b], apart) for a, b, agree, apart in AGREED]
    rows += [(b, a, agree, year, session, y, x, apart) for a, b, agree, year, session, x, y, apart in rows]
    names = [
        "ccode1",
        "ccode2",
        "agree",
        "year",
        "session.x",
        "IdealPointAll.x",
        "IdealPointAll.y",
        "IdealPointDistance",
    ]
    return pd.DataFrame(rows, columns=names)


def test_agreement(tmp_path: Path):
    path = tmp_path / "AgreementScoresAll_Jun2024.csv"
    agreement_table().to_csv(path)
    found, part = taken(un_agreement, path)
    assert found["agreement"].to_numpy().tolist() == [
        ["CHN", "KOR", 2019, 0.65, 1.9],
        ["CHN", "USA", 2019, 0.2, 3.0],
        ["KOR", "USA", 2019, 0.5, 1.1],
    ]
    assert part.numbers["without_distance"] == 0
    conforms(un_agreement.SOURCE, path)
    agreement_table().drop(columns="year").head(3).assign(IdealPointDistance="NA").to_csv(path, index=False)
    again, part = taken(un_agreement, path)
    pd.testing.assert_frame_equal(again["agreement"].iloc[:, :4], found["agreement"].iloc[:, :4])
    assert part.numbers["without_distance"] == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.assign(agree=1.01), "1.01 is not from 0 to 1"),
        (lambda t: t.assign(agree=np.where(t.index == 5, 0.9, t.agree)), "with two agreements"),
        (lambda t: t.assign(IdealPointDistance=2.5), "the distance 2.5 is not"),
        (lambda t: t.assign(ccode2=1), "'1' is no state's number"),
        (lambda t: t.assign(year=1066), "no whole number from 1945"),
        (lambda t: t.drop(columns="agree"), "'agree' is not there"),
        (lambda t: t.assign(agree="NA"), "there is no agreement"),
    ],
)
def test_agreement_that_is_refused(tmp_path: Path, change, said: str):
    path = tmp_path / "AgreementScores.csv"
    change(agreement_table()).to_csv(path, index=False)
    with pytest.raises(DataError, match=said):
        taken(un_agreement, path)


def points(kind: str) -> str:
    """Ideal points as of 2024 (by session) and of 2025 (by year, tabs)."""
    head = 'ccode,session,iso3c,Countryname,NVotesAll,IdealPointAll,"Q5%All","Q10%All","Q95%All"'
    rows = [
        "2,74,USA,United States,90,2.5,2.3,2.35,2.8",
        "732,74,KOR,\xd4,91,1.0,0.8,0.85,1.3",
        "731,74,PRK,North,NA,NA,NA,NA,NA",
    ]
    if kind == "2025":
        head = "ccode\tiso3c\tCountryname\tyear\tNVotesFP\tIdealPointFP\tQ5%FP\tQ10%FP\tQ95%FP"
        rows = [f"{a}\t{b}\tname\t2019\t{n}\t{x}\t{low}\t0\t{high}" for a, b, n, x, low, high in
                (("2", "USA", 80, 2.5, 2.3, 2.8), ("732", "KOR", 81, 1.0, 0.8, 1.3))]  # fmt: skip
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize("kind", ["2024", "2025"])
def test_ideal_points(tmp_path: Path, kind: str):
    path = tmp_path / ("Idealpointestimates1946-2025.tab" if kind == "2025" else "IdealpointestimatesAll_Jun2024.csv")
    path.write_text(points(kind), encoding="latin-1")
    found, part = taken(un_ideal_points, path)
    basis, less = ("final passage", 10) if kind == "2025" else ("all", 0)
    assert found["points"].to_numpy().tolist() == [
        ["KOR", 2019, 1.0, 0.8, 1.3, 91 - less, basis],
        ["USA", 2019, 2.5, 2.3, 2.8, 90 - less, basis],
    ]
    assert basis in part.completeness
    conforms(un_ideal_points.SOURCE, path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2.5,2.3", "2.5,2.6", "2.5 is not within its band"),
        ("732,74", "2,74", "USA is there twice in 2019"),
        ("732,74", "731.5,74", "no whole number"),
        ("IdealPointAll", "Ideal", "no column is IdealPointFP or IdealPointAll"),
        ("2.5,2.3", "25,2.3", "25 is not from -10 to 10"),
        (",91,", ",-1,", "no whole number from 0"),
    ],
)
def test_ideal_points_that_are_refused(tmp_path: Path, old: str, new: str, said: str):
    path = tmp_path / "Idealpointestimates.csv"
    path.write_text(points("2024").replace(old, new), encoding="latin-1")
    with pytest.raises(DataError, match=said):
        taken(un_ideal_points, path)


@pytest.mark.parametrize("module", [un_votes, un_agreement, un_ideal_points])
@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"PK\x03\x04", b"PAR1", b"7z\xbc\xaf\x27\x1c", b"\0\1", b"a\n1\n", b"\n"]
)
def test_what_is_something_else_is_refused(tmp_path: Path, module, content: bytes):
    path = tmp_path / "UNVotes.csv"
    path.write_bytes(content)
    with pytest.raises(DataError):
        taken(module, path)


# The third-party figures, turned back into the producers' layouts ------------------------------------------------------


def test_all_roll_calls_read_whole(shared: Path, tmp_path: Path):
    table = held(shared, "un_votes")
    found, part = taken(un_votes, security_files.votes(table, tmp_path))
    assert part.numbers["roll_calls"] == 6203
    back = found["votes"].pivot(index="rcid", columns="country", values="vote").fillna(0).astype(int)
    wide = table.set_index("rcid")
    assert back.index.tolist() == wide.index.tolist()
    assert set(back.columns) == set(table.columns[7:])
    np.testing.assert_array_equal(back.to_numpy(), wide[list(back.columns)].to_numpy())
    assert found["resolutions"].set_index("rcid")["resolution"].equals(table.set_index("rcid")["unres"])


def test_all_agreement_read_whole(shared: Path, tmp_path: Path):
    table = held(shared, "un_agreement")
    table = table[table.year.isin((1960, 1990, 2019)) & (table.n > 0)]
    found = taken(un_agreement, security_files.agreement(table, tmp_path))[0]["agreement"].set_index(
        ["year", "country_a", "country_b"]
    )
    assert len(found) == len(table)
    for a, b, agree in (("KOR", "USA", 0.5385), ("CHN", "KOR", 0.6517), ("CHN", "USA", 0.2022), ("ISR", "USA", 0.9607)):
        assert found.loc[(2019, a, b), "agree"] == pytest.approx(agree, abs=5e-5)


def test_all_ideal_points_read_whole(shared: Path, tmp_path: Path):
    table = held(shared, "un_ideal_points")
    found = taken(un_ideal_points, security_files.ideal_points(table, tmp_path))[0]["points"]
    assert len(found) == table.ideal_fp.notna().sum() + table.ideal_all.notna().sum()
    places = found[(found.year == 2024) & (found.basis == "final passage")].set_index("country")["ideal_point"]
    for code, place in (
        ("USA", 2.206),
        ("ISR", 2.152),
        ("KOR", 1.070),
        ("IND", -0.201),
        ("PRK", -0.794),
        ("CHN", -0.854),
    ):
        assert places[code] == pytest.approx(place, abs=5e-4)


# Damage ----------------------------------------------------------------------------------------------------------------


def damaged(content: bytes, draw: random.Random) -> bytes:
    """Give a file with a cell, a separator, a byte or its end changed."""
    kind, at = draw.randrange(4), draw.randrange(1, len(content) - 1)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + bytes([draw.randrange(256)]) + content[at + 1 :]
    if kind == 2:
        return content.replace(b"," if b"," in content else b"\t", draw.choice([b";", b"|", b""]))
    lines = content.split(b"\n")
    row = lines[draw.randrange(len(lines) - 1)]
    cells = row.split(b",")
    cells[draw.randrange(len(cells))] = draw.choice(
        [b"nan", b"inf", b"-1", b"text", b"1e999", b"?", b"\0", b"", b'"', b"9" * 30]
    )
    return content.replace(row, b",".join(cells), 1)


@pytest.mark.parametrize("module", [un_votes, un_agreement, un_ideal_points])
def test_damage_is_refused_in_one_line_or_leaves_a_table(tmp_path: Path, votes: pd.DataFrame, module):
    path, draw = tmp_path / "UNVotes.csv", random.Random(31)
    whole = {
        un_votes: votes.to_csv(index=False).encode(),
        un_agreement: agreement_table().to_csv(index=False).encode(),
        un_ideal_points: points("2024").encode("latin-1"),
    }[module]
    refusals = []
    for _ in range(150):
        path.write_bytes(damaged(whole, draw))
        try:
            taken(module, path)
        except DataError as error:
            refusals.append(str(error))
    assert len(refusals) > 75
    assert all(path.name in one and "\n" not in one for one in refusals)
