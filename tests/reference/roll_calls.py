"""Roll calls drawn from known places: states that walk at random, answers by an ordered probit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from counterpoise.world.tie_tables import RollCalls

STATES = ("USA", "GBR", "FRA", "KOR", "JPN", "IND", "CHN", "RUS", "PRK", "CUB", "BRA", "ZAF")
NUMBERS = {"USA": 2, "GBR": 200, "FRA": 220, "KOR": 732, "JPN": 740, "IND": 750, "CHN": 710, "RUS": 365, "PRK": 731}
NUMBERS |= {"CUB": 40, "BRA": 140, "ZAF": 560}


@dataclass(frozen=True, eq=False)
class Drawn:
    """Votes, and where those who cast them stand.

    ``place`` is ``[session, country]`` with mean 0 and spread 1 over all who vote, ``cuts`` ``[roll call, 3]``.
    """

    votes: np.ndarray
    session: np.ndarray
    place: np.ndarray
    cuts: np.ndarray


def drawn(seed: int, countries: int = 60, sessions: int = 8, calls: int = 30, innovation: float = 0.1) -> Drawn:
    """Draw votes; a tenth is missing, and a third of the states joins late."""
    rng = np.random.default_rng(seed)
    first = rng.standard_normal(countries)
    steps = rng.normal(0, innovation**0.5, (sessions - 1, countries))
    place = np.cumsum(np.vstack([first, steps]), axis=0)
    late = np.where(rng.random(countries) < 1 / 3, rng.integers(0, sessions // 2, countries), 0)
    there = np.arange(sessions)[:, None] >= late
    place = (place - place[there].mean()) / place[there].std()
    middle, half = rng.normal(0.6, 1, (sessions, calls)), rng.uniform(0.2, 0.8, (sessions, calls))
    cuts = np.stack([rng.normal(0, 1.2, (sessions, calls)), middle - half, middle + half], axis=-1)
    lean = cuts[:, :, :1] * place[:, None, :] + rng.standard_normal((sessions, calls, countries))
    votes = (1 + (lean > cuts[:, :, 1:2]).astype(int) + (lean > cuts[:, :, 2:])).astype(np.int8)
    votes[rng.random(votes.shape) < 0.1] = 0
    votes = np.where(there[:, None, :], votes, 0).astype(np.int8)
    return Drawn(
        votes.reshape(-1, countries),
        np.repeat(np.arange(sessions), calls),
        np.where(there, place, np.nan),
        cuts.reshape(-1, 3),
    )


def assembly(seed: int = 4, sessions: int = 4) -> RollCalls:
    """Give votes of a dozen states, the United States at one end: a title stands in two sessions."""
    made = drawn(seed, len(STATES), sessions, 25)
    order = np.argsort(-np.nanmean(made.place, axis=0))
    votes = made.votes[:, order]
    votes[:, STATES.index("CUB")] = np.where(made.session == 0, votes[:, STATES.index("CUB")], 0)
    title = tuple(f"question {k % 25}" if k % 25 < 5 else "" for k in range(len(votes)))
    return RollCalls(STATES, made.session + 2016, votes, "un-votes", title)


def written(calls: RollCalls, path: Path) -> Path:
    """Write votes as the producers' table has them, a line a vote, with the Correlates of War's numbers of states."""
    lines = ["rcid,ccode,session,vote,date,unres,importantvote,short"]
    for k, (votes, year) in enumerate(zip(calls.votes.tolist(), calls.year.tolist(), strict=True)):
        about = f"{year}-12-01,R/{year - 1945}/{k},0,{calls.title[k]}"
        for state, vote in zip(calls.countries, votes, strict=True):
            lines.append(f"{k + 1},{NUMBERS[state]},{year - 1945},{vote or 8},{about}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ties_of(calls: RollCalls):
    """Give the program's own facts, with these votes."""
    from counterpoise.world.load import load_ties

    return replace(load_ties(), roll_calls=calls)
