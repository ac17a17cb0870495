"""Scenarios over the interface: texts and objects, and never a file of this machine."""

import pytest

import counterpoise as cp
from counterpoise.app.scenarios import LONGEST, gallery, scenario_of, shown
from counterpoise.core.errors import CounterpoiseError, InputError

TOML = 'title = "A"\n\n[[shocks]]\nkind = "tariff"\nby = ["USA"]\non = ["CHN"]\nup_by_points = 25\n'
SECRET = 'title = "the secret of this machine"\n[[shocks]]\nkind = "embargo"\nby = "ALL"\non = "DEU"\n'


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenario.toml").write_text(SECRET)
    return tmp_path


@pytest.mark.parametrize(
    "word", ["scenario.toml", "./scenario.toml", "/etc/passwd", "~/.profile", "file:///etc/passwd", "..\\scenario.toml"]
)
def test_a_path_is_never_read(here, asked, word):
    with pytest.raises(CounterpoiseError):
        scenario_of(word)
    with pytest.raises(CounterpoiseError):
        scenario_of(str(here / "scenario.toml"))
    for question in ("simulate", "ensemble"):
        refused = asked.get(f"/api/ask/{question}", params={"scenario": word})
        assert refused.status_code == 422
        assert "secret" not in refused.text
        assert "root:" not in refused.text
    assert asked.post("/api/scenario", {"text": word}).status_code == 422


def test_a_table_of_facts_that_a_scenario_names_is_no_path(here, asked):
    (here / "facts.csv").write_text("secret,secret\n1,2\n")
    for word in (str(here / "facts.csv"), "facts.csv", "../../../../etc/passwd"):
        text = f"title = 'a'\n[[shocks]]\nkind = 'recorded'\ntable = '{word}'\nby = ['USA']\n"
        refused = asked.post("/api/scenario", {"text": text})
        assert refused.status_code == 422
        assert "secret" not in refused.text


def test_the_same_scenario_as_text_as_short_form_and_as_an_object():
    object_ = {"title": "A", "shocks": [{"kind": "tariff", "by": ["USA"], "on": ["CHN"], "up_by_points": 25}]}
    made = [scenario_of(one) for one in (TOML, object_, shown(TOML)["toml"])]
    assert made[0].to_dict() == made[1].to_dict() == made[2].to_dict()
    short = scenario_of("tariff +25 points by USA on CHN")
    assert short.to_dict()["shocks"] == made[0].to_dict()["shocks"]


def test_a_fault_names_its_line_and_key(asked):
    refused = asked.post("/api/scenario", {"text": TOML.replace("up_by_points = 25", 'up_by_points = "many"')})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (422, 2)
    assert "line 7" in error["where"]
    assert "up_by_points" in error["where"] + error["what"]
    broken = asked.post("/api/scenario", {"text": TOML + "[[shocks"}).json()["error"]
    assert "line 8" in broken["where"] + broken["what"]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "  ",
        3,
        [],
        {},
        {"title": 1},
        {"shocks": [{}]},
        {"shocks": "a"},
        {"title": {"a": [1]}},
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_no_scenario_is_refused_and_never_fails(asked, value):
    with pytest.raises(InputError):
        scenario_of(value)
    body = {"scenario": value} if isinstance(value, dict) else {"text": value}
    assert asked.post("/api/scenario", body).status_code == 422


def test_the_gallery_is_read_by_its_own_texts():
    for one in gallery():
        assert shown(one["toml"])["title"] == one["title"]
    assert {"name", "title", "toml", "plain"} == set(gallery()[0])


def test_a_posted_scenario_gives_what_python_gives(asked):
    body = {"arguments": {"scenario": TOML, "country": "USA,CHN"}}
    got = asked.post("/api/ask/simulate", body).json()
    from counterpoise.core.canonical import plain
    from counterpoise.scenario import Scenario

    assert got["records"] == plain(cp.simulate(Scenario.from_text(TOML), country="USA,CHN").records())
    assert got["same"]["file"] == TOML
