"""The answer of a negotiation: deals, predictions, the path and its weakest link, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoise.core.bargain import ALONE, ANY, KEPT, Bargain, few
from counterpoise.core.excerpt import Excerpt
from counterpoise.core.numbers import places, written
from counterpoise.core.result import Result

if TYPE_CHECKING:
    import pandas as pd

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "raiffa": "Raiffa",
    "rubinstein": "alternating offers",
}
"""The rules as a table has them."""

INSTEAD = ("leaves", "withholds", "takes back")
"""What a party does best instead of keeping to a path: by the number in ``cheat``."""

ONE = 1
_TRUTHS = ("thresholds", "unravels", "stages_cost")
_ENDS, _UNKNOWNS = 3, 10
"""Deals that draws come to, and what is not known, that a screen shows under a course."""


class Negotiated(Result):
    """What a negotiation comes to under each of its courses: `Result` with the predictions as its table.

    Examples
    --------
    >>> import counterpoise as cp
    >>> found = cp.negotiate("freeze-for-relief", draws=50, anew=0)
    >>> found.path_level.sel(course="pressure", issue="programme").values.astype(int).tolist()  # stage by stage
    [0, 2, 2, 2, 3]
    """

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the variables whose meaning a terminal tells below its tables."""
        return tuple(name for name in _LEGEND if name in self.data)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Give the records; what there is not under a course has none."""
        over = dict(zip("xy", self.data.attrs.get("over", ()), strict=False))
        for one in super()._records():
            if one["value"] is None:
                continue
            if over and str(one.get("variable", "")).startswith("grid_"):
                parts = str(one["scenario"]).split(", ")
                said = [
                    f"{over.get(head, head)} {tail}" for head, _, tail in (part.partition(" ") for part in parts[1:])
                ]
                one["scenario"] = ", ".join([parts[0], *said])
            yield one

    # Tables ----------------------------------------------------------------------------------------------------

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give a row for each course, set of deals and rule: what each party has, and the deal in words.

        Parameters
        ----------
        companion
            ``low`` or ``high`` for a table of these, which are not there.
        """
        import pandas as pd  # noqa: PLC0415

        read = Bargain(self)
        rows, index = [], []
        for course in read.courses:
            for kind in (ANY, KEPT):
                for rule in read.rules:
                    if (found := read.agreed(course, kind, rule)) is not None:
                        index.append(f"{course}, {kind}, {rule}")
                        rows.append([*found[1], read.deal(found[0], course)])
        frame = pd.DataFrame(rows, columns=[*read.parties, "deal"], index=pd.Index(index, name="prediction"))
        if companion:
            frame = frame.assign(**dict.fromkeys(frame.columns, math.nan))
        unit = self.data["outside_value"].attrs["unit"]
        names = {one: read.name(one) for one in read.parties}
        frame.attrs = {"units": dict.fromkeys(read.parties, unit), "heads": names}
        return frame

    def zone(self, course: str) -> pd.DataFrame:
        """Give a row for each party: what it has without a deal (5 to 95 % of the draws), today, and at best in a deal.

        Parameters
        ----------
        course
            Under which course.
        """
        import pandas as pd  # noqa: PLC0415

        read = Bargain(self)
        low, high = (read.each(f"outside_value__{end}", course) for end in ("low", "high"))
        columns = {
            "without a deal": read.each("outside_value", course),
            "today": read.each("today_value", course),
            "at best": read.each("ideal_value", course, set=ANY),
            "at best, enforcing itself": read.each("ideal_value", course, set=KEPT),
        }
        write = self._writer([*(v for values in columns.values() for v in values), *low, *high])
        cells = {head: [write(one) for one in values] for head, values in columns.items()}
        for at, (one, other) in enumerate(zip(low, high, strict=True)):
            if other > one:
                cells["without a deal"][at] += f" [{write(one)}, {write(other)}]"
        return pd.DataFrame(cells, index=pd.Index([read.name(one) for one in read.parties]))

    def predictions(self, course: str) -> pd.DataFrame:
        """Give a row for each rule and set of deals: what each party has, and the level of each issue that any of them changes.

        Parameters
        ----------
        course
            Under which course.
        """
        import pandas as pd  # noqa: PLC0415

        read = Bargain(self)
        held = [
            (kind, rule, *found)
            for kind in (KEPT, ANY)
            for rule in read.rules
            if (found := read.agreed(course, kind, rule)) is not None
        ]
        write = self._writer([value for *_, values in held for value in values])
        start = read.start(course)
        moved = [at for at, was in enumerate(start) if any(abs(levels[at] - was) > 1e-9 for _, _, levels, _ in held)]
        cells: dict[str, list[str]] = {
            read.name(one): [write(values[at]) for *_, values in held] for at, one in enumerate(read.parties)
        }
        for at in moved:
            issue = read.issues[at]
            cells[issue] = [
                read.level(issue, levels[at]) if abs(levels[at] - start[at]) > 1e-9 else "" for _, _, levels, _ in held
            ]
        index = [(kind, RULES.get(rule, rule)) for kind, rule, *_ in held]
        return pd.DataFrame(cells, index=pd.MultiIndex.from_tuples(index) if index else [])

    def stages(self, course: str) -> pd.DataFrame:
        """Give a row for each stage of the path: what is done, each party's slack, and who is tempted most at the weakest.

        Parameters
        ----------
        course
            Under which course.
        """
        import pandas as pd  # noqa: PLC0415

        read = Bargain(self)
        path, steps, link = read.path(course), read.steps(course), read.weakest(course)
        every = read.slacks(course)
        write = self._writer([value for row in every for value in row])
        moved = list(dict.fromkeys(step.issue for some in steps for step in some))
        moved.sort(key=read.issues.index)
        names = [f"stage {at + 1}" for at in range(len(steps))] + ["from then on"]
        cells: dict[str, list[str]] = {}
        for issue in moved:
            done = [next((s.after for s in some if s.issue == issue), None) for some in steps]
            cells[issue] = [*("" if one is None else read.level(issue, one) for one in done), "kept"]
        heads = ["slack of all"] if read.side_payments else [f"slack, {read.name(one)}" for one in read.parties]
        for at, head in enumerate(heads):
            cells[head] = [write(row[at]) for row in every]
        if link is not None:
            cells["weakest"] = ["" if at != link.stage else self._tempted(read, course) for at in range(len(path))]
        return pd.DataFrame(cells, index=pd.Index(names[: len(path)]))

    def _tempted(self, read: Bargain, course: str) -> str:
        """Write who is tempted most at the weakest link of a path, and to what."""
        link = read.weakest(course)
        if link is None or not link.parties:
            return "here"
        kinds = [int(read.at("cheat", course, stage=link.stage, party=one)) for one in link.parties]
        return ", ".join(f"{read.name(who)} {INSTEAD[kind]}" for who, kind in zip(link.parties, kinds, strict=True))

    def bears(self, course: str) -> pd.DataFrame:
        """Give a row for each party: up to where it keeps to the path as its discount, the lag, or its outside option change.

        Parameters
        ----------
        course
            Under which course.
        """
        import pandas as pd  # noqa: PLC0415

        read = Bargain(self)
        rise = read.each("critical_outside", course)
        write = self._writer(rise)
        least, most = (read.each(name, course) for name in ("critical_discount", "critical_discount_most"))
        cells = {
            "discount": [f"{one:.3g}" for one in read.each("discount", course)],
            "keeps from": [_discount(low, high) for low, high in zip(least, most, strict=True)],
            "longest lag": [_lag(one) for one in read.each("critical_lag", course)],
            "least detection": [_share(one) for one in read.each("critical_detection", course)],
            "outside can rise by": [write(one) if math.isfinite(one) else "never" for one in rise],
            "stages cost": list(map(self._writer(rise), read.each("delay_cost", course))),
        }
        for head in ("longest lag", "least detection"):
            if not any(cells[head]):
                del cells[head]
        return pd.DataFrame(cells, index=pd.Index([read.name(one) for one in read.parties]))

    def unknowns(self, course: str) -> pd.DataFrame:
        """Give a row for each unknown, those first that the margin depends on most: its range, and where in it the path holds.

        Parameters
        ----------
        course
            Under which course.
        """
        import pandas as pd  # noqa: PLC0415

        read = Bargain(self)
        rows = []
        for name in read.parameters:
            central, low, high, first, last, share = (
                read.at(one, course, parameter=name)
                for one in ("central", "lowest", "highest", "breaks_low", "breaks_high", "margin_share")
            )
            if math.isfinite(central):
                rows.append((name, f"{central:.3g}", f"{low:.3g} to {high:.3g}", _span(first, last, low, high), share))
        rows.sort(key=lambda row: -row[-1] if math.isfinite(row[-1]) else 0.0)
        frame = pd.DataFrame(
            [[*cells, _share(share)] for _, *cells, share in rows],
            columns=["central", "range", "path holds", "margin's variance"],
            index=pd.Index([read.parameter(name) for name, *_ in rows]),
        )
        told = any(math.isfinite(share) for *_, share in rows)
        return frame if told else frame.drop(columns="margin's variance")

    def _writer(self, values: Sequence[float]) -> Any:
        """Give how payoffs are written beside each other."""
        unit = self.data["outside_value"].attrs["unit"]
        known = [abs(one) for one in values if math.isfinite(one)]
        decimals = min(places(max(known, default=0.0), "percent"), 4)

        def write(value: float) -> str:
            return "none" if not math.isfinite(value) else written(value, unit, decimals)

        return write

    def chart(self, name: str | None = None, **choices: Any) -> Any:
        """Give a chart; where none is named, the regimes over the unknowns that were gone over, else the zone."""
        return super().chart(name or ("regimes" if "grid_regime" in self.data else "zone"), **choices)

    # For a terminal --------------------------------------------------------------------------------------------

    def excerpt(self) -> list[Excerpt]:
        """Give what a screen holds: the verdict on each course; then of each the zone, predictions, the path, and how sure that is."""
        from counterpoise.words.findings import told  # noqa: PLC0415

        read = Bargain(self)
        said = {one.finding: one.text for one in told(self)}
        made = [self._part(None, self.data.attrs["headline"], said.get("verdict", ""))]
        for course in read.courses:
            made += self._of(read, course)
        truths = [said[one] for one in _TRUTHS if one in said]
        if truths:
            made.append(self._part(None, "\n".join(truths)))
        return made

    def _of(self, read: Bargain, course: str) -> Iterator[Excerpt]:
        """Give the excerpts of one course."""
        head = f"{read.course(course).upper()}\n" if len(read.courses) > ONE or course != ALONE else ""
        yield self._part(self.zone(course), f"{head}What each has", below=self._deals(read, course))
        if len(frame := self.predictions(course)):
            yield self._part(frame, "What the rules take")
        if not read.path(course):
            return
        title = "The path, and what keeping to it is worth above the best instead"
        yield self._part(self.stages(course), title, below=self._worth(read, course))
        yield self._part(self.bears(course), "What each can bear", below=self._sure(read, course))
        if len(frame := self.unknowns(course)):
            more = len(frame) - _UNKNOWNS
            below = f"{more} more unknowns are not shown; another format gives all" if more > 0 else ""
            yield self._part(frame.head(_UNKNOWNS), "What is not known", below=below)

    def _deals(self, read: Bargain, course: str) -> str:
        count, kept = read.count(course, ANY), read.count(course, KEPT)
        does = "enforces itself" if kept == ONE else "enforce themselves"
        if read.unsearched(course):
            some = f"{_counted(kept, 'deal')} {does} at once"
        else:
            some = f"{_counted(kept, 'path')} {does} and {'is' if kept == ONE else 'are'} bettered by no other for all"
        return f"{_counted(count, 'deal')} that all prefer to none; {some}"

    def _worth(self, read: Bargain, course: str) -> str:
        """Tell what the path is worth to each: a rule may take the same deal by other stages."""
        values = {one: read.at("path_value", course, stage=0, party=one) for one in read.parties}
        if not all(map(math.isfinite, values.values())):
            return ""
        write = self._writer(list(values.values()))
        return "by these stages the deal is worth " + ", ".join(
            f"{read.attrs['names'][one]} {write(value)}" for one, value in values.items()
        )

    def _sure(self, read: Bargain, course: str) -> str:
        """Tell the margin, the share of the draws in which the path holds, and those that were solved anew."""
        margin, low, high = (read.at(name, course) for name in ("margin", "margin__low", "margin__high"))
        write = self._writer([margin, low, high])
        span = f" [{write(low)}, {write(high)}]" if high > low else ""
        said = [f"margin {write(margin)}{span}; at once {write(read.at('direct_margin', course))}"]
        hazard = read.at("critical_hazard", course)
        if math.isfinite(hazard):
            said[0] += f"; all keep to it up to a chance of a breakdown of {_share(hazard)} a {read.attrs['period']}"
        draws, ratified = self.diagnostics.get("draws", 0), read.at("ratified_share", course)
        if read.parameters:
            said.append(f"the path holds in {_share(read.at('survival_share', course))} of {draws:,} draws")
            said[-1] += f"; the deal is ratified in {_share(ratified)}" if ratified < 1 else ""
        elif ratified < 1:
            said.append("the deal is not ratified")
        low, high = read.at("enforced_share", course), read.at("enforced_share__high", course)
        if read.parameters and math.isfinite(low):
            share = f"{_share(low)} to {_share(high)}" if high > low else _share(low)
            said.append(
                f"some deal enforces itself, at once or in stages, in {share} of {self.diagnostics.get('enforced_draws', 0):,} draws"
            )
        said += self._anew(read, course)
        incomes = [
            f"{who} {written(value, 'percent', 2)}"
            for name, dim in (("real_income_pct", "party"), ("bystander_pct", "bystander"))
            if name in self.data
            for who in self.data[dim].values.tolist()
            if math.isfinite(value := read.at(name, course, **{dim: who}))
        ]
        return "\n".join([*said, *(["real income in the deal: " + ", ".join(incomes)] if incomes else [])])

    def _anew(self, read: Bargain, course: str) -> Iterator[str]:
        """Tell what comes out in the draws that were solved anew."""
        count = self.diagnostics.get("anew", 0)
        if not read.parameters or not count or "regime_share" not in self.data:
            return
        shares = [(one, read.at("regime_share", course, outcome=one)) for one in ("at once", "in stages", "none")]
        words = {
            "at once": "a deal enforces itself at once",
            "in stages": "one does in stages only",
            "none": "none does",
        }
        told = [f"{words[one]} in {_counts(share, count)}" for one, share in shares if share > 0]
        yield f"of {_counted(count, 'draw')} solved anew: {', '.join(told)}"
        if "ending" in self.data.dims:
            ends = [(read.at("ending_share", course, ending=one), one) for one in self.data["ending"].values.tolist()]
            some = sorted((one for one in ends if one[0] > 0), reverse=True)[:_ENDS]
            yield from [f"  {_counts(share, count)}: {deal}" for share, deal in some]

    def _part(self, frame: pd.DataFrame | None, *above: str, below: str = "") -> Excerpt:
        import xarray as xr  # noqa: PLC0415

        said = "\n".join(one for one in above if one)
        return Excerpt(Framed(self.question, xr.Dataset(), frame=frame), above=said, below=below)


