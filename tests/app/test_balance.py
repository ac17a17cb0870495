"""The room of the balance: leverage both ways, a hedge along its frontier, tariffs between two sides, and who stands between."""

import math
import re

import pytest

from .conftest import focused, fragment

REFUSED = re.compile("status of 422")
HEDGE = {"instruments": "uniform", "points": "2", "cut": "10"}
WAR = {"sector": "C26"}


def digits(percent: float) -> int:
    """Digits after the point, as the page takes them: two figures, whatever the size."""
    return 1 if percent == 0 or abs(percent) >= 1 else min(5, 1 - math.floor(math.log10(abs(percent))))


def signed(percent: float, after: int | None = None) -> str:
    text = f"{percent:+.{digits(percent) if after is None else after}f}%"
    return (text if float(text[:-1]) else text[1:]).replace("-", "−")  # nought has no sign


def lost(percent: float) -> str:
    """A loss has no sign in front, and what a solver leaves is nought."""
    kept = 0.0 if abs(percent) < 5e-6 else percent
    return f"{kept:.{digits(kept)}f}%".replace("-", "−")


def value(answer, variable, **words) -> float:
    held = (one for one in answer["records"] if one.get("variable") == variable)
    return next(one for one in held if all(one.get(name) == word for name, word in words.items()))["value"]


def row(table, name):
    return table.get_by_role("row").filter(has=table.page.get_by_role("rowheader", name=name, exact=True))


def test_leverage_is_told_both_ways_and_of_a_coalition_with_the_questions_numbers(reader, service, expect):
    pair = {"country": "KOR", "on": "CHN", "sector": "C26"}
    answer = service.ask("leverage", **pair, costs="0")
    joined = service.ask("leverage", **pair, coalition="USA,JPN", first_order="true")
    page = reader.open(fragment("balance", sector="C26", costs="0", coalition="USA,JPN"))
    for sentence in answer["sentences"]:
        expect(page.get_by_role("main")).to_contain_text(sentence["text"])
    budgets = page.get_by_role("table", name=re.compile("for each cost that the sender"))
    free = row(budgets, "at most 0 %")
    for one, other in (("KOR", "CHN"), ("CHN", "KOR")):
        at = {"country": one, "partner": other, "scenario": "cost at most 0 %"}
        for variable in ("leverage_loss_pct", "leverage_cost_pct"):
            expect(free).to_contain_text(lost(value(answer, variable, **at)))
    ways = page.get_by_role("table", name=re.compile("Trade in goods, power over goods"))
    power = ways.get_by_role("row").filter(has_text="were the sender's goods withheld")
    for one, other in (("KOR", "CHN"), ("CHN", "KOR")):
        expect(power).to_contain_text(lost(value(answer, "geoeconomic_power_pct", country=one, partner=other)))
    for label in ("What South Korea and China", "By what South Korea", "By what China"):
        expect(page.get_by_role("figure", name=re.compile(label)).get_by_role("img")).to_be_visible()
    members = page.get_by_role("table", name=re.compile("Members"))
    for code, name in (("KOR", "South Korea"), ("USA", "United States"), ("JPN", "Japan")):
        expect(row(members, name)).to_contain_text(lost(value(joined, "shapley_loss_pct", party=code)))


def test_the_slider_moves_along_what_was_solved_and_the_work_behind_it_stops(reader, service, expect):
    answer = service.ask("hedge", country="KOR", against="CHN", probability="0.02", **HEDGE)
    page = reader.open(fragment("balance", view="hedge", **HEDGE))
    main, slider = page.get_by_role("main"), page.get_by_role("slider", name="Probability of a rupture in a year")
    for sentence in answer["sentences"]:
        expect(main).to_contain_text(sentence["text"])
    expect(slider).to_have_attribute("aria-valuetext", "2.0%")
    figures = page.locator(".balance-figures")

    def of_the_frontier(probability: str) -> None:
        at = {"scenario": f"probability {probability}"}
        expect(figures).to_contain_text(f"{100 * value(answer, 'frontier_tie', **at):.1f}%")
        expect(figures).to_contain_text(signed(value(answer, "frontier_calm_pct", **at)))
        expect(figures).to_contain_text(signed(value(answer, "frontier_rupture_pct", **at), 2))

    of_the_frontier("0.02")
    policies = page.get_by_role("table", name=re.compile("Four policies"))
    for name, part in (("adequate level", "adequate level"), ("firms unasked", "firms unasked")):
        expect(row(policies, name)).to_contain_text(signed(value(answer, "calm_pct", scenario=part)))
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "100.0%")
    expect(page).to_have_url(re.compile("probability=1($|&)"))
    of_the_frontier("1")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Begin again")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.go_back()  # to a place whose answer is there
    expect(slider).to_have_attribute("aria-valuetext", "2.0%")
    expect(page.get_by_role("button", name="Begin again")).to_have_count(0)
    of_the_frontier("0.02")


