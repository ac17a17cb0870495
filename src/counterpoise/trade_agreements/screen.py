"""The part of an agreement's answer that a terminal shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoise.core.excerpt import Excerpt
from counterpoise.trade_agreements.agreed import (
    ENDS,
    MOST_PARTIES,
    MOST_SECTORS,
    MOST_YEARS,
    PART,
    PHASE,
    SCREEN,
)
from counterpoise.trade_agreements.plan import TARIFFS

if TYPE_CHECKING:
    import xarray as xr

    from counterpoise.trade_agreements.agreed import Agreed


PICKED = (
    f"sectors shown: the {MOST_SECTORS} whose output grows, and the {MOST_SECTORS} whose output shrinks, most in value"
)


def at_once(answer: Agreed, most: int) -> list[Excerpt]:
    """Give countries with both parts side by side, then the sectors of the parties that gain and lose most."""
    blocks = answer.blocks(most)
    of_countries = [one for one in answer.shown if "sector" not in answer.data[one].dims]
    made = []
    if of_countries:
        columns = _columns(answer, of_countries)
        made.append(Excerpt(answer._plain(columns), blocks, above=_head(answer), below=_left(answer, blocks)))
    if any("sector" in answer.data[one].dims for one in answer.shown):
        made += [one for country in _few(answer) for one in _sectors(answer, country)]
        if made and made[-1].dimension != "country":
            made[-1] = replace(made[-1], below=PICKED)
    return made


def _head(answer: Agreed) -> str:
    if answer.main == TARIFFS or TARIFFS not in answer.data[PART].values:
        return f"{answer.data.attrs['agreement']}: {answer.main}"
    return f"{answer.data.attrs['agreement']}: the {answer.main}, and its tariffs alone"


def _left(answer: Agreed, blocks: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    every = answer.data.attrs.get("economies", 0)
    left = 0 if answer.among else answer.data.sizes["country"] - sum(len(part) for _, part in blocks)
    if left <= 0:
        return ""
    return (
        f"shown by real income of the {answer.main}: the parties, and those outside that lose and gain most; {left} more of {every} "
        "are not shown; --country ALL, or another format, gives them"
    )


def _columns(answer: Agreed, names: Sequence[str]) -> xr.Dataset:
    """Give the variables of the whole, the first with that of the tariffs alone beside it; bands of those two only."""
    import xarray as xr  # noqa: PLC0415

    main = answer.data.sel({PART: answer.main}, drop=True)
    both = answer.main != TARIFFS and TARIFFS in answer.data[PART].values
    held: dict[str, xr.DataArray] = {}
    for place, name in enumerate(names):
        ends = ENDS if place == 0 else ENDS[:1]
        held |= {name + end: main[name + end] for end in ends if name + end in main}
        if both and place == 0:
            alone, attrs = answer.data.sel({PART: TARIFFS}, drop=True), main[name].attrs
            held |= {f"of_tariffs{end}": alone[name + end] for end in ends if name + end in alone}
            held["of_tariffs"] = held["of_tariffs"].assign_attrs(attrs | {"short": f"{attrs['short']}, {TARIFFS}"})
    return xr.Dataset(held, attrs={"alike": False})


def _few(answer: Agreed) -> list[str]:
    """Give the parties whose sectors are shown: those chosen, else those whose real income moves most."""
    ours = list(answer.among) or [str(one) for one in answer.data.attrs.get("parties", ())]
    welfare = answer.last["welfare_pct"].sel({PART: answer.main})
    size = {one: abs(float(welfare.sel(country=one))) for one in ours}
    few = sorted(ours, key=lambda one: -size[one])[:MOST_PARTIES]
    return [one for one in ours if one in few]


def leading(answer: Agreed, country: str, most: int = MOST_SECTORS) -> list[str]:
    """Give the sectors of a country whose output grows and shrinks most, in value at old prices: what grows first."""
    size = answer.last["output_change"].sel({PART: answer.main, "country": country})
    codes = [str(one) for one in size["sector"].values]
    value = dict(zip(codes, np.nan_to_num(size.values).tolist(), strict=True))
    ranked = sorted(codes, key=lambda one: -value[one])
    grow = [one for one in ranked[:most] if value[one] > 0]
    return grow + [one for one in ranked[-most:] if value[one] < 0]


def _sectors(answer: Agreed, country: str) -> list[Excerpt]:
    """Give the sectors of a country that gain and lose most, with the tariffs alone beside the whole."""
    codes = leading(answer, country)
    if not codes:
        return []
    words = answer.sector_words()
    head = f"sectors of {country}"
    name = next(one for one in answer.shown if "sector" in answer.data[one].dims)
    part = _columns(answer, [name]).sel(country=country, sector=codes, drop=True)
    part = part.assign_coords(sector=[words[one][:48] for one in codes]).rename(sector=head)
    return [Excerpt(answer._plain(part), dimension=head)]


def by_years(answer: Agreed, most: int) -> list[Excerpt]:
    """Give each variable with its years side by side, part by part."""
    blocks = answer.blocks(most)
    made = []
    for name in (one for one in answer.shown if "sector" not in answer.data[one].dims):
        for part in reversed(answer.data[PART].values.tolist()):
            attrs = answer.data[name].attrs
            head = f"{answer.data.attrs['agreement']}: {part}, {attrs['short']}, {attrs['unit']}"
            result = answer._plain(_years(answer, name, part))
            below = _left(answer, blocks) if part == answer.data[PART].values[0] else ""
            made.append(Excerpt(result, blocks, above=head, below=below))
    return made


def _years(answer: Agreed, name: str, part: str) -> xr.Dataset:
    import xarray as xr  # noqa: PLC0415

    held = {}
    for year in chosen_years(answer.data[PHASE].values.tolist()):
        array = answer.data.sel({PART: part, PHASE: year}, drop=True)
        held |= {f"year {year}{end}": array[name + end] for end in ENDS if name + end in array}
        held[f"year {year}"] = array[name].assign_attrs(short=f"year {year}")
    return xr.Dataset(held, attrs={"alike": True})


def chosen_years(years: Sequence[int]) -> list[int]:
    """Give the years that stand side by side: the first, the last and some between them.

    Examples
    --------
    >>> chosen_years(range(1, 7)), chosen_years(range(1, 21))
    ([1, 2, 3, 4, 5, 6], [1, 4, 6, 9, 12, 15, 17, 20])
    """
    held = list(years)
    if len(held) <= MOST_YEARS:
        return held
    step = (len(held) - 1) / (MOST_YEARS - 1)
    return [held[round(step * one)] for one in range(MOST_YEARS)]


__all__ = ["SCREEN", "at_once", "by_years", "chosen_years", "leading"]
