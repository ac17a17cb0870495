"""The charts of a negotiation show its numbers, where nothing covers anything, for two to five parties and one to three courses."""

from __future__ import annotations

import math

import pytest

from counterpoise.charts.labels import meet
from counterpoise.charts.ladder import ladder
from counterpoise.charts.negotiation import EFFICIENT, RULED, SELF, TODAY, WITHOUT, zone
from counterpoise.charts.sheet import wide
from counterpoise.charts.unknowns import FAILS, HOLDS, REGIMES, breaks, regimes, survival
from counterpoise.core.bargain import Bargain
from counterpoise.core.errors import InputError
from tests.reference.negotiations import answer

ANY, KEPT = "any deal", "self-enforcing"


def rows(chart):
    """Give the rows of all data of a chart."""

    def walk(node):
        if isinstance(node, dict):
            for key, one in node.items():
                if key in ("values", "datasets"):
                    yield from (row for held in ([one] if isinstance(one, list) else one.values()) for row in held)
                else:
                    yield from walk(one)
        elif isinstance(node, list):
            for one in node:
                yield from walk(one)

    return list(walk(chart.to_dict(validate=False)))


def marks(chart):
    """Give the marks of a sheet: of each its layer's mark with the rows."""
    held = chart.to_dict(validate=False)
    sets = held.get("datasets", {})
    return [
        (one["mark"], row)
        for one in held["layer"]
        for row in (one["data"].get("values") or sets.get(one["data"].get("name"), []))
    ]


def boxes(chart):
    """Give the boxes of a sheet's texts, by how they are written."""
    made = []
    for mark, row in marks(chart):
        if mark["type"] != "text":
            continue
        lines, size = row["text"].split("\n"), mark["fontSize"]
        width = max(wide(line, size) for line in lines)
        left = row["x"] - {"left": 0.0, "center": width / 2, "right": width}[mark["align"]]
        high = size * (1 if len(lines) == 1 else 1.25 * len(lines))
        top = row["y"] - (high / 2 if len(lines) == 1 else 0.0)
        made.append(((left, top, left + width, top + high), row["text"]))
    return made


@pytest.mark.parametrize(
    ("chart", "name"),
    [(ladder, one) for one in ("courses", "chain", "side", "five", "nothing")]
    + [(one, name) for one in (breaks, survival) for name in ("courses", "five")],
)
def test_no_words_cover_others_and_none_leave_the_sheet(chart, name):
    drawn = chart(answer(name))
    width, height = drawn.width, drawn.height
    held = boxes(drawn)
    for at, (box, text) in enumerate(held):
        assert box[0] >= -1, text
        assert box[2] <= width + 8, text
        assert box[1] >= 0, text
        assert box[3] <= height + 1, text
        assert [other for place, other in held[at + 1 :] if meet(box, place)] == [], text


@pytest.mark.parametrize("name", ["courses", "side", "nothing"])
def test_the_zone_shows_the_deals_and_what_there_is_without_one(name):
    result = answer(name)
    read = Bargain(result)
    first, second = read.parties[:2]
    held = [row for row in rows(zone(result)) if "kind" in row]
    for kind, number in ((WITHOUT, "outside_value"), (TODAY, "today_value")):
        points = {(row["x"], row["y"]) for row in held if row["kind"] == kind}
        assert points == {(read.at(number, c, party=first), read.at(number, c, party=second)) for c in read.courses}
    for kind, which in ((EFFICIENT, ANY), (SELF, KEPT)):
        array = result.data.get("frontier_value")
        known = set()
        if array is not None:
            pairs = array.sel(set=which)
            known = set(zip(*(pairs.sel(party=p).values.ravel().tolist() for p in (first, second)), strict=True))
        assert {(row["x"], row["y"]) for row in held if row["kind"] == kind} == {
            p for p in known if math.isfinite(p[0])
        }


def test_the_zone_shows_what_the_rules_take_with_their_letters():
    result = answer("one")
    read = Bargain(result)
    held = rows(zone(result))
    letters = [row["letters"] for row in held if "letters" in row]
    assert sorted("".join(letters).replace(" ", "")) == sorted(2 * "NKERO")
    for which, kind in RULED.items():
        points = [(row["x"], row["y"]) for row in held if row.get("kind") == kind]
        found = [read.agreed("talks", which, rule)[1] for rule in read.rules]
        for own in (points, found):  # each rule's point is drawn, and nothing else
            other = found if own is points else points
            assert all(min(math.dist(one, two) for two in other) < 0.01 for one in own)


def test_the_zone_of_two_others_and_of_nobody():
    result = answer("five")
    read = Bargain(result)
    for between in ("JPN,RUS", ("JPN", "RUS")):
        drawn = zone(result, between=between)
        point = next(row for row in rows(drawn) if row.get("kind") == WITHOUT)
        assert (point["x"], point["y"]) == tuple(read.at("outside_value", "talks", party=one) for one in ("JPN", "RUS"))
    with pytest.raises(InputError, match="'GER' takes no part in the talks"):
        zone(result, between="GER,USA")
    with pytest.raises(InputError, match="1 parties span no plane"):
        zone(result, between="USA")


def test_shares_of_two_who_can_pay_lie_on_a_line():
    import counterpoise as cp
    from tests.reference.negotiations import table

    result = cp.negotiate(cp.Talks.from_text(table(2, side_payments=True)), draws=20, anew=0)
    read = Bargain(result)
    line = next(row for row in rows(zone(result)) if "x2" in row)
    whole = line["x"] + line["y"]
    assert whole == pytest.approx(line["x2"] + line["y2"])
    for rule in ("nash", "kalai_smorodinsky", "raiffa"):
        assert sum(read.agreed("talks", ANY, rule)[1]) == pytest.approx(whole)


