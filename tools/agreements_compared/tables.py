"""The tables of ``docs/methods/agreements-compared.md``, and the numbers in its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from counterpoise.world.agreement_effects import effect
from counterpoise.world.tariffs import NO_AGREEMENTS
from tools.agreements_compared.answers import WORLD, answer, productive
from tools.agreements_compared.runs import CALIENDO_PARRO, FARM, RESPONSE, Recipe, bench
from tools.agreements_compared.studies import SOURCES, TIAN, Figure, figures

SHOWN = ("KOR", "CHN", "JPN", "VNM")
PLAIN = Recipe()
NEAREST = Recipe("bilateral", under=NO_AGREEMENTS, elasticities=CALIENDO_PARRO)
"""As near to Tian et al. as is known of them: no agreement in force, the method's own elasticities, rates by pair and sector."""

CHAIN = (
    ("`agreement RCEP`, as the program answers it", PLAIN),
    ("no agreement in force before (`--tariffs no-agreements`)", Recipe("no-agreements")),
    ("rates of each pair and sector where known", Recipe("bilateral", under=NO_AGREEMENTS)),
    ("Caliendo and Parro's elasticities: **the nearest run**", NEAREST),
    ("tariffs of 2014", replace(NEAREST, year=2014)),
    ("accounts of 2014", replace(NEAREST, year=2014, accounts="wiod-2014")),
)
SWITCHED = (
    ("**the nearest run**", NEAREST),
    ("importer averages in all pairs", Recipe("no-agreements", elasticities=CALIENDO_PARRO)),
    ("agreements of 2022 in force where rates are not known", replace(NEAREST, under="importer-averages")),
    ("the program's own elasticities", replace(NEAREST, elasticities="default")),
    ("Caliendo and Parro's full sample", replace(NEAREST, elasticities="caliendo-parro-2015-full")),
    ("one elasticity for all", replace(NEAREST, elasticities="uniform")),
    ("deficits a fixed share of own income", replace(NEAREST, closure="multiplicative")),
    ("rates of 2019", replace(NEAREST, year=2019)),
    ("rates of 2014", replace(NEAREST, year=2014)),
    ("rates of 2014, second table", replace(NEAREST, rates="other", year=2014)),
    ("accounts and rates of 2014", replace(NEAREST, year=2014, accounts="wiod-2014")),
    ("accounts and rates of 2014, second table", replace(NEAREST, rates="other", year=2014, accounts="wiod-2014")),
    ("no rate above 50 %", replace(NEAREST, cap=0.5)),
    ("no rate above 30 %", replace(NEAREST, cap=0.3)),
    ("farm goods and food left out", replace(NEAREST, exclude=FARM)),
    ("other costs fall too: depth 6", replace(NEAREST, depth=6.0, before="desta")),
)
RATES_OF = {"rcep": 2019}
DEPTH_OF = {"cptpp": 7.0}
NEEDED = ("VNM", "KHM", "MYS", "THA", "PHL")
"""Members without rates by pair, whose own duties decide."""


def recipes(word: str) -> tuple[Recipe, ...]:
    """Give what each column of the table of other studies assumes for a question."""
    rates = Recipe("bilateral", RATES_OF.get(word, 2014))
    deep = replace(rates, depth=DEPTH_OF.get(word, 6.0), before="desta")
    return (PLAIN, rates, replace(rates, exclude=FARM), deep, replace(deep, response=RESPONSE))


COLUMNS = (
    "asked plainly",
    "rates of pair and sector",
    "the same, farm goods and food left out",
    "rates, and deep",
    "deep, and capital grows",
)


def number(value: float, decimals: int = 2) -> str:
    """Write a number; a zero has no sign.

    Examples
    --------
    >>> number(-0.001), number(2.345, 1)
    ('0.00', '2.3')
    """
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if not float(text) else text


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> list[str]:
    rule = ["---"] * words + ["---:"] * (len(head) - words)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


def _of(figure: Figure, recipe: Recipe) -> str:
    if figure.asked == "cptpp" and recipe == PLAIN:
        return number(0.0)  # it is in force: its parties are free already
    return number(answer(figure.asked, recipe).of(figure.ours, figure.country))


def theirs(country: str, measure: str) -> float:
    """Give a figure of Tian et al."""
    return next(
        float(one.low) for one in figures() if (one.study, one.country, one.measure) == (TIAN, country, measure)
    )


