"""The line of time of two countries: statements above, what was done below, then votes, trade and agreements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from math import isfinite
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, OTHER, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

INKS = {
    "verbal cooperation": COLOURS[5],
    "material cooperation": COLOURS[0],
    "verbal conflict": COLOURS[4],
    "material conflict": COLOURS[1],
}
SHARES = {"voting_agreement": "voting agreement", "input_share": "input share"}
SERIES = {
    "net_cooperation": "net cooperation",
    "goldstein_mean": "Goldstein mean",
    "material_conflict_rate": "material conflict rate",
    "voting_agreement": "voting agreement",
    "input_share": "input share",
}
"""How a chart calls each series whose stability is told."""

STATEMENT, EVENT, CONTRADICTED = "statement", "event", "contradicted by another"
"""What a point of the row above stands for."""

POINTS = 90
"""As many points as lie beside each other without hiding one another."""

BAND = "#f3d9c6"
"""The interval of a break's date."""

WIDE = WIDTH - 40
_STARTS = {"Q1": "01-01", "Q2": "04-01", "Q3": "07-01", "Q4": "10-01"}


def starts(period: str) -> str:
    """Give the first day of a period by its name.

    Examples
    --------
    >>> starts("2016"), starts("2016-07"), starts("2016-Q3"), starts("2016-07-08")
    ('2016-01-01', '2016-07-01', '2016-07-01', '2016-07-08')
    """
    year, _, rest = period.partition("-")
    if rest in _STARTS:
        return f"{year}-{_STARTS[rest]}"
    return f"{year}-{rest or '01'}-01" if len(rest) <= 2 else period


@figure(question="relations", variables="event_rate net_cooperation voting_agreement")
def timeline(result: Result, *, statements: Sequence[Mapping[str, Any]] = (), series: str = "") -> Any:
    """What was said, what was done and what is held in common, with the breaks and the intervals of their dates."""
    shown = _series(result, series)
    said = [*result.data.attrs.get("statements", ()), *statements]
    ends = _ends(result, said)
    drawn: list[Callable[[Any], Any]] = []
    if said:
        drawn.append(partial(_statements, said, ends))
    if "event_rate" in result.data:
        drawn.append(partial(_events, result))
    if shown:
        drawn.append(partial(_level, result, shown))
    if any(_within(result, one, ends) for one in SHARES):
        drawn.append(partial(_shares, result, ends))
    if _agreed(result, ends):
        drawn.append(partial(_agreements, result, ends))
    if not drawn:
        raise InputError("there is nothing to draw", where="chart", remedy="add a file of events, or of votes")
    rows = [draw(_x(ends, last=place == len(drawn))) for place, draw in enumerate(drawn, 1)]
    made = altair().vconcat(*rows, spacing=12).resolve_scale(color="independent", shape="independent", x="shared")
    return styled(made).properties(description=_description(result, shown))


def _series(result: Result, name: str) -> str:
    """Give the series that is drawn with its levels: the one that was chosen, else the first."""
    held = list(result.data.attrs.get("levels", {}))
    if name and name not in held:
        raise InputError(f"there is no series {name!r}", where="series", remedy=f"take one of {', '.join(held)}")
    return name or (held[0] if held else "")


