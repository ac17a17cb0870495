"""The question of two countries' relations, end to end: what is counted, what is missing, what is said, what is refused."""

from __future__ import annotations

import itertools
import shutil

import numpy as np
import pytest

import counterpoise as cp
from counterpoise.cli.output import spelled
from counterpoise.core.errors import InputError
from counterpoise.words.findings import told
from tests.reference.dealings import WORDS, answer, asked, ledger, own_events, stored

pytest.importorskip("duckdb")

MIRRORED = """date,source,target,code,goldstein,sentence
2024-01-05,KOR,CHN,040,1,a-1
2024-01-05,CHN,KOR,040,1,a-1
2024-01-05,KOR,CHN,040,1,b-1
2024-01-05,KOR,CHN,190,-10,b-1
2024-01-09,KOR,CHN,040,1,c-1
2024-03-01,KOR,JPN,040,1,d-1
2024-03-31,JPN,KOR,040,1,e-1
"""


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mirrored")
    stored(folder, MIRRORED)
    return folder


@pytest.mark.parametrize(
    ("direction", "duplicates", "wanted"),
    [
        ("both", "raw", (4, 1)),
        ("both", "sentence", (3, 1)),
        ("both", "day", (2, 1)),
        ("sent", "raw", (3, 1)),
        ("sent", "sentence", (3, 1)),
        ("sent", "day", (2, 1)),
        ("received", "raw", (1, 0)),
        ("received", "day", (1, 0)),
    ],
)
def test_what_counts_as_one_event(mirrored, direction, duplicates, wanted):
    made = asked(mirrored, direction=direction, duplicates=duplicates)
    january = made.events.sel(period="2024-01")
    assert (float(january[0]), float(january[3])) == wanted


def test_means_sums_shares_and_rates(mirrored):
    made = asked(mirrored, duplicates="raw")
    january = made.data.sel(period="2024-01")
    assert float(january.goldstein_sum) == pytest.approx(4 - 10)
    assert float(january.goldstein_mean) == pytest.approx(-6 / 5)
    assert float(january.net_cooperation) == pytest.approx(3 / 5)
    assert january.event_share.values == pytest.approx([0.8, 0, 0, 0.2])
    assert january.event_rate.values == pytest.approx([800, 0, 0, 200])
    march = made.data.sel(period="2024-03")
    assert march.events.values.tolist() == [0, 0, 0, 0]  # read, and nothing between the two
    assert np.isnan(float(march.net_cooperation))


def test_a_month_that_was_not_read_is_missing():
    made = answer(gap=True)
    assert made.events.sel(period="2007-03").isnull().all()
    assert float(made.companion("events", "coverage").sel(period="2007-03")) == 0
    assert "1 of 120 periods were read in part or not at all" in " ".join(made.warnings)
    assert any("othing was read of 1 of 120 months" in one.text for one in told(made))


def test_a_turn_is_found_with_its_four_numbers():
    made = answer()
    after = [one["after"] for one in made.breaks if one["series"] == "net_cooperation"]
    assert after == ["2009-05"]
    assert made.table().columns.tolist() == ["break_p_value", "shock_half_life", "variance_ratio", "smallest_shift"]
    assert "net cooperation: after 2009-05" in spelled(made)
    assert {one["scenario"] for one in made.records() if one["indicator"] == "break_shift"} >= {
        f"net_cooperation after 2009-05 ({made.breaks[0]['first']} to {made.breaks[0]['last']})"
    }


def test_no_sentence_calls_a_series_stable_without_the_smallest_shift():
    for turn, votes in itertools.product(("2009-06-01", "2030-01-01"), (True, False)):
        [said] = [one.text for one in told(answer(turn, with_votes=votes)) if one.finding == "steady"]
        assert "stable" not in said
        assert said.count("80 %") + said.count("20 %") == len(answer(turn, with_votes=votes).data["series"])
    assert "no break is found in" in said.casefold()


def test_what_is_embedded_answers_without_events(tmp_path):
    made = asked(tmp_path)
    assert "events" not in made.data
    assert float(made.agreements_in_force.sel(year=2022)) >= 3
    trend = cp.trend("KOR", on="CHN", sector="TOTAL", indicators="foreign_input_reliance").foreign_input_reliance
    assert float(made.input_share.sel(year=1995)) == float(trend.sel(year=1995).max())  # one source has that year
    said = " ".join(made.warnings)
    assert "no events are in the store" in said
    assert "no votes" in said
    assert "17 observations are too few" in said


