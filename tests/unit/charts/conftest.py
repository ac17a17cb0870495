"""Answers made by hand, as the questions of the equation, of security and of ties give them."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from counterpoise.core.result import Asked, Provenance, Result

WORLD = (
    "KOR JPN AUS DEU FRA GBR ITA ESP POL NLD SWE NOR CAN MEX BRA ARG CHL PER COL IND PAK BGD LKA IDN MYS SGP THA VNM "
    "PHL KHM LAO MMR MNG KAZ UZB RUS UKR BLR TUR ISR SAU ARE QAT IRN IRQ EGY MAR TUN NGA GHA KEN ETH TZA ZAF AGO ZMB "
    "CHE AUT HUN CZE ROU BGR GRC PRT NZL ISL CRI PAN"
)
CODES = WORLD.split()
LEANS = {
    "foreign_input_reliance": ("inputs bought", "economic", 0.25),
    "look_through": ("inputs, all stages", "economic", 0.25),
    "sales_value_added": ("sales of value added", "economic", 0.25),
    "value_added_absorbed": ("final demand", "economic", 0.25),
    "protected_capability": ("protection by treaty", "security", 0.4),
    "arms_supplier_share": ("arms bought", "security", 0.3),
    "foreign_presence": ("troops present", "security", 0.3),
}
ALLIES = "KOR JPN AUS DEU FRA GBR ITA ESP POL NLD NOR CAN PHL TUR HUN CZE ROU BGR GRC PRT ISL"
TOWARDS = "PAK BGD LKA KHM LAO MMR RUS BLR IRN ETH TZA ZMB KAZ"
SOURCES = (Provenance("icio-2025", title="OECD Inter-Country Input-Output Tables", edition="2025", year=2022),)


def attrs(label, short="", symbol="", unit="share", **rest):
    return {
        "label": label,
        "short": short or label.lower(),
        "symbol": symbol,
        "unit": unit,
        "formula": "a - b",
        "citation": "Nobody (2026)",
        **rest,
    }


def signed_root(economic, security):
    return np.sqrt(np.maximum(0, -economic * security))


def make_equation(*, powers=("USA", "CHN"), chosen=("KOR",), trail=True):
    """Every country between two powers; with the powers exchanged everything has the other sign."""
    draw = np.random.default_rng(7)
    n = len(CODES)
    e = draw.normal(-0.02, 0.035, n)
    s = np.where(np.isin(CODES, ALLIES.split()), draw.uniform(0.4, 0.95, n), draw.normal(0.04, 0.12, n))
    s = np.where(np.isin(CODES, TOWARDS.split()), -draw.uniform(0.1, 0.6, n), s)
    e[CODES.index("KOR")], s[CODES.index("KOR")] = -0.062, 0.78
    e[CODES.index("MEX")], e[CODES.index("CAN")] = 0.135, 0.15
    wide_e, wide_s = np.abs(draw.normal(0.015, 0.004, n)), np.abs(draw.normal(0.12, 0.03, n))
    low_s, high_s = np.maximum(s - wide_s, -1), np.minimum(s + wide_s, 1)
    s[CODES.index("UZB")] = np.nan  # bounded only
    sign = 1 if powers[0] == "USA" else -1
    ends = {"e": (sign * (e - wide_e), sign * (e + wide_e)), "s": (sign * low_s, sign * high_s)}
    e, s = sign * e, sign * s
    root = signed_root(e, s)
    held = {
        "net_economic_reliance": (e, attrs("Net economic reliance", symbol="E_i"), ends["e"]),
        "net_security_reliance": (s, attrs("Net security reliance", symbol="S_i"), ends["s"]),
        "cross_pressure": (root, attrs("Cross-pressure", symbol="X_i", unit="index"), (0.6 * root, 1.3 * root)),
    }
    for name, (short, side, weight) in LEANS.items():
        base = e if side == "economic" else s
        value = np.clip(base * draw.uniform(0.5, 1.5, n) + sign * draw.normal(0, 0.02, n), -1, 1)
        held[f"lean_{name}"] = (value, attrs(short.capitalize(), short, side=side, weight=weight), None)
    held["lean_look_through"][0][CODES.index("KOR")] = sign * 0.01  # another sign than the group's
    held["lean_foreign_presence"][0][CODES.index("KOR")] = np.nan
    data = xr.Dataset(coords={"country": list(CODES), "partner": list(powers)}, attrs={"year": 2022})
    data.attrs["chosen"] = list(chosen)
    for name, (value, said, bounds) in held.items():
        data[name] = ("country", value, said)
        for kind, bound in zip(
            ("low", "high"), (np.minimum(*bounds), np.maximum(*bounds)) if bounds else (), strict=False
        ):
            data[f"{name}__{kind}"] = ("country", bound)
    if trail:
        add_trail(data, chosen, sign)
    arguments = {"country": chosen[0] if chosen else None, "powers": list(powers)}
    return Result(Asked("equation", arguments, "0", "counterpoise.charts"), data, SOURCES)


def add_trail(data, chosen, sign):
    """From the United States' side in 1995 to where the country is; one year is not known."""
    years = np.arange(1995, 2023)
    at = data.sel(country=list(chosen))
    data.coords["year"] = years
    share = (years - 1995) / 27
    wave = 0.006 * np.sin(share * 20)
    for name, start, one in (
        ("economic", 0.14, "net_economic_reliance"),
        ("security", 0.93, "net_security_reliance"),
    ):
        end = at[one].values[:, None]
        path = sign * start * (1 - share) + end * share + wave * (share < 1)
        path[:, 9] = np.nan
        full = np.full((data.sizes["country"], len(years)), np.nan)
        full[[CODES.index(c) for c in chosen]] = path
        data[f"trail_{name}"] = (("country", "year"), full, attrs(f"Net {name} reliance by year"))