def test_the_best_rates_and_a_war_have_the_questions_numbers_and_the_link_restores_them(reader, service, expect):
    best = service.ask("optimal", country="USA", against="CHN", **WAR)
    page = reader.open(fragment("balance", view="tariffs", country="USA", **WAR))
    rates = page.get_by_role("table", name=re.compile("Each rate"))
    expect(rates).to_contain_text(f"{value(best, 'tariff_optimal_pct', sector='C26'):.1f}%")
    expect(rates).to_contain_text(signed(value(best, "tariff_worth_pct", sector="C26")))
    answer = service.ask("war", first="USA", second="CHN", **WAR)
    page.get_by_role("combobox", name="What is asked").select_option("war")
    expect(page).to_have_url(re.compile("game=war"))
    everyone = page.get_by_role("table", name=re.compile("after the war"))
    page.get_by_role("button", name="Show all 80 rows").click()
    for code, name in (("USA", "United States"), ("CHN", "China")):
        expect(row(everyone, name)).to_contain_text(signed(value(answer, "welfare_pct", country=code)))
    means = page.get_by_role("table", name=re.compile("Between the sides"))
    mean = value(answer, "mean_tariff_pct", origin="CHN", destination="USA")
    expect(row(means, "United States on China")).to_contain_text(f"{mean:.1f}%")
    other = reader.open(page.url.split("#/")[1])
    expect(other.get_by_role("combobox", name="What is asked")).to_have_value("war")
    expect(other.get_by_role("combobox", name="Country", exact=True)).to_have_value("United States")
    expect(row(other.get_by_role("table", name=re.compile("Between")), "United States on China")).to_be_visible()
    other.get_by_text("The same elsewhere").click()
    expect(other.get_by_role("main")).to_contain_text("counterpoise war USA CHN --sector C26")


def test_who_stands_between_in_english_and_in_korean(reader, service, expect):
    answer = service.ask("bridge", first="USA", second="CHN", language="ko")
    page = reader.open(fragment("balance", view="between"))
    korea = row(page.get_by_role("table", name=re.compile("78 countries")), "South Korea")
    expect(korea).to_contain_text(f"{100 * value(answer, 'through_both', country='KOR'):.1f}%")
    expect(korea).to_contain_text("tied to United States, at odds with China")
    expect(korea).to_contain_text(signed(value(answer, "decoupling_rise_pct", country="KOR")))
    other = reader.open(fragment("balance", view="between", lang="ko"))
    expect(other.get_by_role("heading", level=1)).to_have_text("두 강대국 사이에 누가 서 있는가?")
    expect(other.get_by_role("main")).to_contain_text(answer["sentences"][0]["text"])
    table = other.get_by_role("table", name=re.compile("78개국"))
    expect(row(table, "한국")).to_contain_text("이어짐: 미국, 대립: 중국")
    expect(other.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "box", "said"),
    [
        ({"view": "hedge", "probability": "2 %"}, "Probability in a year", "write 0.02"),
        ({"costs": "much"}, "What the sender may lose", "'much' is no cost"),
        ({"view": "tariffs", "game": "war", "bounds": "5:1"}, "Lowest and highest", "from 5 to 1 % are no bounds"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(reader, expect, words, box, said):
    page = reader.open(fragment("balance", **words), allowed=REFUSED)
    expect(page.get_by_role("alert").first).to_contain_text(said)
    *_, word = words.values()
    expect(page.get_by_role("textbox", name=box)).to_have_value(word)
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_by_keyboard_alone(reader, expect):
    page = reader.open(fragment("balance", view="hedge", probability="x"), allowed=REFUSED)
    expect(page.get_by_role("alert").first).to_be_visible()
    typed = page.get_by_role("textbox", name="Probability in a year")
    expect(typed).to_have_value("x")
    focused(page, typed)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("probability=1.5"))
    expect(page.get_by_role("alert").first).to_contain_text("a probability of 1.5 is none")
    focused(page, page.get_by_role("link", name="Between"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who stands between two powers?")
    expect(page).to_have_url(re.compile("view=between"))
