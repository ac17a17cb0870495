"""One issue as a line: where actors stand, how much each counts, and which outcomes follow."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

from counterpoise.core.errors import InputError
from counterpoise.core.progress import Progress, quietly
from counterpoise.core.question import Word, question
from counterpoise.core.result import Asked, Provenance
from counterpoise.questions.arguments import Draws, Seed
from counterpoise.questions.ensembles import Interval
from counterpoise.questions.placed import Placed, described

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.negotiation.line import Line
    from counterpoise.negotiation.outcomes import Outcomes

ERROR = 0.231
"""The mean absolute error of the weighted mean on 353 issues of DEU III, over the length of the scale; quoted, not computed here."""

MODEST = (
    "no forecast of one point: on 353 issues of DEU III (Arregui and Perarnaud 2022) the weighted mean errs by 23.1 of 100 points on average, "
    "which here is {size}; the challenge model errs by 24.6 to 27.0 and is left out (quoted, not computed here)"
)
POINTS = "every number is one point, so that nothing tells how sure the outcome is: give ranges, as [30, 50]"
APART = "each number is drawn by itself: where two move together in truth, the outcome is less sure or surer than this"
HALVES = (
    "half of the weight stands on either side: every point from {low} to {high} is a median, and the middle is told"
)
NEARER = "who prefers what follows from distance alone: each actor is taken to prefer what is nearer to its position"
AS_VOTES = "no votes are given: capabilities stand for them"
MADE_UP = "an illustration: its numbers are made up"
REMEMBERED = "its numbers rest on memory"


def _line(value: Any, where: str) -> Line:
    from counterpoise.negotiation.line import Line, read  # noqa: PLC0415

    if isinstance(value, Line):
        value.check(name=where)
        return value
    if not isinstance(value, str | os.PathLike):
        raise InputError(f"{str(value)[:40]!r} is not a line", where=where, remedy="give a file, or a Line")
    if not os.fspath(value):
        raise InputError("the file's name is empty", where=where, remedy="give a path")
    return read(value)


LineFile = Annotated["Line", Word("line", _line, "FILE", local=True)]


@question(charts="counterpoise.charts", documents="counterpoise.briefing")
def positions(
    line: LineFile,
    *,
    draws: Draws = 10_000,
    interval: Interval = 90.0,
    seed: Seed = 0,
    progress: Progress | None = None,
) -> Placed:
    """Where actors stand on one issue, how much each counts, and where the outcome may lie.

    Each actor counts with its salience times its capability. The weighted mean is the compromise model's prediction, the weighted
    median is where half of the weight stands on either side; a prediction on a line is a range.

    Parameters
    ----------
    line
        A file (TOML) with a scale and actors; or a line that comes with the program, as emission-standards.
    draws
        How many draws from the ranges of the file; 10000 if left out.
    interval
        Per cent of the draws between the ends of an interval; 90 if left out.
    seed
        Another one gives other draws; 0 if left out.
    progress
        Told how far the work is.

    Returns
    -------
    Placed
        ``compromise``, ``median_position``, ``position_spread`` and ``polarisation``; ``weight_share``, ``pull``, ``mean_without`` and
        ``pivot_share`` ``[party]``; with a rule the points that nothing beats; with a status quo who prefers the mean to it. Where numbers are
        ranges the ends are ``__low`` and ``__high``, and ``range_share`` ``[party, parameter]`` says which range matters.

    Raises
    ------
    InputError
        If the file can't be read, or breaks a rule: with line, key, value and what to do.

    References
    ----------
    Achen (2006), Institutional realism and bargaining models, in The European Union Decides; Black (1948), On the rationale of group
    decision-making, Journal of Political Economy 56(1); Tsebelis (2002), Veto Players.

    Examples
    --------
    >>> import counterpoise as cp
    >>> placed = cp.positions("emission-standards")
    >>> placed.compromise.round(6).item(), placed.median_position.item()
    (7.389956, 7.0)
    """
    from counterpoise.negotiation.outcomes import outcomes  # noqa: PLC0415

    tell = quietly(progress)
    tell.report("the draws", 0.0)
    found = outcomes(line, draws=draws, interval=interval, seed=seed)
    tell.report("done", 1.0)
    return Placed(
        question=Asked("positions", {}),
        data=_data(line, found, interval),
        provenance=(_provenance(line),),
        warnings=tuple(_warnings(line, found)),
        diagnostics={"draws": draws if line.drawn else 0, "actors": len(line.actors)},
    )


def _data(line: Line, found: Outcomes, interval: float) -> xr.Dataset:
    """Give the outcome with its ends, the actors in the order of their positions."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    from counterpoise.negotiation.line import AMOUNTS  # noqa: PLC0415

    width = line.scale.high - line.scale.low
    alone: dict[str, Any] = {"usual_error": ERROR * width}
    made: dict[str, Any] = {}
    for name in AMOUNTS:
        held = [getattr(one, name) for one in line.actors]
        made[f"stated_{name}"] = ("party", [one.middle for one in held], described(f"stated_{name}"))
        if line.drawn:
            made[f"stated_{name}__low"] = ("party", [one.low if one.open else np.nan for one in held])
            made[f"stated_{name}__high"] = ("party", [one.high if one.open else np.nan for one in held])
    if line.drawn:
        alone |= {"compromise_least": found.least, "compromise_most": found.most, "median_kept_share": found.kept}
        made["range_share"] = (("party", "parameter"), found.worth, described("range_share"))
    values = {**found.value, **alone}
    for name, value in values.items():
        dims = ("party",) if np.ndim(value) else ()
        made[name] = (dims, np.asarray(value, dtype=float), described(name))
        if name in found.low:
            made |= {f"{name}__low": (dims, found.low[name]), f"{name}__high": (dims, found.high[name])}
    coords = {
        "party": [one.name for one in line.actors],
        "country": ("party", [one.country or "" for one in line.actors]),
    }
    data = xr.Dataset(made, coords=coords | ({"parameter": list(AMOUNTS)} if line.drawn else {}))
    order = np.lexsort((-data["weight_share"].values, data["stated_position"].values))
    return data.isel(party=order).assign_attrs(_attrs(line, found, interval, order.tolist()))


