"""Voting in the United Nations: agreement of every pair and year, similarity, and distances of ideal points.

The figures to meet were computed once from the same roll calls by other programs, and some are the producers' own
(Bailey, Strezhnev and Voeten 2017).
"""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.reliance.security.alignment import (
    agreement_by_session,
    agreement_share,
    cohens_kappa,
    cross_table,
    scotts_pi,
    similarity,
)
from counterpoise.reliance.security.ideal_points import distance, distance_band, error_of_band, net_alignment

ABOUT = ("rcid", "session", "date", "unres", "importantvote", "short", "issues")


def table(shared, name):
    import pyarrow.parquet as pq

    path = shared / "security" / f"{name}.parquet"
    if not path.is_file():
        pytest.skip(f"security/{name}.parquet is not among the third-party figures here")
    return pq.read_table(path)


@pytest.fixture(scope="module")
def ballots(shared):
    """Countries, votes by roll call and country, and the session of each roll call."""
    held = table(shared, "un_votes")
    countries = [name for name in held.column_names if name not in ABOUT]
    votes = np.stack([held[name].to_numpy() for name in countries], axis=1).astype(np.int8)
    return countries, votes, held["session"].to_numpy()


@pytest.fixture(scope="module")
def agreed(ballots):
    return agreement_by_session(ballots[1], ballots[2])


def pairs(agreed, countries, year):
    sessions, agree2, n = agreed
    at = sessions.tolist().index(year - 1945)
    return lambda a, b: (int(agree2[at, countries.index(a), countries.index(b)]),
                         int(n[at, countries.index(a), countries.index(b)]))  # fmt: skip


def test_agreement_of_all_pairs_and_years(shared, ballots, agreed):
    """Every pair that shares a vote in a session, 826,638 of them, to the last vote; and there are no others."""
    countries, votes, _ = ballots
    sessions, agree2, n = agreed
    held = table(shared, "un_agreement")
    place = {code: at for at, code in enumerate(countries)}
    one, other = (np.array([place[code] for code in held[name].to_pylist()]) for name in ("iso3_a", "iso3_b"))
    when = np.searchsorted(sessions, held["year"].to_numpy() - 1945)
    assert votes.shape == (6203, 200)
    assert held.num_rows == 826_638 == np.count_nonzero(np.triu(np.ones(n.shape[1:]), 1) * n)
    np.testing.assert_array_equal(agree2[when, one, other], held["agree2"].to_numpy())
    np.testing.assert_array_equal(n[when, one, other], held["n"].to_numpy())


@pytest.mark.parametrize(
    ("year", "a", "b", "share", "shared_votes"),
    [
        (2019, "KOR", "USA", 0.5385, 91),
        (2019, "CHN", "KOR", 0.6517, 89),
        (2019, "CHN", "USA", 0.2022, 89),
        (2019, "ISR", "USA", 0.9607, 89),
        (2018, "KOR", "USA", 0.5106, None),
    ],
)
def test_agreement_of_some_pairs(ballots, agreed, year, a, b, share, shared_votes):
    agree2, n = pairs(agreed, ballots[0], year)(a, b)
    assert agreement_share(np.array(agree2), np.array(n)) == pytest.approx(share, abs=5e-5)
    assert shared_votes in (None, n)


def test_few_states_agree_with_the_united_states_in_half(ballots, agreed):
    """In 2019 a fifth of them, and all but one in thirty with China."""
    sessions, agree2, n = agreed
    at = sessions.tolist().index(74)
    share = agreement_share(agree2[at], n[at])
    np.fill_diagonal(share, np.nan)
    for code, half in (("USA", 0.20), ("CHN", 0.97)):
        with_it = share[ballots[0].index(code)]
        assert np.mean(with_it[~np.isnan(with_it)] >= 0.5) == pytest.approx(half, abs=0.01)


@pytest.mark.parametrize(
    ("a", "b", "s", "s_squared", "kappa", "pi"),
    [
        ("KOR", "USA", 0.0769, 0.1978, 0.2069, 0.0196),
        ("KOR", "CHN", 0.3034, 0.4607, 0.0779, 0.0240),
        ("USA", "CHN", -0.5955, -0.5281, -0.1798, -0.6732),
        ("USA", "ISR", 0.9213, 0.9382, 0.9102, 0.9101),
    ],
)
def test_similarity_in_session_74(ballots, a, b, s, s_squared, kappa, pi):
    countries, votes, session = ballots
    counts = cross_table(votes[session == 74])[..., countries.index(a), countries.index(b)]
    found = similarity(counts), similarity(counts, 2), cohens_kappa(counts), scotts_pi(counts)
    np.testing.assert_allclose(found, (s, s_squared, kappa, pi), rtol=0, atol=5.01e-5)


def test_ideal_points(shared):
    """Places in 2024, and how Korea has moved towards the United States and away from China since 1995."""
    held = table(shared, "un_ideal_points").to_pandas().set_index(["year", "iso3"])
    codes = ["USA", "CHN", "KOR"]
    for year, to_us, to_china in ((1995, 2.522, 2.184), (2024, 1.136, 1.924)):
        here = held.loc[year].loc[codes]
        apart = distance(here["ideal_fp"].to_numpy())
        assert apart[2, 0] == pytest.approx(to_us, abs=5e-4)
        assert apart[2, 1] == pytest.approx(to_china, abs=5e-4)
        error = error_of_band(here["fp_q05"].to_numpy(), here["fp_q95"].to_numpy())
        low, high = distance_band(apart, error[:, None], error[None])
        off = ~np.eye(3, dtype=bool)
        assert np.all((low < apart)[off] & (apart < high)[off])
    net = net_alignment(apart[2, 0], apart[2, 1], apart[0, 1])
    assert net == pytest.approx((1.924 - 1.136) / (2.206 + 0.854), abs=1e-3)
    for code, place in (
        ("USA", 2.206),
        ("ISR", 2.152),
        ("KOR", 1.070),
        ("IND", -0.201),
        ("RUS", -0.598),
        ("CHN", -0.854),
    ):
        assert held.loc[(2024, code), "ideal_fp"] == pytest.approx(place, abs=5e-4)
