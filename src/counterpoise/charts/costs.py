"""The chart of what a change of a tie would cost: each standard change, soon and later, with its band."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from counterpoise.charts.change import GAIN, LOSS
from counterpoise.charts.theme import INK, WIDTH, altair, styled
from counterpoise.codes.changes import named
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

LEAST = 0.0005
"""Changes below it, per cent, are written as none."""

RUNS = {"short": "short run", "long": "long run"}


@figure(question="costs", variables="welfare_pct")
def costs(result: Result) -> Any:
    """Change of real income by each change of the tie, in the short and in the long run."""
    alt = altair()
    names = [str(one) for one in result.data["scenario"].values]
    order = [named(result.data, one) for one in names]
    panels, said = [], []
    for run, title in RUNS.items():
        rows = [row for one in names if (row := _row(result, one, run)) is not None]
        if not rows:
            continue
        panels.append(_panel(alt, rows, order, title, labelled=not panels))
        said.append(f"{title}: " + "; ".join(f"{row['what']} {row['number']}" for row in rows))
    if not panels:
        raise InputError("no change has an equilibrium", where="chart", remedy="take smaller changes")
    whole = panels[0] if len(panels) == 1 else alt.hconcat(*panels, spacing=18)
    return styled(whole).properties(description=f"Change of real income, per cent. {'. '.join(said)}.")


def _row(result: Result, scenario: str, run: str) -> dict[str, Any] | None:
    held = result.data.sel(scenario=scenario, horizon=run)
    value = float(held["welfare_pct"])
    if not math.isfinite(value):
        return None
    ends = [
        float(held[f"welfare_pct__{end}"]) if f"welfare_pct__{end}" in held else math.nan for end in ("low", "high")
    ]
    known = all(map(math.isfinite, ends))
    span = f" [{', '.join(_number(one) for one in ends)}]" if known else ""
    return {
        "what": named(result.data, scenario),
        "value": value,
        "low": ends[0] if known else value,
        "high": ends[1] if known else value,
        "kind": "loses" if value < 0 else "gains",
        "number": f"{_number(value)} %{span}",
    }


def _number(value: float) -> str:
    """Write a change with two significant figures and its sign."""
    return f"{value:+.2g}" if abs(value) >= LEAST else "0"


def _panel(alt: Any, rows: list[dict[str, Any]], order: list[str], title: str, *, labelled: bool) -> Any:
    """Draw one run: a bar a change, the band as a line over it, the number beside it."""
    low, high = min(0.0, *(row["low"] for row in rows)), max(0.0, *(row["high"] for row in rows))
    room = 0.75 * (high - low)
    axis = alt.Axis(labels=labelled, ticks=labelled, title=None, domain=False)
    base = alt.Chart(
        alt.Data(values=tuple(rows)), width=(WIDTH - 250) // 2 + 40, height=alt.Step(17), title=title
    ).encode(y=alt.Y("what:N", sort=order, scale=alt.Scale(domain=order), axis=axis))
    scale = alt.Scale(domain=[low, high + room], nice=False, zero=False)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["loses", "gains"], range=[LOSS, GAIN]), legend=None)
    bars = base.mark_bar(height={"band": 0.62}).encode(
        x=alt.X("value:Q", scale=scale, title="per cent of real income", axis=alt.Axis(tickCount=4)),
        x2=alt.datum(0),
        color=colour,
    )
    bands = base.mark_rule(color=INK, strokeWidth=1.4).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    texts = (
        base.mark_text(align="left", dx=5, color=INK, fontSize=11)
        .encode(x=alt.X("most:Q", scale=scale), text="number:N")
        .transform_calculate(most="max(0, datum.high)")
    )
    return alt.layer(bars, bands, texts)
