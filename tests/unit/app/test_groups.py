"""Questions of a group over the interface: those that need a file of one machine are not there."""

from __future__ import annotations

from typing import Annotated

import pytest
import xarray as xr

import counterpoise as cp
from counterpoise.app.same import same
from counterpoise.core.question import Word, question, questions
from counterpoise.core.result import Asked as Signed
from counterpoise.core.result import Result

Count = Annotated[int, Word("count", lambda value, where: int(value), "N")]


@pytest.mark.parametrize("kind", ["ask", "chart", "file"])
def test_what_needs_a_file_is_refused_by_a_sentence(asked, kind):
    cp.gravity.estimate  # noqa: B018 - it is registered
    answer = asked.get(f"/api/{kind}/gravity.estimate", params={"panel": "/etc/passwd", "format": "csv"})
    assert answer.status_code == 422
    said = answer.json()["error"]
    assert said["what"] == "gravity.estimate needs a file of one machine"
    assert said["remedy"] == "use 'counterpoise gravity estimate'"
    assert asked.post(f"/api/{kind}/gravity.estimate", {"arguments": {"panel": "x"}}).status_code == 422


@pytest.mark.parametrize("kind", ["ask", "chart", "file"])
def test_an_effect_reads_no_file_of_the_server(asked, kind):
    given = {"parties": "KOR,JPN", "estimate": "/etc/passwd", "format": "csv"}
    answer = asked.get(f"/api/{kind}/gravity.effect", params=given)
    assert answer.status_code == 422
    assert answer.json()["error"]["what"] == "estimate names a thing of one machine"
    posted = asked.post(f"/api/{kind}/gravity.effect", {"arguments": {"parties": "KOR,JPN", "estimate": "/etc/passwd"}})
    assert posted.status_code == 422
    assert "root" not in answer.text + posted.text


def test_an_effect_of_very_many_draws_is_left_to_the_command_line(asked):
    answer = asked.get("/api/ask/gravity.effect", params={"parties": "KOR,JPN", "draws": "1001"})
    assert answer.status_code == 422
    assert answer.json()["error"]["what"] == "1001 is more than 1,000"


def test_it_is_offered_nowhere(asked):
    assert "gravity.estimate" not in [one["name"] for one in asked.get("/api/questions").json()]
    assert not [path for path in asked.get("/api/openapi.json").json()["paths"] if "gravity.estimate" in path]


def test_another_of_a_group_is_answered_and_says_the_same_elsewhere(asking):
    @question(group="gravity")
    def counted(n: Count = 1):
        """How many."""
        return Result(Signed("", {}), xr.Dataset({"counted": xr.DataArray(float(n), attrs={"unit": "count"})}))

    try:
        told = asking().get("/api/ask/gravity.counted", params={"n": "3"}).json()
    finally:
        del questions["gravity.counted"]
    assert [one["value"] for one in told["records"]] == [3.0]
    assert told["meta"]["question"] == "gravity.counted"
    assert told["same"]["command"] == "counterpoise gravity counted 3"
    assert told["same"]["python"].endswith("cp.gravity.counted(3)")
    assert same(counted, {})["command"] == "counterpoise gravity counted"
