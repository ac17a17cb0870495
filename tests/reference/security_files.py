"""Third-party figures on ties between states, turned back into the layouts of the files that their producers give out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from counterpoise.codes.countries import countries
from counterpoise.codes.state_numbers import state_numbers


def table(shared: Path, name: str) -> pd.DataFrame:
    """Give a table of the third-party figures; the test skips where it is absent."""
    path = shared / "security" / f"{name}.parquet"
    if not path.is_file():
        pytest.skip(f"security/{name}.parquet is not among the third-party figures here")
    return pd.read_parquet(path)


@cache
def number_of(code: str, year: int) -> int:
    """Give the number of the state in a year, or nearest to it."""
    spans = [(span.far(year), number) for number, all_spans in state_numbers().items() for span in all_spans
             if span.code == code]  # fmt: skip
    return min(spans)[1]


def numbers() -> dict[str, int]:
    """Give a number for each code: the highest, of the state that is there now."""
    return {span.code: number for number, spans in state_numbers().items() for span in spans}


def atop(held: pd.DataFrame, folder: Path) -> Path:
    """Write ATOP's directed pairs."""
    a, b = held.iso3_a.map(numbers()), held.iso3_b.map(numbers())
    lines = {"ddyad": 1000 * a + b, "year": held.year, "atopally": 1}
    lines |= {name: held[name] for name in ("defense", "offense", "neutral", "nonagg", "consul")}
    path = folder / "atop5_1ddyr.csv"
    pd.DataFrame({**lines, "stateA": a, "stateB": b}).to_csv(path, index=False)
    return path


FIGURES = ["milex", "milper", "irst", "pec", "tpop", "upop", "cinc"]
"""The columns of National Material Capabilities."""


def capabilities(held: pd.DataFrame, folder: Path) -> Path:
    """Write National Material Capabilities."""
    lines = held[["ccode", "year", *FIGURES]].fillna(-9)
    lines.insert(0, "stateabb", "ABC")
    path = folder / "NMC-70-abridged.csv"
    lines.assign(version=2025).to_csv(path, index=False)
    return path


PAIRS_HEAD = (
    "disno,dyindex,statea,stateb,namea,nameb,strtday,strtmnth,strtyr,endday,endmnth,endyear,year,outcome,settlmnt,fatlev,"
    "highact,hihost,recip,sideaa,sideab,fatleva,fatlevb,highmcaa,highmcab,hihosta,hihostb,orignata,orignatb,war"
)


def pair_line(dispute: int, one: int, other: int, first: int, year: int, figures: str, side: int = 1) -> str:
    """Give a line of the dyadic file; the figures are fatality, action and hostility of the one, then of the other."""
    a, b = (figures.split("/")[at].split(",") for at in (0, 1))
    cells = ",".join(value for values in zip(a, b, strict=True) for value in values)
    dates = f"1,1,{first},31,12,{year},{year}"
    return f'{dispute},1,{one},{other},"A","B",{dates},4,1,0,7,3,1,{side},{1 - side},{cells},1,0,0'


