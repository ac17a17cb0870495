"""The second room: on whom a country relies, in every view."""

import re

import pytest

from .conftest import focused, fragment

VIEWS = {
    "partners": "Every partner",
    "sectors": "Sector by partner",
    "both": "Both directions",
    "products": "Every product that was screened",
    "past": "Looked-through reliance, year by year",
    "map": "United States",
    "security": "Treaties, arms and troops",
}


def share(value: float) -> str:
    """Write a share as the page does: more digits where it is small."""
    percent = 100 * value
    digits = 1 if percent == 0 or abs(percent) >= 0.1 else 2 if abs(percent) >= 0.01 else 3
    return f"{percent:,.{digits}f}%"


def of(answer, **words):
    return next(one for one in answer["records"] if all(one.get(name) == word for name, word in words.items()))


def test_the_tables_hold_the_services_numbers(reader, service, expect):
    answer = service.ask("rely", country="KOR")
    told = service.ask("rely", country="KOR", on="USA,CHN")
    page = reader.open("reliance")
    for sentence in told["sentences"]:
        expect(page.get_by_role("main")).to_contain_text(sentence["text"])
    table = page.get_by_role("table", name=re.compile("every partner"))
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="China", exact=True))
    for name in ("foreign_input_reliance", "look_through"):
        one = of(answer, indicator=name, country="KOR", partner="CHN", sector="manufacturing")
        expect(row).to_contain_text(share(one["value"]))


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_opens_by_its_link(reader, expect, view):
    page = reader.open(fragment("reliance", country="DEU", powers="USA,CHN", view=view))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Germany")
    expect(page.get_by_role("heading", name=re.compile(VIEWS[view])).first).to_be_visible(timeout=90_000)
    expect(page.get_by_role("table").first if view != "map" else page.get_by_role("application")).to_be_visible(
        timeout=60_000
    )
    expect(page.get_by_role("navigation", name="Views").locator("[aria-current=true]")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_by_mouse(reader, expect):
    page = reader.open("reliance")
    page.get_by_role("link", name="Sectors", exact=True).click()
    expect(page).to_have_url(re.compile("view=sectors"))
    page.get_by_role("button", name="Remove United States").click()
    expect(page.get_by_role("button", name="Remove United States")).to_have_count(0)
    box = page.get_by_role("combobox", name="Partners to compare")
    box.click()
    box.fill("jap")
    page.get_by_role("listbox", name="Partners to compare").get_by_role("option", name=re.compile("Japan")).click()
    expect(page).to_have_url(re.compile("powers=CHN,JPN"))
    page.go_back()
    expect(page).to_have_url(re.compile("powers=CHN($|&)"))
    link = page.url.split("#/")[1]
    other = reader.open(link)
    expect(other.get_by_role("button", name="Remove China")).to_be_visible()
    expect(other.get_by_role("link", name="Sectors", exact=True)).to_have_attribute("aria-current", "true")


def test_by_keyboard_alone(reader, expect):
    page = reader.open("reliance")
    expect(page.get_by_role("table", name=re.compile("every partner"))).to_be_visible()
    focused(page, page.get_by_role("combobox", name="Country", exact=True))
    page.keyboard.type("MEX")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mexico")
    focused(page, page.get_by_role("button", name="Remove China"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("powers=USA($|&)"))
    focused(page, page.get_by_role("link", name="World map"))
    page.keyboard.press("Enter")
    world = page.get_by_role("application")
    expect(world.locator("svg")).to_be_visible()
    focused(page, world)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-said")).to_contain_text(":")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("country="))


def test_a_chart_is_a_table_too(reader, service, expect):
    page = reader.open("reliance")
    chart = page.get_by_role("region", name="Inputs bought, by partner").get_by_role("figure")
    chart.get_by_role("button", name="Show as table").click()
    expect(chart.get_by_role("table")).to_be_visible()
    one = of(
        service.ask("rely", country="KOR"), indicator="foreign_input_reliance", partner="CHN", sector="manufacturing"
    )
    expect(chart.get_by_role("table")).to_contain_text(share(one["value"]))
    chart.get_by_role("button", name="Show as chart").click()
    expect(chart.get_by_role("img")).to_be_visible()


def test_a_table_is_sorted_by_any_column(reader, expect):
    page = reader.open("reliance")
    table = page.get_by_role("table", name=re.compile("every partner"))
    head = table.get_by_role("columnheader", name=re.compile("looked through"))
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", re.compile("scending"))
    first = table.get_by_role("row").nth(1).get_by_role("rowheader").inner_text()
    head.get_by_role("button").click()
    expect(table.get_by_role("row").nth(1).get_by_role("rowheader")).not_to_have_text(first)


def test_products_are_searched(reader, service, expect):
    page = reader.open(fragment("reliance", view="products"))
    page.get_by_role("searchbox").fill("lithium")
    expect(page).to_have_url(re.compile("product=lithium"))
    answer = service.ask("products", country="KOR", on="USA,CHN", product="lithium")
    count = len({(one["product"], one["partner"]) for one in answer["records"] if one.get("partner")})
    expect(page.get_by_role("table", name=re.compile("main supplier")).locator("tbody tr")).to_have_count(count)
