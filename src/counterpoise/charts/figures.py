"""The charts of reliance: each a function of a result, and of nothing else.

A power keeps its colour from chart to chart: the colours are given in the order of the powers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.labels import Plane, placed
from counterpoise.charts.theme import COLOURS, INK, OTHER, SHAPES, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import name as country_name
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.prose import source_label

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def _frame(result: Result, variables: tuple[str, ...], sector: str | None = None) -> Any:
    """Give the known values of some variables, with names in place of codes."""
    absent = [one for one in variables if one not in result.data]
    if absent:
        remedy = f"ask with indicators={','.join(variables)}"
        raise InputError(f"this chart shows {absent[0]}, which the result lacks", where="chart", remedy=remedy)
    frame: Any = result.frame()
    keep = frame["indicator"].isin(variables) & frame["value"].notna()
    if sector is not None:
        keep &= frame["sector"] == sector
    frame = frame[keep].copy()
    frame["partner_name"] = [country_name(code) for code in frame["partner"]]
    frame["country_name"] = [country_name(code) for code in frame["country"]]
    frame["measure"] = [result.data[one].attrs["short"] for one in frame["indicator"]]
    return frame


def _sector(result: Result) -> str:
    held = result.data["sector"].values.tolist()
    return "manufacturing" if "manufacturing" in held else held[0]


def _ranked(frame: Any, variable: str, most: int, always: Sequence[str]) -> list[str]:
    """Give the partners with the largest values, and those that are always shown."""
    rank = frame[frame["indicator"] == variable].sort_values("value", ascending=False)["partner"].tolist()
    return [*rank[:most], *(one for one in rank[most:] if one in always)]


def _identity(shown: Sequence[str], powers: Sequence[str]) -> Any:
    """Give the scale that colours each power, and everyone else grey."""
    colour = dict(zip(powers, COLOURS, strict=False))
    names = [country_name(one) for one in shown]
    return altair().Scale(domain=names, range=[colour.get(one, OTHER) for one in shown])


def _share(title: str) -> dict[str, Any]:
    return {"title": title, "axis": altair().Axis(format=".1~%", tickCount=6)}


@figure(question="rely", variables="foreign_input_reliance")
def partners(result: Result, *, most: int = 10, powers: Sequence[str] = ()) -> Any:
    """Reliance by partner: the largest suppliers of inputs."""
    alt = altair()
    frame = _frame(result, ("foreign_input_reliance",), _sector(result))
    shown = _ranked(frame, "foreign_input_reliance", most, powers)
    base = alt.Chart(frame[frame["partner"].isin(shown)], width=WIDTH - 60, height=alt.Step(STEP)).encode(
        x=alt.X("value:Q", axis=None), y=alt.Y("partner_name:N", sort=[country_name(one) for one in shown], title=None)
    )
    bars = base.mark_bar(height={"band": 0.72}).encode(
        color=alt.Color("partner_name:N", scale=_identity(shown, powers), legend=None)
    )
    numbers = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text=alt.Text("value:Q", format=".1%"))
    return styled(bars + numbers)


@figure(question="rely", variables="foreign_input_reliance look_through")
def face_and_through(result: Result, *, most: int = 8, powers: Sequence[str] = ()) -> Any:
    """Face value against looked through: bought directly, and all stages counted."""
    alt = altair()
    frame = _frame(result, ("foreign_input_reliance", "look_through"), _sector(result))
    shown = _ranked(frame, "look_through", most, powers)
    frame = frame[frame["partner"].isin(shown)]
    rows = alt.Y("partner_name:N", sort=[country_name(one) for one in shown], title=None, axis=alt.Axis(grid=True))
    base = alt.Chart(frame, width=WIDTH - 40, height=alt.Step(STEP + 2))
    lines = base.mark_rule(color=OTHER, strokeWidth=1.5).encode(
        x=alt.X("min(value):Q", **_share("share (of purchased inputs; of all output needed)")),
        x2="max(value):Q",
        y=rows,
    )
    kinds = [result.data[one].attrs["short"] for one in ("foreign_input_reliance", "look_through")]
    points = base.mark_point(filled=True, size=95, opacity=1, strokeWidth=1.5).encode(
        x="value:Q",
        y=rows,
        color=alt.Color("measure:N", scale=alt.Scale(domain=kinds, range=["#9fb3c1", INK])),
        shape=alt.Shape("measure:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"])),
    )
    return styled(lines + points)


@figure(question="rely", variables="look_through")
def exposed_sectors(
    result: Result, *, most: int = 10, powers: Sequence[str] = (), names: dict[str, str] | None = None
) -> Any:
    """The most exposed sectors: looked-through reliance on each partner."""
    alt = altair()
    frame = _frame(result, ("look_through",))
    frame["sector_name"] = [(names or {}).get(one, one) for one in frame["sector"]]
    rank = frame.groupby("sector_name")["value"].max().sort_values(ascending=False).head(most).index.tolist()
    frame = frame[frame["sector_name"].isin(rank)]
    shown = list(powers) or result.data["partner"].values.tolist()
    rows = alt.Y("sector_name:N", sort=rank, title=None, axis=alt.Axis(labelLimit=400, grid=True))
    base = alt.Chart(frame, width=WIDTH - 230, height=alt.Step(STEP))
    lines = base.mark_rule(color="#d3dce2", strokeWidth=1.5).encode(
        x=alt.X("min(value):Q", **_share("share of all output needed")), x2="max(value):Q", y=rows
    )
    points = base.mark_point(filled=True, size=85, opacity=1).encode(
        x="value:Q",
        y=rows,
        color=alt.Color("partner_name:N", scale=_identity(shown, shown)),
        shape=alt.Shape("partner_name:N", scale=_shapes(shown)),
    )
    return styled(lines + points)


def _shapes(shown: Sequence[str]) -> Any:
    """Give the scale that tells partners apart without their colours."""
    shapes = [SHAPES[place % len(SHAPES)] for place in range(len(shown))]
    return altair().Scale(domain=[country_name(one) for one in shown], range=shapes)


@figure(question="rely", variables="foreign_input_reliance sales_value_added")
def both_directions(result: Result, *, powers: Sequence[str] = ()) -> Any:
    """Both directions: the country on its partner, and the partner on the country."""
    alt = altair()
    frame = _frame(result, ("foreign_input_reliance", "sales_value_added"), "TOTAL")
    subject = result.data["country"].values.tolist()[0]
    frame["other"] = [p if c == subject else c for c, p in zip(frame["country"], frame["partner"], strict=True)]
    frame["other_name"] = [country_name(one) for one in frame["other"]]
    here = country_name(subject)
    ways = [f"{here} on the partner", f"the partner on {here}"]
    frame["who"] = [ways[0] if c == subject else ways[1] for c in frame["country"]]
    frame["number"] = [f"{v:.2%}" if v >= 5e-5 or v == 0 else "<0.01%" for v in frame["value"]]
    heads = {"foreign_input_reliance": "share of inputs bought", "sales_value_added": "share of value added sold to"}
    order = [country_name(one) for one in powers or result.data["partner"].values.tolist()]
    panels = []
    for place, (indicator, head) in enumerate(heads.items()):
        part = frame[frame["indicator"] == indicator]
        base = alt.Chart(part, width=200, height=alt.Step(STEP - 4), title=head).encode(
            x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, 1.2 * max(part["value"].max(), 1e-6)])),
            y=alt.Y("other_name:N", title=None, sort=order, axis=alt.Axis(labels=place == 0, ticks=False)),
            yOffset=alt.YOffset("who:N", sort=ways),
        )
        bars = base.mark_bar(height={"band": 0.85}).encode(
            color=alt.Color("who:N", scale=alt.Scale(domain=ways, range=[INK, "#9fb3c1"]))
        )
        numbers = base.mark_text(align="left", dx=4, fontSize=11, color=INK).encode(text="number:N")
        panels.append(bars + numbers)
    return styled(alt.hconcat(*panels, spacing=30))


@figure(question="rely", variables="cut_cost")
def cut_costs(result: Result, *, powers: Sequence[str] = ()) -> Any:
    """What losing a supplier would cost: the range over trade elasticities, both ways where both were asked for."""
    alt = altair()
    frame = _frame(result, ("cut_cost",))
    frame = frame.dropna(subset=["low", "high"]).drop_duplicates(["country", "partner"])
    subject = result.data["country"].values.tolist()[0]
    order = {one: place for place, one in enumerate(powers or result.data["partner"].values.tolist())}
    frame["other"] = [p if c == subject else c for c, p in zip(frame["country"], frame["partner"], strict=True)]
    frame = frame[frame["other"].isin(list(order))]
    ends = zip(frame["country_name"], frame["partner"], strict=True)
    frame["row"] = [f"{c} without {country_name(p, in_text=True)}" for c, p in ends]
    frame["own"] = frame["country"] == subject
    frame["place"] = [order[one] + (0 if own else 0.5) for one, own in zip(frame["other"], frame["own"], strict=True)]
    frame = frame.sort_values("place")
    rows = alt.Y("row:N", sort=frame["row"].tolist(), title=None)
    base = alt.Chart(frame, width=WIDTH - 180, height=alt.Step(STEP + 2))
    title = f"real income lost, over {result.data['cut_cost'].attrs.get('elasticities', 'a range of elasticities')}"
    ink = alt.Color("own:N", scale=alt.Scale(domain=[True, False], range=[INK, "#9fb3c1"]), legend=None)
    lines = base.mark_rule(strokeWidth=4).encode(x=alt.X("low:Q", **_share(title)), x2="high:Q", y=rows, color=ink)
    points = base.mark_point(filled=True, size=70, opacity=1).encode(x="value:Q", y=rows, color=ink)
    said = "; ".join(f"{one.row} {one.low:.1%} to {one.high:.1%}" for one in frame.itertuples())
    return styled(lines + points).properties(description=f"Real income lost: {said}.")


@figure(question="trend", variables="look_through")
def past(result: Result, *, powers: Sequence[str] = ()) -> Any:
    """The past: looked-through reliance year by year, a line within one source only."""
    alt = altair()
    frame = _frame(result, ("look_through",), _sector(result))
    frame["at"] = frame["year"].astype(int)
    frame["source_name"] = [source_label(one) for one in frame["source"]]
    shown = list(powers) or result.data["partner"].values.tolist()
    sources = list(dict.fromkeys(frame["source_name"]))
    years = sorted(set(frame["at"]))
    ticks = [*(one for one in range(years[0], years[-1] - 1) if one % 5 == 0), years[-1]]
    base = alt.Chart(frame, width=WIDTH - 20, height=200).encode(
        x=alt.X(
            "at:Q",
            title=None,
            axis=alt.Axis(format="d", values=ticks),
            scale=alt.Scale(domain=[years[0] - 1, years[-1] + 1]),
        ),
        y=alt.Y("value:Q", **_share("share of all output needed")),
        color=alt.Color("partner_name:N", scale=_identity(shown, shown)),
    )
    lines = base.mark_line(strokeWidth=2).encode(detail="source:N")
    points = base.mark_point(filled=True, size=45, opacity=1).encode(
        shape=alt.Shape("source_name:N", scale=alt.Scale(domain=sources, range=list(SHAPES[: len(sources)])))
    )
    return styled(lines + points)


@figure(question="rely", variables="look_through")
def two_partners(result: Result, *, labels: Sequence[str] = (), most: int = 60) -> Any:
    """Many countries between two partners: looked-through reliance on one against the other."""
    alt = altair()
    pair = result.data["partner"].values.tolist()
    if len(pair) != 2:
        raise InputError(f"two partners are needed, not {len(pair)}", where="chart", remedy="ask with on=USA,CHN")
    frame = _frame(result, ("look_through",), _sector(result))
    wide = frame.pivot_table(index="country", columns="partner", values="value").dropna().reset_index()
    wide["name"] = [country_name(one) for one in wide["country"]]
    x, y = pair
    spans = {one: (0.85 * float(wide[one].min()), 1.25 * float(wide[one].max())) for one in pair}
    wide["side"] = [country_name(y if above else x) for above in wide[y] > wide[x]]
    scales = {one: alt.Scale(type="log", domain=span, nice=False) for one, span in spans.items()}
    ticks = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    across, up = (
        alt.Axis(
            values=[t for t in ticks if spans[one][0] <= t <= spans[one][1]],
            format=".1~%",
            title=f"on {country_name(one, in_text=True)}",
        )
        for one in pair
    )
    ink = alt.Color(
        "side:N",
        scale=alt.Scale(domain=[country_name(y), country_name(x)], range=list(COLOURS[:2])),
        legend=alt.Legend(title="relies more on"),
    )
    width, height = WIDTH + 60, 420
    base = alt.Chart(wide, width=width, height=height).encode(
        x=alt.X(f"{x}:Q", scale=scales[x], axis=across), y=alt.Y(f"{y}:Q", scale=scales[y], axis=up)
    )
    ends = (max(low for low, _ in spans.values()), min(high for _, high in spans.values()))
    even = (
        alt.Chart(alt.Data(values=[{"at": one} for one in ends]))
        .mark_line(color=OTHER, strokeDash=[4, 4])
        .encode(x=alt.X("at:Q", scale=scales[x]), y=alt.Y("at:Q", scale=scales[y]))
    )
    points = base.mark_point(filled=True, size=50, opacity=0.9).encode(
        color=ink, tooltip=["name:N", f"{x}:Q", f"{y}:Q"]
    )
    named = placed(wide, Plane(spans, (width, height), log=True), first=labels, most=most)
    texts = [
        alt.Chart(part.drop(columns="box"), width=width, height=height)
        .mark_text(align=align, dx=dx, dy=dy, fontSize=11, color=INK)
        .encode(x=alt.X(f"{x}:Q", scale=scales[x]), y=alt.Y(f"{y}:Q", scale=scales[y]), text="name:N")
        for (align, dx, dy), part in named.groupby(["align", "dx", "dy"])
    ]
    return styled(alt.layer(even, points, *texts))