_LEGEND = (
    "outside_value",
    "today_value",
    "ideal_value",
    "agreed_value",
    "slack",
    "margin",
    "critical_discount",
    "critical_lag",
    "critical_detection",
    "critical_outside",
    "critical_hazard",
    "delay_cost",
    "survival_share",
    "breaks_low",
    "margin_share",
)


@dataclass(frozen=True, repr=False)
class Framed(Result):
    """A table that is made already, of texts: `Result` with that table."""

    frame: Any = None

    def table(self, companion: str = "") -> pd.DataFrame:
        """Give the table, or one as large of what is missing."""
        import pandas as pd  # noqa: PLC0415

        frame = pd.DataFrame() if self.frame is None else self.frame
        return frame.replace(".*", math.nan, regex=True) if companion else frame


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _share(value: float) -> str:
    return f"{100 * value:.3g} %" if math.isfinite(value) else ""


def _counts(share: float, count: int) -> str:
    """Write a share of some draws, or of few how many those are."""
    return f"{round(share * count):,}" if few(count) else _share(share)


def _lag(value: float) -> str:
    return "" if math.isnan(value) else "any" if math.isinf(value) else f"{value:.0f}"


def _discount(low: float, high: float) -> str:
    if math.isnan(low):
        return "never"
    return f"{low:.3g}" + (f" to {high:.3g}" if math.isfinite(high) else "")


def _span(first: float, last: float, low: float, high: float) -> str:
    if math.isnan(first):
        return "nowhere"
    near = 1e-6 * max(high - low, 1e-12)
    if first <= low + near and last >= high - near:
        return "throughout"
    if first <= low + near:
        return f"up to {last:.3g}"
    return f"from {first:.3g}" + ("" if last >= high - near else f" to {last:.3g}")
