"""The answer of an optimum: the rates worth most first, then what they do to everyone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.core.excerpt import Excerpt
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from counterpoise.equilibrium.baseline import Baseline
    from counterpoise.statecraft.instruments import Instruments
    from counterpoise.statecraft.optimal import Optimum

_SHOWN = 15
"""Rows of each block on a screen."""

_OTHERS = 6
"""Countries that lose, and that gain, on a screen."""

COUNTRIES = (
    "welfare_pct",
    "single_rate_welfare_pct",
    "real_wage_pct",
    "terms_of_trade_pct",
    "tariff_revenue_new",
    "tariff_revenue_change",
)
"""What is told of every country."""

SETTER = "setter"
"""The dimension of who sets a rate: the field ``country`` of its records."""

_SAID = {
    "optimal": (
        "{tax} that maximises its setter's real income in the model, ignoring law and retaliation",
        "optimal {word}",
        r"\arg\max_{t} \ln W_i(t)",
        "Ossa (2014)",
    ),
    "today": ("{tax} before: that of the baseline", "{word} today", "", ""),
    "worth": (
        "What taking this {word} from today's to the optimal rate adds to its setter's real income: all add up to the gain",
        "worth of the {word}",
        r"\int_0^1 W_i \frac{\partial \ln W_i}{\partial \ln(1 + t_k)} \Delta \ln(1 + t_k) \, dx",
        "Aumann and Shapley (1974)",
    ),
    "beyond": (
        "What taking this {word} from the best single rate to the optimal one adds to its setter's real income",
        "{word}'s worth beyond one rate",
        r"\int_0^1 W_i \frac{\partial \ln W_i}{\partial \ln(1 + t_k)} \Delta \ln(1 + t_k) \, dx",
        "Aumann and Shapley (1974)",
    ),
    "single": (
        "The one {word} on all of the same flows that maximises its setter's real income in the model",
        "best single {word}",
        r"\arg\max_{t} \ln W_i(t, \ldots, t)",
        "Ossa (2014)",
    ),
}
"""Of each kind of tax: label, short name, formula and citation of what is told of its rates."""

WORDS = {"tariff": ("Tariff", "tariff"), "export_tax": ("Export tax", "export tax")}

RATES = (
    *("tariff_optimal_pct", "tariff_today_pct", "tariff_worth_pct", "tariff_beyond_pct", "tariff_single_pct"),
    *(
        "export_tax_optimal_pct",
        "export_tax_today_pct",
        "export_tax_worth_pct",
        "export_tax_beyond_pct",
        "export_tax_single_pct",
    ),
)
"""What is told of rates: the optimal one, today's, what the move is worth, what it is worth beyond one rate, and the best single one."""


class Optimal(Result):
    """The rates that maximise a country's real income in the model: `Result` with the rates that are worth most first.

    Examples
    --------
    >>> import counterpoise as cp
    >>> best = cp.optimal("KOR", against="CHN")
    >>> abs(best.tariff_worth_pct.sum().item() - best.diagnostics["gain_pct"]) < 1e-5
    True
    """

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; what is not traded bears no rate, and has no record."""
        return (one for one in super()._records() if one["value"] is not None)

    @property
    def kinds(self) -> list[str]:
        """Give the kinds of tax that were free."""
        return [one for one in WORDS if f"{one}_optimal_pct" in self.data]

    def rates(self) -> pd.DataFrame:
        """Give a row for each rate, those that are worth most first.

        Returns
        -------
        pandas.DataFrame
            Columns ``optimal_pct``, ``today_pct``, ``worth_pct`` and, of more than one rate, ``beyond_pct``.
        """
        import pandas as pd  # noqa: PLC0415

        frames = []
        for kind in self.kinds:
            found = {
                part: self.data[name].isel({SETTER: 0}).to_series() if self.data[name].ndim > 1 else _alone(self, name)
                for part in ("optimal", "today", "worth", "beyond")
                if (name := f"{kind}_{part}_pct") in self.data
            }
            frame = pd.DataFrame({f"{part}_pct": values for part, values in found.items()}).dropna(how="all")
            labels = [one if isinstance(one, tuple) else (one,) for one in frame.index]
            word = WORDS[kind][1] if len(self.kinds) > 1 or labels == [("",)] else ""
            frame.index = pd.Index(
                [" ".join(part for part in (word, *map(str, one)) if part) for one in labels], name="rate"
            )
            frames.append(frame)
        whole = pd.concat(frames)
        return whole.iloc[(-whole["worth_pct"].abs()).argsort(kind="stable")]

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the table of `rates` to read.

        Parameters
        ----------
        companion
            Rates have none: the same rows, missing.

        Returns
        -------
        pandas.DataFrame
            Its ``attrs`` hold the units and the short names of the columns.
        """
        frame = self.rates()
        if companion:
            frame = frame * float("nan")
        heads = {"optimal_pct": "optimal", "today_pct": "today", "worth_pct": "worth, % of income"}
        frame.attrs = {
            "units": dict.fromkeys(frame.columns, "percent"),
            "heads": heads | {"beyond_pct": "beyond one rate"},
        }
        return frame

    def excerpt(self) -> list[Excerpt]:
        """Give the part that a screen holds: the rates that are worth most, and who loses and gains most by them."""
        whole = self.rates()
        told = self.diagnostics
        kept = tuple(map(str, whole.index[:_SHOWN]))
        rest = whole.iloc[_SHOWN:]
        beyond = f", of which {rest['beyond_pct'].sum():.2g} % beyond one rate" if "beyond_pct" in rest else ""
        more = f"{len(rest):,} more rates are worth {rest['worth_pct'].sum():.2g} % together{beyond}; another format gives all"
        single = ", ".join(
            f"{WORDS[kind][1]} {float(self.data[f'{kind}_single_pct'].item()):.3g} %" for kind in self.kinds
        )
        above = _warned(self.data.attrs) + (
            f"real income of {self.data.attrs['setter']} {told['gain_pct']:+.4g} %; with the best single rate "
            f"({single}) {told['single_gain_pct']:+.4g} %{_share(told) if 'beyond_pct' in whole else ''}\n"
        )
        first = Excerpt(self, (("", kept),), "rate", above, more if len(rest) else "")
        return [first, self._everyone()]

    def _everyone(self) -> Excerpt:
        names = [one for one in COUNTRIES if one in self.data and one != "tariff_revenue_new"]
        result = Result(self.question, self.data[names], self.provenance)
        welfare = self.data["welfare_pct"].to_series().dropna().sort_values()
        setter = self.data.attrs["setter"]
        others: Any = welfare.drop(setter)
        worst = others[others < 0].index[:_OTHERS]
        best = others[others > 0].index[::-1][:_OTHERS]
        blocks = (("setter", (setter,)), ("lose", tuple(worst)), ("gain", tuple(best)))
        left = len(others) - len(worst) - len(best)
        said = [f"{left} more of {len(welfare)} are not shown; another format gives them"] if left else []
        wage = self.data["real_wage_pct"].sel(country=setter).item() if "real_wage_pct" in self.data else 0.0
        if wage < 0.0 < welfare[setter]:
            said.insert(
                0,
                f"the real wage of {setter} falls while its real income rises: income has the revenue of the rates too",
            )
        below = "\n".join(said)
        return Excerpt(result, tuple(one for one in blocks if one[1]), "country", "", below)


