"""Sanctions, in the layout of the case-level file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from counterpoise.core.errors import DataError
from counterpoise.core.progress import Progress
from counterpoise.sources.conformance import conforms
from counterpoise.sources.gsdb import SOURCE, read
from counterpoise.sources.source import Raw
from tests.reference.security_files import CASE, sanctions, table

CASES = [
    (1, "Korea, North", "UN", 2006, 2022, 1, "exp_part,imp_part", 1, 0, 1, 1, 0, 0, 1, "prevent_war", "ongoing"),
    (2, "Korea, South", "United States", 1973, 1977, 0, "", 0, 1, 1, 0, 0, 0, 0, "human_rights", "failed"),
    (3, "Gambia, The", "EU, Norway,Japan", 2016, 2017, 0, "", 0, 0, 1, 0, 0, 0, 1, "democracy,other", "failed,success_part"),
    (4, "Yugoslavia", "EEC", 1991, 1992, 1, "exp_compl, imp_compl", 0, 0, 0, 0, 0, 0, 1, "end_war", "ongoing"),
    (5, "Yugoslavia, Cyprus (Northern)", "Congo, Democratic Republic of the", 1998, 2001, 0, "", 1, 0, 0, 0, 0, 1, 0, "other", "failed"),
    (6, "South Vietnam", "Soviet Union", 1979, 1980, 0, "", 0, 0, 1, 0, 0, 0, 0, "other", "success_total"),
]  # fmt: skip


def taken(path: Path, year: int | None = None):
    (part,) = list(read(Raw(path, None, year), Progress()))
    target = path.parent / "sanctions.parquet"
    assert part.tables["sanctions"](target) == part.numbers["rows"]
    return pd.read_parquet(target), part


def cases() -> pd.DataFrame:
    return pd.DataFrame(CASES, columns=CASE)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_senders_and_targets(tmp_path: Path, kind: str):
    path = tmp_path / f"GSDB_V4.{kind}"
    cases().to_csv(path, index=False) if kind == "csv" else cases().to_excel(path, index=False)
    found, part = taken(path)
    pairs = found[["case", "sender", "target"]].astype(object).where(found[["case", "sender", "target"]].notna(), None)
    assert pairs.to_numpy().tolist() == [
        [1, None, "PRK"], [2, "USA", "KOR"], [3, "EU", "GMB"], [3, "NOR", "GMB"], [3, "JPN", "GMB"], [4, "EU", "YUG"],
        [5, "COD", "SCG"], [5, "COD", None], [6, "RUS", "VNM"],
    ]  # fmt: skip
    assert found.iloc[0][["sender_name", "trade", "trade_description", "ongoing"]].tolist() == [
        "UN",
        1,
        "exp_part, imp_part",
        1,
    ]
    assert found.ongoing.tolist() == [1, 0, 0, 0, 0, 1, 0, 0, 0]
    assert found.iloc[2][["objective", "success"]].tolist() == ["democracy, other", "failed, success_part"]
    assert pd.isna(found.iloc[1].trade_description)
    assert part.numbers["cases"] == 6
    assert part.numbers["without_code"] == 2
    assert set(taken(path, 2016)[0].case) == {1, 3}
    conforms(SOURCE, path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.assign(sanctioned_state="Ruritania"), "'Ruritania' is no state or group"),
        (lambda t: t.assign(sanctioning_state="Japan, Japan"), "names no state, or one twice"),
        (lambda t: t.assign(sanctioned_state=""), "names no state"),
        (lambda t: t.assign(end=1950), "before it begins"),
        (lambda t: t.assign(arms=2), "no whole number from 0 to 1"),
        (lambda t: t.assign(success="won"), "'won' is none of"),
        (lambda t: t.assign(objective="revenge"), "'revenge' is none of"),
        (lambda t: t.assign(descr_trade="all"), "'all' is none of"),
        (lambda t: t.assign(case_id=7), "case 7 is there twice"),
        (lambda t: t.drop(columns="travel"), "'travel' is not there"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_refused(tmp_path: Path, change, said: str, kind: str):
    path = tmp_path / f"GSDB_V3.{kind}"
    wrong = change(cases())
    wrong.to_csv(path, index=False) if kind == "csv" else wrong.to_excel(path, index=False)
    with pytest.raises(DataError, match=said):
        taken(path)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b"PAR1", b"\0\1", b"a\n1\n", b"\n"])
def test_what_is_something_else_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "GSDB_V3.csv"
    path.write_bytes(content)
    with pytest.raises(DataError):
        taken(path)


def test_all_cases_read_whole(shared: Path, tmp_path: Path):
    """Third-party figures of release 3: every state is known, as another program has it."""
    held = table(shared, "sanctions")
    found, part = taken(sanctions(held, tmp_path))
    assert part.numbers["cases"] == 1325
    alone = found[~found.case.duplicated(keep=False)].set_index("case")
    expected = held.set_index("case_id").loc[alone.index]
    for side in ("sender", "target"):
        old = expected[f"{side}_iso3"].isin(["YUG", "FRY", "EEC", "EEU", "RVN"])
        known = expected[f"{side}_iso3"].notna() & ~old & ~alone[f"{side}_name"].isin(["Cyprus (Northern)", "OIC"])
        assert (alone[side] == expected[f"{side}_iso3"])[known].all()
    assert (
        (held.sender == "United States").sum()
        == (alone.sender == "USA").sum()
        + found[
            found.case.duplicated(keep=False) & found.case.isin(held.case_id[held.sender == "United States"])
        ].case.nunique()
        == 476
    )
    korea = found[found.target == "KOR"]
    assert list(zip(korea.sender, korea.begin, korea.end, strict=True)) == [("USA", 1961, 1961), ("USA", 1973, 1977)]
