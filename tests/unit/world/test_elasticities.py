from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from counterpoise.codes.sectors import scheme, schemes
from counterpoise.core.errors import DataError, InputError
from counterpoise.facts import read
from counterpoise.world import elasticities
from counterpoise.world.elasticities import DEFAULT, KINDS, choices, parts, theta
from counterpoise.world.elasticity_estimates import CONVENTIONS, HORIZONS, convert, estimate, estimates

ICIO = scheme("icio-2025").codes
SHORT = "boehm-levchenko-pandalai-nayar-2023-short"


def value(code, **words):
    return theta([code], **words).value.item()


@pytest.mark.parametrize(
    ("code", "choice", "expected"),
    [
        ("C29", DEFAULT, 8.980652),  # mvh -8.980652
        ("C24B", DEFAULT, 13.387498),  # nfm -13.387498
        ("A03", "caliendo-parro-2015", 9.11),
        ("C19", "caliendo-parro-2015", 64.85),
        ("K", "caliendo-parro-2015", 8.22),
        ("C29", "caliendo-parro-2015-full", 1.01),
        ("K", DEFAULT, 4.9591),
        ("K", "uniform", 5.0),
        ("C26", "boehm-levchenko-pandalai-nayar-2023-long", 1.12),
        ("C26", "boehm-levchenko-pandalai-nayar-2023-year-5", 0.24),
        ("C26", SHORT, -0.24),
        ("K", SHORT, -0.24),
    ],
)
def test_published_values_are_converted_once(code, choice, expected):
    assert value(code, choice=choice) == pytest.approx(expected, abs=1e-9)


def test_several_estimates_give_the_simple_mean_of_theta():
    found = theta(["C13T15"])
    assert found.value.item() == pytest.approx((6.0372934 + 3.838171 + 5.994405) / 3)
    assert found.kind == ("mean",)
    assert "tex, wap, lea" in found.notes[0]


def test_a_sector_without_an_estimate_says_what_stands_in():
    coal, oil = (theta([code]) for code in ("B05", "B06"))
    assert coal.kind == ("stand-in",)
    assert "oxt" in coal.notes[0]
    assert coal.value.item() == value("B07")
    assert "gas has no estimate" in oil.notes[0]


@pytest.mark.parametrize("name", schemes())
@pytest.mark.parametrize("choice", choices())
def test_every_sector_of_every_scheme_has_a_value(name, choice):
    codes = scheme(name).codes
    found = theta(codes, scheme=name, choice=choice)
    assert found.value.shape == (len(codes),)
    assert ((found.value > -1) & (found.value < 0) if choice == SHORT else found.value > 0).all()
    assert set(found.kind) <= set(KINDS)
    assert len(found.notes) == len(codes)
    assert found.citation
    assert not found.value.flags.writeable


def test_another_scheme_takes_the_mean_of_what_it_holds():
    found = theta(["c12"], scheme="wiod-2013")  # C24A, C24B and C25
    assert found.value.item() == pytest.approx(np.mean([value(code) for code in ("C24A", "C24B", "C25")]))
    assert found.notes[0] == "mean over C24A, C24B, C25 of icio-2025"
    assert theta(["U"], scheme="figaro").value.item() == value("O")


def test_the_narrowest_override_counts_whatever_the_order():
    words = {"C24A": 2.0, "manufacturing": 4.0, "c24": 3.0}
    found = theta(ICIO, overrides=words)
    at = dict(zip(ICIO, found.value.tolist(), strict=True))
    assert (at["C24A"], at["C24B"], at["C26"]) == (2.0, 3.0, 4.0)
    assert at["K"] == value("K")
    assert found.kind[ICIO.index("C26")] == "given"
    assert np.array_equal(found.value, theta(ICIO, overrides=dict(reversed(words.items()))).value)


def test_groups_of_sectors_keep_codes_and_say_how_the_others_were_made():
    labels = ["C26", "services", "the rest"]
    found = theta(labels, scheme="icio-2025 in groups in groups")
    services = scheme("icio-2025").members("services")
    rest = [code for code in ICIO if code != "C26"]
    assert found.value[0] == value("C26")
    assert found.value[1] == pytest.approx(np.mean([value(code) for code in services]))
    assert found.value[2] == pytest.approx(np.mean([value(code) for code in rest]))
    assert found.notes[1:] == ("mean over the sectors of services", "mean over all sectors that no label names")
    given = theta(labels, scheme="icio-2025 in groups", overrides={"The Rest": 3.0})
    assert given.value[2] == 3.0


