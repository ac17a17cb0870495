"""A line's file: what it may say, and how each fault is told with its line, key, value and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from counterpoise.core.errors import InputError
from counterpoise.negotiation.line import Actor, Line, Range, Rule, Scale, examples, is_line, read

ROOT = Path(__file__).resolve().parents[3]
TEXT = """title = "Aid"
status_quo = 2
[scale]
low = 0
high = 10
[scale.labels]
0 = "none"
10 = "all"
[[actors]]
name = "Belgium"
country = "BEL"
position = 4
salience = [20, 50]
capability = [1, 2, 4]
[[actors]]
name = "the union"
position = 9
salience = 30
capability = 5
[rule]
majority = 0.7
veto = ["Belgium"]
"""


def test_numbers_are_points_ranges_or_ranges_with_a_guess():
    line = Line.from_text(TEXT)
    first = line.actors[0]
    assert (first.position, first.salience, first.capability) == (Range(4, 4), Range(20, 50), Range(1, 4, 2))
    assert (first.position.middle, first.salience.middle, first.capability.middle) == (4, 35, 2)
    assert [first.position.open, first.salience.open, line.drawn] == [False, True, True]
    assert line.scale.points() == {0.0: "none", 10.0: "all"}
    assert line.votes() == [2.0, 5.0]
    assert line.rule == Rule(majority=0.7, veto=("Belgium",))


def test_what_it_gives_reads_as_itself():
    for line in (Line.from_text(TEXT), *map(read, examples())):
        assert Line(**line.to_dict()) == line


def test_votes_that_are_not_given_are_none_once_any_are():
    line = Line.from_text(TEXT.replace("capability = 5", "capability = 5\nvotes = 3"))
    assert line.votes() == [0.0, 3.0]


def test_a_line_of_python_is_the_same():
    actors = (
        Actor(name="Belgium", country="bel", position=4, salience=(20, 50), capability=[1, 2, 4]),
        Actor(name="the union", position=9.0, salience=30, capability=Range(5.0, 5.0)),
    )
    scale = Scale(low=0, high=10, labels={"0": "none", "10": "all"})
    made = Line(title="Aid", status_quo=2, scale=scale, actors=actors, rule=Rule(majority=0.7, veto=("Belgium",)))
    assert made == Line.from_text(TEXT)


def changed(old, new=""):
    assert old in TEXT
    return TEXT.replace(old, new, 1)


FAULTS = {
    "outside the scale": (
        changed("position = 4", "position = 14"),
        "line.toml, line 12, actors[0].position: Belgium's 14 is outside the scale from 0 to 10; give a point of it, or another scale",
    ),
    "a range that leaves it": (
        changed("position = 9", "position = [9, 11]"),
        "line.toml, line 17, actors[1].position: the union's 11 is outside the scale from 0 to 10; give a point of it, or another scale",
    ),
    "a status quo outside": (
        changed("status_quo = 2", "status_quo = -2"),
        "line.toml, line 2, status_quo: -2 is outside the scale from 0 to 10; give a point of it, or another scale",
    ),
    "a range the wrong way": (
        changed("[20, 50]", "[50, 20]"),
        "line.toml, line 13, actors[0].salience: the numbers of the range [50, 20] do not rise; write the lower end first",
    ),
    "a guess outside its range": (
        changed("[1, 2, 4]", "[1, 5, 4]"),
        "line.toml, line 14, actors[0].capability: the numbers of the range [1, 5, 4] do not rise; write the lower end first",
    ),
    "too many numbers": (
        changed("[20, 50]", "[1, 2, 3, 4]"),
        "line 13, actors[0].salience: a range has 2 or 3 numbers, not 4; write",
    ),
    "not a number": (
        changed("position = 4", "position = nan"),
        "line.toml, line 12, actors[0].position: nan is not a finite number; write a number as 40, a range as [30, 50], or a range with a "
        "best guess as [30, 45, 50]",
    ),
    "not a number in a range": (
        changed("[20, 50]", "[20, nan]"),
        "line 13, actors[0].salience: nan is not a finite number",
    ),
    "infinite": (changed("high = 10", "high = inf"), "line.toml, line 5, scale.high: inf is not a finite number"),
    "huge": (changed("high = 10", "high = 1e300"), "line.toml, line 5, scale.high: 1e+300 is too large for a line"),
    "a word": (
        changed("position = 4", "position = 'low'"),
        "line 12, actors[0].position: 'low' is not a number; write a number as 40",
    ),
    "a truth": (changed("position = 4", "position = true"), "line 12, actors[0].position: True is not a number"),
    "below zero": (changed("[20, 50]", "[-1, 50]"), "line 13, actors[0].salience: -1 is below zero; give zero or more"),
    "an unknown key": (
        changed("salience = [", "saliense = ["),
        "line 13, actors[0].saliense: there is no such key; did you mean salience?",
    ),
    "an unknown key of the document": (
        changed("status_quo", "status_qou"),
        "line.toml, line 2, status_qou: there is no such key; did you mean status_quo?",
    ),
    "a missing key": (
        changed("salience = 30\n"),
        "line.toml, line 15, actors[1].salience: this key is missing; add it",
    ),
    "a name twice": (
        changed("the union", "Belgium"),
        "line.toml, line 16, actors[1].name: 'Belgium' is named twice; give each actor a name of its own",
    ),
    "no name": (changed("the union", " "), "line 16, actors[1].name: ' ' is no name; write it in one line"),
    "no country": (
        changed("BEL", "BELG"),
        "line 11, actors[0].country: 'BELG' is not an ISO 3166-1 alpha-3 country code; did you mean BEL (Belgium)?",
    ),
    "no actors": (
        TEXT.partition("[[actors]]")[0],
        "line.toml, actors: there are no actors; add some, each below [[actors]]",
    ),
    "an empty list of actors": (
        "actors = []\n" + TEXT.partition("[[actors]]")[0],
        "line.toml, line 1, actors: there are no actors; add some, each below [[actors]]",
    ),
    "nobody counts": (
        re.sub(r"(salience|capability) = .*", r"\1 = 0", TEXT),
        "line.toml, line 13, actors[0].salience: nobody counts: every salience or capability is zero; give some actor both above zero",
    ),
    "no scale": (
        TEXT.replace('[scale]\nlow = 0\nhigh = 10\n[scale.labels]\n0 = "none"\n10 = "all"\n', ""),
        "scale: this key is missing",
    ),
    "a scale the wrong way": (
        changed("low = 0", "low = 10"),
        "line.toml, line 5, scale.high: the scale from 10 to 10 has no length; give the lower end first",
    ),
    "a label off the scale": (
        changed('10 = "all"', '11 = "all"'),
        "scale.labels: '11' is no point of the scale from 0 to 10; write a label as 0 = 'as today'",
    ),
    "a majority in per cent": (
        changed("majority = 0.7", "majority = 70"),
        "line.toml, line 21, rule.majority: 70 is no share of the votes that wins; write 0.7",
    ),
    "a minority": (
        changed("majority = 0.7", "majority = 0.4"),
        "line.toml, line 21, rule.majority: 0.4 is no share of the votes that wins; give a share from 0.5 to 1, as 0.7",
    ),
    "two rules": (
        changed("majority = 0.7", "majority = 0.7\nunanimity = true"),
        "line.toml, line 22, rule.unanimity: a majority and unanimity are both asked for; leave one out",
    ),
    "an empty rule": (
        TEXT.replace('majority = 0.7\nveto = ["Belgium"]\n', ""),
        "line.toml, line 20, rule: the rule says nothing; give a majority, unanimity = true, or a veto",
    ),
    "a veto of nobody": (
        changed('["Belgium"]', '["Belgiun"]'),
        "line 22, rule.veto: there is no actor 'Belgiun'; did you mean Belgium?",
    ),
    "no votes": (
        TEXT.replace("capability", "votes = 0\ncapability"),
        "rule.majority: nobody has a vote; give some actor votes above zero",
    ),
    "no TOML": (changed("title = ", "title "), "line.toml, line 1, column 7: not TOML: expected '=' after a key"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_and_its_remedy(fault):
    text, said = FAULTS[fault]
    with pytest.raises(InputError) as caught:
        Line.from_text(text, name="line.toml")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"no-such\.toml: can't be read \(no such file or directory\); check the name"):
        read(tmp_path / "no-such.toml")
    with pytest.raises(InputError, match="emission-standrds: there is no such line; did you mean emission-standards"):
        read("emission-standrds")
    with pytest.raises(InputError, match="there is no such line; name a file, or one of emission-standards, reliance"):
        read("something-else")
    with pytest.raises(InputError, match="is a directory"):
        read(tmp_path)
    other = tmp_path / "latin.toml"
    other.write_bytes(b'title = "\xe9"\n')
    with pytest.raises(InputError, match="is not UTF-8 text; save it as UTF-8"):
        read(other)


def test_a_file_comes_before_a_line_of_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "emission-standards").write_text(TEXT, encoding="utf-8")
    assert read("emission-standards").title == "Aid"


def test_the_lines_that_come_with_the_program_say_where_their_numbers_are_from():
    held = {name: read(name) for name in examples()}
    assert {one.name for one in (ROOT / "talks" / "lines").glob("*.toml")} == {f"{name}.toml" for name in held}
    for line in held.values():
        assert line.source
        assert line.illustration or (line.seen and line.as_of)
    assert "illustration" in held["reliance-on-a-neighbour"].title


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        (TEXT, True),
        (FAULTS["a minority"][0], True),
        (FAULTS["no scale"][0], True),
        (FAULTS["no actors"][0], True),
        ("title = 'Talks'\nparties = ['KOR', 'PRK']\n[[issues]]\nname = 'aid'\n", False),
        ("[[actors]]\nname = 'KOR'\n", False),
        ("actors = 3\nscale = 4\n", False),
        ("title 'no TOML'", False),
        ("", False),
    ],
)
def test_a_line_is_told_from_other_documents(text, truth):
    assert is_line(text) is truth


def test_the_page_names_every_key():
    page = (ROOT / "docs" / "howto" / "positions.md").read_text(encoding="utf-8")
    keys = {name for model in (Line, Scale, Actor, Rule) for name in model.model_fields}
    assert [one for one in keys if f"`{one}`" not in page] == []
