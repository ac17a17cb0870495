"""The chart of where countries stand by their votes, over the sessions."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

LINES = len(COLOURS)
"""As many countries as a reader tells apart."""


@figure(question="votes", variables="ideal_point", along="year")
def standing(result: Result, *, most: int = 5, countries: Sequence[str] = ()) -> Any:
    """Ideal points by votes in the General Assembly, with their intervals."""
    alt = altair()
    held = [str(one) for one in result.data["country"].values]
    shown = [one for one in (countries or held) if one in held][: min(LINES, max(most, len(countries)))]
    ends = {"value": "ideal_point", "low": "ideal_point__low", "high": "ideal_point__high"}
    years = result.data["year"].values.tolist()
    every = [_row(result, one, int(year), ends) for one in shown for year in years]
    rows = [row for row in every if isfinite(row["value"])]
    if not rows:
        remedy = "choose other countries, or an earlier year"
        raise InputError("there is no vote that counts", where="chart", remedy=remedy)
    who = list(dict.fromkeys(row["who"] for row in rows))
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 60, height=280).encode(
        x=alt.X("time:Q", title="session's year", axis=alt.Axis(format="~f", grid=False), scale=alt.Scale(zero=False)),
        color=alt.Color("who:N", scale=alt.Scale(domain=who, range=[*COLOURS[: len(who)]])),
    )
    point = alt.Y("value:Q", title="ideal point", axis=alt.Axis(tickCount=6))
    low = alt.Y("low:Q", title="ideal point")
    layers = [
        base.mark_area(opacity=0.18).encode(y=low, y2="high:Q"),
        base.mark_line(strokeWidth=2).encode(y=point),
    ]
    if len({row["time"] for row in rows}) == 1:
        layers = [
            base.mark_rule(strokeWidth=2).encode(y=low, y2="high:Q"),
            base.mark_point(filled=True, size=60).encode(y=point),
        ]
    last = {row["who"]: row for row in rows}
    told = "; ".join(f"{name} {row['value']:.2f} in {row['time']}" for name, row in last.items())
    return styled(alt.layer(*layers)).properties(description=f"Ideal points by votes in the General Assembly. {told}.")


def _row(result: Result, country: str, year: int, ends: dict[str, str]) -> dict[str, Any]:
    """Give one point with the ends of its interval."""
    at = {"country": country, "year": year}
    return {"who": spoken(country), "time": year} | {
        end: float(result.data[name].sel(at)) for end, name in ends.items()
    }