def test_labels_of_no_scheme_need_a_theta():
    with pytest.raises(InputError, match="'wine' is not in icio-2025; give theta"):
        theta(["wine", "C26"])
    with pytest.raises(InputError, match=r"'toy' is not a scheme.*give theta"):
        theta(["wine", "cloth"], scheme="toy", overrides={"wine": 4.0})
    found = theta(["wine", "cloth"], scheme="toy", overrides={"wine": 4.0, "cloth": 5.0})
    assert found.value.tolist() == [4.0, 5.0]
    assert found.kind == ("given", "given")
    assert found.citation == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"choice": "caliendo-paro-2015"}, "did you mean caliendo-parro-2015"),
        ({"choice": "zzz"}, "the sets are fontagne"),
        ({"overrides": {"C26": 0.0}}, "overrides: theta of 'C26' is 0.0, a sigma of exactly 1.*as 0.01"),
        ({"overrides": {"C26": -1.0}}, "theta of 'C26' is -1.0, a sigma of 0 or below; write a number above -1"),
        ({"overrides": {"C26": -2}}, "a sigma of 0 or below"),
        ({"overrides": {"C26": float("inf")}}, "theta of 'C26' is inf; write a number above -1"),
        ({"overrides": {"C26": float("nan")}}, "theta of 'C26' is nan; write a number above -1"),
        ({"overrides": {"C26": "much"}}, "write a number above -1"),
        ({"overrides": {"C2": 3.0}}, "'C2' is not a sector of icio-2025"),
        ({"overrides": {"C27": 3.0}}, "'C27' is no sector of this economy"),
        ({"overrides": {"C26": 3.0, "c26": 4.0}}, "'C26' is given twice"),
        ({"sectors": ["C26", "C26"]}, "'C26' is there twice"),
    ],
)
def test_wrong_input_says_what_to_do(words, message):
    with pytest.raises(InputError, match=message):
        theta(**({"sectors": ["C26", "C29"]} | words))


def test_a_sigma_below_one_is_a_value_like_another():
    found = theta(["C26", "C29"], choice=SHORT, overrides={"C26": -0.5})
    assert found.value.tolist() == [-0.5, pytest.approx(-0.24)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1.0, "theta of C26 is -1 in uniform, a sigma of 0 or below; take another set, or give theta for this sector"),
        (0.0, "theta of C26 is 0 in uniform, a sigma of exactly 1.* write a number near it, as 0.01"),
    ],
)
def test_a_set_without_a_sigma_is_refused(monkeypatch, value, message):
    table = {"C26": elasticities._One(value, "published")}
    monkeypatch.setattr(elasticities, "_by_scheme", lambda *_: table)
    with pytest.raises(InputError, match=message):
        theta(["C26"], choice="uniform")


def test_conventions():
    assert [convert(-5.0, one) for one in CONVENTIONS] == [-5.0, 5.0, 4.0, 4.0]
    with pytest.raises(InputError, match="'sigma' is not a convention"):
        convert(5.0, "sigma")


def test_the_mean_of_manufacturing_is_what_caliendo_and_parro_put_on_services():
    full = [float(row["value"]) for row in read("elasticities") if row["set"] == "caliendo-parro-2015-full"]
    assert len(full) == 20
    assert round(np.mean(full[2:]), 2) == 8.22


def test_every_fact_is_used_or_has_no_value():
    used = {
        (source.rpartition("/")[0] or row["choice"], source.rpartition("/")[2])
        for row in read("elasticity_sectors")
        for source in row["source"].split("|")
    }
    held = {(row["set"], row["sector"]) for row in read("elasticities") if row["value"]}
    services = {one for one in held - used if one[0] == "caliendo-parro-2015"}
    assert used <= held
    assert held - used == services
    assert {value for name, value in services} <= {
        row["sector"] for row in read("elasticities") if row["note"].startswith("not estimated")
    }