def _ends(result: Result, statements: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give the first and the last day of everything that is drawn, but for agreements."""
    dates = [starts(str(one["said_on"])) for one in statements]
    if "period" in result.data.coords:
        periods = result.data["period"].values.tolist()
        dates += [starts(periods[0]), starts(periods[-1])]
    elif "year" in result.data.coords:
        dates += [starts(str(one)) for one in result.data["year"].values[[0, -1]].tolist()]
    return [min(dates, default=""), max(dates, default="")]


def _x(ends: list[str], *, last: bool) -> Callable[..., Any]:
    """Give the axis of time, with labels below the last row only."""
    alt = altair()
    days = [[int(part) for part in one.split("-")] for one in ends]
    scale = alt.Scale(domain=[{"year": y, "month": m, "date": d} for y, m, d in days])
    axis = alt.Axis(format="%Y", tickCount=8, grid=False, labels=last)
    return lambda field="date:T": alt.X(field, title=None, scale=scale, axis=axis)


def _statements(statements: Sequence[Mapping[str, Any]], ends: Sequence[str], x: Callable[..., Any]) -> Any:
    """Give a point for each statement, which opens its sentence and its source; a side's that would hide each other lie below each other."""
    alt = altair()
    dated = sorted(((starts(str(one["said_on"])), one) for one in statements), key=itemgetter(0))
    near = (date.fromisoformat(ends[1]) - date.fromisoformat(ends[0])) / POINTS
    stacks: dict[str, tuple[date, int]] = {}
    rows = []
    for day, one in dated:
        side, at = _side(one), date.fromisoformat(day)
        since, height = stacks.get(side, (date.min, 0))
        since, height = (since, height + 1) if height and at - since <= near else (at, 1)
        stacks[side] = since, height
        rows.append(
            {
                "date": day,
                "side": side,
                "place": height - 1,
                "what": CONTRADICTED if one.get("contradicts") else EVENT if one.get("type") == "event" else STATEMENT,
                "who": str(one.get("speaker", "")),
                "quote": str(one.get("quote", "")),
                "source": str(one.get("source", "")),
                **{name: str(one[name]) for name in ("address", "id") if one.get(name)},
            }
        )
    kinds = [one for one in (STATEMENT, EVENT, CONTRADICTED) if any(row["what"] == one for row in rows)]
    shape = alt.Scale(
        domain=kinds, range=[{STATEMENT: "circle", EVENT: "square", CONTRADICTED: "diamond"}[k] for k in kinds]
    )
    colour = alt.Scale(domain=kinds, range=[{STATEMENT: INK, EVENT: OTHER, CONTRADICTED: COLOURS[1]}[k] for k in kinds])
    legend = alt.Legend(columns=3) if len(kinds) > 1 else None
    sides = len({row["side"] for row in rows})
    deep = max(row["place"] for row in rows) + 1
    return (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDE, height=sides * max(20, 9 * deep + 8))
        .mark_point(filled=True, size=46, opacity=0.9)
        .encode(
            x=x(),
            y=alt.Y("side:N", title=None, axis=alt.Axis(grid=False, ticks=False)),
            color=alt.Color("what:N", scale=colour, legend=legend),
            shape=alt.Shape("what:N", scale=shape, legend=legend),
            tooltip=["date:T", "who:N", "quote:N", "source:N"],
            **({"yOffset": alt.YOffset("place:O", scale=alt.Scale(paddingOuter=0.6))} if deep > 1 else {}),
            **({"href": "address:N"} if any("address" in row for row in rows) else {}),
        )
    )


def _side(one: Mapping[str, Any]) -> str:
    """Give who speaks or does: the country's name, else the speaker's."""
    codes = [code for code in str(one.get("country", "")).split(",") if code]
    return ", ".join(map(spoken, codes)) or str(one.get("speaker", ""))


def _events(result: Result, x: Callable[..., Any]) -> Any:
    """Give the rates of the four classes by period, cooperation up and conflict down."""
    alt = altair()
    data = result.data["event_rate"]
    rows = [
        {
            "date": starts(str(period)),
            "what": str(one),
            "value": float(value) * (1 if "cooperation" in str(one) else -1),
        }
        for one, values in zip(data["class"].values.tolist(), data.transpose("class", "period").values, strict=True)
        for period, value in zip(data["period"].values.tolist(), values, strict=True)
        if isfinite(value)
    ]
    colour = alt.Scale(domain=list(INKS), range=list(INKS.values()))
    return (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDE, height=130)
        .mark_area(interpolate="step-after", line=False, opacity=0.9)
        .encode(
            x=x(),
            y=alt.Y("value:Q", title="events per thousand", axis=alt.Axis(tickCount=5), stack="zero"),
            color=alt.Color("what:N", scale=colour, legend=alt.Legend(columns=2)),
        )
    )