def test_one_dataset_of_several(mirrored, tmp_path):
    stored(tmp_path, MIRRORED)
    text = "1\t20240105\t" + "\t".join([""] * 59) + "\n"
    cells = text.rstrip("\n").split("\t")
    cells[7], cells[17], cells[26], cells[29], cells[30], cells[59] = "KOR", "CHN", "040", "1", "1.0", "20240105001500"
    stored(tmp_path, "\t".join(cells) + "\n", "gdelt", "a.export.CSV")
    made = asked(tmp_path)
    assert "the store also holds events of events" in " ".join(made.warnings)
    assert float(made.events.sum()) == 1
    assert float(asked(tmp_path, source="events", duplicates="raw").events.sum()) == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"on": "KOR"}, "on both sides"),
        ({"every": "hour"}, "'hour' is none of them"),
        ({"every": "day"}, "counted by month, not by day"),
        ({"direction": "up"}, "'up' is none of them"),
        ({"source": "icews"}, "'icews' holds no events"),
        ({"since": 2050}, "no events were read since 2050"),
    ],
)
def test_what_is_refused(tmp_path, words, said):
    stored(tmp_path, own_events(months=3))
    with pytest.raises(InputError, match=said):
        asked(tmp_path, **words)


def test_the_chart_draws_statements_above(mirrored):
    pytest.importorskip("altair")
    made = answer()
    plain, full = (
        made.chart(),
        made.chart(statements=[{"said_on": "2010-07-08", "speaker": "A", "quote": "b", "address": "c"}]),
    )
    assert len(full.to_dict()["vconcat"]) == len(plain.to_dict()["vconcat"]) + 1
    assert "a break after 2009-05" in plain.to_dict()["description"]
    with pytest.raises(InputError, match="no series"):
        made.chart(series="tone")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return ledger(tmp_path_factory.mktemp("ledger"))


def test_a_ledger_stands_beside_the_series(kept):
    made = answer(ledger=kept)
    assert [(one["said_on"], one["type"]) for one in made.statements] == [
        ("2010-01-05", "statement"),
        ("2011", "event"),
        ("2012-03-01", "statement"),  # to nobody, but it contradicts the first
    ]
    [(one, other)] = made.apart
    assert (one["quote"], other["quote"]) == ("a bridge", "we stand with our ally in all things")
    assert "2 statements and 1 event between the two, from 2010-01-05 to 2012-03-01; 1 pair was set" in " ".join(
        one.text for one in told(made)
    )
    assert made.provenance[-1].checksum == kept.head
    text = spelled(made)
    assert "set beside each other as contradicting" in text
    assert "A. Minister, minister: “a bridge”" in text


def test_what_was_said_before_the_first_year_is_left_out(kept):
    assert [one["said_on"] for one in answer(ledger=kept, since=2011).statements] == ["2011"]


def test_the_line_of_time_shows_the_ledger(kept):
    pytest.importorskip("altair")
    points = answer(ledger=kept).chart().to_dict()["vconcat"][0]["data"]["values"]
    assert [(one["side"], one["what"], one["quote"]) for one in points] == [
        ("South Korea", "contradicted by another", "a bridge"),
        ("China", "event", "CONSULT"),
        ("South Korea", "contradicted by another", "we stand with our ally in all things"),
    ]
    assert points[0]["address"] == "https://example.org/a"


def test_the_page_has_each_word_and_its_source(kept, tmp_path):
    pytest.importorskip("jinja2")
    made = answer(ledger=kept)
    for name in ("a.html", "a.ko.html"):
        made.write(tmp_path / name)
        body = (tmp_path / name).read_text(encoding="utf-8")
        assert body.count("<q>a bridge</q>") == 2  # in the list, and beside what contradicts it
        assert 'href="https://example.org/a"' in body
        assert kept.head in body
        assert body.count("<svg") == 1


def test_a_corrected_source_stands_with_its_statements(kept, tmp_path):
    copy = cp.Ledger(shutil.copy(kept.path, tmp_path / "copy.jsonl"))
    copy.correct(copy.records("source")[0]["id"], {"outlet": "The Other Paper"}, reason="it was another")
    assert {one["source"] for one in answer(ledger=copy).statements if one["type"] == "statement"} == {
        "The Other Paper"
    }
    with pytest.raises(InputError, match="in the ledger already, with the outlet The Other Paper"):
        copy.add_source(WORDS.encode(), outlet="A Third Paper")


def test_a_ledger_that_is_not_there_or_was_changed(kept, tmp_path):
    with pytest.raises(InputError, match="there is no ledger"):
        answer(ledger=str(tmp_path / "none.jsonl"))
    lines = kept.path.read_text(encoding="utf-8").replace("a bridge", "a brigde").splitlines()
    (tmp_path / "changed.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        answer(ledger=str(tmp_path / "changed.jsonl"))


def test_it_can_be_asked_by_its_public_name():
    assert cp.relations.words == ("relations",)