def _share(told: Mapping[str, Any]) -> str:
    """Say what the pattern is worth, and which part of the gain that is."""
    whole, beyond = told["gain_pct"], told["pattern_gain_pct"]
    part = f", {100 * beyond / whole:.2g} % of the gain" if whole > 0 else ""
    return f"; the pattern adds {beyond:+.3g} %{part}"


def _warned(held: Mapping[Any, Any]) -> str:
    """Say first that rates are no policy, where buyers hardly have a choice."""
    if not held.get("inelastic"):
        return ""
    stopped = f"; {held['stopped']} of {held['rates']} rates stop at a bound" if held.get("stopped") else ""
    return f"no policy to read: so soon after the change demand is inelastic, so that rates run high{stopped}\n"


def _alone(result: Result, name: str) -> pd.Series:
    import pandas as pd  # noqa: PLC0415

    return pd.Series([float(result.data[name].item())], index=[""])


# From bare arrays to labels ----------------------------------------------------------------------------------------


def dataset(baseline: Baseline, best: Optimum) -> xr.Dataset:
    """Give what an optimum holds, with labels: of each rate, and of every country."""
    from counterpoise.equilibrium.outcome import Outcome  # noqa: PLC0415

    outcome = Outcome(baseline, best.position.problem, best.position.solution)
    data = outcome.data[[one for one in COUNTRIES if one in outcome.data]].drop_attrs(deep=False)
    data["tariff_revenue_change"] = outcome._variable("tariff_revenue_change")
    single = data["welfare_pct"].copy(data=100.0 * (best.levelled.welfare - 1.0))
    single.attrs |= {"label": "Change of real income under the best single rate", "short": "with one rate"}
    data = data.assign(single_rate_welfare_pct=single)
    several = len(best.chosen) > len(best.level)
    for kind in best.level.kind.tolist():
        held = {"optimal": best.rates, "today": best.today, "worth": best.worth}
        held |= {"beyond": best.beyond} if several else {}
        for part, values in held.items():
            data[f"{kind}_{part}_pct"] = _grid(
                baseline, best.chosen, kind, 100.0 * values, _attrs(baseline, kind, part)
            )
        level = _grid(baseline, best.level, kind, 100.0 * best.levels, _attrs(baseline, kind, "single"))
        data[f"{kind}_single_pct"] = level
    data = data[[one for one in (*RATES, *COUNTRIES) if one in data]]
    return data if baseline.year is None else data.assign_coords(year=baseline.year)


def _attrs(baseline: Baseline, kind: str, part: str) -> dict[str, Any]:
    tax, word = WORDS[kind]
    label, short, formula, citation = _SAID[part]
    return {
        "label": label.format(tax=tax, word=word),
        "short": short.format(tax=tax, word=word),
        "unit": "percent",
        "symbol": "",
        "formula": formula,
        "citation": citation,
        "indicator": False,
        "estimated": bool(baseline.estimated),
    }


def _grid(baseline: Baseline, chosen: Instruments, kind: str, values: Any, attrs: dict[str, Any]) -> xr.DataArray:
    """Give the rates of one kind by who sets them, on whom and on what."""
    import numpy as np  # noqa: PLC0415
    import xarray as xr  # noqa: PLC0415

    mine = chosen.kind == kind
    dims, places, coords = [SETTER], [np.zeros(int(mine.sum()), dtype=int)], {}
    coords[SETTER] = [baseline.countries[int(chosen.country[0])]]
    for dim, held, labels in (
        ("partner", chosen.partner[mine], baseline.countries),
        ("sector", chosen.sector[mine], baseline.sectors),
    ):
        if (held < 0).all():
            continue
        known, place = np.unique(held, return_inverse=True)
        dims.append(dim)
        places.append(place)
        coords[dim] = [labels[one] for one in known.tolist()]
    made = np.full([len(coords[dim]) for dim in dims], np.nan)
    made[tuple(places)] = values[mine]
    return xr.DataArray(made, dims=dims, coords=coords, attrs=attrs)