def _attrs(line: Line, found: Outcomes, interval: float, order: list[int]) -> dict[str, Any]:
    """Give what is said of the line as a whole."""
    first, last = found.median
    actors = [line.actors[k] for k in order]
    holds = [k for k in order if line.actors[k].position.middle in (first, last)]
    counts = [k for k in holds if line.actors[k].salience.middle * line.actors[k].capability.middle > 0]
    return {
        "title": line.title,
        "scale": [line.scale.low, line.scale.high],
        "unit": line.scale.unit,
        "labels": {f"{at:g}": said for at, said in line.scale.points().items()},
        "pivots": [line.actors[k].name for k in counts],
        "median": [first, last],
        "veto": [one.name for one in actors if line.rule is not None and one.name in line.rule.veto],
        "majority": None if line.rule is None else line.rule.share,
        "status_quo": line.status_quo,
        "interval": interval,
        "drawn": line.drawn,
    }


def _provenance(line: Line) -> Provenance:
    """Give where the numbers come from: the file, and what it says of them."""
    from counterpoise.core.canonical import canonical_hash  # noqa: PLC0415

    return Provenance(
        "line",
        title=line.title,
        edition=line.as_of.isoformat() if line.as_of else "",
        citation=line.source,
        checksum=canonical_hash(line.to_dict()),
        notes=(REMEMBERED,) if line.seen == "memory" else (),
    )


def _warnings(line: Line, found: Outcomes) -> list[str]:
    """Give what a reader must know before using the numbers."""
    said = [MADE_UP] if line.illustration else []
    said.append(MODEST.format(size=f"{ERROR * (line.scale.high - line.scale.low):.3g}"))
    said.append(APART if line.drawn else POINTS)
    if found.median[0] != found.median[1]:
        said.append(HALVES.format(low=f"{found.median[0]:g}", high=f"{found.median[1]:g}"))
    if line.status_quo is not None or line.rule is not None:
        said.append(NEARER)
    if line.rule is not None and line.rule.share is not None and all(one.votes is None for one in line.actors):
        said.append(AS_VOTES)
    return said