def test_intervals_are_the_published_standard_errors_or_the_stated_convention():
    for row in read("elasticities"):
        if not row["value"]:
            assert row["low"] == row["high"] == row["interval"] == ""
            continue
        value = float(row["value"])
        error = float(row["standard_error"] or (1 + convert(value, row["convention"])) / 3.2)
        assert row["interval"].startswith(
            "standard error" if row["standard_error"] else "convention: none is published"
        )
        assert row["interval_seen"] in ("text", "memory")
        assert float(row["low"]) == pytest.approx(value - 1.96 * error, abs=0.006, rel=1e-3)
        assert float(row["high"]) == pytest.approx(value + 1.96 * error, abs=0.006, rel=1e-3)
        assert row["horizon"] in HORIZONS


def test_the_interval_of_the_long_run_holds_the_range_that_its_authors_name():
    found = estimates()["boehm-levchenko-pandalai-nayar-2023-long", "all"]  # their abstract: 1.75 to 2.25
    assert found.low < 0.75
    assert found.high > 1.25


def test_an_interval_across_zero_keeps_the_sign_of_its_value():
    row = dict(next(row for row in read("elasticities") if row["set"] == SHORT))
    found = estimate({**row, "value": "-0.5", "low": "-1.5", "high": "0.5"}, "here")
    assert (found.theta, found.low, found.high) == (-0.5, -1.5, 0.5)  # sigma from -0.5 to 1.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"low": "-0.5"}, "here: the interval from -0.5 to .* does not hold the value -0.76; write low at or below"),
        ({"low": "-0.5", "high": "-0.9"}, "the interval from -0.5 to -0.9 does not hold"),
        ({"high": ""}, "write three numbers"),
        ({"horizon": "soon"}, "'soon' is no horizon; write one of short, medium, long"),
    ],
)
def test_an_interval_that_is_none_is_refused_with_its_line(change, message):
    row = dict(next(row for row in read("elasticities") if row["set"] == SHORT))
    with pytest.raises(DataError, match=message):
        estimate({**row, **change}, "here")


@pytest.mark.parametrize("name", schemes())
@pytest.mark.parametrize("choice", choices())
def test_the_parts_of_a_value_add_up_to_it(name, choice):
    codes = scheme(name).codes
    found = theta(codes, scheme=name, choice=choice, overrides={"C26": 3.0} if name == "icio-2025" else None)
    made = parts(codes, scheme=name, choice=choice, overrides={"C26": 3.0} if name == "icio-2025" else None)
    for value, kind, pairs in zip(found.value, found.kind, made, strict=True):
        assert kind != "given" or pairs == ()
        if pairs:
            assert sum(share for _, share in pairs) == pytest.approx(1)
            assert sum(share * one.theta for one, share in pairs) == pytest.approx(value)


def test_a_number_put_in_several_places_is_one_parameter():
    auto, ships, bank = parts(["C29", "C301", "K"], choice="caliendo-parro-2015")
    assert auto == ships == bank
    assert auto[0][0].parameter == "theta: mean of manufacturing (caliendo-parro-2015)"


def test_the_authors_files_hold_these_figures(shared):
    held = {(row["set"], row["sector"]): row["value"] for row in read("elasticities")}
    with (shared / "elasticities" / "fontagne_guimbard_orefice_gtap10.csv").open(encoding="utf-8") as handle:
        published = {row["gtap_sector"]: row["epsilon_GTAP"] for row in csv.DictReader(handle)}
    assert {sector: value for (name, sector), value in held.items() if name == DEFAULT} == published
    with np.load(shared / "cp2015" / "nafta_1993.npz") as file:
        for sector, number in zip(file["sectors"], file["theta"], strict=True):
            assert float(held["caliendo-parro-2015", str(sector)]) == pytest.approx(number)
    with np.load(shared / "wiod2014_cp" / "wiod2014_cp_parameters.npz") as file:
        assert float(held["felbermayr-groeschl-heiland-2022", "services"]) == pytest.approx(file["theta"][-1])


def test_the_documentation_shows_these_values():
    page = Path(__file__).parents[3] / "docs" / "methods" / "elasticities.md"
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.read_text("utf-8").splitlines()]
    shown = {row[0]: row[2:] for row in cells if row[0] in ICIO}
    sets = (DEFAULT, "caliendo-parro-2015", "caliendo-parro-2015-full")
    values = {choice: theta(ICIO, choice=choice).value for choice in sets}
    kinds = theta(ICIO).kind
    assert shown == {
        code: [*(f"{values[choice][i]:.2f}" for choice in sets), kinds[i]]
        for i, code in enumerate(ICIO)
        if kinds[i] != "service" or code == "B09"
    }
