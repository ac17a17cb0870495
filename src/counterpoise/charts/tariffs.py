"""The chart of tariffs: what a country puts on its partners, or on one partner's sectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import INK, OTHER, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import name as country_name
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result


@figure(question="tariffs", variables="applied_tariff")
def applied_tariffs(result: Result, *, most: int = 20) -> Any:
    """Applied tariffs: the highest, by partner or by sector."""
    alt = altair()
    frame: Any = result.frame()
    country = str(result.data["country"].values.tolist()[0])
    frame = frame[(frame["variable"] == "applied_tariff") & (frame["country"] == country) & frame["value"].notna()]
    frame = frame.copy()
    several = frame["partner"].nunique() > 1
    frame["row"] = [
        " ".join(
            [*([country_name(p)] if several else []), *([s] if not several or frame["sector"].nunique() > 1 else [])]
        )
        for p, s in zip(frame["partner"], frame["sector"], strict=True)
    ]
    frame["rule"] = frame["source"].str.replace("_", " ") if "source" in frame else ""
    top = frame.sort_values("value", ascending=False, kind="stable").head(most)
    base = alt.Chart(top, width=WIDTH - 60, height=alt.Step(STEP)).encode(
        x=alt.X("value:Q", axis=None),
        y=alt.Y("row:N", sort=top["row"].tolist(), title=None, axis=alt.Axis(labelLimit=300)),
    )
    bars = base.mark_bar(height={"band": 0.72}, color=OTHER).encode(tooltip=["row:N", "value:Q", "rule:N"])
    numbers = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text=alt.Text("value:Q", format=".1%"))
    return styled(bars + numbers)
