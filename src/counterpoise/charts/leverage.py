"""The charts of leverage: frontiers of harm and cost, the sectors on them, and what members of a coalition add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise.charts.theme import COLOURS, INK, STEP, WIDTH, altair, styled
from counterpoise.codes.countries import spoken
from counterpoise.core.errors import InputError
from counterpoise.core.figure import figure
from counterpoise.core.numbers import middle, places, written

if TYPE_CHECKING:
    from counterpoise.core.result import Result

MOST = len(COLOURS)
"""Frontiers that one chart tells apart."""


def ways(result: Result) -> list[tuple[str, str]]:
    """Give senders and targets, both ways, each pair once."""
    held = [[str(one) for one in result.data[dim].values.ravel().tolist()] for dim in ("country", "partner")]
    pairs = [(one, other) for one in held[0] for other in held[1] if one != other]
    if any(str(name).endswith("__reverse") for name in result.data.data_vars):
        pairs = [way for pair in pairs for way in (pair, (pair[1], pair[0]))]
    return list(dict.fromkeys(pairs))


def of(result: Result, name: str, sender: str, target: str) -> Any:
    """Give a variable of a sender on a target, in whichever direction it is held."""
    data = result.data
    for one in ("country", "partner"):
        data = data if one in data.dims else data.expand_dims(one)
    if sender in data["country"].values.tolist() and target in data["partner"].values.tolist():
        return data[name].sel(country=sender, partner=target)
    return data[f"{name}__reverse"].sel(country=target, partner=sender)


def needed(result: Result, name: str, why: str) -> None:
    """Refuse a result that lacks a variable."""
    if name not in result.data:
        raise InputError(f"this chart shows {name}, which the result lacks", where="chart", remedy=why)


@figure(question="leverage", variables="leverage_loss_pct")
def frontiers(result: Result) -> Any:
    """Leverage: what a target can be made to lose, by what it costs the sender."""
    alt = altair()
    head = "leverage" if "leverage_loss_pct" in result.data else "quick"
    needed(result, f"{head}_loss_pct", "ask for it")
    pairs = ways(result)
    if len(pairs) > MOST:
        return largest(result)
    rows = []
    for one, other in pairs:
        loss, cost = (of(result, f"{head}_{which}_pct", one, other) for which in ("loss", "cost"))
        rows += [
            {"way": f"{spoken(one)} on {spoken(other)}", "cost": float(c), "loss": float(v)}
            for at, c, v in zip(result.data["budget"].values.tolist(), cost.values, loss.values, strict=True)
            if at != "any cost"
        ]
    order = list(dict.fromkeys(row["way"] for row in rows))
    title = ", to first order" if head == "quick" else ""
    lines = (
        alt.Chart(alt.Data(values=rows), width=WIDTH - 60, height=260)
        .mark_line(point=alt.OverlayMarkDef(size=45, filled=True), strokeWidth=2)
        .encode(
            x=alt.X("cost:Q", title="sender's cost, per cent of its real income", axis=alt.Axis(tickCount=6)),
            y=alt.Y("loss:Q", title=f"target's loss, per cent of its real income{title}", scale=alt.Scale(zero=True)),
            color=alt.Color(
                "way:N", sort=order, scale=alt.Scale(domain=order, range=list(COLOURS[: len(order)])), title=None
            ),
            order=alt.Order("cost:Q"),
        )
    )
    zero = alt.Chart(alt.Data(values=[{"cost": 0}])).mark_rule(color=INK, strokeDash=[3, 3]).encode(x="cost:Q")
    said = "; ".join(f"{way} {free(rows, way)}" for way in order)
    return styled(zero + lines).properties(description=f"Largest loss of the target at no cost to the sender: {said}.")


def free(rows: list[dict[str, Any]], way: str) -> str:
    """Write the loss at the point that costs the sender nearest to nothing."""
    held = [row for row in rows if row["way"] == way]
    found = min(held, key=lambda row: abs(row["cost"]))
    return written(found["loss"], "percent lost", places(found["loss"], "percent lost", 2))


def largest(result: Result, most: int = 20) -> Any:
    """Give the pairs with the largest loss at no cost to the sender, as bars."""
    name = "leverage_loss_pct" if "leverage_loss_pct" in result.data else "quick_loss_pct"
    at = result.data["budget"].values.tolist()[1]
    found = [(one, other, float(of(result, name, one, other).sel(budget=at))) for one, other in ways(result)]
    shown = sorted(found, key=lambda row: -row[2])[:most]
    return bars(
        [(f"{spoken(one)} on {spoken(other)}", value) for one, other, value in shown],
        "target's loss, per cent of its real income",
    )


def bars(pairs: list[tuple[str, float]], title: str) -> Any:
    """Give bars with their numbers."""
    alt = altair()
    decimals = places(middle([value for _, value in pairs]), "percent lost", 2)
    rows = [{"row": row, "value": value, "number": written(value, "percent lost", decimals)} for row, value in pairs]
    base = alt.Chart(alt.Data(values=rows), width=WIDTH - 230, height=alt.Step(STEP)).encode(
        x=alt.X("value:Q", title=title, axis=alt.Axis(tickCount=5)),
        y=alt.Y("row:N", sort=[row["row"] for row in rows], title=None, axis=alt.Axis(labelLimit=260)),
    )
    drawn = base.mark_bar(height={"band": 0.7}, color=COLOURS[0])
    numbers = base.mark_text(align="left", dx=4, color=INK).encode(text="number:N")
    said = "; ".join(f"{row['row']} {row['number']}" for row in rows[:8])
    return styled(drawn + numbers).properties(description=f"{said}.")


def _way(result: Result, asked: Sequence[str] | None) -> tuple[str, str]:
    """Give the sender and the target that are asked for; the first of the result where nobody is."""
    held = ways(result)
    found = held[0] if asked is None else next((pair for pair in held if list(pair) == list(asked)), None)
    if found is None:
        remedy = "take one of " + ", ".join(" on ".join(pair) for pair in held[:MOST])
        raise InputError(f"{','.join(asked or ())[:40]!r} is no way of this result", where="way", remedy=remedy)
    return found


@figure(question="leverage", variables="leverage_share")
def sectors(
    result: Result, *, most: int = 10, way: Sequence[str] | None = None, names: dict[str, str] | None = None
) -> Any:
    """What is on the frontier: the parts of the loss at no cost to the sender, by instrument and sector."""
    needed(result, "leverage_share", "ask for a frontier in full, of a few pairs")
    budgets = result.data["budget"].values.tolist()
    at = "cost at most 0 %" if "cost at most 0 %" in budgets else budgets[1]
    one, other = _way(result, way)
    parts = of(result, "leverage_share", one, other).sel(budget=at) * of(result, "leverage_loss_pct", one, other).sel(
        budget=at
    )
    held = parts.stack(rate=("instrument", "sector")).dropna("rate")
    order = held.values.argsort()[::-1][:most]
    raised = [(*held["rate"].values[k], float(held.values[k])) for k in order if held.values[k] > 0]
    rows = [(f"{WORDS[kind]} {(names or {}).get(code, code)}", value) for kind, code, value in raised]
    if not rows:
        raise InputError("no rate is raised at this point", where="chart", remedy="take the frontier's chart")
    return bars(rows, "part of the target's loss, per cent of its real income")


WORDS = {
    "tariff": "tariff",
    "export_tax": "export tax",
    "import_cost": "cost of imports",
    "export_cost": "cost of exports",
}
"""Instruments in words."""


@figure(question="leverage", variables="shapley_loss_pct member_cost_pct")
def members(result: Result) -> Any:
    """Who must join: what each member adds to the target's loss, and what it costs the member."""
    alt = altair()
    needed(result, "shapley_loss_pct", "name a coalition")
    names = [str(one) for one in result.data["party"].values.tolist()]
    kinds = {"shapley_loss_pct": "adds to the target's loss", "member_cost_pct": "loses itself"}
    rows = [
        {"member": spoken(one), "value": float(result.data[name].sel(party=one)), "kind": kind}
        for one in names
        for name, kind in kinds.items()
    ]
    drawn = (
        alt.Chart(alt.Data(values=rows), width=WIDTH - 160, height=alt.Step(STEP * 0.7))
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title="per cent of real income", axis=alt.Axis(tickCount=6)),
            y=alt.Y("member:N", sort=[spoken(one) for one in names], title=None),
            yOffset=alt.YOffset("kind:N", sort=list(kinds.values())),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=list(kinds.values()), range=[COLOURS[0], COLOURS[1]]), title=None
            ),
        )
    )
    said = "; ".join(
        f"{spoken(one)} {written(float(result.data['shapley_loss_pct'].sel(party=one)), 'percent lost', 3)}"
        for one in names
    )
    return styled(drawn).properties(description=f"What each member adds to the target's loss: {said}.")
