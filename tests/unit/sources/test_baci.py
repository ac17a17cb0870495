from __future__ import annotations

import random
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import counterpoise as cp
from counterpoise.core.errors import DataError, InputError
from counterpoise.core.progress import Progress
from counterpoise.sources import baci
from counterpoise.sources.baci import World, read
from counterpoise.sources.comtrade import OWN, numbers
from counterpoise.sources.conformance import conforms
from counterpoise.sources.source import Raw, source
from counterpoise.store import folder
from counterpoise.store.store import table

NAME = "BACI_HS92_Y2022_V202501.csv"
WHOLE = World()
ANY = World(exporters=1, importers=1, products=1, ends=())
ORDER = ["product", "destination", "origin"]
OLD = {58, 280, 711, 736, 849}


def taken(path: Path, *, year: int | None = None, least: World = WHOLE, edition: str | None = None):
    """Give each part with its table."""
    found = []
    for at, part in enumerate(read(Raw(path, edition, year), Progress(), least)):
        target = path.parent / f"taken-{at}.parquet"
        assert part.tables["trade"](target) == part.numbers["rows"]
        found.append((part, pd.read_parquet(target)))
    return found


def written(path: Path, flows: pd.DataFrame, year: int = 2022) -> Path:
    """Write flows in the producer's layout, a missing quantity padded on the left."""
    numbered = {code: number for number, code in numbers().items() if number not in OLD}
    numbered |= {code: number for number, code in OWN.items() if number not in OLD}
    out = pd.DataFrame(
        {
            "t": year,
            "i": flows.origin.map(numbered),
            "j": flows.destination.map(numbered),
            "k": flows["product"],
            "v": flows.value.map(repr),
            "q": [f"{'NA':>13}" if np.isnan(one) else repr(one) for one in flows.quantity],
        }
    )
    out.sort_values(["i", "j", "k"]).to_csv(path, index=False, lineterminator="\n")
    return path


@pytest.fixture(scope="module")
def world() -> pd.DataFrame:
    """A small year of the whole world: each of 210 economies trades, in 4,000 products."""
    draw = np.random.default_rng(7)
    codes = np.array(sorted(set(numbers().values()) - {"BLX", "ZA1", "PUS"}))
    codes = np.union1d(draw.choice(codes, 215, replace=False), ["AFG", "ZMB", "KOR"])
    size = 5_000
    origin = np.resize(codes, size)
    flows = pd.DataFrame(
        {
            "year": 2022,
            "origin": origin,
            "destination": draw.choice(codes, size),
            "product": [f"{one:06d}" for one in np.resize(np.arange(10_121, 10_121 + 4_000 * 200, 200), size)],
            "value": draw.lognormal(3, 3, size).round(3) + 0.001,
            "quantity": np.where(draw.random(size) < 0.1, np.nan, draw.lognormal(2, 3, size).round(3)),
        }
    )
    back = pd.DataFrame({"origin": draw.choice(codes, len(codes)), "destination": codes})
    flows = pd.concat([flows, flows.head(len(codes)).assign(**{name: back[name].to_numpy() for name in back})])
    flows = flows[flows.origin != flows.destination].drop_duplicates(ORDER)
    return flows.sort_values(ORDER).reset_index(drop=True)


@pytest.fixture
def plain(tmp_path: Path, world: pd.DataFrame) -> Path:
    return written(tmp_path / NAME, world)


def archive(path: Path, years: dict[int, pd.DataFrame], listed: dict[int, str] | None = None) -> Path:
    """Write the producer's archive."""
    listed = listed or {**numbers(), 58: "BEL", 490: "S19", 697: "R20", 899: "N/A"}
    countries = "".join(f'{number},"Name, of {code}",XX,{code}\n' for number, code in listed.items())
    products = sorted({code for flows in years.values() for code in flows["product"]})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for year, flows in years.items():
            name = f"BACI_HS92_Y{year}_V202501.csv"
            target.write(written(path.parent / name, flows, year), name)
        target.writestr("Readme.txt", "about")
        target.writestr(
            "country_codes_V202501.csv", f"country_code,country_name,country_iso2,country_iso3\n{countries}"
        )
        target.writestr(
            "product_codes_HS92_V202501.csv",
            "code,description\n" + "".join(f'{c},"Cheese, \u00e9t\u00e9"\n' for c in products),
        )
    return path


def test_a_year_of_raw_materials_comes_back_exactly(tmp_path: Path):
    flows = table("baci-raw-materials").query("year == 2022").sort_values(ORDER).reset_index(drop=True)
    ((part, found),) = taken(written(tmp_path / NAME, flows), least=ANY)
    pd.testing.assert_frame_equal(found, flows, check_dtype=False, check_exact=True)
    assert (part.dataset, part.edition, part.years) == ("baci-hs92", "V202501", (2022,))
    assert part.numbers["quantities_missing"] == flows.quantity.isna().sum()


