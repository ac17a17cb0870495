"""The third room: a scenario by clicking, by keyboard and by its text, and what it would do."""

import math
import re

import pytest

from .conftest import focused, fragment

USUAL = "tariff +25 points by USA on CHN; CHN retaliates"
TOML = 'title = "A"\n\n[[shocks]]\nkind = "tariff"\nby = ["USA"]\non = ["CHN"]\nup_by_points = 12\n'
BROKEN = TOML.replace("up_by_points = 12", 'up_by_points = "many"')


def percent(value: float) -> str:
    digits = 1 if value == 0 or abs(value) >= 1 else min(5, 1 - math.floor(math.log10(abs(value))))
    return f"{value:+,.{digits}f}%".replace("-", "−")


def welfare(answer, country):
    found = (one for one in answer["records"] if one.get("country") == country and one.get("variable") == "welfare_pct")
    return next(found)["value"]


def exact(page, expect):
    """Wait until what is shown is exact and of what was said last."""
    expect(page.locator(".badge")).to_have_count(0)


def bars(page):
    return page.get_by_role("tabpanel").first.locator(".bars").get_by_role("row")


def row(page, name):
    return bars(page).filter(has=page.get_by_role("rowheader", name=name, exact=True)).last


def text_box(page):
    box = page.get_by_role("textbox", name="The scenario as TOML, or in one line")
    if not box.is_visible():
        page.locator("summary", has_text="As text").click()
    return box


def test_the_bars_and_sentences_are_the_services(reader, service, expect):
    answer = service.ask("simulate", scenario=USUAL)
    page = reader.open("change")
    for sentence in answer["sentences"]:
        expect(page.get_by_role("main")).to_contain_text(sentence["text"])
    exact(page, expect)
    for country, name in (("USA", "United States"), ("CHN", "China"), ("VNM", "Vietnam")):
        expect(row(page, name)).to_contain_text(percent(welfare(answer, country)))


def test_a_slider_answers_with_the_exact_solution(reader, service, expect):
    page = reader.open("change")
    slider = page.get_by_role("slider", name="Raised by points").first
    expect(slider).to_be_visible()
    slider.focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "32 points")
    exact(page, expect)
    page.get_by_text("The same elsewhere").first.click()
    answer = service.ask("simulate", scenario=USUAL.replace("25", "32"))
    expect(row(page, "China")).to_contain_text(percent(welfare(answer, "CHN")))