def test_the_ladder_shows_stages_levels_and_slacks():
    result = answer("courses")
    read = Bargain(result)
    held = marks(ladder(result))
    texts = [row["text"] for mark, row in held if mark["type"] == "text"]
    for word in (
        "North Korea",
        "United States",
        "Calm",
        "War",
        "Aid",
        "stage 1",
        "stage 2",
        "from then on",
        "some",
        "full",
    ):
        assert word in texts, word
    assert "stage 3" not in texts
    assert texts.count("weakest") == 2  # War has no path
    assert "there is no deal to go to" in texts
    assert texts.count("this deal enforces itself in stages only") == 2
    dots = [row for mark, row in held if mark["type"] == "point" and mark["filled"] and mark["size"] == 55]
    slacks = [value for course in ("calm", "crisis") for row in read.slacks(course) for value in row]
    zero = {row["x"] for mark, row in held if mark["type"] == "rule" and row["y"] != row["y2"]}
    across, sizes = (
        sorted(row["x"] for row in dots),
        sorted(slacks),
    )  # one scale for all: a line through them meets zero there
    slope = (across[-1] - across[0]) / (sizes[-1] - sizes[0])
    assert slope > 0
    assert across == pytest.approx([across[0] + slope * (one - sizes[0]) for one in sizes])
    assert any(one == pytest.approx(across[0] - slope * sizes[0]) for one in zero)


def test_all_who_are_weakest_have_a_ring():
    rings = [row for mark, row in marks(ladder(answer("one"))) if mark["type"] == "point" and not mark["filled"]]
    assert len(rings) == 2
    link = Bargain(answer("one")).weakest("talks")
    assert link.parties == ("PRK", "USA")


def test_the_bars_show_where_the_path_holds():
    result = answer("one")
    read = Bargain(result)
    held = marks(breaks(result))
    tracks = sorted(
        (row for mark, row in held if mark["type"] == "rect" and row["colour"] == FAILS and row["y"] > 20),
        key=lambda r: r["y"],
    )
    bars = sorted(
        (row for mark, row in held if mark["type"] == "rect" and row["colour"] == HOLDS and row["y"] > 20),
        key=lambda r: r["y"],
    )
    names = sorted(read.parameters, key=lambda one: -read.at("margin_share", "talks", parameter=one))
    for name, track, bar in zip(names, tracks, bars, strict=True):
        low, high, start, end = (
            read.at(one, "talks", parameter=name) for one in ("lowest", "highest", "breaks_low", "breaks_high")
        )
        wide_ = track["x2"] - track["x"]
        assert (bar["x"] - track["x"]) / wide_ == pytest.approx((start - low) / (high - low))
        assert (bar["x2"] - track["x"]) / wide_ == pytest.approx((end - low) / (high - low))
    with pytest.raises(InputError, match="calls nothing unknown"):
        breaks(answer("chain"))


def test_regimes_over_one_unknown_and_over_two():
    result = answer("courses", over="patience", points=9)
    bars = [row for row in rows(regimes(result)) if "from" in row]
    grid = result.data["grid_regime"]
    for course, label in result.attrs["courses"].items():
        own = [row for row in bars if row["course"].replace("\n", " ") == label]
        assert own[0]["from"] == pytest.approx(0.2)
        assert own[-1]["to"] == pytest.approx(0.7)
        for value, regime in zip(grid["x"].values, grid.sel(course=course).values, strict=True):
            inside = next(row for row in own if row["from"] <= value <= row["to"] + 1e-12)
            assert inside["regime"] == REGIMES[int(regime)][0]
    two = answer("courses", over="patience,gain", points=3)
    cells = [row for row in rows(regimes(two)) if "x2" in row]
    assert len(cells) == 3 * 9
    words = [REGIMES[int(one)][0] for one in two.data["grid_regime"].transpose("course", "x", "y").values.ravel()]
    assert [row["regime"] for row in cells] == words
    with pytest.raises(InputError, match="--over"):
        regimes(answer("one"))


def test_how_sure_it_is_has_bars_as_long_as_their_shares():
    result = answer("courses")
    held = marks(survival(result))
    colours = {colour: regime for regime, (_, colour) in REGIMES.items()}
    boxes_ = [row for mark, row in held if mark["type"] == "rect" and row["y2"] - row["y"] > 15]
    left, right = min(row["x"] for row in boxes_), max(row["x2"] for row in boxes_)
    shares = result.data["regime_share"].values
    found = {(round(row["y"]), colours[row["colour"]]): (row["x2"] - row["x"]) / (right - left) for row in boxes_}
    for place, y in enumerate(sorted({round(row["y"]) for row in boxes_})):
        for regime in (0, 1, 2):
            assert found.get((y, regime), 0.0) == pytest.approx(shares[place, regime])
    texts = [row["text"] for mark, row in held if mark["type"] == "text"]
    few = {
        str(round(share * 4)) for share in shares.ravel().tolist() if share > 0.3
    }  # of four draws their number, no share
    assert few <= {row["text"] for mark, row in held if mark["type"] == "text" and mark["fontSize"] == 11}
    for share in result.data["survival_share"].values[:2]:
        assert f"holds in {100 * share:.0f}% of the draws" in texts
