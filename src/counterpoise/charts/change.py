"""The charts of a change: who loses and gains, why, in which sectors, and which flows move.

A chart's description, which a reader hears who can't see it, holds its leading values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle, places, written

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.core.result import Result

LOSS, GAIN = COLOURS[1], COLOURS[0]


def needed(result: Result, *names: str) -> list[xr.DataArray]:
    """Give the variables that a chart shows; refuse a result that lacks one."""
    absent = [one for one in names if one not in result.data]
    if absent:
        remedy = "take the chart of the outcome itself, which holds every variable"
        raise InputError(f"this chart shows {absent[0]}, which the result lacks", where="chart", remedy=remedy)
    for times in ("horizon", "years_after"):
        if times in result.data.dims:
            first = result.data[times].values.tolist()[0]
            remedy = f"choose one, as outcomes[{first!r}].chart(...), or take 'over_time'"
            raise InputError("this chart shows one time, and the result holds several", where="chart", remedy=remedy)
    return [result.data[one] for one in names]


def parties(result: Result, countries: Sequence[str] = ()) -> list[str]:
    """Give the countries that a chart is about: those chosen, else the scenario's parties, else the most affected."""
    held = [str(one) for one in result.data["country"].values]
    chosen = [one for one in (countries or result.data.attrs.get("parties", ())) if one in held]
    return chosen or [one for one, _ in ranked(result.data["welfare_pct"])][:2]


def ranked(array: xr.DataArray) -> list[tuple[str, float]]:
    """Give the known values by country, the largest in size first."""
    known = array.to_series().dropna()
    return sorted(((str(one), float(v)) for one, v in known.items()), key=lambda pair: -abs(pair[1]))


def signed(value: float, most: float) -> str:
    """Write a change in percent, with as many decimals as the middle number beside it needs for two figures."""
    return written(value, "percent", places(most, "percent", 2))


def spread(values: Sequence[float], room: float = 0.3) -> Any:
    """Give a scale with room on both sides for the numbers beside the bars."""
    low, high = min(0.0, *values), max(0.0, *values)
    wide = (high - low) or 1.0
    return altair().Scale(domain=[low - room * wide * (low < 0), high + room * wide * (high > 0)], nice=False)


@figure(question="simulate", variables="welfare_pct")
def welfare(result: Result, *, most: int = 8, countries: Sequence[str] = (), party: str = "party to the change") -> Any:
    """Real income: the parties, the most harmed and the most helped."""
    alt = altair()
    (array,) = needed(result, "welfare_pct")
    named = [str(one) for one in countries or result.data.attrs.get("parties", ())]
    every = ranked(array)
    ours = [pair for pair in every if pair[0] in named][:most]
    rest = [pair for pair in every if pair[0] not in named]
    shown = ours + [p for p in rest if p[1] < 0][:most] + [p for p in rest if p[1] > 0][:most]
    shown = sorted(shown or every[:most], key=lambda pair: pair[1])
    largest = middle([v for _, v in shown])
    kinds = [party, "other, loses", "other, gains"] if named else ["", "loses", "gains"]
    rows = [
        {
            "country": one,
            "who": spoken(one),
            "value": v,
            "number": signed(v, largest),
            "kind": kinds[0] if one in named else kinds[1 if v < 0 else 2],
        }
        for one, v in shown
    ]
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 90, height=alt.Step(STEP)).encode(
        x=alt.X("value:Q", axis=None, scale=spread([v for _, v in shown])),
        y=alt.Y("who:N", sort=[row["who"] for row in rows], title=None),
    )
    used = [one for one in kinds if any(row["kind"] == one for row in rows)]
    ink = dict(zip(kinds, (INK, LOSS, GAIN), strict=True))
    bars = base.mark_bar(height={"band": 0.72}).encode(
        color=alt.Color("kind:N", scale=alt.Scale(domain=used, range=[ink[one] for one in used]))
    )
    said = "; ".join(f"{row['who']} {row['number']}" for row in rows)
    return styled(alt.layer(bars, *numbers(base))).properties(description=f"Change of real income. {said}.")


def numbers(base: Any) -> list[Any]:
    """Give the texts beside bars: left of those that point to the left."""
    alt = altair()
    return [
        base.transform_filter(f"datum.value {sign} 0")
        .mark_text(align=align, dx=dx, color=INK, fontSize=12)
        .encode(text=alt.Text("number:N"))
        for sign, align, dx in (("<", "right", -5), (">=", "left", 5))
    ]


@figure(question="simulate", variables="welfare_pct terms_of_trade_pct volume_of_trade_pct")
def decomposition(result: Result, *, most: int = 6, countries: Sequence[str] = ()) -> Any:
    """Why: what the terms and the volume of trade add to real income."""
    alt = altair()
    names = ("terms_of_trade_pct", "volume_of_trade_pct")
    arrays = needed(result, *names)
    shown = parties(result, countries)[:most]
    heads = [array.attrs["short"] for array in arrays]
    rows: list[dict[str, Any]] = [
        {"who": spoken(one), "part": head, "value": float(array.sel(country=one))}
        for one in shown
        for head, array in zip(heads, arrays, strict=True)
        if bool(array.sel(country=one).notnull())
    ]
    if not rows:
        remedy = "the world falls into parts, whose prices can't be compared"
        raise InputError("the terms and the volume of trade are missing", where="chart", remedy=remedy)
    largest = middle([row["value"] for row in rows])
    rows = [row | {"number": signed(row["value"], largest)} for row in rows]
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 90, height=alt.Step(STEP - 2)).encode(
        x=alt.X("value:Q", axis=None, scale=spread([row["value"] for row in rows])),
        y=alt.Y("who:N", sort=[spoken(one) for one in shown], title=None),
        yOffset=alt.YOffset("part:N", sort=heads),
    )
    bars = base.mark_bar(height={"band": 0.8}).encode(
        color=alt.Color("part:N", scale=alt.Scale(domain=heads, range=["#9fb3c1", INK]))
    )
    said = "; ".join(f"{row['who']}, {row['part']} {row['number']}" for row in rows)
    return styled(alt.layer(bars, *numbers(base))).properties(description=f"Parts of real income. {said}.")


