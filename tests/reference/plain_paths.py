"""Negotiations by plain enumeration: every path, every deviation, in dictionaries over tuples of levels; and random small games."""

import itertools

import numpy as np

from counterpoise.games.steps import Stakes, Steps


class Plain:
    """A game as dictionaries over tuples of levels, solved by going through everything."""

    def __init__(self, steps, stakes):
        self.steps, self.stakes = steps, stakes
        self.states = list(itertools.product(*(range(one) for one in steps.counts)))
        number = {one: at for at, one in enumerate(self.states)}
        self.u = {one: stakes.payoff[number[one]] for one in self.states}
        self.w = {one: stakes.outside[number[one]] for one in self.states}
        allowed = [True] * len(self.states) if steps.allowed is None else steps.allowed
        self.allowed = {one: bool(allowed[number[one]]) for one in self.states}
        self.start = self.states[steps.start]

    def paths(self, here=None):
        here = self.start if here is None else here
        yield (here,)
        for state in self.states:
            up = [b - a for a, b in zip(here, state, strict=True)]
            slow = self.steps.pace is None or all(one <= most for one, most in zip(up, self.steps.pace, strict=True))
            if min(up) >= 0 and max(up) > 0 and slow and self.allowed[state]:
                for rest in self.paths(state):
                    yield (here, *rest)

    def value(self, path, player):
        beta, h = self.stakes.discount[player], self.stakes.hazard
        last = path[-1]
        made = [((1 - beta) * self.u[last][player] + beta * h * self.w[last][player]) / (1 - beta * (1 - h))]
        for state in reversed(path[1:]):
            broken = h * self.w[state][player]
            made.insert(0, (1 - beta) * self.u[state][player] + beta * ((1 - h) * made[0] + broken))
        return made

    def cheat(self, path, stage, player, own):
        """What is had with own levels held, or as the path has them, over as many periods as count where it is noticed at a rate."""
        beta, lag = self.stakes.discount[player], self.stakes.lags[player]
        q = None if self.stakes.detection is None else self.stakes.detection[player]
        q = None if q is None or np.isnan(q) else q
        total, weight = 0.0, 1.0
        for turn in range(lag if q is None else 4000):
            ahead = path[min(stage + 1 + turn, len(path) - 1)]
            state = tuple(
                own[at] if who == player and own is not None else ahead[at] for at, who in enumerate(self.steps.owner)
            )
            total += weight * (1 - beta) * self.u[state][player]
            weight *= beta
            if q is None:
                total += weight * self.w[state][player] * (turn == lag - 1)
            else:
                total += weight * q * self.w[state][player]
                weight *= 1 - q
            if weight < 1e-15:
                break
        return total

    def deviations(self, path, stage, player):
        here, end = path[stage], path[-1]
        mine = [at for at, who in enumerate(self.steps.owner) if who == player]
        if self.stakes.payments or any(here[at] != end[at] for at in mine):
            yield self.cheat(path, stage, player, here)
        if self.stakes.payments:
            yield self.cheat(path, stage, player, None)
        if self.stakes.withdrawal:
            lowest = [
                (0 if self.steps.floor is None else self.steps.floor[at][here[at]]) if at in mine else here[at]
                for at in range(len(here))
            ]
            for own in itertools.product(*(range(a, b + 1) for a, b in zip(lowest, here, strict=True))):
                if own != here:
                    yield self.cheat(path, stage, player, own)

    def slacks(self, path):
        made = np.empty((len(path), self.steps.players))
        for player in range(self.steps.players):
            value = self.value(path, player)
            for stage, state in enumerate(path):
                best = max([self.w[state][player], *self.deviations(path, stage, player)])
                made[stage, player] = value[stage] - best
        return made


def efficient(values):
    """Every vector that no other beats, once."""
    some = {tuple(np.round(one, 9)) for one in values}
    return sorted(
        one
        for one in some
        if not any(other != one and all(a >= b for a, b in zip(other, one, strict=True)) for other in some)
    )


def game(seed):
    """A random small game with lags, rates of detection, hazards, paces and steps that can or can't be taken back."""
    rng = np.random.default_rng(seed)
    players = int(rng.integers(2, 4))
    counts = [(2, 2), (3, 2), (2, 3), (3, 3), (2, 2, 2), (4, 2), (2, 2, 3)][rng.integers(7)]
    owner = tuple(int(one) for one in rng.integers(players, size=len(counts)))
    size = int(np.prod(counts))
    floor = []
    for count in counts:
        fixed = [True, *(rng.random(count - 1) < 0.5)]
        floor.append(tuple(max(low for low in range(level + 1) if fixed[low]) for level in range(count)))
    allowed = rng.random(size) < 0.85
    allowed[0] = True
    steps = Steps(
        counts,
        owner,
        players,
        floor=tuple(floor) if rng.random() < 0.8 else None,
        pace=tuple(int(one) for one in rng.integers(1, 3, size=len(counts))) if rng.random() < 0.4 else None,
        allowed=allowed if rng.random() < 0.4 else None,
    )
    gain = np.stack(np.unravel_index(np.arange(size), counts), axis=1) @ rng.uniform(-1, 2, (len(counts), players))
    payoff = gain + rng.normal(0, 0.3, (size, players))
    outside = rng.normal(-0.5, 0.5, (size, players)) + (
        payoff * rng.uniform(0, 1, players) if rng.random() < 0.5 else 0
    )
    detection = None
    if rng.random() < 0.4:
        detection = np.where(rng.random(players) < 0.6, rng.uniform(0.2, 1, players), np.nan)
    return steps, Stakes(
        payoff,
        outside,
        rng.uniform(0.3, 0.95, players),
        hazard=float(rng.uniform(0, 0.2)) if rng.random() < 0.5 else 0.0,
        lag=tuple(int(one) for one in rng.integers(1, 4, size=players)),
        detection=detection,
        withdrawal=bool(rng.random() < 0.7),
    )