def tian() -> list[str]:
    """Give each figure of Tian et al. beside ours."""
    asked = (PLAIN, Recipe("no-agreements"), NEAREST, replace(NEAREST, year=2014))
    head = [
        "country",
        "measure",
        "theirs",
        "asked plainly",
        "no agreements",
        "the nearest run",
        "with rates of 2014",
        "nearest less theirs",
    ]
    rows = []
    for one in figures():
        if one.study == TIAN:
            ours = [_of(one, recipe) for recipe in asked]
            rows.append([one.country, one.measure, one.printed, *ours, _signed(float(ours[2]) - float(one.low))])
    return _lines(head, rows, 2)


def _signed(value: float) -> str:
    text = number(value)
    return text if text == "0.00" else f"{value:+.2f}"


def _value(recipe: Recipe, measure: str, code: str) -> float | None:
    known = recipe.accounts == "icio-2022" or code != "VNM"
    return answer("rcep", recipe).of(measure, code) if known else None


def chain(measure: str, called: str) -> list[str]:
    """Give the way from the plain answer to theirs, a step at a time."""
    head = ["per cent", *(word for code in SHOWN for word in (code, "step"))]
    rows, before = [], dict.fromkeys(SHOWN, 0.0)
    for place, (title, recipe) in enumerate(CHAIN):
        row = [title]
        for code in SHOWN:
            value = _value(recipe, measure, code)
            row += ["", ""] if value is None else [number(value), _signed(value - before[code]) if place else ""]
            before[code] = before[code] if value is None else value
        rows.append(row)
    nearest = {code: _value(NEAREST, measure, code) or 0.0 for code in SHOWN}
    told = {code: theirs(code, called) for code in SHOWN}
    rows.append(
        ["theirs, and what the nearest run leaves unexplained"]
        + [word for code in SHOWN for word in (number(told[code], 1), _signed(told[code] - nearest[code]))]
    )
    return _lines(head, rows)


def switched() -> list[str]:
    """Give the nearest run with one assumption exchanged at a time."""
    head = ["real wage, per cent", *SHOWN, "KOR, welfare total", "KOR, exact real income"]
    rows = [
        [
            "theirs",
            *(number(theirs(code, "real wage"), 1) for code in SHOWN),
            number(theirs("KOR", "welfare total"), 1),
            "",
        ]
    ]
    for title, recipe in SWITCHED:
        values = [_value(recipe, "real_wage", code) for code in SHOWN] + [
            _value(recipe, one, "KOR") for one in ("linear", "income")
        ]
        rows.append([title, *("" if value is None else number(value) for value in values)])
    return _lines(head, rows)


@cache
def needed() -> Mapping[str, float]:
    """Give the one rate, per cent, on all goods from the parties that would bring each member the real wage of Tian et al."""
    aim = np.array([theirs(code, "real wage") for code in NEEDED])

    def wages(rates: np.ndarray) -> np.ndarray:
        own = tuple(zip(NEEDED, rates.tolist(), strict=True))
        return np.array([answer("rcep", replace(NEAREST, own=own)).real_wage(code) for code in NEEDED])

    old, new = np.full(len(NEEDED), 0.02), np.full(len(NEEDED), 0.08)
    reached = wages(old)
    for _ in range(5):
        now = wages(new)
        slope = np.where(np.abs(new - old) > 1e-9, (now - reached) / np.where(new == old, 1.0, new - old), np.inf)
        old, new, reached = new, np.clip(new + (aim - now) / slope, 0.0, 0.6), now
    return dict(zip(NEEDED, (100 * new).tolist(), strict=True))


def hypothetical() -> Recipe:
    """Give the nearest run with those rates."""
    return replace(NEAREST, own=tuple((code, rate / 100) for code, rate in needed().items()))