def test_by_keyboard_alone(reader, expect):
    page = reader.open("change")
    expect(page.get_by_role("spinbutton").first).to_be_visible()
    focused(page, page.get_by_role("combobox", name="Kind of change").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("slider", name="Costs rise by")).to_be_visible()
    focused(page, page.get_by_role("combobox", name="The other side").first)
    page.keyboard.type("viet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove Vietnam").first).to_be_visible()
    focused(page, page.get_by_role("slider", name="Costs rise by"))
    page.keyboard.press("ArrowRight")
    focused(page, page.get_by_role("tab", name="Overview"), most=80)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Charts", exact=True)).to_be_focused()
    expect(page).to_have_url(re.compile("view=charts"))
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Compare", exact=True)).to_be_focused()
    page.keyboard.press("Home")
    expect(page.get_by_role("tab", name="Overview", exact=True)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("view", ["Charts", "Trade", "Sectors", "All countries", "Uncertainty", "Compare"])
def test_each_tab_opens_by_mouse_and_by_its_link(reader, expect, view):
    page = reader.open("change")
    page.get_by_role("tab", name=view, exact=True).click()
    expect(page).to_have_url(re.compile("view="))
    panel = page.get_by_role("tabpanel", name=view, exact=True)
    found = {
        "Charts": panel.get_by_role("img").first,
        "Uncertainty": panel.get_by_role("button", name="Draw", exact=True),
    }
    expect(found.get(view, panel.get_by_role("table").first)).to_be_visible(timeout=60_000)
    other = reader.open(page.url.split("#/")[1])
    expect(other.get_by_role("tab", name=view, exact=True)).to_have_attribute("aria-selected", "true")


def test_the_gallery_starts_a_scenario_and_the_link_carries_it(reader, service, expect):
    with service.client() as client:
        preset = client.get("/api/scenarios").json()[0]
    page = reader.open("change")
    page.locator("summary", has_text="Start from an example").click()
    page.get_by_role("button", name=re.compile(re.escape(preset["title"][:40]))).first.click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value(preset["title"])
    other = reader.open(page.url.split("#/")[1])
    expect(other.get_by_role("textbox", name="Title")).to_have_value(preset["title"])


def test_pasted_text_is_read_and_solved(reader, service, expect):
    page = reader.open("change")
    text_box(page).fill(TOML)
    expect(page.get_by_role("textbox", name="Title")).to_have_value("A")
    expect(page.get_by_role("slider", name="Raised by points").first).to_have_value("12")
    exact(page, expect)
    answer = service.ask("simulate", scenario=TOML)
    expect(row(page, "China")).to_contain_text(percent(welfare(answer, "CHN")))


def test_text_that_is_not_understood_is_kept_with_its_line_and_key(reader, expect):
    page = reader.open("change", allowed=re.compile("status of 422"))
    box = text_box(page)
    box.fill(BROKEN)
    fault = page.get_by_role("alert").first
    expect(fault).to_contain_text("line 7")
    expect(fault).to_contain_text("up_by_points")
    expect(box).to_have_value(BROKEN)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".faulty")).to_contain_text('up_by_points = "many"')
    page.get_by_role("link", name="Data").click()
    page.get_by_role("link", name="Change").click()
    expect(text_box(page)).to_have_value(BROKEN)
    text_box(page).fill(TOML)
    expect(page.locator(".faulty")).to_have_count(0)


def test_a_link_whose_text_is_not_understood(reader, expect):
    page = reader.open(fragment("change", s=BROKEN), allowed=re.compile("status of 422"))
    expect(page.get_by_role("alert").first).to_contain_text("line 7")
    expect(text_box(page)).to_have_value(BROKEN)


def test_scenarios_stand_side_by_side(reader, service, expect):
    page = reader.open(fragment("change", s=USUAL, s2="embargo by USA on CHN in C26", view="compare"))
    for letter in "AB":
        expect(page.get_by_role("region", name=f"Scenario {letter}")).to_be_visible()
    answer = service.ask("simulate", scenario="embargo by USA on CHN in C26")
    other = page.get_by_role("region", name="Scenario B").get_by_role("row")
    expect(other.filter(has_text="China").first).to_contain_text(percent(welfare(answer, "CHN")))
    page.get_by_role("button", name="Keep this scenario beside it").click()
    expect(page).to_have_url(re.compile("s3="))


def test_how_sure_is_one_click_away(reader, expect):
    page = reader.open("change")
    exact(page, expect)
    page.get_by_text("How sure, and from what?").first.click()
    for word in ("Largest error left in the equations", "Correction of the baseline"):
        expect(page.get_by_text(word).first).to_be_visible()


def test_bands_stream_in_with_progress_and_stop(reader, service, expect):
    page = reader.open(fragment("change", view="bands", draws="1000"))
    page.get_by_role("button", name="Draw", exact=True).click()
    panel = page.get_by_role("tabpanel", name="Uncertainty")
    expect(panel.get_by_role("progressbar")).to_be_visible()
    expect(panel.get_by_text(re.compile(r"^\s*\d+ draws so far"))).to_be_visible(timeout=120_000)
    expect(row(page, "China")).to_contain_text("[")
    panel.get_by_role("button", name="Stop").click()
    expect(panel.get_by_text(re.compile("Stopped after"))).to_be_visible()
    expect(panel.get_by_role("progressbar")).to_have_count(0)
    with service.client() as client:  # the hand that drew is free again
        body = {"question": "rely", "arguments": {"country": "FRA"}}
        job = client.post("/api/jobs", json=body).json()["id"]
        assert '"state": "done"' in client.get(f"/api/jobs/{job}", timeout=20).text
    expect(row(page, "China")).to_be_visible()