def make_security():
    """One country's security by partner: what is not a share is no measure of the chart's."""
    partners = ["USA", "CHN", "JPN", "RUS", "DEU", "FRA", "GBR", "ISR"]
    data = xr.Dataset(coords={"country": ["KOR"], "partner": partners}, attrs={"chosen": ["KOR"]})
    numbers = {
        "protected_capability": ("capability that protects", [0.97, 0, 0, 0, 0.0, 0.0, 0.0, 0.0]),
        "arms_supplier_share": ("arms bought", [0.74, 0.0, 0.0, 0.01, 0.11, 0.03, 0.05, 0.06]),
        "foreign_presence": ("foreign troops", [1.0, 0, 0, 0, 0, 0, 0, 0]),
        "intelligence": ("intelligence shared", [np.nan] * 8),
        "security_reliance": ("security as a whole", [0.88, 0.02, 0.04, 0.01, 0.05, np.nan, 0.03, 0.02]),
    }
    for name, (short, values) in numbers.items():
        data[name] = (("country", "partner"), [values], attrs(short.capitalize(), short))
    data["security_reliance__low"] = data["security_reliance"] * 0.8
    data["security_reliance__high"] = data["security_reliance"] * 1.1
    data["troops"] = (("country", "partner"), [[28500.0, 0, 0, 0, 0, 0, 0, 0]], attrs("Troops", unit=""))
    return Result(Asked("security", {"country": "KOR"}, "0", "counterpoise.charts"), data, SOURCES)


ACTS = (
    ("treaty", "USA", 1953, np.nan, "Mutual Defense Treaty"),
    ("treaty", "PRK", 1991, np.nan, "Agreement on Reconciliation"),
    ("assurance", "USA", 1978, np.nan, "nuclear umbrella"),
    ("assurance", "USA", 2023, np.nan, "Washington Declaration"),
    ("partnership", "CHN", 2008, np.nan, "strategic cooperative partnership"),
    ("partnership", "RUS", 2008, 2022, "strategic cooperative partnership"),
    ("coercion", "CHN", 2016, 2017, "after the deployment of THAAD"),
    ("coercion", "CHN", 2000, 2000, "garlic"),
    ("coercion", "JPN", 2019, 2023, "export controls"),
    ("sanction", "PRK", 2010, np.nan, "May 24 measures"),
    ("agreement", "CHN", 2015, np.nan, "free trade agreement"),
    ("agreement", "USA", 2012, np.nan, "free trade agreement (KORUS)"),
    *(
        ("visit", one, year, year, "state visit")
        for one, year in (("CHN", 2014), ("USA", 2013), ("CHN", 2017), ("USA", 2023))
    ),
)


def make_ties(*, kinds=None, series=True):
    """A dossier: acts with their years, and series with a number a year."""
    entries = [one for one in ACTS if kinds is None or one[0] in kinds]
    numbers = []
    if series:
        for year in range(1975, 2024):
            numbers.append(("troops", "USA", year, 28500 + 300 * max(0, 2005 - year)))
            numbers.append(("arms_delivered", "USA", year, 200 + 40 * np.sin(year)))
            numbers += [("voting_agreement", "USA", year, 0.4), ("voting_agreement", "CHN", year, 0.7)]
        numbers = [one for one in numbers if one[:3] != ("troops", "USA", 1999)]
    size = len(entries) + len(numbers)
    data = xr.Dataset(
        coords={
            "country": ("entry", ["KOR"] * size),
            "partner": ("entry", [one[1] for one in (*entries, *numbers)]),
            "year": ("entry", [one[2] for one in (*entries, *numbers)]),
            "until": ("entry", np.array([*(one[3] for one in entries), *(one[2] for one in numbers)], float)),
            "variable": ("entry", [*(one[4] for one in entries), *(one[0] for one in numbers)]),
            "source": ("entry", ["dossier"] * size),
        },
    )
    every = (
        "treaty assurance partnership sanction coercion dispute agreement visit troops arms_delivered voting_agreement"
    )
    units = {"voting_agreement": "index"}
    for kind in every.split():
        values = np.full(size, np.nan)
        for place, one in enumerate(entries):
            if one[0] == kind:
                values[place] = 1.0 if np.isnan(one[3]) else 0.0
        for place, one in enumerate(numbers, len(entries)):
            if one[0] == kind:
                values[place] = one[3]
        label = kind.replace("_", " ")
        data[kind] = ("entry", values, attrs(label.capitalize(), label, unit=units.get(kind, "")))
    return Result(Asked("ties", {"country": "KOR"}, "0", "counterpoise.charts"), data, SOURCES)


@pytest.fixture(scope="session")
def equation_of():
    return make_equation


@pytest.fixture(scope="session")
def security():
    return make_security()


@pytest.fixture(scope="session")
def ties_of():
    return make_ties
