"""The question of a line, end to end: its numbers, intervals, records, screen, page, charts and refusals."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.app.answers import request_of
from counterpoise.cli.output import spelled
from counterpoise.core.errors import InputError
from counterpoise.core.question import offered
from counterpoise.negotiation.line import Line, read
from counterpoise.questions.placed import DESCRIBED

QUOTA = """title = "A quota"
status_quo = 2
[scale]
low = 0
high = 10
[rule]
majority = 0.7
[[actors]]
name = "A"
position = 1
salience = 50
capability = 2
[[actors]]
name = "B"
position = {b}
salience = 50
capability = 3
[[actors]]
name = "C"
position = 6
salience = 50
capability = 3
[[actors]]
name = "D"
position = 9
salience = 50
capability = 2
"""


def quota(b="4", old="", new=""):
    return Line.from_text(QUOTA.format(b=b).replace(old, new) if old else QUOTA.format(b=b))


@pytest.fixture(scope="module")
def certain():
    return cp.positions(quota())


@pytest.fixture(scope="module")
def ranged():
    return cp.positions(quota("[3, 5]"), draws=2000)


def test_a_line_by_hand(certain):
    # weights 2, 3, 3, 2: mean (2 + 12 + 18 + 18) / 10; half of the weight up to 4, half from 6 on
    data = certain.data
    assert data.compromise.item() == 5.0
    assert (data.median_position.item(), data.attrs["median"], certain.pivots) == (5.0, [4.0, 6.0], ("B", "C"))
    assert data.position_spread.item() == pytest.approx(np.sqrt((2 * 16 + 3 * 1 + 3 * 1 + 2 * 16) / 10))
    assert data.polarisation.item() == pytest.approx(7.0 / 25)
    assert data.weight_share.values == pytest.approx([0.2, 0.3, 0.3, 0.2])
    assert data.pull.values == pytest.approx([-0.8, -0.3, 0.3, 0.8])
    assert data.mean_without.values == pytest.approx([48 / 8, 38 / 7, 32 / 7, 32 / 8])
    # 7 of 10 votes: beyond 4 stand 5, beyond 1 stand 8, so nothing right of 4 or left of 6 has enough
    assert (data.core_low.item(), data.core_high.item()) == (4.0, 6.0)
    # who stands beyond the middle of 2 and y, below 4, so y < 6
    assert (data.winset_low.item(), data.winset_high.item()) == (2.0, 6.0)
    assert (data.support_share.item(), data.pass_share.item()) == (0.8, 1.0)
    assert data.status_quo_gain.values == pytest.approx([-3, 1, 3, 3])
    assert data.usual_error.item() == pytest.approx(2.31)


def test_without_ranges_nothing_is_drawn_and_that_is_said(certain):
    assert not [name for name in certain.data if str(name).endswith(("__low", "__high"))]
    assert certain.diagnostics["draws"] == 0
    assert any("every number is one point" in one for one in certain.warnings)
    assert any("every point from 4 to 6 is a median" in one for one in certain.warnings)
    assert not {"low", "high"} & {key for row in certain.records() for key in row}


def test_a_veto_and_unanimity_leave_less():
    held = cp.positions(quota(old="majority = 0.7", new='majority = 0.7\nveto = ["A"]')).data
    assert (held.core_low.item(), held.core_high.item()) == (1.0, 6.0)
    assert (held.winset_low.item(), held.winset_high.item(), held.pass_share.item()) == (2.0, 2.0, 0.0)
    both = cp.positions(quota(old="majority = 0.7", new='veto = ["A", "C"]')).data
    assert (both.core_low.item(), both.core_high.item(), both.pass_share.item()) == (1.0, 6.0, 0.0)
    every = cp.positions(quota(old="majority = 0.7", new="unanimity = true")).data
    assert (every.core_low.item(), every.core_high.item()) == (1.0, 9.0)
    alone = cp.positions(quota(old="majority = 0.7", new='veto = ["C"]')).data
    assert (alone.core_low.item(), alone.core_high.item(), alone.winset_high.item()) == (6.0, 6.0, 10.0)
    assert "support_share" not in alone


def test_only_given_votes_count_under_the_rule():
    text = (
        QUOTA.format(b="4")
        .replace('name = "D"', 'name = "D"\nvotes = 1')
        .replace('name = "C"', 'name = "C"\nvotes = 1')
    )
    held = cp.positions(Line.from_text(text))
    assert (held.core_low.item(), held.core_high.item()) == (6.0, 9.0)
    assert held.compromise.item() == 5.0
    assert not any("no votes are given" in one for one in held.warnings)


def test_ranges_give_intervals_that_hold_the_outcome(ranged):
    data = ranged.data
    # the mean is 5 + 0.3 (b - 4), b even from 3 to 5
    assert data.compromise.item() == 5.0
    assert data.compromise__low.item() == pytest.approx(4.73, abs=0.01)
    assert data.compromise__high.item() == pytest.approx(5.27, abs=0.01)
    assert (data.compromise_least.item(), data.compromise_most.item()) == pytest.approx((4.7, 5.3))
    # the mean wins where it lies left of b + b - 2, 3.8 + 0.3 b < 2 b - 2, so b > 58 / 17
    assert data.pass_share.item() == pytest.approx((5 - 58 / 17) / 2, abs=0.04)
    assert data.median_kept_share.item() == 1.0
    assert data.range_share.sel(party="B", parameter="position").item() == 1.0
    assert ranged.ranges() == [("B", "position", 1.0)]


def test_what_each_range_is_worth_is_exact_where_only_positions_move():
    line = Line.from_text(QUOTA.format(b="[3, 5]").replace("position = 9", "position = [6, 7, 10]"))
    held = cp.positions(line, draws=20_000)
    b, d = 0.3**2 * 2**2 / 12, 0.2**2 * (36 + 49 + 100 - 42 - 60 - 70) / 18
    assert held.range_share.sel(parameter="position").sel(party=["B", "D"]).values == pytest.approx(
        [b / (b + d), d / (b + d)]
    )


def test_the_same_seed_gives_the_same_and_another_another():
    line = read("reliance-on-a-neighbour")
    first, again, other = (cp.positions(line, draws=300, seed=seed) for seed in (0, 0, 1))
    assert first.data.identical(again.data)
    assert first.compromise__low.item() != other.compromise__low.item()
    assert first.compromise.item() == other.compromise.item()


def test_a_narrower_interval_lies_within():
    line = read("reliance-on-a-neighbour")
    wide, narrow = (cp.positions(line, draws=500, interval=one) for one in (90, 50))
    assert wide.compromise__low.item() < narrow.compromise__low.item() < narrow.compromise__high.item()
    assert narrow.compromise__high.item() < wide.compromise__high.item()
    shares = wide.pivot_share.values
    assert shares.max() < 1
    assert shares.sum() == pytest.approx(1.0)  # no two stand on one spot by chance


def test_the_records_name_actors_countries_and_ends(ranged):
    rows = ranged.records()
    assert {row["variable"] for row in rows} <= {
        *DESCRIBED,
        *(f"range_share: {one}" for one in ("position", "salience", "capability")),
    }
    mean = next(row for row in rows if row["variable"] == "compromise")
    assert mean["low"] < mean["value"] < mean["high"]
    assert "party" not in mean
    own = {row["variable"]: row for row in rows if row.get("party") == "B"}
    assert (own["stated_position"]["value"], own["stated_position"]["low"], own["stated_position"]["high"]) == (4, 3, 5)
    assert "country" not in own["pull"]
    flags = {row.get("country") for row in cp.positions("emission-standards").records()}
    assert {"NLD", "DEU", None} <= flags


def test_another_line_is_another_question():
    one, other = (cp.positions(quota(b)).question for b in ("4", "5"))
    assert one.key != other.key
    assert one.arguments["line"]["actors"][1] == {"name": "B", "position": 4.0, "salience": 50.0, "capability": 3.0}


def test_a_screen_shows_the_outcome_then_the_actors_in_their_order(ranged, certain):
    lines = spelled(ranged).splitlines()
    assert lines[0] == "A quota: from 0 to 10"
    assert lines[1].startswith("weighted mean    5 [4.73, 5.27]")
    assert lines[3] == "usual error      2.31 either way, as on the issues of DEU III"
    assert [
        line.split()[0] for line in lines if line[:1] in "ABCD" and line[1:2] == " " and "quota" not in line
    ] == list("ABCD")
    assert lines[-1].endswith("by their share of its variance: B, position (100.00 %)")
    assert "beats 2          2 to 6; the mean does, with 80.00 % of the votes" in spelled(certain)


def test_the_page_holds_the_outcome_the_actors_and_what_it_is_not(ranged, tmp_path):
    pytest.importorskip("jinja2")
    pytest.importorskip("vl_convert")
    ranged.write(tmp_path / "line.html")
    page = (tmp_path / "line.html").read_text(encoding="utf-8")
    for text in (
        "<h1>A quota</h1>",
        "5 [4.73, 5.27]",
        "4 [3, 5]",
        "No forecast of one point",
        "23.1 of 100",
        "Who pulls the outcome",
    ):
        assert text in page
    assert page.count("<svg") == 2


def test_an_illustration_and_memory_are_said():
    made_up = cp.positions("reliance-on-a-neighbour", draws=10)
    assert made_up.warnings[0] == "an illustration: its numbers are made up"
    remembered = cp.positions(Line.from_text('seen = "memory"\n' + QUOTA.format(b="4")))
    assert remembered.provenance[0].notes == ("its numbers rest on memory",)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((3,), "3' is not a line"),
        (("",), "the file's name is empty"),
        (("no-such.toml",), "no-such.toml: can't be read"),
        (("reliance-on-a-neighbour", {"draws": 0}), "0 draws are too few"),
        (("reliance-on-a-neighbour", {"draws": 10**9}), "draws of 9 actors are too many; take 555,555 or fewer"),
        (("reliance-on-a-neighbour", {"interval": 100}), "an interval of '100' is not between 0 and 100"),
        (("reliance-on-a-neighbour", {"seed": -1}), "is no seed"),
    ],
)
def test_what_it_refuses(words, what):
    with pytest.raises(InputError, match=what):
        cp.positions(words[0], **(words[1] if len(words) > 1 else {}))


def test_a_line_of_python_is_held_to_its_scale_too():
    held = quota().model_copy(update={"status_quo": 12.0})
    with pytest.raises(InputError, match="line, status_quo: 12 is outside the scale from 0 to 10"):
        cp.positions(held)


def test_a_fault_of_the_file_is_one_line_on_the_command_line(tmp_path, monkeypatch, capsys):
    from counterpoise.cli.main import main

    file = tmp_path / "line.toml"
    file.write_text(QUOTA.format(b="[5, 3]"), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["counterpoise", "positions", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"error: {file}, line 15, actors[1].position: the numbers of the range [5, 3] do not rise; write the lower end first\n"
    )


def test_no_network_offers_a_file_of_this_machine():
    assert "positions" not in offered()
    with pytest.raises(InputError, match="positions needs a line of one machine; use 'counterpoise positions'"):
        request_of("positions", {"line": "/etc/passwd"})


def test_every_variable_is_described(ranged):
    assert set(ranged.variables) <= set(DESCRIBED)
    assert {ranged.data[name].attrs["label"] for name in ranged.variables} <= {one[0] for one in DESCRIBED.values()}
