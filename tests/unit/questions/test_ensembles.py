"""An ensemble is the same however its draws are shared out, and whether or not it was stopped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.core.errors import CounterpoiseError, InputError
from counterpoise.core.progress import Cancelled, Progress
from counterpoise.questions import ensembles

ASKED = "tariff +10 points by USA on CHN in manufacturing"


@pytest.fixture(scope="module")
def economy():
    return cp.load_economy().restrict(["USA", "CHN", "KOR", "DEU", "VNM"])


@pytest.fixture(scope="module")
def whole(economy, tmp_path_factory):
    return cp.ensemble(ASKED, economy=economy, draws=240, workers=2, state=tmp_path_factory.mktemp("whole") / "state")


def test_one_worker_or_two(economy, whole, tmp_path):
    assert cp.ensemble(ASKED, economy=economy, draws=240, workers=1, state=tmp_path / "s").data.identical(whole.data)


@pytest.mark.parametrize("batch", [1, 7, 100])
def test_batches_of_any_size(economy, whole, tmp_path, batch, monkeypatch):
    monkeypatch.setattr(ensembles, "Way", partial(ensembles.Way, batch=batch))
    made = cp.ensemble(ASKED, economy=economy, draws=240, state=tmp_path / "s")
    assert made.data.identical(whole.data)


def test_a_run_that_is_stopped_goes_on_where_it_was(economy, whole, tmp_path):
    asked = Progress(lambda label, _: asked.cancel() if label.startswith("50 of") else None)
    with pytest.raises(Cancelled):
        cp.ensemble(ASKED, economy=economy, draws=240, workers=1, state=tmp_path / "s", progress=asked)
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "s").glob("draws-*.piece")}
    assert 2 <= len(kept) < 5
    said = []
    again = cp.ensemble(
        ASKED, economy=economy, draws=240, state=tmp_path / "s", progress=Progress(lambda label, _: said.append(label))
    )
    assert next(one for one in said if " of 240 draws" in one).startswith(f"{25 * len(kept)} of")
    assert {name: (tmp_path / "s" / name).stat().st_mtime_ns for name in kept} == kept
    assert again.data.identical(whole.data)


def test_what_is_finished_is_not_solved_again(economy, tmp_path, monkeypatch):
    words = {"economy": economy, "draws": 30, "state": tmp_path / "s"}
    first = cp.ensemble(ASKED, **words)
    monkeypatch.setattr(ensembles.Way, "results", lambda *words: pytest.fail("solved again") if words[-1] else iter(()))
    assert cp.ensemble(ASKED, **words).data.identical(first.data)


def test_fewer_draws_than_are_kept_leave_whole_batches_aside(economy, tmp_path):
    cp.ensemble(ASKED, economy=economy, draws=50, state=tmp_path / "s")
    fewer = cp.ensemble(ASKED, economy=economy, draws=20, state=tmp_path / "s")
    assert fewer.data.identical(cp.ensemble(ASKED, economy=economy, draws=20, state=tmp_path / "new").data)


def test_more_draws_add_to_those_that_are_kept(economy, whole, tmp_path):
    cp.ensemble(ASKED, economy=economy, draws=40, state=tmp_path / "s")
    assert cp.ensemble(ASKED, economy=economy, draws=240, state=tmp_path / "s").data.identical(whole.data)
    fewer = cp.ensemble(ASKED, economy=economy, draws=40, state=tmp_path / "s")
    assert fewer.diagnostics["draws"] == 40


def test_a_damaged_file_is_solved_again(economy, whole, tmp_path):
    cp.ensemble(ASKED, economy=economy, draws=240, state=tmp_path / "s")
    piece = sorted((tmp_path / "s").glob("draws-*.piece"))[1]
    piece.write_bytes(piece.read_bytes()[:1000])
    again = cp.ensemble(ASKED, economy=economy, draws=240, state=tmp_path / "s")
    assert again.data.identical(whole.data)
    assert "1 damaged file of finished draws was solved again" in again.warnings


def test_the_state_of_another_run_is_refused_with_what_differs(economy, tmp_path):
    words = {"economy": economy, "draws": 5, "state": tmp_path / "s"}
    cp.ensemble(ASKED, **words)
    with pytest.raises(InputError, match=r"scenario\.shocks\[0\]\.up_by_points changed: 10(\.0)? -> 20"):
        cp.ensemble(ASKED.replace("10", "20"), **words)
    with pytest.raises(InputError, match=r"seed changed: 0 -> 1"):
        cp.ensemble(ASKED, **words, seed=1)
    with pytest.raises(InputError, match=r"scenario\.model"):
        cp.ensemble(ASKED, **words, closure="balanced")


def test_the_state_of_other_numbers_is_refused(economy, tmp_path):
    from dataclasses import replace

    cp.ensemble(ASKED, economy=economy, draws=5, state=tmp_path / "s")
    dearer = replace(economy, tariff=economy.tariff * 1.01)
    with pytest.raises(InputError, match="a run on other numbers"):
        cp.ensemble(ASKED, economy=dearer, draws=5, state=tmp_path / "s")


def test_other_seeds_are_other_draws(economy, tmp_path):
    one, other = (cp.ensemble(ASKED, economy=economy, draws=30, seed=seed).welfare_pct for seed in (1, 2))
    assert not np.allclose(one, other)


def test_without_spread_every_draw_is_the_point_solution(economy, tmp_path, monkeypatch):
    drawn = ensembles.draws_of

    def central(base, *words):
        made = drawn(base, *words)
        return replace(made, theta=np.tile(base.theta, (len(made.theta), 1)))

    monkeypatch.setattr(ensembles, "draws_of", central)
    found = cp.ensemble(ASKED, economy=economy, draws=10, state=tmp_path / "s")
    point = cp.simulate(ASKED, economy=economy)
    for name in ("welfare_pct", "exports_pct", "terms_of_trade_pct", "tariff_revenue_new"):
        for end in ("", "__low", "__high"):
            assert (found.data[name + end].values == point.data[name].values).all()
    assert found.spread_share.isnull().all()


def test_a_cache_that_can_t_be_written_costs_a_warning(economy, tmp_path, monkeypatch):
    from counterpoise.store.cache import CacheWarning

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path / "file"))
    with pytest.warns(CacheWarning, match="finished draws are not kept"):
        found = cp.ensemble(ASKED, economy=economy, draws=5, workers=1)
    assert found.welfare_pct.notnull().all()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"draws": 0}, "0 draws are too few; take 1 or more"),
        ({"draws": -5}, "-5 draws are too few"),
        ({"draws": "many"}, "'many' is not a whole number"),
        ({"draws": 1.5}, "is not a whole number"),
        ({"interval": 0}, "is not between 0 and 100"),
        ({"interval": 100}, "is not between 0 and 100"),
        ({"interval": "wide"}, "is not between 0 and 100"),
        ({"seed": -1}, "is no seed"),
        ({"workers": 0}, "0 workers are too few"),
        ({"variables": "output_pct"}, "an ensemble has no 'output_pct'"),
        ({"scheduler": " "}, "the address is empty"),
    ],
)
def test_words_that_are_refused(words, said):
    with pytest.raises(InputError, match=said):
        cp.ensemble(ASKED, **words)


def test_too_many_draws_without_a_solution_are_refused(economy, tmp_path, monkeypatch):
    drawn = ensembles.draws_of

    def broken(*words):
        made = drawn(*words)
        theta = made.theta.copy()
        theta[::4, 0] = -1.0
        return replace(made, theta=theta)

    monkeypatch.setattr(ensembles, "draws_of", broken)
    with pytest.raises(
        CounterpoiseError, match=r"draws have no solution: \d+ because a sigma that was drawn is not above zero"
    ) as no:
        cp.ensemble(ASKED, economy=economy, draws=40, state=tmp_path / "s")
    assert no.value.exit_code == 3


def test_the_screen_and_the_records(whole):
    first, *others = whole.excerpt()
    assert [head for head, _ in first.blocks] == ["parties", "others"]
    assert len(others) == 2
    assert others[0].above.endswith("what the spread of real income comes from")
    assert list(whole.table().columns) == ["welfare_pct", "real_wage_pct", "exports_pct", "imports_pct"]
    records = whole.records()
    assert {one["variable"].partition(": ")[0] for one in records} == {*whole.table().columns, "spread_share"}
    assert any(one["variable"].startswith("spread_share: theta: All services") for one in records)
    welfare = [one for one in records if one["variable"] == "welfare_pct"]
    assert all(one["low"] < one["value"] < one["high"] for one in welfare)
    only = cp.ensemble.read({"scenario": ASKED, "variables": "spread_share"})
    assert only["variables"] == ("spread_share",)


def test_the_charts(whole):
    pytest.importorskip("altair", reason="the charts need altair")
    bars = whole.chart().to_dict()
    assert "China" in bars["description"]
    assert "[" in bars["description"]
    assert "theta" in whole.chart("spread").to_dict()["description"]
    assert whole.chart(variable="exports_pct").to_dict()["description"].startswith("Median and interval")


def test_an_ensemble_of_a_depth_in_doubt_says_so():
    held = cp.load_economy().restrict(["KOR", "CHN", "JPN", "USA"])
    deep = {"kind": "agreement", "parties": ["KOR", "JPN"], "depth": 7, "from_depth": 1, "depth_effect": 0.05}
    for more, told in ({}, "the elasticities alone"), ({"depth_error": 0.01}, "and of what a step of depth does"):
        scenario = cp.Scenario.model_validate({"title": "a", "shocks": [{**deep, **more}]})
        warnings = cp.ensemble(scenario, economy=held, draws=10).warnings
        assert any(told in one for one in warnings if one.startswith("the interval is of draws"))


def test_a_folder_of_many_draws_answers_for_few(tmp_path):
    held = cp.load_economy().restrict(["KOR", "CHN", "JPN", "USA"])
    asked = {"economy": held, "state": str(tmp_path / "run"), "seed": 2}
    cp.ensemble("tariff +5 points by KOR on JPN", draws=60, **asked)
    few = cp.ensemble("tariff +5 points by KOR on JPN", draws=20, **asked)
    anew = cp.ensemble("tariff +5 points by KOR on JPN", draws=20, **{**asked, "state": str(tmp_path / "other")})
    np.testing.assert_array_equal(few.welfare_pct.values, anew.welfare_pct.values)