def test_an_archive_gives_a_part_a_year(tmp_path: Path, world: pd.DataFrame):
    other = world.assign(year=2021, value=world.value * 2)
    path = archive(tmp_path / "BACI_HS92_V202501.zip", {2021: other, 2022: world})
    first, second = taken(path)
    assert (first[0].years, second[0].years) == ((2021,), (2022,))
    pd.testing.assert_frame_equal(first[1], other, check_dtype=False, check_exact=True)
    pd.testing.assert_frame_equal(second[1], world, check_dtype=False, check_exact=True)
    ((only, _),) = taken(path, year=2021)
    assert only.years == (2021,)
    with pytest.raises(DataError, match="no table"):
        taken(path, year=1990)


def test_five_digits_blanks_and_old_numbers_are_understood(tmp_path: Path):
    path = tmp_path / "BACI_HS96_Y1997_V202401b.csv"
    path.write_text("t,i,j,k,v,q\r\n1997,58, 842,10121,  1.5,      NA\r\n1997,711,490,010121,2,3.5\r\n")
    ((part, found),) = taken(path, least=ANY)
    assert found.values.tolist()[1][1:5] == ["BLX", "USA", "010121", 1.5]
    assert found.values.tolist()[0][1:] == ["ZA1", "TWN", "010121", 2.0, 3.5]
    assert found.quantity.isna().tolist() == [False, True]
    assert (part.dataset, part.edition) == ("baci-hs96", "V202401b")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2021,4,8,010121,1,1", "year is '2021', not 2022"),
        ("2022,999,8,010121,1,1", "'999' is no country"),
        ("2022,4,4,010121,1,1", "AFG trades with itself"),
        ("2022,4,8,0101,1,1", "'0101' is not a product"),
        ("2022,4,8,010121,0,1", "value is 0"),
        ("2022,4,8,010121,-3,1", "'-3' is not a figure"),
        ("2022,4,8,010121,nan,1", "'nan' is not a figure"),
        ("2022,4,8,010121,1e999,1", "is not a figure"),
        ("2022,4,8,010121,1,-1", "'-1' is not a figure"),
        ("2022,4,8,010121,1,n/a", "'n/a' is not a figure"),
        ("2022,4.0,8,010121,1,1", "'4.0' is no country"),
        ("2022,4,8,010121,1_0,1", "'1_0' is not a figure"),
        ("2022,12,8,010121,1,1", "is there twice"),
        ("2022,4,8,010121,1", "CSV Error on Line: 3"),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, line: str, said: str):
    path = tmp_path / NAME
    path.write_text(f"t,i,j,k,v,q\n2022,12,8,010121,1,1\n{line}\n")
    with pytest.raises(DataError, match=said) as caught:
        taken(path, least=ANY)
    assert "line 3" in str(caught.value).lower() or "Line: 3" in str(caught.value)
    assert NAME in str(caught.value)


def test_lists_are_checked(tmp_path: Path, world: pd.DataFrame):
    with pytest.raises(DataError, match=r"410 is JPN; it is KOR"):
        taken(archive(tmp_path / "a.zip", {2022: world}, {**numbers(), 410: "JPN"}))
    path = archive(tmp_path / "b.zip", {2022: world})
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "c.zip", "w") as less:
        for name in whole.namelist():
            content = whole.read(name)
            less.writestr(name, content.replace(b"\n010121,", b"\n999998,") if "product" in name else content)
    with pytest.raises(DataError, match="010121 is not in the archive's list"):
        taken(tmp_path / "c.zip")


def test_names_tell_what_a_file_is(plain: Path):
    with pytest.raises(DataError, match="HS92 of 2022, not 2021"):
        taken(plain, year=2021)
    with pytest.raises(DataError, match="not hs17"):
        taken(plain, edition="hs17")
    with pytest.raises(InputError, match="no edition"):
        taken(plain, edition="hs99")
    with pytest.raises(DataError, match="keep the producer's name"):
        taken(plain.rename(plain.parent / "trade.csv"))


def test_a_year_of_another_name_is_refused(plain: Path):
    with pytest.raises(DataError, match="year is '2022', not 2021"):
        taken(plain.rename(plain.parent / NAME.replace("2022", "2021")))


def test_a_part_of_the_world_is_refused(tmp_path: Path, world: pd.DataFrame):
    few = world[world.origin.isin(sorted(set(world.origin))[:100])]
    with pytest.raises(DataError, match="exporters, below 190"):
        taken(written(tmp_path / NAME, few))
    with pytest.raises(DataError, match="ZMB does not both"):
        taken(written(tmp_path / NAME, world[world.origin != "ZMB"]))


DECIMAL = b"0123456789.eE+- "
"""One of these in place of another may leave a figure, a number or a code that could stand there: no check finds it."""