def disputes(held: pd.DataFrame, folder: Path) -> Path:
    """Write disputes by pairs, as the dyadic file has them."""
    known = numbers()
    held = held.assign(a=held.iso3_a.map(known), b=held.iso3_b.map(known))
    lines = [
        pair_line(
            row.dispnum, row.a, row.b, row.year if row.disponset else row.year - 1, row.year,
            f"{row.fatality1},{row.hiact1},{row.hostlev1}/{row.fatality2},{row.hiact2},{row.hostlev2}", side=row.sidea1,
        )
        for row in held[held.a < held.b].itertuples()
    ]  # fmt: skip
    path = folder / "dyadic_mid_4.03.csv"
    path.write_text("\n".join([PAIRS_HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def troops(held: pd.DataFrame, folder: Path) -> Path:
    """Write the table of troopdata."""
    path = folder / "troopdata.csv"
    held[["countryname", "year", "troops", "troops_ad", "troops_v1"]].to_csv(path, index=False, na_rep="NA")
    return path


def bases(held: pd.DataFrame, folder: Path) -> Path:
    """Write the table of bases."""
    path = folder / "basedata.csv"
    held.to_csv(path, index=False, na_rep="NA")
    return path


def exercises(held: pd.DataFrame, folder: Path) -> Path:
    """Write the list of exercises, a line for each participant."""
    path = folder / "mme-v7-long.csv"
    lines = held.rename(columns={"exercise_id": "MMEID", "exercise": "Ex_Name"})
    lines[["MMEID", "Ex_Name", "country", "year"]].to_csv(path, index=False, na_rep="NA")
    return path


ABOUT = ["rcid", "session", "date", "unres", "importantvote", "short"]
"""The columns that describe a roll call."""


def votes(held: pd.DataFrame, folder: Path) -> Path:
    """Write the votes and the descriptions of the roll calls, as an archive."""
    long = held.melt(
        ["rcid", "session"], [one for one in held.columns if one not in (*ABOUT, "issues")], "code", "vote"
    )
    long = long[(long.vote > 0) | ((long.session == 74) & long.code.map(lambda code: countries()[code].current))]
    known = {key: number_of(key[0], 1945 + key[1]) for key in set(zip(long.code, long.session, strict=True))}
    long["ccode"] = [known[key] for key in zip(long.code, long.session, strict=True)]
    long["vote"] = long.vote.where(long.vote > 0, 8)
    path = folder / "UNVotes.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "UNVotes.csv", pd.DataFrame(long, columns=["rcid", "ccode", "session", "vote"]).to_csv(index=False)
        )
        file.writestr("descriptions.csv", pd.DataFrame(held, columns=ABOUT).to_csv(index=False, na_rep="NA"))
    return path


def agreement(held: pd.DataFrame, folder: Path) -> Path:
    """Write agreement in both directions."""
    held = held[held.n > 0]
    lines = pd.DataFrame({
        "ccode1": [number_of(*key) for key in zip(held.iso3_a, held.year, strict=True)],
        "ccode2": [number_of(*key) for key in zip(held.iso3_b, held.year, strict=True)],
        "agree": held.agree2 / (2 * held.n), "year": held.year,
    })  # fmt: skip
    path = folder / "AgreementScores.csv"
    turned = lines.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    pd.concat([lines, turned]).to_csv(path)
    return path


def ideal_points(held: pd.DataFrame, folder: Path) -> Path:
    """Write ideal points by votes on final passage and by all votes."""
    path = folder / "IdealPointsJuly2025.tab"
    lines = pd.DataFrame({
        "ccode": [number_of(*key) for key in zip(held.iso3, held.year, strict=True)],
        "year": held.year, "idealpointfp": held.ideal_fp, "q5fp": held.fp_q05, "q95fp": held.fp_q95,
        "nvotesfp": held.n_fp, "idealpointall": held.ideal_all, "nvotesall": held.n_all,
    })  # fmt: skip
    lines.to_csv(path, index=False, sep="\t", na_rep="NA")
    return path


CASE = [
    "case_id", "sanctioned_state", "sanctioning_state", "begin", "end", "trade", "descr_trade", "arms", "military",
    "financial", "travel", "other", "target_mult", "sender_mult", "objective", "success",
]  # fmt: skip
"""The columns of the case-level file of sanctions."""


def sanctions(held: pd.DataFrame, folder: Path) -> Path:
    """Write the case-level file of sanctions."""
    path = folder / "GSDB_V3.csv"
    held.rename(columns={"sender": "sanctioning_state", "target": "sanctioned_state"})[CASE].to_csv(path, index=False)
    return path


def influence(held: pd.DataFrame, folder: Path) -> Path:
    """Write China's influence capacity."""
    path = folder / "fbic.csv"
    held.rename(columns={"iso3": "iso3b"}).assign(iso3a="CHN").to_csv(path, index=False)
    return path


TEXT = [
    '"Generated: 10 April 2021"',
    '"Figures are SIPRI Trend Indicator Values (TIVs) expressed in millions."',
    '"Figures may not add up due to the conventions of rounding."',
    "\"A '0' indicates that the value of deliveries is less than 0.5m\"",
    '""',
]


def arms_table(fixed: str, years: range, lines: dict[str, dict[int, float]], direction: str = "exports from") -> str:
    """Write one country's table of arms as the database exported it."""
    totals = {year: sum(values.get(year, 0) for values in lines.values()) for year in years}

    def row(name: str, values: dict[int, float]) -> str:
        cells = [f"{values[year]:g}" if year in values else "" for year in years]
        return ",".join([f'"{name}"' if "," in name else name, *cells, f"{sum(values.values()):g}", ""])

    head = f'"TIV of arms {direction} {fixed}, {years[0]}-{years[-1]}"'
    body = [row(name, values) for name, values in lines.items()]
    return "\n".join([head, *TEXT, ",".join(["", *map(str, years), "Total", ""]), *body, row("Total", totals)]) + "\n"


def arms(held: pd.DataFrame, folder: Path) -> Path:
    """Write every supplier's table of 2017 to 2021, as an archive."""
    path = folder / "arms.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for at, (supplier, lines) in enumerate(held.groupby("supplier")):
            partners = {name: dict(zip(rows.year, rows.tiv, strict=True)) for name, rows in lines.groupby("recipient")}
            archive.writestr(f"{at:03}.csv", arms_table(str(supplier), range(2017, 2022), partners))
    return path


TITLES = {
    "constant_usd": "Constant (2023) US$",
    "current_usd": "Current US$",
    "share_gdp": "Share of GDP",
    "per_capita": "Per capita",
    "share_government": "Share of Govt. spending",
}
ABOVE = {"per_capita": 6, "share_government": 7}
NOTES = {"constant_usd": ["", "Notes"], "share_government": ["Notes", "Reporting year"]}
REGIONS = ("Africa", "sub-Saharan Africa", "Asia & Oceania", "East Asia", "Central America and the Caribbean", "Europe")


def expenditure_book(path: Path, figures: dict[str, dict[str, list]], years: range) -> Path:
    """Write the sheets of military expenditure as SIPRI lays them out: notes and regions among the countries."""
    book = Workbook()
    book.active.title = "Front page"
    for column, title in TITLES.items():
        sheet = book.create_sheet(title)
        for line in range(ABOVE.get(column, 5)):
            sheet.append([f"Line {line} of text"])
        sheet.append(["Country", *NOTES.get(column, ["Notes"]), *years])
        sheet.append([])
        for at, (name, cells) in enumerate(figures[column].items()):
            if at < len(REGIONS):
                sheet.append([REGIONS[at]])
            sheet.append([name, *["\N{DOUBLE DAGGER}"] * len(NOTES.get(column, "N")), *cells])
    book.create_sheet("Footnotes").append(["1", "A note"])
    book.save(path)
    return path


def expenditure_sheets(shares: dict[str, list]) -> dict[str, dict[str, list]]:
    """Give all five sheets from shares: 1,000 million dollars of output, a million heads."""

    def scaled(factor: float) -> dict[str, list]:
        return {
            name: [one * factor if isinstance(one, float) else one for one in cells] for name, cells in shares.items()
        }

    sheets = {"share_gdp": 1, "current_usd": 1000, "constant_usd": 900, "per_capita": 1000, "share_government": 4}
    return {column: scaled(factor) for column, factor in sheets.items()}


def expenditure(held: pd.DataFrame, folder: Path) -> Path:
    """Write military expenditure; of the years of which there is no figure every cell says that there is none.

    Only the shares of output are figures: in the other sheets all is unknown.
    """
    shares: dict[str, list] = {}
    for row in held.itertuples():
        cells = shares.setdefault(row.country, ["xxx"] * 35)
        cells[row.year - 1990] = "..." if pd.isna(row.share_gdp) else float(row.share_gdp)
    unknown = {name: ["..." if isinstance(one, float) else one for one in cells] for name, cells in shares.items()}
    sheets = {column: shares if column == "share_gdp" else unknown for column in TITLES}
    return expenditure_book(folder / "SIPRI-Milex-data-1949-2024.xlsx", sheets, range(1990, 2025))


def lately(held: pd.DataFrame, folder: Path) -> Path:
    """Write the last two years of agreement: of all years the file would have 60 MB."""
    return agreement(held[held.year >= 2018], folder)


FILES: dict[str, tuple[str, Callable[[pd.DataFrame, Path], Path]]] = {
    "atop": ("alliances", atop),
    "cow-capabilities": ("cinc", capabilities),
    "cow-disputes": ("mids", disputes),
    "us-troops": ("us_troops", troops),
    "us-bases": ("us_bases", bases),
    "exercises": ("exercises", exercises),
    "un-votes": ("un_votes", votes),
    "un-agreement": ("un_agreement", lately),
    "un-ideal-points": ("un_ideal_points", ideal_points),
    "gsdb": ("sanctions", sanctions),
    "fbic": ("fbic_china", influence),
    "sipri-arms": ("arms_tiv", arms),
    "sipri-milex": ("milex", expenditure),
}
"""For each source its table of the third-party figures, and how it is turned back into the producer's layout."""
