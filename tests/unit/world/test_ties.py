"""Tables of ties and what they say of a year: what is written, what is absent, how old it may be, and who comes first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise import facts
from counterpoise.core.errors import DataError, InputError
from counterpoise.world import ties_facts
from counterpoise.world.tie_tables import PATIENCE, Observations, RollCalls, blank
from counterpoise.world.ties import KINDS, Act, Ties

CODES = ("AAA", "BBB", "CCC")
TROOPS = "foreign_troops"


def rows(*held, kind=TROOPS, source="one", years=None, **how):
    """Make a table of rows: country, partner, year, value."""
    country, partner, year, value = zip(*held, strict=True) if held else ((), (), (), ())
    return Observations(
        kind=kind,
        source=source,
        years=years or (min(year), max(year)),
        country=np.array(country, dtype="U24"),
        partner=np.array(partner, dtype="U24") if KINDS[kind].dyadic else None,
        year=np.array(year, dtype=np.int64),
        value=np.array(value, dtype=float),
        **how,
    )


def alone(*held, kind="population", **how):
    """Make a table of rows: country, year, value."""
    return rows(*((country, "", year, value) for country, year, value in held), kind=kind, **how)


def ties(*tables, acts=(), home=CODES, roll_calls=None):
    held = {}
    for one in tables:
        held.setdefault(one.kind, []).append(one)
    return Ties(tables=held, acts=tuple(acts), provenance={}, home=home, roll_calls=roll_calls)


def cell(reading, country="AAA", partner="BBB"):
    at = tuple(reading.countries.index(one) for one in (country, partner)[: reading.value.ndim])
    bounds = tuple(float(array[at]) for array in (reading.value, reading.low, reading.high))
    return (*bounds, int(reading.year[at]), int(reading.source[at]))


NOTHING = (pytest.approx(np.nan, nan_ok=True), -np.inf, np.inf, 0, -1)
FIRST, SECOND = ("AAA", "BBB", 2000, 5.0), ("AAA", "CCC", 2003, 7.0)


def test_of_a_whole_table_the_newest_year_is_taken_and_what_it_lacks_is_absent():
    table = rows(FIRST, SECOND, absent=(0.0, 0.0))
    assert cell(table.at(2002, CODES)) == (5, 5, 5, 2000, 0)
    assert cell(table.at(2002, CODES), partner="CCC") == (0, 0, 0, 2000, 0)
    assert cell(table.at(2003, CODES)) == (0, 0, 0, 2003, 0)  # what stood in 2000 is over
    assert cell(table.at(2003, CODES), partner="CCC") == (7, 7, 7, 2003, 0)


def test_of_a_table_with_gaps_a_row_stands_until_there_is_a_newer_one():
    table = rows(FIRST, SECOND, ("AAA", "BBB", 2005, 6.0), whole=False)
    assert cell(table.at(2004, CODES)) == (5, 5, 5, 2000, 0)
    assert cell(table.at(2004, CODES), partner="CCC") == (7, 7, 7, 2003, 0)
    assert cell(table.at(2006, CODES)) == (6, 6, 6, 2005, 0)
    assert cell(table.at(2006, CODES), "BBB", "AAA") == NOTHING


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_not_written_is_unknown_where_nothing_says_what_absence_means(whole):
    assert cell(rows(FIRST, whole=whole).at(2000, CODES), partner="CCC") == NOTHING


def test_absence_may_mean_less_than_a_threshold():
    found = cell(rows(FIRST, absent=(0.0, 99.0)).at(2000, CODES), partner="CCC")
    assert found == (pytest.approx(np.nan, nan_ok=True), 0, 99, 2000, 0)


def test_absence_says_nothing_of_whom_a_table_does_not_cover():
    table = rows(FIRST, absent=(0.0, 0.0), covers=frozenset({"AAA"}), partners=frozenset({"BBB"}))
    reading = table.at(2000, CODES)
    assert cell(reading, "AAA", "CCC") == NOTHING
    assert cell(reading, "CCC", "BBB") == NOTHING
    apart = rows(FIRST, absent=(0.0, 0.0), apart=frozenset({"CCC"})).at(2000, CODES)
    assert cell(apart, "AAA", "CCC") == NOTHING
    assert cell(apart, "CCC", "AAA")[:3] == (0, 0, 0)


@pytest.mark.parametrize("whole", [True, False])
def test_a_figure_stands_for_ten_years_and_not_before_its_own(whole):
    table = rows(FIRST, whole=whole, absent=(0.0, 0.0))
    assert PATIENCE == 10
    assert table.at(1999, CODES) is None
    assert cell(table.at(2010, CODES)) == (5, 5, 5, 2000, 0)
    assert table.at(2011, CODES) is None


def test_a_whole_table_that_leaves_out_years_is_not_taken_for_one_of_them():
    """What is counted in a year is not known of the next; other figures stand for so long as they do."""
    held = (FIRST, ("AAA", "BBB", 2009, 6.0))
    yearly, patient = (rows(*held, absent=(0.0, 0.0), patience=years) for years in (0, 3))
    assert [year for year in range(1998, 2012) if yearly.at(year, CODES)] == [2000, 2009]
    assert [year for year in range(1998, 2014) if patient.at(year, CODES)] == [*range(2000, 2004), *range(2009, 2013)]
    assert cell(patient.at(2003, CODES))[:4] == (5, 5, 5, 2000)
    assert cell(patient.at(2003, CODES), partner="CCC")[:4] == (0, 0, 0, 2000)
    assert cell(yearly.at(2009, CODES))[:4] == (6, 6, 6, 2009)


def test_before_a_year_nobody_looked_up_absence_tells_nothing():
    table = rows(("AAA", "BBB", 2020, 500.0), ("AAA", "CCC", 2024, 7.0), whole=False, patience=3, absent=(0.0, 99.0),
                 told_from=2024)  # fmt: skip
    for year in (2020, 2023):
        assert cell(table.at(year, CODES)) == (500, 500, 500, 2020, 0)
        assert cell(table.at(year, CODES), partner="CCC") == NOTHING
    for year in (2024, 2027):
        assert cell(table.at(year, CODES))[1:] == (0, 99, 2024, 0)  # the row of 2020 stood until 2023
        assert cell(table.at(year, CODES), partner="CCC") == (7, 7, 7, 2024, 0)
    assert table.at(2028, CODES) is None


def test_a_figure_stands_no_longer_where_a_later_one_is_far_away():
    table = rows(FIRST, ("AAA", "BBB", 2020, 6.0))
    assert cell(table.at(2010, CODES)) == (5, 5, 5, 2000, 0)
    assert table.at(2011, CODES) is None
    assert cell(table.at(2020, CODES)) == (6, 6, 6, 2020, 0)


def test_in_a_table_with_gaps_each_row_has_its_own_ten_years():
    table = rows(FIRST, SECOND, whole=False)
    reading = table.at(2011, CODES)
    assert cell(reading) == NOTHING
    assert cell(reading, partner="CCC") == (7, 7, 7, 2003, 0)


def test_a_row_can_have_bounds_alone():
    table = rows(("AAA", "BBB", 2000, np.nan), low=np.array([1.0]), high=np.array([np.inf]))
    assert cell(table.at(2000, CODES)) == (pytest.approx(np.nan, nan_ok=True), 1, np.inf, 2000, 0)


def test_rows_of_other_countries_are_passed_over():
    reading = rows(FIRST, ("XXX", "BBB", 2000, 1.0), ("AAA", "YYY", 2000, 2.0)).at(2000, CODES)
    assert np.nansum(reading.value) == 5


def test_the_newer_figure_is_taken_and_of_a_year_the_first_table_s():
    old, new = rows(FIRST, source="old"), rows(("AAA", "BBB", 2002, 6.0), source="new")
    for order in ((old, new), (new, old)):
        held = ties(*order)
        assert held.reading(TROOPS, 2001).sources == tuple(one.source for one in order)
        assert cell(held.reading(TROOPS, 2001))[:4] == (5, 5, 5, 2000)
        assert cell(held.reading(TROOPS, 2002))[:4] == (6, 6, 6, 2002)
    same = ties(rows(FIRST, source="one"), rows(("AAA", "BBB", 2000, 9.0), source="two"))
    assert cell(same.reading(TROOPS, 2000)) == (5, 5, 5, 2000, 0)


LATER = rows(("CCC", "BBB", 2004, 1.0), source="bound", absent=(0.0, 99.0))
"""A whole table of 2004 in which who has no row has at most 99."""


@pytest.mark.parametrize("turned", [False, True])
def test_a_newer_bound_hides_no_figure_that_it_holds(turned):
    tables = [rows(FIRST, source="figure"), LATER]
    held = ties(*(reversed(tables) if turned else tables))
    assert cell(held.reading(TROOPS, 2004)) == (5, 5, 5, 2000, int(turned))
    assert cell(held.reading(TROOPS, 2004), "BBB", "AAA")[1:] == (0, 99, 2004, int(not turned))


@pytest.mark.parametrize("turned", [False, True])
def test_who_was_withdrawn_is_not_there_again(turned):
    """30,000 in 2015, and in 2024 fewer than are listed: the older figure stands until then, and no longer."""
    tables = [
        rows(("AAA", "BBB", 2015, 30_000.0), source="figure"),
        rows(("CCC", "BBB", 2024, 150.0), source="bound", absent=(0.0, 99.0)),
    ]
    held = ties(*(reversed(tables) if turned else tables))
    assert cell(held.reading(TROOPS, 2023)) == (30_000, 30_000, 30_000, 2015, int(turned))
    assert cell(held.reading(TROOPS, 2024)) == (pytest.approx(np.nan, nan_ok=True), 0, 99, 2024, int(not turned))


def test_of_a_year_the_first_table_s_bounds_are_taken_but_who_says_nothing_hides_no_figure():
    bound = rows(("AAA", "BBB", 2000, np.nan), source="bound", low=np.array([4.0]), high=np.array([6.0]))
    withheld = rows(("AAA", "BBB", 2000, np.nan), source="withheld", low=np.array([0.0]), high=np.array([np.inf]))
    figure, less = rows(FIRST, source="figure"), rows(source="less", years=(2000, 2000), absent=(0.0, 99.0))
    assert cell(ties(bound, figure).reading(TROOPS, 2000))[1:] == (4, 6, 2000, 0)
    assert cell(ties(withheld, figure).reading(TROOPS, 2000)) == (5, 5, 5, 2000, 1)
    assert cell(ties(withheld, less).reading(TROOPS, 2000))[1:] == (0, np.inf, 2000, 0)


def test_nobody_has_ties_to_itself():
    reading = ties(rows(FIRST, absent=(0.0, 0.0))).reading(TROOPS, 2000)
    assert np.isnan(np.diag(reading.value)).all()
    assert np.isnan(np.diag(reading.low)).all()
    assert set(np.diag(reading.source)) == {-1}


def test_without_a_year_the_newest_is_read_and_without_a_table_nothing_is_known():
    held = ties(rows(FIRST, SECOND))
    assert held.newest == 2003
    assert cell(held.reading(TROOPS)) == NOTHING  # in the whole year 2003 the pair has no row
    assert cell(held.reading(TROOPS), partner="CCC")[0] == 7
    assert cell(held.reading("migrants")) == NOTHING
    assert held.reading(TROOPS) is held.reading(TROOPS, 2003)


def test_an_unknown_kind_is_refused_with_a_guess():
    with pytest.raises(InputError, match="foreign_troops"):
        ties(rows(FIRST)).reading("foreign_trops")
    with pytest.raises(InputError, match="no kind of tie"):
        ties(rows(FIRST)).series("love", "AAA", "BBB")


def test_a_series_has_the_years_that_have_rows_and_the_figure_of_the_reading():
    twice = rows(FIRST, ("AAA", "BBB", 2000, 6.0), ("AAA", "BBB", 2002, 8.0), source="one")
    other = rows(("AAA", "BBB", 2000, 1.0), ("AAA", "BBB", 2001, 2.0), source="two")
    held = ties(twice, other)
    assert held.series(TROOPS, "AAA", "BBB") == [(2000, 6.0, "one"), (2001, 2.0, "two"), (2002, 8.0, "one")]
    assert held.series(TROOPS, "BBB", "AAA") == []
    for year, value, _ in held.series(TROOPS, "AAA", "BBB"):
        assert cell(held.reading(TROOPS, year))[0] == value


def test_figures_of_a_country_alone():
    held = ties(alone(("AAA", 2000, 10.0), ("BBB", 2001, 20.0), whole=False))
    reading = held.reading("population", 2001)
    assert reading.value[:2].tolist() == [10, 20]
    assert np.isnan(reading.value[2])
    assert held.series("population", "AAA") == [(2000, 10.0, "one")]
    assert held.traits["population"].sel(country="AAA", year=2000) == 10
    assert np.isnan(held.traits["population"].sel(country="AAA", year=2001))


def test_all_figures_as_arrays_have_the_first_table_s_and_gaps_where_there_is_no_row():
    held = ties(rows(FIRST, source="one"), rows(("AAA", "BBB", 2000, 9.0), SECOND, source="two"))
    array = held.dyads[TROOPS]
    assert array.dims == ("country", "partner", "year")
    assert array.sel(country="AAA", partner="BBB", year=2000) == 5
    assert array.sel(country="AAA", partner="CCC", year=2003) == 7
    assert int(array.notnull().sum()) == 2
    assert array.attrs["absent"] == KINDS[TROOPS].absent


def test_acts_between_two_are_found_both_ways_and_those_on_all():
    acts = [Act("treaty", "pact", "AAA", "BBB", since="1950-01-02"), Act("coercion", "ban", "BBB", "ALL", since="2010"),
            Act("treaty", "other", "AAA", "CCC", since="1960")]  # fmt: skip
    held = ties(rows(FIRST), acts=acts)
    assert [one.name for one in held.between("BBB", "AAA")] == ["pact", "ban"]
    assert [one.name for one in held.between("AAA", "CCC")] == ["other"]
    assert (acts[0].year, acts[0].last_year) == (1950, None)
    assert Act("treaty", "x", "AAA", "BBB", signed="1949").year == 1949
    assert Act("treaty", "x", "AAA", "BBB").year == 0


VOTES = np.array([[1, 1, 0], [1, 3, 2], [0, 2, 1], [3, 3, 0]], dtype=np.int8)


def test_roll_calls_count_in_how_many_both_voted():
    held = RollCalls(("AAA", "BBB", "DDD"), np.array([1990, 1991, 1991, 1991]), VOTES, "votes")
    assert held.years == (1990, 1991)
    assert held.of(1989, CODES) is None
    assert held.of(2002, CODES) is None
    assert held.of(1990, CODES).tolist() == [[1, 1, 0]]
    late = RollCalls(held.countries, np.array([1990, 2005, 2005, 2005]), VOTES, "votes")
    assert late.of(2001, CODES) is None  # between two sessions that are far apart too
    assert late.of(2000, CODES).tolist() == [[1, 1, 0]]
    votes = held.of(1995, CODES)
    assert votes[:, :2].tolist() == VOTES[1:, :2].tolist()
    assert not votes[:, 2].any()  # no member
    world = ties(held, rows(FIRST), roll_calls=held)
    assert "DDD" in world.countries
    reading = world.reading("joint_votes", 1995)
    assert cell(reading) == (2, 2, 2, 1991, 0)
    assert cell(reading, "AAA", "DDD")[0] == 1
    assert cell(reading, "AAA", "CCC") == NOTHING


def test_a_blank_reading_knows_nothing():
    made = blank(CODES, ("one",), dyadic=True)
    assert cell(made) == NOTHING
    assert blank(CODES, (), dyadic=False).value.shape == (3,)


FIGURE = st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1990, 2005), st.floats(0, 1e6))


@given(st.lists(FIGURE, min_size=1, max_size=12), st.booleans(), st.integers(1985, 2020),
       st.sampled_from([None, (0.0, 0.0), (0.0, 99.0)]))  # fmt: skip
def test_every_reading_is_within_its_bounds_and_of_its_time(held, whole, year, absent):
    reading = ties(rows(*held, whole=whole, absent=absent)).reading(TROOPS, year)
    known = np.isfinite(reading.value)
    told = reading.source >= 0
    assert np.all(told[known])
    assert np.all((reading.low <= reading.value)[known] & (reading.value <= reading.high)[known])
    assert np.all(reading.year[told] <= year)
    assert np.all(reading.year[told] >= year - PATIENCE)
    assert np.all(reading.year[~told] == 0)
    written = {(a, b, when): value for a, b, when, value in held}
    for i, j in np.argwhere(known):
        value = written.get((CODES[i], CODES[j], int(reading.year[i, j])))
        assert reading.value[i, j] == (0.0 if value is None else value)
        assert value is not None or absent == (0.0, 0.0)


APART = st.lists(FIGURE, min_size=1, max_size=4)


@given(st.lists(APART, min_size=2, max_size=3), st.permutations(range(3)), st.integers(1990, 2012),
       st.lists(st.sampled_from([None, (0.0, 99.0), (0.0, np.inf)]), min_size=3, max_size=3))  # fmt: skip
def test_the_order_of_tables_decides_between_figures_of_one_year_only(held, order, year, absent):
    """And a figure that is taken is held by every newer bound."""
    tables = [
        rows(*((a, b, 3 * (when // 3) + place, value / 1e4) for a, b, when, value in one), source=str(place),
             absent=absent[place])
        for place, one in enumerate(held)
    ]  # fmt: skip
    turned = [tables[k] for k in order if k < len(tables)]
    one, other = ties(*tables).reading(TROOPS, year), ties(*turned).reading(TROOPS, year)
    for name in ("value", "low", "high", "year"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for table in tables:
        newer = table.at(year, CODES)
        if newer is not None:
            over = (newer.source >= 0) & (newer.year > one.year) & np.isfinite(one.value)
            assert np.all(np.isnan(newer.value[over]))
            assert np.all((newer.low <= one.value)[over] & (one.value <= newer.high)[over])


# The facts -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own():
    return Ties(tables=ties_facts.tables(), acts=tuple(ties_facts.acts()), provenance={}, home=ties_facts.home())


def test_every_figure_of_the_facts_is_within_its_bounds(own):
    for kind in own.tables:
        reading = own.reading(kind)
        known = np.isfinite(reading.value)
        assert known.any(), kind
        assert np.all((reading.low == reading.value)[known]), kind
        assert np.all((reading.high == reading.value)[known]), kind


EVER = (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("sender", "since", "bounds"),
    [("USA", 2024, (0.0, 99.0)), ("CHN", 1980, (0.0, 999.0)), ("FRA", 2025, (0.0, 999.0)), ("TUR", 2025, (0.0, 999.0))],
)
def test_who_is_not_listed_has_few_troops_in_the_years_that_were_looked_up(own, sender, since, bounds):
    """Of earlier years nobody knows: a row that is absent is no nought."""
    listed = {(row["host"], row["sender"]) for row in facts.read("garrisons")}
    unlisted = [code for code in own.home if code != sender and (code, sender) not in listed]
    assert len(unlisted) > 20
    for year in (1979, 2023, 2024, 2025, own.newest):
        found = [cell(own.reading(TROOPS, year), code, sender) for code in unlisted]
        assert {one[1:3] for one in found} == {bounds if year >= since else EVER}
        assert all(np.isnan(one[0]) for one in found)
        assert {one[3] for one in found} == {min(year, own.newest) if year >= since else 0}


def test_a_garrison_s_figure_stands_for_three_years(own):
    assert ties_facts.STAND == 3
    for row in facts.read("garrisons"):
        if row["basis"] == ties_facts.WITHOUT_CONSENT or not row["troops"]:
            continue
        counted, at = int(row["year"]), (row["host"], row["sender"])
        newer = {int(one["year"]) for one in facts.read("garrisons") if (one["host"], one["sender"]) == at}
        for year in range(counted, counted + 3):
            if not any(counted < one <= year for one in newer) and year <= own.newest:
                assert cell(own.reading(TROOPS, year), *at)[3] == counted
        over = counted + 4
        if over <= own.newest and not any(counted < one <= over for one in newer):
            assert cell(own.reading(TROOPS, over), *at)[3] != counted


def test_suppliers_that_are_not_listed_have_at_most_what_is_left(own):
    """What the listed shares leave, each rounded to a tenth of a percent, and less than the least that is listed."""
    reading = own.reading("arms_share")
    off = ~np.eye(len(reading.countries), dtype=bool)
    assert np.all(reading.low[off & (reading.source >= 0)] >= 0)
    bounded = off & (reading.source >= 0) & np.isnan(reading.value)
    assert bounded.any()
    assert np.all(reading.high[bounded] <= ties_facts.LISTED)
    sums = np.nansum(np.where(off, reading.value, 0.0), axis=1)
    assert np.all(sums <= 1.0051)
    listed = (np.where(off, reading.value, 0.0) > 0).sum(axis=1)
    left = np.minimum(np.maximum(1 - sums, 0) + 0.0005 * listed, 0.05)
    np.testing.assert_allclose(reading.high[bounded], np.broadcast_to(left[:, None], off.shape)[bounded], atol=1e-12)
    assert np.all(reading.low[bounded] == 0)


@pytest.mark.parametrize(("shares", "said"), [
    ((0.7, 0.4), "its shares sum to 1.100, above one"), ((1.2,), "a share of 1.2 is none"), ((-0.1,), "a share of -0.1"),
])  # fmt: skip
def test_shares_above_one_are_refused(shares, said):
    made = [
        {"recipient": "AAA", "supplier": code, "share": str(share)} for code, share in zip("BCD", shares, strict=False)
    ]
    with pytest.raises(DataError, match=said) as raised:
        ties_facts.check_shares(made)
    assert "AAA" in raised.value.where


def test_shares_that_are_rounded_may_sum_a_little_above_one():
    ties_facts.check_shares([{"recipient": "AAA", "supplier": one, "share": "0.335"} for one in "BCD"])


def test_who_had_nuclear_weapons_in_a_year(own):
    def armed(year):
        reading = own.reading("nuclear_weapons", year)
        return {code for code, value in zip(reading.countries, reading.value, strict=True) if value == 1}

    assert armed(1948) == {"USA"}
    assert armed(1950) == {"USA", "RUS"}
    assert {"USA", "RUS", "GBR", "FRA", "CHN"} <= armed(1965)
    assert armed(2025) == {"USA", "RUS", "GBR", "FRA", "CHN", "IND", "PAK", "ISR", "PRK"}