def damaged(content: bytes, draw: random.Random) -> bytes:  # noqa: C901
    """Give a file with one damage that its own content can show.

    Left out, because a plain file has no sum or checksum: a figure or code changed into another that could stand there,
    and a line that is gone from the middle.
    """
    lines = content.split(b"\n")[:-1]
    at = draw.randrange(1, len(lines))
    cells = lines[at].split(b",")
    kind = draw.choice(["cut", "cut line", "flip", "cell", "twice", "column", "swap", "separator", "head", "binary"])
    if kind == "cut":
        return content[: draw.randrange(1, len(content) - 1)]
    if kind == "cut line":  # the last exporters are gone
        return b"\n".join(lines[: draw.randrange(1, int(0.98 * len(lines)))]) + b"\n"
    if kind == "flip":
        place = draw.randrange(len(content))
        new = bytes([draw.choice([one for one in range(256) if one not in DECIMAL])])
        return content[:place] + new + content[place + 1 :]
    if kind == "cell":
        column = draw.randrange(6)
        words = [b"nan", b"inf", b"-1", b"text", b"1e999", b"0x1F", b"1;5", b"\xff\xfe", b"NULL", b'"1"']
        cells[column] = draw.choice(words)
        lines[at] = b",".join(cells)
    elif kind == "twice":
        lines.insert(draw.randrange(1, len(lines)), lines[at])
    elif kind == "column":
        cells = cells[:-1] if draw.random() < 0.5 else [*cells, b"1"]
        lines[at] = b",".join(cells)
    elif kind == "swap":
        one, other = draw.sample(range(6), 2)
        for row, line in enumerate(lines):
            cells = line.split(b",")
            cells[one], cells[other] = cells[other], cells[one]
            lines[row] = b",".join(cells)
    elif kind == "separator":
        lines = [line.replace(b",", draw.choice([b";", b"\t", b"|"])) for line in lines]
    elif kind == "head":
        lines[0] = draw.choice([b"t,i,j,k,v", b"t,j,i,k,v,q", b"i,j,k,v,q,t", b"2022,4,8,010121,1,1", b""])
    else:
        place = draw.randrange(len(content) - 64)
        return content[:place] + draw.randbytes(64) + content[place + 64 :]
    return b"\n".join(lines) + b"\n"


@pytest.mark.parametrize("seed", range(6))
def test_damage_is_refused_or_harmless(plain: Path, world: pd.DataFrame, seed: int):
    content, draw = plain.read_bytes(), random.Random(seed)
    for _ in range(20):
        plain.write_bytes(damaged(content, draw))
        refused_or_same(plain, world)


@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_archive_is_refused_or_harmless(tmp_path: Path, world: pd.DataFrame, seed: int):
    path = archive(tmp_path / "BACI_HS92_V202501.zip", {2022: world})
    content, draw = path.read_bytes(), random.Random(seed)
    for _ in range(20):
        place = draw.randrange(len(content))
        flipped = content[:place] + bytes([content[place] ^ (1 << draw.randrange(8))]) + content[place + 1 :]
        path.write_bytes(content[:place] if draw.random() < 0.5 else flipped)
        refused_or_same(path, world)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"<!DOCTYPE html><html></html>", b"PAR1xxxxPAR1", b"t,i,j,k,v,q\n", b"\0" * 99]
)
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(InputError):
        taken(path)


def refused_or_same(path: Path, world: pd.DataFrame) -> None:
    try:
        ((part, found),) = taken(path)
    except InputError:
        return
    assert part.years == (2022,)
    pd.testing.assert_frame_equal(found, world, check_dtype=False, check_exact=True)


def test_it_is_declared():
    declared = source("baci")
    assert declared.edition(None) == "hs92"
    assert declared.downloads is not None
    assert declared.downloads("hs17", None)[0].name == "BACI_HS17_V202501.zip"
    assert baci.SOURCE.verified == "the documented layout only"


def test_it_does_what_any_source_must(plain: Path):
    conforms(baci.SOURCE, plain)


def test_from_the_file_to_the_answer(tmp_path: Path, world: pd.DataFrame, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "store"))
    folder.add(baci.SOURCE, Raw(archive(tmp_path / "BACI_HS92_V202501.zip", {2021: world, 2022: world})))
    trade = cp.load_trade()
    assert trade.years == (2021, 2022)
    assert len(trade) == 2 * len(world)
    assert trade.provenance is not None
    assert (trade.provenance.source, trade.provenance.edition) == ("baci-hs92", "V202501")
    assert trade.names == dict.fromkeys(trade.products, "Cheese, \u00e9t\u00e9")
    screen = cp.products("KOR", on="JPN", preset="eu2021")
    assert screen.provenance[0].source == "baci-hs92"
    assert screen.name(trade.products[0]) == "Cheese, \u00e9t\u00e9"
    assert not any("raw materials" in one for one in screen.warnings)
    bought = world[world.destination == "KOR"]
    product = bought.groupby("product").value.sum().idxmax()
    flows = bought[bought["product"] == product].set_index("origin").value
    row = trade.concentration(2022, destination="KOR", product=product).iloc[0]
    assert row.largest == flows.idxmax()
    assert row.share == pytest.approx(flows.max() / flows.sum(), rel=1e-12)
    with pytest.raises(InputError, match="too large for one table; use load_trade"):
        cp.table("baci-hs92")
