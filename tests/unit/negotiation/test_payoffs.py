"""A negotiation as bare numbers: tables, functions, the engine, ratifiers, courses, and what is refused of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import InputError
from counterpoise.games.paths import follow
from counterpoise.negotiation.cautions import cautions
from counterpoise.negotiation.payoffs import compiled

PLAIN = """\
discount = 0.9
[unknown.stake]
range = [1, 3]
[parties.A.outside]
[parties.B.outside]
after = "stay"
[[issues]]
name = "x"
owner = "A"
levels = ["no", "half", "yes"]
reversible = ["half"]
worth.A = [0, -1, "-stake"]
worth.B = [0, 2, 4]
[[issues]]
name = "y"
owner = "B"
levels = ["no", "yes"]
reversible = true
pace = 1
worth.A = [0, [2, 6]]
worth.B = [0, -1]
"""


def made(text=PLAIN, course=None, **words):
    return compiled(cp.Talks.from_text(text, name="t.toml", **words), course)


def test_the_numbers_of_a_small_one():
    found = made()
    assert (found.parties, found.issues, found.levels) == (
        ("A", "B"),
        ("x", "y"),
        (("no", "half", "yes"), ("no", "yes")),
    )
    assert (found.steps.counts, found.steps.owner, found.steps.pace) == ((3, 2), (0, 1), (3, 1))
    assert found.steps.floor == ((0, 0, 2), (0, 0))  # "yes" is never taken back, so that nothing below it is
    assert found.steps.allowed is None
    stakes = found.stakes()  # stake 2, [2, 6] is 4
    assert stakes.payoff.tolist() == [[0, 0], [4, -1], [-1, 2], [3, 1], [-2, 4], [2, 3]]
    assert stakes.outside.tolist() == [[0, 0], [0, -1], [0, 2], [0, 1], [0, 4], [0, 3]]
    assert (stakes.lags, stakes.detection, stakes.hazard.item(), stakes.withdrawal) == ((1, 1), None, 0.0, True)
    assert found.name_of(5) == {"x": "yes", "y": "yes"}
    assert found.number_of({"y": "yes"}) == 1
    assert follow(found.steps, stakes, [0, 5]).value[0].tolist() == [2, 3]
    with pytest.raises(InputError, match=r"y: 'yess' is no level of y; did you mean yes\?"):
        found.number_of({"y": "yess"})
    with pytest.raises(InputError, match="there are 1 numbers for 2 parameters"):
        found.stakes(np.zeros((4, 1)))


def test_what_can_be_taken_back():
    text = PLAIN.replace('reversible = ["half"]', "reversible = {}")
    for said, floor in (
        ("true", (0, 0, 0)),
        ("false", (0, 1, 2)),
        ('["yes"]', (0, 1, 1)),
        ('["half", "yes"]', (0, 0, 0)),
    ):
        assert made(text.format(said)).steps.floor[0] == floor


def test_after_talks_end_all_may_be_taken_back():
    found = made(PLAIN.replace('after = "stay"', 'after = "revert"\nvalue = -0.5\nby.y = [0, 10]'))
    left = [0, 0, 0, 0, 4, 4]  # x stays at yes, all else goes back
    assert found.stakes().outside[:, 1].tolist() == [one - 0.5 + 10 * (at % 2) for at, one in enumerate(left)]
    assert found.stakes(states=[5, 2]).outside[:, 1].tolist() == [13.5, -0.5]


def test_how_cheats_are_noticed():
    text = PLAIN.replace("[parties.B.outside]", "[parties.B]\nlag = 3\n[parties.B.outside]")
    watch = text + '[monitoring]\ndetection = "stake/4"\nhazard = [0, 0.1]\nwithdrawal = false\n'
    stakes = made(watch).stakes(made(watch).draw(4))
    assert stakes.lags == (1, 3)
    assert stakes.chance(0).shape == (4,)
    assert stakes.chance(1) is None
    assert stakes.hazard.shape == (4,)
    assert stakes.withdrawal is False
    assert made(text + "[monitoring]\nlag = 2").stakes().lags == (2, 3)


def test_steps_that_need_others():
    found = made(PLAIN + '[[requires]]\nstep = { y = "yes" }\nneeds = { x = "half" }\n')
    assert found.steps.allowed.tolist() == [True, False, True, True, True, True]
    assert 1 not in found.steps.moves_from(0)
    assert made(PLAIN + '[start]\nx = "half"\n').steps.start == 2


def test_ratifiers():
    text = PLAIN + (
        '[[ratifiers]]\nname = "R"\nparty = "B"\nworth.x = [0, 0, -6]\nshare_of_party = true\nat_least = "stake - 1"\n'
        '[[ratifiers]]\nname = "S"\nparty = "A"\nworth.y = [0, 1]\n'
    )
    found = made(text)
    assert found.ratifiers == ("R", "S")
    payoff = [0, -1, 2, 1, -2, -3]  # of B, with 6 less at yes
    assert found.support().tolist() == [[one - 1, at % 2] for at, one in enumerate(payoff)]
    assert found.ratified().tolist() == [False, False, True, True, False, False]
    draws = found.draw(50, 1)
    assert (found.ratified(draws)[:, 3] == (draws[:, 0] - 1 <= 1)).all()
    assert (found.ratified(draws, [3, 2]) == found.ratified(draws)[:, [3, 2]]).all()
    assert made().ratified().all()


def test_courses_share_their_draws():
    text = PLAIN + "[courses.worse]\nunknown.stake.range = [2, 6]\nissues.y.worth.A = [0, [1, 3]]\n"
    base, worse = made(text), made(text, "worse")
    assert worse.course == "worse"
    assert worse.draw(9, 4) == pytest.approx(base.draw(9, 4) * [2, 0.5])
    assert (base.draw(9, 4) == base.draw(100, 4)[:9]).all()
    assert base.parameters[1].name == "issues.y.worth.A.yes"


def test_one_discount_of_all_is_one_unknown():
    found = made(PLAIN.replace("discount = 0.9", "discount = [0.8, 0.9]"))
    discount = found.stakes(found.draw(5)).discount
    assert (discount[:, 0] == discount[:, 1]).all()
    assert [one.name for one in found.parameters] == ["stake", "discount", "issues.y.worth.A.yes"]


def test_a_sum_that_leaves_its_bounds_within_its_ranges_is_refused_when_it_is_drawn():
    text = PLAIN.replace("discount = 0.9", 'discount = "0.5 + 2*(stake - 1)*(3 - stake)*(stake - 2)"')
    found = made(text)
    with pytest.raises(
        InputError, match=r"t\.toml, line 1, discount: -?[\d.]+ is not between 0 and 1; keep the sum in its bounds"
    ):
        found.stakes(found.draw(200))


def test_a_hundred_issues_of_draws_are_what_each_draw_is():
    found = made()
    draws = found.draw(7, 3)
    many = found.stakes(draws)
    for at, one in enumerate(draws):
        assert many.payoff[at] == pytest.approx(found.stakes(one).payoff, abs=1e-12)


def test_an_issue_may_be_called_as_a_key():
    text = PLAIN.replace('name = "y"', 'name = "discount"').replace(
        "[parties.A.outside]", "[parties.A.outside]\nby.discount = [0, 7]"
    )
    assert made(text).stakes().outside[:, 0].tolist() == [0, 7, 0, 7, 0, 7]


# A table ----------------------------------------------------------------------------------------------------------


def tabled(tmp_path, rows, text=PLAIN):
    (tmp_path / "p.csv").write_text(rows, encoding="utf-8")
    return cp.Talks.from_text(text + '[payoffs]\ntable = "p.csv"\n', name="t.toml", folder=tmp_path)


ROWS = "y,x,B\nno,no,1\nno,half,2\nno,yes,3\nyes,no,4\nyes,half,5\nyes,yes,6\n"


def test_a_table_is_added(tmp_path):
    talks = tabled(tmp_path, "\ufeff" + ROWS)
    more = compiled(talks).stakes().payoff - made().stakes().payoff
    assert more.tolist() == [[0, 1], [0, 4], [0, 2], [0, 5], [0, 3], [0, 6]]
    assert tabled(tmp_path, ROWS.replace(",6\n", ",7\n")) != talks
    of_one = compiled(tabled(tmp_path, "x,A\nno,0\nhalf,10\nyes,20\n")).stakes().payoff - made().stakes().payoff
    assert of_one[:, 0].tolist() == [0, 0, 10, 10, 20, 20]


def test_a_file_names_a_table_beside_it(tmp_path):
    tabled(tmp_path, ROWS)
    (tmp_path / "t.toml").write_text(PLAIN + '[payoffs]\ntable = "p.csv"\n')
    assert compiled(cp.Talks.from_file(tmp_path / "t.toml")).stakes().payoff[5].tolist() == [2, 9]
    (tmp_path / "p.csv").unlink()
    with pytest.raises(InputError, match=r"t.toml, line 23, payoffs.table: .*p.csv: can't be read"):
        cp.Talks.from_file(tmp_path / "t.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("no,yes,3\n", "", "p.csv: the state y = no, x = yes is missing; add a row for it"),
        ("no,yes,3\nyes,no,4\n", "", "p.csv: the state y = no, x = yes (and 1 more) is missing; add a row for it"),
        ("no,yes,3", "no,half,3", "p.csv, line 4: the state y = no, x = half is there twice; keep one"),
        ("no,yes,3", "no,yess,3", "p.csv, line 4: 'yess' is no level of x; did you mean yes?"),
        ("no,yes,3", "no,yes", "p.csv, line 4: there are 2 cells for 3 columns; mend the line"),
        ("no,yes,3", "no,yes,three", "p.csv, line 4, B: 'three' is not a number; write one"),
        ("no,yes,3", "no,yes,nan", "p.csv, line 4, B: 'nan' is not a number; write one"),
        ("y,x,B", "y,x,C", "p.csv, line 1: the column 'C' is no issue and no party; the columns can be x, y, A, B"),
        ("y,x,B", "y,y,B", "p.csv, line 1: the column 'y' is there twice; keep one"),
        ("y,x,B", "A,B,x", None),
        (ROWS, "x,y\n", "p.csv, line 1: no column is a party; name a column after a party"),
        (ROWS, "", "p.csv, line 1: no column is an issue; name a column after an issue"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told_in_a_line(tmp_path, old, new, said):
    with pytest.raises(InputError) as told:
        tabled(tmp_path, ROWS.replace(old, new, 1))
    if said:
        assert str(told.value).endswith(said)
    assert "\n" not in str(told.value)


def test_a_table_that_says_nothing_of_a_party(tmp_path):
    text = PLAIN.replace("worth.A = [0, [2, 6]]\n", "").replace('worth.A = [0, -1, "-stake"]\n', "")
    with pytest.raises(InputError, match=r"t.toml, line 4, parties.A: the payoff of A depends on nothing"):
        compiled(tabled(tmp_path, ROWS, text))


# A function -------------------------------------------------------------------------------------------------------

CALLED = {
    "parties": ["A", "B"],
    "issues": [
        {"name": "x", "owner": "A", "levels": ["no", "yes"], "reversible": True},
        {"name": "y", "owner": "B", "levels": ["no", "yes"], "reversible": True, "worth": {"A": [0, 10]}},
    ],
    "outside": {"A": 0, "B": "stay"},
    "discount": 0.9,
    "courses": {"late": {"monitoring": {"lag": 5}}},
}


def test_a_function_is_called_once_a_state():
    asked = []

    def payoffs(state):
        asked.append(tuple(state.values()))
        return {"A": len(asked), "B": 2.0 * (state["x"] == "yes")}

    talks = cp.Talks.from_callable(payoffs=payoffs, **CALLED)
    found = compiled(talks)
    assert asked == []
    assert found.stakes(states=[2]).payoff.tolist() == [[1, 2]]
    assert found.stakes().payoff[:, 1].tolist() == [0, 0, 2, 2]
    compiled(talks, "late").stakes(found.draw(4))
    assert sorted(asked) == sorted(itertools.product(["no", "yes"], repeat=2))
    assert found.stakes().payoff[2, 0] == 1
    assert found.stakes().payoff[3, 0] - 10 in (2, 3, 4)
    with pytest.raises(InputError, match="can't be written as TOML"):
        talks.to_toml()
    assert "payoffs" in talks.to_dict()["function"]
    assert talks == talks.model_copy()
    assert talks != cp.Talks.from_callable(payoffs=lambda state: {}, **CALLED)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"A": 1}, "are not a number for each of A, B"),
        (None, "are not a number for each of A, B"),
        ({"A": 1, "B": "much"}, "are not a number for each of A, B"),
        ({"A": 1, "B": float("nan")}, "is not a number; give finite numbers"),
        ({"A": 1, "B": 1}, "the payoff of B depends on nothing"),
    ],
)
def test_a_wrong_answer_of_a_function_is_told(answer, said):
    talks = cp.Talks.from_callable(payoffs=lambda state: answer, **CALLED)
    with pytest.raises(InputError, match=said):
        compiled(talks).stakes()


# What a reader should know ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({}, []),
        ({"worth.B = [0, 2, 4]\n": "", "worth.B = [0, -1]": "worth.B = [0, 0]", "[0, [2, 6]]": "[0, 0]", "-stake": "stake"}, None),
        ({"worth.B = [0, 2, 4]": "worth.B = [0, 0, -1]"}, [
            "B gains from no step: no state is worth more to it than the first",
            "x is worth something to nobody but its owner, A: nobody would pay for it",
        ]),
        ({"worth.A = [0, [2, 6]]": "worth.A = [0, -1]", '"-stake"': '"stake"'}, [
            "nobody else's steps are worth anything to A, who owns x: nothing pays it for them",
            "y is worth something to nobody but its owner, B: nobody would pay for it",
        ]),
        ({'[0, -1, "-stake"]': '[0, "-stake", "-stake"]', "[0, 2, 4]": "[0, 2, 2]"}, [
            "the level yes of x changes nothing: it is worth to everybody what the level before is",
        ]),
        ({'"-stake"': "-2"}, ["nothing depends on stake, which is not known"]),
        ({"pace = 1": "pace = 1\nlabel = \"Y\"", "worth.B = [0, -1]": "worth.B = [0, -1]\n[courses.none]\nlabel = \"Idle\""}, [
            "the course none changes nothing",
        ]),
        ({"reversible = [\"half\"]": "reversible = false", "reversible = true": "reversible = []",
          "[parties.A.outside]": "[parties.A.outside]\nafter = \"stay\""}, [
            "nothing can be taken back, and who leaves keeps what was done: a chain of such steps unravels from its last, which "
            "costs its owner something and brings it nothing more",
        ]),
    ],
)  # fmt: skip
def test_cautions(edits, said):
    text = PLAIN
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    if said is None:
        with pytest.raises(InputError, match="depends on nothing"):
            made(text)
    else:
        assert list(cautions(made(text))) == said


def test_too_many_moves_for_a_search_are_told():
    levels = [f"l{at}" for at in range(12)]
    issues = [
        {
            "name": f"i{at}",
            "owner": "AB"[at % 2],
            "levels": levels,
            "reversible": True,
            "worth": {"A": range(12), "B": range(12)},
        }
        for at in range(4)
    ]
    issues = [{**one, "worth": {key: list(row) for key, row in one["worth"].items()}} for one in issues]
    talks = cp.Talks(parties=["A", "B"], issues=issues, outside={"A": 0, "B": 0}, discount=0.9)
    found = cautions(compiled(talks))
    assert found == (
        "there are 36,994,320 moves, more than the 20,000,000 that a search for paths takes: a pace or fewer levels leaves fewer",
    )
