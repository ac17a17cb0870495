"""The charts of reliance: each a function of a result, and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, WIDTH, altair, styled
from counterpoise.codes.countries import name as country_name
from counterpoise.core.figure import figure

if TYPE_CHECKING:
    from counterpoise.core.result import Result


def _frame(result: Result, variables: tuple[str, ...], sector: str | None = None) -> Any:
    """Give the known values of some variables, with names in place of codes."""
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


@figure(question="rely", variables="foreign_input_reliance")
def partners(result: Result, *, most: int = 12, always: tuple[str, ...] = ()) -> Any:
    """Reliance by partner: the largest suppliers of inputs."""
    alt = altair()
    frame = _frame(result, ("foreign_input_reliance",), _sector(result)).sort_values("value", ascending=False)
    top = frame.head(most)
    frame = frame[frame["partner"].isin([*top["partner"], *always])].copy()
    frame["kind"] = ["compared here" if one in always else "other partner" for one in frame["partner"]]
    return styled(
        alt.Chart(frame, width=WIDTH)
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title="share of purchased inputs", axis=alt.Axis(format=".1%")),
            y=alt.Y("partner_name:N", sort="-x", title=None),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=["compared here", "other partner"], range=[COLOURS[0], "#9fb3c1"])
            ),
        )
    )


@figure(question="rely", variables="foreign_input_reliance look_through")
def face_and_through(result: Result, *, most: int = 12, always: tuple[str, ...] = ()) -> Any:
    """Face value against looked through: bought directly, and all stages counted."""
    alt = altair()
    frame = _frame(result, ("foreign_input_reliance", "look_through"), _sector(result))
    rank = frame[frame["indicator"] == "look_through"].sort_values("value", ascending=False)["partner"].tolist()
    keep = [*rank[:most], *(one for one in always if one in rank[most:])]
    frame = frame[frame["partner"].isin(keep)]
    order = [country_name(one) for one in keep]
    base = alt.Chart(frame, width=WIDTH)
    lines = base.mark_rule(color="#9fb3c1", strokeWidth=2).encode(
        x=alt.X("min(value):Q", title="share (the two have different denominators)", axis=alt.Axis(format=".1%")),
        x2="max(value):Q",
        y=alt.Y("partner_name:N", sort=order, title=None),
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x="value:Q",
        y=alt.Y("partner_name:N", sort=order),
        color=alt.Color("measure:N", scale=alt.Scale(range=[COLOURS[0], COLOURS[1]])),
        shape=alt.Shape("measure:N", scale=alt.Scale(range=["circle", "diamond"])),
    )
    return styled(lines + points)


@figure(question="rely", variables="look_through")
def exposed_sectors(result: Result, *, most: int = 10, names: dict[str, str] | None = None) -> Any:
    """The most exposed sectors: looked-through reliance on each partner."""
    alt = altair()
    frame = _frame(result, ("look_through",))
    frame["sector_name"] = [(names or {}).get(one, one) for one in frame["sector"]]
    rank = frame.groupby("sector_name")["value"].max().sort_values(ascending=False).head(most).index.tolist()
    frame = frame[frame["sector_name"].isin(rank)]
    return styled(
        alt.Chart(frame, width=WIDTH - 120, height=alt.Step(11))
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title="share of all output needed", axis=alt.Axis(format=".0%")),
            y=alt.Y("sector_name:N", sort=rank, title=None, axis=alt.Axis(labelLimit=260)),
            yOffset="partner_name:N",
            color=alt.Color("partner_name:N", scale=alt.Scale(range=list(COLOURS))),
        )
    )


@figure(question="rely", variables="foreign_input_reliance sales_value_added")
def both_directions(result: Result) -> Any:
    """Both directions: the country on its partner, and the partner on the country."""
    alt = altair()
    frame = _frame(result, ("foreign_input_reliance", "sales_value_added"), "TOTAL")
    subject = result.data["country"].values.tolist()[0]
    frame["other"] = [p if c == subject else c for c, p in zip(frame["country"], frame["partner"], strict=True)]
    frame["other_name"] = [country_name(one) for one in frame["other"]]
    here = country_name(subject)
    frame["who"] = [f"{here} on the partner" if c == subject else f"the partner on {here}" for c in frame["country"]]
    return styled(
        alt.Chart(frame, width=WIDTH - 140, height=alt.Step(14))
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title="share", axis=alt.Axis(format=".1%")),
            y=alt.Y("other_name:N", title=None),
            yOffset="who:N",
            color=alt.Color("who:N", scale=alt.Scale(range=[COLOURS[0], COLOURS[1]])),
            row=alt.Row("measure:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left", labelOrient="top")),
        )
    )


@figure(question="trend", variables="look_through")
def past(result: Result) -> Any:
    """The past: looked-through reliance year by year, a line within one source only."""
    alt = altair()
    frame = _frame(result, ("look_through",), _sector(result))
    frame["at"] = frame["year"].astype(int)
    base = alt.Chart(frame, width=WIDTH, height=240).encode(
        x=alt.X("at:Q", title=None, axis=alt.Axis(format="d"), scale=alt.Scale(zero=False)),
        y=alt.Y("value:Q", title="share of all output needed", axis=alt.Axis(format=".1%")),
        color=alt.Color("partner_name:N", scale=alt.Scale(range=list(COLOURS))),
    )
    lines = base.mark_line(strokeWidth=2).encode(detail="source:N")
    points = base.mark_point(filled=True, size=45, opacity=1).encode(
        shape=alt.Shape("source:N", scale=alt.Scale(range=["circle", "diamond", "square"]))
    )
    return styled(lines + points)