def _level(result: Result, name: str, x: Callable[..., Any]) -> Any:
    """Give a series with its levels, its breaks, and the intervals of their dates."""
    alt = altair()
    attrs = result.data.attrs
    values = _values(result, name)
    labels = attrs["labels"][name]
    level = [{"date": starts(one), "value": at} for one, at in zip(labels, attrs["levels"][name], strict=True)]
    own = [one for one in attrs.get("breaks", []) if one["series"] == name]
    bands = [{"date": starts(one["first"]), "to": starts(one["last"])} for one in own]
    rules = [{"date": starts(one["after"])} for one in own]
    y = alt.Y("value:Q", title=SERIES[name], axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=False))
    points = [{"date": starts(one), "value": at} for one, at in values.items() if isfinite(at)]
    layers = []
    if own:
        layers.append(
            alt.Chart(alt.Data(values=tuple(bands))).mark_rect(color=BAND, opacity=0.8).encode(x=x(), x2="to:T")
        )
        layers.append(
            alt.Chart(alt.Data(values=tuple(rules))).mark_rule(color=COLOURS[1], strokeDash=[5, 3]).encode(x=x())
        )
    layers.append(alt.Chart(alt.Data(values=tuple(points))).mark_line(color=OTHER, strokeWidth=1.2).encode(x=x(), y=y))
    layers.append(
        alt.Chart(alt.Data(values=tuple(level)))
        .mark_line(color=INK, strokeWidth=2.2, interpolate="step-after")
        .encode(x=x(), y=y)
    )
    return alt.layer(*layers).properties(width=WIDE, height=130)


def _values(result: Result, name: str) -> dict[str, float]:
    """Give a series by its labels."""
    data = result.data
    array = data["event_rate"].sel({"class": "material conflict"}) if name == "material_conflict_rate" else data[name]
    along = str(array.dims[0])
    return {str(k): float(v) for k, v in zip(array[along].values.tolist(), array.values, strict=True)}


def _within(result: Result, name: str, ends: Sequence[str]) -> dict[str, float]:
    """Give what is known of a yearly series between the ends."""
    if name not in result.data:
        return {}
    return {k: v for k, v in _values(result, name).items() if isfinite(v) and ends[0] <= starts(k) <= ends[1]}


def _shares(result: Result, ends: Sequence[str], x: Callable[..., Any]) -> Any:
    """Give the agreement of votes and the share of inputs by year."""
    alt = altair()
    rows = [
        {"date": starts(year), "what": word, "value": value}
        for name, word in SHARES.items()
        for year, value in _within(result, name, ends).items()
    ]
    held = [word for word in SHARES.values() if any(row["what"] == word for row in rows)]
    colour = alt.Scale(domain=held, range=[COLOURS[2], COLOURS[3]][: len(held)])
    return (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDE, height=90)
        .mark_line(point=True, strokeWidth=1.6)
        .encode(
            x=x(),
            y=alt.Y("value:Q", title="share", axis=alt.Axis(format="~%", tickCount=4)),
            color=alt.Color("what:N", scale=colour, legend=alt.Legend(columns=2)),
        )
    )


def _agreed(result: Result, ends: Sequence[str]) -> list[Mapping[str, Any]]:
    """Give the agreements that came into force between the ends."""
    held = result.data.attrs.get("agreements", ())
    return [one for one in held if one["since"] and ends[0] <= starts(str(one["since"])) <= ends[1]]


def _agreements(result: Result, ends: Sequence[str], x: Callable[..., Any]) -> Any:
    """Give the day on which each agreement came into force."""
    alt = altair()
    rows = [
        {"date": starts(str(one["since"])), "what": "agreements", "name": one["name"]} for one in _agreed(result, ends)
    ]
    return (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDE, height=alt.Step(18))
        .mark_tick(thickness=3, color=COLOURS[2])
        .encode(
            x=x(), y=alt.Y("what:N", title=None, axis=alt.Axis(grid=False, ticks=False)), tooltip=["date:T", "name:N"]
        )
    )


def _description(result: Result, name: str) -> str:
    data = result.data
    said = [f"{data['country'].item()} and {data['partner'].item()}"]
    said += [f"a break after {one['after']}" for one in data.attrs.get("breaks", []) if one["series"] == name]
    return f"Relations over time. {'; '.join(said)}."
