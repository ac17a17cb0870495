"""The line of time of two countries: statements above, what was done below, then votes, trade and agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, OTHER, WIDTH, altair, styled
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
    alt = altair()
    shown = _series(result, series)
    ends = _ends(result, statements)
    x = _x(ends)
    rows = [_statements(statements, x)] if statements else []
    rows += [_events(result, x)] if "event_rate" in result.data else []
    rows += [_level(result, shown, x)] if shown else []
    rows += [_shares(result, x)] if any(one in result.data for one in SHARES) else []
    rows += [_agreements(result, x)] if result.data.attrs.get("agreements") else []
    if not rows:
        raise InputError("there is nothing to draw", where="chart", remedy="add a file of events, or of votes")
    made = alt.vconcat(*rows, spacing=14).resolve_scale(color="independent", x="shared")
    return styled(made).properties(description=_description(result, shown))


def _series(result: Result, name: str) -> str:
    """Give the series that is drawn with its levels: the one that was chosen, else the first."""
    held = list(result.data.attrs.get("levels", {}))
    if name and name not in held:
        raise InputError(f"there is no series {name!r}", where="series", remedy=f"take one of {', '.join(held)}")
    return name or (held[0] if held else "")


def _ends(result: Result, statements: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give the first and the last day of everything that is drawn, but for agreements."""
    dates = [str(one["said_on"]) for one in statements]
    if "period" in result.data.coords:
        periods = result.data["period"].values.tolist()
        dates += [starts(periods[0]), starts(periods[-1])]
    else:
        dates += [starts(str(one)) for one in result.data.coords.get("year", [])[[0, -1]].values.tolist()]
    return [min(dates), max(dates)]


def _x(ends: list[str]) -> Any:
    alt = altair()
    scale = alt.Scale(domain=[{"year": int(one[:4]), "month": int(one[5:7]), "date": int(one[8:10])} for one in ends])
    return lambda field="date:T": alt.X(
        field, title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount=8, grid=False)
    )


def _statements(statements: Sequence[Mapping[str, Any]], x: Any) -> Any:
    """Give a point for each statement, which opens its sentence and its source."""
    alt = altair()
    rows = [
        {
            "date": str(one["said_on"]),
            "who": str(one.get("speaker", "")),
            "quote": str(one.get("quote", "")),
            "source": str(one.get("source", "")),
            **({"address": str(one["address"])} if one.get("address") else {}),
        }
        for one in statements
    ]
    return (
        alt.Chart(alt.Data(values=rows), width=WIDE, height=alt.Step(18))
        .mark_point(filled=True, size=60, color=INK)
        .encode(
            x=x(),
            y=alt.Y("who:N", title="statements"),
            tooltip=["date:T", "who:N", "quote:N", "source:N"],
            **({"href": "address:N"} if any("address" in row for row in rows) else {}),
        )
    )


def _events(result: Result, x: Any) -> Any:
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
        alt.Chart(alt.Data(values=rows), width=WIDE, height=130)
        .mark_area(interpolate="step-after", line=False, opacity=0.9)
        .encode(
            x=x(),
            y=alt.Y("value:Q", title="events per thousand", axis=alt.Axis(tickCount=5), stack="zero"),
            color=alt.Color("what:N", scale=colour, legend=alt.Legend(columns=2)),
        )
    )


def _level(result: Result, name: str, x: Any) -> Any:
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
        layers.append(alt.Chart(alt.Data(values=bands)).mark_rect(color=BAND, opacity=0.8).encode(x=x(), x2="to:T"))
        layers.append(alt.Chart(alt.Data(values=rules)).mark_rule(color=COLOURS[1], strokeDash=[5, 3]).encode(x=x()))
    layers.append(alt.Chart(alt.Data(values=points)).mark_line(color=OTHER, strokeWidth=1.2).encode(x=x(), y=y))
    layers.append(
        alt.Chart(alt.Data(values=level))
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


def _shares(result: Result, x: Any) -> Any:
    """Give the agreement of votes and the share of inputs by year."""
    alt = altair()
    rows = [
        {"date": starts(year), "what": word, "value": value}
        for name, word in SHARES.items()
        if name in result.data
        for year, value in _values(result, name).items()
        if isfinite(value)
    ]
    held = [word for name, word in SHARES.items() if name in result.data]
    colour = alt.Scale(domain=held, range=[COLOURS[2], COLOURS[3]][: len(held)])
    return (
        alt.Chart(alt.Data(values=rows), width=WIDE, height=90)
        .mark_line(point=True, strokeWidth=1.6, clip=True)
        .encode(
            x=x(),
            y=alt.Y("value:Q", title="share", axis=alt.Axis(format="~%", tickCount=4)),
            color=alt.Color("what:N", scale=colour, legend=alt.Legend(columns=2)),
        )
    )


def _agreements(result: Result, x: Any) -> Any:
    """Give the day on which each agreement came into force."""
    alt = altair()
    held = [one for one in result.data.attrs["agreements"] if one["since"]]
    rows = [{"date": starts(str(one["since"])), "what": "agreements", "name": one["name"]} for one in held]
    return (
        alt.Chart(alt.Data(values=rows), width=WIDE, height=alt.Step(18))
        .mark_tick(thickness=3, color=COLOURS[2], clip=True)
        .encode(x=x(), y=alt.Y("what:N", title=None), tooltip=["date:T", "name:N"])
    )


def _description(result: Result, name: str) -> str:
    data = result.data
    said = [f"{data['country'].item()} and {data['partner'].item()}"]
    said += [f"a break after {one['after']}" for one in data.attrs.get("breaks", []) if one["series"] == name]
    return f"Relations over time. {'; '.join(said)}."
