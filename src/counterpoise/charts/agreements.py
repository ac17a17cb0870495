"""The chart of trade agreements: a bar for each from the year in which it came into force, in the colour of its depth."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, OTHER, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result

DEPTHS = {"depth 6 to 7": COLOURS[0], "depth 3 to 5": COLOURS[5], "depth 0 to 2": COLOURS[4], "depth not read": OTHER}
_TALKS = {"signed": COLOURS[3], "negotiating": COLOURS[1], "stopped": COLOURS[2]}
_SAID = {"signed": "signed, not in force", "negotiating": "negotiated", "stopped": "talks stopped"}


@figure(question="agreements", variables="agreement_depth")
def agreement_years(result: Result, *, most: int = 60) -> Any:
    """Trade agreements by the year in which they came into force, and how deep they are."""
    rows = _rows(result)
    if not rows:
        raise InputError("no agreement is in force or negotiated", where="chart", remedy="choose other countries")
    inks = {**DEPTHS, **{_SAID[status]: ink for status, ink in _TALKS.items()}}
    order = [*DEPTHS, *_SAID.values()]
    shown = sorted(rows, key=lambda row: (max(order.index(row["band"]), len(DEPTHS) - 1), row["from"], row["name"]))[
        :most
    ]
    alt = altair()
    bands = [one for one in order if any(row["band"] == one for row in shown)]
    first, last = min(row["from"] for row in shown), int(result.data.attrs["day"][:4]) + 1
    across = alt.Scale(domain=[first - 1, last], nice=False, zero=False)
    base = alt.Chart(alt.Data(values=tuple(shown)), width=WIDTH - 160, height=alt.Step(STEP)).encode(
        y=alt.Y("name:N", sort=[row["name"] for row in shown], title=None, axis=alt.Axis(labelLimit=260)),
        color=alt.Color(
            "band:N", scale=alt.Scale(domain=bands, range=[inks[one] for one in bands]), legend=alt.Legend(columns=3)
        ),
    )
    bars = base.mark_bar(height={"band": 0.62}, opacity=0.75).encode(
        x=alt.X("from:Q", scale=across, axis=alt.Axis(format="d", title=None, grid=True)),
        x2="to:Q",
        tooltip=["name:N", "from:Q", "band:N"],
    )
    texts = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(
        x=alt.X("to:Q", scale=across), text="text:N", color=alt.value(INK)
    )
    subject = str(result.data.attrs["subject"])
    whose = "" if subject == "ALL" or ", " in subject else f"{spoken(subject)}: "
    left = len(rows) - len(shown)
    under = {"subtitle": [f"{left} of {len(rows)} agreements and talks are left out"]} if left else {}
    title = alt.TitleParams(f"{whose}trade agreements by year and depth", **under)
    drawn = styled(alt.layer(bars, texts)).properties(title=title)
    return drawn.properties(description=_told(shown, len(rows)))


def _rows(result: Result) -> list[dict[str, Any]]:
    """Give a row for each agreement that has not ended: since when its first pair is bound, and how deep it is."""
    data = result.data
    last = int(data.attrs["day"][:4]) + 1
    found: dict[str, dict[str, Any]] = {}
    columns = ("variable", "status", "year", "agreement_depth")
    for name, status, year, depth in zip(*(data[one].values.tolist() for one in columns), strict=True):
        if not name or not year or status in ("ended", "none"):
            continue
        talks = status != "in force"
        row = found.setdefault(name, {"name": name, "from": year, "to": last, "band": "", "text": ""})
        row["from"] = min(row["from"], year)
        row["band"] = _SAID[status] if talks else _band(depth)
        row["text"] = "" if talks or isnan(depth) else f"{depth:.0f}"
    return list(found.values())


def _band(depth: float) -> str:
    deep, middle, shallow, unread = DEPTHS
    return unread if isnan(depth) else deep if depth > 5 else middle if depth > 2 else shallow


def _told(shown: list[dict[str, Any]], total: int) -> str:
    """Tell a reader who can't see the chart what it holds."""
    parts = [f"{row['name']} ({row['from']}, {row['band']})" for row in shown[:8]]
    more = f" and {total - len(parts)} more" if total > len(parts) else ""
    return f"Trade agreements by year and depth: {'; '.join(parts)}{more}."