def wanted() -> list[str]:
    """Give those rates beside the averages that the program has, and what else they would give."""
    economy = bench().economy
    goods, seller = economy.sectors.index("C26"), economy.countries.index("USA")
    found = {year: bench().dated(NO_AGREEMENTS, year)[seller, goods] for year in (2014, 2022)}
    head = [
        "per cent",
        "average of 2014",
        "average of 2022",
        "the one rate",
        "real wage",
        "theirs",
        "volume, RCEP",
        "theirs",
        "terms, RCEP and rest",
        "theirs",
    ]
    rows = []
    for code in (*NEEDED, "SGP", "CHN"):
        one = answer("rcep", hypothetical())
        terms = theirs(code, "terms of trade, RCEP") + theirs(code, "terms of trade, rest")
        rows.append(
            [
                code,
                *(number(100 * found[year][economy.countries.index(code)], 1) for year in (2014, 2022)),
                number(needed()[code], 1) if code in NEEDED else "",
                number(one.real_wage(code)),
                number(theirs(code, "real wage"), 1),
                number(one.volume_inside(code)),
                number(theirs(code, "volume of trade, RCEP"), 1),
                number(one.terms_inside(code) + one.terms_outside(code)),
                number(terms, 1),
            ]
        )
    return _lines(head, rows)


def others() -> list[str]:
    """Give the figures of all other studies beside ours."""
    head = ["study", "scenario", "of", "measure", "theirs", *COLUMNS]
    rows = []
    for one in figures():
        if one.study != TIAN:
            ours = [_of(one, recipe) for recipe in recipes(one.asked)] if one.asked else ["none"] + [""] * 4
            unit = f", {one.unit}"
            rows.append([one.study, one.scenario, one.country, one.measure + unit, one.printed, *ours])
    return _lines(head, rows, 4)


def unanswered() -> list[str]:
    """Give the figures that a static model has nothing beside, each with the reason."""
    return [
        f"- {one.study}, {one.scenario}, {one.measure}: {one.printed} {one.unit}. In this model {one.because}."
        for one in figures()
        if not one.asked
    ]


STEPS = (
    ("`agreement among KOR,CHN`, as the program answers it", Recipe()),
    ("tariffs of 2014, importer averages", Recipe(year=2014)),
    ("rates of each pair and sector, 2014", Recipe("bilateral", 2014)),
    ("farm goods and food left out", Recipe("bilateral", 2014, exclude=FARM)),
    ("deep: other costs of goods trade fall (depth 6)", Recipe("bilateral", 2014, exclude=FARM, depth=6.0)),
    ("capital grows to its new steady state", Recipe("bilateral", 2014, exclude=FARM, depth=6.0, response=RESPONSE)),
    ("farm goods and food freed after all", Recipe("bilateral", 2014, depth=6.0, response=RESPONSE)),
)


def korea_china() -> list[str]:
    """Give Korea's gain from an agreement with China, a step at a time."""
    head = [
        "Korea",
        "real income, %",
        "step",
        "less terms of trade, %",
        "real wage, %",
        "billion USD",
        "manufactures with China, %",
    ]
    rows, before = [], 0.0
    for place, (title, recipe) in enumerate(STEPS):
        one = answer("korea-china", recipe)
        income = one.income("KOR")
        rows.append(
            [
                title,
                number(income),
                _signed(income - before) if place else "",
                number(one.quantities("KOR")),
                number(one.real_wage("KOR")),
                number(one.equivalent("KOR"), 1),
                number(one.manufactures(), 0),
            ]
        )
        before = income
    return _lines(head, rows)


DEEP = (
    ("tariffs alone", {}),
    ("`agreement RCEP depth 6`, beyond what the register has for each pair", {"depth": 6.0, "before": "register"}),
    ("depth 6, beyond what DESTA 2.2 has for each pair", {"depth": 6.0, "before": "desta"}),
    ("depth 6, as if nothing beyond tariffs bound any pair", {"depth": 6.0}),
    ("depth 6 beyond DESTA, and capital grows", {"depth": 6.0, "before": "desta", "response": RESPONSE}),
)


def deep() -> list[str]:
    """Give what depth adds to the Regional Comprehensive Economic Partnership."""
    head = [
        "RCEP",
        "tariffs before",
        "all parties, %",
        "KOR, %",
        "CHN, %",
        "JPN, %",
        "world, billion USD",
        "goods trade inside, billion USD",
    ]
    rows = []
    for said, base in (("importer averages", PLAIN), ("pair and sector, 2019", Recipe("bilateral", 2019))):
        for title, more in DEEP:
            one = answer("rcep", replace(base, **more))
            rows.append(
                [
                    title,
                    said,
                    *(number(one.income(code)) for code in ("RCEP", "KOR", "CHN", "JPN")),
                    number(one.equivalent(WORLD), 1),
                    number(one.inside_trade(), 0),
                ]
            )
    return _lines(head, rows, 2)


