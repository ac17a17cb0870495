"""Alignment by votes in the General Assembly: a third axis, and no reliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise.core.measure import measure
from counterpoise.reliance.security.pool import Interval, Known

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from counterpoise.world.tie_tables import Reading

UNITED_NATIONS = "Signorino and Ritter (1999)"
CHANCE = "Häge (2011)"


@measure(
    symbol="a_{ij}",
    unit="share",
    dims="country partner",
    short="votes alike",
    formula=r"\frac{1}{n_{ij}} \sum_v (1 - |x_{iv} - x_{jv}| / 2)",
    cite="Bailey, Strezhnev and Voeten (2017)",
    headline=False,
)
def votes_alike(voting_agreement: Reading, joint_votes: Reading, answers: NDArray[np.int8]) -> Interval:
    """Agreement of the two countries' votes: 1 for the same, a half where one abstains, absences left out.

    The producers' figure where the store has it, else, or where they are newer, from the roll calls.
    """
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.security.alignment import agreement, agreement_share  # noqa: PLC0415

    own = agreement_share(*agreement(answers)) if len(answers) else np.full(joint_votes.value.shape, np.nan)
    counted = np.isfinite(own) & (joint_votes.year > voting_agreement.year)
    value = _apart(np.where(counted, own, voting_agreement.value))
    return Interval(value, value, value, {"joint_votes": counted, "voting_agreement": ~counted})


@measure(
    symbol="S_{ij}",
    unit="index",
    dims="country partner",
    short="S",
    formula=r"1 - 2 \sum_v |x_{iv} - x_{jv}| / (2 n_{ij})",
    cite=UNITED_NATIONS,
    headline=False,
)
def vote_similarity(joint_votes: Known, answers: NDArray[np.int8]) -> Interval:
    """Similarity S of votes (yes 1, abstain 2, no 3) by absolute distances: from -1 to 1."""
    from counterpoise.reliance.security.alignment import similarity  # noqa: PLC0415

    return _of_tables(joint_votes, answers, lambda table: similarity(table, 1))


@measure(
    symbol="S^2_{ij}",
    unit="index",
    dims="country partner",
    short="S, squared",
    formula=r"1 - 2 \sum_v (x_{iv} - x_{jv})^2 / (4 n_{ij})",
    cite=UNITED_NATIONS,
    headline=False,
)
def vote_similarity_squared(joint_votes: Known, answers: NDArray[np.int8]) -> Interval:
    """Similarity S of votes by squared distances: from -1 to 1."""
    from counterpoise.reliance.security.alignment import similarity  # noqa: PLC0415

    return _of_tables(joint_votes, answers, lambda table: similarity(table, 2))


@measure(
    symbol=r"\kappa_{ij}",
    unit="index",
    dims="country partner",
    short="kappa",
    formula=r"1 - D^o_{ij} / D^e_{ij}",
    cite=CHANCE,
    headline=False,
)
def vote_kappa(joint_votes: Known, answers: NDArray[np.int8]) -> Interval:
    """Chance-corrected similarity of votes: Cohen's kappa with squared distances, by each side's own habits."""
    from counterpoise.reliance.security.alignment import cohens_kappa  # noqa: PLC0415

    return _of_tables(joint_votes, answers, lambda table: cohens_kappa(table, 2))


@measure(
    symbol=r"\pi_{ij}",
    unit="index",
    dims="country partner",
    short="pi",
    formula=r"1 - D^o_{ij} / D^{e}_{ij}",
    cite=CHANCE,
    headline=False,
)
def vote_pi(joint_votes: Known, answers: NDArray[np.int8]) -> Interval:
    """Chance-corrected similarity of votes: Scott's pi with squared distances, by the habits of both together."""
    from counterpoise.reliance.security.alignment import scotts_pi  # noqa: PLC0415

    return _of_tables(joint_votes, answers, lambda table: scotts_pi(table, 2))


@measure(
    symbol=r"\delta_{ij}",
    unit="index",
    dims="country partner",
    short="ideal-point distance",
    formula=r"|\theta_i - \theta_j|",
    cite="Bailey, Strezhnev and Voeten (2017)",
    headline=False,
)
def ideal_distance(ideal_point: Known) -> Interval:
    """Distance between the two countries' ideal points, with the band that holds 90 % if their errors are independent."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.security.ideal_points import distance, distance_band, error_of_band  # noqa: PLC0415

    gap = distance(ideal_point.value)
    if not np.isfinite(ideal_point.value).any():
        return Interval(gap, gap, gap)
    low, high = (np.where(np.isfinite(end), end, np.nan) for end in (ideal_point.low, ideal_point.high))
    error = error_of_band(low, high)
    bands = distance_band(gap, error[:, None], error[None, :])
    return Interval(_apart(gap), _apart(bands[0]), _apart(bands[1]))


def _of_tables(
    joint_votes: Known, answers: NDArray[np.int8], measured: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> Interval:
    """Give a measure of all pairs' tables of answers, missing for those that never voted together."""
    import numpy as np  # noqa: PLC0415

    from counterpoise.reliance.security.alignment import cross_table  # noqa: PLC0415

    count = answers.shape[1]
    value = measured(cross_table(answers)) if len(answers) else np.full((count, count), np.nan)
    value = _apart(np.where(joint_votes.value > 0, value, np.nan))
    return Interval(value, value, value)


def _apart(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leave out a country's likeness to itself."""
    import numpy as np  # noqa: PLC0415

    made = np.array(values, dtype=float)
    np.fill_diagonal(made, np.nan)
    return made
