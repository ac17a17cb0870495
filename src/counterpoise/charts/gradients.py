"""The chart of a gradient: the policies that matter most, and which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, STEP, WIDTH, altair, styled
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@figure(question="gradient", variables="gradient")
def slopes(result: Result, *, most: int = 12) -> Any:
    """What matters most: the change of an outcome with a small change of each policy, the largest each way."""
    alt = altair()
    table: Any = result.table()
    values = table["gradient"]
    up, down = values[values > 0][:most], values[values < 0][:most]
    shown = [*up.items(), *reversed(list(down.items()))]
    rows = [
        {"row": str(label), "value": float(value), "way": "raises it" if value > 0 else "lowers it"}
        for label, value in shown
    ]
    order = [one["row"] for one in rows]
    title = table.attrs["heads"]["gradient"]
    bars = (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 200, height=alt.Step(STEP))
        .mark_bar(height={"band": 0.7})
        .encode(
            x=alt.X(
                "value:Q", axis=alt.Axis(tickCount=5), title=f"{title}, {result.data['gradient'].attrs['of_unit']}"
            ),
            y=alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color(
                "way:N", scale=alt.Scale(domain=["raises it", "lowers it"], range=[COLOURS[0], COLOURS[1]]), title=None
            ),
        )
    )
    said = "; ".join(f"{label} {value:+.2g}" for label, value in shown[:6])
    return styled(bars).properties(description=f"{title}. {said}.")