def steps() -> list[str]:
    """Give what a step of depth is worth, by trade elasticity."""
    one = effect().coefficient
    head = [
        "trade elasticity",
        "one step, % of the price",
        "five steps, % of the price",
        "five steps, % of trade at given prices",
    ]
    rows = [
        [
            number(theta, 0),
            number(100 * (1 - np.exp(-one / theta))),
            number(100 * (1 - np.exp(-5 * one / theta))),
            number(100 * (np.exp(5 * one) - 1), 0),
        ]
        for theta in (2.0, 5.0, 10.0)
    ]
    return _lines(head, rows)


def sources() -> list[str]:
    """Give the studies with where their figures were read."""
    return [f"- {study}: {where}." for study, where in SOURCES.items()]


RUNS: dict[str, tuple[str, Recipe]] = {
    "plain": ("rcep", PLAIN),
    "no-agreements": ("rcep", Recipe("no-agreements")),
    "rates": ("rcep", Recipe("bilateral", under=NO_AGREEMENTS)),
    "nearest": ("rcep", NEAREST),
    "nearest-2014": ("rcep", replace(NEAREST, year=2014)),
    "capped": ("rcep", replace(NEAREST, cap=0.5)),
    "without-farm": ("rcep", replace(NEAREST, exclude=FARM)),
    **{f"way-{place}": ("korea-china", recipe) for place, (_, recipe) in enumerate(STEPS)},
    **{f"deep-{place}": ("rcep", replace(Recipe("bilateral", 2019), **more)) for place, (_, more) in enumerate(DEEP)},
    "cptpp": ("cptpp", recipes("cptpp")[1]),
    "cptpp-deep": ("cptpp", recipes("cptpp")[3]),
    "cjk": ("cjk", recipes("cjk")[1]),
    "rcep-2022": ("rcep", Recipe("bilateral")),
    "korea-china-2022": ("korea-china", Recipe("bilateral")),
    "korea-japan": ("korea-japan", Recipe("bilateral", 2014)),
    "korea-japan-other": ("korea-japan", Recipe("other", 2014)),
    "korea-japan-2022": ("korea-japan", Recipe("bilateral", 2022)),
}
"""What a sentence may cite: ``run measure country``."""


SPECIAL: dict[str, Callable[..., str]] = {
    "figures": lambda: str(len(figures())),
    "figures-tian": lambda: str(sum(one.study == TIAN for one in figures())),
    "productivity": lambda: number(answer_of_productivity(), 1),
    "productivity-needed": lambda: number((float(_bank("gains")) - float(_bank("origin"))) / answer_of_productivity()),
    "effect": lambda: number(effect().coefficient, 4),
    "dummy": lambda: number(100 * (np.exp(effect("agreement").coefficient) - 1), 0),
    "needed": lambda code: number(needed()[code], 1),
    "step": lambda place: number(abs(_way(int(place)) - _way(int(place) - 1))),
}
"""What a sentence may cite that is no measure of a run."""


def cited(key: str) -> str:
    """Give the number that a sentence cites: ``nearest real_wage KOR``, or a word of `SPECIAL`."""
    name, *rest = key.split()
    if name in SPECIAL:
        return SPECIAL[name](*rest)
    measure, code, *decimals = rest
    return number(answer(*RUNS[name]).of(measure, code), int(decimals[0]) if decimals else 2)


def _way(place: int) -> float:
    return answer(*RUNS[f"way-{place}"]).income("KOR")


def _bank(word: str) -> str:
    return next(one.low for one in figures() if one.scenario.startswith("+") and word in one.scenario)


def answer_of_productivity() -> float:
    """Give what 1 % more from the same inputs in all sectors of the members does to their real income, per cent."""
    return productive("RCEP").income("RCEP")


TABLES = {
    "real wage": lambda: chain("real_wage", "real wage"),
    "welfare": lambda: chain("linear", "welfare total"),
    "switched": switched,
    "wanted": wanted,
    "korea-china": korea_china,
    "steps": steps,
    "deep": deep,
    "others": others,
    "unanswered": unanswered,
    "tian": tian,
    "sources": sources,
}
"""Each table of the page by its name."""
