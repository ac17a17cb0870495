"""Promises against data: dates of agreements that anyone can look up, figures of a table, and events that were entered."""

from __future__ import annotations

from datetime import date

import pytest

from counterpoise.core.errors import InputError
from counterpoise.record import indicators
from counterpoise.record.commitments import judged


def promise(indicator, said, by, direction="reach", who="KOR", whom="CHN"):
    return {
        "type": "statement",
        "speaker": {"country": who},
        "addressee": whom,
        "said_on": said,
        "commitment": {"indicator": indicator, "direction": direction, "by": by},
    }


@pytest.mark.parametrize(
    ("indicator", "said", "by", "verdict", "on"),
    [
        (
            "in_force:Korea-China",
            "2014-11-10",
            "2015-12-31",
            "kept",
            date(2015, 12, 20),
        ),  # in force on 20 December 2015
        ("in_force:Korea-China", "2014-11-10", "2015-06-30", "broken", date(2015, 12, 20)),
        ("in_force:Korea-China", "2016-01-01", "2020-01-01", "so already", date(2015, 12, 20)),
        (
            "in_force:RCEP",
            "2020-11-15",
            "2022-02-01",
            "kept",
            date(2022, 2, 1),
        ),  # for Korea a month after the first ten
        ("in_force:RCEP", "2020-11-15", "2022-01-31", "broken", date(2022, 2, 1)),
        ("signed:RCEP", "2020-01-01", "2020-12-31", "kept", date(2020, 11, 15)),
        ("signed:China-Japan-Korea", "2019-12-24", "2024-12-31", "broken", None),
        ("signed:China-Japan-Korea", "2024-05-27", "2030-12-31", "not yet", None),
        ("signed:China-Japan-Korea", "2024-05-27", None, "not yet", None),
    ],
)
def test_agreements(indicator, said, by, verdict, on):
    found = judged(promise(indicator, said, by), [])
    assert (found.verdict, found.on) == (verdict, on)


def test_the_meeting_at_which_it_was_said_keeps_no_promise():
    one = promise("events:CONSULT", "2025-09-17", "2026-12-31")
    met = {"type": "event", "event_type": "CONSULT", "actor": "KOR", "recipient": "CHN", "recorded_on": "2026-03-01"}
    events = [{**met, "happened_on": "2025-09-17"}]
    assert judged(one, events).verdict == "not yet"
    assert judged(one, [*events, {**met, "happened_on": "2026-02-03"}]).verdict == "kept"


def test_what_is_known_later_is_left_out():
    one = promise("in_force:Korea-China", "2014-11-10", "2015-12-31")
    assert judged(one, [], date(2015, 6, 30)).verdict == "not yet"
    assert judged(one, [], date(2015, 12, 31)).verdict == "kept"


def test_figures(monkeypatch):
    series = ((date(2020, 12, 31), 5.0), (date(2021, 12, 31), 4.0), (date(2022, 12, 31), 7.0))
    told = indicators.Found(series, series[-1][0], "million USD", "a table")
    monkeypatch.setattr("counterpoise.record.commitments.found", lambda *_: told)

    def verdict(direction, said, by):
        one = judged(promise("exports", said, by, direction), [])
        return one.verdict, one.before, one.after

    assert verdict("rise", "2021-03-01", "2022-12-31") == ("kept", 5.0, 7.0)
    assert verdict("rise", "2021-03-01", "2021-12-31") == ("broken", 5.0, 4.0)
    assert verdict("fall", "2021-03-01", "2021-12-31") == ("kept", 5.0, 4.0)
    assert verdict("fall", "2021-03-01", "2025-12-31") == ("not yet", 5.0, 7.0)
    assert verdict("rise", "2021-03-01", "2025-12-31") == ("not yet", 5.0, 7.0)
    assert verdict("rise", "2022-12-31", "2024-12-31") == ("not yet", 7.0, None)
    assert verdict("rise", "2019-01-01", "2022-12-31") == ("can't be told", None, None)


def test_the_number_of_agreements_stays_until_one_is_added():
    """Korea and China: APTA, then their own of 2015, then RCEP of 2022."""
    found = judged(promise("agreements_in_force", "2014-07-03", "2016-12-31", "rise"), [])
    assert (found.verdict, found.before, found.after) == ("kept", 1.0, 2.0)
    found = judged(promise("agreements_in_force", "2016-07-03", "2020-12-31", "rise"), [])
    assert (found.verdict, found.before, found.after) == ("broken", 2.0, 2.0)


def test_events_count_from_the_day_of_the_promise():
    events = [
        {"type": "event", "event_type": "CONSULT", "actor": "XAL", "recipient": "XBO", "happened_on": day}
        for day in ("2020-01-01", "2021-05", "2024-01-01")
    ]

    def of(said, by, whom="XBO"):
        return judged(promise("events:CONSULT", said, by, who="XAL", whom=whom), events)

    assert (of("2020-06-01", "2021-06-01").verdict, of("2020-06-01", "2021-06-01").on) == ("kept", date(2021, 5, 1))
    assert of("2021-06-01", "2022-06-01").verdict == "broken"
    assert of("2024-02-01", "2026-06-01").verdict == "not yet"
    assert of("2020-06-01", "2021-06-01", whom="XCE").verdict == "broken"
    assert judged(promise("events:AID", "2020-01-01", "2021-01-01"), []).verdict == "can't be told"


def test_an_unresolved_speaker_promises_nothing_that_can_be_told():
    one = promise("signed:RCEP", "2020-01-01", None) | {"speaker": {"resolved": "unresolved"}}
    assert judged(one, []).verdict == "can't be told"


def test_a_wrong_indicator_names_the_nearest():
    assert indicators.parse("in_force:korus") == ("in_force", "Korea-US")
    assert indicators.parse("voting_agreement") == ("voting_agreement", "")
    with pytest.raises(InputError, match="did you mean exports"):
        indicators.parse("export")
    with pytest.raises(InputError, match="no category 'TALK'"):
        indicators.parse("events:TALK")


def test_last_days():
    days = [indicators.last_day(one) for one in ("2024", "2024-02", "2024-02-03")]
    assert days == [date(2024, 12, 31), date(2024, 2, 29), date(2024, 2, 3)]
