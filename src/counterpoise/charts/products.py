"""The chart of a screen of products: who supplies the chokepoints, and how concentrated their markets are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, OTHER, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import name as country_name
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

_WORDS = {
    "import_herfindahl": "HHI of imports",
    "world_export_herfindahl": "HHI of world exports",
    "production_herfindahl": "HHI of mining",
}
_SHAPES = ("circle", "square", "diamond")


@figure(question="products", variables="supplier_share")
def chokepoints(result: Result, *, most: int = 8, powers: Sequence[str] = ()) -> Any:
    """Chokepoints: the partner's share, and how concentrated imports, exports and mining are."""
    alt = altair()
    every = getattr(result, "chokepoints", list)()
    pairs = every[:most]
    if not pairs:
        raise InputError("no product meets every criterion", where="chart", remedy="take its table, or another screen")
    names = dict(result.diagnostics.get("names", {}))
    rows, points, order = [], [], []
    held = result.data.isel(country=0)
    for partner, product in pairs:
        label = f"{names[product]} ({product})" if product in names else product
        order.append(label)
        one = held.sel(product=product)
        share = one["supplier_share"]
        value = float(share.sel(partner=partner) if "partner" in share.dims else share)
        rows.append({"row": label, "value": value, "partner": country_name(partner)})
        for name, word in _WORDS.items():
            index = float(one[name])
            if index == index:  # noqa: PLR0124 - a missing index has no point
                points.append({"row": label, "value": index, "index": word})
    shown = list(dict.fromkeys([*powers, *(partner for partner, _ in pairs)]))
    colour = dict(zip(shown, COLOURS, strict=False))
    domain = [country_name(one) for one in shown]
    y = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelLimit=330))
    scale = alt.Scale(domain=[0, 1])
    axis = "share of imports (bar), Herfindahl index (points)"
    axis += f"; {len(every) - most} smaller ones not shown" if len(every) > most else ""
    bars = (
        alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 260, height=alt.Step(STEP + 2))
        .mark_bar(height={"band": 0.6}, opacity=0.55)
        .encode(
            x=alt.X(
                "value:Q", scale=scale, axis=alt.Axis(format=".1f", tickCount=5), title="share (bar); index (points)"
            ),
            y=y,
            color=alt.Color(
                "partner:N", scale=alt.Scale(domain=domain, range=[colour.get(one, OTHER) for one in shown])
            ),
        )
    )
    marks = (
        alt.Chart(alt.Data(values=tuple(points)))
        .mark_point(filled=True, size=60, opacity=1, color=INK)
        .encode(
            x=alt.X("value:Q", scale=scale),
            y=y,
            shape=alt.Shape("index:N", scale=alt.Scale(domain=list(_WORDS.values()), range=list(_SHAPES))),
        )
    )
    said = "; ".join(f"{one['row']} {one['value']:.0%} from {one['partner']}" for one in rows[:6])
    return styled(bars + marks).properties(description=f"Chokepoints. {said}.")