@figure(question="simulate", variables="output_pct")
def sectors(
    result: Result, *, most: int = 5, countries: Sequence[str] = (), names: dict[str, str] | None = None
) -> Any:
    """Sectors: where output grows and shrinks most, in volume."""
    alt = altair()
    share, size = needed(result, "output_pct", "output_change")
    panels = []
    said = []
    for one in parties(result, countries)[:2]:
        held = size.sel(country=one)
        change = {str(s): float(v) for s, v in zip(held["sector"].values, held.values, strict=True)}
        leading = sorted((s for s, v in change.items() if abs(v) > 0), key=lambda s: -abs(change[s]))
        shown = leading[: 2 * most]
        rows: list[dict[str, Any]] = [
            {
                "sector": (names or {}).get(s, s),
                "value": float(share.sel(country=one, sector=s)),
                "size": change[s],
            }
            for s in shown
        ]
        rows = sorted((row for row in rows if row["value"] == row["value"]), key=lambda row: row["value"])
        if not rows:
            continue
        largest = max(abs(row["value"]) for row in rows)
        rows = [
            row | {"number": signed(row["value"], largest), "way": "<" if row["value"] < 0 else ">"} for row in rows
        ]
        base = alt.Chart(
            alt.Data(values=tuple(rows)), width=WIDTH // 2 - 100, height=alt.Step(STEP), title=spoken(one)
        ).encode(
            x=alt.X("value:Q", axis=None, scale=spread([row["value"] for row in rows], 0.5)),
            y=alt.Y("sector:N", sort=[row["sector"] for row in rows], title=None, axis=alt.Axis(labelLimit=210)),
        )
        bars = base.mark_bar(height={"band": 0.72}).encode(
            color=alt.Color("way:N", scale=alt.Scale(domain=["<", ">"], range=[LOSS, GAIN]), legend=None)
        )
        panels.append(alt.layer(bars, *numbers(base)))
        said.append(f"{spoken(one)}: " + "; ".join(f"{row['sector']} {row['number']}" for row in rows))
    if not panels:
        raise InputError("no sector's output changes", where="chart", remedy="choose other countries")
    whole = panels[0] if len(panels) == 1 else alt.hconcat(*panels, spacing=24)
    return styled(whole).properties(description=f"Change of output in volume. {'. '.join(said)}.")


def moved(result: Result, countries: Sequence[str], most: int = 8) -> list[dict[str, Any]]:
    """Give the largest changes of trade between two countries, all sectors together, that touch some countries."""
    change, new = needed(result, "trade_change", "trade_new")
    totals = {}
    for name, array in (("change", change), ("new", new)):
        table = array.sum("sector").to_pandas()
        totals[name] = {
            (str(o), str(d)): float(table.loc[o, d])
            for o in table.index
            for d in table.columns
            if o != d and (o in countries or d in countries)
        }
    leading = sorted(totals["change"], key=lambda way: -abs(totals["change"][way]))[:most]
    return [
        {
            "origin": o,
            "destination": d,
            "value": totals["change"][o, d],
            "before": totals["new"][o, d] - totals["change"][o, d],
        }
        for o, d in leading
        if totals["change"][o, d] != 0
    ]


@figure(question="simulate", variables="trade_change")
def trade(result: Result, *, most: int = 12, countries: Sequence[str] = ()) -> Any:
    """Trade: the flows of the parties that change most."""
    alt = altair()
    flows = sorted(moved(result, parties(result, countries), most), key=lambda row: row["value"])
    if not flows:
        raise InputError("no trade changes", where="chart", remedy="choose other countries")
    scale, unit = (1e3, "billion") if max(abs(row["value"]) for row in flows) >= 1e3 else (1.0, "million")
    rows = []
    for row in flows:
        way = f"{spoken(row['origin'])} \u2192 {spoken(row['destination'])}"
        before = row["before"]
        share = f" ({signed(100 * row['value'] / before, abs(100 * row['value'] / before))})" if before > 0 else ""
        number = f"{row['value'] / scale:+,.1f}{share}"
        rows.append({"way": way, "value": row["value"] / scale, "number": number, "fall": row["value"] < 0})
    base = alt.Chart(alt.Data(values=tuple(rows)), width=WIDTH - 220, height=alt.Step(STEP)).encode(
        x=alt.X("value:Q", axis=None, scale=spread([row["value"] for row in rows], 0.45)),
        y=alt.Y("way:N", sort=[row["way"] for row in rows], title=None),
    )
    bars = base.mark_bar(height={"band": 0.72}).encode(
        color=alt.Color("fall:N", scale=alt.Scale(domain=[True, False], range=[LOSS, GAIN]), legend=None)
    )
    said = "; ".join(f"{row['way']} {row['number']}" for row in rows)
    title = f"{unit} USD a year (and percent)"
    return styled(alt.layer(bars, *numbers(base)), title).properties(description=f"Change of trade, {title}. {said}.")
